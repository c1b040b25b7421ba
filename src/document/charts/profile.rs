//! The profile: a bar for every score, one under the other.

use super::{REMARK, WIDTH, head, measured, part};
use crate::document::drawing::{Drawing, Ink};

/// The height of a bar, and between two rows.
const BAR: i64 = 14;
const GAP: i64 = 20;
/// The shortest bar, so that none looks like an empty track, in thousandths.
const LEAST: i64 = 5;

/// A score by its place between the ends of what can be scored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileRow {
    pub title: String,
    /// From 0 to 1000; nothing where there is no score.
    pub position: Option<i64>,
    /// The score, or why there is none.
    pub value: String,
    /// The name of the band; empty for none.
    pub band: String,
    /// Where bands begin.
    pub ticks: Vec<i64>,
    /// Less is better.
    pub less: bool,
}

/// A bar for each row on a common line.
pub fn profile(rows: &[ProfileRow]) -> Drawing {
    let mut res = Drawing { width: WIDTH, ..Drawing::default() };
    for row in rows {
        let top = if res.height > 0 { res.height + GAP } else { 0 };
        let (value, below) = match row.position {
            Some(_) => (row.value.as_str(), row.band.as_str()),
            None => ("", row.value.as_str()),
        };
        let y = head(&mut res, top, &row.title, value) + 3;
        res.bar((0, y), (WIDTH, BAR), Ink::Track);
        if let Some(position) = row.position {
            let length = part(position.max(LEAST), WIDTH);
            res.bar((0, y), (length, BAR), measured(row.less));
        }
        let inside =
            row.ticks.iter().map(|it| part(*it, WIDTH)).filter(|it| (2..WIDTH - 1).contains(it));
        for x in inside {
            res.bar((x - 1, y), (2, BAR), Ink::Paper);
        }
        res.height = res.paragraph((0, y + BAR + 4), WIDTH, below, REMARK);
    }
    res
}
