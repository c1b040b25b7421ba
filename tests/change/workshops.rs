//! Rounds of real workshops, through their reports and the disclosure rule.

use partnership_assessment::change::Step::{Down, Same, Unknown, Up};
use partnership_assessment::change::{Change, Figure, Most, Round, Span, change};
use partnership_assessment::instrument::Instrument;
use partnership_assessment::response::{InstrumentRef, Millis};
use partnership_assessment::workshop::report::{Measure, Report, report};
use partnership_assessment::workshop::{Contribution, Setup, Workshop};
use proptest::prelude::*;
use serde_json::json;

use super::{TO_FIVE, item, overall, series, shown, steps, two, values};
use crate::scoring::small::{any_file, file, read, section, tries};

/// "Don't know", as answers are coded.
const DONT_KNOW: u8 = 1;

/// A sector with the answers of each of its people: points from 1 to 5, "don't know" for 0.
type Sector<'a> = (&'a str, Vec<Vec<u8>>);

/// A workshop that was looked at once, at `time`.
fn workshop(instrument: &Instrument, time: Millis, threshold: u8, all: &[Sector<'_>]) -> Workshop {
    let sectors = all.iter().map(|it| it.0.to_owned()).collect();
    let setup = Setup { key: 7, threshold, sectors, ..Setup::default() };
    let mut res = Workshop::new("w".to_owned(), setup, InstrumentRef::to(instrument), time - 1);
    let each = all.iter().flat_map(|(sector, people)| people.iter().map(move |it| (sector, it)));
    for ((sector, points), person) in each.zip(0..) {
        let code = |it: &u8| if *it == 0 { DONT_KNOW } else { it + 2 };
        let answers = points.iter().map(code).collect();
        let sector = (*sector).to_owned();
        res.add(Contribution { person, workshop: 7, sector, answers, ..Contribution::default() });
    }
    res.mark(time);
    res
}

/// Its round with the report that it is made of.
fn round(
    instrument: &Instrument,
    time: Millis,
    threshold: u8,
    all: &[Sector<'_>],
) -> (Round, Report) {
    let workshop = workshop(instrument, time, threshold, all);
    let report = report(instrument, &workshop);
    (Round::of_workshop(instrument, &workshop, &report), report)
}

/// `n` people who answer alike.
fn alike(n: usize, points: &[u8]) -> Vec<Vec<u8>> {
    vec![points.to_vec(); n]
}

/// How each series goes: of the items, the sections, and overall.
fn all_points(change: &Change) -> Vec<Vec<String>> {
    let items = change.items.iter().map(|it| &it.1);
    items.chain(&change.sections).chain(&change.overall).map(shown).collect()
}

#[test]
fn a_workshop_of_too_few_leaves_a_gap_and_no_figure() {
    let instrument = two(json!({}));
    let rounds = [
        // Four of five say 2, one says 4: 2.4. Both items of the second are 3.
        round(
            &instrument,
            10,
            5,
            &[("", [alike(4, &[2, 2, 3, 3]), alike(1, &[4, 2, 3, 3])].concat())],
        ),
        round(&instrument, 20, 5, &[("", alike(4, &[5, 5, 5, 1]))]),
        round(&instrument, 30, 5, &[("", alike(6, &[3, 2, 2, 3]))]),
    ];
    let [first, second, _] = &rounds;
    assert_eq!((first.0.people, first.0.time, first.0.overall.map(|it| it.n)), (5, 10, Some(5)));
    assert_eq!((second.0.people, second.0.overall), (4, None));
    assert!(second.0.sections.is_empty() && second.0.items.is_empty());
    assert_eq!(second.0.asked.len(), 4, "what was asked is no secret");

    let change = change(&instrument, &rounds.map(|it| it.0));
    assert_eq!(shown(item(&change, "a")), ["2.4", "none", "3"]);
    // 1.4 and 1 of 4, which is 30 %, and 2 and 1, which is 37.5 %.
    assert_eq!(shown(series(&change, "p")), ["30", "none", "37.5"]);
    // 2 of 4; then 1 and 2.
    assert_eq!(shown(series(&change, "q")), ["50", "none", "37.5"]);
    assert_eq!(shown(overall(&change)), ["40", "none", "37.5"]);
    for it in change.sections.iter().chain(change.items.iter().map(|it| &it.1)) {
        assert_eq!(it.steps, [Unknown, Unknown], "{}", it.id);
    }
    let most = Most { between: (0, 2), risen: Some(0), fallen: Some(1) };
    assert_eq!(change.most(Span::Last), Some(most));
    assert!(change.editions.is_empty());
}

#[test]
fn a_hidden_sector_and_a_hidden_item_stay_hidden_through_the_rounds() {
    let instrument = two(json!({}));
    let rounds = [
        round(
            &instrument,
            10,
            5,
            &[("housing", alike(6, &[2, 3, 3, 3])), ("health", alike(2, &[5, 3, 0, 3]))],
        ),
        // Only four know about `c`, and three of housing's have gone.
        round(
            &instrument,
            20,
            5,
            &[("housing", alike(3, &[2, 4, 0, 3])), ("health", alike(4, &[2, 4, 5, 1]))],
        ),
    ];
    for (round, report) in &rounds {
        assert!(report.sectors.iter().all(|it| it.responses.is_none()), "a sector is hidden");
        let hidden = |it: &Measure| it.sectors.iter().all(Option::is_none) && it.gap.is_none();
        assert!(report.items.iter().all(|it| hidden(&it.measure)));
        assert_eq!(round.people, report.responses);
    }
    let change = change(&instrument, &rounds.map(|it| it.0));
    // (6 * 2 + 2 * 5) / 8 and 2.
    assert_eq!(
        (shown(item(&change, "a")), item(&change, "a").steps[0]),
        (vec!["2.8".into(), "2".into()], Down)
    );
    assert_eq!(
        (shown(item(&change, "b")), item(&change, "b").steps[0]),
        (vec!["3".into(), "4".into()], Up)
    );
    assert_eq!(
        (shown(item(&change, "c")), item(&change, "c").steps[0]),
        (vec!["3".into(), "none".into()], Unknown)
    );
    let n =
        |id: &str| item(&change, id).points.iter().map(|it| it.map(|it| it.n)).collect::<Vec<_>>();
    assert_eq!(n("a"), [Some(8), Some(7)]);
    assert_eq!(n("c"), [Some(6), None]);
    // 37.5 six times and 75 twice; then 50.
    assert_eq!(shown(series(&change, "p")), ["46.9", "50"]);
    // 50 for all; then 50 three times and 100 four times.
    assert_eq!(shown(series(&change, "q")), ["50", "78.6"]);
    assert_eq!((steps(&change, "p"), steps(&change, "q")), (vec![Up], vec![Up]));
}

#[test]
fn one_answer_of_a_hundred_people_moves_a_mean_and_one_of_a_hundred_and_one_does_not() {
    let one = read(&file(json!({}), &TO_FIVE, &[0, 1], json!([section("s", &["a"])])));
    let step = |n: usize| {
        let rounds = [3, 4, 3].iter().zip(1..).map(|(point, time)| {
            let mut people = alike(n, &[3]);
            people[0] = vec![*point];
            round(&one, time, 5, &[("", people)]).0
        });
        let change = change(&one, &rounds.collect::<Vec<_>>());
        (item(&change, "a").steps.clone(), steps(&change, "s"))
    };
    // A point of 4 is 25 %, of which a hundredth is above a tenth.
    assert_eq!(step(100), (vec![Up, Down], vec![Up, Down]));
    assert_eq!(step(101), (vec![Same, Same], vec![Up, Down]));
    assert_eq!(step(250), (vec![Same, Same], vec![Up, Down]));
    assert_eq!(step(251), (vec![Same, Same], vec![Same, Same]));
}

#[test]
fn the_time_of_a_workshop_is_that_of_its_last_picture_or_of_its_set_up() {
    let instrument = two(json!({}));
    let mut workshop = workshop(&instrument, 10, 3, &[("", alike(3, &[3, 3, 3, 3]))]);
    let time = |it: &Workshop| Round::of_workshop(&instrument, it, &report(&instrument, it)).time;
    assert_eq!(time(&workshop), 10);
    workshop.mark(50);
    assert_eq!(time(&workshop), 50);
    workshop.states.clear();
    assert_eq!(time(&workshop), 9);
}

#[test]
fn a_step_between_workshops_leaves_the_third_of_three_alone() {
    let instrument = two(json!({}));
    let people = |first: u8| alike(5, &[first, 3, 3, 3]);
    let rounds = [(30, 4), (10, 2), (20, 5)];
    let rounds = rounds.map(|(time, first)| round(&instrument, time, 5, &[("", people(first))]).0);
    let change = change(&instrument, &rounds);
    assert_eq!((change.order.as_slice(), steps(&change, "p")), (&[1, 2, 0][..], vec![Up, Down]));
    assert_eq!(steps(&change, "q"), [Same, Same]);
    assert!(series(&change, "p").turned() && item(&change, "a").turned());
}

proptest! {
    #![proptest_config(tries(150))]

    #[test]
    fn a_round_says_what_the_report_says_and_nothing_that_it_hides(
        file in any_file(),
        people in prop::collection::vec((0..3_usize, prop::collection::vec(any::<u8>(), 20)), 0..16),
        threshold in 3..7_u8,
    ) {
        let instrument = read(&file);
        let names = ["housing", "health", ""];
        let answers = |picks: &[u8]| {
            let each = instrument.items().zip(picks);
            each.map(|((section, _), pick)| (*pick as usize % (section.scale.points.len() + 1)) as u8).collect()
        };
        let sectors: Vec<Sector<'_>> = names
            .iter()
            .enumerate()
            .map(|(at, name)| (*name, people.iter().filter(|it| it.0 == at).map(|it| answers(&it.1)).collect()))
            .collect();
        let (round, report) = round(&instrument, 10, threshold, &sectors);
        prop_assert_eq!(round.people, people.len());
        let mean = |it: &Measure| it.stats.map(|stats| (stats.mean, it.n, it.range));
        let said = |it: &Figure| (it.value, it.n, it.range);
        let mut shown = 0;
        for ((_, item), it) in instrument.items().zip(&report.items) {
            shown += usize::from(mean(&it.measure).is_some());
            prop_assert_eq!(round.items.get(&item.id).map(said), mean(&it.measure));
        }
        prop_assert_eq!(round.items.len(), shown);
        for (section, it) in instrument.sections.iter().zip(&report.sections) {
            prop_assert_eq!(round.sections.get(&section.id).map(said), mean(&it.measure));
        }
        prop_assert_eq!(round.overall.as_ref().map(said), mean(&report.overall.measure));
        prop_assert!(round.overall.is_none_or(|it| it.n >= usize::from(threshold)));

        // The same people again have not moved, and what is hidden stays so.
        let again = Round { time: 11, ..round.clone() };
        let change = change(&instrument, &[round, again]);
        for it in change.sections.iter().chain(change.items.iter().map(|it| &it.1)).chain(&change.overall) {
            let wanted = if values(it)[0].is_some() { Same } else { Unknown };
            prop_assert_eq!(&it.steps, &[wanted]);
        }
        prop_assert!(all_points(&change).iter().all(|it| it[0] == it[1]));
    }
}
