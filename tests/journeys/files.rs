//! Opening files that were saved before, here or elsewhere.

use partnership_assessment::app::{
    Download, Effect, Event, FileText, Focus, NoticeKind, Opening, Screen,
};
use partnership_assessment::exchange::json;
use partnership_assessment::response::{Answer, Assessment, Field, InstrumentRef, Response};
use serde_json::{Value, json};

use super::device::{Device, Tab, file, save, tell, visit};

fn notice_focus() -> Effect {
    Effect::Focus(Focus::Notice)
}

/// A response to the five Ps from another device.
fn foreign(answers: Value, completed: bool) -> Response {
    let mut res = crate::scoring::small::response(answers);
    res.id = "99999999-2222-4333-8444-555555555555".to_owned();
    res.instrument = InstrumentRef::to(&crate::fixtures::instrument("five-ps"));
    (res.started, res.updated) = (1_700_000_000_000, 1_700_000_100_000);
    res.completed = completed.then_some(1_700_000_050_000);
    res
}

#[test]
fn a_file_from_another_device_opens_where_it_was_left() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let response = foreign(json!({ "fp1": 4, "fp2": "dont-know" }), false);
    let text = json::write_response(&response, "Ours", None);
    let effects = tab.send(file("ours.json", text.clone()));
    assert_eq!(
        effects,
        [
            save(&response.id, &tab.record(), None),
            Effect::RememberLast(Some(response.id.clone())),
            visit("questions/1"),
            notice_focus(),
        ]
    );
    let open = tab.model.assessment().expect("it is open");
    assert_eq!((&open.response, open.name.as_str()), (&response, "Ours"));
    // What came out of a file is in a file.
    let (name, exported) = ("Ours".to_owned(), Some(response.updated));
    let wanted = Assessment { name, exported, ..Assessment::of(response.clone()) };
    assert_eq!(json::read_record(&device.borrow().records[&response.id]), Ok(wanted));
    let text_of = tab.view().text;
    assert_eq!(tab.notice().title, text_of.count("news.imported", 1, &[("name", "Ours")]));
    assert!(!tab.unsaved());

    // Once more: it was here already.
    tab.send(Event::Go(Screen::Start));
    let effects = tab.send(file("ours.json", text));
    assert_eq!(
        effects,
        [Effect::RememberLast(Some(response.id.clone())), visit("questions/1"), notice_focus()]
    );
    assert_eq!(tab.notice().title, text_of.count("news.already-here", 1, &[("name", "Ours")]));
}

#[test]
fn a_file_of_a_finished_assessment_opens_its_results() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let response = foreign(json!({ "fp1": 5, "fp2": 5, "fp3": 5 }), true);
    let effects = tab.send(file("ours.json", json::write_response(&response, "", None)));
    assert_eq!(effects[2], visit("results"));
    assert_eq!(tab.results().overall.as_ref().expect("a score").score, "100 of 100");
}

#[test]
fn a_file_that_was_just_saved_holds_nothing_newer() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 1);
    tab.answer("fp2", 2);
    tab.send(Event::Finish);
    for download in [Download::Json, Download::Wide, Download::Long] {
        tab.send(Event::Download(download));
        let before = tab.answers();
        tab.send(file("again", tab.file().1));
        assert_eq!(tab.answers(), before);
        let name = tab.view().name.expect("a name");
        let wanted = tab.view().text.count("news.already-here", 1, &[("name", &name)]);
        assert_eq!(tab.notice().title, wanted, "{download:?}");
    }
}

/// Tables carry less than the assessment that they come from; reading one back must not
/// take away what it does not carry.
#[test]
fn a_table_that_is_opened_again_takes_nothing_away() {
    for download in [Download::Wide, Download::Long] {
        let device = Device::shared();
        let mut tab = Tab::open(&device, Opening::default());
        tab.send(Event::Choose("five-ps".to_owned()));
        for (field, value) in
            Field::ALL.into_iter().zip(["health", "nurse", "Board", "10-49", "Our partnership"])
        {
            tab.send(Event::Detail(field, value.to_owned()));
        }
        tab.send(Event::Language("cy".to_owned()));
        tab.send(Event::Begin);
        tab.send(Event::Rename { id: tab.id(), name: "Ours".to_owned() });
        tab.answer("fp1", 1);
        tab.send(super::device::note("fp1", "why"));
        tab.send(Event::Finish);
        let before = tab.model.assessment().expect("open").clone();
        tab.send(Event::Download(download));
        tab.send(file("table.csv", tab.file().1));
        let after = tab.model.assessment().expect("open");
        assert_eq!(after.name, before.name, "{download:?}");
        assert_eq!(after.response.respondent, before.response.respondent, "{download:?}");
        assert_eq!(after.response.language, before.response.language, "{download:?}");
        assert_eq!(after.response.notes, before.response.notes, "{download:?}");
        assert_eq!(after.response.answers, before.response.answers, "{download:?}");
        assert_eq!(after.response.completed, before.response.completed, "{download:?}");
        assert_eq!(after.response.started, before.response.started, "{download:?}");
    }
}

#[test]
fn a_plan_survives_a_table_that_knows_none() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let response =
        Response { plan: r#"[{"what":"Talk"}]"#.to_owned(), ..foreign(json!({ "fp1": 4 }), true) };
    tab.send(file("ours.json", json::write_response(&response, "", None)));
    for download in [Download::Wide, Download::Long] {
        tab.send(Event::Download(download));
        tab.send(file("table.csv", tab.file().1));
        let plan = &tab.model.assessment().expect("open").response.plan;
        assert_eq!(plan, &response.plan, "{download:?}");
    }
}

#[test]
fn an_older_file_does_not_undo_newer_answers() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("five-ps");
    tab.answer("fp1", 1);
    tab.answer("fp2", 2);
    tab.send(Event::Download(Download::Json));
    let old = tab.file().1;
    tab.answer("fp1", 5);
    tab.send(super::device::take_back("fp2"));
    tab.answer("fp3", 3);
    let before = tab.answers();
    tab.send(file("old.json", old));
    assert_eq!(tab.answers(), before);
    assert_eq!(device.borrow().records[&tab.id()], tab.record());
}

#[test]
fn tables_open_as_well_as_json() {
    let first = {
        let mut tab = Tab::open(&Device::shared(), Opening::default());
        tab.begin("six-principles");
        for (item, value) in [("sa1", 1), ("sa2", 2), ("pb4", 5)] {
            tab.answer(item, value);
        }
        tab.send(super::device::note("sa1", "=why?"));
        tab
    };
    for (download, bom) in [(Download::Json, true), (Download::Wide, true), (Download::Long, false)]
    {
        let mut tab = Tab::at(&Device::shared(), &first.model);
        tab.send(Event::ByteOrderMark(bom));
        let effects = tab.send(Event::Download(download));
        assert!(effects.contains(&tell("pa-exported", 3, 26)), "{effects:?}");
        let (name, text) = tab.file();
        assert_eq!(text.starts_with('\u{feff}'), bom && download != Download::Json, "{name}");
        let mut other = Tab::open(&Device::shared(), Opening::default());
        other.send(file(&name, text));
        assert_eq!(other.answers(), first.answers(), "{name}");
        assert_eq!(other.id(), first.id());
        if download != Download::Wide {
            let notes = &other.model.assessment().expect("open").response.notes;
            assert_eq!(notes.get("sa1").map(String::as_str), Some("=why?"), "{name}");
        }
    }
}

#[test]
fn a_table_of_several_people_goes_to_the_shelf() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let table = "response_id,item,value\nr1,fp1,4\nr2,fp1,2\nr3,fp2,dont-know\n";
    let effects = tab.send(file("all.csv", table));
    assert_eq!(effects[3..], [visit("shelf"), notice_focus()]);
    assert!(effects[..3].iter().all(|it| matches!(it, Effect::Save { expected: None, .. })));
    assert_eq!((tab.shelf().len(), device.borrow().records.len()), (3, 3));
    assert_eq!(tab.notice().title, tab.view().text.count("news.imported", 3, &[]));
}

#[test]
fn another_edition_opens_with_a_warning() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let mut response = foreign(json!({ "fp1": 4 }), false);
    response.instrument.fingerprint = "0000000000000000".to_owned();
    tab.send(file("ours.json", json::write_response(&response, "", None)));
    assert_eq!(tab.notice().lines, [tab.view().text.say("news.other-edition")]);
    assert_eq!(tab.answers().len(), 1);
}

/// Files that must be refused, by name.
fn bad_files() -> Vec<(&'static str, String)> {
    let good = json::write_response(&foreign(json!({ "fp1": 4 }), false), "", None);
    let with = |from: &str, to: &str| {
        let res = good.replacen(from, to, 1);
        assert_ne!(res, good, "{from}");
        res
    };
    vec![
        ("nothing.json", String::new()),
        ("cut.json", good[..good.len() - 40].to_owned()),
        ("other.json", "{\"a\": 1}".to_owned()),
        ("newer.json", with("\"version\": 1", "\"version\": 2")),
        ("unknown-item.json", with("\"fp1\": 4", "\"zz1\": 4")),
        ("off-scale.json", with("\"fp1\": 4", "\"fp1\": 44")),
        ("other-assessment.json", with("\"id\": \"five-ps\"", "\"id\": \"ours\"")),
        ("page.html", "<!doctype html><script>alert(1)</script>".to_owned()),
        ("table.csv", "response_id,item,value\nr1,fp1,9\n".to_owned()),
        ("quote.csv", "response_id,item,value\nr1,\"fp1,4\n".to_owned()),
        (
            "record.json",
            "{\"format\": \"partnership-assessment/record\", \"version\": 1}".to_owned(),
        ),
        (
            "instrument.json",
            "{\"format\": \"partnership-assessment/instrument\", \"version\": 1, \"id\": \"x\"}"
                .to_owned(),
        ),
        ("five-ps.json", crate::fixtures::served("five-ps.json")),
        ("noise.bin", "\u{fffd}\u{0}\u{1}".repeat(1000)),
    ]
}

#[test]
fn a_file_that_cannot_be_read_is_refused_and_changes_nothing() {
    for screen in [Screen::Start, Screen::Shelf, Screen::Results] {
        let device = Device::shared();
        let mut tab = Tab::open(&device, Opening::default());
        tab.begin("five-ps");
        tab.answer("fp1", 1);
        tab.send(Event::Go(screen));
        for language in ["en", "cy"] {
            tab.send(Event::Language(language.to_owned()));
            for (name, text) in bad_files() {
                let (view, stored) = (tab.view(), device.borrow().clone());
                let record = tab.record();
                let effects = tab.send(file(name, text));
                assert_eq!(effects, [notice_focus()], "{name}");
                assert_eq!(tab.record(), record, "{name}");
                assert_eq!(*device.borrow(), stored, "{name}");
                let after = tab.view();
                assert_eq!((after.screen, after.heading), (view.screen, view.heading), "{name}");
                let notice = tab.notice();
                assert_eq!(notice.kind, NoticeKind::Trouble);
                assert_eq!(notice.title, after.text.with("news.import-failed", &[("file", name)]));
                let (last, problems) = notice.lines.split_last().expect("lines");
                assert_eq!(*last, after.text.say("news.nothing-changed"), "{name}");
                assert!(!problems.is_empty() && problems.iter().all(|it| !it.is_empty()), "{name}");
                assert!(problems.iter().all(|it| !it.contains("{found}")), "{name}: {problems:?}");
            }
        }
    }
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let effects = tab.send(Event::FileUnreadable("photo.jpg".to_owned()));
    assert_eq!(effects, [notice_focus()]);
    assert_eq!(tab.notice().lines[0], tab.view().text.say("news.unreadable"));
}

/// Several files may be chosen at once; one that fails must not do so in silence.
#[test]
fn of_several_files_each_failure_is_told() {
    let good = FileText {
        name: "good.json".to_owned(),
        text: json::write_response(&foreign(json!({ "fp1": 4 }), false), "", None),
    };
    let bad = FileText { name: "bad.json".to_owned(), text: "{".to_owned() };
    for files in [vec![good.clone(), bad.clone()], vec![bad, good]] {
        let mut tab = Tab::open(&Device::shared(), Opening::default());
        tab.send(Event::FilesChosen(files));
        assert_eq!(tab.answers(), [("fp1".to_owned(), "4".to_owned())]);
        let told = format!("{:?}", tab.notice());
        assert!(told.contains("bad.json"), "{told}");
    }
}

#[test]
fn files_wait_for_the_instruments_to_read_them_by() {
    let device = Device::shared();
    let mut tab = Tab::new(&device, &Opening::default());
    tab.opened(Opening::default());
    let response = foreign(json!({ "fp1": 4 }), false);
    assert_eq!(tab.send(file("ours.json", json::write_response(&response, "", None))), []);
    tab.arrive();
    assert_eq!(tab.model.assessment().expect("it is open").response, response);

    // Without a network nothing can be read, which is said.
    let mut tab = Tab::new(&Device::shared(), &Opening::default());
    tab.online = false;
    tab.opened(Opening::default());
    tab.send(file("ours.json", json::write_response(&response, "", None)));
    tab.arrive();
    assert!(tab.in_trouble());
}

#[test]
fn a_name_with_a_script_is_shown_as_text() {
    let script = "<img src=x onerror=alert(1)>";
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let response = foreign(json!({ "fp1": 4 }), false);
    tab.send(file("ours.json", json::write_response(&response, script, None)));
    assert_eq!(tab.view().name.as_deref(), Some(script));
    assert_eq!(tab.shelf()[0].0, script);
}

/// The same id under another instrument is another response, not a newer copy.
#[test]
fn answers_to_two_instruments_are_not_mixed_under_one_id() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 1);
    let mut other = crate::scoring::small::response(json!({ "be1": 2 }));
    other.id = id.clone();
    other.instrument = InstrumentRef::to(&crate::fixtures::instrument("benefits"));
    (other.started, other.updated) = (1_900_000_000_000, 1_900_000_000_000);
    tab.send(file("other.json", json::write_response(&other, "", None)));
    tab.send(Event::OpenAssessment(id.clone()));
    let answers = &tab.model.assessment().expect("open").response.answers;
    assert_eq!(answers.get("fp1"), Some(&Answer::Value(1)));
    assert_eq!(answers.get("be1"), None, "answers of two instruments are not mixed");
}
