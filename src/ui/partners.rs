//! What each partner brings, and what power it holds: a table that partners fill in together.

use yew::prelude::*;

use super::fields::{self, Select, Words};
use super::{Ui, document};
use crate::app::{Event, PartnerView, PartnersView, PlanEvent, Screen};
use crate::plan::partners::Level;
use crate::plan::{MAX_NAME, MAX_TEXT};

pub fn screen(ui: &Ui, heading: &str, view: &PartnersView) -> Html {
    let power = Words {
        id: "pa-power".to_owned(),
        label: ui.say("partners.power-said"),
        hint: ui.say("partners.power-hint"),
        value: &view.power,
        limit: 2 * MAX_TEXT,
        rows: 5,
        list: None,
    };
    html! {
        <div class="partners">
            { ui.title(heading) }
            <p class="lead">{ ui.say("partners.lead") }</p>
            <ol class="partner-list">{ for view.partners.iter().map(|it| partner(ui, view, it)) }</ol>
            <div class="acts">{ ui.button("second", ui.say("partners.add"), PlanEvent::AddPartner) }</div>
            { for view.figures.iter().map(|it| document::figure(ui, it, Html::default())) }
            <section class="panel">
                { ui.heading(1, ui.say("partners.power")) }
                <p>{ ui.say("partners.power-lead") }</p>
                <ul class="list">{ for view.questions.iter().map(|it| html! { <li>{ it }</li> }) }</ul>
                { fields::words(ui, power, |text| PlanEvent::Power(text).into()) }
            </section>
            <div class="acts">
                { ui.button("first large", ui.say("partners.back"), Event::Go(Screen::Plan(view.of))) }
            </div>
        </div>
    }
}

fn partner(ui: &Ui, view: &PartnersView, it: &PartnerView) -> Html {
    let place = it.place;
    let with = |key: &str| ui.text.with(key, &[("name", &it.called)]);
    let words = |what: &str, label: &str, value, limit, rows| Words {
        id: format!("pa-partner-{place}-{what}"),
        label: ui.say(label),
        hint: String::new(),
        value,
        limit,
        rows,
        list: None,
    };
    let brings = view.resources.iter().zip(it.brings).enumerate().map(|(what, (label, level))| {
        let event = move |level| PlanEvent::Brings { place, what, level };
        choice(ui, format!("pa-partner-{place}-brings-{what}"), label, level, &BRINGS, event)
    });
    let holds = view.powers.iter().zip(it.holds).enumerate().map(|(what, (label, level))| {
        let event = move |level| PlanEvent::Holds { place, what, level };
        choice(ui, format!("pa-partner-{place}-holds-{what}"), label, level, &HOLDS, event)
    });
    let name = words("name", "partners.name", &it.name, MAX_NAME, 1);
    let brings_note = words("brings-note", "partners.brings-note", &it.brings_note, MAX_TEXT, 2);
    let holds_note = words("holds-note", "partners.holds-note", &it.holds_note, MAX_TEXT, 2);
    let out = PlanEvent::TakeOutPartner(place);
    let take_out = ui.say("partners.take-out");
    let named = ui.text.with("shelf.act-on", &[("act", &take_out), ("name", &it.called)]);
    html! {
        <li class="partner" key={it.id.clone()}>
            { fields::words(ui, name, move |name| PlanEvent::NamePartner { place, name }.into()) }
            <fieldset>
                <legend>{ with("partners.brings") }</legend>
                <div class="levels">{ for brings }</div>
                { fields::words(ui, brings_note, move |text| PlanEvent::BringsNote { place, text }.into()) }
            </fieldset>
            <fieldset>
                <legend>{ with("partners.holds") }</legend>
                <div class="levels wide">{ for holds }</div>
                { fields::words(ui, holds_note, move |text| PlanEvent::HoldsNote { place, text }.into()) }
            </fieldset>
            { ui.named_button("plain", take_out, Some(named), out.into()) }
        </li>
    }
}

const BRINGS: [Level; 5] = [Level::Unsaid, Level::Nothing, Level::Little, Level::Some, Level::Much];
const HOLDS: [Level; 6] = Level::ALL;

fn choice(
    ui: &Ui,
    id: String,
    label: &str,
    level: Level,
    offered: &[Level],
    event: impl Fn(Level) -> PlanEvent + 'static,
) -> Html {
    let name = |it: Level| {
        ui.say(match it {
            Level::Unsaid => "partners.unsaid",
            Level::Nothing => "partners.nothing",
            Level::Little => "partners.little",
            Level::Some => "partners.some",
            Level::Much => "partners.much",
            Level::Differs => "partners.differs",
        })
    };
    // What a file says stays, even where it is not offered.
    let others = Level::ALL.into_iter().filter(|it| *it == level && !offered.contains(it));
    let all = offered.iter().copied().chain(others);
    let choices: Vec<_> = all.map(|it| (it.code().to_owned(), name(it))).collect();
    let choose = ui
        .send
        .reform(move |code: String| event(Level::from_code(&code).unwrap_or_default()).into());
    html! { <Select {id} label={label.to_owned()} value={level.code()} {choices} {choose} /> }
}
