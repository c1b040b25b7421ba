//! What is kept here under a passphrase: protecting it, opening it, and sealed files.

use super::{arrive, elsewhere, files, go, stored};
use crate::app::effect::{Effect, Focus};
use crate::app::event::{Event, FileText, VaultEvent};
use crate::app::model::{Dialog, Entry, Model, News, Screen};
use crate::app::vault::Fault;
use crate::exchange::sealed;

pub fn update(model: &mut Model, event: VaultEvent, effects: &mut Vec<Effect>) {
    match event {
        VaultEvent::Protect { passphrase, again } => protect(model, passphrase, &again, effects),
        VaultEvent::Protected => {
            model.desk.vault.open = true;
            model.desk.vault.busy = false;
            model.news = Some(News::Protected);
            effects.push(Effect::Focus(Focus::Notice));
        }
        VaultEvent::Unprotect => {
            model.desk.vault.fault = None;
            model.desk.vault.busy = true;
            effects.push(Effect::Unprotect);
        }
        VaultEvent::Unprotected => {
            model.desk.vault = Default::default();
            model.news = Some(News::Unprotected);
            effects.push(Effect::Focus(Focus::Notice));
        }

        VaultEvent::Unlock { passphrase } => {
            model.desk.vault.fault = None;
            model.desk.vault.busy = true;
            effects.push(Effect::Unlock { passphrase });
        }
        VaultEvent::Unlocked { records, last } => unlocked(model, records, last, effects),
        VaultEvent::Failed(fault) => {
            model.desk.vault.busy = false;
            model.desk.vault.fault = Some(fault);
            let in_dialog = model.dialog.is_some();
            effects.push(Effect::Focus(if in_dialog { Focus::Dialog } else { Focus::Invalid }));
        }
        VaultEvent::Lock if model.would_lose_answers() => {
            model.news = Some(News::NotStored);
            effects.push(Effect::Focus(Focus::Notice));
        }
        VaultEvent::Lock => {
            effects.push(Effect::Lock);
            locked(model, effects);
        }
        // Where everything was deleted, there is nothing to open.
        VaultEvent::OpenedElsewhere if !model.locked && !model.desk.vault.open => {}
        VaultEvent::OpenedElsewhere => {
            put_away(model);
            model.locked = false;
            effects.push(Effect::ReadShelf);
            go(model, Screen::Start, effects);
        }
        VaultEvent::Found => locked(model, effects),
        // Another tab has put a passphrase on what is kept here: all of it is stored.
        VaultEvent::LockedElsewhere => {
            if !model.locked {
                locked(model, effects);
            }
            model.news = Some(News::LockedElsewhere);
        }

        VaultEvent::SealFiles(wanted) => model.desk.vault.plain_files = !wanted,
        VaultEvent::OpenFile { passphrase } => {
            let Some(Dialog::SealedFile(file)) = &model.dialog else { return };
            model.desk.vault.fault = None;
            model.desk.vault.busy = true;
            effects.push(match sealed::read(&file.text) {
                Ok(sealed) => Effect::OpenSealed { sealed, passphrase },
                Err(_) => Effect::OpenRescued { file: file.text.clone(), passphrase },
            });
        }
        VaultEvent::FileOpened { text } => {
            model.desk.vault.busy = false;
            let Some(Dialog::SealedFile(file)) = model.dialog.take() else { return };
            model.files.push(FileText { name: file.name, text });
            files::read_waiting(model, effects);
        }
    }
}

fn protect(model: &mut Model, passphrase: String, again: &str, effects: &mut Vec<Effect>) {
    let vault = &mut model.desk.vault;
    vault.fault = if passphrase.chars().count() < sealed::SHORTEST {
        Some(Fault::TooShort)
    } else if passphrase != again {
        Some(Fault::Differs)
    } else {
        None
    };
    if vault.fault.is_some() {
        effects.push(Effect::Focus(Focus::Invalid));
        return;
    }
    vault.busy = true;
    effects.push(Effect::Protect { passphrase });
}

/// Puts what was opened on the shelf and goes where the person wanted to be.
fn unlocked(
    model: &mut Model,
    records: Vec<(String, String)>,
    last: Option<String>,
    effects: &mut Vec<Effect>,
) {
    model.locked = false;
    model.desk.vault.open = true;
    model.desk.vault.busy = false;
    let place = std::mem::take(&mut model.wanted);
    // What could not be stored is still here, and is merged with what others stored meanwhile.
    let (here, new): (Vec<_>, Vec<_>) =
        records.into_iter().partition(|it| model.shelf.get(&it.0).is_some_and(Entry::keep));
    stored::shelf_read(model, new, effects);
    for (id, raw) in here {
        let event = Event::ChangedElsewhere { id, text: Some(raw) };
        elsewhere::update(model, event, effects);
    }
    stored::save_unsaved(model, effects);
    if let Some(last) = last.filter(|it| model.shelf.contains(it)) {
        model.current.get_or_insert(last);
    }
    arrive(model, &place);
    effects.push(Effect::Visit { place: model.place(), step: false });
    effects.push(Effect::Focus(Focus::Heading));
}

/// Asks for the passphrase, and forgets until then what is stored.
fn locked(model: &mut Model, effects: &mut Vec<Effect>) {
    let place = model.place();
    put_away(model);
    model.wanted = place;
    model.locked = true;
    go(model, Screen::Unlock, effects);
    model.news = None;
}

/// The starter finds what is stored under a passphrase that another tab has put on it.
pub fn found_locked(model: &mut Model) {
    put_away(model);
    model.news = Some(News::LockedElsewhere);
}

/// Takes everything off the shelf that is stored as it is here. What was never to be stored
/// stays, and what could not be.
fn put_away(model: &mut Model) {
    let is_stored = |it: &(&String, &Entry)| it.1.keep() && stored::unstored(it.1).is_none();
    let stored: Vec<String> = model.shelf.iter().filter(is_stored).map(|it| it.0.clone()).collect();
    for id in &stored {
        model.shelf.remove(id);
    }
    if model.current.as_ref().is_some_and(|it| stored.contains(it)) {
        model.current = None;
    }
    model.desk.vault = Default::default();
    model.enter(None);
    model.shelf_read = false;
    model.undo.clear();
    model.parted.clear();
    model.saved_at = None;
    model.draft = None;
}
