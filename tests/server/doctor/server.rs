//! A whole server below a directory of its own, as `setup-ssh` and its steps leave it.

use crate::line::{Place, Said, run};
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
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};

pub const DAY: Millis = 86_400_000;
pub const LIUHEN: u32 = 64_001;
pub const KEYS: u32 = 64_002;
pub const BLOCK: &str = "etc/ssh/sshd_config.d/10-liuhen.conf";
pub const REGISTER: &str = "var/lib/liuhen/register";

/// Check and point to verdict.
pub type Verdicts = BTreeMap<String, String>;

/// A server as `setup-ssh` and its steps leave it.
pub struct Server(tempfile::TempDir);

/// What is different about a register from the beginning.
pub struct Made {
    pub years: Vec<i32>,
    pub copied_days_ago: i64,
    pub ahead: Millis,
    pub roster_over: bool,
}

pub fn usual() -> Made {
    let year = chrono_year(System.now());
    Made { years: vec![year, year + 1], copied_days_ago: 1, ahead: 0, roster_over: false }
}

pub fn chrono_year(at: Millis) -> i32 {
    when::show_date(when::local(at).date(), liuhen::domain::lang::Lang::En)[..4].parse().unwrap()
}

/// Only root can give files to others; elsewhere nothing here can be shown.
pub fn is_root() -> bool {
    let root = fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    if !root {
        crate::skip::skip("not root, so no file can be given to another account: doctor was NOT tried");
    }
    root
}

impl Server {
    pub fn good() -> Self {
        Self::with(&usual())
    }

    pub fn with(made: &Made) -> Self {
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
    pub fn again(&self) -> Self {
        let other = tempfile::tempdir().unwrap();
        let from = format!("{}/.", self.root().display());
        let copied = std::process::Command::new("cp").args(["-a", &from]).arg(other.path()).status();
        assert!(copied.unwrap().success());
        Self(other)
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }
    pub fn register(&self) -> PathBuf {
        self.root().join(REGISTER)
    }

    /// A real register with keys of its custodians, a copy and a drill noted.
    pub fn found(&self, made: &Made) {
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
    pub fn give(&self) {
        fn all(path: &Path) {
            chown(path, Some(LIUHEN), Some(LIUHEN)).unwrap();
            if path.is_dir() {
                fs::read_dir(path).unwrap().for_each(|e| all(&e.unwrap().path()));
            }
        }
        all(&self.root().join("var/lib/liuhen"));
    }

    pub fn doctor(&self, args: &[&str], input: &str) -> Said {
        let register = self.register();
        let mut all = vec!["doctor", "--prefix", self.root().to_str().unwrap()];
        all.extend(["--register", register.to_str().unwrap()]);
        all.extend(args);
        run(&all, input)
    }

    pub fn verdicts(&self, args: &[&str], input: &str) -> Verdicts {
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
    let pair = ssh_key::private::Ed25519Keypair::from_seed(&[n; 32]);
    let key = ssh_key::public::KeyData::Ed25519(pair.public);
    ssh_key::PublicKey::from(key).to_openssh().unwrap()
}

fn founding(made: &Made) -> Founding {
    let real = Place::real("nobody-of-these");
    let organ = Office::open(&real.register, Mode::Session).unwrap().organ().clone();
    let mut policy = organ.policy.clone();
    policy.signature = Signature::all(0);
    let mut roster = organ.roster.clone();
    if made.roster_over {
        roster[0].to = Some(roster[0].from + DAY);
    }
    let years = made.years.iter().map(|year| Year::by_law(*year, "test").unwrap());
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
