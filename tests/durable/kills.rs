//! kill -9 at random moments: of three that write at once, of a rebuild, of a copy.

use crate::work::*;
use liuhen::office::{Mode, Office, SealTo};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

#[test]
fn three_writers_killed_at_once_lose_nothing_and_write_nothing_twice() {
    let p = court();
    let (mut dice, mut told, begun) = (Dice::new(), Told::default(), Instant::now());
    let rounds = times("LIUHEN_KILLS", 500).div_ceil(3);
    let mut retried = 0;
    for round in 1..=rounds {
        let open: Vec<_> = std::mem::take(&mut told.open).into_iter().collect();
        retried += open.len();
        // All that is open goes to every one of the three: the same command may come from three sides.
        let workers: Vec<Worker> = (0..3).map(|_| Worker::start("act", &p.register, &open)).collect();
        workers.iter().for_each(|w| w.wait_for("kept"));
        for worker in workers {
            std::thread::sleep(Duration::from_micros(dice.roll(12_000) as u64));
            told.hear(&worker.kill().0);
        }
        told.open.retain(|id| !told.kept.contains_key(id));
        assert_eq!(told.faults, 0);
        if round % 50 == 0 || round == rounds {
            look(&p.register, &told);
        }
    }
    let (kills, kept, took) = (rounds * 3, told.kept.len(), begun.elapsed().as_secs());
    figures(&format!(
        "kill -9 of three writers: {kills} kills, {kept} acknowledged, {retried} handed in again, 0 lost, 0 twice, {took} s"
    ));
}

#[test]
fn a_rebuild_killed_leaves_whole_tables() {
    let p = court();
    let (mut dice, kills) = (Dice::new(), times("LIUHEN_KILLS_OTHER", 100));
    for n in 0..kills {
        let worker = Worker::start("rebuild", &p.register, &[]);
        if n % 2 == 0 {
            worker.wait_for("rebuilt");
        }
        std::thread::sleep(Duration::from_micros(dice.roll(40_000) as u64));
        worker.kill();
        if n % 10 == 9 {
            look(&p.register, &Told::default());
        }
    }
    look(&p.register, &Told::default());
    figures(&format!("kill -9 of a rebuild: {kills} kills, tables whole after each ten"));
}

/// An X25519 key of `age`'s documentation; nothing real is sealed to it.
const KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

pub fn back_up_for_ever(dir: &Path) {
    let mut office = Office::open(dir, Mode::Session).unwrap();
    let custodian = actor(&office, "custodian1");
    let key = [SealTo::read(KEY).unwrap()];
    loop {
        let into = dir.with_extension("copies");
        // Several in one second bear one name and are refused; that is no fault here.
        if office.copy(&custodian, &into, Some(&key), None, &mut |_, _, _| {}).is_ok() {
            say("copied");
        }
    }
}

#[test]
fn a_copy_killed_is_whole_under_its_name_or_not_there() {
    let p = court();
    let into = p.register.with_extension("copies");
    fs::create_dir(&into).unwrap();
    let (mut dice, kills) = (Dice::new(), times("LIUHEN_KILLS_OTHER", 100));
    let names = |dir: &Path| -> Vec<String> {
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    };
    for _ in 0..kills {
        let worker = Worker::start("backup", &p.register, &[]);
        std::thread::sleep(Duration::from_micros(20_000 + dice.roll(250_000) as u64));
        worker.kill();
    }
    let whole: Vec<_> = names(&into).into_iter().filter(|n| n.ends_with(".tar.age")).collect();
    for name in &whole {
        let bytes = fs::read(into.join(name)).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1\n") && bytes.len() > 100_000, "{name}");
    }
    // The next copy clears what the killed ones left, and is sealed and noted as any other.
    std::thread::sleep(Duration::from_millis(1100));
    let mut office = Office::open(&p.register, Mode::Session).unwrap();
    let (custodian, key) = (actor(&office, "custodian1"), [SealTo::read(KEY).unwrap()]);
    office.copy(&custodian, &into, Some(&key), None, &mut |_, _, _| {}).unwrap();
    assert!(!names(&p.register).iter().any(|n| n.contains("unfinished")), "{:?}", names(&p.register));
    drop(office);
    look(&p.register, &Told::default());
    figures(&format!("kill -9 of a copy: {kills} kills, {} whole copies, none half", whole.len()));
}
