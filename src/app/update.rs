//! Event and model to the next model and what the shell has to do.

mod answering;
#[cfg(not(feature = "starter"))]
mod collecting;
#[cfg(not(feature = "starter"))]
mod elsewhere;
#[cfg(not(feature = "starter"))]
mod files;
mod landing;
#[cfg(not(feature = "starter"))]
mod newer;
#[cfg(not(feature = "starter"))]
mod outcome;
#[cfg(not(feature = "starter"))]
mod planning;
#[cfg(not(feature = "starter"))]
mod rescue;
#[cfg(not(feature = "starter"))]
mod rounds;
#[cfg(not(feature = "starter"))]
mod shelf;
#[cfg(not(feature = "starter"))]
mod single;
mod stored;
#[cfg(not(feature = "starter"))]
mod vault;
#[cfg(not(feature = "starter"))]
mod workshops;

#[cfg(not(feature = "starter"))]
pub use files::response_file;
#[cfg(not(feature = "starter"))]
pub use rounds::{Known, due_event};
#[cfg(not(feature = "starter"))]
pub use stored::unstored;
#[cfg(not(feature = "starter"))]
pub use workshops::problem as setup_problem;

use std::rc::Rc;

use self::landing::{land, resume};
use self::stored::save;
use super::FULL;
use super::effect::{Asset, Effect, Focus};
use super::event::{Event, Handover, Opening};
use super::model::{Draft, Entry, Model, Moment, News, Options, Screen, Storage};
use crate::exchange::{json, link};
use crate::instrument::{BUILT_IN, main_language, reader};
use crate::response::{Field, Respondent};
use crate::text::Text;

/// What `event` changes, and what is to be done about it, in order.
pub fn update(model: &mut Model, event: Event, moment: &Moment) -> Vec<Effect> {
    model.moment = *moment;
    let mut effects = Vec::new();
    #[cfg(not(feature = "starter"))]
    let (before, news) = (model.screen, model.news.as_ref().map(std::mem::discriminant));
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
                // The starter gets another language when somebody asks for it.
                let languages = index.languages.iter().filter(|_| FULL).map(|it| it.0.clone());
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
                #[cfg(not(feature = "starter"))]
                Ok(instrument) if instrument.fingerprint == asked => {
                    // An older edition, kept for the answers that belong to it.
                    model.desk.editions.insert(asked, Rc::new(instrument));
                }
                Ok(instrument) => {
                    if !BUILT_IN.contains(&instrument.id.as_str()) {
                        model.custom.insert(instrument.id.clone(), text);
                    }
                    model.instruments.insert(instrument.id.clone(), Rc::new(instrument));
                    land(model, &mut effects);
                    if model.assessment().is_some_and(|it| it.response.instrument.id == asked) {
                        effects.push(answering::tell(model, "pa-ready"));
                    }
                    #[cfg(not(feature = "starter"))]
                    if model.open_workshop().is_some_and(|it| it.instrument.id == asked) {
                        model.refresh_report();
                    }
                }
                Err(problems) => {
                    model.news = Some(News::ImportFailed { file: asked, problems });
                    effects.push(Effect::Focus(Focus::Notice));
                }
            }
            #[cfg(not(feature = "starter"))]
            files::read_waiting(model, &mut effects);
        }
        #[cfg(not(feature = "starter"))]
        Event::CustomArrived(text) => {
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
            } else if custom && (of_open || (of_draft && !model.link.is_empty())) {
                // The first screen is where its file can be opened.
                if !of_open {
                    model.screen = Screen::Start;
                }
                model.news = Some(News::NeedsInstrument { id: what });
            } else if custom && of_draft && !of_open {
                // All that there are can be chosen instead.
                model.options.instrument = None;
                model.draft = None;
                model.screen = Screen::Start;
                model.news = Some(News::NoInstrument { id: what });
            } else if of_open || of_draft || [CUSTOM, FULL_WIDGET].contains(&what.as_str()) {
                model.without_full |= what == FULL_WIDGET;
                let src = model.options.src.clone().filter(|_| what == CUSTOM);
                model.news = Some(News::FetchFailed { what: src.unwrap_or(what) });
            }
            #[cfg(not(feature = "starter"))]
            files::read_waiting(model, &mut effects);
        }

        Event::Go(screen) => go(model, screen, &mut effects),
        Event::WentTo(place) => {
            #[cfg(not(feature = "starter"))]
            single::went_to(model, &place, &mut effects);
            arrive(model, &place);
            model.dialog = None;
            effects.push(Effect::Focus(Focus::Heading));
        }
        Event::Resume => resume(model, &mut effects),
        // From the check, which the starter has not.
        #[cfg(not(feature = "starter"))]
        Event::Change { item } => landing::change(model, item, &mut effects),
        #[cfg(not(feature = "starter"))]
        Event::ShowList => single::list(model, &mut effects),
        Event::Language(language) => {
            speak(model, &language, &mut effects);
            effects.push(Effect::Visit { place: model.place(), step: false });
        }
        Event::Unfold => model.unfolds = true,
        Event::Dismiss => {
            if model.dialog.take().is_some() {
                effects.push(Effect::Focus(Focus::Opener));
            } else {
                #[cfg(not(feature = "starter"))]
                newer::closed(model);
                model.news = None;
                effects.push(Effect::Focus(Focus::Heading));
            }
        }

        #[cfg(not(feature = "starter"))]
        Event::ReadContacts => effects.push(Effect::ReadContacts),
        #[cfg(not(feature = "starter"))]
        Event::ContactsRead(record) => {
            model.desk.contacts = Some(super::contacts::sort(*record));
        }
        #[cfg(not(feature = "starter"))]
        Event::NewerVersion => model.desk.newer = true,
        #[cfg(not(feature = "starter"))]
        Event::UseNewerVersion => newer::used(model, &mut effects),

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
        #[cfg(not(feature = "starter"))]
        Event::Finish => answering::finish(model, &mut effects),

        #[cfg(not(feature = "starter"))]
        Event::Download(download) => files::download(model, download, &mut effects),
        #[cfg(not(feature = "starter"))]
        Event::Downloaded { name } => files::downloaded(model, name, &mut effects),
        Event::ByteOrderMark(wanted) => model.no_byte_order_mark = !wanted,
        Event::KeepFiles(keep) => model.files_apart = !keep,
        Event::Print => effects.push(Effect::Print),
        #[cfg(not(feature = "starter"))]
        Event::FilesChosen(chosen) if model.screen.needs_workshop() => {
            collecting::files(model, chosen, &mut effects);
        }
        #[cfg(not(feature = "starter"))]
        Event::FilesChosen(chosen) => {
            model.files.extend(chosen);
            files::read_waiting(model, &mut effects);
        }
        #[cfg(not(feature = "starter"))]
        Event::HandedOver(it) => files::handed_over(model, *it, &mut effects),
        Event::FileUnreadable(file) => {
            model.news = Some(News::Unreadable { file });
            effects.push(Effect::Focus(Focus::Notice));
        }

        #[cfg(not(feature = "starter"))]
        Event::PaintingFailed => {
            model.news = Some(News::PaintingFailed);
            effects.push(Effect::Focus(Focus::Notice));
        }

        #[cfg(not(feature = "starter"))]
        Event::Workshop(event) => workshops::update(model, event, &mut effects),
        #[cfg(not(feature = "starter"))]
        Event::Plan(event) => planning::update(model, event, &mut effects),
        #[cfg(not(feature = "starter"))]
        Event::Vault(event) => vault::update(model, event, &mut effects),
        #[cfg(not(feature = "starter"))]
        Event::ShowEarlier(shown) => model.desk.earlier = shown,
        #[cfg(not(feature = "starter"))]
        event => shelf::update(model, event, &mut effects),
        #[cfg(feature = "starter")]
        event => stored::update(model, event, &mut effects),
    }
    #[cfg(not(feature = "starter"))]
    workshops::leave(model, before, &mut effects);
    #[cfg(not(feature = "starter"))]
    if model.screen != before {
        match model.screen {
            Screen::Contacts => effects.push(Effect::ReadContacts),
            Screen::Change(_) | Screen::Report(_) => rounds::need_editions(model, &mut effects),
            _ => {}
        }
        model.desk.action = None;
        model.desk.earlier = false;
        model.desk.said.clear();
    }
    #[cfg(not(feature = "starter"))]
    {
        newer::tell(model);
        single::settle(model, &mut effects);
        // What has the focus is read out for that, and need not be said aloud as well.
        if effects.contains(&Effect::Focus(Focus::Notice)) {
            model.desk.read_out = true;
        } else if model.news.as_ref().map(std::mem::discriminant) != news {
            model.desk.read_out = false;
        }
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
pub const CUSTOM: &str = "custom";
/// The name of the full widget, should it not arrive.
pub const FULL_WIDGET: &str = "full";

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
        due,
        #[cfg(not(feature = "starter"))]
        single,
        locked,
        storage_fault,
        handover,
    } = opening;
    for text in texts.iter().filter_map(|it| Text::read(it).ok()) {
        model.texts.insert(text.language.clone(), Rc::new(text));
    }
    let takes_over = handover.is_some();
    let taken_over = handover.as_ref().map_or_else(String::new, |it| it.place.clone());
    model.language = language;
    model.options = options;
    model.storage_fault = storage_fault;
    model.due = due;
    #[cfg(not(feature = "starter"))]
    single::opened(model, single, place.as_deref(), handover.as_ref());
    model.locked = locked;
    if locked {
        model.wanted =
            place.clone().or(handover.as_ref().map(|it| it.place.clone())).unwrap_or_default();
    }
    let link = link::read(&fragment);
    let (only, src, workshop) = match &handover {
        Some(it) => (it.only.clone(), it.src.clone(), it.workshop.clone()),
        // The instrument of a workshop is no narrowing of what is offered.
        None if link.workshop.is_some() => (None, link.src, link.workshop.unwrap_or_default()),
        None => (link.instrument, link.src, String::new()),
    };
    let invited = match place.as_deref().and_then(|it| it.strip_prefix("join")) {
        Some(of_place) if workshop.is_empty() => of_place.to_owned(),
        _ => workshop,
    };
    model.link = invited;
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
        speak(model, &language, effects);
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
    if let Some(place) = &place {
        arrive(model, place);
    }
    if let Some(handover) = handover {
        take_over(model, handover, effects);
    }
    if !model.link.is_empty() && (taken_over.is_empty() || taken_over.starts_with("join")) {
        // The starter knows no workshops, but its place in the history must name this one.
        model.screen = Screen::Join;
        #[cfg(not(feature = "starter"))]
        workshops::invited(model, effects);
    }
    if !takes_over {
        // What is under a passphrase is found again at the place that the history names.
        if !model.locked {
            effects.push(Effect::Visit { place: model.place(), step: false });
        }
        effects.push(Effect::Tell { name: "pa-ready", answered: 0, total: 0 });
    }
    #[cfg(not(feature = "starter"))]
    if model.locked {
        if takes_over {
            vault::found_locked(model);
        }
        model.screen = Screen::Unlock;
        return;
    }
    // The starter shows no shelf, and must not grow slower with what lies on it.
    if FULL && model.options.storage != Storage::None {
        effects.push(Effect::ReadShelf);
    }
}

/// Shows the language nearest to `wished`, if there is one.
fn speak(model: &mut Model, wished: &str, effects: &mut Vec<Effect>) {
    let listed = |tag: &str| model.index.languages.iter().any(|it| it.0 == tag);
    let known = |tag: &&str| model.texts.contains(tag) || listed(tag);
    if let Some(language) = [wished, main_language(wished)].into_iter().find(known) {
        model.language = language.to_owned();
        if !model.texts.contains(language) {
            fetch(model, Asset::Language(language.to_owned()), effects);
        }
    }
}

/// Goes on where the starter left off.
fn take_over(model: &mut Model, handover: Handover, effects: &mut Vec<Effect>) {
    let Handover { place, language, instrument, details, keep, open, item, quiet, .. } = handover;
    model.language = language;
    model.files_apart = handover.files_apart;
    if !instrument.is_empty() {
        let mut respondent = Respondent::default();
        for (field, value) in Field::ALL.into_iter().zip(details) {
            *respondent.part_mut(field) = value;
        }
        need(model, &instrument, effects);
        model.draft = Some(Draft { instrument, respondent, keep, ..Draft::default() });
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
        if FULL && keep && !is_stored {
            // The starter had no room for that either.
            effects.push(Effect::RememberLast(Some(id.clone())));
        }
        save(model, &id, effects);
    }
    arrive(model, &place);
    if !quiet {
        effects.push(Effect::Focus(item.map_or(Focus::Heading, Focus::Item)));
    }
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
    model.draft = Some(Draft { instrument, respondent, keep, ..Draft::default() });
}

/// Shows the place that [`Model::place`] names, or the nearest that can be shown.
fn arrive(model: &mut Model, place: &str) {
    let screen = Screen::from_name(place).unwrap_or_default();
    if screen.needs_workshop() {
        let id = place.split_once('/').map(|it| it.1.to_owned());
        #[cfg(not(feature = "starter"))]
        model.enter(id);
        #[cfg(feature = "starter")]
        model.workshop.clone_from(&id);
    }
    model.screen = possible(model, screen);
    #[cfg(not(feature = "starter"))]
    workshops::begin_set_up(model);
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
        Screen::Join if model.link.is_empty() => start,
        Screen::Shelf if model.locked => Screen::Unlock,
        Screen::Unlock if !model.locked => start,
        it if it.needs_workshop() && model.shelf_read && !has_workshop(model) => start,
        it if it.needs_assessment() && model.assessment().is_none() => start,
        Screen::Questions(section) => match model.instrument() {
            #[cfg(not(feature = "starter"))]
            Some(it) if model.desk.single => single::first_of(it, section),
            Some(it) => Screen::Questions(section.min(it.sections.len().saturating_sub(1))),
            None => Screen::Questions(section),
        },
        #[cfg(not(feature = "starter"))]
        Screen::Statement(place) => single::within(model, place),
        it => it,
    }
}

fn has_workshop(model: &Model) -> bool {
    let open = model.workshop.as_ref().and_then(|it| model.shelf.get(it));
    matches!(open, Some(it) if !matches!(it, Entry::Readable { .. } | Entry::Unreadable { .. }))
}

fn go(model: &mut Model, screen: Screen, effects: &mut Vec<Effect>) {
    let screen = possible(model, screen);
    model.dialog = None;
    model.landing = false;
    if screen != model.screen {
        model.news = None;
        model.screen = screen;
        #[cfg(not(feature = "starter"))]
        workshops::begin_set_up(model);
        effects.push(Effect::Visit { place: model.place(), step: true });
        if model.without_full && model.exceeds_starter() {
            model.news = Some(News::FetchFailed { what: FULL_WIDGET.to_owned() });
        }
    }
    effects.push(Effect::Focus(Focus::Heading));
}

/// Keeps the file of the custom instrument `id`, so that its answers can be opened again. The
/// starter knows none but those that are kept.
#[cfg(not(feature = "starter"))]
fn keep_instrument(model: &Model, id: &str, effects: &mut Vec<Effect>) {
    if let Some(text) = model.custom.get(id) {
        effects.push(Effect::KeepInstrument { id: id.to_owned(), text: text.clone() });
    }
}
