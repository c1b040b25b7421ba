//! What scripts of the host page may ask of the widget.

use std::rc::Rc;

use super::effect::Asset;
use super::event::{Event, WorkshopEvent};
use super::model::{Model, Of, Screen, Storage};
use super::update::{CUSTOM, response_file, unstored};
use super::view::damage;
use crate::exchange::door::{self, CodeFault};
use crate::exchange::json;
use crate::instrument::Instrument;
use crate::instrument::document::Problem;
use crate::response::{Assessment, Millis};
use crate::text::Text;

/// The views that a script can open.
pub const VIEWS: [&str; 7] = ["start", "questions", "check", "results", "plan", "workshop", "keep"];

impl Model {
    /// The id of the instrument that is chosen: that of what is shown, else of what is open,
    /// else the one to begin with.
    fn chosen(&self) -> Option<&str> {
        let open = || self.assessment().map(|it| it.response.instrument.id.as_str());
        let draft = || self.draft.as_ref().map(|it| it.instrument.as_str());
        let shown = match self.screen {
            Screen::Prepare | Screen::Join => draft(),
            it if it.needs_workshop() => self.open_workshop().map(|it| it.instrument.id.as_str()),
            _ => None,
        };
        shown.or_else(open).or_else(draft).or(self.options.instrument.as_deref())
    }

    /// The assessment that is open and answers the chosen instrument.
    fn open_to_chosen(&self) -> Option<&Assessment> {
        let chosen = self.chosen();
        self.assessment().filter(|it| Some(it.response.instrument.id.as_str()) == chosen)
    }

    /// The chosen instrument as a file with its fingerprint; nothing where none is chosen, or
    /// it is not at hand. `built_in` gives the file of a built-in one by id.
    pub fn instrument_file(&self, built_in: impl Fn(&str) -> Option<String>) -> Option<String> {
        let id = self.chosen()?;
        let file = self.custom(id).cloned().or_else(|| built_in(id))?;
        door::instrument(&file).ok()
    }

    /// The open assessment as the file that a person would save; nothing before one is begun.
    pub fn response_file(&self) -> Option<String> {
        self.open_to_chosen()?;
        response_file(self)
    }

    /// What opens the response in `text`, a file's text, if nothing is wrong with it.
    pub fn handed_over(&self, text: &str) -> Result<Event, Vec<Problem>> {
        let known: Vec<&Instrument> = self.instruments.values().map(Rc::as_ref).collect();
        json::read_response(text, &known).map(|it| Event::HandedOver(Box::new(it)))
    }

    /// What shows `view`, one of [`VIEWS`]; or a sentence, in the language of `words`, that
    /// says what has to be done first.
    pub fn opening(&self, view: &str, words: &Text) -> Result<Event, String> {
        let of_assessment = |screen| match (self.open_to_chosen(), self.instrument()) {
            (None, _) => Err(words.say("door.begin-first")),
            (Some(it), None) => {
                let id = it.response.instrument.id.as_str();
                Err(words.with("news.needs-instrument", &[("id", id)]))
            }
            (Some(_), Some(_)) => Ok(Event::Go(screen)),
        };
        match view {
            "start" if self.options.instrument.is_some() && self.draft.is_some() => {
                Ok(Event::Go(Screen::Prepare))
            }
            "start" => Ok(Event::Go(Screen::Start)),
            "questions" if self.open_to_chosen().is_none() && self.draft.is_some() => {
                Ok(Event::Go(Screen::Prepare))
            }
            "questions" if self.open_to_chosen().is_none() => Err(words.say("door.choose-first")),
            "questions" => {
                let first = of_assessment(Screen::Questions(0))?;
                Ok(if self.has_open_items() { Event::Resume } else { first })
            }
            "check" => of_assessment(Screen::Check),
            "results" => of_assessment(Screen::Results),
            "plan" if self.open_workshop().is_some() && self.screen.needs_workshop() => {
                Ok(Event::Go(Screen::Plan(Of::Workshop)))
            }
            "plan" => of_assessment(Screen::Plan(Of::Assessment)),
            "keep" => of_assessment(Screen::Keep),
            "workshop" => Ok(match (self.open_workshop(), &self.workshop) {
                (Some(_), Some(id)) => WorkshopEvent::OpenWorkshop(id.clone()).into(),
                _ => Event::Go(Screen::SetUp),
            }),
            _ => {
                let found = crate::instrument::document::shorten(view);
                let views = VIEWS.join(", ");
                Err(words.with("door.view", &[("found", &found), ("views", &views)]))
            }
        }
    }

    /// Whether a statement of the open assessment has no answer.
    fn has_open_items(&self) -> bool {
        match (self.instrument(), self.assessment()) {
            (Some(instrument), Some(it)) => it.n_answered(instrument) < instrument.n_items(),
            _ => false,
        }
    }

    /// What is in no storage, each as it would be stored: what it is, its id and its text.
    pub fn unstored(&self) -> Vec<(&'static str, String, String)> {
        let mut res = Vec::new();
        for (id, entry) in self.shelf.iter() {
            res.extend(unstored(entry).map(|text| ("record", id.clone(), text)));
        }
        if !self.can_keep() {
            let instruments = self.custom.iter();
            res.extend(instruments.map(|(id, it)| ("instrument", id.clone(), it.clone())));
        }
        res
    }

    /// The instruments that came from files of their own.
    pub fn custom_instruments(&self) -> Vec<Rc<Instrument>> {
        self.custom.ids().filter_map(|id| self.instruments.get(id)).cloned().collect()
    }

    /// The instruments that have been asked for and have not arrived.
    pub fn awaited(&self) -> Vec<Asset> {
        let asset = |name: &String| {
            if name == CUSTOM {
                return self.options.src.clone().map(Asset::Custom);
            }
            let language = self.index.languages.iter().any(|it| it.0 == *name);
            (!language).then(|| Asset::Instrument(name.clone()))
        };
        self.awaited.iter().filter_map(asset).collect()
    }

    /// Whether what is stored is still to be read.
    pub fn awaits_shelf(&self) -> bool {
        !self.shelf_read && !self.locked && self.options.storage != Storage::None
    }
}

/// The responses in the codes of `text`, and what is wrong with the other codes, in the
/// language of `words`.
pub fn read_codes(
    text: &str,
    instruments: &[&Instrument],
    now: Millis,
    words: &Text,
) -> Result<String, Vec<Problem>> {
    let (responses, faults) = door::responses_in(text, instruments, now)?;
    let sentence = |fault: &CodeFault| match fault {
        CodeFault::Damaged { code, damage: how } => damage(words, code, how),
        CodeFault::Newer { code } => words.with("collect.newer", &[("code", code)]),
        CodeFault::OtherInstrument { code } => {
            words.with("door.other-instrument", &[("code", code)])
        }
    };
    let problems: Vec<String> = faults.iter().map(sentence).collect();
    Ok(door::write_found(&responses, &problems))
}
