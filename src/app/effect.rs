//! What the shell is asked to do.

#[cfg(not(feature = "starter"))]
use std::rc::Rc;

#[cfg(not(feature = "starter"))]
use super::model::Handout;
#[cfg(not(feature = "starter"))]
use crate::document::drawing::Drawing;
#[cfg(not(feature = "starter"))]
use crate::exchange::sealed::Sealed;
#[cfg(not(feature = "starter"))]
use crate::response::Millis;

/// Something that only a browser can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Store a record, if what is stored is still `expected` or nothing.
    Save {
        id: String,
        text: String,
        expected: Option<String>,
    },
    /// Store a record in the place of one that is `damaged`, once that is stored under `aside`.
    #[cfg(not(feature = "starter"))]
    SetAside {
        id: String,
        aside: String,
        damaged: String,
        text: String,
    },
    /// Remove a stored record.
    Remove {
        id: String,
    },
    /// Remember which assessment was worked on last; `None` for none.
    RememberLast(Option<String>),
    /// Keep a custom instrument's file, so that its assessments can be opened again.
    #[cfg(not(feature = "starter"))]
    KeepInstrument {
        id: String,
        text: String,
    },
    /// Read every stored record.
    ReadShelf,
    /// Remove everything of ours from this device.
    Erase,
    /// Ask the browser not to clear its storage by itself.
    Persist,
    Fetch(Asset),
    /// Note the place in the browser's history: a step, or in place of the present one.
    Visit {
        place: String,
        step: bool,
    },
    Focus(Focus),
    Download {
        name: String,
        mime: &'static str,
        text: String,
    },
    Print,
    /// Paint a drawing and hand it to the person as a picture.
    #[cfg(not(feature = "starter"))]
    Paint {
        name: String,
        drawing: Rc<Drawing>,
    },
    /// Hand over a file that is sealed with the key of what is kept here.
    #[cfg(not(feature = "starter"))]
    DownloadSealed {
        name: String,
        text: String,
    },
    /// Put everything that is stored under a passphrase.
    #[cfg(not(feature = "starter"))]
    Protect {
        passphrase: String,
    },
    /// Take the passphrase off what is stored.
    #[cfg(not(feature = "starter"))]
    Unprotect,
    /// Open what is stored, if the passphrase is the right one.
    #[cfg(not(feature = "starter"))]
    Unlock {
        passphrase: String,
    },
    /// Forget the key.
    #[cfg(not(feature = "starter"))]
    Lock,
    /// Open a sealed file.
    #[cfg(not(feature = "starter"))]
    OpenSealed {
        sealed: Sealed,
        passphrase: String,
    },
    /// Open what is under a passphrase in the file of a rescue.
    #[cfg(not(feature = "starter"))]
    OpenRescued {
        file: String,
        passphrase: String,
    },
    /// Remember when the first review is due; `None` for none.
    #[cfg(not(feature = "starter"))]
    RememberDue(Option<Millis>),
    /// Remember whether statements are wished one at a time.
    #[cfg(not(feature = "starter"))]
    RememberSingle(bool),
    /// Put text on the clipboard.
    #[cfg(not(feature = "starter"))]
    Copy {
        what: Handout,
        text: String,
    },
    /// Offer text to the device's share sheet.
    #[cfg(not(feature = "starter"))]
    Share {
        title: String,
        text: String,
        /// Instead of text, an address.
        link: Option<String>,
    },
    /// Read QR codes with the camera, or stop it.
    #[cfg(not(feature = "starter"))]
    Camera(bool),
    /// Fill the screen, or stop it.
    #[cfg(not(feature = "starter"))]
    FullScreen(bool),
    /// Read what the browser has on record about the page's requests.
    #[cfg(not(feature = "starter"))]
    ReadContacts,
    /// Load the page again in the newer version that is at hand.
    #[cfg(not(feature = "starter"))]
    UseNewerVersion,
    /// Report [`ReadOn`](super::WorkshopEvent::ReadOn) once the page has been drawn.
    #[cfg(not(feature = "starter"))]
    Continue,
    /// Tell the host page how far things are: an event's name and numbers, never answers.
    Tell {
        name: &'static str,
        answered: usize,
        total: usize,
    },
}

/// What is fetched while the page loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asset {
    /// The list of the built-in instruments.
    Index,
    /// A built-in instrument, or a custom one that was kept, by id.
    Instrument(String),
    /// A custom instrument by its address.
    Custom(String),
    /// A language file.
    Language(String),
}

/// Where the focus goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The heading of the screen.
    Heading,
    /// The first choice of an item.
    Item(String),
    Dialog,
    /// The first field with something wrong in it.
    Invalid,
    /// Back to what opened the dialog.
    Opener,
    /// A part of the screen by its id, of those that the components give.
    Part(String),
    Notice,
}
