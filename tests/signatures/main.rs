//! Whose hand it is: signatures by passphrase, from a person's own machine and from a token, and
//! everything that is no signature.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod acts;
mod anybody;
mod bench;
mod cosign;
mod elsewhere;
mod far;
mod forged;
mod house;
#[path = "../line/mod.rs"]
mod line;
mod passphrase;
mod remote;
mod rounds;
mod screens;
#[path = "../support/mod.rs"]
mod support;
mod token;
