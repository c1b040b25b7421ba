//! Who brings what: names against heads, with a circle for how much.

use super::{REMARK, WIDTH, WORDS};
use crate::document::drawing::{Anchor, Drawing, Face, Ink};

const HEAD: Face = Face { size: 13, ink: Ink::Text, bold: false };
/// The room for the names at the left, and how wide a column is at most and at least.
const NAMES: i64 = 122;
const WIDEST: i64 = 54;
const NARROWEST: i64 = 17;
/// How high heads stand before they take more room across.
const HEIGHT: i64 = 116;
/// The least height of a row.
const ROW: i64 = 30;
/// The radii of circles for one, two and three, whose areas grow alike.
const RADII: [i64; 3] = [7, 10, 12];

/// How much a partner brings of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    #[default]
    Unsaid,
    /// From 0 for nothing to 3 for a lot.
    Amount(u8),
    /// It is said in different ways.
    Differs,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatrixRow {
    pub name: String,
    pub cells: Vec<Cell>,
}

/// A row for each name and a column for each head; below, what the marks stand for, as `key`
/// says it.
///
/// It is as wide as other charts for up to fourteen columns, and wider for more.
pub fn matrix(heads: &[String], rows: &[MatrixRow], key: &[(Cell, String)]) -> Drawing {
    let columns = heads.len() as i64;
    let cell = ((WIDTH - NAMES) / columns.max(1)).clamp(NARROWEST, WIDEST);
    let names = (WIDTH - columns * cell).max(NAMES);
    let width = names + columns * cell;
    let mut res = Drawing { width, ..Drawing::default() };
    let middle = |column: usize| names + column as i64 * cell + cell / 2;

    let heads: Vec<Vec<String>> = heads.iter().map(|it| head(it, cell)).collect();
    let top = heads.iter().flatten().map(|it| HEAD.width(it)).max().unwrap_or(0) + 7;
    for (column, lines) in heads.iter().enumerate() {
        let first = middle(column) - lines.len() as i64 * HEAD.leading() / 2;
        for (i, line) in lines.iter().enumerate() {
            let x = first + i as i64 * HEAD.leading() + HEAD.ascent() + 2;
            res.upright((x, top - 7), line, HEAD);
        }
    }
    res.line([(0, top), (width, top)], 1, Ink::Rule);
    let mut y = top;
    for row in rows {
        let lines = WORDS.lines(&row.name, names - 10).len() as i64;
        let height = ROW.max(lines * WORDS.leading() + 10);
        let first = y + (height - lines * WORDS.leading()) / 2;
        res.paragraph((0, first), names - 10, &row.name, WORDS);
        for (column, it) in row.cells.iter().take(heads.len()).enumerate() {
            draw(&mut res, *it, (middle(column), y + height / 2), cell);
        }
        y += height;
        res.line([(0, y), (width, y)], 1, Ink::Rule);
    }
    res.height = explain(&mut res, key, y + 1, cell);
    res
}

/// A head in as many lines as its column has room for.
fn head(text: &str, cell: i64) -> Vec<String> {
    let most = (cell / HEAD.leading()).max(1) as usize;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut room = HEIGHT;
    loop {
        let lines = HEAD.lines(&text, room);
        if lines.len() <= most || room > 2 * HEAD.width(&text) {
            return lines;
        }
        room += 20;
    }
}

fn draw(drawing: &mut Drawing, cell: Cell, (x, y): (i64, i64), room: i64) {
    // Narrow columns make all circles smaller alike.
    let most = (room / 2 - 1).clamp(1, 12);
    let radius =
        |amount: usize| RADII.get(amount.min(3).saturating_sub(1)).map_or(0, |it| it * most / 12);
    match cell {
        Cell::Unsaid => {}
        Cell::Amount(0) => drawing.line([(x - 4, y), (x + 4, y)], 2, Ink::Quiet),
        Cell::Amount(it) => drawing.dot((x, y), radius(usize::from(it)), Ink::Accent),
        Cell::Differs => {
            let reach = radius(2);
            drawing.hollow((x, y), reach, Ink::Accent);
            drawing.line([(x - reach, y), (x + reach, y)], 2, Ink::Accent);
        }
    }
}

/// Writes what marks stand for, in lines; gives where they end below.
fn explain(drawing: &mut Drawing, key: &[(Cell, String)], top: i64, cell: i64) -> i64 {
    const SIGN: i64 = 32;
    let (mut x, mut y) = (0, top + 8);
    let width = drawing.width;
    let mut bottom = top;
    for (it, text) in key {
        let taken = SIGN + REMARK.width(text).min(width - SIGN);
        if x > 0 && x + taken > width {
            (x, y) = (0, bottom + 2);
        }
        draw(drawing, *it, (x + 13, y + 13), cell);
        let lines = REMARK.lines(text, width - SIGN).len() as i64;
        let first = if lines > 1 { y + 4 } else { y + 13 - REMARK.leading() / 2 };
        bottom = bottom.max(y + 26);
        for (i, line) in REMARK.lines(text, width - SIGN).iter().enumerate() {
            let stands = first + i as i64 * REMARK.leading() + 12;
            drawing.words((x + SIGN, stands), line, Anchor::Start, REMARK);
            bottom = bottom.max(stands + REMARK.descent());
        }
        x += taken + 18;
    }
    bottom
}
