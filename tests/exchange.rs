//! Files, records and links: what goes out comes in again, and what is not ours is refused
//! with a sentence.

mod bad_input;
mod csv_tables;
mod json_files;
mod merging;
mod noise;
mod samples;
mod times_and_links;
