//! Rounds side by side, worked out by hand, and the laws of their comparison.

mod editions;
mod laws;
mod workshops;

use partnership_assessment::change::Step::{Down, Incomparable, Same, Unknown, Up};
use partnership_assessment::change::{
    Basis, Change, Figure, Most, Round, Series, Span, Step, change,
};
use partnership_assessment::instrument::Instrument;
use partnership_assessment::instrument::by_id::ById;
use partnership_assessment::response::{InstrumentRef, Millis, Response};
use partnership_assessment::scoring::Ratio;
use serde_json::{Value, json};

use crate::scoring::small::{file, read, response, section, with};
use crate::scoring::vichealth;

const TO_FIVE: [i64; 5] = [1, 2, 3, 4, 5];

/// What one person answered at `time`.
fn answered(instrument: &Instrument, time: Millis, answers: Value) -> Round {
    let of = InstrumentRef::to(instrument);
    let it = Response { instrument: of, completed: Some(time), ..response(answers) };
    Round::of_response(instrument, &it)
}

/// The rounds of one person who answered this at the times 0, 1, 2 and so on.
fn rounds(instrument: &Instrument, answers: &[Value]) -> Vec<Round> {
    let each = answers.iter().zip(0..);
    each.map(|(answers, time)| answered(instrument, time, answers.clone())).collect()
}

fn series<'a>(change: &'a Change, section: &str) -> &'a Series {
    change.sections.iter().find(|it| it.id == section).expect("a section")
}

fn steps(change: &Change, section: &str) -> Vec<Step> {
    series(change, section).steps.clone()
}

fn item<'a>(change: &'a Change, id: &str) -> &'a Series {
    &change.items.iter().find(|it| it.1.id == id).expect("an item").1
}

fn overall(change: &Change) -> &Series {
    change.overall.as_ref().expect("an overall score")
}

fn values(series: &Series) -> Vec<Option<Ratio>> {
    series.points.iter().map(|it| it.map(|it| it.value)).collect()
}

fn shown(series: &Series) -> Vec<String> {
    let each = values(series).into_iter();
    each.map(|it| it.map_or_else(|| "none".to_owned(), |it| it.shown("."))).collect()
}

/// A figure of 40 people, on a range from 0 to 100, that any other such can be compared with.
fn figure(value: Ratio) -> Figure {
    let basis = Basis { edition: 1, asked: 1, parts: 0 };
    Figure { value, n: 40, range: (0, 100), less: false, basis }
}

/// A round of 40 people with these section scores.
fn of_sections(time: Millis, sections: &[(&str, Option<Ratio>)]) -> Round {
    let figures = sections.iter();
    let figures = figures.filter_map(|(id, value)| Some(((*id).to_owned(), figure((*value)?))));
    let fingerprint = "same".to_owned();
    Round { time, people: 40, fingerprint, sections: figures.collect(), ..Round::default() }
}

/// An instrument with sections of these ids, each of one item.
fn of_ids(ids: &[&str]) -> Instrument {
    let sections: Value = ids.iter().map(|it| section(it, &[&format!("of-{it}")])).collect();
    read(&file(json!({}), &TO_FIVE, &[0, 1], sections))
}

/// Per cent that agreed at the beginning, after 15 months, and after 3 years: the Prevention
/// Centre's table of resources, governance, leadership and engagement, in tenths.
const PREVENTION_CENTRE: [(&str, &[[i64; 3]]); 4] = [
    (
        "resources",
        &[[739, 656, 686], [696, 800, 804], [391, 629, 628], [304, 477, 412], [478, 448, 580]],
    ),
    (
        "governance",
        &[[551, 663, 528], [531, 587, 442], [327, 424, 308], [102, 297, 96], [469, 717, 415]],
    ),
    (
        "leadership",
        &[[460, 639, 644], [520, 639, 638], [680, 825, 814], [540, 742, 610], [600, 813, 763]],
    ),
    (
        "engagement",
        &[
            [711, 796, 679],
            [844, 828, 755],
            [711, 720, 660],
            [400, 570, 547],
            [489, 667, 585],
            [644, 774, 642],
        ],
    ),
];

fn prevention_centre() -> (Instrument, Vec<Round>) {
    let ids = |(name, items): &(&str, &[[i64; 3]])| -> Vec<String> {
        (1..=items.len()).map(|it| format!("{name}-{it}")).collect()
    };
    let sections: Value = PREVENTION_CENTRE
        .iter()
        .map(|it| section(it.0, &ids(it).iter().map(String::as_str).collect::<Vec<_>>()))
        .collect();
    let instrument = read(&file(json!({ "method": "mean" }), &[0, 100], &[0, 1], sections));
    let round = |at: usize| {
        let mut res = of_sections(at as Millis, &[]);
        for of in &PREVENTION_CENTRE {
            let sum: i64 = of.1.iter().map(|it| it[at]).sum();
            let mean = Ratio::new(sum, 10 * of.1.len() as i64);
            res.sections.insert(of.0.to_owned(), figure(mean));
            for (id, it) in ids(of).into_iter().zip(of.1) {
                res.items.insert(id, figure(Ratio::new(it[at], 10)));
            }
        }
        res
    };
    (instrument, (0..3).map(round).collect())
}

#[test]
fn a_gain_that_a_loss_follows_comes_out_as_both() {
    let (instrument, rounds) = prevention_centre();
    let change = change(&instrument, &rounds);
    let of = |id: &str| {
        let it = series(&change, id);
        let hundredths = values(it).into_iter().flatten().map(|it| it.shown_to_hundredths("."));
        (hundredths.collect::<Vec<_>>().join(" "), it.steps.clone(), it.turned())
    };
    assert_eq!(of("resources"), ("52.16 60.20 62.20".to_owned(), vec![Up, Up], false));
    assert_eq!(of("governance"), ("39.60 53.76 35.78".to_owned(), vec![Up, Down], true));
    assert_eq!(of("leadership"), ("56.00 73.16 69.38".to_owned(), vec![Up, Down], true));
    assert_eq!(of("engagement"), ("63.32 72.58 64.47".to_owned(), vec![Up, Down], true));
    let of = |id: &str| (item(&change, id).steps.clone(), item(&change, id).turned());
    assert_eq!(of("governance-4"), (vec![Up, Down], true), "10.2, 29.7, 9.6");
    assert_eq!(of("resources-1"), (vec![Down, Up], true), "73.9, 65.6, 68.6");
    assert_eq!(of("engagement-2"), (vec![Down, Down], false), "84.4, 82.8, 75.5");
    assert_eq!((change.overall.is_none(), change.editions.len()), (true, 0));
}

#[test]
fn what_rose_and_fell_most_is_said_of_the_last_step_and_of_the_whole_time() {
    let (instrument, rounds) = prevention_centre();
    let (resources, governance, leadership) = (Some(0), Some(1), Some(2));
    let most = |rounds: &[Round], span| change(&instrument, rounds).most(span);
    // +2.00, -17.98, -3.78, -8.12.
    let last = Most { between: (1, 2), risen: resources, fallen: governance };
    assert_eq!(most(&rounds, Span::Last), Some(last));
    // +10.04, -3.82, +13.38, +1.15.
    let whole = Most { between: (0, 2), risen: leadership, fallen: governance };
    assert_eq!(most(&rounds, Span::Whole), Some(whole));
    // +8.04, +14.16, +17.16, +9.27.
    let first = Some(Most { between: (0, 1), risen: leadership, fallen: None });
    assert_eq!(most(&rounds[..2], Span::Last), first);
    assert_eq!(most(&rounds[..2], Span::Whole), first);
    assert_eq!(most(&rounds[..1], Span::Last), None);
    assert_eq!(most(&[], Span::Whole), None);
}

#[test]
fn what_moved_most_moved_by_the_greatest_share_of_its_range() {
    let instrument = of_ids(&["p", "q", "t"]);
    let mut rounds = [0, 1].map(|time| {
        let value = |by: i64| Some(Ratio::new(50 + by * time, 1));
        of_sections(time, &[("p", value(8)), ("q", value(2)), ("t", value(-1))])
    });
    let risen = |rounds: &[Round]| change(&instrument, rounds).most(Span::Last).expect("two");
    assert_eq!((risen(&rounds).risen, risen(&rounds).fallen), (Some(0), Some(2)));
    for it in &mut rounds {
        it.sections.get_mut("q").expect("q").range = (40, 60);
    }
    assert_eq!(risen(&rounds).risen, Some(1), "2 of 20 is more than 8 of 100");
    // Of equals, the first: 2 of 20, and 10 of 100.
    rounds[1].sections.get_mut("p").expect("p").value = Ratio::new(60, 1);
    assert_eq!(risen(&rounds).risen, Some(0));
}

#[test]
fn what_moved_by_less_than_is_shown_has_not_moved_most() {
    let instrument = of_ids(&["p", "q"]);
    let at = |time, p, q| of_sections(time, &[("p", Some(p)), ("q", Some(q))]);
    let rounds = [
        at(0, Ratio::new(50, 1), Ratio::new(50, 1)),
        at(1, Ratio::new(5009, 100), Ratio::new(4991, 100)),
    ];
    let change = change(&instrument, &rounds);
    let still = Most { between: (0, 1), risen: None, fallen: None };
    assert_eq!(change.most(Span::Last), Some(still));
}

#[test]
fn where_the_last_rounds_cannot_be_compared_what_moved_most_is_said_of_those_that_can() {
    let instrument = of_ids(&["p"]);
    let at =
        |time, value: Option<i64>| of_sections(time, &[("p", value.map(|it| Ratio::new(it, 1)))]);
    let between = |values: &[Option<i64>], span| {
        let rounds: Vec<Round> = values.iter().zip(0..).map(|(it, time)| at(time, *it)).collect();
        change(&instrument, &rounds).most(span).map(|it| it.between)
    };
    let gap = [Some(40), None, Some(60)];
    assert_eq!(between(&gap, Span::Last), Some((0, 2)));
    assert_eq!(between(&gap, Span::Whole), Some((0, 2)));
    let open = [None, Some(40), Some(50), Some(60), None];
    assert_eq!(between(&open, Span::Last), Some((2, 3)));
    assert_eq!(between(&open, Span::Whole), Some((1, 3)));
    assert_eq!(between(&[None, Some(40), None], Span::Last), None);
}

#[test]
fn the_totals_of_vichealth_rose_from_year_to_year() {
    let instrument = read(&vichealth());
    let yearly = [1251, 1347, 1360, 1374, 1396, 1412];
    let rounds = yearly.iter().zip(0..).map(|(total, time)| {
        let figure = Figure { range: (35, 175), ..figure(Ratio::new(*total, 10)) };
        Round { overall: Some(figure), ..of_sections(time, &[]) }
    });
    let change = change(&instrument, &rounds.collect::<Vec<_>>());
    assert_eq!(shown(overall(&change)), ["125.1", "134.7", "136", "137.4", "139.6", "141.2"]);
    assert_eq!((overall(&change).steps.clone(), overall(&change).turned()), (vec![Up; 5], false));
    assert!(change.sections.iter().all(|it| it.steps == [Unknown; 5]), "only totals are known");
}

/// Answers to all 35 items of VicHealth's tool that make `total`, and each of its parts.
fn total(instrument: &Instrument, total: i64) -> Value {
    let value = |i: i64| 1 + (total - 35 - 4 * i).clamp(0, 4);
    let ids = instrument.items().map(|it| it.1.id.clone());
    Value::Object(ids.zip(0..).map(|(id, i)| (id, value(i).into())).collect())
}

#[test]
fn a_persons_totals_and_parts_are_compared_point_by_point() {
    let instrument = read(&vichealth());
    let answers = [125, 135, 136, 136, 140, 139].map(|it| total(&instrument, it));
    let change = change(&instrument, &rounds(&instrument, &answers));
    assert_eq!(shown(overall(&change)), ["125", "135", "136", "136", "140", "139"]);
    assert_eq!(overall(&change).steps, [Up, Up, Same, Up, Down]);
    assert!(overall(&change).turned());
    let points: Vec<Figure> = overall(&change).points.iter().copied().flatten().collect();
    assert!(points.iter().all(|it| it.range == (35, 175) && it.n == 1 && !it.less));
    // 125 are 35 ones, four more for each of the first 22 items and two for the next.
    assert_eq!(shown(series(&change, "part-5")), ["15", "25", "25", "25", "25", "25"]);
    assert_eq!(steps(&change, "part-5"), [Up, Same, Same, Same, Same]);
    assert_eq!(steps(&change, "part-6"), [Same, Up, Same, Up, Down]);
    assert_eq!(shown(item(&change, "v61")), ["1", "1", "2", "2", "5", "5"]);
    assert_eq!(item(&change, "v61").steps, [Same, Up, Same, Up, Same]);
}

#[test]
fn a_score_has_moved_from_a_tenth_on_and_not_before() {
    let instrument = of_ids(&["p"]);
    let step = |from: Ratio, to: Ratio| {
        let rounds = [of_sections(0, &[("p", Some(from))]), of_sections(1, &[("p", Some(to))])];
        let [step] = steps(&change(&instrument, &rounds), "p")[..] else { panic!("one step") };
        step
    };
    let third = Ratio::new(100, 3);
    for from in [Ratio::new(50, 1), third, Ratio::new(-7, 1), Ratio::new(5005, 100)] {
        let tenth = Ratio::new(1, 10);
        let under = Ratio::new(99_999_999, 1_000_000_000);
        assert_eq!(step(from, from.plus(tenth)), Up);
        assert_eq!(step(from, from.minus(tenth)), Down);
        assert_eq!(step(from, from.plus(under)), Same);
        assert_eq!(step(from, from.minus(under)), Same);
        assert_eq!(step(from, from), Same);
    }
    // 50.04 is shown as 50 and 50.05 as 50.1, and yet nothing has moved.
    assert_eq!(step(Ratio::new(5004, 100), Ratio::new(5005, 100)), Same);
}

#[test]
fn one_answer_of_ten_moves_a_mean_and_one_of_eleven_does_not() {
    let step = |n: usize| {
        let ids: Vec<String> = (0..n).map(|it| format!("i{it}")).collect();
        let items: Vec<&str> = ids.iter().map(String::as_str).collect();
        let sections = json!([section("s", &items)]);
        let instrument = read(&file(json!({ "method": "mean" }), &TO_FIVE, &[0, 1], sections));
        let all = |first: i64| {
            let value = |it: &String| if it == "i0" { first } else { 3 };
            Value::Object(ids.iter().map(|it| (it.clone(), value(it).into())).collect())
        };
        let change = change(&instrument, &rounds(&instrument, &[all(3), all(4), all(3)]));
        assert_eq!(item(&change, "i0").steps, [Up, Down], "its answer has moved either way");
        assert_eq!(overall(&change).steps, steps(&change, "s"), "one section is the whole");
        steps(&change, "s")
    };
    assert_eq!(step(10), [Up, Down]);
    assert_eq!(step(11), [Same, Same]);
}

#[test]
fn the_mean_of_an_item_has_moved_from_a_hundredth_on_and_not_before() {
    let instrument = of_ids(&["p"]);
    let step = |from: Ratio, to: Ratio| {
        let round = |time, value| {
            let items = ById::from_iter([("of-p".to_owned(), figure(value))]);
            Round { items, ..of_sections(time, &[]) }
        };
        item(&change(&instrument, &[round(0, from), round(1, to)]), "of-p").steps[0]
    };
    for from in [Ratio::new(3, 1), Ratio::new(11, 3)] {
        let (hundredth, under) = (Ratio::new(1, 100), Ratio::new(9_999_999, 1_000_000_000));
        assert_eq!(step(from, from.plus(hundredth)), Up);
        assert_eq!(step(from, from.minus(hundredth)), Down);
        assert_eq!(step(from, from.plus(under)), Same);
        assert_eq!(step(from, from.minus(under)), Same);
    }
}

/// Two sections, the second with a reversed item.
fn two(scoring: Value) -> Instrument {
    let sections = json!([section("p", &["a", "b"]), section("q", &["c", "r"])]);
    read(&file(scoring, &TO_FIVE, &[0, 1], sections))
}

#[test]
fn a_reversed_item_rises_as_it_was_answered_and_its_section_falls() {
    let instrument = two(json!({}));
    let all = |r: i64| json!({ "a": 3, "b": 3, "c": 3, "r": r });
    let change = change(&instrument, &rounds(&instrument, &[all(2), all(4)]));
    assert_eq!(
        (shown(item(&change, "r")), &item(&change, "r").steps),
        (vec!["2".into(), "4".into()], &vec![Up])
    );
    assert_eq!(
        (shown(series(&change, "q")), steps(&change, "q")),
        (vec!["62.5".into(), "37.5".into()], vec![Down])
    );
    assert_eq!(
        (shown(overall(&change)), overall(&change).steps[0]),
        (vec!["56.3".into(), "43.8".into()], Down)
    );
    assert_eq!(steps(&change, "p"), [Same]);
    // More of a reversed item is not what is wished for; more of its section is.
    assert!(item(&change, "r").less && !item(&change, "c").less && !series(&change, "q").less);
}

#[test]
fn where_less_is_better_up_still_means_that_the_number_rose() {
    let mut lower = file(json!({}), &TO_FIVE, &[0, 1], json!([section("p", &["a", "r"])]));
    lower["scales"]["a"]["direction"] = "lower-is-better".into();
    let instrument = read(&lower);
    let answers = [json!({ "a": 2, "r": 4 }), json!({ "a": 5, "r": 4 })];
    let change = change(&instrument, &rounds(&instrument, &answers));
    assert_eq!((steps(&change, "p"), series(&change, "p").less), (vec![Up], true));
    assert_eq!((item(&change, "a").steps[0], item(&change, "a").less), (Up, true));
    assert_eq!((item(&change, "r").steps[0], item(&change, "r").less), (Same, false));
    assert_eq!((overall(&change).steps[0], overall(&change).less), (Up, true));
}

#[test]
fn less_is_wished_for_overall_only_where_it_is_in_every_section_that_counts() {
    let less = |second: Value| {
        let sections = json!([section("p", &["a"]), with(section("q", &["b"]), second)]);
        let mut file = file(json!({}), &TO_FIVE, &TO_FIVE, sections);
        file["scales"]["a"]["direction"] = "lower-is-better".into();
        let instrument = read(&file);
        let answers = [json!({ "a": 2, "b": 2 }), json!({ "a": 3, "b": 3 })];
        overall(&change(&instrument, &rounds(&instrument, &answers))).less
    };
    assert!(less(json!({ "scale": "a" })));
    assert!(!less(json!({ "scale": "b" })));
    assert!(less(json!({ "scale": "b", "counts_towards_overall": false })));
}

#[test]
fn an_item_that_somebody_did_not_know_has_no_point_then() {
    let instrument = two(json!({ "minimum_answered": 1 }));
    let answers = [
        json!({ "a": 2, "b": 2, "c": 2, "r": 2 }),
        json!({ "a": "dont-know", "b": 2, "c": 3, "r": 2 }),
        json!({ "a": 4, "b": 2, "c": 4, "r": 2 }),
        json!({ "b": 2, "c": "not-relevant", "r": 2 }),
    ];
    let change = change(&instrument, &rounds(&instrument, &answers));
    assert_eq!(shown(item(&change, "a")), ["2", "none", "4", "none"]);
    assert_eq!(item(&change, "a").steps, [Unknown, Unknown, Unknown]);
    assert_eq!(item(&change, "b").steps, [Same, Same, Same]);
    // Both sections need both of their items.
    assert_eq!(shown(series(&change, "p")), ["25", "none", "50", "none"]);
    assert_eq!(steps(&change, "p"), [Unknown, Unknown, Unknown]);
    assert_eq!(steps(&change, "q"), [Up, Up, Unknown]);
}

/// 0 and 100 make 50; without the 0 that would seem to be a rise to 100.
#[test]
fn an_overall_score_is_not_compared_with_one_of_other_sections() {
    let instrument = of_ids(&["p", "q"]);
    let both = json!({ "of-p": 5, "of-q": 1 });
    let one = json!({ "of-p": 5, "of-q": "dont-know" });
    let rounds = rounds(&instrument, &[both.clone(), one.clone(), one, both.clone(), both]);
    let change = change(&instrument, &rounds);
    assert_eq!(shown(overall(&change)), ["50", "100", "100", "50", "50"]);
    assert_eq!(overall(&change).steps, [Unknown, Same, Unknown, Same]);
    assert_eq!(steps(&change, "p"), [Same; 4]);
}

#[test]
fn a_sum_is_not_compared_with_one_of_other_answers_and_a_mean_is() {
    let steps_of = |method: &str| {
        let instrument = two(json!({ "method": method, "minimum_answered": 0.5 }));
        let full = json!({ "a": 3, "b": 3, "c": 3, "r": 3 });
        let part = json!({ "a": 3, "c": 3, "r": 3 });
        let less = json!({ "a": 2, "b": "not-relevant", "c": 3, "r": 3 });
        let change = change(&instrument, &rounds(&instrument, &[full, part, less]));
        assert_eq!(steps(&change, "q"), [Same, Same]);
        (steps(&change, "p"), overall(&change).steps.clone())
    };
    assert_eq!(steps_of("sum"), (vec![Unknown, Down], vec![Unknown, Down]));
    assert_eq!(steps_of("mean"), (vec![Same, Down], vec![Same, Down]));
    assert_eq!(steps_of("percent"), (vec![Same, Down], vec![Same, Down]));
}

#[test]
fn a_series_has_turned_when_it_moved_one_way_and_then_the_other() {
    let instrument = of_ids(&["p"]);
    let turned = |values: &[Option<i64>]| {
        let value = |it: &Option<i64>| it.map(|it| Ratio::new(it, 1));
        let each = values.iter().zip(0..);
        let rounds = each.map(|(it, time)| of_sections(time, &[("p", value(it))]));
        series(&change(&instrument, &rounds.collect::<Vec<_>>()), "p").turned()
    };
    assert!(turned(&[Some(1), Some(2), Some(1)]));
    assert!(turned(&[Some(2), Some(1), Some(2)]));
    assert!(turned(&[Some(1), Some(2), Some(2), Some(1)]), "it may stay for a while");
    assert!(turned(&[Some(1), Some(2), None, Some(3), Some(1)]), "and not be known for a while");
    assert!(!turned(&[Some(1), Some(2), Some(3), Some(3)]));
    assert!(!turned(&[Some(1), Some(2), None, Some(1)]), "the fall is in no step");
    assert!(!turned(&[Some(1), Some(1)]));
    assert!(!turned(&[Some(1)]));
    assert!(!turned(&[]));
}

#[test]
fn rounds_are_laid_side_by_side_by_their_time() {
    let instrument = of_ids(&["p"]);
    let at = |time, value: i64| of_sections(time, &[("p", Some(Ratio::new(value, 1)))]);
    let change = change(&instrument, &[at(30, 3), at(-10, 1), at(20, 9), at(20, 2)]);
    assert_eq!(change.order, [1, 2, 3, 0], "of the same time, the first is the older");
    assert_eq!(shown(series(&change, "p")), ["1", "9", "2", "3"]);
    assert_eq!(steps(&change, "p"), [Up, Down, Up]);
}

#[test]
fn a_response_stands_at_the_time_when_it_was_completed_or_else_begun() {
    let instrument = of_ids(&["p"]);
    let mut it = response(json!({ "of-p": 3 }));
    (it.started, it.updated, it.completed) = (10, 90, None);
    assert_eq!(Round::of_response(&instrument, &it).time, 10);
    it.completed = Some(50);
    assert_eq!(Round::of_response(&instrument, &it).time, 50);
}

#[test]
fn one_round_or_none_has_points_and_no_steps() {
    let instrument = two(json!({}));
    let rounds = rounds(&instrument, &[json!({ "a": 3, "b": 4 })]);
    let one = change(&instrument, &rounds);
    assert_eq!((shown(series(&one, "p")), steps(&one, "p")), (vec!["62.5".into()], vec![]));
    assert_eq!((shown(series(&one, "q")), steps(&one, "q")), (vec!["none".into()], vec![]));
    assert_eq!(shown(overall(&one)), ["62.5"]);
    let none = change(&instrument, &[]);
    let ids = |it: &Change| it.sections.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!((ids(&none), none.items.len()), (vec!["p".into(), "q".into()], 4));
    assert_eq!((none.overall, none.editions), (None, vec![]));
    assert!(none.sections.iter().all(|it| it.points.is_empty() && it.steps.is_empty()));
}

#[test]
fn items_stand_in_the_order_of_the_instrument_with_the_place_of_their_section() {
    let instrument = two(json!({}));
    let change = change(&instrument, &rounds(&instrument, &[json!({}), json!({ "r": 1 })]));
    let found: Vec<(usize, &str)> =
        change.items.iter().map(|it| (it.0, it.1.id.as_str())).collect();
    assert_eq!(found, [(0, "a"), (0, "b"), (1, "c"), (1, "r")]);
    assert_eq!(item(&change, "a").steps, [Unknown]);
}

#[test]
fn figures_of_different_bases_cannot_be_compared() {
    let instrument = of_ids(&["p"]);
    let step = |from: Basis, to: Basis| {
        let at = |time, basis| {
            let mut res = of_sections(time, &[("p", Some(Ratio::new(time, 1)))]);
            res.sections.get_mut("p").expect("p").basis = basis;
            res
        };
        steps(&change(&instrument, &[at(1, from), at(2, to)]), "p")[0]
    };
    let basis = |edition, asked, parts| Basis { edition, asked, parts };
    assert_eq!(step(basis(1, 1, 1), basis(1, 1, 1)), Up);
    assert_eq!(step(basis(1, 0, 0), basis(1, 5, 0)), Up, "the same edition asks the same");
    assert_eq!(step(basis(1, 5, 0), basis(2, 5, 0)), Up, "so may another");
    assert_eq!(step(basis(0, 5, 0), basis(0, 5, 0)), Up);
    assert_eq!(step(basis(0, 5, 0), basis(0, 6, 0)), Incomparable, "unknown editions differ");
    assert_eq!(step(basis(1, 0, 0), basis(2, 0, 0)), Incomparable, "what is unknown differs");
    assert_eq!(step(basis(1, 1, 1), basis(1, 1, 2)), Unknown);
    assert_eq!(step(basis(1, 1, 1), basis(2, 2, 2)), Incomparable);
}
