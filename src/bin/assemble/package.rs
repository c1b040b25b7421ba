//! Makes the folder of a version an installable npm package of the same files.

use std::fs;

use serde_json::json;

use super::{Build, Done, VERSION};

pub fn write(build: &Build) -> Done {
    let package = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": VERSION,
        "description": env!("CARGO_PKG_DESCRIPTION"),
        "license": "(MIT OR Apache-2.0)",
        "type": "module",
        "main": "./index.js",
        "types": "./partnership-assessment.d.ts",
        "exports": {
            ".": { "types": "./partnership-assessment.d.ts", "default": "./index.js" },
            "./*": "./*",
        },
        "sideEffects": true,
    });
    build.write("package.json", &(serde_json::to_string_pretty(&package)? + "\n"))?;
    let copies = [
        ("src/element/partnership-assessment.d.ts", "partnership-assessment.d.ts"),
        ("docs/embedding.md", "README.md"),
        ("docs/openacr.yaml", "openacr.yaml"),
        ("LICENSE-MIT", "LICENSE-MIT"),
        ("LICENSE-APACHE", "LICENSE-APACHE"),
    ];
    for (from, to) in copies {
        fs::copy(build.source(from), build.own(to)).map_err(|it| format!("{from}: {it}"))?;
    }
    Ok(())
}
