//! Performs effects in a real browser, and turns what the browser reports into events.

#[cfg(not(feature = "starter"))]
mod camera;
#[cfg(not(feature = "starter"))]
mod contacts;
#[cfg(not(feature = "starter"))]
mod crypto;
#[cfg(not(feature = "starter"))]
mod door;
mod fetching;
mod files;
#[cfg(not(feature = "starter"))]
mod keeper;
mod page;
#[cfg(not(feature = "starter"))]
mod paint;
#[cfg(not(feature = "starter"))]
mod sharing;
mod storage;
mod tabs;
#[cfg(not(feature = "starter"))]
mod vault;

use std::cell::{Cell, RefCell};
#[cfg(not(feature = "starter"))]
use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, File};
use yew::Callback;

use crate::app::{
    Asset, Effect, Event, FULL, Focus, Handover, Model, Moment, Opening, Screen, ViewModel, update,
    view,
};
use crate::exchange::link;
#[cfg(not(feature = "starter"))]
pub use door::built_in;
use storage::Store;

/// One widget at work: its model, and the hands that perform its effects.
pub struct Runtime {
    root: Element,
    model: RefCell<Model>,
    store: Store,
    /// The key of this widget's place in the browser's history entries.
    instance: String,
    /// Where the event that is happening found it.
    place: RefCell<String>,
    read: Function,
    tell: Function,
    events: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
    /// What has to wait until the screen is drawn.
    after_drawing: RefCell<Vec<Effect>>,
    /// What the host page is told once everything else is done, so that its scripts find the
    /// widget at rest and keep no answer from being seen.
    told: RefCell<VecDeque<[JsValue; 3]>>,
    wanted: RefCell<VecDeque<Asset>>,
    fetching: Cell<bool>,
    show: RefCell<Option<Callback<Rc<ViewModel>>>>,
    shown: RefCell<Option<Rc<ViewModel>>>,
    /// What is to show what has changed.
    shows_late: RefCell<Option<Timeout>>,
    /// Of the starter only: files that were chosen, and what calls the full widget.
    files: RefCell<Vec<File>>,
    call_full: RefCell<Option<Function>>,
    listeners: RefCell<Vec<EventListener>>,
    /// The key of what is stored, if it is under a passphrase, with what has to wait for it
    /// and what has been opened by it: by id, as it is stored and as it is.
    #[cfg(not(feature = "starter"))]
    key: RefCell<Option<crypto::Key>>,
    #[cfg(not(feature = "starter"))]
    jobs: RefCell<VecDeque<vault::Job>>,
    #[cfg(not(feature = "starter"))]
    working: Cell<bool>,
    #[cfg(not(feature = "starter"))]
    opened: RefCell<BTreeMap<String, (String, String)>>,
    #[cfg(not(feature = "starter"))]
    camera: RefCell<Option<web_sys::MediaStream>>,
    /// When the full widget began to work, in milliseconds since the page was opened.
    #[cfg(not(feature = "starter"))]
    begun: u64,
    /// What the script gives that looks after the page's service worker.
    #[cfg(not(feature = "starter"))]
    keeper: RefCell<JsValue>,
}

impl Runtime {
    /// Opens a widget with what the storage, the address and the history hold.
    pub fn open(
        root: Element,
        instance: &str,
        links: bool,
        read: Function,
        tell: Function,
        mut opening: Opening,
    ) -> Rc<Self> {
        let (store, fault) = Store::open(opening.options.storage, instance);
        opening.storage_fault = fault;
        opening.locked = store.is_locked();
        if opening.handover.is_none() {
            opening.last = store.last().filter(|_| !opening.locked);
            opening.due = store.due();
            opening.place = page::place(instance);
            opening.chosen_language = page::language(instance);
        }
        #[cfg(not(feature = "starter"))]
        {
            opening.single = store.single();
            if opening.options.address.is_empty() {
                opening.options.address = page::address();
            }
        }
        if links {
            opening.fragment = page::take_fragment(link::is_ours);
        }
        let res = Rc::new(Self {
            root,
            model: RefCell::default(),
            store,
            instance: instance.to_owned(),
            place: RefCell::default(),
            read,
            tell,
            events: RefCell::default(),
            busy: Cell::new(false),
            after_drawing: RefCell::default(),
            told: RefCell::default(),
            wanted: RefCell::default(),
            fetching: Cell::new(false),
            show: RefCell::default(),
            shown: RefCell::default(),
            shows_late: RefCell::default(),
            files: RefCell::default(),
            call_full: RefCell::default(),
            listeners: RefCell::default(),
            #[cfg(not(feature = "starter"))]
            key: RefCell::default(),
            #[cfg(not(feature = "starter"))]
            jobs: RefCell::default(),
            #[cfg(not(feature = "starter"))]
            working: Cell::new(false),
            #[cfg(not(feature = "starter"))]
            opened: RefCell::default(),
            #[cfg(not(feature = "starter"))]
            camera: RefCell::default(),
            #[cfg(not(feature = "starter"))]
            begun: contacts::now(),
            #[cfg(not(feature = "starter"))]
            keeper: RefCell::default(),
        });
        res.listen();
        res.dispatch(Event::Opened(Box::new(opening)));
        #[cfg(not(feature = "starter"))]
        res.catch_up_with_the_starter();
        res
    }

    /// Stops listening; what is on its way finds nobody.
    pub fn close(&self) {
        #[cfg(not(feature = "starter"))]
        camera::stop(self);
        self.listeners.borrow_mut().clear();
        self.show.borrow_mut().take();
    }

    fn listen(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        let this = Rc::downgrade(self);
        let instance = self.instance.clone();
        let back = EventListener::new(&window, "popstate", move |_| {
            // Others step through the history too: that must not take the focus here.
            if let (Some(this), Some(place)) = (this.upgrade(), page::place(&instance))
                && this.model.borrow().place() != place
            {
                this.dispatch(Event::WentTo(place));
            }
        });
        let this = Rc::downgrade(self);
        let options = EventListenerOptions::enable_prevent_default();
        let leave =
            EventListener::new_with_options(&window, "beforeunload", options, move |event| {
                let Some(this) = this.upgrade().filter(|it| it.is_whole()) else { return };
                #[cfg(not(feature = "starter"))]
                let waits = this.is_sealing();
                #[cfg(feature = "starter")]
                let waits = false;
                if waits || this.model.borrow().would_lose_answers() {
                    event.prevent_default();
                }
            });
        self.listeners.borrow_mut().extend([back, leave]);
        self.listen_to_the_storage(&window);
        #[cfg(not(feature = "starter"))]
        if let Some(document) = window.document() {
            // Escape ends the full screen without telling the slides.
            let this = Rc::downgrade(self);
            let left = EventListener::new(&document, "fullscreenchange", move |_| {
                let filled = web_sys::window().and_then(|it| it.document()?.fullscreen_element());
                if let (Some(this), None) = (this.upgrade(), filled)
                    && this.model.borrow().screen() == Screen::Present
                {
                    this.dispatch(Event::Workshop(crate::app::WorkshopEvent::Present(false)));
                }
            });
            self.listeners.borrow_mut().push(left);
        }
    }

    /// Has `keeper` look after the page's service worker.
    #[cfg(not(feature = "starter"))]
    pub fn keep_with(&self, keeper: JsValue) {
        self.keeper.replace(keeper);
    }

    /// Lets `show` know each new view, beginning with the present one.
    pub fn show_with(&self, show: Callback<Rc<ViewModel>>) {
        let view = self.view();
        self.shown.replace(Some(view.clone()));
        show.emit(view);
        self.show.replace(Some(show));
    }

    pub fn view(&self) -> Rc<ViewModel> {
        Rc::new(view(&self.model.borrow()))
    }

    /// Lets `event` happen: the model changes, its effects are performed, answers are in
    /// the storage when this returns, and the new view is on its way to the screen.
    pub fn dispatch(self: &Rc<Self>, event: Event) {
        let answers = matches!(event, Event::Answer { .. });
        self.events.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        let before = self.model.borrow().screen();
        loop {
            let Some(event) = self.events.borrow_mut().pop_front() else { break };
            self.place.replace(self.model.borrow().place());
            // What another tab has stored comes first, so that what is done now is newer.
            #[cfg(not(feature = "starter"))]
            let heard = self.unheard(&event);
            #[cfg(feature = "starter")]
            let heard: Option<Event> = None;
            for event in heard.into_iter().chain([event]) {
                let effects = update(&mut self.model.borrow_mut(), event, &moment());
                for effect in effects {
                    self.perform(effect);
                }
            }
        }
        self.busy.set(false);
        if answers {
            // The browser has marked the answer itself and paints that first; the counts and
            // what else follows from it can wait for two frames.
            let this = self.clone();
            let show = || {
                Timeout::new(35, move || {
                    this.show();
                    this.tell();
                })
            };
            self.shows_late.borrow_mut().get_or_insert_with(show);
        } else {
            self.show();
        }
        if !FULL {
            self.hand_over(before);
        }
        if !answers {
            self.tell();
        }
    }

    /// Tells the host page what has happened.
    fn tell(&self) {
        loop {
            let Some([name, answered, total]) = self.told.borrow_mut().pop_front() else { break };
            self.tell.call3(&JsValue::NULL, &name, &answered, &total).ok();
        }
    }

    fn show(&self) {
        self.shows_late.take();
        let show = self.show.borrow().clone();
        if let Some(show) = show {
            let view = self.view();
            self.shown.replace(Some(view.clone()));
            show.emit(view);
        }
    }

    /// Whether nothing was stopped in its middle. Firefox does that to the script of a page that
    /// is being left, and what it held of the model stays held.
    fn is_whole(&self) -> bool {
        self.model.try_borrow_mut().is_ok()
    }

    /// Calls `full`, once it is there, to take over at the next change of the screen: no
    /// sooner, for a person may be in the middle of a word.
    pub fn hand_over_to(self: &Rc<Self>, full: Function) {
        self.call_full.replace(Some(full));
        let screen = self.model.borrow().screen();
        self.hand_over(screen);
    }

    fn hand_over(self: &Rc<Self>, before: Screen) {
        let model = self.model.borrow();
        let moved = model.screen() != before;
        if (moved || model.exceeds_starter() || !self.files.borrow().is_empty())
            && let Some(full) = self.call_full.take()
        {
            // The event that brings us here is still being handled.
            later(0, move || {
                full.call1(&JsValue::NULL, &moved.into()).ok();
            });
        }
    }

    /// What the full widget needs to go on where the starter is.
    pub fn hand_over_state(&self) -> Handover {
        self.model.borrow().handover()
    }

    pub fn custom(&self, id: &str) -> Option<String> {
        self.model.borrow().custom(id).cloned()
    }

    /// Takes files that a person chose: the starter keeps them for the full widget.
    pub fn choose(self: &Rc<Self>, files: Vec<File>) {
        if FULL {
            files::read_files(self.clone(), files);
        } else {
            self.files.borrow_mut().extend(files);
            let screen = self.model.borrow().screen();
            self.hand_over(screen);
        }
    }

    pub fn take_files(&self) -> Vec<File> {
        self.files.take()
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            #[cfg(not(feature = "starter"))]
            Effect::Save { id, text, expected } if self.is_sealed() => {
                self.in_turn(vault::Job::Save { id, text, expected });
            }
            #[cfg(not(feature = "starter"))]
            Effect::Remove { id } if self.is_sealed() => self.in_turn(vault::Job::Remove { id }),
            #[cfg(not(feature = "starter"))]
            Effect::Protect { passphrase } => self.protect(passphrase),
            #[cfg(not(feature = "starter"))]
            Effect::Unprotect => self.unprotect(),
            #[cfg(not(feature = "starter"))]
            Effect::Unlock { passphrase } => self.unlock(passphrase),
            #[cfg(not(feature = "starter"))]
            Effect::Lock => self.in_turn(vault::Job::Lock),
            #[cfg(not(feature = "starter"))]
            Effect::DownloadSealed { name, text } => self.download_sealed(name, text),
            #[cfg(not(feature = "starter"))]
            Effect::OpenSealed { sealed, passphrase } => self.open_sealed(sealed, passphrase),
            #[cfg(not(feature = "starter"))]
            Effect::OpenRescued { file, passphrase } => self.open_rescued(file, passphrase),
            Effect::Save { id, text, expected } => {
                #[cfg(not(feature = "starter"))]
                self.notice_emptying();
                let event = self.store.save(id, text, expected);
                self.report(event);
            }
            #[cfg(not(feature = "starter"))]
            Effect::SetAside { id, aside, damaged, text } if self.is_sealed() => {
                self.in_turn(vault::Job::SetAside { id, aside, damaged, text });
            }
            #[cfg(not(feature = "starter"))]
            Effect::SetAside { id, aside, damaged, text } => {
                let event = self.store.set_aside(id, &aside, damaged, text);
                self.report(event);
            }
            #[cfg(not(feature = "starter"))]
            Effect::Remove { id } => self.store.remove(&id),
            Effect::RememberLast(id) => self.store.remember_last(id.as_deref()),
            #[cfg(not(feature = "starter"))]
            Effect::KeepInstrument { id, text } => {
                if self.store.keep_instrument(&id, &text).is_err() {
                    self.dispatch(Event::InstrumentNotKept { id, text });
                }
            }
            #[cfg(not(feature = "starter"))]
            Effect::ReadShelf => {
                let this = self.clone();
                later(0, move || {
                    this.store.watch();
                    let records = this.store.records();
                    let lost = records.as_ref().is_ok_and(|it| this.store.lacks_vault(it));
                    this.dispatch(if lost {
                        crate::app::VaultEvent::Found.into()
                    } else {
                        Event::ShelfRead(records)
                    });
                });
            }
            #[cfg(not(feature = "starter"))]
            Effect::Erase => {
                self.store.erase();
                self.lock();
                keeper::forget(&self.keeper.borrow());
                self.dispatch(Event::Erased);
            }
            Effect::Persist => page::persist(),
            Effect::Fetch(asset) => self.want(asset),
            Effect::Visit { place, step } => {
                let from = self.place.borrow();
                let language = self.model.borrow().language().to_owned();
                if step && page::place(&self.instance).as_ref() != Some(&*from) {
                    // The page has made this entry of the history itself.
                    page::visit(&self.instance, &from, &language, false);
                }
                page::visit(&self.instance, &place, &language, step);
            }
            Effect::Focus(_) | Effect::Print => self.after_drawing.borrow_mut().push(effect),
            Effect::Download { name, mime, text } if FULL => {
                files::download(&self.root, &name, mime, &text);
                self.dispatch(Event::Downloaded { name });
            }
            Effect::Download { .. } => {}
            #[cfg(not(feature = "starter"))]
            Effect::RememberDue(due) => self.store.remember_due(due),
            #[cfg(not(feature = "starter"))]
            Effect::RememberSingle(single) => self.store.remember_single(single),
            #[cfg(not(feature = "starter"))]
            Effect::Paint { name, drawing } => {
                let this = self.clone();
                paint::paint(&drawing, move |blob| {
                    this.dispatch(match blob {
                        Some(blob) => {
                            files::hand_over(&this.root, &name, &blob);
                            Event::Downloaded { name }
                        }
                        None => Event::PaintingFailed,
                    });
                });
            }
            #[cfg(not(feature = "starter"))]
            Effect::Copy { what, text } => sharing::copy(self.clone(), what, text),
            #[cfg(not(feature = "starter"))]
            Effect::Share { title, text, link } => sharing::share(&title, &text, link.as_deref()),
            #[cfg(not(feature = "starter"))]
            Effect::FullScreen(fill) => sharing::fill_screen(&self.root, fill),
            #[cfg(not(feature = "starter"))]
            Effect::Camera(true) => camera::start(self.clone()),
            #[cfg(not(feature = "starter"))]
            Effect::Camera(false) => camera::stop(self),
            #[cfg(not(feature = "starter"))]
            Effect::ReadContacts => {
                let crate::app::Options { folder, src, .. } = self.model.borrow().options.clone();
                let copied = keeper::record(&self.keeper.borrow());
                let record = contacts::read(self.begun, folder, src, copied);
                self.dispatch(Event::ContactsRead(Box::new(record)));
            }
            #[cfg(not(feature = "starter"))]
            Effect::UseNewerVersion => keeper::use_newer(&self.keeper.borrow()),
            #[cfg(not(feature = "starter"))]
            Effect::Continue => {
                let this = self.clone();
                // Not at once: the page is drawn, and may be used, between two steps.
                later(1, move || {
                    this.dispatch(Event::Workshop(crate::app::WorkshopEvent::ReadOn));
                });
            }
            // The starter shows no shelf.
            #[cfg(feature = "starter")]
            Effect::Remove { .. } | Effect::ReadShelf | Effect::Erase => {}
            Effect::Tell { name, answered, total } => {
                self.told.borrow_mut().push_back([name.into(), answered.into(), total.into()]);
            }
        }
    }

    /// Tells the model what came of storing.
    fn report(self: &Rc<Self>, event: Event) {
        #[cfg(not(feature = "starter"))]
        if let Event::Stored(_) = event {
            self.store.has_stored();
        }
        self.dispatch(event);
    }

    /// Performs what had to wait for the drawn screen.
    pub fn drawn(&self, view: &Rc<ViewModel>) {
        let latest = self.shown.borrow().as_ref().is_some_and(|it| Rc::ptr_eq(it, view));
        if !latest || matches!(view.screen, crate::app::ScreenView::Loading) {
            return;
        }
        // Before the focus comes and has it read.
        #[cfg(not(feature = "starter"))]
        page::name_languages(&self.root, &self.model.borrow().stand_ins());
        for effect in self.after_drawing.take() {
            match effect {
                Effect::Print => page::print(),
                Effect::Focus(focus) => page::focus(&self.root, &focus),
                _ => {}
            }
        }
        let model = self.model.borrow();
        if model.options.standalone {
            page::name_document(&view_title(view), model.language(), &view.text.direction);
        }
    }
}

/// Does something in `millis` milliseconds. A timeout that is forgotten would stay in memory.
fn later(millis: u32, act: impl FnOnce() + 'static) {
    spawn_local(async move {
        TimeoutFuture::new(millis).await;
        act();
    });
}

fn view_title(view: &ViewModel) -> String {
    let title = view.text.say("page.title");
    match &view.name {
        Some(name) if *name != view.heading => format!("{} – {name} – {title}", view.heading),
        _ => format!("{} – {title}", view.heading),
    }
}

fn moment() -> Moment {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|it| it.crypto().ok()) {
        crypto.get_random_values_with_u8_array(&mut bytes).ok();
    }
    let date = js_sys::Date::new_0();
    Moment {
        now: date.get_time() as i64,
        offset: -date.get_timezone_offset() as i64,
        random: u128::from_le_bytes(bytes),
    }
}

/// Where the focus should be found inside the widget.
fn selector(focus: &Focus) -> String {
    match focus {
        Focus::Heading => "#pa-heading".to_owned(),
        Focus::Item(item) => {
            format!("[data-item=\"{item}\"] input:checked, [data-item=\"{item}\"] input")
        }
        Focus::Dialog | Focus::Opener => "dialog [data-first]".to_owned(),
        Focus::Notice => "#pa-notice".to_owned(),
        Focus::Part(id) => format!("#{id}"),
        Focus::Invalid => "[aria-invalid=true], .wrong input".to_owned(),
    }
}
