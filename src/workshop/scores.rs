//! Section and overall scores of many rows, as whole numbers in a common unit.

use super::{LOWEST, Row, values};
use crate::instrument::{Instrument, Method};
use crate::scoring;

/// Above this, the common unit of scores is rounded to: one in a hundred thousand million.
const FINEST: i64 = 100_000_000_000;

/// How rows of an instrument are scored.
///
/// Law: a row scores what [`scoring::score`] gives the response it was made of; exactly, as
/// long as the common denominator stays below 10^11, else rounded to 11 decimals.
pub struct Scorer {
    sections: Vec<Section>,
    method: Method,
    /// Section scores come in units of `1 / unit`.
    pub unit: i64,
    /// Overall scores come in units of `1 / overall_unit`.
    pub overall_unit: i64,
}

struct Section {
    first: usize,
    /// For each item, what each code counts, from [`LOWEST`] on.
    items: Vec<Vec<i64>>,
    needed: usize,
    min: i64,
    range: i64,
    counts: bool,
}

impl Scorer {
    pub fn new(instrument: &Instrument) -> Self {
        let mut first = 0;
        let (mut unit, mut counted) = (1, 0);
        let mut sections = Vec::new();
        for it in &instrument.sections {
            let scale = &it.scale;
            let len = it.items.len();
            let points = values(scale);
            let counted_points =
                |item| points.iter().map(|it| scoring::counted(item, scale, *it)).collect();
            let range = scale.max() - scale.min();
            sections.push(Section {
                first,
                items: it.items.iter().map(counted_points).collect(),
                needed: scoring::needed(instrument, it),
                min: scale.min(),
                range,
                counts: it.counts_towards_overall,
            });
            counted += usize::from(it.counts_towards_overall);
            first += len;
            let parts = match instrument.scoring.method {
                Method::Percent => percents(up_to(len).saturating_mul(range)),
                Method::Mean => up_to(len),
                Method::Sum => 1,
            };
            unit = common(unit, parts);
        }
        let method = instrument.scoring.method;
        let overall_unit = match method {
            Method::Sum => unit,
            Method::Percent | Method::Mean => unit.saturating_mul(up_to(counted)).min(FINEST),
        };
        Self { sections, method, unit, overall_unit }
    }

    /// The scores of the sections and, last, overall; `None` where there is none.
    pub fn scores(&self, row: &Row, res: &mut Vec<Option<i64>>) {
        let (mut total, mut n_total) = (0_i128, 0_i128);
        for section in &self.sections {
            let (mut sum, mut n) = (0, 0);
            let codes = row.answers.get(section.first..).unwrap_or_default();
            for (points, code) in section.items.iter().zip(codes) {
                let place = code.checked_sub(LOWEST).map(usize::from);
                if let Some(value) = place.and_then(|it| points.get(it)) {
                    sum += value;
                    n += 1;
                }
            }
            let score = (n as usize >= section.needed).then(|| {
                let (num, den) = match self.method {
                    Method::Percent => (100 * (sum - n * section.min), n * section.range),
                    Method::Mean => (sum, n),
                    Method::Sum => (sum, 1),
                };
                (num, den.max(1))
            });
            if let Some(score) = score.filter(|_| section.counts) {
                total += i128::from(rounded(score, self.overall_unit));
                n_total += 1;
            }
            res.push(score.map(|it| rounded(it, self.unit)));
        }
        res.push((n_total > 0).then(|| {
            let n = if self.method == Method::Sum { 1 } else { n_total };
            match (i64::try_from(2 * total + n), i64::try_from(2 * n)) {
                (Ok(total), Ok(n)) => total.div_euclid(n),
                _ => (2 * total + n).div_euclid(2 * n) as i64,
            }
        }));
    }
}

/// `num / den` in units of `1 / unit`, rounded half up.
fn rounded((num, den): (i64, i64), unit: i64) -> i64 {
    // Wide numbers take many times longer, and there may be a million of these.
    let narrow = || num.checked_mul(2)?.checked_mul(unit)?.checked_add(den);
    match narrow() {
        Some(twice) => twice.div_euclid(2 * den),
        None => {
            let (num, den) = (i128::from(num) * i128::from(unit), i128::from(den));
            (2 * num + den).div_euclid(2 * den) as i64
        }
    }
}

/// The least number that all of 1 to `n` divide, or nearly so many parts as are told apart.
fn up_to(n: usize) -> i64 {
    (1..=n as i64).fold(1, common)
}

/// The denominator of hundredfold fractions of `den`, not above what is told apart.
fn percents(den: i64) -> i64 {
    (den / divisor(den, 100)).clamp(1, FINEST)
}

/// The least common multiple, not above what is told apart.
fn common(a: i64, b: i64) -> i64 {
    let res = i128::from(a / divisor(a, b)) * i128::from(b);
    res.clamp(1, i128::from(FINEST)) as i64
}

/// The greatest common divisor, at least 1.
fn divisor(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
