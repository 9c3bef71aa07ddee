//! What the line says: help, usage errors and JSON, in both languages.

use crate::line;
use line::{Place, run, text};

#[test]
fn help_is_written_in_one_language_at_every_level() {
    let zh = run(&["--help"], "").ok().out;
    assert!(zh.contains("用法：") && !zh.contains("Usage"), "{zh}");
    let en = run(&["--lang", "en", "committee", "attend", "--help"], "").ok().out;
    assert!(en.contains("Usage: liuhen committee attend") && en.contains("--absent <TEXT>"), "{en}");
    assert!(en.is_ascii(), "{en}");
    for verb in ["record", "committee", "escalation", "proposal"] {
        let said = run(&[verb], "").ended(2);
        assert!(said.err.contains("请写明命令") && said.err.contains("用法："), "{said:?}");
    }
}

#[test]
fn usage_errors_are_our_own_sentences_and_name_the_argument() {
    for (args, zh, en) in [
        (
            &["shwo"][..],
            "没有「shwo」这个命令；是不是 show",
            "There is no command 「shwo」; did you mean show",
        ),
        (&["desk", "--digets"], "「--digets」这个参数；是不是 --digest", "no argument 「--digets」"),
        (&["confirm", "X"], "还缺：--revision", "Missing: --revision"),
        (&["ledger", "--limit", "many"], "「many」不能用作 --limit", "「many」 cannot be --limit"),
        (&["completions", "cmd"], "可以是：bash", "it may be: bash"),
        (&["resolve", "X", "--reason", "y"], "还缺：", "Missing: "),
        (&["resolve", "X", "--reason", "y", "--confirm", "--return"], "不能与", "cannot stand together"),
        (&["show"], "还缺：<NO>", "Missing: <NO>"),
    ] {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let mut all = vec!["--lang", lang];
            all.extend(args);
            let said = run(&all, "").ended(2);
            assert!(said.err.contains(words), "{words}: {said:?}");
            assert!(!said.err.contains("error:") && said.out.is_empty(), "{said:?}");
        }
    }
    let json = run(&["shwo", "--json"], "").ended(2).error();
    assert_eq!(json["kind"], "usage");
    assert_eq!(run(&["--lang", "fr", "desk"], "").code, 2);
}

#[test]
fn the_persons_own_language_holds_unless_another_is_asked_for() {
    let p = Place::training();
    assert!(p.by("chief", &["desk"]).ok().out.contains("没有要办的事"));
    assert!(p.by("chief", &["--lang", "en", "desk"]).ok().out.contains("Nothing to do"));
}

#[test]
fn what_comes_from_the_tables_is_whole() {
    let flow = run(&["flow", "--mermaid", "--lang", "en"], "").ok().out;
    let kinds = liuhen::domain::registry::all().len();
    assert_eq!(flow.matches("stateDiagram-v2").count(), 5 + kinds, "{flow}");
    assert!(flow.contains("one_hand --> confirmed") && !flow.contains("submitted --> confirmed"), "{flow}");
    let man = run(&["man"], "").ok().out;
    assert!(man.contains(".SH 名称") && !man.contains(".SH NAME"), "{man}");
    assert!(run(&["completions", "bash"], "").ok().out.contains("check-proof"));
    assert!(run(&["codes", "CL08"], "").ok().out.contains("电话"));
    assert_eq!(run(&["codes", "CL99"], "").code, 3);
    let keys = run(&["keys", "--markdown"], "").ok().out;
    assert!(keys.starts_with("| 按键 |") && keys.contains("`F3`") && keys.contains("核对确认"), "{keys}");
    assert_eq!(run(&[], "").code, 1);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_liuhen"))
        .args(["codes", "court_province", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), String::from_utf8(done.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn what_stands_in_a_register_cannot_steer_a_terminal() {
    let p = Place::training();
    let json = line::SAMPLE.replace("张三", "张\\u009b31m三");
    p.fed(&["--as", "judge", "record", "new", "--from", "-"], &json).ended(5);
    let (no, _) = p.record(&["--set", "people[0].post=经理\u{301}\u{301}"]);
    let page = p.by("judge", &["show", &no, "--paper"]).ok().out;
    assert!(page.contains("培训登记册") && !page.chars().any(|c| c.is_control() && c != '\n'), "{page}");
    let line = p.by("judge", &["show", &no, "--json"]).ok();
    assert_eq!(text(&line.json()["record"]["ref"]), no);
}
