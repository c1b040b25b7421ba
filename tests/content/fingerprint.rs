//! The fingerprint names what is asked and how it is scored, whatever the wording.

use std::collections::BTreeSet;

use partnership_assessment::instrument::{BUILT_IN, reader};
use serde_json::{Value, json};

use super::{LISTS, WORDS, parsed};
use crate::fixtures::{instruments, served};

fn fingerprint(file: &Value) -> String {
    reader::read(&file.to_string()).unwrap_or_else(|it| panic!("{it:?}")).fingerprint
}

#[test]
fn no_two_instruments_have_the_same_fingerprint() {
    let all: BTreeSet<String> = instruments().into_iter().map(|it| it.fingerprint).collect();
    assert_eq!(all.len(), BUILT_IN.len());
    assert!(all.iter().all(|it| it.len() == 16 && u64::from_str_radix(it, 16).is_ok()), "{all:?}");
}

#[test]
fn the_fingerprint_is_the_hash_of_a_text_of_ids_scales_and_scoring() {
    let file = json!({
        "format": "partnership-assessment/instrument", "version": 1, "id": "small", "title": "Small",
        "scales": {"s": {"direction": "lower-is-better", "extra": ["not-relevant"],
            "points": [{"value": 3}, {"value": 0}]}},
        "sections": [{"id": "a", "title": "A", "scale": "s", "counts_towards_overall": false,
            "items": [{"id": "a1", "text": "One."}, {"id": "a2", "text": "Two.", "reversed": true}]}],
    });
    let outline = "instrument small\nscoring percent 500000\n\
        section a apart lower-is-better 0,3 not-relevant\nitem a1\nitem a2 reversed\n";
    // FNV-1a, 64 bits: offset basis and prime as published.
    let hash = outline.bytes().fold(14_695_981_039_346_656_037_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211)
    });
    assert_eq!(fingerprint(&file), format!("{hash:016x}"));
}

#[test]
fn new_words_do_not_change_a_fingerprint() {
    fn reword(value: &mut Value) {
        if let Some(list) = value.as_array_mut() {
            list.iter_mut().for_each(reword);
        }
        for (name, it) in value.as_object_mut().into_iter().flatten() {
            if WORDS.contains(&name.as_str()) {
                *it = json!({"en": "Other words", "cy": "Geiriau eraill"});
            } else if LISTS.contains(&name.as_str()) {
                *it = json!([]);
            } else {
                reword(it);
            }
        }
    }
    for id in BUILT_IN {
        let mut file = parsed(&served(&format!("{id}.json")));
        let before = fingerprint(&file);
        reword(&mut file);
        file["edition"] = "2".into();
        file["minutes"] = 60.into();
        assert_eq!(file["sections"][0]["title"]["en"], "Other words");
        assert_eq!(fingerprint(&file), before, "{id}");
    }
}

#[test]
fn another_id_scale_or_scoring_changes_a_fingerprint() {
    let file = parsed(&served("six-principles.json"));
    let changes: [(&str, Value); 13] = [
        ("/id", "seven-principles".into()),
        ("/scoring/method", "mean".into()),
        ("/scoring/method", "sum".into()),
        ("/scoring/minimum_answered", 0.75.into()),
        ("/sections/0/id", "another".into()),
        ("/sections/0/items/1/id", "another".into()),
        ("/sections/0/items/1/reversed", true.into()),
        ("/sections/5/counts_towards_overall", false.into()),
        ("/scales/agreement/points/4/value", 6.into()),
        ("/scales/agreement/points/0/value", 0.into()),
        ("/scales/agreement/direction", "lower-is-better".into()),
        ("/scales/agreement/extra", json!(["dont-know"])),
        ("/scales/agreement/extra", json!(["not-relevant"])),
    ];
    let mut seen = BTreeSet::from([fingerprint(&file)]);
    for (path, value) in changes {
        let mut changed = file.clone();
        let (parent, name) = path.rsplit_once('/').expect("a path");
        let parent = changed.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}"));
        parent[name] = value.clone();
        assert!(seen.insert(fingerprint(&changed)), "{path} to {value} changes nothing");
    }
    let mut fewer = file.clone();
    fewer["sections"].as_array_mut().expect("sections").pop();
    assert!(seen.insert(fingerprint(&fewer)), "a section less changes nothing");
}
