//! The walk of the README is played as it is printed there: in a real
//! pseudo-terminal, against the real program, in one sitting, on several days. What the page promises
//! on the screen must be there, and not before the keys.
//!
//! `LIUHEN_WALK=all` plays every day of the list, `LIUHEN_WALK=2028-02-29` one of anybody's choice;
//! otherwise it is the real day in one language and another of the list, in turn, in the other.

use crate::play;

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use play::pty::Pty;
use play::{Step, play, reads_utf8};

const PROGRAM: &str = env!("CARGO_BIN_EXE_liuhen");

/// The page, the interface's language, and the words by which the judge's desk is known.
const PAGES: [(&str, &str, &str); 2] = [("README.md", "zh", "待办"), ("README.en.md", "en", "Wang Fangguo")];

/// Days on which a walk has failed, or might: an ordinary one, a Sunday, the last day of a year whose
/// notice has not come, a leap day, the eve of the Spring Festival and its middle, New Year's Day, the
/// long autumn holiday, a working Saturday, the end of a month.
const DAYS: [&str; 10] = [
    "2026-11-23",
    "2026-11-29",
    "2026-12-31",
    "2028-02-29",
    "2026-02-16",
    "2027-02-08",
    "2027-01-01",
    "2026-10-03",
    "2026-02-14",
    "2026-06-30",
];

fn walk((page, lang, known_by): (&str, &str, &str), day: &str) {
    let text = std::fs::read_to_string(format!("{}/{page}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let blocks = text.split("```keys\n").skip(1);
    let steps: Vec<Step> = blocks.flat_map(|rest| play::steps(rest.split_once("```").unwrap().0)).collect();
    assert!(steps.len() > 50, "{page} lost its walk");
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("training");
    let dir = dir.to_str().unwrap();
    // In the evening, when people try things; whatever day it is.
    let now = format!("{day} 18:10");
    let made =
        Command::new(PROGRAM).args(["demo", "--dir", dir, "--make-only", "--now", &now]).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    eprintln!("== {page} on {day}");
    let args = ["demo", "--dir", dir, "--now", &now, "--lang", lang];
    let mut pty = Pty::spawn(PROGRAM, &args, &[], (80, 24));
    reads_utf8(&mut pty);
    pty.wait_for(known_by);
    play(&mut pty, &steps, &mut String::new(), &[]);
}

/// Days since 1970, in the register's time.
fn today() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    i64::try_from(now + 8 * 3600).unwrap() / 86_400
}

/// The days a page is walked on: both pages together have the real day and one of the list.
fn days(page: usize) -> Vec<String> {
    let real = chrono::DateTime::from_timestamp(today() * 86_400, 0).unwrap().format("%Y-%m-%d").to_string();
    let turn = usize::try_from(today()).unwrap();
    match std::env::var("LIUHEN_WALK") {
        Ok(all) if all == "all" => DAYS.iter().map(|d| (*d).to_owned()).chain([real]).collect(),
        Ok(day) => vec![day],
        Err(_) if turn % 2 == page => vec![real],
        Err(_) => vec![DAYS[turn / 2 % DAYS.len()].to_owned()],
    }
}

#[test]
fn the_walk_of_the_readme_can_be_walked_on_any_day() {
    days(0).iter().for_each(|day| walk(PAGES[0], day));
}

#[test]
fn the_english_walk_can_be_walked_on_any_day() {
    days(1).iter().for_each(|day| walk(PAGES[1], day));
}
