//! Files, records and links: what goes out comes in again, and what is not ours is refused
//! with a sentence.

mod bad_input;
mod calendars;
mod code_vectors;
mod codes;
mod csv_tables;
mod door;
mod json_files;
mod large_tables;
mod merging;
mod noise;
mod plans;
mod qr;
mod samples;
mod times_and_links;
mod workshop_links;
