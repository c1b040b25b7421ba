//! One document for a board: what was asked, what was answered, what follows.

use std::rc::Rc;

use super::planning::{
    action_facts, action_title, called, level, powers, reason, resources, review_text, state,
    subject,
};
use super::workshop::picture;
use super::{
    BarGroup, PictureView, ResultsView, ScreenView, StandOuts, StripView, change, results,
};
use crate::app::model::{Model, Of};
use crate::document::charts::{
    Cell, MatrixRow, ProfileRow, Spread, SpreadDot, SpreadRow, matrix, profile, spread,
};
use crate::document::drawing::Drawing;
use crate::document::{Block, Document, Figure, Table};
use crate::instrument::Instrument;
use crate::plan::partners::{Level, Partner};
use crate::plan::{Action, Offer, Plan, Subject};
use crate::text::Text;

/// The report on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportView {
    pub of: Of,
    pub document: Rc<Document>,
}

pub fn screen(model: &Model, text: &Text, of: Of) -> (String, ScreenView) {
    let view = document(model, text, of).map(|document| {
        ScreenView::Report(Rc::new(ReportView { of, document: Rc::new(document) }))
    });
    (text.say("board.heading"), view.unwrap_or(ScreenView::Loading))
}

/// The report of what is shown.
pub fn document(model: &Model, text: &Text, of: Of) -> Option<Document> {
    let instrument = super::planning::instrument_of(model, of)?;
    let (_, plan) = model.open_plan()?;
    let (title, mut blocks, method) = match of {
        Of::Assessment => {
            let assessment = model.assessment()?;
            let view = results::results(model, text, instrument, assessment);
            let (blocks, method) = person(text, &view);
            (model.name_of(assessment), blocks, method)
        }
        Of::Workshop => {
            let view = picture::picture(model, text)?;
            let (blocks, method) = group(text, &view);
            (view.name, blocks, method)
        }
    };
    blocks.extend(plan_blocks(model, text, of, instrument, &plan));
    blocks.extend(partner_blocks(text, &plan));
    let change = change::blocks(model, text, of, 2);
    if !change.is_empty() {
        blocks.push(heading(text, 1, "change.heading"));
        blocks.extend(change);
    }
    blocks.extend(method);
    let document = Document::new(title, &text.language, &text.direction, blocks);
    Some(Document { stand_ins: model.stand_ins(), ..document })
}

fn heading(text: &Text, level: u8, key: &str) -> Block {
    Block::Heading { level, text: text.say(key) }
}

/// One person's results: what they say, and behind the plan how they come about.
fn person(text: &Text, view: &ResultsView) -> (Vec<Block>, Vec<Block>) {
    let mut res = vec![heading(text, 1, "board.what"), Block::Text(text.say("board.what-person"))];
    res.push(Block::Facts(view.facts.clone()));
    res.push(heading(text, 1, "board.answers"));
    res.push(Block::Text(view.answered.clone()));
    if !view.dont_know.is_empty() {
        res.push(Block::Text(view.dont_know.clone()));
    }
    res.push(heading(text, 1, "results.overall"));
    match &view.overall {
        Ok(it) => {
            let values = [("score", it.score.as_str()), ("band", it.band.as_str())];
            res.push(Block::Text(match it.band.as_str() {
                "" => it.score.clone(),
                _ => text.with("results.finding", &values),
            }));
            let rest = [&it.advice, &it.counted].into_iter().filter(|it| !it.is_empty());
            res.extend(rest.cloned().map(Block::Text));
        }
        Err(why) => res.push(Block::Text(why.clone())),
    }
    res.push(heading(text, 1, "results.profile"));
    for it in &view.groups {
        res.extend(profile_blocks(text, it));
    }
    for (key, all) in [
        ("results.strengths", &view.strengths),
        ("results.to-develop", &view.to_develop),
        ("results.pressing", &view.pressing),
        ("results.evident", &view.evident),
    ] {
        if !all.is_empty() {
            res.push(heading(text, 1, key));
            res.push(Block::Points(all.clone()));
        }
    }
    let mut method = vec![
        heading(text, 1, "results.how"),
        Block::Text(view.method.clone()),
        Block::Text(text.say("results.norm")),
    ];
    for (title, bands) in &view.bands {
        method.push(Block::Heading { level: 2, text: title.clone() });
        method.push(Block::List(bands.iter().map(|it| format!("{}: {}", it.1, it.0)).collect()));
    }
    method.extend(sources(text, &view.sources));
    (res, method)
}

fn sources(text: &Text, all: &[String]) -> Vec<Block> {
    if all.is_empty() {
        return Vec::new();
    }
    let title = text.count("results.source", all.len(), &[]);
    vec![Block::Heading { level: 1, text: title }, Block::List(all.to_vec())]
}

/// A part of the profile as a drawing and as a table.
fn profile_blocks(text: &Text, it: &BarGroup) -> Vec<Block> {
    let heads = [
        "results.section",
        "results.score",
        "results.band",
        "results.answers",
        "results.dont-know-column",
    ];
    let rows = it.bars.iter().map(|it| {
        [&it.title, &it.value, &it.band, &it.answered, &it.dont_know].map(String::clone).into()
    });
    vec![
        Block::Heading { level: 2, text: it.title.clone() },
        Block::Figure(profile_figure(text, it)),
        Block::Table(Table {
            caption: it.title.clone(),
            heads: heads.map(|it| text.say(it)).into(),
            rows: rows.collect(),
            repeated: false,
        }),
    ]
}

/// A part of the profile as a drawing.
fn profile_figure(text: &Text, it: &BarGroup) -> Figure {
    let rows: Vec<ProfileRow> = it
        .bars
        .iter()
        .map(|bar| ProfileRow {
            title: bar.title.clone(),
            position: bar.position,
            value: bar.value.clone(),
            band: bar.band.clone(),
            ticks: bar.ticks.clone(),
            less: it.less,
        })
        .collect();
    figure(text, "profile", it.title.clone(), it.note.clone(), [profile(&rows)].into_iter())
}

/// The picture of a workshop, and behind the plan how it comes about.
fn group(text: &Text, view: &PictureView) -> (Vec<Block>, Vec<Block>) {
    let mut res = vec![heading(text, 1, "board.what"), Block::Text(text.say("board.what-group"))];
    if let Some(why) = &view.nothing {
        res.push(Block::Text(why.clone()));
        return (res, Vec::new());
    }
    res.push(Block::Facts(view.facts.clone()));
    res.push(heading(text, 1, "board.answers"));
    res.push(Block::Text(view.count.clone()));
    if !view.sectors.is_empty() {
        res.push(Block::Facts(view.sectors.clone()));
    }
    let remarks = [&view.hidden, &view.waiting].into_iter().filter(|it| !it.is_empty());
    res.extend(remarks.cloned().map(Block::Remark));
    res.extend(stand_outs(1, &view.common));
    res.push(heading(text, 1, "board.differ"));
    for it in &view.starts {
        res.extend(stand_outs(2, it));
    }
    res.push(heading(text, 1, "picture.profile"));
    res.push(Block::Figure(spread_figure(text, view)));
    let strips = || view.overall.iter().chain(view.groups.iter().map(|it| &it.strip));
    let table = |more: &[String], cells: &dyn Fn(&StripView) -> Vec<String>| Table {
        caption: text.say("picture.profile"),
        heads: [text.say("picture.section")].into_iter().chain(more.iter().cloned()).collect(),
        rows: strips().map(|it| [vec![it.title.clone()], cells(it)].concat()).collect(),
        repeated: false,
    };
    res.push(Block::Table(table(&view.heads, &|it| it.numbers.clone())));
    // A sector that may be shown nowhere has no column of its own.
    let hidden = text.say("picture.hidden-sign");
    let is_shown = |at: &usize| strips().any(|it| it.cells.get(*at) != Some(&hidden));
    let shown: Vec<usize> = (0..view.sector_heads.len()).filter(is_shown).collect();
    let only = |all: &[String]| shown.iter().filter_map(|it| all.get(*it).cloned()).collect();
    if !shown.is_empty() {
        let mut heads: Vec<String> = only(&view.sector_heads);
        heads.push(text.say("picture.gap"));
        let sectors = table(&heads, &|it| [only(&it.cells), vec![it.gap.clone()]].concat());
        res.push(heading(text, 2, "picture.side-by-side"));
        res.push(Block::Table(Table { caption: text.say("picture.side-by-side"), ..sectors }));
    }
    let mut method = vec![heading(text, 1, "picture.method")];
    method.extend(view.method.iter().cloned().map(Block::Text));
    method.extend(sources(text, &view.sources));
    (res, method)
}

fn stand_outs(level: u8, view: &StandOuts) -> Vec<Block> {
    let mut res = vec![Block::Heading { level, text: view.heading.clone() }];
    if view.all.is_empty() {
        res.push(Block::Text(view.none.clone()));
        return res;
    }
    if !view.lead.is_empty() {
        res.push(Block::Remark(view.lead.clone()));
    }
    let points = view.all.iter().map(|it| (it.title.clone(), it.detail.clone()));
    res.push(Block::Points(points.collect()));
    res
}

/// A figure of `drawings`, which run the way of the language.
pub fn figure(
    text: &Text,
    id: &'static str,
    title: String,
    summary: String,
    drawings: impl Iterator<Item = Drawing>,
) -> Figure {
    let leftwards = text.direction == "rtl";
    let turned = |it: Drawing| Rc::new(if leftwards { it.mirrored() } else { it });
    Figure { id, title, summary, repeated: false, drawings: drawings.map(turned).collect() }
}

/// The scores of all sections with their spread, as a drawing.
fn spread_figure(text: &Text, view: &PictureView) -> Figure {
    let strips = view.overall.iter().chain(view.groups.iter().map(|it| &it.strip));
    // Each by itself, so that they fill a sheet of paper and break between two of them.
    let drawings = strips.map(|it| {
        let [min, q1, _, q3, max] = it.box_positions;
        let dot = |it: &super::Dot| SpreadDot {
            name: it.name.clone(),
            value: it.value.clone(),
            position: it.position,
        };
        spread(&[SpreadRow {
            title: it.title.clone(),
            value: it.mean.clone(),
            note: it.summary.clone(),
            spread: it.shown.then_some(Spread { min, q1, q3, max, mean: it.mean_position }),
            dots: it.sectors.iter().map(dot).collect(),
            less: it.less,
        }])
    });
    let (title, summary) = (text.say("picture.profile"), text.say("board.spread"));
    figure(text, "profile", title, summary, drawings)
}

/// Priorities, actions, and when they are looked at again.
fn plan_blocks(
    model: &Model,
    text: &Text,
    of: Of,
    instrument: &Instrument,
    plan: &Plan,
) -> Vec<Block> {
    let mut res = vec![heading(text, 1, "plan.heading")];
    if plan.priorities.is_empty() && plan.actions.is_empty() {
        res.push(Block::Text(text.say("board.no-plan")));
    }
    if !plan.priorities.is_empty() {
        let fact = |it: &Offer| {
            let (title, _) = subject(text, instrument, &it.subject);
            (title, reason(model, text, of, it))
        };
        res.push(heading(text, 2, "plan.priorities"));
        res.push(Block::Points(plan.priorities.iter().map(fact).collect()));
    }
    if !plan.actions.is_empty() {
        res.push(heading(text, 2, "plan.actions"));
        res.extend(ordered(plan).into_iter().map(|it| {
            let mut facts = Vec::new();
            if let Some(about) = &it.about {
                facts.push((text.say("plan.about"), about_text(text, instrument, about)));
            }
            facts.extend(action_facts(text, it));
            facts.push((text.say("plan.state"), state(text, it.state)));
            facts.extend(it.more.iter().cloned());
            Block::Entry { title: action_title(text, it), facts }
        }));
    }
    res.push(Block::Text(review_text(text, plan, model.today())));
    res
}

fn about_text(text: &Text, instrument: &Instrument, about: &Subject) -> String {
    let (title, section) = subject(text, instrument, about);
    match section.as_str() {
        "" => title,
        of => text.with("plan.statement-of", &[("section", of), ("statement", &title)]),
    }
}

/// The actions by priority, then the rest, in the order of the plan.
fn ordered(plan: &Plan) -> Vec<&Action> {
    let rank = |it: &&Action| {
        let mut all = plan.priorities.iter();
        all.position(|known| Some(&known.subject) == it.about.as_ref()).unwrap_or(usize::MAX)
    };
    let mut res: Vec<_> = plan.actions.iter().collect();
    res.sort_by_key(rank);
    res
}

/// The plan as a table: heads and rows.
pub fn plan_table(
    text: &Text,
    instrument: &Instrument,
    plan: &Plan,
) -> (Vec<String>, Vec<Vec<String>>) {
    let heads = [
        "plan.number",
        "plan.about",
        "plan.what",
        "plan.leads",
        "plan.with",
        "plan.by",
        "plan.first-step",
        "plan.evidence",
        "plan.state",
    ];
    let row = |(i, it): (usize, &Action)| {
        let about = it.about.as_ref().map(|it| about_text(text, instrument, it));
        vec![
            (i + 1).to_string(),
            about.unwrap_or_default(),
            it.what.clone(),
            it.lead.clone(),
            it.with.clone(),
            it.by.map(|it| it.write()).unwrap_or_default(),
            it.first_step.clone(),
            it.evidence.clone(),
            state(text, it.state),
        ]
    };
    let rows = ordered(plan).into_iter().enumerate().map(row);
    (heads.map(|it| text.say(it)).into(), rows.collect())
}

/// What each partner brings and holds: drawings, tables and words.
fn partner_blocks(text: &Text, plan: &Plan) -> Vec<Block> {
    if plan.partners.is_empty() && plan.power.is_empty() {
        return Vec::new();
    }
    let mut res = vec![heading(text, 1, "partners.heading")];
    let tables = [
        table(text, plan, "partners.resources", resources(text), &|it| {
            (&it.brings, &it.brings_note)
        }),
        table(text, plan, "partners.powers", powers(text), &|it| (&it.holds, &it.holds_note)),
    ];
    for (figure, table) in partner_figures(text, plan).into_iter().zip(tables) {
        res.push(Block::Heading { level: 2, text: figure.title.clone() });
        res.push(Block::Figure(figure));
        res.push(Block::Table(table));
    }
    if !plan.power.is_empty() {
        res.push(heading(text, 2, "partners.power-said"));
        res.extend(
            plan.power
                .lines()
                .filter(|it| !it.trim().is_empty())
                .map(|it| Block::Text(it.to_owned())),
        );
    }
    res
}

/// What a partner brings or holds, and the words about it.
type Side<'a> = &'a dyn Fn(&Partner) -> (&[Level], &str);

fn table(text: &Text, plan: &Plan, caption: &str, names: Vec<String>, side: Side<'_>) -> Table {
    let mut heads = vec![text.say("partners.partner")];
    heads.extend(names);
    heads.push(text.say("partners.in-words"));
    let row = |(place, it): (usize, &Partner)| {
        let (levels, note) = side(it);
        let mut row = vec![called(text, place, it)];
        row.extend(levels.iter().map(|it| level(text, *it)));
        row.push(note.to_owned());
        row
    };
    let rows = plan.partners.iter().enumerate().map(row).collect();
    Table { caption: text.say(caption), heads, rows, repeated: false }
}

/// What each partner brings, and what power it holds, as drawings; none without partners.
pub fn partner_figures(text: &Text, plan: &Plan) -> Vec<Figure> {
    if plan.partners.is_empty() {
        return Vec::new();
    }
    let rows = |side: Side<'_>| -> Vec<MatrixRow> {
        let row = |(place, it): (usize, &Partner)| MatrixRow {
            name: called(text, place, it),
            cells: side(it).0.iter().map(|it| cell(*it)).collect(),
        };
        plan.partners.iter().enumerate().map(row).collect()
    };
    // The levels that stand in it, from nothing upwards.
    let key = |side: Side<'_>| -> Vec<(Cell, String)> {
        let stands = |it: &Level| plan.partners.iter().any(|of| side(of).0.contains(it));
        let all = Level::ALL.into_iter().filter(|it| *it != Level::Unsaid && stands(it));
        all.map(|it| (cell(it), level(text, it))).collect()
    };
    let figure = |id, title: &str, names: Vec<String>, side: Side<'_>| {
        let drawing = matrix(&names, &rows(side), &key(side));
        let (title, summary) = (text.say(title), text.say("partners.how-to-read"));
        figure(text, id, title, summary, [drawing].into_iter())
    };
    vec![
        figure("resources", "partners.resources", resources(text), &|it| {
            (&it.brings, &it.brings_note)
        }),
        figure("power", "partners.powers", powers(text), &|it| (&it.holds, &it.holds_note)),
    ]
}

fn cell(level: Level) -> Cell {
    match level {
        Level::Unsaid => Cell::Unsaid,
        Level::Differs => Cell::Differs,
        it => Cell::Amount(it.amount().unwrap_or_default()),
    }
}
