//! A facilitator's collection, and lists of responses that a page hands over.

use partnership_assessment::exchange::report::{Heading, of_responses, read_responses};
use partnership_assessment::exchange::{door, merged, report as files, workshop as file};
use partnership_assessment::instrument::Instrument;
use partnership_assessment::workshop::report::report as reported;
use partnership_assessment::workshop::{MAX_PERSON, Workshop, fits};
use serde_json::Value;

use super::{shelf, told};

pub fn workshop(text: &str) {
    let read = match file::read(text) {
        Ok(it) => it,
        Err(problems) => return told(&problems),
    };
    for row in &read.rows {
        assert!(usize::from(row.sector) < read.sectors.len() && row.person <= MAX_PERSON);
    }
    let written = file::write(&read);
    assert_eq!(file::read(&written).as_ref(), Ok(&read), "{written}");
    // Another copy of the same brings nothing new.
    let mut merged = read.clone();
    assert!(!merged.merge(read.clone()), "{written}");
    let known = shelf::instruments().into_iter().find(|it| it.id == read.instrument.id);
    if let Some(instrument) = known
        && read.rows.iter().all(|it| fits(&instrument, &it.answers))
    {
        shown(&instrument, read);
    }
}

/// A workshop whose answers fit can go on and be reported.
fn shown(instrument: &Instrument, mut read: Workshop) {
    if read.states.len() > 6 || read.rows.len() > 100 {
        return;
    }
    read.show(0);
    let report = reported(instrument, &read);
    assert!((3..=20).contains(&report.threshold));
    let heading = Heading::default();
    let json = files::write_json(instrument, &report, &heading);
    serde_json::from_str::<Value>(&json).expect("our own report");
    files::write_csv(instrument, &report, &shelf::texts()[0], true);
    for it in merged::merged(instrument, &read, &report) {
        assert!(it.notes.is_empty());
    }
    let written = file::write(&read);
    assert_eq!(file::read(&written).as_ref(), Ok(&read), "{written}");
}

pub fn report(text: &str) {
    let shelf = shelf::instruments();
    let instruments: Vec<&Instrument> = shelf.iter().map(|it| &**it).collect();
    let threshold = ["3", "5", "20"][text.len() % 3];
    match of_responses(text, threshold, &instruments) {
        Ok(report) => {
            let report: Value = serde_json::from_str(&report).expect("our own report");
            assert!(report["threshold"].as_u64().is_some_and(|it| (3..=20).contains(&it)));
            for shape in ["wide", "long"] {
                let table = door::table(text, shape, &instruments, &shelf::texts()[0]);
                assert!(table.expect("the same list").starts_with("response_id,"));
            }
        }
        Err(problems) => told(&problems),
    }
    if let Err(problems) = read_responses(text, &instruments) {
        told(&problems);
    }
    match door::code(text, &instruments) {
        Ok(code) => assert!(code.starts_with("PA1-")),
        Err(problems) => told(&problems),
    }
}
