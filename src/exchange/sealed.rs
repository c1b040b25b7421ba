//! What is under a passphrase: the bytes that nobody can read without it, and what is needed
//! beside it to open them again.
//!
//! The sealing itself is the browser's own, done by the shell: a key is made of the
//! passphrase by PBKDF2 with SHA-256, and AES-256-GCM seals the text. Here is only the
//! envelope, as one JSON document for stored records and for files.

use serde_json::{Map, Value, json};

use crate::instrument::document::{self, Fault, Node, Problem};

pub const FORMAT: &str = "partnership-assessment/sealed";
/// The newest version of the format.
pub const VERSION: u64 = 1;
/// What is sealed beside stored records, under its own name, to tell the right passphrase from
/// a wrong one.
pub const CHECK: &str = "partnership-assessment";
/// The largest envelope, in bytes.
const MAX_BYTES: usize = 400 << 20;
/// How often a new passphrase is worked over, and how often a file may ask for at the most.
pub const ITERATIONS: u32 = 600_000;
const MOST_ITERATIONS: i64 = 10_000_000;
/// The shortest passphrase, in characters.
pub const SHORTEST: usize = 8;

/// How a key is made of a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    pub iterations: u32,
    /// In base64.
    pub salt: String,
}

/// A sealed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// `None` for a record of before, whose lock is stored only once for all.
    pub lock: Option<Lock>,
    /// The nonce, in base64.
    pub iv: String,
    /// The sealed text with its tag, in base64.
    pub data: String,
}

pub fn write(sealed: &Sealed) -> String {
    let mut res = Map::new();
    let mut put = |name: &str, value: Value| res.insert(name.to_owned(), value);
    put("format", FORMAT.into());
    put("version", VERSION.into());
    if let Some(lock) = &sealed.lock {
        let (iterations, salt) = (lock.iterations, lock.salt.as_str());
        put("key", json!({ "by": KEY, "iterations": iterations, "salt": salt }));
    }
    put("cipher", CIPHER.into());
    put("iv", sealed.iv.as_str().into());
    put("data", sealed.data.as_str().into());
    Value::Object(res).to_string()
}

/// The sealed `text` without its lock, if that is `lock`. What the right key does not open is
/// damaged: its lock would only have a person asked for a passphrase that opens nothing.
pub fn without_lock(text: &str, lock: &Lock) -> Option<String> {
    let sealed = read(text).ok().filter(|it| it.lock.as_ref() == Some(lock))?;
    Some(write(&Sealed { lock: None, ..sealed }))
}

const KEY: &str = "PBKDF2-SHA-256";
const CIPHER: &str = "AES-256-GCM";

/// Reads what [`write`] writes, in any version up to this one.
pub fn read(text: &str) -> Result<Sealed, Vec<Problem>> {
    document::read(text, MAX_BYTES, |root| {
        root.opens_as(FORMAT, VERSION)?;
        one_of(&root.need("cipher")?, CIPHER)?;
        let lock = match root.maybe("key") {
            Some(key) => {
                one_of(&key.need("by")?, KEY)?;
                let iterations = key.need("iterations")?.whole(1, MOST_ITERATIONS)?;
                Some(Lock {
                    iterations: u32::try_from(iterations).ok()?,
                    salt: bytes(&key.need("salt")?)?,
                })
            }
            None => None,
        };
        Some(Sealed { lock, iv: bytes(&root.need("iv")?)?, data: bytes(&root.need("data")?)? })
    })
}

fn one_of(node: &Node<'_>, known: &str) -> Option<()> {
    if node.text()? == known {
        return Some(());
    }
    node.fault(Fault::NotOneOf { found: node.shown(), allowed: known.to_owned() });
    None
}

/// Bytes in base64, which the shell turns into bytes.
fn bytes(node: &Node<'_>) -> Option<String> {
    let text = node.text()?;
    let fits = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/');
    let inner = text.trim_end_matches('=');
    let whole = text.len().is_multiple_of(4) && text.len() - inner.len() <= 2;
    if text.is_empty() || !whole || !inner.bytes().all(fits) {
        node.fault(Fault::Unknown { found: node.shown() });
        return None;
    }
    Some(text.to_owned())
}
