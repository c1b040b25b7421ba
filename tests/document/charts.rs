//! Charts: every number is written, nothing covers anything, and marks are as long and as
//! large as what they stand for.

use std::rc::Rc;

use partnership_assessment::document::charts::{
    Cell, MatrixRow, ProfileRow, SMALL, Spread, SpreadDot, SpreadRow, TrendPoint, WIDTH, matrix,
    profile, spread, trend,
};
use partnership_assessment::document::drawing::{Drawing, Ink, Shape};
use proptest::prelude::*;

use super::layout::{is_clear, texts, words};
use crate::scoring::small::tries;

fn value(thousandths: i64) -> String {
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

fn measured(it: &Ink) -> bool {
    [Ink::Accent, Ink::Burden].contains(it)
}

/// The lengths of the bars that stand for scores.
fn lengths(drawing: &Drawing) -> Vec<(i64, Ink)> {
    let length = |it: &Shape| match it {
        Shape::Bar { width, ink, .. } if measured(ink) => Some((*width, *ink)),
        _ => None,
    };
    drawing.shapes.iter().filter_map(length).collect()
}

/// The circles, by their places across.
fn dots(drawing: &Drawing) -> Vec<(i64, i64, bool)> {
    let dot = |it: &Shape| match it {
        Shape::Dot { x, radius, hollow, ink, .. } if *ink != Ink::Paper => {
            Some((*x, *radius, *hollow))
        }
        _ => None,
    };
    drawing.shapes.iter().filter_map(dot).collect()
}

fn profile_row() -> impl Strategy<Value = ProfileRow> {
    let ticks = prop::collection::vec(0..1001_i64, 0..5);
    (words(), prop::option::of(0..1001_i64), words(), ticks, any::<bool>()).prop_map(
        |(title, position, band, ticks, less)| ProfileRow {
            title,
            position,
            value: position.map_or_else(|| "2 more answers are needed".to_owned(), value),
            band,
            ticks,
            less,
        },
    )
}

fn spread_row() -> impl Strategy<Value = SpreadRow> {
    let spread = prop::option::of(prop::array::uniform5(0..1001_i64));
    let dot = (words(), 0..1001_i64);
    let dots = prop::collection::vec(dot, 0..6);
    (words(), words(), words(), spread, dots, any::<bool>()).prop_map(
        |(title, value, note, spread, dots, less)| SpreadRow {
            title,
            value,
            note,
            spread: spread.map(|mut it| {
                it.sort_unstable();
                let [min, q1, mean, q3, max] = it;
                Spread { min, q1, q3, max, mean }
            }),
            dots: dots
                .into_iter()
                .map(|(name, position)| SpreadDot { name, value: self::value(position), position })
                .collect(),
            less,
        },
    )
}

fn rounds() -> impl Strategy<Value = Vec<TrendPoint>> {
    let at = prop_oneof![0..1001_i64, 0..9_i64, 990..1001_i64];
    let score = prop_oneof![4 => (0..1001_i64).prop_map(Some), 1 => Just(None)];
    let round = (at, score, any::<bool>());
    (prop::collection::vec(round, 1..9), any::<bool>()).prop_map(|(mut all, group)| {
        all.sort_by_key(|it| it.0);
        let point =
            |(i, (at, position, comparable)): (usize, (i64, Option<i64>, bool))| TrendPoint {
                at,
                position,
                value: position.map_or_else(|| "not shown".to_owned(), value),
                date: format!("{} Sept 202{}", 10 + i, i),
                n: if group { format!("n {}", 5 + i) } else { String::new() },
                comparable,
            };
        all.into_iter().enumerate().map(point).collect()
    })
}

fn cells() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Unsaid),
        (0..4_u8).prop_map(Cell::Amount),
        any::<u8>().prop_map(Cell::Amount),
        Just(Cell::Differs),
    ]
}

fn range() -> [String; 2] {
    ["0".to_owned(), "100".to_owned()]
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn a_profile_is_clear(rows in prop::collection::vec(profile_row(), 0..6)) {
        let drawing = profile(&rows);
        prop_assert_eq!(drawing.width, WIDTH);
        is_clear(&drawing);
        is_clear(&drawing.mirrored());
        let scored: Vec<&ProfileRow> = rows.iter().filter(|it| it.position.is_some()).collect();
        let lengths = lengths(&drawing);
        prop_assert_eq!(lengths.len(), scored.len(), "no bar without a score");
        for (row, (length, ink)) in scored.into_iter().zip(lengths) {
            let exact = row.position.unwrap_or_default().max(5) * WIDTH;
            prop_assert!((length * 1000 - exact).abs() < 1000, "{length} for {row:?}");
            prop_assert_eq!(ink, if row.less { Ink::Burden } else { Ink::Accent });
            prop_assert!(texts(&drawing).contains(&row.value.as_str()));
        }
    }

    #[test]
    fn a_spread_is_clear(rows in prop::collection::vec(spread_row(), 0..5)) {
        let drawing = spread(&rows);
        prop_assert_eq!(drawing.width, WIDTH);
        is_clear(&drawing);
        is_clear(&drawing.mirrored());
        let dots = dots(&drawing);
        let means = rows.iter().filter(|it| it.spread.is_some()).count();
        prop_assert_eq!(dots.iter().filter(|it| !it.2).count(), means);
        prop_assert_eq!(dots.len() - means, rows.iter().map(|it| it.dots.len()).sum::<usize>());
    }

    #[test]
    fn a_trend_writes_every_value_and_covers_none(points in rounds(), title in words(), less in any::<bool>()) {
        let drawing = trend(&title, &points, range(), less);
        prop_assert_eq!(drawing.width, SMALL);
        is_clear(&drawing);
        is_clear(&drawing.mirrored());
        let texts = texts(&drawing);
        for it in &points {
            let times = |text: &str| texts.iter().filter(|it| **it == text).count();
            let same = points.iter().filter(|other| other.value == it.value).count();
            prop_assert!(times(&it.value) >= same, "{it:?}");
            prop_assert!(it.n.is_empty() || times(&it.n) == 1, "{it:?}");
        }
        for it in [points.first(), points.last()].into_iter().flatten() {
            prop_assert!(texts.contains(&it.date.as_str()), "{it:?}");
        }
        let dots = dots(&drawing);
        let missing: Vec<bool> = points.iter().map(|it| it.position.is_none()).collect();
        prop_assert_eq!(dots.iter().map(|it| it.2).collect::<Vec<_>>(), missing);
        prop_assert!(dots.windows(2).all(|it| it[0].0 + 12 <= it[1].0), "{dots:?}");
    }

    #[test]
    fn a_line_leads_from_score_to_score_and_is_broken_where_they_cannot_be_compared(points in rounds()) {
        let drawing = trend("", &points, range(), false);
        let steps: Vec<bool> = drawing
            .shapes
            .iter()
            .filter_map(|it| match it {
                Shape::Line { ink: Ink::Accent, dashed, .. } => Some(*dashed),
                _ => None,
            })
            .collect();
        let wanted: Vec<bool> = points
            .windows(2)
            .filter(|it| it[0].position.is_some() && it[1].position.is_some())
            .map(|it| !it[1].comparable)
            .collect();
        prop_assert_eq!(steps, wanted);
    }

    #[test]
    fn a_matrix_is_clear(
        heads in prop::collection::vec(words(), 0..18),
        rows in prop::collection::vec((words(), prop::collection::vec(cells(), 0..20)), 0..5),
        key in prop::collection::vec((cells(), words()), 0..6),
    ) {
        let rows: Vec<MatrixRow> =
            rows.into_iter().map(|(name, cells)| MatrixRow { name, cells }).collect();
        let drawing = matrix(&heads, &rows, &key);
        prop_assert!(drawing.width == WIDTH || heads.len() > 14);
        is_clear(&drawing);
        is_clear(&drawing.mirrored());
        let shown = rows.iter().flat_map(|it| it.cells.iter().take(heads.len()));
        let circle = |it: &&Cell| !matches!(it, Cell::Unsaid | Cell::Amount(0));
        let wanted = shown.chain(key.iter().map(|it| &it.0)).filter(circle).count();
        prop_assert_eq!(dots(&drawing).len(), wanted);
    }

    #[test]
    fn drawings_side_by_side_stay_clear(
        all in prop::collection::vec(rounds(), 0..7), columns in 0..5_usize, gap in 0..40_i64,
    ) {
        let all: Vec<Rc<Drawing>> =
            all.iter().map(|it| Rc::new(trend("Leadership", it, range(), false))).collect();
        let one = Drawing::beside(&all, columns, gap);
        is_clear(&one);
        prop_assert_eq!(one.shapes.len(), all.iter().map(|it| it.shapes.len()).sum::<usize>());
        let across = columns.max(1).min(all.len()) as i64;
        prop_assert_eq!(one.width, (across * (SMALL + gap) - gap).max(0));
    }

    #[test]
    fn what_is_mirrored_twice_is_as_before(points in rounds(), rows in prop::collection::vec(profile_row(), 0..4)) {
        for it in [trend("Leadership", &points, range(), true), profile(&rows)] {
            prop_assert_eq!(it.mirrored().mirrored(), it);
        }
    }
}

#[test]
fn circles_grow_in_area_as_amounts_do() {
    let cells = vec![Cell::Amount(1), Cell::Amount(2), Cell::Amount(3), Cell::Amount(9)];
    let heads = ["a", "b", "c", "d"].map(str::to_owned);
    let drawing = matrix(&heads, &[MatrixRow { name: "Housing".to_owned(), cells }], &[]);
    let areas: Vec<i64> = dots(&drawing).iter().map(|it| it.1 * it.1).collect();
    let [one, two, three, most] = areas[..] else { panic!("{areas:?}") };
    assert!((two * 100 / one - 200).abs() <= 10, "{areas:?}");
    assert!((three * 100 / one - 300).abs() <= 10, "{areas:?}");
    assert_eq!(most, three, "3 is a lot, and nothing is more");
}

#[test]
fn what_differs_and_what_is_nothing_can_be_told_without_colours() {
    let of = |cell: Cell| {
        let row = MatrixRow { name: String::new(), cells: vec![cell] };
        let with = matrix(&["Money".to_owned()], &[row], &[]);
        let row = MatrixRow { name: String::new(), cells: vec![Cell::Unsaid] };
        let without = matrix(&["Money".to_owned()], &[row], &[]);
        let new = with.shapes.into_iter().filter(|it| !without.shapes.contains(it));
        new.collect::<Vec<_>>()
    };
    assert!(of(Cell::Unsaid).is_empty());
    assert!(matches!(of(Cell::Amount(0))[..], [Shape::Line { .. }]));
    assert!(matches!(of(Cell::Amount(2))[..], [Shape::Dot { hollow: false, .. }]));
    let differs = of(Cell::Differs);
    assert!(matches!(differs[..], [Shape::Dot { hollow: true, .. }, Shape::Line { .. }]));
}

#[test]
fn a_row_that_may_not_be_shown_says_why() {
    let row = SpreadRow {
        title: "Leadership".to_owned(),
        note: "Not shown: fewer than 5 people.".to_owned(),
        ..SpreadRow::default()
    };
    let drawing = spread(&[row]);
    assert_eq!(texts(&drawing), ["Leadership", "Not shown: fewer than 5 people."]);
    let mut inks = drawing.shapes.iter().filter_map(|it| match it {
        Shape::Bar { ink, .. } | Shape::Line { ink, .. } | Shape::Dot { ink, .. } => Some(ink),
        Shape::Words { .. } => None,
    });
    assert!(!inks.any(measured));
}

#[test]
fn unequal_times_between_rounds_can_be_seen() {
    let point = |at| TrendPoint {
        at,
        position: Some(500),
        value: "50.0".to_owned(),
        comparable: true,
        ..TrendPoint::default()
    };
    let drawing = trend("Leadership", &[0, 250, 1000].map(point), range(), false);
    let [first, second, third] = dots(&drawing)[..] else { panic!("three rounds") };
    let (short, long) = (second.0 - first.0, third.0 - second.0);
    assert!((long - 3 * short).abs() <= 3, "{short} and {long}");
}

#[test]
fn a_small_chart_stays_small() {
    // Rounds once a year, as most partnerships have them.
    for n in 2..=8_i64 {
        let point = |i: i64| TrendPoint {
            at: i * 1000 / (n - 1),
            position: Some(400 + 37 * (i * i % 9)),
            value: value(400 + 37 * (i * i % 9)),
            date: format!("15 June 20{}", 10 + i),
            comparable: true,
            ..TrendPoint::default()
        };
        let points: Vec<TrendPoint> = (0..n).map(point).collect();
        let height = trend("Leadership", &points, range(), false).height;
        assert!((120..=190).contains(&height), "{n} rounds take {height}");
    }
}
