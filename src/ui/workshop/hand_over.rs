//! How a participant hands the answers over.

use yew::prelude::*;

use super::{Ui, list, qr, ways};
use crate::app::{Download, Event, HandOverView, Handout};

pub fn screen(ui: &Ui, heading: &str, view: &HandOverView) -> Html {
    let name = [("name", view.workshop.as_str())];
    html! {
        <div class="hand-over">
            { ui.title(heading) }
            <p class="lead">{ ui.text.with("hand-over.lead", &name) }</p>
            if !view.gaps.is_empty() {
                <div class="practice">
                    <p>{ &view.gaps }</p>
                    <div class="acts">
                        { ui.button("second", ui.say("hand-over.go-on"), Event::Resume) }
                    </div>
                </div>
            }
            <section class="panel">
                { ui.heading(1, ui.say("hand-over.code")) }
                { code(&view.code) }
                <div class="acts">
                    { ways(ui, ("first", ui.say("hand-over.copy")), Handout::Code, &view.mail) }
                </div>
                if let Some(it) = &view.qr {
                    <details class="more">
                        <summary>{ ui.say("hand-over.qr") }</summary>
                        <qr::Qr ui={ui.clone()} qr={it.clone()} caption={ui.say("hand-over.qr-caption")} />
                    </details>
                }
            </section>
            <div class="in-and-out">
                <section>
                    { ui.heading(1, ui.say("hand-over.holds")) }
                    { list(&view.holds) }
                </section>
                <section>
                    { ui.heading(1, ui.say("hand-over.lacks")) }
                    { list(&view.lacks) }
                </section>
            </div>
            <section>
                { ui.heading(1, ui.say("hand-over.file-heading")) }
                <p>
                    { ui.say(if view.has_comments {
                        "hand-over.file-comments"
                    } else {
                        "hand-over.file-text"
                    }) }
                </p>
                <div class="acts">
                    { ui.button("second", ui.say("hand-over.file"), Event::Download(Download::Json)) }
                </div>
            </section>
        </div>
    }
}

/// The code in its groups. A person who reads it out or copies it by hand needs them apart,
/// but a copied selection holds no blanks that were not there.
fn code(code: &str) -> Html {
    let groups = code.split_inclusive('-');
    html! {
        <p class="code" dir="ltr" translate="no">
            <code>{ for groups.map(|it| html! { <><span>{ it }</span><wbr /></> }) }</code>
        </p>
    }
}
