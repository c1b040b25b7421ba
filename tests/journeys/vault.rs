//! What is kept under a passphrase, as the state machine sees it: the sealing is the
//! browser's, and is tested there.

use partnership_assessment::app::{
    Download, Effect, Event, Focus, Opening, Screen, ScreenView, StorageFault, VaultEvent,
    VaultFault, VaultKind, VaultView,
};
use partnership_assessment::exchange::sealed::{self, Lock, Sealed};

use super::device::{Device, Shared, Tab, file, stores};
use super::taking_over::taken_over;

const PASSPHRASE: &str = "correct horse battery";

impl Tab {
    fn vault(&mut self, event: VaultEvent) -> Vec<Effect> {
        self.send(Event::Vault(event))
    }

    fn asks(&self) -> VaultView {
        match self.view().screen {
            ScreenView::Vault(it) => it,
            it => panic!("no passphrase is asked for: {it:?}"),
        }
    }
}

fn protect(passphrase: &str, again: &str) -> VaultEvent {
    VaultEvent::Protect { passphrase: passphrase.to_owned(), again: again.to_owned() }
}

fn unlock() -> VaultEvent {
    VaultEvent::Unlock { passphrase: PASSPHRASE.to_owned() }
}

/// A page on which everything is under the passphrase and open.
fn protected(device: &Shared) -> Tab {
    let mut tab = Tab::open(device, Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 4);
    tab.vault(protect(PASSPHRASE, PASSPHRASE));
    tab.vault(VaultEvent::Protected);
    tab
}

/// A page that is opened on a device where everything is under a passphrase.
fn locked(device: &Shared) -> Tab {
    Tab::open(device, Opening { locked: true, ..Opening::default() })
}

fn records(device: &Shared) -> Vec<(String, String)> {
    device.borrow().records.clone().into_iter().collect()
}

#[test]
fn a_passphrase_is_long_enough_typed_twice_and_its_loss_is_said_to_be_final_before() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    tab.send(Event::Go(Screen::Protect));
    assert_eq!(tab.asks().kind, VaultKind::Protect);
    let text = tab.view().text;
    assert!(text.say("vault.final").contains("gone for good"));
    for (passphrase, again, wrong) in [
        ("short", "short", text.count("vault.too-short", 8, &[])),
        (PASSPHRASE, "something else", text.say("vault.differs")),
    ] {
        let effects = tab.vault(protect(passphrase, again));
        assert_eq!(effects, [Effect::Focus(Focus::Invalid)]);
        assert_eq!(tab.asks().problem, wrong);
    }
    let effects = tab.vault(protect(PASSPHRASE, PASSPHRASE));
    assert_eq!(effects, [Effect::Protect { passphrase: PASSPHRASE.to_owned() }]);
    assert!(tab.asks().busy);
    tab.vault(VaultEvent::Failed(VaultFault::Unable));
    assert!(!tab.asks().busy);
    assert_eq!(tab.asks().problem, text.say("vault.unable"));
    tab.vault(protect(PASSPHRASE, PASSPHRASE));
    tab.vault(VaultEvent::Protected);
    assert_eq!(tab.asks().kind, VaultKind::Protected);
}

#[test]
fn a_page_asks_for_the_passphrase_before_it_shows_anything_that_is_kept() {
    let device = Device::shared();
    let id = protected(&device).id();
    let mut tab = locked(&device);
    assert!(tab.model.exceeds_starter());
    assert_eq!(tab.asks().kind, VaultKind::Unlock);
    assert!(tab.model.assessment().is_none());
    tab.send(Event::Go(Screen::Shelf));
    assert_eq!(tab.asks().kind, VaultKind::Unlock, "the shelf asks for it too");

    let effects = tab.vault(unlock());
    assert_eq!(effects, [Effect::Unlock { passphrase: PASSPHRASE.to_owned() }]);
    let effects = tab.vault(VaultEvent::Failed(VaultFault::Wrong));
    assert_eq!(effects, [Effect::Focus(Focus::Invalid)]);
    assert_eq!(tab.asks().problem, tab.view().text.say("vault.wrong"));
    tab.vault(unlock());
    let unlocked = VaultEvent::Unlocked { records: records(&device), last: Some(id.clone()) };
    tab.vault(unlocked);
    assert_eq!(tab.id(), id);
    assert_eq!(tab.answers()[0], ("fp1".to_owned(), "4".to_owned()));
}

#[test]
fn after_the_passphrase_a_person_is_where_they_wanted_to_be() {
    let device = Device::shared();
    let id = protected(&device).id();
    let place = Some("results".to_owned());
    let mut tab = Tab::open(&device, Opening { locked: true, place, ..Opening::default() });
    tab.vault(VaultEvent::Unlocked { records: records(&device), last: Some(id) });
    assert_eq!(tab.model.screen(), Screen::Results);
}

#[test]
fn without_the_passphrase_one_can_answer_and_nothing_of_it_is_stored() {
    let device = Device::shared();
    protected(&device);
    let before = device.borrow().records.clone();
    let mut tab = locked(&device);
    tab.send(Event::Go(Screen::Start));
    assert_eq!(tab.model.screen(), Screen::Start);
    tab.send(Event::Choose("five-ps".to_owned()));
    match tab.view().screen {
        ScreenView::Prepare(it) => {
            assert_eq!((it.keep, it.kept), (None, tab.view().text.say("vault.not-kept")));
        }
        it => panic!("not preparing: {it:?}"),
    }
    let mut effects = tab.send(Event::Begin);
    effects.extend(tab.answer("fp1", 2));
    assert!(!effects.iter().any(stores), "{effects:?}");
    assert!(tab.unsaved() && tab.model.would_lose_answers());

    // A file that is opened, and a plan, are not stored beside it either.
    tab.send(Event::Go(Screen::Keep));
    tab.send(Event::Download(Download::Json));
    let saved = tab.file();
    let mut again = locked(&device);
    again.send(Event::Go(Screen::Start));
    let effects = again.send(file(&saved.0, saved.1));
    assert!(!effects.iter().any(|it| matches!(it, Effect::Save { .. })), "{effects:?}");
    assert_eq!(device.borrow().records, before);
}

#[test]
fn locking_forgets_everything_that_is_stored_and_nothing_that_is_not() {
    let device = Device::shared();
    let mut tab = protected(&device);
    tab.send(Event::Choose("benefits".to_owned()));
    tab.send(Event::Keep(false));
    tab.send(Event::Begin);
    let item = tab.questions().items[0].id.clone();
    tab.answer(&item, 1);
    let effects = tab.vault(VaultEvent::Lock);
    assert!(!effects.contains(&Effect::Lock), "an answer would be lost");
    assert_eq!(tab.notice().title, tab.view().text.say("news.not-stored"));
    tab.send(Event::Go(Screen::Keep));
    tab.send(Event::Download(Download::Json));
    // What is in a file is not lost.
    let effects = tab.vault(VaultEvent::Lock);
    assert!(effects.contains(&Effect::Lock));
    assert_eq!(tab.asks().kind, VaultKind::Unlock);
    let stored = device.borrow().records.clone();
    assert!(stored.keys().all(|id| !tab.shelf_ids().contains(id)));
}

impl Tab {
    /// The ids of what can be opened at present.
    fn shelf_ids(&self) -> Vec<String> {
        let ids = self.device.borrow().records.keys().cloned().collect::<Vec<_>>();
        let opens = |id: &String| {
            let mut other = Tab::at(&self.device, &self.model);
            other.send(Event::OpenAssessment(id.clone()));
            other.model.assessment().is_some_and(|it| it.response.id == *id)
        };
        ids.into_iter().filter(opens).collect()
    }
}

#[test]
fn a_passphrase_put_on_in_another_tab_locks_this_one_and_taking_it_off_opens_it() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 3);
    tab.vault(VaultEvent::LockedElsewhere);
    assert_eq!(tab.asks().kind, VaultKind::Unlock);
    assert!(tab.model.assessment().is_none());
    assert_eq!(tab.notice().title, tab.view().text.say("news.locked-elsewhere"));
    tab.vault(VaultEvent::OpenedElsewhere);
    tab.send(Event::OpenAssessment(id.clone()));
    assert_eq!(tab.id(), id);
}

#[test]
fn records_that_are_found_to_be_under_a_passphrase_are_asked_for_before_anything_is_shown() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 3);
    tab.vault(VaultEvent::Found);
    assert_eq!(tab.asks().kind, VaultKind::Unlock);
    assert!(tab.model.assessment().is_none());
    assert!(tab.view().notice.is_none());
    let records = records(&device);
    tab.vault(unlock());
    tab.vault(VaultEvent::Unlocked { records, last: None });
    tab.send(Event::OpenAssessment(id.clone()));
    assert_eq!(tab.id(), id);
}

#[test]
fn the_starter_that_another_tab_locks_goes_over_to_the_question_for_the_passphrase() {
    let device = Device::shared();
    let mut starter = Tab::open(&device, Opening::default());
    let id = starter.begin("five-ps");
    starter.answer("fp1", 3);
    let stored = starter.record();
    let (mut full, _) = taken_over(&starter, Opening { locked: true, ..Opening::default() });
    assert_eq!(full.asks().kind, VaultKind::Unlock);
    assert_eq!(full.notice().title, full.view().text.say("news.locked-elsewhere"));
    assert!(full.model.assessment().is_none(), "what is stored is closed");
    full.vault(VaultEvent::Unlocked { records: vec![(id.clone(), stored)], last: Some(id) });
    full.arrive();
    assert_eq!(full.model.screen(), Screen::Questions(0));
    assert_eq!(full.answers(), starter.answers());
}

#[test]
fn answers_that_could_not_be_stored_outlast_a_lock_that_another_tab_puts_on() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 3);
    let stored = tab.record();
    device.borrow_mut().fault = Some(StorageFault::Full);
    tab.answer("fp2", 5);
    tab.vault(VaultEvent::LockedElsewhere);
    assert_eq!(tab.asks().kind, VaultKind::Unlock);
    assert!(tab.model.would_lose_answers(), "leaving is warned of");
    device.borrow_mut().fault = None;
    let opened = vec![(id.clone(), stored)];
    tab.vault(VaultEvent::Unlocked { records: opened, last: Some(id) });
    let fp = |item: &str, answer: &str| (item.to_owned(), answer.to_owned());
    assert_eq!(tab.answers(), [fp("fp1", "3"), fp("fp2", "5")]);
    assert_eq!(records(&device), [(tab.id(), tab.record())], "and they are stored");
}

#[test]
fn files_are_sealed_while_a_passphrase_is_on_unless_the_person_says_no() {
    let device = Device::shared();
    let mut tab = protected(&device);
    tab.send(Event::Go(Screen::Keep));
    let sealed =
        |effects: &[Effect]| effects.iter().any(|it| matches!(it, Effect::DownloadSealed { .. }));
    assert!(sealed(&tab.send(Event::Download(Download::Json))));
    // A table is for other programs, which know no passphrase.
    assert!(!sealed(&tab.send(Event::Download(Download::Wide))));
    tab.vault(VaultEvent::SealFiles(false));
    assert!(!sealed(&tab.send(Event::Download(Download::Json))));
}

#[test]
fn a_sealed_file_is_opened_by_its_passphrase_alone() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 5);
    tab.send(Event::Download(Download::Json));
    let (name, text) = tab.file();

    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let lock = Lock { iterations: 1000, salt: "AAAA".to_owned() };
    let envelope = Sealed { lock: Some(lock), iv: "AAAA".to_owned(), data: "AAAAAAA=".to_owned() };
    tab.send(file(&name, sealed::write(&envelope)));
    assert!(tab.view().dialog.is_some());
    let passphrase = PASSPHRASE.to_owned();
    let effects = tab.vault(VaultEvent::OpenFile { passphrase: passphrase.clone() });
    assert_eq!(effects, [Effect::OpenSealed { sealed: envelope, passphrase }]);
    tab.vault(VaultEvent::Failed(VaultFault::Wrong));
    assert!(tab.view().dialog.is_some(), "it can be tried again");
    tab.vault(VaultEvent::FileOpened { text });
    assert!(tab.view().dialog.is_none());
    assert_eq!(tab.answers()[0].1, "5");
}

#[test]
fn an_envelope_is_read_as_it_was_written_and_anything_else_is_refused() {
    let lock = Some(Lock { iterations: 600_000, salt: "c2FsdA==".to_owned() });
    for lock in [lock, None] {
        let it = Sealed { lock, iv: "aXY=".to_owned(), data: "ZGF0YQ==".to_owned() };
        assert_eq!(sealed::read(&sealed::write(&it)), Ok(it));
    }
    let it = Sealed { lock: None, iv: "aXY=".to_owned(), data: "ZGF0YQ==".to_owned() };
    let written = sealed::write(&it);
    for (from, to) in [
        ("AES-256-GCM", "ROT13"),
        ("aXY=", ""),
        ("aXY=", "a"),
        ("aXY=", "a=Y="),
        ("ZGF0YQ==", "ZGF0YQ=!"),
        ("\"version\":1", "\"version\":2"),
        ("sealed", "response"),
    ] {
        let odd = written.replacen(from, to, 1);
        assert_ne!(odd, written, "{from}");
        assert!(sealed::read(&odd).is_err(), "{odd}");
    }
}

#[test]
fn deleting_everything_needs_no_passphrase() {
    let device = Device::shared();
    protected(&device);
    let mut tab = locked(&device);
    tab.send(Event::AskDeleteEverything);
    tab.send(Event::DeleteEverything);
    assert_eq!(device.borrow().records.len(), 0);
    assert_eq!(tab.model.screen(), Screen::Start);
    tab.begin("five-ps");
    assert_eq!(device.borrow().records.len(), 1);
}
