//! The arithmetic that scores are made of, against computations of its own.

use std::cmp::Ordering;

use partnership_assessment::instrument::Method;
use partnership_assessment::scoring::{Ratio, overall};
use proptest::prelude::*;

use super::small::tries;

/// `floor(parts * num / den + 1/2)`, by trying.
fn half_up(num: i128, den: i128, parts: i128) -> i128 {
    let (num, den) = if den < 0 { (-num, -den) } else { (num, den) };
    let mut guess = parts * num / den - 2;
    // The greatest whole number whose lower edge, half below it, is not above the value.
    while (2 * (guess + 1) - 1) * den <= 2 * parts * num {
        guess += 1;
    }
    guess
}

#[test]
fn shown_has_at_most_one_decimal_rounded_half_up() {
    let table = [
        (325, 4, "81.3"),
        (0, 7, "0"),
        (100, 1, "100"),
        (1, 3, "0.3"),
        (2, 3, "0.7"),
        (1, 20, "0.1"),
        (1, 21, "0"),
        (1999, 20, "100"),
        (1998, 20, "99.9"),
        (-1, 2, "-0.5"),
        (-1, 20, "0"),
        (-3, 20, "-0.1"),
        (-1001, 20, "-50"),
        (-1003, 20, "-50.1"),
        (7, -2, "-3.5"),
    ];
    for (num, den, shown) in table {
        assert_eq!(Ratio::new(num, den).shown("."), shown, "{num}/{den}");
    }
    assert_eq!(Ratio::new(325, 4).shown(","), "81,3");
    assert_eq!(Ratio::new(1, 0), Ratio::new(0, 1), "no division by zero");
}

#[test]
fn the_ends_of_whole_numbers_do_no_harm() {
    for num in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
        for den in [i64::MIN, i64::MIN + 1, -1, 1, i64::MAX] {
            let it = Ratio::new(num, den);
            assert_eq!(it.cmp(&it), Ordering::Equal);
            assert_eq!(it.minus(it), Ratio::new(0, 1));
            it.plus(it).divided_by(den).shown(".");
        }
    }
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn sums_differences_and_quotients_are_exact(
        (a, b, c, d) in (-10_000_i64..10_000, 1_i64..10_000, -10_000_i64..10_000, 1_i64..10_000),
        n in 1_i64..500,
    ) {
        let (x, y) = (Ratio::new(a, b), Ratio::new(c, d));
        prop_assert_eq!(x.plus(y), Ratio::new(a * d + c * b, b * d));
        prop_assert_eq!(x.minus(y), Ratio::new(a * d - c * b, b * d));
        prop_assert_eq!(x.divided_by(n), Ratio::new(a, b * n));
        prop_assert_eq!(x.divided_by(-n), Ratio::new(-a, b * n));
        prop_assert_eq!(x.plus(y), y.plus(x));
        prop_assert_eq!(x.plus(y).minus(y), x);
        prop_assert_eq!(x.cmp(&y), (a * d).cmp(&(c * b)));
        prop_assert_eq!(x == y, a * d == c * b);
        prop_assert_eq!(Ratio::new(a * n, b * n), x);
        prop_assert_eq!(Ratio::new(-a, -b), x);
        prop_assert!((x.to_f64() - a as f64 / b as f64).abs() < 1e-12);
    }

    #[test]
    fn rounding_is_half_up_at_any_precision(
        num in -1_000_000_i64..1_000_000,
        den in prop_oneof![1_i64..5_000, Just(20)],
        parts in prop::sample::select(vec![1_i64, 2, 10, 1000, 1_000_000]),
    ) {
        let it = Ratio::new(num, den);
        prop_assert_eq!(i128::from(it.rounded(parts)), half_up(num.into(), den.into(), parts.into()));
        let shown: f64 = it.shown(".").parse().expect("a number");
        let tenths = half_up(num.into(), den.into(), 10);
        prop_assert!((shown * 10.0 - tenths as f64).abs() < 1e-6);
        prop_assert!(!it.shown(".").starts_with("-0") || tenths < 0, "there is no minus nought");
    }

    /// Sections on hundreds of different scales have no common denominator that fits; the
    /// mean keeps 12 decimals then.
    #[test]
    fn means_of_many_odd_fractions_keep_their_decimals(
        parts in prop::collection::vec((0_i64..=1999, 1_i64..=1999), 1..400),
    ) {
        let fractions: Vec<Ratio> = parts.iter().map(|(a, b)| Ratio::new(100 * (a % (b + 1)), *b)).collect();
        let mean = overall(Method::Percent, &fractions).expect("a mean");
        let float: f64 = parts.iter().map(|(a, b)| 100.0 * (a % (b + 1)) as f64 / *b as f64).sum();
        let float = float / parts.len() as f64;
        prop_assert!((mean.to_f64() - float).abs() < 1e-9, "{} and {float}", mean.to_f64());
        prop_assert!(mean >= Ratio::new(0, 1) && mean <= Ratio::new(100, 1));
        prop_assert!((mean.rounded(10) as f64 - float * 10.0).abs() <= 0.5 + 1e-6);
    }
}
