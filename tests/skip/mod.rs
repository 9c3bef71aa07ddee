//! What a test could not do here: the one voice in which it says so, past the harness that would
//! swallow it, and into the file that `.ci/run` reads afterwards.

#![allow(dead_code)] // Each test file uses it or not, as the machine is.

use std::fs::File;
use std::io::Write as _;

/// Names a file to which each thing left out is added, a line each.
const LIST: &str = "LIUHEN_SKIPPED";

/// Says why something is left out.
pub fn skip(why: &str) {
    // Not eprintln: the harness would swallow it. Where nobody listens, the list still has it.
    let _ = writeln!(std::io::stderr(), "SKIP: {why}");
    let Some(list) = std::env::var_os(LIST) else { return };
    let line = format!("{why}\n");
    let noted =
        File::options().append(true).create(true).open(list).and_then(|mut f| f.write_all(line.as_bytes()));
    assert!(noted.is_ok(), "cannot be noted as left out: {why}: {noted:?}");
}
