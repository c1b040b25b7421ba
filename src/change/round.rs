//! One round: what a person's answers, or a workshop's, say of each section and item.

use crate::instrument::by_id::ById;
use crate::instrument::fingerprint::hash;
use crate::instrument::{Direction, Instrument, Item, Method, Scale, Section};
use crate::response::{Answer, Millis, Response};
use crate::scoring::{self, Ratio};
use crate::workshop::report::{Measure, Report};
use crate::workshop::{Workshop, values};

/// What a figure rests on: with it goes what it can be compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// Names the edition that was answered; 0 where that is not known.
    pub edition: u64,
    /// Names what was asked, on which scales, and how it is scored, whichever the edition; 0
    /// where that is not known.
    pub asked: u64,
    /// Names the parts that are in it, where the lack of one would move it by itself: the
    /// answers in a person's sum, the sections in a person's overall score; else 0.
    pub parts: u64,
}

impl Basis {
    /// Whether both are about the same questions.
    ///
    /// Law: they are when the editions are known and the same, or when what was asked is
    /// known and the same.
    pub fn asks_the_same_as(self, other: Self) -> bool {
        let same = |a: u64, b: u64| a == b && a != 0;
        same(self.edition, other.edition) || same(self.asked, other.asked)
    }
}

/// What one round says of an item, of a section, or overall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub value: Ratio,
    /// How many people stand behind it: 1 for a person.
    pub n: usize,
    /// The lowest and the highest value that can be.
    pub range: (i64, i64),
    /// Whether less of it is wished for.
    pub less: bool,
    pub basis: Basis,
}

/// One round of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub time: Millis,
    /// How many people's answers it is made of: 1 for a person.
    pub people: usize,
    pub edition: String,
    /// Empty where it is not known.
    pub fingerprint: String,
    pub overall: Option<Figure>,
    /// Those that have a score, and one that may be shown.
    pub sections: ById<Figure>,
    /// As it was answered, or the mean of the values as they were answered.
    pub items: ById<Figure>,
    /// Every item that was asked, with what names its scale; 0 where that is not known.
    pub asked: ById<u64>,
}

impl Round {
    /// What one person's answers say; the time is when they were completed, or else begun.
    ///
    /// `instrument` is the edition that was answered. Where that is not at hand, as its
    /// fingerprint tells, another edition of it may stand in, which is the newest as a rule.
    /// The answers are then read as if given to that one: items that it does not have are
    /// passed over, and scores are made of the others in its way. An item counts as the same
    /// only if it has an answer, one that its scale offers, and a section only if all of its
    /// items do, since of one without an answer nothing tells whether it was asked. That an
    /// item was turned round, on a scale of the same values, cannot be seen so.
    pub fn of_response(instrument: &Instrument, response: &Response) -> Self {
        let of = &response.instrument;
        let at_hand = !of.fingerprint.is_empty() && of.fingerprint == instrument.fingerprint;
        let on_scale = |section: &Section, item: &Item| {
            response.answers.get(&item.id).copied().filter(|it| it.is_on(&section.scale))
        };
        let mut asked =
            Asked::of(instrument, |section, item| at_hand || on_scale(section, item).is_some());
        let edition = named(&of.fingerprint);
        let figure = |value: Ratio, range: (i64, i64), less: bool, asked: u64, parts: u64| {
            let basis = Basis { edition, asked, parts };
            Figure { value, n: 1, range, less, basis }
        };

        let scores = scoring::score(instrument, response);
        let mut res = Self {
            time: response.completed.unwrap_or(response.started),
            people: 1,
            edition: of.edition.clone(),
            fingerprint: of.fingerprint.clone(),
            ..Self::default()
        };
        let mut counted = Vec::new();
        let sections = instrument.sections.iter().zip(&scores.sections);
        for ((section, score), known) in sections.zip(&asked.sections) {
            let mut answered = Vec::new();
            for item in &section.items {
                if let Some(Answer::Value(value)) = on_scale(section, item) {
                    let known = asked.items.get(&item.id).copied().unwrap_or_default();
                    let it = figure(
                        Ratio::new(value, 1),
                        item_range(section),
                        item_less(section, item),
                        known,
                        0,
                    );
                    res.items.insert(item.id.clone(), it);
                    answered.push((item.id.as_str(), 1));
                }
            }
            let Some(value) = score.score.value() else { continue };
            let parts = match instrument.scoring.method {
                Method::Sum => together("sum of", answered),
                Method::Percent | Method::Mean => 0,
            };
            let range = scoring::range(instrument, section);
            res.sections
                .insert(section.id.clone(), figure(value, range, less(section), *known, parts));
            if section.counts_towards_overall {
                counted.push((section.id.as_str(), parts.max(1)));
            }
        }
        res.overall = scores.overall.map(|value| {
            let range = scoring::overall_range(instrument);
            let parts = together("score of", counted);
            figure(value, range, overall_less(instrument), asked.overall, parts)
        });
        if !at_hand {
            for id in response.answers.ids().filter(|it| instrument.item(it).is_none()) {
                asked.items.insert(id.clone(), 0);
            }
        }
        res.asked = asked.items;
        res
    }

    /// What a workshop says as a whole: `report` is its report, made with `instrument`, the
    /// edition that it answered. The time is that of its last picture, or else when it was
    /// set up.
    ///
    /// What the disclosure rule hides has no figure here; nothing is said that the report
    /// does not say. How complete people's answers are, the figures of many do not tell, so
    /// that what a missing answer does to a sum it does here too.
    pub fn of_workshop(instrument: &Instrument, workshop: &Workshop, report: &Report) -> Self {
        let of = &workshop.instrument;
        let asked = Asked::of(instrument, |_, _| true);
        let edition = named(&of.fingerprint);
        let figure = |measure: &Measure, less: bool, asked: u64| {
            let basis = Basis { edition, asked, parts: 0 };
            let Measure { n, range, .. } = *measure;
            Some(Figure { value: measure.stats?.mean, n, range, less, basis })
        };
        let items = instrument.items().zip(&report.items).filter_map(|((section, item), it)| {
            let known = asked.items.get(&item.id).copied().unwrap_or_default();
            Some((item.id.clone(), figure(&it.measure, item_less(section, item), known)?))
        });
        let sections = instrument.sections.iter().zip(&report.sections).zip(&asked.sections);
        let sections = sections.filter_map(|((section, it), known)| {
            Some((section.id.clone(), figure(&it.measure, less(section), *known)?))
        });
        Self {
            time: workshop.states.last().map_or(workshop.created, |it| it.time),
            people: report.responses,
            edition: of.edition.clone(),
            fingerprint: of.fingerprint.clone(),
            overall: figure(&report.overall.measure, overall_less(instrument), asked.overall),
            sections: sections.collect(),
            items: items.collect(),
            asked: asked.items,
        }
    }
}

/// What names each thing that was asked; 0 where it is not known.
struct Asked {
    items: ById<u64>,
    /// In the order of the instrument.
    sections: Vec<u64>,
    overall: u64,
}

impl Asked {
    /// `known` says of an item whether it was asked as the instrument has it.
    ///
    /// Law: an item is named by its values, direction, and whether it is reversed; a section
    /// by its items' ids and names, the method and the minimum share; overall by the method
    /// and the ids and names of the sections that count. Order is of no consequence.
    fn of(instrument: &Instrument, known: impl Fn(&Section, &Item) -> bool) -> Self {
        let mut res = Self { items: ById::default(), sections: Vec::new(), overall: 0 };
        let method = match instrument.scoring.method {
            Method::Percent => "percent",
            Method::Mean => "mean",
            Method::Sum => "sum",
        };
        let scoring = format!("{method} {}", instrument.scoring.minimum_answered);
        let mut counted = Vec::new();
        for section in &instrument.sections {
            let scale = scale(&section.scale);
            let name = |item: &Item| {
                let reversed = if item.reversed { " reversed" } else { "" };
                if known(section, item) { named(&format!("{scale}{reversed}")) } else { 0 }
            };
            let items: Vec<(&str, u64)> =
                section.items.iter().map(|it| (it.id.as_str(), name(it))).collect();
            for (id, name) in &items {
                res.items.insert((*id).to_owned(), *name);
            }
            let name = together(&scoring, items);
            res.sections.push(name);
            if section.counts_towards_overall {
                counted.push((section.id.as_str(), name));
            }
        }
        res.overall = together(method, counted);
        res
    }
}

fn scale(scale: &Scale) -> String {
    let direction = match scale.direction {
        Direction::HigherIsBetter => "higher-is-better",
        Direction::LowerIsBetter => "lower-is-better",
    };
    let values: Vec<String> = values(scale).iter().map(ToString::to_string).collect();
    format!("{direction} {}", values.join(","))
}

/// A number that names `text`; 0 for none.
fn named(text: &str) -> u64 {
    if text.is_empty() { 0 } else { hash(text).max(1) }
}

/// What names many things with their ids, in any order; 0 where one of them is not known.
fn together(how: &str, mut parts: Vec<(&str, u64)>) -> u64 {
    if parts.iter().any(|it| it.1 == 0) {
        return 0;
    }
    parts.sort_unstable();
    let lines = parts.iter().map(|(id, name)| format!("\n{id} {name:x}"));
    named(&format!("{how}{}", lines.collect::<String>()))
}

fn item_range(section: &Section) -> (i64, i64) {
    (section.scale.min(), section.scale.max())
}

fn less(section: &Section) -> bool {
    section.scale.direction == Direction::LowerIsBetter
}

/// Values are as they were answered, and those of a reversed item count from the other end.
fn item_less(section: &Section, item: &Item) -> bool {
    less(section) != item.reversed
}

/// Whether less is wished for in every section that counts.
fn overall_less(instrument: &Instrument) -> bool {
    let mut counted = instrument.sections.iter().filter(|it| it.counts_towards_overall).peekable();
    counted.peek().is_some() && counted.all(less)
}
