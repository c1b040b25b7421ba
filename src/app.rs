//! The state machine: what a person did becomes an [`Event`], [`update`] changes the
//! [`Model`] and returns [`Effect`]s for the shell to perform, [`view`] says what to show.
//!
//! Nothing here reads a clock or draws a random number: a [`Moment`] comes with each event.

/// Whether this is the full widget, not the starter, which knows only what leads to the
/// statements and the statements themselves.
///
/// The starter shows "one moment" on any other screen until the full widget takes over.
pub const FULL: bool = !cfg!(feature = "starter");

#[cfg(not(feature = "starter"))]
mod contacts;
#[cfg(not(feature = "starter"))]
mod desk;
#[cfg(not(feature = "starter"))]
pub mod door;
mod effect;
mod event;
mod guide;
mod model;
#[cfg(not(feature = "starter"))]
mod reminder;
mod shelf;
mod update;
#[cfg(not(feature = "starter"))]
mod vault;
mod view;

#[cfg(not(feature = "starter"))]
pub use contacts::{Contact, Contacts, Copied, Group, Kind, Owner, Place, Record, Request, sort};
#[cfg(not(feature = "starter"))]
pub use desk::SetupField;
pub use effect::{Asset, Effect, Focus};
pub use event::{Event, FileText, Handover, Opening, Saving, StorageFault};
#[cfg(not(feature = "starter"))]
pub use event::{PlanEvent, VaultEvent, WorkshopEvent};
pub use guide::{Choice, Question};
pub use model::{Download, Handout, Model, Moment, Of, Options, Screen, Storage};
pub use update::update;
#[cfg(not(feature = "starter"))]
pub use vault::Fault as VaultFault;
#[cfg(not(feature = "starter"))]
pub use view::{
    ActionForm, ActionView, ChangeView, CollectView, ContactsView, Dot, GroupView, HandOverView,
    InviteView, JoinView, OfferView, OutcomeView, OwnerLabels, PartnerView, PartnersView,
    PictureView, PlaceView, PlanGroup, PlanView, PresentView, QrView, ReportView, RoundView,
    Segment, SetupFieldView, SetupView, SingleView, Slide, SpreadView, StandOutView, StandOuts,
    StripView, VaultKind, VaultView, WorkshopView,
};
pub use view::{
    AnswerView, Bar, BarGroup, CardView, CheckSection, CheckView, DialogView, EntryView, FieldView,
    GuideQuestion, GuideView, ItemView, KeepView, Notice, NoticeKind, OptionView, OverallView,
    PrepareView, ProgressView, QuestionsView, ReadingPart, ReadingView, ReminderView, ResultsView,
    SavedView, ScreenView, SectionProgress, SectionResultView, StartView, Step, ViewModel, view,
};
