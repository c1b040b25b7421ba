//! Files in and out: responses as JSON, CSV in two shapes, and the records that are kept
//! on a device.
//!
//! What a writer writes, its reader reads without loss; [`csv`]'s long and wide tables
//! carry less than [`json`], and say what. Readers accept every older version, refuse a
//! newer one, and never panic.

#[cfg(not(feature = "starter"))]
pub mod calendar;
pub mod code;
pub mod contribution;
pub mod csv;
pub mod door;
#[cfg(not(feature = "starter"))]
pub mod html;
pub mod json;
pub mod link;
pub mod merged;
#[cfg(not(feature = "starter"))]
pub mod plan;
pub mod qr;
pub mod report;
#[cfg(not(feature = "starter"))]
pub mod rescue;
#[cfg(not(feature = "starter"))]
pub mod sealed;
#[cfg(not(feature = "starter"))]
pub mod svg;
pub mod table;
#[cfg(not(feature = "starter"))]
pub mod workshop;

use crate::instrument::Instrument;
use crate::instrument::document::Problem;
use crate::response::Response;

/// A response that was read from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    pub response: Response,
    /// The name it had where it was saved; empty for none.
    pub name: String,
    /// The file names another edition of the instrument, asked or scored differently.
    pub other_edition: bool,
    /// It comes from a table, which knows no name, no plan and no times of answers.
    pub table: bool,
}

/// Reads any file that this widget saves: JSON or CSV, wide or long.
///
/// `instruments` are those that are open; the first one is preferred where a table does
/// not name its instrument.
pub fn read_file(text: &str, instruments: &[&Instrument]) -> Result<Vec<Imported>, Vec<Problem>> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with(['{', '[']) {
        json::read_response(text, instruments).map(|it| vec![it])
    } else {
        csv::read(text, instruments)
    }
}
