//! Tables, wide and long, for one reader at once and for the other in steps.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use partnership_assessment::exchange::table::{TableRead, TableReading};
use partnership_assessment::exchange::{Imported, contribution, csv};
use partnership_assessment::instrument::Instrument;
use partnership_assessment::response::Response;
use partnership_assessment::workshop::Contribution;

use super::{shelf, told};

pub fn table(text: &str) {
    let shelf = shelf::instruments();
    let instruments: Vec<&Instrument> = shelf.iter().map(|it| &**it).collect();
    let at_once = csv::read(text, &instruments);
    match &at_once {
        Ok(all) => {
            assert!(!all.is_empty());
            for instrument in &instruments {
                let of = |it: &&Imported| it.response.instrument.id == instrument.id;
                let responses: Vec<&Response> =
                    all.iter().filter(of).map(|it| &it.response).collect();
                if !responses.is_empty() {
                    written_again(instrument, &responses);
                }
            }
        }
        Err(problems) => told(problems),
    }
    let read = |step: usize| -> Option<TableRead> {
        let mut reading = match TableReading::begin(text.to_owned(), shelf.clone()) {
            Ok(it) => it,
            Err(problems) => {
                told(&problems);
                return None;
            }
        };
        // A table that answers another instrument than it seemed to is begun once more.
        let most = (text.len() / step + 2) * (shelf.len() + 1);
        let steps = (0..most).take_while(|_| !reading.step(step)).count();
        assert!(steps < most, "reading does not end");
        Some(reading.finish())
    };
    let Some(stepped) = read(1 << 20) else {
        assert!(at_once.is_err());
        return;
    };
    assert_eq!(read(1 + text.len() % 61).as_ref(), Some(&stepped));
    if stepped.n_problems > 0 {
        told(&stepped.problems);
    }
    if let Ok(all) = &at_once {
        same(all, &stepped, &shelf);
    }
}

/// Holds what the reader of single responses takes to be taken by the other one too.
fn same(all: &[Imported], stepped: &TableRead, shelf: &[Rc<Instrument>]) {
    let of = |it: &Imported| it.response.instrument.id == stepped.instrument.id;
    if !all.iter().all(of) {
        // A wide table to several instruments, of which a workshop takes the first.
        return assert!(stepped.n_problems > 0);
    }
    let instrument = shelf.iter().find(|it| it.id == stepped.instrument.id).expect("of the shelf");
    let bare = |it: &Contribution| Contribution { person: 0, ..it.clone() };
    let wanted: Vec<Contribution> =
        all.iter().map(|it| bare(&contribution::of_response(instrument, &it.response))).collect();
    let found: Vec<Contribution> = stepped.contributions.iter().map(bare).collect();
    assert_eq!(found, wanted);
    assert_eq!(stepped.problems, []);
    let people: BTreeSet<u32> = stepped.contributions.iter().map(|it| it.person).collect();
    let ids: BTreeSet<&str> = all.iter().map(|it| it.response.id.as_str()).collect();
    assert_eq!(people.len(), ids.len(), "every id is another person");
}

/// No answer is lost on the way into a table and back.
fn written_again(instrument: &Instrument, responses: &[&Response]) {
    let wide = csv::write_wide(instrument, responses, true);
    let again = csv::read(&wide, &[instrument]).expect("our own table");
    assert_eq!(again.len(), responses.len());
    for (again, it) in again.iter().zip(responses) {
        // Comments do not stand in a wide table.
        let bare = Response { notes: Default::default(), ..(*it).clone() };
        assert_eq!(again.response, bare, "{wide}");
    }
    let long = csv::write_long(instrument, responses, &shelf::texts()[1], false);
    let said = |it: &&&Response| !it.answers.is_empty() || !it.notes.is_empty();
    let ids: BTreeSet<&str> = responses.iter().map(|it| it.id.as_str()).collect();
    if ids.len() < responses.len() || !responses.iter().any(|it| said(&it)) {
        // Rows of the same id are one response in a long table, and duplicates are refused.
        return;
    }
    let again = csv::read(&long, &[instrument]).expect("our own table");
    let again: BTreeMap<&str, &Response> =
        again.iter().map(|it| (it.response.id.as_str(), &it.response)).collect();
    for it in responses.iter().filter(said) {
        let again = again.get(it.id.as_str()).expect("its rows");
        assert_eq!(again.answers, it.answers, "{long}");
        assert_eq!(again.notes, it.notes, "{long}");
        assert_eq!(again.respondent.sector, it.respondent.sector, "{long}");
    }
}
