//! Questions about the log of reads, asked of its index.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::db::Tx;
use super::fault::Fault;
use crate::domain::event::ActorName;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::read::ReadBody;
use crate::domain::record::local_time;
use serde::Serialize;

/// One entry of the log of reads, without what was looked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LookLine {
    pub seq: u64,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub kind: String,
    /// None where nobody known knocked.
    #[serde(skip)]
    pub actor: Option<PersonId>,
    /// His name.
    pub who: Option<String>,
    /// The matter that was looked at, where it has a name.
    #[serde(rename = "ref")]
    pub ref_: Option<Ref>,
}

/// Notes an entry of the log of reads in its index.
pub fn index(tx: &Tx<'_>, seq: u64, at: Millis, body: &ReadBody) -> Result<(), Fault> {
    let actor = match &body.actor {
        ActorName::Person(id) => Some(id.as_str()),
        ActorName::Register => None,
    };
    tx.prepare_cached("INSERT INTO look (seq, at, kind, actor, matter) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![seq as i64, at, body.read.code(), actor, body.matter.to_string()])?;
    Ok(())
}

/// Where a person's latest entry of one kind stands.
pub fn last(db: &Connection, person: &PersonId, kind: &str) -> Result<Option<u64>, Fault> {
    let seq: Option<i64> = db
        .prepare_cached("SELECT max(seq) FROM look WHERE actor = ?1 AND kind = ?2")?
        .query_row(params![person.as_str(), kind], |r| r.get(0))?;
    Ok(seq.map(|s| s.max(0) as u64))
}

/// How many entries of one kind a person has after a position.
pub fn count_after(db: &Connection, person: &PersonId, kind: &str, after: Option<u64>) -> Result<u32, Fault> {
    let after = after.map_or(-1, |s| s as i64);
    Ok(db
        .prepare_cached("SELECT count(*) FROM look WHERE actor = ?1 AND kind = ?2 AND seq > ?3")?
        .query_row(params![person.as_str(), kind, after], |r| r.get(0))?)
}

/// How many entries of one kind a person has since a moment.
pub fn count_since(db: &Connection, person: &PersonId, kind: &str, since: Millis) -> Result<u32, Fault> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM look WHERE actor = ?1 AND kind = ?2 AND at >= ?3")?
        .query_row(params![person.as_str(), kind, since], |r| r.get(0))?)
}

/// Where the entries of one kind about a matter stand, in their order.
pub fn about(db: &Connection, matter: &MatterId, kind: &str) -> Result<Vec<u64>, Fault> {
    let mut query = db.prepare_cached("SELECT seq FROM look WHERE matter = ?1 AND kind = ?2 ORDER BY seq")?;
    let found = query.query_map(params![matter.to_string(), kind], |r| r.get::<_, i64>(0))?;
    Ok(found.map(|seq| seq.map(|s| s.max(0) as u64)).collect::<rusqlite::Result<_>>()?)
}

/// Whether the end of a session has been noted.
pub fn ended(db: &Connection, session: &MatterId) -> Result<bool, Fault> {
    let found: Option<i64> = db
        .prepare_cached("SELECT seq FROM look WHERE matter = ?1 AND kind = 'session_ended'")?
        .query_row([session.to_string()], |r| r.get(0))
        .optional()?;
    Ok(found.is_some())
}

/// The newest entries before a position: all of them, or one person's own. What concerns a record
/// from which the viewer is recused does not exist for him.
pub fn lines(
    db: &Connection,
    viewer: &PersonId,
    own_only: bool,
    before: Option<u64>,
    count: usize,
) -> Result<Vec<LookLine>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT l.seq, l.at, l.kind, l.actor, m.ref FROM look l LEFT JOIN matter m ON m.id = l.matter
         WHERE l.seq < ?1 AND (NOT ?2 OR l.actor = ?3)
           AND NOT EXISTS (SELECT 1 FROM recused x WHERE x.record = m.record AND x.person = ?3)
         ORDER BY l.seq DESC LIMIT ?4",
    )?;
    let head = before.map_or(i64::MAX, |b| i64::try_from(b).unwrap_or(i64::MAX));
    let found = query.query_map(params![head, own_only, viewer.as_str(), count as i64], look_line)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn look_line(r: &Row<'_>) -> rusqlite::Result<LookLine> {
    Ok(LookLine {
        seq: r.get::<_, i64>(0)?.max(0) as u64,
        at: r.get(1)?,
        kind: r.get(2)?,
        actor: r.get::<_, Option<String>>(3)?.map(PersonId),
        who: None,
        ref_: r.get::<_, Option<String>>(4)?.map(Ref),
    })
}
