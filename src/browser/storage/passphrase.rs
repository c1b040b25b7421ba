//! What the storage holds where it is under a passphrase.

use super::Store;
use crate::app::StorageFault;
use crate::exchange::sealed::{self, Sealed};

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
        let lost = self.vault().is_none()
            && all_sealed(&self.records().unwrap_or_default()).next().is_some();
        if lost {
            self.has_stored();
        }
        lost
    }

    /// Whether any of the `records` is sealed, and can be opened without the vault, which is
    /// gone.
    pub fn lacks_vault(&self, records: &[(String, String)]) -> bool {
        self.vault().is_none() && all_sealed(records).any(|it| it.lock.is_some())
    }

    /// Stores a record as it is.
    pub fn put(&self, id: &str, text: &str) -> Result<(), StorageFault> {
        self.set(&self.key("record", id), text)?;
        self.delete(&self.key("gone", id));
        Ok(())
    }
}

/// Those of the `records` that are sealed.
fn all_sealed(records: &[(String, String)]) -> impl Iterator<Item = Sealed> {
    // Most are not, and reading takes its time.
    let sealed = records.iter().filter(|it| it.1.contains(sealed::FORMAT));
    sealed.filter_map(|it| sealed::read(&it.1).ok())
}
