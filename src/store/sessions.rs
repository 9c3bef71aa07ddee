//! Sessions that are open: one small file each, locked as long as its process lives. The kernel
//! lets go of the lock however the process ends, so a dead session is told by its free lock, and no
//! process number is ever mistaken for another.
//!
//! Files are made, judged and removed while the register's own lock is held.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::fault::Fault;
use super::{files, lock};
use crate::domain::event::Means;
use crate::domain::ids::{Millis, PersonId};

/// Drafts keep their own tokens in the same directory.
pub const SESSIONS_DIR: &str = "sessions";
const END: &str = "session";
const UNFINISHED: &str = "session.new";

/// What a session's file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionFile {
    pub id: Uuid,
    pub person: PersonId,
    pub means: Means,
    pub fingerprint: String,
    pub address: String,
    pub since: Millis,
}

/// The sessions whose files lie there, by their locks.
#[derive(Debug, Default)]
pub struct Found {
    pub alive: Vec<SessionFile>,
    /// Their processes are gone and nobody has noted their end.
    pub dead: Vec<SessionFile>,
}

/// A session of this process. Dropped without [`Open::close`], its file is found dead by the next.
#[derive(Debug)]
pub struct Open {
    path: PathBuf,
    _lock: File,
}

impl Open {
    /// Takes the file away; the session is over.
    pub fn close(self) -> Result<(), Fault> {
        files::remove_if_there(&self.path)
    }
}

/// Lays down a session's file. It gets its name when it is whole, on the disk and locked.
pub fn begin(register_dir: &Path, session: &SessionFile) -> Result<Open, Fault> {
    let dir = register_dir.join(SESSIONS_DIR);
    files::make_dir(&dir)?;
    let unfinished = dir.join(format!("{}.{UNFINISHED}", session.id));
    let path = dir.join(format!("{}.{END}", session.id));
    let mut file = files::new_file(&unfinished)?;
    lock::own(&file)?;
    let text = serde_json::to_vec(session).map_err(|e| Fault::damaged(e.to_string()))?;
    file.write_all(&text)?;
    file.sync_all()?;
    fs::rename(&unfinished, &path)?;
    files::sync_dir(&dir)?;
    Ok(Open { path, _lock: file })
}

/// Every session there is. Leftovers that say nothing are cleared away.
pub fn look(register_dir: &Path) -> Result<Found, Fault> {
    let mut found = Found::default();
    let place = register_dir.join(SESSIONS_DIR);
    let dir = match fs::read_dir(&place) {
        Ok(dir) => dir,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(found),
        Err(e) => return Err(files::shut(&place, e)),
    };
    for entry in dir {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let whole = name.strip_suffix(END).is_some_and(|n| n.ends_with('.'));
        if !whole && !name.ends_with(UNFINISHED) {
            continue;
        }
        // Gone between the look and the opening: it ended by itself.
        let Ok(file) = files::open_plain(&path) else { continue };
        let alive = lock::lives(&file);
        let read = serde_json::from_reader::<_, SessionFile>(&file).ok();
        match read.filter(|s| whole && name == format!("{}.{END}", s.id)) {
            Some(session) if alive => found.alive.push(session),
            Some(session) => found.dead.push(session),
            None if alive => {}
            None => files::remove_if_there(&path)?,
        }
    }
    found.alive.sort_by_key(|s| (s.since, s.id));
    found.dead.sort_by_key(|s| (s.since, s.id));
    Ok(found)
}

/// Clears away the file of a session whose end has been noted.
pub fn clear(register_dir: &Path, session: &SessionFile) -> Result<(), Fault> {
    files::remove_if_there(&register_dir.join(SESSIONS_DIR).join(format!("{}.{END}", session.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(n: u128) -> SessionFile {
        SessionFile {
            id: Uuid::from_u128(n),
            person: "li".into(),
            means: Means::SshKey("SHA256:x".into()),
            fingerprint: "SHA256:x".into(),
            address: "192.0.2.7".into(),
            since: n as Millis,
        }
    }

    #[test]
    fn a_session_lives_as_long_as_its_lock_and_a_dead_one_is_told() {
        let place = tempfile::tempdir().unwrap();
        assert!(look(place.path()).unwrap().alive.is_empty());
        let first = begin(place.path(), &session(1)).unwrap();
        let second = begin(place.path(), &session(2)).unwrap();
        assert_eq!(look(place.path()).unwrap().alive, [session(1), session(2)]);
        drop(second);
        let found = look(place.path()).unwrap();
        assert_eq!((found.alive, found.dead), (vec![session(1)], vec![session(2)]));
        clear(place.path(), &session(2)).unwrap();
        first.close().unwrap();
        let found = look(place.path()).unwrap();
        assert!(found.alive.is_empty() && found.dead.is_empty());
    }

    #[test]
    fn what_was_never_finished_or_says_another_name_is_no_session() {
        let place = tempfile::tempdir().unwrap();
        drop(begin(place.path(), &session(1)).unwrap());
        let dir = place.path().join(SESSIONS_DIR);
        let mine = dir.join(format!("{}.{END}", Uuid::from_u128(1)));
        let copy = dir.join(format!("{}.{END}", Uuid::from_u128(9)));
        fs::copy(&mine, &copy).unwrap();
        let half = dir.join(format!("{}.{UNFINISHED}", Uuid::from_u128(3)));
        fs::write(&half, b"{\"id\"").unwrap();
        fs::write(dir.join("0123"), b"a draft's token").unwrap();
        let found = look(place.path()).unwrap();
        assert_eq!((found.alive.len(), found.dead), (0, vec![session(1)]));
        assert!(!half.exists() && !copy.exists() && dir.join("0123").exists());
    }
}
