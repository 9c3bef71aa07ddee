//! How many records there are under each value: counted in the step that changes one.

use super::super::db::Tx;
use super::super::fault::Fault;
use rusqlite::params;

/// Under what one record is counted.
#[derive(PartialEq)]
pub(super) struct Counted {
    /// Quarter, status, stream, unit of the case.
    pub of: [String; 4],
    /// Its flags, a bit each.
    pub marks: i64,
}

impl Counted {
    /// Each value by itself; the last one is all of them.
    fn under(&self) -> Vec<(&'static str, String)> {
        let values = self.of.iter().cloned().chain([self.marks.to_string(), String::new()]);
        ["quarter", "status", "stream", "unit", "marks", ""].into_iter().zip(values).collect()
    }
}

/// A record is counted here and no longer there; what stays where it was is not touched.
pub(super) fn moved(tx: &Tx<'_>, before: Option<Counted>, now: Option<Counted>) -> Result<(), Fault> {
    if before == now {
        return Ok(());
    }
    let under = |counted: &Option<Counted>| counted.as_ref().map(Counted::under).unwrap_or_default();
    let (left, come) = (under(&before), under(&now));
    for (values, others, by) in [(&left, &come, -1), (&come, &left, 1)] {
        for (dim, value) in values.iter().filter(|v| !others.contains(v)) {
            tx.prepare_cached(
                "INSERT INTO tally (dim, value, n) VALUES (?1, ?2, ?3)
                 ON CONFLICT (dim, value) DO UPDATE SET n = n + ?3",
            )?
            .execute(params![dim, value, by])?;
        }
    }
    // A few rows in all.
    tx.prepare_cached("DELETE FROM tally WHERE n = 0")?.execute([])?;
    for (counted, by) in [(&before, -1), (&now, 1)] {
        let Some(Counted { of: [quarter, status, stream, unit], marks }) = counted else { continue };
        tx.prepare_cached(
            "INSERT INTO cube (quarter, status, stream, unit, marks, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (quarter, status, stream, unit, marks) DO UPDATE SET n = n + ?6",
        )?
        .execute(params![quarter, status, stream, unit, marks, by])?;
        tx.prepare_cached(
            "DELETE FROM cube WHERE quarter = ?1 AND status = ?2 AND stream = ?3 AND unit = ?4 AND marks = ?5 AND n = 0",
        )?
        .execute(params![quarter, status, stream, unit, marks])?;
    }
    Ok(())
}
