//! What the answers say.

use yew::prelude::*;

use super::{Ui, chart};
use crate::app::{AnswerView, BarGroup, Event, Of, ResultsView, Screen, SectionResultView};

pub fn screen(ui: &Ui, heading: &str, view: &ResultsView) -> Html {
    html! {
        <div class="results">
            { ui.title(heading) }
            { overall(ui, view) }
            if view.sections.len() > 1 { { profile(ui, view) } }
            { findings(ui, view) }
            { sections(ui, view) }
            <details class="how">
                <summary>{ ui.say("results.how") }</summary>
                { how(ui, view) }
            </details>
            <div class="acts">
                if view.for_workshop {
                    { ui.button("first large", ui.say("results.hand-over"), Event::Go(Screen::HandOver)) }
                } else {
                    { ui.button("first large", ui.say("results.keep"), Event::Go(Screen::Keep)) }
                }
                { ui.button("second large", ui.say("results.plan"), Event::Go(Screen::Plan(Of::Assessment))) }
            </div>
        </div>
    }
}

fn profile(ui: &Ui, view: &ResultsView) -> Html {
    html! {
        <section>
            { ui.heading(1, ui.say("results.profile")) }
            { for view.groups.iter().map(|it| html! {
                <>
                    { ui.heading(2, it.title.clone()) }
                    <p class="quiet">{ &it.note }</p>
                    { chart::bars(it) }
                </>
            }) }
            <details class="as-table">
                <summary>{ ui.say("results.as-table") }</summary>
                { for view.groups.iter().map(|it| chart::table(ui, it)) }
            </details>
        </section>
    }
}

/// Every section to open; the only one stands open.
fn sections(ui: &Ui, view: &ResultsView) -> Html {
    if let [only] = view.sections.as_slice() {
        return html! {
            <section>
                { ui.heading(1, only.bar.title.clone()) }
                { section(ui, only) }
            </section>
        };
    }
    html! {
        <section>
            { ui.heading(1, ui.say("results.sections")) }
            <p>{ ui.say("results.sections-lead") }</p>
            { for view.sections.iter().map(|it| html! {
                <details class="section-result" key={it.bar.section}>
                    <summary>
                        <span class="summary-title">{ &it.bar.title }</span>
                        <span class="summary-value">{ summary(it) }</span>
                    </summary>
                    { section(ui, it) }
                </details>
            }) }
        </section>
    }
}

pub fn summary(view: &SectionResultView) -> String {
    let bar = &view.bar;
    if bar.band.is_empty() { bar.value.clone() } else { format!("{} · {}", bar.value, bar.band) }
}

/// The overall score with what it rests on.
pub fn overall(ui: &Ui, view: &ResultsView) -> Html {
    html! {
        <section class="panel overall">
            { ui.heading(1, ui.say("results.overall")) }
            { match &view.overall {
                Ok(it) => html! {
                    <>
                        <p class="score"><strong>{ &it.score }</strong>{ " " }<span>{ &it.band }</span></p>
                        { chart::bar(Some(it.position), &[]) }
                        if !it.spread.is_empty() { { chart::dots(&it.spread) } }
                        if !it.advice.is_empty() { <p>{ &it.advice }</p> }
                        if !it.counted.is_empty() { <p class="quiet">{ &it.counted }</p> }
                    </>
                },
                Err(why) => html! {
                    <>
                        <p>{ why }</p>
                        if view.unfinished {
                            { ui.button("first", ui.say("results.go-on"), Event::Resume) }
                        }
                    </>
                },
            } }
            <p class="quiet">{ format!("{} {}", view.answered, view.dont_know) }</p>
        </section>
    }
}

/// Strengths, where to develop, and what stands out among challenges and benefits.
pub fn findings(ui: &Ui, view: &ResultsView) -> Html {
    // Of nothing, nothing is said.
    let scored = |it: &BarGroup| it.bars.iter().any(|it| it.position.is_some());
    let has = |it: &str| view.groups.iter().any(|group| group.title == ui.say(it) && scored(group));
    let list = |title: &str, found: &[(String, String)], none: Option<&str>| {
        let line = |(title, detail): &(String, String)| {
            html! { <li><span>{ title }</span><span class="quiet">{ detail }</span></li> }
        };
        html! {
            <section class="finding">
                { ui.heading(1, ui.say(title)) }
                if found.is_empty() {
                    { for none.map(|it| html! { <p>{ ui.say(it) }</p> }) }
                } else {
                    <ul>{ for found.iter().map(line) }</ul>
                }
            </section>
        }
    };
    html! {
        <div class="findings">
            if has("group.practice") {
                { list("results.strengths", &view.strengths, Some("results.no-strengths")) }
                { list("results.to-develop", &view.to_develop, Some("results.nothing-to-develop")) }
            }
            if !view.pressing.is_empty() { { list("results.pressing", &view.pressing, None) } }
            if !view.evident.is_empty() { { list("results.evident", &view.evident, None) } }
        </div>
    }
}

/// A section's meaning, answers, questions and ideas.
pub fn section(ui: &Ui, view: &SectionResultView) -> Html {
    let list = |title: &str, lines: &[String]| {
        html! {
            if !lines.is_empty() {
                { ui.heading(2, ui.say(title)) }
                <ul class="list">{ for lines.iter().map(|it| html! { <li>{ it }</li> }) }</ul>
            }
        }
    };
    html! {
        <div class="section-body">
            if !view.about.is_empty() { <p>{ &view.about }</p> }
            if !view.advice.is_empty() { <p class="advice">{ &view.advice }</p> }
            { ui.heading(2, ui.say("results.answers-heading")) }
            <ul class="answer-bars">{ for view.items.iter().map(answer) }</ul>
            { list("results.discuss", &view.discuss) }
            { list("results.ideas", &view.ideas) }
            if !view.sources.is_empty() {
                <p class="quiet sources">
                    { ui.text.count("results.source", view.sources.len(), &[]) }
                    { ": " }
                    { view.sources.join(" · ") }
                </p>
            }
        </div>
    }
}

fn answer((view, position): &(AnswerView, Option<i64>)) -> Html {
    html! {
        <li key={view.id.clone()}>
            <span class="statement">{ &view.statement }</span>
            { chart::bar(*position, &[]) }
            <span class={classes!("given", (!view.answered).then_some("missing"))}>{ &view.answer }</span>
            if !view.note.is_empty() { <p class="note"><bdi>{ &view.note }</bdi></p> }
        </li>
    }
}

/// How scores come about, the bands, and what they are not.
pub fn how(ui: &Ui, view: &ResultsView) -> Html {
    html! {
        <div class="section-body">
            <p>{ &view.method }</p>
            <p>{ ui.say("results.norm") }</p>
            { for view.bands.iter().map(|(title, bands)| html! {
                <>
                    { ui.heading(2, title.clone()) }
                    <ul class="list">
                        { for bands.iter().map(|(label, bounds)| html! {
                            <li>{ format!("{bounds}: {label}") }</li>
                        }) }
                    </ul>
                </>
            }) }
            if !view.sources.is_empty() {
                { ui.heading(2, ui.text.count("results.source", view.sources.len(), &[])) }
                <ul class="list">{ for view.sources.iter().map(|it| html! { <li>{ it }</li> }) }</ul>
            }
        </div>
    }
}
