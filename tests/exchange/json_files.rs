//! Responses and records as JSON.

use partnership_assessment::exchange::{Imported, json, read_file};
use partnership_assessment::report::report;
use partnership_assessment::response::{Answer, Assessment, Response};
use partnership_assessment::scoring::score;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::samples::{HOSTILE, any_assessment, any_response, any_text, instrument};
use crate::scoring::small::{any_case, any_file, read, tries};

proptest! {
    #![proptest_config(tries(200))]

    #[test]
    fn an_imported_response_is_the_one_that_was_exported(
        response in any_response(instrument("six-principles")),
        name in any_text(),
    ) {
        let instrument = instrument("six-principles");
        let (name, report) = (name.trim().to_owned(), report(&instrument, &response));
        for results in [None, Some(&report)] {
            let file = json::write_response(&response, &name, results);
            let wanted = Imported { response: response.clone(), name: name.clone(), ..Imported::default() };
            prop_assert_eq!(json::read_response(&file, &[&instrument]), Ok(wanted.clone()));
            prop_assert_eq!(read_file(&file, &[&instrument]), Ok(vec![wanted.clone()]));
            let marked = format!("\u{feff}\n {file}");
            prop_assert_eq!(read_file(&marked, &[&instrument]), Ok(vec![wanted]));
        }
    }

    #[test]
    fn a_record_that_is_read_is_the_one_that_was_written(
        assessment in any_assessment(instrument("six-principles")),
    ) {
        let record = json::write_record(&assessment);
        prop_assert_eq!(json::read_record(&record), Ok(assessment));
    }

    #[test]
    fn scores_are_the_same_after_export_and_import(case in any_case()) {
        let (instrument, response) = (&case.instrument, &case.response);
        let file = json::write_response(response, "", None);
        let read = json::read_response(&file, &[instrument]).expect("our own file").response;
        prop_assert_eq!(score(instrument, &read), score(instrument, response));
    }

    #[test]
    fn the_right_instrument_is_found_among_others((case, other) in (any_case(), any_file())) {
        let file = json::write_response(&case.response, "", None);
        let mut other = other;
        other["id"] = "other".into();
        let (other, five) = (read(&other), instrument("five-ps"));
        let read = json::read_response(&file, &[&other, &five, &case.instrument]).expect("our own file");
        prop_assert_eq!(read.response.instrument.id, "small");
        prop_assert_eq!(read.response.answers, case.response.answers);
    }
}

#[test]
fn an_export_is_a_file_in_the_published_format() {
    let instrument = instrument("five-ps");
    let mut assessment = Assessment::of(Response {
        id: "11111111-2222-4333-8444-555555555555".to_owned(),
        instrument: partnership_assessment::response::InstrumentRef::to(&instrument),
        language: "cy".to_owned(),
        started: 1_769_853_600_000,
        updated: 1_769_853_600_000,
        plan: r#"[{"what":"Talk","review":null}]"#.to_owned(),
        follow_up: r#"{"power":"Money decides","more":[1]}"#.to_owned(),
        ..Response::default()
    });
    assessment.response.respondent.sector = "housing".to_owned();
    assessment.answer("fp1", Some(Answer::Value(4)), 1_769_853_601_500);
    assessment.answer("fp2", Some(Answer::DontKnow), 1_769_853_602_000);
    assessment.answer("fp3", Some(Answer::NotRelevant), 1_769_853_603_000);
    assessment.note("fp2", "</script>", 1_769_853_604_000);
    let file = json::write_response(&assessment.response, "Our name", None);
    let found: Value = serde_json::from_str(&file).expect("JSON");
    let wanted = json!({
        "format": "partnership-assessment/response", "version": 1,
        "id": "11111111-2222-4333-8444-555555555555",
        "instrument": { "id": "five-ps", "edition": "1", "fingerprint": instrument.fingerprint },
        "language": "cy",
        "started": "2026-01-31T10:00:00Z", "updated": "2026-01-31T10:00:04Z", "completed": null,
        "respondent": { "sector": "housing", "role": "", "organisation": "", "size": "" },
        "answers": { "fp1": 4, "fp2": "dont-know", "fp3": "not-relevant" },
        "notes": { "fp2": "</script>" },
        "plan": [{ "what": "Talk", "review": null }],
        "follow_up": { "power": "Money decides", "more": [1] },
        "name": "Our name",
    });
    assert_eq!(found, wanted);
    assert!(
        file.starts_with("{\n  \"format\": \"partnership-assessment/response\","),
        "what it is comes first"
    );
}

#[test]
fn results_are_for_readers_of_the_file_and_are_not_read_again() {
    let instrument = instrument("five-ps");
    let mut response = crate::scoring::small::response(json!({ "fp1": 5, "fp2": 1, "fp3": 4 }));
    response.instrument = partnership_assessment::response::InstrumentRef::to(&instrument);
    let file = json::write_response(&response, "", Some(&report(&instrument, &response)));
    let mut value: Value = serde_json::from_str(&file).expect("JSON");
    assert_eq!(value["results"]["sections"][0]["n"], 3);
    assert_eq!(value["results"]["sections"][0]["not_answered"], 2);
    let overall = value["results"]["overall"].as_f64().expect("a number");
    assert!((overall - 700.0 / 12.0).abs() < 1e-9);
    for lie in [json!(null), json!("x"), json!({ "overall": 1e300, "sections": 4 })] {
        value["results"] = lie;
        let read =
            json::read_response(&value.to_string(), &[&instrument]).expect("results are not read");
        assert_eq!(read.response, response);
    }
}

#[test]
fn older_files_with_the_fewest_fields_are_read() {
    let instrument = instrument("five-ps");
    let file = json!({
        "format": "partnership-assessment/response", "version": 1, "id": "r", "instrument": { "id": "five-ps" },
        "started": "2026-01-31T10:00:00Z", "answers": { "fp1": 4.0 }, "something-new": [1],
    });
    let read = json::read_response(&file.to_string(), &[&instrument]).expect("a file");
    assert_eq!(read.response.answers.get("fp1"), Some(&Answer::Value(4)));
    assert_eq!((read.response.updated, read.response.completed), (read.response.started, None));
    assert_eq!((read.response.plan.as_str(), read.response.follow_up.as_str()), ("[]", "{}"));
    assert!(!read.other_edition, "a file that names no fingerprint names no other edition");
}

#[test]
fn a_record_that_does_not_say_when_was_planned_is_as_old_as_the_response() {
    for (plan, follow_up, wanted) in [("[]", "{}", 0), ("[1]", "{}", 9), ("[]", r#"{"x":1}"#, 9)] {
        let response = Response {
            plan: plan.to_owned(),
            follow_up: follow_up.to_owned(),
            updated: 9,
            ..crate::scoring::small::response(json!({}))
        };
        let mut kept = Assessment::of(response);
        kept.planned = 77;
        kept.response.instrument.id = "small".to_owned();
        let record = json::write_record(&kept);
        assert_eq!(json::read_record(&record), Ok(kept));
        let mut older: Value = serde_json::from_str(&record).expect("JSON");
        older.as_object_mut().and_then(|it| it.shift_remove("planned")).expect("the time");
        let read = json::read_record(&older.to_string()).expect("a record");
        assert_eq!(read.planned, wanted, "{plan} and {follow_up}");
    }
}

/// A record may not depend on the case that its times and its answers agree.
#[test]
fn an_answer_without_a_time_takes_part_in_merging() {
    let response = crate::scoring::small::response(json!({ "a": 1, "b": 2 }));
    let mut record: Value =
        serde_json::from_str(&json::write_record(&Assessment::of(response.clone()))).expect("JSON");
    record["answer_times"] = json!({ "a": 0 });
    record["response"]["instrument"]["id"] = "small".into();
    let read = json::read_record(&record.to_string()).expect("a record");
    assert_eq!(read.response.answers, response.answers);
    let mut empty =
        Assessment::of(Response { answers: Default::default(), ..read.response.clone() });
    empty.merge(&read);
    assert_eq!(empty.response.answers, response.answers);
}

#[test]
fn hostile_texts_pass_through_every_field() {
    let instrument = instrument("five-ps");
    for text in HOSTILE {
        let trimmed = text.trim();
        let mut response = crate::scoring::small::response(json!({ "fp1": 5 }));
        response.instrument = partnership_assessment::response::InstrumentRef::to(&instrument);
        response.notes.insert("fp1".to_owned(), text.to_owned());
        response.respondent.role = trimmed.to_owned();
        let file = json::write_response(&response, trimmed, None);
        let read = json::read_response(&file, &[&instrument]).expect("our own file");
        assert_eq!(read.response.notes.get("fp1").map(String::as_str), Some(text));
        assert_eq!(read.response.respondent.role, trimmed, "{text:?} as a detail");
        assert_eq!(read.name, trimmed, "{text:?} as a name");
    }
}

/// What is taken in is stored; a record that cannot be read again would be a lost response.
#[test]
fn whatever_an_import_accepts_can_be_stored_and_read_again() {
    let instrument = instrument("five-ps");
    let base = json!({
        "format": "partnership-assessment/response", "version": 1, "id": "r", "instrument": { "id": "five-ps" },
        "started": "2026-01-31T10:00:00Z", "answers": { "fp1": 4 },
    });
    let with = |field: &str, value: Value| {
        let mut res = base.clone();
        res[field] = value;
        res
    };
    let mut files: Vec<Value> =
        ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:60Z"]
            .into_iter()
            .flat_map(|time| {
                ["started", "updated", "completed"].map(|field| with(field, time.into()))
            })
            .collect();
    for depth in [31, 32, 33, 100, 120, 124, 125, 126, 127, 128, 129] {
        let nested = (1..depth).fold(Value::Null, |inner, _| json!([inner]));
        files.push(with("plan", json!([nested])));
        files.push(with("follow_up", json!({ "power": nested })));
    }
    let numbers = json!([1e300, -0.0, 5e-324, u64::MAX, i64::MIN]);
    files.push(with("plan", numbers.clone()));
    files.push(with("follow_up", json!({ "changed": numbers })));
    files.push(with("language", " ".repeat(35).into()));
    let mut lost = Vec::new();
    for file in files {
        if let Ok(read) = json::read_response(&file.to_string(), &[&instrument]) {
            let assessment = Assessment::of(read.response);
            if json::read_record(&json::write_record(&assessment)) != Ok(assessment) {
                lost.push(file.to_string().chars().take(300).collect::<String>());
            }
        }
    }
    assert_eq!(lost, [] as [String; 0]);
}
