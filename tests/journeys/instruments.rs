//! Custom instruments, by file and by address.

use partnership_assessment::app::{
    Asset, Download, Effect, Event, Focus, Opening, Options, Screen, ScreenView,
};
use serde_json::{Map, Value, json};

use super::device::{Device, Tab, file, heading, save, tell, visit};
use crate::scoring::small;
use crate::scoring::vichealth;

#[test]
fn a_questionnaire_opens_from_a_file_and_is_kept_once_it_is_begun() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let text = vichealth().to_string();
    assert_eq!(tab.send(file("own.json", text.clone())), [visit("prepare"), heading()]);
    assert_eq!(tab.notice().title, tab.view().text.say("news.instrument-opened"));
    assert!(device.borrow().instruments.is_empty(), "nothing is kept yet");
    let effects = tab.send(Event::Begin);
    let id = tab.id();
    assert_eq!(
        effects,
        [
            save(&id, &tab.record(), None),
            Effect::KeepInstrument { id: "vichealth".to_owned(), text },
            Effect::RememberLast(Some(id)),
            tell("pa-started", 0, 35),
            visit("questions/1"),
            heading(),
        ]
    );
    for item in tab.model.instrument().expect("open").clone().items() {
        tab.answer(&item.1.id, 4);
    }
    tab.send(Event::Finish);
    let results = tab.results();
    let overall = results.overall.as_ref().expect("a total");
    assert_eq!((overall.score.as_str(), overall.band.as_str()), ("140 of 175", "3"));

    // Another day, without the file at hand.
    let mut tab = Tab::new(&device, &Opening::default());
    let effects = tab.opened(Opening::default());
    assert_eq!(effects[0], Effect::Fetch(Asset::Instrument("vichealth".to_owned())));
    tab.arrive();
    tab.send(Event::Go(Screen::Results));
    assert_eq!(tab.results().overall, results.overall);
    let ScreenView::Start(start) = Tab::open(&device, Opening::default()).view().screen else {
        panic!("start")
    };
    assert!(start.cards.iter().any(|it| it.id == "vichealth"), "it is offered again");
}

#[test]
fn a_questionnaire_opens_from_an_address() {
    let device = Device::shared();
    let options = Options { src: Some("q/own.json".to_owned()), ..Options::default() };
    let opening = Opening { options, ..Opening::default() };
    let mut tab = Tab::new(&device, &opening);
    tab.address = Some(vichealth().to_string());
    let effects = tab.opened(opening.clone());
    assert_eq!(effects[0], Effect::Fetch(Asset::Custom("q/own.json".to_owned())));
    let noted = Effect::Visit { place: "prepare".to_owned(), step: false };
    assert_eq!(tab.arrive_next().expect("it arrives"), [noted]);
    assert_eq!(tab.model.screen(), Screen::Prepare);
    tab.arrive();
    tab.send(Event::Begin);
    tab.answer("v11", 2);

    let mut tab = Tab::new(&device, &opening);
    tab.address = Some(vichealth().to_string());
    tab.opened(Opening { place: Some("questions/1".to_owned()), ..opening });
    tab.arrive();
    assert_eq!(tab.model.screen(), Screen::Questions(0), "a reload stays among the statements");
    assert_eq!(tab.answers(), [("v11".to_owned(), "2".to_owned())]);
}

#[test]
fn an_address_that_holds_nothing_good_is_said() {
    for (text, kind) in [
        (None, "news.fetch-failed"),
        (Some("{"), "news.import-failed"),
        (Some("<html>"), "news.import-failed"),
    ] {
        let options = Options { src: Some("own.json".to_owned()), ..Options::default() };
        let opening = Opening { options, ..Opening::default() };
        let mut tab = Tab::new(&Device::shared(), &opening);
        tab.address = text.map(str::to_owned);
        tab.opened(opening);
        tab.arrive();
        assert!(tab.in_trouble(), "{text:?}");
        let text = tab.view().text;
        let said =
            [text.with(kind, &[("what", "own.json")]), text.with(kind, &[("file", "custom")])];
        assert!(said.contains(&tab.notice().title), "{:?}", tab.notice());
    }
}

#[test]
fn a_file_may_not_stand_in_for_a_built_in_instrument() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let before = tab.model.clone();
    let own = small::with(vichealth(), json!({ "id": "five-ps" }));
    assert_eq!(tab.send(file("own.json", own.to_string())), [Effect::Focus(Focus::Notice)]);
    assert!(tab.in_trouble());
    let id = tab.begin("five-ps");
    assert_eq!(tab.model.instrument().expect("open").n_items(), 5);
    assert!(!id.is_empty() && before.assessment().is_none());
}

/// Tools sort the fields of a JSON object as they like, so that `format` need not come first.
#[test]
fn a_questionnaire_is_known_by_its_format_wherever_that_stands() {
    let own =
        small::with(vichealth(), json!({ "about": { "en": "What it is about. ".repeat(200) } }));
    let mut fields: Vec<(String, Value)> =
        own.as_object().expect("an object").clone().into_iter().collect();
    fields.sort_by(|a, b| a.0.cmp(&b.0));
    let sorted = Value::Object(Map::from_iter(fields)).to_string();
    let spaced = format!("{}{}", "\n".repeat(3000), vichealth());
    let marked = format!("\u{feff}{}", vichealth());
    let mentioned =
        small::with(vichealth(), json!({ "about": "Saves a partnership-assessment/response." }))
            .to_string();
    for text in [sorted, spaced, marked, mentioned] {
        let mut tab = Tab::open(&Device::shared(), Opening::default());
        tab.send(file("own.json", text));
        assert!(!tab.in_trouble(), "{:?}", tab.notice());
        assert_eq!(tab.model.screen(), Screen::Prepare);
    }
}

#[test]
fn a_response_that_mentions_the_format_of_instruments_is_still_a_response() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    tab.send(super::device::note("fp1", "like partnership-assessment/instrument"));
    for download in [Download::Json, Download::Long] {
        tab.send(Event::Download(download));
        let mut other = Tab::open(&Device::shared(), Opening::default());
        other.send(file("ours", tab.file().1));
        assert!(!other.in_trouble(), "{:?}", other.notice());
        assert!(other.model.assessment().is_some());
    }
}

/// Answers that are kept can only be opened again with the statements they answer.
#[test]
fn importing_answers_to_a_questionnaire_keeps_the_questionnaire() {
    let saved = {
        let mut tab = Tab::open(&Device::shared(), Opening::default());
        tab.send(file("own.json", vichealth().to_string()));
        tab.send(Event::Begin);
        tab.answer("v11", 2);
        tab.send(Event::Download(Download::Json));
        tab.file().1
    };
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.send(file("saved.json", saved.clone()));
    assert!(tab.in_trouble(), "the questionnaire is not here yet");
    tab.send(file("own.json", vichealth().to_string()));
    tab.send(file("saved.json", saved));
    assert_eq!(tab.answers(), [("v11".to_owned(), "2".to_owned())]);
    assert_eq!(device.borrow().records.len(), 1);

    let mut tab = Tab::open(&device, Opening::default());
    tab.send(Event::Resume);
    assert!(!tab.in_trouble(), "{:?}", tab.notice());
    assert_eq!(tab.questions().progress.answered, 1);
}

#[test]
fn a_questionnaire_with_a_script_in_its_title_is_shown_as_text() {
    let script = "<script>alert(1)</script>";
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.send(file("own.json", small::with(vichealth(), json!({ "title": script })).to_string()));
    assert_eq!(tab.view().heading, script);
    tab.send(Event::Begin);
    tab.send(Event::Finish);
    assert_eq!(tab.view().name.as_deref(), Some(script));
}

#[test]
fn negative_and_partial_sums_stay_on_their_charts() {
    let scoring = json!({ "method": "sum" });
    let sections = json!([small::section("s", &["a", "b", "c"]), small::section("t", &["d"])]);
    for values in [[1_i64, 2, 3], [-3, -2, -1], [-1, 0, 1]] {
        let mut tab = Tab::open(&Device::shared(), Opening::default());
        let own = small::file(scoring.clone(), &values, &[0, 1], sections.clone());
        tab.send(file("own.json", own.to_string()));
        tab.send(Event::Begin);
        for value in [values[0], values[2]] {
            tab.answer("a", value);
            tab.answer("b", value);
            tab.send(Event::Finish);
            let results = tab.results();
            let overall = results.overall.as_ref().expect("a total").position;
            let bars = results.groups.iter().flat_map(|it| &it.bars).filter_map(|it| it.position);
            for position in bars.chain([overall]) {
                assert!((0..=1000).contains(&position), "{position} of {values:?}");
            }
        }
    }
}
