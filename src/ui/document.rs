//! A document on screen and on paper: the same blocks that its file holds.

use std::rc::Rc;

use yew::prelude::*;

use super::Ui;
use crate::document::charts::WIDTH;
use crate::document::drawing::{BOLD, DASH, Drawing, RIM, Shape};
use crate::document::{Block, Document, Figure, Table};

/// The blocks of `view`. At `level` 0 the screen's own heading stands for its title; further
/// below, it has its title as a heading, if it has one.
///
/// `acts` gives what stands under a figure, of which it gets the number, from 0.
pub fn document(
    ui: &Ui,
    view: &Document,
    level: usize,
    acts: impl Fn(usize, &Figure) -> Html,
) -> Html {
    let titled = level > 0 && !view.title.is_empty();
    let below = if titled { level } else { level.saturating_sub(1) };
    let mut figures = 0;
    let mut parts: Vec<Html> = Vec::new();
    for part in view.blocks.chunk_by(|one, other| is_entry(one) && is_entry(other)) {
        parts.push(match part {
            [Block::Figure(it)] => {
                figures += 1;
                named_figure(it, format!("pa-figure-{figures}"), acts(figures - 1, it))
            }
            [Block::Entry { .. }, ..] => html! {
                <ol class="numbered">{ for part.iter().map(entry) }</ol>
            },
            _ => part.iter().map(|it| block(ui, below, it)).collect(),
        });
    }
    let tag = ui.tag(level);
    html! {
        <div class="document" lang={view.language.clone()} dir={view.direction.clone()}>
            if titled { <@{tag} class="document-title"><bdi>{ &view.title }</bdi></@> }
            { for parts }
        </div>
    }
}

fn is_entry(it: &Block) -> bool {
    matches!(it, Block::Entry { .. })
}

fn block(ui: &Ui, below: usize, it: &Block) -> Html {
    match it {
        Block::Heading { level, text } => {
            let level = usize::from(*level).clamp(1, 5);
            let tag = ui.tag(below + level);
            html! { <@{tag} class={format!("level-{level}")}><bdi>{ text }</bdi></@> }
        }
        Block::Text(it) => html! { <p><bdi>{ it }</bdi></p> },
        Block::Remark(it) => html! { <p class="remark"><bdi>{ it }</bdi></p> },
        Block::List(all) => html! {
            <ul>{ for all.iter().map(|it| html! { <li><bdi>{ it }</bdi></li> }) }</ul>
        },
        Block::Facts(all) => facts(all, None),
        Block::Points(all) => facts(all, Some("points")),
        Block::Table(it) => table(it),
        Block::Entry { .. } | Block::Figure(_) => Html::default(),
    }
}

fn entry(it: &Block) -> Html {
    let Block::Entry { title, facts: all } = it else { return Html::default() };
    html! {
        <li>
            <p class="entry-title"><bdi>{ title }</bdi></p>
            if !all.is_empty() { { facts(all, None) } }
        </li>
    }
}

fn facts(all: &[(String, String)], class: Option<&'static str>) -> Html {
    html! {
        <dl {class}>
            { for all.iter().map(|(name, value)| html! {
                <div><dt><bdi>{ name }</bdi></dt><dd><bdi>{ value }</bdi></dd></div>
            }) }
        </dl>
    }
}

fn table(it: &Table) -> Html {
    let caption = (!it.caption.is_empty()).then(|| it.caption.clone());
    html! {
        <div class="wide-table" tabindex="0" role={caption.as_ref().map(|_| "region")} aria-label={caption.clone()}>
            <table part="table">
                { for caption.iter().map(|name| html! { <caption class={repeated(it.repeated)}><bdi>{ name }</bdi></caption> }) }
                <thead>
                    <tr>{ for it.heads.iter().map(|it| html! { <th scope="col"><bdi>{ it }</bdi></th> }) }</tr>
                </thead>
                <tbody>{ for it.rows.iter().map(|it| row(it)) }</tbody>
            </table>
        </div>
    }
}

/// What need not be seen twice is there for those who do not see.
fn repeated(it: bool) -> Option<&'static str> {
    it.then_some("repeated")
}

fn row(cells: &[String]) -> Html {
    html! {
        <tr>
            { for cells.iter().take(1).map(|it| html! { <th scope="row"><bdi>{ it }</bdi></th> }) }
            { for cells.iter().skip(1).map(|it| html! { <td><bdi>{ it }</bdi></td> }) }
        </tr>
    }
}

/// A figure by itself, with `acts` under it; no other on the screen may have its id.
pub fn figure(_: &Ui, it: &Figure, acts: Html) -> Html {
    html! { <div class="document">{ named_figure(it, format!("pa-figure-{}", it.id), acts) }</div> }
}

fn named_figure(it: &Figure, id: String, acts: Html) -> Html {
    let summary = (!it.summary.is_empty()).then(|| id.clone());
    let drawings = match it.drawings.as_slice() {
        [only] => html! {
            <div class="drawings">
                { picture(only, Some((it.title.clone(), summary.clone()))) }
            </div>
        },
        // Several drawings are one picture: what each shows, the summary says.
        all => html! {
            <div class={classes!("drawings", "several", wide(all).then_some("wide"))} role="img" aria-label={it.title.clone()} aria-describedby={summary.clone()}>
                { for all.iter().map(|it| picture(it, None)) }
            </div>
        },
    };
    html! {
        <figure>
            <figcaption>
                <p class={classes!("figure-title", repeated(it.repeated))}><bdi>{ &it.title }</bdi></p>
                if summary.is_some() { <p class="remark" {id}><bdi>{ &it.summary }</bdi></p> }
            </figcaption>
            { drawings }
            { acts }
        </figure>
    }
}

/// Whether drawings are as wide as those that stand by themselves.
fn wide(all: &[Rc<Drawing>]) -> bool {
    all.first().is_some_and(|it| it.width >= WIDTH)
}

/// A drawing with its name and what describes it; without them it is a part of a picture
/// that has both.
fn picture(it: &Drawing, named: Option<(String, Option<String>)>) -> Html {
    let (width, height) = (it.width.to_string(), it.height.to_string());
    let hidden = named.is_none().then_some("true");
    let role = named.is_some().then_some("img");
    let (name, summary) = named.map_or((None, None), |it| (Some(it.0), it.1));
    html! {
        <svg part="chart" viewBox={format!("0 0 {width} {height}")} {width} {height} direction="ltr"
            {role} aria-label={name} aria-describedby={summary} aria-hidden={hidden}>
            { for it.shapes.iter().map(shape) }
        </svg>
    }
}

fn shape(it: &Shape) -> Html {
    let number = |it: &i64| it.to_string();
    match it {
        Shape::Bar { x, y, width, height, ink } => html! {
            <rect class={ink.class()} x={number(x)} y={number(y)} width={number(width.max(&0))} height={number(height.max(&0))} />
        },
        Shape::Line { points, width, ink, dashed } => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
            let dash = dashed.then(|| format!("{} {}", DASH[0], DASH[1]));
            html! {
                <polyline class={ink.class()} points={points.join(" ")} stroke-width={number(width)}
                    stroke-linejoin="round" stroke-dasharray={dash} />
            }
        }
        Shape::Dot { x, y, radius, ink, hollow } => html! {
            <circle class={classes!(hollow.then_some("hollow"), ink.class())} cx={number(x)} cy={number(y)} r={number(radius)}
                stroke-width={hollow.then(|| RIM.to_string())} />
        },
        Shape::Words { x, y, text, size, anchor, ink, bold, upright } => html! {
            <text class={ink.class()} x={number(x)} y={number(y)} font-size={number(size)} unicode-bidi="plaintext"
                text-anchor={anchor.name()} font-weight={bold.then_some(BOLD)}
                transform={upright.then(|| format!("rotate(-90 {x} {y})"))}>{ text }</text>
        },
    }
}
