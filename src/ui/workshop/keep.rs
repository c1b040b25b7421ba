//! A workshop's files and paper.

use yew::prelude::*;

use super::Ui;
use crate::app::{Download, Event, Of, Screen};
use crate::ui::keep::{byte_order_mark, report};

pub fn screen(ui: &Ui, heading: &str, wanted: bool) -> Html {
    let offer = |class: &'static str, label: &str, text: &str, event: Event| {
        html! {
            <div class="offer">
                { ui.button(class, ui.say(label), event) }
                <p>{ ui.say(text) }</p>
            </div>
        }
    };
    let save = |class: &'static str, label: &str, text: &str, what: Download| {
        offer(class, label, text, Event::Download(what))
    };
    html! {
        <div class="keep">
            { ui.title(heading) }
            <p class="lead">{ ui.say("keep-workshop.lead") }</p>
            <section class="panel">
                { ui.heading(1, ui.say("keep-workshop.report-heading")) }
                <p>{ ui.say("keep-workshop.report-text") }</p>
                { offer("first", "keep.print", "keep-workshop.print-text", Event::Print) }
                { save("second", "keep-workshop.report", "keep-workshop.json-text", Download::Report) }
                { save("second", "keep-workshop.table", "keep-workshop.table-text", Download::ReportTable) }
            </section>
            { report(ui, Of::Workshop) }
            <section class="panel">
                { ui.heading(1, ui.say("keep-workshop.answers-heading")) }
                <p class="practice">{ ui.say("keep-workshop.answers-text") }</p>
                { save("second", "keep-workshop.merged", "keep-workshop.merged-text", Download::Merged) }
                { save("second", "keep-workshop.long", "keep-workshop.long-text", Download::MergedLong) }
                { byte_order_mark(ui, wanted) }
            </section>
            <section class="panel">
                { ui.heading(1, ui.say("keep-workshop.whole-heading")) }
                <p class="practice">{ ui.say("keep-workshop.whole-warning") }</p>
                { save("second", "keep-workshop.whole", "keep-workshop.whole-text", Download::Workshop) }
            </section>
            <div class="acts">
                { ui.button("second", ui.say("keep-workshop.back"), Event::Go(Screen::Picture)) }
            </div>
        </div>
    }
}
