//! Van der Eijk's agreement against the published values and a count of all triples.

use partnership_assessment::scoring::Ratio;
use partnership_assessment::workshop::agreement::{Agreement, agreement};
use proptest::prelude::*;

use crate::scoring::small::tries;

/// The same by its definition: every triple of points of every layer, in floats.
pub fn by_triples(counts: &[usize]) -> f64 {
    let k = counts.len();
    let total = counts.iter().sum::<usize>() as f64;
    let mut left = counts.to_vec();
    let mut res = 0.0;
    while let Some(height) = left.iter().copied().filter(|it| *it > 0).min() {
        let on: Vec<bool> = left.iter().map(|it| *it > 0).collect();
        let (mut unimodal, mut bimodal) = (0.0, 0.0);
        for i in 0..k {
            for j in i + 1..k {
                for l in j + 1..k {
                    match (on[i], on[j], on[l]) {
                        (true, true, false) | (false, true, true) => unimodal += 1.0,
                        (true, false, true) => bimodal += 1.0,
                        _ => {}
                    }
                }
            }
        }
        let (points, size) = (k as f64, on.iter().filter(|it| **it).count() as f64);
        let shape = if unimodal + bimodal == 0.0 {
            1.0
        } else {
            ((points - 2.0) * unimodal - (points - 1.0) * bimodal)
                / ((points - 2.0) * (unimodal + bimodal))
        };
        let weight = height as f64 * size / total;
        res += weight * shape * (1.0 - (size - 1.0) / (points - 1.0));
        left.iter_mut().for_each(|it| *it = it.saturating_sub(height));
    }
    res
}

fn of(counts: &[usize]) -> Ratio {
    agreement(counts).expect("some answers")
}

#[test]
fn agreement_is_as_published() {
    assert_eq!(of(&[30, 40, 210, 130, 530, 50, 10]).rounded(10_000), 6113);
    assert_eq!(of(&[6, 8, 5, 3, 2]), Ratio::new(3125, 10_000));
}

#[test]
fn agreement_of_nobody_is_none() {
    assert_eq!(agreement(&[]), None);
    assert_eq!(agreement(&[0, 0, 0, 0, 0]), None);
}

#[test]
fn all_on_one_point_is_1_evenly_spread_is_0_and_halves_at_either_end_are_minus_1() {
    for k in 2..=101 {
        for at in [0, k / 2, k - 1] {
            let mut counts = vec![0; k];
            counts[at] = 40;
            assert_eq!(of(&counts), Ratio::new(1, 1), "{k} points, all on {at}");
        }
        assert_eq!(of(&vec![9; k]), Ratio::new(0, 1), "{k} points");
        let mut ends = vec![0; k];
        (ends[0], ends[k - 1]) = (12, 12);
        // The two ends of two points are all the points.
        assert_eq!(of(&ends), Ratio::new(if k == 2 { 0 } else { -1 }, 1), "{k} points");
    }
}

#[test]
fn neighbouring_points_agree_the_less_the_more_they_are() {
    for k in 3..=12_i64 {
        for on in 1..=k {
            for from in 0..=k - on {
                let counts: Vec<usize> =
                    (0..k).map(|it| usize::from(it >= from && it < from + on) * 5).collect();
                assert_eq!(of(&counts), Ratio::new(k - on, k - 1), "{counts:?}");
            }
        }
    }
}

#[test]
fn the_words_begin_exactly_at_their_bounds() {
    let table = [
        (4, 5, Agreement::Strong, Agreement::Broad),
        (3, 5, Agreement::Broad, Agreement::Mixed),
        (3, 10, Agreement::Mixed, Agreement::Divided),
        (0, 1, Agreement::Divided, Agreement::Polarised),
    ];
    for (num, den, at, below) in table {
        let bound = Ratio::new(num, den);
        assert_eq!(Agreement::of(bound), at);
        assert_eq!(Agreement::of(bound.minus(Ratio::new(1, 1_000_000_000))), below);
        assert_eq!(Agreement::of(bound.plus(Ratio::new(1, 1_000_000_000))), at);
    }
    assert_eq!(Agreement::of(Ratio::new(1, 1)), Agreement::Strong);
    assert_eq!(Agreement::of(Ratio::new(-1, 1)), Agreement::Polarised);
    // Counts whose agreement lies on a bound.
    assert_eq!(Agreement::of(of(&[0, 7, 7, 0, 0, 0])), Agreement::Strong);
    assert_eq!(Agreement::of(of(&[0, 0, 4, 4, 4, 0])), Agreement::Broad);
    assert_eq!(Agreement::of(of(&[2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0])), Agreement::Mixed);
    assert_eq!(Agreement::of(of(&[3, 3, 3, 3, 3])), Agreement::Divided);
    assert!(Agreement::Polarised < Agreement::Divided && Agreement::Broad < Agreement::Strong);
}

#[test]
fn a_hundred_and_one_points_with_large_counts_do_no_harm() {
    let counts: Vec<usize> = (0..101).map(|it| 1_000_000 + (it * 7919) % 104_729).collect();
    assert!((of(&counts).to_f64() - by_triples(&counts)).abs() < 1e-9);
    let rough: Vec<usize> = (0..101).map(|it| ((it * it * 31) % 101) * 9_973).collect();
    assert!((of(&rough).to_f64() - by_triples(&rough)).abs() < 1e-9);
}

proptest! {
    #![proptest_config(tries(600))]

    #[test]
    fn agreement_is_what_counting_all_triples_gives(
        counts in prop::collection::vec(prop_oneof![Just(0_usize), 0..12_usize, 0..5_000_usize], 2..=12),
    ) {
        prop_assume!(counts.iter().any(|it| *it > 0));
        let a = of(&counts);
        prop_assert!((a.to_f64() - by_triples(&counts)).abs() < 1e-9, "{} for {counts:?}", a.to_f64());
        prop_assert!(a >= Ratio::new(-1, 1) && a <= Ratio::new(1, 1));
        let turned: Vec<usize> = counts.iter().rev().copied().collect();
        prop_assert_eq!(of(&turned), a);
        let tenfold: Vec<usize> = counts.iter().map(|it| it * 10).collect();
        prop_assert_eq!(of(&tenfold), a, "the share of answers counts, not their number");
    }

    /// A layer on every point has the agreement 0, so that it only takes its share of weight.
    #[test]
    fn as_many_more_answers_on_every_point_draw_agreement_towards_nought(
        counts in prop::collection::vec(0..30_usize, 2..=9),
        more in 1..30_usize,
    ) {
        prop_assume!(counts.iter().any(|it| *it > 0));
        let total = counts.iter().sum::<usize>() as i64;
        let with: Vec<usize> = counts.iter().map(|it| it + more).collect();
        let all = with.iter().sum::<usize>() as i64;
        prop_assert_eq!(of(&with), of(&counts).times(Ratio::new(total, all)));
    }
}
