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

/// A record is counted here and no longer there.
pub(super) fn moved(tx: &Tx<'_>, before: Option<Counted>, now: Option<Counted>) -> Result<(), Fault> {
    if before == now {
        return Ok(());
    }
    // What stays where it was is not touched.
    let stays = |dim: usize| match (&before, &now) {
        (Some(a), Some(b)) => dim < 4 && a.of[dim] == b.of[dim] || dim == 4 && a.marks == b.marks || dim == 5,
        _ => false,
    };
    for (counted, by) in [(&before, -1), (&now, 1)] {
        let Some(c) = counted else { continue };
        let marks = c.marks.to_string();
        let values = c.of.iter().map(String::as_str).chain([marks.as_str(), ""]);
        for (dim, (name, value)) in DIMS.iter().zip(values).enumerate().filter(|(dim, _)| !stays(*dim)) {
            _ = dim;
            tx.prepare_cached(
                "INSERT INTO tally (dim, value, n) VALUES (?1, ?2, ?3)
                 ON CONFLICT (dim, value) DO UPDATE SET n = n + ?3",
            )?
            .execute(params![name, value, by])?;
        }
        let [quarter, status, stream, unit] = &c.of;
        tx.prepare_cached(
            "INSERT INTO cube (quarter, status, stream, unit, marks, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (quarter, status, stream, unit, marks) DO UPDATE SET n = n + ?6",
        )?
        .execute(params![quarter, status, stream, unit, c.marks, by])?;
        if by < 0 {
            tx.prepare_cached(
                "DELETE FROM cube WHERE quarter = ?1 AND status = ?2 AND stream = ?3 AND unit = ?4 AND marks = ?5 AND n = 0",
            )?
            .execute(params![quarter, status, stream, unit, c.marks])?;
        }
    }
    // A few rows in all.
    tx.prepare_cached("DELETE FROM tally WHERE n = 0")?.execute([])?;
    Ok(())
}

/// The last one is all of them.
const DIMS: [&str; 6] = ["quarter", "status", "stream", "unit", "marks", ""];
