//! A Yew app with a counter, a field and the assessment in its own tree. What happens to its
//! own handlers stands on the page, for the test to read.

use gloo::events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, Element, HtmlInputElement};
use yew::prelude::*;

/// The mode of the assessment's shadow root, from the page's query.
fn mode() -> String {
    let query = gloo::utils::window().location().search().unwrap_or_default();
    if query.contains("open") { "open" } else { "closed" }.to_owned()
}

/// What an event of the element says under `name`.
fn detail(event: &web_sys::Event, name: &str) -> Option<f64> {
    let detail = event.dyn_ref::<CustomEvent>()?.detail();
    Reflect::get(&detail, &name.into()).ok()?.as_f64()
}

#[component]
fn Host() -> Html {
    let count = use_state(|| 0);
    let text = use_state(String::new);
    let clicks = use_state(|| 0);
    let inputs = use_state(|| 0);
    let progress = use_state(|| "nothing yet".to_owned());
    let place = use_node_ref();
    let shown = use_state(|| true);

    {
        let progress = progress.clone();
        use_effect_with((place.clone(), *shown), move |(place, _)| {
            let listener = place.cast::<Element>().map(|it| {
                EventListener::new(&it, "pa-progress", move |event| {
                    let of = |name| detail(event, name).unwrap_or(-1.0);
                    progress.set(format!("{} of {}", of("answered"), of("total")));
                })
            });
            move || drop(listener)
        });
    }

    let add = {
        let count = count.clone();
        move |_: MouseEvent| count.set(*count + 1)
    };
    let write = {
        let text = text.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            text.set(field.value());
        }
    };
    // Whatever bubbles up to the box around everything.
    let clicked = {
        let clicks = clicks.clone();
        move |_: MouseEvent| clicks.set(*clicks + 1)
    };
    let written = {
        let inputs = inputs.clone();
        move |_: InputEvent| inputs.set(*inputs + 1)
    };
    let toggle = {
        let shown = shown.clone();
        move |_: MouseEvent| shown.set(!*shown)
    };
    html! {
        <div id="around">
            <button id="add" onclick={add}>{ "Add one" }</button>
            <output id="count">{ *count }</output>
            <label>{ "Your note " }<input id="note" oninput={write} /></label>
            <output id="text">{ (*text).clone() }</output>
            <output id="progress">{ (*progress).clone() }</output>
            <button id="toggle" onclick={toggle}>{ "Show or hide" }</button>
            <div id="inside" onclick={clicked} oninput={written}>
                if *shown {
                    <partnership-assessment ref={place} instrument="five-ps" lang="en" shadow={mode()}>
                        <p>{ "The assessment cannot be shown." }</p>
                    </partnership-assessment>
                }
            </div>
            <output id="clicks">{ *clicks }</output>
            <output id="inputs">{ *inputs }</output>
        </div>
    }
}

#[wasm_bindgen(start)]
pub fn start() {
    yew::Renderer::<Host>::new().render();
}
