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
            #[cfg(not(feature = "starter"))]
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
        let wanted = id.and_then(|it| self.shelf.get(it));
        let wanted = match wanted {
            Some(Entry::Readable { keep, .. }) => *keep,
            #[cfg(not(feature = "starter"))]
            Some(Entry::Workshop { keep, .. }) => *keep,
            _ => false,
        };
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
            Entry::Readable { stored, keep, .. } => *keep && stored.is_some(),
            #[cfg(not(feature = "starter"))]
            Entry::Workshop { stored, keep, .. } => *keep && stored.is_some(),
            Entry::Unreadable { .. } => FULL,
        };
        self.shelf.iter().filter(|it| stored(it.1)).map(|it| it.0.clone()).collect()
    }

    #[cfg(not(feature = "starter"))]
    /// Whether `text` is what this page knows to be stored under `id`.
    pub fn knows(&self, id: &str, text: &str) -> bool {
        match self.shelf.get(id) {
            Some(Entry::Readable { stored, .. }) => stored.as_deref() == Some(text),
            #[cfg(not(feature = "starter"))]
            Some(Entry::Workshop { stored, .. }) => stored.as_deref() == Some(text),
            Some(Entry::Unreadable { raw, .. }) => raw == text,
            None => false,
        }
    }

    #[cfg(not(feature = "starter"))]
    /// The id of what `event` changes, which another tab may have changed meanwhile.
    pub fn changed_by(&self, event: &Event) -> Option<String> {
        match event {
            Event::Answer { .. } | Event::TakeBack { .. } | Event::Note { .. } | Event::Finish => {
                self.current.clone()
            }
            #[cfg(not(feature = "starter"))]
            Event::Rename { id, .. } | Event::Delete(id) | Event::Duplicate(id) => Some(id.clone()),
            #[cfg(not(feature = "starter"))]
            Event::Plan(_) if self.screen.of() == Some(Of::Assessment) => self.current.clone(),
            #[cfg(not(feature = "starter"))]
            Event::Plan(_) | Event::Workshop(_) => self.workshop.clone(),
            _ => None,
        }
    }

    /// Whether leaving the page loses answers that are in no storage and no file.
    pub fn would_lose_answers(&self) -> bool {
        self.shelf.values().any(|it| match it {
            Entry::Readable { assessment, keep, .. } => {
                let response = &assessment.response;
                let stored =
                    *keep && self.storage_fault.is_none() && !self.locked && !self.overtaken();
                let in_file = assessment.exported.is_some_and(|it| it >= response.updated);
                !stored && !in_file && !response.answers.is_empty()
            }
            #[cfg(not(feature = "starter"))]
            Entry::Workshop { workshop, keep, .. } => {
                let stored = *keep && self.storage_fault.is_none() && !self.locked;
                let in_file = workshop.exported.is_some_and(|it| it >= workshop.updated);
                !stored && !in_file && !workshop.setup.practice && !workshop.rows.is_empty()
            }
            Entry::Unreadable { .. } => false,
        })
    }
}
