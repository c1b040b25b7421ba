//! Charts as drawings. Words and numbers come ready to be read, places in thousandths.
//!
//! Every number stands in words beside its mark, and nothing is told by colour alone.

mod labels;
mod matrix;
mod profile;
mod spread;
mod trend;

use super::drawing::{Anchor, Drawing, Face, Ink};
pub use matrix::{Cell, MatrixRow, matrix};
pub use profile::{ProfileRow, profile};
pub use spread::{Spread, SpreadDot, SpreadRow, spread};
pub use trend::{TrendPoint, trend};

/// How wide a chart is that stands by itself.
pub const WIDTH: i64 = 360;
/// How wide a chart is of which several are compared.
pub const SMALL: i64 = 260;

const TITLE: Face = Face { size: 15, ink: Ink::Text, bold: true };
const WORDS: Face = Face { size: 14, ink: Ink::Text, bold: false };
const VALUE: Face = Face { size: 14, ink: Ink::Text, bold: true };
const REMARK: Face = Face { size: 14, ink: Ink::Quiet, bold: false };

/// The ink of what is measured.
fn measured(less: bool) -> Ink {
    if less { Ink::Burden } else { Ink::Accent }
}

/// A part of `whole` in thousandths.
fn part(thousandths: i64, whole: i64) -> i64 {
    thousandths.clamp(0, 1000) * whole / 1000
}

/// A title at the left and a value at the right of its last line, with their top at `y`;
/// gives where they end below.
fn head(drawing: &mut Drawing, y: i64, title: &str, value: &str) -> i64 {
    let taken = TITLE.width(value);
    // A value that is a sentence has a line of its own.
    let beside = taken <= WIDTH / 3;
    let room = if beside && taken > 0 { WIDTH - taken - 16 } else { WIDTH };
    let bottom = drawing.paragraph((0, y), room, title, TITLE);
    if taken == 0 {
        bottom
    } else if beside {
        let bottom = bottom.max(y + TITLE.leading());
        let stands = bottom - (TITLE.leading() - TITLE.ascent() + TITLE.descent()) / 2;
        drawing.words((WIDTH, stands), value, Anchor::End, TITLE);
        bottom
    } else {
        drawing.paragraph((0, bottom), WIDTH, value, VALUE)
    }
}
