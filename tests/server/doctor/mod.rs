//! `doctor` on a whole server below a directory of its own: a good one is good, and every single thing
//! that somebody breaks turns the check that is about it, and no other.

mod breaks;
mod server;
mod sshd;

use crate::line::bytes_of;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::evidence::{EvidenceCommand, Head};
use liuhen::domain::when;
use liuhen::office::{Clock as _, Mode, Office, System};
use server::{DAY, Made, Server, Verdicts, chrono_year, is_root, usual};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

/// What differs, as `check verdict finding`.
pub fn turned(before: &Verdicts, after: &Verdicts) -> Vec<String> {
    let changed = after.iter().filter(|(name, verdict)| before.get(*name) != Some(verdict));
    let gone = before.keys().filter(|name| !after.contains_key(*name)).map(|name| format!("{name} gone"));
    changed.map(|(name, verdict)| format!("{name} {verdict}")).chain(gone).collect()
}

#[test]
fn a_server_as_it_was_set_up_has_nothing_bad_and_nothing_is_written() {
    if !is_root() {
        return;
    }
    let server = Server::good();
    let before = bytes_of(&server.register());
    for lang in ["zh", "en"] {
        let said = server.doctor(&["--lang", lang], "").ok();
        assert!(said.out.contains(if lang == "zh" { "〔台账〕" } else { "〔The register〕" }), "{said:?}");
        assert!(lang == "zh" || !said.out.contains("权限"), "{said:?}");
    }
    let all = server.verdicts(&[], "");
    let other: Vec<_> = all.iter().filter(|(_, v)| !v.starts_with("good")).collect();
    // What a server of today may still want: a witness, and whatever this kernel and its locale lack.
    let allowed = ["witness", "walls", "limits", "locale"];
    assert!(other.iter().all(|(name, _)| allowed.contains(&name.as_str())), "{other:?}");
    assert!(all.len() > 60, "{all:?}");
    assert_eq!(bytes_of(&server.register()), before);
}

#[test]
fn json_says_the_same_for_programs() {
    if !is_root() {
        return;
    }
    let server = Server::good();
    fs::set_permissions(server.register(), Permissions::from_mode(0o755)).unwrap();
    let said = server.doctor(&["--json", "--lang", "en"], "").ended(4);
    let value = said.json();
    assert_eq!((value["verdict"].as_str(), value["counts"]["bad"].as_u64()), (Some("bad"), Some(1)));
    let checks = value["checks"].as_array().unwrap();
    let bad = checks.iter().find(|c| c["verdict"] == "bad").unwrap();
    assert_eq!((bad["check"].as_str(), bad["family"].as_str()), (Some("directory"), Some("register")));
    assert!(bad["found"].as_str().unwrap().contains("0755"), "{bad}");
    assert!(bad["do"].as_str().unwrap().starts_with("chmod 0700"), "{bad}");
    for c in checks {
        assert!(c["verdict"] == "good" || !c["do"].as_str().unwrap().is_empty(), "{c}");
        assert!(!c["found"].as_str().unwrap().contains('{'), "a gap was left: {c}");
        assert!(!c["name"].as_str().unwrap().contains('{'), "a gap was left: {c}");
    }
    assert_eq!(said.error()["kind"], "unverified");
}

#[test]
fn what_a_register_lacks_is_told() {
    if !is_root() {
        return;
    }
    let year = chrono_year(System.now());
    let month: u32 = when::show_date(when::local(System.now()).date(), liuhen::domain::lang::Lang::En)[5..7]
        .parse()
        .unwrap();
    let next: &[&str] = if month >= 11 { &["calendar to_do next_gone"] } else { &[] };
    let good = Server::good().verdicts(&[], "");
    let cases: Vec<(Made, Vec<&str>)> = vec![
        (Made { years: vec![year - 1], ..usual() }, vec!["calendar bad gone"]),
        (Made { years: vec![year], ..usual() }, next.to_vec()),
        (Made { copied_days_ago: 10, ..usual() }, vec!["copy bad old"]),
        (Made { copied_days_ago: 120, ..usual() }, vec!["copy bad old", "drill to_do old"]),
        (Made { ahead: 3 * DAY, ..usual() }, vec!["clock bad behind"]),
        (Made { roster_over: true, ..usual() }, vec!["custodians bad few"]),
    ];
    for (made, expected) in cases {
        assert_eq!(turned(&good, &Server::with(&made).verdicts(&[], "")), expected);
    }
}

/// While people work: their last commits are seen, and not a byte of theirs is touched.
#[test]
fn a_register_in_use_is_looked_at_without_a_trace() {
    if !is_root() {
        return;
    }
    let server = Server::good();
    let dir = server.register();
    let mut office = Office::open(&dir, Mode::Session).unwrap();
    let person = office.organ().people.values().find(|p| p.account == "custodian1").unwrap().id.clone();
    let note = EvidenceCommand::NoteDrill {
        name: "copy".to_owned(),
        acts: Head { size: 1, root: "00".repeat(32) },
        sound: false,
        seconds: 1,
    };
    office
        .act(&Actor::person(&person, Means::OsAccount("root".to_owned())), &Command::Evidence(note))
        .unwrap();
    server.give();
    assert!(fs::metadata(dir.join("register.db-wal")).unwrap().len() > 0);
    let before = bytes_of(&dir);
    let all = server.verdicts(&[], "");
    assert_eq!(all["drill"], "bad failed", "what stands in the write-ahead file only is seen");
    assert_eq!(bytes_of(&dir), before);
    drop(office);
}

#[test]
fn without_a_register_everything_else_is_still_told() {
    if !is_root() {
        return;
    }
    let server = Server::good();
    fs::remove_dir_all(server.register()).unwrap();
    let all = server.verdicts(&[], "");
    assert_eq!(all["opens"], "bad missing");
    assert_eq!(all["sshd_setting ForceCommand"], "good good");
    assert_eq!(all["key_file"], "good good");
    assert!(!server.register().exists(), "looking made a register");
}
