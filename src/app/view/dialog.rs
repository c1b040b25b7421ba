//! The one dialog: what it asks.

use super::DialogView;
use crate::app::event::Event;
#[cfg(not(feature = "starter"))]
use crate::app::model::Entry;
use crate::app::model::{Dialog, Model};
use crate::text::Text;

pub fn dialog(model: &Model, text: &Text, dialog: &Dialog) -> DialogView {
    #[cfg(not(feature = "starter"))]
    let name = |id: &String| model.name_of_entry(id);
    #[cfg(feature = "starter")]
    let name = String::clone;
    match dialog {
        Dialog::Rename(id) => DialogView::Rename { id: id.clone(), name: name(id) },
        Dialog::Delete(id) => DialogView::Confirm {
            title: text.with("delete.title", &[("name", &name(id))]),
            text: text.say(match model.shelf.get(id) {
                #[cfg(not(feature = "starter"))]
                Some(Entry::Workshop { .. }) => "delete.workshop-text",
                _ => "delete.text",
            }),
            yes: text.say("delete.yes"),
            event: Event::Delete(id.clone()),
        },
        #[cfg(not(feature = "starter"))]
        Dialog::SealedFile(file) => DialogView::Passphrase(super::vault::file(model, text, file)),
        Dialog::DeleteEverything => DialogView::Confirm {
            title: text.say("delete-all.title"),
            text: text.say("delete-all.text"),
            yes: text.say("delete-all.yes"),
            event: Event::DeleteEverything,
        },
    }
}
