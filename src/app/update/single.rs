//! One statement at a time, for those who wish it so.
//!
//! Where the wish is on, a section's list is its first statement, wherever a person comes from.

use super::landing::show;
use super::possible;
use crate::app::effect::{Effect, Focus};
use crate::app::event::Handover;
use crate::app::model::{Model, Screen};
use crate::instrument::Instrument;

/// Takes over what is `stored` of the wish. A list that is shown again, or that a person may be
/// in the middle of, stays one.
pub fn opened(model: &mut Model, stored: bool, place: Option<&str>, handover: Option<&Handover>) {
    let place = handover.map(|it| it.place.as_str()).or(place);
    let moved = handover.is_some_and(|it| it.moved);
    let list = matches!(place.and_then(Screen::from_name), Some(Screen::Questions(_)));
    model.desk.single_stored = stored;
    model.desk.single = stored && (moved || !list);
}

/// The first statement of a section.
pub fn first_of(instrument: &Instrument, section: usize) -> Screen {
    let before = section.min(instrument.sections.len().saturating_sub(1));
    Screen::Statement(instrument.n_items_before(before))
}

/// The statement at `place`, or the last.
pub fn within(model: &Model, place: usize) -> Screen {
    let last = model.instrument().map(|it| it.n_items().saturating_sub(1));
    Screen::Statement(last.map_or(place, |it| place.min(it)))
}

/// Where `item` is shown by itself, if that is the wish.
pub fn alone(model: &Model, item: Option<&str>) -> Option<Screen> {
    let item = item.filter(|_| model.desk.single)?;
    let place = model.instrument()?.items().position(|it| it.1.id == item)?;
    Some(Screen::Statement(place))
}

/// The list that the starter has led to gives way to the statement there, before it is seen.
pub fn landed(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Screen::Questions(_), Screen::Statement(first)) =
        (model.screen, possible(model, model.screen))
    else {
        return;
    };
    model.screen = alone(model, model.focused.as_deref()).unwrap_or(Screen::Statement(first));
    effects.push(Effect::Visit { place: model.place(), step: false });
    effects.push(Effect::Focus(Focus::Heading));
}

/// Who goes back to a list has it as a list.
pub fn went_to(model: &mut Model, place: &str, effects: &mut Vec<Effect>) {
    if let Some(Screen::Questions(_)) = Screen::from_name(place) {
        wish(model, false, effects);
    }
}

/// Shows the list of the section, at the statement that was shown by itself.
pub fn list(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Screen::Statement(place), Some(instrument)) = (model.screen, model.instrument()) else {
        return;
    };
    let item = instrument.items().nth(place).map(|it| it.1.id.clone());
    let Some((section, _)) = instrument.within_section(place) else { return };
    wish(model, false, effects);
    show(model, section, item, effects);
}

/// Who sees one statement, by whatever way, has wished it so.
pub fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Screen::Statement(_) = model.screen {
        wish(model, true, effects);
    }
}

/// Notes the wish; on the device only where answers are kept as well.
fn wish(model: &mut Model, single: bool, effects: &mut Vec<Effect>) {
    model.desk.single = single;
    if model.desk.single_stored != single && model.keeps(model.current.as_ref()) {
        model.desk.single_stored = single;
        effects.push(Effect::RememberSingle(single));
    }
}
