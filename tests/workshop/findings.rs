//! What is named as worth talking about, and what is not.

use partnership_assessment::plan::{Offer, Reason, Subject};
use partnership_assessment::scoring::Ratio;
use partnership_assessment::workshop::Contribution;
use partnership_assessment::workshop::findings::{Place, findings, offers};
use partnership_assessment::workshop::report::{Report, report};
use proptest::prelude::*;
use serde_json::json;

use super::people::{DONT_KNOW, instrument, people, said, shown};
use crate::scoring::small::{file, read, section, tries};

const MOST: usize = 5;

/// Twelve items in two sections, on a scale from 1 to 5.
fn twelve() -> partnership_assessment::instrument::Instrument {
    let ids: Vec<String> = (0..12).map(|it| format!("i{it:02}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let scoring = json!({ "method": "percent", "minimum_answered": 0.5 });
    let sections = json!([section("first", &ids[..5]), section("second", &ids[5..])]);
    read(&file(scoring, &[1, 2, 3, 4, 5], &[0, 1], sections))
}

#[test]
fn of_equals_the_first_in_the_instrument_is_named_first() {
    let same = report(&twelve(), &shown(5, &["housing"], people(0, 6, "housing", &[5; 12])));
    let found = findings(&same);
    assert_eq!(found.common, [0, 1, 2, 3, 4]);
    assert!(found.divided.is_empty() && found.wide.is_empty() && found.unknown.is_empty());
    let mut ends = people(0, 6, "housing", &[3; 12]);
    ends.extend(people(10, 6, "health", &[7; 12]));
    let found = findings(&report(&twelve(), &shown(5, &["housing", "health"], ends)));
    assert_eq!(found.divided, [0, 1, 2, 3, 4]);
    assert!(found.common.is_empty());
    let wide =
        [Place::Section(0), Place::Section(1), Place::Item(0), Place::Item(1), Place::Item(2)];
    assert_eq!(found.wide, wide);
}

#[test]
fn a_gap_of_a_fifth_of_the_range_is_named_and_a_smaller_one_is_not() {
    let gap = |health: u8| {
        let mut all = people(0, 5, "housing", &[3, 5, 5, 5]);
        // Four of five people are one point apart: 0.8 of 4 points, which is a fifth.
        all.extend(
            (10..15).map(|it| said(it, 1, "health", &[if it < 14 { 4 } else { health }, 5, 5, 5])),
        );
        let report = report(&instrument(), &shown(5, &["housing", "health"], all));
        (report.items[0].measure.gap, findings(&report).wide)
    };
    assert_eq!(gap(3), (Some(Ratio::new(4, 5)), vec![Place::Item(0)]));
    assert_eq!(gap(4), (Some(Ratio::new(1, 1)), vec![Place::Item(0)]));
    let mut all = people(0, 5, "housing", &[3, 5, 5, 5]);
    all.extend((10..15).map(|it| said(it, 1, "health", &[if it < 13 { 4 } else { 3 }, 5, 5, 5])));
    let report = report(&instrument(), &shown(5, &["housing", "health"], all));
    assert_eq!(report.items[0].measure.gap, Some(Ratio::new(3, 5)));
    assert_eq!(findings(&report).wide, []);
}

/// Of 20 people, how many of housing's 5 and of the others do not know.
fn unknown(housing: u32, others: u32) -> Vec<(usize, Option<usize>)> {
    let code = |dont_know: bool| if dont_know { DONT_KNOW } else { 5 };
    let mut all: Vec<Contribution> = Vec::new();
    all.extend((0..5).map(|it| said(it, 1, "housing", &[code(it < housing), 5, 5, 5])));
    all.extend((10..25).map(|it| said(it, 1, "health", &[code(it - 10 < others), 5, 5, 5])));
    findings(&report(&instrument(), &shown(5, &["housing", "health"], all))).unknown
}

#[test]
fn dont_know_is_named_from_a_fifth_of_the_people_on_and_where_it_gathers() {
    assert_eq!(unknown(3, 0), []);
    assert_eq!(unknown(4, 0), [(0, Some(0))]);
    assert_eq!(unknown(1, 3), [(0, None)], "a fifth of either");
    // Three of five against three of fifteen: two fifths apart.
    assert_eq!(unknown(3, 3), [(0, Some(0))]);
    assert_eq!(unknown(3, 4), [(0, None)]);
    assert_eq!(unknown(0, 6), [(0, Some(1))]);
    assert_eq!(unknown(0, 5), [(0, None)]);
}

#[test]
fn dont_know_that_gathers_in_two_sectors_gathers_in_none() {
    let mut all = people(0, 5, "housing", &[DONT_KNOW, 5, 5, 5]);
    all.extend(people(10, 5, "health", &[DONT_KNOW, 5, 5, 5]));
    all.extend(people(20, 20, "third", &[5; 4]));
    let found = findings(&report(&instrument(), &shown(5, &["housing", "health", "third"], all)));
    assert_eq!(found.unknown, [(0, None)]);
}

/// That a list names the most striking of those that may be named, in order.
fn names<T: PartialEq + Copy + std::fmt::Debug>(found: &[T], mut all: Vec<(T, Ratio)>) {
    // A stable sort: of equals, the first in the instrument stays first.
    all.sort_by_key(|it| std::cmp::Reverse(it.1));
    let wanted: Vec<T> = all.into_iter().map(|it| it.0).take(MOST).collect();
    assert_eq!(found, wanted);
}

fn check(report: &Report) {
    let found = findings(report);
    let bound = Ratio::new(3, 5);
    let zero = Ratio::new(0, 1);
    let agreed = || {
        let items = report.items.iter().enumerate();
        items.filter_map(|(at, it)| Some((at, it.agreement?)))
    };
    names(&found.common, agreed().filter(|it| it.1 >= bound).collect());
    let divided = agreed().filter(|it| it.1 < bound);
    names(&found.divided, divided.map(|(at, a)| (at, zero.minus(a))).collect());
    let fifth = |gap: Option<Ratio>, range: (i64, i64)| {
        let share = gap?.divided_by(range.1 - range.0);
        Some(share).filter(|it| *it >= Ratio::new(1, 5))
    };
    let sections = report.sections.iter().enumerate().filter_map(|(at, it)| {
        Some((Place::Section(at), fifth(it.measure.gap, it.measure.range)?))
    });
    let items =
        report.items.iter().enumerate().filter_map(|(at, it)| {
            Some((Place::Item(at), fifth(it.measure.gap, it.measure.range)?))
        });
    names(&found.wide, sections.chain(items).collect());
    let unknown = report.items.iter().enumerate().filter_map(|(at, it)| {
        let n = it.others?.dont_know;
        (n > 0 && n * 5 >= report.responses).then(|| (at, Ratio::new(n as i64, 1)))
    });
    names(&found.unknown.iter().map(|it| it.0).collect::<Vec<_>>(), unknown.collect());
    for (item, sector) in found.unknown {
        let shown = sector.map(|it| report.items[item].dont_know[it].is_some());
        assert!(shown != Some(false), "a hidden sector is not named");
    }
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn the_most_striking_that_may_be_shown_are_named_in_order(
        people in prop::collection::vec(
            (0..3_usize, prop::collection::vec(prop_oneof![2 => Just(1_u8), 7 => 3..8_u8], 12)),
            0..30,
        ),
        bias in prop::collection::vec(0..4_u8, 12),
    ) {
        let sectors = ["housing", "health", "third"];
        let all = people.iter().enumerate().map(|(i, (sector, answers))| {
            // Some items on which people agree.
            let answers: Vec<u8> =
                answers.iter().zip(&bias).map(|(it, bias)| if *bias == 0 { 5 } else { *it }).collect();
            said(i as u32, 1, sectors[*sector], &answers)
        });
        check(&report(&twelve(), &shown(4, &sectors, all.collect())));
    }
}

#[test]
fn the_lowest_and_what_divides_are_offered_as_priorities_with_the_reason() {
    let subjects = |offers: &[Offer], reason: Reason| -> Vec<Subject> {
        let of = offers.iter().filter(|it| it.reason == reason);
        of.map(|it| it.subject.clone()).collect()
    };
    let section = |id: &str| Subject::Section(id.to_owned());
    let item = |id: &str| Subject::Item(id.to_owned());
    let instrument = twelve();
    // The first section at 2 of 5, the second at 4 of 5.
    let mut answers = [6; 12];
    answers[..5].fill(4);
    let low = report(&instrument, &shown(5, &["housing"], people(0, 6, "housing", &answers)));
    let offered = offers(&instrument, &low, &findings(&low));
    assert_eq!(subjects(&offered, Reason::Lowest), [section("first"), section("second")]);
    assert_eq!(offered.len(), 2);

    let mut ends = people(0, 6, "housing", &[3; 12]);
    ends.extend(people(10, 6, "health", &[7; 12]));
    let apart = report(&instrument, &shown(5, &["housing", "health"], ends));
    let offered = offers(&instrument, &apart, &findings(&apart));
    assert_eq!(subjects(&offered, Reason::Divided), ["i00", "i01", "i02"].map(item));
    let gaps = [section("first"), section("second"), item("i00")];
    assert_eq!(subjects(&offered, Reason::Gap), gaps);

    // Nothing of a group that is too small.
    let small = report(&instrument, &shown(5, &["housing"], people(0, 4, "housing", &answers)));
    assert_eq!(offers(&instrument, &small, &findings(&small)), []);
}
