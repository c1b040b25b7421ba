//! Before the first statement: what it asks, what happens with the answers, who answers.

use yew::prelude::*;

use super::Ui;
use crate::app::{Event, FieldView, PrepareView, Screen};

pub fn screen(ui: &Ui, heading: &str, view: &PrepareView) -> Html {
    html! {
        <div class="prepare">
            <p class="place">{ &view.facts }</p>
            { ui.title(heading) }
            <p class="lead">{ &view.about }</p>
            if view.sections.len() > 1 {
                <section>
                    { ui.heading(1, ui.say("prepare.sections")) }
                    <ul class="list">
                        { for view.sections.iter().map(|it| html! { <li>{ it }</li> }) }
                    </ul>
                </section>
            }
            { answers(ui, view.keep, &view.kept) }
            { ui.folded("who", ui.say("prepare.who-heading"), || html! {
                <>
                    <p>{ ui.say("prepare.who-lead") }</p>
                    { for view.fields.iter().map(|it| field(ui, it)) }
                </>
            }) }
            { ui.button("first large", ui.say("prepare.begin"), Event::Begin) }
        </div>
    }
}

/// What happens with the answers, and whether they are to be kept, where they can be.
pub fn answers(ui: &Ui, keep: Option<bool>, kept: &str) -> Html {
    html! {
        <section class="panel">
            { ui.heading(1, ui.say("prepare.answers-heading")) }
            { keep_tick(ui, keep, Event::Keep, Some("pa-kept")) }
            <p id="pa-kept">{ kept.to_owned() }</p>
            { ui.button("plain", ui.say("prepare.more"), Event::Go(Screen::Privacy)) }
        </section>
    }
}

/// Whether to keep something on this device, where that can be chosen.
pub fn keep_tick(
    ui: &Ui,
    keep: Option<bool>,
    event: fn(bool) -> Event,
    described: Option<&'static str>,
) -> Html {
    let Some(keep) = keep else { return Html::default() };
    let onchange = ui.sends::<yew::Event>(event(!keep));
    html! {
        <label class="tick">
            <input type="checkbox" checked={keep} {onchange} aria-describedby={described} />
            <span>{ ui.say("prepare.keep") }</span>
        </label>
    }
}

fn field(ui: &Ui, view: &FieldView) -> Html {
    let name = view.field;
    let id = format!("pa-who-{}", name.name());
    let why = format!("{id}-why");
    let input = if view.choices.is_empty() {
        let oninput = ui.send.reform(move |event: InputEvent| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            Event::Detail(name, input.value())
        });
        html! {
            <input id={id.clone()} part="field" type="text" maxlength="200" autocomplete={view.purpose}
                value={view.value.clone()} {oninput} aria-describedby={why.clone()} />
        }
    } else {
        let onchange = ui.send.reform(move |event: yew::Event| {
            let select: web_sys::HtmlSelectElement = event.target_unchecked_into();
            Event::Detail(name, select.value())
        });
        html! {
            <select id={id.clone()} part="field" {onchange} aria-describedby={why.clone()}>
                <option value="" selected={view.value.is_empty()}>{ ui.say("prepare.choose") }</option>
                { for view.choices.iter().map(|(value, label)| html! {
                    <option value={value.clone()} selected={*value == view.value}>{ label }</option>
                }) }
            </select>
        }
    };
    html! {
        <div class="field">
            <label for={id}>{ &view.label }</label>
            <p id={why} class="quiet">{ &view.why }</p>
            { input }
        </div>
    }
}
