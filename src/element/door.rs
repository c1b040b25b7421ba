//! What the door of the element offers to scripts of the page: functions from text to text,
//! in the formats of files. What is wrong is thrown as an error with the sentence that a
//! person would read, in the language of the door.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Date, Function};
use wasm_bindgen::prelude::*;

use super::Widget;
use crate::app::{Event, Model, Screen, door};
use crate::browser::built_in;
use crate::exchange::{door as files, report};
use crate::instrument::document::{Expected, Fault, Problem, shorten};
use crate::instrument::{BUILT_IN, Instrument, reader};
use crate::text::Text;

/// How many problems of a document an error tells.
const SHOWN: usize = 5;

/// What the functions need that do not depend on what the widget shows: instruments, and a
/// language to speak.
#[wasm_bindgen]
#[derive(Default)]
pub struct Door {
    known: RefCell<Vec<Rc<Instrument>>>,
    words: RefCell<Rc<Text>>,
}

#[wasm_bindgen]
impl Door {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The language of the errors; empty before any.
    pub fn language(&self) -> String {
        self.words.borrow().language.clone()
    }

    /// Speaks the language of a language file.
    pub fn speak(&self, file: &str) {
        if let Ok(words) = Text::read(file) {
            self.words.replace(Rc::new(words));
        }
    }

    /// Makes an instrument known by its file, in the place of another of its id. What is no
    /// instrument is passed over, and so is a file that stands in for a built-in one.
    pub fn read(&self, path: &str, file: &str) {
        let Ok(instrument) = reader::read(file) else { return };
        let id = instrument.id.as_str();
        if !BUILT_IN.contains(&id) || path == format!("instruments/{id}.json") {
            self.know(Rc::new(instrument));
        }
    }

    /// Makes the instruments known that were opened in a widget; whether there was a new one.
    pub fn learn(&self, widget: &Widget) -> bool {
        let mut new = false;
        for it in widget.runtime.ask(Model::custom_instruments) {
            new |= self.know(it);
        }
        new
    }

    /// The code of a response.
    pub fn code(&self, response: &str) -> Result<String, JsError> {
        self.ask(|known| files::code(response, known))
    }

    /// The responses in the codes of a text, and what is wrong with the other codes.
    pub fn read_codes(&self, text: &str) -> Result<String, JsError> {
        let words = self.words.borrow().clone();
        self.ask(|known| door::read_codes(text, known, Date::now() as i64, &words))
    }

    /// A table of a list of responses to one instrument.
    pub fn to_csv(&self, responses: &str, shape: &str) -> Result<String, JsError> {
        let words = self.words.borrow().clone();
        self.ask(|known| files::table(responses, shape, known, &words))
    }

    /// The report of a list of responses to one instrument; no figure is made of fewer
    /// people than `threshold`, 3 to 20.
    pub fn report(&self, responses: &str, threshold: &str) -> Result<String, JsError> {
        self.ask(|known| report::of_responses(responses, threshold, known))
    }

    /// Opens a response in `widget`, checked as a file would be.
    pub fn set_response(&self, widget: &Widget, response: &str) -> Result<(), JsError> {
        let event = widget.runtime.ask(|it| it.handed_over(response));
        widget.runtime.dispatch(event.map_err(|it| self.error(&it))?);
        Ok(())
    }

    /// Shows one of the views of `widget`.
    pub fn open(&self, widget: &Widget, view: &str) -> Result<(), JsError> {
        let words = self.words.borrow().clone();
        let event = widget.runtime.ask(|it| it.opening(view, &words));
        widget.runtime.dispatch(event.map_err(|it| JsError::new(&it))?);
        Ok(())
    }

    /// What is said of input that is no plain data.
    pub fn not_plain(&self) -> String {
        self.words.borrow().say("door.not-plain")
    }

    /// What is said of an element that is not on the page.
    pub fn away(&self) -> String {
        self.words.borrow().say("door.away")
    }

    /// What is said of a version of the door that does not exist.
    pub fn no_version(&self, found: &str, newest: &str) -> String {
        let found = shorten(found);
        self.words.borrow().with("door.version", &[("found", &found), ("newest", newest)])
    }

    /// What is said of a value at `place` that is not of the `kind` it should be: `text`,
    /// `number` or `object`.
    pub fn expected(&self, kind: &str, place: &str) -> String {
        let expected = match kind {
            "text" => Expected::Text,
            "number" => Expected::WholeNumber,
            _ => Expected::Object,
        };
        self.words.borrow().problem(&Problem::new(place, Fault::Expected(expected)))
    }
}

impl Door {
    /// Whether `instrument` was not known.
    fn know(&self, instrument: Rc<Instrument>) -> bool {
        let mut known = self.known.borrow_mut();
        match known.iter_mut().find(|it| it.id == instrument.id) {
            Some(it) if *it == instrument => false,
            Some(it) => {
                *it = instrument;
                true
            }
            None => {
                known.push(instrument);
                true
            }
        }
    }

    fn ask<T>(
        &self,
        act: impl FnOnce(&[&Instrument]) -> Result<T, Vec<Problem>>,
    ) -> Result<T, JsError> {
        let known = self.known.borrow();
        let known: Vec<&Instrument> = known.iter().map(Rc::as_ref).collect();
        act(&known).map_err(|it| self.error(&it))
    }

    fn error(&self, problems: &[Problem]) -> JsError {
        let words = self.words.borrow();
        let sentences: Vec<String> =
            problems.iter().take(SHOWN).map(|it| words.problem(it)).collect();
        JsError::new(&sentences.join(" "))
    }
}

#[wasm_bindgen]
impl Widget {
    /// Takes at once what is awaited and has been fetched; `file(path)` gives its text.
    pub fn catch_up(&self, file: &Function) {
        self.runtime.catch_up(file);
    }

    /// The chosen instrument in the format of files, with its fingerprint.
    pub fn instrument(&self, file: &Function) -> Option<String> {
        self.runtime.ask(|it| it.instrument_file(|id| built_in(file, id)))
    }

    /// What is in no storage, each as it would be stored: lists of what it is, its id and its
    /// text.
    pub fn unstored(&self) -> Array {
        let list = |(what, id, text): (&str, String, String)| {
            Array::of3(&what.into(), &id.into(), &text.into())
        };
        self.runtime.ask(Model::unstored).into_iter().map(list).collect()
    }

    /// Says that it is known now what the page's service worker has fetched.
    pub fn copy_known(&self) {
        if self.runtime.ask(Model::screen) == Screen::Contacts {
            self.runtime.dispatch(Event::ReadContacts);
        }
    }

    /// Says that a newer version of the page is at hand.
    pub fn newer_version(&self) {
        self.runtime.dispatch(Event::NewerVersion);
    }

    /// The open response in the format of files.
    pub fn response(&self) -> Option<String> {
        self.runtime.ask(Model::response_file)
    }
}
