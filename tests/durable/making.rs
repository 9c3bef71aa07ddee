//! A training register of many records: made in little memory, the same again from the same seed, sound, and
//! there whole or not at all.

use crate::line::run;
use crate::work::*;
use liuhen::office::Mode;
use liuhen::store::Register;
use liuhen::store::tables::TABLES;
use std::fs;
use std::path::Path;
use std::process::{Child, Command as Program, Stdio};
use std::time::Duration;

const NOW: &str = "2026-11-20T10:00:00+08:00";

fn making(dir: &Path, records: usize) -> Child {
    let made = Program::new(env!("CARGO_BIN_EXE_liuhen"))
        .args(["demo", "--make-only", "--now", NOW, "--records", &records.to_string(), "--dir"])
        .arg(dir)
        .env_clear()
        .env("HOME", dir.parent().unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    made.unwrap()
}

fn verifying(dir: &Path) -> Child {
    let mut verify = Program::new(env!("CARGO_BIN_EXE_liuhen"));
    verify
        .args(["verify", "--register"])
        .arg(dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The most memory it ever held, in KiB.
fn watched(mut child: Child) -> usize {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let kib = line.and_then(|l| l.split_whitespace().next()?.parse().ok());
        most = most.max(kib.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    most
}

fn say(dir: &Path, args: &[&str]) -> crate::line::Said {
    run(&[&["--register", dir.to_str().unwrap()], args].concat(), "")
}

/// How many records were handed in.
fn handed_in(dir: &Path) -> usize {
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let numbers = "SELECT sum(last) FROM series WHERE name = 'record'";
    let sum: i64 = register.db().query_row(numbers, [], |row| row.get(0)).unwrap();
    sum.try_into().unwrap()
}

/// `LIUHEN_MANY=20000 cargo test --release --test durable making -- --nocapture` for the figures.
#[test]
fn many_records_are_made_and_verified_in_little_memory_and_sound() {
    let place = tempfile::tempdir().unwrap();
    // From a thousand on they are forgotten as they go.
    let (few, many) = (1_500, times("LIUHEN_MANY", 1_500));
    let dir = place.path().join("register");
    let most = watched(making(&dir, many));
    assert_eq!(handed_in(&dir), many);
    figures(&format!("{many} records {most} KiB"));
    // The organ and its people, 16 MiB of the database's own, and of each record a name and a place: held whole, so
    // many would take twenty MiB more.
    let bound = (100 << 10) + (many - few) * 5_000 / 1024;
    assert!(most < bound, "{most} KiB, at most {bound}");
    // Everything is looked at in the memory of a few thousand acts, however many there are.
    let verified = watched(verifying(&dir));
    figures(&format!("{many} records verified in {verified} KiB"));
    assert!(verified < 150 << 10, "{verified} KiB");
}

#[test]
fn one_killed_while_it_is_made_is_not_there_and_is_made_anew() {
    let place = tempfile::tempdir().unwrap();
    let (dir, mut dice) = (place.path().join("register"), Dice::new());
    for _ in 0..times("LIUHEN_KILLS_OTHER", 3) {
        let mut child = making(&dir, 50_000);
        let unfinished = dir.join("register.db.new");
        while !unfinished.exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(dice.roll(1_500) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(unfinished.exists() && !dir.join("register.db").exists());
        let said = say(&dir, &["verify"]).ended(1);
        assert!(!said.err.is_empty(), "{said:?}");
    }
    watched(making(&dir, 0));
    assert!(!dir.join("register.db.new").exists());
    say(&dir, &["verify"]).ok();
}

#[test]
fn more_records_than_the_disk_has_room_for_are_refused_at_once() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("far").join("register");
    let ask = ["demo", "--make-only", "--records", "1000000000", "--dir", dir.to_str().unwrap()];
    let said = run(&ask, "").ended(2);
    assert!(said.err.contains("21000 GB") && said.err.contains("--dir"), "{said:?}");
    assert!(!place.path().join("far").exists());
}

#[test]
fn whatever_number_is_asked_for_the_stories_are_there_and_the_rest_is_as_many_the_same_from_the_same_seed() {
    let place = tempfile::tempdir().unwrap();
    let made = |asked: usize| {
        let dir = place.path().join(asked.to_string());
        watched(making(&dir, asked));
        (handed_in(&dir), fs::read(dir.join("register.db")).unwrap())
    };
    let ((stories, small), (few, same)) = (made(0), made(1));
    assert!((140..161).contains(&stories), "{stories}");
    assert_eq!([few, made(173).0], [stories, 173]);
    assert!(small == same, "the same seed gives the same bytes");
}
