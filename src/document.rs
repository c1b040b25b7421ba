//! A document for people: headings, words, tables and drawings, one under the other.
//!
//! The screen shows it, the printer prints it, and `exchange` writes it as a file of its
//! own: all three hold the same.

pub mod charts;
pub mod drawing;

use std::collections::BTreeMap;
use std::rc::Rc;

use drawing::Drawing;

/// A document, ready in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub title: String,
    /// The language tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Words that are in another language, with its tag.
    pub stand_ins: BTreeMap<String, String>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading, as deep below the title as `level` says, from 1.
    Heading {
        level: u8,
        text: String,
    },
    Text(String),
    /// What stands back: remarks on what is above.
    Remark(String),
    List(Vec<String>),
    /// Names with their values.
    Facts(Vec<(String, String)>),
    /// Sentences with what there is to say about each, below it.
    Points(Vec<(String, String)>),
    /// A numbered entry of a list with what there is to know about it.
    Entry {
        title: String,
        facts: Vec<(String, String)>,
    },
    Table(Table),
    Figure(Figure),
}

/// A table whose first column names the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub caption: String,
    /// Whether what stands above it has the same name: it need not be seen twice.
    pub repeated: bool,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A drawing, or several small ones that are compared, with what they show in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// A part of a file's name.
    pub id: &'static str,
    pub title: String,
    /// What there is to see, for those who do not see it.
    pub summary: String,
    /// Whether what stands above it has the same name: it need not be seen twice.
    pub repeated: bool,
    pub drawings: Vec<Rc<Drawing>>,
}

impl Document {
    /// A document of `blocks`, in which no name is seen twice in a row.
    pub fn new(title: String, language: &str, direction: &str, mut blocks: Vec<Block>) -> Self {
        let mut above = String::new();
        for block in &mut blocks {
            let (name, repeated) = match block {
                Block::Heading { text, .. } => (&*text, None),
                Block::Table(it) => (&it.caption, Some(&mut it.repeated)),
                Block::Figure(it) => (&it.title, Some(&mut it.repeated)),
                _ => continue,
            };
            if let Some(it) = repeated {
                *it = *name == above;
            }
            above.clone_from(name);
        }
        let (language, direction) = (language.to_owned(), direction.to_owned());
        Self { title, language, direction, stand_ins: BTreeMap::new(), blocks }
    }

    /// The figures, in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks.iter().filter_map(|it| match it {
            Block::Figure(it) => Some(it),
            _ => None,
        })
    }
}
