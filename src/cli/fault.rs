//! A fault gets a number that a person can read out over the telephone, and a line in a file that
//! whoever keeps the machine can find under that number. No content of a record goes there.

use crate::domain::ids::Ref;
use crate::domain::record::local_time;
use crate::office::{Clock, Ids, OsRandom, System, as_the_place};
use crate::text::escape;
use nix::fcntl::OFlag;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The file beside the register.
const FILE: &str = "faults.log";

/// Writes a fault down and gives its number. None where it could not be written: a number that nobody can
/// look up is not given out.
pub fn note(dir: Option<&Path>, what: &str) -> Option<String> {
    let mut random = [0; 5];
    // Without randomness the number is all zeros and the time still tells faults apart.
    let _ = OsRandom.fill(&mut random);
    let number = Ref::from_random(random).to_string();
    // Beside a register only: a directory that somebody named by mistake is not ours to write into.
    let dir = dir.filter(|d| d.join("register.db").is_file())?;
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        // A pipe or a link in its place takes nothing of ours and keeps nobody waiting.
        .custom_flags((OFlag::O_NONBLOCK | OFlag::O_NOFOLLOW).bits())
        .open(dir.join(FILE))
        .ok()
        .filter(|file| file.metadata().is_ok_and(|meta| meta.is_file()))?;
    as_the_place(&file, &dir.join(FILE)).ok()?;
    // Whoever reads it does so on a terminal.
    let line = escape(&what.replace('\n', " | "));
    let at = local_time::to_text(System.now());
    let line = format!("{at} {number} {} {line}\n", env!("CARGO_PKG_VERSION"));
    let whole = file.write(line.as_bytes()).is_ok_and(|some| some == line.len());
    whole.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_given_out_can_be_looked_up() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(note(Some(dir.path()), "x"), None, "a directory without a register is somebody else's");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        std::fs::write(dir.path().join("register.db"), "").unwrap();
        let number = note(Some(dir.path()), "一\n二").unwrap();
        let text = std::fs::read_to_string(dir.path().join(FILE)).unwrap();
        assert!(text.contains(&number) && text.contains("一 | 二") && text.lines().count() == 1, "{text}");
        assert_eq!(note(None, "x"), None);
        assert_eq!(note(Some(&dir.path().join("nowhere")), "x"), None);
        let other = tempfile::tempdir().unwrap();
        std::fs::write(other.path().join("register.db"), "").unwrap();
        // Every write to this device says that the disk is full.
        std::os::unix::fs::symlink("/dev/full", other.path().join(FILE)).unwrap();
        assert_eq!(note(Some(other.path()), "x"), None);
        // Opening a pipe that nobody reads would never come to an end.
        let piped = tempfile::tempdir().unwrap();
        std::fs::write(piped.path().join("register.db"), "").unwrap();
        nix::unistd::mkfifo(&piped.path().join(FILE), nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert_eq!(note(Some(piped.path()), "x"), None);
    }
}
