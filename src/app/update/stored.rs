//! What the storage holds, and what it reports.

#[cfg(not(feature = "starter"))]
use super::record;
use super::{go, land, merge, need, possible, resume, save};
use crate::app::effect::Effect;
#[cfg(not(feature = "starter"))]
use crate::app::effect::Focus;
use crate::app::event::Event;
#[cfg(feature = "starter")]
use crate::app::event::StorageFault;
use crate::app::model::{Entry, Model, News};
#[cfg(not(feature = "starter"))]
use crate::exchange;
use crate::exchange::json;
use crate::instrument::document::{Fault, Problem};
use crate::response::Assessment;

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
                // There is room again: what had to wait goes first.
                save_unsaved(model, effects);
            }
            #[cfg(not(feature = "starter"))]
            {
                model.desk.adrift.retain(|it| *it != saving.id);
                for id in std::mem::take(&mut model.desk.unkept) {
                    super::keep_instrument(model, &id, effects);
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
        // It cannot be read before the passphrase is given.
        Event::ChangedElsewhere { .. } if model.locked => {}
        Event::ChangedElsewhere { id, text } => changed_elsewhere(model, id, text, effects),
        Event::Vanished(ids) => vanished(model, ids, effects),
        Event::ErasedElsewhere => erased_elsewhere(model, effects),
        Event::Leaving => save_unsaved(model, effects),
        #[cfg(not(feature = "starter"))]
        Event::Emptied => {
            let workshop = |it: &(&String, &Entry)| matches!(it.1, Entry::Workshop { .. });
            model.desk.adrift =
                model.shelf.iter().filter(workshop).map(|it| it.0.clone()).collect();
        }
        #[cfg(not(feature = "starter"))]
        Event::InstrumentNotKept(id) if !model.desk.unkept.contains(&id) => {
            model.desk.unkept.push(id);
            if model.storage_fault.is_none() {
                model.news = Some(News::QuestionsNotStored);
            }
        }
        #[cfg(not(feature = "starter"))]
        Event::KeepHere(id) => keep_here(model, id, effects),
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
        deleted_elsewhere(model, id, effects);
        return;
    };
    #[cfg(not(feature = "starter"))]
    super::shelf::bring_back(model, &id);
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
            kept_again(model, &id);
            if changed && model.current.as_deref() == Some(id.as_str()) {
                model.news = Some(News::Merged);
            }
            save(model, &id, effects);
        }
        Ok(_) => spoilt_elsewhere(model, id, raw, not_ours(), effects),
        Err(problems) => spoilt_elsewhere(model, id, raw, problems, effects),
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
    let Some(Entry::Workshop { workshop, stored, .. }) = model.shelf.get_mut(&id) else { return };
    match exchange::workshop::read(&raw) {
        Ok(mut theirs) if theirs.id == id => {
            let adrift = model.desk.adrift.contains(&id);
            let base = stored.as_deref().filter(|_| !adrift);
            if let Some(base) = base.and_then(|it| exchange::workshop::read(it).ok()) {
                workshop.leave_out_what_was_taken_back(&base, &mut theirs);
            }
            let changed = workshop.merge(theirs);
            *stored = Some(raw);
            model.desk.adrift.retain(|it| *it != id);
            kept_again(model, &id);
            if changed && model.workshop.as_ref() == Some(&id) {
                model.desk.before.clear();
                model.refresh_report();
                model.news = Some(News::Merged);
            }
            save(model, &id, effects);
        }
        Ok(_) => spoilt_elsewhere(model, id, raw, not_ours(), effects),
        Err(problems) => spoilt_elsewhere(model, id, raw, problems, effects),
    }
}

fn not_ours() -> Vec<Problem> {
    vec![Problem::new("id", Fault::NotOurs)]
}

/// What is stored under `id` cannot be read any more. It is never written over: what a newer
/// version wrote stays where it is, and ours goes on in memory; what is damaged is set aside,
/// and ours takes its place.
fn spoilt_elsewhere(
    model: &mut Model,
    id: String,
    raw: String,
    problems: Vec<Problem>,
    effects: &mut Vec<Effect>,
) {
    let keeps = model.keeps(Some(&id));
    #[cfg(not(feature = "starter"))]
    if !problems.iter().any(|it| matches!(it.fault, Fault::NewerVersion { .. })) {
        if keeps && let Some(text) = record(model, &id) {
            let aside = model.moment.uuid();
            model.moment.random = model.moment.random.wrapping_add(1);
            model.shelf.insert(aside.clone(), unreadable(raw.clone(), problems));
            effects.push(Effect::SetAside { id, aside, damaged: raw, text });
        }
        return;
    }
    let _ = (&raw, &problems, &effects);
    if keeps {
        set_keep(model, &id, false);
        #[cfg(feature = "starter")]
        let news = News::StorageFailed(StorageFault::Forbidden);
        #[cfg(not(feature = "starter"))]
        let news = News::NewerElsewhere;
        model.news = Some(news);
    }
}

/// What another tab had deleted is stored by one of them again.
fn kept_again(model: &mut Model, id: &str) {
    let parted = model.parted.iter().position(|it| it == id);
    if let Some(at) = parted {
        model.parted.remove(at);
        if let Some(keep) = model.shelf.get_mut(id).and_then(Entry::keep_mut) {
            *keep = true;
        }
    }
}

/// Takes `id` off the device, or puts it there, as far as this page is concerned.
fn set_keep(model: &mut Model, id: &str, wanted: bool) {
    let Some(entry) = model.shelf.get_mut(id) else { return };
    if let Some(stored) = entry.stored_mut() {
        *stored = None;
    }
    if let Some(keep) = entry.keep_mut() {
        *keep = wanted;
    }
    model.unsaved.retain(|it| it != id);
    model.saved_at = None;
}

/// What another tab has deleted stays where it is shown, but is not stored again unless the
/// person says so; elsewhere it goes, and can be had back.
fn deleted_elsewhere(model: &mut Model, id: String, effects: &mut Vec<Effect>) {
    let is = |it: &Option<String>| it.as_ref() == Some(&id);
    let screen = model.screen;
    let shown = is(&model.current) && screen.needs_assessment()
        || is(&model.workshop) && screen.needs_workshop();
    if shown {
        if model.keeps(Some(&id)) {
            set_keep(model, &id, false);
            model.parted.push(id.clone());
            #[cfg(not(feature = "starter"))]
            {
                model.news = Some(News::DeletedElsewhere(id));
            }
        }
    } else {
        #[cfg(feature = "starter")]
        {
            model.shelf.remove(&id);
            model.current.take_if(|it| *it == id);
        }
        #[cfg(not(feature = "starter"))]
        super::shelf::take_away(model, &id);
    }
    #[cfg(not(feature = "starter"))]
    super::rounds::remember_due(model, effects);
    #[cfg(feature = "starter")]
    let _ = effects;
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
    model.undo.clear();
    model.saved_at = None;
    model.due = None;
    model.locked = false;
    #[cfg(not(feature = "starter"))]
    {
        model.desk.vault = Default::default();
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

/// Stores again what somebody took out of the storage who is none of us.
fn vanished(model: &mut Model, ids: Vec<String>, effects: &mut Vec<Effect>) {
    for id in &ids {
        if let Some(stored) = model.shelf.get_mut(id).and_then(Entry::stored_mut) {
            *stored = None;
        }
        #[cfg(not(feature = "starter"))]
        if let Some(Entry::Unreadable { raw, .. }) = model.shelf.get(id) {
            let (id, text) = (id.clone(), raw.clone());
            effects.push(Effect::Save { id, text, expected: None });
        }
        save(model, id, effects);
    }
    #[cfg(not(feature = "starter"))]
    {
        let kept = model.current.clone().filter(|it| model.keeps(Some(it)));
        if kept.is_some() {
            effects.push(Effect::RememberLast(kept));
        }
        if model.due.is_some() {
            effects.push(Effect::RememberDue(model.due));
        }
        model.news = Some(News::Emptied);
    }
}

/// Stores what could not be stored before.
pub fn save_unsaved(model: &Model, effects: &mut Vec<Effect>) {
    for id in &model.unsaved {
        save(model, id, effects);
    }
}

/// Stores `id` on this device, from now on.
#[cfg(not(feature = "starter"))]
fn keep_here(model: &mut Model, id: String, effects: &mut Vec<Effect>) {
    set_keep(model, &id, true);
    model.parted.retain(|it| *it != id);
    save(model, &id, effects);
    if model.current.as_ref() == Some(&id) {
        let instrument = model.assessment().map(|it| it.response.instrument.id.clone());
        super::keep_instrument(model, &instrument.unwrap_or_default(), effects);
        effects.push(Effect::RememberLast(Some(id)));
    }
    model.news = None;
    effects.push(Effect::Focus(Focus::Heading));
}

/// Whether two assessments are copies of one, which may be merged.
fn is_copy(one: &Assessment, other: &Assessment) -> bool {
    let (one, other) = (&one.response, &other.response);
    one.id == other.id && one.instrument.id == other.instrument.id
}
