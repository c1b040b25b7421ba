//! The native tests, in one binary: `cargo test --no-default-features`.

mod change;
mod content;
mod document;
mod exchange;
mod exports;
mod fixtures;
mod fuzz;
mod journeys;
mod licences;
mod plan;
mod promises;
mod rooms;
mod scoring;
mod size;
mod texts;
mod workshop;
