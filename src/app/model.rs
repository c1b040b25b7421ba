//! What the widget knows.

#[cfg(not(feature = "starter"))]
use std::collections::BTreeMap;
use std::rc::Rc;

#[cfg(not(feature = "starter"))]
use super::desk::Desk;
use super::event::{Handover, StorageFault};
use super::guide::Choice;
pub use super::shelf::{Deleted, Entry};
use crate::exchange::json;
#[cfg(not(feature = "starter"))]
use crate::instrument::BUILT_IN;
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
    /// The address of the folder that the widget's files come from, if they come from one.
    pub folder: Option<String>,
    /// The address that links lead to, without a fragment; empty for a file on a disk.
    pub address: String,
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
    /// For whom it works, and for whom it may not.
    Accessibility,
    /// Before the first statement.
    Prepare,
    /// The statements of a section, by its place in the instrument.
    Questions(usize),
    /// A statement by itself, by its place in the instrument.
    Statement(usize),
    Check,
    Results,
    Keep,
    /// All assessments on this device.
    Shelf,
    /// A new workshop's set-up.
    SetUp,
    /// A workshop's link.
    Invite,
    /// A workshop's answers coming in.
    Collect,
    /// What a workshop says.
    Picture,
    /// The picture, slide by slide.
    Present,
    /// A workshop's files.
    KeepWorkshop,
    /// A participant's first screen.
    Join,
    /// A participant's answers going out.
    HandOver,
    /// What the page has contacted.
    Contacts,
    /// What partners agree to do.
    Plan(Of),
    /// What each partner brings, and what power it holds.
    Partners(Of),
    /// Several rounds side by side.
    Change(Of),
    /// One document for a board.
    Report(Of),
    /// Where the passphrase is asked for.
    Unlock,
    /// Where a passphrase is put on, or taken off.
    Protect,
}

/// Whose plan, change or report a screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Assessment,
    Workshop,
}

impl Screen {
    /// What each screen is called in the browser's history; the statements of a section are
    /// `questions/` and its place, from 1, and a statement by itself is `statement/` and its own.
    const NAMES: [(Self, &str); 29] = [
        (Self::Start, "start"),
        (Self::Guide, "guide"),
        (Self::Partnership, "partnership"),
        (Self::Privacy, "privacy"),
        (Self::Accessibility, "accessibility"),
        (Self::Prepare, "prepare"),
        (Self::Check, "check"),
        (Self::Results, "results"),
        (Self::Keep, "keep"),
        (Self::Shelf, "shelf"),
        (Self::SetUp, "set-up"),
        (Self::Invite, "invite"),
        (Self::Collect, "collect"),
        (Self::Picture, "picture"),
        (Self::Present, "present"),
        (Self::KeepWorkshop, "keep-workshop"),
        (Self::Join, "join"),
        (Self::HandOver, "hand-over"),
        (Self::Contacts, "contacts"),
        (Self::Plan(Of::Assessment), "plan"),
        (Self::Partners(Of::Assessment), "partners"),
        (Self::Change(Of::Assessment), "change"),
        (Self::Report(Of::Assessment), "report"),
        (Self::Plan(Of::Workshop), "workshop-plan"),
        (Self::Partners(Of::Workshop), "workshop-partners"),
        (Self::Change(Of::Workshop), "workshop-change"),
        (Self::Report(Of::Workshop), "workshop-report"),
        (Self::Unlock, "unlock"),
        (Self::Protect, "protect"),
    ];

    /// The name of the screen in the browser's history.
    pub fn name(self) -> String {
        let numbered = |name: &str, place: usize| format!("{name}/{}", place + 1);
        match self {
            Self::Questions(section) => numbered("questions", section),
            Self::Statement(place) => numbered("statement", place),
            _ => {
                let named = Self::NAMES.iter().find(|it| it.0 == self);
                named.map_or_else(String::new, |it| it.1.to_owned())
            }
        }
    }

    /// Reads what [`Screen::name`] writes; what the screen shows may stand behind it.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut parts = name.split(['/', '#']);
        let screen = parts.next();
        let mut place = || parts.next()?.parse::<usize>().ok()?.checked_sub(1);
        match screen {
            Some("questions") => place().map(Self::Questions),
            Some("statement") => place().map(Self::Statement),
            _ => Self::NAMES.iter().find(|it| Some(it.1) == screen).map(|it| it.0),
        }
    }

    /// Whose assessment or workshop the screen is about, if it is about what comes of it.
    pub fn of(self) -> Option<Of> {
        match self {
            Self::Plan(of) | Self::Partners(of) | Self::Change(of) | Self::Report(of) => Some(of),
            _ => None,
        }
    }

    /// Whether the screen shows an assessment that has begun.
    pub fn needs_assessment(self) -> bool {
        matches!(
            self,
            Self::Questions(_)
                | Self::Statement(_)
                | Self::Check
                | Self::Results
                | Self::Keep
                | Self::HandOver
        ) || self.of() == Some(Of::Assessment)
    }

    /// Whether the screen shows a workshop that is set up.
    pub fn needs_workshop(self) -> bool {
        matches!(
            self,
            Self::Invite | Self::Collect | Self::Picture | Self::Present | Self::KeepWorkshop
        ) || self.of() == Some(Of::Workshop)
    }
}

/// What can be saved as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Download {
    Json,
    Wide,
    Long,
    /// A workshop's report, as a document and as a table.
    Report,
    ReportTable,
    /// The answers of a workshop's people, without what tells who they are.
    Merged,
    MergedLong,
    /// A workshop with everything in it.
    Workshop,
    /// A plan as a table, and its days for a calendar.
    Plan,
    Calendar,
    /// The report as a page of its own.
    Page,
    /// A figure of the report or of the change, by its place there.
    Figure {
        place: usize,
        painted: bool,
    },
}

/// What is copied or shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handout {
    Link,
    Code,
}

/// What is being prepared before the first answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub instrument: String,
    pub respondent: Respondent,
    pub keep: bool,
    /// The link of the workshop that it is answered for; empty for none.
    pub workshop: String,
    /// Whether it was tried to begin, so that what is missing is said.
    pub tried: bool,
}

// The starter hands over before it comes to most of this.
#[cfg_attr(feature = "starter", allow(dead_code))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    Rename(String),
    Delete(String),
    DeleteEverything,
    /// A sealed file that was chosen, for which the passphrase is asked.
    #[cfg(not(feature = "starter"))]
    SealedFile(super::event::FileText),
}

/// A message about what just happened.
// The starter hands over before it comes to most of this.
#[cfg_attr(feature = "starter", allow(dead_code))]
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
    /// The page or a link names an instrument that does not exist.
    NoInstrument {
        id: String,
    },
    /// The open assessment answers a custom instrument that is not at hand.
    NeedsInstrument {
        id: String,
    },
    Deleted {
        name: String,
    },
    /// What is shown was deleted in another tab; its id.
    DeletedElsewhere(String),
    /// A newer version changed what is shown in another tab.
    NewerElsewhere,
    Erased,
    ErasedElsewhere,
    /// Somebody emptied the storage, and what this page knew was stored again.
    Emptied,
    /// The questions of an instrument could not be stored.
    QuestionsNotStored,
    Restored,
    Merged,
    StorageFailed(StorageFault),
    Downloaded {
        file: String,
    },
    Copied(Handout),
    CopyFailed,
    CameraFailed,
    /// A link that looks like a workshop's and cannot be read.
    BadInvitation,
    /// These should be looked at again by now: their ids.
    ReviewDue(Vec<String>),
    /// An action or a partner was taken out of a plan.
    TakenOut {
        name: String,
    },
    /// A picture could not be painted.
    PaintingFailed,
    Protected,
    Unprotected,
    LockedElsewhere,
    /// Something here is in no storage and in no file.
    NotStored,
    /// A newer version of the page is at hand.
    NewerVersion,
    /// Stored records were read from a file: how many are on the shelf now, and how many
    /// cannot be read and were set aside.
    Rescued {
        read: usize,
        aside: usize,
        known: bool,
    },
}

/// Everything the widget knows.
// The starter hands over before it comes to most of this.
#[cfg_attr(feature = "starter", allow(dead_code))]
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
    /// Whether what is folded at first is made. Most people never unfold any of it, and all of
    /// them wait for what is made.
    pub(super) unfolds: bool,
    /// What deleting took away, the last at the end.
    pub(super) undo: Vec<Deleted>,
    /// What was kept until another tab deleted it, and is still shown here.
    #[cfg(not(feature = "starter"))]
    pub(super) parted: Vec<String>,
    /// Whether what is opened from files stays off this device.
    pub(super) files_apart: bool,
    /// Files that wait for instruments to arrive.
    pub(super) files: Vec<super::event::FileText>,
    pub(super) no_byte_order_mark: bool,
    /// The assessment or workshop that the file being saved holds whole.
    pub(super) in_file: Option<String>,
    /// The assessments that could not be stored.
    pub(super) unsaved: Vec<String>,
    /// Where the person should land once the instrument of the open assessment arrives.
    pub(super) landing: bool,
    /// The item that was last given the focus on this screen.
    pub(super) focused: Option<String>,
    pub(super) moment: Moment,
    pub(super) without_full: bool,
    /// The workshop that is open.
    pub(super) workshop: Option<String>,
    /// The link of a workshop as it came.
    pub(super) link: String,
    /// When the first of the reviews is due that nobody has held yet.
    pub(super) due: Option<Millis>,
    /// Whether what is stored is under a passphrase that has not been given.
    pub(super) locked: bool,
    /// Whether another page has changed what is stored, which the full widget merges.
    #[cfg(feature = "starter")]
    pub(super) overtaken: bool,
    /// Where the person wanted to be when the passphrase was asked for.
    pub(super) wanted: String,
    #[cfg(not(feature = "starter"))]
    pub(super) desk: Desk,
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

    /// The file of a custom instrument.
    pub fn custom(&self, id: &str) -> Option<&String> {
        self.custom.get(id)
    }

    /// Whether the news have had the focus since they came.
    #[cfg_attr(feature = "starter", allow(clippy::unused_self))]
    pub(super) fn has_read_out(&self) -> bool {
        #[cfg(not(feature = "starter"))]
        return self.desk.read_out;
        #[cfg(feature = "starter")]
        false
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
            _ => None,
        }
    }

    /// The instrument of the assessment that is open.
    pub fn instrument(&self) -> Option<&Rc<Instrument>> {
        self.instruments.get(&self.assessment()?.response.instrument.id)
    }

    /// What the full widget needs to go on from here.
    pub fn handover(&self) -> Handover {
        let open = self.current.as_ref().and_then(|id| match self.shelf.get(id)? {
            Entry::Readable { assessment, stored, keep } => {
                Some((id.clone(), json::write_record(assessment), stored.clone(), *keep))
            }
            _ => None,
        });
        let draft = self.draft.clone().unwrap_or_default();
        Handover {
            place: if self.wanted.is_empty() { self.place() } else { self.wanted.clone() },
            language: self.language.clone(),
            details: Field::ALL.map(|it| draft.respondent.part(it).to_owned()).into(),
            instrument: draft.instrument,
            keep: open.as_ref().map_or(draft.keep, |it| it.3),
            open: open.map(|(id, record, stored, _)| (id, record, stored)),
            item: self.focused.clone(),
            only: self.options.instrument.clone(),
            src: self.options.src.clone(),
            workshop: self.link.clone(),
            files_apart: self.files_apart,
            quiet: false,
            #[cfg(not(feature = "starter"))]
            moved: false,
        }
    }

    /// The name of the place in the browser's history: the screen, and what it shows where
    /// that is not what was open last.
    pub fn place(&self) -> String {
        let name = self.screen.name();
        match &self.workshop {
            Some(id) if self.screen.needs_workshop() => format!("{name}/{id}"),
            _ if self.screen == Screen::Join => format!("{name}{}", self.link),
            _ => name,
        }
    }

    /// Whether what is to be shown or done is beyond the starter.
    pub fn exceeds_starter(&self) -> bool {
        let shown = matches!(self.screen, Screen::Start | Screen::Prepare | Screen::Questions(_));
        let told = matches!(
            self.news,
            None | Some(
                News::FetchFailed { .. }
                    | News::NoInstrument { .. }
                    | News::StorageFailed(_)
                    | News::Merged
            )
        );
        let for_workshop = self.assessment().is_some_and(|it| !it.response.workshop.is_empty());
        let due = self.due.is_some_and(|it| it <= self.moment.now);
        // It is damaged, or under a passphrase that does not show otherwise.
        let unreadable = self.shelf.iter().any(|it| matches!(it.1, Entry::Unreadable { .. }));
        !shown
            || !told
            || unreadable
            || for_workshop
            || due
            || self.locked
            || self.overtaken()
            || self.dialog.is_some()
            || self.options.src.is_some()
    }

    /// Whether another page has changed what is stored, and it was not merged yet.
    pub(super) fn overtaken(&self) -> bool {
        #[cfg(feature = "starter")]
        return self.overtaken;
        #[cfg(not(feature = "starter"))]
        false
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

    /// The response of an assessment on the shelf.
    #[cfg(not(feature = "starter"))]
    pub(super) fn response_of(&self, id: &str) -> Option<&crate::response::Response> {
        match self.shelf.get(id)? {
            Entry::Readable { assessment, .. } => Some(&assessment.response),
            Entry::Workshop { .. } | Entry::Unreadable { .. } => None,
        }
    }

    /// The name of an assessment or a workshop on the shelf.
    #[cfg(not(feature = "starter"))]
    pub(super) fn name_of_entry(&self, id: &str) -> String {
        self.name_of_any(id, self.shelf.get(id))
    }

    /// The name of `entry`, which is or was on the shelf under `id`.
    pub(super) fn name_of_any(&self, id: &str, entry: Option<&Entry>) -> String {
        match entry {
            Some(Entry::Readable { assessment, .. }) => self.name_of(assessment),
            #[cfg(not(feature = "starter"))]
            Some(Entry::Workshop { workshop, .. }) => workshop.setup.name.clone(),
            Some(Entry::Unreadable { .. }) | None => id.to_owned(),
        }
    }

    /// Words of instruments that stand in for ones in the language of the page, with their own.
    #[cfg(not(feature = "starter"))]
    pub fn stand_ins(&self) -> BTreeMap<String, String> {
        let text = self.text();
        // Ours say everything in every language, and this is asked after every answer.
        let own = self.instruments.iter().filter(|it| !BUILT_IN.contains(&it.0.as_str()));
        let all = own.map(|it| it.1).chain(self.desk.editions.values());
        all.flat_map(|it| it.stand_ins(&text.language)).collect()
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
