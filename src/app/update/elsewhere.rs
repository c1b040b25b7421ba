//! What other tabs, and other scripts of the site, do to what is stored.

use super::stored::{put_on, record, save, unreadable};
use crate::app::effect::{Effect, Focus};
use crate::app::event::Event;
use crate::app::model::{Entry, Model, News};
use crate::exchange::{self, json};
use crate::instrument::document::{Fault, Problem};
use crate::response::Assessment;

pub fn update(model: &mut Model, event: Event, effects: &mut Vec<Effect>) {
    match event {
        // It cannot be read before the passphrase is given.
        Event::ChangedElsewhere { .. } if model.locked => {}
        Event::ChangedElsewhere { id, text } => changed_elsewhere(model, id, text, effects),
        Event::Vanished(ids) => vanished(model, ids, effects),
        Event::Emptied => {
            let workshop = |it: &(&String, &Entry)| matches!(it.1, Entry::Workshop { .. });
            model.desk.adrift =
                model.shelf.iter().filter(workshop).map(|it| it.0.clone()).collect();
        }
        Event::KeepHere(id) => keep_here(model, id, effects),
        // Everything else is handled before it comes here.
        _ => {}
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
    super::shelf::bring_back(model, &id);
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
            let changed = assessment.merge_all(&theirs);
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
    if !problems.iter().any(|it| matches!(it.fault, Fault::NewerVersion { .. })) {
        if keeps && let Some(text) = model.shelf.get(&id).and_then(record) {
            let aside = model.moment.uuid();
            model.moment.random = model.moment.random.wrapping_add(1);
            model.shelf.insert(aside.clone(), unreadable(raw.clone(), problems));
            effects.push(Effect::SetAside { id, aside, damaged: raw, text });
        }
        return;
    }
    if keeps {
        set_keep(model, &id, false);
        model.news = Some(News::NewerElsewhere);
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
            model.news = Some(News::DeletedElsewhere(id));
        }
    } else {
        super::shelf::take_away(model, &id);
    }
    super::rounds::remember_due(model, effects);
}

/// Stores again what somebody took out of the storage who is none of us.
fn vanished(model: &mut Model, ids: Vec<String>, effects: &mut Vec<Effect>) {
    for id in &ids {
        if let Some(stored) = model.shelf.get_mut(id).and_then(Entry::stored_mut) {
            *stored = None;
        }
        if let Some(Entry::Unreadable { raw, .. }) = model.shelf.get(id) {
            let (id, text) = (id.clone(), raw.clone());
            effects.push(Effect::Save { id, text, expected: None });
        }
        save(model, id, effects);
    }
    let kept = model.current.clone().filter(|it| model.keeps(Some(it)));
    if kept.is_some() {
        effects.push(Effect::RememberLast(kept));
    }
    if model.due.is_some() {
        effects.push(Effect::RememberDue(model.due));
    }
    model.news = Some(News::Emptied);
}

/// Stores `id` on this device, from now on.
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
