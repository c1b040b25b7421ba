//! Writes the offline file: one page with everything inside, which opens from a disk.
//!
//! Its security policy allows the script and the style of this page by their hashes and
//! no connection to anywhere.

use std::collections::BTreeMap;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::{Build, Done, all_files, no_scripts, scripts};

pub fn write(build: &Build) -> Done {
    let script = build.dist.join("offline.js");
    let mut arguments = vec![
        "--bundle".to_owned(),
        "--format=esm".to_owned(),
        format!("--alias:full.js={}", build.own("full.js").display()),
        "--define:LATER={}".to_owned(),
        format!("--define:FAILURES={}", serde_json::to_string(&scripts::sentences(build)?)?),
    ];
    arguments
        .extend(scripts::element(build)?.iter().map(|(word, it)| format!("--define:{word}={it}")));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    scripts::esbuild(&build.source("src/element/offline.js"), &script, &arguments)?;
    let code = fs::read_to_string(&script)?.trim_end().to_owned();
    fs::remove_file(script)?;
    let style = fs::read_to_string(build.own("page.css"))?.trim_end().to_owned();

    let hash = |it: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(it)));
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data: blob:; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'",
        hash(&code),
        hash(&style),
    );
    let page = fs::read_to_string(build.source("src/element/offline.html"))?
        .replace("{{policy}}", &policy)
        .replace("{{style}}", &style)
        .replace("{{no-scripts}}", &no_scripts(build)?)
        .replace("{{files}}", &files(build)?)
        .replace("{{script}}", &code);
    Ok(fs::write(build.dist.join("partnership-assessment-offline.html"), page)?)
}

/// What the widget would fetch, by path, as JSON that cannot end the element it stands in.
fn files(build: &Build) -> Done<String> {
    let mut files = BTreeMap::new();
    for folder in ["text", "instruments"] {
        for path in all_files(&build.own(folder))? {
            let name = path.strip_prefix(build.own(""))?.to_string_lossy().replace('\\', "/");
            if !name.ends_with(".start.json") {
                files.insert(name, fs::read_to_string(&path)?);
            }
        }
    }
    for name in ["widget.css", "full.css"] {
        files.insert(name.to_owned(), fs::read_to_string(build.own(name))?);
    }
    files.insert("full_bg.wasm".to_owned(), STANDARD.encode(fs::read(build.own("full_bg.wasm"))?));
    Ok(serde_json::to_string(&files)?.replace('<', "\\u003c"))
}
