//! Links: what to open, in the fragment of an address, which browsers never send.
//!
//! `#pa-instrument=five-ps&lang=cy` opens an assessment in a language;
//! `#pa-src=questions.json` a custom instrument on the same server;
//! `#pa-workshop=4711&instrument=five-ps` a workshop, as [`write_workshop`] writes it. Any
//! fragment that does not begin with `#pa-` is none of our business.

use crate::response::{Respondent, Response};
use crate::workshop::{MAX_KEY, MAX_NAME, MAX_SECTORS, Setup, THRESHOLD, THRESHOLDS};

/// What a link asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pub instrument: Option<String>,
    pub language: Option<String>,
    pub src: Option<String>,
    /// The fragment of a workshop's link as it came, for [`read_workshop`].
    pub workshop: Option<String>,
}

const WORKSHOP: &str = "#pa-workshop=";
/// The longest address of a custom instrument, in bytes.
const LONGEST: usize = 2_000;

/// Whether `fragment` (with its `#`) is a link of ours.
pub fn is_ours(fragment: &str) -> bool {
    fragment.starts_with("#pa-")
}

/// Reads a fragment; parts that are unknown or odd are passed over.
pub fn read(fragment: &str) -> Link {
    let mut res = Link::default();
    let Some(parts) = fragment.strip_prefix("#pa-") else { return res };
    if fragment.starts_with(WORKSHOP) && fragment.len() <= Response::MAX_LINK {
        res.workshop = Some(fragment.to_owned());
    }
    for (name, value) in parts.split('&').filter_map(|it| it.split_once('=')) {
        let plain =
            value.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'));
        match name {
            "instrument" if plain && value.len() <= 64 => res.instrument = Some(value.to_owned()),
            "lang" if plain && value.len() <= 35 => res.language = Some(value.to_owned()),
            // [`write_workshop`] may take three bytes for each byte of an address.
            "src" if value.len() <= 3 * LONGEST => {
                res.src = decoded(value).filter(|it| it.len() <= LONGEST && is_local(it));
            }
            _ => {}
        }
    }
    res
}

/// Whether an address can only lie on the page's own server: a link must not make a page
/// ask anybody else. Browsers read a backslash as a slash and pass over control characters.
fn is_local(address: &str) -> bool {
    let odd = |it: char| it == '\\' || it <= ' ';
    let scheme = address.split(['/', '?', '#']).next().is_some_and(|it| it.contains(':'));
    !address.is_empty() && !address.contains(odd) && !scheme && !address.starts_with("//")
}

/// Decodes `%41`; `None` if that is not text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |it: u8| (it as char).to_digit(16);
        let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The fragment that takes a participant to a workshop, with its `#`.
///
/// [`read_workshop`] reads back all of a set-up that keeps to the bounds of
/// [`crate::workshop`] and whose names are [`plain`].
pub fn write_workshop(setup: &Setup) -> String {
    let mut res = format!("{WORKSHOP}{}", setup.key);
    let mut part = |name: &str, value: &str| res += &format!("&{name}={value}");
    if !setup.instrument.is_empty() {
        part("instrument", &encoded(&setup.instrument));
    }
    if let Some(src) = &setup.src {
        part("src", &encoded(src));
    }
    if !setup.name.is_empty() {
        part("name", &encoded(&setup.name));
    }
    if setup.sectors != Respondent::SECTORS {
        let sectors: Vec<String> = setup.sectors.iter().map(|it| encoded(it)).collect();
        part("sectors", &sectors.join(","));
    }
    if let Some(language) = &setup.language {
        part("lang", &encoded(language));
    }
    if let Some(expected) = setup.expected {
        part("expected", &expected.to_string());
    }
    if !setup.comments {
        part("comments", "no");
    }
    if setup.practice {
        part("practice", "yes");
    }
    // Programs that make addresses clickable leave out marks at the end; a number is safe.
    part("threshold", &setup.threshold.to_string());
    res
}

/// Reads the fragment of a workshop's link; `None` if it is none, has no key from 1 to
/// [`MAX_KEY`], or names neither an instrument nor a file of one.
///
/// Parts that are unknown or odd are passed over. Where there is none, the threshold is
/// [`THRESHOLD`], comments are asked for and the sectors are [`Respondent::SECTORS`]. Too
/// long a name is cut, a threshold out of its bounds is moved to the nearest.
pub fn read_workshop(fragment: &str) -> Option<Setup> {
    let Link { instrument, language, src, workshop } = read(fragment);
    let parts = workshop?.strip_prefix(WORKSHOP)?.to_owned();
    let (key, parts) = parts.split_once('&').unwrap_or((&parts, ""));
    let key = number(key).filter(|it| (1..=u32::from(MAX_KEY)).contains(it))?;
    if instrument.as_ref().is_none_or(String::is_empty) && src.is_none() {
        return None;
    }
    let mut res = Setup {
        key: u16::try_from(key).ok()?,
        instrument: instrument.unwrap_or_default(),
        src,
        language: language.filter(|it| !it.is_empty()),
        sectors: Respondent::SECTORS.map(str::to_owned).to_vec(),
        comments: true,
        threshold: THRESHOLD,
        ..Setup::default()
    };
    for (name, value) in parts.split('&').filter_map(|it| it.split_once('=')) {
        match name {
            "name" => res.name = shown(value).unwrap_or_default(),
            "sectors" => res.sectors = listed(value),
            "threshold" => {
                let (least, most) = (u32::from(THRESHOLDS.0), u32::from(THRESHOLDS.1));
                let bounded = number(value).map(|it| it.clamp(least, most));
                res.threshold = bounded.and_then(|it| u8::try_from(it).ok()).unwrap_or(THRESHOLD);
            }
            "expected" => {
                let expected = number(value).and_then(|it| u16::try_from(it).ok());
                res.expected = expected.filter(|it| *it > 0);
            }
            "comments" => res.comments = value != "no",
            "practice" => res.practice = value == "yes",
            _ => {}
        }
    }
    Some(res)
}

/// A number of one to nine digits.
fn number(text: &str) -> Option<u32> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// The sectors of a list with commas between them, each once.
fn listed(value: &str) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    for name in value.split(',').filter_map(shown) {
        if res.len() < MAX_SECTORS && !res.contains(&name) {
            res.push(name);
        }
    }
    res
}

/// A name as it is shown; `None` if nothing of it is.
fn shown(value: &str) -> Option<String> {
    let text: String = plain(&decoded(value)?).chars().take(MAX_NAME).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A name without what nobody sees in it: blanks around it, control characters, and what turns
/// the direction of text, by which one name could look like another.
pub fn plain(name: &str) -> String {
    let turns = |it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text: String = name.chars().filter(|it| !it.is_control() && !turns(*it)).collect();
    text.trim().to_owned()
}

/// Encodes for an address all but letters, digits, hyphens, underscores and dots.
pub fn encoded(text: &str) -> String {
    let mut res = String::new();
    for byte in text.bytes() {
        match byte {
            b'-' | b'_' | b'.' => res.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => res.push(char::from(byte)),
            _ => res += &format!("%{byte:02X}"),
        }
    }
    res
}
