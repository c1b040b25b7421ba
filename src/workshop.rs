//! Many people's answers to one instrument.
//!
//! A [`Workshop`] is a facilitator's collection: each person's answers are one [`Row`],
//! dense enough that a hundred thousand of them fit in memory. What may be shown of it,
//! and when, [`disclosure`] decides; [`report`] is what the whole says.

pub mod agreement;
pub mod disclosure;
pub mod distribution;
pub mod findings;
mod history;
pub mod report;
mod scores;

use std::collections::{HashMap, HashSet};

use crate::instrument::{Instrument, Scale};
use crate::plan::Plan;
use crate::response::{Answer, InstrumentRef, Millis};

/// The fewest people whose answers are shown together, unless the facilitator chose another
/// number before sharing.
pub const THRESHOLD: u8 = 5;
/// The lowest and the highest threshold.
pub const THRESHOLDS: (u8, u8) = (3, 20);
/// The most sectors a set-up may list.
pub const MAX_SECTORS: usize = 22;
/// The longest name of a workshop or of a sector in its list, in characters.
pub const MAX_NAME: usize = 80;
/// Identifies a workshop in its codes: 15 bits, not zero.
pub const MAX_KEY: u16 = 0x7fff;

/// Identifies a person in codes: 30 bits.
pub const MAX_PERSON: u32 = 0x3fff_ffff;

/// What a facilitator decides before sharing; it travels in the link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    /// Tells this workshop's codes from another's: 1 to [`MAX_KEY`].
    pub key: u16,
    /// The id of the instrument.
    pub instrument: String,
    /// The address of a custom instrument, relative to the page.
    pub src: Option<String>,
    pub name: String,
    /// The language in which the link opens; the participant's own if there is none.
    pub language: Option<String>,
    /// The sectors or organisations to choose from: the ids of
    /// [`Respondent::SECTORS`](crate::response::Respondent::SECTORS), or
    /// names of the facilitator's own.
    pub sectors: Vec<String>,
    /// Whether comments are asked for.
    pub comments: bool,
    pub threshold: u8,
    /// How many people are expected, if the facilitator said so.
    pub expected: Option<u16>,
    /// A rehearsal: nothing of it is kept on any device.
    pub practice: bool,
}

/// One person's answers as they come out of a code or a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contribution {
    /// 30 bits that stay the same however often this person hands the answers over.
    pub person: u32,
    /// 15 bits: the higher is the newer one of the same person.
    pub revision: u16,
    /// The key of the workshop that it was answered for; 0 for none.
    pub workshop: u16,
    /// The threshold that the person was told; 0 for none.
    pub threshold: u8,
    /// The id or name of the sector; empty for none.
    pub sector: String,
    /// By place of the item in the instrument, as [`coded`] codes it.
    pub answers: Vec<u8>,
    /// Comments by place of the item.
    pub notes: Vec<(u16, String)>,
}

/// One person's answers in a workshop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub person: u32,
    pub revision: u16,
    pub threshold: u8,
    /// The place in [`Workshop::sectors`].
    pub sector: u16,
    pub answers: Vec<u8>,
    pub notes: Vec<(u16, String)>,
    /// The first of the workshop's states that shows it.
    pub since: Option<u16>,
    /// The first of the later states that does not show it any more.
    pub until: Option<u16>,
}

/// No answer, in [`Row::answers`].
pub const NONE: u8 = 0;
pub const DONT_KNOW: u8 = 1;
pub const NOT_RELEVANT: u8 = 2;
/// The lowest point of the scale; the others follow by ascending value.
pub const LOWEST: u8 = 3;

/// An answer as one byte; what the scale does not offer is no answer.
pub fn coded(scale: &Scale, answer: Option<Answer>) -> u8 {
    match answer {
        None => NONE,
        Some(Answer::DontKnow) => DONT_KNOW,
        Some(Answer::NotRelevant) => NOT_RELEVANT,
        Some(Answer::Value(value)) if scale.point(value).is_some() => {
            let below = scale.points.iter().filter(|it| it.value < value).count();
            LOWEST.saturating_add(below as u8)
        }
        Some(Answer::Value(_)) => NONE,
    }
}

/// A byte that a scale has no answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

/// Reads what [`coded`] writes.
pub fn decoded(scale: &Scale, code: u8) -> Result<Option<Answer>, NoAnswer> {
    match code {
        NONE => Ok(None),
        DONT_KNOW if scale.dont_know => Ok(Some(Answer::DontKnow)),
        NOT_RELEVANT if scale.not_relevant => Ok(Some(Answer::NotRelevant)),
        DONT_KNOW | NOT_RELEVANT => Err(NoAnswer),
        code => {
            let value = values(scale).get(usize::from(code - LOWEST)).copied().ok_or(NoAnswer)?;
            Ok(Some(Answer::Value(value)))
        }
    }
}

/// The values of a scale's points, ascending.
pub fn values(scale: &Scale) -> Vec<i64> {
    let mut res: Vec<i64> = scale.points.iter().map(|it| it.value).collect();
    res.sort_unstable();
    res
}

/// A moment at which the facilitator looked at the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// The threshold that held.
    pub threshold: u8,
    pub time: Millis,
}

/// A facilitator's collection of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workshop {
    pub id: String,
    pub instrument: InstrumentRef,
    pub setup: Setup,
    pub created: Millis,
    pub updated: Millis,
    /// The set-up's sectors, then those that were found in files.
    pub sectors: Vec<String>,
    /// In the order they came, with those that were replaced after they had been shown.
    pub rows: Vec<Row>,
    /// What has been shown so far, in order.
    pub states: Vec<State>,
    /// What the partners agree to do.
    pub plan: Plan,
    /// When it was last saved as a file with everything in it.
    pub exported: Option<Millis>,
    /// Whether the facilitator wants no reminder to save it as a file.
    pub no_reminder: bool,
}

/// What became of one contribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    New,
    /// The same person's older answers have given way.
    Replaced,
    /// The same answers are here already.
    Repeated,
    /// The same person's newer answers are here already.
    Older,
}

impl Row {
    /// Whether the state at `place` shows it.
    pub fn is_in(&self, place: u16) -> bool {
        self.since.is_some_and(|it| it <= place) && self.until.is_none_or(|it| it > place)
    }
}

impl Workshop {
    /// An empty workshop as it was set up.
    pub fn new(id: String, setup: Setup, instrument: InstrumentRef, now: Millis) -> Self {
        let sectors = setup.sectors.clone();
        Self { id, instrument, setup, sectors, created: now, updated: now, ..Self::default() }
    }

    /// The rows that count, in the order they came.
    pub fn current(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|it| it.until.is_none())
    }

    /// The threshold that holds: the highest that anybody was told.
    pub fn threshold(&self) -> u8 {
        let told = self.current().map(|it| it.threshold).max().unwrap_or_default();
        let shown = self.states.iter().map(|it| it.threshold).max().unwrap_or_default();
        self.setup.threshold.max(told).max(shown).clamp(THRESHOLDS.0, THRESHOLDS.1)
    }

    /// The place of the next state.
    fn next_state(&self) -> u16 {
        self.states.len().min(usize::from(u16::MAX)) as u16
    }

    /// Adds one person's answers.
    ///
    /// Of one person the newest count: those with the higher revision; of different
    /// answers with the same revision, those that come later.
    pub fn add(&mut self, contribution: Contribution) -> Added {
        let known = |it: &Row| it.person == contribution.person && it.until.is_none();
        let at = self.rows.iter().position(known);
        self.put(contribution, at).0
    }

    /// Adds the answers of a person whose row that counts is at `at`; with the place where it
    /// is then.
    fn put(&mut self, contribution: Contribution, at: Option<usize>) -> (Added, usize) {
        let next = self.next_state();
        let end = self.rows.len();
        let known = at.and_then(|it| Some((it, self.rows.get(it)?.revision)));
        if let Some((at, revision)) = known
            && revision > contribution.revision
        {
            return (Added::Older, at);
        }
        let Contribution { person, revision, threshold, answers, notes, sector, .. } = contribution;
        let sector = self.sector(&sector);
        let row = Row { person, revision, threshold, sector, answers, notes, ..Row::default() };
        let known = known.and_then(|(at, _)| Some((at, self.rows.get_mut(at)?)));
        let Some((at, old)) = known else {
            self.rows.push(row);
            return (Added::New, end);
        };
        if old.sector == row.sector && old.answers == row.answers && old.threshold >= row.threshold
        {
            // A code carries no comments; a file of the same answers may add them.
            let adds = !row.notes.is_empty() && old.notes != row.notes;
            old.revision = row.revision;
            if adds {
                old.notes = row.notes;
            }
            return (if adds { Added::Replaced } else { Added::Repeated }, at);
        }
        // Comments are kept when the newer answers come as a code.
        let notes = if row.notes.is_empty() { old.notes.clone() } else { row.notes };
        let row = Row { notes, ..row };
        if old.since.is_some() {
            old.until = Some(next);
            self.rows.push(row);
            return (Added::Replaced, end);
        }
        *old = row;
        (Added::Replaced, at)
    }

    /// Adds the answers of many people, each as [`Workshop::add`] does, in one go; how many
    /// became what, in the order of [`Added`].
    pub fn add_all(&mut self, contributions: Vec<Contribution>) -> [usize; 4] {
        let mut res = [0; 4];
        let current = self.rows.iter().enumerate().filter(|it| it.1.until.is_none());
        let mut places: HashMap<u32, usize> = current.map(|(at, it)| (it.person, at)).collect();
        for it in contributions {
            let person = it.person;
            let (added, at) = self.put(it, places.get(&person).copied());
            places.insert(person, at);
            if let Some(n) = res.get_mut(added as usize) {
                *n += 1;
            }
        }
        res
    }

    /// Takes over what another copy of the same workshop holds and this one does not;
    /// whether that changed anything.
    ///
    /// Law: nothing that counts in either is lost, and of one person the newest counts. The
    /// states are those of the copy that has shown more; plans merge as [`Plan::merge`] says.
    pub fn merge(&mut self, mut other: Self) -> bool {
        let before = self.clone();
        if other.states.len() > self.states.len() {
            std::mem::swap(self, &mut other);
        }
        if other.updated > self.updated {
            self.setup.clone_from(&other.setup);
            self.updated = other.updated;
        }
        self.plan.merge(&other.plan);
        self.exported = self.exported.max(other.exported);
        self.no_reminder |= other.no_reminder;
        let mut newest: HashMap<u32, u16> = HashMap::new();
        for it in &self.rows {
            let known = newest.entry(it.person).or_default();
            *known = it.revision.max(*known);
        }
        let fresh = |it: &Row| {
            it.until.is_none() && newest.get(&it.person).is_none_or(|known| *known < it.revision)
        };
        let workshop = self.setup.key;
        let contributions = other.rows.into_iter().filter(fresh).map(|row| {
            let Row { person, revision, threshold, sector, answers, notes, .. } = row;
            let sector = other.sectors.get(usize::from(sector)).cloned().unwrap_or_default();
            Contribution { person, revision, workshop, threshold, sector, answers, notes }
        });
        self.add_all(contributions.collect());
        *self != before
    }

    /// Leaves out of itself and of `other` whatever the one or the other has taken back since
    /// both were `base`, so that merging the two does not bring it in again. What has been
    /// shown stays.
    pub fn leave_out_what_was_taken_back(&mut self, base: &Self, other: &mut Self) {
        type Key = (u32, u16, Vec<u8>);
        let key = |it: &Row| -> Key { (it.person, it.revision, it.answers.clone()) };
        let all = |it: &Self| -> HashSet<Key> { it.rows.iter().map(key).collect() };
        let (ours, theirs) = (all(self), all(other));
        let gone_from = |there: &HashSet<Key>| -> HashSet<Key> {
            base.rows.iter().map(key).filter(|it| !there.contains(it)).collect()
        };
        let (by_us, by_them) = (gone_from(&ours), gone_from(&theirs));
        let stays =
            |row: &Row, gone: &HashSet<Key>| row.since.is_some() || !gone.contains(&key(row));
        self.rows.retain(|it| stays(it, &by_them));
        other.rows.retain(|it| stays(it, &by_us));
    }

    /// How many people's answers have come, gone or changed since the last state.
    pub fn waiting(&self) -> usize {
        let next = self.next_state();
        let mut people: Vec<u32> = self
            .rows
            .iter()
            .filter(|it| match it.since {
                None => it.until.is_none(),
                Some(_) => it.until == Some(next),
            })
            .map(|it| it.person)
            .collect();
        people.sort_unstable();
        people.dedup();
        people.len()
    }

    /// Whether there is something new to show, and enough of it.
    pub fn can_show_more(&self) -> bool {
        let threshold = usize::from(self.threshold());
        self.waiting() >= threshold && self.current().count() >= threshold
    }

    /// Makes what counts now a state, if there is enough of it that is new.
    pub fn show(&mut self, now: Millis) -> bool {
        let can = self.can_show_more();
        if can {
            self.mark(now);
        }
        can
    }

    /// Makes what counts now a state, however little it is; the report hides what is too
    /// little.
    pub fn mark(&mut self, now: Millis) {
        let next = self.next_state();
        let threshold = self.threshold();
        for row in &mut self.rows {
            if row.since.is_none() && row.until.is_none() {
                row.since = Some(next);
            }
        }
        self.states.push(State { threshold, time: now });
    }

    /// The place of the sector `name`, which joins the list if it is not in it.
    fn sector(&mut self, name: &str) -> u16 {
        let known = self.sectors.iter().position(|it| it == name);
        let at = known.unwrap_or_else(|| {
            self.sectors.push(name.to_owned());
            self.sectors.len() - 1
        });
        at.min(usize::from(u16::MAX)) as u16
    }
}

/// The name under which those who gave no sector are counted.
pub const NO_SECTOR: &str = "";

/// How many bits an answer takes in a code, at the least.
pub fn answer_bits(scale: &Scale) -> u32 {
    let codes = scale.points.len() as u32 + u32::from(LOWEST);
    u32::BITS - (codes - 1).leading_zeros()
}

/// Whether `row` fits `instrument`: an answer of its scale for every item.
pub fn fits(instrument: &Instrument, answers: &[u8]) -> bool {
    answers.len() == instrument.n_items()
        && instrument
            .items()
            .zip(answers)
            .all(|((section, _), code)| decoded(&section.scale, *code).is_ok())
}
