//! What to show: the model in words, ready for components that know neither instruments
//! nor scores.

mod answering;
#[cfg(not(feature = "starter"))]
mod change;
#[cfg(not(feature = "starter"))]
mod contacts;
mod dialog;
mod notice;
#[cfg(not(feature = "starter"))]
mod planning;
mod reminder;
#[cfg(not(feature = "starter"))]
mod report;
mod results;
#[cfg(not(feature = "starter"))]
mod single;
mod start;
#[cfg(not(feature = "starter"))]
mod vault;
#[cfg(not(feature = "starter"))]
mod workshop;

use std::rc::Rc;

use super::FULL;
use super::event::Event;
use super::guide::Choice;
use super::model::{Draft, Model, Of, Screen};
use crate::response::Field;
use crate::text::Text;
use crate::workshop::Workshop;
pub use answering::{ItemView, OptionView};
#[cfg(not(feature = "starter"))]
pub(in crate::app) use change::screen as change;
#[cfg(not(feature = "starter"))]
pub use change::{ChangeView, RoundView};
#[cfg(not(feature = "starter"))]
pub use contacts::{ContactsView, OwnerLabels, PlaceView};
#[cfg(not(feature = "starter"))]
pub use planning::{
    ActionForm, ActionView, OfferView, PartnerView, PartnersView, PlanGroup, PlanView,
};
#[cfg(not(feature = "starter"))]
pub(in crate::app) use planning::{action_facts, action_title};
pub use reminder::ReminderView;
#[cfg(not(feature = "starter"))]
pub use report::ReportView;
#[cfg(not(feature = "starter"))]
pub(in crate::app) use report::{document as report, plan_table};
#[cfg(not(feature = "starter"))]
pub use single::SingleView;
#[cfg(not(feature = "starter"))]
pub use vault::{Kind as VaultKind, VaultView};
#[cfg(not(feature = "starter"))]
pub(in crate::app) use workshop::damage;
#[cfg(not(feature = "starter"))]
pub use workshop::{
    CollectView, Dot, GroupView, HandOverView, InviteView, JoinView, OutcomeView, PictureView,
    PresentView, QrView, Segment, SetupFieldView, SetupView, Slide, SpreadView, StandOutView,
    StandOuts, StripView, WorkshopView,
};

/// Everything the components show.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewModel {
    pub text: Rc<Text>,
    /// Language tag, name for itself, whether it is the present one.
    pub languages: Vec<(String, String, bool)>,
    pub standalone: bool,
    /// The heading of the screen.
    pub heading: String,
    /// The name of the open assessment, above its screens.
    pub name: Option<String>,
    pub steps: Vec<Step>,
    pub saved: Option<SavedView>,
    /// That much is in no file yet.
    pub reminder: Option<ReminderView>,
    pub notice: Option<Notice>,
    /// What is said aloud when it changes: news that do not take the focus, and trouble with
    /// storing.
    pub announcement: String,
    pub dialog: Option<DialogView>,
    /// Whether what is folded at first is made.
    pub unfolds: bool,
    pub screen: ScreenView,
}

/// A part of the way from the first statement to a saved file.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub label: String,
    pub event: Event,
    pub current: bool,
}

/// Whether and when the open assessment was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub text: String,
    pub trouble: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    Good,
    Trouble,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub kind: NoticeKind,
    pub title: String,
    pub lines: Vec<String>,
    /// The label and event of what can be done about it.
    pub act: Option<(String, Event)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DialogView {
    Rename {
        id: String,
        name: String,
    },
    #[cfg(not(feature = "starter"))]
    Passphrase(VaultView),
    Confirm {
        title: String,
        text: String,
        yes: String,
        event: Event,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub enum ScreenView {
    Loading,
    Start(StartView),
    Guide(GuideView),
    Reading(ReadingView),
    #[cfg(not(feature = "starter"))]
    Contacts(Rc<ContactsView>),
    Prepare(PrepareView),
    Questions(QuestionsView),
    #[cfg(not(feature = "starter"))]
    Single(SingleView),
    Check(CheckView),
    Results(Rc<ResultsView>),
    Keep(KeepView),
    Shelf {
        entries: Vec<EntryView>,
        ready: bool,
        /// The name of what was deleted last and can be had back.
        deleted: Option<String>,
        /// Whether what is opened from files will be kept, where that can be chosen.
        keep_files: Option<bool>,
        /// Whether a passphrase protects what is kept here; nothing where it cannot.
        protected: Option<bool>,
    },
    #[cfg(not(feature = "starter"))]
    Workshop(WorkshopView),
    #[cfg(not(feature = "starter"))]
    Plan(Rc<PlanView>),
    #[cfg(not(feature = "starter"))]
    Partners(Rc<PartnersView>),
    #[cfg(not(feature = "starter"))]
    Change(Rc<ChangeView>),
    #[cfg(not(feature = "starter"))]
    Report(Rc<ReportView>),
    /// Where a passphrase is asked for, or put on.
    #[cfg(not(feature = "starter"))]
    Vault(VaultView),
}

/// The offer of an instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct CardView {
    pub id: String,
    pub title: String,
    pub summary: String,
    /// As `26 statements, about 8 minutes`.
    pub facts: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StartView {
    /// The assessment that was worked on last.
    pub last: Option<EntryView>,
    pub cards: Vec<CardView>,
    pub whole: Option<CardView>,
    /// Whether what is opened from files will be kept, where that can be chosen.
    pub keep_files: Option<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuideView {
    pub questions: Vec<GuideQuestion>,
    /// The suggestion and the reasons for it.
    pub recommended: Option<(CardView, Vec<String>)>,
}

/// A question of the guide with its choices: label and whether it is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct GuideQuestion {
    pub label: String,
    pub choices: Vec<(Choice, String, bool)>,
}

/// A page to read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingView {
    pub parts: Vec<ReadingPart>,
    /// Whether the order of what is listed says something.
    pub ordered: bool,
    /// Where to read on: the key of its name, and its screen.
    pub more: Option<(&'static str, Screen)>,
}

/// A heading, and paragraphs before and after a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadingPart {
    pub heading: String,
    pub before: Vec<String>,
    pub list: Vec<String>,
    pub after: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PrepareView {
    pub about: String,
    pub facts: String,
    pub sections: Vec<String>,
    pub fields: Vec<FieldView>,
    /// Whether it will be kept; `None` where nothing can be kept, with `kept` saying why.
    pub keep: Option<bool>,
    pub kept: String,
}

/// A detail of who answers.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldView {
    pub field: Field,
    pub label: String,
    pub why: String,
    pub value: String,
    /// What it is for, as browsers know it that fill in what a person has told them to.
    pub purpose: &'static str,
    /// Value and label of what is offered; empty for free text.
    pub choices: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressView {
    pub answered: usize,
    pub total: usize,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SectionProgress {
    pub index: usize,
    pub title: String,
    /// As `3 of 5`.
    pub text: String,
    pub complete: bool,
    pub current: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct QuestionsView {
    pub progress: ProgressView,
    pub sections: Vec<SectionProgress>,
    pub place: String,
    pub about: String,
    pub items: Vec<Rc<ItemView>>,
    /// The first of them that has no answer, by itself.
    pub single: Screen,
    pub previous: Option<Screen>,
    pub next: Screen,
    pub next_label: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CheckView {
    /// How many statements have no answer; empty if all have one.
    pub gaps: String,
    pub sections: Vec<CheckSection>,
    /// Whether the answers of the last round are shown; nothing where there was none.
    pub earlier: Option<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CheckSection {
    pub title: String,
    pub text: String,
    pub items: Vec<AnswerView>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerView {
    pub id: String,
    pub statement: String,
    pub answer: String,
    pub answered: bool,
    pub note: String,
    /// What was answered in the last round, where that is to be shown.
    pub earlier: String,
}

/// One row of the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The section's place in the instrument.
    pub section: usize,
    pub title: String,
    /// The score, or why there is none.
    pub value: String,
    pub band: String,
    /// Where the score lies on its range, in thousandths; `None` for no score.
    pub position: Option<i64>,
    /// Where the bands begin, in thousandths of the range.
    pub ticks: Vec<i64>,
    /// As `4 of 5`.
    pub answered: String,
    pub dont_know: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarGroup {
    pub title: String,
    pub note: String,
    /// Whether less is better.
    pub less: bool,
    /// The names of the bands with the middle of each in thousandths, where all bars share
    /// them and there is room.
    pub axis: Vec<(i64, String)>,
    pub bars: Vec<Bar>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ResultsView {
    /// The overall score, its band and advice; or why there is none.
    pub overall: Result<OverallView, String>,
    /// Whether statements have no answer yet.
    pub unfinished: bool,
    /// Whether it is to be handed over to a workshop.
    pub for_workshop: bool,
    pub answered: String,
    pub dont_know: String,
    /// When and by whom, for the printed page.
    pub facts: Vec<(String, String)>,
    pub groups: Vec<BarGroup>,
    pub strengths: Vec<(String, String)>,
    pub to_develop: Vec<(String, String)>,
    pub pressing: Vec<(String, String)>,
    pub evident: Vec<(String, String)>,
    pub sections: Vec<SectionResultView>,
    /// Each group of bands with a name, and its bands with their bounds.
    pub bands: Vec<(String, Vec<(String, String)>)>,
    pub method: String,
    pub sources: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverallView {
    pub score: String,
    pub band: String,
    pub advice: String,
    /// What it is made of, and how far that runs apart; empty for a single section.
    pub counted: String,
    pub position: i64,
    /// Where the sections lie that it is made of, in thousandths; none for a single one.
    pub spread: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionResultView {
    pub bar: Bar,
    pub about: String,
    pub advice: String,
    pub items: Vec<(AnswerView, Option<i64>)>,
    pub discuss: Vec<String>,
    pub ideas: Vec<String>,
    pub sources: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct KeepView {
    /// Whether files are sealed; nothing where no passphrase protects what is kept here.
    pub sealed: Option<bool>,
    pub byte_order_mark: bool,
    pub exported: String,
    /// The id, where it is not kept on this device and could be.
    pub keep_here: Option<String>,
    pub results: Rc<ResultsView>,
}

/// An assessment on the shelf.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryView {
    pub id: String,
    pub name: String,
    pub instrument: String,
    pub progress: String,
    pub updated: String,
    pub open: bool,
    /// Why it cannot be opened, if so.
    pub trouble: Option<String>,
    /// Whether it is a workshop.
    pub workshop: bool,
    /// Which round it is, and when it is to be looked at again; empty for neither.
    pub review: String,
}

/// What to show of `model`.
pub fn view(model: &Model) -> ViewModel {
    let text = model.text();
    let beyond = !FULL && model.exceeds_starter();
    let (heading, screen) = if beyond {
        (text.say("loading.heading"), ScreenView::Loading)
    } else {
        screen(model, &text)
    };
    let shows_assessment = model.screen.needs_assessment() && model.instrument().is_some();
    let workshop = workshop_shown(model);
    let languages = if model.index.languages.is_empty() {
        model.texts.values().map(|it| (it.language.clone(), it.name.clone())).collect()
    } else {
        model.index.languages.clone()
    };
    let saved = (shows_assessment || workshop.is_some()).then(|| notice::saved(model, &text));
    let notice = model.news.as_ref().map(|it| notice::notice(model, &text, it));
    ViewModel {
        announcement: notice::announcement(model, notice.as_ref(), saved.as_ref()),
        languages: languages
            .into_iter()
            .map(|(tag, name)| {
                let current = tag == text.language;
                (tag, name, current)
            })
            .collect(),
        standalone: model.options.standalone,
        unfolds: model.unfolds,
        heading,
        name: if workshop.is_some() {
            workshop.map(|it| it.setup.name.clone())
        } else {
            model.assessment().filter(|_| shows_assessment).map(|it| model.name_of(it))
        },
        steps: if shows_assessment {
            steps(model, &text)
        } else if workshop.is_some() {
            workshop_steps(model, &text)
        } else {
            Vec::new()
        },
        saved,
        reminder: reminder::reminder(model, &text),
        notice,
        dialog: model.dialog.as_ref().filter(|_| FULL).map(|it| dialog::dialog(model, &text, it)),
        screen,
        text,
    }
}

fn screen(model: &Model, text: &Text) -> (String, ScreenView) {
    let reading = |heading: &str, it| (text.say(heading), ScreenView::Reading(it));
    match model.screen {
        Screen::Start => (text.say("start.heading"), ScreenView::Start(start::start(model, text))),
        Screen::Guide if FULL => {
            (text.say("guide.heading"), ScreenView::Guide(start::guide(model, text)))
        }
        Screen::Partnership if FULL => reading("partnership.heading", start::partnership(text)),
        Screen::Privacy if FULL => reading("privacy.heading", start::privacy(text)),
        Screen::Accessibility if FULL => {
            reading("accessibility.heading", start::accessibility(text))
        }
        #[cfg(not(feature = "starter"))]
        Screen::Contacts => (text.say("nav.contacted"), contacts::screen(model, text)),
        Screen::Prepare => match &model.draft {
            Some(Draft { instrument, .. }) => {
                let heading = model.title_of(instrument);
                match start::prepare(model, text) {
                    Some(it) => (heading, ScreenView::Prepare(it)),
                    None => (heading, ScreenView::Loading),
                }
            }
            None => (text.say("start.heading"), ScreenView::Loading),
        },
        Screen::Shelf if FULL => (text.say("shelf.heading"), start::shelf(model, text)),
        #[cfg(not(feature = "starter"))]
        Screen::Plan(of) => planning::screen(model, text, of, false),
        #[cfg(not(feature = "starter"))]
        Screen::Partners(of) => planning::screen(model, text, of, true),
        #[cfg(not(feature = "starter"))]
        Screen::Change(of) => change::screen(model, text, of),
        #[cfg(not(feature = "starter"))]
        Screen::Report(of) => report::screen(model, text, of),
        #[cfg(not(feature = "starter"))]
        Screen::Unlock | Screen::Protect => vault::screen(model, text),
        #[cfg(not(feature = "starter"))]
        it if it.needs_workshop()
            || matches!(it, Screen::SetUp | Screen::Join | Screen::HandOver) =>
        {
            workshop::screen(model, text)
        }
        _ => match (model.instrument(), model.assessment()) {
            (Some(instrument), Some(assessment)) => {
                answering::screen(model, text, instrument, assessment)
            }
            _ => (text.say("loading.heading"), ScreenView::Loading),
        },
    }
}

fn steps(model: &Model, text: &Text) -> Vec<Step> {
    let step =
        |key: &str, event: Event, current: bool| Step { label: text.say(key), event, current };
    let questions = matches!(model.screen, Screen::Questions(_) | Screen::Statement(_));
    let go = |screen: Screen| (Event::Go(screen), model.screen == screen);
    let (check, results, keep) = (go(Screen::Check), go(Screen::Results), go(Screen::Keep));
    let mut res = vec![
        step("step.questions", Event::Resume, questions),
        step("step.check", check.0, check.1),
        step("step.results", results.0, results.1),
        step("step.keep", keep.0, keep.1),
    ];
    if FULL && model.assessment().is_some_and(|it| !it.response.workshop.is_empty()) {
        let hand_over = go(Screen::HandOver);
        res.insert(3, step("step.hand-over", hand_over.0, hand_over.1));
    }
    let at = res.len() - 1;
    res.splice(at..at, steps_beyond(model, text, Of::Assessment));
    res
}

/// The steps from results to change, and to a next round.
fn steps_beyond(model: &Model, text: &Text, of: Of) -> Vec<Step> {
    let step = |key: &str, screens: &[Screen]| Step {
        label: text.say(key),
        event: Event::Go(screens.first().copied().unwrap_or_default()),
        current: screens.contains(&model.screen),
    };
    let plan = step("step.plan", &[Screen::Plan(of), Screen::Partners(of)]);
    #[cfg(not(feature = "starter"))]
    if change::is_offered(model, of) {
        return vec![plan, step("step.change", &[Screen::Change(of)])];
    }
    vec![plan]
}

/// The workshop whose screens are shown; the starter shows none.
fn workshop_shown(model: &Model) -> Option<&Workshop> {
    #[cfg(feature = "starter")]
    return None.filter(|_: &&Workshop| model.screen.needs_workshop());
    #[cfg(not(feature = "starter"))]
    model.open_workshop().filter(|_| model.screen.needs_workshop())
}

/// The parts of the way from a workshop's link to its files.
fn workshop_steps(model: &Model, text: &Text) -> Vec<Step> {
    #[cfg(feature = "starter")]
    return steps(model, text);
    #[cfg(not(feature = "starter"))]
    workshop::steps(model, text)
}
