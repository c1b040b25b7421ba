//! What the door of the element offers to scripts of the page: functions from JSON to JSON,
//! to instruments in JSON. What is wrong is thrown as an error with the sentence that a
//! person would read, in the language of the file `text`.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::exchange::report;
use crate::instrument::document::Problem;
use crate::instrument::{Instrument, reader};
use crate::text::Text;

/// The report of a list of responses to one instrument; no figure is made of fewer
/// people than `threshold`, 3 to 20.
#[wasm_bindgen]
pub fn report(
    responses: &str,
    threshold: &str,
    instruments: &Array,
    text: &str,
) -> Result<String, JsError> {
    let instruments = read(instruments);
    let known: Vec<&Instrument> = instruments.iter().collect();
    report::of_responses(responses, threshold, &known).map_err(|it| error(&it, text))
}

fn read(files: &Array) -> Vec<Instrument> {
    let texts = files.iter().filter_map(|it| it.as_string());
    texts.filter_map(|it| reader::read(&it).ok()).collect()
}

fn error(problems: &[Problem], text: &str) -> JsError {
    let text = Text::read(text).unwrap_or_default();
    let sentences: Vec<String> = problems.iter().take(5).map(|it| text.problem(it)).collect();
    JsError::new(&sentences.join(" "))
}
