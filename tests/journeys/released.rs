//! A file of every format as each version has written it is read whole by this one.
//!
//! The files in `tests/released` are never changed. They stand in folders by what the version
//! that wrote them was the first to know; all of them are of version 1 of their formats. A
//! format that changes gets a folder more.

use partnership_assessment::app::{Event, Opening, Screen};
use partnership_assessment::exchange::code::{self, Found};
use partnership_assessment::exchange::{self, json, plan};
use partnership_assessment::instrument::{Instrument, reader};
use partnership_assessment::response::{Answer, Assessment};
use partnership_assessment::workshop::NONE;

use super::device::{Device, Tab};

const INSTRUMENT: &str = include_str!("../released/answers/instrument.json");
const RESPONSES: [&str; 2] = [
    include_str!("../released/answers/response.json"),
    include_str!("../released/plans/response.json"),
];
const RECORDS: [&str; 2] = [
    include_str!("../released/answers/record.json"),
    include_str!("../released/plans/record.json"),
];
const WIDE: &str = include_str!("../released/answers/wide.csv");
const LONG: &str = include_str!("../released/answers/long.csv");
const WORKSHOP: &str = include_str!("../released/workshops/workshop.json");
const CODES: &str = include_str!("../released/workshops/codes.txt");

const ID: &str = "7d1f0c1e-52a4-4a86-9b0e-2f6a3c5d8e91";

fn instrument() -> Instrument {
    let res = reader::read(INSTRUMENT).expect("an instrument");
    assert_eq!((res.fingerprint.as_str(), res.n_items()), ("d42a16440971607c", 8));
    res
}

/// Every answer and comment that the person of these files has given.
fn is_whole(assessment: &Assessment, notes: usize) {
    let response = &assessment.response;
    let answers: Vec<(&str, Answer)> =
        response.answers.iter().map(|(item, it)| (item.as_str(), *it)).collect();
    let value = Answer::Value;
    let wanted = [
        ("be1", value(3)),
        ("me1", value(5)),
        ("me2", value(4)),
        ("me3", value(4)),
        ("me4", value(2)),
        ("ob1", value(1)),
        ("ob2", Answer::DontKnow),
    ];
    let mut answers = answers;
    answers.sort_by_key(|it| it.0);
    assert_eq!(answers, wanted);
    assert_eq!((response.id.as_str(), response.respondent.sector.as_str()), (ID, "housing"));
    assert_eq!(response.notes.len(), notes);
}

#[test]
fn responses_and_tables_of_every_version_are_read_whole() {
    let instrument = instrument();
    let read = |text: &str| {
        let mut all = exchange::read_file(text, &[&instrument]).expect("a file of ours");
        assert_eq!(all.len(), 1);
        all.remove(0)
    };
    for (text, notes) in [(RESPONSES[0], 2), (RESPONSES[1], 2), (WIDE, 0), (LONG, 2)] {
        is_whole(&Assessment::of(read(text).response), notes);
    }
    assert_eq!(read(RESPONSES[0]).name, "Winter check");
    let response = read(RESPONSES[1]).response;
    let plan = plan::read(&response.plan, &response.follow_up);
    assert_eq!((plan.actions.len(), plan.partners.len(), plan.priorities.len()), (1, 1, 2));
    assert!(plan.review.is_some() && !plan.power.is_empty() && !plan.series.is_empty());
}

#[test]
fn records_of_every_version_are_read_whole_and_written_without_a_loss() {
    for text in RECORDS {
        let assessment = json::read_record(text).expect("a record");
        is_whole(&assessment, 2);
        assert_eq!(
            (assessment.name.as_str(), assessment.exported),
            ("Winter check", Some(1769853931750))
        );
        assert_eq!(assessment.answer_times.get("be2"), Some(&1769853871751), "it was taken back");
        let again = json::write_record(&assessment);
        assert_eq!(json::read_record(&again), Ok(assessment));
    }
}

#[test]
fn workshops_and_codes_of_every_version_are_read_whole() {
    let workshop = exchange::workshop::read(WORKSHOP).expect("a workshop");
    assert_eq!((workshop.setup.key, workshop.setup.name.as_str()), (4711, "Winter board"));
    assert_eq!((workshop.rows.len(), workshop.states.len(), workshop.sectors.len()), (4, 1, 2));
    let notes: usize = workshop.rows.iter().map(|it| it.notes.len()).sum();
    assert_eq!(notes, 1);
    let again = exchange::workshop::write(&workshop);
    assert_eq!(exchange::workshop::read(&again), Ok(workshop));

    let instrument = instrument();
    let all: Vec<_> = CODES
        .lines()
        .map(|it| match &code::find(it)[..] {
            [Found::Whole(raw)] => code::read(raw, &[&instrument], None).expect("a code").1,
            other => panic!("{other:?} in {it}"),
        })
        .collect();
    let given: Vec<usize> =
        all.iter().map(|it| it.answers.iter().filter(|it| **it != NONE).count()).collect();
    assert_eq!(given, [7, 0, 8]);
}

/// A device on which each version has left its record, and the questions with it.
#[test]
fn what_every_version_has_stored_is_opened_and_gone_on_with() {
    for text in RECORDS {
        let device = Device::shared();
        {
            let mut device = device.borrow_mut();
            device.records.insert(ID.to_owned(), text.to_owned());
            device.instruments.insert("joint-meetings".to_owned(), INSTRUMENT.to_owned());
            device.last = Some(ID.to_owned());
        }
        let mut tab = Tab::open(&device, Opening::default());
        tab.send(Event::Resume);
        is_whole(tab.model.assessment().expect("it is open"), 2);
        assert_eq!(device.borrow().records[ID], text, "looking at it changes nothing");
        tab.answer("be2", 4);
        let stored = json::read_record(&device.borrow().records[ID]).expect("a record");
        assert_eq!((stored.response.answers.len(), stored.response.notes.len()), (8, 2));
        tab.send(Event::Go(Screen::Shelf));
        assert_eq!(tab.shelf(), [("Winter check".to_owned(), None)]);
    }
}
