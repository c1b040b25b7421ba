//! The modules of a code are read whatever its version, level and mask, with as much of it
//! spoilt as its level allows and no more. The codes are drawn by another hand: qrcodegen.

use partnership_assessment::exchange::qr::read_modules;
use proptest::prelude::*;
use qrcodegen::QrCodeEcc::{High, Low, Medium, Quartile};
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, QrSegmentMode, Version};

use crate::scoring::small::tries;

const LEVELS: [QrCodeEcc; 4] = [Low, Medium, Quartile, High];

/// Numbers that look random and are the same each time.
struct Noise(u64);

impl Noise {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn text(&mut self, characters: &str, n: usize) -> String {
        let characters: Vec<char> = characters.chars().collect();
        (0..n).map(|_| characters[self.below(characters.len())]).collect()
    }
}

/// The modules of a code, row by row.
#[derive(Clone)]
struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl Modules {
    fn of(code: &QrCode) -> Self {
        let side = code.size();
        let dark = (0..side * side).map(|i| code.get_module(i % side, i / side)).collect();
        Self { side: side as usize, dark }
    }

    /// A code of certain codewords, the error correction not included.
    fn of_data(version: u8, level: QrCodeEcc, data: &[u8], mask: u8) -> Self {
        let mask = Some(Mask::new(mask));
        Self::of(&QrCode::encode_codewords(Version::new(version), level, data, mask))
    }

    fn text(&self) -> Option<String> {
        read_modules(self.side, &self.dark)
    }

    fn mirrored(&self) -> Self {
        let side = self.side;
        let at = |i: usize| self.dark[i % side * side + i / side];
        Self { side, dark: (0..side * side).map(at).collect() }
    }

    fn flip(&mut self, (x, y): (usize, usize)) {
        self.dark[y * self.side + x] ^= true;
    }

    /// Makes a codeword another one, whose modules are `places`.
    fn spoil(&mut self, places: &[usize], noise: &mut Noise) {
        let change = 1 + noise.below(255);
        for (i, at) in places.iter().enumerate() {
            self.dark[*at] ^= change >> i & 1 == 1;
        }
    }
}

fn encode(
    segments: &[QrSegment],
    version: u8,
    level: QrCodeEcc,
    mask: Option<u8>,
) -> Option<QrCode> {
    let it = Version::new(version);
    QrCode::encode_segments_advanced(segments, level, it, it, mask.map(Mask::new), false).ok()
}

/// How many codewords of data a code has.
fn n_data(version: u8, level: QrCodeEcc) -> usize {
    let fits = |n: &usize| {
        let bytes = QrSegment::new(QrSegmentMode::Byte, *n, vec![false; n * 8]);
        encode(&[bytes], version, level, Some(0)).is_some()
    };
    let (mut most, mut step) = (0, 2048);
    while step > 0 {
        if fits(&(most + step)) {
            most += step;
        }
        step /= 2;
    }
    // Four bits say that bytes follow, and eight or sixteen how many.
    most + if version < 10 { 2 } else { 3 }
}

/// The places of the modules of each codeword, in the order in which they are read: whatever
/// differs between codes of random bits, from the right in pairs of columns.
fn codewords(version: u8, noise: &mut Noise) -> Vec<Vec<usize>> {
    let n = n_data(version, Low);
    let mut codes = (0..40).map(|_| {
        let data: Vec<u8> = (0..n).map(|_| noise.below(256) as u8).collect();
        Modules::of_data(version, Low, &data, 0)
    });
    let first = codes.next().expect("a code");
    let side = first.side;
    let mut differs = vec![false; first.dark.len()];
    for it in codes {
        for (differs, (a, b)) in differs.iter_mut().zip(it.dark.iter().zip(&first.dark)) {
            *differs |= a != b;
        }
    }
    let mut places = Vec::new();
    let pairs = (0..side).rev().filter(|it| *it != 6).collect::<Vec<usize>>();
    for (i, pair) in pairs.chunks(2).enumerate() {
        for step in 0..side {
            let y = if i % 2 == 0 { side - 1 - step } else { step };
            places.extend(pair.iter().map(|x| y * side + x).filter(|at| differs[*at]));
        }
    }
    assert_eq!(places.len() % 8, 0, "version {version}");
    places.chunks(8).map(<[usize]>::to_vec).collect()
}

/// How many codewords in a row can be spoilt, however they stand: as ISO/IEC 18004, table 9
/// has it, half of the `checks` that a code has, and less in the smallest codes, which keep
/// some to notice errors with.
fn most_spoilt(version: u8, level: QrCodeEcc, checks: usize) -> usize {
    match (version, level) {
        (1, Low) => 2,
        (1, Medium) => 4,
        (1, Quartile) => 6,
        (1, High) => 8,
        (2, Low) => 4,
        (3, Low) => 7,
        _ => checks / 2,
    }
}

/// A text in three modes that fills a code of `n` codewords of data as well as it can.
fn segments(n: usize, noise: &mut Noise) -> (String, Vec<QrSegment>) {
    // Without what says the modes and the lengths of the three.
    let bits = (8 * n - 55).max(12);
    let digits = noise.text("0123456789", bits / 3 / 4 + 1);
    let capitals = noise.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", bits / 3 / 6);
    let letters = noise.text("abcdefghijklmnopqrstuvwxyz{}#~", bits / 3 / 8);
    let text = format!("{digits}{capitals}{letters}");
    let segments = vec![
        QrSegment::make_numeric(&digits),
        QrSegment::make_alphanumeric(&capitals),
        QrSegment::make_bytes(letters.as_bytes()),
    ];
    (text, segments)
}

#[test]
fn a_code_of_every_version_level_and_mask_is_read() {
    let mut noise = Noise(1);
    for version in 1..=40 {
        for level in LEVELS {
            let n = n_data(version, level);
            for mask in 0..8 {
                let (text, segments) = segments(n, &mut noise);
                let code = encode(&segments, version, level, Some(mask)).expect("a code");
                let modules = Modules::of(&code);
                let mirrored = modules.mirrored();
                let what = format!("version {version}, {level:?}, mask {mask}");
                assert_eq!(modules.text().as_ref(), Some(&text), "{what}");
                assert_eq!(mirrored.text().as_ref(), Some(&text), "{what}, mirrored");
            }
        }
    }
}

#[test]
fn as_many_codewords_may_be_spoilt_as_the_level_allows_and_no_more() {
    let mut noise = Noise(2);
    for version in 1..=40 {
        let places = codewords(version, &mut noise);
        for level in LEVELS {
            let n = n_data(version, level);
            let most = most_spoilt(version, level, places.len() - n);
            let (text, segments) = segments(n, &mut noise);
            let mask = noise.below(8) as u8;
            let code = encode(&segments, version, level, Some(mask)).expect("a code");
            let modules = Modules::of(&code);
            let what = format!("version {version}, {level:?}, {most} codewords");
            // As blocks take turns, neighbours are spread evenly over them, from either end.
            let spoilt = |count: usize, at_end: bool, noise: &mut Noise| {
                let mut res = modules.clone();
                let from = if at_end { places.len() - count } else { 0 };
                for it in places.iter().skip(from).take(count) {
                    res.spoil(it, noise);
                }
                res.text()
            };
            for at_end in [false, true] {
                assert_eq!(spoilt(most, at_end, &mut noise).as_ref(), Some(&text), "{what}");
                assert_eq!(spoilt(most + 1, at_end, &mut noise), None, "{what} and one more");
            }
            assert_eq!(spoilt(places.len(), false, &mut noise), None, "{what}, all spoilt");
        }
    }
}

#[test]
fn spoilt_codewords_are_corrected_wherever_they_are_in_a_block() {
    let mut noise = Noise(3);
    // These have one block.
    for (version, level) in [
        (1, Low),
        (1, Medium),
        (1, Quartile),
        (1, High),
        (2, Low),
        (2, Medium),
        (2, Quartile),
        (2, High),
        (3, Low),
        (3, Medium),
        (4, Low),
        (5, Low),
    ] {
        let mut places = codewords(version, &mut noise);
        let n = n_data(version, level);
        let most = most_spoilt(version, level, places.len() - n);
        let (text, segments) = segments(n, &mut noise);
        let sound = Modules::of(&encode(&segments, version, level, None).expect("a code"));
        for attempt in 0..60 {
            let mut modules = sound.clone();
            let count = attempt % (most + 2);
            for i in 0..count {
                let other = i + noise.below(places.len() - i);
                places.swap(i, other);
                modules.spoil(&places[i], &mut noise);
            }
            let expected = (count <= most).then_some(&text);
            let what = format!("version {version}, {level:?}, {count} of {most} codewords");
            assert_eq!(modules.text().as_ref(), expected, "{what}");
        }
    }
}

/// The places of both copies of the format in a code of `side` modules a side.
fn formats(side: usize) -> [Vec<(usize, usize)>; 2] {
    let free = |it: &usize| *it != 6;
    let around = (0..9).filter(free).map(|y| (8, y));
    let around = around.chain((0..8).filter(free).map(|x| (x, 8))).collect();
    let beside = (side - 8..side).map(|x| (x, 8));
    (around, beside.chain((side - 7..side).map(|y| (8, y))).collect()).into()
}

#[test]
fn three_wrong_modules_in_either_copy_of_the_format_are_put_right_though_the_other_is_lost() {
    let mut noise = Noise(4);
    for (version, level, mask) in [(1, Low, 0), (2, High, 7), (7, Quartile, 3), (8, Medium, 5)] {
        let (text, segments) = segments(n_data(version, level), &mut noise);
        let sound = Modules::of(&encode(&segments, version, level, Some(mask)).expect("a code"));
        let [around, beside] = formats(sound.side);
        for (kept, lost) in [(&around, &beside), (&beside, &around)] {
            assert_eq!(kept.len(), 15);
            let mut modules = sound.clone();
            lost.iter().for_each(|it| modules.flip(*it));
            for (i, a) in kept.iter().enumerate() {
                for (j, b) in kept.iter().enumerate().skip(i) {
                    for c in kept.iter().skip(j + 1) {
                        let mut modules = modules.clone();
                        [a, b, c].into_iter().for_each(|it| modules.flip(*it));
                        assert_eq!(modules.text().as_ref(), Some(&text), "{a:?} {b:?} {c:?}");
                    }
                }
            }
        }
        let mut modules = sound.clone();
        for it in around.iter().chain(&beside) {
            modules.dark[it.1 * sound.side + it.0] = false;
        }
        assert_eq!(modules.text(), None, "no format at all");
    }
}

/// The text of a code of version 5 whose data begin with these numbers of so many bits each.
fn text_of(numbers: &[(u32, usize)]) -> Option<String> {
    let bits = numbers.iter().flat_map(|(it, n)| (0..*n).rev().map(move |i| it >> i & 1 == 1));
    let mut data = vec![0; n_data(5, Low)];
    for (i, bit) in bits.enumerate() {
        data[i / 8] |= u8::from(bit) << (7 - i % 8);
    }
    Modules::of_data(5, Low, &data, 2).text()
}

/// A segment of bytes.
fn bytes(bytes: &[u8]) -> Vec<(u32, usize)> {
    let n = bytes.len() as u32;
    let bytes = bytes.iter().map(|it| (u32::from(*it), 8));
    [(4, 4), (n, 8)].into_iter().chain(bytes).collect()
}

#[test]
fn bytes_are_utf_8_or_else_latin_1_unless_the_code_says_otherwise() {
    let text = |head: &[(u32, usize)], it: &[u8]| text_of(&[head, &bytes(it)].concat());
    let welsh = "tŷ 日本 😀";
    let latin = b"caf\xE9 \xA3\x85";
    assert_eq!(text(&[], welsh.as_bytes()).as_deref(), Some(welsh));
    assert_eq!(text(&[], latin).as_deref(), Some("café £\u{85}"));
    for (set, is_latin) in [(1, true), (3, true), (4, false), (20, false), (26, false)] {
        for head in [vec![(set, 8)], vec![(0x80, 8), (set, 8)], vec![(0xC0, 8), (set, 16)]] {
            let short = head.len() == 1;
            let head = [vec![(7, 4)], head].concat();
            assert_eq!(text(&head, welsh.as_bytes()).as_deref(), Some(welsh), "{set}");
            let expected = (is_latin && short).then_some("café £\u{85}");
            assert_eq!(text(&head, latin).as_deref(), expected, "{set}");
        }
    }
    assert_eq!(text(&[(7, 4), (0xE0, 8)], b"x"), None);
    // A character may begin in one segment and end in the next.
    let (first, second) = "ŵ".as_bytes().split_at(1);
    assert_eq!(text(&bytes(first), second).as_deref(), Some("ŵ"));
}

#[test]
fn of_a_text_in_several_codes_the_part_is_read() {
    let head = [(3, 4), (0x13, 8), (0xA7, 8)];
    assert_eq!(text_of(&[&head[..], &bytes(b"part")].concat()).as_deref(), Some("part"));
}

#[test]
fn what_is_in_no_mode_that_is_read_is_refused() {
    // Kanji, product identifiers in two kinds, and modes that do not exist.
    for mode in [5, 6, 8, 9, 10, 11, 12, 13, 14, 15] {
        assert_eq!(text_of(&[(mode, 4), (1, 8), (0, 13)]), None, "{mode}");
        let behind = [&bytes(b"before")[..], &[(mode, 4), (1, 8), (0, 13)]].concat();
        assert_eq!(text_of(&behind), None, "{mode}");
    }
}

#[test]
fn numbers_that_are_no_digits_are_refused() {
    let digits = |n: u32, number: (u32, usize)| text_of(&[(1, 4), (n, 10), number]);
    assert_eq!(digits(3, (7, 10)).as_deref(), Some("007"));
    assert_eq!(digits(3, (999, 10)).as_deref(), Some("999"));
    assert_eq!(digits(3, (1000, 10)), None);
    assert_eq!(digits(3, (1023, 10)), None);
    assert_eq!(digits(2, (99, 7)).as_deref(), Some("99"));
    assert_eq!(digits(2, (100, 7)), None);
    assert_eq!(digits(1, (9, 4)).as_deref(), Some("9"));
    assert_eq!(digits(1, (10, 4)), None);
    let capitals = |n: u32, number: (u32, usize)| text_of(&[(2, 4), (n, 9), number]);
    assert_eq!(capitals(2, (2024, 11)).as_deref(), Some("::"));
    assert_eq!(capitals(2, (2025, 11)), None);
    assert_eq!(capitals(2, (2047, 11)), None);
    assert_eq!(capitals(1, (36, 6)).as_deref(), Some(" "));
    assert_eq!(capitals(1, (45, 6)), None);
}

#[test]
fn a_text_ends_with_its_code_and_not_behind_it() {
    assert_eq!(text_of(&[]).as_deref(), Some(""));
    let n = n_data(5, Low);
    let full = "x".repeat(n - 2);
    assert_eq!(text_of(&bytes(full.as_bytes())).as_deref(), Some(&full[..]));
    for mode in [1, 2, 4] {
        assert_eq!(text_of(&[(mode, 4), (0x3FF, 10)]), None, "{mode}");
    }
    let more = [(4, 4), ((n - 1) as u32, 8)];
    assert_eq!(text_of(&more), None);
}

#[test]
fn modules_that_cannot_be_those_of_a_code_are_refused() {
    for side in [0, 1, 16, 17, 20, 22, 23, 24, 178, 181, 185] {
        for shade in [false, true] {
            assert_eq!(read_modules(side, &vec![shade; side * side]), None, "{side}");
        }
    }
    let code = Modules::of(&QrCode::encode_text("x", Medium).expect("a code"));
    assert_eq!(code.text().as_deref(), Some("x"));
    let short = &code.dark[1..];
    assert_eq!(read_modules(code.side, short), None);
    assert_eq!(read_modules(code.side, &[&code.dark[..], &[false]].concat()), None);
    for side in [usize::MAX, usize::MAX / 2, usize::MAX / 4 + 1] {
        assert_eq!(read_modules(side, &code.dark), None);
    }
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn no_modules_break_the_reader(version in 1_usize..=40, seed in any::<u64>(), dark in 0..9_usize) {
        let mut noise = Noise(seed);
        let side = 17 + 4 * version;
        let modules: Vec<bool> = (0..side * side).map(|_| noise.below(8) < dark).collect();
        prop_assert_eq!(read_modules(side, &modules), None);
    }

    #[test]
    fn no_data_break_the_reader(
        version in 1_u8..=40,
        level in 0..4_usize,
        mask in 0_u8..8,
        mode in 0_u8..16,
        seed in any::<u64>(),
    ) {
        let (mut noise, level) = (Noise(seed), LEVELS[level]);
        let mut data: Vec<u8> = (0..n_data(version, level)).map(|_| noise.below(256) as u8).collect();
        data[0] = mode << 4 | data[0] & 15;
        let text = Modules::of_data(version, level, &data, mask).text();
        // At most three digits in ten bits.
        prop_assert!(text.is_none_or(|it| it.chars().count() <= data.len() * 8 * 3 / 10));
    }
}
