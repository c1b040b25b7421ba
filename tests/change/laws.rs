//! What holds for all rounds, whatever was answered in whichever edition.

use std::collections::BTreeSet;

use partnership_assessment::change::Step::{Down, Incomparable, Same, Unknown, Up};
use partnership_assessment::change::{Basis, Change, Figure, Round, Series, Span, Step, change};
use partnership_assessment::instrument::{Direction, Instrument, Item, Section};
use partnership_assessment::response::{Answer, InstrumentRef, Response};
use partnership_assessment::scoring::Ratio;
use proptest::prelude::*;

use crate::scoring::small::{any_file, read, tries};

/// How one round was answered: in which edition, by which picks, and whether the edition is
/// known.
type Sheet = (bool, Vec<u8>, u8);

fn any_sheet() -> impl Strategy<Value = Sheet> {
    (any::<bool>(), prop::collection::vec(any::<u8>(), 20), 0..6_u8)
}

/// A round of answers on the scales of `instrument`.
fn round(instrument: &Instrument, time: i64, picks: &[u8], known: u8) -> Round {
    let mut of = InstrumentRef::to(instrument);
    match known {
        0 => of.fingerprint.clear(),
        1 => of.fingerprint = "gone".to_owned(),
        _ => {}
    }
    let mut it = Response { instrument: of, completed: Some(time), ..Response::default() };
    for ((section, item), pick) in instrument.items().zip(picks) {
        let mut offered = vec![None, Some(Answer::DontKnow)];
        offered.extend(section.scale.points.iter().map(|it| Some(Answer::Value(it.value))));
        if let Some(answer) = offered[usize::from(*pick) % offered.len()] {
            it.answers.insert(item.id.clone(), answer);
        }
    }
    Round::of_response(instrument, &it)
}

/// Rounds at the times 0, 10, 20 and so on, in two editions whose sections and items share
/// their ids as far as they go, and the second edition.
fn any_rounds(n: std::ops::Range<usize>) -> impl Strategy<Value = (Instrument, Vec<Round>)> {
    (any_file(), any_file(), prop::collection::vec(any_sheet(), n)).prop_map(
        |(first, second, sheets)| {
            let editions = [read(&first), read(&second)];
            let each = sheets.iter().zip(0..);
            let rounds = each.map(|((second, picks, known), at)| {
                round(&editions[usize::from(*second)], 10 * at, picks, *known)
            });
            let rounds = rounds.collect();
            let [_, newest] = editions;
            (newest, rounds)
        },
    )
}

fn all(change: &Change) -> impl Iterator<Item = &Series> {
    change.sections.iter().chain(change.items.iter().map(|it| &it.1)).chain(&change.overall)
}

fn turned_round(step: Step) -> Step {
    match step {
        Up => Down,
        Down => Up,
        same => same,
    }
}

proptest! {
    #![proptest_config(tries(200))]

    #[test]
    fn the_order_of_rounds_is_of_no_consequence(
        (newest, rounds) in any_rounds(0..6),
        order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let order: Vec<usize> = order.into_iter().filter(|it| *it < rounds.len()).collect();
        let shuffled: Vec<Round> = order.iter().map(|it| rounds[*it].clone()).collect();
        let (wanted, found) = (change(&newest, &rounds), change(&newest, &shuffled));
        prop_assert!(wanted.order.iter().copied().eq(0..rounds.len()));
        prop_assert!(found.order.iter().map(|it| order[*it]).eq(0..rounds.len()));
        prop_assert_eq!(Change { order: wanted.order.clone(), ..found }, wanted);
    }

    #[test]
    fn everything_that_is_asked_has_a_point_for_each_round_and_a_step_between_neighbours(
        (newest, rounds) in any_rounds(0..5),
    ) {
        let change = change(&newest, &rounds);
        for it in all(&change) {
            prop_assert_eq!(it.points.len(), rounds.len());
            prop_assert_eq!(it.steps.len(), rounds.len().saturating_sub(1));
            for (at, step) in it.steps.iter().enumerate() {
                let known = it.points[at].is_some() && it.points[at + 1].is_some();
                prop_assert!(known || *step == Unknown, "{:?} at {at} of {it:?}", step);
            }
        }
        let asked = newest.items().map(|it| it.1.id.clone());
        prop_assert!(change.items.iter().map(|it| it.1.id.clone()).eq(asked));
        let sections = change.sections.iter().map(|it| it.id.clone());
        prop_assert!(sections.take(newest.sections.len()).eq(newest.sections.iter().map(|it| it.id.clone())));
        for it in change.sections.iter().skip(newest.sections.len()) {
            prop_assert!(it.points.iter().any(Option::is_some));
            prop_assert!(newest.sections.iter().all(|section| section.id != it.id));
        }
    }

    #[test]
    fn two_rounds_that_swap_their_times_turn_the_step_between_them_round(
        (newest, mut rounds) in any_rounds(2..6),
        pick in any::<prop::sample::Index>(),
    ) {
        let before = change(&newest, &rounds);
        let at = pick.index(rounds.len() - 1);
        (rounds[at].time, rounds[at + 1].time) = (rounds[at + 1].time, rounds[at].time);
        let after = change(&newest, &rounds);
        for (before, after) in all(&before).zip(all(&after)) {
            prop_assert_eq!(after.steps[at], turned_round(before.steps[at]), "{:?}", before);
            prop_assert_eq!(after.points[at], before.points[at + 1]);
            prop_assert_eq!(after.points[at + 1], before.points[at]);
        }
        let lists = |it: &Change| it.editions.iter().find(|it| it.before == at).cloned();
        match (lists(&before), lists(&after)) {
            (None, None) => {}
            (Some(before), Some(after)) => {
                prop_assert_eq!(before.added, after.removed);
                prop_assert_eq!(before.removed, after.added);
                prop_assert_eq!(before.altered, after.altered);
            }
            (before, after) => prop_assert!(false, "{before:?} and {after:?}"),
        }
    }

    #[test]
    fn a_round_in_the_middle_alters_no_other_point(
        (newest, rounds) in any_rounds(3..6),
        pick in any::<prop::sample::Index>(),
    ) {
        let middle = 1 + pick.index(rounds.len() - 2);
        let mut without = rounds.clone();
        without.remove(middle);
        let (with, without) = (change(&newest, &rounds), change(&newest, &without));
        let mut compared = 0;
        for it in all(&with) {
            let Some(other) = all(&without).find(|other| other.id == it.id) else {
                prop_assert!(it.points.iter().enumerate().all(|(at, it)| at == middle || it.is_none()));
                continue;
            };
            compared += 1;
            let (mut points, mut steps) = (it.points.clone(), it.steps.clone());
            points.remove(middle);
            prop_assert_eq!(&points, &other.points);
            steps.drain(middle - 1..=middle);
            let mut others = other.steps.clone();
            others.remove(middle - 1);
            prop_assert_eq!(steps, others);
        }
        prop_assert_eq!(compared, all(&without).count());
    }

    #[test]
    fn the_same_answers_again_have_moved_nothing((newest, rounds) in any_rounds(1..2)) {
        let again = Round { time: 5, ..rounds[0].clone() };
        // What an unknown edition asked can be told only of what was answered.
        let known = !rounds[0].fingerprint.is_empty();
        let change = change(&newest, &[rounds[0].clone(), again]);
        for it in all(&change) {
            let wanted = if it.points[0].is_some() { Same } else { Unknown };
            prop_assert!(it.steps == [wanted] || !known && it.steps == [Incomparable], "{it:?}");
        }
        prop_assert!(change.editions.is_empty() || !known);
    }

    #[test]
    fn what_moved_most_moved_the_way_that_is_said_and_nothing_moved_more(
        (newest, rounds) in any_rounds(0..5),
        span in prop::sample::select(vec![Span::Last, Span::Whole]),
    ) {
        let change = change(&newest, &rounds);
        let Some(most) = change.most(span) else {
            let moved = |it: &Series| it.steps.iter().any(|it| !matches!(it, Unknown | Incomparable));
            prop_assert!(!change.sections.iter().any(moved));
            return Ok(());
        };
        let (from, to) = most.between;
        prop_assert!(from < to && to < rounds.len());
        let share = |it: &Series| {
            let (from, to) = (it.points[from]?, it.points[to]?);
            let same = from.basis.asks_the_same_as(to.basis) && from.basis.parts == to.basis.parts;
            same.then(|| to.value.minus(from.value).divided_by(to.range.1 - to.range.0))
        };
        for it in change.sections.iter().filter(|_| to == from + 1) {
            let place = change.sections.iter().position(|other| other.id == it.id);
            prop_assert!(place != most.risen || it.steps[from] == Up);
            prop_assert!(place != most.fallen || it.steps[from] == Down);
        }
        for it in &change.sections {
            let Some(moved) = share(it) else { continue };
            let risen = most.risen.and_then(|it| share(&change.sections[it]));
            let fallen = most.fallen.and_then(|it| share(&change.sections[it]));
            let least = Ratio::new(1, 10);
            let shown = it.points[to].zip(it.points[from]).map(|it| it.0.value.minus(it.1.value));
            prop_assert!(shown < Some(least) || risen >= Some(moved));
            prop_assert!(shown > Some(Ratio::new(0, 1).minus(least)) || fallen.is_some_and(|it| it <= moved));
        }
    }
}

/// What an item is asked on.
fn scale_of(section: &Section, item: &Item) -> (BTreeSet<i64>, bool, bool) {
    let values = section.scale.points.iter().map(|it| it.value).collect();
    (values, section.scale.direction == Direction::LowerIsBetter, item.reversed)
}

/// What a section asks, and when it has a score.
fn asks(instrument: &Instrument, section: &Section) -> String {
    let mut items: Vec<String> =
        section.items.iter().map(|it| format!("{} {:?}", it.id, scale_of(section, it))).collect();
    items.sort();
    format!("{:?} {items:?}", instrument.scoring)
}

proptest! {
    #![proptest_config(tries(400))]

    /// Small variations of one edition, so that most of it stays.
    #[test]
    fn editions_are_compared_exactly_where_they_ask_the_same(
        file in any_file(),
        kinds in prop::collection::vec((0..8_u8, any::<prop::sample::Index>()), 0..3),
        picks in prop::collection::vec(2..7_u8, 20),
    ) {
        let mut other = file.clone();
        for (kind, pick) in kinds {
            let sections = other["sections"].as_array_mut().expect("sections");
            let at = pick.index(sections.len());
            let items = sections[at]["items"].as_array().expect("items").len();
            match kind {
                0 => other["scoring"]["method"] = "mean".into(),
                1 => other["scoring"]["minimum_answered"] = 0.25.into(),
                2 => sections[at]["counts_towards_overall"] = false.into(),
                3 => sections[at]["scale"] = "b".into(),
                4 => sections[at]["items"][pick.index(items)]["reversed"] = true.into(),
                5 => sections[at]["items"].as_array_mut().expect("items").reverse(),
                6 if items > 1 => {
                    let item = sections[at]["items"].as_array_mut().expect("items").remove(0);
                    sections[0]["items"].as_array_mut().expect("items").push(item);
                }
                _ => sections.reverse(),
            }
        }
        let (before, after) = (read(&file), read(&other));
        let rounds = [round(&before, 0, &picks, 2), round(&after, 1, &picks, 2)];
        let change = change(&after, &rounds);
        let comparable = |it: &Series| it.steps[0] != Incomparable;
        let both = |it: &&Series| it.points.iter().all(Option::is_some);
        for (_, it) in change.items.iter().filter(|it| both(&&it.1)) {
            let scale = |of: &Instrument| of.item(&it.id).map(|it| scale_of(it.0, it.1));
            prop_assert_eq!(comparable(it), scale(&before) == scale(&after));
        }
        let of = |of: &Instrument, id: &str| {
            of.sections.iter().find(|it| it.id == id).map(|it| asks(of, it))
        };
        for it in change.sections.iter().filter(both) {
            prop_assert_eq!(comparable(it), of(&before, &it.id) == of(&after, &it.id));
        }
        let counting = |it: &Instrument| -> BTreeSet<String> {
            let counting = it.sections.iter().filter(|it| it.counts_towards_overall);
            counting.map(|section| section.id.clone() + &asks(it, section)).collect()
        };
        if let Some(it) = change.overall.iter().find(both) {
            prop_assert_eq!(comparable(it), counting(&before) == counting(&after));
        }
        prop_assert_eq!(change.editions.is_empty(), before.fingerprint == after.fingerprint);
        for it in &change.editions {
            let ids = |of: &Instrument| of.items().map(|it| it.1.id.clone()).collect::<BTreeSet<_>>();
            prop_assert!(it.added.is_empty() && it.removed.is_empty() && ids(&before) == ids(&after));
            let scale = |of: &Instrument, id: &str| of.item(id).map(|it| scale_of(it.0, it.1));
            for id in ids(&before) {
                prop_assert_eq!(it.altered.contains(&id), scale(&before, &id) != scale(&after, &id));
            }
        }
    }

    #[test]
    fn a_person_steps_up_where_the_score_of_the_later_response_is_a_tenth_above(
        file in any_file(),
        picks in prop::collection::vec(prop::collection::vec(2..7_u8, 20), 2),
    ) {
        // Most answers are points, so that most scores are there.
        let instrument = read(&file);
        let rounds = [round(&instrument, 0, &picks[0], 2), round(&instrument, 1, &picks[1], 2)];
        let change = change(&instrument, &rounds);
        for it in &change.sections {
            let (Some(from), Some(to)) = (it.points[0], it.points[1]) else { continue };
            if from.basis.parts == to.basis.parts {
                let moved = to.value.to_f64() - from.value.to_f64();
                let wanted = if moved > 0.1 - 1e-9 { Up } else if moved < 1e-9 - 0.1 { Down } else { Same };
                prop_assert_eq!(it.steps[0], wanted, "{} from {:?} to {:?}", it.id, from, to);
            }
        }
        for (_, it) in &change.items {
            let (Some(from), Some(to)) = (it.points[0], it.points[1]) else { continue };
            let wanted = match to.value.cmp(&from.value) {
                std::cmp::Ordering::Greater => Up,
                std::cmp::Ordering::Less => Down,
                std::cmp::Ordering::Equal => Same,
            };
            prop_assert_eq!(it.steps[0], wanted);
        }
    }
}

fn any_figure() -> impl Strategy<Value = Option<Figure>> {
    let value = (any::<i64>(), prop_oneof![1..200_i64, any::<i64>()]);
    let basis = (0..3_u64, 0..3_u64, 0..2_u64);
    let figure = (value, any::<usize>(), any::<(i64, i64)>(), any::<bool>(), basis);
    prop::option::of(figure.prop_map(|((num, den), n, range, less, (edition, asked, parts))| {
        let basis = Basis { edition, asked, parts };
        Figure { value: Ratio::new(num, den), n, range, less, basis }
    }))
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn no_answer_and_no_figure_stops_the_comparison(
        file in any_file(),
        answers in prop::collection::vec((0..5_u8, 0..6_u8, any::<i64>(), any::<bool>()), 0..20),
        figures in prop::collection::vec((any::<i64>(), any_figure(), any_figure(), any_figure()), 0..5),
        fingerprint in prop::sample::select(vec!["", "gone"]),
    ) {
        let newest = read(&file);
        let mut it = Response { completed: Some(i64::MIN), ..Response::default() };
        it.instrument.fingerprint = fingerprint.to_owned();
        for (section, item, value, odd) in answers {
            let answer = if odd { Answer::NotRelevant } else { Answer::Value(value) };
            it.answers.insert(format!("s{section}i{item}"), answer);
        }
        let mut rounds = vec![Round::of_response(&newest, &it)];
        for (time, overall, section, item) in figures {
            let sections = section.map(|it| ("s0".to_owned(), it)).into_iter().collect();
            let items = item.map(|it| ("s0i0".to_owned(), it)).into_iter().collect();
            rounds.push(Round { time, overall, sections, items, ..Round::default() });
        }
        let change = change(&newest, &rounds);
        let n = rounds.len();
        prop_assert!(all(&change).all(|it| it.points.len() == n && it.steps.len() == n - 1));
        for it in all(&change) {
            prop_assert!(!it.turned() || it.steps.contains(&Up) && it.steps.contains(&Down));
        }
        for span in [Span::Last, Span::Whole] {
            let most = change.most(span);
            let inside = |it: Option<usize>| it.is_none_or(|it| it < change.sections.len());
            prop_assert!(most.is_none_or(|it| inside(it.risen) && inside(it.fallen)));
        }
    }
}
