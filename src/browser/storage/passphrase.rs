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
        let lost = self.without_vault(&self.records().unwrap_or_default()).next().is_some();
        if lost {
            self.has_stored();
        }
        lost
    }

    /// Whether any of the `records` is sealed, and can be opened without the vault, which is
    /// gone.
    pub fn lacks_vault(&self, records: &[(String, String)]) -> bool {
        self.without_vault(records).any(|it| it.lock.is_some())
    }

    /// Those of the `records` that are sealed, where there is no vault.
    fn without_vault(&self, records: &[(String, String)]) -> impl Iterator<Item = Sealed> {
        // Most are not sealed, and reading takes its time.
        let sealed =
            |it: &&(String, String)| self.vault().is_none() && it.1.contains(sealed::FORMAT);
        records.iter().filter(sealed).filter_map(|it| sealed::read(&it.1).ok())
    }

    /// Stores a record as it is.
    pub fn put(&self, id: &str, text: &str) -> Result<(), StorageFault> {
        self.set(&self.key("record", id), text)?;
        self.delete(&self.key("gone", id));
        Ok(())
    }
}
