//! The disk takes nothing because it is read-only: what leaves no trace is read, everything else says in one
//! sentence why not. A real mount, with the last act still in the file beside the database.

use crate::full::Small;
use crate::line::{self, Place};
use crate::work::*;
use liuhen::office::{Fault, Mode, Office, Trouble};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The register of a court on a disk of its own that is then made read-only. Its judge's last note stands
/// in the write-ahead file alone, as after a power cut.
fn read_only(p: &Place) -> Option<(Small, PathBuf)> {
    let small = Small::make(p.temp.path(), 16 << 10)?;
    let mut office = Office::open(&p.register, Mode::Session).unwrap();
    let judge = actor(&office, "judge");
    office.act(&judge, &quick("断电前最后一句")).unwrap();
    let dir = small.install(p);
    assert!(dir.join("register.db-wal").metadata().unwrap().len() > 0, "nothing is left to be carried over");
    small.remount("ro");
    Some((small, dir))
}

fn now() -> i64 {
    liuhen::office::Clock::now(&liuhen::office::System)
}

fn on(dir: &Path, who: &str, args: &[&str]) -> line::Said {
    let mut all = vec!["--register", dir.to_str().unwrap()];
    if !who.is_empty() {
        all.extend(["--as", who]);
    }
    all.extend(args);
    line::run(&all, "")
}

#[test]
fn a_read_only_disk_is_read_and_writing_says_that_it_is_read_only() {
    let p = court();
    let (own, revision) = p.record(&[]);
    let proof = p.temp.path().join("proof.json");
    std::fs::write(&proof, p.run(&["--as", "judge", "proof", &own]).ok().out).unwrap();
    p.run(&["--as", "judge", "escalate", &own, "--reason", "HARD", "--text", "请指导", "--consent"]).ok();
    let healthy = p.by("judge", &["desk"]).ok().err;
    let Some((small, dir)) = read_only(&p) else { return };
    assert_eq!(on(&dir, "judge", &["desk"]).ok().err, healthy);
    // What runs out meanwhile is written when it can be, and stands in nobody's way.
    let later = liuhen::domain::record::local_time::to_text(now() + 60 * 86_400_000);
    for args in [&["desk"][..], &["show", &own]] {
        on(&dir, "judge", &[&["--now", &later], args].concat()).ok();
    }
    let tick = on(&dir, "", &["--now", &later, "tick"]).ended(75);
    assert!(tick.err.contains("只读"), "{tick:?}");
    assert!(on(&dir, "judge", &["show", &own]).ok().out.contains(&own));
    let list = on(&dir, "judge", &["list"]).ok();
    assert!(list.out.contains(&own) && list.out.lines().count() > 1, "the last note is there: {list:?}");
    for args in [&["verify"][..], &["check-proof", proof.to_str().unwrap()], &["--help"], &["draft", "blank"]]
    {
        on(&dir, "", args).ok();
    }
    on(&dir, "judge", &["whoami"]).ok();
    // Somebody else's records leave a trace, or are not shown.
    let list = on(&dir, "custodian1", &["list"]).ok();
    assert!(!list.out.contains(&own) && list.err.contains("只列出本人记录的"), "{list:?}");
    for (lang, words) in [("zh", "查阅日志"), ("en", "is noted first")] {
        let said = on(&dir, "custodian1", &["--lang", lang, "show", &own]).ended(75);
        assert!(said.err.contains(words) && said.out.is_empty(), "{said:?}");
    }
    let into = p.temp.path().to_str().unwrap();
    for (who, args) in [
        ("judge", &["quick", "--who", "甲", "--line", "乙"][..]),
        ("judge", &["draft", "list"]),
        ("judge", &["record", "withdraw", &own, "--reason", "误记"]),
        ("custodian1", &["confirm", &own, "--revision", &revision, "--right", line::NINE]),
        ("custodian1", &["backup", into, "--plain"]),
        ("custodian1", &["rebuild"]),
    ] {
        let said = on(&dir, who, args).ended(75);
        assert!(said.err.contains("只读"), "{args:?}: {said:?}");
        assert!(!said.err.contains("故障编号") && !said.err.contains("没有编号"), "{args:?}: {said:?}");
    }
    small.remount("rw");
    on(&dir, "judge", &["quick", "--who", "甲", "--line", "乙"]).ok();
    on(&dir, "custodian1", &["show", &own]).ok();
    look(&dir, &Told::default());
}

/// The disk turns read-only under somebody who is in.
#[test]
fn whoever_is_in_when_the_disk_turns_read_only_reads_on_and_is_told() {
    let p = court();
    let Some((small, dir)) = read_only(&p) else { return };
    let office = Office::open(&dir, Mode::Session).unwrap();
    let mut screens = Screens::of(office, "judge");
    let mut see = |written: &str| screens.see(written);
    assert!(see("").contains("待办"));
    let refused = see("<f4>");
    assert!(refused.contains("只读") && !refused.contains("系统读写出错"), "{refused}");
    let refused = see("<f3>");
    assert!(refused.contains("只读"), "{refused}");
    drop(screens);
    small.remount("rw");
    let mut office = Office::open(&dir, Mode::Session).unwrap();
    // With a file of it open for writing the system lets nobody make the disk read-only but by its own
    // failure; a directory that takes nothing any more is what the session meets then.
    assert!(Command::new("mount").arg("--bind").args([&dir, &dir]).status().unwrap().success());
    let made = Command::new("mount").args(["-o", "remount,bind,ro"]).arg(&dir).status().unwrap();
    let judge = actor(&office, "judge");
    let told = office.act(&judge, &quick("只读以后"));
    let desk = office.desk(&judge).is_ok();
    assert!(Command::new("umount").arg("-l").arg(&dir).status().unwrap().success());
    assert!(made.success() && desk);
    assert!(matches!(told, Err(Trouble::Fault(Fault::ReadOnly))), "{told:?}");
}
