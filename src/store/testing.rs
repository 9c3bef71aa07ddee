//! What the tests of this folder share: a small register, and the stock database client as the
//! attacker's tool.

use std::path::Path;
use std::process::Command;

use super::*;
use crate::ledger::{Alg, LogId, RegisterId};
pub use crate::skip::skip;

/// Tables such as the program builds from its log, with everything that is hard to drop.
pub const TABLES: Tables = Tables {
    version: 3,
    sql: "CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
          CREATE TABLE person (id INTEGER PRIMARY KEY, unit INTEGER REFERENCES unit (id)) STRICT;
          CREATE INDEX person_unit ON person (unit);
          CREATE VIEW crowd AS SELECT count(*) AS n FROM person;
          CREATE TRIGGER person_gone AFTER DELETE ON person BEGIN SELECT 1; END;
          CREATE VIRTUAL TABLE text USING fts5 (body, content = '', columnsize = 0);",
};

pub const FOUNDING: Founding = Founding { id: RegisterId([0x5a; 16]), alg: Alg::Sha256, training: false };
pub const START_MS: i64 = 1_790_000_000_000;

/// A register of `acts` acts and one read, in a directory of its own.
pub fn made(acts: u8) -> (tempfile::TempDir, Register) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    let (register, ()) = Register::create(&dir, FOUNDING, TABLES, Mode::Session, |tx| {
        for n in 0..acts {
            add(tx, n)?;
        }
        log::append(tx, LogId::Reads, START_MS, &[9; 32], "{\"read\":1}").map(drop)
    })
    .unwrap();
    (place, register)
}

/// Appends one act with a body that tells the events apart.
pub fn add(tx: &Tx<'_>, n: u8) -> Result<log::Entry, Fault> {
    let body = format!("{{\"kind\":\"note\",\"n\":{n},\"text\":\"来电询问\"}}");
    log::append(tx, LogId::Acts, START_MS + i64::from(n), &[n; 32], &body)
}

pub fn open(dir: &Path) -> Result<Register, Fault> {
    Register::open(dir, TABLES, Mode::Session)
}

/// Runs statements in the stock client on a register's file; what it printed on both streams, and
/// whether it was content. `None`, loudly, where there is no such client.
pub fn sqlite3(dir: &Path, sql: &str) -> Option<(bool, String)> {
    let run = Command::new("sqlite3").arg("-batch").arg(dir.join("register.db")).arg(sql).output();
    match run {
        Ok(out) => {
            let text = [out.stdout, out.stderr].concat();
            Some((out.status.success(), String::from_utf8_lossy(&text).into_owned()))
        }
        Err(_) => {
            skip("the sqlite3 client (package sqlite3) is missing: attacks from outside were NOT tried");
            None
        }
    }
}
