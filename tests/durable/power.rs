//! The power goes: a file system that forgets whatever was not yet on the disk. What was read as
//! acknowledged before that moment must be there afterwards.

use crate::work::*;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// EXT4_IOC_SHUTDOWN without flushing its journal, from a process that waits for the word.
const CUTTER: &str = "
import fcntl, os, struct, sys
fd = os.open(sys.argv[1], os.O_RDONLY)
print('ready', flush=True)
sys.stdin.readline()
fcntl.ioctl(fd, 0x8004587d, struct.pack('I', 2))
print('cut', flush=True)
";

/// A small ext4 in a file, mounted as long as this lives.
struct Disk {
    image: PathBuf,
    at: PathBuf,
}

fn run(program: &str, args: &[&str]) -> bool {
    let done = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    done.is_ok_and(|s| s.success())
}

impl Disk {
    fn make(place: &Path, megabytes: u64) -> Option<Self> {
        if !is_root() || !has("python3") {
            skip("no root or no python3: power was NOT cut");
            return None;
        }
        let (image, at) = (place.join("disk.img"), place.join("disk"));
        fs::File::create(&image).unwrap().set_len(megabytes << 20).unwrap();
        fs::create_dir(&at).unwrap();
        let disk = Self { image, at };
        if !run("mkfs.ext4", &["-q", "-F", disk.image.to_str().unwrap()]) || !disk.mount() {
            skip("no mkfs.ext4 or no right to mount: power was NOT cut");
            return None;
        }
        Some(disk)
    }

    fn mount(&self) -> bool {
        run("mount", &["-o", "loop", self.image.to_str().unwrap(), self.at.to_str().unwrap()])
    }

    fn unmount(&self) -> bool {
        (0..200).any(|_| {
            let gone = run("umount", &[self.at.to_str().unwrap()]);
            if !gone {
                std::thread::sleep(Duration::from_millis(10));
            }
            gone
        })
    }

    fn cutter(&self) -> Option<Child> {
        let mut cutter = Command::new("python3")
            .args(["-c", CUTTER])
            .arg(&self.at)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(cutter.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        if line.trim() == "ready" {
            return Some(cutter);
        }
        cutter.wait().unwrap();
        None
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = run("umount", &["-l", self.at.to_str().unwrap()]);
    }
}

/// Cuts and waits until it is done; false where the file system does not know how.
fn cut(mut cutter: Child) -> bool {
    cutter.stdin.take().unwrap().write_all(b"now\n").unwrap();
    let mut said = String::new();
    std::io::Read::read_to_string(&mut cutter.stdout.take().unwrap(), &mut said).unwrap();
    cutter.wait().unwrap();
    said.contains("cut")
}

fn install(from: &Path, disk: &Disk) -> PathBuf {
    let dir = disk.at.join("register");
    assert!(run("cp", &["-a", from.to_str().unwrap(), dir.to_str().unwrap()]) && run("sync", &[]));
    dir
}

#[test]
fn what_was_acknowledged_survives_a_power_cut() {
    let p = court();
    let Some(disk) = Disk::make(p.temp.path(), 64) else { return };
    let dir = install(&p.register, &disk);
    let (mut dice, mut told, begun) = (Dice::new(), Told::default(), Instant::now());
    let cuts = times("LIUHEN_CUTS", 50);
    for _ in 0..cuts {
        let open: Vec<_> = std::mem::take(&mut told.open).into_iter().collect();
        let cutter = disk.cutter().unwrap();
        let workers: Vec<Worker> = (0..2).map(|_| Worker::start("act", &dir, &open)).collect();
        workers.iter().for_each(|w| w.wait_for("kept"));
        std::thread::sleep(Duration::from_millis(dice.roll(120) as u64));
        // What is read after this line may have been acknowledged by a disk that was already gone.
        let heard: Vec<Vec<String>> = workers.iter().map(|w| w.said.lock().unwrap().clone()).collect();
        if !cut(cutter) {
            skip("this file system cannot be shut down: power was NOT cut");
            return;
        }
        heard.iter().for_each(|lines| told.hear(lines));
        for worker in workers {
            let lines = worker.kill().0;
            // Begun, and perhaps answered too late to count: handed in again with its own id.
            let mut late = Told::default();
            late.hear(&lines);
            told.open.extend(late.open.into_iter().chain(late.kept.into_keys()));
        }
        told.open.retain(|id| !told.kept.contains_key(id));
        assert!(disk.unmount() && disk.mount(), "the disk does not come back");
        look(&dir, &told);
    }
    let (kept, took) = (told.kept.len(), begun.elapsed().as_secs());
    figures(&format!(
        "power cuts: {cuts} cuts, {kept} acknowledged before them, 0 lost, sound after each, {took} s"
    ));
}

/// The same file and the same table, written by somebody who does not wait for the disk.
pub fn insert_without_waiting(dir: &Path) {
    let db = rusqlite::Connection::open(dir.join("register.db")).unwrap();
    db.execute_batch("PRAGMA journal_mode = wal; PRAGMA synchronous = NORMAL;").unwrap();
    loop {
        let seq: i64 = db
            .query_row("SELECT coalesce(max(seq), -1) + 1 FROM event WHERE log = 2", [], |r| r.get(0))
            .unwrap();
        let sql = "INSERT INTO event (log, seq, header, salt, leaf, body)
                   VALUES (2, ?1, randomblob(100), randomblob(32), randomblob(32), CAST('x' AS BLOB))";
        if db.execute(sql, [seq]).is_err() {
            std::thread::sleep(Duration::from_millis(50));
            continue;
        }
        say(&format!("inserted {seq}"));
    }
}

/// The control: were nothing lost here either, the test above would show nothing.
#[test]
fn the_same_cut_loses_what_was_not_waited_for() {
    let p = court();
    let Some(disk) = Disk::make(p.temp.path(), 64) else { return };
    let (most, mut lost) = (times("LIUHEN_CUTS", 50), 0);
    for cuts in 1..=most {
        let dir = install(&p.register, &disk);
        let cutter = disk.cutter().unwrap();
        let worker = Worker::start("normal", &dir, &[]);
        worker.wait_for("inserted");
        std::thread::sleep(Duration::from_millis(150));
        let heard = worker.said.lock().unwrap().clone();
        if !cut(cutter) {
            skip("this file system cannot be shut down: power was NOT cut");
            return;
        }
        worker.kill();
        assert!(disk.unmount() && disk.mount());
        let last = heard.iter().rev().find_map(|l| l.split("inserted ").nth(1)?.parse::<i64>().ok()).unwrap();
        let db = rusqlite::Connection::open(dir.join("register.db")).unwrap();
        let there: Result<i64, _> =
            db.query_row("SELECT coalesce(max(seq), -1) FROM event WHERE log = 2", [], |r| r.get(0));
        drop(db);
        lost += usize::try_from(last - there.unwrap_or(-1)).unwrap_or(0);
        fs::remove_dir_all(&dir).unwrap();
        if lost > 0 {
            figures(&format!("control without waiting for the disk: {lost} of {last} lost at cut {cuts}"));
            return;
        }
    }
    panic!("{most} cuts lost nothing: the test of power cuts does not bite");
}
