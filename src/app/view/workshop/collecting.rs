//! The facilitator's way from the set-up to the last answer.

use super::{CollectView, InviteView, OutcomeView, QrView, SetupFieldView, SetupView};
use crate::app::desk::{Collected, SetupField};
use crate::app::model::Model;
use crate::app::update::setup_problem;
use crate::exchange::code::Damage;
use crate::exchange::{link, qr};
use crate::text::Text;
use crate::workshop::Setup;

pub fn setup(model: &Model, text: &Text) -> SetupView {
    let draft = &model.desk.set_up;
    let listed = model.index.instruments.iter().map(|it| &it.id);
    let instruments = listed.chain(model.custom.ids()).map(|id| {
        let chosen = *id == draft.instrument;
        (id.clone(), model.title_of(id), chosen)
    });
    let own = (String::new(), text.say("setup.own-language"), draft.language.is_none());
    let languages = model
        .index
        .languages
        .iter()
        .map(|(tag, name)| (tag.clone(), name.clone(), draft.language.as_ref() == Some(tag)));
    let field = |field: SetupField, value: &str, label: &str, hint: &str| SetupFieldView {
        field,
        label: text.say(label),
        hint: text.say(hint),
        value: value.to_owned(),
        problem: setup_problem(draft, field).filter(|_| draft.tried).map(|it| text.say(it)),
    };
    let fields = [
        (SetupField::Name, &draft.name, "setup.name", "setup.name-hint"),
        (SetupField::Expected, &draft.expected, "setup.expected", "setup.expected-hint"),
        (SetupField::Threshold, &draft.threshold, "setup.threshold", "setup.threshold-hint"),
        (SetupField::Sectors, &draft.sectors, "setup.sectors", "setup.sectors-hint"),
    ]
    .map(|(it, value, label, hint)| field(it, value, label, hint));
    let wrong: Vec<&str> =
        fields.iter().filter(|it| it.problem.is_some()).map(|it| it.label.as_str()).collect();
    SetupView {
        instruments: instruments.collect(),
        languages: [own].into_iter().chain(languages).collect(),
        wrong: match wrong.len() {
            0 | 1 => String::new(),
            n => text.count("setup.several-wrong", n, &[("fields", &wrong.join(", "))]),
        },
        fields: fields.into(),
        comments: draft.comments,
        practice: draft.practice,
    }
}

/// A QR code of `content`.
pub fn qr(content: &str, label: String) -> Option<QrView> {
    let drawn = qr::draw(content)?;
    Some(QrView { size: drawn.size, path: drawn.path, label })
}

/// A `mailto:` address without a receiver.
pub fn mail(subject: &str, body: &str) -> String {
    format!("mailto:?subject={}&body={}", link::encoded(subject), link::encoded(body))
}

pub fn invite(model: &Model, text: &Text) -> Option<InviteView> {
    let setup = &model.open_workshop()?.setup;
    let link = model.link_of(setup);
    let values = [("name", setup.name.as_str()), ("link", link.as_str())];
    let mut facts = facts(model, text, setup);
    // A file on a disk has no address that leads others to it.
    let from_file = model.options.address.is_empty();
    let (drawn, lead, letter) = if from_file {
        (None, "invite.from-file", "invite.mail-from-file")
    } else {
        let drawn = qr(&link, text.with("invite.qr-label", &[("name", &setup.name)]));
        if drawn.is_none() {
            facts.push((text.say("invite.qr"), text.say("invite.no-qr")));
        }
        (drawn, "invite.lead", "invite.mail-text")
    };
    if setup.src.is_none() && model.custom(&setup.instrument).is_some() {
        facts.push((text.say("invite.own"), text.say("invite.own-questions")));
    }
    Some(InviteView {
        lead: text.say(lead),
        qr: drawn,
        facts,
        mail: mail(&setup.name, &text.with(letter, &values)),
        practice: setup.practice,
        link,
    })
}

/// A set-up in words.
fn facts(model: &Model, text: &Text, setup: &Setup) -> Vec<(String, String)> {
    let sectors: Vec<String> = setup.sectors.iter().map(|it| text.detail(it)).collect();
    let threshold = text.count("invite.threshold", usize::from(setup.threshold), &[]);
    let mut res = vec![
        (text.say("fact.instrument"), model.title_of(&setup.instrument)),
        (text.say("invite.threshold-label"), threshold),
    ];
    if let Some(n) = setup.expected {
        res.push((text.say("setup.expected"), n.to_string()));
    }
    if !sectors.is_empty() {
        res.push((text.say("invite.sectors"), sectors.join(", ")));
    }
    let comments = if setup.comments { "invite.comments-yes" } else { "invite.comments-no" };
    res.push((text.say("invite.comments"), text.say(comments)));
    res
}

pub fn collect(model: &Model, text: &Text) -> Option<CollectView> {
    let workshop = model.open_workshop()?;
    let n = workshop.current().count();
    let threshold = usize::from(workshop.threshold());
    let expected = workshop.setup.expected.map(usize::from);
    let limit = threshold.to_string();
    let waiting = workshop.waiting();
    let standing = if workshop.states.is_empty() {
        match threshold.saturating_sub(n) {
            0 => text.say("collect.ready"),
            more => text.count("collect.needs-more", more, &[("limit", &limit)]),
        }
    } else if workshop.can_show_more() {
        text.count("collect.new", waiting, &[])
    } else if waiting > 0 {
        text.count("collect.held-back", waiting, &[("limit", &limit)])
    } else {
        text.say("collect.all-shown")
    };
    Some(CollectView {
        count: match expected {
            Some(total) => text.count("collect.count-of", n, &[("total", &total.to_string())]),
            None => text.count("collect.count", n, &[]),
        },
        missing: match expected.map(|it| it.saturating_sub(n)) {
            Some(0) => text.say("collect.nobody-missing"),
            Some(missing) => text.count("collect.missing", missing, &[]),
            None => String::new(),
        },
        share: expected.map(|it| (n * 1000 / it.max(1)).min(1000) as i64),
        reading: model.desk.reading.as_ref().map(|it| {
            let (read, total) = it.table.progress();
            (it.name.clone(), (read as u64 * 1000 / (total as u64).max(1)) as i64)
        }),
        outcome: model
            .desk
            .collected
            .as_ref()
            .filter(|_| model.desk.reading.is_none())
            .map(|it| outcome(model, text, it)),
        standing,
        hides: if model.desk.hides.is_empty() {
            String::new()
        } else {
            let names: Vec<String> = model.desk.hides.iter().map(|it| text.detail(it)).collect();
            text.with("collect.hides", &[("sectors", &names.join(", "))])
        },
        taken: model.desk.taken,
        can_show: !workshop.states.is_empty() || workshop.can_show_more(),
        practice: workshop.setup.practice,
        camera: model.desk.camera,
    })
}

fn outcome(model: &Model, text: &Text, it: &Collected) -> OutcomeView {
    const SHOWN: usize = 20;
    let mut lines = Vec::new();
    let mut counted = |key: &str, n: usize| {
        if n > 0 {
            lines.push(text.count(key, n, &[]));
        }
    };
    counted("collect.replaced", it.replaced);
    counted("collect.repeated", it.repeated);
    counted("collect.older", it.older);
    counted("collect.other-instrument", it.other_instrument);
    counted("collect.other-workshop", it.other_workshop);
    if it.other_edition {
        lines.push(text.say("collect.other-edition"));
    }
    for (code, how) in it.damaged.iter().take(SHOWN) {
        lines.push(damage(text, code, how));
    }
    if it.damaged.len() > SHOWN {
        lines.push(text.count("collect.more-damaged", it.damaged.len() - SHOWN, &[]));
    }
    for code in it.newer.iter().take(SHOWN) {
        lines.push(text.with("collect.newer", &[("code", code)]));
    }
    for (file, problem) in &it.files {
        let problem = text.problem(problem);
        lines.push(text.with("collect.file", &[("file", file), ("problem", &problem)]));
    }
    if let Some(problem) = &it.row {
        let problem = text.problem(problem);
        lines.push(text.count("collect.rows", it.rows, &[("problem", &problem)]));
    }
    if let Some(threshold) = it.raised {
        lines.push(text.count("collect.raised", usize::from(threshold), &[]));
    }
    let found = it.new + it.replaced + it.repeated + it.older;
    let trouble = !it.damaged.is_empty()
        || !it.newer.is_empty()
        || !it.files.is_empty()
        || it.rows + it.other_instrument + it.other_workshop > 0;
    let nothing = found == 0 && !trouble;
    OutcomeView {
        title: match it.new {
            0 if it.undone => text.say("collect.undone"),
            0 if nothing => text.say("collect.nothing-found"),
            0 => text.say("collect.nothing-new"),
            n => text.count("collect.added", n, &[]),
        },
        lines,
        trouble: trouble || (nothing && !it.undone),
        can_undo: !model.desk.before.is_empty(),
    }
}

/// Which code is damaged, and how.
pub(in crate::app) fn damage(text: &Text, code: &str, damage: &Damage) -> String {
    let place = |at: &usize| at.to_string();
    let how = match damage {
        Damage::CutOff { have, of } => {
            let values = [("have", have.to_string()), ("of", of.to_string())];
            text.with("damage.cut-off", &values.each_ref().map(|it| (it.0, it.1.as_str())))
        }
        Damage::Start => text.say("damage.start"),
        Damage::Strange { at, character, should } => {
            let (at, character) = (place(at), character.to_string());
            let should = should.map(|it| it.to_string()).unwrap_or_default();
            let values = [("place", at.as_str()), ("character", &character), ("should", &should)];
            let known = !should.is_empty();
            text.with(if known { "damage.strange-for" } else { "damage.strange" }, &values)
        }
        Damage::Wrong { at, should } => {
            text.with("damage.wrong", &[("place", &place(at)), ("character", &should.to_string())])
        }
        Damage::Swapped { at } => text.with("damage.swapped", &[("place", &place(at))]),
        Damage::Missing { at } => text.with("damage.missing", &[("place", &place(at))]),
        Damage::Extra { at } => text.with("damage.extra", &[("place", &place(at))]),
        Damage::Unclear => text.say("damage.unclear"),
    };
    text.with("collect.damaged", &[("code", code), ("how", &how)])
}
