//! One statement at a time: chosen, remembered, and left again.

use partnership_assessment::app::{Effect, Event, Handover, Opening, Options, Screen, Storage};

use super::device::{
    Device, Shared, Tab, at_item, heading, note, save, stores, take_back, tell, visit,
};

const REMEMBER: Effect = Effect::RememberSingle(true);
const FORGET: Effect = Effect::RememberSingle(false);

fn at(place: &str) -> Opening {
    Opening { place: Some(place.to_owned()), ..Opening::default() }
}

/// Somebody who has answered the first of the six principles' statements, in the list.
fn answerer(device: &Shared) -> Tab {
    let mut tab = Tab::open(device, Opening::default());
    tab.begin("six-principles");
    tab.answer("sa1", 4);
    tab
}

/// The same, who sees the second statement by itself.
fn chooser(device: &Shared) -> Tab {
    let mut tab = answerer(device);
    let single = tab.questions().single;
    let chosen = tab.send(Event::Go(single));
    assert_eq!(chosen, [visit("statement/2"), heading(), REMEMBER], "the first without an answer");
    tab
}

/// The id of the statement that is shown by itself.
fn shown(tab: &Tab) -> String {
    let view = tab.single();
    view.items[view.shown].id.clone()
}

#[test]
fn one_statement_is_answered_after_the_other_and_none_moves_on_by_itself() {
    let device = Device::shared();
    let mut tab = chooser(&device);
    let view = tab.single();
    assert_eq!((tab.view().heading.as_str(), shown(&tab).as_str()), ("Statement 2 of 26", "sa2"));
    assert_eq!(view.section, format!("Section 1 of 6: {}", view.sections[0].title));
    assert_eq!(view.items.len(), 5, "the whole section, for paper");
    assert_eq!((view.previous, view.next), (Some(Screen::Statement(0)), Screen::Statement(2)));

    let (id, before) = (tab.id(), tab.record());
    let effects = tab.answer("sa2", 3);
    let after = tab.record();
    assert_eq!(effects, [save(&id, &after, Some(&before)), tell("pa-progress", 2, 26)]);
    assert_eq!(shown(&tab), "sa2");
    assert_eq!(tab.send(take_back("sa2")).last(), Some(&at_item("sa2")));
    tab.send(note("sa2", "why"));
    assert_eq!(tab.send(Event::Go(view.next)), [visit("statement/3"), heading()]);
    assert_eq!(tab.send(Event::Go(Screen::Statement(1))), [visit("statement/2"), heading()]);
    let view = tab.single();
    assert_eq!((view.items[1].answered, view.items[1].note.as_str()), (false, "why"));
    assert_eq!(view.progress.answered, 1, "it can be passed over");

    tab.send(Event::Go(Screen::Statement(0)));
    assert_eq!(tab.single().previous, None);
    tab.send(Event::Go(Screen::Statement(99)));
    let view = tab.single();
    assert_eq!((tab.view().heading.as_str(), shown(&tab).as_str()), ("Statement 26 of 26", "pb4"));
    assert_eq!((view.next, view.next_label.as_str()), (Screen::Check, "Check your answers"));
    assert_eq!(tab.send(Event::Go(view.next)), [visit("check"), heading()]);
}

#[test]
fn every_way_to_a_statement_leads_to_it_by_itself_and_back_to_the_list_at_the_same() {
    let device = Device::shared();
    let mut tab = chooser(&device);
    assert_eq!(tab.send(Event::Go(Screen::Questions(2))), [visit("statement/10"), heading()]);
    assert_eq!(shown(&tab), "le1", "a section begins with its first");
    tab.send(Event::Go(Screen::Check));
    let change = Event::Change { item: "le3".to_owned() };
    assert_eq!(tab.send(change), [visit("statement/12"), heading()]);
    assert_eq!(tab.send(Event::Resume), [visit("statement/2"), heading()]);
    let id = tab.id();
    tab.send(Event::Go(Screen::Start));
    let opened = tab.send(Event::OpenAssessment(id.clone()));
    assert_eq!(opened, [Effect::RememberLast(Some(id)), visit("statement/2"), heading()]);
    tab.begin("five-ps");
    assert_eq!(tab.single().section, "", "the only section needs no name");

    tab.begin("six-principles");
    tab.send(Event::Go(Screen::Statement(11)));
    assert_eq!(tab.send(Event::ShowList), [FORGET, visit("questions/3"), at_item("le3")]);
    assert_eq!(tab.send(Event::ShowList), []);
    assert_eq!(tab.send(Event::Go(Screen::Questions(3))), [visit("questions/4"), heading()]);
    assert!(!device.borrow().single);
}

#[test]
fn the_history_leads_from_statement_to_statement_and_back_to_the_list() {
    let device = Device::shared();
    let mut tab = chooser(&device);
    tab.send(Event::Go(Screen::Statement(2)));
    let to = |tab: &mut Tab, place: &str| tab.send(Event::WentTo(place.to_owned()));
    assert_eq!(to(&mut tab, "statement/2"), [heading()]);
    assert_eq!(shown(&tab), "sa2");
    assert_eq!(to(&mut tab, "questions/1"), [FORGET, heading()], "as it was before");
    assert_eq!(tab.send(Event::Go(Screen::Questions(1))), [visit("questions/2"), heading()]);
    assert_eq!(to(&mut tab, "statement/3"), [heading(), REMEMBER]);
    let noted = Effect::Visit { place: "statement/3".to_owned(), step: false };
    assert_eq!(tab.send(Event::Language("cy".to_owned())), [noted]);
    assert_eq!((tab.view().heading.as_str(), shown(&tab).as_str()), ("Datganiad 3 o 26", "sa3"));
}

#[test]
fn a_reload_keeps_the_place_and_another_visit_the_wish() {
    let device = Device::shared();
    chooser(&device);
    for (place, there) in [("statement/7", "pc2"), ("statement/99", "pb4"), ("statement/1", "sa1")]
    {
        let tab = Tab::open(&device, at(place));
        assert_eq!(shown(&tab), there);
    }
    for place in ["statement/0", "statement/", "statement/x"] {
        assert_eq!(Tab::open(&device, at(place)).model.screen(), Screen::Start, "{place}");
    }
    let list = Tab::open(&device, at("questions/2"));
    assert_eq!(list.model.screen(), Screen::Questions(1), "what is shown again is not turned over");

    let mut tab = Tab::open(&device, Opening::default());
    assert_eq!(tab.send(Event::Resume), [visit("statement/2"), heading()]);
    tab.begin("five-ps");
    assert_eq!(tab.view().heading, "Statement 1 of 5");
}

/// The full widget in the place of `starter`, which knows no wishes.
fn takes_over(starter: &Tab, moved: bool) -> (Tab, Vec<Effect>) {
    let handover = Handover { moved, ..starter.model.handover() };
    let opening = Opening { handover: Some(handover), ..Opening::default() };
    let mut tab = Tab::new(&starter.device, &opening);
    let mut effects = tab.opened(opening);
    while let Some(more) = tab.arrive_next() {
        effects.extend(more);
    }
    (tab, effects)
}

#[test]
fn the_starter_leads_to_the_statement_which_the_full_widget_shows() {
    let device = Device::shared();
    let mut starter = answerer(&device);
    let single = starter.questions().single;
    starter.send(Event::Go(single));
    device.borrow_mut().single = false;
    assert!(starter.model.exceeds_starter());
    let (full, effects) = takes_over(&starter, true);
    assert_eq!(shown(&full), "sa2");
    assert!(effects.contains(&REMEMBER));
}

#[test]
fn a_list_of_the_starter_is_turned_over_only_where_the_person_has_just_come_to_it() {
    let device = Device::shared();
    let mut starter = answerer(&device);
    device.borrow_mut().single = true;
    let (mut full, _) = takes_over(&starter, false);
    assert_eq!(full.model.screen(), Screen::Questions(0), "they may be in the middle of a word");
    full.send(Event::Go(Screen::Questions(1)));
    assert_eq!(full.model.screen(), Screen::Questions(1));
    assert!(device.borrow().single, "next time it is as they wished");

    for (event, there, place) in [
        (Event::Go(Screen::Questions(1)), "pc1", "statement/6"),
        (Event::Resume, "sa2", "statement/2"),
    ] {
        starter.send(event);
        let (full, effects) = takes_over(&starter, true);
        assert_eq!(shown(&full), there);
        let noted = Effect::Visit { place: place.to_owned(), step: false };
        let at = effects.iter().position(|it| *it == noted).expect("the place is noted");
        assert_eq!(effects[at + 1], heading());
    }
}

#[test]
fn the_wish_is_kept_where_answers_are_and_goes_with_them() {
    for (storage, keep) in [(Storage::None, true), (Storage::Local, false)] {
        let device = Device::shared();
        let options = Options { storage, ..Options::default() };
        let mut tab = Tab::open(&device, Opening { options, ..Opening::default() });
        tab.send(Event::Choose("five-ps".to_owned()));
        tab.send(Event::Keep(keep));
        tab.send(Event::Begin);
        let chosen = tab.send(Event::Go(Screen::Statement(0)));
        assert!(!chosen.iter().any(stores), "{chosen:?}");
        tab.send(Event::Go(Screen::Questions(0)));
        assert_eq!(shown(&tab), "fp1", "as long as the page is open");
        assert_eq!(*device.borrow(), Device::default());
    }

    let device = Device::shared();
    let mut there = Tab::open(&device, Opening::default());
    let mut tab = chooser(&device);
    tab.send(Event::DeleteEverything);
    there.send(Event::ErasedElsewhere);
    assert!(device.borrow().records.is_empty() && !device.borrow().single);
    for tab in [&mut tab, &mut there] {
        tab.begin("five-ps");
        assert_eq!(tab.model.screen(), Screen::Questions(0), "whoever comes next sees the list");
    }
}

#[test]
fn answers_of_another_tab_come_to_the_statement_that_is_shown() {
    let device = Device::shared();
    let mut tab = chooser(&device);
    tab.send(note("sa2", "half a th"));
    let mut there = Tab::open(&device, Opening::default());
    there.moment.now = tab.moment.now;
    there.send(Event::Resume);
    there.answer("sa2", 5);
    let changes = std::mem::take(&mut device.borrow_mut().changes);
    tab.hear(&changes);
    let view = tab.single();
    assert_eq!((shown(&tab).as_str(), view.items[1].note.as_str()), ("sa2", "half a th"));
    assert!(view.items[1].answered);
}
