//! The answers of a workshop's people in one table, without what tells who they are.

use super::contribution::to_response;
use crate::instrument::Instrument;
use crate::response::Response;
use crate::workshop::report::Report;
use crate::workshop::{Contribution, Row, Workshop};

/// The answers that a workshop's last state shows, a response for each person, as far as
/// they may be told: in the order of their answers, which says nothing about when they
/// came, without comments and times, and without the sector where that is hidden.
pub fn merged(instrument: &Instrument, workshop: &Workshop, report: &Report) -> Vec<Response> {
    let Some(last) = workshop.states.len().checked_sub(1).and_then(|it| u16::try_from(it).ok())
    else {
        return Vec::new();
    };
    if report.responses < report.threshold {
        return Vec::new();
    }
    let mut rows: Vec<&Row> = workshop.rows.iter().filter(|it| it.is_in(last)).collect();
    rows.sort_by(|a, b| (&a.answers, a.sector).cmp(&(&b.answers, b.sector)));
    let named = |row: &Row| {
        let sector = report.sectors.get(usize::from(row.sector))?;
        sector.responses.map(|_| sector.name.clone())
    };
    // Files of several workshops can be put together without mixing their people up.
    let of = opening(&workshop.id);
    rows.into_iter()
        .enumerate()
        .map(|(i, row)| {
            let contribution = Contribution {
                sector: named(row).unwrap_or_default(),
                answers: row.answers.clone(),
                ..Contribution::default()
            };
            let id = format!("{of}{}-{:05}", last + 1, i + 1);
            Response { id, ..to_response(instrument, &contribution, 0) }
        })
        .collect()
}

/// How the ids of the merged answers of `workshop` begin.
pub fn opening(workshop: &str) -> String {
    let of: String = workshop.chars().take(8).collect();
    format!("row-{of}-")
}
