//! Where to start the conversation: which numbers of a report stand out.

use std::cmp::Reverse;

use super::report::{Measure, Report};
use crate::instrument::{Direction, Instrument, Kind, Section};
use crate::plan::{Offer, Reason, Subject};
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

/// What could become a priority after this picture, and why.
///
/// Law: the up to three sections with the lowest mean among those about practice (with the
/// wished-for end of their scale up), or where there is one only, its items; the up to two
/// challenges with the highest, from the middle of the range up; and the up to three most
/// striking of each kind of finding that divides.
pub fn offers(instrument: &Instrument, report: &Report, findings: &Findings) -> Vec<Offer> {
    const MOST: usize = 3;
    const MOST_CHALLENGES: usize = 2;
    let practice = |it: &Section| !matches!(it.kind, Kind::Challenge | Kind::Benefit);
    let good = |of: &Section, position: Ratio| match of.scale.direction {
        Direction::HigherIsBetter => position,
        Direction::LowerIsBetter => Ratio::new(1, 1).minus(position),
    };
    let mut low: Vec<(Subject, Ratio)> = Vec::new();
    let mut in_the_way: Vec<(Subject, Ratio)> = Vec::new();
    for (section, scored) in instrument.sections.iter().zip(&report.sections) {
        let Some(position) = mean_position(&scored.measure) else { continue };
        let subject = Subject::Section(section.id.clone());
        match section.kind {
            Kind::Challenge => in_the_way.push((subject, position)),
            _ if practice(section) => low.push((subject, good(section, position))),
            _ => {}
        }
    }
    // Of a single section nothing can be the lowest but its items.
    if instrument.sections.iter().filter(|it| practice(it)).count() == 1 {
        let items = instrument.items().zip(&report.items);
        let items = items.filter(|((section, _), _)| practice(section));
        let ranked = items.filter_map(|((section, item), it)| {
            let position = mean_position(&it.measure)?;
            let position = if item.reversed { Ratio::new(1, 1).minus(position) } else { position };
            Some((Subject::Item(item.id.clone()), good(section, position)))
        });
        low = ranked.collect();
    }
    low.sort_by_key(|it| it.1);
    in_the_way.retain(|it| it.1 >= Ratio::new(1, 2));
    in_the_way.sort_by_key(|it| Reverse(it.1));
    let item = |at: usize| Some(Subject::Item(instrument.items().nth(at)?.1.id.clone()));
    let place = |it: &Place| match it {
        Place::Item(at) => item(*at),
        Place::Section(at) => Some(Subject::Section(instrument.sections.get(*at)?.id.clone())),
    };
    let offer = |reason: Reason| move |subject: Subject| Offer { subject, reason };
    let low = low.into_iter().take(MOST).map(|it| it.0);
    let in_the_way = in_the_way.into_iter().take(MOST_CHALLENGES).map(|it| it.0);
    let divided = findings.divided.iter().take(MOST).filter_map(|it| item(*it));
    let wide = findings.wide.iter().take(MOST).filter_map(place);
    let unknown = findings.unknown.iter().take(MOST).filter_map(|it| item(it.0));
    low.map(offer(Reason::Lowest))
        .chain(in_the_way.map(offer(Reason::InTheWay)))
        .chain(divided.map(offer(Reason::Divided)))
        .chain(wide.map(offer(Reason::Gap)))
        .chain(unknown.map(offer(Reason::DontKnow)))
        .collect()
}

/// Where a mean lies on its range, from 0 to 1.
fn mean_position(measure: &Measure) -> Option<Ratio> {
    let (mean, (least, most)) = (measure.stats?.mean, measure.range);
    Some(mean.minus(Ratio::new(least, 1)).divided_by((most - least).max(1)))
}
