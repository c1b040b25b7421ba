//! Mean, spread and quartiles of many values, in exact fractions.

use crate::scoring::Ratio;

/// Whole numbers in units of `1 / unit`, ascending, each with how often it occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    values: Vec<(i64, usize)>,
    n: usize,
    unit: i64,
}

/// What describes many values in a few numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    pub mean: Ratio,
    /// The standard deviation of a sample (divided by n - 1); `None` of a single value.
    pub sd: Option<Ratio>,
    pub median: Ratio,
    pub q1: Ratio,
    pub q3: Ratio,
    pub min: Ratio,
    pub max: Ratio,
}

impl Distribution {
    /// Of `values`, each `value / unit`, in any order.
    pub fn of(mut values: Vec<i64>, unit: i64) -> Self {
        values.sort_unstable();
        let n = values.len();
        let mut counted: Vec<(i64, usize)> = Vec::new();
        for value in values {
            match counted.last_mut() {
                Some((last, n)) if *last == value => *n += 1,
                _ => counted.push((value, 1)),
            }
        }
        Self { values: counted, n, unit }
    }

    /// Of whole numbers, ascending, each with how often it occurs.
    pub fn counted(values: impl Iterator<Item = (i64, usize)>) -> Self {
        let values: Vec<(i64, usize)> = values.filter(|it| it.1 > 0).collect();
        Self { n: values.iter().map(|it| it.1).sum(), values, unit: 1 }
    }

    pub fn n(&self) -> usize {
        self.n
    }

    /// How many of the values lie at or above `from` and below `to`; `None` for no bound.
    pub fn between(&self, from: Ratio, to: Option<Ratio>) -> usize {
        let inside = |value: i64| {
            let value = Ratio::new(value, self.unit);
            value >= from && to.is_none_or(|to| value < to)
        };
        self.values.iter().filter(|it| inside(it.0)).map(|it| it.1).sum()
    }

    /// `None` of no values.
    ///
    /// Law: `mean = sum / n`; `sd^2 = sum((value - mean)^2) / (n - 1)`; the quartiles and
    /// the median interpolate between the two nearest values at `(n - 1) * p`, counted from
    /// 0 (R's type 7, as NumPy, spreadsheets' QUARTILE.INC and SQL's percentile_cont).
    pub fn stats(&self) -> Option<Stats> {
        let (first, last) = (self.values.first()?, self.values.last()?);
        let n = self.n as i128;
        let unit = i128::from(self.unit);
        let total = |each: &dyn Fn(i128) -> i128| -> i128 {
            self.values.iter().map(|&(value, n)| each(value.into()) * n as i128).sum()
        };
        let sum = total(&|it| it);
        // Counted from near the mean, so that the squares stay small.
        let near = sum.div_euclid(n);
        let (off, squares) = (sum - n * near, total(&|it| (it - near) * (it - near)));
        let sd = (n > 1).then(|| {
            let spread = Ratio::of(squares, 1).minus(Ratio::of(off * off, n));
            spread.divided_by(n as i64 - 1).times(Ratio::of(1, unit * unit)).root()
        });
        Some(Stats {
            mean: Ratio::of(sum, n * unit),
            sd,
            median: self.quarter(2),
            q1: self.quarter(1),
            q3: self.quarter(3),
            min: Ratio::new(first.0, self.unit),
            max: Ratio::new(last.0, self.unit),
        })
    }

    /// The value below which `quarters` quarters of the values lie.
    fn quarter(&self, quarters: usize) -> Ratio {
        let place = self.n.saturating_sub(1) * quarters;
        let (below, rest) = (place / 4, (place % 4) as i128);
        let low = i128::from(self.at(below));
        let high = i128::from(self.at(below + usize::from(rest > 0)));
        Ratio::of(4 * low + rest * (high - low), 4 * i128::from(self.unit))
    }

    /// The value at `place` in ascending order, counted from 0.
    fn at(&self, place: usize) -> i64 {
        let mut passed = 0;
        for &(value, n) in &self.values {
            passed += n;
            if place < passed {
                return value;
            }
        }
        self.values.last().map_or(0, |it| it.0)
    }
}
