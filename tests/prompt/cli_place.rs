//! Where the register is, who asks, and what happens when something is wrong with the place.

use crate::line;
use line::{Place, bytes_of, run, text};

#[test]
fn an_account_that_nobody_has_is_told_so_in_both_languages() {
    let p = Place::real("nobody-of-these");
    let said = p.run(&["desk"]).ended(3);
    assert!(said.err.contains("名册") && said.err.is_ascii().eq(&false), "{said:?}");
    assert!(said.err.lines().any(|l| l.is_ascii() && l.contains(' ')), "{said:?}");
    let json = p.run(&["--json", "desk"]).ended(3).error();
    assert_eq!(json["code"], "not_on_the_directory");
}

#[test]
fn nobody_is_somebody_else_on_a_real_register() {
    let p = Place::real("judge");
    p.run(&["desk"]).ok();
    for args in [
        &["--as", "custodian1", "desk"][..],
        &["--now", "今天", "desk"],
        &["--as", "custodian1", "tick"],
        &["demo", "clock", "+3d"],
    ] {
        let mut all = vec!["--json"];
        all.extend(args);
        assert_eq!(p.run(&all).ended(3).error()["code"], "training_only", "{args:?}");
    }
}

#[test]
fn a_training_clock_goes_forward_and_stands_still_for_one_call() {
    let p = Place::training();
    p.run(&["demo", "clock", "+3d"]).ok();
    p.run(&["demo", "clock", "-3d"]).ended(2);
    p.run(&["demo", "clock", "3x"]).ended(5);
    p.by("judge", &["--now", "2031-05-06 09:00", "quick", "--who", "张三", "--line", "来电"]).ended(75);
    let far = chrono::Utc::now() + chrono::Duration::days(30);
    let far = far.format("%Y-%m-%dT09:00:00+08:00").to_string();
    let said =
        p.by("judge", &["--json", "--now", &far, "quick", "--who", "张三", "--line", "来电"]).ok().json();
    assert_eq!(text(&said["at"]), far);
}

#[test]
fn no_register_another_file_a_newer_one_and_a_damaged_one_are_told_apart() {
    let p = Place::real("judge");
    let gone = p.path("gone");
    let code = |dir: &str| run(&["--register", dir, "--json", "desk"], "").ended(1).error()["code"].clone();
    assert_eq!(code(gone.to_str().unwrap()), "missing");
    let other = p.path("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("register.db"), "this is a letter, not a register ".repeat(40)).unwrap();
    for path in [&other, &p.register] {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    let found = code(other.to_str().unwrap());
    assert!(found == "not_a_register" || found == "loose" || found == "damaged", "{found}");
    // A later program writes a greater form into the file's own header (user_version, bytes 60 to 63).
    let file = p.register.join("register.db");
    let good = std::fs::read(&file).unwrap();
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&999u32.to_be_bytes());
    std::fs::write(&file, &newer).unwrap();
    assert_eq!(code(p.dir()), "newer");
    let mut damaged = good.clone();
    let from = damaged.len() / 2;
    damaged[from..].fill(0x5a);
    std::fs::write(&file, &damaged).unwrap();
    let said = p.run(&["--json", "verify"]);
    assert!(said.code == 4 || said.code == 1, "{said:?}");
    let notes = std::fs::read_to_string(p.register.join("faults.log"));
    if said.code == 1 {
        let number = said.error()["message"].as_str().unwrap().to_owned();
        let notes = notes.unwrap();
        assert!(notes.lines().any(|l| number.contains(l.split(' ').nth(1).unwrap())), "{number} / {notes}");
    }
}

#[test]
fn evidence_is_looked_at_without_changing_a_byte() {
    let p = Place::training();
    p.record(&[]);
    p.by("custodian1", &["backup", "--plain", p.path("copies").to_str().unwrap()]).ended(1);
    std::fs::create_dir(p.path("copies")).unwrap();
    let copy =
        p.by("custodian1", &["--json", "backup", "--plain", p.path("copies").to_str().unwrap()]).ok().json();
    let dir = text(&copy["dir"]);
    let before = bytes_of(std::path::Path::new(&dir));
    run(&["--register", &dir, "verify", "--immutable"], "").ok();
    assert_eq!(bytes_of(std::path::Path::new(&dir)), before);
    p.by("judge", &["backup", p.path("copies").to_str().unwrap()]).ended(3);
}

#[test]
fn a_directory_that_cannot_be_written_is_told_and_nothing_is_left() {
    let said = run(&["init", "--from", "/nowhere/organ.toml", "--register", "/proc/liuhen", "--json"], "");
    assert_eq!(said.ended(1).error()["kind"], "fault");
    let p = Place::real("judge");
    let toml = p.path("organ.toml");
    let toml = toml.to_str().unwrap();
    let said = run(&["init", "--from", toml, "--register", "/proc/liuhen", "--json"], "").ended(1);
    assert_eq!(said.error()["kind"], "fault");
    let again = run(&["init", "--from", toml, "--register", p.dir(), "--json"], "").ended(1);
    assert_eq!(again.error()["code"], "exists");
    std::fs::write(p.path("short.toml"), "name = \"x\"\nnmae = 1\n").unwrap();
    let short = p.path("short.toml");
    run(&["init", "--from", short.to_str().unwrap(), "--register", p.path("x").to_str().unwrap()], "")
        .ended(5);
    assert!(!p.path("x").exists());
}

#[test]
fn a_training_register_is_made_once_and_says_whom_one_can_be() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("demo");
    let dir = dir.to_str().unwrap();
    let make = ["demo", "--dir", dir, "--records", "1", "--organ", "检察院", "--make-only"];
    run(&make, "").ended(5);
    let make = ["demo", "--dir", dir, "--records", "1", "--make-only"];
    let made = run(&make, "").ok().out;
    assert_eq!(run(&make, "").ok().out, made, "a second call opens what is there");
    let account = made.lines().nth(1).and_then(|l| l.split(' ').next()).unwrap();
    assert!(!run(&["--register", dir, "--as", account, "desk"], "").ok().out.is_empty());
    let cast = run(&["demo", "--dir", dir, "--make-only", "--json"], "").ok().out;
    assert!(cast.lines().all(|l| l.starts_with("{\"account\"")) && cast.contains(account), "{cast}");
    let screens = run(&["demo", "--dir", dir], "").ended(2);
    assert!(screens.err.contains("终端"), "{screens:?}");
    let p = Place::real("judge");
    assert_eq!(run(&["demo", "--dir", p.dir(), "--json"], "").ended(3).error()["code"], "training_only");
    assert_eq!(
        run(&["demo", "--dir", p.dir(), "--fresh", "--json"], "").ended(3).error()["code"],
        "training_only"
    );
    p.run(&["verify"]).ok();
}
