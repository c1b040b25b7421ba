//! The plan in words: what could be a priority, what was agreed, and when it is looked at
//! again.

use std::rc::Rc;

use super::workshop::picture;
use super::{ScreenView, results};
use crate::app::model::{Model, Of};
use crate::app::update::Known;
use crate::instrument::Instrument;
use crate::plan::partners::{Level, POWERS, Partner, RESOURCES};
use crate::plan::{Action, MOST_PRIORITIES, Offer, Part, Plan, Reason, State, Subject};
use crate::report;
use crate::response::time::Day;
use crate::text::Text;

/// What partners agree to do.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanView {
    pub of: Of,
    /// What could be a priority, in the order it is offered.
    pub offers: Vec<OfferView>,
    /// Everything else that could be one: its code, its title, its section's title.
    pub others: Vec<(Subject, String)>,
    /// That no more can be chosen; empty while they can.
    pub full: String,
    /// The priorities with their actions, then the actions that are about none of them.
    pub groups: Vec<PlanGroup>,
    pub n_priorities: usize,
    /// The actions of the last round that are not done: place there, words, and what is known.
    pub unfinished: Vec<(usize, String, String)>,
    /// What priorities an action can belong to.
    pub subjects: Vec<(Subject, String)>,
    /// How many partners are named, in words; empty for none.
    pub partners: String,
    pub partner_names: Vec<String>,
    /// The day of the review, as `2027-05-01`; empty for none.
    pub review: String,
    /// The same in words, and whether it is due.
    pub review_text: String,
    pub review_due: bool,
    /// Whether there is a day for a calendar.
    pub has_days: bool,
    /// As `Round 2 of 2`; empty where there is one only.
    pub round: String,
    /// Whether a next round can begin.
    pub can_go_on: bool,
    /// What has just been done, for those who do not see it.
    pub said: String,
}

/// Something that could be a priority.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferView {
    pub subject: Subject,
    pub title: String,
    /// The section it belongs to; empty where it is one.
    pub section: String,
    pub reasons: Vec<String>,
    pub chosen: bool,
}

/// A priority with its actions.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanGroup {
    /// Nothing for the actions that are about no priority.
    pub subject: Option<Subject>,
    /// Its place among the priorities.
    pub place: Option<usize>,
    pub title: String,
    pub section: String,
    pub reason: String,
    pub actions: Vec<ActionView>,
    pub ideas: Vec<String>,
}

/// An action of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionView {
    pub id: String,
    /// Its place in the plan.
    pub place: usize,
    /// What is to be done, or that nobody has said.
    pub title: String,
    pub named: bool,
    /// What it was about, where that is no priority.
    pub about: String,
    /// Who, with whom, by when: those that are known.
    pub facts: Vec<(String, String)>,
    /// That it should be done by now; empty if not.
    pub late: String,
    pub state: State,
    pub state_text: String,
    pub can_rise: bool,
    pub can_sink: bool,
    /// The form, if it is open.
    pub form: Option<ActionForm>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ActionForm {
    pub parts: Vec<(Part, String)>,
    /// As `2027-03-01`; empty for none.
    pub by: String,
    /// That the day has gone by; empty if not.
    pub past: String,
    pub about: Option<Subject>,
}

/// What each partner brings, and what power it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnersView {
    pub of: Of,
    pub resources: Vec<String>,
    pub powers: Vec<String>,
    pub partners: Vec<Rc<PartnerView>>,
    pub power: String,
    /// What may help the conversation along.
    pub questions: Vec<String>,
    /// The two tables as drawings, with what they say in words; none without partners.
    pub figures: Vec<Rc<crate::document::Figure>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PartnerView {
    pub id: String,
    pub place: usize,
    pub name: String,
    /// The name, or which one it is.
    pub called: String,
    pub brings: [Level; RESOURCES.len()],
    pub brings_note: String,
    pub holds: [Level; POWERS.len()],
    pub holds_note: String,
}

/// The instrument of what is shown.
pub fn instrument_of(model: &Model, of: Of) -> Option<&Rc<Instrument>> {
    match of {
        Of::Assessment => model.instrument(),
        Of::Workshop => model.instruments.get(&model.open_workshop()?.instrument.id),
    }
}

/// What a subject is called, and the section it belongs to (empty where it is one, or where
/// the instrument has it no more).
pub fn subject(text: &Text, instrument: &Instrument, subject: &Subject) -> (String, String) {
    let own = |it| text.own(it).to_owned();
    match subject {
        Subject::Section(id) => match instrument.sections.iter().find(|it| it.id == *id) {
            Some(section) => (own(&section.title), String::new()),
            None => (text.with("plan.no-section", &[("id", id)]), String::new()),
        },
        Subject::Item(id) => match instrument.item(id) {
            Some((section, item)) => (own(&item.text), own(&section.title)),
            None => (text.with("plan.no-statement", &[("id", id)]), String::new()),
        },
    }
}

/// Why something is offered, with the figures behind it where they are at hand.
pub fn reason(model: &Model, text: &Text, of: Of, offer: &Offer) -> String {
    let figures = match of {
        Of::Assessment => match (model.instrument(), model.assessment()) {
            (Some(instrument), Some(it)) => {
                let report = report::report(instrument, &it.response);
                results::detail(text, instrument, &report, &it.response, offer)
            }
            _ => None,
        },
        Of::Workshop => picture::detail(model, text, offer),
    };
    let key = match offer.reason {
        Reason::Lowest => "plan.why-lowest",
        Reason::InTheWay => "plan.why-in-the-way",
        Reason::Divided => "plan.why-divided",
        Reason::Gap => "plan.why-gap",
        Reason::DontKnow => "plan.why-dont-know",
        Reason::Own => return text.say("plan.why-own"),
    };
    let why = text.say(key);
    match figures {
        Some(it) => text.with("plan.why-with", &[("why", &why), ("figures", &it)]),
        None => why,
    }
}

pub fn plan(model: &Model, text: &Text, of: Of) -> Option<(PlanView, Plan)> {
    let instrument = instrument_of(model, of)?;
    let (id, plan) = model.open_plan()?;
    let today = model.today();
    let series = model.series(&id);
    let is_chosen = |it: &Subject| plan.priorities.iter().any(|known| known.subject == *it);
    let offers = offers(model, text, of, instrument, &plan);
    let sections = instrument.sections.iter().map(|it| Subject::Section(it.id.clone()));
    let items = instrument.items().map(|it| Subject::Item(it.1.id.clone()));
    let is_offered = |it: &Subject| offers.iter().any(|known| known.subject == *it);
    let others = sections.chain(items).filter(|it| !is_offered(it) && !is_chosen(it));
    let named = |it: Subject| {
        let (title, section) = subject(text, instrument, &it);
        let title = match section.as_str() {
            "" => title,
            of => text.with("plan.statement-of", &[("section", of), ("statement", &title)]),
        };
        (it, title)
    };
    let n = plan.partners.len();
    let view = PlanView {
        of,
        others: others.map(named).collect(),
        full: if plan.priorities.len() >= MOST_PRIORITIES {
            text.count("plan.full", MOST_PRIORITIES, &[])
        } else {
            String::new()
        },
        groups: groups(model, text, of, instrument, &plan),
        n_priorities: plan.priorities.len(),
        unfinished: unfinished(model, text, &plan, today),
        subjects: plan.priorities.iter().map(|it| named(it.subject.clone())).collect(),
        partners: if n == 0 { String::new() } else { text.count("plan.partners-named", n, &[]) },
        partner_names: plan.partners.iter().map(|it| it.name.clone()).collect(),
        review: plan.review.map(Day::write).unwrap_or_default(),
        review_text: review_text(text, &plan, today),
        review_due: model.due_reviews().contains(&id),
        has_days: plan.review.is_some()
            || plan.actions.iter().any(|it| it.state.is_open() && it.by.is_some()),
        round: round(text, &series, &id),
        can_go_on: series.last().is_some_and(|it| it.id == id && it.done),
        said: model.desk.said.clone(),
        offers,
    };
    Some((view, plan))
}

/// When the partners look again, in words.
pub fn review_text(text: &Text, plan: &Plan, today: Day) -> String {
    match plan.review {
        None => text.say("plan.no-review"),
        Some(day) => {
            let key = if day <= today { "plan.review-was" } else { "plan.review-on" };
            text.with(key, &[("date", &date(text, day))])
        }
    }
}

/// As `Round 2 of 3`; empty where there is one only.
pub fn round(text: &Text, series: &[Known], id: &str) -> String {
    let Some(at) = series.iter().position(|it| it.id == id) else { return String::new() };
    if series.len() < 2 {
        return String::new();
    }
    let (number, of) = ((at + 1).to_string(), series.len().to_string());
    text.with("change.round-of", &[("number", &number), ("total", &of)])
}

/// Which round an entry of the shelf is, and when it is to be looked at again.
pub fn entry(model: &Model, text: &Text, id: &str) -> String {
    let Some(plan) = model.plan_of(id) else { return String::new() };
    let mut res = Vec::new();
    if !plan.series.is_empty() {
        res.push(round(text, &model.series(id), id));
    }
    if let Some(day) = plan.review {
        let due = model.due_reviews().iter().any(|it| it == id);
        let key = if due { "entry.review-due" } else { "entry.review" };
        res.push(text.with(key, &[("date", &date(text, day))]));
    }
    res.retain(|it| !it.is_empty());
    res.join(" · ")
}

pub fn date(text: &Text, day: Day) -> String {
    text.date(day.start(), 0)
}

fn offers(
    model: &Model,
    text: &Text,
    of: Of,
    instrument: &Instrument,
    plan: &Plan,
) -> Vec<OfferView> {
    let offered = model.offers();
    let mut res: Vec<OfferView> = Vec::new();
    // What was chosen stays on the list, whatever the answers say by now.
    let is_offered = |it: &&Offer| offered.iter().any(|known| known.subject == it.subject);
    let kept = plan.priorities.iter().filter(|it| !is_offered(it));
    for offer in offered.iter().chain(kept) {
        let why = reason(model, text, of, offer);
        if let Some(it) = res.iter_mut().find(|it| it.subject == offer.subject) {
            it.reasons.push(why);
            continue;
        }
        let (title, section) = subject(text, instrument, &offer.subject);
        res.push(OfferView {
            subject: offer.subject.clone(),
            title,
            section,
            reasons: vec![why],
            chosen: plan.priorities.iter().any(|it| it.subject == offer.subject),
        });
    }
    res
}

/// What an action says beside what is to be done.
pub fn action_facts(text: &Text, action: &Action) -> Vec<(String, String)> {
    let mut res = Vec::new();
    let mut put = |key: &str, value: String| {
        if !value.is_empty() {
            res.push((text.say(key), value));
        }
    };
    put("plan.leads", action.lead.clone());
    put("plan.with", action.with.clone());
    put("plan.by", action.by.map(|it| date(text, it)).unwrap_or_default());
    put("plan.first-step", action.first_step.clone());
    put("plan.evidence", action.evidence.clone());
    res
}

/// How far an action is, in words.
pub fn state(text: &Text, state: State) -> String {
    text.say(match state {
        State::NotBegun => "plan.not-begun",
        State::UnderWay => "plan.under-way",
        State::Done => "plan.done",
        State::Dropped => "plan.dropped",
    })
}

/// What an action is called where it has to be told from others.
pub fn action_title(text: &Text, action: &Action) -> String {
    let what = action.what.trim();
    if what.is_empty() { text.say("plan.nameless") } else { what.to_owned() }
}

fn action(
    model: &Model,
    text: &Text,
    instrument: &Instrument,
    place: usize,
    it: &Action,
    is_priority: bool,
) -> ActionView {
    let today = model.today();
    let past = it.by.filter(|it| *it < today).is_some();
    ActionView {
        id: it.id.clone(),
        place,
        title: action_title(text, it),
        named: !it.what.trim().is_empty(),
        about: match &it.about {
            Some(of) if !is_priority => {
                let (title, _) = subject(text, instrument, of);
                text.with("plan.was-about", &[("subject", &title)])
            }
            _ => String::new(),
        },
        facts: action_facts(text, it),
        late: if it.is_late(today) { text.say("plan.late") } else { String::new() },
        state: it.state,
        state_text: state(text, it.state),
        can_rise: true,
        can_sink: true,
        form: (model.desk.action == Some(place)).then(|| ActionForm {
            parts: Part::ALL.map(|part| (part, it.part(part).to_owned())).into(),
            by: it.by.map(Day::write).unwrap_or_default(),
            past: if past { text.say("plan.past") } else { String::new() },
            about: it.about.clone(),
        }),
    }
}

fn groups(
    model: &Model,
    text: &Text,
    of: Of,
    instrument: &Instrument,
    plan: &Plan,
) -> Vec<PlanGroup> {
    let is_priority = |it: &Option<Subject>| {
        plan.priorities.iter().any(|known| Some(&known.subject) == it.as_ref())
    };
    let actions = |wanted: &dyn Fn(&Option<Subject>) -> bool| -> Vec<ActionView> {
        let all = plan.actions.iter().enumerate().filter(|it| wanted(&it.1.about));
        let mut res: Vec<ActionView> = all
            .map(|(i, it)| action(model, text, instrument, i, it, is_priority(&it.about)))
            .collect();
        if let Some(first) = res.first_mut() {
            first.can_rise = false;
        }
        if let Some(last) = res.last_mut() {
            last.can_sink = false;
        }
        res
    };
    let mut res: Vec<PlanGroup> = plan
        .priorities
        .iter()
        .enumerate()
        .map(|(place, it)| {
            let (title, section) = subject(text, instrument, &it.subject);
            PlanGroup {
                subject: Some(it.subject.clone()),
                place: Some(place),
                title,
                section,
                reason: reason(model, text, of, it),
                actions: actions(&|about| about.as_ref() == Some(&it.subject)),
                ideas: ideas(text, instrument, &it.subject),
            }
        })
        .collect();
    let rest = actions(&|about| !is_priority(about));
    res.push(PlanGroup {
        subject: None,
        place: None,
        title: text.say("plan.other-actions"),
        section: String::new(),
        reason: String::new(),
        actions: rest,
        ideas: Vec::new(),
    });
    res
}

/// The ideas for action of the section that a subject is or belongs to.
fn ideas(text: &Text, instrument: &Instrument, subject: &Subject) -> Vec<String> {
    let section = match subject {
        Subject::Section(id) => instrument.sections.iter().find(|it| it.id == *id),
        Subject::Item(id) => instrument.item(id).map(|it| it.0),
    };
    let all = section.map(|it| it.ideas.as_slice()).unwrap_or_default();
    all.iter().map(|it| text.own(it).to_owned()).collect()
}

/// What the last round left to do and this one has not taken over.
fn unfinished(model: &Model, text: &Text, plan: &Plan, today: Day) -> Vec<(usize, String, String)> {
    let before = model.round_before().and_then(|id| model.plan_of(&id)).unwrap_or_default();
    let taken = |it: &Action| plan.actions.iter().any(|mine| mine.what == it.what);
    let open = before.actions.iter().enumerate().filter(|it| it.1.state.is_open() && !taken(it.1));
    open.map(|(i, it)| {
        let mut known = vec![state(text, it.state)];
        known.extend(action_facts(text, it).into_iter().take(1).map(|it| it.1));
        if it.is_late(today) {
            known.push(text.say("plan.late"));
        }
        (i, action_title(text, it), known.join(" · "))
    })
    .collect()
}

/// The name of a resource, by its place in [`RESOURCES`].
pub fn resources(text: &Text) -> Vec<String> {
    [
        "partners.money",
        "partners.staff-time",
        "partners.space",
        "partners.knowledge",
        "partners.contacts",
        "partners.equipment",
    ]
    .map(|it| text.say(it))
    .into()
}

/// The name of what gives power, by its place in [`POWERS`].
pub fn powers(text: &Text) -> Vec<String> {
    ["partners.size", "partners.budget", "partners.credibility", "partners.decision-rights"]
        .map(|it| text.say(it))
        .into()
}

/// A level in words.
pub fn level(text: &Text, level: Level) -> String {
    text.say(match level {
        Level::Unsaid => "partners.unsaid",
        Level::Nothing => "partners.nothing",
        Level::Little => "partners.little",
        Level::Some => "partners.some",
        Level::Much => "partners.much",
        Level::Differs => "partners.differs",
    })
}

/// What a partner is called: its name, or which one it is.
pub fn called(text: &Text, place: usize, partner: &Partner) -> String {
    match partner.name.trim() {
        "" => text.with("partners.nameless", &[("number", &(place + 1).to_string())]),
        name => name.to_owned(),
    }
}

pub fn partners(model: &Model, text: &Text, of: Of) -> Option<PartnersView> {
    let (_, plan) = model.open_plan()?;
    let partner = |(place, it): (usize, &Partner)| {
        Rc::new(PartnerView {
            id: it.id.clone(),
            place,
            name: it.name.clone(),
            called: called(text, place, it),
            brings: it.brings,
            brings_note: it.brings_note.clone(),
            holds: it.holds,
            holds_note: it.holds_note.clone(),
        })
    };
    Some(PartnersView {
        of,
        resources: resources(text),
        powers: powers(text),
        partners: plan.partners.iter().enumerate().map(partner).collect(),
        power: plan.power.clone(),
        questions: ["partners.question-1", "partners.question-2", "partners.question-3"]
            .map(|it| text.say(it))
            .into(),
        figures: super::report::partner_figures(text, &plan).into_iter().map(Rc::new).collect(),
    })
}

/// The screens of the plan, with their headings.
pub fn screen(model: &Model, text: &Text, of: Of, partner: bool) -> (String, ScreenView) {
    if partner {
        let view = partners(model, text, of);
        let view = view.map_or(ScreenView::Loading, |it| ScreenView::Partners(Rc::new(it)));
        return (text.say("partners.heading"), view);
    }
    let view = plan(model, text, of);
    let view = view.map_or(ScreenView::Loading, |it| ScreenView::Plan(Rc::new(it.0)));
    (text.say("plan.heading"), view)
}
