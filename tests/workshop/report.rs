//! The report of a single picture against a calculation of its own.

use partnership_assessment::instrument::{Instrument, Method, Scale, Section};
use partnership_assessment::workshop::disclosure::Visible;
use partnership_assessment::workshop::report::{Measure, Report, report};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::agreement::by_triples;
use super::disclosure::first_picture;
use super::distribution::Floats;
use super::people::{DONT_KNOW, LOWEST, instrument, people, said, shown};
use crate::scoring::small::{any_file, file, read, section, tries};

/// Somebody's sector and answers as they are coded.
type Person = (usize, Vec<u8>);

fn values(scale: &Scale) -> Vec<i64> {
    let mut res: Vec<i64> = scale.points.iter().map(|it| it.value).collect();
    res.sort_unstable();
    res
}

fn value(scale: &Scale, code: u8) -> Option<i64> {
    values(scale).get(usize::from(code.checked_sub(LOWEST)?)).copied()
}

/// A number over another, never reduced.
#[derive(Clone, Copy)]
struct Fraction(i128, i128);

impl Fraction {
    fn float(self) -> f64 {
        self.0 as f64 / self.1 as f64
    }

    /// Which fifth of `range` it lies in.
    fn fifth(self, range: (i128, i128)) -> usize {
        let place = (5 * (self.0 - range.0 * self.1)).div_euclid(self.1 * (range.1 - range.0));
        place.clamp(0, 4) as usize
    }
}

/// The score of a section for somebody's answers, if there are enough.
fn section_score(instrument: &Instrument, section: &Section, codes: &[u8]) -> Option<Fraction> {
    let values = values(&section.scale);
    let (least, most) = (values[0], values[values.len() - 1]);
    let counted: Vec<i64> = section
        .items
        .iter()
        .zip(codes)
        .filter_map(|(item, code)| {
            let value = value(&section.scale, *code)?;
            Some(if item.reversed { least + most - value } else { value })
        })
        .collect();
    let n = counted.len() as u64;
    let share = instrument.scoring.minimum_answered;
    if n == 0 || n * 1_000_000 < section.items.len() as u64 * share {
        return None;
    }
    let sum = counted.iter().sum::<i64>();
    let n = n as i64;
    Some(match instrument.scoring.method {
        Method::Percent => Fraction((100 * (sum - n * least)).into(), (n * (most - least)).into()),
        Method::Mean => Fraction(sum.into(), n.into()),
        Method::Sum => Fraction(sum.into(), 1),
    })
}

/// The scores of the sections and, last, overall.
fn scores(instrument: &Instrument, codes: &[u8]) -> Vec<Option<Fraction>> {
    let mut first = 0;
    let mut res = Vec::new();
    for section in &instrument.sections {
        res.push(section_score(instrument, section, &codes[first..]));
        first += section.items.len();
    }
    let counting = instrument.sections.iter().zip(&res).filter(|it| it.0.counts_towards_overall);
    let counting: Vec<Fraction> = counting.filter_map(|it| *it.1).collect();
    let total = counting.iter().copied().reduce(|a, b| Fraction(a.0 * b.1 + b.0 * a.1, a.1 * b.1));
    let n = if instrument.scoring.method == Method::Sum { 1 } else { counting.len() as i128 };
    res.push(total.map(|it| Fraction(it.0, it.1 * n)));
    res
}

/// What a measure must say of `values`, each with a sector.
fn expect(
    measure: &Measure,
    threshold: usize,
    above: &Visible,
    values: &[(usize, f64)],
) -> Result<Visible, String> {
    let of = |sector: usize| -> Vec<f64> {
        values.iter().filter(|it| it.0 == sector).map(|it| it.1).collect()
    };
    let n: Vec<usize> = (0..above.sectors.len()).map(|it| of(it).len()).collect();
    let seen = first_picture(threshold, &n, Some(above));
    if above.whole && measure.n != values.len() {
        return Err(format!("{} for n = {}", measure.n, values.len()));
    }
    let floats = Floats::of(&values.iter().map(|it| it.1).collect::<Vec<_>>());
    match (floats.filter(|_| seen.whole), &measure.stats) {
        (Some(wanted), Some(found)) => {
            if let Some(wrong) = wanted.differs(found, 1e-6) {
                return Err(wrong);
            }
        }
        (wanted, found) if wanted.is_some() != found.is_some() => {
            return Err(format!("{found:?} is shown, or hidden"));
        }
        _ => {}
    }
    let mut means: Vec<f64> = Vec::new();
    for (sector, found) in measure.sectors.iter().enumerate() {
        let all = of(sector);
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        match found {
            Some(it) if seen.sectors[sector] => {
                if it.n != all.len() || (it.mean.to_f64() - mean).abs() > 1e-9 {
                    return Err(format!("{it:?} for {} and {mean}", all.len()));
                }
                means.push(mean);
            }
            None if !seen.sectors[sector] => {}
            _ => return Err(format!("sector {sector} is {found:?}, by {seen:?}")),
        }
    }
    means.sort_by(f64::total_cmp);
    let gap = means.first().zip(means.last()).map(|it| it.1 - it.0).filter(|_| means.len() > 1);
    match (gap, measure.gap) {
        (None, None) => Ok(seen),
        (Some(a), Some(b)) if (a - b.to_f64()).abs() < 1e-9 => Ok(seen),
        (a, b) => Err(format!("a gap of {b:?}, not {a:?}")),
    }
}

fn check_items(
    instrument: &Instrument,
    report: &Report,
    threshold: usize,
    above: &Visible,
    people: &[Person],
) -> Result<(), String> {
    let mut at = 0;
    for (place, section) in instrument.sections.iter().enumerate() {
        for _ in &section.items {
            let found = &report.items[at];
            let codes = || people.iter().map(|it| (it.0, it.1[at]));
            let given: Vec<(usize, f64)> = codes()
                .filter_map(|it| Some((it.0, value(&section.scale, it.1)? as f64)))
                .collect();
            let seen = expect(&found.measure, threshold, above, &given)?;
            let of_code = |code: u8| codes().filter(|it| it.1 == code).count();
            let points = values(&section.scale);
            let counts: Vec<(i64, usize)> =
                points.iter().zip(LOWEST..).map(|(value, code)| (*value, of_code(code))).collect();
            if found.section != place || found.counts != seen.whole.then(|| counts.clone()) {
                return Err(format!("item {at}: {:?} for {counts:?}", found.counts));
            }
            let a = by_triples(&counts.iter().map(|it| it.1).collect::<Vec<_>>());
            match found.agreement {
                Some(it) if seen.whole && (it.to_f64() - a).abs() < 1e-9 => {}
                None if !seen.whole => {}
                it => return Err(format!("item {at}: agreement {it:?}, not {a}")),
            }
            let others = found.others.map(|it| (it.dont_know, it.not_relevant, it.not_answered));
            if others != above.whole.then(|| (of_code(1), of_code(2), of_code(0))) {
                return Err(format!("item {at}: beside the scale {others:?}"));
            }
            for (sector, found) in found.dont_know.iter().enumerate() {
                let n = codes().filter(|it| *it == (sector, DONT_KNOW)).count();
                if *found != above.sectors[sector].then_some(n) {
                    return Err(format!("item {at}: {found:?} of sector {sector} do not know"));
                }
            }
            at += 1;
        }
    }
    Ok(())
}

fn check_scores(
    instrument: &Instrument,
    report: &Report,
    threshold: usize,
    above: &Visible,
    people: &[Person],
) -> Result<(), String> {
    let all: Vec<(usize, Vec<Option<Fraction>>)> =
        people.iter().map(|it| (it.0, scores(instrument, &it.1))).collect();
    let range = |it: &Section| {
        let values = values(&it.scale);
        let (least, most) = (i128::from(values[0]), i128::from(values[values.len() - 1]));
        let n = it.items.len() as i128;
        match instrument.scoring.method {
            Method::Percent => (0, 100),
            Method::Mean => (least, most),
            Method::Sum => (n * least, n * most),
        }
    };
    let mut ranges: Vec<(i128, i128)> = instrument.sections.iter().map(range).collect();
    let counting = instrument.sections.iter().zip(&ranges);
    let counting: Vec<(i128, i128)> =
        counting.filter(|it| it.0.counts_towards_overall).map(|it| *it.1).collect();
    let overall = if instrument.scoring.method == Method::Sum {
        (counting.iter().map(|it| it.0).sum(), counting.iter().map(|it| it.1).sum())
    } else {
        let (least, most) = (counting.iter().map(|it| it.0), counting.iter().map(|it| it.1));
        (least.min().unwrap_or_default(), most.max().unwrap_or_default())
    };
    ranges.push(overall);
    for (at, found) in report.sections.iter().chain([&report.overall]).enumerate() {
        let given: Vec<(usize, Fraction)> =
            all.iter().filter_map(|it| Some((it.0, it.1[at]?))).collect();
        let floats: Vec<(usize, f64)> = given.iter().map(|it| (it.0, it.1.float())).collect();
        let seen = expect(&found.measure, threshold, above, &floats)?;
        let mut fifths = [0; 5];
        for (_, score) in &given {
            fifths[score.fifth(ranges[at])] += 1;
        }
        if found.fifths != seen.whole.then_some(fifths) {
            return Err(format!("score {at}: fifths {:?}, not {fifths:?}", found.fifths));
        }
    }
    Ok(())
}

/// Compares the report of `people` with the definitions, number by number.
fn check(
    file: &Value,
    n_sectors: usize,
    threshold: usize,
    people: &[(usize, Vec<u8>)],
) -> Result<(), String> {
    let instrument = read(file);
    let names: Vec<String> = (0..n_sectors).map(|it| format!("sector {it}")).collect();
    // Any byte becomes one of the answers that the scale of its item offers.
    let answers = |picks: &[u8]| -> Vec<u8> {
        let each = instrument.items().zip(picks);
        each.map(|((section, _), pick)| {
            let scale = &section.scale;
            let mut offered = vec![0];
            offered.extend(scale.dont_know.then_some(1));
            offered.extend(scale.not_relevant.then_some(2));
            offered.extend((LOWEST..).take(scale.points.len()));
            offered[usize::from(*pick) % offered.len()]
        })
        .collect()
    };
    let mut people: Vec<Person> =
        people.iter().map(|it| (it.0 % n_sectors, answers(&it.1))).collect();
    let pasted = people.iter().enumerate();
    let pasted = pasted.map(|(i, it)| said(i as u32, 1, &names[it.0], &it.1)).collect();
    let sectors: Vec<&str> = names.iter().map(String::as_str).collect();
    let report = report(&instrument, &shown(threshold as u8, &sectors, pasted));
    if people.len() < threshold {
        people.clear();
    }
    let n: Vec<usize> =
        (0..n_sectors).map(|sector| people.iter().filter(|it| it.0 == sector).count()).collect();
    let above = first_picture(threshold, &n, None);
    if report.threshold != threshold || report.responses != people.len() {
        return Err(format!("{} responses from {} on", report.responses, report.threshold));
    }
    for (sector, it) in report.sectors.iter().enumerate() {
        let wanted = above.sectors[sector].then_some(n[sector]);
        if it.name != names[sector] || it.responses != wanted {
            return Err(format!("{it:?} is not {wanted:?}"));
        }
    }
    check_items(&instrument, &report, threshold, &above, &people)?;
    check_scores(&instrument, &report, threshold, &above, &people)
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn a_report_is_what_its_definitions_say(
        file in any_file(),
        n_sectors in 1..6_usize,
        threshold in 3..8_usize,
        people in prop::collection::vec((0..6_usize, prop::collection::vec(any::<u8>(), 20)), 0..45),
    ) {
        let found = check(&file, n_sectors, threshold, &people);
        prop_assert!(found.is_ok(), "{found:?}");
    }
}

#[test]
fn an_item_with_fewer_scored_answers_than_the_threshold_is_hidden() {
    let mut all = people(0, 4, "housing", &[5, 5, 5, 5]);
    all.extend(people(10, 6, "housing", &[DONT_KNOW, 5, 5, 5]));
    let report = report(&instrument(), &shown(5, &["housing"], all));
    let [few, enough, ..] = &report.items[..] else { panic!("four items") };
    assert_eq!((few.measure.n, few.measure.stats), (4, None));
    assert_eq!((&few.counts, few.agreement, few.measure.sectors[0]), (&None, None, None));
    assert_eq!(few.others.map(|it| it.dont_know), Some(6), "how many do not know is a finding");
    assert_eq!(enough.counts, Some(vec![(1, 0), (2, 0), (3, 10), (4, 0), (5, 0)]));
}

#[test]
fn fifths_begin_at_their_lower_bounds() {
    // A single item from 0 to 10, so that a score is ten times the answer.
    let scoring = json!({ "method": "percent", "minimum_answered": 0 });
    let points: Vec<i64> = (0..=10).collect();
    let instrument = read(&file(scoring, &points, &[0, 1], json!([section("s", &["a"])])));
    let all = (0..=10).map(|it| said(it.into(), 1, "", &[LOWEST + it])).collect();
    let report = report(&instrument, &shown(3, &[], all));
    assert_eq!(report.overall.fifths, Some([2, 2, 2, 2, 3]));
    assert_eq!(report.overall.measure.range, (0, 100));
}

#[test]
fn means_of_an_item_are_of_values_as_answered_and_of_sections_as_counted() {
    // The last item is reversed: 2 counts 4.
    let report = report(&instrument(), &shown(3, &[], people(0, 3, "", &[4, 4, DONT_KNOW, 4])));
    let mean = |it: &Measure| it.stats.map(|it| it.mean.rounded(1));
    assert_eq!(mean(&report.items[3].measure), Some(2));
    assert_eq!(mean(&report.sections[0].measure), Some(25));
    assert_eq!(mean(&report.sections[1].measure), Some(75));
    assert_eq!(mean(&report.overall.measure), Some(50));
}
