//! The profile: a row of bars with every number written out, and the same as a table.

use yew::prelude::*;

use super::Ui;
use crate::app::{Bar, BarGroup};

/// A bar from 0 to 1000 with ticks where the bands begin; without a position, the empty
/// track.
pub fn bar(position: Option<i64>, ticks: &[i64]) -> Html {
    html! {
        <svg class="bar-chart" part="chart" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="1000" height="20" />
            if let Some(position) = position {
                <rect class="fill" width={position.clamp(4, 1000).to_string()} height="20" />
            }
            { for ticks.iter().map(|it| html! {
                <rect class="mark" x={(it - 1).to_string()} width="2" height="20" />
            }) }
        </svg>
    }
}

/// A group of the profile as bars.
pub fn bars(group: &BarGroup) -> Html {
    html! {
        <div class={classes!("group", group.less.then_some("less"))}>
            if !group.axis.is_empty() {
                <div class="axis-row" aria-hidden="true">
                    <svg class="axis">
                        { for group.axis.iter().map(|(middle, name)| html! {
                            <text x={percent(*middle)} y="1em">{ name }</text>
                        }) }
                    </svg>
                </div>
            }
            <ul class="bars">{ for group.bars.iter().map(row) }</ul>
        </div>
    }
}

/// Thousandths as a length.
fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// The positions of several scores as dots on one line.
pub fn dots(positions: &[i64]) -> Html {
    html! {
        <svg class="spread" part="chart" aria-hidden="true">
            { for positions.iter().map(|it| html! { <circle cx={percent(*it)} cy="50%" r="5" /> }) }
        </svg>
    }
}

fn row(it: &Bar) -> Html {
    html! {
        <li key={it.section} class={classes!(it.position.is_none().then_some("without"))}>
            <span class="bar-title">{ &it.title }</span>
            { bar(it.position, &it.ticks) }
            <span class="bar-value">{ &it.value }</span>
            if !it.band.is_empty() { <span class="bar-band">{ &it.band }</span> }
        </li>
    }
}

/// A group of the profile as a table.
pub fn table(ui: &Ui, group: &BarGroup) -> Html {
    let heads = [
        "results.section",
        "results.score",
        "results.band",
        "results.answers",
        "results.dont-know-column",
    ];
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={group.title.clone()}>
            <table part="table">
                <caption>{ &group.title }</caption>
                <thead>
                    <tr>{ for heads.map(|it| html! { <th scope="col">{ ui.say(it) }</th> }) }</tr>
                </thead>
                <tbody>
                    { for group.bars.iter().map(|it| html! {
                        <tr key={it.section}>
                            <th scope="row">{ &it.title }</th>
                            <td>{ &it.value }</td>
                            <td>{ &it.band }</td>
                            <td>{ &it.answered }</td>
                            <td>{ &it.dont_know }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
