//! Checking a whole register: the file, what belongs in it, and both logs from the first event.

use rusqlite::Connection;

use super::db::{REGISTER_FILE, Register};
use super::fault::Fault;
use super::{log, schema};
use crate::ledger::{Checkpoint, Damage, LogId, Row, Verified, Verifier, Wrong};

/// What a check found.
#[derive(Debug)]
pub struct Report {
    /// What the database says against its own file.
    pub integrity: Vec<String>,
    /// Rows whose foreign key leads nowhere, as table names.
    pub foreign_keys: Vec<String>,
    /// Tables, views, indexes and triggers that are missing, altered or foreign.
    pub strange_parts: Vec<String>,
    /// Both logs.
    pub logs: Vec<LogReport>,
    /// Heads given that belong to another register.
    pub other_registers: Vec<Checkpoint>,
}

/// What a check found in one log.
#[derive(Debug)]
pub struct LogReport {
    /// Which.
    pub log: LogId,
    /// Its size, root and last time, or its first wrong event.
    pub outcome: Result<Verified, Damage>,
    /// Whether the stored edge of the tree is that of the events.
    pub edge_fits: bool,
}

impl Report {
    /// Whether nothing at all was found.
    pub fn is_sound(&self) -> bool {
        self.integrity.is_empty()
            && self.foreign_keys.is_empty()
            && self.strange_parts.is_empty()
            && self.other_registers.is_empty()
            && self.logs.iter().all(|log| log.outcome.is_ok() && log.edge_fits)
    }

    /// The heads of the logs that were good, to be kept elsewhere.
    pub fn heads(&self, register: &Register) -> Vec<Checkpoint> {
        let head = |report: &LogReport| {
            let frontier = &report.outcome.as_ref().ok()?.frontier;
            let (size, root) = (frontier.size(), frontier.root());
            Some(Checkpoint { register: register.founding().id, log: report.log, size, root })
        };
        self.logs.iter().filter_map(head).collect()
    }
}

/// Checks everything, in one moment of the register. `known` are heads kept outside: without them
/// nobody can notice that the end was cut off or that all of it was written anew. `progress` gets
/// the log, the events done and the events there are.
pub fn check(
    register: &Register,
    known: &[Checkpoint],
    progress: impl FnMut(LogId, u64, u64),
) -> Result<Report, Fault> {
    check_from(register, known, &[], progress)
}

/// The same of what stands after heads that somebody kept: before them headers and leaves are read, and neither
/// bodies nor the pages of the file that nobody asks for. They are among the known ones.
pub fn check_from(
    register: &Register,
    known: &[Checkpoint],
    since: &[Checkpoint],
    mut progress: impl FnMut(LogId, u64, u64),
) -> Result<Report, Fault> {
    let id = register.founding().id;
    register.maintain(|db| {
        let moment = db.unchecked_transaction()?;
        let mut logs = Vec::new();
        for log in LogId::ALL {
            let heads: Vec<_> = known
                .iter()
                .filter(|head| head.register == id && head.log == log)
                .map(|head| (head.size, head.root))
                .collect();
            let from = since.iter().filter(|h| h.register == id && h.log == log).map(|h| h.size).max();
            logs.push(check_log(&moment, register, log, (&heads, from.unwrap_or(0)), &mut progress)?);
        }
        Ok(Report {
            integrity: if since.is_empty() { integrity(&moment)? } else { Vec::new() },
            foreign_keys: if since.is_empty() { foreign_keys(&moment)? } else { Vec::new() },
            strange_parts: or_found(schema::strange_parts(
                &moment,
                register.steps(),
                register.fresh_tables(),
            ))?,
            logs,
            other_registers: known.iter().filter(|head| head.register != id).copied().collect(),
        })
    })
}

/// Why reading a log stopped.
enum Stop {
    Damage(Damage),
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

fn check_log(
    db: &Connection,
    register: &Register,
    log: LogId,
    (known, from): (&[(u64, crate::ledger::Hash)], u64),
    progress: &mut impl FnMut(LogId, u64, u64),
) -> Result<LogReport, Fault> {
    let founding = register.founding();
    let stored = log::stored_frontier(db, founding.alg, log);
    let stored = stored.map(Some).or_else(|fault| fault.found().map(|_| None))?;
    let total = stored.as_ref().map_or(0, |frontier| frontier.size());
    let mut verifier =
        Verifier::new(founding.alg, founding.id, log, known).of_training(founding.training).bodies_from(from);
    let mut walk = verifier.meet_known_heads().map_err(Stop::Damage);
    if walk.is_ok() {
        let mut next = |seq: u64, row: &Row<'_>| {
            let at = verifier.size();
            if seq != at {
                return Err(Stop::Damage(Damage { seq: at, wrong: Wrong::Seq(seq) }));
            }
            if at.is_multiple_of(1024) {
                progress(log, at, total.max(at));
            }
            verifier.push(row).map_err(Stop::Damage)
        };
        walk = log::headers(db, log, 0..from, &mut next)
            .and_then(|()| log::rows(db, log, from..u64::MAX, &mut next));
    }
    let seen = verifier.size();
    let outcome = match walk {
        Ok(()) => verifier.finish(),
        Err(Stop::Damage(damage)) => Err(damage),
        // A value too large, of a wrong kind, or in a table that is not there is damage as well.
        Err(Stop::Fault(fault)) => {
            fault.unread(REGISTER_FILE).found()?;
            Err(Damage { seq: seen, wrong: Wrong::Unreadable })
        }
    };
    progress(log, seen, total.max(seen));
    let edge_fits =
        matches!((&outcome, &stored), (Ok(verified), Some(stored)) if verified.frontier == *stored);
    Ok(LogReport { log, edge_fits, outcome })
}

/// An error of the check itself is a finding too: the file may be too damaged to be checked. That the machine
/// kept it from looking is none.
fn or_found(found: Result<Vec<String>, Fault>) -> Result<Vec<String>, Fault> {
    found.or_else(|fault| Ok(vec![fault.unread(REGISTER_FILE).found()?]))
}

fn integrity(db: &Connection) -> Result<Vec<String>, Fault> {
    let ask = || -> rusqlite::Result<Vec<String>> {
        db.prepare("PRAGMA integrity_check")?.query_map([], |row| row.get(0))?.collect()
    };
    let lines = or_found(ask().map_err(Fault::from))?;
    if let Some(code) = lines.iter().find_map(|line| unread_page(line)) {
        return Err(match code & 0xff {
            rusqlite::ffi::SQLITE_NOMEM => Fault::NoMemory,
            _ if code == rusqlite::ffi::SQLITE_IOERR_NOMEM => Fault::NoMemory,
            _ => Fault::Unread { what: REGISTER_FILE.to_owned(), why: format!("SQLite {code}") },
        });
    }
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Why a page was not looked at, by the database's number, where that says nothing of the page. A file that is
/// shorter than it says is damaged.
fn unread_page(line: &str) -> Option<i32> {
    use rusqlite::ffi::{SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_IOERR_SHORT_READ, SQLITE_NOMEM};
    let (_, code) = line.split_once("unable to get the page. error code=")?;
    let digits: String = code.chars().take_while(char::is_ascii_digit).collect();
    let code: i32 = digits.parse().ok()?;
    let of_the_moment = [SQLITE_NOMEM, SQLITE_IOERR, SQLITE_CANTOPEN].contains(&(code & 0xff));
    (of_the_moment && code != SQLITE_IOERR_SHORT_READ).then_some(code)
}

fn foreign_keys(db: &Connection) -> Result<Vec<String>, Fault> {
    let ask = || -> rusqlite::Result<Vec<String>> {
        db.prepare("PRAGMA foreign_key_check")?.query_map([], |row| row.get(0))?.collect()
    };
    or_found(ask().map_err(Fault::from))
}
