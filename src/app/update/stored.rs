//! What the storage holds, and what it reports.

use super::{go, land, need, possible, resume};
use crate::app::FULL;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::model::{Entry, Model, News, Storage};
#[cfg(not(feature = "starter"))]
use crate::exchange;
use crate::exchange::json;
use crate::instrument::document::{Fault, Problem};

pub fn update(model: &mut Model, event: Event, effects: &mut Vec<Effect>) {
    match event {
        Event::OpenAssessment(id) => open(model, id, effects),
        #[cfg(not(feature = "starter"))]
        Event::ShelfRead(Ok(records)) => shelf_read(model, records, effects),
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
                model.news.take_if(|it| matches!(it, News::StorageFailed(_)));
                // There is room again: what had to wait goes first.
                save_unsaved(model, effects);
            }
            #[cfg(not(feature = "starter"))]
            {
                model.desk.adrift.retain(|it| *it != saving.id);
                let unkept = std::mem::take(&mut model.desk.unkept);
                effects.extend(
                    unkept.into_iter().map(|(id, text)| Effect::KeepInstrument { id, text }),
                );
            }
            model.saved_at = Some(model.moment.now);
        }
        Event::StoreFailed { id, fault } => {
            if !model.unsaved.contains(&id) {
                model.unsaved.push(id);
            }
            let says_it_is_here = |it: &News| {
                matches!(it, News::Imported { .. } | News::Rescued { .. } | News::Restored)
            };
            let wrong = FULL && model.news.as_ref().is_some_and(says_it_is_here);
            if wrong || model.storage_fault != Some(fault) {
                model.news = Some(News::StorageFailed(fault));
            }
            model.storage_fault = Some(fault);
        }
        // The full widget merges what others have stored.
        #[cfg(feature = "starter")]
        Event::ChangedElsewhere { .. } => model.overtaken = true,
        Event::ErasedElsewhere => erased_elsewhere(model, effects),
        Event::Leaving => save_unsaved(model, effects),
        #[cfg(not(feature = "starter"))]
        Event::InstrumentNotKept { id, text } => {
            model.desk.unkept.retain(|it| it.0 != id);
            model.desk.unkept.push((id, text));
            if model.storage_fault.is_none() {
                model.news = Some(News::QuestionsNotStored);
            }
        }
        #[cfg(not(feature = "starter"))]
        event => super::elsewhere::update(model, event, effects),
        #[cfg(feature = "starter")]
        // Everything else is handled before it comes here.
        _ => {}
    }
}

/// Puts everything that is stored on the shelf.
#[cfg(not(feature = "starter"))]
pub fn shelf_read(model: &mut Model, records: Vec<(String, String)>, effects: &mut Vec<Effect>) {
    for (id, raw) in records {
        if !model.shelf.contains(&id) {
            put_on(model, id, raw);
        }
    }
    model.shelf_read = true;
    model.screen = possible(model, model.screen);
    model.refresh_report();
    super::rounds::tell_due(model, effects);
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
        Err(problems) if problems.iter().any(|it| it.names(exchange::workshop::FORMAT)) => {
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

pub fn unreadable(raw: String, problems: Vec<Problem>) -> Entry {
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

/// Stores what could not be stored before.
pub fn save_unsaved(model: &Model, effects: &mut Vec<Effect>) {
    for id in &model.unsaved {
        save(model, id, effects);
    }
}

/// Another tab has deleted everything: what is on this device goes here too.
fn erased_elsewhere(model: &mut Model, effects: &mut Vec<Effect>) {
    for id in model.stored_ids() {
        model.shelf.remove(&id);
        model.current.take_if(|it| *it == id);
        #[cfg(not(feature = "starter"))]
        if model.workshop.as_ref() == Some(&id) {
            model.enter(None);
        }
    }
    model.saved_at = None;
    model.due = None;
    model.locked = false;
    #[cfg(not(feature = "starter"))]
    {
        model.undo.clear();
        model.desk.erase();
    }
    let screen = possible(model, model.screen);
    if screen != model.screen {
        go(model, screen, effects);
    }
    #[cfg(not(feature = "starter"))]
    {
        model.news = Some(News::ErasedElsewhere);
    }
}

/// Stores the assessment `id` if it is to be kept and differs from what is stored.
pub fn save(model: &Model, id: &str, effects: &mut Vec<Effect>) {
    // Beside what is under a passphrase nothing is stored that is not.
    if model.options.storage == Storage::None || model.locked {
        return;
    }
    if let Some(entry) = model.shelf.get(id).filter(|it| it.keep())
        && let Some(text) = unstored(entry)
    {
        let expected = entry.stored().cloned();
        effects.push(Effect::Save { id: id.to_owned(), text, expected });
    }
}

/// What is stored of the assessment or workshop, as it is now.
pub fn record(entry: &Entry) -> Option<String> {
    match entry {
        Entry::Readable { assessment, .. } => Some(json::write_record(assessment)),
        #[cfg(not(feature = "starter"))]
        Entry::Workshop { workshop, .. } => Some(exchange::workshop::write(workshop)),
        Entry::Unreadable { .. } => None,
    }
}

/// The same, unless it is what this page knows to be stored.
pub fn unstored(entry: &Entry) -> Option<String> {
    record(entry).filter(|it| entry.stored() != Some(it))
}
