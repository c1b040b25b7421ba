//! A device with tabs: performs effects as the browser's shell does, in memory.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
use std::sync::OnceLock;

use partnership_assessment::app::{
    Asset, Effect, Event, Focus, Model, Moment, Notice, NoticeKind, Opening, QuestionsView,
    ResultsView, Saving, ScreenView, SingleView, Storage, StorageFault, ViewModel, update, view,
};
use partnership_assessment::exchange::json;
use partnership_assessment::instrument::catalogue;
use partnership_assessment::response::Answer;

use crate::fixtures::{ENGLISH, WELSH};

/// A file of the catalogue, which is made only once.
pub fn served(name: &str) -> Option<String> {
    static FILES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let files = FILES.get_or_init(|| catalogue::files(&[ENGLISH, WELSH]).into_iter().collect());
    files.get(name).cloned()
}

/// What a browser stores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Device {
    pub records: BTreeMap<String, String>,
    pub instruments: BTreeMap<String, String>,
    pub last: Option<String>,
    pub due: Option<i64>,
    /// Whether statements are wished one at a time.
    pub single: bool,
    /// What was deleted.
    pub gone: BTreeSet<String>,
    /// By which a page notices that the storage was emptied in between.
    pub mark: Option<u64>,
    /// Why storing fails, if so.
    pub fault: Option<StorageFault>,
    /// How many records more can be stored, if that is limited.
    pub room: Option<usize>,
    /// What the other tabs have not been told yet.
    pub changes: Vec<(String, Option<String>)>,
}

/// What is stored under an id.
enum Found {
    Record(String),
    Deleted,
    Nothing,
}

pub type Shared = Rc<RefCell<Device>>;

impl Device {
    pub fn shared() -> Shared {
        Rc::default()
    }

    fn find(&self, id: &str) -> Found {
        match self.records.get(id) {
            Some(text) => Found::Record(text.clone()),
            None if self.gone.contains(id) => Found::Deleted,
            None => Found::Nothing,
        }
    }

    fn save(&mut self, id: String, text: String, expected: Option<String>) -> Event {
        match self.find(&id) {
            Found::Record(stored) if expected.as_ref() != Some(&stored) => {
                return Event::ChangedElsewhere { id, text: Some(stored) };
            }
            Found::Deleted if expected.is_some() => {
                return Event::ChangedElsewhere { id, text: None };
            }
            _ => {}
        }
        if let Some(fault) = self.put(&id, &text) {
            return Event::StoreFailed { id, fault };
        }
        self.gone.remove(&id);
        Event::Stored(Saving { id, text })
    }

    /// Stores a record; why not, if it cannot.
    fn put(&mut self, id: &str, text: &str) -> Option<StorageFault> {
        let fault = self.fault.or(self.room.filter(|it| *it == 0).map(|_| StorageFault::Full));
        if fault.is_none() {
            self.room = self.room.map(|it| it - 1);
            self.records.insert(id.to_owned(), text.to_owned());
            self.changes.push((id.to_owned(), Some(text.to_owned())));
        }
        fault
    }

    fn erase(&mut self) {
        let ids = std::mem::take(&mut self.records).into_keys();
        self.changes.extend(ids.map(|id| (id, None)));
        self.empty();
    }

    /// Another script of the site empties the storage.
    pub fn empty(&mut self) {
        self.records.clear();
        self.instruments.clear();
        self.gone.clear();
        self.last = None;
        self.due = None;
        self.single = false;
        self.mark = None;
    }
}

/// A widget in a tab.
pub struct Tab {
    pub device: Shared,
    pub model: Model,
    pub moment: Moment,
    /// Files that were saved: name and text.
    pub downloads: Vec<(String, String)>,
    /// What lies at the address of a custom instrument.
    pub address: Option<String>,
    /// Whether the network answers.
    pub online: bool,
    storage: Storage,
    /// What was asked for and has not been answered.
    pending: VecDeque<Asset>,
    /// The mark that it has seen in the storage.
    mark: Option<u64>,
    /// Whether it will look before long for what is missing from the storage.
    pub anxious: bool,
}

impl Tab {
    /// Opens a page and lets everything arrive.
    pub fn open(device: &Shared, opening: Opening) -> Self {
        let mut res = Self::new(device, &opening);
        res.opened(opening);
        res.arrive();
        res
    }

    pub fn new(device: &Shared, opening: &Opening) -> Self {
        thread_local! { static TABS: RefCell<u128> = const { RefCell::new(0) } }
        let tab = TABS.with_borrow_mut(|it| {
            *it += 1;
            *it
        });
        Self {
            device: device.clone(),
            model: Model::default(),
            moment: Moment { now: 1_780_000_000_000, offset: 0, random: tab << 64 },
            downloads: Vec::new(),
            address: None,
            online: true,
            storage: opening.options.storage,
            pending: VecDeque::new(),
            mark: device.borrow().mark,
            anxious: false,
        }
    }

    /// A further tab that is as far as `model`.
    pub fn at(device: &Shared, model: &Model) -> Self {
        let mut res = Self::new(device, &Opening::default());
        res.model = model.clone();
        res
    }

    /// Opens the page as the shell does; what is asked for has not arrived yet.
    pub fn opened(&mut self, opening: Opening) -> Vec<Effect> {
        let last = {
            let device = self.device.borrow();
            let last = device
                .last
                .as_ref()
                .and_then(|id| Some((id.clone(), device.records.get(id)?.clone())));
            let own = self.storage != Storage::None && opening.handover.is_none();
            last.filter(|_| own && !opening.locked)
        };
        let opening = Opening {
            single: self.storage != Storage::None && self.device.borrow().single,
            texts: vec![ENGLISH.to_owned(), WELSH.to_owned()],
            index: served("index.json"),
            language: if opening.language.is_empty() { "en".to_owned() } else { opening.language },
            last,
            ..opening
        };
        self.send(Event::Opened(Box::new(opening)))
    }

    /// Lets `event` happen a second later; the effects in the order they are performed.
    pub fn send(&mut self, event: Event) -> Vec<Effect> {
        self.moment.now += 1000;
        let mut events = VecDeque::from([event]);
        // What another tab has stored comes first.
        if let Some(id) = self.model.changed_by(&events[0])
            && let Found::Record(text) = self.device.borrow().find(&id)
            && self.storage != Storage::None
            && !self.model.knows(&id, &text)
        {
            events.push_front(Event::ChangedElsewhere { id, text: Some(text) });
        }
        let mut performed = Vec::new();
        let mut shelf = false;
        while let Some(event) = events.pop_front() {
            self.moment.random += 1;
            assert!(performed.len() < 1000, "one event leads to another without an end");
            for effect in update(&mut self.model, event, &self.moment) {
                performed.push(effect.clone());
                shelf |= effect == Effect::ReadShelf;
                events.extend(self.perform(effect));
            }
            if events.is_empty() && std::mem::take(&mut shelf) {
                let records = self.device.borrow().records.clone();
                if !records.is_empty() {
                    self.leave_mark();
                }
                events.push_back(Event::ShelfRead(Ok(records.into_iter().collect())));
            }
        }
        performed
    }

    fn perform(&mut self, effect: Effect) -> Vec<Event> {
        let stores = self.storage != Storage::None;
        let saves = matches!(effect, Effect::Save { .. } | Effect::SetAside { .. });
        let mut events = Vec::new();
        if saves && self.was_emptied() {
            self.anxious = true;
            events.push(Event::Emptied);
        }
        let mut device = self.device.borrow_mut();
        match effect {
            Effect::Save { id, .. } if !stores => {
                events.push(Event::StoreFailed { id, fault: StorageFault::Forbidden });
            }
            Effect::Save { id, text, expected } => events.push(device.save(id, text, expected)),
            Effect::SetAside { id, aside, damaged, text } => {
                events.push(match device.put(&aside, &damaged) {
                    Some(fault) => Event::StoreFailed { id, fault },
                    None => device.save(id, text, Some(damaged)),
                });
            }
            Effect::Remove { id } if device.records.remove(&id).is_some() => {
                device.changes.push((id.clone(), None));
                device.gone.insert(id);
            }
            Effect::RememberLast(id) if stores => device.last = id,
            Effect::RememberDue(due) if stores => device.due = due,
            Effect::RememberSingle(single) if stores => device.single = single,
            Effect::KeepInstrument { id, text } if stores && device.fault.is_some() => {
                events.push(Event::InstrumentNotKept { id, text });
            }
            Effect::KeepInstrument { id, text } if stores => {
                device.instruments.insert(id, text);
            }
            Effect::Erase => {
                device.erase();
                self.mark = None;
                events.push(Event::Erased);
            }
            Effect::Fetch(asset) => self.pending.push_back(asset),
            Effect::Download { name, text, .. } | Effect::DownloadSealed { name, text } => {
                self.downloads.push((name.clone(), text));
                events.push(Event::Downloaded { name });
            }
            _ => {}
        }
        drop(device);
        if let Some(Event::Stored(_)) = events.last() {
            self.leave_mark();
        }
        events
    }

    fn leave_mark(&mut self) {
        let mut device = self.device.borrow_mut();
        let fresh = self.moment.now as u64 ^ (self.moment.random >> 32) as u64;
        self.mark = Some(*device.mark.get_or_insert(fresh));
    }

    /// Whether somebody has emptied the storage since this page last looked.
    fn was_emptied(&mut self) -> bool {
        let there = self.device.borrow().mark;
        if there == self.mark {
            return false;
        }
        let seen = self.mark;
        if there.is_some() {
            self.mark = there;
        }
        seen.is_some()
    }

    /// Stores again what is missing and was not deleted, as a page does before it goes and
    /// after it has noticed that something is missing.
    pub fn puts_in_order(&mut self) -> Vec<Effect> {
        self.anxious = false;
        let mut res = Vec::new();
        let mut missing = Vec::new();
        for id in self.model.stored_ids() {
            let found = self.device.borrow().find(&id);
            match found {
                Found::Record(_) => {}
                Found::Deleted => {
                    res.extend(self.send(Event::ChangedElsewhere { id, text: None }));
                }
                Found::Nothing => missing.push(id),
            }
        }
        if !missing.is_empty() {
            res.extend(self.send(Event::Vanished(missing)));
        }
        res.extend(self.send(Event::Leaving));
        res
    }

    /// Hears that something has happened to `id`, and looks what is stored there by now.
    pub fn hears_of(&mut self, id: &str) -> Vec<Effect> {
        let mut res = Vec::new();
        if self.was_emptied() {
            self.anxious = true;
            res.extend(self.send(Event::Emptied));
        }
        let found = self.device.borrow().find(id);
        let text = match found {
            Found::Record(text) => Some(text),
            Found::Deleted => None,
            Found::Nothing => {
                self.anxious = true;
                return res;
            }
        };
        res.extend(self.send(Event::ChangedElsewhere { id: id.to_owned(), text }));
        res
    }

    /// Answers the oldest request that is open; `None` where there is none.
    pub fn arrive_next(&mut self) -> Option<Vec<Effect>> {
        let asset = self.pending.pop_front()?;
        let kept = |id: &str| self.device.borrow().instruments.get(id).cloned();
        let online = |text: Option<String>| text.filter(|_| self.online);
        let event = match asset {
            Asset::Index => match online(served("index.json")) {
                Some(text) => Event::IndexArrived(text),
                None => Event::FetchFailed("index".to_owned()),
            },
            Asset::Language(tag) => match (self.online, tag.as_str()) {
                (true, "en") => Event::TextArrived(ENGLISH.to_owned()),
                (true, "cy") => Event::TextArrived(WELSH.to_owned()),
                _ => Event::FetchFailed(tag),
            },
            Asset::Instrument(id) => {
                match kept(&id).or_else(|| online(served(&format!("{id}.json")))) {
                    Some(text) => Event::InstrumentArrived { asked: id, text },
                    None => Event::FetchFailed(id),
                }
            }
            Asset::Custom(_) => match online(self.address.clone()) {
                Some(text) => Event::CustomArrived(text),
                None => Event::FetchFailed("custom".to_owned()),
            },
        };
        Some(self.send(event))
    }

    /// Lets everything arrive that was asked for.
    pub fn arrive(&mut self) {
        while self.arrive_next().is_some() {}
    }

    /// Tells this tab what another one stored.
    pub fn hear(&mut self, changes: &[(String, Option<String>)]) -> Vec<Effect> {
        let mut res = Vec::new();
        for (id, text) in changes {
            res.extend(self.send(Event::ChangedElsewhere { id: id.clone(), text: text.clone() }));
        }
        res
    }

    pub fn view(&self) -> ViewModel {
        view(&self.model)
    }

    pub fn notice(&self) -> Notice {
        self.view().notice.expect("a notice")
    }

    /// Whether a notice of trouble is shown.
    pub fn in_trouble(&self) -> bool {
        self.view().notice.is_some_and(|it| it.kind == NoticeKind::Trouble)
    }

    /// Whether the page says that the open assessment is not stored.
    pub fn unsaved(&self) -> bool {
        self.view().saved.expect("an open assessment").trouble
    }

    pub fn id(&self) -> String {
        self.model.assessment().expect("an open assessment").response.id.clone()
    }

    /// The answers of the open assessment, as files write them.
    pub fn answers(&self) -> Vec<(String, String)> {
        let assessment = self.model.assessment().expect("an open assessment");
        assessment.response.answers.iter().map(|(item, it)| (item.clone(), it.code())).collect()
    }

    /// The record of the open assessment as it should be stored.
    pub fn record(&self) -> String {
        json::write_record(self.model.assessment().expect("an open assessment"))
    }

    /// Begins a fresh assessment.
    pub fn begin(&mut self, instrument: &str) -> String {
        self.send(Event::Choose(instrument.to_owned()));
        self.send(Event::Begin);
        self.id()
    }

    pub fn answer(&mut self, item: &str, value: i64) -> Vec<Effect> {
        self.send(answer(item, Answer::Value(value)))
    }

    pub fn questions(&self) -> QuestionsView {
        match self.view().screen {
            ScreenView::Questions(it) => it,
            it => panic!("no statements: {it:?}"),
        }
    }

    /// The statement that is shown by itself.
    pub fn single(&self) -> SingleView {
        match self.view().screen {
            ScreenView::Single(it) => it,
            it => panic!("no statement by itself: {it:?}"),
        }
    }

    pub fn results(&self) -> Rc<ResultsView> {
        match self.view().screen {
            ScreenView::Results(it) => it,
            it => panic!("no results: {it:?}"),
        }
    }

    /// The entries of the shelf: name, and what is wrong with it.
    pub fn shelf(&self) -> Vec<(String, Option<String>)> {
        let mut other = self.model.clone();
        update(&mut other, Event::Go(partnership_assessment::app::Screen::Shelf), &self.moment);
        match view(&other).screen {
            ScreenView::Shelf { entries, .. } => {
                entries.into_iter().map(|it| (it.name, it.trouble)).collect()
            }
            it => panic!("no shelf: {it:?}"),
        }
    }

    /// The file that was saved last.
    pub fn file(&self) -> (String, String) {
        self.downloads.last().cloned().expect("a file")
    }
}

pub fn answer(item: &str, answer: Answer) -> Event {
    Event::Answer { item: item.to_owned(), answer }
}

pub fn take_back(item: &str) -> Event {
    Event::TakeBack { item: item.to_owned() }
}

pub fn note(item: &str, note: &str) -> Event {
    Event::Note { item: item.to_owned(), note: note.to_owned() }
}

pub fn file(name: &str, text: impl Into<String>) -> Event {
    let file = partnership_assessment::app::FileText { name: name.to_owned(), text: text.into() };
    Event::FilesChosen(vec![file])
}

pub fn visit(place: &str) -> Effect {
    Effect::Visit { place: place.to_owned(), step: true }
}

pub fn heading() -> Effect {
    Effect::Focus(Focus::Heading)
}

pub fn at_item(item: &str) -> Effect {
    Effect::Focus(Focus::Item(item.to_owned()))
}

pub fn tell(name: &'static str, answered: usize, total: usize) -> Effect {
    Effect::Tell { name, answered, total }
}

pub fn save(id: &str, text: &str, expected: Option<&str>) -> Effect {
    Effect::Save { id: id.to_owned(), text: text.to_owned(), expected: expected.map(str::to_owned) }
}

/// Whether an effect leaves something on the device.
pub fn stores(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Save { .. }
            | Effect::KeepInstrument { .. }
            | Effect::RememberLast(Some(_))
            | Effect::RememberSingle(true)
            | Effect::Persist
    )
}
