//! Finds codes in any text: a meeting's chat, a quoted mail, a page of notes.
//!
//! Spaces, line breaks, hyphens of all kinds, quotation marks and the marks of quoted mails
//! may stand between any two symbols; reading goes on until the length is reached and the
//! checksum decides. Only what begins like a code and is long enough to be one is called
//! damaged. Whatever the text, each of its characters is looked at a bounded number of times.

use super::damage::{self, Damage, Slip};
use super::{Found, GROUP, Raw, length};

/// The most symbols that are looked at behind one start: the longest code and one too many.
const MOST_SYMBOLS: usize = 1024;
/// The most marks and blanks in a row within one code.
const MOST_BETWEEN: usize = 64;
/// How many other starts reading may pass over: one may be part of the code.
const MOST_STARTS: usize = 2;
/// How many damaged codes of one text are explained.
const MOST_EXPLAINED: usize = 200;
/// How often a slip is looked for where little looks like a code.
const MOST_TRIES: usize = 500;
/// How much of a damaged code is shown, in characters.
const SHOWN: usize = 16;

/// The symbol that a character is read as.
fn symbol(character: char) -> Option<u8> {
    let upper = character.to_ascii_uppercase();
    match upper {
        '0'..='9' => Some(upper as u8 - b'0'),
        'A'..='H' => Some(upper as u8 - b'A' + 10),
        'J' | 'K' => Some(upper as u8 - b'J' + 18),
        'M' | 'N' => Some(upper as u8 - b'M' + 20),
        'P'..='T' => Some(upper as u8 - b'P' + 22),
        'V'..='Z' => Some(upper as u8 - b'V' + 27),
        'O' => Some(0),
        'I' | 'L' => Some(1),
        _ => None,
    }
}

/// Hyphens and what programs make of them.
fn is_joint(it: char) -> bool {
    matches!(it, '-' | '_' | '~' | '=' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2043}')
        || matches!(it, '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Invisible characters, quotation marks and the marks of chats.
fn is_mark(it: char) -> bool {
    matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(it, '\u{feff}' | '"' | '\'' | '*' | '`' | '\\' | '«' | '»' | '‹' | '›')
        || matches!(it, '\u{2018}'..='\u{201f}' | '\u{2032}' | '\u{2033}')
}

/// Blanks, line breaks and the marks in front of a quoted line.
fn is_break(it: char) -> bool {
    it.is_whitespace() || it.is_control() || matches!(it, '>' | '|')
}

/// `PA1` or a newer version, somewhere in a text.
struct Start {
    /// Behind the version's number.
    behind: usize,
    /// How many letters and digits stand right in front of it: 0, 1, or 2 for more.
    stuck: usize,
    /// It is followed by a hyphen.
    joined: bool,
}

impl Start {
    /// `PA1` at the byte `at`, if it stands there. Blanks and marks may stand within.
    fn at(text: &str, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        if !bytes.get(at)?.eq_ignore_ascii_case(&b'P') {
            return None;
        }
        let between = |it: &char| is_joint(*it) || is_mark(*it) || is_break(*it);
        let skipped = |from: usize| {
            let rest = text.get(from..)?.chars().take(4).take_while(between);
            Some(from + rest.map(char::len_utf8).sum::<usize>())
        };
        let letter = skipped(at + 1)?;
        if !bytes.get(letter)?.eq_ignore_ascii_case(&b'A') {
            return None;
        }
        let digit = skipped(letter + 1)?;
        if !matches!(bytes.get(digit)?, b'1' | b'I' | b'i' | b'L' | b'l') {
            return None;
        }
        let stuck = stuck(bytes, at);
        let joined = text.get(digit + 1..)?.starts_with(is_joint);
        // Without a hyphen behind it, it is no start in the middle of a word or behind a
        // hyphen: it is a group.
        let within = stuck > 0 || text.get(..at)?.ends_with(is_joint);
        (joined || !within).then_some(Self { behind: digit + 1, stuck, joined })
    }

    /// `PA2` or higher at the byte `at`, with the hyphen behind it, as a word of its own:
    /// behind a hyphen it is a group.
    fn newer(text: &str, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let prefix = bytes.get(at..at + 2)?.eq_ignore_ascii_case(b"PA");
        let digits = bytes.get(at + 2..)?.iter().take(4).take_while(|it| it.is_ascii_digit());
        let behind = at + 2 + digits.count();
        let number: u32 = text.get(at + 2..behind)?.parse().ok()?;
        let joined = text.get(behind..)?.starts_with(is_joint);
        let newer = prefix && joined && (2..1000).contains(&number);
        let within = stuck(bytes, at) > 0 || text.get(..at)?.ends_with(is_joint);
        (newer && !within).then_some(Self { behind, stuck: 0, joined })
    }
}

/// How many letters and digits stand right in front of the byte `at`, counted up to 2.
fn stuck(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or_default().iter().rev().take(2);
    before.take_while(|it| it.is_ascii_alphanumeric()).count()
}

/// The symbols from some place in a text on.
#[derive(Default)]
struct Run {
    symbols: Vec<u8>,
    /// The byte behind each symbol.
    ends: Vec<usize>,
    /// How many symbols stand before the first blank.
    first: usize,
    /// Among those there are a letter and a digit.
    mixed: bool,
    /// How many symbols look as if they belonged together.
    extent: usize,
    /// Behind the first start that reading passed over.
    next: Option<usize>,
    /// The character that reading stopped at, and the byte behind it.
    stop: Option<(char, usize)>,
}

/// Reads up to `most` symbols from the byte `from` on.
fn run(text: &str, from: usize, most: usize) -> Run {
    let mut res = Run::default();
    let (mut between, mut starts) = (0, 0);
    // Where the present word began, and whether a blank came behind the last symbol.
    let (mut word, mut broken) = (0, false);
    let (mut upper, mut lower, mut digit) = (false, false, false);
    let mut extent: Option<usize> = None;
    let mut first: Option<usize> = None;
    for (i, it) in text.get(from..).unwrap_or_default().char_indices() {
        let at = from + i;
        if let Some(value) = symbol(it) {
            if let Some(start) = Start::at(text, at).or_else(|| Start::newer(text, at)) {
                // In the middle of a group it is likely to be part of the code.
                if start.stuck == 0 {
                    extent = extent.or(Some(res.symbols.len()));
                    res.next = res.next.or(Some(start.behind));
                }
                starts += 1;
                if starts > MOST_STARTS {
                    break;
                }
            }
            if broken && !res.symbols.is_empty() {
                word = res.symbols.len();
                first = first.or(Some(word));
            }
            if first.is_none() {
                upper |= it.is_ascii_uppercase();
                lower |= it.is_ascii_lowercase();
                digit |= it.is_ascii_digit();
            } else if upper != lower
                && (upper && it.is_ascii_lowercase() || lower && it.is_ascii_uppercase())
            {
                // A name or a sentence behind a code that was cut off.
                extent = extent.or(Some(word));
            }
            res.symbols.push(value);
            res.ends.push(at + it.len_utf8());
            (between, broken) = (0, false);
            if res.symbols.len() == most {
                break;
            }
        } else if is_joint(it) || is_mark(it) || is_break(it) {
            broken |= is_break(it);
            between += 1;
            if between > MOST_BETWEEN {
                break;
            }
        } else {
            if word > 0 && !broken {
                extent = extent.or(Some(word));
            }
            res.stop = Some((it, at + it.len_utf8()));
            break;
        }
    }
    res.extent = extent.unwrap_or(res.symbols.len());
    res.first = first.unwrap_or(res.symbols.len());
    res.mixed = digit && (upper || lower);
    res
}

/// The symbols of the code that begins at the byte `from`, if it is long enough.
fn in_full(text: &str, from: usize) -> Option<Run> {
    let [a, b] = *run(text, from, 2).symbols else { return None };
    Some(run(text, from, length(a, b)?))
}

/// The whole code that begins at the byte `from`, with the byte behind it.
fn whole(text: &str, from: usize) -> Option<(Raw, usize)> {
    let run = in_full(text, from)?;
    let raw = Raw::of(&run.symbols)?;
    // One that was cut off must not borrow its end from the start of the next one.
    if run.next.and_then(|it| in_full(text, it)).is_some_and(|it| Raw::of(&it.symbols).is_some()) {
        return None;
    }
    Some((raw, *run.ends.last()?))
}

/// The one slip that damaged the code of which `seen` was read, with the byte behind it.
fn slip(text: &str, seen: &Run) -> Option<(Damage, usize)> {
    let strange = || {
        let (character, behind) = seen.stop.filter(|_| seen.extent == seen.symbols.len())?;
        let at = seen.symbols.len();
        let more = run(text, behind, MOST_SYMBOLS.checked_sub(at)?);
        let symbols: Vec<u8> = seen.symbols.iter().chain(&more.symbols).copied().collect();
        let Slip { damage, taken } = damage::strange(&symbols, at, character)?;
        let last = taken.checked_sub(at + 1).and_then(|it| more.ends.get(it).copied());
        Some((damage, last.unwrap_or(behind)))
    };
    let own = || {
        let Slip { damage, taken } = damage::slip(seen.symbols.get(..seen.extent)?)?;
        Some((damage, *seen.ends.get(taken.checked_sub(1)?)?))
    };
    // A full stop is more likely to end a sentence than to stand for a symbol.
    if seen.stop.is_some_and(|it| it.0.is_alphanumeric()) {
        strange().or_else(own)
    } else {
        own().or_else(strange)
    }
}

/// How a code that more than one slip has damaged looks.
fn looks(text: &str, seen: &Run) -> Damage {
    let [a, b, ..] = *seen.symbols else { return Damage::Unclear };
    let at = seen.symbols.len();
    if let Some((character, behind)) = seen.stop
        && seen.extent == at
    {
        let stuck = seen.ends.last().map(|it| it + character.len_utf8()) == Some(behind);
        let goes_on = text.get(behind..).and_then(|it| it.chars().next()).and_then(symbol);
        if stuck && character.is_alphanumeric() && goes_on.is_some() {
            return Damage::Strange { at: at + 1, character, should: None };
        }
    }
    match length(a, b) {
        Some(of) if seen.extent < of => Damage::CutOff { have: seen.extent, of },
        _ => Damage::Unclear,
    }
}

/// Whether what stands behind `start` is more than a word of prose.
fn is_plausible(start: &Start, seen: &Run) -> bool {
    let least = if start.joined { GROUP } else { 2 * GROUP };
    start.stuck == 0 && seen.mixed && seen.first.min(seen.extent) >= least
}

/// Whether a group of five and a hyphen begin at the byte `at`.
fn is_group(text: &str, at: usize) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    rest.by_ref().take(GROUP).filter(|it| symbol(*it).is_some()).count() == GROUP
        && rest.next().is_some_and(is_joint)
}

/// How the code at the byte `at` begins, without blanks.
fn beginning(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default().chars().take(8 * SHOWN);
    let mut seen = rest.filter(|it| !is_break(*it) && (!is_mark(*it) || it.is_ascii()));
    let mut res: String = seen.by_ref().take(SHOWN).collect();
    if seen.next().is_some() {
        res.push('…');
    }
    res
}

/// Every code in `text`, in order, whole or not.
///
/// At most 200 damaged codes are told how they are damaged.
pub fn find(text: &str) -> Vec<Found> {
    let mut search = Search { text, explained: MOST_EXPLAINED, tries: MOST_TRIES, res: Vec::new() };
    let mut from = 0;
    let mut group_end = 0;
    let bytes = text.as_bytes();
    let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    while from < bytes.len() {
        let end = match bytes.get(from) {
            Some(b'P' | b'p') => search.start(from),
            _ => None,
        };
        let first = word(from) && (from == 0 || !word(from - 1));
        let end = end.or_else(|| {
            if !first || !is_group(text, from) {
                return None;
            }
            // Only the first of a row of groups can follow a damaged start.
            let follows = group_end == from && from > 0;
            group_end = text.get(from..)?.char_indices().nth(GROUP + 1)?.0 + from;
            if follows { None } else { search.headless(from) }
        });
        from = end.unwrap_or(from + 1);
    }
    search.res
}

struct Search<'a> {
    text: &'a str,
    /// How many more damaged codes are explained.
    explained: usize,
    /// How often more a slip is looked for where little looks like a code.
    tries: usize,
    res: Vec<Found>,
}

impl Search<'_> {
    fn damaged(&mut self, at: usize, damage: Damage) {
        self.res.push(Found::Damaged { text: beginning(self.text, at), damage });
    }

    /// Looks at the start at the byte `at`; returns the byte from which to search on.
    fn start(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        if let Some(end) = Start::newer(text, at).and_then(|it| self.newer(at, &it)) {
            return Some(end);
        }
        let start = Start::at(text, at)?;
        if let Some((raw, end)) = whole(text, start.behind) {
            let word = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric);
            if start.stuck == 1 {
                self.damaged(at, Damage::Start);
            } else if word(end) && !word(end + 1) {
                self.damaged(at, Damage::Extra { at: raw.n_symbols() + 1 });
            } else {
                self.res.push(Found::Whole(raw));
            }
            return Some(end);
        }
        let seen = run(text, start.behind, MOST_SYMBOLS);
        let plausible = is_plausible(&start, &seen);
        let budget = if plausible { &mut self.explained } else { &mut self.tries };
        if *budget > 0 {
            *budget -= 1;
            if let Some((damage, end)) = slip(text, &seen) {
                self.damaged(at, damage);
                return Some(end);
            }
        }
        if plausible {
            self.damaged(at, looks(text, &seen));
            return Some(start.behind);
        }
        None
    }

    /// Looks at the start of a newer version at the byte `at`.
    fn newer(&mut self, at: usize, start: &Start) -> Option<usize> {
        let text = self.text;
        if let Some((_, end)) = whole(text, start.behind) {
            self.damaged(at, Damage::Start);
            return Some(end);
        }
        let group = start.behind + text.get(start.behind..)?.chars().next()?.len_utf8();
        let seen = run(text, group, 4 * GROUP);
        let plausible = is_plausible(start, &seen) && is_group(text, group);
        if !plausible || seen.first < 2 * GROUP {
            return None;
        }
        self.res.push(Found::Newer { text: beginning(text, at) });
        seen.ends.get(seen.first - 1).copied()
    }

    /// Looks for a code without a start at the byte `at`.
    fn headless(&mut self, at: usize) -> Option<usize> {
        self.tries = self.tries.checked_sub(1)?;
        let end = match whole(self.text, at) {
            Some((_, end)) => end,
            None => {
                let seen = run(self.text, at, MOST_SYMBOLS);
                slip(self.text, &seen)?.1
            }
        };
        self.damaged(at, Damage::Start);
        Some(end)
    }
}
