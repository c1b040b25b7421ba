//! Fields of forms with their labels.

use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::Ui;
use crate::app::Event;

/// A field of words: a line, or several where `rows` says so.
pub struct Words<'a> {
    pub id: String,
    pub label: String,
    pub hint: String,
    pub value: &'a str,
    /// The longest text, in characters.
    pub limit: usize,
    pub rows: usize,
    /// The id of a list of what could be meant.
    pub list: Option<&'static str>,
}

/// A field of words that sends what is in it at every letter.
pub fn words(ui: &Ui, it: Words<'_>, event: impl Fn(String) -> Event + 'static) -> Html {
    let Words { id, label, hint, value, limit, rows, list } = it;
    let described = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let (limit, value) = (limit.to_string(), value.to_owned());
    let input = if rows > 1 {
        let oninput = ui.send.reform(move |it: InputEvent| {
            event(it.target_unchecked_into::<HtmlTextAreaElement>().value())
        });
        html! {
            <textarea id={id.clone()} part="field" rows={rows.to_string()} maxlength={limit} {value} {oninput}
                aria-describedby={described.clone()} />
        }
    } else {
        let oninput = ui.send.reform(move |it: InputEvent| {
            event(it.target_unchecked_into::<HtmlInputElement>().value())
        });
        html! {
            <input id={id.clone()} part="field" type="text" maxlength={limit} autocomplete="off" {value} {oninput}
                {list} aria-describedby={described.clone()} />
        }
    };
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            if let Some(id) = described { <p {id} class="quiet">{ hint }</p> }
            { input }
        </div>
    }
}

/// A field for a day.
pub fn day(
    ui: &Ui,
    id: String,
    label: String,
    value: &str,
    hint: &str,
    event: impl Fn(String) -> Event + 'static,
) -> Html {
    let oninput = ui.send.reform(move |it: InputEvent| {
        event(it.target_unchecked_into::<HtmlInputElement>().value())
    });
    let described = (!hint.is_empty()).then(|| format!("{id}-hint"));
    html! {
        <div class="field">
            <label for={id.clone()}>{ label }</label>
            if let Some(id) = &described { <p id={id.clone()} class="quiet">{ hint.to_owned() }</p> }
            <input {id} part="field" class="day" type="date" max="9999-12-31" value={value.to_owned()} {oninput}
                aria-describedby={described} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct SelectProps {
    pub id: AttrValue,
    pub label: AttrValue,
    /// A fuller name for those who hear it.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    pub value: AttrValue,
    /// Value and label.
    pub choices: Vec<(String, String)>,
    pub choose: Callback<String>,
}

/// A list to choose from that shows `value`, whatever was chosen in it before.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let SelectProps { id, label, name, value, choices, choose } = props;
    let node = use_node_ref();
    {
        let (node, value) = (node.clone(), value.clone());
        use_effect(move || {
            if let Some(select) = node.cast::<HtmlSelectElement>()
                && select.value() != *value
            {
                select.set_value(&value);
            }
        });
    }
    let onchange =
        choose.reform(|it: yew::Event| it.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            <select {id} ref={node} part="field" {onchange} aria-label={name}>
                { for choices.iter().map(|(code, label)| html! {
                    <option key={code.clone()} value={code.clone()} selected={**code == **value}>{ label }</option>
                }) }
            </select>
        </div>
    }
}
