//! What a record says: its cases, its stream and what that asks, its codes, and how each is handed
//! in on the line and on the screen.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod cases;
#[path = "../line/mod.rs"]
mod line;
mod papers;
mod streams;
#[path = "../support/mod.rs"]
mod support;
