//! Files in and out.

use std::rc::Rc;

use super::answering::tell;
use super::{CUSTOM, go, land, prepare, resume, save};
use crate::app::effect::{Effect, Focus};
use crate::app::model::{Download, Entry, Model, News, Screen};
use crate::exchange::{self, Imported, csv, json};
use crate::instrument::document::{Fault, Problem};
use crate::instrument::{BUILT_IN, Instrument, reader};
use crate::report;
use crate::response::{Assessment, time};

/// Reads the files that were chosen, once the built-in instruments are there to read them
/// by.
pub fn read_waiting(model: &mut Model, effects: &mut Vec<Effect>) {
    let awaited = |it: &&str| model.awaited.iter().any(|name| name == it);
    if BUILT_IN.iter().any(awaited) {
        return;
    }
    let mut failed = None;
    for file in std::mem::take(&mut model.files) {
        read(model, &file.name, file.text, effects);
        if let Some(News::ImportFailed { .. }) = model.news {
            failed = model.news.take();
        }
    }
    // Of several files, what failed is told rather than what went well, which shows.
    if failed.is_some() {
        model.news = failed;
    }
}

fn read(model: &mut Model, name: &str, text: String, effects: &mut Vec<Effect>) {
    let open = model.instrument().cloned();
    let mut instruments: Vec<&Instrument> = open.iter().map(Rc::as_ref).collect();
    instruments.extend(model.instruments.values().map(Rc::as_ref));
    match exchange::read_file(&text, &instruments) {
        Ok(imported) => import(model, imported, effects),
        Err(problems) if problems.iter().any(names_an_instrument) => {
            open_instrument(model, name, text, effects);
        }
        Err(problems) => {
            model.news = Some(News::ImportFailed { file: name.to_owned(), problems });
            effects.push(Effect::Focus(Focus::Notice));
        }
    }
}

/// Whether a file that is no response says that it is an instrument.
fn names_an_instrument(problem: &Problem) -> bool {
    matches!(&problem.fault, Fault::WrongFormat { found, .. } if found == crate::instrument::FORMAT)
}

/// Offers the custom instrument of a file that a person chose.
fn open_instrument(model: &mut Model, name: &str, text: String, effects: &mut Vec<Effect>) {
    if let Some(id) = take_instrument(model, name, text, effects) {
        prepare(model, id, effects);
        go(model, Screen::Prepare, effects);
        model.news = Some(News::InstrumentOpened);
    }
}

/// Offers the custom instrument from the address that the host page or a link names,
/// unless a person has begun with something else meanwhile.
pub fn instrument_from_address(model: &mut Model, text: String, effects: &mut Vec<Effect>) {
    if let Some(id) = take_instrument(model, CUSTOM, text, effects)
        && model.draft.is_none()
        && !model.screen.needs_assessment()
    {
        prepare(model, id, effects);
        model.screen = Screen::Prepare;
        effects.push(Effect::Visit { place: model.screen.name(), step: false });
    }
}

/// Reads a custom instrument; says what is wrong with it if it cannot be used.
fn take_instrument(
    model: &mut Model,
    name: &str,
    text: String,
    effects: &mut Vec<Effect>,
) -> Option<String> {
    let problems = match reader::read(&text) {
        // A file may not stand in for what we ship under the same name.
        Ok(it) if BUILT_IN.contains(&it.id.as_str()) => {
            vec![Problem::new("id", Fault::BuiltIn { found: it.id })]
        }
        Ok(instrument) => {
            let id = instrument.id.clone();
            model.custom.insert(id.clone(), text);
            model.instruments.insert(id.clone(), Rc::new(instrument));
            land(model, effects);
            return Some(id);
        }
        Err(problems) => problems,
    };
    model.news = Some(News::ImportFailed { file: name.to_owned(), problems });
    effects.push(Effect::Focus(Focus::Notice));
    None
}

/// Puts what was read on the shelf, merged with what is there under the same id, and opens
/// it if it is one.
fn import(model: &mut Model, all: Vec<Imported>, effects: &mut Vec<Effect>) {
    let count = all.len();
    let other_edition = all.iter().any(|it| it.other_edition);
    let mut known = true;
    let mut first = None;
    for imported in all {
        let table = imported.table;
        let mut assessment = Box::new(Assessment::of(imported.response));
        assessment.name = imported.name;
        if assessment.response.started == 0 {
            // A long table carries no times.
            assessment.response.started = model.moment.now;
            assessment.response.updated = model.moment.now;
        }
        let mut id = assessment.response.id.clone();
        let instrument = assessment.response.instrument.id.clone();
        let taken = match model.shelf.get(&id) {
            // The same id with another instrument is another response.
            Some(Entry::Readable { assessment: mine, .. }) => {
                mine.response.instrument.id != instrument
            }
            // What is damaged stays aside as it is.
            Some(Entry::Unreadable { .. }) => true,
            None => false,
        };
        if taken {
            id = model.moment.uuid();
            // The next one in this file or another needs an id of its own.
            model.moment.random = model.moment.random.wrapping_add(1);
            assessment.response.id.clone_from(&id);
        }
        first.get_or_insert_with(|| id.clone());
        if let Some(Entry::Readable { assessment: mine, .. }) = model.shelf.get_mut(&id) {
            if table {
                assessment.named = i64::MIN;
                assessment.response.language.clone_from(&mine.response.language);
            }
            let before = mine.clone();
            mine.merge(&assessment);
            known &= mine.says_the_same_as(&before);
        } else {
            known = false;
            let entry = Entry::Readable { assessment, stored: None, keep: true };
            model.shelf.insert(id.clone(), entry);
        }
        let keep = matches!(model.shelf.get(&id), Some(Entry::Readable { keep: true, .. }));
        if let (true, Some(file)) = (keep, model.custom.get(&instrument)) {
            effects.push(Effect::KeepInstrument { id: instrument, text: file.clone() });
        }
        save(model, &id, effects);
    }
    let Some(first) = first else { return };
    let name = match model.shelf.get(&first) {
        Some(Entry::Readable { assessment, .. }) => model.name_of(assessment),
        _ => String::new(),
    };
    if count == 1 {
        model.current = Some(first.clone());
        if model.keeps() {
            effects.push(Effect::RememberLast(Some(first)));
        }
        let completed = model.assessment().is_some_and(|it| it.response.completed.is_some());
        if completed { go(model, Screen::Results, effects) } else { resume(model, effects) }
    } else {
        go(model, Screen::Shelf, effects);
    }
    model.news = Some(News::Imported { name, count, known, other_edition });
    effects.retain(|it| !matches!(it, Effect::Focus(_)));
    effects.push(Effect::Focus(Focus::Notice));
}

/// Makes a file of the open assessment.
pub fn download(model: &mut Model, download: Download, effects: &mut Vec<Effect>) {
    let (Some(instrument), Some(assessment)) = (model.instrument(), model.assessment()) else {
        return;
    };
    let text = model.text();
    let response = &assessment.response;
    let bom = !model.no_byte_order_mark;
    let day = time::civil(model.moment.now, model.moment.offset);
    let day = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    let values = [("instrument", instrument.id.as_str()), ("date", day.as_str())];
    let (key, end, mime, content) = match download {
        Download::Json => {
            let report = report::report(instrument, response);
            let file = json::write_response(response, &assessment.name, Some(&report));
            ("file.response", "json", "application/json", file)
        }
        Download::Wide => (
            "file.wide",
            "csv",
            "text/csv;charset=utf-8",
            csv::write_wide(instrument, &[response], bom),
        ),
        Download::Long => {
            let file = csv::write_long(instrument, &[response], &text, bom);
            ("file.long", "csv", "text/csv;charset=utf-8", file)
        }
    };
    let name = format!("{}.{end}", text.with(key, &values));
    let whole = model.current.clone().filter(|_| matches!(download, Download::Json));
    effects.push(Effect::Download { name, mime, text: content });
    effects.push(tell(model, "pa-exported"));
    model.in_file = whole;
}

pub fn downloaded(model: &mut Model, file: String, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    if let Some(id) = model.in_file.take() {
        if let Some(Entry::Readable { assessment, .. }) = model.shelf.get_mut(&id) {
            assessment.exported = Some(now);
        }
        save(model, &id, effects);
    }
    model.news = Some(News::Downloaded { file });
}
