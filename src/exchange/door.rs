//! What scripts of the host page hand over and are given: the same documents as in files, as
//! JSON text.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::code::{self, Found, Misfit};
use super::contribution::{of_response, to_response};
use super::{Imported, csv, link};
use crate::instrument::document::{self, Fault, Node, Problem};
use crate::instrument::{Instrument, MAX_BYTES, reader};
use crate::response::{InstrumentRef, Millis, Response};
use crate::text::Text;
use crate::workshop::Contribution;

/// The longest text that is searched for codes, in bytes.
const MAX_TEXT: usize = 16 << 20;

/// The instrument `file`, with the fingerprint that it has; one that it states is replaced.
pub fn instrument(file: &str) -> Result<String, Vec<Problem>> {
    let fingerprint = reader::read(file)?.fingerprint;
    document::read(file, MAX_BYTES, |root| {
        let mut res = root.value().as_object()?.clone();
        res.insert("fingerprint".to_owned(), fingerprint.into());
        Some(Value::Object(res).to_string())
    })
}

/// Responses to one instrument, in the order in which they stand in a list. Of those with the
/// same id, the one that was updated last counts.
pub(super) struct Group<'a> {
    pub(super) instrument: &'a Instrument,
    pub(super) responses: Vec<Response>,
}

/// Reads a list of responses, at least one, all of them to one and the same of `instruments`
/// and in its edition; `limit` is the size of the longest list, in bytes.
pub(super) fn group<'a>(
    text: &str,
    limit: usize,
    instruments: &[&'a Instrument],
) -> Result<Group<'a>, Vec<Problem>> {
    let responses = document::read(text, limit, |root| {
        let all = root.list()?;
        let mut res: Vec<Response> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut first: Option<InstrumentRef> = None;
        for node in &all {
            let Some(imported) = super::json::response_at(node, instruments) else { continue };
            let response = &imported.response;
            let of = first.get_or_insert_with(|| response.instrument.clone());
            if of.id != response.instrument.id {
                let (found, expected) = (response.instrument.id.clone(), of.id.clone());
                let fault = Fault::OtherInstrument { found, expected };
                node.need("instrument")?.need("id")?.fault(fault);
            } else {
                same_edition(node, &imported)?;
            }
            let response = imported.response;
            match places.get(&response.id).and_then(|it| res.get_mut(*it)) {
                Some(known) if known.updated <= response.updated => *known = response,
                Some(_) => {}
                None => {
                    places.insert(response.id.clone(), res.len());
                    res.push(response);
                }
            }
        }
        if res.is_empty() && all.is_empty() {
            root.fault(Fault::Empty);
        }
        Some(res)
    })?;
    let of = responses.first().map(|it| &it.instrument.id);
    match instruments.iter().find(|it| of == Some(&it.id)) {
        Some(instrument) => Ok(Group { instrument, responses }),
        None => Err(vec![Problem::new("", Fault::Empty)]),
    }
}

/// Reports that the response at `node` was `imported` from another edition of its instrument.
fn same_edition(node: &Node<'_>, imported: &Imported) -> Option<()> {
    if imported.other_edition {
        let at = node.need("instrument")?.need("fingerprint")?;
        let expected = imported.response.instrument.fingerprint.clone();
        at.fault(Fault::OtherEdition { found: at.shown(), expected });
    }
    Some(())
}

/// The table of a list of responses to one instrument, `wide` or `long`, without a byte order
/// mark; statements and answers are in the language of `words`.
pub fn table(
    responses: &str,
    shape: &str,
    instruments: &[&Instrument],
    words: &Text,
) -> Result<String, Vec<Problem>> {
    const SHAPES: [&str; 2] = ["wide", "long"];
    if !SHAPES.contains(&shape) {
        let (found, allowed) = (document::shorten(shape), SHAPES.join(", "));
        return Err(vec![Problem::new("", Fault::NotOneOf { found, allowed })]);
    }
    let group = group(responses, super::report::MAX_BYTES, instruments)?;
    let all: Vec<&Response> = group.responses.iter().collect();
    Ok(match shape {
        "wide" => csv::write_wide(group.instrument, &all, false),
        _ => csv::write_long(group.instrument, &all, words, false),
    })
}

/// The code of a response to one of `instruments`.
pub fn code(response: &str, instruments: &[&Instrument]) -> Result<String, Vec<Problem>> {
    let response = document::read(response, super::json::MAX_BYTES, |root| {
        let imported = super::json::response_at(&root, instruments)?;
        same_edition(&root, &imported)?;
        Some(imported.response)
    })?;
    let instrument = instruments.iter().find(|it| it.id == response.instrument.id);
    let Some(instrument) = instrument else {
        let found = response.instrument.id;
        return Err(vec![Problem::new("instrument.id", Fault::UnknownInstrument { found })]);
    };
    let sectors = link::read_workshop(&response.workshop).map(|it| it.sectors);
    let contribution = of_response(instrument, &response);
    Ok(code::write(instrument, &contribution, &sectors.unwrap_or_default()))
}

/// Why a code in a text gives no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeFault {
    Damaged { code: String, damage: code::Damage },
    Newer { code: String },
    OtherInstrument { code: String },
}

/// The responses that the codes in `text` hold, to whichever of `instruments` they answer, and
/// what is wrong with the other codes. Of codes of one person the newest counts; `now` is
/// taken for the time at which they were last changed.
pub fn responses_in(
    text: &str,
    instruments: &[&Instrument],
    now: Millis,
) -> Result<(Vec<Response>, Vec<CodeFault>), Vec<Problem>> {
    if text.len() > MAX_TEXT {
        let fault = Fault::TooLarge { bytes: text.len(), limit: MAX_TEXT };
        return Err(vec![Problem::new("", fault)]);
    }
    let mut taken = Vec::new();
    let mut places: HashMap<(usize, u16, u32), usize> = HashMap::new();
    let mut faults = Vec::new();
    for found in code::find(text) {
        let raw = match found {
            Found::Whole(raw) => raw,
            Found::Newer { text } => {
                faults.push(CodeFault::Newer { code: text });
                continue;
            }
            Found::Damaged { text, damage } => {
                faults.push(CodeFault::Damaged { code: text, damage });
                continue;
            }
        };
        match code::read(&raw, instruments, None) {
            Ok((at, it)) => {
                let place = *places.entry((at, it.workshop, it.person)).or_insert(taken.len());
                match taken.get_mut(place) {
                    None => taken.push((at, it)),
                    Some(known) if known.1.revision <= it.revision => *known = (at, it),
                    Some(_) => {}
                }
            }
            Err(Misfit::OtherInstrument | Misfit::OtherWorkshop) => {
                faults.push(CodeFault::OtherInstrument { code: document::shorten(&raw.text()) });
            }
            Err(Misfit::Answers | Misfit::Sector) => {
                let (code, damage) = (document::shorten(&raw.text()), code::Damage::Unclear);
                faults.push(CodeFault::Damaged { code, damage });
            }
        }
    }
    let response = |(at, it): (usize, Contribution)| {
        let instrument: &Instrument = instruments.get(at)?;
        Some(to_response(instrument, &it, now))
    };
    Ok((taken.into_iter().filter_map(response).collect(), faults))
}

/// What was found in a text, as a JSON object: `responses`, and `problems` in sentences.
pub fn write_found(responses: &[Response], problems: &[String]) -> String {
    let responses: Vec<Value> =
        responses.iter().map(|it| super::json::response_value(it).into()).collect();
    json!({ "responses": responses, "problems": problems }).to_string()
}
