//! No reader panics, whatever it is given.

use std::cell::RefCell;

use partnership_assessment::app::{Event, FileText, Model, Opening, view};
use partnership_assessment::exchange::{csv, json, link, plan, read_file, workshop};
use partnership_assessment::instrument::document::Problem;
use partnership_assessment::instrument::{Instrument, reader};
use partnership_assessment::report::report;
use partnership_assessment::response::{Answer, Assessment};
use partnership_assessment::text::Text;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::samples::{HOSTILE, any_response, instrument, texts};
use crate::fixtures::{ENGLISH, WELSH, Widget, served};
use crate::scoring::small::{any_file, tries};

/// Sentences about `problems` can be said.
fn told(problems: &[Problem]) {
    assert!(!problems.is_empty());
    for problem in problems {
        for text in texts() {
            assert!(!text.problem(problem).trim().is_empty(), "{problem:?}");
        }
    }
}

/// Whatever a custom instrument says, answers to it can be scored, written and read.
fn used(instrument: &Instrument, picks: &[u8]) {
    let mut response = crate::scoring::small::response(json!({}));
    response.instrument = partnership_assessment::response::InstrumentRef::to(instrument);
    for ((section, item), pick) in instrument.items().zip(picks.iter().cycle()) {
        let points = &section.scale.points;
        let point = &points[usize::from(*pick) % points.len()];
        response.answers.insert(item.id.clone(), Answer::Value(point.value));
    }
    let report = report(instrument, &response);
    let file = json::write_response(&response, "", Some(&report));
    let read = json::read_response(&file, &[instrument]).expect("our own file");
    assert_eq!(read.response, response);
    let wide = csv::read(&csv::write_wide(instrument, &[&response], true), &[instrument]);
    assert_eq!(wide.expect("our own table")[0].response.answers, response.answers);
    let long = csv::write_long(instrument, &[&response], &texts()[1], true);
    let long = csv::read(&long, &[instrument]).expect("our own table");
    assert_eq!(long[0].response.answers, response.answers);
}

/// Lets every reader have a look at `text`, and uses what they make of it.
fn read_by_all(text: &str, instruments: &[&Instrument]) {
    match reader::read(text) {
        Ok(instrument) => used(&instrument, &[0, 1, 2, 3, 4]),
        Err(problems) => told(&problems),
    }
    match json::read_record(text) {
        Ok(assessment) => {
            let record = json::write_record(&assessment);
            assert_eq!(json::read_record(&record), Ok(assessment), "{text}");
        }
        Err(problems) => told(&problems),
    }
    match Text::read(text) {
        Ok(text) => {
            text.date(1_769_853_600_000, -600);
            for (key, _) in text.entries() {
                text.count(key, 3, &[("name", "{name}")]);
            }
            for n in [0, 1, 2, 3, 6, usize::MAX] {
                text.category(n);
            }
        }
        Err(problems) => told(&problems),
    }
    match read_file(text, instruments) {
        Ok(all) => {
            for it in all {
                let instrument = instruments.iter().find(|one| one.id == it.response.instrument.id);
                report(instrument.expect("one of them"), &it.response);
                let record = json::write_record(&Assessment::of(it.response.clone()));
                let again = json::read_record(&record).expect("what is taken in can be stored");
                assert_eq!(again.response, it.response);
            }
        }
        Err(problems) => told(&problems),
    }
    match csv::read(text, instruments) {
        Ok(all) => assert!(!all.is_empty()),
        Err(problems) => told(&problems),
    }
    let planned = plan::read(text, text);
    let (actions, follow_up) = plan::write(&planned);
    assert_eq!(plan::read(&actions, &follow_up), planned, "{text}");
    if let Err(problems) = workshop::read(text) {
        told(&problems);
    }
    reader::read_index(text).ok();
    link::read(text);
}

thread_local! {
    /// Files as they are served, which take their time to be made.
    static SERVED: [String; 2] = ["five-ps.json", "index.json"].map(served);
    /// A widget whose instruments have arrived, which takes its time.
    static OPEN: RefCell<Option<Model>> = const { RefCell::new(None) };
}

/// Opens `text` as a file in a widget and looks at what it shows then.
fn opened_in_a_widget(text: &str) {
    let model = OPEN.with_borrow_mut(|it| {
        it.get_or_insert_with(|| Widget::open(Opening::default()).model).clone()
    });
    let mut widget = Widget { model, moment: Default::default() };
    let file = FileText { name: "file".to_owned(), text: text.to_owned() };
    widget.send(Event::FilesChosen(vec![file]));
    assert!(view(&widget.model).notice.is_some(), "{text}");
    for id in ["r1", "small"] {
        widget.send(Event::Choose(id.to_owned()));
        widget.send(Event::Begin);
        view(&widget.model);
        widget.send(Event::Finish);
        view(&widget.model);
    }
}

/// A change to a text.
#[derive(Clone, Debug)]
enum Slip {
    Cut(Index),
    Remove(Index, usize),
    Insert(Index, String),
    Repeat(Index, usize),
    Swap(Index, Index),
}

fn any_slip() -> impl Strategy<Value = Slip> {
    let bits = [
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        ";",
        "\t",
        "\r\n",
        "\\",
        "\\u",
        "\\ud800",
        "-",
        "9999999999",
        "1e999",
        "null",
        "true",
        "0.5",
        "\u{feff}",
        "'",
        "=",
        "%",
    ];
    let bit = prop::sample::select(bits.into_iter().chain(HOSTILE).collect::<Vec<_>>());
    prop_oneof![
        1 => any::<Index>().prop_map(Slip::Cut),
        3 => (any::<Index>(), 1_usize..40).prop_map(|(at, n)| Slip::Remove(at, n)),
        4 => (any::<Index>(), bit).prop_map(|(at, it)| Slip::Insert(at, it.to_owned())),
        2 => (any::<Index>(), 1_usize..60).prop_map(|(at, n)| Slip::Repeat(at, n)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Slip::Swap(a, b)),
    ]
}

fn slipped(text: &str, slips: &[Slip]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for slip in slips {
        let n = chars.len();
        if n == 0 {
            break;
        }
        match slip {
            Slip::Cut(at) => chars.truncate(at.index(n)),
            Slip::Remove(at, many) => {
                let at = at.index(n);
                chars.drain(at..(at + many).min(n));
            }
            Slip::Insert(at, bit) => {
                let at = at.index(n);
                chars.splice(at..at, bit.chars());
            }
            Slip::Repeat(at, many) => {
                let at = at.index(n);
                let part: Vec<char> = chars[at..(at + many).min(n)].to_vec();
                chars.splice(at..at, part);
            }
            Slip::Swap(a, b) => chars.swap(a.index(n), b.index(n)),
        }
    }
    chars.into_iter().collect()
}

/// A JSON value that is rarely what a reader expects.
fn any_odd_value() -> impl Strategy<Value = Value> {
    let text = prop::sample::select(HOSTILE.to_vec()).prop_map(Value::from);
    let number = prop::sample::select(vec![
        json!(0),
        json!(-1),
        json!(0.5),
        json!(1e300),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(2),
        json!(1_000_001),
    ]);
    let other = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!([]),
        json!({}),
        json!([[]]),
        json!({ "": "" }),
        json!({ "en": 1 }),
        json!({ "value": 1 }),
        json!("sum"),
        json!("dont-know"),
        json!("a"),
        json!("2026-01-31T10:00:00Z"),
    ]);
    prop_oneof![text, number, other]
}

/// Puts `odd` in the place of one of the values inside `value`, or takes that away.
fn replaced(value: &mut Value, at: &Index, odd: Option<Value>) {
    fn count(value: &Value) -> usize {
        1 + match value {
            Value::Array(list) => list.iter().map(count).sum(),
            Value::Object(fields) => fields.values().map(count).sum(),
            _ => 0,
        }
    }
    fn put(value: &mut Value, at: &mut usize, odd: &Option<Value>) {
        if *at == 0 {
            *value = odd.clone().unwrap_or(Value::Null);
        }
        *at = at.wrapping_sub(1);
        let children: Vec<&mut Value> = match value {
            Value::Array(list) if *at != usize::MAX => list.iter_mut().collect(),
            Value::Object(fields) if *at != usize::MAX => fields.values_mut().collect(),
            _ => return,
        };
        for child in children {
            if *at == usize::MAX {
                return;
            }
            put(child, at, odd);
        }
    }
    let mut at = at.index(count(value));
    put(value, &mut at, &odd);
}

proptest! {
    #![proptest_config(tries(150))]

    #[test]
    fn readers_survive_arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_by_all(&String::from_utf8_lossy(&bytes), &[&instrument("five-ps")]);
    }

    #[test]
    fn readers_survive_text_made_of_their_own_marks(text in "([\\[\\]{}\",:;=\\\\'\\t\\r\\n0-9a-e.%+-]|null|format){0,80}") {
        read_by_all(&text, &[&instrument("five-ps")]);
    }

    #[test]
    fn readers_survive_slips_in_valid_files(
        slips in prop::collection::vec(any_slip(), 1..4),
        response in any_response(instrument("five-ps")),
    ) {
        let five = instrument("five-ps");
        let assessment = Assessment::of(response.clone());
        let files = [
            json::write_response(&response, "name", Some(&report(&five, &response))),
            json::write_record(&assessment),
            csv::write_wide(&five, &[&response, &response], true),
            csv::write_long(&five, &[&response], &texts()[0], false),
        ];
        for file in files {
            read_by_all(&slipped(&file, &slips), &[&five]);
        }
    }

    #[test]
    fn readers_survive_slips_in_instruments_and_languages(
        slips in prop::collection::vec(any_slip(), 1..4),
        small in any_file(),
    ) {
        let five = instrument("five-ps");
        let [instrument, index] = SERVED.with(Clone::clone);
        for file in [small.to_string(), instrument, index, WELSH.to_owned()] {
            read_by_all(&slipped(&file, &slips), &[&five]);
        }
    }

    #[test]
    fn readers_survive_odd_values_in_instruments(
        mut file in any_file(),
        odd in prop::collection::vec((any::<Index>(), prop::option::of(any_odd_value())), 1..3),
        picks in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        for (at, odd) in odd {
            replaced(&mut file, &at, odd);
        }
        match reader::read(&file.to_string()) {
            Ok(instrument) => used(&instrument, &picks),
            Err(problems) => told(&problems),
        }
    }

    #[test]
    fn readers_survive_odd_values_in_responses_and_records(
        response in any_response(instrument("five-ps")),
        odd in prop::collection::vec((any::<Index>(), prop::option::of(any_odd_value())), 1..3),
    ) {
        let five = instrument("five-ps");
        let files = [json::write_response(&response, "name", None), json::write_record(&Assessment::of(response))];
        for file in files {
            let mut file: Value = serde_json::from_str(&file).expect("JSON");
            for (at, odd) in &odd {
                replaced(&mut file, at, odd.clone());
            }
            read_by_all(&file.to_string(), &[&five]);
        }
    }

    #[test]
    fn languages_survive_odd_values(
        (at, odd) in (any::<Index>(), prop::option::of(any_odd_value())),
        rule in "[n%=!., andor0-9]{0,20}",
    ) {
        let mut file: Value = serde_json::from_str(ENGLISH).expect("JSON");
        file["plurals"] = json!({ "one": rule });
        replaced(&mut file, &at, odd);
        read_by_all(&file.to_string(), &[&instrument("five-ps")]);
    }
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn a_widget_survives_any_file(
        mut file in any_file(),
        response in any_response(instrument("five-ps")),
        slips in prop::collection::vec(any_slip(), 0..3),
        (at, odd) in (any::<Index>(), any_odd_value()),
    ) {
        let five = instrument("five-ps");
        opened_in_a_widget(&slipped(&json::write_response(&response, "", None), &slips));
        opened_in_a_widget(&slipped(&csv::write_long(&five, &[&response], &texts()[0], true), &slips));
        opened_in_a_widget(&slipped(&csv::write_wide(&five, &[&response], true), &slips));
        opened_in_a_widget(&slipped(&file.to_string(), &slips));
        replaced(&mut file, &at, Some(odd));
        opened_in_a_widget(&file.to_string());
    }
}
