//! Finishes what Trunk has built: Trunk calls it as its last step, with the folder to
//! finish in `TRUNK_STAGING_DIR`.
//!
//! It can be called again on a folder that is finished, which then speaks the languages of
//! another `TRUNK_SOURCE_DIR`: what is compiled stays as it is.
//!
//! It lays out what an organisation hosts: a folder of this version, which never changes
//! once it is published, with everything the element needs; and beside it the pages that
//! always show the newest version, the offline file, and the manifest of all of it.

mod licences;
mod offline;
mod package;
mod scripts;
mod worker;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use partnership_assessment::instrument::catalogue;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};

type Done<T = ()> = Result<T, Box<dyn Error>>;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The two style sheets of the element, and what each is joined from, in order: the one of
/// the first screens, and the one that arrives with the full widget.
const STYLES: [(&str, &[&str]); 2] = [
    ("widget.css", &["tokens.css", "widget.css"]),
    (
        "full.css",
        &[
            "results.css",
            "workshop.css",
            "plan.css",
            "document.css",
            "trust.css",
            "single.css",
            "print.css",
            "older.css",
        ],
    ),
];

/// Where things come from and go to.
struct Build {
    source: PathBuf,
    dist: PathBuf,
    /// The folder of this version in `dist`, by name.
    folder: String,
    /// The language files by tag, in their smallest form.
    languages: Vec<(String, String)>,
}

impl Build {
    fn source(&self, path: &str) -> PathBuf {
        self.source.join(path)
    }

    /// The path of a file of this version.
    fn own(&self, path: &str) -> PathBuf {
        self.dist.join(&self.folder).join(path)
    }

    fn write(&self, path: &str, content: &str) -> Done {
        let path = self.own(path);
        fs::create_dir_all(path.parent().ok_or("a file without a folder")?)?;
        Ok(fs::write(path, content)?)
    }

    /// By what the element's script checks a file: the shortest hash that browsers know,
    /// for it is fetched with the script.
    fn hash(&self, path: &str) -> Done<String> {
        let hash = STANDARD.encode(Sha256::digest(fs::read(self.own(path))?));
        Ok(format!("sha256-{hash}"))
    }

    fn tags(&self) -> Vec<&str> {
        self.languages.iter().map(|it| it.0.as_str()).collect()
    }
}

fn main() -> Done {
    let source = PathBuf::from(env::var("TRUNK_SOURCE_DIR").unwrap_or_else(|_| ".".to_owned()));
    let languages = json_files(&source.join("src/text"))?;
    let build = Build {
        dist: PathBuf::from(env::var("TRUNK_STAGING_DIR")?),
        folder: format!("v{VERSION}"),
        languages,
        source,
    };
    fs::create_dir_all(build.own(""))?;
    if !build.own("full.js").exists() {
        take_compiled(&build)?;
    }
    licences::write(&build)?;
    write_data(&build)?;
    write_styles(&build)?;
    let fetched = scripts::write(&build)?;
    write_pages(&build)?;
    package::write(&build)?;
    offline::write(&build)?;
    worker::write(&build, fetched)?;
    write_manifest(&build)
}

/// Trunk names what it compiles after the package.
fn take_compiled(build: &Build) -> Done {
    let names = [
        ("partnership-assessment.js", "full.js"),
        ("partnership-assessment_bg.wasm", "full_bg.wasm"),
        ("starter.js", "starter.js"),
        ("starter_bg.wasm", "starter_bg.wasm"),
    ];
    for (from, to) in names {
        fs::rename(build.dist.join(from), build.own(to)).map_err(|it| format!("{from}: {it}"))?;
    }
    scripts::take_compiled(build)
}

/// Instruments, languages and schemas in their smallest form.
fn write_data(build: &Build) -> Done {
    let words: Vec<&str> = build.languages.iter().map(|it| it.1.as_str()).collect();
    for (name, text) in catalogue::files(&words) {
        build.write(&format!("instruments/{name}"), &text)?;
    }
    for (tag, text) in &build.languages {
        let text = catalogue::without(&catalogue::without(text, "failures")?, catalogue::PART)?;
        build.write(&format!("text/{tag}.start.json"), &catalogue::without(&text, "later")?)?;
        build.write(&format!("text/{tag}.json"), &text)?;
    }
    for (name, text) in json_files(&build.source("src/exchange/schemas"))? {
        build.write(&format!("schemas/{name}.json"), &text)?;
    }
    for (tag, text) in json_files(&build.source("src/builder"))? {
        build.write(&format!("builder/{tag}.json"), &text)?;
    }
    Ok(())
}

fn write_styles(build: &Build) -> Done {
    for (name, parts) in STYLES {
        let mut style = String::new();
        for part in parts {
            style += &fs::read_to_string(build.source("styles").join(part))?;
        }
        build.write(name, &style)?;
    }
    let copies = [("styles/page.css", "page.css"), ("src/builder/builder.css", "builder.css")];
    for (from, to) in copies {
        fs::copy(build.source(from), build.own(to)).map_err(|it| format!("{from}: {it}"))?;
    }
    for name in ["widget.css", "full.css", "page.css", "builder.css"] {
        scripts::minify(&build.own(name))?;
    }
    Ok(())
}

/// The pages: what stands for `{{folder}}` in them is the folder of this version, for `{{icon}}`
/// the icon itself. To fetch it, and again at every step through the history, would take longer.
fn write_pages(build: &Build) -> Done {
    let page = fs::read_to_string(build.source("index.html"))?;
    // What Trunk takes as its orders.
    let lines = page.lines().filter(|it| !it.contains("data-trunk"));
    let page = lines.fold(String::new(), |res, it| res + it + "\n");
    let no_scripts = no_scripts(build)?;
    let icon = icon(build)?;
    let page = page
        .replace("{{folder}}", &build.folder)
        .replace("{{icon}}", &icon)
        .replace("{{no-scripts}}", &no_scripts);
    fs::write(build.dist.join("index.html"), page)?;
    let frame = fs::read_to_string(build.source("src/frame/frame.html"))?;
    let frame = frame.replace("{{icon}}", &icon).replace("{{no-scripts}}", &no_scripts);
    build.write("frame.html", &frame)?;

    let languages = json_files(&build.source("src/builder"))?;
    let builder = fs::read_to_string(build.source("src/builder/builder.html"))?
        .replace("{{folder}}", &build.folder)
        .replace("{{icon}}", &icon)
        .replace("{{waiting}}", &in_every_language(&languages, "texts", "waiting")?)
        .replace("{{brand}}", &in_every_language(&languages, "texts", "brand")?)
        .replace("{{failed}}", &in_every_language(&languages, "texts", "failed")?);
    Ok(fs::write(build.dist.join("builder.html"), builder)?)
}

/// The icon as an address that holds it, for an attribute.
fn icon(build: &Build) -> Done<String> {
    let mut res = fs::read_to_string(build.source("styles/icon.svg"))?.trim_end().to_owned();
    for (from, to) in [("\"", "'"), ("#", "%23"), ("<", "%3C"), (">", "%3E")] {
        res = res.replace(from, to);
    }
    Ok(format!("data:image/svg+xml,{res}"))
}

/// What a page says until the element's script does, and later on where that cannot.
fn no_scripts(build: &Build) -> Done<String> {
    let title = in_every_language(&build.languages, "texts", "page.title")?;
    let late = in_every_language(&build.languages, "failures", "no-scripts")?;
    Ok(format!("<div class=\"opening\">{title}</div><div class=\"late\">{late}</div>"))
}

/// A text of every language, as paragraphs that say which is in which.
fn in_every_language(languages: &[(String, String)], name: &str, key: &str) -> Done<String> {
    let mut res = String::new();
    for (tag, file) in languages {
        let direction = part(file, "direction")?;
        let direction = if direction == "rtl" { " dir=\"rtl\"" } else { "" };
        let texts = part(file, name)?;
        let text = texts[key].as_str().ok_or_else(|| format!("{tag}: no text `{key}`"))?;
        res += &format!("<p lang=\"{tag}\"{direction}>{text}</p>");
    }
    Ok(res)
}

/// Every file with its size and the value of its `integrity` attribute, by path.
fn write_manifest(build: &Build) -> Done {
    let mut files = BTreeMap::new();
    for path in all_files(&build.dist)? {
        let bytes = fs::read(&path)?;
        let name = path.strip_prefix(&build.dist)?.to_string_lossy().replace('\\', "/");
        files.insert(name, json!({ "bytes": bytes.len(), "integrity": integrity(&bytes) }));
    }
    let manifest = json!({ "version": VERSION, "folder": build.folder, "files": files });
    Ok(fs::write(
        build.dist.join("manifest.json"),
        serde_json::to_string_pretty(&manifest)? + "\n",
    )?)
}

fn all_files(folder: &Path) -> Done<Vec<PathBuf>> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { res.extend(all_files(&path)?) } else { res.push(path) }
    }
    Ok(res)
}

/// The JSON files of a folder by name, without the space between their parts.
fn json_files(folder: &Path) -> Done<Vec<(String, String)>> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path)?;
            res.push((name, catalogue::smaller(&text).map_err(|it| format!("{path:?}: {it}"))?));
        }
    }
    res.sort();
    Ok(res)
}

/// The value of an `integrity` attribute for a file of these bytes.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// A part of a language file.
fn part(language: &str, name: &str) -> Done<Value> {
    let language: Value = serde_json::from_str(language)?;
    Ok(language.get(name).ok_or_else(|| format!("a language file without `{name}`"))?.clone())
}
