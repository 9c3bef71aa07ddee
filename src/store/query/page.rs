//! A window of a list of records, walked from a line to its neighbours.

use super::found::{Found, found};
use super::narrow::{all_flags, narrow};
use super::seen::{Drive, seen};
use super::totals;
use super::{Sql, cases, matter};
use crate::domain::ids::{MatterId, Millis, Ref, UnitId};
use crate::domain::policy::{Reach, Scope};
use crate::domain::record::Status;
use crate::domain::search::{Filter, Flag, Mark, Near, Sort, Sought};
use crate::store::Fault;
use crate::store::lines::{RecordLine, RecordPage};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use uuid::Uuid;

/// What a list is sorted by, the greater the earlier, and the index that has it in that order.
fn sorted(sort: Sort) -> (&'static str, &'static str) {
    match sort {
        Sort::Recorded => ("v.recorded", "record_by_recorded"),
        Sort::Occurred => ("v.happened", "record_by_occurred"),
        Sort::Touched => ("v.updated_at", "record_by_touched"),
        Sort::Due => ("v.hurry", "record_by_due"),
    }
}

/// One list, asked for more than one window.
#[derive(Clone, Copy)]
pub(super) struct List<'a> {
    pub db: &'a Connection,
    pub scope: &'a Scope,
    pub filter: &'a Filter,
    pub now: Millis,
    pub found: &'a Found,
}

/// A window of the records this person may see.
pub fn records(
    db: &Connection,
    scope: &Scope,
    filter: &Filter,
    now: Millis,
    near: Near,
    count: usize,
    most: usize,
) -> Result<RecordPage, Fault> {
    let found = &found(db, scope, filter, now, most)?;
    let list = List { db, scope, filter, now, found };
    // What many are found by is not counted: it would be read to its end for a figure.
    let total = if *found == Found::Often { None } else { Some(totals::total(&list)?) };
    let marks = list.marks(near, count)?;
    let from = match near {
        Near::Start => Some(0),
        Near::End => total.map(|total| total.saturating_sub(marks.len())),
        Near::After(_) | Near::Before(_) => None,
        Near::At(mark, about) => Some(list.rank(mark, about, total)?),
    };
    let lines = lines(&list, marks)?;
    let (known, counted) = (from.unwrap_or(0) + lines.len(), total.is_some());
    Ok(RecordPage { lines, total: total.unwrap_or(known), counted, from })
}

/// Where in a list a record or a day stands: of a day its first line, or the one that comes in its place.
pub fn place(
    db: &Connection,
    scope: &Scope,
    filter: &Filter,
    now: Millis,
    sought: Sought,
    most: usize,
) -> Result<Option<Mark>, Fault> {
    let found = &found(db, scope, filter, now, most)?;
    let list = List { db, scope, filter, now, found };
    let at = match sought {
        Sought::Record(id) => return list.mark_of(&id),
        // What ends first stands first.
        Sought::Day { from, .. } if filter.sort == Sort::Due => -from,
        Sought::Day { to, .. } => to,
    };
    let mark = Mark { pressing: false, key: at, id: MatterId(Uuid::max()) };
    let there = list.marks(Near::At(mark, 0), 1)?;
    Ok(if there.is_empty() { list.marks(Near::End, 1)? } else { there }.first().copied())
}

/// How many lines a list has, counted to its end however long that takes.
pub fn how_many(
    db: &Connection,
    scope: &Scope,
    filter: &Filter,
    now: Millis,
    most: usize,
) -> Result<usize, Fault> {
    totals::total(&List { db, scope, filter, now, found: &found(db, scope, filter, now, most)? })
}

impl List<'_> {
    /// The places of a window, in the list's order.
    fn marks(&self, near: Near, count: usize) -> Result<Vec<Mark>, Fault> {
        let back = matches!(near, Near::End | Near::Before(_));
        let mut all = Vec::new();
        let parts = if self.is_in_usual_order() { self.few() } else { self.parts()? };
        for part in parts {
            all.extend(self.walk(part, near, back, count)?);
        }
        all.sort_unstable_by(|a, b| b.cmp(a));
        // What concerns him stands among what is flagged of his units as well.
        all.dedup();
        match back {
            true => drop(all.drain(..all.len().saturating_sub(count))),
            false => all.truncate(count),
        }
        Ok(all)
    }

    /// A list by a date that is covered in some of its lines is two: these tell no date, and come last.
    fn parts(&self) -> Result<Vec<Part<'_>>, Fault> {
        if self.filter.sort != Sort::Occurred {
            return Ok(vec![Part::Whole]);
        }
        let covered = self
            .db
            .prepare_cached("SELECT 1 FROM veiled WHERE person = ?1 LIMIT 1")?
            .exists([self.scope.person().as_str()])?;
        Ok(if covered { vec![Part::Open, Part::Covered] } else { vec![Part::Whole] })
    }

    /// Whether somebody's own few records stand in the order of the list.
    fn is_in_usual_order(&self) -> bool {
        let f = self.filter;
        Drive::is_his(self.scope) && f.sort == Sort::Recorded && !f.own && !matches!(self.found, Found::At(_))
    }

    /// These, each part in its order; a record may stand in several.
    fn few(&self) -> Vec<Part<'_>> {
        let units = match self.scope.reach() {
            Reach::Units(units) => units.iter(),
            _ => [].iter(),
        };
        std::iter::once(Part::Concerned).chain(units.map(Part::OfUnit)).collect()
    }

    fn walk(&self, part: Part<'_>, near: Near, back: bool, count: usize) -> Result<Vec<Mark>, Fault> {
        let bound = match near {
            Near::Start | Near::End => None,
            Near::After(mark) => Some(("<", mark)),
            Near::Before(mark) => Some((">", mark)),
            Near::At(mark, _) => Some(("<=", mark)),
        };
        let key = self.key(part);
        let mut sql = self.asked(&format!("v.pressing, {key}, v.id"), part, count, bound)?;
        let way = if back { "ASC" } else { "DESC" };
        sql.push(
            &format!(" ORDER BY v.pressing {way}, {key} {way}, v.id {way} LIMIT ?"),
            [Value::from(count as i64)],
        );
        let mut query = self.db.prepare_cached(&sql.text)?;
        let found = query.query_map(params_from_iter(sql.values), |r| {
            Ok(Mark { pressing: r.get(0)?, key: r.get(1)?, id: matter(r, 2)? })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// How many lines there are, or how many on one side of a place, counted one by one.
    pub(super) fn count(&self, bound: Option<(&str, Mark)>) -> Result<usize, Fault> {
        if let Some((than, mark)) = bound
            && let Some(n) = totals::passed(self, self.key(Part::Whole), than, mark)?
        {
            return Ok(n);
        }
        let mut n: i64 = 0;
        for part in if bound.is_some() { self.parts()? } else { vec![Part::Whole] } {
            let sql = self.asked("count(*)", part, usize::MAX, bound)?;
            n += sql.figure(self.db)?;
        }
        Ok(n.max(0) as usize)
    }

    /// All of its lines.
    pub(super) fn all(&self, what: &str) -> Result<Sql, Fault> {
        self.asked(what, Part::Whole, usize::MAX, None)
    }

    /// The place of one record, if the list has it.
    fn mark_of(&self, id: &MatterId) -> Result<Option<Mark>, Fault> {
        let (seen, key) = (seen(self.scope, Drive::ByRow), sorted(self.filter.sort).0);
        let key = match self.filter.sort {
            Sort::Occurred => format!("iif(v.veiled, {COVERED}, {key})"),
            _ => key.to_owned(),
        };
        let mut sql = Sql::default();
        sql.push(
            &format!("SELECT v.pressing, {key} FROM {} WHERE v.id = ?", seen.text),
            seen.values.into_iter().chain([Value::from(id.to_string())]),
        );
        narrow(&mut sql, self.filter, self.scope, self.now);
        let mut query = self.db.prepare_cached(&sql.text)?;
        let place = |r: &Row<'_>| Ok(Mark { pressing: r.get(0)?, key: r.get(1)?, id: *id });
        Ok(query.query_row(params_from_iter(sql.values), place).optional()?)
    }

    /// How many lines stand before a place: counted from whichever end is nearer.
    fn rank(&self, mark: Mark, about: usize, total: Option<usize>) -> Result<usize, Fault> {
        match total.filter(|total| about > total / 2) {
            Some(total) => Ok(total.saturating_sub(self.count(Some(("<=", mark)))?)),
            None => self.count(Some((">", mark))),
        }
    }

    fn key(&self, part: Part<'_>) -> &'static str {
        if part == Part::Covered { COVERED } else { sorted(self.filter.sort).0 }
    }

    /// The lines of a part of the list, so many of them wanted.
    fn asked(
        &self,
        what: &str,
        part: Part<'_>,
        count: usize,
        bound: Option<(&str, Mark)>,
    ) -> Result<Sql, Fault> {
        let drive = match part {
            Part::Covered => Drive::ByRow,
            Part::Concerned => Drive::Concerned,
            Part::OfUnit(unit) => Drive::OfUnit(unit),
            Part::Whole | Part::Open => self.drive(count)?,
        };
        let (seen, mut sql) = (seen(self.scope, drive), Sql::default());
        sql.push(&format!("SELECT {what} FROM {} WHERE 1", seen.text), seen.values);
        let me = || Value::from(self.scope.person().0.clone());
        match part {
            Part::Whole | Part::Concerned | Part::OfUnit(_) => {}
            Part::Open => sql.push(" AND NOT v.veiled", []),
            Part::Covered => {
                sql.push(
                    " AND v.veiled AND v.id IN (SELECT k.record FROM veiled k WHERE k.person = ?)",
                    [me()],
                );
            }
        }
        if let Some((than, mark)) = bound {
            let place = [Value::from(mark.pressing), Value::from(mark.key), Value::from(mark.id.to_string())];
            sql.push(&format!(" AND (v.pressing, {}, v.id) {than} (?, ?, ?)", self.key(part)), place);
        }
        narrow(&mut sql, self.filter, self.scope, self.now);
        Ok(sql)
    }

    /// By which index so many lines of the list are found with the fewest looks at what is not in it.
    fn drive(&self, count: usize) -> Result<Drive<'_>, Fault> {
        if let Found::At(places) = self.found {
            return Ok(Drive::Among(places));
        }
        let f = self.filter;
        if f.own {
            return Ok(Drive::Index("record_by_recorder"));
        }
        if Drive::is_his(self.scope) {
            return Ok(Drive::his(self.scope));
        }
        let (_, order) = sorted(f.sort);
        let counted = totals::narrowed(self.db, f)?;
        // What is past its time is little of what there is.
        if f.flags.contains(&Flag::Overdue) {
            return Ok(Drive::Index("record_hurries"));
        }
        if counted.is_empty() {
            return Ok(Drive::Index(order));
        }
        let all = totals::all(self.db)?.max(1) as f64;
        let left = counted.iter().fold(all, |left, c| left * c.n as f64 / all);
        let wanted = (count as f64 / left.max(1.0)).min(1.0);
        // What came after the days that are wanted is passed first.
        let mut best = ((all * wanted + totals::later(self.db, f)? as f64).min(all), order);
        // A unit's own people's records stand under another.
        for c in counted.iter().filter(|c| !c.index.is_empty()) {
            let in_order = c.order == Some(f.sort);
            let walked = c.n as f64 * if in_order { wanted } else { 1.0 };
            if walked < best.0 {
                best = (walked, c.index);
            }
        }
        Ok(Drive::Index(best.1))
    }
}

/// Where a date is covered, everything stands in one place.
const COVERED: &str = "-9223372036854775808";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Whole,
    Concerned,
    OfUnit(&'a UnitId),
    Open,
    Covered,
}

/// The lines of these records, as far as they exist for this person.
fn lines(list: &List<'_>, marks: Vec<Mark>) -> Result<Vec<RecordLine>, Fault> {
    let (seen, each) = (seen(list.scope, Drive::ByRow), all_flags(list.scope, list.now));
    let flags: Vec<String> = each.iter().map(|f| format!("({})", f.text)).collect();
    let text = format!(
        "SELECT v.ref, v.status, v.stream, v.cases, v.manner, v.occurred, v.recorded,
            CASE WHEN v.own THEN v.inquirer ELSE v.inquirer_mask END, v.inquirer_unit, v.unit, v.own, v.veiled, {}
         FROM {} WHERE v.id = ?",
        flags.join(", "),
        seen.text,
    );
    let mut query = list.db.prepare_cached(&text)?;
    let mut values: Vec<Value> = each.into_iter().flat_map(|f| f.values).chain(seen.values).collect();
    values.push(Value::Null);
    let mut lines = Vec::with_capacity(marks.len());
    for mark in marks {
        if let Some(id) = values.last_mut() {
            *id = Value::from(mark.id.to_string());
        }
        lines.extend(query.query_row(params_from_iter(&values), |r| record_line(r, mark)).optional()?);
    }
    Ok(lines)
}

fn record_line(r: &Row<'_>, mark: Mark) -> rusqlite::Result<RecordLine> {
    let mut flags = Vec::new();
    for (i, flag) in Flag::ALL.iter().enumerate() {
        if r.get::<_, Option<bool>>(12 + i)?.unwrap_or(false) {
            flags.push(flag.code().to_owned());
        }
    }
    Ok(RecordLine {
        id: mark.id,
        mark,
        ref_: Ref(r.get(0)?),
        status: Status::from_code(&r.get::<_, String>(1)?).unwrap_or(Status::New),
        stream: r.get(2)?,
        cases: cases(r, 3)?,
        manner: r.get(4)?,
        occurred: r.get(5)?,
        recorded: r.get(6)?,
        inquirer: r.get(7)?,
        inquirer_unit: r.get(8)?,
        unit: r.get(9)?,
        own: r.get(10)?,
        veiled: r.get(11)?,
        flags,
    })
}

/// Visible submitted records about the same case, person and day: offered as links to those who
/// keep the store. They tell no flags.
pub fn alike(db: &Connection, scope: &Scope, record: &MatterId) -> Result<Vec<RecordLine>, Fault> {
    let seen = seen(scope, Drive::ByRow);
    let flags = vec!["0"; Flag::ALL.len()].join(", ");
    let text = format!(
        "WITH near AS MATERIALIZED (SELECT DISTINCT b.record FROM subject a
            JOIN subject b ON b.name = a.name AND b.record <> a.record AND abs(b.day - a.day) <= 1
            WHERE a.record = ? AND a.name <> '')
         SELECT v.ref, v.status, v.stream, v.cases, v.manner, v.occurred, v.recorded,
            v.inquirer_mask, v.inquirer_unit, v.unit, v.own, v.veiled, {flags}, v.pressing, v.id
         FROM near CROSS JOIN {} ON v.id = near.record WHERE v.submitted = 1 AND v.whole
         ORDER BY v.recorded DESC, v.id LIMIT 20",
        seen.text
    );
    let values = std::iter::once(Value::from(record.to_string())).chain(seen.values);
    let line = |r: &Row<'_>| {
        let after = 12 + Flag::ALL.len();
        record_line(r, Mark { pressing: r.get(after)?, key: r.get(6)?, id: matter(r, after + 1)? })
    };
    Ok(db
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), line)?
        .collect::<rusqlite::Result<_>>()?)
}
