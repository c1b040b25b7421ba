//! From results to a plan, to its files, to the next round, and to what has changed.

use std::rc::Rc;

use partnership_assessment::app::{
    ActionView, Download, Effect, Event, Focus, Of, Opening, PlanEvent, PlanView, Screen,
    ScreenView,
};
use partnership_assessment::document::{Block, Document};
use partnership_assessment::exchange::plan as files;
use partnership_assessment::plan::partners::Level;
use partnership_assessment::plan::{Action, Part, Plan, State, Subject};
use partnership_assessment::response::time::Day;
use serde_json::{Value, json};

use super::device::{Device, Shared, Tab, file};

pub const DAY: i64 = 86_400_000;

impl Tab {
    pub fn does(&mut self, event: PlanEvent) -> Vec<Effect> {
        self.send(Event::Plan(event))
    }

    pub fn plan(&self) -> Rc<PlanView> {
        match self.view().screen {
            ScreenView::Plan(it) => it,
            it => panic!("no plan: {it:?}"),
        }
    }

    pub fn document(&self) -> Rc<Document> {
        match self.view().screen {
            ScreenView::Report(it) => it.document.clone(),
            ScreenView::Change(it) => it.document.clone(),
            it => panic!("no document: {it:?}"),
        }
    }

    pub fn actions(&self) -> Vec<ActionView> {
        self.plan().groups.iter().flat_map(|it| it.actions.clone()).collect()
    }

    pub fn titles(&self) -> Vec<String> {
        self.actions().into_iter().map(|it| it.title).collect()
    }

    /// What the record of the open assessment holds of the plan.
    pub fn planned(&self) -> Plan {
        let response = &self.model.assessment().expect("an assessment").response;
        files::read(&response.plan, &response.follow_up)
    }

    /// Answers the five Ps and asks for the results.
    pub fn finishes(&mut self, values: [i64; 5]) {
        for (i, value) in values.into_iter().enumerate() {
            self.answer(&format!("fp{}", i + 1), value);
        }
        self.send(Event::Finish);
    }

    pub fn action(&mut self, about: Option<Subject>, what: &str) -> usize {
        self.does(PlanEvent::Add { about, idea: what.to_owned() });
        self.planned().actions.len() - 1
    }

    pub fn says(&self, key: &str) -> String {
        self.view().text.say(key)
    }

    /// Time goes by, in days.
    pub fn waits(&mut self, days: i64) {
        self.moment.now += days * DAY;
    }

    pub fn today(&self) -> Day {
        Day::of(self.moment.now, 0)
    }
}

pub fn section(id: &str) -> Option<Subject> {
    Some(Subject::Section(id.to_owned()))
}

pub fn open(device: &Shared) -> Tab {
    Tab::open(device, Opening::default())
}

/// Somebody with results of the five Ps, at the plan.
pub fn planner(device: &Shared) -> Tab {
    let mut tab = open(device);
    tab.begin("five-ps");
    tab.finishes([5, 4, 1, 2, 4]);
    tab.send(Event::Go(Screen::Plan(Of::Assessment)));
    tab
}

/// The cells of a table of a document by its caption.
pub fn table(document: &Document, caption: &str) -> Vec<Vec<String>> {
    let found = document.blocks.iter().find_map(|it| match it {
        Block::Table(it) if it.caption == caption => Some(it.rows.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no table “{caption}”"))
}

fn entries(document: &Document) -> Vec<(String, Vec<(String, String)>)> {
    let all = document.blocks.iter().filter_map(|it| match it {
        Block::Entry { title, facts } => Some((title.clone(), facts.clone())),
        _ => None,
    });
    all.collect()
}

#[test]
fn what_stands_out_is_offered_with_the_reason_and_the_person_decides() {
    let device = Device::shared();
    let mut tab = planner(&device);
    let offers = tab.plan().offers.clone();
    // The five Ps are one section, so its statements are ranked: the lowest first.
    let subjects: Vec<Subject> = offers.iter().map(|it| it.subject.clone()).collect();
    assert_eq!(subjects[..2], ["fp3", "fp4"].map(|it| Subject::Item(it.to_owned())));
    let low =
        tab.model.instrument().expect("the five Ps").item("fp3").expect("fp3").0.scale.clone();
    let answer = tab.view().text.own(&low.point(1).expect("a point").label).to_owned();
    let why = tab.says("plan.why-lowest");
    assert_eq!(offers[0].reasons, [format!("{why}: {answer}")]);
    assert!(offers.iter().all(|it| !it.chosen));
    assert_eq!(tab.plan().n_priorities, 0);

    let effects = tab.does(PlanEvent::Prioritise(subjects[1].clone()));
    assert!(effects.iter().any(|it| matches!(it, Effect::Save { .. })));
    assert!(tab.plan().offers[1].chosen && !tab.plan().offers[0].chosen);
    let other = tab.plan().others[0].0.clone();
    tab.does(PlanEvent::Prioritise(other.clone()));
    assert_eq!(tab.planned().priorities.len(), 2);
    let own = tab.plan().groups[1].clone();
    assert_eq!((own.subject, own.reason), (Some(other.clone()), tab.says("plan.why-own")));
    tab.does(PlanEvent::Prioritise(other));
    assert_eq!(tab.planned().priorities.len(), 1);
}

#[test]
fn five_priorities_are_the_most_and_the_page_says_so() {
    let device = Device::shared();
    let mut tab = open(&device);
    tab.begin("six-principles");
    tab.send(Event::Finish);
    tab.send(Event::Go(Screen::Plan(Of::Assessment)));
    let focus = Effect::Focus(Focus::Part("pa-plan-full".to_owned()));
    let mut moved = 0;
    for _ in 0..7 {
        let other = tab.plan().others[0].0.clone();
        moved += usize::from(tab.does(PlanEvent::Prioritise(other)).contains(&focus));
    }
    assert_eq!(moved, 1, "when the list goes, the focus goes on");
    assert_eq!(tab.planned().priorities.len(), 5);
    assert_eq!(tab.plan().full, tab.view().text.count("plan.full", 5, &[]));
    let first = tab.planned().priorities[0].subject.clone();
    tab.does(PlanEvent::Prioritise(first));
    assert_eq!(tab.plan().full, "");
}

#[test]
fn an_action_is_written_word_by_word_and_is_there_after_a_reload() {
    let device = Device::shared();
    let mut tab = planner(&device);
    let about = tab.plan().offers[0].subject.clone();
    tab.does(PlanEvent::Prioritise(about.clone()));
    let idea = tab.plan().groups[0].ideas[0].clone();
    let effects = tab.does(PlanEvent::Add { about: Some(about.clone()), idea: idea.clone() });
    assert_eq!(effects.last(), Some(&Effect::Focus(Focus::Part("pa-action-0-what".to_owned()))));
    assert!(tab.actions()[0].form.is_some());
    for (part, text) in [
        (Part::What, "Share what each of us knows"),
        (Part::Lead, "Housing"),
        (Part::With, "Y bwrdd iechyd, 医院"),
        (Part::FirstStep, "Ask for a list"),
        (Part::Evidence, "Nobody asks twice"),
    ] {
        tab.does(PlanEvent::Write { place: 0, part, text: text.to_owned() });
    }
    tab.does(PlanEvent::By { place: 0, day: "2026-13-01".to_owned() });
    assert_eq!(tab.planned().actions[0].by, None);
    tab.does(PlanEvent::By { place: 0, day: "2027-03-01".to_owned() });
    tab.does(PlanEvent::State { place: 0, state: State::UnderWay });

    let written = tab.planned();
    let it = &written.actions[0];
    assert_eq!((it.what.as_str(), it.lead.as_str()), ("Share what each of us knows", "Housing"));
    assert_eq!(it.by, Day::read("2027-03-01"));
    assert_eq!((it.state, &it.about), (State::UnderWay, &Some(about)));

    let mut again = open(&device);
    assert_eq!(again.planned(), written);
    again.send(Event::Go(Screen::Plan(Of::Assessment)));
    let view = again.actions();
    assert_eq!(
        view[0].facts.iter().map(|it| it.1.as_str()).collect::<Vec<_>>(),
        ["Housing", "Y bwrdd iechyd, 医院", "1 March 2027", "Ask for a list", "Nobody asks twice"]
    );
}

#[test]
fn actions_move_within_their_priority_by_buttons_that_keep_the_focus() {
    let device = Device::shared();
    let mut tab = planner(&device);
    let [one, two] = [0, 1].map(|it| tab.plan().offers[it].subject.clone());
    tab.does(PlanEvent::Prioritise(one.clone()));
    tab.does(PlanEvent::Prioritise(two.clone()));
    for (about, what) in [(&one, "A"), (&two, "X"), (&one, "B"), (&two, "Y"), (&one, "C")] {
        tab.action(Some(about.clone()), what);
    }
    assert_eq!(tab.titles(), ["A", "B", "C", "X", "Y"]);
    let effects = tab.does(PlanEvent::Move { place: 4, up: true });
    assert_eq!(tab.titles(), ["A", "C", "B", "X", "Y"]);
    assert_eq!(effects.last(), Some(&Effect::Focus(Focus::Part("pa-action-2-up".to_owned()))));
    assert_eq!(tab.plan().said, "Now at place 2 of 3.");
    // At the top, the button that would move it further is gone: the other one has the focus.
    let effects = tab.does(PlanEvent::Move { place: 2, up: true });
    assert_eq!(tab.titles(), ["C", "A", "B", "X", "Y"]);
    assert_eq!(effects.last(), Some(&Effect::Focus(Focus::Part("pa-action-0-down".to_owned()))));
    assert_eq!(tab.does(PlanEvent::Move { place: 0, up: true }), []);
    assert!(!tab.actions()[0].can_rise && tab.actions()[0].can_sink);

    tab.does(PlanEvent::MovePriority { place: 1, up: true });
    assert_eq!(tab.titles(), ["X", "Y", "C", "A", "B"]);
    assert_eq!(tab.does(PlanEvent::MovePriority { place: 9, up: false }), []);
}

#[test]
fn what_is_taken_out_can_be_put_back_where_it_was() {
    let device = Device::shared();
    let mut tab = planner(&device);
    for what in ["A", "B", "C"] {
        tab.action(None, what);
    }
    let effects = tab.does(PlanEvent::TakeOut(1));
    assert_eq!(tab.titles(), ["A", "C"]);
    assert_eq!(effects.last(), Some(&Effect::Focus(Focus::Notice)));
    assert_eq!(tab.notice().act.expect("an undo").1, PlanEvent::PutBack.into());
    assert_eq!(tab.view().announcement, "", "it has the focus, and is not heard twice");
    tab.send(Event::Downloaded { name: "plan.csv".to_owned() });
    assert_eq!(tab.view().announcement.split(' ').next(), tab.notice().title.split(' ').next());
    tab.does(PlanEvent::PutBack);
    assert_eq!(tab.titles(), ["A", "B", "C"]);
    assert_eq!(tab.does(PlanEvent::PutBack), []);

    // A reload shows the same, and another tab that knew it takes it out too.
    let mut other = open(&device);
    tab.does(PlanEvent::TakeOut(0));
    let changes = std::mem::take(&mut device.borrow_mut().changes);
    other.hear(&changes);
    other.send(Event::Go(Screen::Plan(Of::Assessment)));
    assert_eq!(other.titles(), ["B", "C"]);
}

#[test]
fn two_tabs_that_plan_at_once_keep_what_either_wrote() {
    let device = Device::shared();
    let mut one = planner(&device);
    one.action(None, "First");
    let mut two = open(&device);
    two.send(Event::Go(Screen::Plan(Of::Assessment)));
    assert_eq!(two.titles(), ["First"]);

    one.action(None, "From one");
    two.moment.now += 500;
    two.action(None, "From two");
    let part = Part::Lead;
    two.does(PlanEvent::Write { place: 0, part, text: "Two leads".to_owned() });
    let changes = std::mem::take(&mut device.borrow_mut().changes);
    one.hear(&changes);
    for tab in [&one, &two] {
        let mut titles = tab.titles();
        titles.sort();
        assert_eq!(titles, ["First", "From one", "From two"]);
        assert!(tab.planned().actions.iter().any(|it| it.lead == "Two leads"));
    }
    assert_eq!(open(&device).planned().actions.len(), 3);
}

#[test]
fn answers_given_in_one_tab_do_not_undo_a_plan_made_in_another() {
    let device = Device::shared();
    let mut planning = planner(&device);
    let mut answering = open(&device);
    planning.action(None, "Meet monthly");
    answering.moment.now += 90_000;
    answering.answer("fp1", 2);
    let changes = std::mem::take(&mut device.borrow_mut().changes);
    planning.hear(&changes);
    answering.hear(&changes);
    for tab in [planning, answering, open(&device)] {
        assert_eq!(tab.planned().actions[0].what, "Meet monthly");
        assert_eq!(tab.answers()[0].1, "2");
    }
}

/// A response file with `n` actions, some of which are odd.
fn with_actions(n: usize) -> String {
    let action = |i: usize| {
        json!({
            "id": format!("a{i}"),
            "about": { "item": if i.is_multiple_of(2) { "gone-since" } else { "fp1" } },
            "what": format!("Action {i} – عمل 行动 <b>"),
            "lead": "Ŵyn o Ŷd",
            "by": "1999-12-31",
            "state": "under-way",
            "cost": { "pounds": i },
        })
    };
    json!({
        "format": "partnership-assessment/response", "version": 1, "id": "many",
        "instrument": { "id": "five-ps" }, "started": "2026-01-01T10:00:00Z",
        "completed": "2026-01-01T10:05:00Z", "answers": { "fp1": 4, "fp2": 2 },
        "plan": (0..n).map(action).collect::<Vec<_>>(),
    })
    .to_string()
}

#[test]
fn five_hundred_odd_actions_are_all_kept_and_all_printed() {
    let device = Device::shared();
    let mut tab = open(&device);
    tab.send(file("many.json", with_actions(500)));
    tab.send(Event::Go(Screen::Plan(Of::Assessment)));
    assert_eq!(tab.actions().len(), 500);
    let first = &tab.actions()[0];
    assert_eq!(first.late, tab.says("plan.late"));
    assert!(first.about.contains("gone-since"), "{}", first.about);

    tab.send(Event::Go(Screen::Report(Of::Assessment)));
    let printed = entries(&tab.document());
    assert_eq!(printed.len(), 500);
    assert_eq!(printed[7].0, "Action 7 – عمل 行动 <b>");
    // What only the file knows is printed as well.
    assert!(printed[7].1.contains(&("cost".to_owned(), r#"{"pounds":7}"#.to_owned())));

    // Changing one leaves all that the others hold as it is.
    tab.send(Event::Go(Screen::Plan(Of::Assessment)));
    tab.does(PlanEvent::State { place: 3, state: State::Done });
    tab.send(Event::Go(Screen::Keep));
    tab.send(Event::Download(Download::Json));
    let saved: Value = serde_json::from_str(&tab.file().1).expect("a file");
    let plan = saved["plan"].as_array().expect("a plan");
    assert_eq!(plan.len(), 500);
    assert_eq!(plan[3]["state"], "done");
    assert_eq!(plan[499]["cost"]["pounds"], 499);
    assert_eq!(plan[0]["about"]["item"], "gone-since");
}

#[test]
fn the_plan_goes_into_a_table_and_a_calendar() {
    let device = Device::shared();
    let mut tab = planner(&device);
    tab.action(None, "=HYPERLINK(\"x\"), with a comma");
    tab.does(PlanEvent::By { place: 0, day: "2027-02-28".to_owned() });
    tab.action(None, "Done long ago");
    tab.does(PlanEvent::By { place: 1, day: "2026-01-01".to_owned() });
    tab.does(PlanEvent::State { place: 1, state: State::Done });
    tab.does(PlanEvent::Review("2027-05-01".to_owned()));
    tab.send(Event::Download(Download::Plan));
    let (name, table) = tab.file();
    assert!(name.starts_with("partnership-plan-five-ps-") && name.ends_with(".csv"), "{name}");
    assert_eq!(table.lines().count(), 3);
    assert!(table.contains("\"'=HYPERLINK(\"\"x\"\"), with a comma\""), "{table}");

    tab.send(Event::Download(Download::Calendar));
    let (name, calendar) = tab.file();
    assert!(name.ends_with(".ics"), "{name}");
    // The review and the open action; what is done needs no reminder.
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 2);
    assert!(calendar.contains("DTSTART;VALUE=DATE:20270501"));
    assert!(calendar.contains("DTSTART;VALUE=DATE:20270228"));
    assert!(!calendar.contains("Done long ago"));
}

#[test]
fn partners_are_named_with_what_they_bring_and_what_power_they_hold() {
    let device = Device::shared();
    let mut tab = planner(&device);
    tab.send(Event::Go(Screen::Partners(Of::Assessment)));
    let effects = tab.does(PlanEvent::AddPartner);
    assert_eq!(effects.last(), Some(&Effect::Focus(Focus::Part("pa-partner-0-name".to_owned()))));
    tab.does(PlanEvent::NamePartner { place: 0, name: "Tai Cymunedol".to_owned() });
    tab.does(PlanEvent::Brings { place: 0, what: 1, level: Level::Much });
    tab.does(PlanEvent::Holds { place: 0, what: 3, level: Level::Differs });
    tab.does(PlanEvent::BringsNote { place: 0, text: "Two days a week".to_owned() });
    tab.does(PlanEvent::Power("We had not said it before.".to_owned()));
    tab.does(PlanEvent::AddPartner);
    tab.does(PlanEvent::Brings { place: 9, what: 1, level: Level::Much });
    tab.does(PlanEvent::Brings { place: 0, what: 99, level: Level::Much });

    let plan = tab.planned();
    assert_eq!(plan.partners[0].brings[1], Level::Much);
    assert_eq!(plan.partners[0].holds[3], Level::Differs);
    tab.send(Event::Go(Screen::Report(Of::Assessment)));
    let rows = table(&tab.document(), &tab.says("partners.resources"));
    assert_eq!(rows[0][0], "Tai Cymunedol");
    assert_eq!(rows[0][2], tab.says("partners.much"));
    assert_eq!(rows[0].last().map(String::as_str), Some("Two days a week"));
    assert_eq!(rows[1][0], "Partner 2");
    let powers = table(&tab.document(), &tab.says("partners.powers"));
    assert_eq!(powers[0][4], tab.says("partners.differs"));

    tab.send(Event::Go(Screen::Partners(Of::Assessment)));
    tab.does(PlanEvent::TakeOutPartner(0));
    assert_eq!(tab.planned().partners.len(), 1);
    tab.does(PlanEvent::PutBack);
    assert_eq!(tab.planned().partners[0].name, "Tai Cymunedol");
}

#[test]
fn a_plan_made_by_a_script_of_the_page_replaces_the_old_one() {
    let device = Device::shared();
    let mut tab = planner(&device);
    tab.action(None, "Old");
    let other = open(&device);
    let mut file: Value =
        serde_json::from_str(&tab.model.response_file().expect("a file")).expect("JSON");
    file["plan"] = json!([{ "id": "n", "what": "New" }]);
    let event = tab.model.handed_over(&file.to_string()).expect("a response");
    tab.send(event);
    let planned: Vec<String> =
        tab.planned().actions.into_iter().map(|it: Action| it.what).collect();
    assert_eq!(planned, ["New"]);
    // A tab that still knows the old action does not bring it back.
    let mut other = other;
    let changes = std::mem::take(&mut device.borrow_mut().changes);
    other.hear(&changes);
    other.send(Event::Go(Screen::Plan(Of::Assessment)));
    assert_eq!(other.titles(), ["New"]);
    assert_eq!(open(&device).planned().actions.len(), 1);
}
