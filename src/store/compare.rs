//! Live tables against tables made anew from the log. They are made a few families at a time in a scratch file
//! in memory, summed up row by row and let go of; the live ones are summed up where they stand. Two tables are
//! the same when their sums are: a row too many, too few or another in one of them makes another sum.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, params};

use super::db::{Connection, Founding, Tx};
use super::engine::Live;
use super::fault::Fault;
use super::schema;
use super::tables::{self, TABLES};
use crate::domain::figures::reached;
use crate::domain::ids::MatterId;

/// A table in which they differ, with the rows that are in it and those that ought to be.
#[derive(Debug, PartialEq)]
pub struct Difference {
    pub table: String,
    pub live: u64,
    pub rebuilt: u64,
}

/// Small tables of numbers, to which every family adds, each with its columns that say what is counted. The last
/// number of a series is the highest of all, the others are added up.
const COUNTS: [(&str, &str, &str); 3] = [
    ("cube", "quarter, status, stream, unit, marks", "n"),
    ("series", "name, year", "last"),
    ("tally", "dim, value", "n"),
];

/// Tables in which a row says how often something came, to which every family adds: columns that say what, and
/// those with the numbers. There may be as many rows as records, so that no sum of rows by themselves is kept, but
/// one in which each weighs as much as its number.
const WEIGHED: [(&str, &str, &[&str]); 2] =
    [("figure", "month, code, value", &["n"]), ("once", "year, code, value", &["q1", "q2", "q3", "q4"])];

/// Draws the secret by which rows are summed up: nobody can make rows whose sums are alike.
#[derive(Clone, Default)]
pub struct Secret(RandomState, RandomState);

/// The rows of one table: how many, and their sums.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Summed(u64, [u64; 2]);

impl Summed {
    fn add(&mut self, row: &Row<'_>, columns: usize, secret: &Secret) -> Result<(), Fault> {
        let [a, b] = [&secret.0, &secret.1].map(|s| of_row(row, columns, s.build_hasher()));
        self.join(Self(1, [a?, b?]));
        Ok(())
    }

    /// A row whose first columns say what came, and whose others how often, each for itself.
    fn weigh(&mut self, row: &Row<'_>, what: usize, numbers: usize, secret: &Secret) -> Result<(), Fault> {
        for at in what..what + numbers {
            let n = row.get::<_, i64>(at)? as u64;
            let sum = |secret: &RandomState| {
                let mut sum = secret.build_hasher();
                at.hash(&mut sum);
                of_row(row, what, sum)
            };
            let (a, b) = (sum(&secret.0)?, sum(&secret.1)?);
            self.join(Self(n, [a.wrapping_mul(n), b.wrapping_mul(n)]));
        }
        Ok(())
    }

    fn join(&mut self, other: Self) {
        let (Self(n, [a, b]), [c, d]) = (other, self.1);
        *self = Self(self.0.wrapping_add(n), [a.wrapping_add(c), b.wrapping_add(d)]);
    }
}

/// The sums of all tables.
pub struct Sums {
    secret: Secret,
    rows: BTreeMap<String, Summed>,
    counts: BTreeMap<(&'static str, String), i64>,
}

impl Sums {
    pub fn new(secret: &Secret) -> Self {
        Self { secret: secret.clone(), rows: BTreeMap::new(), counts: BTreeMap::new() }
    }

    /// Adds every row of every table.
    pub fn add(&mut self, db: &Connection, tables: &[String]) -> Result<(), Fault> {
        for table in tables {
            if let Some((name, what, numbers)) = WEIGHED.iter().find(|(name, ..)| name == table) {
                let text = format!("SELECT {what}, {} FROM {name}", numbers.join(", "));
                let mut query = db.prepare_cached(&text)?;
                let sum = self.rows.entry(table.clone()).or_default();
                let mut found = query.query([])?;
                while let Some(row) = found.next()? {
                    sum.weigh(row, what.split(',').count(), numbers.len(), &self.secret)?;
                }
                continue;
            }
            match COUNTS.iter().find(|(name, ..)| name == table) {
                Some((name, of, n)) => {
                    let mut query = db.prepare_cached(&format!("SELECT {n}, {of} FROM {name}"))?;
                    let mut found = query.query([])?;
                    while let Some(row) = found.next()? {
                        let columns = row.as_ref().column_count();
                        let of: Vec<Value> =
                            (1..columns).map(|i| row.get(i)).collect::<rusqlite::Result<_>>()?;
                        self.count(name, format!("{of:?}"), row.get(0)?);
                    }
                }
                None => {
                    let columns = columns(db, table)?;
                    let mut query =
                        db.prepare_cached(&format!("SELECT {} FROM \"{table}\"", columns.join(", ")))?;
                    let columns = columns.len();
                    let sum = self.rows.entry(table.clone()).or_default();
                    let mut found = query.query([])?;
                    while let Some(row) = found.next()? {
                        sum.add(row, columns, &self.secret)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, table: &'static str, of: String, n: i64) {
        let all = self.counts.entry((table, of)).or_insert(0);
        *all = if table == "series" { n.max(*all) } else { *all + n };
    }

    /// Adds what was summed up elsewhere.
    pub fn join(&mut self, other: Sums) {
        for (table, sum) in other.rows {
            self.rows.entry(table).or_default().join(sum);
        }
        for ((table, of), n) in other.counts {
            self.count(table, of, n);
        }
    }

    /// The first table in which the live sums are other than these.
    pub fn differ(&self, live: &Sums) -> Option<Difference> {
        let rows = live.rows.keys().chain(self.rows.keys()).find(|t| live.rows.get(*t) != self.rows.get(*t));
        let counted = |sums: &Sums, table| sums.counts.keys().filter(|(of, _)| *of == table).count() as u64;
        let of = |sums: &Sums, table| -> Vec<(String, i64)> {
            let all = sums.counts.iter().filter(|((of, _), n)| *of == table && **n != 0);
            all.map(|((_, of), n)| (of.clone(), *n)).collect()
        };
        let n = |sums: &Sums, table| sums.rows.get(table).map_or(0, |sum| sum.0);
        let rows = rows.map(|t| Difference { table: t.clone(), live: n(live, t), rebuilt: n(self, t) });
        rows.or_else(|| {
            let (table, ..) = COUNTS.iter().find(|(t, ..)| of(self, *t) != of(live, *t))?;
            let (live, rebuilt) = (counted(live, *table), counted(self, *table));
            Some(Difference { table: (*table).to_owned(), live, rebuilt })
        })
    }
}

/// Whether how many different values there are is what the table of these says.
pub(crate) fn unlike(live: &impl Live) -> Result<Option<Difference>, Fault> {
    let db = live.connection();
    let mut counted: BTreeMap<(i64, String, i64), [i64; 8]> = BTreeMap::new();
    let mut query = db.prepare_cached("SELECT year, code, q1, q2, q3, q4 FROM once")?;
    let mut found = query.query([])?;
    while let Some(r) = found.next()? {
        let n = [r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?];
        for least in [1, 2] {
            let all = counted.entry((r.get(0)?, r.get(1)?, least)).or_default();
            for (n, is) in all.iter_mut().zip(reached(&n, least)) {
                *n += i64::from(is);
            }
        }
    }
    let text = "SELECT year, code, least, q1, q2, q3, q4, y1, y2, y3, y4 FROM unlike";
    let mut query = db.prepare_cached(text)?;
    let key = |r: &Row<'_>| -> rusqlite::Result<_> { Ok((r.get(0)?, r.get(1)?, r.get(2)?)) };
    let numbers = |r: &Row<'_>| (3..11).map(|i| r.get(i)).collect::<rusqlite::Result<Vec<i64>>>();
    let standing = query.query_map([], |r| Ok((key(r)?, numbers(r)?)))?;
    let mut standing: BTreeMap<_, Vec<i64>> = standing.collect::<rusqlite::Result<_>>()?;
    standing.retain(|_, n| n.iter().any(|n| *n != 0));
    counted.retain(|_, n| n.iter().any(|n| *n != 0));
    let same = standing.len() == counted.len()
        && counted.iter().all(|(key, n)| standing.get(key).is_some_and(|s| s == n));
    let (live, rebuilt) = (standing.len() as u64, counted.len() as u64);
    Ok((!same).then(|| Difference { table: "unlike".to_owned(), live, rebuilt }))
}

/// At which place a row of words stands is the story of its changes.
fn columns(db: &Connection, table: &str) -> Result<Vec<String>, Fault> {
    let all = db.prepare_cached(&format!("SELECT * FROM \"{table}\" LIMIT 0"))?;
    Ok(all.column_names().filter(|c| *c != "place").map(|c| format!("\"{c}\"")).collect())
}

fn of_row(row: &Row<'_>, columns: usize, mut sum: impl Hasher) -> Result<u64, Fault> {
    for at in 0..columns {
        match row.get_ref(at)? {
            ValueRef::Null => 0_u8.hash(&mut sum),
            ValueRef::Integer(n) => (1_u8, n).hash(&mut sum),
            ValueRef::Real(n) => (2_u8, n.to_bits()).hash(&mut sum),
            ValueRef::Text(bytes) => (3_u8, bytes).hash(&mut sum),
            ValueRef::Blob(bytes) => (4_u8, bytes).hash(&mut sum),
        }
    }
    Ok(sum.finish())
}

/// The tables that are compared: all but the one that counts what is done to them, lines that were said, which
/// are in no log, a concordance, which may lag behind and is asked, and how many different values there are, which
/// no family tells ([`unlike`]).
fn names(db: &Connection) -> Result<Vec<String>, Fault> {
    let mut query = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('touched', 'said', 'in_concordance', 'unlike')
            AND name NOT LIKE 'concordance%' ORDER BY name",
    )?;
    Ok(query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Empty tables in memory, filled and emptied again and again.
pub struct Scratch {
    db: Connection,
    founding: Founding,
    pub tables: Vec<String>,
    pub sums: Sums,
}

impl Scratch {
    pub fn new(founding: Founding, secret: &Secret) -> Result<Self, Fault> {
        let db = Connection::open_in_memory()?;
        schema::make_tables_alone(&db, TABLES)?;
        drop_what_only_costs(&db)?;
        db.set_prepared_statement_cache_capacity(super::db::STATEMENTS);
        Ok(Self { tables: names(&db)?, db, founding, sums: Sums::new(secret) })
    }

    /// Sums up what `fill` writes.
    pub fn add(&mut self, fill: impl FnOnce(&Tx<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
        // Never committed: what was written is gone when it was summed up.
        let tx = Tx::around(self.db.transaction()?, self.founding);
        fill(&tx)?;
        self.sums.add(&tx, &self.tables)
    }

    /// Whether the live tables have the rows of a record, with what hangs on it, that `fill` writes; the record is
    /// the first of the family. Whether it is repeated rests on others and is no matter of its own rows.
    pub fn has_rows_of(
        &mut self,
        live: &Connection,
        family: &[MatterId],
        fill: impl FnOnce(&Tx<'_>) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let Some(record) = family.first() else { return Ok(true) };
        let tx = Tx::around(self.db.transaction()?, self.founding);
        fill(&tx)?;
        let secret = &self.sums.secret;
        let same = |table: &str, key: &str, id: &MatterId| -> Result<bool, Fault> {
            let mut columns = columns(live, table)?;
            columns.retain(|c| c != "\"repeats\"");
            let text = format!("SELECT {} FROM {table} WHERE {key} = ?1", columns.join(", "));
            let sum = |db: &Connection| -> Result<_, Fault> {
                let (mut query, id) = (db.prepare_cached(&text)?, id.to_string());
                let (mut found, mut sum) = (query.query([id])?, Summed::default());
                while let Some(row) = found.next()? {
                    sum.add(row, columns.len(), secret)?;
                }
                Ok(sum)
            };
            Ok(sum(&tx)? == sum(live)?)
        };
        for (table, key) in tables::OF_RECORD {
            if !same(table, key, record)? {
                return Ok(false);
            }
        }
        for (table, key) in tables::OF_MATTER {
            for id in family {
                if !same(table, key, id)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// The same of the rows of some records. Whether one is repeated rests on others that are not among them:
    /// those are taken from the live tables, where they are compared in their turn.
    pub(crate) fn add_records(
        &mut self,
        live: &impl Live,
        records: &[MatterId],
        fill: impl FnOnce(&Tx<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.add(|tx| {
            let lent = lend(live.connection(), tx, records)?;
            fill(tx)?;
            let mut back = tx.prepare_cached("DELETE FROM subject WHERE record = ?1")?;
            lent.iter().try_for_each(|record| back.execute([record]).map(drop))?;
            Ok(())
        })
    }
}

/// Indexes by which nothing here is looked for, and triggers, which only count.
fn drop_what_only_costs(db: &Connection) -> Result<(), Fault> {
    let mut query = db.prepare(
        "SELECT type, name FROM sqlite_schema WHERE type = 'trigger'
            OR type = 'index' AND sql IS NOT NULL AND name NOT IN ('subject_by_same', 'matter_by_meeting')",
    )?;
    let all: Vec<(String, String)> =
        query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    drop(query);
    all.iter().try_for_each(|(kind, name)| Ok(db.execute_batch(&format!("DROP {kind} \"{name}\""))?))
}

/// Copies, for everybody whom these records are about, two rows of other records about him that are not about
/// the same event, or one where there are no two: whoever is about him then repeats, or not, as among all.
fn lend(live: &Connection, tx: &Tx<'_>, records: &[MatterId]) -> Result<Vec<String>, Fault> {
    let among: std::collections::BTreeSet<String> = records.iter().map(ToString::to_string).collect();
    let mut about =
        live.prepare_cached("SELECT DISTINCT same FROM subject WHERE record = ?1 AND same <> ''")?;
    let mut others = live.prepare_cached("SELECT record, name, day, cases FROM subject WHERE same = ?1")?;
    let mut lend = tx.prepare_cached(
        "INSERT OR IGNORE INTO subject (record, same, name, day, cases) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let (mut seen, mut lent) = (std::collections::BTreeSet::new(), Vec::new());
    for record in &among {
        let people: Vec<String> =
            about.query_map([record], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        for same in people {
            if !seen.insert(same.clone()) {
                continue;
            }
            let mut first: Option<(i64, String)> = None;
            let mut found = others.query([&same])?;
            while let Some(row) = found.next()? {
                let other: String = row.get(0)?;
                let event: (i64, String) = (row.get(2)?, row.get(3)?);
                if among.contains(&other) || first.as_ref() == Some(&event) {
                    continue;
                }
                lend.execute(params![other, same, row.get::<_, String>(1)?, event.0, event.1])?;
                lent.push(other);
                if first.replace(event).is_some() {
                    break;
                }
            }
        }
    }
    Ok(lent)
}
