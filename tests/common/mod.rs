//! What integration tests share: a copy of the training register, made once for all of them.

// Each test file uses its own part; helpers of tests may fail loudly.
#![allow(dead_code, clippy::unwrap_used)]

use liuhen::demo::{Plan, make};
use liuhen::domain::command::Actor;
use liuhen::domain::event::Means;
use liuhen::domain::ids::Millis;
use liuhen::office::{Fixed, Mode, Office, OsRandom};
use std::fs::{self, DirBuilder, File};
use std::hash::{DefaultHasher, Hasher};
use std::ops::Deref;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The present of the shared register: Friday 20 November 2026, 10:00 in Beijing.
pub const NOW: Millis = 1_795_140_000_000;

/// A register of one's own, gone with the test.
pub struct Demo {
    place: tempfile::TempDir,
    dir: PathBuf,
}

impl Deref for Demo {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.dir
    }
}

impl Demo {
    pub fn dir(&self) -> &Path {
        &self.dir
    }
    /// Opens it with a clock that stands at [`NOW`].
    pub fn office(&self) -> Office {
        self.office_at(NOW)
    }

    pub fn office_at(&self, now: Millis) -> Office {
        Office::open_with(&self.dir, Mode::Session, Box::new(Fixed(now)), Box::new(OsRandom)).unwrap()
    }
}

/// Somebody of the training register, by account.
pub fn somebody(account: &str) -> Actor {
    Actor::person(&account.into(), Means::Training)
}

/// A copy of the training court with four hundred records.
pub fn demo_copy() -> Demo {
    copy_of("demo", Plan::court(NOW))
}

/// A copy of the training court with its stories alone: every kind of matter, every state, and no more.
pub fn stories_copy() -> Demo {
    copy_of("stories", Plan { records: 0, ..Plan::court(NOW) })
}

/// `name` tells one kept register from another.
fn copy_of(name: &str, plan: Plan) -> Demo {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(tmp).unwrap();
    // Several test processes may want it at once: one makes it, the others wait.
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(tmp.join(format!("{name}.lock")))
        .unwrap();
    lock.lock().unwrap();
    let made = tmp.join(format!("{name}-{:016x}", sources()));
    if !made.join("whole").exists() {
        for old in fs::read_dir(tmp).unwrap().flatten() {
            let is_older = old.file_name().to_string_lossy().starts_with(&format!("{name}-"));
            if is_older && old.path().is_dir() {
                fs::remove_dir_all(old.path()).unwrap();
            }
        }
        fs::create_dir(&made).unwrap();
        drop(make(&made.join("register"), &plan).unwrap());
        fs::write(made.join("whole"), "").unwrap();
    }
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    copy(&made.join("register"), &dir);
    lock.unlock().unwrap();
    Demo { place, dir }
}

fn copy(from: &Path, to: &Path) {
    DirBuilder::new().mode(0o700).create(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
            fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
}

/// A number that changes with any source or asset, so that no test sees yesterday's register.
fn sources() -> u64 {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("Cargo.toml")];
    let mut dirs = vec![root.join("src"), root.join("assets")];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() { dirs.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in files {
        hash.write(file.to_string_lossy().as_bytes());
        hash.write(&fs::read(&file).unwrap());
    }
    hash.finish()
}
