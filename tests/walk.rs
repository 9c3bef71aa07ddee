//! The walk of the README is played as it is printed there: in a real pseudo-terminal, against the
//! real program, in one sitting. What the page promises on the screen must be there.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test fails by panicking")]

mod play;

use std::process::Command;

use play::pty::Pty;
use play::{Step, play, reads_utf8};

/// The walk is walked on a working day in the evening, whatever day it is.
const NOW: &str = "2026-11-23 18:10";
const PROGRAM: &str = env!("CARGO_BIN_EXE_liuhen");

#[test]
fn the_walk_of_the_readme_can_be_walked() {
    let blocks = include_str!("../README.md").split("```keys\n").skip(1);
    let steps: Vec<Step> = blocks.flat_map(|rest| play::steps(rest.split_once("```").unwrap().0)).collect();
    assert!(steps.len() > 20, "the README lost its walk");
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("training");
    let dir = dir.to_str().unwrap();
    let made =
        Command::new(PROGRAM).args(["demo", "--dir", dir, "--make-only", "--now", NOW]).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let mut pty = Pty::spawn(PROGRAM, &["demo", "--dir", dir, "--now", NOW], &[], (80, 24));
    reads_utf8(&mut pty);
    pty.wait_for("王方国");
    play(&mut pty, &steps, &mut String::new(), &[]);
}
