//! What each record comes to in figures, and how much that is in all: counted in the step that changes one. The
//! months of a cell add up. What counts once is kept with how often it came in each quarter of a year, so that
//! it goes only when the last record that has it goes, and how many such there are is counted beside it.

use super::super::db::Tx;
use super::super::fault::Fault;
use crate::domain::figures::{Cells, How, Month, Quarters, SAME, cells, figure, reached};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// Writes what has changed of a record's cells, and moves what they are counted in.
pub(super) fn write(tx: &Tx<'_>, id: &str, now: &Cells) -> Result<(), Fault> {
    let (before, now) = (standing(tx, id)?, now.lines());
    if before == now {
        return Ok(());
    }
    let mut moved: BTreeMap<(Month, &str, &str), i64> = BTreeMap::new();
    for (all, by) in [(&before, -1), (&now, 1)] {
        for (month, lines) in all {
            for (code, value, n) in cells(lines) {
                *moved.entry((*month, code, value)).or_default() += by * n;
            }
        }
    }
    for month in before.keys().filter(|month| !now.contains_key(month)) {
        tx.prepare_cached("DELETE FROM figured WHERE record = ?1 AND month = ?2")?
            .execute(params![id, month])?;
    }
    for (month, lines) in now.iter().filter(|(month, lines)| before.get(month) != Some(lines)) {
        tx.prepare_cached("INSERT OR REPLACE INTO figured (record, month, cells) VALUES (?1, ?2, ?3)")?
            .execute(params![id, month, lines])?;
    }
    for ((month, code, value), by) in moved.into_iter().filter(|(_, by)| *by != 0) {
        match figure(code).map(|f| f.how) {
            _ if code == SAME => {}
            Some(How::Once) => once(tx, month, code, value, by)?,
            _ => add(tx, month, code, value, by)?,
        }
    }
    Ok(())
}

fn standing(tx: &Tx<'_>, id: &str) -> Result<BTreeMap<Month, String>, Fault> {
    let mut query = tx.prepare_cached("SELECT month, cells FROM figured WHERE record = ?1")?;
    Ok(query.query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

fn add(tx: &Tx<'_>, month: Month, code: &str, value: &str, by: i64) -> Result<(), Fault> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO figure (month, code, value, n) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (month, code, value) DO UPDATE SET n = n + ?4 RETURNING n",
    )?;
    let n: i64 = upsert.query_row(params![month, code, value, by], |r| r.get(0))?;
    if n == 0 {
        tx.prepare_cached("DELETE FROM figure WHERE month = ?1 AND code = ?2 AND value = ?3")?
            .execute(params![month, code, value])?;
    }
    Ok(())
}

fn once(tx: &Tx<'_>, month: Month, code: &str, value: &str, by: i64) -> Result<(), Fault> {
    let (year, quarter) = (month / 100, ((month % 100 - 1) / 3) as usize);
    let before: Quarters = tx
        .prepare_cached("SELECT q1, q2, q3, q4 FROM once WHERE year = ?1 AND code = ?2 AND value = ?3")?
        .query_row(params![year, code, value], |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?]))
        .optional()?
        .unwrap_or_default();
    let mut now = before;
    if let Some(n) = now.get_mut(quarter) {
        *n += by;
    }
    if now == Quarters::default() {
        tx.prepare_cached("DELETE FROM once WHERE year = ?1 AND code = ?2 AND value = ?3")?
            .execute(params![year, code, value])?;
    } else {
        tx.prepare_cached(
            "INSERT OR REPLACE INTO once (year, code, value, q1, q2, q3, q4) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![year, code, value, now[0], now[1], now[2], now[3]])?;
    }
    for least in [1, 2] {
        let (left, come) = (reached(&before, least), reached(&now, least));
        let by: Vec<i64> = (0..8).map(|i| i64::from(come[i]) - i64::from(left[i])).collect();
        if by.iter().all(|n| *n == 0) {
            continue;
        }
        tx.prepare_cached(
            "INSERT INTO unlike (year, code, least, q1, q2, q3, q4, y1, y2, y3, y4)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (year, code, least) DO UPDATE SET q1 = q1 + ?4, q2 = q2 + ?5, q3 = q3 + ?6, q4 = q4 + ?7,
                y1 = y1 + ?8, y2 = y2 + ?9, y3 = y3 + ?10, y4 = y4 + ?11",
        )?
        .execute(params![year, code, least, by[0], by[1], by[2], by[3], by[4], by[5], by[6], by[7]])?;
    }
    Ok(())
}
