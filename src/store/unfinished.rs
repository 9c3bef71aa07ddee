//! A copy before it is whole. One that was killed leaves it lying under a name that no later copy has,
//! for the names carry their time: the next copy into the same directory takes it away.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::time::Duration;

use super::fault::Fault;
use super::{files, lock};

/// What is called so is nobody's copy yet.
pub const UNFINISHED: &str = ".unfinished";
/// How long one copy waits for another to begin in the same directory.
const TURN: Duration = Duration::from_secs(1);

/// Makes the directory of a new copy, held as long as the handle lives.
pub fn begin(into: &Path, name: &str) -> Result<File, Fault> {
    // One that is made and not yet locked is not to be taken for a dead one.
    let _turn = lock::directory(into, TURN);
    sweep(into, name)?;
    let dir = into.join(format!("{name}{UNFINISHED}"));
    DirBuilder::new().mode(0o700).create(&dir).map_err(|error| Fault::file(&dir, error))?;
    let held = File::open(&dir)?;
    // Where directories cannot be locked, nobody takes one for dead either.
    let _ = lock::own(&held);
    Ok(held)
}

/// Takes away what copies of this kind left behind that were killed. One that is being made is locked.
pub fn sweep(into: &Path, name: &str) -> Result<(), Fault> {
    for entry in fs::read_dir(into).map_err(|error| Fault::file(into, error))? {
        let path = entry?.path();
        let left = path.file_name().and_then(|n| n.to_str()).and_then(|n| n.strip_suffix(UNFINISHED));
        if !left.is_some_and(|left| is_like(left, name)) || path.is_symlink() {
            continue;
        }
        let opened = if path.is_dir() { File::open(&path) } else { files::open_plain(&path) };
        if opened.is_ok_and(|file| !lock::lives(&file)) {
            files::clear(&path)?;
        }
    }
    Ok(())
}

/// Whether two names differ in their time alone.
fn is_like(one: &str, other: &str) -> bool {
    let parts = |name: &str| {
        let (rest, at) = name.split_at_checked(name.len().checked_sub("20261129-010203".len())?)?;
        let timed = at.bytes().enumerate().all(|(n, b)| if n == 8 { b == b'-' } else { b.is_ascii_digit() });
        timed.then(|| rest.to_owned())
    };
    one == other || parts(one).is_some_and(|rest| parts(other) == Some(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_copy_takes_away_what_a_killed_one_left_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let dir = |name: &str| place.path().join(name);
        let killed = dir("liuhen-20261129-010203.unfinished");
        fs::create_dir(&killed).unwrap();
        fs::write(killed.join("register.db"), "half").unwrap();
        let others = ["liuhen-0a0b0c0d-20261129-010203.unfinished", "liuhen-2026.unfinished", "a.unfinished"];
        for name in others {
            fs::create_dir(dir(name)).unwrap();
        }
        let alive = begin(place.path(), "liuhen-20261129-010204").unwrap();
        assert!(!killed.exists());
        let next = begin(place.path(), "liuhen-20261129-010205").unwrap();
        assert!(dir("liuhen-20261129-010204.unfinished").is_dir(), "one that is being made stays");
        assert!(matches!(begin(place.path(), "liuhen-20261129-010205"), Err(Fault::Exists(_))));
        drop((alive, next));
        // A sealed one is a single file, and its name says of which register.
        fs::write(dir("liuhen-0a0b0c0d-20261129-010204.unfinished"), "half").unwrap();
        sweep(place.path(), "liuhen-0a0b0c0d-20261130-000000").unwrap();
        let mut left: Vec<_> = fs::read_dir(place.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let stay = ["a", "liuhen-2026", "liuhen-20261129-010204", "liuhen-20261129-010205"];
        assert_eq!(left, stay.map(|name| format!("{name}.unfinished")));
    }
}
