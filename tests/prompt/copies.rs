//! Copies that leave the machine: sealed to those who keep the evidence, opened by stock tools, put
//! back, tried, and never more than they say they are.

use crate::line;
use line::{Place, bytes_of, run, text};
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::organ::{KeyUse, OrganChange, OrganCommand};
use liuhen::office::{Mode, Office};
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

fn has(tool: &str) -> bool {
    let there = process::Command::new(tool).arg("--help").output().is_ok();
    if !there {
        crate::skip::skip(&format!("{tool} is missing: sealed copies were NOT opened with it"));
    }
    there
}

/// A key pair of OpenSSH; the private file.
fn ssh_key(dir: &Path, name: &str) -> PathBuf {
    let path = dir.join(name);
    let made = process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"])
        .arg(&path)
        .status();
    assert!(made.unwrap().success());
    path
}

/// Two administrators register a custodian's sign-in key.
fn register_key(p: &Place, account: &str, key: &Path) {
    let mut office = Office::open(&p.register, Mode::Session).unwrap();
    let organ = office.organ().clone();
    let id = |account: &str| organ.by_account(account).unwrap().id.clone();
    let line = fs::read_to_string(key.with_extension("pub")).unwrap();
    let change = OrganChange::Key { person: id(account), use_: KeyUse::Login, key: line };
    let by = |account: &str| Actor::person(&id(account), Means::Training);
    let propose = Command::Organ(OrganCommand::Propose { change });
    let proposal = office.act(&by("system"), &propose).unwrap().matter;
    office.act(&by("security"), &Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
}

/// A training register with two records, two custodians' keys, and a directory for copies.
fn court() -> Option<(Place, PathBuf, [PathBuf; 2])> {
    if !has("ssh-keygen") {
        return None;
    }
    let p = Place::training();
    p.record(&[]);
    p.record(&[]);
    let keys = ["custodian1", "custodian2"].map(|account| {
        let key = ssh_key(p.temp.path(), account);
        register_key(&p, account, &key);
        key
    });
    let into = p.path("copies");
    fs::create_dir(&into).unwrap();
    Some((p, into, keys))
}

fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// One sealed copy, the clock of the call given; its file.
fn sealed(p: &Place, into: &Path, at: &str, more: &[&str]) -> serde_json::Value {
    let mut args = vec!["--as", "custodian1", "--now", at, "--json", "backup", arg(into)];
    args.extend(more);
    p.run(&args).ok().json()
}

#[test]
fn a_private_key_with_a_passphrase_opens_a_copy_for_whoever_types_it() {
    let Some((p, into, keys)) = court() else { return };
    p.record(&[]);
    let file = text(&sealed(&p, &into, "2026-12-01 10:00", &[])["file"]);
    let key = arg(&keys[0]);
    let locked = ["-q", "-p", "-N", "correct horse", "-f", key];
    assert!(process::Command::new("ssh-keygen").args(locked).status().unwrap().success());
    let place = p.path("again");
    let restore = ["restore", &file, "--into", arg(&place), "--identity", key];
    let said = run(&restore, "wrong horse\n").ended(4);
    assert!(!place.exists() && said.err.contains("打不开"), "{said:?}");
    run(&restore, "").ended(2);
    run(&restore, "correct horse\n").ok();
    assert!(place.join("register.db").exists());
    let drill = ["drill", &file, "--identity", key];
    let said = p.fed(&[&["--as", "custodian1"], &drill[..]].concat(), "correct horse\n").ok();
    assert!(!said.out.contains("horse") && !said.err.contains("horse"), "{said:?}");
}

#[test]
fn a_sealed_copy_opens_with_stock_age_and_leaves_nothing_unsealed() {
    let Some((p, into, keys)) = court() else { return };
    let (no, _) = p.record(&[]);
    let made = sealed(&p, &into, "2026-12-01 10:00", &[]);
    let file = PathBuf::from(text(&made["file"]));
    assert_eq!(made["recipients"].as_array().unwrap().len(), 2, "{made}");
    let left: Vec<String> =
        fs::read_dir(&into).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left, [file.file_name().unwrap().to_str().unwrap()], "one file and nothing beside it");
    let inside: Vec<String> =
        fs::read_dir(&p.register).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!inside.iter().any(|n| n.contains("unfinished")), "{inside:?}");
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n"));
    let name = "张三".as_bytes();
    assert!(!bytes.windows(name.len()).any(|w| w == name), "a name stands in the clear");
    assert!(
        fs::read(p.register.join("register.db")).unwrap().windows(name.len()).any(|w| w == name)
            || fs::read(p.register.join("register.db-wal")).unwrap().windows(name.len()).any(|w| w == name)
    );
    // What was made stands in the log, with the keys it is sealed to.
    let ledger = p.by("custodian1", &["--json", "ledger", "--limit", "1"]).ok().out;
    assert!(ledger.contains("evidence.copied"), "{ledger}");
    if !has("age") || !has("tar") {
        return;
    }
    for key in &keys {
        let (tar, out) = (p.path("copy.tar"), p.path("by-hand"));
        let mut age = process::Command::new("age");
        assert!(age.args(["-d", "-i"]).arg(key).arg("-o").arg(&tar).arg(&file).status().unwrap().success());
        fs::create_dir(&out).unwrap();
        assert!(
            process::Command::new("tar").arg("-xf").arg(&tar).arg("-C").arg(&out).status().unwrap().success()
        );
        let dir = fs::read_dir(&out).unwrap().next().unwrap().unwrap().path();
        let manifest: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(dir.join("manifest.json")).unwrap()).unwrap();
        let sum = process::Command::new("sha256sum").arg(dir.join("register.db")).output().unwrap();
        let sum = String::from_utf8(sum.stdout).unwrap();
        assert!(sum.starts_with(manifest["files"]["register.db"][1].as_str().unwrap()), "{sum} {manifest}");
        let heads = dir.join("checkpoint");
        let said =
            run(&["--register", arg(&dir), "verify", "--immutable", "--against", arg(&heads)], "").ok();
        assert!(said.out.contains("核验无误") && said.out.contains("2个"), "{said:?}");
        let shown = run(&["--register", arg(&dir), "--as", "custodian1", "show", &no], "");
        assert!(shown.code != 0, "tar leaves the modes of the person who unpacks: {shown:?}");
        fs::remove_dir_all(&out).unwrap();
        fs::remove_file(&tar).unwrap();
    }
}

#[test]
fn nobody_else_opens_it_and_nobody_at_all_is_refused() {
    let Some((p, into, _)) = court() else { return };
    let file = text(&sealed(&p, &into, "2026-12-01 10:00", &[])["file"]);
    let stranger = ssh_key(p.temp.path(), "stranger");
    let place = p.path("new");
    let said = run(&["restore", &file, "--into", arg(&place), "--identity", arg(&stranger)], "").ended(4);
    assert!(said.err.contains("打不开这份备份"), "{said:?}");
    let said = run(&["restore", &file, "--into", arg(&place)], "").ended(2);
    assert!(said.err.contains("--identity"), "{said:?}");
    assert!(!place.exists() && !p.path("new.unfinished").exists());
    run(&["restore", &file, "--into", arg(&place), "--identity", &file], "").ended(5);
    run(&["restore", &file, "--into", arg(&place), "--identity", "/etc/hostname"], "").ended(3);
    // A register whose custodians have no keys: sealed to nobody would be lost.
    let bare = Place::training();
    bare.record(&[]);
    let said = bare.by("custodian1", &["backup", arg(&into)]).ended(3);
    assert!(said.err.contains("没有人能打开"), "{said:?}");
    p.by("judge", &["backup", arg(&into)]).ended(3);
    p.by("judge", &["drill", arg(&into)]).ended(3);
    // A key named on the line will do, as it stands or from its file.
    let public = stranger.with_extension("pub");
    let made =
        bare.by("custodian1", &["--json", "backup", arg(&into), "--recipient", arg(&public)]).ok().json();
    let file = text(&made["file"]);
    run(&["restore", &file, "--into", arg(&place), "--identity", arg(&stranger)], "").ok();
    bare.by("custodian1", &["backup", arg(&into), "--recipient", "ssh-dss AAAA"]).ended(3);
}

#[test]
fn a_copy_put_back_is_the_register_and_overwrites_nothing() {
    let Some((p, into, keys)) = court() else { return };
    let paper = p.path("scan.txt");
    fs::write(&paper, "照片").unwrap();
    let (no, _) = p.record(&["--material", arg(&paper)]);
    let file = text(&sealed(&p, &into, "2026-12-01 10:00", &[])["file"]);
    let heads = p.path("heads.txt");
    fs::write(&heads, p.run(&["checkpoint"]).ok().out).unwrap();
    let key = arg(&keys[1]);
    let place = p.path("back");
    run(&["restore", &file, "--into", p.dir(), "--identity", key], "").ended(1);
    // A head from after the copy says that the copy is older: shown, and put nowhere.
    let late = ["restore", &file, "--into", arg(&place), "--identity", key, "--against", arg(&heads)];
    let said = run(&late, "").ended(4);
    assert!(said.out.contains("末尾被截去，或是旧的副本") && !place.exists(), "{said:?}");
    let said = run(&["restore", &file, "--into", arg(&place), "--identity", key], "").ok();
    assert!(said.out.contains("已恢复到"), "{said:?}");
    let before = bytes_of(&place);
    run(&["restore", &file, "--into", arg(&place), "--identity", key], "").ended(1);
    assert_eq!(bytes_of(&place), before, "what is there was touched");
    let shown = run(&["--register", arg(&place), "--as", "judge", "--json", "show", &no], "").ok().json();
    assert_eq!(text(&shown["record"]["ref"]), no);
    run(&["--register", arg(&place), "verify"], "").ok();
    // A plain copy is put back in the same way, without a key.
    let plain = p.by("custodian2", &["--json", "backup", "--plain", arg(&into)]).ok().json();
    let dir = text(&plain["dir"]);
    run(&["restore", &dir, "--into", arg(&p.path("plain-back"))], "").ok();
}

#[test]
fn a_drill_writes_down_what_it_found_and_leaves_nothing_behind() {
    let Some((p, into, keys)) = court() else { return };
    let key = arg(&keys[0]);
    p.by("custodian1", &["drill", arg(&into), "--identity", key]).ended(3);
    sealed(&p, &into, "2026-12-01 10:00", &[]);
    let newest = text(&sealed(&p, &into, "2026-12-01 11:00", &[])["file"]);
    let said = p.by("custodian2", &["--json", "drill", arg(&into), "--identity", key]).ok().json();
    assert_eq!((&said["sound"], text(&said["copy"])), (&true.into(), newest.clone()));
    let bytes = fs::read(&newest).unwrap();
    for at in [30, bytes.len() / 2, bytes.len() - 1] {
        let mut bent = bytes.clone();
        bent[at] ^= 1;
        fs::write(&newest, &bent).unwrap();
        let said = p.by("custodian1", &["drill", arg(&into), "--identity", key]).ended(4);
        assert!(said.out.contains("演练失败"), "{said:?}");
    }
    fs::write(&newest, &bytes[..bytes.len() - 1000]).unwrap();
    p.by("custodian1", &["drill", &newest, "--identity", key]).ended(4);
    fs::write(&newest, &bytes).unwrap();
    // Without a key nothing was tried, and nothing is written down of it.
    let said = p.by("custodian1", &["drill", &newest]).ended(2);
    assert!(said.err.contains("--identity"), "{said:?}");
    let ledger = p.by("custodian1", &["--json", "ledger", "--limit", "6"]).ok().out;
    assert_eq!(ledger.matches("evidence.drilled").count(), 5, "{ledger}");
    let office = Office::open(&p.register, Mode::Session).unwrap();
    let (_, name, sound) = office.organ().evidence.last_drill.clone().unwrap();
    assert!(newest.ends_with(&name) && !sound);
    drop(office);
    let left: Vec<String> =
        fs::read_dir(&p.register).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!left.iter().any(|n| n.starts_with("drill-")), "{left:?}");
    // A copy of another history is not this register's, however sound it is by itself.
    let other = Place::training();
    other.record(&[]);
    let pub_key = keys[0].with_extension("pub");
    let foreign =
        other.by("custodian1", &["--json", "backup", arg(&into), "--recipient", arg(&pub_key)]).ok().json();
    let said = p.by("custodian1", &["drill", &text(&foreign["file"]), "--identity", key]).ended(4);
    assert!(said.out.contains("备份与台账当时的状态不符"), "{said:?}");
    // A register that was put back shows up here too: the copy knows more than the register.
    let old = p.path("old");
    let first = fs::read_dir(&into).unwrap().map(|e| e.unwrap().path()).min().unwrap();
    run(&["restore", arg(&first), "--into", arg(&old), "--identity", key], "").ok();
    run(&["--register", arg(&old), "--as", "custodian1", "drill", &newest, "--identity", key], "").ended(4);
}

#[test]
fn only_the_newest_are_kept_and_nobody_elses_are_touched() {
    let Some((p, into, _)) = court() else { return };
    fs::write(into.join("liuhen-00000000-20200101-000000.tar.age"), "another register's").unwrap();
    fs::write(into.join("notes.txt"), "x").unwrap();
    let mut last = serde_json::Value::Null;
    for hour in 10..15 {
        last = sealed(&p, &into, &format!("2026-12-01 {hour}:00"), &["--keep", "2"]);
    }
    assert_eq!(last["removed"].as_array().unwrap().len(), 1, "{last}");
    let mut names: Vec<String> =
        fs::read_dir(&into).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(
        names[0].starts_with("liuhen-00000000-")
            || names[1].starts_with("liuhen-00000000-")
            || names[2].starts_with("liuhen-00000000-")
    );
    assert!(names.iter().any(|n| n.ends_with("-20261201-140000.tar.age")), "{names:?}");
    // What only goes by such a name is neither removed nor counted: a copy under a name of its own, a note, a
    // link, what was written by a clock that is ahead and is no copy.
    let real = names.iter().find(|n| n.ends_with("-20261201-140000.tar.age")).unwrap();
    let stem = real.strip_suffix("20261201-140000.tar.age").unwrap().to_owned();
    let kept = format!("{stem}20261201-100000-legal-hold.tar.age");
    fs::copy(into.join(real), into.join(&kept)).unwrap();
    let odd: Vec<String> = ["20991231-000000", "20991231-000001", "20200101-000000"]
        .map(|at| format!("{stem}{at}.tar.age"))
        .into();
    fs::write(into.join(&odd[0]), "x").unwrap();
    fs::write(into.join(&odd[1]), "").unwrap();
    std::os::unix::fs::symlink(into.join(real), into.join(&odd[2])).unwrap();
    last = sealed(&p, &into, "2026-12-01 15:00", &["--keep", "2"]);
    assert_eq!(last["removed"].as_array().unwrap().len(), 1, "{last}");
    for name in odd.iter().chain([&kept, real]) {
        assert!(fs::symlink_metadata(into.join(name)).is_ok(), "{name} is gone");
        fs::remove_file(into.join(name)).unwrap();
    }
    // The same name again is refused, to be tried again in another second: nothing is ever written over.
    let again = ["--as", "custodian1", "--now", "2026-12-01 15:00", "backup", arg(&into)];
    p.run(&again).ended(75);
    let both = ["--as", "custodian1", "backup", arg(&into), "--plain", "--keep", "1"];
    p.run(&both).ended(2);
}

/// Whoever has the public keys can make a copy as he likes; it did not open, and that is written down.
#[test]
fn a_copy_in_which_a_file_stands_twice_did_not_open() {
    let Some((p, into, keys)) = court() else { return };
    if !has("age") {
        return;
    }
    let file = PathBuf::from(text(&sealed(&p, &into, "2026-12-01 10:00", &[])["file"]));
    let (key, plain) = (arg(&keys[0]), p.path("copy.tar"));
    let opened = process::Command::new("age").args(["-d", "-i", key, "-o", arg(&plain), arg(&file)]).status();
    assert!(opened.unwrap().success());
    let mut twice = tar::Builder::new(Vec::new());
    for _ in 0..2 {
        let mut one = tar::Archive::new(fs::File::open(&plain).unwrap());
        for entry in one.entries().unwrap() {
            let entry = entry.unwrap();
            let mut header = entry.header().clone();
            let path = entry.path().unwrap().into_owned();
            twice.append_data(&mut header, path, entry).unwrap();
        }
    }
    fs::write(&plain, twice.into_inner().unwrap()).unwrap();
    fs::remove_file(&file).unwrap();
    let public = keys[0].with_extension("pub");
    let sealed =
        process::Command::new("age").args(["-R", arg(&public), "-o", arg(&file), arg(&plain)]).status();
    assert!(sealed.unwrap().success());
    let place = p.path("again");
    run(&["restore", arg(&file), "--into", arg(&place), "--identity", key], "").ended(4);
    assert!(!place.exists());
    p.by("custodian1", &["drill", arg(&file), "--identity", key]).ended(4);
    let ledger = p.by("custodian1", &["--json", "ledger", "--limit", "1"]).ok().out;
    assert!(ledger.contains("evidence.drilled"), "{ledger}");
}

/// The nightly copy: the account that owns the register's files is on nobody's directory.
#[test]
fn the_register_copies_itself_from_a_timer() {
    let p = Place::real("nobody-of-these");
    let into = p.path("copies");
    std::fs::create_dir(&into).unwrap();
    // Without a custodian's key there is nobody to seal to, and it says so.
    p.run(&["backup", into.to_str().unwrap()]).ended(3);
    ssh_key(p.temp.path(), "key");
    let public = p.path("key.pub");
    let args = ["--json", "backup", into.to_str().unwrap(), "--recipient", public.to_str().unwrap()];
    let said = p.run(&args).ok().json();
    assert!(said["receipt"].is_null() && said["file"].as_str().unwrap().contains("copies"), "{said}");
    let office = Office::open(&p.register, Mode::Session).unwrap();
    assert_eq!(office.organ().evidence.last_copy.as_ref().map(|(_, name)| name.is_empty()), Some(false));
    drop(office);
    p.run(&["verify"]).ok();
    // Everything else that asks for a person still does.
    p.run(&["rebuild"]).ended(3);
    p.run(&["desk"]).ended(3);
}

/// Whoever sees no record gets none by way of a copy; whoever keeps them may seal to one key alone.
#[test]
fn administrators_make_copies_for_custodians_and_for_nobody_else() {
    let Some((p, into, keys)) = court() else { return };
    let own = ssh_key(p.temp.path(), "own");
    let public = own.with_extension("pub");
    let file =
        |account: &str, more: &[&str]| p.by(account, &[&["--json", "backup", arg(&into)], more].concat());
    for account in ["system", "audit"] {
        file(account, &["--plain"]).ended(3);
        file(account, &["--recipient", arg(&public)]).ended(3);
    }
    let made = file("system", &[]).ok().json();
    assert_eq!(made["recipients"].as_array().unwrap().len(), 2, "{made}");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let made = file("custodian1", &["--recipient", arg(&public), "--only"]).ok().json();
    assert_eq!(made["recipients"].as_array().unwrap().len(), 1, "{made}");
    let (sealed, place) = (text(&made["file"]), p.path("again"));
    run(&["restore", &sealed, "--into", arg(&place), "--identity", arg(&keys[0])], "").ended(4);
    run(&["restore", &sealed, "--into", arg(&place), "--identity", arg(&own)], "").ok();
}

/// What a drill was killed over is cleared by the next; what is somebody else's is not touched.
#[test]
fn leftovers_are_cleared_and_nothing_else_is() {
    let Some((p, into, keys)) = court() else { return };
    let sealed = text(&sealed(&p, &into, "2026-12-01 10:00", &[])["file"]);
    let left = p.register.join(".liuhen-drill.unfinished");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("register.db"), "张三").unwrap();
    p.by("custodian1", &["drill", &sealed, "--identity", arg(&keys[0])]).ok();
    assert!(!left.exists());
    let mine = p.path("new.unfinished");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("precious"), "x").unwrap();
    run(&["restore", &sealed, "--into", arg(&p.path("new")), "--identity", arg(&keys[0])], "").ok();
    assert!(mine.join("precious").exists() && p.path("new").join("register.db").exists());
}

#[test]
fn whoever_copies_while_a_copy_is_made_is_told_who_makes_it() {
    let Some((p, into, _)) = court() else { return };
    // Another copy that stands still, as far as anybody can see from outside.
    let lock = p.register.join("copy.lock");
    let mut other = process::Command::new("flock")
        .args([arg(&lock), "-c", "echo; read never"])
        .stdin(process::Stdio::piped())
        .stdout(process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Read::read_exact(other.stdout.as_mut().unwrap(), &mut [0]).unwrap();
    let said = p.by("custodian1", &["backup", arg(&into)]).ended(75);
    drop(other.stdin.take());
    other.wait().unwrap();
    assert!(said.err.contains("flock") && said.err.contains("进程"), "{said:?}");
    p.by("custodian1", &["backup", arg(&into)]).ok();
}
