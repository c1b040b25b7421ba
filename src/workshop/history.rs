//! What may be shown of each measure after all that has been shown before.

use std::collections::BTreeMap;

use super::disclosure::{self, Part, Visible};
use super::scores::Scorer;
use super::{LOWEST, Row, Workshop};
use crate::instrument::Instrument;

/// What figures are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Responses,
    /// By place in the instrument.
    Item(usize),
    /// How often "don't know" and the like were answered to the item at a place.
    Others(usize),
    /// A section by its place, or the overall score behind the last.
    Score(usize),
}

/// A person's answer to a measure in one state.
#[derive(Clone, Copy)]
struct Stand {
    sector: u16,
    value: i64,
}

/// How each person stands behind a measure in one state.
type Stands = Vec<Option<Stand>>;

/// The states of a workshop up to the last, person by person.
pub struct History<'a> {
    workshop: &'a Workshop,
    n_items: usize,
    /// For each state, the row of each person by its place; all but the last are empty
    /// where there is only one.
    states: Vec<Vec<Option<usize>>>,
    /// Of each row.
    scores: Vec<Vec<Option<i64>>>,
    /// What each state shows of the responses.
    responses: Vec<Visible>,
}

impl<'a> History<'a> {
    pub fn of(instrument: &Instrument, workshop: &'a Workshop, scorer: &Scorer) -> Self {
        let mut res = Self {
            workshop,
            n_items: instrument.n_items(),
            states: Vec::new(),
            scores: Vec::new(),
            responses: Vec::new(),
        };
        if workshop.states.len() < 2 {
            // Of a single state the numbers are enough.
            let mut n = vec![0; workshop.sectors.len()];
            for row in workshop.rows.iter().filter(|it| it.is_in(0)) {
                if let Some(n) = n.get_mut(usize::from(row.sector)) {
                    *n += 1;
                }
            }
            res.responses.push(res.alone(Kind::Responses, &n));
            return res;
        }
        let mut places: BTreeMap<u32, usize> = BTreeMap::new();
        for row in &workshop.rows {
            let next = places.len();
            places.entry(row.person).or_insert(next);
        }
        for place in 0..workshop.states.len() {
            let mut state = vec![None; places.len()];
            for (at, row) in workshop.rows.iter().enumerate() {
                let person = places.get(&row.person).and_then(|it| state.get_mut(*it));
                if let (true, Some(it)) = (row.is_in(place as u16), person) {
                    *it = Some(at);
                }
            }
            res.states.push(state);
        }
        res.scores = workshop
            .rows
            .iter()
            .map(|row| {
                let mut scores = Vec::new();
                scorer.scores(row, &mut scores);
                scores
            })
            .collect();
        res.responses = res.all(Kind::Responses);
        res
    }

    /// What the last state may show of a measure that `n` people of each sector stand
    /// behind.
    pub fn visible(&self, kind: Kind, n: &[usize]) -> Visible {
        if self.states.is_empty() {
            return self.alone(kind, n);
        }
        self.all(kind).pop().unwrap_or_default()
    }

    /// What may be shown where nothing has been shown before.
    fn alone(&self, kind: Kind, n: &[usize]) -> Visible {
        let above = self.responses.last().filter(|_| kind != Kind::Responses);
        let parts: Vec<Part> = n.iter().map(|&n| Part { n, fresh: n }).collect();
        disclosure::visible(self.workshop.threshold().into(), &parts, above, |_| false)
    }

    /// Whether nothing has been shown before the last state.
    pub fn is_first(&self) -> bool {
        self.states.is_empty()
    }

    fn row(&self, at: Option<usize>) -> Option<&Row> {
        self.workshop.rows.get(at?)
    }

    /// What each state shows of a measure, given all those before it.
    fn all(&self, kind: Kind) -> Vec<Visible> {
        let stands = self.states.iter().map(|it| it.iter().map(|at| self.stand(kind, *at)));
        let stands: Vec<Stands> = stands.map(Iterator::collect).collect();
        let mut res: Vec<Visible> = Vec::new();
        for (place, now) in stands.iter().enumerate() {
            // The states that tell something of the measure, each followed by the later ones.
            let earlier: Vec<(&Visible, &[Stands])> = res
                .iter()
                .enumerate()
                .filter(|(_, it)| match kind {
                    Kind::Responses => it.sectors.contains(&true),
                    _ => it.whole,
                })
                .filter_map(|(before, it)| Some((it, stands.get(before..=place)?)))
                .collect();
            let is_fresh = |person: usize, value: i64| {
                let then = |it: &(&Visible, &[Stands])| stand_of(it.1.first(), person);
                earlier.iter().filter_map(then).all(|it| it.value != value)
            };
            let mut parts = vec![Part::default(); self.workshop.sectors.len()];
            for (person, stand) in now.iter().enumerate() {
                let Some(stand) = stand else { continue };
                if let Some(part) = parts.get_mut(usize::from(stand.sector)) {
                    part.n += 1;
                    part.fresh += usize::from(is_fresh(person, stand.value));
                }
            }
            let told = |set: &[bool]| earlier.iter().any(|it| is_told(set, it.0, it.1));
            let is_last = place + 1 == stands.len();
            let threshold = match self.workshop.states.get(place) {
                Some(state) if !is_last => state.threshold,
                _ => self.workshop.threshold(),
            };
            let above = self.responses.get(place).filter(|_| kind != Kind::Responses);
            res.push(disclosure::visible(threshold.into(), &parts, above, told));
        }
        res
    }

    /// How the person with the row at `at` stands behind a measure; "don't know" and the
    /// like do not stand behind an item's figures, only beside them.
    fn stand(&self, kind: Kind, at: Option<usize>) -> Option<Stand> {
        let row = self.row(at)?;
        let value = match kind {
            Kind::Responses => 0,
            Kind::Item(place) if place < self.n_items => {
                i64::from(*row.answers.get(place).filter(|it| **it >= LOWEST)?)
            }
            Kind::Item(_) => return None,
            Kind::Others(place) => i64::from(*row.answers.get(place)?),
            Kind::Score(place) => (*self.scores.get(at?)?.get(place)?)?,
        };
        Some(Stand { sector: row.sector, value })
    }
}

fn stand_of(stands: Option<&Stands>, person: usize) -> Option<Stand> {
    *stands?.get(person)?
}

/// Whether the people in a set of sectors are, in the last of `stands`, pieces of what the
/// first of them showed, and have answered the same ever since.
fn is_told(set: &[bool], shown: &Visible, stands: &[Stands]) -> bool {
    let (Some(then), Some(now)) = (stands.first(), stands.last()) else { return false };
    let is_on = |list: &[bool], sector: u16| list.get(usize::from(sector)) == Some(&true);
    // Of each shown sector and, last, of the rest: how many people, and how many of the set.
    let mut pieces = vec![(0, 0); shown.sectors.len() + 1];
    for (person, (was, is)) in then.iter().zip(now).enumerate() {
        let inside = is.filter(|it| is_on(set, it.sector));
        let same = |it: &Stands| {
            stand_of(Some(it), person).map(|it| it.value) == inside.map(|it| it.value)
        };
        if inside.is_some() && !stands.iter().all(same) {
            return false;
        }
        let Some(was) = was else { continue };
        let of_sector = Some(usize::from(was.sector)).filter(|_| is_on(&shown.sectors, was.sector));
        if let Some(piece) = pieces.get_mut(of_sector.unwrap_or(shown.sectors.len())) {
            piece.0 += 1;
            piece.1 += usize::from(inside.is_some());
        }
    }
    pieces.iter().all(|(n, of_set)| *of_set == 0 || of_set == n)
}
