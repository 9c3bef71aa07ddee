//! Nobody waits for ever. A writer is stopped in the middle of his work, again and again, while many
//! others want to write: each of them is served or told for whom he waits, within a bound, and nothing is
//! lost. Files elsewhere that hang, files beside that are damaged or gone, a register taken away under
//! those who have it open.

use crate::beside::put_odd;
use crate::line;

use line::{Place, run};
use liuhen::office::{Fault, Mode, Office, Trouble};
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a caller is told at the latest, on a machine that many share: the program's own bound is ten
/// seconds.
const BOUND: Duration = Duration::from_secs(20);

fn times(name: &str, here: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(here)
}

fn figures(what: &str) {
    // Not eprintln: the harness would swallow it.
    let mut loud = std::io::stderr();
    writeln!(loud, "FIGURES: {what}").unwrap();
}

/// A process that is stopped where it stands, and goes on or ends with this.
fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-s", name, &pid]).status().unwrap().success());
}

/// The lines of a person who writes one note after the other.
fn writer(p: &Place) -> Child {
    let script = format!(
        "i=0; while [ $i -lt 4000 ]; do i=$((i+1)); '{}' --register '{}' --as judge quick --who 甲 --line w$i || exit 1; done",
        env!("CARGO_BIN_EXE_liuhen"),
        p.dir()
    );
    Command::new("sh").args(["-c", &script]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The one process below a shell.
fn below(shell: &Child) -> Option<u32> {
    let path = format!("/proc/{0}/task/{0}/children", shell.id());
    fs::read_to_string(path).ok()?.split_whitespace().next()?.parse().ok()
}

/// Every quick note's line, as the log has it.
fn notes(dir: &Path) -> Vec<String> {
    let db = rusqlite::Connection::open(dir.join("register.db")).unwrap();
    let mut all = db.prepare("SELECT CAST(body AS TEXT) FROM event WHERE log = 1").unwrap();
    let bodies = all.query_map([], |r| r.get::<_, String>(0)).unwrap().map(Result::unwrap);
    let line = |b: String| {
        let body: serde_json::Value = serde_json::from_str(&b).unwrap();
        let line =
            body.pointer("/act/record/quick/note/line").or_else(|| body.pointer("/act/quick/note/line"));
        line.and_then(|l| l.as_str().map(str::to_owned))
    };
    bodies.filter_map(line).collect()
}

/// Somebody else's process that holds the register's lock and stands still.
pub struct Holder(Child);

impl Holder {
    /// Says that it is `who`, since `ago` seconds.
    pub fn of(p: &Place, who: &str, ago: i64) -> Self {
        let lock = p.register.join("lock");
        let child = Command::new("flock").arg(&lock).args(["sleep", "600"]).spawn().unwrap();
        let begun = Instant::now();
        while File::open(&lock).unwrap().try_lock_shared().is_ok() {
            assert!(begun.elapsed() < BOUND, "flock holds nothing");
            std::thread::sleep(Duration::from_millis(5));
        }
        let now =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
        let said = format!("{:<200}", format!("{} {} {who}", child.id(), now - ago * 1000));
        File::options().write(true).open(&lock).unwrap().write_all_at(&said.as_bytes()[..200], 0).unwrap();
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // `flock` and the command below it.
        if let Some(sleep) = below(&self.0) {
            let _ = Command::new("kill").args(["-s", "KILL", &sleep.to_string()]).status();
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn while_a_writer_stands_still_nobody_waits_longer_than_the_bound_and_nothing_is_lost() {
    let p = Place::training();
    let (tries, others) = (times("LIUHEN_STOPS", 4), times("LIUHEN_OTHERS", 12));
    let (mut longest, mut busy, mut kept) = (Duration::ZERO, 0, Vec::new());
    for n in 0..tries {
        let mut shell = writer(&p);
        std::thread::sleep(Duration::from_millis(150 + 37 * n as u64 % 211));
        // Stopped wherever it is, if possible in the middle of a commit.
        let mut stopped = below(&shell);
        for _ in 0..200 {
            if File::open(p.register.join("lock")).unwrap().try_lock_shared().is_err() {
                stopped = below(&shell);
                break;
            }
            std::thread::sleep(Duration::from_micros(300));
        }
        signal(&shell, "STOP");
        if let Some(pid) = stopped {
            let _ =
                Command::new("kill").args(["-s", "STOP", &pid.to_string()]).stderr(Stdio::null()).status();
        }
        let sessions: Vec<_> = (0..others)
            .map(|i| {
                let (dir, line) = (p.dir().to_owned(), format!("t{n}s{i}"));
                std::thread::spawn(move || {
                    let begun = Instant::now();
                    let args =
                        ["--register", &dir, "--as", "custodian1", "quick", "--who", "乙", "--line", &line];
                    let said = run(&args, "");
                    (line, said, begun.elapsed())
                })
            })
            .collect();
        let mut again = Vec::new();
        for session in sessions {
            let (line, said, took) = session.join().unwrap();
            longest = longest.max(took);
            assert!(took < BOUND, "{took:?} {said:?}");
            match said.code {
                0 => kept.push(line),
                75 => {
                    assert!(said.err.contains("占着台账") && said.err.contains("进程"), "{said:?}");
                    again.push(line);
                }
                _ => panic!("{said:?}"),
            }
        }
        busy += again.len();
        for pid in stopped.into_iter().chain([shell.id()]) {
            let end = if n.is_multiple_of(2) { "CONT" } else { "KILL" };
            let _ = Command::new("kill").args(["-s", end, &pid.to_string()]).stderr(Stdio::null()).status();
        }
        let _ = shell.kill();
        let _ = shell.wait();
        for line in again {
            p.run(&["--as", "custodian1", "quick", "--who", "乙", "--line", &line]).ok();
            kept.push(line);
        }
    }
    let there = notes(&p.register);
    for line in &kept {
        assert_eq!(there.iter().filter(|l| *l == line).count(), 1, "{line}");
    }
    p.run(&["verify"]).ok();
    figures(&format!(
        "writers stopped: {tries} times, {others} others each; longest {} ms, {busy} told to try again and for whom, {} notes, none lost",
        longest.as_millis(),
        kept.len()
    ));
}

/// Between taking the lock and saying so in it there is a moment in which somebody else may stand there.
#[test]
fn nobody_is_named_who_does_not_hold_the_lock() {
    let p = Place::training();
    p.run(&["--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ok();
    let left = fs::read_to_string(p.register.join("lock")).unwrap();
    assert_eq!(left.trim(), "", "whoever lets go takes his name away");
    let holder = Holder::of(&p, "钱守一", 45);
    // The name of somebody who lives and holds nothing, as one who was stopped before he could write his own
    // would leave it standing.
    let said = format!("{:<190}", format!("{} 1800000000000 白正本", std::process::id()));
    let lock = File::options().write(true).open(p.register.join("lock")).unwrap();
    lock.write_all_at(&said.as_bytes()[..190], 0).unwrap();
    for (lang, words) in [("zh", ":flock（进程"), ("en", ":flock (process")] {
        let said =
            p.run(&["--lang", lang, "--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ended(75);
        assert!(!said.err.contains("白正本") && said.err.contains(words), "{said:?}");
        assert!(said.err.contains(&holder.0.id().to_string()), "{said:?}");
    }
    let doctor = p.run(&["--json", "doctor"]);
    assert!(!doctor.out.contains("白正本"), "{}", doctor.out);
}

#[test]
fn whoever_holds_the_lock_is_named_to_those_who_wait_and_by_doctor() {
    let p = Place::training();
    let holder = Holder::of(&p, "钱守一", 45);
    for (lang, words) in [("zh", "钱守一（进程"), ("en", "钱守一 (process")] {
        let begun = Instant::now();
        let said =
            p.run(&["--lang", lang, "--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ended(75);
        assert!(begun.elapsed() < BOUND && said.err.contains(words), "{said:?}");
        assert!(said.err.contains(&holder.0.id().to_string()), "{said:?}");
    }
    let said = p.run(&["--json", "--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ended(75);
    assert_eq!(said.error()["code"], "busy");
    // Reading needs no lock.
    p.run(&["--as", "judge", "desk"]).ok();
    let doctor = p.run(&["--json", "doctor"]);
    let checks = doctor.json()["checks"].as_array().unwrap().clone();
    let lock = checks.iter().find(|c| c["check"] == "lock").unwrap();
    assert_eq!((lock["finding"].as_str(), lock["verdict"].as_str()), (Some("stuck"), Some("bad")), "{lock}");
    assert!(lock["found"].as_str().unwrap().contains("钱守一"), "{lock}");
    drop(holder);
    p.run(&["--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ok();
}

/// Stopped while it opens the file a process has the database's own locks and not yet ours.
#[test]
fn whoever_stands_still_inside_the_database_is_named_as_well() {
    let p = Place::training();
    // The file of shared memory is there as long as somebody has the register open.
    let mut office = Office::open(&p.register, Mode::Session).unwrap();
    // As whoever takes the database up after a crash: it has its locks, and the head is not yet there.
    let keep = "import fcntl, sys, time\nf = open(sys.argv[1], 'r+b')\n\
                fcntl.lockf(f, fcntl.LOCK_EX, 3, 120)\nf.write(bytes(96))\nf.flush()\n\
                print(flush=True)\ntime.sleep(600)";
    let mut keeper = Command::new("python3")
        .args(["-c", keep])
        .arg(p.register.join("register.db-shm"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Read::read_exact(keeper.stdout.as_mut().unwrap(), &mut [0]).unwrap();
    for (lang, words) in [("zh", ":python3（进程"), ("en", ":python3 (process")] {
        let begun = Instant::now();
        let said =
            p.run(&["--lang", lang, "--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ended(75);
        assert!(begun.elapsed() < BOUND, "{:?}", begun.elapsed());
        assert!(said.err.contains(words) && said.err.contains(&keeper.id().to_string()), "{said:?}");
    }
    // Whoever has it open already waits at his next act, and no longer.
    let judge = office.organ().by_account("judge").unwrap().id.clone();
    let judge = liuhen::domain::command::Actor::person(&judge, liuhen::domain::event::Means::Training);
    let begun = Instant::now();
    let no = office.note_export(&judge, "records text", 1);
    assert!(begun.elapsed() < BOUND, "{:?}", begun.elapsed());
    let named = |f: &Fault| matches!(f, Fault::Waited(w) if w.holder.as_ref().unwrap().pid == keeper.id());
    assert!(matches!(&no, Err(Trouble::Fault(f)) if named(f)), "{no:?}");
    // Since when does not begin anew with everybody who waits.
    let since = |no: &Result<_, Trouble>| match no {
        Err(Trouble::Fault(Fault::Waited(w))) => w.holder.as_ref().unwrap().since,
        other => panic!("{other:?}"),
    };
    let later = office.note_export(&judge, "records text", 1);
    assert_eq!(since(&no), since(&later));
    keeper.kill().unwrap();
    keeper.wait().unwrap();
    p.run(&["--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ok();
}

/// What is begun to be written lies in a file of its own, with a wait of its own.
#[test]
fn whoever_keeps_the_drafts_is_named_as_well() {
    let p = Place::training();
    p.run(&["--as", "judge", "draft", "list"]).ok();
    let keep = "import sqlite3, sys, time\ndb = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
                db.execute('BEGIN EXCLUSIVE')\nprint(flush=True)\ntime.sleep(600)";
    let mut keeper = Command::new("python3")
        .args(["-c", keep])
        .arg(p.register.join("drafts.db"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Read::read_exact(keeper.stdout.as_mut().unwrap(), &mut [0]).unwrap();
    let begun = Instant::now();
    let said = p.run(&["--as", "judge", "draft", "list"]).ended(75);
    assert!(begun.elapsed() < BOUND, "{:?}", begun.elapsed());
    assert!(said.err.contains(&format!("python3（进程 {}）", keeper.id())), "{said:?}");
    // Nothing else waits for them.
    p.run(&["--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ok();
    keeper.kill().unwrap();
    keeper.wait().unwrap();
    p.run(&["--as", "judge", "draft", "list"]).ok();
}

#[test]
fn a_session_that_waited_in_vain_ends_soon() {
    let p = Place::training();
    let mut office = Office::open(&p.register, Mode::Session).unwrap();
    let judge = liuhen::domain::command::Actor::person(
        &office.organ().by_account("judge").unwrap().id,
        liuhen::domain::event::Means::Training,
    );
    let _holder = Holder::of(&p, "钱守一", 0);
    let begun = Instant::now();
    for _ in 0..5 {
        let no = office.note_export(&judge, "records text", 1);
        assert!(matches!(no, Err(Trouble::Fault(Fault::Waited(_)))), "{no:?}");
    }
    assert!(begun.elapsed() < BOUND, "five waits take little longer than one: {:?}", begun.elapsed());
}

#[test]
fn an_anchor_that_gives_no_answer_holds_nobody() {
    let real = Place::real("judge");
    // No file at all, and nothing to be waited for.
    let anchor = real.path("anchor");
    let with = anchor.to_str().unwrap();
    for kind in ["pipe", "directory", "link", "socket"] {
        put_odd(&anchor, kind);
        for args in [&["tick"][..], &["quick", "--who", "甲", "--line", "一"]] {
            let begun = Instant::now();
            let said = real.run(&[&["--anchor", with], args].concat()).ended(1);
            assert!(begun.elapsed() < BOUND, "{kind}: {said:?}");
            assert!(said.err.starts_with(&format!("{with} 不是普通文件")), "{kind}: {said:?}");
            assert!(fs::symlink_metadata(&anchor).is_ok_and(|meta| !meta.is_file()), "{kind} was replaced");
        }
    }
    // It hangs while somebody has the lock: nobody else notices.
    let mut office = Office::open(&real.register, Mode::Session).unwrap();
    let plain = real.path("plain");
    fs::create_dir(&plain).unwrap();
    office.anchor(&plain.join("heads")).unwrap();
    fs::remove_file(plain.join("heads")).unwrap();
    assert!(Command::new("mkfifo").arg(plain.join("heads")).status().unwrap().success());
    let me = office.organ().by_account(&liuhen::identity::account().unwrap()).unwrap().id.clone();
    let me = liuhen::domain::command::Actor::person(&me, liuhen::domain::event::Means::Training);
    let began = Instant::now();
    let other = {
        let dir = real.register.clone();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            let begun = Instant::now();
            let mut office = Office::open(&dir, Mode::Session).unwrap();
            let me = office.organ().by_account(&liuhen::identity::account().unwrap()).unwrap().id.clone();
            let me = liuhen::domain::command::Actor::person(&me, liuhen::domain::event::Means::Training);
            office.note_export(&me, "records text", 1).unwrap();
            begun.elapsed()
        })
    };
    office.note_export(&me, "records text", 1).unwrap();
    office.note_export(&me, "records text", 1).unwrap();
    assert!(began.elapsed() < BOUND);
    assert!(
        other.join().unwrap() < Duration::from_secs(2),
        "the other one waited for a file that is not his"
    );
}

#[test]
fn a_damaged_file_beside_stops_nobody_from_reading_or_writing() {
    let p = Place::training();
    let heads = p.register.join("known-heads");
    let act = |n: &str| p.run(&["--as", "judge", "quick", "--who", "甲", "--line", n]);
    act("一").ok();
    let whole = fs::read(&heads).unwrap();
    for cut in [&whole[1..], &whole[94..], &whole[whole.len() - 5..], b"\xff\xfe\x00nonsense", b""] {
        fs::write(&heads, cut).unwrap();
        p.run(&["--as", "judge", "list"]).ok();
        fs::write(&heads, cut).unwrap();
        act("二").ok();
    }
    assert!(p.register.join("known-heads.damaged").exists());
    let doctor = p.run(&["--json", "doctor"]).json();
    assert!(
        doctor["checks"]
            .as_array()
            .unwrap()
            .iter()
            .any(|c| c["check"] == "heads" && c["finding"] == "damaged")
    );
    // A directory where the lock should be.
    fs::remove_file(p.register.join("lock")).unwrap();
    fs::create_dir(p.register.join("lock")).unwrap();
    fs::write(p.register.join("lock/x"), "x").unwrap();
    p.run(&["--as", "judge", "list"]).ok();
    act("三").ok();
    assert!(p.register.join("lock").is_file());
    // What a killed process left of a material goes at the next start.
    let left = p.register.join("materials/unfinished-0123456789abcdef");
    fs::create_dir_all(left.parent().unwrap()).unwrap();
    fs::write(&left, "half").unwrap();
    p.run(&["--as", "judge", "list"]).ok();
    assert!(!left.exists());
    p.run(&["verify"]).ok();
}

#[test]
fn rows_changed_by_hand_are_known_at_once_and_nothing_goes_on_before_they_are_made_anew() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let by_hand = |sql: &str| {
        let db = rusqlite::Connection::open(p.register.join("register.db")).unwrap();
        assert!(db.execute(sql, []).unwrap() > 0, "{sql}");
    };
    for sql in [
        "UPDATE turn SET due = due + 1",
        "DELETE FROM turn",
        "INSERT INTO recused (record, person, ground) SELECT record, 'judge', 'DECLARED' FROM matter LIMIT 1",
        "UPDATE record SET status = 'confirmed'",
    ] {
        // Somebody who is in when it happens is told at his next act.
        let mut office = Office::open(&p.register, Mode::Session).unwrap();
        let judge = liuhen::domain::command::Actor::person(
            &office.organ().by_account("judge").unwrap().id,
            liuhen::domain::event::Means::Training,
        );
        by_hand(sql);
        assert!(matches!(office.note_export(&judge, "x", 1), Err(Trouble::Fault(Fault::Touched))), "{sql}");
        drop(office);
        for args in [
            &["--as", "judge", "list"][..],
            &["--as", "judge", "show", &no],
            &["--as", "judge", "quick", "--who", "甲", "--line", "乙"],
        ] {
            let said = p.run(args).ended(1);
            assert!(said.err.contains("绕过本程序"), "{sql}: {said:?}");
        }
        let verify = p.run(&["verify"]);
        assert_eq!(verify.code, 4, "{sql}: {verify:?}");
        let doctor = p.run(&["--json", "doctor"]).json();
        assert!(
            doctor["checks"]
                .as_array()
                .unwrap()
                .iter()
                .any(|c| c["check"] == "rows" && c["finding"] == "touched")
        );
        p.run(&["--as", "custodian1", "rebuild"]).ok();
        p.run(&["--as", "judge", "show", &no]).ok();
        p.run(&["verify"]).ok();
    }
    // Tables of another program.
    let db = rusqlite::Connection::open(p.register.join("register.db")).unwrap();
    db.execute_batch("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)").unwrap();
    drop(db);
    p.run(&["--as", "judge", "list"]).ok();
    let doctor = p.run(&["--json", "doctor"]).json();
    let found =
        doctor["checks"].as_array().unwrap().iter().find(|c| c["check"] == "foreign").unwrap().clone();
    assert_eq!(found["finding"], "litestream", "{found}");
    assert!(found["found"].as_str().unwrap().contains("_litestream_seq"), "{found}");
}

#[test]
fn a_register_is_not_taken_away_under_those_who_are_in_and_one_that_was_acknowledges_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("demo");
    let path = dir.to_str().unwrap();
    let make = |more: &[&str]| {
        run(&[&["demo", "--dir", path, "--make-only", "--records", "12"][..], more].concat(), "")
    };
    make(&[]).ok();
    let mut office = Office::open(&dir, Mode::Session).unwrap();
    let who = office.organ().people.values().find(|p| p.active).unwrap().id.clone();
    let who = liuhen::domain::command::Actor::person(&who, liuhen::domain::event::Means::Training);
    let said = make(&["--fresh"]).ended(75);
    assert!(said.err.contains("里还有人"), "{said:?}");
    office.note_export(&who, "records text", 1).unwrap();
    // Somebody does it by hand all the same.
    let aside = temp.path().join("aside");
    fs::rename(&dir, &aside).unwrap();
    make(&[]).ok();
    let before = fs::read(dir.join("known-heads")).unwrap_or_default();
    let no = office.note_export(&who, "records text", 1);
    assert!(matches!(no, Err(Trouble::Fault(Fault::Gone(_)))), "{no:?}");
    assert_eq!(fs::read(dir.join("known-heads")).unwrap_or_default(), before, "nothing lands in the new one");
    drop(office);
    make(&["--fresh"]).ok();
    // The file alone, deleted.
    let mut office = Office::open(&dir, Mode::Session).unwrap();
    fs::remove_file(dir.join("register.db")).unwrap();
    let no = office.note_export(&who, "records text", 1);
    assert!(matches!(no, Err(Trouble::Fault(Fault::Gone(_)))), "{no:?}");
}
