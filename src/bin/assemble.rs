//! Finishes what Trunk has built: Trunk calls it as its last step, with the folder to
//! finish in `TRUNK_STAGING_DIR`.
//!
//! It names the compiled widget's files, composes the whole assessment and the list of
//! what is offered, puts instruments, languages and schemas beside them in their smallest
//! form, joins the style sheets, and writes the files' hashes into the element's script.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use base64::Engine as _;
use partnership_assessment::instrument::catalogue;
use sha2::{Digest, Sha384};

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// The two style sheets of the element, and what each is joined from, in order: the one of
/// the first screens, and the one that arrives with the full widget.
const STYLES: [(&str, &[&str]); 2] = [
    ("widget.css", &["tokens.css", "widget.css"]),
    ("full.css", &["results.css", "workshop.css", "print.css"]),
];

fn main() -> Done {
    let source = PathBuf::from(env::var("TRUNK_SOURCE_DIR").unwrap_or_else(|_| ".".to_owned()));
    let dist = PathBuf::from(env::var("TRUNK_STAGING_DIR")?);
    rename(&dist, "partnership-assessment.js", "full.js")?;
    rename(&dist, "partnership-assessment_bg.wasm", "full_bg.wasm")?;
    rename(&dist, "loader.js", "partnership-assessment.js")?;

    let mut files = BTreeMap::new();
    let texts = json_files(&source.join("src/text"))?;
    let languages: Vec<&str> = texts.iter().map(|it| it.0.trim_end_matches(".json")).collect();
    let words: Vec<&str> = texts.iter().map(|it| it.1.as_str()).collect();
    for (name, text) in catalogue::files(&words) {
        files.insert(format!("instruments/{name}"), text);
    }
    for (name, text) in &texts {
        let start = name.replace(".json", ".start.json");
        files.insert(format!("text/{start}"), catalogue::without(text, "later")?);
        files.insert(format!("text/{name}"), text.clone());
    }
    for (name, text) in json_files(&source.join("src/exchange/schemas"))? {
        files.insert(format!("schemas/{name}"), text);
    }
    for (name, parts) in STYLES {
        let mut style = String::new();
        for part in parts {
            style += &fs::read_to_string(source.join("styles").join(part))?;
        }
        files.insert(name.to_owned(), style);
    }
    for (name, text) in &files {
        let path = dist.join(name);
        fs::create_dir_all(path.parent().ok_or("a file without a folder")?)?;
        fs::write(path, text)?;
    }

    for name in ["starter.js", "full.js", "door.js", "widget.css", "full.css", "page.css"] {
        minify(&dist.join(name))?;
    }

    let mut hashes = BTreeMap::new();
    let hashed = files.keys().map(String::as_str).filter(|it| !it.starts_with("schemas/"));
    for name in hashed.chain(["starter_bg.wasm", "full_bg.wasm"]) {
        hashes.insert(name.to_owned(), integrity(&fs::read(dist.join(name))?));
    }
    // Trunk leaves a line of its own where it adds no script.
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page)?;
    let lines = text.lines().filter(|it| !it.contains("data-trunk") && !it.trim().is_empty());
    fs::write(page, lines.fold(String::new(), |res, it| res + it + "\n"))?;

    let script = dist.join("partnership-assessment.js");
    let text = fs::read_to_string(&script)?;
    let text = replaced(
        &text,
        "const languages = [\"en\"];",
        &format!("const languages = {languages:?};"),
    )?;
    let text = replaced(&text, "const integrity = {};", &format!("const integrity = {hashes:?};"))?;
    fs::write(&script, text)?;
    minify(&script)
}

/// Makes a script or a style sheet smaller in place.
fn minify(file: &Path) -> Done {
    let status = Command::new("esbuild")
        .arg(file)
        .args(["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"])
        .arg(format!("--outfile={}", file.display()))
        .status()
        .map_err(|it| format!("esbuild, which `make` installs, cannot be run: {it}"))?;
    if status.success() { Ok(()) } else { Err(format!("esbuild failed on {file:?}").into()) }
}

fn rename(dist: &Path, from: &str, to: &str) -> Done {
    fs::rename(dist.join(from), dist.join(to)).map_err(|it| format!("{from}: {it}").into())
}

/// The JSON files of a folder by name, without the space between their parts.
fn json_files(folder: &Path) -> Done<Vec<(String, String)>> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "json") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path)?;
            res.push((name, catalogue::smaller(&text).map_err(|it| format!("{path:?}: {it}"))?));
        }
    }
    res.sort();
    Ok(res)
}

/// The value of an `integrity` attribute for a file of these bytes.
fn integrity(bytes: &[u8]) -> String {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes));
    format!("sha384-{hash}")
}

fn replaced(text: &str, from: &str, to: &str) -> Done<String> {
    if text.matches(from).count() != 1 {
        return Err(format!("`{from}` should stand once in the element's script").into());
    }
    Ok(text.replace(from, to))
}
