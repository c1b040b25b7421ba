//! A row scores what the response that it was made of scores.

use partnership_assessment::instrument::Instrument;
use partnership_assessment::response::{Answer, Response};
use partnership_assessment::scoring::{Ratio, score};
use partnership_assessment::workshop::report::{Report, Scored, report};
use partnership_assessment::workshop::{coded, decoded, fits};
use proptest::prelude::*;

use super::people::{said, shown};
use crate::fixtures;
use crate::scoring::small::{any_case, tries};

fn answers(instrument: &Instrument, response: &Response) -> Vec<u8> {
    let each = instrument.items();
    each.map(|(section, it)| coded(&section.scale, response.answers.get(&it.id).copied())).collect()
}

/// The report of three people who all gave the answers of `response`.
fn of_three(instrument: &Instrument, response: &Response) -> Report {
    let answers = answers(instrument, response);
    let three = (0..3).map(|it| said(it, 1, "", &answers)).collect();
    report(instrument, &shown(3, &[], three))
}

/// The score that all three have, if they have one.
fn same(scored: &Scored) -> Option<Ratio> {
    let stats = scored.measure.stats?;
    assert_eq!((stats.min, stats.max), (stats.mean, stats.mean));
    assert_eq!(stats.sd, Some(Ratio::new(0, 1)));
    assert_eq!(scored.measure.n, 3);
    Some(stats.mean)
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn a_row_scores_exactly_what_its_response_does(case in any_case()) {
        let wanted = score(&case.instrument, &case.response);
        let found = of_three(&case.instrument, &case.response);
        prop_assert_eq!(found.sections.len(), wanted.sections.len());
        for (found, wanted) in found.sections.iter().zip(&wanted.sections) {
            prop_assert_eq!(same(found), wanted.score.value());
        }
        prop_assert_eq!(same(&found.overall), wanted.overall);
    }

    #[test]
    fn a_coded_answer_is_read_back(case in any_case()) {
        let codes = answers(&case.instrument, &case.response);
        prop_assert!(fits(&case.instrument, &codes));
        for ((section, item), code) in case.instrument.items().zip(codes) {
            prop_assert_eq!(decoded(&section.scale, code), Ok(case.response.answers.get(&item.id).copied()));
        }
    }
}

proptest! {
    #![proptest_config(tries(40))]

    #[test]
    fn a_row_of_the_whole_assessment_scores_what_its_response_does(
        picks in prop::collection::vec(0..9_usize, 200),
    ) {
        for instrument in fixtures::instruments() {
            let mut response = Response::default();
            for ((section, item), pick) in instrument.items().zip(&picks) {
                let point = section.scale.points.get(*pick).map(|it| Answer::Value(it.value));
                let answer = if *pick == 7 { Some(Answer::DontKnow) } else { point };
                if let Some(answer) = answer.filter(|it| it.is_on(&section.scale)) {
                    response.answers.insert(item.id.clone(), answer);
                }
            }
            let wanted = score(&instrument, &response);
            let found = of_three(&instrument, &response);
            let near = |a: Option<Ratio>, b: Option<Ratio>| match (a, b) {
                (Some(a), Some(b)) => (a.to_f64() - b.to_f64()).abs() < 1e-9,
                (a, b) => a == b,
            };
            for (found, wanted) in found.sections.iter().zip(&wanted.sections) {
                prop_assert!(near(same(found), wanted.score.value()));
            }
            prop_assert!(near(same(&found.overall), wanted.overall));
        }
    }
}
