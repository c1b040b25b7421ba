//! Where to start the conversation: which numbers of a report stand out.

use std::cmp::Reverse;

use super::report::{Measure, Report};
use crate::scoring::Ratio;

/// At most so many of each kind are named.
const MOST_NAMED: usize = 5;

/// An item or a section, by its place in the instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Item(usize),
    Section(usize),
}

/// What stands out, the most striking first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Items on which there is strong or broad agreement, whatever it is that is agreed.
    pub common: Vec<usize>,
    /// Items on which people differ: agreement below broad.
    pub divided: Vec<usize>,
    /// Items and sections that the sectors see differently, by a fifth of the range or more.
    pub wide: Vec<Place>,
    /// Items to which at least a fifth of the people answered "don't know", with the
    /// sector where that gathers, if it does in one.
    pub unknown: Vec<(usize, Option<usize>)>,
}

pub fn findings(report: &Report) -> Findings {
    let broad = Ratio::new(3, 5);
    let mut agreed: Vec<(usize, Ratio)> =
        report.items.iter().enumerate().filter_map(|(at, it)| Some((at, it.agreement?))).collect();
    // Sorting is stable: of equals, the first in the instrument stays the first.
    agreed.sort_by_key(|it| it.1);
    let divided = agreed.iter().filter(|it| it.1 < broad).map(|it| it.0);
    let divided: Vec<usize> = divided.take(MOST_NAMED).collect();
    agreed.sort_by_key(|it| Reverse(it.1));
    let common = agreed.iter().filter(|it| it.1 >= broad).map(|it| it.0);

    let share = |it: &Measure| it.gap_share().filter(|_| it.is_wide());
    let items = report.items.iter().enumerate();
    let items = items.filter_map(|(at, it)| Some((Place::Item(at), share(&it.measure)?)));
    // A single section's gap says no more than its items'.
    let sections = report.sections.iter().enumerate().filter(|_| report.sections.len() > 1);
    let sections = sections.filter_map(|(at, it)| Some((Place::Section(at), share(&it.measure)?)));
    let mut wide: Vec<(Place, Ratio)> = sections.chain(items).collect();
    wide.sort_by_key(|it| Reverse(it.1));

    let mut unknown: Vec<(usize, usize)> = report
        .items
        .iter()
        .enumerate()
        .filter_map(|(at, it)| Some((at, it.others?.dont_know)))
        .filter(|it| it.1 > 0 && 5 * it.1 >= report.responses)
        .collect();
    unknown.sort_by_key(|it| Reverse(it.1));

    Findings {
        common: common.take(MOST_NAMED).collect(),
        divided,
        wide: wide.into_iter().take(MOST_NAMED).map(|it| it.0).collect(),
        unknown: unknown
            .into_iter()
            .take(MOST_NAMED)
            .map(|(at, n)| (at, gathers(report, at, n)))
            .collect(),
    }
}

/// The sector where "don't know" to an item gathers: where its share is at least two
/// fifths above the share among everybody else, if that is so in one only.
fn gathers(report: &Report, item: usize, all: usize) -> Option<usize> {
    let dont_know = &report.items.get(item)?.dont_know;
    let share = |n: usize, of: usize| Ratio::new(n as i64, of as i64);
    let mut sectors = report.sectors.iter().zip(dont_know).enumerate().filter(|(_, it)| {
        let (Some(people), Some(n)) = (it.0.responses, *it.1) else { return false };
        let others = report.responses.saturating_sub(people);
        let apart = share(n, people).minus(share(all.saturating_sub(n), others));
        others > 0 && apart >= Ratio::new(2, 5)
    });
    let first = sectors.next().map(|it| it.0);
    first.filter(|_| sectors.next().is_none())
}
