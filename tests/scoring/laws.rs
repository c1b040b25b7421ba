//! What holds for every instrument and every response.

use std::collections::BTreeSet;

use partnership_assessment::instrument::by_id::ById;
use partnership_assessment::instrument::{Instrument, Kind, Method, Section};
use partnership_assessment::report::{self, Finding, Group, report};
use partnership_assessment::response::{Answer, Response};
use partnership_assessment::scoring::{Ratio, Score, band, counted, score, section_score};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::small::{Case, any_case, read, tries};

/// A fraction that is never reduced, to compute with apart from [`Ratio`].
#[derive(Clone, Copy)]
struct Fraction(i64, i64);

impl Fraction {
    fn plus(self, other: Self) -> Self {
        Self(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    fn is(self, ratio: Ratio) -> bool {
        Ratio::new(self.0, self.1) == ratio
    }
}

/// The values given to the items of `section`, the reversed ones turned round.
fn values(section: &Section, response: &Response) -> Vec<i64> {
    let values = section.scale.points.iter().map(|it| it.value);
    let (least, most) = (values.clone().min().expect("points"), values.max().expect("points"));
    let value = |(item, answer): (&str, &Answer)| match answer {
        Answer::Value(it) => {
            let reversed = section.items.iter().any(|it| it.id == item && it.reversed);
            Some(if reversed { least + most - it } else { *it })
        }
        Answer::DontKnow | Answer::NotRelevant => None,
    };
    let of_section = |id: &String| section.items.iter().any(|it| it.id == *id);
    let answers = response.answers.iter().filter(|it| of_section(it.0));
    answers.filter_map(|(id, answer)| value((id, answer))).collect()
}

/// The score of a section, or how many answers are missing.
fn expected(
    instrument: &Instrument,
    section: &Section,
    response: &Response,
) -> Result<Fraction, usize> {
    let values = values(section, response);
    let share = instrument.scoring.minimum_answered;
    let enough = |n: usize| n > 0 && n as u64 * 1_000_000 >= section.items.len() as u64 * share;
    if !enough(values.len()) {
        return Err((1..).find(|more| enough(values.len() + more)).expect("some number is enough"));
    }
    let (n, sum) = (values.len() as i64, values.iter().sum::<i64>());
    let points = section.scale.points.iter().map(|it| it.value);
    let (least, most) = (points.clone().min().expect("points"), points.max().expect("points"));
    Ok(match instrument.scoring.method {
        Method::Percent => {
            Fraction(values.iter().map(|it| 100 * (it - least)).sum(), n * (most - least))
        }
        Method::Mean => Fraction(sum, n),
        Method::Sum => Fraction(sum, 1),
    })
}

fn set(response: &Response, item: &str, answer: Option<Answer>) -> Response {
    let mut res = response.clone();
    match answer {
        Some(answer) => res.answers.insert(item.to_owned(), answer),
        None => {
            res.answers.remove(item);
        }
    }
    res
}

fn scores_only(instrument: &Instrument, response: &Response) -> (Vec<Score>, Option<Ratio>) {
    let scores = score(instrument, response);
    (scores.sections.iter().map(|it| it.score).collect(), scores.overall)
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn scores_agree_with_a_computation_of_their_own(case in any_case()) {
        let Case { instrument, response, .. } = &case;
        let scores = score(instrument, response);
        let mut counting = Vec::new();
        for (section, found) in instrument.sections.iter().zip(&scores.sections) {
            match (expected(instrument, section, response), found.score) {
                (Ok(wanted), Score::Scored(found)) => {
                    prop_assert!(wanted.is(found), "{}/{} and {found:?}", wanted.0, wanted.1);
                    if section.counts_towards_overall {
                        counting.push(wanted);
                    }
                }
                (Err(wanted), Score::TooFew { more }) => prop_assert_eq!(wanted, more),
                (_, found) => prop_assert!(false, "{found:?} in {}", section.id),
            }
        }
        let total = counting.iter().copied().reduce(Fraction::plus);
        let n = if instrument.scoring.method == Method::Sum { 1 } else { counting.len() as i64 };
        match (total, scores.overall) {
            (None, found) => prop_assert_eq!(found, None),
            (Some(Fraction(num, den)), found) => prop_assert_eq!(found, Some(Ratio::new(num, den * n))),
        }
    }

    #[test]
    fn every_item_is_counted_once(case in any_case()) {
        let Case { instrument, response, .. } = &case;
        let scores = score(instrument, response);
        for (section, it) in instrument.sections.iter().zip(&scores.sections) {
            prop_assert_eq!(it.tally.items(), section.items.len());
            prop_assert_eq!(it.tally.scored, values(section, response).len());
        }
        prop_assert_eq!(scores.tally.items(), instrument.n_items());
        prop_assert_eq!(scores.tally.answered(), response.answers.len());
    }

    /// A sum to which some items add nothing may lie below what full answers make at the least.
    #[test]
    fn a_score_lies_within_its_range(case in any_case()) {
        let report = report(&case.instrument, &case.response);
        let sum = case.instrument.scoring.method == Method::Sum;
        let within = |value: Ratio, (least, most): (i64, i64)| {
            value >= Ratio::new(least, 1) && value <= Ratio::new(most, 1)
        };
        let full = |it: &report::SectionResult<'_>| it.score.tally.scored == it.section.items.len();
        for it in &report.sections {
            if let Some(value) = it.score.score.value()
                && (!sum || full(it))
            {
                prop_assert!(within(value, it.range), "{value:?} is not within {:?}", it.range);
            }
        }
        let counting = || report.sections.iter().filter(|it| it.section.counts_towards_overall);
        if let Some(value) = report.scores.overall
            && (!sum || counting().all(full))
        {
            let range = report.overall_range;
            prop_assert!(within(value, range), "{value:?} is not within {range:?}");
        }
    }

    /// The place of a bar on the chart, whatever was left out.
    #[test]
    fn positions_lie_between_nought_and_one(case in any_case()) {
        let report = report(&case.instrument, &case.response);
        let overall = report.scores.overall.map(|it| report::position(it, report.overall_range));
        for position in report.sections.iter().filter_map(|it| it.position).chain(overall) {
            prop_assert!(position >= Ratio::new(0, 1) && position <= Ratio::new(1, 1), "{position:?}");
        }
    }

    #[test]
    fn turning_items_and_answers_round_changes_no_score(case in any_case()) {
        // On scales on which every value has its mirror image.
        let mut file = case.file.clone();
        for section in &case.instrument.sections {
            let scale = &section.scale;
            let mirrored = scale.points.iter().map(|it| scale.min() + scale.max() - it.value);
            let values: BTreeSet<i64> = mirrored.chain(scale.points.iter().map(|it| it.value)).collect();
            file["scales"][&scale.id]["points"] = values.iter().map(|it| json!({ "value": it })).collect();
        }
        let even = read(&file);
        for section in file["sections"].as_array_mut().expect("sections") {
            for item in section["items"].as_array_mut().expect("items") {
                item["reversed"] = (!item["reversed"].as_bool().expect("a truth")).into();
            }
        }
        let turned = read(&file);
        let mut response = case.response.clone();
        for (section, item) in case.instrument.items() {
            if let Some(Answer::Value(value)) = case.response.answers.get(&item.id) {
                let value = section.scale.min() + section.scale.max() - value;
                response.answers.insert(item.id.clone(), Answer::Value(value));
            }
        }
        prop_assert_eq!(scores_only(&turned, &response), scores_only(&even, &case.response));
    }

    #[test]
    fn turning_items_round_mirrors_each_score(case in any_case()) {
        let Case { instrument, response, .. } = &case;
        for section in &instrument.sections {
            let mut turned = section.clone();
            turned.items.iter_mut().for_each(|it| it.reversed = !it.reversed);
            let (ends, n) = (section.scale.min() + section.scale.max(), values(section, response).len());
            let mirror = match instrument.scoring.method {
                Method::Percent => 100,
                Method::Mean => ends,
                Method::Sum => ends * n as i64,
            };
            let before = section_score(instrument, section, response);
            let after = section_score(instrument, &turned, response);
            let mirrored = before.score.value().map(|it| Ratio::new(mirror, 1).minus(it));
            prop_assert_eq!(after.score.value(), mirrored);
            prop_assert_eq!(after.tally, before.tally);
        }
    }

    #[test]
    fn what_counts_for_a_value_counts_back_and_stays_on_the_range(case in any_case()) {
        for (section, item) in case.instrument.items() {
            let scale = &section.scale;
            for point in &scale.points {
                let once = counted(item, scale, point.value);
                prop_assert!((scale.min()..=scale.max()).contains(&once));
                prop_assert_eq!(counted(item, scale, once), point.value);
            }
        }
    }

    #[test]
    fn the_order_of_answers_items_and_points_is_of_no_consequence(
        case in any_case(),
        order in prop::collection::vec(any::<u32>(), 20),
    ) {
        let Case { instrument, response, .. } = &case;
        let mut answers: Vec<(String, Answer)> =
            response.answers.iter().map(|(id, it)| (id.clone(), *it)).collect();
        let keys = order.clone();
        answers.sort_by_key(|it| keys[it.0.bytes().map(usize::from).sum::<usize>() % keys.len()]);
        let shuffled = Response { answers: answers.into_iter().collect::<ById<_>>(), ..response.clone() };
        prop_assert_eq!(&shuffled, response);

        let mut file = case.file.clone();
        let mut order = order.into_iter().cycle();
        let mut shuffle = |list: &mut Value| {
            let list = list.as_array_mut().expect("a list");
            list.sort_by_cached_key(|_| order.next());
        };
        for scale in ["a", "b"] {
            shuffle(&mut file["scales"][scale]["points"]);
        }
        for section in file["sections"].as_array_mut().expect("sections") {
            shuffle(&mut section["items"]);
        }
        prop_assert_eq!(score(&read(&file), response), score(instrument, response));
    }

    #[test]
    fn the_language_is_of_no_consequence(case in any_case()) {
        let mut file = case.file.clone();
        file["title"] = json!({ "cy": "Arall" });
        for section in file["sections"].as_array_mut().expect("sections") {
            section["title"] = "Ohne Sprache".into();
            for item in section["items"].as_array_mut().expect("items") {
                item["text"] = json!({ "fr": "Autre" });
            }
        }
        let other = read(&file);
        let response = Response { language: "cy".to_owned(), ..case.response.clone() };
        prop_assert_eq!(score(&other, &response), score(&case.instrument, &case.response));
        prop_assert_eq!(&other.fingerprint, &case.instrument.fingerprint);
        let findings = |instrument: &Instrument, response: &Response| {
            let it = report(instrument, response);
            (it.strengths, it.to_develop, it.pressing, it.evident)
        };
        prop_assert_eq!(findings(&other, &response), findings(&case.instrument, &case.response));
    }

    #[test]
    fn dont_know_not_relevant_and_no_answer_weigh_the_same(
        case in any_case(),
        instead in prop::sample::select(vec![None, Some(Answer::DontKnow), Some(Answer::NotRelevant)]),
    ) {
        let Case { instrument, response, .. } = &case;
        for (_, item) in instrument.items() {
            if !matches!(response.answers.get(&item.id), Some(Answer::Value(_))) {
                let changed = set(response, &item.id, instead);
                prop_assert_eq!(scores_only(instrument, &changed), scores_only(instrument, response));
            }
        }
    }

    #[test]
    fn a_better_answer_never_lowers_a_score(case in any_case(), pick in any::<prop::sample::Index>()) {
        let Case { instrument, response, .. } = &case;
        let items: Vec<_> = instrument.items().collect();
        let (section, item) = items[pick.index(items.len())];
        let scale = &section.scale;
        let mut values: Vec<i64> = scale.points.iter().map(|it| it.value).collect();
        values.sort_by_key(|it| counted(item, scale, *it));
        let scores = values.iter().map(|it| {
            let response = set(response, &item.id, Some(Answer::Value(*it)));
            (section_score(instrument, section, &response).score.value(), score(instrument, &response).overall)
        });
        let scores: Vec<_> = scores.collect();
        for pair in scores.windows(2) {
            prop_assert!(pair[0].0.is_none() == pair[1].0.is_none());
            prop_assert!(pair[0].0 < pair[1].0 || pair[0].0.is_none(), "{:?}", pair);
            prop_assert!(pair[0].1 <= pair[1].1, "{:?}", pair);
        }
    }

    #[test]
    fn a_value_is_in_the_last_band_that_begins_at_or_below_it(
        from in prop::collection::btree_set(-50_i64..50, 0..6),
        (num, den) in (-6000_i64..6000, 1_i64..120),
    ) {
        let list: Vec<Value> =
            from.iter().map(|it| json!({ "from": *it as f64 / 2.0, "label": it.to_string() })).collect();
        let section = json!({ "id": "s", "title": "S", "scale": "a", "items": [{ "id": "i", "text": "I" }] });
        let base = super::small::file(json!({}), &[0, 1], &[0, 1], json!([section]));
        let instrument = read(&super::small::with(base, json!({ "bands": list })));
        let found = band(&instrument.bands, Ratio::new(num, den)).map(|it| it.label.in_language("en"));
        // from / 2 <= num / den
        let wanted = from.iter().rev().find(|it| **it * den <= 2 * num).map(ToString::to_string);
        prop_assert_eq!(found, wanted.as_deref());
    }

    #[test]
    fn strengths_and_places_to_develop_follow_their_law(case in any_case()) {
        let Case { instrument, response, .. } = &case;
        let report = report(instrument, response);
        let practice: Vec<usize> = (0..instrument.sections.len())
            .filter(|it| !matches!(instrument.sections[*it].kind, Kind::Challenge | Kind::Benefit))
            .collect();
        let good = |section: usize, up: Ratio| {
            let lower = instrument.sections[section].scale.direction
                == partnership_assessment::instrument::Direction::LowerIsBetter;
            if lower { Ratio::new(1, 1).minus(up) } else { up }
        };
        let mut left: Vec<(Finding, Ratio)> = match practice[..] {
            [only] => {
                let section = &instrument.sections[only];
                let scale = &section.scale;
                let items = section.items.iter().enumerate().filter_map(|(i, item)| {
                    let Some(Answer::Value(value)) = response.answers.get(&item.id) else { return None };
                    let value = if item.reversed { scale.min() + scale.max() - value } else { *value };
                    let finding = Finding { section: only, item: Some(i) };
                    let up = Ratio::new(value - scale.min(), scale.max() - scale.min());
                    Some((finding, good(only, up)))
                });
                items.collect()
            }
            _ => {
                let sections = practice.iter().filter_map(|it| {
                    let up = report.sections[*it].position?;
                    Some((Finding { section: *it, item: None }, good(*it, up)))
                });
                sections.collect()
            }
        };
        let mut strengths = Vec::new();
        while strengths.len() < 3 {
            let Some(most) = left.iter().map(|it| it.1).max() else { break };
            if most < Ratio::new(3, 5) {
                break;
            }
            let at = left.iter().position(|it| it.1 == most).expect("the highest");
            strengths.push(left.remove(at).0);
        }
        let mut to_develop = Vec::new();
        while to_develop.len() < 3 {
            let Some(least) = left.iter().map(|it| it.1).min() else { break };
            if least >= Ratio::new(4, 5) {
                break;
            }
            let at = left.iter().position(|it| it.1 == least).expect("the lowest");
            to_develop.push(left.remove(at).0);
        }
        prop_assert_eq!(&report.strengths, &strengths);
        prop_assert_eq!(&report.to_develop, &to_develop);
    }

    #[test]
    fn pressing_and_evident_are_the_answers_in_the_upper_third(case in any_case()) {
        let Case { instrument, response, .. } = &case;
        let report = report(instrument, response);
        for (group, found) in [(Group::Challenges, &report.pressing), (Group::Benefits, &report.evident)] {
            let mut wanted = Vec::new();
            for (s, section) in instrument.sections.iter().enumerate() {
                let (least, most) = (section.scale.min(), section.scale.max());
                for (i, item) in section.items.iter().enumerate() {
                    let Some(Answer::Value(value)) = response.answers.get(&item.id) else { continue };
                    let up = if item.reversed { most - value } else { value - least };
                    if Group::of(section.kind) == group && 3 * up >= 2 * (most - least) {
                        wanted.push((Finding { section: s, item: Some(i) }, Ratio::new(up, most - least)));
                    }
                }
            }
            wanted.sort_by_key(|it| std::cmp::Reverse(it.1));
            prop_assert_eq!(found, &wanted.into_iter().map(|it| it.0).collect::<Vec<_>>());
        }
    }
}
