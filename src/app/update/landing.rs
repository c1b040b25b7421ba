//! Where among the statements a person lands.

#[cfg(not(feature = "starter"))]
use super::single;
use super::{go, possible};
use crate::app::effect::{Effect, Focus};
use crate::app::model::{Model, Screen};
#[cfg(not(feature = "starter"))]
use crate::instrument::Section;

/// Shows the statement `item` so that its answer can be changed.
#[cfg(not(feature = "starter"))]
pub fn change(model: &mut Model, item: String, effects: &mut Vec<Effect>) {
    let section = model.instrument().and_then(|instrument| {
        let has = |it: &Section| it.items.iter().any(|it| it.id == item);
        instrument.sections.iter().position(has)
    });
    if let Some(section) = section {
        show(model, section, Some(item), effects);
    }
}

/// Goes to the first statement without an answer, or to the check where there is none.
pub fn resume(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Some(instrument), Some(assessment)) = (model.instrument(), model.assessment()) else {
        go(model, Screen::Questions(0), effects);
        model.landing = model.assessment().is_some();
        return;
    };
    let answers = &assessment.response.answers;
    let next = instrument.sections.iter().enumerate().find_map(|(i, section)| {
        let item = section.items.iter().find(|it| !answers.contains(&it.id))?;
        let first = section.items.first().is_some_and(|it| it.id == item.id);
        Some((i, (!first).then(|| item.id.clone())))
    });
    match next {
        Some((section, item)) => show(model, section, item, effects),
        None => go(model, Screen::Check, effects),
    }
}

/// Shows the statement `item` of a section; from the beginning of the section without one.
pub fn show(model: &mut Model, section: usize, item: Option<String>, effects: &mut Vec<Effect>) {
    #[cfg(not(feature = "starter"))]
    if let Some(alone) = single::alone(model, item.as_deref()) {
        return go(model, alone, effects);
    }
    go(model, Screen::Questions(section), effects);
    if let Some(item) = item {
        effects.pop();
        effects.push(Effect::Focus(Focus::Item(item)));
    }
}

/// Lands where [`resume`] could not while the instrument was missing.
pub fn land(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.landing && model.instrument().is_some() {
        model.landing = false;
        let completed = model.assessment().is_some_and(|it| it.response.completed.is_some());
        if completed { go(model, Screen::Results, effects) } else { resume(model, effects) }
    }
    #[cfg(not(feature = "starter"))]
    single::landed(model, effects);
    model.screen = possible(model, model.screen);
}
