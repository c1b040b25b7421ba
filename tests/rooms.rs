//! The house: which room may use which, and what every source keeps to.

mod source;

use std::collections::BTreeSet;
use std::path::PathBuf;

pub use source::{Source, Token, root, sources};
use source::{files, text_of};

/// The sources of the core and the shell, without the programs in `src/bin`.
fn library() -> Vec<Source> {
    sources().into_iter().filter(|it| it.room() != "bin").collect()
}

/// A room with the rooms that it may use.
type Row = (String, BTreeSet<String>);

/// The rows of the tables in `docs`, the documentation at the head of `lib.rs`.
fn rows(docs: &str) -> Vec<Row> {
    let mut res: Vec<Row> = Vec::new();
    for line in docs.lines().filter_map(|it| it.strip_prefix("//! |")) {
        let cells: Vec<&str> = line.trim_end_matches('|').split('|').map(str::trim).collect();
        let [room, _, may_use] = cells[..] else { panic!("a row has three cells: {line}") };
        if room == "room" || room.starts_with("---") {
            continue;
        }
        let used = match may_use {
            "nothing" => BTreeSet::new(),
            "all of the above" => res.iter().map(|it| it.0.clone()).collect(),
            // `app's view` is a part of the room `app`.
            some => {
                some.split(", ").map(|it| it.split('\'').next().unwrap_or(it).to_owned()).collect()
            }
        };
        res.push((room.trim_matches(['[', ']', '`']).to_owned(), used));
    }
    res
}

fn lib() -> String {
    text_of(&root().join("src/lib.rs"))
}

/// What `source` uses and may not, by `rows`.
fn trespasses(source: &Source, rows: &[Row]) -> Vec<String> {
    let room = source.room();
    let may_use = rows.iter().find(|it| it.0 == room).map(|it| it.1.clone()).unwrap_or_default();
    let names = source.names_at_the_top().into_iter();
    names
        .filter(|(_, name)| name != room && !may_use.contains(name))
        .map(|(at, name)| source.place(at, &format!("`{room}` may not use `{name}`")))
        .collect()
}

#[track_caller]
pub fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn whoever_uses_a_room_is_found_whichever_way_it_is_written() {
    let rows = rows("//! | `here` | does this | there |\n//! | `there` | does that | nothing |");
    let found = |path: &str, text: &str| trespasses(&Source::new(path, text), &rows).len();
    assert_eq!(found("here/a.rs", "use crate::there::X; use super::b; use crate::here::c;"), 0);
    assert_eq!(found("there/a.rs", "use crate::here::X;"), 1);
    assert_eq!(found("there.rs", "use super::here::X;"), 1);
    assert_eq!(found("there/a/b.rs", "use super::super::super::here::X; use super::super::y;"), 1);
    assert_eq!(found("there.rs", "use crate::{here::{X, there}, there::Y, web};"), 2);
    assert_eq!(
        found("there.rs", "fn f() -> crate::here::X { crate::here::g() } // crate::here"),
        2
    );
    assert_eq!(found("there.rs", "use crate::*;"), 1);
}

#[test]
fn the_map_names_every_room_and_no_other() {
    let lib = Source::new("lib.rs", &lib());
    let modules: BTreeSet<String> = (0..lib.tokens.len())
        .filter(|at| lib.tokens[*at].1.is("mod"))
        .filter_map(|at| Some(lib.tokens.get(at + 1)?.1.word()?.to_owned()))
        .collect();
    let rows = rows(&lib.text);
    assert_eq!(rows.iter().map(|it| it.0.clone()).collect::<BTreeSet<_>>(), modules);
    for (room, used) in &rows {
        for it in used {
            assert!(modules.contains(it), "the map lets `{room}` use `{it}`, which is no room");
        }
    }
    let known = |it: &str| modules.contains(it) || it == "lib" || it == "bin";
    for source in sources() {
        assert!(known(source.room()), "src/{} is in no room of the map", source.path);
    }
}

#[test]
fn the_map_names_files_that_exist() {
    let lib = lib();
    let paths = lib.split('`').filter(|it| it.starts_with("tests/") && it.ends_with(".rs"));
    none(
        paths
            .filter(|it| !root().join(it).is_file())
            .map(|it| format!("src/lib.rs names {it}, which does not exist"))
            .collect(),
    );
}

#[test]
fn each_room_uses_only_what_the_map_allows() {
    let rows = rows(&lib());
    none(library().iter().flat_map(|it| trespasses(it, &rows)).collect());
}

#[test]
fn no_room_of_the_map_leads_back_to_itself() {
    let rows = rows(&lib());
    for (room, used) in &rows {
        let mut reached = used.clone();
        while let Some(next) = rows
            .iter()
            .filter(|it| reached.contains(&it.0))
            .flat_map(|it| it.1.iter())
            .find(|it| !reached.contains(*it))
        {
            reached.insert(next.clone());
        }
        assert!(!reached.contains(room), "by the map, `{room}` may use itself: {reached:?}");
    }
}

#[test]
fn json_stays_behind_its_doors() {
    const DOORS: [&str; 2] = ["instrument/document.rs", "instrument/catalogue.rs"];
    let inside = |it: &Source| {
        DOORS.contains(&it.path.as_str()) || it.room() == "exchange" || it.room() == "bin"
    };
    let outside = sources().into_iter().filter(|it| !inside(it));
    none(outside.flat_map(|it| it.places(&[&["serde_json"], &["serde"]])).collect());

    // The value of a node is serde's; only those behind the doors may ask it anything.
    const QUESTIONS: [&str; 8] = [
        "is_string",
        "is_array",
        "is_object",
        "is_number",
        "as_str",
        "as_array",
        "as_object",
        "get",
    ];
    let asked = QUESTIONS.map(|it| [".", "value", "(", ")", ".", it]);
    let asked: Vec<&[&str]> = asked.iter().map(|it| &it[..]).collect();
    let outside = sources().into_iter().filter(|it| !inside(it));
    none(outside.flat_map(|it| it.places(&asked)).collect());
}

#[test]
fn the_browser_stays_in_the_shell() {
    const SHELL: [&str; 3] = ["ui", "browser", "element"];
    const CRATES: [&[&str]; 6] = [
        &["yew"],
        &["web_sys"],
        &["js_sys"],
        &["wasm_bindgen"],
        &["wasm_bindgen_futures"],
        &["gloo"],
    ];
    let core = sources().into_iter().filter(|it| !SHELL.contains(&it.room()));
    none(core.flat_map(|it| it.places(&CRATES)).collect());
    let outside = sources().into_iter().filter(|it| it.room() != "lib");
    none(outside.flat_map(|it| it.places(&[&["talc"]])).collect());
}

#[test]
fn the_core_reads_no_clock_and_does_no_input_or_output() {
    const SHELL: [&str; 4] = ["ui", "browser", "element", "bin"];
    let core = sources().into_iter().filter(|it| !SHELL.contains(&it.room()));
    let std = |it: &'static str| ["std", ":", ":", it];
    let modules = ["fs", "io", "net", "time", "env", "process", "thread"].map(std);
    let patterns: Vec<&[&str]> = modules.iter().map(|it| &it[..]).collect();
    none(core.flat_map(|it| it.places(&patterns)).collect());
}

#[test]
fn a_file_is_named_after_what_it_holds() {
    const VAGUE: [&str; 7] = ["mod", "utils", "util", "common", "helpers", "helper", "misc"];
    let mut faults = Vec::new();
    for folder in ["src", "tests"] {
        for (path, _) in files(&root().join(folder)) {
            let mut names = path.split('/').map(|it| it.split('.').next().unwrap_or(it));
            if names.any(|it| VAGUE.contains(&it)) {
                faults.push(format!("{folder}/{path}"));
            }
        }
    }
    for source in sources() {
        for name in VAGUE {
            faults.extend(source.places(&[&["mod", name]]));
        }
    }
    none(faults);
}

#[test]
fn no_style_stands_in_the_page_that_a_strict_policy_would_refuse() {
    let shell =
        || sources().into_iter().filter(|it| ["ui", "browser", "element"].contains(&it.room()));
    none(shell().flat_map(|it| it.places(&[&["style", "="], &["<", "style"]])).collect());
    let in_text = |it: &Source| {
        let style = |it: &str| it == "style" || it.contains("<style");
        let found = it.tokens.iter().enumerate().filter(|it| it.1.1.text().is_some_and(style));
        found.map(|(at, _)| it.place(at, "a style in a text")).collect::<Vec<_>>()
    };
    none(shell().flat_map(|it| in_text(&it)).collect());
}

#[test]
fn scores_are_whole_numbers_and_fractions() {
    let mut faults = Vec::new();
    for source in sources().into_iter().filter(|it| it.room() == "scoring") {
        let mut depth: Option<i32> = None;
        for (at, (_, token)) in source.tokens.iter().enumerate() {
            if source.stands(at, &["fn", "to_f64"]) {
                depth = Some(0);
            }
            // Inside `to_f64`, which is for files, until its body closes.
            if let Some(inside) = &mut depth {
                match token {
                    Token::Mark('{') => *inside += 1,
                    Token::Mark('}') if *inside == 1 => depth = None,
                    Token::Mark('}') => *inside -= 1,
                    _ => {}
                }
                continue;
            }
            let word = token.word().unwrap_or_default();
            let digits = word.trim_start_matches(|it: char| it.is_ascii_digit() || it == '_');
            let literal = digits.len() < word.len()
                && word.starts_with(|it: char| it.is_ascii_digit())
                && digits.starts_with(['.', 'e', 'f']);
            if literal || ["f64", "f32"].contains(&word) {
                faults.push(source.place(at, &format!("`{word}` in scoring")));
            }
        }
    }
    let elsewhere = sources().into_iter().filter(|it| it.room() != "exchange");
    let uses = |it: Source| it.places(&[&[".", "to_f64"], &["Ratio", ":", ":", "to_f64"]]);
    faults.extend(elsewhere.flat_map(uses));
    none(faults);
}

#[test]
fn no_source_names_an_address_on_the_web() {
    // By this name programs know that a file is a drawing; nothing is fetched from there.
    const DRAWING: (&str, &str) =
        ("exchange/svg.rs", "const NAMESPACE: &str = \"http://www.w3.org/2000/svg\";");
    let names_one = |path: &str, line: &str| {
        let attribute = "http-equiv=";
        line.to_lowercase().replace(attribute, "").contains("http") && (path, line) != DRAWING
    };
    let lines = |it: Source| {
        let found = it.text.lines().enumerate().filter(|(_, line)| names_one(&it.path, line));
        let place = |(i, line): (usize, &str)| format!("src/{}:{}: {line}", it.path, i + 1);
        found.map(place).collect::<Vec<_>>()
    };
    none(sources().into_iter().flat_map(lines).collect());
}

#[test]
fn the_widget_does_not_panic_by_itself() {
    const PANICS: [&[&str]; 11] = [
        &[".", "unwrap", "("],
        &[".", "expect", "("],
        &[".", "unwrap_err", "("],
        &["panic", "!"],
        &["todo", "!"],
        &["unimplemented", "!"],
        &["unreachable", "!"],
        &["assert", "!"],
        &["dbg", "!"],
        &["println", "!"],
        &["eprintln", "!"],
    ];
    none(library().iter().flat_map(|it| it.places(&PANICS)).collect());
}

#[test]
fn a_rust_file_has_at_most_600_lines() {
    let mut faults = Vec::new();
    for folder in ["src", "tests"] {
        for (path, it) in files(&root().join(folder)).iter().filter(|it| it.0.ends_with(".rs")) {
            let n = text_of(it).lines().count();
            if n > 600 {
                faults.push(format!("{folder}/{path} has {n} lines"));
            }
        }
    }
    none(faults);
}

#[test]
fn no_line_ends_in_blanks_and_every_file_ends_in_one_line_end() {
    const WRITTEN: [&str; 7] = ["rs", "json", "css", "html", "js", "mjs", "toml"];
    let mut paths: Vec<(String, PathBuf)> = Vec::new();
    for folder in ["src", "tests", "styles"] {
        let inside = files(&root().join(folder)).into_iter();
        paths.extend(inside.map(|it| (format!("{folder}/{}", it.0), it.1)));
    }
    for name in ["index.html", "Cargo.toml", "Trunk.toml"] {
        paths.push((name.to_owned(), root().join(name)));
    }
    let mut faults = Vec::new();
    for (name, path) in paths {
        if !WRITTEN.iter().any(|it| path.extension().is_some_and(|end| end == *it)) {
            continue;
        }
        let text = text_of(&path);
        for (i, line) in text.split('\n').enumerate() {
            if line.ends_with([' ', '\t', '\r']) {
                faults.push(format!("{name}:{} ends in a blank", i + 1));
            }
        }
        if !text.ends_with('\n') || text.ends_with("\n\n") {
            faults.push(format!("{name} does not end in one line end"));
        }
    }
    none(faults);
}

#[test]
fn every_json_file_of_the_sources_can_be_read() {
    let files = files(&root().join("src"));
    let json: Vec<_> = files.iter().filter(|it| it.0.ends_with(".json")).collect();
    assert!(json.len() >= 9, "seven instruments and two languages, not {}", json.len());
    let unreadable = json.into_iter().filter_map(|(name, path)| {
        let value: Result<serde_json::Value, _> = serde_json::from_str(&text_of(path));
        value.err().map(|it| format!("src/{name}: {it}"))
    });
    none(unreadable.collect());
}
