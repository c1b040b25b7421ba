//! The link that takes participants to a workshop.

use partnership_assessment::exchange::link::{self, read_workshop, write_workshop};
use partnership_assessment::response::Respondent;
use partnership_assessment::workshop::{MAX_KEY, MAX_NAME, MAX_SECTORS, Setup};
use proptest::prelude::*;
use proptest::sample::select;

use super::samples::any_text;
use crate::scoring::small::tries;

fn offered() -> Vec<String> {
    Respondent::SECTORS.map(str::to_owned).to_vec()
}

/// A name as a set-up holds it: without control characters, without what turns the direction
/// of the text around it, and without blanks around it.
fn any_name() -> impl Strategy<Value = String> {
    let text = prop_oneof![any_text(), "[a-zéŵ ,&=%#+/-]{0,80}"];
    text.prop_map(|it| {
        let turns = |it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let plain = |it: &char| !it.is_control() && !turns(*it);
        let shown: String = it.chars().filter(plain).take(MAX_NAME).collect();
        shown.trim().to_owned()
    })
}

fn any_sectors() -> impl Strategy<Value = Vec<String>> {
    let own = prop::collection::vec(any_name(), 0..=MAX_SECTORS).prop_map(|names| {
        let mut res: Vec<String> = Vec::new();
        for name in names {
            if !name.is_empty() && !res.contains(&name) {
                res.push(name);
            }
        }
        res
    });
    prop_oneof![Just(offered()), own]
}

fn any_setup() -> impl Strategy<Value = Setup> {
    let what = (1..=MAX_KEY, "[A-Za-z0-9._-]{1,64}", any_name(), any_sectors());
    let src = prop::option::of("[a-z0-9é%&=,][a-z0-9é%&=,/]{0,40}\\.json");
    let language = prop::option::of(select(vec!["en", "cy", "cy-GB"]).prop_map(str::to_owned));
    let expected = prop::option::of(1..=u16::MAX);
    (what, src, language, expected, 3..=20_u8, any::<[bool; 2]>()).prop_map(
        |(
            (key, instrument, name, sectors),
            src,
            language,
            expected,
            threshold,
            [comments, practice],
        )| {
            Setup {
                key,
                instrument,
                src,
                name,
                language,
                sectors,
                comments,
                threshold,
                expected,
                practice,
            }
        },
    )
}

proptest! {
    #![proptest_config(tries(1000))]

    #[test]
    fn a_workshops_link_is_read_as_it_was_written(setup in any_setup()) {
        let written = write_workshop(&setup);
        prop_assert!(written.bytes().all(|it| it.is_ascii_graphic()), "{}", written);
        prop_assert!(written.ends_with(|it: char| it.is_ascii_digit()), "{}", written);
        prop_assert_eq!(link::read(&written).workshop, Some(written.clone()));
        prop_assert_eq!(read_workshop(&written), Some(setup));
    }

    #[test]
    fn whatever_a_workshops_link_says_the_set_up_is_sound(
        text in "#pa-workshop=[0-9]{1,6}&instrument=a(&(name|sectors|threshold|expected|comments|practice|lang|src)=(\\PC{0,9}|[%0-9a-f,]{0,90}|[0-9]{0,12})){0,6}",
    ) {
        if let Some(setup) = read_workshop(&text) {
            prop_assert!((1..=MAX_KEY).contains(&setup.key));
            prop_assert!((3..=20).contains(&setup.threshold));
            prop_assert!(setup.sectors.len() <= MAX_SECTORS);
            for name in setup.sectors.iter().chain([&setup.name]) {
                prop_assert!(name.chars().count() <= MAX_NAME && name.trim() == name);
            }
            prop_assert!(setup.sectors.iter().all(|it| !it.is_empty()));
            prop_assert_eq!(read_workshop(&write_workshop(&setup)), Some(setup));
        }
    }
}

#[test]
fn a_workshops_link_says_what_the_facilitator_decided() {
    let all = "#pa-workshop=4711&instrument=six-principles&name=Winter%20board%2C%202026&sectors=housing,health,Adult%20care%2C%20Gwynedd&threshold=7&expected=12&comments=no&lang=cy&src=ours/q.json&practice=yes&more=1";
    let expected = Setup {
        key: 4711,
        instrument: "six-principles".to_owned(),
        src: Some("ours/q.json".to_owned()),
        name: "Winter board, 2026".to_owned(),
        language: Some("cy".to_owned()),
        sectors: ["housing", "health", "Adult care, Gwynedd"].map(str::to_owned).to_vec(),
        comments: false,
        threshold: 7,
        expected: Some(12),
        practice: true,
    };
    assert_eq!(read_workshop(all), Some(expected));
    let least = Setup {
        key: 1,
        instrument: "five-ps".to_owned(),
        sectors: offered(),
        comments: true,
        threshold: 5,
        ..Setup::default()
    };
    assert_eq!(read_workshop("#pa-workshop=1&instrument=five-ps"), Some(least.clone()));
    assert_eq!(write_workshop(&least), "#pa-workshop=1&instrument=five-ps&threshold=5");
    let link = link::read("#pa-workshop=1&instrument=five-ps&lang=cy");
    assert_eq!(
        (link.instrument.as_deref(), link.language.as_deref()),
        (Some("five-ps"), Some("cy"))
    );
}

#[test]
fn what_is_out_of_its_range_is_moved_or_left_out() {
    let read = |part: &str| {
        read_workshop(&format!("#pa-workshop=1&instrument=a&{part}"))
            .unwrap_or_else(|| panic!("{part}"))
    };
    for (part, threshold) in
        [("1", 3), ("0", 3), ("99", 20), ("-5", 5), ("x", 5), ("", 5), ("9999999999", 5)]
    {
        assert_eq!(read(&format!("threshold={part}")).threshold, threshold, "{part}");
    }
    for (part, expected) in
        [("0", None), ("1", Some(1)), ("65535", Some(65535)), ("65536", None), ("x", None)]
    {
        assert_eq!(read(&format!("expected={part}")).expected, expected, "{part}");
    }
    assert_eq!(read(&format!("name={}", "ŵ".repeat(90))).name, "ŵ".repeat(80));
    assert_eq!(read("name=%0aa%00b%20").name, "ab");
    assert_eq!(read("name=%ff").name, "");
    assert_eq!(read("sectors=").sectors, Vec::<String>::new());
    assert_eq!(read("sectors=a,,b,a,%20,b").sectors, ["a", "b"]);
    let many: Vec<String> = (0..30).map(|it| it.to_string()).collect();
    assert_eq!(read(&format!("sectors={}", many.join(","))).sectors, many[..22]);
    for elsewhere in ["https:%2f%2fexample.org", "%2f%2fexample.org", "%5cx"] {
        assert_eq!(read(&format!("src={elsewhere}")).src, None, "{elsewhere}");
    }
}

#[test]
fn a_link_without_a_key_or_an_instrument_is_no_workshop() {
    for fragment in [
        "",
        "#pa-workshop=",
        "#pa-workshop=1",
        "#pa-workshop=1&name=x",
        "#pa-workshop=1&instrument=",
        "#pa-workshop=1&instrument=a%20b",
        "#pa-workshop=0&instrument=a",
        "#pa-workshop=32768&instrument=a",
        "#pa-workshop=x&instrument=a",
        "#pa-workshop=+1&instrument=a",
        "#pa-instrument=a&workshop=1",
        "pa-workshop=1&instrument=a",
        "#PA-workshop=1&instrument=a",
    ] {
        assert_eq!(read_workshop(fragment), None, "{fragment}");
    }
    assert!(read_workshop("#pa-workshop=1&src=q.json").is_some());
    let long = format!("#pa-workshop=1&instrument=a&x={}", "a".repeat(32_000));
    assert_eq!(read_workshop(&long), None);
    assert_eq!(link::read(&long).workshop, None);
}

#[test]
fn the_workshops_link_on_the_page_is_what_is_written() {
    const PAGE: &str = include_str!("../../docs/formats.md");
    let setup = Setup {
        key: 4711,
        instrument: "six-principles".to_owned(),
        name: "Winter board".to_owned(),
        sectors: ["housing", "health", "Gofal Môn"].map(str::to_owned).to_vec(),
        comments: true,
        threshold: 5,
        expected: Some(12),
        ..Setup::default()
    };
    let written = write_workshop(&setup);
    assert!(PAGE.contains(&format!("`{written}`")), "{written}");
    assert_eq!(read_workshop(&written), Some(setup));
}
