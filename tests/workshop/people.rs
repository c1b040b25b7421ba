//! Small workshops, by hand and at random.

use partnership_assessment::instrument::Instrument;
use partnership_assessment::response::InstrumentRef;
use partnership_assessment::workshop::{Contribution, Setup, Workshop};
use serde_json::json;

use crate::scoring::small::{file, read, section};

/// "Don't know", and what follows it, as answers are coded.
pub const DONT_KNOW: u8 = 1;
/// The lowest of five points.
pub const LOWEST: u8 = 3;

/// Two items, and two more of which the last is reversed, all on a scale from 1 to 5.
pub fn instrument() -> Instrument {
    let scoring = json!({ "method": "percent", "minimum_answered": 0.5 });
    let sections = json!([section("first", &["a", "b"]), section("second", &["c", "r"])]);
    read(&file(scoring, &[1, 2, 3, 4, 5], &[0, 1], sections))
}

pub fn workshop(threshold: u8, sectors: &[&str]) -> Workshop {
    let sectors = sectors.iter().map(|it| (*it).to_owned()).collect();
    let setup = Setup { key: 7, threshold, sectors, ..Setup::default() };
    Workshop::new("w".to_owned(), setup, InstrumentRef::default(), 1_780_000_000_000)
}

/// What one person hands over.
pub fn said(person: u32, revision: u16, sector: &str, answers: &[u8]) -> Contribution {
    let sector = sector.to_owned();
    let answers = answers.to_vec();
    Contribution { person, revision, workshop: 7, sector, answers, ..Contribution::default() }
}

/// `n` people of one sector who answer alike, numbered from `first`.
pub fn people(first: u32, n: u32, sector: &str, answers: &[u8]) -> Vec<Contribution> {
    (first..first + n).map(|it| said(it, 1, sector, answers)).collect()
}

/// A workshop of which everything that was pasted is shown at once.
pub fn shown(threshold: u8, sectors: &[&str], all: Vec<Contribution>) -> Workshop {
    let mut res = workshop(threshold, sectors);
    res.add_all(all);
    res.show(1);
    res
}
