//! The door between the custom element's script and the widget.
//!
//! `partnership-assessment.js` defines the element, loads this module and calls [`mount`].

use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{AppHandle, Callback, Renderer};

use crate::app::{Event, Opening, Options, Storage};
use crate::browser::{Runtime, read_files};
use crate::ui::{App, AppProps};

/// A widget on the page.
#[wasm_bindgen]
pub struct Widget {
    runtime: Rc<Runtime>,
    app: Option<AppHandle<App>>,
}

#[wasm_bindgen]
impl Widget {
    /// Shows the widget in another language.
    pub fn language(&self, tag: String) {
        self.runtime.dispatch(Event::Language(tag));
    }

    /// Takes the widget off the page. Everything that was answered is stored by then.
    pub fn unmount(mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.runtime.close();
    }
}

/// Shows a widget inside `root`.
///
/// `options` holds the element's attributes by name, `texts` and `index` (the files that
/// were fetched already), `read(path)` (a promise of a file's text) and `tell(name,
/// answered, total)`, which dispatches an event on the element.
#[wasm_bindgen]
pub fn mount(root: Element, options: &JsValue) -> Widget {
    let get = |name: &str| Reflect::get(options, &name.into()).unwrap_or_default();
    let text = |name: &str| get(name).as_string().filter(|it| !it.is_empty());
    let storage = match text("storage").as_deref() {
        Some("session") => Storage::Session,
        Some("none") => Storage::None,
        _ => Storage::Local,
    };
    let texts = js_sys::Array::from(&get("texts")).iter().filter_map(|it| it.as_string()).collect();
    let opening = Opening {
        options: Options {
            instrument: text("instrument"),
            src: text("src"),
            storage,
            standalone: get("standalone").is_truthy(),
        },
        texts,
        index: text("index"),
        language: text("language").unwrap_or_else(|| "en".to_owned()),
        fragment: String::new(),
        place: None,
        last: None,
        storage_fault: None,
    };
    let runtime = Runtime::open(
        root.clone(),
        &text("instance").unwrap_or_else(|| "default".to_owned()),
        get("links").is_truthy(),
        Function::from(get("read")),
        Function::from(get("tell")),
        opening,
    );
    let props = AppProps {
        first: runtime.view(),
        subscribe: with(&runtime, |it, show| it.show_with(show)),
        send: with(&runtime, |it, event| it.dispatch(event)),
        choose: with(&runtime, |it, files| read_files(it.clone(), files)),
        drawn: with(&runtime, |it, ()| it.drawn()),
    };
    let app = Some(Renderer::<App>::with_root_and_props(root, props).render());
    Widget { runtime, app }
}

/// A callback that does something with `runtime`.
fn with<T>(runtime: &Rc<Runtime>, act: impl Fn(&Rc<Runtime>, T) + 'static) -> Callback<T> {
    let runtime = runtime.clone();
    Callback::from(move |it| act(&runtime, it))
}
