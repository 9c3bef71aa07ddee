//! A form that is yet to come: brought forward in one step, from a copy that was verified first.

use crate::work::*;
use liuhen::ledger::{Alg, LogId, RegisterId};
use liuhen::office::{Fault, Mode};
use liuhen::store::{Founding, Register, STEPS, Step, Tables, check, log};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const TABLES: Tables = Tables { version: 1, sql: "CREATE TABLE counter (n INTEGER NOT NULL) STRICT;" };
/// Slow enough to be killed in the middle: three passes over all events.
const SECOND: Step = Step {
    name: "log-2",
    sql: "CREATE INDEX event_by_body ON event (body, salt, leaf);
          CREATE INDEX event_by_salt ON event (salt, leaf, header);
          CREATE INDEX event_by_header ON event (header, body);",
};

fn two() -> &'static [Step] {
    let first = Step { name: STEPS[0].name, sql: STEPS[0].sql };
    Box::leak(Box::new([first, SECOND]))
}

pub fn open_with_two_steps(dir: &Path) {
    say("begun");
    Register::open_with(dir, TABLES, Mode::Session, two()).unwrap();
    say("migrated");
}

fn made(acts: u32) -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    let founding = Founding { id: RegisterId([7; 16]), alg: Alg::Sha256, training: true };
    let (register, ()) = Register::create(&dir, founding, TABLES, Mode::Session, |tx| {
        for n in 0..acts {
            let salt = Alg::Sha256.digest(&[&n.to_be_bytes()]).0;
            log::append(tx, LogId::Acts, 1_790_000_000_000, &salt, &"来电询问".repeat(20))?;
        }
        Ok::<_, Fault>(())
    })
    .unwrap();
    drop(register);
    (place, dir)
}

fn sound(dir: &Path, steps: &'static [Step], acts: u64) -> bool {
    let register = Register::open_with(dir, TABLES, Mode::Session, steps).unwrap();
    let report = check::check(&register, &[], |_, _, _| {}).unwrap();
    report.is_sound() && report.logs[0].outcome.as_ref().unwrap().frontier.size() == acts
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn copies(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|n| n.starts_with("before-migration")).collect()
}

#[test]
fn an_older_form_is_copied_verified_and_then_brought_forward() {
    let (_place, dir) = made(50);
    // A later program writes; this one still has the file open and must not write an older form into it.
    let mut older = Register::open(&dir, TABLES, Mode::Session).unwrap();
    assert!(sound(&dir, two(), 50));
    let refused = older.write(|tx| log::append(tx, LogId::Acts, 1, &[1; 32], "{}"));
    assert!(matches!(refused, Err(Fault::Newer { found: 2, known: 1 })), "{refused:?}");
    drop(older);
    assert!(matches!(Register::open(&dir, TABLES, Mode::Session), Err(Fault::Newer { found: 2, known: 1 })));
    // The copy is the register in its old form, and an old program opens it.
    let kept = copies(&dir);
    assert_eq!(kept, [format!("before-migration-1-{}", env!("CARGO_PKG_VERSION"))]);
    let copy = Register::open(&dir.join(&kept[0]), TABLES, Mode::Evidence).unwrap();
    let report = check::check(&copy, &[], |_, _, _| {}).unwrap();
    assert!(report.is_sound() && report.logs[0].outcome.as_ref().unwrap().frontier.size() == 50);
    // Opened again nothing more is copied.
    assert!(sound(&dir, two(), 50));
    assert_eq!(copies(&dir).len(), 1);
}

#[test]
fn without_a_good_copy_there_is_no_migration() {
    // A file stands where the copy belongs.
    let (_place, dir) = made(20);
    let name = format!("before-migration-1-{}", env!("CARGO_PKG_VERSION"));
    fs::write(dir.join(&name), "in the way").unwrap();
    assert!(Register::open_with(&dir, TABLES, Mode::Session, two()).is_err());
    fs::remove_file(dir.join(&name)).unwrap();
    assert!(sound(&dir, STEPS, 20), "it is still the old form");
    // The register is not sound: what would be carried forward is not to be trusted.
    let (_place, dir) = made(20);
    let file = dir.join("register.db");
    let mut bytes = fs::read(&file).unwrap();
    // Everywhere: one place alone may be what a page has left over from before.
    let text = "来电询问".as_bytes();
    let all: Vec<usize> = (0..bytes.len() - 12).filter(|at| &bytes[*at..at + 12] == text).collect();
    all.iter().for_each(|at| bytes[*at] ^= 1);
    fs::write(&file, &bytes).unwrap();
    let opened = Register::open_with(&dir, TABLES, Mode::Session, two());
    let refused = opened.err();
    assert!(matches!(refused, Some(Fault::Damaged(_))), "{refused:?}");
    assert!(copies(&dir).is_empty());
    assert!(Register::open(&dir, TABLES, Mode::Session).is_ok(), "it is still the old form");
}

#[test]
fn a_migration_killed_has_happened_or_not() {
    let acts = 2_000;
    let (place, dir) = made(acts);
    let (mut dice, kills) = (Dice::new(), times("LIUHEN_KILLS_OTHER", 100));
    let begun = std::time::Instant::now();
    let trial = place.path().join("trial");
    copy_dir(&dir, &trial);
    Worker::start("migrate", &trial, &[]).end();
    let whole = begun.elapsed().as_micros() as usize;
    fs::remove_dir_all(&trial).unwrap();
    let (mut before, mut after) = (0, 0);
    for _ in 0..kills {
        copy_dir(&dir, &trial);
        let worker = Worker::start("migrate", &trial, &[]);
        worker.wait_for("begun");
        std::thread::sleep(Duration::from_micros(dice.roll(whole) as u64));
        worker.kill();
        // The old program tells which it is; either way all of it is there.
        match Register::open(&trial, TABLES, Mode::Session) {
            Ok(register) => {
                before += 1;
                let report = check::check(&register, &[], |_, _, _| {}).unwrap();
                assert!(report.is_sound(), "{report:?}");
            }
            Err(Fault::Newer { found: 2, known: 1 }) => after += 1,
            Err(other) => panic!("{other}"),
        }
        assert!(sound(&trial, two(), u64::from(acts)));
        fs::remove_dir_all(&trial).unwrap();
    }
    assert!(before > 0, "no kill came before the end");
    figures(&format!(
        "kill -9 of a migration: {kills} kills, {before} before it, {after} after it, all sound"
    ));
}
