//! Fetches what the model asks for: texts, instruments and the list of them.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Runtime;
use crate::app::{Asset, Event, FULL};
use crate::instrument::{BUILT_IN, reader};

impl Runtime {
    /// Has `asset` arrive: at once, or when it has been fetched.
    pub(super) fn want(self: &Rc<Self>, asset: Asset) {
        if let Some(event) = self.at_hand(&asset) {
            self.events.borrow_mut().push_back(event);
        } else {
            self.wanted.borrow_mut().push_back(asset);
            self.fetch_wanted();
        }
    }

    /// Fetches one thing after the other, so that what is needed first comes first.
    fn fetch_wanted(self: &Rc<Self>) {
        if self.fetching.replace(true) {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            loop {
                let Some(asset) = this.wanted.borrow_mut().pop_front() else { break };
                let event = this.fetch(asset).await;
                this.dispatch(event);
            }
            this.fetching.set(false);
        });
    }

    /// The arrival of what need not be waited for: it is shown with the first picture.
    fn at_hand(&self, asset: &Asset) -> Option<Event> {
        let Asset::Instrument(id) = asset else { return None };
        let built_in = BUILT_IN.contains(&id.as_str());
        let kept = self.store.instrument(id);
        // A spoilt entry of ours does not stand in the way of one that is always there.
        let text = match kept.filter(|it| !built_in || reader::read(it).is_ok()) {
            None if built_in => {
                let path = instrument_file(id).into();
                self.read.call2(&JsValue::NULL, &path, &JsValue::TRUE).ok()?.as_string()
            }
            kept => kept,
        };
        Some(Event::InstrumentArrived { asked: id.clone(), text: text? })
    }

    async fn fetch(&self, asset: Asset) -> Event {
        match asset {
            Asset::Index => match self.read("instruments/index.json").await {
                Some(text) => Event::IndexArrived(text),
                None => Event::FetchFailed("index".to_owned()),
            },
            Asset::Language(tag) => match self.read(&text_file(&tag)).await {
                Some(text) => Event::TextArrived(text),
                None => Event::FetchFailed(tag),
            },
            Asset::Instrument(id) => {
                let built_in = BUILT_IN.contains(&id.as_str());
                let text = if built_in { self.read(&instrument_file(&id)).await } else { None };
                match text {
                    Some(text) => Event::InstrumentArrived { asked: id, text },
                    None => Event::FetchFailed(id),
                }
            }
            Asset::Custom(address) => match self.read(&address).await {
                Some(text) => Event::CustomArrived(text),
                None => Event::FetchFailed("custom".to_owned()),
            },
        }
    }

    async fn read(&self, path: &str) -> Option<String> {
        let promise = self.read.call1(&JsValue::NULL, &path.into()).ok()?;
        // Pages may have a class of their own in the place of `Promise`.
        JsFuture::from(Promise::resolve(&promise)).await.ok()?.as_string()
    }
}

/// The file of a built-in instrument.
fn instrument_file(id: &str) -> String {
    format!("instruments/{id}.json")
}

/// The language file: for the starter, what the first screens say.
fn text_file(tag: &str) -> String {
    if FULL { format!("text/{tag}.json") } else { format!("text/{tag}.start.json") }
}
