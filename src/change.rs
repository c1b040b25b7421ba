//! Several rounds of the same: what has risen, what has fallen, and what cannot be compared.
//!
//! A [`Round`] is a person's response or a workshop, in figures. [`change`] lays several of
//! them side by side, the oldest first: every point is kept, and a gain that is followed by
//! a loss is both. Two figures are compared only where the same was asked on the same scale;
//! wording is of no consequence. Whether a rise is good news is for the reader to say.

mod round;

pub use round::{Basis, Figure, Round};

use crate::instrument::Instrument;
use crate::scoring::Ratio;

/// Scores are shown in tenths.
const SCORE_PARTS: i64 = 10;
/// Means of an item are shown in hundredths; one person's values are whole numbers.
const ITEM_PARTS: i64 = 100;

/// What lies between two points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The number rose, also where less is wished for.
    Up,
    /// The number fell.
    Down,
    /// It moved by less than the rounding with which it is shown, or not at all.
    Same,
    /// A figure is missing on a side, or something that it is put together from.
    Unknown,
    /// The questions, or how they are scored, changed.
    Incomparable,
}

impl Step {
    /// The step between two figures that are shown in units of `1 / parts`.
    ///
    /// Law: without one of them it is unknown; where something else was asked, they cannot
    /// be compared; where they are put together from other parts, it is unknown as well;
    /// else it is up or down when they differ, exactly, by `1 / parts` or more.
    fn between(from: Option<&Figure>, to: Option<&Figure>, parts: i64) -> Self {
        let (Some(from), Some(to)) = (from, to) else { return Self::Unknown };
        if !from.basis.asks_the_same_as(to.basis) {
            return Self::Incomparable;
        }
        if from.basis.parts != to.basis.parts {
            return Self::Unknown;
        }
        let least = Ratio::new(1, parts);
        if to.value.minus(from.value) >= least {
            Self::Up
        } else if from.value.minus(to.value) >= least {
            Self::Down
        } else {
            Self::Same
        }
    }
}

/// The figures of one thing through all rounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The id of the section or item; empty for overall.
    pub id: String,
    /// One for each round, the oldest first; `None` where it has no figure or hides it.
    pub points: Vec<Option<Figure>>,
    /// What lies between neighbours: one fewer than points.
    pub steps: Vec<Step>,
    /// Whether less of it is wished for, so that down is good news; as the newest figure says.
    pub less: bool,
}

impl Series {
    fn of<'a>(
        id: &str,
        rounds: &[&'a Round],
        parts: i64,
        figure: impl Fn(&'a Round) -> Option<&'a Figure>,
    ) -> Self {
        let points: Vec<Option<Figure>> = rounds.iter().map(|it| figure(it).copied()).collect();
        let pairs = points.iter().zip(points.iter().skip(1));
        Self {
            id: id.to_owned(),
            steps: pairs.map(|it| Step::between(it.0.as_ref(), it.1.as_ref(), parts)).collect(),
            less: points.iter().flatten().next_back().is_some_and(|it| it.less),
            points,
        }
    }

    /// Whether it rose and then fell, or fell and then rose, by answers to the same questions.
    pub fn turned(&self) -> bool {
        let moves =
            self.steps.iter().enumerate().filter(|it| matches!(it.1, Step::Up | Step::Down));
        let moves: Vec<(usize, &Step)> = moves.collect();
        let basis = |at: usize| self.points.get(at).copied().flatten().map(|it| it.basis);
        moves.iter().zip(moves.iter().skip(1)).any(|(first, second)| {
            let between = basis(first.0 + 1).zip(basis(second.0));
            first.1 != second.1 && between.is_some_and(|it| it.0.asks_the_same_as(it.1))
        })
    }
}

/// How the questions of a round differ from those of the round after it, as ids of items in
/// the order of the ids.
///
/// What is not known is not listed. Where all the lists are empty, items have moved between
/// sections, or the scoring has changed, or something that cannot be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionChange {
    /// The place of the earlier of the two rounds, the oldest round being at 0.
    pub before: usize,
    pub added: Vec<String>,
    pub removed: Vec<String>,
    /// Asked on another scale, or turned round.
    pub altered: Vec<String>,
}

impl EditionChange {
    /// `None` where both rounds answered the same edition, or nothing tells that they did not.
    fn between(before: usize, from: &Round, to: &Round) -> Option<Self> {
        let known = !from.fingerprint.is_empty() && !to.fingerprint.is_empty();
        if known && from.fingerprint == to.fingerprint {
            return None;
        }
        let only = |has: &Round, lacks: &Round| -> Vec<String> {
            has.asked.ids().filter(|it| !lacks.asked.contains(it)).cloned().collect()
        };
        let is_altered = |it: &(&String, &u64)| {
            let scale = to.asked.get(it.0).copied().unwrap_or_default();
            scale != 0 && *it.1 != 0 && scale != *it.1
        };
        let res = Self {
            before,
            added: only(to, from),
            removed: only(from, to),
            altered: from.asked.iter().filter(is_altered).map(|it| it.0.clone()).collect(),
        };
        let tells = known || res != Self { before, ..Self::default() };
        tells.then_some(res)
    }
}

/// Which two rounds to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// The last two in which any section can be compared.
    Last,
    /// The two farthest apart in which any section can be compared.
    Whole,
}

/// Which sections moved most between two rounds, by their places in [`Change::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
    /// The places of the two rounds, the oldest round being at 0.
    pub between: (usize, usize),
    pub risen: Option<usize>,
    pub fallen: Option<usize>,
}

/// What several rounds say side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The places of the rounds as they were given, the oldest first. All else is in this
    /// order.
    pub order: Vec<usize>,
    /// `None` where no round has an overall score.
    pub overall: Option<Series>,
    /// In the order of the newest edition, then those that only older ones have, by id.
    pub sections: Vec<Series>,
    /// The items of the newest edition, in its order, with the place of their section.
    pub items: Vec<(usize, Series)>,
    /// Where the questions changed between neighbours.
    pub editions: Vec<EditionChange>,
}

/// What has changed through `rounds`, which may come in any order; of those at the same
/// time, the first is taken for the older.
///
/// Sections and items are matched by id; `newest` is the edition whose order they keep.
/// Rounds are of one instrument, and all of persons or all of workshops.
///
/// Law: a section, an item and overall each have one point for every round. Neighbours with
/// the same, known fingerprint asked the same. Otherwise an item is compared where the
/// values of its scale, the direction, and whether it is reversed are the same; a section
/// where that holds of the same items, with the same method and minimum share; overall where
/// that holds of the same sections that count. Steps are drawn from a tenth on for scores
/// and from a hundredth on for items, judged on exact values. Turning the order of two rounds
/// round turns the step between them round.
pub fn change(newest: &Instrument, rounds: &[Round]) -> Change {
    let mut order: Vec<(usize, &Round)> = rounds.iter().enumerate().collect();
    order.sort_by_key(|it| it.1.time);
    let rounds: Vec<&Round> = order.iter().map(|it| it.1).collect();

    let mut ids: Vec<&str> = newest.sections.iter().map(|it| it.id.as_str()).collect();
    let mut older: Vec<&str> =
        rounds.iter().flat_map(|it| it.sections.ids()).map(|it| &**it).collect();
    older.retain(|it| !ids.contains(it));
    older.sort_unstable();
    older.dedup();
    ids.extend(older);

    let section = |id: &&str| Series::of(id, &rounds, SCORE_PARTS, |it| it.sections.get(id));
    let item = |id: &str| Series::of(id, &rounds, ITEM_PARTS, |it| it.items.get(id));
    let asked = newest.sections.iter().enumerate();
    let asked = asked.flat_map(|(place, it)| it.items.iter().map(move |item| (place, item)));
    let overall = Series::of("", &rounds, SCORE_PARTS, |it| it.overall.as_ref());
    let neighbours = rounds.iter().zip(rounds.iter().skip(1)).enumerate();
    Change {
        order: order.iter().map(|it| it.0).collect(),
        overall: overall.points.iter().any(Option::is_some).then_some(overall),
        sections: ids.iter().map(section).collect(),
        items: asked.map(|(place, it)| (place, item(&it.id))).collect(),
        editions: neighbours
            .filter_map(|(at, it)| EditionChange::between(at, it.0, it.1))
            .collect(),
    }
}

impl Change {
    /// Which sections rose and fell most in `span`; `None` where none can be compared.
    ///
    /// Law: both are from the same two rounds. What moved most did so by the greatest share
    /// of its range; of equals, the first. What moved by less than is shown has not moved.
    pub fn most(&self, span: Span) -> Option<Most> {
        let n = self.order.len();
        let pairs = (0..n).flat_map(|to| (0..to).map(move |from| (from, to)));
        let mut pairs: Vec<(usize, usize)> = pairs.collect();
        if span == Span::Whole {
            pairs.sort_by_key(|it| it.1 - it.0);
        }
        pairs.into_iter().rev().find_map(|it| self.most_between(it))
    }

    fn most_between(&self, between: (usize, usize)) -> Option<Most> {
        let mut moved: Vec<(usize, Step, Ratio)> = Vec::new();
        for (place, it) in self.sections.iter().enumerate() {
            let point = |at: usize| it.points.get(at)?.as_ref();
            let (from, to) = (point(between.0), point(between.1));
            let step = Step::between(from, to, SCORE_PARTS);
            if let (Some(from), Some(to), Step::Up | Step::Down | Step::Same) = (from, to, step) {
                let width = to.range.1.saturating_sub(to.range.0).max(1);
                moved.push((place, step, to.value.minus(from.value).divided_by(width)));
            }
        }
        let of = |step: Step| moved.iter().filter(move |it| it.1 == step);
        (!moved.is_empty()).then(|| Most {
            between,
            // The last of the highest, counted from the end, is the first.
            risen: of(Step::Up).rev().max_by_key(|it| it.2).map(|it| it.0),
            fallen: of(Step::Down).min_by_key(|it| it.2).map(|it| it.0),
        })
    }
}
