//! Things that somebody breaks, one at a time.

use crate::doctor::server::{KEYS, LIUHEN, REGISTER, Server, is_root};
use crate::doctor::turned;
use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};

#[test]
fn every_broken_thing_turns_its_own_check_and_no_other() {
    if !is_root() {
        return;
    }
    type Break = (&'static str, fn(&Path), &'static [&'static str]);
    fn chmod(path: PathBuf, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    fn change(path: PathBuf, from: &str, to: &str) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} is not in {}", path.display());
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
    let breaks: &[Break] = &[
        ("the directory is open", |r| chmod(r.join(REGISTER), 0o750), &["directory bad loose"]),
        (
            "the file is readable",
            |r| chmod(r.join(REGISTER).join("register.db"), 0o640),
            &["files bad loose"],
        ),
        (
            "a link lies in the directory",
            |r| symlink("/etc/passwd", r.join(REGISTER).join("x")).unwrap(),
            &["files bad loose", "owner bad other"],
        ),
        (
            "a file is somebody else's",
            |r| chown(r.join(REGISTER).join("lock"), Some(64_009), None).unwrap(),
            &["owner bad other"],
        ),
        (
            "the journal was switched by another tool",
            |r| {
                let path = r.join(REGISTER).join("register.db");
                let mut bytes = fs::read(&path).unwrap();
                bytes[18..20].copy_from_slice(&[1, 1]);
                fs::write(path, bytes).unwrap();
            },
            &["settings bad off"],
        ),
        (
            "the file is cut short",
            |r| {
                let path = r.join(REGISTER).join("register.db");
                let bytes = fs::read(&path).unwrap();
                fs::write(path, &bytes[..4096]).unwrap();
            },
            &[
                "administrators unknown unseen",
                "alerts unknown unseen",
                "calendar unknown unseen",
                "clock unknown unseen",
                "copy unknown unseen",
                "custodians unknown unseen",
                "drill unknown unseen",
                "foreign unknown unseen",
                "key_file_fresh unknown unseen",
                "log_key unknown unseen",
                "login_keys unknown unseen",
                "opens bad broken",
                "own_keys unknown unseen",
                "rollback unknown unseen",
                "rows unknown unseen",
                "settings unknown unseen",
                "witness unknown unseen",
            ],
        ),
        (
            "the file of keys is everybody's",
            |r| chmod(r.join("etc/liuhen/keys"), 0o644),
            &["key_file bad loose"],
        ),
        (
            "the register's key is gone",
            |r| fs::remove_file(r.join(REGISTER).join("log.key")).unwrap(),
            &["log_key bad missing"],
        ),
        (
            "the register's key is no key",
            |r| fs::write(r.join(REGISTER).join("log.key"), "x").unwrap(),
            &["log_key bad unreadable"],
        ),
        (
            "the file of keys is not root's",
            |r| chown(r.join("etc/liuhen/keys"), Some(LIUHEN), None).unwrap(),
            &["key_file bad loose"],
        ),
        (
            "the look-up account cannot read it",
            |r| chown(r.join("etc/liuhen/keys"), None, Some(0)).unwrap(),
            &["key_file bad shut"],
        ),
        (
            "a key is missing",
            |r| {
                let path = r.join("etc/liuhen/keys");
                let text = fs::read_to_string(&path).unwrap();
                fs::write(&path, text.split_once('\n').unwrap().1).unwrap();
            },
            &["key_file_fresh bad stale"],
        ),
        (
            "two people share a key",
            |r| {
                let path = r.join("etc/liuhen/keys");
                let text = fs::read_to_string(&path).unwrap();
                let (_, key) = text.lines().next().unwrap().split_once(' ').unwrap();
                fs::OpenOptions::new()
                    .append(true)
                    .open(&path)
                    .unwrap()
                    .write_all(format!("judge {key}\n").as_bytes())
                    .unwrap();
            },
            &["key_file_fresh bad stale", "shared_key bad shared"],
        ),
        (
            "others can put a program there",
            |r| chmod(r.join("usr/lib/liuhen"), 0o775),
            &["key_command bad loose"],
        ),
        (
            "the program is gone",
            |r| fs::remove_file(r.join("usr/lib/liuhen/liuhen")).unwrap(),
            &["key_command to_do gone"],
        ),
        (
            "a timer is gone",
            |r| fs::remove_file(r.join("etc/systemd/system/liuhen-backup.timer")).unwrap(),
            &["unit liuhen-backup to_do gone"],
        ),
        (
            "a timer is off",
            |r| fs::remove_file(r.join("etc/systemd/system/timers.target.wants/liuhen-tick.timer")).unwrap(),
            &["unit liuhen-tick to_do off"],
        ),
        (
            "a service may do more",
            |r| {
                change(
                    r.join("etc/systemd/system/liuhen-verify.service"),
                    "NoNewPrivileges=yes",
                    "NoNewPrivileges=no",
                )
            },
            &["unit liuhen-verify to_do changed"],
        ),
        (
            "the nightly verification never ran",
            |r| fs::remove_file(r.join("var/lib/systemd/timers/stamp-liuhen-verify.timer")).unwrap(),
            &["verified unknown unseen"],
        ),
        (
            "the account has a shell",
            |r| change(r.join("etc/passwd"), "/usr/lib/liuhen/liuhen", "/bin/bash"),
            &["shell bad other"],
        ),
        (
            "the account has a password",
            |r| change(r.join("etc/shadow"), "liuhen:*", "liuhen:$y$j9T$x"),
            &["password bad set"],
        ),
        ("the account's home is open", |r| chmod(r.join("var/lib/liuhen"), 0o770), &["home bad loose"]),
        (
            "one account does both",
            |r| {
                change(
                    r.join("etc/passwd"),
                    &format!("liuhen-keys:x:{KEYS}"),
                    &format!("liuhen-keys:x:{LIUHEN}"),
                )
            },
            &["keys_account bad same"],
        ),
        (
            "locked, and no PAM",
            |r| {
                change(r.join("etc/shadow"), "liuhen:*", "liuhen:!");
                change(r.join("etc/ssh/sshd_config"), "UsePAM yes", "UsePAM no");
            },
            &["sshd_locked bad locked"],
        ),
        (
            "only administrators may come in",
            |r| change(r.join("etc/ssh/sshd_config"), "UsePAM yes", "UsePAM yes\nAllowUsers admin root"),
            &["sshd_access bad shut_out"],
        ),
        (
            "sshd writes nothing down",
            |r| change(r.join("etc/ssh/sshd_config"), "UsePAM yes", "UsePAM yes\nLogLevel QUIET"),
            &["sshd_server LogLevel bad weak"],
        ),
        (
            "an environment file counts",
            |r| change(r.join("etc/ssh/sshd_config"), "UsePAM yes", "UsePAM yes\nPermitUserEnvironment yes"),
            &["sshd_server PermitUserEnvironment bad weak"],
        ),
        (
            "few may sign in at once",
            |r| change(r.join("etc/ssh/sshd_config"), "MaxStartups 100:30:300", ""),
            &["sshd_server MaxStartups to_do advice"],
        ),
        (
            "an earlier file opens a door for one network",
            |r| {
                let text = "Match Address 10.0.0.0/8\nAllowTcpForwarding yes\n";
                fs::write(r.join("etc/ssh/sshd_config.d/00-office.conf"), text).unwrap();
            },
            &["sshd_setting AllowTcpForwarding bad weak"],
        ),
    ];
    let good = Server::good();
    let before = good.verdicts(&[], "");
    for (what, break_it, expected) in breaks {
        let server = good.again();
        break_it(server.root());
        let after = server.verdicts(&[], "");
        assert_eq!(turned(&before, &after), *expected, "{what}");
        let bad = expected.iter().any(|e| e.split(' ').any(|w| w == "bad"));
        assert_eq!(server.doctor(&[], "").code, if bad { 4 } else { 0 }, "{what}");
    }
}
