//! Instrument and response to scores, in integer arithmetic.
//!
//! "Don't know" and "not relevant to us" are real answers that never enter a score;
//! how often they were chosen always goes with it.

mod ratio;

pub use ratio::Ratio;

use crate::instrument::{Band, Instrument, Item, Method, Scale, Section};
use crate::response::{Answer, Response};

/// A score, or how far away one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    Scored(Ratio),
    /// So many more scored answers are needed, at least 1.
    TooFew {
        more: usize,
    },
}

impl Score {
    pub fn value(self) -> Option<Ratio> {
        match self {
            Self::Scored(value) => Some(value),
            Self::TooFew { .. } => None,
        }
    }
}

/// How the items of a section, or of several, were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Answered with a point of the scale.
    pub scored: usize,
    pub dont_know: usize,
    pub not_relevant: usize,
    pub not_answered: usize,
}

impl Tally {
    pub fn items(&self) -> usize {
        self.answered() + self.not_answered
    }

    /// Answered in any way.
    pub fn answered(&self) -> usize {
        self.scored + self.dont_know + self.not_relevant
    }

    fn add(&mut self, other: Self) {
        self.scored += other.scored;
        self.dont_know += other.dont_know;
        self.not_relevant += other.not_relevant;
        self.not_answered += other.not_answered;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionScore {
    pub score: Score,
    pub tally: Tally,
}

/// The scores of one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    /// In the order of the instrument's sections.
    pub sections: Vec<SectionScore>,
    /// `None` where no section counts towards an overall score, or none is scored.
    pub overall: Option<Ratio>,
    pub tally: Tally,
}

/// Scores `response`; answers to items that `instrument` does not have are passed over.
///
/// Law: each section by [`section_score`]; overall is the unweighted mean of the scored
/// sections that count towards it, or, with the method `sum`, their total. The order of
/// answers is of no consequence, nor is the language.
pub fn score(instrument: &Instrument, response: &Response) -> Scores {
    let sections: Vec<SectionScore> =
        instrument.sections.iter().map(|it| section_score(instrument, it, response)).collect();
    let counted: Vec<Ratio> = instrument
        .sections
        .iter()
        .zip(&sections)
        .filter(|(section, _)| section.counts_towards_overall)
        .filter_map(|(_, it)| it.score.value())
        .collect();
    let mut tally = Tally::default();
    for it in &sections {
        tally.add(it.tally);
    }
    Scores { sections, overall: overall(instrument.scoring.method, &counted), tally }
}

/// The overall score of the section scores that count; `None` of none.
pub fn overall(method: Method, sections: &[Ratio]) -> Option<Ratio> {
    let total = sections.iter().copied().reduce(Ratio::plus)?;
    Some(match method {
        Method::Sum => total,
        Method::Percent | Method::Mean => total.divided_by(sections.len() as i64),
    })
}

/// The score of one section.
///
/// Law: with `n` scored items, each counting `value`, or `min + max - value` if it is
/// reversed, `percent` is `100 * sum(value - min) / (n * (max - min))`, `mean` is
/// `sum(value) / n`, `sum` is `sum(value)`. There is a score when `n` is at least 1 and
/// at least the instrument's minimum share of the section's items.
pub fn section_score(
    instrument: &Instrument,
    section: &Section,
    response: &Response,
) -> SectionScore {
    let scale = &section.scale;
    let mut tally = Tally::default();
    let mut sum = 0;
    for item in &section.items {
        match response.answers.get(&item.id) {
            Some(Answer::Value(value)) if scale.point(*value).is_some() => {
                tally.scored += 1;
                sum += counted(item, scale, *value);
            }
            Some(Answer::DontKnow) => tally.dont_know += 1,
            Some(Answer::NotRelevant) => tally.not_relevant += 1,
            // What the scale does not offer is no answer.
            Some(Answer::Value(_)) | None => tally.not_answered += 1,
        }
    }
    let n = tally.scored as i64;
    let needed = needed(instrument, section);
    let score = if tally.scored < needed {
        Score::TooFew { more: needed - tally.scored }
    } else {
        Score::Scored(match instrument.scoring.method {
            Method::Percent => {
                Ratio::new(100 * (sum - n * scale.min()), n * (scale.max() - scale.min()))
            }
            Method::Mean => Ratio::new(sum, n),
            Method::Sum => Ratio::new(sum, 1),
        })
    };
    SectionScore { score, tally }
}

/// How many scored answers a section needs for a score.
///
/// Law: the instrument's minimum share of the section's items, rounded up, and at least 1.
pub fn needed(instrument: &Instrument, section: &Section) -> usize {
    let share = instrument.scoring.minimum_answered;
    (section.items.len() as u64 * share).div_ceil(1_000_000).max(1) as usize
}

/// What a chosen `value` counts.
///
/// Law: `counted(counted(v)) == v`, and the result lies on the scale's range.
pub fn counted(item: &Item, scale: &Scale, value: i64) -> i64 {
    if item.reversed { scale.min() + scale.max() - value } else { value }
}

/// The lowest and the highest score a section can have, in the method's units.
pub fn range(instrument: &Instrument, section: &Section) -> (i64, i64) {
    let (min, max) = (section.scale.min(), section.scale.max());
    match instrument.scoring.method {
        Method::Percent => (0, 100),
        Method::Mean => (min, max),
        Method::Sum => (min * section.items.len() as i64, max * section.items.len() as i64),
    }
}

/// The lowest and the highest overall score, in the method's units.
pub fn overall_range(instrument: &Instrument) -> (i64, i64) {
    let counted = instrument.sections.iter().filter(|it| it.counts_towards_overall);
    let ranges = || counted.clone().map(|it| range(instrument, it));
    let (least, most) = (ranges().map(|it| it.0), ranges().map(|it| it.1));
    match instrument.scoring.method {
        Method::Percent | Method::Mean => {
            (least.min().unwrap_or_default(), most.max().unwrap_or_default())
        }
        Method::Sum => (least.sum(), most.sum()),
    }
}

/// The band that `value` falls in: the last that begins at or below it.
///
/// Law: bands are half-open, each from its `from` (included) to the next one's, and are
/// judged on the exact value. A value below the first band is in none.
pub fn band(bands: &[Band], value: Ratio) -> Option<&Band> {
    bands.iter().rev().find(|it| Ratio::new(it.from, 1_000_000) <= value)
}
