//! What is wrong with a response code whose checksum does not hold.
//!
//! The states of the checksum before each symbol, reckoned from the start, and those that
//! would lead to a whole code, reckoned back from the end, meet where one thing is wrong. So
//! every single slip is found in one pass over the code.

use super::checksum::{self, after, before};
use super::{ALPHABET, length};

/// How a code is damaged. Places count the characters behind `PA1-` from 1, without hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// `PA1-` itself is misspelt, or a single character is stuck to it; the rest is there.
    Start,
    /// It ends too early.
    CutOff { have: usize, of: usize },
    /// A character that no code has; what it stands for, if that is all that is wrong.
    Strange { at: usize, character: char, should: Option<char> },
    /// One character is another than it should be.
    Wrong { at: usize, should: char },
    /// The characters at `at` and behind it have changed places.
    Swapped { at: usize },
    /// A character is missing in front of the one that is at `at` now.
    Missing { at: usize },
    /// There is a character too many at `at`.
    Extra { at: usize },
    /// More than one thing is wrong.
    Unclear,
}

/// A code that one slip has damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    pub damage: Damage,
    /// How many of the symbols that were looked at belong to the code.
    pub taken: usize,
}

fn shown(symbol: u8) -> char {
    ALPHABET.get(usize::from(symbol)).map_or('0', |it| char::from(*it))
}

/// The one slip that explains why `symbols`, which seem to be a code, are not whole; `None`
/// if there is none.
pub fn slip(symbols: &[u8]) -> Option<Slip> {
    in_length(symbols).or_else(|| behind_length(symbols))
}

/// A slip in the first two symbols, which say how long the code is.
fn in_length(symbols: &[u8]) -> Option<Slip> {
    let [a, b, ..] = *symbols else { return None };
    let holds = |head: &[u8], skip: usize| {
        let rest = symbols.get(skip..)?;
        let [a, b, ..] = *head else { return None };
        let n = length(a, b)?.checked_sub(head.len())?;
        checksum::holds(head.iter().chain(rest.get(..n)?)).then_some(skip + n)
    };
    let found = |damage: Damage| move |taken: usize| Slip { damage, taken };
    if let Some(&c) = symbols.get(2) {
        let swapped = holds(&[b, a], 2).map(found(Damage::Swapped { at: 1 }));
        let swapped =
            swapped.or_else(|| holds(&[a, c, b], 3).map(found(Damage::Swapped { at: 2 })));
        let extra = swapped.or_else(|| holds(&[b, c], 3).map(found(Damage::Extra { at: 1 })));
        let extra = extra.or_else(|| holds(&[a, c], 3).map(found(Damage::Extra { at: 2 })));
        if extra.is_some() {
            return extra;
        }
    }
    (0..32).find_map(|it| {
        let should = shown(it);
        None.or_else(|| holds(&[it, b], 2).map(found(Damage::Wrong { at: 1, should })))
            .or_else(|| holds(&[a, it], 2).map(found(Damage::Wrong { at: 2, should })))
            .or_else(|| holds(&[it, a], 1).map(found(Damage::Missing { at: 1 })))
            .or_else(|| holds(&[a, it, b], 2).map(found(Damage::Missing { at: 2 })))
    })
}

/// A slip behind the first two symbols.
fn behind_length(symbols: &[u8]) -> Option<Slip> {
    let [a, b, ..] = *symbols else { return None };
    let n = length(a, b)?;
    let fits = |symbol: u32| u8::try_from(symbol).ok().filter(|it| *it < 32);
    let start = after(after(checksum::START, a), b);
    let extra = || {
        let code = symbols.get(..n + 1)?;
        let back = backwards(code);
        let mut state = start;
        for (i, it) in code.iter().enumerate().skip(2) {
            if Some(&state) == back.get(i + 1) {
                return Some(Slip { damage: Damage::Extra { at: i + 1 }, taken: n + 1 });
            }
            state = after(state, *it);
        }
        None
    };
    // Near the end, one too many can look like a wrong one with another word behind it.
    if symbols.len() == n + 1
        && let Some(extra) = extra()
    {
        return Some(extra);
    }

    // As long as it should be: one symbol is wrong, or two have changed places.
    if let Some(code) = symbols.get(..n) {
        let back = backwards(code);
        let mut state = start;
        for (i, it) in code.iter().enumerate().skip(2) {
            let wanted = *back.get(i + 1)?;
            if let Some(should) = fits(after(state, 0) ^ wanted) {
                let damage = Damage::Wrong { at: i + 1, should: shown(should) };
                return Some(Slip { damage, taken: n });
            }
            if let Some(next) = code.get(i + 1)
                && Some(&after(after(state, *next), *it)) == back.get(i + 2)
            {
                return Some(Slip { damage: Damage::Swapped { at: i + 1 }, taken: n });
            }
            state = after(state, *it);
        }
    }

    if let Some(extra) = extra() {
        return Some(extra);
    }

    let code = symbols.get(..n - 1)?;
    let back = backwards(code);
    let mut state = start;
    for i in 2..n {
        if fits(after(state, 0) ^ *back.get(i)?).is_some() {
            let last = Damage::CutOff { have: n - 1, of: n };
            let damage = if i + 1 == n { last } else { Damage::Missing { at: i + 1 } };
            return Some(Slip { damage, taken: n - 1 });
        }
        state = after(state, code.get(i).copied().unwrap_or_default());
    }
    None
}

/// For each place in `code`, and for its end, the state there from which it comes out whole.
fn backwards(code: &[u8]) -> Vec<u32> {
    let mut res = vec![checksum::END; code.len() + 1];
    let mut state = checksum::END;
    for (it, symbol) in res.iter_mut().rev().skip(1).zip(code.iter().rev()) {
        state = before(state, *symbol);
        *it = state;
    }
    res
}

/// What `character` between the symbols `at` and `at + 1` stands for, if all else is right:
/// a symbol, or nothing at all.
pub fn strange(symbols: &[u8], at: usize, character: char) -> Option<Slip> {
    let (head, rest) = symbols.split_at_checked(at)?;
    let whole = |stand_in: Option<u8>| {
        let code: Vec<u8> =
            head.iter().copied().chain(stand_in).chain(rest.iter().copied()).collect();
        let [a, b, ..] = *code else { return None };
        let n = length(a, b).filter(|it| *it > at)?;
        let taken = n - usize::from(stand_in.is_some());
        checksum::holds(code.get(..n)?).then(|| {
            let damage = Damage::Strange { at: at + 1, character, should: stand_in.map(shown) };
            Slip { damage, taken }
        })
    };
    std::iter::once(None).chain((0..32).map(Some)).find_map(whole)
}
