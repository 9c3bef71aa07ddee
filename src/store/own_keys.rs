//! People's own keys, each sealed by its owner's passphrase, and how often somebody tried in vain.
//! Beside the log, never in it: what is in the log is for ever, and a seal is only as good as a
//! passphrase.

use super::fault::Fault;
use super::files;
use super::lock::LockFile;
use crate::ledger::hex;
use std::path::{Path, PathBuf};

pub(super) const OWN_KEYS_DIR: &str = "own-keys";
const LOCK_FILE: &str = "lock";

/// A sealed key with its public half, so that it can be told without the passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// OpenSSH public key, one line.
    pub public: String,
    /// An age file.
    pub sealed: String,
}

/// Which of a person's sealed keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// `<person>.age`
    Kept,
    /// `<person>.next.age`: set, and waiting for somebody to confirm its public half.
    Next,
}

/// How often a passphrase was tried in vain, one try after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    pub failed: u32,
    /// Of the last one, in ms.
    pub at_ms: i64,
}

/// The sealed keys below one register's directory.
pub struct OwnKeys {
    dir: PathBuf,
}

impl OwnKeys {
    pub fn of(register_dir: &Path) -> Self {
        Self { dir: register_dir.join(OWN_KEYS_DIR) }
    }

    /// One sealed key of a person, if it is there whole.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn get(&self, person: &str, which: Which) -> Result<Option<Sealed>, Fault> {
        let (age, public) = self.paths(person, which);
        let both = left(&age)?.zip(left(&public)?);
        Ok(both.map(|(sealed, public)| Sealed { public: public.trim().to_owned(), sealed }))
    }

    /// Puts a sealed key in its place; what stood there is gone.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn put(&self, person: &str, which: Which, key: &Sealed) -> Result<(), Fault> {
        files::make_dir(&self.dir)?;
        let (age, public) = self.paths(person, which);
        // The public half last: without it the sealed one is not looked at.
        files::remove_if_there(&public)?;
        files::put_whole(&age, key.sealed.as_bytes())?;
        files::put_whole(&public, format!("{}\n", key.public).as_bytes())
    }

    /// Makes the next key the one that is kept.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn promote(&self, person: &str) -> Result<(), Fault> {
        let Some(next) = self.get(person, Which::Next)? else { return Ok(()) };
        self.put(person, Which::Kept, &next)?;
        let (age, public) = self.paths(person, Which::Next);
        files::remove_if_there(&public)?;
        files::remove_if_there(&age)
    }

    /// Changes how often somebody tried, with nobody else changing it meanwhile. `change` returns
    /// what is to stand, and its own answer.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn tries<T>(&self, person: &str, change: impl FnOnce(Tries) -> (Tries, T)) -> Result<T, Fault> {
        files::make_dir(&self.dir)?;
        let lock = LockFile::at(&self.dir.join(LOCK_FILE))?;
        let _held = lock.hold(person)?;
        let path = self.dir.join(format!("{}.tries", stem(person)));
        let read = |t: String| {
            let (failed, at) = t.trim().split_once(' ')?;
            Some(Tries { failed: failed.parse().ok()?, at_ms: at.parse().ok()? })
        };
        let stood = match left(&path)?.map(read) {
            Some(Some(stood)) => stood,
            Some(None) => {
                files::put_aside(&path)?;
                Tries::default()
            }
            None => Tries::default(),
        };
        let (stands, answer) = change(stood);
        if stands == Tries::default() {
            files::remove_if_there(&path)?;
        } else if stands != stood {
            files::put_whole(&path, format!("{} {}\n", stands.failed, stands.at_ms).as_bytes())?;
        }
        Ok(answer)
    }

    fn paths(&self, person: &str, which: Which) -> (PathBuf, PathBuf) {
        let stem = match which {
            Which::Kept => stem(person),
            Which::Next => format!("{}.next", stem(person)),
        };
        (self.dir.join(format!("{stem}.age")), self.dir.join(format!("{stem}.pub")))
    }
}

/// A file's text; what is no text is put aside, and is as if it were not there.
fn left(path: &Path) -> Result<Option<String>, Fault> {
    match files::text_if_there(path) {
        Err(Fault::Damaged(_)) => files::put_aside(path).map(|_| None),
        other => other,
    }
}

/// A person's name as a file's; one that is no plain name is written in hex.
pub(super) fn stem(person: &str) -> String {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !person.is_empty() && person.len() <= 64 && person.chars().all(letters) {
        person.to_owned()
    } else {
        format!("hex.{}", hex::encode(person.as_bytes()))
    }
}
