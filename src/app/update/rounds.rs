//! From one round to the next: reviews that are due, new rounds, and which belong together.

use super::planning::{change, day_of};
use super::{answering, go, keep_instrument, need, save};
use crate::app::effect::Effect;
use crate::app::event::{Event, PlanEvent};
use crate::app::model::{Entry, Model, News, Of, Screen};
use crate::instrument::Instrument;
use crate::plan::{Offer, Plan};
use crate::report;
use crate::response::time::Day;
use crate::response::{Assessment, InstrumentRef, Millis, Response};
use crate::workshop::{MAX_KEY, Workshop, findings};

pub fn update(model: &mut Model, event: PlanEvent, effects: &mut Vec<Effect>) {
    match event {
        PlanEvent::Review(day) => {
            if let Some(day) = day_of(&day) {
                review(model, day, effects);
            }
        }
        PlanEvent::ReviewIn(months) => {
            let day = model.today().months_later(months);
            review(model, Some(day), effects);
        }
        PlanEvent::NextRound => match model.screen.of() {
            Some(Of::Assessment) => next_assessment(model, effects),
            Some(Of::Workshop) => next_workshop(model, effects),
            None => {}
        },
        PlanEvent::Round { id, counts } => count_round(model, &id, counts, effects),
        PlanEvent::Open(id) => open(model, id, effects),
        // Everything else is handled before it comes here.
        _ => {}
    }
}

fn review(model: &mut Model, day: Option<Day>, effects: &mut Vec<Effect>) {
    change(model, effects, |plan, _| {
        plan.review = day;
        Some(())
    });
}

/// Opens the plan of an assessment or a workshop on the shelf.
fn open(model: &mut Model, id: String, effects: &mut Vec<Effect>) {
    let of = match model.shelf.get(&id) {
        Some(Entry::Readable { assessment, keep, .. }) => {
            if *keep {
                effects.push(Effect::RememberLast(Some(id.clone())));
            }
            let instrument = assessment.response.instrument.id.clone();
            need(model, &instrument, effects);
            if model.current.as_ref() != Some(&id) {
                model.saved_at = None;
                model.current = Some(id);
            }
            Of::Assessment
        }
        Some(Entry::Workshop { workshop, .. }) => {
            let instrument = workshop.instrument.id.clone();
            need(model, &instrument, effects);
            model.enter(Some(id));
            Of::Workshop
        }
        Some(Entry::Unreadable { .. }) | None => return,
    };
    go(model, Screen::Plan(of), effects);
}

/// A round as the shelf knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub id: String,
    pub instrument: InstrumentRef,
    /// When it was answered; of a workshop, when its last picture was shown.
    pub time: Millis,
    pub plan: Plan,
    /// Whether it says anything yet: a person has finished it, or a workshop has a picture.
    pub done: bool,
    pub of: Of,
}

impl Known {
    fn of_assessment(id: &str, assessment: &Assessment, plan: Plan) -> Self {
        let response = &assessment.response;
        Self {
            id: id.to_owned(),
            instrument: response.instrument.clone(),
            time: response.completed.unwrap_or(response.started),
            done: response.completed.is_some(),
            plan,
            of: Of::Assessment,
        }
    }

    fn of_workshop(id: &str, workshop: &Workshop) -> Self {
        let shown = workshop.states.last().map(|it| it.time);
        Self {
            id: id.to_owned(),
            instrument: workshop.instrument.clone(),
            time: shown.unwrap_or(workshop.created),
            done: shown.is_some(),
            plan: workshop.plan.clone(),
            of: Of::Workshop,
        }
    }

    /// Whether it belongs to the same series as `other`.
    pub fn is_with(&self, other: &Self) -> bool {
        self.id == other.id || !self.plan.series.is_empty() && self.plan.series == other.plan.series
    }
}

impl Model {
    pub(in crate::app) fn today(&self) -> Day {
        Day::of(self.moment.now, self.moment.offset)
    }

    /// Everything on the shelf that can be a round, the earliest first.
    pub(in crate::app) fn known_rounds(&self) -> Vec<Known> {
        let known = |(id, it): (&String, &Entry)| match it {
            Entry::Readable { assessment, .. } => {
                Some(Known::of_assessment(id, assessment, self.plan_of(id)?))
            }
            Entry::Workshop { workshop, .. } => Some(Known::of_workshop(id, workshop)),
            Entry::Unreadable { .. } => None,
        };
        let mut res: Vec<Known> = self.shelf.iter().filter_map(known).collect();
        res.sort_by(|a, b| (a.time, &a.id).cmp(&(b.time, &b.id)));
        res
    }

    /// What could be rounds of the assessment or workshop `id`: all of the same kind that
    /// answer the same instrument, itself among them, the earliest first.
    pub(in crate::app) fn rounds_for(&self, id: &str) -> Vec<Known> {
        let all = self.known_rounds();
        let Some(this) = all.iter().find(|it| it.id == id).cloned() else { return Vec::new() };
        let fits = |it: &Known| it.of == this.of && it.instrument.id == this.instrument.id;
        all.into_iter().filter(fits).collect()
    }

    /// The rounds of the series of the assessment or workshop `id`, itself among them, the
    /// earliest first.
    pub(in crate::app) fn series(&self, id: &str) -> Vec<Known> {
        let all = self.rounds_for(id);
        let Some(this) = all.iter().find(|it| it.id == id).cloned() else { return Vec::new() };
        all.into_iter().filter(|it| it.is_with(&this)).collect()
    }

    /// The id of the round before what is shown.
    pub(in crate::app) fn round_before(&self) -> Option<String> {
        let of = self.screen.of().unwrap_or(Of::Assessment);
        let id = self.subject_of(of)?;
        let series = self.series(id);
        let at = series.iter().position(|it| it.id == *id)?;
        let before = series.get(at.checked_sub(1)?)?;
        Some(before.id.clone())
    }

    /// What could become a priority of what is shown, and why.
    pub(in crate::app) fn offers(&self) -> Vec<Offer> {
        let of_assessment = || {
            let (instrument, it) = (self.instrument()?, self.assessment()?);
            let report = report::report(instrument, &it.response);
            Some(report::offers(&report, &it.response))
        };
        let of_workshop = || {
            let workshop = self.open_workshop()?;
            let instrument = self.instruments.get(&workshop.instrument.id)?;
            let shown = self.desk.report.as_ref()?;
            Some(findings::offers(instrument, &shown.0, &shown.1))
        };
        match self.screen.of() {
            Some(Of::Assessment) => of_assessment(),
            Some(Of::Workshop) => of_workshop(),
            None => None,
        }
        .unwrap_or_default()
    }

    /// The edition of an instrument that was answered: that with its fingerprint if it is at
    /// hand, else the present one; and whether it is that edition.
    pub(in crate::app) fn edition(&self, of: &InstrumentRef) -> Option<(&Instrument, bool)> {
        if let Some(it) = self.desk.editions.get(&of.fingerprint) {
            return Some((it, true));
        }
        let present = self.instruments.get(&of.id)?;
        Some((present, present.fingerprint == of.fingerprint))
    }

    /// The reviews that nobody has held yet: the id of each, and its day.
    fn reviews(&self) -> Vec<(String, Day)> {
        let all = self.known_rounds();
        let held = |it: &Known| {
            let later = |other: &&Known| other.time > it.time && other.id != it.id;
            all.iter().filter(later).any(|other| other.is_with(it))
        };
        all.iter()
            .filter(|it| !held(it))
            .filter_map(|it| Some((it.id.clone(), it.plan.review?)))
            .collect()
    }

    /// The ids of those whose review is due today or was before.
    pub(in crate::app) fn due_reviews(&self) -> Vec<String> {
        let today = self.today();
        self.reviews().into_iter().filter(|it| it.1 <= today).map(|it| it.0).collect()
    }
}

/// Lets the storage know when the first review is due, so that a page that opens later knows
/// it without reading everything.
pub fn remember_due(model: &mut Model, effects: &mut Vec<Effect>) {
    let first = model.reviews().into_iter().map(|it| it.1).min();
    let due = first.map(|it| it.start() - model.moment.offset * 60_000);
    if due != model.due {
        model.due = due;
        effects.push(Effect::RememberDue(due));
    }
}

/// Says which reviews are due, once, when everything that is stored has been read.
pub fn tell_due(model: &mut Model, effects: &mut Vec<Effect>) {
    remember_due(model, effects);
    if model.desk.told_due || !model.shelf_read {
        return;
    }
    model.desk.told_due = true;
    let due = model.due_reviews();
    if !due.is_empty() && model.news.is_none() {
        model.news = Some(News::ReviewDue(due));
    }
}

/// The id of the series of the assessment or workshop `id`, which begins one if it is in none.
fn begin_series(model: &mut Model, id: &str, effects: &mut Vec<Effect>) -> String {
    let Some(mut plan) = model.plan_of(id) else { return String::new() };
    if plan.series.is_empty() {
        plan.series = id.to_owned();
        put(model, id, plan, effects);
    }
    model.plan_of(id).map_or_else(String::new, |it| it.series)
}

fn put(model: &mut Model, id: &str, mut plan: Plan, effects: &mut Vec<Effect>) {
    let now = model.moment.now.max(plan.last_change() + 1);
    plan.changed = now;
    model.put_plan(id, plan, now);
    save(model, id, effects);
}

/// A new assessment like the open one, without its answers.
fn next_assessment(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(id) = model.current.clone() else { return };
    let Some(instrument) = model.instrument().cloned() else { return };
    let series = begin_series(model, &id, effects);
    let Some(Entry::Readable { assessment: before, keep, .. }) = model.shelf.get(&id) else {
        return;
    };
    let (keep, now) = (*keep, model.moment.now);
    let response = Response {
        id: model.moment.uuid(),
        instrument: InstrumentRef::to(&instrument),
        language: model.language.clone(),
        started: now,
        updated: now,
        respondent: before.response.respondent.clone(),
        ..Response::default()
    };
    let mut next = Assessment { name: before.name.clone(), ..Assessment::of(response) };
    next.put_plan(&Plan { series, changed: now, ..Plan::default() }, now);
    let id = next.response.id.clone();
    let entry = Entry::Readable { assessment: Box::new(next), stored: None, keep };
    model.shelf.insert(id.clone(), entry);
    model.current = Some(id.clone());
    model.saved_at = None;
    save(model, &id, effects);
    if keep {
        keep_instrument(model, &instrument.id, effects);
        effects.push(Effect::RememberLast(Some(id)));
    }
    remember_due(model, effects);
    effects.push(answering::tell(model, "pa-started"));
    go(model, Screen::Questions(0), effects);
}

/// A new workshop with the set-up of the open one, and a key of its own.
fn next_workshop(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(id) = model.workshop.clone() else { return };
    let Some(before) = model.open_workshop() else { return };
    let Some(instrument) = model.instruments.get(&before.instrument.id).cloned() else { return };
    let series = begin_series(model, &id, effects);
    let Some(Entry::Workshop { workshop: before, keep, .. }) = model.shelf.get(&id) else { return };
    let (keep, now, id) = (*keep, model.moment.now, model.moment.uuid());
    let mut setup = before.setup.clone();
    let key = (model.moment.random % u128::from(MAX_KEY)) as u16 + 1;
    // Codes of the two must never be taken for each other's.
    setup.key = if key == setup.key { key % MAX_KEY + 1 } else { key };
    let mut next = Workshop::new(id.clone(), setup, InstrumentRef::to(&instrument), now);
    next.plan = Plan { series, changed: now, ..Plan::default() };
    let entry = Entry::Workshop { workshop: Box::new(next), stored: None, keep };
    model.shelf.insert(id.clone(), entry);
    model.enter(Some(id.clone()));
    save(model, &id, effects);
    if keep {
        keep_instrument(model, &instrument.id, effects);
    }
    remember_due(model, effects);
    go(model, Screen::Invite, effects);
}

/// Counts the assessment or workshop `id` among the rounds of what is shown, or no longer.
fn count_round(model: &mut Model, id: &str, counts: bool, effects: &mut Vec<Effect>) {
    let Some(shown) = model.screen.of().and_then(|of| model.subject_of(of)).cloned() else {
        return;
    };
    if shown == id || !model.rounds_for(&shown).iter().any(|it| it.id == id) {
        return;
    }
    let series = if counts { begin_series(model, &shown, effects) } else { String::new() };
    let Some(mut plan) = model.plan_of(id) else { return };
    if plan.series != series {
        plan.series = series;
        put(model, id, plan, effects);
    }
    remember_due(model, effects);
}

/// Asks for the older editions that the rounds of what is shown belong to.
pub fn need_editions(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(id) = model.screen.of().and_then(|of| model.subject_of(of)).cloned() else { return };
    for round in model.series(&id) {
        let of = round.instrument;
        let known = model.edition(&of).is_none_or(|it| it.1);
        if !known && model.custom.contains(&of.id) && !of.fingerprint.is_empty() {
            super::fetch(model, super::Asset::Instrument(of.fingerprint), effects);
        }
    }
}

/// Keeps the edition that `newer` is about to stand in for, where answers belong to it.
pub fn keep_edition(model: &mut Model, newer: &Instrument, effects: &mut Vec<Effect>) {
    let Some(older) = model.instruments.get(&newer.id).cloned() else { return };
    if older.fingerprint == newer.fingerprint {
        return;
    }
    let of_older = |it: &Entry| match it {
        Entry::Readable { assessment, .. } => {
            assessment.response.instrument.fingerprint == older.fingerprint
        }
        Entry::Workshop { workshop, .. } => workshop.instrument.fingerprint == older.fingerprint,
        Entry::Unreadable { .. } => false,
    };
    if model.shelf.values().any(of_older) {
        if let Some(text) = model.custom.get(&older.id) {
            let id = older.fingerprint.clone();
            effects.push(Effect::KeepInstrument { id, text: text.clone() });
        }
        model.desk.editions.insert(older.fingerprint.clone(), older);
    }
}

/// Opens the one whose review is due, or all assessments where there are several.
pub fn due_event(due: &[String]) -> Event {
    match due {
        [only] => PlanEvent::Open(only.clone()).into(),
        _ => Event::Go(Screen::Shelf),
    }
}
