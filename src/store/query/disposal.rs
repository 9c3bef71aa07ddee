//! What follows from records, over all its kinds: what is under way, by the clock that runs out first and then what
//! has none, and what was done last.

use super::matters::{COLUMNS, matter_line};
use super::seen::{Drive, seen};
use super::{Sql, cases, known};
use crate::domain::flow::Act;
use crate::domain::policy::Scope;
use crate::store::Fault;
use crate::store::contract::Following;
use crate::store::lines::{FollowsLine, Waits};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

/// Lines of what `of` asks for, `most` of them at most. Who keeps the store sees beside the matters what nobody
/// has begun with yet; others see of that what waits for themselves.
pub fn following(
    db: &Connection,
    scope: &Scope,
    of: &Following<'_>,
    most: usize,
) -> Result<Vec<FollowsLine>, Fault> {
    let mut lines = Vec::new();
    if of.done {
        for kind in of.kinds {
            gather(db, done(scope, kind), "m.begun_at DESC, m.id", most, &mut lines)?;
        }
        lines.sort_by_key(|l| std::cmp::Reverse((l.line.begun_at, l.line.id)));
        lines.truncate(most);
        return Ok(lines);
    }
    if let Some(sql) = waiting(scope, of, "matter") {
        gather(db, sql, "next.clock = '', next.due, m.id", most, &mut lines)?;
    }
    if of.only.is_none() && lines.len() < most {
        let left = most - lines.len();
        gather(db, idle(scope, of), "m.since, m.id", left, &mut lines)?;
    }
    Ok(lines)
}

/// How much waits for each act, as far as this person may know of it.
pub fn awaited(db: &Connection, scope: &Scope, of: &Following<'_>) -> Result<Vec<(Act, usize)>, Fault> {
    let Some(mut sql) = waiting(scope, of, "matter, act") else { return Ok(Vec::new()) };
    sql.text.insert_str(0, "SELECT act, count(*) FROM (");
    sql.push(") GROUP BY act ORDER BY act", []);
    let found = db
        .prepare_cached(&sql.text)?
        .query_map(params_from_iter(sql.values), |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let known = |(act, n): (String, i64)| Some((Act::from_code(&act)?, usize::try_from(n).unwrap_or(0)));
    Ok(found.into_iter().filter_map(known).collect())
}

fn gather(
    db: &Connection,
    mut sql: Sql,
    order: &str,
    most: usize,
    into: &mut Vec<FollowsLine>,
) -> Result<(), Fault> {
    sql.push(&format!(" ORDER BY {order} LIMIT ?"), [Value::from(i64::try_from(most).unwrap_or(i64::MAX))]);
    let mut query = db.prepare_cached(&sql.text)?;
    for line in query.query_map(params_from_iter(sql.values), line)? {
        into.push(line?);
    }
    Ok(())
}

fn line(r: &Row<'_>) -> rusqlite::Result<FollowsLine> {
    let title = [r.get::<_, String>(10)?, cases(r, 11)?.to_string()];
    let act = r.get::<_, Option<String>>(13)?.and_then(|code| Act::from_code(&code));
    let waits = match act {
        Some(act) => Some(Waits { act, since: r.get(14)?, clock: r.get(15)?, due: r.get(16)? }),
        None => None,
    };
    Ok(FollowsLine {
        line: matter_line(r)?,
        title: title.iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join(" "),
        veiled: r.get(12)?,
        waits,
    })
}

/// What a line is about, as the desk tells it.
const TITLE: &str = "CASE WHEN v.own THEN v.inquirer ELSE v.inquirer_mask END, v.cases, v.veiled";

/// A list of codes between quotation marks: they are the program's own.
pub(super) fn codes<'a>(of: impl IntoIterator<Item = &'a str>) -> String {
    of.into_iter().map(|code| format!("'{code}'")).collect::<Vec<_>>().join(", ")
}

/// What waits for somebody, a line for each matter, or for each act that each waits for.
fn waiting(scope: &Scope, of: &Following<'_>, by: &str) -> Option<Sql> {
    let asked = of.acts.iter().filter(|act| of.only.is_none_or(|only| only == **act));
    let acts = codes(asked.map(|a| a.code()));
    if acts.is_empty() {
        return None;
    }
    let seen = seen(scope, Drive::ByRow);
    let me = || Value::from(scope.person().0.clone());
    let mut sql = Sql::default();
    // Of those it waits for each has a row: the clock is one.
    sql.push(
        &format!(
            "SELECT {COLUMNS}, {TITLE}, next.act AS act, next.since, next.clock, next.due AS due
             FROM (SELECT matter, act, since, clock, min(due) AS due, sum(person = ?) AS mine
                   FROM turn WHERE act IN ({acts}) GROUP BY {by}) next
             CROSS JOIN matter m ON m.id = next.matter CROSS JOIN {} ON v.id = m.record",
            seen.text
        ),
        [me()],
    );
    sql.values.extend(seen.values);
    sql.push(&format!(" WHERE {} AND (m.kind IN ({})", known("m"), codes(of.kinds.iter().copied())), [me()]);
    sql.push(if of.keeps { " OR 1)" } else { " OR next.mine > 0)" }, []);
    Some(sql)
}

/// What is under way and waits for nobody here, as an answer from elsewhere.
fn idle(scope: &Scope, of: &Following<'_>) -> Sql {
    let mut sql = matters(scope, "matter_open");
    sql.push(&format!(" AND m.open AND m.kind IN ({})", codes(of.kinds.iter().copied())), []);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM turn t WHERE t.matter = m.id)", []);
    sql
}

/// What is over, of one kind.
fn done(scope: &Scope, kind: &str) -> Sql {
    let mut sql = matters(scope, "matter_by_kind");
    sql.push(" AND m.kind = ? AND NOT m.open", [Value::from(kind.to_owned())]);
    sql
}

fn matters(scope: &Scope, index: &str) -> Sql {
    let seen = seen(scope, Drive::ByRow);
    let mut sql = Sql::default();
    sql.push(
        &format!(
            "SELECT {COLUMNS}, {TITLE}, NULL, NULL, NULL, NULL FROM matter m INDEXED BY {index}
             CROSS JOIN {} ON v.id = m.record WHERE {}",
            seen.text,
            known("m")
        ),
        [],
    );
    sql.values.extend(seen.values);
    sql.values.push(Value::from(scope.person().0.clone()));
    sql
}
