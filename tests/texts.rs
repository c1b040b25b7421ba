//! The language files say everything that the sources ask for, and all of them alike.

mod starter;

use std::collections::{BTreeMap, BTreeSet};

use partnership_assessment::scoring::Ratio;
use partnership_assessment::text::Text;
use serde_json::Value;

use crate::fixtures::{ENGLISH, WELSH, english, json_files, languages, welsh};
use crate::rooms::{Source, Token, none, root, sources};

/// The parts of a language file: what the first screens say, and all the rest.
const PARTS: [&str; 2] = ["texts", "later"];

/// Every language but English, by its tag.
fn others() -> Vec<(String, String)> {
    let res: Vec<_> = languages().into_iter().filter(|it| it.0 != "en").collect();
    assert!(res.iter().any(|it| it.0 == "cy"), "the languages are elsewhere");
    res
}

/// The texts that may be the same in a language as in English: tests/texts/same/ has a list for
/// each language, with the reasons.
fn same_in(language: &str) -> BTreeSet<String> {
    let list = root().join(format!("tests/texts/same/{language}.txt"));
    let list = std::fs::read_to_string(list).unwrap_or_default();
    let lines = list.lines().filter(|it| !it.starts_with('#') && !it.is_empty());
    let reasoned = |it: &str| {
        let (key, reason) = it.split_once(": ").expect("a key and a reason");
        assert!(!reason.is_empty(), "{language}: {key} has no reason");
        key.to_owned()
    };
    lines.map(reasoned).collect()
}

fn parsed(file: &str) -> Value {
    serde_json::from_str(file).expect("a language file")
}

/// The keys of a part of a language file.
fn keys(file: &str, part: &str) -> BTreeSet<String> {
    let file = parsed(file);
    let fields = file[part].as_object().unwrap_or_else(|| panic!("no part `{part}`"));
    fields.keys().cloned().collect()
}

/// Every text of a language file by key, with one form or one for each plural category.
fn entries(file: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let file = parsed(file);
    let mut res = BTreeMap::new();
    for part in PARTS {
        for (key, entry) in file[part].as_object().into_iter().flatten() {
            let forms: BTreeMap<String, String> = match entry {
                Value::String(text) => BTreeMap::from([(String::new(), text.clone())]),
                Value::Object(forms) => forms
                    .iter()
                    .map(|(category, it)| {
                        (category.clone(), it.as_str().expect("a text").to_owned())
                    })
                    .collect(),
                _ => panic!("{key} is neither a text nor forms of one"),
            };
            assert!(res.insert(key.clone(), forms).is_none(), "{key} stands in both parts");
        }
    }
    res
}

/// Whether a string of the sources has the shape of a key: `word.word`.
fn is_key(text: &str) -> bool {
    let fits = |it: &str| {
        let chars = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        !it.is_empty() && it.chars().all(chars)
    };
    // A length such as 0.35em is none.
    let worded = text.starts_with(|it: char| it.is_ascii_lowercase());
    let file =
        ["json", "js", "css", "wasm", "csv"].iter().any(|it| text.ends_with(&format!(".{it}")));
    let ours = ["file.json", "keep.json"].contains(&text);
    worded
        && (ours || !file)
        && text.split_once('.').is_some_and(|(area, name)| fits(area) && fits(name))
}

fn keys_in<'a>(tokens: impl IntoIterator<Item = &'a (usize, Token)>) -> BTreeSet<String> {
    let texts = tokens.into_iter().filter_map(|it| it.1.text());
    texts.filter(|it| is_key(it)).map(str::to_owned).collect()
}

/// Every key that the sources ask for, with the path of a source that does.
fn asked() -> BTreeMap<String, String> {
    let speaking = |it: &Source| !["bin", "instrument", "exchange"].contains(&it.room());
    let mut res = BTreeMap::new();
    for source in sources().iter().filter(|it| speaking(it)) {
        res.extend(keys_in(&source.tokens).into_iter().map(|it| (it, source.path.clone())));
    }
    res
}

fn source(path: &str) -> Source {
    let found = sources().into_iter().find(|it| it.path == path);
    found.unwrap_or_else(|| panic!("no source {path}"))
}

/// The `{names}` in a text.
fn placeholders(text: &str) -> BTreeSet<String> {
    let ends = text.split('{').skip(1).filter_map(|it| it.split_once('}'));
    ends.map(|it| it.0.to_owned()).collect()
}

#[test]
fn every_text_that_the_sources_ask_for_is_in_the_english_file() {
    let english = entries(ENGLISH);
    let asked = asked();
    assert!(asked.len() > 150, "only {} keys were found", asked.len());
    let missing = asked.iter().filter(|it| !english.contains_key(it.0));
    none(missing.map(|(key, path)| format!("src/{path} asks for {key}")).collect());
}

#[test]
fn every_text_of_the_english_file_is_asked_for() {
    let asked = asked();
    let unused = entries(ENGLISH).into_keys().filter(|it| !asked.contains_key(it));
    none(unused.map(|it| format!("nobody asks for {it}")).collect());
}

#[test]
fn every_language_has_the_same_texts_in_the_same_parts() {
    let mut faults = Vec::new();
    for (language, file) in others() {
        for part in PARTS {
            let (its, english) = (keys(&file, part), keys(ENGLISH, part));
            let fault = |what: &str, key: &String| format!("{language}: {part}: {key} is {what}");
            faults.extend(english.difference(&its).map(|it| fault("missing", it)));
            faults.extend(its.difference(&english).map(|it| fault("not in the English file", it)));
        }
    }
    none(faults);
}

#[test]
fn no_key_stands_twice() {
    let mut faults = Vec::new();
    for (language, file) in languages() {
        for key in entries(&file).keys() {
            let n = file.matches(&format!("\"{key}\":")).count();
            if n != 1 {
                faults.push(format!("{language}: {key} stands {n} times"));
            }
        }
    }
    none(faults);
}

#[test]
fn each_text_takes_the_same_values_in_every_language() {
    let mut faults = Vec::new();
    for (language, file) in others() {
        let its = entries(&file);
        for (key, english) in entries(ENGLISH) {
            let Some(its) = its.get(&key) else { continue };
            let in_english = |category: &str| {
                let form = english.get(category).or(english.get("other")).or(english.get(""));
                form.map(|it| placeholders(it))
            };
            for (category, text) in its {
                if in_english(category) != Some(placeholders(text)) {
                    faults.push(format!("{language}: {key} {category}: {text}"));
                }
            }
        }
    }
    none(faults);
}

#[test]
fn a_brace_in_a_text_opens_the_name_of_a_value() {
    let mut faults = Vec::new();
    for (_, file) in languages() {
        for (key, forms) in entries(&file) {
            for text in forms.values() {
                let names = placeholders(text);
                let name = |it: &String| it.chars().all(|it| it.is_ascii_lowercase() || it == '-');
                let n = text.matches('{').count();
                if n != text.matches('}').count() || n < names.len() || !names.iter().all(name) {
                    faults.push(format!("{key}: {text}"));
                }
            }
        }
    }
    none(faults);
}

#[test]
fn a_text_that_counts_has_a_form_for_each_plural_category_of_its_language() {
    assert_eq!((english().categories().len(), welsh().categories().len()), (2, 6));
    for (tag, file) in languages() {
        let text = Text::read(&file).unwrap_or_else(|it| panic!("{tag}: {it:?}"));
        let categories: BTreeSet<&str> = text.categories().into_iter().collect();
        let mut counted = 0;
        for (key, forms) in text.entries() {
            let found: BTreeSet<&str> = forms.iter().map(|it| it.0).collect();
            if found != BTreeSet::from([""]) {
                assert_eq!(found, categories, "{}: {key}", text.language);
                counted += 1;
            }
        }
        assert!(counted > 10, "{}: only {counted} texts count", text.language);
    }
}

#[test]
fn what_counts_is_asked_for_with_a_number_and_nothing_else_is() {
    let english = entries(ENGLISH);
    let mut faults = Vec::new();
    for source in sources().iter().filter(|it| ["ui", "app", "text"].contains(&it.room())) {
        for at in source.tokens.windows(3) {
            let [(_, act), (_, Token::Mark('(')), (line, Token::Text(key))] = at else { continue };
            let Some(forms) = english.get(key) else { continue };
            let counts = !forms.contains_key("");
            let values = forms.values().any(|it| !placeholders(it).is_empty());
            let right = match act.word() {
                Some("count") => counts,
                Some("with") => !counts && values,
                Some("say") => !counts && !values,
                _ => continue,
            };
            if !right {
                faults.push(format!("src/{}:{line}: {key}", source.path));
            }
        }
    }
    none(faults);
}

#[test]
fn every_text_says_something_and_is_set_like_the_others() {
    let mut faults = Vec::new();
    for (language, file) in languages() {
        for (key, forms) in entries(&file) {
            for text in forms.values() {
                // What a native speaker has approved awaits no review.
                let empty = text.is_empty() && key != "page.drafted";
                if empty || text.trim() != text || text.contains("  ") || text.contains(['<', '>'])
                {
                    faults.push(format!("{language}: {key}: “{text}”"));
                }
            }
        }
    }
    none(faults);
    assert!(!welsh().say("page.drafted").is_empty(), "Welsh awaits its review and should say so");
}

#[test]
fn no_text_of_another_language_is_left_in_english() {
    let english = entries(ENGLISH);
    let builders = json_files("src/builder");
    let texts = |file: &str| parsed(file)["texts"].as_object().expect("texts").clone();
    let english_builder = texts(&builders.iter().find(|it| it.0 == "en").expect("English").1);
    for (language, file) in others() {
        let mut same = BTreeSet::new();
        for (key, forms) in entries(&file) {
            let texts: BTreeSet<&String> = english[&key].values().collect();
            if forms.values().any(|it| texts.contains(it)) {
                same.insert(key);
            }
        }
        let sentences = failures(ENGLISH);
        let left = failures(&file).into_iter().filter(|(key, it)| sentences[key] == *it);
        same.extend(left.map(|(key, _)| format!("failures.{key}")));
        let builder = builders.iter().find(|it| it.0 == language);
        let builder = &builder.unwrap_or_else(|| panic!("no src/builder/{language}.json")).1;
        let left =
            texts(builder).into_iter().filter(|(key, it)| english_builder.get(key) == Some(it));
        same.extend(left.map(|(key, _)| format!("builder.{key}")));
        assert_eq!(same, same_in(&language), "{language}");
    }
}

#[test]
fn the_builder_speaks_every_language_and_says_the_same_in_each() {
    let all = json_files("src/builder");
    let tags = |all: &[(String, String)]| all.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    assert_eq!(tags(&all), tags(&languages()));
    let english = parsed(&all.iter().find(|it| it.0 == "en").expect("English").1);
    let english = english["texts"].as_object().expect("texts").clone();
    let mut faults = Vec::new();
    for ((tag, file), (_, language)) in all.iter().zip(languages()) {
        let (file, language) = (parsed(file), parsed(&language));
        for field in ["language", "name", "direction"] {
            assert_eq!(file[field], language[field], "{tag}: {field}");
        }
        let texts = file["texts"].as_object().expect("texts");
        assert!(texts.keys().collect::<BTreeSet<_>>() == english.keys().collect(), "{tag}");
        for (key, text) in texts {
            let text = text.as_str().unwrap_or_default();
            let values = placeholders(english[key].as_str().expect("a text"));
            if text.is_empty() || text.trim() != text || placeholders(text) != values {
                faults.push(format!("{tag}: {key}: “{text}”"));
            }
        }
    }
    none(faults);
}

#[test]
fn a_language_file_opens_with_what_its_language_needs() {
    for (tag, file) in languages() {
        let file = parsed(&file);
        assert_eq!(file["language"], tag);
        let months: BTreeSet<&str> =
            file["months"].as_array().expect("months").iter().filter_map(Value::as_str).collect();
        assert_eq!(months.len(), 12);
        assert!(["ltr", "rtl"].iter().any(|it| file["direction"] == *it), "{tag}");
        let date = file["date"].as_str().expect("a date");
        let parts = ["day", "month", "year"].map(str::to_owned);
        assert_eq!(placeholders(date), BTreeSet::from(parts));
    }
}

/// A language with the plural rules of `plurals`, in which nothing else is of interest.
fn with_rules(plurals: Value) -> Option<Text> {
    let mut file = parsed(ENGLISH);
    file["plurals"] = plurals;
    Text::read(&file.to_string()).ok()
}

#[test]
fn plural_categories_are_those_of_cldr() {
    type Rule = fn(usize) -> &'static str;
    let in_english: Rule = |n| if n == 1 { "one" } else { "other" };
    let in_welsh: Rule = |n| match n {
        0 => "zero",
        1 => "one",
        2 => "two",
        3 => "few",
        6 => "many",
        _ => "other",
    };
    let in_arabic: Rule = |n| match (n, n % 100) {
        (0, _) => "zero",
        (1, _) => "one",
        (2, _) => "two",
        (_, 3..=10) => "few",
        (_, 11..=99) => "many",
        _ => "other",
    };
    let in_polish: Rule = |n| match (n, n % 10, n % 100) {
        (1, _, _) => "one",
        (_, 2..=4, rest) if !(12..=14).contains(&rest) => "few",
        _ => "many",
    };
    let in_russian: Rule = |n| match (n % 10, n % 100) {
        (_, 11..=14) => "many",
        (1, _) => "one",
        (2..=4, _) => "few",
        _ => "many",
    };
    let in_breton: Rule = |n| match (n % 10, n % 100) {
        (1, rest) if ![11, 71, 91].contains(&rest) => "one",
        (2, rest) if ![12, 72, 92].contains(&rest) => "two",
        (3 | 4 | 9, rest) if ![1, 7, 9].contains(&(rest / 10)) => "few",
        _ if n != 0 && n.is_multiple_of(1_000_000) => "many",
        _ => "other",
    };
    let rules = |text: &str| with_rules(parsed(text)).expect("rules that can be read");
    let languages = [
        ((*english()).clone(), in_english),
        ((*welsh()).clone(), in_welsh),
        (
            rules(
                r#"{"zero": "n = 0", "one": "n = 1", "two": "n = 2",
                "few": "n % 100 = 3..10", "many": "n % 100 = 11..99"}"#,
            ),
            in_arabic,
        ),
        (
            rules(
                r#"{"one": "n = 1", "few": "n % 10 = 2..4 and n % 100 != 12..14",
                "many": "n != 1 and n % 10 = 0..1 or n % 10 = 5..9 or n % 100 = 12..14"}"#,
            ),
            in_polish,
        ),
        (
            rules(
                r#"{"one": "n % 10 = 1 and n % 100 != 11",
                "few": "n % 10 = 2..4 and n % 100 != 12..14",
                "many": "n % 10 = 0 or n % 10 = 5..9 or n % 100 = 11..14"}"#,
            ),
            in_russian,
        ),
        (
            rules(
                r#"{"one": "n % 10 = 1 and n % 100 != 11,71,91",
                "two": "n % 10 = 2 and n % 100 != 12,72,92",
                "few": "n % 10 = 3..4,9 and n % 100 != 10..19,70..79,90..99",
                "many": "n != 0 and n % 1000000 = 0"}"#,
            ),
            in_breton,
        ),
    ];
    for (i, (text, rule)) in languages.iter().enumerate() {
        for n in (0..=200).chain([1000, 1_000_000, 1_000_001]) {
            assert_eq!(text.category(n), rule(n), "language {i}: {n}");
        }
    }
}

#[test]
fn a_plural_rule_that_cannot_be_read_is_refused() {
    for rule in ["", "n", "v = 0", "n = x", "n % 0 = 1", "n = 1..", "n = 1 and", "n % = 2", "1 = n"]
    {
        assert!(with_rules(serde_json::json!({"one": rule})).is_none(), "“{rule}”");
    }
    assert!(with_rules(serde_json::json!({"one": 1})).is_none());
    assert!(with_rules(serde_json::json!({})).is_some_and(|it| it.category(1) == "other"));
}

#[test]
fn a_number_takes_the_form_of_its_category() {
    let (english, welsh) = (english(), welsh());
    assert_eq!(english.count("card.statements", 1, &[]), "1 statement");
    assert_eq!(english.count("card.statements", 0, &[]), "0 statements");
    assert_eq!(english.count("card.statements", 26, &[]), "26 statements");
    assert_eq!(welsh.count("card.statements", 1, &[]), "1 datganiad");
    assert_eq!(welsh.count("card.statements", 2, &[]), "2 ddatganiad");
    assert_eq!(welsh.count("card.statements", 26, &[]), "26 datganiad");
    assert_eq!(welsh.count("news.more-problems", 3, &[]), "Hefyd: 3 problem arall.");
    assert_eq!(welsh.count("news.more-problems", 6, &[]), "Hefyd: 6 phroblem arall.");
}

#[test]
fn a_value_is_not_looked_into_and_a_missing_text_shows_its_key() {
    let text = english();
    assert_eq!(text.with("delete.title", &[("name", "{name} {x")]), "Delete “{name} {x”?");
    let values = [("act", "{name}"), ("name", "{act}")];
    assert_eq!(text.with("shelf.act-on", &values), "{name}: {act}");
    assert_eq!(text.with("delete.title", &[]), "Delete “{name}”?");
    assert_eq!(text.say("no.such-text"), "no.such-text");
}

#[test]
fn dates_and_hours_are_in_the_words_of_the_language() {
    const DAY: i64 = 86_400_000;
    let (english, welsh) = (english(), welsh());
    let minute = 60_000;
    assert_eq!(english.date(0, 0), "1 January 1970");
    assert_eq!(welsh.date(0, 0), "1 Ionawr 1970");
    assert_eq!(english.date(-1, 0), "31 December 1969");
    // 2024-02-29T23:30:00Z, the last half hour of a leap day.
    let leap = 19_782 * DAY + 1410 * minute;
    assert_eq!(english.date(leap, 0), "29 February 2024");
    assert_eq!(welsh.date(leap, 0), "29 Chwefror 2024");
    assert_eq!(welsh.date(leap, 60), "1 Mawrth 2024");
    assert_eq!((english.hour(leap, 0), english.hour(leap, 60)), ("23:30".into(), "00:30".into()));
    assert_eq!(english.hour(leap, -330), "18:00");
    assert_eq!(welsh.hour(9 * 60 * minute + 5 * minute + 59_999, 0), "09:05");
    // The 15th of each month of 2026.
    let months =
        "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr";
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut day = 20_468;
    for (month, length) in months.split(' ').zip(lengths) {
        assert_eq!(welsh.date(day * DAY, 0), format!("15 {month} 2026"));
        day += length;
    }
}

#[test]
fn scores_are_rounded_half_up_and_written_as_the_language_writes_them() {
    let scores = [
        (Ratio::new(8125, 100), "81.3"),
        (Ratio::new(8124, 100), "81.2"),
        (Ratio::new(75, 1), "75"),
        (Ratio::new(200, 3), "66.7"),
        (Ratio::new(9996, 100), "100"),
        (Ratio::new(1, 20), "0.1"),
        (Ratio::new(0, 5), "0"),
    ];
    let mut file = parsed(WELSH);
    file["decimal"] = ",".into();
    let with_comma = Text::read(&file.to_string()).expect("a language file");
    for (score, shown) in scores {
        assert_eq!((english().score(score), welsh().score(score)), (shown.into(), shown.into()));
        assert_eq!(with_comma.score(score), shown.replace('.', ","));
    }
    let score = [("score", "81.3")];
    assert_eq!(english().with("score.percent", &score), "81.3 of 100");
    assert_eq!(welsh().with("score.percent", &score), "81.3 o 100");
}

/// The sentences about failures, which only a script says.
fn failures(file: &str) -> BTreeMap<String, String> {
    let file = parsed(file);
    let fields = file["failures"].as_object().expect("a part `failures`").clone();
    let text = |it: Value| it.as_str().expect("a text").to_owned();
    fields.into_iter().map(|(key, it)| (key, text(it))).collect()
}

#[test]
fn the_sentences_about_failures_are_the_same_in_every_language_and_all_are_used() {
    let scripts =
        ["src/element/failures.js", "src/element/recovery.js", "src/bin/assemble/scripts.rs"]
            .map(|it| std::fs::read_to_string(root().join(it)).expect("a script"))
            .concat();
    let english = failures(ENGLISH);
    let mut faults = Vec::new();
    for key in english.keys().filter(|it| !scripts.contains(&format!("\"{it}\""))) {
        faults.push(format!("nobody says {key}"));
    }
    for (language, file) in others() {
        let its = failures(&file);
        assert!(english.keys().eq(its.keys()), "{:?} and {:?}", english.keys(), its.keys());
        for (key, sentence) in &english {
            if placeholders(sentence) != placeholders(&its[key]) {
                faults.push(format!("{language}: {key} has other values"));
            }
        }
    }
    none(faults);
}
