//! Walks a JSON document and says what is wrong with it, and where.
//!
//! The one door to JSON: the readers of instruments, responses, stored records and
//! language files all ask a [`Node`] for what they expect. A thing that is missing or
//! of the wrong kind becomes a [`Problem`] with its path, and reading goes on, so that
//! an author sees every problem at once.

use std::cell::RefCell;

use serde_json::Value;

use super::Words;

/// More problems than this in one file are not told apart any more.
const MAX_PROBLEMS: usize = 50;
/// In more languages than this no text can be given.
const MAX_LANGUAGES: usize = 200;

/// One thing wrong in a file: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The path in a JSON file, as in `sections[2].items[0].id`, or the column of a table;
    /// empty for the file as a whole.
    pub at: String,
    /// The row of a table, the header being row 1; 0 in files that have no rows.
    pub row: usize,
    pub fault: Fault,
}

impl Problem {
    pub fn new(at: impl Into<String>, fault: Fault) -> Self {
        Self { at: at.into(), row: 0, fault }
    }

    pub fn in_row(row: usize, column: &str, fault: Fault) -> Self {
        Self { at: shorten(column), row, fault }
    }

    /// Whether what was read says that it is of this `format` instead.
    pub fn names(&self, format: &str) -> bool {
        matches!(&self.fault, Fault::WrongFormat { found, .. } if found == format)
    }
}

/// What can be wrong with text from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The text is not JSON; where reading stopped.
    NotJson {
        line: usize,
        column: usize,
    },
    /// The text ends in the middle.
    CutOff,
    TooLarge {
        bytes: usize,
        limit: usize,
    },
    /// The file says it is of another format, or of none.
    WrongFormat {
        found: String,
        expected: String,
    },
    WrongVersion {
        found: String,
    },
    NewerVersion {
        found: u64,
        known: u64,
    },
    Missing,
    Expected(Expected),
    Empty,
    TooMany {
        found: usize,
        limit: usize,
    },
    TooFew {
        found: usize,
        least: usize,
    },
    OutOfRange {
        found: String,
        least: i64,
        most: i64,
    },
    TooLong {
        limit: usize,
    },
    TooDeep {
        limit: usize,
    },
    /// An id with other characters than letters, digits, `-`, `_` and `.`.
    BadId {
        found: String,
    },
    /// A custom instrument under the id of a built-in one.
    BuiltIn {
        found: String,
    },
    /// An item id that is also the name of a column in a CSV file.
    ReservedId {
        found: String,
    },
    Duplicate {
        found: String,
    },
    /// A reference to something the file does not define.
    Unknown {
        found: String,
    },
    /// A word outside a fixed list.
    NotOneOf {
        found: String,
        allowed: String,
    },
    NotAscending,
    /// An item that the instrument does not have.
    UnknownItem {
        found: String,
    },
    /// An answer that the item's scale does not offer.
    NotOnScale {
        found: String,
        allowed: String,
    },
    /// The file answers an instrument that is not open here.
    UnknownInstrument {
        found: String,
    },
    /// A CSV file without a column that it needs.
    MissingColumn {
        found: String,
    },
    /// A CSV row with more cells than the header.
    ExtraCells {
        found: usize,
        expected: usize,
    },
    /// A quoted CSV cell that is never closed.
    OpenQuote,
    /// Nothing in the file can be read as an assessment.
    NotOurs,
    NotATime {
        found: String,
    },
    /// A picture without a QR code that can be read.
    NoCode,
    /// A file that is no text.
    NotText,
    /// A workshop's own answers, saved as a table before.
    AlreadyHere,
    /// A response to another instrument than the first one's.
    OtherInstrument {
        found: String,
        expected: String,
    },
    /// A response to another edition, asked or scored differently.
    OtherEdition {
        found: String,
        expected: String,
    },
}

/// The kind of value that should have stood there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Text,
    WholeNumber,
    Number,
    TrueOrFalse,
    List,
    Object,
    /// Text, or an object of texts by language.
    Words,
    /// A value of the scale, `dont-know` or `not-relevant`.
    Answer,
}

/// Whether `text` can be an id: 1 to 64 letters, digits, `-`, `_` or `.`.
pub fn is_id(text: &str) -> bool {
    let fits = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    !text.is_empty() && text.len() <= 64 && text.chars().all(fits)
}

/// Parses `text` and hands its root to `read`; the result only if no problem was met.
pub fn read<T>(
    text: &str,
    limit: usize,
    read: impl FnOnce(Node<'_>) -> Option<T>,
) -> Result<T, Vec<Problem>> {
    let fail = |fault| Err(vec![Problem::new("", fault)]);
    if text.len() > limit {
        return fail(Fault::TooLarge { bytes: text.len(), limit });
    }
    let value: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) if error.is_eof() && !text.trim().is_empty() => return fail(Fault::CutOff),
        Err(error) => {
            return fail(Fault::NotJson { line: error.line(), column: error.column() });
        }
    };
    read_value(&value, read)
}

/// As [`read`], for a value that is parsed already.
pub fn read_value<T>(
    value: &Value,
    read: impl FnOnce(Node<'_>) -> Option<T>,
) -> Result<T, Vec<Problem>> {
    let problems = RefCell::new(Vec::new());
    let res = read(Node { value, path: String::new(), problems: &problems });
    let mut problems = problems.into_inner();
    match res {
        Some(res) if problems.is_empty() => Ok(res),
        _ => {
            if problems.is_empty() {
                problems.push(Problem::new("", Fault::NotOurs));
            }
            Err(problems)
        }
    }
}

/// A value in a document, with the way to it.
#[derive(Clone)]
pub struct Node<'a> {
    value: &'a Value,
    path: String,
    problems: &'a RefCell<Vec<Problem>>,
}

impl<'a> Node<'a> {
    /// Reports `fault` here.
    pub fn fault(&self, fault: Fault) {
        let mut problems = self.problems.borrow_mut();
        let problem = Problem::new(self.path.clone(), fault);
        if problems.len() < MAX_PROBLEMS && !problems.contains(&problem) {
            problems.push(problem);
        }
    }

    fn expected<T>(&self, expected: Expected) -> Option<T> {
        self.fault(Fault::Expected(expected));
        None
    }

    fn child(&self, value: &'a Value, step: &str) -> Self {
        // All that stands below carries it along: the names of a file may be long.
        let step = shorten(step);
        let path = if self.path.is_empty() { step } else { format!("{}.{step}", self.path) };
        Self { value, path, problems: self.problems }
    }

    /// The field `name`, if the object has it and it is not `null`.
    pub fn maybe(&self, name: &str) -> Option<Self> {
        match self.value.get(name) {
            None | Some(Value::Null) => None,
            Some(value) => Some(self.child(value, name)),
        }
    }

    /// The field `name`, which must be there.
    pub fn need(&self, name: &str) -> Option<Self> {
        if !self.value.is_object() {
            return self.expected(Expected::Object);
        }
        let res = self.maybe(name);
        if res.is_none() {
            self.child(self.value, name).fault(Fault::Missing);
        }
        res
    }

    pub fn text(&self) -> Option<&'a str> {
        self.value.as_str().or_else(|| self.expected(Expected::Text))
    }

    /// A text of at most `limit` characters, trimmed; longer ones are a problem.
    pub fn short_text(&self, limit: usize) -> Option<String> {
        let text = self.text()?;
        if text.chars().count() > limit {
            self.fault(Fault::TooLong { limit });
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// An id, as [`is_id`] has it.
    pub fn id(&self) -> Option<String> {
        let text = self.text()?;
        if !is_id(text) {
            self.fault(Fault::BadId { found: shorten(text) });
            return None;
        }
        Some(text.to_owned())
    }

    /// A whole number; `4.0` counts as one.
    pub fn whole(&self, least: i64, most: i64) -> Option<i64> {
        let Some(number) = self.value.as_number() else {
            return self.expected(Expected::WholeNumber);
        };
        let found = number.as_i64().or_else(|| {
            let it = number.as_f64()?;
            (it.fract() == 0.0 && it.abs() < 9e15).then_some(it as i64)
        });
        match found {
            Some(found) if (least..=most).contains(&found) => Some(found),
            None if number.as_f64().is_some_and(|it| it.fract() != 0.0) => {
                self.expected(Expected::WholeNumber)
            }
            _ => {
                self.fault(Fault::OutOfRange { found: shorten(&number.to_string()), least, most });
                None
            }
        }
    }

    /// A number in millionths, rounded to the nearest; `least` and `most` in units.
    pub fn millionths(&self, least: i64, most: i64) -> Option<i64> {
        let Some(found) = self.value.as_f64() else {
            return self.expected(Expected::Number);
        };
        if !(least as f64..=most as f64).contains(&found) {
            self.fault(Fault::OutOfRange { found: shorten(&self.value.to_string()), least, most });
            return None;
        }
        Some((found * 1e6).round() as i64)
    }

    pub fn truth(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.expected(Expected::TrueOrFalse))
    }

    pub fn list(&self) -> Option<Vec<Self>> {
        let Some(list) = self.value.as_array() else {
            return self.expected(Expected::List);
        };
        let step = |(i, value)| Self {
            value,
            path: format!("{}[{i}]", self.path),
            problems: self.problems,
        };
        Some(list.iter().enumerate().map(step).collect())
    }

    /// The fields of an object, in the order of the file.
    pub fn fields(&self) -> Option<Vec<(&'a str, Self)>> {
        let Some(object) = self.value.as_object() else {
            return self.expected(Expected::Object);
        };
        Some(object.iter().map(|(name, value)| (name.as_str(), self.child(value, name))).collect())
    }

    /// As [`Node::list`], of no more than anybody could mean.
    pub fn few(&self, limit: usize) -> Option<Vec<Self>> {
        self.no_more_than(limit, self.value.as_array().map_or(0, Vec::len))?;
        self.list()
    }

    /// As [`Node::fields`], of no more than anybody could mean.
    pub fn few_fields(&self, limit: usize) -> Option<Vec<(&'a str, Self)>> {
        self.no_more_than(limit, self.value.as_object().map_or(0, serde_json::Map::len))?;
        self.fields()
    }

    fn no_more_than(&self, limit: usize, found: usize) -> Option<()> {
        if found > limit {
            self.fault(Fault::TooMany { found, limit });
        }
        (found <= limit).then_some(())
    }

    /// A text, or an object of texts by language tag.
    pub fn words(&self) -> Option<Words> {
        if let Some(text) = self.value.as_str() {
            return Some(Words::plain(text.trim()));
        }
        if !self.value.is_object() {
            return self.expected(Expected::Words);
        }
        let mut words = Words::default();
        for (language, node) in self.few_fields(MAX_LANGUAGES)? {
            let fits = |it: char| it.is_ascii_alphanumeric() || it == '-';
            if !(2..=35).contains(&language.len()) || !language.chars().all(fits) {
                node.fault(Fault::BadId { found: shorten(language) });
            } else if let Some(text) = node.text() {
                words.0.insert(language.to_owned(), text.trim().to_owned());
            }
        }
        Some(words)
    }

    /// As [`Node::words`], and at least one language must say something.
    pub fn some_words(&self) -> Option<Words> {
        let words = self.words()?;
        if words.is_empty() {
            self.fault(Fault::Empty);
            return None;
        }
        Some(words)
    }

    /// The value as a short text, for showing what stood there.
    pub fn shown(&self) -> String {
        shorten(&self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned))
    }

    /// Whether lists and objects are nested here more than `limit` deep.
    pub fn is_deeper_than(&self, limit: usize) -> bool {
        fn deeper(value: &Value, limit: usize) -> bool {
            match value {
                Value::Array(list) => limit == 0 || list.iter().any(|it| deeper(it, limit - 1)),
                Value::Object(fields) => {
                    limit == 0 || fields.values().any(|it| deeper(it, limit - 1))
                }
                _ => false,
            }
        }
        deeper(self.value, limit)
    }

    pub fn is_list(&self) -> bool {
        self.value.is_array()
    }

    pub fn is_text(&self) -> bool {
        self.value.is_string()
    }

    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// Checks the fields `format` and `version` that open every file.
    pub fn opens_as(&self, format: &str, known: u64) -> Option<()> {
        let wrong = |found: String| {
            let expected = format.to_owned();
            self.child(self.value, "format").fault(Fault::WrongFormat { found, expected });
        };
        match self.maybe("format") {
            Some(node) if node.value.as_str() == Some(format) => {}
            Some(node) => {
                wrong(node.shown());
                return None;
            }
            None => {
                wrong(String::new());
                return None;
            }
        }
        let version = self.need("version")?;
        match version.value.as_u64() {
            Some(found) if found > known => {
                version.fault(Fault::NewerVersion { found, known });
                None
            }
            Some(1..) => Some(()),
            _ => {
                version.fault(Fault::WrongVersion { found: version.shown() });
                None
            }
        }
    }
}

/// At most 60 characters of what stood in a file, for a message about it.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
