//! A register on disk: making one, opening one, and the single way to write into it.

use std::fs::{self, File};
use std::ops::Deref;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

pub use rusqlite::Connection;
use rusqlite::{OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};

use super::backup;
use super::beside;
use super::fault::Fault;
use super::files;
use super::guard::Guard;
use super::log;
use super::schema::{self, Step, Tables, TablesState};
use super::settings::{self, APPLICATION_ID, Setting, pragma_number};
use crate::ledger::{Alg, Checkpoint, LogId, RegisterId};

/// The database inside a register's directory.
pub const REGISTER_FILE: &str = "register.db";
const LOCK_FILE: &str = "lock";
const WAL: Option<&str> = Some("wal");

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
    lock: Option<File>,
    guard: Guard,
    founding: Founding,
    tables: Tables,
    steps: &'static [Step],
    state: TablesState,
    unsettled: bool,
    /// Whether what is known of the heads is kept up with the log.
    follows: bool,
    /// A file elsewhere that is kept up too.
    anchor: Option<PathBuf>,
}

/// A write under way: the lock is held, and nothing is kept unless the whole of it succeeds.
pub struct Tx<'c> {
    inner: Transaction<'c>,
    founding: Founding,
}

impl Tx<'_> {
    /// A write into a scratch file, for comparing.
    pub(super) fn around(inner: Transaction<'_>, founding: Founding) -> Tx<'_> {
        Tx { inner, founding }
    }

    /// The register written to.
    pub fn founding(&self) -> Founding {
        self.founding
    }
}

impl Deref for Tx<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.inner
    }
}

/// Holds the register's lock until dropped.
struct Held<'f>(&'f File);

impl<'f> Held<'f> {
    fn wait(file: &'f File) -> Result<Held<'f>, Fault> {
        files::lock(file)?;
        Ok(Held(file))
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // The kernel drops the lock with the handle anyway.
        let _ = self.0.unlock();
    }
}

impl Register {
    /// Founds a register in `dir`, which is made when missing. `first` writes the founding events
    /// in the same step: there is never a register without its beginning.
    pub fn create<T, E: From<Fault>>(
        dir: &Path,
        founding: Founding,
        tables: Tables,
        mode: Mode,
        first: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<(Register, T), E> {
        let (dir, lock) = prepare_place(dir, mode)?;
        let held = Held::wait(&lock)?;
        let (done, unfinished) = (dir.join(REGISTER_FILE), dir.join("register.db.new"));
        if fs::symlink_metadata(&done).is_ok() {
            return Err(Fault::Exists(done).into());
        }
        for end in ["", "-wal", "-shm", "-journal"] {
            // What an interrupted founding left behind.
            files::remove_if_there(&dir.join(format!("register.db.new{end}")))?;
        }
        drop(files::new_file(&unfinished)?);
        let answer = found(&unfinished, founding, tables, first)?;
        let settle = || -> Result<(), Fault> {
            fs::rename(&unfinished, &done)?;
            dir.ancestors().take(2).try_for_each(files::sync_dir)
        };
        settle()?;
        drop(held);
        Ok((Register::open(&dir, tables, mode)?, answer))
    }

    /// Opens the register in `dir`. A file that is not one is not touched. An older form is brought
    /// to this program's, after a verified copy of it was put beside it.
    pub fn open(dir: &Path, tables: Tables, mode: Mode) -> Result<Register, Fault> {
        Register::open_with(dir, tables, mode, schema::STEPS)
    }

    /// As [`Register::open`], by another list of steps: how tests see a form that is yet to come.
    pub fn open_with(
        dir: &Path,
        tables: Tables,
        mode: Mode,
        steps: &'static [Step],
    ) -> Result<Register, Fault> {
        let dir = files::real_dir(dir)?;
        let path = dir.join(REGISTER_FILE);
        match fs::symlink_metadata(&path) {
            Err(_) => return Err(Fault::Missing(path)),
            Ok(meta) if !meta.is_file() => return Err(Fault::NotARegister(path)),
            Ok(_) => {}
        }
        let evidence = !mode.writes();
        let lock = if evidence { None } else { Some(check_place(&dir, &path, mode)?) };
        let mut db = match mode {
            Mode::Session | Mode::SessionOnNetwork => connect(&path)?,
            Mode::Evidence => connect_immutable(&path)?,
            Mode::Looking => connect_looking(&path)?,
        };
        recognise(&db, &path, steps)?;
        if !evidence && db.is_readonly("main")? {
            return Err(Fault::ReadOnly);
        }
        settings::apply_and_check(&db, if evidence { None } else { WAL })?;
        if let Some(lock) = &lock {
            bring_forward(&mut db, lock, &dir, steps)?;
        }
        let founding = read_founding(&db)?;
        let state = match schema::tables_state(&db, tables) {
            // Evidence is looked at by its log; tables of another program do not matter there.
            Err(_) if evidence => TablesState::Stale,
            state => state?,
        };
        let guard = Guard::install(&mut db)?;
        Ok(Register {
            dir,
            db,
            lock,
            guard,
            founding,
            tables,
            steps,
            state,
            unsettled: false,
            follows: false,
            anchor: None,
        })
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

    /// Carries every commit from the file beside it into the register's own file, and both onto the
    /// disk. After a commit of unknown outcome, on a fresh connection, this is what settles it: what
    /// is there afterwards stays, and what is not is gone for good.
    pub fn settle(&self) -> Result<(), Fault> {
        let busy: i64 =
            self.maintain(|db| Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?))?;
        if busy == 0 { Ok(()) } else { Err(Fault::Busy) }
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

    /// Writes, all or nothing. Waits for other writers; `act` must not wait for a person. After
    /// [`Fault::Unsettled`] this connection writes no more: open again and look what is there.
    pub fn write<T, E: From<Fault>>(&mut self, act: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.in_one(|_, tx| act(tx))
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

    /// Drops every table that is not the log, makes them again and lets `replay` fill them, in one
    /// step: other sessions see the old tables until the new ones are whole.
    pub fn rebuild_tables<E: From<Fault>>(
        &mut self,
        replay: impl FnOnce(&Tx<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let tables = self.tables;
        self.in_one(|guard, tx| {
            let lifted = guard.lift();
            schema::drop_tables(tx)?;
            schema::make_tables(tx, tables)?;
            drop(lifted);
            replay(tx)
        })?;
        self.state = TablesState::Fresh;
        Ok(())
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

    /// Whether this is a copy that is looked at and never changed.
    pub fn looks_only(&self) -> bool {
        self.lock.is_none()
    }

    /// Where both logs stand.
    pub fn heads(&self) -> Result<Vec<Checkpoint>, Fault> {
        let Founding { id, alg, .. } = self.founding;
        let head = |log: &LogId| {
            let head = log::head(&self.db, alg, *log)?;
            Ok(Checkpoint { register: id, log: *log, size: head.size, root: head.root })
        };
        LogId::ALL.iter().map(head).collect()
    }

    /// From here on every commit is followed by a note of where the logs stand, or by none: a log
    /// that is shorter than it was must not wipe out what is known of it.
    pub fn follow_heads(&mut self, on: bool) {
        self.follows = on;
    }

    /// A second place for that note, away from the register's directory.
    pub fn anchor_at(&mut self, path: &Path) {
        self.anchor = Some(path.to_owned());
    }

    /// Notes where the logs stand. After a commit this happens while the lock is held, so that notes do
    /// not overtake each other.
    pub fn note_heads(&self) {
        if !self.follows || self.lock.is_none() {
            return;
        }
        let own = self.dir.join(beside::HEADS_FILE);
        let Ok(heads) = self.heads() else { return };
        for path in std::iter::once(&own).chain(&self.anchor) {
            // The commit stands; a note that could not be written is missing to the next opening,
            // which compares with the older one.
            let _ = beside::keep_heads(path, &heads);
        }
    }

    /// Runs fixed statements of this program's own that daily work may not use.
    pub(super) fn maintain<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        let _lifted = self.guard.lift();
        work(&self.db)
    }

    fn in_one<T, E: From<Fault>>(
        &mut self,
        act: impl FnOnce(&Guard, &Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let lock = self.lock.as_ref().ok_or(Fault::ReadOnly)?;
        if self.unsettled {
            return Err(Fault::Unsettled.into());
        }
        // Dropped after the transaction, on every way out.
        let _held = Held::wait(lock)?;
        let answer = {
            let inner =
                self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
            let lifted = self.guard.lift();
            let (found, known) = (pragma_number(&inner, "user_version")?, self.steps.len() as i64);
            drop(lifted);
            if found > known {
                // A later program has brought the file forward while this one had it open.
                return Err(Fault::Newer { found, known }.into());
            }
            let tx = Tx { inner, founding: self.founding };
            let answer = act(&self.guard, &tx)?;
            if let Err(error) = tx.inner.commit() {
                let fault = Fault::from(error);
                // An error while the disk was asked to keep the pages says nothing about the pages.
                self.unsettled = matches!(fault, Fault::Io(_));
                return Err(if self.unsettled { Fault::Unsettled } else { fault }.into());
            }
            answer
        };
        self.note_heads();
        Ok(answer)
    }
}

fn prepare_place(dir: &Path, mode: Mode) -> Result<(PathBuf, File), Fault> {
    files::make_dir(dir)?;
    let dir = files::real_dir(dir)?;
    files::refuse_loose(&dir)?;
    if mode != Mode::SessionOnNetwork {
        files::refuse_network(&dir)?;
    }
    let lock = files::lock_file(&dir.join(LOCK_FILE))?;
    Ok((dir, lock))
}

fn check_place(dir: &Path, path: &Path, mode: Mode) -> Result<File, Fault> {
    let (_, lock) = prepare_place(dir, mode)?;
    files::refuse_loose(path)?;
    Ok(lock)
}

/// Brings an older form forward, in one step, and never without a verified copy of what was there:
/// where that cannot be made, the register stays as it is and does not open.
fn bring_forward(db: &mut Connection, lock: &File, dir: &Path, steps: &'static [Step]) -> Result<(), Fault> {
    let known = steps.len() as i64;
    if pragma_number(db, "user_version")? >= known {
        return Ok(());
    }
    let _held = Held::wait(lock)?;
    // Another session may have done it while this one waited.
    let found = pragma_number(db, "user_version")?;
    if found >= known {
        return Ok(());
    }
    let name = format!("before-migration-{found}-{}", env!("CARGO_PKG_VERSION"));
    backup::before_migration(db, &dir.join(name), steps)?;
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    schema::migrate(&tx, steps)?;
    Ok(tx.commit()?)
}

/// Builds the whole register under a name that nobody opens.
fn found<T, E: From<Fault>>(
    path: &Path,
    founding: Founding,
    tables: Tables,
    first: impl FnOnce(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut db = connect(path)?;
    settings::apply_and_check(&db, WAL)?;
    let guard = Guard::install(&mut db)?;
    let answer = {
        let inner = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
        let tx = Tx { inner, founding };
        let lifted = guard.lift();
        schema::migrate(&tx, schema::STEPS)?;
        tx.execute(
            "INSERT INTO register (one, id, alg, training) VALUES (1, ?1, ?2, ?3)",
            params![founding.id.0, founding.alg.byte(), founding.training],
        )
        .map_err(Fault::from)?;
        schema::make_tables(&tx, tables)?;
        drop(lifted);
        let answer = first(&tx)?;
        tx.inner.commit().map_err(Fault::from)?;
        answer
    };
    // The write-ahead file keeps the unfinished name, so all of it goes into the file first.
    let lifted = guard.lift();
    let busy: i64 =
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(Fault::from)?;
    drop(lifted);
    db.close().map_err(|(_, error)| Fault::from(error))?;
    if busy == 0 { Ok(answer) } else { Err(Fault::Busy.into()) }
}

const PLAIN: OpenFlags = OpenFlags::SQLITE_OPEN_NO_MUTEX
    .union(OpenFlags::SQLITE_OPEN_NOFOLLOW)
    .union(OpenFlags::SQLITE_OPEN_EXRESCODE)
    .union(OpenFlags::SQLITE_OPEN_PRIVATE_CACHE);

/// Opens a database file that exists, by its plain name.
pub(super) fn connect(path: &Path) -> Result<Connection, Fault> {
    Ok(Connection::open_with_flags(path, PLAIN | OpenFlags::SQLITE_OPEN_READ_WRITE)?)
}

/// Opens a file that others may write to while we look. What is only in the write-ahead file is read
/// from there, and neither it nor the file of shared memory is made, written or removed; where there
/// is none, nobody has written since the file was last whole.
fn connect_looking(path: &Path) -> Result<Connection, Fault> {
    match connect_immutable(path) {
        Err(Fault::Unmerged(_)) => connect_uri(path, "mode=ro&readonly_shm=1"),
        other => other,
    }
}

/// Opens a file that will not change while we look, without a byte written anywhere near it. That
/// mode reads neither the write-ahead file nor a journal, so one with anything in it is refused, not
/// ignored: whoever opens the file for work would see another register.
fn connect_immutable(path: &Path) -> Result<Connection, Fault> {
    for end in ["-wal", "-journal"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(end);
        if fs::metadata(&beside).is_ok_and(|meta| meta.len() > 0) {
            return Err(Fault::Unmerged(beside.into()));
        }
    }
    connect_uri(path, "immutable=1")
}

/// Opens a file for reading with more to be said than flags can say.
fn connect_uri(path: &Path, how: &str) -> Result<Connection, Fault> {
    let name: String = path
        .as_os_str()
        .as_bytes()
        .iter()
        .map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                char::from(*byte).to_string()
            }
            other => format!("%{other:02x}"),
        })
        .collect();
    let flags = PLAIN | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(format!("file:{name}?{how}"), flags)?)
}

/// Looks at the file's own marks before anything is changed in it.
fn recognise(db: &Connection, path: &Path, steps: &[Step]) -> Result<(), Fault> {
    let mark = pragma_number(db, "application_id").map_err(|fault| match fault {
        Fault::Damaged(_) => Fault::NotARegister(path.to_owned()),
        other => other,
    })?;
    if mark != APPLICATION_ID {
        return Err(Fault::NotARegister(path.to_owned()));
    }
    let (found, known) = (pragma_number(db, "user_version")?, steps.len() as i64);
    if found > known { Err(Fault::Newer { found, known }) } else { Ok(()) }
}

fn read_founding(db: &Connection) -> Result<Founding, Fault> {
    let row: Option<(Vec<u8>, u8, bool)> = db
        .query_row("SELECT id, alg, training FROM register", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let (id, alg, training) = row.ok_or_else(|| Fault::damaged("the register has no name"))?;
    let id = RegisterId::from_bytes(&id).ok_or_else(|| Fault::damaged("the register's name"))?;
    let alg = Alg::from_byte(alg).map_err(|error| Fault::damaged(error.to_string()))?;
    Ok(Founding { id, alg, training })
}
