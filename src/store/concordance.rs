//! In which rows each letter, digit and ideograph of what is searched stands. Below some size nothing is kept:
//! reading all of it through is as quick. It is fed a batch at a time, behind what is written and never with
//! it, and whoever asks it reads through what is not yet in it, and looks up in the row what it names: a search
//! finds what reading everything would.

use super::compare::Difference;
use super::db::{Connection, Register};
use super::fault::Fault;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// From when on there is a concordance, and how far it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// So many records are read through.
    pub from: i64,
    /// More than so many records are not gathered, and not counted to their end.
    pub most: usize,
}

pub const MEASURE: Measure = Measure { from: 50_000, most: 2_000 };
/// Rows taken in at one time while somebody waits for what he looked for, and while nobody does.
pub const STEP: usize = 500;
pub const STRIDE: usize = 2_000;
/// Stands between two fields, or two readings: no phrase reaches over it.
const SEAM: &str = "¶";

/// A folded text, each of its characters a word.
fn apart(folded: &str) -> String {
    let mut all = String::with_capacity(folded.len() * 2);
    for c in folded.chars() {
        match c {
            '\n' | ' ' => all.push_str(SEAM),
            c => all.push(c),
        }
        all.push(' ');
    }
    all
}

/// What the concordance is asked for a folded word.
pub fn phrase(folded: &str) -> String {
    format!("\"{}\"", apart(folded).replace('"', ""))
}

/// Up to which place it reaches, and which place was taken last.
pub fn reach(db: &Connection) -> Result<(i64, i64), Fault> {
    let text = "SELECT coalesce((SELECT upto FROM in_concordance), 0), coalesce((SELECT max(place) FROM record_words), 0)";
    Ok(db.prepare_cached(text)?.query_row([], |r| Ok((r.get(0)?, r.get(1)?)))?)
}

/// Whether it names the last row that it reaches. One that was emptied or overwritten answers like any other.
pub fn stands(db: &Connection, upto: i64) -> Result<bool, Fault> {
    let last: Option<(i64, String)> = db
        .prepare_cached(
            "SELECT place, words FROM record_words WHERE place <= ?1 ORDER BY place DESC LIMIT 1",
        )?
        .query_row([upto], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((place, words)) = last else { return Ok(true) };
    let begins: String = words.lines().next().unwrap_or_default().chars().take(8).collect();
    let mut one = db.prepare_cached("SELECT 1 FROM concordance WHERE concordance MATCH ?1 AND rowid = ?2")?;
    Ok(one.exists(params![phrase(&begins), place])?)
}

/// Takes in the next rows.
fn take_in(db: &Connection, rows: usize) -> Result<(), Fault> {
    let (upto, _) = reach(db)?;
    let mut query = db.prepare_cached(
        "SELECT place, words, initials FROM record_words WHERE place > ?1 ORDER BY place LIMIT ?2",
    )?;
    let mut insert =
        db.prepare_cached("INSERT INTO concordance (rowid, words, initials) VALUES (?1, ?2, ?3)")?;
    let (mut found, mut last) = (query.query(params![upto, rows as i64])?, upto);
    while let Some(row) = found.next()? {
        last = row.get(0)?;
        let [words, initials]: [String; 2] = [row.get(1)?, row.get(2)?];
        insert.execute(params![last, apart(&words), apart(&initials)])?;
    }
    db.prepare_cached("INSERT OR REPLACE INTO in_concordance (one, upto) VALUES (1, ?1)")?.execute([last])?;
    Ok(())
}

/// Forgets all of it.
fn forget(db: &Connection) -> Result<(), Fault> {
    db.execute("INSERT INTO concordance (concordance) VALUES ('delete-all')", [])?;
    db.execute("UPDATE in_concordance SET upto = 0", [])?;
    Ok(())
}

impl Register {
    /// Takes so many more rows into the concordance, where there are more than `from` in all and `least` of them
    /// wait; not while somebody else writes. Tells whether it did. What goes wrong here keeps nobody from
    /// finding anything.
    pub fn feed_concordance(&mut self, from: i64, least: usize, rows: usize) -> bool {
        let waits = |(upto, last): (i64, i64)| last > from && last - upto >= least as i64;
        if self.looks_only() || self.tables_stale() || !reach(self.db()).is_ok_and(waits) || !self.is_free() {
            return false;
        }
        let fed = self.write(|tx| match reach(tx)? {
            (upto, _) if upto > 0 && !stands(tx, upto).unwrap_or(false) => forget(tx),
            _ => take_in(tx, rows),
        });
        if matches!(fed, Err(Fault::Database(_) | Fault::Damaged(_))) {
            // It is made anew from the next time on.
            let _ = self.write(|tx| forget(tx));
        }
        fed.is_ok()
    }
}

/// The records up to its end that a phrase names, by place.
fn named(db: &Connection, asked: &str, upto: i64) -> Result<BTreeSet<i64>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT w.place FROM concordance c CROSS JOIN record_words w ON w.place = c.rowid
         WHERE concordance MATCH ?1 AND w.place <= ?2",
    )?;
    Ok(query.query_map(params![asked, upto], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The first of some words for which it names others than a reading of all rows does. The words are taken from
/// rows spread over the whole, of which each is also asked for by itself.
pub fn compare(db: &Connection) -> Result<Option<Difference>, Fault> {
    const ROWS: i64 = 200;
    const WORDS: i64 = 8;
    let (upto, last) = reach(db)?;
    let difference =
        |live: u64, rebuilt: u64| Some(Difference { table: "concordance".to_owned(), live, rebuilt });
    if upto > last {
        return Ok(difference(upto.max(0) as u64, last.max(0) as u64));
    }
    let mut row = db.prepare_cached(
        "SELECT place, words FROM record_words WHERE place >= ?1 AND place <= ?2 ORDER BY place LIMIT 1",
    )?;
    let mut one = db.prepare_cached("SELECT 1 FROM concordance WHERE concordance MATCH ?1 AND rowid = ?2")?;
    for nth in 0..ROWS {
        let at = 1 + upto.saturating_mul(nth) / ROWS;
        let found = row.query_row(params![at, upto], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let Some((place, words)): Option<(i64, String)> = found else { break };
        for field in words.lines() {
            let begins: String = field.chars().take(8).collect();
            let there = one.exists(params![phrase(&begins), place]).map_err(Fault::from);
            if !there.or_else(|fault| fault.found().map(|_| false))? {
                return Ok(difference(0, 1));
            }
        }
        if nth % (ROWS / WORDS) == 0 {
            let longest = words.lines().max_by_key(|f| f.len()).unwrap_or_default();
            let word: String = longest.chars().skip(longest.chars().count() / 2).take(2).collect();
            let read = db
                .prepare_cached("SELECT place FROM record_words WHERE place <= ?1 AND instr(words, ?2) > 0")?
                .query_map(params![upto, word], |r| r.get(0))?
                .collect::<rusqlite::Result<BTreeSet<i64>>>()?;
            let asked = format!("words : {}", phrase(&word));
            let named = named(db, &asked, upto).or_else(|fault| fault.found().map(|_| BTreeSet::new()))?;
            if read != named {
                return Ok(difference(named.len() as u64, read.len() as u64));
            }
        }
    }
    Ok(None)
}
