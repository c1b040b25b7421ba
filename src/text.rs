//! Every word a person can read, by language.
//!
//! A language is one JSON file under `src/text/`, read at run time: its texts by key, its
//! plural rules in the notation of CLDR, its months and its decimal sign. A further
//! language needs no code. Texts hold `{name}` where a value goes; a text that counts has
//! one form per plural category. The part `texts` is what the first screens say; the
//! starter gets a file without the part `later`.

mod faults;
mod plural;

use crate::instrument::by_id::ById;
use crate::instrument::document::{self, Fault, Node, Problem};
use crate::instrument::{Scale, Words};
use crate::response::{Answer, Millis, time};
use crate::scoring::Ratio;
use plural::Rules;

/// The `format` field of a language file.
pub const FORMAT: &str = "partnership-assessment/language";
const VERSION: u64 = 1;
const MAX_BYTES: usize = 1 << 20;
/// The most texts in each part of a language file.
const MAX_TEXTS: usize = 10_000;
/// The most forms of one text; no language has more than six.
const MAX_FORMS: usize = 20;

/// The words of one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The language tag, as `cy`.
    pub language: String,
    /// The language's name for itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    decimal: String,
    date: String,
    months: Vec<String>,
    rules: Rules,
    entries: ById<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
enum Entry {
    One(String),
    /// By plural category.
    Forms(ById<String>),
}

impl Text {
    /// Reads a language file.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        document::read(text, MAX_BYTES, |root| {
            root.opens_as(FORMAT, VERSION)?;
            let text = |name: &str| Some(root.need(name)?.text()?.to_owned());
            let mut rules = Rules::default();
            for (category, node) in
                root.maybe("plurals").and_then(|it| it.fields()).unwrap_or_default()
            {
                match node.text().map(|rule| rules.add(category, rule)) {
                    Some(true) => {}
                    _ => node.fault(Fault::Unknown { found: node.shown() }),
                }
            }
            let months = root.need("months")?.list()?;
            let n_months = months.len();
            let months: Vec<String> =
                months.iter().filter_map(|it| Some(it.text()?.to_owned())).collect();
            if n_months != 12 {
                root.need("months")?.fault(Fault::TooFew { found: n_months, least: 12 });
            }
            // What the first screens say, and all the rest, which may be missing.
            let mut entries = root.need("texts")?.few_fields(MAX_TEXTS)?;
            let later = root.maybe("later").and_then(|it| it.few_fields(MAX_TEXTS));
            entries.extend(later.unwrap_or_default());
            Some(Self {
                language: text("language")?,
                name: text("name")?,
                direction: text("direction")?,
                decimal: text("decimal")?,
                date: text("date")?,
                months,
                rules,
                entries: entries
                    .into_iter()
                    .filter_map(|(key, node)| Some((key.to_owned(), entry(&node)?)))
                    .collect(),
            })
        })
    }

    /// The text of `key`; the key itself where the language has none.
    pub fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of `key` with each `{name}` replaced by its value.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        match self.entries.get(key) {
            Some(Entry::One(text)) => filled(text, values),
            Some(Entry::Forms(forms)) => {
                forms.get("other").map_or_else(String::new, |it| filled(it, values))
            }
            None => key.to_owned(),
        }
    }

    /// The text of `key` in the plural form for `n`, which also replaces `{n}`.
    pub fn count(&self, key: &str, n: usize, values: &[(&str, &str)]) -> String {
        let number = n.to_string();
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(values);
        match self.entries.get(key) {
            Some(Entry::Forms(forms)) => {
                let form = forms.get(self.rules.category(n)).or_else(|| forms.get("other"));
                form.map_or_else(String::new, |it| filled(it, &all))
            }
            _ => self.with(key, &all),
        }
    }

    /// Words of an instrument in this language.
    pub fn own<'a>(&self, words: &'a Words) -> &'a str {
        words.in_language(&self.language)
    }

    /// An answer in words.
    pub fn answer(&self, scale: &Scale, answer: Answer) -> String {
        match answer {
            Answer::Value(value) => match scale.point(value) {
                Some(point) => self.own(&point.label).to_owned(),
                None => value.to_string(),
            },
            Answer::DontKnow => self.say("answer.dont-know"),
            Answer::NotRelevant => self.say("answer.not-relevant"),
        }
    }

    /// A detail of who answers, in words: one that is offered, or the person's own.
    pub fn detail(&self, value: &str) -> String {
        match value {
            "housing" => self.say("sector.housing"),
            "health" => self.say("sector.health"),
            "social-care" => self.say("sector.social-care"),
            "local-government" => self.say("sector.local-government"),
            "third-sector" => self.say("sector.third-sector"),
            "people-who-use-services" => self.say("sector.people-who-use-services"),
            "other" => self.say("sector.other"),
            "under-10" => self.say("size.under-10"),
            "10-49" => self.say("size.10-49"),
            "50-249" => self.say("size.50-249"),
            "250-or-more" => self.say("size.250-or-more"),
            own => own.to_owned(),
        }
    }

    /// A number with two decimals, rounded half up.
    pub fn hundredths(&self, number: Ratio) -> String {
        number.shown_to_hundredths(&self.decimal).replace('-', "\u{2212}")
    }

    /// A score with at most one decimal, rounded half up.
    pub fn score(&self, score: Ratio) -> String {
        score.shown(&self.decimal)
    }

    /// The day of `time`, `offset` minutes east of Greenwich, as `3 March 2026`.
    pub fn date(&self, time: Millis, offset: i64) -> String {
        let it = time::civil(time, offset);
        let month = self.months.get(it.month as usize - 1).map_or("", String::as_str);
        let (day, year) = (it.day.to_string(), it.year.to_string());
        filled(&self.date, &[("day", &day), ("month", month), ("year", &year)])
    }

    /// The hour and minute of `time`, as `09:05`.
    pub fn hour(&self, time: Millis, offset: i64) -> String {
        let it = time::civil(time, offset);
        format!("{:02}:{:02}", it.hour, it.minute)
    }

    /// What is wrong in a file, and where, as one sentence.
    pub fn problem(&self, problem: &Problem) -> String {
        faults::sentence(self, problem)
    }

    /// Every key with its texts: one, or one per plural category.
    pub fn entries(&self) -> impl Iterator<Item = (&str, Vec<(&str, &str)>)> {
        self.entries.iter().map(|(key, entry)| {
            let forms = match entry {
                Entry::One(text) => vec![("", text.as_str())],
                Entry::Forms(forms) => {
                    forms.iter().map(|(category, it)| (category.as_str(), it.as_str())).collect()
                }
            };
            (key.as_str(), forms)
        })
    }

    /// The plural categories of the language, `other` included.
    pub fn categories(&self) -> Vec<&str> {
        self.rules.categories()
    }

    /// The plural category of `n`.
    pub fn category(&self, n: usize) -> &str {
        self.rules.category(n)
    }
}

fn entry(node: &Node<'_>) -> Option<Entry> {
    if node.is_text() {
        return Some(Entry::One(node.text()?.to_owned()));
    }
    let fields = node.few_fields(MAX_FORMS)?;
    let form =
        |(category, it): (&str, Node<'_>)| Some((category.to_owned(), it.text()?.to_owned()));
    Some(Entry::Forms(fields.into_iter().filter_map(form).collect()))
}

/// `text` with each `{name}` replaced; a value is never looked into again.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut res = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, behind) = rest.split_at(start);
        res += before;
        // A name ends before the next brace, so that each of many is looked at once.
        let end = behind.bytes().skip(1).position(|it| matches!(it, b'{' | b'}'));
        let named = end.map(|it| it + 1).and_then(|end| {
            let (_, value) = values.iter().find(|(name, _)| *name == &behind[1..end])?;
            behind[end..].starts_with('}').then_some((*value, end))
        });
        match named {
            Some((value, end)) => {
                res += value;
                rest = &behind[end + 1..];
            }
            None => {
                res.push('{');
                rest = &behind[1..];
            }
        }
    }
    res + rest
}
