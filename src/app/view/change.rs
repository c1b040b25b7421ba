//! Several rounds side by side, in words, tables and drawings.

use std::rc::Rc;

use super::ScreenView;
use super::planning::{action_title, state, subject};
use super::report::figure;
use crate::app::model::{Entry, Model, Of};
use crate::app::update::Known;
use crate::change::{self, Change, Figure as Measured, Round, Series, Span, Step};
use crate::document::charts::{TrendPoint, trend};
use crate::document::{Block, Document, Figure, Table};
use crate::instrument::Instrument;
use crate::plan::{Action, Subject};
use crate::response::time;
use crate::scoring::Ratio;
use crate::text::Text;
use crate::workshop::report;

/// Several rounds, and which of them count.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeView {
    pub of: Of,
    pub rounds: Vec<RoundView>,
    /// Why there is nothing to compare; empty if there is.
    pub nothing: String,
    pub document: Rc<Document>,
}

/// Something that could be a round.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundView {
    pub id: String,
    pub name: String,
    /// When, and how many people.
    pub facts: String,
    pub counts: bool,
    /// Whether it is the one that is shown, which always counts.
    pub this: bool,
}

/// The rounds that can be compared, with the numbers of each.
struct Sight<'a> {
    model: &'a Model,
    text: &'a Text,
    of: Of,
    instrument: &'a Instrument,
    known: Vec<Known>,
    rounds: Vec<Round>,
    /// Whether the questions of a round are not those at hand.
    foreign: Vec<bool>,
    change: Change,
}

/// The rounds of what is shown that say something; `None` below two.
fn sight<'a>(model: &'a Model, text: &'a Text, of: Of) -> Option<Sight<'a>> {
    let id = model.subject_of(of)?;
    let (mut known, mut rounds, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
    for it in model.series(id).into_iter().filter(|it| it.done) {
        let Some((instrument, own)) = model.edition(&it.instrument) else { continue };
        let round = match model.shelf.get(&it.id) {
            Some(Entry::Readable { assessment, .. }) => {
                Round::of_response(instrument, &assessment.response)
            }
            Some(Entry::Workshop { workshop, .. }) => {
                let report = report::report(instrument, workshop);
                Round::of_workshop(instrument, workshop, &report)
            }
            Some(Entry::Unreadable { .. }) | None => continue,
        };
        rounds.push(Round { time: it.time, ..round });
        known.push(it);
        foreign.push(!own);
    }
    let newest = known.last()?;
    let (instrument, _) = model.edition(&newest.instrument)?;
    let change = change::change(instrument, &rounds);
    (rounds.len() > 1).then_some(Sight {
        model,
        text,
        of,
        instrument,
        known,
        rounds,
        foreign,
        change,
    })
}

/// Whether there is, or could be, another round to compare what is shown with.
pub fn is_offered(model: &Model, of: Of) -> bool {
    let done = |it: &Entry| match (it, of) {
        (Entry::Readable { assessment, .. }, Of::Assessment) => {
            let response = &assessment.response;
            response.completed.map(|_| response.instrument.id.clone())
        }
        (Entry::Workshop { workshop, .. }, Of::Workshop) => {
            (!workshop.states.is_empty()).then(|| workshop.instrument.id.clone())
        }
        _ => None,
    };
    let shown = model.subject_of(of).and_then(|it| done(model.shelf.get(it)?));
    shown.is_some() && model.shelf.values().filter(|it| done(it) == shown).count() > 1
}

pub fn screen(model: &Model, text: &Text, of: Of) -> (String, ScreenView) {
    let heading = text.say("change.heading");
    let Some(id) = model.subject_of(of) else { return (heading, ScreenView::Loading) };
    let series = model.series(id);
    let rounds = model.rounds_for(id).into_iter().filter(|it| it.done);
    let rounds: Vec<RoundView> = rounds
        .map(|it| RoundView {
            name: model.name_of_entry(&it.id),
            facts: round_facts(model, text, &it),
            counts: series.iter().any(|known| known.id == it.id),
            this: it.id == *id,
            id: it.id,
        })
        .collect();
    let blocks = blocks(model, text, of, 1);
    let view = ChangeView {
        of,
        rounds,
        nothing: if blocks.is_empty() { text.say("change.nothing") } else { String::new() },
        document: Rc::new(Document::new(heading.clone(), &text.language, &text.direction, blocks)),
    };
    (heading, ScreenView::Change(Rc::new(view)))
}

/// When a round was, and of a workshop how many people answered.
fn round_facts(model: &Model, text: &Text, it: &Known) -> String {
    let date = text.date(it.time, model.moment.offset);
    match model.shelf.get(&it.id) {
        Some(Entry::Workshop { workshop, .. }) => {
            let n = text.count("entry.people", workshop.current().count(), &[]);
            format!("{date} · {n}")
        }
        _ => date,
    }
}

/// What has changed over the rounds of what is shown, as the blocks of a document; none
/// where there is nothing to compare.
///
/// Their headings begin at `level`.
pub fn blocks(model: &Model, text: &Text, of: Of, level: u8) -> Vec<Block> {
    sight(model, text, of).map(|it| it.blocks(level)).unwrap_or_default()
}

impl Sight<'_> {
    fn blocks(&self, level: u8) -> Vec<Block> {
        let text = self.text;
        let heading = |key: &str| Block::Heading { level, text: text.say(key) };
        let mut res = vec![Block::Facts(self.facts())];
        res.extend(self.notes().into_iter().map(Block::Remark));
        let summary = self.summary();
        if !summary.is_empty() {
            res.push(Block::List(summary));
        }
        res.push(heading("change.sections"));
        res.push(Block::Figure(self.figure()));
        res.push(Block::Table(self.sections_table()));
        res.push(Block::Remark(text.say(match self.of {
            Of::Assessment => "change.how-person",
            Of::Workshop => "change.how-group",
        })));
        res.push(heading("change.items"));
        for (at, section) in self.instrument.sections.iter().enumerate() {
            let items = || self.change.items.iter().filter(|it| it.0 == at).map(|it| &it.1);
            if items().next().is_none() {
                continue;
            }
            let title = text.own(&section.title).to_owned();
            let rows = items().map(|it| {
                let name = subject(text, self.instrument, &Subject::Item(it.id.clone())).0;
                self.row(name, it, true)
            });
            let heads = self.heads("picture.statement");
            res.push(Block::Table(Table {
                caption: title,
                heads,
                rows: rows.collect(),
                repeated: false,
            }));
        }
        res
    }

    /// When each round was, and how many people answered.
    fn facts(&self) -> Vec<(String, String)> {
        let text = self.text;
        let fact = |(i, it): (usize, &Known)| {
            let number = (i + 1).to_string();
            let name = text.with("change.round", &[("number", &number)]);
            (name, round_facts(self.model, text, it))
        };
        self.known.iter().enumerate().map(fact).collect()
    }

    /// Where the questions changed, and what that means.
    fn notes(&self) -> Vec<String> {
        let text = self.text;
        let mut res = Vec::new();
        for it in &self.change.editions {
            let number = |i: usize| (i + 1).to_string();
            let (before, after) = (number(it.before), number(it.before + 1));
            let ids = |all: &[String]| {
                all.iter().map(|id| self.statement(id)).collect::<Vec<_>>().join(" / ")
            };
            let rounds = [("before", before.as_str()), ("after", after.as_str())];
            res.push(text.with("change.edition", &rounds));
            let mut list = |key: &str, all: &[String]| {
                if !all.is_empty() {
                    res.push(text.count(key, all.len(), &[("statements", &ids(all))]));
                }
            };
            list("change.added", &it.added);
            list("change.removed", &it.removed);
            list("change.altered", &it.altered);
        }
        if self.foreign.contains(&true) {
            res.push(text.say("change.edition-missing"));
        }
        res
    }

    /// The words of an item in the newest edition that is at hand and has it.
    fn statement(&self, id: &str) -> String {
        let of = Subject::Item(id.to_owned());
        let older = self.model.desk.editions.values().map(|it| &**it);
        let has = |it: &&Instrument| it.id == self.instrument.id && it.item(id).is_some();
        let edition = [self.instrument].into_iter().chain(older).find(has);
        subject(self.text, edition.unwrap_or(self.instrument), &of).0
    }

    /// What has risen and fallen most, and what turned.
    fn summary(&self) -> Vec<String> {
        let text = self.text;
        let mut res = Vec::new();
        let title = |id: &str| subject(text, self.instrument, &Subject::Section(id.to_owned())).0;
        let zero = Ratio::new(0, 1);
        if let Some(most) = self.change.most(Span::Whole) {
            let (from, to) = most.between;
            let (first, last) = ((from + 1).to_string(), (to + 1).to_string());
            let mut tell = |key: &str, place: Option<usize>| {
                let series = place.and_then(|it| self.change.sections.get(it))?;
                let value = |at: usize| Some(series.points.get(at)?.as_ref()?.value);
                let by = value(to)?.minus(value(from)?);
                let by = text.score(if by < zero { zero.minus(by) } else { by });
                let name = title(&series.id);
                let values =
                    [("section", name.as_str()), ("from", &first), ("to", &last), ("points", &by)];
                res.push(text.with(key, &values));
                Some(())
            };
            tell("change.rose", most.risen);
            tell("change.fell", most.fallen);
        }
        for it in self.change.sections.iter().filter(|it| it.turned()) {
            res.push(text.with("change.turned", &[("section", &title(&it.id))]));
        }
        res
    }

    fn heads(&self, first: &str) -> Vec<String> {
        let text = self.text;
        let mut res = vec![text.say(first)];
        for (i, round) in self.rounds.iter().enumerate() {
            let number = (i + 1).to_string();
            let date = self.short_date(round);
            let values = [("number", number.as_str()), ("date", &date)];
            res.push(text.with("change.head", &values));
        }
        res
    }

    /// The month and year of a round.
    fn short_date(&self, round: &Round) -> String {
        let it = time::civil(round.time, self.model.moment.offset);
        let (month, year) = (format!("{:02}", it.month), it.year.to_string());
        self.text.with("change.short-date", &[("month", &month), ("year", &year)])
    }

    /// A value as it is shown: a score, a group's mean, or a person's answer.
    fn shown(&self, id: &str, it: &Measured, is_item: bool) -> String {
        if !is_item {
            return self.text.score(it.value);
        }
        match self.of {
            Of::Workshop => self.text.hundredths(it.value),
            Of::Assessment => {
                let value = it.value.rounded(1);
                let scale = self.instrument.item(id).map(|it| &it.0.scale);
                let point = scale.and_then(|it| it.point(value));
                point.map_or_else(|| value.to_string(), |it| self.text.own(&it.label).to_owned())
            }
        }
    }

    /// A row of a table: what is measured, and each round's value with how it changed.
    fn row(&self, name: String, series: &Series, is_item: bool) -> Vec<String> {
        let text = self.text;
        let mut res = vec![name];
        for (i, point) in series.points.iter().enumerate() {
            let Some(it) = point else {
                res.push(text.say("picture.hidden-sign"));
                continue;
            };
            let mut cell = self.shown(&series.id, it, is_item);
            if self.of == Of::Workshop {
                let n = it.n.to_string();
                cell = text.with("change.with-n", &[("value", &cell), ("n", &n)]);
            }
            let step = i.checked_sub(1).and_then(|it| series.steps.get(it));
            let key = match step {
                Some(Step::Up) => "change.up",
                Some(Step::Down) => "change.down",
                Some(Step::Incomparable) => "change.incomparable",
                Some(Step::Same) => "change.same",
                // Both are known, but are made of other parts.
                Some(Step::Unknown)
                    if i > 0 && series.points.get(i - 1).is_some_and(Option::is_some) =>
                {
                    "change.other-parts"
                }
                Some(Step::Unknown) | None => "",
            };
            if !key.is_empty() {
                cell = text.with(key, &[("value", &cell)]);
            }
            res.push(cell);
        }
        res
    }

    /// The overall score and every section, with the actions that were about it.
    fn sections_table(&self) -> Table {
        let text = self.text;
        let mut heads = self.heads("picture.section");
        heads.push(text.say("change.actions"));
        let mut rows = Vec::new();
        if let Some(it) = &self.change.overall {
            let mut row = self.row(text.say("results.overall"), it, false);
            row.push(self.actions(|of| of.is_none()));
            rows.push(row);
        }
        for it in &self.change.sections {
            let section = Subject::Section(it.id.clone());
            let mut row = self.row(subject(text, self.instrument, &section).0, it, false);
            let of_section = |of: &Subject| match of {
                Subject::Section(id) => *id == it.id,
                Subject::Item(id) => {
                    self.instrument.item(id).is_some_and(|found| found.0.id == it.id)
                }
            };
            row.push(self.actions(|of| of.is_some_and(of_section)));
            rows.push(row);
        }
        Table { caption: text.say("change.sections"), heads, rows, repeated: false }
    }

    /// The actions of all rounds about something, with their state.
    fn actions(&self, is_wanted: impl Fn(Option<&Subject>) -> bool) -> String {
        let text = self.text;
        let one = |number: usize, it: &Action| {
            let (number, title) = ((number + 1).to_string(), action_title(text, it));
            let state = state(text, it.state);
            let values = [("number", number.as_str()), ("action", &title), ("state", &state)];
            text.with("change.action", &values)
        };
        let mut res = Vec::new();
        for (number, it) in self.known.iter().enumerate() {
            let wanted = it.plan.actions.iter().filter(|it| is_wanted(it.about.as_ref()));
            res.extend(wanted.map(|it| one(number, it)));
        }
        res.join(" · ")
    }

    /// A small drawing for the overall score and for each section.
    fn figure(&self) -> Figure {
        let text = self.text;
        let (first, last) = match (self.rounds.first(), self.rounds.last()) {
            (Some(first), Some(last)) => (first.time, last.time),
            _ => (0, 0),
        };
        let span = (last - first).max(1);
        let one = |title: String, series: &Series, less: bool| {
            let range =
                series.points.iter().flatten().map(|it| it.range).next().unwrap_or((0, 100));
            let points: Vec<TrendPoint> = series
                .points
                .iter()
                .zip(&self.rounds)
                .enumerate()
                .map(|(i, (point, round))| {
                    let step = i.checked_sub(1).and_then(|it| series.steps.get(it));
                    let n = point.as_ref().map(|it| it.n.to_string());
                    TrendPoint {
                        at: (round.time - first) * 1000 / span,
                        position: point
                            .as_ref()
                            .map(|it| crate::report::position(it.value, range).rounded(1000)),
                        value: point.as_ref().map_or_else(
                            || text.say("picture.hidden-sign"),
                            |it| text.score(it.value),
                        ),
                        date: self.short_date(round),
                        n: match (self.of, n) {
                            (Of::Workshop, Some(n)) => text.with("change.n", &[("n", &n)]),
                            _ => String::new(),
                        },
                        comparable: step != Some(&Step::Incomparable),
                    }
                })
                .collect();
            let ends = [range.0.to_string(), range.1.to_string()];
            trend(&title, &points, ends, less)
        };
        let overall =
            self.change.overall.iter().map(|it| one(text.say("results.overall"), it, false));
        let sections = self.change.sections.iter().map(|it| {
            let section = Subject::Section(it.id.clone());
            one(subject(text, self.instrument, &section).0, it, it.less)
        });
        let (title, summary) = (text.say("change.sections"), text.say("change.figure"));
        figure(text, "change", title, summary, overall.chain(sections))
    }
}
