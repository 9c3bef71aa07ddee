//! A connection that breaks in the middle of what is sent: at every length, in every verb that takes
//! something over standard input, and over a real sshd with the client killed. Nothing half is ever
//! kept, nothing is recorded, and the next call says so.

use crate::sshd;

use sshd::Court;
use sshd::line::{Place, SAMPLE};
use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How many acts stand in the log.
fn acts(dir: &std::path::Path) -> i64 {
    let db = rusqlite::Connection::open(dir.join("register.db")).unwrap();
    db.query_row("SELECT count(*) FROM event WHERE log = 1", [], |r| r.get(0)).unwrap()
}

/// Every material and everything on the way to one.
fn materials(dir: &std::path::Path) -> usize {
    fn count(dir: &std::path::Path) -> usize {
        let found = std::fs::read_dir(dir).into_iter().flatten().flatten();
        found.map(|e| if e.path().is_dir() { count(&e.path()) } else { 1 }).sum()
    }
    count(&dir.join("materials"))
}

#[test]
fn a_text_cut_at_any_byte_is_never_recorded_and_whole_it_is() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let before = acts(&p.register);
    let whole = "他说：这个案子\n..你们看着办。\n.\n";
    for at in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
        let said = p.fed(&["--as", "judge", "quick", "--who", "甲", "--line", "-"], &whole[..at]).ended(5);
        assert!(said.err.contains("结束行"), "{at}: {said:?}");
    }
    p.fed(&["--as", "judge", "record", "void", &no, "--reason", "-"], "记错了\n登记").ended(5);
    p.fed(&["--as", "judge", "record", "new", "--from", "-"], &SAMPLE[..SAMPLE.len() - 3]).ended(5);
    assert_eq!(acts(&p.register), before);
    p.fed(&["--as", "judge", "quick", "--who", "甲", "--line", "-"], whole).ok();
    p.fed(&["--as", "judge", "record", "new", "--again", "--from", "-"], SAMPLE).ok();
    assert_eq!(acts(&p.register), before + 2);
    // A file of this machine ends where it ends.
    let file = p.path("line");
    std::fs::write(&file, "从文件来的一行").unwrap();
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_liuhen"))
        .args(["--register", p.dir(), "--as", "judge", "quick", "--who", "甲", "--line", "-"])
        .env_clear()
        .stdin(std::fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    assert!(out.status.success(), "{out:?}");
}

#[test]
fn a_material_is_what_was_said_of_it_or_nothing() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let (before, kept) = (acts(&p.register), materials(&p.register));
    let bytes = "x".repeat(70_000);
    let hash = "c8fa2b5fbbdd46db3ca45ec9bae7d5c1f2b5fd4f".to_owned() + "00000000000000000000000a";
    let attach = |more: &[&str], input: &str| {
        let mut args = vec!["--as", "judge", "--lang", "en", "record", "attach", &no, "-", "--name", "a.txt"];
        args.extend(more);
        p.fed(&args, input)
    };
    // The old spelling is told the new one.
    let said = attach(&[], &bytes).ended(5);
    assert!(said.err.contains("--size") && said.err.contains("--sha256"), "{said:?}");
    for cut in [0, 1, 4096, 65_536, 69_999] {
        let said = attach(&["--size", "70000"], &bytes[..cut]).ended(5);
        assert!(said.err.contains(&format!("{cut} bytes")), "{said:?}");
    }
    attach(&["--size", "69999"], &bytes).ended(5);
    attach(&["--sha256", &hash], &bytes).ended(5);
    attach(&["--sha256", "abc"], &bytes).ended(5);
    assert_eq!((acts(&p.register), materials(&p.register)), (before, kept));
    // The same command id twice is one act, and another material under it is no repetition.
    let id = "0193e0f2-1111-7000-8000-000000000001";
    let first = attach(&["--size", "70000", "--command-id", id], &bytes).ok().out;
    let again = attach(&["--size", "70000", "--command-id", id], &bytes).ok().out;
    assert_eq!(acts(&p.register), before + 1);
    let code = |out: &str| {
        out.split_whitespace().find(|w| w.len() == 14 && w.matches('-').count() == 2).unwrap().to_owned()
    };
    assert_eq!(code(&first), code(&again));
    attach(&["--size", "5", "--command-id", id], "other").ended(3);
    assert_eq!(acts(&p.register), before + 1);
}

/// A file under a code of the screen is whole or nothing as well.
#[test]
fn a_file_sent_by_its_code_is_what_was_said_of_it_or_nothing() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let mut office = liuhen::office::Office::open(&p.register, liuhen::office::Mode::Session).unwrap();
    let id = office.organ().people.values().find(|p| p.account == "judge").unwrap().id.clone();
    let judge = liuhen::domain::command::Actor::person(&id, liuhen::domain::event::Means::Training);
    let liuhen::office::Found::Record(id) = office.find(&judge, &no).unwrap() else { panic!("{no}") };
    let code = office.await_file(&judge, &id).unwrap().code;
    let kept = materials(&p.register);
    let send = |who: &str, more: &[&str], input: &str| {
        let mut args = vec!["--as", who, "record", "send", &code.0, "-"];
        args.extend(more);
        p.fed(&args, input)
    };
    send("judge", &[], "0123456789").ended(5);
    for cut in [0, 1, 9] {
        send("judge", &["--size", "10"], &"0123456789"[..cut]).ended(5);
    }
    send("judge", &["--size", "9"], "0123456789").ended(5);
    assert_eq!((materials(&p.register), office.file_came(&judge, &code).unwrap()), (kept, None));
    let said = send("judge", &["--size", "10"], "0123456789").ok();
    assert!(said.out.contains("10字节") && said.out.contains("84d89877"), "{said:?}");
    assert_eq!(office.file_came(&judge, &code).unwrap().unwrap().1, 10);
    send("judge", &["--size", "10"], "0123456789").ended(3);
}

/// `ssh` whose client is killed after so many bytes of what it was to send.
fn killed_after(court: &Court, line: &str, input: &[u8], bytes: usize) {
    let mut command = court.client("ssh", "judge", &["-T", &court.host(), line]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&input[..bytes]).unwrap();
    stdin.flush().unwrap();
    // Until it has gone through the client and the server: the session is there and has it.
    let begun = Instant::now();
    while court.sessions().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "no session");
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(400));
    // The client itself, not only the watch around it.
    let below = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", child.id())).unwrap();
    for pid in below.split_whitespace().chain([child.id().to_string().as_str()]) {
        let _ = std::process::Command::new("kill").args(["-s", "KILL", pid]).status();
    }
    let _ = child.wait();
    drop(stdin);
    court.deserted();
}

#[test]
fn a_client_killed_at_many_places_leaves_nothing_half_and_the_next_call_says_so() {
    let Some(court) = Court::open(0) else { return };
    let receipt = court.fed("judge", "record new --from - --json", SAMPLE.as_bytes()).ok();
    let no = receipt.json()["ref"].as_str().unwrap().to_owned();
    court.deserted();
    let dir = court.register();
    let (before, kept) = (acts(&dir), materials(&dir));
    let bytes = vec![b'x'; 400_000];
    let args = format!("--name=录音.m4a\n--size={}\n.\n", bytes.len());
    let sent = [args.as_bytes(), &bytes].concat();
    let attach = format!("record attach {no} - --args -");
    let note = "--who=张三\n--line=来电询问案件什么时候开庭，请多关照\n.\n".as_bytes();
    let supplement = format!("record supplement {no} --args -");
    let reason = "--reason=原来写漏了一句话，现在补上\n--text=-\n.\n他还说了一句：\n看着办。\n.\n".as_bytes();
    let mut cuts = 0;
    for at in [args.len() / 2, args.len(), args.len() + 1, 100_000, sent.len() - 1] {
        killed_after(&court, &attach, &sent, at);
        cuts += 1;
    }
    for at in [3, note.len() / 2, note.len() - 4, note.len() - 1] {
        killed_after(&court, "quick --args -", note, at);
        cuts += 1;
    }
    for at in [20, reason.len() - 30, reason.len() - 1] {
        killed_after(&court, &supplement, reason, at);
        cuts += 1;
    }
    killed_after(&court, "record new --from -", SAMPLE.as_bytes(), SAMPLE.len() - 2);
    cuts += 1;
    assert_eq!((acts(&dir), materials(&dir)), (before, kept), "after {cuts} cuts");
    let next = court.ask("judge", "desk").ok();
    assert!(next.err.contains("没有送完") && next.err.contains("record new"), "{next:?}");
    let after = court.ask("judge", "desk").ok();
    assert!(!after.err.contains("没有送完"), "it is said once: {after:?}");
    // Whole, each of them is taken.
    court.fed("judge", "quick --args -", note).ok();
    court.fed("judge", &attach, &sent).ok();
    court.deserted();
    assert_eq!(acts(&dir), before + 2);
}
