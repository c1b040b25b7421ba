//! A statement by itself.

use std::rc::Rc;

use super::answering::questions;
use super::{ItemView, ProgressView, QuestionsView, ScreenView, SectionProgress};
use crate::app::model::Screen;
use crate::instrument::Instrument;
use crate::response::Assessment;
use crate::text::Text;

#[derive(Clone, Debug, PartialEq)]
pub struct SingleView {
    pub progress: ProgressView,
    pub sections: Vec<SectionProgress>,
    /// As `Section 1 of 6: Shared analysis`; empty for the only section.
    pub section: String,
    pub about: String,
    /// The statements of the section, and the place there of the one that is shown. All of them
    /// are printed.
    pub items: Vec<Rc<ItemView>>,
    pub shown: usize,
    pub previous: Option<Screen>,
    pub next: Screen,
    pub next_label: String,
}

pub fn screen(
    text: &Text,
    instrument: &Instrument,
    assessment: &Assessment,
    place: usize,
) -> (String, ScreenView) {
    let total = instrument.n_items();
    let numbers = [("number", (place + 1).to_string()), ("total", total.to_string())];
    let numbers = numbers.each_ref().map(|it| (it.0, it.1.as_str()));
    let Some((index, shown)) = instrument.within_section(place) else {
        return (text.say("loading.heading"), ScreenView::Loading);
    };
    let section = &instrument.sections[index];
    let list = questions(text, instrument, index, section, assessment);
    let QuestionsView { progress, sections, about, items, .. } = list;
    let named = format!("{}: {}", list.place, text.own(&section.title));
    let last = place + 1 == total;
    let view = SingleView {
        section: if sections.len() > 1 { named } else { String::new() },
        progress,
        sections,
        about,
        items,
        shown,
        previous: place.checked_sub(1).map(Screen::Statement),
        next: if last { Screen::Check } else { Screen::Statement(place + 1) },
        next_label: text.say(if last { "questions.to-check" } else { "single.next" }),
    };
    (text.with("single.heading", &numbers), ScreenView::Single(view))
}
