//! Figures as somebody may know them: what is counted of all records, less what is hidden from him.

use super::{Sql, matter};
use crate::domain::figures::{Counted, Different, How, Month, SAME, Span, cells, figure, reached, sought};
use crate::domain::ids::{MatterId, PersonId};
use crate::domain::search::Behind;
use crate::store::Fault;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// Records that do not stand in this person's figures: he is out of them, or has still to read off a material what
/// they say. What he wrote himself exists for him.
const HIDDEN: &str = "SELECT x.record FROM recused x CROSS JOIN own_record o ON o.id = x.record
        WHERE x.person = ?1 AND o.recorder <> ?1
    UNION SELECT k.record FROM veiled k WHERE k.person = ?1";

/// What is counted in some months.
pub fn figures(db: &Connection, person: &PersonId, span: Span) -> Result<Counted, Fault> {
    let text = "SELECT month, code, value, n FROM figure WHERE month BETWEEN ?1 AND ?2";
    let mut query = db.prepare_cached(text)?;
    let rows = query.query_map(params![span.from, span.to], |r| {
        Ok(((r.get::<_, Month>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?), r.get::<_, i64>(3)?))
    })?;
    let mut all: Counted = rows.collect::<rusqlite::Result<_>>()?;
    for (month, code, value, by) in out_of(db, person)? {
        let sums = figure(&code).is_none_or(|f| f.how != How::Once);
        if span.has(month) && sums {
            *all.entry((month, code, value)).or_default() += by;
        }
    }
    all.retain(|_, n| *n != 0);
    Ok(all)
}

/// How many different values a figure that counts once has in a year, and how many of them come at least so often.
pub fn different(
    db: &Connection,
    person: &PersonId,
    year: i32,
    code: &str,
    least: i64,
) -> Result<Different, Fault> {
    let text =
        "SELECT q1, q2, q3, q4, y1, y2, y3, y4 FROM unlike WHERE year = ?1 AND code = ?2 AND least = ?3";
    let mut all: Different = [0; 8];
    let found: Option<Vec<i64>> = db
        .prepare_cached(text)?
        .query_row(params![year, code, least], |r| (0..8).map(|i| r.get(i)).collect())
        .optional()?;
    for (n, found) in all.iter_mut().zip(found.unwrap_or_default()) {
        *n = found;
    }
    let mut less: BTreeMap<String, [i64; 4]> = BTreeMap::new();
    for (month, of, value, by) in out_of(db, person)? {
        if of == code
            && month / 100 == year
            && let Some(n) = less.entry(value).or_default().get_mut(((month % 100 - 1) / 3) as usize)
        {
            *n += by;
        }
    }
    let mut query =
        db.prepare_cached("SELECT q1, q2, q3, q4 FROM once WHERE year = ?1 AND code = ?2 AND value = ?3")?;
    for (value, by) in less {
        let stands: [i64; 4] = query
            .query_row(params![year, code, value], |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?]))
            .optional()?
            .unwrap_or_default();
        let left = std::array::from_fn(|i| stands[i] + by[i]);
        for (n, (stood, stands)) in
            all.iter_mut().zip(reached(&stands, least).into_iter().zip(reached(&left, least)))
        {
            *n += i64::from(stands) - i64::from(stood);
        }
    }
    Ok(all)
}

/// How many records of some months are left out because this person is still to read a material off; of what he is
/// out of nothing is said.
pub fn unread(db: &Connection, person: &PersonId, span: Span) -> Result<i64, Fault> {
    let text = "SELECT count(DISTINCT f.record) FROM veiled k CROSS JOIN figured f ON f.record = k.record
        WHERE k.person = ?1 AND f.month BETWEEN ?2 AND ?3
            AND NOT EXISTS (SELECT 1 FROM recused x WHERE x.record = k.record AND x.person = ?1)";
    Ok(db.prepare_cached(text)?.query_row(params![person.as_str(), span.from, span.to], |r| r.get(0))?)
}

/// Everybody from whom a record is hidden that is counted in these months. What he wrote himself is hidden from nobody.
pub fn kept_from(db: &Connection, spans: &[Span]) -> Result<BTreeSet<PersonId>, Fault> {
    let text = "SELECT x.person FROM figured f CROSS JOIN recused x ON x.record = f.record
            CROSS JOIN own_record o ON o.id = x.record
            WHERE f.month BETWEEN ?1 AND ?2 AND o.recorder <> x.person
        UNION SELECT k.person FROM figured f CROSS JOIN veiled k ON k.record = f.record WHERE f.month BETWEEN ?1 AND ?2";
    let mut query = db.prepare_cached(text)?;
    let mut all = BTreeSet::new();
    for span in spans {
        let found = query.query_map(params![span.from, span.to], |r| r.get::<_, String>(0))?;
        for person in found {
            all.insert(PersonId::from(person?.as_str()));
        }
    }
    Ok(all)
}

/// Records of some months with special items or a leading official in them.
pub fn listed(db: &Connection, span: Span) -> Result<Vec<MatterId>, Fault> {
    let text = "SELECT DISTINCT record FROM figured INDEXED BY figured_by_month
        WHERE month BETWEEN ?1 AND ?2 AND (instr(cells, ?3) > 0 OR instr(cells, ?4) > 0) ORDER BY record";
    let (special, official) = (sought("special", None), sought("official", None));
    let mut query = db.prepare_cached(text)?;
    let found = query.query_map(params![span.from, span.to, special, official], |r| matter(r, 0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The condition that a record is behind a figure, for whoever sees all but what is hidden from him.
pub(super) fn behind(sql: &mut Sql, Behind { code, value, period, instead }: &Behind) {
    // What counts at least twice is counted by the records that each has.
    let code = figure(code).filter(|f| f.how == How::Again).map_or(code.as_str(), |f| f.from.as_str());
    let span = period.span();
    sql.push(
        " AND v.veiled = 0 AND (v.id IN (SELECT f.record FROM figured f INDEXED BY figured_by_month
            WHERE f.month BETWEEN ? AND ? AND instr(f.cells, ?) > 0)",
        [
            Value::from(i64::from(span.from)),
            Value::from(i64::from(span.to)),
            Value::from(sought(code, value.as_deref())),
        ],
    );
    let marks = vec!["?"; instead.len()].join(", ");
    sql.push(&format!(" OR v.id IN ({marks}))"), instead.iter().map(|id| Value::from(id.to_string())));
}

/// Records that stand for an event in some months to this person, because those before them are hidden from him.
pub fn instead(db: &Connection, person: &PersonId, span: Span) -> Result<Vec<MatterId>, Fault> {
    let (_, instead) = less(db, person)?;
    let those = instead.iter().filter(|(month, _)| span.has(*month));
    Ok(those.filter_map(|(_, record)| uuid::Uuid::parse_str(record).ok().map(MatterId)).collect())
}

type Moved = (Month, String, String, i64);

/// What is taken out of all figures for one person, and what comes in by it: where a hidden record stood for an
/// event, the first of those that he sees stands for it.
fn out_of(db: &Connection, person: &PersonId) -> Result<Vec<Moved>, Fault> {
    let (mut all, instead) = less(db, person)?;
    all.extend(instead.into_iter().map(|(month, _)| (month, "events".to_owned(), String::new(), 1)));
    Ok(all)
}

/// Records that stand for an event in the place of hidden ones, by their month.
type Instead = Vec<(Month, String)>;

/// What is taken out for one person, and which records stand for an event in the place of those.
fn less(db: &Connection, person: &PersonId) -> Result<(Vec<Moved>, Instead), Fault> {
    let text = format!(
        "SELECT f.record, f.month, f.cells FROM ({HIDDEN}) h CROSS JOIN figured f ON f.record = h.record"
    );
    let mut query = db.prepare_cached(&text)?;
    let mut found = query.query([person.as_str()])?;
    let (mut all, mut instead) = (Vec::new(), Vec::new());
    let (mut hidden, mut leaning) = (BTreeSet::new(), BTreeSet::new());
    while let Some(row) = found.next()? {
        let (record, month, lines): (String, Month, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        for (code, value, n) in cells(&lines) {
            if code == SAME {
                leaning.insert(value.to_owned());
            } else {
                all.push((month, code.to_owned(), value.to_owned(), -n));
            }
        }
        hidden.insert(record);
    }
    let mut query = db.prepare_cached("SELECT month, cells FROM figured WHERE record = ?1")?;
    for record in leaning.difference(&hidden) {
        let rows = query.query_map([record], |r| Ok((r.get::<_, Month>(0)?, r.get::<_, String>(1)?)))?;
        for row in rows {
            let (month, lines) = row?;
            let earlier = |value: &str| value < record.as_str() && !hidden.contains(value);
            let is_item = cells(&lines).any(|(code, ..)| code == "items");
            let is_event = cells(&lines).any(|(code, ..)| code == "events");
            let leans = cells(&lines).any(|(code, value, _)| code == SAME && earlier(value));
            if is_item && !is_event && !leans {
                instead.push((month, record.clone()));
            }
        }
    }
    Ok((all, instead))
}
