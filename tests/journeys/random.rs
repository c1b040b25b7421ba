//! Random sequences of events: nothing panics, and no answer that was shown as given is
//! lost unless it was taken back, deleted or erased.

use std::cell::RefCell;
use std::collections::BTreeMap;

use partnership_assessment::app::{
    Choice, Download, Event, FileText, Opening, Question, Screen, ScreenView, StorageFault, update,
    view,
};
use partnership_assessment::exchange::json;
use partnership_assessment::response::{Answer, Field};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::device::{Device, Tab, answer, note, take_back};
use crate::scoring::small::tries;

/// Something that happens, with places to fill in from what is there by then.
#[derive(Clone, Debug)]
enum Happening {
    Plain(Event),
    /// Begins an assessment, kept or not.
    Begin(&'static str, bool),
    /// Answers the nth item of the open assessment with the nth of its answers.
    Answer(Index, Index),
    TakeBack(Index),
    Note(Index, &'static str),
    /// Something about the nth assessment on the shelf.
    Open(Index),
    Rename(Index, String),
    Duplicate(Index),
    Delete(Index),
    AskDelete(Index),
    SaveCopy(Index),
    /// Opens the nth file that was saved.
    Import(Index),
    /// The clock jumps by so many seconds.
    Clock(i64),
    Fault(Option<StorageFault>),
    /// The page is loaded again: what was not stored is gone, and the person knew.
    Reload,
    /// Another page of this site, or a person, damages the nth record.
    Damage(Index),
}

fn any_plain() -> impl Strategy<Value = Event> {
    let screens = [
        Screen::Start,
        Screen::Guide,
        Screen::Partnership,
        Screen::Privacy,
        Screen::Accessibility,
        Screen::Prepare,
        Screen::Questions(0),
        Screen::Questions(1),
        Screen::Questions(9),
        Screen::Statement(0),
        Screen::Statement(99),
        Screen::Check,
        Screen::Results,
        Screen::Keep,
        Screen::Shelf,
    ];
    let choices: Vec<Choice> = Question::ALL.iter().flat_map(|it| it.choices()).copied().collect();
    let places = [
        "start",
        "prepare",
        "questions/1",
        "questions/7",
        "statement/4",
        "results",
        "keep",
        "shelf",
        "nonsense",
        "",
    ];
    let places = places.map(str::to_owned).to_vec();
    let instruments =
        ["five-ps", "benefits", "six-principles", "nobody"].map(str::to_owned).to_vec();
    let odd = ["", "{", "response_id,item,value\n", "[]", "\u{0}"].map(str::to_owned).to_vec();
    prop_oneof![
        4 => select(screens.to_vec()).prop_map(Event::Go),
        2 => select(places).prop_map(Event::WentTo),
        3 => Just(Event::Resume),
        1 => select(vec!["fp1", "be2", "sa3", "zz"]).prop_map(|it| Event::Change { item: it.to_owned() }),
        2 => select(vec!["en", "cy", "xx", ""]).prop_map(|it| Event::Language(it.to_owned())),
        2 => Just(Event::Dismiss),
        1 => Just(Event::ShowList),
        1 => select(choices).prop_map(Event::Guide),
        1 => select(instruments).prop_map(Event::Choose),
        1 => (select(Field::ALL.to_vec()), "\\PC{0,8}").prop_map(|(field, it)| Event::Detail(field, it)),
        1 => any::<bool>().prop_map(Event::Keep),
        1 => Just(Event::Begin),
        2 => Just(Event::Finish),
        3 => select(vec![Download::Json, Download::Wide, Download::Long]).prop_map(Event::Download),
        1 => any::<bool>().prop_map(Event::ByteOrderMark),
        1 => Just(Event::Print),
        1 => Just(Event::FileUnreadable("x".to_owned())),
        1 => select(odd).prop_map(|text| Event::FilesChosen(vec![FileText { name: "odd".to_owned(), text }])),
        2 => Just(Event::Undo),
        1 => Just(Event::AskDeleteEverything),
        1 => Just(Event::FetchFailed("five-ps".to_owned())),
        1 => Just(Event::Downloaded { name: "x.json".to_owned() }),
        1 => Just(Event::ChangedElsewhere { id: "stranger".to_owned(), text: Some("{".to_owned()) }),
    ]
}

fn any_happening() -> impl Strategy<Value = Happening> {
    let index = any::<Index>;
    let fault = select(vec![None, None, Some(StorageFault::Full), Some(StorageFault::Forbidden)]);
    prop_oneof![
        15 => any_plain().prop_map(Happening::Plain),
        3 => (select(vec!["five-ps", "benefits"]), prop::bool::weighted(0.8))
            .prop_map(|(instrument, keep)| Happening::Begin(instrument, keep)),
        16 => (index(), index()).prop_map(|(item, it)| Happening::Answer(item, it)),
        3 => index().prop_map(Happening::TakeBack),
        2 => (index(), select(vec!["", "a", "b"])).prop_map(|(item, it)| Happening::Note(item, it)),
        8 => index().prop_map(Happening::Open),
        1 => (index(), "[a-z]{0,4}").prop_map(|(it, name)| Happening::Rename(it, name)),
        1 => index().prop_map(Happening::Duplicate),
        2 => index().prop_map(Happening::Delete),
        1 => index().prop_map(Happening::AskDelete),
        1 => index().prop_map(Happening::SaveCopy),
        3 => index().prop_map(Happening::Import),
        1 => (-5_i64..50).prop_map(Happening::Clock),
        5 => fault.prop_map(Happening::Fault),
        1 => Just(Happening::Reload),
        1 => index().prop_map(Happening::Damage),
    ]
}

fn any_outage() -> impl Strategy<Value = Happening> {
    let index = any::<Index>;
    prop_oneof![
        6 => (index(), index()).prop_map(|(item, it)| Happening::Answer(item, it)),
        1 => index().prop_map(Happening::TakeBack),
        4 => index().prop_map(Happening::Open),
        2 => Just(Happening::Fault(Some(StorageFault::Full))),
        2 => Just(Happening::Fault(None)),
        1 => index().prop_map(Happening::Delete),
        1 => Just(Happening::Plain(Event::Undo)),
        1 => (index(), "[a-z]{0,4}").prop_map(|(it, name)| Happening::Rename(it, name)),
    ]
}

/// The answers and comments that a person knows to be given, by assessment and item.
type Ledger = BTreeMap<String, BTreeMap<String, Answer>>;

fn listed(tab: &Tab) -> Vec<(String, bool)> {
    let mut other = tab.model.clone();
    update(&mut other, Event::Go(Screen::Shelf), &tab.moment);
    match view(&other).screen {
        ScreenView::Shelf { entries, .. } => {
            entries.into_iter().map(|it| (it.id, it.trouble.is_none())).collect()
        }
        it => panic!("no shelf: {it:?}"),
    }
}

/// The nth of `all`; an id that nobody has where there is none.
fn nth(all: &[(String, bool)], index: &Index) -> String {
    if all.is_empty() { "nobody".to_owned() } else { all[index.index(all.len())].0.clone() }
}

/// A person at a device, who knows what was answered.
struct Person {
    tab: Tab,
    ledger: Ledger,
    /// What was deleted last.
    deleted: Option<(String, BTreeMap<String, Answer>)>,
}

impl Person {
    fn current(&self) -> Option<String> {
        self.tab.model.assessment().map(|it| it.response.id.clone())
    }

    fn item(&self, index: &Index) -> String {
        let items = self
            .tab
            .model
            .instrument()
            .map(|it| it.items().map(|it| it.1.id.clone()).collect::<Vec<_>>());
        items.map_or_else(|| "fp1".to_owned(), |it| it[index.index(it.len())].clone())
    }

    fn happen(&mut self, happening: &Happening) {
        let shelf = listed(&self.tab);
        match happening {
            Happening::Plain(event) => {
                self.tab.send(event.clone());
                match event {
                    Event::Undo => {
                        if let Some((id, answers)) = self.deleted.take() {
                            let known = self.ledger.entry(id).or_default();
                            for (item, it) in answers {
                                known.entry(item).or_insert(it);
                            }
                        }
                    }
                    Event::Begin => {
                        self.current().map(|id| self.ledger.entry(id).or_default());
                    }
                    _ => {}
                }
            }
            Happening::Begin(instrument, keep) => {
                self.tab.send(Event::Choose((*instrument).to_owned()));
                self.tab.send(Event::Keep(*keep));
                self.tab.send(Event::Begin);
            }
            Happening::Answer(item, which) => {
                let item = self.item(item);
                let offered = self.tab.model.instrument().and_then(|it| {
                    let scale = &it.item(&item)?.0.scale;
                    let mut res: Vec<Answer> =
                        scale.points.iter().map(|it| Answer::Value(it.value)).collect();
                    res.extend([Answer::DontKnow, Answer::NotRelevant]);
                    Some(res)
                });
                let Some(offered) = offered else { return };
                let given = offered[which.index(offered.len())];
                self.tab.send(answer(&item, given));
                let id = self.current().expect("it was open");
                self.ledger.entry(id).or_default().insert(item, given);
            }
            Happening::TakeBack(item) => {
                let item = self.item(item);
                self.tab.send(take_back(&item));
                if let Some(id) = self.current() {
                    // It may have come back from a file: to undo the deletion brings no more.
                    if let Some((_, answers)) = self.deleted.as_mut().filter(|it| it.0 == id) {
                        answers.remove(&item);
                    }
                    self.ledger.entry(id).or_default().remove(&item);
                }
            }
            Happening::Note(item, text) => {
                let item = self.item(item);
                self.tab.send(note(&item, text));
            }
            Happening::Open(it) => {
                self.tab.send(Event::OpenAssessment(nth(&shelf, it)));
            }
            Happening::Rename(it, name) => {
                self.tab.send(Event::Rename { id: nth(&shelf, it), name: name.clone() });
            }
            Happening::Duplicate(it) => {
                self.tab.send(Event::Duplicate(nth(&shelf, it)));
            }
            Happening::AskDelete(it) => {
                self.tab.send(Event::AskDelete(nth(&shelf, it)));
            }
            Happening::SaveCopy(it) => {
                self.tab.send(Event::SaveCopy(nth(&shelf, it)));
            }
            Happening::Delete(it) => {
                let id = nth(&shelf, it);
                self.tab.send(Event::Delete(id.clone()));
                if shelf.iter().any(|it| it.0 == id) {
                    self.deleted = Some((id.clone(), self.ledger.remove(&id).unwrap_or_default()));
                }
            }
            Happening::Import(it) => {
                let files = &self.tab.downloads;
                if !files.is_empty() {
                    let (name, text) = files[it.index(files.len())].clone();
                    self.tab.send(Event::FilesChosen(vec![FileText { name, text }]));
                }
            }
            Happening::Clock(seconds) => self.tab.moment.now += seconds * 1000,
            Happening::Fault(fault) => self.tab.device.borrow_mut().fault = *fault,
            Happening::Reload => self.reload(),
            Happening::Damage(it) => {
                let id = nth(&shelf, it);
                if let Some(record) = self.tab.device.borrow_mut().records.get_mut(&id) {
                    record.truncate(record.len() / 2);
                }
            }
        }
    }

    /// What is stored by then is what there is.
    fn reload(&mut self) {
        let records = self.tab.device.borrow().records.clone();
        let stored =
            records.into_iter().filter_map(|(id, it)| Some((id, json::read_record(&it).ok()?)));
        let stored: BTreeMap<_, _> = stored.collect();
        self.ledger.retain(|id, _| stored.contains_key(id));
        for (id, answers) in &mut self.ledger {
            answers.retain(|item, it| stored[id].response.answers.get(item) == Some(it));
        }
        self.deleted = None;
        let now = self.tab.moment.now;
        let (device, downloads) =
            (self.tab.device.clone(), std::mem::take(&mut self.tab.downloads));
        self.tab = fresh(&device);
        self.tab.downloads = downloads;
        self.tab.moment.now = now;
    }

    /// Holds the widget to what the person knows.
    fn check(&self) -> Result<(), TestCaseError> {
        let shown = self.tab.view();
        if let (Some(assessment), Some(id)) = (self.tab.model.assessment(), self.current()) {
            for (item, given) in self.ledger.get(&id).into_iter().flatten() {
                prop_assert_eq!(
                    assessment.response.answers.get(item),
                    Some(given),
                    "{} of {}",
                    item,
                    id
                );
            }
            if shown.saved.is_some_and(|it| !it.trouble) {
                let device = self.tab.device.borrow();
                let stored = device.records.get(&id).map(|it| json::read_record(it));
                let damaged = matches!(stored, Some(Err(_)));
                prop_assert!(
                    damaged || stored == Some(Ok(assessment.clone())),
                    "called saved: {id}"
                );
            }
        }
        Ok(())
    }

    /// Opens every assessment and looks for its answers.
    fn check_all(&self) -> Result<(), TestCaseError> {
        for (id, answers) in self.ledger.iter().filter(|it| !it.1.is_empty()) {
            let mut model = self.tab.model.clone();
            update(&mut model, Event::OpenAssessment(id.clone()), &self.tab.moment);
            let open = model.assessment().filter(|it| it.response.id == *id);
            let Some(open) = open else {
                return Err(TestCaseError::fail(format!("{id} is gone: {answers:?}")));
            };
            for (item, given) in answers {
                prop_assert_eq!(open.response.answers.get(item), Some(given), "{} of {}", item, id);
            }
        }
        Ok(())
    }
}

/// A tab whose instruments have arrived, which takes its time.
fn fresh(device: &super::device::Shared) -> Tab {
    thread_local! {
        static PARSED: RefCell<Option<partnership_assessment::app::Model>> = const { RefCell::new(None) };
    }
    let empty = device.borrow().records.is_empty() && device.borrow().last.is_none();
    if !empty {
        return Tab::open(device, Opening::default());
    }
    let model = PARSED.with_borrow_mut(|it| {
        it.get_or_insert_with(|| Tab::open(&Device::shared(), Opening::default()).model).clone()
    });
    Tab::at(device, &model)
}

fn person() -> Person {
    Person { tab: fresh(&Device::shared()), ledger: Ledger::new(), deleted: None }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 3000, ..tries(150) })]

    #[test]
    fn no_answer_is_lost_whatever_happens(happenings in prop::collection::vec(any_happening(), 1..60)) {
        let mut person = person();
        for it in &happenings {
            person.happen(it);
            person.check()?;
        }
        person.check_all()?;
    }

    /// Few assessments, a storage that comes and goes, and the word of the page about it.
    #[test]
    fn what_is_called_saved_is_stored(happenings in prop::collection::vec(any_outage(), 1..40)) {
        let mut person = person();
        for it in ["five-ps", "benefits"] {
            person.happen(&Happening::Begin(it, true));
        }
        for it in &happenings {
            person.happen(it);
            person.check()?;
        }
        person.check_all()?;
    }

    #[test]
    fn deleting_everything_is_final(happenings in prop::collection::vec(any_happening(), 1..30)) {
        let mut person = person();
        for it in &happenings {
            person.happen(it);
        }
        person.tab.send(Event::DeleteEverything);
        person.tab.send(Event::Undo);
        person.tab.view();
        prop_assert!(person.tab.device.borrow().records.is_empty());
        prop_assert_eq!(person.tab.model.assessment(), None);
        prop_assert_eq!(listed(&person.tab), []);
        let tab = Tab::open(&person.tab.device, Opening::default());
        prop_assert_eq!(listed(&tab), []);
    }

    /// Two tabs, each hearing of the other late or never until the end.
    #[test]
    fn two_tabs_agree_in_the_end(
        acts in prop::collection::vec((any::<bool>(), select(vec!["fp1", "fp2", "fp3"]), 0_i64..6, any::<bool>()), 1..30),
    ) {
        let device = Device::shared();
        let mut here = fresh(&device);
        here.begin("five-ps");
        let mut there = Tab::at(&device, &here.model);
        let mut heard = device.borrow().changes.len();
        let mut newest: BTreeMap<&str, Option<i64>> = BTreeMap::new();
        let mut now = here.moment.now;
        for (first, item, value, hear) in acts {
            let (tab, other) = if first { (&mut here, &mut there) } else { (&mut there, &mut here) };
            tab.moment.now = now;
            let event = if value == 0 { take_back(item) } else { answer(item, Answer::Value(value)) };
            // What the other tab has stored is heard first: this is newer.
            newest.insert(item, (value > 0).then_some(value));
            tab.send(event);
            now = tab.moment.now;
            let changes = device.borrow().changes.clone();
            if hear {
                other.moment.now = now;
                other.hear(&changes[heard..]);
                now = other.moment.now;
                heard = changes.len();
            }
        }
        for _ in 0..2 {
            let changes = std::mem::take(&mut device.borrow_mut().changes);
            here.hear(&changes);
            there.hear(&changes);
        }
        let wanted: Vec<(String, String)> =
            newest.iter().filter_map(|(item, it)| Some(((*item).to_owned(), (*it)?.to_string()))).collect();
        prop_assert_eq!(here.answers(), wanted.clone());
        prop_assert_eq!(there.answers(), wanted);
        prop_assert_eq!(&device.borrow().records[&here.id()], &here.record());
        prop_assert_eq!(here.record(), there.record());
    }
}
