//! What lies on the shelf, and what of it is stored.

use super::FULL;
#[cfg(not(feature = "starter"))]
use super::Of;
#[cfg(not(feature = "starter"))]
use super::event::Event;
use super::event::StorageFault;
use super::model::{Model, Storage};
use crate::instrument::document::Problem;
use crate::response::Assessment;
#[cfg(not(feature = "starter"))]
use crate::workshop::Workshop;

/// An assessment on the shelf.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Readable {
        assessment: Box<Assessment>,
        /// What this page knows to be stored.
        stored: Option<String>,
        /// Whether it is to be stored.
        keep: bool,
    },
    #[cfg(not(feature = "starter"))]
    Workshop { workshop: Box<Workshop>, stored: Option<String>, keep: bool },
    /// Stored by a newer version, or damaged: kept as it is, and it can be saved as a file.
    Unreadable { raw: String, problem: Problem },
}

impl Entry {
    /// What this page knows to be stored of it.
    pub fn stored(&self) -> Option<&String> {
        match self {
            Self::Readable { stored, .. } => stored.as_ref(),
            #[cfg(not(feature = "starter"))]
            Self::Workshop { stored, .. } => stored.as_ref(),
            Self::Unreadable { raw, .. } => Some(raw),
        }
    }

    /// Whether it is to be stored as it changes.
    pub fn keep(&self) -> bool {
        match self {
            Self::Readable { keep, .. } => *keep,
            #[cfg(not(feature = "starter"))]
            Self::Workshop { keep, .. } => *keep,
            Self::Unreadable { .. } => false,
        }
    }

    /// What this page knows to be stored of it, where that may be written over.
    pub fn stored_mut(&mut self) -> Option<&mut Option<String>> {
        match self {
            Self::Readable { stored, .. } => Some(stored),
            #[cfg(not(feature = "starter"))]
            Self::Workshop { stored, .. } => Some(stored),
            Self::Unreadable { .. } => None,
        }
    }

    /// Whether it is to be stored, where that can be chosen.
    #[cfg(not(feature = "starter"))]
    pub fn keep_mut(&mut self) -> Option<&mut bool> {
        match self {
            Self::Readable { keep, .. } => Some(keep),
            Self::Workshop { keep, .. } => Some(keep),
            Self::Unreadable { .. } => None,
        }
    }
}

/// Something that was deleted, until the page is closed.
#[cfg_attr(feature = "starter", allow(dead_code))]
#[derive(Clone, Debug, PartialEq)]
pub struct Deleted {
    pub id: String,
    pub entry: Entry,
    /// Whether it was the open assessment.
    pub open: bool,
}

impl Model {
    /// Whether answers can be kept on this device at all.
    pub(super) fn can_keep(&self) -> bool {
        self.options.storage != Storage::None
            && self.storage_fault != Some(StorageFault::Forbidden)
            && !self.locked
    }

    /// Whether the assessment or workshop `id` is to be stored, and can be.
    pub(super) fn keeps(&self, id: Option<&String>) -> bool {
        let wanted = id.and_then(|it| self.shelf.get(it)).is_some_and(Entry::keep);
        wanted && self.options.storage != Storage::None && !self.locked
    }

    /// Whether answers to the instrument `id` are to be stored.
    #[cfg(not(feature = "starter"))]
    pub(super) fn keeps_answers_to(&self, id: &str) -> bool {
        self.shelf.values().any(|it| match it {
            Entry::Readable { assessment, keep, .. } => {
                *keep && assessment.response.instrument.id == id
            }
            Entry::Workshop { workshop, keep, .. } => *keep && workshop.instrument.id == id,
            Entry::Unreadable { .. } => false,
        })
    }

    /// The ids of what this page knows to be stored, and wants to be.
    pub fn stored_ids(&self) -> Vec<String> {
        let stored = |it: &Entry| match it {
            Entry::Unreadable { .. } => FULL,
            it => it.keep() && it.stored().is_some(),
        };
        self.shelf.iter().filter(|it| stored(it.1)).map(|it| it.0.clone()).collect()
    }

    /// Whether `text` is what this page knows to be stored under `id`.
    #[cfg(not(feature = "starter"))]
    pub fn knows(&self, id: &str, text: &str) -> bool {
        self.shelf.get(id).and_then(Entry::stored).is_some_and(|it| it == text)
    }

    /// The id of what `event` changes, which another tab may have changed meanwhile.
    #[cfg(not(feature = "starter"))]
    pub fn changed_by(&self, event: &Event) -> Option<String> {
        match event {
            Event::Answer { .. } | Event::TakeBack { .. } | Event::Note { .. } | Event::Finish => {
                self.current.clone()
            }
            Event::Rename { id, .. } | Event::Delete(id) | Event::Duplicate(id) => Some(id.clone()),
            Event::Plan(_) if self.screen.of() == Some(Of::Assessment) => self.current.clone(),
            Event::Plan(_) | Event::Workshop(_) => self.workshop.clone(),
            _ => None,
        }
    }

    /// Whether leaving the page loses answers that are in no storage and no file.
    pub fn would_lose_answers(&self) -> bool {
        let can_store = self.storage_fault.is_none() && !self.locked && !self.overtaken();
        self.shelf.values().filter(|it| !(can_store && it.keep())).any(|it| match it {
            Entry::Readable { assessment, .. } => {
                let response = &assessment.response;
                let in_file = assessment.exported.is_some_and(|it| it >= response.updated);
                !in_file && !response.answers.is_empty()
            }
            #[cfg(not(feature = "starter"))]
            Entry::Workshop { workshop, .. } => {
                let in_file = workshop.exported.is_some_and(|it| it >= workshop.updated);
                !in_file && !workshop.setup.practice && !workshop.rows.is_empty()
            }
            Entry::Unreadable { .. } => false,
        })
    }
}
