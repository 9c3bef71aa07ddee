//! Making, opening and writing a register.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::thread;

use super::testing::*;
use super::tiles::Tree;
use super::*;
use crate::ledger::{LogId, Verifier};

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_register_opens_as_it_was_founded_with_every_setting_in_force() {
    let (_place, register) = made(3);
    let settings = register.settings().unwrap();
    assert!(settings.len() >= 20 && settings.iter().all(settings::Setting::holds), "{settings:?}");
    assert_eq!(register.founding(), FOUNDING);
    assert!(!register.tables_stale());
    let dir = register.dir().to_owned();
    assert_eq!(mode(&dir), 0o700);
    for file in fs::read_dir(&dir).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
    }
    drop(register);
    let again = open(&dir).unwrap();
    let head = log::head(again.db(), FOUNDING.alg, LogId::Acts).unwrap();
    assert_eq!((head.size, head.last.unwrap().header.time_ms), (3, START_MS + 2));
}

#[test]
fn events_come_back_as_they_were_written_and_prove_themselves() {
    let (_place, mut register) = made(5);
    let entry = register.write(|tx| add(tx, 5)).unwrap();
    let stored = log::entry(register.db(), LogId::Acts, 5).unwrap().unwrap();
    assert_eq!(stored.entry, entry);
    assert_eq!(stored.body, "{\"kind\":\"note\",\"n\":5,\"text\":\"来电询问\"}");
    assert_eq!(log::find(register.db(), &entry.leaf).unwrap(), Some((LogId::Acts, 5)));
    assert_eq!(log::entry(register.db(), LogId::Acts, 6).unwrap(), None);
    let head = log::head(register.db(), FOUNDING.alg, LogId::Acts).unwrap();
    let tree = Tree::of(register.db(), FOUNDING.alg, LogId::Acts).unwrap();
    let third = log::entry(register.db(), LogId::Acts, 2).unwrap().unwrap();
    let proof = log::prove(&tree, &third, head.size).unwrap().unwrap();
    assert!(proof.check(Some((head.size, head.root))).unwrap().known_head);
    let path = tree.consistency(5, 6).unwrap().unwrap();
    let (old, new) = ((5, tree.root(5).unwrap().unwrap()), (head.size, head.root));
    assert!(crate::ledger::tree::is_consistent(FOUNDING.alg, old, new, &path));
    let mut seen = Vec::new();
    log::entries(register.db(), LogId::Acts, 1..4, |entry, _, _| {
        seen.push(entry.header.seq);
        Ok::<(), Fault>(())
    })
    .unwrap();
    assert_eq!(seen, [1, 2, 3]);
}

#[test]
fn a_clock_that_stands_behind_is_not_followed_and_is_noted() {
    let (_place, mut register) = made(3);
    let entry = register.write(|tx| log::append(tx, LogId::Acts, START_MS - 5000, &[1; 32], "{}")).unwrap();
    assert_eq!(entry.header.time_ms, START_MS + 2);
    assert!(entry.header.flags.clock_behind && !entry.header.flags.training);
    assert!(check::check(&register, &[], |_, _, _| {}).unwrap().is_sound());
}

#[test]
fn a_write_that_fails_leaves_nothing() {
    let (_place, mut register) = made(3);
    let before = log::head(register.db(), FOUNDING.alg, LogId::Acts).unwrap();
    let failed: Result<(), Fault> = register.write(|tx| {
        add(tx, 3)?;
        add(tx, 4)?;
        Err(Fault::Held)
    });
    assert!(matches!(failed, Err(Fault::Held)));
    assert_eq!(log::head(register.db(), FOUNDING.alg, LogId::Acts).unwrap(), before);
    assert_eq!(register.write(|tx| add(tx, 3)).unwrap().header.seq, 3);
    let body = "x".repeat(5 << 20);
    let large = register.write(|tx| log::append(tx, LogId::Acts, START_MS, &[0; 32], &body));
    assert!(matches!(large, Err(Fault::TooLarge(_))), "{large:?}");
}

#[test]
fn what_is_committed_while_its_place_cannot_be_looked_at_is_neither_told_as_done_nor_as_lost() {
    let (place, mut register) = made(3);
    let (dir, aside) = (register.dir().to_owned(), place.path().join("aside"));
    let told: Result<_, Fault> = register.write(|tx| {
        std::fs::rename(&dir, &aside).unwrap();
        add(tx, 3)
    });
    assert!(matches!(told, Err(Fault::Unsettled)), "{told:?}");
    std::fs::rename(&aside, &dir).unwrap();
    let after = log::head(open(&dir).unwrap().db(), FOUNDING.alg, LogId::Acts).unwrap();
    assert_eq!(after.last.unwrap().header.seq, 3);
    // And it writes no more before somebody has looked.
    assert!(matches!(register.write(|tx| add(tx, 4)), Err(Fault::Unsettled)));
}

#[test]
fn a_founding_that_fails_leaves_no_register_and_can_be_tried_again() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("r");
    let failed = Register::create(&dir, FOUNDING, TABLES, Mode::Session, |_| Err::<(), _>(Fault::Held));
    assert!(matches!(failed.err(), Some(Fault::Held)));
    assert!(matches!(open(&dir).err(), Some(Fault::Missing(_))));
    let made = Register::create(&dir, FOUNDING, TABLES, Mode::Session, |tx| add(tx, 0)).unwrap();
    drop(made);
    let again = Register::create(&dir, FOUNDING, TABLES, Mode::Session, |tx| add(tx, 0));
    assert!(matches!(again.err(), Some(Fault::Exists(_))));
}

#[test]
fn writers_at_the_same_moment_each_get_their_own_place() {
    let (_place, register) = made(1);
    let dir = register.dir().to_owned();
    let watched = register.data_version().unwrap();
    thread::scope(|scope| {
        let mut writers = Vec::new();
        for n in 0..4u8 {
            let dir = &dir;
            writers.push(scope.spawn(move || {
                let mut register = open(dir).unwrap();
                for i in 0..8 {
                    register.write(|tx| add(tx, 1 + n * 8 + i)).unwrap();
                }
            }));
        }
        // Whoever only looks sees whole moments.
        while writers.iter().any(|writer| !writer.is_finished()) {
            log::head(register.db(), FOUNDING.alg, LogId::Acts).unwrap();
        }
    });
    assert_ne!(register.data_version().unwrap(), watched);
    let report = check::check(&register, &[], |_, _, _| {}).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(report.logs[0].outcome.as_ref().unwrap().frontier.size(), 33);
}

#[test]
fn what_is_no_register_is_named_and_not_touched() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    fs::set_permissions(dir, PermissionsExt::from_mode(0o700)).unwrap();
    let nowhere = dir.join("nowhere");
    assert!(matches!(open(&nowhere).err(), Some(Fault::Missing(_))) && !nowhere.exists());
    assert!(matches!(open(dir).err(), Some(Fault::Missing(_))));
    let file = dir.join(db::REGISTER_FILE);
    for bytes in [b"".to_vec(), b"no database at all, but long enough to look like one".repeat(40)] {
        fs::write(&file, &bytes).unwrap();
        fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
        let found = open(dir).err();
        assert!(matches!(found, Some(Fault::NotARegister(_))), "{found:?}");
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
    fs::remove_file(&file).unwrap();
    let strange = rusqlite::Connection::open(&file).unwrap();
    strange.execute_batch("CREATE TABLE theirs (x)").unwrap();
    drop(strange);
    fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    let bytes = fs::read(&file).unwrap();
    assert!(matches!(open(dir).err(), Some(Fault::NotARegister(_))));
    assert_eq!(fs::read(&file).unwrap(), bytes);
    fs::rename(&file, dir.join("other.db")).unwrap();
    symlink(dir.join("other.db"), &file).unwrap();
    assert!(matches!(open(dir).err(), Some(Fault::NotARegister(_))));
}

#[test]
fn what_others_could_read_is_refused() {
    let (_place, register) = made(1);
    let dir = register.dir().to_owned();
    drop(register);
    let file = dir.join(db::REGISTER_FILE);
    fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
    assert!(matches!(open(&dir).err(), Some(Fault::Loose { mode: 0o640, .. })));
    fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    fs::set_permissions(&dir, PermissionsExt::from_mode(0o755)).unwrap();
    assert!(matches!(open(&dir).err(), Some(Fault::Loose { mode: 0o755, .. })));
}

#[test]
fn a_file_of_a_later_program_is_refused() {
    let (_place, register) = made(1);
    let dir = register.dir().to_owned();
    register.maintain(|db| Ok(db.pragma_update(None, "user_version", 99)?)).unwrap();
    drop(register);
    assert!(matches!(open(&dir).err(), Some(Fault::Newer { found: 99, known: 1 })));
    let (_place, register) = made(1);
    let older = Tables { version: 2, sql: "CREATE TABLE less (x);" };
    let opened = Register::open(register.dir(), older, Mode::Session);
    assert!(matches!(opened.err(), Some(Fault::Newer { found: 3, known: 2 })));
}

#[test]
fn tables_of_another_text_are_built_again_from_the_log() {
    let (_place, mut register) = made(4);
    let fill = "INSERT INTO unit VALUES (1, 'u'); INSERT INTO person VALUES (1, 1); INSERT INTO text (rowid, body) VALUES (1, '案');";
    register.write(|tx| Ok::<_, Fault>(tx.execute_batch(fill)?)).unwrap();
    let dir = register.dir().to_owned();
    drop(register);
    let newer = Tables { version: 4, sql: "CREATE TABLE act (seq INTEGER PRIMARY KEY, body TEXT) STRICT;" };
    let mut register = Register::open(&dir, newer, Mode::Session).unwrap();
    assert!(register.tables_stale());
    register
        .rebuild_tables(|tx| {
            log::entries(tx, LogId::Acts, 0..u64::MAX, |entry, _, body| {
                let sql = "INSERT INTO act VALUES (?1, ?2)";
                tx.execute(sql, (entry.header.seq as i64, body))?;
                Ok::<(), Fault>(())
            })
        })
        .unwrap();
    assert!(!register.tables_stale());
    drop(register);
    let register = Register::open(&dir, newer, Mode::Session).unwrap();
    assert!(!register.tables_stale());
    let names: Vec<String> = register
        .db()
        .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view', 'trigger') ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let left: Vec<_> =
        names.iter().filter(|n| !n.starts_with("event") && !n.starts_with("register")).collect();
    assert_eq!(left, ["act", "frontier", "schema_part"]);
    let rows: i64 = register.db().query_row("SELECT count(*) FROM act", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 4);
    assert!(check::check(&register, &[], |_, _, _| {}).unwrap().is_sound());
}

#[test]
fn evidence_is_read_without_a_byte_written_near_it() {
    let (place, mut register) = made(4);
    let dir = register.dir().to_owned();
    // While the register is open its last commits stand in the file beside it.
    register.write(|tx| add(tx, 4)).unwrap();
    let copy = place.path().join("口袋 %41?x=1#");
    fs::create_dir(&copy).unwrap();
    for name in ["register.db", "register.db-wal"] {
        fs::copy(dir.join(name), copy.join(name)).unwrap();
    }
    let opened = Register::open(&copy, TABLES, Mode::Evidence);
    assert!(matches!(opened.err(), Some(Fault::Unmerged(_))));
    drop(register);
    fs::remove_file(copy.join("register.db-wal")).unwrap();
    fs::copy(dir.join("register.db"), copy.join("register.db")).unwrap();
    let mut evidence = Register::open(&copy, TABLES, Mode::Evidence).unwrap();
    assert!(check::check(&evidence, &[], |_, _, _| {}).unwrap().is_sound());
    assert!(evidence.settings().unwrap().iter().all(settings::Setting::holds));
    assert!(matches!(evidence.write(|tx| add(tx, 9)), Err(Fault::ReadOnly)));
    let names: Vec<_> = fs::read_dir(&copy).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["register.db"]);
}

#[test]
fn a_read_only_medium_says_so_and_can_still_be_checked() {
    let (place, register) = made(4);
    let dir = register.dir().to_owned();
    drop(register);
    let medium = place.path().join("medium");
    fs::create_dir(&medium).unwrap();
    let mount = |args: &[&std::ffi::OsStr]| {
        Command::new("mount").args(args).output().is_ok_and(|o| o.status.success())
    };
    let (dir, at) = (dir.as_os_str(), medium.as_os_str());
    if !mount(&["--bind".as_ref(), dir, at]) {
        return skip("no right to mount: a read-only medium was NOT tried");
    }
    let read_only = mount(&["-o".as_ref(), "remount,bind,ro".as_ref(), at]);
    let session = open(&medium).map(|mut r| (r.looks_only(), r.write(|tx| add(tx, 9)).err()));
    let report =
        Register::open(&medium, TABLES, Mode::Evidence).and_then(|r| check::check(&r, &[], |_, _, _| {}));
    Command::new("umount").arg(at).status().unwrap();
    if !read_only {
        return skip("no right to mount read-only: a read-only medium was NOT tried");
    }
    assert!(matches!(session, Ok((true, Some(Fault::ReadOnly)))), "{session:?}");
    assert!(report.unwrap().is_sound());
}

#[test]
fn progress_ends_at_the_number_of_events() {
    let (_place, register) = made(7);
    let mut seen = Vec::new();
    check::check(&register, &[], |log, done, total| seen.push((log, done, total))).unwrap();
    assert_eq!(seen.last(), Some(&(LogId::Reads, 1, 1)));
    assert!(seen.contains(&(LogId::Acts, 7, 7)));
    let empty = Verifier::new(FOUNDING.alg, FOUNDING.id, LogId::Acts, &[]).finish().unwrap();
    assert_eq!(empty.frontier.root(), FOUNDING.alg.empty());
}

#[test]
fn a_step_that_was_added_later_is_applied_once_and_an_edited_one_is_refused() {
    use super::schema::{Step, migrate};
    let db = rusqlite::Connection::open_in_memory().unwrap();
    migrate(&db, super::schema::STEPS).unwrap();
    let second = Step { name: "log-2", sql: "CREATE TABLE later (x TEXT) STRICT;" };
    let steps = [copy_of(&super::schema::STEPS[0]), second];
    migrate(&db, &steps).unwrap();
    migrate(&db, &steps).unwrap();
    assert!(matches!(migrate(&db, super::schema::STEPS), Err(Fault::Newer { found: 2, known: 1 })));
    let edited = [copy_of(&steps[0]), Step { name: "log-2", sql: "CREATE TABLE other (x TEXT) STRICT;" }];
    assert!(matches!(migrate(&db, &edited), Err(Fault::Damaged(_))));
}

fn copy_of(step: &super::schema::Step) -> super::schema::Step {
    super::schema::Step { name: step.name, sql: step.sql }
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let place = tempfile::tempdir().unwrap();
    let disk = place.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs"]).arg(&disk).output();
    if !mounted.is_ok_and(|out| out.status.success()) {
        return skip("no right to mount: a full disk was NOT tried");
    }
    let (acknowledged, fault, report) = {
        let dir = disk.join("register");
        let (mut register, ()) =
            Register::create(&dir, FOUNDING, TABLES, Mode::Session, |_| Ok::<_, Fault>(())).unwrap();
        let body = format!("\"{}\"", "字".repeat(3000));
        let mut acknowledged = 0u64;
        let fault = loop {
            match register.write(|tx| log::append(tx, LogId::Acts, START_MS, &[0; 32], &body)) {
                Ok(_) => acknowledged += 1,
                Err(fault) => break fault,
            }
            assert!(acknowledged < 1000, "the disk never filled");
        };
        drop(register);
        (acknowledged, fault, open(&dir).and_then(|r| check::check(&r, &[], |_, _, _| {})))
    };
    Command::new("umount").arg(&disk).status().unwrap();
    assert!(matches!(fault, Fault::Full), "{fault:?}");
    let report = report.unwrap();
    assert!(report.is_sound() && acknowledged > 3, "{report:?}");
    assert_eq!(report.logs[0].outcome.as_ref().unwrap().frontier.size(), acknowledged);
}
