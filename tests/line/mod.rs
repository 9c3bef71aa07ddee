//! A small register in a directory of its own, and the program run as a process on it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test file uses its part of this; a test fails by panicking"
)]

use liuhen::cli;
use liuhen::cli::env::Env;
use liuhen::cli::face::Streams;
use liuhen::domain::ids::PersonId;
use liuhen::domain::organ::{Founding, Organ};
use liuhen::office::{Clock, Mode, Office, Seeded, System, seed};
use serde_json::Value;
use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

/// What a run left behind.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
    pub fn error(&self) -> Value {
        serde_json::from_str(&self.err).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

/// The program with nothing of this machine's environment.
pub fn command(args: &[&str], home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liuhen"));
    command.args(args).env_clear().env("HOME", home);
    command
}

/// Runs it so.
pub fn run(args: &[&str], input: &str) -> Said {
    let home = tempfile::tempdir().unwrap();
    let mut child = command(args, home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input may be gone before all of it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    Said {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// What is written to it is kept.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The same line taken by the same entry within this process, with nothing to read: for a test that says many hundreds
/// and would wait for as many processes.
pub fn within(args: &[&str]) -> Said {
    heard(args, true, false)
}

/// The same, by somebody who began to send and has nothing to say any more.
pub fn in_silence(args: &[&str]) -> Said {
    heard(args, false, false)
}

/// The same at a terminal on which the screens do not open, and say why themselves.
pub fn where_no_screen_opens(args: &[&str]) -> Said {
    heard(args, true, true)
}

fn heard(args: &[&str], comes: bool, terminal: bool) -> Said {
    let (out, err) = (Kept::default(), Kept::default());
    let env = Env { args: ["liuhen"].iter().chain(args).map(Into::into).collect(), ..Env::default() };
    let streams = Streams {
        input: Box::new(io::empty()),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        out_is_terminal: terminal,
        err_is_terminal: false,
        in_is_terminal: terminal,
        input_is_whole: true,
        peer_is_there: Box::new(|| true),
        input_comes: std::rc::Rc::new(move |_| comes),
    };
    let code = cli::run(&env, streams, &|_, _, _, _| Ok(false), &|_| Vec::new());
    let told = |kept: Kept| String::from_utf8(kept.0.take()).unwrap();
    Said { code: code.into(), out: told(out), err: told(err) }
}

pub struct Place {
    pub temp: tempfile::TempDir,
    pub register: PathBuf,
}

impl Place {
    /// A real register founded by `init`, in which the account of this process is `me`.
    pub fn real(me: &str) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let example = run(&["init", "--example"], "").ok().out;
        let account = liuhen::identity::account().unwrap();
        let organ = example
            .replace(&format!("account = \"{me}\""), &format!("account = \"{account}\""))
            .replace("from = \"2026-01-01\"", "from = \"2020-01-01\"");
        let toml = temp.path().join("organ.toml");
        std::fs::write(&toml, organ).unwrap();
        let register = temp.path().join("register");
        let (toml, dir) = (toml.to_str().unwrap(), register.to_str().unwrap());
        run(&["init", "--from", toml, "--register", dir], "").ok();
        Self { temp, register }
    }

    /// The same organ as a training register, in which anybody can be named by `--as`.
    pub fn training() -> Self {
        let real = Self::real("nobody-of-these");
        let organ = Office::open(&real.register, Mode::Session).unwrap().organ().clone();
        let register = real.temp.path().join("training");
        let founding = training_of(&organ);
        drop(seed(&register, &founding, System.now(), Box::new(Seeded::new(7)), |_| Ok(())).unwrap());
        Self { temp: real.temp, register }
    }

    pub fn dir(&self) -> &str {
        self.register.to_str().unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    /// The line that [`Self::run`] runs, to be run otherwise.
    pub fn command(&self, args: &[&str]) -> Command {
        command(&[&["--register", self.dir()], args].concat(), self.temp.path())
    }

    pub fn run(&self, args: &[&str]) -> Said {
        self.fed(args, "")
    }

    pub fn fed(&self, args: &[&str], input: &str) -> Said {
        let mut all = vec!["--register", self.dir()];
        all.extend(args);
        run(&all, input)
    }

    /// As somebody else, on a training register.
    pub fn by(&self, account: &str, args: &[&str]) -> Said {
        let mut all = vec!["--as", account];
        all.extend(args);
        self.run(&all)
    }

    /// A record by the judge; its short name and revision.
    pub fn record(&self, extra: &[&str]) -> (String, String) {
        let json = SAMPLE;
        // Each call is another event, at the same moment.
        let mut args = vec!["--as", "judge", "--json", "record", "new", "--again", "--from", "-"];
        args.extend(extra);
        let receipt = self.fed(&args, json).ok().json();
        (text(&receipt["ref"]), text(&receipt["revision"]))
    }

    /// One custodian's hand with nine right answers.
    pub fn confirm(&self, account: &str, no: &str, revision: &str, extra: &[&str]) -> Said {
        let mut args = vec!["confirm", no, "--revision", revision, "--right", NINE];
        args.extend(extra);
        self.by(account, &args)
    }
}

pub const NINE: &str = "name,post,time,place,manner,content,materials,case_no,signatures";

pub const SAMPLE: &str = r#"{
    "case_no": "（2026）京0105民初1号", "stage": "TRIAL1", "occurred": "今天", "manner": ["电话"],
    "people": [{"role": "INQUIRER", "kind": "EXT_LEADER", "name": "张三", "unit": "某公司", "post": "经理"}],
    "content": "来电询问案件进展，希望尽快开庭，并请承办人关照原告一方的困难。",
    "request_type": ["ASK"], "response": ["TELLPROC"], "effect": "NONE", "secrecy": "INTERNAL"
}"#;

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

/// The founding of this organ as it is now, for training.
pub fn training_of(organ: &Organ) -> Founding {
    Founding {
        name: organ.name.clone(),
        name_en: organ.name_en.clone(),
        short: organ.short.clone(),
        kind: organ.kind.clone(),
        training: true,
        superior: organ.superior.clone(),
        units: organ.units.values().cloned().collect(),
        people: organ.people.values().cloned().collect(),
        roster: organ.roster.clone(),
        committees: organ.committees.values().cloned().collect(),
        cases: organ.cases.values().cloned().collect(),
        interests: organ.interests.clone(),
        policy: organ.policy.clone(),
        calendar: organ.calendar.clone(),
    }
}

/// Every byte of every file below, to see that nothing changed.
pub fn bytes_of(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_file())
        .map(|p| (p.clone(), std::fs::read(p).unwrap()))
        .collect();
    all.sort();
    all
}

pub fn nobody() -> PersonId {
    "nobody".into()
}
