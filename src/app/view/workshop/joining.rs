//! The participant's way into a workshop, and the answers' way out.

use super::collecting::{mail, qr};
use super::{HandOverView, JoinView};
use crate::app::model::Model;
use crate::app::view::{answering, start};
use crate::text::Text;

/// The first screen of a participant; `None` while the instrument is on its way.
pub fn join(model: &Model, text: &Text) -> Option<JoinView> {
    let setup = model.desk.invitation.as_ref()?;
    let draft = model.draft.as_ref()?;
    let instrument = model.instruments.get(&setup.instrument)?;
    let chosen = &draft.respondent.sector;
    let threshold = usize::from(setup.threshold);
    let comments = if setup.comments { "join.comments" } else { "join.no-comments" };
    let missing = draft.tried && !setup.sectors.is_empty() && chosen.is_empty();
    Some(JoinView {
        about: text.own(&instrument.about).to_owned(),
        facts: start::facts(text, instrument.n_items(), instrument.minutes),
        terms: vec![
            text.say("join.alone"),
            text.say("join.hand-over"),
            text.count("join.threshold", threshold, &[]),
            text.say(comments),
            text.say("join.limits"),
        ],
        sectors: setup
            .sectors
            .iter()
            .map(|it| (it.clone(), text.detail(it), it == chosen))
            .collect(),
        problem: missing.then(|| text.say("join.sector-missing")),
        keep: (model.can_keep() && !setup.practice).then_some(draft.keep),
        kept: if setup.practice {
            text.say("join.practice")
        } else {
            start::kept(model, text, draft)
        },
        begun: model.begun().is_some(),
    })
}

pub fn hand_over(model: &Model, text: &Text) -> Option<HandOverView> {
    let (setup, code) = model.code()?;
    let (instrument, assessment) = (model.instrument()?, model.assessment()?);
    let subject = text.with("hand-over.subject", &[("name", &setup.name)]);
    let sector = &assessment.response.respondent.sector;
    let sector = (!sector.is_empty())
        .then(|| text.with("hand-over.holds-sector", &[("sector", &text.detail(sector))]));
    Some(HandOverView {
        qr: qr(&code, text.say("hand-over.qr-label")),
        mail: mail(&subject, &code),
        holds: [text.say("hand-over.holds-answers")]
            .into_iter()
            .chain(sector)
            .chain([text.say("hand-over.holds-number")])
            .collect(),
        lacks: vec![text.say("hand-over.lacks-name"), text.say("hand-over.lacks-comments")],
        gaps: answering::gaps(text, instrument, assessment),
        has_comments: !assessment.response.notes.is_empty(),
        workshop: setup.name,
        code,
    })
}
