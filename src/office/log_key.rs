//! The register's own key: made with the register, or before its first act where it has none. Where
//! the file is gone or another one, the register goes on with what is there, and says so in the log:
//! taking down what people have to report must not wait for a key. Whoever holds the old public key
//! outside sees the change.

use super::desk::Desk;
use super::{Fault, Office, Trouble};
use crate::domain::evidence::EvidenceEvent;
use crate::signing::{LogKey, LogPublic};
use crate::store::beside;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the key file stands to the key that the log names last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    Fits,
    /// The log names none yet; the next act will.
    NotYet,
    /// There is no file; the next act will make another key.
    Missing,
    /// The file holds another key than the log names.
    Different,
    Unreadable,
}

/// The key in its file; none when there is no file.
pub(super) fn load(dir: &Path) -> Result<Option<Arc<LogKey>>, Fault> {
    let Some(text) = beside::read(&dir.join(beside::KEY_FILE))? else { return Ok(None) };
    let text = zeroize::Zeroizing::new(text);
    let key = LogKey::from_openssh(&text).map_err(|_| Fault::Damaged(beside::KEY_FILE.to_owned()))?;
    Ok(Some(Arc::new(key)))
}

/// As [`load`]; a file that holds no key is as none, until the next act makes one.
fn readable(dir: &Path) -> Result<Option<Arc<LogKey>>, Fault> {
    match load(dir) {
        Err(Fault::Damaged(_)) => Ok(None),
        other => other,
    }
}

/// A new key from 32 random bytes, in its file, or the one that another session has just made.
fn make_unless_there(dir: &Path, seed: &[u8; 32]) -> Result<Arc<LogKey>, Fault> {
    let key = LogKey::from_seed(seed);
    let text = zeroize::Zeroizing::new(key.to_openssh().map_err(|e| Fault::Damaged(e.to_string()))?);
    if beside::keep_new(&dir.join(beside::KEY_FILE), &text)? {
        return Ok(Arc::new(key));
    }
    load(dir)?.ok_or_else(|| Fault::Damaged(beside::KEY_FILE.to_owned()))
}

/// A new key from 32 random bytes, in its file.
pub(super) fn make(dir: &Path, seed: &[u8; 32]) -> Result<Arc<LogKey>, Fault> {
    let key = LogKey::from_seed(seed);
    let text = key.to_openssh().map_err(|e| Fault::Damaged(e.to_string()))?;
    beside::keep(&dir.join(beside::KEY_FILE), &text)?;
    Ok(Arc::new(key))
}

impl Desk<'_, '_> {
    /// The key under today's receipts, named in the log before anything is signed with it.
    ///
    /// A file that holds no key is as none: it is put aside, and its new name noted in `aside`.
    pub fn own_key(
        &mut self,
        dir: &Path,
        held: &mut Option<Arc<LogKey>>,
        aside: &mut Vec<PathBuf>,
    ) -> Result<(), Trouble> {
        let named = self.organ.evidence.log_keys.last().map(|(_, public)| public.clone());
        let fits = |key: &Arc<LogKey>| named.as_ref().is_some_and(|n| *n == key.public().line());
        if held.as_ref().is_some_and(fits) {
            return Ok(());
        }
        // One that the log does not name: the file may have become another since it was read. It lies in
        // the register's own directory, and this is seldom.
        // One that is somebody's, or a witness's, is none of the register's.
        let own = |key: Option<Arc<LogKey>>| match key {
            Some(key) if self.organ.has_key(&key.public().line()) => {
                Err(Fault::Damaged(beside::KEY_FILE.to_owned()))
            }
            key => Ok(key),
        };
        let found = match load(dir).and_then(own) {
            Err(Fault::Damaged(_)) => {
                aside.push(beside::put_aside(&dir.join(beside::KEY_FILE))?);
                None
            }
            found => found?,
        };
        let key = match found {
            Some(key) => key,
            None => {
                let mut seed = zeroize::Zeroizing::new([0; 32]);
                self.ids.fill(&mut *seed)?;
                make_unless_there(dir, &seed)?
            }
        };
        if !fits(&key) {
            self.by_register(EvidenceEvent::LogKey { public: key.public().line() })?;
        }
        *held = Some(key);
        Ok(())
    }
}

impl Office {
    /// Reads the key before the lock is taken.
    pub(super) fn load_key(&mut self) -> Result<(), Trouble> {
        if self.log_key.is_none() {
            self.log_key = readable(self.register.dir())?;
        }
        Ok(())
    }

    /// How the key file stands to the log.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn key_state(&self) -> Result<KeyState, Trouble> {
        let named = self.organ.evidence.log_keys.last().map(|(_, public)| public.as_str());
        let held = match load(self.register.dir()) {
            Ok(held) => held,
            Err(Fault::Damaged(_)) => return Ok(KeyState::Unreadable),
            Err(fault) => return Err(fault.into()),
        };
        Ok(match (named, held) {
            (None, _) => KeyState::NotYet,
            (Some(_), None) => KeyState::Missing,
            (Some(named), Some(held)) if held.public().line() == named => KeyState::Fits,
            (Some(_), Some(_)) => KeyState::Different,
        })
    }

    /// Every key the register has had, with the position of the event that named it; the last one
    /// signs.
    pub fn log_keys(&self) -> Vec<(u64, LogPublic)> {
        let keys = self.organ.evidence.log_keys.iter();
        keys.filter_map(|(seq, line)| Some((*seq, LogPublic::from_openssh(line).ok()?))).collect()
    }

    /// The key to sign with, when its file is there and is the one the log names.
    pub(super) fn key_in_force(&self) -> Result<Option<Arc<LogKey>>, Trouble> {
        let named = self.organ.evidence.log_keys.last().map(|(_, public)| public.as_str());
        let held = match &self.log_key {
            Some(held) => Some(held.clone()),
            None => readable(self.register.dir())?,
        };
        Ok(held.filter(|key| named == Some(key.public().line().as_str())))
    }
}
