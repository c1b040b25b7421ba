//! All assessments on this device.

use yew::prelude::*;

use super::Ui;
use super::start::file_button;
use crate::app::{EntryView, Event, Screen, VaultEvent, WorkshopEvent};

/// What lies on the shelf.
pub struct Shelf<'a> {
    pub entries: &'a [EntryView],
    pub ready: bool,
    pub deleted: Option<&'a String>,
    pub keep_files: Option<bool>,
    pub protected: Option<bool>,
}

pub fn screen(ui: &Ui, heading: &str, view: &Shelf<'_>) -> Html {
    let Shelf { entries, ready, deleted, keep_files, protected } = *view;
    html! {
        <div class="shelf">
            { ui.title(heading) }
            <p class="lead">{ ui.say("shelf.lead") }</p>
            if entries.is_empty() {
                <p>{ if ready { ui.say("shelf.empty") } else { ui.say("loading.heading") } }</p>
            } else {
                <ul class="entries">{ for entries.iter().map(|it| entry(ui, it)) }</ul>
            }
            if let Some(name) = deleted {
                <p class="beside">
                    <span><bdi>{ ui.text.with("shelf.deleted", &[("name", name)]) }</bdi></span>
                    { ui.button("second", ui.say("news.undo"), Event::Undo) }
                </p>
            }
            <div class="acts">
                { ui.button("first", ui.say("start.choose-heading"), Event::Go(Screen::Start)) }
                { file_button(ui, keep_files) }
            </div>
            <section class="panel">
                { ui.heading(1, ui.say("shelf.delete-all-heading")) }
                if let Some(protected) = protected {
                    <p>{ ui.say(if protected { "shelf.protected" } else { "shelf.protect-text" }) }</p>
                    <div class="acts">
                        if protected { { ui.button("second", ui.say("vault.lock"), VaultEvent::Lock) } }
                        { ui.button(
                            "second",
                            ui.say(if protected { "shelf.protect-change" } else { "shelf.protect" }),
                            Event::Go(Screen::Protect),
                        ) }
                    </div>
                }
                <p>{ ui.say("shelf.delete-all-text") }</p>
                { ui.button("danger", ui.say("shelf.delete-all"), Event::AskDeleteEverything) }
            </section>
        </div>
    }
}

fn entry(ui: &Ui, view: &EntryView) -> Html {
    let act = |key: &str, event: Event| {
        let label = ui.say(key);
        let values = [("act", label.as_str()), ("name", view.name.as_str())];
        let name = ui.text.with("shelf.act-on", &values);
        ui.named_button("plain", label, Some(name), event)
    };
    let id = || view.id.clone();
    html! {
        <li class="entry" key={view.id.clone()}>
            <div>
                { ui.heading(1, view.name.clone()) }
                if let Some(trouble) = &view.trouble {
                    <p class="trouble"><bdi>{ trouble }</bdi></p>
                } else {
                    <p class="quiet">{ format!("{} · {} · {}", view.instrument, view.progress, view.updated) }</p>
                }
                if !view.review.is_empty() { <p class="quiet">{ &view.review }</p> }
                if view.open { <p class="quiet">{ ui.say("entry.open") }</p> }
            </div>
            <div class="acts">
                if view.trouble.is_some() {
                    { act("shelf.save-copy", Event::SaveCopy(id())) }
                } else if view.workshop {
                    { act("shelf.open", WorkshopEvent::OpenWorkshop(id()).into()) }
                    { act("shelf.rename", Event::AskRename(id())) }
                } else {
                    { act("shelf.open", Event::OpenAssessment(id())) }
                    { act("shelf.rename", Event::AskRename(id())) }
                    { act("shelf.duplicate", Event::Duplicate(id())) }
                }
                { act("shelf.delete", Event::AskDelete(id())) }
            </div>
        </li>
    }
}

#[derive(Properties, PartialEq)]
pub struct RenameProps {
    pub ui: Ui,
    pub id: String,
    pub name: String,
    pub cancel: Html,
}

/// The field for a new name.
#[component]
pub fn Rename(props: &RenameProps) -> Html {
    let name = use_state(|| props.name.clone());
    let oninput = {
        let name = name.clone();
        Callback::from(move |event: InputEvent| {
            name.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
        })
    };
    let onsubmit = {
        let (id, name) = (props.id.clone(), name.clone());
        props.ui.send.reform(move |event: SubmitEvent| {
            event.prevent_default();
            Event::Rename { id: id.clone(), name: (*name).clone() }
        })
    };
    html! {
        <form {onsubmit}>
            <div class="field">
                <label for="pa-rename">{ props.ui.say("rename.label") }</label>
                <input id="pa-rename" part="field" data-first="" type="text" maxlength="200" autocomplete="off"
                    value={(*name).clone()} {oninput} />
            </div>
            <div class="acts">
                <button type="submit" class="first" part="button first">{ props.ui.say("rename.save") }</button>
                { props.cancel.clone() }
            </div>
        </form>
    }
}
