//! Whole files with one thing changed, and what the reader says to each: the schemas must
//! say the same.

use partnership_assessment::exchange::json::read_response;
use partnership_assessment::instrument::document::{Fault, Problem};
use partnership_assessment::instrument::{Instrument, reader};
use serde_json::{Value, json};

use super::Folder;

const EVERY_FIELD: &str = include_str!("every-field.json");

/// What a reader says to a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Accepted,
    /// For a reason that a schema can see.
    Refused,
    /// For what a schema cannot see: a name that leads nowhere or stands twice, an order, a
    /// number of items in all sections together, a day that does not exist.
    RefusedByContent,
}

impl Verdict {
    fn of<T>(read: &Result<T, Vec<Problem>>) -> Self {
        let of_content = |it: &Problem| {
            matches!(
                it.fault,
                Fault::Unknown { .. }
                    | Fault::Duplicate { .. }
                    | Fault::NotAscending
                    | Fault::UnknownItem { .. }
                    | Fault::NotOnScale { .. }
                    | Fault::UnknownInstrument { .. }
            ) || it.at == "sections" && matches!(it.fault, Fault::TooMany { .. })
        };
        match read {
            Ok(_) => Self::Accepted,
            Err(problems) if problems.iter().all(of_content) => Self::RefusedByContent,
            Err(_) => Self::Refused,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::RefusedByContent => "refused-by-content",
        }
    }
}

/// Something put at a place of a file, a JSON pointer; `None` takes away what is there.
type Change = (String, Option<Value>);

fn changed(base: &Value, (at, put): &Change) -> Value {
    let mut res = base.clone();
    let (parent, last) = at.rsplit_once('/').expect("a place below the root");
    match (res.pointer_mut(parent), put) {
        (Some(Value::Object(fields)), Some(value)) => {
            fields.insert(last.to_owned(), value.clone());
        }
        (Some(Value::Object(fields)), None) => {
            fields.shift_remove(last).expect(at);
        }
        (Some(Value::Array(list)), Some(value)) => {
            list[last.parse::<usize>().expect(at)] = value.clone();
        }
        (Some(Value::Array(list)), None) => {
            list.remove(last.parse::<usize>().expect(at));
        }
        _ => panic!("no place {at}"),
    }
    res
}

/// Every place of a file below its root.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let steps: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, it)| (name.clone(), it)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(i, it)| (i.to_string(), it)).collect(),
        _ => Vec::new(),
    };
    for (step, it) in steps {
        let place = format!("{at}/{step}");
        places(it, &place, found);
        found.push(place);
    }
}

/// At every place, each of a dozen other things, and nothing.
fn everywhere(base: &Value) -> Vec<Change> {
    let others = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0.5),
        json!(1e9),
        json!(""),
        json!("  \t"),
        json!("x"),
        json!("é ".repeat(150)),
        json!([]),
        json!(["x"]),
        json!([{}]),
        json!({}),
        json!({ "en": "x" }),
        json!({ "en": " " }),
        json!({ "e": "x" }),
    ];
    let mut all = Vec::new();
    places(base, "", &mut all);
    let mut res = Vec::new();
    for place in all {
        res.extend(others.iter().map(|it| (place.clone(), Some(it.clone()))));
        res.push((place, None));
    }
    res
}

/// A response to `instrument` that has every field but `results`, which is not read.
fn response(instrument: &Instrument) -> Value {
    let named = json!({
        "id": instrument.id,
        "edition": "1",
        "fingerprint": instrument.fingerprint,
    });
    json!({
        "format": "partnership-assessment/response",
        "version": 1,
        "id": "00000000-0000-4000-8000-000000000001",
        "instrument": named,
        "language": "en",
        "started": "2026-01-31T10:00:00Z",
        "updated": "2026-01-31T10:00:01.500Z",
        "completed": "2026-01-31T10:00:01Z",
        "respondent": {
            "sector": "health",
            "role": "Nurse",
            "organisation": "Ward",
            "size": "10-49",
            "partnership": "North",
        },
        "answers": { "one1": 1, "one2": "dont-know", "two1": "not-relevant" },
        "notes": { "one1": "A comment" },
        "plan": [{
            "id": "a1",
            "about": { "section": "one" },
            "what": "Meet",
            "by": "2027-03-01",
            "state": "done",
            "changed": "2026-01-31T10:00:00Z",
        }],
        "follow_up": {
            "priorities": [{ "item": "one1", "why": "lowest" }],
            "partners": [{ "id": "p1", "brings": { "money": "some" }, "holds": { "size": "much" } }],
            "review": "2027-05-01",
            "gone": { "a7": "2026-01-31T10:00:00Z" },
        },
        "name": "First",
        "a further field": null,
    })
}

fn put(at: &str, value: impl Into<Value>) -> Change {
    (at.to_owned(), Some(value.into()))
}

/// Changes of [`EVERY_FIELD`] at the limits of the format.
fn at_limits() -> Vec<(Change, Verdict)> {
    use Verdict::*;
    let points = |n: i64| (0..n).map(|it| json!({ "value": it })).collect::<Vec<_>>();
    let item = |section: &str, i: usize| json!({ "id": format!("{section}-{i}"), "text": "Text" });
    let items = |n: usize| (0..n).map(|i| item("x", i)).collect::<Vec<_>>();
    let section = |id: &str, n: usize| {
        let items: Vec<Value> = (0..n).map(|i| item(id, i)).collect();
        json!({ "id": id, "title": "T", "scale": "s", "items": items })
    };
    let from = |from: Value| json!([{ "from": from, "label": "L" }]);
    vec![
        (put("/version", 2), Refused),
        (put("/version", 0), Refused),
        (put("/version", "1"), Refused),
        (put("/format", "partnership-assessment/response"), Refused),
        (put("/id", "a".repeat(64)), Accepted),
        (put("/id", "a".repeat(65)), Refused),
        (put("/id", "two words"), Refused),
        (put("/id", "tŷ"), Refused),
        (put("/edition", "é".repeat(64)), Accepted),
        (put("/edition", "é".repeat(65)), Refused),
        (put("/title", json!({ "en": " ", "cy": "Teitl" })), Accepted),
        (put("/title", json!({ "en": " ", "cy": "\n" })), Refused),
        (put("/title", json!({ "pt-BR": "Título" })), Accepted),
        (put("/title", json!({ "pt_BR": "Título" })), Refused),
        (put("/title", json!({ "x".repeat(36): "T" })), Refused),
        (put("/minutes", 600), Accepted),
        (put("/minutes", 601), Refused),
        (put("/minutes", 4.0), Accepted),
        (put("/sources/1/id", "a"), RefusedByContent),
        (put("/sections/1/source", "c"), RefusedByContent),
        (put("/sections/1/scale", "t"), RefusedByContent),
        (put("/sections/1/id", "one"), RefusedByContent),
        (put("/sections/1/items/0/id", "one1"), RefusedByContent),
        (put("/sections/1/items/0/id", "One1"), Accepted),
        (put("/sections/1/items/0/id", "sector"), Refused),
        (put("/sections/1/items/0/id", "Sector"), Accepted),
        (put("/sections/1/kind", "weather"), Accepted),
        (put("/sections/1/items", items(498)), Accepted),
        (put("/sections/1/items", items(499)), RefusedByContent),
        (put("/sections/1/items", items(501)), Refused),
        (put("/sections", json!([section("y", 250), section("z", 250)])), Accepted),
        (put("/scales/s/points", points(101)), Accepted),
        (put("/scales/s/points", points(102)), Refused),
        (put("/scales/s/points", points(1)), Refused),
        (put("/scales/s/points/0/value", 2), RefusedByContent),
        (put("/scales/s/points/0/value", -1000), Accepted),
        (put("/scales/s/points/0/value", -1001), Refused),
        (put("/scales/s/points/0/value", 1000), Accepted),
        (put("/scales/s/points/0/value", 1001), Refused),
        (put("/scales/s/extra", json!(["maybe"])), Refused),
        (put("/scales/s/direction", "higher"), Refused),
        (put("/scales/", json!({ "points": points(2) })), Accepted),
        (put("/scoring/minimum_answered", 1), Accepted),
        (put("/scoring/minimum_answered", 1.000001), Refused),
        (put("/scoring/minimum_answered", -0.1), Refused),
        (put("/scoring/method", "median"), Refused),
        (put("/scoring", "sum"), Refused),
        (put("/bands", from(json!(1_000_000))), Accepted),
        (put("/bands", from(json!(1_000_001))), Refused),
        (put("/bands", from(json!(-1_000_001))), Refused),
        (put("/bands", from(json!("0"))), Refused),
        (put("/bands/0/from", 2), RefusedByContent),
        (put("/bands/0/from", 3), RefusedByContent),
    ]
}

/// Changes at the limits of the response format.
fn at_limits_of_responses() -> Vec<(Change, Verdict)> {
    use Verdict::*;
    let name = |n: usize| "é".repeat(n);
    let times = [
        ("2026-01-31t10:00:00z", Accepted),
        ("2026-01-31 10:00:00Z", Accepted),
        ("2026-01-31T10:00:00.123456789+05:30", Accepted),
        ("2026-01-31T10:00:00-23:59", Accepted),
        ("2016-12-31T23:59:60Z", Accepted),
        ("2024-02-29T00:00:00Z", Accepted),
        ("0001-01-01T00:00:00Z", Accepted),
        ("9999-12-31T23:59:59.999Z", Accepted),
        ("0001-01-01T00:00:00+00:01", RefusedByContent),
        ("9999-12-31T23:59:59-00:01", RefusedByContent),
        ("2026-02-29T10:00:00Z", RefusedByContent),
        ("0000-01-01T00:00:00Z", Refused),
        ("2026-01-31T10:00:00", Refused),
        ("2026-01-31T10:00Z", Refused),
        ("2026-01-31", Refused),
        ("2026-13-01T10:00:00Z", Refused),
        ("2026-00-01T10:00:00Z", Refused),
        ("2026-01-32T10:00:00Z", Refused),
        ("2026-01-00T10:00:00Z", Refused),
        ("2026-01-31T24:00:00Z", Refused),
        ("2026-01-31T10:60:00Z", Refused),
        ("2026-01-31T10:00:61Z", Refused),
        ("2026-01-31T10:00:00.Z", Refused),
        ("2026-01-31T10:00:00+24:00", Refused),
        ("2026-01-31T10:00:00+0100", Refused),
        ("31/01/2026 10:00:00", Refused),
        ("٢٠٢٦-01-31T10:00:00Z", Refused),
    ];
    let times = times.into_iter().map(|(time, verdict)| (put("/completed", time), verdict));
    let mut res = vec![
        (put("/version", 2), Refused),
        (put("/format", "partnership-assessment/instrument"), Refused),
        (put("/id", "no blanks"), Refused),
        (put("/instrument/id", "another"), RefusedByContent),
        (put("/instrument/edition", name(65)), Refused),
        (put("/instrument/fingerprint", "of another edition"), Accepted),
        (put("/language", name(35)), Accepted),
        (put("/language", name(36)), Refused),
        (put("/respondent/role", name(200)), Accepted),
        (put("/respondent/role", name(201)), Refused),
        (put("/respondent/partnership", name(201)), Refused),
        (put("/respondent", "health"), Refused),
        (put("/answers/one1", 2), Accepted),
        (put("/answers/one1", 2.0), Accepted),
        (put("/answers/one1", 1.5), Refused),
        (put("/answers/one1", 3), RefusedByContent),
        (put("/answers/one1", 1_001), Refused),
        (put("/answers/one1", -1_001), Refused),
        (put("/answers/one1", "1"), Refused),
        (put("/answers/one1", "maybe"), Refused),
        (put("/answers/three1", 1), RefusedByContent),
        (put("/answers/no id", 1), Refused),
        (put("/notes/three1", "A comment"), RefusedByContent),
        (put("/notes/no id", "A comment"), Refused),
        (put("/notes/one2", name(5000)), Accepted),
        (put("/notes/one2", name(5001)), Refused),
        (put("/plan", "Meet"), Refused),
        (put("/plan", vec!["Meet"; 2000]), Accepted),
        (put("/plan", vec!["Meet"; 2001]), Refused),
        (put("/plan/0", json!(["Meet", 5, null])), Accepted),
        (put("/plan/0/by", "in spring"), Accepted),
        (put("/plan/0/about", json!({ "section": 1, "item": 2 })), Accepted),
        (put("/follow_up", "Meet"), Refused),
        (put("/follow_up/partners", vec!["Health"; 500]), Accepted),
        (put("/follow_up/partners", vec!["Health"; 501]), Refused),
        (put("/follow_up/partners", "Health"), Accepted),
        (put("/follow_up/review", "2027-02-30"), Accepted),
        (put("/follow_up/gone", json!({ "a7": "yesterday" })), Accepted),
        (put("/name", name(200)), Accepted),
        (put("/name", name(201)), Refused),
    ];
    res.extend(times);
    res
}

/// The changes of `base`, each with its verdict: at every place as `read` says, and at the
/// limits as is known of each, which `read` must confirm.
fn listed(
    what: &str,
    base: &Value,
    at_limits: Vec<(Change, Verdict)>,
    read: impl Fn(&Value) -> Verdict,
) -> Value {
    assert_eq!(read(base), Verdict::Accepted, "{what} as it is");
    for (change, expected) in &at_limits {
        let accepted = read(&changed(base, change)) == Verdict::Accepted;
        assert_eq!(accepted, *expected == Verdict::Accepted, "{what}: {change:?}");
    }
    let everywhere = everywhere(base).into_iter().map(|change| {
        let verdict = read(&changed(base, &change));
        (change, verdict)
    });
    let variants = everywhere.chain(at_limits).map(|((at, put), verdict)| {
        json!({ "at": at, "takes_away": put.is_none(), "put": put, "verdict": verdict.word() })
    });
    json!({ "schema": what, "base": base, "variants": variants.collect::<Vec<_>>() })
}

#[test]
fn what_the_readers_say_to_every_change_of_a_file_is_kept_for_the_schemas_to_agree() {
    let full: Value = serde_json::from_str(EVERY_FIELD).expect("JSON");
    let sound = reader::read(EVERY_FIELD).expect("a sound instrument");
    let all = [
        listed("instrument", &full, at_limits(), |it| Verdict::of(&reader::read(&it.to_string()))),
        listed("response", &response(&sound), at_limits_of_responses(), |it| {
            Verdict::of(&read_response(&it.to_string(), &[&sound]))
        }),
    ];
    let mut folder = Folder::open("variants");
    folder.write("variants.json", &Value::from(all.to_vec()).to_string());
    folder.close();
}
