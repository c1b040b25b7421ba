//! What is stored under a passphrase. The key is in the memory of this page only.

use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::crypto::{self, Key};
use super::storage::Found;
use super::{Runtime, files};
use crate::app::{Event, Saving, StorageFault, VaultEvent, VaultFault};
use crate::exchange::rescue;
use crate::exchange::sealed::{self, CHECK, ITERATIONS, Lock, Sealed};

/// The name under which files are sealed.
const FILE: &str = "file";
const SALT: u32 = 16;

/// Something that has to be done in its turn: sealing takes longer than what is asked next.
pub enum Job {
    Save {
        id: String,
        text: String,
        expected: Option<String>,
    },
    Remove {
        id: String,
    },
    /// Store a record in the place of one that is `damaged`, once that is stored under `aside`.
    SetAside {
        id: String,
        aside: String,
        damaged: String,
        text: String,
    },
    /// Another page stored this.
    Heard {
        id: String,
        text: String,
    },
    /// Forget the key.
    Lock,
}

impl Runtime {
    /// The key, if what is stored is under a passphrase that has been given.
    fn key(&self) -> Option<Key> {
        self.key.borrow().clone()
    }

    pub(super) fn is_sealed(&self) -> bool {
        self.key.borrow().is_some()
    }

    fn fails(self: &Rc<Self>, fault: VaultFault) {
        self.dispatch(VaultEvent::Failed(fault).into());
    }

    /// Puts everything that is stored under `passphrase`.
    pub(super) fn protect(self: &Rc<Self>, passphrase: String) {
        let this = self.clone();
        spawn_local(async move {
            let made = async {
                let lock = Lock { iterations: ITERATIONS, salt: crypto::random(SALT)? };
                let key = crypto::key(&passphrase, lock).await?;
                // From here on, a page that is opened asks for the passphrase. What is not
                // sealed yet is sealed when it is given.
                this.make_vault(&key).await?;
                this.key.replace(Some(key));
                Some(())
            };
            if made.await.is_none() {
                this.fails(VaultFault::Unable);
                return;
            }
            if this.seal_all().await {
                this.dispatch(VaultEvent::Protected.into());
            } else {
                // Half a protection would be taken for a whole one.
                this.open_all().await;
                this.fails(VaultFault::NoRoom);
            }
        });
    }

    /// Seals every record that is not; whether there was room for all of them.
    async fn seal_all(&self) -> bool {
        for (id, text) in self.store.records().unwrap_or_default() {
            if sealed::read(&text).is_ok() {
                continue;
            }
            let Some(it) = self.seal(&id, &text).await else { return false };
            // What another page has changed meanwhile is left for the next time.
            if self.stored(&id).as_ref() != Some(&text) {
                continue;
            }
            if self.store.put(&id, &it).is_err() {
                return false;
            }
            self.opened.borrow_mut().insert(id, (it, text));
        }
        true
    }

    /// The record `text` as it is stored under `id`, with its lock: so that it can be opened
    /// where the vault is damaged or gone.
    async fn seal(&self, id: &str, text: &str) -> Option<String> {
        Some(sealed::write(&crypto::seal(&self.key()?, id, text).await?))
    }

    /// Stores every record as it is again, then takes the lock away; whether there was room.
    async fn open_all(&self) -> bool {
        for (id, raw) in self.store.records().unwrap_or_default() {
            let damaged = || sealed::without_lock(&raw, &self.key()?.lock);
            let Some(text) = self.plain(&id, &raw).await.or_else(damaged) else { continue };
            if text != raw && self.store.put(&id, &text).is_err() {
                return false;
            }
        }
        self.store.remove_vault();
        self.lock();
        true
    }

    /// Opens everything that is stored, if `passphrase` is the right one.
    pub(super) fn unlock(self: &Rc<Self>, passphrase: String) {
        let this = self.clone();
        spawn_local(async move {
            match this.key_to_stored(&passphrase).await {
                Ok(key) => this.key.replace(Some(key)),
                Err(fault) => return this.fails(fault),
            };
            this.store.watch();
            this.seal_all().await;
            let mut records = Vec::new();
            for (id, raw) in this.store.records().unwrap_or_default() {
                let text = this.shown(&id, raw).await;
                records.push((id, text));
            }
            let last = this.store.last_id();
            this.dispatch(VaultEvent::Unlocked { records, last }.into());
        });
    }

    /// Stores by what the right passphrase is known.
    async fn make_vault(&self, key: &Key) -> Option<()> {
        let check = crypto::seal(key, CHECK, CHECK).await?;
        self.store.put_vault(&sealed::write(&check)).ok()
    }

    /// The key that opens the vault or else, where that is damaged or gone, any of the records:
    /// then the vault is made anew.
    async fn key_to_stored(&self, passphrase: &str) -> Result<Key, VaultFault> {
        let vault = self.store.vault().map(|it| (CHECK.to_owned(), it));
        let stored = vault.into_iter().chain(self.store.records().unwrap_or_default());
        let checks = stored.filter_map(|(name, text)| Some((name, sealed::read(&text).ok()?)));
        let (name, key) = key_to(checks, passphrase).await?;
        if name != CHECK {
            self.make_vault(&key).await;
        }
        Ok(key)
    }

    fn stored(&self, id: &str) -> Option<String> {
        match self.store.find(id) {
            Found::Record(text) => Some(text),
            Found::Deleted | Found::Nothing => None,
        }
    }

    /// What the stored text of a record says, as far as that is known without opening it.
    pub(super) fn known(&self, id: &str, raw: &str) -> Option<String> {
        if !self.is_sealed() {
            return Some(raw.to_owned());
        }
        self.opened.borrow().get(id).filter(|it| it.0 == raw).map(|it| it.1.clone())
    }

    /// What the stored text of a record says, sealed or not; nothing if it cannot be opened.
    async fn plain(&self, id: &str, raw: &str) -> Option<String> {
        let Ok(sealed) = sealed::read(raw) else { return Some(raw.to_owned()) };
        if let Some((known, text)) = self.opened.borrow().get(id)
            && known == raw
        {
            return Some(text.clone());
        }
        let text = crypto::open(&self.key()?, id, &sealed).await?;
        self.opened.borrow_mut().insert(id.to_owned(), (raw.to_owned(), text.clone()));
        Some(text)
    }

    /// What the stored text of a record says, and the text itself if it cannot be opened: then
    /// it is damaged.
    async fn shown(&self, id: &str, raw: String) -> String {
        self.plain(id, &raw).await.unwrap_or(raw)
    }

    /// Takes the passphrase off.
    pub(super) fn unprotect(self: &Rc<Self>) {
        let this = self.clone();
        spawn_local(async move {
            if this.open_all().await {
                this.dispatch(VaultEvent::Unprotected.into());
            } else {
                this.seal_all().await;
                this.fails(VaultFault::NoRoom);
            }
        });
    }

    pub(super) fn lock(&self) {
        self.key.take();
        self.opened.borrow_mut().clear();
    }

    /// Does `job` when those before it are done.
    pub(super) fn in_turn(self: &Rc<Self>, job: Job) {
        self.jobs.borrow_mut().push_back(job);
        if self.working.replace(true) {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            loop {
                let Some(job) = this.jobs.borrow_mut().pop_front() else { break };
                match job {
                    Job::Save { id, text, expected } => {
                        this.notice_emptying();
                        let event = this.save_sealed(id, text, expected).await;
                        this.report(event);
                    }
                    Job::SetAside { id, aside, damaged, text } => {
                        let event = match this.put_sealed(&aside, &damaged).await {
                            Ok(()) => this.save_sealed(id, text, Some(damaged)).await,
                            Err(fault) => Event::StoreFailed { id, fault },
                        };
                        this.report(event);
                    }
                    Job::Remove { id } => {
                        this.store.remove(&id);
                        this.opened.borrow_mut().remove(&id);
                    }
                    Job::Lock => this.lock(),
                    Job::Heard { id, text } => {
                        let text = Some(this.shown(&id, text).await);
                        this.dispatch(Event::ChangedElsewhere { id, text });
                    }
                }
            }
            this.working.set(false);
        });
    }

    /// Whether something is still to be sealed and stored.
    pub(super) fn is_sealing(&self) -> bool {
        self.working.get()
    }

    /// Stores a record unless somebody else has changed or deleted it meanwhile.
    async fn save_sealed(&self, id: String, text: String, expected: Option<String>) -> Event {
        let stored = self.stored(&id);
        if let Some(raw) = &stored {
            let known = self.shown(&id, raw.clone()).await;
            if Some(&known) != expected.as_ref() {
                return Event::ChangedElsewhere { id, text: Some(known) };
            }
        } else if expected.is_some() && matches!(self.store.find(&id), Found::Deleted) {
            return Event::ChangedElsewhere { id, text: None };
        }
        let Some(sealed) = self.seal(&id, &text).await else {
            return Event::StoreFailed { id, fault: StorageFault::Forbidden };
        };
        let now = self.stored(&id);
        if now != stored {
            // It was changed while this was being sealed.
            let text = match now {
                Some(raw) => Some(self.shown(&id, raw).await),
                None => None,
            };
            return Event::ChangedElsewhere { id, text };
        }
        match self.store.put(&id, &sealed) {
            Ok(()) => {
                self.opened.borrow_mut().insert(id.clone(), (sealed, text.clone()));
                Event::Stored(Saving { id, text })
            }
            Err(fault) => Event::StoreFailed { id, fault },
        }
    }

    /// Stores a new record.
    async fn put_sealed(&self, id: &str, text: &str) -> Result<(), StorageFault> {
        let sealed = self.seal(id, text).await.ok_or(StorageFault::Forbidden)?;
        self.store.put(id, &sealed)
    }

    /// Hands over a file that is sealed with the key of what is stored.
    pub(super) fn download_sealed(self: &Rc<Self>, name: String, text: String) {
        let this = self.clone();
        spawn_local(async move {
            let Some(key) = this.key() else { return };
            let Some(sealed) = crypto::seal(&key, FILE, &text).await else {
                this.fails(VaultFault::Unable);
                return;
            };
            files::download(&this.root, &name, "application/json", &sealed::write(&sealed));
            this.dispatch(Event::Downloaded { name });
        });
    }

    pub(super) fn open_sealed(self: &Rc<Self>, sealed: Sealed, passphrase: String) {
        let this = self.clone();
        spawn_local(async move {
            match unsealed(&sealed, &passphrase).await {
                Ok(text) => this.dispatch(VaultEvent::FileOpened { text }.into()),
                Err(fault) => this.fails(fault),
            }
        });
    }

    /// Opens what is under `passphrase` in the file of a rescue.
    pub(super) fn open_rescued(self: &Rc<Self>, file: String, passphrase: String) {
        let this = self.clone();
        spawn_local(async move {
            let mut fault = VaultFault::Wrong;
            let Ok(rescue) = rescue::read(&file) else { return this.fails(fault) };
            for vault in rescue.vaults() {
                let key = match key_to(vault.checks.iter().cloned(), &passphrase).await {
                    Ok((_, key)) => key,
                    Err(it) => {
                        fault = it;
                        continue;
                    }
                };
                let mut opened = BTreeMap::new();
                for (id, sealed) in &vault.records {
                    if let Some(text) = crypto::open(&key, id, sealed).await {
                        opened.insert(id.clone(), text);
                    }
                }
                let text = rescue.opened(&vault, &opened);
                return this.dispatch(VaultEvent::FileOpened { text }.into());
            }
            this.fails(fault);
        });
    }
}

/// The key by `passphrase` that opens any of the `checks`, which have the names that they are
/// sealed under; and the name of the first that it opens.
async fn key_to(
    checks: impl IntoIterator<Item = (String, Sealed)>,
    passphrase: &str,
) -> Result<(String, Key), VaultFault> {
    let mut fault = VaultFault::Unable;
    // To make a key takes long, and most have the same lock.
    let mut keys: Vec<Key> = Vec::new();
    for (name, sealed) in checks {
        let Some(lock) = &sealed.lock else { continue };
        let key = match keys.iter().find(|it| it.lock == *lock) {
            Some(key) => key.clone(),
            None => {
                let made = crypto::key(passphrase, lock.clone()).await;
                let Some(key) = made else { continue };
                keys.push(key.clone());
                key
            }
        };
        if crypto::open(&key, &name, &sealed).await.is_some() {
            return Ok((name, key));
        }
        fault = VaultFault::Wrong;
    }
    Err(fault)
}

/// What was sealed in a file.
async fn unsealed(sealed: &Sealed, passphrase: &str) -> Result<String, VaultFault> {
    let lock = sealed.lock.clone().ok_or(VaultFault::Wrong)?;
    let key = crypto::key(passphrase, lock).await.ok_or(VaultFault::Unable)?;
    crypto::open(&key, FILE, sealed).await.ok_or(VaultFault::Wrong)
}
