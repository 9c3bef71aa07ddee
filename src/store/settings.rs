//! Every setting a connection must have, in one list that is both applied and checked: a setting
//! that did not take is a fault at opening, and `doctor` shows the same list.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;

use super::fault::Fault;

/// `LIUH` in the header of the file.
pub const APPLICATION_ID: i64 = 0x4c49_5548;
/// No single value in the database is larger.
pub const MAX_VALUE_BYTES: u64 = 4 << 20;

/// One setting, as wanted and as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the database's own manual.
    pub name: &'static str,
    /// What it must be.
    pub expected: String,
    /// What it is.
    pub got: String,
}

impl Setting {
    /// Whether it took.
    pub fn holds(&self) -> bool {
        self.expected == self.got
    }
}

/// Pragmas in the order in which they are set. WAL: readers never stop the writer. FULL: an
/// acknowledged record survives a power cut. `mmap_size` 0: a bad disk is an error, not a signal.
const PRAGMAS: [(&str, &str); 10] = [
    ("busy_timeout", "3000"),
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("trusted_schema", "0"),
    ("cell_size_check", "1"),
    ("mmap_size", "0"),
    ("cache_size", "-2048"),
    ("temp_store", "2"),
    ("recursive_triggers", "0"),
];

const CONFIGS: [(&str, DbConfig, bool); 7] = [
    ("defensive", DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    ("writable_schema", DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    ("enable_trigger", DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
    ("enable_fkey", DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
    ("dqs_dml", DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    ("dqs_ddl", DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ("legacy_alter_table", DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false),
];

/// No attached file also means no `VACUUM INTO`, the quickest way to carry a register off.
const LIMITS: [(&str, Limit, i32); 7] = [
    ("limit_attached", Limit::SQLITE_LIMIT_ATTACHED, 0),
    ("limit_length", Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES as i32),
    ("limit_sql_length", Limit::SQLITE_LIMIT_SQL_LENGTH, 256 << 10),
    ("limit_expr_depth", Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
    ("limit_compound_select", Limit::SQLITE_LIMIT_COMPOUND_SELECT, 50),
    ("limit_like_pattern", Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
    ("limit_worker_threads", Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// Applies every setting. `journal` is `wal`, `truncate` for drafts, `memory` for a register under way, or nothing for evidence,
/// whose file is not touched.
pub fn apply(conn: &Connection, journal: Option<&str>) -> Result<(), Fault> {
    conn.busy_timeout(Duration::from_secs(3))?;
    for (name, value) in PRAGMAS {
        match (name, journal) {
            ("journal_mode", None) => {}
            ("journal_mode", Some(way)) => keep_journal(conn, way)?,
            _ => conn.pragma_update(None, name, value)?,
        }
    }
    for (_, config, on) in CONFIGS {
        conn.set_db_config(config, on)?;
    }
    for (_, limit, most) in LIMITS {
        conn.set_limit(limit, most)?;
    }
    Ok(())
}

/// How changes are kept until they stand.
pub fn keep_journal(conn: &Connection, way: &str) -> Result<(), Fault> {
    Ok(conn.pragma_update_and_check(None, "journal_mode", way, |_| Ok(()))?)
}

/// Every setting as it is. Needs a lifted guard.
pub fn read(conn: &Connection, journal: Option<&str>) -> Result<Vec<Setting>, Fault> {
    let mut out = Vec::new();
    let mut add = |name, expected: String, got: String| out.push(Setting { name, expected, got });
    for (name, value) in PRAGMAS {
        let expected = match (name, journal) {
            ("journal_mode", None) => continue,
            ("journal_mode", Some(journal)) => journal,
            _ => value,
        };
        add(name, expected.to_owned(), pragma_text(conn, name)?);
    }
    for (name, config, on) in CONFIGS {
        add(name, on.to_string(), conn.db_config(config)?.to_string());
    }
    for (name, limit, most) in LIMITS {
        add(name, most.to_string(), conn.limit(limit)?.to_string());
    }
    Ok(out)
}

/// Applies every setting and refuses to go on with one that did not take.
pub fn apply_and_check(conn: &Connection, journal: Option<&str>) -> Result<(), Fault> {
    apply(conn, journal)?;
    match read(conn, journal)?.into_iter().find(|setting| !setting.holds()) {
        Some(Setting { name, expected, got }) => Err(Fault::Setting { name, expected, got }),
        None => Ok(()),
    }
}

/// A number the database keeps in its header.
pub fn pragma_number(conn: &Connection, name: &str) -> Result<i64, Fault> {
    Ok(conn.pragma_query_value(None, name, |row| row.get(0))?)
}

fn pragma_text(conn: &Connection, name: &str) -> Result<String, Fault> {
    use rusqlite::types::Value;
    let value: Value = conn.pragma_query_value(None, name, |row| row.get(0))?;
    Ok(match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        other => format!("{other:?}"),
    })
}
