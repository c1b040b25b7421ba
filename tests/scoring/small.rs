//! Small instruments and responses, by hand and at random.

use partnership_assessment::instrument::{Instrument, reader};
use partnership_assessment::response::{Answer, InstrumentRef, Response};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Random tests write no files and try `cases` cases.
pub fn tries(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

pub fn read(file: &Value) -> Instrument {
    reader::read(&file.to_string()).unwrap_or_else(|it| panic!("{it:?} in {file}"))
}

/// An instrument file with the scales `a` and `b`, both of which offer every extra answer.
pub fn file(scoring: Value, a: &[i64], b: &[i64], sections: Value) -> Value {
    json!({
        "format": "partnership-assessment/instrument", "version": 1, "id": "small",
        "title": {"en": "Small", "cy": "Bach"}, "scoring": scoring,
        "scales": {"a": scale(a), "b": scale(b)}, "sections": sections,
    })
}

fn scale(values: &[i64]) -> Value {
    let points: Vec<Value> = values.iter().map(|it| json!({ "value": it })).collect();
    json!({ "extra": ["dont-know", "not-relevant"], "points": points })
}

/// A section on the scale `a`; an item whose id begins with `r` is reversed.
pub fn section(id: &str, items: &[&str]) -> Value {
    let items: Vec<Value> = items
        .iter()
        .map(|it| json!({ "id": it, "text": format!("Statement {it}"), "reversed": it.starts_with('r') }))
        .collect();
    json!({ "id": id, "title": format!("Section {id}"), "scale": "a", "items": items })
}

/// `value` with other fields.
pub fn with(mut value: Value, fields: Value) -> Value {
    for (name, field) in fields.as_object().expect("an object") {
        value[name] = field.clone();
    }
    value
}

/// Bands that begin at `from` and are labelled by their number, from 1.
pub fn bands(from: &[f64]) -> Value {
    let band = |(i, from): (usize, &f64)| json!({ "from": from, "label": (i + 1).to_string() });
    from.iter().enumerate().map(band).collect()
}

/// A response with the given answers, as files write them.
pub fn response(answers: Value) -> Response {
    let answer = |it: &Value| match it.as_i64() {
        Some(value) => Answer::Value(value),
        None => Answer::from_code(it.as_str().expect("a code")).expect("an answer"),
    };
    let answers = answers.as_object().expect("an object");
    Response {
        id: "r1".to_owned(),
        language: "en".to_owned(),
        answers: answers.iter().map(|(item, it)| (item.clone(), answer(it))).collect(),
        plan: Response::NO_PLAN.to_owned(),
        ..Response::default()
    }
}

/// An instrument with its file, and a response to it.
#[derive(Clone)]
pub struct Case {
    pub file: Value,
    pub instrument: Instrument,
    pub response: Response,
}

/// Only what differs from case to case, so that a failure can be read.
impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sections = self.file["sections"].as_array().into_iter().flatten();
        writeln!(f, "{}", self.file["scoring"])?;
        writeln!(f, "{}", self.file["scales"])?;
        for section in sections {
            let items: Vec<_> = section["items"].as_array().into_iter().flatten().collect();
            let reversed: Vec<_> = items.iter().map(|it| it["reversed"] == true).collect();
            let (kind, scale) = (&section["kind"], &section["scale"]);
            writeln!(f, "{kind} {scale} {} {reversed:?}", section["counts_towards_overall"])?;
        }
        let answers =
            self.response.answers.iter().map(|(item, it)| format!("{item}: {}", it.code()));
        write!(f, "{}", answers.collect::<Vec<_>>().join(", "))
    }
}

/// A random scale: two to five points between -9 and 9, in any order.
fn any_scale() -> impl Strategy<Value = Value> {
    let values = prop::collection::btree_set(-9_i64..=9, 2..6);
    let values = values.prop_map(|it| it.into_iter().collect::<Vec<_>>()).prop_shuffle();
    (values, any::<[bool; 3]>()).prop_map(|(values, [dont_know, not_relevant, lower])| {
        let mut extra = Vec::new();
        extra.extend(dont_know.then_some("dont-know"));
        extra.extend(not_relevant.then_some("not-relevant"));
        let direction = if lower { "lower-is-better" } else { "higher-is-better" };
        with(scale(&values), json!({ "extra": extra, "direction": direction }))
    })
}

fn any_section() -> impl Strategy<Value = Value> {
    let kinds = ["principle", "characteristic", "need", "challenge", "benefit", "hope"];
    let kind = prop::sample::select(kinds.to_vec());
    let scale = prop::sample::select(vec!["a", "b"]);
    let items = prop::collection::vec(any::<bool>(), 1..6);
    (kind, scale, any::<bool>(), items).prop_map(|(kind, scale, counts, items)| {
        let item = |it: bool| json!({ "reversed": it });
        json!({
            "kind": kind, "scale": scale, "counts_towards_overall": counts,
            "items": items.into_iter().map(item).collect::<Vec<_>>(),
        })
    })
}

/// A random instrument file.
pub fn any_file() -> impl Strategy<Value = Value> {
    let method = prop::sample::select(vec!["percent", "mean", "sum"]);
    let share = prop_oneof![Just(0), Just(500_000), Just(1_000_000), 0..=1_000_000_u32];
    let sections = prop::collection::vec(any_section(), 1..5);
    (method, share, any_scale(), any_scale(), sections).prop_map(
        |(method, share, a, b, mut sections)| {
            for (i, section) in sections.iter_mut().enumerate() {
                section["id"] = format!("s{i}").into();
                section["title"] = json!({ "en": format!("Section {i}"), "cy": format!("Adran {i}") });
                for (j, item) in section["items"].as_array_mut().expect("items").iter_mut().enumerate() {
                    item["id"] = format!("s{i}i{j}").into();
                    item["text"] = json!({ "en": format!("Statement {i}.{j}"), "cy": format!("Datganiad {i}.{j}") });
                }
            }
            let scoring = json!({ "method": method, "minimum_answered": f64::from(share) / 1e6 });
            let file = file(scoring, &[0, 1], &[0, 1], sections.into());
            with(file, json!({ "scales": { "a": a, "b": b } }))
        },
    )
}

/// A random instrument with a response whose every answer is on its item's scale.
pub fn any_case() -> impl Strategy<Value = Case> {
    let picks = prop::collection::vec(any::<u8>(), 20);
    (any_file(), picks).prop_map(|(file, picks)| {
        let instrument = read(&file);
        let mut response = response(json!({}));
        response.instrument = InstrumentRef::to(&instrument);
        for ((section, item), pick) in instrument.items().zip(picks) {
            let scale = &section.scale;
            let mut offered = vec![None];
            offered.extend(scale.points.iter().map(|it| Some(Answer::Value(it.value))));
            offered.extend(scale.dont_know.then_some(Some(Answer::DontKnow)));
            offered.extend(scale.not_relevant.then_some(Some(Answer::NotRelevant)));
            if let Some(answer) = offered[usize::from(pick) % offered.len()] {
                response.answers.insert(item.id.clone(), answer);
            }
        }
        Case { file, instrument, response }
    })
}
