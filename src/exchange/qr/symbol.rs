//! Reads the modules of a QR code: which are data, and what they say.

use std::ops::RangeInclusive;

use super::{blocks, segments};

/// What the format is masked by, so that it is never all light.
const FORMAT_MASK: u32 = 0b101_0100_0001_0010;
/// The generator polynomials of the codes that protect format and version.
const FORMAT_GENERATOR: u32 = 0b101_0011_0111;
const VERSION_GENERATOR: u32 = 0b1_1111_0010_0101;
/// How many wrong modules in the format or the version can be put right.
const MOST_WRONG: u32 = 3;
/// Where the lines of alternating modules are.
const LINE: usize = 6;
/// Codes of this version and above say which it is.
const FIRST_WITH_VERSION: usize = 7;

/// The modules of a code, row by row.
struct Modules<'a> {
    side: usize,
    dark: &'a [bool],
    mirrored: bool,
}

/// How the data of a code is protected, 0 to 3, and masked, 0 to 7.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Format {
    level: usize,
    mask: usize,
}

/// The text of a code of `side` modules a side, which are given row by row from the top left,
/// as they are or mirrored. `None` if they are none of a code or too many of them are wrong.
pub fn text(side: usize, dark: &[bool]) -> Option<String> {
    let version = side.checked_sub(17)? / 4;
    if !(1..=40).contains(&version) || side != 17 + 4 * version || dark.len() != side * side {
        return None;
    }
    [false, true].into_iter().find_map(|mirrored| {
        let modules = Modules { side, dark, mirrored };
        let [first, second] = modules.formats();
        [first, second.filter(|it| Some(*it) != first)].into_iter().flatten().find_map(|it| {
            let codewords = modules.codewords(version, it.mask);
            let data = blocks::data(&codewords, version, it.level)?;
            segments::text(&data, version)
        })
    })
}

/// The version, 7 to 40, that the eighteen modules near a square say, the first the lowest bit;
/// `None` if too many of them are wrong.
pub fn version(modules: impl Iterator<Item = bool>) -> Option<usize> {
    nearest(number(modules), FIRST_WITH_VERSION..=40, 12, VERSION_GENERATOR)
}

/// The number of `values` whose code with `checks` check bits is `code`, but for three bits at
/// most.
fn nearest(
    code: u32,
    mut values: RangeInclusive<usize>,
    checks: u32,
    generator: u32,
) -> Option<usize> {
    values.find(|value| {
        let value = *value as u32;
        let rest = (0..checks).fold(value, |rest, _| {
            let rest = rest << 1;
            if rest >> checks == 1 { rest ^ generator } else { rest }
        });
        ((value << checks | rest) ^ code).count_ones() <= MOST_WRONG
    })
}

fn number(bits: impl Iterator<Item = bool>) -> u32 {
    bits.enumerate().fold(0, |sum, (i, it)| sum | u32::from(it) << i)
}

impl Modules<'_> {
    fn is_dark(&self, x: usize, y: usize) -> bool {
        let (x, y) = if self.mirrored { (y, x) } else { (x, y) };
        self.dark.get(y * self.side + x) == Some(&true)
    }

    /// The two copies of the format, as far as they can be read.
    fn formats(&self) -> [Option<Format>; 2] {
        let last = self.side - 1;
        let read = |place: &dyn Fn(usize) -> (usize, usize)| {
            let bits = number((0..15).map(place).map(|(x, y)| self.is_dark(x, y)));
            let value = nearest(bits ^ FORMAT_MASK, 0..=31, 10, FORMAT_GENERATOR)?;
            Some(Format { level: value >> 3, mask: value & 7 })
        };
        // Around the square at the top left, with a bend and two leaps over the lines.
        let around = |i: usize| match i {
            ..=5 => (8, i),
            6 | 7 => (8, i + 1),
            8 => (7, 8),
            _ => (14 - i, 8),
        };
        let beside = |i: usize| if i < 8 { (last - i, 8) } else { (8, last + i - 14) };
        [read(&around), read(&beside)]
    }

    /// The codewords in the order in which they stand: upwards and downwards by turns in
    /// pairs of columns from the right, past the column of the line.
    fn codewords(&self, version: usize, mask: usize) -> Vec<u8> {
        let side = self.side;
        let near_small = near_small_squares(version, side);
        let mut res = Vec::new();
        let (mut byte, mut n) = (0_u8, 0);
        for pair in 0..side / 2 {
            let right = side - 1 - 2 * pair;
            let right = if right <= LINE { right - 1 } else { right };
            for i in 0..side {
                let y = if pair % 2 == 0 { side - 1 - i } else { i };
                for x in [right, right - 1] {
                    if is_function(version, side, &near_small, x, y) {
                        continue;
                    }
                    byte = byte << 1 | u8::from(self.is_dark(x, y) != is_masked(mask, x, y));
                    n += 1;
                    if n % 8 == 0 {
                        res.push(byte);
                    }
                }
            }
        }
        res
    }
}

/// For each row or column the small square whose middle is at most two modules away, counted
/// from the top or the left.
fn near_small_squares(version: usize, side: usize) -> Vec<Option<usize>> {
    let mut res = vec![None; side];
    let gaps = version / 7 + 1;
    let span = side - 13;
    // All distances but the first are the same, and even: the mean, rounded up if it is half
    // a module or more above an even number.
    let step = (2 * span + 3 * gaps) / (4 * gaps) * 2;
    for i in (0..=gaps).filter(|_| version > 1) {
        let middle = if i == 0 { LINE } else { side - 7 - (gaps - i) * step };
        for it in res.iter_mut().skip(middle - 2).take(5) {
            *it = Some(i);
        }
    }
    res
}

/// Whether the module is not data: a part of squares, lines, format or version.
fn is_function(
    version: usize,
    side: usize,
    near_small: &[Option<usize>],
    x: usize,
    y: usize,
) -> bool {
    let near = |it: usize| near_small.get(it).copied().flatten();
    let last = near(side - 7);
    let in_corner = |x: usize, y: usize| x < 9 && (y < 9 || y >= side - 8);
    let in_version = |x: usize, y: usize| version >= FIRST_WITH_VERSION && x < 6 && y >= side - 11;
    let in_small = near(x).is_some() && near(y).is_some();
    // There are no small squares where the large ones are.
    let on_square = (near(x) == Some(0) && (near(y) == Some(0) || near(y) == last))
        || (near(x) == last && near(y) == Some(0));
    x == LINE
        || y == LINE
        || in_corner(x, y)
        || in_corner(y, x)
        || in_version(x, y)
        || in_version(y, x)
        || (in_small && !on_square)
}

/// Whether the mask, 0 to 7, inverts a module.
fn is_masked(mask: usize, x: usize, y: usize) -> bool {
    let product = x * y;
    0 == match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => product % 2 + product % 3,
        6 => (product % 2 + product % 3) % 2,
        _ => ((x + y) % 2 + product % 3) % 2,
    }
}
