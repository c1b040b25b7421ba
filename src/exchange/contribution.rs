//! A response as what one person adds to a workshop, and back.
//!
//! What a [`Contribution`] does not hold is lost on the way: the role, the organisation, the
//! plan, the times of the answers.

use crate::exchange::code::{ALPHABET, MAX_REVISION};
use crate::exchange::link;
use crate::instrument::{Instrument, fingerprint};
use crate::response::{InstrumentRef, Millis, Respondent, Response};
use crate::workshop::{self, Contribution, MAX_PERSON, Setup};

/// What the id of a response begins with that came out of a code.
const OUT_OF_A_CODE: &str = "code-";
/// How many milliseconds of answering make the revision one higher.
const STEP: Millis = 4_000;

/// The revision of a response: it grows by one for every four seconds between the first
/// answer and the last change, up to a day and a half.
pub fn revision(started: Millis, updated: Millis) -> u16 {
    (updated.saturating_sub(started) / STEP).clamp(0, MAX_REVISION.into()) as u16
}

/// What `response` adds to a workshop.
///
/// The key and the threshold are those of the link that it was answered for.
pub fn of_response(instrument: &Instrument, response: &Response) -> Contribution {
    let setup = link::read_workshop(&response.workshop);
    let items = || instrument.items().enumerate();
    Contribution {
        person: person_of(&response.id),
        revision: revision(response.started, response.updated),
        workshop: setup.as_ref().map_or(0, |it| it.key),
        threshold: setup.as_ref().map_or(0, |it| it.threshold),
        sector: response.respondent.sector.trim().to_owned(),
        answers: items()
            .map(|(_, (section, item))| {
                workshop::coded(&section.scale, response.answers.get(&item.id).copied())
            })
            .collect(),
        notes: items()
            .filter_map(|(at, (_, item))| {
                Some((u16::try_from(at).ok()?, response.notes.get(&item.id)?.clone()))
            })
            .collect(),
    }
}

/// A response that adds `contribution` to a workshop.
///
/// Law: [`of_response`] makes the same contribution of it again, if that is sound: answers
/// that the scales offer, a key and a threshold both or neither. What a contribution does not
/// say is made up: the language is `en`, and it was started so long before `now` as the
/// revision says.
pub fn to_response(instrument: &Instrument, contribution: &Contribution, now: Millis) -> Response {
    let Contribution { person, revision, workshop, threshold, sector, answers, notes } =
        contribution;
    let items = || instrument.items().map(|(section, item)| (&section.scale, &item.id));
    let answers = items().zip(answers).filter_map(|((scale, id), code)| {
        Some((id.clone(), workshop::decoded(scale, *code).ok()??))
    });
    let notes = notes.iter().filter_map(|(at, note)| {
        let (_, id) = items().nth(usize::from(*at))?;
        Some((id.clone(), note.clone()))
    });
    let setup = Setup {
        key: *workshop,
        instrument: instrument.id.clone(),
        sectors: Respondent::SECTORS.map(str::to_owned).to_vec(),
        comments: true,
        threshold: *threshold,
        ..Setup::default()
    };
    Response {
        id: id(*person),
        instrument: InstrumentRef::to(instrument),
        language: "en".to_owned(),
        started: now.saturating_sub(Millis::from(*revision) * STEP),
        updated: now,
        respondent: Respondent { sector: sector.clone(), ..Respondent::default() },
        answers: answers.collect(),
        notes: notes.collect(),
        plan: Response::NO_PLAN.to_owned(),
        workshop: if *workshop == 0 { String::new() } else { link::write_workshop(&setup) },
        ..Response::default()
    }
}

/// The id of the response of `person`.
fn id(person: u32) -> String {
    let digit = |i: u32| {
        let digit = ALPHABET.get((person >> (5 * i) & 31) as usize)?;
        Some(char::from(digit.to_ascii_lowercase()))
    };
    format!("{OUT_OF_A_CODE}{}", (0..6).rev().filter_map(digit).collect::<String>())
}

/// The person whose response has this id: the one that [`id`] wrote, else 30 bits that are
/// the same for the same id.
pub fn person_of(response: &str) -> u32 {
    out_of_a_code(response).unwrap_or_else(|| {
        let hash = fingerprint::hash(response);
        (hash ^ hash >> 30 ^ hash >> 60) as u32 & MAX_PERSON
    })
}

fn out_of_a_code(response: &str) -> Option<u32> {
    let digits = response.strip_prefix(OUT_OF_A_CODE)?;
    if digits.len() != 6 {
        return None;
    }
    digits.bytes().try_fold(0, |res, byte| {
        Some(res << 5 | ALPHABET.iter().position(|it| it.to_ascii_lowercase() == byte)? as u32)
    })
}
