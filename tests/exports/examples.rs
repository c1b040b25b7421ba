//! The page that describes the formats, and its examples: what they show is what the code
//! writes and reads.

use std::mem;

use partnership_assessment::app::{Event, FileText, Opening};
use partnership_assessment::exchange::calendar::{Entry, write};
use partnership_assessment::exchange::link::{self, Link};
use partnership_assessment::exchange::{Imported, csv, json, plan, read_file};
use partnership_assessment::instrument::reader::RESERVED;
use partnership_assessment::instrument::{
    Band, FORMAT, INDEX_FORMAT, Instrument, MAX_BYTES, MAX_ITEMS, reader,
};
use partnership_assessment::plan::partners::{Level, POWERS, RESOURCES};
use partnership_assessment::plan::{
    Action, MAX_ACTIONS, MAX_NAME, MAX_PARTNERS, MAX_TEXT, Part, Plan, Reason, State, Subject,
};
use partnership_assessment::report;
use partnership_assessment::response::{Answer, Assessment, Respondent, Response};
use partnership_assessment::text::{self, Text};
use serde_json::Value;

use super::{Folder, from_long, from_wide};
use crate::fixtures::{Widget, english, instruments};

const PAGE: &str = include_str!("../../docs/formats.md");
const INSTRUMENT: &str = include_str!("../../docs/examples/example-instrument.json");
pub const RESPONSE: &str = include_str!("../../docs/examples/example-response.json");
const WIDE: &str = include_str!("../../docs/examples/example-wide.csv");
const LONG: &str = include_str!("../../docs/examples/example-long.csv");
const REPORT_TABLE: &str = include_str!("../../docs/examples/example-workshop-report.csv");

pub fn instrument() -> Instrument {
    reader::read(INSTRUMENT).unwrap_or_else(|it| panic!("{it:?}"))
}

/// What the only response in `file` is.
pub fn only(file: &str) -> Imported {
    let mut all = read_file(file, &[&instrument()]).unwrap_or_else(|it| panic!("{it:?}"));
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// The blocks of the page in the language `kind`.
fn blocks(kind: &str) -> Vec<&'static str> {
    let opening = format!("```{kind}\n");
    PAGE.split(&opening).skip(1).map(|it| it.split("```").next().expect("an end")).collect()
}

/// The only block of JSON on the page that says it is of `format`.
pub fn block(format: &str) -> &'static str {
    let opening = format!("\"format\": \"{format}\"");
    let mut all = blocks("json").into_iter().filter(|it| it.contains(&opening));
    let res = all.next().unwrap_or_else(|| panic!("no example of {format}"));
    assert_eq!(all.next(), None, "a second example of {format}");
    res
}

#[test]
fn the_example_files_are_what_the_code_writes() {
    let instrument = instrument();
    let Imported { response, name, other_edition, .. } = only(RESPONSE);
    assert!(!other_edition, "the fingerprint is {}", instrument.fingerprint);
    let report = report::report(&instrument, &response);
    let written = [
        ("example-response.json", RESPONSE, json::write_response(&response, &name, Some(&report))),
        ("example-wide.csv", WIDE, csv::write_wide(&instrument, &[&response], true)),
        ("example-long.csv", LONG, csv::write_long(&instrument, &[&response], &english(), true)),
    ];
    let mut folder = Folder::open("examples");
    for (file, _, content) in &written {
        folder.write(file, content);
    }
    folder.close();
    for (file, shown, content) in written {
        assert_eq!(shown, content, "docs/examples/{file}: compare target/exports/examples/{file}");
    }
}

#[test]
fn the_example_tables_import_without_problems_and_lose_what_the_page_says() {
    let response = only(RESPONSE).response;
    assert_eq!(only(WIDE), from_wide(&response));
    assert_eq!(only(LONG), from_long(&response, &instrument()));
}

#[test]
fn the_scores_that_the_page_works_out_are_those_of_the_example() {
    let instrument = instrument();
    let report = report::report(&instrument, &only(RESPONSE).response);
    let sections = report.sections.iter().map(|it| it.score.score.value());
    let shown: Vec<String> =
        sections.chain([report.scores.overall]).flatten().map(|it| english().score(it)).collect();
    assert_eq!(shown, ["81.3", "50", "33.3", "65.6"]);
    let label = |band: Option<&Band>| band.map(|it| it.label.in_language("en").to_owned());
    assert_eq!(label(report.sections[0].band).as_deref(), Some("Strong"));
    assert_eq!(label(report.overall_band).as_deref(), Some("Good foundations"));
    for said in
        ["shown as 81.3, \"Strong\"", "shown as 33.3", "shown as 65.6, \"Good foundations\""]
    {
        assert!(PAGE.contains(said), "{said}");
    }
}

#[test]
fn the_page_and_the_schemas_name_every_column_sector_size_and_limit() {
    let response = include_str!("../../src/exchange/schemas/response.json");
    for name in Respondent::SECTORS.iter().chain(&Respondent::SIZES) {
        assert!(PAGE.contains(&format!("`{name}`")), "{name}");
        assert!(response.contains(&format!("\"{name}\"")), "{name}");
    }
    let quoted: Vec<String> = RESERVED.iter().map(|it| format!("`{it}`")).collect();
    assert!(PAGE.contains(&quoted.join(", ")), "the opening of a wide table");
    let instrument = include_str!("../../src/exchange/schemas/instrument.json");
    let quoted: Vec<String> = RESERVED.iter().map(|it| format!("\"{it}\"")).collect();
    assert!(instrument.contains(&quoted.join(", ")), "the ids that no item may have");
    assert_eq!((MAX_BYTES, MAX_ITEMS, Response::MAX_NOTE), (1_048_576, 500, 5000));
    assert_eq!((Respondent::MAX_CHARS, json::MAX_NAME), (200, 200));
}

#[test]
fn the_page_shows_each_example_file_as_it_is() {
    let table = |text: &str| text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    assert_eq!(block(FORMAT), INSTRUMENT);
    assert_eq!(block(json::RESPONSE_FORMAT), RESPONSE);
    assert_eq!(blocks("csv"), [WIDE, LONG, REPORT_TABLE].map(table));
}

#[test]
fn the_text_that_the_page_shows_has_the_fingerprint_of_the_example() {
    let outline = *blocks("text").first().expect("the text of the fingerprint");
    let mut hash: u64 = 14_695_981_039_346_656_037;
    for byte in outline.bytes() {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(1_099_511_628_211);
    }
    assert_eq!(format!("{hash:016x}"), instrument().fingerprint);
    assert!(PAGE.contains(&format!("`{hash:016x}`")), "{hash:016x}");
}

#[test]
fn the_record_on_the_page_is_what_is_kept_of_the_example() {
    let imported = only(RESPONSE);
    let shown: Value = serde_json::from_str(block(json::RECORD_FORMAT)).expect("a record");
    let mut kept = Assessment::of(imported.response);
    kept.name = imported.name;
    kept.answer("be2", Some(Answer::Value(4)), kept.response.updated + 1500);
    kept.answer("be2", None, kept.response.updated);
    kept.exported = Some(kept.response.updated + 60_000);
    let record = json::write_record(&kept);
    let mut written: Value = serde_json::from_str(&record).expect("a record");
    written["response"] = shown["response"].clone();
    assert_eq!(shown, written);
    assert_eq!(json::read_record(&record), Ok(kept));
}

/// The days of a plan as the page shows them in a calendar.
fn calendar(id: &str, plan: &Plan) -> String {
    let review = plan.review.map(|day| Entry {
        uid: format!("review-{id}"),
        day,
        title: "Review: Winter check".to_owned(),
        text: "Look at the actions, then answer the same statements again.".to_owned(),
        changed: plan.changed,
        remind: true,
    });
    let of_actions = plan.actions.iter().filter_map(|it| {
        let Action { lead, with, first_step, evidence, .. } = it;
        Some(Entry {
            uid: format!("{}-{id}", it.id),
            day: it.by?,
            title: format!("{} (Winter check)", it.what),
            text: format!("Who leads: {lead}\nWith: {with}\nFirst: {first_step}\n{evidence}"),
            changed: it.changed,
            remind: false,
        })
    });
    let entries: Vec<Entry> = review.into_iter().chain(of_actions).collect();
    write("Partnership plan: Winter check", "en", &entries, 1_769_853_900_000)
}

#[test]
fn the_plan_of_the_example_has_everything_and_is_what_the_code_writes() {
    let response = only(RESPONSE).response;
    let plan = plan::read(&response.plan, &response.follow_up);
    assert_eq!(plan::write(&plan), (response.plan, response.follow_up));
    let ([action], [partner]) = (&plan.actions[..], &plan.partners[..]) else { panic!("{plan:?}") };
    assert!(Part::ALL.iter().all(|it| !action.part(*it).is_empty()));
    assert!(action.by.is_some() && action.about.is_some() && action.more.is_empty());
    assert_ne!((action.state, action.changed), (State::default(), 0));
    assert!(!partner.brings_note.is_empty() && !partner.holds_note.is_empty());
    assert!(partner.more.is_empty() && plan.more.is_empty());
    assert!(!plan.power.is_empty() && !plan.series.is_empty() && !plan.gone.is_empty());
    let subjects: Vec<&Subject> = plan.priorities.iter().map(|it| &it.subject).collect();
    assert!(matches!(subjects[..], [Subject::Section(_), Subject::Item(_)]));

    let shown = calendar(&response.id, &plan);
    let mut folder = Folder::open("example-plan");
    folder.write("example-plan.ics", &shown);
    folder.close();
    let hint = "compare target/exports/example-plan/example-plan.ics";
    assert_eq!(blocks("ics"), [shown.replace("\r\n", "\n")], "{hint}");
}

#[test]
fn the_page_and_the_schemas_name_every_word_of_a_plan() {
    let schemas = [
        include_str!("../../src/exchange/schemas/response.json"),
        include_str!("../../src/exchange/schemas/workshop.json"),
    ];
    let states = State::ALL.into_iter().map(State::code);
    let reasons = Reason::ALL.into_iter().map(Reason::code);
    let levels = Level::ALL.into_iter().map(Level::code).filter(|it| !it.is_empty());
    let things = RESOURCES.into_iter().chain(POWERS);
    for word in states.chain(reasons).chain(levels).chain(things) {
        assert!(PAGE.contains(&format!("`{word}`")), "{word}");
        let has =
            |it: &str| it.contains(&format!("`{word}`")) || it.contains(&format!("\"{word}\""));
        assert!(schemas.into_iter().all(has), "{word}");
    }
    let fields: Value = serde_json::from_str(schemas[0]).expect("a schema");
    for part in ["action", "followUp", "priority", "partner"] {
        let fields = fields["$defs"][part]["properties"].as_object().expect(part);
        for name in fields.keys() {
            assert!(PAGE.contains(&format!("`{name}`")), "{name} of {part}");
        }
    }
    assert_eq!((MAX_ACTIONS, MAX_PARTNERS, MAX_TEXT, MAX_NAME), (2000, 500, 2000, 200));
}

#[test]
fn a_third_language_needs_its_file_only() {
    let shown = block(text::FORMAT);
    let language = Text::read(shown).unwrap_or_else(|it| panic!("{it:?}"));
    assert_eq!(language.count("card.statements", 1, &[]), "1 stwierdzenie");
    assert_eq!(language.count("card.statements", 22, &[]), "22 stwierdzenia");
    assert_eq!(language.count("card.statements", 12, &[]), "12 stwierdzeń");
    assert_eq!(language.date(1_769_853_600_000, 0), "31 stycznia 2026");

    let languages = [crate::fixtures::ENGLISH, crate::fixtures::WELSH, shown];
    let files = partnership_assessment::instrument::catalogue::files(&languages);
    let index = files.iter().find(|it| it.0 == "index.json").expect("the index");
    let index = reader::read_index(&index.1).expect("the index");
    let expected = [("en", "English"), ("cy", "Cymraeg"), ("pl", "Polski")];
    assert_eq!(index.languages, expected.map(|it| (it.0.to_owned(), it.1.to_owned())));
}

#[test]
fn the_index_on_the_page_is_read() {
    let index = reader::read_index(block(INDEX_FORMAT)).unwrap_or_else(|it| panic!("{it:?}"));
    let [listed] = index.instruments.as_slice() else { panic!("{index:?}") };
    let all = instruments();
    let real = all.iter().find(|it| it.id == listed.id).expect("a built-in instrument");
    assert_eq!((&listed.title, &listed.summary), (&real.title, &real.summary));
    assert_eq!((listed.minutes, listed.n_items), (real.minutes, real.n_items()));
}

#[test]
fn the_links_on_the_page_open_what_it_says() {
    let link = |instrument: &str, language: &str, src: &str| {
        let some = |it: &str| (!it.is_empty()).then(|| it.to_owned());
        Link {
            instrument: some(instrument),
            language: some(language),
            src: some(src),
            workshop: None,
        }
    };
    let links = [
        ("#pa-instrument=five-ps", link("five-ps", "", "")),
        ("#pa-instrument=six-principles&lang=cy", link("six-principles", "cy", "")),
        ("#pa-src=ours/questions%26answers.json", link("", "", "ours/questions&answers.json")),
    ];
    for (fragment, expected) in links {
        assert!(PAGE.contains(&format!("`{fragment}`")), "{fragment}");
        assert!(link::is_ours(fragment));
        assert_eq!(link::read(fragment), expected);
    }
    for elsewhere in ["https://example.org/x.json", "//example.org/x.json", "%2F%2Fexample.org/x"] {
        assert_eq!(link::read(&format!("#pa-src={elsewhere}")), Link::default(), "{elsewhere}");
    }
}

/// `value` with the fields of its objects in the order of the alphabet, turned round.
fn from_z_to_a(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(String, Value)> =
                fields.iter().map(|(name, it)| (name.clone(), from_z_to_a(it))).collect();
            fields.sort_by(|a, b| b.0.cmp(&a.0));
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(list) => list.iter().map(from_z_to_a).collect(),
        it => it.clone(),
    }
}

#[test]
fn the_order_of_fields_in_a_file_is_free() {
    let turned = |file: &str| {
        let value: Value = serde_json::from_str(file).expect("JSON");
        from_z_to_a(&value).to_string()
    };
    assert_eq!(reader::read(&turned(INSTRUMENT)), Ok(instrument()));
    // The texts of a plan are carried along as they came; what they say is the same.
    let said = |file: &str| {
        let mut it = only(file);
        let none = Response::default();
        let actions = mem::replace(&mut it.response.plan, none.plan);
        let follow_up = mem::replace(&mut it.response.follow_up, none.follow_up);
        (plan::read(&actions, &follow_up), it)
    };
    assert_eq!(said(&turned(RESPONSE)), said(RESPONSE));

    let mut widget = Widget::open(Opening::default());
    for file in [INSTRUMENT, RESPONSE].map(turned) {
        let name = "file.json".to_owned();
        widget.send(Event::FilesChosen(vec![FileText { name, text: file }]));
    }
    let open = widget.model.instrument().map(|it| it.id.as_str());
    assert_eq!(open, Some("joint-meetings"), "both files are read as what they are");
}
