//! "Which assessment suits you?"

use yew::prelude::*;

use super::{Ui, start};
use crate::app::{Choice, Event, GuideQuestion, GuideView};

pub fn screen(ui: &Ui, heading: &str, view: &GuideView) -> Html {
    html! {
        <div class="guide">
            { ui.title(heading) }
            <p class="lead">{ ui.say("guide.lead") }</p>
            { for view.questions.iter().enumerate().map(|(i, it)| question(ui, i, it)) }
            <section aria-live="polite">
                { ui.heading(1, ui.say("guide.suggestion")) }
                if let Some((card, reasons)) = &view.recommended {
                    <ul class="cards whole">{ start::card(ui, card) }</ul>
                    { for reasons.iter().map(|it| html! { <p>{ it }</p> }) }
                } else {
                    <p>{ ui.say("guide.answer-both") }</p>
                }
            </section>
        </div>
    }
}

fn question(ui: &Ui, number: usize, view: &GuideQuestion) -> Html {
    let choice = |(choice, label, chosen): &(Choice, String, bool)| {
        let choice = *choice;
        let onchange = ui.sends::<yew::Event>(Event::Guide(choice));
        html! {
            <label class="option" part="option">
                <input type="radio" name={format!("guide-{number}")} checked={*chosen} {onchange} />
                <span>{ label }</span>
            </label>
        }
    };
    html! {
        <fieldset class="item">
            <legend part="statement">{ &view.label }</legend>
            <div class="scale">{ for view.choices.iter().map(choice) }</div>
        </fieldset>
    }
}
