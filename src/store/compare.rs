//! Live tables against tables made anew from the log, row by row.

use super::db::{Connection, Register, Tx};
use super::fault::Fault;
use super::schema;
use super::tables::TABLES;
use rusqlite::types::Value;

/// The first place where they differ.
#[derive(Debug, PartialEq)]
pub struct Difference {
    pub table: String,
    pub live: Option<String>,
    pub rebuilt: Option<String>,
}

/// Compares the tables of an open register with a rebuild in memory. `replay` fills the rebuild.
pub fn tables(
    register: &Register,
    replay: impl FnOnce(&Connection, &Tx<'_>) -> Result<(), Fault>,
) -> Result<Option<Difference>, Fault> {
    let mut fresh = Connection::open_in_memory()?;
    schema::make_tables_alone(&fresh, TABLES)?;
    let tx = Tx::around(fresh.transaction()?, register.founding());
    register.read(|live| {
        replay(live, &tx)?;
        for table in names(&tx)? {
            let (a, b) = (rows(live, &table)?, rows(&tx, &table)?);
            if a != b {
                let at = a.iter().zip(&b).position(|(x, y)| x != y).unwrap_or(a.len().min(b.len()));
                return Ok(Some(Difference { table, live: a.get(at).cloned(), rebuilt: b.get(at).cloned() }));
            }
        }
        Ok(None)
    })
}

fn names(db: &Connection) -> Result<Vec<String>, Fault> {
    // A concordance may lag behind, and is asked, not compared.
    let mut query = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('touched', 'in_concordance')
            AND name NOT LIKE 'concordance%' ORDER BY name",
    )?;
    Ok(query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
}

fn rows(db: &Connection, table: &str) -> Result<Vec<String>, Fault> {
    // At which place a row of words stands is the story of its changes.
    let all = db.prepare(&format!("SELECT * FROM \"{table}\" LIMIT 0"))?;
    let columns: Vec<String> =
        all.column_names().filter(|c| *c != "place").map(|c| format!("\"{c}\"")).collect();
    let mut query = db.prepare(&format!("SELECT {} FROM \"{table}\"", columns.join(", ")))?;
    let columns = columns.len();
    let found = query.query_map([], |r| {
        let cells = (0..columns).map(|i| r.get::<_, Value>(i)).collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(format!("{cells:?}"))
    })?;
    let mut all = found.collect::<rusqlite::Result<Vec<_>>>()?;
    all.sort_unstable();
    Ok(all)
}
