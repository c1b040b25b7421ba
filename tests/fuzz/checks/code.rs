//! Response codes, anywhere in a text.

use partnership_assessment::exchange::code::{self, Found, Raw, checksum};
use partnership_assessment::exchange::door;
use partnership_assessment::instrument::Instrument;

use super::{shelf, told};

/// What each symbol is written as, by the documentation.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A text that begins with `!` is not searched: a code is made of the rest of it, which no
/// fuzzer would hit upon.
pub fn code(text: &str) {
    match text.strip_prefix('!') {
        Some(symbols) => made(symbols),
        None => searched(text),
    }
}

fn searched(text: &str) {
    let shelf = shelf::instruments();
    let instruments: Vec<&Instrument> = shelf.iter().map(|it| &**it).collect();
    let found = code::find(text);
    // The shortest code has more symbols than this.
    assert!(found.len() <= text.len() / 5 + 1);
    for it in found {
        match it {
            Found::Whole(raw) => whole(&raw, &instruments),
            Found::Newer { text } | Found::Damaged { text, .. } => {
                assert!(!text.is_empty() && text.chars().count() <= 17, "{text}");
            }
        }
    }
    match door::responses_in(text, &instruments, 1_780_000_000_000) {
        Ok((responses, _)) => {
            for it in responses {
                assert!(instruments.iter().any(|one| one.id == it.instrument.id));
            }
        }
        Err(problems) => told(&problems),
    }
}

/// A whole code is found again as it is written, and what it says is written the same.
fn whole(raw: &Raw, instruments: &[&Instrument]) {
    let text = raw.text();
    assert_eq!(code::find(&text), [Found::Whole(raw.clone())], "{text}");
    if let Ok((at, contribution)) = code::read(raw, instruments, None) {
        let instrument = instruments[at];
        let written = code::write(instrument, &contribution, &[]);
        let [Found::Whole(again)] = &code::find(&written)[..] else { panic!("{written}") };
        let again = code::read(again, &[instrument], None).expect("our own code").1;
        // The place in a list that is not known here is written out, and so is a sector that
        // has an own symbol.
        assert_eq!(again, contribution, "{text}: {written}");
    }
}

/// Makes a whole code of any symbols, and one that a slip has damaged.
fn made(symbols: &str) {
    let symbol = |it: u8| ALPHABET.iter().position(|one| one.eq_ignore_ascii_case(&it));
    let payload: Vec<u8> =
        symbols.bytes().filter_map(|it| Some(symbol(it)? as u8)).take(1015).collect();
    let n = payload.len() + 2 + checksum::LENGTH;
    let mut all = vec![(n >> 5) as u8, (n & 31) as u8];
    all.extend(payload);
    all.extend(checksum::of(&all));
    let written = |all: &[u8]| -> String {
        let mut res = String::from("PA1");
        for (at, it) in all.iter().enumerate() {
            if at % 5 == 0 {
                res.push('-');
            }
            res.push(char::from(ALPHABET[usize::from(*it)]));
        }
        res
    };
    let text = written(&all);
    let found = code::find(&text);
    let is_whole = |it: &Found| matches!(it, Found::Whole(_));
    if n < 27 {
        // No code is so short.
        return assert!(!found.iter().any(is_whole), "{text}");
    }
    // A code may hold what looks like the start of another, but not three of them, and none
    // that is whole.
    let starts = text.replace('-', "").matches("PA").count() - 1;
    let [Found::Whole(raw)] = &found[..] else {
        let expected = starts > 2 || starts > 0 && found.iter().any(is_whole);
        return assert!(expected, "{text}: {found:?}");
    };
    if starts > 0 && raw.text() != text {
        return;
    }
    assert_eq!(raw.text(), text);
    let shelf = shelf::instruments();
    let instruments: Vec<&Instrument> = shelf.iter().map(|it| &**it).collect();
    whole(raw, &instruments);
    // One wrong symbol is always noticed.
    let at = symbols.len() * 31 % n;
    if let Some(it) = all.get_mut(at) {
        *it = (*it + 1 + (symbols.len() % 31) as u8) & 31;
    }
    let text = written(&all);
    assert!(starts > 0 || !code::find(&text).iter().any(is_whole), "{text}");
}
