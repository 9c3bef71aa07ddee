//! A file beside the log that cannot be read stops nobody: it is put aside, a new one is made, and
//! that is told once.

use crate::line::Place;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// What may stand in the place of a file: nothing of it, half of it, another thing, no file at all.
const DAMAGES: &[&str] = &["empty", "half", "random", "zeros", "directory", "pipe"];

fn damage(path: &Path, how: &str) {
    let whole = fs::read(path).unwrap_or_default();
    let _ = fs::remove_file(path);
    match how {
        "directory" => fs::create_dir(path).unwrap(),
        "pipe" => assert!(Command::new("mkfifo").arg("-m600").arg(path).status().unwrap().success()),
        _ => {
            let bytes = match how {
                "empty" => Vec::new(),
                "half" => whole[..whole.len() / 2].to_vec(),
                "zeros" => vec![0; whole.len()],
                _ => (0..5000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect(),
            };
            fs::write(path, bytes).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
}

fn log_keys(p: &Place) -> usize {
    let office = liuhen::office::Office::open(&p.register, liuhen::office::Mode::Session).unwrap();
    office.log_keys().len()
}

#[test]
fn a_damaged_key_of_the_register_refuses_no_act() {
    let p = Place::training();
    for (n, how) in [DAMAGES, &["ecdsa"]].concat().into_iter().enumerate() {
        p.by("judge", &["quick", "--who", "甲", "--line", "先"]).ok();
        let (key, before) = (p.register.join("log.key"), log_keys(&p));
        if how == "ecdsa" {
            fs::remove_file(&key).unwrap();
            let made =
                Command::new("ssh-keygen").args(["-q", "-t", "ecdsa", "-N", "", "-f"]).arg(&key).status();
            assert!(made.unwrap().success());
        } else {
            damage(&key, how);
        }
        // Reading goes on as well, and touches nothing.
        assert_eq!(p.by("judge", &["list"]).ok().err, "", "{how}");
        let said = p.by("judge", &["--lang", "en", "quick", "--who", "甲", "--line", "后"]).ok();
        let aside = if n == 0 { "log.key.damaged".to_owned() } else { format!("log.key.damaged-{}", n + 1) };
        assert!(said.err.contains(&aside), "{how}: {said:?}");
        assert!(fs::symlink_metadata(p.register.join(&aside)).is_ok(), "{how}");
        assert_eq!(log_keys(&p), before + 1, "{how}: the log names the new key");
        let again = p.by("judge", &["--json", "quick", "--who", "甲", "--line", "又"]).ok();
        assert_eq!(again.err, "", "{how}: told once");
        assert!(!again.json()["receipt"].is_null(), "{how}: and it signs");
        p.run(&["verify"]).ok();
    }
}

#[test]
fn damaged_drafts_keep_nobody_from_writing() {
    for how in DAMAGES {
        let p = Place::training();
        p.by("judge", &["draft", "list"]).ok();
        damage(&p.register.join("drafts.db"), how);
        let said = p.by("judge", &["--lang", "en", "draft", "list"]).ok();
        // An empty file is a new one.
        assert_eq!(said.err.contains("drafts.db.damaged"), *how != "empty", "{how}: {said:?}");
        assert_eq!(p.by("judge", &["draft", "list"]).ok().err, "", "{how}");
    }
}

/// A page in the middle that is none: found when the file is opened, not when somebody types.
#[test]
fn drafts_with_a_page_gone_are_put_aside_as_well() {
    let p = Place::training();
    p.by("judge", &["draft", "list"]).ok();
    let path = p.register.join("drafts.db");
    let mut bytes = fs::read(&path).unwrap();
    let page = 4096.min(bytes.len() / 2);
    bytes[page..].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    let said = p.by("judge", &["--lang", "en", "draft", "list"]).ok();
    assert!(said.err.contains("drafts.db.damaged"), "{said:?}");
}

#[test]
fn nothing_beside_the_log_makes_anybody_wait_or_stop() {
    for name in ["known-heads", "exported-heads"] {
        for how in DAMAGES {
            let p = Place::training();
            p.by("judge", &["quick", "--who", "甲", "--line", "先"]).ok();
            damage(&p.register.join(name), how);
            p.by("judge", &["quick", "--who", "甲", "--line", "后"]).ok();
            p.by("judge", &["desk"]).ok();
            p.run(&["verify"]).ok();
        }
    }
    // What stands among the sessions, and is none.
    let p = Place::training();
    p.by("judge", &["draft", "list"]).ok();
    damage(&p.register.join("sessions").join("00.toml"), "pipe");
    damage(&p.register.join("sessions").join(format!("{}.json", uuid::Uuid::nil())), "pipe");
    p.by("judge", &["quick", "--who", "甲", "--line", "后"]).ok();
    p.by("judge", &["draft", "list"]).ok();
}
