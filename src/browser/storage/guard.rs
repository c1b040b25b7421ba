//! What the full widget does against losses beyond its own writes: it notices when somebody
//! empties the storage, and knows what had to stand there.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::{ERASED, Found, OURS, Store};
use crate::app::{Event, StorageFault};
use crate::instrument::document::Fault;
use crate::instrument::reader;

/// For so long other tabs may need to know that something was deleted, in milliseconds.
const LONG: f64 = 86_400_000.0;

/// What had to be stored beside the records, and the mark by which it shows that the storage
/// was emptied in between.
#[derive(Default)]
pub struct Guard {
    mark: RefCell<Option<String>>,
    /// Keys with what should stand under them.
    wanted: RefCell<Vec<(String, String)>>,
    /// Keys of instruments for which there was no room.
    waiting: RefCell<BTreeSet<String>>,
}

impl Guard {
    /// What is noted under `key` by this page.
    pub fn notes(&self, key: &str, value: Option<&str>) {
        let mut wanted = self.wanted.borrow_mut();
        wanted.retain(|it| it.0 != key);
        wanted.extend(value.map(|it| (key.to_owned(), it.to_owned())));
    }
}

impl Store {
    fn mark(&self) -> String {
        format!("{}mark", self.prefix)
    }

    /// Leaves a mark where records are and none is, and notes what else is there.
    pub fn watch(&self) {
        let keys = self.keys().unwrap_or_default();
        for key in keys.iter().filter(|it| it.starts_with(&self.prefix)) {
            let kind = key.strip_prefix(&self.prefix).unwrap_or_default();
            if kind.starts_with("gone/") {
                let time = self.get(key).and_then(|it| it.parse().ok()).unwrap_or(0.0);
                if js_sys::Date::now() - time > LONG {
                    self.delete(key);
                }
            } else if (kind.starts_with("instrument/") || matches!(kind, "last" | "due" | "vault"))
                && let Some(text) = self.get(key)
            {
                self.guard.notes(key, Some(&text));
            }
        }
        if keys.iter().any(|it| self.record_id(it).is_some()) {
            self.leave_mark();
        }
    }

    fn leave_mark(&self) {
        let mark = self.get(&self.mark()).unwrap_or_else(|| {
            let mark = js_sys::Math::random().to_string();
            self.set(&self.mark(), &mark).ok();
            mark
        });
        self.guard.mark.replace(Some(mark));
    }

    /// Whether somebody has emptied the storage since this page last looked.
    pub fn was_emptied(&self) -> bool {
        let seen = self.guard.mark.borrow().clone();
        let there = self.get(&self.mark());
        if there == seen {
            return false;
        }
        if there.is_some() {
            self.guard.mark.replace(there);
        }
        seen.is_some()
    }

    /// After something was stored: leaves the mark, and stores what had no room before.
    pub fn has_stored(&self) {
        self.leave_mark();
        for (key, value) in self.guard.wanted.borrow().iter() {
            if self.get(key).is_none() {
                self.set(key, value).ok();
            }
        }
    }

    pub fn remove(&self, id: &str) {
        let Found::Record(_) = self.find(id) else { return };
        let (mark, now) = (self.key("gone", id), js_sys::Date::now().to_string());
        // What other tabs hear of first is that it goes, and they look for why.
        let marked = self.set(&mark, &now).is_ok();
        self.delete(&self.key("record", id));
        if !marked {
            self.set(&mark, &now).ok();
        }
    }

    /// Stores a record in the place of a `damaged` one, once that is stored elsewhere.
    pub fn set_aside(&self, id: String, aside: &str, damaged: String, text: String) -> Event {
        match self.set(&self.key("record", aside), &damaged) {
            Ok(()) => self.save(id, text, Some(damaged)),
            Err(fault) => Event::StoreFailed { id, fault },
        }
    }

    pub fn remember_due(&self, due: Option<i64>) {
        self.note("due", due.map(|it| it.to_string()).as_deref());
    }

    fn single_key(&self) -> String {
        format!("{}single", self.prefix)
    }

    /// Whether statements are wished one at a time.
    pub fn single(&self) -> bool {
        self.get(&self.single_key()).is_some()
    }

    /// Another page may remember it otherwise: nobody puts it back.
    pub fn remember_single(&self, single: bool) {
        let key = self.single_key();
        if single {
            self.set(&key, "1").ok();
        } else {
            self.delete(&key);
        }
    }

    /// Keeps the file of an instrument, but never in the place of one that a newer version
    /// has kept, nor of any while another waits for room: that may be an older edition, which
    /// stands nowhere else.
    pub fn keep_instrument(&self, id: &str, text: &str) -> Result<(), StorageFault> {
        let key = self.key("instrument", id);
        let mut waiting = self.guard.waiting.borrow_mut();
        waiting.remove(&key);
        if let Some(stored) = self.get(&key).filter(|it| it != text) {
            let newer = reader::read(&stored).is_err_and(|it| {
                it.iter().any(|it| matches!(it.fault, Fault::NewerVersion { .. }))
            });
            if newer {
                return Err(StorageFault::Forbidden);
            }
            if !waiting.is_empty() {
                waiting.insert(key);
                return Err(StorageFault::Full);
            }
        }
        if let Err(fault) = self.set(&key, text) {
            waiting.insert(key);
            return Err(fault);
        }
        drop(waiting);
        self.guard.notes(&key, Some(text));
        Ok(())
    }

    /// Removes everything of ours on this origin: all instances, all versions.
    pub fn erase(&self) {
        self.guard.wanted.borrow_mut().clear();
        self.guard.waiting.borrow_mut().clear();
        self.guard.mark.replace(None);
        // Where there is no room even for this, deleting makes some.
        let mut told = self.set(ERASED, "1").is_ok();
        for key in self.keys().unwrap_or_default() {
            if key.starts_with(OURS) && key != ERASED {
                self.delete(&key);
                told = told || self.set(ERASED, "1").is_ok();
            }
        }
        self.delete(ERASED);
    }

    /// Forgets what had to be stored, because another tab has deleted everything.
    pub fn forget(&self) {
        self.guard.wanted.borrow_mut().clear();
        self.guard.mark.replace(None);
    }
}
