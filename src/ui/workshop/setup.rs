//! The form of a new workshop.

use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::Ui;
use crate::app::{Event, SetupField, SetupFieldView, SetupView, WorkshopEvent};

pub fn screen(ui: &Ui, heading: &str, view: &SetupView) -> Html {
    let onsubmit = ui.send.reform(|event: SubmitEvent| {
        event.prevent_default();
        Event::Workshop(WorkshopEvent::CreateWorkshop)
    });
    let first = view.fields.iter().position(|it| it.problem.is_some());
    let first = first.filter(|_| !view.wrong.is_empty());
    html! {
        <div class="setup">
            { ui.title(heading) }
            <p class="lead">{ ui.say("setup.lead") }</p>
            // The first of them has the focus, and reads this out with what is wrong with it.
            if !view.wrong.is_empty() { <p id="pa-setup-wrong" class="outcome trouble">{ &view.wrong }</p> }
            <form {onsubmit} novalidate=true>
                { select(
                    ui,
                    "instrument",
                    (ui.say("setup.instrument"), ui.say("setup.instrument-hint")),
                    &view.instruments,
                    WorkshopEvent::SetUpInstrument,
                ) }
                { for view.fields.iter().enumerate().map(|(i, it)| field(ui, it, first == Some(i))) }
                { select(
                    ui,
                    "language",
                    (ui.say("setup.language"), ui.say("setup.language-hint")),
                    &view.languages,
                    WorkshopEvent::SetUpLanguage,
                ) }
                { tick(
                    ui,
                    "comments",
                    (ui.say("setup.comments"), ui.say("setup.comments-hint")),
                    view.comments,
                    WorkshopEvent::SetUpComments(!view.comments),
                ) }
                { tick(
                    ui,
                    "practice",
                    (ui.say("setup.practice"), ui.say("setup.practice-hint")),
                    view.practice,
                    WorkshopEvent::SetUpPractice(!view.practice),
                ) }
                <button type="submit" class="first large" part="button first large">{ ui.say("setup.create") }</button>
            </form>
        </div>
    }
}

fn select(
    ui: &Ui,
    name: &str,
    (label, hint): (String, String),
    choices: &[(String, String, bool)],
    event: fn(String) -> WorkshopEvent,
) -> Html {
    let id = format!("pa-setup-{name}");
    let onchange = ui.send.reform(move |it: yew::Event| {
        let select: HtmlSelectElement = it.target_unchecked_into();
        event(select.value()).into()
    });
    // A language is called what it calls itself.
    let lang = |it: &String| (name == "language" && !it.is_empty()).then(|| it.clone());
    html! {
        <div class="field">
            <label for={id.clone()}>{ label }</label>
            <p id={format!("{id}-hint")} class="quiet">{ hint }</p>
            <select id={id.clone()} part="field" {onchange} aria-describedby={format!("{id}-hint")}>
                { for choices.iter().map(|(value, label, chosen)| html! {
                    <option key={value.clone()} value={value.clone()} selected={*chosen} lang={lang(value)}>{ label }</option>
                }) }
            </select>
        </div>
    }
}

/// A field; the `first` of several that are wrong speaks for all of them.
fn field(ui: &Ui, view: &SetupFieldView, first: bool) -> Html {
    let field = view.field;
    let (name, number) = match field {
        SetupField::Name => ("name", false),
        SetupField::Expected => ("expected", true),
        SetupField::Threshold => ("threshold", true),
        SetupField::Sectors => ("sectors", false),
    };
    let id = format!("pa-setup-{name}");
    let (hint, wrong) = (format!("{id}-hint"), format!("{id}-problem"));
    let described = match (&view.problem, first) {
        (Some(_), true) => format!("pa-setup-wrong {wrong} {hint}"),
        (Some(_), false) => format!("{wrong} {hint}"),
        (None, _) => hint.clone(),
    };
    let invalid = view.problem.is_some().then_some("true");
    let input = if field == SetupField::Sectors {
        let oninput = ui.send.reform(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            Event::Workshop(WorkshopEvent::SetUp(field, area.value()))
        });
        html! {
            <textarea id={id.clone()} part="field" rows="6" value={view.value.clone()} {oninput}
                aria-describedby={described} aria-invalid={invalid} />
        }
    } else {
        let oninput = ui.send.reform(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            Event::Workshop(WorkshopEvent::SetUp(field, input.value()))
        });
        html! {
            <input id={id.clone()} part="field" type="text" class={classes!(number.then_some("number"))}
                inputmode={number.then_some("numeric")} maxlength="200" autocomplete="off"
                value={view.value.clone()} {oninput}
                aria-describedby={described} aria-invalid={invalid} />
        }
    };
    html! {
        <div class={classes!("field", invalid.map(|_| "wrong"))}>
            <label for={id}>{ &view.label }</label>
            <p id={hint} class="quiet">{ &view.hint }</p>
            if let Some(problem) = &view.problem { <p id={wrong} class="trouble">{ problem }</p> }
            { input }
        </div>
    }
}

fn tick(
    ui: &Ui,
    name: &str,
    (label, hint): (String, String),
    ticked: bool,
    event: WorkshopEvent,
) -> Html {
    let id = format!("pa-setup-{name}-hint");
    let onchange = ui.sends::<yew::Event>(event);
    html! {
        <div class="field">
            <label class="tick">
                <input type="checkbox" checked={ticked} {onchange} aria-describedby={id.clone()} />
                <span>{ label }</span>
            </label>
            <p {id} class="quiet">{ hint }</p>
        </div>
    }
}
