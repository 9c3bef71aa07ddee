//! The screens as they look, what their keys do, and what they cost a slow line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

#[path = "../answers/mod.rs"]
mod answers;
mod at_the_keys;
mod bytes;
mod committee;
#[path = "../common/mod.rs"]
mod common;
#[path = "../court/mod.rs"]
mod court;
mod desk_promises;
mod emptied;
mod escaped;
mod every_screen;
mod field;
mod figures;
mod following;
mod form;
mod hang_up;
#[path = "../line/mod.rs"]
mod line;
mod organ;
#[path = "../pty/mod.rs"]
mod pty;
mod random_input;
mod record_acts;
mod register;
#[path = "../shelf/mod.rs"]
mod shelf;
#[path = "../skip/mod.rs"]
mod skip;
#[path = "../wire/mod.rs"]
mod wire;
