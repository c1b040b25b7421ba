//! A facilitator's collection as one JSON document: the record that is kept on the device,
//! and the file that carries it to another.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{json as files, link, plan};
use crate::instrument::document::{self, Fault, Node, Problem};
use crate::response::{InstrumentRef, Response, time};
use crate::workshop::{MAX_PERSON, Row, State, THRESHOLDS, Workshop};

pub const FORMAT: &str = "partnership-assessment/workshop";
/// The newest version of the format.
pub const VERSION: u64 = 1;
/// The largest file or record, in bytes.
const MAX_BYTES: usize = 256 << 20;
/// The most sectors that set-up and files may name.
const MAX_SECTORS: usize = 10_000;
/// The most pictures that are told apart: each takes three people at the least.
const MAX_STATES: usize = 500;

/// `workshop` with everybody's answers, a line each.
pub fn write(workshop: &Workshop) -> String {
    let mut notes = Vec::new();
    for (row, it) in workshop.rows.iter().enumerate() {
        notes.extend(it.notes.iter().map(|(item, text)| json!([row, item, text])));
    }
    let state = |it: &State| json!({ "threshold": it.threshold, "time": time::write(it.time) });
    let instrument = &workshop.instrument;
    let fields: [(&str, Value); 11] = [
        ("format", FORMAT.into()),
        ("version", VERSION.into()),
        ("id", workshop.id.as_str().into()),
        (
            "instrument",
            json!({ "id": instrument.id, "edition": instrument.edition, "fingerprint": instrument.fingerprint }),
        ),
        ("setup", link::write_workshop(&workshop.setup).into()),
        ("created", time::write(workshop.created).into()),
        ("updated", time::write(workshop.updated).into()),
        ("sectors", workshop.sectors.clone().into()),
        ("states", workshop.states.iter().map(state).collect()),
        ("rows", workshop.rows.iter().map(line).collect()),
        ("notes", notes.into()),
    ];
    let fields = fields.into_iter().map(|(name, it)| (name.to_owned(), it));
    let mut res: Map<String, Value> = fields.collect();
    if let Some(time) = workshop.exported {
        res.insert("exported".to_owned(), time::write(time).into());
    }
    if workshop.no_reminder {
        res.insert("no_reminder".to_owned(), true.into());
    }
    let (plan, follow_up) = plan::fields(&workshop.plan);
    if !plan.is_empty() {
        res.insert("plan".to_owned(), plan.into());
    }
    if !follow_up.is_empty() {
        res.insert("follow_up".to_owned(), follow_up.into());
    }
    Value::Object(res).to_string()
}

/// A row: person, revision, threshold, sector, the first state that shows it and the first
/// that does not any more, and a character per answer, from `0` for none.
fn line(row: &Row) -> String {
    let mut res = String::with_capacity(32 + row.answers.len());
    let numbers = [row.person, row.revision.into(), row.threshold.into(), row.sector.into()];
    for it in numbers {
        // Not by `format!`, which takes several times longer, for thousands of rows.
        res += &it.to_string();
        res.push(' ');
    }
    for it in [row.since, row.until] {
        match it {
            Some(it) => res += &it.to_string(),
            None => res.push('-'),
        }
        res.push(' ');
    }
    res.extend(row.answers.iter().map(|it| char::from(b'0'.saturating_add(*it))));
    res
}

/// Reads what [`write`] writes, in any version up to this one.
pub fn read(text: &str) -> Result<Workshop, Vec<Problem>> {
    document::read(text, MAX_BYTES, |root| {
        root.opens_as(FORMAT, VERSION)?;
        let of = root.need("instrument")?;
        let short = |node: &Node<'_>, name: &str| {
            node.maybe(name).and_then(|it| it.short_text(64)).unwrap_or_default()
        };
        let instrument = InstrumentRef {
            id: of.need("id")?.id()?,
            edition: short(&of, "edition"),
            fingerprint: short(&of, "fingerprint"),
        };
        let node = root.need("setup")?;
        let Some(setup) = link::read_workshop(node.text()?) else {
            node.fault(Fault::Unknown { found: node.shown() });
            return None;
        };
        let instant = |name: &str| root.need(name).and_then(|it| files::instant(&it));
        let list = |name: &str| root.need(name)?.list();
        let sectors = list("sectors")?;
        if sectors.len() > MAX_SECTORS {
            let fault = Fault::TooMany { found: sectors.len(), limit: MAX_SECTORS };
            root.need("sectors")?.fault(fault);
        }
        let states = list("states")?;
        if states.len() > MAX_STATES {
            let fault = Fault::TooMany { found: states.len(), limit: MAX_STATES };
            root.need("states")?.fault(fault);
            return None;
        }
        if setup.instrument != instrument.id && setup.src.is_none() {
            of.need("id")?.fault(Fault::Unknown { found: instrument.id.clone() });
        }
        let state = |it: &Node<'_>| {
            Some(State {
                threshold: it.need("threshold")?.whole(THRESHOLDS.0.into(), THRESHOLDS.1.into())?
                    as u8,
                time: files::instant(&it.need("time")?)?,
            })
        };
        let mut res = Workshop {
            id: root.need("id")?.id()?,
            instrument,
            setup,
            created: instant("created")?,
            updated: instant("updated")?,
            sectors: sectors.iter().filter_map(|it| Some(it.text()?.to_owned())).collect(),
            states: states.iter().filter_map(state).collect(),
            exported: root.maybe("exported").and_then(|it| files::instant(&it)),
            no_reminder: root.maybe("no_reminder").and_then(|it| it.truth()).unwrap_or_default(),
            ..Workshop::default()
        };
        let n_states = res.states.len();
        for node in list("rows")? {
            let fits =
                |it: &Row| usize::from(it.sector) < res.sectors.len() && it.person <= MAX_PERSON;
            let mut row = row(node.text()?).filter(fits);
            if let Some(it) = &mut row {
                // Where states are missing that it names, it counts as not yet shown.
                it.since = it.since.filter(|it| usize::from(*it) < n_states);
            }
            match row {
                Some(it) => res.rows.push(it),
                None => node.fault(Fault::Unknown { found: node.shown() }),
            }
        }
        // Of one person one row counts: the newest, and of equals the last.
        let mut newest: HashMap<u32, usize> = HashMap::new();
        for at in 0..res.rows.len() {
            let Some(row) = res.rows.get(at).filter(|it| it.until.is_none()) else { continue };
            let (person, revision) = (row.person, row.revision);
            let before = newest.get(&person).copied();
            let older = |it: &usize| res.rows.get(*it).is_some_and(|it| it.revision > revision);
            let gone = if before.as_ref().is_some_and(older) { Some(at) } else { before };
            if gone != Some(at) {
                newest.insert(person, at);
            }
            if let Some(row) = gone.and_then(|it| res.rows.get_mut(it)) {
                row.until = Some(n_states.min(usize::from(u16::MAX)) as u16);
            }
        }
        for node in root.maybe("notes").and_then(|it| it.list()).unwrap_or_default() {
            let [place, item, text] = &node.list()?[..] else {
                node.fault(Fault::Unknown { found: node.shown() });
                continue;
            };
            let place = place.whole(0, i64::MAX)? as usize;
            let item = item.whole(0, i64::from(u16::MAX))? as u16;
            let text: String = text.text()?.chars().take(Response::MAX_NOTE).collect();
            if let Some(row) = res.rows.get_mut(place) {
                row.notes.push((item, text));
            }
        }
        let plan = files::carried(&root, "plan", true).and_then(Value::as_array);
        let follow_up = files::carried(&root, "follow_up", false).and_then(Value::as_object);
        res.plan =
            plan::of(plan.map(Vec::as_slice).unwrap_or_default(), follow_up.unwrap_or(&Map::new()));
        Some(res)
    })
}

/// Reads what [`line`] writes.
fn row(line: &str) -> Option<Row> {
    // The answers come last; a scale of many points may use any character.
    let mut parts = line.splitn(7, ' ');
    let mut number = || {
        let digits = parts.next()?;
        digits.bytes().all(|it| it.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?
    };
    let (person, revision, threshold, sector) = (number()?, number()?, number()?, number()?);
    let mut state = || match parts.next()? {
        "-" => Some(None),
        it => Some(Some(it.parse::<u16>().ok()?)),
    };
    let (since, until) = (state()?, state()?);
    let answer = |it: char| u8::try_from(u32::from(it)).ok()?.checked_sub(b'0');
    Some(Row {
        person,
        revision: revision.try_into().ok()?,
        threshold: threshold.try_into().ok()?,
        sector: sector.try_into().ok()?,
        answers: parts.next()?.chars().map(answer).collect::<Option<Vec<u8>>>()?,
        notes: Vec::new(),
        since,
        until,
    })
}
