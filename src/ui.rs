//! What a person sees and touches: the view model in, events out.
//!
//! Components hold no answers and no scores. The only state of their own is what is
//! nobody else's business, such as whether a comment field is unfolded.

#[cfg(not(feature = "starter"))]
mod chart;
#[cfg(not(feature = "starter"))]
mod check;
#[cfg(not(feature = "starter"))]
mod document;
#[cfg(not(feature = "starter"))]
mod fields;
#[cfg(not(feature = "starter"))]
mod guide;
#[cfg(not(feature = "starter"))]
mod keep;
#[cfg(not(feature = "starter"))]
mod partners;
#[cfg(not(feature = "starter"))]
mod plan;
mod prepare;
#[cfg(not(feature = "starter"))]
mod print;
mod questions;
#[cfg(not(feature = "starter"))]
mod report;
#[cfg(not(feature = "starter"))]
mod results;
#[cfg(not(feature = "starter"))]
mod shelf;
#[cfg(not(feature = "starter"))]
mod single;
mod start;
#[cfg(not(feature = "starter"))]
mod trust;
#[cfg(not(feature = "starter"))]
mod vault;
#[cfg(not(feature = "starter"))]
mod workshop;

use std::rc::Rc;

use web_sys::File;
use yew::prelude::*;

use crate::app::{DialogView, Event, Notice, NoticeKind, Screen, ScreenView, ViewModel};
#[cfg(not(feature = "starter"))]
use crate::app::{ReadingPart, ReadingView, VaultKind};
use crate::text::Text;

/// What every component needs: the words, and where events go.
#[derive(Clone, PartialEq)]
pub struct Ui {
    pub text: Rc<Text>,
    pub send: Callback<Event>,
    /// Takes the files that a person chose.
    pub choose: Callback<Vec<File>>,
    /// The level of the screen's heading: 1 on a page of our own, else 2.
    pub level: usize,
    /// Whether what is folded at first is made.
    pub unfolds: bool,
}

impl Ui {
    pub fn say(&self, key: &str) -> String {
        self.text.say(key)
    }

    /// The tag of a heading `below` the screen's own.
    pub fn tag(&self, below: usize) -> String {
        format!("h{}", (self.level + below).min(6))
    }

    /// A heading `below` the screen's own.
    pub fn heading(&self, below: usize, text: impl Into<AttrValue>) -> Html {
        let tag = self.tag(below);
        html! { <@{tag}>{ text.into() }</@> }
    }

    /// The heading of the screen, which takes the focus when the screen opens.
    pub fn title(&self, text: &str) -> Html {
        let tag = self.tag(0);
        html! { <@{tag} id="pa-heading" class="title" part="title" tabindex="-1">{ text }</@> }
    }

    /// Sends `event` at whatever the browser reports.
    pub fn sends<E: 'static>(&self, event: impl Into<Event>) -> Callback<E> {
        let event = event.into();
        self.send.reform(move |_| event.clone())
    }

    /// A button that sends `event`.
    pub fn button(&self, class: &'static str, label: String, event: impl Into<Event>) -> Html {
        self.named_button(class, label, None, event.into())
    }

    /// What is folded under `summary` at first.
    pub fn folded(
        &self,
        class: &'static str,
        summary: String,
        inside: impl FnOnce() -> Html,
    ) -> Html {
        let onclick = self.sends::<MouseEvent>(Event::Unfold);
        html! {
            <details {class}>
                <summary {onclick}>{ summary }</summary>
                if self.unfolds { { inside() } }
            </details>
        }
    }

    /// A button with a fuller name for those who hear it.
    pub fn named_button(
        &self,
        class: &'static str,
        label: String,
        name: Option<String>,
        event: Event,
    ) -> Html {
        let onclick = self.sends::<MouseEvent>(event);
        let part = format!("button {class}");
        html! { <button type="button" {class} {part} {onclick} aria-label={name}>{ label }</button> }
    }
}

/// What the widget shows, and where it sends what happens.
#[derive(Properties)]
pub struct AppProps {
    /// Nothing where no widget is at work.
    pub view: Option<Rc<ViewModel>>,
    /// Which widget it is of those that use this place after one another.
    pub turn: usize,
    pub send: Callback<Event>,
    pub choose: Callback<Vec<File>>,
    /// Is told whenever the screen has been drawn.
    pub drawn: Callback<Rc<ViewModel>>,
}

impl PartialEq for AppProps {
    /// A view is made anew whenever something has happened.
    fn eq(&self, other: &Self) -> bool {
        match (&self.view, &other.view) {
            (Some(it), Some(before)) => Rc::ptr_eq(it, before),
            (it, before) => it.is_none() == before.is_none(),
        }
    }
}

/// The widget.
#[component]
pub fn App(props: &AppProps) -> Html {
    {
        let drawn = props.drawn.clone();
        let view = props.view.clone();
        use_effect(move || {
            if let Some(view) = view {
                drawn.emit(view);
            }
        });
    }
    let Some(view) = &props.view else { return Html::default() };
    let ui = Ui {
        text: view.text.clone(),
        send: props.send.clone(),
        choose: props.choose.clone(),
        level: if view.standalone { 1 } else { 2 },
        unfolds: view.unfolds,
    };
    html! {
        <div key={props.turn} class="pa" part="page" lang={view.text.language.clone()} dir={view.text.direction.clone()}>
            { head(&ui, view) }
            { for view.notice.iter().map(|it| notice(&ui, it)) }
            { reminder(&ui, view) }
            <div class="screen">{ screen(&ui, view) }</div>
            { foot(&ui) }
            { dialog(&ui, view.dialog.as_ref()) }
            <div role="status" class="unseen">{ &view.announcement }</div>
        </div>
    }
}

fn head(ui: &Ui, view: &ViewModel) -> Html {
    let others = view.languages.iter().filter(|it| !it.2).map(|(tag, name, _)| {
        let onclick = ui.sends::<MouseEvent>(Event::Language(tag.clone()));
        html! {
            <button type="button" class="plain" part="button plain" lang={tag.clone()} {onclick}>{ name }</button>
        }
    });
    let saved = view.saved.as_ref().map(|it| {
        html! { <p class={classes!("saved", it.trouble.then_some("trouble"))}>{ &it.text }</p> }
    });
    html! {
        <header class="head" part="head">
            <div class="bar">
                { ui.button("plain brand", ui.say("page.title"), Event::Go(Screen::Start)) }
                <nav class="menu" aria-label={ui.say("page.menu")}>
                    { ui.button("plain", ui.say("nav.shelf"), Event::Go(Screen::Shelf)) }
                </nav>
                <div class="languages" role="group" aria-label={ui.say("page.languages")}>
                    { for others }
                </div>
            </div>
            if !view.steps.is_empty() {
                <div class="bar below">
                    <p class="name"><bdi>{ view.name.clone() }</bdi></p>
                    <nav class="steps" aria-label={ui.say("step.label")}>
                        <ol>
                            { for view.steps.iter().map(|it| {
                                let onclick = ui.sends::<MouseEvent>(it.event.clone());
                                let current = it.current.then_some("step");
                                html! {
                                    <li><button type="button" class="step" {onclick} aria-current={current}>
                                        { &it.label }
                                    </button></li>
                                }
                            }) }
                        </ol>
                    </nav>
                    { for saved }
                </div>
            }
        </header>
    }
}

fn foot(ui: &Ui) -> Html {
    let drafted = ui.say("page.drafted");
    html! {
        <footer class="foot" part="foot">
            <p>{ ui.say("page.foot") }</p>
            if !drafted.is_empty() { <p>{ drafted }</p> }
            <nav class="menu" aria-label={ui.say("page.more")}>
                { ui.button("plain", ui.say("nav.start"), Event::Go(Screen::Start)) }
                { ui.button("plain", ui.say("nav.partnership"), Event::Go(Screen::Partnership)) }
                { ui.button("plain", ui.say("nav.privacy"), Event::Go(Screen::Privacy)) }
                { ui.button("plain", ui.say("nav.contacted"), Event::Go(Screen::Contacts)) }
                { ui.button("plain", ui.say("nav.accessibility"), Event::Go(Screen::Accessibility)) }
            </nav>
        </footer>
    }
}

fn notice(ui: &Ui, notice: &Notice) -> Html {
    let kind = match notice.kind {
        NoticeKind::Good => "good",
        NoticeKind::Trouble => "trouble",
    };
    html! {
        <div id="pa-notice" class={classes!("notice", kind)} part="notice" tabindex="-1" role="group" aria-labelledby="pa-news">
            <div id="pa-news">
                <p class="notice-title"><bdi>{ &notice.title }</bdi></p>
                { for notice.lines.iter().map(|it| html! { <p><bdi>{ it }</bdi></p> }) }
            </div>
            <div class="acts">
                { for notice.act.iter().map(|(label, event)| {
                    ui.button("second", label.clone(), event.clone())
                }) }
                { ui.button("plain", ui.say("notice.close"), Event::Dismiss) }
            </div>
        </div>
    }
}

/// The starter shows nothing that has lasted for long.
#[cfg(feature = "starter")]
fn reminder(_: &Ui, _: &ViewModel) -> Html {
    Html::default()
}

#[cfg(not(feature = "starter"))]
fn reminder(ui: &Ui, view: &ViewModel) -> Html {
    html! { <>{ for view.reminder.iter().map(|it| keep::reminder(ui, it)) }</> }
}

fn screen(ui: &Ui, view: &ViewModel) -> Html {
    let heading = &view.heading;
    match &view.screen {
        ScreenView::Start(it) => start::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Guide(it) => guide::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Reading(it) => reading(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Contacts(it) => trust::screen(ui, heading, it),
        ScreenView::Prepare(it) => prepare::screen(ui, heading, it),
        ScreenView::Questions(it) => questions::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Single(it) => single::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Check(it) => check::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Results(it) => html! {
            <>{ results::screen(ui, heading, it) }{ print::page(ui, view, it) }</>
        },
        #[cfg(not(feature = "starter"))]
        ScreenView::Keep(it) => html! {
            <>{ keep::screen(ui, heading, it) }{ print::page(ui, view, &it.results) }</>
        },
        #[cfg(not(feature = "starter"))]
        ScreenView::Shelf { entries, ready, deleted, keep_files, protected } => {
            let (ready, deleted, keep_files) = (*ready, deleted.as_ref(), *keep_files);
            let protected = *protected;
            shelf::screen(
                ui,
                heading,
                &shelf::Shelf { entries, ready, deleted, keep_files, protected },
            )
        }
        #[cfg(not(feature = "starter"))]
        ScreenView::Workshop(it) => workshop::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Vault(it) => vault::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Plan(it) => plan::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Partners(it) => partners::screen(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Change(it) => report::change(ui, heading, it),
        #[cfg(not(feature = "starter"))]
        ScreenView::Report(it) => report::screen(ui, heading, it),
        _ => html! { <>{ ui.title(heading) }<p id="pa-loading">{ ui.say("loading.text") }</p></> },
    }
}

#[cfg(not(feature = "starter"))]
fn reading(ui: &Ui, heading: &str, view: &ReadingView) -> Html {
    let paragraphs =
        |all: &[String]| all.iter().map(|it| html! { <p>{ it }</p> }).collect::<Html>();
    let part = |it: &ReadingPart| {
        html! {
            <section>
                { ui.heading(1, it.heading.clone()) }
                { paragraphs(&it.before) }
                if !it.list.is_empty() {
                    <@{if view.ordered { "ol" } else { "ul" }} class="list">
                        { for it.list.iter().map(|it| html! { <li>{ it }</li> }) }
                    </@>
                }
                { paragraphs(&it.after) }
            </section>
        }
    };
    html! {
        <div class="reading">
            { ui.title(heading) }
            { for view.parts.iter().map(part) }
            { for view.more.iter().map(|it| ui.button("plain", ui.say(it.0), Event::Go(it.1))) }
            { ui.button("second", ui.say("nav.start"), Event::Go(Screen::Start)) }
        </div>
    }
}

/// The starter asks nothing.
#[cfg(feature = "starter")]
fn dialog(_: &Ui, _: Option<&DialogView>) -> Html {
    Html::default()
}

/// The one dialog, which stays in the page so that closing it gives the focus back.
#[cfg(not(feature = "starter"))]
fn dialog(ui: &Ui, view: Option<&DialogView>) -> Html {
    let oncancel = ui.send.reform(|event: yew::Event| {
        event.prevent_default();
        Event::Dismiss
    });
    let cancel = || ui.button("second", ui.say("dialog.cancel"), Event::Dismiss);
    let inside = view.map(|it| match it {
        DialogView::Confirm { title, text, yes, event } => {
            let onclick = ui.sends::<MouseEvent>(event.clone());
            html! {
                <>
                    <h2 id="pa-dialog-title"><bdi>{ title }</bdi></h2>
                    <p>{ text }</p>
                    <div class="acts">
                        <button type="button" class="danger" part="button danger" data-first="" {onclick}>{ yes }</button>
                        { cancel() }
                    </div>
                </>
            }
        }
        DialogView::Passphrase(it) => {
            let VaultKind::File(name) = &it.kind else { return Html::default() };
            html! {
                <>
                    <h2 id="pa-dialog-title"><bdi>{ ui.text.with("vault.file-title", &[("file", name)]) }</bdi></h2>
                    <p>{ ui.say("vault.file-text") }</p>
                    <vault::Passphrase ui={ui.clone()} view={it.clone()} again={false} beside={cancel()} />
                </>
            }
        }
        DialogView::Rename { id, name } => html! {
            <>
                <h2 id="pa-dialog-title">{ ui.say("rename.title") }</h2>
                <shelf::Rename ui={ui.clone()} id={id.clone()} name={name.clone()} cancel={cancel()} />
            </>
        },
    });
    html! { <dialog class="dialog" part="dialog" aria-labelledby="pa-dialog-title" {oncancel}>{ for inside }</dialog> }
}
