//! The screens around an assessment: the first one, the guide, what to read, who answers,
//! and the shelf.

use super::{
    CardView, EntryView, FieldView, GuideQuestion, GuideView, PrepareView, ReadingPart,
    ReadingView, ScreenView, StartView,
};
use crate::app::FULL;
use crate::app::guide::{self, Question};
use crate::app::model::{Draft, Entry, Model, Screen, Storage};
use crate::response::{Field, Respondent};
use crate::text::Text;

pub fn start(model: &Model, text: &Text) -> StartView {
    let (whole, cards): (Vec<_>, Vec<_>) = model
        .index
        .instruments
        .iter()
        .filter(|it| model.options.instrument.as_ref().is_none_or(|only| *only == it.id))
        .map(|it| card(model, text, &it.id))
        .partition(|it| it.id == "whole");
    let custom = model.custom.ids().map(|id| card(model, text, id));
    StartView {
        last: model.current.as_ref().and_then(|id| entry(model, text, id)),
        cards: cards.into_iter().chain(custom).collect(),
        whole: whole.into_iter().next(),
        keep_files: keep_files(model),
    }
}

/// Whether what is opened from files will be kept on this device, where that can be chosen.
fn keep_files(model: &Model) -> Option<bool> {
    model.can_keep().then_some(!model.files_apart)
}

fn card(model: &Model, text: &Text, id: &str) -> CardView {
    let listed = model.index.instruments.iter().find(|it| it.id == id);
    let open = model.instruments.get(id);
    let summary = listed.map(|it| &it.summary).or_else(|| open.map(|it| &it.summary));
    let n_items = open.map(|it| it.n_items()).or_else(|| listed.map(|it| it.n_items));
    let minutes = open.map(|it| it.minutes).or_else(|| listed.map(|it| it.minutes));
    CardView {
        id: id.to_owned(),
        title: model.title_of(id),
        summary: summary.map_or_else(String::new, |it| text.own(it).to_owned()),
        facts: facts(text, n_items.unwrap_or_default(), minutes.unwrap_or_default()),
    }
}

/// How many statements, and how long they take.
pub fn facts(text: &Text, n_items: usize, minutes: u64) -> String {
    let items = text.count("card.statements", n_items, &[]);
    if minutes == 0 {
        return items;
    }
    let minutes = text.count("card.minutes", minutes as usize, &[]);
    text.with("card.facts", &[("statements", &items), ("minutes", &minutes)])
}

pub fn guide(model: &Model, text: &Text) -> GuideView {
    let questions = Question::ALL.map(|question| {
        let choice = |it: &guide::Choice| (*it, text.say(it.key()), model.guide.contains(it));
        GuideQuestion {
            label: text.say(question.key()),
            choices: question.choices().iter().map(choice).collect(),
        }
    });
    let recommended = guide::recommend(&model.guide).map(|(instrument, reasons)| {
        (card(model, text, instrument), reasons.into_iter().map(|it| text.say(it)).collect())
    });
    GuideView { questions: questions.into(), recommended }
}

/// A part of a page to read, by the keys of its texts.
pub fn part(
    text: &Text,
    heading: &str,
    before: &[&str],
    list: &[&str],
    after: &[&str],
) -> ReadingPart {
    let all = |keys: &[&str]| keys.iter().map(|it| text.say(it)).collect();
    ReadingPart {
        heading: text.say(heading),
        before: all(before),
        list: all(list),
        after: all(after),
    }
}

/// What partnership is, and how closely partners can work together.
pub fn partnership(text: &Text) -> ReadingView {
    let plain = |heading: &str, keys: &[&str]| part(text, heading, keys, &[], &[]);
    let levels = [
        "partnership.networking",
        "partnership.coordinating",
        "partnership.cooperating",
        "partnership.collaborating",
    ];
    let (before, after) = (["partnership.levels-intro"], ["partnership.levels-end"]);
    ReadingView {
        parts: vec![
            plain("partnership.what", &["partnership.what-1", "partnership.what-2"]),
            part(text, "partnership.levels", &before, &levels, &after),
            plain(
                "partnership.use",
                &["partnership.use-1", "partnership.use-2", "partnership.use-3"],
            ),
            plain("partnership.sources", &["partnership.sources-1", "partnership.sources-2"]),
        ],
        ordered: true,
        more: None,
    }
}

/// What happens with the answers.
pub fn privacy(text: &Text) -> ReadingView {
    let plain = |heading: &str, keys: &[&str]| part(text, heading, keys, &[], &[]);
    ReadingView {
        parts: vec![
            plain("privacy.where", &["privacy.where-1", "privacy.where-2"]),
            plain("privacy.leave", &["privacy.leave-1", "privacy.leave-2"]),
            plain("privacy.shared", &["privacy.shared-1", "privacy.shared-2", "privacy.shared-3"]),
            plain("privacy.limits", &["privacy.limits-1", "privacy.limits-2", "privacy.limits-3"]),
        ],
        ordered: false,
        more: Some(("nav.contacted", Screen::Contacts)),
    }
}

/// The statement of accessibility, of the form that public bodies publish.
pub fn accessibility(text: &Text) -> ReadingView {
    let plain = |heading: &str, keys: &[&str]| part(text, heading, keys, &[], &[]);
    let can = [
        "accessibility.can-keyboard",
        "accessibility.can-zoom",
        "accessibility.can-single",
        "accessibility.can-hear",
        "accessibility.can-read",
        "accessibility.can-settings",
        "accessibility.can-time",
        "accessibility.can-language",
    ];
    let limits = [
        "accessibility.limit-people",
        "accessibility.limit-words",
        "accessibility.limit-pictures",
        "accessibility.limit-print",
        "accessibility.limit-colours",
    ];
    let about = ["accessibility.tool-1", "accessibility.tool-2"];
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    let mut prepared = plain(
        "accessibility.preparation",
        &["accessibility.tested", "accessibility.not-tested", "accessibility.report"],
    );
    prepared.before.insert(0, text.with("accessibility.prepared", &version));
    ReadingView {
        parts: vec![
            part(text, "accessibility.tool", &about, &can, &["accessibility.tool-3"]),
            part(text, "accessibility.state", &["accessibility.state-1"], &limits, &[]),
            plain("accessibility.contact", &["accessibility.contact-1", "accessibility.contact-2"]),
            plain(
                "accessibility.enforcement",
                &["accessibility.enforcement-1", "accessibility.enforcement-2"],
            ),
            plain(
                "accessibility.technical",
                &["accessibility.technical-1", "accessibility.technical-2"],
            ),
            plain("accessibility.content", &["accessibility.content-1", "accessibility.content-2"]),
            prepared,
        ],
        ordered: false,
        more: None,
    }
}

/// The screen before the first statement; `None` while its instrument is on its way.
pub fn prepare(model: &Model, text: &Text) -> Option<PrepareView> {
    let draft = model.draft.as_ref()?;
    let instrument = model.instruments.get(&draft.instrument)?;
    Some(PrepareView {
        about: text.own(&instrument.about).to_owned(),
        facts: facts(text, instrument.n_items(), instrument.minutes),
        sections: instrument.sections.iter().map(|it| text.own(&it.title).to_owned()).collect(),
        fields: Field::ALL.map(|it| field(text, it, draft.respondent.part(it))).into(),
        keep: model.can_keep().then_some(draft.keep),
        kept: kept(model, text, draft),
    })
}

/// Whether and how long the answers to `draft` will be kept, in words.
pub fn kept(model: &Model, text: &Text, draft: &Draft) -> String {
    #[cfg(not(feature = "starter"))]
    if model.locked {
        return text.say("vault.not-kept");
    }
    text.say(match (model.options.storage, model.can_keep(), draft.keep) {
        (Storage::None, _, _) => "prepare.keeps-nothing",
        (_, false, _) => "prepare.cannot-keep",
        (Storage::Session, _, true) => "prepare.kept-for-the-session",
        (Storage::Local, _, true) => "prepare.kept",
        (_, _, false) => "prepare.not-kept",
    })
}

fn field(text: &Text, field: Field, value: &str) -> FieldView {
    let (label, why) = match field {
        Field::Sector => ("who.sector", "who.sector-why"),
        Field::Role => ("who.role", "who.role-why"),
        Field::Organisation => ("who.organisation", "who.organisation-why"),
        Field::Size => ("who.size", "who.size-why"),
        Field::Partnership => ("who.partnership", "who.partnership-why"),
    };
    let offered: &[&str] = match field {
        Field::Sector => &Respondent::SECTORS,
        Field::Size => &Respondent::SIZES,
        Field::Role | Field::Organisation | Field::Partnership => &[],
    };
    FieldView {
        field,
        label: text.say(label),
        why: text.say(why),
        value: value.to_owned(),
        purpose: match field {
            Field::Organisation => "organization",
            Field::Role => "organization-title",
            Field::Sector | Field::Size | Field::Partnership => "off",
        },
        choices: offered.iter().map(|it| ((*it).to_owned(), text.detail(it))).collect(),
    }
}

pub fn shelf(model: &Model, text: &Text) -> ScreenView {
    let mut newest_first: Vec<(i64, &String)> = model
        .shelf
        .iter()
        .map(|(id, it)| match it {
            Entry::Readable { assessment, .. } => (-assessment.response.updated, id),
            #[cfg(not(feature = "starter"))]
            Entry::Workshop { workshop, .. } => (-workshop.updated, id),
            Entry::Unreadable { .. } => (i64::MAX, id),
        })
        .collect();
    newest_first.sort_unstable();
    ScreenView::Shelf {
        entries: newest_first.into_iter().filter_map(|it| with_review(model, text, it.1)).collect(),
        ready: model.shelf_read || !model.can_keep(),
        deleted: deleted(model),
        keep_files: keep_files(model),
        protected: protected(model),
    }
}

/// The name of what was deleted last and can be had back.
fn deleted(model: &Model) -> Option<String> {
    let last = model.undo.last()?;
    Some(model.name_of_any(&last.id, Some(&last.entry)))
}

/// Whether a passphrase protects what is kept here; nothing where it cannot.
fn protected(model: &Model) -> Option<bool> {
    #[cfg(not(feature = "starter"))]
    if model.options.storage == Storage::Local && model.can_keep() {
        return Some(model.desk.vault.open);
    }
    let _ = model;
    None
}

/// An entry with its round and its review, which the first screen does without.
fn with_review(model: &Model, text: &Text, id: &str) -> Option<EntryView> {
    let res = entry(model, text, id);
    #[cfg(not(feature = "starter"))]
    let res = res.map(|it| EntryView { review: super::planning::entry(model, text, id), ..it });
    res
}

fn entry(model: &Model, text: &Text, id: &str) -> Option<EntryView> {
    let open = model.current.as_deref() == Some(id);
    let entry = model.shelf.get(id)?;
    let is_kept = entry.keep() && !model.unsaved.iter().any(|it| it == id);
    Some(match entry {
        Entry::Readable { assessment, .. } => {
            let instrument = &assessment.response.instrument.id;
            let listed = model.index.instruments.iter().find(|it| it.id == *instrument);
            let at_hand = model.instruments.get(instrument).map(|it| it.n_items());
            let total = at_hand.or_else(|| listed.map(|it| it.n_items)).unwrap_or_default();
            let answered = assessment.response.answers.len();
            let mut progress =
                text.count("entry.answered", answered, &[("total", &total.to_string())]);
            if !is_kept {
                progress = text.with("entry.not-kept", &[("progress", &progress)]);
            }
            EntryView {
                id: id.to_owned(),
                name: model.name_of(assessment),
                instrument: model.title_of(instrument),
                progress,
                updated: text.with(
                    "entry.updated",
                    &[("date", &text.date(assessment.response.updated, model.moment.offset))],
                ),
                open,
                trouble: None,
                workshop: false,
                review: String::new(),
            }
        }
        #[cfg(not(feature = "starter"))]
        Entry::Workshop { workshop, .. } => {
            let mut progress = text.count("entry.people", workshop.current().count(), &[]);
            if !is_kept {
                progress = text.with("entry.not-kept", &[("progress", &progress)]);
            }
            EntryView {
                id: id.to_owned(),
                name: workshop.setup.name.clone(),
                instrument: text.with(
                    "entry.workshop",
                    &[("instrument", &model.title_of(&workshop.instrument.id))],
                ),
                progress,
                updated: text.with(
                    "entry.updated",
                    &[("date", &text.date(workshop.updated, model.moment.offset))],
                ),
                open: model.workshop.as_deref() == Some(id),
                trouble: None,
                workshop: true,
                review: String::new(),
            }
        }
        Entry::Unreadable { problem, .. } => EntryView {
            id: id.to_owned(),
            name: text.say("entry.unreadable"),
            instrument: String::new(),
            progress: String::new(),
            updated: String::new(),
            open,
            trouble: FULL.then(|| text.problem(problem)),
            workshop: false,
            review: String::new(),
        },
    })
}
