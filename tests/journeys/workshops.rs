//! A workshop from its set-up to its files, with participants on devices of their own.

use partnership_assessment::app::{
    CollectView, Download, Effect, Event, FileText, Focus, HandOverView, Handout, JoinView,
    Opening, Options, PictureView, Screen, ScreenView, SetupField, Storage, WorkshopEvent,
    WorkshopView,
};
use partnership_assessment::exchange::{json, link};
use partnership_assessment::response::{Answer, Respondent};
use serde_json::Value;
use std::rc::Rc;

use super::device::{Device, Shared, Tab, answer, file, note, visit};

const PAGE: &str = "https://example.org/assess/";

/// What the host page sets: its address, as the shell finds it out.
fn options() -> Options {
    Options { address: PAGE.to_owned(), ..Options::default() }
}

pub fn facilitator(device: &Shared) -> Tab {
    Tab::open(device, Opening { options: options(), ..Opening::default() })
}

impl Tab {
    fn act(&mut self, event: WorkshopEvent) -> Vec<Effect> {
        self.send(Event::Workshop(event))
    }

    fn workshop(&self) -> WorkshopView {
        match self.view().screen {
            ScreenView::Workshop(it) => it,
            it => panic!("no screen of a workshop: {it:?}"),
        }
    }

    fn collecting(&self) -> CollectView {
        match self.workshop() {
            WorkshopView::Collect(it) => it,
            it => panic!("not collecting: {it:?}"),
        }
    }

    fn picture(&self) -> Rc<PictureView> {
        match self.workshop() {
            WorkshopView::Picture(it) => it,
            it => panic!("no picture: {it:?}"),
        }
    }

    fn joining(&self) -> JoinView {
        match self.workshop() {
            WorkshopView::Join(it) => it,
            it => panic!("not joining: {it:?}"),
        }
    }

    fn handing_over(&self) -> HandOverView {
        match self.workshop() {
            WorkshopView::HandOver(it) => it,
            it => panic!("not handing over: {it:?}"),
        }
    }

    fn outcome(&self) -> (String, Vec<String>) {
        let it = self.collecting().outcome.expect("an outcome");
        (it.title, it.lines)
    }

    /// Sets up a workshop on the five Ps.
    pub fn set_up(&mut self, threshold: &str, sectors: &str) -> String {
        self.send(Event::Go(Screen::SetUp));
        self.act(WorkshopEvent::SetUpInstrument("five-ps".to_owned()));
        for (field, value) in [
            (SetupField::Name, "Review day"),
            (SetupField::Expected, "6"),
            (SetupField::Threshold, threshold),
            (SetupField::Sectors, sectors),
        ] {
            self.act(WorkshopEvent::SetUp(field, value.to_owned()));
        }
        self.act(WorkshopEvent::CreateWorkshop);
        match self.workshop() {
            WorkshopView::Invite(it) => it.link,
            it => panic!("no invitation: {it:?}"),
        }
    }

    fn report(&mut self) -> Value {
        self.send(Event::Download(Download::Report));
        serde_json::from_str(&self.file().1).expect("a report")
    }
}

/// Opens the link on a device.
fn follow(device: &Shared, link: &str) -> Tab {
    let fragment = link.strip_prefix(PAGE).expect("a link to the page").to_owned();
    Tab::open(device, Opening { options: options(), fragment, ..Opening::default() })
}

/// A participant who answers the five Ps; the code that is handed over.
pub fn takes_part(link: &str, sector: &str, values: [i64; 5]) -> String {
    let mut tab = follow(&Device::shared(), link);
    tab.moment.random += u128::from(values.iter().sum::<i64>().unsigned_abs()) << 32;
    tab.act(WorkshopEvent::Sector(sector.to_owned()));
    tab.act(WorkshopEvent::Join { anew: false });
    for (i, value) in values.into_iter().enumerate() {
        let given = if value == 0 { Answer::DontKnow } else { Answer::Value(value) };
        tab.send(answer(&format!("fp{}", i + 1), given));
    }
    tab.send(Event::Finish);
    tab.send(Event::Go(Screen::HandOver));
    tab.handing_over().code
}

fn text(tab: &Tab, key: &str, n: usize) -> String {
    tab.view().text.count(key, n, &[])
}

#[test]
fn a_set_up_says_what_is_missing_and_becomes_a_link_that_says_it_all() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    assert!(tab.send(Event::Go(Screen::SetUp)).contains(&visit("set-up")));
    for (field, value) in [
        (SetupField::Threshold, "2"),
        (SetupField::Expected, "some"),
        (SetupField::Sectors, &"a\n".repeat(3).replace('\n', "b\nc")),
    ] {
        tab.act(WorkshopEvent::SetUp(field, value.to_owned()));
    }
    let effects = tab.act(WorkshopEvent::CreateWorkshop);
    assert_eq!(effects, [Effect::Focus(Focus::Invalid)]);
    let WorkshopView::SetUp(form) = tab.workshop() else { panic!("the form stays") };
    let wrong: Vec<SetupField> =
        form.fields.iter().filter(|it| it.problem.is_some()).map(|it| it.field).collect();
    assert_eq!(wrong, [SetupField::Name, SetupField::Expected, SetupField::Threshold]);
    assert!(device.borrow().records.is_empty());

    let link = tab.set_up("4", "Housing\n  Iechyd \nEin tîm ni\nhousing\n");
    let setup = link::read_workshop(link.strip_prefix(PAGE).unwrap_or_default()).expect("a set-up");
    assert_eq!(setup.name, "Review day");
    assert_eq!((setup.threshold, setup.expected), (4, Some(6)));
    // Offered sectors are known by their words in any language; others stay as they are.
    assert_eq!(setup.sectors, ["housing", "health", "Ein tîm ni"]);
    assert_eq!(setup.instrument, "five-ps");
    assert_eq!(device.borrow().records.len(), 1);
}

/// Where two lists of sectors differ, answers are counted for the wrong one.
#[test]
fn sectors_that_were_pasted_with_marks_that_nobody_sees_are_the_same_for_those_who_join() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    let link = tab.set_up("3", "Tai A\n\u{202a}Tai A\u{202c}\n\u{2066}\u{2069}\nTai\u{0} B");
    let setup = link::read_workshop(link.strip_prefix(PAGE).unwrap_or_default()).expect("a set-up");
    assert_eq!(setup.sectors, ["Tai A", "Tai B"]);
    let codes = ["Tai A", "Tai B", "Tai B"].map(|it| takes_part(&link, it, [1, 2, 3, 4, 5]));
    tab.send(Event::Go(Screen::Collect));
    tab.act(WorkshopEvent::Pasted(codes.join("\n")));
    let stored = device.borrow().records.values().next().cloned().expect("the workshop");
    let workshop = partnership_assessment::exchange::workshop::read(&stored).expect("a workshop");
    assert_eq!(workshop.sectors, ["Tai A", "Tai B"]);
    let mut places: Vec<u16> = workshop.current().map(|it| it.sector).collect();
    places.sort_unstable();
    assert_eq!(places, [0, 1, 1]);
}

#[test]
fn six_people_hand_over_codes_and_the_picture_shows_what_may_be_shown() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    let link = tab.set_up("3", "housing\nhealth\nsocial-care");
    let people = [
        ("housing", [5, 5, 4, 4, 5]),
        ("housing", [4, 5, 4, 5, 5]),
        ("housing", [5, 4, 4, 4, 4]),
        ("health", [1, 5, 4, 0, 2]),
        ("health", [2, 4, 4, 0, 1]),
        ("health", [1, 5, 4, 0, 2]),
    ];
    let codes = people.map(|(sector, values)| takes_part(&link, sector, values));
    assert!(codes.iter().all(|it| it.len() <= 60));

    tab.send(Event::Go(Screen::Collect));
    assert!(!tab.collecting().can_show);
    tab.act(WorkshopEvent::Pasted(format!("Mine: “{}”, thanks", codes[0])));
    assert_eq!(tab.outcome().0, text(&tab, "collect.added", 1));
    assert_eq!(tab.collecting().missing, text(&tab, "collect.missing", 5));
    // Nothing is shown before there are enough.
    tab.act(WorkshopEvent::ShowPicture);
    assert_eq!(tab.model.screen(), Screen::Collect);

    // Everything survives a reload in the middle.
    let mut tab = Tab::open(
        &device,
        Opening { options: options(), place: Some(place(&tab)), ..Opening::default() },
    );
    assert_eq!(tab.collecting().missing, text(&tab, "collect.missing", 5));
    tab.act(WorkshopEvent::Pasted(codes.join("\n")));
    let (title, lines) = tab.outcome();
    assert_eq!(title, text(&tab, "collect.added", 5));
    assert_eq!(lines, [text(&tab, "collect.repeated", 1)]);
    tab.act(WorkshopEvent::UndoAdding);
    assert_eq!(tab.collecting().missing, text(&tab, "collect.missing", 5));
    tab.act(WorkshopEvent::Pasted(codes.join(" ")));
    let collecting = tab.collecting();
    assert_eq!((collecting.share, collecting.can_show), (Some(1000), true));

    assert!(tab.act(WorkshopEvent::ShowPicture).iter().any(|it| matches!(it, Effect::Save { .. })));
    let picture = tab.picture();
    assert_eq!(picture.nothing, None);
    let group = &picture.groups[0];
    // The third statement: all chose 4. The fourth: nobody in health knows.
    assert_eq!(group.items[2].figure, "A 1.00");
    assert_eq!(picture.starts[2].all.len(), 1, "{:?}", picture.starts[2]);
    assert!(picture.starts[2].all[0].detail.contains("Health"));
    // The first one is the widest gap: 4.67 and 1.33.
    assert_eq!(picture.starts[1].all[0].title, group.items[0].statement);
    assert!(group.items[0].wide && !group.items[2].wide);
    // The third sector stays hidden; with nobody in it that looks the same.
    assert_eq!(picture.sectors[2].1, tab.view().text.say("picture.hidden-sector"));

    let report = tab.report();
    assert_eq!(report["responses"], 6);
    assert_eq!(report["items"][3]["dont_know"], 3);
    assert_eq!(report["items"][3]["sectors"][1]["hidden"], true);
    assert_eq!(report["items"][0]["gap"].as_f64().map(|it| (it * 300.0).round()), Some(1000.0));
}

fn place(tab: &Tab) -> String {
    // What the browser's history holds: the effect that was performed last.
    let mut other = Tab::at(&tab.device, &tab.model);
    let effects = other.send(Event::Language("en".to_owned()));
    effects
        .into_iter()
        .find_map(|it| if let Effect::Visit { place, .. } = it { Some(place) } else { None })
        .expect("a place")
}

#[test]
fn late_answers_wait_until_comparing_two_pictures_gives_nobody_away() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    let link = tab.set_up("3", "");
    let code = |i: i64| takes_part(&link, "", [1 + i % 5, 2, 3, 4, 5]);
    let first: Vec<String> = (0..4).map(code).collect();
    tab.send(Event::Go(Screen::Collect));
    tab.act(WorkshopEvent::Pasted(first.join("\n")));
    tab.act(WorkshopEvent::ShowPicture);
    assert_eq!(tab.report()["responses"], 4);

    // One more changes nothing that is shown, and says so.
    tab.send(Event::Go(Screen::Collect));
    tab.act(WorkshopEvent::Pasted(code(4)));
    tab.act(WorkshopEvent::ShowPicture);
    assert_eq!(tab.report()["responses"], 4);
    assert!(tab.picture_after().waiting.contains('1'));
    // Two more make three.
    tab.send(Event::Go(Screen::Collect));
    tab.act(WorkshopEvent::Pasted(format!("{} {}", code(5), code(6))));
    tab.act(WorkshopEvent::ShowPicture);
    assert_eq!(tab.report()["responses"], 7);
    assert_eq!(tab.picture_after().waiting, "");
}

#[test]
fn sectors_that_new_answers_would_hide_are_named_before_the_picture_is_made() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    let link = tab.set_up("3", "housing\nhealth\nOur own team");
    let mut i = 0;
    let mut arrive = |tab: &mut Tab, sectors: &[&str]| {
        let code = |sector: &&str| {
            i += 1;
            takes_part(&link, sector, [1 + i % 5, 1 + i / 5, 3, 4, 5])
        };
        let codes: Vec<String> = sectors.iter().map(code).collect();
        tab.send(Event::Go(Screen::Collect));
        tab.act(WorkshopEvent::Pasted(codes.join(" ")));
    };
    let shown = |tab: &mut Tab| -> Vec<bool> {
        let report = tab.report();
        let all = report["sectors"].as_array().expect("sectors");
        all.iter().map(|it| it["responses"].is_number()).collect()
    };
    let team = "Our own team";
    arrive(
        &mut tab,
        &["housing", "housing", "housing", "health", "health", "health", team, team, team],
    );
    tab.act(WorkshopEvent::ShowPicture);
    assert_eq!(shown(&mut tab), [true; 3]);

    arrive(&mut tab, &["health", "health", team, "housing", "housing", "housing"]);
    let effects = tab.act(WorkshopEvent::ShowPicture);
    assert_eq!(effects, [Effect::Focus(Focus::Part("pa-hides".to_owned()))]);
    let said = tab.collecting().hides;
    for (sector, named) in [("Housing", false), ("Health", true), (team, true)] {
        assert_eq!(
            said.contains(&format!(": {sector}")) || said.contains(&format!(", {sector}")),
            named,
            "{said}"
        );
    }
    assert_eq!(tab.report()["responses"], 9);

    // Three new ones from each, and nothing stands in the way.
    arrive(&mut tab, &["health", team, team]);
    assert_eq!(tab.collecting().hides, "");
    tab.act(WorkshopEvent::ShowPicture);
    assert_eq!((shown(&mut tab), tab.report()["responses"].clone()), (vec![true; 3], 18.into()));

    // Or the person decides.
    arrive(&mut tab, &["health", "housing", "housing"]);
    tab.act(WorkshopEvent::ShowPicture);
    assert_ne!(tab.collecting().hides, "");
    tab.act(WorkshopEvent::ShowAnyway);
    assert_eq!(shown(&mut tab), [false, false, true]);
    assert_eq!(tab.report()["responses"], 21);
}

impl Tab {
    fn picture_after(&mut self) -> Rc<PictureView> {
        self.act(WorkshopEvent::ShowPicture);
        self.picture()
    }
}

#[test]
fn a_participant_learns_the_terms_answers_alone_and_can_come_back() {
    let device = Device::shared();
    let link = facilitator(&Device::shared()).set_up("7", "housing\nOur own team");
    let mut tab = follow(&device, &link);
    let join = tab.joining();
    assert!(join.terms.iter().any(|it| it.contains('7')), "{:?}", join.terms);
    assert_eq!(join.sectors.len(), 2);
    // Without a sector it does not begin, and says why.
    assert_eq!(tab.act(WorkshopEvent::Join { anew: false }), [Effect::Focus(Focus::Invalid)]);
    assert!(tab.joining().problem.is_some());
    tab.act(WorkshopEvent::Sector("Our own team".to_owned()));
    // A reload keeps the invitation, though the link is out of the address bar.
    let place = place(&tab);
    let mut tab = Tab::open(
        &device,
        Opening { options: options(), place: Some(place), ..Opening::default() },
    );
    tab.act(WorkshopEvent::Sector("Our own team".to_owned()));
    tab.act(WorkshopEvent::Join { anew: false });
    tab.send(answer("fp1", Answer::Value(3)));
    tab.send(note("fp1", "Not on paper yet"));
    tab.send(Event::Finish);
    assert_eq!(tab.model.screen(), Screen::Results);
    assert!(tab.results().for_workshop);
    tab.send(Event::Go(Screen::HandOver));
    let hand_over = tab.handing_over();
    assert!(hand_over.has_comments && !hand_over.gaps.is_empty());
    let effects = tab.act(WorkshopEvent::Copy(Handout::Code));
    let copied = Effect::Copy { what: Handout::Code, text: hand_over.code.clone() };
    assert!(effects.contains(&copied), "{effects:?}");

    // The link once more: the same answers, or somebody else's.
    let mut again = follow(&device, &link);
    assert!(again.joining().begun);
    again.act(WorkshopEvent::Join { anew: false });
    assert_eq!(again.answers(), [("fp1".to_owned(), "3".to_owned())]);
    let mut other = follow(&device, &link);
    other.act(WorkshopEvent::Sector("housing".to_owned()));
    other.act(WorkshopEvent::Join { anew: true });
    assert!(other.answers().is_empty());
    assert_eq!(device.borrow().records.len(), 2);
}

#[test]
fn codes_and_files_of_one_person_are_one_and_comments_come_with_the_file() {
    let mut tab = facilitator(&Device::shared());
    let link = tab.set_up("3", "");
    let mut phone = follow(&Device::shared(), &link);
    phone.act(WorkshopEvent::Join { anew: false });
    phone.send(answer("fp1", Answer::Value(2)));
    phone.send(note("fp1", "A remark"));
    phone.send(Event::Finish);
    phone.send(Event::Download(Download::Json));
    let saved = phone.file().1;
    phone.send(Event::Go(Screen::HandOver));
    let code = phone.handing_over().code;

    tab.send(Event::Go(Screen::Collect));
    tab.act(WorkshopEvent::Pasted(code.clone()));
    tab.send(file("mine.json", saved.clone()));
    let (title, lines) = tab.outcome();
    assert_eq!(title, tab.view().text.say("collect.nothing-new"));
    assert_eq!(lines, [text(&tab, "collect.replaced", 1)]);
    tab.send(file("mine.json", saved));
    assert_eq!(tab.outcome().1, [text(&tab, "collect.repeated", 1)]);
    tab.act(WorkshopEvent::Pasted(code));
    assert_eq!(tab.outcome().1, [text(&tab, "collect.repeated", 1)]);
    let others = (0..2).map(|i| takes_part(&link, "", [i + 1, 1, 1, 1, 1]));
    let others: Vec<String> = others.collect();
    tab.act(WorkshopEvent::Pasted(others.join("\n")));
    tab.act(WorkshopEvent::ShowPicture);
    assert_eq!(tab.picture().groups[0].items[0].comments, ["A remark"]);
}

#[test]
fn junk_and_strangers_are_named_and_change_nothing() {
    let mut tab = facilitator(&Device::shared());
    let link = tab.set_up("3", "");
    let code = takes_part(&link, "", [1, 2, 3, 4, 5]);
    let elsewhere = facilitator(&Device::shared()).set_up("3", "");
    let stranger = takes_part(&elsewhere, "", [5, 4, 3, 2, 1]);
    tab.send(Event::Go(Screen::Collect));
    let stored = tab.device.borrow().records.clone();

    tab.act(WorkshopEvent::Pasted("lorem ipsum PA1 dolor".repeat(50_000)));
    assert_eq!(tab.outcome(), (tab.view().text.say("collect.nothing-found"), Vec::new()));
    let swapped = {
        let mut letters: Vec<char> = code.chars().collect();
        let at = (5..letters.len() - 1)
            .find(|i| letters[*i] != letters[i + 1] && letters[*i] != '-' && letters[i + 1] != '-')
            .expect("two different neighbours");
        letters.swap(at, at + 1);
        letters.into_iter().collect::<String>()
    };
    tab.act(WorkshopEvent::Pasted(format!("{stranger}\n{swapped}\n{}", &code[..20])));
    let (title, lines) = tab.outcome();
    assert_eq!(title, tab.view().text.say("collect.nothing-new"));
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(lines[0], text(&tab, "collect.other-workshop", 1));
    assert_eq!(tab.device.borrow().records, stored);

    tab.send(Event::FilesChosen(
        [("new.json", r#"{"format": "partnership-assessment/response", "version": 9}"#), ("x", "")]
            .map(|(name, text)| FileText { name: name.to_owned(), text: text.to_owned() })
            .into(),
    ));
    let (_, lines) = tab.outcome();
    assert!(lines[0].contains("new.json") && lines[1].contains('x'), "{lines:?}");
    assert_eq!(tab.device.borrow().records, stored);
    tab.act(WorkshopEvent::Pasted(code));
    assert_eq!(tab.outcome().0, text(&tab, "collect.added", 1));
}

#[test]
fn a_workshop_goes_to_another_device_as_a_file_and_two_tabs_lose_nothing() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    let link = tab.set_up("3", "");
    let codes: Vec<String> = (0..4).map(|i| takes_part(&link, "", [i + 1, 1, 2, 3, 4])).collect();
    tab.send(Event::Go(Screen::Collect));
    tab.act(WorkshopEvent::Pasted(codes[..3].join(" ")));
    tab.act(WorkshopEvent::ShowPicture);

    // Another tab of the same device adds the fourth; both have all.
    let mut other = facilitator(&device);
    let id = device.borrow().records.keys().next().expect("a workshop").clone();
    other.act(WorkshopEvent::OpenWorkshop(id));
    device.borrow_mut().changes.clear();
    other.act(WorkshopEvent::Pasted(codes[3].clone()));
    let changes = std::mem::take(&mut device.borrow_mut().changes);
    tab.hear(&changes);
    tab.send(Event::Go(Screen::Collect));
    assert_eq!(tab.collecting().missing, text(&tab, "collect.missing", 2));

    tab.send(Event::Download(Download::Workshop));
    let saved = tab.file().1;
    let mut elsewhere = facilitator(&Device::shared());
    elsewhere.send(file("workshop.json", saved.clone()));
    assert_eq!(elsewhere.collecting().missing, text(&tab, "collect.missing", 2));
    elsewhere.act(WorkshopEvent::ShowPicture);
    assert_eq!(elsewhere.report()["responses"], 3);
    elsewhere.send(Event::Go(Screen::Start));
    elsewhere.send(file("workshop.json", saved));
    assert!(!elsewhere.in_trouble());
}

#[test]
fn practice_is_stored_nowhere_and_has_made_up_people() {
    let device = Device::shared();
    let mut tab = facilitator(&device);
    tab.send(Event::Go(Screen::SetUp));
    tab.act(WorkshopEvent::SetUp(SetupField::Name, "Dry run".to_owned()));
    tab.act(WorkshopEvent::SetUpPractice(true));
    tab.act(WorkshopEvent::CreateWorkshop);
    let WorkshopView::Invite(invite) = tab.workshop() else { panic!("no invitation") };
    tab.send(Event::Go(Screen::Collect));
    tab.act(WorkshopEvent::MadeUp);
    tab.act(WorkshopEvent::ShowPicture);
    assert_eq!(tab.picture().nothing, None);
    let mut phone = follow(&device, &invite.link);
    assert_eq!(phone.joining().keep, None);
    phone.act(WorkshopEvent::Sector(Respondent::SECTORS[0].to_owned()));
    phone.act(WorkshopEvent::Join { anew: false });
    assert!(device.borrow().records.is_empty());
}

#[test]
fn merged_answers_tell_no_ids_no_comments_and_no_hidden_sector() {
    let mut tab = facilitator(&Device::shared());
    let link = tab.set_up("3", "housing\nhealth\nsocial-care");
    let people = ["housing", "housing", "housing", "health", "health", "health", "social-care"];
    let codes: Vec<String> = people
        .iter()
        .enumerate()
        .map(|(i, it)| takes_part(&link, it, [1 + i as i64 % 5, 2, 3, 4, 5]))
        .collect();
    tab.send(Event::Go(Screen::Collect));
    tab.act(WorkshopEvent::Pasted(codes.join("\n")));
    tab.act(WorkshopEvent::ShowPicture);
    tab.send(Event::Download(Download::Merged));
    let table = tab.file().1;
    let rows: Vec<&str> = table.trim_end().lines().skip(1).collect();
    assert_eq!(rows.len(), 7);
    // Social care has one, so the smallest of the others is hidden with it.
    let of = |sector: &str| rows.iter().filter(|it| it.contains(sector)).count();
    assert_eq!((of("housing"), of("health"), of("social-care")), (3, 0, 0));
    assert!(!table.contains("1970"), "{table}");
    tab.send(Event::Download(Download::MergedLong));
    assert_eq!(tab.file().1.trim_end().lines().count(), 1 + 7 * 5);
}

#[test]
fn storage_that_is_full_or_forbidden_is_told_and_loses_nothing() {
    for storage in [Storage::None, Storage::Local] {
        let device = Device::shared();
        let options = Options { storage, ..options() };
        let mut tab = Tab::open(&device, Opening { options, ..Opening::default() });
        let link = tab.set_up("3", "");
        if storage == Storage::Local {
            device.borrow_mut().fault = Some(partnership_assessment::app::StorageFault::Full);
        }
        tab.send(Event::Go(Screen::Collect));
        tab.act(WorkshopEvent::Pasted(takes_part(&link, "", [1, 2, 3, 4, 5])));
        assert_eq!(tab.collecting().missing, text(&tab, "collect.missing", 5));
        assert!(tab.unsaved() && tab.model.would_lose_answers());
    }
}

#[test]
fn a_record_of_a_newer_version_is_left_alone_and_a_response_file_names_its_workshop() {
    let device = Device::shared();
    let newer = r#"{"format":"partnership-assessment/workshop","version":99,"id":"w"}"#;
    device.borrow_mut().records.insert("w".to_owned(), newer.to_owned());
    let tab = facilitator(&device);
    assert_eq!(tab.shelf().len(), 1);
    assert!(tab.shelf()[0].1.is_some());
    assert_eq!(device.borrow().records["w"], newer);

    let link = facilitator(&Device::shared()).set_up("3", "");
    let mut phone = follow(&Device::shared(), &link);
    phone.act(WorkshopEvent::Join { anew: false });
    let record = json::read_record(&phone.record()).expect("a record");
    assert_eq!(format!("{PAGE}{}", record.response.workshop), link);
}
