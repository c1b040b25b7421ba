//! What is kept of what the fuzzer has found: a line of `corpus/READER.txt` for each text, as a
//! JSON string.
//!
//! `kept seeds READER FOLDER` writes a file for each text that the fuzzer begins with, and
//! `kept unpack READER FOLDER` for each kept one; `kept pack READER FOLDER` keeps those files of
//! a folder that are no seeds, the shortest first.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use fuzz::checks::{seeds, target};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn file(name: &str) -> PathBuf {
    corpus().join(format!("{name}.txt"))
}

/// More bytes than this are not kept for a reader: a repository must carry them.
const MOST: usize = 30_000;

fn write(texts: &[String], folder: &Path, name: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut all = texts.iter().enumerate();
    all.try_for_each(|(i, text)| fs::write(folder.join(format!("{name}-{i:04}")), text))
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [what, name, folder] = &args[..] else {
        return Err(io::Error::other("kept seeds|unpack|pack READER FOLDER"));
    };
    let folder = Path::new(folder);
    let seeds = seeds::of(target(name).name);
    match what.as_str() {
        "seeds" => write(&seeds, folder, "seed"),
        "unpack" => {
            let kept = fs::read_to_string(file(name)).unwrap_or_default();
            let texts: Result<Vec<String>, _> = kept.lines().map(serde_json::from_str).collect();
            write(&texts?, folder, "kept")
        }
        "pack" => {
            let mut lines = BTreeSet::new();
            for entry in fs::read_dir(folder)? {
                let bytes = fs::read(entry?.path())?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if !seeds.contains(&text) {
                    let line = serde_json::to_string(&text)? + "\n";
                    lines.insert((line.len(), line));
                }
            }
            let mut bytes = 0;
            let short = lines.iter().map(|it| it.1.as_str()).take_while(|it| {
                bytes += it.len();
                bytes <= MOST
            });
            let short: Vec<&str> = short.collect();
            println!("{} of {}", short.len(), lines.len());
            fs::create_dir_all(corpus())?;
            fs::write(file(name), short.concat())
        }
        other => Err(io::Error::other(format!("no {other}"))),
    }
}
