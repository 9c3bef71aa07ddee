//! What is in the file: the log's own tables, step by step and for ever, and the tables that are
//! only views of it, dropped and built again whenever their text changes.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::guard::LOG_TABLES;
use super::settings::{APPLICATION_ID, pragma_number};
use crate::ledger::{Alg, Hash};

/// One forward step of the log's own tables. A step that has been released is never edited.
#[derive(Debug)]
pub struct Step {
    /// Its name in `schema_part`.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

/// All steps; the number applied is the file's `user_version`.
pub const STEPS: &[Step] = &[Step { name: "log-1", sql: include_str!("../../assets/migrations/log.sql") }];

/// The tables built from the log: their text, and a number that grows with every change.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// Grows with every change of the text, or of what is written into them.
    pub version: u32,
    /// Statements that make all of them, empty.
    pub sql: &'static str,
}

/// What every trigger of ours does: it counts.
const COUNTS: &str = "UPDATE touched SET times = times + 1";

impl Tables {
    /// Whether they note each change of a row in them.
    pub fn watched(&self) -> bool {
        self.sql.contains(COUNTS)
    }

    /// Whether nodes of the trees are kept among them.
    pub(super) fn has_tiles(&self) -> bool {
        self.sql.contains("CREATE TABLE tile ")
    }
}

/// Whether rows were changed by something that does not say so, as this program does.
pub fn touched(conn: &Connection) -> Result<bool, Fault> {
    let known: Option<bool> = conn
        .prepare_cached("SELECT times = known FROM touched")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(known != Some(true))
}

/// The changes of this transaction are this program's own.
pub fn own_touch(conn: &Connection) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE touched SET known = times WHERE known <> times")?.execute([])?;
    Ok(())
}

/// How the tables in a file stand to those this program builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TablesState {
    /// The same text and number.
    Fresh,
    /// Another: they are to be built again.
    Stale,
}

const TABLES: &str = "tables";
const ENCODING: &str = "UTF-8";

fn fingerprint(sql: &str) -> Hash {
    Alg::Sha256.digest(&[sql.as_bytes()])
}

fn note(conn: &Connection, part: &str, version: i64, sql: &str) -> Result<(), Fault> {
    conn.execute(
        "INSERT INTO schema_part (part, version, sha256) VALUES (?1, ?2, ?3)
         ON CONFLICT (part) DO UPDATE SET version = ?2, sha256 = ?3",
        params![part, version, fingerprint(sql).0],
    )?;
    Ok(())
}

fn noted(conn: &Connection, part: &str) -> Result<Option<(i64, Vec<u8>)>, Fault> {
    let mut query = conn.prepare("SELECT version, sha256 FROM schema_part WHERE part = ?1")?;
    Ok(query.query_row([part], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Applies the steps that are missing. Runs inside the caller's transaction.
pub fn migrate(conn: &Connection, steps: &[Step]) -> Result<(), Fault> {
    let (found, known) = (pragma_number(conn, "user_version")?, steps.len() as i64);
    if found > known {
        return Err(Fault::Newer { found, known });
    }
    for (number, step) in (1..).zip(steps) {
        if number <= found {
            let same = noted(conn, step.name)?.is_some_and(|(_, hash)| hash == fingerprint(step.sql).0);
            if !same {
                return Err(Fault::damaged(format!("step {} was another text", step.name)));
            }
            continue;
        }
        conn.execute_batch(step.sql)?;
        note(conn, step.name, number, step.sql)?;
        conn.pragma_update(None, "user_version", number)?;
    }
    if found == 0 {
        conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    Ok(())
}

/// Whether the tables are those of this program.
pub fn tables_state(conn: &Connection, tables: Tables) -> Result<TablesState, Fault> {
    match noted(conn, TABLES)? {
        Some((version, _)) if version > i64::from(tables.version) => {
            Err(Fault::Newer { found: version, known: i64::from(tables.version) })
        }
        // What is written into them may have changed while their text did not.
        Some((version, hash))
            if version == i64::from(tables.version) && hash == fingerprint(tables.sql).0 =>
        {
            Ok(TablesState::Fresh)
        }
        _ => Ok(TablesState::Stale),
    }
}

/// Makes the tables, empty. Runs inside the caller's transaction, guard lifted.
pub fn make_tables(conn: &Connection, tables: Tables) -> Result<(), Fault> {
    conn.execute_batch(tables.sql)?;
    note(conn, TABLES, i64::from(tables.version), tables.sql)
}

/// The tables alone, without the log beside them.
pub fn make_tables_alone(conn: &Connection, tables: Tables) -> Result<(), Fault> {
    Ok(conn.execute_batch(tables.sql)?)
}

/// Drops everything that is not the log. Runs inside the caller's transaction, guard lifted.
pub fn drop_tables(conn: &Connection) -> Result<(), Fault> {
    // Parents may go before their children inside this one transaction.
    conn.pragma_update(None, "defer_foreign_keys", true)?;
    // A virtual table takes its shadow tables along, so each drop is followed by a new look; the
    // youngest goes first, because what refers is made after what it refers to.
    while let Some((kind, name)) = next_to_drop(conn)? {
        conn.execute_batch(&format!("DROP {kind} \"{}\"", name.replace('"', "\"\"")))?;
    }
    conn.execute("DELETE FROM schema_part WHERE part = ?1", [TABLES])?;
    Ok(())
}

fn next_to_drop(conn: &Connection) -> Result<Option<(String, String)>, Fault> {
    let own = LOG_TABLES.map(|table| format!("'{table}'")).join(", ");
    let sql = format!(
        "SELECT type, name FROM sqlite_schema
         WHERE type IN ('table', 'view', 'trigger') AND tbl_name NOT IN ({own}) AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY type = 'table', sql NOT LIKE 'CREATE VIRTUAL%', rowid DESC LIMIT 1"
    );
    Ok(conn.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Compares what the file holds with what belongs there; names each part that is missing, altered or
/// foreign. `tables` are those built from the log, where they are this program's; of another
/// program's only triggers are strange, for no version has any.
pub fn strange_parts(
    conn: &Connection,
    steps: &[Step],
    tables: Option<Tables>,
) -> Result<Vec<String>, Fault> {
    let fresh = Connection::open_in_memory()?;
    // A file of an older form is compared with what that form was.
    let seen = usize::try_from(pragma_number(conn, "user_version")?).unwrap_or(0);
    migrate(&fresh, steps.get(..seen).unwrap_or(steps))?;
    if let Some(tables) = tables {
        make_tables_alone(&fresh, tables)?;
    }
    // A name in other letters means the same table to the database: compared as written, for nothing
    // of ours is written in two ways, but looked for in any letters.
    let ours = |part: &Part| {
        tables.is_some()
            || part.kind == "trigger" && !part.counts()
            || LOG_TABLES.iter().any(|own| own.eq_ignore_ascii_case(&part.table))
    };
    let (found, wanted) = (parts(conn)?, parts(&fresh)?);
    let strange = found.symmetric_difference(&wanted).filter(|part| ours(part));
    let mut strange: BTreeSet<String> = strange.map(|part| part.name.clone()).collect();
    // The same letters in another encoding sort in another order.
    let encoding: String = conn.pragma_query_value(None, "encoding", |row| row.get(0))?;
    if encoding != ENCODING {
        strange.insert(encoding);
    }
    Ok(strange.into_iter().collect())
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    kind: String,
    name: String,
    table: String,
    sql: Option<String>,
}

impl Part {
    /// Whether it is a trigger of some version of our tables, on one of them.
    fn counts(&self) -> bool {
        let own = LOG_TABLES.iter().any(|own| own.eq_ignore_ascii_case(&self.table));
        let body = self.sql.as_deref().and_then(|sql| sql.split_once(" BEGIN "));
        !own && body.is_some_and(|(_, body)| body.trim_end() == format!("{COUNTS}; END"))
    }
}

fn parts(conn: &Connection) -> Result<BTreeSet<Part>, Fault> {
    let mut query = conn.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let rows = query.query_map([], |row| {
        Ok(Part { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
