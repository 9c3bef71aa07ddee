//! A command's own id on the line: the same line is one act, another line under it is refused; and an
//! answer that cannot be delivered is told as that.

use crate::line;
use line::{Place, Said, text};
use std::fs::{File, read_dir};
use std::process::{Command, Stdio};

const ID: &str = "019e5e2e-1960-7bae-bf29-2c55b1281aaa";

fn acts(p: &Place) -> u64 {
    let office = liuhen::office::Office::open(&p.register, liuhen::office::Mode::Session).unwrap();
    office.heads().unwrap()[0].size
}

/// The line twice is one act; the other line under its id is refused, and keeps nothing.
fn once(p: &Place, who: &str, first: &[&str], other: &[&str]) {
    let with_id = |args: &[&str]| {
        let mut all = vec!["--json", "--command-id", ID];
        all.extend(args);
        p.by(who, &all)
    };
    let before = acts(p);
    let one = with_id(first).ok().json();
    let again = with_id(first).ok().json();
    assert_eq!((&one["check_code"], &again["repeated"]), (&again["check_code"], &true.into()), "{first:?}");
    assert_eq!(with_id(other).ended(3).error()["code"], "same_command_other_content", "{other:?}");
    assert_eq!(acts(p), before + 1, "{first:?}");
}

#[test]
fn a_quick_note_is_one_with_its_person_time_and_case() {
    let quick = ["quick", "--who", "甲", "--line", "问进展"];
    for more in [&["--at", "昨天"][..], &["--case", "（2026）京0105民初9号"], &[]] {
        let p = Place::training();
        let other = if more.is_empty() {
            vec!["quick", "--who", "乙", "--line", "问进展"]
        } else {
            [&quick, more].concat()
        };
        once(&p, "judge", &quick, &other);
    }
}

#[test]
fn an_escalation_is_one_with_its_record_and_its_words() {
    for n in 0..3 {
        let p = Place::training();
        let ((no, _), (other, _)) = (p.record(&[]), p.record(&["--command-id", &ID.replace("aaa", "aab")]));
        let up = |no, words, reason| {
            ["escalate", no, "--reason", reason, "--text", words, "--consent"].map(|s: &str| s.to_owned())
        };
        let first = up(&no, "请指导", "HARD");
        let second =
            [up(&other, "请指导", "HARD"), up(&no, "别的", "HARD"), up(&no, "请指导", "PRESSURE")][n].clone();
        let words = |a: &[String]| a.iter().map(|s| s.as_str().to_owned()).collect::<Vec<_>>();
        let (first, second) = (words(&first), words(&second));
        let refs = |a: &[String]| -> Vec<&'static str> {
            a.iter().map(|s| &*Box::leak(s.clone().into_boxed_str())).collect()
        };
        once(&p, "judge", &refs(&first), &refs(&second));
    }
}

#[test]
fn a_return_an_amendment_and_a_withdrawal_are_known_again_though_the_record_has_moved_on() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    once(
        &p,
        "judge",
        &["record", "amend", &no, "--set", "place=三楼"],
        &["record", "amend", &no, "--set", "place=四楼"],
    );
    let p = Place::training();
    let (no, _) = p.record(&[]);
    once(
        &p,
        "custodian1",
        &["return", &no, "--reason", "place=写明"],
        &["return", &no, "--reason", "place=不清"],
    );
    let p = Place::training();
    let (no, _) = p.record(&[]);
    once(
        &p,
        "judge",
        &["record", "withdraw", &no, "--reason", "写错了"],
        &["record", "withdraw", &no, "--reason", "不写了"],
    );
}

/// What a line leaves to be found out (the open change, the text that it adds to) is what it was then, and an
/// act takes nothing of its own receipt away.
#[test]
fn the_same_line_is_the_same_act_whatever_it_did_to_what_it_speaks_of() {
    let filed = || {
        let p = Place::training();
        let (no, revision) = p.record(&[]);
        p.confirm("custodian1", &no, &revision, &[]).ok();
        let last4 = no[no.len() - 4..].to_owned();
        p.confirm("custodian2", &no, &revision, &["--last4", &last4]).ok();
        p.by("judge", &["record", "supplement", &no, "--text", "另有一次来电", "--reason", "补记"]).ok();
        (p, no)
    };
    let (p, no) = filed();
    p.by("custodian1", &["confirm-change", &no]).ok();
    once(&p, "custodian2", &["confirm-change", &no], &["refuse-change", &no, "--reason", "不实"]);
    let (p, no) = filed();
    once(
        &p,
        "custodian1",
        &["refuse-change", &no, "--reason", "不实"],
        &["refuse-change", &no, "--reason", "不清"],
    );
    let (p, no) = filed();
    once(
        &p,
        "custodian1",
        &["record", "recuse", &no, "--reason", "是同学"],
        &["record", "recuse", &no, "--reason", "是同乡"],
    );
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let material = p.path("material.txt");
    std::fs::write(&material, "通话记录").unwrap();
    let material = material.to_str().unwrap();
    let amend = ["record", "amend", &no, "--set", "place=三楼", "--material", material];
    once(&p, "judge", &amend, &amend[..5]);
    // Another amendment since does not make it another line.
    let with_id = |args: &[&str]| p.by("judge", &[&["--json", "--command-id", ID], args].concat());
    p.by("judge", &["record", "amend", &no, "--set", "content=来电询问开庭时间，未提其他要求。"]).ok();
    assert_eq!(with_id(&amend).ok().json()["repeated"], true);
    // A copy is another one each time.
    let into = p.path("copies");
    std::fs::create_dir(&into).unwrap();
    let backup = ["--command-id", ID, "backup", into.to_str().unwrap(), "--plain"];
    assert!(p.by("custodian1", &backup).ended(2).err.contains("--command-id"));
    assert_eq!(read_dir(&into).unwrap().count(), 0);
}

/// Every write to this device says that there is no room.
fn to_a_full_place(p: &Place, args: &[&str]) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_liuhen"))
        .args(["--register", p.dir()])
        .args(args)
        .env_clear()
        .env("HOME", p.temp.path())
        .stdin(Stdio::null())
        .stdout(File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    Said {
        code: done.status.code().unwrap(),
        out: String::new(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

#[test]
fn what_was_done_is_told_as_done_where_the_answer_cannot_be_delivered() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let by = |who: &'static str, args: &[&str]| {
        let mut all = vec!["--lang", "en", "--as", who];
        all.extend(args);
        to_a_full_place(&p, &all)
    };
    let copies = p.path("copies");
    std::fs::create_dir(&copies).unwrap();
    let acting: [(&str, Vec<&str>); 5] = [
        ("judge", vec!["quick", "--who", "甲", "--line", "问进展"]),
        ("judge", vec!["--json", "quick", "--who", "乙", "--line", "问进展"]),
        ("judge", vec!["escalate", &no, "--reason", "HARD", "--text", "请指导", "--consent"]),
        ("judge", vec!["record", "amend", &no, "--set", "place=三楼"]),
        ("custodian1", vec!["backup", copies.to_str().unwrap(), "--plain"]),
    ];
    for (who, args) in acting {
        let before = acts(&p);
        let said = by(who, &args).ended(6);
        assert!(said.err.contains("It was done; only the answer"), "{said:?}");
        assert!(!said.err.contains("nothing was written"), "{said:?}");
        assert_eq!(acts(&p), before + 1, "{args:?}");
        if args[0] != "backup" {
            // The check code by which it can be found again.
            let code = said.err.split(|c: char| c.is_whitespace() || c == '"' || c == ',');
            let code = code.filter(|w| w.len() == 14 && w.matches('-').count() == 2).count();
            assert_eq!(code, 1, "{said:?}");
        }
    }
    assert!(read_dir(&copies).unwrap().count() > 0);
    // What only reads has done nothing, and says no more than that.
    let said = by("judge", &["desk"]).ended(75);
    assert!(said.err.contains("answer could not be delivered") && !said.err.contains("done"), "{said:?}");
    // What is refused is refused.
    by("judge", &["quick", "--who", "", "--line", "x"]).ended(5);
    let said = to_a_full_place(&p, &["--lang", "en", "tick"]).ended(75);
    assert!(!said.err.contains("done"), "{said:?}");
    let text = text(&p.by("judge", &["--json", "quick", "--who", "丙", "--line", "问"]).ok().json()["ref"]);
    assert!(!text.is_empty());
}

/// It was open, and nothing can be written to it.
#[test]
fn a_standard_output_to_be_read_from_delivers_nothing() {
    let p = Place::training();
    let ended = |args: &str| {
        let program = format!("{} --register {} --as judge", env!("CARGO_BIN_EXE_liuhen"), p.dir());
        let line = format!("{program} {args} 1</dev/null");
        Command::new("bash").args(["-c", &line]).stdin(Stdio::null()).output().unwrap().status.code().unwrap()
    };
    assert_eq!(ended("quick --who 甲 --line 问进展"), 6);
    assert_ne!(ended("list"), 0);
    assert_ne!(ended("whoami"), 0);
}

#[test]
fn a_number_beyond_every_log_is_one_that_nobody_was_given() {
    let p = Place::training();
    for n in ["4000", "9223372036854775808", "18446744073709551615"] {
        assert_eq!(p.by("judge", &["--json", "receipt", n]).ended(3).error()["code"], "no_such_matter");
    }
}
