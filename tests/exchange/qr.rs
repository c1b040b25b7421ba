//! QR codes are read back from pictures as a camera takes them.

mod modules;

use partnership_assessment::exchange::qr::{Qr, draw, read};
use proptest::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use crate::scoring::small::tries;

const CODE: &str = "PA1-1BABC-DEFGH-JKMNP-QRSTV-WXYZ0-12345-6789A-BCDEF-GHJ";

struct Picture {
    width: usize,
    height: usize,
    luma: Vec<u8>,
}

impl Picture {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, luma: vec![255; width * height] }
    }

    /// The texts of the codes in it, sorted.
    fn texts(&self) -> Vec<String> {
        let mut res = read(self.width, self.height, &self.luma);
        res.sort();
        res
    }

    /// Puts a code onto it, turned around its middle by a sine and a cosine.
    fn put(&mut self, qr: &Qr, (left, top): (f64, f64), scale: f64, (sin, cos): (f64, f64)) {
        let modules = modules(qr);
        let half = qr.size as f64 * scale / 2.0;
        for y in 0..self.height {
            for x in 0..self.width {
                let (dx, dy) = (x as f64 + 0.5 - left - half, y as f64 + 0.5 - top - half);
                let (u, v) = (dx * cos + dy * sin + half, dy * cos - dx * sin + half);
                let (u, v) = ((u / scale).floor(), (v / scale).floor());
                if u >= 0.0 && v >= 0.0 && (u as usize) < qr.size && (v as usize) < qr.size {
                    let dark = modules[v as usize][u as usize];
                    self.luma[y * self.width + x] = if dark { 30 } else { 225 };
                }
            }
        }
    }
}

/// Paints the path of a drawing, which consists of `M<x> <y>h<n>v1h-<n>z`.
fn modules(qr: &Qr) -> Vec<Vec<bool>> {
    let mut res = vec![vec![false; qr.size]; qr.size];
    for run in qr.path.split('M').skip(1) {
        let (x, rest) = run.split_once(' ').expect("x");
        let (y, rest) = rest.split_once('h').expect("y");
        let (n, rest) = rest.split_once('v').expect("n");
        assert_eq!(rest, format!("1h-{n}z"));
        let [x, y, n] = [x, y, n].map(|it| it.parse::<usize>().expect("a number"));
        assert!(n > 0);
        for cell in &mut res[y][x..x + n] {
            assert!(!*cell, "painted twice");
            *cell = true;
        }
    }
    res
}

fn picture(text: &str, scale: usize) -> Picture {
    let qr = draw(text).expect("a drawing");
    let mut res = Picture::new(qr.size * scale, qr.size * scale);
    res.put(&qr, (0.0, 0.0), scale as f64, (0.0, 1.0));
    res
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn what_is_drawn_is_read(text in "[0-9A-Z-]{1,80}|[ -~]{1,200}|\\PC{1,60}", scale in 2_usize..9) {
        prop_assert_eq!(picture(&text, scale).texts(), [text]);
    }

    #[test]
    fn no_picture_breaks_the_reader(
        (width, height) in (0_usize..90, 0_usize..90),
        missing in prop_oneof![9 => Just(0_usize), 1 => 1..20_usize],
        seed in prop::collection::vec(any::<u8>(), 1..40),
        coarse in 1_usize..12,
    ) {
        let at = |x: usize, y: usize| seed[(x / coarse * 31 + y / coarse * 17) % seed.len()];
        let luma: Vec<u8> = (0..width * height).map(|i| at(i % width, i / width)).collect();
        let n = luma.len().saturating_sub(missing);
        read(width, height, &luma[..n]);
    }

    #[test]
    fn no_spoilt_code_breaks_the_reader(
        spots in prop::collection::vec((any::<u16>(), any::<u16>(), 1_usize..25, any::<u8>()), 0..12),
        (from, to) in (0_usize..40, 80_usize..200),
    ) {
        let mut it = picture(CODE, 4);
        for (x, y, size, shade) in spots {
            let (x, y) = (usize::from(x) % it.width, usize::from(y) % it.height);
            for row in y..(y + size).min(it.height) {
                for column in x..(x + size).min(it.width) {
                    it.luma[row * it.width + column] = shade;
                }
            }
        }
        let cut: Vec<u8> = it.luma[from * it.width..to.min(it.height) * it.width].to_vec();
        for text in it.texts().into_iter().chain(read(it.width, to.min(it.height) - from, &cut)) {
            prop_assert_eq!(text, CODE);
        }
    }
}

#[test]
fn a_drawing_has_a_quiet_margin_and_as_few_modules_as_it_can() {
    let qr = draw(CODE).expect("a drawing");
    // At medium correction, 29 modules hold 61 capitals and digits, but only 42 bytes.
    assert_eq!(qr.size, 29 + 8);
    assert_eq!(draw(&CODE.to_lowercase()).expect("a drawing").size, 33 + 8);
    let modules = modules(&qr);
    let side = qr.size;
    for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
        let margin = x.min(y) < 4 || x.max(y) >= side - 4;
        assert!(!margin || !modules[y][x], "{x} {y}");
    }
    // The corners of the three finder patterns.
    assert!(modules[4][4] && modules[4][qr.size - 5] && modules[qr.size - 5][4]);
    assert_eq!(draw(&"x".repeat(2332)), None);
    assert!(draw(&"x".repeat(2331)).is_some());
}

/// The picture of a code of a certain version, at which `flipped` modules are the wrong ones.
fn picture_of(version: u8, flipped: &[(usize, usize)], scale: usize) -> Picture {
    let (level, version) = (QrCodeEcc::Medium, Version::new(version));
    let segments = QrSegment::make_segments(CODE);
    let code = QrCode::encode_segments_advanced(&segments, level, version, version, None, false)
        .expect("a code");
    let quiet = 4;
    let side = code.size() as usize + 2 * quiet;
    let mut res = Picture::new(side * scale, side * scale);
    for (i, pixel) in res.luma.iter_mut().enumerate() {
        let (x, y) = (i % res.width / scale, i / res.width / scale);
        if x >= quiet && y >= quiet {
            let (x, y) = (x - quiet, y - quiet);
            let dark = code.get_module(x as i32, y as i32) != flipped.contains(&(x, y));
            *pixel = if dark { 30 } else { 225 };
        }
    }
    res
}

#[test]
fn a_code_of_every_version_is_read_from_a_picture() {
    for version in 4..=40 {
        assert_eq!(picture_of(version, &[], 3).texts(), [CODE], "version {version}");
    }
    let longest: String = (0..2331_u32).map(|i| char::from(b'!' + (i * i % 89) as u8)).collect();
    assert_eq!(picture(&longest, 3).texts(), [longest]);
}

#[test]
fn a_large_code_is_read_though_the_lines_that_tell_its_version_are_spoilt() {
    for version in 7..=40 {
        let side = 17 + 4 * usize::from(version);
        // Two modules in each line, so that each line seems four modules shorter.
        let spots = [12, 20].into_iter().flat_map(|at| [(at, 6), (6, at)]);
        let lines: Vec<_> = spots.collect();
        assert_eq!(picture_of(version, &lines, 4).texts(), [CODE], "version {version}, lines");
        // What states the version is read in either place, with three wrong modules.
        let stated: Vec<_> = (0..18).map(|i| (side - 11 + i % 3, i / 3)).collect();
        let below = stated.iter().map(|it| (it.1, it.0));
        let one_lost = [&lines[..], &stated].concat();
        assert_eq!(picture_of(version, &one_lost, 4).texts(), [CODE], "version {version}, right");
        let three_wrong = below.clone().step_by(6);
        let one_lost: Vec<_> = one_lost.into_iter().chain(three_wrong).collect();
        assert_eq!(picture_of(version, &one_lost, 4).texts(), [CODE], "version {version}, three");
        // And without it, the lines tell it.
        let lost: Vec<_> = stated.iter().copied().chain(below).collect();
        assert_eq!(picture_of(version, &lost, 4).texts(), [CODE], "version {version}, below");
    }
}

#[test]
fn a_code_is_read_however_it_is_turned() {
    let qr = draw(CODE).expect("a drawing");
    for degrees in (0..360).step_by(9) {
        let mut it = Picture::new(400, 420);
        it.luma.fill(200);
        it.put(&qr, (70.0, 90.0), 6.0, f64::from(degrees).to_radians().sin_cos());
        assert_eq!(it.texts(), [CODE], "{degrees} degrees");
    }
}

#[test]
fn a_code_is_read_from_the_side() {
    let long = format!("#pa-workshop=4711&instrument=six-principles&name={}", "Board%20".repeat(8));
    for text in [CODE, &long] {
        let qr = draw(text).expect("a drawing");
        let (modules, half) = (modules(&qr), qr.size as f64 / 2.0);
        for degrees in (0..360).step_by(30) {
            let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
            let mut it = Picture::new(qr.size * 9, qr.size * 9);
            for (i, pixel) in it.luma.iter_mut().enumerate() {
                let (x, y) = ((i % it.width) as f64, (i / it.width) as f64);
                let (x, y) = (x / 6.0 - 1.5 * half, y / 6.0 - 1.5 * half);
                // The lower edge is a third farther away than the upper one.
                let depth = 1.0 + 0.15 * y / half;
                let (x, y) = (x / depth, y / depth);
                let (u, v) = (x * cos + y * sin + half, y * cos - x * sin + half);
                let cell =
                    modules.get(v.max(0.0) as usize).and_then(|it| it.get(u.max(0.0) as usize));
                *pixel = if cell == Some(&true) { 40 } else { 210 };
            }
            assert_eq!(it.texts(), [text], "{degrees} degrees");
        }
    }
}

#[test]
fn light_codes_on_dark_and_mirrored_ones_are_read() {
    let mut it = picture(CODE, 5);
    for row in it.luma.chunks_exact_mut(it.width) {
        row.reverse();
    }
    assert_eq!(it.texts(), [CODE]);
    for pixel in &mut it.luma {
        *pixel = 255 - *pixel;
    }
    assert_eq!(it.texts(), [CODE]);
}

#[test]
fn a_sheet_full_of_codes_is_read() {
    let (mut it, mut expected) = (Picture::new(1200, 750), Vec::new());
    for i in 0..40 {
        let text = format!("{CODE}{i:02}");
        let at = (5.0 + 148.0 * f64::from(i % 8), 5.0 + 148.0 * f64::from(i / 8));
        it.put(&draw(&text).expect("a drawing"), at, 4.0, (0.0, 1.0));
        expected.push(text);
    }
    assert_eq!(it.texts(), expected);
}

#[test]
fn a_noisy_picture_is_read() {
    for (spread, shade) in [(20_u64, 0), (60, 0), (40, 60)] {
        let mut it = picture(CODE, 7);
        let (width, mut noise) = (it.width, 5_u64);
        for (i, pixel) in it.luma.iter_mut().enumerate() {
            noise = noise
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            // The light falls off from left to right.
            let light = 255 - shade * (i % width) as u64 / width as u64;
            let grain = (noise >> 33) % (2 * spread);
            *pixel =
                (u64::from(*pixel) * light / 255 + grain).saturating_sub(spread).min(255) as u8;
        }
        assert_eq!(it.texts(), [CODE], "{spread} {shade}");
    }
}

#[test]
fn every_code_in_a_large_picture_is_read_once() {
    let texts = [CODE.to_owned(), CODE.replace('A', "B"), "#pa-workshop=1&name=ŵ".to_owned()];
    let mut it = Picture::new(2600, 1900);
    for (i, text) in texts.iter().chain(&texts).enumerate() {
        let qr = draw(text).expect("a drawing");
        let at = (50.0 + 800.0 * (i % 3) as f64, 60.0 + 900.0 * (i / 3) as f64);
        it.put(&qr, at, if i < 3 { 16.0 } else { 4.0 }, (0.1_f64.sin(), 0.1_f64.cos()));
    }
    let mut expected = texts.to_vec();
    expected.sort();
    assert_eq!(it.texts(), expected);
}

#[test]
fn a_picture_that_cannot_be_one_is_refused() {
    let luma = vec![0; 10_000];
    for (width, height) in [
        (0, 0),
        (0, 10_000),
        (10_000, 0),
        (100, 99),
        (101, 100),
        (1, 10_000),
        (usize::MAX, 2),
        (usize::MAX, usize::MAX),
    ] {
        assert_eq!(read(width, height, &luma), Vec::<String>::new());
    }
    assert_eq!(read(100, 100, &luma), Vec::<String>::new());
    assert_eq!(read(8001, 8000, &vec![0; 8001 * 8000]), Vec::<String>::new());
}
