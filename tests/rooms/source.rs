//! Rust sources as tokens: enough to tell code from comments and from texts, and to see what
//! a source names.

use std::fs;
use std::path::{Path, PathBuf};

/// A part of a Rust source, without its comments and blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name, a keyword, a number or a lifetime.
    Word(String),
    /// What stands between the quotation marks of a string, escapes as written.
    Text(String),
    Mark(char),
}

impl Token {
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(it) if it == word)
    }

    pub fn word(&self) -> Option<&str> {
        if let Self::Word(it) = self { Some(it) } else { None }
    }

    pub fn text(&self) -> Option<&str> {
        if let Self::Text(it) = self { Some(it) } else { None }
    }
}

/// A Rust source with the line of each of its tokens.
pub struct Source {
    /// The path inside `src`, as `app/view.rs`.
    pub path: String,
    pub text: String,
    pub tokens: Vec<(usize, Token)>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), tokens: tokens(text) }
    }

    /// The names of the modules that lead to this one; none for the root of the crate.
    fn modules(&self) -> Vec<&str> {
        let path = self.path.trim_end_matches(".rs");
        if path == "lib" { Vec::new() } else { path.split('/').collect() }
    }

    /// The room, `lib` or `bin`.
    pub fn room(&self) -> &str {
        self.modules().first().copied().unwrap_or("lib")
    }

    /// The tokens from `at` on match `pattern`: words by name, marks by themselves.
    pub fn stands(&self, at: usize, pattern: &[&str]) -> bool {
        pattern.iter().enumerate().all(|(i, wanted)| match self.tokens.get(at + i) {
            Some((_, Token::Word(it))) => it == wanted,
            Some((_, Token::Mark(it))) => it.to_string() == *wanted,
            _ => false,
        })
    }

    /// A sentence for each place that matches one of `patterns`.
    pub fn places(&self, patterns: &[&[&str]]) -> Vec<String> {
        let here = |at: &usize| patterns.iter().find(|it| self.stands(*at, it)).map(|it| (*at, it));
        let found = (0..self.tokens.len()).filter_map(|at| here(&at));
        found.map(|(at, it)| self.place(at, &format!("`{}`", it.concat()))).collect()
    }

    pub fn place(&self, at: usize, what: &str) -> String {
        let line = self.tokens.get(at).map_or(0, |it| it.0);
        format!("src/{}:{line}: {what}", self.path)
    }

    /// What stands at the top of the crate and is named here, with the place of its name.
    pub fn names_at_the_top(&self) -> Vec<(usize, String)> {
        let depth = self.modules().len();
        let mut res = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let start = at;
            if self.stands(at, &["crate", ":", ":"]) {
                at += 3;
                self.names(at, &mut res);
            } else {
                while self.stands(at, &["super", ":", ":"]) {
                    at += 3;
                }
                if at > start && (at - start) / 3 >= depth {
                    self.names(at, &mut res);
                }
            }
            at = at.max(start + 1);
        }
        res
    }

    /// The name at `at`, or the first name of each path in the group that opens there.
    fn names(&self, at: usize, res: &mut Vec<(usize, String)>) {
        match self.tokens.get(at) {
            Some((_, Token::Word(name))) => res.push((at, name.clone())),
            Some((_, Token::Mark('{'))) => {
                let mut depth = 0;
                for (i, (_, token)) in self.tokens.iter().enumerate().skip(at) {
                    match token {
                        Token::Mark('{') => depth += 1,
                        Token::Mark('}') => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                    if depth == 1 && matches!(token, Token::Mark('{' | ',')) {
                        self.names(i + 1, res);
                    }
                }
            }
            Some((_, Token::Mark('*'))) => res.push((at, "*".to_owned())),
            _ => {}
        }
    }
}

fn tokens(text: &str) -> Vec<(usize, Token)> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let find = |from: usize, end: &[char]| {
        let found = chars.get(from..).and_then(|it| it.windows(end.len()).position(|it| it == end));
        found.map_or(chars.len(), |it| from + it)
    };
    let in_word = |it: char| it.is_alphanumeric() || it == '_';
    let mut res = Vec::new();
    let (mut i, mut line) = (0, 1);
    while i < chars.len() {
        let start = i;
        let after_point = matches!(res.last(), Some((_, Token::Mark('.'))));
        let mut token = None;
        if at(i) == '/' && at(i + 1) == '/' {
            i = find(i, &['\n']);
        } else if at(i) == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            while i < chars.len() {
                let (step, change) = match (at(i), at(i + 1)) {
                    ('/', '*') => (2, 1),
                    ('*', '/') => (2, -1),
                    _ => (1, 0),
                };
                i += step;
                depth += change;
                if depth == 0 {
                    break;
                }
            }
        } else if at(i) == '"' {
            i += 1;
            let from = i;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            token = Some(Token::Text(chars[from..i.min(chars.len())].iter().collect()));
            i += 1;
        } else if at(i) == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            // A character; behind its backslash stands at least one more.
            i = find(i + if at(i + 1) == '\\' { 3 } else { 2 }, &['\'']) + 1;
        } else if in_word(at(i)) || (at(i) == '\'' && in_word(at(i + 1))) {
            i += 1;
            while in_word(at(i)) {
                i += 1;
            }
            let word: String = chars[start..i].iter().collect();
            let hashes = (i..).take_while(|it| at(*it) == '#').count();
            if ["r", "br", "cr"].contains(&word.as_str()) && at(i + hashes) == '"' {
                let from = i + hashes + 1;
                let end: Vec<char> = std::iter::once('"').chain(vec!['#'; hashes]).collect();
                i = find(from, &end);
                token = Some(Token::Text(chars[from..i].iter().collect()));
                i += end.len();
            } else {
                let number = word.starts_with(|it: char| it.is_ascii_digit());
                if number && !after_point && at(i) == '.' && at(i + 1).is_ascii_digit() {
                    i += 1;
                    while in_word(at(i)) {
                        i += 1;
                    }
                }
                token = Some(Token::Word(chars[start..i].iter().collect()));
            }
        } else {
            token = Some(Token::Mark(at(i))).filter(|_| !at(i).is_whitespace());
            i += 1;
        }
        res.extend(token.map(|it| (line, it)));
        line += chars[start..i.min(chars.len())].iter().filter(|it| **it == '\n').count();
    }
    res
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `folder` by its path inside it, in order.
pub fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    fn walk(folder: &Path, under: &str, res: &mut Vec<(String, PathBuf)>) {
        let entries = fs::read_dir(folder).unwrap_or_else(|it| panic!("{folder:?}: {it}"));
        for entry in entries {
            let path = entry.expect("an entry of a folder").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let inside = if under.is_empty() { name.clone() } else { format!("{under}/{name}") };
            if path.is_file() {
                res.push((inside, path));
            } else if name != "node_modules" {
                walk(&path, &inside, res);
            }
        }
    }
    let mut res = Vec::new();
    walk(folder, "", &mut res);
    res.sort();
    res
}

pub fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|it| panic!("{path:?}: {it}"))
}

/// Every Rust source of the crate.
pub fn sources() -> Vec<Source> {
    let files = files(&root().join("src"));
    let rust = files.iter().filter(|it| it.0.ends_with(".rs"));
    let res: Vec<Source> = rust.map(|(path, it)| Source::new(path, &text_of(it))).collect();
    assert!(res.len() > 20, "the sources are elsewhere");
    res
}

#[test]
fn a_source_is_told_from_its_comments_and_strings() {
    let text = "use a; // b\n/* c /* d */ e */ f('\"', '\\'', \"g // \\\" h\", r#\"i\"j\"#, 'k: &'l str, 1.5, x.0.1)";
    let words = |wanted: fn(&Token) -> Option<&str>| -> Vec<String> {
        tokens(text).iter().filter_map(|it| wanted(&it.1)).map(str::to_owned).collect()
    };
    assert_eq!(words(Token::word), ["use", "a", "f", "'k", "'l", "str", "1.5", "x", "0", "1"]);
    assert_eq!(words(Token::text), ["g // \\\" h", "i\"j"]);
    assert_eq!(tokens("a\n\n\"b\nc\"\nd").iter().map(|it| it.0).collect::<Vec<_>>(), [1, 3, 5]);
}
