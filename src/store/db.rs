//! A register on disk: making one, opening one, and the single way to write into it.

use std::fs::{self, File};
use std::ops::Deref;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::{Transaction, TransactionBehavior};

use super::beside;
use super::fault::Fault;
use super::files;
use super::guard::Guard;
use super::lock::{self, LockFile};
use super::log;
use super::opening::{
    bring_forward, check_place, connect, connect_immutable, connect_looking, found, prepare_place,
    read_founding, recognise,
};
use super::schema::{self, Step, Tables, TablesState};
use super::settings::{self, Setting, pragma_number};
use super::space::Closed;
use crate::ledger::{Alg, Checkpoint, LogId, RegisterId};

/// The database inside a register's directory.
pub const REGISTER_FILE: &str = "register.db";
pub const LOCK_FILE: &str = "lock";
/// Shared by everybody who has the register open.
const IN_USE_FILE: &str = "in-use";
/// A file on another mount is given so long.
const ELSEWHERE: Duration = Duration::from_secs(2);
/// Statements that a connection keeps compiled; an act needs some forty.
const STATEMENTS: usize = 128;
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
    closing: Option<lock::Held>,
}

impl Drop for Register {
    /// Whoever closes the file last carries the write-ahead file into it, and keeps everybody out
    /// meanwhile: as any other writing this is done under the lock, or left to somebody else.
    fn drop(&mut self) {
        if let Some(lock) = &self.lock {
            self.closing = lock.try_hold(&self.who).ok().flatten();
            if self.closing.is_none() {
                let _ = self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
            }
        }
    }
}

/// A write under way: the lock is held, and nothing is kept unless the whole of it succeeds.
pub struct Tx<'c> {
    pub(super) inner: Transaction<'c>,
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

/// Nobody opens a register as long as this lives.
pub struct Alone(#[expect(dead_code, reason = "held, not read")] lock::Held);

fn remake<E: From<Fault>>(
    guard: &Guard,
    tx: &Tx<'_>,
    tables: Tables,
    replay: impl FnOnce(&Tx<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let lifted = guard.lift();
    schema::drop_tables(tx)?;
    schema::make_tables(tx, tables)?;
    drop(lifted);
    replay(tx)
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
    /// Founds a register in `dir`, which is made when missing. `first` writes the founding events
    /// in the same step: there is never a register without its beginning.
    pub fn create<T, E: From<Fault>>(
        dir: &Path,
        founding: Founding,
        tables: Tables,
        mode: Mode,
        first: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<(Register, T), E> {
        // On a new machine the person's own data directory may not be there yet.
        files::make_above(dir)?;
        let (dir, lock) = prepare_place(dir, mode)?;
        let held = lock.hold("")?;
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
        match lock::named(&locked_in(dir), || Register::open_as(dir, tables, mode, steps)) {
            Err(fault @ (Fault::Io(_) | Fault::Full | Fault::ReadOnly | Fault::Database(_)))
                if mode.writes() =>
            {
                match Closed::of(dir, &dir.join(REGISTER_FILE)) {
                    Some(closed) => Register::open_closed(dir, tables, steps, closed).map_err(|_| fault),
                    None => Err(fault),
                }
            }
            Err(Fault::Busy) => Err(match lock::holder(&dir.join(LOCK_FILE)) {
                Ok(Some(waited)) => Fault::Waited(Box::new(waited)),
                _ => Fault::Busy,
            }),
            opened => opened,
        }
    }

    /// Where nothing can be written the database cannot even share its memory with others. What is there
    /// can be read all the same, as long as nothing is to be noted about it. Tables of another form would
    /// have to be made anew first.
    fn open_closed(
        dir: &Path,
        tables: Tables,
        steps: &'static [Step],
        closed: Closed,
    ) -> Result<Register, Fault> {
        let mut looking = Register::open_as(dir, tables, Mode::Looking, steps)?;
        let form = looking.maintain(|db| pragma_number(db, "user_version"))?;
        if form < steps.len() as i64 || looking.tables_stale() {
            return Err(closed.fault());
        }
        looking.closed = Some(closed);
        Ok(looking)
    }

    fn open_as(dir: &Path, tables: Tables, mode: Mode, steps: &'static [Step]) -> Result<Register, Fault> {
        let dir = files::real_dir(dir)?;
        let path = dir.join(REGISTER_FILE);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Fault::Missing(path)),
            Err(error) => return Err(Fault::file(&dir, error)),
            Ok(meta) if !meta.is_file() => return Err(Fault::NotARegister(path)),
            Ok(_) => {}
        }
        let evidence = !mode.writes();
        let lock = if evidence { None } else { Some(check_place(&dir, &path, mode)?) };
        let in_use = match &lock {
            None => None,
            Some(_) => match LockFile::at(&dir.join(IN_USE_FILE))?.share() {
                Err(Fault::Waited(_)) => return Err(Fault::InUse(dir)),
                shared => Some(shared?),
            },
        };
        let file = number_of(&path)?;
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
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        if number_of(&path)? != file {
            return Err(Fault::Gone(path));
        }
        Ok(Register {
            dir,
            db,
            lock,
            _in_use: in_use,
            file,
            who: String::new(),
            guard,
            founding,
            tables,
            steps,
            state,
            watched: tables.watched(),
            unsettled: false,
            closed: None,
            follows: false,
            anchor: None,
            anchor_silent: false,
            closing: None,
        })
    }

    /// The register's place for one alone, so that it can be taken away.
    ///
    /// # Errors
    /// [`Fault::InUse`] while any session has it open.
    pub fn alone(dir: &Path) -> Result<Alone, Fault> {
        let dir = files::real_dir(dir)?;
        let held = LockFile::at(&dir.join(IN_USE_FILE))?.try_hold("")?;
        held.map(Alone).ok_or(Fault::InUse(dir))
    }

    /// Who is named to those who wait for this session.
    pub fn called(&mut self, who: &str) {
        who.clone_into(&mut self.who);
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
        self.in_one(false, |_, tx| act(tx))
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

    /// As [`Self::rebuild_tables`] where they are another program's, unless somebody else made them while
    /// this one waited for the lock.
    pub fn freshen_tables<E: From<Fault>>(
        &mut self,
        replay: impl FnOnce(&Tx<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let tables = self.tables;
        self.in_one(true, |guard, tx| {
            if schema::tables_state(tx, tables)? == TablesState::Fresh {
                return Ok(());
            }
            remake(guard, tx, tables, replay)
        })?;
        self.state = TablesState::Fresh;
        Ok(())
    }

    /// Parts of the file that do not belong there, by name.
    pub fn strange_parts(&self) -> Result<Vec<String>, Fault> {
        self.maintain(|db| schema::strange_parts(db, self.steps, self.fresh_tables()))
    }

    /// Drops every table that is not the log, makes them again and lets `replay` fill them, in one
    /// step: other sessions see the old tables until the new ones are whole.
    pub fn rebuild_tables<E: From<Fault>>(
        &mut self,
        replay: impl FnOnce(&Tx<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let tables = self.tables;
        self.in_one(true, |guard, tx| remake(guard, tx, tables, replay))?;
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

    /// Notes where the logs stand, after the commit and after the lock: a place that hangs keeps nobody
    /// from writing. Notes do not overtake each other; `anew` puts a shorter log in the place of a
    /// longer one that two people have given up.
    pub fn note_heads(&mut self, anew: bool) {
        if !self.follows || self.lock.is_none() {
            return;
        }
        let Ok(heads) = self.heads() else { return };
        // The commit stands; a note that could not be written is missing to the next opening, which
        // compares with the older one.
        let _ = beside::keep_heads(&self.dir.join(beside::HEADS_FILE), &heads, anew);
        if let Some(path) = self.anchor.clone().filter(|_| !self.anchor_silent) {
            let kept = lock::within(ELSEWHERE, move || beside::keep_heads(&path, &heads, anew));
            self.anchor_silent = kept.is_none();
        }
    }

    /// Whether the second place for that note gave no answer.
    pub fn anchor_silent(&self) -> bool {
        self.anchor_silent
    }

    /// Acknowledges nothing that was written into a file nobody will find again.
    fn is_there(&self) -> Result<(), Fault> {
        let path = self.dir.join(REGISTER_FILE);
        if number_of(&path).is_ok_and(|found| found == self.file) { Ok(()) } else { Err(Fault::Gone(path)) }
    }

    /// Runs fixed statements of this program's own that daily work may not use.
    pub(super) fn maintain<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        let _lifted = self.guard.lift();
        work(&self.db)
    }

    /// `anew`: the tables are made again, whatever was done to them.
    fn in_one<T, E: From<Fault>>(
        &mut self,
        anew: bool,
        act: impl FnOnce(&Guard, &Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let closed = || self.closed.map_or(Fault::ReadOnly, Closed::fault);
        let lock = self.lock.as_ref().ok_or_else(closed)?;
        if self.unsettled {
            return Err(Fault::Unsettled.into());
        }
        // Last of all, and dropped after the transaction, on every way out.
        let held = lock.hold(&self.who)?;
        self.is_there()?;
        let watched = self.watched && self.state == TablesState::Fresh;
        let answer = {
            let begin = || Ok(Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?);
            let inner = lock::named::<_, E>(&locked_in(&self.dir), begin)?;
            let lifted = self.guard.lift();
            let (found, known) = (pragma_number(&inner, "user_version")?, self.steps.len() as i64);
            drop(lifted);
            if found > known {
                // A later program has brought the file forward while this one had it open.
                return Err(Fault::Newer { found, known }.into());
            }
            let tx = Tx { inner, founding: self.founding };
            if watched && !anew && schema::touched(&tx)? {
                return Err(Fault::Touched.into());
            }
            let answer = act(&self.guard, &tx)?;
            if watched || anew && self.watched {
                schema::own_touch(&tx)?;
            }
            if let Err(error) = tx.inner.commit() {
                let fault = Fault::from(error);
                // An error while the disk was asked to keep the pages says nothing about the pages.
                self.unsettled = matches!(fault, Fault::Io(_));
                return Err(if self.unsettled { Fault::Unsettled } else { fault }.into());
            }
            answer
        };
        let there = self.is_there();
        drop(held);
        there?;
        self.note_heads(false);
        Ok(answer)
    }
}
