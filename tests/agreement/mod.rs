//! Random registers, and the second verifier as one process that looks at many of them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test uses its part and fails by panicking"
)]

pub mod damage;

use liuhen::ledger::{Alg, Checkpoint, Flags, Frontier, Hash, Header, LogId, RegisterId};
use liuhen::store::{Fault, Founding, Mode, Register, Tables, check, log};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub const ALG: Alg = Alg::Sha256;
/// The log alone: what is built from it is not believed by either verifier.
pub const TABLES: Tables = Tables { version: 1, sql: "" };

/// Numbers that are the same on every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// A number below `n`; 0 when there is none.
    pub fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.roll() as u8)
    }
}

/// A register as it was founded and worked with, and what somebody kept of it.
pub struct Good {
    pub founding: Founding,
    pub file: Vec<u8>,
    pub events: [Vec<Event>; 2],
    pub heads: Vec<Checkpoint>,
}

/// One row, all of it changeable.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    pub seq: i64,
    pub header: Vec<u8>,
    pub salt: Vec<u8>,
    pub leaf: Vec<u8>,
    pub body: Vec<u8>,
}

impl Event {
    pub fn rehash(&mut self) {
        self.leaf = ALG.digest(&[&[0], &self.header]).0.to_vec();
    }
    /// What a forger does: another body, and the commitment to it.
    pub fn say(&mut self, body: &[u8]) {
        self.body = body.to_vec();
        let salt = self.salt.clone().try_into().unwrap();
        self.header[68..100].copy_from_slice(&ALG.commit(&salt, body).0);
        self.rehash();
    }
}

/// Links and hashes everything from `from` on anew, as the format has it.
pub fn relink(events: &mut [Event], from: usize) {
    for at in from..events.len() {
        let link = if at == 0 { vec![0; 32] } else { events[at - 1].leaf.clone() };
        events[at].header[28..60].copy_from_slice(&link);
        events[at].rehash();
    }
}

fn body(dice: &mut Dice) -> String {
    let words = ["来访询问案情", "打招呼", "\u{202e}", "a", "\"", "{}", "过问", "\n", "𠅤", "null"];
    let text: String = (0..dice.below(40)).map(|_| words[dice.below(words.len())]).collect();
    match dice.below(8) {
        0 => text,
        1 => String::new(),
        2 => text.repeat(400),
        _ => json!({ "v": 1, "n": dice.below(1000), "text": text }).to_string(),
    }
}

/// A random register: sizes, bodies, times, clocks that stand behind, training or not.
pub fn good(dice: &mut Dice, dir: &Path) -> Good {
    let founding = Founding { id: RegisterId(dice.bytes()), alg: ALG, training: dice.one_in(2) };
    let sizes = [[0, 1, 2, 7, 8, 9, 33, 64][dice.below(8)] + dice.below(20), dice.below(24)];
    let mut now = 1_700_000_000_000 + (dice.roll() >> 24) as i64;
    let (register, ()) = Register::create(dir, founding, TABLES, Mode::Session, |tx| {
        let mut left = sizes;
        while left != [0, 0] {
            let which = usize::from(left[0] == 0 || (left[1] > 0 && dice.one_in(3)));
            left[which] -= 1;
            now += [0, 1, 1000, -5, 86_400_000, -3_600_000][dice.below(6)];
            log::append(tx, LogId::ALL[which], now, &dice.bytes(), &body(dice))?;
        }
        Ok::<(), Fault>(())
    })
    .unwrap();
    let read = |log| {
        let mut all = Vec::new();
        log::rows(register.db(), log, 0..u64::MAX, |seq, row| {
            let [header, salt, leaf, body] = [row.header, row.salt, row.leaf, row.body].map(<[u8]>::to_vec);
            all.push(Event { seq: seq as i64, header, salt, leaf, body });
            Ok::<(), Fault>(())
        })
        .unwrap();
        all
    };
    let events = LogId::ALL.map(read);
    drop(register);
    let heads = heads(&founding, &events);
    Good { founding, file: std::fs::read(dir.join("register.db")).unwrap(), events, heads }
}

/// The head of each log at every size it ever had.
fn heads(founding: &Founding, events: &[Vec<Event>; 2]) -> Vec<Checkpoint> {
    let mut all = Vec::new();
    for (log, events) in LogId::ALL.into_iter().zip(events) {
        let mut frontier = Frontier::new(ALG);
        for size in 0..=events.len() {
            let root = frontier.root();
            all.push(Checkpoint { register: founding.id, log, size: size as u64, root });
            events.get(size).into_iter().for_each(|e| frontier.push(Hash::from_bytes(&e.leaf).unwrap()));
        }
    }
    all
}

/// A header with everything right but its place.
pub fn header(good: &Good, log: LogId, seq: u64, prev: &[u8], time_ms: i64, body: Hash) -> Vec<u8> {
    let flags = Flags { training: good.founding.training, clock_behind: false };
    let prev = Hash::from_bytes(prev).unwrap_or_default();
    Header { alg: ALG, log, flags, register: good.founding.id, seq, prev, time_ms, body }.encode().to_vec()
}

/// A connection that refuses nothing and is in no hurry to keep anything.
pub fn attacker(dir: &Path) -> Connection {
    let db = Connection::open(dir.join("register.db")).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA trusted_schema = ON;
         PRAGMA ignore_check_constraints = ON;",
    )
    .unwrap();
    db
}

/// Puts rows into a log in the place of those that stand there.
pub fn put(db: &Connection, log: usize, events: &[Event]) {
    let tx = db.unchecked_transaction().unwrap();
    tx.execute("DELETE FROM event WHERE log = ?1", [log as i64 + 1]).unwrap();
    // Two rows with one leaf are not to be had; the second is left out, as a forger would find.
    let insert =
        "INSERT OR IGNORE INTO event (log, seq, header, salt, leaf, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for e in events {
        tx.execute(insert, params![log as i64 + 1, e.seq, e.header, e.salt, e.leaf, e.body]).unwrap();
    }
    tx.commit().unwrap();
}

/// Makes the stored edge that of these rows.
pub fn mend_edge(db: &Connection, log: usize, events: &[Event]) {
    let mut frontier = Frontier::new(ALG);
    events.iter().filter_map(|e| Hash::from_bytes(&e.leaf)).for_each(|leaf| frontier.push(leaf));
    db.execute("DELETE FROM frontier WHERE log = ?1", [log as i64 + 1]).unwrap();
    if frontier.size() > 0 {
        let row = params![log as i64 + 1, frontier.size() as i64, frontier.peaks()];
        db.execute("INSERT INTO frontier VALUES (?1, ?2, ?3)", row).unwrap();
    }
}

/// What a verifier answered, in one form for both.
pub fn told(dir: &Path, known: &[Checkpoint]) -> Value {
    let register = match Register::open(dir, TABLES, Mode::Evidence) {
        Ok(register) => register,
        Err(_) => return json!("cannot"),
    };
    let Ok(report) = check::check(&register, known, |_, _, _| {}) else { return json!("cannot") };
    let damage = |at: usize| {
        let damage = report.logs[at].outcome.as_ref().err();
        damage.map(|d| json!({ "seq": d.seq, "code": d.wrong.code() }))
    };
    let heads: Vec<Value> = report
        .heads(&register)
        .iter()
        .map(|h| json!({ "log": h.log.name(), "size": h.size, "root": h.root.to_string() }))
        .collect();
    let edges = report.logs.iter().filter(|l| l.outcome.is_ok() && !l.edge_fits).map(|l| l.log.name());
    json!({
        "heads": heads, "acts_damage": damage(0), "reads_damage": damage(1),
        "edges": edges.collect::<Vec<_>>(), "strange_parts": report.strange_parts,
        "self_check": report.integrity.is_empty() && report.foreign_keys.is_empty(),
        "others": !report.other_registers.is_empty(), "sound": report.is_sound(),
    })
}

/// The second verifier, asked one register after the other.
pub struct Second {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Second {
    /// `None`, loudly, where there is no Python.
    pub fn start() -> Option<Second> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let spawned = Command::new("python3")
            .args([root.join("tests/vectors/batch.py"), root.join("assets/verify/verify.py")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = spawned else {
            crate::skip::skip("python3 is missing: the second verifier was NOT asked");
            return None;
        };
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Some(Second { child, to, from: BufReader::new(from) })
    }

    pub fn ask(&mut self, dir: &Path, against: Option<&Path>) {
        let against = against.map_or("", |path| path.to_str().unwrap());
        writeln!(self.to, "{}\t{against}\t", dir.to_str().unwrap()).unwrap();
    }

    /// As whoever looks at this moment.
    pub fn ask_at(&mut self, dir: &Path, now: i64) {
        writeln!(self.to, "{}\t\t{now}", dir.to_str().unwrap()).unwrap();
    }

    /// The whole report.
    pub fn report(&mut self) -> Value {
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"))
    }

    /// A register that people worked with through the door, its sessions still open, is sound to it as well.
    pub fn finds_sound(&mut self, dir: &Path) {
        let db = Connection::open(dir.join("register.db")).unwrap();
        let merged = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get::<_, i64>(0)).unwrap();
        assert_eq!(merged, 0);
        self.ask(dir, None);
        let report = self.report();
        assert_eq!(report["sound"], true, "the second verifier: {report}");
    }

    /// What it says of file and history, in the form of [`told`].
    pub fn answer(&mut self) -> Value {
        let said = self.report();
        if said.get("cannot").is_some() {
            return json!("cannot");
        }
        let (file, history) = (&said["file"], &said["history"]);
        let others = history["other_registers"].as_array().is_some_and(|all| !all.is_empty());
        let no_material = file["materials"].as_array().is_none_or(Vec::is_empty);
        json!({
            "heads": history["heads"], "acts_damage": history["acts_damage"],
            "reads_damage": history["reads_damage"], "edges": history["edges"],
            "strange_parts": file["strange_parts"],
            "self_check": file["integrity"].as_array().is_some_and(Vec::is_empty) && no_material,
            "others": others, "sound": file["sound"] == true && history["sound"] == true,
        })
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
