//! What all of these share: a small register, a process that works on it until something happens to
//! it, and the look afterwards.

use crate::line::Place;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::{Body, Means};
use liuhen::domain::lang::Lang;
use liuhen::domain::record::{Occurred, QuickNote, RecordCommand};
use liuhen::domain::when::Precision;
use liuhen::ledger::LogId;
use liuhen::office::{Fault, Mode, Office, Trouble};
use liuhen::store::tables::TABLES;
use liuhen::store::{Register, log};
use liuhen::ui::app::App;
use liuhen::ui::keys::keys;
use liuhen::ui::room::Cx;
use liuhen::ui::screen::{Display, Look, text};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Program, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Told in the environment of a child: what it does and where.
const TASK: &str = "LIUHEN_TEST_TASK";
const PLACE: &str = "LIUHEN_TEST_PLACE";
const RETRY: &str = "LIUHEN_TEST_RETRY";

pub use crate::skip::skip;

/// What a test counted.
pub fn figures(what: &str) {
    let mut loud = std::io::stderr();
    writeln!(loud, "FIGURES: {what}").unwrap();
}

/// How often something is tried: a small number, or that of the environment.
pub fn times(name: &str, here: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(here)
}

pub fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

pub fn has(tool: &str) -> bool {
    Program::new(tool).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Chance that can be had again: the seed is printed with the figures.
pub struct Dice(u64);

impl Dice {
    pub fn new() -> Self {
        Self(times("LIUHEN_SEED", 20_261_127) as u64)
    }
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }
}

/// A training register with a record and its first hand.
pub fn court() -> Place {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    p.confirm("custodian1", &no, &revision, &[]).ok();
    p
}

/// The screens of one person, without a terminal.
pub struct Screens(App<Vec<u8>>);

impl Screens {
    pub fn of(office: Office, account: &str) -> Self {
        let who = actor(&office, account);
        let me = who.id().unwrap().clone();
        let display = Display::new(Vec::new(), ratatui::layout::Size::new(80, 24), Look::default());
        Self(App::new(Cx::new(office, who, me, Lang::Zh), display).unwrap())
    }

    /// What stands there after these keys.
    pub fn see(&mut self, written: &str) -> String {
        for event in keys(written).unwrap() {
            self.0.event(event);
        }
        self.0.draw().unwrap();
        text(self.0.display().shown())
    }
}

pub fn actor(office: &Office, account: &str) -> Actor {
    Actor::person(&office.organ().by_account(account).unwrap().id, Means::Training)
}

pub fn quick(line: &str) -> Command {
    // The same whenever it is handed in: under its own id another moment would be another note.
    let from = 1_767_578_400_000;
    let occurred = Occurred { from, to: None, precision: Precision::Exact };
    let note = QuickNote { occurred, who: "张三".into(), line: line.into(), case_no: None };
    Command::Record { record: None, act: RecordCommand::Quick { note } }
}

/// The work of a child process; what it is comes by its environment.
#[test]
#[ignore = "the work of a child process of the other tests"]
fn child() {
    let (Ok(task), Some(dir)) = (std::env::var(TASK), std::env::var_os(PLACE)) else { return };
    let dir = PathBuf::from(dir);
    match task.as_str() {
        "act" => act_for_ever(&dir),
        "day" => super::failing::day(&dir),
        "migrate" => super::migration::open_with_two_steps(&dir),
        "rebuild" => loop {
            Office::open(&dir, Mode::Session).unwrap().rebuild(&mut |_, _| {}).unwrap();
            say("rebuilt");
        },
        "backup" => super::kills::back_up_for_ever(&dir),
        "normal" => super::power::insert_without_waiting(&dir),
        other => panic!("{other}"),
    }
}

pub fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Quick notes without end, each id said before and the leaf after; what others left open is handed in
/// again first.
fn act_for_ever(dir: &Path) {
    let retry = std::env::var(RETRY).unwrap_or_default();
    let mut retry: Vec<Uuid> = retry.split(',').filter_map(|id| id.parse().ok()).collect();
    let mut office = Office::open(dir, Mode::Session).unwrap();
    let judge = actor(&office, "judge");
    loop {
        let id = retry.pop().unwrap_or_else(fresh_id);
        say(&format!("try {id}"));
        let command = quick(&"来电询问进展".repeat(8));
        match office.act_as(&judge, &command, id) {
            Ok(receipt) => say(&format!("kept {id} {}", receipt.leaf)),
            Err(trouble @ Trouble::No(_)) => panic!("{trouble}"),
            Err(trouble) => {
                say(&format!("fault {id} {trouble}"));
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

pub fn fresh_id() -> Uuid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// A child and what it has said so far.
pub struct Worker {
    pub child: Child,
    pub said: Arc<Mutex<Vec<String>>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Worker {
    pub fn start(task: &str, dir: &Path, retry: &[Uuid]) -> Self {
        Self::start_with(task, dir, retry, &[])
    }

    pub fn start_with(task: &str, dir: &Path, retry: &[Uuid], env: &[(&str, &str)]) -> Self {
        let retry: Vec<String> = retry.iter().map(Uuid::to_string).collect();
        let mut child = Program::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "work::child", "--nocapture"])
            .env(TASK, task)
            .env(PLACE, dir)
            .env(RETRY, retry.join(","))
            .envs(env.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(Vec::new()));
        let (out, into) = (child.stdout.take().unwrap(), said.clone());
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                into.lock().unwrap().push(line);
            }
        });
        Self { child, said, reader: Some(reader) }
    }

    /// Waits until it has done something worth interrupting.
    pub fn wait_for(&self, word: &str) {
        let begun = Instant::now();
        while !self.said.lock().unwrap().iter().any(|l| l.contains(word)) {
            assert!(begun.elapsed() < Duration::from_secs(60), "a worker did nothing");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Kills it and returns everything it said, and what stood on its standard error.
    pub fn kill(mut self) -> (Vec<String>, String) {
        self.child.kill().unwrap();
        self.end()
    }

    pub fn end(&mut self) -> (Vec<String>, String) {
        let mut err = String::new();
        std::io::Read::read_to_string(&mut self.child.stderr.take().unwrap(), &mut err).unwrap();
        self.child.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        (std::mem::take(&mut *self.said.lock().unwrap()), err)
    }
}

/// What children said: what was acknowledged, and what was begun and never answered.
#[derive(Default)]
pub struct Told {
    pub kept: BTreeMap<Uuid, String>,
    pub open: BTreeSet<Uuid>,
    pub faults: usize,
}

impl Told {
    pub fn hear(&mut self, lines: &[String]) {
        for line in lines {
            // The harness writes its own words in front of the first line.
            let words: Vec<&str> = line.split_whitespace().collect();
            let after = |word: &str| {
                let at = words.iter().position(|w| *w == word)?;
                Some((words.get(at + 1)?.parse::<Uuid>().ok()?, words.get(at + 2).copied()))
            };
            if let Some((id, _)) = after("try") {
                self.open.insert(id);
            } else if let Some((id, leaf)) = after("kept") {
                let Some(leaf) = leaf.filter(|l| l.len() == 64) else { continue };
                let before = self.kept.insert(id, leaf.to_owned());
                assert!(before.is_none_or(|b| b == leaf), "one command was acknowledged as two events");
                self.open.remove(&id);
            } else if after("fault").is_some() {
                self.faults += 1;
            }
        }
    }
}

/// Every event of the acts by its command.
pub fn commands(dir: &Path) -> BTreeMap<Uuid, Vec<String>> {
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let mut all: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, body| -> Result<(), Fault> {
        let body: Body = serde_json::from_str(body).unwrap();
        all.entry(body.command).or_default().push(entry.leaf.to_string());
        Ok(())
    })
    .unwrap();
    all
}

/// The whole look: sound in every part, nothing acknowledged is missing, nothing stands twice.
pub fn look(dir: &Path, told: &Told) -> usize {
    let found = Office::open(dir, Mode::Session).unwrap().verify(&[], &mut |_, _, _| {}).unwrap();
    assert!(found.is_sound(), "{found:?}");
    let there = commands(dir);
    let twice = there.iter().filter(|(_, leaves)| leaves.len() > 1).count();
    let lost = told.kept.iter().filter(|(id, leaf)| there.get(id).is_none_or(|l| !l.contains(leaf))).count();
    assert_eq!((lost, twice), (0, 0), "lost, twice");
    there.len()
}
