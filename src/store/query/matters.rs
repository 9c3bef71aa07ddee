//! Matters by kind, by the name people use, and by id.

use super::super::lines::MatterLine;
use super::seen::{Drive, seen};
use super::{Scope, known, matter, optional_matter};
use crate::domain::ids::{MatterId, Ref};
use crate::domain::name::fold;
use crate::store::Fault;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

/// What [`matter_line`] reads, from the matter called `m`.
pub(super) const COLUMNS: &str =
    "m.id, m.kind, m.ref, m.record, m.meeting, m.committee, m.state, m.open, m.begun_at, m.since";

const LINE: &str = "SELECT m.id, m.kind, m.ref, m.record, m.meeting, m.committee, m.state, m.open, m.begun_at, \
                    m.since FROM matter m";

/// Matters of one kind this person may know of: those of visible records, and meetings of bodies he
/// sits in or keeps the papers of (`committees`); of what hangs on the organ all that tells nothing hidden from him.
pub fn matters(
    db: &Connection,
    scope: &Scope,
    kind: &str,
    committees: &[String],
) -> Result<Vec<MatterLine>, Fault> {
    let seen = seen(scope, Drive::ByRow);
    let marks = vec!["?"; committees.len()].join(", ");
    let known = known("m");
    let text = format!(
        "SELECT m.*, v.pressing AS pressing FROM ({LINE} WHERE m.kind = ? AND {known}) m CROSS JOIN {} ON v.id = m.record
         UNION ALL SELECT m.*, 0 FROM ({LINE} WHERE m.kind = ? AND {known} AND m.record IS NULL AND m.committee IN ({marks})) m
         UNION ALL SELECT m.*, 0 FROM ({LINE} WHERE m.kind = ? AND {known} AND m.record IS NULL AND m.committee IS NULL
            AND m.kind <> 'proposal') m
         ORDER BY 8 DESC, 11 DESC, 10 DESC, 1",
        seen.text
    );
    let (me, kind) = (Value::from(scope.person().0.clone()), Value::from(kind.to_owned()));
    let bodies: Vec<Value> = committees.iter().cloned().map(Value::from).collect();
    let values =
        [&kind, &me].into_iter().chain(&seen.values).chain([&kind, &me]).chain(&bodies).chain([&kind, &me]);
    let lines = db
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), matter_line)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(lines)
}

/// Proposed changes of the organ's data, those that wait first. Who may see them is not asked here.
pub fn proposals(db: &Connection) -> Result<Vec<MatterLine>, Fault> {
    let text = format!("{LINE} WHERE m.kind = 'proposal' ORDER BY m.open DESC, m.since DESC, m.id");
    Ok(db.prepare_cached(&text)?.query_map([], matter_line)?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn matter_line(r: &Row<'_>) -> rusqlite::Result<MatterLine> {
    Ok(MatterLine {
        id: matter(r, 0)?,
        kind: r.get(1)?,
        ref_: Ref(r.get(2)?),
        record: optional_matter(r, 3)?,
        meeting: optional_matter(r, 4)?,
        committee: r.get(5)?,
        about: String::new(),
        state: r.get(6)?,
        open: r.get(7)?,
        begun_at: r.get(8)?,
        since: r.get(9)?,
    })
}

/// A matter by the short name people use, or a record by its number.
pub fn by_name(db: &Connection, ref_: Option<&Ref>, number: &str) -> Result<Option<MatterLine>, Fault> {
    let found = match ref_ {
        Some(r) => db
            .prepare_cached(&format!("{LINE} WHERE m.ref = ?1 ORDER BY m.begun_at, m.id LIMIT 1"))?
            .query_row([&r.0], matter_line)
            .optional()?,
        None => None,
    };
    if found.is_some() {
        return Ok(found);
    }
    let text = format!("{LINE} WHERE m.id = (SELECT n.id FROM numbered n WHERE n.number = ?1)");
    let folded = fold(number);
    if folded.is_empty() {
        return Ok(None);
    }
    Ok(db.prepare_cached(&text)?.query_row([folded.as_str()], matter_line).optional()?)
}

pub fn by_id(db: &Connection, id: &MatterId) -> Result<Option<MatterLine>, Fault> {
    let text = format!("{LINE} WHERE m.id = ?1");
    Ok(db.prepare_cached(&text)?.query_row([id.to_string()], matter_line).optional()?)
}
