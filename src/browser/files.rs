//! Files to the person and from the person.

use std::rc::Rc;

use gloo::file::File;
use gloo::file::futures::read_as_bytes;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, Url};

use super::Runtime;
use crate::app::{Event, FileText};

/// Hands `text` to the browser as a file to save.
pub fn download(root: &Element, name: &str, mime: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &kind) {
        hand_over(root, name, &blob);
    }
}

/// Hands `blob` to the browser as a file to save.
pub fn hand_over(root: &Element, name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let link = root.owner_document().and_then(|it| it.create_element("a").ok());
    if let Some(link) = link.and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser needs the address for a moment longer.
    gloo::timers::callback::Timeout::new(10_000, move || {
        Url::revoke_object_url(&address).ok();
    })
    .forget();
}

/// Reads the files that a person chose and reports them in their order.
pub fn read_files(runtime: Rc<Runtime>, files: Vec<web_sys::File>) {
    spawn_local(async move {
        let mut texts = Vec::new();
        let mut unreadable = Vec::new();
        for file in files.into_iter().map(File::from) {
            let name = file.name();
            #[cfg(not(feature = "starter"))]
            if file.raw_mime_type().starts_with("image/") {
                let found = super::camera::read_picture(file.as_ref()).await;
                match found.is_empty() {
                    true => unreadable.push((name, true)),
                    false => texts.push(FileText { name, text: found.join("\n") }),
                }
                continue;
            }
            let bytes = read_as_bytes(&file).await.unwrap_or_default();
            match String::from_utf8(bytes) {
                Ok(text) => texts.push(FileText { name, text }),
                Err(_) => unreadable.push((name, false)),
            }
        }
        if !texts.is_empty() {
            runtime.dispatch(Event::FilesChosen(texts));
        }
        #[cfg(not(feature = "starter"))]
        if runtime.model.borrow().screen().needs_workshop() {
            runtime.dispatch(Event::Workshop(crate::app::WorkshopEvent::NotRead(unreadable)));
            return;
        }
        for (name, _) in unreadable {
            runtime.dispatch(Event::FileUnreadable(name));
        }
    });
}
