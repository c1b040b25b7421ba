//! The shelf of assessments: rename, copy, delete, undo.

use super::rounds::remember_due;
use super::stored::save_unsaved;
use super::{go, save, stored};
use crate::app::effect::{Effect, Focus};
use crate::app::event::Event;
use crate::app::model::{Deleted, Dialog, Entry, Model, News, Screen};
use crate::exchange::json::MAX_NAME;
use crate::exchange::plan;
use crate::plan::Plan;

pub fn update(model: &mut Model, event: Event, effects: &mut Vec<Effect>) {
    match event {
        Event::AskRename(id) => ask(model, Dialog::Rename(id), effects),
        Event::Rename { id, name } => rename(model, id, &name, effects),
        Event::Duplicate(id) => duplicate(model, &id, effects),
        Event::AskDelete(id) => ask(model, Dialog::Delete(id), effects),
        Event::Delete(id) => delete(model, &id, effects),
        Event::Undo => {
            if let Some(deleted) = model.undo.pop() {
                let Deleted { id, entry, open } = deleted;
                if let Entry::Unreadable { raw, .. } = &entry {
                    let text = raw.clone();
                    effects.push(Effect::Save { id: id.clone(), text, expected: None });
                }
                // It may have come back from elsewhere meanwhile, and been answered since.
                put(model, &id, entry);
                save(model, &id, effects);
                if open && model.current.is_none() {
                    model.current = Some(id.clone());
                    if model.keeps(Some(&id)) {
                        effects.push(Effect::RememberLast(Some(id)));
                    }
                }
                remember_due(model, effects);
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
            model.enter(None);
            model.undo.clear();
            model.parted.clear();
            model.unsaved.clear();
            model.desk.unkept.clear();
            model.desk.adrift.clear();
            model.saved_at = None;
            model.due = None;
            model.locked = false;
            model.desk.erase();
            model.dialog = None;
            if let Some(draft) = &mut model.draft {
                draft.respondent = crate::response::Respondent::default();
            }
            go(model, Screen::Start, effects);
            model.news = Some(News::Erased);
        }
        Event::SaveCopy(id) => save_copy(model, &id, effects),
        Event::NoReminder(id) => {
            match model.shelf.get_mut(&id) {
                Some(Entry::Readable { assessment, .. }) => assessment.no_reminder = true,
                Some(Entry::Workshop { workshop, .. }) => workshop.no_reminder = true,
                Some(Entry::Unreadable { .. }) | None => {}
            }
            save(model, &id, effects);
            effects.push(Effect::Focus(Focus::Heading));
        }

        event => stored::update(model, event, effects),
    }
}

fn ask(model: &mut Model, dialog: Dialog, effects: &mut Vec<Effect>) {
    model.dialog = Some(dialog);
    effects.push(Effect::Focus(Focus::Dialog));
}

fn rename(model: &mut Model, id: String, name: &str, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    if let Some(Entry::Readable { assessment, .. }) = model.shelf.get_mut(&id) {
        assessment.name = name.trim().chars().take(MAX_NAME).collect();
        assessment.named = now.max(assessment.named + 1);
        save(model, &id, effects);
    } else if let Some(Entry::Workshop { workshop, .. }) = model.shelf.get_mut(&id) {
        let name: String = name.trim().chars().take(crate::workshop::MAX_NAME).collect();
        if !name.is_empty() {
            workshop.setup.name = name;
            workshop.updated = now.max(workshop.updated + 1);
        }
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
    // A copy is no round of its own.
    let plan = plan::read(&copy.response.plan, &copy.response.follow_up);
    if !plan.series.is_empty() {
        copy.put_plan(&Plan { series: String::new(), ..plan }, model.moment.now);
    }
    let id = copy.response.id.clone();
    model.shelf.insert(id.clone(), Entry::Readable { assessment: copy, stored: None, keep });
    save(model, &id, effects);
    effects.push(Effect::Focus(Focus::Heading));
}

fn delete(model: &mut Model, id: &str, effects: &mut Vec<Effect>) {
    model.dialog = None;
    if !model.shelf.contains(id) {
        return;
    }
    let name = model.name_of_entry(id);
    let was_open = model.current.as_deref() == Some(id);
    take_away(model, id);
    effects.push(Effect::Remove { id: id.to_owned() });
    if was_open {
        effects.push(Effect::RememberLast(None));
    }
    // There is room again for what had to wait.
    save_unsaved(model, effects);
    remember_due(model, effects);
    go(model, Screen::Shelf, effects);
    model.news = Some(News::Deleted { name });
    effects.retain(|it| !matches!(it, Effect::Focus(_)));
    effects.push(Effect::Focus(Focus::Notice));
}

/// Takes `id` off the shelf so that it can be had back.
pub fn take_away(model: &mut Model, id: &str) {
    let Some(mut entry) = model.shelf.remove(id) else { return };
    if let Some(stored) = entry.stored_mut() {
        *stored = None;
    }
    let open = model.current.take_if(|it| it == id).is_some();
    if model.workshop.as_deref() == Some(id) {
        model.enter(None);
    }
    model.unsaved.retain(|it| it != id);
    model.parted.retain(|it| it != id);
    model.undo.retain(|it| it.id != id);
    model.undo.push(Deleted { id: id.to_owned(), entry, open });
}

/// Puts `entry` on the shelf, merged with what is there of it; whether that says anything new.
pub fn put(model: &mut Model, id: &str, entry: Entry) -> bool {
    match (model.shelf.get_mut(id), entry) {
        (Some(Entry::Readable { assessment: mine, .. }), Entry::Readable { assessment, .. }) => {
            let before = mine.clone();
            mine.merge_all(&assessment);
            !mine.says_the_same_as(&before)
        }
        (Some(Entry::Workshop { workshop: mine, .. }), Entry::Workshop { workshop, .. }) => {
            mine.merge(*workshop)
        }
        (_, entry) => {
            model.shelf.insert(id.to_owned(), entry);
            true
        }
    }
}

/// Puts `id` on the shelf again where it was deleted: another tab has stored it since.
pub fn bring_back(model: &mut Model, id: &str) {
    let deleted = model.undo.iter().position(|it| it.id == id);
    if let Some(at) = deleted {
        let Deleted { entry, .. } = model.undo.remove(at);
        if !matches!(entry, Entry::Unreadable { .. }) {
            put(model, id, entry);
        }
    }
}

/// Saves a record that cannot be read as a file, just as it is stored.
fn save_copy(model: &Model, id: &str, effects: &mut Vec<Effect>) {
    if let Some(Entry::Unreadable { raw, .. }) = model.shelf.get(id) {
        let name = format!("{}.json", model.text().with("file.record", &[("id", id)]));
        effects.push(Effect::Download { name, mime: "application/json", text: raw.clone() });
    }
}
