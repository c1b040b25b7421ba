//! What facilitators and participants of a workshop work on.

use std::rc::Rc;

use super::contacts::Contacts;
use super::vault::Vault;
use crate::exchange::code::Damage;
use crate::exchange::table::TableReading;
use crate::instrument::Instrument;
use crate::instrument::by_id::ById;
use crate::instrument::document::Problem;
use crate::plan::Action;
use crate::plan::partners::Partner;
use crate::workshop::findings::Findings;
use crate::workshop::report::Report;
use crate::workshop::{Setup, Workshop};

/// A part of the set-up that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupField {
    Name,
    Expected,
    Threshold,
    /// One per line.
    Sectors,
}

/// A set-up that is being written, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupDraft {
    pub instrument: String,
    pub name: String,
    pub expected: String,
    pub threshold: String,
    pub sectors: String,
    pub language: Option<String>,
    pub comments: bool,
    pub practice: bool,
    /// Whether it was tried to go on with it, so that what is wrong is said.
    pub tried: bool,
}

impl SetupDraft {
    pub fn typed_mut(&mut self, field: SetupField) -> &mut String {
        match field {
            SetupField::Name => &mut self.name,
            SetupField::Expected => &mut self.expected,
            SetupField::Threshold => &mut self.threshold,
            SetupField::Sectors => &mut self.sectors,
        }
    }
}

/// What came of the last thing that was added to a workshop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collected {
    pub new: usize,
    pub replaced: usize,
    pub repeated: usize,
    pub older: usize,
    /// Codes that are damaged, in their short form, and how.
    pub damaged: Vec<(String, Damage)>,
    /// Codes made by a newer version.
    pub newer: Vec<String>,
    pub other_instrument: usize,
    pub other_workshop: usize,
    /// Files that could not be read, with the first thing that is wrong with each.
    pub files: Vec<(String, Problem)>,
    /// Rows of tables that could not be read, with the first one's fault.
    pub rows: usize,
    pub row: Option<Problem>,
    /// Files of another edition of the instrument.
    pub other_edition: bool,
    /// Whether it can be undone: the workshop before it has been kept.
    pub undoable: bool,
    /// Whether it was taking back what was added before.
    pub undone: bool,
    /// The threshold that holds now, if a participant was told a higher one.
    pub raised: Option<u8>,
}

/// What they work on at present, beside what is on the shelf.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    pub set_up: SetupDraft,
    /// What a workshop's link invites to.
    pub invitation: Option<Setup>,
    /// The custom instrument that came from the address in the options.
    pub from_address: Option<String>,
    /// What the open workshop says, as of its last state.
    pub report: Option<Rc<(Report, Findings)>>,
    /// The slide that is shown.
    pub slide: usize,
    /// The open workshop before what was added last, the latest at the end.
    pub before: Vec<Workshop>,
    pub collected: Option<Collected>,
    /// How often codes or answers have been found in what was added.
    pub taken: usize,
    /// The sectors that are shown now and would not be with the new answers.
    pub hides: Vec<String>,
    pub reading: Option<Reading>,
    pub camera: bool,
    /// What the page has contacted, as it was read last.
    pub contacts: Option<Contacts>,
    /// The place of the action whose form is open.
    pub action: Option<usize>,
    /// What was taken out of a plan last: of what, at which place.
    pub taken_out: Option<(String, usize, TakenOut)>,
    /// What has just been done to the plan, for those who do not see it.
    pub said: String,
    /// Whether the answers of the last round are shown.
    pub earlier: bool,
    /// Whether statements are shown one at a time, and whether that is what is stored.
    pub single: bool,
    pub single_stored: bool,
    /// Older editions of custom instruments that answers here belong to, by fingerprint.
    pub editions: ById<Rc<Instrument>>,
    /// Whether it was told which reviews are due.
    pub told_due: bool,
    /// The workshops of which it is not known what was stored last, because the storage was
    /// emptied.
    pub adrift: Vec<String>,
    /// The files of custom instruments that could not be stored, by what they are kept under.
    pub unkept: Vec<(String, String)>,
    pub vault: Vault,
    /// Whether a newer version of the page is at hand that the person has not closed the
    /// message about.
    pub newer: bool,
    /// Whether the news have had the focus since they came.
    pub read_out: bool,
}

impl Desk {
    /// Forgets what it knows of what was stored, when all of that is gone.
    pub fn erase(&mut self) {
        self.vault = Default::default();
        (self.single, self.single_stored) = (false, false);
    }
}

/// Something that was taken out of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum TakenOut {
    Action(Box<Action>),
    Partner(Box<Partner>),
}

/// A large file that is being read.
#[derive(Clone, Debug)]
pub struct Reading {
    pub name: String,
    pub table: Box<TableReading>,
}
