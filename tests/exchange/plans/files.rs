//! Plans in the files of responses and workshops.

use partnership_assessment::exchange::plan::write;
use partnership_assessment::exchange::{door, json, workshop};
use partnership_assessment::instrument::document::{Expected, Fault, Problem};
use partnership_assessment::plan::{Action, Plan};
use partnership_assessment::response::{Assessment, InstrumentRef, Response};
use partnership_assessment::workshop::{State, Workshop};
use serde_json::{Value, json};

use super::{a_workshop, ids, parsed, whole};
use crate::exchange::samples::instrument;

/// The response file with the fields of a plan, and what its reader and the door say.
fn told(plan: Value, follow_up: Value) -> Vec<Problem> {
    let five = instrument("five-ps");
    let file = json!({
        "format": "partnership-assessment/response", "version": 1, "id": "r",
        "instrument": { "id": "five-ps" }, "started": "2026-01-31T10:00:00Z",
        "plan": plan, "follow_up": follow_up,
    });
    let read = json::read_response(&file.to_string(), &[&five]).err().unwrap_or_default();
    let at_door = door::code(&file.to_string(), &[&five]).err().unwrap_or_default();
    assert_eq!(at_door, read, "the door says the same");
    read
}

#[test]
fn a_file_with_more_than_can_be_worked_with_is_refused() {
    let many = |n: usize| Value::from(vec!["Meet"; n]);
    let too_many = |at: &str, found, limit| vec![Problem::new(at, Fault::TooMany { found, limit })];
    assert_eq!(told(many(2000), json!({ "partners": many(500) })), []);
    assert_eq!(told(many(2001), json!({})), too_many("plan", 2001, 2000));
    let partners = too_many("follow_up.partners", 501, 500);
    assert_eq!(told(json!([]), json!({ "partners": many(501) })), partners);
    // What is no list is kept, not counted.
    assert_eq!(told(json!([]), json!({ "partners": "x".repeat(3000) })), []);
}

#[test]
fn a_plan_that_is_nested_too_deep_is_refused() {
    let nested = |depth: usize| (0..depth).fold(Value::Null, |inner, _| json!([inner]));
    let too_deep = |at: &str| vec![Problem::new(at, Fault::TooDeep { limit: 32 })];
    assert_eq!(told(nested(32), json!({ "later": nested(31) })), []);
    assert_eq!(told(nested(33), json!({})), too_deep("plan"));
    assert_eq!(told(json!([]), json!({ "later": nested(32) })), too_deep("follow_up"));
    let workshop = |name: &str, value: Value| {
        let mut file = parsed(&workshop::write(&a_workshop()));
        file[name] = value;
        workshop::read(&file.to_string()).err().unwrap_or_default()
    };
    assert_eq!(workshop("plan", nested(32)), []);
    assert_eq!(workshop("plan", nested(33)), too_deep("plan"));
    assert_eq!(workshop("follow_up", json!({ "later": nested(32) })), too_deep("follow_up"));
    let expected = |at: &str, it| vec![Problem::new(at, Fault::Expected(it))];
    assert_eq!(workshop("plan", json!({})), expected("plan", Expected::List));
    assert_eq!(workshop("follow_up", json!([])), expected("follow_up", Expected::Object));
    // A workshop is also what is kept on the device, so no number of actions is refused.
    assert_eq!(workshop("plan", vec!["Meet"; 5000].into()), []);
}

#[test]
fn a_workshop_without_a_plan_is_written_as_ever() {
    let fields = parsed(&workshop::write(&a_workshop()));
    assert!(fields.get("plan").is_none() && fields.get("follow_up").is_none());
    let mut planned = a_workshop();
    planned.plan = whole();
    let fields = parsed(&workshop::write(&planned));
    assert_eq!(fields["plan"], parsed(&write(&whole()).0));
    assert_eq!(fields["follow_up"], parsed(&write(&whole()).1));
}

#[test]
fn two_copies_of_a_workshop_merge_their_plans() {
    let with = |id: &str, states| Workshop {
        plan: Plan {
            actions: vec![Action { id: id.to_owned(), changed: 5, ..Action::default() }],
            ..Plan::default()
        },
        states: vec![State { threshold: 5, time: 1 }; states],
        ..a_workshop()
    };
    let (here, there) = (with("a", 1), with("b", 2));
    let mut merged = [here.clone(), there.clone()];
    assert!(merged[0].merge(there.clone()) && merged[1].merge(here));
    assert_eq!(merged[0].plan, merged[1].plan);
    assert_eq!(ids(&merged[0].plan).len(), 2);
    assert!(!merged[0].merge(there), "there is nothing new in it");
}

#[test]
fn texts_that_are_no_plan_do_not_spoil_a_file() {
    let five = instrument("five-ps");
    for odd in ["", " ", "nonsense", "{", "[", "5", "null", "\"x\"", "[1", "{\"a\":}"] {
        let response = Response {
            id: "r".to_owned(),
            instrument: InstrumentRef::to(&five),
            plan: odd.to_owned(),
            follow_up: odd.to_owned(),
            ..Response::default()
        };
        let file = json::write_response(&response, "", None);
        let read = json::read_response(&file, &[&five]).expect(odd).response;
        assert_eq!((read.plan.as_str(), read.follow_up.as_str()), ("[]", "{}"), "{odd}");
        assert!(!file.contains("follow_up"), "{odd}");
    }
    let default = Response::default();
    assert_eq!((default.plan.as_str(), default.follow_up.as_str()), ("[]", "{}"));
}

#[test]
fn numbers_of_many_digits_do_not_change_in_a_record_that_somebody_has_edited() {
    let response = Response {
        id: "r".to_owned(),
        instrument: InstrumentRef::to(&instrument("five-ps")),
        language: "en".to_owned(),
        follow_up: "{\"cost\":0}".to_owned(),
        ..Response::default()
    };
    let record = json::write_record(&Assessment::of(response));
    let record = record.replace("{\"cost\":0}", "{\"cost\":-913245651245862456512458634027}");
    let kept = json::read_record(&record).expect("a record of many digits");
    assert!(kept.response.follow_up.contains("-9.13245651245862"));
    assert_eq!(json::read_record(&json::write_record(&kept)), Ok(kept));
}
