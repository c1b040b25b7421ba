//! Responses as tables (RFC 4180): *wide*, one row per response, and *long*, one row per
//! answer.
//!
//! Cells and headers that a spreadsheet would take for a formula get an apostrophe in
//! front, which reading takes away again. Numbers are written bare. A table carries every
//! answer; comments only the long one, names and plans neither.

use std::collections::BTreeMap;

use super::Imported;
use crate::instrument::document::{Fault, Problem, shorten};
use crate::instrument::reader::RESERVED;
use crate::instrument::{Instrument, MAX_ITEMS, Scale};
use crate::response::{Answer, Field, InstrumentRef, Respondent, Response, time};
use crate::scoring::{self, Ratio};
use crate::text::Text;

/// The columns of a long table.
const LONG: [&str; 8] =
    ["response_id", "sector", "section", "item", "statement", "value", "answer", "note"];
/// More columns than the largest instrument's items, scores and details take.
const MAX_COLUMNS: usize = 2 * MAX_ITEMS + 100;
const BOM: &str = "\u{feff}";
/// The largest table, in bytes.
const MAX_BYTES: usize = 512 << 20;

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
            &time::write(response.started),
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

fn answer_cell(response: &Response, item: &str) -> Cell {
    Cell::Bare(response.answers.get(item).map(|it| it.code()).unwrap_or_default())
}

/// A score with six decimals at the most and a point, whatever the language.
fn plain_number(score: Ratio) -> String {
    let parts = score.rounded(1_000_000);
    let sign = if parts < 0 { "-" } else { "" };
    let (whole, rest) = (parts.unsigned_abs() / 1_000_000, parts.unsigned_abs() % 1_000_000);
    let res = format!("{sign}{whole}.{rest:06}");
    res.trim_end_matches('0').trim_end_matches('.').to_owned()
}

enum Cell {
    /// Words of a person or of an instrument: defused and quoted as needed.
    Text(String),
    /// A number or a code of ours, which needs neither.
    Bare(String),
}

struct Table {
    text: String,
}

impl Table {
    fn new(bom: bool) -> Self {
        Self { text: if bom { BOM.to_owned() } else { String::new() } }
    }

    fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
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

/// What a spreadsheet may take for the start of a formula, behind any apostrophes.
fn looks_like_formula(text: &str) -> bool {
    const STARTS: [char; 11] =
        ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    text.trim_start_matches('\'').starts_with(STARTS)
}

/// `text` so that no spreadsheet takes it for a formula.
///
/// Law: `restored(defused(text)) == text`.
pub fn defused(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Takes away what [`defused`] put in front.
pub fn restored(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

/// Reads a wide or a long table to one of `instruments`.
///
/// A long table does not name its instrument: it is the first of `instruments` if that
/// has all of the table's items, else the smallest one that has.
pub fn read(text: &str, instruments: &[&Instrument]) -> Result<Vec<Imported>, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        return Err(vec![Problem::new(
            "",
            Fault::TooLarge { bytes: text.len(), limit: MAX_BYTES },
        )]);
    }
    let text = text.trim_start_matches(BOM);
    let first = text.lines().next().unwrap_or_default();
    if !first.contains("response_id") && !LONG.iter().chain(&RESERVED).any(|it| first.contains(it))
    {
        let fault = if text.trim().is_empty() { Fault::Empty } else { Fault::NotOurs };
        return Err(vec![Problem::new("", fault)]);
    }
    let rows = rows(text).map_err(|it| vec![it])?;
    let Some((header, rows)) = rows.split_first() else {
        return Err(vec![Problem::new("", Fault::Empty)]);
    };
    let header: Vec<&str> = header.iter().map(|it| restored(it.trim())).collect();
    if header.len() > MAX_COLUMNS {
        let fault = Fault::TooMany { found: header.len(), limit: MAX_COLUMNS };
        return Err(vec![Problem::in_row(1, "", fault)]);
    }
    let has = |name: &str| header.contains(&name);
    for (i, name) in header.iter().enumerate() {
        if header[..i].contains(name) && !name.is_empty() {
            let found = shorten(name);
            return Err(vec![Problem::in_row(1, found.clone(), Fault::Duplicate { found })]);
        }
    }
    // Items may be called `item` and `value`, but none is called `instrument`.
    if has("response_id") && has("instrument") {
        read_wide(&header, rows, instruments)
    } else if has("response_id") && has("item") && has("value") {
        read_long(&header, rows, instruments)
    } else {
        let not_ours = !header.iter().any(|it| LONG.contains(it) || RESERVED.contains(it));
        let missing = || {
            let wanted =
                if has("item") { ["response_id", "value"] } else { ["response_id", "instrument"] };
            wanted.into_iter().find(|it| !has(it)).unwrap_or("response_id").to_owned()
        };
        Err(vec![if not_ours {
            Problem::new("", Fault::NotOurs)
        } else {
            Problem::in_row(1, "", Fault::MissingColumn { found: missing() })
        }])
    }
}

/// A row of a table with the names of its columns.
struct Row<'a> {
    number: usize,
    header: &'a [&'a str],
    cells: &'a [String],
}

impl<'a> Row<'a> {
    fn get(&self, name: &str) -> &'a str {
        let at = self.header.iter().position(|it| *it == name);
        restored(at.and_then(|it| self.cells.get(it)).map_or("", String::as_str))
    }

    fn problem(&self, column: &str, fault: Fault) -> Problem {
        Problem::in_row(self.number, column, fault)
    }

    fn short(&self, column: &str, limit: usize) -> Result<String, Problem> {
        let text = self.get(column);
        if text.chars().count() > limit {
            return Err(self.problem(column, Fault::TooLong { limit }));
        }
        Ok(text.to_owned())
    }

    fn id(&self) -> Result<String, Problem> {
        let id = self.get("response_id");
        let fits = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
        if id.is_empty() || id.len() > 64 || !id.chars().all(fits) {
            return Err(self.problem("response_id", Fault::BadId { found: shorten(id) }));
        }
        Ok(id.to_owned())
    }

    fn answer(&self, column: &str, scale: &Scale) -> Result<Option<Answer>, Problem> {
        let text = self.get(column).trim();
        if text.is_empty() {
            return Ok(None);
        }
        // Spreadsheets and data frames like to write 4 as 4.0.
        let text = text.strip_suffix(".0").unwrap_or(text);
        match Answer::from_code(text) {
            Some(answer) if answer.is_on(scale) => Ok(Some(answer)),
            _ => {
                let allowed = Answer::offered_by(scale);
                Err(self.problem(column, Fault::NotOnScale { found: shorten(text), allowed }))
            }
        }
    }
}

/// The rows of a table that hold anything, each with as many cells as the header at most.
fn each_row<'a>(
    header: &'a [&'a str],
    rows: &'a [Vec<String>],
    mut read: impl FnMut(Row<'a>) -> Result<(), Problem>,
) -> Result<(), Vec<Problem>> {
    const MOST_PROBLEMS: usize = 50;
    let mut problems = Vec::new();
    for (i, cells) in rows.iter().enumerate() {
        let row = Row { number: i + 2, header, cells };
        if cells.iter().all(|it| it.trim().is_empty()) || problems.len() >= MOST_PROBLEMS {
            continue;
        }
        if cells.len() > header.len() {
            let fault = Fault::ExtraCells { found: cells.len(), expected: header.len() };
            problems.push(row.problem("", fault));
            continue;
        }
        if let Err(problem) = read(row) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn read_wide(
    header: &[&str],
    rows: &[Vec<String>],
    instruments: &[&Instrument],
) -> Result<Vec<Imported>, Vec<Problem>> {
    let mut res: Vec<Imported> = Vec::new();
    each_row(header, rows, |row| {
        let name = row.get("instrument").trim();
        let Some(instrument) = instruments.iter().find(|it| it.id == name) else {
            let found = shorten(name);
            return Err(row.problem("instrument", Fault::UnknownInstrument { found }));
        };
        let instant = |column: &str| match row.get(column).trim() {
            "" => Ok(None),
            text => match time::read(text) {
                Some(time) => Ok(Some(time)),
                None => Err(row.problem(column, Fault::NotATime { found: shorten(text) })),
            },
        };
        let started = instant("started")?.unwrap_or_default();
        let completed = instant("completed")?;
        let mut response = Response {
            id: row.id()?,
            instrument: InstrumentRef::to(instrument),
            language: match row.short("language", 35)? {
                text if text.is_empty() => "en".to_owned(),
                text => text,
            },
            started,
            updated: completed.unwrap_or(started),
            completed,
            plan: Response::NO_PLAN.to_owned(),
            ..Response::default()
        };
        for field in Field::ALL.into_iter().filter(|it| RESERVED.contains(&it.name())) {
            *response.respondent.part_mut(field) =
                row.short(field.name(), Respondent::MAX_CHARS)?.trim().to_owned();
        }
        for (column, name) in header.iter().enumerate() {
            if RESERVED.contains(name) || name.starts_with("score:") || name.is_empty() {
                continue;
            }
            let filled = row.cells.get(column).is_some_and(|it| !it.trim().is_empty());
            let Some((section, item)) = instrument.item(name) else {
                if filled {
                    return Err(row.problem(name, Fault::UnknownItem { found: shorten(name) }));
                }
                continue;
            };
            if let Some(answer) = row.answer(name, &section.scale)? {
                response.answers.insert(item.id.clone(), answer);
            }
        }
        let edition = row.get("edition");
        let other_edition = !edition.is_empty() && edition != instrument.edition;
        res.push(Imported { response, name: String::new(), other_edition, table: true });
        Ok(())
    })?;
    some(res)
}

fn some(res: Vec<Imported>) -> Result<Vec<Imported>, Vec<Problem>> {
    if res.is_empty() { Err(vec![Problem::new("", Fault::Empty)]) } else { Ok(res) }
}

fn read_long(
    header: &[&str],
    rows: &[Vec<String>],
    instruments: &[&Instrument],
) -> Result<Vec<Imported>, Vec<Problem>> {
    let mut asked = BTreeMap::new();
    each_row(header, rows, |row| {
        asked.entry(row.get("item").trim()).or_insert(row.number);
        Ok(())
    })?;
    let has_all = |it: &&&Instrument| asked.keys().all(|item| it.item(item).is_some());
    let smallest = || instruments.iter().filter(has_all).min_by_key(|it| it.n_items());
    let Some(instrument) = instruments.first().filter(has_all).or_else(smallest) else {
        // The fault lies with the first item that nobody knows, else with the mixture.
        let known = |item: &str| instruments.iter().any(|it| it.item(item).is_some());
        let stranger = asked.iter().find(|(item, _)| !known(item)).or(asked.first_key_value());
        let (item, row) = stranger.map_or(("", 1), |(item, row)| (*item, *row));
        return Err(vec![Problem::in_row(
            row,
            "item",
            Fault::UnknownItem { found: shorten(item) },
        )]);
    };
    let mut res: Vec<Imported> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    each_row(header, rows, |row| {
        let id = row.id()?;
        let sector = row.short("sector", Respondent::MAX_CHARS)?.trim().to_owned();
        let place = *places.entry(row.get("response_id")).or_insert(res.len());
        if place == res.len() {
            let response = Response {
                id,
                instrument: InstrumentRef::to(instrument),
                language: "en".to_owned(),
                respondent: Respondent { sector, ..Respondent::default() },
                plan: Response::NO_PLAN.to_owned(),
                ..Response::default()
            };
            res.push(Imported { response, table: true, ..Imported::default() });
        }
        let Some(Imported { response, .. }) = res.get_mut(place) else { return Ok(()) };
        let Some((section, item)) = instrument.item(row.get("item").trim()) else {
            return Ok(());
        };
        if let Some(answer) = row.answer("value", &section.scale)? {
            if response.answers.contains(&item.id) {
                return Err(row.problem("item", Fault::Duplicate { found: item.id.clone() }));
            }
            response.answers.insert(item.id.clone(), answer);
        }
        let note = row.short("note", Response::MAX_NOTE)?;
        if !note.is_empty() {
            response.notes.insert(item.id.clone(), note);
        }
        Ok(())
    })?;
    some(res)
}

/// Splits a table into rows of cells; the separator is what the header uses most of
/// comma, semicolon and tab.
fn rows(text: &str) -> Result<Vec<Vec<String>>, Problem> {
    let line = text.lines().next().unwrap_or_default();
    let count = |it: &char| line.matches(*it).count();
    let separator = [';', '\t'].into_iter().filter(|it| count(it) > count(&',')).max_by_key(count);
    let separator = separator.unwrap_or(',');
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (cell, behind) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_cell(quoted)
                .ok_or_else(|| Problem::in_row(rows.len() + 1, "", Fault::OpenQuote))?
        } else {
            let end = rest.find([separator, '\r', '\n']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        };
        row.push(cell);
        let at_line_end = behind.strip_prefix("\r\n").or(behind.strip_prefix(['\r', '\n']));
        if let Some(next) = behind.strip_prefix(separator) {
            rest = next;
            if next.is_empty() {
                row.push(String::new());
            }
        } else if let Some(next) = at_line_end {
            rest = next;
            rows.push(std::mem::take(&mut row));
        } else {
            // Text behind a closing quote belongs to no cell; it is read as one more.
            rest = behind;
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    Ok(rows)
}

/// The cell up to its closing quote, and what stands behind it.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"')?;
        cell += &rest[..end];
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                rest = next;
            }
            None => return Some((cell, rest)),
        }
    }
}
