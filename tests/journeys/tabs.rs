//! Two tabs with the same assessment.

use partnership_assessment::app::{Effect, Event, NoticeKind, Opening};
use partnership_assessment::response::Answer;

use super::device::{Device, Shared, Tab, answer, note, save, stores, take_back, tell};

/// Two tabs in which the same assessment is open.
fn two(device: &Shared) -> (Tab, Tab, String) {
    let mut here = Tab::open(device, Opening::default());
    let id = here.begin("five-ps");
    let mut there = Tab::open(device, Opening::default());
    there.send(Event::Resume);
    there.moment.now = here.moment.now;
    device.borrow_mut().changes.clear();
    (here, there, id)
}

fn changes(device: &Shared) -> Vec<(String, Option<String>)> {
    std::mem::take(&mut device.borrow_mut().changes)
}

fn codes(tab: &Tab) -> Vec<String> {
    tab.answers().into_iter().map(|(item, code)| format!("{item} {code}")).collect()
}

#[test]
fn an_answer_given_in_another_tab_arrives_and_is_told() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    there.answer("fp2", 2);
    let heard = changes(&device);
    assert_eq!(heard, [(id, Some(there.record()))]);
    assert_eq!(here.hear(&heard), [], "there is nothing to add");
    assert_eq!(codes(&here), ["fp2 2"]);
    assert_eq!(here.notice().kind, NoticeKind::Good);
    assert_eq!(here.notice().title, here.view().text.say("news.merged"));
    // What was heard is what is expected to be stored from now on.
    let before = here.record();
    let effects = here.answer("fp1", 1);
    assert_eq!(effects[0], save(&here.id(), &here.record(), Some(&before)));
    assert_eq!(effects.len(), 3);
}

#[test]
fn two_tabs_that_have_not_heard_of_each_other_merge_when_they_store() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    here.answer("fp1", 1);
    let stored = here.record();
    there.moment.now = here.moment.now;

    let effects = there.answer("fp2", 2);
    let wanted =
        [save(&id, &there.record(), Some(&stored)), Effect::Persist, tell("pa-progress", 2, 5)];
    assert_eq!(effects, wanted, "what is stored is heard before the answer is given");
    assert_eq!(codes(&there), ["fp1 1", "fp2 2"]);
    assert_eq!(there.notice().title, there.view().text.say("news.merged"));
    assert_eq!(device.borrow().records[&id], there.record());

    here.hear(&changes(&device));
    assert_eq!(codes(&here), codes(&there));
    assert_eq!(here.record(), there.record(), "both hold the same");
}

#[test]
fn the_newest_answer_to_a_statement_counts_in_both_tabs() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    here.answer("fp1", 1);
    there.moment.now = here.moment.now;
    there.answer("fp1", 5);
    here.hear(&changes(&device));
    assert_eq!((codes(&here), codes(&there)), (vec!["fp1 5".to_owned()], vec!["fp1 5".to_owned()]));

    // Taking back is newer than the answer that the other tab still shows.
    here.moment.now = there.moment.now;
    here.send(take_back("fp1"));
    there.moment.now = here.moment.now;
    there.answer("fp2", 3);
    here.hear(&changes(&device));
    assert_eq!((codes(&here), codes(&there)), (vec!["fp2 3".to_owned()], vec!["fp2 3".to_owned()]));
    assert_eq!(device.borrow().records[&id], here.record());
}

#[test]
fn comments_names_and_ends_merge_too() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    here.send(note("fp1", "here"));
    there.moment.now = here.moment.now;
    there.send(note("fp2", "there"));
    here.moment.now = there.moment.now;
    here.send(Event::Rename { id: id.clone(), name: "Ours".to_owned() });
    there.moment.now = here.moment.now;
    there.send(Event::Finish);
    here.hear(&changes(&device));
    there.hear(&changes(&device));
    assert_eq!(here.record(), there.record());
    let both = here.model.assessment().expect("open");
    assert_eq!((both.name.as_str(), both.response.notes.len()), ("Ours", 2));
    assert!(both.response.completed.is_some());
}

#[test]
fn a_clock_that_goes_back_loses_no_name() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    here.send(Event::Rename { id: id.clone(), name: "First".to_owned() });
    there.hear(&changes(&device));
    here.moment.now -= 3_600_000;
    here.send(Event::Rename { id, name: "Second".to_owned() });
    there.hear(&changes(&device));
    assert_eq!(there.model.assessment().expect("open").name, "Second");
    assert_eq!(here.record(), there.record());
}

#[test]
fn a_change_to_another_assessment_is_not_told_as_a_merger_of_this_one() {
    let device = Device::shared();
    let (mut here, mut there, _) = two(&device);
    there.begin("benefits");
    there.answer("be1", 2);
    here.hear(&changes(&device));
    assert_eq!(here.view().notice, None);
    assert_eq!(here.shelf().len(), 2, "it is on the shelf at once");
}

/// Who deletes something wants it gone, and who has it open wants to keep it: so it stays
/// where it is shown, and is stored again only when the person says so.
#[test]
fn what_is_open_survives_being_deleted_in_another_tab() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    here.answer("fp1", 1);
    there.hear(&changes(&device));
    there.send(Event::Delete(id.clone()));
    assert_eq!(here.hear(&changes(&device)), []);
    assert_eq!(codes(&here), ["fp1 1"]);
    let notice = here.notice();
    let name = here.view().text.own(&here.model.instrument().expect("open").title).to_owned();
    let title = here.view().text.with("news.deleted-elsewhere", &[("name", &name)]);
    assert_eq!((notice.kind, notice.title), (NoticeKind::Trouble, title));
    let (_, keep) = notice.act.expect("a way to keep it");
    assert_eq!(keep, Event::KeepHere(id.clone()));

    let effects = here.answer("fp2", 2);
    assert!(!effects.iter().any(stores), "{effects:?}");
    assert!(here.unsaved());
    let effects = here.send(keep);
    assert_eq!(effects[0], save(&id, &here.record(), None));
    assert_eq!(device.borrow().records[&id], here.record());
    assert_eq!(codes(&here), ["fp1 1", "fp2 2"]);
    assert!(!here.unsaved());
}

#[test]
fn what_is_not_shown_goes_when_another_tab_deletes_it_and_can_be_had_back() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    here.answer("fp1", 1);
    here.send(Event::Go(partnership_assessment::app::Screen::Start));
    there.hear(&changes(&device));
    there.send(Event::Delete(id.clone()));
    here.hear(&changes(&device));
    assert_eq!(here.shelf(), []);
    here.send(Event::Undo);
    assert_eq!(codes(&here), ["fp1 1"]);
    assert_eq!(device.borrow().records[&id], here.record());
}

/// "Saved" must not be shown for what another tab, or the browser, has cleared away.
#[test]
fn what_was_deleted_elsewhere_is_not_called_saved() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    here.answer("fp1", 1);
    assert!(!here.unsaved());
    there.send(Event::Delete(id.clone()));
    here.hear(&changes(&device));
    assert_eq!(device.borrow().records.get(&id), None);
    assert!(here.unsaved(), "{:?}", here.view().saved);
}

#[test]
fn a_damaged_record_is_set_aside_for_what_is_open() {
    let device = Device::shared();
    let (mut here, _, id) = two(&device);
    here.answer("fp1", 1);
    let half = here.record()[..50].to_owned();
    device.borrow_mut().records.insert(id.clone(), half.clone());
    let effects = here.hear(&[(id.clone(), Some(half.clone()))]);
    let [Effect::SetAside { aside, .. }] = &effects[..] else { panic!("{effects:?}") };
    let (damaged, text) = (half.clone(), here.record());
    let wanted = Effect::SetAside { id: id.clone(), aside: aside.clone(), damaged, text };
    assert_eq!(effects, [wanted]);
    let records = device.borrow().records.clone();
    assert_eq!((&records[&id], &records[aside]), (&here.record(), &half), "both are there");
    assert_eq!(codes(&here), ["fp1 1"]);
    assert_eq!(here.shelf().len(), 2, "what is damaged is listed, and can be saved as it is");
}

/// A record under a wrong key must not pour one person's answers into another's.
#[test]
fn a_record_of_another_response_is_not_merged() {
    let device = Device::shared();
    let (mut here, mut there, id) = two(&device);
    there.begin("five-ps");
    there.send(answer("fp5", Answer::Value(5)));
    let stranger = there.record();
    here.answer("fp1", 1);
    here.hear(&[(id, Some(stranger))]);
    assert_eq!(codes(&here), ["fp1 1"]);
}

#[test]
fn a_tab_that_keeps_nothing_stores_nothing_when_it_hears_of_others() {
    let device = Device::shared();
    let mut here = Tab::open(&device, Opening::default());
    here.send(Event::Choose("five-ps".to_owned()));
    here.send(Event::Keep(false));
    here.send(Event::Begin);
    here.answer("fp1", 1);
    let mut there = Tab::open(&device, Opening::default());
    there.begin("five-ps");
    there.answer("fp2", 2);
    let effects = here.hear(&changes(&device));
    assert!(!effects.iter().any(stores), "{effects:?}");
    assert!(here.unsaved());
    assert_eq!(codes(&here), ["fp1 1"]);
}
