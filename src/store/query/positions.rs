//! Which matters belong together, and where in the log their events stand.

use super::{matter, optional_matter};
use crate::domain::ids::{CommitteeId, MatterId, Millis, Ref};
use crate::domain::registry;
use crate::store::Fault;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Ids of the matters that hang on a record, itself included, and of the meetings of its items.
pub fn family(db: &Connection, record: &MatterId) -> Result<Vec<MatterId>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT id FROM matter WHERE record = ?1 UNION SELECT meeting FROM matter WHERE record = ?1 AND meeting IS NOT NULL",
    )?;
    let mut all = query
        .query_map([record.to_string()], |r| matter(r, 0))?
        .collect::<rusqlite::Result<Vec<MatterId>>>()?;
    if !all.contains(record) {
        all.push(*record);
    }
    Ok(all)
}

/// Matters that hang on the organ, of one kind or of all.
pub fn of_organ(db: &Connection, kind: Option<&str>) -> Result<Vec<MatterId>, Fault> {
    let kinds: Vec<&str> =
        registry::of_organ().map(|k| k.code).filter(|k| kind.is_none_or(|of| of == *k)).collect();
    let mut query = db.prepare_cached("SELECT id FROM matter WHERE kind = ?1 AND record IS NULL")?;
    let mut all = Vec::new();
    for kind in kinds {
        all.extend(query.query_map([kind], |r| matter(r, 0))?.collect::<rusqlite::Result<Vec<MatterId>>>()?);
    }
    all.sort_unstable();
    Ok(all)
}

/// Records of a case, by its number in the one form.
pub fn records_of_case(db: &Connection, case: &str) -> Result<Vec<MatterId>, Fault> {
    let mut query = db.prepare_cached("SELECT record FROM record_case WHERE case_no = ?1")?;
    Ok(query.query_map([case], |r| matter(r, 0))?.collect::<rusqlite::Result<_>>()?)
}

/// Records with an item before a body, or before any, and the meetings of that body, or of all.
pub fn before_body(
    db: &Connection,
    body: Option<&CommitteeId>,
) -> Result<(Vec<MatterId>, Vec<MatterId>), Fault> {
    let of = |sql: &str| -> Result<Vec<MatterId>, Fault> {
        let mut query = db.prepare_cached(sql)?;
        let body = body.map(CommitteeId::as_str);
        Ok(query.query_map([body], |r| matter(r, 0))?.collect::<rusqlite::Result<_>>()?)
    };
    Ok((
        of("SELECT DISTINCT record FROM matter
            WHERE kind = 'item' AND (?1 IS NULL OR committee = ?1) AND record IS NOT NULL")?,
        of("SELECT id FROM matter WHERE kind = 'meeting' AND (?1 IS NULL OR committee = ?1)")?,
    ))
}

/// Records of which, or of what hangs on them, anybody may be asked for something, and what hangs on no record and is not over.
pub fn going(db: &Connection) -> Result<(Vec<MatterId>, Vec<MatterId>), Fault> {
    let of = |sql: &str| -> Result<Vec<MatterId>, Fault> {
        Ok(db.prepare_cached(sql)?.query_map([], |r| matter(r, 0))?.collect::<rusqlite::Result<_>>()?)
    };
    Ok((
        of("SELECT id FROM at_work UNION SELECT record FROM matter WHERE open AND record IS NOT NULL
            UNION SELECT m.record FROM turn t JOIN matter m ON m.id = t.matter WHERE m.record IS NOT NULL")?,
        of("SELECT id FROM matter WHERE open AND record IS NULL AND kind <> 'proposal'")?,
    ))
}

/// Records whose items stand on a meeting's agenda.
pub fn records_of_meeting(db: &Connection, meeting: &MatterId) -> Result<Vec<MatterId>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT record FROM matter WHERE meeting = ?1 AND kind = 'item' AND record IS NOT NULL",
    )?;
    Ok(query.query_map([meeting.to_string()], |r| matter(r, 0))?.collect::<rusqlite::Result<_>>()?)
}

/// The matter to which a short name was given first, if it was begun before a position.
pub fn given_before(db: &Connection, ref_: &Ref, seq: u64) -> Result<Option<MatterId>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT m.id, (SELECT min(a.seq) FROM act a WHERE a.matter = m.id) AS begun FROM matter m
         WHERE m.ref = ?1 AND begun < ?2 ORDER BY begun LIMIT 1",
    )?;
    Ok(query.query_row(params![ref_.0, seq as i64], |r| matter(r, 0)).optional()?)
}

/// Matters to whose story an act of this one belongs as well.
pub fn beside(db: &Connection, of: &MatterId) -> Result<Vec<MatterId>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT b.matter FROM act a JOIN act b ON b.seq = a.seq WHERE a.matter = ?1 AND b.matter <> ?1",
    )?;
    Ok(query.query_map([of.to_string()], |r| matter(r, 0))?.collect::<rusqlite::Result<_>>()?)
}

/// The last act of a kind before a position.
pub fn last_of_kind(db: &Connection, kind: &str, seq: u64) -> Result<Option<u64>, Fault> {
    let mut query =
        db.prepare_cached("SELECT seq FROM act WHERE kind = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1")?;
    let found = query.query_row(params![kind, seq as i64], |r| r.get::<_, i64>(0)).optional()?;
    Ok(found.map(|seq| seq.max(0) as u64))
}

/// Positions in the log of the events of these matters, in order.
pub fn seqs(db: &Connection, matters: &[MatterId]) -> Result<Vec<u64>, Fault> {
    let mut all = Vec::new();
    let mut query = db.prepare_cached("SELECT seq FROM act WHERE matter = ?1")?;
    for m in matters {
        let found = query.query_map([m.to_string()], |r| r.get::<_, i64>(0))?;
        for seq in found {
            all.push(seq?.max(0) as u64);
        }
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Submitted records, and those among them that wait for a hand: figures without a name.
pub fn count_records(db: &Connection) -> Result<(u64, u64), Fault> {
    let mut query = db.prepare_cached(
        "SELECT count(*), coalesce(sum(state IN ('submitted', 'one_hand', 'returned', 'disputed')), 0)
         FROM matter WHERE kind = 'record' AND state NOT IN ('new', 'quick', 'withdrawn')",
    )?;
    let (all, open): (i64, i64) = query.query_row([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok((all.max(0) as u64, open.max(0) as u64))
}

/// Positions of the events that change the organ's own data.
pub fn organ_seqs(db: &Connection, after: Option<u64>) -> Result<Vec<u64>, Fault> {
    let after = after.map_or(-1, |s| s as i64);
    let mut query = db.prepare_cached(
        "SELECT DISTINCT seq FROM act WHERE area IN ('organ', 'evidence') AND seq > ?1 ORDER BY seq",
    )?;
    let found = query.query_map([after], |r| r.get::<_, i64>(0))?;
    Ok(found.map(|s| s.map(|s| s.max(0) as u64)).collect::<rusqlite::Result<_>>()?)
}

/// When the last act was, those left out that one administrator alone proposed, and alarms, which
/// the register writes by a clock nobody has looked at.
pub fn last_but_proposals(db: &Connection) -> Result<Option<Millis>, Fault> {
    let mut query =
        db.prepare_cached("SELECT at FROM act WHERE kind NOT IN ('organ.proposed', 'evidence.alerted') ORDER BY seq DESC LIMIT 1")?;
    Ok(query.query_row([], |r| r.get(0)).optional()?)
}

/// Escalations whose level has been silent past its time.
pub fn silent(db: &Connection, now: Millis) -> Result<Vec<(MatterId, MatterId)>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT id, record FROM matter WHERE silent_at IS NOT NULL AND silent_at < ?1 AND record IS NOT NULL ORDER BY silent_at, id",
    )?;
    Ok(query.query_map([now], |r| Ok((matter(r, 0)?, matter(r, 1)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// The event a command id became.
pub fn of_command(db: &Connection, id: &Uuid) -> Result<Option<u64>, Fault> {
    let seq: Option<i64> = db
        .prepare_cached("SELECT seq FROM command WHERE id = ?1")?
        .query_row([id.to_string()], |r| r.get(0))
        .optional()?;
    Ok(seq.map(|s| s.max(0) as u64))
}

/// What acts after a position were about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// The last of them; the position itself where there is none.
    pub head: u64,
    /// One of them changed the organ's own data, or there are too many to tell.
    pub everything: bool,
    /// Matters, and the records these hang on.
    pub matters: BTreeSet<MatterId>,
}

/// More acts than this are everything.
const MANY: usize = 500;

/// What was acted on after a position in the log of acts.
pub fn since(db: &Connection, seq: u64) -> Result<Since, Fault> {
    let mut query = db.prepare_cached(
        "SELECT a.seq, a.area IN ('organ', 'evidence'), a.matter, m.record FROM act a LEFT JOIN matter m ON m.id = a.matter
         WHERE a.seq > ?1 ORDER BY a.seq DESC LIMIT ?2",
    )?;
    let mut found = Since { head: seq, ..Since::default() };
    let mut rows = query.query(params![seq as i64, MANY as i64])?;
    let mut n = 0;
    while let Some(row) = rows.next()? {
        n += 1;
        found.head = found.head.max(row.get::<_, i64>(0)?.max(0) as u64);
        found.everything |= row.get::<_, bool>(1)?;
        found.matters.insert(matter(row, 2)?);
        found.matters.extend(optional_matter(row, 3)?);
    }
    found.everything |= n == MANY;
    Ok(found)
}

/// Records that were acted on from a position on, those on the agenda of a meeting that was among them.
pub fn acted_on_since(db: &Connection, seq: u64) -> Result<BTreeSet<MatterId>, Fault> {
    let mut query = db.prepare_cached(
        "WITH m AS (SELECT DISTINCT matter FROM act WHERE seq >= ?1)
         SELECT matter FROM m UNION SELECT record FROM matter WHERE id IN m AND record IS NOT NULL
         UNION SELECT record FROM matter WHERE meeting IN m AND record IS NOT NULL",
    )?;
    Ok(query.query_map([seq as i64], |r| matter(r, 0))?.collect::<rusqlite::Result<_>>()?)
}

/// The position of the last act.
pub fn head(db: &Connection) -> Result<u64, Fault> {
    let last: Option<i64> = db
        .prepare_cached("SELECT seq FROM act ORDER BY seq DESC LIMIT 1")?
        .query_row([], |r| r.get(0))
        .optional()?;
    Ok(last.unwrap_or(0).max(0) as u64)
}
