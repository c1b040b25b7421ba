//! A self-assessment of partnership working between housing, health and social
//! care that runs wholly in the browser.
//!
//! # The rooms
//!
//! The core is pure: it does no input or output, reads no clock, draws no random
//! number and knows neither browser nor Yew. Only text from outside can be wrong;
//! everything else is total.
//!
//! | room | decides | may use |
//! |---|---|---|
//! | [`instrument`] | what is asked, and whether an instrument file says it well | nothing |
//! | [`response`] | what one person answered, and how two copies of it merge | instrument |
//! | [`scoring`] | instrument and response to scores | instrument, response |
//! | [`plan`] | what partners agree to do: priorities, actions, what each brings | instrument, response |
//! | [`workshop`] | many people's answers: agreement, gaps, what may be disclosed | instrument, response, scoring, plan |
//! | [`report`] | what the scores say, in facts, not words | instrument, response, scoring, plan |
//! | [`change`] | several rounds: what has risen, fallen, and cannot be compared | instrument, response, scoring, workshop |
//! | [`document`] | a document for people, as blocks and drawings | nothing |
//! | [`exchange`] | files, stored records, codes, links, calendars | instrument, response, scoring, plan, workshop, report, document, text |
//! | [`text`] | every word a person can read, by language | instrument, response, scoring |
//! | [`app`] | the state machine: Model, Event, Effect, `update`, `view` | all of the above |
//!
//! The shell is thin and exists only with the feature `web`:
//!
//! | room | does | may use |
//! |---|---|---|
//! | `ui` | Yew components: a `ViewModel` in, events out | app's view, plan, document, text |
//! | `browser` | performs effects: storage, files, focus, history, printing | app's effects, exchange's links, instrument, document |
//! | `element` | mounts the widget for the custom element's script; the door for a page's scripts | ui, browser, app, exchange, instrument, text |
//!
//! # The flow
//!
//! `instrument -> response -> scores -> report -> document`. Only answers and the
//! instrument's name persist; all else is derived. A person's act becomes an
//! [`app::Event`]; [`app::update`] changes the model and returns effects; the
//! shell performs them at once, so that an answer is stored before the next
//! paint; [`app::view`] says what to show.
//!
//! # What must always hold
//!
//! - Scoring is integer arithmetic; rounding happens once, for display, half up.
//! - "Too few answers" is a value, not an error.
//! - A reader never panics, reports what is wrong and where, and changes nothing.
//! - No serde type leaves the JSON document reader in `instrument` and the room
//!   `exchange`.
//! - No word a person can read stands outside the language files of `text` and
//!   the instruments.
//! - After load the widget makes no request.
//!
//! `tests/rooms.rs` holds the rooms to these tables.
#![cfg_attr(not(feature = "web"), forbid(unsafe_code))]

pub mod app;
#[cfg(not(feature = "starter"))]
pub mod change;
#[cfg(not(feature = "starter"))]
pub mod document;
pub mod exchange;
pub mod instrument;
pub mod plan;
pub mod report;
pub mod response;
pub mod scoring;
pub mod text;
pub mod workshop;

#[cfg(feature = "web")]
mod browser;
#[cfg(feature = "web")]
pub mod element;
#[cfg(feature = "web")]
mod ui;

#[cfg(all(feature = "web", target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
