//! What scripts of the host page ask of the widget at work.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::Runtime;
use crate::app::{Asset, Event, Model};
use crate::instrument::BUILT_IN;

/// The text of a file that has been fetched.
fn text(file: &Function, path: &str) -> Option<String> {
    file.call1(&JsValue::NULL, &path.into()).ok()?.as_string()
}

/// The file of a built-in instrument, if it has been fetched.
pub fn built_in(file: &Function, id: &str) -> Option<String> {
    BUILT_IN.contains(&id).then(|| text(file, &format!("instruments/{id}.json"))).flatten()
}

impl Runtime {
    /// Takes at once what is awaited and at hand, instruments and what is stored, so that the
    /// widget knows now what it would know in a moment. `file(path)` gives the text of what
    /// has been fetched.
    pub fn catch_up(self: &Rc<Self>, file: &Function) {
        let awaited = self.model.borrow().awaited();
        for asset in awaited {
            let event = match &asset {
                Asset::Instrument(id) => {
                    let found = self.store.instrument(id).or_else(|| built_in(file, id));
                    found.map(|text| Event::InstrumentArrived { asked: id.clone(), text })
                }
                Asset::Custom(address) => text(file, address).map(Event::CustomArrived),
                Asset::Index | Asset::Language(_) => None,
            };
            if let Some(event) = event {
                self.wanted.borrow_mut().retain(|it| *it != asset);
                self.dispatch(event);
            }
        }
        if self.model.borrow().awaits_shelf() {
            self.dispatch(Event::ShelfRead(self.store.records()));
        }
    }

    /// What the model says.
    pub fn ask<T>(&self, what: impl FnOnce(&Model) -> T) -> T {
        what(&self.model.borrow())
    }
}
