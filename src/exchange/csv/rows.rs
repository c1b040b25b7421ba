//! A table's rows and cells, found without copying any of it.

use std::borrow::Cow;

use super::{BOM, LONG, restored};
use crate::instrument::document::{Fault, Problem, shorten};
use crate::instrument::reader::RESERVED;
use crate::instrument::{MAX_ITEMS, Scale};
use crate::response::{Answer, Millis, time};

/// More columns than the largest instrument's items, scores and details take.
const MAX_COLUMNS: usize = 2 * MAX_ITEMS + 100;
/// The largest table, in bytes.
const MAX_BYTES: usize = 512 << 20;
/// More faults than this in one table are not told apart any more.
pub const MOST_PROBLEMS: usize = 50;

/// Where the content of a cell stands, in bytes; without its quotation marks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cell {
    pub start: u32,
    pub end: u32,
    /// The content holds quotation marks, each of them doubled.
    doubled: bool,
}

/// What was found where a row should begin.
#[derive(PartialEq)]
pub enum Next {
    Row,
    /// A quoted cell that is never closed; reading can go on at the next line.
    OpenQuote,
    End,
}

/// Takes one row after the other off a table.
#[derive(Clone, Debug)]
pub struct Rows {
    separator: u8,
    /// Where the next row begins, in bytes.
    pub at: usize,
    /// The number of the row that was read last; the header is row 1.
    number: usize,
    /// Its cells, and then those of rows before it.
    cells: Vec<Cell>,
    /// How many cells it has; those beyond [`MAX_COLUMNS`] are not kept.
    n_cells: usize,
}

impl Rows {
    fn new(separator: u8, at: usize) -> Self {
        Self { separator, at, number: 0, cells: vec![Cell::default(); MAX_COLUMNS], n_cells: 0 }
    }

    /// Reads the next row of `text`, the same table each time.
    pub fn next(&mut self, text: &str) -> Next {
        let bytes = text.as_bytes();
        if self.at >= bytes.len() {
            return Next::End;
        }
        self.number += 1;
        let wanted = [self.separator, b'\n', b'\r'].map(|it| u64::from(it) * ONES);
        let mut n_cells = 0;
        let mut add = |start: usize, end: usize, doubled| {
            if let Some(cell) = self.cells.get_mut(n_cells) {
                // A table has fewer bytes than fit.
                *cell = Cell { start: start as u32, end: end as u32, doubled };
            }
            n_cells += 1;
        };
        // Where the cell begins that is read next.
        let mut start = self.at;
        let end = 'row: loop {
            if bytes.get(start) == Some(&b'"') {
                let Some((end, doubled)) = closing_quote(bytes, start + 1) else {
                    let line = bytes.iter().skip(start).position(|it| matches!(it, b'\n' | b'\r'));
                    self.end_line(bytes, line.map_or(bytes.len(), |it| start + it));
                    return Next::OpenQuote;
                };
                add(start + 1, end, doubled);
                start = end + 1;
                match bytes.get(start) {
                    None | Some(b'\n' | b'\r') => break start,
                    Some(it) if *it == self.separator => {
                        start += 1;
                        continue;
                    }
                    // Text behind a closing quote belongs to no cell; it is read as one more.
                    Some(_) => {}
                }
            }
            // Cells without quotes: the marks of eight bytes at a time.
            let mut at = start;
            'cells: loop {
                let mut marks = marks(eight(bytes, at), wanted);
                while marks != 0 {
                    let end = at + marks.trailing_zeros() as usize / 8;
                    marks &= marks - 1;
                    add(start, end, false);
                    if bytes.get(end) != Some(&self.separator) {
                        break 'row end;
                    }
                    start = end + 1;
                    if bytes.get(start) == Some(&b'"') {
                        break 'cells;
                    }
                }
                at += 8;
            }
        };
        self.n_cells = n_cells;
        self.end_line(bytes, end);
        Next::Row
    }

    /// Goes on behind the line end at `at`.
    fn end_line(&mut self, bytes: &[u8], at: usize) {
        let pair = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
        self.at = at + if pair { 2 } else { 1 };
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Eight bytes from `at` on, the first the lowest; line ends behind the last.
#[inline(always)]
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => {
            rest.iter().rev().fold(u64::from(b'\n') * ONES, |res, it| res << 8 | u64::from(*it))
        }
    }
}

/// The high bit of each byte of `eight` that is one of `wanted`, and no other bit.
#[inline(always)]
fn marks(eight: u64, wanted: [u64; 3]) -> u64 {
    const LOW: u64 = 0x7f * ONES;
    let [a, b, c] = wanted;
    // The high bit of each byte that is not nought.
    let differs = |it: u64| ((it & LOW) + LOW) | it;
    !(differs(eight ^ a) & differs(eight ^ b) & differs(eight ^ c)) & !LOW
}

/// The closing quote of the cell that begins at `start`, and whether there are doubled ones
/// before it.
fn closing_quote(bytes: &[u8], start: usize) -> Option<(usize, bool)> {
    let wanted = [u64::from(b'"') * ONES; 3];
    let mut doubled = false;
    let mut at = start;
    while at < bytes.len() {
        let marks = marks(eight(bytes, at), wanted);
        if marks == 0 {
            at += 8;
            continue;
        }
        at += marks.trailing_zeros() as usize / 8;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some((at, doubled));
        }
        doubled = true;
        at += 2;
    }
    None
}

fn text_of(text: &str, cell: Cell) -> &str {
    text.get(cell.start as usize..cell.end as usize).unwrap_or_default()
}

/// The header of a table.
#[derive(Clone, Debug)]
pub struct Head {
    pub columns: Vec<String>,
    pub is_long: bool,
    /// The rows behind the header.
    pub rows: Rows,
}

impl Head {
    /// Reads the header of `text`; the separator is what it uses most of comma, semicolon
    /// and tab.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let fail = |it: Problem| Err(vec![it]);
        if text.len() > MAX_BYTES {
            let fault = Fault::TooLarge { bytes: text.len(), limit: MAX_BYTES };
            return fail(Problem::new("", fault));
        }
        let body = text.trim_start_matches(BOM);
        let line = body.split(['\r', '\n']).next().unwrap_or_default();
        let is_ours = |it: &&str| LONG.contains(it) || RESERVED.contains(it);
        if !LONG.iter().chain(&RESERVED).any(|it| line.contains(it)) {
            let fault = if body.trim().is_empty() { Fault::Empty } else { Fault::NotOurs };
            return fail(Problem::new("", fault));
        }
        let count = |it: &u8| line.bytes().filter(|byte| byte == it).count();
        let other = [b';', b'\t'].into_iter().filter(|it| count(it) > count(&b','));
        let separator = other.max_by_key(count).unwrap_or(b',');
        let mut rows = Rows::new(separator, text.len() - body.len());
        if rows.next(text) == Next::OpenQuote {
            return fail(Problem::in_row(1, "", Fault::OpenQuote));
        }
        if rows.n_cells > MAX_COLUMNS {
            let fault = Fault::TooMany { found: rows.n_cells, limit: MAX_COLUMNS };
            return fail(Problem::in_row(1, "", fault));
        }
        let row = Row::of(&[], text, &rows);
        let name = |at| restored(row.written(at).trim()).into_owned();
        let columns: Vec<String> = (0..rows.n_cells).map(name).collect();
        for (i, name) in columns.iter().enumerate() {
            if !name.is_empty() && columns.iter().take(i).any(|it| it == name) {
                let fault = Fault::Duplicate { found: shorten(name) };
                return fail(Problem::in_row(1, name, fault));
            }
        }
        let has = |name: &str| columns.iter().any(|it| it == name);
        // Items may be called `item` and `value`, but none is called `instrument`.
        let is_wide = has("response_id") && has("instrument");
        if is_wide || has("response_id") && has("item") && has("value") {
            return Ok(Self { columns, is_long: !is_wide, rows });
        }
        if !columns.iter().any(|it| is_ours(&it.as_str())) {
            return fail(Problem::new("", Fault::NotOurs));
        }
        let wanted = ["response_id", if has("item") { "value" } else { "instrument" }];
        let found = wanted.into_iter().find(|it| !has(it)).unwrap_or_default().to_owned();
        fail(Problem::in_row(1, "", Fault::MissingColumn { found }))
    }

    /// The place of the column `name`; that of no column if there is none.
    pub fn column(&self, name: &str) -> usize {
        self.columns.iter().position(|it| it == name).unwrap_or(self.columns.len())
    }

    /// The columns of a wide table that should be items, with their names.
    pub fn item_columns(&self) -> impl Iterator<Item = (usize, &str)> {
        let names = self.columns.iter().map(String::as_str).enumerate();
        names
            .filter(|(_, it)| !it.is_empty() && !it.starts_with("score:") && !RESERVED.contains(it))
    }
}

/// A row with the names of its columns.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    columns: &'a [String],
    pub text: &'a str,
    rows: &'a Rows,
    terse: bool,
}

impl<'a> Row<'a> {
    /// The row that was read last from `text`.
    pub fn of(columns: &'a [String], text: &'a str, rows: &'a Rows) -> Self {
        Self { columns, text, rows, terse: false }
    }

    /// The same row, whose problems need not say what they are if they are only counted.
    pub fn only_counted(self, terse: bool) -> Self {
        Self { terse, ..self }
    }

    pub fn number(&self) -> usize {
        self.rows.number
    }

    pub fn is_blank(&self) -> bool {
        let is_blank = |it: &Cell| text_of(self.text, *it).trim().is_empty();
        // Hardly any row is, and most show it at once.
        !self.bytes(0).first().is_some_and(u8::is_ascii_graphic)
            && self.cells().iter().all(is_blank)
    }

    /// The cells that were kept.
    pub fn cells(&self) -> &'a [Cell] {
        let n = self.rows.n_cells.min(MAX_COLUMNS);
        self.rows.cells.get(..n).unwrap_or_default()
    }

    /// That the row has more cells than the header, if so.
    pub fn fits(&self) -> Result<(), Problem> {
        let (found, expected) = (self.rows.n_cells, self.columns.len());
        if found <= expected {
            return Ok(());
        }
        Err(self.problem(usize::MAX, || Fault::ExtraCells { found, expected }))
    }

    pub fn problem(&self, column: usize, fault: impl FnOnce() -> Fault) -> Problem {
        if self.terse {
            return Problem::new("", Fault::Missing);
        }
        let column = self.columns.get(column).map(String::as_str).unwrap_or_default();
        Problem::in_row(self.rows.number, column, fault())
    }

    #[inline(always)]
    pub fn cell(&self, column: usize) -> Cell {
        let kept = self.rows.cells.get(column).filter(|_| column < self.rows.n_cells);
        kept.copied().unwrap_or_default()
    }

    /// What stands in a cell. Texts of at most one byte are written as they are.
    pub fn bytes(&self, column: usize) -> &'a [u8] {
        let cell = self.cell(column);
        self.text.as_bytes().get(cell.start as usize..cell.end as usize).unwrap_or_default()
    }

    fn written(&self, column: usize) -> Cow<'a, str> {
        let cell = self.cell(column);
        let text = text_of(self.text, cell);
        if cell.doubled { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) }
    }

    /// The text of a cell; nothing where the row or the table has no such cell.
    pub fn get(&self, column: usize) -> Cow<'a, str> {
        let cell = self.cell(column);
        if !cell.doubled && !self.bytes(column).contains(&b'\'') {
            return Cow::Borrowed(text_of(self.text, cell));
        }
        match self.written(column) {
            Cow::Borrowed(text) => restored(text),
            Cow::Owned(text) => Cow::Owned(restored(&text).into_owned()),
        }
    }

    /// At most `limit` characters.
    pub fn short(&self, column: usize, limit: usize) -> Result<Cow<'a, str>, Problem> {
        let text = self.get(column);
        if text.len() > limit && text.chars().count() > limit {
            return Err(self.problem(column, || Fault::TooLong { limit }));
        }
        Ok(text)
    }

    pub fn id(&self, column: usize) -> Result<&'a str, Problem> {
        let id = self.get(column);
        let fits = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.');
        match id {
            Cow::Borrowed(id) if (1..=64).contains(&id.len()) && id.bytes().all(fits) => Ok(id),
            id => Err(self.problem(column, || Fault::BadId { found: shorten(&id) })),
        }
    }

    /// Nothing but blanks may stand in the column of an unknown item.
    pub fn nothing_in(&self, column: usize) -> Result<(), Problem> {
        if self.written(column).trim().is_empty() {
            return Ok(());
        }
        let name = self.columns.get(column).map(String::as_str).unwrap_or_default();
        Err(self.problem(column, || Fault::UnknownItem { found: shorten(name) }))
    }

    pub fn answer(&self, column: usize, scale: &Scale) -> Result<Option<Answer>, Problem> {
        let text = self.get(column);
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        // Spreadsheets and data frames like to write 4 as 4.0.
        let text = text.strip_suffix(".0").unwrap_or(text);
        match Answer::from_code(text) {
            Some(answer) if answer.is_on(scale) => Ok(Some(answer)),
            _ => Err(self.problem(column, || Fault::NotOnScale {
                found: shorten(text),
                allowed: Answer::offered_by(scale),
            })),
        }
    }

    pub fn instant(&self, column: usize) -> Result<Option<Millis>, Problem> {
        let text = self.get(column);
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let fault = || Fault::NotATime { found: shorten(text) };
        time::read(text).map(Some).ok_or_else(|| self.problem(column, fault))
    }
}
