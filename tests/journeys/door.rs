//! What a script of the host page asks of the widget at work.

use partnership_assessment::app::door::VIEWS;
use partnership_assessment::app::{
    Download, Effect, Event, Opening, Options, Screen, ScreenView, Storage, WorkshopEvent,
};
use serde_json::{Value, json};

use super::device::{Device, Tab, answer, note, save, served, stores};
use crate::fixtures::{english, welsh};
use partnership_assessment::response::Answer;

fn instrument(tab: &Tab) -> Value {
    let file = tab.model.instrument_file(|id| served(&format!("{id}.json")));
    file.map_or(Value::Null, |it| serde_json::from_str(&it).expect("JSON"))
}

fn response(tab: &Tab) -> Value {
    tab.model.response_file().map_or(Value::Null, |it| serde_json::from_str(&it).expect("JSON"))
}

/// Hands `response` over as a script does.
fn set(tab: &mut Tab, response: &Value) -> Vec<Effect> {
    let event = tab.model.handed_over(&response.to_string());
    tab.send(event.unwrap_or_else(|it| panic!("{it:?}")))
}

fn opens(tab: &mut Tab, view: &str) -> Vec<Effect> {
    let event = tab.model.opening(view, &english());
    tab.send(event.unwrap_or_else(|it| panic!("{it}")))
}

fn refuses(tab: &Tab, view: &str) -> String {
    tab.model.opening(view, &english()).expect_err("a sentence")
}

fn without_results(mut response: Value) -> Value {
    response.as_object_mut().expect("an object").remove("results");
    response
}

/// A response to the five Ps from elsewhere.
fn foreign() -> Value {
    let of = crate::fixtures::instrument("five-ps");
    json!({
        "format": "partnership-assessment/response", "version": 1, "id": "from-elsewhere",
        "instrument": { "id": of.id, "edition": of.edition, "fingerprint": of.fingerprint },
        "language": "cy", "started": "2026-01-01T10:00:00Z", "updated": "2026-01-01T10:05:00Z",
        "completed": null,
        "respondent": { "sector": "health", "role": "", "organisation": "", "size": "" },
        "answers": { "fp1": 4, "fp2": "dont-know" }, "notes": { "fp1": "Because." },
        "plan": [{ "what": "Meet" }],
    })
}

#[test]
fn before_anything_is_chosen_there_is_no_instrument_and_no_response() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    assert_eq!((instrument(&tab), response(&tab)), (Value::Null, Value::Null));
    assert_eq!(refuses(&tab, "questions"), english().say("door.choose-first"));
    for view in ["check", "results", "plan", "keep"] {
        assert_eq!(refuses(&tab, view), english().say("door.begin-first"), "{view}");
        let welsh = welsh();
        assert_eq!(tab.model.opening(view, &welsh), Err(welsh.say("door.begin-first")));
    }
    opens(&mut tab, "workshop");
    assert_eq!(tab.model.screen(), Screen::SetUp);
    opens(&mut tab, "start");
    assert_eq!(tab.model.screen(), Screen::Start);
}

#[test]
fn a_view_that_does_not_exist_is_refused_with_those_that_do() {
    let tab = Tab::open(&Device::shared(), Opening::default());
    for view in ["", "plans", "Start", "questions/1", "start ", "ünïcode"] {
        let said = refuses(&tab, view);
        assert!(said.contains(&VIEWS.join(", ")) && said.contains(view), "{said}");
    }
    assert!(refuses(&tab, &"x".repeat(1 << 20)).len() < 300, "a long name is cut");
}

#[test]
fn an_assessment_that_is_prepared_is_the_instrument_and_its_questions_begin_with_what_is_kept() {
    let options = Options { instrument: Some("five-ps".to_owned()), ..Options::default() };
    let mut tab = Tab::open(&Device::shared(), Opening { options, ..Opening::default() });
    assert_eq!(instrument(&tab)["id"], "five-ps");
    assert_eq!(response(&tab), Value::Null);
    let effects = opens(&mut tab, "questions");
    assert!(matches!(tab.view().screen, ScreenView::Prepare(_)), "nothing is begun unasked");
    assert!(!effects.iter().any(stores));
    opens(&mut tab, "start");
    assert!(matches!(tab.view().screen, ScreenView::Prepare(_)), "its first screen");
    assert_eq!(refuses(&tab, "results"), english().say("door.begin-first"));
}

#[test]
fn the_response_is_what_a_person_would_save_as_a_file() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("six-principles");
    tab.answer("sa1", 4);
    tab.send(note("sa1", "“Quoted”, and more"));
    tab.send(answer("sa2", Answer::DontKnow));
    let given = tab.model.response_file();
    tab.send(Event::Download(Download::Json));
    assert_eq!(given, Some(tab.file().1));
    assert_eq!(instrument(&tab)["fingerprint"], response(&tab)["instrument"]["fingerprint"]);
    assert_eq!(response(&tab)["answers"], json!({ "sa1": 4, "sa2": "dont-know" }));
}

#[test]
fn each_view_is_shown_once_an_assessment_is_begun() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 3);
    let shown = [
        ("check", Screen::Check),
        ("results", Screen::Results),
        ("keep", Screen::Keep),
        ("questions", Screen::Questions(0)),
        ("start", Screen::Start),
    ];
    for (view, screen) in shown {
        let effects = opens(&mut tab, view);
        assert_eq!(tab.model.screen(), screen);
        let visit = Effect::Visit { place: screen.name(), step: true };
        assert!(effects.contains(&visit), "{effects:?}");
    }
    for item in ["fp2", "fp3", "fp4", "fp5"] {
        tab.answer(item, 3);
    }
    opens(&mut tab, "questions");
    assert_eq!(tab.model.screen(), Screen::Questions(0), "also when all is answered");
}

#[test]
fn a_workshop_that_is_open_is_the_one_that_is_shown() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    tab.send(Event::Go(Screen::SetUp));
    let field = partnership_assessment::app::SetupField::Name;
    tab.send(WorkshopEvent::SetUp(field, "Away day".to_owned()).into());
    tab.send(WorkshopEvent::SetUpInstrument("benefits".to_owned()).into());
    tab.send(WorkshopEvent::CreateWorkshop.into());
    assert_eq!(tab.model.screen(), Screen::Invite);
    assert_eq!(instrument(&tab)["id"], "benefits");
    assert_eq!(response(&tab), Value::Null, "the answers at hand are to another instrument");
    opens(&mut tab, "start");
    assert_eq!(response(&tab)["instrument"]["id"], "five-ps");
    opens(&mut tab, "workshop");
    assert_eq!(tab.model.screen(), Screen::Invite);
}

#[test]
fn a_response_that_is_handed_over_is_the_one_that_is_given_back() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let effects = set(&mut tab, &foreign());
    assert_eq!(without_results(response(&tab)), foreign());
    assert_eq!(instrument(&tab)["id"], "five-ps");
    assert_eq!(
        effects,
        [
            save("from-elsewhere", &tab.record(), None),
            Effect::RememberLast(Some("from-elsewhere".to_owned())),
            Effect::Visit { place: "questions/1".to_owned(), step: false },
        ],
        "it is kept, and takes neither a step in the history nor the focus"
    );
    assert_eq!(tab.view().notice, None);
    assert_eq!(device.borrow().records["from-elsewhere"], tab.record());
    let later = Tab::open(&device, Opening::default());
    assert_eq!(without_results(response(&later)), foreign(), "also after a reload");

    let mut completed = foreign();
    completed["completed"] = "2026-01-01T10:05:00Z".into();
    set(&mut tab, &completed);
    assert_eq!(tab.model.screen(), Screen::Results);
    assert_eq!(without_results(response(&tab)), completed);
}

#[test]
fn what_is_handed_over_stands_in_place_of_what_was_there_also_in_other_tabs() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 1);
    tab.answer("fp2", 2);
    tab.send(note("fp2", "Old."));
    let mut other = Tab::open(&device, Opening::default());
    let mut given = without_results(response(&tab));
    given["answers"] = json!({ "fp2": 5, "fp3": 4 });
    given["notes"] = json!({});
    given["respondent"]["sector"] = "housing".into();
    set(&mut tab, &given);
    assert_eq!(without_results(response(&tab)), given);
    assert_eq!(tab.id(), id);

    let changes = std::mem::take(&mut device.borrow_mut().changes);
    other.hear(&changes);
    assert_eq!(without_results(response(&other)), given, "the other tab takes it over");
    other.answer("fp4", 1);
    let changes = std::mem::take(&mut device.borrow_mut().changes);
    tab.hear(&changes);
    given["answers"]["fp4"] = 1.into();
    assert_eq!(response(&tab)["answers"], given["answers"]);
    assert_eq!(response(&tab)["notes"], json!({}));

    let before = tab.model.response_file();
    let same = without_results(response(&tab));
    let effects = set(&mut tab, &same);
    assert_eq!(tab.model.response_file(), before);
    assert!(!effects.iter().any(|it| matches!(it, Effect::Save { .. })), "nothing is new");
}

#[test]
fn what_is_handed_over_is_kept_only_where_answers_are_kept() {
    let device = Device::shared();
    let options = Options { storage: Storage::None, ..Options::default() };
    let mut tab = Tab::open(&device, Opening { options, ..Opening::default() });
    let effects = set(&mut tab, &foreign());
    assert!(!effects.iter().any(stores), "{effects:?}");
    assert_eq!(without_results(response(&tab)), foreign());

    let mut tab = Tab::open(&device, Opening::default());
    tab.send(Event::Choose("five-ps".to_owned()));
    tab.send(Event::Keep(false));
    let effects = set(&mut tab, &foreign());
    assert!(!effects.iter().any(stores), "a person chose to keep nothing: {effects:?}");
    assert_eq!(*device.borrow(), Device::default());
    assert_eq!(without_results(response(&tab)), foreign());
}

#[test]
fn a_response_that_is_wrong_is_refused_and_changes_nothing() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 2);
    let before = (tab.model.response_file(), tab.model.screen());
    let with = |change: fn(&mut Value)| {
        let mut res = foreign();
        change(&mut res);
        res.to_string()
    };
    for wrong in [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "\"a text\"".to_owned(),
        json!("x".repeat(1 << 20)).to_string(),
        with(|it| it["version"] = 2.into()),
        with(|it| it["instrument"]["id"] = "elsewhere".into()),
        with(|it| it["answers"]["fp1"] = 99.into()),
        with(|it| it["answers"]["nothing"] = 1.into()),
        with(|it| it["notes"]["fp1"] = "x".repeat(1 << 20).into()),
        with(|it| it["started"] = "yesterday".into()),
        with(|it| it["id"] = "../x".into()),
    ] {
        let problems = tab.model.handed_over(&wrong).expect_err("a problem");
        assert!(!english().problem(&problems[0]).is_empty());
    }
    assert_eq!((tab.model.response_file(), tab.model.screen()), before);
}

#[test]
fn what_is_stored_and_cannot_be_read_is_not_written_over() {
    let device = Device::shared();
    let newer = json!({ "format": "partnership-assessment/record", "version": 99 }).to_string();
    device.borrow_mut().records.insert("from-elsewhere".to_owned(), newer.clone());
    let mut tab = Tab::open(&device, Opening::default());
    set(&mut tab, &foreign());
    assert_eq!(device.borrow().records["from-elsewhere"], newer);
    assert_ne!(tab.id(), "from-elsewhere");
    assert_eq!(response(&tab)["answers"], foreign()["answers"]);
}

#[test]
fn a_custom_instrument_from_an_address_is_the_one_that_is_given() {
    let mut custom: Value =
        serde_json::from_str(&served("five-ps.json").expect("a file")).expect("JSON");
    custom["id"] = "our-own".into();
    let options = Options { src: Some("our-own.json".to_owned()), ..Options::default() };
    let opening = Opening { options, ..Opening::default() };
    let device = Device::shared();
    let mut tab = Tab::new(&device, &opening);
    tab.address = Some(custom.to_string());
    tab.opened(opening);
    assert!(
        tab.model
            .awaited()
            .contains(&partnership_assessment::app::Asset::Custom("our-own.json".to_owned()))
    );
    tab.arrive();
    assert_eq!(tab.model.awaited(), []);
    let mut given = instrument(&tab);
    let fingerprint = given.as_object_mut().expect("an object").remove("fingerprint");
    assert_eq!(given, custom);
    assert_eq!(fingerprint, Some(tab.model.custom_instruments()[0].fingerprint.clone().into()));

    let mut response = foreign();
    response["instrument"] = json!({ "id": "our-own" });
    let effects = set(&mut tab, &response);
    assert!(
        effects.iter().any(|it| matches!(it, Effect::KeepInstrument { id, .. } if id == "our-own"))
    );
}
