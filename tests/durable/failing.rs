//! Every single write fails once: the n-th call that writes, syncs or truncates below the register, for
//! every n of a day's work. Nobody panics, nothing is acknowledged that is not there, what was told to
//! have failed is not there, and the session goes on.

use crate::line::Place;
use crate::pty::Pty;
use crate::work::*;
use liuhen::domain::command::Command;
use liuhen::domain::evidence::{EvidenceCommand, Head};
use liuhen::office::{Draft, Fault, Mode, Office, Trouble};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Program, Stdio};

/// One day: notes, materials, drafts, a tick, a copy's note, a rebuild.
pub fn day(dir: &Path) {
    let mut office = match Office::open(dir, Mode::Session) {
        Ok(office) => office,
        Err(trouble) => return say(&format!("unopened {trouble}")),
    };
    let (judge, custodian) = (actor(&office, "judge"), actor(&office, "custodian1"));
    for n in 0..8 {
        let id = fresh_id();
        say(&format!("try {id}"));
        let command = match n {
            6 => Command::Evidence(EvidenceCommand::NoteDrill {
                name: "x".into(),
                acts: Head { size: 0, root: String::new() },
                sound: true,
                seconds: 1,
            }),
            _ => quick(&"来电询问进展".repeat(20)),
        };
        let who = if n == 6 { &custodian } else { &judge };
        match office.act_as(who, &command, id) {
            Ok(receipt) => say(&format!("kept {id} {}", receipt.leaf)),
            Err(Trouble::Fault(Fault::Unsettled)) => say(&format!("unsettled {id}")),
            Err(trouble) => say(&format!("refused {id} {trouble}")),
        }
        match n {
            1 => drop(office.keep_material(&judge, &mut &b"scan"[..], &Default::default())),
            2 => {
                let payload = "{}".to_owned();
                let (owner, id, kind) = ("judge".to_owned(), "d".to_owned(), "quick".to_owned());
                let draft = Draft { owner, id, kind, updated_ms: 1, payload };
                let _ = office.drafts().map(|d| d.save(&draft));
            }
            4 => drop(office.rebuild(&mut |_, _| {})),
            5 => drop(office.tick()),
            _ => {}
        }
    }
    say("evening");
}

/// The shim, built by the compiler that built SQLite.
fn shim(place: &Path) -> Option<PathBuf> {
    let (source, made) =
        (concat!(env!("CARGO_MANIFEST_DIR"), "/tests/durable/failing.c"), place.join("failing.so"));
    let done = Program::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&made).arg(source).output();
    match done {
        Ok(out) if out.status.success() => Some(made),
        other => {
            skip(&format!("no C compiler: failing writes were NOT tried ({other:?})"));
            None
        }
    }
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    assert!(Program::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

/// One day with one failure; how many calls there were, or none when the worker was already through.
struct Day<'p> {
    base: &'p Place,
    shim: PathBuf,
    dir: PathBuf,
}

impl Day<'_> {
    fn run(&self, at: usize, errno: i32, for_ever: bool) -> (Told, Vec<String>, usize) {
        copy(&self.base.register, &self.dir);
        let count = self.base.path("count");
        let _ = fs::remove_file(&count);
        let (at_word, errno) = (at.to_string(), errno.to_string());
        let mut env = vec![
            ("LD_PRELOAD", self.shim.to_str().unwrap()),
            ("LIUHEN_FAIL_UNDER", self.dir.to_str().unwrap()),
            ("LIUHEN_FAIL_AT", &at_word),
            ("LIUHEN_FAIL_WITH", &errno),
            ("LIUHEN_FAIL_COUNT", count.to_str().unwrap()),
        ];
        if for_ever {
            env.push(("LIUHEN_FAIL_ON", "1"));
        }
        let (lines, err) = Worker::start_with("day", &self.dir, &[], &env).end();
        assert!(!err.contains("panicked"), "call {at}: {err}");
        let calls = fs::read_to_string(&count).unwrap_or_default().parse().unwrap_or(0);
        let mut told = Told::default();
        told.hear(&lines);
        (told, lines, calls)
    }

    fn check(&self, at: usize, told: &Told, lines: &[String]) {
        let ended = lines.iter().any(|l| l.contains("evening") || l.contains("unopened"));
        assert!(ended, "call {at}: the session did not survive: {lines:?}");
        look(&self.dir, told);
        let there = commands(&self.dir);
        for line in lines.iter().filter(|l| l.contains("refused ")) {
            let id = line.split("refused ").nth(1).unwrap().split(' ').next().unwrap();
            assert!(!there.contains_key(&id.parse().unwrap()), "call {at}: told as failed and there: {line}");
        }
    }
}

#[test]
fn every_write_of_a_day_fails_once_and_nothing_is_lost_or_told_wrongly() {
    let p = court();
    let Some(shim) = shim(p.temp.path()) else { return };
    let day = Day { base: &p, shim, dir: p.path("day") };
    let (told, lines, calls) = day.run(0, 0, false);
    assert!(told.kept.len() == 8 && calls > 30, "{calls} calls: {lines:?}");
    // EIO and ENOSPC by turns, so that each call meets both where all are tried.
    let most = times("LIUHEN_FAILS", 60);
    let step = (calls * 2).div_ceil(most).max(1);
    let (mut tried, mut failed, mut unsettled) = (0, 0, 0);
    for n in (0..calls * 2).step_by(step) {
        let (at, errno) = (n / 2 + 1, if n % 2 == 0 { 5 } else { 28 });
        let (told, lines, _) = day.run(at, errno, false);
        day.check(at, &told, &lines);
        tried += 1;
        failed += lines.iter().filter(|l| l.contains("refused ") || l.contains("unopened")).count();
        unsettled += lines.iter().filter(|l| l.contains("unsettled ")).count();
        // One failure spoils at most one act and what hangs on it.
        assert!(told.kept.len() >= 6 || lines.iter().any(|l| l.contains("unopened")), "{at}: {lines:?}");
    }
    // And from some call on nothing is written any more at all.
    for n in (0..calls).step_by(step * 4) {
        let (told, lines, _) = day.run(n + 1, 5, true);
        day.check(n + 1, &told, &lines);
        tried += 1;
    }
    figures(&format!(
        "failing writes: {calls} calls in a day, {tried} days with a failure, {failed} acts told as not written, {unsettled} of unknown outcome, 0 panics, 0 false"
    ));
}

/// The program itself: exit code, sentence and reference number.
#[test]
fn the_line_says_what_became_of_it() {
    let p = court();
    let Some(shim) = shim(p.temp.path()) else { return };
    let dir = p.path("line");
    let mut ends = std::collections::BTreeMap::new();
    for at in 1.. {
        copy(&p.register, &dir);
        let out = Program::new(env!("CARGO_BIN_EXE_liuhen"))
            .args([
                "--register",
                dir.to_str().unwrap(),
                "--as",
                "judge",
                "quick",
                "--who",
                "李四",
                "--line",
                "询问",
            ])
            .env_clear()
            .env("HOME", p.temp.path())
            .env("LD_PRELOAD", &shim)
            .env("LIUHEN_FAIL_UNDER", &dir)
            .env("LIUHEN_FAIL_AT", at.to_string())
            .env("LIUHEN_FAIL_COUNT", p.path("count"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let (err, code) = (String::from_utf8(out.stderr).unwrap(), out.status.code().unwrap_or(-1));
        let last = fs::read_to_string(p.path("count")).unwrap().parse::<usize>().unwrap() < at;
        assert!(!err.contains("panicked"), "{at}: {err}");
        let notes = || p.fed_at(&dir, &["--as", "judge", "--json", "list"]);
        let there = notes().contains("李四");
        match code {
            0 => assert!(there, "{at}: acknowledged and not there"),
            1 | 75 => assert!(err.contains("故障编号") && !there, "{at}: {err}"),
            other => panic!("{at}: exit {other}: {err}"),
        }
        *ends.entry(code).or_insert(0) += 1;
        if last {
            break;
        }
    }
    figures(&format!("failing writes on the line: each call once, exits {ends:?}"));
}

impl Place {
    /// What another register answers.
    fn fed_at(&self, dir: &Path, args: &[&str]) -> String {
        let mut all = vec!["--register", dir.to_str().unwrap()];
        all.extend(args);
        crate::line::run(&all, "").ok().out
    }
}

/// A person at the screens when one write fails: what he typed stands there until it is written, he is
/// told so, and once it is said to be written it is there, once.
#[test]
fn the_screens_keep_what_was_typed_and_say_what_became_of_it() {
    let p = court();
    let Some(shim) = shim(p.temp.path()) else { return };
    let (dir, count) = (p.path("screens"), p.path("count"));
    let sit = |at: usize| {
        copy(&p.register, &dir);
        let at = at.to_string();
        let env = [
            ("LD_PRELOAD", shim.to_str().unwrap()),
            ("LIUHEN_FAIL_UNDER", dir.to_str().unwrap()),
            ("LIUHEN_FAIL_AT", &at),
            ("LIUHEN_FAIL_WITH", "5"),
            ("LIUHEN_FAIL_COUNT", count.to_str().unwrap()),
            ("HOME", p.dir()),
        ];
        let args = ["--register", dir.to_str().unwrap(), "--as", "judge"];
        let mut pty = Pty::spawn(env!("CARGO_BIN_EXE_liuhen"), &args, &env, (80, 24));
        let opened = pty.receives("中文\x1b[6n".as_bytes());
        if opened {
            pty.send("\x1b[2;5R\x1b[2;2R");
            pty.wait_for("待办");
            pty.send("\x1bOS李四\r询问何时开庭\r");
            pty.wait_for("询问何时开庭");
        }
        (pty, opened)
    };
    let there = || p.fed_at(&dir, &["--as", "judge", "--json", "list"]).matches("李四").count();
    let (mut tried, mut told, mut unopened) = (0, 0, 0);
    let mut calls = usize::MAX;
    let mut at = 0;
    while at < calls {
        let (mut pty, opened) = sit(at);
        if opened {
            pty.send("\x1bOQ");
            // What was said of the draft before must not pass for the answer.
            pty.wait_quiet(std::time::Duration::from_millis(150));
            // A failure that the person saw is answered by asking once more.
            if !pty.wait_for_either("速记一条", "磁盘") {
                told += 1;
                assert!(pty.screen().contains("李四"), "{at}: what was typed is gone:\n{}", pty.screen());
                assert_eq!(there(), 0, "{at}: told as failed and there:\n{}", pty.screen());
                pty.send("\x1bOQ");
                pty.wait_for("速记一条");
            }
            assert_eq!(there(), 1, "{at}");
            pty.send("Q");
            pty.wait_exit();
        } else {
            unopened += 1;
            pty.wait_exit();
            assert_eq!(there(), 0, "{at}");
        }
        assert!(!String::from_utf8_lossy(&pty.received()).contains("panicked"), "{at}");
        if at == 0 {
            calls = fs::read_to_string(&count).unwrap().parse().unwrap();
        }
        tried += 1;
        at += (calls / times("LIUHEN_FAILS", 24)).max(1);
    }
    figures(&format!(
        "failing writes at the screens: {calls} calls of a sitting, {tried} tried, {told} told and done at the second stroke, {unopened} not opened"
    ));
}
