//! What can happen.

#[cfg(not(feature = "starter"))]
use super::contacts::Record;
#[cfg(not(feature = "starter"))]
use super::desk::SetupField;
use super::guide::Choice;
#[cfg(not(feature = "starter"))]
use super::model::Handout;
use super::model::{Download, Options, Screen};
#[cfg(not(feature = "starter"))]
use crate::plan::partners::Level;
#[cfg(not(feature = "starter"))]
use crate::plan::{Part, State, Subject};
use crate::response::{Answer, Field, Millis};

/// Something a person did, or that the browser reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Opened(Box<Opening>),

    // What was asked for and arrives.
    TextArrived(String),
    IndexArrived(String),
    /// An instrument file by the id it was asked for under.
    InstrumentArrived {
        asked: String,
        text: String,
    },
    /// A custom instrument from the address that the host or a link named.
    CustomArrived(String),
    /// Something asked for cannot be had; its name.
    FetchFailed(String),

    // Moving about.
    Go(Screen),
    /// The browser went back or forward to a place named by [`Screen::name`].
    WentTo(String),
    /// Show the first statement that is not answered yet.
    Resume,
    /// Show the statement `item` to change its answer.
    Change {
        item: String,
    },
    /// Show the statements of the section as a list again, not one at a time.
    #[cfg(not(feature = "starter"))]
    ShowList,
    Language(String),
    /// Something that was folded at first is to be seen.
    Unfold,
    Dismiss,
    /// Read once more what the page has contacted.
    #[cfg(not(feature = "starter"))]
    ReadContacts,
    #[cfg(not(feature = "starter"))]
    ContactsRead(Box<Record>),
    /// A newer version of the page is at hand, whole and checked.
    #[cfg(not(feature = "starter"))]
    NewerVersion,
    /// Load the page again, to use it.
    #[cfg(not(feature = "starter"))]
    UseNewerVersion,

    // Beginning.
    Guide(Choice),
    Choose(String),
    Detail(Field, String),
    /// Whether the assessment is to be kept on this device.
    Keep(bool),
    Begin,

    // Answering.
    Answer {
        item: String,
        answer: Answer,
    },
    TakeBack {
        item: String,
    },
    Note {
        item: String,
        note: String,
    },
    Finish,

    // Keeping.
    Download(Download),
    Downloaded {
        name: String,
    },
    /// With a byte order mark in tables, which older spreadsheets need.
    ByteOrderMark(bool),
    Print,
    FilesChosen(Vec<FileText>),
    /// A file that cannot be read as text; its name.
    FileUnreadable(String),
    /// Whether what is opened from files is to be kept on this device.
    KeepFiles(bool),
    /// A drawing could not be made a picture.
    #[cfg(not(feature = "starter"))]
    PaintingFailed,

    /// A response that a script of the host page hands over, checked.
    #[cfg(not(feature = "starter"))]
    HandedOver(Box<crate::exchange::Imported>),

    // The shelf of assessments.
    OpenAssessment(String),
    AskRename(String),
    Rename {
        id: String,
        name: String,
    },
    Duplicate(String),
    AskDelete(String),
    Delete(String),
    Undo,
    AskDeleteEverything,
    DeleteEverything,
    SaveCopy(String),
    /// Store this on the device, from now on.
    KeepHere(String),
    /// Remind no more of saving this as a file.
    NoReminder(String),

    #[cfg(not(feature = "starter"))]
    Workshop(WorkshopEvent),
    #[cfg(not(feature = "starter"))]
    Plan(PlanEvent),
    #[cfg(not(feature = "starter"))]
    Vault(VaultEvent),
    /// Show what was answered in the last round beside the answers of this one.
    #[cfg(not(feature = "starter"))]
    ShowEarlier(bool),

    // What the storage says.
    ShelfRead(Result<Vec<(String, String)>, StorageFault>),
    Stored(Saving),
    StoreFailed {
        id: String,
        fault: StorageFault,
    },
    /// What is stored under `id` is not what this page stored last.
    ChangedElsewhere {
        id: String,
        text: Option<String>,
    },
    Erased,
    /// Another tab has deleted everything from this device.
    ErasedElsewhere,
    /// These records are not stored any more, and nobody has deleted them.
    Vanished(Vec<String>),
    /// The storage was emptied in between: what this page knows to be stored may stem from
    /// before.
    #[cfg(not(feature = "starter"))]
    Emptied,
    /// The file of an instrument was not stored under this id.
    #[cfg(not(feature = "starter"))]
    InstrumentNotKept {
        id: String,
        text: String,
    },
    /// The page may be closed now without another word.
    Leaving,
}

/// Something that a facilitator or a participant of a workshop did.
#[cfg(not(feature = "starter"))]
#[derive(Clone, Debug, PartialEq)]
pub enum WorkshopEvent {
    // Setting up.
    SetUp(SetupField, String),
    SetUpInstrument(String),
    /// Empty for the participant's own language.
    SetUpLanguage(String),
    SetUpComments(bool),
    SetUpPractice(bool),
    CreateWorkshop,
    OpenWorkshop(String),
    Copy(Handout),
    Share(Handout),
    /// Whether the clipboard took what was copied.
    Copied(Option<Handout>),

    // Taking part.
    Sector(String),
    /// Begin answering, or go on; `anew` as another person on the same device.
    Join {
        anew: bool,
    },

    // Collecting.
    /// Text with codes in it, typed, pasted or read from QR codes.
    Pasted(String),
    /// Files that could not be read: each with its name, and whether it is a picture.
    NotRead(Vec<(String, bool)>),
    /// Go on reading a large file.
    ReadOn,
    UndoAdding,
    /// Made-up answers, for practice.
    MadeUp,
    Camera(bool),
    CameraFailed,

    // The picture.
    ShowPicture,
    /// Show the new answers even where that hides sectors.
    ShowAnyway,
    Present(bool),
    Slide(usize),
}

#[cfg(not(feature = "starter"))]
impl From<WorkshopEvent> for Event {
    fn from(event: WorkshopEvent) -> Self {
        Self::Workshop(event)
    }
}

/// Something that a person did to the plan, or to the rounds, of what is shown.
#[cfg(not(feature = "starter"))]
#[derive(Clone, Debug, PartialEq)]
pub enum PlanEvent {
    // Priorities.
    /// Makes something a priority, or no longer one.
    Prioritise(Subject),
    MovePriority {
        place: usize,
        up: bool,
    },

    // Actions, by their place in the plan.
    /// A new action, which may begin with the words of an idea.
    Add {
        about: Option<Subject>,
        idea: String,
    },
    /// Opens an action's form, or closes it.
    Edit(Option<usize>),
    Write {
        place: usize,
        part: Part,
        text: String,
    },
    /// The day by which it is to be done, as `2027-03-01`; empty for none.
    By {
        place: usize,
        day: String,
    },
    About {
        place: usize,
        about: Option<Subject>,
    },
    State {
        place: usize,
        state: State,
    },
    Move {
        place: usize,
        up: bool,
    },
    TakeOut(usize),
    /// Takes over an action of the last round, by its place there, that is not done yet.
    CarryOver(usize),

    // Partners, by their place in the plan.
    AddPartner,
    NamePartner {
        place: usize,
        name: String,
    },
    /// How much a partner brings of a resource, by its place.
    Brings {
        place: usize,
        what: usize,
        level: Level,
    },
    BringsNote {
        place: usize,
        text: String,
    },
    /// How much a partner holds of what gives power, by its place.
    Holds {
        place: usize,
        what: usize,
        level: Level,
    },
    HoldsNote {
        place: usize,
        text: String,
    },
    TakeOutPartner(usize),
    /// What was said about power.
    Power(String),
    /// Puts back what was taken out last.
    PutBack,

    // Rounds.
    /// The day of the review, as `2027-05-01`; empty for none.
    Review(String),
    /// The review is so many months from today.
    ReviewIn(u8),
    NextRound,
    /// Whether the assessment or workshop of this id is a round of the same.
    Round {
        id: String,
        counts: bool,
    },
    /// Opens the plan of the assessment or workshop of this id.
    Open(String),
}

/// Something about the passphrase that protects what is kept here.
#[cfg(not(feature = "starter"))]
#[derive(Clone, Debug, PartialEq)]
pub enum VaultEvent {
    /// Protect everything by a passphrase, which was typed twice.
    Protect {
        passphrase: String,
        again: String,
    },
    Protected,
    Unprotect,
    Unprotected,
    Unlock {
        passphrase: String,
    },
    /// What was stored, opened, and the id of what was worked on last.
    Unlocked {
        records: Vec<(String, String)>,
        last: Option<String>,
    },
    Failed(super::vault::Fault),
    /// Close everything until the passphrase is given again.
    Lock,
    /// What is stored is under a passphrase, which did not show when the page was opened.
    Found,
    /// Another page has put a passphrase on what is stored.
    LockedElsewhere,
    /// Another page has taken it off, or has deleted everything.
    OpenedElsewhere,
    /// Whether files are sealed too.
    SealFiles(bool),
    /// Open the sealed file that was chosen.
    OpenFile {
        passphrase: String,
    },
    FileOpened {
        text: String,
    },
}

#[cfg(not(feature = "starter"))]
impl From<VaultEvent> for Event {
    fn from(event: VaultEvent) -> Self {
        Self::Vault(event)
    }
}

#[cfg(not(feature = "starter"))]
impl From<PlanEvent> for Event {
    fn from(event: PlanEvent) -> Self {
        Self::Plan(event)
    }
}

/// What the widget is opened with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    pub options: Options,
    /// The language files at hand.
    pub texts: Vec<String>,
    /// The list of what is offered, if it is at hand.
    pub index: Option<String>,
    /// The language to begin in, if the person has not chosen another.
    pub language: String,
    /// The language that was chosen in this tab before a reload.
    pub chosen_language: Option<String>,
    /// The fragment of the page's address, where the widget may read it.
    pub fragment: String,
    /// The place where this tab was before a reload, by [`Screen::name`].
    pub place: Option<String>,
    /// The assessment that was worked on last, with its id.
    pub last: Option<(String, String)>,
    /// When the first review is due that nobody has held yet.
    pub due: Option<Millis>,
    /// Whether statements are wished one at a time.
    #[cfg(not(feature = "starter"))]
    pub single: bool,
    /// Whether what is stored is under a passphrase.
    pub locked: bool,
    /// Why nothing can be stored, if so.
    pub storage_fault: Option<StorageFault>,
    /// Where the starter left off.
    pub handover: Option<Handover>,
}

/// What the starter hands over to the full widget, beyond what is stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handover {
    /// The screen, by [`Screen::name`].
    pub place: String,
    pub language: String,
    /// The instrument that is being prepared or answered.
    pub instrument: String,
    /// The details of who answers, in the order of [`Field::ALL`].
    pub details: Vec<String>,
    pub keep: bool,
    /// The open assessment: its id, its record, and what is stored of it.
    pub open: Option<(String, String, Option<String>)>,
    /// The item that has or should have the focus.
    pub item: Option<String>,
    /// What a link asked for: the one instrument to offer, the address of a custom one.
    pub only: Option<String>,
    pub src: Option<String>,
    /// The link of a workshop; empty for none.
    pub workshop: String,
    /// Whether what is opened from files stays off this device.
    pub files_apart: bool,
    /// Whether the focus is left where it is.
    pub quiet: bool,
    /// Whether the person has just come to this place.
    #[cfg(not(feature = "starter"))]
    pub moved: bool,
}

/// A record that was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saving {
    pub id: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    pub name: String,
    pub text: String,
}

/// Why something is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageFault {
    /// The browser forbids it.
    Forbidden,
    Full,
}
