//! One document for a board, and several rounds side by side.

use yew::prelude::*;

use super::{Ui, document};
use crate::app::{ChangeView, Download, Event, Of, PlanEvent, ReportView, RoundView, Screen};
use crate::document::Figure;

pub fn screen(ui: &Ui, heading: &str, view: &ReportView) -> Html {
    html! {
        <div class="report">
            <div class="report-head">
                { ui.title(heading) }
                <p class="lead">{ ui.say("board.lead") }</p>
                <div class="acts">
                    { ui.button("first", ui.say("board.print"), Event::Print) }
                    { ui.button("second", ui.say("board.save"), Event::Download(Download::Page)) }
                    { ui.button("second", ui.say("board.back"), Event::Go(back(view.of))) }
                </div>
                <p class="quiet below-acts">{ ui.say("board.save-text") }</p>
            </div>
            { document::document(ui, &view.document, 1, |place, it| figure_acts(ui, place, it)) }
        </div>
    }
}

fn back(of: Of) -> Screen {
    match of {
        Of::Assessment => Screen::Keep,
        Of::Workshop => Screen::KeepWorkshop,
    }
}

/// What can be done with a figure.
fn figure_acts(ui: &Ui, place: usize, it: &Figure) -> Html {
    let save = |key: &str, painted: bool| {
        let label = ui.say(key);
        let name = ui.text.with("shelf.act-on", &[("act", &label), ("name", &it.title)]);
        let event = Event::Download(Download::Figure { place, painted });
        ui.named_button("plain", label, Some(name), event)
    };
    html! { <div class="acts figure-acts">{ save("board.svg", false) }{ save("board.png", true) }</div> }
}

pub fn change(ui: &Ui, heading: &str, view: &ChangeView) -> Html {
    html! {
        <div class="change">
            { ui.title(heading) }
            <p class="lead">{ ui.say("change.lead") }</p>
            <fieldset class="rounds">
                <legend>{ ui.say("change.rounds") }</legend>
                <p class="quiet">{ ui.say("change.rounds-lead") }</p>
                { for view.rounds.iter().map(|it| round(ui, it)) }
            </fieldset>
            if !view.nothing.is_empty() { <p>{ &view.nothing }</p> }
            { document::document(ui, &view.document, 0, |place, it| figure_acts(ui, place, it)) }
            <div class="acts">
                { ui.button("first large", ui.say("plan.to-report"), Event::Go(Screen::Report(view.of))) }
                { ui.button("second", ui.say("board.print"), Event::Print) }
            </div>
        </div>
    }
}

fn round(ui: &Ui, it: &RoundView) -> Html {
    let event = PlanEvent::Round { id: it.id.clone(), counts: !it.counts };
    let onchange = ui.sends::<yew::Event>(event);
    html! {
        <label class="tick" key={it.id.clone()}>
            <input type="checkbox" checked={it.counts} disabled={it.this} {onchange} />
            <span><bdi>{ &it.name }</bdi>{ " · " }{ &it.facts }</span>
        </label>
    }
}
