//! What is asked: an instrument with its sections, items, scales and bands.
//!
//! An [`Instrument`] comes out of [`reader::read`] and is sound by then: every
//! section's scale and source exist, ids are unique, bands ascend. Built-in and
//! custom instruments go through that one reader.

pub mod by_id;
#[cfg(not(target_arch = "wasm32"))]
pub mod catalogue;
pub mod document;
pub mod fingerprint;
#[cfg(not(feature = "starter"))]
mod languages;
pub mod reader;

use std::rc::Rc;

use by_id::ById;

/// The `format` field of an instrument file.
pub const FORMAT: &str = "partnership-assessment/instrument";
/// The `format` field of the list of what is offered.
pub const INDEX_FORMAT: &str = "partnership-assessment/index";
/// The newest instrument format version this reader knows.
pub const VERSION: u64 = 1;
/// The most items one instrument may have.
pub const MAX_ITEMS: usize = 500;
/// The largest instrument file, in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// The ids of the built-in instruments, in the order they are offered.
pub const BUILT_IN: [&str; 7] = [
    "six-principles",
    "characteristics",
    "five-ps",
    "ways-of-working",
    "challenges",
    "benefits",
    "whole",
];

/// One text in one or more languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(ById<String>);

impl Words {
    /// A text that names no language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(ById::from_iter([(String::new(), text.into())]))
    }

    /// The text in `language`, else in its main language (`cy` for `cy-GB`),
    /// else without a language, else in English, else in any.
    pub fn in_language(&self, language: &str) -> &str {
        self.0.get(self.nearest(language)).map_or("", String::as_str)
    }

    /// The language of that text; empty where it names none.
    fn nearest<'a>(&'a self, language: &'a str) -> &'a str {
        let all = [language, main_language(language), "", "en"];
        let given = all.into_iter().find(|it| self.0.contains(it));
        given.or_else(|| self.languages().next()).unwrap_or_default()
    }

    /// The languages in which the text is given; none for a plain text.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.ids().map(String::as_str).filter(|it| !it.is_empty())
    }

    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

/// `cy` for `cy-GB`.
pub fn main_language(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}

/// A set of questions with its scales and scoring.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    pub id: String,
    pub edition: String,
    pub title: Words,
    /// One sentence, for lists.
    pub summary: Words,
    pub about: Words,
    /// How long answering takes, in minutes; 0 where the author does not say.
    pub minutes: u64,
    pub sources: Vec<Source>,
    pub sections: Vec<Section>,
    pub scoring: Scoring,
    /// Judge the score of a section, in the method's own units.
    pub bands: Vec<Band>,
    /// Judge the overall score, in the method's own units.
    pub overall_bands: Vec<Band>,
    /// Names what is asked and how it is scored, whatever the wording.
    pub fingerprint: String,
}

impl Instrument {
    /// Every item with its section, in the order they are asked.
    pub fn items(&self) -> impl Iterator<Item = (&Section, &Item)> {
        self.sections
            .iter()
            .flat_map(|section| section.items.iter().map(move |item| (section, item)))
    }

    pub fn item(&self, id: &str) -> Option<(&Section, &Item)> {
        self.items().find(|(_, item)| item.id == id)
    }

    pub fn n_items(&self) -> usize {
        self.n_items_before(self.sections.len())
    }

    /// How many items stand in front of the section at the place `section`.
    pub fn n_items_before(&self, section: usize) -> usize {
        self.sections.iter().take(section).map(|it| it.items.len()).sum()
    }

    /// The places of an item's section, and of the item in that, for the item's place among all.
    pub fn within_section(&self, mut item: usize) -> Option<(usize, usize)> {
        for (section, it) in self.sections.iter().enumerate() {
            if item < it.items.len() {
                return Some((section, item));
            }
            item -= it.items.len();
        }
        None
    }

    /// The bands that judge a section: its scale's own, else the instrument's.
    pub fn section_bands<'a>(&'a self, section: &'a Section) -> &'a [Band] {
        if section.scale.bands.is_empty() { &self.bands } else { &section.scale.bands }
    }

    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|it| it.id == id)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub id: String,
    pub citation: Words,
}

/// What the sections of an instrument are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Principle,
    Characteristic,
    Need,
    Challenge,
    Benefit,
    /// Any other word in the file.
    Other,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub id: String,
    pub kind: Kind,
    pub title: Words,
    pub about: Words,
    pub scale: Rc<Scale>,
    pub sources: Vec<String>,
    pub counts_towards_overall: bool,
    pub items: Vec<Item>,
    pub discuss: Vec<Words>,
    pub ideas: Vec<Words>,
}

/// A statement to answer on its section's scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: String,
    /// A short name for charts; the statement itself where there is none.
    pub label: Words,
    pub text: Words,
    pub help: Words,
    /// A reversed item counts `min + max - value`.
    pub reversed: bool,
}

impl Item {
    pub fn short(&self) -> &Words {
        if self.label.is_empty() { &self.text } else { &self.label }
    }
}

/// Whether the high end of a scale is the wished-for end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    HigherIsBetter,
    LowerIsBetter,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    pub id: String,
    pub direction: Direction,
    /// Whether "don't know" may be answered.
    pub dont_know: bool,
    /// Whether "not relevant to us" may be answered.
    pub not_relevant: bool,
    /// At least two, with different values, in the order they are shown.
    pub points: Vec<Point>,
    /// Judge the sections on this scale in place of the instrument's bands.
    pub bands: Vec<Band>,
}

impl Scale {
    pub fn min(&self) -> i64 {
        self.points.iter().map(|it| it.value).min().unwrap_or_default()
    }

    pub fn max(&self) -> i64 {
        self.points.iter().map(|it| it.value).max().unwrap_or_default()
    }

    pub fn point(&self, value: i64) -> Option<&Point> {
        self.points.iter().find(|it| it.value == value)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub value: i64,
    pub label: Words,
}

/// How item values become a section's score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `100 * sum(value - min) / (n * (max - min))`, from 0 to 100.
    Percent,
    /// `sum(value) / n`, in the scale's units.
    Mean,
    /// `sum(value)`, in the scale's units.
    Sum,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scoring {
    pub method: Method,
    /// The share of a section's items that must have a scored answer, in
    /// millionths, 0 to 1,000,000. One answer is always needed.
    pub minimum_answered: u64,
}

/// A name for the scores from `from` (included) up to the next band's.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// In millionths of the method's unit.
    pub from: i64,
    pub label: Words,
    pub advice: Words,
}

/// What is offered: the built-in instruments and the languages, as the first screen lists
/// them before any instrument has been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    pub instruments: Vec<Listed>,
    /// Language tags with each language's name for itself.
    pub languages: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub id: String,
    pub title: Words,
    pub summary: Words,
    pub minutes: u64,
    pub n_items: usize,
}
