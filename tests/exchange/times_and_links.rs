//! Times as files write them, and links.

use partnership_assessment::exchange::link::{self, Link};
use partnership_assessment::response::time::{civil, read, write};
use proptest::prelude::*;

use super::samples::any_time;
use crate::scoring::small::tries;

#[test]
fn times_worked_out_by_hand() {
    let table = [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2000-02-29T12:00:00Z", 951_825_600_000),
        ("2026-01-31T10:00:00Z", 1_769_853_600_000),
        ("2026-01-31T10:00:00.250Z", 1_769_853_600_250),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ];
    for (text, time) in table {
        assert_eq!(read(text), Some(time), "{text}");
        assert_eq!(write(time), text);
    }
    let same = [
        "2026-01-31t10:00:00z",
        "2026-01-31 10:00:00Z",
        "2026-01-31T10:00:00.0009999Z",
        "2026-01-31T11:30:00+01:30",
        "2026-01-30T23:30:00-10:30",
        "2026-01-31T10:00:00-00:00",
        "2026-01-31T09:59:60Z",
    ];
    for text in same {
        assert_eq!(read(text), Some(1_769_853_600_000), "{text}");
    }
}

#[test]
fn what_is_no_time_is_refused() {
    let table = [
        "",
        "2026",
        "2026-01-31",
        "2026-01-31T10:00Z",
        "2026-01-31T10:00:00",
        "2026-01-31T10:00:00.Z",
        "2026-01-31T10:00:00.5",
        "2026-01-31T10:00:00+0100",
        "2026-01-31T10:00:00+01",
        "2026-01-31T10:00:00+24:00",
        "2026-01-31T10:00:00+01:60",
        "2026-01-31T10:00:00ZZ",
        "2026-01-31T10:00:00 Z",
        " 2026-01-31T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "1900-02-29T10:00:00Z",
        "2026-04-31T10:00:00Z",
        "2026-00-10T10:00:00Z",
        "2026-13-10T10:00:00Z",
        "2026-01-00T10:00:00Z",
        "2026-01-32T10:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T10:60:00Z",
        "2026-01-31T10:00:61Z",
        "0000-01-01T00:00:00Z",
        "+2026-01-31T10:00:00Z",
        "12026-01-31T10:00:00Z",
        "2026/01/31T10:00:00Z",
        "2026-01-31T10.00.00Z",
        "2026-01-31T1 :00:00Z",
        "２０２６-01-31T10:00:00Z",
        "2026-01-31T10:00:00é",
        "31/01/2026 10:00",
        "2026-+1-31T10:00:00Z",
    ];
    for text in table {
        assert_eq!(read(text), None, "{text:?}");
    }
}

#[test]
fn the_calendar_goes_on_day_by_day() {
    let days_of = |year: i64, month: i64| match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let (mut year, mut month, mut day) = (1596, 1, 1);
    let start = read("1596-01-01T00:00:00Z").expect("a time") / 86_400_000;
    for n in start..start + 320_000 {
        let it = civil(n * 86_400_000 + 3_723_000, 0);
        assert_eq!((it.year, it.month, it.day), (year, month, day));
        assert_eq!((it.hour, it.minute, it.second), (1, 2, 3));
        day += 1;
        if day > days_of(year, month) {
            (day, month) = (1, month + 1);
        }
        if month > 12 {
            (month, year) = (1, year + 1);
        }
    }
}

#[test]
fn the_calendar_knows_where_it_is() {
    let midnight = read("2026-03-01T00:30:00Z").expect("a time");
    assert_eq!((civil(midnight, -60).day, civil(midnight, -60).month), (28, 2));
    assert_eq!((civil(midnight, 60).hour, civil(midnight, 60).minute), (1, 30));
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn a_time_that_is_written_is_read_again(time in any_time()) {
        prop_assert_eq!(read(&write(time)), Some(time));
    }

    /// An imported time is stored again; the reader may take in nothing that it cannot.
    #[test]
    fn a_time_that_is_read_is_written_so_that_it_is_read_again(
        (year, month, day) in (
            prop_oneof![Just(1), Just(9999), 1..=9999],
            prop_oneof![Just(1), Just(12), 1..=12],
            prop_oneof![Just(1), Just(31), 1..=31],
        ),
        (hour, minute, second) in (0..=23, 0..=59, 0..=60),
        fraction in prop_oneof![Just(String::new()), "\\.[0-9]{1,12}"],
        offset in "Z|[+-](0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]",
    ) {
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}");
        if let Some(time) = read(&text) {
            prop_assert_eq!(read(&write(time)), Some(time), "{} became {}", text, write(time));
        }
    }

    #[test]
    fn any_text_is_a_time_or_not(text in "\\PC{0,30}|[0-9TZ:.+-]{15,30}") {
        if let Some(time) = read(&text) {
            prop_assert_eq!(read(&write(time)), Some(time));
        }
    }

    #[test]
    fn a_link_is_read_or_passed_over(text in "(#pa-)?\\PC{0,40}|#pa-(instrument|lang|src)=[%0-9a-fA-F&=é]{0,30}") {
        let found = link::read(&text);
        if !text.starts_with("#pa-") {
            prop_assert!(!link::is_ours(&text));
            prop_assert_eq!(found, Link::default());
        }
    }

    #[test]
    fn an_address_in_a_link_comes_out_as_it_went_in(address in "/?[a-zéŵ0-9._~!$&'()*+,;=@%-][a-zéŵ/?#0-9._-]{0,40}") {
        let encoded: String = address.bytes().map(|it| format!("%{it:02x}")).collect();
        prop_assert_eq!(link::read(&format!("#pa-src={encoded}")).src, Some(address));
    }
}

#[test]
fn a_link_names_what_to_open() {
    let all =
        link::read("#pa-instrument=five-ps&lang=cy&src=our%2fquestions.json%3fv=1&more=1&lang");
    assert_eq!(all.instrument.as_deref(), Some("five-ps"));
    assert_eq!(all.language.as_deref(), Some("cy"));
    assert_eq!(all.src.as_deref(), Some("our/questions.json?v=1"));
    assert!(link::is_ours("#pa-") && link::is_ours("#pa-anything"));
    for other in [
        "",
        "#",
        "#section-2",
        "#PA-instrument=five-ps",
        "pa-instrument=five-ps",
        "##pa-instrument=x",
        "#pa",
    ] {
        assert!(!link::is_ours(other), "{other}");
        assert_eq!(link::read(other), Link::default(), "{other}");
    }
    for odd in [
        "#pa-instrument=../x",
        "#pa-instrument=a%2fb",
        "#pa-lang=<b>",
        "#pa-src=%",
        "#pa-src=%4",
        "#pa-src=%zz",
        "#pa-src=%ff",
        "#pa-src=%+1",
        "#pa-src=",
    ] {
        assert_eq!(link::read(odd), Link::default(), "{odd}");
    }
    let long = |name: &str, n: usize| link::read(&format!("#pa-{name}={}", "a".repeat(n)));
    assert!(
        long("instrument", 64).instrument.is_some() && long("instrument", 65).instrument.is_none()
    );
    assert!(long("lang", 35).language.is_some() && long("lang", 36).language.is_none());
    assert!(long("src", 2000).src.is_some() && long("src", 2001).src.is_none());
}

#[test]
fn a_link_makes_a_page_ask_nobody_else() {
    let elsewhere = [
        "https://example.org/q.json",
        "HTTPS:example.org",
        "//example.org/q.json",
        "///example.org",
        "\\\\example.org",
        "/\\example.org",
        "\\/example.org",
        "\t//example.org",
        "/\t/example.org",
        "/\n/example.org",
        " //example.org",
        "\u{1}//example.org",
        "javascript:alert(1)",
        "data:application/json,{}",
        "blob:x",
        "x:y/z",
        "ht\ttps://example.org",
    ];
    for address in elsewhere {
        let encoded: String = address.bytes().map(|it| format!("%{it:02X}")).collect();
        for fragment in [format!("#pa-src={encoded}"), format!("#pa-src={address}")] {
            assert_eq!(link::read(&fragment).src, None, "{address:?}");
        }
    }
}
