//! A file of everything that a browser had stored comes in again.

use std::collections::BTreeMap;

use partnership_assessment::app::{
    Effect, Event, Focus, NoticeKind, Opening, Options, Screen, Storage, VaultEvent, VaultFault,
};
use partnership_assessment::exchange::rescue;
use partnership_assessment::exchange::sealed::{self, Lock, Sealed};
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

/// A file of what was stored under a passphrase, as if each text were sealed by writing it in
/// another way.
fn under_a_passphrase(from: &Shared) -> (String, BTreeMap<String, String>) {
    let envelope = |lock| Sealed { lock, iv: "AAAA".to_owned(), data: "AAAA".to_owned() };
    let entry = |key: &str, text: &str| json!({ "key": format!("partnership-assessment/1/default/{key}"), "text": text });
    let opened = from.borrow().records.clone();
    let sealed = sealed::write(&envelope(None));
    let lock = Lock { iterations: 1000, salt: "AAAA".to_owned() };
    let mut records = vec![entry("vault", &sealed::write(&envelope(Some(lock))))];
    records.extend(opened.keys().map(|id| entry(&format!("record/{id}"), &sealed)));
    records.extend(
        from.borrow().instruments.iter().map(|(id, it)| entry(&format!("instrument/{id}"), it)),
    );
    (of(&Value::from(records)), opened)
}

#[test]
fn what_was_under_a_passphrase_comes_in_when_that_is_given() {
    let from = device();
    let (text, opened) = under_a_passphrase(&from);
    let to = Device::shared();
    let mut tab = Tab::open(&to, Opening::default());
    let effects = tab.send(file("saved-answers.json", text.clone()));
    assert_eq!(effects, [Effect::Focus(Focus::Dialog)], "the passphrase is asked for");
    assert!(to.borrow().records.is_empty());

    let passphrase = "correct horse".to_owned();
    let effects = tab.send(VaultEvent::OpenFile { passphrase: passphrase.clone() }.into());
    assert_eq!(effects, [Effect::OpenRescued { file: text.clone(), passphrase }]);
    tab.send(VaultEvent::Failed(VaultFault::Wrong).into());
    assert!(tab.view().dialog.is_some(), "it can be tried again");

    let file = rescue::read(&text).expect("a rescue file");
    let [vault] = &file.vaults()[..] else { panic!("one passphrase") };
    assert_eq!(vault.records.len(), opened.len());
    tab.send(VaultEvent::FileOpened { text: file.opened(vault, &opened) }.into());
    tab.arrive();
    assert_eq!(to.borrow().records, from.borrow().records);
    assert_eq!(to.borrow().instruments, from.borrow().instruments);
    assert!(tab.view().dialog.is_none());
}

#[test]
fn what_the_right_passphrase_does_not_open_is_set_aside_and_another_passphrase_is_asked_for() {
    let from = device();
    let (text, mut opened) = under_a_passphrase(&from);
    let elsewhere = text.replace("/1/default/", "/1/second/");
    let both = |text: &str| serde_json::from_str::<Value>(text).expect("a file")["records"].clone();
    let (Value::Array(mut all), Value::Array(more)) = (both(&text), both(&elsewhere)) else {
        panic!("two lists")
    };
    all.extend(more);
    let text = of(&Value::from(all));
    opened.remove("broken");

    let to = Device::shared();
    let mut tab = Tab::open(&to, Opening::default());
    tab.send(file("saved-answers.json", text.clone()));
    let mut text = text;
    for left in [2, 1] {
        assert!(tab.view().dialog.is_some());
        let file = rescue::read(&text).expect("a rescue file");
        let vaults = file.vaults();
        assert_eq!(vaults.len(), left);
        text = file.opened(&vaults[0], &opened);
        tab.send(VaultEvent::FileOpened { text: text.clone() }.into());
        tab.arrive();
    }
    assert!(tab.view().dialog.is_none());
    let aside = tab.shelf().into_iter().filter(|it| it.1.is_some()).count();
    assert_eq!(aside, 1, "what was damaged before it was sealed");
    for (id, it) in &opened {
        assert_eq!(to.borrow().records.get(id), Some(it));
    }
}

#[test]
fn a_record_with_its_lock_stands_in_for_a_vault_that_is_damaged_or_gone() {
    let (text, opened) = under_a_passphrase(&device());
    let whole = rescue::read(&text).expect("a rescue file").vaults().remove(0);
    for vault in [None, Some("{}")] {
        let mut file: Value = serde_json::from_str(&text).expect("a file");
        let records = file["records"].as_array_mut().expect("records");
        for it in records.iter_mut().filter(|it| it["key"].to_string().contains("/record/")) {
            let sealed = sealed::read(it["text"].as_str().expect("a text")).expect("sealed");
            it["text"] =
                sealed::write(&Sealed { lock: whole.checks[0].1.lock.clone(), ..sealed }).into();
        }
        match vault {
            Some(damaged) => records[0]["text"] = damaged.into(),
            None => drop(records.remove(0)),
        }
        let file = rescue::read(&file.to_string()).expect("a rescue file");
        let [found] = &file.vaults()[..] else { panic!("one passphrase") };
        assert!(opened.contains_key(&found.checks[0].0), "the name that a record is sealed under");
        assert_eq!(found.checks[0].1.lock, whole.checks[0].1.lock);
        assert_eq!(found.records.len(), opened.len());
        // Nor is the passphrase asked for again because of what it does not open.
        let mut some = opened.clone();
        some.remove("broken");
        for opened in [&opened, &some] {
            let text = file.opened(found, opened);
            assert_eq!(rescue::read(&text).expect("a rescue file").vaults(), []);
        }
    }
}

#[test]
fn what_only_looks_like_a_vault_asks_for_nothing() {
    let (text, _) = under_a_passphrase(&device());
    for (from, to) in [
        ("default/vault", "second/vault"),
        ("default/vault", "default/due"),
        ("partnership-assessment/1/default/", "another/1/default/"),
        ("iterations", "repetitions"),
    ] {
        let odd = text.replace(from, to);
        assert_ne!(odd, text);
        let file = rescue::read(&odd).expect("a rescue file");
        assert_eq!(file.vaults(), [], "{to}");
    }
    assert!(rescue::read("{").is_err());
}
