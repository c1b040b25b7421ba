//! What scripts of the host page hand over and are given.

use partnership_assessment::app::door::read_codes;
use partnership_assessment::exchange::report::of_responses;
use partnership_assessment::exchange::{csv, door, json, read_file};
use partnership_assessment::instrument::{BUILT_IN, Instrument, reader};
use partnership_assessment::response::Response;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::samples::{any_response, any_text, instrument, texts};
use crate::fixtures::served;
use crate::scoring::small::tries;

const NOW: i64 = 1_780_000_000_000;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// `responses` as a script hands them over.
fn list(responses: &[Response]) -> String {
    let all = responses.iter().map(|it| parsed(&json::write_response(it, "", None)));
    Value::from(all.collect::<Vec<_>>()).to_string()
}

/// The responses and the sentences about codes in `text`.
fn found_in(text: &str, known: &[&Instrument]) -> (Vec<Value>, Vec<String>) {
    let found = read_codes(text, known, NOW, &texts()[0]).expect("a text");
    let found = parsed(&found);
    let of = |name: &str| found[name].as_array().expect("a list").clone();
    let sentence = |it: Value| it.as_str().expect("a sentence").to_owned();
    (of("responses"), of("problems").into_iter().map(sentence).collect())
}

/// A sound response to the five Ps by the person `id`.
fn sound(id: &str) -> Value {
    json!({
        "format": "partnership-assessment/response", "version": 1, "id": id,
        "instrument": { "id": "five-ps" }, "started": "2026-01-01T10:00:00Z",
        "updated": "2026-01-01T10:10:00Z", "respondent": { "sector": "health" },
        "answers": { "fp1": 4, "fp2": "dont-know" },
    })
}

#[test]
fn an_instrument_is_given_as_it_was_written_with_its_fingerprint() {
    for id in BUILT_IN {
        let file = served(&format!("{id}.json"));
        let given = parsed(&door::instrument(&file).expect("an instrument"));
        let mut wanted = parsed(&file);
        wanted["fingerprint"] = crate::fixtures::instrument(id).fingerprint.into();
        assert_eq!(given, wanted);
        assert_eq!(
            reader::read(&given.to_string()),
            reader::read(&file),
            "it can be used as a file"
        );
    }
    let mut claims = parsed(&served("five-ps.json"));
    claims["fingerprint"] = "0000000000000000".into();
    let given = parsed(&door::instrument(&claims.to_string()).expect("an instrument"));
    assert_eq!(given["fingerprint"], crate::fixtures::instrument("five-ps").fingerprint);
    for wrong in ["", "null", "[]", "{}", "\u{feff}{", "\"text\""] {
        assert!(door::instrument(wrong).is_err(), "{wrong:?}");
    }
}

proptest! {
    #![proptest_config(tries(100))]

    #[test]
    fn a_code_read_again_holds_the_answers_of_the_response(
        response in any_response(instrument("six-principles")),
    ) {
        let instrument = instrument("six-principles");
        let file = json::write_response(&Response { workshop: String::new(), ..response.clone() }, "", None);
        let code = door::code(&file, &[&instrument]).expect("a code");
        let (responses, problems) = found_in(&format!("Hello, {code} it is."), &[&instrument]);
        prop_assert_eq!(problems, Vec::<String>::new());
        prop_assert_eq!(responses.len(), 1);
        prop_assert_eq!(&responses[0]["answers"], &parsed(&file)["answers"]);
        let again = json::read_response(&responses[0].to_string(), &[&instrument]);
        prop_assert!(again.is_ok(), "{again:?}");
    }

    #[test]
    fn the_tables_are_those_that_are_saved_as_files_without_a_byte_order_mark(
        mut responses in prop::collection::vec(any_response(instrument("six-principles")), 1..4),
    ) {
        let instrument = instrument("six-principles");
        for (i, it) in responses.iter_mut().enumerate() {
            it.id = format!("response-{i}");
        }
        let (all, text) = (responses.iter().collect::<Vec<_>>(), &texts()[1]);
        let table = |shape: &str| door::table(&list(&responses), shape, &[&instrument], text);
        let wide = csv::write_wide(&instrument, &all, false);
        prop_assert_eq!(table("wide"), Ok(wide.clone()));
        prop_assert_eq!(table("long"), Ok(csv::write_long(&instrument, &all, text, false)));
        let read = read_file(&wide, &[&instrument]).expect("our own table");
        for (read, given) in read.iter().zip(&responses) {
            prop_assert_eq!(&read.response.answers, &given.answers);
        }
    }

    #[test]
    fn whatever_is_handed_over_is_refused_with_sentences_or_used(junk in any_text()) {
        let (known, text) = (instrument("five-ps"), &texts()[0]);
        for handed in [junk.clone(), Value::from(junk.as_str()).to_string(), format!("[{junk}]")] {
            for problems in [
                door::code(&handed, &[&known]).err(),
                door::table(&handed, "long", &[&known], text).err(),
                of_responses(&handed, "5", &[&known]).err(),
            ] {
                let problems = problems.expect("no response");
                prop_assert!(!problems.is_empty());
                for it in &problems {
                    prop_assert!(text.problem(it).ends_with(['.', ')']), "{}", text.problem(it));
                }
            }
            prop_assert_eq!(found_in(&handed, &[&known]).0, Vec::<Value>::new());
        }
    }
}

#[test]
fn of_several_codes_each_is_a_response_or_a_sentence() {
    let (five, six) = (instrument("five-ps"), instrument("six-principles"));
    let code = |it: &Value| door::code(&it.to_string(), &[&five]).expect("a code");
    let (first, other) = (sound("person-1"), sound("person-2"));
    let mut later = first.clone();
    later["updated"] = "2026-01-01T11:00:00Z".into();
    later["answers"]["fp3"] = 5.into();
    let damaged = code(&other).replacen("PA1-", "PA1-0", 1);
    let text = [code(&later), code(&first), code(&other), damaged].join("\n");

    let (responses, problems) = found_in(&text, &[&six, &five]);
    let answers: Vec<&Value> = responses.iter().map(|it| &it["answers"]).collect();
    assert_eq!(answers, [&later["answers"], &other["answers"]], "the newest of each person");
    assert_eq!(responses[0]["respondent"]["sector"], "health");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].contains("PA1-0"), "{}", problems[0]);

    let (responses, problems) = found_in(&code(&first), &[&six]);
    assert_eq!(responses, Vec::<Value>::new());
    let code = code(&first);
    let wanted = texts()[0].with("door.other-instrument", &[("code", &code)]);
    assert_eq!(problems, [wanted]);
    assert_eq!(found_in("nothing here", &[&five]), (Vec::new(), Vec::new()));
    assert_eq!(found_in(&"PA1-ABCDE ".repeat(100_000), &[&five]).0, Vec::<Value>::new());
}

#[test]
fn a_code_of_a_workshops_link_names_its_own_sectors_by_their_place() {
    use partnership_assessment::exchange::link;
    use partnership_assessment::workshop::Setup;
    let five = instrument("five-ps");
    let setup = Setup {
        key: 77,
        instrument: "five-ps".to_owned(),
        name: "Away day".to_owned(),
        sectors: vec!["housing".to_owned(), "Night shift".to_owned()],
        threshold: 7,
        ..Setup::default()
    };
    let mut response = sound("person-1");
    response["workshop"] = link::write_workshop(&setup).into();
    response["respondent"]["sector"] = "Night shift".into();
    let code = door::code(&response.to_string(), &[&five]).expect("a code");
    let (responses, _) = found_in(&code, &[&five]);
    assert_eq!(responses[0]["respondent"]["sector"], "#2");
    assert!(code.len() < 60, "no sector is spelt out in {code}");
}

#[test]
fn what_cannot_be_used_is_named_in_both_languages() {
    let five = instrument("five-ps");
    let six = instrument("six-principles");
    let known = [&five, &six];
    let with = |change: fn(&mut Value)| {
        let mut res = sound("person-1");
        change(&mut res);
        res
    };
    let off_scale = with(|it| it["answers"]["fp1"] = 9.into());
    let edition = with(|it| it["instrument"]["fingerprint"] = "0123456789abcdef".into());
    let unknown = with(|it| it["instrument"]["id"] = "elsewhere".into());
    let newer = with(|it| it["version"] = 9.into());
    let other = with(|it| {
        it["instrument"]["id"] = "six-principles".into();
        it["answers"] = json!({});
    });
    for text in texts() {
        for (wrong, named) in [
            (&off_scale, "answers.fp1"),
            (&edition, "0123456789abcdef"),
            (&unknown, "elsewhere"),
            (&newer, "9"),
        ] {
            let of_code = door::code(&wrong.to_string(), &known).unwrap_err();
            let all = json!([sound("person-2"), wrong]).to_string();
            let of_table = door::table(&all, "wide", &known, &text).unwrap_err();
            let of_report = of_responses(&all, "3", &known).unwrap_err();
            for problems in [of_code, of_table, of_report] {
                let said = text.problem(&problems[0]);
                assert!(said.contains(named), "{said}");
            }
        }
        let mixed = json!([sound("person-2"), other]).to_string();
        let problems = door::table(&mixed, "long", &known, &text).unwrap_err();
        assert!(text.problem(&problems[0]).contains("six-principles"));
        let problems = door::table("[]", "tall", &known, &text).unwrap_err();
        assert!(text.problem(&problems[0]).contains("tall"));
        for empty in ["[]", "null", "{}", "7", "\"[]\""] {
            assert!(door::table(empty, "wide", &known, &text).is_err(), "{empty}");
            assert!(of_responses(empty, "5", &known).is_err(), "{empty}");
        }
        let long = "x".repeat(17 << 20);
        let problems = read_codes(&long, &known, NOW, &text).unwrap_err();
        assert!(text.problem(&problems[0]).contains("17408"));
    }
}

#[test]
fn of_responses_with_the_same_id_the_one_updated_last_counts() {
    let five = instrument("five-ps");
    let mut later = sound("person-1");
    later["updated"] = "2026-02-01T10:00:00Z".into();
    later["answers"] = json!({ "fp1": 1 });
    for all in [json!([sound("person-1"), later]), json!([later, sound("person-1")])] {
        let table = door::table(&all.to_string(), "wide", &[&five], &texts()[0]).expect("a table");
        let read = read_file(&table, &[&five]).expect("our own table");
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].response.answers.iter().count(), 1);
    }
}
