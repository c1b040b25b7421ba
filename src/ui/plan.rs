//! What partners agree to do.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::Ui;
use super::fields::{self, Select, Words};
use crate::app::{
    ActionForm, ActionView, Download, Event, Of, OfferView, PlanEvent, PlanGroup, PlanView, Screen,
};
use crate::plan::{Part, State, Subject};

pub fn screen(ui: &Ui, heading: &str, view: &PlanView) -> Html {
    html! {
        <div class="plan">
            { ui.title(heading) }
            if !view.round.is_empty() { <p class="place">{ &view.round }</p> }
            <p class="lead">{ ui.say("plan.lead") }</p>
            if view.review_due { { due(ui, view) } }
            { priorities(ui, view) }
            { unfinished(ui, view) }
            <section id="pa-plan-actions" tabindex="-1" class="plan-actions">
                { ui.heading(1, ui.say("plan.actions")) }
                { for view.groups.iter().map(|it| group(ui, view, it)) }
            </section>
            <section class="panel plan-partners">
                { ui.heading(1, ui.say("partners.heading")) }
                <p>{ ui.say("plan.partners-lead") }</p>
                if !view.partners.is_empty() { <p><strong>{ &view.partners }</strong></p> }
                <div class="acts">
                    { ui.button("second", ui.say("plan.to-partners"), Event::Go(Screen::Partners(view.of))) }
                </div>
            </section>
            { review(ui, view) }
            <p class="on-paper">{ &view.review_text }</p>
            <section class="panel plan-keep">
                { ui.heading(1, ui.say("plan.keep")) }
                <p>{ ui.say("plan.keep-lead") }</p>
                <div class="acts">
                    { ui.button("first", ui.say("plan.to-report"), Event::Go(Screen::Report(view.of))) }
                    { ui.button("second", ui.say("plan.save-table"), Event::Download(Download::Plan)) }
                    if view.has_days {
                        { ui.button("second", ui.say("plan.save-calendar"), Event::Download(Download::Calendar)) }
                    }
                    { ui.button("second", ui.say("plan.print"), Event::Print) }
                </div>
                if view.has_days { <p class="quiet below-acts">{ ui.say("plan.calendar-text") }</p> }
            </section>
            <datalist id="pa-partner-names">
                { for view.partner_names.iter().map(|it| html! { <option value={it.clone()} /> }) }
            </datalist>
            <div role="status" class="unseen">{ &view.said }</div>
        </div>
    }
}

fn due(ui: &Ui, view: &PlanView) -> Html {
    html! {
        <div class="notice review-due">
            <p class="notice-title">{ &view.review_text }</p>
            <p>{ ui.say("plan.due-lead") }</p>
            if view.can_go_on {
                <div class="acts">{ ui.button("first", ui.say("plan.next-round"), PlanEvent::NextRound) }</div>
            }
        </div>
    }
}

fn priorities(ui: &Ui, view: &PlanView) -> Html {
    html! {
        <section class="plan-priorities">
            { ui.heading(1, ui.say("plan.priorities")) }
            <p>{ ui.say("plan.priorities-lead") }</p>
            if view.offers.is_empty() { <p class="quiet">{ ui.say("plan.no-offers") }</p> }
            <ul class="offers">{ for view.offers.iter().enumerate().map(|(i, it)| offer(ui, view, i, it)) }</ul>
            if view.full.is_empty() {
                <Other ui={ui.clone()} others={view.others.clone()} />
            } else {
                <p id="pa-plan-full" class="quiet" tabindex="-1">{ &view.full }</p>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct OtherProps {
    ui: Ui,
    others: Vec<(Subject, String)>,
}

/// A list of what else could be a priority. Whoever goes through it by the arrow keys has chosen
/// nothing before the button is pressed.
#[component]
fn Other(props: &OtherProps) -> Html {
    let OtherProps { ui, others } = props;
    let chosen = use_state(String::new);
    let node = use_node_ref();
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |code: String| chosen.set(code))
    };
    let onclick = {
        let (chosen, node) = (chosen.clone(), node.clone());
        let (send, others) = (ui.send.clone(), others.clone());
        Callback::from(move |_: MouseEvent| {
            let of = chosen.parse::<usize>().ok().and_then(|it| others.get(it));
            if let Some((subject, _)) = of {
                send.emit(PlanEvent::Prioritise(subject.clone()).into());
                chosen.set(String::new());
            } else if let Some(it) = node.cast::<web_sys::Element>()
                && let Ok(Some(list)) = it.query_selector("select")
                && let Ok(list) = list.dyn_into::<web_sys::HtmlElement>()
            {
                list.focus().ok();
            }
        })
    };
    let none = (String::new(), ui.say("plan.choose-other"));
    let all = others.iter().enumerate().map(|(i, it)| (i.to_string(), it.1.clone()));
    let choices: Vec<_> = [none].into_iter().chain(all).collect();
    html! {
        <div class="plan-other" ref={node}>
            <Select id="pa-plan-other" label={ui.say("plan.other")} value={(*chosen).clone()} {choices} {choose} />
            <button id="pa-plan-add" type="button" class="second" part="button second" {onclick}>{ ui.say("plan.add-priority") }</button>
        </div>
    }
}

fn offer(ui: &Ui, view: &PlanView, place: usize, it: &OfferView) -> Html {
    let onchange = ui.sends::<yew::Event>(PlanEvent::Prioritise(it.subject.clone()));
    let id = format!("pa-offer-{place}");
    html! {
        <li key={format!("{:?}", it.subject)}>
            <label class="tick offer-tick">
                <input type="checkbox" checked={it.chosen} {onchange} aria-describedby={id.clone()}
                    disabled={!it.chosen && !view.full.is_empty()} />
                <span>{ &it.title }</span>
            </label>
            <p {id} class="quiet offer-why">
                if !it.section.is_empty() { <span>{ &it.section }</span> }
                { for it.reasons.iter().map(|it| html! { <span>{ it }</span> }) }
            </p>
        </li>
    }
}

fn unfinished(ui: &Ui, view: &PlanView) -> Html {
    if view.unfinished.is_empty() {
        return Html::default();
    }
    html! {
        <section class="panel plan-unfinished">
            { ui.heading(1, ui.say("plan.unfinished")) }
            <p>{ ui.say("plan.unfinished-lead") }</p>
            <ul class="entries">
                { for view.unfinished.iter().map(|(place, what, known)| html! {
                    <li class="entry" key={*place}>
                        <div><p><bdi>{ what }</bdi></p><p class="quiet"><bdi>{ known }</bdi></p></div>
                        { ui.named_button(
                            "second",
                            ui.say("plan.carry-over"),
                            Some(named(ui, "plan.carry-over", what)),
                            PlanEvent::CarryOver(*place).into(),
                        ) }
                    </li>
                }) }
            </ul>
        </section>
    }
}

/// What a button does, and to what.
fn named(ui: &Ui, act: &str, name: &str) -> String {
    ui.text.with("shelf.act-on", &[("act", &ui.say(act)), ("name", name)])
}

/// A button by which something can be found again.
fn act(ui: &Ui, id: String, key: &'static str, name: &str, can: bool, event: PlanEvent) -> Html {
    let onclick = ui.sends::<MouseEvent>(event);
    html! {
        <button type="button" class="plain" part="button plain" {id} {onclick} disabled={!can}
            aria-label={named(ui, key, name)}>{ ui.say(key) }</button>
    }
}

fn group(ui: &Ui, view: &PlanView, it: &PlanGroup) -> Html {
    if it.subject.is_none() && view.n_priorities > 0 && it.actions.is_empty() {
        return add(ui, it, "plan.add-other");
    }
    let order = it.place.filter(|_| view.n_priorities > 1).map(|place| {
        let move_to = |up| PlanEvent::MovePriority { place, up };
        html! {
            <div class="moves">
                { act(ui, format!("pa-priority-{place}-up"), "plan.up", &it.title, place > 0, move_to(true)) }
                { act(ui, format!("pa-priority-{place}-down"), "plan.down", &it.title, place + 1 < view.n_priorities, move_to(false)) }
            </div>
        }
    });
    html! {
        <section class="plan-group" key={format!("{:?}", it.subject)}>
            <div class="section-head">
                <div>
                    { ui.heading(2, it.title.clone()) }
                    if !it.section.is_empty() { <p class="quiet">{ &it.section }</p> }
                    if !it.reason.is_empty() { <p class="quiet">{ &it.reason }</p> }
                </div>
                { for order }
            </div>
            <ol class="actions">{ for it.actions.iter().map(|it| action(ui, view, it)) }</ol>
            { add(ui, it, if it.subject.is_some() { "plan.add" } else { "plan.add-other" }) }
            if !it.ideas.is_empty() { { ideas(ui, it) } }
        </section>
    }
}

fn add(ui: &Ui, it: &PlanGroup, key: &'static str) -> Html {
    let event = PlanEvent::Add { about: it.subject.clone(), idea: String::new() };
    let name = it.subject.as_ref().map(|_| named(ui, key, &it.title));
    html! { <div class="acts">{ ui.named_button("second", ui.say(key), name, event.into()) }</div> }
}

fn ideas(ui: &Ui, it: &PlanGroup) -> Html {
    html! {
        <details class="ideas">
            <summary>{ ui.say("results.ideas") }</summary>
            <ul>
                { for it.ideas.iter().map(|idea| {
                    let event = PlanEvent::Add { about: it.subject.clone(), idea: idea.clone() };
                    html! {
                        <li>
                            <span>{ idea }</span>
                            { ui.named_button("plain", ui.say("plan.start-from"), Some(named(ui, "plan.start-from", idea)), event.into()) }
                        </li>
                    }
                }) }
            </ul>
        </details>
    }
}

fn action(ui: &Ui, view: &PlanView, it: &ActionView) -> Html {
    let place = it.place;
    let onkeydown = {
        let send = ui.send.clone();
        Callback::from(move |event: KeyboardEvent| {
            let up = match event.key().as_str() {
                "ArrowUp" => true,
                "ArrowDown" => false,
                _ => return,
            };
            if event.alt_key() {
                event.prevent_default();
                send.emit(PlanEvent::Move { place, up }.into());
            }
        })
    };
    let choose = ui.send.reform(move |code: String| {
        let state = State::from_code(&code).unwrap_or_default();
        PlanEvent::State { place, state }.into()
    });
    let id = |what: &str| format!("pa-action-{place}-{what}");
    let edit = if it.form.is_some() { None } else { Some(place) };
    html! {
        <li class={classes!("action", (!it.state.is_open()).then_some("closed"))} key={it.id.clone()}>
            <div class="action-head">
                <div class="action-words">
                    <p class={classes!("action-title", (!it.named).then_some("missing"))}><bdi>{ &it.title }</bdi></p>
                    <p class="action-state-text">{ &it.state_text }</p>
                    if !it.about.is_empty() { <p class="quiet"><bdi>{ &it.about }</bdi></p> }
                    if !it.late.is_empty() { <p class="late">{ &it.late }</p> }
                    if it.form.is_none() && !it.facts.is_empty() {
                        <dl class="action-facts">
                            { for it.facts.iter().map(|(name, value)| html! {
                                <div><dt>{ name }</dt><dd><bdi>{ value }</bdi></dd></div>
                            }) }
                        </dl>
                    }
                </div>
                <div class="action-state">
                    <Select id={id("state")} label={ui.say("plan.state")} name={named(ui, "plan.state", &it.title)}
                        value={it.state.code()} choices={states(ui)} choose={choose} />
                </div>
            </div>
            if let Some(it) = &it.form { { form(ui, view, place, it) } }
            <div class="moves" {onkeydown}>
                { act(ui, id("edit"), if it.form.is_some() { "plan.close" } else { "plan.edit" }, &it.title, true, PlanEvent::Edit(edit)) }
                { act(ui, id("up"), "plan.up", &it.title, it.can_rise, PlanEvent::Move { place, up: true }) }
                { act(ui, id("down"), "plan.down", &it.title, it.can_sink, PlanEvent::Move { place, up: false }) }
                { act(ui, id("out"), "plan.take-out", &it.title, true, PlanEvent::TakeOut(place)) }
            </div>
        </li>
    }
}

fn states(ui: &Ui) -> Vec<(String, String)> {
    let label = |it: State| match it {
        State::NotBegun => ui.say("plan.not-begun"),
        State::UnderWay => ui.say("plan.under-way"),
        State::Done => ui.say("plan.done"),
        State::Dropped => ui.say("plan.dropped"),
    };
    State::ALL.map(|it| (it.code().to_owned(), label(it))).into()
}

fn form(ui: &Ui, view: &PlanView, place: usize, it: &ActionForm) -> Html {
    let part = |(part, value): &(Part, String)| {
        let part = *part;
        let (what, label, hint, rows) = match part {
            Part::What => ("what", "plan.what", "plan.what-hint", 2),
            Part::Lead => ("lead", "plan.leads", "plan.leads-hint", 1),
            Part::With => ("with", "plan.with", "plan.with-hint", 1),
            Part::FirstStep => ("first-step", "plan.first-step", "plan.first-step-hint", 2),
            Part::Evidence => ("evidence", "plan.evidence", "plan.evidence-hint", 2),
        };
        let field = Words {
            id: format!("pa-action-{place}-{what}"),
            label: ui.say(label),
            hint: ui.say(hint),
            value,
            limit: part.limit(),
            rows,
            list: (part == Part::Lead).then_some("pa-partner-names"),
        };
        fields::words(ui, field, move |text| PlanEvent::Write { place, part, text }.into())
    };
    let by = fields::day(
        ui,
        format!("pa-action-{place}-by"),
        ui.say("plan.by"),
        &it.by,
        &it.past,
        move |day| PlanEvent::By { place, day }.into(),
    );
    let subjects: Vec<Subject> = view.subjects.iter().map(|it| it.0.clone()).collect();
    let chosen = subjects.iter().position(|of| Some(of) == it.about.as_ref());
    let choose = ui.send.reform(move |code: String| {
        let about = code.parse::<usize>().ok().and_then(|it| subjects.get(it).cloned());
        PlanEvent::About { place, about }.into()
    });
    let none = (String::new(), ui.say("plan.no-priority"));
    let all = view.subjects.iter().enumerate().map(|(i, it)| (i.to_string(), it.1.clone()));
    let choices: Vec<_> = [none].into_iter().chain(all).collect();
    html! {
        <div class="action-form">
            { for it.parts.iter().take(3).map(part) }
            { by }
            { for it.parts.iter().skip(3).map(part) }
            <Select id={format!("pa-action-{place}-about")} label={ui.say("plan.about")}
                value={chosen.map_or_else(String::new, |it| it.to_string())} {choices} choose={choose} />
        </div>
    }
}

fn review(ui: &Ui, view: &PlanView) -> Html {
    let soon = |months: u8| {
        let label = ui.text.count("plan.in-months", months.into(), &[]);
        ui.button("second", label, PlanEvent::ReviewIn(months))
    };
    let next = match view.of {
        Of::Assessment => "plan.next-round-text",
        Of::Workshop => "plan.next-workshop-text",
    };
    html! {
        <section class="panel plan-review">
            { ui.heading(1, ui.say("plan.review")) }
            <p>{ ui.say("plan.review-lead") }</p>
            { fields::day(ui, "pa-plan-review".to_owned(), ui.say("plan.review-day"), &view.review, &view.review_text, |day| PlanEvent::Review(day).into()) }
            <div class="acts">{ for [3, 6, 12].map(soon) }</div>
            <p class="next-round">{ ui.say(next) }</p>
            if view.can_go_on {
                <div class="acts">{ ui.button("second", ui.say("plan.next-round"), PlanEvent::NextRound) }</div>
            } else {
                <p class="quiet">{ ui.say("plan.not-yet") }</p>
            }
        </section>
    }
}
