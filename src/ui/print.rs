//! The results as a document for paper; on screen it is not shown.

use yew::prelude::*;

use super::{Ui, chart, results};
use crate::app::{ResultsView, ViewModel};

pub fn page(ui: &Ui, view: &ViewModel, res: &ResultsView) -> Html {
    html! {
        <div class="paper">
            <h1><bdi>{ view.name.clone() }</bdi></h1>
            <dl class="paper-facts">
                { for res.facts.iter().map(|(name, value)| html! {
                    <div><dt>{ name }</dt><dd><bdi>{ value }</bdi></dd></div>
                }) }
            </dl>
            { results::overall(ui, res) }
            { for res.groups.iter().map(|it| html! {
                <section class="whole-block">
                    <h2>{ &it.title }</h2>
                    <p class="quiet">{ &it.note }</p>
                    { chart::bars(it) }
                </section>
            }) }
            { results::findings(ui, res) }
            { for res.sections.iter().map(|it| html! {
                <section key={it.bar.section}>
                    <h2>{ &it.bar.title }</h2>
                    <p class="summary-value">{ results::summary(it) }</p>
                    { results::section(ui, it) }
                </section>
            }) }
            <section>
                <h2>{ ui.say("results.how") }</h2>
                { results::how(ui, res) }
            </section>
        </div>
    }
}
