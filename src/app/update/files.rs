//! Files in and out.

use std::rc::Rc;

use super::answering::tell;
use super::{go, land, prepare, resume, save};
use crate::app::effect::{Effect, Focus};
use crate::app::model::{Download, Entry, Model, News, Screen};
use crate::exchange::{self, Imported, csv, json};
use crate::instrument::document::Fault;
use crate::instrument::{BUILT_IN, Instrument, reader};
use crate::report;
use crate::response::{Assessment, time};

/// Reads the files that were chosen, once the built-in instruments are there to read them
/// by.
pub fn read_waiting(model: &mut Model, effects: &mut Vec<Effect>) {
    let awaited = |it: &&str| model.awaited.iter().any(|name| name == it);
    if BUILT_IN.iter().any(|it| awaited(it)) {
        return;
    }
    for file in std::mem::take(&mut model.files) {
        read(model, &file.name, file.text, effects);
    }
}

fn read(model: &mut Model, name: &str, text: String, effects: &mut Vec<Effect>) {
    // An instrument says so in its first line or two; anything else is a response.
    let opening: String = text.chars().take(2000).collect();
    if opening.contains(crate::instrument::FORMAT) && !opening.contains(json::RESPONSE_FORMAT) {
        return open_instrument(model, name, text, effects);
    }
    let open = model.instrument().cloned();
    let mut instruments: Vec<&Instrument> = open.iter().map(Rc::as_ref).collect();
    instruments.extend(model.instruments.values().map(Rc::as_ref));
    match exchange::read_file(&text, &instruments) {
        Ok(imported) => import(model, imported, effects),
        Err(problems) => {
            model.news = Some(News::ImportFailed { file: name.to_owned(), problems });
            effects.push(Effect::Focus(Focus::Notice));
        }
    }
}

/// Offers the custom instrument in `text`.
pub fn open_instrument(model: &mut Model, name: &str, text: String, effects: &mut Vec<Effect>) {
    match reader::read(&text) {
        Ok(instrument) if BUILT_IN.contains(&instrument.id.as_str()) => {
            // A file may not stand in for what we ship under the same name.
            let fault = Fault::Duplicate { found: instrument.id };
            let problems = vec![crate::instrument::document::Problem::new("id", fault)];
            model.news = Some(News::ImportFailed { file: name.to_owned(), problems });
            effects.push(Effect::Focus(Focus::Notice));
        }
        Ok(instrument) => {
            let id = instrument.id.clone();
            model.custom.insert(id.clone(), text);
            model.instruments.insert(id.clone(), Rc::new(instrument));
            land(model, effects);
            if !model.screen.needs_assessment() {
                prepare(model, id, effects);
                go(model, Screen::Prepare, effects);
                model.news = Some(News::InstrumentOpened);
            }
        }
        Err(problems) => {
            model.news = Some(News::ImportFailed { file: name.to_owned(), problems });
            effects.push(Effect::Focus(Focus::Notice));
        }
    }
}

/// Puts what was read on the shelf, merged with what is there under the same id, and opens
/// it if it is one.
fn import(model: &mut Model, all: Vec<Imported>, effects: &mut Vec<Effect>) {
    let count = all.len();
    let other_edition = all.iter().any(|it| it.other_edition);
    let mut known = true;
    let mut first = None;
    for imported in all {
        let mut assessment = Assessment::of(imported.response);
        assessment.name = imported.name;
        if assessment.response.started == 0 {
            // A long table carries no times.
            assessment.response.started = model.moment.now;
            assessment.response.updated = model.moment.now;
        }
        let id = assessment.response.id.clone();
        first.get_or_insert_with(|| id.clone());
        match model.shelf.get_mut(&id) {
            Some(Entry::Readable { assessment: mine, .. }) => known &= !mine.merge(&assessment),
            Some(Entry::Unreadable { .. }) => {}
            None => {
                known = false;
                let entry = Entry::Readable { assessment, stored: None, keep: true };
                model.shelf.insert(id.clone(), entry);
            }
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
        effects.push(Effect::RememberLast(Some(first)));
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
        Download::Wide => {
            ("file.wide", "csv", "text/csv;charset=utf-8", csv::write_wide(instrument, &[response], bom))
        }
        Download::Long => {
            let file = csv::write_long(instrument, &[response], &text, bom);
            ("file.long", "csv", "text/csv;charset=utf-8", file)
        }
    };
    let name = format!("{}.{end}", text.with(key, &values));
    effects.push(Effect::Download { name, mime, text: content });
    effects.push(tell(model, "pa-exported"));
}

pub fn downloaded(model: &mut Model, file: String, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    if file.ends_with(".json")
        && let Some(id) = model.current.clone()
    {
        if let Some(Entry::Readable { assessment, .. }) = model.shelf.get_mut(&id) {
            assessment.exported = Some(now);
        }
        save(model, &id, effects);
    }
    model.news = Some(News::Downloaded { file });
}
