//! Texts of any size that make a reader work as hard as it can.
//!
//! Time and memory must grow with the size of a text, and not with its square: what takes a
//! second may then take eight when it is eight times as long, but not a minute.

use serde_json::{Value, json};

/// A kind of hostile text for a target.
pub struct Shape {
    pub target: &'static str,
    pub name: &'static str,
    /// Makes one of about so many bytes.
    pub make: fn(usize) -> String,
}

const fn shape(target: &'static str, name: &'static str, make: fn(usize) -> String) -> Shape {
    Shape { target, name, make }
}

/// `each` of the numbers from 0, with `between` between them, until that is `bytes` long.
fn filled(bytes: usize, between: &str, each: impl Fn(usize) -> String) -> String {
    let mut res = String::with_capacity(bytes + 100);
    for n in 0.. {
        if res.len() >= bytes {
            break;
        }
        if n > 0 {
            res += between;
        }
        res += &each(n);
    }
    res
}

/// An object with other fields, as text.
fn with(mut value: Value, name: &str, text: &str) -> String {
    value[name] = Value::Null;
    let res = value.to_string();
    res.replace(&format!("\"{name}\":null"), &format!("\"{name}\":{text}"))
}

fn instrument(name: &str, text: &str) -> String {
    let item = json!({ "id": "a", "text": "T" });
    let base = json!({
        "format": "partnership-assessment/instrument", "version": 1, "id": "i", "title": "T",
        "scales": { "s": { "points": [{ "value": 1 }, { "value": 2 }] } },
        "sections": [{ "id": "x", "title": "X", "scale": "s", "items": [item] }],
    });
    with(base, name, text)
}

fn response(name: &str, text: &str) -> String {
    let base = json!({
        "format": "partnership-assessment/response", "version": 1, "id": "r",
        "instrument": { "id": "five-ps" }, "started": "2026-01-31T10:00:00Z",
    });
    with(base, name, text)
}

fn record(name: &str, text: &str) -> String {
    let inside: Value = serde_json::from_str(&response("plan", "[]")).expect("JSON");
    let base =
        json!({ "format": "partnership-assessment/record", "version": 1, "response": inside });
    with(base, name, text)
}

fn workshop(name: &str, text: &str) -> String {
    let base = json!({
        "format": "partnership-assessment/workshop", "version": 1, "id": "w",
        "instrument": { "id": "five-ps" }, "setup": "#pa-workshop=1&instrument=five-ps",
        "created": "2026-01-31T10:00:00Z", "updated": "2026-01-31T10:00:00Z",
        "sectors": ["a"], "states": [], "rows": [],
    });
    with(base, name, text)
}

fn language(name: &str, text: &str) -> String {
    let base = json!({
        "format": "partnership-assessment/language", "version": 1, "language": "xx", "name": "X",
        "direction": "ltr", "decimal": ".", "date": "{day}", "texts": {},
        "months": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
    });
    with(base, name, text)
}

fn object(fields: &str) -> String {
    format!("{{{fields}}}")
}

fn list(entries: &str) -> String {
    format!("[{entries}]")
}

/// A number whose digits fall as `n` rises, so that each comes in front of those before.
fn falling(n: usize) -> String {
    format!("{:07}", 9_999_999 - n)
}

pub const SHAPES: [Shape; 37] = [
    shape("instrument", "many languages", |n| {
        instrument("title", &object(&filled(n, ",", |i| format!("\"{}\":\"x\"", falling(i)))))
    }),
    shape("instrument", "many sources, named often", |n| {
        let sources = filled(n / 2, ",", |i| format!("{{\"id\":\"{i}\",\"citation\":\"x\"}}"));
        let names = filled(n / 2, ",", |_| "\"z\"".to_owned());
        let text = instrument("sources", &list(&sources));
        text.replace("\"title\":\"X\"", &format!("\"title\":\"X\",\"source\":[{names}]"))
    }),
    shape("instrument", "many scales and sections", |n| {
        let scales = filled(n / 2, ",", |i| {
            format!("\"{i}\":{{\"points\":[{{\"value\":1}},{{\"value\":2}}]}}")
        });
        let sections = filled(n / 2, ",", |_| "{\"scale\":\"z\"}".to_owned());
        let text = instrument("scales", &object(&scales));
        let (head, _) = text.split_once("\"sections\":").expect("sections");
        format!("{head}\"sections\":[{sections}]}}")
    }),
    shape("instrument", "a scale with a long name and many points", |n| {
        let points = filled(n / 2, ",", |i| format!("{{\"value\":{}}}", i % 2001));
        let name = "x".repeat(n / 2);
        instrument("scales", &format!("{{\"{name}\":{{\"points\":[{points}]}}}}"))
    }),
    shape("instrument", "many points of one scale", |n| {
        let points = filled(n, ",", |i| format!("{{\"value\":{}}}", i % 2001 + i / 2001 % 2));
        instrument("scales", &format!("{{\"s\":{{\"points\":[{points}]}}}}"))
    }),
    shape("instrument", "many bands", |n| {
        instrument("bands", &list(&filled(n, ",", |i| format!("{{\"from\":{i},\"label\":\"x\"}}"))))
    }),
    shape("instrument", "many sections of the same name", |n| {
        instrument("sections", &list(&filled(n, ",", |_| "{\"id\":\"x\"}".to_owned())))
    }),
    shape("instrument", "many items", |n| {
        let items = filled(n, ",", |i| format!("{{\"id\":\"i{i}\",\"text\":\"T\"}}"));
        let section =
            format!("{{\"id\":\"x\",\"title\":\"X\",\"scale\":\"s\",\"items\":[{items}]}}");
        instrument("sections", &list(&section))
    }),
    shape("response", "many answers", |n| {
        response("answers", &object(&filled(n, ",", |i| format!("\"{}\":1", falling(i)))))
    }),
    shape("response", "many answers under long names", |n| {
        let root = (n as f64).sqrt() as usize;
        let name = "x".repeat(root);
        response("answers", &object(&filled(n, ",", |i| format!("\"{name}{i}\":{{}}"))))
    }),
    shape("response", "many actions", |n| {
        response("plan", &list(&filled(n, ",", |_| "{\"what\":\"x\"}".to_owned())))
    }),
    shape("response", "many numbers that do not stay as they are", |n| {
        response(
            "plan",
            &format!("[[{}]]", filled(n, ",", |i| format!("{i}.2345678901234567e-300"))),
        )
    }),
    shape("response", "a long list of lists", |n| {
        response("follow_up", &format!("{{\"x\":[{}]}}", filled(n, ",", |_| "[]".to_owned())))
    }),
    shape("record", "many times", |n| {
        record("answer_times", &object(&filled(n, ",", |i| format!("\"{}\":1", falling(i)))))
    }),
    shape("table", "many columns and short rows", |n| {
        let columns = filled(4_000, ",", |i| format!("q{i}"));
        format!("response_id,instrument,{columns}\n{}", filled(n, "\n", |i| format!("{i},five-ps")))
    }),
    shape("table", "many empty items of many columns", |n| {
        let columns = filled(4_000, ",", |i| format!("q{i}"));
        let row = ",".repeat(900);
        format!(
            "response_id,instrument,{columns}\n{}",
            filled(n, "\n", |i| format!("{i},five-ps{row}"))
        )
    }),
    shape("table", "a long table of many people", |n| {
        format!("response_id,item,value\n{}", filled(n, "\n", |i| format!("{},fp1,4", falling(i))))
    }),
    shape("table", "a long table of many unknown items", |n| {
        format!("response_id,item,value\n{}", filled(n, "\n", |i| format!("r,{},4", falling(i))))
    }),
    shape("table", "items of several instruments by turns", |n| {
        format!(
            "response_id,item,value\n{}",
            filled(n, "\n", |i| format!("{i},{},1", ["fp1", "sa1", "z"][i % 3]))
        )
    }),
    shape("table", "quotation marks", |n| {
        format!("response_id,item,value\n{}", filled(n, "\n", |_| "\"\"\"".to_owned()))
    }),
    shape("table", "open quotation marks", |n| {
        format!(
            "response_id,item,value\n{}",
            filled(n, "\n", |i| if i % 2 == 0 { "x,\"\"\"\"" } else { "\",\"\"" }.to_owned())
        )
    }),
    shape("table", "blank rows", |n| {
        format!("response_id,item,value\n{}", filled(n, "\n", |_| ", ".to_owned()))
    }),
    shape("workshop", "many people", |n| {
        workshop("rows", &list(&filled(n, ",", |i| format!("\"{i} 1 0 0 - - 00000000000000\""))))
    }),
    shape("workshop", "many answers of one person", |n| {
        workshop("rows", &list(&filled(n, ",", |i| format!("\"1 {} 0 0 - - 0\"", i % 7))))
    }),
    shape("workshop", "many comments on one row", |n| {
        let notes = filled(n, ",", |_| "[0,1,\"x\"]".to_owned());
        workshop("rows", "[\"1 1 0 0 - - 00000000000000\"]")
            .replace("\"rows\"", &format!("\"notes\":[{notes}],\"rows\""))
    }),
    shape("workshop", "many actions without a name", |n| {
        workshop("plan", &list(&filled(n, ",", |_| "{}".to_owned())))
    }),
    shape("workshop", "many that are gone", |n| {
        let gone = filled(n, ",", |i| format!("\"{}\":\"2026-01-31T10:00:00Z\"", falling(i)));
        workshop("follow_up", &format!("{{\"gone\":{{{gone}}}}}"))
    }),
    shape("report", "many people, each of a sector of its own", |n| {
        list(&filled(n, ",", |i| {
            let respondent = json!({ "sector": falling(i) }).to_string();
            response("respondent", &respondent).replace("\"id\":\"r\"", &format!("\"id\":\"r{i}\""))
        }))
    }),
    shape("report", "the same person over and over", |n| {
        list(&filled(n, ",", |_| response("answers", "{\"fp1\":4}")))
    }),
    shape("code", "starts of codes", |n| filled(n, "", |_| "PA1-".to_owned())),
    shape("code", "starts with marks between", |n| {
        filled(n, "", |i| format!("PA1-{:03}{}", i % 999, "*".repeat(50)))
    }),
    shape("code", "groups of five", |n| filled(n, "-", |i| format!("A{:04}", i % 9999))),
    shape("link", "many sectors", |n| {
        format!("#pa-workshop=1&instrument=five-ps&sectors={}", filled(n, ",", falling))
    }),
    shape("plan", "many odd numbers", |n| {
        list(&filled(n, ",", |i| format!("{{\"x\":{i}.2345678901234567e-300}}")))
    }),
    shape("plan", "many fields that nobody knows", |n| {
        format!("[]\n{{{}}}", filled(n, ",", |i| format!("\"{}\":1", falling(i))))
    }),
    shape("language", "many braces", |n| {
        language("texts", &format!("{{\"a\":\"{}}}\"}}", "{".repeat(n)))
    }),
    shape("language", "many texts", |n| {
        language("texts", &object(&filled(n, ",", |i| format!("\"{}\":\"x\"", falling(i)))))
    }),
];
