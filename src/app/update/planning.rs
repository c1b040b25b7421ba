//! The plan of what is shown: priorities, actions, partners.

use super::save;
use crate::app::desk::TakenOut;
use crate::app::effect::{Effect, Focus};
use crate::app::event::PlanEvent;
use crate::app::model::{Entry, Model, News, Of};
use crate::exchange::plan as files;
use crate::plan::partners::Partner;
use crate::plan::{
    Action, MAX_ACTIONS, MAX_NAME, MAX_PARTNERS, MAX_TEXT, MOST_PRIORITIES, Part, Plan, Priority,
    Reason, Subject,
};
use crate::response::time::Day;
use crate::response::{Millis, Response};

pub fn update(model: &mut Model, event: PlanEvent, effects: &mut Vec<Effect>) {
    model.desk.said.clear();
    match event {
        PlanEvent::Prioritise(subject) => {
            let offered = model.offers();
            let listed = !offered.iter().any(|it| it.subject == subject);
            let mut full = false;
            change(model, effects, |plan, _| {
                prioritise(plan, subject, &offered)?;
                full = plan.priorities.len() >= MOST_PRIORITIES;
                Some(())
            });
            // The list of the others gives way to the words that say so.
            if full && listed {
                effects.push(Effect::Focus(Focus::Part("pa-plan-full".to_owned())));
            } else if listed {
                model.desk.said = model.text().say("plan.other-added");
                // The list above has grown, and may have pushed the button out of sight.
                effects.push(Effect::Focus(Focus::Part("pa-plan-add".to_owned())));
            }
        }
        PlanEvent::MovePriority { place, up } => {
            let mut landed = None;
            change(model, effects, |plan, _| {
                let to = neighbour(place, up, plan.priorities.len())?;
                plan.priorities.swap(place, to);
                landed = Some((to, plan.priorities.len()));
                Some(())
            });
            moved(model, effects, landed, "pa-priority", up);
        }

        PlanEvent::Add { about, idea } => add(model, about, idea, effects),
        PlanEvent::Edit(place) => {
            let focus = match (place, model.desk.action) {
                (Some(place), _) => format!("pa-action-{place}-what"),
                (None, Some(was)) => format!("pa-action-{was}-edit"),
                (None, None) => return,
            };
            model.desk.action = place;
            effects.push(Effect::Focus(Focus::Part(focus)));
        }
        PlanEvent::Write { place, part, text } => {
            let text: String = text.chars().take(part.limit()).collect();
            change_action(model, effects, place, |it| *it.part_mut(part) = text);
        }
        PlanEvent::By { place, day } => {
            let day = day_of(&day);
            if let Some(by) = day {
                change_action(model, effects, place, |it| it.by = by);
            }
        }
        PlanEvent::About { place, about } => {
            change_action(model, effects, place, |it| it.about = about);
        }
        PlanEvent::State { place, state } => {
            change_action(model, effects, place, |it| it.state = state);
        }
        PlanEvent::Move { place, up } => move_action(model, place, up, effects),
        PlanEvent::TakeOut(place) => take_out(model, place, false, effects),
        PlanEvent::CarryOver(place) => carry_over(model, place, effects),

        PlanEvent::AddPartner => {
            let id = model.moment.uuid();
            let mut n = 0;
            change(model, effects, |plan, now| {
                if plan.partners.len() >= MAX_PARTNERS {
                    return None;
                }
                plan.partners.push(Partner { id, changed: now, ..Partner::default() });
                n = plan.partners.len();
                Some(())
            });
            if let Some(place) = n.checked_sub(1) {
                effects.push(Effect::Focus(Focus::Part(format!("pa-partner-{place}-name"))));
            }
        }
        PlanEvent::NamePartner { place, name } => {
            let name = name.chars().take(MAX_NAME).collect();
            change_partner(model, effects, place, |it| it.name = name);
        }
        PlanEvent::Brings { place, what, level } => change_partner(model, effects, place, |it| {
            if let Some(it) = it.brings.get_mut(what) {
                *it = level;
            }
        }),
        PlanEvent::BringsNote { place, text } => {
            let text = text.chars().take(MAX_TEXT).collect();
            change_partner(model, effects, place, |it| it.brings_note = text);
        }
        PlanEvent::Holds { place, what, level } => change_partner(model, effects, place, |it| {
            if let Some(it) = it.holds.get_mut(what) {
                *it = level;
            }
        }),
        PlanEvent::HoldsNote { place, text } => {
            let text = text.chars().take(MAX_TEXT).collect();
            change_partner(model, effects, place, |it| it.holds_note = text);
        }
        PlanEvent::TakeOutPartner(place) => take_out(model, place, true, effects),
        PlanEvent::Power(text) => {
            let text: String = text.chars().take(2 * MAX_TEXT).collect();
            change(model, effects, |plan, _| {
                plan.power = text;
                Some(())
            });
        }
        PlanEvent::PutBack => put_back(model, effects),

        event => super::rounds::update(model, event, effects),
    }
}

/// The day that a field holds: `None` if it cannot be read, as while it is being typed.
pub fn day_of(text: &str) -> Option<Option<Day>> {
    if text.is_empty() { Some(None) } else { Day::read(text).map(Some) }
}

impl Model {
    /// The id of the assessment or workshop that a screen of this kind shows.
    pub(in crate::app) fn subject_of(&self, of: Of) -> Option<&String> {
        match of {
            Of::Assessment => self.current.as_ref(),
            Of::Workshop => self.workshop.as_ref(),
        }
    }

    /// The plan of the assessment or workshop `id`.
    pub(in crate::app) fn plan_of(&self, id: &str) -> Option<Plan> {
        match self.shelf.get(id)? {
            Entry::Readable { assessment, .. } => {
                let response = &assessment.response;
                let nothing = (Response::NO_PLAN, Response::NO_FOLLOW_UP);
                // Most have none, and all are asked for theirs.
                if (response.plan.as_str(), response.follow_up.as_str()) == nothing {
                    return Some(Plan::default());
                }
                Some(files::read(&response.plan, &response.follow_up))
            }
            Entry::Workshop { workshop, .. } => Some(workshop.plan.clone()),
            Entry::Unreadable { .. } => None,
        }
    }

    /// The plan of what is shown, with the id of that.
    pub(in crate::app) fn open_plan(&self) -> Option<(String, Plan)> {
        let id = self.subject_of(self.screen.of()?)?;
        Some((id.clone(), self.plan_of(id)?))
    }

    /// Puts `plan` in the place of that of the assessment or workshop `id`.
    pub(in crate::app) fn put_plan(&mut self, id: &str, plan: Plan, now: Millis) {
        match self.shelf.get_mut(id) {
            Some(Entry::Readable { assessment, .. }) => assessment.put_plan(&plan, now),
            Some(Entry::Workshop { workshop, .. }) => {
                workshop.plan = plan;
                workshop.updated = workshop.updated.max(now);
            }
            Some(Entry::Unreadable { .. }) | None => {}
        }
    }
}

impl crate::response::Assessment {
    /// Puts `plan` in the place of what was planned.
    pub(in crate::app) fn put_plan(&mut self, plan: &Plan, now: Millis) {
        let response = &mut self.response;
        (response.plan, response.follow_up) = files::write(plan);
        self.planned = now.max(self.planned + 1);
        self.touch(now);
    }

    /// Takes over what is newer in `other`, another copy of the same, the plans action by
    /// action; whether that changed anything.
    pub(in crate::app) fn merge_all(&mut self, other: &Self) -> bool {
        let before = self.clone();
        let of = |it: &Self| files::read(&it.response.plan, &it.response.follow_up);
        let mine = of(self);
        let mut plan = mine.clone();
        plan.merge(&of(other));
        self.merge(other);
        let response = &mut self.response;
        (response.plan, response.follow_up) = if plan == mine {
            (before.response.plan.clone(), before.response.follow_up.clone())
        } else {
            files::write(&plan)
        };
        *self != before
    }
}

/// Changes the plan of what is shown, if `act` says that it did, and stores it.
pub fn change(
    model: &mut Model,
    effects: &mut Vec<Effect>,
    act: impl FnOnce(&mut Plan, Millis) -> Option<()>,
) {
    let Some((id, before)) = model.open_plan() else { return };
    let now = model.moment.now.max(before.last_change() + 1);
    let mut plan = before.clone();
    if act(&mut plan, now).is_none() || plan == before {
        return;
    }
    let apart = |it: &Plan| Plan { actions: Vec::new(), partners: Vec::new(), ..it.clone() };
    let order = |it: &Plan| -> Vec<String> {
        let actions = it.actions.iter().map(|it| it.id.clone());
        actions.chain(it.partners.iter().map(|it| it.id.clone())).collect()
    };
    if apart(&plan) != apart(&before) || order(&plan) != order(&before) {
        plan.changed = now;
    }
    model.put_plan(&id, plan, now);
    let language = model.language.clone();
    if let Some(Entry::Readable { assessment, .. }) = model.shelf.get_mut(&id) {
        assessment.response.language = language;
    }
    save(model, &id, effects);
    if model.keeps(Some(&id)) && !model.persist_asked {
        model.persist_asked = true;
        effects.push(Effect::Persist);
    }
    super::rounds::remember_due(model, effects);
}

fn change_action(
    model: &mut Model,
    effects: &mut Vec<Effect>,
    place: usize,
    act: impl FnOnce(&mut Action),
) {
    change(model, effects, |plan, now| {
        let action = plan.actions.get_mut(place)?;
        let before = action.clone();
        act(action);
        if *action != before {
            action.changed = now;
        }
        Some(())
    });
}

fn change_partner(
    model: &mut Model,
    effects: &mut Vec<Effect>,
    place: usize,
    act: impl FnOnce(&mut Partner),
) {
    change(model, effects, |plan, now| {
        let partner = plan.partners.get_mut(place)?;
        let before = partner.clone();
        act(partner);
        if *partner != before {
            partner.changed = now;
        }
        Some(())
    });
}

/// Makes `subject` a priority for the reason it is offered for, or takes it off.
fn prioritise(plan: &mut Plan, subject: Subject, offered: &[Priority]) -> Option<()> {
    if let Some(at) = plan.priorities.iter().position(|it| it.subject == subject) {
        plan.priorities.remove(at);
        return Some(());
    }
    if plan.priorities.len() >= MOST_PRIORITIES {
        return None;
    }
    let reason = offered.iter().find(|it| it.subject == subject).map(|it| it.reason);
    plan.priorities.push(Priority { subject, reason: reason.unwrap_or(Reason::Own) });
    Some(())
}

/// The place above or below `place` in a list of `n`.
fn neighbour(place: usize, up: bool, n: usize) -> Option<usize> {
    let to = if up { place.checked_sub(1)? } else { place + 1 };
    (place < n && to < n).then_some(to)
}

/// Says where something is now, and keeps the focus on the button that moved it there, or
/// on the other one where it can go no further.
fn moved(
    model: &mut Model,
    effects: &mut Vec<Effect>,
    landed: Option<(usize, usize)>,
    what: &str,
    up: bool,
) {
    let Some((place, of)) = landed else { return };
    let (number, of_all) = ((place + 1).to_string(), of.to_string());
    let values = [("place", number.as_str()), ("total", &of_all)];
    model.desk.said = model.text().with("plan.moved", &values);
    let at_end = if up { place == 0 } else { place + 1 == of };
    let way = if up != at_end { "up" } else { "down" };
    effects.push(Effect::Focus(Focus::Part(format!("{what}-{place}-{way}"))));
}

fn add(model: &mut Model, about: Option<Subject>, idea: String, effects: &mut Vec<Effect>) {
    let id = model.moment.uuid();
    let what = idea.chars().take(Part::What.limit()).collect();
    let mut place = None;
    change(model, effects, |plan, now| {
        if plan.actions.len() >= MAX_ACTIONS {
            return None;
        }
        plan.actions.push(Action { id, about, what, changed: now, ..Action::default() });
        place = plan.actions.len().checked_sub(1);
        Some(())
    });
    if let Some(place) = place {
        model.desk.action = Some(place);
        effects.push(Effect::Focus(Focus::Part(format!("pa-action-{place}-what"))));
    }
}

/// The places of the actions that are listed together with the one at `place`.
fn listed_with(plan: &Plan, place: usize) -> Vec<usize> {
    let group = |it: &Action| {
        let is_priority = |of: &Subject| plan.priorities.iter().any(|it| it.subject == *of);
        it.about.clone().filter(is_priority)
    };
    let Some(of) = plan.actions.get(place).map(group) else { return Vec::new() };
    let together = plan.actions.iter().enumerate().filter(|it| group(it.1) == of);
    together.map(|it| it.0).collect()
}

fn move_action(model: &mut Model, place: usize, up: bool, effects: &mut Vec<Effect>) {
    let mut landed = None;
    change(model, effects, |plan, _| {
        let list = listed_with(plan, place);
        let at = list.iter().position(|it| *it == place)?;
        let to = neighbour(at, up, list.len())?;
        plan.actions.swap(place, *list.get(to)?);
        landed = Some((*list.get(to)?, to, list.len()));
        Some(())
    });
    let Some((now_at, to, of)) = landed else { return };
    if model.desk.action == Some(place) {
        model.desk.action = Some(now_at);
    } else if model.desk.action == Some(now_at) {
        model.desk.action = Some(place);
    }
    moved(model, effects, Some((to, of)), "pa-action", up);
    // The list shows a part of the plan: the place of the button is the one in the plan.
    if let Some(Effect::Focus(Focus::Part(part))) = effects.last_mut() {
        let way = if part.ends_with("up") { "up" } else { "down" };
        *part = format!("pa-action-{now_at}-{way}");
    }
}

/// Takes an action or a partner out, so that it can be put back.
fn take_out(model: &mut Model, place: usize, partner: bool, effects: &mut Vec<Effect>) {
    let mut taken = None;
    change(model, effects, |plan, now| {
        let id;
        if partner {
            let it = (place < plan.partners.len()).then(|| plan.partners.remove(place))?;
            id = it.id.clone();
            taken = Some(TakenOut::Partner(Box::new(it)));
        } else {
            let it = (place < plan.actions.len()).then(|| plan.actions.remove(place))?;
            id = it.id.clone();
            taken = Some(TakenOut::Action(Box::new(it)));
        }
        plan.gone.insert(id, now);
        Some(())
    });
    let Some(taken) = taken else { return };
    model.desk.action = match model.desk.action {
        Some(open) if !partner && open == place => None,
        Some(open) if !partner && open > place => Some(open - 1),
        open => open,
    };
    let name = match &taken {
        TakenOut::Action(it) => it.what.clone(),
        TakenOut::Partner(it) => it.name.clone(),
    };
    if let Some((id, _)) = model.open_plan() {
        model.desk.taken_out = Some((id, place, taken));
    }
    model.news = Some(News::TakenOut { name });
    effects.push(Effect::Focus(Focus::Notice));
}

fn put_back(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((of, place, taken)) = model.desk.taken_out.take() else { return };
    if model.open_plan().is_none_or(|it| it.0 != of) {
        return;
    }
    change(model, effects, |plan, now| {
        match taken {
            TakenOut::Action(it) => {
                plan.gone.remove(&it.id);
                let at = place.min(plan.actions.len());
                plan.actions.insert(at, Action { changed: now, ..*it });
            }
            TakenOut::Partner(it) => {
                plan.gone.remove(&it.id);
                let at = place.min(plan.partners.len());
                plan.partners.insert(at, Partner { changed: now, ..*it });
            }
        }
        Some(())
    });
    model.desk.action = None;
    model.news = Some(News::Restored);
    effects.push(Effect::Focus(Focus::Notice));
}

/// Takes over an action of the last round that is not done yet.
fn carry_over(model: &mut Model, place: usize, effects: &mut Vec<Effect>) {
    let before = model.round_before().and_then(|id| model.plan_of(&id));
    let Some(action) = before.and_then(|it| it.actions.get(place).cloned()) else { return };
    let id = model.moment.uuid();
    change(model, effects, |plan, now| {
        (plan.actions.len() < MAX_ACTIONS).then(|| {
            plan.actions.push(Action { id, changed: now, ..action });
        })
    });
    effects.push(Effect::Focus(Focus::Part("pa-plan-actions".to_owned())));
}
