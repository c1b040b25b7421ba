//! How answers come in: new, again, newer, older, and what waits to be shown.

use std::collections::BTreeMap;

use partnership_assessment::workshop::{Added, Contribution, Row, THRESHOLDS, Workshop};
use proptest::prelude::*;

use super::people::{people, said, workshop};
use crate::scoring::small::tries;

/// Of each person the answers that count, whatever the order they came in.
fn counting(workshop: &Workshop) -> BTreeMap<u32, (u16, String, Vec<u8>)> {
    let sector = |it: &Row| workshop.sectors[usize::from(it.sector)].clone();
    let each =
        workshop.current().map(|it| (it.person, (it.revision, sector(it), it.answers.clone())));
    let all: Vec<_> = each.collect();
    let n = all.len();
    let res: BTreeMap<_, _> = all.into_iter().collect();
    assert_eq!(res.len(), n, "nobody counts twice");
    res
}

#[test]
fn of_one_person_the_newest_answers_count() {
    let mut workshop = workshop(3, &["housing", "health"]);
    assert_eq!(workshop.add(said(1, 2, "housing", &[3])), Added::New);
    assert_eq!(workshop.add(said(1, 2, "housing", &[3])), Added::Repeated);
    assert_eq!(workshop.add(said(1, 1, "housing", &[4])), Added::Older);
    assert_eq!(workshop.add(said(2, 1, "housing", &[3])), Added::New);
    assert_eq!(workshop.add(said(1, 3, "housing", &[5])), Added::Replaced);
    assert_eq!(workshop.add(said(1, 3, "health", &[5])), Added::Replaced, "the later of two");
    assert_eq!(workshop.add(said(1, 4, "health", &[5])), Added::Repeated, "a newer copy");
    assert_eq!(workshop.add(said(1, 3, "housing", &[3])), Added::Older);
    let wanted = [(1, (4, "health".to_owned(), vec![5])), (2, (1, "housing".to_owned(), vec![3]))];
    assert_eq!(counting(&workshop), BTreeMap::from(wanted));
    assert_eq!(workshop.rows.len(), 2, "what was never shown leaves no trace");
}

#[test]
fn comments_stay_when_newer_answers_bring_none() {
    let mut workshop = workshop(3, &["housing"]);
    let note = |text: &str| vec![(0, text.to_owned())];
    workshop.add(Contribution { notes: note("Why?"), ..said(1, 1, "housing", &[3]) });
    assert_eq!(workshop.add(said(1, 2, "housing", &[4])), Added::Replaced);
    assert_eq!(workshop.rows[0].notes, note("Why?"));
    let file = Contribution { notes: note("Because."), ..said(1, 2, "housing", &[4]) };
    assert_eq!(workshop.add(file.clone()), Added::Replaced, "the file has a comment more");
    assert_eq!(workshop.rows[0].notes, note("Because."));
    assert_eq!(workshop.add(file), Added::Repeated);
    assert_eq!(workshop.add(said(1, 2, "housing", &[4])), Added::Repeated);
    assert_eq!(workshop.rows[0].notes, note("Because."));
}

#[test]
fn a_shown_row_that_gives_way_stays_in_the_pictures_that_showed_it() {
    let mut workshop = workshop(3, &["housing"]);
    workshop.add_all(people(0, 4, "housing", &[3]));
    assert_eq!(workshop.waiting(), 4);
    assert!(workshop.show(1));
    assert_eq!(workshop.waiting(), 0);
    assert!(!workshop.can_show_more() && !workshop.show(2), "there is nothing new");
    for person in 0..3 {
        assert_eq!(workshop.add(said(person, 2, "housing", &[7])), Added::Replaced);
        // Once more before it is shown: only the last one will ever be.
        assert_eq!(workshop.add(said(person, 3, "housing", &[6])), Added::Replaced);
        assert_eq!(workshop.waiting(), person as usize + 1);
    }
    assert!(workshop.show(3));
    let answers = |state: u16| -> Vec<(u32, u8)> {
        let mut res: Vec<(u32, u8)> = workshop
            .rows
            .iter()
            .filter(|it| it.is_in(state))
            .map(|it| (it.person, it.answers[0]))
            .collect();
        res.sort_unstable();
        res
    };
    assert_eq!(answers(0), [(0, 3), (1, 3), (2, 3), (3, 3)]);
    assert_eq!(answers(1), [(0, 6), (1, 6), (2, 6), (3, 3)]);
    assert_eq!(workshop.states.iter().map(|it| it.time).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn a_threshold_is_kept_between_its_bounds_and_never_sinks() {
    let told = |threshold: u8| Contribution { threshold, ..said(1, 1, "housing", &[3]) };
    let of = |setup: u8, code: u8| {
        let mut workshop = workshop(setup, &["housing"]);
        workshop.add(told(code));
        workshop.threshold()
    };
    assert_eq!(of(0, 0), THRESHOLDS.0);
    assert_eq!(of(5, 0), 5);
    assert_eq!(of(5, 4), 5);
    assert_eq!(of(5, 9), 9);
    assert_eq!(of(5, 255), THRESHOLDS.1);
    let mut workshop = workshop(3, &["housing"]);
    workshop.add_all(people(10, 9, "housing", &[3]));
    workshop.add(told(9));
    assert!(workshop.show(1));
    workshop.add(Contribution { threshold: 3, ..said(1, 2, "housing", &[4]) });
    assert_eq!(workshop.threshold(), 9, "what was told of the first picture holds");
}

#[test]
fn a_sector_that_the_set_up_does_not_list_joins_the_list() {
    let mut workshop = workshop(3, &["housing"]);
    let all = vec![said(1, 1, "police", &[3]), said(2, 1, "housing", &[3]), said(3, 1, "", &[3])];
    assert_eq!(workshop.add_all(all), [3, 0, 0, 0]);
    assert_eq!(workshop.sectors, ["housing", "police", ""]);
    assert_eq!(workshop.setup.sectors, ["housing"]);
}

/// Adding takes one look at each row, not one at each pair: that would be five thousand
/// million.
#[test]
fn a_hundred_thousand_rows_are_added_at_once() {
    let mut workshop = workshop(5, &["housing"]);
    let all = people(0, 100_000, "housing", &[3; 60]);
    let started = std::time::Instant::now();
    assert_eq!(workshop.add_all(all[..1000].to_vec()), [1000, 0, 0, 0]);
    let of_thousand = started.elapsed().max(std::time::Duration::from_millis(1));
    let started = std::time::Instant::now();
    assert_eq!(workshop.add_all(all[1000..].to_vec()), [99_000, 0, 0, 0]);
    assert!(started.elapsed() < of_thousand * 1000, "{:?}", started.elapsed());
    assert_eq!(workshop.waiting(), 100_000);
}

fn any_pasted() -> impl Strategy<Value = Vec<Contribution>> {
    let one = (0..6_u32, 1..5_u16, 0..3_usize, 3..6_u8);
    prop::collection::vec(one, 1..25).prop_map(|all| {
        // Each revision of a person is one set of answers.
        let mut known: BTreeMap<(u32, u16), (usize, u8)> = BTreeMap::new();
        let sectors = ["housing", "health", "third"];
        all.into_iter()
            .map(|(person, revision, sector, answer)| {
                let it = known.entry((person, revision)).or_insert((sector, answer));
                said(person, revision, sectors[it.0], &[it.1])
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn the_order_of_pasting_is_of_no_consequence(
        (pasted, shuffled) in any_pasted().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        looks in prop::collection::vec(any::<bool>(), 25),
    ) {
        let (mut a, mut b, mut c) = (workshop(3, &[]), workshop(3, &[]), workshop(3, &[]));
        for it in pasted.clone() {
            a.add(it);
        }
        for (it, look) in shuffled.into_iter().zip(looks) {
            b.add(it);
            if look {
                b.show(1);
            }
        }
        let mut n = [0; 4];
        for it in pasted.chunks(7) {
            let added = c.add_all(it.to_vec());
            n.iter_mut().zip(added).for_each(|(n, added)| *n += added);
        }
        prop_assert_eq!(counting(&a), counting(&b));
        prop_assert_eq!(counting(&a), counting(&c));
        prop_assert_eq!(n.iter().sum::<usize>(), pasted.len(), "each is counted once");
        prop_assert_eq!(n[Added::New as usize], a.rows.len());
        for it in pasted {
            let again = a.add(it);
            prop_assert!([Added::Repeated, Added::Older].contains(&again), "{again:?}");
        }
    }

    #[test]
    fn many_at_once_are_added_as_one_by_one(pasted in any_pasted(), look in 0..25_usize) {
        let (mut one_by_one, mut at_once) = (workshop(3, &[]), workshop(3, &[]));
        let mut n = [0; 4];
        let (first, rest) = pasted.split_at(look.min(pasted.len()));
        for part in [first, rest] {
            for it in part {
                n[one_by_one.add(it.clone()) as usize] += 1;
            }
            let added = at_once.add_all(part.to_vec());
            n.iter_mut().zip(added).for_each(|(n, added)| *n -= added);
            prop_assert_eq!(one_by_one.show(1), at_once.show(1));
        }
        prop_assert_eq!(n, [0; 4]);
        prop_assert_eq!(one_by_one, at_once);
    }

    #[test]
    fn two_copies_merge_into_what_counts_in_either(
        (mine, theirs) in (any_pasted(), any_pasted()),
        looks in any::<[bool; 2]>(),
    ) {
        let (mut a, mut b, mut both) = (workshop(3, &[]), workshop(3, &[]), workshop(3, &[]));
        // The same revision of a person is the same set of answers in both copies.
        let answers = |it: &Contribution| {
            said(it.person, it.revision, "third", &[3 + (it.person as u8 + it.revision as u8) % 3])
        };
        for (copy, pasted, look) in [(&mut a, &mine, looks[0]), (&mut b, &theirs, looks[1])] {
            copy.add_all(pasted.iter().map(answers).collect());
            both.add_all(pasted.iter().map(answers).collect());
            if look {
                copy.show(1);
            }
        }
        let (before, states) = (counting(&a), a.states.len().max(b.states.len()));
        let (one, other) = (a.clone(), b.clone());
        let changed = a.merge(other);
        prop_assert_eq!(counting(&a), counting(&both));
        prop_assert_eq!(a.states.len(), states);
        prop_assert!(changed || counting(&a) == before);
        b.merge(one);
        prop_assert_eq!(counting(&b), counting(&both));
        let again = a.clone();
        prop_assert!(!a.merge(again), "a copy of itself changes nothing");
    }

    #[test]
    fn every_state_has_somebody_of_each_person_at_most_once(
        pasted in any_pasted(),
        looks in prop::collection::vec(any::<bool>(), 25),
    ) {
        let mut workshop = workshop(3, &[]);
        for (it, look) in pasted.into_iter().zip(looks) {
            workshop.add(it);
            let (waiting, states) = (workshop.waiting(), workshop.states.len());
            if look {
                let shown = workshop.show(1);
                prop_assert_eq!(shown, waiting >= 3 && workshop.current().count() >= 3);
                prop_assert_eq!(workshop.states.len(), states + usize::from(shown));
                prop_assert_eq!(workshop.waiting(), if shown { 0 } else { waiting });
            }
            for state in 0..workshop.states.len() as u16 {
                let mut people: Vec<u32> =
                    workshop.rows.iter().filter(|it| it.is_in(state)).map(|it| it.person).collect();
                let n = people.len();
                people.sort_unstable();
                people.dedup();
                prop_assert_eq!(people.len(), n);
                prop_assert!(n >= 3);
            }
        }
    }
}
