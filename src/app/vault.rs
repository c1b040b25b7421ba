//! What a person knows of the passphrase that protects what is kept here.

/// Where things stand with the passphrase.
#[derive(Clone, Debug, Default)]
pub struct Vault {
    /// Whether what is kept here is protected, and open.
    pub open: bool,
    /// Whether a key is being made, which takes a moment.
    pub busy: bool,
    pub fault: Option<Fault>,
    /// Whether files are saved without the passphrase.
    pub plain_files: bool,
}

/// Why a passphrase was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    TooShort,
    /// The two are not the same.
    Differs,
    Wrong,
    /// The storage is too full for it.
    NoRoom,
    /// The browser cannot seal here.
    Unable,
}
