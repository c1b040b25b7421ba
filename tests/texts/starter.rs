//! What the starter says: the first part of each language file, and nothing else.

use std::collections::BTreeSet;

use partnership_assessment::app::{
    Effect, Event, Model, Moment, Opening, Options, Saving, Screen, Storage, StorageFault, view,
};
use partnership_assessment::exchange::json;
use partnership_assessment::instrument::{BUILT_IN, catalogue};
use partnership_assessment::response::{Answer, Field};

use super::{keys, keys_in, source};
use crate::fixtures::{ENGLISH, Widget, english, instrument, served};
use crate::rooms::{Source, Token, none};

/// The functions that make what the starter shows, beside its components.
const FUNCTIONS: [(&str, &[&str]); 6] = [
    ("app/view.rs", &["view", "screen", "steps", "steps_beyond"]),
    ("app/view/notice.rs", &["notice", "save_a_file", "saved"]),
    ("app/view/start.rs", &["start", "card", "facts", "prepare", "kept", "field", "entry"]),
    ("app/view/answering.rs", &["screen", "questions", "of", "item"]),
    ("text.rs", &["answer", "detail"]),
    ("browser.rs", &["view_title"]),
];

/// The tokens of the function `name` in `source`.
fn function<'a>(source: &'a Source, name: &str) -> &'a [(usize, Token)] {
    let tokens = &source.tokens;
    let start = tokens.windows(2).position(|it| it[0].1.is("fn") && it[1].1.is(name));
    let start = start.unwrap_or_else(|| panic!("src/{} has no function {name}", source.path));
    let mut depth = 0;
    for (i, (_, token)) in tokens.iter().enumerate().skip(start) {
        match token {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return &tokens[start..=i];
        }
    }
    panic!("the function {name} has no end");
}

/// Where what stands behind the attribute for the full widget alone ends, if it is at `at`.
fn end_of_the_full(tokens: &[(usize, Token)], at: usize) -> Option<usize> {
    const ATTRIBUTE: &str = "#[cfg(not(feature=starter))]";
    let mut written = String::new();
    let mut i = at;
    while written.len() < ATTRIBUTE.len() {
        match &tokens.get(i)?.1 {
            Token::Mark(it) => written.push(*it),
            Token::Word(it) | Token::Text(it) => written += it,
        }
        i += 1;
    }
    if written != ATTRIBUTE {
        return None;
    }
    let mut depth = 0;
    loop {
        let token = &tokens.get(i)?.1;
        let next = tokens.get(i + 1).map(|it| &it.1);
        i += 1;
        match token {
            Token::Mark('{' | '(' | '[') => depth += 1,
            // The end of what it is the last of.
            Token::Mark('}' | ')' | ']') if depth == 0 => return Some(i - 1),
            Token::Mark('}' | ')' | ']') => depth -= 1,
            _ => {}
        }
        // Behind a pattern in braces the arm goes on, behind a block the statement may.
        let goes_on = matches!(next, Some(Token::Mark('=' | ';' | '.' | ',')))
            || next.is_some_and(|it| it.is("if"));
        let ends = match token {
            Token::Mark(';' | ',') => true,
            Token::Mark('}') => !goes_on,
            _ => false,
        };
        if depth == 0 && ends {
            return Some(i);
        }
    }
}

/// `tokens` without what only the full widget does: behind `if FULL`, up to the end of the
/// block or of the arm, and behind the attribute that leaves it out of the starter.
fn of_the_starter(tokens: &[(usize, Token)]) -> Vec<(usize, Token)> {
    let mut res = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if let Some(end) = end_of_the_full(tokens, i) {
            i = end;
            continue;
        }
        let guard = tokens[i].1.is("if") && tokens.get(i + 1).is_some_and(|it| it.1.is("FULL"));
        if !guard {
            res.push(tokens[i].clone());
            i += 1;
            continue;
        }
        i += 2;
        let arm = tokens.get(i).is_some_and(|it| it.1 == Token::Mark('='));
        i += if arm { 2 } else { 0 };
        let mut depth = 0;
        while let Some((_, token)) = tokens.get(i) {
            match token {
                Token::Mark('{' | '(' | '[') => depth += 1,
                // The end of the match that the arm is the last of.
                Token::Mark('}' | ')' | ']') if depth == 0 => break,
                Token::Mark('}' | ')' | ']') => depth -= 1,
                _ => {}
            }
            let block_ends = depth == 0 && *token == Token::Mark('}');
            let next_arm = tokens.get(i + 1).is_some_and(|it| it.1 != Token::Mark('.'));
            let arm_ends = arm && depth == 0 && *token == Token::Mark(',');
            i += 1;
            if arm_ends || (block_ends && (!arm || next_arm)) {
                break;
            }
        }
    }
    res
}

/// The keys that the starter's components ask for, and the names of the modules they are in.
fn keys_of_the_starters_components() -> (BTreeSet<String>, BTreeSet<String>) {
    let ui = source("ui.rs");
    let after = |word: &'static str| {
        let pairs = ui.tokens.windows(2).filter(move |it| it[0].1.is(word));
        pairs.filter_map(|it| it[1].1.word().map(str::to_owned))
    };
    let functions: BTreeSet<String> = after("fn").collect();
    let modules: BTreeSet<String> = after("mod").collect();
    assert!(functions.contains("App") && modules.contains("start"));
    let mut keys = BTreeSet::new();
    let mut reached = BTreeSet::from(["App".to_owned()]);
    let mut waiting = vec!["App".to_owned()];
    while let Some(name) = waiting.pop() {
        let tokens = if modules.contains(&name) {
            of_the_starter(&source(&format!("ui/{name}.rs")).tokens)
        } else {
            of_the_starter(function(&ui, &name))
        };
        keys.extend(keys_in(&tokens));
        for (i, (_, token)) in tokens.iter().enumerate() {
            let Some(word) = token.word() else { continue };
            // `questions::screen` leads into a module, `screen` to a function beside this one.
            let path = matches!(tokens.get(i + 1), Some((_, Token::Mark(':'))))
                && matches!(tokens.get(i + 2), Some((_, Token::Mark(':'))));
            let inside = i >= 2 && tokens[i - 1].1 == Token::Mark(':');
            let leads =
                if path { modules.contains(word) } else { functions.contains(word) && !inside };
            if leads && reached.insert(word.to_owned()) {
                waiting.push(word.to_owned());
            }
        }
    }
    (keys, reached.intersection(&modules).cloned().collect())
}

#[test]
fn what_only_the_full_widget_does_is_told_apart() {
    let text = "match x { A(it) if FULL => html! { <>{ a(it) }</> }, B if FULL => { b } C => c, \
        D { e, f } if FULL => Notice { d, ..d() }, G if FULL => g(h, i) } if FULL { j } k; \
        if FULL { l } else { m } if !FULL { n }";
    let source = Source::new("app.rs", text);
    let kept = of_the_starter(&source.tokens);
    let words: Vec<&str> = kept.iter().filter_map(|it| it.1.word()).collect();
    let words = words.join(" ");
    assert_eq!(words, "match x A it B C c D e f G k else m if FULL n");

    let mark = "#[cfg(not(feature = \"starter\"))]";
    let text = format!(
        "{mark} use a::{{b, c}}; use d; match x {{ {mark} A {{ e, f }} if g => h(e), {mark} \
        B(i) => {{ j }} {mark} C => k, D => l, {mark} m => n }} {mark} fn o() {{ p; q }} r"
    );
    let source = Source::new("app.rs", &text);
    let kept = of_the_starter(&source.tokens);
    let words: Vec<&str> = kept.iter().filter_map(|it| it.1.word()).collect();
    assert_eq!(words.join(" "), "use d match x D l r");
}

#[test]
fn what_the_starters_components_say_is_in_the_first_part() {
    let (keys, modules) = keys_of_the_starters_components();
    assert_eq!(modules, ["prepare", "questions", "start"].map(str::to_owned).into());
    assert!(keys.len() > 40 && keys.contains("questions.gaps"), "{keys:?}");
    let first = super::keys(ENGLISH, "texts");
    none(keys.difference(&first).map(|it| format!("{it} is not in the part `texts`")).collect());
}

/// The keys that [`FUNCTIONS`] ask for.
fn keys_of_the_starters_views() -> BTreeSet<String> {
    let mut res = BTreeSet::new();
    for (path, names) in FUNCTIONS {
        let source = source(path);
        let of = |name: &&str| keys_in(&of_the_starter(function(&source, name)));
        res.extend(names.iter().flat_map(of));
    }
    res
}

#[test]
fn what_the_first_screens_are_made_of_is_in_the_first_part() {
    let keys = keys_of_the_starters_views();
    assert!(keys.len() > 50 && keys.contains("who.sector-why"), "{keys:?}");
    let first = super::keys(ENGLISH, "texts");
    none(keys.difference(&first).map(|it| format!("{it} is not in the part `texts`")).collect());
}

#[test]
fn the_first_part_holds_nothing_that_only_later_screens_say() {
    let (mut needed, _) = keys_of_the_starters_components();
    needed.extend(keys_of_the_starters_views());
    let first = keys(ENGLISH, "texts");
    none(first.difference(&needed).map(|it| format!("{it} could stand in `later`")).collect());
}

/// A widget that knows the first part of the English file only.
fn starter(options: Options, storage_fault: Option<StorageFault>) -> Widget {
    let mut res = Widget { model: Model::default(), moment: Moment::default() };
    res.moment.now = 1_780_000_000_000;
    let opening = Opening {
        options,
        texts: vec![catalogue::without(ENGLISH, "later").expect("a language file")],
        index: Some(served("index.json")),
        language: "en".to_owned(),
        storage_fault,
        ..Opening::default()
    };
    res.send(Event::Opened(Box::new(opening)));
    for id in BUILT_IN {
        let text = served(&format!("{id}.json"));
        res.send(Event::InstrumentArrived { asked: id.to_owned(), text });
    }
    res
}

/// The keys that the widget shows in place of texts that it lacks.
fn bare_keys(widget: &Widget) -> Vec<String> {
    let shown = format!("{:?}", view(&widget.model));
    keys(ENGLISH, "later").into_iter().filter(|it| shown.contains(it.as_str())).collect()
}

#[test]
fn a_text_that_the_starter_lacks_would_be_seen() {
    let mut widget = starter(Options::default(), None);
    widget.send(Event::Choose("five-ps".to_owned()));
    widget.send(Event::Begin);
    assert_eq!(widget.model.screen(), Screen::Questions(0));
    assert_eq!(bare_keys(&widget), Vec::<String>::new());
    widget.send(Event::Go(Screen::Check));
    assert!(bare_keys(&widget).contains(&"check.heading".to_owned()));
}

#[test]
fn the_first_screens_need_the_first_part_only() {
    let mut shown = 0;
    let mut see = |widget: &Widget, place: &str| {
        assert_eq!(bare_keys(widget), Vec::<String>::new(), "{place}");
        shown += 1;
    };
    for storage in [Storage::Local, Storage::Session, Storage::None] {
        for fault in [None, Some(StorageFault::Full), Some(StorageFault::Forbidden)] {
            for keep in [true, false] {
                let options = Options { storage, standalone: true, ..Options::default() };
                let mut widget = starter(options, fault);
                see(&widget, "the first screen");
                widget.send(Event::Choose("six-principles".to_owned()));
                for field in Field::ALL {
                    widget.send(Event::Detail(field, "health".to_owned()));
                }
                widget.send(Event::Keep(keep));
                see(&widget, "before the first statement");
                widget.send(Event::Begin);
                see(&widget, "the first statements");
                let answer = Answer::DontKnow;
                let effects = widget.send(Event::Answer { item: "sa1".to_owned(), answer });
                widget.send(Event::Note { item: "sa1".to_owned(), note: "A note.".to_owned() });
                see(&widget, "a statement that is answered");
                for effect in effects {
                    if let Effect::Save { id, text, .. } = effect {
                        let saving = Saving { id, text };
                        widget.send(Event::Stored(saving));
                        see(&widget, "an answer that is stored");
                    }
                }
                let id = widget.model.assessment().expect("an assessment").response.id.clone();
                for fault in [StorageFault::Full, StorageFault::Forbidden] {
                    widget.send(Event::StoreFailed { id: id.clone(), fault });
                    see(&widget, "an answer that cannot be stored");
                }
                widget.send(Event::FetchFailed("full".to_owned()));
                see(&widget, "a part that cannot be had");
                widget.send(Event::Dismiss);
                let n = instrument("six-principles").sections.len();
                for section in 0..n {
                    widget.send(Event::Go(Screen::Questions(section)));
                    see(&widget, "a section");
                }
                widget.send(Event::Go(Screen::Start));
                see(&widget, "the first screen with an assessment to carry on with");
            }
        }
    }
    assert!(shown > 200, "only {shown} screens were seen");
}

#[test]
fn answers_taken_over_from_another_tab_are_told_with_the_first_part_only() {
    let mut widget = starter(Options::default(), None);
    widget.send(Event::Choose("five-ps".to_owned()));
    widget.send(Event::Begin);
    let id = widget.model.assessment().expect("an assessment").response.id.clone();
    let mut theirs = widget.model.assessment().expect("an assessment").clone();
    theirs.answer("fp1", Some(Answer::Value(5)), widget.moment.now + 1);
    let text = Some(json::write_record(&theirs));
    widget.send(Event::ChangedElsewhere { id, text });
    let notice = view(&widget.model).notice.expect("a notice");
    assert_eq!(notice.title, english().say("news.merged"));
    assert_eq!(bare_keys(&widget), Vec::<String>::new());
}
