//! What is shown of few people: nothing, in one picture or over all of them.

use std::collections::BTreeMap;

use partnership_assessment::instrument::Instrument;
use partnership_assessment::workshop::Workshop;
use partnership_assessment::workshop::disclosure::{Part, Visible, visible};
use partnership_assessment::workshop::report::{Measure, Report, report};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::attack::Facts;
use super::people::{DONT_KNOW, LOWEST, instrument, people, said, shown, workshop};
use crate::scoring::small::tries;

const SECTORS: [&str; 5] = ["housing", "health", "social-care", "third", "citizens"];

/// The rule for a single picture, as it is told to participants.
pub fn first_picture(threshold: usize, n: &[usize], above: Option<&Visible>) -> Visible {
    let whole = n.iter().sum::<usize>() >= threshold && above.is_none_or(|it| it.whole);
    let may_be = |i: usize| whole && above.is_none_or(|it| it.sectors[i]);
    let mut sectors: Vec<bool> = (0..n.len()).map(|i| may_be(i) && n[i] >= threshold).collect();
    loop {
        let hidden: usize = (0..n.len()).filter(|i| !sectors[*i]).map(|i| n[i]).sum();
        let mut smallest: Vec<usize> = (0..n.len()).filter(|i| sectors[*i]).collect();
        smallest.sort_by_key(|i| (n[*i], usize::MAX - i));
        match smallest.first() {
            Some(i) if whole && hidden > 0 && hidden < threshold => sectors[*i] = false,
            _ => return Visible { whole, sectors },
        }
    }
}

/// What happens between two pictures.
#[derive(Clone, Debug)]
enum Act {
    Come { sector: usize, answers: [u8; 4] },
    Answer { who: usize, item: usize, code: u8 },
    Move { who: usize, sector: usize },
}

/// A workshop that grows, each batch followed by a look at the whole.
#[derive(Clone, Debug)]
pub struct Plan {
    threshold: u8,
    /// Whether the whole is looked at only when there is enough that is new.
    patient: bool,
    n_sectors: usize,
    batches: Vec<Vec<Act>>,
}

fn any_code() -> impl Strategy<Value = u8> {
    prop_oneof![1 => Just(0), 2 => Just(DONT_KNOW), 7 => LOWEST..LOWEST + 3]
}

fn any_act() -> impl Strategy<Value = Act> {
    let answers = || (any_code(), any_code(), any_code(), any_code());
    let come = || (0..5_usize, answers());
    prop_oneof![
        5 => come().prop_map(|(sector, (a, b, c, d))| Act::Come { sector, answers: [a, b, c, d] }),
        3 => (0..64_usize, 0..4_usize, any_code())
            .prop_map(|(who, item, code)| Act::Answer { who, item, code }),
        1 => (0..64_usize, 0..5_usize).prop_map(|(who, sector)| Act::Move { who, sector }),
    ]
}

pub fn any_plan() -> impl Strategy<Value = Plan> {
    let batches = prop::collection::vec(prop::collection::vec(any_act(), 3..14), 1..6);
    let first =
        prop::collection::vec((0..5_usize, any_code(), any_code(), any_code(), any_code()), 3..18);
    let sizes = (3..=6_u8, 3..=5_usize, any::<bool>());
    (sizes, first, batches).prop_map(|((threshold, n_sectors, patient), first, mut batches)| {
        let come = |(sector, a, b, c, d)| Act::Come { sector, answers: [a, b, c, d] };
        batches.insert(0, first.into_iter().map(come).collect());
        Plan { threshold, patient, n_sectors, batches }
    })
}

#[derive(Clone, Copy)]
struct Person {
    sector: usize,
    answers: [u8; 4],
    revision: u16,
}

/// What is told of a measure, and by which of a person's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Responses,
    Item(usize),
    Others(usize),
    Section(usize),
    Overall,
}

impl About {
    fn all() -> Vec<Self> {
        let mut res = vec![Self::Responses, Self::Section(0), Self::Section(1), Self::Overall];
        res.extend((0..4).flat_map(|it| [Self::Item(it), Self::Others(it)]));
        res
    }

    /// What a person says to it, so that it can be told whether it changed.
    fn value(self, person: &Person) -> Option<i64> {
        let points = |item: usize| -> Option<i64> {
            let value = i64::from(person.answers[item].checked_sub(LOWEST)?);
            Some(if item == 3 { 4 - value } else { value })
        };
        let section = |it: usize| -> Option<i64> {
            let both: Vec<i64> = [2 * it, 2 * it + 1].into_iter().filter_map(points).collect();
            Some(both.iter().sum::<i64>() * 2 / both.len().max(1) as i64)
                .filter(|_| !both.is_empty())
        };
        match self {
            Self::Responses => Some(0),
            Self::Item(it) => points(it),
            Self::Others(it) => Some(person.answers[it].into()),
            Self::Section(it) => section(it),
            Self::Overall => {
                let both: Vec<i64> = [0, 1].into_iter().filter_map(section).collect();
                let mean = both.iter().sum::<i64>() * 2 / both.len().max(1) as i64;
                Some(mean).filter(|_| !both.is_empty())
            }
        }
    }

    /// Whether the report shows everybody together, and each sector.
    fn visible(self, report: &Report) -> (bool, Vec<bool>) {
        let of = |it: &Measure| {
            (it.stats.is_some(), it.sectors.iter().map(Option::is_some).collect::<Vec<_>>())
        };
        match self {
            Self::Responses => {
                let sectors: Vec<bool> =
                    report.sectors.iter().map(|it| it.responses.is_some()).collect();
                // That so many have answered says nothing until it is split up.
                (sectors.contains(&true), sectors)
            }
            Self::Item(it) => of(&report.items[it].measure),
            Self::Others(it) => {
                let it = &report.items[it];
                (it.others.is_some(), it.dont_know.iter().map(Option::is_some).collect())
            }
            Self::Section(it) => of(&report.sections[it].measure),
            Self::Overall => of(&report.overall.measure),
        }
    }
}

/// Goes through a plan and writes down all that the pictures tell.
pub struct Attack {
    pub threshold: usize,
    pub pictures: usize,
    facts: BTreeMap<About, Facts>,
}

impl Attack {
    pub fn on(plan: &Plan, instrument: &Instrument) -> Self {
        let sectors = &SECTORS[..plan.n_sectors];
        let mut workshop = workshop(plan.threshold, sectors);
        let mut people: Vec<Person> = Vec::new();
        let mut runs: BTreeMap<(About, usize), (Option<i64>, usize)> = BTreeMap::new();
        let mut res =
            Self { threshold: plan.threshold.into(), pictures: 0, facts: BTreeMap::new() };
        for batch in &plan.batches {
            let before = report(instrument, &workshop);
            for act in batch {
                let at = match *act {
                    Act::Come { sector, answers } => {
                        let sector = sector % plan.n_sectors;
                        people.push(Person { sector, answers, revision: 0 });
                        people.len() - 1
                    }
                    Act::Answer { who, item, code } => {
                        let at = who % people.len();
                        people[at].answers[item] = code;
                        at
                    }
                    Act::Move { who, sector } => {
                        let at = who % people.len();
                        people[at].sector = sector % plan.n_sectors;
                        at
                    }
                };
                let it = &mut people[at];
                it.revision += 1;
                workshop.add(said(at as u32, it.revision, sectors[it.sector], &it.answers));
            }
            assert_eq!(report(instrument, &workshop), before, "what waits is not shown");
            if !plan.patient {
                workshop.mark(1);
            }
            if workshop.show(1) || !plan.patient {
                res.look(&report(instrument, &workshop), &people, &mut runs);
            }
        }
        res
    }

    fn look(
        &mut self,
        report: &Report,
        people: &[Person],
        runs: &mut BTreeMap<(About, usize), (Option<i64>, usize)>,
    ) {
        self.pictures += 1;
        assert_eq!(report.responses, people.len());
        for about in About::all() {
            let mut behind = Vec::new();
            for (at, person) in people.iter().enumerate() {
                let value = about.value(person);
                let run = runs.entry((about, at)).or_insert((value, 0));
                if run.0 != value {
                    *run = (value, run.1 + 1);
                }
                if value.is_some() {
                    behind.push((person.sector, (at as u32, run.1)));
                }
            }
            let (whole, sectors) = about.visible(report);
            let facts = self.facts.entry(about).or_default();
            if whole {
                facts.add(behind.iter().map(|it| it.1));
            }
            for (sector, _) in sectors.iter().enumerate().filter(|it| *it.1) {
                facts.add(behind.iter().filter(|it| it.0 == sector).map(|it| it.1));
            }
        }
    }

    pub fn n_facts(&self) -> usize {
        self.facts.values().map(Facts::len).sum()
    }

    /// The measures of which some sum is about too few people, and about whom.
    pub fn leaks(&self) -> Vec<String> {
        let found = self
            .facts
            .iter()
            .filter_map(|(about, it)| Some(format!("{about:?} of {:?}", it.leak(self.threshold)?)));
        found.collect()
    }
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn no_sum_of_all_that_was_ever_shown_is_about_fewer_people_than_the_threshold(plan in any_plan()) {
        let leaks = Attack::on(&plan, &instrument()).leaks();
        prop_assert!(leaks.is_empty(), "{leaks:?}");
    }

    #[test]
    fn in_a_single_picture_only_small_sectors_and_the_next_smallest_are_hidden(
        threshold in 3..=8_usize,
        n in prop::collection::vec(0..14_usize, 0..7),
        part in prop::collection::vec(0..14_usize, 7),
    ) {
        let seen = |n: &[usize], above: Option<&Visible>| {
            let parts: Vec<Part> = n.iter().map(|&n| Part { n, fresh: n }).collect();
            visible(threshold, &parts, above, |_| false)
        };
        let above = seen(&n, None);
        prop_assert_eq!(&above, &first_picture(threshold, &n, None));
        let n: Vec<usize> = n.iter().zip(part).map(|(n, part)| part.min(*n)).collect();
        let below = seen(&n, Some(&above));
        prop_assert_eq!(&below, &first_picture(threshold, &n, Some(&above)));
        // In words of its own: what is hidden is nobody or enough.
        let hidden: usize = n.iter().zip(&below.sectors).filter(|it| !it.1).map(|it| it.0).sum();
        prop_assert!(!below.whole || hidden == 0 || hidden >= threshold);
    }
}

/// Without this, a rule that hides everything would pass.
#[test]
fn the_pictures_of_growing_workshops_tell_a_great_deal() {
    let mut runner = TestRunner::deterministic();
    let (mut pictures, mut facts) = (0, 0);
    for _ in 0..200 {
        let plan = any_plan().new_tree(&mut runner).expect("a plan").current();
        let attack = Attack::on(&plan, &instrument());
        pictures += attack.pictures;
        facts += attack.n_facts();
    }
    assert!(pictures > 500 && facts > 10 * pictures, "{facts} facts in {pictures} pictures");
}

fn sectors_of(report: &Report) -> Vec<Option<usize>> {
    report.sectors.iter().map(|it| it.responses).collect()
}

/// 8 from housing, 7 from health, 6 from social care.
fn three_sectors() -> Workshop {
    let mut all = people(0, 8, "housing", &[7, 6, 5, 4]);
    all.extend(people(100, 7, "health", &[6, 5, 4, 3]));
    all.extend(people(200, 6, "social-care", &[5, 5, 5, 5]));
    shown(5, &SECTORS[..3], all)
}

#[test]
fn when_everybody_pastes_at_once_every_sector_with_enough_people_is_shown() {
    let report = report(&instrument(), &three_sectors());
    assert_eq!(report.responses, 21);
    assert_eq!(sectors_of(&report), [Some(8), Some(7), Some(6)]);
    for item in &report.items {
        let n: Vec<Option<usize>> =
            item.measure.sectors.iter().map(|it| it.map(|it| it.n)).collect();
        assert_eq!(n, [Some(8), Some(7), Some(6)]);
        assert_eq!(item.dont_know, [Some(0); 3]);
        assert!(item.measure.gap.is_some() && item.others.is_some());
    }
}

#[test]
fn a_sector_of_few_is_hidden_and_the_next_smallest_with_it() {
    let mut all = people(0, 8, "housing", &[7; 4]);
    all.extend(people(100, 7, "health", &[6; 4]));
    all.extend(people(200, 6, "social-care", &[5; 4]));
    all.extend(people(300, 4, "third", &[3; 4]));
    let report = report(&instrument(), &shown(5, &SECTORS, all));
    assert_eq!(sectors_of(&report), [Some(8), Some(7), None, None, None]);
    assert_eq!(report.responses, 25);
}

#[test]
fn hidden_and_empty_look_the_same() {
    let mut all = people(0, 8, "housing", &[7; 4]);
    all.extend(people(100, 3, "health", &[3; 4]));
    all.extend(people(200, 3, "social-care", &[3; 4]));
    let hidden = report(&instrument(), &shown(5, &SECTORS[..4], all));
    for item in &hidden.items {
        assert_eq!(item.measure.sectors[1], item.measure.sectors[3]);
        assert_eq!(item.dont_know[1], item.dont_know[3]);
    }
    assert_eq!(sectors_of(&hidden)[1..], [None, None, None]);
}

#[test]
fn late_comers_wait_until_there_are_enough_of_them() {
    let instrument = instrument();
    let mut workshop = three_sectors();
    let before = report(&instrument, &workshop);
    for (n, it) in people(300, 4, "housing", &[3; 4]).into_iter().enumerate() {
        workshop.add(it);
        assert_eq!(workshop.waiting(), n + 1);
        assert!(!workshop.show(2));
        assert_eq!(report(&instrument, &workshop), before);
    }
    workshop.add(said(304, 1, "housing", &[3; 4]));
    assert!(workshop.show(3));
    let after = report(&instrument, &workshop);
    assert_eq!(sectors_of(&after), [Some(13), Some(7), Some(6)], "all of one sector, enough");
    assert_eq!(after.items[0].measure.n, 26);
}

#[test]
fn late_comers_from_several_sectors_hide_these_and_leave_the_others() {
    let instrument = instrument();
    let mut workshop = three_sectors();
    workshop.add_all(people(300, 3, "housing", &[3; 4]));
    workshop.add_all(people(400, 2, "health", &[3; 4]));
    assert!(workshop.show(2));
    let report = report(&instrument, &workshop);
    assert_eq!(sectors_of(&report), [None, None, Some(6)]);
    assert_eq!(report.responses, 26);
    assert!(report.items.iter().all(|it| it.measure.stats.is_some() && it.measure.n == 26));
}

#[test]
fn an_item_that_few_answered_anew_is_not_shown_anew() {
    let instrument = instrument();
    let mut workshop = three_sectors();
    // Five people come back; only two of them change the first item, all the second.
    for person in 0..5 {
        let first = if person < 2 { 3 } else { 7 };
        workshop.add(said(person, 2, "housing", &[first, 3, 5, 4]));
    }
    assert!(workshop.show(2));
    let after = report(&instrument, &workshop);
    let [changed, anew, same, _] = &after.items[..] else { panic!("four items") };
    assert_eq!((changed.measure.n, changed.measure.stats), (0, None));
    assert_eq!((&changed.counts, changed.others, changed.agreement), (&None, None, None));
    assert_eq!(changed.dont_know, [None; 3]);
    assert_eq!(anew.measure.n, 21);
    assert!(anew.measure.sectors.iter().all(Option::is_some));
    let before = report(&instrument, &three_sectors());
    assert_eq!(same, &before.items[2], "what was told already is told again");
}

#[test]
fn dont_know_of_a_sector_is_not_compared_with_what_it_was() {
    let instrument = instrument();
    let mut workshop = three_sectors();
    // One person of housing takes "don't know" back to it, five of health do as well.
    workshop.add(said(0, 2, "housing", &[DONT_KNOW, 6, 5, 4]));
    for person in 100..105 {
        workshop.add(said(person, 2, "health", &[DONT_KNOW, 5, 4, 3]));
    }
    assert!(workshop.show(2));
    let item = &report(&instrument, &workshop).items[0];
    assert_eq!(item.others.map(|it| it.dont_know), Some(6));
    // Health would give housing's one person away.
    assert_eq!(item.dont_know, [None, None, Some(0)]);
}

#[test]
fn the_highest_threshold_that_anybody_was_told_holds() {
    let instrument = instrument();
    let mut workshop = three_sectors();
    assert_eq!(report(&instrument, &workshop).threshold, 5);
    let mut told = said(300, 1, "health", &[5; 4]);
    told.threshold = 8;
    workshop.add(told);
    let report = report(&instrument, &workshop);
    assert_eq!(report.threshold, 8);
    assert_eq!(sectors_of(&report), [Some(8), None, None], "the 13 hidden ones are enough");
}

#[test]
fn nothing_is_shown_of_fewer_people_than_the_threshold() {
    let instrument = instrument();
    let workshop = shown(5, &SECTORS, people(0, 4, "housing", &[7; 4]));
    let report = report(&instrument, &workshop);
    assert!(workshop.states.is_empty());
    assert_eq!(report.responses, 0);
    nothing(&report);
    // A script that asks for a report of so few is told no more, but how few they are.
    let mut workshop = workshop;
    workshop.mark(1);
    let report = self::report(&instrument, &workshop);
    assert_eq!(report.responses, 4);
    nothing(&report);
}

fn nothing(report: &Report) {
    assert_eq!(sectors_of(report), [None; 5]);
    let measures = || report.items.iter().map(|it| &it.measure);
    let scored = || report.sections.iter().chain([&report.overall]);
    for it in measures().chain(scored().map(|it| &it.measure)) {
        assert_eq!((it.n, it.stats, it.gap), (0, None, None));
        assert!(it.sectors.iter().all(Option::is_none));
    }
    assert!(report.items.iter().all(|it| it.counts.is_none() && it.others.is_none()));
    assert!(report.items.iter().all(|it| it.agreement.is_none()));
    assert!(scored().all(|it| it.fifths.is_none()));
}
