//! Questions to the tables.

mod acts;
mod desk;
mod disposal;
mod figures;
mod found;
mod matters;
mod narrow;
mod page;
mod positions;
mod seen;
mod totals;

use super::fault::Fault;
use super::lines::Facets;
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::policy::{Concern, Scope};
use crate::domain::record::CaseNumbers;
use crate::domain::search::Filter;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use seen::{Drive, seen};
use std::collections::BTreeSet;
use uuid::Uuid;

pub use acts::{acts, all_acts, story};
pub use desk::{Asked, asked_of, desk};
pub use disposal::{awaited, following};
pub use figures::{different, figures, instead, kept_from, listed, unread};
pub use matters::{by_id, by_name, matters, proposals};
pub use page::{alike, how_many, place, records};
pub use positions::{
    Since, acted_on_since, before_body, beside, count_records, family, given_before, going, head,
    last_but_proposals, last_of_kind, of_command, of_organ, organ_seqs, records_of_case, records_of_meeting,
    seqs, silent, since,
};

/// SQL with its values, put together piece by piece.
#[derive(Clone, Default)]
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn push(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(text);
        self.values.extend(values);
    }
    /// The one figure that it asks for.
    fn figure(self, db: &Connection) -> Result<i64, Fault> {
        Ok(db.prepare_cached(&self.text)?.query_row(params_from_iter(self.values), |r| r.get(0))?)
    }
}

/// The condition under which somebody who sees its record knows of the matter of this alias; takes him
/// as its one value.
fn known(matter: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM (SELECT ? AS me) p
            WHERE ({matter}.sealed = 0 OR EXISTS (SELECT 1 FROM knows q WHERE q.matter = {matter}.id AND q.person = p.me))
            AND NOT EXISTS (SELECT 1 FROM tells t CROSS JOIN recused x CROSS JOIN own_record o ON o.id = x.record
                CROSS JOIN figured f ON f.record = x.record AND f.month BETWEEN t.first AND t.last
                WHERE t.matter = {matter}.id AND x.person = p.me AND o.recorder <> p.me)
            AND NOT EXISTS (SELECT 1 FROM tells t CROSS JOIN veiled k
                CROSS JOIN figured f ON f.record = k.record AND f.month BETWEEN t.first AND t.last
                WHERE t.matter = {matter}.id AND k.person = p.me))"
    )
}

/// Whether somebody who sees its record knows of a matter. Of one that was never begun nobody does.
pub fn knows(db: &Connection, person: &PersonId, matter: &MatterId) -> Result<bool, Fault> {
    let text = format!("SELECT 1 FROM matter m WHERE m.id = ? AND {}", known("m"));
    Ok(db.prepare_cached(&text)?.exists(params![matter.to_string(), person.as_str()])?)
}

/// Whether a record exists for this person.
pub fn visible(db: &Connection, scope: &Scope, record: &MatterId) -> Result<bool, Fault> {
    let seen = seen(scope, Drive::ByRow);
    let text = format!("SELECT 1 FROM {} WHERE v.id = ?", seen.text);
    let values = seen.values.into_iter().chain([Value::from(record.to_string())]);
    Ok(db.prepare_cached(&text)?.exists(params_from_iter(values))?)
}

/// Why a record concerns this person by name.
pub fn concern(db: &Connection, person: &PersonId, record: &MatterId) -> Result<Option<Concern>, Fault> {
    let code: Option<String> = db
        .prepare_cached("SELECT concern FROM concerned WHERE record = ?1 AND person = ?2")?
        .query_row(params![record.to_string(), person.as_str()], |r| r.get(0))
        .optional()?;
    Ok(code.as_deref().and_then(Concern::from_code))
}

/// How many visible records under each value, within the present filter.
pub fn facets(
    db: &Connection,
    scope: &Scope,
    filter: &Filter,
    now: Millis,
    most: usize,
) -> Result<Facets, Fault> {
    let found = &found::found(db, scope, filter, now, most)?;
    totals::facets(&page::List { db, scope, filter, now, found })
}

/// What this person recorded about one of these names, on one day and in the same case, oldest first.
pub fn written_on(
    db: &Connection,
    me: &PersonId,
    day: i32,
    names: &BTreeSet<String>,
    cases: &BTreeSet<String>,
) -> Result<Vec<MatterId>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT s.record, s.name, s.cases FROM subject s
         JOIN concerned c ON c.record = s.record AND c.person = ?1 AND c.concern = ?2
         WHERE s.day = ?3 ORDER BY s.record",
    )?;
    let mut found: Vec<MatterId> = Vec::new();
    let mut rows = query.query(params![me.as_str(), Concern::Recorder.code(), day])?;
    while let Some(row) = rows.next()? {
        let (id, name, its): (MatterId, String, String) = (matter(row, 0)?, row.get(1)?, row.get(2)?);
        let same_case =
            if cases.is_empty() { its.is_empty() } else { its.split(' ').any(|c| cases.contains(c)) };
        if names.contains(&name) && same_case && !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// What this person recorded of one moment.
pub fn written_at(db: &Connection, me: &PersonId, occurred: Millis) -> Result<Vec<MatterId>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT o.id FROM own_record o WHERE o.recorder = ?1 AND o.occurred = ?2 ORDER BY o.id",
    )?;
    Ok(query.query_map(params![me.as_str(), occurred], |r| matter(r, 0))?.collect::<rusqlite::Result<_>>()?)
}

/// Names and units this person wrote before: pick lists complete from his own records only.
pub fn own_subjects(db: &Connection, me: &PersonId) -> Result<Vec<(String, String)>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT o.inquirer, o.inquirer_unit FROM own_record o WHERE o.recorder = ?1 AND o.inquirer <> '' ORDER BY 1",
    )?;
    Ok(query.query_map([me.as_str()], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

fn matter(r: &Row<'_>, at: usize) -> rusqlite::Result<MatterId> {
    let text: String = r.get(at)?;
    Uuid::parse_str(&text).map(MatterId).map_err(|_| rusqlite::Error::InvalidQuery)
}

fn cases(r: &Row<'_>, at: usize) -> rusqlite::Result<CaseNumbers> {
    Ok(CaseNumbers::of(r.get::<_, String>(at)?.lines().map(str::to_owned)))
}

fn optional_matter(r: &Row<'_>, at: usize) -> rusqlite::Result<Option<MatterId>> {
    let text: Option<String> = r.get(at)?;
    Ok(text.and_then(|t| Uuid::parse_str(&t).ok()).map(MatterId))
}
