//! What must hold of every reader, whatever text it is given.
//!
//! A check takes any text and panics where a law is broken. The fuzzer runs the checks on
//! texts that it makes up, the native tests on those that are kept of them; both run the very
//! same code. None of them looks at how long a reader takes: [`growth`] is for that.

mod answers;
mod code;
mod file;
pub mod growth;
mod instrument;
mod link;
mod picture;
mod plan;
pub mod seeds;
mod shelf;
mod table;
mod workshop;

use partnership_assessment::instrument::document::Problem;

/// A reader, or readers that belong together, with what must hold of them.
pub struct Target {
    pub name: &'static str,
    pub check: fn(&str),
}

pub const TARGETS: [Target; 14] = [
    Target { name: "instrument", check: instrument::instrument },
    Target { name: "response", check: answers::response },
    Target { name: "record", check: answers::record },
    Target { name: "table", check: table::table },
    Target { name: "workshop", check: workshop::workshop },
    Target { name: "report", check: workshop::report },
    Target { name: "code", check: code::code },
    Target { name: "link", check: link::link },
    Target { name: "plan", check: plan::plan },
    Target { name: "language", check: instrument::language },
    Target { name: "time", check: link::time },
    Target { name: "picture", check: picture::picture },
    Target { name: "sealed", check: file::sealed },
    Target { name: "file", check: file::file },
];

/// The target `name`.
pub fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no target {name}"))
}

/// Holds a refusal to say what is wrong, in a sentence of each language that can be shown.
fn told(problems: &[Problem]) {
    assert!(!problems.is_empty(), "refused without a word");
    assert!(problems.len() <= 50, "{} problems", problems.len());
    for problem in problems {
        let [english, welsh] = shelf::texts().map(|it| it.problem(problem));
        for sentence in [&english, &welsh] {
            assert!(sentence.trim().chars().count() > 15, "{problem:?}: {sentence}");
            assert!(!sentence.starts_with("problem."), "{problem:?}: {sentence}");
            // Longer than any screen, it is no sentence any more.
            let n = sentence.chars().count();
            assert!(n < 2_000, "a sentence of {n} characters: {sentence:.200}");
        }
        assert_ne!(english, welsh);
    }
}
