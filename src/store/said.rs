//! Lines of the command line that became an act under an id of their own: so that the same line is answered
//! with the first receipt whatever has become of what it speaks of. A convenience beside the log and no view of
//! it: it is gone when the tables are made anew, and nothing is compared with it.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::db::Tx;
use super::fault::Fault;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::limits::limits;
use crate::ledger::Hash;

const DAY: Millis = 86_400_000;

/// One line, by a sum under a secret of the register's: no word of it stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidLine {
    /// Its own id, which its giver chose.
    pub id: Uuid,
    pub person: PersonId,
    pub at: Millis,
    /// The public half of the key from which the secret comes.
    pub key: String,
    /// Of everything in this row and of the line's words.
    pub sum: Hash,
    /// What it read, as the office writes it down.
    pub heard: String,
    /// The act that it became; none where what it changed stands in no log.
    pub seq: Option<u64>,
}

/// The line that was said under an id.
pub fn of(db: &Connection, id: &Uuid) -> Result<Option<SaidLine>, Fault> {
    let mut query = db.prepare_cached("SELECT person, at, key, sum, heard, seq FROM said WHERE id = ?1")?;
    let found = query.query_row([id.to_string()], |r| {
        Ok(SaidLine {
            id: *id,
            person: PersonId(r.get(0)?),
            at: r.get(1)?,
            key: r.get(2)?,
            sum: Hash(r.get(3)?),
            heard: r.get(4)?,
            seq: r.get::<_, Option<i64>>(5)?.map(|s| s.max(0) as u64),
        })
    });
    Ok(found.optional()?)
}

/// Keeps a line, and forgets those that are too old or too many.
pub fn keep(tx: &Tx<'_>, line: &SaidLine) -> Result<(), Fault> {
    let kept = &limits().said;
    let over = line.at.saturating_sub(kept.days.saturating_mul(DAY));
    tx.prepare_cached("DELETE FROM said WHERE at < ?1")?.execute([over])?;
    tx.prepare_cached(
        "INSERT INTO said (id, person, at, key, sum, heard, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        line.id.to_string(),
        line.person.as_str(),
        line.at,
        line.key,
        line.sum.0,
        line.heard,
        line.seq.map(|seq| seq as i64),
    ])?;
    tx.prepare_cached(
        "DELETE FROM said WHERE id IN (SELECT id FROM said ORDER BY at
             LIMIT max(0, (SELECT count(*) FROM said) - ?1))",
    )?
    .execute([kept.lines])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tables::TABLES;
    use crate::store::testing::{FOUNDING, START_MS, add};
    use crate::store::{Mode, Register};

    fn line(n: u128, at: Millis) -> SaidLine {
        let (id, person, key) = (Uuid::from_u128(n), PersonId("p01".into()), "key".to_owned());
        SaidLine { id, person, at, key, sum: Hash([7; 32]), heard: "[]".to_owned(), seq: Some(0) }
    }

    #[test]
    fn a_line_is_kept_until_it_is_old_or_there_are_too_many() {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("register");
        let (mut register, _) =
            Register::create(&dir, FOUNDING, TABLES, Mode::Session, |tx| add(tx, 0)).unwrap();
        let (month, first) = (30 * DAY, line(1, START_MS));
        register.write(|tx| keep(tx, &first)).unwrap();
        assert_eq!(of(register.db(), &first.id).unwrap(), Some(first.clone()));
        assert!(register.write(|tx| keep(tx, &first)).is_err(), "once for each id");
        register.write(|tx| keep(tx, &SaidLine { seq: None, ..line(2, START_MS + month) })).unwrap();
        assert_eq!(of(register.db(), &first.id).unwrap(), Some(first.clone()));
        assert_eq!(of(register.db(), &Uuid::from_u128(2)).unwrap().unwrap().seq, None);
        register.write(|tx| keep(tx, &line(3, START_MS + month + 1))).unwrap();
        assert_eq!(of(register.db(), &first.id).unwrap(), None);
        let count = |register: &Register| -> i64 {
            register.db().query_row("SELECT count(*) FROM said", [], |r| r.get(0)).unwrap()
        };
        register
            .write(|tx| {
                let many = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                    INSERT INTO said SELECT 'many' || i, 'p', ?2, '', zeroblob(32), '[]', 0 FROM n";
                tx.execute(many, params![limits().said.lines, START_MS + month + 2])?;
                keep(tx, &line(4, START_MS + month + 3))
            })
            .unwrap();
        assert_eq!(count(&register), limits().said.lines);
        assert!(of(register.db(), &Uuid::from_u128(3)).unwrap().is_none(), "the oldest goes");
        assert!(of(register.db(), &Uuid::from_u128(4)).unwrap().is_some());
    }
}
