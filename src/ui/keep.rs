//! Files and paper.

use yew::prelude::*;

use super::Ui;
use crate::app::{Download, Event, KeepView, Of, ReminderView, Screen, VaultEvent};

pub fn screen(ui: &Ui, heading: &str, view: &KeepView) -> Html {
    let offer = |class: &'static str, label: &str, text: &str, event: Event| {
        html! {
            <div class="offer">
                { ui.button(class, ui.say(label), event) }
                <p>{ ui.say(text) }</p>
            </div>
        }
    };
    html! {
        <div class="keep">
            { ui.title(heading) }
            <p class="lead">{ &view.exported }</p>
            if let Some(id) = &view.keep_here {
                <p class="beside">
                    <span>{ ui.say("saved.not-kept") }</span>
                    { ui.button("second", ui.say("news.keep-again"), Event::KeepHere(id.clone())) }
                </p>
            }
            <section class="panel">
                { ui.heading(1, ui.say("keep.file-heading")) }
                { offer("first", "keep.json", "keep.json-text", Event::Download(Download::Json)) }
                { for view.sealed.map(|it| sealed(ui, it)) }
            </section>
            <section class="panel">
                { ui.heading(1, ui.say("keep.paper-heading")) }
                { offer("first", "keep.print", "keep.print-text", Event::Print) }
            </section>
            { report(ui, Of::Assessment) }
            <section class="panel">
                { ui.heading(1, ui.say("keep.table-heading")) }
                <p>{ ui.say("keep.table-text") }</p>
                { offer("second", "keep.long", "keep.long-text", Event::Download(Download::Long)) }
                { offer("second", "keep.wide", "keep.wide-text", Event::Download(Download::Wide)) }
                { byte_order_mark(ui, view.byte_order_mark) }
            </section>
            <p class="beside">
                <span>{ ui.say("keep.shelf-text") }</span>
                { ui.button("plain", ui.say("nav.shelf"), Event::Go(Screen::Shelf)) }
            </p>
        </div>
    }
}

/// That much is in no file yet.
pub fn reminder(ui: &Ui, view: &ReminderView) -> Html {
    html! {
        <aside class="reminder" aria-label={ui.say("reminder.label")}>
            <p>{ &view.text }</p>
            { ui.button("second", ui.say("news.save-file-now"), view.save.clone()) }
            { ui.button("plain", ui.say("reminder.never-again"), view.never_again.clone()) }
        </aside>
    }
}

/// Whether the file is sealed with the passphrase.
fn sealed(ui: &Ui, wanted: bool) -> Html {
    let onchange = ui.sends::<yew::Event>(VaultEvent::SealFiles(!wanted));
    html! {
        <>
            <label class="tick">
                <input type="checkbox" checked={wanted} {onchange} aria-describedby="pa-sealed" />
                <span>{ ui.say("keep.seal") }</span>
            </label>
            <p id="pa-sealed" class="quiet">{ ui.say("keep.seal-text") }</p>
        </>
    }
}

/// The way to the report for a board.
pub fn report(ui: &Ui, of: Of) -> Html {
    html! {
        <section class="panel">
            { ui.heading(1, ui.say("board.heading")) }
            <div class="offer">
                { ui.button("second", ui.say("plan.to-report"), Event::Go(Screen::Report(of))) }
                <p>{ ui.say("board.lead") }</p>
            </div>
        </section>
    }
}

/// Whether tables begin with a mark that older spreadsheets need.
pub fn byte_order_mark(ui: &Ui, wanted: bool) -> Html {
    let onchange = ui.sends::<yew::Event>(Event::ByteOrderMark(!wanted));
    html! {
        <>
            <label class="tick">
                <input type="checkbox" checked={wanted} {onchange} aria-describedby="pa-bom" />
                <span>{ ui.say("keep.bom") }</span>
            </label>
            <p id="pa-bom" class="quiet">{ ui.say("keep.bom-text") }</p>
        </>
    }
}
