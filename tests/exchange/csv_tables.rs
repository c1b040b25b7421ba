//! Responses as tables.

use partnership_assessment::exchange::{Imported, csv, read_file};
use partnership_assessment::instrument::Instrument;
use partnership_assessment::instrument::document::Fault;
use partnership_assessment::instrument::reader::RESERVED;
use partnership_assessment::response::{Answer, Respondent, Response};
use partnership_assessment::scoring::score;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::samples::{HOSTILE, any_response, any_text, instrument, texts};
use crate::scoring::small::{any_case, file, read, response, section, tries};

/// A reader of RFC 4180 that is not ours.
fn cells(table: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = table.chars().peekable();
    while let Some(it) = chars.next() {
        let row = rows.last_mut().expect("a row");
        let cell = row.last_mut().expect("a cell");
        match it {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            it if quoted => cell.push(it),
            it if it == separator => row.push(String::new()),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => rows.push(vec![String::new()]),
            it => cell.push(it),
        }
    }
    assert!(!quoted, "a quotation mark is open at the end");
    assert_eq!(rows.pop(), Some(vec![String::new()]), "every row ends with a line break");
    rows
}

/// The same rows as another program would save them.
fn rewritten(rows: &[Vec<String>], separator: char, line: &str, quote_all: bool) -> String {
    let cell = |it: &String| {
        if quote_all || it.contains([separator, '"', '\r', '\n']) {
            format!("\"{}\"", it.replace('"', "\"\""))
        } else {
            it.clone()
        }
    };
    let row =
        |it: &Vec<String>| it.iter().map(cell).collect::<Vec<_>>().join(&separator.to_string());
    rows.iter().map(|it| row(it) + line).collect()
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Whether a spreadsheet could take `cell` for a formula.
fn is_formula(cell: &str) -> bool {
    let first = cell.chars().next();
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    first.is_some_and(|it| starts.contains(&it)) && !is_number(cell)
}

/// What a wide table carries of a response.
fn wide_part(response: &Response) -> Response {
    Response {
        updated: response.completed.unwrap_or(response.started),
        respondent: Respondent { partnership: String::new(), ..response.respondent.clone() },
        notes: Default::default(),
        plan: Response::NO_PLAN.to_owned(),
        follow_up: Response::NO_FOLLOW_UP.to_owned(),
        ..response.clone()
    }
}

fn answers_of(all: &[Imported]) -> Vec<(&str, Vec<(&String, &Answer)>)> {
    all.iter().map(|it| (it.response.id.as_str(), it.response.answers.iter().collect())).collect()
}

proptest! {
    #![proptest_config(tries(120))]

    #[test]
    fn a_wide_table_keeps_every_answer_and_detail(
        response in any_response(instrument("six-principles")),
        bom in any::<bool>(),
    ) {
        let instrument = instrument("six-principles");
        let table = csv::write_wide(&instrument, &[&response], bom);
        prop_assert_eq!(table.starts_with('\u{feff}'), bom);
        let read = read_file(&table, &[&instrument]).expect("our own table");
        prop_assert_eq!(read.len(), 1);
        prop_assert_eq!(&read[0].response, &wide_part(&response));
        prop_assert!(!read[0].other_edition);
    }

    #[test]
    fn a_long_table_keeps_every_answer_and_comment(
        response in any_response(instrument("six-principles")),
        bom in any::<bool>(),
        language in 0..2_usize,
    ) {
        let (instrument, five) = (instrument("six-principles"), instrument("five-ps"));
        let table = csv::write_long(&instrument, &[&response], &texts()[language], bom);
        prop_assert_eq!(table.starts_with('\u{feff}'), bom);
        if response.answers.is_empty() && response.notes.is_empty() {
            prop_assert!(csv::read(&table, &[&instrument]).is_err());
            return Ok(());
        }
        let read = read_file(&table, &[&five, &instrument]).expect("our own table");
        prop_assert_eq!(read.len(), 1);
        let read = &read[0].response;
        prop_assert_eq!(&read.id, &response.id);
        prop_assert_eq!(&read.instrument, &response.instrument);
        prop_assert_eq!(&read.answers, &response.answers);
        prop_assert_eq!(&read.notes, &response.notes);
        prop_assert_eq!(&read.respondent.sector, &response.respondent.sector);
    }

    #[test]
    fn several_responses_share_a_table(
        mut all in prop::collection::vec(any_response(instrument("five-ps")), 1..5),
    ) {
        let instrument = instrument("five-ps");
        for (i, response) in all.iter_mut().enumerate() {
            response.id = format!("r{i}");
            response.answers.insert("fp1".to_owned(), Answer::Value(1));
        }
        let refs: Vec<&Response> = all.iter().collect();
        let wanted: Vec<_> = all.iter().map(|it| (it.id.as_str(), it.answers.iter().collect::<Vec<_>>())).collect();
        let wide = csv::read(&csv::write_wide(&instrument, &refs, true), &[&instrument]).expect("wide");
        prop_assert_eq!(answers_of(&wide), wanted.clone());
        let long = csv::write_long(&instrument, &refs, &texts()[0], true);
        let long = csv::read(&long, &[&instrument]).expect("long");
        prop_assert_eq!(answers_of(&long), wanted);
    }

    #[test]
    fn tables_follow_rfc_4180_and_hold_no_formula(response in any_response(instrument("five-ps"))) {
        let instrument = instrument("five-ps");
        let tables = [
            csv::write_wide(&instrument, &[&response], false),
            csv::write_long(&instrument, &[&response], &texts()[0], false),
        ];
        for table in tables {
            let rows = cells(&table, ',');
            prop_assert!(rows.iter().all(|it| it.len() == rows[0].len()), "{table}");
            for cell in rows.iter().flatten() {
                prop_assert!(!is_formula(cell), "{cell:?}");
            }
            let restored: Vec<_> = rows.iter().flatten().map(|it| csv::restored(it)).collect();
            for part in [&response.respondent.sector, &response.id] {
                prop_assert!(rows.len() == 1 || restored.iter().any(|it| it == part), "{part:?}");
            }
        }
    }

    /// As spreadsheets of other countries, and other programs, save them again.
    #[test]
    fn other_separators_line_ends_and_quotes_change_nothing(
        response in any_response(instrument("five-ps")),
        separator in select(vec![',', ';', '\t']),
        line in select(vec!["\r\n", "\n"]),
        (quote_all, bom) in any::<(bool, bool)>(),
    ) {
        let instrument = instrument("five-ps");
        let ours = [
            csv::write_wide(&instrument, &[&response], false),
            csv::write_long(&instrument, &[&response], &texts()[0], false),
        ];
        for ours in ours {
            let table = rewritten(&cells(&ours, ','), separator, line, quote_all);
            let table = if bom { format!("\u{feff}{table}") } else { table };
            prop_assert_eq!(csv::read(&table, &[&instrument]), csv::read(&ours, &[&instrument]), "{}", table);
        }
    }

    #[test]
    fn what_is_defused_is_restored_exactly(
        text in any_text(),
        apostrophes in 0_usize..4,
        separator in "[;\t\r\n'\"]{0,3}",
    ) {
        let text = format!("{}{text}", "'".repeat(apostrophes));
        let text = [text.as_str(), "=1", text.as_str()].join(&separator);
        let defused = csv::defused(&text);
        for piece in defused.split([';', '\t', '\r', '\n']).skip(1) {
            prop_assert!(!is_formula(piece.trim_start_matches('"')), "{defused:?}");
        }
        prop_assert!(!is_formula(&defused) || is_number(&defused), "{defused:?}");
        prop_assert_eq!(csv::restored(&defused), text);
    }

    #[test]
    fn scores_in_a_wide_table_are_those_of_the_response(case in any_case()) {
        let (instrument, response) = (&case.instrument, &case.response);
        let rows = cells(&csv::write_wide(instrument, &[response], false), ',');
        for (section, it) in instrument.sections.iter().zip(score(instrument, response).sections) {
            let name = format!("score:{}", section.id);
            let at = rows[0].iter().position(|it| *it == name).expect("a column for each section");
            match it.score.value() {
                Some(score) => {
                    let found: f64 = rows[1][at].parse().expect("a number");
                    prop_assert!((found - score.to_f64()).abs() <= 5.1e-7);
                }
                None => prop_assert_eq!(&rows[1][at], ""),
            }
        }
        let read = csv::read(&csv::write_wide(instrument, &[response], true), &[instrument]);
        prop_assert_eq!(&read.expect("our own table")[0].response.answers, &response.answers);
    }
}

#[test]
fn hostile_texts_are_defused_in_cells_and_restored() {
    for text in HOSTILE {
        let defused = csv::defused(text);
        assert!(!is_formula(&defused) || is_number(&defused), "{text:?} as {defused:?}");
        assert_eq!(csv::restored(&defused), text);
    }
    assert_eq!(csv::defused("=1"), "'=1");
    assert_eq!(csv::defused("'=1"), "''=1");
    assert_eq!(csv::defused("plain"), "plain");
    assert_eq!(csv::defused("'plain"), "'plain");
    assert_eq!(csv::restored("'plain"), "'plain");
    // Where semicolons, tabs or the ends of lines divide cells.
    assert_eq!(csv::defused("x;=1\ty\t-2\n@z"), "x;'=1\ty\t'-2\n'@z");
    assert_eq!(csv::defused("x;\"=1\";'+2"), "x;'\"=1\";''+2");
    assert_eq!(csv::defused("x; y\r\nz;"), "x; y\r\nz;");
    assert_eq!(csv::restored("x;'y"), "x;'y");
    assert_eq!(csv::defused("-2"), "'-2", "a person's words are never a number");
}

#[test]
fn headers_are_defused_and_restored_as_well() {
    let sections = json!([section("-s", &["-1", "-x", ".b", "a"])]);
    let instrument = read(&file(json!({}), &[-2, 0, 2], &[0, 1], sections));
    let mut given = response(json!({ "-1": -2, "-x": 2, ".b": "dont-know", "a": 0 }));
    given.instrument = partnership_assessment::response::InstrumentRef::to(&instrument);
    let table = csv::write_wide(&instrument, &[&given], false);
    let rows = cells(&table, ',');
    assert!(rows[0].iter().all(|it| !is_formula(it) && !it.starts_with('-')), "{:?}", rows[0]);
    let read = csv::read(&table, &[&instrument]).expect("our own table");
    assert_eq!(read[0].response.answers, given.answers);
    let table = csv::write_long(&instrument, &[&given], &texts()[0], false);
    let read = csv::read(&table, &[&instrument]).expect("our own table");
    assert_eq!(read[0].response.answers, given.answers);
}

/// The reader of instruments takes these ids, so tables have to live with them.
#[test]
fn items_named_like_parts_of_a_file_lose_no_answers() {
    let names = [
        "partnership",
        "item",
        "value",
        "section",
        "statement",
        "answer",
        "note",
        "name",
        "updated",
        "score",
        "answers",
        "respondent",
        "id",
        "text",
        "1",
        "4.0",
        "true",
        "null",
        "Sector",
    ];
    assert!(names.iter().all(|it| !RESERVED.contains(it)));
    for chosen in names.iter().map(|it| vec![*it]).chain([vec!["item", "value"], names.to_vec()]) {
        let instrument = read(&file(json!({}), &[1, 2], &[0, 1], json!([section("s", &chosen)])));
        let mut given = response(json!({}));
        given.instrument = partnership_assessment::response::InstrumentRef::to(&instrument);
        for (i, name) in chosen.iter().enumerate() {
            given.answers.insert((*name).to_owned(), Answer::Value(1 + i as i64 % 2));
        }
        let wide = csv::read(&csv::write_wide(&instrument, &[&given], false), &[&instrument]);
        let wide = wide.unwrap_or_else(|it| panic!("{chosen:?}: {it:?}"));
        assert_eq!(wide[0].response, wide_part(&given), "{chosen:?}");
        let long = csv::write_long(&instrument, &[&given], &texts()[0], false);
        let long =
            csv::read(&long, &[&instrument]).unwrap_or_else(|it| panic!("{chosen:?}: {it:?}"));
        assert_eq!(long[0].response.answers, given.answers, "{chosen:?}");
    }
}

#[test]
fn a_wide_table_looks_as_documented() {
    let instrument = instrument("five-ps");
    let mut given = response(json!({ "fp1": 4, "fp2": "dont-know", "fp3": 5, "fp4": 1 }));
    given.instrument = partnership_assessment::response::InstrumentRef::to(&instrument);
    given.started = 1_769_853_600_000;
    given.respondent.role = "Lead, \"acting\"\nnurse".to_owned();
    given.respondent.organisation = "=HYPERLINK(1)".to_owned();
    let table = csv::write_wide(&instrument, &[&given], true);
    let wanted = "\u{feff}response_id,instrument,edition,language,started,completed,sector,role,organisation,size,\
        fp1,fp2,fp3,fp4,fp5,score:five-ps\r\n\
        r1,five-ps,1,en,2026-01-31T10:00:00Z,,,\"Lead, \"\"acting\"\"\nnurse\",'=HYPERLINK(1),,4,dont-know,5,1,,58.333333\r\n";
    let section = &instrument.sections[0].id;
    assert_eq!(table, wanted.replace("score:five-ps", &format!("score:{section}")));
}

#[test]
fn a_long_table_looks_as_documented() {
    let instrument =
        read(&file(json!({}), &[1, 2], &[0, 1], json!([section("s", &["a", "b", "c"])])));
    let mut given = response(json!({ "a": 2, "b": "not-relevant" }));
    given.notes.insert("c".to_owned(), "@all, see\r\nbelow".to_owned());
    given.respondent.sector = "health".to_owned();
    let table = csv::write_long(&instrument, &[&given], &texts()[0], false);
    let wanted = "response_id,sector,section,item,statement,value,answer,note\r\n\
        r1,health,s,a,Statement a,2,2,\r\n\
        r1,health,s,b,Statement b,not-relevant,Not relevant to us,\r\n\
        r1,health,s,c,Statement c,,,\"'@all, see\r\nbelow\"\r\n";
    assert_eq!(table, wanted);
}

fn five() -> Instrument {
    instrument("five-ps")
}

#[test]
fn what_spreadsheets_do_to_numbers_and_spaces_is_understood() {
    let wide =
        "response_id,instrument,edition,fp1,fp2,fp3\r\nr1,five-ps,1,4.0, 5 ,\"dont-know\"\r\n";
    let read = csv::read(wide, &[&five()]).expect("a table");
    let answers: Vec<String> = read[0].response.answers.values().map(|it| it.code()).collect();
    assert_eq!(answers, ["4", "5", "dont-know"]);
    let header = " response_id , instrument , language ,fp1\nr1, five-ps , cy ,4\n";
    let read = csv::read(header, &[&five()]).expect("a table");
    assert_eq!((read[0].response.answers.len(), read[0].response.language.as_str()), (1, "cy"));
}

#[test]
fn blank_rows_and_a_missing_last_line_break_are_no_fault() {
    let table = "response_id,instrument,fp1,fp2\n\nr1,five-ps,4\n,,,\nr2,five-ps,,5";
    let read = csv::read(table, &[&five()]).expect("a table");
    let found: Vec<_> =
        read.iter().map(|it| (it.response.id.as_str(), it.response.answers.len())).collect();
    assert_eq!(found, [("r1", 1), ("r2", 1)]);
}

/// Text behind a closing quotation mark must not push the answers one column along.
#[test]
fn a_slip_in_quoting_never_moves_an_answer_to_another_item() {
    let table = "response_id,instrument,role,fp1,fp2,fp3\nr1,five-ps,\"Lead\" nurse,4,2\n";
    if let Ok(read) = csv::read(table, &[&five()]) {
        let answers = &read[0].response.answers;
        assert_eq!(answers.get("fp1"), Some(&Answer::Value(4)), "{answers:?}");
        assert_eq!(answers.get("fp2"), Some(&Answer::Value(2)), "{answers:?}");
    }
}

#[test]
fn a_long_table_belongs_to_the_instrument_that_has_all_its_items() {
    let (five, whole) = (five(), instrument("whole"));
    let table = "response_id,item,value\nr1,fp1,4\nr1,fp2,dont-know\n";
    for instruments in [[&five, &whole], [&instrument("benefits"), &five]] {
        let read = csv::read(table, &instruments).expect("a table");
        assert_eq!(read[0].response.instrument.id, "five-ps");
    }
    let mixed = "response_id,item,value\nr1,fp1,4\nr1,sa1,4\n";
    assert_eq!(
        csv::read(mixed, &[&five, &whole]).expect("a table")[0].response.instrument.id,
        "whole"
    );
    assert!(csv::read(mixed, &[&five, &instrument("six-principles")]).is_err());
}

#[test]
fn an_answer_that_stands_twice_is_not_chosen_from() {
    let table = "response_id,item,value\nr1,fp1,4\nr2,fp1,2\nr1,fp1,5\n";
    let problems = csv::read(table, &[&five()]).expect_err("a contradiction");
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].row, problems[0].at.as_str()), (4, "item"));
    assert_eq!(problems[0].fault, Fault::Duplicate { found: "fp1".to_owned() });
}
