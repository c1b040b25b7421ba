//! Workshops of forty people with everything that the widget writes of them, and small ones
//! for the page that describes the formats.

use partnership_assessment::app::Moment;
use partnership_assessment::exchange::report::{self as files, Heading, of_responses, write_csv};
use partnership_assessment::exchange::{
    contribution, csv, json, link, merged, plan, workshop as collection,
};
use partnership_assessment::instrument::{Instrument, Scale, reader};
use partnership_assessment::response::{Answer, InstrumentRef, Respondent, Response};
use partnership_assessment::workshop::report::{Report, report};
use partnership_assessment::workshop::{Added, Contribution, NONE, Setup, Workshop};
use serde_json::{Value, json};

use super::examples::{self, block};
use super::{Folder, read};
use crate::fixtures::{english, served};

const MEANS: &str = include_str!("means.json");
const REPORT: &str = include_str!("../../docs/examples/example-workshop-report.json");
const REPORT_TABLE: &str = include_str!("../../docs/examples/example-workshop-report.csv");

/// Everybody who is in a workshop.
type Sizes = [(&'static str, usize)];

const MINUTE: i64 = 60_000;
const MORNING: i64 = 1_769_853_600_000;

/// Numbers that look drawn, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) as usize % n
    }

    /// An answer on `scale`, or none, that leans towards the point at `lean`.
    fn answer(&mut self, scale: &Scale, lean: usize) -> Option<Answer> {
        let extra = match self.below(20) {
            0 => return None,
            1 | 2 => Some(Answer::DontKnow),
            3 => Some(Answer::NotRelevant),
            _ => None,
        };
        extra.filter(|it| it.is_on(scale)).or_else(|| {
            let n = scale.points.len();
            let at = if self.below(2) == 0 { lean } else { self.below(n) };
            Some(Answer::Value(scale.points[at % n].value))
        })
    }
}

fn people(sizes: &Sizes) -> usize {
    sizes.iter().map(|it| it.1).sum()
}

fn setup(instrument: &Instrument, sizes: &Sizes, threshold: u8) -> Setup {
    Setup {
        key: 4711,
        instrument: instrument.id.clone(),
        name: "Winter board".to_owned(),
        sectors: sizes.iter().map(|it| it.0.to_owned()).collect(),
        comments: true,
        threshold,
        expected: Some(people(sizes) as u16 + 2),
        ..Setup::default()
    }
}

/// A response of everybody in a workshop as it was set up. Everybody answers the first item,
/// and fewer than the threshold the last.
fn responses(instrument: &Instrument, sizes: &Sizes, setup: &Setup) -> Vec<Response> {
    let mut draw = Draw(u64::from_str_radix(&instrument.fingerprint, 16).expect("a number"));
    let sectors = sizes.iter().enumerate().flat_map(|(at, it)| vec![(at, it.0); it.1]);
    let mut res = Vec::new();
    for (k, (lean, sector)) in sectors.enumerate() {
        let minutes = MINUTE * (2 + draw.below(9) as i64);
        let random = 0x1000_0001_0001_4001_8001_0000_0000_0000 + 7919 * k as u128;
        let mut response = Response {
            id: Moment { random, ..Moment::default() }.uuid(),
            instrument: InstrumentRef::to(instrument),
            language: if k % 4 == 0 { "cy" } else { "en" }.to_owned(),
            started: MORNING,
            updated: MORNING + minutes,
            completed: Some(MORNING + minutes),
            respondent: Respondent { sector: sector.to_owned(), ..Respondent::default() },
            plan: Response::NO_PLAN.to_owned(),
            workshop: link::write_workshop(setup),
            ..Response::default()
        };
        for (i, (section, item)) in instrument.items().enumerate() {
            let scale = &section.scale;
            let point = Some(Answer::Value(scale.points[(k + i) % scale.points.len()].value));
            let is_shy = i + 1 == instrument.n_items() && k + 1 >= usize::from(setup.threshold);
            let answer = match draw.answer(scale, lean + i) {
                _ if is_shy => Some(Answer::DontKnow).filter(|it| it.is_on(scale)),
                None if i == 0 => point,
                Some(it) if i == 0 && !matches!(it, Answer::Value(_)) => point,
                it => it,
            };
            if let Some(it) = answer {
                response.answers.insert(item.id.clone(), it);
            }
        }
        if k % 5 == 0 {
            let item = instrument.items().nth(k % instrument.n_items()).expect("an item").1;
            response.notes.insert(item.id.clone(), format!("=Comment \"{k}\",\nfor the group"));
        }
        res.push(response);
    }
    res
}

/// A workshop whose first picture shows `responses`. Somebody had handed over nothing but
/// gaps before, and somebody else changes everything behind it.
fn workshop(instrument: &Instrument, setup: Setup, responses: &[Response]) -> Workshop {
    let of = InstrumentRef::to(instrument);
    let mut res = Workshop::new("4711-winter-board".to_owned(), setup, of, MORNING - MINUTE);
    let all: Vec<_> =
        responses.iter().map(|it| contribution::of_response(instrument, it)).collect();
    let mut gaps = all[1].clone();
    gaps.revision = 0;
    gaps.answers.fill(NONE);
    assert_eq!(res.add(gaps), Added::New);
    assert_eq!(res.add_all(all), [responses.len() - 1, 1, 0, 0]);
    assert!(res.show(MORNING + 30 * MINUTE), "enough people for a picture");
    let mut later = contribution::of_response(instrument, &responses[0]);
    later.revision += 1;
    later.answers.fill(NONE);
    assert_eq!(res.add(later), Added::Replaced);
    res.updated = MORNING + 31 * MINUTE;
    let response = examples::only(examples::RESPONSE).response;
    res.plan = plan::read(&response.plan, &response.follow_up);
    res
}

fn heading(workshop: &Workshop) -> Heading {
    Heading {
        name: workshop.setup.name.clone(),
        time: workshop.states.last().map(|it| it.time),
        expected: workshop.setup.expected,
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|it| panic!("{it}: {text}"))
}

fn shown_sectors(report: &Report) -> Vec<&str> {
    let shown = report.sectors.iter().filter(|it| it.responses.is_some());
    shown.map(|it| it.name.as_str()).collect()
}

/// Writes everything about a workshop; its report.
fn export(folder: &mut Folder, file: &str, sizes: &Sizes, threshold: u8) -> Report {
    let instrument = reader::read(file).unwrap_or_else(|it| panic!("{it:?}"));
    let setup = setup(&instrument, sizes, threshold);
    let responses = responses(&instrument, sizes, &setup);
    let workshop = workshop(&instrument, setup, &responses);
    let shown = report(&instrument, &workshop);
    let table = merged::merged(&instrument, &workshop, &shown);
    let rows: Vec<&Response> = table.iter().collect();
    let list: Vec<Value> =
        responses.iter().map(|it| parsed(&json::write_response(it, "", None))).collect();
    let list = Value::from(list).to_string();
    let whole = collection::write(&workshop);
    let written = files::write_json(&instrument, &shown, &heading(&workshop));

    assert_eq!(collection::read(&whole), Ok(workshop));
    let long = csv::write_long(&instrument, &rows, &english(), true);
    let wide = csv::write_wide(&instrument, &rows, true);
    for table in [&long, &wide] {
        assert_eq!(read(table, &instrument).len(), people(sizes), "nobody is left out of it");
    }
    // People were told the threshold of the workshop, which is higher than what is asked.
    let again = of_responses(&list, "3", &[&instrument]).unwrap_or_else(|it| panic!("{it:?}"));
    let mut expected = parsed(&written);
    for name in ["name", "shown", "expected"] {
        expected.as_object_mut().and_then(|it| it.shift_remove(name)).expect(name);
    }
    assert_eq!(parsed(&again), expected, "a list of the responses gives the same numbers");

    let mut write = |end: &str, content: &str| {
        folder.write(&format!("{}.{end}", instrument.id), content);
    };
    write("instrument.json", file);
    write("responses.json", &list);
    write("workshop.json", &whole);
    write("report.json", &written);
    write("report.csv", &write_csv(&instrument, &shown, &english(), true));
    write("merged.long.csv", &long);
    write("merged.wide.csv", &wide);
    shown
}

#[test]
fn everything_that_is_written_of_a_workshop_is_kept_for_other_readers() {
    const LARGE: [(&str, usize); 5] = [
        ("housing", 14),
        ("health", 11),
        ("social-care", 9),
        ("third-sector", 4),
        ("Gofal Môn", 3),
    ];
    const TWO_ALIKE: [(&str, usize); 5] =
        [("housing", 12), ("health", 12), ("social-care", 8), ("third-sector", 6), ("Tŷ", 2)];
    let mut folder = Folder::open("workshop");
    let six = export(&mut folder, &served("six-principles.json"), &LARGE, 5);
    let means = export(&mut folder, MEANS, &TWO_ALIKE, 6);
    assert_eq!(shown_sectors(&six), ["housing", "health", "social-care"]);
    // Two people could be told by subtraction, so six are hidden with them.
    assert_eq!(shown_sectors(&means), ["housing", "health", "social-care"]);
    for it in [&six, &means] {
        let last = it.items.last().expect("an item");
        assert!(last.measure.stats.is_none() && (1..it.threshold).contains(&last.measure.n));
        assert!(it.items.iter().any(|it| it.measure.gap.is_some()));
    }
    assert!(means.sections.last().is_some_and(|it| it.measure.stats.is_none()));
    let (report, table) = example();
    folder.write("example-workshop-report.json", &report);
    folder.write("example-workshop-report.csv", &table);
    folder.write("variants.json", &variants().to_string());
    folder.close();
}

/// The report of sixteen people on the page's instrument, as JSON and as a table.
fn example() -> (String, String) {
    const SIZES: [(&str, usize); 4] =
        [("housing", 6), ("health", 5), ("local-government", 2), ("third-sector", 3)];
    let instrument = examples::instrument();
    let setup = setup(&instrument, &SIZES, 5);
    let responses = responses(&instrument, &SIZES, &setup);
    let workshop = workshop(&instrument, setup, &responses);
    let shown = report(&instrument, &workshop);
    let json = files::write_json(&instrument, &shown, &heading(&workshop));
    (json, write_csv(&instrument, &shown, &english(), true))
}

#[test]
fn the_example_of_a_workshops_report_is_what_the_code_writes() {
    let (report, table) = example();
    let hint = "compare target/exports/workshop";
    assert_eq!(report, REPORT, "docs/examples/example-workshop-report.json: {hint}");
    assert_eq!(table, REPORT_TABLE, "docs/examples/example-workshop-report.csv: {hint}");
}

#[test]
fn the_page_shows_the_opening_of_each_part_of_the_example_report() {
    let mut expected = parsed(REPORT);
    for name in ["items", "sections"] {
        expected[name].as_array_mut().expect(name).truncate(1);
    }
    assert_eq!(parsed(block(files::FORMAT)), expected);
}

#[test]
fn the_workshop_on_the_page_is_what_is_kept_of_three_people() {
    let instrument = examples::instrument();
    let shown = block(collection::FORMAT);
    let read = collection::read(shown).unwrap_or_else(|it| panic!("{it:?}"));
    assert_eq!(parsed(&collection::write(&read)), parsed(shown));
    assert_eq!(read.instrument, InstrumentRef::to(&instrument));
    let n = (read.rows.len(), read.current().count());
    assert_eq!(n, (4, 3), "one of three has handed over again");
    let first = &read.rows[0];
    assert_eq!(first.person, 123_456_789, "the person of the first code on the page");
    let answers = first.answers.clone();
    let contribution = Contribution { answers, ..Contribution::default() };
    let response = contribution::to_response(&instrument, &contribution, 0);
    let example = examples::only(examples::RESPONSE).response;
    assert_eq!(response.answers, example.answers, "the answers of the example response");
}

/// Changed workshops, each with whether the reader takes it.
fn variants() -> Value {
    let base = parsed(block(collection::FORMAT));
    let row = |line: &str| ("/rows/0", json!(line));
    let accepted = [
        ("/notes", json!(null)),
        ("/notes", json!([])),
        ("/version", json!(1)),
        ("/instrument/edition", json!(null)),
        ("/created", json!("2026-01-31T10:00:00+01:00")),
        ("/states", json!([])),
        ("/states/0/threshold", json!(20)),
        row("0 0 0 0 - - 00000000"),
        row("1073741823 32767 20 1 0 1 53422340"),
        row("7 0 5 0 - - "),
    ];
    let refused = [
        ("/format", json!("partnership-assessment/response")),
        ("/version", json!(2)),
        ("/version", json!(0)),
        ("/version", json!("1")),
        ("/id", json!("two words")),
        ("/instrument", json!("joint-meetings")),
        ("/instrument/id", json!(null)),
        ("/instrument/edition", json!("é".repeat(65))),
        ("/setup", json!("#pa-instrument=five-ps")),
        ("/setup", json!({})),
        ("/created", json!("yesterday")),
        ("/updated", json!(1_769_853_600)),
        ("/sectors", json!("housing")),
        ("/sectors", json!([1])),
        ("/sectors", json!(vec!["x"; 10_001])),
        ("/states", json!(null)),
        ("/states/0/threshold", json!("5")),
        ("/states/0/threshold", json!(256)),
        ("/states/0/time", json!(null)),
        row(""),
        row("7 0 5 0 -"),
        row("7 0 5 x - - 00000000"),
        row("7 0 5 0 now - 00000000"),
        row("-7 0 5 0 - - 00000000"),
        row("7 0 5 0 - -  00000000"),
        ("/rows/0", json!(7)),
        ("/notes/0", json!([0, 1])),
        ("/notes/0", json!(["0", 1, "A comment"])),
        ("/notes/0", json!([0, -1, "A comment"])),
        ("/notes/0", json!([0, 1, 2])),
    ];
    let changed = |(at, put): &(&str, Value)| {
        let mut res = base.clone();
        *res.pointer_mut(at).expect(at) = put.clone();
        res
    };
    let without = |name: &String| {
        let mut res = base.clone();
        res.as_object_mut().and_then(|it| it.shift_remove(name.as_str())).expect(name);
        res
    };
    let planned = [
        ("plan", json!([]), true),
        ("plan", json!(null), true),
        ("plan", json!([{ "id": "a1", "by": "2027-03-01" }, "Meet", 5, null]), true),
        ("plan", json!(vec!["Meet"; 3000]), true),
        ("plan", json!({}), false),
        ("plan", json!("Meet"), false),
        ("follow_up", json!(null), true),
        ("follow_up", json!({ "partners": vec!["Health"; 501], "review": 5 }), true),
        ("follow_up", json!([]), false),
        ("follow_up", json!("Meet"), false),
    ];
    let planned = planned.map(|(name, put, valid)| {
        let mut res = base.clone();
        res[name] = put;
        (res, valid)
    });
    let names = base.as_object().expect("fields").keys().filter(|it| *it != "notes");
    let refused = refused.iter().map(changed).chain(names.map(without));
    let all = accepted.iter().map(|it| (changed(it), true)).chain(refused.map(|it| (it, false)));
    let all = all.chain(planned);
    let listed = all.map(|(document, valid)| {
        let read = collection::read(&document.to_string());
        assert_eq!(read.is_ok(), valid, "{read:?} of {document}");
        json!({ "valid": valid, "document": document })
    });
    listed.collect()
}
