//! What each partner brings, and what power it holds, as the partners say they see it.

use super::Entry;
use crate::response::Millis;

/// What a partner can bring, as files name it.
pub const RESOURCES: [&str; 6] =
    ["money", "staff-time", "space", "knowledge", "contacts", "equipment"];
/// What gives a partner power, as files name it.
pub const POWERS: [&str; 4] = ["size", "budget", "credibility", "decision-rights"];

/// How much of something a partner brings or holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nobody has said.
    #[default]
    Unsaid,
    Nothing,
    Little,
    Some,
    Much,
    /// The partners see it differently.
    Differs,
}

impl Level {
    pub const ALL: [Self; 6] =
        [Self::Unsaid, Self::Nothing, Self::Little, Self::Some, Self::Much, Self::Differs];

    /// The level as files write it; empty where nobody has said.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unsaid => "",
            Self::Nothing => "nothing",
            Self::Little => "little",
            Self::Some => "some",
            Self::Much => "much",
            Self::Differs => "differs",
        }
    }

    /// Reads what [`Level::code`] writes.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// How much, from 0 to 3; `None` where that is not agreed or not said.
    pub fn amount(self) -> Option<u8> {
        match self {
            Self::Unsaid | Self::Differs => None,
            Self::Nothing => Some(0),
            Self::Little => Some(1),
            Self::Some => Some(2),
            Self::Much => Some(3),
        }
    }
}

/// A partner with what it brings and holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Partner {
    pub id: String,
    pub name: String,
    /// In the order of [`RESOURCES`].
    pub brings: [Level; RESOURCES.len()],
    /// What that is, in words.
    pub brings_note: String,
    /// In the order of [`POWERS`].
    pub holds: [Level; POWERS.len()],
    /// How the partners see it, in words.
    pub holds_note: String,
    pub changed: Millis,
    /// What a file says of it beyond this: name and value, in JSON.
    pub more: Vec<(String, String)>,
}

impl Entry for Partner {
    fn id(&self) -> &str {
        &self.id
    }

    fn changed(&self) -> Millis {
        self.changed
    }
}
