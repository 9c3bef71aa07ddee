//! What happens before a register is open: its place is looked at, an older form is brought forward,
//! a new one is built under a name that nobody opens, and the file is recognised.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::backup;
use super::beside::{CLOCK_FILE, EXPORTED_FILE, HEADS_FILE};
use super::challenges::CHALLENGES_DIR;
use super::cuts::CUTS_DIR;
use super::db::{Founding, LOCK_FILE, Mode, STATEMENTS, Tx};
use super::fault::Fault;
use super::files;
use super::guard::Guard;
use super::lock::LockFile;
use super::materials::MATERIALS_DIR;
use super::own_keys::OWN_KEYS_DIR;
use super::quota::QUOTA_DIR;
use super::schema::{self, Step, Tables};
use super::sessions::SESSIONS_DIR;
use super::settings::{self, APPLICATION_ID, pragma_number};
use super::tiles;
use crate::ledger::{Alg, RegisterId};

pub(super) fn prepare_place(dir: &Path, mode: Mode) -> Result<(PathBuf, LockFile), Fault> {
    files::make_dir(dir)?;
    let dir = files::real_dir(dir)?;
    files::refuse_loose(&dir)?;
    if mode != Mode::SessionOnNetwork {
        files::refuse_network(&dir)?;
    }
    let lock = LockFile::at(&dir.join(LOCK_FILE))?;
    Ok((dir, lock))
}

pub(super) fn check_place(dir: &Path, path: &Path, mode: Mode) -> Result<LockFile, Fault> {
    let (_, lock) = prepare_place(dir, mode)?;
    files::refuse_loose(path)?;
    for beside in beside(path) {
        files::aside_unless_file(&beside)?;
        // It was made by somebody who could only look, and outlived that: the database keeps it as it is.
        files::as_open_as(path, &beside);
    }
    for file in FILES {
        files::aside_unless_it_leads_to_one(&dir.join(file))?;
    }
    for folder in KEPT {
        files::wait_for_where_it_leads(&dir.join(folder))?;
    }
    for folder in FOLDERS.iter().chain(KEPT) {
        files::aside_unless_it_leads_to_a_directory(&dir.join(folder))?;
    }
    Ok(lock)
}

/// Files beside the database that are read or written without another look. One that holds the register's
/// key or somebody's drafts is looked at by whoever needs it, for he is told.
const FILES: &[&str] = &[HEADS_FILE, EXPORTED_FILE, CLOCK_FILE];
/// What lies in folders; each may be a link to one elsewhere.
const FOLDERS: &[&str] = &[QUOTA_DIR, CUTS_DIR, CHALLENGES_DIR];
/// The same of what nobody makes anew: where the link leads nowhere, what it led to is away for a while.
const KEPT: &[&str] = &[MATERIALS_DIR, SESSIONS_DIR, OWN_KEYS_DIR];

/// Brings an older form forward, in one step, and never without a verified copy of what was there:
/// where that cannot be made, the register stays as it is and does not open.
pub(super) fn bring_forward(
    db: &mut Connection,
    lock: &LockFile,
    dir: &Path,
    steps: &'static [Step],
) -> Result<(), Fault> {
    let known = steps.len() as i64;
    if pragma_number(db, "user_version")? >= known {
        return Ok(());
    }
    let _held = lock.hold("")?;
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

/// Pages of a register under way, in KiB: all of it is one step, and what does not fit here goes into the
/// unfinished file at once.
const WHILE_FOUNDING: i64 = -16_384;

/// Builds the whole register under a name that nobody opens. It was empty, so that there is nothing to go
/// back to: the file grows by itself, without a write-ahead file of the same size beside it.
pub(super) fn found<T, E: From<Fault>>(
    path: &Path,
    founding: Founding,
    tables: Tables,
    first: impl FnOnce(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut db = connect(path)?;
    settings::apply_and_check(&db, Some("memory"))?;
    db.pragma_update(None, "cache_size", WHILE_FOUNDING).map_err(Fault::from)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    let guard = Guard::install(&mut db)?;
    let answer = {
        let inner = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
        let tx = Tx::around(inner, founding);
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
        if tables.has_tiles() {
            tiles::grow(&tx, founding.alg)?;
        }
        if tables.watched() {
            schema::own_touch(&tx)?;
        }
        tx.inner.commit().map_err(Fault::from)?;
        answer
    };
    // From its first opening on it is kept in the other way.
    let lifted = guard.lift();
    settings::keep_journal(&db, "wal")?;
    drop(lifted);
    db.close().map_err(|(_, error)| Fault::from(error))?;
    Ok(answer)
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
pub(super) fn connect_looking(path: &Path) -> Result<Connection, Fault> {
    match connect_immutable(path) {
        Err(Fault::Unmerged(_)) => connect_uri(path, "mode=ro&readonly_shm=1"),
        other => other,
    }
}

/// What the database keeps beside its file: changes in either of its ways, and the memory it shares.
pub(super) fn beside(path: &Path) -> impl Iterator<Item = PathBuf> {
    ["-wal", "-journal", "-shm"].into_iter().map(|end| {
        let mut beside = path.as_os_str().to_owned();
        beside.push(end);
        beside.into()
    })
}

/// Opens a file that will not change while we look, without a byte written anywhere near it. That
/// mode reads neither the write-ahead file nor a journal, so one with anything in it is refused, not
/// ignored: whoever opens the file for work would see another register.
pub(super) fn connect_immutable(path: &Path) -> Result<Connection, Fault> {
    for beside in beside(path).take(2) {
        if fs::metadata(&beside).is_ok_and(|meta| meta.len() > 0) {
            return Err(Fault::Unmerged(beside));
        }
    }
    connect_uri(path, "immutable=1")
}

/// Opens a file for reading with more to be said than flags can say.
pub(super) fn connect_uri(path: &Path, how: &str) -> Result<Connection, Fault> {
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
pub(super) fn recognise(db: &Connection, path: &Path, steps: &[Step]) -> Result<(), Fault> {
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

pub(super) fn read_founding(db: &Connection) -> Result<Founding, Fault> {
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
