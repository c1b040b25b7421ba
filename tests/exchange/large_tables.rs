//! Tables of many responses, read in steps.

use std::collections::BTreeMap;
use std::rc::Rc;

use partnership_assessment::exchange::table::{TableRead, TableReading};
use partnership_assessment::exchange::{Imported, contribution, csv};
use partnership_assessment::instrument::Instrument;
use partnership_assessment::instrument::document::{Fault, Problem};
use partnership_assessment::response::{Answer, InstrumentRef, Response};
use partnership_assessment::workshop::{Contribution, NONE};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::samples::{any_response, instrument, texts};
use crate::scoring::small::{file, read as custom, response, section, tries};

fn shared(ids: &[&'static str]) -> Vec<Rc<Instrument>> {
    ids.iter().map(|it| Rc::new(instrument(it))).collect()
}

/// Reads `text` in steps of `bytes`; what came out, and the number of steps.
fn in_steps(
    text: &str,
    instruments: &[Rc<Instrument>],
    bytes: usize,
) -> Result<(TableRead, usize), Vec<Problem>> {
    let mut reading = TableReading::begin(text.to_owned(), instruments.to_vec())?;
    let mut steps = 1;
    while !reading.step(bytes) {
        let (read, of) = reading.progress();
        assert!(read < of && of == text.len(), "{read} of {of}");
        steps += 1;
    }
    assert_eq!(reading.progress(), (text.len(), text.len()));
    Ok((reading.finish(), steps))
}

fn table(text: &str, instruments: &[Rc<Instrument>]) -> TableRead {
    let (read, _) = in_steps(text, instruments, 1 << 20).expect("a header");
    read
}

/// What the reader of single responses makes of `text`, as contributions.
fn by_csv(text: &str, instruments: &[Rc<Instrument>]) -> Result<Vec<Contribution>, Vec<Problem>> {
    let all: Vec<&Instrument> = instruments.iter().map(|it| &**it).collect();
    let contributed = |it: &Imported| {
        let instrument = all.iter().find(|one| one.id == it.response.instrument.id);
        contribution::of_response(instrument.expect("one of them"), &it.response)
    };
    Ok(csv::read(text, &all)?.iter().map(contributed).collect())
}

/// The rows of a table behind its header in another order: by the remainder of their places.
fn reordered(table: &str, step: usize) -> String {
    let mut rows: Vec<&str> = table.split_inclusive("\r\n").collect();
    let header = rows.remove(0);
    let order = (0..step).flat_map(|first| (first..rows.len()).step_by(step));
    std::iter::once(header).chain(order.map(|it| rows[it])).collect()
}

/// Several responses, no two of one person, without line breaks in their texts.
fn some_responses(id: &'static str) -> impl Strategy<Value = Vec<Response>> {
    prop::collection::vec(any_response(instrument(id)), 1..6).prop_map(|mut all| {
        for (i, it) in all.iter_mut().enumerate() {
            it.id = format!("{}{i}", it.id.chars().take(60).collect::<String>());
        }
        all
    })
}

proptest! {
    #![proptest_config(tries(80))]

    #[test]
    fn a_table_says_the_same_in_steps_of_any_size_as_to_the_reader_of_responses(
        all in some_responses("six-principles"),
        (bom, is_long) in any::<(bool, bool)>(),
        separator in select(vec![",", ";", "\t"]),
        bytes in 1_usize..400,
        others in select(vec![vec!["six-principles"], vec!["five-ps", "whole", "six-principles"], vec!["whole", "six-principles"]]),
    ) {
        let instrument = instrument("six-principles");
        let refs: Vec<&Response> = all.iter().collect();
        let text = if is_long {
            csv::write_long(&instrument, &refs, &texts()[0], bom)
        } else {
            csv::write_wide(&instrument, &refs, bom)
        };
        // A table whose texts hold separators of others keeps its own.
        let text = if text.contains('"') || text.contains([';', '\t']) { text } else { text.replace(',', separator) };
        let others = shared(&others);
        let whole = by_csv(&text, &others);
        let Ok(whole) = whole else {
            prop_assert!(is_long && all.iter().all(|it| it.answers.is_empty() && it.notes.is_empty()));
            return Ok(());
        };
        for bytes in [bytes, 1 << 20] {
            let (read, _) = in_steps(&text, &others, bytes).expect("our own table");
            prop_assert_eq!(&read.problems, &[]);
            prop_assert_eq!(&read.contributions, &whole);
            prop_assert!(!read.other_edition);
        }
    }

    #[test]
    fn the_rows_of_a_long_table_may_stand_in_any_order(
        mut all in some_responses("five-ps"),
        step in 1_usize..12,
    ) {
        for it in &mut all {
            it.respondent.sector = "health".to_owned();
            it.notes.clear();
            it.answers.insert("fp1".to_owned(), Answer::Value(3));
        }
        let five = shared(&["five-ps"]);
        let refs: Vec<&Response> = all.iter().collect();
        let text = csv::write_long(&five[0], &refs, &texts()[0], false);
        let sorted = |text: &str| {
            let mut read = table(text, &five).contributions;
            read.sort_by_key(|it| it.person);
            read
        };
        prop_assert_eq!(sorted(&reordered(&text, step)), sorted(&text));
    }

    /// Each row of a wide table is right or wrong by itself.
    #[test]
    fn wide_rows_with_a_fault_are_named_and_the_others_count(
        rows in prop::collection::vec(
            prop::collection::vec(
                select(vec![
                    "r1", "five-ps", "4", "5", "1", "", " ", "dont-know", "not-relevant", "4.0",
                    " 3 ", "+2", "04", "7", "x", "\"2\"", "\"\"\"\"", "'=1", "'5", "\"4\"x",
                    "2026-01-31T10:00:00Z", "2026-01-31T10:00:07.5Z", "2026-02-30T10:00:00Z",
                    "2026-01-31T10:00:60Z", "2026-01-31T24:00:00Z", "2026-02-01T1O:00:00Z", "other",
                ]),
                1..10,
            ),
            1..30,
        ),
        good in prop::collection::vec(any::<bool>(), 30),
    ) {
        let five = shared(&["five-ps"]);
        let header = "response_id,instrument,started,completed,fp3,fp1,zz,score:five-ps,fp2\r\n";
        let opening = ["r2", "five-ps", "2026-01-31T10:00:00Z", "2026-01-31T10:00:09Z"];
        let rows: Vec<String> = rows.iter().zip(&good).map(|(cells, good)| {
            let mut cells = cells.clone();
            // So that a part of the rows has faults in its answers only, if any.
            if *good {
                cells.splice(..cells.len().min(4), opening);
            }
            cells.join(",") + "\r\n"
        }).collect();
        let (mut contributions, mut problems) = (Vec::new(), Vec::new());
        for (i, row) in rows.iter().enumerate() {
            match by_csv(&format!("{header}{row}"), &five) {
                Ok(read) => contributions.extend(read),
                Err(found) if found[0].fault == Fault::Empty => {}
                Err(mut found) => {
                    prop_assert_eq!((found.len(), found[0].row), (1, 2));
                    found[0].row = i + 2;
                    problems.append(&mut found);
                }
            }
        }
        let read = table(&format!("{header}{}", rows.concat()), &five);
        prop_assert_eq!(&read.contributions, &contributions);
        if !contributions.is_empty() || !problems.is_empty() {
            prop_assert_eq!(&read.problems, &problems);
        }
        prop_assert_eq!(read.n_problems, read.problems.len());
    }

    #[test]
    fn text_made_of_the_marks_of_tables_is_read_as_the_reader_of_responses_reads_it(
        header in select(vec!["response_id,instrument,fp1,fp2", "response_id;item;value;note"]),
        marks in prop::collection::vec(
            select(vec![
                ",", ";", ",", ";", "\"", "\"\"", "\r", "\n", "\r\n", "4", "fp1", "fp2", "sa1",
                "five-ps", "r1", "r2", "dont-know", " ", "é", "\u{feff}", "abcdefghij", "'",
            ]),
            0..60,
        ),
        bytes in 1_usize..30,
    ) {
        let text = format!("{header}\r\n{}", marks.concat());
        let five = shared(&["five-ps"]);
        let (read, _) = in_steps(&text, &five, bytes).expect("a header");
        match by_csv(&text, &five) {
            Ok(whole) => {
                prop_assert_eq!((&read.problems, read.n_problems), (&vec![], 0));
                prop_assert_eq!(read.contributions, whole);
            }
            Err(_) => prop_assert!(read.n_problems > 0),
        }
    }
}

#[test]
fn a_header_is_refused_with_the_words_of_the_reader_of_responses() {
    let five = shared(&["five-ps"]);
    let headers = [
        "",
        " \n",
        "name,age\nx,3\n",
        "response_id,sector,fp1\nr1,health,4\n",
        "response_id,item,answer\nr1,fp1,Agree\n",
        "instrument,fp1\nfive-ps,4\n",
        "response_id,instrument,fp1,fp1\nr1,five-ps,4,5\n",
        "response_id,\"instrument,fp1\nr1,five-ps,4\n",
    ];
    let many = format!("response_id,instrument{}\n", ",x".repeat(2000));
    for text in headers.into_iter().chain([many.as_str()]) {
        let refused = TableReading::begin(text.to_owned(), five.clone()).map(|_| ());
        assert_eq!(refused, by_csv(text, &five).map(|_| ()), "{text}");
        assert!(refused.is_err(), "{text}");
    }
    assert!(TableReading::begin("response_id,item,value\n".to_owned(), Vec::new()).is_err());
}

#[test]
fn a_table_without_rows_is_empty() {
    for text in ["response_id,instrument,fp1", "response_id,item,value\r\n,,\r\n\r\n"] {
        let read = table(text, &shared(&["five-ps"]));
        assert_eq!((read.problems, read.n_problems), (vec![Problem::new("", Fault::Empty)], 1));
    }
}

#[test]
fn the_same_person_twice_in_a_wide_table_comes_out_twice() {
    let text = "response_id,instrument,started,completed,sector,fp1\n\
        r1,five-ps,2026-01-31T10:00:00Z,2026-01-31T10:00:40Z,health,4\n\
        r1,five-ps,2026-01-31T10:00:00Z,,housing,2\n";
    let all = table(text, &shared(&["five-ps"])).contributions;
    assert_eq!(all[0].person, all[1].person);
    assert_eq!((all[0].revision, all[1].revision), (10, 0));
    assert_eq!((all[0].sector.as_str(), all[1].sector.as_str()), ("health", "housing"));
    assert_ne!(all[0].answers, all[1].answers);
}

#[test]
fn a_wide_table_answers_the_instrument_that_its_first_row_names() {
    let all = shared(&["five-ps", "six-principles"]);
    let text = "response_id,instrument,edition,sa1,fp1\n\
        r0,ours,1,4,\nr1,six-principles,0,4,\nr2,five-ps,1,,4\nr3,six-principles,,5,\n";
    let read = table(text, &all);
    assert_eq!(read.instrument.id, "six-principles");
    assert_eq!(read.contributions.len(), 2);
    assert!(read.other_edition);
    let unknown = |row, it: &str| {
        Problem::in_row(row, "instrument", Fault::UnknownInstrument { found: it.to_owned() })
    };
    assert_eq!(read.problems, [unknown(2, "ours"), unknown(4, "five-ps")]);
}

#[test]
fn a_long_table_turns_to_another_instrument_where_an_item_asks_for_it() {
    let all = shared(&["five-ps", "whole", "six-principles"]);
    let read = |text: &str| {
        let read = table(text, &all);
        (read.instrument.id.clone(), read.contributions.len(), read.n_problems)
    };
    let five = "response_id,item,value\nr1,fp1,4\nr2,fp2,5\n";
    assert_eq!(read(five), ("five-ps".to_owned(), 2, 0));
    assert_eq!(read(&format!("{five}r3,sa1,1\n")), ("whole".to_owned(), 3, 0));
    let six = "response_id,item,value\nr1,sa1,4\nr2,sa2,5\n";
    assert_eq!(read(six), ("six-principles".to_owned(), 2, 0));
    assert_eq!(read(&format!("{six}r3,fp1,1\n")), ("whole".to_owned(), 3, 0));
    assert_eq!(read(&format!("{six}r3,nobody,1\n")), ("six-principles".to_owned(), 2, 1));
}

#[test]
fn faults_in_a_long_table_are_named_and_the_other_rows_count() {
    let text = "response_id,sector,item,value,note\r\n\
        r1,health,fp1,4,\r\n\
        r1,health,fp1,5,\r\n\
        r1,health,zz,5,\r\n\
        ,health,fp2,5,\r\n\
        r1,health,fp2,6,\r\n\
        r2,health,fp2,6,\r\n\
        r1,health,fp3,,why?\r\n\
        r1,health,fp4,3,a,b\r\n\
        r1,health,fp4,dont-know,\"so\r\n\"\"so\"\"\"\r\n\
        r1,health,fp3,2,because\r\n";
    let read = table(text, &shared(&["five-ps"]));
    let places: Vec<_> = read.problems.iter().map(|it| (it.row, it.at.as_str())).collect();
    assert_eq!(
        places,
        [(3, "item"), (4, "item"), (5, "response_id"), (6, "value"), (7, "value"), (9, "")]
    );
    assert_eq!(read.n_problems, 6);
    let [one] = &read.contributions[..] else { panic!("{:?}", read.contributions) };
    assert_eq!(one.answers, [6, NONE, 4, 1, NONE]);
    assert_eq!(one.notes, [(2, "because".to_owned()), (3, "so\r\n\"so\"".to_owned())]);
}

#[test]
fn a_quote_that_is_never_closed_costs_its_row_and_no_other() {
    let text =
        "response_id,instrument,role,fp1\nr1,five-ps,,4\nr2,five-ps,\"Lead,4\nr3,five-ps,,5\n";
    let read = table(text, &shared(&["five-ps"]));
    assert_eq!(read.problems, [Problem::in_row(3, "", Fault::OpenQuote)]);
    let people: Vec<_> = read.contributions.iter().map(|it| it.answers[0]).collect();
    assert_eq!(people, [6, 7]);
}

#[test]
fn a_hundred_thousand_rows_of_junk_are_counted_and_the_good_one_is_kept() {
    let junk = ["r1,five-ps,7,", "?,five-ps,4,5", "r1,five-ps,4,5,6", "r1,ours,4,5"];
    let mut text = "response_id,instrument,fp1,fp2\n".to_owned();
    for i in 0..100_000 {
        text += junk[i % junk.len()];
        text += if i == 70_000 { "\nr9,five-ps,1,2\n" } else { "\n" };
    }
    let read = table(&text, &shared(&["five-ps"]));
    assert_eq!((read.n_problems, read.problems.len()), (100_000, 50));
    assert_eq!(read.contributions.len(), 1);
    assert_eq!(read.problems[..4].iter().map(|it| it.row).collect::<Vec<_>>(), [2, 3, 4, 5]);
}

#[test]
fn digits_are_read_on_every_scale() {
    let sections = json!([section("s", &["a", "-b"])]);
    let points = [-2, 0, 3, 10];
    let own = Rc::new(custom(&file(json!({}), &points, &[0, 1], sections)));
    for (place, value) in points.iter().enumerate() {
        let mut given = response(json!({ "a": value, "-b": value }));
        given.instrument = InstrumentRef::to(&own);
        let code = 3 + place as u8;
        for text in [
            csv::write_wide(&own, &[&given], false),
            csv::write_long(&own, &[&given], &texts()[0], false),
        ] {
            let read = table(&text, std::slice::from_ref(&own));
            assert_eq!(read.contributions[0].answers, [code, code], "{text}");
        }
    }
    for cell in ["1", "2", "-", "30", "0x"] {
        let text = format!("response_id,item,value\nr1,a,{cell}\n");
        let read = table(&text, std::slice::from_ref(&own));
        assert!(matches!(read.problems[0].fault, Fault::NotOnScale { .. }), "{cell}");
    }
}

/// Two ids whose responses come to the same person, found by trying.
fn same_person(five: &Instrument) -> (String, String) {
    let mut known = BTreeMap::new();
    for i in 0.. {
        let id = format!("r{i}");
        let response = Response { id: id.clone(), ..Response::default() };
        let person = contribution::of_response(five, &response).person;
        if let Some(other) = known.insert(person, id.clone()) {
            return (other, id);
        }
    }
    unreachable!("there are more ids than numbers")
}

#[test]
fn of_two_ids_that_come_to_the_same_person_neither_is_lost() {
    let five = shared(&["five-ps"]);
    let (one, other) = same_person(&five[0]);
    let wide = format!(
        "response_id,instrument,fp1\n{one},five-ps,4\n{other},five-ps,2\n{one},five-ps,1\n"
    );
    let all = table(&wide, &five).contributions;
    assert_eq!(all[1].person, (all[0].person + 1) & 0x3fff_ffff);
    assert_eq!(all[2].person, all[0].person);
    let long =
        format!("response_id,item,value\n{one},fp1,4\n{other},fp1,2\n{one},fp2,1\n{other},fp3,5\n");
    let long = table(&long, &five);
    assert_eq!(long.n_problems, 0);
    let people: Vec<_> = long.contributions.iter().map(|it| (it.person, &it.answers[..])).collect();
    let wanted: [(u32, &[u8]); 2] =
        [(all[0].person, &[6, 3, 0, 0, 0]), (all[1].person, &[4, 0, 7, 0, 0])];
    assert_eq!(people, wanted);
}

#[test]
fn many_people_are_told_apart() {
    const PEOPLE: usize = 20_000;
    let mut text = "response_id,item,value\n".to_owned();
    for item in ["fp1", "fp2"] {
        for i in 0..PEOPLE {
            text += &format!("person-{i},{item},{}\n", 1 + i % 5);
        }
    }
    let read = table(&text, &shared(&["five-ps"]));
    assert_eq!((read.contributions.len(), read.n_problems), (PEOPLE, 0));
    for (i, it) in read.contributions.iter().enumerate() {
        let code = 3 + (i % 5) as u8;
        assert_eq!(it.answers, [code, code, 0, 0, 0]);
    }
    let mut people: Vec<u32> = read.contributions.iter().map(|it| it.person).collect();
    people.sort_unstable();
    people.dedup();
    assert_eq!(people.len(), PEOPLE);
}

/// Steps are the measure of work: each reads so many bytes, wherever it starts again.
#[test]
fn the_work_grows_with_the_table_and_no_faster() {
    let all = shared(&["five-ps", "six-principles", "characteristics", "whole"]);
    let tables: [(&str, &str, &str); 4] = [
        ("grouped", "response_id,item,value\n", "r%,fp1,4\nr%,fp2,5\n"),
        ("open quotes", "response_id,instrument,fp1\n", "r%,\"five-ps,4\nr%,five-ps,4\"\n"),
        ("of nobody", "response_id,item,value\n", "r%,zz,4\nr%,fp1,1\n"),
        ("of others", "response_id,item,value\n", "r%,fp1,4\nr%,sa1,4\n"),
    ];
    for (name, header, row) in tables {
        let steps = |n: usize| {
            let rows: String = (0..n).map(|i| row.replace('%', &format!("{i:05}"))).collect();
            in_steps(&format!("{header}{rows}"), &all, 1_000).expect("a header").1
        };
        let (few, many) = (steps(2_000), steps(20_000));
        assert!(few > 20, "{name}: {few}");
        assert!(many <= 10 * few + 10, "{name}: {few}, then {many}");
    }
}
