//! Writes the service worker of the standalone page, with the hash of every file that the page
//! ever asks for.

use std::collections::BTreeMap;
use std::fs;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Build, Done, integrity, scripts};

/// `fetched` are the paths of what the element fetches.
pub fn write(build: &Build, fetched: Vec<String>) -> Done {
    let mut files = BTreeMap::new();
    let named = ["partnership-assessment.js", "page.css"].map(str::to_owned);
    for path in fetched.into_iter().chain(named) {
        files.insert(format!("{}/{path}", build.folder), integrity(&fs::read(build.own(&path))?));
    }
    files.insert(String::new(), integrity(&fs::read(build.dist.join("index.html"))?));
    let files = json!(files);
    let digest = Sha256::digest(files.to_string());
    let id: String = digest.iter().take(8).map(|it| format!("{it:02x}")).collect();

    let script = build.dist.join("sw.js");
    let arguments = [format!("--define:FILES={files}"), format!("--define:ID={}", json!(id))];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    scripts::esbuild(&build.source("src/element/keeper.js"), &script, &arguments)?;
    let code = fs::read_to_string(&script)?;
    // Cut off anywhere, it is no script.
    Ok(fs::write(script, format!("{{{}}}\n", code.trim_end()))?)
}
