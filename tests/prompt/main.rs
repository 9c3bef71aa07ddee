//! The program as it is called by a line: its words, exit codes, JSON, limits and stories.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod again;
#[path = "../answers/mod.rs"]
mod answers;
mod beside;
mod cli_custody;
mod cli_evidence;
mod cli_house;
mod cli_place;
mod cli_words;
#[path = "../common/mod.rs"]
mod common;
mod copies;
mod demo;
mod emptied;
mod evidence_out;
mod limits;
#[path = "../line/mod.rs"]
mod line;
mod printed;
mod reading;
mod right_words;
mod same_sight;
mod setup_ssh;
#[path = "../skip/mod.rs"]
mod skip;
mod streams;
mod told;
