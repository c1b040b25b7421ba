//! Tabs at a storage that fails: whatever happens to it, no answer is missing that a page has
//! called saved, and none that a page still shows.

use std::collections::BTreeMap;

use partnership_assessment::app::{Download, Event, Model, Opening, StorageFault};
use partnership_assessment::exchange::json;
use partnership_assessment::response::{Answer, Assessment, Millis};
use proptest::prelude::*;
use proptest::sample::select;

use super::device::{Device, Shared, Tab, answer, take_back};
use crate::scoring::small::tries;

const ITEMS: [&str; 4] = ["fp1", "fp2", "fp3", "fp4"];

/// Something that happens, with the place of the tab that it happens to.
#[derive(Clone, Debug)]
enum Act {
    /// Gives an answer; 0 takes it back.
    Answer(usize, usize, i64),
    /// Two tabs answer at the same instant: neither has seen what the other stores.
    Race([(usize, usize, i64); 2]),
    /// A tab is told that the record was changed.
    Hear(usize),
    /// The page is hidden, or some time goes by.
    Rest(usize),
    Reload(usize),
    /// The browser ends without a word to the page.
    Kill(usize),
    Fault(Option<StorageFault>),
    /// So many more records can be stored.
    Room(Option<usize>),
    /// Another script of the site empties the storage.
    Empty,
    /// Another script of the site, or a fault of the disk, spoils the record.
    Damage,
    /// A tab with a newer version of the widget stores the record in a newer format.
    Newer,
    /// The clock of the device is set.
    Clock(Millis),
}

fn given(n_tabs: usize) -> impl Strategy<Value = (usize, usize, i64)> {
    (0..n_tabs, 0..ITEMS.len(), 0_i64..6)
}

/// What tabs do where the storage works.
fn peaceful(n_tabs: usize) -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => given(n_tabs).prop_map(|(tab, item, it)| Act::Answer(tab, item, it)),
        3 => [given(n_tabs), given(n_tabs)].prop_map(Act::Race),
        6 => (0..n_tabs).prop_map(Act::Hear),
        1 => (0..n_tabs).prop_map(Act::Rest),
    ]
}

fn faulty(n_tabs: usize) -> impl Strategy<Value = Act> {
    let fault =
        select(vec![None, None, None, Some(StorageFault::Full), Some(StorageFault::Forbidden)]);
    prop_oneof![
        16 => peaceful(n_tabs),
        2 => (0..n_tabs).prop_map(Act::Reload),
        1 => (0..n_tabs).prop_map(Act::Kill),
        3 => fault.prop_map(Act::Fault),
        1 => select(vec![None, None, Some(0), Some(1), Some(2)]).prop_map(Act::Room),
        2 => Just(Act::Empty),
        1 => Just(Act::Damage),
        1 => select(vec![-86_400_000, -3_600_000, -1000, 5000, 86_400_000]).prop_map(Act::Clock),
    ]
}

/// The newest that is known of an item: when, and what may stand there. Two things may have
/// been done at one time, where the clock went back in between.
type Known = BTreeMap<String, (Millis, Vec<Option<Answer>>)>;

fn learn(known: &mut Known, assessment: &Assessment) {
    for (item, time) in assessment.answer_times.iter() {
        let it = assessment.response.answers.get(item).copied();
        let newest = known.entry(item.clone()).or_insert((*time, Vec::new()));
        if *time > newest.0 {
            *newest = (*time, Vec::new());
        }
        if *time == newest.0 && !newest.1.contains(&it) {
            newest.1.push(it);
        }
    }
}

thread_local! {
    /// A page at which everything has arrived, which takes its time.
    static PARSED: Model = Tab::open(&Device::shared(), Opening::default()).model;
}

/// A page that is opened with what is stored by now.
fn fresh(device: &Shared) -> Tab {
    let mut res = PARSED.with(|it| Tab::at(device, it));
    let records = device.borrow().records.clone();
    if !records.is_empty() {
        res.send(Event::ShelfRead(Ok(records.into_iter().collect())));
    }
    res
}

struct Scene {
    device: Shared,
    id: String,
    tabs: Vec<Tab>,
    /// Whether a tab has yet to be told of a change.
    untold: Vec<bool>,
    known: Known,
    now: Millis,
    /// What a newer version has stored.
    newer: Option<String>,
    /// Whether a tab's answer was written over in the same instant, and the tab has not yet
    /// heard of it.
    overtaken: Vec<bool>,
    /// Whether a script of the site has destroyed what no page has noticed yet.
    destroyed: bool,
}

impl Scene {
    fn new(n_tabs: usize) -> Self {
        let device = Device::shared();
        let mut first = fresh(&device);
        let id = first.begin("five-ps");
        let now = first.moment.now;
        let mut tabs = vec![first];
        for _ in 1..n_tabs {
            let tab = Tab::at(&device, &tabs[0].model);
            tabs.push(tab);
        }
        let [untold, overtaken] = [(); 2].map(|()| vec![false; n_tabs]);
        let known = Known::new();
        Self { device, id, tabs, untold, known, now, newer: None, overtaken, destroyed: false }
    }

    /// Lets a tab act, and the others have something to hear if it has stored something.
    fn by<T>(&mut self, place: usize, act: impl FnOnce(&mut Tab) -> T) -> T {
        let tab = &mut self.tabs[place];
        tab.moment.now = self.now;
        let before = self.device.borrow().records.get(&self.id).cloned();
        let res = act(tab);
        self.now = tab.moment.now;
        if self.stored() != before {
            for (i, it) in self.untold.iter_mut().enumerate() {
                *it |= i != place;
            }
        }
        if let Some(it) = self.tabs[place].model.assessment() {
            learn(&mut self.known, it);
        }
        res
    }

    fn stored(&self) -> Option<String> {
        self.device.borrow().records.get(&self.id).cloned()
    }

    fn put(&mut self, record: Option<String>) {
        let mut device = self.device.borrow_mut();
        match record {
            Some(it) => device.records.insert(self.id.clone(), it),
            None => device.records.remove(&self.id),
        };
    }

    fn answers(&mut self, (place, item, value): (usize, usize, i64)) {
        let item = ITEMS[item];
        let event = match value {
            0 => take_back(item),
            value => answer(item, Answer::Value(value)),
        };
        self.by(place, |it| it.send(event));
    }

    fn hears(&mut self, place: usize) {
        self.overtaken[place] = false;
        if std::mem::take(&mut self.untold[place]) {
            let id = self.id.clone();
            self.by(place, |it| it.hears_of(&id));
        }
    }

    fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        match act {
            Act::Answer(place, item, value) => self.answers((*place, *item, *value)),
            Act::Race([one, other]) => {
                let before = self.stored();
                self.answers(*one);
                let after = self.stored();
                if one.0 != other.0 && before != after && self.newer.is_none() {
                    // The other one looks at the storage as it was.
                    self.put(before.clone());
                    self.answers(*other);
                    self.untold.fill(true);
                    if self.stored() == before {
                        self.put(after);
                    } else {
                        self.overtaken[one.0] = true;
                    }
                } else {
                    self.answers(*other);
                }
            }
            Act::Hear(place) => self.hears(*place),
            Act::Rest(place) => {
                self.by(*place, Tab::puts_in_order);
            }
            Act::Reload(place) => {
                self.hears(*place);
                self.by(*place, Tab::puts_in_order);
                self.opens_anew(*place)?;
            }
            Act::Kill(place) => self.opens_anew(*place)?,
            Act::Fault(fault) => self.device.borrow_mut().fault = *fault,
            Act::Room(room) => self.device.borrow_mut().room = *room,
            Act::Empty => {
                self.device.borrow_mut().empty();
                self.newer = None;
                self.destroyed = true;
                self.untold.fill(true);
            }
            Act::Damage => {
                if self.newer.is_none()
                    && let Some(it) = self.device.borrow_mut().records.get_mut(&self.id)
                {
                    it.truncate(it.len() / 2);
                    self.destroyed = true;
                }
                self.untold.fill(true);
            }
            Act::Newer => {
                let mut device = self.device.borrow_mut();
                if let Some(it) = device.records.get_mut(&self.id)
                    && json::read_record(it).is_ok()
                {
                    *it = it.replacen("\"version\":1", "\"version\":2", 1);
                    self.newer = Some(it.clone());
                }
                self.untold.fill(true);
            }
            Act::Clock(by) => self.now += by,
        }
        if let Some(newer) = &self.newer {
            let stored = self.stored();
            prop_assert_eq!(stored.as_ref(), Some(newer), "a newer version's record is left alone");
        }
        prop_assert_eq!(self.missing(), Vec::<String>::new());
        Ok(())
    }

    /// The tab is closed and another one opened in its place. What it called saved is not
    /// lost, unless somebody destroyed it behind its back, or it was killed in the instant in
    /// which another tab was storing too.
    fn opens_anew(&mut self, place: usize) -> Result<(), TestCaseError> {
        let old = &self.tabs[place];
        let unsaved = old.model.assessment().is_none_or(|_| old.unsaved());
        let excused = unsaved || self.destroyed || std::mem::take(&mut self.overtaken[place]);
        let mut tab = fresh(&self.device);
        tab.moment.now = self.now;
        tab.send(Event::OpenAssessment(self.id.clone()));
        self.tabs[place] = tab;
        self.untold[place] = true;
        if excused {
            self.known = self.there();
        } else {
            prop_assert_eq!(self.missing(), Vec::<String>::new(), "it was called saved");
        }
        Ok(())
    }

    /// What is to be had: from the storage, or from a page that is open.
    fn there(&self) -> Known {
        let mut res = Known::new();
        if let Some(it) = self.stored().and_then(|it| json::read_record(&it).ok()) {
            learn(&mut res, &it);
        }
        for it in self.tabs.iter().filter_map(|it| it.model.assessment()) {
            learn(&mut res, it);
        }
        res
    }

    fn missing(&self) -> Vec<String> {
        let there = self.there();
        let is_there = |item: &String, (time, values): &(Millis, Vec<Option<Answer>>)| {
            there
                .get(item)
                .is_some_and(|it| it.0 >= *time && it.1.iter().any(|it| values.contains(it)))
        };
        let lacks = self.known.iter().filter(|(item, it)| !is_there(item, it));
        lacks.map(|(item, it)| format!("{item}: {it:?} of {there:?}")).collect()
    }

    /// The storage works again, and everything that is on its way arrives.
    fn comes_to_rest(&mut self) {
        let mut device = self.device.borrow_mut();
        device.fault = None;
        device.room = None;
        drop(device);
        for _ in 0..3 {
            for place in 0..self.tabs.len() {
                self.hears(place);
                self.by(place, Tab::puts_in_order);
            }
        }
        for _ in 0..100 {
            let Some(place) = self.untold.iter().position(|it| *it) else { return };
            self.hears(place);
        }
        panic!("the tabs do not come to rest");
    }

    /// Every page that keeps the assessment, and the storage, hold the newest of everything.
    fn all_agree(&self) -> Result<(), TestCaseError> {
        let open: Vec<&Tab> = self
            .tabs
            .iter()
            .filter(|it| it.model.assessment().is_some() && !it.unsaved())
            .collect();
        let device = self.device.borrow();
        for tab in &open {
            for (item, (_, values)) in &self.known {
                let shown = tab.model.assessment().and_then(|it| it.response.answers.get(item));
                prop_assert!(values.contains(&shown.copied()), "{item}: {shown:?} of {values:?}");
            }
            prop_assert_eq!(device.records.get(&self.id), Some(&tab.record()));
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..tries(150) })]

    /// A page that is open shows all its answers; what it calls saved is there after it is
    /// closed, by its owner or with the browser.
    #[test]
    fn no_answer_is_missing_whatever_happens_to_the_storage(
        n_tabs in 1_usize..4,
        acts in prop::collection::vec(faulty(3), 1..30),
    ) {
        let mut scene = Scene::new(3);
        scene.tabs.truncate(n_tabs);
        scene.untold.truncate(n_tabs);
        for it in &acts {
            if it.within(n_tabs) {
                scene.act(it)?;
            }
        }
        scene.comes_to_rest();
        prop_assert_eq!(scene.missing(), Vec::<String>::new());
        scene.all_agree()?;
    }

    /// Each page goes on with its own answers, and gives them away as a file.
    #[test]
    fn what_a_newer_version_has_stored_is_left_alone_and_answers_go_on(
        before in prop::collection::vec(peaceful(2), 1..10),
        after in prop::collection::vec(peaceful(2), 1..20),
    ) {
        let mut scene = Scene::new(2);
        for it in &before {
            scene.act(it)?;
        }
        scene.comes_to_rest();
        scene.act(&Act::Newer)?;
        for it in &after {
            scene.act(it)?;
        }
        scene.comes_to_rest();
        for place in 0..2 {
            scene.hears(place);
            prop_assert!(scene.tabs[place].unsaved(), "it is said that nothing is stored");
            let answers = scene.tabs[place].answers();
            scene.by(place, |it| it.send(Event::Download(Download::Json)));
            let (_, text) = scene.tabs[place].file();
            let instrument = scene.tabs[place].model.instrument().expect("open").clone();
            let read = json::read_response(&text, &[&instrument]).expect("a file of ours");
            let saved: Vec<(String, String)> =
                read.response.answers.iter().map(|(item, it)| (item.clone(), it.code())).collect();
            prop_assert_eq!(saved, answers);
        }
        prop_assert!(scene.stored() == scene.newer);
        let mut later = fresh(&scene.device);
        later.send(Event::SaveCopy(scene.id.clone()));
        prop_assert_eq!(Some(&later.file().1), scene.newer.as_ref(), "it can be saved as it is");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..tries(1000) })]

    /// Half of these have two tabs, half three. Some answer at the same instant, and some
    /// hear late of the others.
    #[test]
    fn a_thousand_interleavings_of_tabs_lose_nothing(
        n_tabs in 2_usize..4,
        acts in prop::collection::vec(peaceful(3), 1..16),
    ) {
        let mut scene = Scene::new(n_tabs);
        for it in acts.iter().filter(|it| it.within(n_tabs)) {
            scene.act(it)?;
        }
        scene.comes_to_rest();
        prop_assert!(scene.tabs.iter().all(|it| !it.unsaved()));
        scene.all_agree()?;
    }
}

impl Act {
    /// Whether it happens to none but the first `n` tabs.
    fn within(&self, n: usize) -> bool {
        match self {
            Self::Answer(it, ..) | Self::Hear(it) | Self::Rest(it) => *it < n,
            Self::Reload(it) | Self::Kill(it) => *it < n,
            Self::Race(both) => both.iter().all(|it| it.0 < n),
            _ => true,
        }
    }
}

/// Answers that were given while the clock was wrong are not taken for older ones.
#[test]
fn a_clock_that_goes_back_loses_no_answer() {
    let mut scene = Scene::new(2);
    scene.answers((0, 0, 1));
    scene.hears(1);
    scene.now -= 86_400_000;
    scene.answers((1, 0, 5));
    scene.hears(0);
    scene.answers((0, 1, 2));
    scene.comes_to_rest();
    for tab in &scene.tabs {
        let wanted = [("fp1".to_owned(), "5".to_owned()), ("fp2".to_owned(), "2".to_owned())];
        assert_eq!(tab.answers(), wanted);
    }
}

/// Neither answer is the newer one: both tabs come to the same, and then are quiet.
#[test]
fn answers_of_the_same_instant_come_to_the_same_in_both_tabs() {
    for language in ["en", "cy"] {
        let mut scene = Scene::new(2);
        scene.device.borrow_mut().fault = Some(StorageFault::Full);
        let now = scene.now;
        scene.tabs[1].send(Event::Language(language.to_owned()));
        scene.answers((0, 0, 1));
        scene.now = now;
        scene.answers((1, 0, 5));
        scene.comes_to_rest();
        assert_eq!(scene.tabs[0].answers(), [("fp1".to_owned(), "5".to_owned())]);
        assert_eq!(scene.tabs[0].record(), scene.tabs[1].record());
    }
}
