//! The presenter: one slide at a time, for a projector and a clicker.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, window};
use yew::prelude::*;

use super::{Ui, picture, spread, strip};
use crate::app::{Event, GroupView, PictureView, PresentView, Slide, StandOuts, WorkshopEvent};

#[derive(Properties, PartialEq)]
pub struct PresentProps {
    pub ui: Ui,
    pub view: PresentView,
}

#[component]
pub fn Present(props: &PresentProps) -> Html {
    let PresentProps { ui, view } = props;
    let (number, of) = (view.number, view.of);
    // Keys that nothing on the page takes: a click on a slide leaves the focus nowhere.
    {
        let send = ui.send.clone();
        use_effect_with((number, of), move |(number, of)| {
            let (number, of) = (*number, *of);
            let listener = window().map(|window| {
                let options = EventListenerOptions::enable_prevent_default();
                EventListener::new_with_options(&window, "keydown", options, move |event| {
                    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                    let nobodys =
                        target.is_none_or(|it| ["BODY", "HTML"].contains(&it.tag_name().as_str()));
                    if let (true, Some(event)) = (nobodys, event.dyn_ref::<KeyboardEvent>()) {
                        press(event, number, of, &send);
                    }
                })
            });
            move || drop(listener)
        });
    }
    let onkeydown = {
        let send = ui.send.clone();
        Callback::from(move |event: KeyboardEvent| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            // The button that has the focus takes these keys itself.
            let taken = [" ", "Enter"].contains(&event.key().as_str())
                && target.is_some_and(|it| it.tag_name() == "BUTTON");
            if !taken {
                press(&event, number, of, &send);
            }
        })
    };
    let to = |class: &'static str, key: &str, slide: Option<usize>| {
        let onclick = slide.map(|it| ui.sends::<MouseEvent>(WorkshopEvent::Slide(it)));
        // A button that vanished at the end would take the focus with it.
        let disabled = slide.is_none().then_some("true");
        html! {
            <button type="button" {class} part={format!("button {class}")} {onclick} aria-disabled={disabled}>{ ui.say(key) }</button>
        }
    };
    let (shown, all) = (number.to_string(), of.to_string());
    let place = [("number", shown.as_str()), ("of", all.as_str())];
    html! {
        <div class="present" {onkeydown}>
            <div class="slide">
                { ui.title(&view.heading) }
                // On a small screen it is scrolled, with the other arrow keys.
                <div class="slide-body" tabindex="0" role="region" aria-labelledby="pa-heading">{ slide(ui, &view.picture, view.slide) }</div>
                <div class="slide-foot">
                    { to("second", "present.previous", before(number)) }
                    <p class="slide-number" aria-live="polite">{ ui.text.with("present.place", &place) }</p>
                    { to("first", "present.next", after(number, of)) }
                    { ui.button("plain", ui.say("present.end"), WorkshopEvent::Present(false)) }
                </div>
            </div>
        </div>
    }
}

/// The slide before the slide `number`, counted from 0 as in [`WorkshopEvent::Slide`].
fn before(number: usize) -> Option<usize> {
    number.checked_sub(2)
}

fn after(number: usize, of: usize) -> Option<usize> {
    (number < of).then_some(number)
}

/// What a key does; a clicker sends page down and page up.
fn press(event: &KeyboardEvent, number: usize, of: usize, send: &Callback<Event>) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let slide = match event.key().as_str() {
        " " if event.shift_key() => before(number),
        "ArrowRight" | "PageDown" | " " | "Enter" => after(number, of),
        "ArrowLeft" | "PageUp" | "Backspace" => before(number),
        "Home" => Some(0),
        "End" => of.checked_sub(1),
        "Escape" => {
            event.prevent_default();
            send.emit(Event::Workshop(WorkshopEvent::Present(false)));
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(slide) = slide.filter(|it| it + 1 != number) {
        send.emit(Event::Workshop(WorkshopEvent::Slide(slide)));
    }
}

/// How full a slide is, which sets the size of its letters.
fn fullness(lines: usize) -> &'static str {
    match lines {
        0..=4 => "few",
        5..=6 => "some",
        7..=9 => "many",
        _ => "crowd",
    }
}

fn slide(ui: &Ui, view: &PictureView, slide: Slide) -> Html {
    match slide {
        Slide::Opening => html! { <div class="slide-opening">{ picture::opening(ui, view) }</div> },
        Slide::Common => stand_outs(ui, &view.common, false),
        Slide::Profile => html! {
            <div class={classes!("slide-profile", fullness(strip::all(view).count()))}>
                { strip::profile(ui, view, false) }
                <p class="quiet">{ ui.say("present.how-to-read") }</p>
            </div>
        },
        Slide::Sectors => html! {
            <div class={classes!("slide-sectors", fullness(strip::all(view).count()))}>
                { strip::side_by_side(ui, view) }
                if !view.hidden.is_empty() { <p class="quiet">{ &view.hidden }</p> }
            </div>
        },
        Slide::Start(at) => match view.starts.get(at) {
            Some(it) => stand_outs(ui, it, true),
            None => Html::default(),
        },
        Slide::Group(at) => match view.groups.get(at) {
            Some(it) => group(ui, view, it),
            None => Html::default(),
        },
        Slide::Closing => html! {
            <ol class="slide-closing">
                { for ["present.closing-agree", "present.closing-differ", "present.closing-next"]
                    .map(|it| html! { <li>{ ui.say(it) }</li> }) }
            </ol>
        },
    }
}

fn group(ui: &Ui, view: &PictureView, it: &GroupView) -> Html {
    html! {
        <div class={classes!("slide-group", fullness(it.items.len()))}>
            { spread::rows(ui, view, it, false) }
        </div>
    }
}

/// What stands out; to talk about it, beside the questions that go with the first of it.
fn stand_outs(ui: &Ui, view: &StandOuts, talk: bool) -> Html {
    let Some(first) = view.all.first() else {
        return html! { <p class="slide-lead">{ &view.none }</p> };
    };
    html! {
        <div class={classes!("slide-list", fullness(view.all.len()))}>
            <ol class="slide-lines">
                { for view.all.iter().map(|it| html! {
                    <li><span>{ &it.title }</span><strong>{ &it.detail }</strong></li>
                }) }
            </ol>
            if talk && !first.discuss.is_empty() {
                <div class="slide-talk">
                    { ui.heading(1, ui.say("results.discuss")) }
                    <p class="quiet">{ &first.section }</p>
                    { super::list(&first.discuss) }
                </div>
            }
        </div>
    }
}
