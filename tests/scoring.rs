//! Scores worked out by hand, and the laws of scoring.

mod findings;
mod laws;
mod ratio;
pub mod small;

use partnership_assessment::instrument::{Band, Instrument};
use partnership_assessment::report::report;
use partnership_assessment::scoring::{Ratio, Score, Scores, band, range, score};
use serde_json::{Value, json};

use small::{bands, file, read, response, section, with};

const TO_FIVE: [i64; 5] = [1, 2, 3, 4, 5];

/// One section with the given items on a scale from 1 to 5.
fn one(method: &str, minimum: f64, items: &[&str]) -> Instrument {
    let scoring = json!({ "method": method, "minimum_answered": minimum });
    read(&file(scoring, &TO_FIVE, &[0, 1], json!([section("s", items)])))
}

/// The score of the only section.
fn only(instrument: &Instrument, answers: Value) -> Score {
    score(instrument, &response(answers)).sections[0].score
}

fn scored(num: i64, den: i64) -> Score {
    Score::Scored(Ratio::new(num, den))
}

fn label(band: Option<&Band>) -> &str {
    band.map_or("none", |it| it.label.in_language("en"))
}

#[test]
fn percent_is_how_far_the_answers_reach_between_the_ends_of_the_scale() {
    let instrument = one("percent", 0.5, &["a", "b", "c", "d"]);
    let of = |a, b, c, d| only(&instrument, json!({ "a": a, "b": b, "c": c, "d": d }));
    assert_eq!(of(1, 1, 1, 1), scored(0, 1));
    assert_eq!(of(5, 5, 5, 5), scored(100, 1));
    assert_eq!(of(3, 3, 3, 3), scored(50, 1));
    // (3 + 4 + 2 + 4) of 16.
    assert_eq!(of(4, 5, 3, 5), scored(8125, 100));
    assert_eq!(of(4, 5, 3, 5).value().expect("a score").shown("."), "81.3");
    assert_eq!(of(4, 5, 3, 5).value().expect("a score").shown(","), "81,3");
}

#[test]
fn mean_is_in_the_units_of_the_scale() {
    let instrument = one("mean", 0.5, &["a", "b", "c"]);
    let of = |a, b, c| only(&instrument, json!({ "a": a, "b": b, "c": c }));
    assert_eq!(of(1, 1, 1), scored(1, 1));
    assert_eq!(of(5, 4, 4), scored(13, 3));
    assert_eq!(of(5, 4, 4).value().expect("a score").shown("."), "4.3");
    assert_eq!(of(5, 5, 4).value().expect("a score").shown("."), "4.7");
}

#[test]
fn sum_adds_the_values_that_were_given_and_nothing_for_the_others() {
    let instrument = one("sum", 0.5, &["a", "b", "c", "d"]);
    assert_eq!(only(&instrument, json!({ "a": 5, "b": 4, "c": 1, "d": 2 })), scored(12, 1));
    assert_eq!(only(&instrument, json!({ "a": 5, "b": 4, "c": "dont-know" })), scored(9, 1));
}

#[test]
fn a_reversed_item_counts_from_the_other_end_of_its_scale() {
    let instrument = one("sum", 0.0, &["a", "r1", "r2"]);
    assert_eq!(only(&instrument, json!({ "r1": 1 })), scored(5, 1));
    assert_eq!(only(&instrument, json!({ "r1": 5 })), scored(1, 1));
    assert_eq!(only(&instrument, json!({ "r1": 3 })), scored(3, 1));
    assert_eq!(only(&instrument, json!({ "a": 4, "r1": 4, "r2": 2 })), scored(4 + 2 + 4, 1));
    let percent = one("percent", 0.0, &["a", "r1", "r2"]);
    // (3 + 1 + 3) of 12.
    assert_eq!(only(&percent, json!({ "a": 4, "r1": 4, "r2": 2 })), scored(700, 12));
}

#[test]
fn a_scale_need_be_neither_symmetric_nor_even_nor_in_order() {
    let scoring = |it: &str| json!({ "method": it, "minimum_answered": 0 });
    let items = json!([section("s", &["a", "r"])]);
    let uneven = read(&file(scoring("percent"), &[50, 0, 10], &[0, 1], items.clone()));
    assert_eq!(only(&uneven, json!({ "a": 10 })), scored(20, 1));
    assert_eq!(only(&uneven, json!({ "r": 10 })), scored(80, 1));
    let aside = read(&file(scoring("mean"), &[-1, 0, 1, 2, 3], &[0, 1], items));
    assert_eq!(only(&aside, json!({ "r": -1 })), scored(3, 1));
    assert_eq!(only(&aside, json!({ "r": 0 })), scored(2, 1));
    assert_eq!(only(&aside, json!({ "a": -1, "r": 3 })), scored(-1, 1));
}

#[test]
fn negative_values_score_like_others_and_round_towards_the_greater() {
    let scoring = |it: &str| json!({ "method": it, "minimum_answered": 0 });
    let items = |n: usize| -> Value {
        let ids: Vec<String> = (0..n).map(|it| format!("i{it}")).collect();
        json!([section("s", &ids.iter().map(String::as_str).collect::<Vec<_>>())])
    };
    let two = [-2, -1, 0, 1, 2];
    let percent = read(&file(scoring("percent"), &two, &[0, 1], items(3)));
    assert_eq!(only(&percent, json!({ "i0": -1, "i1": 1, "i2": 2 })), scored(800, 12));
    assert_eq!(only(&percent, json!({ "i0": -2 })), scored(0, 1));
    assert_eq!(only(&percent, json!({ "i0": 0 })), scored(50, 1));
    let sum = read(&file(scoring("sum"), &two, &[0, 1], items(3)));
    assert_eq!(only(&sum, json!({ "i0": -2, "i1": -2, "i2": -1 })), scored(-5, 1));
    assert_eq!(range(&sum, &sum.sections[0]), (-6, 6));
    let mean = read(&file(scoring("mean"), &two, &[0, 1], items(20)));
    let shown = |ones: usize, zeros: usize| {
        let answers =
            (0..ones + zeros).map(|it| (format!("i{it}"), if it < ones { -1 } else { 0 }.into()));
        let score = only(&mean, Value::Object(answers.collect()));
        score.value().expect("a score").shown(".")
    };
    // -1/20, -3/20, -1/4, -2/3, -1/2.
    assert_eq!(shown(1, 19), "0");
    assert_eq!(shown(3, 17), "-0.1");
    assert_eq!(shown(1, 3), "-0.2");
    assert_eq!(shown(2, 1), "-0.7");
    assert_eq!(shown(1, 1), "-0.5");
}

#[test]
fn dont_know_and_not_relevant_enter_no_score_and_are_counted() {
    let instrument = one("percent", 0.5, &["a", "b", "c", "d", "e"]);
    let answers = json!({ "a": 5, "b": "dont-know", "c": "not-relevant", "d": 1, "e": 5 });
    let scores = score(&instrument, &response(answers));
    assert_eq!(scores.sections[0].score, scored(800, 12));
    let tally = scores.sections[0].tally;
    assert_eq!(
        (tally.scored, tally.dont_know, tally.not_relevant, tally.not_answered),
        (3, 1, 1, 0)
    );
    assert_eq!((tally.items(), tally.answered()), (5, 5));
    let scores = score(&instrument, &response(json!({ "a": 5, "b": "dont-know" })));
    let tally = scores.tally;
    assert_eq!(
        (tally.scored, tally.dont_know, tally.not_relevant, tally.not_answered),
        (1, 1, 0, 3)
    );
    assert_eq!((tally.items(), tally.answered()), (5, 2));
}

#[test]
fn too_few_answers_say_how_many_more_are_needed() {
    let five = |minimum, n| {
        let answers =
            ["a", "b", "c", "d", "e"].iter().take(n).map(|it| ((*it).to_owned(), json!(3)));
        only(&one("percent", minimum, &["a", "b", "c", "d", "e"]), Value::Object(answers.collect()))
    };
    let few = |more| Score::TooFew { more };
    let enough = scored(50, 1);
    // Half of five is two and a half.
    assert_eq!([0, 1, 2, 3].map(|n| five(0.5, n)), [few(3), few(2), few(1), enough]);
    // One answer is always needed, and is enough where nothing is asked for.
    assert_eq!([0, 1].map(|n| five(0.0, n)), [few(1), enough]);
    assert_eq!([0, 3, 4, 5].map(|n| five(1.0, n)), [few(5), few(2), few(1), enough]);
    // Shares that meet a number of items exactly, and that miss it by a hair.
    assert_eq!([2, 3].map(|n| five(0.6, n)), [few(1), enough]);
    assert_eq!([3, 4].map(|n| five(0.600_001, n)), [few(1), enough]);
    assert_eq!([3, 4].map(|n| five(0.8, n)), [few(1), enough]);
    assert_eq!([0, 1].map(|n| five(0.2, n)), [few(1), enough]);
    assert_eq!([0, 1].map(|n| five(0.000_001, n)), [few(1), enough]);
}

#[test]
fn answers_without_a_score_bring_a_section_no_nearer_to_one() {
    let instrument = one("percent", 0.5, &["a", "b", "c", "d"]);
    let answers = json!({ "a": "dont-know", "b": "dont-know", "c": "not-relevant", "d": 4 });
    assert_eq!(only(&instrument, answers), Score::TooFew { more: 1 });
    let answers =
        json!({ "a": "dont-know", "b": "dont-know", "c": "not-relevant", "d": "dont-know" });
    let scores = score(&instrument, &response(answers));
    assert_eq!(scores.sections[0].score, Score::TooFew { more: 2 });
    assert_eq!(scores.overall, None);
}

/// Sections `p`, `q` and `t` of one, two and four items; `t` does not count.
fn three(method: &str) -> Instrument {
    let apart =
        with(section("t", &["t1", "t2", "t3", "t4"]), json!({ "counts_towards_overall": false }));
    let sections = json!([section("p", &["p1"]), section("q", &["q1", "q2"]), apart]);
    read(&file(json!({ "method": method }), &TO_FIVE, &[0, 1], sections))
}

fn overall(scores: &Scores) -> String {
    scores.overall.map_or_else(|| "none".to_owned(), |it| it.shown("."))
}

#[test]
fn overall_is_the_unweighted_mean_of_the_scored_sections_that_count() {
    let of = |method: &str, answers| overall(&score(&three(method), &response(answers)));
    // 100 and 0 make 50, however many items each of them has.
    let all = json!({ "p1": 5, "q1": 1, "q2": 1, "t1": 4, "t2": 4, "t3": 4, "t4": 4 });
    assert_eq!(of("percent", all.clone()), "50");
    assert_eq!(of("mean", all.clone()), "3");
    // 100 and 62.5.
    assert_eq!(of("percent", json!({ "p1": 5, "q1": 4, "q2": 3 })), "81.3");
    // A section without a score is passed over; it is not a zero.
    assert_eq!(of("percent", json!({ "p1": 5, "q1": "dont-know" })), "100");
    assert_eq!(of("percent", json!({ "t1": 4, "t2": 4, "t3": 4, "t4": 4 })), "none");
    assert_eq!(of("percent", json!({})), "none");
}

#[test]
fn with_the_method_sum_overall_is_the_total() {
    let of = |answers| overall(&score(&three("sum"), &response(answers)));
    assert_eq!(of(json!({ "p1": 5, "q1": 1, "q2": 3, "t1": 4, "t2": 4 })), "9");
    assert_eq!(of(json!({ "p1": 5 })), "5");
    assert_eq!(of(json!({ "t1": 4, "t2": 4 })), "none");
}

#[test]
fn where_no_section_counts_there_is_no_overall_score() {
    let apart = |id: &str, item: &str| {
        with(section(id, &[item]), json!({ "counts_towards_overall": false }))
    };
    let sections = json!([apart("p", "p1"), apart("q", "q1")]);
    for method in ["percent", "mean", "sum"] {
        let instrument =
            read(&file(json!({ "method": method }), &TO_FIVE, &[0, 1], sections.clone()));
        let response = response(json!({ "p1": 5, "q1": 5 }));
        let report = report(&instrument, &response);
        assert_eq!((report.scores.overall, report.counted), (None, (0, 0)));
        assert_eq!(report.overall_band, None);
        assert!(report.sections.iter().all(|it| it.position == Some(Ratio::new(1, 1))));
    }
}

#[test]
fn a_band_includes_its_beginning_and_excludes_its_end() {
    let base =
        file(json!({}), &TO_FIVE, &[0, 1], json!([section("s", &["a", "b", "c", "d", "e"])]));
    let instrument = read(&with(base, json!({ "bands": bands(&[0.0, 40.0, 60.0, 80.0]) })));
    let of = |sum: i64| {
        // Twentieths of the way: 5 % each.
        let values: Vec<i64> = (0..5).map(|i| 1 + (sum - 4 * i).clamp(0, 4)).collect();
        let [a, b, c, d, e] = values[..] else { panic!("five values") };
        let response = response(json!({ "a": a, "b": b, "c": c, "d": d, "e": e }));
        let report = report(&instrument, &response);
        assert_eq!(report.scores.overall, Some(Ratio::new(5 * sum, 1)));
        assert_eq!(report.sections[0].band, report.overall_band, "one section is the whole");
        label(report.overall_band).to_owned()
    };
    assert_eq!([0, 7, 8, 11, 12, 15, 16, 20].map(of), ["1", "1", "2", "2", "3", "3", "4", "4"]);
}

#[test]
fn bands_judge_the_exact_value_and_not_the_rounded_one() {
    let base = file(json!({}), &TO_FIVE, &[0, 1], json!([section("s", &["a", "b", "c", "d"])]));
    let of = |from: &[f64], value: Ratio| {
        let instrument = read(&with(base.clone(), json!({ "bands": bands(from) })));
        label(band(&instrument.bands, value)).to_owned()
    };
    // 81.25 shows as 81.3, but has not reached it.
    let value = Ratio::new(8125, 100);
    assert_eq!(of(&[0.0, 81.3], value), "1");
    assert_eq!(of(&[0.0, 81.25], value), "2");
    assert_eq!(of(&[0.0, 81.250_001], value), "1");
    // A third of 100 has passed 33.333333, and not 33.333334.
    assert_eq!(of(&[0.0, 33.333_333], Ratio::new(100, 3)), "2");
    assert_eq!(of(&[0.0, 33.333_334], Ratio::new(100, 3)), "1");
    // 79.96 shows as 80 and is no 80.
    assert_eq!(of(&[0.0, 80.0], Ratio::new(7996, 100)), "1");
    assert_eq!(of(&[-1.5, -0.5, 0.5], Ratio::new(-1, 2)), "2");
    assert_eq!(of(&[-1.5, -0.5, 0.5], Ratio::new(-501, 1000)), "1");
    assert_eq!(of(&[-1.5, -0.5, 0.5], Ratio::new(-1501, 1000)), "none");
    assert_eq!(of(&[], value), "none");
}

#[test]
fn bands_of_a_scale_judge_its_sections_and_leave_the_overall_score_alone() {
    let sections =
        json!([section("s", &["a"]), with(section("t", &["b"]), json!({ "scale": "b" }))]);
    let base = file(json!({}), &TO_FIVE, &[1, 2, 3], sections);
    let mut own = with(base, json!({ "bands": bands(&[0.0, 50.0]) }));
    own["scales"]["b"]["bands"] =
        json!([{ "from": 0, "label": "low" }, { "from": 50, "label": "high" }]);
    let instrument = read(&own);
    let response = response(json!({ "a": 5, "b": 2 }));
    let report = report(&instrument, &response);
    assert_eq!(label(report.sections[0].band), "2");
    assert_eq!(label(report.sections[1].band), "high");
    assert_eq!((overall(&report.scores).as_str(), label(report.overall_band)), ("75", "2"));
}

#[test]
fn overall_bands_default_to_the_bands_except_for_sums() {
    let overall = |method: &str, own: Option<Value>| {
        let base =
            file(json!({ "method": method }), &TO_FIVE, &[0, 1], json!([section("s", &["a"])]));
        let mut file = with(base, json!({ "bands": bands(&[1.0, 3.0]) }));
        if let Some(own) = own {
            file["overall_bands"] = own;
        }
        read(&file).overall_bands.iter().map(|it| it.from).collect::<Vec<_>>()
    };
    assert_eq!(overall("percent", None), [1_000_000, 3_000_000]);
    assert_eq!(overall("mean", None), [1_000_000, 3_000_000]);
    assert_eq!(overall("sum", None), [] as [i64; 0]);
    for method in ["percent", "mean", "sum"] {
        assert_eq!(overall(method, Some(bands(&[2.5]))), [2_500_000]);
        assert_eq!(overall(method, Some(json!([]))), [] as [i64; 0]);
    }
}

/// Thirty-five items from 1 to 5 in seven sections, summed, with bands for the total: the
/// shape of VicHealth's partnerships analysis tool.
pub fn vichealth() -> Value {
    let sections: Value = (1..=7)
        .map(|s| {
            let ids: Vec<String> = (1..=5).map(|i| format!("v{s}{i}")).collect();
            section(&format!("part-{s}"), &ids.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .collect();
    let base = file(json!({ "method": "sum", "minimum_answered": 1 }), &TO_FIVE, &[0, 1], sections);
    with(base, json!({ "id": "vichealth", "overall_bands": bands(&[35.0, 85.0, 127.0]) }))
}

#[test]
fn the_tool_of_vichealth_can_be_expressed() {
    let instrument = read(&vichealth());
    // The means that were published year by year.
    let yearly = [1251, 1347, 1360, 1374, 1396, 1412];
    let found = yearly.map(|it| label(band(&instrument.overall_bands, Ratio::new(it, 10))));
    assert_eq!(found, ["2", "3", "3", "3", "3", "3"]);

    let total = |total: i64| {
        let value = |i: i64| 1 + (total - 35 - 4 * i).clamp(0, 4);
        let ids = instrument.items().map(|it| it.1.id.clone());
        let answers = ids.zip(0..).map(|(id, i)| (id, value(i).into())).collect();
        let response = response(Value::Object(answers));
        let report = report(&instrument, &response);
        assert_eq!(report.scores.overall, Some(Ratio::new(total, 1)));
        assert_eq!((report.overall_range, report.counted), ((35, 175), (7, 7)));
        assert!(report.sections.iter().all(|it| it.range == (5, 25) && it.band.is_none()));
        label(report.overall_band).to_owned()
    };
    assert_eq!([35, 84, 85, 126, 127, 175].map(total), ["1", "1", "2", "2", "3", "3"]);
}

#[test]
fn answers_to_items_that_the_instrument_does_not_have_are_passed_over() {
    let instrument = one("percent", 0.5, &["a", "b"]);
    let with_stranger = score(&instrument, &response(json!({ "a": 5, "b": 3, "zz": 1 })));
    assert_eq!(with_stranger, score(&instrument, &response(json!({ "a": 5, "b": 3 }))));
}

/// A record that was stored under another edition, or written by somebody else, can hold
/// such values; a score must not leave its range for them.
#[test]
fn values_beyond_the_scale_take_no_score_out_of_its_range() {
    for method in ["percent", "mean", "sum"] {
        for value in [-40, 0, 6, 400] {
            let instrument = one(method, 0.5, &["a", "b"]);
            let response = response(json!({ "a": value, "b": value }));
            let report = report(&instrument, &response);
            let it = &report.sections[0];
            let inside =
                |position: Ratio| position >= Ratio::new(0, 1) && position <= Ratio::new(1, 1);
            assert!(it.position.is_none_or(inside), "{method} of twice {value}: {:?}", it.score);
        }
    }
}
