//! What the page has contacted, and what happens with answers.

use std::rc::Rc;

use super::{ReadingPart, ScreenView};
use crate::app::contacts::{Contact, Contacts, Group, Kind, Owner, Place};
use crate::app::event::StorageFault;
use crate::app::model::{Model, Storage};
use crate::text::Text;

/// What the page has contacted, as the browser has it on record.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactsView {
    pub answers: ReadingPart,
    pub about: String,
    /// What the address is of, and the address.
    pub page: (String, String),
    /// How much there is on record, and when it was read.
    pub read: String,
    /// What the record lacks.
    pub lacks: Vec<String>,
    /// What was asked for since the tool was complete, in sentences.
    pub since: Vec<String>,
    pub since_addresses: Rc<[Contact]>,
    pub places: Vec<PlaceView>,
    /// What is said of the copy of the page's files, and its addresses.
    pub copied: Option<(Vec<String>, Rc<[Contact]>)>,
    pub limits: ReadingPart,
    /// The words for what each request belongs to.
    pub owners: OwnerLabels,
}

/// What was asked for at one host.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceView {
    pub name: String,
    pub requests: String,
    /// Each with its number of requests.
    pub kinds: Vec<(String, usize)>,
    pub owners: Vec<(String, usize)>,
    pub last: String,
    /// The label of the addresses.
    pub every: String,
    pub addresses: Rc<[Contact]>,
}

/// The words for what a request belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnerLabels {
    widget: String,
    instrument: String,
    page: String,
}

impl OwnerLabels {
    fn new(text: &Text, standalone: bool) -> Self {
        let page = if standalone { "contacts.of-page" } else { "contacts.of-host-page" };
        Self {
            widget: text.say("contacts.of-tool"),
            instrument: text.say("contacts.of-instrument"),
            page: text.say(page),
        }
    }

    pub fn of(&self, owner: Owner) -> &str {
        match owner {
            Owner::Widget => &self.widget,
            Owner::Instrument => &self.instrument,
            Owner::Page => &self.page,
        }
    }
}

impl Kind {
    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Page => "contacts.kind-page",
            Self::Script => "contacts.kind-script",
            Self::Style => "contacts.kind-style",
            Self::WebAssembly => "contacts.kind-program",
            Self::Data => "contacts.kind-data",
            Self::Picture => "contacts.kind-picture",
            Self::Other => "contacts.kind-other",
        }
    }
}

pub fn screen(model: &Model, text: &Text) -> ScreenView {
    match &model.desk.contacts {
        Some(it) => ScreenView::Contacts(Rc::new(contacts(model, text, it))),
        None => ScreenView::Loading,
    }
}

fn contacts(model: &Model, text: &Text, contacts: &Contacts) -> ContactsView {
    let standalone = model.options.standalone;
    let either = |own: &str, host: &str| text.say(if standalone { own } else { host });
    let n: usize = contacts.groups.iter().map(|it| it.n).sum();
    let requests = text.count("contacts.requests", n, &[]);
    let values = [("requests", requests.as_str()), ("when", &when(text, contacts.read))];
    let owners = OwnerLabels::new(text, standalone);
    let lacks = [
        (!contacts.shown, "contacts.unavailable"),
        (contacts.full, "contacts.full"),
        (contacts.lacks_own, "contacts.lacks-own"),
        (contacts.framed, "contacts.framed"),
    ];
    ContactsView {
        answers: answers(model, text),
        about: either("contacts.record-text", "contacts.record-text-host"),
        page: (either("contacts.page", "contacts.host-page"), contacts.page.clone()),
        read: if contacts.shown { text.with("contacts.read", &values) } else { String::new() },
        lacks: lacks.into_iter().filter(|it| it.0).map(|it| text.say(it.1)).collect(),
        since: if contacts.shown { since(text, contacts, standalone) } else { Vec::new() },
        since_addresses: contacts.since.clone(),
        places: contacts.groups.iter().map(|it| place(text, it, &owners)).collect(),
        copied: contacts.copied.as_ref().map(|(time, all)| {
            let date = text.date(*time, model.moment.offset);
            let hour = text.hour(*time, model.moment.offset);
            let values = [("date", date.as_str()), ("hour", hour.as_str())];
            let sentence = text.count("contacts.copy-text", all.len(), &values);
            (vec![sentence, text.say("contacts.copy-asks")], all.clone())
        }),
        limits: limits(text, contacts, standalone),
        owners,
    }
}

fn answers(model: &Model, text: &Text) -> ReadingPart {
    let kept = match (model.storage_fault, model.options.storage) {
        (_, Storage::None) => "contacts.kept-nowhere",
        (Some(StorageFault::Forbidden), _) => "contacts.cannot-keep",
        (Some(StorageFault::Full), _) => "contacts.storage-full",
        (None, Storage::Session) => "contacts.kept-for-the-session",
        (None, Storage::Local) => "contacts.kept",
    };
    let sends = if model.options.src.is_some() {
        "contacts.sends-nothing-own"
    } else {
        "contacts.sends-nothing"
    };
    let ways = ["contacts.leaves-file", "contacts.leaves-code", "contacts.leaves-mail"];
    let before = [kept, sends, "contacts.leaves"];
    let heading = "prepare.answers-heading";
    super::start::part(text, heading, &before, &ways, &["contacts.leaves-link"])
}

fn since(text: &Text, contacts: &Contacts, standalone: bool) -> Vec<String> {
    let complete = text.with("contacts.complete", &[("when", &when(text, contacts.complete))]);
    let n: usize = contacts.since.iter().map(|it| it.n).sum();
    if n == 0 {
        return vec![complete, text.say("contacts.since-none")];
    }
    let of_page = contacts.since.iter().all(|it| it.owner == Owner::Page);
    let excused = (of_page && !standalone).then(|| text.say("contacts.since-page"));
    [complete, text.count("contacts.since", n, &[])].into_iter().chain(excused).collect()
}

fn place(text: &Text, group: &Group, owners: &OwnerLabels) -> PlaceView {
    let name = match &group.place {
        Place::Host(it) => it.clone(),
        Place::Device => text.say("contacts.device"),
        Place::Extension => text.say("contacts.extension"),
        Place::Inside => text.say("contacts.inside"),
    };
    PlaceView {
        requests: text.count("contacts.requests", group.n, &[]),
        kinds: group.kinds.iter().map(|(it, n)| (text.say(it.key()), *n)).collect(),
        owners: group.owners.iter().map(|(it, n)| (owners.of(*it).to_owned(), *n)).collect(),
        last: when(text, group.last),
        every: text.with("contacts.addresses", &[("place", &name)]),
        addresses: group.contacts.clone(),
        name,
    }
}

fn limits(text: &Text, contacts: &Contacts, standalone: bool) -> ReadingPart {
    let of_device = contacts.page.starts_with("file:");
    let around: &[&str] = match (contacts.framed, standalone) {
        (true, _) => &["contacts.limits-framed"],
        (false, true) if of_device => &["contacts.limits-device"],
        (false, true) => &["contacts.limits-own"],
        (false, false) => &["contacts.limits-host", "contacts.limits-apart"],
    };
    let all = [
        "privacy.limits-2",
        "contacts.limits-record",
        "contacts.limits-cache",
        "contacts.limits-server",
    ];
    let list: Vec<&str> = around.iter().copied().chain(all).collect();
    super::start::part(text, "contacts.limits", &[], &list, &["privacy.limits-3"])
}

/// A moment, in milliseconds since the page was opened, in words.
fn when(text: &Text, moment: u64) -> String {
    let seconds = usize::try_from(moment / 1000).unwrap_or(usize::MAX);
    match seconds {
        0 => text.say("contacts.first-second"),
        1..120 => text.count("contacts.seconds", seconds, &[]),
        _ => text.count("contacts.minutes", seconds / 60, &[]),
    }
}
