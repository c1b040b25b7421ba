//! The first screen.

use web_sys::File;
use yew::prelude::*;

use super::Ui;
use super::prepare::keep_tick;
use crate::app::{CardView, Event, Screen, StartView};

pub fn screen(ui: &Ui, heading: &str, view: &StartView) -> Html {
    let facts = ["start.fact-time", "start.fact-private", "start.fact-keep"];
    html! {
        <div class="start">
            { ui.title(heading) }
            if let Some(last) = &view.last {
                <section class="panel carry-on">
                    <div>
                        { ui.heading(1, ui.say("start.continue-heading")) }
                        <p><bdi>{ &last.name }</bdi></p>
                        <p class="quiet">
                            { format!("{} · {} · {}", last.instrument, last.progress, last.updated) }
                        </p>
                    </div>
                    { ui.button("first", ui.say("start.continue"), Event::OpenAssessment(last.id.clone())) }
                </section>
            } else {
                <p class="lead">{ ui.say("start.lead") }</p>
                <ul class="facts">{ for facts.map(|it| html! { <li>{ ui.say(it) }</li> }) }</ul>
                { ui.button("plain", ui.say("nav.contacted"), Event::Go(Screen::Contacts)) }
            }
            <section>
                { ui.heading(1, ui.say("start.choose-heading")) }
                <p class="beside">
                    <span>{ ui.say("start.guide-text") }</span>
                    { ui.button("second", ui.say("start.guide"), Event::Go(Screen::Guide)) }
                </p>
                <p class="beside">
                    <span>{ ui.say("start.workshop-lead") }</span>
                    { ui.button("second", ui.say("start.workshop"), Event::Go(Screen::SetUp)) }
                </p>
                <ul class="cards">{ for view.cards.iter().map(|it| card(ui, it)) }</ul>
            </section>
            if let Some(whole) = &view.whole {
                <section>
                    { ui.heading(1, ui.say("start.whole-heading")) }
                    <ul class="cards whole">{ card(ui, whole) }</ul>
                </section>
            }
            <section class="file">
                { ui.heading(1, ui.say("start.file-heading")) }
                <p>{ ui.say("start.file-text") }</p>
                { file_button(ui, view.keep_files) }
            </section>
        </div>
    }
}

/// An instrument with the button that chooses it.
pub fn card(ui: &Ui, view: &CardView) -> Html {
    let name = ui.text.with("start.begin-named", &[("title", &view.title)]);
    html! {
        <li class="card" part="card" key={view.id.clone()}>
            { ui.heading(2, view.title.clone()) }
            <p class="quiet">{ &view.facts }</p>
            <p>{ &view.summary }</p>
            { ui.named_button(
                "first",
                ui.say("start.begin"),
                Some(name),
                Event::Choose(view.id.clone()),
            ) }
        </li>
    }
}

/// The browser's own file picker under a label of ours, and whether what it opens is kept.
pub fn file_button(ui: &Ui, keep: Option<bool>) -> Html {
    let choose = ui.choose.clone();
    let onchange = Callback::from(move |event: yew::Event| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        let files = input.files();
        let files: Vec<File> = files
            .map(|list| (0..list.length()).filter_map(|i| list.get(i)).collect())
            .unwrap_or_default();
        if !files.is_empty() {
            choose.emit(files);
        }
        // The same file can be chosen again after it was mended. This empties the list.
        input.set_value("");
    });
    html! {
        <>
            <label class="file-button" part="button second">
                <span>{ ui.say("file.choose") }</span>
                <input type="file" multiple=true accept=".json,.csv,application/json,text/csv" {onchange} />
            </label>
            { keep_tick(ui, keep, Event::KeepFiles, None) }
        </>
    }
}
