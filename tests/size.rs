//! What a browser fetches until the first question can be answered, as it is served: brotli
//! at quality 11.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;

use partnership_assessment::instrument::{BUILT_IN, reader};

use crate::fixtures;
use crate::rooms::{none, root};

/// The path of a file of this version in `dist/`.
macro_rules! own {
    ($path:literal) => {
        concat!("v", env!("CARGO_PKG_VERSION"), "/", $path)
    };
}

const KB: usize = 1024;
/// The most for one instrument in one language.
const MOST: usize = 140 * KB;
/// The most for the whole assessment, whose file is that of six.
const MOST_FOR_THE_WHOLE: usize = 155 * KB;
const MOST_FOR_THE_LOADER: usize = 4 * KB;

const FOLDER: &str = own!("");
const LOADER: &str = own!("partnership-assessment.js");
/// What is fetched whatever the instrument and the language.
const ALWAYS: [&str; 7] = [
    "index.html",
    own!("page.css"),
    LOADER,
    own!("starter.js"),
    own!("starter_bg.wasm"),
    own!("widget.css"),
    own!("instruments/index.json"),
];

/// The folder that is served; `None` where the tests are to do without.
pub fn dist() -> Option<PathBuf> {
    let dist = root().join("dist");
    if dist.is_dir() {
        return Some(dist);
    }
    let without = env::var_os("PA_WITHOUT_DIST").is_some();
    assert!(without, "The folder dist/ does not exist: `make dist` builds it.");
    println!("There is no dist/, and PA_WITHOUT_DIST is set: what is served was not tested.");
    None
}

pub fn bytes(name: &str) -> Vec<u8> {
    let path = root().join("dist").join(name);
    fs::read(&path).unwrap_or_else(|it| panic!("dist/{name}: {it}. `make dist` builds it."))
}

/// How many bytes `content` takes in brotli at quality 11.
fn compressed(content: &[u8]) -> usize {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut served = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut served, &params).expect("brotli into memory");
    let mut back = Vec::new();
    brotli::BrotliDecompress(&mut &served[..], &mut back).expect("brotli out of memory");
    assert!(back == content, "brotli lost something");
    served.len()
}

/// The tags of the languages that the sources hold.
fn languages() -> Vec<String> {
    fixtures::languages().into_iter().map(|it| it.0).collect()
}

#[test]
fn the_first_question_can_be_answered_after_140_kb() {
    if dist().is_none() {
        return;
    }
    let texts = languages().into_iter().map(|it| format!("{FOLDER}text/{it}.start.json"));
    let instruments = BUILT_IN.map(|it| format!("{FOLDER}instruments/{it}.json"));
    let names = ALWAYS.map(str::to_owned).into_iter().chain(texts).chain(instruments);
    let sizes: BTreeMap<String, usize> =
        names.map(|it| (it.clone(), compressed(&bytes(&it)))).collect();
    println!("\nbytes in brotli 11, of bytes as they are:");
    for (name, size) in &sizes {
        println!("{size:>8} {:>8}  {name}", bytes(name).len());
    }
    println!("\nbytes fetched until the first question can be answered:");
    let always: usize = ALWAYS.iter().map(|it| sizes[*it]).sum();
    let mut faults = Vec::new();
    for id in BUILT_IN {
        for language in languages() {
            let text = sizes[&format!("{FOLDER}text/{language}.start.json")];
            let total = always + text + sizes[&format!("{FOLDER}instruments/{id}.json")];
            let most = if id == "whole" { MOST_FOR_THE_WHOLE } else { MOST };
            println!("{total:>8}  {id}, {language} (at most {most})");
            if total > most {
                faults.push(format!("{id}, {language}: {total} bytes, {} too many", total - most));
            }
        }
    }
    none(faults);
}

#[test]
fn the_loader_is_small() {
    if dist().is_none() {
        return;
    }
    let loader = bytes(LOADER);
    let size = compressed(&loader);
    println!("{size:>8} {:>8}  {LOADER} (at most {MOST_FOR_THE_LOADER})", loader.len());
    assert!(size <= MOST_FOR_THE_LOADER, "the loader has {size} bytes");
}

#[test]
fn the_page_asks_for_no_more_than_is_measured() {
    if dist().is_none() {
        return;
    }
    let page = String::from_utf8(bytes("index.html")).expect("UTF-8");
    let addresses = ["src=\"", "href=\""].into_iter().flat_map(|it| page.split(it).skip(1));
    let addresses = addresses.filter_map(|it| it.split('"').next());
    let addresses: Vec<&str> = addresses.filter(|it| !it.starts_with("data:")).collect();
    assert!(addresses.len() >= 5, "{addresses:?}");
    let unknown = addresses.into_iter().filter(|it| !ALWAYS.contains(it));
    none(unknown.map(|it| format!("index.html fetches {it}, which is not measured")).collect());
}

#[test]
fn everything_that_can_be_chosen_is_served() {
    let Some(dist) = dist() else { return };
    let mut names: Vec<String> = BUILT_IN.map(|it| format!("{FOLDER}instruments/{it}.json")).into();
    names.extend(ALWAYS.map(str::to_owned));
    names.extend([own!("full.js"), own!("full_bg.wasm")].map(str::to_owned));
    for language in languages() {
        names.extend([
            format!("{FOLDER}text/{language}.json"),
            format!("{FOLDER}text/{language}.start.json"),
        ]);
    }
    let missing = names.iter().filter(|it| !dist.join(it).is_file());
    none(missing.map(|it| format!("dist/{it} is missing")).collect());

    for id in BUILT_IN {
        let file =
            String::from_utf8(bytes(&format!("{FOLDER}instruments/{id}.json"))).expect("UTF-8");
        assert_eq!(reader::read(&file).unwrap_or_else(|it| panic!("{id}: {it:?}")).id, id);
    }
    let index = String::from_utf8(bytes(own!("instruments/index.json"))).expect("UTF-8");
    let index = reader::read_index(&index).unwrap_or_else(|it| panic!("{it:?}"));
    let listed: Vec<&str> = index.instruments.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(listed, BUILT_IN);
    let mut offered: Vec<&str> = index.languages.iter().map(|it| it.0.as_str()).collect();
    let mut ours = languages();
    offered.sort_unstable();
    ours.sort_unstable();
    assert_eq!(offered, ours);
}

#[test]
fn the_starter_gets_the_first_part_of_each_language() {
    if dist().is_none() {
        return;
    }
    for language in languages() {
        let read = |name: String| -> serde_json::Value {
            serde_json::from_slice(&bytes(&name)).unwrap_or_else(|it| panic!("dist/{name}: {it}"))
        };
        let mut full = read(format!("{FOLDER}text/{language}.json"));
        let start = read(format!("{FOLDER}text/{language}.start.json"));
        let later = full.as_object_mut().and_then(|it| it.remove("later")).expect("a part `later`");
        assert!(later.as_object().is_some_and(|it| it.len() > 50), "{language}");
        assert_eq!(start, full, "{language}");
    }
}

/// The values of a directive of the page's security policy.
fn directive<'a>(policy: &'a str, name: &str) -> Vec<&'a str> {
    let mut parts = policy.split(';').map(|it| it.split_whitespace().collect::<Vec<_>>());
    parts.find(|it| it.first() == Some(&name)).map_or(Vec::new(), |it| it[1..].to_vec())
}

#[test]
fn the_page_has_a_policy_that_allows_nothing_inline_and_nobody_else() {
    if dist().is_none() {
        return;
    }
    let page = String::from_utf8(bytes("index.html")).expect("UTF-8");
    let (_, policy) = page
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .expect("a policy in index.html");
    let policy = policy.split('"').next().unwrap_or_default();
    let wanted = [
        ("default-src", vec!["'none'"]),
        ("script-src", vec!["'self'", "'wasm-unsafe-eval'"]),
        ("style-src", vec!["'self'"]),
        ("connect-src", vec!["'self'"]),
        ("img-src", vec!["'self'", "data:"]),
        ("base-uri", vec!["'none'"]),
        ("form-action", vec!["'none'"]),
        ("require-trusted-types-for", vec!["'script'"]),
        // For the address of the service worker.
        ("trusted-types", vec!["pa-worker"]),
    ];
    for (name, values) in &wanted {
        assert_eq!(directive(policy, name), *values, "{name}");
    }
    assert_eq!(
        policy.split(';').filter(|it| !it.trim().is_empty()).count(),
        wanted.len(),
        "{policy}"
    );
    for refused in ["unsafe-inline", "'unsafe-eval'", "unsafe-hashes", "*", "http:", "https:"] {
        assert!(!policy.contains(refused), "the policy has {refused}");
    }
    let page = page.to_lowercase();
    assert!(!page.contains("<style") && !page.contains(" style="), "a style stands in the page");
    let attributes = page.split_whitespace().filter_map(|it| it.split_once('='));
    let handlers: Vec<&str> = attributes.map(|it| it.0).filter(|it| it.starts_with("on")).collect();
    assert!(handlers.is_empty(), "{handlers:?}");
    for script in page.split("<script").skip(1) {
        let (opening, rest) = script.split_once('>').expect("a script that is opened whole");
        assert!(opening.contains(" src="), "a script stands in the page");
        assert!(rest.trim_start().starts_with("</script>"), "a script stands in the page");
    }
}
