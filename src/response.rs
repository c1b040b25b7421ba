//! What one person answered.
//!
//! A [`Response`] is what files carry. An [`Assessment`] is a response as it is kept
//! on a device: with its name, and for every answer and comment the time it was
//! given, so that two copies of it (from two tabs, say) merge by the newest.

pub mod time;

use crate::instrument::by_id::ById;
use crate::instrument::{Instrument, Scale};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// What was answered to one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// A point of the item's scale.
    Value(i64),
    DontKnow,
    NotRelevant,
}

impl Answer {
    pub const DONT_KNOW: &str = "dont-know";
    pub const NOT_RELEVANT: &str = "not-relevant";

    /// The answer as files write it: the number, `dont-know` or `not-relevant`.
    pub fn code(self) -> String {
        match self {
            Self::Value(value) => value.to_string(),
            Self::DontKnow => Self::DONT_KNOW.to_owned(),
            Self::NotRelevant => Self::NOT_RELEVANT.to_owned(),
        }
    }

    /// Reads what [`Answer::code`] writes.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            Self::DONT_KNOW => Some(Self::DontKnow),
            Self::NOT_RELEVANT => Some(Self::NotRelevant),
            _ => code.parse().ok().map(Self::Value),
        }
    }

    /// Whether `scale` offers this answer.
    pub fn is_on(self, scale: &Scale) -> bool {
        match self {
            Self::Value(value) => scale.point(value).is_some(),
            Self::DontKnow => scale.dont_know,
            Self::NotRelevant => scale.not_relevant,
        }
    }

    /// The codes of all the answers that `scale` offers, for a message.
    pub fn offered_by(scale: &Scale) -> String {
        let mut res: Vec<String> = scale.points.iter().map(|it| it.value.to_string()).collect();
        res.extend(scale.dont_know.then(|| Self::DONT_KNOW.to_owned()));
        res.extend(scale.not_relevant.then(|| Self::NOT_RELEVANT.to_owned()));
        res.join(", ")
    }
}

/// Who answers; every part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Respondent {
    pub sector: String,
    pub role: String,
    pub organisation: String,
    pub size: String,
    pub partnership: String,
}

impl Respondent {
    /// The longest text of each part, in characters.
    pub const MAX_CHARS: usize = 200;
    /// The sectors that are offered; others may be written in.
    pub const SECTORS: [&str; 7] = [
        "housing",
        "health",
        "social-care",
        "local-government",
        "third-sector",
        "people-who-use-services",
        "other",
    ];
    /// The sizes of an organisation that are offered, by people who work in it.
    pub const SIZES: [&str; 4] = ["under-10", "10-49", "50-249", "250-or-more"];

    /// Without spaces around its parts, as files hold it.
    pub fn trimmed(mut self) -> Self {
        for field in Field::ALL {
            let part = self.part_mut(field);
            *part = part.trim().to_owned();
        }
        self
    }

    pub fn part(&self, field: Field) -> &str {
        match field {
            Field::Sector => &self.sector,
            Field::Role => &self.role,
            Field::Organisation => &self.organisation,
            Field::Size => &self.size,
            Field::Partnership => &self.partnership,
        }
    }

    pub fn part_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Sector => &mut self.sector,
            Field::Role => &mut self.role,
            Field::Organisation => &mut self.organisation,
            Field::Size => &mut self.size,
            Field::Partnership => &mut self.partnership,
        }
    }
}

/// A part of [`Respondent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Sector,
    Role,
    Organisation,
    Size,
    Partnership,
}

impl Field {
    pub const ALL: [Self; 5] =
        [Self::Sector, Self::Role, Self::Organisation, Self::Size, Self::Partnership];
    /// The name of the part in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sector => "sector",
            Self::Role => "role",
            Self::Organisation => "organisation",
            Self::Size => "size",
            Self::Partnership => "partnership",
        }
    }
}

/// Which instrument a response answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstrumentRef {
    pub id: String,
    pub edition: String,
    pub fingerprint: String,
}

impl InstrumentRef {
    pub fn to(instrument: &Instrument) -> Self {
        Self {
            id: instrument.id.clone(),
            edition: instrument.edition.clone(),
            fingerprint: instrument.fingerprint.clone(),
        }
    }
}

/// One person's answers to one instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// A UUID.
    pub id: String,
    pub instrument: InstrumentRef,
    pub language: String,
    pub started: Millis,
    pub updated: Millis,
    pub completed: Option<Millis>,
    pub respondent: Respondent,
    /// By item id.
    pub answers: ById<Answer>,
    /// Comments by item id.
    pub notes: ById<String>,
    /// What is to be done, as the JSON text of a list; [`Response::NO_PLAN`] for nothing.
    pub plan: String,
    /// The rest of the plan, as the JSON text of an object; [`Response::NO_FOLLOW_UP`] for
    /// nothing.
    pub follow_up: String,
    /// The link of the workshop that it was answered for; empty for none.
    pub workshop: String,
}

impl Response {
    /// The longest link of a workshop, in bytes.
    pub const MAX_LINK: usize = 32_000;
    /// The longest comment, in characters.
    pub const MAX_NOTE: usize = 5_000;
    /// A plan without actions.
    pub const NO_PLAN: &str = "[]";
    /// A plan with nothing beside its actions.
    pub const NO_FOLLOW_UP: &str = "{}";
}

impl Default for Response {
    fn default() -> Self {
        Self {
            id: String::new(),
            instrument: InstrumentRef::default(),
            language: String::new(),
            started: 0,
            updated: 0,
            completed: None,
            respondent: Respondent::default(),
            answers: ById::default(),
            notes: ById::default(),
            plan: Self::NO_PLAN.to_owned(),
            follow_up: Self::NO_FOLLOW_UP.to_owned(),
            workshop: String::new(),
        }
    }
}

/// A response as it is kept on a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// The person's own name for it; empty for none.
    pub name: String,
    /// When the name or the respondent was last changed.
    pub named: Millis,
    pub response: Response,
    /// When each item's answer was last given or taken back.
    pub answer_times: ById<Millis>,
    /// When each item's comment was last changed.
    pub note_times: ById<Millis>,
    /// When the plan or the follow-up was last changed; 0 where there never was any.
    pub planned: Millis,
    /// When it was last saved as a file that can be imported again.
    pub exported: Option<Millis>,
    /// Whether the person wants no reminder to save it as a file.
    pub no_reminder: bool,
}

impl Assessment {
    /// An assessment with the answers of `response`, each as old as its last change.
    pub fn of(response: Response) -> Self {
        let times = |ids: Vec<&String>| {
            ids.into_iter().map(|it| (it.clone(), response.updated)).collect::<ById<_>>()
        };
        let plans =
            response.plan != Response::NO_PLAN || response.follow_up != Response::NO_FOLLOW_UP;
        Self {
            name: String::new(),
            named: response.updated,
            planned: if plans { response.updated } else { 0 },
            answer_times: times(response.answers.ids().collect()),
            note_times: times(response.notes.ids().collect()),
            exported: None,
            no_reminder: false,
            response,
        }
    }

    /// Gives or (with `None`) takes back the answer to `item`.
    ///
    /// The time kept never goes back, whatever the clock does.
    pub fn answer(&mut self, item: &str, answer: Option<Answer>, now: Millis) {
        set(&mut self.response.answers, &mut self.answer_times, item, answer, now);
        self.touch(now);
    }

    /// Sets the comment on `item`; an empty one is removed.
    pub fn note(&mut self, item: &str, note: &str, now: Millis) {
        let note: String = note.chars().take(Response::MAX_NOTE).collect();
        let note = (!note.trim().is_empty()).then_some(note);
        set(&mut self.response.notes, &mut self.note_times, item, note, now);
        self.touch(now);
    }

    pub fn touch(&mut self, now: Millis) {
        self.response.updated = self.response.updated.max(now);
    }

    /// Takes over what is newer in `other`, another copy of the same response.
    ///
    /// Law: merging is commutative, associative and idempotent, and loses nothing: for every
    /// item the newest answer (or its taking back) stands. Of two that were given at once the
    /// greater stands, so that either side comes to the same and they do not go on telling
    /// each other for ever.
    /// Returns whether anything changed here.
    pub fn merge(&mut self, other: &Self) -> bool {
        let before = self.clone();
        let mine = &mut self.response;
        let theirs = &other.response;
        newest(&mut mine.answers, &mut self.answer_times, &theirs.answers, &other.answer_times);
        newest(&mut mine.notes, &mut self.note_times, &theirs.notes, &other.note_times);
        if (other.named, &other.name) > (self.named, &self.name) {
            self.name.clone_from(&other.name);
            self.named = other.named;
            mine.respondent = theirs.respondent.clone();
        }
        // A copy that knows no plan, such as a table, was planned at 0 and empties none.
        if other.planned > self.planned {
            mine.plan.clone_from(&theirs.plan);
            mine.follow_up.clone_from(&theirs.follow_up);
            self.planned = other.planned;
        }
        if (theirs.updated, &theirs.language) > (mine.updated, &mine.language) {
            mine.language.clone_from(&theirs.language);
        }
        if mine.workshop.is_empty() {
            mine.workshop.clone_from(&theirs.workshop);
        }
        mine.updated = mine.updated.max(theirs.updated);
        mine.started = mine.started.min(theirs.started);
        mine.completed = mine.completed.max(theirs.completed);
        self.exported = self.exported.max(other.exported);
        self.no_reminder |= other.no_reminder;
        *self != before
    }

    /// Whether `other` holds the same for a person to see: all but the times of changes.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.response, &other.response);
        self.name == other.name
            && mine.respondent == theirs.respondent
            && mine.answers == theirs.answers
            && mine.notes == theirs.notes
            && mine.plan == theirs.plan
            && mine.follow_up == theirs.follow_up
            && mine.completed == theirs.completed
    }

    /// How many items of `instrument` have an answer of any kind.
    pub fn n_answered(&self, instrument: &Instrument) -> usize {
        instrument.items().filter(|(_, it)| self.response.answers.contains(&it.id)).count()
    }
}

fn set<T>(
    values: &mut ById<T>,
    times: &mut ById<Millis>,
    item: &str,
    value: Option<T>,
    now: Millis,
) {
    let time = times.get(item).map_or(now, |last| now.max(last + 1));
    put(values, times, item, value, time);
}

fn newest<T: Clone + Ord>(
    values: &mut ById<T>,
    times: &mut ById<Millis>,
    other_values: &ById<T>,
    other_times: &ById<Millis>,
) {
    for (item, &time) in other_times.iter() {
        let theirs = other_values.get(item);
        if times.get(item).is_none_or(|&mine| (mine, values.get(item)) < (time, theirs)) {
            put(values, times, item, theirs.cloned(), time);
        }
    }
}

fn put<T>(
    values: &mut ById<T>,
    times: &mut ById<Millis>,
    item: &str,
    value: Option<T>,
    time: Millis,
) {
    times.insert(item.to_owned(), time);
    match value {
        Some(value) => values.insert(item.to_owned(), value),
        None => {
            values.remove(item);
        }
    }
}
