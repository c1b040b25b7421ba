//! What several tests stand on: the instruments and languages as they are served.

use std::rc::Rc;

use partnership_assessment::app::{Effect, Event, Model, Moment, Opening, update};
use partnership_assessment::instrument::{Instrument, catalogue, reader};
use partnership_assessment::text::Text;

use crate::rooms::root;

pub const ENGLISH: &str = include_str!("../src/text/en.json");
pub const WELSH: &str = include_str!("../src/text/cy.json");

/// Every language file of the sources by its tag: a further language is a further file.
pub fn languages() -> Vec<(String, String)> {
    json_files("src/text")
}

/// The JSON files of a folder of the sources, by name.
pub fn json_files(folder: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(root().join(folder)).expect("a folder of the sources");
    let paths = entries.map(|it| it.expect("an entry of the folder").path());
    let named = |it: &std::path::PathBuf| {
        Some((it.file_name()?.to_str()?.strip_suffix(".json")?.to_owned(), it.clone()))
    };
    let text = |it| std::fs::read_to_string(it).expect("a file of the sources");
    let mut res: Vec<(String, String)> =
        paths.filter_map(|it| named(&it)).map(|(name, path)| (name, text(path))).collect();
    res.sort();
    res
}

/// A file of the catalogue, such as `five-ps.json`.
pub fn served(name: &str) -> String {
    let files = catalogue::files(&[ENGLISH, WELSH]);
    files.into_iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("no file {name}")).1
}

/// A built-in instrument.
pub fn instrument(id: &str) -> Instrument {
    reader::read(&served(&format!("{id}.json"))).unwrap_or_else(|it| panic!("{id}: {it:?}"))
}

/// Every built-in instrument.
pub fn instruments() -> Vec<Instrument> {
    partnership_assessment::instrument::BUILT_IN.into_iter().map(instrument).collect()
}

pub fn english() -> Rc<Text> {
    Rc::new(Text::read(ENGLISH).expect("the English file"))
}

pub fn welsh() -> Rc<Text> {
    Rc::new(Text::read(WELSH).expect("the Welsh file"))
}

/// A widget with a clock that moves a second with each event and "random" numbers that
/// count.
pub struct Widget {
    pub model: Model,
    pub moment: Moment,
}

impl Widget {
    /// Opens a widget and lets everything that it asks for arrive.
    pub fn open(opening: Opening) -> Self {
        let mut res = Self { model: Model::default(), moment: Moment::default() };
        res.moment.now = 1_780_000_000_000;
        let opening = Opening {
            texts: vec![ENGLISH.to_owned(), WELSH.to_owned()],
            index: Some(served("index.json")),
            language: if opening.language.is_empty() { "en".to_owned() } else { opening.language },
            ..opening
        };
        res.send(Event::Opened(Box::new(opening)));
        for id in partnership_assessment::instrument::BUILT_IN {
            let text = served(&format!("{id}.json"));
            res.send(Event::InstrumentArrived { asked: id.to_owned(), text });
        }
        res
    }

    pub fn send(&mut self, event: Event) -> Vec<Effect> {
        self.moment.now += 1000;
        self.moment.random += 1;
        update(&mut self.model, event, &self.moment)
    }
}
