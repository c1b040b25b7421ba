//! The built-in instruments as files: what the build serves and the tests read.
//!
//! The widget itself reads them at run time, like any other instrument file.

use serde_json::{Map, Value, json};

use super::{INDEX_FORMAT, VERSION};

/// The six instruments that are written by hand, in the order they are offered.
pub const WRITTEN: [(&str, &str); 6] = [
    ("six-principles", include_str!("catalogue/six-principles.json")),
    ("characteristics", include_str!("catalogue/characteristics.json")),
    ("five-ps", include_str!("catalogue/five-ps.json")),
    ("ways-of-working", include_str!("catalogue/ways-of-working.json")),
    ("challenges", include_str!("catalogue/challenges.json")),
    ("benefits", include_str!("catalogue/benefits.json")),
];

/// The part of a language file that holds the words of the instruments.
pub const PART: &str = "instruments";

/// What opens the whole assessment; its sections, scales and sources are those of the six.
const WHOLE: &str = include_str!("catalogue/whole.json");

/// Every file of the catalogue by name, without needless space; the index lists the
/// `languages`, which are given by their files.
///
/// English and Welsh stand in the instruments themselves. The part [`PART`] of another
/// language's file says their words by the English ones.
pub fn files(languages: &[&str]) -> Vec<(String, String)> {
    let languages: Vec<Value> = languages.iter().map(|it| parsed(it)).collect();
    let mut instruments: Vec<(String, Value)> =
        WRITTEN.iter().map(|(id, text)| ((*id).to_owned(), parsed(text))).collect();
    instruments.push(("whole".to_owned(), whole()));
    for language in &languages {
        if let (Some(tag), Some(words)) =
            (language["language"].as_str(), language[PART].as_object())
        {
            instruments.iter_mut().for_each(|it| translate(&mut it.1, tag, words));
        }
    }
    let name = |it: &Value| json!({ "language": it["language"], "name": it["name"] });
    let index = json!({
        "format": INDEX_FORMAT,
        "version": VERSION,
        "instruments": instruments.iter().map(|it| listed(&it.1)).collect::<Vec<_>>(),
        "languages": languages.iter().map(name).collect::<Vec<_>>(),
    });
    instruments.push(("index".to_owned(), index));
    instruments.into_iter().map(|(id, it)| (format!("{id}.json"), it.to_string())).collect()
}

/// Says in the language `tag` what stands in English and has a translation among `words`.
fn translate(value: &mut Value, tag: &str, words: &Map<String, Value>) {
    match value {
        Value::Object(fields) => match fields.get("en").and_then(Value::as_str) {
            Some(english) => {
                if let Some(its) = words.get(english) {
                    fields.entry(tag).or_insert(its.clone());
                }
            }
            None => fields.values_mut().for_each(|it| translate(it, tag, words)),
        },
        Value::Array(all) => all.iter_mut().for_each(|it| translate(it, tag, words)),
        _ => {}
    }
}

/// The six instruments in one.
fn whole() -> Value {
    let mut res = parsed(WHOLE);
    let mut scales = Map::new();
    let (mut sources, mut sections): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for (_, text) in WRITTEN {
        let instrument = parsed(text);
        scales.extend(instrument["scales"].as_object().cloned().unwrap_or_default());
        for source in instrument["sources"].as_array().into_iter().flatten() {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
        sections.extend(instrument["sections"].as_array().cloned().unwrap_or_default());
        res["scoring"] = instrument["scoring"].clone();
        res["bands"] = instrument["bands"].clone();
    }
    res["scales"] = scales.into();
    res["sources"] = sources.into();
    res["sections"] = sections.into();
    res
}

fn listed(instrument: &Value) -> Value {
    let items = |it: &Value| it["items"].as_array().map_or(0, Vec::len);
    let n_items: usize = instrument["sections"].as_array().into_iter().flatten().map(items).sum();
    json!({
        "id": instrument["id"],
        "title": instrument["title"],
        "summary": instrument["summary"],
        "minutes": instrument["minutes"],
        "items": n_items,
    })
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// A JSON text without the space between its parts.
pub fn smaller(text: &str) -> Result<String, serde_json::Error> {
    let value: Value = serde_json::from_str(text)?;
    Ok(value.to_string())
}

/// A JSON object without one of its fields.
pub fn without(text: &str, field: &str) -> Result<String, serde_json::Error> {
    let mut object: Map<String, Value> = serde_json::from_str(text)?;
    object.shift_remove(field);
    Ok(Value::Object(object).to_string())
}
