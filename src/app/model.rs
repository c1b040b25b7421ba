//! What the widget knows.

use std::rc::Rc;

use super::event::{Handover, StorageFault};
use super::guide::Choice;
use crate::exchange::json;
use crate::instrument::by_id::ById;
use crate::instrument::document::Problem;
use crate::instrument::{Index, Instrument};
use crate::response::{Assessment, Field, Millis, Respondent};
use crate::text::Text;

/// When an event happens, and an id that nobody had before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    pub now: Millis,
    /// Minutes east of Greenwich.
    pub offset: i64,
    /// 128 random bits.
    pub random: u128,
}

impl Moment {
    /// A random UUID (version 4).
    pub fn uuid(&self) -> String {
        let bits = self.random & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
    }
}

/// Where answers are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    #[default]
    Local,
    Session,
    None,
}

/// What the host page set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The one instrument to offer.
    pub instrument: Option<String>,
    /// The address of a custom instrument.
    pub src: Option<String>,
    pub storage: Storage,
    /// Whether this is a page of its own, which shows its title and links.
    pub standalone: bool,
}

/// The screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Start,
    Guide,
    /// What partnership is.
    Partnership,
    /// What happens with the answers.
    Privacy,
    /// Before the first statement.
    Prepare,
    /// The statements of a section, by its place in the instrument.
    Questions(usize),
    Check,
    Results,
    Keep,
    /// All assessments on this device.
    Shelf,
}

impl Screen {
    /// The name of the screen in the browser's history.
    pub fn name(self) -> String {
        match self {
            Self::Start => "start".to_owned(),
            Self::Guide => "guide".to_owned(),
            Self::Partnership => "partnership".to_owned(),
            Self::Privacy => "privacy".to_owned(),
            Self::Prepare => "prepare".to_owned(),
            Self::Questions(section) => format!("questions/{}", section + 1),
            Self::Check => "check".to_owned(),
            Self::Results => "results".to_owned(),
            Self::Keep => "keep".to_owned(),
            Self::Shelf => "shelf".to_owned(),
        }
    }

    /// Reads what [`Screen::name`] writes.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "start" => Self::Start,
            "guide" => Self::Guide,
            "partnership" => Self::Partnership,
            "privacy" => Self::Privacy,
            "prepare" => Self::Prepare,
            "check" => Self::Check,
            "results" => Self::Results,
            "keep" => Self::Keep,
            "shelf" => Self::Shelf,
            _ => {
                let number: usize = name.strip_prefix("questions/")?.parse().ok()?;
                Self::Questions(number.checked_sub(1)?)
            }
        })
    }

    /// Whether the screen shows an assessment that has begun.
    pub fn needs_assessment(self) -> bool {
        matches!(self, Self::Questions(_) | Self::Check | Self::Results | Self::Keep)
    }
}

/// What can be saved as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Download {
    Json,
    Wide,
    Long,
}

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
    /// Stored by a newer version, or damaged: kept as it is, and it can be saved as a file.
    Unreadable { raw: String, problem: Problem },
}

/// What is being prepared before the first answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub instrument: String,
    pub respondent: Respondent,
    pub keep: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    Rename(String),
    Delete(String),
    DeleteEverything,
}

/// A message about what just happened.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    Imported {
        name: String,
        count: usize,
        known: bool,
        other_edition: bool,
    },
    ImportFailed {
        file: String,
        problems: Vec<Problem>,
    },
    Unreadable {
        file: String,
    },
    InstrumentOpened,
    FetchFailed {
        what: String,
    },
    /// The open assessment answers a custom instrument that is not at hand.
    NeedsInstrument {
        id: String,
    },
    Deleted {
        name: String,
    },
    Erased,
    Restored,
    Merged,
    StorageFailed(StorageFault),
    Downloaded {
        file: String,
    },
}

/// Everything the widget knows.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub options: Options,
    pub(super) texts: ById<Rc<Text>>,
    pub(super) language: String,
    pub(super) index: Index,
    pub(super) instruments: ById<Rc<Instrument>>,
    /// The files of custom instruments, by id.
    pub(super) custom: ById<String>,
    /// What has been asked for and has not arrived.
    pub(super) awaited: Vec<String>,
    pub(super) screen: Screen,
    pub(super) guide: Vec<Choice>,
    pub(super) draft: Option<Draft>,
    pub(super) shelf: ById<Entry>,
    /// Whether every stored record is on the shelf.
    pub(super) shelf_read: bool,
    /// The assessment that is open.
    pub(super) current: Option<String>,
    /// Why nothing is stored any more, if so.
    pub(super) storage_fault: Option<StorageFault>,
    pub(super) saved_at: Option<Millis>,
    pub(super) persist_asked: bool,
    pub(super) news: Option<News>,
    pub(super) dialog: Option<Dialog>,
    /// What deleting took away last.
    pub(super) undo: Option<(String, Entry)>,
    /// Files that wait for instruments to arrive.
    pub(super) files: Vec<super::event::FileText>,
    pub(super) no_byte_order_mark: bool,
    /// The assessment that the file being saved holds whole.
    pub(super) in_file: Option<String>,
    /// The assessments that could not be stored.
    pub(super) unsaved: Vec<String>,
    /// Where the person should land once the instrument of the open assessment arrives.
    pub(super) landing: bool,
    /// The item that was last given the focus on this screen.
    pub(super) focused: Option<String>,
    pub(super) moment: Moment,
    pub(super) without_full: bool,
}

impl Model {
    pub fn text(&self) -> Rc<Text> {
        self.texts
            .get(&self.language)
            .or_else(|| self.texts.get("en"))
            .or_else(|| self.texts.values().next())
            .cloned()
            .unwrap_or_default()
    }

    pub fn language(&self) -> &str {
        &self.language
    }

    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// The assessment that is open.
    pub fn assessment(&self) -> Option<&Assessment> {
        match self.shelf.get(self.current.as_ref()?)? {
            Entry::Readable { assessment, .. } => Some(assessment),
            Entry::Unreadable { .. } => None,
        }
    }

    /// The instrument of the assessment that is open.
    pub fn instrument(&self) -> Option<&Rc<Instrument>> {
        self.instruments.get(&self.assessment()?.response.instrument.id)
    }

    /// Whether leaving the page loses answers that are in no storage and no file.
    pub fn would_lose_answers(&self) -> bool {
        self.shelf.values().any(|it| match it {
            Entry::Readable { assessment, keep, .. } => {
                let response = &assessment.response;
                let stored = *keep && self.storage_fault.is_none();
                let in_file = assessment.exported.is_some_and(|it| it >= response.updated);
                !stored && !in_file && !response.answers.is_empty()
            }
            Entry::Unreadable { .. } => false,
        })
    }

    /// What the full widget needs to go on from here.
    pub fn handover(&self) -> Handover {
        let open = self.current.as_ref().and_then(|id| match self.shelf.get(id)? {
            Entry::Readable { assessment, stored, keep } => {
                Some((id.clone(), json::write_record(assessment), stored.clone(), *keep))
            }
            Entry::Unreadable { .. } => None,
        });
        let draft = self.draft.clone().unwrap_or_default();
        Handover {
            place: self.screen.name(),
            language: self.language.clone(),
            details: Field::ALL.map(|it| draft.respondent.part(it).to_owned()).into(),
            instrument: draft.instrument,
            keep: open.as_ref().map_or(draft.keep, |it| it.3),
            open: open.map(|(id, record, stored, _)| (id, record, stored)),
            item: self.focused.clone(),
            only: self.options.instrument.clone(),
            src: self.options.src.clone(),
        }
    }

    /// Whether what is to be shown or done is beyond the starter.
    pub fn exceeds_starter(&self) -> bool {
        let shown = matches!(self.screen, Screen::Start | Screen::Prepare | Screen::Questions(_));
        let told = matches!(
            self.news,
            None | Some(News::FetchFailed { .. } | News::StorageFailed(_) | News::Merged)
        );
        !shown || !told || self.dialog.is_some() || self.options.src.is_some()
    }

    /// Whether answers can be kept on this device at all.
    pub(super) fn can_keep(&self) -> bool {
        self.options.storage != Storage::None && self.storage_fault != Some(StorageFault::Forbidden)
    }

    /// Whether the assessment that is open is to be stored, and can be.
    pub(super) fn keeps(&self) -> bool {
        let wanted = self.current.as_ref().and_then(|it| self.shelf.get(it));
        matches!(wanted, Some(Entry::Readable { keep: true, .. }))
            && self.options.storage != Storage::None
    }

    /// The name an assessment goes by: its own, its partnership's or its instrument's.
    pub(super) fn name_of(&self, assessment: &Assessment) -> String {
        let partnership = &assessment.response.respondent.partnership;
        if !assessment.name.is_empty() {
            assessment.name.clone()
        } else if !partnership.is_empty() {
            partnership.clone()
        } else {
            self.title_of(&assessment.response.instrument.id)
        }
    }

    /// The title of an instrument, or its id while it is not known.
    pub(super) fn title_of(&self, instrument: &str) -> String {
        let text = self.text();
        let open = self.instruments.get(instrument).map(|it| &it.title);
        let listed =
            || self.index.instruments.iter().find(|it| it.id == instrument).map(|it| &it.title);
        open.or_else(listed).map_or_else(|| instrument.to_owned(), |it| text.own(it).to_owned())
    }
}
