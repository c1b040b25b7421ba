//! The native tests, in one binary: `cargo test --no-default-features`.

mod content;
mod exchange;
mod exports;
mod fixtures;
mod journeys;
mod rooms;
mod scoring;
mod size;
mod texts;
mod workshop;
