//! Everything that was stored in a browser, as it was stored: what the card saves that stands
//! in the widget's place where the widget has stopped working.
//!
//! It is written by a script that knows nothing of what it saves. So the reader takes out what
//! can be told from the keys, and leaves the reading of each text to whoever reads records.

use crate::instrument::document::{self, Fault, Problem, is_id};

pub const FORMAT: &str = "partnership-assessment/rescue";
/// The newest version of the format.
pub const VERSION: u64 = 1;
/// The largest file, in bytes: twice what browsers store, and room for its signs.
const MAX_BYTES: usize = 64 << 20;
/// The most entries, of all that were stored.
const MAX_RECORDS: usize = 100_000;
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

/// Reads a file of everything that was stored. What is neither a record nor an instrument is
/// passed over.
pub fn read(text: &str) -> Result<Vec<Rescued>, Vec<Problem>> {
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
            res.extend(rescued(key, text));
        }
        Some(res)
    })
}

fn rescued(key: &str, text: &str) -> Option<Rescued> {
    let key = key.strip_prefix(OURS)?;
    let text = text.to_owned();
    // What a page calls its instance may have strokes in it too; no id has.
    let (before, id) = key.rsplit_once('/')?;
    let id = if is_id(id) { id.to_owned() } else { String::new() };
    match before.rsplit_once('/')?.1 {
        "record" => Some(Rescued::Record { id, text }),
        "instrument" => Some(Rescued::Instrument { id, text }),
        _ => None,
    }
}
