//! Answers coming in: pasted, from files, from pictures and the camera.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FileList, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::Ui;
use crate::app::{CollectView, Event, OutcomeView, Screen, WorkshopEvent};

#[derive(Properties, PartialEq)]
pub struct CollectProps {
    pub ui: Ui,
    pub heading: String,
    pub view: CollectView,
}

/// Holds what stands in the field until codes were found in it.
#[component]
pub fn Collect(props: &CollectProps) -> Html {
    let CollectProps { ui, heading, view } = props;
    let over = use_state(|| false);
    let ondragover = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            if carries_files(&event) {
                event.prevent_default();
                over.set(true);
            }
        })
    };
    let ondragleave = {
        let over = over.clone();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    // Wherever on the screen a file is dropped: beside the field, the browser would leave
    // the page to open it.
    let ondrop = {
        let (over, choose) = (over.clone(), ui.choose.clone());
        Callback::from(move |event: DragEvent| {
            over.set(false);
            if carries_files(&event) {
                event.prevent_default();
                choose.emit(dropped(&event));
            }
        })
    };
    html! {
        <div class={classes!("collect", over.then_some("over"))} {ondragover} {ondragleave} {ondrop}>
            { ui.title(heading) }
            if view.practice {
                <div class="practice">
                    <p>{ ui.say("collect.practice") }</p>
                    <div class="acts">
                        { ui.button("second", ui.say("collect.made-up"), WorkshopEvent::MadeUp) }
                    </div>
                </div>
            }
            { tally(ui, view) }
            <div class="collect-ways">
                <section class="collect-paste">
                    { ui.heading(1, ui.say("collect.paste-heading")) }
                    <PasteField ui={ui.clone()} taken={view.taken} trouble={view.outcome.as_ref().is_some_and(|it| it.trouble)} />
                    // Below the field, so that the field stays where it is.
                    <div id="pa-outcome" aria-live="polite">{ for view.outcome.iter().map(|it| outcome(ui, it)) }</div>
                </section>
                <section class="collect-files">
                    { ui.heading(1, ui.say("collect.files-heading")) }
                    <p>{ ui.say("collect.files-text") }</p>
                    { files(ui) }
                    { camera(ui, view.camera) }
                </section>
            </div>
            <p class="beside">
                <span>{ ui.say("collect.invite-text") }</span>
                { ui.button("plain", ui.say("collect.invite"), Event::Go(Screen::Invite)) }
            </p>
        </div>
    }
}

/// How many are here, how many are missing, and what can be shown.
fn tally(ui: &Ui, view: &CollectView) -> Html {
    let tag = ui.tag(1);
    let show = if view.can_show { "first large" } else { "second" };
    html! {
        <section class="panel tally">
            <@{tag} id="pa-tally" class="tally-count">{ &view.count }</@>
            if let Some(share) = view.share {
                <progress max="1000" value={share.to_string()} aria-labelledby="pa-tally"></progress>
            }
            if !view.missing.is_empty() { <p>{ &view.missing }</p> }
            if let Some((name, share)) = &view.reading {
                <div class="tally-reading">
                    <p id="pa-reading">{ ui.text.with("collect.reading", &[("file", name)]) }</p>
                    <progress max="1000" value={share.to_string()} aria-labelledby="pa-reading"></progress>
                </div>
            }
            if !view.standing.is_empty() { <p class="quiet">{ &view.standing }</p> }
            if view.can_show {
                <div class="acts">
                    { ui.button(show, ui.say("collect.show"), WorkshopEvent::ShowPicture) }
                </div>
            }
            if !view.hides.is_empty() {
                <div class="practice">
                    <p id="pa-hides" tabindex="-1">{ &view.hides }</p>
                    <div class="acts">
                        { ui.button("second", ui.say("collect.show-anyway"), WorkshopEvent::ShowAnyway) }
                    </div>
                </div>
            }
        </section>
    }
}

fn outcome(ui: &Ui, view: &OutcomeView) -> Html {
    html! {
        <div class={classes!("outcome", if view.trouble { "trouble" } else { "good" })}>
            <p class="notice-title">{ &view.title }</p>
            if !view.lines.is_empty() {
                <ul class="list">{ for view.lines.iter().map(|it| html! { <li><bdi>{ it }</bdi></li> }) }</ul>
            }
            if view.can_undo {
                <div class="acts">
                    { ui.button("second", ui.say("collect.undo"), WorkshopEvent::UndoAdding) }
                </div>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PasteFieldProps {
    ui: Ui,
    /// Grows whenever codes were found in what was added.
    taken: usize,
    /// Whether something was wrong with what was added last.
    trouble: bool,
}

#[component]
fn PasteField(props: &PasteFieldProps) -> Html {
    let PasteFieldProps { ui, taken, trouble } = props;
    let typed = use_state(String::new);
    {
        let typed = typed.clone();
        use_effect_with(*taken, move |taken| {
            if *taken > 0 {
                typed.set(String::new());
            }
        });
    }
    let oninput = {
        let (typed, send) = (typed.clone(), ui.send.clone());
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            let text = area.value();
            typed.set(text.clone());
            // Pasting is all the work there is, 40 times over: it needs no button.
            if ["insertFromPaste", "insertFromDrop"].contains(&event.input_type().as_str()) {
                send.emit(Event::Workshop(WorkshopEvent::Pasted(text)));
            }
        })
    };
    let onsubmit = {
        let typed = typed.clone();
        ui.send.reform(move |event: SubmitEvent| {
            event.prevent_default();
            Event::Workshop(WorkshopEvent::Pasted((*typed).clone()))
        })
    };
    // What was found in is taken out of the field, so that what stands there is what is wrong.
    let wrong = *trouble && !typed.is_empty();
    let described = if wrong { "pa-outcome pa-codes-hint" } else { "pa-codes-hint" };
    html! {
        <form {onsubmit}>
            <label for="pa-codes">{ ui.say("collect.paste") }</label>
            <p id="pa-codes-hint" class="quiet">{ ui.say("collect.paste-hint") }</p>
            <textarea id="pa-codes" part="field" rows="7" autocomplete="off" spellcheck="false"
                value={(*typed).clone()} {oninput} aria-invalid={wrong.then_some("true")} aria-describedby={described} />
            <button type="submit" class="second" part="button second">{ ui.say("collect.add") }</button>
        </form>
    }
}

fn files(ui: &Ui) -> Html {
    let choose = ui.choose.clone();
    let onchange = Callback::from(move |event: yew::Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let files = input.files().map(|it| listed(&it)).unwrap_or_default();
        if !files.is_empty() {
            choose.emit(files);
        }
        // The same file can be chosen again.
        input.set_value("");
    });
    html! {
        <div class="drop-zone">
            <p>{ ui.say("collect.drop") }</p>
            <label class="file-button" part="button second">
                <span>{ ui.say("collect.choose") }</span>
                <input type="file" multiple=true {onchange}
                    accept=".json,.csv,.txt,application/json,text/csv,text/plain,image/*" />
            </label>
        </div>
    }
}

fn camera(ui: &Ui, on: bool) -> Html {
    html! {
        <div class="camera">
            if on {
                <video id="pa-camera" muted=true playsinline=true aria-label={ui.say("collect.camera-picture")}></video>
                <p class="quiet">{ ui.say("collect.camera-hint") }</p>
                { ui.button("second", ui.say("collect.camera-stop"), WorkshopEvent::Camera(false)) }
            } else {
                { ui.button("second", ui.say("collect.camera"), WorkshopEvent::Camera(true)) }
            }
        </div>
    }
}

fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|i| files.get(i)).collect()
}

/// A part of what is being dragged.
fn dragged(event: &DragEvent, what: &str) -> Option<JsValue> {
    let transfer = Reflect::get(event, &"dataTransfer".into()).ok()?;
    Reflect::get(&transfer, &what.into()).ok()
}

/// Whether files are dragged: text may be dropped into the field.
fn carries_files(event: &DragEvent) -> bool {
    let kinds = dragged(event, "types").map(|it| Array::from(&it));
    kinds.is_some_and(|it| it.includes(&"Files".into(), 0))
}

fn dropped(event: &DragEvent) -> Vec<File> {
    let files = dragged(event, "files").and_then(|it| it.dyn_into::<FileList>().ok());
    files.map(|it| listed(&it)).unwrap_or_default()
}
