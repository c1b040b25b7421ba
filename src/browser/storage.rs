//! The browser's storage: local, of the session, or none.
//!
//! Keys begin with `partnership-assessment/1/`, then the widget's instance. Nothing else
//! of the origin is ever touched.

#[cfg(not(feature = "starter"))]
mod guard;
#[cfg(not(feature = "starter"))]
mod passphrase;

use web_sys::window;

use crate::app::{Event, Saving, Storage, StorageFault};

/// Every key of ours, in whatever version.
const OURS: &str = "partnership-assessment/";
/// Stands for an instant, so that other tabs know that everything is being deleted.
pub const ERASED: &str = "partnership-assessment/erased";

/// The part of the storage that belongs to one widget.
pub struct Store {
    area: Option<web_sys::Storage>,
    prefix: String,
    #[cfg(not(feature = "starter"))]
    guard: guard::Guard,
}

/// What is stored under an id.
pub enum Found {
    Record(String),
    /// Nothing: one of us has deleted it.
    Deleted,
    Nothing,
}

impl Store {
    /// Opens the storage; says why if it cannot be had.
    pub fn open(kind: Storage, instance: &str) -> (Self, Option<StorageFault>) {
        let prefix = format!("{OURS}1/{instance}/");
        let area = match kind {
            Storage::Local => window().and_then(|it| it.local_storage().ok().flatten()),
            Storage::Session => window().and_then(|it| it.session_storage().ok().flatten()),
            Storage::None => None,
        };
        let fault = (area.is_none() && kind != Storage::None).then_some(StorageFault::Forbidden);
        let res = Self {
            area,
            prefix,
            #[cfg(not(feature = "starter"))]
            guard: guard::Guard::default(),
        };
        (res, fault)
    }

    fn key(&self, what: &str, id: &str) -> String {
        format!("{}{what}/{id}", self.prefix)
    }

    fn get(&self, key: &str) -> Option<String> {
        self.area.as_ref()?.get_item(key).ok().flatten()
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageFault> {
        let area = self.area.as_ref().ok_or(StorageFault::Forbidden)?;
        area.set_item(key, text).map_err(|error| {
            let name = js_sys::Reflect::get(&error, &"name".into()).ok();
            match name.and_then(|it| it.as_string()).as_deref() {
                Some("SecurityError") => StorageFault::Forbidden,
                _ => StorageFault::Full,
            }
        })
    }

    fn delete(&self, key: &str) {
        if let Some(area) = &self.area {
            area.remove_item(key).ok();
        }
    }

    /// The id of the record that `key` names, if it is one of this widget.
    pub fn record_id(&self, key: &str) -> Option<String> {
        Some(key.strip_prefix(&self.prefix)?.strip_prefix("record/")?.to_owned())
    }

    /// What is stored under `id`.
    pub fn find(&self, id: &str) -> Found {
        match self.get(&self.key("record", id)) {
            Some(text) => Found::Record(text),
            None if self.get(&self.key("gone", id)).is_some() => Found::Deleted,
            None => Found::Nothing,
        }
    }

    /// Stores a record unless somebody else has changed or deleted it meanwhile.
    pub fn save(&self, id: String, text: String, expected: Option<String>) -> Event {
        match self.find(&id) {
            Found::Record(stored) if expected.as_ref() != Some(&stored) => {
                return Event::ChangedElsewhere { id, text: Some(stored) };
            }
            Found::Deleted if expected.is_some() => {
                return Event::ChangedElsewhere { id, text: None };
            }
            _ => {}
        }
        match self.set(&self.key("record", &id), &text) {
            Ok(()) => {
                self.delete(&self.key("gone", &id));
                // Another script may have emptied the storage. The full widget has a guard.
                #[cfg(feature = "starter")]
                if self.last_id().is_none() {
                    self.remember_last(Some(&id));
                }
                Event::Stored(Saving { id, text })
            }
            Err(fault) => Event::StoreFailed { id, fault },
        }
    }

    /// Every record with its id.
    #[cfg(not(feature = "starter"))]
    pub fn records(&self) -> Result<Vec<(String, String)>, StorageFault> {
        let records = self.keys()?.into_iter().filter_map(|key| {
            let id = self.record_id(&key)?;
            Some((id, self.get(&key)?))
        });
        Ok(records.collect())
    }

    #[cfg(not(feature = "starter"))]
    fn keys(&self) -> Result<Vec<String>, StorageFault> {
        let area = self.area.as_ref().ok_or(StorageFault::Forbidden)?;
        let n = area.length().map_err(|_| StorageFault::Forbidden)?;
        Ok((0..n).filter_map(|i| area.key(i).ok().flatten()).collect())
    }

    /// The assessment that was worked on last.
    pub fn last(&self) -> Option<(String, String)> {
        let id = self.last_id()?;
        let record = self.get(&self.key("record", &id))?;
        Some((id, record))
    }

    /// The id of the assessment that was worked on last.
    pub fn last_id(&self) -> Option<String> {
        self.get(&format!("{}last", self.prefix))
    }

    pub fn remember_last(&self, id: Option<&str>) {
        self.note("last", id);
    }

    /// Stores one of the small things beside the records, or removes it.
    fn note(&self, name: &str, value: Option<&str>) {
        let key = format!("{}{name}", self.prefix);
        #[cfg(not(feature = "starter"))]
        self.guard.notes(&key, value);
        match value {
            Some(value) => {
                self.set(&key, value).ok();
            }
            None => self.delete(&key),
        }
    }

    /// When the first review is due, in milliseconds since 1970.
    pub fn due(&self) -> Option<i64> {
        self.get(&format!("{}due", self.prefix))?.parse().ok()
    }

    pub fn instrument(&self, id: &str) -> Option<String> {
        self.get(&self.key("instrument", id))
    }

    /// Whether `key` is that of the vault.
    pub fn is_vault(&self, key: &str) -> bool {
        key == self.vault_key()
    }

    /// Whether what is stored is under a passphrase.
    pub fn is_locked(&self) -> bool {
        self.get(&self.vault_key()).is_some()
    }

    fn vault_key(&self) -> String {
        format!("{}vault", self.prefix)
    }
}
