//! A plan as it travels with a response or a workshop: the list `plan` of its actions, the
//! object `follow_up` with the rest, and a table of its actions.
//!
//! Reading takes any JSON and loses none of it: what is not of the expected kind is kept
//! beside what is, and written back in its place.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Number, Value};

use super::csv::{Cell, Table};
use crate::instrument::fingerprint;
use crate::plan::partners::{Level, POWERS, Partner, RESOURCES};
use crate::plan::{Action, Plan, Priority, Reason, State, Subject};
use crate::response::Millis;
use crate::response::time::{self, Day};

/// The plan that the JSON texts of its two fields say; an empty text says nothing.
///
/// Law: `read(write(plan)) == plan` for every plan that was read.
pub fn read(actions: &str, follow_up: &str) -> Plan {
    let actions = match parsed(actions) {
        Value::Array(list) => list,
        Value::Null => Vec::new(),
        it => vec![it],
    };
    let follow_up = match parsed(follow_up) {
        Value::Object(fields) => fields,
        Value::Null => Map::new(),
        it => Map::from_iter([("follow_up".to_owned(), it)]),
    };
    of(&actions, &follow_up)
}

/// The value of a JSON text; what is no JSON is a text itself, with every space that it has,
/// unless it is nothing but spaces.
fn parsed(text: &str) -> Value {
    match text.trim() {
        "" => Value::Null,
        _ => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
    }
}

/// The plan that the values of its two fields say.
pub(super) fn of(actions: &[Value], follow_up: &Map<String, Value>) -> Plan {
    let mut fields = Fields::of(follow_up);
    let priorities = fields.list("priorities", priority);
    let partners = fields.take("partners", Value::as_array).map_or(&[][..], Vec::as_slice);
    let power = fields.text("power");
    let review = fields.day("review");
    let series = fields.text("series");
    let changed = fields.time("changed");
    let mut gone: BTreeMap<String, Millis> = BTreeMap::new();
    fields.entries("gone", |id, it| {
        let time = it.as_str().and_then(time::read);
        gone.extend(time.map(|it| (id.to_owned(), it)));
        time.is_some()
    });
    let mut ids = ids(&actions.iter().chain(partners).collect::<Vec<_>>()).into_iter();
    let mut id = || ids.next().unwrap_or_default();
    let actions: Vec<Action> = actions.iter().map(|it| action(id(), it)).collect();
    let partners: Vec<Partner> = partners.iter().map(|it| partner(id(), it)).collect();
    let times = actions.iter().map(|it| (it.id.as_str(), it.changed));
    let times: HashMap<&str, Millis> =
        times.chain(partners.iter().map(|it| (it.id.as_str(), it.changed))).collect();
    // What stands here has not been taken out since.
    gone.retain(|id, time| times.get(id.as_str()).is_none_or(|it| it > time));
    let gone = gone.into_iter().collect();
    let more = fields.rest();
    Plan { priorities, actions, partners, power, review, series, changed, gone, more }
}

/// An id for each entry: its own, unless one before it has the same; else one that is made
/// of its place and content, so that whoever reads the same text makes the same id.
fn ids(entries: &[&Value]) -> Vec<String> {
    let own = |it: &Value| match it.get("id")? {
        Value::Null => None,
        Value::String(id) => Some(id.clone()).filter(|it| !it.is_empty()),
        it => Some(it.to_string()),
    };
    let mut taken: HashSet<String> = HashSet::new();
    let mut is_free = |id: &String| taken.insert(id.clone());
    let own: Vec<Option<String>> = entries.iter().map(|it| own(it).filter(&mut is_free)).collect();
    let mut made = |place: usize, it: &Value| {
        let hash = |n: u64| format!("{:016x}", fingerprint::hash(&format!("{place} {n} {it}")));
        (0..u64::MAX).map(hash).find(&mut is_free).unwrap_or_default()
    };
    let all = own.into_iter().zip(entries).enumerate();
    all.map(|(place, (own, it))| own.unwrap_or_else(|| made(place, it))).collect()
}

fn action(id: String, value: &Value) -> Action {
    let Value::Object(fields) = value else {
        return Action { id, what: in_words(value), ..Action::default() };
    };
    let mut fields = Fields { read: vec!["id"], ..Fields::of(fields) };
    Action {
        id,
        about: fields.take("about", subject),
        what: fields.text("what"),
        lead: fields.text("lead"),
        with: fields.text("with"),
        by: fields.day("by"),
        first_step: fields.text("first_step"),
        evidence: fields.text("evidence"),
        state: fields.take("state", |it| State::from_code(it.as_str()?)).unwrap_or_default(),
        changed: fields.time("changed"),
        more: fields.rest(),
    }
}

fn partner(id: String, value: &Value) -> Partner {
    let Value::Object(fields) = value else {
        return Partner { id, name: in_words(value), ..Partner::default() };
    };
    let mut fields = Fields { read: vec!["id"], ..Fields::of(fields) };
    Partner {
        id,
        name: fields.text("name"),
        brings: fields.levels("brings", RESOURCES),
        brings_note: fields.text("brings_note"),
        holds: fields.levels("holds", POWERS),
        holds_note: fields.text("holds_note"),
        changed: fields.time("changed"),
        more: fields.rest(),
    }
}

/// An entry that is no object: its text, or its JSON.
fn in_words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Reads `{"section": "…"}` or `{"item": "…"}`, and nothing beside.
fn subject(value: &Value) -> Option<Subject> {
    let fields = value.as_object().filter(|it| it.len() == 1)?;
    let (name, id) = fields.iter().next()?;
    let id = id.as_str()?.to_owned();
    match name.as_str() {
        "section" => Some(Subject::Section(id)),
        "item" => Some(Subject::Item(id)),
        _ => None,
    }
}

/// Reads a subject with a reason, `own` where there is none.
fn priority(value: &Value) -> Option<Priority> {
    let mut fields = value.as_object()?.clone();
    let reason = match fields.shift_remove("why") {
        None => Reason::Own,
        Some(it) => Reason::from_code(it.as_str()?)?,
    };
    Some(Priority { subject: subject(&fields.into())?, reason })
}

/// An object of which what is expected is read, and all else kept.
struct Fields<'a> {
    all: &'a Map<String, Value>,
    read: Vec<&'static str>,
    /// What is not of the expected kind, by name, in JSON.
    more: Vec<(String, String)>,
}

impl<'a> Fields<'a> {
    fn of(all: &'a Map<String, Value>) -> Self {
        Self { all, read: Vec::new(), more: Vec::new() }
    }

    fn keep(&mut self, name: &str, value: &Value) {
        self.more.push((name.to_owned(), settled(value).to_string()));
    }

    fn get(&mut self, name: &'static str) -> Option<&'a Value> {
        self.read.push(name);
        self.all.get(name)
    }

    /// The field `name`, if `read` can make something of it.
    fn take<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(name)?;
        let res = read(value);
        if res.is_none() {
            self.keep(name, value);
        }
        res
    }

    fn text(&mut self, name: &'static str) -> String {
        self.take(name, Value::as_str).unwrap_or_default().to_owned()
    }

    fn day(&mut self, name: &'static str) -> Option<Day> {
        self.take(name, |it| Day::read(it.as_str()?))
    }

    fn time(&mut self, name: &'static str) -> Millis {
        self.take(name, |it| time::read(it.as_str()?)).unwrap_or_default()
    }

    /// The entries of the list `name` that `read` can make something of.
    fn list<T>(&mut self, name: &'static str, read: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        let list = self.take(name, Value::as_array).map_or(&[][..], Vec::as_slice);
        let odd: Vec<Value> = list.iter().filter(|it| read(it).is_none()).cloned().collect();
        if !odd.is_empty() {
            self.keep(name, &odd.into());
        }
        list.iter().filter_map(read).collect()
    }

    /// Gives every entry of the object `name` to `read`, which says whether it can make
    /// something of it.
    fn entries(&mut self, name: &'static str, mut read: impl FnMut(&str, &Value) -> bool) {
        let Some(fields) = self.take(name, Value::as_object) else { return };
        let odd = fields.iter().filter(|(name, it)| !read(name, it));
        let odd: Map<String, Value> = odd.map(|(name, it)| (name.clone(), it.clone())).collect();
        if !odd.is_empty() {
            self.keep(name, &odd.into());
        }
    }

    /// How much there is of each of `things`.
    fn levels<const N: usize>(
        &mut self,
        name: &'static str,
        things: [&'static str; N],
    ) -> [Level; N] {
        let mut res = [Level::Unsaid; N];
        self.entries(name, |thing, it| {
            let place = things.iter().position(|it| *it == thing);
            let level = it.as_str().and_then(Level::from_code);
            match (place.and_then(|at| res.get_mut(at)), level) {
                (Some(known), Some(level)) => {
                    *known = level;
                    true
                }
                _ => false,
            }
        });
        res
    }

    /// What was not of the expected kind, and all that was not asked for.
    fn rest(mut self) -> Vec<(String, String)> {
        let read = std::mem::take(&mut self.read);
        for (name, value) in self.all.iter().filter(|it| !read.contains(&it.0.as_str())) {
            self.keep(name, value);
        }
        self.more
    }
}

/// `value` with numbers that stay as they are however often they are written and read: of
/// some fractions reading makes a neighbour, and another one of that.
pub(super) fn settled(value: &Value) -> Value {
    match value {
        Value::Number(it) => settled_number(it),
        Value::Array(list) => list.iter().map(settled).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, it)| (name.clone(), settled(it))).collect()
        }
        it => it.clone(),
    }
}

/// The number itself, or the nearest one towards nought that stays as it is; one of the next
/// hundred does.
fn settled_number(number: &Number) -> Value {
    let stays =
        |it: &Value| serde_json::from_str(&it.to_string()).is_ok_and(|again: Value| again == *it);
    let value = Value::Number(number.clone());
    let Some(number) = number.as_f64().filter(|_| !stays(&value)) else { return value };
    let mut near =
        (1..1000).map(|it| Value::from(f64::from_bits(number.to_bits().saturating_sub(it))));
    near.find(stays).unwrap_or(value)
}

/// The JSON texts of a plan's two fields: `[]` and `{}` where there is nothing to say.
pub fn write(plan: &Plan) -> (String, String) {
    let (actions, follow_up) = fields(plan);
    (Value::from(actions).to_string(), Value::from(follow_up).to_string())
}

/// The values of a plan's two fields, without what says nothing.
pub(super) fn fields(plan: &Plan) -> (Vec<Value>, Map<String, Value>) {
    let actions = plan.actions.iter().map(|it| {
        let mut res = Written::of(&it.more);
        res.put("id", it.id.as_str());
        res.put("about", it.about.as_ref().map(|it| Value::from(subject_fields(it))));
        res.put("what", it.what.as_str());
        res.put("lead", it.lead.as_str());
        res.put("with", it.with.as_str());
        res.put("by", it.by.map(Day::write));
        res.put("first_step", it.first_step.as_str());
        res.put("evidence", it.evidence.as_str());
        res.put("state", Some(it.state).filter(|it| *it != State::default()).map(State::code));
        res.put("changed", instant(it.changed));
        res.done().into()
    });
    let partners = plan.partners.iter().map(|it| {
        let mut res = Written::of(&it.more);
        res.put("id", it.id.as_str());
        res.put("name", it.name.as_str());
        res.put_with_odd("brings", levels(RESOURCES, it.brings).into());
        res.put("brings_note", it.brings_note.as_str());
        res.put_with_odd("holds", levels(POWERS, it.holds).into());
        res.put("holds_note", it.holds_note.as_str());
        res.put("changed", instant(it.changed));
        Value::from(res.done())
    });
    let priorities = plan.priorities.iter().map(|it| {
        let mut res = subject_fields(&it.subject);
        res.insert("why".to_owned(), it.reason.code().into());
        Value::from(res)
    });
    let gone = plan.gone.iter().map(|(id, time)| (id.clone(), Value::from(written(*time))));
    let mut rest = Written::of(&plan.more);
    rest.put_with_odd("priorities", priorities.collect());
    rest.put("partners", partners.collect::<Vec<_>>());
    rest.put("power", plan.power.as_str());
    rest.put("review", plan.review.map(Day::write));
    rest.put("series", plan.series.as_str());
    rest.put("changed", instant(plan.changed));
    rest.put_with_odd("gone", gone.collect());
    (actions.collect(), rest.done())
}

fn subject_fields(subject: &Subject) -> Map<String, Value> {
    let (name, id) = match subject {
        Subject::Section(id) => ("section", id),
        Subject::Item(id) => ("item", id),
    };
    Map::from_iter([(name.to_owned(), id.as_str().into())])
}

fn levels<const N: usize>(names: [&str; N], levels: [Level; N]) -> Map<String, Value> {
    let said = names.into_iter().zip(levels).filter(|it| it.1 != Level::Unsaid);
    said.map(|(name, it)| (name.to_owned(), it.code().into())).collect()
}

fn instant(time: Millis) -> Option<String> {
    (time != 0).then(|| written(time))
}

/// `time` as one of the years 1 to 9999, which can be read again.
fn written(time: Millis) -> String {
    time::write(time.clamp(Day::FIRST.start(), Day::LAST.start() + 86_399_999))
}

/// An object in the making.
struct Written {
    res: Map<String, Value>,
    more: Map<String, Value>,
}

impl Written {
    fn of(more: &[(String, String)]) -> Self {
        let more = more.iter().map(|(name, it)| (name.clone(), parsed(it))).collect();
        Self { res: Map::new(), more }
    }

    /// Sets the field `name` to `value`, or where that says nothing to what is kept of it.
    fn put(&mut self, name: &str, value: impl Into<Value>) {
        let kept = self.more.shift_remove(name);
        let value = Some(value.into()).filter(|it| match it {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
            _ => true,
        });
        if let Some(value) = value.or(kept) {
            self.res.insert(name.to_owned(), value);
        }
    }

    /// As [`Written::put`], with what is kept of a list or an object in the same one.
    fn put_with_odd(&mut self, name: &str, mut value: Value) {
        match (&mut value, self.more.get(name)) {
            (Value::Array(list), Some(Value::Array(odd))) => list.extend(odd.iter().cloned()),
            (Value::Object(fields), Some(Value::Object(odd))) => {
                for (name, it) in odd {
                    fields.entry(name.as_str()).or_insert_with(|| it.clone());
                }
            }
            _ => {}
        }
        self.put(name, value);
    }

    fn done(mut self) -> Map<String, Value> {
        self.res.extend(self.more);
        self.res
    }
}

/// A table (RFC 4180) of the texts of `rows` under `heads`, with a byte order mark or
/// without; cells that a spreadsheet would take for a formula are defused.
pub fn write_table(heads: &[String], rows: &[Vec<String>], bom: bool) -> String {
    let mut table = Table::new(bom);
    table.row(heads.iter().cloned().map(Cell::Text));
    for row in rows {
        table.row(row.iter().cloned().map(Cell::Text));
    }
    table.text
}
