//! Several assessments side by side.

use partnership_assessment::app::{
    DialogView, Download, Effect, Event, Focus, Opening, Screen, ScreenView,
};
use partnership_assessment::response::Field;

use super::device::{Device, Tab, file, heading, save, visit};

fn opener() -> Effect {
    Effect::Focus(Focus::Opener)
}

fn notice() -> Effect {
    Effect::Focus(Focus::Notice)
}

#[test]
fn assessments_stand_side_by_side_the_newest_first() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let first = tab.begin("five-ps");
    let second = tab.begin("benefits");
    tab.answer("be1", 3);
    tab.send(Event::Go(Screen::Shelf));
    let effects = tab.send(Event::OpenAssessment(first.clone()));
    assert_eq!(
        effects,
        [Effect::RememberLast(Some(first.clone())), visit("questions/1"), heading()]
    );
    tab.answer("fp1", 4);
    tab.send(Event::Go(Screen::Shelf));
    let ScreenView::Shelf { entries, ready, .. } = tab.view().screen else { panic!("the shelf") };
    let listed: Vec<_> =
        entries.iter().map(|it| (it.id.clone(), it.open, it.progress.clone())).collect();
    assert_eq!(
        listed,
        [
            (first.clone(), true, "1 of 5 answered".to_owned()),
            (second.clone(), false, "1 of 9 answered".to_owned()),
        ]
    );
    assert!(ready);
    tab.send(Event::OpenAssessment(second));
    assert_eq!(tab.answers(), [("be1".to_owned(), "3".to_owned())]);
    assert_eq!(tab.send(Event::OpenAssessment("nobody".to_owned())), []);
    assert_eq!(device.borrow().records.len(), 2);
}

#[test]
fn a_finished_assessment_opens_with_its_results() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let id = tab.begin("five-ps");
    tab.send(Event::Finish);
    tab.send(Event::Go(Screen::Shelf));
    assert_eq!(tab.send(Event::OpenAssessment(id)).last(), Some(&heading()));
    assert_eq!(tab.model.screen(), Screen::Results);
}

#[test]
fn an_assessment_can_be_renamed() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.send(Event::Choose("five-ps".to_owned()));
    tab.send(Event::Detail(Field::Partnership, "Cwm partnership".to_owned()));
    tab.send(Event::Begin);
    let id = tab.id();
    assert_eq!(tab.view().name.as_deref(), Some("Cwm partnership"));
    tab.send(Event::Go(Screen::Shelf));
    assert_eq!(tab.send(Event::AskRename(id.clone())), [Effect::Focus(Focus::Dialog)]);
    let asked = DialogView::Rename { id: id.clone(), name: "Cwm partnership".to_owned() };
    assert_eq!(tab.view().dialog, Some(asked));
    let before = tab.record();
    let effects = tab.send(Event::Rename { id: id.clone(), name: "  Our {name} <b> ".to_owned() });
    assert_eq!(effects, [save(&id, &tab.record(), Some(&before)), opener()]);
    assert_eq!((tab.view().dialog, tab.shelf()[0].0.as_str()), (None, "Our {name} <b>"));
    let tab = Tab::open(&device, Opening::default());
    assert_eq!(tab.shelf()[0].0, "Our {name} <b>");
}

#[test]
fn a_name_is_cut_at_its_limit_and_can_be_read_again() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    for name in ["ŵ".repeat(500), format!("{} {}", "a".repeat(199), "b".repeat(50))] {
        tab.send(Event::Rename { id: id.clone(), name });
        tab.send(Event::Duplicate(id.clone()));
    }
    let tab = Tab::open(&device, Opening::default());
    assert!(tab.shelf().iter().all(|it| it.1.is_none()), "{:?}", tab.shelf());
    assert_eq!(tab.shelf().len(), 3);
}

#[test]
fn a_copy_stands_on_its_own() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 4);
    tab.send(Event::Download(Download::Json));
    let (original, name) = (tab.record(), tab.view().name.expect("a name"));
    tab.send(Event::Go(Screen::Shelf));
    let effects = tab.send(Event::Duplicate(id.clone()));
    let [Effect::Save { id: copy, text, expected: None }, focus] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*focus, heading());
    assert_ne!(*copy, id);
    let read = partnership_assessment::exchange::json::read_record(text).expect("a record");
    assert_eq!((read.response.id.as_str(), read.exported), (copy.as_str(), None));
    assert_eq!(read.name, format!("Copy of {name}"));
    tab.send(Event::OpenAssessment(copy.clone()));
    tab.answer("fp1", 1);
    assert_eq!(device.borrow().records[&id], original, "the original stays as it was");
    tab.send(Event::OpenAssessment(id));
    assert_eq!(tab.answers(), [("fp1".to_owned(), "4".to_owned())]);
}

#[test]
fn what_was_deleted_can_be_had_back() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 4);
    let record = tab.record();
    tab.send(Event::Go(Screen::Shelf));
    assert_eq!(tab.send(Event::AskDelete(id.clone())), [Effect::Focus(Focus::Dialog)]);
    let Some(DialogView::Confirm { event, .. }) = tab.view().dialog else { panic!("a question") };
    assert_eq!(device.borrow().records.len(), 1, "asking deletes nothing");
    let effects = tab.send(event);
    assert_eq!(effects, [Effect::Remove { id: id.clone() }, Effect::RememberLast(None), notice()]);
    assert!(device.borrow().records.is_empty() && device.borrow().last.is_none());
    assert_eq!((tab.shelf(), tab.model.assessment()), (vec![], None));
    let (_, undo) = tab.notice().act.expect("a way back");
    assert_eq!(undo, Event::Undo);
    let last = Effect::RememberLast(Some(id.clone()));
    assert_eq!(tab.send(undo), [save(&id, &record, None), last, notice()]);
    assert_eq!(device.borrow().records[&id], record);
    assert_eq!(tab.id(), id, "what was open is open again");
    tab.send(Event::OpenAssessment(id));
    assert_eq!(tab.answers(), [("fp1".to_owned(), "4".to_owned())]);
    assert_eq!(tab.send(Event::Undo), [], "there is nothing more to undo");
}

#[test]
fn deleting_another_assessment_leaves_the_open_one_open() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let other = tab.begin("benefits");
    let open = tab.begin("five-ps");
    tab.send(Event::Go(Screen::Shelf));
    assert_eq!(
        tab.send(Event::Delete(other.clone())),
        [Effect::Remove { id: other.clone() }, notice()]
    );
    assert_eq!((tab.id(), device.borrow().last.clone()), (open.clone(), Some(open)));
    assert_eq!(tab.send(Event::Delete(other)), [], "it is gone already");
}

/// The way back must not lead over what came after.
#[test]
fn undoing_a_deletion_takes_nothing_away_that_was_answered_since() {
    for keep in [true, false] {
        let mut tab = Tab::open(&Device::shared(), Opening::default());
        tab.send(Event::Choose("five-ps".to_owned()));
        tab.send(Event::Keep(keep));
        tab.send(Event::Begin);
        tab.answer("fp1", 4);
        tab.send(Event::Download(Download::Json));
        let saved = tab.file().1;
        tab.send(Event::Delete(tab.id()));
        tab.send(file("saved.json", saved));
        tab.answer("fp2", 2);
        tab.send(Event::Undo);
        let wanted = [("fp1".to_owned(), "4".to_owned()), ("fp2".to_owned(), "2".to_owned())];
        assert_eq!(tab.answers(), wanted, "kept: {keep}");
    }
}

#[test]
fn deleting_everything_leaves_nothing() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    device.borrow_mut().records.insert("damaged".to_owned(), "{".to_owned());
    tab.send(file("own.json", crate::scoring::vichealth().to_string()));
    tab.send(Event::Detail(Field::Role, "nurse".to_owned()));
    tab.send(Event::Begin);
    tab.answer("v11", 3);
    let gone = tab.id();
    tab.begin("five-ps");
    tab.answer("fp1", 3);
    tab.send(Event::Delete(gone));
    tab.send(Event::Go(Screen::Shelf));
    assert_eq!(tab.send(Event::AskDeleteEverything), [Effect::Focus(Focus::Dialog)]);
    let Some(DialogView::Confirm { event, .. }) = tab.view().dialog else { panic!("a question") };
    assert_eq!(tab.send(event), [Effect::Erase, visit("start"), heading()]);
    assert_eq!(
        *device.borrow(),
        Device { changes: device.borrow().changes.clone(), ..Device::default() }
    );
    assert_eq!((tab.shelf(), tab.model.assessment()), (vec![], None));
    assert_eq!(tab.view().dialog, None);
    assert_eq!(tab.notice().title, tab.view().text.say("news.erased"));
    let shown = format!("{:?}", tab.view());
    assert!(!shown.contains("nurse") && !shown.contains("vichealth"), "{shown}");
    assert_eq!(tab.send(Event::Undo), [], "this cannot be undone");
    for event in [
        Event::Resume,
        Event::Finish,
        Event::Go(Screen::Results),
        super::device::answer("fp1", partnership_assessment::response::Answer::Value(2)),
    ] {
        tab.send(event);
        assert!(device.borrow().records.is_empty());
    }
    tab.send(Event::Choose("five-ps".to_owned()));
    let ScreenView::Prepare(prepare) = tab.view().screen else { panic!("who answers") };
    assert!(
        prepare.fields.iter().all(|it| it.value.is_empty()),
        "the last person's details are gone"
    );
}

#[test]
fn printing_is_left_to_the_browser() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    assert_eq!(tab.send(Event::Print), [Effect::Print]);
}
