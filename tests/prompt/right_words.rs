//! What is refused is called by its own name, with what can be done about it: not another field's, not a type of
//! the program's, not the disk where a file is shut.

use crate::line::{self, Place, SAMPLE, Said, text};
use crate::skip::skip;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

/// The line by an account that may do nothing beyond its own files.
fn as_nobody(args: &[&str]) -> Option<Said> {
    if !nix::unistd::geteuid().is_root() {
        skip("not root: a file shut to an account was NOT tried");
        return None;
    }
    let done = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_liuhen")])
        .args(args)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Some(Said {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&done.stdout).into_owned(),
        err: String::from_utf8_lossy(&done.stderr).into_owned(),
    })
}

/// A register that belongs to that account, on a path that it may walk.
fn of_nobody() -> Option<(Place, String)> {
    let p = Place::training();
    p.run(&["verify"]).ok();
    fs::set_permissions(p.temp.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let own = Command::new("chown").args(["-R", "65534:65534"]).arg(&p.register).status();
    let dir = p.dir().to_owned();
    let works = own.is_ok_and(|s| s.success()) && as_nobody(&["--register", &dir, "verify"])?.code == 0;
    if !works {
        skip("no setpriv, or the program lies where others may not go: shut files were NOT tried");
        return None;
    }
    Some((p, dir))
}

#[test]
fn a_file_that_is_shut_is_named_and_no_disk_is_to_be_looked_at() {
    let Some((p, dir)) = of_nobody() else { return };
    let quick = ["--register", dir.as_str(), "--as", "judge", "quick", "--who", "甲", "--line", "乙"];
    as_nobody(&quick).unwrap().ok();
    for name in ["log.key", "lock", "in-use", "known-heads", "sessions", "challenges"] {
        let path = p.register.join(name);
        let Ok(mode) = fs::metadata(&path).map(|meta| meta.permissions()) else { continue };
        fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
        let said = as_nobody(&quick).unwrap();
        if said.code != 0 {
            assert!(said.err.contains(path.to_str().unwrap()), "{name}: {said:?}");
            assert!(
                !said.err.contains("Permission denied") && !said.err.contains("检查磁盘"),
                "{name}: {said:?}"
            );
        }
        fs::set_permissions(&path, mode).unwrap();
    }
    as_nobody(&quick).unwrap().ok();
}

#[test]
fn a_look_at_a_register_that_was_shut_for_writing_does_not_shut_it_for_ever() {
    let Some((p, dir)) = of_nobody() else { return };
    let quick = ["--register", dir.as_str(), "--as", "judge", "quick", "--who", "甲", "--line", "乙"];
    let look = ["--register", dir.as_str(), "--as", "judge", "desk"];
    as_nobody(&quick).unwrap().ok();
    let (db, shm) = (p.register.join("register.db"), p.register.join("register.db-shm"));
    fs::set_permissions(&db, fs::Permissions::from_mode(0o400)).unwrap();
    as_nobody(&look).unwrap().ok();
    fs::set_permissions(&db, fs::Permissions::from_mode(0o600)).unwrap();
    // As that look left it, whatever this one did.
    fs::write(&shm, b"").unwrap();
    fs::set_permissions(&shm, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(Command::new("chown").arg("65534:65534").arg(&shm).status().unwrap().success());
    let doctor = as_nobody(&["--register", &dir, "--json", "doctor"]).unwrap();
    let shut = doctor.out.contains("register.db-shm") || fs::metadata(&shm).is_ok_and(|m| m.mode_is_open());
    assert!(shut, "{doctor:?}");
    as_nobody(&quick).unwrap().ok();
}

trait Open {
    fn mode_is_open(&self) -> bool;
}
impl Open for fs::Metadata {
    fn mode_is_open(&self) -> bool {
        self.permissions().mode() & 0o600 == 0o600
    }
}

#[test]
fn a_field_is_called_by_its_own_name_and_no_type_of_the_program_is_told() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let kept = p.path("来函.txt");
    fs::write(&kept, "来函").unwrap();
    let file = kept.to_str().unwrap();
    let attach = |name: &str| p.by("judge", &["record", "attach", &no, file, "--name", name]).ended(5);
    let long = "长".repeat(3_000);
    for said in [attach("录\u{1b}[2J音"), attach(&long)] {
        assert!(said.err.contains("材料名称") && !said.err.contains("姓名"), "{said:?}");
        assert!(!said.err.contains("attachment") && !said.err.contains("title"), "{said:?}");
    }
    // Nothing of what was refused for its name was taken in.
    assert_eq!(fs::read_dir(p.register.join("materials")).map_or(0, Iterator::count), 0);
    let said =
        line::run(&["init", "--from", "-", "--register", p.path("new").to_str().unwrap()], "name = \"x\"\n");
    assert!(said.code == 5 && said.err.contains("机关资料文件"), "{said:?}");
    let new = ["--as", "judge", "record", "new", "--from", "-"];
    let said = p.fed(&new, "{\"content\": ");
    assert!(said.code == 5 && !said.err.contains("所涉记录"), "{said:?}");
    let said = p.fed(&new, "[1]").ended(5);
    assert!(said.err.contains("记录内容（JSON）"), "{said:?}");
    let said = p.fed(&new, &SAMPLE.replace("\"stage\"", "\"other_cases\": [7], \"stage\"")).ended(5);
    assert!(!said.err.contains("struct") && said.err.contains("an object"), "{said:?}");
    let said = line::run(&["check-proof", "-"], "[]");
    assert!(said.code == 4 && !said.err.contains("struct"), "{said:?}");
    let said = p.by("judge", &["record", "new", "--from", "/dev/tty"]);
    assert!(said.code != 0 && said.err.contains("/dev/tty") && !said.err.contains("检查磁盘"), "{said:?}");
}

#[test]
fn what_was_typed_wrong_is_told_with_what_is_taken() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    let said = p.confirm("custodian1", &no, "zzz", &[]).ended(5);
    assert!(said.err.contains("12 位的版本号"), "{said:?}");
    p.confirm("custodian1", &no, "000000000000", &[]).ended(3);
    p.confirm("custodian1", &no, &revision, &[]).ok();
    let said = p.run(&["demo", "clock", "+0d"]).ended(5);
    assert!(said.err.contains("+3d") && said.err.contains("12小时"), "{said:?}");
    let said = p.fed(&["--as", "judge", "submit"], "");
    assert!(said.code == 5, "{said:?}");
    let empty = p.path("empty");
    fs::write(&empty, "").unwrap();
    let said = p.by("judge", &["submit", empty.to_str().unwrap()]).ended(5);
    assert!(said.err.contains("没有签名"), "{said:?}");
    let said = p.by("somebody", &["desk"]).ended(3);
    assert!(said.err.contains("somebody") && !said.err.contains("拼音"), "{said:?}");
    let quick = ["--as", "judge", "quick", "--who", "甲", "--line", "-"];
    let said = p.fed(&quick, "来电\n.\n又来电\n").ended(5);
    assert!(said.err.contains("结束行") && !said.err.contains("没有收到结束行"), "{said:?}");
    let help = line::run(&["session", "--help"], "").ok().out;
    assert!(!help.contains("或环境变量 LIUHEN_REGISTER"), "{help}");
}

#[test]
fn copies_are_put_back_by_a_key_beside_no_register_and_two_in_one_second_wait() {
    let p = Place::training();
    let (key, into) = (p.path("key"), p.path("copies"));
    fs::create_dir(&into).unwrap();
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    let public = format!("{}.pub", key.display());
    let into = into.to_str().unwrap();
    p.by("custodian1", &["backup", into, "--only", "--recipient", &public]).ok();
    let copy = fs::read_dir(into).unwrap().next().unwrap().unwrap().path();
    let copy = copy.to_str().unwrap();
    let place = p.path("back");
    let said = line::run(&["restore", copy, "--into", place.to_str().unwrap()], "").ended(2);
    assert!(said.err.contains("--identity"), "{said:?}");
    let inside = p.register.join("back");
    let said = line::run(
        &["restore", copy, "--into", inside.to_str().unwrap(), "--identity", key.to_str().unwrap()],
        "",
    )
    .ended(3);
    assert!(said.err.contains("备份不能放在登记册自己的目录里") && !inside.exists(), "{said:?}");
    let plain = ["backup", into, "--plain"];
    let codes: Vec<i32> = (0..6).map(|_| p.by("custodian1", &plain).code).collect();
    assert!(codes.iter().all(|c| matches!(c, 0 | 75)), "{codes:?}");
}

#[test]
fn a_title_that_two_materials_have_is_no_name_and_the_same_one_comes_once() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let kept = p.path("a.txt");
    let attach = |words: &str| {
        fs::write(&kept, words).unwrap();
        p.by("judge", &["record", "attach", &no, kept.to_str().unwrap()])
    };
    attach("第一份").ok();
    let said = attach("第一份").ended(5);
    assert!(said.err.contains("第 1 件"), "{said:?}");
    attach("第二份").ok();
    let said = p.by("judge", &["record", "material", &no, "a.txt"]).ended(3);
    assert!(said.out.is_empty() && said.err.contains("1 (") && said.err.contains("2 ("), "{said:?}");
    assert_eq!(p.by("judge", &["record", "material", &no, "2"]).ok().out, "第二份");
}

#[test]
fn an_anchor_that_says_nothing_is_named_and_where_it_is_not_used_that_is_told() {
    let real = Place::real("judge");
    let anchor = real.path("anchor");
    fs::write(&anchor, "something").unwrap();
    let said = real.run(&["--anchor", anchor.to_str().unwrap(), "desk"]).ended(1);
    assert!(said.err.contains(anchor.to_str().unwrap()) && said.err.contains("没有校验点"), "{said:?}");
    assert!(!said.err.contains("台账前后不符") && !said.err.contains("rebuild"), "{said:?}");
    let p = Place::training();
    let said = p.by("judge", &["--anchor", anchor.to_str().unwrap(), "desk"]).ok();
    assert!(said.err.contains("没有用到"), "{said:?}");
    let said = p.by("judge", &["--json", "list"]).ok();
    assert!(!said.err.contains("没有用到"), "{said:?}");
}

#[test]
fn who_is_described_and_not_named_is_entered_once_as_well() {
    let p = Place::training();
    let words = SAMPLE.replace(
        "\"name\": \"张三\", \"unit\": \"某公司\", \"post\": \"经理\"",
        "\"description\": \"一名穿灰色外套的中年男子\"",
    );
    assert_ne!(words, SAMPLE);
    let new = |words: &str| p.fed(&["--as", "judge", "--json", "record", "new", "--from", "-"], words);
    let first = text(&new(&words).ok().json()["ref"]);
    let refused = new(&words).ended(5).error();
    assert!(
        refused["problems"][0]["flaw"] == "written_before" && refused.to_string().contains(&first),
        "{refused}"
    );
    new(&words.replace("灰色", "黑色")).ok();
    new(&words.replace("民初1号", "民初2号")).ok();
}

#[test]
fn a_terminal_that_shows_no_chinese_is_told_once() {
    let p = Place::training();
    let said = line::where_no_screen_opens(&["--register", p.dir(), "--as", "judge"]).ended(2);
    assert!(said.err.is_empty() && said.out.is_empty(), "{said:?}");
}
