//! Names an instrument by what it asks and how it scores, not by its wording.
//!
//! The fingerprint is the 64-bit FNV-1a hash, in 16 hexadecimal digits, of a text
//! that lists ids, scales and scoring, a line each; `docs/formats.md` shows one.
//! Two editions that differ in wording only share it, so that their answers may be
//! compared; it guards against mistakes, not against forgery.

use super::{Direction, Instrument, Method};

pub fn of(instrument: &Instrument) -> String {
    format!("{:016x}", hash(&outline(instrument)))
}

/// The 64-bit FNV-1a hash of `text`.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What the fingerprint covers, as text.
fn outline(instrument: &Instrument) -> String {
    let method = match instrument.scoring.method {
        Method::Percent => "percent",
        Method::Mean => "mean",
        Method::Sum => "sum",
    };
    let mut res = format!(
        "instrument {}\nscoring {method} {}\n",
        instrument.id, instrument.scoring.minimum_answered
    );
    for section in &instrument.sections {
        let scale = &section.scale;
        let direction = match scale.direction {
            Direction::HigherIsBetter => "higher-is-better",
            Direction::LowerIsBetter => "lower-is-better",
        };
        let counts = if section.counts_towards_overall { "counts" } else { "apart" };
        let on_scale = |it: &i64| scale.point(*it).is_some();
        let values = (scale.min()..=scale.max()).filter(on_scale);
        let values: Vec<String> = values.map(|it| it.to_string()).collect();
        res += &format!("section {} {counts} {direction} {}", section.id, values.join(","));
        if scale.dont_know {
            res += " dont-know";
        }
        if scale.not_relevant {
            res += " not-relevant";
        }
        res.push('\n');
        for item in &section.items {
            res += &format!("item {}{}\n", item.id, if item.reversed { " reversed" } else { "" });
        }
    }
    res
}
