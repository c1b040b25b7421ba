//! The full widget takes over from the starter, wherever that has come to.

use partnership_assessment::app::{
    Asset, Effect, Event, Handover, NoticeKind, Opening, Options, Screen, ScreenView, StorageFault,
};
use partnership_assessment::response::Field;

use super::device::{Device, Shared, Tab, at_item, heading, note, save, take_back};
use crate::scoring::vichealth;

/// The full widget in the place of `starter`; with the effects of opening it.
pub fn taken_over(starter: &Tab, opening: Opening) -> (Tab, Vec<Effect>) {
    let opening = Opening { handover: Some(starter.model.handover()), ..opening };
    let mut tab = Tab::new(&starter.device, &opening);
    tab.moment = starter.moment;
    tab.address.clone_from(&starter.address);
    let effects = tab.opened(opening);
    (tab, effects)
}

fn starter(device: &Shared) -> Tab {
    Tab::open(device, Opening::default())
}

/// The effects but for what is fetched.
fn without_fetches(effects: &[Effect]) -> Vec<Effect> {
    effects.iter().filter(|it| !matches!(it, Effect::Fetch(_))).cloned().collect()
}

#[test]
fn the_first_screen_goes_over_as_it_is() {
    let device = Device::shared();
    let mut tab = starter(&device);
    tab.send(Event::Language("cy".to_owned()));
    let (full, effects) = taken_over(&tab, Opening::default());
    assert_eq!(
        without_fetches(&effects),
        [heading(), Effect::ReadShelf],
        "it is told and noted once"
    );
    assert_eq!((full.model.screen(), full.view().text.language.as_str()), (Screen::Start, "cy"));
}

#[test]
fn what_is_being_prepared_goes_over() {
    let device = Device::shared();
    let mut tab = starter(&device);
    tab.send(Event::Choose("benefits".to_owned()));
    let values = ["housing", "Lead ŵ", "Cartrefi", "10-49", "Cwm"];
    for (field, value) in Field::ALL.into_iter().zip(values) {
        tab.send(Event::Detail(field, value.to_owned()));
    }
    tab.send(Event::Keep(false));
    let (mut full, _) = taken_over(&tab, Opening::default());
    full.arrive();
    let ScreenView::Prepare(prepare) = full.view().screen else { panic!("who answers") };
    assert_eq!(prepare.fields.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(), values);
    assert_eq!(prepare.keep, Some(false));
    full.send(Event::Begin);
    assert_eq!(full.model.assessment().expect("begun").response.respondent.role, "Lead ŵ");
    assert_eq!(*device.borrow(), Device::default());
}

#[test]
fn place_answers_and_comments_go_over() {
    let device = Device::shared();
    let mut tab = starter(&device);
    let id = tab.begin("six-principles");
    tab.answer("sa1", 4);
    tab.answer("pc1", 2);
    tab.send(note("pc1", "why"));
    tab.send(Event::Go(Screen::Questions(1)));
    tab.send(take_back("sa1"));
    let (mut full, effects) = taken_over(&tab, Opening::default());
    assert_eq!(without_fetches(&effects), [at_item("sa1"), Effect::ReadShelf]);
    assert_eq!(full.model.assessment(), tab.model.assessment());
    full.arrive();
    assert_eq!(full.model.screen(), Screen::Questions(1));
    assert_eq!(full.questions(), tab.questions());
    assert!(!full.unsaved());
    let before = full.record();
    let effects = full.answer("pc2", 5);
    assert_eq!(effects[0], save(&id, &full.record(), Some(&before)), "it knows what is stored");
    assert_eq!(device.borrow().records[&id], full.record());
    assert_eq!(full.shelf().len(), 1);
}

#[test]
fn an_assessment_that_is_not_kept_goes_over_and_is_still_not_kept() {
    let device = Device::shared();
    let mut tab = starter(&device);
    tab.send(Event::Choose("five-ps".to_owned()));
    tab.send(Event::Keep(false));
    tab.send(Event::Begin);
    tab.answer("fp1", 4);
    let (mut full, _) = taken_over(&tab, Opening::default());
    full.arrive();
    assert!(full.unsaved());
    full.answer("fp2", 2);
    assert_eq!(full.answers().len(), 2);
    assert_eq!(*device.borrow(), Device::default());
}

/// What the starter could not store is neither lost nor called saved.
#[test]
fn an_answer_that_the_starter_could_not_store_is_not_called_saved() {
    let device = Device::shared();
    let mut tab = starter(&device);
    let id = tab.begin("five-ps");
    device.borrow_mut().fault = Some(StorageFault::Full);
    tab.answer("fp1", 4);
    assert!(tab.unsaved());
    let (mut full, _) = taken_over(&tab, Opening::default());
    full.arrive();
    assert_eq!(full.answers(), tab.answers());
    let stored = device.borrow().records.get(&id) == Some(&full.record());
    assert!(stored || full.unsaved(), "it is not stored, and {:?}", full.view().saved);
}

#[test]
fn an_answer_of_another_tab_meanwhile_is_not_lost() {
    let device = Device::shared();
    let mut tab = starter(&device);
    let id = tab.begin("five-ps");
    tab.answer("fp1", 4);
    let handover = tab.model.handover();
    let mut there = Tab::open(&device, Opening::default());
    there.moment.now = tab.moment.now;
    there.send(Event::Resume);
    there.answer("fp2", 2);
    let opening = Opening { handover: Some(handover), ..Opening::default() };
    let mut full = Tab::new(&device, &opening);
    full.moment.now = there.moment.now;
    full.opened(opening);
    full.arrive();
    full.answer("fp3", 3);
    assert_eq!(full.answers().len(), 3);
    assert_eq!(device.borrow().records[&id], full.record());
}

/// A questionnaire from an address arrives once more; it must not undo what was chosen.
#[test]
fn a_questionnaire_from_an_address_goes_over() {
    let options = Options { src: Some("own.json".to_owned()), ..Options::default() };
    let opening = Opening { options, ..Opening::default() };
    let begin = |keep: bool| {
        let device = Device::shared();
        let mut tab = Tab::new(&device, &opening);
        tab.address = Some(vichealth().to_string());
        tab.opened(opening.clone());
        tab.arrive();
        tab.send(Event::Detail(Field::Role, "nurse".to_owned()));
        tab.send(Event::Keep(keep));
        tab
    };
    for keep in [true, false] {
        let tab = begin(keep);
        let (mut full, effects) = taken_over(&tab, opening.clone());
        assert!(effects.contains(&Effect::Fetch(Asset::Custom("own.json".to_owned()))));
        full.arrive();
        let ScreenView::Prepare(prepare) = full.view().screen else { panic!("who answers") };
        assert_eq!(prepare.keep, Some(keep), "the choice of the person stands");
        assert_eq!(prepare.fields[1].value, "nurse");
        assert!(!full.in_trouble(), "{:?}", full.notice());

        let mut tab = begin(keep);
        tab.send(Event::Begin);
        tab.answer("v11", 3);
        let (mut full, _) = taken_over(&tab, opening.clone());
        full.arrive();
        assert_eq!(full.model.screen(), Screen::Questions(0));
        assert_eq!(full.answers(), tab.answers());
        assert!(
            full.view().notice.is_none_or(|it| it.kind == NoticeKind::Good),
            "{:?}",
            full.notice()
        );
    }
}

#[test]
fn a_handover_that_makes_no_sense_opens_the_first_screen() {
    let device = Device::shared();
    let odd = [
        Handover::default(),
        Handover { place: "questions/3".to_owned(), ..Handover::default() },
        Handover { open: Some(("x".to_owned(), "{".to_owned(), None)), ..Handover::default() },
        Handover {
            place: "prepare".to_owned(),
            details: vec!["a".to_owned(); 9],
            ..Handover::default()
        },
    ];
    for handover in odd {
        let tab =
            Tab::open(&device, Opening { handover: Some(handover.clone()), ..Opening::default() });
        assert_eq!(tab.model.screen(), Screen::Start, "{handover:?}");
        tab.view();
    }
    assert_eq!(*device.borrow(), Device::default());
}

#[test]
fn the_starter_knows_what_is_beyond_it() {
    let mut tab = starter(&Device::shared());
    assert!(!tab.model.exceeds_starter());
    tab.begin("five-ps");
    tab.answer("fp1", 2);
    assert!(!tab.model.exceeds_starter());
    tab.send(Event::Go(Screen::Check));
    assert!(tab.model.exceeds_starter());
    let (mut full, _) = taken_over(&tab, Opening::default());
    full.arrive();
    assert!(matches!(full.view().screen, ScreenView::Check(_)));
}
