//! The log's mathematics, two verifiers that share no line, and what an attacker with the file can do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

#[path = "../agreement/mod.rs"]
mod agreement;
mod arrows;
mod hands_agreement;
mod hostile;
mod ledger_vectors;
#[path = "../line/mod.rs"]
mod line;
mod outside_agreement;
#[path = "../pty/mod.rs"]
mod pty;
mod second_words;
mod shapes;
mod signed_forms;
mod since;
#[path = "../skip/mod.rs"]
mod skip;
#[path = "../support/mod.rs"]
mod support;
mod tamper;
mod verifier_agreement;
#[path = "../wire/mod.rs"]
mod wire;
