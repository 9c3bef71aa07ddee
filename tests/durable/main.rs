//! Nothing is lost: processes killed in the middle of their work, power cut, writes that fail, full
//! disks, bits that turn over, clocks that jump, registers of older programs.
//!
//! Each test prints what it counted. How much is tried is small here and grows on demand:
//! `LIUHEN_KILLS` (2000), `LIUHEN_KILLS_OTHER` (100), `LIUHEN_CUTS` (300), `LIUHEN_FAILS` (2000: every call
//! with both errors), `LIUHEN_STEPS` (64), `LIUHEN_FLIPS` (10000), `LIUHEN_PAGES` (1000), `LIUHEN_SOAK` (7200
//! seconds), `LIUHEN_EVENTS` (100000, in a release build). `LIUHEN_SEED` gives other chances.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

#[path = "../line/mod.rs"]
mod line;
#[path = "../pty/mod.rs"]
mod pty;
mod store_kill;
mod waiting;

mod beside;
mod clock;
mod failing;
mod flips;
mod full;
mod kills;
mod large;
mod making;
mod migration;
mod old;
mod people;
mod power;
mod read_only;
#[path = "../skip/mod.rs"]
mod skip;
#[path = "../support/mod.rs"]
mod support;
mod work;
