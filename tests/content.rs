//! The built-in instruments keep the rules for content that a machine can check.

mod fingerprint;
mod languages;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use partnership_assessment::instrument::{BUILT_IN, Kind, Method, Section, catalogue, reader};
use serde_json::{Map, Value};

use crate::fixtures::{ENGLISH, instrument, instruments, languages, served};
use crate::rooms::{none, root};

const LANGUAGES: [&str; 2] = ["en", "cy"];

/// Every text of the instruments as they are served, with its path.
fn served_texts(languages: &[(String, String)]) -> Vec<(String, Value)> {
    let files: Vec<&str> = languages.iter().map(|it| it.1.as_str()).collect();
    let mut res = Vec::new();
    for (name, text) in catalogue::files(&files).iter().filter(|it| it.0 != "index.json") {
        let file = parsed(text);
        let mut all = Vec::new();
        texts(&file, name.trim_end_matches(".json"), &mut all);
        res.extend(all.into_iter().map(|(path, it)| (path, it.clone())));
    }
    res
}

/// The fields that hold words, and those that hold lists of words.
const WORDS: [&str; 7] = ["title", "summary", "about", "label", "text", "help", "advice"];
const LISTS: [&str; 2] = ["discuss", "ideas"];

/// What a file of the catalogue may hold besides words.
const FACTS: &str = "format version id edition minutes sources citation scales direction extra points \
    value bands from sections kind scale source counts_towards_overall items reversed scoring method \
    minimum_answered";

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a file of the catalogue is JSON")
}

/// The six instruments as they are written, and what opens the whole assessment.
fn written() -> Vec<(&'static str, Value)> {
    const WHOLE: &str = include_str!("../src/instrument/catalogue/whole.json");
    let six = catalogue::WRITTEN.into_iter().map(|(id, text)| (id, parsed(text)));
    six.chain([("whole", parsed(WHOLE))]).collect()
}

/// Every text of `value` by its path, as it stands in the file.
fn texts<'a>(value: &'a Value, path: &str, res: &mut Vec<(String, &'a Value)>) {
    if let Some(list) = value.as_array() {
        for (i, it) in list.iter().enumerate() {
            texts(it, &format!("{path}[{i}]"), res);
        }
    }
    for (name, it) in value.as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        if WORDS.contains(&name.as_str()) {
            res.push((path, it));
        } else if LISTS.contains(&name.as_str()) {
            let list = it.as_array().unwrap_or_else(|| panic!("{path} is not a list"));
            res.extend(list.iter().enumerate().map(|(i, it)| (format!("{path}[{i}]"), it)));
        } else {
            texts(it, &path, res);
        }
    }
}

/// Every text of the catalogue with its path.
fn all_texts(files: &[(&'static str, Value)]) -> Vec<(String, Value)> {
    let mut res = Vec::new();
    for (id, file) in files {
        texts(file, id, &mut res);
    }
    assert!(res.len() > 300, "the catalogue is elsewhere: {} texts", res.len());
    res.into_iter().map(|(path, it)| (path, it.clone())).collect()
}

/// Every text of the catalogue in one language, with its path.
fn texts_in(language: &str) -> Vec<(String, String)> {
    let text = |it: &Value| it[language].as_str().map(str::to_owned);
    let all = all_texts(&written()).into_iter();
    all.filter_map(|(path, it)| Some((path, text(&it)?))).collect()
}

/// Every statement in one language, with its id.
fn statements(language: &str) -> Vec<(String, String)> {
    let mut res = Vec::new();
    for (_, file) in &written()[..6] {
        for section in file["sections"].as_array().expect("sections") {
            for item in section["items"].as_array().expect("items") {
                let text = item["text"][language].as_str().unwrap_or_default().to_owned();
                res.push((item["id"].as_str().unwrap_or_default().to_owned(), text));
            }
        }
    }
    assert!(res.len() >= 67, "only {} statements", res.len());
    res
}

/// The words of `text` in small letters, without the marks around and inside them.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.to_lowercase().chars().filter(|it| !"'’‘".contains(*it)).collect();
    let parts = plain.split(|it: char| !it.is_alphanumeric());
    parts.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_text_is_there_in_both_languages() {
    let mut faults = Vec::new();
    for (path, it) in all_texts(&written()) {
        let Some(by_language) = it.as_object() else {
            faults.push(format!("{path} names no language"));
            continue;
        };
        let languages: BTreeSet<&str> = by_language.keys().map(String::as_str).collect();
        if !languages.is_superset(&BTreeSet::from(LANGUAGES)) {
            faults.push(format!("{path} is in {languages:?}"));
        }
        for (language, text) in by_language {
            let text = text.as_str().unwrap_or_default();
            if text.trim().is_empty() || text != text.trim() || text.contains("  ") {
                faults.push(format!("{path}.{language} is empty or badly spaced: “{text}”"));
            }
        }
        if it["en"] == it["cy"] {
            faults.push(format!("{path} is the same in both languages: {}", it["en"]));
        }
    }
    none(faults);
}

/// What is missing of the instruments in `languages`, and what they translate in vain.
fn untranslated(languages: &[(String, String)]) -> Vec<String> {
    let texts = served_texts(languages);
    let mut res = Vec::new();
    for (tag, file) in languages {
        let missing = texts.iter().filter(|it| it.1[tag].as_str().is_none_or(str::is_empty));
        res.extend(missing.map(|(path, it)| format!("{tag}: {path}: {}", it["en"])));
        for english in parsed(file)[catalogue::PART].as_object().into_iter().flatten() {
            if !texts.iter().any(|it| it.1["en"] == **english.0) {
                res.push(format!("{tag}: no instrument says “{}”", english.0));
            }
        }
    }
    res
}

#[test]
fn the_instruments_say_everything_in_every_language() {
    none(untranslated(&languages()));
}

#[test]
fn a_further_language_says_the_words_of_the_instruments_in_its_own_file() {
    let words: Map<String, Value> = served_texts(&languages())
        .into_iter()
        .map(|(_, it)| it["en"].as_str().expect("English").to_owned())
        .map(|it| (it.clone(), format!("{it} (in another language)").into()))
        .collect();
    let with = |words: Map<String, Value>| {
        let mut file = parsed(ENGLISH);
        file["language"] = "x-other".into();
        file["name"] = "Other".into();
        file[catalogue::PART] = words.into();
        vec![("x-other".to_owned(), file.to_string())]
    };
    let whole = with(words.clone());
    none(untranslated(&whole));
    let files = catalogue::files(&[ENGLISH, &whole[0].1]);
    for (name, text) in files.iter().filter(|it| it.0 != "index.json") {
        let it = reader::read(text).unwrap_or_else(|it| panic!("{name}: {it:?}"));
        let (own, english) = (it.title.in_language("x-other"), it.title.in_language("en"));
        assert_eq!(own, format!("{english} (in another language)"));
    }
    let mut some = words;
    let (first, _) = some.shift_remove_entry("Strongly agree").expect("a label of a scale");
    some.insert("Nobody says this.".to_owned(), "Not this either.".into());
    let faults = untranslated(&with(some));
    assert!(faults.iter().any(|it| it.ends_with(&format!("\"{first}\""))), "{faults:?}");
    assert!(faults.contains(&"x-other: no instrument says “Nobody says this.”".to_owned()));
}

#[test]
fn a_file_holds_no_field_that_no_reader_knows() {
    fn unknown(value: &Value, path: &str, faults: &mut Vec<String>) {
        for (i, it) in value.as_array().into_iter().flatten().enumerate() {
            unknown(it, &format!("{path}[{i}]"), faults);
        }
        for (name, it) in value.as_object().into_iter().flatten() {
            let path = format!("{path}.{name}");
            let own_name = path.ends_with(&format!(".scales.{name}"));
            let words = WORDS.contains(&name.as_str()) || LISTS.contains(&name.as_str());
            if !words && !own_name && !FACTS.split(' ').any(|it| it == name) {
                faults.push(path.clone());
            }
            if !words {
                unknown(it, &path, faults);
            }
        }
    }
    let mut faults = Vec::new();
    for (id, file) in written() {
        unknown(&file, id, &mut faults);
    }
    none(faults);
}

#[test]
fn every_built_in_instrument_is_read_without_a_problem() {
    for id in BUILT_IN {
        assert_eq!(instrument(id).id, id);
    }
    let six: Vec<&str> = catalogue::WRITTEN.iter().map(|it| it.0).collect();
    assert_eq!([&six[..], &["whole"]].concat(), BUILT_IN);
}

#[test]
fn an_id_stands_for_one_thing_across_all_six_instruments() {
    let mut seen = BTreeMap::new();
    let mut faults = Vec::new();
    for it in &instruments()[..6] {
        let sections = it.sections.iter().map(|section| (&section.id, "section"));
        let items = it.items().map(|(_, item)| (&item.id, "item"));
        for (id, kind) in sections.chain(items) {
            if let Some(other) = seen.insert(id.clone(), it.id.clone()) {
                faults.push(format!("the {kind} {id} stands in {other} and in {}", it.id));
            }
        }
    }
    none(faults);
}

#[test]
fn a_source_or_scale_of_the_same_id_is_the_same_everywhere() {
    let mut seen: BTreeMap<String, Value> = BTreeMap::new();
    for (id, file) in &written()[..6] {
        let sources = file["sources"].as_array().expect("sources").iter();
        let sources = sources.map(|it| (format!("source {}", it["id"]), it.clone()));
        let scales = file["scales"].as_object().expect("scales").iter();
        let scales = scales.map(|(name, it)| (format!("scale {name}"), it.clone()));
        for (name, it) in sources.chain(scales) {
            let first = seen.entry(name.clone()).or_insert(it.clone());
            assert_eq!(*first, it, "the {name} of {id} is another in another instrument");
        }
    }
}

#[test]
fn every_section_names_a_source_that_exists_and_every_source_is_named() {
    for it in instruments() {
        let mut named = BTreeSet::new();
        for section in &it.sections {
            assert!(!section.sources.is_empty(), "{} names no source", section.id);
            for source in &section.sources {
                let source = it.source(source).unwrap_or_else(|| panic!("no source {source}"));
                assert!(source.citation.in_language("en").len() > 20, "{}", source.id);
                named.insert(source.id.clone());
            }
        }
        let given: BTreeSet<_> = it.sources.iter().map(|source| source.id.clone()).collect();
        assert_eq!(given, named, "{}", it.id);
    }
}

#[test]
fn each_instrument_asks_as_much_as_it_should() {
    let n = |id: &str| instrument(id).n_items();
    assert!(n("six-principles") >= 24);
    assert!(n("characteristics") >= 15);
    assert_eq!(n("five-ps"), 5);
    assert!(n("ways-of-working") >= 9);
    assert!(n("challenges") >= 8);
    assert!(n("benefits") >= 6);
    for section in &instrument("six-principles").sections {
        assert!((4..=5).contains(&section.items.len()), "{}: {}", section.id, section.items.len());
    }
}

#[test]
fn each_instrument_is_made_of_the_sections_that_its_source_has() {
    let ids =
        |id: &str| -> Vec<String> { instrument(id).sections.into_iter().map(|it| it.id).collect() };
    let principles = "shared-analysis person-centred leadership shared-ownership \
        shared-legislation power-balance";
    assert_eq!(ids("six-principles").join(" "), principles);
    assert_eq!(ids("characteristics"), ["people", "structures", "processes"]);
    let names = |id: &str| -> Vec<String> {
        let it = instrument(id);
        it.items().map(|(_, item)| item.label.in_language("en").to_lowercase()).collect()
    };
    let about = |id: &str, wanted: &[&str]| {
        let names = names(id);
        for it in wanted {
            let found = names.iter().any(|name| name.contains(it));
            assert!(found, "{id} should ask about {it}: {names:?}");
        }
    };
    let five =
        ["patience", "persistence", "pooled information", "project focus", "personal approach"];
    assert_eq!(names("five-ps"), five);
    about(
        "ways-of-working",
        &["openness", "trust", "goals", "values", "communication", "solutions"],
    );
    about("ways-of-working", &["purpose", "outcomes", "budgets", "responsibilities", "results"]);
    about("challenges", &["competition", "authority", "purpose", "communication", "funding"]);
    about("challenges", &["culture", "time"]);
    assert!(ids("challenges").contains(&"unintended-consequences".to_owned()));
    about("benefits", &["joint delivery", "efficiency", "common purpose", "momentum", "funding"]);
    about("benefits", &["effectiveness"]);
    assert!(ids("benefits").contains(&"outcomes-for-people".to_owned()));
}

#[test]
fn each_section_is_of_the_kind_and_on_the_scale_that_the_design_gives_it() {
    use Kind::{Benefit, Challenge, Characteristic, Need, Principle};
    let wanted = [
        ("six-principles", Principle, "agreement", true),
        ("characteristics", Characteristic, "in-place", true),
        ("five-ps", Need, "agreement", true),
        ("ways-of-working", Principle, "agreement", true),
        ("challenges", Challenge, "obstacle", false),
        ("benefits", Benefit, "evidence", false),
    ];
    for (id, kind, scale, counts) in wanted {
        for it in instrument(id).sections {
            let found = (it.kind, it.scale.id.as_str(), it.counts_towards_overall);
            assert_eq!(found, (kind, scale, counts), "{id}: {}", it.id);
        }
    }
}

#[test]
fn each_scale_runs_from_one_without_a_gap_and_takes_both_other_answers() {
    use partnership_assessment::instrument::Direction::{HigherIsBetter, LowerIsBetter};
    let wanted = [
        ("agreement", 5, HigherIsBetter),
        ("in-place", 4, HigherIsBetter),
        ("obstacle", 4, LowerIsBetter),
        ("evidence", 4, HigherIsBetter),
    ];
    let whole = instrument("whole");
    let used: BTreeSet<&str> = whole.sections.iter().map(|it| it.scale.id.as_str()).collect();
    assert_eq!(used, wanted.iter().map(|it| it.0).collect());
    for (id, n, direction) in wanted {
        let section = whole.sections.iter().find(|it| it.scale.id == id).expect("a section");
        let scale = &section.scale;
        let values: Vec<i64> = scale.points.iter().map(|it| it.value).collect();
        assert_eq!(values, (1..=n).collect::<Vec<_>>(), "{id}");
        assert_eq!(scale.direction, direction, "{id}");
        assert!(scale.dont_know && scale.not_relevant, "{id}");
    }
}

#[test]
fn every_section_says_in_two_or_three_sentences_what_it_means() {
    let mut faults = Vec::new();
    for it in &instruments()[..6] {
        for section in &it.sections {
            for language in LANGUAGES {
                let about = section.about.in_language(language);
                let ends = about.match_indices(['.', '?', '!']);
                let n = ends
                    .filter(|(at, _)| !about[at + 1..].starts_with(|it: char| !it.is_whitespace()));
                let n = n.count();
                if !(2..=3).contains(&n) {
                    faults.push(format!("{}.about.{language} has {n} sentences", section.id));
                }
            }
        }
    }
    none(faults);
}

#[test]
fn every_section_offers_two_or_three_questions_and_as_many_ideas() {
    for it in &instruments()[..6] {
        for section in &it.sections {
            let Section { id, discuss, ideas, .. } = section;
            assert!((2..=3).contains(&discuss.len()), "{id} has {} questions", discuss.len());
            assert!((2..=3).contains(&ideas.len()), "{id} has {} ideas", ideas.len());
            for language in LANGUAGES {
                for it in discuss {
                    let question = it.in_language(language);
                    assert!(question.ends_with('?'), "{id}: {question}");
                }
                for it in ideas {
                    let idea = it.in_language(language);
                    assert!(idea.ends_with('.'), "{id}: {idea}");
                }
            }
        }
    }
}

#[test]
fn no_statement_is_longer_than_25_words() {
    let mut faults = Vec::new();
    for language in LANGUAGES {
        for (id, text) in statements(language) {
            let n = text.split_whitespace().count();
            if !(3..=25).contains(&n) {
                faults.push(format!("{id} has {n} words: {text}"));
            }
        }
    }
    none(faults);
}

#[test]
fn a_statement_is_a_sentence_of_its_own() {
    let mut faults = Vec::new();
    for language in LANGUAGES {
        let mut seen = BTreeSet::new();
        for (id, text) in statements(language) {
            let ends = text.matches(['.', '?', '!', ';']).count();
            let whole = text.ends_with('.') && ends == 1 && text.starts_with(char::is_uppercase);
            if !whole || !seen.insert(words(&text)) {
                faults.push(format!("{id}: {text}"));
            }
        }
    }
    none(faults);
}

#[test]
fn no_text_is_double_barrelled() {
    let mut faults = Vec::new();
    for language in LANGUAGES {
        for (path, text) in texts_in(language) {
            let plain = text.to_lowercase().replace(' ', "");
            let either = ["and/or", "or/and", "a/neu", "ac/neu", "neu/a", "he/she", "(s)"];
            if either.iter().any(|it| plain.contains(it)) {
                faults.push(format!("{path}: {text}"));
            }
        }
    }
    none(faults);
}

#[test]
fn no_statement_denies_twice() {
    const DENIALS: &str = "no not never none nobody nothing nowhere neither nor cannot without";
    let denials = |text: &str| {
        let text = text.to_lowercase().replace('’', "'");
        let parts = text.split(|it: char| !it.is_alphanumeric() && it != '\'');
        parts
            .filter(|it| DENIALS.split(' ').any(|denial| denial == *it) || it.ends_with("n't"))
            .count()
    };
    assert_eq!(denials("We don't never know, not now; nobody notes it."), 4);
    let twice = statements("en").into_iter().filter(|it| denials(&it.1) > 1);
    none(twice.map(|(id, text)| format!("{id}: {text}")).collect());
}

#[test]
fn the_whole_assessment_holds_exactly_the_sections_of_the_six_in_order() {
    let whole = parsed(&served("whole.json"));
    let six = written();
    let sections = six[..6].iter().flat_map(|it| it.1["sections"].as_array().expect("sections"));
    let sections: Vec<&Value> = sections.collect();
    let found: Vec<&Value> = whole["sections"].as_array().expect("sections").iter().collect();
    assert_eq!(found, sections);

    let of_six: BTreeSet<String> =
        instruments()[..6].iter().flat_map(|it| &it.sources).map(|it| it.id.clone()).collect();
    let of_whole: Vec<String> = instrument("whole").sources.into_iter().map(|it| it.id).collect();
    assert_eq!(of_whole.len(), of_six.len(), "a source stands twice");
    assert_eq!(BTreeSet::from_iter(of_whole), of_six);
}

#[test]
fn the_whole_assessment_scores_and_judges_each_section_as_its_own_instrument_does() {
    let whole = instrument("whole");
    let mut sections = whole.sections.iter();
    for it in &instruments()[..6] {
        assert_eq!(whole.scoring, it.scoring, "{}", it.id);
        for section in &it.sections {
            let same = sections.next().expect("a section of the whole");
            assert_eq!(same, section);
            assert_eq!(whole.section_bands(same), it.section_bands(section), "{}", section.id);
        }
        if it.sections.iter().any(|it| it.counts_towards_overall) {
            assert_eq!(whole.overall_bands, it.overall_bands, "{}", it.id);
        }
    }
}

#[test]
fn the_bands_are_those_of_the_design() {
    const NAMES: [&str; 4] = ["Needs attention first", "Developing", "Good foundations", "Strong"];
    for it in instruments() {
        assert_eq!(it.scoring.method, Method::Percent, "{}", it.id);
        assert_eq!(it.scoring.minimum_answered, 500_000, "{}", it.id);
        for section in &it.sections {
            let bands = it.section_bands(section);
            let from: Vec<i64> = bands.iter().map(|it| it.from / 1_000_000).collect();
            assert_eq!(from, [0, 40, 60, 80], "{}", section.id);
            let names: Vec<&str> = bands.iter().map(|it| it.label.in_language("en")).collect();
            // Challenges and benefits are judged in words of their own.
            let practice = !matches!(section.kind, Kind::Challenge | Kind::Benefit);
            assert_eq!(names == NAMES, practice, "{}: {names:?}", section.id);
            for band in bands {
                assert!(!band.advice.is_empty(), "{}: {:?}", section.id, band.label);
            }
        }
        let overall: Vec<&str> =
            it.overall_bands.iter().map(|it| it.label.in_language("en")).collect();
        assert_eq!(overall, NAMES, "{}", it.id);
    }
}

#[test]
fn the_minutes_are_honest() {
    for it in instruments() {
        let (n, minutes) = (it.n_items() as u64, it.minutes);
        // From ten seconds to half a minute for a statement, and two minutes to begin.
        assert!(minutes * 60 >= n * 10, "{}: {n} statements in {minutes} minutes", it.id);
        assert!(minutes * 60 <= n * 30 + 120, "{}: {n} statements in {minutes} minutes", it.id);
    }
    let six: Vec<u64> = instruments()[..6].iter().map(|it| it.minutes).collect();
    let whole = instrument("whole").minutes;
    assert!(
        (six.iter().sum::<u64>() * 3 / 4..=six.iter().sum()).contains(&whole),
        "{whole}: {six:?}"
    );
}

#[test]
fn the_index_lists_what_the_instruments_say() {
    let index = reader::read_index(&served("index.json")).expect("the index");
    assert_eq!(index.instruments.len(), BUILT_IN.len());
    for (listed, it) in index.instruments.iter().zip(instruments()) {
        assert_eq!(listed.id, it.id);
        assert_eq!((&listed.title, &listed.summary), (&it.title, &it.summary));
        assert_eq!((listed.minutes, listed.n_items), (it.minutes, it.n_items()));
    }
    let languages: Vec<(&str, &str)> =
        index.languages.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    assert_eq!(languages, [("en", "English"), ("cy", "Cymraeg")]);
}

/// The runs of `n` words in `text`.
fn runs(text: &str, n: usize) -> Vec<String> {
    words(text).windows(n).map(|it| it.join(" ")).collect()
}

#[test]
fn runs_of_words_are_found_whatever_the_marks_between_them() {
    assert_eq!(runs("One two: “three”\nfour.", 3), ["one two three", "two three four"]);
    assert_eq!(runs("It's one–two", 3), ["its one two"]);
    assert!(runs("One two", 3).is_empty());
}

#[test]
fn no_run_of_seven_words_is_taken_from_a_source_document() {
    const RUN: usize = 7;
    // They stand beside the project where it is written, and nowhere else.
    let folder = root().join("../shared/seeds");
    if !folder.is_dir() {
        return;
    }
    let mut seeds = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the source documents") {
        let path = entry.expect("a source document").path();
        let text = fs::read(&path).expect("a source document");
        for run in runs(&String::from_utf8_lossy(&text), RUN) {
            seeds.insert(run, path.file_name().unwrap_or_default().to_owned());
        }
    }
    assert!(seeds.len() > 1000, "only {} runs in {folder:?}", seeds.len());
    let language = parsed(ENGLISH);
    let mut ours = texts_in("en");
    for part in ["texts", "later"] {
        for (key, it) in language[part].as_object().expect("texts") {
            let forms = it.as_object().into_iter().flat_map(|it| it.values());
            let all = it.as_str().into_iter().chain(forms.filter_map(Value::as_str));
            ours.extend(all.map(|text| (key.clone(), text.to_owned())));
        }
    }
    let mut faults = Vec::new();
    for (path, text) in ours {
        for run in runs(&text, RUN) {
            if let Some(seed) = seeds.get(&run) {
                faults.push(format!("{path} has “{run}”, which stands in {seed:?}"));
            }
        }
    }
    none(faults);
}
