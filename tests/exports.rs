//! What other people's programs are given to read: real files, written by the product's
//! own writers into `target/exports/`, for the Python tests in `tests/foreign/`.
//!
//! Every file that is written is also read again here, so that the two suites together
//! hold the formats from both sides.

mod examples;
mod material;
mod plans;
mod variants;
mod workshop;

use std::path::PathBuf;
use std::{env, fs};

use partnership_assessment::exchange::{Imported, csv, json, read_file};
use partnership_assessment::instrument::{Instrument, reader};
use partnership_assessment::report;
use partnership_assessment::response::{InstrumentRef, Respondent, Response};
use partnership_assessment::text::Text;
use serde_json::{Value, json};

use crate::fixtures::{english, welsh};

/// A folder of exports, which in the end holds what was written to it and nothing else.
pub struct Folder {
    path: PathBuf,
    written: Vec<String>,
}

impl Folder {
    pub fn open(name: &str) -> Self {
        let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(target).join("exports").join(name);
        fs::create_dir_all(&path).expect("a folder for the exports");
        Self { path, written: Vec::new() }
    }

    pub fn write(&mut self, name: &str, content: &str) -> String {
        // Put in place at once, should another run of the tests be reading.
        let part = self.path.join(format!("{name}.{}.part", std::process::id()));
        fs::write(&part, content)
            .and_then(|()| fs::rename(&part, self.path.join(name)))
            .expect(name);
        self.written.push(name.to_owned());
        name.to_owned()
    }

    /// Removes what an earlier run left.
    pub fn close(self) {
        for entry in fs::read_dir(&self.path).expect("the folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !self.written.contains(&name) && !name.ends_with(".part") {
                fs::remove_file(entry.path()).ok();
            }
        }
    }
}

/// Writes responses to one instrument in one language, as JSON and as tables; the names of
/// the files for the list of them.
fn export(folder: &mut Folder, file: &str, text: &Text) -> Value {
    let instrument = reader::read(file).unwrap_or_else(|it| panic!("{file}: {it:?}"));
    let opening = format!("{}.{}", instrument.id, text.language);
    let named = material::responses(&instrument, &text.language);
    let responses: Vec<&Response> = named.iter().map(|it| &it.response).collect();
    let mut files = Vec::new();
    for (i, it) in named.iter().enumerate() {
        let report = report::report(&instrument, &it.response);
        let content = json::write_response(&it.response, &it.name, Some(&report));
        assert_eq!(
            read(&content, &instrument),
            std::slice::from_ref(it),
            "{opening}, response {i}"
        );
        files.push(folder.write(&format!("{opening}.{i}.json"), &content));
    }
    let mut tables = Vec::new();
    for bom in [true, false] {
        let mark = if bom { "bom" } else { "plain" };
        let wide = csv::write_wide(&instrument, &responses, bom);
        let expected: Vec<Imported> = responses.iter().map(|it| from_wide(it)).collect();
        assert_eq!(read(&wide, &instrument), expected, "{opening}, wide");
        let long = csv::write_long(&instrument, &responses, text, bom);
        let told = |it: &&&Response| !it.answers.is_empty() || !it.notes.is_empty();
        let expected: Vec<Imported> =
            responses.iter().filter(told).map(|it| from_long(it, &instrument)).collect();
        assert_eq!(read(&long, &instrument), expected, "{opening}, long");
        tables.push(json!({
            "byte_order_mark": bom,
            "wide": folder.write(&format!("{opening}.wide.{mark}.csv"), &wide),
            "long": folder.write(&format!("{opening}.long.{mark}.csv"), &long),
        }));
    }
    let instrument = folder.write(&format!("{opening}.instrument.json"), file);
    json!({
        "instrument": instrument,
        "language": text.language,
        "responses": files,
        "tables": tables,
    })
}

fn read(content: &str, instrument: &Instrument) -> Vec<Imported> {
    read_file(content, &[instrument]).unwrap_or_else(|it| panic!("{it:?} in {content}"))
}

/// What is left of `response` in a wide table.
fn from_wide(response: &Response) -> Imported {
    let respondent = Respondent { partnership: String::new(), ..response.respondent.clone() };
    let response = Response {
        updated: response.completed.unwrap_or(response.started),
        respondent,
        notes: Default::default(),
        plan: Response::NO_PLAN.to_owned(),
        follow_up: Response::NO_FOLLOW_UP.to_owned(),
        ..response.clone()
    };
    Imported { response, table: true, ..Imported::default() }
}

/// What is left of `response` in a long table.
fn from_long(response: &Response, instrument: &Instrument) -> Imported {
    let sector = response.respondent.sector.clone();
    let response = Response {
        id: response.id.clone(),
        instrument: InstrumentRef::to(instrument),
        language: "en".to_owned(),
        respondent: Respondent { sector, ..Respondent::default() },
        answers: response.answers.clone(),
        notes: response.notes.clone(),
        plan: Response::NO_PLAN.to_owned(),
        ..Response::default()
    };
    Imported { response, table: true, ..Imported::default() }
}

#[test]
fn exports_of_every_instrument_in_both_languages_import_again_and_are_kept_for_other_readers() {
    let mut folder = Folder::open("files");
    let mut all = Vec::new();
    for file in material::instruments() {
        for text in [english(), welsh()] {
            all.push(export(&mut folder, &file, &text));
        }
    }
    folder.write("files.json", &Value::from(all).to_string());
    folder.close();
}
