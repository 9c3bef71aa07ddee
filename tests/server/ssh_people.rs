//! Who is let in over SSH, and as whom: the file of keys, keys that are nobody's or not one person's
//! alone, a register that is locked or gone, the way through `sudo`, and what is left when a
//! connection breaks.

use crate::sshd;

use sshd::{Court, line::Said, run};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// `liuhen ssh-keys` as sshd calls it, by the account that looks up keys.
fn looked_up(court: &Court, file: &Path, who: &str) -> Said {
    let public = court.public(who);
    let (kind, key) = public.split_once(' ').unwrap();
    let looker = format!("{}-keys", court.user);
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &looker, "--regid", &looker, "--clear-groups"]).arg(court.program());
    command.arg("ssh-keys").arg("--keys").arg(file).args([&court.user, kind, key]).env_clear();
    sshd::said(command, b"")
}

#[test]
fn the_key_that_signed_in_is_the_person() {
    let Some(court) = Court::open(0) else { return };
    keys_of_others(&court);
    the_file_of_keys(&court);
    locked(&court);
    // Root writes the file from the register; the service account goes on working on it afterwards.
    let exported = court.root.join("exported");
    let args = [
        "--register",
        court.register().to_str().unwrap(),
        "ssh-keys",
        "--export",
        exported.to_str().unwrap(),
    ]
    .map(str::to_owned);
    run(court.program(), args);
    let text = fs::read_to_string(&exported).unwrap();
    let accounts: Vec<&str> = text.lines().map(|l| l.split(' ').next().unwrap()).collect();
    assert_eq!(accounts, ["custodian1", "custodian2", "judge", "security", "system"], "{text}");
    assert!(text.contains(&format!("judge {}\n", court.public("judge"))));
    let about = fs::metadata(&exported).unwrap();
    assert_eq!((about.uid(), about.mode() & 0o7777), (0, 0o640));
    fs::write(court.keys(), &text).unwrap();
    assert_eq!(court.ask("judge", "quick --who x --line y").code, 0);
    // Two sign-ins refused for each of the three, and one that went through, are in the log.
    assert_eq!(court.noted("sign_in_refused"), 3);
    assert!(court.noted("session_began") >= 2);
}

fn keys_of_others(court: &Court) {
    let before = court.ask("judge", "desk");
    assert_eq!(before.code, 0, "{before:?}");
    let unknown = court.ask("stranger", "desk");
    assert!(unknown.code == 255 && unknown.err.contains("Permission denied"), "{unknown:?}");
    // These stand in the file that sshd asks: it is older than the register. The register decides.
    for (who, zh, en) in [
        ("gone", "没有登记这把密钥", "not registered, or was revoked"),
        ("never", "没有登记这把密钥", "not registered, or was revoked"),
        ("closed", "账号已停用", "switched off"),
    ] {
        let said = court.ask(who, "desk");
        assert!(said.code == 3 && said.err.contains(zh) && said.err.contains(en), "{who}: {said:?}");
        assert!(said.out.is_empty(), "{said:?}");
    }
}

fn the_file_of_keys(court: &Court) {
    let file = court.keys();
    let good = fs::read_to_string(&file).unwrap();
    let found = looked_up(court, &file, "judge");
    let line =
        format!("restrict,pty,command=\"{} session\" {}\n", court.program().display(), court.public("judge"));
    assert_eq!((found.code, found.out.as_str(), found.err.as_str()), (0, line.as_str(), ""));
    let nobody = looked_up(court, &file, "stranger");
    assert_eq!((nobody.code, nobody.out.as_str(), nobody.err.as_str()), (0, "", ""));
    // The register is not even looked for.
    let away = court.root.join("away");
    fs::rename(court.register(), &away).unwrap();
    assert_eq!(looked_up(court, &file, "judge").out, line);
    let said = court.ask("judge", "desk");
    assert!(said.code == 1 && said.err.contains("register"), "{said:?}");
    fs::rename(&away, court.register()).unwrap();
    // One key under two names is nobody's.
    court.write_keys(&format!("{good}custodian1 {}\n", court.public("judge")));
    let twice = looked_up(court, &file, "judge");
    assert_eq!((twice.code, twice.out.as_str()), (0, ""));
    assert!(twice.err.contains("judge custodian1") && twice.err.lines().count() == 2, "{twice:?}");
    assert_eq!(court.ask("judge", "desk").code, 255);
    assert_eq!(court.ask("custodian2", "desk").code, 0, "the others are not locked out");
    court.write_keys(&good);
    // A file, or a directory above it, that others can write lets nobody in.
    let refused = |what: &str| {
        let said = looked_up(court, &file, "judge");
        assert!(said.code == 1 && said.out.is_empty(), "{what}: {said:?}");
        assert_eq!(court.ask("judge", "desk").code, 255, "{what}");
    };
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&file, 0o666);
    refused("writable by all");
    mode(&file, 0o644);
    chown(&file, Some(court.uid), None).unwrap();
    refused("the service account's");
    chown(&file, Some(0), None).unwrap();
    mode(&court.root, 0o777);
    let said = looked_up(court, &file, "judge");
    assert!(said.code == 1 && said.out.is_empty(), "{said:?}");
    mode(&court.root, 0o755);
    court.write_keys(&good);
    assert_eq!(court.ask("judge", "desk").code, 0);
}

/// Somebody holds the register for longer than anybody waits: sshd is answered, the session says it.
fn locked(court: &Court) {
    court.deserted();
    let holder = rusqlite::Connection::open(court.register().join("register.db")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let asked = Instant::now();
    assert!(looked_up(court, &court.keys(), "judge").out.starts_with("restrict,pty,"));
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    let said = court.ask("judge", "desk");
    assert_eq!(said.code, 75, "{said:?}");
    holder.execute_batch("ROLLBACK").unwrap();
    drop(holder);
    assert_eq!(court.ask("judge", "desk").code, 0);
}

/// The connection breaks: nothing goes on running, what was typed is there at the next sign-in.
#[test]
fn a_broken_connection_keeps_what_was_typed() {
    let Some(court) = Court::open(0) else { return };
    let mut slowest = Duration::ZERO;
    for (screen, keys, typed) in [
        ("desk", "", ""),
        ("register", "2", ""),
        ("help", "\x1bOP", ""),
        ("palette", "\t", ""),
        ("quick", "\x1bOS", "张三来电"),
        ("record", "\x1bOR\r\t", "王五"),
    ] {
        let before = drafts(&court).len();
        let mut pty = court.screens("judge");
        pty.send(keys);
        pty.wait_quiet(Duration::from_millis(300));
        pty.send(typed);
        pty.wait_quiet(Duration::from_millis(300));
        assert_eq!(court.sessions().len(), 1);
        // Without a word, as a cable that is pulled: the client's machine closes its end.
        run("kill", ["-9", &pty.pid().to_string()]);
        let cut = Instant::now();
        court.deserted();
        slowest = slowest.max(cut.elapsed());
        drop(pty);
        let now = drafts(&court);
        let expected = before + usize::from(!typed.is_empty());
        assert_eq!(now.len(), expected, "{screen}: {now:?}");
        if !typed.is_empty() {
            let code = now.iter().map(|d| d["code"].as_str().unwrap()).next().unwrap();
            let kept = court.ask("judge", &format!("draft slip {code} --json"));
            assert!(kept.out.contains(typed) || now.len() > 1, "{screen}: {kept:?}");
        }
    }
    // Whoever signs in again is told of the time before; each end is in the log, also those of the cut.
    let mut pty = court.screens("judge");
    pty.wait_for("127.0.0.1");
    pty.send("Q");
    drop(pty);
    court.deserted();
    assert_eq!(court.ask("judge", "desk").code, 0);
    assert_eq!(court.noted("session_ended"), court.noted("session_began"));
    assert!(
        court.noted("hang_up") + court.noted("lost") >= 6,
        "{} {}",
        court.noted("hang_up"),
        court.noted("lost")
    );
    eprintln!("broken connections: 6 screens, slowest end of a process {} ms", slowest.as_millis());
}

fn drafts(court: &Court) -> Vec<serde_json::Value> {
    let said = court.ask("judge", "draft list --json");
    assert_eq!(said.code, 0, "{said:?}");
    said.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// The second way in: the caller of `sudo` is the person, by a real rule and a real `sudo`.
#[test]
fn the_caller_of_sudo_is_the_person() {
    let Some(court) = Court::open(0) else { return };
    let (register, program) = (court.register(), court.program());
    let session = ["session", "--register", register.to_str().unwrap()];
    let uid = |name: &str| String::from_utf8(run("id", ["-u", name]).stdout).unwrap().trim().to_owned();
    let caller = format!("{}-keys", court.user);
    // As the service account itself, which only root becomes.
    let alone = court.as_service(&[], &session);
    assert!(alone.code == 3 && alone.err.contains("ExposeAuthInfo"), "{alone:?}");
    let root = court.as_service(&[("SUDO_UID", "0")], &[&session[..], &["desk"]].concat());
    assert!(root.code == 3 && root.err.contains("名册"), "root is nobody special: {root:?}");
    let forged = court.as_service(&[("SUDO_UID", "0; id")], &session);
    assert!(forged.code == 3 && !forged.err.contains("uid="), "{forged:?}");
    if !Path::new("/usr/bin/sudo").exists() {
        crate::skip::skip("sudo is missing: its rule was NOT tried");
        return;
    }
    let rule = format!(
        "Defaults!{0} env_reset, !setenv, env_keep = \"LANG LC_ALL LC_CTYPE TERM\"\n\
         {caller} ALL = ({1}) NOPASSWD: {0} session --register {2}, {0} session --register {2} *\n",
        program.display(),
        court.user,
        register.display()
    );
    let rules = Path::new("/etc/sudoers.d").join(&court.user);
    fs::write(&rules, rule).unwrap();
    fs::set_permissions(&rules, fs::Permissions::from_mode(0o440)).unwrap();
    let _gone = Gone(&rules);
    let sudo = |extra: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid",
            &caller,
            "--regid",
            &caller,
            "--clear-groups",
            "sudo",
            "-n",
            "-u",
            &court.user,
        ]);
        command.arg(&program).args(session).args(extra);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("SUDO_UID", uid(&court.user));
        sshd::said(command, b"")
    };
    let quick = sudo(&["quick", "--who", "张三", "--line", "来电 询问"]);
    assert_eq!(quick.code, 0, "{quick:?}");
    let desk = sudo(&["desk"]);
    assert!(desk.code == 0 && desk.out.contains("张三"), "{desk:?}");
    for (extra, code) in [
        (&["backup", "/tmp"][..], 3),
        (&["desk", "--as", "judge"], 3),
        (&["record", "new", "--from", "/etc/passwd"], 2),
        (&["--register", "/tmp", "desk"], 2),
    ] {
        let said = sudo(extra);
        assert_eq!(said.code, code, "{extra:?}: {said:?}");
    }
    let (_away, office) = court.copy();
    let bodies = rusqlite::Connection::open(office.dir().join("register.db")).unwrap();
    let n: i64 = bodies
        .query_row(
            "SELECT count(*) FROM event WHERE log = 1 AND CAST(body AS TEXT) LIKE ?1",
            [format!("%\"means\":{{\"sudo\":\"{caller}\"}}%")],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(n, 1, "the act is noted with the way in and the account");
}

struct Gone<'a>(&'a Path);

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.0);
    }
}
