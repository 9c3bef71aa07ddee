//! What the rules allow and refuse, what each may see, and what was never said of whom: asked of the
//! office itself, without screen or line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod about_himself;
mod absent;
#[path = "../agreement/mod.rs"]
mod agreement;
mod anew;
mod at_once;
mod calendar;
mod circulated;
mod committee;
#[path = "../common/mod.rs"]
mod common;
mod custody;
mod diagrams;
mod every_field;
mod figures;
mod flows;
mod followed;
mod forged_acts;
mod forms;
mod guess;
mod hands_again;
mod hidden_items;
mod ladder;
mod later_rules;
mod lens;
#[path = "../line/mod.rs"]
mod line;
mod lists;
mod log_of_acts;
mod meant;
mod named;
mod no_end;
mod offered;
mod one_person;
mod quarterly;
mod raw_bodies;
mod reach;
mod record_says;
mod reported;
mod rest;
mod routes;
mod same_verdict;
mod search;
mod sessions;
mod settled;
#[path = "../skip/mod.rs"]
mod skip;
mod spellings;
mod stale_proposals;
mod stand_ins;
#[path = "../support/mod.rs"]
mod support;
mod walks;
