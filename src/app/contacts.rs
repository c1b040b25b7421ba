//! What the page has contacted, sorted from the browser's own record.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::response::Millis;

/// How many resources a browser records unless the page asks for more.
const RECORDED: usize = 250;
/// Where an address is cut off: behind so many characters, or so many of one that carries
/// its content.
const LONGEST: usize = 2000;
const LONGEST_INSIDE: usize = 60;

/// A request in the browser's record; times in milliseconds since the page was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub address: String,
    /// What made it, in the browser's terms: `script`, `link`, `img`, `fetch`, `navigation`.
    pub initiator: String,
    pub start: u64,
    pub end: u64,
}

/// What the browser tells; times in milliseconds since the page was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The address of the page.
    pub page: String,
    /// The address of the folder of the widget's script, if that is known.
    pub folder: Option<String>,
    /// The full address of the custom instrument that the widget was given.
    pub instrument: Option<String>,
    /// Whether the page is shown inside another page.
    pub framed: bool,
    /// When the full widget began to work.
    pub begun: u64,
    /// When the record was read.
    pub read: u64,
    /// `None` where the browser shows no record.
    pub requests: Option<Vec<Request>>,
    /// What was fetched beside, so that the page opens without a network.
    pub copied: Option<Copied>,
}

/// What the page's service worker has fetched: its requests are on no record of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// When, in milliseconds since 1970.
    pub time: Millis,
    pub addresses: Vec<String>,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Page,
    Script,
    Style,
    WebAssembly,
    Data,
    Picture,
    Other,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    Widget,
    /// The custom instrument, which the widget fetches for the page.
    Instrument,
    Page,
}

/// Where it came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A host with its port, as addresses name it.
    Host(String),
    /// Files on this device.
    Device,
    /// An extension of the browser.
    Extension,
    /// The page itself: content in an address, which contacts nobody.
    Inside,
}

/// An address with how often it was asked for, and when last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub address: String,
    pub kind: Kind,
    pub owner: Owner,
    pub n: usize,
    pub last: u64,
}

/// What came from one place, in the order in which it was first asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub place: Place,
    pub n: usize,
    pub kinds: BTreeMap<Kind, usize>,
    pub owners: BTreeMap<Owner, usize>,
    pub last: u64,
    pub contacts: Rc<[Contact]>,
}

/// The browser's record, sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contacts {
    pub page: String,
    pub framed: bool,
    /// Whether the browser shows a record at all.
    pub shown: bool,
    /// Whether the record may lack what was asked for last, since it is full.
    pub full: bool,
    /// Whether the record lacks the widget's own files.
    pub lacks_own: bool,
    pub read: u64,
    /// When the last of the widget's files was there.
    pub complete: u64,
    /// The page's own place first, then that of the widget's files, then others by name.
    pub groups: Vec<Group>,
    /// What was asked for after the widget was complete.
    pub since: Rc<[Contact]>,
    /// When the page's service worker has fetched its copy of the files, and which.
    pub copied: Option<(Millis, Rc<[Contact]>)>,
}

/// Sorts what the browser tells.
pub fn sort(record: Record) -> Contacts {
    let Record { page, folder, instrument, framed, begun, read, requests, copied } = record;
    let shown = requests.is_some();
    let mut requests = requests.unwrap_or_default();
    requests.sort_by_key(|it| it.start);
    let page = without_fragment(&page).to_owned();
    let instrument = instrument.map(|it| without_fragment(&it).to_owned());
    let owner = |address: &str| {
        if folder.as_ref().is_some_and(|it| address.starts_with(it)) {
            Owner::Widget
        } else if instrument.as_deref() == Some(address) {
            Owner::Instrument
        } else {
            Owner::Page
        }
    };
    let is_own = |it: &&Request| owner(&it.address) == Owner::Widget;
    // The full widget begins once it is complete, perhaps long after: only at a person's act.
    let before = requests.iter().filter(is_own).filter(|it| it.start <= begun);
    let complete = before.map(|it| it.end).max().unwrap_or(begun);
    let resources = requests.iter().filter(|it| it.initiator != NAVIGATION).count();

    let mut sorted: BTreeMap<Place, Vec<&Request>> = BTreeMap::new();
    for request in &requests {
        sorted.entry(place(&request.address)).or_default().push(request);
    }
    let groups = sorted.into_iter().map(|(place, all)| {
        let contacts = contacts(&all, &owner);
        let mut kinds = BTreeMap::new();
        let mut owners = BTreeMap::new();
        for it in &contacts {
            *kinds.entry(it.kind).or_default() += it.n;
            *owners.entry(it.owner).or_default() += it.n;
        }
        let last = contacts.iter().map(|it| it.last).max().unwrap_or_default();
        Group { place, n: all.len(), kinds, owners, last, contacts: contacts.into() }
    });
    let mut groups: Vec<Group> = groups.collect();
    let of_page = place(&page);
    groups.sort_by_key(|it| (it.place != of_page, !it.owners.contains_key(&Owner::Widget)));

    let after: Vec<&Request> = requests.iter().filter(|it| it.start > complete).collect();
    let copied = copied.map(|it| {
        let request = |address| Request { address, ..Request::default() };
        let all: Vec<Request> = it.addresses.into_iter().map(request).collect();
        (it.time, contacts(&all.iter().collect::<Vec<_>>(), &owner).into())
    });
    let full = resources >= RECORDED;
    let of_disk = of_page == Place::Device;
    Contacts {
        lacks_own: shown && !full && !of_disk && !requests.iter().any(|it| is_own(&it)),
        since: contacts(&after, &owner).into(),
        copied,
        page,
        framed,
        shown,
        full,
        read,
        complete,
        groups,
    }
}

const NAVIGATION: &str = "navigation";

/// Each address of `requests` once, in the order of its first request.
fn contacts(requests: &[&Request], owner: &impl Fn(&str) -> Owner) -> Vec<Contact> {
    let mut places: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    let mut res: Vec<Contact> = Vec::new();
    for request in requests {
        let address = without_fragment(&request.address);
        let kind = kind(address, &request.initiator);
        let at = *places.entry((address, kind)).or_insert(res.len());
        match res.get_mut(at) {
            Some(it) => {
                it.n += 1;
                it.last = it.last.max(request.start);
            }
            None => res.push(Contact {
                address: shown(address),
                kind,
                owner: owner(address),
                n: 1,
                last: request.start,
            }),
        }
    }
    res
}

/// Without the part that no server gets to see; it may lead to a workshop.
fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or_default()
}

fn place(address: &str) -> Place {
    let Some((scheme, rest)) = address.split_once("://") else { return Place::Inside };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let scheme = scheme.to_ascii_lowercase();
    if scheme.contains(':') {
        // As `blob:` before the address of the page that made it.
        Place::Inside
    } else if scheme == "file" {
        Place::Device
    } else if scheme.ends_with("-extension") {
        Place::Extension
    } else if host.is_empty() {
        Place::Inside
    } else {
        Place::Host(host.to_ascii_lowercase())
    }
}

/// The address as a person may read it.
fn shown(address: &str) -> String {
    let longest = if place(address) == Place::Inside { LONGEST_INSIDE } else { LONGEST };
    match address.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", address.get(..end).unwrap_or_default()),
        None => address.to_owned(),
    }
}

/// By the ending of the address where it has one that tells, else by what made the request.
fn kind(address: &str, initiator: &str) -> Kind {
    if initiator == NAVIGATION {
        return Kind::Page;
    }
    let path = address.split('?').next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|it| it.1.to_ascii_lowercase());
    match ending.as_deref() {
        Some("js" | "mjs") => return Kind::Script,
        Some("css") => return Kind::Style,
        Some("wasm") => return Kind::WebAssembly,
        Some("json") => return Kind::Data,
        Some("svg" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "ico") => {
            return Kind::Picture;
        }
        _ => {}
    }
    match initiator {
        "iframe" | "frame" => Kind::Page,
        "script" => Kind::Script,
        "img" | "image" | "input" => Kind::Picture,
        "fetch" | "beacon" | "ping" => Kind::Data,
        // The older kind of `fetch`, by its long name.
        it if it.starts_with("xml") => Kind::Data,
        _ => Kind::Other,
    }
}
