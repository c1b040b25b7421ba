//! What a participant sees before answering.

use yew::prelude::*;

use super::{Ui, list};
use crate::app::{Event, JoinView, WorkshopEvent};
use crate::ui::prepare;

pub fn screen(ui: &Ui, heading: &str, view: &JoinView) -> Html {
    let onsubmit = ui.send.reform(|event: SubmitEvent| {
        event.prevent_default();
        Event::Workshop(WorkshopEvent::Join { anew: false })
    });
    html! {
        <form class="join" {onsubmit} novalidate=true>
            <p class="place">{ &view.facts }</p>
            { ui.title(heading) }
            <p class="lead">{ &view.about }</p>
            <section class="panel">
                { ui.heading(1, ui.say("join.terms")) }
                { list(&view.terms) }
            </section>
            if !view.sectors.is_empty() { { sectors(ui, view) } }
            { prepare::answers(ui, view.keep, &view.kept) }
            if view.sectors.is_empty() { <div role="alert">{ for problem(view) }</div> }
            if view.begun {
                <p>{ ui.say("join.begun") }</p>
                <div class="acts">
                    <button type="submit" class="first large" part="button first large">{ ui.say("join.go-on") }</button>
                    { ui.button("second", ui.say("join.anew"), WorkshopEvent::Join { anew: true }) }
                </div>
            } else {
                <button type="submit" class="first large" part="button first large">{ ui.say("join.begin") }</button>
            }
        </form>
    }
}

fn problem(view: &JoinView) -> Option<Html> {
    let text = view.problem.as_ref()?;
    Some(html! { <p id="pa-join-problem" class="trouble">{ text }</p> })
}

fn sectors(ui: &Ui, view: &JoinView) -> Html {
    let sector = |(value, label, chosen): &(String, String, bool)| {
        let onchange = ui.sends::<yew::Event>(WorkshopEvent::Sector(value.clone()));
        html! {
            <label class="option" part="option" key={value.clone()}>
                <input type="radio" name="pa-sector" value={value.clone()} checked={*chosen} {onchange} />
                <span><bdi>{ label }</bdi></span>
            </label>
        }
    };
    let described =
        if view.problem.is_some() { "pa-join-problem pa-join-why" } else { "pa-join-why" };
    html! {
        <fieldset class={classes!("item", view.problem.is_some().then_some("wrong"))}
            aria-describedby={described}>
            <legend part="statement">{ ui.say("join.sector") }</legend>
            <p id="pa-join-why" class="help">{ ui.say("join.sector-why") }</p>
            { for problem(view) }
            <div class="scale">{ for view.sectors.iter().map(sector) }</div>
        </fieldset>
    }
}
