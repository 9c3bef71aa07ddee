//! The registers that are measured: made once by size and program, worked on as a copy, and what is asked of
//! one again and again.

use liuhen::demo::{self, Plan};
use liuhen::domain::book::Book;
use liuhen::domain::command::Actor;
use liuhen::domain::event::{Body, Event, Means, Stamp, VERSION};
use liuhen::domain::ids::{MatterId, Millis, Revision};
use liuhen::domain::record::RecordText;
use liuhen::domain::search::Filter;
use liuhen::ledger::LogId;
use liuhen::office::{Facets, Fault, Fixed, Mode, Office, OsRandom};
use liuhen::store::tables::TABLES;
use liuhen::store::{Register, log};
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Friday 20 November 2026, ten in the morning.
pub const NOW: Millis = 1_795_140_000_000;
pub const NOW_TYPED: &str = "2026-11-20T10:00:00+08:00";

/// Where registers are kept from one run to the next.
fn shelf() -> PathBuf {
    let own = || Path::new(env!("CARGO_TARGET_TMPDIR")).join("../bench-registers");
    std::env::var_os("LIUHEN_BENCH_REGISTERS").map_or_else(own, PathBuf::from)
}

pub fn name(records: usize) -> String {
    if records >= 1_000_000 { format!("{}m", records / 1_000_000) } else { format!("{}k", records / 1_000) }
}

/// A register of so many records, made anew where another program made it.
fn kept(records: usize) -> PathBuf {
    let (dir, mark) = (shelf().join(name(records)), shelf().join(format!("{}.made-by", name(records))));
    let by = format!("{} tables {} bodies {VERSION}", env!("CARGO_PKG_VERSION"), TABLES.version);
    if fs::read_to_string(&mark).is_ok_and(|mark| mark == by) && dir.is_dir() {
        return dir;
    }
    let _ = (fs::remove_file(&mark), fs::remove_dir_all(&dir));
    fs::create_dir_all(shelf()).unwrap();
    let begun = Instant::now();
    drop(demo::make(&dir, &Plan { records, ..Plan::court(NOW) }).unwrap());
    let took = begun.elapsed().as_secs_f64();
    let mb = fs::metadata(dir.join("register.db")).unwrap().len() >> 20;
    println!("made {} in {took:.0} s, {:.0} records/s, {mb} MiB", name(records), records as f64 / took);
    fs::write(mark, by).unwrap();
    dir
}

/// A register under measurement, with what the questions need.
pub struct Bed {
    pub records: usize,
    pub dir: PathBuf,
    pub office: Office,
    /// Sees all but what he is out of; sees his own; keeps the store.
    pub all: Actor,
    pub judge: Actor,
    pub keeper: Actor,
    pub facets: Facets,
    /// Some records that the judge wrote, and the text of one without materials.
    pub own: Vec<MatterId>,
    pub text: RecordText,
    /// The database as it is, for floors.
    pub db: Connection,
}

impl Drop for Bed {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

pub fn actor(account: &str) -> Actor {
    Actor::person(&account.into(), Means::Training)
}

impl Bed {
    pub fn of(records: usize) -> Self {
        let kept = kept(records);
        let dir = shelf().join(format!("at-work-{}", name(records)));
        let _ = fs::remove_dir_all(&dir);
        let copied = Command::new("cp").args(["-a", "--reflink=auto"]).arg(&kept).arg(&dir).status();
        assert!(copied.unwrap().success());
        let mut office =
            Office::open_with(&dir, Mode::Session, Box::new(Fixed(NOW)), Box::new(OsRandom)).unwrap();
        let (all, judge, keeper) = (actor("shi_tj"), actor("wang_fg"), actor("qian_sy"));
        office.tick().unwrap();
        let facets = office.facets(&all, &Filter::default()).unwrap();
        let mine = Filter { own: true, ..Filter::default() };
        let lines = office.records(&judge, &mine, liuhen::domain::search::Near::Start, 60).unwrap().lines;
        let own: Vec<MatterId> = lines.iter().map(|l| l.id).collect();
        let texts = own.iter().map(|id| office.record(&judge, id).unwrap().record.text);
        let text = texts
            .into_iter()
            .find(|t| t.attachments.is_empty() && !t.case_no.is_empty() && t.in_role("PRESENT").count() == 0);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(dir.join("register.db"), flags).unwrap();
        Self { records, dir, office, all, judge, keeper, facets, own, text: text.unwrap(), db }
    }

    /// The records begun in so many last events, not yet read for whom they mean.
    pub fn folded(&self, events: u64) -> Book {
        let register = Register::open(&self.dir, TABLES, Mode::Looking).unwrap();
        let size = log::size(register.db(), LogId::Acts).unwrap();
        let mut book = Book::new(self.office.organ().clone());
        log::entries(register.db(), LogId::Acts, size.saturating_sub(events)..size, |entry, _, text| {
            let body: Body = serde_json::from_str(text).unwrap();
            let (seq, at) = (entry.header.seq, entry.header.time_ms);
            let revision = Revision(entry.leaf.revision());
            let stamp = Stamp { seq, v: body.v, at, matter: body.matter, actor: &body.actor, revision };
            if matches!(body.act, Event::Record(_)) {
                book.apply(&stamp, &body.act);
            }
            Ok::<_, Fault>(())
        })
        .unwrap();
        book
    }

    /// The program on this register.
    pub fn line(&self, account: &str) -> Vec<String> {
        let dir = self.dir.to_str().unwrap();
        ["--register", dir, "--as", account, "--now", NOW_TYPED].map(str::to_owned).to_vec()
    }
}

/// Microseconds of the middle one of some rounds: fewer where each takes long.
pub fn middle(mut round: impl FnMut()) -> f64 {
    let (mut all, begun) = (Vec::new(), Instant::now());
    while all.len() < 31 && (all.len() < 3 || begun.elapsed() < Duration::from_secs(1)) {
        let one = Instant::now();
        round();
        all.push(one.elapsed().as_secs_f64() * 1e6);
        if one.elapsed() > Duration::from_secs(5) {
            break;
        }
    }
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// Seconds of processor time that a process has used.
pub fn cpu(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// A line of a process's own account of its memory, in KiB.
pub fn memory(pid: u32, file: &str, line: &str) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
    let found = text.lines().find_map(|l| l.strip_prefix(line));
    found.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
}
