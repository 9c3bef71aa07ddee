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
