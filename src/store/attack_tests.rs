//! What somebody tries who has the file and the stock database client.

use super::testing::*;
use super::*;
use crate::ledger::{Damage, LogId, Wrong};

const COLUMNS: &str = "log, seq, header, salt, leaf, body";

fn acts(report: &check::Report) -> Option<Damage> {
    report.logs[0].outcome.as_ref().err().copied()
}

#[test]
fn the_file_itself_refuses_every_change_of_its_log() {
    let (_place, register) = made(6);
    let dir = register.dir().to_owned();
    drop(register);
    let new = "randomblob(100), randomblob(32), randomblob(32)";
    let attacks = [
        ("UPDATE event SET body = x'00' WHERE seq = 2", "never changed"),
        ("UPDATE OR REPLACE event SET seq = 3 WHERE seq = 2", "never changed"),
        ("DELETE FROM event WHERE seq = 5", "never deleted"),
        ("DELETE FROM event", "never deleted"),
        (&format!("INSERT OR REPLACE INTO event ({COLUMNS}) VALUES (1, 2, {new}, x'00')"), "next event"),
        (&format!("REPLACE INTO event ({COLUMNS}) VALUES (1, 5, {new}, x'00')"), "next event"),
        (&format!("INSERT OR IGNORE INTO event ({COLUMNS}) VALUES (1, 7, {new}, x'00')"), "next event"),
        (&format!("INSERT INTO event ({COLUMNS}) VALUES (1, NULL, {new}, x'00')"), "event"),
        (&format!("INSERT INTO event ({COLUMNS}) VALUES (3, 0, {new}, x'00')"), "CHECK"),
        (&format!("INSERT INTO event ({COLUMNS}) SELECT 1, 6, header, salt, leaf, x'00' FROM event WHERE seq = 2"),
            "already holds"),
        (&format!("REPLACE INTO event ({COLUMNS}) SELECT 1, 6, header, salt, leaf, x'00' FROM event WHERE seq = 2"),
            "already holds"),
        (&format!("REPLACE INTO event (rowid, {COLUMNS}) VALUES (2, 1, 6, {new}, x'00')"), "no column named rowid"),
        (&format!("INSERT INTO event ({COLUMNS}) SELECT log, seq, header, salt, leaf, x'00' FROM event WHERE seq = 2
            ON CONFLICT DO UPDATE SET body = x'00'"), "the log"),
        ("UPDATE register SET training = 1", "keeps its name"),
        ("DELETE FROM register", "keeps its name"),
        ("REPLACE INTO register VALUES (1, randomblob(16), 1, 0)", "one register"),
    ];
    for (attack, answer) in attacks {
        let Some((fine, said)) = sqlite3(&dir, attack) else { return };
        assert!(!fine && said.contains(answer), "{attack}\n{said}");
    }
    let report = check::check(&open(&dir).unwrap(), &[], |_, _, _| {}).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(report.logs[0].outcome.as_ref().unwrap().frontier.size(), 6);
}

#[test]
fn who_drops_the_trigger_is_caught_at_the_first_wrong_event() {
    let wrong = |seq, wrong| Some(Damage { seq, wrong });
    let cases = [
        (
            "UPDATE event SET body = CAST(body || ' ' AS BLOB) WHERE log = 1 AND seq = 3",
            wrong(3, Wrong::Commitment),
        ),
        ("UPDATE event SET salt = zeroblob(32) WHERE log = 1 AND seq = 3", wrong(3, Wrong::Commitment)),
        ("UPDATE event SET leaf = zeroblob(32) WHERE log = 1 AND seq = 3", wrong(3, Wrong::Leaf)),
        ("DELETE FROM event WHERE log = 1 AND seq = 3", wrong(3, Wrong::Seq(4))),
        ("UPDATE event SET seq = seq + 100 WHERE log = 1", wrong(0, Wrong::Seq(100))),
        ("UPDATE event SET log = 2, seq = 1 WHERE log = 1 AND seq = 5", None),
    ];
    for (attack, found) in cases {
        let (_place, register) = made(6);
        let dir = register.dir().to_owned();
        drop(register);
        let drop_all = "DROP TRIGGER event_is_not_changed; DROP TRIGGER event_is_not_deleted;";
        let Some((fine, said)) = sqlite3(&dir, &format!("{drop_all} {attack}")) else { return };
        assert!(fine, "{said}");
        let report = check::check(&open(&dir).unwrap(), &[], |_, _, _| {}).unwrap();
        assert!(!report.is_sound());
        assert_eq!(acts(&report), found, "{attack}");
        assert_eq!(report.strange_parts, ["event_is_not_changed", "event_is_not_deleted"]);
        if found.is_none() {
            let reads = report.logs[1].outcome.as_ref().unwrap_err();
            assert_eq!(*reads, Damage { seq: 1, wrong: Wrong::Log });
        }
    }
}

#[test]
fn a_trigger_that_was_added_or_altered_is_named() {
    let (_place, register) = made(2);
    let dir = register.dir().to_owned();
    drop(register);
    let sql = "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN UPDATE frontier SET size = size; END;
               DROP TRIGGER event_is_next;
               CREATE TRIGGER event_is_next BEFORE INSERT ON event BEGIN SELECT 1; END;";
    let Some((fine, said)) = sqlite3(&dir, sql) else { return };
    assert!(fine, "{said}");
    let report = check::check(&open(&dir).unwrap(), &[], |_, _, _| {}).unwrap();
    assert_eq!(report.strange_parts, ["event_is_next", "quiet"]);
}

#[test]
fn cutting_off_the_end_is_noticed_only_against_a_head_kept_elsewhere() {
    let (_place, register) = made(9);
    let dir = register.dir().to_owned();
    let report = check::check(&register, &[], |_, _, _| {}).unwrap();
    let kept = report.heads(&register);
    drop(register);

    // Somebody who knows the format cuts three events and puts the edge and the triggers right.
    let (_shorter_place, shorter) = made(6);
    let head = log::head(shorter.db(), FOUNDING.alg, LogId::Acts).unwrap();
    let peaks: Vec<u8> = log::stored_frontier(shorter.db(), FOUNDING.alg, LogId::Acts).unwrap().peaks();
    let cut = format!(
        "DROP TRIGGER event_is_not_deleted; DELETE FROM event WHERE log = 1 AND seq >= 6;
         UPDATE frontier SET size = {}, peaks = x'{}' WHERE log = 1;
         CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is never deleted from'); END;",
        head.size,
        crate::ledger::hex::encode(&peaks)
    );
    let Some((fine, said)) = sqlite3(&dir, &cut) else { return };
    assert!(fine, "{said}");

    let register = open(&dir).unwrap();
    let alone = check::check(&register, &[], |_, _, _| {}).unwrap();
    assert!(alone.is_sound(), "by itself the file cannot know: {alone:?}");
    let against = check::check(&register, &kept, |_, _, _| {}).unwrap();
    assert_eq!(acts(&against), Some(Damage { seq: 6, wrong: Wrong::CutOff(9) }));
}

#[test]
fn an_edge_that_does_not_fit_stops_the_next_append() {
    let (_place, register) = made(5);
    let dir = register.dir().to_owned();
    drop(register);
    let Some((fine, said)) =
        sqlite3(&dir, "UPDATE frontier SET size = 4, peaks = zeroblob(32) WHERE log = 1")
    else {
        return;
    };
    assert!(fine, "{said}");
    let mut register = open(&dir).unwrap();
    assert!(matches!(register.write(|tx| add(tx, 7)), Err(Fault::Damaged(_))));
    let report = check::check(&register, &[], |_, _, _| {}).unwrap();
    assert!(report.logs[0].outcome.is_ok() && !report.logs[0].edge_fits && !report.is_sound());
}

#[test]
fn our_own_connection_may_not_do_what_an_injected_text_would_ask() {
    let (_place, register) = made(3);
    let db = register.db();
    for sql in [
        "UPDATE event SET body = x'00'",
        "DELETE FROM event",
        "DELETE FROM frontier",
        "UPDATE register SET training = 1",
        "INSERT INTO schema_part VALUES ('x', 1, zeroblob(32))",
        "DROP TRIGGER event_is_next",
        "DROP TABLE person",
        "CREATE TABLE more (x)",
        "CREATE TEMP TABLE more (x)",
        "ALTER TABLE person ADD COLUMN x",
        "ATTACH 'elsewhere.db' AS other",
        "VACUUM INTO 'elsewhere.db'",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA synchronous = OFF",
        "PRAGMA data_version = 3",
        "PRAGMA user_version",
        "SELECT load_extension('x')",
        "REINDEX",
        "ANALYZE",
    ] {
        assert!(db.execute_batch(sql).is_err(), "{sql}");
    }
    // What the tables built from the log need does go through.
    db.execute_batch(
        "INSERT INTO unit VALUES (1, 'u'); INSERT INTO person VALUES (1, 1); UPDATE person SET unit = NULL;
         INSERT INTO text (rowid, body) VALUES (1, '打听 案情'); DELETE FROM person;",
    )
    .unwrap();
    let found: i64 = db.query_row("SELECT rowid FROM text('案情')", [], |row| row.get(0)).unwrap();
    assert_eq!(found, 1);
    assert!(register.data_version().is_ok());
    // A parent that is not there is refused: foreign keys are really on.
    assert!(db.execute_batch("INSERT INTO person VALUES (2, 77)").is_err());
}

#[test]
fn a_flipped_bit_never_changes_an_answer_unnoticed() {
    let (place, register) = made(40);
    let dir = register.dir().to_owned();
    drop(register);
    let file = dir.join(db::REGISTER_FILE);
    let good = std::fs::read(&file).unwrap();
    let answers = |dir: &std::path::Path| -> Option<Vec<String>> {
        let register = Register::open(dir, TABLES, Mode::Evidence).ok()?;
        let report = check::check(&register, &[], |_, _, _| {}).ok()?;
        let mut out = Vec::new();
        for log in LogId::ALL {
            let read = log::rows(register.db(), log, 0..u64::MAX, |seq, row| {
                out.push(format!("{seq} {row:?}"));
                Ok::<(), Fault>(())
            });
            read.ok()?;
        }
        report.is_sound().then_some(out)
    };
    let before = answers(&dir).unwrap();
    let copy = place.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    let mut caught = 0;
    for at in (0..good.len()).step_by(good.len() / 300) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        std::fs::write(copy.join(db::REGISTER_FILE), &bad).unwrap();
        match answers(&copy) {
            None => caught += 1,
            Some(after) => assert_eq!(after, before, "a bit of byte {at}"),
        }
    }
    assert!(caught > 50, "only {caught} of 300 flips were noticed");
}

/// Parts that lie where the log itself is left alone.
#[test]
fn a_part_that_lies_about_the_log_is_named() {
    let drop = "DROP VIEW crowd;";
    for (attack, named) in [
        // The database finds a table in any letters, so a trigger may be put on EVENT.
        ("CREATE TRIGGER quiet AFTER INSERT ON EVENT BEGIN UPDATE frontier SET size = size; END;", "quiet"),
        ("CREATE TRIGGER sqlitely AFTER INSERT ON unit BEGIN DELETE FROM person; END;", "sqlitely"),
        // A view that answers by the hour: right when the check runs at night.
        (
            &format!(
                "{drop} CREATE VIEW crowd AS SELECT count(*) + (strftime('%H') = '09') AS n FROM person;"
            ),
            "crowd",
        ),
        ("CREATE TABLE \"event \" (log, seq, header, salt, leaf, body);", "event "),
        ("DROP INDEX person_unit; CREATE INDEX person_unit ON person (unit) WHERE unit > 3;", "person_unit"),
        ("CREATE INDEX more ON EVENT (salt);", "more"),
        (
            "ALTER TABLE event RENAME TO event_kept; CREATE VIEW event AS SELECT * FROM event_kept;",
            "event_kept",
        ),
        ("ALTER TABLE event ADD COLUMN hidden TEXT;", "event"),
        ("ALTER TABLE register ADD COLUMN name TEXT GENERATED ALWAYS AS (id) VIRTUAL;", "register"),
    ] {
        let (_place, register) = made(4);
        let dir = register.dir().to_owned();
        std::mem::drop(register);
        let Some((fine, said)) = sqlite3(&dir, attack) else { return };
        assert!(fine, "{attack}\n{said}");
        let report = check::check(&open(&dir).unwrap(), &[], |_, _, _| {}).unwrap();
        assert!(
            !report.is_sound() && report.strange_parts.iter().any(|p| p == named),
            "{attack}\n{report:?}"
        );
    }
}

/// What the database would refuse, written past it into its own catalogue or without its checks.
#[test]
fn a_file_written_past_the_database_is_not_sound() {
    let catalogue = "PRAGMA writable_schema = ON;";
    let unguarded = "DROP TRIGGER event_is_next; PRAGMA ignore_check_constraints = ON;";
    let guarded = "CREATE TRIGGER event_is_next BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM event WHERE log = NEW.log)
BEGIN SELECT RAISE(ABORT, 'the log only takes the next event'); END;";
    for attack in [
        // A trigger that says in the catalogue that it stands elsewhere.
        &format!("{catalogue} INSERT INTO sqlite_schema VALUES ('trigger', 'calm', 'unit', 0,
            'CREATE TRIGGER calm AFTER INSERT ON event BEGIN DELETE FROM frontier; END');"),
        // Another table's pages under the log's name.
        &format!("{catalogue} UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'frontier')
            WHERE name = 'event';"),
        &format!("{catalogue} UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (seq >= 0)', '') WHERE name = 'event';"),
        &format!("{catalogue} UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, WITHOUT ROWID', 'WITHOUT ROWID') WHERE name = 'event';"),
        &format!("{catalogue} UPDATE sqlite_schema SET sql = x'43ff' WHERE name = 'event';"),
        &format!("{catalogue} DELETE FROM sqlite_schema WHERE name = 'event';"),
        // Events where no reader looks: before the first, and in a third log.
        &format!("{unguarded} INSERT INTO event VALUES (1, -1, zeroblob(100), zeroblob(32), randomblob(32), x'7b7d'); {guarded}"),
        &format!("{unguarded} INSERT INTO event VALUES (3, 0, zeroblob(100), zeroblob(32), randomblob(32), x'7b7d'); {guarded}"),
        &format!("{unguarded} INSERT INTO event VALUES (1, 4, zeroblob(99), zeroblob(32), randomblob(32), x'7b7d'); {guarded}"),
        &format!("{unguarded} INSERT INTO register VALUES (2, randomblob(16), 1, 0); {guarded}"),
        &format!("{unguarded} INSERT INTO event VALUES (1, 4, zeroblob(100), zeroblob(32), randomblob(32), zeroblob(9000000)); {guarded}"),
        "DROP TABLE frontier;",
        "DROP TABLE schema_part;",
    ] {
        let (_place, register) = made(4);
        let dir = register.dir().to_owned();
        drop(register);
        let Some((_, said)) = sqlite3(&dir, attack) else { return };
        let sound = open(&dir).and_then(|r| check::check(&r, &[], |_, _, _| {})).map(|r| r.is_sound());
        assert!(!matches!(sound, Ok(true)), "{attack}\n{said}");
    }
}

/// Files that the database reads together with the register's.
#[test]
fn evidence_with_something_unread_beside_it_is_refused() {
    let (_place, register) = made(4);
    let dir = register.dir().to_owned();
    drop(register);
    for beside in ["register.db-wal", "register.db-journal"] {
        std::fs::write(dir.join(beside), [0; 600]).unwrap();
        let refused = Register::open(&dir, TABLES, Mode::Evidence).map(drop);
        assert!(matches!(refused, Err(Fault::Unmerged(path)) if path.ends_with(beside)));
        std::fs::remove_file(dir.join(beside)).unwrap();
    }
    assert!(Register::open(&dir, TABLES, Mode::Evidence).is_ok());
}

/// Letter for letter the same register, and yet lists come in another order.
#[test]
fn a_file_in_another_encoding_is_named() {
    let (place, register) = made(4);
    let dir = register.dir().to_owned();
    drop(register);
    let forged = place.path().join("forged.db");
    let (from, to) = (
        rusqlite::Connection::open(dir.join(db::REGISTER_FILE)).unwrap(),
        rusqlite::Connection::open(&forged).unwrap(),
    );
    to.execute_batch(&format!(
        "PRAGMA encoding = 'UTF-16le'; {} {} PRAGMA user_version = 1; PRAGMA application_id = {};",
        schema::STEPS[0].sql,
        TABLES.sql,
        settings::APPLICATION_ID
    ))
    .unwrap();
    for table in ["register", "event", "frontier", "schema_part"] {
        let mut query = from.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let marks = vec!["?"; query.column_count()].join(", ");
        let columns = query.column_count();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<rusqlite::types::Value> = (0..columns).map(|i| row.get(i).unwrap()).collect();
            to.execute(&format!("INSERT INTO {table} VALUES ({marks})"), rusqlite::params_from_iter(cells))
                .unwrap();
        }
    }
    drop((from, to));
    std::fs::rename(forged, dir.join(db::REGISTER_FILE)).unwrap();
    let report =
        check::check(&Register::open(&dir, TABLES, Mode::Evidence).unwrap(), &[], |_, _, _| {}).unwrap();
    assert!(report.logs.iter().all(|l| l.outcome.is_ok()), "{report:?}");
    assert_eq!(report.strange_parts, ["UTF-16le"]);
}
