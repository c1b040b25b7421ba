//! One person's answers: files, and the records that are kept on a device.

use partnership_assessment::exchange::{Imported, json, plan, read_file};
use partnership_assessment::instrument::Instrument;
use partnership_assessment::report::report;
use partnership_assessment::response::{Answer, Assessment};

use super::{shelf, told};

pub fn response(text: &str) {
    let shelf = shelf::instruments();
    let instruments: Vec<&Instrument> = shelf.iter().map(|it| &**it).collect();
    match read_file(text, &instruments) {
        Ok(all) => {
            assert!(!all.is_empty());
            all.iter().for_each(|it| imported(it, &instruments));
        }
        Err(problems) => told(&problems),
    }
}

/// What is taken in can be scored, saved as a file, and kept on a device.
fn imported(it: &Imported, instruments: &[&Instrument]) {
    let response = &it.response;
    let of = instruments.iter().find(|one| one.id == response.instrument.id);
    let of = *of.expect("one that was offered");
    for (id, answer) in response.answers.iter() {
        let (section, _) = of.item(id).expect("an item of it");
        assert!(answer.is_on(&section.scale));
    }
    let report = report(of, response);
    let file = json::write_response(response, &it.name, Some(&report));
    let again = json::read_response(&file, instruments).expect("our own file");
    let wanted = Imported { table: false, ..it.clone() };
    // A table names another edition; as a file it is to the one that is here.
    let other_edition = again.other_edition;
    assert_eq!(again, Imported { other_edition, ..wanted }, "{file}");
    assert!(it.table || it.other_edition == other_edition);

    let assessment = Assessment::of(response.clone());
    let record = json::write_record(&assessment);
    assert_eq!(json::read_record(&record), Ok(assessment), "{record}");
}

pub fn record(text: &str) {
    let mut assessment = match json::read_record(text) {
        Ok(it) => it,
        Err(problems) => return told(&problems),
    };
    // Nobody but the widget makes a record, and the numbers of its plans stay as they are.
    let response = &mut assessment.response;
    let plan = plan::read(&response.plan, &response.follow_up);
    (response.plan, response.follow_up) = plan::write(&plan);
    let record = json::write_record(&assessment);
    assert_eq!(json::read_record(&record).as_ref(), Ok(&assessment), "{record}");
    // Another copy of the same brings nothing new.
    let mut merged = assessment.clone();
    assert!(!merged.merge(&assessment));
    // What the person does next is stored as well.
    for item in ["fp1", "zz"] {
        merged.answer(item, Some(Answer::DontKnow), 0);
        merged.note(item, "a note", i64::from(i32::MAX));
    }
    let record = json::write_record(&merged);
    assert_eq!(json::read_record(&record).as_ref(), Ok(&merged), "{record}");
}
