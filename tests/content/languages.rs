//! Which words stand in for those that an instrument lacks in a language.

use std::collections::BTreeMap;

use partnership_assessment::instrument::{Instrument, reader};
use serde_json::{Value, json};

use super::{parsed, texts};
use crate::fixtures::{instruments, languages, served};

fn lists(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|(text, tag)| ((*text).to_owned(), (*tag).to_owned())).collect()
}

#[test]
fn nothing_stands_in_for_the_words_of_a_built_in_instrument() {
    for it in instruments() {
        for (language, _) in languages() {
            assert_eq!(it.stand_ins(&language), lists(&[]), "{} in {language}", it.id);
        }
        assert_eq!(it.stand_ins("cy-GB"), lists(&[]), "{}", it.id);
    }
}

#[test]
fn where_a_language_is_missing_all_words_of_an_instrument_stand_in_for_it() {
    for it in instruments() {
        let file = parsed(&served(&format!("{}.json", it.id)));
        let mut all = Vec::new();
        texts(&file, &it.id, &mut all);
        let citations = file["sources"].as_array().expect("sources").iter();
        let citations = citations.map(|it| &it["citation"]);
        let english = |it: &Value| it["en"].as_str().map(|it| (it.to_owned(), "en".to_owned()));
        let wanted: BTreeMap<_, _> =
            all.into_iter().map(|it| it.1).chain(citations).filter_map(english).collect();
        assert!(wanted.len() > 20);
        assert_eq!(it.stand_ins("fr"), wanted, "{}", it.id);
    }
}

/// An instrument with this title, and one text in English.
fn titled(title: Value) -> Instrument {
    let text = json!({
        "format": "partnership-assessment/instrument", "version": 1, "id": "titled", "title": title,
        "scales": { "two": { "points": [
            { "value": 0, "label": "0" }, { "value": 1, "label": "1" },
        ] } },
        "sections": [{ "id": "one", "title": "I", "scale": "two", "items": [
            { "id": "i1", "text": { "en": "Good." } },
        ] }],
    });
    reader::read(&text.to_string()).unwrap_or_else(|it| panic!("{it:?}"))
}

#[test]
fn the_language_is_said_of_what_is_shown_and_of_no_text_that_names_none() {
    let all = json!({ "de": "Gut", "gd": "Math" });
    for (title, language, wanted) in [
        (json!("Good or not"), "cy", &[("Good.", "en")][..]),
        (json!("Good or not"), "en", &[]),
        (json!("Good or not"), "en-GB", &[]),
        (json!({ "en-GB": "Good or not" }), "en-GB", &[]),
        (json!({ "en-GB": "Good or not" }), "en", &[("Good or not", "en-GB")]),
        (json!({ "en": "Good or not", "cy": "Da neu beidio" }), "cy", &[("Good.", "en")]),
        (all.clone(), "cy", &[("Good.", "en"), ("Gut", "de")]),
        (all.clone(), "gd", &[("Good.", "en")]),
        (all, "en", &[("Gut", "de")]),
    ] {
        assert_eq!(
            titled(title.clone()).stand_ins(language),
            lists(wanted),
            "{title} in {language}"
        );
    }
}
