//! What can be compared where the questions changed, and what cannot.

use partnership_assessment::change::Step::{Down, Incomparable, Same, Unknown, Up};
use partnership_assessment::change::{Change, EditionChange, Round, Span, Step, change};
use partnership_assessment::instrument::Instrument;
use partnership_assessment::response::{Millis, Response};
use serde_json::{Value, json};

use super::{TO_FIVE, answered, item, overall, series, shown, steps};
use crate::scoring::small::{file, read, response, section, with};

/// An edition with these sections on a scale from 1 to 5.
fn edition(sections: Value) -> Instrument {
    read(&file(json!({ "minimum_answered": 0.5 }), &TO_FIVE, &TO_FIVE, sections))
}

/// Sections `p` of a and b, and `q` of c and d.
fn first() -> Value {
    json!([section("p", &["a", "b"]), section("q", &["c", "d"])])
}

/// Every item that `instrument` has, answered with `point`.
fn all(instrument: &Instrument, point: i64) -> Value {
    Value::Object(instrument.items().map(|it| (it.1.id.clone(), point.into())).collect())
}

/// From an answer of 2 to everything in one edition to one of 4 in another.
fn from_to(before: &Instrument, after: &Instrument) -> Change {
    let rounds = [answered(before, 0, all(before, 2)), answered(after, 1, all(after, 4))];
    change(after, &rounds)
}

/// The only step of each section and, last, of the whole.
fn each_step(change: &Change) -> Vec<Step> {
    change.sections.iter().chain(&change.overall).map(|it| it.steps[0]).collect()
}

/// What came, what went, and what was altered.
fn lists(change: &Change) -> Vec<[String; 3]> {
    let lists = |it: &EditionChange| [&it.added, &it.removed, &it.altered].map(|it| it.join(" "));
    change.editions.iter().map(lists).collect()
}

fn three(added: &str, removed: &str, altered: &str) -> Vec<[String; 3]> {
    vec![[added, removed, altered].map(str::to_owned)]
}

#[test]
fn wording_is_of_no_consequence() {
    let mut reworded = first();
    reworded[0]["title"] = "Otherwise".into();
    reworded[0]["items"][0]["text"] = "Put better".into();
    let change = from_to(&edition(first()), &edition(reworded));
    assert_eq!((each_step(&change), lists(&change)), (vec![Up, Up, Up], vec![]));
}

#[test]
fn a_section_with_a_new_item_cannot_be_compared_and_its_other_items_can() {
    let after = edition(json!([section("p", &["a", "b"]), section("q", &["c", "d", "e"])]));
    let change = from_to(&edition(first()), &after);
    assert_eq!(each_step(&change), [Up, Incomparable, Incomparable]);
    assert_eq!((item(&change, "c").steps[0], item(&change, "d").steps[0]), (Up, Up));
    assert_eq!(shown(item(&change, "e")), ["none", "4"]);
    assert_eq!(item(&change, "e").steps, [Unknown]);
    assert_eq!(lists(&change), three("e", "", ""));
}

#[test]
fn an_item_that_went_is_named_and_is_no_series() {
    let after = edition(json!([section("p", &["b"]), section("q", &["c", "d"])]));
    let change = from_to(&edition(first()), &after);
    assert_eq!(each_step(&change), [Incomparable, Up, Incomparable]);
    assert_eq!(lists(&change), three("", "a", ""));
    assert!(change.items.iter().all(|it| it.1.id != "a"));
}

#[test]
fn an_item_on_another_scale_cannot_be_compared() {
    let other = |scale: &[i64], lower: bool| {
        let mut file = file(json!({ "minimum_answered": 0.5 }), &TO_FIVE, scale, first());
        file["sections"][1]["scale"] = "b".into();
        file["scales"]["b"]["direction"] =
            if lower { "lower-is-better" } else { "higher-is-better" }.into();
        from_to(&edition(first()), &read(&file))
    };
    for (scale, lower) in [(&[1, 2, 3, 4][..], false), (&[0, 4, 5][..], false), (&TO_FIVE, true)] {
        let change = other(scale, lower);
        assert_eq!(each_step(&change), [Up, Incomparable, Incomparable], "{scale:?}");
        assert_eq!((item(&change, "c").steps[0], item(&change, "a").steps[0]), (Incomparable, Up));
        assert_eq!(lists(&change), three("", "", "c d"));
    }
    // A scale of the same values is the same, whatever its name and order.
    let same = other(&[5, 4, 3, 2, 1], false);
    assert_eq!((each_step(&same), lists(&same)), (vec![Up, Up, Up], vec![]));
}

#[test]
fn an_item_that_was_turned_round_cannot_be_compared() {
    let mut turned = first();
    turned[0]["items"][1]["reversed"] = true.into();
    let change = from_to(&edition(first()), &edition(turned));
    assert_eq!(each_step(&change), [Incomparable, Up, Incomparable]);
    assert_eq!((item(&change, "a").steps[0], item(&change, "b").steps[0]), (Up, Incomparable));
    assert_eq!(lists(&change), three("", "", "b"));
}

#[test]
fn an_item_that_moved_can_be_compared_and_both_sections_cannot() {
    let after = edition(json!([
        section("p", &["a"]),
        section("q", &["c", "d", "b"]),
        section("t", &["e"]),
    ]));
    let before = edition(json!([
        section("t", &["e"]),
        section("p", &["b", "a"]),
        section("q", &["d", "c"]),
    ]));
    let change = from_to(&before, &after);
    assert_eq!(each_step(&change), [Incomparable, Incomparable, Up, Incomparable]);
    assert!(change.items.iter().all(|it| it.1.steps == [Up]));
    assert_eq!(change.items.iter().find(|it| it.1.id == "b").map(|it| it.0), Some(1));
    assert_eq!(lists(&change), three("", "", ""), "the same is asked in other places");
}

#[test]
fn the_order_of_items_and_sections_is_of_no_consequence() {
    let after = edition(json!([section("q", &["d", "c"]), section("p", &["b", "a"])]));
    let change = from_to(&edition(first()), &after);
    assert_eq!(each_step(&change), [Up, Up, Up]);
    let ids: Vec<&str> = change.sections.iter().map(|it| it.id.as_str()).collect();
    assert_eq!((ids, lists(&change)), (vec!["q", "p"], three("", "", "")));
}

#[test]
fn what_is_scored_otherwise_cannot_be_compared_and_its_items_can() {
    let scored = |scoring: Value| read(&file(scoring, &TO_FIVE, &TO_FIVE, first()));
    let before = scored(json!({ "method": "percent", "minimum_answered": 0.5 }));
    for scoring in [
        json!({ "method": "mean", "minimum_answered": 0.5 }),
        json!({ "method": "sum", "minimum_answered": 0.5 }),
        json!({ "method": "percent", "minimum_answered": 1 }),
    ] {
        let change = from_to(&before, &scored(scoring));
        assert_eq!(each_step(&change), [Incomparable; 3]);
        assert!(change.items.iter().all(|it| it.1.steps == [Up]));
        assert_eq!(lists(&change), three("", "", ""));
        assert_eq!(change.most(Span::Last), None);
    }
}

#[test]
fn overall_rests_on_the_sections_that_count() {
    let apart = |at: usize| {
        let mut res = first();
        res[at]["counts_towards_overall"] = false.into();
        res
    };
    let change = from_to(&edition(first()), &edition(apart(1)));
    assert_eq!(each_step(&change), [Up, Up, Incomparable]);
    // What changes in a section that does not count leaves overall alone.
    let mut after = apart(1);
    after[1]["items"][0]["reversed"] = true.into();
    let change = from_to(&edition(apart(1)), &edition(after));
    assert_eq!(each_step(&change), [Up, Incomparable, Up]);
}

#[test]
fn other_answers_beside_the_scale_alter_no_question() {
    let mut after = file(json!({ "minimum_answered": 0.5 }), &TO_FIVE, &TO_FIVE, first());
    after["scales"]["a"]["extra"] = json!([]);
    let after = read(&after);
    assert_ne!(after.fingerprint, edition(first()).fingerprint);
    let change = from_to(&edition(first()), &after);
    assert_eq!((each_step(&change), lists(&change)), (vec![Up, Up, Up], three("", "", "")));
}

#[test]
fn sections_that_only_older_editions_have_come_last() {
    let before = edition(json!([
        section("z", &["e"]),
        section("p", &["a", "b"]),
        with(section("old", &["f"]), json!({ "scale": "b" })),
        section("q", &["c", "d"]),
    ]));
    let after = edition(first());
    let rounds = [
        answered(&before, 0, all(&before, 2)),
        answered(&before, 1, all(&before, 3)),
        answered(&after, 2, all(&after, 3)),
    ];
    let change = change(&after, &rounds);
    let ids: Vec<&str> = change.sections.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["p", "q", "old", "z"]);
    assert_eq!(shown(series(&change, "old")), ["25", "50", "none"]);
    assert_eq!(steps(&change, "old"), [Up, Unknown]);
    assert_eq!(steps(&change, "p"), [Up, Same]);
    assert_eq!(overall(&change).steps, [Up, Incomparable]);
    assert_eq!((change.editions.len(), change.editions[0].before), (1, 1));
    assert_eq!(lists(&change), three("", "e f", ""));
}

#[test]
fn a_rise_and_a_fall_in_answers_to_other_questions_is_no_turn() {
    let (before, after) = (edition(first()), edition(json!([section("p", &["a"])])));
    let at = |instrument: &Instrument, time: Millis, point| {
        answered(instrument, time, all(instrument, point))
    };
    let rounds = [at(&before, 0, 1), at(&before, 1, 2), at(&after, 2, 5), at(&after, 3, 4)];
    let change = change(&after, &rounds);
    assert_eq!(
        (steps(&change, "p"), series(&change, "p").turned()),
        (vec![Up, Incomparable, Down], false)
    );
    assert_eq!(
        (&item(&change, "a").steps, item(&change, "a").turned()),
        (&vec![Up, Up, Down], true)
    );
    // Of the last two, only `p` is asked; of all, none can be compared but item by item.
    assert_eq!(change.most(Span::Last).map(|it| (it.between, it.fallen)), Some(((2, 3), Some(0))));
    assert_eq!(change.most(Span::Whole).map(|it| it.between), Some((2, 3)));
}

/// What an answer in an edition says that is not at hand, read by another.
fn read_by(newest: &Instrument, time: Millis, fingerprint: &str, answers: Value) -> Round {
    let mut it = Response { completed: Some(time), ..response(answers) };
    it.instrument.fingerprint = fingerprint.to_owned();
    Round::of_response(newest, &it)
}

#[test]
fn another_edition_stands_in_as_far_as_the_answers_bear_it_out() {
    let newest = edition(first());
    let of = |answers: Value| {
        let rounds = [read_by(&newest, 0, "gone", answers), answered(&newest, 1, all(&newest, 4))];
        change(&newest, &rounds)
    };
    let every = of(json!({ "a": 2, "b": 2, "c": 2, "d": "dont-know" }));
    assert_eq!((each_step(&every), lists(&every)), (vec![Up, Up, Up], three("", "", "")));
    // Whether `d` was asked then, nothing tells; half of the section's items make a score.
    let some = of(json!({ "a": 2, "b": 2, "c": 2 }));
    assert_eq!(shown(series(&some, "q")), ["25", "75"]);
    assert_eq!(
        (each_step(&some), lists(&some)),
        (vec![Up, Incomparable, Incomparable], three("", "", ""))
    );
    assert_eq!((item(&some, "c").steps[0], item(&some, "d").steps[0]), (Up, Unknown));
    // 9 is no point of today's scale, and `x` is no longer asked.
    let other = of(json!({ "a": 9, "b": 2, "c": 2, "d": 2, "x": 3 }));
    assert_eq!(shown(item(&other, "a")), ["none", "4"]);
    assert_eq!(each_step(&other), [Incomparable, Up, Incomparable]);
    assert_eq!(lists(&other), three("", "x", ""));
}

#[test]
fn two_rounds_of_an_edition_that_is_not_at_hand_asked_the_same() {
    let newest = edition(first());
    let of = |first: &str, second: &str| {
        let rounds = [
            read_by(&newest, 0, first, json!({ "a": 2, "c": 2, "d": 3, "x": 1 })),
            read_by(&newest, 1, second, json!({ "a": 4, "b": 4, "c": 1 })),
        ];
        change(&newest, &rounds)
    };
    let same = of("gone", "gone");
    assert_eq!((each_step(&same), lists(&same)), (vec![Up, Down, Up], vec![]));
    let other = of("gone", "lost");
    assert_eq!((each_step(&other), lists(&other)), (vec![Incomparable; 3], three("", "x", "")));
    assert_eq!((item(&other, "a").steps[0], item(&other, "c").steps[0]), (Up, Down));
}

#[test]
fn what_was_not_answered_in_two_editions_that_are_not_at_hand_need_not_be_the_same() {
    let newest = edition(first());
    let answers = json!({ "a": 2, "c": 3, "d": 3 });
    let of = |first: &str, second: &str| {
        let rounds =
            [(0, first), (1, second)].map(|it| read_by(&newest, it.0, it.1, answers.clone()));
        each_step(&change(&newest, &rounds))
    };
    assert_eq!(of("gone", "gone"), [Same, Same, Same]);
    assert_eq!(of("gone", "lost"), [Incomparable, Same, Incomparable]);
    assert_eq!(of("", ""), [Incomparable, Same, Incomparable]);
}

#[test]
fn an_edition_that_is_not_known_is_another_one() {
    let newest = edition(first());
    let of = |answers: [Value; 2]| {
        let mut time = 0..;
        let rounds = answers.map(|it| read_by(&newest, time.next().expect("a time"), "", it));
        change(&newest, &rounds)
    };
    // Nothing tells that it was another, so that nothing is said of it.
    let full = of([all(&newest, 2), all(&newest, 3)]);
    assert_eq!((each_step(&full), lists(&full)), (vec![Up, Up, Up], vec![]));
    let part = of([all(&newest, 2), json!({ "a": 1, "c": 2, "d": 2 })]);
    assert_eq!((each_step(&part), lists(&part)), (vec![Incomparable, Same, Incomparable], vec![]));
    let stranger = of([json!({ "a": 1, "b": 1, "x": 1 }), json!({ "a": 1, "b": 1 })]);
    assert_eq!((steps(&stranger, "p"), lists(&stranger)), (vec![Same], three("", "x", "")));
}

#[test]
fn answers_to_items_that_the_edition_at_hand_does_not_have_are_passed_over() {
    let newest = edition(first());
    let rounds = [
        answered(&newest, 0, json!({ "a": 2, "b": 2, "x": 3 })),
        answered(&newest, 1, json!({ "a": 2 })),
    ];
    assert!(!rounds[0].asked.contains("x") && !rounds[0].items.contains("x"));
    assert!(change(&newest, &rounds).editions.is_empty());
}
