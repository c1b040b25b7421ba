//! A newer version of the page is at hand: it is told of, and used when the person says so.

use partnership_assessment::app::{Effect, Event, NoticeKind, Opening, Options, Screen, Storage};

use super::device::{Device, Tab};

/// Whether the newer version is told of.
fn told(tab: &Tab) -> bool {
    tab.view().notice.is_some_and(|it| it.title == tab.view().text.say("news.newer"))
}

#[test]
fn it_is_told_where_nobody_is_in_the_middle_of_something_and_used_on_demand() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    assert_eq!(tab.send(Event::NewerVersion), [], "nothing is loaded, and nothing takes the focus");
    assert!(told(&tab));
    assert_eq!(tab.notice().kind, NoticeKind::Good);
    let (_, act) = tab.notice().act.expect("a way to use it");
    assert_eq!(act, Event::UseNewerVersion);
    assert_eq!(tab.send(act), [Effect::UseNewerVersion]);
}

#[test]
fn it_waits_while_statements_are_answered() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 3);
    tab.send(Event::NewerVersion);
    assert!(!told(&tab));
    tab.answer("fp2", 3);
    assert!(!told(&tab));
    tab.send(Event::Go(Screen::Results));
    assert!(told(&tab));
    assert!(tab.notice().lines.contains(&tab.view().text.say("news.newer-kept")));
    // Back to the statements, the message goes; it comes again afterwards.
    tab.send(Event::Go(Screen::Questions(0)));
    assert!(!told(&tab));
    tab.send(Event::Go(Screen::Shelf));
    assert!(told(&tab));
}

#[test]
fn whoever_closes_the_message_is_not_told_again() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.send(Event::NewerVersion);
    tab.send(Event::Dismiss);
    assert!(!told(&tab));
    tab.send(Event::Go(Screen::Shelf));
    tab.send(Event::Go(Screen::Start));
    assert!(!told(&tab));
}

#[test]
fn answers_that_are_in_no_storage_are_saved_first() {
    let options = Options { storage: Storage::None, ..Options::default() };
    let mut tab = Tab::open(&Device::shared(), Opening { options, ..Opening::default() });
    tab.begin("five-ps");
    tab.answer("fp1", 3);
    tab.send(Event::NewerVersion);
    tab.send(Event::Go(Screen::Results));
    let text = tab.view().text;
    assert!(tab.notice().lines.contains(&text.say("news.newer-unstored")));
    let (label, act) = tab.notice().act.expect("a way to save them");
    assert_eq!((label, act), (text.say("news.save-file-now"), Event::Go(Screen::Keep)));
    assert_eq!(tab.send(Event::UseNewerVersion), [], "it is not even used when it is asked for");

    // Saved in a file, they are not lost.
    tab.send(Event::Download(partnership_assessment::app::Download::Json));
    tab.send(Event::Dismiss);
    tab.send(Event::NewerVersion);
    assert_eq!(tab.notice().act.expect("a way to use it").1, Event::UseNewerVersion);
    assert_eq!(tab.send(Event::UseNewerVersion), [Effect::UseNewerVersion]);
}
