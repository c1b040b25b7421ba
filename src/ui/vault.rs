//! Where a passphrase is asked for, put on what is kept here, or taken off.

use yew::prelude::*;

use super::Ui;
use crate::app::{Event, Screen, VaultEvent, VaultKind, VaultView};

pub fn screen(ui: &Ui, heading: &str, view: &VaultView) -> Html {
    let text =
        |keys: &[&str]| keys.iter().map(|it| html! { <p>{ ui.say(it) }</p> }).collect::<Html>();
    // A form of its own for each, so that nothing typed in one stays in the other.
    let form = |again: bool| {
        let key = if again { "new" } else { "known" };
        html! { <Passphrase {key} ui={ui.clone()} view={view.clone()} {again} /> }
    };
    let inside = match view.kind {
        VaultKind::Protect => html! {
            <>
                { text(&["vault.protect-1", "vault.protect-2"]) }
                <p class="practice">{ ui.say("vault.final") }</p>
                { form(true) }
            </>
        },
        VaultKind::Protected => html! {
            <>
                { text(&["vault.protected-1", "vault.protected-2"]) }
                if !view.problem.is_empty() { <p role="alert" class="trouble">{ &view.problem }</p> }
                <div class="acts">
                    { ui.button("first", ui.say("vault.lock"), VaultEvent::Lock) }
                    { ui.button("danger", ui.say("vault.unprotect"), VaultEvent::Unprotect) }
                </div>
            </>
        },
        _ => html! {
            <>
                { text(&["vault.unlock-1"]) }
                { form(false) }
                <section class="panel">
                    { ui.heading(1, ui.say("vault.without-heading")) }
                    { text(&["vault.without-1"]) }
                    <div class="acts">
                        { ui.button("second", ui.say("vault.without"), Event::Go(Screen::Start)) }
                        { ui.button("danger", ui.say("shelf.delete-all"), Event::AskDeleteEverything) }
                    </div>
                </section>
            </>
        },
    };
    html! { <div class="vault">{ ui.title(heading) }{ inside }</div> }
}

#[derive(Properties, PartialEq)]
pub struct PassphraseProps {
    pub ui: Ui,
    pub view: VaultView,
    /// Whether it is typed twice, because it is new.
    pub again: bool,
    /// What stands beside the button.
    #[prop_or_default]
    pub beside: Html,
}

/// The field for a passphrase. What is typed stays here until it is sent.
#[component]
pub fn Passphrase(props: &PassphraseProps) -> Html {
    let PassphraseProps { ui, view, again, beside } = props;
    let typed = use_state(|| [String::new(), String::new()]);
    let onsubmit = {
        let (typed, kind) = (typed.clone(), view.kind.clone());
        ui.send.reform(move |event: SubmitEvent| {
            event.prevent_default();
            let [passphrase, again] = (*typed).clone();
            let event = match kind {
                VaultKind::Protect => VaultEvent::Protect { passphrase, again },
                VaultKind::File(_) => VaultEvent::OpenFile { passphrase },
                VaultKind::Unlock | VaultKind::Protected => VaultEvent::Unlock { passphrase },
            };
            Event::from(event)
        })
    };
    let wrong = !view.problem.is_empty();
    let field = |place: usize, label: &str, hint: Option<String>| {
        let oninput = {
            let typed = typed.clone();
            Callback::from(move |event: InputEvent| {
                let input: web_sys::HtmlInputElement = event.target_unchecked_into();
                let mut next = (*typed).clone();
                if let Some(it) = next.get_mut(place) {
                    *it = input.value();
                }
                typed.set(next);
            })
        };
        let id = format!("pa-passphrase-{place}");
        let first = wrong && place == 0;
        let described = hint.as_ref().map(|_| format!("{id}-hint"));
        let described = match (first, described) {
            (true, Some(it)) => Some(format!("pa-passphrase-wrong {it}")),
            (true, None) => Some("pa-passphrase-wrong".to_owned()),
            (false, it) => it,
        };
        html! {
            <div class={classes!("field", first.then_some("wrong"))}>
                <label for={id.clone()}>{ ui.say(label) }</label>
                { for hint.map(|it| html! { <p id={format!("{id}-hint")} class="quiet">{ it }</p> }) }
                if first { <p id="pa-passphrase-wrong" class="trouble">{ &view.problem }</p> }
                <input {id} part="field" type="password" data-first={(place == 0).then_some("")}
                    autocomplete={if *again { "new-password" } else { "current-password" }}
                    value={typed.get(place).cloned().unwrap_or_default()} {oninput}
                    aria-invalid={first.then_some("true")} aria-describedby={described} />
            </div>
        }
    };
    let button = match view.kind {
        VaultKind::Protect => "vault.protect",
        _ => "vault.unlock",
    };
    html! {
        <form {onsubmit}>
            { field(0, "vault.passphrase", again.then(|| view.hint.clone())) }
            if *again { { field(1, "vault.again", None) } }
            <div class="acts">
                <button type="submit" class="first" part="button first" disabled={view.busy}>{ ui.say(button) }</button>
                { beside.clone() }
            </div>
            <p role="status" class="quiet">{ if view.busy { ui.say("vault.busy") } else { String::new() } }</p>
        </form>
    }
}
