//! Acts as a person may know of them: the story of a matter, and the newest of all.

use super::super::lines::ActLine;
use super::disposal::codes;
use super::seen::{Drive, seen};
use super::{Scope, Sql, known, optional_matter};
use crate::domain::ids::{MatterId, PersonId};
use crate::domain::policy::Reach;
use crate::domain::registry;
use crate::ledger::hex;
use crate::store::Fault;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

/// The acts first, in their own order: from the log's side all of it would be read and sorted for the newest
/// fifty.
const ACT_LINE: &str = "SELECT a.seq, a.kind, a.actor, a.matter, a.at, e.leaf FROM act a CROSS JOIN event e ON e.log = 1 AND e.seq = a.seq";

fn act_line(r: &Row<'_>) -> rusqlite::Result<ActLine> {
    Ok(ActLine {
        seq: r.get::<_, i64>(0)?.max(0) as u64,
        kind: r.get(1)?,
        actor: r.get(2)?,
        matter: optional_matter(r, 3)?,
        at: r.get(4)?,
        leaf: hex::encode(&r.get::<_, Vec<u8>>(5)?),
    })
}

/// An event that belongs to two stories is told in neither when one of them is hidden: a link to a
/// record, an item of it on an agenda, a matter that is sealed to him.
fn not_hidden(scope: &Scope, seen: &Sql) -> Sql {
    let mut sql = Sql::default();
    let text = format!(
        "NOT EXISTS (SELECT 1 FROM act b JOIN matter n ON n.id = b.matter
            WHERE b.seq = a.seq AND (n.record IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {} WHERE v.id = n.record) OR NOT {}))",
        seen.text,
        known("n")
    );
    let me = Value::from(scope.person().0.clone());
    sql.push(&text, seen.values.iter().cloned().chain([me]));
    sql
}

/// The story of some matters as this person may know it, oldest first.
pub fn story(db: &Connection, scope: &Scope, matters: &[MatterId]) -> Result<Vec<ActLine>, Fault> {
    let seen = seen(scope, Drive::ByRow);
    let told = not_hidden(scope, &seen);
    let text = format!("{ACT_LINE} WHERE a.matter = ? AND {} ORDER BY a.seq", told.text);
    let mut query = db.prepare_cached(&text)?;
    let mut all: Vec<ActLine> = Vec::new();
    for m in matters {
        let matter = Value::from(m.to_string());
        let values = params_from_iter(std::iter::once(&matter).chain(&told.values));
        for line in query.query_map(values, act_line)? {
            all.push(line?);
        }
    }
    all.sort_by_key(|l| l.seq);
    all.dedup_by_key(|l| l.seq);
    Ok(all)
}

/// The newest acts this person may know of, before a position: those of visible records, of the
/// bodies he sits in, and, for administrators and keepers, of the organ's own data.
pub fn acts(
    db: &Connection,
    scope: &Scope,
    organ_too: bool,
    committees: &[String],
    before: Option<u64>,
    count: usize,
) -> Result<Vec<ActLine>, Fault> {
    let seen = seen(scope, Drive::ByRow);
    let told = not_hidden(scope, &seen);
    let marks = vec!["?"; committees.len()].join(", ");
    let of_organ = codes(registry::of_organ().map(|k| k.code));
    let text = format!(
        "{ACT_LINE} LEFT JOIN matter m ON m.id = a.matter
         WHERE a.seq < ? AND (
            (a.area IN ('organ', 'evidence') AND ?)
            OR (m.record IS NOT NULL AND EXISTS (SELECT 1 FROM {} WHERE v.id = m.record))
            OR (m.kind = 'meeting' AND m.committee IN ({marks}))
            OR (? AND m.record IS NULL AND m.kind IN ({of_organ})))
         AND {}
         ORDER BY a.seq DESC LIMIT ?",
        seen.text, told.text
    );
    let head = [Value::from(before.map_or(i64::MAX, |b| b as i64)), Value::from(organ_too)];
    let bodies: Vec<Value> = committees.iter().cloned().map(Value::from).collect();
    // What tells figures is for whoever sees figures.
    let figures = [Value::from(*scope.reach() == Reach::All)];
    // The same event may stand in two stories.
    let tail = [Value::from(count as i64 * 2)];
    let values =
        head.iter().chain(&seen.values).chain(&bodies).chain(&figures).chain(&told.values).chain(&tail);
    let mut lines = db
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), act_line)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    lines.dedup_by_key(|l| l.seq);
    lines.truncate(count);
    Ok(lines)
}

/// The newest acts of the whole register, without those about records from which this person is
/// recused and about matters that are sealed to him: for the auditor, who sees acts and no content.
pub fn all_acts(
    db: &Connection,
    person: &PersonId,
    before: Option<u64>,
    count: usize,
) -> Result<Vec<ActLine>, Fault> {
    let text = format!(
        "{ACT_LINE}
         WHERE a.seq < ? AND NOT EXISTS (SELECT 1 FROM act b JOIN matter n ON n.id = b.matter
            LEFT JOIN recused x ON x.record = n.record AND x.person = ?
            WHERE b.seq = a.seq AND (x.person IS NOT NULL OR NOT {}))
         ORDER BY a.seq DESC LIMIT ?",
        known("n")
    );
    let head = before.map_or(i64::MAX, |b| b as i64);
    let found = db
        .prepare_cached(&text)?
        .query_map(params![head, person.as_str(), person.as_str(), count as i64 * 2], act_line)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut lines = found;
    lines.dedup_by_key(|l| l.seq);
    lines.truncate(count);
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::ACT_LINE;

    #[test]
    fn the_newest_acts_are_found_without_reading_and_sorting_all_of_them() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        crate::store::schema::migrate(&db, crate::store::schema::STEPS).unwrap();
        crate::store::schema::make_tables_alone(&db, crate::store::tables::TABLES).unwrap();
        let text = format!("EXPLAIN QUERY PLAN {ACT_LINE} WHERE a.seq < 9 ORDER BY a.seq DESC LIMIT 50");
        let mut query = db.prepare(&text).unwrap();
        let plan: Vec<String> = query.query_map([], |r| r.get(3)).unwrap().map(Result::unwrap).collect();
        assert!(plan[0].contains("act_by_seq") && !plan.join(" ").contains("TEMP B-TREE"), "{plan:?}");
    }
}
