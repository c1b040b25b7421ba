//! Links, and points in time.

use partnership_assessment::exchange::link;
use partnership_assessment::response::Response;
use partnership_assessment::response::time::{self, Day};
use partnership_assessment::workshop::{MAX_KEY, MAX_SECTORS, THRESHOLDS};

pub fn link(text: &str) {
    let read = link::read(text);
    if !link::is_ours(text) {
        assert_eq!(read, link::Link::default());
    }
    if let Some(src) = &read.src {
        // It must lead nowhere but to the page's own server.
        assert!(!src.starts_with("//") && !src.contains('\\'), "{src}");
        let scheme = src.split(['/', '?', '#']).next().unwrap_or_default();
        assert!(!scheme.contains(':'), "{src}");
        assert!(!src.chars().any(|it| it <= ' '), "{src}");
    }
    let Some(setup) = link::read_workshop(text) else { return };
    assert!((1..=MAX_KEY).contains(&setup.key) && setup.sectors.len() <= MAX_SECTORS);
    assert!((THRESHOLDS.0..=THRESHOLDS.1).contains(&setup.threshold));
    let written = link::write_workshop(&setup);
    assert!(written.len() <= Response::MAX_LINK, "{} bytes", written.len());
    assert_eq!(link::read_workshop(&written).as_ref(), Some(&setup), "{written}");
}

pub fn time(text: &str) {
    if let Some(read) = time::read(text) {
        let written = time::write(read);
        assert_eq!(time::read(&written), Some(read), "{written}");
        let day = Day::of(read, 0);
        assert_eq!(Day::read(&day.write()), Some(day));
        assert!((0..86_400_000).contains(&(read - day.start())));
        assert!(day.next() >= day && day.months_later(24) >= day);
    }
    if let Some(day) = Day::read(text) {
        assert_eq!(day.write(), text);
    }
    // Any number that a record may hold is some day of the calendar.
    if let Ok(number) = text.trim().parse::<i64>() {
        let number = number % (1 << 52);
        let it = time::civil(number, number % 1_440);
        assert!((1..=12).contains(&it.month) && (1..=31).contains(&it.day));
        assert!((0..24).contains(&it.hour) && (0..60).contains(&it.minute));
        let written = time::write(number);
        if let Some(read) = time::read(&written) {
            assert_eq!(read, number, "{written}");
        }
        let day = Day::of(number, number % 1_440);
        assert_eq!(Day::read(&day.write()), Some(day));
    }
}
