//! What the page has contacted, and what it says about answers.

use std::rc::Rc;
use std::time::Instant;

use partnership_assessment::app::{
    Contacts, ContactsView, Copied, Effect, Event, Kind, Opening, Options, Owner, Place, Record,
    Request, Screen, ScreenView, Storage, StorageFault, sort,
};

use super::device::{Device, Tab, heading, visit};
use crate::fixtures::english;

const PAGE: &str = "https://council.example/services/?page=7#pa-w=secret";
const FOLDER: &str = "https://files.example/widget/v1/";

fn request(address: &str, initiator: &str, start: u64, end: u64) -> Request {
    Request { address: address.to_owned(), initiator: initiator.to_owned(), start, end }
}

/// A page with the widget from another host, a statistics script and a picture of its own.
fn requests() -> Vec<Request> {
    vec![
        request(PAGE, "navigation", 0, 80),
        request("https://council.example/logo.svg", "img", 90, 120),
        request("https://stats.example:8443/t.js?site=12&v=3", "script", 95, 200),
        request(&format!("{FOLDER}partnership-assessment.js"), "script", 100, 160),
        request(&format!("{FOLDER}full_bg.wasm"), "fetch", 600, 1900),
        request(&format!("{FOLDER}text/cy.json"), "fetch", 700, 2500),
        request("https://stats.example:8443/hit?x=1", "beacon", 2400, 2450),
        request("https://stats.example:8443/hit?x=2", "beacon", 2600, 2700),
        request("https://stats.example:8443/hit?x=2", "beacon", 62_000, 62_100),
    ]
}

fn record() -> Record {
    Record {
        page: PAGE.to_owned(),
        folder: Some(FOLDER.to_owned()),
        begun: 30_000,
        read: 125_000,
        requests: Some(requests()),
        ..Record::default()
    }
}

fn sorted(requests: Vec<Request>) -> Contacts {
    sort(Record { requests: Some(requests), ..record() })
}

fn addresses(contacts: &[partnership_assessment::app::Contact]) -> Vec<&str> {
    contacts.iter().map(|it| it.address.as_str()).collect()
}

#[test]
fn requests_are_sorted_by_host_with_the_pages_own_and_the_widgets_first() {
    let it = sort(record());
    let host = |name: &str| Place::Host(name.to_owned());
    let places: Vec<&Place> = it.groups.iter().map(|it| &it.place).collect();
    let wanted = ["council.example", "files.example", "stats.example:8443"].map(host);
    assert_eq!(places, wanted.iter().collect::<Vec<_>>());
    let facts = |i: usize| {
        let it = &it.groups[i];
        let kinds: Vec<(Kind, usize)> = it.kinds.clone().into_iter().collect();
        let owners: Vec<(Owner, usize)> = it.owners.clone().into_iter().collect();
        (it.n, kinds, owners, it.last)
    };
    assert_eq!(
        facts(0),
        (2, vec![(Kind::Page, 1), (Kind::Picture, 1)], vec![(Owner::Page, 2)], 90)
    );
    let of_widget = vec![(Kind::Script, 1), (Kind::WebAssembly, 1), (Kind::Data, 1)];
    assert_eq!(facts(1), (3, of_widget, vec![(Owner::Widget, 3)], 700));
    let of_statistics = vec![(Kind::Script, 1), (Kind::Data, 3)];
    assert_eq!(facts(2), (4, of_statistics, vec![(Owner::Page, 4)], 62_000));
    assert!(!it.full && !it.lacks_own && it.shown);
}

#[test]
fn an_address_keeps_its_query_loses_its_fragment_and_stands_once() {
    let it = sort(record());
    assert_eq!(it.page, "https://council.example/services/?page=7");
    assert_eq!(
        addresses(&it.groups[0].contacts),
        ["https://council.example/services/?page=7", "https://council.example/logo.svg"]
    );
    let statistics = &it.groups[2].contacts;
    assert_eq!(
        addresses(statistics),
        [
            "https://stats.example:8443/t.js?site=12&v=3",
            "https://stats.example:8443/hit?x=1",
            "https://stats.example:8443/hit?x=2",
        ]
    );
    assert_eq!((statistics[2].n, statistics[2].last), (2, 62_000));
}

#[test]
fn what_was_asked_for_after_the_last_of_the_widgets_files_was_there_is_told_apart() {
    let it = sort(record());
    assert_eq!(it.complete, 2500);
    assert_eq!(addresses(&it.since), ["https://stats.example:8443/hit?x=2"]);
    assert_eq!(it.since[0].n, 2);

    // A file of the widget that is asked for while it works is no part of its loading.
    let mut later = requests();
    later.push(request(&format!("{FOLDER}late.json"), "fetch", 40_000, 40_100));
    let it = sorted(later);
    assert_eq!(it.complete, 2500);
    let late = it.since.iter().find(|it| it.owner == Owner::Widget);
    assert_eq!(late.map(|it| it.address.clone()), Some(format!("{FOLDER}late.json")));

    // Where nothing tells, it is the moment when the full widget began.
    let it = sort(Record { folder: None, ..record() });
    assert_eq!((it.complete, it.lacks_own), (30_000, true));
    assert_eq!(it.since.len(), 1);
}

#[test]
fn what_an_address_is_of_is_told_by_its_scheme() {
    let long = format!("data:image/png;base64,{}", "A".repeat(5000));
    let of = |address: &str| sorted(vec![request(address, "img", 1, 2)]).groups[0].place.clone();
    let host = |name: &str| Place::Host(name.to_owned());
    assert_eq!(of("HTTPS://me:pw@Council.EXAMPLE:8443/a"), host("council.example:8443"));
    assert_eq!(of("https://council.example?x=a@b/c"), host("council.example"));
    assert_eq!(of("https://[2001:db8::1]:81/a"), host("[2001:db8::1]:81"));
    assert_eq!(of("file:///home/page.html"), Place::Device);
    assert_eq!(of("moz-extension://5e2/a.js"), Place::Extension);
    assert_eq!(of("blob:https://council.example/5e2"), Place::Inside);
    assert_eq!(of("data:text/html,<a href='x://y'>"), Place::Inside);
    for nothing in ["", "about:blank", "://", "x://", "no address"] {
        assert_eq!(of(nothing), Place::Inside, "{nothing}");
    }
    let shown = sorted(vec![request(&long, "img", 1, 2)]).groups[0].contacts[0].clone();
    assert_eq!(shown.address.chars().count(), 61);
    assert!(shown.address.ends_with('…') && shown.kind == Kind::Picture);
    let wide = format!("https://a.example/?q={}", "ŵ".repeat(1999));
    let shown = sorted(vec![request(&wide, "fetch", 1, 2)]).groups[0].contacts[0].clone();
    assert_eq!(shown.address.chars().count(), 2001);
}

#[test]
fn what_was_asked_for_is_told_by_its_ending_or_else_by_what_asked() {
    let of = |address: &str, initiator: &str| {
        sorted(vec![request(address, initiator, 1, 2)]).groups[0].contacts[0].kind
    };
    assert_eq!(of("https://a.example/x/full_bg.wasm?v=1.css", "fetch"), Kind::WebAssembly);
    assert_eq!(of("https://a.example/widget.css", "fetch"), Kind::Style);
    assert_eq!(of("https://a.example/starter.js", "other"), Kind::Script);
    assert_eq!(of("https://a.example/a.JPG", "css"), Kind::Picture);
    assert_eq!(of("https://a.example/pixel", "img"), Kind::Picture);
    assert_eq!(of("https://a.example/collect", "beacon"), Kind::Data);
    assert_eq!(of("https://a.example/answer", "xmlhttprequest"), Kind::Data);
    assert_eq!(of("https://a.example/inner", "iframe"), Kind::Page);
    assert_eq!(of("https://a.js/font.woff2", "css"), Kind::Other);
    assert_eq!(of("https://a.example/app.js", "navigation"), Kind::Page);
}

#[test]
fn the_custom_instrument_that_the_widget_was_given_is_neither_its_file_nor_the_pages() {
    let address = "https://council.example/own.json";
    let mut all = requests();
    all.push(request(address, "fetch", 800, 900));
    let it = sort(Record { instrument: Some(address.to_owned()), requests: Some(all), ..record() });
    let found = it.groups[0].contacts.iter().find(|it| it.owner == Owner::Instrument);
    assert_eq!(found.map(|it| it.address.as_str()), Some(address));
}

#[test]
fn a_record_that_is_full_or_missing_is_told() {
    let many = |n: u64| {
        let mut res = vec![request(PAGE, "navigation", 0, 1)];
        let resource = |i| request(&format!("{FOLDER}{i}.json"), "fetch", i, i + 1);
        res.extend((0..n).map(resource));
        sorted(res)
    };
    assert!(!many(249).full);
    assert!(many(250).full);
    let it = sort(Record { requests: None, ..record() });
    assert!(!it.shown && !it.full && !it.lacks_own && it.groups.is_empty() && it.since.is_empty());
    assert!(sorted(vec![request(PAGE, "navigation", 0, 1)]).lacks_own);
    // The offline file has nothing beside it.
    let file = "file:///home/offline.html".to_owned();
    let requests = Some(vec![request(&file, "navigation", 0, 1)]);
    assert!(!sort(Record { page: file, folder: None, requests, ..record() }).lacks_own);
}

#[test]
fn thousands_of_requests_are_sorted_at_once() {
    let one = |i: u64| {
        let host = i % 40;
        request(&format!("https://h{host}.example/hit?n={i}"), "beacon", i, i + 1)
    };
    let requests: Vec<Request> = (0..20_000).map(one).collect();
    let start = Instant::now();
    let it = sorted(requests);
    let took = start.elapsed();
    assert_eq!(it.groups.len(), 40);
    assert_eq!(it.groups.iter().map(|it| it.contacts.len()).sum::<usize>(), 20_000);
    assert!(took.as_millis() < 2000, "{took:?}");
}

fn contacts(tab: &Tab) -> Rc<ContactsView> {
    match tab.view().screen {
        ScreenView::Contacts(it) => it,
        it => panic!("not what the page has contacted: {it:?}"),
    }
}

fn open(options: Options) -> Tab {
    let opening = Opening { options, ..Opening::default() };
    let mut res = Tab::open(&Device::shared(), opening);
    res.send(Event::Go(Screen::Contacts));
    res.send(Event::ContactsRead(Box::new(record())));
    res
}

#[test]
fn the_record_is_read_whichever_way_the_screen_is_come_to_and_when_asked_for_again() {
    let device = Device::shared();
    let mut tab = Tab::open(&device, Opening::default());
    let effects = tab.send(Event::Go(Screen::Contacts));
    assert_eq!(effects, [visit("contacts"), heading(), Effect::ReadContacts]);
    assert_eq!(tab.view().screen, ScreenView::Loading, "until the browser has answered");
    tab.send(Event::ContactsRead(Box::new(record())));
    assert_eq!(contacts(&tab).places.len(), 3);
    assert_eq!(tab.send(Event::ReadContacts), [Effect::ReadContacts]);
    let mut less = record();
    less.requests = Some(vec![request(PAGE, "navigation", 0, 1)]);
    tab.send(Event::ContactsRead(Box::new(less)));
    assert_eq!(contacts(&tab).places.len(), 1);

    tab.send(Event::Go(Screen::Start));
    let back = tab.send(Event::WentTo("contacts".to_owned()));
    assert!(back.contains(&Effect::ReadContacts));
    let opening = Opening { place: Some("contacts".to_owned()), ..Opening::default() };
    let mut reloaded = Tab::new(&device, &opening);
    assert!(reloaded.opened(opening).contains(&Effect::ReadContacts));
    assert_eq!(Screen::from_name(&Screen::Contacts.name()), Some(Screen::Contacts));
}

#[test]
fn where_answers_are_kept_is_said_as_the_storage_is() {
    let text = english();
    let said = |storage: Storage, fault: Option<StorageFault>| {
        let options = Options { storage, ..Options::default() };
        let opening = Opening { options, storage_fault: fault, ..Opening::default() };
        let mut tab = Tab::open(&Device::shared(), opening);
        tab.send(Event::Go(Screen::Contacts));
        tab.send(Event::ContactsRead(Box::new(record())));
        contacts(&tab).answers.before[0].clone()
    };
    let forbidden = Some(StorageFault::Forbidden);
    for (storage, fault, key) in [
        (Storage::Local, None, "contacts.kept"),
        (Storage::Session, None, "contacts.kept-for-the-session"),
        (Storage::None, None, "contacts.kept-nowhere"),
        (Storage::None, forbidden, "contacts.kept-nowhere"),
        (Storage::Local, forbidden, "contacts.cannot-keep"),
        (Storage::Session, Some(StorageFault::Full), "contacts.storage-full"),
    ] {
        assert_eq!(said(storage, fault), text.say(key), "{storage:?} {fault:?}");
    }
}

#[test]
fn a_page_of_its_own_an_embedding_page_and_a_frame_are_worded_differently() {
    let text = english();
    let embedded = contacts(&open(Options::default()));
    let own = contacts(&open(Options { standalone: true, ..Options::default() }));
    assert_eq!(embedded.page.0, text.say("contacts.host-page"));
    assert_eq!(own.page.0, text.say("contacts.page"));
    assert_eq!(own.page.1, "https://council.example/services/?page=7");
    assert!(embedded.limits.list.contains(&text.say("contacts.limits-host")));
    assert!(!own.limits.list.contains(&text.say("contacts.limits-host")));
    assert!(own.limits.list.contains(&text.say("contacts.limits-own")));
    let page = |it: &ContactsView| it.places[2].owners[0].0.clone();
    assert_eq!(page(&embedded), text.say("contacts.of-host-page"));
    assert_eq!(page(&own), text.say("contacts.of-page"));
    // Only the page around it can be what asked for more.
    assert_eq!(embedded.since.last(), Some(&text.say("contacts.since-page")));
    assert_eq!(own.since.last(), Some(&text.count("contacts.since", 2, &[])));
    assert_eq!(embedded.since[0], "This tool was complete 2 seconds after the page was opened.");
    assert_eq!(embedded.read, "9 requests on record. Read 2 minutes after the page was opened.");

    let mut tab = open(Options::default());
    tab.send(Event::ContactsRead(Box::new(Record { framed: true, ..record() })));
    let framed = contacts(&tab);
    assert!(framed.lacks.contains(&text.say("contacts.framed")));
    assert!(framed.limits.list.contains(&text.say("contacts.limits-framed")));

    let mut tab = open(Options { standalone: true, ..Options::default() });
    let page = "file:///home/offline.html".to_owned();
    tab.send(Event::ContactsRead(Box::new(Record { page, requests: None, ..record() })));
    let unread = contacts(&tab);
    assert!(unread.limits.list.contains(&text.say("contacts.limits-device")));
    assert_eq!(unread.lacks, [text.say("contacts.unavailable")]);
    assert!(unread.read.is_empty() && unread.since.is_empty() && unread.places.is_empty());
}

#[test]
fn no_request_since_the_tool_was_complete_is_said_so() {
    let mut tab = open(Options::default());
    let requests: Vec<Request> = requests().into_iter().filter(|it| it.start < 2500).collect();
    tab.send(Event::ContactsRead(Box::new(Record { requests: Some(requests), ..record() })));
    let it = contacts(&tab);
    assert_eq!(it.since.last(), Some(&english().say("contacts.since-none")));
    assert!(it.since_addresses.is_empty());
}

#[test]
fn the_words_on_privacy_lead_to_what_the_page_has_contacted() {
    let mut tab = Tab::open(&Device::shared(), Opening::default());
    tab.send(Event::Go(Screen::Privacy));
    let ScreenView::Reading(it) = tab.view().screen else { panic!("the words on privacy") };
    let more = it.more.expect("where to read on");
    assert_eq!(more, ("nav.contacted", Screen::Contacts));
}

#[test]
fn the_statement_of_accessibility_says_in_both_languages_what_public_bodies_must_say() {
    for (language, whom) in [
        ("en", ["Equality and Human Rights Commission", "Equality Advisory and Support Service"]),
        ("cy", ["Comisiwn Cydraddoldeb a Hawliau Dynol", "Chymorth Cydraddoldeb"]),
    ] {
        let mut tab = Tab::open(&Device::shared(), Opening::default());
        tab.send(Event::Language(language.to_owned()));
        tab.send(Event::Go(Screen::Accessibility));
        let ScreenView::Reading(it) = tab.view().screen else { panic!("the statement") };
        assert_eq!(it.parts.len(), 7);
        let said = it.parts.iter().flat_map(|it| it.before.iter().chain(&it.list)).cloned();
        let said = said.collect::<Vec<_>>().join(" ");
        let version = env!("CARGO_PKG_VERSION");
        let named = ["2018", "(ECNI)", "WCAG", "2.2", "3.1.2", "NVDA", "openacr.yaml", version];
        for it in named.into_iter().chain(whom) {
            assert!(said.contains(it), "{language}: {it}");
        }
    }
}

#[test]
fn what_the_service_worker_fetched_is_told_beside_the_record() {
    let mut tab = open(Options { standalone: true, ..Options::default() });
    assert_eq!(contacts(&tab).copied, None, "there is no worker here");
    let addresses = ["sw.js", "v1/full.js", "v1/full_bg.wasm"];
    let addresses = addresses.map(|it| format!("https://council.example/services/{it}"));
    let copied = Copied { time: 1_770_000_000_000, addresses: addresses.to_vec() };
    tab.send(Event::ContactsRead(Box::new(Record { copied: Some(copied), ..record() })));
    let (said, listed) = contacts(&tab).copied.clone().expect("the copy");
    assert!(said[0].contains("fetched 3 files for that, on 2 February 2026"), "{}", said[0]);
    assert_eq!(said[1], english().say("contacts.copy-asks"));
    assert_eq!(self::addresses(&listed), addresses);
}
