//! Joins the scripts, makes them small, and writes into them what only the build knows:
//! the languages, and the hashes by which they check what they fetch.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use partnership_assessment::instrument::BUILT_IN;
use serde_json::{Value, json};

use super::{Build, Done, VERSION, part};

/// What an importing script leaves where it is.
const SEPARATE: [&str; 6] =
    ["starter.js", "full.js", "later.js", "failures.js", "widget.css.js", "full.css.js"];

/// Makes the scripts of what is compiled smaller, and has them tell of breaking.
pub fn take_compiled(build: &Build) -> Done {
    for (part, compiled) in
        [("starter", "starter_bg.wasm"), ("full", "partnership-assessment_bg.wasm")]
    {
        let script = build.own(&format!("{part}.js"));
        name_plainly(&script, &build.own(&format!("{part}_bg.wasm")))?;
        tell_of_breaking(build, &script)?;
        minify(&script)?;
        forget_address(&script, compiled)?;
    }
    Ok(())
}

/// Writes the scripts; returns the paths of all that the element ever fetches.
pub fn write(build: &Build) -> Done<Vec<String>> {
    let tags = build.tags();
    let languages = ("LANGUAGES", json!(tags));
    let full: Vec<String> = tags.iter().map(|it| format!("text/{it}.json")).collect();
    let later = ["full.js", "full_bg.wasm", "full.css"].map(str::to_owned).into_iter().chain(full);
    let later = hashes(build, later)?;
    join(build, "later.js", "later.js", &[languages.clone(), ("LATER", json!(later))])?;
    let sentences = sentences(build)?;
    join(build, "failures.js", "failures.js", &[("FAILURES", json!(sentences))])?;

    let mut first: Vec<String> =
        ["starter.js", "starter_bg.wasm", "widget.css", "later.js", "failures.js"]
            .map(str::to_owned)
            .into();
    first.extend(tags.iter().map(|it| format!("text/{it}.start.json")));
    first.extend(["index"].iter().chain(&BUILT_IN).map(|it| format!("instruments/{it}.json")));
    let integrity = hashes(build, first)?;
    let mut written = element(build)?;
    written.push(("INTEGRITY", json!(integrity)));
    join(build, "hosted.js", "partnership-assessment.js", &written)?;

    let files = integrity.keys().chain(later.keys());
    let files = files.filter(|it| ![".js", ".css"].iter().any(|end| it.ends_with(end)));
    let address = |it: &String| {
        format!("{}: new URL({}, import.meta.url)", json!(it), json!(format!("./{it}")))
    };
    let addresses: Vec<String> = files.map(address).collect();
    for name in ["widget.css", "full.css"] {
        let style = std::fs::read_to_string(build.own(name))?;
        build.write(&format!("{name}.js"), &format!("export default {};\n", json!(style)))?;
    }
    join(build, "bundled.js", "index.js", &written)?;
    // esbuild takes data for such a word, not calls.
    let index = fs::read_to_string(build.own("index.js"))?;
    build
        .write("index.js", &index.replace("ADDRESSES", &format!("{{{}}}", addresses.join(","))))?;

    for (from, to) in [
        ("src/frame/frame.js", "frame.js"),
        ("src/frame/host.js", "frame-host.js"),
        ("src/builder/builder.js", "builder.js"),
    ] {
        esbuild(&build.source(from), &build.own(to), &["--bundle", "--format=esm"])?;
    }
    Ok(integrity.into_keys().chain(later.into_keys()).collect())
}

/// What the build writes into the element's script, but for the hashes.
pub fn element(build: &Build) -> Done<Vec<(&'static str, Value)>> {
    let sentences = sentences(build)?;
    let unloaded: BTreeMap<&String, &Value> =
        sentences.iter().map(|(tag, it)| (tag, &it["unloaded"])).collect();
    Ok(vec![
        ("LANGUAGES", json!(build.tags())),
        ("VERSION", json!(VERSION)),
        ("UNLOADED", json!(unloaded)),
    ])
}

/// The sentences about failures by language, each with its direction, without what only
/// pages say.
pub fn sentences(build: &Build) -> Done<BTreeMap<String, Value>> {
    let sentences = |(tag, file): &(String, String)| {
        let mut res = part(file, "failures")?;
        if let Some(all) = res.as_object_mut() {
            all.shift_remove("no-scripts");
            all.insert("direction".to_owned(), part(file, "direction")?);
        }
        Ok((tag.clone(), res))
    };
    build.languages.iter().map(sentences).collect()
}

/// Joins a script of the element with what it imports; `written` stands for the words that
/// the build writes in.
fn join(build: &Build, from: &str, to: &str, written: &[(&str, Value)]) -> Done {
    let mut arguments = vec!["--bundle".to_owned(), "--format=esm".to_owned()];
    arguments.extend(SEPARATE.map(|it| format!("--external:./{it}")));
    arguments.extend(written.iter().map(|(word, it)| format!("--define:{word}={it}")));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    esbuild(&build.source("src/element").join(from), &build.own(to), &arguments)
}

fn hashes(
    build: &Build,
    paths: impl IntoIterator<Item = String>,
) -> Done<BTreeMap<String, String>> {
    paths.into_iter().map(|it| build.hash(&it).map(|hash| (it, hash))).collect()
}

/// What the script gives the WebAssembly is named with a hash: 16 digits that no compression
/// makes smaller, in both files. They become the count of the names that differ in nothing
/// else, in as many digits.
fn name_plainly(script: &Path, wasm: &Path) -> Done {
    let mut text = fs::read(script)?;
    let mut bytes = fs::read(wasm)?;
    let mut names: BTreeMap<Vec<u8>, String> = BTreeMap::new();
    for place in imports(&text) {
        let name = &text[place];
        let Some(end) = name.iter().rposition(|it| *it == b'_') else { continue };
        let hash = &name[end + 1..];
        if hash.len() == 16 && hash.iter().all(u8::is_ascii_hexdigit) {
            names.insert(name.to_vec(), String::from_utf8_lossy(&name[..end]).into_owned());
        }
    }
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for rest in names.values_mut() {
        let count = counts.entry(rest.clone()).or_default();
        *rest = format!("{rest}_{count:016}");
        *count += 1;
    }
    for file in [&mut text, &mut bytes] {
        for place in imports(file) {
            if let Some(plain) = names.get(&file[place.clone()]) {
                file[place].copy_from_slice(plain.as_bytes());
            }
        }
    }
    fs::write(script, text)?;
    Ok(fs::write(wasm, bytes)?)
}

/// Where the names stand that wasm-bindgen gives to imports.
fn imports(file: &[u8]) -> Vec<Range<usize>> {
    let named = |it: &u8| it.is_ascii_alphanumeric() || *it == b'_';
    let starts = file.windows(4).enumerate().filter(|it| it.1 == b"__wb");
    let end = |start: usize| start + file[start..].iter().take_while(|it| named(it)).count();
    starts.map(|(start, _)| start..end(start)).collect()
}

/// Has the script tell those who want to know it when the WebAssembly is broken.
fn tell_of_breaking(build: &Build, script: &Path) -> Done {
    let exports = "wasm = instance.exports;";
    let text = fs::read_to_string(script)?;
    if text.matches(exports).count() != 1 {
        return Err(format!("{script:?} does not say where it takes the exports").into());
    }
    let watch = fs::read_to_string(build.source("src/element/breaking.js"))?;
    let text = text.replace(exports, "wasm = watched(instance.exports);");
    Ok(fs::write(script, text + "\n" + &watch)?)
}

/// The widget always says where its wasm lies; where wasm-bindgen would look without that
/// sends bundlers after a file that is not there, or a second time after one that is.
fn forget_address(script: &Path, wasm: &str) -> Done {
    let address = format!("new URL(\"{wasm}\",import.meta.url)");
    let text = fs::read_to_string(script)?;
    if !text.contains(&address) {
        return Err(format!("{script:?} does not say where {wasm} lies").into());
    }
    Ok(fs::write(script, text.replace(&address, "\"\""))?)
}

/// Makes a script or a style sheet smaller in place.
pub fn minify(file: &Path) -> Done {
    esbuild(file, file, &["--allow-overwrite"])
}

pub fn esbuild(from: &Path, to: &Path, arguments: &[&str]) -> Done {
    let status = Command::new("esbuild")
        .arg(from)
        .args(["--minify", "--target=es2022", "--log-level=warning", "--charset=utf8"])
        .args(arguments)
        .arg(format!("--outfile={}", to.display()))
        .status()
        .map_err(|it| format!("esbuild, which `make` installs, cannot be run: {it}"))?;
    if status.success() { Ok(()) } else { Err(format!("esbuild failed on {from:?}").into()) }
}
