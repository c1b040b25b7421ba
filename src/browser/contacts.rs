//! What the browser has on record about the page's requests.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Url, window};

use super::page;
use crate::app::{Copied, Record, Request};

/// The most that is taken of an address; one that carries its content can be very long.
const LONGEST: u32 = 4000;

/// The browser's record, as it is now. The full widget began to work at `begun`, with files
/// from `folder`; `instrument` is the address of the custom instrument that it was given,
/// `copied` what was fetched beside.
pub fn read(
    begun: u64,
    folder: Option<String>,
    instrument: Option<String>,
    copied: Option<Copied>,
) -> Record {
    let page = page::href();
    let page = page.split('#').next().unwrap_or_default().to_owned();
    Record {
        folder,
        instrument: instrument.and_then(|it| {
            let base = window()?.document()?.base_uri().ok()??;
            Some(Url::new_with_base(&it, &base).ok()?.href())
        }),
        framed: framed(),
        begun,
        read: now(),
        requests: requests(),
        page,
        copied,
    }
}

/// Milliseconds since the page was opened; 0 where the browser does not tell.
pub fn now() -> u64 {
    let now = performance().and_then(|it| call(&it, "now", &JsValue::UNDEFINED)?.as_f64());
    now.map_or(0, |it| it as u64)
}

fn framed() -> bool {
    let Some(window) = window() else { return false };
    !matches!(window.top(), Ok(Some(top)) if Object::is(&top, &window))
}

fn performance() -> Option<JsValue> {
    let found = Reflect::get(window()?.as_ref(), &"performance".into()).ok()?;
    found.is_object().then_some(found)
}

fn call(object: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &name.into()).ok()?.dyn_into().ok()?;
    method.call1(object, argument).ok()
}

fn requests() -> Option<Vec<Request>> {
    let performance = performance()?;
    let entries = |of: &str| {
        let found = call(&performance, "getEntriesByType", &of.into())?;
        found.dyn_into::<Array>().ok()
    };
    let pages = entries("navigation");
    let resources = entries("resource")?;
    Some(pages.iter().flat_map(Array::iter).chain(resources.iter()).map(request).collect())
}

fn request(entry: JsValue) -> Request {
    let get = |name: &str| Reflect::get(&entry, &name.into()).unwrap_or_default();
    let time = |name: &str| get(name).as_f64().unwrap_or_default() as u64;
    let address = get("name").dyn_into::<js_sys::JsString>();
    let address = address.map(|it| it.slice(0, LONGEST).into()).unwrap_or_default();
    Request {
        address,
        initiator: get("initiatorType").as_string().unwrap_or_default(),
        start: time("startTime"),
        end: time("responseEnd"),
    }
}
