//! What partners agree to do: priorities, actions, what each of them brings, who holds what
//! power, and when they look again.
//!
//! A [`Plan`] belongs to one round: to a person's response or to a workshop. Every action
//! and every partner knows when it was changed last, so that two copies (from two tabs, say)
//! merge by the newest and nothing that was written is lost.

pub mod partners;

use std::collections::HashMap;
use std::mem;

use crate::instrument::by_id::ById;
use crate::response::Millis;
use crate::response::time::Day;
use partners::Partner;

/// The most priorities that can be chosen; a file may hold more, and all are kept.
pub const MOST_PRIORITIES: usize = 5;
/// The most actions that a file of a response may have.
pub const MAX_ACTIONS: usize = 2_000;
/// The most partners that a file of a response may have.
pub const MAX_PARTNERS: usize = 500;
/// The longest text of an action, in characters.
pub const MAX_TEXT: usize = 2_000;
/// The longest name of a person, an organisation or a partner, in characters.
pub const MAX_NAME: usize = 200;

/// What a priority or an action is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A section of the instrument, by id.
    Section(String),
    /// An item of the instrument, by id.
    Item(String),
}

/// Why something was offered as a priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Among the lowest.
    Lowest,
    /// Among the challenges that are most in the way.
    InTheWay,
    /// People differ most here.
    Divided,
    /// Sectors are farthest apart here.
    Gap,
    /// Many do not know.
    DontKnow,
    /// The person's own choice.
    Own,
}

impl Reason {
    pub const ALL: [Self; 6] =
        [Self::Lowest, Self::InTheWay, Self::Divided, Self::Gap, Self::DontKnow, Self::Own];

    /// The reason as files write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lowest => "lowest",
            Self::InTheWay => "in-the-way",
            Self::Divided => "divided",
            Self::Gap => "gap",
            Self::DontKnow => "dont-know",
            Self::Own => "own",
        }
    }

    /// Reads what [`Reason::code`] writes.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Something that could be a priority, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offer {
    pub subject: Subject,
    pub reason: Reason,
}

/// Something that is one.
pub type Priority = Offer;

/// How far an action is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    #[default]
    NotBegun,
    UnderWay,
    Done,
    Dropped,
}

impl State {
    pub const ALL: [Self; 4] = [Self::NotBegun, Self::UnderWay, Self::Done, Self::Dropped];

    /// The state as files write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotBegun => "not-begun",
            Self::UnderWay => "under-way",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Reads what [`State::code`] writes.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Whether there is still something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotBegun | Self::UnderWay)
    }
}

/// Something that partners agree to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Action {
    pub id: String,
    /// What it is about; `None` for no single thing.
    pub about: Option<Subject>,
    pub what: String,
    /// Who leads.
    pub lead: String,
    /// Which partners are with them.
    pub with: String,
    pub by: Option<Day>,
    pub first_step: String,
    /// How the partners will know that it worked.
    pub evidence: String,
    pub state: State,
    pub changed: Millis,
    /// What a file says of it beyond this: name and value, in JSON.
    pub more: Vec<(String, String)>,
}

/// A part of an action that is written in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    What,
    Lead,
    With,
    FirstStep,
    Evidence,
}

impl Part {
    pub const ALL: [Self; 5] =
        [Self::What, Self::Lead, Self::With, Self::FirstStep, Self::Evidence];

    /// The longest text of it, in characters.
    pub fn limit(self) -> usize {
        match self {
            Self::Lead | Self::With => MAX_NAME,
            Self::What | Self::FirstStep | Self::Evidence => MAX_TEXT,
        }
    }
}

impl Action {
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::What => &self.what,
            Part::Lead => &self.lead,
            Part::With => &self.with,
            Part::FirstStep => &self.first_step,
            Part::Evidence => &self.evidence,
        }
    }

    pub fn part_mut(&mut self, part: Part) -> &mut String {
        match part {
            Part::What => &mut self.what,
            Part::Lead => &mut self.lead,
            Part::With => &mut self.with,
            Part::FirstStep => &mut self.first_step,
            Part::Evidence => &mut self.evidence,
        }
    }

    /// Whether it should have been done before `today`.
    pub fn is_late(&self, today: Day) -> bool {
        self.state.is_open() && self.by.is_some_and(|it| it < today)
    }
}

/// What partners agree to do after one round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order that was chosen.
    pub priorities: Vec<Priority>,
    /// In the order that was chosen.
    pub actions: Vec<Action>,
    pub partners: Vec<Partner>,
    /// What was said about power.
    pub power: String,
    /// When the partners look again.
    pub review: Option<Day>,
    /// The id of the first of the rounds that this one belongs to; empty where it is alone.
    pub series: String,
    /// When anything but an action or a partner was changed last.
    pub changed: Millis,
    /// The actions and partners that were taken out, and when.
    pub gone: ById<Millis>,
    /// What a file says beyond this: name and value, in JSON.
    pub more: Vec<(String, String)>,
}

/// What stands in a list of a plan by itself: an action or a partner.
pub trait Entry: Clone + Ord {
    fn id(&self) -> &str;
    fn changed(&self) -> Millis;
}

impl Entry for Action {
    fn id(&self) -> &str {
        &self.id
    }

    fn changed(&self) -> Millis {
        self.changed
    }
}

impl Plan {
    /// Whether nothing has been planned.
    pub fn is_empty(&self) -> bool {
        self.priorities.is_empty()
            && self.actions.is_empty()
            && self.partners.is_empty()
            && self.power.is_empty()
            && self.review.is_none()
    }

    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|it| it.id == id)
    }

    pub fn action_mut(&mut self, id: &str) -> Option<&mut Action> {
        self.actions.iter_mut().find(|it| it.id == id)
    }

    /// When anything was changed last.
    pub fn last_change(&self) -> Millis {
        let actions = self.actions.iter().map(|it| it.changed);
        let partners = self.partners.iter().map(|it| it.changed);
        let gone = self.gone.values().copied();
        actions.chain(partners).chain(gone).chain([self.changed]).max().unwrap_or_default()
    }

    /// Takes over what is newer in `other`, another copy of the same plan.
    ///
    /// Law: merging is commutative, associative and idempotent, but for the place of entries
    /// that three copies have added apart. Of every action and partner the newest copy stands,
    /// unless it was taken out then or later; all else, and the order, is that of the copy in
    /// which it was changed last. Of two that were changed at once the greater stands, so that
    /// either side comes to the same.
    pub fn merge(&mut self, other: &Self) {
        let mut other = other.clone();
        for (id, time) in other.gone.iter() {
            if self.gone.get(id).is_none_or(|it| it < time) {
                self.gone.insert(id.clone(), *time);
            }
        }
        other.gone.clone_from(&self.gone);
        self.leave_out_what_is_gone();
        other.leave_out_what_is_gone();
        if self.arrangement() < other.arrangement() {
            mem::swap(self, &mut other);
        }
        take_newer(&mut self.actions, other.actions);
        take_newer(&mut self.partners, other.partners);
    }

    fn leave_out_what_is_gone(&mut self) {
        let Self { actions, partners, gone, .. } = self;
        actions.retain(|it| gone.get(&it.id).is_none_or(|time| *time < it.changed));
        partners.retain(|it| gone.get(&it.id).is_none_or(|time| *time < it.changed));
    }

    /// All that has no time of its own, behind the time at which it was changed.
    fn arrangement(&self) -> impl Ord {
        let Self { priorities, actions, partners, power, review, series, changed, more, .. } = self;
        let actions: Vec<&str> = actions.iter().map(|it| it.id.as_str()).collect();
        let partners: Vec<&str> = partners.iter().map(|it| it.id.as_str()).collect();
        (changed, (priorities, power, review, series, more), actions, partners)
    }

    /// Puts itself in the place of `before`, at `now`, so that it stands when other copies
    /// of that are merged.
    pub fn supersede(&mut self, before: &Self, now: Millis) {
        let now = now.max(before.last_change().saturating_add(1));
        self.gone = before.gone.clone();
        let kept: Vec<&str> = self
            .actions
            .iter()
            .map(|it| it.id.as_str())
            .chain(self.partners.iter().map(|it| it.id.as_str()))
            .collect();
        let known = before.actions.iter().map(|it| &it.id);
        for id in known.chain(before.partners.iter().map(|it| &it.id)) {
            if !kept.contains(&id.as_str()) {
                self.gone.insert(id.clone(), now);
            }
        }
        for it in &mut self.actions {
            if before.actions.iter().all(|before| before != it) {
                it.changed = now;
            }
        }
        for it in &mut self.partners {
            if before.partners.iter().all(|before| before != it) {
                it.changed = now;
            }
        }
        self.changed = now;
    }
}

/// Puts what is newer in `theirs` in its place, and what is not in `mine` behind it.
fn take_newer<T: Entry>(mine: &mut Vec<T>, theirs: Vec<T>) {
    let mut places: HashMap<String, usize> = HashMap::new();
    places.extend(mine.iter().enumerate().map(|(at, it)| (it.id().to_owned(), at)));
    for it in theirs {
        let place = places.get(it.id()).and_then(|at| mine.get_mut(*at));
        match place {
            Some(known) if (known.changed(), &*known) < (it.changed(), &it) => *known = it,
            Some(_) => {}
            None => {
                places.insert(it.id().to_owned(), mine.len());
                mine.push(it);
            }
        }
    }
}
