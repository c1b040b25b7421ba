//! Responses as tables (RFC 4180): *wide*, one row per response, and *long*, one row per
//! answer.
//!
//! Cells and headers that a spreadsheet would take for a formula get an apostrophe in
//! front, which reading takes away again. Numbers are written bare. A table carries every
//! answer; comments only the long one, names and plans neither.

pub(super) mod rows;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Imported;
use crate::instrument::Instrument;
use crate::instrument::document::{Fault, Problem, shorten};
use crate::instrument::reader::RESERVED;
use crate::response::{Field, InstrumentRef, Respondent, Response, time};
use crate::scoring::{self, Ratio};
use crate::text::Text;
use rows::{Head, MOST_PROBLEMS, Next, Row};

/// The columns of a long table.
const LONG: [&str; 8] =
    ["response_id", "sector", "section", "item", "statement", "value", "answer", "note"];
const BOM: &str = "\u{feff}";
/// The longest tag of a language, in characters.
pub(super) const MAX_LANGUAGE: usize = 35;

/// One row per response to `instrument`, with a column per item and one per section score.
pub fn write_wide(instrument: &Instrument, responses: &[&Response], bom: bool) -> String {
    let mut table = Table::new(bom);
    let scores = instrument.sections.iter().map(|it| format!("score:{}", it.id));
    let items = instrument.items().map(|(_, it)| it.id.clone());
    table.row(RESERVED.into_iter().map(str::to_owned).chain(items).chain(scores).map(Cell::Text));
    for response in responses {
        let respondent = &response.respondent;
        let opening = [
            &response.id,
            &response.instrument.id,
            &response.instrument.edition,
            &response.language,
            &started(response),
            &response.completed.map(time::write).unwrap_or_default(),
            &respondent.sector,
            &respondent.role,
            &respondent.organisation,
            &respondent.size,
        ]
        .map(|it| Cell::Text(it.clone()));
        let answers = instrument.items().map(|(_, it)| answer_cell(response, &it.id));
        let scores = scoring::score(instrument, response);
        let scores = scores.sections.into_iter().map(|it| match it.score.value() {
            Some(score) => Cell::Bare(plain_number(score)),
            None => Cell::Bare(String::new()),
        });
        table.row(opening.into_iter().chain(answers).chain(scores));
    }
    table.text
}

/// One row per answer, with statement and answer in the language of `text`.
pub fn write_long(
    instrument: &Instrument,
    responses: &[&Response],
    text: &Text,
    bom: bool,
) -> String {
    let mut table = Table::new(bom);
    table.row(LONG.into_iter().map(|it| Cell::Text(it.to_owned())));
    for response in responses {
        for (section, item) in instrument.items() {
            let answer = response.answers.get(&item.id);
            let note = response.notes.get(&item.id).cloned().unwrap_or_default();
            if answer.is_none() && note.is_empty() {
                continue;
            }
            table.row([
                Cell::Text(response.id.clone()),
                Cell::Text(response.respondent.sector.clone()),
                Cell::Text(section.id.clone()),
                Cell::Text(item.id.clone()),
                Cell::Text(text.own(&item.text).to_owned()),
                answer_cell(response, &item.id),
                Cell::Text(answer.map(|it| text.answer(&section.scale, *it)).unwrap_or_default()),
                Cell::Text(note),
            ]);
        }
    }
    table.text
}

/// When a response was started; empty where that is not told.
fn started(response: &Response) -> String {
    if response.started == 0 { String::new() } else { time::write(response.started) }
}

fn answer_cell(response: &Response, item: &str) -> Cell {
    Cell::Bare(response.answers.get(item).map(|it| it.code()).unwrap_or_default())
}

/// A score with six decimals at the most and a point, whatever the language.
pub(super) fn plain_number(score: Ratio) -> String {
    let parts = score.rounded(1_000_000);
    let sign = if parts < 0 { "-" } else { "" };
    let (whole, rest) = (parts.unsigned_abs() / 1_000_000, parts.unsigned_abs() % 1_000_000);
    let res = format!("{sign}{whole}.{rest:06}");
    res.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub(super) enum Cell {
    /// Words of a person or of an instrument: defused and quoted as needed.
    Text(String),
    /// A number or a code of ours, which needs neither.
    Bare(String),
}

pub(super) struct Table {
    pub(super) text: String,
}

impl Table {
    pub(super) fn new(bom: bool) -> Self {
        Self { text: if bom { BOM.to_owned() } else { String::new() } }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                self.text.push(',');
            }
            match cell {
                Cell::Bare(text) => self.text += &text,
                Cell::Text(text) => self.text += &quoted(&defused(&text)),
            }
        }
        self.text += "\r\n";
    }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n', ';', '\t'])
        || text.starts_with(' ')
        || text.ends_with(' ')
    {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// What ends a cell for programs that are set to other separators than ours, or ends a row.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Whether a spreadsheet may take `piece` for a formula, behind any apostrophes: the `first`
/// piece of a text, or a later one behind something in [`ENDS`].
fn looks_like_formula(piece: &str, first: bool) -> bool {
    if first {
        let text = piece.trim_start_matches('\'');
        text.starts_with(FORMULA) || text.starts_with(['\t', '\r', '\n'])
    } else {
        // What was in quotes for us is not for those who find another separator before it.
        piece.trim_start_matches(['\'', '"']).starts_with(FORMULA)
    }
}

/// `text` so that no spreadsheet takes it for a formula, nor a part of it, whatever it is set
/// to find between cells.
///
/// Law: `restored(&defused(text)) == text`.
pub fn defused(text: &str) -> String {
    let mut res = String::with_capacity(text.len() + 1);
    for (i, piece) in text.split_inclusive(ENDS).enumerate() {
        if looks_like_formula(piece, i == 0) {
            res.push('\'');
        }
        res += piece;
    }
    res
}

/// Takes away what [`defused`] put in.
pub fn restored(text: &str) -> Cow<'_, str> {
    let without = |piece, first| match str::strip_prefix(piece, '\'') {
        Some(rest) if looks_like_formula(rest, first) => rest,
        _ => piece,
    };
    let text = without(text, true);
    if !text.contains('\'') {
        return Cow::Borrowed(text);
    }
    let mut pieces = text.split_inclusive(ENDS);
    let first = pieces.next().unwrap_or_default().to_owned();
    Cow::Owned(pieces.fold(first, |res, it| res + without(it, false)))
}

/// Reads a wide or a long table to one of `instruments`.
///
/// A long table does not name its instrument: it is the first of `instruments` if that
/// has all of the table's items, else the smallest one that has. [`super::table`] reads
/// tables of many responses.
pub fn read(text: &str, instruments: &[&Instrument]) -> Result<Vec<Imported>, Vec<Problem>> {
    let head = Head::read(text)?;
    let res = if head.is_long {
        read_long(&head, text, instruments)?
    } else {
        read_wide(&head, text, instruments)?
    };
    if res.is_empty() { Err(vec![Problem::new("", Fault::Empty)]) } else { Ok(res) }
}

/// The rows of a table that hold anything, each with as many cells as the header at most.
fn each_row(
    head: &Head,
    text: &str,
    mut read: impl FnMut(Row<'_>) -> Result<(), Problem>,
) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut rows = head.rows.clone();
    loop {
        let next = rows.next(text);
        let row = Row::of(&head.columns, text, &rows);
        match next {
            Next::End => break,
            Next::OpenQuote => return Err(vec![row.problem(usize::MAX, || Fault::OpenQuote)]),
            Next::Row => {}
        }
        if row.is_blank() || problems.len() >= MOST_PROBLEMS {
            continue;
        }
        problems.extend(row.fits().and_then(|()| read(row)).err());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn read_wide(
    head: &Head,
    text: &str,
    instruments: &[&Instrument],
) -> Result<Vec<Imported>, Vec<Problem>> {
    let mut res: Vec<Imported> = Vec::new();
    let [id, named, edition, language, started, completed] =
        ["response_id", "instrument", "edition", "language", "started", "completed"]
            .map(|it| head.column(it));
    let columns: Vec<(usize, &str)> = head.item_columns().collect();
    // What each column asks, by instrument: not to be looked up again for every row.
    let asked: Vec<Vec<_>> = instruments
        .iter()
        .map(|it| columns.iter().map(|(_, name)| it.item(name)).collect())
        .collect();
    each_row(head, text, |row| {
        let name = row.get(named);
        let name = name.trim();
        let known = instruments.iter().zip(&asked).find(|it| it.0.id == name);
        let Some((instrument, asked)) = known else {
            let fault = || Fault::UnknownInstrument { found: shorten(name) };
            return Err(row.problem(named, fault));
        };
        let started = row.instant(started)?.unwrap_or_default();
        let completed = row.instant(completed)?;
        let mut response = Response {
            id: row.id(id)?.to_owned(),
            instrument: InstrumentRef::to(instrument),
            language: match row.short(language, MAX_LANGUAGE)?.trim() {
                "" => "en".to_owned(),
                text => text.to_owned(),
            },
            started,
            updated: completed.unwrap_or(started),
            completed,
            plan: Response::NO_PLAN.to_owned(),
            ..Response::default()
        };
        for field in Field::ALL.into_iter().filter(|it| RESERVED.contains(&it.name())) {
            let part = row.short(head.column(field.name()), Respondent::MAX_CHARS)?;
            *response.respondent.part_mut(field) = part.trim().to_owned();
        }
        // The columns ascend, and a row may have fewer cells than the header.
        let written = columns.iter().zip(asked).take_while(|it| it.0.0 < row.cells().len());
        for (&(column, _), asked) in written {
            let Some((section, item)) = asked else {
                row.nothing_in(column)?;
                continue;
            };
            if let Some(answer) = row.answer(column, &section.scale)? {
                response.answers.insert(item.id.clone(), answer);
            }
        }
        let edition = row.get(edition);
        let other_edition = !edition.is_empty() && edition != instrument.edition;
        res.push(Imported { response, name: String::new(), other_edition, table: true });
        Ok(())
    })?;
    Ok(res)
}

fn read_long(
    head: &Head,
    text: &str,
    instruments: &[&Instrument],
) -> Result<Vec<Imported>, Vec<Problem>> {
    let [id, sector, item, value, note] =
        ["response_id", "sector", "item", "value", "note"].map(|it| head.column(it));
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    each_row(head, text, |row| {
        let name = row.get(item);
        if !asked.contains_key(name.trim()) {
            asked.insert(name.trim().to_owned(), row.number());
        }
        Ok(())
    })?;
    let has_all = |it: &&&Instrument| asked.keys().all(|item| it.item(item).is_some());
    let smallest = || instruments.iter().filter(has_all).min_by_key(|it| it.n_items());
    let Some(instrument) = instruments.first().filter(has_all).or_else(smallest) else {
        // The fault lies with the first item that nobody knows, else with the mixture.
        let known = |item: &str| instruments.iter().any(|it| it.item(item).is_some());
        let stranger = asked.iter().find(|it| !known(it.0)).or(asked.first_key_value());
        let (name, row) = stranger.map_or(("", 1), |(name, row)| (name.as_str(), *row));
        let fault = Fault::UnknownItem { found: shorten(name) };
        return Err(vec![Problem::in_row(row, "item", fault)]);
    };
    let mut res: Vec<Imported> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    each_row(head, text, |row| {
        let id = row.id(id)?;
        let sector = row.short(sector, Respondent::MAX_CHARS)?;
        let place = places.get(id).copied().unwrap_or(res.len());
        if place == res.len() {
            let response = Response {
                id: id.to_owned(),
                instrument: InstrumentRef::to(instrument),
                language: "en".to_owned(),
                respondent: Respondent {
                    sector: sector.trim().to_owned(),
                    ..Respondent::default()
                },
                plan: Response::NO_PLAN.to_owned(),
                ..Response::default()
            };
            places.insert(id.to_owned(), place);
            res.push(Imported { response, table: true, ..Imported::default() });
        }
        let Some(Imported { response, .. }) = res.get_mut(place) else { return Ok(()) };
        let Some((section, item)) = instrument.item(row.get(item).trim()) else {
            return Ok(());
        };
        let answer = row.answer(value, &section.scale)?;
        if answer.is_some() && response.answers.contains(&item.id) {
            let found = item.id.clone();
            return Err(row.problem(head.column("item"), || Fault::Duplicate { found }));
        }
        let note = row.short(note, Response::MAX_NOTE)?;
        if let Some(answer) = answer {
            response.answers.insert(item.id.clone(), answer);
        }
        if !note.is_empty() {
            response.notes.insert(item.id.clone(), note.into_owned());
        }
        Ok(())
    })?;
    Ok(res)
}
