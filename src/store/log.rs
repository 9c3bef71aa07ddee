//! The two logs in their table: taking the next event, and reading events as they were stored.

use std::ops::Range;

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use super::db::Tx;
use super::fault::Fault;
use super::tiles::Tree;
use crate::ledger::{Alg, Flags, Frontier, Hash, Header, LogId, Proof, Row, Salt};

/// An event that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its header: log, position, time, flags.
    pub header: Header,
    /// Its leaf; [`Hash::revision`] of it is what people compare.
    pub leaf: Hash,
}

/// An event read back whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Header and leaf.
    pub entry: Entry,
    /// The salt of its commitment.
    pub salt: Salt,
    /// Its body, character for character.
    pub body: String,
}

/// Where a log stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of events.
    pub size: u64,
    /// Root over all of them.
    pub root: Hash,
    /// The last event.
    pub last: Option<Entry>,
}

/// Appends one event. Its time is `wall_ms`, or the time of the event before when the wall clock
/// stands behind that; then the header says so.
pub fn append(tx: &Tx<'_>, log: LogId, wall_ms: i64, salt: &Salt, body: &str) -> Result<Entry, Fault> {
    let founding = tx.founding();
    let (mut frontier, last) = edge(tx, founding.alg, log)?;
    let last_ms = last.map_or(i64::MIN, |entry| entry.header.time_ms);
    let header = Header {
        alg: founding.alg,
        log,
        flags: Flags { training: founding.training, clock_behind: wall_ms < last_ms },
        register: founding.id,
        seq: frontier.size(),
        prev: last.map(|entry| entry.leaf).unwrap_or_default(),
        time_ms: wall_ms.max(last_ms),
        body: founding.alg.commit(salt, body.as_bytes()),
    };
    let entry = Entry { header, leaf: header.leaf() };
    frontier.push(entry.leaf);
    let (log, seq) = (log.byte(), number(header.seq)?);
    tx.prepare_cached(
        "INSERT INTO event (log, seq, header, salt, leaf, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![log, seq, header.encode(), salt, entry.leaf.0, body.as_bytes()])?;
    tx.prepare_cached(
        "INSERT INTO frontier (log, size, peaks) VALUES (?1, ?2, ?3)
         ON CONFLICT (log) DO UPDATE SET size = ?2, peaks = ?3",
    )?
    .execute(params![log, number(frontier.size())?, frontier.peaks()])?;
    Ok(entry)
}

/// Where a log stands now.
pub fn head(db: &Connection, alg: Alg, log: LogId) -> Result<Head, Fault> {
    let (frontier, last) = edge(db, alg, log)?;
    Ok(Head { size: frontier.size(), root: frontier.root(), last })
}

/// The frontier and the last event, which must fit each other. One statement, so that both are of
/// the same moment even outside a transaction.
fn edge(db: &Connection, alg: Alg, log: LogId) -> Result<(Frontier, Option<Entry>), Fault> {
    type Parts = (Option<i64>, Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>);
    // The number of the log stands in the text: bound to it, the statement would be compiled anew each time.
    let log = log.byte();
    let (size, peaks, header, leaf): Parts = db
        .prepare_cached(&format!(
            "SELECT f.size, f.peaks, e.header, e.leaf FROM (SELECT 1)
             LEFT JOIN frontier f ON f.log = {log}
             LEFT JOIN (SELECT header, leaf FROM event WHERE log = {log} ORDER BY seq DESC LIMIT 1) e"
        ))?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let frontier = read_frontier(alg, size.zip(peaks))?;
    let last = header.zip(leaf).map(|(header, leaf)| read_entry(&header, &leaf)).transpose()?;
    let next = last.map_or(0, |entry| entry.header.seq.saturating_add(1));
    if next != frontier.size() {
        return Err(Fault::damaged(format!("{} events, {} in the tree", next, frontier.size())));
    }
    Ok((frontier, last))
}

/// The frontier as it is stored.
pub(super) fn stored_frontier(db: &Connection, alg: Alg, log: LogId) -> Result<Frontier, Fault> {
    let stored = db
        .prepare_cached("SELECT size, peaks FROM frontier WHERE log = ?1")?
        .query_row([log.byte()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    read_frontier(alg, stored)
}

/// That of an empty tree when nothing is stored.
fn read_frontier(alg: Alg, stored: Option<(i64, Vec<u8>)>) -> Result<Frontier, Fault> {
    let Some((size, peaks)) = stored else { return Ok(Frontier::new(alg)) };
    u64::try_from(size)
        .ok()
        .and_then(|size| Frontier::from_parts(alg, size, &peaks))
        .ok_or_else(|| Fault::damaged("the edge of the tree"))
}

fn read_entry(header: &[u8], leaf: &[u8]) -> Result<Entry, Fault> {
    let header = Header::decode(header).map_err(|error| Fault::damaged(error.to_string()))?;
    let leaf = Hash::from_bytes(leaf).filter(|leaf| *leaf == header.leaf());
    Ok(Entry { header, leaf: leaf.ok_or_else(|| Fault::damaged(format!("event {}", header.seq)))? })
}

/// One event whole, its leaf and commitment checked; `None` when there is none at this position.
pub fn entry(db: &Connection, log: LogId, seq: u64) -> Result<Option<Stored>, Fault> {
    let mut found = None;
    entries(db, log, seq..seq.saturating_add(1), |entry, salt, body| {
        found = Some(Stored { entry, salt: *salt, body: body.to_owned() });
        Ok::<(), Fault>(())
    })?;
    Ok(found)
}

/// Hands over the events of a range in their order, each checked against its own header.
pub fn entries<E: From<Fault>>(
    db: &Connection,
    log: LogId,
    range: Range<u64>,
    mut take: impl FnMut(Entry, &Salt, &str) -> Result<(), E>,
) -> Result<(), E> {
    rows(db, log, range, |_, row| {
        let entry = read_entry(row.header, row.leaf)?;
        let wrong = || Fault::damaged(format!("body of event {}", entry.header.seq));
        let salt: &Salt = row.salt.try_into().map_err(|_| wrong())?;
        if entry.header.alg.commit(salt, row.body) != entry.header.body {
            return Err(wrong().into());
        }
        take(entry, salt, std::str::from_utf8(row.body).map_err(|_| wrong())?)
    })
}

/// Hands over the raw rows of a range, nothing checked, each with its position in the table.
pub fn rows<E: From<Fault>>(
    db: &Connection,
    log: LogId,
    range: Range<u64>,
    mut take: impl FnMut(u64, &Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut query = prepare_rows(db)?;
    let (from, to) = (number(range.start)?, number(range.end.min(i64::MAX as u64))?);
    let mut found = query.query(params![log.byte(), from, to]).map_err(Fault::from)?;
    while let Some(row) = found.next().map_err(Fault::from)? {
        let bytes = |at: usize| -> Result<&[u8], Fault> {
            row.get_ref(at)?.as_blob().map_err(|error| Fault::damaged(error.to_string()))
        };
        let seq: i64 = row.get(0).map_err(Fault::from)?;
        let seq = u64::try_from(seq).map_err(|_| Fault::damaged("a negative position"))?;
        take(seq, &Row { header: bytes(1)?, salt: bytes(2)?, leaf: bytes(3)?, body: bytes(4)? })?;
    }
    Ok(())
}

/// The same with headers and leaves alone; what is committed to is not read.
pub fn headers<E: From<Fault>>(
    db: &Connection,
    log: LogId,
    range: Range<u64>,
    mut take: impl FnMut(u64, &Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let (from, to) = (number(range.start)?, number(range.end.min(i64::MAX as u64))?);
    let sql = "SELECT seq, header, leaf FROM event WHERE log = ?1 AND seq >= ?2 AND seq < ?3 ORDER BY seq";
    let mut query = db.prepare_cached(sql).map_err(Fault::from)?;
    let mut found = query.query(params![log.byte(), from, to]).map_err(Fault::from)?;
    while let Some(row) = found.next().map_err(Fault::from)? {
        let bytes = |at: usize| -> Result<&[u8], Fault> {
            row.get_ref(at)?.as_blob().map_err(|error| Fault::damaged(error.to_string()))
        };
        let seq: i64 = row.get(0).map_err(Fault::from)?;
        let seq = u64::try_from(seq).map_err(|_| Fault::damaged("a negative position"))?;
        take(seq, &Row { header: bytes(1)?, salt: &[], leaf: bytes(2)?, body: &[] })?;
    }
    Ok(())
}

fn prepare_rows(db: &Connection) -> Result<CachedStatement<'_>, Fault> {
    Ok(db.prepare_cached(
        "SELECT seq, header, salt, leaf, body FROM event
         WHERE log = ?1 AND seq >= ?2 AND seq < ?3 ORDER BY seq",
    )?)
}

/// Number of events in a log.
pub fn size(db: &Connection, log: LogId) -> Result<u64, Fault> {
    let size: i64 = db
        .prepare_cached("SELECT coalesce(max(seq) + 1, 0) FROM event WHERE log = ?1")?
        .query_row([log.byte()], |row| row.get(0))?;
    u64::try_from(size).map_err(|_| Fault::damaged("a negative position"))
}

/// The leaves of a range.
pub fn leaves_in(db: &Connection, log: LogId, range: Range<u64>) -> Result<Vec<Hash>, Fault> {
    let (from, to) = (number(range.start)?, number(range.end)?);
    let mut query =
        db.prepare_cached("SELECT leaf FROM event WHERE log = ?1 AND seq >= ?2 AND seq < ?3 ORDER BY seq")?;
    let found = query.query_map(params![log.byte(), from, to], |row| row.get::<_, [u8; 32]>(0))?;
    let leaves = found.map(|leaf| leaf.map(Hash)).collect::<Result<Vec<_>, _>>()?;
    let there = leaves.len() as u64 == range.end.saturating_sub(range.start);
    if there { Ok(leaves) } else { Err(Fault::damaged("too few events for this size")) }
}

/// Root over the first `size` events; none when the log is shorter.
pub fn root_at(db: &Connection, alg: Alg, log: LogId, size: u64) -> Result<Option<Hash>, Fault> {
    let head = head(db, alg, log)?;
    match size.cmp(&head.size) {
        std::cmp::Ordering::Greater => Ok(None),
        std::cmp::Ordering::Equal => Ok(Some(head.root)),
        std::cmp::Ordering::Less => Tree::of(db, alg, log)?.root(size),
    }
}

/// Where the event with this leaf stands.
pub fn find(db: &Connection, leaf: &Hash) -> Result<Option<(LogId, u64)>, Fault> {
    let found: Option<(u8, i64)> = db
        .prepare_cached("SELECT log, seq FROM event WHERE leaf = ?1")?
        .query_row([leaf.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.and_then(|(log, seq)| Some((LogId::from_byte(log)?, u64::try_from(seq).ok()?))))
}

/// The proof of one event in the tree of the first `size`; `None` when it is not among them.
pub fn prove(tree: &Tree<'_>, event: &Stored, size: u64) -> Result<Option<Proof>, Fault> {
    let Stored { entry, salt, body } = event;
    let (path, root) = (tree.inclusion(entry.header.seq, size)?, tree.root(size)?);
    Ok(path.zip(root).map(|(path, root)| Proof::new(&entry.header, salt, body, path, (size, root))))
}

/// Positions as the database counts.
fn number(value: u64) -> Result<i64, Fault> {
    i64::try_from(value).map_err(|_| Fault::damaged("a position beyond every log"))
}
