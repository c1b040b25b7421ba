//! What looks after the page's service worker: a script's object, which is there on a page of
//! our own only, and of which each function may be missing.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::app::Copied;

fn call(keeper: &JsValue, name: &str) -> Option<JsValue> {
    let act: Function = Reflect::get(keeper, &name.into()).ok()?.dyn_into().ok()?;
    act.call0(keeper).ok()
}

/// Loads the page again in the newer version.
pub fn use_newer(keeper: &JsValue) {
    call(keeper, "use");
}

/// Takes the copy of the page's files off this device.
pub fn forget(keeper: &JsValue) {
    call(keeper, "forget");
}

/// What the service worker says that it has fetched.
pub fn record(keeper: &JsValue) -> Option<Copied> {
    let record = call(keeper, "record").filter(JsValue::is_object)?;
    let get = |name: &str| Reflect::get(&record, &name.into()).unwrap_or_default();
    Some(Copied {
        time: get("time").as_f64()? as i64,
        addresses: Array::from(&get("addresses")).iter().filter_map(|it| it.as_string()).collect(),
    })
}
