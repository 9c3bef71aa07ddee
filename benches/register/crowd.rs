//! Many people at once: writers that all begin at one moment, and sessions that stand in front of a screen.

use crate::bed::{Bed, NOW, actor, memory};
use crate::measures::{Figures, session};
use liuhen::domain::command::Command;
use liuhen::domain::record::{Occurred, QuickNote, RecordCommand};
use liuhen::domain::when::Precision;
use liuhen::office::{Fixed, Mode, Office, OsRandom};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Program, Stdio};
use std::time::{Duration, Instant};

/// By this a process of the bench knows that it is one of the writers, and of which register.
const WRITER: &str = "LIUHEN_BENCH_WRITER";
const PEOPLE: [&str; 5] = ["wang_fg", "shi_tj", "qian_sy", "bai_zb", "li_sx"];
/// What each writer commits.
const NOTES: usize = 100;

/// Where this process was begun as a writer: its part, and true.
pub fn is_writer() -> bool {
    let Some(dir) = std::env::var_os(WRITER) else { return false };
    let nth: usize = std::env::args().next_back().and_then(|n| n.parse().ok()).unwrap();
    writes(&PathBuf::from(dir), nth);
    true
}

/// Commits when it is told to, and tells how long all of it took and the longest wait of one.
fn writes(dir: &Path, nth: usize) {
    let who = actor(PEOPLE[nth % PEOPLE.len()]);
    let mut office = Office::open_with(dir, Mode::Session, Box::new(Fixed(NOW)), Box::new(OsRandom)).unwrap();
    println!("ready");
    std::io::stdin().read_exact(&mut [0]).unwrap();
    let begun = Instant::now();
    let mut longest = Duration::ZERO;
    for n in 0..NOTES {
        let occurred = Occurred { from: NOW - 3_600_000, to: None, precision: Precision::Exact };
        let line = format!("来电{nth}之{n}");
        let note = QuickNote { occurred, who: "某人".to_owned(), line, case_no: None };
        let one = Instant::now();
        office.act(&who, &Command::Record { record: None, act: RecordCommand::Quick { note } }).unwrap();
        longest = longest.max(one.elapsed());
    }
    println!("{} {}", begun.elapsed().as_secs_f64(), longest.as_secs_f64());
}

/// How long each of so many writers took, and the longest wait of any, in seconds.
fn contend(b: &Bed, writers: usize) -> (Vec<f64>, f64) {
    let mut all: Vec<(Child, BufReader<_>)> = (0..writers)
        .map(|nth| {
            let program = std::env::current_exe().unwrap();
            let mut begin = Program::new(program);
            begin.arg(nth.to_string()).env(WRITER, &b.dir).stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = begin.spawn().unwrap();
            let said = BufReader::new(child.stdout.take().unwrap());
            (child, said)
        })
        .collect();
    let line = |said: &mut BufReader<_>| {
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        line
    };
    all.iter_mut().for_each(|(_, said)| assert_eq!(line(said).trim(), "ready"));
    all.iter_mut().for_each(|(child, _)| child.stdin.as_mut().unwrap().write_all(b"!").unwrap());
    let told: Vec<Vec<f64>> = all
        .iter_mut()
        .map(|(child, said)| {
            let told = line(said).split_whitespace().map(|n| n.parse().unwrap()).collect();
            assert!(child.wait().unwrap().success());
            told
        })
        .collect();
    (told.iter().map(|t| t[0]).collect(), told.iter().map(|t| t[1]).fold(0.0, f64::max))
}

/// Thirty-two processes that write as fast as they can, beside one that does.
pub fn writers(b: &mut Bed) -> Figures {
    let longest = |took: &[f64]| took.iter().copied().fold(0.0, f64::max);
    let (alone, _) = contend(b, 1);
    let (took, wait) = contend(b, 32);
    let rate = |writers: f64, took: &[f64]| writers * NOTES as f64 / longest(took);
    let fastest = took.iter().copied().fold(f64::MAX, f64::min);
    let named = |what: &str, figure| (what.to_owned(), figure);
    vec![
        named("commits a second, one alone", rate(1.0, &alone)),
        named("commits a second, all", rate(32.0, &took)),
        named("all, times one alone", rate(32.0, &took) / rate(1.0, &alone)),
        named("longest wait, ms", wait * 1e3),
        named("slowest to fastest", longest(&took) / fastest),
    ]
}

/// What two hundred sessions in front of their first screen take together, each page of memory counted once.
pub fn two_hundred(b: &mut Bed) -> Figures {
    let open: Vec<_> = (0..200).map(|n| session(b, PEOPLE[n % PEOPLE.len()])).collect();
    std::thread::sleep(Duration::from_secs(2));
    let of = |line| open.iter().map(|p| memory(p.pid(), "smaps_rollup", line)).sum::<f64>() / 1024.0;
    let (all, own) = (of("Pss:"), of("Private_Dirty:"));
    vec![("all".to_owned(), all), ("of its own, each".to_owned(), own / open.len() as f64)]
}
