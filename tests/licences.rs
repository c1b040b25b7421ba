//! What is built in that others have made is listed with its licence.

use crate::rooms::none;
use crate::size::{bytes, dist};

/// The licences of which each package must offer one.
const FREE: [&str; 6] = ["MIT", "Apache-2.0", "BSD-3-Clause", "Zlib", "Unicode-3.0", "0BSD"];

#[test]
fn everything_that_is_built_in_is_listed_under_a_licence_that_lets_it_be() {
    if dist().is_none() {
        return;
    }
    let text = String::from_utf8(bytes("licences.txt")).expect("text");
    let (list, texts) = text.split_once("\n\n----").expect("the texts behind the list");
    let listed: Vec<(&str, &str)> = list.lines().filter_map(|it| it.split_once(": ")).collect();
    for name in ["js-sys", "qrcodegen", "serde_json", "talc", "wasm-bindgen", "web-sys", "yew"] {
        assert!(listed.iter().any(|it| it.0.starts_with(&format!("{name} "))), "{name}");
    }
    let bound = listed.iter().filter(|(_, licence)| {
        // Of what is joined by AND, each must be free.
        licence.split(" AND ").any(|it| !FREE.iter().any(|free| it.contains(free)))
    });
    none(bound.map(|it| format!("{}: {}", it.0, it.1)).collect());
    assert!(texts.contains("Permission is hereby granted"), "no text of the MIT licence");
    assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "a path of this machine");
}
