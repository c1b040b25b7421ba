//! How far people agree: van der Eijk's coefficient of agreement for ordered scales.
//!
//! Source: C. van der Eijk, Measuring agreement in ordered rating scales, Quality &
//! Quantity 35 (2001), 325-341.

use crate::scoring::Ratio;

/// In words, how far people agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Below 0: the answers gather at the two ends.
    Polarised,
    /// Below 0.3.
    Divided,
    /// From 0.3.
    Mixed,
    /// From 0.6.
    Broad,
    /// From 0.8.
    Strong,
}

impl Agreement {
    /// The name of `a`; the bounds are judged on the exact value.
    pub fn of(a: Ratio) -> Self {
        match a {
            a if a >= Ratio::new(4, 5) => Self::Strong,
            a if a >= Ratio::new(3, 5) => Self::Broad,
            a if a >= Ratio::new(3, 10) => Self::Mixed,
            a if a >= Ratio::new(0, 1) => Self::Divided,
            _ => Self::Polarised,
        }
    }
}

/// The agreement among answers, given how many chose each point of an ordered scale: from
/// -1 (half at either end) by 0 (evenly spread) to 1 (all on one point). `None` without
/// answers.
///
/// Law: the counts are split into layers, each as high as the smallest count that is left.
/// A layer on `s` of the `k` points has the agreement `U * (1 - (s - 1) / (k - 1))`, with
/// `U = ((k - 2) * TU - (k - 1) * TDU) / ((k - 2) * (TU + TDU))`, where TU and TDU are the
/// numbers of triples of points that are unimodal (on, on, off or off, on, on) and bimodal
/// (on, off, on), and `U = 1` without any. A is the mean of the layers, each weighing as
/// many answers as it holds. The order of the points may be turned round.
pub fn agreement(counts: &[usize]) -> Option<Ratio> {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return None;
    }
    let mut left = counts.to_vec();
    let mut res = Ratio::new(0, 1);
    while let Some(height) = left.iter().copied().filter(|it| *it > 0).min() {
        let on: Vec<bool> = left.iter().map(|it| *it > 0).collect();
        let held = height * on.iter().filter(|it| **it).count();
        res = res.plus(layer(&on).times(Ratio::new(held as i64, total as i64)));
        for it in &mut left {
            *it = it.saturating_sub(height);
        }
    }
    Some(res)
}

/// The agreement of one layer: which points it is on.
fn layer(on: &[bool]) -> Ratio {
    let k = on.len() as i64;
    let n_on = on.iter().filter(|it| **it).count() as i64;
    let (mut before, mut unimodal, mut bimodal) = (0, 0, 0);
    for &it in on {
        if it {
            before += 1;
        } else {
            // Every triple of ours has one point that is off: this one, at any place.
            let after = n_on - before;
            bimodal += before * after;
            unimodal += before * (before - 1) / 2 + after * (after - 1) / 2;
        }
    }
    let triples = unimodal + bimodal;
    let shape = if triples == 0 {
        Ratio::new(1, 1)
    } else {
        Ratio::new((k - 2) * unimodal - (k - 1) * bimodal, (k - 2) * triples)
    };
    shape.times(Ratio::new(k - n_on, (k - 1).max(1)))
}
