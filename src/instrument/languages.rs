//! Which words of an instrument a page shows in another language than its own.

use std::collections::BTreeMap;

use super::{Instrument, Words, main_language};

impl Words {
    /// The text that stands in for one in `language`, with its own language; none where there
    /// is one in `language`, or where the text names no language.
    fn stand_in<'a>(&'a self, language: &'a str) -> Option<(&'a str, &'a str)> {
        let shown = self.nearest(language);
        let same = ["", language, main_language(language)].contains(&shown);
        (!same).then(|| (self.in_language(language), shown))
    }
}

impl Instrument {
    /// Every text that stands in for one in `language`, with its own language.
    pub fn stand_ins(&self, language: &str) -> BTreeMap<String, String> {
        let own = |(text, tag): (&str, &str)| (text.to_owned(), tag.to_owned());
        self.words().filter_map(|it| it.stand_in(language)).map(own).collect()
    }

    /// Everything it says.
    fn words(&self) -> impl Iterator<Item = &Words> {
        let bands = self.bands.iter().chain(&self.overall_bands);
        let scales = self.sections.iter().map(|it| &it.scale);
        let bands = bands.chain(scales.clone().flat_map(|it| &it.bands));
        [&self.title, &self.summary, &self.about]
            .into_iter()
            .chain(self.sources.iter().map(|it| &it.citation))
            .chain(self.sections.iter().flat_map(|it| {
                [&it.title, &it.about].into_iter().chain(&it.discuss).chain(&it.ideas)
            }))
            .chain(self.items().flat_map(|(_, it)| [&it.label, &it.text, &it.help]))
            .chain(scales.flat_map(|it| &it.points).map(|it| &it.label))
            .chain(bands.flat_map(|it| [&it.label, &it.advice]))
    }
}
