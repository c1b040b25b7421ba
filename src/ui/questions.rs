//! The statements of one section.

use std::rc::Rc;

use yew::prelude::*;

use super::Ui;
use crate::app::{Event, ItemView, OptionView, ProgressView, QuestionsView, SectionProgress};

pub fn screen(ui: &Ui, heading: &str, view: &QuestionsView) -> Html {
    html! {
        <div class="questions">
            { overview(ui, &view.progress, &view.sections) }
            <div class="work">
                if view.sections.len() > 1 { <p class="place">{ &view.place }</p> }
                { ui.title(heading) }
                if !view.about.is_empty() { <p class="about">{ &view.about }</p> }
                if view.previous.is_none() { <p class="quiet">{ ui.say("questions.gaps") }</p> }
                { ui.button("plain", ui.say("questions.single"), Event::Go(view.single)) }
                { for view.items.iter().map(|it| html! {
                    <Item key={it.id.clone()} ui={ui.clone()} item={it.clone()} />
                }) }
                <div class="pager">
                    if let Some(previous) = view.previous {
                        { ui.button("second", ui.say("questions.previous"), Event::Go(previous)) }
                    }
                    { ui.button("first", view.next_label.clone(), Event::Go(view.next)) }
                </div>
            </div>
        </div>
    }
}

/// How much is answered, and the way to each section.
pub fn overview(ui: &Ui, progress: &ProgressView, all: &[SectionProgress]) -> Html {
    let (answered, total) = (progress.answered.to_string(), progress.total.to_string());
    let sections = || html! { <ol>{ for all.iter().map(|it| section(ui, it)) }</ol> };
    html! {
        <div class="overview">
            <p id="pa-progress">{ &progress.text }</p>
            <progress value={answered} max={total} aria-labelledby="pa-progress"></progress>
            if all.len() > 1 {
                <nav class="sections at-desk" aria-label={ui.say("progress.sections")}>
                    { sections() }
                </nav>
                { ui.folded("sections at-phone", ui.say("progress.sections"), sections) }
            }
        </div>
    }
}

fn section(ui: &Ui, view: &SectionProgress) -> Html {
    let onclick = ui.sends::<MouseEvent>(Event::Go(crate::app::Screen::Questions(view.index)));
    html! {
        <li key={view.index}>
            <button type="button" class="section" {onclick} aria-current={view.current.then_some("true")}>
                <span>{ &view.title }</span>
                <span class="count">
                    { &view.text }
                    if view.complete {
                        <span aria-hidden="true">{ " ✓" }</span>
                        <span class="unseen">{ format!(", {}", ui.say("progress.complete")) }</span>
                    }
                </span>
            </button>
        </li>
    }
}

#[derive(Properties, PartialEq)]
pub struct ItemProps {
    pub ui: Ui,
    pub item: Rc<ItemView>,
    /// Whether the screen is about this statement.
    #[cfg(not(feature = "starter"))]
    #[prop_or_default]
    pub single: bool,
}

/// What the radio buttons of the statement are called, as a group.
fn group(props: &ItemProps) -> String {
    // Chromium remembers of a group which button the Tab key stops at, even when the button is
    // gone: what takes its place must be called otherwise.
    #[cfg(not(feature = "starter"))]
    if props.single {
        return format!("pa-one-{}", props.item.id);
    }
    format!("pa-{}", props.item.id)
}

/// The starter shows statements in lists only.
#[cfg(feature = "starter")]
fn statement(props: &ItemProps) -> Html {
    html! { &props.item.text }
}

#[cfg(not(feature = "starter"))]
fn statement(props: &ItemProps) -> Html {
    let text = &props.item.text;
    if props.single {
        super::single::title(&props.ui, text)
    } else {
        html! { text }
    }
}

/// One statement: a native group of radio buttons, and an optional comment.
#[component]
pub fn Item(props: &ItemProps) -> Html {
    let ItemProps { ui, item, .. } = props;
    let commenting = use_state(|| !item.note.is_empty());
    let help = (!item.help.is_empty()).then(|| format!("pa-help-{}", item.id));
    let (apart, points): (Vec<_>, Vec<_>) = item.options.iter().partition(|it| it.apart);
    let words = [("statement", item.text.as_str())];
    let group = group(props);
    let toggle = {
        let commenting = commenting.clone();
        Callback::from(move |_: MouseEvent| commenting.set(!*commenting))
    };
    html! {
        <fieldset class={classes!("item", item.answered.then_some("answered"))}
            data-item={item.id.clone()} aria-describedby={help.clone()}>
            <legend part="statement">{ statement(props) }</legend>
            if let Some(id) = help { <p class="help" {id}>{ &item.help }</p> }
            <div class="scale">{ for points.iter().map(|it| option(ui, item, &group, it)) }</div>
            if !apart.is_empty() {
                <div class="scale apart">{ for apart.iter().map(|it| option(ui, item, &group, it)) }</div>
            }
            <div class="item-foot">
                if item.comments {
                    <button type="button" class="plain" part="button plain" onclick={toggle} aria-expanded={commenting.to_string()}>
                        { ui.say(match (*commenting, item.note.is_empty()) {
                            (true, _) => "questions.hide-comment",
                            (false, true) => "questions.add-comment",
                            (false, false) => "questions.show-comment",
                        }) }
                        <span class="unseen">{ ": " }{ &item.text }</span>
                    </button>
                }
                if item.answered {
                    { ui.named_button(
                        "plain",
                        ui.say("questions.take-back"),
                        Some(ui.text.with("questions.take-back-for", &words)),
                        Event::TakeBack { item: item.id.clone() },
                    ) }
                }
            </div>
            if *commenting && item.comments { { comment(ui, item) } }
        </fieldset>
    }
}

fn option(ui: &Ui, item: &ItemView, group: &str, view: &OptionView) -> Html {
    let event = Event::Answer { item: item.id.clone(), answer: view.answer };
    let onchange = ui.sends::<yew::Event>(event);
    html! {
        <label class="option" part="option" key={view.code.clone()}>
            <input type="radio" name={group.to_owned()} value={view.code.clone()}
                checked={view.chosen} {onchange} />
            <span>{ &view.label }</span>
        </label>
    }
}

fn comment(ui: &Ui, item: &ItemView) -> Html {
    let id = item.id.clone();
    let oninput = ui.send.reform(move |event: InputEvent| {
        let area: web_sys::HtmlTextAreaElement = event.target_unchecked_into();
        Event::Note { item: id.clone(), note: area.value() }
    });
    let label = ui.text.with("questions.comment-for", &[("statement", &item.text)]);
    html! {
        <div class="field">
            <span class="comment-label" aria-hidden="true">{ ui.say("questions.comment") }</span>
            <textarea part="field" rows="3" maxlength="5000" aria-label={label} value={item.note.clone()} {oninput} />
        </div>
    }
}
