//! `doctor` on a whole server below a directory of its own: a good one is good, and every single thing
//! that somebody breaks turns the check that is about it, and no other.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod line;

use line::{Place, Said, bytes_of, run};
use liuhen::domain::calendar::{Calendar, Year};
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::evidence::{EvidenceCommand, Head};
use liuhen::domain::ids::{Millis, PersonId};
use liuhen::domain::organ::{Founding, KeyUse, OrganChange, OrganCommand};
use liuhen::domain::policy_file::Signature;
use liuhen::domain::when;
use liuhen::office::{Clock as _, Fixed, Mode, Office, OsRandom, Seeded, System, seed};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

const DAY: Millis = 86_400_000;
const LIUHEN: u32 = 64_001;
const KEYS: u32 = 64_002;
const BLOCK: &str = "etc/ssh/sshd_config.d/10-liuhen.conf";
const REGISTER: &str = "var/lib/liuhen/register";

/// Check and point to verdict.
type Verdicts = BTreeMap<String, String>;

/// A server as `setup-ssh` and its steps leave it.
struct Server(tempfile::TempDir);

/// What is different about a register from the beginning.
struct Made {
    years: Vec<i32>,
    copied_days_ago: i64,
    ahead: Millis,
    roster_over: bool,
}

fn usual() -> Made {
    let year = chrono_year(System.now());
    Made { years: vec![year, year + 1], copied_days_ago: 1, ahead: 0, roster_over: false }
}

fn chrono_year(at: Millis) -> i32 {
    when::show_date(when::local(at).date(), liuhen::domain::lang::Lang::En)[..4].parse().unwrap()
}

/// Only root can give files to others; elsewhere nothing here can be shown.
fn is_root() -> bool {
    let root = fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    if !root {
        eprintln!("SKIP: not root, so no file can be given to another account: doctor was NOT tried");
    }
    root
}

impl Server {
    fn good() -> Self {
        Self::with(&usual())
    }

    fn with(made: &Made) -> Self {
        let server = Self(tempfile::tempdir().unwrap());
        let root = server.root();
        fs::set_permissions(root, Permissions::from_mode(0o755)).unwrap();
        run(&["setup-ssh", "--apply", "--prefix", root.to_str().unwrap()], "").ok();
        let write = |path: &str, text: &str| {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        };
        write(
            "etc/passwd",
            &format!(
                "root:x:0:0::/root:/bin/bash\nliuhen:x:{LIUHEN}:{LIUHEN}::/var/lib/liuhen:/usr/lib/liuhen/liuhen\nliuhen-keys:x:{KEYS}:{KEYS}::/:/usr/sbin/nologin\n"
            ),
        );
        write("etc/group", &format!("liuhen:x:{LIUHEN}:\nliuhen-keys:x:{KEYS}:\n"));
        write("etc/shadow", "liuhen:*:20000::::::\nliuhen-keys:!*:20000::::::\n");
        write(
            "etc/ssh/sshd_config",
            "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\nMaxStartups 100:30:300\nX11Forwarding yes\nAcceptEnv LANG LC_*\nSubsystem sftp /usr/lib/openssh/sftp-server\n",
        );
        write("usr/lib/liuhen/liuhen", "");
        fs::set_permissions(root.join("usr/lib/liuhen/liuhen"), Permissions::from_mode(0o755)).unwrap();
        for unit in ["tick", "keys", "verify", "backup"] {
            let name = format!("liuhen-{unit}.timer");
            let link = root.join("etc/systemd/system/timers.target.wants").join(&name);
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(format!("/etc/systemd/system/{name}"), link).unwrap();
        }
        write("var/lib/systemd/timers/stamp-liuhen-verify.timer", "");
        server.found(made);
        let keys = root.join("etc/liuhen/keys");
        let register = server.register();
        run(&["ssh-keys", "--export", keys.to_str().unwrap(), "--register", register.to_str().unwrap()], "")
            .ok();
        chown(&keys, Some(0), Some(KEYS)).unwrap();
        server.give();
        server
    }

    /// The same server once more, owners and modes included.
    fn again(&self) -> Self {
        let other = tempfile::tempdir().unwrap();
        let from = format!("{}/.", self.root().display());
        let copied = std::process::Command::new("cp").args(["-a", &from]).arg(other.path()).status();
        assert!(copied.unwrap().success());
        Self(other)
    }

    fn root(&self) -> &Path {
        self.0.path()
    }
    fn register(&self) -> PathBuf {
        self.root().join(REGISTER)
    }

    /// A real register with keys of its custodians, a copy and a drill noted.
    fn found(&self, made: &Made) {
        let dir = self.register();
        fs::create_dir_all(dir.parent().unwrap()).unwrap();
        fs::set_permissions(dir.parent().unwrap(), Permissions::from_mode(0o700)).unwrap();
        let now = System.now() + made.ahead;
        let founding = founding(made);
        let founded = now - made.copied_days_ago * DAY - DAY;
        drop(seed(&dir, &founding, founded, Box::new(Seeded::new(5)), |_| Ok(())).unwrap());
        let at = now - made.copied_days_ago * DAY;
        let mut office =
            Office::open_with(&dir, Mode::Session, Box::new(Fixed(at)), Box::new(OsRandom)).unwrap();
        let as_person = |account: &str| {
            let id = founding.people.iter().find(|p| p.account == account).unwrap().id.clone();
            Actor::person(&id, Means::OsAccount("root".to_owned()))
        };
        let period = &founding.roster[0];
        let custodians: Vec<PersonId> =
            period.custodians.iter().chain(&period.substitutes).cloned().collect();
        for (n, person) in (1..).zip(&custodians) {
            let change = OrganChange::Key { person: person.clone(), use_: KeyUse::Login, key: key(n) };
            let propose = Command::Organ(OrganCommand::Propose { change });
            let proposal = office.act(&as_person("system"), &propose).unwrap().matter;
            office.act(&as_person("security"), &Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
        }
        let acts = Head { size: 1, root: "00".repeat(32) };
        let name = "copy".to_owned();
        let note =
            EvidenceCommand::NoteCopy { name: name.clone(), acts: acts.clone(), recipients: Vec::new() };
        let custodian = as_person("custodian1");
        office.act(&custodian, &Command::Evidence(note)).unwrap();
        let note = EvidenceCommand::NoteDrill { name, acts, sound: true, seconds: 1 };
        office.act(&custodian, &Command::Evidence(note)).unwrap();
    }

    /// Everything of the service account's to the service account.
    fn give(&self) {
        fn all(path: &Path) {
            chown(path, Some(LIUHEN), Some(LIUHEN)).unwrap();
            if path.is_dir() {
                fs::read_dir(path).unwrap().for_each(|e| all(&e.unwrap().path()));
            }
        }
        all(&self.root().join("var/lib/liuhen"));
    }

    fn doctor(&self, args: &[&str], input: &str) -> Said {
        let register = self.register();
        let mut all = vec!["doctor", "--prefix", self.root().to_str().unwrap()];
        all.extend(["--register", register.to_str().unwrap()]);
        all.extend(args);
        run(&all, input)
    }

    fn verdicts(&self, args: &[&str], input: &str) -> Verdicts {
        let mut all = vec!["--json"];
        all.extend(args);
        let said: Value = self.doctor(&all, input).json();
        let checks = said["checks"].as_array().unwrap().iter();
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        checks
            .map(|c| {
                let (check, point) = (text(&c["check"]), text(&c["point"]));
                let name = if point.is_empty() { check } else { format!("{check} {point}") };
                (name, format!("{} {}", text(&c["verdict"]), text(&c["finding"])))
            })
            .collect()
    }
}

fn key(n: u8) -> String {
    let key = ssh_key::public::KeyData::Ed25519(ssh_key::public::Ed25519PublicKey([n; 32]));
    ssh_key::PublicKey::from(key).to_openssh().unwrap()
}

fn founding(made: &Made) -> Founding {
    let real = Place::real("nobody-of-these");
    let organ = Office::open(&real.register, Mode::Session).unwrap().organ().clone();
    let mut policy = organ.policy.clone();
    policy.signature = Signature::default();
    let mut roster = organ.roster.clone();
    if made.roster_over {
        roster[0].to = Some(roster[0].from + DAY);
    }
    let years = made.years.iter().map(|year| Year {
        year: *year,
        source: "test".to_owned(),
        verified: false,
        holidays: Vec::new(),
    });
    Founding {
        name: organ.name.clone(),
        name_en: organ.name_en.clone(),
        short: organ.short.clone(),
        kind: organ.kind.clone(),
        training: false,
        superior: organ.superior.clone(),
        units: organ.units.values().cloned().collect(),
        people: organ.people.values().cloned().collect(),
        roster,
        committees: organ.committees.values().cloned().collect(),
        cases: Vec::new(),
        interests: Vec::new(),
        policy,
        calendar: Calendar { years: years.collect() },
    }
}

/// What differs, as `check verdict finding`.
fn turned(before: &Verdicts, after: &Verdicts) -> Vec<String> {
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
                "alerts unknown unseen",
                "calendar unknown unseen",
                "clock unknown unseen",
                "copy unknown unseen",
                "custodians unknown unseen",
                "drill unknown unseen",
                "key_file_fresh unknown unseen",
                "login_keys unknown unseen",
                "opens bad broken",
                "own_keys unknown unseen",
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

/// Every line of the table, weakened or taken out, alone.
#[test]
fn every_weak_setting_of_sshd_is_named() {
    if !is_root() {
        return;
    }
    let table: toml::Table = toml::from_str(include_str!("../assets/deploy/sshd.toml")).unwrap();
    let server = Server::good();
    let before = server.verdicts(&[], "");
    let block = server.root().join(BLOCK);
    let text = fs::read_to_string(&block).unwrap();
    for row in table["line"].as_array().unwrap() {
        let get = |k: &str| row.get(k).and_then(|v| v.as_str());
        let keyword = get("keyword").unwrap();
        let written = get("written").unwrap_or(keyword);
        let line = text.lines().find(|l| l.trim().starts_with(&format!("{written} "))).unwrap();
        let value = line.trim().split_once(' ').unwrap().1;
        let weak = match (get("compare"), value) {
            (Some("most"), _) => "9999".to_owned(),
            (Some("within"), v) => format!("{v} *"),
            (_, "yes") => "no".to_owned(),
            (_, "no") => "yes".to_owned(),
            (_, "publickey") => "any".to_owned(),
            (_, _) => "/tmp/x".to_owned(),
        };
        fs::write(&block, text.replace(line, &format!("    {written} {weak}"))).unwrap();
        let found = turned(&before, &server.verdicts(&[], ""));
        assert_eq!(found, [format!("sshd_setting {keyword} bad weak")], "{written} {weak}");
        // Without the line, what is said for the whole server or by sshd itself counts.
        fs::write(&block, text.replace(line, "")).unwrap();
        let found = turned(&before, &server.verdicts(&[], ""));
        let silent = get("when_not_said").is_some_and(|d| d == get("value").unwrap())
            && !["X11Forwarding", "AcceptEnv"].contains(&keyword);
        let fine = silent || keyword == "MaxAuthTries" || keyword == "ClientAliveCountMax";
        assert_eq!(found.is_empty(), fine, "{keyword} taken out: {found:?}");
    }
    // The whole block gone, or not included: nobody comes in over SSH.
    fs::write(&block, "").unwrap();
    let gone = server.verdicts(&[], "");
    assert_eq!(gone.get("sshd_setting").map(String::as_str), Some("to_do absent"));
    fs::write(&block, &text).unwrap();
    fs::write(server.root().join("etc/ssh/sshd_config"), "UsePAM yes\n").unwrap();
    let apart = server.verdicts(&[], "");
    assert_eq!(apart.get("sshd_setting").map(String::as_str), Some("to_do absent"));
}

/// sshd's own word is taken where it is given, and agrees with our reading of its files.
#[test]
fn the_effective_settings_of_a_real_sshd_are_judged_alike() {
    const SSHD: &str = "/usr/sbin/sshd";
    if !is_root() {
        return;
    }
    if !Path::new(SSHD).exists() {
        eprintln!("SKIP: no {SSHD} (Debian package openssh-server)");
        return;
    }
    let server = Server::good();
    let root = server.root();
    let host = root.join("host");
    let made = std::process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&host)
        .status();
    assert!(made.unwrap().success());
    fs::create_dir_all("/run/sshd").unwrap();
    let config = root.join("real");
    let main = fs::read_to_string(root.join("etc/ssh/sshd_config")).unwrap();
    let included = main.replace("/etc/ssh/sshd_config.d/*.conf", root.join(BLOCK).to_str().unwrap());
    fs::write(&config, format!("HostKey {}\n{included}", host.display())).unwrap();
    let effective = || {
        let said = std::process::Command::new(SSHD)
            .args(["-T", "-C", "user=liuhen,host=localhost,addr=127.0.0.1", "-f"])
            .arg(&config)
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(said.status.success());
        String::from_utf8(said.stdout).unwrap()
    };
    let by_text = server.verdicts(&[], "");
    let by_sshd = server.verdicts(&["--sshd-t", "-"], &effective());
    assert_eq!(turned(&by_text, &by_sshd), ["sshd_read good said"]);
    // Another file says it first: sshd takes that word, and so do we.
    let earlier = root.join("earlier.conf");
    fs::write(&earlier, "Match User liuh*\nAllowAgentForwarding yes\n").unwrap();
    fs::write(&config, format!("Include {}\nHostKey {}\n{included}", earlier.display(), host.display()))
        .unwrap();
    let weak = server.verdicts(&["--sshd-t", "-"], &effective());
    assert_eq!(turned(&by_sshd, &weak), ["sshd_setting AllowAgentForwarding bad weak"]);
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
