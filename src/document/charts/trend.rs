//! One score over several rounds, small enough that many can be compared.

use super::labels::{Area, Straight, rows};
use super::{SMALL, measured, part};
use crate::document::drawing::{Anchor, Drawing, Face, Ink};

/// The height between the ends of the range.
const HEIGHT: i64 = 80;
const TITLE: Face = Face { size: 14, ink: Ink::Text, bold: true };
const VALUE: Face = Face { size: 13, ink: Ink::Text, bold: true };
const MISSED: Face = Face { size: 13, ink: Ink::Quiet, bold: false };
const DATE: Face = Face { size: 12, ink: Ink::Quiet, bold: false };
const END: Face = Face { size: 11, ink: Ink::Quiet, bold: false };
/// The least distance between two rounds, however soon they followed one another.
const APART: i64 = 14;
/// How far below the range the mark of a missing score lies.
const MISSING: i64 = 11;
/// How far a mark reaches, with room around it.
const REACH: i64 = 6;
/// In how many rows dates may stand.
const DATES: usize = 2;
/// Between two labels beside one another.
const BESIDE: i64 = 7;

/// A round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrendPoint {
    /// When, from 0 to 1000 of the time between the first and the last round.
    pub at: i64,
    /// From 0 to 1000; nothing where there is no score.
    pub position: Option<i64>,
    /// The score, or why there is none in a word or two.
    pub value: String,
    /// The date, short.
    pub date: String,
    /// How many people; empty for one person's answers.
    pub n: String,
    /// The score may be compared with the one before.
    pub comparable: bool,
}

/// Where the label of a value lies: its middle, the line that it stands on, what it covers,
/// and the line that leads to it from its mark.
struct Label<'a> {
    text: &'a str,
    face: Face,
    x: i64,
    y: i64,
    area: Area,
    lead: Option<Straight>,
}

/// What labels must keep away from.
#[derive(Default)]
struct Taken {
    areas: Vec<Area>,
    leads: Vec<Straight>,
    lines: Vec<Straight>,
}

/// The scores of `points`, which are in order of time, between the names of the lowest and
/// the highest score possible.
///
/// Every value is written; where dates would cover one another, some are left out, never the
/// first and the last.
pub fn trend(title: &str, points: &[TrendPoint], ends: [String; 2], less: bool) -> Drawing {
    let mut res = Drawing { width: SMALL, ..Drawing::default() };
    let ink = measured(less);
    let [low, high] = &ends;
    let margin = END.width(low).max(END.width(high)) + 6;
    let marks: Vec<(i64, i64)> = across(points, margin + 16, SMALL - 16)
        .into_iter()
        .zip(points)
        .map(|(x, it)| match it.position {
            Some(position) => (x, HEIGHT - part(position, HEIGHT)),
            None => (x, HEIGHT + MISSING),
        })
        .collect();
    let names = [(low, HEIGHT), (high, 0)].map(|(name, y)| {
        let right = margin - 6;
        (name, y, Area { left: 0, top: y - 7, right, bottom: y + 7 })
    });
    let steps: Vec<(Straight, bool)> = marks
        .windows(2)
        .zip(points.windows(2))
        .filter_map(|(marks, points)| match (marks, points) {
            ([from, to], [one, other]) if one.position.is_some() && other.position.is_some() => {
                Some(((*from, *to), other.comparable))
            }
            _ => None,
        })
        .collect();
    let mut taken = Taken {
        areas: names.iter().map(|it| it.2).collect(),
        lines: steps.iter().map(|it| it.0).collect(),
        ..Taken::default()
    };
    taken.areas.extend(marks.iter().map(|it| Area::around(*it, REACH)));
    let labels = place(points, &marks, &mut taken);

    let highest = labels.iter().map(|it| it.area.top).min().unwrap_or(0).min(-7);
    let y = res.paragraph((0, 0), SMALL, title, TITLE) + 3 - highest;
    let down = |it: (i64, i64)| (it.0, it.1 + y);
    for (name, at, _) in names {
        res.line([(margin, y + at), (SMALL, y + at)], 1, Ink::Rule);
        res.words((margin - 6, y + at + 4), name, Anchor::End, END);
    }
    for ((from, to), comparable) in steps {
        match comparable {
            true => res.line([down(from), down(to)], 2, ink),
            false => res.dashed([down(from), down(to)], 2, ink),
        }
    }
    for (from, to) in labels.iter().filter_map(|it| it.lead) {
        res.line([down(from), down(to)], 1, Ink::Quiet);
    }
    for (mark, it) in marks.iter().zip(points) {
        match it.position {
            Some(_) => res.dot(down(*mark), 4, ink),
            None => res.hollow(down(*mark), 4, Ink::Quiet),
        }
    }
    for it in &labels {
        let Area { left, top, right, bottom } = it.area;
        let (left, right) = (left.max(0), right.min(SMALL));
        res.bar(down((left, top + 1)), (right - left, bottom - top - 2), Ink::Paper);
        res.words(down((it.x, it.y)), it.text, Anchor::Middle, it.face);
    }
    let lowest = labels.iter().map(|it| it.area.bottom).chain(marks.iter().map(|it| it.1 + 6));
    let bottom = y + lowest.max().unwrap_or(0).max(HEIGHT + 7);
    res.height = dates(&mut res, points, &marks, bottom);
    res
}

/// The places of rounds across, by time, but never closer than two marks need.
fn across(points: &[TrendPoint], left: i64, right: i64) -> Vec<i64> {
    let n = points.len() as i64;
    if n == 1 {
        return vec![(left + right) / 2];
    }
    let apart = APART.min((right - left) / (n - 1).max(1));
    let mut res: Vec<i64> = points.iter().map(|it| left + part(it.at, right - left)).collect();
    let mut least = left;
    for x in &mut res {
        *x = (*x).max(least);
        least = *x + apart;
    }
    let mut most = right;
    for x in res.iter_mut().rev() {
        *x = (*x).min(most);
        most = *x - apart;
    }
    res
}

/// Finds every value a place: above or below its mark, further off where that is taken.
fn place<'a>(points: &'a [TrendPoint], marks: &[(i64, i64)], taken: &mut Taken) -> Vec<Label<'a>> {
    let mut res = Vec::new();
    for (point, mark) in points.iter().zip(marks) {
        let face = if point.position.is_some() { VALUE } else { MISSED };
        let text = point.value.trim();
        let near = || candidates(*mark, (text, face), 0..2);
        let far = || candidates(*mark, (text, face), 0..);
        let found = near()
            .find(|it| taken.leave(it, true, true))
            .or_else(|| far().take(100).find(|it| taken.leave(it, false, true)))
            // This search ends too: somewhere higher up there is nothing.
            .or_else(|| far().find(|it| taken.leave(it, false, false)));
        if let Some(it) = found.filter(|_| !text.is_empty()) {
            taken.areas.push(it.area);
            taken.leads.extend(it.lead);
            res.push(it);
        }
    }
    res
}

/// Places for a label, the better ones first, `levels` away from `mark`.
fn candidates<'a>(
    mark: (i64, i64),
    (text, face): (&'a str, Face),
    levels: impl Iterator<Item = i64>,
) -> impl Iterator<Item = Label<'a>> {
    let (x, y) = mark;
    let half = (face.width(text) + 1) / 2;
    let aside = (half - 6).max(0);
    levels.flat_map(move |level| {
        let further = level * (VALUE.leading() - 1);
        let above = y - REACH - 1 - VALUE.descent() - further;
        let below = y + REACH + 1 + VALUE.ascent() + further;
        let places = [0, -aside, aside].map(|it| [(it, above), (it, below)]);
        places.into_iter().flatten().map(move |(aside, stands)| {
            let x_of_label = inside(x + aside, half);
            let area = Area {
                left: x_of_label - half - BESIDE / 2,
                top: stands - VALUE.ascent(),
                right: x_of_label + half + BESIDE / 2,
                bottom: stands + VALUE.descent(),
            };
            let end = if stands < y { area.bottom } else { area.top };
            let lead = (level > 0).then_some((mark, (x, end)));
            Label { text, face, x: x_of_label, y: stands, area, lead }
        })
    })
}

/// The middle of what reaches `half` to either side, moved so far that all of it is inside.
fn inside(x: i64, half: i64) -> i64 {
    x.clamp(half.min(SMALL / 2), (SMALL - half).max(SMALL / 2))
}

impl Taken {
    /// Whether they leave `label` its room, if need be with `lines` behind it, or with its
    /// lead or that of another in the way.
    fn leave(&self, label: &Label<'_>, lines: bool, leads: bool) -> bool {
        let crossed = |all: &[Straight]| all.iter().any(|it| label.area.is_crossed(*it));
        let in_the_way = |lead: Straight| {
            let mut others = self.areas.iter().filter(|it| !it.holds(lead.0));
            others.any(|it| it.is_crossed(lead))
        };
        let covers = self.areas.iter().any(|it| it.meets(label.area));
        let on_lines = lines && crossed(&self.lines);
        let led_astray = leads && (crossed(&self.leads) || label.lead.is_some_and(in_the_way));
        !(covers || on_lines || led_astray)
    }
}

/// Writes the dates, and how many people there were, below `top`; gives where they end.
fn dates(drawing: &mut Drawing, points: &[TrendPoint], marks: &[(i64, i64)], top: i64) -> i64 {
    let spans = |width: &dyn Fn(&TrendPoint) -> i64| -> Vec<(i64, i64)> {
        let span = |(it, mark): (&TrendPoint, &(i64, i64))| {
            let half = (width(it) + 1) / 2;
            let x = inside(mark.0, half);
            (x - half, x + half + BESIDE)
        };
        points.iter().zip(marks).map(span).collect()
    };
    let last = points.len().saturating_sub(1);
    let mut bottom = top;
    let mut write = |spans: &[(i64, i64)],
                     rows: &[Option<usize>],
                     text: &dyn Fn(&TrendPoint) -> &str| {
        let from = bottom;
        for ((span, row), it) in spans.iter().zip(rows).zip(points) {
            let Some(row) = row else { continue };
            if text(it).is_empty() {
                continue;
            }
            let y = from + (*row as i64 + 1) * (DATE.leading() + 1);
            drawing.words(((span.0 + span.1 - BESIDE) / 2, y - 4), text(it), Anchor::Middle, DATE);
            bottom = bottom.max(y);
        }
    };
    let of_dates = spans(&|it| DATE.width(&it.date));
    write(&of_dates, &rows(&of_dates, &[0, last], DATES), &|it| &it.date);
    let of_n = spans(&|it| DATE.width(&it.n));
    write(&of_n, &rows(&of_n, &[], points.len()), &|it| &it.n);
    bottom
}
