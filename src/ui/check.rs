//! All answers on one page, each with a way to change it.

use yew::prelude::*;

use super::Ui;
use crate::app::{AnswerView, CheckSection, CheckView, Event};

pub fn screen(ui: &Ui, heading: &str, view: &CheckView) -> Html {
    html! {
        <div class="check">
            { ui.title(heading) }
            <p class="lead">{ ui.say("check.lead") }</p>
            if !view.gaps.is_empty() {
                <p>{ &view.gaps }</p>
                <div class="acts">
                    { ui.button("first", ui.say("check.first-gap"), Event::Resume) }
                    { ui.button("second", ui.say("check.finish"), Event::Finish) }
                </div>
            }
            if let Some(shown) = view.earlier {
                <div class="beside">
                    <span class="quiet">{ ui.say("check.earlier-text") }</span>
                    { ui.button(
                        "second",
                        ui.say(if shown { "check.hide-earlier" } else { "check.show-earlier" }),
                        Event::ShowEarlier(!shown),
                    ) }
                </div>
            }
            { for view.sections.iter().map(|it| section(ui, it)) }
            { ui.button("first large", ui.say("check.finish"), Event::Finish) }
        </div>
    }
}

fn section(ui: &Ui, view: &CheckSection) -> Html {
    html! {
        <section>
            <div class="section-head">
                { ui.heading(1, view.title.clone()) }
                <p class="quiet">{ &view.text }</p>
            </div>
            <dl class="answers">{ for view.items.iter().map(|it| answer(ui, it)) }</dl>
        </section>
    }
}

fn answer(ui: &Ui, view: &AnswerView) -> Html {
    let name = ui.text.with("check.change-for", &[("statement", &view.statement)]);
    html! {
        <div class="answer" key={view.id.clone()}>
            <dt>{ &view.statement }</dt>
            <dd class={classes!((!view.answered).then_some("missing"))}>
                { &view.answer }
                if !view.earlier.is_empty() { <p class="earlier quiet">{ &view.earlier }</p> }
                if !view.note.is_empty() { <p class="note"><bdi>{ &view.note }</bdi></p> }
            </dd>
            <dd class="change">
                { ui.named_button(
                    "plain",
                    ui.say("check.change"),
                    Some(name),
                    Event::Change { item: view.id.clone() },
                ) }
            </dd>
        </div>
    }
}
