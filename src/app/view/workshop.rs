//! Workshops in words: setting up, joining, handing over, collecting, and the picture.

mod collecting;
mod joining;
pub(super) mod picture;
mod slides;

pub(in crate::app) use collecting::damage;

use std::rc::Rc;

use super::{ScreenView, Step};
use crate::app::desk::SetupField;
use crate::app::event::{Event, WorkshopEvent};
use crate::app::model::{Model, Of, Screen};
use crate::text::Text;

/// A screen of a workshop, or one that leads to it.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkshopView {
    SetUp(SetupView),
    Invite(InviteView),
    Collect(CollectView),
    Picture(Rc<PictureView>),
    Present(PresentView),
    Keep { byte_order_mark: bool, picture: Rc<PictureView> },
    Join(JoinView),
    HandOver(HandOverView),
}

/// The form of a new workshop.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupView {
    /// Id, title, whether it is chosen.
    pub instruments: Vec<(String, String, bool)>,
    /// Tag (empty for the participant's own), name, whether it is chosen.
    pub languages: Vec<(String, String, bool)>,
    /// Name, expected number, threshold, sectors: in the order of the form.
    pub fields: Vec<SetupFieldView>,
    /// Which fields are wrong, where there are several; else empty.
    pub wrong: String,
    pub comments: bool,
    pub practice: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupFieldView {
    pub field: SetupField,
    pub label: String,
    pub hint: String,
    pub value: String,
    /// What is wrong with the value, and how to mend it.
    pub problem: Option<String>,
}

/// A QR code as an SVG path over `size` by `size` modules, quiet zone included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrView {
    pub size: usize,
    pub path: String,
    /// What it holds, for those who cannot see it.
    pub label: String,
}

/// The link of a workshop, to be shared.
#[derive(Clone, Debug, PartialEq)]
pub struct InviteView {
    pub lead: String,
    pub link: String,
    pub qr: Option<QrView>,
    /// The set-up in words.
    pub facts: Vec<(String, String)>,
    /// A `mailto:` address with subject and text.
    pub mail: String,
    pub practice: bool,
}

/// Collecting the answers.
#[derive(Clone, Debug, PartialEq)]
pub struct CollectView {
    /// As `7 people have answered`.
    pub count: String,
    /// Who is missing; empty where nobody knows how many are expected.
    pub missing: String,
    /// How much of the expected is there, in thousandths, where that is known.
    pub share: Option<i64>,
    /// While a large file is read: its name, and how much in thousandths.
    pub reading: Option<(String, i64)>,
    /// What came of the last thing that was added.
    pub outcome: Option<OutcomeView>,
    /// What can be shown, and why no more.
    pub standing: String,
    /// Whether there is a picture to go to, shown before or new.
    pub can_show: bool,
    /// That showing the new answers would hide sectors that are shown now; empty if not.
    pub hides: String,
    /// Grows whenever codes were found in what was added.
    pub taken: usize,
    pub practice: bool,
    pub camera: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeView {
    /// As `5 people's answers added`.
    pub title: String,
    /// The rest: repeated, replaced, damaged (which, and how), of another instrument.
    pub lines: Vec<String>,
    pub trouble: bool,
    pub can_undo: bool,
}

/// One place on a common line from 0 to 1000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    pub name: String,
    /// In thousandths of the range.
    pub position: i64,
    /// As `62.5`.
    pub value: String,
    pub n: usize,
}

/// Scores of a section, or overall, with their spread; positions in thousandths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripView {
    pub title: String,
    /// As `mean 62.5, half of the people between 50 and 75`; or why nothing is shown.
    pub summary: String,
    pub shown: bool,
    /// The ends of the line, as `0` and `100`.
    pub ends: [String; 2],
    /// As `62.5`.
    pub mean: String,
    pub mean_position: i64,
    /// Lowest, first quartile, median, third quartile, highest.
    pub box_positions: [i64; 5],
    /// How many lie in each fifth of the range.
    pub fifths: [usize; 5],
    /// Whether less is better here.
    pub less: bool,
    /// n, mean, SD, median, quartiles, lowest, highest: for the table.
    pub numbers: Vec<String>,
    /// The sectors that may be shown.
    pub sectors: Vec<Dot>,
    /// As `25 points apart`; empty where there is no gap to show.
    pub gap: String,
    /// Whether the gap is wide enough to start the conversation here.
    pub wide: bool,
    /// One cell per sector, for the table: mean and n, or a sign for hidden.
    pub cells: Vec<String>,
}

/// One part of a diverging stacked bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub label: String,
    pub n: usize,
    /// In thousandths of those who chose a point of the scale.
    pub share: i64,
    /// As `40%`.
    pub percent: String,
}

/// How the answers to one statement are distributed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpreadView {
    pub id: String,
    pub statement: String,
    pub shown: bool,
    /// As `11 people, 1 don't know`.
    pub answered: String,
    /// From the unwished-for end of the scale to the wished-for one.
    pub segments: Vec<Segment>,
    /// Where the middle of the scale lies within the bar, in thousandths of its length: it
    /// is put on the common middle line.
    pub middle: i64,
    /// As `broad agreement`.
    pub agreement: String,
    /// As `A 0.61`.
    pub figure: String,
    /// n, each point, don't know, not relevant, not answered, mean, SD, median, quartiles,
    /// A: for the table.
    pub numbers: Vec<String>,
    pub sectors: Vec<Dot>,
    pub gap: String,
    pub wide: bool,
    pub cells: Vec<String>,
    /// In shuffled order, without sector.
    pub comments: Vec<String>,
}

/// A section with its statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupView {
    pub index: usize,
    pub strip: StripView,
    /// The labels of the scale's points, in the order of the segments.
    pub scale: Vec<String>,
    /// The heads of the table of statements, to go with their numbers.
    pub heads: Vec<String>,
    pub items: Vec<SpreadView>,
    pub discuss: Vec<String>,
}

/// Something that stands out, with what to talk about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandOutView {
    pub title: String,
    pub detail: String,
    /// The section that it belongs to.
    pub section: String,
    pub discuss: Vec<String>,
}

/// A list of what stands out, with its heading and what to say if there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandOuts {
    pub heading: String,
    pub lead: String,
    pub none: String,
    pub all: Vec<StandOutView>,
}

/// The picture of a workshop.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureView {
    pub name: String,
    /// Why nothing can be shown yet, if so.
    pub nothing: Option<String>,
    /// As `12 people in 3 sectors`.
    pub count: String,
    pub facts: Vec<(String, String)>,
    /// Each sector with its number of people, or a sign for hidden.
    pub sectors: Vec<(String, String)>,
    /// What is held back, and why; empty if nothing is.
    pub waiting: String,
    /// What hidden sectors mean; empty where none is hidden.
    pub hidden: String,
    pub common: StandOuts,
    /// The most divided, the widest gaps, the largest "don't know".
    pub starts: Vec<StandOuts>,
    pub overall: Option<StripView>,
    pub groups: Vec<GroupView>,
    /// The heads of the profile's table, and those of its sectors.
    pub heads: Vec<String>,
    pub sector_heads: Vec<String>,
    /// How the numbers come about, and what is not protected.
    pub method: Vec<String>,
    pub sources: Vec<String>,
}

/// A slide of the presenter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slide {
    /// Name, number of people, sectors.
    Opening,
    Common,
    Profile,
    Sectors,
    /// One of [`PictureView::starts`].
    Start(usize),
    /// The statements of a group, by its place.
    Group(usize),
    /// What to agree on now.
    Closing,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PresentView {
    pub slide: Slide,
    /// Counted from 1.
    pub number: usize,
    pub of: usize,
    pub heading: String,
    pub picture: Rc<PictureView>,
}

/// What a participant sees before answering.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinView {
    pub about: String,
    pub facts: String,
    /// What will be shown to whom and from how many answers on.
    pub terms: Vec<String>,
    /// Value, label, whether it is chosen; empty if the workshop asks for none.
    pub sectors: Vec<(String, String, bool)>,
    /// What is missing before the person can begin.
    pub problem: Option<String>,
    /// Whether it will be kept; `None` where nothing can be kept, with `kept` saying why.
    pub keep: Option<bool>,
    pub kept: String,
    /// Whether answers to this workshop are here already: the person can go on with them,
    /// or answer anew as another person on the same device.
    pub begun: bool,
}

/// How a participant hands the answers over.
#[derive(Clone, Debug, PartialEq)]
pub struct HandOverView {
    pub workshop: String,
    pub code: String,
    pub qr: Option<QrView>,
    /// A `mailto:` address with subject and text.
    pub mail: String,
    /// What is in the code, and what is not.
    pub holds: Vec<String>,
    pub lacks: Vec<String>,
    /// Whether statements have no answer yet.
    pub gaps: String,
    /// Whether the comments travel only in the file.
    pub has_comments: bool,
}

/// The parts of the way from the link to the files.
pub fn steps(model: &Model, text: &Text) -> Vec<Step> {
    let step = |key: &str, screen: Screen| Step {
        label: text.say(key),
        event: match screen {
            Screen::Picture => WorkshopEvent::ShowPicture.into(),
            screen => Event::Go(screen),
        },
        current: model.screen == screen
            || (screen, model.screen) == (Screen::Picture, Screen::Present),
    };
    let mut res = vec![step("step.invite", Screen::Invite), step("step.collect", Screen::Collect)];
    let shown = model.open_workshop().is_some_and(|it| !it.states.is_empty());
    if shown {
        res.push(step("step.picture", Screen::Picture));
        res.extend(super::steps_beyond(model, text, Of::Workshop));
        res.push(step("step.keep", Screen::KeepWorkshop));
    }
    res
}

/// The screens of a workshop, and those that lead to one, with their headings.
pub fn screen(model: &Model, text: &Text) -> (String, ScreenView) {
    let setup = match (&model.desk.invitation, model.open_workshop()) {
        (Some(it), _) if model.screen == Screen::Join => Some(it),
        (_, open) => open.map(|it| &it.setup),
    };
    let name = || match setup {
        Some(it) if it.name.is_empty() => model.title_of(&it.instrument),
        Some(it) => it.name.clone(),
        None => text.say("loading.heading"),
    };
    let picture = || picture::picture(model, text).map(Rc::new);
    let mut heading = None;
    let screen = match model.screen {
        Screen::SetUp => {
            heading = Some(text.say("setup.heading"));
            Some(WorkshopView::SetUp(collecting::setup(model, text)))
        }
        Screen::HandOver => {
            heading = Some(text.say("hand-over.heading"));
            joining::hand_over(model, text).map(WorkshopView::HandOver)
        }
        Screen::Join => joining::join(model, text).map(WorkshopView::Join),
        Screen::Invite => collecting::invite(model, text).map(WorkshopView::Invite),
        Screen::Collect => {
            heading = Some(text.say("invite.next"));
            collecting::collect(model, text).map(WorkshopView::Collect)
        }
        Screen::Picture => {
            heading = Some(text.say("picture.heading"));
            picture().map(WorkshopView::Picture)
        }
        Screen::KeepWorkshop => {
            heading = Some(text.say("picture.keep"));
            let byte_order_mark = !model.no_byte_order_mark;
            picture().map(|picture| WorkshopView::Keep { byte_order_mark, picture })
        }
        Screen::Present => picture().map(|picture| {
            let view = slides::present(text, picture, model.desk.slide);
            heading = Some(view.heading.clone());
            WorkshopView::Present(view)
        }),
        _ => None,
    };
    (heading.unwrap_or_else(name), screen.map_or(ScreenView::Loading, ScreenView::Workshop))
}
