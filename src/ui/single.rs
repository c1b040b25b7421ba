//! One statement at a time, large.

use yew::prelude::*;

use super::Ui;
use super::questions::{Item, overview};
use crate::app::{Event, SingleView};

pub fn screen(ui: &Ui, heading: &str, view: &SingleView) -> Html {
    html! {
        <div class="questions">
            { overview(ui, &view.progress, &view.sections) }
            <div class="work single">
                <div class="beside">
                    <p id="pa-place" class="place">
                        <span class="number">{ heading }</span>
                        if !view.section.is_empty() { <span class="quiet">{ &view.section }</span> }
                    </p>
                    { ui.button("plain", ui.say("single.list"), Event::ShowList) }
                </div>
                <p class="about away">{ &view.about }</p>
                { for view.items.iter().enumerate().map(|(place, it)| {
                    let single = place == view.shown;
                    html! {
                        <div key={it.id.clone()} class={(!single).then_some("away")}>
                            <Item ui={ui.clone()} item={it.clone()} {single} />
                        </div>
                    }
                }) }
                <div class="pager">
                    if let Some(previous) = view.previous {
                        { ui.button("second large", ui.say("single.previous"), Event::Go(previous)) }
                    }
                    { ui.button("first large", view.next_label.clone(), Event::Go(view.next)) }
                </div>
                if view.previous.is_none() { <p class="quiet">{ ui.say("questions.gaps") }</p> }
                if !view.about.is_empty() {
                    <details key={view.section.clone()}>
                        <summary>{ ui.say("single.about") }</summary>
                        <p class="about">{ &view.about }</p>
                    </details>
                }
            </div>
        </div>
    }
}

/// The statement as the heading of the screen, with where it stands among all.
pub fn title(ui: &Ui, text: &str) -> Html {
    let tag = ui.tag(0);
    html! {
        <@{tag} id="pa-heading" class="title" part="title" tabindex="-1" aria-describedby="pa-place">
            { text }
        </@>
    }
}
