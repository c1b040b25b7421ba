//! Instruments, the list of what is offered, and languages.

use std::collections::BTreeSet;

use partnership_assessment::exchange::code::Found;
use partnership_assessment::exchange::{code, contribution, csv, door, json};
use partnership_assessment::instrument::{Instrument, MAX_ITEMS, reader};
use partnership_assessment::report::report;
use partnership_assessment::response::{Answer, InstrumentRef, Response};
use partnership_assessment::text::Text;
use partnership_assessment::workshop::Contribution;

use super::{shelf, told};

pub fn instrument(text: &str) {
    match reader::read(text) {
        Ok(it) => {
            sound(&it);
            used(&it, text.len());
            let handed_out = door::instrument(text).expect("it has just been read");
            assert_eq!(reader::read(&handed_out).as_ref(), Ok(&it));
        }
        Err(problems) => told(&problems),
    }
    match reader::read_index(text) {
        Ok(it) => assert!(it.instruments.iter().all(|it| it.n_items <= MAX_ITEMS)),
        Err(problems) => told(&problems),
    }
}

/// Holds what the rest of the program takes for granted of an instrument.
fn sound(it: &Instrument) {
    assert!((1..=MAX_ITEMS).contains(&it.n_items()));
    let ids: BTreeSet<&str> = it.items().map(|it| it.1.id.as_str()).collect();
    assert_eq!(ids.len(), it.n_items());
    for section in &it.sections {
        let values: BTreeSet<i64> = section.scale.points.iter().map(|it| it.value).collect();
        assert!((2..=101).contains(&values.len()));
        assert_eq!(values.len(), section.scale.points.len());
        assert!(section.sources.iter().all(|name| it.source(name).is_some()));
        assert!(it.section_bands(section).is_sorted_by_key(|it| it.from));
        assert!(!section.items.is_empty() && !section.title.is_empty());
    }
}

/// Answers to any instrument can be scored, written in every way and read again.
fn used(instrument: &Instrument, pick: usize) {
    let mut response = Response {
        id: "r1".to_owned(),
        instrument: InstrumentRef::to(instrument),
        language: "cy".to_owned(),
        ..Response::default()
    };
    for (at, (section, item)) in instrument.items().enumerate() {
        let points = &section.scale.points;
        let value = points.get((pick + at * 7) % points.len()).map(|it| it.value);
        response.answers.insert(item.id.clone(), Answer::Value(value.expect("a point")));
    }
    let texts = shelf::texts();
    let file = json::write_response(&response, "", Some(&report(instrument, &response)));
    let again = json::read_response(&file, &[instrument]).expect("our own file");
    assert_eq!(again.response, response);
    let wide = csv::write_wide(instrument, &[&response], true);
    let long = csv::write_long(instrument, &[&response], &texts[0], false);
    for table in [wide, long] {
        let again = csv::read(&table, &[instrument]).expect("our own table");
        assert_eq!(again[0].response.answers, response.answers, "{table}");
    }
    let contribution = contribution::of_response(instrument, &response);
    let code = code::write(instrument, &contribution, &[]);
    let [Found::Whole(raw)] = &code::find(&code)[..] else { panic!("{code} is not found whole") };
    let wanted = Contribution { notes: Vec::new(), ..contribution };
    assert_eq!(code::read(raw, &[instrument], None), Ok((0, wanted)), "{code}");
}

pub fn language(text: &str) {
    let text = match Text::read(text) {
        Ok(it) => it,
        Err(problems) => return told(&problems),
    };
    for month in 0..12 {
        text.date(month * 31 * 86_400_000, -600);
    }
    for (key, _) in text.entries() {
        text.count(key, 3, &[("name", "{name}"), ("n", "{{")]);
    }
    let categories = text.categories();
    for n in [0, 1, 2, 3, 6, 11, 100, usize::MAX] {
        assert!(categories.contains(&text.category(n)));
    }
}
