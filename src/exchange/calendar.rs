//! Days to remember as a calendar file (iCalendar, RFC 5545), which other programs open.

use crate::response::Millis;
use crate::response::time::{self, Civil, Day};

/// The longest line, in bytes.
const LINE: usize = 75;
/// 2020-01-01T00:00:00Z.
const SEQUENCES_BEGIN: Millis = 1_577_836_800_000;

/// Something on one day of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stays the same, so that opening a later file changes the entry in place of adding one.
    pub uid: String,
    pub day: Day,
    pub title: String,
    /// What more there is to say; empty for nothing.
    pub text: String,
    /// When it was changed last; 0 where that is not known.
    pub changed: Millis,
    /// Whether the calendar reminds of it a week before.
    pub remind: bool,
}

/// `entries` as a calendar with the name `name`, made at `now`; titles and texts are in
/// `language`. The days are whole ones, and nobody is busy on them.
pub fn write(name: &str, language: &str, entries: &[Entry], now: Millis) -> String {
    let tag: String =
        language.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').collect();
    let language = if tag.is_empty() { tag } else { format!(";LANGUAGE={tag}") };
    let mut res = Lines::default();
    res.line("BEGIN:VCALENDAR");
    res.line("VERSION:2.0");
    res.line("PRODID:-//Partnership assessment//Plan//EN");
    res.line("CALSCALE:GREGORIAN");
    res.text("X-WR-CALNAME", name);
    for it in entries {
        res.line("BEGIN:VEVENT");
        res.text("UID", &it.uid);
        res.line(&format!("DTSTAMP:{}", instant(now)));
        res.line(&format!("DTSTART;VALUE=DATE:{}", date(it.day)));
        // Behind the last day that can be written there is none.
        if it.day < Day::LAST {
            res.line(&format!("DTEND;VALUE=DATE:{}", date(it.day.next())));
        }
        res.text(&format!("SUMMARY{language}"), &it.title);
        res.text(&format!("DESCRIPTION{language}"), &it.text);
        if it.changed != 0 {
            res.line(&format!("LAST-MODIFIED:{}", instant(it.changed)));
        }
        res.line(&format!("SEQUENCE:{}", sequence(it.changed)));
        res.line("TRANSP:TRANSPARENT");
        if it.remind {
            res.line("BEGIN:VALARM");
            res.line("ACTION:DISPLAY");
            res.text(&format!("DESCRIPTION{language}"), &it.title);
            res.line("TRIGGER:-P1W");
            res.line("END:VALARM");
        }
        res.line("END:VEVENT");
    }
    res.line("END:VCALENDAR");
    res.0
}

fn date(day: Day) -> String {
    day.write().replace('-', "")
}

fn instant(time: Millis) -> String {
    let Civil { hour, minute, second, .. } = time::civil(time, 0);
    format!("{}T{hour:02}{minute:02}{second:02}Z", date(Day::of(time, 0)))
}

/// How often an entry was changed, as far as calendars need to know it: a number of 31 bits
/// that grows with every second, and a program takes over what has the greater one.
fn sequence(changed: Millis) -> Millis {
    (changed.saturating_sub(SEQUENCES_BEGIN) / 1000).clamp(0, i32::MAX.into())
}

/// The lines of a calendar.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Adds a line, in as many pieces as it needs, none of which ends within a character.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for it in line.chars() {
            if length + it.len_utf8() > LINE {
                self.0 += "\r\n ";
                length = 1;
            }
            self.0.push(it);
            length += it.len_utf8();
        }
        self.0 += "\r\n";
    }

    /// Adds the line of a property with a text, unless that is empty.
    fn text(&mut self, name: &str, text: &str) {
        let text = escaped(text);
        if !text.is_empty() {
            self.line(&format!("{name}:{text}"));
        }
    }
}

/// `text` on one line, without control characters. All that some program takes for the end of
/// a line is one.
fn escaped(text: &str) -> String {
    let mut res = String::new();
    for it in text.replace("\r\n", "\n").chars() {
        match it {
            '\\' | ';' | ',' => res.extend(['\\', it]),
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => res += "\\n",
            '\t' => res.push(' '),
            it if it.is_control() => {}
            it => res.push(it),
        }
    }
    res
}
