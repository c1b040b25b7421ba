//! A workshop from its set-up to its link, and a participant from the link to the code.

use super::{answering, go, keep_instrument, need, save};
use crate::app::desk::{SetupDraft, SetupField};
use crate::app::effect::{Effect, Focus};
use crate::app::event::{Event, WorkshopEvent};
use crate::app::model::{Draft, Entry, Handout, Model, News, Screen};
use crate::exchange::{code, contribution, link};
use crate::response::{Field, InstrumentRef, Respondent};
use crate::text::Text;
use crate::workshop::{
    MAX_KEY, MAX_NAME, MAX_SECTORS, Setup, THRESHOLD, THRESHOLDS, Workshop, findings, report,
};

/// Fills in an empty set-up where one is shown.
pub fn begin_set_up(model: &mut Model) {
    if model.screen == Screen::SetUp && model.desk.set_up.threshold.is_empty() {
        model.desk.set_up = blank(model);
    }
}

/// Ends what belongs to the screen `before`, whichever way it was left.
pub fn leave(model: &mut Model, before: Screen, effects: &mut Vec<Effect>) {
    if model.desk.camera && model.screen != Screen::Collect {
        model.desk.camera = false;
        effects.push(Effect::Camera(false));
    }
    if before == Screen::Present && model.screen != Screen::Present {
        effects.push(Effect::FullScreen(false));
    }
}

pub fn update(model: &mut Model, event: WorkshopEvent, effects: &mut Vec<Effect>) {
    match event {
        WorkshopEvent::SetUp(field, value) => {
            let value = value.chars().take(10_000).collect();
            *model.desk.set_up.typed_mut(field) = value;
        }
        WorkshopEvent::SetUpInstrument(id) => model.desk.set_up.instrument = id,
        WorkshopEvent::SetUpLanguage(tag) => {
            model.desk.set_up.language = Some(tag).filter(|it| !it.is_empty());
        }
        WorkshopEvent::SetUpComments(wanted) => model.desk.set_up.comments = wanted,
        WorkshopEvent::SetUpPractice(wanted) => model.desk.set_up.practice = wanted,
        WorkshopEvent::CreateWorkshop => create(model, effects),
        WorkshopEvent::OpenWorkshop(id) => open(model, id, effects),
        WorkshopEvent::Copy(what) => {
            if let Some((_, text)) = handout(model, what) {
                effects.push(Effect::Copy { what, text });
            }
        }
        WorkshopEvent::Share(what) => {
            if let Some((title, text)) = handout(model, what) {
                let link = (what == Handout::Link).then(|| text.clone());
                let text = if link.is_some() { title.clone() } else { text };
                effects.push(Effect::Share { title, text, link });
            }
        }
        WorkshopEvent::Copied(what) => {
            model.news = Some(what.map_or(News::CopyFailed, News::Copied));
        }
        WorkshopEvent::Sector(sector) => {
            if let Some(draft) = &mut model.draft {
                draft.respondent.sector = sector.chars().take(Respondent::MAX_CHARS).collect();
                draft.tried = false;
            }
        }
        WorkshopEvent::Join { anew } => join(model, anew, effects),
        event => super::collecting::update(model, event, effects),
    }
}

/// A set-up to begin with: what a person usually wants.
fn blank(model: &Model) -> SetupDraft {
    let text = model.text();
    let sectors = Respondent::SECTORS.map(|it| text.detail(it));
    let first = model.index.instruments.first().map(|it| it.id.clone());
    SetupDraft {
        instrument: model.options.instrument.clone().or(first).unwrap_or_default(),
        threshold: THRESHOLD.to_string(),
        sectors: sectors.join("\n"),
        comments: true,
        ..SetupDraft::default()
    }
}

/// What is wrong with a part of a set-up, by the key of its text.
pub fn problem(draft: &SetupDraft, field: SetupField) -> Option<&'static str> {
    let number = |text: &str, least: u32, most: u32| {
        text.trim().parse::<u32>().is_ok_and(|it| (least..=most).contains(&it))
    };
    let (least, most) = (u32::from(THRESHOLDS.0), u32::from(THRESHOLDS.1));
    match field {
        SetupField::Name if link::plain(&draft.name).is_empty() => Some("setup.name-missing"),
        SetupField::Name if link::plain(&draft.name).chars().count() > MAX_NAME => {
            Some("setup.name-too-long")
        }
        SetupField::Expected if draft.expected.trim().is_empty() => None,
        SetupField::Expected if !number(&draft.expected, 1, 10_000) => Some("setup.expected-wrong"),
        SetupField::Threshold if !number(&draft.threshold, least, most) => {
            Some("setup.threshold-wrong")
        }
        SetupField::Sectors if lines(&draft.sectors).len() > MAX_SECTORS => {
            Some("setup.sectors-too-many")
        }
        SetupField::Sectors
            if lines(&draft.sectors).iter().any(|it| it.chars().count() > MAX_NAME) =>
        {
            Some("setup.sectors-too-long")
        }
        _ => None,
    }
}

/// The different lines of `text` that say anything.
fn lines(text: &str) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    for line in text.lines().map(link::plain).filter(|it| !it.is_empty()) {
        if !res.iter().any(|it| it.to_lowercase() == line.to_lowercase()) {
            res.push(line);
        }
    }
    res
}

/// The sector that a line means: one that is offered, in whatever language it is written,
/// or the facilitator's own.
fn sector(model: &Model, line: &str) -> String {
    let same = |text: &Text, it: &str| text.detail(it).to_lowercase() == line.to_lowercase();
    let offered = Respondent::SECTORS.into_iter();
    let mut meant = offered.filter(|it| *it == line || model.texts.values().any(|t| same(t, it)));
    meant.next().unwrap_or(line).to_owned()
}

fn create(model: &mut Model, effects: &mut Vec<Effect>) {
    let draft = model.desk.set_up.clone();
    let fields =
        [SetupField::Name, SetupField::Expected, SetupField::Threshold, SetupField::Sectors];
    if fields.into_iter().any(|it| problem(&draft, it).is_some()) {
        model.desk.set_up.tried = true;
        effects.push(Effect::Focus(Focus::Invalid));
        return;
    }
    let Some(instrument) = model.instruments.get(&draft.instrument).cloned() else {
        model.news = Some(News::FetchFailed { what: draft.instrument });
        effects.push(Effect::Focus(Focus::Notice));
        return;
    };
    let of_address = model.desk.from_address.as_ref() == Some(&instrument.id);
    let setup = Setup {
        key: (model.moment.random % u128::from(MAX_KEY)) as u16 + 1,
        instrument: instrument.id.clone(),
        src: model.options.src.clone().filter(|_| of_address),
        name: link::plain(&draft.name),
        language: draft.language.clone(),
        sectors: lines(&draft.sectors).iter().map(|it| sector(model, it)).collect(),
        comments: draft.comments,
        threshold: draft.threshold.trim().parse().unwrap_or(THRESHOLD),
        expected: draft.expected.trim().parse().ok(),
        practice: draft.practice,
    };
    let id = model.moment.uuid();
    let keep = model.can_keep() && !setup.practice;
    let of = InstrumentRef::to(&instrument);
    let workshop = Box::new(Workshop::new(id.clone(), setup, of, model.moment.now));
    model.shelf.insert(id.clone(), Entry::Workshop { workshop, stored: None, keep });
    model.desk.set_up = SetupDraft::default();
    model.enter(Some(id.clone()));
    save(model, &id, effects);
    if keep {
        keep_instrument(model, &instrument.id, effects);
    }
    if keep && !model.persist_asked {
        model.persist_asked = true;
        effects.push(Effect::Persist);
    }
    go(model, Screen::Invite, effects);
}

fn open(model: &mut Model, id: String, effects: &mut Vec<Effect>) {
    let Some(Entry::Workshop { workshop, .. }) = model.shelf.get(&id) else { return };
    let empty = workshop.rows.is_empty();
    let instrument = workshop.instrument.id.clone();
    need(model, &instrument, effects);
    model.enter(Some(id));
    go(model, if empty { Screen::Invite } else { Screen::Collect }, effects);
}

impl Model {
    /// Makes the workshop `id` the open one.
    pub(in crate::app) fn enter(&mut self, id: Option<String>) {
        if self.workshop != id {
            self.workshop = id;
            self.desk.before.clear();
            self.desk.collected = None;
            self.desk.hides.clear();
            self.desk.reading = None;
            self.desk.slide = 0;
            self.refresh_report();
        }
    }

    /// Whether the camera is to look for codes.
    pub fn wants_camera(&self) -> bool {
        self.desk.camera
    }

    /// The workshop that is open.
    pub fn open_workshop(&self) -> Option<&Workshop> {
        match self.shelf.get(self.workshop.as_ref()?)? {
            Entry::Workshop { workshop, .. } => Some(workshop),
            Entry::Readable { .. } | Entry::Unreadable { .. } => None,
        }
    }

    /// Works out what the open workshop says as of its last state.
    pub(in crate::app) fn refresh_report(&mut self) {
        let of = self.open_workshop().and_then(|workshop| {
            let instrument = self.instruments.get(&workshop.instrument.id)?;
            if workshop.states.is_empty() {
                return None;
            }
            let report = report::report(instrument, workshop);
            let findings = findings::findings(&report);
            Some(std::rc::Rc::new((report, findings)))
        });
        self.desk.report = of;
    }

    /// The link of a workshop on this page.
    pub(in crate::app) fn link_of(&self, setup: &Setup) -> String {
        format!("{}{}", self.options.address, link::write_workshop(setup))
    }

    /// The code that hands over the open assessment, with the set-up of its workshop.
    pub(in crate::app) fn code(&self) -> Option<(Setup, String)> {
        let (instrument, assessment) = (self.instrument()?, self.assessment()?);
        let response = &assessment.response;
        let setup = link::read_workshop(&response.workshop)?;
        let contribution = contribution::of_response(instrument, response);
        let code = code::write(instrument, &contribution, &setup.sectors);
        Some((setup, code))
    }

    /// The person's own answers to the workshop that invites, if there are any here.
    pub(in crate::app) fn begun(&self) -> Option<String> {
        let invited = self.desk.invitation.as_ref()?;
        let same = |it: &Entry| match it {
            Entry::Readable { assessment, .. } => {
                let response = &assessment.response;
                response.instrument.id == invited.instrument
                    && link::read_workshop(&response.workshop)
                        .is_some_and(|it| it.key == invited.key)
            }
            Entry::Workshop { .. } | Entry::Unreadable { .. } => false,
        };
        self.shelf.iter().find(|it| same(it.1)).map(|it| it.0.clone())
    }
}

/// The title and the text of what is copied or shared.
fn handout(model: &Model, what: Handout) -> Option<(String, String)> {
    match what {
        Handout::Link => {
            let setup = &model.open_workshop()?.setup;
            Some((setup.name.clone(), model.link_of(setup)))
        }
        Handout::Code => {
            let (setup, code) = model.code()?;
            Some((setup.name, code))
        }
    }
}

/// Shows the invitation of a workshop's link.
pub fn invited(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(setup) = link::read_workshop(&model.link) else {
        model.link.clear();
        model.screen = Screen::Start;
        model.news = Some(News::BadInvitation);
        return;
    };
    need(model, &setup.instrument, effects);
    let keep = model.can_keep() && !setup.practice;
    model.draft = Some(Draft {
        instrument: setup.instrument.clone(),
        keep,
        workshop: link::write_workshop(&setup),
        ..Draft::default()
    });
    model.desk.invitation = Some(setup);
    model.screen = Screen::Join;
}

fn join(model: &mut Model, anew: bool, effects: &mut Vec<Effect>) {
    if let (Some(id), false) = (model.begun(), anew) {
        super::stored::update(model, Event::OpenAssessment(id), effects);
        return;
    }
    let (Some(setup), Some(draft)) = (&model.desk.invitation, &mut model.draft) else { return };
    if !setup.sectors.is_empty() && draft.respondent.part(Field::Sector).is_empty() {
        draft.tried = true;
        effects.push(Effect::Focus(Focus::Invalid));
        return;
    }
    answering::begin(model, effects);
}
