//! The program on a real server: sshd, systemd, a pseudo-terminal, the install page line by line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod cut_streams;
mod doctor;
mod examples;
mod install;
#[path = "../line/mod.rs"]
mod line;
#[path = "../machine/mod.rs"]
mod machine;
#[path = "../play/mod.rs"]
mod play;
#[path = "../pty/mod.rs"]
mod pty;
mod pty_harness;
#[path = "../skip/mod.rs"]
mod skip;
mod ssh_escape;
mod ssh_many;
mod ssh_people;
#[path = "../sshd/mod.rs"]
mod sshd;
mod terminal;
mod walk;
