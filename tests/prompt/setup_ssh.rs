//! What `setup-ssh` puts on a server: shown first, written whole, never over somebody else's work.
//! sshd and systemd themselves judge the files.

use crate::line;

use crate::skip::skip;
use line::{Said, run};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const BLOCK: &str = "etc/ssh/sshd_config.d/10-liuhen.conf";

fn setup(root: &Path, args: &[&str]) -> Said {
    let mut all = vec!["setup-ssh", "--prefix", root.to_str().unwrap()];
    all.extend(args);
    run(&all, "")
}

/// Every file below, with its mode and text.
fn tree(root: &Path) -> Vec<(PathBuf, u32, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(
                tree(&path).into_iter().map(|(p, m, t)| (Path::new(path.file_name().unwrap()).join(p), m, t)),
            );
        } else {
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
            all.push((path.file_name().unwrap().into(), mode, fs::read_to_string(&path).unwrap()));
        }
    }
    all.sort();
    all
}

#[test]
fn without_apply_nothing_is_written_and_everything_is_shown() {
    let root = tempfile::tempdir().unwrap();
    for lang in ["zh", "en"] {
        let said = setup(root.path(), &["--lang", lang]).ok().out;
        for shown in
            ["/etc/ssh/sshd_config.d/10-liuhen.conf", "Match User liuhen", "systemd-sysusers", "sshd -t"]
        {
            assert!(said.contains(shown), "{shown} is not in:\n{said}");
        }
    }
    assert_eq!(tree(root.path()), []);
}

#[test]
fn applied_once_it_writes_exactly_the_files_and_the_second_time_nothing() {
    let root = tempfile::tempdir().unwrap();
    setup(root.path(), &["--apply"]).ok();
    let first = tree(root.path());
    let shown = setup(root.path(), &["--json"]).ok().out;
    let shown: Vec<serde_json::Value> = shown.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let files: Vec<_> = shown.iter().filter(|v| v["kind"] == "file").collect();
    assert!(files.len() >= 13 && files.iter().all(|f| f["state"] == "same"), "{files:?}");
    // Each of them as it was shown, and the list of them.
    assert_eq!(first.len(), files.len() + 1);
    for f in &files {
        let path = f["path"].as_str().unwrap().trim_start_matches('/');
        let (_, mode, text) = first.iter().find(|(p, ..)| p == Path::new(path)).unwrap();
        assert_eq!((*mode, text.as_str()), (0o644, f["text"].as_str().unwrap()), "{path}");
    }
    setup(root.path(), &["--apply"]).ok();
    assert_eq!(tree(root.path()), first);
    let list = Command::new("sha256sum")
        .arg("-c")
        .arg(root.path().join("etc/liuhen/written.sha256"))
        .output()
        .unwrap();
    let told = String::from_utf8(list.stdout).unwrap();
    assert_eq!(told.lines().count(), files.len(), "the list is one that sha256sum reads");
}

#[test]
fn what_somebody_else_wrote_or_changed_stays_until_it_is_said() {
    let root = tempfile::tempdir().unwrap();
    let banner = root.path().join("etc/liuhen/banner");
    fs::create_dir_all(banner.parent().unwrap()).unwrap();
    fs::write(&banner, "本院告知").unwrap();
    let before = tree(root.path());
    let said = setup(root.path(), &["--apply"]).ended(2).err;
    assert!(said.contains("/etc/liuhen/banner"), "{said}");
    assert_eq!(tree(root.path()), before, "half a setup is worse than none");
    setup(root.path(), &["--apply", "--replace"]).ok();
    assert_eq!(fs::read_to_string(root.path().join("etc/liuhen/banner.before")).unwrap(), "本院告知");
    // Changed by hand after it was written: not ours any more.
    let block = root.path().join(BLOCK);
    let text = fs::read_to_string(&block).unwrap().replace("ExposeAuthInfo yes", "ExposeAuthInfo no");
    fs::write(&block, &text).unwrap();
    setup(root.path(), &["--apply"]).ended(2);
    assert_eq!(fs::read_to_string(&block).unwrap(), text);
    // Other values: what nobody touched is brought up to date.
    setup(root.path(), &["--apply", "--replace"]).ok();
    setup(root.path(), &["--apply", "--user", "guowen"]).ok();
    assert!(fs::read_to_string(&block).unwrap().contains("Match User guowen"));
}

#[test]
fn a_link_is_not_followed() {
    let root = tempfile::tempdir().unwrap();
    let victim = root.path().join("victim");
    fs::write(&victim, "other").unwrap();
    let block = root.path().join(BLOCK);
    fs::create_dir_all(block.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(&victim, &block).unwrap();
    setup(root.path(), &["--apply"]).ended(2);
    setup(root.path(), &["--apply", "--replace"]).ok();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "other");
    assert!(fs::symlink_metadata(&block).unwrap().is_file());
}

#[test]
fn values_that_another_program_could_read_otherwise_are_refused() {
    let root = tempfile::tempdir().unwrap();
    for args in [
        ["--user", "x\nMatch all"],
        ["--user", "root x"],
        ["--binary", "/tmp/a b"],
        ["--register", "/x%u"],
        ["--register", "relative"],
    ] {
        let code = setup(root.path(), &args).code;
        assert!(code == 5 || code == 2, "{args:?}: {code}");
    }
    assert_eq!(tree(root.path()), []);
}

/// sshd's own word on the printed block: it is read, it holds for the one account, and for nobody
/// else anything changes, administrators least of all.
#[test]
fn sshd_takes_the_block_and_others_come_in_as_before() {
    const SSHD: &str = "/usr/sbin/sshd";
    if !Path::new(SSHD).exists() {
        skip(&format!("no {SSHD} (Debian package openssh-server)"));
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let host = dir.path().join("host");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&host).status();
    assert!(made.unwrap().success());
    // sshd wants its empty directory even to check.
    if !Path::new("/run/sshd").exists() && fs::create_dir("/run/sshd").is_err() {
        skip("/run/sshd is missing and cannot be made without root");
        return;
    }
    let printed = run(&["setup-ssh", "--print", "10-liuhen.conf"], "").ok().out;
    let block = dir.path().join("10-liuhen.conf");
    fs::write(&block, printed).unwrap();
    // As Debian ships it: the drop-ins first, then what is too generous for the register.
    let stock = format!(
        "Port 2399\nHostKey {}\nUsePAM yes\nX11Forwarding yes\nAcceptEnv LANG LC_*\nSubsystem sftp /usr/lib/openssh/sftp-server\n",
        host.display()
    );
    let config = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let without = config("without", &stock);
    let with = config("with", &format!("Include {}\n{stock}", block.display()));
    let effective = |config: &Path, user: &str| {
        let out = Command::new(SSHD)
            .args(["-T", "-f"])
            .arg(config)
            .args(["-C", &format!("user={user},host=localhost,addr=127.0.0.1")])
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        assert!(out.stderr.is_empty(), "sshd remarks: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    assert!(Command::new(SSHD).args(["-t", "-f"]).arg(&with).status().unwrap().success());
    for other in ["root", "admin", "liuhen-keys"] {
        assert_eq!(effective(&with, other), effective(&without, other), "{other}");
    }
    let ours = effective(&with, "liuhen");
    for line in [
        "forcecommand /usr/lib/liuhen/liuhen session --register /var/lib/liuhen/register",
        "authorizedkeysfile none",
        "authenticationmethods publickey",
        "passwordauthentication no",
        "kbdinteractiveauthentication no",
        "x11forwarding no",
        "allowagentforwarding no",
        "disableforwarding yes",
        "permituserrc no",
        "exposeauthinfo yes",
    ] {
        assert!(ours.lines().any(|l| l == line), "{line} is not in force:\n{ours}");
    }
    assert!(!ours.contains("acceptenv LC_*"), "{ours}");
}

#[test]
fn systemd_takes_the_units_and_finds_them_shut_in() {
    let tool = Command::new("systemd-analyze").arg("--version").output();
    if !tool.is_ok_and(|o| o.status.success()) {
        skip("no systemd-analyze (Debian package systemd)");
        return;
    }
    let root = tempfile::tempdir().unwrap();
    // systemd also looks whether what a unit starts is there.
    let binary = env!("CARGO_BIN_EXE_liuhen");
    setup(root.path(), &["--apply", "--binary", binary]).ok();
    let dir = root.path().join("etc/systemd/system");
    let units: Vec<PathBuf> = fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(units.len() >= 8, "{units:?}");
    let verified = Command::new("systemd-analyze").arg("verify").args(&units).output().unwrap();
    let remarks = String::from_utf8_lossy(&verified.stderr);
    let about_ours: Vec<&str> = remarks.lines().filter(|l| l.contains("liuhen")).collect();
    assert_eq!(about_ours, Vec::<&str>::new());
    for unit in units.iter().filter(|u| u.extension().is_some_and(|e| e == "service")) {
        let judged = Command::new("systemd-analyze")
            .args(["security", "--offline=yes", "--threshold=20", "--no-pager"])
            .arg(unit)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&judged.stdout).into_owned();
        assert!(judged.status.success(), "more exposed than 2.0 of 10:\n{told}");
    }
}

#[test]
fn sudo_takes_the_example() {
    if !Command::new("/usr/sbin/visudo").arg("--version").output().is_ok_and(|o| o.status.success()) {
        skip("no visudo (Debian package sudo): the example was NOT tried");
        return;
    }
    let root = tempfile::tempdir().unwrap();
    setup(root.path(), &["--apply"]).ok();
    let example = root.path().join("etc/liuhen/sudoers.example");
    let said = Command::new("/usr/sbin/visudo").args(["-c", "-f"]).arg(&example).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
}
