//! Response codes: one person's answers in a short line of text.
//!
//! A code is `PA1-` and then symbols of five bits, written as Crockford's base 32 in groups
//! of five with hyphens between. `1` is the version. Capitals do not count when it is read;
//! `O` is read as `0`, `I` and `L` as `1`.
//!
//! | symbols | what |
//! |---|---|
//! | 2 | how many symbols the code has, these two and the checksum included |
//! | 4 | the first 20 bits of the instrument's fingerprint |
//! | 1 | the threshold that the person was told; 0 for none |
//! | 3 | the key of the workshop; 0 for none |
//! | 1 or more | the sector, as below |
//! | 3 | the revision: of two codes of one person, the higher one is newer |
//! | 6 | the person: 30 random bits |
//! | any | the answers in the order of the items, as [`workshop::coded`] codes them, in [`workshop::answer_bits`] bits each, with zeros at the end to fill a symbol |
//! | 6 | the checksum |
//!
//! The sector is one symbol: 0 for none; 1 to 7 for the place in [`Respondent::SECTORS`],
//! from 1; 8 to 29 for the place in the workshop's own list, from 8; 30 for a text, which
//! follows: its length in characters, up to 31, and the characters, a symbol each: 0 to 25
//! for a to z, 26 a space, 27 a hyphen, 28 an apostrophe, 29 `&`, 30 "the next letter is a
//! capital", 31 any other character, whose Unicode scalar value follows in 5 symbols. A
//! number of more than one symbol, or bit, begins with its highest. 31 is no sector.
//!
//! # What the checksum guarantees
//!
//! It is that of bech32m with `pa1` for its human-readable part. In a code of up to 89
//! symbols any one to four wrong characters are noticed for certain, and so is every swap of
//! two; in longer ones any three. Of all other damage one case in 2^30 goes unnoticed. It
//! guards against slips, not against forgery.

pub mod checksum;
pub mod damage;
mod search;

use crate::instrument::Instrument;
use crate::response::Respondent;
use crate::workshop::{self, Contribution, MAX_KEY, MAX_PERSON, MAX_SECTORS, Setup, THRESHOLDS};
pub use damage::Damage;
pub use search::find;

/// What each symbol is written as.
pub(super) const ALPHABET: [u8; 32] = *b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many symbols stand in a group.
const GROUP: usize = 5;
/// The bits of a symbol.
const BITS: u32 = 5;
/// The largest revision.
pub const MAX_REVISION: u16 = 0x7fff;
/// The longest sector that a code spells out, in characters.
pub const MAX_SECTOR: usize = 31;
/// The symbols in front of the sector.
const HEAD: usize = 10;
/// The shortest code: no sector, and one symbol of answers.
const SHORTEST: usize = HEAD + 1 + 3 + 6 + 1 + checksum::LENGTH;

const NO_SECTOR: u8 = 0;
/// The first sector of a workshop's own list.
const FIRST_OWN: u8 = 8;
const SPELT: u8 = 30;
const NO_MEANING: u8 = 31;

const SPACE: u8 = 26;
const HYPHEN: u8 = 27;
const APOSTROPHE: u8 = 28;
const AMPERSAND: u8 = 29;
const CAPITAL: u8 = 30;
const SCALAR: u8 = 31;
/// The symbols of a Unicode scalar value.
const SCALAR_LENGTH: usize = 5;

/// What was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Whole(Raw),
    /// A code of a newer version; `text` is how it begins.
    Newer {
        text: String,
    },
    /// A code that is not whole; `text` is how it begins, as it was typed.
    Damaged {
        text: String,
        damage: Damage,
    },
}

/// A code whose checksum holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// The symbols between the length and the checksum.
    payload: Vec<u8>,
}

/// Why the answers in a whole code cannot be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// None of the instruments has this fingerprint.
    OtherInstrument,
    /// It was answered for another workshop.
    OtherWorkshop,
    /// The instrument has other scales or another number of items.
    Answers,
    /// The sector is none that a code of this version can have.
    Sector,
}

/// How many symbols a code has that begins with `a` and `b`; `None` if none begins so.
fn length(a: u8, b: u8) -> Option<usize> {
    Some(usize::from(a) << BITS | usize::from(b)).filter(|it| *it >= SHORTEST)
}

/// The symbols of `value`, of which the lowest `5 * n` bits count.
fn symbols_of(value: u32, n: usize) -> impl Iterator<Item = u8> {
    (0..n).rev().map(move |it| (value >> (BITS * it as u32) & 31) as u8)
}

/// What the first 20 bits of a fingerprint in hexadecimal digits are.
fn short_fingerprint(instrument: &Instrument) -> u32 {
    let digits = instrument.fingerprint.get(..5).unwrap_or_default();
    u32::from_str_radix(digits, 16).unwrap_or_default()
}

/// Writes a code.
///
/// `own_sectors` is the list of the workshop's set-up, empty for none. What a code has no
/// room for is left out: comments, the end of a sector of more than [`MAX_SECTOR`]
/// characters, and what is out of its range. Missing answers are none.
pub fn write(
    instrument: &Instrument,
    contribution: &Contribution,
    own_sectors: &[String],
) -> String {
    let Contribution { person, revision, workshop: key, threshold, .. } = *contribution;
    let key = if key > MAX_KEY { 0 } else { key };
    let threshold = if threshold == 0 { 0 } else { threshold.clamp(THRESHOLDS.0, THRESHOLDS.1) };
    let mut payload: Vec<u8> = symbols_of(short_fingerprint(instrument), 4).collect();
    payload.push(threshold);
    payload.extend(symbols_of(key.into(), 3));
    let own_sectors = if key == 0 { &[] } else { own_sectors };
    payload.extend(sector_symbols(&contribution.sector, own_sectors));
    payload.extend(symbols_of(revision.min(MAX_REVISION).into(), 3));
    payload.extend(symbols_of(person & MAX_PERSON, 6));

    let (mut open, mut n_bits) = (0_u32, 0);
    let answers = contribution.answers.iter().copied().chain(std::iter::repeat(workshop::NONE));
    for ((section, _), answer) in instrument.items().zip(answers) {
        let bits = workshop::answer_bits(&section.scale);
        let fits = workshop::decoded(&section.scale, answer).is_ok();
        open = open << bits | u32::from(if fits { answer } else { workshop::NONE });
        n_bits += bits;
        while n_bits >= BITS {
            n_bits -= BITS;
            payload.push((open >> n_bits & 31) as u8);
        }
        open &= (1 << n_bits) - 1;
    }
    if n_bits > 0 {
        payload.push((open << (BITS - n_bits) & 31) as u8);
    }
    Raw { payload }.text()
}

/// The symbols of a sector.
fn sector_symbols(sector: &str, own_sectors: &[String]) -> Vec<u8> {
    let sector = sector.trim();
    if sector.is_empty() {
        return vec![NO_SECTOR];
    }
    if let Some(at) = Respondent::SECTORS.iter().position(|it| *it == sector) {
        return vec![at as u8 + 1];
    }
    if let Some(at) = own_sectors.iter().take(MAX_SECTORS).position(|it| it == sector) {
        return vec![at as u8 + FIRST_OWN];
    }
    let cut: String = sector.chars().take(MAX_SECTOR).collect();
    let cut = cut.trim_end();
    let mut res = vec![SPELT, cut.chars().count() as u8];
    for character in cut.chars() {
        match character {
            'a'..='z' => res.push(character as u8 - b'a'),
            'A'..='Z' => res.extend([CAPITAL, character as u8 - b'A']),
            ' ' => res.push(SPACE),
            '-' => res.push(HYPHEN),
            '\'' => res.push(APOSTROPHE),
            '&' => res.push(AMPERSAND),
            _ => {
                res.push(SCALAR);
                res.extend(symbols_of(character.into(), SCALAR_LENGTH));
            }
        }
    }
    res
}

impl Raw {
    /// How many symbols the code has, its length and checksum included.
    fn n_symbols(&self) -> usize {
        self.payload.len() + 2 + checksum::LENGTH
    }

    /// The code as it is written.
    pub fn text(&self) -> String {
        let mut symbols: Vec<u8> = symbols_of(self.n_symbols() as u32, 2).collect();
        symbols.extend(&self.payload);
        symbols.extend(checksum::of(&symbols));
        let mut res = String::from("PA1");
        for (i, symbol) in symbols.iter().enumerate() {
            if i % GROUP == 0 {
                res.push('-');
            }
            res.extend(ALPHABET.get(usize::from(*symbol)).map(|it| char::from(*it)));
        }
        res
    }

    /// Takes the payload out of the symbols of a whole code; `None` if it is not whole.
    fn of(symbols: &[u8]) -> Option<Self> {
        let [a, b, rest @ ..] = symbols else { return None };
        if length(*a, *b) != Some(symbols.len()) || !checksum::holds(symbols) {
            return None;
        }
        let payload = rest.get(..rest.len().checked_sub(checksum::LENGTH)?)?;
        Some(Self { payload: payload.to_vec() })
    }
}

/// Takes the symbols of a payload one after the other.
struct Symbols<'a>(&'a [u8]);

impl Symbols<'_> {
    fn symbol(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number of `n` symbols.
    fn number(&mut self, n: usize) -> Option<u32> {
        let mut res = 0;
        for _ in 0..n {
            res = res << BITS | u32::from(self.symbol()?);
        }
        Some(res)
    }

    /// A sector that is spelt out.
    fn text(&mut self) -> Option<String> {
        let n = self.symbol()?;
        let letter = |it: u8| (it < 26).then(|| char::from(it + b'a'));
        let mut res = String::new();
        for _ in 0..n {
            res.push(match self.symbol()? {
                SPACE => ' ',
                HYPHEN => '-',
                APOSTROPHE => '\'',
                AMPERSAND => '&',
                CAPITAL => letter(self.symbol()?)?.to_ascii_uppercase(),
                SCALAR => char::from_u32(self.number(SCALAR_LENGTH)?)?,
                other => letter(other)?,
            });
        }
        Some(res.trim().to_owned())
    }

    /// The answers to `instrument`, which must use up all symbols.
    fn answers(&mut self, instrument: &Instrument) -> Option<Vec<u8>> {
        let mut res = Vec::new();
        let (mut open, mut n_bits) = (0_u32, 0);
        for (section, _) in instrument.items() {
            let bits = workshop::answer_bits(&section.scale);
            while n_bits < bits {
                open = open << BITS | u32::from(self.symbol()?);
                n_bits += BITS;
            }
            n_bits -= bits;
            let answer = u8::try_from(open >> n_bits).ok()?;
            workshop::decoded(&section.scale, answer).ok()?;
            res.push(answer);
            open &= (1 << n_bits) - 1;
        }
        (open == 0 && self.0.is_empty()).then_some(res)
    }
}

/// Reads the answers in a whole code: the place of their instrument in `instruments`, and
/// what the person handed over.
///
/// With a `setup`, a code that was made for another workshop is refused; one that was made
/// for none is taken. A sector of a workshop's own list is named after that list; without
/// the list, or beyond its end, it is `#` and the place in it, from 1.
pub fn read(
    raw: &Raw,
    instruments: &[&Instrument],
    setup: Option<&Setup>,
) -> Result<(usize, Contribution), Misfit> {
    let mut symbols = Symbols(&raw.payload);
    let mut number = |n: usize| symbols.number(n).ok_or(Misfit::Answers);
    let fingerprint = number(4)?;
    let threshold = number(1)? as u8;
    let threshold = if threshold == 0 { 0 } else { threshold.clamp(THRESHOLDS.0, THRESHOLDS.1) };
    let key = number(3)? as u16;
    let sector = number(1)? as u8;
    let same = |it: &&&Instrument| short_fingerprint(it) == fingerprint;
    if !instruments.iter().any(|it| same(&it)) {
        return Err(Misfit::OtherInstrument);
    }
    if setup.is_some_and(|it| key != 0 && key != it.key) {
        return Err(Misfit::OtherWorkshop);
    }
    let own_sectors = match setup {
        Some(it) if it.key == key => it.sectors.as_slice(),
        _ => &[],
    };
    let sector = match sector {
        NO_SECTOR => String::new(),
        SPELT => symbols.text().ok_or(Misfit::Sector)?,
        NO_MEANING => return Err(Misfit::Sector),
        place if place < FIRST_OWN => Respondent::SECTORS
            .get(usize::from(place) - 1)
            .map(|it| (*it).to_owned())
            .unwrap_or_default(),
        place => {
            let at = usize::from(place - FIRST_OWN);
            own_sectors.get(at).cloned().unwrap_or_else(|| format!("#{}", at + 1))
        }
    };
    let mut number = |n: usize| symbols.number(n).ok_or(Misfit::Answers);
    let revision = number(3)? as u16;
    let person = number(6)?;
    let read = |(at, instrument): (usize, &&Instrument)| {
        Some((at, Symbols(symbols.0).answers(instrument)?))
    };
    let (at, answers) = instruments
        .iter()
        .enumerate()
        .filter(|it| same(&it.1))
        .find_map(read)
        .ok_or(Misfit::Answers)?;
    let contribution = Contribution {
        person,
        revision,
        workshop: key,
        threshold,
        sector,
        answers,
        notes: Vec::new(),
    };
    Ok((at, contribution))
}
