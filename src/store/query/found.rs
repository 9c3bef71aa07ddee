//! What the concordance names for the words of a filter. It only tells where to look: whether a record is found,
//! and whether it exists for whoever asks, is decided by its row.

use super::narrow::{spellings, worded};
use super::seen::{Drive, seen};
use super::{Sql, totals};
use crate::domain::ids::Millis;
use crate::domain::policy::Scope;
use crate::domain::search::{Filter, Flag};
use crate::store::{Fault, concordance};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Where the words of a filter may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// There are no words, or few records to look through.
    Anywhere,
    /// At these places and nowhere else, as a list in brackets.
    At(String),
    /// In so many records that the first of them are soon met.
    Often,
}

/// Asks for the words of a filter.
///
/// More than `most` are not gathered.
pub(super) fn found(
    db: &Connection,
    scope: &Scope,
    filter: &Filter,
    now: Millis,
    most: usize,
) -> Result<Found, Fault> {
    let words: Vec<Vec<String>> = filter.words.iter().map(|w| spellings(w, now)).collect();
    let words: Vec<Vec<String>> = words.into_iter().filter(|spellings| !spellings.is_empty()).collect();
    let few = |n: i64| n <= most as i64;
    if words.is_empty() || Drive::is_his(scope) || filter.own || filter.flags.contains(&Flag::Overdue) {
        return Ok(Found::Anywhere);
    }
    let (upto, _) = concordance::reach(db)?;
    if upto == 0
        || !concordance::stands(db, upto).unwrap_or(false)
        || totals::narrowed(db, filter)?.iter().any(|part| few(part.n))
    {
        return Ok(Found::Anywhere);
    }
    // One that cannot be read says nothing, and everything is read through.
    Ok(places(db, scope, filter, now, &words, (upto, most)).unwrap_or(Found::Anywhere))
}

fn places(
    db: &Connection,
    scope: &Scope,
    filter: &Filter,
    now: Millis,
    words: &[Vec<String>],
    (upto, most): (i64, usize),
) -> Result<Found, Fault> {
    let named = |spellings: &Vec<String>| {
        let each: Vec<String> = spellings.iter().map(|s| concordance::phrase(s)).collect();
        format!("({})", each.join(" OR "))
    };
    let asked = words.iter().map(named).collect::<Vec<_>>().join(" AND ");
    let (mut sql, seen) = (Sql::default(), seen(scope, Drive::ByRow));
    sql.push(
        "SELECT w.place FROM (SELECT rowid AS place FROM concordance WHERE concordance MATCH ? AND rowid <= ?
            UNION ALL SELECT n.place FROM record_words n WHERE n.place > ?",
        [Value::from(asked), Value::from(upto), Value::from(upto)],
    );
    // What is not in it yet is read here.
    for spellings in words {
        sql.push(" AND (0", []);
        for s in spellings {
            let s = || Value::from(s.clone());
            sql.push(" OR instr(n.words, ?) > 0 OR instr(n.initials, ?) > 0", [s(), s()]);
        }
        sql.push(")", []);
    }
    // By a part of its number a record is found by who wrote it alone.
    let me = Value::from(scope.person().0.clone());
    let any = serde_json::to_string(&words.iter().flatten().collect::<Vec<_>>()).unwrap_or_default();
    sql.push(
        " UNION ALL SELECT n.place FROM own_record o CROSS JOIN record_words n ON n.record = o.id WHERE o.recorder = ?
            AND EXISTS (SELECT 1 FROM json_each(?) s WHERE instr(o.number_folded, s.value) > 0)",
        [me, Value::from(any)],
    );
    // Gathered are those alone that he finds: what is hidden from him makes nothing of his uncounted.
    sql.push(
        &format!(
            ") c CROSS JOIN record_words w ON w.place = c.place CROSS JOIN {} ON v.id = w.record WHERE 1",
            seen.text
        ),
        seen.values,
    );
    worded(&mut sql, filter, now);
    sql.push(&format!(" LIMIT {}", most + 1), []);
    let mut query = db.prepare_cached(&sql.text)?;
    let mut rows = query.query(params_from_iter(sql.values))?;
    let mut all: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(row.get(0)?);
    }
    Ok(if all.len() > most { Found::Often } else { Found::At(format!("{all:?}")) })
}
