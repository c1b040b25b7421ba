//! Calendar files, by a small reader of the standard (RFC 5545) that knows nothing of the
//! writer.

use partnership_assessment::exchange::calendar::{Entry, write};
use partnership_assessment::response::Millis;
use partnership_assessment::response::time::{self, Day};
use proptest::prelude::*;
use proptest::sample::select;

use super::samples::{HOSTILE, any_text, any_time};
use crate::scoring::small::tries;

const NOW: Millis = 1_780_000_000_000;

/// A property: its name, its parameters and its value as they are written.
type Property = (String, String, String);

/// The properties of a calendar, in order.
fn properties(calendar: &str) -> Vec<Property> {
    assert!(calendar.ends_with("\r\n"));
    assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
    assert_eq!(calendar.matches('\r').count(), calendar.matches("\r\n").count());
    for line in calendar.split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    let lines = calendar.replace("\r\n ", "");
    let lines = lines.strip_suffix("\r\n").expect("a last line").split("\r\n");
    let property = |line: &str| {
        let (name, value) = line.split_once(':').expect(line);
        let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
        (name.to_owned(), parameters.to_owned(), value.to_owned())
    };
    lines.map(property).collect()
}

/// The text that a value stands for.
fn unescaped(value: &str) -> String {
    let mut res = String::new();
    let mut chars = value.chars();
    while let Some(it) = chars.next() {
        match it {
            '\\' => match chars.next() {
                Some('n') => res.push('\n'),
                Some(it @ ('\\' | ';' | ',')) => res.push(it),
                other => panic!("\\{other:?} in {value}"),
            },
            ';' | ',' => panic!("{it} in {value}"),
            it => res.push(it),
        }
    }
    res
}

/// What is left of a text: one kind of line ends, and no control characters.
fn plain(text: &str) -> String {
    let ends = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let text = text.replace("\r\n", "\n").replace(ends, "\n").replace('\t', " ");
    text.chars().filter(|it| *it == '\n' || !it.is_control()).collect()
}

/// The values of the property `name` between the two ends of each `part`; `None` where it
/// is not there.
fn of_each(all: &[Property], part: &str, name: &str) -> Vec<Option<String>> {
    let mut res = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for (found, _, value) in all {
        match found.as_str() {
            "BEGIN" => {
                open.push(value);
                if value == part {
                    res.push(None);
                }
            }
            "END" => assert_eq!(open.pop(), Some(value.as_str())),
            _ if found == name && open.last() == Some(&part) => {
                let place: &mut Option<String> = res.last_mut().expect("an open part");
                assert_eq!(place.replace(value.clone()), None, "{name} stands once");
            }
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    res
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let long = (any_text(), 0..12_usize).prop_map(|(text, n)| text.repeat(n));
    let days = prop_oneof![
        4 => any_time().prop_map(|it| Day::of(it, 0)),
        1 => select(vec![Day::FIRST, Day::LAST]),
    ];
    ("[a-z0-9-]{1,80}", days, any_text(), long, any_time(), any::<bool>()).prop_map(
        |(uid, day, title, text, changed, remind)| Entry { uid, day, title, text, changed, remind },
    )
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn everything_that_is_to_be_remembered_is_in_the_calendar(
        name in any_text(),
        language in select(vec!["en", "cy", "x\";y", ""]),
        entries in prop::collection::vec(any_entry(), 0..4),
    ) {
        let all = properties(&write(&name, language, &entries, NOW));
        let texts = |part: &str, name: &str| -> Vec<String> {
            of_each(&all, part, name).iter().map(|it| unescaped(it.as_deref().unwrap_or(""))).collect()
        };
        let each = |of: fn(&Entry) -> String| entries.iter().map(of).collect::<Vec<String>>();
        prop_assert_eq!(texts("VCALENDAR", "X-WR-CALNAME"), [plain(&name)]);
        prop_assert_eq!(texts("VEVENT", "UID"), each(|it| plain(&it.uid)));
        prop_assert_eq!(texts("VEVENT", "SUMMARY"), each(|it| plain(&it.title)));
        prop_assert_eq!(texts("VEVENT", "DESCRIPTION"), each(|it| plain(&it.text)));
        let date = |it: Day| it.write().replace('-', "");
        for (it, found) in entries.iter().zip(of_each(&all, "VEVENT", "DTSTART")) {
            prop_assert_eq!(found, Some(date(it.day)));
        }
        for (it, found) in entries.iter().zip(of_each(&all, "VEVENT", "DTEND")) {
            prop_assert_eq!(found, Some(it.day).filter(|it| *it < Day::LAST).map(|it| date(it.next())));
        }
        for (it, found) in entries.iter().zip(of_each(&all, "VEVENT", "LAST-MODIFIED")) {
            let digits = |it: &str| it.replace(['-', ':'], "");
            let wanted = time::write(it.changed.div_euclid(1000) * 1000);
            prop_assert_eq!(found, (it.changed != 0).then(|| digits(&wanted)));
        }
        let reminded: Vec<String> =
            entries.iter().filter(|it| it.remind).map(|it| plain(&it.title)).collect();
        prop_assert_eq!(texts("VALARM", "DESCRIPTION"), reminded);
        let tags: Vec<&Property> = all.iter().filter(|it| it.0 == "SUMMARY").collect();
        prop_assert!(tags.iter().all(|it| ["LANGUAGE=en", "LANGUAGE=cy", "LANGUAGE=xy", ""].contains(&it.1.as_str())));
    }

    #[test]
    fn a_later_file_changes_what_an_earlier_one_has_put_in(
        entry in any_entry(),
        (before, after) in (any_time(), any_time()),
    ) {
        let (before, after) = (before.min(after), before.max(after));
        let at = |changed| {
            let all = properties(&write("", "en", &[Entry { changed, ..entry.clone() }], NOW));
            let number = of_each(&all, "VEVENT", "SEQUENCE")[0].clone().expect("a sequence");
            (of_each(&all, "VEVENT", "UID"), number.parse::<i32>().expect("31 bits"))
        };
        let (one, other) = (at(before), at(after));
        prop_assert_eq!(one.0, other.0);
        prop_assert!(0 <= one.1 && one.1 <= other.1);
        // As long as anybody now alive will plan, a second makes a difference.
        let seconds = 1_577_836_801_000..3_700_000_000_000;
        if seconds.contains(&before) && seconds.contains(&after) && after - before >= 1000 {
            prop_assert!(one.1 < other.1);
        }
    }
}

#[test]
fn a_calendar_is_as_the_standard_has_it() {
    let entries = [
        Entry {
            uid: "a1".to_owned(),
            day: Day::read("2028-02-29").expect("a day"),
            title: "Cwrdd: \"Tŷ\", a; b\\c".to_owned(),
            text: "One\r\ntwo\u{0}\u{7f}".to_owned(),
            changed: 1_769_853_600_250,
            remind: true,
        },
        Entry {
            uid: "review".to_owned(),
            day: Day::read("2027-12-31").expect("a day"),
            title: "Look again".to_owned(),
            text: String::new(),
            changed: 0,
            remind: false,
        },
    ];
    let wanted = "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Partnership assessment//Plan//EN
CALSCALE:GREGORIAN
X-WR-CALNAME:Plan\\, 2028
BEGIN:VEVENT
UID:a1
DTSTAMP:20260528T202640Z
DTSTART;VALUE=DATE:20280229
DTEND;VALUE=DATE:20280301
SUMMARY;LANGUAGE=cy:Cwrdd: \"Tŷ\"\\, a\\; b\\\\c
DESCRIPTION;LANGUAGE=cy:One\\ntwo
LAST-MODIFIED:20260131T100000Z
SEQUENCE:192016800
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION;LANGUAGE=cy:Cwrdd: \"Tŷ\"\\, a\\; b\\\\c
TRIGGER:-P1W
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:review
DTSTAMP:20260528T202640Z
DTSTART;VALUE=DATE:20271231
DTEND;VALUE=DATE:20280101
SUMMARY;LANGUAGE=cy:Look again
SEQUENCE:0
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
";
    assert_eq!(write("Plan, 2028", "cy", &entries, NOW), wanted.replace('\n', "\r\n"));
}

#[test]
fn long_lines_are_folded_between_characters() {
    for text in ["x".repeat(300), "ŵ".repeat(300), "日本語".repeat(100), "👨‍👩‍👧".repeat(40)]
    {
        for shift in 0..4 {
            let title = format!("{}{text}", "y".repeat(shift));
            let entry = Entry {
                uid: "a1".to_owned(),
                day: Day::FIRST,
                title: title.clone(),
                text: String::new(),
                changed: NOW,
                remind: false,
            };
            let calendar = write(&title, "en", &[entry], NOW);
            let all = properties(&calendar);
            assert_eq!(of_each(&all, "VEVENT", "SUMMARY"), [Some(title.clone())]);
            let full = calendar.split("\r\n").filter(|it| it.len() > 71).count();
            assert!(full >= 2 * (title.len() / 75), "lines are as long as they may be");
        }
    }
}

#[test]
fn hostile_texts_end_no_line_of_a_calendar() {
    for text in
        HOSTILE.iter().chain(&["a\u{85}b\u{2028}c\u{2029}d\u{b}e\u{c}f", "END:VEVENT\r\nx:y"])
    {
        let entry = Entry {
            uid: (*text).to_owned(),
            day: Day::LAST,
            title: (*text).to_owned(),
            text: (*text).to_owned(),
            changed: i64::MAX,
            remind: true,
        };
        let all = properties(&write(text, text, &[entry], NOW));
        let summary = of_each(&all, "VEVENT", "SUMMARY")[0].clone().unwrap_or_default();
        assert_eq!(unescaped(&summary), plain(text), "{text:?}");
        assert_eq!(of_each(&all, "VEVENT", "SEQUENCE"), [Some("2147483647".to_owned())]);
    }
}
