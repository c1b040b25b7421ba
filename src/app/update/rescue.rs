//! Everything that a browser had stored, read from the file that was saved where the widget had
//! stopped working.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::files::own_id;
use super::rounds::remember_due;
use super::{go, keep_instrument, land, save, stored};
use crate::app::effect::{Effect, Focus};
use crate::app::model::{Entry, Model, News, Screen};
use crate::exchange::rescue::{self, Rescued};
use crate::instrument::document::{Fault, Problem};
use crate::instrument::{BUILT_IN, reader};

/// Whether a file that is no response says that it holds what was rescued.
pub fn names_a_rescue(problem: &Problem) -> bool {
    matches!(&problem.fault, Fault::WrongFormat { found, .. } if found == rescue::FORMAT)
}

/// Puts what the file holds on the shelf, each as if it came in a file of its own: merged with
/// what is here of it, and what cannot be read set aside as it is.
pub fn open(model: &mut Model, name: &str, text: &str, effects: &mut Vec<Effect>) {
    let all = match rescue::read(text) {
        Ok(all) => all,
        Err(problems) => {
            model.news = Some(News::ImportFailed { file: name.to_owned(), problems });
            effects.push(Effect::Focus(Focus::Notice));
            return;
        }
    };
    let (mut records, mut instruments) = (Vec::new(), Vec::new());
    for it in all {
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
fn take(model: &mut Model, id: String, entry: Entry, effects: &mut Vec<Effect>) -> bool {
    let keep = model.can_keep();
    match entry {
        Entry::Readable { mut assessment, .. } => {
            let instrument = assessment.response.instrument.id.clone();
            let id = own_id(model, &mut assessment.response);
            let known = match model.shelf.get_mut(&id) {
                Some(Entry::Readable { assessment: mine, .. }) => {
                    let before = mine.clone();
                    mine.merge_all(&assessment);
                    mine.says_the_same_as(&before)
                }
                _ => {
                    let entry = Entry::Readable { assessment, stored: None, keep };
                    model.shelf.insert(id.clone(), entry);
                    false
                }
            };
            if model.keeps(Some(&id)) {
                keep_instrument(model, &instrument, effects);
            }
            save(model, &id, effects);
            known
        }
        Entry::Workshop { workshop, .. } => {
            let known = match model.shelf.get_mut(&id) {
                Some(Entry::Workshop { workshop: mine, .. }) => !mine.merge(*workshop),
                _ => {
                    let entry = Entry::Workshop { workshop, stored: None, keep };
                    model.shelf.insert(id.clone(), entry);
                    false
                }
            };
            save(model, &id, effects);
            known
        }
        Entry::Unreadable { .. } => true,
    }
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
