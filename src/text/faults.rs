//! What is wrong in a file, as a sentence: where, what, and how to mend it.

use super::Text;
use crate::instrument::document::{Expected, Fault, Problem};

pub fn sentence(text: &Text, problem: &Problem) -> String {
    let what = fault(text, &problem.fault);
    let row = problem.row.to_string();
    match (problem.row, problem.at.as_str()) {
        (0, "") => what,
        (0, at) => text.with("problem.at-path", &[("place", at), ("what", &what)]),
        (_, "") => text.with("problem.at-row", &[("row", &row), ("what", &what)]),
        (_, at) => text.with("problem.at-cell", &[("row", &row), ("column", at), ("what", &what)]),
    }
}

fn fault(text: &Text, fault: &Fault) -> String {
    let found = |key: &str, found: &str| text.with(key, &[("found", found)]);
    match fault {
        Fault::NotJson { line, column } => {
            let (line, column) = (line.to_string(), column.to_string());
            text.with("problem.not-json", &[("line", &line), ("column", &column)])
        }
        Fault::CutOff => text.say("problem.cut-off"),
        Fault::TooLarge { bytes, limit } => text.with(
            "problem.too-large",
            &[("size", &kilobytes(*bytes)), ("limit", &kilobytes(*limit))],
        ),
        Fault::WrongFormat { found, expected } if found.is_empty() => {
            text.with("problem.no-format", &[("expected", expected)])
        }
        Fault::WrongFormat { found, expected } => {
            text.with("problem.wrong-format", &[("found", found), ("expected", expected)])
        }
        Fault::OtherInstrument { found, expected } => {
            text.with("problem.other-instrument", &[("found", found), ("expected", expected)])
        }
        Fault::OtherEdition { found, expected } => {
            text.with("problem.other-edition", &[("found", found), ("expected", expected)])
        }
        Fault::NoCode => text.say("problem.no-code"),
        Fault::NotText => text.say("problem.not-text"),
        Fault::AlreadyHere => text.say("problem.already-here"),
        Fault::WrongVersion { found: it } => found("problem.wrong-version", it),
        Fault::NewerVersion { found, known } => {
            let (found, known) = (found.to_string(), known.to_string());
            text.with("problem.newer-version", &[("found", &found), ("known", &known)])
        }
        Fault::Missing => text.say("problem.missing"),
        Fault::Expected(it) => text.say(match it {
            Expected::Text => "problem.expected-text",
            Expected::WholeNumber => "problem.expected-whole-number",
            Expected::Number => "problem.expected-number",
            Expected::TrueOrFalse => "problem.expected-true-or-false",
            Expected::List => "problem.expected-list",
            Expected::Object => "problem.expected-object",
            Expected::Words => "problem.expected-words",
            Expected::Answer => "problem.expected-answer",
        }),
        Fault::Empty => text.say("problem.empty"),
        Fault::TooMany { found, limit } => {
            text.count("problem.too-many", *found, &[("limit", &limit.to_string())])
        }
        Fault::TooFew { found, least } => {
            text.count("problem.too-few", *found, &[("least", &least.to_string())])
        }
        Fault::OutOfRange { found, least, most } => {
            let (least, most) = (least.to_string(), most.to_string());
            text.with(
                "problem.out-of-range",
                &[("found", found), ("least", &least), ("most", &most)],
            )
        }
        Fault::TooDeep { limit } => text.with("problem.too-deep", &[("limit", &limit.to_string())]),
        Fault::TooLong { limit } => text.count("problem.too-long", *limit, &[]),
        Fault::BadId { found: it } => found("problem.bad-id", it),
        Fault::BuiltIn { found: it } => found("problem.built-in", it),
        Fault::ReservedId { found: it } => found("problem.reserved-id", it),
        Fault::Duplicate { found: it } => found("problem.duplicate", it),
        Fault::Unknown { found: it } => found("problem.unknown", it),
        Fault::NotOneOf { found, allowed } => {
            text.with("problem.not-one-of", &[("found", found), ("allowed", allowed)])
        }
        Fault::NotAscending => text.say("problem.not-ascending"),
        Fault::UnknownItem { found: it } => found("problem.unknown-item", it),
        Fault::NotOnScale { found, allowed } => {
            text.with("problem.not-on-scale", &[("found", found), ("allowed", allowed)])
        }
        Fault::UnknownInstrument { found: it } => found("problem.unknown-instrument", it),
        Fault::MissingColumn { found: it } => found("problem.missing-column", it),
        Fault::ExtraCells { found, expected } => {
            text.count("problem.extra-cells", *found, &[("expected", &expected.to_string())])
        }
        Fault::OpenQuote => text.say("problem.open-quote"),
        Fault::NotOurs => text.say("problem.not-ours"),
        Fault::NotATime { found: it } => found("problem.not-a-time", it),
    }
}

fn kilobytes(bytes: usize) -> String {
    bytes.div_ceil(1024).to_string()
}
