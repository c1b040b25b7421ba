//! Everything that a browser had stored, read from the file that was saved where the widget had
//! stopped working.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::files::{ask_for_the_passphrase, own_id, refuse};
use super::rounds::remember_due;
use super::shelf::put;
use super::{go, keep_instrument, land, save, stored};
use crate::app::effect::{Effect, Focus};
use crate::app::model::{Entry, Model, News, Screen};
use crate::exchange::rescue::{self, Rescued};
use crate::instrument::document::{Fault, Problem};
use crate::instrument::{BUILT_IN, reader};

/// Puts what the file holds on the shelf, each as if it came in a file of its own: merged with
/// what is here of it, and what cannot be read set aside as it is.
pub fn open(model: &mut Model, name: &str, text: &str, effects: &mut Vec<Effect>) {
    let file = match rescue::read(text) {
        Ok(file) => file,
        Err(problems) => return refuse(model, name, problems, effects),
    };
    if !file.vaults().is_empty() {
        return ask_for_the_passphrase(model, name, text.to_owned(), effects);
    }
    let (mut records, mut instruments) = (Vec::new(), Vec::new());
    for it in file.rescued() {
        match it {
            Rescued::Record { id, text } => records.push((id, text)),
            Rescued::Instrument { id, text } => instruments.push((id, text)),
        }
    }
    // Answers are opened with the questions that they answer.
    for (id, text) in instruments {
        take_instrument(model, &id, text, effects);
    }
    let (mut read, mut aside, mut known) = (0, BTreeSet::new(), true);
    for (id, text) in records {
        match entry(model, &id, text) {
            Entry::Unreadable { raw, problem } => {
                aside.insert(raw.clone());
                known &= set_aside(model, id, raw, problem, effects);
            }
            it => {
                read += 1;
                known &= take(model, id, it, effects);
            }
        }
    }
    land(model, effects);
    remember_due(model, effects);
    model.refresh_report();
    go(model, Screen::Shelf, effects);
    model.news = Some(News::Rescued { read, aside: aside.len(), known });
    effects.retain(|it| !matches!(it, Effect::Focus(_)));
    effects.push(Effect::Focus(Focus::Notice));
}

/// What was stored under `id`. A workshop whose id something else has here is set aside.
fn entry(model: &Model, id: &str, text: String) -> Entry {
    let raw = text.clone();
    match (stored::entry(id, text), model.shelf.get(id)) {
        (Entry::Workshop { .. }, Some(Entry::Readable { .. } | Entry::Unreadable { .. })) => {
            let problem = Problem::new("id", Fault::Duplicate { found: id.to_owned() });
            Entry::Unreadable { raw, problem }
        }
        (it, _) => it,
    }
}

/// Makes a custom instrument known, unless there is one of its name already. One that was
/// stored under its fingerprint is kept for the answers that belong to it.
fn take_instrument(model: &mut Model, id: &str, text: String, effects: &mut Vec<Effect>) {
    let Ok(instrument) = reader::read(&text) else { return };
    if BUILT_IN.contains(&instrument.id.as_str()) {
        return;
    }
    if instrument.fingerprint == id {
        if !model.desk.editions.contains(id) && model.can_keep() {
            effects.push(Effect::KeepInstrument { id: id.to_owned(), text });
        }
        model.desk.editions.insert(id.to_owned(), Rc::new(instrument));
    } else if !model.instruments.contains(&instrument.id) {
        model.custom.insert(instrument.id.clone(), text);
        model.instruments.insert(instrument.id.clone(), Rc::new(instrument));
    }
}

/// Puts an assessment or a workshop on the shelf, or merges it with what is there; whether
/// that changed nothing.
fn take(model: &mut Model, mut id: String, mut entry: Entry, effects: &mut Vec<Effect>) -> bool {
    let keep = model.can_keep();
    if let Some(stored) = entry.stored_mut() {
        *stored = None;
    }
    if let Some(wanted) = entry.keep_mut() {
        *wanted = keep;
    }
    let mut questions = None;
    if let Entry::Readable { assessment, .. } = &mut entry {
        questions = Some(assessment.response.instrument.id.clone());
        id = own_id(model, &mut assessment.response);
    }
    let known = !put(model, &id, entry);
    save(model, &id, effects);
    if let Some(instrument) = questions.filter(|_| model.keeps(Some(&id))) {
        keep_instrument(model, &instrument, effects);
    }
    known
}

/// Keeps what cannot be read as it is; whether it was here.
fn set_aside(
    model: &mut Model,
    mut id: String,
    raw: String,
    problem: Problem,
    effects: &mut Vec<Effect>,
) -> bool {
    let is_here = |it: &Entry| matches!(it, Entry::Unreadable { raw: mine, .. } if *mine == raw);
    if model.shelf.values().any(is_here) {
        return true;
    }
    if id.is_empty() || model.shelf.contains(&id) {
        id = model.moment.uuid();
        // The next one needs an id of its own.
        model.moment.random = model.moment.random.wrapping_add(1);
    }
    if model.can_keep() {
        effects.push(Effect::Save { id: id.clone(), text: raw.clone(), expected: None });
    }
    model.shelf.insert(id, Entry::Unreadable { raw, problem });
    false
}
