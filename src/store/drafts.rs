//! What people have begun to write: saved while they write, theirs alone, gone when it is done.
//! In a file of its own whose deleted rows are overwritten with zeros, and in no backup.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::fault::Fault;
use super::sessions::SESSIONS_DIR;
use super::settings::{self, Setting};
use super::{files, lock, opening};
use crate::ledger::hex;

/// The database inside a register's directory.
pub const DRAFTS_FILE: &str = "drafts.db";
/// `LIUD`, so that a draft file is never taken for a register.
const APPLICATION_ID: i64 = 0x4c49_5544;
/// After every transaction nothing is left beside the file; there is no second place to clean.
const JOURNAL: Option<&str> = Some("truncate");

/// One draft. The payload is the screen's own text: fields, current field, caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Whose it is.
    pub owner: String,
    /// Its name, unique for its owner.
    pub id: String,
    /// Which form it fills.
    pub kind: String,
    /// When it was saved, in ms.
    pub updated_ms: i64,
    /// The content, opaque here.
    pub payload: String,
}

/// A line of a person's list of drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// Its name.
    pub id: String,
    /// Which form it fills.
    pub kind: String,
    /// When it was saved, in ms.
    pub updated_ms: i64,
    /// Whether another living session has it open.
    pub held: bool,
}

/// What opening a draft gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// This session may write it.
    Mine,
    /// Another living session has it open: to be read only.
    Held,
}

/// The drafts of one register, seen by one session.
pub struct Drafts {
    db: Connection,
    path: PathBuf,
    sessions: PathBuf,
    token: String,
    /// Locked as long as this session lives. The kernel lets go of it however the session ends, so
    /// a dead session never keeps a draft, and no process number is ever mistaken for another.
    alive: File,
    aside: Option<PathBuf>,
}

impl Drafts {
    /// Opens the drafts below a register's directory, making the file when it is missing. `token`
    /// names this session: random, never used again.
    pub fn open(register_dir: &Path, token: [u8; 16]) -> Result<Drafts, Fault> {
        let dir = files::real_dir(register_dir)?;
        lock::named(&[dir.join(DRAFTS_FILE)], || Drafts::open_in(&dir, token))
    }

    fn open_in(dir: &Path, token: [u8; 16]) -> Result<Drafts, Fault> {
        let sessions = dir.join(SESSIONS_DIR);
        files::make_dir(&sessions)?;
        let token = hex::encode(&token);
        let alive = files::new_file(&sessions.join(&token))?;
        lock::own(&alive)?;
        let path = dir.join(DRAFTS_FILE);
        for beside in opening::beside(&path) {
            files::aside_unless_file(&beside)?;
        }
        let mut aside = None;
        let db = match connect(&path) {
            Err(fault) if is_damage(&fault) => {
                // One session does it; whoever waited finds the new one.
                let _turn = lock::directory(dir, TURN)?;
                match connect(&path) {
                    Err(fault) if is_damage(&fault) => {
                        aside = Some(put_aside(&path)?);
                        connect(&path)?
                    }
                    other => other?,
                }
            }
            other => other?,
        };
        Ok(Drafts { db, path, sessions, token, alive, aside })
    }

    /// Where a file was put that could not be read; told once.
    pub fn put_aside(&mut self) -> Option<PathBuf> {
        self.aside.take()
    }

    /// Saves a draft; a new one is claimed by this session. [`Fault::Held`] when another living
    /// session has it.
    pub fn save(&mut self, draft: &Draft) -> Result<(), Fault> {
        self.if_mine(&draft.owner, &draft.id, |tx, token| {
            tx.execute(
                "INSERT INTO draft (owner, id, kind, updated_ms, payload, holder) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (owner, id) DO UPDATE SET kind = ?3, updated_ms = ?4, payload = ?5, holder = ?6",
                params![draft.owner, draft.id, draft.kind, draft.updated_ms, draft.payload, token],
            )
        })
    }

    /// One draft of a person.
    pub fn load(&self, owner: &str, id: &str) -> Result<Option<Draft>, Fault> {
        self.named(|db| {
            let mut query = db
                .prepare_cached("SELECT kind, updated_ms, payload FROM draft WHERE owner = ?1 AND id = ?2")?;
            let found = query.query_row([owner, id], |row| {
                let (owner, id) = (owner.to_owned(), id.to_owned());
                Ok(Draft { owner, id, kind: row.get(0)?, updated_ms: row.get(1)?, payload: row.get(2)? })
            });
            Ok(found.optional()?)
        })
    }

    fn named<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        lock::named(std::slice::from_ref(&self.path), || work(&self.db))
    }

    /// A person's drafts, the latest first.
    pub fn list(&self, owner: &str) -> Result<Vec<DraftLine>, Fault> {
        self.named(|db| {
            let mut query = db.prepare_cached(
                "SELECT id, kind, updated_ms, holder FROM draft WHERE owner = ?1 ORDER BY updated_ms DESC, id",
            )?;
            let mut lines = Vec::new();
            let mut rows = query.query([owner])?;
            while let Some(row) = rows.next()? {
                let holder: Option<String> = row.get(3)?;
                let held = holder.is_some_and(|holder| self.lives_elsewhere(&holder));
                lines.push(DraftLine { id: row.get(0)?, kind: row.get(1)?, updated_ms: row.get(2)?, held });
            }
            Ok(lines)
        })
    }

    /// Takes a draft for writing, unless another living session has it.
    pub fn claim(&mut self, owner: &str, id: &str) -> Result<Claim, Fault> {
        let taken = self.if_mine(owner, id, |tx, token| {
            tx.execute("UPDATE draft SET holder = ?3 WHERE owner = ?1 AND id = ?2", [owner, id, token])
        });
        match taken {
            Ok(()) => Ok(Claim::Mine),
            Err(Fault::Held) => Ok(Claim::Held),
            Err(fault) => Err(fault),
        }
    }

    /// Lets go of a draft, which stays.
    pub fn release(&mut self, owner: &str, id: &str) -> Result<(), Fault> {
        let sql = "UPDATE draft SET holder = NULL WHERE owner = ?1 AND id = ?2 AND holder = ?3";
        self.named(|db| Ok(db.execute(sql, [owner, id, &self.token])?))?;
        Ok(())
    }

    /// Deletes a draft, its bytes overwritten. [`Fault::Held`] when another living session has it.
    pub fn delete(&mut self, owner: &str, id: &str) -> Result<(), Fault> {
        self.if_mine(owner, id, |tx, _| {
            tx.execute("DELETE FROM draft WHERE owner = ?1 AND id = ?2", [owner, id])
        })
    }

    /// Every setting of this connection, as wanted and as it is.
    pub fn settings(&self) -> Result<Vec<Setting>, Fault> {
        settings::read(&self.db, JOURNAL)
    }

    fn if_mine(
        &mut self,
        owner: &str,
        id: &str,
        act: impl FnOnce(&Connection, &str) -> rusqlite::Result<usize>,
    ) -> Result<(), Fault> {
        let sql = "SELECT holder FROM draft WHERE owner = ?1 AND id = ?2";
        // The write lock first: nobody claims between the look and the act.
        self.named(|db| {
            let tx = rusqlite::Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
            let holder: Option<Option<String>> =
                tx.query_row(sql, [owner, id], |row| row.get(0)).optional()?;
            if holder.flatten().is_some_and(|holder| self.lives_elsewhere(&holder)) {
                return Err(Fault::Held);
            }
            act(&tx, &self.token)?;
            Ok(tx.commit()?)
        })
    }

    /// Whether a token is that of another session that still runs. What a dead one left behind is
    /// cleared away.
    fn lives_elsewhere(&self, token: &str) -> bool {
        let path = self.sessions.join(token);
        if token == self.token || hex::decode_array::<16>(token).is_none() {
            return false;
        }
        let Ok(file) = files::open_plain(&path) else { return false };
        let lives = lock::lives(&file);
        if !lives {
            // Tokens are never used twice, so nobody can be about to open this name again.
            let _ = fs::remove_file(&path);
        }
        lives
    }
}

/// How long one session waits for another that puts a damaged file aside.
const TURN: Duration = Duration::from_secs(3);

/// The file, made where it is missing, or why it is none.
fn connect(path: &Path) -> Result<Connection, Fault> {
    match files::new_file(path) {
        Ok(_) | Err(Fault::Exists(_)) => {}
        Err(fault) => return Err(fault),
    }
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(Fault::damaged(path.display().to_string()));
    }
    files::refuse_loose(path)?;
    let mut db = opening::connect(path)?;
    let mark = settings::pragma_number(&db, "application_id")?;
    if mark != 0 && mark != APPLICATION_ID {
        return Err(Fault::NotARegister(path.to_owned()));
    }
    settings::apply_and_check(&db, JOURNAL)?;
    db.pragma_update(None, "secure_delete", true)?;
    if settings::pragma_number(&db, "secure_delete")? != 1 {
        let (expected, got) = ("1".to_owned(), "0".to_owned());
        return Err(Fault::Setting { name: "secure_delete", expected, got });
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    match settings::pragma_number(&tx, "user_version")? {
        0 => {
            tx.execute_batch(include_str!("../../assets/migrations/drafts.sql"))?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", 1)?;
            tx.commit()?;
        }
        1 => drop(tx),
        found => return Err(Fault::Newer { found, known: 1 }),
    }
    let sound: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound == "ok" { Ok(db) } else { Err(Fault::damaged(sound)) }
}

/// Whether what is there can never be read, by anybody.
fn is_damage(fault: &Fault) -> bool {
    matches!(fault, Fault::Damaged(_) | Fault::NotARegister(_))
}

/// A journal beside it would be played into the new one.
fn put_aside(path: &Path) -> Result<PathBuf, Fault> {
    for end in ["-journal", "-wal", "-shm"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(end);
        let beside = PathBuf::from(beside);
        if fs::symlink_metadata(&beside).is_ok() {
            files::put_aside(&beside)?;
        }
    }
    files::put_aside(path)
}

impl Drop for Drafts {
    fn drop(&mut self) {
        // A leftover is found dead by the next session that asks.
        let _ = fs::remove_file(self.sessions.join(&self.token));
        let _ = self.alive.unlock();
    }
}

#[cfg(test)]
#[path = "drafts_tests.rs"]
mod tests;
