//! A register on disk: making one, opening one, and the single way to write into it.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

pub use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::fault::Fault;
use super::guard::Guard;
use super::lock::{self, LockFile};
use super::log;
use super::opening::{connect_looking, connect_uri};
use super::schema::{self, Step, Tables, TablesState};
use super::settings::{self, Setting, pragma_number};
use super::space::Closed;
use crate::ledger::{Alg, LogId, RegisterId};

mod heads;
mod open;
mod write;

pub use open::Alone;
pub use write::Tx;

/// The database inside a register's directory.
pub const REGISTER_FILE: &str = "register.db";
pub const LOCK_FILE: &str = "lock";
/// Statements that a connection keeps compiled; an act needs some forty.
pub(super) const STATEMENTS: usize = 128;
pub(super) const WAL: Option<&str> = Some("wal");

/// What a register is from its first moment and for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Founding {
    /// Its random name.
    pub id: RegisterId,
    /// Its hash algorithm.
    pub alg: Alg,
    /// Whether it is for training.
    pub training: bool,
}

/// How a register is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Daily work.
    Session,
    /// Daily work on a file system that is refused otherwise, on the administrator's own word.
    SessionOnNetwork,
    /// Looking at a copy that must not change by a byte, on any medium.
    Evidence,
    /// Looking at a register that others may be writing to, without changing a byte of it.
    Looking,
}

impl Mode {
    /// Whether anything may be written.
    pub fn writes(self) -> bool {
        matches!(self, Mode::Session | Mode::SessionOnNetwork)
    }
}

/// An open register.
pub struct Register {
    dir: PathBuf,
    db: Connection,
    lock: Option<LockFile>,
    /// Held beside everybody else's as long as this lives.
    _in_use: Option<File>,
    /// Device and number of the file that is open.
    file: (u64, u64),
    /// Who is told to those who wait for this session.
    who: String,
    guard: Guard,
    founding: Founding,
    tables: Tables,
    steps: &'static [Step],
    state: TablesState,
    /// Whether its tables note what is changed in them.
    watched: bool,
    unsettled: bool,
    /// Why it was opened to be looked at, where it was to be written.
    closed: Option<Closed>,
    /// Whether what is known of the heads is kept up with the log.
    follows: bool,
    /// A file elsewhere that is kept up too.
    anchor: Option<PathBuf>,
    /// It gave no answer; nobody is made to wait for it twice.
    anchor_silent: bool,
    /// The lock while the file is closed; dropped after the connection.
    ending: Option<lock::Held>,
}

impl Drop for Register {
    /// Whoever closes the file last carries the write-ahead file into it, and keeps everybody out
    /// meanwhile: as any other writing this is done under the lock, or left to somebody else.
    fn drop(&mut self) {
        if let Some(lock) = &self.lock {
            self.ending = lock.try_hold(&self.who).ok().flatten();
            if self.ending.is_none() {
                let _ = self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
            }
        }
    }
}

/// The files in which the database locks itself.
fn locked_in(dir: &Path) -> [PathBuf; 2] {
    ["", "-shm"].map(|end| dir.join(format!("{REGISTER_FILE}{end}")))
}

fn number_of(path: &Path) -> Result<(u64, u64), Fault> {
    let meta = fs::metadata(path)?;
    Ok((meta.dev(), meta.ino()))
}

impl Register {
    /// Who is named to those who wait for this session.
    pub fn called(&mut self, who: &str) {
        who.clone_into(&mut self.who);
    }

    pub(super) fn who(&self) -> &str {
        &self.who
    }

    /// Whether rows that decide who sees what were changed by something else than this program.
    pub fn touched(&self) -> Result<bool, Fault> {
        if !self.watched || self.state == TablesState::Stale {
            return Ok(false);
        }
        schema::touched(&self.db)
    }

    /// The register's directory, links resolved.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What it was founded as.
    pub fn founding(&self) -> Founding {
        self.founding
    }

    /// The steps by which its form is read.
    pub(super) fn steps(&self) -> &'static [Step] {
        self.steps
    }

    /// The guarded connection, for questions.
    pub fn db(&self) -> &Connection {
        &self.db
    }

    /// Asks several questions of one and the same moment.
    pub fn read<T, E: From<Fault>>(&self, ask: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let moment = self.db.unchecked_transaction().map_err(Fault::from)?;
        ask(&moment)
    }

    /// A second connection that sees a moment of the first, for a second thread to read by; none where something
    /// was written meanwhile, or no other can be made.
    pub fn second(&self, moment: &Connection) -> Option<Connection> {
        let path = self.dir.join(REGISTER_FILE);
        let open = || -> Result<Connection, Fault> {
            let db = if self.looks_only() { connect_looking(&path) } else { connect_uri(&path, "mode=ro") }?;
            settings::apply(&db, None)?;
            db.set_prepared_statement_cache_capacity(STATEMENTS);
            db.execute_batch("BEGIN")?;
            Ok(db)
        };
        let stands = |db: &Connection| -> Result<(u64, u64), Fault> {
            Ok((log::size(db, LogId::Acts)?, log::size(db, LogId::Reads)?))
        };
        let db = open().ok()?;
        (number_of(&path).ok()? == self.file && stands(&db).ok()? == stands(moment).ok()?).then_some(db)
    }

    /// Whether the tables were made by another text than this program's, and must be built again
    /// before anything is asked of them.
    pub fn tables_stale(&self) -> bool {
        self.state == TablesState::Stale
    }

    /// The tables this program builds.
    pub(super) fn tables(&self) -> Tables {
        self.tables
    }

    /// The tables this program builds, where the file says it has them.
    pub(super) fn fresh_tables(&self) -> Option<Tables> {
        (self.state == TablesState::Fresh).then_some(self.tables)
    }

    /// Parts of the file that do not belong there, by name.
    pub fn strange_parts(&self) -> Result<Vec<String>, Fault> {
        self.maintain(|db| schema::strange_parts(db, self.steps, self.fresh_tables()))
    }

    /// A number that changes when another connection commits; asked while idle.
    pub fn data_version(&self) -> Result<i64, Fault> {
        pragma_number(&self.db, "data_version")
    }

    /// Every setting of this connection, as wanted and as it is.
    pub fn settings(&self) -> Result<Vec<Setting>, Fault> {
        let _lifted = self.guard.lift();
        settings::read(&self.db, if self.lock.is_some() { WAL } else { None })
    }

    /// Whether nobody is writing at this moment.
    pub(super) fn is_free(&self) -> bool {
        self.lock.as_ref().is_some_and(|lock| lock.try_hold(&self.who).is_ok_and(|held| held.is_some()))
    }

    /// Whether this is a copy that is looked at and never changed.
    pub fn looks_only(&self) -> bool {
        self.lock.is_none()
    }

    /// Runs fixed statements of this program's own that daily work may not use.
    pub(super) fn maintain<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        let _lifted = self.guard.lift();
        work(&self.db)
    }
}
