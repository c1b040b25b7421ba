//! Mean, spread and quartiles against published examples and sorted lists of floats.

use partnership_assessment::scoring::Ratio;
use partnership_assessment::workshop::distribution::{Distribution, Stats};
use proptest::prelude::*;

use crate::scoring::small::tries;

/// Mean, standard deviation, quartiles and extremes of floats, by their definitions.
pub struct Floats {
    pub mean: f64,
    pub sd: Option<f64>,
    pub q1: f64,
    pub median: f64,
    pub q3: f64,
    pub min: f64,
    pub max: f64,
}

impl Floats {
    /// `None` of no values.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len();
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let mean = sorted.iter().sum::<f64>() / n as f64;
        let squares: f64 = sorted.iter().map(|it| (it - mean) * (it - mean)).sum();
        let quantile = |p: f64| {
            let place = (n - 1) as f64 * p;
            let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
            low + (place - place.floor()) * (high - low)
        };
        Some(Self {
            mean,
            sd: (n > 1).then(|| (squares / (n - 1) as f64).sqrt()),
            q1: quantile(0.25),
            median: quantile(0.5),
            q3: quantile(0.75),
            min,
            max,
        })
    }

    /// What differs from `stats` by more than `by`.
    pub fn differs(&self, stats: &Stats, by: f64) -> Option<String> {
        let pairs = [
            ("mean", self.mean, stats.mean),
            ("q1", self.q1, stats.q1),
            ("median", self.median, stats.median),
            ("q3", self.q3, stats.q3),
            ("min", self.min, stats.min),
            ("max", self.max, stats.max),
        ];
        let apart = |a: f64, b: Ratio| (a - b.to_f64()).abs() > by;
        let found = pairs.iter().find(|it| apart(it.1, it.2)).map(|it| it.0);
        let sd = match (self.sd, stats.sd) {
            (Some(a), Some(b)) => apart(a, b),
            (a, b) => a.is_some() != b.is_some(),
        };
        found.or_else(|| sd.then_some("sd")).map(|it| format!("{it} of {stats:?}"))
    }
}

fn stats(values: &[i64], unit: i64) -> Stats {
    Distribution::of(values.to_vec(), unit).stats().expect("some values")
}

fn near(a: Option<Ratio>, b: f64) -> bool {
    a.is_some_and(|it| (it.to_f64() - b).abs() < 1e-6)
}

#[test]
fn quartiles_are_those_of_type_7() {
    // R: quantile(1:10).
    let ten = stats(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 1);
    let quartiles = (ten.q1, ten.median, ten.q3);
    assert_eq!(quartiles, (Ratio::new(13, 4), Ratio::new(11, 2), Ratio::new(31, 4)));
    assert!(near(ten.sd, 3.027_650_354));
    // The spreadsheets' example of QUARTILE.INC.
    assert_eq!(stats(&[1, 2, 4, 7, 8, 9, 10, 12], 1).q1, Ratio::new(7, 2));
}

#[test]
fn rs_motor_cars_come_out_as_r_summarises_them() {
    // mtcars$mpg, in tenths.
    let mpg = [
        210, 210, 228, 214, 187, 181, 143, 244, 228, 192, 178, 164, 173, 152, 104, 104, 147, 324,
        304, 339, 215, 155, 152, 133, 192, 273, 260, 304, 158, 197, 150, 214,
    ];
    let mpg = stats(&mpg, 10);
    assert_eq!(mpg.mean, Ratio::new(20_090_625, 1_000_000));
    assert_eq!(mpg.q1, Ratio::new(15_425, 1000));
    assert_eq!(mpg.median, Ratio::new(192, 10));
    assert_eq!(mpg.q3, Ratio::new(228, 10));
    assert_eq!((mpg.min, mpg.max), (Ratio::new(104, 10), Ratio::new(339, 10)));
    assert!(near(mpg.sd, 6.026_948), "{:?}", mpg.sd);
}

#[test]
fn the_standard_deviation_is_that_of_a_sample() {
    // Python's documentation: stdev([1.5, 2.5, 2.5, 2.75, 3.25, 4.75]), in quarters.
    let sd = stats(&[6, 10, 10, 11, 13, 19], 4).sd.expect("a deviation");
    assert!((sd.to_f64() - 1.081_087_415_521_982_7).abs() < 1e-9);
    assert_eq!(stats(&[4], 1).sd, None, "of a single value there is none");
    assert_eq!(stats(&[4, 4], 1).sd, Some(Ratio::new(0, 1)));
    assert_eq!(Distribution::of(Vec::new(), 1).stats(), None);
}

#[test]
fn a_hundred_thousand_extreme_values_do_no_harm() {
    // Sums of 500 items from -1000 to 1000, means of the same in the finest unit.
    for (most, unit) in [(500_000_i64, 1_i64), (100_000_000_000_000, 100_000_000_000)] {
        let n = 100_000_usize;
        let values: Vec<i64> = (0..n).map(|it| if it % 2 == 0 { most } else { -most }).collect();
        let spread = Distribution::of(values, unit);
        let stats = spread.stats().expect("some values");
        assert_eq!(stats.mean, Ratio::new(0, 1));
        assert_eq!((stats.q1, stats.q3), (Ratio::new(-most, unit), Ratio::new(most, unit)));
        assert_eq!(stats.median, Ratio::new(0, 1));
        let wanted = most as f64 / unit as f64 * (n as f64 / (n - 1) as f64).sqrt();
        let sd = stats.sd.expect("a deviation").to_f64();
        assert!((sd / wanted - 1.0).abs() < 1e-9, "{sd} and {wanted}");
        assert_eq!(spread.between(Ratio::new(0, 1), None), n / 2);
    }
    // All at one end, where a sum of squares is largest and the spread is none.
    let same = Distribution::of(vec![-100_000_000_000_000; 100_000], 100_000_000_000);
    assert_eq!(same.stats().and_then(|it| it.sd), Some(Ratio::new(0, 1)));
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn statistics_are_those_of_a_sorted_list(
        values in prop::collection::vec(prop_oneof![-9..10_i64, -500_000..500_001_i64], 1..60),
        unit in prop::sample::select(vec![1_i64, 4, 60, 16_800]),
    ) {
        let floats: Vec<f64> = values.iter().map(|it| *it as f64 / unit as f64).collect();
        let wanted = Floats::of(&floats).expect("some values");
        let found = stats(&values, unit);
        prop_assert_eq!(wanted.differs(&found, 1e-6), None);
        let mut turned = values.clone();
        turned.reverse();
        prop_assert_eq!(stats(&turned, unit), found);
        prop_assert!(found.min <= found.q1 && found.q1 <= found.median);
        prop_assert!(found.median <= found.q3 && found.q3 <= found.max);
    }

    #[test]
    fn counted_values_are_the_same_as_listed_ones(counts in prop::collection::vec(0..7_usize, 1..9)) {
        let pairs = || counts.iter().enumerate().map(|(value, n)| (value as i64 - 3, *n));
        let listed: Vec<i64> = pairs().flat_map(|(value, n)| vec![value; n]).collect();
        let counted = Distribution::counted(pairs());
        prop_assert_eq!(&counted, &Distribution::of(listed.clone(), 1));
        prop_assert_eq!(counted.n(), listed.len());
        let (from, to) = (-1, 2);
        let inside = listed.iter().filter(|it| (from..to).contains(*it)).count();
        prop_assert_eq!(counted.between(Ratio::new(from, 1), Some(Ratio::new(to, 1))), inside);
    }

    #[test]
    fn a_root_lies_at_most_a_thousand_millionth_below(num in 0..1_000_000_000_000_i64, den in 1..1_000_000_i64) {
        let it = Ratio::new(num, den);
        let root = it.root();
        prop_assume!(it <= Ratio::new(100_000_000, 1));
        prop_assert!(root.times(root) <= it);
        let above = root.plus(Ratio::new(1, 1_000_000_000));
        prop_assert!(above.times(above) > it);
    }

    #[test]
    fn the_root_of_a_square_is_exact(num in 0..3_000_000_i64, den in 1..1_000_i64) {
        let it = Ratio::new(num, den);
        let root = it.times(it).root();
        prop_assert!(root <= it && it.minus(root) <= Ratio::new(1, 1_000_000_000));
        prop_assert_eq!(Ratio::new(-num - 1, den).root(), Ratio::new(0, 1));
        prop_assert_eq!(Ratio::new(num, 1).times(Ratio::new(num, 1)).root(), Ratio::new(num, 1));
    }

    #[test]
    fn products_are_exact(
        (a, b, c, d) in (-10_000_i64..10_000, 1_i64..10_000, -10_000_i64..10_000, 1_i64..10_000),
    ) {
        let (x, y) = (Ratio::new(a, b), Ratio::new(c, d));
        prop_assert_eq!(x.times(y), Ratio::new(a * c, b * d));
        prop_assert_eq!(y.times(x), x.times(y));
        prop_assert_eq!(Ratio::of(i128::from(a) << 60, i128::from(b) << 60), x);
    }
}

#[test]
fn the_root_of_a_large_number_keeps_fewer_decimals() {
    let root = |num: i128| Ratio::of(num, 1).root().to_f64();
    assert!((root(2_000_000_000_000_000_000_000) - 44_721_359_549.995_8).abs() < 1e-4);
    assert!((root(20_000_000_000_000_000_000_000_000_000) - 141_421_356_237_309.5).abs() < 1.0);
}
