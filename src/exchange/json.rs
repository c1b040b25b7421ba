//! Responses as JSON: the published file, and the record that is kept on a device.

use serde_json::{Map, Value, json};

use super::Imported;
#[cfg(not(feature = "starter"))]
use super::plan::settled;
use crate::instrument::by_id::ById;
use crate::instrument::document::{self, Expected, Fault, Node, Problem};
use crate::instrument::{Instrument, MAX_ITEMS};
use crate::plan::{MAX_ACTIONS, MAX_PARTNERS};
use crate::report::Report;
use crate::response::{
    Answer, Assessment, Field, InstrumentRef, Millis, Respondent, Response, time,
};
use crate::scoring::Ratio;

pub const RESPONSE_FORMAT: &str = "partnership-assessment/response";
pub const RECORD_FORMAT: &str = "partnership-assessment/record";
/// The newest version of both formats.
pub const VERSION: u64 = 1;
/// The largest file or record, in bytes.
pub(super) const MAX_BYTES: usize = 16 << 20;
/// How deep the lists and objects of a plan may be nested, so that a stored record, which
/// holds it, can be read again.
const DEEPEST_PLAN: usize = 32;
/// The longest name of an assessment, in characters.
pub const MAX_NAME: usize = 200;

/// `response` as a file, with `results` for those who read it; importing ignores them.
pub fn write_response(response: &Response, name: &str, report: Option<&Report<'_>>) -> String {
    let mut res = response_value(response);
    if !name.is_empty() {
        res.insert("name".to_owned(), name.into());
    }
    if let Some(report) = report {
        res.insert("results".to_owned(), results(report));
    }
    pretty(&Value::Object(res))
}

fn pretty(value: &Value) -> String {
    let mut res = serde_json::to_string_pretty(value).unwrap_or_default();
    res.push('\n');
    res
}

pub(super) fn response_value(response: &Response) -> Map<String, Value> {
    let answer = |it: &Answer| match it {
        Answer::Value(value) => Value::from(*value),
        Answer::DontKnow | Answer::NotRelevant => it.code().into(),
    };
    let answers: Map<String, Value> =
        response.answers.iter().map(|(item, it)| (item.clone(), answer(it))).collect();
    let notes: Map<String, Value> =
        response.notes.iter().map(|(item, it)| (item.clone(), it.as_str().into())).collect();
    let respondent: Map<String, Value> = Field::ALL
        .into_iter()
        .filter(|it| *it != Field::Partnership || !response.respondent.partnership.is_empty())
        .map(|it| (it.name().to_owned(), response.respondent.part(it).into()))
        .collect();
    let instrument = &response.instrument;
    let mut res = opening(RESPONSE_FORMAT);
    res.insert("id".to_owned(), response.id.as_str().into());
    res.insert(
        "instrument".to_owned(),
        json!({ "id": instrument.id, "edition": instrument.edition, "fingerprint": instrument.fingerprint }),
    );
    res.insert("language".to_owned(), response.language.as_str().into());
    res.insert("started".to_owned(), time::write(response.started).into());
    res.insert("updated".to_owned(), time::write(response.updated).into());
    res.insert("completed".to_owned(), response.completed.map(time::write).into());
    res.insert("respondent".to_owned(), respondent.into());
    res.insert("answers".to_owned(), answers.into());
    res.insert("notes".to_owned(), notes.into());
    // What is no list or no object is left out: no file may be spoilt by it.
    res.insert(
        "plan".to_owned(),
        match serde_json::from_str(&response.plan) {
            Ok(plan @ Value::Array(_)) => plan,
            _ => json!([]),
        },
    );
    if response.follow_up != Response::NO_FOLLOW_UP
        && let Ok(follow_up @ Value::Object(_)) = serde_json::from_str(&response.follow_up)
    {
        res.insert("follow_up".to_owned(), follow_up);
    }
    if !response.workshop.is_empty() {
        res.insert("workshop".to_owned(), response.workshop.as_str().into());
    }
    res
}

fn opening(format: &str) -> Map<String, Value> {
    Map::from_iter([
        ("format".to_owned(), Value::from(format)),
        ("version".to_owned(), Value::from(VERSION)),
    ])
}

fn results(report: &Report<'_>) -> Value {
    let number = |it: Option<Ratio>| it.map(Ratio::to_f64);
    let sections: Vec<Value> = report
        .sections
        .iter()
        .map(|it| {
            let tally = it.score.tally;
            json!({
                "id": it.section.id,
                "score": number(it.score.score.value()),
                "n": tally.scored,
                "dont_know": tally.dont_know,
                "not_relevant": tally.not_relevant,
                "not_answered": tally.not_answered,
                "band": it.band.map(|band| band.label.in_language("en")),
            })
        })
        .collect();
    json!({ "overall": number(report.scores.overall), "sections": sections })
}

/// Reads a response file to one of `instruments`.
///
/// Every answer must be one that its item's scale offers.
pub fn read_response(text: &str, instruments: &[&Instrument]) -> Result<Imported, Vec<Problem>> {
    document::read(text, MAX_BYTES, |root| response_at(&root, instruments))
}

/// The response at `root` to one of `instruments`.
pub(super) fn response_at(root: &Node<'_>, instruments: &[&Instrument]) -> Option<Imported> {
    root.opens_as(RESPONSE_FORMAT, VERSION)?;
    let response = response(root)?;
    let wanted = &response.instrument;
    let Some(instrument) = instruments.iter().find(|it| it.id == wanted.id) else {
        let found = document::shorten(&wanted.id);
        root.need("instrument")?.need("id")?.fault(Fault::UnknownInstrument { found });
        return None;
    };
    fits(root, instrument);
    plan_fits(root);
    let name = root.maybe("name").and_then(|it| it.short_text(MAX_NAME)).unwrap_or_default();
    let other_edition =
        !wanted.fingerprint.is_empty() && wanted.fingerprint != instrument.fingerprint;
    // What was asked otherwise stays known as that, so that nobody takes it for the same.
    let instrument = if other_edition { wanted.clone() } else { InstrumentRef::to(instrument) };
    let response = Response { instrument, ..response };
    Some(Imported { response, name, other_edition, table: false })
}

/// Reports every answer and comment of the response at `root` that `instrument` cannot
/// have.
fn fits(root: &Node<'_>, instrument: &Instrument) {
    for (id, node) in root.maybe("answers").and_then(|it| it.fields()).unwrap_or_default() {
        match instrument.item(id) {
            None => node.fault(Fault::UnknownItem { found: document::shorten(id) }),
            Some((section, _)) => {
                let answer = answer(&node);
                if answer.is_some_and(|it| !it.is_on(&section.scale)) {
                    let allowed = Answer::offered_by(&section.scale);
                    node.fault(Fault::NotOnScale { found: node.shown(), allowed });
                }
            }
        }
    }
    for (id, node) in root.maybe("notes").and_then(|it| it.fields()).unwrap_or_default() {
        if instrument.item(id).is_none() {
            node.fault(Fault::UnknownItem { found: document::shorten(id) });
        }
    }
}

/// Reports a plan of more than can be worked with.
fn plan_fits(root: &Node<'_>) {
    let few = |node: Option<Node<'_>>, limit: usize| {
        let Some(node) = node else { return };
        let found = node.value().as_array().map_or(0, Vec::len);
        if found > limit {
            node.fault(Fault::TooMany { found, limit });
        }
    };
    few(root.maybe("plan"), MAX_ACTIONS);
    few(root.maybe("follow_up").and_then(|it| it.maybe("partners")), MAX_PARTNERS);
}

fn answer(node: &Node<'_>) -> Option<Answer> {
    match node.value() {
        Value::Number(_) => node.whole(-1_000_000, 1_000_000).map(Answer::Value),
        Value::String(text) if text == Answer::DONT_KNOW => Some(Answer::DontKnow),
        Value::String(text) if text == Answer::NOT_RELEVANT => Some(Answer::NotRelevant),
        _ => {
            node.fault(Fault::Expected(Expected::Answer));
            None
        }
    }
}

pub(super) fn instant(node: &Node<'_>) -> Option<Millis> {
    let res = time::read(node.text()?);
    if res.is_none() {
        node.fault(Fault::NotATime { found: node.shown() });
    }
    res
}

/// The response at `root`, by its own word: its instrument is not looked at.
fn response(root: &Node<'_>) -> Option<Response> {
    let id = root.need("id").and_then(|it| it.id());
    let instrument = root.need("instrument").and_then(|it| {
        Some(InstrumentRef {
            id: it.need("id")?.id()?,
            edition: it.maybe("edition").and_then(|it| it.short_text(64)).unwrap_or_default(),
            fingerprint: it
                .maybe("fingerprint")
                .and_then(|it| it.short_text(64))
                .unwrap_or_default(),
        })
    });
    let started = root.need("started").and_then(|it| instant(&it));
    let updated = root.maybe("updated").map_or(started, |it| instant(&it));
    let mut respondent = Respondent::default();
    if let Some(node) = root.maybe("respondent") {
        node.fields()?;
        for field in Field::ALL {
            if let Some(it) = node.maybe(field.name()) {
                *respondent.part_mut(field) = it.short_text(Respondent::MAX_CHARS)?;
            }
        }
    }
    let mut res = Response {
        id: id?,
        instrument: instrument?,
        language: root
            .maybe("language")
            .and_then(|it| it.short_text(35))
            .unwrap_or_else(|| "en".to_owned()),
        started: started?,
        updated: updated?,
        completed: root.maybe("completed").and_then(|it| instant(&it)),
        respondent,
        workshop: root
            .maybe("workshop")
            .and_then(|it| it.short_text(Response::MAX_LINK))
            .unwrap_or_default(),
        ..Response::default()
    };
    if let Some(plan) = carried(root, "plan", true) {
        res.plan = settled(plan).to_string();
    }
    if let Some(follow_up) = carried(root, "follow_up", false) {
        res.follow_up = settled(follow_up).to_string();
    }
    for (id, node) in entries(root, "answers")? {
        if let Some(answer) = answer(&node) {
            res.answers.insert(id.to_owned(), answer);
        }
    }
    for (id, node) in entries(root, "notes")? {
        if node.text()?.chars().count() > Response::MAX_NOTE {
            node.fault(Fault::TooLong { limit: Response::MAX_NOTE });
        }
        res.notes.insert(id.to_owned(), node.text()?.to_owned());
    }
    Some(res)
}

/// The fields of an object by item, if there are no more than any instrument has.
fn entries<'a>(root: &Node<'a>, name: &str) -> Option<Vec<(&'a str, Node<'a>)>> {
    let Some(node) = root.maybe(name) else { return Some(Vec::new()) };
    node.few_fields(2 * MAX_ITEMS)
}

/// The field `name` of a plan, which may be a `list` or else an object; whatever is in it is
/// carried along.
pub(super) fn carried<'a>(root: &Node<'a>, name: &str, list: bool) -> Option<&'a Value> {
    let node = root.maybe(name)?;
    if node.is_deeper_than(DEEPEST_PLAN) {
        node.fault(Fault::TooDeep { limit: DEEPEST_PLAN });
    }
    let fits = if list { node.list().is_some() } else { node.fields().is_some() };
    fits.then(|| node.value())
}

/// The starter hands a plan on as it is.
#[cfg(feature = "starter")]
fn settled(value: &Value) -> &Value {
    value
}

/// `assessment` as it is kept on a device.
pub fn write_record(assessment: &Assessment) -> String {
    let times = |it: &ById<Millis>| -> Value {
        it.iter()
            .map(|(item, time)| (item.clone(), Value::from(*time)))
            .collect::<Map<_, _>>()
            .into()
    };
    let mut res = opening(RECORD_FORMAT);
    res.insert("name".to_owned(), assessment.name.as_str().into());
    res.insert("named".to_owned(), assessment.named.into());
    res.insert("exported".to_owned(), assessment.exported.into());
    res.insert("answer_times".to_owned(), times(&assessment.answer_times));
    res.insert("note_times".to_owned(), times(&assessment.note_times));
    res.insert("planned".to_owned(), assessment.planned.into());
    if assessment.no_reminder {
        res.insert("no_reminder".to_owned(), true.into());
    }
    res.insert("response".to_owned(), response_value(&assessment.response).into());
    Value::Object(res).to_string()
}

/// Reads what [`write_record`] writes, in any version up to this one.
pub fn read_record(text: &str) -> Result<Assessment, Vec<Problem>> {
    const LATEST: i64 = 1 << 52;
    let times = |node: Node<'_>| {
        let fields = node.few_fields(2 * MAX_ITEMS).unwrap_or_default();
        let time =
            |(item, it): (&str, Node<'_>)| Some((item.to_owned(), it.whole(-LATEST, LATEST)?));
        fields.into_iter().filter_map(time).collect()
    };
    document::read(text, MAX_BYTES, |root| {
        root.opens_as(RECORD_FORMAT, VERSION)?;
        let node = root.need("response")?;
        node.opens_as(RESPONSE_FORMAT, VERSION)?;
        let of_file = Assessment::of(response(&node)?);
        // An answer without a time is as old as the response.
        let with_all = |mut own: ById<Millis>, all: &ById<Millis>| {
            for (item, time) in all.iter() {
                if !own.contains(item) {
                    own.insert(item.clone(), *time);
                }
            }
            own
        };
        Some(Assessment {
            name: root.maybe("name").and_then(|it| it.short_text(MAX_NAME)).unwrap_or_default(),
            named: root
                .maybe("named")
                .and_then(|it| it.whole(-LATEST, LATEST))
                .unwrap_or(of_file.named),
            exported: root.maybe("exported").and_then(|it| it.whole(-LATEST, LATEST)),
            answer_times: with_all(
                root.maybe("answer_times").map(times).unwrap_or_default(),
                &of_file.answer_times,
            ),
            note_times: with_all(
                root.maybe("note_times").map(times).unwrap_or_default(),
                &of_file.note_times,
            ),
            planned: root
                .maybe("planned")
                .and_then(|it| it.whole(-LATEST, LATEST))
                .unwrap_or(of_file.planned),
            no_reminder: root.maybe("no_reminder").and_then(|it| it.truth()).unwrap_or_default(),
            response: of_file.response,
        })
    })
}
