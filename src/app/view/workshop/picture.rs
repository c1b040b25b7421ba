//! The picture of a workshop: every number that may be shown, in words.

use super::{Dot, GroupView, PictureView, Segment, SpreadView, StandOutView, StandOuts, StripView};
use crate::app::model::Model;
use crate::instrument::{Direction, Instrument, Method, Section, fingerprint};
use crate::plan::{Offer, Reason, Subject};
use crate::report;
use crate::scoring::Ratio;
use crate::text::Text;
use crate::workshop::agreement::Agreement;
use crate::workshop::distribution::Stats;
use crate::workshop::findings::{Findings, Place};
use crate::workshop::report::{ItemReport, Measure, Report, Scored};
use crate::workshop::{NO_SECTOR, Workshop};

/// What the parts of the picture are made of.
struct Sight<'a> {
    text: &'a Text,
    instrument: &'a Instrument,
    workshop: &'a Workshop,
    report: &'a Report,
    sectors: Vec<String>,
}

pub fn picture(model: &Model, text: &Text) -> Option<PictureView> {
    let Some((sight, findings)) = sight(model, text) else {
        let workshop = model.open_workshop()?;
        model.instruments.get(&workshop.instrument.id)?;
        return Some(nothing(text, workshop));
    };
    Some(sight.picture(model, findings))
}

/// The picture that is shown, with what stands out in it; `None` where there is none yet.
fn sight<'a>(model: &'a Model, text: &'a Text) -> Option<(Sight<'a>, &'a Findings)> {
    let workshop = model.open_workshop()?;
    let instrument = model.instruments.get(&workshop.instrument.id)?;
    let (report, findings) = model.desk.report.as_deref()?;
    let sectors = report.sectors.iter().map(|it| sector(text, &it.name)).collect();
    Some((Sight { text, instrument, workshop, report, sectors }, findings))
}

/// The figures behind the offer of a priority, as far as they may be told.
pub fn detail(model: &Model, text: &Text, offer: &Offer) -> Option<String> {
    let (sight, findings) = sight(model, text)?;
    let instrument = sight.instrument;
    let place = match &offer.subject {
        Subject::Section(id) => {
            Place::Section(instrument.sections.iter().position(|it| it.id == *id)?)
        }
        Subject::Item(id) => Place::Item(instrument.items().position(|it| it.1.id == *id)?),
    };
    match (offer.reason, place) {
        (Reason::Gap, place) => Some(sight.apart(place)?.detail),
        (Reason::Divided, Place::Item(at)) => Some(sight.agreed(at)?.detail),
        (Reason::DontKnow, Place::Item(at)) => {
            let gathers = findings.unknown.iter().find(|it| it.0 == at).and_then(|it| it.1);
            Some(sight.unknown((at, gathers))?.detail)
        }
        (Reason::Lowest | Reason::InTheWay, Place::Section(at)) => {
            let scored = sight.report.sections.get(at)?;
            scored.measure.stats?;
            Some(sight.strip(String::new(), scored, false).summary)
        }
        (Reason::Lowest, Place::Item(at)) => {
            let measure = &sight.item(at)?.0.measure;
            let mean = text.hundredths(measure.stats?.mean);
            let (least, most) = (measure.range.0.to_string(), measure.range.1.to_string());
            let values = [("score", mean.as_str()), ("least", &least), ("most", &most)];
            Some(text.with("score.mean", &values))
        }
        _ => None,
    }
}

/// The name of a sector in words.
fn sector(text: &Text, name: &str) -> String {
    if name == NO_SECTOR { text.say("picture.no-sector") } else { text.detail(name) }
}

fn nothing(text: &Text, workshop: &Workshop) -> PictureView {
    let none = || StandOuts {
        heading: String::new(),
        lead: String::new(),
        none: String::new(),
        all: Vec::new(),
    };
    let limit = usize::from(workshop.threshold());
    PictureView {
        name: workshop.setup.name.clone(),
        nothing: Some(text.count("picture.nothing", limit, &[])),
        count: String::new(),
        facts: Vec::new(),
        sectors: Vec::new(),
        waiting: String::new(),
        hidden: String::new(),
        common: none(),
        starts: Vec::new(),
        overall: None,
        groups: Vec::new(),
        heads: Vec::new(),
        sector_heads: Vec::new(),
        method: Vec::new(),
        sources: Vec::new(),
    }
}

impl Sight<'_> {
    fn say(&self, key: &str) -> String {
        self.text.say(key)
    }

    fn picture(&self, model: &Model, findings: &Findings) -> PictureView {
        let text = self.text;
        let report = self.report;
        let groups: Vec<GroupView> =
            (0..self.instrument.sections.len()).filter_map(|it| self.group(it)).collect();
        let waiting = self.workshop.waiting();
        let limit = report.threshold.to_string();
        let hidden = report.sectors.iter().any(|it| it.responses.is_none());
        PictureView {
            name: self.workshop.setup.name.clone(),
            nothing: None,
            count: text.count("picture.count", report.responses, &[]),
            facts: self.facts(model),
            sectors: report
                .sectors
                .iter()
                .zip(&self.sectors)
                .map(|(it, name)| {
                    let n = it.responses.map_or_else(
                        || self.say("picture.hidden-sector"),
                        |n| text.count("picture.people", n, &[]),
                    );
                    (name.clone(), n)
                })
                .collect(),
            waiting: match waiting {
                0 => String::new(),
                n if self.workshop.can_show_more() => text.count("collect.new", n, &[]),
                n => text.count("collect.held-back", n, &[("limit", &limit)]),
            },
            hidden: if hidden {
                text.count("picture.hidden", report.threshold, &[])
            } else {
                String::new()
            },
            common: StandOuts {
                heading: self.say("picture.common"),
                lead: self.say("picture.common-lead"),
                none: self.say("picture.common-none"),
                all: findings.common.iter().filter_map(|it| self.agreed(*it)).collect(),
            },
            starts: vec![
                StandOuts {
                    heading: self.say("picture.divided"),
                    lead: self.say("picture.divided-lead"),
                    none: self.say("picture.divided-none"),
                    all: findings.divided.iter().filter_map(|it| self.agreed(*it)).collect(),
                },
                StandOuts {
                    heading: self.say("picture.wide"),
                    lead: self.say("picture.wide-lead"),
                    none: self.say("picture.wide-none"),
                    all: findings.wide.iter().filter_map(|it| self.apart(*it)).collect(),
                },
                StandOuts {
                    heading: self.say("picture.unknown"),
                    lead: self.say("picture.unknown-lead"),
                    none: self.say("picture.unknown-none"),
                    all: findings.unknown.iter().filter_map(|it| self.unknown(*it)).collect(),
                },
            ],
            overall: self.overall(),
            heads: self.heads(&[
                "picture.n",
                "picture.mean",
                "picture.sd",
                "picture.median",
                "picture.q1",
                "picture.q3",
                "picture.least",
                "picture.most",
            ]),
            sector_heads: self.sectors.clone(),
            method: self.method(),
            sources: self
                .instrument
                .sources
                .iter()
                .map(|it| text.own(&it.citation).to_owned())
                .collect(),
            groups,
        }
    }

    fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|it| self.say(it)).collect()
    }

    fn facts(&self, model: &Model) -> Vec<(String, String)> {
        let text = self.text;
        let mut res = vec![(self.say("fact.instrument"), text.own(&self.instrument.title).into())];
        if let Some(state) = self.workshop.states.last() {
            res.push((self.say("fact.date"), text.date(state.time, model.moment.offset)));
        }
        let limit = text.count("invite.threshold", self.report.threshold, &[]);
        res.push((self.say("invite.threshold-label"), limit));
        if let Some(n) = self.workshop.setup.expected {
            res.push((self.say("setup.expected"), n.to_string()));
        }
        res
    }

    fn method(&self) -> Vec<String> {
        let method = match self.instrument.scoring.method {
            Method::Percent => "results.method-percent",
            Method::Mean => "results.method-mean",
            Method::Sum => "results.method-sum",
        };
        self.heads(&[
            method,
            "picture.method-spread",
            "picture.method-agreement",
            "picture.method-gap",
            "picture.method-disclosure",
            "picture.method-limits",
            "results.norm",
        ])
    }

    /// The overall score, unless it is that of the only section.
    fn overall(&self) -> Option<StripView> {
        let counted = self.instrument.sections.iter().filter(|it| it.counts_towards_overall);
        (counted.count() > 1)
            .then(|| self.strip(self.say("results.overall"), &self.report.overall, false))
    }

    /// A group with its statements; the report has one for each section.
    fn group(&self, index: usize) -> Option<GroupView> {
        let section = self.instrument.sections.get(index)?;
        let scored = self.report.sections.get(index)?;
        let ids = self.instrument.items().map(|it| it.1);
        let items = ids.zip(&self.report.items).enumerate().filter(|it| it.1.1.section == index);
        let less = section.scale.direction == Direction::LowerIsBetter;
        let points = self.points(section).into_iter();
        let labels: Vec<String> = points
            .filter_map(|value| Some(self.text.own(&section.scale.point(value)?.label).to_owned()))
            .collect();
        let mut heads = self.heads(&["picture.n"]);
        heads.extend(labels.iter().cloned());
        heads.extend(self.heads(&[
            "answer.dont-know",
            "answer.not-relevant",
            "picture.not-answered",
            "picture.mean",
            "picture.sd",
            "picture.median",
            "picture.q1",
            "picture.q3",
            "picture.agreement",
        ]));
        Some(GroupView {
            index,
            strip: self.strip(self.text.own(&section.title).to_owned(), scored, less),
            scale: labels,
            heads,
            items: items
                .map(|(at, (item, it))| {
                    let statement = self.text.own(&item.text).to_owned();
                    self.spread(section, at, item.id.clone(), statement, it)
                })
                .collect(),
            discuss: self.discuss(index),
        })
    }

    fn discuss(&self, section: usize) -> Vec<String> {
        let section = self.instrument.sections.get(section);
        let all = section.map(|it| it.discuss.as_slice()).unwrap_or_default();
        all.iter().map(|it| self.text.own(it).to_owned()).collect()
    }

    /// The values of a section's scale, the unwished-for end first.
    fn points(&self, section: &Section) -> Vec<i64> {
        let mut res = crate::workshop::values(&section.scale);
        if section.scale.direction == Direction::LowerIsBetter {
            res.reverse();
        }
        res
    }

    fn strip(&self, title: String, scored: &Scored, less: bool) -> StripView {
        let measure = &scored.measure;
        let at = |it: Ratio| report::position(it, measure.range).rounded(1000);
        let score = |it: Ratio| self.text.score(it);
        let stats = measure.stats;
        let numbers = |it: Stats| {
            let sd = it.sd.map_or_else(|| self.say("picture.none"), score);
            let rest = [it.median, it.q1, it.q3, it.min, it.max].map(score);
            [measure.n.to_string(), score(it.mean), sd].into_iter().chain(rest).collect()
        };
        StripView {
            title,
            summary: match stats {
                Some(it) => {
                    let (mean, q1, q3) = (score(it.mean), score(it.q1), score(it.q3));
                    let values = [("mean", mean.as_str()), ("low", &q1), ("high", &q3)];
                    self.text.count("picture.strip", measure.n, &values)
                }
                None => self.text.count("picture.too-few", self.report.threshold, &[]),
            },
            shown: stats.is_some(),
            ends: [measure.range.0.to_string(), measure.range.1.to_string()],
            mean: stats.map_or_else(String::new, |it| score(it.mean)),
            mean_position: stats.map_or(0, |it| at(it.mean)),
            box_positions: stats
                .map_or([0; 5], |it| [it.min, it.q1, it.median, it.q3, it.max].map(at)),
            fifths: scored.fifths.unwrap_or_default(),
            less,
            numbers: stats.map_or_else(|| vec![self.say("picture.hidden-sign"); 8], numbers),
            sectors: self.dots(measure, false),
            gap: self.gap(measure),
            wide: measure.is_wide(),
            cells: self.cells(measure),
        }
    }

    /// The sectors on one line; `turned` where low values are the wished-for ones.
    fn dots(&self, measure: &Measure, turned: bool) -> Vec<Dot> {
        self.sectors
            .iter()
            .zip(&measure.sectors)
            .filter_map(|(name, it)| {
                let it = (*it)?;
                let position = report::position(it.mean, measure.range).rounded(1000);
                Some(Dot {
                    name: name.clone(),
                    position: if turned { 1000 - position } else { position },
                    value: self.text.score(it.mean),
                    n: it.n,
                })
            })
            .collect()
    }

    fn cells(&self, measure: &Measure) -> Vec<String> {
        let cell = |mean: String, n: usize| {
            self.text.with("picture.cell", &[("mean", &mean), ("n", &n.to_string())])
        };
        measure
            .sectors
            .iter()
            .map(|it| match it {
                Some(it) => cell(self.text.score(it.mean), it.n),
                None => self.say("picture.hidden-sign"),
            })
            .collect()
    }

    fn gap(&self, measure: &Measure) -> String {
        let Some(gap) = measure.gap else { return String::new() };
        let gap = self.text.score(gap);
        let key = if measure.is_wide() { "picture.gap-wide" } else { "picture.gap-small" };
        self.text.with(key, &[("gap", &gap)])
    }

    fn spread(
        &self,
        section: &Section,
        at: usize,
        id: String,
        statement: String,
        it: &ItemReport,
    ) -> SpreadView {
        let text = self.text;
        let measure = &it.measure;
        let points = self.points(section);
        let n_of = |value: i64| {
            let counts = it.counts.iter().flatten();
            counts.filter(|it| it.0 == value).map(|it| it.1).sum::<usize>()
        };
        let share = |n: usize| Ratio::new(n as i64, measure.n as i64);
        let segments: Vec<Segment> = points
            .iter()
            .filter_map(|value| {
                let n = n_of(*value);
                let percent = share(n).times(Ratio::new(100, 1)).rounded(1).to_string();
                Some(Segment {
                    label: text.own(&section.scale.point(*value)?.label).to_owned(),
                    n,
                    share: share(n).rounded(1000),
                    percent: text.with("picture.percent", &[("n", &percent)]),
                })
            })
            .collect();
        // Half of a middle point lies on either side of the middle.
        let half = points.len() / 2;
        let below: usize = points.iter().take(half).map(|it| n_of(*it)).sum();
        let middle = match points.get(half).filter(|_| points.len() % 2 == 1) {
            Some(value) => Ratio::new((2 * below + n_of(*value)) as i64, 2 * measure.n as i64),
            None => share(below),
        };
        let hidden = || self.say("picture.hidden-sign");
        let count = |n: Option<usize>| n.map_or_else(hidden, |it| it.to_string());
        let hundredths = |it: Option<Ratio>| it.map_or_else(hidden, |it| text.hundredths(it));
        let stats = measure.stats;
        let mut numbers = vec![count(it.others.map(|_| measure.n))];
        numbers.extend(points.iter().map(|value| count(it.counts.as_ref().map(|_| n_of(*value)))));
        numbers.push(count(it.others.map(|it| it.dont_know)));
        numbers.push(count(it.others.map(|it| it.not_relevant)));
        numbers.push(count(it.others.map(|it| it.not_answered)));
        numbers.extend([
            hundredths(stats.map(|it| it.mean)),
            hundredths(stats.and_then(|it| it.sd)),
            hundredths(stats.map(|it| it.median)),
            hundredths(stats.map(|it| it.q1)),
            hundredths(stats.map(|it| it.q3)),
            hundredths(it.agreement),
        ]);
        SpreadView {
            id,
            statement,
            shown: stats.is_some(),
            answered: self.answered(it),
            segments: if stats.is_some() { segments } else { Vec::new() },
            middle: middle.rounded(1000),
            agreement: it.agreement.map_or_else(String::new, |it| self.words(it)),
            figure: it.agreement.map_or_else(String::new, |it| {
                text.with("picture.figure", &[("a", &text.hundredths(it))])
            }),
            numbers,
            sectors: self.dots(measure, section.scale.direction == Direction::LowerIsBetter),
            gap: self.gap(measure),
            wide: measure.is_wide(),
            cells: self.cells(measure),
            comments: self.comments(at),
        }
    }

    fn answered(&self, it: &ItemReport) -> String {
        let text = self.text;
        let Some(others) = it.others else {
            return text.count("picture.too-few", self.report.threshold, &[]);
        };
        let mut parts = vec![text.count("picture.answered", it.measure.n, &[])];
        let mut part = |key: &str, n: usize| {
            if n > 0 {
                parts.push(text.count(key, n, &[]));
            }
        };
        part("picture.dont-know", others.dont_know);
        part("picture.not-relevant", others.not_relevant);
        part("picture.unanswered", others.not_answered);
        if it.measure.stats.is_none() {
            parts.push(text.count("picture.too-few", self.report.threshold, &[]));
        }
        parts.join(" · ")
    }

    fn words(&self, a: Ratio) -> String {
        self.say(match Agreement::of(a) {
            Agreement::Strong => "agreement.strong",
            Agreement::Broad => "agreement.broad",
            Agreement::Mixed => "agreement.mixed",
            Agreement::Divided => "agreement.divided",
            Agreement::Polarised => "agreement.polarised",
        })
    }

    /// The comments on an item in an order that says nothing about who wrote them.
    fn comments(&self, at: usize) -> Vec<String> {
        let last = self.workshop.states.len().saturating_sub(1).min(usize::from(u16::MAX)) as u16;
        let shown = self.report.responses >= self.report.threshold;
        let rows = self.workshop.rows.iter().filter(|it| shown && it.is_in(last));
        let mut res: Vec<(u64, String)> = rows
            .flat_map(|it| &it.notes)
            .filter(|(item, _)| usize::from(*item) == at)
            .map(|(_, note)| (fingerprint::hash(note), note.clone()))
            .collect();
        res.sort();
        res.into_iter().map(|it| it.1).collect()
    }

    fn item(&self, at: usize) -> Option<(&ItemReport, String)> {
        let (_, item) = self.instrument.items().nth(at)?;
        Some((self.report.items.get(at)?, self.text.own(&item.text).to_owned()))
    }

    fn stand_out(&self, section: usize, title: String, detail: String) -> StandOutView {
        let of = self.instrument.sections.get(section);
        StandOutView {
            title,
            detail,
            section: of.map_or_else(String::new, |it| self.text.own(&it.title).to_owned()),
            discuss: self.discuss(section),
        }
    }

    /// How far people agree on an item, and on what.
    fn agreed(&self, at: usize) -> Option<StandOutView> {
        let (it, statement) = self.item(at)?;
        let a = it.agreement?;
        let section = self.instrument.sections.get(it.section)?;
        let most = it.counts.as_ref()?.iter().max_by_key(|it| it.1)?;
        let label = self.text.own(&section.scale.point(most.0)?.label).to_owned();
        let (words, figure) = (self.words(a), self.text.hundredths(a));
        let (chosen, n) = (most.1.to_string(), it.measure.n.to_string());
        let values = [
            ("agreement", words.as_str()),
            ("a", &figure),
            ("answer", &label),
            ("chosen", &chosen),
            ("n", &n),
        ];
        let detail = self.text.with("picture.agreed", &values);
        Some(self.stand_out(it.section, statement, detail))
    }

    /// Which sectors are farthest apart on an item or in a section.
    fn apart(&self, place: Place) -> Option<StandOutView> {
        let (section, title, measure) = match place {
            Place::Item(at) => {
                let (it, statement) = self.item(at)?;
                (it.section, statement, &it.measure)
            }
            Place::Section(at) => {
                let title = self.text.own(&self.instrument.sections.get(at)?.title);
                (at, title.to_owned(), &self.report.sections.get(at)?.measure)
            }
        };
        let shown = || {
            let all = self.sectors.iter().zip(&measure.sectors);
            all.filter_map(|(name, it)| Some((name.as_str(), (*it)?.mean)))
        };
        let (high, low) = (shown().max_by_key(|it| it.1)?, shown().min_by_key(|it| it.1)?);
        let (most, least) = (self.text.score(high.1), self.text.score(low.1));
        let gap = self.text.score(measure.gap?);
        let values =
            [("high", high.0), ("most", &most), ("low", low.0), ("least", &least), ("gap", &gap)];
        let detail = self.text.with("picture.apart", &values);
        Some(self.stand_out(section, title, detail))
    }

    /// How many do not know, and where they gather.
    fn unknown(&self, (at, gathers): (usize, Option<usize>)) -> Option<StandOutView> {
        let (it, statement) = self.item(at)?;
        let n = it.others?.dont_know;
        let total = self.report.responses.to_string();
        let detail = match gathers.and_then(|it| self.sectors.get(it)) {
            Some(sector) => {
                let values = [("total", total.as_str()), ("sector", sector)];
                self.text.count("picture.unknown-in", n, &values)
            }
            None => self.text.count("picture.unknown-of", n, &[("total", &total)]),
        };
        Some(self.stand_out(it.section, statement, detail))
    }
}
