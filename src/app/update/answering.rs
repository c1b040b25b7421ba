//! From the first statement to the last.

#[cfg(not(feature = "starter"))]
use super::keep_instrument;
use super::{go, save};
use crate::app::effect::Effect;
use crate::app::model::{Entry, Model, Screen};
use crate::response::{Answer, Assessment, InstrumentRef, Response};

pub fn begin(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(draft) = model.draft.clone() else { return };
    let Some(instrument) = model.instruments.get(&draft.instrument).cloned() else { return };
    let now = model.moment.now;
    let id = model.moment.uuid();
    let response = Response {
        id: id.clone(),
        instrument: InstrumentRef::to(&instrument),
        language: model.language.clone(),
        started: now,
        updated: now,
        respondent: draft.respondent.trimmed(),
        workshop: draft.workshop,
        ..Response::default()
    };
    let assessment = Box::new(Assessment::of(response));
    model.shelf.insert(id.clone(), Entry::Readable { assessment, stored: None, keep: draft.keep });
    model.current = Some(id.clone());
    // The answers first, should there be no room for both.
    save(model, &id, effects);
    if draft.keep {
        #[cfg(not(feature = "starter"))]
        keep_instrument(model, &instrument.id, effects);
        effects.push(Effect::RememberLast(Some(id)));
    }
    effects.push(tell(model, "pa-started"));
    go(model, Screen::Questions(0), effects);
}

/// The assessment that is open, to be changed.
fn open(model: &mut Model) -> Option<(String, &mut Assessment)> {
    let id = model.current.clone()?;
    match model.shelf.get_mut(&id)? {
        Entry::Readable { assessment, .. } => Some((id, assessment)),
        _ => None,
    }
}

/// Gives, or with `None` takes back, the answer to `item`.
pub fn answer(model: &mut Model, item: &str, answer: Option<Answer>, effects: &mut Vec<Effect>) {
    let (now, language) = (model.moment.now, model.language.clone());
    let Some(instrument) = model.instrument() else { return };
    let Some((section, _)) = instrument.item(item) else { return };
    if answer.is_some_and(|it| !it.is_on(&section.scale)) {
        return;
    }
    let Some((id, assessment)) = open(model) else { return };
    if assessment.response.answers.get(item) == answer.as_ref() {
        return;
    }
    assessment.answer(item, answer, now);
    assessment.response.language = language;
    save(model, &id, effects);
    if model.keeps(model.current.as_ref()) && !model.persist_asked {
        model.persist_asked = true;
        effects.push(Effect::Persist);
    }
    effects.push(tell(model, "pa-progress"));
}

pub fn note(model: &mut Model, item: &str, note: &str, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    if model.instrument().is_none_or(|it| it.item(item).is_none()) {
        return;
    }
    let Some((id, assessment)) = open(model) else { return };
    assessment.note(item, note, now);
    save(model, &id, effects);
}

#[cfg(not(feature = "starter"))]
pub fn finish(model: &mut Model, effects: &mut Vec<Effect>) {
    let now = model.moment.now;
    let Some((id, assessment)) = open(model) else { return };
    if assessment.response.completed.is_none() {
        assessment.response.completed = Some(now);
        assessment.touch(now);
    }
    save(model, &id, effects);
    effects.push(tell(model, "pa-completed"));
    go(model, Screen::Results, effects);
}

/// How far the open assessment is, in numbers only.
pub fn tell(model: &Model, name: &'static str) -> Effect {
    let (answered, total) = match (model.instrument(), model.assessment()) {
        (Some(instrument), Some(it)) => (it.n_answered(instrument), instrument.n_items()),
        _ => (0, 0),
    };
    Effect::Tell { name, answered, total }
}
