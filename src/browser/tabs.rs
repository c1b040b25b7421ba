//! What other tabs and other scripts of the site do to the storage, and what is done about
//! it.

use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;

#[cfg(not(feature = "starter"))]
use super::later;
#[cfg(not(feature = "starter"))]
use super::storage::Found;
use super::{Runtime, storage};
use crate::app::Event;
#[cfg(not(feature = "starter"))]
use crate::app::VaultEvent;

#[cfg(feature = "starter")]
impl Runtime {
    /// Hears that others store something, which the full widget merges, and stores what is
    /// missing before the page goes.
    pub(super) fn listen_to_the_storage(self: &Rc<Self>, window: &web_sys::Window) {
        let this = Rc::downgrade(self);
        let stored = EventListener::new(window, "storage", move |event| {
            let Some(this) = this.upgrade() else { return };
            let key = event.unchecked_ref::<web_sys::StorageEvent>().key();
            let event = match key.unwrap_or_default() {
                key if key == storage::ERASED => Event::ErasedElsewhere,
                key if key.is_empty()
                    || this.store.is_vault(&key)
                    || this.store.record_id(&key).is_some() =>
                {
                    Event::ChangedElsewhere { id: key, text: None }
                }
                _ => return,
            };
            this.dispatch(event);
        });
        let this = Rc::downgrade(self);
        let hidden = EventListener::new(window, "pagehide", move |_| {
            if let Some(this) = this.upgrade().filter(|it| it.is_whole()) {
                this.dispatch(Event::Leaving);
            }
        });
        self.listeners.borrow_mut().extend([stored, hidden]);
    }
}

#[cfg(not(feature = "starter"))]
impl Runtime {
    /// Hears of what others store, and stores what is missing before the page goes.
    pub(super) fn listen_to_the_storage(self: &Rc<Self>, window: &web_sys::Window) {
        let this = Rc::downgrade(self);
        let stored = EventListener::new(window, "storage", move |event| {
            let Some(this) = this.upgrade() else { return };
            match event.unchecked_ref::<web_sys::StorageEvent>().key() {
                // Somebody has emptied it.
                None => this.look_after_records(),
                Some(key) if key == storage::ERASED => {
                    this.store.forget();
                    this.lock();
                    this.dispatch(Event::ErasedElsewhere);
                }
                Some(key) if this.store.is_vault(&key) => this.hear_of_the_vault(),
                Some(key) => {
                    if let Some(id) = this.store.record_id(&key) {
                        this.hear(id);
                    }
                }
            }
        });
        let this = Rc::downgrade(self);
        let hidden = EventListener::new(window, "pagehide", move |_| {
            if let Some(this) = this.upgrade() {
                this.put_in_order();
            }
        });
        self.listeners.borrow_mut().extend([stored, hidden]);
        self.listen_for_returns(window);
    }

    /// The page is hidden, or comes back from where it heard nothing of other tabs.
    fn listen_for_returns(self: &Rc<Self>, window: &web_sys::Window) {
        let this = Rc::downgrade(self);
        let hidden = EventListener::new(window, "visibilitychange", move |_| {
            let document = web_sys::window().and_then(|it| it.document());
            if let (Some(this), true) = (this.upgrade(), document.is_some_and(|it| it.hidden())) {
                this.put_in_order();
            }
        });
        let this = Rc::downgrade(self);
        let shown = EventListener::new(window, "pageshow", move |event| {
            let kept = js_sys::Reflect::get(event, &"persisted".into());
            let Some(this) = this.upgrade().filter(|_| kept.is_ok_and(|it| it.is_truthy())) else {
                return;
            };
            this.look_again();
        });
        self.listeners.borrow_mut().extend([hidden, shown]);
    }

    /// Takes over what was stored while this page heard nothing.
    fn look_again(self: &Rc<Self>) {
        let ids = self.model.borrow().stored_ids();
        ids.into_iter().for_each(|id| self.hear(id));
        let records = self.store.records().unwrap_or_default();
        if self.store.is_locked() != self.is_sealed() {
            self.hear_of_the_vault();
        } else if self.is_sealed() {
            records.into_iter().for_each(|(id, text)| self.hear_record(id, text));
        } else {
            self.dispatch(Event::ShelfRead(Ok(records)));
        }
    }

    /// Takes over what was stored while the starter was at work.
    pub(super) fn catch_up_with_the_starter(self: &Rc<Self>) {
        let this = self.clone();
        later(0, move || {
            let ids = this.model.borrow().stored_ids();
            ids.into_iter().for_each(|id| this.hear(id));
        });
    }

    /// Tells the model what is stored under `id` by now.
    fn hear(self: &Rc<Self>, id: String) {
        self.notice_emptying();
        match self.store.find(&id) {
            Found::Record(text) if self.has_heard(&id, &text) => {}
            Found::Record(text) => self.hear_record(id, text),
            Found::Deleted => self.dispatch(Event::ChangedElsewhere { id, text: None }),
            Found::Nothing => self.look_after_records(),
        }
    }

    fn hear_record(self: &Rc<Self>, id: String, text: String) {
        if self.is_sealed() {
            self.in_turn(super::vault::Job::Heard { id, text });
            return;
        }
        self.dispatch(Event::ChangedElsewhere { id, text: Some(text) });
    }

    /// Another page has put a passphrase on what is stored, or taken it off.
    fn hear_of_the_vault(self: &Rc<Self>) {
        let event = if self.store.is_locked() {
            VaultEvent::LockedElsewhere
        } else if self.store.lost_its_vault() {
            return;
        } else {
            VaultEvent::OpenedElsewhere
        };
        self.lock();
        self.dispatch(event.into());
    }

    /// Notices whether somebody has emptied the storage meanwhile.
    pub(super) fn notice_emptying(self: &Rc<Self>) {
        if self.store.was_emptied() {
            self.dispatch(Event::Emptied);
            self.look_after_records();
        }
    }

    /// Sees to it that what is stored stays stored, once what other tabs tell has been heard.
    fn look_after_records(self: &Rc<Self>) {
        let this = self.clone();
        later(500, move || this.put_in_order());
    }

    /// Stores again what is missing and was not deleted, and what could not be stored.
    fn put_in_order(self: &Rc<Self>) {
        if !self.is_whole() {
            return;
        }
        let ids = self.model.borrow().stored_ids();
        let mut missing = Vec::new();
        for id in ids {
            match self.store.find(&id) {
                Found::Record(_) => {}
                Found::Deleted => self.dispatch(Event::ChangedElsewhere { id, text: None }),
                Found::Nothing => missing.push(id),
            }
        }
        if !missing.is_empty() {
            self.dispatch(Event::Vanished(missing));
        }
        self.dispatch(Event::Leaving);
    }

    /// Whether `raw`, which is stored under `id`, is what this page knows.
    fn has_heard(&self, id: &str, raw: &str) -> bool {
        self.known(id, raw).is_some_and(|it| self.model.borrow().knows(id, &it))
    }

    /// What another tab has stored of what `event` changes, if this page has not heard of it.
    pub(super) fn unheard(&self, event: &Event) -> Option<Event> {
        let id = self.model.borrow().changed_by(event)?;
        match self.store.find(&id) {
            Found::Record(raw) if !self.has_heard(&id, &raw) => {
                let text = Some(self.known(&id, &raw)?);
                Some(Event::ChangedElsewhere { id, text })
            }
            _ => None,
        }
    }
}
