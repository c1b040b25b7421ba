//! Lines of words: nothing is lost, and nothing is wider than it may be.

use partnership_assessment::document::drawing::{Face, Ink, lines, runs_leftwards, width};
use proptest::prelude::*;

use super::layout::words;
use crate::scoring::small::tries;

/// Whether a line may end in it.
fn is_blank(it: char) -> bool {
    it.is_whitespace() && !['\u{a0}', '\u{2007}', '\u{202f}'].contains(&it)
}

#[test]
fn lines_end_between_words() {
    let found = lines("Shared ownership of budgets and resources", 130, 14);
    assert_eq!(found, ["Shared ownership", "of budgets and", "resources"]);
    assert_eq!(lines("  one   two\n\n three ", 1000, 14), ["one   two", "three"]);
    assert_eq!(lines("self-assessment", 60, 14), ["self-", "assess", "ment"]);
    assert_eq!(lines("from -5 to -12", 50, 14), ["from", "-5 to", "-12"], "a sign is no hyphen");
    assert_eq!(lines("10\u{a0}000", 40, 14), ["10\u{a0}0", "00"]);
    assert!(lines(" \n\t ", 100, 14).is_empty());
    assert!(lines("", 100, 14).is_empty());
}

#[test]
fn a_word_without_a_line_that_is_long_enough_is_broken() {
    let found = lines("die Zusammenarbeitsvereinbarung", 100, 14);
    assert_eq!(found, ["die", "Zusammenar", "beitsvereinba", "rung"]);
    assert_eq!(lines("ab", 0, 14), ["a", "b"]);
    assert_eq!(lines("ab c", -5, 14), ["a", "b", "c"]);
}

#[test]
fn what_is_drawn_together_stays_together() {
    // A letter with its accent, a family, a hand with its colour, a Devanagari syllable.
    let whole = ["e\u{301}", "👩\u{200d}👩\u{200d}👧", "👍\u{1f3fd}", "क\u{93f}"];
    for it in whole {
        assert_eq!(lines(&it.repeat(3), 1, 14), [it; 3], "{it:?}");
    }
    assert_eq!(lines("伙伴关系，评估。", 45, 14), ["伙伴关", "系，评", "估。"]);
    assert_eq!(lines("伙伴关。", 45, 14), ["伙伴", "关。"], "a stop never begins a line");
}

#[test]
fn wide_letters_are_wider_than_narrow_ones() {
    let of = |it: &str| width(it, 100);
    assert!(of("illi") < of("anna") && of("anna") < of("mmWm"));
    assert_eq!((of("伙"), of("e\u{301}"), of("")), (100, of("e"), 0));
    let bold = Face { size: 14, ink: Ink::Text, bold: true };
    assert!(bold.width("anna") > width("anna", 14));
}

#[test]
fn the_first_letter_says_in_which_direction_words_run() {
    for (text, leftwards) in
        [("abc", false), ("12 שלום", true), ("مشاركة x", true), ("x مشاركة", false), ("12", false)]
    {
        assert_eq!(runs_leftwards(text), leftwards, "{text}");
    }
}

proptest! {
    #![proptest_config(tries(1_000))]

    #[test]
    fn nothing_is_lost_but_blanks_at_the_ends_of_lines(
        text in words(), room in -10..500_i64, size in 1..30_i64,
    ) {
        let mut rest = text.as_str();
        for line in lines(&text, room, size) {
            prop_assert!(!line.is_empty());
            rest = rest.trim_start_matches(is_blank);
            let behind = rest.strip_prefix(line.as_str());
            prop_assert!(behind.is_some(), "{line:?} does not begin {rest:?}");
            rest = behind.unwrap_or_default();
        }
        prop_assert!(rest.trim_matches(is_blank).is_empty(), "{rest:?} is lost");
    }

    #[test]
    fn only_a_single_letter_is_wider_than_a_line(
        text in words(), room in -10..500_i64, size in 1..30_i64, bold in any::<bool>(),
    ) {
        let face = Face { size, ink: Ink::Text, bold };
        for line in face.lines(&text, room) {
            let mut before = ' ';
            let single = line.chars().enumerate().all(|(i, it)| {
                let joined = i == 0 || before == '\u{200d}' || width(&it.to_string(), 100) == 0;
                before = it;
                joined
            });
            prop_assert!(single || face.width(&line) <= room, "{line:?} in {room}");
        }
    }

    #[test]
    fn a_word_that_has_room_is_not_broken(
        all in prop::collection::vec("[a-zäöüŵŷ]{1,9}", 1..12), room in 110..400_i64,
    ) {
        let found = lines(&all.join(" "), room, 13);
        let words: Vec<&str> = found.iter().flat_map(|it| it.split(' ')).collect();
        prop_assert_eq!(words, all);
    }

    #[test]
    fn a_line_is_filled(
        all in prop::collection::vec("[a-z]{1,9}", 1..12), room in 110..400_i64,
    ) {
        let found = lines(&all.join(" "), room, 13);
        for pair in found.windows(2) {
            let next = pair[1].split(' ').next().unwrap_or_default();
            prop_assert!(width(&format!("{} {next}", pair[0]), 13) > room, "{pair:?} in {room}");
        }
    }
}

#[test]
fn a_very_long_word_takes_no_longer_than_it_is_long() {
    let found = lines(&"a".repeat(1_000_000), 100, 14);
    assert_eq!(found.iter().map(String::len).sum::<usize>(), 1_000_000);
}
