//! Handing things over: the clipboard, the device's share sheet, the whole screen.

use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlTextAreaElement, window};

use super::Runtime;
use crate::app::{Event, Handout, WorkshopEvent};

/// Calls the method `name` of `object`; `None` if it has none or refuses at once.
fn call(object: &JsValue, name: &str, argument: &JsValue) -> Option<Promise> {
    let method: Function = Reflect::get(object, &name.into()).ok()?.dyn_into().ok()?;
    Some(Promise::resolve(&method.call1(object, argument).ok()?))
}

/// Puts `text` on the clipboard and reports whether that worked.
pub fn copy(runtime: Rc<Runtime>, what: Handout, text: String) {
    spawn_local(async move {
        let clipboard = window()
            .and_then(|it| Reflect::get(&it.navigator(), &"clipboard".into()).ok())
            .filter(JsValue::is_object);
        let written = match clipboard.and_then(|it| call(&it, "writeText", &text.as_str().into())) {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        let done = written || copy_by_selection(&runtime.root, &text);
        runtime.dispatch(Event::Workshop(WorkshopEvent::Copied(done.then_some(what))));
    });
}

/// The older way, for pages that are not served securely and may not use the clipboard.
fn copy_by_selection(root: &Element, text: &str) -> bool {
    let document = root.owner_document();
    let area = document.as_ref().and_then(|it| it.create_element("textarea").ok());
    let (Some(document), Some(area)) = (document, area) else { return false };
    let Ok(area) = area.dyn_into::<HtmlTextAreaElement>() else { return false };
    area.set_value(text);
    area.set_class_name("unseen");
    if root.append_child(&area).is_err() {
        return false;
    }
    area.select();
    let command = Reflect::get(&document, &"execCommand".into()).ok();
    let command = command.and_then(|it| it.dyn_into::<Function>().ok());
    let done = command.and_then(|it| it.call1(&document, &"copy".into()).ok());
    area.remove();
    done.is_some_and(|it| it.is_truthy())
}

/// Opens the share sheet, where the device has one.
pub fn share(title: &str, text: &str, link: Option<&str>) {
    let Some(window) = window() else { return };
    let data = Object::new();
    let set = |name: &str, value: &str| {
        Reflect::set(&data, &name.into(), &value.into()).ok();
    };
    set("title", title);
    set("text", text);
    if let Some(link) = link {
        set("url", link);
    }
    if let Some(promise) = call(&window.navigator(), "share", &data) {
        spawn_local(async move {
            // Whoever closes the sheet has changed their mind, which is no error.
            JsFuture::from(promise).await.ok();
        });
    }
}

/// Fills the screen with the widget, or stops that.
pub fn fill_screen(root: &Element, fill: bool) {
    let Some(document) = root.owner_document() else { return };
    let (object, name): (&JsValue, _) =
        if fill { (root, "requestFullscreen") } else { (&document, "exitFullscreen") };
    let filled = document.fullscreen_element().is_some();
    if fill != filled
        && let Some(promise) = call(object, name, &JsValue::UNDEFINED)
    {
        spawn_local(async move {
            // Where the browser refuses, the slides fill the widget instead.
            JsFuture::from(promise).await.ok();
        });
    }
}
