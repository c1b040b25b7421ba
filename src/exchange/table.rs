//! A table of many responses, read straight into a workshop's contributions.
//!
//! [`super::csv::read`] makes whole responses, and refuses a table with any fault. Here a
//! hundred thousand of them are read in steps, so that a page stays responsive, and a row
//! with a fault is named and left out while the others count.

mod coding;
mod people;

use std::rc::Rc;

use super::contribution;
use super::csv::MAX_LANGUAGE;
use super::csv::rows::{Head, MOST_PROBLEMS, Next, Row, Rows};
use crate::instrument::Instrument;
use crate::instrument::document::{Fault, Problem, shorten};
use crate::response::{Millis, Respondent, Response};
use crate::workshop::{Contribution, NONE};
use coding::Coding;
use people::People;

/// What a table held.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRead {
    /// What all the contributions answer.
    pub instrument: Rc<Instrument>,
    /// In the order in which they begin in the table. A response that stands in two rows of
    /// a wide table comes out twice, as the same person.
    pub contributions: Vec<Contribution>,
    /// The first faults, at most 50. The rows that they name are left out.
    pub problems: Vec<Problem>,
    /// How many faults there are.
    pub n_problems: usize,
    /// A row names another edition of the instrument, asked or scored differently.
    pub other_edition: bool,
}

/// A wide or a long table that is being read.
#[derive(Clone, Debug)]
pub struct TableReading {
    text: String,
    head: Head,
    rows: Rows,
    reader: Reader,
}

impl TableReading {
    /// Reads the header of `text`, or says what is wrong with it.
    ///
    /// A wide table answers whichever of `instruments` its first rows name. A long one names
    /// none: it answers the first of `instruments` if that has all of its items, else the
    /// smallest one that has.
    pub fn begin(text: String, instruments: Vec<Rc<Instrument>>) -> Result<Self, Vec<Problem>> {
        let head = Head::read(&text)?;
        let Some(first) = instruments.first() else {
            let fault = Fault::UnknownInstrument { found: String::new() };
            return Err(vec![Problem::new("", fault)]);
        };
        let reader = Reader::new(&head, Rc::clone(first), instruments);
        Ok(Self { rows: head.rows.clone(), text, head, reader })
    }

    /// Reads on for about so many bytes, to the end of a row; whether that was all.
    pub fn step(&mut self, bytes: usize) -> bool {
        let Self { text, head, rows, reader } = self;
        let mut left = bytes.max(1);
        while left > 0 {
            let from = rows.at;
            let next = rows.next(text);
            left = left.saturating_sub(rows.at.saturating_sub(from).max(1));
            let row = Row::of(&head.columns, text, rows).only_counted(reader.is_full());
            let read = match next {
                Next::End => return true,
                Next::OpenQuote => Err(row.problem(usize::MAX, || Fault::OpenQuote)),
                Next::Row if row.is_blank() => continue,
                Next::Row if head.is_long => row.fits().and_then(|()| reader.long(row)),
                Next::Row => row.fits().and_then(|()| reader.wide(head, row)),
            };
            match read {
                Ok(On::Next) => {}
                Ok(On::FromStart(instrument)) => {
                    let instruments = std::mem::take(&mut reader.instruments);
                    *reader = Reader::new(head, instrument, instruments);
                    *rows = head.rows.clone();
                }
                Err(problem) => reader.fault(problem),
            }
        }
        rows.at >= text.len()
    }

    /// How many bytes have been read, of how many. A long table starts again where it turns
    /// out to answer another instrument than it seemed to.
    pub fn progress(&self) -> (usize, usize) {
        (self.rows.at.min(self.text.len()), self.text.len())
    }

    /// What the table holds; reads what has not been read yet.
    pub fn finish(mut self) -> TableRead {
        while !self.step(usize::MAX) {}
        let mut reader = self.reader;
        if reader.contributions.is_empty() && reader.n_problems == 0 {
            reader.fault(Problem::new("", Fault::Empty));
        }
        TableRead {
            instrument: reader.coding.instrument,
            contributions: reader.contributions,
            problems: reader.problems,
            n_problems: reader.n_problems,
            other_edition: reader.other_edition,
        }
    }
}

/// How reading goes on after a row.
enum On {
    Next,
    /// With another instrument.
    FromStart(Rc<Instrument>),
}

#[derive(Clone, Debug)]
struct Reader {
    instruments: Vec<Rc<Instrument>>,
    columns: Columns,
    coding: Coding,
    /// A row of a wide table has named the instrument.
    is_named: bool,
    people: People,
    contributions: Vec<Contribution>,
    problems: Vec<Problem>,
    n_problems: usize,
    other_edition: bool,
    /// The place among the people of the row before, in a long table.
    last: usize,
    day: Day,
}

/// The day that was read last: most rows name the same day as the one before.
#[derive(Clone, Debug, Default)]
struct Day {
    /// As in `2026-01-31`.
    written: [u8; 10],
    start: Millis,
}

impl Day {
    fn instant(&mut self, row: Row<'_>, column: usize) -> Result<Option<Millis>, Problem> {
        let Some((written, since)) = row.bytes(column).split_first_chunk() else {
            return row.instant(column);
        };
        let since = of_day(since);
        if let Some(since) = since.filter(|_| self.written == *written) {
            return Ok(Some(self.start + since));
        }
        let res = row.instant(column)?;
        if let (Some(time), Some(since)) = (res, since) {
            *self = Self { written: *written, start: time - since };
        }
        Ok(res)
    }
}

/// The time since the day began, of a time as files mostly write it.
fn of_day(written: &[u8]) -> Option<Millis> {
    let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, b'Z'] = written else { return None };
    let pair = |tens: &u8, ones: &u8, limit: Millis| {
        let number =
            10 * Millis::from(tens.wrapping_sub(b'0')) + Millis::from(ones.wrapping_sub(b'0'));
        (ones.is_ascii_digit() && number < limit).then_some(number)
    };
    Some(((pair(h1, h2, 24)? * 60 + pair(m1, m2, 60)?) * 60 + pair(s1, s2, 60)?) * 1000)
}

/// The places of the columns that are looked at.
#[derive(Clone, Debug)]
struct Columns {
    id: usize,
    instrument: usize,
    edition: usize,
    language: usize,
    started: usize,
    completed: usize,
    sector: usize,
    role: usize,
    organisation: usize,
    size: usize,
    item: usize,
    value: usize,
    note: usize,
}

impl Reader {
    fn new(head: &Head, instrument: Rc<Instrument>, instruments: Vec<Rc<Instrument>>) -> Self {
        let columns = Columns {
            id: head.column("response_id"),
            instrument: head.column("instrument"),
            edition: head.column("edition"),
            language: head.column("language"),
            started: head.column("started"),
            completed: head.column("completed"),
            sector: head.column("sector"),
            role: head.column("role"),
            organisation: head.column("organisation"),
            size: head.column("size"),
            item: head.column("item"),
            value: head.column("value"),
            note: head.column("note"),
        };
        Self {
            instruments,
            columns,
            coding: Coding::new(instrument, head),
            is_named: false,
            people: People::default(),
            contributions: Vec::new(),
            problems: Vec::new(),
            n_problems: 0,
            other_edition: false,
            last: 0,
            day: Day::default(),
        }
    }

    fn is_full(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    fn fault(&mut self, problem: Problem) {
        self.n_problems += 1;
        if !self.is_full() {
            self.problems.push(problem);
        }
    }

    fn wide(&mut self, head: &Head, row: Row<'_>) -> Result<On, Problem> {
        let columns = &self.columns;
        let name = row.get(columns.instrument);
        let name = name.trim();
        if self.coding.instrument.id != name {
            let known = self.instruments.iter().find(|it| it.id == name && !self.is_named);
            let Some(known) = known else {
                let fault = || Fault::UnknownInstrument { found: shorten(name) };
                return Err(row.problem(columns.instrument, fault));
            };
            self.coding = Coding::new(Rc::clone(known), head);
        }
        self.is_named = true;
        let started = self.day.instant(row, columns.started)?.unwrap_or_default();
        let updated = self.day.instant(row, columns.completed)?.unwrap_or(started);
        let id = row.id(columns.id)?;
        row.short(columns.language, MAX_LANGUAGE)?;
        let sector = row.short(columns.sector, Respondent::MAX_CHARS)?;
        for column in [columns.role, columns.organisation, columns.size] {
            row.short(column, Respondent::MAX_CHARS)?;
        }
        let answers = self.coding.answers(row)?;
        let edition = row.get(columns.edition);
        self.other_edition |= !edition.is_empty() && edition != self.coding.instrument.edition;
        let at = row.cell(columns.id).end as usize;
        let place = self.people.find(row.text, id).unwrap_or_else(|it| self.people.add(it, id, at));
        self.contributions.push(Contribution {
            person: self.people.number(place),
            revision: contribution::revision(started, updated),
            sector: sector.trim().to_owned(),
            answers,
            ..Contribution::default()
        });
        Ok(On::Next)
    }

    fn long(&mut self, row: Row<'_>) -> Result<On, Problem> {
        let columns = &self.columns;
        let Some(place) = self.coding.place(row, columns.item) else {
            let item = row.get(columns.item);
            let item = item.trim();
            if let Some(other) = self.coding.smallest_with(item, &self.instruments) {
                return Ok(On::FromStart(other));
            }
            let fault = || Fault::UnknownItem { found: shorten(item) };
            return Err(row.problem(columns.item, fault));
        };
        let written = row.bytes(columns.id);
        let (id, known) = match self.people.id(row.text, self.last) {
            Some(id) if id.as_bytes() == written => (id, Ok(self.last)),
            _ => {
                let id = row.id(columns.id)?;
                (id, self.people.find(row.text, id))
            }
        };
        let sector = row.short(columns.sector, Respondent::MAX_CHARS)?;
        let code = self.coding.code(row, columns.value, place)?;
        let known_answer = known.ok().and_then(|it| self.contributions.get(it)?.answers.get(place));
        if code != NONE && known_answer.is_some_and(|it| *it != NONE) {
            return Err(row.problem(columns.item, || Fault::Duplicate {
                found: self.coding.id(place).to_owned(),
            }));
        }
        let note = row.short(columns.note, Response::MAX_NOTE)?;
        self.last = known.unwrap_or_else(|number| {
            self.contributions.push(Contribution {
                person: number,
                sector: sector.trim().to_owned(),
                answers: vec![NONE; self.coding.n_items()],
                ..Contribution::default()
            });
            self.people.add(number, id, row.cell(columns.id).end as usize)
        });
        let Some(contribution) = self.contributions.get_mut(self.last) else { return Ok(On::Next) };
        if let Some(answer) = contribution.answers.get_mut(place).filter(|_| code != NONE) {
            *answer = code;
        }
        if !note.is_empty() {
            let place = place as u16;
            let notes = &mut contribution.notes;
            match notes.binary_search_by_key(&place, |it| it.0) {
                Ok(at) => notes.iter_mut().skip(at).take(1).for_each(|it| it.1 = note.to_string()),
                Err(at) => notes.insert(at, (place, note.into_owned())),
            }
        }
        Ok(On::Next)
    }
}
