//! The door between the custom element's script and the widget.
//!
//! `partnership-assessment.js` defines the element, loads this module and calls [`mount`].

#[cfg(not(feature = "starter"))]
mod door;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, File};
use yew::{AppHandle, Callback, Renderer};

use crate::app::{Event, Handover, Opening, Options, Storage, ViewModel};
use crate::browser::Runtime;
use crate::ui::{App, AppProps};

thread_local! {
    /// The places that widgets have left. What Yew keeps of a place, it keeps as long as the
    /// page lives: so the next widget takes the same place.
    static LEFT: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
}

/// A place on the page that Yew draws in.
struct Place {
    element: Element,
    app: AppHandle<App>,
    turn: usize,
}

/// What a place shows while no widget is at work there.
fn nothing(turn: usize) -> AppProps {
    let (send, choose, drawn) = (Callback::noop(), Callback::noop(), Callback::noop());
    AppProps { view: None, turn, send, choose, drawn }
}

/// A widget on the page.
#[wasm_bindgen]
pub struct Widget {
    runtime: Rc<Runtime>,
    place: Rc<RefCell<Option<Place>>>,
}

#[wasm_bindgen]
impl Widget {
    /// Shows the widget in another language.
    pub fn language(&self, tag: String) {
        self.runtime.dispatch(Event::Language(tag));
    }

    /// Has `full` called when the full widget, which is there by now, should take over, with
    /// whether the person has just come to another screen.
    pub fn hand_over_to(&self, full: Function) {
        self.runtime.hand_over_to(full);
    }

    /// What the full widget is opened with to go on where this one is.
    pub fn handover(&self) -> JsValue {
        let it = self.runtime.hand_over_state();
        let res = Object::new();
        let set = |name: &str, value: JsValue| {
            Reflect::set(&res, &name.into(), &value).ok();
        };
        set("place", it.place.into());
        set("language", it.language.into());
        set("instrument", it.instrument.into());
        set("details", it.details.iter().map(JsValue::from).collect::<Array>().into());
        set("keep", it.keep.into());
        if let Some((id, record, stored)) = it.open {
            set("id", id.into());
            set("record", record.into());
            set("stored", stored.into());
        }
        set("item", it.item.into());
        set("only", it.only.into());
        set("src", it.src.into());
        set("workshop", it.workshop.into());
        set("apart", it.files_apart.into());
        set("files", self.runtime.take_files().into_iter().collect::<Array>().into());
        res.into()
    }

    /// Says that the full widget cannot be had.
    pub fn without_full(&self) {
        self.runtime.dispatch(Event::FetchFailed("full".to_owned()));
    }

    /// The file of a custom instrument that was opened here; nothing if there is none.
    pub fn custom(&self, id: &str) -> Option<String> {
        self.runtime.custom(id)
    }

    /// Takes the widget off the page. Everything that was answered is stored by then.
    pub fn unmount(self) {
        self.runtime.close();
        if let Some(mut place) = self.place.take() {
            place.turn += 1;
            place.app.update(nothing(place.turn));
            place.element.remove();
            LEFT.with_borrow_mut(|left| left.push(place));
        }
    }
}

/// Shows a widget inside `root`, or in its place.
///
/// `options` holds the element's attributes by name, `texts` and `index` (the files that
/// were fetched already), `read(path, now)` (a promise of a file's text; `now`, the text if it is
/// at hand), `tell(name, answered, total)`, which dispatches an event on the element, and for the
/// full widget the `keeper`, which looks after the page's service worker.
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
    let handover = get("handover");
    let opening = Opening {
        options: Options {
            instrument: text("instrument"),
            src: text("src"),
            storage,
            standalone: get("standalone").is_truthy(),
            folder: text("folder"),
            address: text("address").unwrap_or_default(),
        },
        texts,
        index: text("index"),
        language: text("language").unwrap_or_else(|| "en".to_owned()),
        chosen_language: None,
        fragment: String::new(),
        place: None,
        last: None,
        due: None,
        #[cfg(not(feature = "starter"))]
        single: false,
        locked: false,
        storage_fault: None,
        handover: handover.is_object().then(|| read_handover(&handover)),
    };
    let place = match LEFT.with_borrow_mut(Vec::pop) {
        Some(place) => {
            root.replace_with_with_node_1(&place.element).ok();
            place
        }
        None => {
            let app = Renderer::<App>::with_root_and_props(root.clone(), nothing(0)).render();
            Place { element: root, app, turn: 0 }
        }
    };
    let runtime = Runtime::open(
        place.element.clone(),
        &text("instance").unwrap_or_else(|| "default".to_owned()),
        get("links").is_truthy(),
        Function::from(get("read")),
        Function::from(get("tell")),
        opening,
    );
    #[cfg(not(feature = "starter"))]
    runtime.keep_with(get("keeper"));
    let place = Rc::new(RefCell::new(Some(place)));
    let send = with(&runtime, |it, event| it.dispatch(event));
    let choose = with(&runtime, |it, files| it.choose(files));
    let drawn = with(&runtime, |it, view: Rc<ViewModel>| it.drawn(&view));
    let at = place.clone();
    runtime.show_with(Callback::from(move |view| {
        if let Some(place) = at.borrow_mut().as_mut() {
            let (send, choose, drawn) = (send.clone(), choose.clone(), drawn.clone());
            let turn = place.turn;
            place.app.update(AppProps { view: Some(view), turn, send, choose, drawn });
        }
    }));
    if handover.is_object() {
        let files = Array::from(&Reflect::get(&handover, &"files".into()).unwrap_or_default());
        let files: Vec<File> = files.iter().filter_map(|it| it.dyn_into().ok()).collect();
        if !files.is_empty() {
            runtime.choose(files);
        }
    }
    Widget { runtime, place }
}

/// A callback that does something with `runtime`.
fn with<T>(runtime: &Rc<Runtime>, act: impl Fn(&Rc<Runtime>, T) + 'static) -> Callback<T> {
    let runtime = runtime.clone();
    Callback::from(move |it| act(&runtime, it))
}

/// Reads what [`Widget::handover`] writes.
fn read_handover(from: &JsValue) -> Handover {
    let get = |name: &str| Reflect::get(from, &name.into()).unwrap_or_default();
    let text = |name: &str| get(name).as_string();
    let open = |id, record| (id, record, text("stored"));
    Handover {
        place: text("place").unwrap_or_default(),
        language: text("language").unwrap_or_default(),
        instrument: text("instrument").unwrap_or_default(),
        details: Array::from(&get("details")).iter().filter_map(|it| it.as_string()).collect(),
        keep: get("keep").is_truthy(),
        open: text("id").zip(text("record")).map(|(id, record)| open(id, record)),
        item: text("item"),
        only: text("only"),
        src: text("src"),
        workshop: text("workshop").unwrap_or_default(),
        files_apart: get("apart").is_truthy(),
        quiet: get("quiet").is_truthy(),
        #[cfg(not(feature = "starter"))]
        moved: get("moved").is_truthy(),
    }
}
