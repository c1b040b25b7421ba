//! A storage that is full, forbidden, damaged or written by a newer version.

use partnership_assessment::app::{
    Download, Effect, Event, NoticeKind, Opening, Screen, ScreenView, StorageFault,
};
use partnership_assessment::response::Answer;

use super::device::{
    Device, Shared, Tab, answer, file, heading, note, save, stores, take_back, visit,
};

fn set_fault(device: &Shared, fault: Option<StorageFault>) {
    device.borrow_mut().fault = fault;
}

#[test]
fn a_full_or_forbidden_storage_is_said_once_and_work_goes_on() {
    for (fault, key) in [
        (StorageFault::Full, "news.storage-full"),
        (StorageFault::Forbidden, "news.storage-forbidden"),
    ] {
        let device = Device::shared();
        let mut tab = Tab::open(&device, Opening::default());
        let id = tab.begin("five-ps");
        tab.answer("fp1", 1);
        let stored = tab.record();

        set_fault(&device, Some(fault));
        let effects = tab.answer("fp2", 2);
        assert_eq!(effects[0], save(&id, &tab.record(), Some(&stored)), "it is tried");
        let notice = tab.notice();
        assert_eq!((notice.kind, notice.title), (NoticeKind::Trouble, tab.view().text.say(key)));
        assert_eq!(notice.act.expect("a way out").1, Event::Go(Screen::Keep));
        assert!(tab.unsaved());

        tab.send(Event::Dismiss);
        let effects = tab.answer("fp3", 3);
        assert_eq!(effects[0], save(&id, &tab.record(), Some(&stored)), "it is tried again");
        assert_eq!(tab.view().notice, None, "it is said once");
        assert!(tab.unsaved(), "and stays in sight");
        assert_eq!(tab.answers().len(), 3);
        assert_eq!(device.borrow().records[&id], stored);

        tab.send(Event::Finish);
        assert_eq!(tab.results().sections.len(), 1);
        tab.send(Event::Download(Download::Json));
        assert!(tab.file().1.contains("\"fp3\": 3"), "a file can still be saved");
        assert!(tab.unsaved());

        set_fault(&device, None);
        tab.send(note("fp1", "room again"));
        assert!(!tab.unsaved());
        assert_eq!(device.borrow().records[&id], tab.record(), "everything is stored now");

        set_fault(&device, Some(fault));
        tab.answer("fp4", 4);
        assert!(tab.in_trouble(), "a new failure is said anew");
    }
}

#[test]
fn a_storage_that_is_forbidden_from_the_start_is_said_before_the_first_answer() {
    let device = Device::shared();
    let opening = Opening { storage_fault: Some(StorageFault::Forbidden), ..Opening::default() };
    let mut tab = Tab::new(&device, &opening);
    set_fault(&device, Some(StorageFault::Forbidden));
    tab.opened(opening);
    tab.arrive();
    tab.send(Event::Choose("five-ps".to_owned()));
    let ScreenView::Prepare(prepare) = tab.view().screen else { panic!("who answers") };
    assert_eq!(prepare.keep, None, "there is nothing to choose");
    assert_eq!(prepare.kept, tab.view().text.say("prepare.cannot-keep"));
    tab.send(Event::Begin);
    tab.answer("fp1", 5);
    assert!(tab.unsaved());
    assert_eq!(tab.answers().len(), 1);
    tab.send(Event::Go(Screen::Shelf));
    assert!(matches!(tab.view().screen, ScreenView::Shelf { ready: true, .. }));
    assert_eq!(
        *device.borrow(),
        Device { fault: Some(StorageFault::Forbidden), ..Device::default() }
    );
}

#[test]
fn a_shelf_that_cannot_be_read_is_said_where_it_matters() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.send(Event::ShelfRead(Err(StorageFault::Forbidden)));
    tab.send(Event::Choose("five-ps".to_owned()));
    let ScreenView::Prepare(prepare) = tab.view().screen else { panic!("who answers") };
    assert_eq!((prepare.keep, prepare.kept), (None, tab.view().text.say("prepare.cannot-keep")));
}

/// The page may call something saved only if it is: when there is room again for one
/// assessment, those that had to wait are stored too, or still said to be unsaved.
#[test]
fn an_answer_that_had_to_wait_is_stored_or_still_called_unsaved() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let second = tab.begin("benefits");
    let first = tab.begin("five-ps");
    set_fault(&device, Some(StorageFault::Full));
    tab.answer("fp1", 5);
    assert!(tab.unsaved());
    set_fault(&device, None);
    tab.send(Event::OpenAssessment(second));
    tab.answer("be1", 2);
    assert!(!tab.unsaved());
    tab.send(Event::OpenAssessment(first.clone()));
    let stored = device.borrow().records.get(&first) == Some(&tab.record());
    assert!(stored || tab.unsaved(), "the answer is not stored, and {:?}", tab.view().saved);
}

/// A stored record of `id` by a later version of the format.
fn newer(tab: &Tab) -> String {
    tab.record().replacen("\"version\":1", "\"version\":2", 1)
}

#[test]
fn a_newer_versions_record_is_never_written_over() {
    for inner in [false, true] {
        let device = Device::shared();
        let mut tab = Tab::open(&device, Opening::default());
        let id = tab.begin("five-ps");
        tab.answer("fp1", 1);
        tab.send(Event::Download(Download::Json));
        let saved = tab.file().1;
        let raw = if inner {
            let own = newer(&tab).replacen("\"version\":1", "\"version\":7", 1);
            own.replacen("\"version\":2", "\"version\":1", 1)
        } else {
            newer(&tab)
        };
        device.borrow_mut().records.insert(id.clone(), raw.clone());

        let mut tab = Tab::open(&device, Opening::default());
        assert!(tab.model.assessment().is_none(), "it is not opened");
        let shelf = tab.shelf();
        let trouble = shelf[0].1.as_ref().expect("it is listed with what is wrong");
        assert!(trouble.contains("newer version"), "{trouble}");
        let mut effects = Vec::new();
        for event in [
            Event::OpenAssessment(id.clone()),
            Event::Rename { id: id.clone(), name: "X".to_owned() },
            Event::Duplicate(id.clone()),
            Event::Resume,
            Event::Finish,
            take_back("fp1"),
            answer("fp1", Answer::Value(2)),
            file("saved.json", saved),
            answer("fp1", Answer::Value(3)),
            Event::ChangedElsewhere { id: id.clone(), text: Some(raw.clone()) },
            answer("fp2", Answer::Value(3)),
        ] {
            effects.extend(tab.send(event));
            tab.view();
        }
        let over = |it: &Effect| matches!(it, Effect::Save { id: to, .. } if *to == id);
        assert!(!effects.iter().any(over), "{effects:?}");
        assert_eq!(device.borrow().records[&id], raw);
        tab.send(Event::SaveCopy(id));
        assert_eq!(tab.file().1, raw, "it can be saved as it is");
    }
}

#[test]
fn a_newer_version_in_another_tab_is_not_written_over_and_answers_go_on_in_memory() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 1);
    let raw = newer(&tab);
    device.borrow_mut().records.insert(id.clone(), raw.clone());
    // It comes to light when the next answer is stored.
    tab.answer("fp2", 2);
    assert!(tab.in_trouble() && tab.unsaved());
    assert_eq!(tab.answers().len(), 2);
    let effects = tab.answer("fp3", 3);
    assert!(!effects.iter().any(stores), "{effects:?}");
    tab.hear(&[(id.clone(), Some(raw.clone()))]);
    tab.send(Event::Finish);
    tab.send(Event::Rename { id: id.clone(), name: "X".to_owned() });
    assert_eq!(device.borrow().records[&id], raw);
    assert_eq!(tab.answers().len(), 3);
    tab.send(Event::Download(Download::Json));
    assert!(tab.file().1.contains("\"fp3\": 3"));
}

#[test]
fn damaged_records_are_listed_first_and_can_be_saved_as_they_are() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let good = tab.begin("five-ps");
    tab.answer("fp1", 1);
    let record = tab.record();
    let damaged = [
        ("a-half", record[..record.len() / 2].to_owned()),
        ("b-empty", String::new()),
        ("c-other", r#"{"format":"something-else"}"#.to_owned()),
        ("d-moved", record.clone()),
    ];
    for (id, raw) in &damaged {
        device.borrow_mut().records.insert((*id).to_owned(), raw.clone());
    }
    let mut tab = Tab::open(&device, Opening::default());
    tab.send(Event::Go(Screen::Shelf));
    let ScreenView::Shelf { entries, ready, .. } = tab.view().screen else { panic!("the shelf") };
    let listed: Vec<(&str, bool)> =
        entries.iter().map(|it| (it.id.as_str(), it.trouble.is_some())).collect();
    let wanted =
        [("a-half", true), ("b-empty", true), ("c-other", true), ("d-moved", true), (&good, false)];
    assert!(ready);
    let sorted = |it: &[(&str, bool)]| {
        let mut it: Vec<(String, bool)> = it.iter().map(|it| (it.0.to_owned(), it.1)).collect();
        it.sort();
        it
    };
    assert_eq!(sorted(&listed), sorted(&wanted), "nothing is passed over");

    for (id, raw) in &damaged {
        let name = format!("partnership-assessment-damaged-{id}.json");
        let effects = tab.send(Event::SaveCopy((*id).to_owned()));
        assert_eq!(
            effects[0],
            Effect::Download { name, mime: "application/json", text: raw.clone() }
        );
        assert_eq!(device.borrow().records[*id], *raw, "it stays as it is");
    }
    let effects = tab.send(Event::Delete("a-half".to_owned()));
    assert_eq!(effects[0], Effect::Remove { id: "a-half".to_owned() });
    let effects = tab.send(Event::Undo);
    assert_eq!(effects[0], save("a-half", &damaged[0].1, None));
    assert_eq!(device.borrow().records["a-half"], damaged[0].1);
}

/// The page says when the answers were last saved as a file; a file of something else is
/// none of them.
#[test]
fn saving_a_damaged_record_does_not_count_as_saving_what_is_open() {
    let device = Device::shared();
    device.borrow_mut().records.insert("damaged".to_owned(), "{".to_owned());
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 1);
    tab.send(Event::Go(Screen::Shelf));
    tab.send(Event::SaveCopy("damaged".to_owned()));
    assert_eq!(tab.file().1, "{");
    assert_eq!(tab.model.assessment().expect("open").exported, None);
}

/// The backup of what is damaged here is what a person needs most.
#[test]
fn the_file_of_an_assessment_that_is_damaged_here_opens() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 4);
    tab.send(Event::Download(Download::Json));
    let backup = tab.file().1;
    let damaged = tab.record()[..80].to_owned();
    device.borrow_mut().records.insert(id.clone(), damaged.clone());
    let mut tab = Tab::open(&device, Opening::default());
    tab.send(file("backup.json", backup));
    let open = tab.model.assessment().expect("the answers in the file are open");
    assert_eq!(open.response.answers.get("fp1"), Some(&Answer::Value(4)));
    assert_eq!(
        device.borrow().records[&id],
        damaged,
        "what is damaged is set aside, not written over"
    );
}

#[test]
fn what_had_to_wait_is_stored_as_soon_as_there_is_room() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let second = tab.begin("benefits");
    let first = tab.begin("five-ps");
    set_fault(&device, Some(StorageFault::Full));
    tab.answer("fp1", 5);
    let waiting = tab.record();
    set_fault(&device, None);
    tab.send(Event::OpenAssessment(second));
    tab.answer("be1", 2);
    assert_eq!(device.borrow().records[&first], waiting);
}

/// Whoever makes room by deleting something must be able to go on as before.
#[test]
fn a_storage_that_was_full_is_tried_again_for_the_next_assessment() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let first = tab.begin("five-ps");
    set_fault(&device, Some(StorageFault::Full));
    tab.answer("fp1", 5);
    tab.send(Event::Delete(first));
    set_fault(&device, None);
    tab.send(Event::Choose("benefits".to_owned()));
    let ScreenView::Prepare(prepare) = tab.view().screen else { panic!("who answers") };
    assert_eq!(prepare.keep, Some(true), "{}", prepare.kept);
    tab.send(Event::Begin);
    tab.answer("be1", 2);
    assert_eq!(device.borrow().records[&tab.id()], tab.record());
}

#[test]
fn several_damaged_assessments_open_from_one_table_each_on_its_own() {
    let device = Device::shared();
    let mut table = "response_id,item,value\n".to_owned();
    for (id, value) in [("a", 1), ("b", 2), ("c", 3)] {
        device.borrow_mut().records.insert(id.to_owned(), "{".to_owned());
        table += &format!("{id},fp{value},{value}\n");
    }
    let mut tab = Tab::open(&device, Opening::default());
    tab.send(file("all.csv", table));
    let readable = tab.shelf().iter().filter(|it| it.1.is_none()).count();
    assert_eq!((tab.shelf().len(), readable), (6, 3));
    assert!(["a", "b", "c"].iter().all(|it| device.borrow().records[*it] == "{"));
}

#[test]
fn the_last_assessment_may_be_gone_or_damaged() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    device.borrow_mut().records.insert(id, "nonsense".to_owned());
    let mut tab =
        Tab::open(&device, Opening { place: Some("questions/1".to_owned()), ..Opening::default() });
    assert_eq!(tab.model.screen(), Screen::Start);
    let ScreenView::Start(start) = tab.view().screen else { panic!("the first screen") };
    assert_eq!(start.last, None);
    assert_eq!(tab.send(Event::Resume), [heading()], "there is nothing to carry on with");
    assert_eq!(tab.send(Event::Go(Screen::Shelf)), [visit("shelf"), heading()]);
    assert_eq!(tab.shelf().len(), 1);
}
