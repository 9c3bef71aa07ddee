//! How many records a list has, and how many of them fall under each value. Whoever sees all but a few
//! has them from what is counted in every step that writes: all there are under the values, less those few
//! taken one by one.

use super::Sql;
use super::narrow::{all_flags, any_flag, any_of, flagged, is_counted, narrow};
use super::page::List;
use super::seen::{Drive, seen};
use crate::domain::policy::Reach;
use crate::domain::search::{Filter, Flag, Mark, Sort};
use crate::domain::when;
use crate::store::Fault;
use crate::store::lines::Facets;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeMap;

/// The bit of a flag that is kept as a column.
fn bit(flag: Flag) -> Option<i64> {
    let marks = [Flag::Urgent, Flag::Late, Flag::Special, Flag::Disputed, Flag::Incomplete, Flag::Repeat];
    marks.iter().position(|f| *f == flag).map(|bit| 1 << bit)
}

/// How many records stand under a part of a filter.
pub(super) struct Narrowed {
    pub n: i64,
    /// The index that holds them; none where it would not hold all.
    pub index: &'static str,
    /// The order in which its index has them, if in one.
    pub order: Option<Sort>,
}

/// Each part of a filter that records are counted under.
pub(super) fn narrowed(db: &Connection, filter: &Filter) -> Result<Vec<Narrowed>, Fault> {
    let mut found = Vec::new();
    let statuses: Vec<String> = filter.statuses.iter().map(|s| s.code().to_owned()).collect();
    let withdrawn = filter.flags.contains(&Flag::Withdrawn).then(|| vec!["withdrawn".to_owned()]);
    for (dim, values, index) in [
        ("status", &statuses, "record_by_status"),
        ("status", &withdrawn.unwrap_or_default(), "record_by_status"),
        ("stream", &filter.streams, "record_by_stream"),
        ("quarter", &filter.quarters, "record_by_quarter"),
        ("unit", &filter.units, ""),
    ] {
        if !values.is_empty() {
            let order = (values.len() == 1).then_some(Sort::Recorded);
            found.push(Narrowed { n: of(db, dim, values)?, index, order });
        }
    }
    for flag in &filter.flags {
        let Some(bit) = bit(*flag) else { continue };
        let index = match flag {
            Flag::Urgent => "record_urgent",
            Flag::Late => "record_late",
            Flag::Special => "record_special",
            Flag::Disputed => "record_disputed",
            Flag::Incomplete => "record_incomplete",
            _ => "record_repeats",
        };
        found.push(Narrowed { n: marked(db, bit)?, index, order: Some(Sort::Recorded) });
    }
    if filter.has_dates() {
        let (n, index) = (dated(db, filter)?, "record_by_occurred");
        found.push(Narrowed { n, index, order: Some(Sort::Occurred) });
    }
    Ok(found)
}

fn of(db: &Connection, dim: &str, values: &[String]) -> Result<i64, Fault> {
    let marks = vec!["?"; values.len()].join(", ");
    let text = format!("SELECT coalesce(sum(n), 0) FROM tally WHERE dim = '{dim}' AND value IN ({marks})");
    Ok(db.prepare_cached(&text)?.query_row(params_from_iter(values), |r| r.get(0))?)
}

/// All submitted records there are.
pub(super) fn all(db: &Connection) -> Result<i64, Fault> {
    of(db, "", &[String::new()])
}

fn marked(db: &Connection, bits: i64) -> Result<i64, Fault> {
    let text = "SELECT coalesce(sum(n), 0) FROM tally WHERE dim = 'marks' AND CAST(value AS INTEGER) & ?1";
    Ok(db.prepare_cached(text)?.query_row([bits], |r| r.get(0))?)
}

/// All records there are of some days, told by an index.
fn dated(db: &Connection, filter: &Filter) -> Result<i64, Fault> {
    let mut sql = Sql::default();
    sql.push("SELECT count(*) FROM placed v WHERE 1", []);
    on_days(&mut sql, filter);
    sql.figure(db)
}

/// How many there are at least of quarters that came after the days of a filter.
pub(super) fn later(db: &Connection, filter: &Filter) -> Result<i64, Fault> {
    let Some(to) = filter.to else { return Ok(0) };
    let text = "SELECT coalesce(sum(n), 0) FROM tally WHERE dim = 'quarter' AND value > ?1";
    Ok(db.prepare_cached(text)?.query_row([when::quarter(to)], |r| r.get(0))?)
}

/// The days of a filter, by the index that knows them.
fn on_days(sql: &mut Sql, filter: &Filter) {
    sql.push(" AND v.pressing IN (0, 1)", []);
    for (bound, than) in [(filter.from, ">="), (filter.to, "<=")] {
        let text = format!(" AND v.happened {than} ?");
        if let Some(bound) = bound {
            sql.push(&text, [Value::from(bound)]);
        }
    }
}

/// The length of a list.
pub(super) fn total(list: &List<'_>) -> Result<usize, Fault> {
    let f = list.filter;
    let by_days_alone = || f.has_dates() && Filter { from: None, to: None, ..f.clone() }.is_empty();
    if f.is_empty() && *list.scope.reach() == Reach::Own {
        return his(list, &Sql::default());
    }
    if !Drive::is_his(list.scope) && by_days_alone() {
        let mut days = Sql::default();
        on_days(&mut days, f);
        return all_but_few(list, &days);
    }
    if Drive::is_his(list.scope) || !is_counted(f) {
        return list.count(None);
    }
    let (mut sum, seen) = (counted(list.db, list.filter)?, odd(list)?);
    sum += seen;
    if list.filter.flagged {
        sum += overdue_alone(list)?;
    }
    Ok(sum.max(0) as usize)
}

/// The filter over what is counted, in the names of `counted` and `cube`.
fn plain(sql: &mut Sql, f: &Filter) {
    any_of(sql, "status", f.statuses.iter().map(|s| s.code().to_owned()));
    any_of(sql, "stream", f.streams.iter().cloned());
    any_of(sql, "unit", f.units.iter().cloned());
    any_of(sql, "quarter", f.quarters.iter().cloned());
    for flag in &f.flags {
        match bit(*flag) {
            Some(bit) => sql.push(&format!(" AND marks & {bit}"), []),
            None => sql.push(" AND status = 'withdrawn'", []),
        }
    }
    if f.flagged {
        let any: i64 = Flag::ALL.iter().filter(|f| **f != Flag::Incomplete).filter_map(|f| bit(*f)).sum();
        sql.push(&format!(" AND (marks & {any} OR status = 'withdrawn')"), []);
    }
}

/// All there are, whoever may see them.
fn counted(db: &Connection, filter: &Filter) -> Result<i64, Fault> {
    let parts = narrowed(db, filter)?;
    match parts.as_slice() {
        [] if !filter.flagged => return all(db),
        [one] if !filter.flagged => return Ok(one.n),
        _ => {}
    }
    let mut sql = Sql::default();
    sql.push("SELECT coalesce(sum(n), 0) FROM cube WHERE 1", []);
    plain(&mut sql, filter);
    sql.figure(db)
}

/// How many stand before or after a place in a list that nothing narrows, where an index tells it.
pub(super) fn passed(list: &List<'_>, key: &str, than: &str, mark: Mark) -> Result<Option<usize>, Fault> {
    let usual = list.filter.sort == Sort::Recorded;
    if !list.filter.is_empty() || list.filter.sort == Sort::Occurred {
        return Ok(None);
    }
    let (mut place, id) = (Sql::default(), if *list.scope.reach() == Reach::Own { "record" } else { "id" });
    place.push(
        &format!(" AND (v.pressing, {key}, v.{id}) {than} (?, ?, ?)"),
        [Value::from(mark.pressing), Value::from(mark.key), Value::from(mark.id.to_string())],
    );
    match list.scope.reach() {
        Reach::Own if usual => his(list, &place).map(Some),
        Reach::All => all_but_few(list, &place).map(Some),
        _ => Ok(None),
    }
}

/// Of the records that concern him, those that a condition on their place holds of.
fn his(list: &List<'_>, place: &Sql) -> Result<usize, Fault> {
    let mut sql = Sql::default();
    let me = Value::from(list.scope.person().0.clone());
    sql.push("SELECT count(*) FROM concerned v WHERE v.person = ?", [me]);
    sql.push(&place.text, place.values.iter().cloned());
    Ok(sql.figure(list.db)?.max(0) as usize)
}

/// Of all there are, those that a condition on their place holds of, without the few that whoever sees all does
/// not see or sees covered.
fn all_but_few(list: &List<'_>, place: &Sql) -> Result<usize, Fault> {
    let me = || Value::from(list.scope.person().0.clone());
    let mut sql = Sql::default();
    sql.push(
        "WITH few (id) AS MATERIALIZED (
            SELECT x.record FROM recused x CROSS JOIN own_record o ON o.id = x.record WHERE x.person = ? AND o.recorder <> ?
            UNION SELECT u.id FROM unsubmitted u WHERE u.recorder <> ?",
        [me(), me(), me()],
    );
    if list.filter.has_dates() {
        sql.push(" UNION SELECT k.record FROM veiled k WHERE k.person = ?", [me()]);
    }
    sql.push(") SELECT (SELECT count(*) FROM placed v WHERE 1", []);
    sql.push(&place.text, place.values.iter().cloned());
    sql.push(") - (SELECT count(*) FROM few CROSS JOIN placed v ON v.id = few.id WHERE 1", []);
    sql.push(&place.text, place.values.iter().cloned());
    sql.push(")", []);
    Ok(sql.figure(list.db)?.max(0) as usize)
}

/// Records that stand otherwise for this person than they are counted: out of them, his own as long as he has
/// not handed them in, covered. Under a unit his own stand otherwise as well, and under "again" what is beside
/// one he is out of.
fn odd_ones(list: &List<'_>, by_value: bool) -> Sql {
    let me = || Value::from(list.scope.person().0.clone());
    let own = if by_value { "own_record" } else { "unsubmitted" };
    let mut sql = Sql::default();
    sql.push("WITH hidden AS MATERIALIZED (SELECT x.record FROM recused x WHERE x.person = ?), ", [me()]);
    if by_value {
        // Whoever is named often stands in two records about two events that he sees: these are "again" for him as
        // they are for all, and not looked at.
        sql.push(
            "named AS MATERIALIZED (SELECT DISTINCT a.same FROM hidden h CROSS JOIN subject a ON a.record = h.record
                WHERE a.same <> ''),
            beside AS MATERIALIZED (SELECT n.same FROM named n WHERE NOT EXISTS (SELECT 1 FROM
                (SELECT o.day, o.cases FROM subject o
                    WHERE o.same = n.same AND o.record NOT IN (SELECT record FROM hidden) LIMIT 1) one
                CROSS JOIN subject other ON other.same = n.same AND (other.day <> one.day OR other.cases <> one.cases)
                    AND other.record NOT IN (SELECT record FROM hidden))), ",
            [],
        );
    }
    sql.push(
        &format!(
            "odd (id) AS MATERIALIZED (SELECT record FROM hidden UNION SELECT o.id FROM {own} o WHERE o.recorder = ?
            UNION SELECT k.record FROM veiled k WHERE k.person = ?"
        ),
        [me(), me()],
    );
    if by_value {
        sql.push(" UNION SELECT b.record FROM beside s CROSS JOIN subject b ON b.same = s.same", []);
    }
    sql.push(") ", []);
    sql
}

/// What is to be added for them, and taken away.
fn odd(list: &List<'_>) -> Result<i64, Fault> {
    let f = list.filter;
    let by_value = !f.units.is_empty() || f.flagged || f.flags.contains(&Flag::Repeat);
    let (mut sql, seen) = (odd_ones(list, by_value), seen(list.scope, Drive::ByRow));
    sql.push(
        &format!("SELECT (SELECT count(*) FROM odd CROSS JOIN {} ON v.id = odd.id WHERE 1", seen.text),
        seen.values,
    );
    stored(&mut sql, list);
    sql.push(") - (SELECT count(*) FROM odd CROSS JOIN counted n ON n.id = odd.id WHERE 1", []);
    plain(&mut sql, list.filter);
    sql.push(")", []);
    sql.figure(list.db)
}

/// The filter as it is for the person; what is flagged by the clock alone is counted apart.
fn stored(sql: &mut Sql, list: &List<'_>) {
    let but = Filter { flagged: false, ..list.filter.clone() };
    narrow(sql, &but, list.scope, list.now);
    if list.filter.flagged {
        let any = any_flag(&[Flag::Overdue], list.scope, list.now);
        sql.push(&format!(" AND {}", any.text), any.values);
    }
}

/// Those that nothing flags but their clock.
fn overdue_alone(list: &List<'_>) -> Result<i64, Fault> {
    let but = Filter { flagged: false, ..list.filter.clone() };
    let seen = seen(list.scope, Drive::Index("record_hurries"));
    let (late, any) =
        (flagged(Flag::Overdue, list.scope, list.now), any_flag(&[Flag::Overdue], list.scope, list.now));
    let mut sql = Sql::default();
    sql.push(&format!("SELECT count(*) FROM {} WHERE {} AND NOT {}", seen.text, late.text, any.text), []);
    sql.values.extend(seen.values.into_iter().chain(late.values).chain(any.values));
    narrow(&mut sql, &but, list.scope, list.now);
    sql.figure(list.db)
}

type Counts = BTreeMap<String, i64>;

/// How many visible records under each value, within the present filter.
pub(super) fn facets(list: &List<'_>) -> Result<Facets, Fault> {
    let mut dims: [Counts; 4] = Default::default();
    let mut flags: Counts = Flag::ALL.iter().map(|f| (f.code().to_owned(), 0)).collect();
    if !Drive::is_his(list.scope) && is_counted(list.filter) && !list.filter.flagged {
        under_values(list, &mut dims, &mut flags)?;
        // The clock alone is counted by its own index.
        let mut filter = list.filter.clone();
        filter.flags.push(Flag::Overdue);
        let n = List { filter: &filter, ..*list }.count(None)?;
        flags.insert(Flag::Overdue.code().to_owned(), n as i64);
    } else {
        one_by_one(list, &mut dims, &mut flags)?;
    }
    let [status, stream, unit, quarter] = dims.map(|counts| {
        counts
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(value, n)| (value, n as usize))
            .collect::<BTreeMap<_, _>>()
    });
    let flag = flags.into_iter().map(|(code, n)| (code, n.max(0) as usize)).collect();
    let mut facets = Facets { status, stream, unit, quarter, flag };
    // Of what is covered no unit is told.
    facets.unit.remove("");
    Ok(facets)
}

/// Each line taken once, with all its flags.
fn one_by_one(list: &List<'_>, dims: &mut [Counts; 4], flags: &mut Counts) -> Result<(), Fault> {
    let each = all_flags(list.scope, list.now);
    let shown: String = each.iter().map(|f| format!(", ({})", f.text)).collect();
    let sql = list.all(&format!("v.status, v.stream, v.unit, v.quarter, 1{shown}"))?;
    let values = each.into_iter().flat_map(|f| f.values).chain(sql.values).collect();
    add(list.db, Sql { text: sql.text, values }, 1, |r, n| {
        for (dim, counts) in dims.iter_mut().enumerate() {
            *counts.entry(r.get(dim)?).or_default() += n;
        }
        for (i, flag) in Flag::ALL.iter().enumerate() {
            if r.get::<_, Option<bool>>(5 + i)?.unwrap_or(false) {
                *flags.entry(flag.code().to_owned()).or_default() += n;
            }
        }
        Ok(())
    })
}

/// What is counted, and what stands otherwise for this person put right.
fn under_values(list: &List<'_>, dims: &mut [Counts; 4], flags: &mut Counts) -> Result<(), Fault> {
    let mut every = Sql::default();
    if list.filter.is_empty() {
        under_each(list.db, dims, flags)?;
    } else {
        every.push("SELECT status, stream, unit, quarter, n, marks FROM cube WHERE 1", []);
        plain(&mut every, list.filter);
    }
    let mut out = odd_ones(list, true);
    out.push("SELECT n.status, n.stream, n.unit, n.quarter, 1, n.marks FROM odd CROSS JOIN counted n ON n.id = odd.id WHERE 1", []);
    plain(&mut out, list.filter);
    let (mut own, seen) = (odd_ones(list, true), seen(list.scope, Drive::ByRow));
    let repeat = flagged(Flag::Repeat, list.scope, list.now);
    let incomplete = flagged(Flag::Incomplete, list.scope, list.now);
    own.push(
        &format!(
            "SELECT v.status, v.stream, v.unit, v.quarter, 1,
                v.urgent | (v.late << 1) | (v.special << 2) | (v.disputed << 3) | (({}) << 4) | (({}) << 5)
             FROM odd CROSS JOIN {} ON v.id = odd.id WHERE 1",
            incomplete.text, repeat.text, seen.text
        ),
        incomplete.values.into_iter().chain(repeat.values).chain(seen.values),
    );
    stored(&mut own, list);
    for (sql, sign) in [(every, 1), (out, -1), (own, 1)].into_iter().filter(|(sql, _)| !sql.text.is_empty()) {
        add(list.db, sql, sign, |r, n| {
            for (dim, counts) in dims.iter_mut().enumerate() {
                *counts.entry(r.get(dim)?).or_default() += n;
            }
            under_flags(flags, r.get(5)?, n);
            *flags.entry(Flag::Withdrawn.code().to_owned()).or_default() +=
                if r.get::<_, String>(0)? == "withdrawn" { n } else { 0 };
            Ok(())
        })?;
    }
    Ok(())
}

fn under_flags(flags: &mut Counts, marks: i64, n: i64) {
    for (flag, bit) in Flag::ALL.iter().filter_map(|f| Some((f, bit(*f)?))) {
        *flags.entry(flag.code().to_owned()).or_default() += if marks & bit == 0 { 0 } else { n };
    }
}

/// Of all there are, under each value by itself.
fn under_each(db: &Connection, dims: &mut [Counts; 4], flags: &mut Counts) -> Result<(), Fault> {
    let mut query = db.prepare_cached("SELECT dim, value, n FROM tally")?;
    let mut rows = query.query([])?;
    while let Some(r) = rows.next()? {
        let (dim, value, n): (String, String, i64) = (r.get(0)?, r.get(1)?, r.get(2)?);
        if dim == "status" && value == "withdrawn" {
            flags.insert(Flag::Withdrawn.code().to_owned(), n);
        }
        match ["status", "stream", "unit", "quarter"].iter().position(|d| *d == dim) {
            Some(dim) => drop(dims[dim].insert(value, n)),
            None if dim == "marks" => under_flags(flags, value.parse().unwrap_or_default(), n),
            None => {}
        }
    }
    Ok(())
}

fn add(
    db: &Connection,
    sql: Sql,
    sign: i64,
    mut each: impl FnMut(&rusqlite::Row<'_>, i64) -> rusqlite::Result<()>,
) -> Result<(), Fault> {
    let mut query = db.prepare_cached(&sql.text)?;
    let mut rows = query.query(params_from_iter(sql.values))?;
    while let Some(r) = rows.next()? {
        each(r, sign * r.get::<_, i64>(4)?)?;
    }
    Ok(())
}
