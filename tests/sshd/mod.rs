//! A real sshd on a port of its own, a service account made for it, a real register behind it, and
//! people with real keys. Its settings are the block that `liuhen setup-ssh` prints, so that what is
//! tested is what an administrator installs. All of it goes when the test ends.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "each test file uses its part of this; a test fails by panicking"
)]

pub(crate) use crate::{line, pty};

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use line::Said;
use liuhen::domain::command::{Actor, Command as Act};
use liuhen::domain::event::Means;
use liuhen::domain::ids::{MatterId, PersonId};
use liuhen::domain::organ::{KeyUse, Organ, OrganChange, OrganCommand, Person};
use liuhen::office::{Clock, Mode, Office, Seeded, Seeder, System, Trouble, seed};
use pty::Pty;

/// Below `/tmp` sshd takes no program that looks up keys: every directory above it must be root's.
const HOUSE: &str = "/usr/local/libexec/liuhen-test";
const PROGRAM: &str = env!("CARGO_BIN_EXE_liuhen");
/// What a terminal that reads UTF-8 answers to the question of the screens.
const UTF8: &str = "\x1b[2;5R\x1b[2;2R";

pub struct Court {
    pub user: String,
    /// Everything of this server, root's.
    pub root: PathBuf,
    pub port: u16,
    pub uid: u32,
    /// Keys and known hosts of the people, on their side.
    pub client: tempfile::TempDir,
    /// A training register that is there already, and is left as it was but for what people did.
    over: Option<PathBuf>,
}

/// Somebody whose key the register knows or does not.
pub enum Known {
    /// A login key in force.
    Yes,
    /// Registered, then revoked.
    Revoked,
    /// In sshd's file only.
    No,
    /// A key in force of a person who is no longer active.
    Inactive,
}

impl Court {
    /// A court with the people of the example and `extra` recorders `u00`, `u01`, … Nothing where this
    /// machine cannot have one; why is said loudly.
    pub fn open(extra: usize) -> Option<Court> {
        Self::house(None, |court| court.found(extra))
    }

    /// A court over a training register that is there already, and so many of its people, by their accounts.
    pub fn over(dir: &Path, people: usize) -> Option<(Court, Vec<String>)> {
        let mut accounts = Vec::new();
        let court = Self::house(Some(dir.to_owned()), |court| accounts = court.let_in(people))?;
        Some((court, accounts))
    }

    fn house(over: Option<PathBuf>, furnish: impl FnOnce(&Court)) -> Option<Court> {
        if let Some(why) = missing() {
            crate::skip::skip(&format!("{why}: nothing of SSH was tried"));
            return None;
        }
        sweep();
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let user = format!("lht{}x{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let root = Path::new(HOUSE).join(&user);
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("owner"), std::process::id().to_string()).unwrap();
        let client = tempfile::tempdir().unwrap();
        let mut court = Court { user, root, port: free_port(), uid: 0, client, over };
        court.install();
        furnish(&court);
        court.serve();
        Some(court)
    }

    pub fn program(&self) -> PathBuf {
        self.root.join("liuhen")
    }
    pub fn register(&self) -> PathBuf {
        self.over.clone().unwrap_or_else(|| self.root.join("register"))
    }
    /// The file that sshd asks.
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }
    pub fn key_of(&self, who: &str) -> PathBuf {
        self.client.path().join(who)
    }
    pub fn log(&self) -> String {
        fs::read_to_string(self.root.join("sshd.log")).unwrap_or_default()
    }

    fn install(&mut self) {
        fs::hard_link(PROGRAM, self.program())
            .or_else(|_| fs::copy(PROGRAM, self.program()).map(|_| ()))
            .unwrap();
        let (shell, home) = (self.program(), self.register());
        account(&["--shell", shell.to_str().unwrap(), "--home-dir", home.to_str().unwrap(), &self.user]);
        account(&["--shell", "/usr/sbin/nologin", "--home-dir", "/", &format!("{}-keys", self.user)]);
        // A locked account is refused before any key is looked at.
        run("usermod", ["-p", "*", &self.user]);
        self.uid = number(&run("id", ["-u", &self.user]));
    }

    fn found(&self, extra: usize) {
        let dir = self.register();
        let example = line::Place::real("nobody-of-these");
        let organ = Office::open(&example.register, Mode::Session).unwrap().organ().clone();
        let mut founding = line::training_of(&organ);
        founding.training = false;
        let judge = organ.by_account("judge").unwrap().clone();
        let person = |account: String| Person {
            id: account.as_str().into(),
            name: format!("测{account}"),
            account,
            roles: Vec::new(),
            ..judge.clone()
        };
        let more: Vec<String> = (0..extra).map(|n| format!("u{n:02}")).collect();
        let odd = ["gone", "never", "closed"].map(str::to_owned);
        // Somebody who comes by `sudo`, from an account that is there anyway.
        let caller = format!("{}-keys", self.user);
        founding.people.extend(more.iter().chain(&odd).chain([&caller]).cloned().map(person));
        let mut people: Vec<(String, Known)> = Vec::new();
        people.extend(
            ["judge", "custodian1", "custodian2", "system", "security"].map(|a| (a.to_owned(), Known::Yes)),
        );
        people.extend(more.into_iter().map(|a| (a, Known::Yes)));
        people.push(("gone".into(), Known::Revoked));
        people.push(("never".into(), Known::No));
        people.push(("closed".into(), Known::Inactive));
        let mut lines = String::new();
        for (account, _) in people.iter().chain(&[("stranger".to_owned(), Known::No)]) {
            self.make_key(account);
        }
        for (account, _) in &people {
            lines.push_str(&format!("{account} {}\n", self.public(account)));
        }
        let at = System.now() - 3_600_000;
        let fill = |s: &mut Seeder<'_, '_>| {
            for (account, known) in &people {
                let key = self.public(account);
                let person: PersonId = s.book().organ.by_account(account).unwrap().id.clone();
                if !matches!(known, Known::No) {
                    let change =
                        OrganChange::Key { person: person.clone(), use_: KeyUse::Login, key: key.clone() };
                    decree(s, at, change)?;
                }
                if matches!(known, Known::Revoked) {
                    let fingerprint = liuhen::domain::organ::KeyLine::read(&key).unwrap().fingerprint;
                    decree(s, at, OrganChange::KeyRevoked { fingerprint, reason: "丢失".into() })?;
                }
                if matches!(known, Known::Inactive) {
                    decree(s, at, OrganChange::Active { person, active: false })?;
                }
            }
            Ok(())
        };
        drop(seed(&dir, &founding, at, Box::new(Seeded::new(7)), fill).unwrap());
        run("chown", ["-R", &format!("{0}:{0}", self.user), dir.to_str().unwrap()]);
        self.write_keys(&lines);
    }

    /// Gives people of the register keys to come in by: two administrators do.
    fn let_in(&self, people: usize) -> Vec<String> {
        let dir = self.register();
        let mut office = Office::open(&dir, Mode::Session).unwrap();
        let organ = office.organ().clone();
        let staff = organ.people.values().filter(|p| p.active && organ.staff(&p.id).is_ok());
        let staff: Vec<Person> =
            staff.filter(|p| !organ.is_administrator(&p.id)).take(people).cloned().collect();
        let mut both = organ.people.values().filter(|p| p.active && organ.is_administrator(&p.id));
        let (one, other) = (both.next().unwrap().id.clone(), both.next().unwrap().id.clone());
        let mut lines = String::new();
        for person in &staff {
            self.make_key(&person.account);
            let key = self.public(&person.account);
            lines.push_str(&format!("{} {key}\n", person.account));
            let change = OrganChange::Key { person: person.id.clone(), use_: KeyUse::Login, key };
            let actor = |id: &PersonId| Actor::person(id, Means::Training);
            let asked = Act::Organ(OrganCommand::Propose { change });
            let proposal = office.act(&actor(&one), &asked).unwrap().matter;
            office.act(&actor(&other), &Act::Organ(OrganCommand::Confirm { proposal })).unwrap();
        }
        drop(office);
        run("chown", ["-R", &format!("{0}:{0}", self.user), dir.to_str().unwrap()]);
        self.write_keys(&lines);
        staff.into_iter().map(|p| p.account).collect()
    }

    /// Puts this text where sshd looks, as root's own file which the look-up account may read.
    pub fn write_keys(&self, lines: &str) {
        fs::write(self.keys(), lines).unwrap();
        let group = number(&run("id", ["-g", &format!("{}-keys", self.user)]));
        chown(self.keys(), Some(0), Some(group)).unwrap();
        fs::set_permissions(self.keys(), fs::Permissions::from_mode(0o640)).unwrap();
    }

    fn make_key(&self, who: &str) {
        let file = self.key_of(who);
        run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", who, "-f", file.to_str().unwrap()]);
    }

    /// Type and base64.
    pub fn public(&self, who: &str) -> String {
        let text = fs::read_to_string(self.key_of(who).with_extension("pub")).unwrap();
        text.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    /// The block as `liuhen setup-ssh` prints it for this machine.
    fn block(&self) -> String {
        let (binary, keys, register) = (self.program(), self.keys(), self.register());
        let out = run(
            self.program(),
            [
                OsStr::new("setup-ssh"),
                OsStr::new("--print"),
                OsStr::new("10-liuhen.conf"),
                OsStr::new("--user"),
                OsStr::new(&self.user),
                OsStr::new("--binary"),
                binary.as_os_str(),
                OsStr::new("--keys"),
                keys.as_os_str(),
                OsStr::new("--register"),
                register.as_os_str(),
            ],
        );
        // The notice before signing in is a file of its own, which is not installed here.
        let block = String::from_utf8(out.stdout).unwrap();
        block.lines().filter(|l| !l.trim_start().starts_with("Banner ")).map(|l| format!("{l}\n")).collect()
    }

    fn serve(&self) {
        fs::create_dir_all("/run/sshd").unwrap();
        let at = |name: &str| self.root.join(name).display().to_string();
        run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", &at("host")]);
        let host = fs::read_to_string(at("host.pub")).unwrap();
        let known = format!("[127.0.0.1]:{} {host}", self.port);
        fs::write(self.client.path().join("known"), known).unwrap();
        // As Debian has it, sftp is offered to everybody; the block has to keep it from us.
        let config = format!(
            "Port {}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile {}\nUsePAM no\nLogLevel VERBOSE\n\
             MaxStartups 100:30:300\nSubsystem sftp internal-sftp\nX11Forwarding yes\nPrintMotd no\n{}",
            self.port,
            at("host"),
            at("pid"),
            self.block()
        );
        fs::write(at("sshd_config"), config).unwrap();
        run("/usr/sbin/sshd", ["-f", &at("sshd_config"), "-E", &at("sshd.log")]);
        let until = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < until, "sshd does not listen: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What every client of ours is called with, without a host.
    pub fn options(&self, who: &str) -> Vec<String> {
        let at = |name: &str| self.client.path().join(name).display().to_string();
        let mut all: Vec<String> =
            ["-F", "none", "-i", &at(who), "-o", &format!("Port={}", self.port)].map(str::to_owned).to_vec();
        for option in [
            "IdentitiesOnly=yes".to_owned(),
            format!("UserKnownHostsFile={}", at("known")),
            "StrictHostKeyChecking=yes".into(),
            "LogLevel=ERROR".into(),
            "BatchMode=yes".into(),
        ] {
            all.extend(["-o".to_owned(), option]);
        }
        all
    }

    pub fn host(&self) -> String {
        format!("{}@127.0.0.1", self.user)
    }

    /// A client program (`ssh`, `sftp`, `scp`) that does not hang for ever.
    pub fn client(&self, program: &str, who: &str, args: &[&str]) -> Command {
        let mut command = Command::new("timeout");
        command.args(["-k", "1", "60", program]).args(self.options(who)).args(args);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("TERM", "xterm");
        command
    }

    /// One line over SSH, with what is fed to it.
    pub fn fed(&self, who: &str, line: &str, input: &[u8]) -> Said {
        said(self.client("ssh", who, &["-T", &self.host(), line]), input)
    }

    pub fn ask(&self, who: &str, line: &str) -> Said {
        self.fed(who, line, b"")
    }

    /// `ssh` with options of one's own, and no command.
    pub fn plain(&self, who: &str, options: &[&str]) -> Said {
        let host = self.host();
        said(self.client("ssh", who, &[options, &[&host]].concat()), b"")
    }

    /// `ssh` in a terminal; the screens have not been asked anything yet.
    pub fn terminal(&self, who: &str, options: &[&str], env: &[(&str, &str)], size: (u16, u16)) -> Pty {
        let mut args = self.options(who);
        args.push("-tt".into());
        args.extend(options.iter().map(|o| (*o).to_owned()));
        args.push(self.host());
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        Pty::spawn("ssh", &args, env, size)
    }

    /// The screens of somebody, open at the desk.
    pub fn screens(&self, who: &str) -> Pty {
        let mut pty = self.terminal(who, &[], &[], (80, 24));
        open(&mut pty);
        pty
    }

    /// The program as the service account, past sshd: what only root could do.
    pub fn as_service(&self, env: &[(&str, &str)], args: &[&str]) -> Said {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", &self.user, "--regid", &self.user, "--clear-groups"]);
        command.arg(self.program()).args(args).env_clear().envs(env.iter().copied());
        said(command, b"")
    }

    /// Processes of the service account that are our program, by process id.
    pub fn sessions(&self) -> Vec<u32> {
        processes(self.uid).into_iter().filter(|p| proc(*p, "comm").trim() == "liuhen").collect()
    }

    /// Waits until no session runs any more.
    pub fn deserted(&self) {
        let until = Instant::now() + Duration::from_secs(15);
        while !self.sessions().is_empty() {
            assert!(Instant::now() < until, "sessions still run: {:?}", self.sessions());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The register as it is now, copied away while nobody works on it.
    pub fn copy(&self) -> (tempfile::TempDir, Office) {
        self.deserted();
        let away = tempfile::tempdir().unwrap();
        let dir = away.path().join("register");
        run("cp", ["-a", self.register().to_str().unwrap(), dir.to_str().unwrap()]);
        let office = Office::open(&dir, Mode::Session).unwrap();
        (away, office)
    }

    /// How many entries of the log of reads are of this kind.
    pub fn noted(&self, kind: &str) -> usize {
        self.deserted();
        let db = rusqlite::Connection::open(self.register().join("register.db")).unwrap();
        let text = format!("%\"{kind}\"%");
        let n: i64 = db
            .query_row(
                "SELECT count(*) FROM event WHERE log = 2 AND CAST(body AS TEXT) LIKE ?1",
                [text],
                |r| r.get(0),
            )
            .unwrap();
        usize::try_from(n).unwrap()
    }
}

impl Drop for Court {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log();
            let last: Vec<&str> = log.lines().rev().take(20).collect();
            eprintln!("sshd said last:\n{}", last.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
        clear(&self.user, &self.root);
        if let Some(dir) = &self.over {
            run("chown", ["-R", "root:root", dir.to_str().unwrap()]);
        }
    }
}

/// Answers the terminal's question and waits for the desk.
pub fn open(pty: &mut Pty) {
    pty.wait_for_bytes("中文\x1b[6n".as_bytes());
    pty.send(UTF8);
    pty.wait_for("F4 速记");
}

fn decree(s: &mut Seeder<'_, '_>, at: i64, change: OrganChange) -> Result<(), Trouble> {
    let id = |s: &Seeder<'_, '_>, account: &str| s.book().organ.by_account(account).unwrap().id.clone();
    let (one, other) = (id(s, "system"), id(s, "security"));
    let proposal: MatterId = s.act(at, &one, &Act::Organ(OrganCommand::Propose { change }))?.matter;
    s.act(at, &other, &Act::Organ(OrganCommand::Confirm { proposal })).map(|_| ())
}

/// Why there can be no server here.
fn missing() -> Option<String> {
    if !nix::unistd::Uid::effective().is_root() {
        return Some("not root".into());
    }
    let tools =
        ["/usr/sbin/sshd", "/usr/sbin/useradd", "/usr/bin/ssh", "/usr/bin/ssh-keygen", "/usr/bin/setpriv"];
    tools.iter().find(|t| !Path::new(t).exists()).map(|t| format!("{t} is missing"))
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Adding and taking away accounts locks their files; several tests may want it at once.
fn patiently(program: &str, args: &[&str]) -> Output {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let out = Command::new(program).args(args).output().unwrap();
        let busy = String::from_utf8_lossy(&out.stderr).contains("try again later");
        if !busy || Instant::now() > until {
            return out;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn account(args: &[&str]) {
    let args = [&["--system", "--no-create-home", "--user-group"], args].concat();
    let out = patiently("useradd", &args);
    assert!(out.status.success(), "useradd {args:?}: {out:?}");
}

/// Takes a server away: its sshd by its pid file, the processes of its account, the accounts.
fn clear(user: &str, root: &Path) {
    // Each by its own id: the account, and the server, are this test's own.
    let end = |pid: u32, signal: &str| {
        let _ = Command::new("kill").args(["-s", signal, &pid.to_string()]).stderr(Stdio::null()).status();
    };
    if let Some(pid) = fs::read_to_string(root.join("pid")).ok().and_then(|p| p.trim().parse().ok()) {
        end(pid, "TERM");
    }
    if let Ok(Some(found)) = nix::unistd::User::from_name(user) {
        processes(found.uid.as_raw()).into_iter().for_each(|p| end(p, "KILL"));
    }
    for name in [user.to_owned(), format!("{user}-keys")] {
        patiently("userdel", &[&name]);
    }
    let _ = fs::remove_dir_all(root);
}

/// What a test that was killed has left behind.
fn sweep() {
    fs::DirBuilder::new().recursive(true).mode(0o755).create(HOUSE).unwrap();
    for left in fs::read_dir(HOUSE).unwrap().flatten() {
        let owner = fs::read_to_string(left.path().join("owner")).unwrap_or_default();
        if !owner.is_empty() && !Path::new("/proc").join(owner).exists() {
            clear(&left.file_name().to_string_lossy(), &left.path());
        }
    }
}

/// A file of `/proc/PID`.
pub fn proc(pid: u32, file: &str) -> String {
    let bytes = fs::read(format!("/proc/{pid}/{file}")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn processes(uid: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let pids = all.filter_map(|e| e.file_name().to_str().and_then(|n| n.parse().ok()));
    let real = |pid: &u32| {
        let status = proc(*pid, "status");
        let line = status.lines().find_map(|l| l.strip_prefix("Uid:")).unwrap_or_default().to_owned();
        line.split_whitespace().next().and_then(|u| u.parse().ok())
    };
    pids.filter(|p| real(p) == Some(uid)).collect()
}

fn number(out: &Output) -> u32 {
    String::from_utf8_lossy(&out.stdout).trim().parse().unwrap()
}

/// Runs a tool that has to succeed.
pub fn run<A: AsRef<OsStr>>(program: impl AsRef<OsStr>, args: impl IntoIterator<Item = A>) -> Output {
    let out = Command::new(&program).args(args).stdin(Stdio::null()).output().unwrap();
    assert!(out.status.success(), "{:?}: {}", program.as_ref(), String::from_utf8_lossy(&out.stderr));
    out
}

pub fn said(mut command: Command, input: &[u8]) -> Said {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // What does not read its input may be gone before all of it is written.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Said { code: done.status.code().unwrap_or(-1), out: text(done.stdout), err: text(done.stderr) }
}

/// The organ of the example, for tests that ask about it.
pub fn organ(office: &Office) -> Organ {
    (**office.organ()).clone()
}
