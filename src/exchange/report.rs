//! The report of a workshop as files: everything that may be shown of it, in numbers.

use serde_json::{Map, Value, json};

use super::csv::{Cell, Table};
use super::door::Group;
use super::{Imported, contribution};
use crate::instrument::Instrument;
use crate::instrument::document::{self, Fault, Problem};
use crate::response::{InstrumentRef, Millis, Respondent, time};
use crate::scoring::Ratio;
use crate::text::Text;
use crate::workshop::distribution::Stats;
use crate::workshop::report::{self, ItemReport, Measure, Report, Scored};
use crate::workshop::{Contribution, Setup, THRESHOLDS, Workshop};

pub const FORMAT: &str = "partnership-assessment/workshop-report";
/// The newest version of the format.
pub const VERSION: u64 = 1;
/// The largest list of responses, in bytes.
pub(super) const MAX_BYTES: usize = 512 << 20;

/// What a report file says beside the numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The name of the workshop; empty for none.
    pub name: String,
    /// When the state was shown that the report is about.
    pub time: Option<Millis>,
    /// How many people were expected.
    pub expected: Option<u16>,
}

/// `report` as a JSON document.
///
/// Item values are as answered, section scores by the instrument's method. Numbers are the
/// nearest binary floating point numbers to exact fractions, standard deviations to 9
/// decimals; `null` stands where a number is not defined or not shown.
pub fn write_json(instrument: &Instrument, report: &Report, heading: &Heading) -> String {
    let mut res = serde_json::to_string_pretty(&value(instrument, report, heading));
    if let Ok(text) = &mut res {
        text.push('\n');
    }
    res.unwrap_or_default()
}

fn value(instrument: &Instrument, report: &Report, heading: &Heading) -> Value {
    let sectors: Vec<Value> = report
        .sectors
        .iter()
        .map(|it| match it.responses {
            Some(n) => json!({ "sector": it.name, "responses": n }),
            None => json!({ "sector": it.name, "hidden": true }),
        })
        .collect();
    let ids = instrument.items().map(|(section, item)| (&item.id, &section.id));
    let items: Vec<Value> =
        ids.zip(&report.items).map(|((id, section), it)| item(id, section, it, report)).collect();
    let section_ids = instrument.sections.iter().map(|it| &it.id);
    let sections: Vec<Value> = section_ids
        .zip(&report.sections)
        .map(|(id, it)| scored(Some(("id", id)), it, report))
        .collect();
    let mut res = Map::new();
    let mut put = |name: &str, value: Value| res.insert(name.to_owned(), value);
    put("format", FORMAT.into());
    put("version", VERSION.into());
    put(
        "instrument",
        json!({ "id": instrument.id, "edition": instrument.edition, "fingerprint": instrument.fingerprint }),
    );
    if !heading.name.is_empty() {
        put("name", heading.name.as_str().into());
    }
    if let Some(time) = heading.time {
        put("shown", time::write(time).into());
    }
    if let Some(expected) = heading.expected {
        put("expected", expected.into());
    }
    put("threshold", report.threshold.into());
    put("responses", report.responses.into());
    put("sectors", sectors.into());
    put("items", items.into());
    put("sections", sections.into());
    put("overall", scored(None, &report.overall, report));
    res.into()
}

fn number(it: Option<Ratio>) -> Value {
    it.map(Ratio::to_f64).into()
}

fn item(id: &str, section: &str, it: &ItemReport, report: &Report) -> Value {
    let mut res = Map::from_iter([
        ("id".to_owned(), Value::from(id)),
        ("section".to_owned(), Value::from(section)),
    ]);
    let mut put = |name: &str, value: Value| res.insert(name.to_owned(), value);
    if it.measure.stats.is_none() {
        put("hidden", true.into());
    }
    let counted = it.others.is_some() || it.measure.stats.is_some();
    put("n", counted.then_some(it.measure.n).into());
    let counts = it.counts.as_ref().map(|all| {
        let count = |(value, n): &(i64, usize)| (value.to_string(), Value::from(*n));
        all.iter().map(count).collect::<Map<_, _>>()
    });
    put("counts", counts.map_or(Value::Null, Value::Object));
    put("dont_know", it.others.map(|it| it.dont_know).into());
    put("not_relevant", it.others.map(|it| it.not_relevant).into());
    put("not_answered", it.others.map(|it| it.not_answered).into());
    stats(&mut res, it.measure.stats.as_ref(), false);
    res.insert("agreement".to_owned(), number(it.agreement));
    compared(&mut res, &it.measure, report);
    res.into()
}

fn scored(id: Option<(&str, &str)>, it: &Scored, report: &Report) -> Value {
    let mut res = Map::new();
    if let Some((name, id)) = id {
        res.insert(name.to_owned(), id.into());
    }
    if it.measure.stats.is_none() {
        res.insert("hidden".to_owned(), true.into());
    }
    let n = it.measure.stats.map(|_| it.measure.n);
    res.insert("n".to_owned(), n.into());
    stats(&mut res, it.measure.stats.as_ref(), true);
    res.insert("fifths".to_owned(), it.fifths.map(|it| it.to_vec()).into());
    compared(&mut res, &it.measure, report);
    res.into()
}

fn stats(res: &mut Map<String, Value>, it: Option<&Stats>, ends: bool) {
    let mut put = |name: &str, get: fn(&Stats) -> Option<Ratio>| {
        res.insert(name.to_owned(), number(it.and_then(get)));
    };
    put("mean", |it| Some(it.mean));
    put("sd", |it| it.sd);
    put("median", |it| Some(it.median));
    put("q1", |it| Some(it.q1));
    put("q3", |it| Some(it.q3));
    if ends {
        put("min", |it| Some(it.min));
        put("max", |it| Some(it.max));
    }
}

/// The sectors side by side, and how far they are apart.
fn compared(res: &mut Map<String, Value>, it: &Measure, report: &Report) {
    let sectors: Vec<Value> = report
        .sectors
        .iter()
        .zip(&it.sectors)
        .map(|(sector, it)| match it {
            Some(it) => {
                json!({ "sector": sector.name, "n": it.n, "mean": number(Some(it.mean)) })
            }
            None => json!({ "sector": sector.name, "hidden": true }),
        })
        .collect();
    res.insert("sectors".to_owned(), sectors.into());
    res.insert("gap".to_owned(), number(it.gap));
}

/// `report` as a table: a row for each item and section, and one overall, with statement
/// and title in the language of `text`.
pub fn write_csv(instrument: &Instrument, report: &Report, text: &Text, bom: bool) -> String {
    const OPENING: [&str; 17] = [
        "kind",
        "section",
        "item",
        "text",
        "n",
        "mean",
        "sd",
        "median",
        "q1",
        "q3",
        "min",
        "max",
        "agreement",
        "gap",
        "dont_know",
        "not_relevant",
        "not_answered",
    ];
    let mut values: Vec<i64> =
        report.items.iter().flat_map(|it| it.counts.iter().flatten().map(|it| it.0)).collect();
    values.sort_unstable();
    values.dedup();
    let mut table = Table::new(bom);
    let mut header: Vec<String> = OPENING.map(str::to_owned).into();
    header.extend(values.iter().map(|it| format!("count:{it}")));
    for sector in &report.sectors {
        header.extend([format!("n:{}", sector.name), format!("mean:{}", sector.name)]);
    }
    table.row(header.into_iter().map(Cell::Text));

    let plain =
        |it: Option<Ratio>| Cell::Bare(it.map(super::csv::plain_number).unwrap_or_default());
    let whole = |it: Option<usize>| Cell::Bare(it.map(|it| it.to_string()).unwrap_or_default());
    let mut row = |kind: &str, names: [&str; 3], it: &Measure, item: Option<&ItemReport>| {
        let stats = it.stats;
        let others = item.and_then(|it| it.others);
        let n = (others.is_some() || stats.is_some()).then_some(it.n);
        let mut cells = vec![Cell::Bare(kind.to_owned())];
        cells.extend(names.map(|it| Cell::Text(it.to_owned())));
        cells.push(whole(n));
        cells.extend([
            plain(stats.map(|it| it.mean)),
            plain(stats.and_then(|it| it.sd)),
            plain(stats.map(|it| it.median)),
            plain(stats.map(|it| it.q1)),
            plain(stats.map(|it| it.q3)),
            plain(stats.map(|it| it.min)),
            plain(stats.map(|it| it.max)),
            plain(item.and_then(|it| it.agreement)),
            plain(it.gap),
            whole(others.map(|it| it.dont_know)),
            whole(others.map(|it| it.not_relevant)),
            whole(others.map(|it| it.not_answered)),
        ]);
        let counts = item.and_then(|it| it.counts.as_ref());
        for value in &values {
            let n = counts.and_then(|it| it.iter().find(|it| it.0 == *value));
            cells.push(whole(n.map(|it| it.1)));
        }
        for sector in &it.sectors {
            cells.push(whole(sector.map(|it| it.n)));
            cells.push(plain(sector.map(|it| it.mean)));
        }
        table.row(cells);
    };
    for ((section, item), it) in instrument.items().zip(&report.items) {
        row("item", [&section.id, &item.id, text.own(&item.text)], &it.measure, Some(it));
    }
    for (section, it) in instrument.sections.iter().zip(&report.sections) {
        row("section", [&section.id, "", text.own(&section.title)], &it.measure, None);
    }
    row("overall", ["", "", text.own(&instrument.title)], &report.overall.measure, None);
    table.text
}

/// Reads a list of responses to `instruments`, each with its path in the list.
pub fn read_responses(
    text: &str,
    instruments: &[&Instrument],
) -> Result<Vec<Imported>, Vec<Problem>> {
    document::read(text, MAX_BYTES, |root| {
        let all = root.list()?;
        Some(all.iter().filter_map(|it| super::json::response_at(it, instruments)).collect())
    })
}

/// The report of a list of responses in JSON, all of them to one and the same of
/// `instruments`, as [`write_json`] writes it.
///
/// `threshold` is what the page asked for, a whole number from 3 to 20; the highest that any of the
/// participants was told holds. Of responses with the same id, the one that was updated
/// last counts.
pub fn of_responses(
    text: &str,
    threshold: &str,
    instruments: &[&Instrument],
) -> Result<String, Vec<Problem>> {
    let (least, most) = (i64::from(THRESHOLDS.0), i64::from(THRESHOLDS.1));
    let bounds = THRESHOLDS.0..=THRESHOLDS.1;
    let Some(threshold) = threshold.parse::<u8>().ok().filter(|it| bounds.contains(it)) else {
        let found = document::shorten(threshold);
        let fault = Fault::OutOfRange { found, least, most };
        return Err(vec![Problem::new("threshold", fault)]);
    };
    let Group { instrument, responses } = super::door::group(text, MAX_BYTES, instruments)?;
    let mut workshop = Workshop {
        instrument: InstrumentRef::to(instrument),
        setup: Setup { threshold, ..Setup::default() },
        ..Workshop::default()
    };
    let mut contributions: Vec<Contribution> =
        responses.iter().map(|it| contribution::of_response(instrument, it)).collect();
    for (i, it) in contributions.iter_mut().enumerate() {
        // Different ids are different people, even where their short numbers are the same.
        it.person = i as u32;
        workshop.sectors.push(it.sector.clone());
    }
    let offered = |it: &String| Respondent::SECTORS.iter().position(|sector| sector == it);
    let place = |it: &String| offered(it).unwrap_or(Respondent::SECTORS.len());
    workshop.sectors.sort_by(|a, b| (place(a), a).cmp(&(place(b), b)));
    workshop.sectors.dedup();
    workshop.add_all(contributions);
    workshop.mark(0);
    let report = report::report(instrument, &workshop);
    Ok(write_json(instrument, &report, &Heading::default()))
}
