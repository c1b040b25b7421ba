//! When a person should be reminded to save a file.

use super::model::{Entry, Model};
use crate::exchange::plan as files;
use crate::plan::Plan;
use crate::response::{Assessment, Millis};
use crate::workshop::Workshop;

/// So many changes since the last file are much.
const MUCH: usize = 20;
/// So long without a file is long.
const LONG: Millis = 7 * 86_400_000;

/// What is in no file yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// How many answers, comments and entries of the plan were changed since.
    pub changes: usize,
    /// When the last file was saved; `None` for never.
    pub since: Option<Millis>,
}

/// What of the assessment or workshop `id` is in no file, if it is time to say so: it is
/// finished or much, and there has been no file for long.
pub fn due(model: &Model, id: &str) -> Option<Unsaved> {
    let long = |since: Option<Millis>, begun| model.moment.now - since.unwrap_or(begun) >= LONG;
    // Nothing is counted before it is time.
    let (unsaved, finished) = match model.shelf.get(id)? {
        Entry::Readable { assessment, .. } => {
            let response = &assessment.response;
            if assessment.no_reminder || !long(assessment.exported, response.started) {
                return None;
            }
            (of_assessment(assessment), response.completed.is_some())
        }
        Entry::Workshop { workshop, .. } => {
            let unwanted = workshop.no_reminder || workshop.setup.practice;
            if unwanted || !long(workshop.exported, workshop.created) {
                return None;
            }
            (of_workshop(workshop), !workshop.states.is_empty())
        }
        Entry::Unreadable { .. } => return None,
    };
    let much = unsaved.changes >= MUCH || finished && unsaved.changes > 0;
    much.then_some(unsaved)
}

fn of_assessment(assessment: &Assessment) -> Unsaved {
    let since = assessment.exported;
    let later = |it: &&Millis| since.is_none_or(|since| **it > since);
    let answers = assessment.answer_times.values().filter(later).count();
    let notes = assessment.note_times.values().filter(later).count();
    let response = &assessment.response;
    let plan = files::read(&response.plan, &response.follow_up);
    Unsaved { changes: answers + notes + of_plan(&plan, since), since }
}

/// Rows have no times: after a change all of them count as changed.
fn of_workshop(workshop: &Workshop) -> Unsaved {
    let since = workshop.exported;
    let changed = since.is_none_or(|it| workshop.updated > it);
    let people = if changed { workshop.current().count() } else { 0 };
    Unsaved { changes: people + of_plan(&workshop.plan, since), since }
}

fn of_plan(plan: &Plan, since: Option<Millis>) -> usize {
    let later = |it: Millis| since.is_none_or(|since| it > since);
    let actions = plan.actions.iter().filter(|it| later(it.changed)).count();
    let partners = plan.partners.iter().filter(|it| later(it.changed)).count();
    let rest = plan.changed > 0 && later(plan.changed);
    actions + partners + usize::from(rest)
}
