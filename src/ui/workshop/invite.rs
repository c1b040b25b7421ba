//! The link of a workshop, to be shown, sent and printed.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Ui, facts, qr, ways};
use crate::app::{Event, Handout, InviteView, Screen};

pub fn screen(ui: &Ui, heading: &str, view: &InviteView) -> Html {
    let onfocus = Callback::from(|event: FocusEvent| {
        event.target_unchecked_into::<HtmlInputElement>().select();
    });
    let no_typing = Callback::from(|_: InputEvent| {});
    html! {
        <>
            <div class="invite">
                { ui.title(heading) }
                <p class="lead">{ &view.lead }</p>
                if view.practice { <p class="practice">{ ui.say("invite.practice") }</p> }
                <div class="invite-parts">
                    if let Some(qr) = &view.qr {
                        <qr::Qr ui={ui.clone()} qr={qr.clone()} caption={ui.say("invite.scan")} />
                    }
                    <div class="invite-words">
                        <div class="field">
                            <label for="pa-link">{ ui.say("invite.link") }</label>
                            <p id="pa-link-hint" class="quiet">{ ui.say("invite.link-hint") }</p>
                            <input id="pa-link" part="field" type="text" readonly=true dir="ltr"
                                value={view.link.clone()} oninput={no_typing} {onfocus}
                                aria-describedby="pa-link-hint" />
                        </div>
                        <div class="acts">
                            { ways(ui, ("first", ui.say("invite.copy")), Handout::Link, &view.mail) }
                            { ui.button("second", ui.say("invite.print"), Event::Print) }
                        </div>
                        <section>
                            { ui.heading(1, ui.say("invite.facts")) }
                            { facts(&view.facts) }
                        </section>
                    </div>
                </div>
                <section class="panel">
                    { ui.heading(1, ui.say("invite.next-heading")) }
                    <p>{ ui.say("invite.next-text") }</p>
                    <div class="acts">
                        { ui.button("first", ui.say("invite.next"), Event::Go(Screen::Collect)) }
                    </div>
                </section>
            </div>
            { paper(ui, heading, view) }
        </>
    }
}

/// One page to hang up.
fn paper(ui: &Ui, heading: &str, view: &InviteView) -> Html {
    html! {
        <div class="paper invite-paper">
            <h1><bdi>{ heading }</bdi></h1>
            if let Some(qr) = &view.qr { { qr::drawn(qr, &ui.say("invite.scan")) } }
            <p class="invite-address" dir="ltr">{ &view.link }</p>
            { facts(&view.facts) }
            <p>{ ui.say("invite.paper-note") }</p>
        </div>
    }
}
