//! The shell in a real browser: what is on the page, and what is in the storage, when an
//! act has been handled.
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Function, Object, Promise, Reflect};
use partnership_assessment::element::{Widget, mount};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Element, HtmlElement, HtmlInputElement, ShadowRoot, ShadowRootInit, ShadowRootMode, Storage,
};

wasm_bindgen_test_configure!(run_in_browser);

const ENGLISH: &str = include_str!("../src/text/en.json");
const WELSH: &str = include_str!("../src/text/cy.json");
const FIVE_PS: &str = include_str!("../src/instrument/catalogue/five-ps.json");
const INDEX: &str = r#"{"format": "partnership-assessment/index", "version": 1,
    "instruments": [], "languages": [
        {"language": "en", "name": "English"}, {"language": "cy", "name": "Cymraeg"}]}"#;

/// A widget on the page, with a server that has what it asks for.
struct Page {
    host: Element,
    /// A widget may take the place of another that has left.
    shadow: ShadowRoot,
    widget: Option<Widget>,
}

impl Page {
    async fn open(instance: &str, storage: &str) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let host = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&host).unwrap();
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        let root = document.create_element("div").unwrap();
        shadow.append_child(&root).unwrap();
        let read = Closure::<dyn Fn(String) -> Promise>::new(|path: String| {
            let text = |it: &str| JsValue::from_str(it);
            match path.as_str() {
                "text/en.json" => Promise::resolve(&text(ENGLISH)),
                "text/cy.json" => Promise::resolve(&text(WELSH)),
                "instruments/five-ps.json" => Promise::resolve(&text(FIVE_PS)),
                _ => Promise::reject(&text("not found")),
            }
        });
        let options = Object::new();
        let set = |name: &str, value: &JsValue| {
            Reflect::set(&options, &name.into(), value).unwrap();
        };
        set("instrument", &"five-ps".into());
        set("instance", &instance.into());
        set("storage", &storage.into());
        set("language", &"en".into());
        set("texts", &Array::of1(&JsValue::from_str(ENGLISH)));
        set("index", &INDEX.into());
        set("read", &read.into_js_value());
        set("tell", &Function::new_no_args(""));
        let widget = Some(mount(root, &options));
        let res = Self { host, shadow, widget };
        res.until(".prepare .first").await;
        res
    }

    async fn begin(instance: &str, storage: &str) -> Self {
        let res = Self::open(instance, storage).await;
        res.click(".prepare .first");
        res.until("fieldset").await;
        res
    }

    fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.shadow.query_selector(selector).unwrap()?.dyn_into().ok()
    }

    fn click(&self, selector: &str) {
        self.find(selector).unwrap_or_else(|| panic!("no {selector}")).click();
    }

    fn chosen(&self, item: &str) -> Option<String> {
        let input = self.find(&format!("[data-item={item}] input:checked"))?;
        Some(input.unchecked_into::<HtmlInputElement>().value())
    }

    /// Waits until `selector` is on the page.
    async fn until(&self, selector: &str) {
        for _ in 0..200 {
            if self.find(selector).is_some() {
                return;
            }
            a_moment().await;
        }
        panic!("{selector} does not appear in: {}", self.shadow.text_content().unwrap_or_default());
    }

    /// The key of the one record that the instance has stored.
    fn key(instance: &str) -> Option<String> {
        let storage = storage();
        let prefix = format!("partnership-assessment/1/{instance}/record/");
        let mut keys = (0..storage.length().unwrap()).filter_map(|i| storage.key(i).unwrap());
        keys.find(|it| it.starts_with(&prefix))
    }

    fn record(instance: &str) -> Option<String> {
        storage().get_item(&Self::key(instance)?).unwrap()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(widget) = self.widget.take() {
            widget.unmount();
        }
        self.host.remove();
    }
}

fn storage() -> Storage {
    web_sys::window().unwrap().local_storage().unwrap().unwrap()
}

async fn a_moment() {
    let wait = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap();
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 10).unwrap();
    });
    JsFuture::<JsValue>::from(wait).await.unwrap();
}

#[wasm_bindgen_test]
async fn an_answer_is_stored_before_the_click_returns() {
    storage().clear().unwrap();
    let page = Page::begin("a", "local").await;
    page.click("[data-item=fp1] input[value='4']");
    assert!(Page::record("a").unwrap().contains(r#""fp1":4"#), "the answer is in the storage");
}

#[wasm_bindgen_test]
async fn each_statement_is_one_native_group_named_by_its_legend_with_nothing_chosen() {
    let page = Page::begin("b", "none").await;
    let groups = page.shadow.query_selector_all("fieldset[data-item]").unwrap();
    assert_eq!(groups.length(), 5, "one group for each statement");
    assert!(page.find("input:checked").is_none(), "nothing is chosen beforehand");
    let legend = page.find("[data-item=fp1] legend").unwrap();
    assert!(!legend.text_content().unwrap().is_empty(), "the statement names the group");
    let names = page.shadow.query_selector_all("[data-item=fp1] input[name='pa-fp1']").unwrap();
    assert_eq!(names.length(), 7, "five points and two answers apart");
}

#[wasm_bindgen_test]
async fn without_storage_nothing_is_stored_and_answers_stay() {
    storage().clear().unwrap();
    let page = Page::begin("c", "none").await;
    page.click("[data-item=fp2] input[value='dont-know']");
    a_moment().await;
    assert_eq!(page.chosen("fp2").as_deref(), Some("dont-know"));
    assert_eq!(storage().length().unwrap(), 0, "the storage is empty");
}

#[wasm_bindgen_test]
async fn a_record_changed_in_another_tab_is_merged_and_not_overwritten() {
    storage().clear().unwrap();
    let page = Page::begin("d", "local").await;
    page.click("[data-item=fp1] input[value='2']");
    let mine = Page::record("d").unwrap();
    // The other tab has answered the third statement, later.
    let theirs = mine
        .replace(r#""fp1":2"#, r#""fp1":2,"fp3":5"#)
        .replace(r#""answer_times":{"#, r#""answer_times":{"fp3":9999999999999,"#);
    storage().set_item(&Page::key("d").unwrap(), &theirs).unwrap();
    page.click("[data-item=fp2] input[value='3']");
    page.until("[data-item=fp3] input:checked").await;
    let record = Page::record("d").unwrap();
    for answer in [r#""fp1":2"#, r#""fp2":3"#, r#""fp3":5"#] {
        assert!(record.contains(answer), "{answer} is in {record}");
    }
    assert_eq!(page.chosen("fp3").as_deref(), Some("5"), "and it is shown");
}

#[wasm_bindgen_test]
async fn two_widgets_on_a_page_share_nothing() {
    storage().clear().unwrap();
    let one = Page::begin("one", "local").await;
    let two = Page::begin("two", "local").await;
    one.click("[data-item=fp1] input[value='1']");
    two.click("[data-item=fp1] input[value='5']");
    a_moment().await;
    assert_eq!(one.chosen("fp1").as_deref(), Some("1"));
    assert_eq!(two.chosen("fp1").as_deref(), Some("5"));
    assert!(Page::record("one").unwrap().contains(r#""fp1":1"#));
    assert!(Page::record("two").unwrap().contains(r#""fp1":5"#));
}

#[wasm_bindgen_test]
async fn another_language_keeps_the_answers_and_the_place() {
    let page = Page::begin("e", "none").await;
    page.click("[data-item=fp4] input[value='3']");
    page.until(".languages [lang=cy]").await;
    page.click(".languages [lang=cy]");
    page.until(".pa[lang=cy] fieldset").await;
    assert_eq!(page.chosen("fp4").as_deref(), Some("3"));
}

#[wasm_bindgen_test]
async fn clearing_an_answer_leaves_the_group_empty_and_the_focus_in_it() {
    let page = Page::begin("f", "none").await;
    page.click("[data-item=fp5] input[value='3']");
    page.until("[data-item=fp5].answered").await;
    page.click("[data-item=fp5] .item-foot button:last-child");
    page.until("[data-item=fp5]:not(.answered)").await;
    a_moment().await;
    assert_eq!(page.chosen("fp5"), None);
    assert!(page.find("[data-item=fp5] :focus").is_some(), "the focus is in the group");
}
