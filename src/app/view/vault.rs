//! The passphrase in words.

use super::ScreenView;
use crate::app::event::FileText;
use crate::app::model::{Model, Screen};
use crate::app::vault::Fault;
use crate::exchange::sealed::SHORTEST;
use crate::text::Text;

/// What asks for a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultView {
    pub kind: Kind,
    /// What is wrong with what was typed; empty if nothing is.
    pub problem: String,
    /// Whether the passphrase is being worked over.
    pub busy: bool,
    /// How short a new passphrase may be, in words.
    pub hint: String,
}

/// What the passphrase is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To open what is kept here.
    Unlock,
    /// To put on what is kept here.
    Protect,
    /// It is on, and can be taken off.
    Protected,
    /// To open a file of this name.
    File(String),
}

fn view(model: &Model, text: &Text, kind: Kind) -> VaultView {
    let vault = &model.desk.vault;
    let problem = vault.fault.map(|it| match it {
        Fault::TooShort => text.count("vault.too-short", SHORTEST, &[]),
        Fault::Differs => text.say("vault.differs"),
        Fault::Wrong => text.say("vault.wrong"),
        Fault::NoRoom => text.say("vault.no-room"),
        Fault::Unable => text.say("vault.unable"),
    });
    VaultView {
        kind,
        problem: problem.unwrap_or_default(),
        busy: vault.busy,
        hint: text.count("vault.hint", SHORTEST, &[]),
    }
}

pub fn screen(model: &Model, text: &Text) -> (String, ScreenView) {
    let (key, kind) = match model.screen {
        Screen::Protect if model.desk.vault.open => ("vault.protected-heading", Kind::Protected),
        Screen::Protect => ("vault.protect-heading", Kind::Protect),
        _ => ("vault.unlock-heading", Kind::Unlock),
    };
    (text.say(key), ScreenView::Vault(view(model, text, kind)))
}

/// What asks for the passphrase of a sealed file.
pub fn file(model: &Model, text: &Text, file: &FileText) -> VaultView {
    view(model, text, Kind::File(file.name.clone()))
}
