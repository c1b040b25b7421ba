//! Documents for people: words that stay readable, charts in which nothing covers anything,
//! and files that hold what people wrote as text.

mod charts;
mod files;
mod layout;
mod wrapping;
