//! The results in words.

use super::answering::{answer, of};
use super::{Bar, BarGroup, OverallView, ResultsView, SectionResultView};
use crate::app::model::Model;
use crate::instrument::{Band, Instrument, Item, Method, Section, Words};
#[cfg(not(feature = "starter"))]
use crate::plan::{Offer, Reason, Subject};
use crate::report::{self, Finding, Group, Report, SectionResult};
use crate::response::{Answer, Assessment, Field, Response};
use crate::scoring::{self, Ratio, Score};
use crate::text::Text;

pub fn results(
    model: &Model,
    text: &Text,
    instrument: &Instrument,
    assessment: &Assessment,
) -> ResultsView {
    let response = &assessment.response;
    let report = report::report(instrument, response);
    let tally = report.scores.tally;
    let bars: Vec<(Group, Bar)> = report
        .sections
        .iter()
        .enumerate()
        .map(|(i, it)| (it.group, bar(text, instrument, i, it)))
        .collect();
    let findings = |all: &[Finding]| {
        all.iter().filter_map(|it| finding(text, instrument, response, &bars, *it)).collect()
    };
    let total = tally.items().to_string();
    ResultsView {
        overall: overall(text, instrument, &report),
        unfinished: tally.not_answered > 0,
        for_workshop: !response.workshop.is_empty(),
        answered: text.count("results.answered", tally.answered(), &[("total", &total)]),
        dont_know: dont_know(text, tally),
        facts: facts(model, text, instrument, assessment),
        groups: groups(text, instrument, &report, &bars),
        strengths: findings(&report.strengths),
        to_develop: findings(&report.to_develop),
        pressing: findings(&report.pressing),
        evident: findings(&report.evident),
        sections: report
            .sections
            .iter()
            .zip(&bars)
            .map(|(it, (_, bar))| section(text, instrument, response, it, bar.clone()))
            .collect(),
        bands: bands(text, instrument),
        method: text.say(match instrument.scoring.method {
            Method::Percent => "results.method-percent",
            Method::Mean => "results.method-mean",
            Method::Sum => "results.method-sum",
        }),
        sources: instrument.sources.iter().map(|it| text.own(&it.citation).to_owned()).collect(),
    }
}

/// A score with what it is out of.
fn score(text: &Text, method: Method, value: Ratio, range: (i64, i64)) -> String {
    let (least, most) = (range.0.to_string(), range.1.to_string());
    let score = text.score(value);
    let values = [("score", score.as_str()), ("least", &least), ("most", &most)];
    text.with(
        match method {
            Method::Percent => "score.percent",
            Method::Mean => "score.mean",
            Method::Sum => "score.sum",
        },
        &values,
    )
}

fn label(text: &Text, band: Option<&Band>) -> String {
    band.map_or_else(String::new, |it| text.own(&it.label).to_owned())
}

fn advice(text: &Text, band: Option<&Band>) -> String {
    band.map_or_else(String::new, |it| text.own(&it.advice).to_owned())
}

fn overall(
    text: &Text,
    instrument: &Instrument,
    report: &Report<'_>,
) -> Result<OverallView, String> {
    let (scored, counted) = report.counted;
    let Some(value) = report.scores.overall else {
        return Err(text.say(if counted == 0 { "results.no-overall" } else { "results.too-few" }));
    };
    let method = instrument.scoring.method;
    let parts = || report.sections.iter().filter(|it| it.section.counts_towards_overall);
    let scores = || parts().filter_map(|it| it.score.score.value());
    let (least, most) = (scores().min().unwrap_or(value), scores().max().unwrap_or(value));
    let values =
        [("total", counted.to_string()), ("least", text.score(least)), ("most", text.score(most))];
    let values = values.each_ref().map(|it| (it.0, it.1.as_str()));
    Ok(OverallView {
        score: score(text, instrument.scoring.method, value, report.overall_range),
        band: label(text, report.overall_band),
        advice: advice(text, report.overall_band),
        counted: match (counted, method) {
            (1, _) => String::new(),
            (_, Method::Sum) => text.count("results.counted-sum", scored, &values),
            _ => text.count("results.counted", scored, &values),
        },
        spread: match method {
            Method::Sum => Vec::new(),
            _ if counted == 1 => Vec::new(),
            _ => parts().filter_map(|it| Some(it.position?.rounded(1000))).collect(),
        },
        position: report::position(value, report.overall_range).rounded(1000),
    })
}

fn dont_know(text: &Text, tally: scoring::Tally) -> String {
    if tally.answered() == 0 {
        return String::new();
    }
    let mut res = match tally.dont_know {
        0 => text.say("results.no-dont-know"),
        n => {
            let share = Ratio::new(100 * n as i64, tally.answered() as i64).rounded(1).to_string();
            text.count("results.dont-know", n, &[("share", &share)])
        }
    };
    if tally.not_relevant > 0 {
        res.push(' ');
        res += &text.count("results.not-relevant", tally.not_relevant, &[]);
    }
    res
}

fn facts(
    model: &Model,
    text: &Text,
    instrument: &Instrument,
    assessment: &Assessment,
) -> Vec<(String, String)> {
    let respondent = &assessment.response.respondent;
    let when = assessment.response.completed.unwrap_or(assessment.response.updated);
    let mut res = vec![
        (text.say("fact.instrument"), text.own(&instrument.title).to_owned()),
        (text.say("fact.edition"), instrument.edition.clone()),
        (text.say("fact.date"), text.date(when, model.moment.offset)),
    ];
    let name = model.name_of(assessment);
    for field in Field::ALL {
        let value = respondent.part(field);
        // The printed page has the name as its title.
        if !value.is_empty() && value != name {
            let key = match field {
                Field::Sector => "who.sector",
                Field::Role => "who.role",
                Field::Organisation => "who.organisation",
                Field::Size => "who.size",
                Field::Partnership => "who.partnership",
            };
            res.push((text.say(key), text.detail(value)));
        }
    }
    res
}

fn bar(text: &Text, instrument: &Instrument, index: usize, it: &SectionResult<'_>) -> Bar {
    let tally = it.score.tally;
    Bar {
        section: index,
        title: text.own(&it.section.title).to_owned(),
        value: match it.score.score {
            Score::Scored(value) => match instrument.scoring.method {
                Method::Percent => text.score(value),
                method => score(text, method, value, it.range),
            },
            Score::TooFew { more } => text.count("results.needs-more", more, &[]),
        },
        band: label(text, it.band),
        position: it.position.map(|it| it.rounded(1000)),
        ticks: ticks(instrument, it).into_iter().filter(|it| (1..1000).contains(it)).collect(),
        answered: of(text, tally.scored, tally.items()),
        dont_know: tally.dont_know.to_string(),
    }
}

/// Where the bands of a section begin, in thousandths of its range.
fn ticks(instrument: &Instrument, it: &SectionResult<'_>) -> Vec<i64> {
    let bands = instrument.section_bands(it.section).iter();
    bands
        .map(|band| report::position(Ratio::new(band.from, 1_000_000), it.range).rounded(1000))
        .collect()
}

/// The names of the bands that all `sections` share, each with the middle of its span in
/// thousandths; none if they differ, or if a span is too narrow for its name.
fn axis(
    text: &Text,
    instrument: &Instrument,
    sections: &[&SectionResult<'_>],
) -> Vec<(i64, String)> {
    const NARROWEST: i64 = 150;
    let Some((first, others)) = sections.split_first() else { return Vec::new() };
    let bands = |it: &SectionResult<'_>| instrument.section_bands(it.section).to_vec();
    let starts: Vec<i64> = ticks(instrument, first).iter().map(|it| (*it).clamp(0, 1000)).collect();
    let ends = starts.iter().skip(1).copied().chain([1000]);
    let spans: Vec<(i64, i64)> = starts.iter().copied().zip(ends).collect();
    let shared = others.iter().all(|it| it.range == first.range && bands(it) == bands(first));
    if !shared || spans.iter().any(|(start, end)| end - start < NARROWEST) {
        return Vec::new();
    }
    let names = bands(first);
    let name = |((start, end), band): (&(i64, i64), &Band)| {
        ((start + end) / 2, text.own(&band.label).to_owned())
    };
    spans.iter().zip(&names).map(name).collect()
}

fn groups(
    text: &Text,
    instrument: &Instrument,
    report: &Report<'_>,
    bars: &[(Group, Bar)],
) -> Vec<BarGroup> {
    [Group::Practice, Group::Challenges, Group::Benefits]
        .into_iter()
        .map(|group| {
            let (title, note) = match group {
                Group::Practice => ("group.practice", "group.practice-note"),
                Group::Challenges => ("group.challenges", "group.challenges-note"),
                Group::Benefits => ("group.benefits", "group.benefits-note"),
            };
            let sections: Vec<&SectionResult<'_>> =
                report.sections.iter().filter(|it| it.group == group).collect();
            BarGroup {
                title: text.say(title),
                note: text.say(note),
                less: group == Group::Challenges,
                axis: axis(text, instrument, &sections),
                bars: bars.iter().filter(|it| it.0 == group).map(|it| it.1.clone()).collect(),
            }
        })
        .filter(|it| !it.bars.is_empty())
        .collect()
}

/// What was found, with the score or answer it rests on.
fn finding(
    text: &Text,
    instrument: &Instrument,
    response: &Response,
    bars: &[(Group, Bar)],
    finding: Finding,
) -> Option<(String, String)> {
    let section = instrument.sections.get(finding.section)?;
    let (_, bar) = bars.get(finding.section)?;
    Some(match finding.item.and_then(|it| section.items.get(it)) {
        Some(item) => {
            let given = response.answers.get(&item.id)?;
            (text.own(item.short()).to_owned(), text.answer(&section.scale, *given))
        }
        None if bar.band.is_empty() => (bar.title.clone(), bar.value.clone()),
        None => {
            let values = [("score", bar.value.as_str()), ("band", bar.band.as_str())];
            (bar.title.clone(), text.with("results.finding", &values))
        }
    })
}

/// The figures behind the offer of a priority: the score, the answer, or how many answers
/// were "don't know".
#[cfg(not(feature = "starter"))]
pub fn detail(
    text: &Text,
    instrument: &Instrument,
    report: &Report<'_>,
    response: &Response,
    offer: &Offer,
) -> Option<String> {
    match &offer.subject {
        Subject::Item(id) => {
            let (section, item) = instrument.item(id)?;
            Some(text.answer(&section.scale, *response.answers.get(&item.id)?))
        }
        Subject::Section(id) => {
            let mut all = report.sections.iter().enumerate();
            let (at, it) = all.find(|it| it.1.section.id == *id)?;
            if offer.reason == Reason::DontKnow {
                let total = it.score.tally.items().to_string();
                let n = it.score.tally.dont_know;
                return (n > 0).then(|| text.count("plan.answers-of", n, &[("total", &total)]));
            }
            let bar = bar(text, instrument, at, it);
            let values = [("score", bar.value.as_str()), ("band", bar.band.as_str())];
            Some(match bar.band.as_str() {
                "" => bar.value,
                _ => text.with("results.finding", &values),
            })
        }
    }
}

fn section(
    text: &Text,
    instrument: &Instrument,
    response: &Response,
    it: &SectionResult<'_>,
    bar: Bar,
) -> SectionResultView {
    let section = it.section;
    let all = |words: &[Words]| words.iter().map(|it| text.own(it).to_owned()).collect();
    SectionResultView {
        bar,
        about: text.own(&section.about).to_owned(),
        advice: advice(text, it.band),
        items: section
            .items
            .iter()
            .map(|it| (answer(text, section, it, response), position(section, it, response)))
            .collect(),
        discuss: all(&section.discuss),
        ideas: all(&section.ideas),
        sources: section
            .sources
            .iter()
            .filter_map(|it| Some(text.own(&instrument.source(it)?.citation).to_owned()))
            .collect(),
    }
}

/// Where an answer lies on its scale, in thousandths.
fn position(section: &Section, item: &Item, response: &Response) -> Option<i64> {
    let scale = &section.scale;
    match response.answers.get(&item.id)? {
        Answer::Value(value) => {
            let value = Ratio::new(scoring::counted(item, scale, *value), 1);
            Some(report::position(value, (scale.min(), scale.max())).rounded(1000))
        }
        Answer::DontKnow | Answer::NotRelevant => None,
    }
}

/// Every list of bands in use, named by the kind of section it judges.
fn bands(text: &Text, instrument: &Instrument) -> Vec<(String, Vec<(String, String)>)> {
    let mut res: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut push = |key: &str, bands: &[Band]| {
        let lines: Vec<(String, String)> = bands
            .iter()
            .enumerate()
            .map(|(i, band)| {
                let from = text.score(Ratio::new(band.from, 1_000_000));
                let bounds = match bands.get(i + 1) {
                    Some(next) => {
                        let to = text.score(Ratio::new(next.from, 1_000_000));
                        text.with("band.from-to", &[("from", &from), ("to", &to)])
                    }
                    None => text.with("band.from", &[("from", &from)]),
                };
                (text.own(&band.label).to_owned(), bounds)
            })
            .collect();
        if !lines.is_empty() && !res.iter().any(|it| it.1 == lines) {
            res.push((text.say(key), lines));
        }
    };
    for section in &instrument.sections {
        let key = match Group::of(section.kind) {
            Group::Practice => "group.practice",
            Group::Challenges => "group.challenges",
            Group::Benefits => "group.benefits",
        };
        push(key, instrument.section_bands(section));
    }
    push("band.overall", &instrument.overall_bands);
    res
}
