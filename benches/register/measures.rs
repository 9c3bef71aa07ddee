//! The table of what is measured. A measure may come to several figures of the same kind.

use crate::bed::{Bed, NOW, NOW_TYPED, cpu, memory, middle};
use crate::crowd;
use crate::pty::Pty;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::figures::Period;
use liuhen::domain::policy;
use liuhen::domain::record::{Occurred, QuickNote, RecordCommand, Status};
use liuhen::domain::search::{Filter, Flag, Mark, Near, Sort};
use liuhen::domain::when::Precision;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use std::process::{Command as Program, Stdio};
use std::time::{Duration, Instant};

pub type Figures = Vec<(String, f64)>;

pub struct Measure {
    pub what: &'static str,
    pub unit: &'static str,
    /// What the floor is called.
    pub floored: &'static str,
    pub floor: fn(&mut Bed) -> f64,
    pub run: fn(&mut Bed) -> Figures,
}

const fn of(
    what: &'static str,
    unit: &'static str,
    (floored, floor): (&'static str, fn(&mut Bed) -> f64),
    run: fn(&mut Bed) -> Figures,
) -> Measure {
    Measure { what, unit, floored, floor, run }
}

const NONE: (&str, fn(&mut Bed) -> f64) = ("", |_| 0.0);
const ROWS: (&str, fn(&mut Bed) -> f64) = ("50 rows by an index", rows);
const SCAN: (&str, fn(&mut Bed) -> f64) = ("a scan of all bodies", brute);
const HASH: (&str, fn(&mut Bed) -> f64) = ("scan + SHA-256, events/s", scan_and_hash);
const VERSION: (&str, fn(&mut Bed) -> f64) = ("--version in a pty", version);

pub const MEASURES: &[Measure] = &[
    of("first page by sort", "us", ROWS, |b| sorts(b, Place::Start)),
    of("End by sort", "us", ROWS, |b| sorts(b, Place::End)),
    of("middle by sort", "us", ROWS, |b| sorts(b, Place::Middle)),
    of("first page of a judge", "us", ROWS, |b| one(pages(b, true, &Filter::default(), Place::Start))),
    of("End of a judge", "us", ROWS, |b| one(pages(b, true, &Filter::default(), Place::End))),
    of("first page by filter", "us", ROWS, filters),
    of("totals and facets", "us", ROWS, |b| {
        both(b, |b, who| _ = b.office.facets(who, &Filter::default()).unwrap())
    }),
    of("figures of a quarter", "us", ROWS, |b| {
        let quarter = Period::Quarter(2026, 3);
        let mut found = Figures::new();
        for (which, who) in [("keeper", b.keeper.clone()), ("all", b.all.clone())] {
            found.push((which.to_owned(), middle(|| _ = b.office.figures(&who, quarter).unwrap())));
        }
        let filter = Filter::parse("figure:dept_late@2026Q3", NOW, &|_| None, &|_| None).unwrap();
        let who = b.all.clone();
        let first = middle(|| _ = b.office.records(&who, &filter, Near::Start, 50).unwrap());
        found.push(("records behind one, first page".to_owned(), first));
        found
    }),
    of("desk", "us", ROWS, |b| both(b, |b, who| _ = b.office.desk(who).unwrap())),
    of("ledger, newest 50", "us", ROWS, |b| both(b, |b, who| _ = b.office.acts(who, None, 50).unwrap())),
    of("open a record (read again)", "us", ROWS, |b| {
        let id = b.own[0];
        one(middle(|| _ = b.office.record(&b.judge, &id).unwrap()))
    }),
    of("open a record (first time, noted)", "us", ROWS, first_opening),
    of("alike", "us", ROWS, |b| {
        let line = b.office.records(&b.keeper, &Filter::default(), Near::End, 1).unwrap().lines.remove(0);
        one(middle(|| _ = b.office.alike(&b.keeper, &line.id).unwrap()))
    }),
    of("proof of a record", "us", ROWS, |b| {
        let id = b.own[1];
        one(middle(|| _ = b.office.proof(&b.judge, &id, false).unwrap()))
    }),
    of("search", "us", SCAN, search),
    of("recusal of a record", "us", NONE, recusal),
    of("commit", "us", NONE, commits),
    of("first frame", "us", VERSION, first_frame),
    of("memory of a session", "KiB", NONE, session_memory),
    of("a commit beside twenty sessions", "ms", NONE, beside_twenty),
    of("32 writers", "", NONE, crowd::writers),
    of("memory of two hundred sessions", "MiB", NONE, crowd::two_hundred),
    of("verify", "/s", HASH, verify),
];

fn one(figure: f64) -> Figures {
    vec![(String::new(), figure)]
}

fn both(b: &mut Bed, run: fn(&mut Bed, &Actor)) -> Figures {
    let people = [("judge", b.judge.clone()), ("keeper", b.keeper.clone()), ("all", b.all.clone())];
    people.map(|(name, who)| (name.to_owned(), middle(|| run(b, &who)))).into()
}

/// The least that a page of 50 costs on this machine and in this file.
fn rows(b: &mut Bed) -> f64 {
    let text =
        "SELECT id, ref, status, cases, occurred, inquirer FROM record WHERE recorded <= ?1 AND pressing = 0
                ORDER BY recorded DESC LIMIT 50";
    middle(|| {
        let mut query = b.db.prepare_cached(text).unwrap();
        let mut rows = query.query([NOW]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            std::hint::black_box(row.get_ref(1).unwrap());
        }
    })
}

#[derive(Clone, Copy)]
enum Place {
    Start,
    Middle,
    End,
}

fn pages(b: &mut Bed, judge: bool, filter: &Filter, place: Place) -> f64 {
    let who = if judge { b.judge.clone() } else { b.all.clone() };
    let near = match place {
        Place::Start => Near::Start,
        Place::End => Near::End,
        // Half way between the keys of the first line that is not pressing and the last.
        Place::Middle => {
            let first = b.office.records(&who, filter, Near::Start, 500).unwrap().lines;
            let first = first.iter().find(|l| !l.mark.pressing).map(|l| l.mark);
            let last = b.office.records(&who, filter, Near::End, 1).unwrap().lines.pop().map(|l| l.mark);
            first
                .zip(last)
                .map_or(Near::Start, |(a, z)| Near::After(Mark { key: z.key.midpoint(a.key), ..z }))
        }
    };
    middle(|| _ = b.office.records(&who, filter, near, 50).unwrap())
}

fn sorts(b: &mut Bed, place: Place) -> Figures {
    let each = Sort::ALL.iter().map(|sort| {
        let filter = Filter { sort: *sort, ..Filter::default() };
        (sort.code().to_owned(), pages(b, false, &filter, place))
    });
    each.collect()
}

/// Of each kind of filter the dearest value.
fn filters(b: &mut Bed) -> Figures {
    let f = b.facets.clone();
    let (base, own) = (Filter::default(), Filter { own: true, ..Filter::default() });
    let keys = |of: &std::collections::BTreeMap<String, usize>| of.keys().cloned().collect::<Vec<_>>();
    let statuses = keys(&f.status).into_iter().filter_map(|s| Status::from_code(&s));
    let kinds: Vec<(&str, Vec<Filter>)> = vec![
        ("status", statuses.map(|s| Filter { statuses: vec![s], ..base.clone() }).collect()),
        (
            "stream",
            keys(&f.stream).into_iter().map(|s| Filter { streams: vec![s], ..base.clone() }).collect(),
        ),
        ("unit", keys(&f.unit).into_iter().map(|s| Filter { units: vec![s], ..base.clone() }).collect()),
        (
            "quarter",
            keys(&f.quarter).into_iter().map(|s| Filter { quarters: vec![s], ..base.clone() }).collect(),
        ),
        ("own", vec![own]),
        ("flag any", vec![Filter { flagged: true, ..base.clone() }]),
        (
            "of one month",
            vec![Filter {
                from: Some(NOW - 60 * 86_400_000),
                to: Some(NOW - 30 * 86_400_000),
                ..base.clone()
            }],
        ),
    ];
    let mut found: Figures = kinds
        .into_iter()
        .map(|(kind, all)| {
            (kind.to_owned(), all.iter().map(|f| pages(b, false, f, Place::Start)).fold(0.0, f64::max))
        })
        .collect();
    found.extend(Flag::ALL.iter().map(|flag| {
        let filter = Filter { flags: vec![*flag], ..base.clone() };
        (format!("flag {}", flag.code()), pages(b, false, &filter, Place::Start))
    }));
    found
}

/// One character, two-character names, digits, seams of punctuation, case numbers, initials, what is not there.
const TERMS: &[&str] = &[
    "了",
    "案",
    "王",
    "电话",
    "说情",
    "张伟",
    "王芳",
    "欧阳",
    "2417",
    "3",
    "上班期间,",
    "。通话",
    "民终2",
    "(2025)皖06民终2417号",
    "zw",
    "wgf",
    "鳄鱼",
    "信访局长",
    "院长打招呼",
];

fn search(b: &mut Bed) -> Figures {
    let who = b.all.clone();
    let mut times: Vec<(f64, &str)> = TERMS
        .iter()
        .map(|term| {
            let filter = Filter::parse(term, NOW, &|_| None, &|_| None).unwrap();
            (middle(|| _ = b.office.records(&who, &filter, Near::Start, 50).unwrap()), *term)
        })
        .collect();
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (half, worst) = (times[times.len() / 2], times[times.len() - 1]);
    vec![("middle of 19 terms".to_owned(), half.0), ("the worst of them".to_owned(), worst.0)]
}

fn brute(b: &mut Bed) -> f64 {
    let finder = aho_corasick::AhoCorasick::new(["鳄鱼"]).unwrap();
    let begun = Instant::now();
    let mut query = b.db.prepare("SELECT body FROM event WHERE log = 1").unwrap();
    let mut rows = query.query([]).unwrap();
    let mut found = 0;
    while let Some(row) = rows.next().unwrap() {
        let body = row.get_ref(0).unwrap().as_blob().unwrap();
        found += usize::from(finder.is_match(body));
    }
    std::hint::black_box(found);
    begun.elapsed().as_secs_f64() * 1e6
}

fn first_opening(b: &mut Bed) -> Figures {
    let mut ids = b.own.clone();
    ids.drain(..2);
    // One opening is noted once in a session: each round opens another record.
    let mut next = ids.into_iter().cycle();
    let keeper = b.keeper.clone();
    let lines = b.office.records(&keeper, &Filter::default(), Near::End, 50).unwrap().lines;
    let mut others = lines.into_iter().map(|l| l.id);
    one(middle(|| match others.next() {
        Some(id) => _ = b.office.record(&keeper, &id),
        None => _ = next.next(),
    }))
}

fn recusal(b: &mut Bed) -> Figures {
    let book = b.folded(3_000);
    let begun = Instant::now();
    let n = book.records.values().map(|r| policy::recused(&book.organ, r).len()).sum::<usize>();
    std::hint::black_box(n);
    one(begun.elapsed().as_secs_f64() * 1e6 / book.records.len().max(1) as f64)
}

/// A durable commit beside the insertion of one row of the same length into a table of the same settings on the
/// same disk, one after the other.
fn commits(b: &mut Bed) -> Figures {
    let floor = Connection::open(b.dir.join("floor.db")).unwrap();
    floor.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())).unwrap();
    floor.pragma_update(None, "synchronous", 2).unwrap();
    floor.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY, body BLOB)").unwrap();
    let (quick_body, body) = (vec![b'x'; 700], vec![b'x'; 3_000]);
    let mut all: [Vec<f64>; 4] = Default::default();
    let clock = |run: &mut dyn FnMut()| {
        let begun = Instant::now();
        run();
        begun.elapsed().as_secs_f64() * 1e6
    };
    for n in 0..200 {
        let occurred = Occurred { from: NOW - 3_600_000, to: None, precision: Precision::Exact };
        let note =
            QuickNote { occurred, who: "某人".to_owned(), line: format!("来电{n}"), case_no: None };
        let quick = Command::Record { record: None, act: RecordCommand::Quick { note } };
        let mut text = b.text.clone();
        text.content.push_str(&format!("第{n}次。"));
        text.occurred =
            Some(Occurred { from: NOW - 7_200_000 - n * 60_000, to: None, precision: Precision::Exact });
        // A register whose last act is later than the bench's own day has it late.
        text.late_reason = "出差，返院补记".to_owned();
        let submit = Command::Record { record: None, act: RecordCommand::Submit { text: Box::new(text) } };
        for (at, body) in [(0, &quick_body), (2, &body)] {
            let mut insert = || {
                _ = floor
                    .prepare_cached("INSERT INTO t (body) VALUES (?1)")
                    .unwrap()
                    .execute(params![body])
                    .unwrap()
            };
            all[at].push(clock(&mut insert));
        }
        all[1].push(clock(&mut || _ = b.office.act(&b.judge, &quick).unwrap()));
        all[3].push(clock(&mut || _ = b.office.act(&b.judge, &submit).unwrap()));
    }
    let [row, quick, long_row, submit] = all.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    let named = |what: &str, figure| (what.to_owned(), figure);
    vec![
        named("quick note", quick),
        named("quick note, times one row of its length", quick / row),
        named("submission", submit),
        named("submission, times one row of its length", submit / long_row),
    ]
}

fn version(_: &mut Bed) -> f64 {
    middle(|| {
        let pty = Pty::spawn(env!("CARGO_BIN_EXE_liuhen"), &["--version"], &[], (80, 24));
        pty.wait_for("0.");
    })
}

/// A session in front of its first screen.
pub fn session(b: &Bed, account: &str) -> Pty {
    let line = b.line(account);
    let args: Vec<&str> = line.iter().map(String::as_str).collect();
    let mut pty = Pty::spawn(env!("CARGO_BIN_EXE_liuhen"), &args, &[("LANG", "zh_CN.UTF-8")], (80, 24));
    // The terminal says how wide it draws what it is asked about.
    pty.wait_for_bytes("中文\u{1b}[6n".as_bytes());
    pty.send("\u{1b}[2;5R\u{1b}[2;2R");
    pty.wait_for("F1");
    pty
}

fn first_frame(b: &mut Bed) -> Figures {
    ["wang_fg", "shi_tj"].map(|who| (who.to_owned(), middle(|| drop(session(b, who))))).into()
}

fn session_memory(b: &mut Bed) -> Figures {
    ["wang_fg", "shi_tj"]
        .map(|who| {
            let pty = session(b, who);
            std::thread::sleep(Duration::from_millis(300));
            (who.to_owned(), memory(pty.pid(), "smaps_rollup", "Pss:"))
        })
        .into()
}

/// Processor time that twenty open sessions spend upon one commit by somebody else, in all.
fn beside_twenty(b: &mut Bed) -> Figures {
    let people = ["wang_fg", "shi_tj", "qian_sy", "bai_zb", "li_sx"];
    let open: Vec<Pty> = (0..20).map(|n| session(b, people[n % people.len()])).collect();
    let spent = |for_: Duration| {
        let sum = || open.iter().map(|p| cpu(p.pid())).sum::<f64>();
        let before = sum();
        std::thread::sleep(for_);
        (sum() - before) * 1e3
    };
    let wait = Duration::from_secs(5);
    std::thread::sleep(Duration::from_secs(3));
    let idle = spent(wait);
    let occurred = Occurred { from: NOW - 3_600_000, to: None, precision: Precision::Exact };
    let note = QuickNote { occurred, who: "某人".to_owned(), line: "来电".to_owned(), case_no: None };
    b.office.act(&b.judge, &Command::Record { record: None, act: RecordCommand::Quick { note } }).unwrap();
    let after = spent(wait);
    vec![("idle, five seconds".to_owned(), idle), ("more for the commit".to_owned(), (after - idle).max(0.0))]
}

fn scan_and_hash(b: &mut Bed) -> f64 {
    let begun = Instant::now();
    let mut query = b.db.prepare("SELECT header, salt, leaf, body FROM event WHERE log = 1").unwrap();
    let mut rows = query.query([]).unwrap();
    let mut events = 0;
    while let Some(row) = rows.next().unwrap() {
        let mut hash = Sha256::new();
        (0..4).for_each(|at| hash.update(row.get_ref(at).unwrap().as_blob().unwrap()));
        std::hint::black_box(hash.finalize());
        events += 1;
    }
    f64::from(events) / begun.elapsed().as_secs_f64()
}

fn verify(b: &mut Bed) -> Figures {
    let events: f64 =
        b.db.query_row("SELECT count(*) FROM event", [], |r| r.get::<_, i64>(0)).unwrap() as f64;
    let begun = Instant::now();
    let mut child = Program::new(env!("CARGO_BIN_EXE_liuhen"))
        .args(["--register", b.dir.to_str().unwrap(), "--now", NOW_TYPED, "verify"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak: f64 = 0.0;
    let done = loop {
        peak = peak.max(memory(child.id(), "status", "VmHWM:"));
        match child.try_wait().unwrap() {
            Some(done) => break done,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(done.success(), "a register so made verifies");
    vec![
        ("events a second".to_owned(), events / begun.elapsed().as_secs_f64()),
        ("most memory, MiB".to_owned(), peak / 1024.0),
    ]
}
