//! The browser's storage: local, of the session, or none.
//!
//! Keys begin with `partnership-assessment/1/`, then the widget's instance. Nothing else
//! of the origin is ever touched.

use web_sys::window;

use crate::app::{Event, Saving, Storage, StorageFault};

/// Every key of ours, in whatever version.
const OURS: &str = "partnership-assessment/";

/// The part of the storage that belongs to one widget.
pub struct Store {
    area: Option<web_sys::Storage>,
    prefix: String,
}

impl Store {
    /// Opens the storage; says why if it cannot be had.
    pub fn open(kind: Storage, instance: &str) -> (Self, Option<StorageFault>) {
        let prefix = format!("{OURS}1/{instance}/");
        let area = match kind {
            Storage::Local => window().and_then(|it| it.local_storage().ok().flatten()),
            Storage::Session => window().and_then(|it| it.session_storage().ok().flatten()),
            Storage::None => return (Self { area: None, prefix }, None),
        };
        let fault = area.is_none().then_some(StorageFault::Forbidden);
        (Self { area, prefix }, fault)
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

    /// Stores a record unless somebody else has changed it meanwhile.
    pub fn save(&self, id: String, text: String, expected: Option<String>) -> Event {
        let key = self.key("record", &id);
        let stored = self.get(&key);
        if stored.is_some() && stored != expected {
            return Event::ChangedElsewhere { id, text: stored };
        }
        match self.set(&key, &text) {
            Ok(()) => Event::Stored(Saving { id, text }),
            Err(fault) => Event::StoreFailed { id, fault },
        }
    }

    pub fn remove(&self, id: &str) {
        self.delete(&self.key("record", id));
    }

    /// Every record with its id.
    pub fn records(&self) -> Result<Vec<(String, String)>, StorageFault> {
        let records = self.keys()?.into_iter().filter_map(|key| {
            let id = self.record_id(&key)?;
            Some((id, self.get(&key)?))
        });
        Ok(records.collect())
    }

    fn keys(&self) -> Result<Vec<String>, StorageFault> {
        let area = self.area.as_ref().ok_or(StorageFault::Forbidden)?;
        let n = area.length().map_err(|_| StorageFault::Forbidden)?;
        Ok((0..n).filter_map(|i| area.key(i).ok().flatten()).collect())
    }

    /// The assessment that was worked on last.
    pub fn last(&self) -> Option<(String, String)> {
        let id = self.get(&format!("{}last", self.prefix))?;
        let record = self.get(&self.key("record", &id))?;
        Some((id, record))
    }

    pub fn remember_last(&self, id: Option<&str>) {
        let key = format!("{}last", self.prefix);
        match id {
            Some(id) => {
                self.set(&key, id).ok();
            }
            None => self.delete(&key),
        }
    }

    /// When the first review is due, in milliseconds since 1970.
    pub fn due(&self) -> Option<i64> {
        self.get(&format!("{}due", self.prefix))?.parse().ok()
    }

    #[cfg(not(feature = "starter"))]
    pub fn remember_due(&self, due: Option<i64>) {
        let key = format!("{}due", self.prefix);
        match due {
            Some(due) => {
                self.set(&key, &due.to_string()).ok();
            }
            None => self.delete(&key),
        }
    }

    pub fn keep_instrument(&self, id: &str, text: &str) {
        self.set(&self.key("instrument", id), text).ok();
    }

    pub fn instrument(&self, id: &str) -> Option<String> {
        self.get(&self.key("instrument", id))
    }

    /// What tells that a passphrase is on what is stored, and what it needs.
    #[cfg(not(feature = "starter"))]
    pub fn vault(&self) -> Option<String> {
        self.get(&format!("{}vault", self.prefix))
    }

    /// Whether what is stored is under a passphrase.
    pub fn is_locked(&self) -> bool {
        self.get(&format!("{}vault", self.prefix)).is_some()
    }

    /// Whether `key` is that of the passphrase.
    #[cfg(not(feature = "starter"))]
    pub fn is_vault(&self, key: &str) -> bool {
        key.strip_prefix(&self.prefix) == Some("vault")
    }

    #[cfg(not(feature = "starter"))]
    pub fn put_vault(&self, text: &str) -> Result<(), StorageFault> {
        self.set(&format!("{}vault", self.prefix), text)
    }

    #[cfg(not(feature = "starter"))]
    pub fn remove_vault(&self) {
        self.delete(&format!("{}vault", self.prefix));
    }

    /// The stored text of a record.
    #[cfg(not(feature = "starter"))]
    pub fn record(&self, id: &str) -> Option<String> {
        self.get(&self.key("record", id))
    }

    /// Stores a record as it is.
    #[cfg(not(feature = "starter"))]
    pub fn put(&self, id: &str, text: &str) -> Result<(), StorageFault> {
        self.set(&self.key("record", id), text)
    }

    /// The id of the assessment that was worked on last.
    #[cfg(not(feature = "starter"))]
    pub fn last_id(&self) -> Option<String> {
        self.get(&format!("{}last", self.prefix))
    }

    /// Removes everything of ours on this origin: all instances, all versions.
    pub fn erase(&self) {
        for key in self.keys().unwrap_or_default() {
            if key.starts_with(OURS) {
                self.delete(&key);
            }
        }
    }
}
