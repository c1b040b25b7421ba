//! From one round to the next: reviews, what has changed, and the report of it all.

use partnership_assessment::app::{
    Download, Effect, Event, Of, Opening, PlanEvent, Screen, ScreenView, WorkshopEvent,
    WorkshopView,
};
use partnership_assessment::document::Block;
use partnership_assessment::exchange::link;
use partnership_assessment::plan::State;
use partnership_assessment::response::Response;
use partnership_assessment::workshop::Setup;
use serde_json::{Value, json};

use super::device::{Device, Shared, Tab, file, heading, stores, visit};
use super::plans::{DAY, open, planner, section, table};
use super::workshops::{facilitator, takes_part};

#[test]
fn a_page_that_is_opened_after_the_day_of_the_review_says_so() {
    let device = Device::shared();
    let mut tab = planner(&device);
    let day = tab.today().months_later(6);
    let effects = tab.does(PlanEvent::ReviewIn(6));
    assert_eq!(tab.planned().review, Some(day));
    assert!(effects.contains(&Effect::RememberDue(Some(day.start()))));
    let id = tab.id();

    let mut before = Tab::new(&device, &Opening::default());
    before.waits(100);
    before.opened(Opening { due: Some(day.start()), ..Opening::default() });
    before.arrive();
    assert!(before.view().notice.is_none());
    assert!(!before.model.exceeds_starter());

    let mut after = Tab::new(&device, &Opening::default());
    after.moment.now = day.start() + 1000;
    after.opened(Opening { due: Some(day.start()), ..Opening::default() });
    after.arrive();
    // The starter knows it by the day alone, and calls the full widget.
    assert!(after.model.exceeds_starter());
    let notice = after.notice();
    assert_eq!(notice.title, after.view().text.count("news.review-due", 1, &[]));
    assert_eq!(notice.act.expect("a way to go").1, PlanEvent::Open(id.clone()).into());
    after.does(PlanEvent::Open(id));
    assert!(after.plan().review_due);
    assert!(after.plan().can_go_on);

    // Once the next round has begun, the review is held.
    let effects = after.does(PlanEvent::NextRound);
    assert!(effects.contains(&Effect::RememberDue(None)));
    let mut later = Tab::new(&device, &Opening::default());
    later.moment.now = after.moment.now + DAY;
    later.opened(Opening::default());
    later.arrive();
    assert!(later.view().notice.is_none());
}

#[test]
fn a_next_round_copies_the_set_up_and_shows_old_answers_only_after_new_ones() {
    let device = Device::shared();
    let mut tab = open(&device);
    tab.send(Event::Choose("five-ps".to_owned()));
    tab.send(Event::Detail(partnership_assessment::response::Field::Sector, "health".to_owned()));
    tab.send(Event::Begin);
    tab.finishes([5, 4, 1, 2, 4]);
    let first = tab.id();
    tab.send(Event::AskRename(first.clone()));
    tab.send(Event::Rename { id: first.clone(), name: "Warm homes".to_owned() });
    tab.send(Event::Go(Screen::Plan(Of::Assessment)));
    tab.action(None, "Meet");
    tab.waits(180);
    let effects = tab.does(PlanEvent::NextRound);
    assert!(effects.ends_with(&[visit("questions/1"), heading()]), "{effects:?}");

    let second = tab.model.assessment().expect("the next round").clone();
    assert_ne!(second.response.id, first);
    assert_eq!(second.name, "Warm homes");
    assert_eq!(second.response.respondent.sector, "health");
    assert_eq!(second.response.answers.len(), 0);
    assert_eq!(second.response.plan, Response::NO_PLAN);

    // Nothing of the old answers stands where one has not answered yet, even if asked for.
    tab.answer("fp1", 2);
    tab.send(Event::Go(Screen::Check));
    let check = |tab: &Tab| match tab.view().screen {
        ScreenView::Check(it) => it,
        it => panic!("no check: {it:?}"),
    };
    let earlier = |tab: &Tab| -> Vec<String> {
        check(tab).sections.iter().flat_map(|it| &it.items).map(|it| it.earlier.clone()).collect()
    };
    assert_eq!(check(&tab).earlier, Some(false));
    assert!(earlier(&tab).iter().all(String::is_empty));
    tab.send(Event::ShowEarlier(true));
    let shown = earlier(&tab);
    assert!(shown[0].contains("2026"), "{shown:?}");
    assert!(shown[1..].iter().all(String::is_empty), "{shown:?}");
    // The step to what has changed comes with the results.
    let steps = |tab: &Tab| tab.view().steps.iter().map(|it| it.label.clone()).collect::<Vec<_>>();
    assert!(!steps(&tab).contains(&tab.says("step.change")));
    tab.send(Event::Finish);
    assert!(steps(&tab).contains(&tab.says("step.change")));

    // What was left of the plan can be taken over.
    tab.send(Event::Go(Screen::Plan(Of::Assessment)));
    assert_eq!(tab.plan().round, "Round 2 of 2");
    assert_eq!(tab.plan().unfinished.len(), 1);
    tab.does(PlanEvent::CarryOver(0));
    assert_eq!(tab.titles(), ["Meet"]);
    assert_eq!(tab.plan().unfinished, []);
}

/// Three rounds of the five Ps, half a year apart.
fn three_rounds(device: &Shared, rounds: [[i64; 5]; 3]) -> Tab {
    let mut tab = open(device);
    tab.begin("five-ps");
    tab.finishes(rounds[0]);
    for values in &rounds[1..] {
        tab.send(Event::Go(Screen::Plan(Of::Assessment)));
        tab.waits(182);
        tab.does(PlanEvent::NextRound);
        tab.finishes(*values);
    }
    tab
}

#[test]
fn a_gain_followed_by_a_loss_is_seen_in_every_table() {
    let device = Device::shared();
    let mut tab = three_rounds(&device, [[2, 2, 2, 2, 2], [5, 5, 5, 5, 2], [2, 2, 2, 2, 2]]);
    tab.send(Event::Go(Screen::Plan(Of::Assessment)));
    tab.action(section("five-ps"), "Ask why it was lost");
    tab.send(Event::Go(Screen::Change(Of::Assessment)));
    let document = tab.document();
    let rows = table(&document, &tab.says("change.sections"));
    let last = rows.last().expect("a section");
    assert_eq!(last[1..4], ["25", "↑ 85", "↓ 25"], "{rows:?}");
    assert!(last[4].contains("Ask why it was lost"), "{last:?}");
    let text = tab.view().text;
    let title = text.own(&tab.model.instrument().expect("five Ps").sections[0].title).to_owned();
    let items = table(&document, &title);
    assert!(items[0][2].starts_with('↑') && items[0][3].starts_with('↓'), "{items:?}");
    assert!(items[4][2].starts_with('='), "{items:?}");
    let turned = text.with("change.turned", &[("section", &title)]);
    let lists: Vec<&Vec<String>> = document
        .blocks
        .iter()
        .filter_map(|it| match it {
            Block::List(it) => Some(it),
            _ => None,
        })
        .collect();
    assert!(lists.iter().any(|it| it.contains(&turned)), "{lists:?}");
    let figure = document.figures().next().expect("a figure");
    assert!(!figure.drawings.is_empty() && !figure.summary.is_empty());
}

#[test]
fn rounds_that_were_answered_by_themselves_can_be_put_together() {
    let device = Device::shared();
    let mut tab = open(&device);
    let mut ids = Vec::new();
    for values in [[1, 1, 1, 1, 1], [3, 3, 3, 3, 3]] {
        ids.push(tab.begin("five-ps"));
        tab.finishes(values);
        tab.waits(100);
    }
    tab.send(Event::Go(Screen::Change(Of::Assessment)));
    let view = |tab: &Tab| match tab.view().screen {
        ScreenView::Change(it) => it,
        it => panic!("no change: {it:?}"),
    };
    assert_eq!(view(&tab).rounds.iter().map(|it| it.counts).collect::<Vec<_>>(), [false, true]);
    assert!(!view(&tab).nothing.is_empty());
    let effects = tab.does(PlanEvent::Round { id: ids[0].clone(), counts: true });
    assert_eq!(effects.iter().filter(|it| stores(it)).count(), 2);
    assert!(view(&tab).nothing.is_empty());
    assert!(!tab.document().blocks.is_empty());
    tab.does(PlanEvent::Round { id: ids[0].clone(), counts: false });
    assert!(!view(&tab).nothing.is_empty());
    // What is no round of this cannot become one.
    assert_eq!(tab.does(PlanEvent::Round { id: "nobody".to_owned(), counts: true }), []);
}

#[test]
fn a_copy_is_no_round_of_its_own() {
    let device = Device::shared();
    let mut tab = three_rounds(&device, [[2, 2, 2, 2, 2], [5, 5, 5, 5, 2], [2, 2, 2, 2, 2]]);
    let id = tab.id();
    tab.send(Event::Go(Screen::Shelf));
    tab.send(Event::Duplicate(id.clone()));
    tab.does(PlanEvent::Open(id));
    assert_eq!(tab.plan().round, "Round 3 of 3");
}

#[test]
fn the_report_holds_results_plan_partners_and_change_and_is_saved_as_a_page() {
    let device = Device::shared();
    let mut tab = three_rounds(&device, [[2, 2, 2, 2, 2], [5, 5, 5, 5, 2], [2, 2, 2, 2, 2]]);
    tab.send(Event::Go(Screen::Plan(Of::Assessment)));
    tab.action(None, "Meet <script>alert(1)</script>");
    tab.send(Event::Go(Screen::Report(Of::Assessment)));
    let document = tab.document();
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|it| match it {
            Block::Heading { level: 1, text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let wanted = [
        "board.what",
        "board.answers",
        "results.overall",
        "results.profile",
        "plan.heading",
        "change.heading",
        "results.how",
    ];
    let mut from = 0;
    for key in wanted {
        let at = headings.iter().skip(from).position(|it| *it == tab.says(key));
        from += at.unwrap_or_else(|| panic!("{key} is not in order in {headings:?}")) + 1;
    }
    tab.send(Event::Download(Download::Page));
    let (name, page) = tab.file();
    assert!(name.starts_with("partnership-report-five-ps-") && name.ends_with(".html"), "{name}");
    assert!(page.contains("Meet &lt;script&gt;"));
    assert!(!page.contains("<script"));
    assert!(page.contains("lang=\"en\""));

    tab.send(Event::Language("cy".to_owned()));
    tab.send(Event::Download(Download::Page));
    let (name, page) = tab.file();
    assert!(name.starts_with("adroddiad-partneriaeth-"), "{name}");
    assert!(page.contains("lang=\"cy\""));

    // Every figure can be saved, as a drawing and as a picture.
    for place in 0..document.figures().count() {
        tab.send(Event::Download(Download::Figure { place, painted: false }));
        assert!(tab.file().1.starts_with("<svg") || tab.file().1.starts_with("<?xml"));
        let effects = tab.send(Event::Download(Download::Figure { place, painted: true }));
        let painted =
            |it: &Effect| matches!(it, Effect::Paint { name, .. } if name.ends_with(".png"));
        assert!(effects.iter().any(painted), "{effects:?}");
    }
    let none = document.figures().count();
    assert_eq!(tab.send(Event::Download(Download::Figure { place: none, painted: true })), []);
}

/// The codes of people who answer the five Ps, each with one value to all.
fn hand_over(tab: &mut Tab, link: &str, values: &[i64]) {
    let codes: Vec<String> =
        values.iter().map(|it| takes_part(link, "housing", [*it; 5])).collect();
    tab.send(Event::Go(Screen::Collect));
    tab.send(Event::Workshop(WorkshopEvent::Pasted(codes.join(" "))));
    tab.send(Event::Workshop(WorkshopEvent::ShowPicture));
}

fn invitation(tab: &Tab) -> String {
    match tab.view().screen {
        ScreenView::Workshop(WorkshopView::Invite(it)) => it.link,
        it => panic!("no invitation: {it:?}"),
    }
}

#[test]
fn a_workshop_goes_on_to_a_next_round_with_the_same_set_up_and_a_key_of_its_own() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    let first = tab.set_up("3", "housing\nhealth");
    hand_over(&mut tab, &first, &[1, 2, 2, 1]);
    tab.send(Event::Go(Screen::Plan(Of::Workshop)));
    assert!(!tab.plan().offers.is_empty());
    tab.does(PlanEvent::Add { about: section("five-ps"), idea: "Meet".to_owned() });
    tab.does(PlanEvent::State { place: 0, state: State::UnderWay });
    tab.moment.now += 180 * DAY;
    let effects = tab.does(PlanEvent::NextRound);
    assert!(effects.iter().any(stores));
    let second = invitation(&tab);
    let setup = |link: &str| {
        let fragment = link.split_once('#').expect("a fragment").1;
        link::read_workshop(&format!("#{fragment}")).expect("a set-up")
    };
    let (one, two) = (setup(&first), setup(&second));
    assert_ne!(one.key, two.key);
    assert_eq!(Setup { key: one.key, ..two }, one);

    // A code of the first round belongs to another workshop.
    let old = takes_part(&first, "housing", [5; 5]);
    tab.send(Event::Go(Screen::Collect));
    tab.send(Event::Workshop(WorkshopEvent::Pasted(old)));
    assert_eq!(tab.model.open_workshop().expect("a workshop").rows.len(), 0);

    hand_over(&mut tab, &second, &[3, 2, 4, 4, 2]);
    tab.send(Event::Go(Screen::Plan(Of::Workshop)));
    assert_eq!(tab.plan().round, "Round 2 of 2");
    assert_eq!(tab.plan().unfinished.len(), 1);
    tab.send(Event::Go(Screen::Change(Of::Workshop)));
    let rows = table(&tab.document(), &tab.says("change.sections"));
    // 1.5 and 3 on the scale from 1 to 5, by four people and by five.
    assert_eq!(rows.last().expect("a section")[1..3], ["12.5 (n 4)", "↑ 50 (n 5)"]);
    assert!(rows.iter().any(|it| it[3].contains("Meet")), "{rows:?}");

    // All of it is there after a reload, and in the file of the workshop.
    let mut again = facilitator(&device);
    let id = tab.model.open_workshop().expect("a workshop").id.clone();
    again.does(PlanEvent::Open(id));
    assert_eq!(again.plan().round, "Round 2 of 2");
}

#[test]
fn a_group_too_small_to_be_shown_has_no_figure_in_the_change_either() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    let first = tab.set_up("5", "");
    hand_over(&mut tab, &first, &[1, 2, 2, 1, 1]);
    tab.send(Event::Go(Screen::Plan(Of::Workshop)));
    tab.does(PlanEvent::NextRound);
    let second = invitation(&tab);
    hand_over(&mut tab, &second, &[5, 5, 5]);
    // Three people are no picture yet, so there is one round only.
    tab.send(Event::Go(Screen::Change(Of::Workshop)));
    match tab.view().screen {
        ScreenView::Change(it) => {
            assert!(!it.nothing.is_empty());
            assert_eq!(it.document.blocks, []);
        }
        it => panic!("no change: {it:?}"),
    }
}

/// A questionnaire of two statements in the edition `edition`, on scales up to `most`.
fn questions(edition: &str, items: &[(&str, i64)]) -> String {
    let scale = |most: &i64| {
        let points = (1..=*most).map(|it| json!({ "value": it, "label": it.to_string() }));
        (format!("to-{most}"), json!({ "points": points.collect::<Vec<_>>() }))
    };
    let scales: serde_json::Map<String, Value> = items.iter().map(|it| scale(&it.1)).collect();
    let section = |(id, most): &(&str, i64)| {
        json!({
            "id": format!("about-{id}"), "title": format!("About {id}"), "scale": format!("to-{most}"),
            "items": [{ "id": id, "text": format!("We do {id}.") }],
        })
    };
    json!({
        "format": "partnership-assessment/instrument", "version": 1, "id": "our-own",
        "edition": edition, "title": "Our own", "scales": scales,
        "sections": items.iter().map(section).collect::<Vec<_>>(),
    })
    .to_string()
}

#[test]
fn where_an_edition_changed_statements_are_matched_by_id_with_a_plain_note() {
    let device = Device::shared();
    let mut tab = open(&device);
    tab.send(file("one.json", questions("1", &[("kept", 5), ("gone", 5), ("other", 5)])));
    tab.send(Event::Begin);
    for item in ["kept", "gone", "other"] {
        tab.answer(item, 2);
    }
    tab.send(Event::Finish);
    let first = tab.id();
    tab.moment.now += 180 * DAY;
    let effects =
        tab.send(file("two.json", questions("2", &[("kept", 5), ("other", 7), ("new", 5)])));
    // The edition that answers belong to is kept under its fingerprint.
    let kept = |it: &Effect| matches!(it, Effect::KeepInstrument { id, .. } if id != "our-own");
    assert!(effects.iter().any(kept), "{effects:?}");
    tab.send(Event::Begin);
    for item in ["kept", "other", "new"] {
        tab.answer(item, 4);
    }
    tab.send(Event::Finish);
    tab.send(Event::Go(Screen::Change(Of::Assessment)));
    tab.does(PlanEvent::Round { id: first, counts: true });
    let reloaded = {
        let mut tab = open(&device);
        tab.send(Event::Go(Screen::Change(Of::Assessment)));
        tab.arrive();
        tab
    };
    for tab in [&tab, &reloaded] {
        let document = tab.document();
        let rows = table(&document, &tab.says("change.sections"));
        let row = |name: &str| rows.iter().find(|it| it[0] == name).expect(name);
        assert_eq!(row("About kept")[1..3], ["25", "↑ 75"]);
        // 2 of 5 and 4 of 7 are not compared: both are shown, without an arrow.
        assert_eq!(row("About other")[1..3], ["25", "50, asked differently"]);
        assert_eq!(row("About new")[1..3], ["–", "75"]);
        let remarks: Vec<&String> = document
            .blocks
            .iter()
            .filter_map(|it| match it {
                Block::Remark(it) => Some(it),
                _ => None,
            })
            .collect();
        let text = tab.view().text;
        let note = text.with("change.edition", &[("before", "1"), ("after", "2")]);
        let gone = text.count("change.removed", 1, &[("statements", "We do gone.")]);
        let added = text.count("change.added", 1, &[("statements", "We do new.")]);
        let altered = text.count("change.altered", 1, &[("statements", "We do other.")]);
        for wanted in [note, gone, added, altered] {
            assert!(remarks.contains(&&wanted), "{wanted} is not in {remarks:?}");
        }
        assert!(!remarks.contains(&&tab.says("change.edition-missing")));
    }
}
