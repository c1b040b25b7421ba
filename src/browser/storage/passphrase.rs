//! What the storage holds where it is under a passphrase.

use super::Store;
use crate::app::StorageFault;
use crate::exchange::sealed;

impl Store {
    /// What tells whether a passphrase is the right one.
    pub fn vault(&self) -> Option<String> {
        self.get(&self.vault_key())
    }

    pub fn put_vault(&self, text: &str) -> Result<(), StorageFault> {
        let key = self.vault_key();
        self.set(&key, text)?;
        self.guard.notes(&key, Some(text));
        Ok(())
    }

    pub fn remove_vault(&self) {
        let key = self.vault_key();
        self.guard.notes(&key, None);
        self.delete(&key);
    }

    /// Whether records are sealed and somebody took away the vault that they need: then it is
    /// put back by whom knows it.
    pub fn lost_its_vault(&self) -> bool {
        let sealed = |it: &(String, String)| sealed::read(&it.1).is_ok();
        let lost = self.vault().is_none() && self.records().unwrap_or_default().iter().any(sealed);
        if lost {
            self.has_stored();
        }
        lost
    }

    /// Whether any of the `records` is sealed, and can be opened without the vault, which is
    /// gone.
    pub fn lacks_vault(&self, records: &[(String, String)]) -> bool {
        // Most are not sealed, and reading takes its time.
        let locked = |text: &str| {
            text.contains(sealed::FORMAT) && sealed::read(text).is_ok_and(|it| it.lock.is_some())
        };
        self.vault().is_none() && records.iter().any(|it| locked(&it.1))
    }

    /// Stores a record as it is.
    pub fn put(&self, id: &str, text: &str) -> Result<(), StorageFault> {
        self.set(&self.key("record", id), text)?;
        self.delete(&self.key("gone", id));
        Ok(())
    }
}
