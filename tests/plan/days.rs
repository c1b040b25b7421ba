//! Days of the calendar.

use partnership_assessment::response::time::{self, Day};
use proptest::prelude::*;

use crate::scoring::small::tries;

const DAY: i64 = 86_400_000;

fn day(text: &str) -> Day {
    Day::read(text).unwrap_or_else(|| panic!("{text} is no day"))
}

fn any_day() -> impl Strategy<Value = Day> {
    let days = Day::FIRST.start() / DAY..=Day::LAST.start() / DAY;
    prop_oneof![
        8 => days.prop_map(|it| Day::of(it * DAY, 0)),
        1 => Just(Day::FIRST),
        1 => Just(Day::LAST),
    ]
}

/// Year, month and day of the month.
fn parts(day: Day) -> (i64, i64, i64) {
    let it = time::civil(day.start(), 0);
    (it.year, it.month, it.day)
}

#[test]
fn the_days_that_there_are_begin_and_end() {
    assert_eq!((Day::FIRST.write(), Day::LAST.write()), ("0001-01-01".into(), "9999-12-31".into()));
    assert_eq!((day("0001-01-01"), day("9999-12-31")), (Day::FIRST, Day::LAST));
    for beyond in [Day::LAST.next(), Day::LAST.months_later(255), Day::of(i64::MAX, i64::MAX)] {
        assert_eq!(beyond, Day::LAST);
    }
    assert_eq!(Day::of(i64::MIN, i64::MIN), Day::FIRST);
    assert_eq!(day("9999-01-31").months_later(11), Day::LAST);
}

#[test]
fn what_is_no_day_is_refused() {
    let table = [
        "",
        "2026",
        "2026-02",
        "2026-02-29",
        "1900-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "2026-04-31",
        "0000-01-01",
        "12026-01-01",
        "2026-1-01",
        "2026/01/31",
        " 2026-01-31",
        "2026-01-31 ",
        "2026-01-31T00:00:00Z",
        "+026-01-31",
        "２０26-01-31",
        "2026-01-3é",
        "31/01/2026",
    ];
    for text in table {
        assert_eq!(Day::read(text), None, "{text:?}");
    }
}

#[test]
fn a_day_begins_at_midnight_where_somebody_is() {
    let late = time::read("2026-02-28T23:30:00Z").expect("a time");
    assert_eq!(Day::of(late, 0).write(), "2026-02-28");
    assert_eq!(Day::of(late, 30).write(), "2026-03-01");
    assert_eq!(Day::of(late, 29).write(), "2026-02-28");
    assert_eq!(Day::of(late, -23 * 60 - 31).write(), "2026-02-27");
    assert_eq!(Day::of(-1, 0).write(), "1969-12-31");
}

#[test]
fn months_later_is_the_same_day_or_the_last_of_a_shorter_month() {
    let table = [
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-15", 3, "2026-04-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 12, "2027-12-01"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-03-31", 255, "2047-06-30"),
    ];
    for (from, months, to) in table {
        assert_eq!(day(from).months_later(months).write(), to, "{from} and {months} months");
    }
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn a_day_that_is_written_is_read_again(day in any_day(), hour in 0..DAY) {
        prop_assert_eq!(day.write().len(), 10);
        prop_assert_eq!(Day::read(&day.write()), Some(day));
        prop_assert_eq!(Day::of(day.start() + hour, 0), day);
    }

    #[test]
    fn any_text_is_a_day_or_not(text in "\\PC{0,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}") {
        if let Some(day) = Day::read(&text) {
            prop_assert_eq!(day.write(), text);
        }
    }

    #[test]
    fn days_are_in_the_order_of_their_texts((one, other) in (any_day(), any_day())) {
        prop_assert_eq!(one.cmp(&other), one.write().cmp(&other.write()));
        prop_assert_eq!(one.cmp(&other), one.start().cmp(&other.start()));
    }

    #[test]
    fn the_next_day_begins_when_a_day_ends(day in any_day()) {
        prop_assume!(day < Day::LAST);
        prop_assert_eq!(day.next().start(), day.start() + DAY);
        let ((year, month, at), next) = (parts(day), parts(day.next()));
        let wanted = [(year, month, at + 1), (year, month + 1, 1), (year + 1, 1, 1)];
        prop_assert!(wanted.contains(&next));
    }

    #[test]
    fn so_many_months_are_between_a_day_and_the_later_one(day in any_day(), months in any::<u8>()) {
        let later = day.months_later(months);
        prop_assume!(parts(day).0 * 12 + parts(day).1 + i64::from(months) <= 9999 * 12 + 12);
        let ((year, month, at), (later_year, later_month, later_at)) = (parts(day), parts(later));
        prop_assert_eq!(later_year * 12 + later_month, year * 12 + month + i64::from(months));
        let is_last = parts(later.next()).1 != later_month || later == Day::LAST;
        prop_assert!(later_at == at || (later_at < at && is_last));
    }
}
