//! The shelf of assessments, and what the storage says of it.

use super::{go, land, need, resume, save};
use crate::app::effect::{Effect, Focus};
use crate::app::event::{Event, StorageFault};
use crate::app::model::{Dialog, Entry, Model, News, Screen};
use crate::exchange::json::{self, MAX_NAME};
use crate::instrument::document::{Fault, Problem};

pub fn update(model: &mut Model, event: Event, effects: &mut Vec<Effect>) {
    match event {
        Event::OpenAssessment(id) => open(model, id, effects),
        Event::AskRename(id) => ask(model, Dialog::Rename(id), effects),
        Event::Rename { id, name } => rename(model, id, &name, effects),
        Event::Duplicate(id) => duplicate(model, &id, effects),
        Event::AskDelete(id) => ask(model, Dialog::Delete(id), effects),
        Event::Delete(id) => delete(model, &id, effects),
        Event::Undo => {
            if let Some((id, entry)) = model.undo.take() {
                if let Entry::Unreadable { raw, .. } = &entry {
                    let text = raw.clone();
                    effects.push(Effect::Save { id: id.clone(), text, expected: None });
                }
                model.shelf.insert(id.clone(), entry);
                save(model, &id, effects);
                model.news = Some(News::Restored);
                effects.push(Effect::Focus(Focus::Notice));
            }
        }
        Event::AskDeleteEverything => ask(model, Dialog::DeleteEverything, effects),
        Event::DeleteEverything => effects.push(Effect::Erase),
        Event::Erased => {
            model.shelf.clear();
            model.custom.clear();
            model.current = None;
            model.undo = None;
            model.saved_at = None;
            model.dialog = None;
            if let Some(draft) = &mut model.draft {
                draft.respondent = crate::response::Respondent::default();
            }
            go(model, Screen::Start, effects);
            model.news = Some(News::Erased);
        }
        Event::SaveCopy(id) => save_copy(model, &id, effects),

        Event::ShelfRead(Ok(records)) => {
            for (id, raw) in records {
                if !model.shelf.contains(&id) {
                    put_on(model, id, raw);
                }
            }
            model.shelf_read = true;
        }
        Event::ShelfRead(Err(fault)) => {
            model.storage_fault = Some(fault);
            model.shelf_read = true;
        }
        Event::Stored(saving) => {
            if let Some(Entry::Readable { stored, .. }) = model.shelf.get_mut(&saving.id) {
                *stored = Some(saving.text);
            }
            model.storage_fault = None;
            model.saved_at = Some(model.moment.now);
        }
        Event::StoreFailed { fault, .. } => {
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
    let entry = match json::read_record(&raw) {
        Ok(assessment) if assessment.response.id == id => {
            Entry::Readable { assessment, stored: Some(raw), keep: true }
        }
        Ok(_) => Entry::Unreadable { raw, problem: Problem::new("id", Fault::NotOurs) },
        Err(problems) => {
            let problem = problems.into_iter().next();
            let problem = problem.unwrap_or_else(|| Problem::new("", Fault::NotOurs));
            Entry::Unreadable { raw, problem }
        }
    };
    model.shelf.insert(id, entry);
}

fn ask(model: &mut Model, dialog: Dialog, effects: &mut Vec<Effect>) {
    model.dialog = Some(dialog);
    effects.push(Effect::Focus(Focus::Dialog));
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

fn rename(model: &mut Model, id: String, name: &str, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    if let Some(Entry::Readable { assessment, .. }) = model.shelf.get_mut(&id) {
        assessment.name = name.trim().chars().take(MAX_NAME).collect();
        assessment.named = now.max(assessment.named + 1);
        save(model, &id, effects);
    }
    model.dialog = None;
    effects.push(Effect::Focus(Focus::Opener));
}

fn duplicate(model: &mut Model, id: &str, effects: &mut Vec<Effect>) {
    let Some(Entry::Readable { assessment, keep, .. }) = model.shelf.get(id) else { return };
    let keep = *keep;
    let mut copy = assessment.clone();
    let name = model.name_of(assessment);
    copy.name = model.text().with("shelf.copy-of", &[("name", &name)]);
    copy.name = copy.name.chars().take(MAX_NAME).collect();
    copy.response.id = model.moment.uuid();
    copy.exported = None;
    let id = copy.response.id.clone();
    model.shelf.insert(id.clone(), Entry::Readable { assessment: copy, stored: None, keep });
    save(model, &id, effects);
    effects.push(Effect::Focus(Focus::Heading));
}

fn delete(model: &mut Model, id: &str, effects: &mut Vec<Effect>) {
    model.dialog = None;
    let Some(mut entry) = model.shelf.remove(id) else { return };
    let name = match &mut entry {
        Entry::Readable { assessment, stored, .. } => {
            *stored = None;
            model.name_of(assessment)
        }
        Entry::Unreadable { .. } => id.to_owned(),
    };
    effects.push(Effect::Remove { id: id.to_owned() });
    if model.current.as_deref() == Some(id) {
        model.current = None;
        effects.push(Effect::RememberLast(None));
    }
    model.undo = Some((id.to_owned(), entry));
    go(model, Screen::Shelf, effects);
    model.news = Some(News::Deleted { name });
    effects.retain(|it| !matches!(it, Effect::Focus(_)));
    effects.push(Effect::Focus(Focus::Notice));
}

/// Saves a record that cannot be read as a file, just as it is stored.
fn save_copy(model: &Model, id: &str, effects: &mut Vec<Effect>) {
    if let Some(Entry::Unreadable { raw, .. }) = model.shelf.get(id) {
        let name = format!("{}.json", model.text().with("file.record", &[("id", id)]));
        effects.push(Effect::Download { name, mime: "application/json", text: raw.clone() });
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
        if model.current.as_deref() == Some(id.as_str()) {
            // What is open stays open; its next answer stores it again.
            if let Some(Entry::Readable { stored, .. }) = model.shelf.get_mut(&id) {
                *stored = None;
            }
        } else {
            model.shelf.remove(&id);
        }
        return;
    };
    let Some(Entry::Readable { assessment, stored, .. }) = model.shelf.get_mut(&id) else {
        put_on(model, id, raw);
        return;
    };
    match json::read_record(&raw) {
        Ok(theirs) => {
            let changed = assessment.merge(&theirs);
            *stored = Some(raw);
            if changed && model.current.as_deref() == Some(id.as_str()) {
                model.news = Some(News::Merged);
            }
            save(model, &id, effects);
        }
        Err(problems) => {
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
