//! What many people's answers say together.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::{Ui, facts, list, spread, strip, table};
use crate::app::{Event, GroupView, Of, PictureView, Screen, StandOuts, WorkshopEvent};

pub fn screen(ui: &Ui, heading: &str, view: &Rc<PictureView>) -> Html {
    html! {
        <div class="picture">
            { ui.title(heading) }
            { opening(ui, view) }
            if view.nothing.is_none() {
                <div class="acts picture-acts">
                    { ui.button("first large", ui.say("picture.present"), WorkshopEvent::Present(true)) }
                    { ui.button("second", ui.say("picture.collect"), Event::Go(Screen::Collect)) }
                    { ui.button("second", ui.say("picture.keep"), Event::Go(Screen::KeepWorkshop)) }
                </div>
                { body(ui, view, Medium::Screen) }
                <div class="acts">
                    { ui.button("first large", ui.say("results.plan"), Event::Go(Screen::Plan(Of::Workshop))) }
                    { ui.button("second large", ui.say("picture.keep"), Event::Go(Screen::KeepWorkshop)) }
                </div>
            } else {
                { ui.button("first large", ui.say("picture.collect"), Event::Go(Screen::Collect)) }
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct PaperProps {
    pub ui: Ui,
    pub view: Rc<PictureView>,
}

/// The picture as a document for paper; on screen it is not shown, so it is made when the
/// screen has been drawn.
#[component]
pub fn Paper(props: &PaperProps) -> Html {
    const PATIENCE: u32 = 100;
    let due = use_state(|| false);
    {
        let due = due.clone();
        use_effect_with((), move |()| {
            let timer = Timeout::new(PATIENCE, move || due.set(true));
            move || drop(timer)
        });
    }
    if *due { paper(&props.ui, &props.view) } else { Html::default() }
}

fn paper(ui: &Ui, view: &Rc<PictureView>) -> Html {
    let ui = Ui { level: 1, ..ui.clone() };
    html! {
        <div class="paper picture-paper">
            <h1><bdi>{ &view.name }</bdi></h1>
            { facts(&view.facts) }
            { opening(&ui, view) }
            if view.nothing.is_none() { { body(&ui, view, Medium::Paper) } }
        </div>
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Medium {
    /// With tables to unfold.
    Screen,
    /// With tables in full.
    Paper,
}

/// Who is in it, and what is held back.
pub fn opening(ui: &Ui, view: &PictureView) -> Html {
    html! {
        <>
            <div class="picture-count">{ ui.heading(1, view.count.clone()) }</div>
            if let Some(why) = &view.nothing { <p>{ why }</p> }
            if !view.sectors.is_empty() {
                <ul class="picture-sectors" aria-label={ui.say("picture.sectors")}>
                    { for view.sectors.iter().map(|(name, n)| html! {
                        <li><bdi>{ name }</bdi>{ " " }<strong>{ n }</strong></li>
                    }) }
                </ul>
            }
            if !view.waiting.is_empty() { <p class="practice">{ &view.waiting }</p> }
            if !view.hidden.is_empty() { <p class="quiet">{ &view.hidden }</p> }
        </>
    }
}

fn body(ui: &Ui, view: &Rc<PictureView>, medium: Medium) -> Html {
    html! {
        <>
            { stand_outs(ui, &view.common, "common", false) }
            if !view.starts.is_empty() {
                <section class="starts">
                    { ui.heading(1, ui.say("picture.start")) }
                    <p>{ ui.say("picture.start-lead") }</p>
                    <div class="starts-lists">
                        { for view.starts.iter().map(|it| {
                            let inner = Ui { level: ui.level + 1, ..ui.clone() };
                            stand_outs(&inner, it, "start-list", true)
                        }) }
                    </div>
                </section>
            }
            <section class="profile">
                { ui.heading(1, ui.say("picture.profile")) }
                <p class="quiet">{ ui.say("picture.how-to-read") }</p>
                { strip::profile(ui, view, true) }
                { as_table(ui, medium, view, None) }
            </section>
            { for view.groups.iter().map(|it| group(ui, view, it, medium)) }
            <section class="method">
                { ui.heading(1, ui.say("picture.method")) }
                { for view.method.iter().map(|it| html! { <p>{ it }</p> }) }
                if !view.sources.is_empty() {
                    { ui.heading(2, ui.text.count("results.source", view.sources.len(), &[])) }
                    { list(&view.sources) }
                }
            </section>
        </>
    }
}

/// A list of what stands out, with questions to talk it over where that is wanted;
/// questions that fit several lines stand once.
fn stand_outs(ui: &Ui, view: &StandOuts, class: &'static str, talk: bool) -> Html {
    html! {
        <section class={classes!("stand-outs", class)}>
            { ui.heading(1, view.heading.clone()) }
            if view.all.is_empty() {
                <p>{ &view.none }</p>
            } else {
                if !view.lead.is_empty() { <p class="quiet">{ &view.lead }</p> }
                <ol>
                    { for view.all.iter().enumerate().map(|(i, it)| {
                        let before = view.all.iter().take(i);
                        let said = before.filter(|it| !it.discuss.is_empty()).any(|other| other.discuss == it.discuss);
                        html! {
                            <li class="stand-out">
                                <p class="stand-out-title">{ &it.title }</p>
                                <p class="stand-out-detail">
                                    <strong>{ &it.detail }</strong>
                                    if it.section != it.title { <span class="quiet">{ &it.section }</span> }
                                </p>
                                if talk && said {
                                    <p class="quiet">{ ui.text.with("picture.same-questions", &[("section", &it.section)]) }</p>
                                } else if talk && !it.discuss.is_empty() {
                                    <div class="discuss">
                                        <p class="discuss-title">{ ui.say("results.discuss") }</p>
                                        { list(&it.discuss) }
                                    </div>
                                }
                            </li>
                        }
                    }) }
                </ol>
            }
        </section>
    }
}

fn group(ui: &Ui, view: &Rc<PictureView>, it: &GroupView, medium: Medium) -> Html {
    html! {
        <section class="spread-group" key={it.index}>
            { ui.heading(1, it.strip.title.clone()) }
            <p class="quiet">{ &it.strip.summary }</p>
            { spread::rows(ui, view, it, true) }
            { as_table(ui, medium, view, Some(it.index)) }
        </section>
    }
}

/// The same as a table: that of a group's statements, or of the profile.
fn as_table(ui: &Ui, medium: Medium, view: &Rc<PictureView>, group: Option<usize>) -> Html {
    match medium {
        Medium::Paper => any_table(ui, view, group),
        Medium::Screen => html! { <AsTable ui={ui.clone()} view={view.clone()} {group} /> },
    }
}

#[derive(Properties, PartialEq)]
struct AsTableProps {
    ui: Ui,
    view: Rc<PictureView>,
    group: Option<usize>,
}

/// A table to unfold, which is made when it is: the tables of a large instrument are most
/// of what the picture takes to draw.
#[component]
fn AsTable(props: &AsTableProps) -> Html {
    let AsTableProps { ui, view, group } = props;
    let open = use_state(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: yew::Event| {
            let details = event.target_unchecked_into::<web_sys::Element>();
            open.set(details.has_attribute("open"));
        })
    };
    html! {
        <details class="as-table" {ontoggle}>
            <summary>{ ui.say("results.as-table") }</summary>
            if *open { { any_table(ui, view, *group) } }
        </details>
    }
}

fn any_table(ui: &Ui, view: &PictureView, group: Option<usize>) -> Html {
    match group.and_then(|index| view.groups.iter().find(|it| it.index == index)) {
        Some(group) => items_table(ui, view, group),
        None => profile_table(ui, view),
    }
}

/// The heads of a table: of its rows, of its figures, of the sectors, and of the gap.
fn heads<'a>(
    first: &'a str,
    figures: &'a [String],
    sectors: &'a [String],
    gap: &'a str,
) -> Vec<&'a str> {
    let mut res = vec![first];
    res.extend(figures.iter().chain(sectors).map(String::as_str));
    if !sectors.is_empty() {
        res.push(gap);
    }
    res
}

fn cells<'a>(figures: &'a [String], sectors: &'a [String], gap: &'a str) -> Vec<&'a str> {
    let mut res: Vec<&str> = figures.iter().chain(sectors).map(String::as_str).collect();
    if !sectors.is_empty() {
        res.push(gap);
    }
    res
}

fn profile_table(ui: &Ui, view: &PictureView) -> Html {
    let (first, gap) = (ui.say("picture.section"), ui.say("picture.gap"));
    let rows: Vec<_> = strip::all(view)
        .map(|it| (it.title.as_str(), cells(&it.numbers, &it.cells, &it.gap)))
        .collect();
    table(&ui.say("picture.profile"), &heads(&first, &view.heads, &view.sector_heads, &gap), &rows)
}

fn items_table(ui: &Ui, view: &PictureView, group: &GroupView) -> Html {
    let (first, gap) = (ui.say("picture.statement"), ui.say("picture.gap"));
    let rows: Vec<_> = group
        .items
        .iter()
        .map(|it| (it.statement.as_str(), cells(&it.numbers, &it.cells, &it.gap)))
        .collect();
    table(&group.strip.title, &heads(&first, &group.heads, &view.sector_heads, &gap), &rows)
}
