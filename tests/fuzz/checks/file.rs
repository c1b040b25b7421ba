//! Whatever file a person chooses in the middle of an assessment, as the whole widget takes it,
//! and what is sealed under a passphrase.

use partnership_assessment::app::{
    Asset, Effect, Event, FileText, Model, Moment, Opening, update, view,
};
use partnership_assessment::exchange::{json, sealed, workshop};
use partnership_assessment::instrument::reader;
use partnership_assessment::response::{Answer, Assessment, InstrumentRef, Response};
use serde_json::Value;

use super::{shelf, told};

/// The id of what is open when the file is chosen.
const MINE: &str = "7092162d-c78e-4386-b37b-b3a85fed3f9e";

thread_local! {
    static PAGE: Model = page();
}

/// A page with a few answers of its own, and with all that it ever fetches.
fn page() -> Model {
    let five = reader::read(&shelf::served("five-ps")).expect("an instrument");
    let mut mine = Assessment::of(Response {
        id: MINE.to_owned(),
        instrument: InstrumentRef::to(&five),
        started: 1_769_853_600_000,
        ..Response::default()
    });
    mine.answer("fp1", Some(Answer::Value(4)), 1_769_853_601_000);
    mine.answer("fp2", Some(Answer::DontKnow), 1_769_853_602_000);
    let opening = Opening {
        texts: vec![shelf::ENGLISH.to_owned(), shelf::WELSH.to_owned()],
        index: Some(shelf::served("index")),
        language: "en".to_owned(),
        last: Some((MINE.to_owned(), json::write_record(&mine))),
        ..Opening::default()
    };
    let mut res = Model::default();
    let mut effects = happens(&mut res, Event::Opened(Box::new(opening)));
    while let Some(effect) = effects.pop() {
        let event = match effect {
            Effect::Fetch(Asset::Instrument(id)) => {
                Event::InstrumentArrived { text: shelf::served(&id), asked: id }
            }
            Effect::ReadShelf => Event::ShelfRead(Ok(Vec::new())),
            _ => continue,
        };
        effects.extend(happens(&mut res, event));
    }
    res
}

fn happens(model: &mut Model, event: Event) -> Vec<Effect> {
    let moment = Moment { now: 1_780_000_000_000, offset: 0, random: 7 };
    update(model, event, &moment)
}

/// What was here is still here, what is to be stored can be read, and what the page shows of it
/// is shown in both languages.
pub fn file(text: &str) {
    let mut model = PAGE.with(Clone::clone);
    let chosen = FileText { name: "chosen.json".to_owned(), text: text.to_owned() };
    let effects = happens(&mut model, Event::FilesChosen(vec![chosen]));
    for effect in &effects {
        if let Effect::Save { id, text: stored, .. } = effect {
            let record = json::read_record(stored).is_ok_and(|it| it.response.id == *id);
            let collection = workshop::read(stored).is_ok_and(|it| it.id == *id);
            // What cannot be read is kept as it was in the file.
            assert!(record || collection || strings(text).contains(stored), "{id}: {stored}");
        }
    }
    let told = view(&model).notice.is_some_and(|it| !it.title.trim().is_empty());
    assert!(!effects.is_empty() || told, "nothing is said of the file");
    for language in ["en", "cy"] {
        happens(&mut model, Event::Language(language.to_owned()));
        view(&model);
    }
    happens(&mut model, Event::OpenAssessment(MINE.to_owned()));
    let mine = model.assessment().expect("what was here");
    for item in ["fp1", "fp2"] {
        assert!(mine.response.answers.contains(item), "{item} is gone");
    }
}

/// The strings of a file.
fn strings(text: &str) -> Vec<String> {
    let mut res = Vec::new();
    let mut rest: Vec<Value> = serde_json::from_str(text).into_iter().collect();
    while let Some(value) = rest.pop() {
        match value {
            Value::String(it) => res.push(it),
            Value::Array(all) => rest.extend(all),
            Value::Object(all) => rest.extend(all.into_iter().map(|it| it.1)),
            _ => {}
        }
    }
    res
}

pub fn sealed(text: &str) {
    match sealed::read(text) {
        Ok(it) => {
            let written = sealed::write(&it);
            assert_eq!(sealed::read(&written), Ok(it), "{written}");
        }
        Err(problems) => told(&problems),
    }
}
