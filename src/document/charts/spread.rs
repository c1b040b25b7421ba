//! The spread of many people's scores: where the middle half lies, and where the ends are.

use super::{REMARK, WIDTH, WORDS, head, measured, part};
use crate::document::drawing::{Anchor, Drawing, Ink};

const GAP: i64 = 22;
/// The height of what is drawn of a row.
const HEIGHT: i64 = 22;
/// What the marks at the ends of the rail need beside it.
const EDGE: i64 = 6;
/// Between a mark and its label.
const BESIDE: i64 = 11;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpreadRow {
    pub title: String,
    /// The mean in words; empty where it may not be shown.
    pub value: String,
    /// What stands below: the spread in words, or why it is not shown.
    pub note: String,
    /// Nothing where it may not be shown.
    pub spread: Option<Spread>,
    /// The means of parts of the people.
    pub dots: Vec<SpreadDot>,
    /// Less is better.
    pub less: bool,
}

/// Places from 0 to 1000, `min <= q1 <= q3 <= max`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    pub min: i64,
    pub q1: i64,
    pub q3: i64,
    pub max: i64,
    pub mean: i64,
}

/// The mean of a part of the people, from 0 to 1000.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpreadDot {
    pub name: String,
    pub value: String,
    pub position: i64,
}

/// A rail for each row on a common line: a box around the middle half of the scores, thin
/// lines to the lowest and the highest, and a dot at the mean.
pub fn spread(rows: &[SpreadRow]) -> Drawing {
    let mut res = Drawing { width: WIDTH, ..Drawing::default() };
    for row in rows {
        let top = if res.height > 0 { res.height + GAP } else { 0 };
        let y = head(&mut res, top, &row.title, &row.value) + 2 + HEIGHT / 2;
        res.bar((EDGE, y - 2), (WIDTH - 2 * EDGE, 4), Ink::Track);
        if let Some(it) = row.spread {
            draw(&mut res, it, y, measured(row.less));
        }
        let mut bottom = y + HEIGHT / 2 + 3;
        for dot in &row.dots {
            bottom = sector(&mut res, dot, bottom, measured(row.less));
        }
        res.height = res.paragraph((0, bottom + 2), WIDTH, &row.note, REMARK);
    }
    res
}

fn place(position: i64) -> i64 {
    EDGE + part(position, WIDTH - 2 * EDGE)
}

fn draw(drawing: &mut Drawing, it: Spread, y: i64, ink: Ink) {
    let (min, max) = (place(it.min), place(it.max));
    let (q1, q3) = (place(it.q1), place(it.q3));
    drawing.line([(min, y), (max, y)], 2, ink);
    for end in [min, max] {
        drawing.line([(end, y - 5), (end, y + 5)], 2, ink);
    }
    drawing.bar((q1, y - 9), (q3 - q1, 18), Ink::Track);
    drawing.line([(q1, y - 9), (q3, y - 9), (q3, y + 9), (q1, y + 9), (q1, y - 9)], 2, ink);
    let mean = (place(it.mean), y);
    drawing.dot(mean, 7, Ink::Paper);
    drawing.dot(mean, 5, ink);
}

/// A dot with its name on the side that has more room; gives where it ends below.
fn sector(drawing: &mut Drawing, it: &SpreadDot, top: i64, ink: Ink) -> i64 {
    let x = place(it.position);
    let label = format!("{} {}", it.name, it.value);
    let (room, from, anchor) = if x <= WIDTH / 2 {
        (WIDTH - x - BESIDE, x + BESIDE, Anchor::Start)
    } else {
        (x - BESIDE, x - BESIDE, Anchor::End)
    };
    let mut bottom = top;
    for line in WORDS.lines(&label, room) {
        bottom += WORDS.leading() + 1;
        drawing.words((from, bottom - 5), &line, anchor, WORDS);
    }
    let bottom = bottom.max(top + WORDS.leading() + 1);
    drawing.hollow((x, top + 9), 5, ink);
    bottom
}
