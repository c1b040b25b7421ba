//! The state machine: what a person did becomes an [`Event`], [`update`] changes the
//! [`Model`] and returns [`Effect`]s for the shell to perform, [`view`] says what to show.
//!
//! Nothing here reads a clock or draws a random number: a [`Moment`] comes with each event.

mod effect;
mod event;
mod guide;
mod model;
mod update;
mod view;

pub use effect::{Asset, Effect, Focus};
pub use event::{Event, FileText, Opening, Saving, StorageFault};
pub use guide::{Choice, Question};
pub use model::{Download, Model, Moment, Options, Screen, Storage};
pub use update::update;
pub use view::{
    AnswerView, Bar, BarGroup, CardView, CheckSection, DialogView, EntryView, FieldView, GuideView,
    ItemView, KeepView, Notice,
    NoticeKind, OptionView, OverallView, PrepareView, ProgressView, QuestionsView, ReadingView, ResultsView,
    SavedView, ScreenView, SectionProgress, SectionResultView, StartView, Step, ViewModel, view,
};
