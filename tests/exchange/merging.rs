//! Two copies of one response become one.

use std::collections::BTreeMap;

use partnership_assessment::response::{Answer, Assessment, Millis, Response};
use proptest::prelude::*;
use proptest::sample::select;

use crate::scoring::small::tries;

const ITEMS: [&str; 4] = ["a", "b", "c", "d"];

/// What a person does to one of three copies.
#[derive(Clone, Debug)]
enum Act {
    Answer(&'static str, Option<Answer>),
    Note(&'static str, &'static str),
    Rename(String),
    Language(&'static str),
    Plan(&'static str, &'static str),
    Finish,
    Export,
    /// Takes over what is newer in another copy.
    Merge(usize),
}

fn any_act() -> impl Strategy<Value = Act> {
    let item = || select(ITEMS.to_vec());
    let answer = prop_oneof![
        1 => Just(None),
        2 => (1_i64..6).prop_map(|it| Some(Answer::Value(it))),
        1 => Just(Some(Answer::DontKnow)),
    ];
    prop_oneof![
        6 => (item(), answer).prop_map(|(item, it)| Act::Answer(item, it)),
        2 => (item(), select(vec!["", "one", "two"])).prop_map(|(item, it)| Act::Note(item, it)),
        1 => "[a-z]{0,3}".prop_map(Act::Rename),
        1 => select(vec!["en", "cy"]).prop_map(Act::Language),
        2 => (select(vec!["[]", r#"["Meet"]"#]), select(vec!["{}", r#"{"power":"x"}"#]))
            .prop_map(|(plan, follow_up)| Act::Plan(plan, follow_up)),
        1 => Just(Act::Finish),
        1 => Just(Act::Export),
        2 => (0..3_usize).prop_map(Act::Merge),
    ]
}

fn perform(copies: &mut [Assessment; 3], copy: usize, act: &Act, now: Millis) {
    let other = match act {
        Act::Merge(other) => copies[*other].clone(),
        _ => Assessment::default(),
    };
    let it = &mut copies[copy];
    match act {
        Act::Answer(item, answer) => it.answer(item, *answer, now),
        Act::Note(item, note) => it.note(item, note, now),
        Act::Rename(name) => {
            it.name.clone_from(name);
            it.response.respondent.role.clone_from(name);
            it.named = now;
        }
        Act::Language(language) => {
            it.response.language = (*language).to_owned();
            it.touch(now);
        }
        Act::Plan(plan, follow_up) => {
            it.response.plan = (*plan).to_owned();
            it.response.follow_up = (*follow_up).to_owned();
            it.planned = now;
            it.touch(now);
        }
        Act::Finish => {
            it.response.completed = Some(now);
            it.touch(now);
        }
        Act::Export => it.exported = Some(now),
        Act::Merge(_) => {
            it.merge(&other);
        }
    }
}

fn start() -> Assessment {
    let response = Response { id: "r".to_owned(), started: 1, updated: 1, ..Response::default() };
    Assessment::of(response)
}

/// Three copies after some time apart, in which no two things happened at once.
fn any_copies() -> impl Strategy<Value = [Assessment; 3]> {
    prop::collection::vec((0..3_usize, any_act()), 0..30).prop_map(|acts| {
        let mut copies = [start(), start(), start()];
        for ((copy, act), now) in acts.iter().zip(2..) {
            perform(&mut copies, *copy, act, now);
        }
        copies
    })
}

fn merged(a: &Assessment, b: &Assessment) -> Assessment {
    let mut res = a.clone();
    let changed = res.merge(b);
    assert_eq!(changed, res != *a, "merging says whether anything changed");
    res
}

proptest! {
    #![proptest_config(tries(600))]

    #[test]
    fn merging_is_commutative_associative_and_idempotent([a, b, c] in any_copies()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&merged(&a, &b), &b), merged(&a, &b));
        prop_assert_eq!(merged(&merged(&a, &b), &a), merged(&a, &b));
    }

    /// Kept apart from the code under test: a history for each copy, and the newest entry
    /// of two histories wins.
    #[test]
    fn the_newest_answer_to_each_item_stands(acts in prop::collection::vec((0..3_usize, any_act()), 0..40)) {
        type History = BTreeMap<&'static str, (Millis, Option<Answer>)>;
        let mut copies = [start(), start(), start()];
        let mut histories: [History; 3] = Default::default();
        for ((copy, act), now) in acts.iter().zip(2..) {
            perform(&mut copies, *copy, act, now);
            match act {
                Act::Answer(item, answer) => {
                    histories[*copy].insert(item, (now, *answer));
                }
                Act::Merge(other) => {
                    for (item, entry) in histories[*other].clone() {
                        let mine = histories[*copy].entry(item).or_insert(entry);
                        *mine = (*mine).max_by_time(entry);
                    }
                }
                _ => {}
            }
            for (copy, history) in copies.iter().zip(&histories) {
                let wanted: Vec<(&str, Answer)> =
                    history.iter().filter_map(|(item, it)| Some((*item, it.1?))).collect();
                let found: Vec<(&str, Answer)> =
                    copy.response.answers.iter().map(|(item, it)| (item.as_str(), *it)).collect();
                prop_assert_eq!(found, wanted);
            }
        }
    }

    #[test]
    fn a_clock_that_goes_back_loses_no_answer(
        steps in prop::collection::vec((select(ITEMS.to_vec()), prop::option::of(1_i64..6), -100_i64..100), 1..30),
    ) {
        let mut copy = start();
        let mut older = vec![copy.clone()];
        for (item, value, now) in steps {
            let answer = value.map(Answer::Value);
            copy.answer(item, answer, now);
            prop_assert_eq!(copy.response.answers.get(item), answer.as_ref());
            let last = older.last().expect("the one before");
            prop_assert!(copy.response.updated >= last.response.updated, "no change is older than one before");
            for before in &older {
                prop_assert_eq!(&merged(before, &copy).response.answers, &copy.response.answers);
                prop_assert_eq!(&merged(&copy, before).response.answers, &copy.response.answers);
            }
            older.push(copy.clone());
        }
    }

    #[test]
    fn comments_merge_like_answers(
        steps in prop::collection::vec((select(ITEMS.to_vec()), select(vec!["", "one", " two "]), -9_i64..9), 1..20),
    ) {
        let mut copy = start();
        let mut older = vec![copy.clone()];
        for (item, note, now) in steps {
            copy.note(item, note, now);
            let kept = copy.response.notes.get(item).map(String::as_str);
            prop_assert_eq!(kept, Some(note).filter(|it| !it.is_empty()));
            for before in &older {
                prop_assert_eq!(&merged(before, &copy).response.notes, &copy.response.notes);
                prop_assert_eq!(&merged(&copy, before).response.notes, &copy.response.notes);
            }
            older.push(copy.clone());
        }
    }
}

trait Newer {
    fn max_by_time(self, other: Self) -> Self;
}

impl Newer for (Millis, Option<Answer>) {
    fn max_by_time(self, other: Self) -> Self {
        if other.0 > self.0 { other } else { self }
    }
}

#[test]
fn what_was_taken_back_stays_taken_back() {
    let mut here = start();
    here.answer("a", Some(Answer::Value(1)), 10);
    let there = here.clone();
    here.answer("a", None, 20);
    assert!(merged(&here, &there).response.answers.is_empty());
    assert!(merged(&there, &here).response.answers.is_empty());
    // A newer answer elsewhere is newer than the taking back.
    let mut there = there;
    there.answer("a", Some(Answer::Value(3)), 30);
    assert_eq!(merged(&here, &there).response.answers.get("a"), Some(&Answer::Value(3)));
}

#[test]
fn the_newest_plan_stands_and_one_that_was_never_made_empties_none() {
    let plans = |plan: &str, follow_up: &str, updated| {
        let response = Response {
            plan: plan.to_owned(),
            follow_up: follow_up.to_owned(),
            updated,
            ..start().response
        };
        Assessment::of(response)
    };
    let here = plans(r#"["Meet"]"#, "{}", 10);
    assert_eq!(here.planned, 10);
    assert_eq!(plans("[]", r#"{"power":"x"}"#, 10).planned, 10);
    let of_a_table = plans("[]", "{}", 20);
    assert_eq!(of_a_table.planned, 0);
    for merged in [merged(&here, &of_a_table), merged(&of_a_table, &here)] {
        assert_eq!((merged.response.plan.as_str(), merged.planned), (r#"["Meet"]"#, 10));
        assert_eq!(merged.response.updated, 20);
    }
    // One that was emptied later is as new as its emptying.
    let emptied = Assessment { planned: 15, ..of_a_table };
    let talk = plans("[]", r#"{"power":"x"}"#, 12);
    for other in [here, talk] {
        assert!(!other.says_the_same_as(&emptied));
        for merged in [merged(&other, &emptied), merged(&emptied, &other)] {
            let left = (merged.response.plan.as_str(), merged.response.follow_up.as_str());
            assert_eq!((left, merged.planned), (("[]", "{}"), 15));
        }
    }
}

#[test]
fn a_comment_is_cut_at_its_limit_and_never_inside_a_character() {
    let mut it = start();
    it.note("a", &"ŵ".repeat(Response::MAX_NOTE + 5), 10);
    assert_eq!(it.response.notes.get("a").map(|it| it.chars().count()), Some(Response::MAX_NOTE));
}
