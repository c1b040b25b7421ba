//! How the answers to statements are distributed: stacked bars that diverge from the middle
//! of the scale.

use yew::prelude::*;

use super::{Ui, percent, strip};
use crate::app::{GroupView, PictureView, Segment, SpreadView};

/// The least part of the chart, in thousandths, that has room for its percentage, also where a
/// reader has spaced out the letters.
const ROOM: i64 = 90;
const ROOM_ON_A_PHONE: i64 = 125;

/// How far the bars reach to either side of the middle, in thousandths of a bar's length.
#[derive(Clone, Copy)]
pub struct Frame {
    before: i64,
    behind: i64,
}

impl Frame {
    /// The frame that holds every bar of a picture, so that all can be compared.
    pub fn of(view: &PictureView) -> Self {
        let shown = || view.groups.iter().flat_map(|it| &it.items).filter(|it| it.shown);
        let before = shown().map(|it| it.middle).max().unwrap_or(500);
        let behind = shown().map(|it| 1000 - it.middle).max().unwrap_or(500);
        Self { before: before.clamp(0, 1000), behind: behind.clamp(0, 1000) }
    }

    /// A length in thousandths of a bar, in thousandths of the chart.
    fn scaled(self, length: i64) -> i64 {
        length * 1000 / (self.before + self.behind).max(1)
    }
}

/// The look of a point of the scale: its side of the middle, and how far out it lies.
fn look(place: usize, points: usize) -> String {
    let last = points.saturating_sub(1);
    let (side, outside) = match (2 * place).cmp(&last) {
        std::cmp::Ordering::Less => ("low", place),
        std::cmp::Ordering::Equal => return "seg middle".to_owned(),
        std::cmp::Ordering::Greater => ("high", last.saturating_sub(place)),
    };
    format!("seg {side} out-{}", outside.min(2))
}

/// What a percentage stands on: the ends of the scale have the full colours.
fn on(place: usize, points: usize) -> Option<&'static str> {
    match place {
        0 => Some("on-low"),
        it if it + 1 == points => Some("on-high"),
        _ => None,
    }
}

/// The labels of the scale's points above the bars.
pub fn heads(scale: &[String]) -> Html {
    html! {
        <ol class="scale-heads" aria-hidden="true">
            { for scale.iter().enumerate().map(|(i, it)| html! {
                <li>
                    <svg class="scale-sign" viewBox="0 0 10 10" preserveAspectRatio="none">
                        <rect class={look(i, scale.len())} width="10" height="10" />
                    </svg>
                    <bdi>{ it }</bdi>
                </li>
            }) }
        </ol>
    }
}

fn bar(frame: Frame, view: &SpreadView) -> Html {
    let start = frame.scaled(frame.before - view.middle);
    let middle = percent(frame.scaled(frame.before));
    let mut from = 0;
    let parts: Vec<(i64, i64, &Segment)> = view
        .segments
        .iter()
        .map(|it| {
            let here = from;
            from += it.share;
            (start + frame.scaled(here), frame.scaled(it.share), it)
        })
        .collect();
    html! {
        <svg class="diverging" part="chart" aria-hidden="true">
            <rect class="diverging-track" width="100%" y="46%" height="8%" />
            <line class="diverging-middle" x1={middle.clone()} x2={middle} y1="-18%" y2="118%" />
            { for parts.iter().enumerate().filter(|it| it.1.1 > 0).map(|(i, (x, width, it))| html! {
                <>
                    <rect class={look(i, view.segments.len())} x={percent(*x)} width={percent(*width)} height="100%" />
                    if *width >= ROOM {
                        <text class={classes!("share", on(i, view.segments.len()), (*width < ROOM_ON_A_PHONE).then_some("tight"))}
                            x={percent(x + width / 2)} y="50%" dy="0.35em">{ &it.percent }</text>
                    }
                </>
            }) }
        </svg>
    }
}

/// The statements of a section; without sectors and comments for the presenter.
pub fn rows(ui: &Ui, view: &PictureView, group: &GroupView, all: bool) -> Html {
    let frame = Frame::of(view);
    html! {
        <>
            { heads(&group.scale) }
            <ul class="spread-rows">
                { for group.items.iter().map(|it| row(ui, view, frame, it, all)) }
            </ul>
        </>
    }
}

fn row(ui: &Ui, view: &PictureView, frame: Frame, it: &SpreadView, all: bool) -> Html {
    html! {
        <li class={classes!("spread-row", (!it.shown).then_some("without"))} key={it.id.clone()}>
            <p class="statement">{ &it.statement }</p>
            if it.shown { { bar(frame, it) } }
            <p class="spread-facts">
                if it.shown {
                    <strong>{ &it.agreement }</strong>
                    <span>{ &it.figure }</span>
                }
                <span class="spread-answered">{ &it.answered }</span>
            </p>
            if all && it.shown { { strip::together(&view.sector_heads, &it.sectors, &it.gap, it.wide) } }
            if all && !it.comments.is_empty() {
                <div class="comments">
                    <p class="comments-title">{ ui.say("picture.comments") }</p>
                    <ul>
                        { for it.comments.iter().map(|it| html! { <li class="note"><bdi>{ it }</bdi></li> }) }
                    </ul>
                </div>
            }
        </li>
    }
}
