//! What the storage holds, and what it reports.

use super::{land, merge, need, possible, resume, save};
use crate::app::effect::Effect;
use crate::app::event::{Event, StorageFault};
use crate::app::model::{Entry, Model, News};
#[cfg(not(feature = "starter"))]
use crate::exchange;
use crate::exchange::json;
use crate::instrument::document::{Fault, Problem};
use crate::response::Assessment;

pub fn update(model: &mut Model, event: Event, effects: &mut Vec<Effect>) {
    match event {
        Event::OpenAssessment(id) => open(model, id, effects),
        Event::ShelfRead(Ok(records)) => {
            for (id, raw) in records {
                if !model.shelf.contains(&id) {
                    put_on(model, id, raw);
                }
            }
            model.shelf_read = true;
            model.screen = possible(model, model.screen);
            #[cfg(not(feature = "starter"))]
            {
                model.refresh_report();
                super::rounds::tell_due(model, effects);
            }
        }
        Event::ShelfRead(Err(fault)) => {
            model.storage_fault = Some(fault);
            model.shelf_read = true;
        }
        Event::Stored(saving) => {
            if let Some(it) = model.shelf.get_mut(&saving.id).and_then(Entry::stored_mut) {
                *it = Some(saving.text);
            }
            model.unsaved.retain(|it| *it != saving.id);
            if model.storage_fault.take().is_some() {
                // There is room again: what had to wait goes first.
                for id in model.unsaved.clone() {
                    save(model, &id, effects);
                }
            }
            model.saved_at = Some(model.moment.now);
        }
        Event::StoreFailed { id, fault } => {
            if !model.unsaved.contains(&id) {
                model.unsaved.push(id);
            }
            if model.storage_fault != Some(fault) {
                model.news = Some(News::StorageFailed(fault));
            }
            model.storage_fault = Some(fault);
        }
        Event::ChangedElsewhere { id, text } => changed_elsewhere(model, id, text, effects),
        // Everything else is handled before it comes here.
        _ => {}
    }
}

/// Puts a stored record on the shelf; one that cannot be read stays as it is.
pub fn put_on(model: &mut Model, id: String, raw: String) {
    let entry = entry(&id, raw);
    model.shelf.insert(id, entry);
}

/// What is stored under `id`.
pub fn entry(id: &str, raw: String) -> Entry {
    match json::read_record(&raw) {
        Ok(assessment) if assessment.response.id == id => {
            Entry::Readable { assessment: Box::new(assessment), stored: Some(raw), keep: true }
        }
        Ok(_) => Entry::Unreadable { raw, problem: Problem::new("id", Fault::NotOurs) },
        #[cfg(not(feature = "starter"))]
        Err(problems) if problems.iter().any(names_a_workshop) => {
            match exchange::workshop::read(&raw) {
                Ok(workshop) if workshop.id == id => {
                    let (workshop, stored) = (Box::new(workshop), Some(raw));
                    Entry::Workshop { workshop, stored, keep: true }
                }
                Ok(_) => Entry::Unreadable { raw, problem: Problem::new("id", Fault::NotOurs) },
                Err(problems) => unreadable(raw, problems),
            }
        }
        Err(problems) => unreadable(raw, problems),
    }
}

#[cfg(not(feature = "starter"))]
/// Whether a document that is no record says that it is a workshop.
pub fn names_a_workshop(problem: &Problem) -> bool {
    matches!(&problem.fault, Fault::WrongFormat { found, .. } if found == exchange::workshop::FORMAT)
}

fn unreadable(raw: String, problems: Vec<Problem>) -> Entry {
    let problem = problems.into_iter().next();
    Entry::Unreadable { raw, problem: problem.unwrap_or_else(|| Problem::new("", Fault::NotOurs)) }
}

fn open(model: &mut Model, id: String, effects: &mut Vec<Effect>) {
    let Some(Entry::Readable { assessment, keep, .. }) = model.shelf.get(&id) else { return };
    let instrument = assessment.response.instrument.id.clone();
    if *keep {
        effects.push(Effect::RememberLast(Some(id.clone())));
    }
    model.current = Some(id);
    model.saved_at = None;
    if model.instruments.contains(&instrument) {
        model.landing = true;
        land(model, effects);
    } else {
        need(model, &instrument, effects);
        resume(model, effects);
    }
}

/// Another tab, or somebody who cleared the storage, changed what is stored under `id`.
fn changed_elsewhere(
    model: &mut Model,
    id: String,
    text: Option<String>,
    effects: &mut Vec<Effect>,
) {
    let Some(raw) = text else {
        if [&model.current, &model.workshop].contains(&&Some(id.clone())) {
            // What is open stays open; its next answer stores it again.
            if let Some(stored) = model.shelf.get_mut(&id).and_then(Entry::stored_mut) {
                *stored = None;
            }
            model.saved_at = None;
            model.unsaved.push(id);
        } else {
            model.shelf.remove(&id);
        }
        return;
    };
    #[cfg(not(feature = "starter"))]
    if let Some(Entry::Workshop { .. }) = model.shelf.get(&id) {
        workshop_changed_elsewhere(model, id, raw, effects);
        return;
    }
    let Some(Entry::Readable { assessment, stored, .. }) = model.shelf.get_mut(&id) else {
        put_on(model, id, raw);
        return;
    };
    match json::read_record(&raw) {
        Ok(theirs) if is_copy(&theirs, assessment) => {
            let changed = merge(assessment, &theirs);
            *stored = Some(raw);
            if changed && model.current.as_deref() == Some(id.as_str()) {
                model.news = Some(News::Merged);
            }
            save(model, &id, effects);
        }
        read => {
            let problems = read.err().unwrap_or_default();
            // A newer version's record is never written over: ours goes on in memory.
            let newer = |it: &Problem| matches!(it.fault, Fault::NewerVersion { .. });
            if problems.iter().any(newer) {
                model.storage_fault = Some(StorageFault::Forbidden);
                model.news = Some(News::StorageFailed(StorageFault::Forbidden));
                if let Some(Entry::Readable { keep, .. }) = model.shelf.get_mut(&id) {
                    *keep = false;
                }
            } else {
                *stored = Some(raw);
                save(model, &id, effects);
            }
        }
    }
}

/// Another tab changed a workshop: both keep what either of them has.
#[cfg(not(feature = "starter"))]
fn workshop_changed_elsewhere(
    model: &mut Model,
    id: String,
    raw: String,
    effects: &mut Vec<Effect>,
) {
    let Some(Entry::Workshop { workshop, stored, keep }) = model.shelf.get_mut(&id) else { return };
    match exchange::workshop::read(&raw) {
        Ok(theirs) if theirs.id == id => {
            let changed = workshop.merge(theirs);
            *stored = Some(raw);
            if changed && model.workshop.as_ref() == Some(&id) {
                model.desk.before.clear();
                model.refresh_report();
                model.news = Some(News::Merged);
            }
            save(model, &id, effects);
        }
        // A newer version's record is never written over: ours goes on in memory.
        _ => {
            *keep = false;
            model.storage_fault = Some(StorageFault::Forbidden);
            model.news = Some(News::StorageFailed(StorageFault::Forbidden));
        }
    }
}

/// Whether two assessments are copies of one, which may be merged.
fn is_copy(one: &Assessment, other: &Assessment) -> bool {
    let (one, other) = (&one.response, &other.response);
    one.id == other.id && one.instrument.id == other.instrument.id
}
