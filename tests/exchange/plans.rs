//! Plans as they travel: any JSON comes in, none of it is lost, and what was written is read
//! again.

mod files;

use std::collections::BTreeSet;

use partnership_assessment::exchange::plan::{read, write, write_table};
use partnership_assessment::exchange::{json, workshop};
use partnership_assessment::plan::partners::{Level, POWERS, Partner, RESOURCES};
use partnership_assessment::plan::{Action, Plan, Priority, Reason, State, Subject};
use partnership_assessment::response::time::{self, Day};
use partnership_assessment::response::{Assessment, InstrumentRef, Response};
use partnership_assessment::workshop::{Setup, Workshop};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::samples::{HOSTILE, any_text, instrument};
use crate::scoring::small::tries;

/// Names that a plan gives a meaning, and others.
const NAMES: [&str; 30] = [
    "id",
    "about",
    "section",
    "item",
    "what",
    "lead",
    "with",
    "by",
    "first_step",
    "evidence",
    "state",
    "changed",
    "priorities",
    "why",
    "partners",
    "name",
    "brings",
    "money",
    "staff-time",
    "brings_note",
    "holds",
    "size",
    "holds_note",
    "power",
    "review",
    "series",
    "gone",
    "plan",
    "follow_up",
    "done",
];
/// Texts that a plan gives a meaning.
const WORDS: [&str; 14] = [
    "a1",
    "a2",
    "2027-03-01",
    "2027-02-30",
    "2026-01-31T10:00:00Z",
    "1970-01-01T00:00:00Z",
    "9999-12-31t23:59:59.999Z",
    "under-way",
    "not-begun",
    "some",
    "much",
    "lowest",
    "own",
    "in spring",
];

fn any_word() -> impl Strategy<Value = String> {
    prop_oneof![2 => select(WORDS.to_vec()).prop_map(str::to_owned), 1 => any_text()]
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![6 => select(NAMES.to_vec()).prop_map(str::to_owned), 1 => any_text()]
}

/// Any number that JSON can hold.
fn any_number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(vec![json!(0), json!(-0.0), json!(1e300), json!(5e-324), json!(u64::MAX)]),
    ]
}

/// Any JSON, as often as not with what a plan has at its place.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => any_word().prop_map(Value::from),
        1 => any_number(),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            3 => prop::collection::vec((any_name(), inner), 0..8)
                .prop_map(|it| Value::from(it.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_object(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let name = prop_oneof![6 => select(names.to_vec()).prop_map(str::to_owned), 1 => any_name()];
    prop::collection::vec((name, any_part()), 0..10)
        .prop_map(|it| Value::from(it.into_iter().collect::<Map<_, _>>()))
}

/// What may stand in a field.
fn any_part() -> impl Strategy<Value = Value> {
    let about = (select(vec!["section", "item", "part"]), any_word());
    prop_oneof![
        6 => any_word().prop_map(Value::from),
        2 => about.prop_map(|(name, id)| json!({ name: id })),
        1 => any_json(),
    ]
}

fn any_action() -> impl Strategy<Value = Value> {
    prop_oneof![4 => any_object(&NAMES[..12]), 1 => any_json()]
}

fn any_partner() -> impl Strategy<Value = Value> {
    let levels = (any_object(&RESOURCES), any_object(&POWERS));
    prop_oneof![
        4 => (any_object(&["id", "name", "brings_note", "holds_note", "changed"]), levels).prop_map(
            |(mut partner, (brings, holds))| {
                partner["brings"] = brings;
                partner["holds"] = holds;
                partner
            }
        ),
        1 => any_json(),
    ]
}

/// The values of the two fields, mostly as they should be.
fn any_values() -> impl Strategy<Value = (Value, Value)> {
    let priority = (any_part(), prop::option::of(any_word())).prop_map(|(mut it, why)| {
        if let (Value::Object(fields), Some(why)) = (&mut it, why) {
            fields.insert("why".to_owned(), why.into());
        }
        it
    });
    let lists = (
        prop::collection::vec(any_action(), 0..5),
        prop::collection::vec(any_partner(), 0..4),
        prop::collection::vec(priority, 0..4),
        any_object(&["a1", "a2", "a3"]),
    );
    let whole = (any_object(&["power", "review", "series", "changed"]), lists).prop_map(
        |(mut rest, (actions, partners, priorities, gone))| {
            rest["partners"] = partners.into();
            rest["priorities"] = priorities.into();
            rest["gone"] = gone;
            (Value::from(actions), rest)
        },
    );
    prop_oneof![5 => whole, 1 => (any_json(), any_json())]
}

/// The value with fractions that reading JSON gets right.
fn of_few_digits(value: Value) -> Value {
    match value {
        Value::Number(it) if it.is_f64() => json!(1.5),
        Value::Array(list) => list.into_iter().map(of_few_digits).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, it)| (name, of_few_digits(it))).collect()
        }
        it => it,
    }
}

/// Whether a value says nothing and may be left out.
fn is_nothing(name: &str, value: &Value) -> bool {
    let is_time = name == "changed" && value.as_str().and_then(time::read) == Some(0);
    match value {
        Value::Object(fields) => fields.iter().all(|(name, it)| is_nothing(name, it)),
        it => it == "" || it == &json!([]) || is_time,
    }
}

/// Whether every part of `value` is in `kept`; lists count as sets, since what is odd is
/// kept behind what is not.
fn is_kept(name: &str, value: &Value, kept: Option<&Value>) -> bool {
    let Some(kept) = kept else { return is_nothing(name, value) };
    match (value, kept) {
        (Value::Object(fields), Value::Object(kept)) => {
            fields.iter().all(|(name, it)| is_kept(name, it, kept.get(name)))
        }
        (Value::Array(list), Value::Array(kept)) => {
            list.iter().all(|it| kept.iter().any(|kept| is_kept(name, it, Some(kept))))
        }
        (Value::String(text), Value::String(kept)) if name == "changed" || text.len() > 19 => {
            text == kept || (time::read(text).is_some() && time::read(text) == time::read(kept))
        }
        _ => value == kept,
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|it| panic!("{it}: {text}"))
}

/// The value of an entry as its text, if it is no object.
fn in_words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn same_entries(name: &str, given: &[Value], kept: &Value) -> Result<(), TestCaseError> {
    let kept = kept.as_array().map(Vec::as_slice).unwrap_or_default();
    prop_assert_eq!(given.len(), kept.len());
    for (given, kept) in given.iter().zip(kept) {
        let Value::Object(fields) = given else {
            let words = in_words(given);
            let said = kept.get(name).and_then(Value::as_str).unwrap_or_default();
            prop_assert_eq!(said, words.as_str());
            continue;
        };
        for (name, value) in fields {
            let is_default = name == "state" && value == "not-begun";
            let fits = name == "id" || is_default || is_kept(name, value, kept.get(name));
            prop_assert!(fits, "{name}: {value} in {kept}");
        }
        let own = fields.get("id").filter(|it| **it != Value::Null && **it != "").map(in_words);
        let id = kept["id"].as_str().expect("an id");
        let is_made = id.len() == 16 && u64::from_str_radix(id, 16).is_ok();
        prop_assert!(own.as_deref() == Some(id) || is_made, "{own:?} became {id}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(tries(1500))]

    #[test]
    fn a_plan_that_is_read_is_the_one_that_was_written((actions, rest) in any_values()) {
        let plan = read(&actions.to_string(), &rest.to_string());
        let (written, follow_up) = write(&plan);
        prop_assert!(parsed(&written).is_array() && parsed(&follow_up).is_object());
        let again = read(&written, &follow_up);
        prop_assert_eq!(&again, &plan);
        prop_assert_eq!(write(&again), (written, follow_up));
    }

    #[test]
    fn nothing_that_a_file_says_is_lost((actions, rest) in any_values()) {
        let (actions, rest) = (of_few_digits(actions), of_few_digits(rest));
        let plan = read(&actions.to_string(), &rest.to_string());
        let (written, follow_up) = write(&plan);
        let (written, follow_up) = (parsed(&written), parsed(&follow_up));
        let list = match &actions {
            Value::Array(list) => list.clone(),
            Value::Null => vec![],
            other => vec![other.clone()],
        };
        same_entries("what", &list, &written)?;
        let Value::Object(fields) = rest else {
            prop_assert!(rest.is_null() || is_kept("", &rest, follow_up.get("follow_up")));
            return Ok(());
        };
        for (name, value) in &fields {
            match (name.as_str(), value) {
                ("partners", Value::Array(list)) => same_entries("name", list, &follow_up["partners"])?,
                // What stands in a list is not gone.
                ("gone", Value::Object(gone)) => {
                    for (id, time) in gone.iter().filter(|it| !ids(&plan).contains(it.0)) {
                        prop_assert!(is_kept("changed", time, follow_up["gone"].get(id)));
                    }
                }
                // A priority without a reason is the person's own.
                _ => prop_assert!(is_kept(name, value, follow_up.get(name)), "{name}: {value} in {follow_up}"),
            }
        }
    }

    #[test]
    fn every_entry_has_an_id_of_its_own_and_everybody_finds_the_same((actions, rest) in any_values()) {
        let plan = read(&actions.to_string(), &rest.to_string());
        prop_assert_eq!(&read(&actions.to_string(), &rest.to_string()), &plan);
        let all = ids(&plan);
        let apart: BTreeSet<&String> = all.iter().collect();
        prop_assert_eq!(apart.len(), all.len());
        prop_assert!(all.iter().all(|it| !it.is_empty()));
        let mut merged = plan.clone();
        merged.merge(&plan);
        prop_assert_eq!(merged, plan, "what was read is at one with itself");
    }

    #[test]
    fn any_text_is_read_and_what_is_no_json_is_a_text((actions, rest) in (any_text(), any_text())) {
        let plan = read(&actions, &rest);
        let (written, follow_up) = write(&plan);
        prop_assert_eq!(&read(&written, &follow_up), &plan);
        if serde_json::from_str::<Value>(&actions).is_err() && !actions.trim().is_empty() {
            prop_assert_eq!(&plan.actions[0].what, &actions);
        }
    }

    #[test]
    fn a_plan_passes_through_records_files_and_workshops((actions, rest) in any_values()) {
        let plan = read(&actions.to_string(), &rest.to_string());
        let (written, follow_up) = write(&plan);
        let five = instrument("five-ps");
        let response = Response {
            id: "r".to_owned(),
            instrument: InstrumentRef::to(&five),
            language: "en".to_owned(),
            plan: written,
            follow_up,
            ..Response::default()
        };
        let kept = Assessment { planned: 7, ..Assessment::of(response.clone()) };
        prop_assert_eq!(json::read_record(&json::write_record(&kept)), Ok(kept));
        let file = json::write_response(&response, "", None);
        prop_assert_eq!(json::read_response(&file, &[&five]).map(|it| it.response), Ok(response));

        let mut whole = workshop::read(&workshop::write(&a_workshop())).expect("a workshop");
        prop_assert_eq!(&whole, &a_workshop());
        whole.plan = plan;
        prop_assert_eq!(workshop::read(&workshop::write(&whole)), Ok(whole));
    }
}

fn a_workshop() -> Workshop {
    let instrument = InstrumentRef { id: "five-ps".to_owned(), ..InstrumentRef::default() };
    let setup =
        Setup { key: 7, instrument: "five-ps".to_owned(), threshold: 5, ..Setup::default() };
    Workshop::new("w".to_owned(), setup, instrument, 1_780_000_000_000)
}

fn ids(plan: &Plan) -> Vec<String> {
    let actions = plan.actions.iter().map(|it| it.id.clone());
    actions.chain(plan.partners.iter().map(|it| it.id.clone())).collect()
}

fn list(of: Value) -> Vec<Action> {
    read(&of.to_string(), "{}").actions
}

/// A plan that has everything.
fn whole() -> Plan {
    let day = |text: &str| Day::read(text).expect("a day");
    Plan {
        priorities: vec![
            Priority { subject: Subject::Section("leadership".to_owned()), reason: Reason::Lowest },
            Priority { subject: Subject::Item("sa1".to_owned()), reason: Reason::InTheWay },
        ],
        actions: vec![Action {
            id: "a1".to_owned(),
            about: Some(Subject::Section("shared-analysis".to_owned())),
            what: "Meet".to_owned(),
            lead: "The housing officer".to_owned(),
            with: "Health".to_owned(),
            by: Some(day("2027-03-01")),
            first_step: "Find a day".to_owned(),
            evidence: "Minutes".to_owned(),
            state: State::UnderWay,
            changed: 1_769_853_600_000,
            more: vec![("cost".to_owned(), "1e+300".to_owned())],
        }],
        partners: vec![Partner {
            id: "p1".to_owned(),
            name: "Gofal Môn".to_owned(),
            brings: [
                Level::Nothing,
                Level::Little,
                Level::Some,
                Level::Much,
                Level::Differs,
                Level::Unsaid,
            ],
            brings_note: "A room".to_owned(),
            holds: [Level::Much, Level::Unsaid, Level::Differs, Level::Some],
            holds_note: "The budget".to_owned(),
            changed: 1_769_853_600_250,
            more: vec![],
        }],
        power: "Money decides".to_owned(),
        review: Some(day("2027-05-01")),
        series: "7d1f0c1e-52a4-4a86-9b0e-2f6a3c5d8e91".to_owned(),
        changed: 1_769_853_601_000,
        gone: [("a7".to_owned(), 1_769_853_602_000)].into_iter().collect(),
        more: vec![("later".to_owned(), "[18446744073709551615,-0.0]".to_owned())],
    }
}

#[test]
fn a_plan_is_written_in_the_published_format() {
    let (actions, follow_up) = write(&whole());
    let wanted = json!([{
        "id": "a1",
        "about": { "section": "shared-analysis" },
        "what": "Meet",
        "lead": "The housing officer",
        "with": "Health",
        "by": "2027-03-01",
        "first_step": "Find a day",
        "evidence": "Minutes",
        "state": "under-way",
        "changed": "2026-01-31T10:00:00Z",
        "cost": 1e300,
    }]);
    assert_eq!(actions, wanted.to_string());
    let wanted = json!({
        "priorities": [
            { "section": "leadership", "why": "lowest" },
            { "item": "sa1", "why": "in-the-way" },
        ],
        "partners": [{
            "id": "p1",
            "name": "Gofal Môn",
            "brings": {
                "money": "nothing",
                "staff-time": "little",
                "space": "some",
                "knowledge": "much",
                "contacts": "differs",
            },
            "brings_note": "A room",
            "holds": { "size": "much", "credibility": "differs", "decision-rights": "some" },
            "holds_note": "The budget",
            "changed": "2026-01-31T10:00:00.250Z",
        }],
        "power": "Money decides",
        "review": "2027-05-01",
        "series": "7d1f0c1e-52a4-4a86-9b0e-2f6a3c5d8e91",
        "changed": "2026-01-31T10:00:01Z",
        "gone": { "a7": "2026-01-31T10:00:02Z" },
        "later": [18_446_744_073_709_551_615_u64, -0.0],
    });
    assert_eq!(follow_up, wanted.to_string());
    assert_eq!(read(&actions, &follow_up), whole());
}

#[test]
fn what_says_nothing_is_left_out() {
    assert_eq!(write(&Plan::default()), ("[]".to_owned(), "{}".to_owned()));
    for (actions, rest) in [("", ""), ("[]", "{}"), (" ", "null"), ("null", " {} "), ("[ ]", "")] {
        assert_eq!(read(actions, rest), Plan::default(), "{actions:?} and {rest:?}");
    }
    let bare = Plan {
        actions: vec![Action { id: "a1".to_owned(), ..Action::default() }],
        partners: vec![Partner { id: "p1".to_owned(), ..Partner::default() }],
        ..Plan::default()
    };
    let written = (r#"[{"id":"a1"}]"#.to_owned(), r#"{"partners":[{"id":"p1"}]}"#.to_owned());
    assert_eq!(write(&bare), written);
}

/// Version 1 of the format has carried lists of anything as they came.
#[test]
fn what_older_files_have_for_a_plan_becomes_actions() {
    let all = list(json!(["Meet", "", 5, null, [1, "x"], {}, { "what": "Talk", "done": false }]));
    let what: Vec<&str> = all.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(what, ["Meet", "", "5", "null", "[1,\"x\"]", "", "Talk"]);
    assert_eq!(all[6].more, [("done".to_owned(), "false".to_owned())]);
    assert!(all.iter().all(|it| it.changed == 0 && it.state == State::NotBegun));
    assert_eq!(list(json!("Meet")).len(), 1, "what is no list is one of one thing");
    assert_eq!(list(json!({ "what": "Meet" }))[0].what, "Meet");
}

/// JSON knows four kinds of space only.
#[test]
fn what_only_looks_like_json_is_a_text_with_every_space_it_has() {
    let what = |text: &str| read(text, "").actions[0].what.clone();
    assert_eq!(what(" \t\r\n0 "), "0");
    for text in ["\u{b}0", "\u{a0}[]", "\u{3000}null\u{2028}", "\u{feff}{}", " Meet\n"] {
        assert_eq!(what(text), text);
    }
}

#[test]
fn what_is_of_another_kind_waits_beside_until_there_is_something_proper() {
    let text = json!([{ "id": "a1", "what": 5, "by": "in spring", "state": "soon", "changed": 7,
        "about": { "section": "one", "item": "two" } }]);
    let mut plan = read(&text.to_string(), "{}");
    let names: Vec<&str> = plan.actions[0].more.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(names, ["about", "what", "by", "state", "changed"]);
    assert_eq!(parsed(&write(&plan).0)[0]["by"], "in spring");

    plan.actions[0].by = Day::read("2027-03-01");
    plan.actions[0].about = Some(Subject::Item("two".to_owned()));
    plan.actions[0].state = State::Done;
    let written = parsed(&write(&plan).0);
    let wanted = json!([{ "id": "a1", "about": { "item": "two" }, "what": 5,
        "by": "2027-03-01", "state": "done", "changed": 7 }]);
    assert_eq!(written, wanted);
    let names: Vec<(String, String)> = list(written)[0].more.clone();
    assert_eq!(names, [("what".into(), "5".into()), ("changed".into(), "7".into())]);
}

#[test]
fn the_odd_parts_of_lists_and_objects_stay_in_them() {
    let text = json!({
        "priorities": [{ "section": "one", "why": "weather" }, { "item": "two" }, "three"],
        "partners": [{ "id": "p1", "brings": { "money": "some", "gold": "much", "space": 3 } }, "Health"],
        "gone": { "a1": "2026-01-31T10:00:00Z", "a2": "yesterday" },
    });
    let plan = read("[]", &text.to_string());
    let own = Priority { subject: Subject::Item("two".to_owned()), reason: Reason::Own };
    assert_eq!(plan.priorities, [own]);
    assert_eq!(plan.partners[0].brings[0], Level::Some);
    assert_eq!(plan.partners[1].name, "Health");
    assert_eq!(plan.gone.ids().collect::<Vec<_>>(), ["a1"]);
    let written = parsed(&write(&plan).1);
    let priorities =
        json!([{ "item": "two", "why": "own" }, { "section": "one", "why": "weather" }, "three"]);
    assert_eq!(written["priorities"], priorities);
    assert_eq!(written["partners"][0], text["partners"][0]);
    assert_eq!(written["gone"], text["gone"]);
}

#[test]
fn an_id_that_is_missing_or_stands_twice_is_made() {
    let text =
        json!([{ "id": "a" }, { "id": "a" }, {}, {}, { "id": "" }, { "id": 7 }, { "id": null }]);
    let partners = json!({ "partners": [{ "id": "a" }, { "id": "p" }] });
    let plan = read(&text.to_string(), &partners.to_string());
    let all = ids(&plan);
    assert_eq!(("a", "7", "p"), (all[0].as_str(), all[5].as_str(), all[8].as_str()));
    let made: BTreeSet<&String> = [1, 2, 3, 4, 6, 7].map(|it| &all[it]).into();
    assert_eq!(made.len(), 6, "none is like another");
    assert!(made.iter().all(|it| it.len() == 16));
    // An id that happens to be the one that would be made.
    let own = json!([{}, { "id": list(json!([{}]))[0].id }]);
    let all = list(own.clone());
    assert_eq!(all[1].id, own[1]["id"]);
    assert_ne!(all[0].id, all[1].id);
}

#[test]
fn what_stands_in_a_list_is_not_gone() {
    let text = json!([{ "id": "a1", "changed": "2026-01-31T10:00:00Z" }]);
    for (time, stays) in [("2026-01-31T10:00:00Z", false), ("2026-01-31T09:59:59Z", true)] {
        let plan = read(&text.to_string(), &json!({ "gone": { "a1": time } }).to_string());
        assert_eq!((plan.actions.len(), plan.gone.len()), (1, usize::from(stays)), "{time}");
    }
}

#[test]
fn times_beyond_what_files_can_say_are_the_last_that_they_can() {
    let mut plan = whole();
    plan.changed = i64::MAX;
    plan.actions[0].changed = i64::MIN;
    let (actions, follow_up) = write(&plan);
    assert_eq!(parsed(&follow_up)["changed"], "9999-12-31T23:59:59.999Z");
    assert_eq!(parsed(&actions)[0]["changed"], "0001-01-01T00:00:00Z");
}

/// Numbers that are one but for the last of their digits, which reading JSON gets wrong.
fn is_near(one: &Value, other: &Value) -> bool {
    let (Some(a), Some(b)) = (one.as_f64(), other.as_f64()) else { return false };
    a == b || (a / b - 1.0).abs() < 1e-13
}

/// Reading JSON takes such numbers for a neighbour, which is written with other digits.
#[test]
fn numbers_of_many_digits_do_not_change_from_one_reading_to_the_next() {
    let numbers = ["1.0510857627375101e131", "6.93469824511269e276", "8.383658838626809e-78"];
    for number in numbers {
        let plan = read(&format!("[{{\"id\":\"a\",\"cost\":{number}}}]"), "{}");
        let (actions, _) = write(&plan);
        assert_eq!(read(&actions, "{}"), plan);
        let kept = parsed(&actions)[0]["cost"].clone();
        assert!(is_near(&kept, &parsed(number)), "{number} became {kept}");
    }
    for number in
        ["1e+300", "18446744073709551615", "-9223372036854775808", "-0.0", "0.1", "5e-324"]
    {
        let plan = read(&format!("[{{\"cost\":{number}}}]"), "{}");
        assert_eq!(plan.actions[0].more, [("cost".to_owned(), number.to_owned())]);
    }
}

#[test]
fn a_table_holds_the_words_it_is_given_and_no_formula() {
    let words = |row: &[&str]| row.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
    let heads = words(&["#", "Camau", "By"]);
    let rows: Vec<Vec<String>> = HOSTILE.map(|it| words(&["1", it, "2027-03-01"])).into();
    let table = write_table(&heads, &rows, true);
    assert!(table.starts_with("\u{feff}#,Camau,By\r\n1,'=1+1,2027-03-01\r\n"));
    assert_eq!(table.trim_start_matches('\u{feff}'), write_table(&heads, &rows, false));
    assert_eq!(write_table(&heads, &[], false), "#,Camau,By\r\n");
}
