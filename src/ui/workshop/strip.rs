//! Scores of many people on one line: how they spread, and where the sectors lie.

use yew::prelude::*;

use super::{Ui, percent};
use crate::app::{Dot, PictureView, StripView};

/// The shapes of sectors around their middle, so that no colour is needed to tell them.
const SHAPES: [&str; 8] = [
    "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z",
    "M0-8.5L8.5 6.5H-8.5z",
    "M-6.5-6.5h13v13h-13z",
    "M0-9.5L9.5 0L0 9.5L-9.5 0z",
    "M0 8.5L8.5-6.5H-8.5z",
    "M-3-8.5h6v5.5h5.5v6h-5.5v5.5h-6v-5.5h-5.5v-6h5.5z",
    "M-4.5-8L4.5-8L9 0L4.5 8H-4.5L-9 0z",
    "M-9-5L-5-9L0-4L5-9L9-5L4 0L9 5L5 9L0 4L-5 9L-9 5L-4 0z",
];

/// The sector's shape, filled for the first eight, then hollow.
fn shape(place: usize) -> Html {
    let path = SHAPES.get(place % SHAPES.len()).copied().unwrap_or_default();
    let hollow = (place / SHAPES.len() % 2 == 1).then_some("hollow");
    html! { <path class={classes!("shape", hollow)} d={path} /> }
}

/// The place of a sector among all: its shape is the same on the whole page.
fn place(heads: &[String], dot: &Dot) -> usize {
    heads.iter().position(|it| *it == dot.name).unwrap_or_default()
}

/// A shape in a line of text.
fn sign(place: usize) -> Html {
    html! { <svg class="sign" viewBox="-10 -10 20 20" aria-hidden="true">{ shape(place) }</svg> }
}

/// The sectors' means on a thin line, with the distance between them.
fn rail(heads: &[String], dots: &[&Dot], all: &[Dot]) -> Html {
    let (least, most) = reach(all);
    let far = most - least;
    // Each a little lower than the one before, so that none hides another.
    let several = dots.len() as i64 + 1;
    let height = |i: i64| percent(150 + 700 * (i + 1) / several);
    html! {
        <svg class={classes!("rail", (dots.len() > 1).then_some("several"))} part="chart" aria-hidden="true">
            <line class="rail-line" x1="0" x2="100%" y1="50%" y2="50%" />
            if far > 0 {
                <rect class="rail-gap" x={percent(least)} width={percent(far)} y="0" height="100%" />
            }
            { for dots.iter().zip(0..).map(|(it, i)| html! {
                <svg class="mark-at" x={percent(it.position)} y={height(i)} overflow="visible">
                    { shape(place(heads, it)) }
                </svg>
            }) }
        </svg>
    }
}

fn reach(dots: &[Dot]) -> (i64, i64) {
    let positions = || dots.iter().map(|it| it.position);
    (positions().min().unwrap_or_default(), positions().max().unwrap_or_default())
}

/// Several sectors on one line, named below it.
pub fn together(heads: &[String], dots: &[Dot], gap: &str, wide: bool) -> Html {
    if dots.is_empty() {
        return Html::default();
    }
    html! {
        <div class="together">
            { rail(heads, &dots.iter().collect::<Vec<_>>(), dots) }
            <ul class="together-names">
                { for dots.iter().map(|it| html! {
                    <li>{ sign(place(heads, it)) }<bdi>{ &it.name }</bdi>{ " " }<strong>{ &it.value }</strong></li>
                }) }
                if !gap.is_empty() { <li>{ apart(gap, wide) }</li> }
            </ul>
        </div>
    }
}

fn apart(gap: &str, wide: bool) -> Html {
    html! { <span class={classes!("gap", wide.then_some("wide"))}>{ gap }</span> }
}

/// The profile: a strip for each section, on lines of the same length.
pub fn profile(ui: &Ui, view: &PictureView, with_sectors: bool) -> Html {
    let mut ends: Option<&[String; 2]> = None;
    let mut rows = Vec::new();
    for it in all(view) {
        if it.shown && ends != Some(&it.ends) {
            ends = Some(&it.ends);
            rows.push(axis(&it.ends));
        }
        rows.push(row(ui, view, it, with_sectors));
    }
    html! { <ul class="strips">{ rows }</ul> }
}

/// The overall strip, if there is one, and those of the sections.
pub fn all(view: &PictureView) -> impl Iterator<Item = &StripView> {
    view.overall.iter().chain(view.groups.iter().map(|it| &it.strip))
}

/// The ends of the lines below, for those who see them.
fn axis([least, most]: &[String; 2]) -> Html {
    html! {
        <li class="strip-axis" aria-hidden="true">
            <span class="strip-ends"><span>{ least }</span><span>{ most }</span></span>
        </li>
    }
}

fn row(ui: &Ui, view: &PictureView, it: &StripView, with_sectors: bool) -> Html {
    let sectors = with_sectors && it.shown && !it.sectors.is_empty();
    html! {
        <li class={classes!("strip-row", it.less.then_some("less"), (!it.shown).then_some("without"))}>
            <span class="strip-title">
                { &it.title }
                if it.less { <span class="quiet">{ " " }{ ui.say("picture.less") }</span> }
            </span>
            if it.shown {
                { figure(it) }
                <strong class="strip-mean">{ &it.mean }</strong>
            }
            <span class="strip-summary">{ &it.summary }</span>
            if sectors {
                <ul class="sector-rows">
                    { for it.sectors.iter().map(|dot| sector(ui, &view.sector_heads, dot, &it.sectors)) }
                    if !it.gap.is_empty() { <li class="sector-gap">{ apart(&it.gap, it.wide) }</li> }
                </ul>
            }
        </li>
    }
}

fn sector(ui: &Ui, heads: &[String], dot: &Dot, all: &[Dot]) -> Html {
    html! {
        <li class="sector-row">
            <span class="sector-name">{ sign(place(heads, dot)) }<bdi>{ &dot.name }</bdi></span>
            { rail(heads, &[dot], all) }
            <strong class="sector-value">{ &dot.value }</strong>
            <span class="sector-people">{ ui.text.count("picture.people", dot.n, &[]) }</span>
        </li>
    }
}

/// Columns for the fifths of the line, and under them the quartile box between whiskers,
/// with the median as a line and the mean as a dot.
fn figure(it: &StripView) -> Html {
    let [least, first, median, third, most] = it.box_positions.map(|it| it.clamp(0, 1000));
    let highest = it.fifths.iter().copied().max().unwrap_or_default().max(1) as i64;
    html! {
        <span class="strip-figure" aria-hidden="true">
            <svg class="fifths" part="chart">
                { for it.fifths.iter().zip(0_i64..).map(|(n, i)| {
                    let height = *n as i64 * 1000 / highest;
                    html! {
                        <>
                            <rect class="fifth" x={percent(200 * i + 4)} width="19.2%"
                                y={percent(1000 - height)} height={percent(height)} />
                            if *n > 0 {
                                <text class="fifth-count" x={percent(200 * i + 100)} y="100%" dy="-0.35em">{ n.to_string() }</text>
                            }
                        </>
                    }
                }) }
            </svg>
            <svg class="strip" part="chart">
                <line class="rail-line" x1="0" x2="100%" y1="50%" y2="50%" />
                <line class="whisker" x1={percent(least)} x2={percent(most)} y1="50%" y2="50%" />
                { for [least, most].map(|at| html! {
                    <line class="whisker" x1={percent(at)} x2={percent(at)} y1="28%" y2="72%" />
                }) }
                <rect class="quartiles" x={percent(first)} width={percent((third - first).max(4))}
                    y="12%" height="76%" />
                <line class="median" x1={percent(median)} x2={percent(median)} y1="6%" y2="94%" />
                <circle class="mean" cx={percent(it.mean_position.clamp(0, 1000))} cy="50%" r="6" />
            </svg>
        </span>
    }
}

/// The sectors side by side, as far as any can be shown: a row for each section.
pub fn side_by_side(ui: &Ui, view: &PictureView) -> Html {
    let heads = &view.sector_heads;
    let is_shown = |name: &String| all(view).any(|it| it.sectors.iter().any(|it| it.name == *name));
    let columns: Vec<usize> =
        heads.iter().enumerate().filter(|it| is_shown(it.1)).map(|it| it.0).collect();
    let gaps = all(view).any(|it| !it.gap.is_empty());
    let cell = |it: &StripView, at: usize| it.cells.get(at).cloned().unwrap_or_default();
    html! {
        <table class="side-by-side" part="table">
            <thead>
                <tr>
                    <th scope="col">{ ui.say("picture.section") }</th>
                    <td class="side-line"></td>
                    { for columns.iter().filter_map(|at| Some((at, heads.get(*at)?))).map(|(at, name)| html! {
                        <th scope="col">{ sign(*at) }<bdi>{ name }</bdi></th>
                    }) }
                    if gaps { <th scope="col">{ ui.say("picture.gap") }</th> }
                </tr>
            </thead>
            <tbody>
                { for all(view).map(|it| html! {
                    <tr>
                        <th scope="row">{ &it.title }</th>
                        <td class="side-line">
                            if !it.sectors.is_empty() {
                                { rail(heads, &it.sectors.iter().collect::<Vec<_>>(), &it.sectors) }
                            }
                        </td>
                        { for columns.iter().map(|at| html! { <td>{ cell(it, *at) }</td> }) }
                        if gaps { <td>{ apart(&it.gap, it.wide) }</td> }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
