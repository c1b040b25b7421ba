//! Exact fractions, so that no score depends on how a computer rounds.

use std::cmp::Ordering;

/// A fraction in lowest terms.
///
/// Sums are exact as long as their common denominator fits 126 bits, which takes more
/// than a dozen sections of odd sizes to break; beyond that they keep 12 decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    num: i128,
    /// Greater than zero.
    den: i128,
}

impl Ratio {
    /// `num / den`; zero where `den` is.
    pub fn new(num: i64, den: i64) -> Self {
        Self::reduced(num.into(), den.into())
    }

    /// `num / den` of wide numbers; zero where `den` is.
    pub fn of(num: i128, den: i128) -> Self {
        Self::reduced(num, den)
    }

    fn reduced(num: i128, den: i128) -> Self {
        if den == 0 {
            return Self { num: 0, den: 1 };
        }
        let (mut a, mut b) = (num.unsigned_abs(), den.unsigned_abs());
        while b > 0 {
            (a, b) = (b, a % b);
        }
        let divisor = (a as i128).max(1) * den.signum();
        Self { num: num / divisor, den: den / divisor }
    }

    /// The nearest fraction with the denominator 10^12.
    fn coarse(self) -> Self {
        const PARTS: i128 = 1_000_000_000_000;
        if self.den <= PARTS {
            return self;
        }
        let (whole, rest) = (self.num.div_euclid(self.den), self.num.rem_euclid(self.den));
        // Shifting both by the same number of bits keeps the product in range.
        let shift = 64_u32.saturating_sub(self.den.leading_zeros());
        let part = (rest >> shift) * PARTS / (self.den >> shift);
        Self::reduced(whole * PARTS + part, PARTS)
    }

    pub fn plus(self, other: Self) -> Self {
        let exact = |a: Self, b: Self| {
            let num = a.num.checked_mul(b.den)?.checked_add(b.num.checked_mul(a.den)?)?;
            Some(Self::reduced(num, a.den.checked_mul(b.den)?))
        };
        exact(self, other).or_else(|| exact(self.coarse(), other.coarse())).unwrap_or(self)
    }

    pub fn minus(self, other: Self) -> Self {
        self.plus(Self { num: -other.num, den: other.den })
    }

    pub fn divided_by(self, n: i64) -> Self {
        match self.den.checked_mul(n.into()) {
            Some(den) => Self::reduced(self.num, den),
            None => Self::reduced(self.coarse().num, self.coarse().den * i128::from(n)),
        }
    }

    pub fn times(self, other: Self) -> Self {
        let exact = |a: Self, b: Self| {
            Some(Self::reduced(a.num.checked_mul(b.num)?, a.den.checked_mul(b.den)?))
        };
        exact(self, other).or_else(|| exact(self.coarse(), other.coarse())).unwrap_or(self)
    }

    /// The square root, cut off behind 9 decimals; behind 6 where the number is above 10^8,
    /// behind none where it is above 10^14; zero of what is not above zero.
    pub fn root(self) -> Self {
        let it = self.coarse();
        let to = |parts: i128| {
            let square = it.num.max(0).checked_mul(parts * parts)? / it.den;
            Some(Self::reduced(square.isqrt(), parts))
        };
        to(1_000_000_000).or_else(|| to(1_000_000)).or_else(|| to(1)).unwrap_or(it)
    }

    /// In units of `1 / parts`, rounded half up (towards the greater).
    pub fn rounded(self, parts: i64) -> i64 {
        let (whole, rest) = (self.num.div_euclid(self.den), self.num.rem_euclid(self.den));
        let parts = i128::from(parts);
        let part = match rest.checked_mul(2 * parts) {
            Some(twice) => (twice + self.den).div_euclid(2 * self.den),
            None => {
                let it = Self { num: rest, den: self.den }.coarse();
                (2 * it.num * parts + it.den).div_euclid(2 * it.den)
            }
        };
        (whole * parts + part) as i64
    }

    /// With at most one decimal, rounded half up: `81.3`, `75`, `-0.5`.
    ///
    /// `point` is the decimal sign of the language.
    pub fn shown(self, point: &str) -> String {
        let tenths = self.rounded(10);
        let sign = if tenths < 0 { "-" } else { "" };
        let tenths = tenths.unsigned_abs();
        match tenths % 10 {
            0 => format!("{sign}{}", tenths / 10),
            tenth => format!("{sign}{}{point}{tenth}", tenths / 10),
        }
    }

    /// With two decimals, rounded half up: `0.61`, `-1.00`.
    pub fn shown_to_hundredths(self, point: &str) -> String {
        let parts = self.rounded(100);
        let sign = if parts < 0 { "-" } else { "" };
        let parts = parts.unsigned_abs();
        format!("{sign}{}{point}{:02}", parts / 100, parts % 100)
    }

    /// The nearest binary floating point number, for files.
    pub fn to_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        self.minus(*other).num.cmp(&0)
    }
}
