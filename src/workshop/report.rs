//! What a workshop says as a whole: numbers after the disclosure rule.

use super::agreement::agreement;
use super::disclosure::Visible;
use super::distribution::{Distribution, Stats};
use super::history::{History, Kind};
use super::scores::Scorer;
use super::{DONT_KNOW, LOWEST, NOT_RELEVANT, Row, Workshop, values};
use crate::instrument::Instrument;
use crate::scoring::{self, Ratio};

/// The report of a workshop's last state.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub threshold: usize,
    /// How many people's answers it is made of.
    pub responses: usize,
    pub sectors: Vec<Sector>,
    /// In the order of the instrument.
    pub items: Vec<ItemReport>,
    /// In the order of the instrument.
    pub sections: Vec<Scored>,
    pub overall: Scored,
}

/// A sector's part in the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sector {
    pub name: String,
    /// `None` where it is hidden, or empty, which looks the same.
    pub responses: Option<usize>,
}

/// One sector's figures within a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectorMean {
    pub n: usize,
    pub mean: Ratio,
}

/// What is said of an item, of a section, or overall.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// How many people stand behind it; 0 also where a comparison with what was shown before
    /// would say too much.
    pub n: usize,
    /// `None` where nobody does, or too few for it to be shown.
    pub stats: Option<Stats>,
    /// By sector, in the order of [`Report::sectors`]; `None` for a hidden or empty one.
    pub sectors: Vec<Option<SectorMean>>,
    /// The highest of the sectors' means minus the lowest; `None` below two that are shown.
    pub gap: Option<Ratio>,
    /// The lowest and the highest value that can be.
    pub range: (i64, i64),
}

impl Measure {
    /// The perception gap as a share of the range, from 0 to 1.
    pub fn gap_share(&self) -> Option<Ratio> {
        Some(self.gap?.divided_by((self.range.1 - self.range.0).max(1)))
    }

    /// Whether the sectors differ so much that the conversation should start here: by a
    /// fifth of the range, which is 20 points of 100.
    pub fn is_wide(&self) -> bool {
        self.gap_share().is_some_and(|it| it >= Ratio::new(1, 5))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct ItemReport {
    /// The place of its section in the instrument.
    pub section: usize,
    /// Values as answered.
    pub measure: Measure,
    /// How many chose each point, ascending, with the point's value; `None` where hidden.
    pub counts: Option<Vec<(i64, usize)>>,
    pub agreement: Option<Ratio>,
    /// How many answered so; `None` where hidden.
    pub others: Option<Others>,
    /// By sector, how many answered "don't know"; `None` for a hidden or empty sector.
    pub dont_know: Vec<Option<usize>>,
}

/// What stands beside the points of a scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Others {
    pub dont_know: usize,
    pub not_relevant: usize,
    pub not_answered: usize,
}

/// The scores of a section, or overall.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    pub measure: Measure,
    /// How many of the scores lie in each fifth of the range, from the lowest; `None` where
    /// hidden.
    pub fifths: Option<[usize; 5]>,
}

/// The report of the last state of `workshop`; of one that has none, nothing is shown.
pub fn report(instrument: &Instrument, workshop: &Workshop) -> Report {
    let scorer = Scorer::new(instrument);
    let last = workshop.states.len().saturating_sub(1).min(usize::from(u16::MAX)) as u16;
    let in_state = |place: u16| workshop.rows.iter().filter(move |it| it.is_in(place));
    let sum = Sum::of(instrument, workshop.sectors.len(), &scorer, in_state(last));
    let history = History::of(instrument, workshop, &scorer);

    let threshold = usize::from(workshop.threshold());
    let above = history.visible(Kind::Responses, &sum.responses);
    let shown = |i: usize| above.sectors.get(i).copied().unwrap_or_default();

    let mut items = Vec::new();
    let asked = instrument.sections.iter().enumerate();
    let asked = asked.flat_map(|(section, it)| it.items.iter().map(move |_| (section, it)));
    for (at, ((section, asked), counts)) in asked.zip(&sum.items).enumerate() {
        let points = values(&asked.scale);
        let count = |sector: usize, code: usize| counts.get(sector, code);
        let of_sector = |sector: usize| -> (usize, i64) {
            let each = points.iter().enumerate().map(|(i, value)| {
                let n = count(sector, i + usize::from(LOWEST));
                (n, *value * n as i64)
            });
            each.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
        };
        let by_sector: Vec<(usize, i64)> = (0..sum.responses.len()).map(of_sector).collect();
        let n: Vec<usize> = by_sector.iter().map(|it| it.0).collect();
        let seen = history.visible(Kind::Item(at), &n);
        let all = |code: usize| (0..sum.responses.len()).map(|it| count(it, code)).sum::<usize>();
        let per_point: Vec<(i64, usize)> = points
            .iter()
            .enumerate()
            .map(|(i, value)| (*value, all(i + usize::from(LOWEST))))
            .collect();
        let spread = Distribution::counted(per_point.iter().copied());
        let counts: Vec<usize> = per_point.iter().map(|it| it.1).collect();
        let means = by_sector.iter().map(|it| (it.0, Ratio::new(it.1, it.0 as i64)));
        let range = (asked.scale.min(), asked.scale.max());
        let beside = history.visible(Kind::Others(at), &sum.responses);
        let known = seen.whole || beside.whole;
        items.push(ItemReport {
            section,
            agreement: agreement(&counts).filter(|_| seen.whole),
            measure: measure(&seen, known, &spread, means, range),
            counts: seen.whole.then_some(per_point),
            others: beside.whole.then(|| Others {
                dont_know: all(usize::from(DONT_KNOW)),
                not_relevant: all(usize::from(NOT_RELEVANT)),
                not_answered: all(0),
            }),
            dont_know: (0..sum.responses.len())
                .zip(&beside.sectors)
                .map(|(it, seen)| seen.then(|| count(it, usize::from(DONT_KNOW))))
                .collect(),
        });
    }

    let scored = |at: usize, range: (i64, i64), unit: i64| {
        let empty = Vec::new();
        let all = sum.scores.get(at).unwrap_or(&empty);
        let mut by_sector = vec![(0, 0_i128); sum.responses.len()];
        for (sector, value) in all {
            if let Some(it) = by_sector.get_mut(usize::from(*sector)) {
                it.0 += 1;
                it.1 += i128::from(*value);
            }
        }
        let n: Vec<usize> = by_sector.iter().map(|it| it.0).collect();
        let seen = history.visible(Kind::Score(at), &n);
        let known = seen.whole || (above.whole && history.is_first());
        let spread = Distribution::of(all.iter().map(|it| it.1).collect(), unit);
        let mean = |it: &(usize, i128)| Ratio::of(it.1, i128::from(unit) * it.0 as i128);
        let means = by_sector.iter().map(|it| (it.0, mean(it)));
        let step = |i: i64| Ratio::new(range.0 * 5 + (range.1 - range.0) * i, 5);
        let fifth = |i: i64| {
            let from = if i == 0 { Ratio::new(i64::MIN, 1) } else { step(i) };
            spread.between(from, (i < 4).then(|| step(i + 1)))
        };
        Scored {
            fifths: seen.whole.then(|| [0, 1, 2, 3, 4].map(fifth)),
            measure: measure(&seen, known, &spread, means, range),
        }
    };
    let ranges: Vec<(i64, i64)> =
        instrument.sections.iter().map(|it| scoring::range(instrument, it)).collect();
    let sections = ranges.iter().enumerate().map(|(at, range)| scored(at, *range, scorer.unit));
    Report {
        threshold,
        responses: sum.responses.iter().sum(),
        sectors: workshop
            .sectors
            .iter()
            .enumerate()
            .map(|(i, name)| Sector {
                name: name.clone(),
                responses: sum.responses.get(i).copied().filter(|_| shown(i)),
            })
            .collect(),
        items,
        sections: sections.collect(),
        overall: scored(ranges.len(), scoring::overall_range(instrument), scorer.overall_unit),
    }
}

fn measure(
    seen: &Visible,
    known: bool,
    spread: &Distribution,
    means: impl Iterator<Item = (usize, Ratio)>,
    range: (i64, i64),
) -> Measure {
    let sectors: Vec<Option<SectorMean>> = means
        .zip(&seen.sectors)
        .map(|((n, mean), seen)| seen.then_some(SectorMean { n, mean }))
        .collect();
    let shown = || sectors.iter().flatten().map(|it| it.mean);
    let gap = match (shown().max(), shown().min()) {
        (Some(most), Some(least)) if shown().count() > 1 => Some(most.minus(least)),
        _ => None,
    };
    let n = if known { spread.n() } else { 0 };
    Measure { n, stats: spread.stats().filter(|_| seen.whole), sectors, gap, range }
}

/// How often each code was chosen, by sector.
struct Counts {
    per_sector: usize,
    n: Vec<usize>,
}

impl Counts {
    fn add(&mut self, sector: usize, code: usize) {
        if code < self.per_sector
            && let Some(n) = self.n.get_mut(sector * self.per_sector + code)
        {
            *n += 1;
        }
    }

    fn get(&self, sector: usize, code: usize) -> usize {
        self.n.get(sector * self.per_sector + code).copied().unwrap_or_default()
    }
}

/// Many rows, counted and scored.
struct Sum {
    /// By sector.
    responses: Vec<usize>,
    items: Vec<Counts>,
    /// By section and, last, overall: each score with its sector.
    scores: Vec<Vec<(u16, i64)>>,
}

impl Sum {
    fn of<'a>(
        instrument: &Instrument,
        n_sectors: usize,
        scorer: &Scorer,
        rows: impl Iterator<Item = &'a Row>,
    ) -> Self {
        let mut responses = vec![0; n_sectors];
        let counts = |per_sector: usize| Counts { per_sector, n: vec![0; per_sector * n_sectors] };
        let mut items: Vec<Counts> = instrument
            .items()
            .map(|(section, _)| counts(section.scale.points.len() + usize::from(LOWEST)))
            .collect();
        let mut scores = vec![Vec::new(); instrument.sections.len() + 1];
        let mut of_row = Vec::new();
        for row in rows {
            let sector = usize::from(row.sector);
            if let Some(n) = responses.get_mut(sector) {
                *n += 1;
            }
            for (counts, code) in items.iter_mut().zip(&row.answers) {
                counts.add(sector, usize::from(*code));
            }
            of_row.clear();
            scorer.scores(row, &mut of_row);
            for (all, score) in scores.iter_mut().zip(&of_row) {
                all.extend(score.map(|it| (row.sector, it)));
            }
        }
        Self { responses, items, scores }
    }
}
