//! Random responses full of what breaks readers.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use partnership_assessment::instrument::Instrument;
use partnership_assessment::response::{
    Answer, Assessment, Field, InstrumentRef, Millis, Respondent, Response,
};
use partnership_assessment::text::Text;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

thread_local! {
    static READ: RefCell<BTreeMap<&'static str, Instrument>> = const { RefCell::new(BTreeMap::new()) };
    static TEXTS: [Rc<Text>; 2] = [crate::fixtures::english(), crate::fixtures::welsh()];
}

/// A built-in instrument, which is read only once.
pub fn instrument(id: &'static str) -> Instrument {
    READ.with_borrow_mut(|it| {
        it.entry(id).or_insert_with(|| crate::fixtures::instrument(id)).clone()
    })
}

/// The languages, which are read only once.
pub fn texts() -> [Rc<Text>; 2] {
    TEXTS.with(Clone::clone)
}

/// Texts that formats, spreadsheets and markup give a meaning of their own.
pub const HOSTILE: [&str; 40] = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    "'''＠",
    "'",
    "''",
    "'plain",
    "'\t",
    "'\n",
    "\"",
    "\"\"",
    "a\"b",
    "a,b",
    "a;b",
    "a\tb",
    "a\r\nb",
    "a\nb\n",
    "\r",
    " lead",
    "trail ",
    "\u{feff}mark",
    "\u{202e}turned",
    "\u{0}",
    "\u{7f}\u{1b}[31m",
    "{name}",
    "</script><script>alert(1)</script>",
    "null",
    "💥 e\u{301} ŵŷ",
    "\\u0000 \\",
    "dont-know",
];

/// A text of any kind, of at most 60 characters.
pub fn any_text() -> impl Strategy<Value = String> {
    let hostile = || select(HOSTILE.to_vec()).prop_map(str::to_owned);
    prop_oneof![
        2 => Just(String::new()),
        4 => hostile(),
        2 => (hostile(), hostile()).prop_map(|(a, b)| a + &b),
        2 => prop::collection::vec(any::<char>(), 0..20).prop_map(|it| it.into_iter().collect()),
        1 => "[ -~]{0,30}",
    ]
}

/// A comment: never empty.
fn any_note() -> impl Strategy<Value = String> {
    any_text().prop_filter("a comment says something", |it| !it.is_empty())
}

/// Times that files can write: of the years 1 to 9999.
pub fn any_time() -> impl Strategy<Value = Millis> {
    prop_oneof![
        Just(0_i64),
        1_700_000_000_000_i64..1_900_000_000_000,
        (1_700_000_000_i64..1_900_000_000).prop_map(|it| it * 1000),
        -62_135_596_800_000_i64..=253_402_300_799_999,
    ]
}

fn any_id() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
        "[A-Za-z0-9._-]{1,64}"
    ]
}

/// Any object of a few texts and numbers.
fn any_fields() -> impl Strategy<Value = Value> {
    let text = any_text().prop_map(Value::from);
    let leaf = prop_oneof![text, any::<i64>().prop_map(Value::from), Just(Value::Null)];
    prop::collection::vec((any_text(), leaf), 0..3)
        .prop_map(|it| Value::Object(it.into_iter().collect()))
}

/// A plan as responses carry it along: any list, and any object.
fn any_plan() -> impl Strategy<Value = (String, String)> {
    let list = prop::collection::vec(any_fields(), 0..3).prop_map(Value::from);
    (list, any_fields()).prop_map(|(list, rest)| (list.to_string(), rest.to_string()))
}

fn any_respondent() -> impl Strategy<Value = Respondent> {
    prop::collection::vec(any_text(), 5).prop_map(|texts| {
        let mut res = Respondent::default();
        for (field, text) in Field::ALL.into_iter().zip(texts) {
            // Beginning an assessment trims them.
            *res.part_mut(field) = text.trim().to_owned();
        }
        res
    })
}

/// A response to `instrument` with anything that one can hold.
pub fn any_response(instrument: Instrument) -> impl Strategy<Value = Response> {
    let n_items = instrument.n_items();
    let answers = prop::collection::vec(any::<u8>(), n_items);
    let notes = prop::collection::vec(prop::option::weighted(0.3, any_note()), n_items);
    let times = (any_time(), any_time(), prop::option::of(any_time()));
    let language = select(vec!["en", "cy", "cy-GB", "x-y"]);
    (any_id(), times, language, any_respondent(), answers, notes, any_plan()).prop_map(
        move |(
            id,
            (started, updated, completed),
            language,
            respondent,
            answers,
            notes,
            (plan, follow_up),
        )| {
            let mut res = Response {
                id,
                instrument: InstrumentRef::to(&instrument),
                language: language.to_owned(),
                started,
                updated,
                completed,
                respondent,
                plan,
                follow_up,
                ..Response::default()
            };
            for (((section, item), pick), note) in instrument.items().zip(answers).zip(notes) {
                let scale = &section.scale;
                let mut offered: Vec<Option<Answer>> = vec![None];
                offered.extend(scale.points.iter().map(|it| Some(Answer::Value(it.value))));
                offered.extend(scale.dont_know.then_some(Some(Answer::DontKnow)));
                offered.extend(scale.not_relevant.then_some(Some(Answer::NotRelevant)));
                if let Some(answer) = offered[usize::from(pick) % offered.len()] {
                    res.answers.insert(item.id.clone(), answer);
                }
                if let Some(note) = note {
                    res.notes.insert(item.id.clone(), note);
                }
            }
            res
        },
    )
}

/// A record of a response to `instrument`.
pub fn any_assessment(instrument: Instrument) -> impl Strategy<Value = Assessment> {
    let latest = -(1_i64 << 51)..=(1_i64 << 51);
    let name = prop_oneof![any_text(), "[a-z]{200}"];
    let times = (latest.clone(), latest.clone(), prop::option::of(latest));
    (any_response(instrument), name, times, any::<u16>()).prop_map(
        |(response, name, (named, planned, exported), step)| {
            let name = name.trim().to_owned();
            let of_file = Assessment::of(response);
            let mut res = Assessment { name, named, planned, exported, ..of_file };
            let items: Vec<String> = res.answer_times.ids().cloned().collect();
            for (i, item) in items.into_iter().enumerate() {
                res.answer_times.insert(item, named + i as i64 * i64::from(step) % 1000);
            }
            // An answer that was taken back leaves its time behind.
            res.answer_times.insert("taken-back".to_owned(), i64::from(step));
            res
        },
    )
}
