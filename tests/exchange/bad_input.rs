//! What is wrong with a file is said: where, and in a sentence of each language.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use partnership_assessment::exchange::{json, read_file};
use partnership_assessment::instrument::document::{Expected, Fault, Problem};
use partnership_assessment::instrument::reader;
use serde_json::{Value, json};

use super::samples::{instrument, texts};
use crate::fixtures::instruments;
use crate::scoring::small;

/// A response to the five Ps with other fields.
fn response(fields: Value) -> String {
    let base = json!({
        "format": "partnership-assessment/response", "version": 1, "id": "r1",
        "instrument": { "id": "five-ps", "edition": "1" }, "language": "en",
        "started": "2026-01-31T10:00:00Z", "answers": { "fp1": 4 },
    });
    small::with(base, fields).to_string()
}

/// An instrument of one section with other fields.
fn custom(fields: Value) -> String {
    let base = small::file(json!({}), &[1, 2], &[0, 1], json!([small::section("s", &["a"])]));
    small::with(base, fields).to_string()
}

fn record(fields: Value) -> String {
    let base = json!({
        "format": "partnership-assessment/record", "version": 1, "name": "", "named": 0,
        "answer_times": { "fp1": 0 }, "note_times": {},
        "response": serde_json::from_str::<Value>(&response(json!({}))).expect("JSON"),
    });
    small::with(base, fields).to_string()
}

/// Holds the sentences about `problem` to be whole in both languages.
fn told(problem: &Problem) {
    for text in texts() {
        let sentence = text.problem(problem);
        assert!(sentence.chars().count() > 15, "{problem:?}: {sentence}");
        assert!(!sentence.contains('{') && !sentence.contains('}'), "{problem:?}: {sentence}");
        assert!(!sentence.contains("problem."), "{problem:?}: {sentence}");
        if !problem.at.is_empty() {
            assert!(sentence.contains(&problem.at), "{problem:?}: {sentence}");
        }
        if problem.row > 0 {
            assert!(sentence.contains(&problem.row.to_string()), "{problem:?}: {sentence}");
        }
    }
    let [english, welsh] = texts();
    assert_ne!(english.problem(problem), welsh.problem(problem));
}

fn at(path: &str, fault: Fault) -> Vec<Problem> {
    vec![Problem::new(path, fault)]
}

fn cell(row: usize, column: &str, fault: Fault) -> Vec<Problem> {
    vec![Problem::in_row(row, column, fault)]
}

fn owned(text: &str) -> String {
    text.to_owned()
}

/// Holds `found` to be exactly the problems `wanted`.
fn refused<T>(name: &str, found: Result<T, Vec<Problem>>, wanted: &[Problem]) {
    let Err(found) = found else { panic!("{name} was accepted") };
    assert_eq!(found, wanted, "{name}");
    found.iter().for_each(told);
}

#[test]
fn a_file_that_is_not_a_response_is_refused_with_its_place() {
    let wrong = |found: &str| {
        let expected = owned("partnership-assessment/response");
        at("format", Fault::WrongFormat { found: owned(found), expected })
    };
    let valid = response(json!({}));
    let version = |it: Value| response(json!({ "version": it }));
    let table = [
        ("an object of others", owned(r#"{"a": 1}"#), wrong("")),
        ("a list", owned("[1, 2]"), wrong("")),
        (
            "another format",
            response(json!({ "format": "survey/answers" })),
            wrong("survey/answers"),
        ),
        ("an instrument", custom(json!({})), wrong("partnership-assessment/instrument")),
        ("a format that is no text", response(json!({ "format": 7 })), wrong("7")),
        ("no version", version(Value::Null), at("version", Fault::Missing)),
        (
            "a newer version",
            version(json!(2)),
            at("version", Fault::NewerVersion { found: 2, known: 1 }),
        ),
        (
            "a far newer version",
            version(json!(u64::MAX)),
            at("version", Fault::NewerVersion { found: u64::MAX, known: 1 }),
        ),
        (
            "version nought",
            version(json!(0)),
            at("version", Fault::WrongVersion { found: owned("0") }),
        ),
        (
            "half a version",
            version(json!(1.5)),
            at("version", Fault::WrongVersion { found: owned("1.5") }),
        ),
        (
            "a version in words",
            version(json!("1")),
            at("version", Fault::WrongVersion { found: owned("1") }),
        ),
        (
            "a minus version",
            version(json!(-1)),
            at("version", Fault::WrongVersion { found: owned("-1") }),
        ),
        ("truncated", owned(&valid[..valid.len() / 2]), at("", Fault::CutOff)),
        ("one mark short", owned(&valid[..valid.len() - 1]), at("", Fault::CutOff)),
        ("no JSON", owned("{format: 1}"), at("", Fault::NotJson { line: 1, column: 2 })),
        (
            "two files in one",
            format!("{valid}\n{valid}"),
            at("", Fault::NotJson { line: 2, column: 1 }),
        ),
        (
            "a lone surrogate",
            owned("{\"id\":\n\"\\ud800!\"}"),
            at("", Fault::NotJson { line: 2, column: 8 }),
        ),
        (
            "a number beyond all",
            owned("{\"a\": 1e999}"),
            at("", Fault::NotJson { line: 1, column: 11 }),
        ),
    ];
    for (name, text, wanted) in table {
        refused(name, read_file(&text, &[&instrument("five-ps")]), &wanted);
    }
}

#[test]
fn what_is_wrong_inside_a_response_is_named_with_its_place() {
    let answers = |it: Value| response(json!({ "answers": it }));
    let scale = "1, 2, 3, 4, 5, dont-know, not-relevant";
    let off = |it: &str| Fault::NotOnScale { found: owned(it), allowed: owned(scale) };
    let range =
        |it: &str| Fault::OutOfRange { found: owned(it), least: -1_000_000, most: 1_000_000 };
    let long = |n: usize| "x".repeat(n);
    let table = [
        (
            "an unknown item",
            answers(json!({ "fp1": 4, "fp9": 3 })),
            at("answers.fp9", Fault::UnknownItem { found: owned("fp9") }),
        ),
        ("a value off the scale", answers(json!({ "fp1": 6 })), at("answers.fp1", off("6"))),
        ("a value below the scale", answers(json!({ "fp2": 0 })), at("answers.fp2", off("0"))),
        (
            "half a value",
            answers(json!({ "fp1": 2.5 })),
            at("answers.fp1", Fault::Expected(Expected::WholeNumber)),
        ),
        (
            "a value in quotes",
            answers(json!({ "fp1": "4" })),
            at("answers.fp1", Fault::Expected(Expected::Answer)),
        ),
        (
            "a truth",
            answers(json!({ "fp1": true })),
            at("answers.fp1", Fault::Expected(Expected::Answer)),
        ),
        (
            "a list of answers",
            answers(json!([4, 5])),
            at("answers", Fault::Expected(Expected::Object)),
        ),
        (
            "a huge value",
            answers(json!({ "fp1": i64::MAX })),
            at("answers.fp1", range("9223372036854775807")),
        ),
        (
            "a note on nothing",
            response(json!({ "notes": { "zz": "x" } })),
            at("notes.zz", Fault::UnknownItem { found: owned("zz") }),
        ),
        (
            "a note that is no text",
            response(json!({ "notes": { "fp1": 1 } })),
            at("notes.fp1", Fault::Expected(Expected::Text)),
        ),
        (
            "a note too long",
            response(json!({ "notes": { "fp1": long(5001) } })),
            at("notes.fp1", Fault::TooLong { limit: 5000 }),
        ),
        ("no id", response(json!({ "id": null })), at("id", Fault::Missing)),
        (
            "a path for an id",
            response(json!({ "id": "../x" })),
            at("id", Fault::BadId { found: owned("../x") }),
        ),
        (
            "another assessment",
            response(json!({ "instrument": { "id": "ours" } })),
            at("instrument.id", Fault::UnknownInstrument { found: owned("ours") }),
        ),
        ("no start", response(json!({ "started": null })), at("started", Fault::Missing)),
        (
            "no day of the calendar",
            response(json!({ "started": "2026-02-30T10:00:00Z" })),
            at("started", Fault::NotATime { found: owned("2026-02-30T10:00:00Z") }),
        ),
        (
            "a time as a number",
            response(json!({ "updated": 1_769_853_600 })),
            at("updated", Fault::Expected(Expected::Text)),
        ),
        (
            "a role too long",
            response(json!({ "respondent": { "role": long(201) } })),
            at("respondent.role", Fault::TooLong { limit: 200 }),
        ),
        (
            "a name too long",
            response(json!({ "name": long(201) })),
            at("name", Fault::TooLong { limit: 200 }),
        ),
        (
            "a plan that is no list",
            response(json!({ "plan": {} })),
            at("plan", Fault::Expected(Expected::List)),
        ),
        (
            "a follow-up that is no object",
            response(json!({ "follow_up": [] })),
            at("follow_up", Fault::Expected(Expected::Object)),
        ),
    ];
    for (name, text, wanted) in table {
        refused(name, read_file(&text, &[&instrument("five-ps")]), &wanted);
    }
    let apart = answers(json!({ "fp1": 9, "zz": 1 }));
    let Err(both) = read_file(&apart, &[&instrument("five-ps")]) else { panic!("accepted") };
    assert_eq!(both.len(), 2, "every problem is told at once");
}

#[test]
fn what_is_wrong_with_an_instrument_is_named_with_its_place() {
    let item = |it: &str| json!({ "id": it, "text": "T" });
    let section = |fields: Value| {
        custom(json!({ "sections": [small::with(small::section("s", &["a"]), fields)] }))
    };
    let scale = |it: Value| {
        custom(
            json!({ "scales": { "a": it, "b": { "points": [{ "value": 1 }, { "value": 2 }] } } }),
        )
    };
    let one_of = |found: &str, allowed: &str| Fault::NotOneOf {
        found: owned(found),
        allowed: owned(allowed),
    };
    let range = |found: &str, least, most| Fault::OutOfRange { found: owned(found), least, most };
    let many = |n: usize| -> Value { (0..n).map(|it| item(&format!("i{it}"))).collect() };
    let table = [
        (
            "a newer version",
            custom(json!({ "version": 9 })),
            at("version", Fault::NewerVersion { found: 9, known: 1 }),
        ),
        ("no title", custom(json!({ "title": null })), at("title", Fault::Missing)),
        ("an empty title", custom(json!({ "title": { "en": " " } })), at("title", Fault::Empty)),
        (
            "a title that is no text",
            custom(json!({ "title": 3 })),
            at("title", Fault::Expected(Expected::Words)),
        ),
        ("no sections", custom(json!({ "sections": [] })), at("sections", Fault::Empty)),
        ("no items", section(json!({ "items": [] })), at("sections[0].items", Fault::Empty)),
        (
            "an item twice",
            section(json!({ "items": [item("a"), item("a")] })),
            at("sections[0].items[1].id", Fault::Duplicate { found: owned("a") }),
        ),
        (
            "an item named like a column",
            section(json!({ "items": [item("sector")] })),
            at("sections[0].items[0].id", Fault::ReservedId { found: owned("sector") }),
        ),
        (
            "an id with a blank",
            section(json!({ "items": [item("a b")] })),
            at("sections[0].items[0].id", Fault::BadId { found: owned("a b") }),
        ),
        (
            "a scale that is not there",
            section(json!({ "scale": "zz" })),
            at("sections[0].scale", Fault::Unknown { found: owned("zz") }),
        ),
        (
            "a source that is not there",
            section(json!({ "source": "zz" })),
            at("sections[0].source", Fault::Unknown { found: owned("zz") }),
        ),
        (
            "too many items",
            section(json!({ "items": many(501) })),
            at("sections", Fault::TooMany { found: 501, limit: 500 }),
        ),
        (
            "another method",
            custom(json!({ "scoring": { "method": "median" } })),
            at("scoring.method", one_of("median", "percent, mean, sum")),
        ),
        (
            "a share above one",
            custom(json!({ "scoring": { "minimum_answered": 1.01 } })),
            at("scoring.minimum_answered", range("1.01", 0, 1)),
        ),
        (
            "bands out of order",
            custom(json!({ "bands": [{ "from": 1, "label": "x" }, { "from": 1, "label": "y" }] })),
            at("bands", Fault::NotAscending),
        ),
        (
            "a value beyond bounds",
            scale(json!({ "points": [{ "value": 1 }, { "value": 2 }, { "value": 1001 }] })),
            at("scales.a.points[2].value", range("1001", -1000, 1000)),
        ),
        (
            "a value twice",
            scale(json!({ "points": [{ "value": 1 }, { "value": 2 }, { "value": 2 }] })),
            at("scales.a.points[2].value", Fault::Duplicate { found: owned("2") }),
        ),
    ];
    for (name, text, wanted) in table {
        refused(name, reader::read(&text), &wanted);
    }
    let one_point =
        reader::read(&scale(json!({ "points": [{ "value": 1 }] }))).expect_err("one point");
    assert_eq!(one_point[0], Problem::new("scales.a.points", Fault::TooFew { found: 1, least: 2 }));
    one_point.iter().for_each(told);
    let large = custom(json!({ "about": "x".repeat(1 << 20) }));
    let fault = Fault::TooLarge { bytes: large.len(), limit: 1 << 20 };
    refused("an instrument beyond its limit", reader::read(&large), &at("", fault));
}

#[test]
fn what_is_wrong_with_a_table_is_named_with_row_and_column() {
    let scale = "1, 2, 3, 4, 5, dont-know, not-relevant";
    let off = |it: &str| Fault::NotOnScale { found: owned(it), allowed: owned(scale) };
    let table: [(&str, &str, Vec<Problem>); 18] = [
        ("nothing", "", at("", Fault::Empty)),
        ("somebody's table", "name,age\nx,3\n", at("", Fault::NotOurs)),
        ("a page", "<!doctype html>\n<title>404</title>\n", at("", Fault::NotOurs)),
        ("a header only", "response_id,instrument,fp1\n", at("", Fault::Empty)),
        (
            "no instrument",
            "response_id,sector,fp1\nr1,health,4\n",
            cell(1, "", Fault::MissingColumn { found: owned("instrument") }),
        ),
        (
            "no value",
            "response_id,item,answer\nr1,fp1,Agree\n",
            cell(1, "", Fault::MissingColumn { found: owned("value") }),
        ),
        (
            "no id",
            "instrument,fp1\nfive-ps,4\n",
            cell(1, "", Fault::MissingColumn { found: owned("response_id") }),
        ),
        (
            "a column twice",
            "response_id,instrument,fp1,fp1\nr1,five-ps,4,5\n",
            cell(1, "fp1", Fault::Duplicate { found: owned("fp1") }),
        ),
        (
            "off the scale",
            "response_id,instrument,fp1\nr1,five-ps,4\nr2,five-ps,7\n",
            cell(3, "fp1", off("7")),
        ),
        (
            "half a value",
            "response_id,instrument,fp1\nr1,five-ps,4.5\n",
            cell(2, "fp1", off("4.5")),
        ),
        (
            "another assessment",
            "response_id,instrument,fp1\nr1,ours,4\n",
            cell(2, "instrument", Fault::UnknownInstrument { found: owned("ours") }),
        ),
        (
            "an unknown item",
            "response_id,instrument,zz\nr1,five-ps,4\n",
            cell(2, "zz", Fault::UnknownItem { found: owned("zz") }),
        ),
        (
            "an unknown item in a long table",
            "response_id,item,value\nr1,fp1,4\nr1,zz,4\n",
            cell(3, "item", Fault::UnknownItem { found: owned("zz") }),
        ),
        (
            "off the scale in a long table",
            "response_id,item,value\nr1,fp1,4\n\nr1,fp2,=1\n",
            cell(4, "value", off("=1")),
        ),
        (
            "too many cells",
            "response_id,instrument,fp1\nr1,five-ps,4,5\n",
            cell(2, "", Fault::ExtraCells { found: 4, expected: 3 }),
        ),
        (
            "an open quote",
            "response_id,instrument,fp1\nr1,\"five-ps,4\n",
            cell(2, "", Fault::OpenQuote),
        ),
        (
            "no time",
            "response_id,instrument,started,fp1\nr1,five-ps,31/01/2026,4\n",
            cell(2, "started", Fault::NotATime { found: owned("31/01/2026") }),
        ),
        (
            "no id in a row",
            "response_id,instrument,fp1\n,five-ps,4\n",
            cell(2, "response_id", Fault::BadId { found: String::new() }),
        ),
    ];
    for (name, text, wanted) in table {
        refused(name, read_file(text, &[&instrument("five-ps")]), &wanted);
    }
}

#[test]
fn what_is_wrong_with_a_record_is_named_with_its_place() {
    let newer = Fault::NewerVersion { found: 2, known: 1 };
    let inner = |fields: Value| {
        let it: Value = serde_json::from_str(&response(fields)).expect("JSON");
        record(json!({ "response": it }))
    };
    let wrong = |found: &str, expected: &str| Fault::WrongFormat {
        found: owned(found),
        expected: owned(expected),
    };
    let table = [
        ("nothing", String::new(), at("", Fault::NotJson { line: 1, column: 0 })),
        ("a newer record", record(json!({ "version": 2 })), at("version", newer.clone())),
        ("a newer response", inner(json!({ "version": 2 })), at("response.version", newer)),
        (
            "a response on its own",
            response(json!({})),
            at("format", wrong("partnership-assessment/response", "partnership-assessment/record")),
        ),
        (
            "another thing inside",
            inner(json!({ "format": "x" })),
            at("response.format", wrong("x", "partnership-assessment/response")),
        ),
        ("no response", record(json!({ "response": null })), at("response", Fault::Missing)),
        (
            "an odd answer",
            inner(json!({ "answers": { "fp1": [] } })),
            at("response.answers.fp1", Fault::Expected(Expected::Answer)),
        ),
        (
            "an odd time",
            record(json!({ "answer_times": { "fp1": "now" } })),
            at("answer_times.fp1", Fault::Expected(Expected::WholeNumber)),
        ),
        ("half a record", owned(&record(json!({}))[..100]), at("", Fault::CutOff)),
    ];
    for (name, text, wanted) in table {
        refused(name, json::read_record(&text), &wanted);
    }
    assert!(json::read_record(&record(json!({}))).is_ok());
}

#[test]
fn deep_nesting_is_refused_and_does_not_end_the_page() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [200, 100_000, 1_000_000] {
            let whole = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for text in [whole, open.repeat(depth)] {
                let Err(problems) = read_file(&text, &[&instrument("five-ps")]) else {
                    panic!("accepted")
                };
                assert!(
                    matches!(problems[..], [Problem { fault: Fault::NotJson { .. }, .. }]),
                    "{problems:?}"
                );
                problems.iter().for_each(told);
                assert!(reader::read(&text).is_err());
            }
        }
    }
}

/// Reads `text` beside the built-in instruments; `None` where that takes far longer than a
/// person waits.
fn read_in_time(text: String) -> Option<Result<usize, Vec<Problem>>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let all = instruments();
        let res = read_file(&text, &all.iter().collect::<Vec<_>>()).map(|it| it.len());
        send.send(res).ok();
    });
    receive.recv_timeout(Duration::from_secs(60)).ok()
}

#[test]
fn five_megabytes_of_nonsense_are_refused_in_time() {
    const SIZE: usize = 5 << 20;
    let mut state = 7_u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u8
    };
    let bytes: Vec<u8> = (0..SIZE).map(|_| random()).collect();
    let words = |n: usize, between: &str| {
        (0..n).map(|it| format!("w{:06}", n - it)).collect::<Vec<_>>().join(between)
    };
    let pairs = |n: usize, value: &str| {
        (0..n).map(|it| format!("\"k{:06}\":{value}", n - it)).collect::<Vec<_>>().join(",")
    };
    let head = "\"format\":\"partnership-assessment/response\",\"version\":1,\"id\":\"r\",\
        \"instrument\":{\"id\":\"five-ps\"},\"started\":\"2026-01-31T10:00:00Z\"";
    let files = [
        ("random bytes", String::from_utf8_lossy(&bytes).into_owned()),
        ("one letter", "a".repeat(SIZE)),
        ("commas", ",".repeat(SIZE)),
        ("quotation marks", "\"".repeat(SIZE)),
        ("an open quote", format!("\"{}", "a".repeat(SIZE))),
        ("line breaks", "\n".repeat(SIZE)),
        ("a row of different words", words(SIZE / 8, ",")),
        ("a wide header", format!("response_id,instrument,{}\nr1,five-ps,4", words(SIZE / 8, ","))),
        ("a column of words", words(SIZE / 8, "\n")),
        (
            "long rows of nobody's",
            format!("response_id,item,value\n{}", "r1,zz,4\n".repeat(SIZE / 8)),
        ),
        ("blanks", " ".repeat(SIZE)),
        ("an open list", "[".repeat(SIZE)),
        ("numbers", format!("[{}1]", "1,".repeat(SIZE / 2))),
        ("a long number", format!("[{}]", "9".repeat(SIZE))),
        ("answers to nothing", format!("{{{head},\"answers\":{{{}}}}}", pairs(SIZE / 13, "1"))),
        ("notes on nothing", format!("{{{head},\"notes\":{{{}}}}}", pairs(SIZE / 13, "\"\""))),
    ];
    let mut too_slow = Vec::new();
    for (name, text) in files {
        match read_in_time(text) {
            Some(Ok(_)) => panic!("{name} was accepted"),
            Some(Err(problems)) => {
                assert!(problems.len() <= 50, "{name}: {} problems", problems.len());
                problems.iter().for_each(told);
            }
            None => too_slow.push(name),
        }
    }
    assert_eq!(too_slow, [] as [&str; 0], "take too long");
}

#[test]
fn a_script_in_a_title_stays_text() {
    let script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let text = custom(json!({ "title": script, "about": { "en": script } }));
    let read = reader::read(&text).expect("an instrument");
    assert_eq!(read.title.in_language("cy"), script);
    assert_eq!(read.about.in_language("en"), script);
    let text = response(json!({ "name": script }));
    let five = instrument("five-ps");
    assert_eq!(read_file(&text, &[&five]).expect("a response")[0].name, script);
}
