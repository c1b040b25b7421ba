//! What the results of one response say: facts, not words.

use crate::instrument::{Band, Direction, Instrument, Kind, Section};
use crate::plan::{Offer, Reason, Subject};
use crate::response::{Answer, Response};
use crate::scoring::{self, Ratio, Scores, SectionScore};

/// At most so many strengths, and so many places to develop, are named.
const MOST_NAMED: usize = 3;

/// What the sections of a part of the profile are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Principles, characteristics, needs and whatever an author calls otherwise.
    Practice,
    Challenges,
    Benefits,
}

impl Group {
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Challenge => Self::Challenges,
            Kind::Benefit => Self::Benefits,
            Kind::Principle | Kind::Characteristic | Kind::Need | Kind::Other => Self::Practice,
        }
    }
}

/// A section, or one item of it, by their places in the instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    pub section: usize,
    pub item: Option<usize>,
}

/// One section's result.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionResult<'a> {
    pub section: &'a Section,
    pub group: Group,
    pub score: SectionScore,
    pub band: Option<&'a Band>,
    /// The lowest and the highest score the section can have.
    pub range: (i64, i64),
    /// Where the score lies on that range, from 0 to 1.
    pub position: Option<Ratio>,
}

/// The results of one response.
#[derive(Clone, Debug, PartialEq)]
pub struct Report<'a> {
    pub scores: Scores,
    pub overall_band: Option<&'a Band>,
    pub overall_range: (i64, i64),
    /// How many of the sections that count towards the overall score have a score, and
    /// how many there are.
    pub counted: (usize, usize),
    /// In the order of the instrument.
    pub sections: Vec<SectionResult<'a>>,
    pub strengths: Vec<Finding>,
    pub to_develop: Vec<Finding>,
    /// Challenges answered in the upper third of their scale, the strongest first.
    pub pressing: Vec<Finding>,
    /// Benefits answered in the upper third of their scale, the clearest first.
    pub evident: Vec<Finding>,
}

/// What the results of `response` say.
///
/// Law: strengths are the up to three highest of the sections about practice that lie at
/// 3/5 of their range or above; places to develop are the up to three lowest of the others
/// that lie below 4/5. Where only one section is about practice, its items are ranked in
/// its place. Ties keep the order of the instrument; on a scale where lower is better the
/// range is turned round.
pub fn report<'a>(instrument: &'a Instrument, response: &Response) -> Report<'a> {
    let scores = scoring::score(instrument, response);
    let sections: Vec<SectionResult<'a>> = instrument
        .sections
        .iter()
        .zip(&scores.sections)
        .map(|(section, &score)| {
            let range = scoring::range(instrument, section);
            let value = score.score.value();
            SectionResult {
                section,
                group: Group::of(section.kind),
                score,
                band: value.and_then(|it| scoring::band(instrument.section_bands(section), it)),
                range,
                position: value.map(|it| position(it, range)),
            }
        })
        .collect();
    let counting = |it: &&SectionResult<'_>| it.section.counts_towards_overall;
    let counted = sections.iter().filter(counting).count();
    let counted_scored =
        sections.iter().filter(counting).filter(|it| it.position.is_some()).count();
    let (strengths, to_develop) = strengths(&sections, response);
    let upper = |group| {
        let mut res = items(&sections, response, group);
        res.retain(|(_, position)| *position >= Ratio::new(2, 3));
        sort(&mut res);
        res.into_iter().map(|it| it.0).collect()
    };
    Report {
        overall_band: scores.overall.and_then(|it| scoring::band(&instrument.overall_bands, it)),
        overall_range: scoring::overall_range(instrument),
        counted: (counted_scored, counted),
        strengths,
        to_develop,
        pressing: upper(Group::Challenges),
        evident: upper(Group::Benefits),
        sections,
        scores,
    }
}

/// Where `value` lies between the ends of `range`, from 0 to 1; a value beyond an end, such
/// as a sum of few answers, lies at it.
pub fn position(value: Ratio, (least, most): (i64, i64)) -> Ratio {
    let position = value.minus(Ratio::new(least, 1)).divided_by(most - least);
    position.clamp(Ratio::new(0, 1), Ratio::new(1, 1))
}

/// The position with the wished-for end up.
fn goodness(position: Ratio, direction: Direction) -> Ratio {
    match direction {
        Direction::HigherIsBetter => position,
        Direction::LowerIsBetter => Ratio::new(1, 1).minus(position),
    }
}

/// What could become a priority after these results, and why.
///
/// Law: the up to three lowest of what is about practice, as [`report`] ranks it; the up to
/// two strongest of the pressing challenges; and the up to two sections with most answers
/// "don't know", where these are at least a third of its items.
pub fn offers(report: &Report<'_>, response: &Response) -> Vec<Offer> {
    const MOST_OTHERS: usize = 2;
    let subject = |it: &Finding| {
        let section = report.sections.get(it.section)?.section;
        Some(match it.item.and_then(|it| section.items.get(it)) {
            Some(item) => Subject::Item(item.id.clone()),
            None => Subject::Section(section.id.clone()),
        })
    };
    let mut lowest = ranked(&report.sections, response);
    lowest.reverse();
    let lowest = lowest.iter().take(MOST_NAMED).filter_map(|it| subject(&it.0));
    let pressing = report.pressing.iter().take(MOST_OTHERS).filter_map(subject);
    let mut unknown: Vec<(Finding, usize)> = Vec::new();
    for (section, it) in report.sections.iter().enumerate() {
        let tally = it.score.tally;
        if tally.dont_know > 0 && 3 * tally.dont_know >= tally.items() {
            unknown.push((Finding { section, item: None }, tally.dont_know));
        }
    }
    unknown.sort_by_key(|it| std::cmp::Reverse(it.1));
    let unknown = unknown.iter().take(MOST_OTHERS).filter_map(|it| subject(&it.0));
    let offer = |reason: Reason| move |subject: Subject| Offer { subject, reason };
    lowest
        .map(offer(Reason::Lowest))
        .chain(pressing.map(offer(Reason::InTheWay)))
        .chain(unknown.map(offer(Reason::DontKnow)))
        .collect()
}

/// What is about practice, the best first: the sections, or the items of the only one.
fn ranked(sections: &[SectionResult<'_>], response: &Response) -> Vec<(Finding, Ratio)> {
    let practice = |it: &&SectionResult<'_>| it.group == Group::Practice;
    let mut ranked: Vec<(Finding, Ratio)> = if sections.iter().filter(practice).count() == 1 {
        let direct = |(finding, position): (Finding, Ratio)| {
            let direction = sections.get(finding.section).map(|it| it.section.scale.direction);
            (finding, goodness(position, direction.unwrap_or(Direction::HigherIsBetter)))
        };
        items(sections, response, Group::Practice).into_iter().map(direct).collect()
    } else {
        sections
            .iter()
            .enumerate()
            .filter(|(_, it)| it.group == Group::Practice)
            .filter_map(|(section, it)| {
                let goodness = goodness(it.position?, it.section.scale.direction);
                Some((Finding { section, item: None }, goodness))
            })
            .collect()
    };
    sort(&mut ranked);
    ranked
}

fn strengths(sections: &[SectionResult<'_>], response: &Response) -> (Vec<Finding>, Vec<Finding>) {
    let ranked = ranked(sections, response);
    let n_strong = ranked
        .iter()
        .take(MOST_NAMED)
        .take_while(|(_, goodness)| *goodness >= Ratio::new(3, 5))
        .count();
    let (strong, rest) = ranked.split_at(n_strong);
    let weakness = |it: &(Finding, Ratio)| (it.0, Ratio::new(1, 1).minus(it.1));
    let mut weak: Vec<(Finding, Ratio)> = rest.iter().map(weakness).collect();
    weak.retain(|it| it.1 > Ratio::new(1, 5));
    sort(&mut weak);
    (
        strong.iter().map(|it| it.0).collect(),
        weak.into_iter().take(MOST_NAMED).map(|it| it.0).collect(),
    )
}

/// The highest first; ties keep their order.
fn sort(findings: &mut [(Finding, Ratio)]) {
    findings.sort_by_key(|it| std::cmp::Reverse(it.1));
}

/// The scored items of a group's sections with their positions on the scale.
fn items(
    sections: &[SectionResult<'_>],
    response: &Response,
    group: Group,
) -> Vec<(Finding, Ratio)> {
    let mut res = Vec::new();
    for (section, it) in sections.iter().enumerate().filter(|(_, it)| it.group == group) {
        let scale = &it.section.scale;
        for (i, item) in it.section.items.iter().enumerate() {
            if let Some(Answer::Value(value)) = response.answers.get(&item.id) {
                let value = Ratio::new(scoring::counted(item, scale, *value), 1);
                let finding = Finding { section, item: Some(i) };
                res.push((finding, position(value, (scale.min(), scale.max()))));
            }
        }
    }
    res
}
