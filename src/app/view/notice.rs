//! The one message: what just happened, and what can be done about it.

#[cfg(not(feature = "starter"))]
use super::planning;
use super::{Notice, NoticeKind, SavedView, workshop_shown};
use crate::app::FULL;
#[cfg(not(feature = "starter"))]
use crate::app::event::PlanEvent;
use crate::app::event::{Event, StorageFault};
use crate::app::model::{Download, Handout, Model, News, Screen};
use crate::app::update::FULL_WIDGET;
#[cfg(not(feature = "starter"))]
use crate::app::update::due_event;
use crate::text::Text;

pub fn notice(model: &Model, text: &Text, news: &News) -> Notice {
    let good =
        |title: String| Notice { kind: NoticeKind::Good, title, lines: Vec::new(), act: None };
    let trouble = |title: String, lines: Vec<String>| Notice {
        kind: NoticeKind::Trouble,
        title,
        lines,
        act: None,
    };
    match news {
        News::Imported { name, count, known, other_edition } if FULL => {
            let title = if *known {
                text.count("news.already-here", *count, &[("name", name)])
            } else {
                text.count("news.imported", *count, &[("name", name)])
            };
            let lines =
                if *other_edition { vec![text.say("news.other-edition")] } else { Vec::new() };
            Notice { lines, ..good(title) }
        }
        News::ImportFailed { file, problems } if FULL => {
            const SHOWN: usize = 5;
            let title = text.with("news.import-failed", &[("file", file)]);
            let mut lines: Vec<String> =
                problems.iter().take(SHOWN).map(|it| text.problem(it)).collect();
            if problems.len() > SHOWN {
                lines.push(text.count("news.more-problems", problems.len() - SHOWN, &[]));
            }
            lines.push(text.say("news.nothing-changed"));
            trouble(title, lines)
        }
        News::Unreadable { file } if FULL => trouble(
            text.with("news.import-failed", &[("file", file)]),
            vec![text.say("news.unreadable"), text.say("news.nothing-changed")],
        ),
        News::InstrumentOpened if FULL => good(text.say("news.instrument-opened")),
        News::FetchFailed { what } => trouble(
            match what.as_str() {
                FULL_WIDGET => text.say("news.fetch-failed-rest"),
                _ => text.with("news.fetch-failed", &[("what", what)]),
            },
            vec![text.say("news.fetch-failed-advice")],
        ),
        News::NoInstrument { id } => {
            trouble(text.with("news.no-instrument", &[("id", id)]), Vec::new())
        }
        News::NeedsInstrument { id } if FULL => trouble(
            text.with("news.needs-instrument", &[("id", id)]),
            vec![text.say("news.needs-instrument-advice")],
        ),
        News::Deleted { name } if FULL => Notice {
            act: (!model.undo.is_empty()).then(|| (text.say("news.undo"), Event::Undo)),
            ..good(text.with("news.deleted", &[("name", name)]))
        },
        #[cfg(not(feature = "starter"))]
        News::DeletedElsewhere(id) => Notice {
            act: Some((text.say("news.keep-again"), Event::KeepHere(id.clone()))),
            ..trouble(
                text.with("news.deleted-elsewhere", &[("name", &model.name_of_entry(id))]),
                vec![text.say("news.deleted-elsewhere-advice")],
            )
        },
        News::NewerElsewhere if FULL => Notice {
            act: Some(save_a_file(model, text)),
            ..trouble(
                text.say("news.newer-elsewhere"),
                vec![text.say("news.newer-elsewhere-advice")],
            )
        },
        News::Emptied if FULL => good(text.say("news.emptied")),
        News::ErasedElsewhere if FULL => good(text.say("news.erased-elsewhere")),
        News::QuestionsNotStored if FULL => trouble(
            text.say("news.questions-not-stored"),
            vec![text.say("news.questions-not-stored-advice")],
        ),
        News::Erased if FULL => good(text.say("news.erased")),
        News::Restored if FULL => good(text.say("news.restored")),
        #[cfg(not(feature = "starter"))]
        News::Merged if workshop_shown(model).is_some() => good(text.say("news.merged-workshop")),
        News::Merged => good(text.say("news.merged")),
        News::StorageFailed(fault) => Notice {
            act: Some(save_a_file(model, text)),
            ..trouble(
                text.say(match fault {
                    StorageFault::Full => "news.storage-full",
                    StorageFault::Forbidden => "news.storage-forbidden",
                }),
                vec![text.say("news.storage-advice")],
            )
        },
        News::Downloaded { file } if FULL => good(text.with("news.downloaded", &[("file", file)])),
        News::Copied(Handout::Link) if FULL => good(text.say("news.link-copied")),
        News::Copied(Handout::Code) if FULL => good(text.say("news.code-copied")),
        News::CopyFailed if FULL => {
            trouble(text.say("news.copy-failed"), vec![text.say("news.copy-failed-advice")])
        }
        News::CameraFailed if FULL => {
            trouble(text.say("news.camera-failed"), vec![text.say("news.camera-failed-advice")])
        }
        #[cfg(not(feature = "starter"))]
        News::ReviewDue(due) => {
            let one = |id: &String| {
                let day = model.plan_of(id).and_then(|it| it.review);
                let date = day.map(|it| planning::date(text, it)).unwrap_or_default();
                let name = model.name_of_entry(id);
                text.with("news.review-of", &[("name", &name), ("date", &date)])
            };
            let act = match due.len() {
                1 => text.say("news.open-plan"),
                _ => text.say("nav.shelf"),
            };
            Notice {
                lines: due.iter().map(one).collect(),
                act: Some((act, due_event(due))),
                ..good(text.count("news.review-due", due.len(), &[]))
            }
        }
        #[cfg(not(feature = "starter"))]
        News::TakenOut { name } => Notice {
            act: model
                .desk
                .taken_out
                .is_some()
                .then(|| (text.say("news.undo"), PlanEvent::PutBack.into())),
            ..good(match name.trim() {
                "" => text.say("news.taken-out-nameless"),
                name => text.with("news.taken-out", &[("name", name)]),
            })
        },
        News::Protected if FULL => Notice {
            lines: vec![text.say("news.protected-text")],
            ..good(text.say("news.protected"))
        },
        News::Unprotected if FULL => good(text.say("news.unprotected")),
        News::NotStored if FULL => {
            trouble(text.say("news.not-stored"), vec![text.say("news.storage-advice")])
        }
        News::LockedElsewhere if FULL => good(text.say("news.locked-elsewhere")),
        #[cfg(not(feature = "starter"))]
        News::NewerVersion => newer(model, text),
        News::Rescued { read, aside, known } if FULL => {
            let mut lines = Vec::new();
            if *read > 0 {
                lines.push(text.count("news.rescued", *read, &[]));
            }
            if *aside > 0 {
                lines.push(text.count("news.rescued-aside", *aside, &[]));
            }
            let said = if lines.is_empty() { "news.rescued-none" } else { "news.rescued-known" };
            if *known {
                lines.push(text.say(said));
            }
            let title = lines.remove(0);
            Notice { lines, ..good(title) }
        }
        News::PaintingFailed if FULL => {
            trouble(text.say("news.painting-failed"), vec![text.say("news.painting-failed-advice")])
        }
        News::BadInvitation if FULL => {
            trouble(text.say("news.bad-invitation"), vec![text.say("news.bad-invitation-advice")])
        }
        // What the starter leaves to the full widget.
        _ => good(text.say("loading.heading")),
    }
}

/// The way to a file of what is shown.
fn save_a_file(model: &Model, text: &Text) -> (String, Event) {
    let event = match workshop_shown(model) {
        Some(_) => Event::Download(Download::Workshop),
        None => Event::Go(Screen::Keep),
    };
    (text.say("news.save-file-now"), event)
}

/// A newer version of the page is at hand. What would be lost by loading the page again is
/// saved first.
#[cfg(not(feature = "starter"))]
fn newer(model: &Model, text: &Text) -> Notice {
    let loses = model.would_lose_answers();
    let lines = [
        (loses, "news.newer-unstored"),
        (!loses && !model.shelf.is_empty(), "news.newer-kept"),
        (true, "news.newer-later"),
    ];
    let act = match (loses, workshop_shown(model), &model.current) {
        (false, _, _) => (text.say("news.use-newer"), Event::UseNewerVersion),
        (true, None, None) => (text.say("nav.shelf"), Event::Go(Screen::Shelf)),
        (true, _, _) => save_a_file(model, text),
    };
    Notice {
        kind: NoticeKind::Good,
        title: text.say("news.newer"),
        lines: lines.into_iter().filter(|it| it.0).map(|it| text.say(it.1)).collect(),
        act: Some(act),
    }
}

/// What is said aloud.
pub fn announcement(model: &Model, notice: Option<&Notice>, saved: Option<&SavedView>) -> String {
    match (notice, saved) {
        (Some(_), _) if model.has_read_out() => String::new(),
        (Some(notice), _) => format!("{} {}", notice.title, notice.lines.join(" ")),
        (None, Some(saved)) if saved.trouble => saved.text.clone(),
        _ => String::new(),
    }
}

/// Whether and when what is open was stored.
pub fn saved(model: &Model, text: &Text) -> SavedView {
    let trouble = |key: &str| SavedView { text: text.say(key), trouble: true };
    let workshop = workshop_shown(model);
    let open = workshop.map(|it| &it.id).or(model.current.as_ref());
    #[cfg(not(feature = "starter"))]
    if workshop.is_some_and(|it| it.setup.practice) {
        return SavedView { text: text.say("saved.practice"), trouble: false };
    }
    if !model.keeps(open) {
        return trouble("saved.not-kept");
    }
    let waits = open.is_some_and(|it| model.unsaved.contains(it));
    if waits && model.storage_fault.is_none() {
        return trouble("saved.not-kept");
    }
    match (model.storage_fault, model.saved_at) {
        (Some(StorageFault::Full), _) => trouble("saved.full"),
        (Some(StorageFault::Forbidden), _) => trouble("saved.forbidden"),
        (None, Some(time)) => {
            let time = text.hour(time, model.moment.offset);
            SavedView { text: text.with("saved.at", &[("time", &time)]), trouble: false }
        }
        (None, None) => SavedView { text: text.say("saved.kept"), trouble: false },
    }
}
