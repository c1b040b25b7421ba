//! The screens of a workshop: the facilitator's, and what a participant sees of it.

mod collect;
mod hand_over;
mod invite;
mod join;
mod keep;
mod picture;
mod present;
mod qr;
mod setup;
mod spread;
mod strip;

use wasm_bindgen::JsValue;
use web_sys::window;
use yew::prelude::*;

use super::Ui;
use crate::app::{Handout, WorkshopEvent, WorkshopView};

/// A screen of a workshop, or one that leads to it.
pub fn screen(ui: &Ui, heading: &str, view: &WorkshopView) -> Html {
    match view {
        WorkshopView::SetUp(it) => setup::screen(ui, heading, it),
        WorkshopView::Invite(it) => invite::screen(ui, heading, it),
        WorkshopView::Collect(it) => {
            let heading = heading.to_owned();
            html! { <collect::Collect ui={ui.clone()} {heading} view={it.clone()} /> }
        }
        WorkshopView::Picture(it) => html! {
            <>{ picture::screen(ui, heading, it) }<picture::Paper ui={ui.clone()} view={it.clone()} /></>
        },
        WorkshopView::Present(it) => {
            html! { <present::Present ui={ui.clone()} view={it.clone()} /> }
        }
        WorkshopView::Keep { byte_order_mark, picture } => html! {
            <>{ keep::screen(ui, heading, *byte_order_mark) }<picture::Paper ui={ui.clone()} view={picture.clone()} /></>
        },
        WorkshopView::Join(it) => join::screen(ui, heading, it),
        WorkshopView::HandOver(it) => hand_over::screen(ui, heading, it),
    }
}

/// Copying, sharing where the device can, and e-mail.
fn ways(ui: &Ui, copy: (&'static str, String), what: Handout, mail: &str) -> Html {
    let (class, label) = copy;
    html! {
        <>
            { ui.button(class, label, WorkshopEvent::Copy(what)) }
            if can_share() { { ui.button("second", ui.say("invite.share"), WorkshopEvent::Share(what)) } }
            <a class="second" part="button second" href={mail.to_owned()}>{ ui.say("invite.mail") }</a>
        </>
    }
}

/// Whether the device has a share sheet.
fn can_share() -> bool {
    let Some(window) = window() else { return false };
    js_sys::Reflect::has(&window.navigator(), &JsValue::from("share")).unwrap_or(false)
}

/// Names with their values.
fn facts(all: &[(String, String)]) -> Html {
    html! {
        <dl class="fact-list">
            { for all.iter().map(|(name, value)| html! {
                <div><dt>{ name }</dt><dd><bdi>{ value }</bdi></dd></div>
            }) }
        </dl>
    }
}

/// A plain list; nothing for no lines.
fn list(lines: &[String]) -> Html {
    html! {
        if !lines.is_empty() {
            <ul class="list">{ for lines.iter().map(|it| html! { <li>{ it }</li> }) }</ul>
        }
    }
}

/// A table of named rows. On screen, one that is too wide is scrolled by itself.
fn table(caption: &str, heads: &[&str], rows: &[(&str, Vec<&str>)]) -> Html {
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={caption.to_owned()}>
            <table class="figures" part="table">
                <caption>{ caption }</caption>
                <thead>
                    <tr>{ for heads.iter().map(|it| html! { <th scope="col"><span>{ *it }</span></th> }) }</tr>
                </thead>
                <tbody>
                    { for rows.iter().map(|(name, cells)| html! {
                        <tr>
                            <th scope="row">{ *name }</th>
                            { for cells.iter().map(|it| html! { <td>{ *it }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// Thousandths as a length.
fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, (thousandths % 10).abs())
}
