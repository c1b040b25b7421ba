//! The line that reminds of saving a file.

use crate::app::event::Event;
use crate::app::model::Model;
#[cfg(not(feature = "starter"))]
use crate::app::model::{Download, Screen};
#[cfg(not(feature = "starter"))]
use crate::app::reminder;
use crate::text::Text;

/// A line that reminds of saving a file: what is unsaved, what saves it, and what has the
/// reminder go for good.
#[derive(Clone, Debug, PartialEq)]
pub struct ReminderView {
    pub text: String,
    pub save: Event,
    pub never_again: Event,
}

#[cfg(feature = "starter")]
pub fn reminder(_: &Model, _: &Text) -> Option<ReminderView> {
    None
}

/// The reminder to save a file, on the few screens that have it.
#[cfg(not(feature = "starter"))]
pub fn reminder(model: &Model, text: &Text) -> Option<ReminderView> {
    let (id, save) = match model.screen {
        Screen::Results | Screen::Keep => (model.current.as_ref()?, Download::Json),
        Screen::Picture | Screen::KeepWorkshop => (model.workshop.as_ref()?, Download::Workshop),
        _ => return None,
    };
    let unsaved = reminder::due(model, id)?;
    Some(ReminderView {
        text: match unsaved.since {
            Some(time) => {
                let date = text.date(time, model.moment.offset);
                text.count("reminder.since", unsaved.changes, &[("date", &date)])
            }
            None => text.say("reminder.never"),
        },
        save: Event::Download(save),
        never_again: Event::NoReminder(id.clone()),
    })
}
