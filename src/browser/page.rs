//! The page around the widget: history, focus, title, printing.

#[cfg(not(feature = "starter"))]
use std::collections::BTreeMap;

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
#[cfg(not(feature = "starter"))]
use web_sys::NodeList;
use web_sys::{Element, HtmlDialogElement, HtmlElement, window};

use super::selector;
use crate::app::{FULL, Focus};

/// The name of our part in the state of a history entry.
const STATE: &str = "partnership-assessment";

/// What the present history entry holds of the widget `instance`.
fn noted(instance: &str, what: &str) -> Option<String> {
    let state = window()?.history().ok()?.state().ok()?;
    let noted = field(&field(&state, STATE)?, instance)?;
    field(&noted, what)?.as_string()
}

/// What an object holds under this name. To ask anything else throws, which is slow.
fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    if object.is_object() { Reflect::get(object, &name.into()).ok() } else { None }
}

/// The place of the widget `instance` in the present history entry.
pub fn place(instance: &str) -> Option<String> {
    noted(instance, "place")
}

/// The language that the widget `instance` was shown in at that place.
pub fn language(instance: &str) -> Option<String> {
    noted(instance, "language")
}

/// Notes the place in the history, beside whatever others keep in its state; the address
/// stays as it is.
pub fn visit(instance: &str, place: &str, language: &str, step: bool) {
    if !step
        && self::place(instance).as_deref() == Some(place)
        && self::language(instance).as_deref() == Some(language)
    {
        // Browsers refuse, with a line in the console, what is noted too often.
        return;
    }
    let Some(history) = window().and_then(|it| it.history().ok()) else { return };
    let before = history.state().unwrap_or_default();
    let plain = before.is_null()
        || before.is_undefined()
        || Object::try_from(&before).is_some_and(|it| {
            Object::is(&Object::get_prototype_of(it), &Object::get_prototype_of(&Object::new()))
        });
    if !step && !plain {
        // The page keeps something here that ours cannot stand beside.
        return;
    }
    let copy = |from: JsValue| {
        let to = Object::new();
        if from.is_object() { Object::assign(&to, from.unchecked_ref()) } else { to }
    };
    let state = copy(before);
    let ours = copy(field(&state, STATE).unwrap_or_default());
    let noted = Object::new();
    Reflect::set(&noted, &"place".into(), &place.into()).ok();
    Reflect::set(&noted, &"language".into(), &language.into()).ok();
    Reflect::set(&ours, &instance.into(), &noted).ok();
    Reflect::set(&state, &STATE.into(), &ours).ok();
    if step {
        history.push_state(&state, "").ok();
    } else {
        history.replace_state(&state, "").ok();
    }
}

/// The fragment of the address if it is `ours`, which is taken out of the address bar.
pub fn take_fragment(ours: impl Fn(&str) -> bool) -> String {
    let fragment = window().and_then(|it| it.location().hash().ok()).unwrap_or_default();
    if !ours(&fragment) {
        return String::new();
    }
    if let Some(history) = window().and_then(|it| it.history().ok()) {
        let state = history.state().unwrap_or_default();
        // In full: a page may have its base elsewhere.
        history.replace_state_with_url(&state, "", href().split('#').next()).ok();
    }
    fragment
}

/// The address of the page without its fragment; empty for a file on a disk.
#[cfg(not(feature = "starter"))]
pub fn address() -> String {
    let address = href();
    let address = address.split('#').next().unwrap_or_default();
    if address.starts_with("file:") { String::new() } else { address.to_owned() }
}

pub fn href() -> String {
    window().and_then(|it| it.location().href().ok()).unwrap_or_default()
}

pub fn persist() {
    // A browser may refuse, which changes nothing for us.
    if let Some(window) = window()
        && let Ok(storage) = Reflect::get(&window.navigator(), &"storage".into())
        && let Ok(persist) = Reflect::get(&storage, &"persist".into())
        && let Ok(persist) = persist.dyn_into::<js_sys::Function>()
    {
        persist.call0(&storage).ok();
    }
}

pub fn print() {
    if let Some(window) = window() {
        window.print().ok();
    }
}

pub fn name_document(title: &str, language: &str, direction: &str) {
    let Some(document) = window().and_then(|it| it.document()) else { return };
    if document.title() != title {
        document.set_title(title);
    }
    if let Some(root) = document.document_element() {
        for (name, value) in [("lang", language), ("dir", direction)] {
            // To set it once more has the browser style the whole page anew.
            if root.get_attribute(name).as_deref() != Some(value) {
                root.set_attribute(name, value).ok();
            }
        }
    }
}

/// Says of each of `words` that is shown by itself which language it is in, for those who hear it.
#[cfg(not(feature = "starter"))]
pub fn name_languages(root: &Element, words: &BTreeMap<String, String>) {
    const NAMED: &str = "data-language";
    let Ok(named) = root.query_selector_all(&format!("[{NAMED}]")) else { return };
    let all = if words.is_empty() { None } else { root.query_selector_all(".pa *").ok() };
    for it in elements(named) {
        it.remove_attribute(NAMED).ok();
        it.remove_attribute("lang").ok();
    }
    for it in all.into_iter().flat_map(elements) {
        if it.child_element_count() == 0
            && !it.has_attribute("lang")
            && let Some(language) = it.text_content().and_then(|it| words.get(&it).cloned())
        {
            it.set_attribute("lang", &language).ok();
            it.set_attribute(NAMED, "").ok();
        }
    }
}

#[cfg(not(feature = "starter"))]
fn elements(list: NodeList) -> impl Iterator<Item = Element> {
    (0..list.length()).filter_map(move |at| list.get(at)?.dyn_into().ok())
}

pub fn focus(root: &Element, focus: &Focus) {
    if *focus != Focus::Dialog
        && let Some(dialog) = find::<HtmlDialogElement>(root, "dialog[open]")
    {
        dialog.close();
    }
    if *focus == Focus::Dialog
        && let Some(dialog) = find::<HtmlDialogElement>(root, "dialog")
    {
        // Without the method the dialog is shown in the flow of the page.
        if !dialog.open() && dialog.show_modal().is_err() {
            dialog.set_open(true);
        }
    }
    if *focus == Focus::Opener {
        // Closing the dialog has given the focus back.
        return;
    }
    let wanted = find::<HtmlElement>(root, &selector(focus));
    let Some(target) = wanted.or_else(|| find(root, "#pa-heading")) else { return };
    // What is large is seen best from where it begins, not from where the browser scrolls to.
    #[cfg(not(feature = "starter"))]
    let single = target
        .closest(".single")
        .ok()
        .flatten()
        .filter(|it| it.get_bounding_client_rect().top() < 0.0);
    target.focus().ok();
    #[cfg(not(feature = "starter"))]
    if let Some(it) = single {
        it.scroll_into_view();
        return;
    }
    if *focus == Focus::Heading {
        // The first screen stays where the host page put it.
        if root.get_bounding_client_rect().top() < 0.0 {
            root.scroll_into_view();
        }
    } else if let Focus::Item(_) = focus
        && let Ok(Some(item)) = target.closest("[data-item]")
    {
        item.scroll_into_view();
    } else if FULL && matches!(focus, Focus::Part(_)) {
        // What has had the focus all the time is left where it is.
        let room = root.owner_document().and_then(|it| it.document_element());
        let room = room.map_or(0, |it| it.client_height());
        if target.get_bounding_client_rect().bottom() > f64::from(room) {
            target.scroll_into_view_with_bool(false);
        }
    }
}

fn find<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok().flatten()?.dyn_into().ok()
}
