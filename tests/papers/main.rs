//! Papers and tables as other programs read them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod archive;
mod figures;
mod office;
mod plain;
mod samples;
mod show;
#[path = "../skip/mod.rs"]
mod skip;
mod tools;
