//! Response codes: read as they were written, found in any text, and every slip noticed.

use std::time::{Duration, Instant};

use partnership_assessment::exchange::code::{self, Damage, Found, Misfit, Raw};
use partnership_assessment::exchange::contribution::{of_response, to_response};
use partnership_assessment::instrument::{BUILT_IN, Instrument};
use partnership_assessment::response::{Answer, Respondent, Response};
use partnership_assessment::workshop::{self, Contribution, MAX_KEY, MAX_SECTORS, Setup};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::samples::{any_response, any_text, instrument};
use crate::scoring::small::{any_case, tries};

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Numbers that look random and are the same every time.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below as u64) as usize
    }
}

/// A contribution with every kind of answer, different for each `seed`.
fn contribution(instrument: &Instrument, seed: u64) -> Contribution {
    let mut noise = Noise(seed);
    let answers = instrument.items().map(|(section, _)| {
        let scale = &section.scale;
        let mut offered = vec![workshop::NONE];
        offered.extend(scale.dont_know.then_some(workshop::DONT_KNOW));
        offered.extend(scale.not_relevant.then_some(workshop::NOT_RELEVANT));
        offered.extend((0..scale.points.len()).map(|it| workshop::LOWEST + it as u8));
        offered[noise.next(offered.len())]
    });
    Contribution {
        answers: answers.collect(),
        person: noise.next(1 << 30) as u32,
        revision: noise.next(1 << 15) as u16,
        workshop: 1 + noise.next(usize::from(MAX_KEY)) as u16,
        threshold: 3 + noise.next(18) as u8,
        sector: Respondent::SECTORS[noise.next(7)].to_owned(),
        notes: Vec::new(),
    }
}

/// The only code in `text`.
fn only(text: &str) -> Raw {
    match &code::find(text)[..] {
        [Found::Whole(raw)] => raw.clone(),
        other => panic!("{other:?} in {text}"),
    }
}

fn wholes(text: &str) -> Vec<String> {
    let all = code::find(text).into_iter();
    all.filter_map(|it| if let Found::Whole(raw) = it { Some(raw.text()) } else { None }).collect()
}

fn damage(text: &str) -> Damage {
    match &code::find(text)[..] {
        [Found::Damaged { damage, .. }] => *damage,
        other => panic!("{other:?} in {text}"),
    }
}

/// A code of six principles, the same every time.
fn example() -> String {
    let six = instrument("six-principles");
    code::write(&six, &contribution(&six, 1), &[])
}

/// The symbols of a code, without `PA1` and hyphens.
fn symbols(code: &str) -> Vec<char> {
    code["PA1-".len()..].chars().filter(|it| *it != '-').collect()
}

fn grouped(symbols: &[char]) -> String {
    let groups = symbols.chunks(5).map(|it| format!("-{}", it.iter().collect::<String>()));
    format!("PA1{}", groups.collect::<String>())
}

fn any_contribution(instrument: Instrument) -> impl Strategy<Value = Contribution> {
    let sector = prop_oneof![
        1 => Just(String::new()),
        3 => select(Respondent::SECTORS.to_vec()).prop_map(str::to_owned),
        2 => "[A-Za-z' &-]{0,31}",
        2 => any_text().prop_map(|it| it.chars().take(31).collect()),
    ];
    (any::<u64>(), sector, prop_oneof![Just(0_u16), 1..=MAX_KEY], any::<bool>()).prop_map(
        move |(seed, sector, key, told)| Contribution {
            sector: sector.trim().to_owned(),
            workshop: key,
            threshold: if told { 3 + (seed % 18) as u8 } else { 0 },
            ..contribution(&instrument, seed)
        },
    )
}

#[test]
fn a_wrong_group_that_looks_like_a_newer_version_is_one_fault() {
    let mut slipped = symbols(&example());
    slipped.splice(10..15, "PA853".chars());
    assert!(matches!(&code::find(&grouped(&slipped))[..], [Found::Damaged { .. }]));
    let newer = format!("{} PA853-F4BXF-HZXXR-29KQ7-X1Y2Z-8MNPQ", example());
    let found = code::find(&newer);
    assert!(matches!(found[..], [Found::Whole(_), Found::Newer { .. }]), "{found:?}");
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn what_is_written_as_a_code_is_read_again(
        case in any_case(),
        seed in any::<u64>(),
        sector in any_text(),
    ) {
        let instrument = &case.instrument;
        let sector: String = sector.chars().take(31).collect();
        let sector = sector.trim().to_owned();
        let given = Contribution { sector, ..contribution(instrument, seed) };
        let code = code::write(instrument, &given, &[]);
        prop_assert_eq!(code::read(&only(&code), &[instrument], None), Ok((0, given.clone())));
        prop_assert_eq!(&only(&code.to_lowercase()).text(), &code);
        let misread = code.replacen("PA1", "", 1).replace('0', "O").replace('1', "l");
        prop_assert_eq!(only(&format!("PA1{misread}")).text(), code);
    }

    #[test]
    fn every_answer_to_a_built_in_instrument_survives_a_code(
        (instrument, given) in select(BUILT_IN.to_vec()).prop_flat_map(|id| {
            (Just(instrument(id)), any_contribution(instrument(id)))
        }),
    ) {
        let code = code::write(&instrument, &given, &[]);
        prop_assert_eq!(code::read(&only(&code), &[&instrument], None), Ok((0, given)));
    }

    #[test]
    fn a_response_becomes_a_contribution_and_a_response_again(
        response in any_response(instrument("five-ps")),
        key in 1..=MAX_KEY,
    ) {
        let five = instrument("five-ps");
        let workshop = format!("#pa-workshop={key}&instrument=five-ps&threshold=7");
        let response = Response { workshop, ..response };
        let given = of_response(&five, &response);
        prop_assert_eq!((given.workshop, given.threshold), (key, 7));
        let again = to_response(&five, &given, 1_780_000_000_000);
        prop_assert_eq!(&again.answers, &response.answers);
        prop_assert_eq!(&again.notes, &response.notes);
        prop_assert_eq!(of_response(&five, &again), given);
    }

    #[test]
    fn two_slips_are_noticed_too(
        seed in any::<u64>(),
        a in (0_usize..43, 0_usize..32),
        b in (0_usize..43, 0_usize..32),
    ) {
        let six = instrument("six-principles");
        let code = code::write(&six, &contribution(&six, seed), &[]);
        let mut slipped = symbols(&code);
        for (at, to) in [a, b] {
            let n = slipped.len();
            slipped[at % n] = ALPHABET.as_bytes()[to].into();
        }
        let found = code::find(&grouped(&slipped));
        if slipped != symbols(&code) {
            // A slip may look as if another code began there.
            let damaged = matches!(found[..], [Found::Damaged { .. }, ..]);
            let whole = found.iter().any(|it| matches!(it, Found::Whole(_)));
            prop_assert!(damaged && !whole, "{:?}", found);
        }
    }

    #[test]
    fn any_text_can_be_searched(
        text in "(PA[1-3I][- ]?|[0-9A-Z]{5}-|[0-9a-z]{0,9}|[ \\n>.é“-]{1,3}|\\PC){0,60}",
    ) {
        prop_assert_eq!(wholes(&text), Vec::<String>::new());
    }
}

#[test]
fn codes_are_short() {
    let own: Vec<String> = (0..MAX_SECTORS).map(|it| format!("Team {it}")).collect();
    let six = instrument("six-principles");
    for seed in 0..50 {
        let mut given = contribution(&six, seed);
        for sector in Respondent::SECTORS.iter().map(|it| (*it).to_owned()).chain(own.clone()) {
            given.sector = sector;
            let code = code::write(&six, &given, &own);
            assert!(code.len() <= 60, "{code} has {} characters", code.len());
        }
    }
    for id in BUILT_IN {
        let it = instrument(id);
        let bits: u32 = it.items().map(|it| workshop::answer_bits(&it.0.scale)).sum();
        let code = code::write(&it, &contribution(&it, 1), &[]);
        assert_eq!(symbols(&code).len(), 26 + bits.div_ceil(5) as usize, "{id}");
    }
}

/// Nothing but the code itself may come out of `text`; something must.
fn noticed(text: &str, code: &str) {
    let found = code::find(text);
    assert!(!found.is_empty(), "nothing was found in {text} of {code}");
    for it in found {
        match it {
            Found::Whole(raw) => assert_eq!(raw.text(), code, "{text}"),
            Found::Newer { .. } => panic!("{text} is no newer code"),
            Found::Damaged { .. } => {}
        }
    }
}

#[test]
fn every_wrong_character_is_noticed_and_told() {
    for id in BUILT_IN {
        let it = instrument(id);
        let code = code::write(&it, &contribution(&it, 2), &[]);
        let right = symbols(&code);
        for at in 0..right.len() {
            for wrong in ALPHABET.chars().filter(|it| *it != right[at]) {
                let mut slipped = right.clone();
                slipped[at] = wrong;
                let expected = Damage::Wrong { at: at + 1, should: right[at] };
                assert_eq!(damage(&grouped(&slipped)), expected, "{id}");
            }
            for wrong in ['U', 'é', '?', '.'] {
                let mut slipped = right.clone();
                slipped[at] = wrong;
                // A full stop in the place of the last one ends a sentence.
                let expected = if at + 1 == right.len() && !wrong.is_alphanumeric() {
                    Damage::CutOff { have: at, of: right.len() }
                } else {
                    Damage::Strange { at: at + 1, character: wrong, should: Some(right[at]) }
                };
                assert_eq!(damage(&grouped(&slipped)), expected, "{id}");
            }
        }
    }
}

#[test]
fn every_missing_and_every_additional_character_is_noticed_and_told() {
    for id in BUILT_IN {
        let it = instrument(id);
        let code = code::write(&it, &contribution(&it, 3), &[]);
        let right = symbols(&code);
        let n = right.len();
        for at in 0..n {
            let mut slipped = right.clone();
            let gone = slipped.remove(at);
            match damage(&grouped(&slipped)) {
                Damage::CutOff { have, of } => {
                    assert_eq!((at, have, of), (n - 1, n - 1, n), "{id}")
                }
                Damage::Missing { at: told } => {
                    slipped.insert(told - 1, gone);
                    assert_eq!(slipped, right, "{id}");
                }
                other => panic!("{id}: {other:?} for a missing character at {at}"),
            }
        }
        for at in 0..=n {
            for more in ALPHABET.chars() {
                let mut slipped = right.clone();
                slipped.insert(at, more);
                // At the end of the last group only: behind a whole one it is another word.
                if at == n && n.is_multiple_of(5) {
                    continue;
                }
                match damage(&grouped(&slipped)) {
                    Damage::Extra { at: told } => {
                        slipped.remove(told - 1);
                        assert_eq!(slipped, right, "{id}");
                    }
                    other => panic!("{id}: {other:?} for one more character at {at}"),
                }
            }
        }
    }
}

#[test]
fn every_swap_of_two_characters_is_noticed() {
    for id in BUILT_IN {
        let it = instrument(id);
        let code = code::write(&it, &contribution(&it, 4), &[]);
        let right = symbols(&code);
        for a in 0..right.len() {
            for b in a + 1..right.len() {
                let mut slipped = right.clone();
                slipped.swap(a, b);
                if slipped == right {
                    continue;
                }
                let told = damage(&grouped(&slipped));
                if b == a + 1 {
                    assert_eq!(told, Damage::Swapped { at: a + 1 }, "{id}");
                }
            }
        }
    }
}

#[test]
fn a_slip_anywhere_in_the_text_of_a_code_never_makes_another_code_of_it() {
    let code = example();
    let right: Vec<char> = code.chars().collect();
    let text = |it: &[char]| it.iter().collect::<String>();
    for at in 0..right.len() {
        let mut slipped = right.clone();
        slipped.remove(at);
        noticed(&text(&slipped), &code);
        for other in ALPHABET.chars().chain(['-', ' ', 'U', '.']) {
            let mut slipped = right.clone();
            slipped.insert(at, other);
            noticed(&text(&slipped), &code);
            slipped = right.clone();
            slipped[at] = other;
            noticed(&text(&slipped), &code);
        }
        if at + 1 < right.len() {
            let mut slipped = right.clone();
            slipped.swap(at, at + 1);
            noticed(&text(&slipped), &code);
        }
    }
}

#[test]
fn a_code_that_was_cut_off_says_how_much_is_there() {
    let code = example();
    let right = symbols(&code);
    for have in 8..right.len() {
        let text = grouped(&right[..have]);
        let expected = Damage::CutOff { have, of: right.len() };
        assert_eq!(damage(&text), expected);
        assert_eq!(
            damage(&format!("Mel 10:04\n{text}\nSam 10:05\nThank you, see you soon!")),
            expected
        );
        let both = code::find(&format!("{text}\n{code}\n"));
        assert_eq!(both.len(), 2);
        let cut_off =
            |it: &Found| matches!(it, Found::Damaged { damage, .. } if *damage == expected);
        assert!(cut_off(&both[0]), "{both:?}");
        assert!(matches!(&both[1], Found::Whole(raw) if raw.text() == code));
    }
}

#[test]
fn a_damaged_code_swallows_no_other() {
    let six = instrument("six-principles");
    let good = code::write(&six, &contribution(&six, 5), &[]);
    let right = symbols(&example());
    for at in 0..right.len() {
        for slipped in [
            [&right[..at], &right[at + 1..]].concat(),
            [&right[..at], &['7', '7'], &right[at..]].concat(),
            [&right[..at], &['Q', 'Q'], &right[(at + 2).min(right.len())..]].concat(),
        ] {
            let slipped = grouped(&slipped);
            for between in ["\n", " ", ", ", "\nName\n"] {
                let text = format!("{good}{between}{slipped}{between}{good}");
                assert_eq!(wholes(&text).len(), 2, "{text}");
                assert!(code::find(&text).len() >= 3, "{text}");
            }
        }
    }
}

#[test]
fn codes_are_found_in_a_chat_and_in_a_quoted_mail() {
    let six = instrument("six-principles");
    let codes: Vec<String> =
        (10..18).map(|it| code::write(&six, &contribution(&six, it), &[])).collect();
    let [a, b, c, d, e, f, g, h] = &codes[..] else { panic!("eight codes") };
    let wrapped = |code: &str, at: usize, by: &str| format!("{}{by}{}", &code[..at], &code[at..]);
    let smart = |code: &str, hyphen: &str| code.replace('-', hyphen);
    let text = format!(
        "10:41 Facilitator: please paste your PA1 code here (it begins with PA1-).\n\
         10:42 First Person\n{a}\n10:42 Second Person: mine is “{}”. Thanks!\n\
         > On Monday they wrote:\n> > Here it is: {}\n> >\n>> {}.\n\
         [10:43] ({}) 10:44 *{}* PA1\n{}|{}\u{200b}\n\u{feff}10:45 Last\u{a0}Person: bye",
        smart(b, "–"),
        wrapped(c, 22, "\r\n> > "),
        wrapped(d, 40, "\r\n>> "),
        smart(e, "\u{2011}").to_lowercase(),
        smart(f, "\u{ad}-\u{ad}"),
        smart(g, "−").replace('1', "l"),
        wrapped(&wrapped(h, 30, "\u{200b}"), 2, "\n"),
    );
    assert_eq!(wholes(&text), codes, "{text}");
    assert_eq!(code::find(&text).len(), 8, "nothing else: {:?}", code::find(&text));
    for at in 3..a.len() {
        for by in ["\n", "\r\n> ", "\u{a0}", "\u{200b}", "=\r\n", "\t", " - ", "’", "\u{2060}"] {
            assert_eq!(wholes(&wrapped(a, at, by)), std::slice::from_ref(a), "{by:?} at {at}");
        }
    }
}

#[test]
fn prose_about_codes_is_no_damage() {
    for text in [
        "my PA1 code",
        "MY PA1 CODE PLEASE, EVERYBODY",
        "PA1",
        "PA1-",
        "the PA1-codes are here",
        "Is PA1-based reasoning sound?",
        "my pal - hello there, how are things going today",
        "room PA1 - 12 people",
        "PA2 and PA3 come later",
        "PA2-2026",
        "spal-1B",
    ] {
        assert_eq!(code::find(text), [], "{text}");
    }
}

#[test]
fn a_code_of_a_newer_version_is_told_from_a_damaged_one() {
    for text in ["PA2-1BABC-DEFGH-JKMNP-QRSTV", "see pa17-1babc-defgh-jkmnp."] {
        assert!(matches!(&code::find(text)[..], [Found::Newer { .. }]), "{text}");
    }
    let code = example();
    let newer = code.replacen("PA1", "PA2", 1);
    assert_eq!(damage(&newer), Damage::Start, "its checksum is of this version");
    let both = format!("PA2-1BABC-DEFGH-JKMNP-QRSTV\n{code}");
    assert_eq!(wholes(&both), [code]);
    assert_eq!(code::find(&both).len(), 2);
}

#[test]
fn a_megabyte_of_junk_is_searched_in_no_time() {
    let code = example();
    let mut noise = Noise(9);
    let mut letters = |of: &str, n: usize| -> String {
        let of: Vec<char> = of.chars().collect();
        (0..n).map(|_| of[noise.next(of.len())]).collect()
    };
    let anything: String = (32..127_u8).map(char::from).chain("\n–é“€\u{a0}".chars()).collect();
    let half = 500_000;
    let junks = [
        (letters(&anything, half), letters(&anything, half)),
        (letters(ALPHABET, half), letters("PA1-", half)),
        ("PA1-".repeat(half / 4), "PA1-1BABC ".repeat(half / 10)),
        ("PA1-ZZ".repeat(half / 6), "PA1-ZZZZZ-ZZZZZ-ZZZZ1 ".repeat(half / 22)),
        ("ABCDE-FGHJK ".repeat(half / 12), " ".repeat(half)),
        ("PA1 ".repeat(half / 4), "-".repeat(half)),
        ("p".repeat(half), "\u{200b}".repeat(half / 3)),
        ("PA2-1BABC-DEFGH-".repeat(half / 16), ">\n".repeat(half / 2)),
    ];
    for (before, after) in junks {
        let text = format!("{before}\n{code}\n{after}");
        let start = Instant::now();
        let found = wholes(&text);
        let took = start.elapsed();
        assert_eq!(found, std::slice::from_ref(&code));
        // Twenty times what it takes: other tests run at the same time.
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
}

#[test]
fn a_code_belongs_to_its_instrument_and_its_workshop() {
    let (six, five) = (instrument("six-principles"), instrument("five-ps"));
    let given = contribution(&six, 6);
    let raw = only(&code::write(&six, &given, &[]));
    let key = given.workshop;
    let setup = |key: u16| Setup { key, ..Setup::default() };
    assert_eq!(code::read(&raw, &[&five, &six], Some(&setup(key))), Ok((1, given.clone())));
    assert_eq!(code::read(&raw, &[&five], None), Err(Misfit::OtherInstrument));
    assert_eq!(code::read(&raw, &[], None), Err(Misfit::OtherInstrument));
    let other = code::read(&raw, &[&six], Some(&setup(key ^ 1)));
    assert_eq!(other, Err(Misfit::OtherWorkshop));
    let free = Contribution { workshop: 0, ..given };
    let raw = only(&code::write(&six, &free, &[]));
    assert_eq!(code::read(&raw, &[&six], Some(&setup(key))), Ok((0, free)));
}

#[test]
fn a_sector_of_the_workshops_own_is_its_place_in_the_list() {
    let six = instrument("six-principles");
    let names = ["housing", "Gofal a chymorth", "Cyngor Sir Ynys Môn: y tîm tai a digartrefedd"];
    let own: Vec<String> = names.map(str::to_owned).to_vec();
    let given = Contribution { sector: own[2].clone(), ..contribution(&six, 7) };
    let setup = Setup { key: given.workshop, sectors: own.clone(), ..Setup::default() };
    let read = |code: &str, setup: Option<&Setup>| {
        code::read(&only(code), &[&six], setup).expect("a code of ours").1.sector
    };
    let code = code::write(&six, &given, &own);
    assert!(code.len() <= 60);
    assert_eq!(read(&code, Some(&setup)), own[2]);
    assert_eq!(read(&code, None), "#3");
    let shorter = Setup { sectors: own[..2].to_vec(), ..setup.clone() };
    assert_eq!(read(&code, Some(&shorter)), "#3");
    // Without a workshop, or without its list, the name itself travels, as far as it goes.
    let spelt = code::write(&six, &given, &[]);
    assert_eq!(read(&spelt, Some(&setup)), "Cyngor Sir Ynys Môn: y tîm tai");
    let free = Contribution { workshop: 0, sector: own[1].clone(), ..given };
    assert_eq!(read(&code::write(&six, &free, &own), None), own[1]);
}

#[test]
fn answers_that_the_instrument_has_not_do_not_fit() {
    let small = |points: &[i64], items: &[&str]| {
        let section = crate::scoring::small::section("s", items);
        let scoring = json!({ "method": "percent" });
        let file = crate::scoring::small::file(scoring, points, &[0, 1], json!([section]));
        crate::scoring::small::read(&file)
    };
    let mut wide = small(&[1, 2, 3, 4, 5], &["a", "b"]);
    let narrow = small(&[1, 2, 3, 4], &["a", "b"]);
    let longer = small(&[1, 2, 3, 4], &["a", "b", "c", "d"]);
    let given = Contribution { answers: vec![7, 3], person: 5, ..Contribution::default() };
    for other in [&narrow, &longer] {
        wide.fingerprint.clone_from(&other.fingerprint);
        let raw = only(&code::write(&wide, &given, &[]));
        assert_eq!(code::read(&raw, &[other], None), Err(Misfit::Answers));
        assert_eq!(code::read(&raw, &[other, &wide], None).expect("the second fits").0, 1);
    }
}

#[test]
fn what_is_out_of_its_range_is_kept_out_of_a_code() {
    let five = instrument("five-ps");
    let odd = Contribution {
        person: u32::MAX,
        revision: u16::MAX,
        workshop: u16::MAX,
        threshold: u8::MAX,
        answers: vec![255, 2, 200],
        sector: " x ".to_owned(),
        ..Contribution::default()
    };
    let (_, read) =
        code::read(&only(&code::write(&five, &odd, &[])), &[&five], None).expect("a code of ours");
    assert_eq!((read.person, read.revision), (workshop::MAX_PERSON, code::MAX_REVISION));
    assert_eq!((read.workshop, read.threshold, read.sector.as_str()), (0, 20, "x"));
    assert_eq!(read.answers, [0, 2, 0, 0, 0]);
}

#[test]
fn a_person_stays_the_same_person() {
    let five = instrument("five-ps");
    let with_id =
        |id: &str| of_response(&five, &Response { id: id.to_owned(), ..Response::default() });
    for person in [0, 1, 31, 32, 0x1234_5678, workshop::MAX_PERSON] {
        let given = Contribution { person, ..Contribution::default() };
        let response = to_response(&five, &given, 0);
        assert!(response.id.starts_with("code-") && response.id.len() == 11, "{}", response.id);
        assert_eq!(of_response(&five, &response).person, person);
    }
    assert_eq!(to_response(&five, &with_id("code-00000z"), 0).id, "code-00000z");
    assert_eq!(with_id("code-00000z").person, 31);
    // The 64-bit FNV-1a hash of the first is af63dc4c8601ec8c.
    assert_eq!(
        with_id("a").person,
        ((0xaf63_dc4c_8601_ec8c_u64 ^ (0xaf63_dc4c_8601_ec8c_u64 >> 30) ^ 0xa) & 0x3fff_ffff)
            as u32
    );
    for other in ["code-00000Z", "code-00000u", "code-00000", "code-000000z", "x"] {
        assert_ne!(with_id(other).person, 31, "{other}");
    }
    assert_ne!(
        with_id("7d1f0c1e-52a4-4a86-9b0e-2f6a3c5d8e91").person,
        with_id("7d1f0c1e-52a4-4a86-9b0e-2f6a3c5d8e92").person
    );
}

#[test]
fn the_revision_grows_while_a_person_answers() {
    let five = instrument("five-ps");
    let revision = |started: i64, updated: i64| {
        of_response(&five, &Response { started, updated, ..Response::default() }).revision
    };
    assert_eq!(revision(1000, 1000), 0);
    assert_eq!(revision(1000, 4999), 0);
    assert_eq!(revision(1000, 5000), 1);
    assert_eq!(revision(5000, 1000), 0);
    assert_eq!(revision(i64::MIN, i64::MAX), 32_767);
    let mut response =
        Response { workshop: "#pa-instrument=five-ps".to_owned(), ..Response::default() };
    response.answers.insert("nothing-of-ours".to_owned(), Answer::Value(1));
    let given = of_response(&five, &response);
    assert_eq!((given.workshop, given.threshold), (0, 0));
    assert_eq!(given.answers, [0; 5]);
}
