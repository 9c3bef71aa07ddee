//! How many bytes of materials a person has put in today. Beside the log: what was put in and never
//! named by an act fills the disk all the same.

use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::files;
use super::lock::LockFile;
use super::own_keys::stem;

pub(super) const QUOTA_DIR: &str = "quota";
const LOCK_FILE: &str = "lock";

/// The accounts of one register.
pub struct Quota {
    dir: PathBuf,
}

impl Quota {
    pub fn of(register_dir: &Path) -> Self {
        Self { dir: register_dir.join(QUOTA_DIR) }
    }

    /// Bytes that a person has put in on a day (`20261129`).
    pub fn used(&self, person: &str, day: &str) -> Result<u64, Fault> {
        Ok(read(&self.path(person))?.filter(|(of, _)| of == day).map_or(0, |(_, bytes)| bytes))
    }

    /// Adds to them, with nobody else adding meanwhile.
    pub fn add(&self, person: &str, day: &str, bytes: u64) -> Result<(), Fault> {
        files::make_dir(&self.dir)?;
        let lock = LockFile::at(&self.dir.join(LOCK_FILE))?;
        let _held = lock.hold(person)?;
        let all = self.used(person, day)?.saturating_add(bytes);
        files::put_whole(&self.path(person), format!("{day} {all}\n").as_bytes())
    }

    fn path(&self, person: &str) -> PathBuf {
        self.dir.join(stem(person))
    }
}

/// One that says nothing counts from nothing: it is no evidence, and nobody is kept from working by it.
fn read(path: &Path) -> Result<Option<(String, u64)>, Fault> {
    let text = files::text_if_there(path)?.unwrap_or_default();
    Ok(text.trim().split_once(' ').and_then(|(day, bytes)| Some((day.to_owned(), bytes.parse().ok()?))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_and_day_counts_for_itself() {
        let place = tempfile::tempdir().unwrap();
        let quota = Quota::of(place.path());
        assert_eq!(quota.used("li", "20261129").unwrap(), 0);
        quota.add("li", "20261129", 5).unwrap();
        quota.add("li", "20261129", 7).unwrap();
        quota.add("王", "20261129", 1).unwrap();
        let used = |who, day| quota.used(who, day).unwrap();
        assert_eq!((used("li", "20261129"), used("王", "20261129"), used("li", "20261130")), (12, 1, 0));
        quota.add("li", "20261130", 3).unwrap();
        assert_eq!((used("li", "20261129"), used("li", "20261130")), (0, 3));
        std::fs::write(quota.path("li"), "nonsense").unwrap();
        assert_eq!(used("li", "20261130"), 0);
    }
}
