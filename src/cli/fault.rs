//! A fault gets a number that a person can read out over the telephone, and a line in a file that
//! whoever keeps the machine can find under that number. No content of a record goes there.

use crate::domain::ids::Ref;
use crate::domain::record::local_time;
use crate::office::{Clock, Ids, OsRandom, System};
use crate::text::escape;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The file beside the register.
const FILE: &str = "faults.log";

/// Gives a fault its number and writes it down where that is possible.
pub fn note(dir: Option<&Path>, what: &str) -> String {
    let mut random = [0; 5];
    // Without randomness the number is all zeros and the time still tells faults apart.
    let _ = OsRandom.fill(&mut random);
    let number = Ref::from_random(random).to_string();
    if let Some(dir) = dir.filter(|d| d.is_dir()) {
        let options = OpenOptions::new().append(true).create(true).mode(0o600).open(dir.join(FILE));
        if let Ok(mut file) = options {
            // Whoever reads it does so on a terminal.
            let line = escape(&what.replace('\n', " | "));
            let _ = writeln!(
                file,
                "{} {number} {} {line}",
                local_time::to_text(System.now()),
                env!("CARGO_PKG_VERSION")
            );
        }
    }
    number
}
