//! What a report names as strengths, places to develop, pressing and evident, worked out
//! by hand.

use partnership_assessment::instrument::Instrument;
use partnership_assessment::plan::{Offer, Reason, Subject};
use partnership_assessment::report::{Finding, Group, offers, report};
use partnership_assessment::scoring::{Ratio, Score};
use serde_json::{Value, json};

use super::small::{file, read, response, section, with};

/// A section of `kind` for each entry, with one item from 0 to 100, so that the answer to
/// item `i0` is the score of the first section in per cent.
fn hundredths(kinds: &[&str]) -> Instrument {
    let hundred: Vec<i64> = (0..=100).collect();
    let sections: Value = kinds
        .iter()
        .enumerate()
        .map(|(i, kind)| {
            with(section(&format!("s{i}"), &[&format!("i{i}")]), json!({ "kind": kind }))
        })
        .collect();
    read(&file(json!({}), &hundred, &[0, 1], sections))
}

/// The strengths and the places to develop of sections about practice with these scores.
fn of(scores: &[i64]) -> (Vec<usize>, Vec<usize>) {
    let instrument = hundredths(&vec!["principle"; scores.len()]);
    let answers =
        scores.iter().enumerate().map(|(i, it)| (format!("i{i}"), (*it).into())).collect();
    let response = response(Value::Object(answers));
    let report = report(&instrument, &response);
    let places = |all: &[Finding]| {
        assert!(all.iter().all(|it| it.item.is_none()));
        all.iter().map(|it| it.section).collect()
    };
    (places(&report.strengths), places(&report.to_develop))
}

#[test]
fn strengths_are_the_three_highest_from_three_fifths_up() {
    assert_eq!(of(&[59, 60, 80, 100, 75]), (vec![3, 2, 4], vec![0, 1]));
    assert_eq!(of(&[60, 59]), (vec![0], vec![1]));
    assert_eq!(of(&[59, 58]), (vec![], vec![1, 0]));
    assert_eq!(of(&[61, 62, 63, 64]), (vec![3, 2, 1], vec![0]));
}

#[test]
fn places_to_develop_are_the_three_lowest_of_the_others_below_four_fifths() {
    assert_eq!(of(&[0, 10, 20, 30, 40]), (vec![], vec![0, 1, 2]));
    assert_eq!(of(&[95, 94, 93, 80, 79]), (vec![0, 1, 2], vec![4]));
    assert_eq!(of(&[95, 94, 93, 92, 91]), (vec![0, 1, 2], vec![]));
    assert_eq!(of(&[95, 94, 93, 80]), (vec![0, 1, 2], vec![]));
}

#[test]
fn ties_keep_the_order_of_the_instrument() {
    assert_eq!(of(&[70, 70, 70, 70, 70]), (vec![0, 1, 2], vec![3, 4]));
    assert_eq!(of(&[10, 50, 10, 50, 10, 10]), (vec![], vec![0, 2, 4]));
    assert_eq!(of(&[90, 100, 90, 100, 90]), (vec![1, 3, 0], vec![]));
}

#[test]
fn a_section_without_a_score_is_named_nowhere() {
    let instrument = hundredths(&["principle", "principle", "principle"]);
    let response = response(json!({ "i0": "dont-know", "i2": 20 }));
    let report = report(&instrument, &response);
    assert_eq!(report.strengths, []);
    assert_eq!(report.to_develop, [Finding { section: 2, item: None }]);
    assert_eq!(report.counted, (1, 3));
    assert_eq!(report.sections[0].score.score, Score::TooFew { more: 1 });
    assert_eq!((report.sections[0].position, report.sections[0].band), (None, None));
}

#[test]
fn challenges_and_benefits_are_neither_strengths_nor_places_to_develop() {
    let kinds = ["need", "challenge", "benefit", "characteristic", "something-else"];
    let instrument = hundredths(&kinds);
    let response = response(json!({ "i0": 90, "i1": 100, "i2": 0, "i3": 10, "i4": 20 }));
    let report = report(&instrument, &response);
    let groups: Vec<Group> = report.sections.iter().map(|it| it.group).collect();
    use Group::{Benefits, Challenges, Practice};
    assert_eq!(groups, [Practice, Challenges, Benefits, Practice, Practice]);
    assert_eq!(report.strengths, [Finding { section: 0, item: None }]);
    let places = [Finding { section: 3, item: None }, Finding { section: 4, item: None }];
    assert_eq!(report.to_develop, places);
    assert_eq!(report.pressing, [Finding { section: 1, item: Some(0) }]);
    assert_eq!(report.evident, []);
}

#[test]
fn where_lower_is_better_the_range_is_turned_round() {
    let sections =
        json!([section("p", &["a"]), with(section("q", &["b"]), json!({ "scale": "b" }))]);
    let mut base = file(json!({ "method": "mean" }), &[1, 2, 3, 4, 5], &[1, 2, 3, 4, 5], sections);
    base["scales"]["b"]["direction"] = "lower-is-better".into();
    let instrument = read(&base);
    let low = response(json!({ "a": 1, "b": 1 }));
    let low = report(&instrument, &low);
    assert_eq!(low.strengths, [Finding { section: 1, item: None }]);
    assert_eq!(low.to_develop, [Finding { section: 0, item: None }]);
    // The chart still shows where the score lies.
    assert_eq!(low.sections[1].position, Some(Ratio::new(0, 1)));
    let high = response(json!({ "a": 5, "b": 5 }));
    assert_eq!(report(&instrument, &high).strengths, [Finding { section: 0, item: None }]);
}

#[test]
fn where_only_one_section_is_about_practice_its_items_are_ranked() {
    let sections = json!([
        with(section("c", &["c1"]), json!({ "kind": "challenge" })),
        section("p", &["a", "r1", "b", "c", "d", "r2"]),
    ]);
    let instrument = read(&file(json!({}), &[1, 2, 3, 4, 5], &[0, 1], sections));
    let item = |it| Finding { section: 1, item: Some(it) };
    let answers = json!({ "c1": 5, "a": 3, "r1": 1, "b": "dont-know", "c": 4, "d": 2, "r2": 5 });
    let response = response(answers);
    let report = report(&instrument, &response);
    // r1 counts 5, c counts 4; a lies in the middle, d and r2 below.
    assert_eq!(report.strengths, [item(1), item(3)]);
    assert_eq!(report.to_develop, [item(5), item(4), item(0)]);
}

#[test]
fn items_are_ranked_even_where_their_section_has_too_few_for_a_score() {
    let scoring = json!({ "minimum_answered": 1 });
    let instrument =
        read(&file(scoring, &[1, 5], &[0, 1], json!([section("p", &["a", "b", "c"])])));
    let response = response(json!({ "a": 5, "c": 1 }));
    let report = report(&instrument, &response);
    assert_eq!(report.sections[0].score.score, Score::TooFew { more: 1 });
    assert_eq!(report.strengths, [Finding { section: 0, item: Some(0) }]);
    assert_eq!(report.to_develop, [Finding { section: 0, item: Some(2) }]);
}

#[test]
fn pressing_are_the_challenges_in_the_upper_third_the_strongest_first() {
    let sections = json!([
        with(section("c", &["a", "b", "r", "d"]), json!({ "kind": "challenge" })),
        section("p", &["e"]),
        with(section("f", &["f1", "f2"]), json!({ "kind": "challenge" })),
    ]);
    let instrument = read(&file(json!({}), &[1, 2, 3, 4], &[0, 1], sections));
    // Three of four lies at exactly two thirds; the reversed one counts 4.
    let answers = json!({ "a": 3, "b": 2, "r": 1, "d": "not-relevant", "e": 4, "f1": 4, "f2": 3 });
    let response = response(answers);
    let report = report(&instrument, &response);
    let item = |section, item| Finding { section, item: Some(item) };
    assert_eq!(report.pressing, [item(0, 2), item(2, 0), item(0, 0), item(2, 1)]);
    assert_eq!(report.evident, []);
}

#[test]
fn the_results_of_a_whole_assessment_keep_its_parts_apart() {
    let instrument = crate::fixtures::instrument("whole");
    let mut given = response(json!({}));
    for (section, item) in instrument.items() {
        let value = match Group::of(section.kind) {
            Group::Practice => section.scale.max(),
            Group::Challenges => section.scale.min(),
            Group::Benefits => section.scale.max() - 1,
        };
        let answer = partnership_assessment::response::Answer::Value(value);
        given.answers.insert(item.id.clone(), answer);
    }
    let report = report(&instrument, &given);
    assert_eq!(report.scores.overall, Some(Ratio::new(100, 1)));
    assert_eq!(report.pressing, []);
    let benefits: usize = report
        .sections
        .iter()
        .filter(|it| it.group == Group::Benefits)
        .map(|it| it.section.items.len())
        .sum();
    assert_eq!(report.evident.len(), benefits);
    assert!(
        report
            .sections
            .iter()
            .filter(|it| it.group != Group::Practice)
            .all(|it| !it.section.counts_towards_overall)
    );
}

#[test]
fn the_lowest_the_pressing_and_the_unknown_are_offered_as_priorities_with_the_reason() {
    let sections = json!([
        section("p1", &["a", "b"]),
        section("p2", &["c", "d"]),
        section("p3", &["e", "f"]),
        section("p4", &["g", "h", "i"]),
        with(section("c", &["c1", "c2", "c3"]), json!({ "kind": "challenge" })),
        with(section("v", &["v1"]), json!({ "kind": "benefit" })),
    ]);
    let instrument = read(&file(json!({}), &[1, 2, 3, 4, 5], &[0, 1], sections));
    let answers = json!({
        "a": 5, "b": 5, "c": 2, "d": 2, "e": 1, "f": 2,
        "g": 4, "h": 4, "i": "dont-know",
        "c1": 5, "c2": 4, "c3": 5, "v1": 1,
    });
    let response = response(answers);
    let offers = offers(&report(&instrument, &response), &response);
    let of = |id: &str, reason| Offer { subject: Subject::Section(id.to_owned()), reason };
    let item = |id: &str, reason| Offer { subject: Subject::Item(id.to_owned()), reason };
    let wanted = [
        of("p3", Reason::Lowest),
        of("p2", Reason::Lowest),
        of("p4", Reason::Lowest),
        item("c1", Reason::InTheWay),
        item("c3", Reason::InTheWay),
        // One of three is a third.
        of("p4", Reason::DontKnow),
    ];
    assert_eq!(offers, wanted);
}
