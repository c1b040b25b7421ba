//! The list of what is built in that others have made, with their licences, as these ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use super::{Build, Done};

const HEAD: &str = "\
This widget is licensed under either of MIT or Apache-2.0, at your choice. Built in are parts of
Rust's standard library (MIT OR Apache-2.0) and of the packages below, each under its own licence.
Behind the list are the texts that come with the packages, with the names of those they belong to.
";

/// A package that is built in.
struct Package {
    name: String,
    licence: String,
    folder: PathBuf,
}

pub fn write(build: &Build) -> Done {
    let mut list = String::new();
    let mut texts: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for it in packages(build)? {
        list += &format!("{}: {}\n", it.name, it.licence);
        for text in texts_in(&it.folder)? {
            // The same but for how its lines are broken is the same.
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            texts.entry(words).or_insert((text, Vec::new())).1.push(it.name.clone());
        }
    }
    let texts = texts.into_values().map(|(text, names)| {
        let line = "-".repeat(72);
        format!("\n{line}\n{}\n{line}\n\n{}\n", names.join(", "), text.trim())
    });
    let all = format!("{HEAD}\n{list}{}", texts.collect::<String>());
    Ok(fs::write(build.dist.join("licences.txt"), all)?)
}

/// The packages of the browser's program, without those that only work while it is built.
fn packages(build: &Build) -> Done<Vec<Package>> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "wasm32-unknown-unknown"])
        .arg("--manifest-path")
        .arg(build.source("Cargo.toml"))
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let data: Value = serde_json::from_slice(&output.stdout)?;
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let list = |it: &Value| it.as_array().cloned().unwrap_or_default();
    let by_id = |all: &Value| -> BTreeMap<String, Value> {
        list(all).into_iter().map(|it| (text(&it["id"]), it)).collect()
    };
    let (known, nodes) = (by_id(&data["packages"]), by_id(&data["resolve"]["nodes"]));
    let root = text(&data["resolve"]["root"]);
    let mut found = BTreeSet::new();
    let mut next = vec![root.clone()];
    while let Some(id) = next.pop() {
        let at_work = |it: &Value| list(&it["dep_kinds"]).iter().any(|it| it["kind"].is_null());
        for dep in nodes.get(&id).map(|it| list(&it["deps"])).unwrap_or_default() {
            let id = text(&dep["pkg"]);
            let targets = known.get(&id).map(|it| list(&it["targets"])).unwrap_or_default();
            let kinds = targets.iter().flat_map(|it| list(&it["kind"])).collect::<Vec<_>>();
            let builds = kinds.iter().any(|it| it == "proc-macro");
            if at_work(&dep) && !builds && found.insert(id.clone()) {
                next.push(id);
            }
        }
    }
    let packages = found.iter().filter_map(|it| known.get(it)).map(|it| {
        let folder = PathBuf::from(text(&it["manifest_path"]));
        Package {
            name: format!("{} {}", text(&it["name"]), text(&it["version"])),
            licence: text(&it["license"]),
            folder: folder.parent().map(Path::to_owned).unwrap_or_default(),
        }
    });
    let mut res: Vec<Package> = packages.collect();
    res.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(res)
}

/// The texts of licences that lie in the folder of a package.
fn texts_in(folder: &Path) -> Done<Vec<String>> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        let named = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];
        if path.is_file() && named.iter().any(|it| name.starts_with(it)) {
            res.push((name, fs::read_to_string(&path)?));
        }
    }
    res.sort();
    Ok(res.into_iter().map(|it| it.1).collect())
}
