//! Everything that was stored in a browser, as it was stored: what the card saves that stands
//! in the widget's place where the widget has stopped working.
//!
//! It is written by a script that knows nothing of what it saves. So the reader takes out what
//! can be told from the keys, and leaves the reading of each text to whoever reads records.

use std::collections::BTreeMap;

use serde_json::json;

use super::sealed::{self, CHECK, Sealed};
use crate::instrument::document::{self, Fault, Problem, is_id};

pub const FORMAT: &str = "partnership-assessment/rescue";
/// The newest version of the format.
pub const VERSION: u64 = 1;
/// The largest file, in bytes: twice what browsers store, and room for its signs.
const MAX_BYTES: usize = 64 << 20;
/// The most entries, of all that were stored.
const MAX_RECORDS: usize = 100_000;
const MAX_VAULTS: usize = 20;
/// How the keys begin, in whatever version.
const OURS: &str = "partnership-assessment/";

/// Something that was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rescued {
    /// An assessment or a workshop with its id, which is empty where the key has none that could
    /// be one.
    Record { id: String, text: String },
    /// The file of a custom instrument, by its id, or of an older edition by its fingerprint.
    Instrument { id: String, text: String },
}

/// What was stored under one passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vault {
    /// By which the right passphrase is known, with the names that they are sealed under: the
    /// vault itself, and a record, for it may be damaged or gone. Each has its lock.
    pub checks: Vec<(String, Sealed)>,
    /// The sealed records by their ids.
    pub records: Vec<(String, Sealed)>,
    key: String,
}

/// A file of everything that was stored: keys and texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescue(Vec<(String, String)>);

pub fn read(text: &str) -> Result<Rescue, Vec<Problem>> {
    document::read(text, MAX_BYTES, |root| {
        root.opens_as(FORMAT, VERSION)?;
        let node = root.need("records")?;
        let records = node.list()?;
        if records.len() > MAX_RECORDS {
            node.fault(Fault::TooMany { found: records.len(), limit: MAX_RECORDS });
            return None;
        }
        let mut res = Vec::new();
        for record in records {
            let (key, text) = (record.need("key")?.text()?, record.need("text")?.text()?);
            res.push((key.to_owned(), text.to_owned()));
        }
        Some(Rescue(res))
    })
}

impl Rescue {
    /// The records and the instruments; anything else is passed over.
    pub fn rescued(self) -> impl Iterator<Item = Rescued> {
        self.0.into_iter().filter_map(|(key, text)| rescued(&key, text))
    }

    /// What is under a passphrase: there may be one for each instance of the widget. Of more
    /// than twenty the first, so that looking for them takes no longer than reading does.
    pub fn vaults(&self) -> Vec<Vault> {
        let named = self.0.iter().filter(|it| it.0.ends_with("/vault")).take(MAX_VAULTS);
        let named = named.map(|(key, text)| (key.clone(), CHECK, text));
        let records = self.0.iter().filter_map(|(key, text)| {
            let (base, id) = key.rsplit_once("record/")?;
            Some((format!("{base}vault"), id, text))
        });
        let mut checks: BTreeMap<String, Vec<(String, Sealed)>> = BTreeMap::new();
        for (key, name, text) in named.chain(records) {
            if checks.len() == MAX_VAULTS && !checks.contains_key(&key) {
                continue;
            }
            let its = checks.entry(key).or_default();
            if its.iter().all(|it| it.0 == CHECK) {
                let sealed = sealed::read(text).ok().filter(|it| it.lock.is_some());
                its.extend(sealed.map(|it| (name.to_owned(), it)));
            }
        }
        let vault = |(key, checks): (String, Vec<(String, Sealed)>)| {
            let mut res = Vault { checks, records: Vec::new(), key };
            let sealed = |it: &(String, String)| {
                Some((res.id(&it.0)?.to_owned(), sealed::read(&it.1).ok()?))
            };
            res.records = self.0.iter().filter_map(sealed).collect();
            (!res.records.is_empty()).then_some(res)
        };
        checks.into_iter().filter(|it| !it.1.is_empty()).filter_map(vault).collect()
    }

    /// The file with the `records` of `vault` that were opened, by their ids, and without the
    /// vault and the locks that the others had from it.
    pub fn opened(&self, vault: &Vault, records: &BTreeMap<String, String>) -> String {
        let others = self.0.iter().filter(|it| it.0 != vault.key);
        let records: Vec<_> = others
            .map(|(key, text)| {
                let unlocked = |id: &str| {
                    let mut locks = vault.checks.iter().filter_map(|it| it.1.lock.as_ref());
                    let damaged = || locks.find_map(|it| sealed::without_lock(text, it));
                    records.get(id).cloned().or_else(damaged)
                };
                let text = vault.id(key).and_then(unlocked).unwrap_or_else(|| text.clone());
                json!({ "key": key, "text": text })
            })
            .collect();
        json!({ "format": FORMAT, "version": VERSION, "records": records }).to_string()
    }
}

impl Vault {
    /// The id of the record under `key`, if it is sealed by this passphrase.
    fn id<'a>(&self, key: &'a str) -> Option<&'a str> {
        let base = self.key.strip_suffix("vault").filter(|it| it.starts_with(OURS))?;
        key.strip_prefix(base)?.strip_prefix("record/")
    }
}

fn rescued(key: &str, text: String) -> Option<Rescued> {
    let key = key.strip_prefix(OURS)?;
    // What a page calls its instance may have strokes in it too; no id has.
    let (before, id) = key.rsplit_once('/')?;
    let id = if is_id(id) { id.to_owned() } else { String::new() };
    match before.rsplit_once('/')?.1 {
        "record" => Some(Rescued::Record { id, text }),
        "instrument" => Some(Rescued::Instrument { id, text }),
        _ => None,
    }
}
