//! The screens of an assessment that has begun.

use std::rc::Rc;

use super::{
    AnswerView, KeepView, ProgressView, QuestionsView, ScreenView, SectionProgress, results,
};
#[cfg(not(feature = "starter"))]
use super::{CheckSection, CheckView, single};
use crate::app::FULL;
use crate::app::model::{Model, Screen};
use crate::exchange::link;
use crate::instrument::{Instrument, Item, Section};
use crate::response::{Answer, Assessment, Millis, Response};
use crate::text::Text;

/// A statement with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemView {
    pub id: String,
    pub text: String,
    pub help: String,
    pub options: Vec<OptionView>,
    pub answered: bool,
    /// When it was answered last; 0 if never. Where a newer answer from elsewhere is the one that
    /// was shown before, the browser has marked the answer in between, and it is drawn anew.
    pub at: Millis,
    pub note: String,
    /// Whether a comment is asked for.
    pub comments: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OptionView {
    pub answer: Answer,
    pub code: String,
    pub label: String,
    pub chosen: bool,
    /// "Don't know" and "not relevant", which stand apart from the scale.
    pub apart: bool,
}

pub fn screen(
    model: &Model,
    text: &Text,
    instrument: &Instrument,
    assessment: &Assessment,
) -> (String, ScreenView) {
    let results = || Rc::new(results::results(model, text, instrument, assessment));
    match model.screen {
        #[cfg(not(feature = "starter"))]
        Screen::Check => {
            let gaps = gaps(text, instrument, assessment);
            let (before, earlier) = earlier(model);
            let shown = before.filter(|_| earlier == Some(true));
            let check = |it| check(model, text, it, &assessment.response, shown);
            let sections = instrument.sections.iter().map(check).collect();
            (text.say("check.heading"), ScreenView::Check(CheckView { gaps, sections, earlier }))
        }
        Screen::Results if FULL => (text.say("results.heading"), ScreenView::Results(results())),
        Screen::Keep if FULL => {
            let exported = match assessment.exported {
                Some(time) => {
                    let date = text.date(time, model.moment.offset);
                    let hour = text.hour(time, model.moment.offset);
                    text.with("keep.exported", &[("date", &date), ("time", &hour)])
                }
                None => text.say("keep.never-exported"),
            };
            let byte_order_mark = !model.no_byte_order_mark;
            let keeps = model.keeps(model.current.as_ref()) || !model.can_keep();
            let keep_here = model.current.clone().filter(|_| !keeps);
            #[cfg(not(feature = "starter"))]
            let sealed = model.desk.vault.open.then(|| model.seals_files());
            #[cfg(feature = "starter")]
            let sealed = None;
            let view =
                KeepView { sealed, byte_order_mark, exported, keep_here, results: results() };
            (text.say("keep.heading"), ScreenView::Keep(view))
        }
        #[cfg(not(feature = "starter"))]
        Screen::Statement(place) => single::screen(text, instrument, assessment, place),
        screen => {
            let index = if let Screen::Questions(index) = screen { index } else { 0 };
            let index = index.min(instrument.sections.len().saturating_sub(1));
            match instrument.sections.get(index) {
                Some(section) => {
                    let heading = text.own(&section.title).to_owned();
                    let view = questions(text, instrument, index, section, assessment);
                    (heading, ScreenView::Questions(view))
                }
                None => (text.say("loading.heading"), ScreenView::Loading),
            }
        }
    }
}

/// How many statements have no answer; empty if all have one.
#[cfg(not(feature = "starter"))]
pub fn gaps(text: &Text, instrument: &Instrument, assessment: &Assessment) -> String {
    let total = instrument.n_items();
    match total - assessment.n_answered(instrument) {
        0 => String::new(),
        n => text.count("check.gaps", n, &[("total", &total.to_string())]),
    }
}

fn n_answered(section: &Section, response: &Response) -> usize {
    section.items.iter().filter(|it| response.answers.contains(&it.id)).count()
}

pub fn questions(
    text: &Text,
    instrument: &Instrument,
    index: usize,
    section: &Section,
    assessment: &Assessment,
) -> QuestionsView {
    let response = &assessment.response;
    let (answered, total) = (assessment.n_answered(instrument), instrument.n_items());
    let sections: Vec<SectionProgress> = instrument
        .sections
        .iter()
        .enumerate()
        .map(|(i, section)| {
            let (answered, total) = (n_answered(section, response), section.items.len());
            SectionProgress {
                index: i,
                title: text.own(&section.title).to_owned(),
                text: of(text, answered, total),
                complete: answered == total,
                current: i == index,
            }
        })
        .collect();
    let setup = if FULL { link::read_workshop(&response.workshop) } else { None };
    let comments = setup.is_none_or(|it| it.comments);
    let n_sections = sections.len().to_string();
    let gap = section.items.iter().position(|it| !response.answers.contains(&it.id));
    let (next, next_label) = match instrument.sections.get(index + 1) {
        Some(next) => {
            let title = text.own(&next.title);
            (Screen::Questions(index + 1), text.with("questions.next", &[("section", title)]))
        }
        None => (Screen::Check, text.say("questions.to-check")),
    };
    QuestionsView {
        progress: ProgressView {
            answered,
            total,
            text: text.count("progress.overall", answered, &[("total", &total.to_string())]),
        },
        sections,
        place: text.with(
            "questions.place",
            &[("number", &(index + 1).to_string()), ("total", &n_sections)],
        ),
        about: text.own(&section.about).to_owned(),
        items: section
            .items
            .iter()
            .map(|it| Rc::new(item(text, section, it, assessment, comments)))
            .collect(),
        single: Screen::Statement(instrument.n_items_before(index) + gap.unwrap_or(0)),
        previous: index.checked_sub(1).map(Screen::Questions),
        next,
        next_label,
    }
}

/// As `3 of 5`.
pub fn of(text: &Text, n: usize, total: usize) -> String {
    text.with("progress.of", &[("n", &n.to_string()), ("total", &total.to_string())])
}

fn item(
    text: &Text,
    section: &Section,
    item: &Item,
    assessment: &Assessment,
    comments: bool,
) -> ItemView {
    let (scale, response) = (&section.scale, &assessment.response);
    let given = response.answers.get(&item.id).copied();
    let points = scale.points.iter().map(|it| (Answer::Value(it.value), false));
    let extras = [(scale.dont_know, Answer::DontKnow), (scale.not_relevant, Answer::NotRelevant)];
    let extras = extras.into_iter().filter(|it| it.0).map(|it| (it.1, true));
    ItemView {
        id: item.id.clone(),
        text: text.own(&item.text).to_owned(),
        help: text.own(&item.help).to_owned(),
        options: points
            .chain(extras)
            .map(|(answer, apart)| OptionView {
                answer,
                code: answer.code(),
                label: text.answer(scale, answer),
                chosen: given == Some(answer),
                apart,
            })
            .collect(),
        answered: given.is_some(),
        at: assessment.answer_times.get(&item.id).copied().unwrap_or_default(),
        note: response.notes.get(&item.id).cloned().unwrap_or_default(),
        comments,
    }
}

/// What was answered to `item`, in words.
pub fn answer(text: &Text, section: &Section, item: &Item, response: &Response) -> AnswerView {
    let given = response.answers.get(&item.id);
    AnswerView {
        id: item.id.clone(),
        statement: text.own(&item.text).to_owned(),
        answer: match given {
            Some(it) => text.answer(&section.scale, *it),
            None => text.say("answer.none"),
        },
        answered: given.is_some(),
        note: response.notes.get(&item.id).cloned().unwrap_or_default(),
        earlier: String::new(),
    }
}

#[cfg(not(feature = "starter"))]
fn check(
    model: &Model,
    text: &Text,
    section: &Section,
    response: &Response,
    before: Option<&Response>,
) -> CheckSection {
    let answer = |item: &Item| {
        let now = answer(text, section, item, response);
        let before = before.filter(|_| now.answered);
        let given = before.and_then(|it| Some((it, it.answers.get(&item.id)?)));
        let earlier = given.map(|(of, given)| {
            let date = text.date(of.completed.unwrap_or(of.updated), model.moment.offset);
            let given = text.answer(&section.scale, *given);
            text.with("check.earlier", &[("date", &date), ("answer", &given)])
        });
        AnswerView { earlier: earlier.unwrap_or_default(), ..now }
    };
    CheckSection {
        title: text.own(&section.title).to_owned(),
        text: of(text, n_answered(section, response), section.items.len()),
        items: section.items.iter().map(answer).collect(),
    }
}

/// The response of the round before the open one, and whether the person wants to see it;
/// nothing where this is the first round.
#[cfg(not(feature = "starter"))]
fn earlier(model: &Model) -> (Option<&Response>, Option<bool>) {
    let before = model.round_before().and_then(|id| model.response_of(&id));
    (before, before.map(|_| model.desk.earlier))
}
