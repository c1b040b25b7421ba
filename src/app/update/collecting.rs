//! Answers coming in, and the picture that they make.

use std::rc::Rc;

use super::{go, save};
use crate::app::desk::{Collected, Reading};
use crate::app::effect::{Effect, Focus};
use crate::app::event::{FileText, WorkshopEvent};
use crate::app::model::{Entry, Model, News, Screen};
use crate::exchange::code::{self, Found, Misfit};
use crate::exchange::table::TableReading;
use crate::exchange::{self, contribution};
use crate::instrument::Instrument;
use crate::instrument::document::{Fault, Problem};
use crate::workshop::{Contribution, DONT_KNOW, LOWEST, MAX_PERSON, Setup, Workshop, fits, report};

/// How many bytes of a large table are read before the page is drawn again.
const STEP: usize = 2 << 20;
/// How many additions can be undone.
const MOST_UNDONE: usize = 5;
/// How many made-up people come for practice where nobody says how many are expected.
const MADE_UP: u16 = 12;

pub fn update(model: &mut Model, event: WorkshopEvent, effects: &mut Vec<Effect>) {
    match event {
        WorkshopEvent::Pasted(text) => {
            let mut collected = Collected::default();
            let contributions = codes(model, &text, &mut collected);
            add(model, contributions, &mut collected);
            done(model, collected, effects);
        }
        WorkshopEvent::NotRead(names) => {
            let collected = model.desk.collected.get_or_insert_default();
            collected.files.extend(names.into_iter().map(|(name, picture)| {
                let fault = if picture { Fault::NoCode } else { Fault::NotText };
                (name, Problem::new("", fault))
            }));
        }
        WorkshopEvent::ReadOn => read_on(model, effects),
        WorkshopEvent::UndoAdding => {
            if let Some(before) = model.desk.before.pop() {
                let (id, now) = (before.id.clone(), model.moment.now);
                if let Some(Entry::Workshop { workshop, .. }) = model.shelf.get_mut(&id) {
                    // What was planned or renamed since is none of what came in.
                    workshop.rows = before.rows;
                    workshop.sectors = before.sectors;
                    workshop.updated = now.max(workshop.updated + 1);
                }
                let undone = Collected { undone: true, ..Collected::default() };
                model.desk.collected = Some(undone);
                save(model, &id, effects);
                effects.push(Effect::Focus(Focus::Heading));
            }
        }
        WorkshopEvent::MadeUp => {
            let contributions = made_up(model);
            let mut collected = Collected::default();
            add(model, contributions, &mut collected);
            done(model, collected, effects);
        }
        WorkshopEvent::Camera(on) => {
            model.desk.camera = on;
            effects.push(Effect::Camera(on));
        }
        WorkshopEvent::CameraFailed => {
            model.desk.camera = false;
            model.news = Some(News::CameraFailed);
            effects.push(Effect::Focus(Focus::Notice));
        }
        WorkshopEvent::ShowPicture => show(model, false, effects),
        WorkshopEvent::ShowAnyway => show(model, true, effects),
        WorkshopEvent::Present(true) => {
            effects.push(Effect::FullScreen(true));
            go(model, Screen::Present, effects);
        }
        WorkshopEvent::Present(false) => go(model, Screen::Picture, effects),
        WorkshopEvent::Slide(slide) => {
            model.desk.slide = slide;
            effects.push(Effect::Focus(Focus::Heading));
        }
        // Everything else is handled before it comes here.
        _ => {}
    }
}

/// The instruments that codes and files may answer: the workshop's, then all others.
fn instruments(model: &Model) -> Vec<Rc<Instrument>> {
    let own = model.open_workshop().and_then(|it| model.instruments.get(&it.instrument.id));
    let is_own = |it: &Rc<Instrument>| own.is_some_and(|own| own.id == it.id);
    let others = model.instruments.values().filter(|it| !is_own(it));
    own.into_iter().chain(others).cloned().collect()
}

fn setup(model: &Model) -> Setup {
    model.open_workshop().map(|it| it.setup.clone()).unwrap_or_default()
}

/// The answers of the codes in `text`; what is wrong with others goes to `collected`.
fn codes(model: &Model, text: &str, collected: &mut Collected) -> Vec<Contribution> {
    let all = instruments(model);
    // What answers another instrument is counted as that, whatever workshop it belongs to.
    let own: Vec<&Instrument> = all.iter().take(1).map(Rc::as_ref).collect();
    let setup = setup(model);
    let mut res = Vec::new();
    for found in code::find(text) {
        match found {
            Found::Whole(raw) => match code::read(&raw, &own, Some(&setup)) {
                Ok((_, it)) => res.push(it),
                Err(Misfit::OtherInstrument) => collected.other_instrument += 1,
                Err(Misfit::OtherWorkshop) => collected.other_workshop += 1,
                Err(Misfit::Answers | Misfit::Sector) => {
                    collected.damaged.push((raw.text(), code::Damage::Unclear));
                }
            },
            Found::Newer { text } => collected.newer.push(text),
            Found::Damaged { text, damage } => collected.damaged.push((text, damage)),
        }
    }
    res
}

/// Adds `contributions` to the open workshop, so that it can be undone.
fn add(model: &mut Model, contributions: Vec<Contribution>, collected: &mut Collected) {
    if contributions.is_empty() {
        return;
    }
    let now = model.moment.now;
    let Some(id) = model.workshop.clone() else { return };
    let Some(Entry::Workshop { workshop, .. }) = model.shelf.get_mut(&id) else { return };
    let before = (**workshop).clone();
    let threshold = workshop.threshold();
    let counts = workshop.add_all(contributions);
    let [new, replaced, repeated, older] = counts;
    collected.new += new;
    collected.replaced += replaced;
    collected.repeated += repeated;
    collected.older += older;
    if workshop.threshold() > threshold {
        collected.raised = Some(workshop.threshold());
    }
    if **workshop == before {
        return;
    }
    workshop.updated = workshop.updated.max(now);
    // What comes in at once goes at once.
    if collected.undoable {
        return;
    }
    collected.undoable = true;
    model.desk.before.push(before);
    let n = model.desk.before.len();
    model.desk.before.drain(..n.saturating_sub(MOST_UNDONE));
}

/// Stores what has come in and says what came of it.
fn done(model: &mut Model, collected: Collected, effects: &mut Vec<Effect>) {
    if let Some(id) = model.workshop.clone() {
        save(model, &id, effects);
    }
    let it = &collected;
    let found = it.new + it.replaced + it.repeated + it.older + it.other_instrument;
    if found + it.other_workshop + it.damaged.len() + it.newer.len() > 0 {
        model.desk.taken += 1;
    }
    model.desk.collected = Some(collected);
    model.desk.hides.clear();
    model.news = None;
}

/// Takes files for the open workshop, one after the other.
pub fn files(model: &mut Model, files: Vec<FileText>, effects: &mut Vec<Effect>) {
    if model.files.is_empty() && model.desk.reading.is_none() {
        model.desk.collected = None;
    }
    model.files.extend(files);
    if model.desk.reading.is_none() {
        read_on(model, effects);
    }
}

/// Reads on in the large table, or in the files that wait.
fn read_on(model: &mut Model, effects: &mut Vec<Effect>) {
    let mut collected = model.desk.collected.take().unwrap_or_default();
    if let Some(mut reading) = model.desk.reading.take() {
        if reading.table.step(STEP) {
            table(model, *reading.table, &mut collected);
        } else {
            model.desk.reading = Some(reading);
            model.desk.collected = Some(collected);
            effects.push(Effect::Continue);
            return;
        }
    }
    while !model.files.is_empty() {
        let FileText { name, text } = model.files.remove(0);
        match open(model, text, &mut collected) {
            Ok(None) => {}
            Ok(Some(table)) => {
                model.desk.reading = Some(Reading { name, table: Box::new(table) });
                model.desk.collected = Some(collected);
                effects.push(Effect::Continue);
                return;
            }
            Err(problem) => collected.files.push((name, problem)),
        }
    }
    done(model, collected, effects);
}

/// Takes what a file holds; a large table is handed back to be read in steps.
fn open(
    model: &mut Model,
    text: String,
    collected: &mut Collected,
) -> Result<Option<TableReading>, Problem> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let all = instruments(model);
    if start.starts_with(['{', '[']) {
        let known: Vec<&Instrument> = all.iter().map(Rc::as_ref).collect();
        let responses = if start.starts_with('[') {
            exchange::report::read_responses(&text, &known)
        } else {
            exchange::json::read_response(&text, &known).map(|it| vec![it])
        };
        let responses = responses.map_err(first)?;
        let key = setup(model).key;
        let mut contributions = Vec::new();
        for it in responses {
            collected.other_edition |= it.other_edition;
            let fit = all.first().filter(|own| own.id == it.response.instrument.id);
            let Some(instrument) = fit else {
                collected.other_instrument += 1;
                continue;
            };
            let contribution = contribution::of_response(instrument, &it.response);
            if ![0, key].contains(&contribution.workshop) {
                collected.other_workshop += 1;
                continue;
            }
            contributions.push(contribution);
        }
        add(model, contributions, collected);
        return Ok(None);
    }
    if !start.lines().next().is_some_and(|it| it.contains("response_id")) {
        // A mail or a chat that was saved may hold codes.
        let before = collected.clone();
        let contributions = codes(model, &text, collected);
        if !contributions.is_empty() || *collected != before {
            add(model, contributions, collected);
            return Ok(None);
        }
    }
    let of = exchange::merged::opening(model.workshop.as_deref().unwrap_or_default());
    if text.lines().nth(1).is_some_and(|it| it.trim_start_matches('"').starts_with(&of)) {
        return Err(Problem::new("", Fault::AlreadyHere));
    }
    let mut reading = TableReading::begin(text, all).map_err(first)?;
    if reading.step(STEP) {
        table(model, reading, collected);
        return Ok(None);
    }
    Ok(Some(reading))
}

fn first(problems: Vec<Problem>) -> Problem {
    problems.into_iter().next().unwrap_or_else(|| Problem::new("", Fault::NotOurs))
}

/// Takes a table that has been read to its end.
fn table(model: &mut Model, reading: TableReading, collected: &mut Collected) {
    let read = reading.finish();
    collected.rows += read.n_problems;
    if collected.row.is_none() {
        collected.row = read.problems.into_iter().next();
    }
    collected.other_edition |= read.other_edition;
    let own = model.open_workshop().map(|it| it.instrument.id.clone());
    if own.as_ref() != Some(&read.instrument.id) {
        collected.other_instrument += read.contributions.len();
        return;
    }
    add(model, read.contributions, collected);
}

/// Shows the picture with everything that is there, if enough of it is new; else the one
/// that was shown last.
fn show(model: &mut Model, anyway: bool, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    let Some(id) = model.workshop.clone() else { return };
    let Some(workshop) = model.open_workshop() else { return };
    if workshop.can_show_more() {
        model.desk.hides = if anyway { Vec::new() } else { hidden_by_showing(model, workshop) };
        if !model.desk.hides.is_empty() {
            effects.push(Effect::Focus(Focus::Part("pa-hides".to_owned())));
            return;
        }
        if let Some(Entry::Workshop { workshop, .. }) = model.shelf.get_mut(&id) {
            workshop.show(now);
        }
        // What has been seen cannot be undone.
        model.desk.before.clear();
        model.refresh_report();
        save(model, &id, effects);
    }
    if model.open_workshop().is_some_and(|it| !it.states.is_empty()) {
        model.desk.slide = 0;
        go(model, Screen::Picture, effects);
    }
}

/// The sectors that are shown now and would not be if everything of `workshop` were.
fn hidden_by_showing(model: &Model, workshop: &Workshop) -> Vec<String> {
    let Some(shown) = &model.desk.report else { return Vec::new() };
    let instrument = model.instruments.get(&workshop.instrument.id);
    let Some(instrument) = instrument else { return Vec::new() };
    let mut next = workshop.clone();
    next.mark(model.moment.now);
    let then = report::report(instrument, &next);
    shown
        .0
        .sectors
        .iter()
        .zip(&then.sectors)
        .filter(|(now, then)| now.responses.is_some() && then.responses.is_none())
        .map(|it| it.0.name.clone())
        .collect()
}

/// Made-up answers of made-up people, to practise with.
fn made_up(model: &Model) -> Vec<Contribution> {
    let Some(workshop) = model.open_workshop().filter(|it| it.setup.practice) else {
        return Vec::new();
    };
    let Some(instrument) = model.instruments.get(&workshop.instrument.id) else {
        return Vec::new();
    };
    let mut random = model.moment.random | 1;
    let mut below = |n: usize| {
        random = random.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645).wrapping_add(99);
        ((random >> 64) as usize) % n.max(1)
    };
    let sectors = &workshop.setup.sectors;
    // A few sectors only, so that some of them are large enough to be shown.
    let used = sectors.len().clamp(1, 3);
    let n = workshop.setup.expected.unwrap_or(MADE_UP).max(u16::from(workshop.threshold()));
    (0..n.min(200))
        .map(|_| {
            let sector = below(used);
            let answers = instrument
                .items()
                .enumerate()
                .map(|(at, (section, _))| {
                    let scale = &section.scale;
                    if scale.dont_know && below(9) == 0 {
                        return DONT_KNOW;
                    }
                    // Every statement leans its own way, and every third one differs by sector.
                    let lean = at * 7 + if at % 3 == 0 { sector * 2 } else { 0 };
                    let points = scale.points.len();
                    let place = (lean % points + below(3) + points - 1) % points;
                    LOWEST + place.min(usize::from(u8::MAX - LOWEST)) as u8
                })
                .collect();
            Contribution {
                person: below(MAX_PERSON as usize) as u32,
                revision: 1,
                workshop: workshop.setup.key,
                threshold: workshop.setup.threshold,
                sector: sectors.get(sector).cloned().unwrap_or_default(),
                answers,
                notes: Vec::new(),
            }
        })
        .filter(|it: &Contribution| fits(instrument, &it.answers))
        .collect()
}
