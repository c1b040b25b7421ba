//! The instruments and languages that the checks stand on, read once.

use std::rc::Rc;

use partnership_assessment::instrument::{Instrument, catalogue, reader};
use partnership_assessment::text::Text;
use serde_json::{Value, json};

pub const ENGLISH: &str = include_str!("../../../src/text/en.json");
pub const WELSH: &str = include_str!("../../../src/text/cy.json");

thread_local! {
    static TEXTS: [Rc<Text>; 2] =
        [ENGLISH, WELSH].map(|it| Rc::new(Text::read(it).expect("a language")));
    static INSTRUMENTS: Vec<Rc<Instrument>> = ["five-ps", "six-principles"]
        .map(served)
        .into_iter()
        .chain([odd().to_string()])
        .map(|it| Rc::new(reader::read(&it).expect("an instrument")))
        .collect();
}

pub fn texts() -> [Rc<Text>; 2] {
    TEXTS.with(Clone::clone)
}

/// Two built-in instruments, and one that makes the most of what a file may say.
pub fn instruments() -> Vec<Rc<Instrument>> {
    INSTRUMENTS.with(Clone::clone)
}

/// The file of a built-in instrument.
pub fn served(id: &str) -> String {
    let name = format!("{id}.json");
    let files = catalogue::files(&[ENGLISH, WELSH]);
    files.into_iter().find(|it| it.0 == name).expect("a built-in instrument").1
}

/// Items with the names of columns and of formulas, negative values, a scale of 101 points.
pub fn odd() -> Value {
    let point = |it: i64| json!({ "value": it });
    let items = |ids: &[&str]| -> Value {
        ids.iter()
            .map(|it| json!({ "id": it, "text": format!("={it}"), "reversed": it.len() == 1 }))
            .collect()
    };
    json!({
        "format": "partnership-assessment/instrument", "version": 1, "id": "-odd", "edition": "=1",
        "title": "Odd", "scoring": { "method": "sum", "minimum_answered": 0 },
        "scales": {
            "few": { "direction": "lower-is-better", "points": [point(1), point(-1)] },
            "many": { "extra": ["dont-know", "not-relevant"], "points": (-50..=50).map(point).collect::<Vec<_>>() },
        },
        "sections": [
            { "id": "-s", "title": "S", "scale": "few", "items": items(&["item", "value", "-a", "__proto__"]) },
            { "id": "t", "title": "T", "scale": "many", "items": items(&["note", "statement", "4.0", "z"]) },
        ],
    })
}
