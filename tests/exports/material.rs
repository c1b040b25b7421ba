//! Instruments and responses to export: every built-in instrument, some with odd scales,
//! and responses with gaps, extremes and texts that have broken other programs.

use partnership_assessment::app::Moment;
use partnership_assessment::exchange::Imported;
use partnership_assessment::instrument::{BUILT_IN, Instrument, MAX_ITEMS, Scale};
use partnership_assessment::response::{Answer, InstrumentRef, Respondent, Response};
use serde_json::{Value, json};

use crate::fixtures::served;

/// Means, on scales that begin below zero or leave values out, with odd ids and texts.
const MEANS: &str = include_str!("means.json");
const EXAMPLE: &str = include_str!("../../docs/examples/example-instrument.json");

/// Texts that a program may take for something else than a text.
pub const HOSTILE: [&str; 51] = [
    "=1+1",
    "+44 29 2000 0000",
    "-5",
    "- agreed in March",
    "@SUM(A1:A9)",
    "=HYPERLINK(\"https://example.org/?\"&A1,\"open\")",
    "\ttab first",
    "\rreturn first",
    "\nline first",
    "\u{ff1d}1+1",
    "\u{ff0b}1",
    "\u{ff0d}1",
    "\u{ff20}A1",
    "'=quoted",
    "''=quoted twice",
    "'",
    "'tis plain",
    "comma, semicolon; tab\tend",
    "say \"yes\"",
    "\"",
    "\"\"",
    "\",\"",
    "two\r\nlines",
    "three\nshort\nlines",
    "old\rreturn",
    "ends with a line\n",
    " blank first",
    "blank last ",
    "NA",
    "N/A",
    "NULL",
    "nan",
    "None",
    "TRUE",
    "1e5",
    "007",
    "4.0",
    "2026-01-31",
    "Sŵn y tŷ, a'r ŵyl: “croeso”",
    "\u{202e}right to left\u{202c} שלום",
    "👨‍👩‍👧 and e\u{301}",
    "<script>alert(1)</script>",
    "\u{feff}mark first",
    "\\N \\\" %s {name} ${name}",
    // To a reader that splits cells elsewhere, or passes over what cannot be seen.
    "x;=1+1;y",
    "x\t=1+1\ty",
    "x\r\n=1+1\r\ny",
    "x\",=1+1,\"y",
    "=cmd|' /C calc'!A0",
    "\u{202e}=1+1",
    "\u{200b}=1+1\u{0}",
];

/// The files of all the instruments that are exported.
pub fn instruments() -> Vec<String> {
    let built_in = BUILT_IN.iter().map(|id| served(&format!("{id}.json")));
    let made = [totals().to_string(), large().to_string()];
    built_in.chain(made).chain([MEANS, EXAMPLE].map(str::to_owned)).collect()
}

/// As a tool of health promotion does it: 35 items from 1 to 5, added up, and bands for
/// the total.
fn totals() -> Value {
    let points: Vec<Value> = (1..=5).map(|value| json!({ "value": value })).collect();
    let section = |s: usize| {
        let item = |i| {
            let text = format!("Statement {i} of part {s}");
            json!({ "id": format!("t{s}.{i}"), "text": text })
        };
        let items: Vec<Value> = (1..=5).map(item).collect();
        let title = format!("Part {s}");
        json!({ "id": format!("part-{s}"), "title": title, "scale": "five", "items": items })
    };
    json!({
        "format": "partnership-assessment/instrument",
        "version": 1,
        "id": "totals",
        "title": "Totals of 35 items",
        "scales": { "five": { "points": points, "extra": ["dont-know"] } },
        "sections": (1..=7).map(section).collect::<Vec<Value>>(),
        "scoring": { "method": "sum", "minimum_answered": 0.8 },
        "bands": [{ "from": 5, "label": "lower half" }, { "from": 15.5, "label": "upper half" }],
        "overall_bands": [
            { "from": 35, "label": "35 to 84" },
            { "from": 85, "label": "85 to 126" },
            { "from": 127, "label": "127 to 175" },
        ],
    })
}

/// As many items as an instrument may have, in sections of odd sizes, on a scale of 101
/// points.
fn large() -> Value {
    const SIZES: [usize; 18] = [1, 2, 3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 64];
    let points: Vec<Value> = (0..=100).map(|value| json!({ "value": value })).collect();
    let mut sections = Vec::new();
    let mut first = 0;
    for n in SIZES {
        let item = |i| {
            let text = format!("Item {i}");
            json!({ "id": format!("i{i}"), "text": text, "reversed": i % 3 == 0 })
        };
        let items: Vec<Value> = (first..first + n).map(item).collect();
        let title = format!("{n} items");
        let (id, scale) = (format!("of-{n}"), "hundred");
        sections.push(json!({ "id": id, "title": title, "scale": scale, "items": items }));
        first += n;
    }
    assert_eq!(first, MAX_ITEMS);
    json!({
        "format": "partnership-assessment/instrument",
        "version": 1,
        "id": "large",
        "title": "Large",
        "scales": { "hundred": { "points": points, "extra": ["dont-know", "not-relevant"] } },
        "sections": sections,
        "scoring": { "minimum_answered": 0.333333 },
        "bands": [
            { "from": 0, "label": "lower" },
            { "from": 33.333333, "label": "middle" },
            { "from": 66.666667, "label": "upper" },
        ],
    })
}

/// Responses to `instrument`, with the names they are kept under.
pub fn responses(instrument: &Instrument, language: &str) -> Vec<Imported> {
    let mut res = Vec::new();
    let mut add = |answer: &dyn Fn(usize, &Scale) -> Option<Answer>, notes: &[&str]| {
        let k = res.len();
        let mut response = blank(instrument, language, k);
        for (i, (section, item)) in instrument.items().enumerate() {
            if let Some(answer) = answer(i, &section.scale).filter(|it| it.is_on(&section.scale)) {
                response.answers.insert(item.id.clone(), answer);
            }
            if let Some(note) = notes.get(i) {
                response.notes.insert(item.id.clone(), (*note).to_owned());
            }
        }
        let name = if k % 2 == 0 { String::new() } else { format!("=Name, \"{k}\"") };
        res.push(Imported { response, name, ..Imported::default() });
    };
    let point = |i: usize, scale: &Scale| {
        let at = (i * 7 + i / 3) % scale.points.len();
        Some(Answer::Value(scale.points[at].value))
    };
    add(&point, &[]);
    add(&|_, scale| Some(Answer::Value(scale.min())), &[]);
    add(&|_, scale| Some(Answer::Value(scale.max())), &[]);
    add(&|_, _| None, &[]);
    add(&|_, _| Some(Answer::DontKnow), &["A comment on the first item only."]);
    add(&|_, _| Some(Answer::NotRelevant), &[]);
    add(&|i, scale| if i % 2 == 0 { point(i, scale) } else { None }, &[]);
    add(
        &|i, scale| match i % 5 {
            0 => None,
            1 => Some(Answer::DontKnow),
            2 => Some(Answer::NotRelevant),
            _ => point(i, scale),
        },
        &[],
    );
    let longest = "ŵ".repeat(Response::MAX_NOTE);
    add(&point, &[longest.as_str()]);
    for some in HOSTILE.chunks(instrument.n_items()) {
        add(&|i, scale| if i % 3 == 0 { None } else { point(i, scale) }, some);
    }
    res
}

/// The `k`th response to `instrument`, without answers.
fn blank(instrument: &Instrument, language: &str, k: usize) -> Response {
    const MINUTE: i64 = 60_000;
    let hash = instrument.id.bytes().chain(language.bytes()).fold(k as u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    let started = 1_769_853_600_000 - k as i64 * 40_000 * 24 * 60 * MINUTE / 7;
    let completed = (k % 3 != 1).then_some(started + 12 * MINUTE + k as i64 * 50);
    Response {
        id: Moment { random: hash, ..Moment::default() }.uuid(),
        instrument: InstrumentRef::to(instrument),
        language: language.to_owned(),
        started,
        updated: started + 30 * MINUTE + 250,
        completed,
        respondent: respondent(k),
        plan: r#"[{"what":"Meet \"monthly\"","done":false}]"#.to_owned(),
        follow_up: r#"{"power":"=Money","review":"2027-05-01","later":[1]}"#.to_owned(),
        ..Response::default()
    }
}

/// The details of the `k`th respondent: from none to hostile ones.
fn respondent(k: usize) -> Respondent {
    // A reader of JSON takes the blanks around a detail away.
    let texts: Vec<&str> = HOSTILE.into_iter().filter(|it| it.trim() == *it).collect();
    let text = |part: usize| match k {
        0 => String::new(),
        _ => texts[(k * 5 + part) % texts.len()].to_owned(),
    };
    let sector = match k % 3 {
        0 => text(0),
        _ => Respondent::SECTORS[k % Respondent::SECTORS.len()].to_owned(),
    };
    let size = Respondent::SIZES[k % Respondent::SIZES.len()].to_owned();
    Respondent { sector, role: text(1), organisation: text(2), size, partnership: text(3) }
}
