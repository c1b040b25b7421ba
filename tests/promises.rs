//! Every promise names the test that proves it.

use crate::rooms::{none, root};

/// The files and tests that a page names, as `` `file` "test" ``.
fn named(page: &str) -> Vec<(&str, &str)> {
    let mut res = Vec::new();
    for (i, _) in page.match_indices("`tests/") {
        let rest = &page[i + 1..];
        let found = rest.split_once("` \"").and_then(|(file, rest)| {
            let (test, _) = rest.split_once('"')?;
            (!file.contains(' ')).then_some((file, test))
        });
        res.push(found.unwrap_or((rest.lines().next().unwrap_or_default(), "")));
    }
    res
}

/// Whether `text` holds a test of this name, in Rust or in JavaScript.
fn has(text: &str, test: &str) -> bool {
    // The names of tests that are the same for each browser may be made by a function.
    let js = ["test(\"", "test(`", "about(\""].map(|it| format!("{it}{test}"));
    !test.is_empty()
        && (text.contains(&format!("fn {test}(")) || js.iter().any(|it| text.contains(it)))
}

#[test]
fn every_promise_names_a_test_that_exists() {
    let page = std::fs::read_to_string(root().join("docs/promises.md")).expect("the page");
    let all = named(&page);
    assert!(all.len() > 25, "{}", all.len());
    let missing = all.into_iter().filter(|(file, test)| {
        let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
        !has(&text, test)
    });
    none(missing.map(|(file, test)| format!("{file} has no test “{test}”")).collect());
    let headings: Vec<&str> = page.lines().filter_map(|it| it.strip_prefix("## ")).collect();
    assert_eq!(headings.len(), 7, "a part for each promise: {headings:?}");
}

#[test]
fn a_test_that_is_not_there_would_be_missed() {
    let page = "- One: `tests/a.rs` \"one\"\n- Two: `tests/b.rs`\n";
    assert_eq!(named(page), [("tests/a.rs", "one"), ("tests/b.rs`", "")]);
    assert!(has("fn one() {}", "one") && has("test(\"it holds\", ", "it holds"));
    assert!(!has("fn one_more() {}", "one") && !has("fn one() {}", ""));
}
