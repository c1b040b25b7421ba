//! A file of everything that a browser had stored comes in again.

use partnership_assessment::app::{
    Effect, Event, Focus, NoticeKind, Opening, Options, Screen, Storage,
};
use serde_json::{Value, json};

use super::device::{Device, Shared, Tab, file};
use crate::scoring::vichealth;

/// What the card saves where the widget has stopped working.
fn rescued(device: &Shared) -> String {
    let device = device.borrow();
    let key = |kind: &str, id: &str| format!("partnership-assessment/1/default/{kind}/{id}");
    let entry = |key: String, text: &String| json!({ "key": key, "text": text });
    let mut records: Vec<Value> = Vec::new();
    records.extend(device.records.iter().map(|(id, it)| entry(key("record", id), it)));
    records.extend(device.instruments.iter().map(|(id, it)| entry(key("instrument", id), it)));
    if let Some(last) = &device.last {
        records.push(json!({ "key": "partnership-assessment/1/default/last", "text": last }));
    }
    of(&Value::from(records))
}

fn of(records: &Value) -> String {
    json!({ "format": "partnership-assessment/rescue", "version": 1, "records": records })
        .to_string()
}

/// A device with two assessments, one of them of a custom questionnaire, and what cannot be
/// read.
fn device() -> Shared {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 4);
    tab.send(file("own.json", vichealth().to_string()));
    tab.send(Event::Begin);
    let item = tab.model.instrument().expect("open").items().next().expect("one").1.id.clone();
    tab.answer(&item, 2);
    device.borrow_mut().records.insert("broken".to_owned(), "{\"format\": 1".to_owned());
    device
}

#[test]
fn everything_that_was_stored_comes_in_on_another_device_as_it_was() {
    let from = device();
    let to = Device::shared();
    let mut tab = Tab::open(&to, Opening::default());
    let effects = tab.send(file("saved-answers.json", rescued(&from)));
    tab.arrive();
    assert_eq!(to.borrow().records, from.borrow().records);
    assert_eq!(to.borrow().instruments, from.borrow().instruments);
    assert_eq!(effects.last(), Some(&Effect::Focus(Focus::Notice)));
    assert_eq!(tab.model.screen(), Screen::Shelf);
    let (notice, text) = (tab.notice(), tab.view().text);
    assert_eq!(notice.title, text.count("news.rescued", 2, &[]));
    assert_eq!(notice.lines, [text.count("news.rescued-aside", 1, &[])]);

    // Both can be gone on with, on another day too.
    let tab = Tab::open(&to, Opening::default());
    let troubles = tab.shelf().into_iter().filter(|it| it.1.is_some()).count();
    assert_eq!((tab.shelf().len(), troubles), (3, 1));
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let from = device();
    let to = Device::shared();
    let mut tab = Tab::open(&to, Opening::default());
    tab.send(file("saved-answers.json", rescued(&from)));
    tab.arrive();
    let before = to.borrow().clone();
    tab.send(Event::Dismiss);
    let effects = tab.send(file("saved-answers.json", rescued(&from)));
    assert_eq!(
        (to.borrow().records.clone(), to.borrow().instruments.clone()),
        (before.records, before.instruments)
    );
    assert!(!effects.iter().any(|it| matches!(it, Effect::Save { .. })), "{effects:?}");
    assert!(tab.notice().lines.contains(&tab.view().text.say("news.rescued-known")));
}

#[test]
fn newer_answers_of_the_same_assessment_are_merged_item_by_item() {
    let from = Device::shared();
    let mut there = Tab::open(&from, Opening::default());
    let id = there.begin("five-ps");
    there.answer("fp1", 4);
    let to = Device::shared();
    to.borrow_mut().records = from.borrow().records.clone();
    // Each goes on alone.
    there.answer("fp2", 5);
    let mut here = Tab::open(&to, Opening::default());
    here.moment.now += 60_000;
    here.send(Event::OpenAssessment(id));
    here.answer("fp3", 1);
    here.send(file("saved-answers.json", rescued(&from)));
    let answers =
        [("fp1", "4"), ("fp2", "5"), ("fp3", "1")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(here.answers(), answers);
    let stored = to.borrow().records[&here.id()].clone();
    assert_eq!(stored, here.record());
    assert!(!here.notice().lines.contains(&here.view().text.say("news.rescued-known")));
}

#[test]
fn nothing_is_stored_where_nothing_may_be_and_it_can_be_gone_on_with() {
    let options = Options { storage: Storage::None, ..Options::default() };
    let to = Device::shared();
    let mut tab = Tab::open(&to, Opening { options, ..Opening::default() });
    tab.send(file("saved-answers.json", rescued(&device())));
    tab.arrive();
    assert_eq!(*to.borrow(), Device::default());
    assert_eq!(tab.shelf().len(), 3);
    // What a card saves then is in no storage: all that can be read.
    let kinds: Vec<&str> = tab.model.unstored().iter().map(|it| it.0).collect();
    assert_eq!(kinds, ["record", "record", "instrument"]);
}

#[test]
fn what_is_in_no_storage_is_told_as_it_would_be_stored() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 4);
    assert_eq!(tab.model.unstored(), []);
    device.borrow_mut().fault = Some(partnership_assessment::app::StorageFault::Full);
    tab.answer("fp1", 2);
    assert_eq!(tab.model.unstored(), [("record", id, tab.record())]);
}

#[test]
fn a_rescue_file_that_cannot_be_read_changes_nothing_and_says_why() {
    let device = device();
    let before = device.borrow().clone();
    let mut tab = Tab::open(&device, Opening::default());
    let entry = json!({ "key": "partnership-assessment/1/default/record/a", "text": 5 });
    let newer = json!({ "format": "partnership-assessment/rescue", "version": 2, "records": [] });
    let nameless = json!({ "format": "partnership-assessment/rescue", "version": 1 });
    for text in [of(&json!([entry])), of(&json!({})), newer.to_string(), nameless.to_string()] {
        tab.send(file("saved-answers.json", text.clone()));
        assert_eq!(tab.notice().kind, NoticeKind::Trouble, "{text}");
        assert_eq!(device.borrow().records, before.records, "{text}");
    }
}

#[test]
fn whatever_stood_under_our_keys_is_set_aside_or_passed_over() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let record = "partnership-assessment/1/a/b/record";
    let all = json!([
        { "key": format!("{record}/one"), "text": "" },
        { "key": format!("{record}/"), "text": "no id" },
        { "key": format!("{record}/<b>"), "text": "no id either" },
        { "key": format!("{record}/<b>"), "text": "no id either" },
        { "key": "partnership-assessment/1/default/instrument/five-ps", "text": "{}" },
        { "key": "partnership-assessment/1/default/due", "text": "12" },
        { "key": "partnership-assessment/", "text": "" },
        { "key": "somebody/record/else", "text": "theirs" },
    ]);
    tab.send(file("saved-answers.json", of(&all)));
    let mut stored: Vec<String> = device.borrow().records.values().cloned().collect();
    stored.sort();
    assert_eq!(stored, ["", "no id", "no id either"]);
    assert!(device.borrow().instruments.is_empty());
    assert_eq!(tab.shelf().len(), 3);
    assert_eq!(tab.notice().title, tab.view().text.count("news.rescued-aside", 3, &[]));
    tab.send(file("saved-answers.json", of(&json!([]))));
    assert_eq!(tab.notice().title, tab.view().text.say("news.rescued-none"));
}
