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

/// Whatever file or directory is named by mistake is named back, with what to do; none of these is a
/// fault that anybody would look up by a number, and nothing is left where it was named.
#[test]
fn a_wrong_file_or_directory_is_named_and_what_to_do() {
    let p = Place::training();
    let at = |name: &str| p.path(name).to_str().unwrap().to_owned();
    std::fs::write(p.path("file"), "a letter").unwrap();
    std::fs::create_dir(p.path("dir")).unwrap();
    std::fs::write(p.path("dir/letter.txt"), "mine").unwrap();
    let (gone, file, dir) = (at("gone"), at("file"), at("dir"));
    let by = |account: &'static str, args: &[&str]| p.by(account, args);
    for (said, code, path, does) in [
        (
            by("custodian1", &["restore", &dir, "--into", &at("x"), "--identity", &gone]),
            "not_there",
            &gone,
            "核对名称",
        ),
        (by("custodian1", &["drill", &dir, "--identity", &gone]), "not_there", &gone, "核对名称"),
        (by("custodian1", &["restore", &gone, "--into", &at("x")]), "not_there", &gone, "核对名称"),
        (
            by("custodian1", &["restore", &dir, "--into", &format!("{gone}/x")]),
            "not_there",
            &gone,
            "目录须先建好",
        ),
        (by("custodian1", &["checkpoint", "--export", &file]), "not_a_directory", &file, "写一个已有的目录"),
        (by("custodian1", &["checkpoint", "--export", &gone]), "not_there", &gone, "目录须先建好"),
        (by("custodian1", &["backup", "--plain", &gone]), "not_there", &gone, "目录须先建好"),
        (by("custodian1", &["backup", "--plain", &file]), "not_a_directory", &file, "写一个已有的目录"),
        (by("judge", &["record", "new", "--from", &gone]), "not_there", &gone, "核对名称"),
        (by("judge", &["record", "new", "--from", &dir]), "is_a_directory", &dir, "其中的一个文件"),
        (by("judge", &["verify", "--against", &gone]), "not_there", &gone, "核对名称"),
        (run(&["check-proof", &gone], ""), "not_there", &gone, "核对名称"),
        (
            run(&["witness", "init", "--dir", &file, "--name", "x"], ""),
            "not_a_directory",
            &file,
            "写一个已有的目录",
        ),
        (run(&["witness", "take", &file, "--dir", &gone], ""), "not_there", &gone, "核对名称"),
        (run(&["init", "--from", &gone, "--register", &at("x")], ""), "not_there", &gone, "核对名称"),
        (run(&["demo", "--dir", &dir, "--make-only"], ""), "not_ours", &dir, "--dir"),
        (run(&["--register", &gone, "desk"], ""), "missing", &gone, "核对台账目录"),
        (run(&["--register", &file, "desk"], ""), "not_a_register", &file, "核对目录"),
        (run(&["--register", &dir, "desk"], ""), "missing", &dir, "核对台账目录"),
    ] {
        let first = said.err.lines().next().unwrap_or_default();
        assert!(
            said.code == 1 && first.contains(path.as_str()) && said.err.contains(does),
            "{code} {does}: {said:?}"
        );
        assert!(!said.err.contains("编号") && !said.err.contains("os error"), "{code}: {said:?}");
    }
    let json = run(&["demo", "--dir", &dir, "--make-only", "--json"], "").ended(1).error();
    assert_eq!(json["code"], "not_ours");
    // What was named stands as it was, and nothing was put beside it.
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1);
    assert!(!p.path("gone").exists() && !p.path("x").exists());
}

/// Somebody else's register is not a broken disk.
#[test]
fn a_register_of_another_account_is_told_as_such() {
    use std::os::unix::process::CommandExt as _;
    if !nix::unistd::Uid::effective().is_root() {
        return crate::skip::skip("not root: nobody else could be: a foreign register was NOT tried");
    }
    let p = Place::training();
    for (dir, to) in [(p.temp.path(), 0o755), (&p.register, 0o700)] {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(to)).unwrap();
    }
    let program = p.path("liuhen");
    std::fs::copy(env!("CARGO_BIN_EXE_liuhen"), &program).unwrap();
    for args in [&["desk"][..], &["verify"], &["demo", "--dir", p.dir(), "--make-only"]] {
        let mut other = std::process::Command::new(&program);
        other
            .args(["--register", p.dir()])
            .args(args)
            .env_clear()
            .env("HOME", "/nonexistent")
            .uid(64_321)
            .gid(64_321);
        let done = other.output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(
            said.contains(p.dir()) && said.contains("SSH 或 sudo") && !said.contains("磁盘"),
            "{args:?}: {said}"
        );
    }
}

#[test]
fn making_anew_takes_only_what_is_the_demonstrations_own() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("demo");
    let place = dir.to_str().unwrap();
    let make =
        |more: &[&str]| run(&[&["demo", "--dir", place, "--records", "1", "--make-only"], more].concat(), "");
    make(&[]).ok();
    let by =
        |account: &str, args: &[&str]| run(&[&["--register", place, "--as", account], args].concat(), "");
    // Whatever the program itself puts there in use is no obstacle.
    by("wang_fg", &["quick", "--who", "某人", "--line", "来电"]).ok();
    run(&["--register", place, "demo", "clock", "+1d"], "").ok();
    by("qian_sy", &["checkpoint"]).ok();
    make(&["--fresh"]).ok();
    // Another kind of organ is not opened as if it were the one asked for.
    let other = make(&["--organ", "POLICE"]).ended(2);
    assert!(
        other.err.contains(place) && other.err.contains("法院") && other.err.contains("--fresh"),
        "{other:?}"
    );
    make(&["--organ", "court"]).ok();
    make(&["--organ", "POLICE", "--fresh"]).ok();
    std::fs::write(dir.join("我的信.txt"), "mine").unwrap();
    let said = make(&["--fresh"]).ended(1);
    assert!(said.err.contains("我的信.txt") && said.err.contains("--dir"), "{said:?}");
    assert_eq!(std::fs::read_to_string(dir.join("我的信.txt")).unwrap(), "mine");
    make(&[]).ok();
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
