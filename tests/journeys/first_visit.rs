//! From the first screen to a saved file, and coming back.

use partnership_assessment::app::{
    Asset, Download, Effect, Event, Focus, NoticeKind, Opening, Options, Screen, ScreenView,
    Storage,
};
use partnership_assessment::exchange::json;
use partnership_assessment::instrument::BUILT_IN;
use partnership_assessment::response::{Answer, Field};

use super::device::{
    Device, Tab, answer, at_item, file, heading, note, save, served, stores, take_back, tell, visit,
};

fn fetch(id: &str) -> Effect {
    Effect::Fetch(Asset::Instrument(id.to_owned()))
}

#[test]
fn opening_asks_for_the_instruments_and_the_shelf() {
    let mut tab = Tab::new(&Device::shared(), &Opening::default());
    let effects = tab.opened(Opening::default());
    let mut wanted: Vec<Effect> = BUILT_IN.map(fetch).into();
    wanted.push(Effect::Visit { place: "start".to_owned(), step: false });
    wanted.push(tell("pa-ready", 0, 0));
    wanted.push(Effect::ReadShelf);
    assert_eq!(effects, wanted);
    let ScreenView::Start(start) = tab.view().screen else { panic!("the first screen") };
    let offered: Vec<&str> = start.cards.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(offered, BUILT_IN[..6], "what the index lists is offered before it has arrived");
    assert_eq!((start.whole.map(|it| it.id).as_deref(), start.last), (Some("whole"), None));
}

#[test]
fn opening_for_one_instrument_asks_for_it_first_and_prepares_it() {
    let options = Options {
        instrument: Some("benefits".to_owned()),
        storage: Storage::None,
        ..Options::default()
    };
    let opening = Opening { options, ..Opening::default() };
    let mut tab = Tab::new(&Device::shared(), &opening);
    let effects = tab.opened(opening);
    assert_eq!(effects[0], fetch("benefits"));
    assert_eq!(effects.iter().filter(|it| **it == fetch("benefits")).count(), 1);
    assert!(effects.contains(&Effect::Visit { place: "prepare".to_owned(), step: false }));
    assert!(!effects.contains(&Effect::ReadShelf), "there is nothing to read");
    assert_eq!(tab.view().screen, ScreenView::Loading);
    tab.arrive_next();
    assert!(matches!(tab.view().screen, ScreenView::Prepare(_)));
}

#[test]
fn a_page_that_names_an_assessment_that_does_not_exist_says_so_and_offers_those_that_do() {
    for link in [false, true] {
        let asked = (!link).then(|| "five-sp".to_owned());
        let options = Options { instrument: asked, ..Options::default() };
        let fragment = if link { "#pa-instrument=five-sp" } else { "" }.to_owned();
        let mut tab =
            Tab::open(&Device::shared(), Opening { options, fragment, ..Opening::default() });
        let view = tab.view();
        let ScreenView::Start(start) = view.screen else { panic!("the first screen") };
        assert_eq!(start.cards.len(), 6);
        let notice = view.notice.expect("a message");
        assert!(notice.title.contains("“five-sp”"), "{}", notice.title);
        tab.send(Event::Choose("five-ps".to_owned()));
        assert!(matches!(tab.view().screen, ScreenView::Prepare(_)));
    }
}

#[test]
fn a_first_visit_leads_to_a_finished_response_and_a_file() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let mut acts = 0;
    let mut act = |tab: &mut Tab, event: Event| {
        acts += 1;
        tab.send(event)
    };

    assert_eq!(act(&mut tab, Event::Choose("five-ps".to_owned())), [visit("prepare"), heading()]);
    let ScreenView::Prepare(prepare) = tab.view().screen else { panic!("who answers") };
    assert_eq!(prepare.keep, Some(true), "the person sees that it will be kept");
    assert_eq!(act(&mut tab, Event::Detail(Field::Sector, "housing".to_owned())), []);
    assert!(device.borrow().records.is_empty(), "nothing is stored before the person begins");

    let effects = act(&mut tab, Event::Begin);
    let id = tab.id();
    let begun = tab.record();
    let wanted = [
        save(&id, &begun, None),
        Effect::RememberLast(Some(id.clone())),
        tell("pa-started", 0, 5),
        visit("questions/1"),
        heading(),
    ];
    assert_eq!(effects, wanted);
    let assessment = tab.model.assessment().expect("begun").clone();
    assert_eq!(assessment.response.respondent.sector, "housing");
    assert_eq!(
        (assessment.response.language.as_str(), assessment.response.completed),
        ("en", None)
    );
    assert_eq!((id.len(), &id[14..15]), (36, "4"), "a random UUID");
    assert!(tab.questions().items.iter().all(|it| it.options.iter().all(|it| !it.chosen)));

    let effects = act(&mut tab, answer("fp1", Answer::Value(4)));
    let first = tab.record();
    assert_eq!(
        effects,
        [save(&id, &first, Some(&begun)), Effect::Persist, tell("pa-progress", 1, 5)]
    );
    assert!(!tab.unsaved());
    let effects = act(&mut tab, answer("fp2", Answer::DontKnow));
    let second = tab.record();
    assert_eq!(effects, [save(&id, &second, Some(&first)), tell("pa-progress", 2, 5)]);
    assert_eq!(
        act(&mut tab, answer("fp2", Answer::DontKnow)),
        [],
        "the same answer again is nothing new"
    );
    for (item, value) in [("fp3", 5), ("fp4", 5), ("fp5", 3)] {
        act(&mut tab, answer(item, Answer::Value(value)));
    }
    assert_eq!((tab.questions().progress.answered, tab.questions().next), (5, Screen::Check));

    assert_eq!(act(&mut tab, Event::Go(Screen::Check)), [visit("check"), heading()]);
    let ScreenView::Check(check) = tab.view().screen else { panic!("the check") };
    assert_eq!(check.gaps, "", "nothing is left out");
    let given: Vec<&str> = check.sections[0].items.iter().map(|it| it.answer.as_str()).collect();
    assert_eq!(
        given,
        ["Agree", "Don't know", "Strongly agree", "Strongly agree", "Neither agree nor disagree"]
    );

    let before = tab.record();
    let effects = act(&mut tab, Event::Finish);
    let finished = tab.record();
    let wanted = [
        save(&id, &finished, Some(&before)),
        tell("pa-completed", 5, 5),
        visit("results"),
        heading(),
    ];
    assert_eq!(effects, wanted);
    let completed = tab.model.assessment().expect("open").response.completed;
    assert_eq!(completed, Some(tab.moment.now));
    tab.send(Event::Finish);
    assert_eq!(
        tab.model.assessment().expect("open").response.completed,
        completed,
        "it is finished once"
    );
    let results = tab.results();
    // (3 + 4 + 4 + 2) of 16.
    assert_eq!(results.overall.as_ref().expect("a score").score, "81.3 of 100");
    assert_eq!(results.overall.as_ref().expect("a score").band, "Strong");

    assert_eq!(act(&mut tab, Event::Go(Screen::Keep)), [visit("keep"), heading()]);
    let before = tab.record();
    let response = tab.model.assessment().expect("open").response.clone();
    let effects = act(&mut tab, Event::Download(Download::Json));
    let (name, text) = tab.file();
    let wanted = [
        Effect::Download { name: name.clone(), mime: "application/json", text: text.clone() },
        tell("pa-exported", 5, 5),
        save(&id, &tab.record(), Some(&before)),
    ];
    assert_eq!(effects, wanted);
    assert_eq!(name, "partnership-assessment-five-ps-2026-05-28.json");
    let five = crate::fixtures::instrument("five-ps");
    let read = json::read_response(&text, &[&five]).expect("our own file");
    assert_eq!((read.response, read.other_edition), (response, false));
    assert_eq!(tab.notice().kind, NoticeKind::Good);
    assert_eq!(tab.model.assessment().expect("open").exported, Some(tab.moment.now));
    assert!(acts <= 20, "{acts} acts");

    assert_eq!(
        device.borrow().records.get(&id),
        Some(&tab.record()),
        "what is stored is what is there"
    );
    assert_eq!(device.borrow().records.len(), 1);
}

#[test]
fn events_for_the_host_carry_no_answers() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    let mut effects = tab.answer("fp1", 4);
    effects.extend(tab.send(note("fp1", "secret")));
    effects.extend(tab.send(Event::Finish));
    for effect in effects {
        if let Effect::Tell { .. } | Effect::Visit { .. } | Effect::Focus(_) = effect {
            let said = format!("{effect:?}");
            assert!(!said.contains("secret") && !said.contains("Value"), "{said}");
        }
    }
}

#[test]
fn who_chooses_to_keep_nothing_leaves_nothing_behind() {
    let none = Options { storage: Storage::None, ..Options::default() };
    for options in [Options::default(), none] {
        let device = Device::shared();
        let mut tab = Tab::open(&device, Opening { options, ..Opening::default() });
        let mut effects = tab.send(file("own.json", crate::scoring::vichealth().to_string()));
        for instrument in ["five-ps", "vichealth"] {
            let items: Vec<String> = if instrument == "five-ps" {
                (1..=5).map(|it| format!("fp{it}")).collect()
            } else {
                (1..=5).map(|it| format!("v1{it}")).collect()
            };
            effects.extend(tab.send(Event::Choose(instrument.to_owned())));
            effects.extend(tab.send(Event::Keep(false)));
            effects.extend(tab.send(Event::Begin));
            for item in &items {
                effects.extend(tab.answer(item, 4));
            }
            effects.extend(tab.send(take_back(&items[0])));
            effects.extend(tab.send(note(&items[1], "a comment")));
            effects.extend(tab.send(Event::Language("cy".to_owned())));
            assert!(tab.unsaved(), "the page says that nothing is stored");
            effects.extend(tab.send(Event::Finish));
            let id = tab.id();
            effects.extend(tab.send(Event::Rename { id: id.clone(), name: "Ours".to_owned() }));
            effects.extend(tab.send(Event::Duplicate(id.clone())));
            effects.extend(tab.send(Event::Download(Download::Json)));
            effects.extend(tab.send(Event::OpenAssessment(id.clone())));
            effects.extend(tab.send(Event::Delete(id)));
            effects.extend(tab.send(Event::Undo));
        }
        let stored: Vec<&Effect> = effects.iter().filter(|it| stores(it)).collect();
        assert_eq!(stored, [] as [&Effect; 0]);
        assert_eq!(*device.borrow(), Device { changes: Vec::new(), ..Device::default() });
        assert_eq!(tab.shelf().len(), 4, "all of it is there while the page is open");
    }
}

/// Opening the file of an assessment that is not to be kept does not begin to keep it.
#[test]
fn a_file_of_an_assessment_that_is_not_kept_leaves_nothing_behind() {
    for (instrument, item) in [("five-ps", "fp1"), ("vichealth", "v11")] {
        let device = Device::shared();
        let mut tab = Tab::open(&device, Opening::default());
        tab.send(file("own.json", crate::scoring::vichealth().to_string()));
        tab.send(Event::Choose(instrument.to_owned()));
        tab.send(Event::Keep(false));
        tab.send(Event::Begin);
        tab.answer(item, 4);
        tab.send(Event::Download(Download::Json));
        let effects = tab.send(file("mine.json", tab.file().1));
        assert!(!effects.iter().any(stores), "{effects:?}");
        assert_eq!(*device.borrow(), Device::default());
    }
}

#[test]
fn coming_back_lands_on_the_next_statement_without_an_answer() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("five-ps");
    for (item, value) in [("fp1", 1), ("fp2", 2), ("fp4", 4)] {
        tab.answer(item, value);
    }
    let given = tab.answers();

    let mut tab = Tab::open(&device, Opening::default());
    let ScreenView::Start(start) = tab.view().screen else { panic!("the first screen") };
    assert_eq!(start.last.expect("carry on").progress, "3 of 5 answered");
    assert_eq!(tab.send(Event::Resume), [visit("questions/1"), at_item("fp3")]);
    assert_eq!(tab.answers(), given);
    let chosen = |item: usize| {
        let questions = tab.questions();
        questions.items[item]
            .options
            .iter()
            .filter(|it| it.chosen)
            .map(|it| it.code.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (chosen(0), chosen(2), chosen(3)),
        (vec!["1".to_owned()], vec![], vec!["4".to_owned()])
    );

    tab.send(answer("fp3", Answer::NotRelevant));
    tab.send(answer("fp5", Answer::DontKnow));
    assert_eq!(tab.send(Event::Resume), [visit("check"), heading()], "don't know is an answer");
    tab.send(take_back("fp5"));
    assert_eq!(tab.send(Event::Resume), [visit("questions/1"), at_item("fp5")]);
}

#[test]
fn coming_back_to_the_beginning_of_a_section_shows_its_heading() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("six-principles");
    for item in ["sa1", "sa2", "sa3", "sa4", "sa5"] {
        tab.answer(item, 3);
    }
    let mut tab = Tab::open(&device, Opening::default());
    assert_eq!(tab.send(Event::Resume), [visit("questions/2"), heading()]);
}

#[test]
fn a_reload_stays_at_its_place() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("six-principles");
    tab.answer("sa1", 3);
    tab.send(Event::Go(Screen::Questions(2)));
    for (place, screen) in [
        ("questions/3", Screen::Questions(2)),
        ("results", Screen::Results),
        ("shelf", Screen::Shelf),
        ("prepare", Screen::Start),
        ("nowhere", Screen::Start),
        ("questions/0", Screen::Start),
        ("questions/99", Screen::Questions(5)),
    ] {
        let tab =
            Tab::open(&device, Opening { place: Some(place.to_owned()), ..Opening::default() });
        assert_eq!(tab.model.screen(), screen, "{place}");
        tab.view();
    }
    let empty = Tab::open(
        &Device::shared(),
        Opening { place: Some("results".to_owned()), ..Opening::default() },
    );
    assert_eq!(empty.model.screen(), Screen::Start);
}

#[test]
fn coming_back_before_the_instrument_has_arrived_lands_when_it_does() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("ways-of-working");
    tab.answer("ww1", 3);
    let mut tab = Tab::new(&device, &Opening::default());
    tab.opened(Opening::default());
    assert_eq!(tab.send(Event::Resume), [visit("questions/1"), heading()]);
    assert_eq!(tab.view().screen, ScreenView::Loading);
    let landing = loop {
        let effects = tab.arrive_next().expect("the instrument arrives");
        if !effects.is_empty() {
            break effects;
        }
    };
    assert_eq!(landing, [at_item("ww2"), tell("pa-ready", 1, 11)]);
    assert_eq!(tab.questions().items[0].id, "ww1");
}

/// Whoever left for another assessment meanwhile is not called back.
#[test]
fn an_instrument_that_arrives_late_calls_nobody_back() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    tab.begin("benefits");
    let mut tab = Tab::new(&device, &Opening::default());
    tab.opened(Opening::default());
    tab.send(Event::Resume);
    tab.send(Event::Go(Screen::Start));
    tab.send(Event::Choose("six-principles".to_owned()));
    tab.arrive();
    assert_eq!(tab.model.screen(), Screen::Prepare);
}

#[test]
fn an_answer_can_be_taken_back() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    tab.answer("fp1", 4);
    let before = tab.record();
    let effects = tab.send(take_back("fp1"));
    assert_eq!(
        effects,
        [save(&id, &tab.record(), Some(&before)), tell("pa-progress", 0, 5), at_item("fp1")]
    );
    assert!(tab.answers().is_empty() && !tab.questions().items[0].answered);
    assert_eq!(tab.send(take_back("fp1")), [at_item("fp1")], "there is nothing to take back");
    let mut tab = Tab::open(&device, Opening::default());
    tab.send(Event::Resume);
    assert!(tab.answers().is_empty());
}

#[test]
fn an_answer_that_is_not_offered_is_not_taken() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("five-ps");
    for event in [
        answer("fp1", Answer::Value(6)),
        answer("fp1", Answer::Value(0)),
        answer("sa1", Answer::Value(3)),
        answer("", Answer::DontKnow),
        note("sa1", "x"),
    ] {
        assert_eq!(tab.send(event.clone()), [], "{event:?}");
    }
    assert!(tab.answers().is_empty());
}

#[test]
fn a_comment_is_kept_with_its_statement() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let id = tab.begin("five-ps");
    let before = tab.record();
    let effects = tab.send(note("fp2", "It depends.\nSee <b>minutes</b>"));
    assert_eq!(effects, [save(&id, &tab.record(), Some(&before))]);
    let mut tab = Tab::open(&device, Opening::default());
    tab.send(Event::Resume);
    assert_eq!(tab.questions().items[1].note, "It depends.\nSee <b>minutes</b>");
    assert!(!tab.questions().items[1].answered, "a comment is no answer");
    tab.send(note("fp2", " \n"));
    assert_eq!(tab.questions().items[1].note, "");
}

#[test]
fn back_and_forward_move_within_the_widget() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let back = |place: &str| Event::WentTo(place.to_owned());
    assert_eq!(tab.send(back("results")), [heading()]);
    assert_eq!(tab.model.screen(), Screen::Start, "there are no results yet");
    let id = tab.begin("six-principles");
    tab.answer("sa1", 4);
    tab.send(Event::Go(Screen::Questions(1)));
    for (place, screen) in [
        ("questions/1", Screen::Questions(0)),
        ("prepare", Screen::Prepare),
        ("start", Screen::Start),
        ("questions/2", Screen::Questions(1)),
        ("questions/77", Screen::Questions(5)),
        ("something else", Screen::Start),
        ("check", Screen::Check),
    ] {
        assert_eq!(tab.send(back(place)), [heading()], "going back makes no new step");
        assert_eq!(tab.model.screen(), screen, "{place}");
        assert_eq!(tab.answers(), [("sa1".to_owned(), "4".to_owned())]);
    }
    tab.send(Event::AskDelete(id.clone()));
    tab.send(back("results"));
    assert_eq!(tab.view().dialog, None, "a dialog does not follow to another screen");
    tab.send(Event::Delete(id));
    tab.send(back("results"));
    assert_eq!(tab.model.screen(), Screen::Start, "what was deleted is not shown again");
}

#[test]
fn changing_an_answer_from_the_check_goes_to_its_statement() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("six-principles");
    tab.send(Event::Go(Screen::Check));
    let effects = tab.send(Event::Change { item: "le2".to_owned() });
    assert_eq!(effects, [visit("questions/3"), at_item("le2")]);
    assert_eq!(tab.send(Event::Change { item: "zz".to_owned() }), []);
}

#[test]
fn switching_the_language_keeps_place_and_answers() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.begin("six-principles");
    for (item, value) in [("sa1", 5), ("sa2", 1), ("sa3", 2), ("pc1", 4), ("pc2", 4)] {
        tab.answer(item, value);
    }
    tab.send(note("sa1", "Our words"));
    tab.send(Event::Go(Screen::Questions(1)));
    let (english, given) = (tab.questions(), tab.answers());
    let noted = Effect::Visit { place: "questions/2".to_owned(), step: false };
    assert_eq!(tab.send(Event::Language("cy".to_owned())), [noted], "the focus stays where it is");
    let welsh = tab.questions();
    assert_eq!((tab.model.screen(), tab.answers()), (Screen::Questions(1), given));
    assert_eq!(welsh.items.len(), english.items.len());
    for (a, b) in english.items.iter().zip(&welsh.items) {
        assert_eq!((&a.id, a.answered, &a.note), (&b.id, b.answered, &b.note));
        assert_ne!(a.text, b.text);
    }
    assert_eq!(tab.view().text.language, "cy");
    tab.answer("pc3", 2);
    assert_eq!(tab.model.assessment().expect("open").response.language, "cy");
}

#[test]
fn the_same_answers_give_the_same_scores_in_both_languages() {
    for id in BUILT_IN {
        let mut tab = Tab::open(&Device::shared(), Opening::default());
        tab.begin(id);
        let instrument = tab.model.instrument().expect("open").clone();
        for (i, (section, item)) in instrument.items().enumerate() {
            if i % 7 != 3 {
                let points = &section.scale.points;
                tab.answer(&item.id, points[i * 5 % points.len()].value);
            }
        }
        tab.send(Event::Finish);
        let english = tab.results();
        tab.send(Event::Language("cy".to_owned()));
        let welsh = tab.results();
        let numbers = |it: &partnership_assessment::app::ResultsView| {
            let bars = it.groups.iter().flat_map(|it| &it.bars);
            let bars: Vec<_> = bars
                .map(|it| (it.section, it.position, it.ticks.clone(), it.dont_know.clone()))
                .collect();
            let overall = it.overall.as_ref().map(|it| it.position).map_err(|_| ());
            let items: Vec<_> = it
                .sections
                .iter()
                .flat_map(|it| it.items.iter().map(|it| (it.0.id.clone(), it.1)))
                .collect();
            let named = [&it.strengths, &it.to_develop, &it.pressing, &it.evident].map(Vec::len);
            (bars, overall, items, named)
        };
        assert_eq!(numbers(&english), numbers(&welsh), "{id}");
        assert_ne!(english.method, welsh.method);
    }
}

#[test]
fn a_language_that_there_is_not_changes_nothing() {
    let opened = |language: &str, fragment: &str| {
        let opening = Opening {
            language: language.to_owned(),
            fragment: fragment.to_owned(),
            ..Opening::default()
        };
        Tab::open(&Device::shared(), opening).view().text.language.clone()
    };
    assert_eq!(opened("cy", "#pa-instrument=five-ps"), "cy");
    assert_eq!(opened("en", "#pa-lang=cy"), "cy");
    assert_eq!(opened("en", "#pa-lang=cy-GB"), "cy", "the nearest there is");
    assert_eq!(opened("cy", "#pa-lang=xx"), "cy");
}

#[test]
fn a_link_prepares_its_instrument() {
    let opening =
        Opening { fragment: "#pa-instrument=challenges&lang=cy".to_owned(), ..Opening::default() };
    let tab = Tab::open(&Device::shared(), opening);
    assert_eq!(tab.model.screen(), Screen::Prepare);
    let title = served("challenges.json").expect("the file");
    assert!(title.contains(&tab.view().heading), "{}", tab.view().heading);
    let other = Opening { fragment: "#section-2".to_owned(), ..Opening::default() };
    assert_eq!(Tab::open(&Device::shared(), other).model.screen(), Screen::Start);
}

#[test]
fn dismissing_closes_the_dialog_before_the_notice() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    let id = tab.begin("five-ps");
    tab.send(file("x", "nonsense"));
    assert_eq!(tab.send(Event::AskRename(id)), [Effect::Focus(Focus::Dialog)]);
    assert_eq!(tab.send(Event::Dismiss), [Effect::Focus(Focus::Opener)]);
    assert!(tab.view().dialog.is_none() && tab.view().notice.is_some());
    assert_eq!(tab.send(Event::Dismiss), [heading()]);
    assert!(tab.view().notice.is_none());
}
