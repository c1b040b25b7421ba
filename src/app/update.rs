//! Event and model to the next model and what the shell has to do.

mod answering;
mod files;
mod shelf;
mod stored;

use std::rc::Rc;

use super::FULL;
use super::effect::{Asset, Effect, Focus};
use super::event::{Event, Handover, Opening};
use super::model::{Draft, Entry, Model, Moment, News, Options, Screen, Storage};
use crate::exchange::{json, link};
use crate::instrument::{BUILT_IN, reader};
use crate::response::{Field, Respondent};
use crate::text::Text;

/// What `event` changes, and what is to be done about it, in order.
pub fn update(model: &mut Model, event: Event, moment: &Moment) -> Vec<Effect> {
    model.moment = *moment;
    let mut effects = Vec::new();
    match event {
        Event::Opened(opening) => opened(model, *opening, &mut effects),

        Event::TextArrived(file) => match Text::read(&file) {
            Ok(text) => {
                arrived(model, &text.language);
                model.texts.insert(text.language.clone(), Rc::new(text));
            }
            Err(_) => model.news = Some(News::FetchFailed { what: "language".to_owned() }),
        },
        Event::IndexArrived(file) => {
            if let Ok(index) = reader::read_index(&file) {
                let languages = index.languages.iter().map(|it| it.0.clone());
                let missing: Vec<_> = languages.filter(|it| !model.texts.contains(it)).collect();
                for language in missing {
                    fetch(model, Asset::Language(language), &mut effects);
                }
                model.index = index;
            }
        }
        Event::InstrumentArrived { asked, text } => {
            arrived(model, &asked);
            match reader::read(&text) {
                Ok(instrument) => {
                    if !BUILT_IN.contains(&instrument.id.as_str()) {
                        model.custom.insert(instrument.id.clone(), text);
                    }
                    model.instruments.insert(instrument.id.clone(), Rc::new(instrument));
                    land(model, &mut effects);
                }
                Err(problems) => {
                    model.news = Some(News::ImportFailed { file: asked, problems });
                    effects.push(Effect::Focus(Focus::Notice));
                }
            }
            if FULL {
                files::read_waiting(model, &mut effects);
            }
        }
        Event::CustomArrived(text) if FULL => {
            arrived(model, CUSTOM);
            files::instrument_from_address(model, text, &mut effects);
        }
        Event::FetchFailed(what) => {
            arrived(model, &what);
            let of_open = model.assessment().is_some_and(|it| it.response.instrument.id == what);
            let of_draft = model.draft.as_ref().is_some_and(|it| it.instrument == what);
            let on_its_way = model.awaited.iter().any(|it| it == CUSTOM);
            let custom =
                !BUILT_IN.contains(&what.as_str()) && what != CUSTOM && what != FULL_WIDGET;
            if model.instruments.contains(&what) || (custom && on_its_way) {
                // It is there, or it may be the instrument from the address.
            } else if of_open && !BUILT_IN.contains(&what.as_str()) {
                model.news = Some(News::NeedsInstrument { id: what });
            } else if of_open || of_draft || [CUSTOM, FULL_WIDGET].contains(&what.as_str()) {
                model.without_full |= what == FULL_WIDGET;
                model.news = Some(News::FetchFailed { what });
            }
            if FULL {
                files::read_waiting(model, &mut effects);
            }
        }

        Event::Go(screen) => go(model, screen, &mut effects),
        Event::WentTo(place) => {
            let screen = Screen::from_name(&place).unwrap_or_default();
            model.screen = possible(model, screen);
            model.dialog = None;
            effects.push(Effect::Focus(Focus::Heading));
        }
        Event::Resume => resume(model, &mut effects),
        Event::Change { item } => {
            let section = model.instrument().and_then(|instrument| {
                let has = |it: &crate::instrument::Section| it.items.iter().any(|it| it.id == item);
                instrument.sections.iter().position(has)
            });
            if let Some(section) = section {
                go(model, Screen::Questions(section), &mut effects);
                effects.pop();
                effects.push(Effect::Focus(Focus::Item(item)));
            }
        }
        Event::Language(language) => {
            speak(model, &language);
            effects.push(Effect::Visit { place: model.screen.name(), step: false });
        }
        Event::Dismiss => {
            if model.dialog.take().is_some() {
                effects.push(Effect::Focus(Focus::Opener));
            } else {
                model.news = None;
                effects.push(Effect::Focus(Focus::Heading));
            }
        }

        Event::Guide(choice) => {
            let question =
                super::Question::ALL.into_iter().find(|it| it.choices().contains(&choice));
            let others = question.map(super::Question::choices).unwrap_or_default();
            model.guide.retain(|it| !others.contains(it));
            model.guide.push(choice);
        }
        Event::Choose(instrument) => {
            prepare(model, instrument, &mut effects);
            go(model, Screen::Prepare, &mut effects);
        }
        Event::Detail(field, value) => {
            let value = value.chars().take(Respondent::MAX_CHARS).collect();
            if let Some(draft) = &mut model.draft {
                *draft.respondent.part_mut(field) = value;
            }
        }
        Event::Keep(keep) => {
            if let Some(draft) = &mut model.draft {
                draft.keep = keep;
            }
        }
        Event::Begin => answering::begin(model, &mut effects),

        Event::Answer { item, answer } => {
            answering::answer(model, &item, Some(answer), &mut effects);
        }
        Event::TakeBack { item } => {
            answering::answer(model, &item, None, &mut effects);
            effects.push(Effect::Focus(Focus::Item(item)));
        }
        Event::Note { item, note } => answering::note(model, &item, &note, &mut effects),
        Event::Finish => answering::finish(model, &mut effects),

        Event::Download(download) if FULL => files::download(model, download, &mut effects),
        Event::Downloaded { name } if FULL => files::downloaded(model, name, &mut effects),
        Event::ByteOrderMark(wanted) => model.no_byte_order_mark = !wanted,
        Event::Print => effects.push(Effect::Print),
        Event::FilesChosen(chosen) if FULL => {
            model.files.extend(chosen);
            files::read_waiting(model, &mut effects);
        }
        Event::FileUnreadable(file) => {
            model.news = Some(News::Unreadable { file });
            effects.push(Effect::Focus(Focus::Notice));
        }

        event if FULL => shelf::update(model, event, &mut effects),
        event => stored::update(model, event, &mut effects),
    }
    for effect in &effects {
        match effect {
            Effect::Focus(Focus::Item(item)) => model.focused = Some(item.clone()),
            Effect::Focus(_) => model.focused = None,
            _ => {}
        }
    }
    effects
}

/// The name under which a custom instrument from an address is awaited.
const CUSTOM: &str = "custom";
/// The name of the full widget, should it not arrive.
const FULL_WIDGET: &str = "full";

fn opened(model: &mut Model, opening: Opening, effects: &mut Vec<Effect>) {
    let Opening {
        options,
        texts,
        index,
        language,
        chosen_language,
        fragment,
        place,
        last,
        storage_fault,
        handover,
    } = opening;
    for text in texts.iter().filter_map(|it| Text::read(it).ok()) {
        model.texts.insert(text.language.clone(), Rc::new(text));
    }
    model.language = language;
    model.options = options;
    model.storage_fault = storage_fault;
    let link = link::read(&fragment);
    let (only, src) = match &handover {
        Some(it) => (it.only.clone(), it.src.clone()),
        None => (link.instrument, link.src),
    };
    model.options.instrument = only.or(model.options.instrument.take());
    model.options.src = src.or(model.options.src.take());
    if let Some((id, raw)) = last {
        stored::put_on(model, id.clone(), raw);
        if model.shelf.get(&id).is_some_and(|it| matches!(it, Entry::Readable { .. })) {
            model.current = Some(id);
        }
    }

    // A page of our own speaks the language in which a person answered last.
    let of_last = model.assessment().filter(|_| model.options.standalone);
    let of_last = of_last.map(|it| it.response.language.clone());
    let wished = link.language.or(chosen_language).or(of_last);
    match index {
        Some(index) => {
            effects.extend(update(model, Event::IndexArrived(index), &model.moment.clone()))
        }
        None => fetch(model, Asset::Index, effects),
    }
    if let Some(language) = wished {
        speak(model, &language);
    }
    let Options { instrument, src, .. } = model.options.clone();
    if let Some(src) = src {
        if FULL {
            fetch(model, Asset::Custom(src), effects);
        }
    } else if let Some(instrument) = instrument {
        prepare(model, instrument, effects);
        model.screen = Screen::Prepare;
    }
    if let Some(assessment) = model.assessment() {
        let instrument = assessment.response.instrument.id.clone();
        need(model, &instrument, effects);
    }
    if FULL {
        for instrument in BUILT_IN {
            need(model, instrument, effects);
        }
    }
    if let Some(screen) = place.as_deref().and_then(Screen::from_name) {
        model.screen = possible(model, screen);
    }
    if let Some(handover) = handover {
        take_over(model, handover, effects);
    } else {
        effects.push(Effect::Visit { place: model.screen.name(), step: false });
        effects.push(Effect::Tell { name: "pa-ready", answered: 0, total: 0 });
    }
    // The starter shows no shelf, and must not grow slower with what lies on it.
    if FULL && model.options.storage != Storage::None {
        effects.push(Effect::ReadShelf);
    }
}

/// Shows the language nearest to `wished`, if there is one.
fn speak(model: &mut Model, wished: &str) {
    let main = wished.split('-').next().unwrap_or_default();
    let listed = |tag: &str| model.index.languages.iter().any(|it| it.0 == tag);
    let known = |tag: &&str| model.texts.contains(tag) || listed(tag);
    if let Some(language) = [wished, main].into_iter().find(known) {
        model.language = language.to_owned();
    }
}

/// Goes on where the starter left off.
fn take_over(model: &mut Model, handover: Handover, effects: &mut Vec<Effect>) {
    let Handover { place, language, instrument, details, keep, open, item, .. } = handover;
    model.language = language;
    if !instrument.is_empty() {
        let mut respondent = Respondent::default();
        for (field, value) in Field::ALL.into_iter().zip(details) {
            *respondent.part_mut(field) = value;
        }
        need(model, &instrument, effects);
        model.draft = Some(Draft { instrument, respondent, keep });
    }
    if let Some((id, record, stored)) = open
        && let Ok(assessment) = json::read_record(&record)
    {
        let instrument = assessment.response.instrument.id.clone();
        need(model, &instrument, effects);
        let assessment = Box::new(assessment);
        let is_stored = keep && stored.as_ref() == Some(&record);
        model.shelf.insert(id.clone(), Entry::Readable { assessment, stored, keep });
        model.current = Some(id.clone());
        model.saved_at = Some(model.moment.now).filter(|_| is_stored);
        save(model, &id, effects);
    }
    model.screen = possible(model, Screen::from_name(&place).unwrap_or_default());
    effects.push(Effect::Focus(item.map_or(Focus::Heading, Focus::Item)));
}

/// Asks for the instrument `id` unless it is at hand or on its way.
fn need(model: &mut Model, id: &str, effects: &mut Vec<Effect>) {
    if !model.instruments.contains(id) {
        fetch(model, Asset::Instrument(id.to_owned()), effects);
    }
}

fn fetch(model: &mut Model, asset: Asset, effects: &mut Vec<Effect>) {
    let name = match &asset {
        Asset::Index => None,
        Asset::Custom(_) => Some(CUSTOM),
        Asset::Instrument(name) | Asset::Language(name) => Some(name.as_str()),
    };
    if let Some(name) = name {
        if model.awaited.iter().any(|it| it == name) {
            return;
        }
        model.awaited.push(name.to_owned());
    }
    effects.push(Effect::Fetch(asset));
}

fn arrived(model: &mut Model, name: &str) {
    model.awaited.retain(|it| it != name);
}

/// A fresh draft to answer `instrument`, with the details of the last one.
fn prepare(model: &mut Model, instrument: String, effects: &mut Vec<Effect>) {
    need(model, &instrument, effects);
    let respondent = match &model.draft {
        Some(draft) => draft.respondent.clone(),
        None => Respondent::default(),
    };
    let keep = model.can_keep();
    model.draft = Some(Draft { instrument, respondent, keep });
}

/// `screen`, or the nearest that can be shown.
fn possible(model: &Model, screen: Screen) -> Screen {
    let start = if model.draft.is_some() && model.options.instrument.is_some() {
        Screen::Prepare
    } else {
        Screen::Start
    };
    match screen {
        Screen::Prepare if model.draft.is_none() => start,
        it if it.needs_assessment() && model.assessment().is_none() => start,
        Screen::Questions(section) => match model.instrument() {
            Some(it) => Screen::Questions(section.min(it.sections.len().saturating_sub(1))),
            None => Screen::Questions(section),
        },
        it => it,
    }
}

fn go(model: &mut Model, screen: Screen, effects: &mut Vec<Effect>) {
    let screen = possible(model, screen);
    model.dialog = None;
    model.landing = false;
    if screen != model.screen {
        model.news = None;
        model.screen = screen;
        effects.push(Effect::Visit { place: screen.name(), step: true });
        if model.without_full && model.exceeds_starter() {
            model.news = Some(News::FetchFailed { what: FULL_WIDGET.to_owned() });
        }
    }
    effects.push(Effect::Focus(Focus::Heading));
}

/// Goes to the first statement without an answer, or to the check where there is none.
fn resume(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Some(instrument), Some(assessment)) = (model.instrument(), model.assessment()) else {
        go(model, Screen::Questions(0), effects);
        model.landing = model.assessment().is_some();
        return;
    };
    let answers = &assessment.response.answers;
    let next = instrument.sections.iter().enumerate().find_map(|(i, section)| {
        let item = section.items.iter().find(|it| !answers.contains(&it.id))?;
        let first = section.items.first().is_some_and(|it| it.id == item.id);
        Some((i, (!first).then(|| item.id.clone())))
    });
    match next {
        Some((section, item)) => {
            go(model, Screen::Questions(section), effects);
            if let Some(item) = item {
                effects.pop();
                effects.push(Effect::Focus(Focus::Item(item)));
            }
        }
        None => go(model, Screen::Check, effects),
    }
}

/// Lands where [`resume`] could not while the instrument was missing.
fn land(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.landing && model.instrument().is_some() {
        model.landing = false;
        let completed = model.assessment().is_some_and(|it| it.response.completed.is_some());
        if completed { go(model, Screen::Results, effects) } else { resume(model, effects) }
    }
    model.screen = possible(model, model.screen);
}

/// Stores the assessment `id` if it is to be kept and differs from what is stored.
fn save(model: &Model, id: &str, effects: &mut Vec<Effect>) {
    if model.options.storage == Storage::None {
        return;
    }
    if let Some(Entry::Readable { assessment, stored, keep: true }) = model.shelf.get(id) {
        let text = json::write_record(assessment);
        if stored.as_ref() != Some(&text) {
            effects.push(Effect::Save { id: id.to_owned(), text, expected: stored.clone() });
        }
    }
}
