//! Files in and out.

use std::rc::Rc;

use super::answering::tell;
use super::rounds::{keep_edition, remember_due};
use super::{CUSTOM, go, keep_instrument, land, prepare, rescue, resume, save};
use crate::app::effect::{Effect, Focus};
use crate::app::event::{FileText, WorkshopEvent};
use crate::app::model::{Dialog, Download, Entry, Model, News, Screen};
use crate::exchange::{self, Imported, csv, json, merged, plan};
use crate::instrument::document::{Fault, Problem};
use crate::instrument::{BUILT_IN, Instrument, reader};
use crate::report;
use crate::response::{Assessment, Millis, Response};
use crate::workshop;

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
        Err(problems) => {
            let names = |format| problems.iter().any(|it| it.names(format));
            if names(crate::instrument::FORMAT) {
                open_instrument(model, name, text, effects);
            } else if names(exchange::workshop::FORMAT) {
                open_workshop(model, name, &text, effects);
            } else if names(exchange::sealed::FORMAT) {
                open_sealed(model, name, text, effects);
            } else if names(exchange::rescue::FORMAT) {
                rescue::open(model, name, &text, effects);
            } else {
                refuse(model, name, problems, effects);
            }
        }
    }
}

/// Says why the file `name` is not taken.
pub fn refuse(model: &mut Model, name: &str, problems: Vec<Problem>, effects: &mut Vec<Effect>) {
    model.news = Some(News::ImportFailed { file: name.to_owned(), problems });
    effects.push(Effect::Focus(Focus::Notice));
}

/// Asks for the passphrase of a sealed file.
fn open_sealed(model: &mut Model, name: &str, text: String, effects: &mut Vec<Effect>) {
    match exchange::sealed::read(&text) {
        Ok(_) => ask_for_the_passphrase(model, name, text, effects),
        Err(problems) => refuse(model, name, problems, effects),
    }
}

/// Asks for the passphrase that a file is under.
pub fn ask_for_the_passphrase(
    model: &mut Model,
    name: &str,
    text: String,
    effects: &mut Vec<Effect>,
) {
    model.desk.vault.fault = None;
    model.dialog = Some(Dialog::SealedFile(FileText { name: name.to_owned(), text }));
    effects.push(Effect::Focus(Focus::Dialog));
}

/// Takes a workshop that was saved as a file, merged with what is here of it.
fn open_workshop(model: &mut Model, name: &str, text: &str, effects: &mut Vec<Effect>) {
    let read = match exchange::workshop::read(text) {
        Ok(read) => read,
        Err(problems) => return refuse(model, name, problems, effects),
    };
    let (id, title) = (read.id.clone(), read.setup.name.clone());
    let other = model.instruments.get(&read.instrument.id).and_then(|it| {
        let row = read.rows.iter().position(|row| !workshop::fits(it, &row.answers))?;
        let (found, expected) = (read.instrument.fingerprint.clone(), it.fingerprint.clone());
        Some(Problem::new(format!("rows[{row}]"), Fault::OtherEdition { found, expected }))
    });
    if let Some(problem) = other {
        return refuse(model, name, vec![problem], effects);
    }
    let mut known = false;
    match model.shelf.get_mut(&id) {
        Some(Entry::Workshop { workshop, .. }) => known = !workshop.merge(read),
        Some(_) => {
            let problem = Problem::new("id", Fault::Duplicate { found: id });
            return refuse(model, name, vec![problem], effects);
        }
        None => {
            let keep = model.can_keep() && !read.setup.practice && !model.files_apart;
            let workshop = Box::new(read);
            model.shelf.insert(id.clone(), Entry::Workshop { workshop, stored: None, keep });
        }
    }
    save(model, &id, effects);
    remember_due(model, effects);
    model.refresh_report();
    super::workshops::update(model, WorkshopEvent::OpenWorkshop(id), effects);
    model.news = Some(News::Imported { name: title, count: 1, known, other_edition: false });
    effects.retain(|it| !matches!(it, Effect::Focus(_)));
    effects.push(Effect::Focus(Focus::Notice));
}

/// Offers the custom instrument of a file that a person chose.
fn open_instrument(model: &mut Model, name: &str, text: String, effects: &mut Vec<Effect>) {
    if let Some(id) = take_instrument(model, name, text, effects) {
        if model.desk.invitation.as_ref().is_some_and(|it| it.instrument == id) {
            // It is the one that a workshop's link was waiting for.
            super::workshops::invited(model, effects);
            return;
        }
        prepare(model, id, effects);
        go(model, Screen::Prepare, effects);
        model.news = Some(News::InstrumentOpened);
    }
}

/// Offers the custom instrument from the address that the host page or a link names,
/// unless a person has begun with something else meanwhile.
pub fn instrument_from_address(model: &mut Model, text: String, effects: &mut Vec<Effect>) {
    let id = take_instrument(model, CUSTOM, text, effects);
    model.desk.from_address.clone_from(&id);
    if let Some(id) = id
        && model.draft.is_none()
        && !model.screen.needs_assessment()
    {
        prepare(model, id, effects);
        model.screen = Screen::Prepare;
        effects.push(Effect::Visit { place: model.place(), step: false });
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
            keep_edition(model, &instrument, effects);
            model.custom.insert(id.clone(), text);
            if model.keeps_answers_to(&id) {
                keep_instrument(model, &id, effects);
            }
            model.instruments.insert(id.clone(), Rc::new(instrument));
            land(model, effects);
            return Some(id);
        }
        Err(problems) => problems,
    };
    refuse(model, name, problems, effects);
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
        let instrument = assessment.response.instrument.id.clone();
        let id = own_id(model, &mut assessment.response);
        first.get_or_insert_with(|| id.clone());
        if let Some(Entry::Readable { assessment: mine, .. }) = model.shelf.get_mut(&id) {
            if table {
                assessment.named = i64::MIN;
                assessment.response.language.clone_from(&mine.response.language);
            }
            let before = mine.clone();
            mine.merge_all(&assessment);
            known &= mine.says_the_same_as(&before);
        } else {
            known = false;
            if !table {
                // It comes out of such a file.
                assessment.exported = Some(assessment.response.updated);
            }
            let keep = !model.files_apart;
            model.shelf.insert(id.clone(), Entry::Readable { assessment, stored: None, keep });
        }
        save(model, &id, effects);
        let keep = matches!(model.shelf.get(&id), Some(Entry::Readable { keep: true, .. }));
        if keep {
            keep_instrument(model, &instrument, effects);
        }
    }
    remember_due(model, effects);
    let Some(first) = first else { return };
    let name = match model.shelf.get(&first) {
        Some(Entry::Readable { assessment, .. }) => model.name_of(assessment),
        _ => String::new(),
    };
    if count == 1 {
        model.current = Some(first.clone());
        if model.keeps(model.current.as_ref()) {
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

/// The id under which `response` goes on the shelf: its own, or a new one where that is taken.
pub fn own_id(model: &mut Model, response: &mut Response) -> String {
    let taken = match model.shelf.get(&response.id) {
        // The same id with another instrument is another response.
        Some(Entry::Readable { assessment: mine, .. }) => {
            mine.response.instrument.id != response.instrument.id
        }
        // What is damaged stays aside as it is.
        Some(Entry::Workshop { .. } | Entry::Unreadable { .. }) => true,
        None => false,
    };
    if taken {
        response.id = model.moment.uuid();
        // The next one in this file or another needs an id of its own.
        model.moment.random = model.moment.random.wrapping_add(1);
    }
    response.id.clone()
}

/// Opens what a script of the host page hands over, in place of what is here under its id.
pub fn handed_over(model: &mut Model, imported: Imported, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    let Imported { mut response, name, .. } = imported;
    let instrument = response.instrument.id.clone();
    let completed = response.completed.is_some();
    let id = own_id(model, &mut response);
    if let Some(Entry::Readable { assessment, .. }) = model.shelf.get_mut(&id) {
        replace(assessment, response, name, now);
    } else {
        // Who has chosen to keep nothing on this device keeps nothing of this either.
        let keep = model.draft.as_ref().is_none_or(|it| it.keep);
        let assessment = Box::new(Assessment { name, ..Assessment::of(response) });
        model.shelf.insert(id.clone(), Entry::Readable { assessment, stored: None, keep });
    }
    model.current = Some(id.clone());
    model.saved_at = None;
    save(model, &id, effects);
    if model.keeps(Some(&id)) {
        keep_instrument(model, &instrument, effects);
        effects.push(Effect::RememberLast(Some(id.clone())));
    }
    if completed {
        go(model, Screen::Results, effects)
    } else {
        resume(model, effects)
    }
    model.news = None;
    // The page did it, not the person: it is no step back for them, and their focus stays.
    effects.retain(|it| !matches!(it, Effect::Focus(_)));
    for effect in effects {
        if let Effect::Visit { step, .. } = effect {
            *step = false;
        }
    }
}

/// Puts `response` in the place of an assessment's. What differs counts as changed `now`, so
/// that it stands when other copies are merged.
fn replace(mine: &mut Assessment, response: Response, name: String, now: Millis) {
    let before = mine.clone();
    let known = &before.response;
    for item in known.answers.ids().chain(response.answers.ids()) {
        let given = response.answers.get(item);
        if mine.response.answers.get(item) != given {
            mine.answer(item, given.copied(), now);
        }
    }
    for item in known.notes.ids().chain(response.notes.ids()) {
        let given = response.notes.get(item);
        if mine.response.notes.get(item) != given {
            mine.note(item, given.map_or("", String::as_str), now);
        }
    }
    if !name.is_empty() {
        mine.name = name;
    }
    if mine.name != before.name || response.respondent != known.respondent {
        mine.named = now.max(mine.named + 1);
    }
    let planned = |it: &Response| plan::read(&it.plan, &it.follow_up);
    let (old, mut plan) = (planned(known), planned(&response));
    mine.response = response;
    if plan != old {
        plan.supersede(&old, now);
        mine.put_plan(&plan, now);
    }
    if !mine.says_the_same_as(&before) {
        mine.exported = None;
    }
}

/// Makes a file of the open assessment, or of the open workshop.
pub fn download(model: &mut Model, download: Download, effects: &mut Vec<Effect>) {
    let of_workshop = match download {
        Download::Json | Download::Wide | Download::Long => None,
        Download::Plan | Download::Calendar | Download::Page | Download::Figure { .. } => {
            super::outcome::download(model, download, effects);
            return;
        }
        of_workshop => Some(of_workshop),
    };
    if let Some(download) = of_workshop {
        let before = effects.len();
        workshop_file(model, download, effects);
        let whole = download == Download::Workshop && effects.len() > before;
        model.in_file = model.workshop.clone().filter(|_| whole);
        return;
    }
    let (Some(instrument), Some(assessment)) = (model.instrument(), model.assessment()) else {
        return;
    };
    let text = model.text();
    let response = &assessment.response;
    let bom = !model.no_byte_order_mark;
    let day = model.today().write();
    let values = [("instrument", instrument.id.as_str()), ("date", day.as_str())];
    let (key, end, mime, content) = match download {
        Download::Json => {
            let file = response_file(model).unwrap_or_default();
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
        _ => return,
    };
    let name = format!("{}.{end}", text.with(key, &values));
    let whole = model.current.clone().filter(|_| matches!(download, Download::Json));
    effects.push(hand_over(model, download, name, mime, content));
    effects.push(tell(model, "pa-exported"));
    model.in_file = whole;
}

/// The open assessment as a file, with its results where its instrument is at hand.
pub fn response_file(model: &Model) -> Option<String> {
    let assessment = model.assessment()?;
    let response = &assessment.response;
    let report = model.instrument().map(|it| report::report(it, response));
    Some(json::write_response(response, &assessment.name, report.as_ref()))
}

/// Makes a file of the open workshop: of its report, of its answers as far as they may be
/// told, or of everything in it.
fn workshop_file(model: &Model, download: Download, effects: &mut Vec<Effect>) {
    let Some(workshop) = model.open_workshop() else { return };
    let text = model.text();
    let bom = !model.no_byte_order_mark;
    let day = model.today().write();
    let values = [("instrument", workshop.instrument.id.as_str()), ("date", day.as_str())];
    let (key, end, content) = if download == Download::Workshop {
        ("file.workshop", "json", exchange::workshop::write(workshop))
    } else {
        let instrument = model.instruments.get(&workshop.instrument.id);
        let (Some(instrument), Some(shown)) = (instrument, &model.desk.report) else { return };
        let report = &shown.0;
        let merged = || merged::merged(instrument, workshop, report);
        match download {
            Download::Report => {
                let heading = exchange::report::Heading {
                    name: workshop.setup.name.clone(),
                    time: workshop.states.last().map(|it| it.time),
                    expected: workshop.setup.expected,
                };
                let file = exchange::report::write_json(instrument, report, &heading);
                ("file.report", "json", file)
            }
            Download::ReportTable => {
                let file = exchange::report::write_csv(instrument, report, &text, bom);
                ("file.report", "csv", file)
            }
            Download::Merged => {
                let responses = merged();
                let all: Vec<&Response> = responses.iter().collect();
                ("file.merged", "csv", csv::write_wide(instrument, &all, bom))
            }
            _ => {
                let responses = merged();
                let all: Vec<&Response> = responses.iter().collect();
                ("file.merged-long", "csv", csv::write_long(instrument, &all, &text, bom))
            }
        }
    };
    let mime = if end == "json" { "application/json" } else { "text/csv;charset=utf-8" };
    let name = format!("{}.{end}", text.with(key, &values));
    effects.push(hand_over(model, download, name, mime, content));
}

/// Hands a file over, sealed if it is one that holds everything and those are to be.
fn hand_over(
    model: &Model,
    download: Download,
    name: String,
    mime: &'static str,
    text: String,
) -> Effect {
    match download {
        Download::Json | Download::Workshop if model.seals_files() => {
            Effect::DownloadSealed { name, text }
        }
        _ => Effect::Download { name, mime, text },
    }
}

impl Model {
    /// Whether files that hold everything are sealed like what is kept here.
    pub(in crate::app) fn seals_files(&self) -> bool {
        self.desk.vault.open && !self.desk.vault.plain_files
    }
}

pub fn downloaded(model: &mut Model, file: String, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    if let Some(id) = model.in_file.take() {
        match model.shelf.get_mut(&id) {
            Some(Entry::Readable { assessment, .. }) => assessment.exported = Some(now),
            Some(Entry::Workshop { workshop, .. }) => workshop.exported = Some(now),
            Some(Entry::Unreadable { .. }) | None => {}
        }
        save(model, &id, effects);
    }
    model.news = Some(News::Downloaded { file });
}
