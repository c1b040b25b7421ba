//! Files of what comes of the results: the plan, its days, the report, its figures.

use std::rc::Rc;

use crate::app::effect::Effect;
use crate::app::model::{Download, Entry, Model, Of, Screen};
use crate::app::view;
use crate::document::drawing::Drawing;
use crate::document::{Document, Figure};
use crate::exchange::{calendar, html, plan as files, svg};
use crate::plan::Plan;
use crate::text::Text;

pub fn download(model: &Model, download: Download, effects: &mut Vec<Effect>) {
    let text = model.text();
    let Some(of) = model.screen.of() else { return };
    let Some((id, plan)) = model.open_plan() else { return };
    let instrument = match model.shelf.get(&id) {
        Some(Entry::Readable { assessment, .. }) => &assessment.response.instrument.id,
        Some(Entry::Workshop { workshop, .. }) => &workshop.instrument.id,
        Some(Entry::Unreadable { .. }) | None => return,
    };
    let day = model.today().write();
    let values = [("instrument", instrument.as_str()), ("date", day.as_str())];
    let name = |key: &str, end: &str| format!("{}.{end}", text.with(key, &values));
    let mut save = |name: String, mime: &'static str, text: String| {
        effects.push(Effect::Download { name, mime, text });
    };
    match download {
        Download::Plan => {
            let Some(instrument) = model.instruments.get(instrument) else { return };
            let (heads, rows) = view::plan_table(&text, instrument, &plan);
            let file = files::write_table(&heads, &rows, !model.no_byte_order_mark);
            save(name("file.plan", "csv"), "text/csv;charset=utf-8", file);
        }
        Download::Calendar => {
            let of = model.name_of_entry(&id);
            let entries = entries(&text, &id, &of, &plan);
            let title = text.with("calendar.name", &[("name", &of)]);
            let file = calendar::write(&title, &text.language, &entries, model.moment.now);
            save(name("file.calendar", "ics"), "text/calendar;charset=utf-8", file);
        }
        Download::Page => {
            let Some(document) = view::report(model, &text, of) else { return };
            save(name("file.page", "html"), "text/html;charset=utf-8", html::write(&document));
        }
        Download::Figure { place, painted } => {
            let Some(document) = shown(model, &text, of) else { return };
            let Some(figure) = document.figures().nth(place) else { return };
            let name = |end: &str| {
                let of = text.with("file.figure", &values);
                format!("{of}-{}.{end}", figure.id)
            };
            let drawing = whole(figure);
            if painted {
                effects.push(Effect::Paint { name: name("png"), drawing: Rc::new(drawing) });
            } else {
                let file = svg::write(&drawing, &figure.title, &figure.summary);
                save(name("svg"), "image/svg+xml", file);
            }
        }
        // Everything else is handled elsewhere.
        _ => {}
    }
}

/// The document on the screen.
fn shown(model: &Model, text: &Text, of: Of) -> Option<Rc<Document>> {
    if model.screen != Screen::Change(of) {
        return view::report(model, text, of).map(Rc::new);
    }
    match view::change(model, text, of).1 {
        view::ScreenView::Change(it) => Some(it.document.clone()),
        _ => None,
    }
}

/// A figure as one drawing: small ones stand side by side.
fn whole(figure: &Figure) -> Drawing {
    const COLUMNS: usize = 2;
    const GAP: i64 = 28;
    match figure.drawings.as_slice() {
        [only] => (**only).clone(),
        all => {
            Drawing::beside(&all.iter().map(|it| (**it).clone()).collect::<Vec<_>>(), COLUMNS, GAP)
        }
    }
}

/// The review and the days of the actions that are not done.
fn entries(text: &Text, id: &str, of: &str, plan: &Plan) -> Vec<calendar::Entry> {
    let mut res = Vec::new();
    if let Some(day) = plan.review {
        res.push(calendar::Entry {
            uid: format!("review-{id}"),
            day,
            title: text.with("calendar.review", &[("name", of)]),
            text: text.say("calendar.review-text"),
            changed: plan.changed,
            remind: true,
        });
    }
    for it in plan.actions.iter().filter(|it| it.state.is_open()) {
        let Some(day) = it.by else { continue };
        let title = view::action_title(text, it);
        let facts = view::action_facts(text, it).into_iter();
        let lines: Vec<String> = facts.map(|it| format!("{}: {}", it.0, it.1)).collect();
        res.push(calendar::Entry {
            uid: format!("{}-{id}", it.id),
            day,
            title: text.with("calendar.action", &[("action", &title), ("name", of)]),
            text: lines.join("\n"),
            changed: it.changed,
            remind: false,
        });
    }
    res
}
