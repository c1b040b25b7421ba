//! Links: what to open, in the fragment of an address, which browsers never send.
//!
//! `#pa-instrument=five-ps&lang=cy` opens an assessment in a language;
//! `#pa-src=questions.json` a custom instrument on the same server. Any fragment that does not begin with
//! `#pa-` is none of our business.

/// What a link asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pub instrument: Option<String>,
    pub language: Option<String>,
    pub src: Option<String>,
}

/// Whether `fragment` (with its `#`) is a link of ours.
pub fn is_ours(fragment: &str) -> bool {
    fragment.starts_with("#pa-")
}

/// Reads a fragment; parts that are unknown or odd are passed over.
pub fn read(fragment: &str) -> Link {
    const LONGEST: usize = 2_000;
    let mut res = Link::default();
    let Some(parts) = fragment.strip_prefix("#pa-") else { return res };
    for (name, value) in parts.split('&').filter_map(|it| it.split_once('=')) {
        let plain =
            value.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'));
        match name {
            "instrument" if plain && value.len() <= 64 => res.instrument = Some(value.to_owned()),
            "lang" if plain && value.len() <= 35 => res.language = Some(value.to_owned()),
            "src" if value.len() <= LONGEST => res.src = decoded(value).filter(|it| is_local(it)),
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
