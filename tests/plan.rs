//! Two copies of one plan become one, and a plan takes the place of another.

mod days;

use std::collections::BTreeMap;

use partnership_assessment::plan::partners::{Level, Partner};
use partnership_assessment::plan::{Action, Plan, Priority, Reason, Subject};
use partnership_assessment::response::Millis;
use partnership_assessment::response::time::Day;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::scoring::small::tries;

/// What a person does to one of three copies.
#[derive(Clone, Debug)]
enum Act {
    AddAction(&'static str),
    ChangeAction(Index, &'static str),
    TakeOutAction(Index),
    AddPartner(&'static str),
    ChangePartner(Index, Level),
    TakeOutPartner(Index),
    /// Puts the last action and the last partner first.
    Arrange,
    Choose(&'static str),
    Power(&'static str),
    Review(u8),
    /// Takes over what is newer in another copy.
    Merge(usize),
}

fn any_act() -> impl Strategy<Value = Act> {
    let text = || select(vec!["", "Meet", "Cwrdd", "Talk"]);
    prop_oneof![
        4 => text().prop_map(Act::AddAction),
        3 => (any::<Index>(), text()).prop_map(|(at, it)| Act::ChangeAction(at, it)),
        2 => any::<Index>().prop_map(Act::TakeOutAction),
        2 => text().prop_map(Act::AddPartner),
        2 => (any::<Index>(), select(Level::ALL.to_vec()))
            .prop_map(|(at, it)| Act::ChangePartner(at, it)),
        1 => any::<Index>().prop_map(Act::TakeOutPartner),
        2 => Just(Act::Arrange),
        1 => text().prop_map(Act::Choose),
        1 => text().prop_map(Act::Power),
        1 => any::<u8>().prop_map(Act::Review),
        3 => (0..3_usize).prop_map(Act::Merge),
    ]
}

fn perform(copies: &mut [Plan; 3], copy: usize, act: &Act, now: Millis) {
    let other = match act {
        Act::Merge(other) => copies[*other].clone(),
        _ => Plan::default(),
    };
    let plan = &mut copies[copy];
    match act {
        Act::AddAction(what) => plan.actions.push(Action {
            id: format!("a{now}"),
            what: (*what).to_owned(),
            changed: now,
            ..Action::default()
        }),
        Act::ChangeAction(at, what) if !plan.actions.is_empty() => {
            let it = at.get_mut(&mut plan.actions);
            it.what = (*what).to_owned();
            it.changed = now;
        }
        Act::TakeOutAction(at) if !plan.actions.is_empty() => {
            let it = plan.actions.remove(at.index(plan.actions.len()));
            plan.gone.insert(it.id, now);
        }
        Act::AddPartner(name) => plan.partners.push(Partner {
            id: format!("p{now}"),
            name: (*name).to_owned(),
            changed: now,
            ..Partner::default()
        }),
        Act::ChangePartner(at, level) if !plan.partners.is_empty() => {
            let it = at.get_mut(&mut plan.partners);
            it.brings = [*level; 6];
            it.changed = now;
        }
        Act::TakeOutPartner(at) if !plan.partners.is_empty() => {
            let it = plan.partners.remove(at.index(plan.partners.len()));
            plan.gone.insert(it.id, now);
        }
        Act::ChangeAction(..)
        | Act::TakeOutAction(_)
        | Act::ChangePartner(..)
        | Act::TakeOutPartner(_) => {}
        Act::Arrange => {
            let (actions, partners) = (plan.actions.len().min(1), plan.partners.len().min(1));
            plan.actions.rotate_right(actions);
            plan.partners.rotate_right(partners);
            plan.changed = now;
        }
        Act::Choose(section) => {
            let subject = Subject::Section((*section).to_owned());
            plan.priorities.push(Priority { subject, reason: Reason::Own });
            plan.changed = now;
        }
        Act::Power(text) => {
            plan.power = (*text).to_owned();
            plan.changed = now;
        }
        Act::Review(days) => {
            plan.review = Some(Day::of(i64::from(*days) * 86_400_000, 0));
            plan.changed = now;
        }
        Act::Merge(_) => plan.merge(&other),
    }
}

/// Every state of three copies in turn, in which no two things happened at once.
fn any_history() -> impl Strategy<Value = Vec<[Plan; 3]>> {
    prop::collection::vec((0..3_usize, any_act()), 0..40).prop_map(|acts| {
        let mut res = vec![<[Plan; 3]>::default()];
        for ((copy, act), now) in acts.iter().zip(1..) {
            let mut copies = res.last().expect("a state").clone();
            perform(&mut copies, *copy, act, now);
            res.push(copies);
        }
        res
    })
}

fn any_copies() -> impl Strategy<Value = [Plan; 3]> {
    any_history().prop_map(|mut it| it.pop().expect("a state"))
}

fn merged(a: &Plan, b: &Plan) -> Plan {
    let mut res = a.clone();
    res.merge(b);
    res
}

/// The plan with its entries in the order of their ids.
fn sorted(mut plan: Plan) -> Plan {
    plan.actions.sort_by(|a, b| a.id.cmp(&b.id));
    plan.partners.sort_by(|a, b| a.id.cmp(&b.id));
    plan
}

fn ids(plan: &Plan) -> Vec<&str> {
    let actions = plan.actions.iter().map(|it| it.id.as_str());
    actions.chain(plan.partners.iter().map(|it| it.id.as_str())).collect()
}

/// What happened last to each entry, by id: when, and what it says, or that it was taken out.
type History = BTreeMap<String, (Millis, Option<String>)>;

fn note(history: &mut History, id: &str, time: Millis, says: Option<String>) {
    match history.get(id) {
        Some((known, _)) if *known >= time => {}
        _ => {
            history.insert(id.to_owned(), (time, says));
        }
    }
}

/// What a copy says of each entry that is in it.
fn said(plan: &Plan) -> BTreeMap<String, String> {
    let actions = plan.actions.iter().map(|it| (it.id.clone(), it.what.clone()));
    let brings = |it: &Partner| format!("{} {:?}", it.name, it.brings);
    actions.chain(plan.partners.iter().map(|it| (it.id.clone(), brings(it)))).collect()
}

proptest! {
    #![proptest_config(tries(600))]

    #[test]
    fn merging_is_commutative_associative_and_idempotent([a, b, c] in any_copies()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        // Where three have added something apart, its place depends on who met first.
        let (left, right) = (merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(sorted(left), sorted(right));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&merged(&a, &b), &b), merged(&a, &b));
        prop_assert_eq!(merged(&merged(&a, &b), &a), merged(&a, &b));
    }

    #[test]
    fn what_happened_at_once_comes_to_the_same_on_either_side([mut a, mut b, _] in any_copies()) {
        for plan in [&mut a, &mut b] {
            plan.changed = 7;
            let actions = plan.actions.iter_mut().map(|it| &mut it.changed);
            for time in actions.chain(plan.partners.iter_mut().map(|it| &mut it.changed)) {
                *time = 100;
            }
        }
        let both = merged(&a, &b);
        prop_assert_eq!(&both, &merged(&b, &a));
        prop_assert_eq!(&merged(&both, &a), &both);
        prop_assert_eq!(&merged(&both, &b), &both);
    }

    /// Kept apart from the code under test: a history for each copy, and the newest entry of
    /// two histories wins.
    #[test]
    fn the_newest_of_each_entry_stands_and_nothing_is_lost(
        acts in prop::collection::vec((0..3_usize, any_act()), 0..40),
    ) {
        let mut copies = <[Plan; 3]>::default();
        let mut histories: [History; 3] = Default::default();
        for ((copy, act), now) in acts.iter().zip(1..) {
            let before = said(&copies[*copy]);
            perform(&mut copies, *copy, act, now);
            if let Act::Merge(other) = act {
                for (id, (time, says)) in histories[*other].clone() {
                    note(&mut histories[*copy], &id, time, says);
                }
            } else {
                let after = said(&copies[*copy]);
                let touched = copies[*copy].actions.iter().map(|it| (&it.id, it.changed));
                let touched = touched.chain(copies[*copy].partners.iter().map(|it| (&it.id, it.changed)));
                for (id, _) in touched.filter(|it| it.1 == now) {
                    note(&mut histories[*copy], id, now, after.get(id).cloned());
                }
                for id in before.keys().filter(|it| !after.contains_key(*it)) {
                    note(&mut histories[*copy], id, now, None);
                }
            }
            for (copy, history) in copies.iter().zip(&histories) {
                let wanted: BTreeMap<String, String> =
                    history.iter().filter_map(|(id, it)| Some((id.clone(), it.1.clone()?))).collect();
                prop_assert_eq!(said(copy), wanted);
            }
        }
    }

    #[test]
    fn all_else_and_the_order_are_of_the_copy_that_was_changed_last([a, newer, _] in any_copies()) {
        let newer = &Plan { changed: a.changed.max(newer.changed) + 1, ..newer };
        let both = merged(&a, newer);
        prop_assert_eq!(&merged(newer, &a), &both);
        let rest = |it: &Plan| Plan {
            actions: vec![],
            partners: vec![],
            gone: Default::default(),
            ..it.clone()
        };
        prop_assert_eq!(rest(&both), rest(newer));
        // What was taken out after the newer copy had it, and came back, comes behind.
        let mut stands = newer.clone();
        stands.actions.retain(|it| a.gone.get(&it.id).is_none_or(|gone| *gone < it.changed));
        stands.partners.retain(|it| a.gone.get(&it.id).is_none_or(|gone| *gone < it.changed));
        let stands = ids(&stands);
        let known: Vec<&str> = ids(&both).into_iter().filter(|it| stands.contains(it)).collect();
        let left: Vec<&str> = stands.iter().copied().filter(|it| ids(&both).contains(it)).collect();
        prop_assert_eq!(known, left);
    }

    #[test]
    fn a_plan_that_takes_the_place_of_another_stands_against_every_older_copy(
        history in any_history(),
        mine in 0..3_usize,
        pick in any::<Index>(),
        clock in -5_i64..100,
    ) {
        let before = &history.last().expect("a state")[mine];
        // From anywhere in the history, and with something that nobody knew.
        let mut plan = pick.get(&history)[(mine + 1) % 3].clone();
        plan.power = "As it was handed over".to_owned();
        plan.actions.push(Action { id: "new".to_owned(), ..Action::default() });
        let mut placed = plan.clone();
        placed.supersede(before, clock);

        let told = |it: &Plan| {
            let mut res = it.clone();
            res.actions.iter_mut().for_each(|it| it.changed = 0);
            res.partners.iter_mut().for_each(|it| it.changed = 0);
            Plan { gone: Default::default(), changed: 0, ..res }
        };
        prop_assert_eq!(told(&placed), told(&plan), "it says the same");
        prop_assert!(placed.changed > before.last_change() && placed.changed >= clock);
        for older in history.iter().map(|it| &it[mine]) {
            prop_assert_eq!(&merged(&placed, older), &placed);
            prop_assert_eq!(&merged(older, &placed), &placed);
        }
        for it in &placed.actions {
            let known = before.action(&it.id).filter(|known| plan.action(&it.id) == Some(known));
            prop_assert_eq!(it.changed, known.map_or(placed.changed, |it| it.changed));
        }
    }
}

#[test]
fn what_was_taken_out_comes_back_only_if_it_was_changed_after_that() {
    let action = |changed| Action { id: "a".to_owned(), changed, ..Action::default() };
    let here = Plan { gone: [("a".to_owned(), 20)].into_iter().collect(), ..Plan::default() };
    for (changed, stands) in [(10, false), (20, false), (21, true)] {
        let there = Plan { actions: vec![action(changed)], ..Plan::default() };
        assert_eq!(merged(&here, &there).actions.len(), usize::from(stands), "{changed}");
        assert_eq!(merged(&there, &here).actions.len(), usize::from(stands), "{changed}");
    }
}

#[test]
fn what_was_added_comes_behind_and_keeps_its_own_order() {
    let with = |ids: &[&str], changed| Plan {
        actions: ids
            .iter()
            .map(|it| Action { id: (*it).to_owned(), changed: 1, ..Action::default() })
            .collect(),
        changed,
        ..Plan::default()
    };
    let both = merged(&with(&["b", "z", "a", "y"], 1), &with(&["a", "x", "b"], 2));
    assert_eq!(ids(&both), ["a", "x", "b", "z", "y"]);
}

#[test]
fn a_hundred_thousand_actions_merge_at_once() {
    let many = |from: usize| Plan {
        actions: (from..from + 100_000)
            .map(|it| Action { id: it.to_string(), changed: 1, ..Action::default() })
            .collect(),
        ..Plan::default()
    };
    let both = merged(&many(0), &many(50_000));
    assert_eq!(both.actions.len(), 150_000);
}

#[test]
fn the_last_change_is_of_whatever_was_changed_last() {
    assert_eq!(Plan::default().last_change(), 0);
    let mut plan = Plan { changed: 1, ..Plan::default() };
    plan.actions.push(Action { changed: 2, ..Action::default() });
    assert_eq!(plan.last_change(), 2);
    plan.partners.push(Partner { changed: 3, ..Partner::default() });
    assert_eq!(plan.last_change(), 3);
    plan.gone.insert("a".to_owned(), 4);
    assert_eq!(plan.last_change(), 4);
    plan.changed = 5;
    assert_eq!(plan.last_change(), 5);
}
