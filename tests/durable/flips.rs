//! Bits that turn over and pages that go wrong, in the register's file at rest: either `verify` says
//! so, or every answer is what it was.

use crate::work::*;
use liuhen::domain::command::Actor;
use liuhen::domain::search::Filter;
use liuhen::office::{Fixed, Mode, Office, OsRandom};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

const PAGE: usize = 4096;

/// A register at rest, its bytes, and what it answers.
struct Rest {
    dir: PathBuf,
    good: Vec<u8>,
    answers: String,
    now: i64,
}

fn open(dir: &Path, now: i64) -> Option<Office> {
    Office::open_with(dir, Mode::Evidence, Box::new(Fixed(now)), Box::new(OsRandom)).ok()
}

/// Everything that may be asked of a copy that is only looked at, by everybody.
fn answers(office: &mut Office) -> Option<String> {
    let mut out = format!("{:?}\n", office.organ());
    let people: Vec<Actor> = ["judge", "custodian1", "custodian2", "discipline", "audit", "chief", "system"]
        .iter()
        .map(|a| actor(office, a))
        .collect();
    let filter = Filter::default();
    for who in &people {
        let page = office.records(who, &filter, liuhen::domain::search::Near::Start, 100).ok()?;
        out += &serde_json::to_string(&page).ok()?;
        out += &serde_json::to_string(&office.facets(who, &filter).ok()?).ok()?;
        out += &serde_json::to_string(&office.acts(who, None, 1000).ok()?).ok()?;
        for kind in ["record", "escalation", "item", "meeting", "proposal"] {
            out += &serde_json::to_string(&office.matters(who, kind).ok()?).ok()?;
        }
        for line in page.lines.iter().filter(|l| l.own) {
            let sheet = office.record(who, &line.id).ok()?;
            out += &serde_json::to_string(&sheet.record).ok()?;
        }
    }
    Some(out)
}

/// What became of one damage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fate {
    Reported,
    Harmless,
    Missed,
    Panicked,
}

impl Rest {
    fn make() -> (crate::line::Place, Self) {
        let p = court();
        for _ in 0..10 {
            p.record(&[]);
        }
        let into = p.path("copies");
        fs::create_dir(&into).unwrap();
        let said = p.by("custodian1", &["--json", "backup", "--plain", into.to_str().unwrap()]).ok().json();
        let dir = PathBuf::from(crate::line::text(&said["dir"]));
        let good = fs::read(dir.join("register.db")).unwrap();
        // On a disk in memory where there is one: thousands of files are written.
        let fast = Path::new("/dev/shm");
        let here = if fast.is_dir() { tempfile::tempdir_in(fast).unwrap().keep() } else { p.path("flips") };
        fs::create_dir_all(&here).unwrap();
        fs::write(here.join("register.db"), &good).unwrap();
        let now = liuhen::office::Clock::now(&liuhen::office::System);
        let mut office = open(&here, now).unwrap();
        let answers = answers(&mut office).unwrap();
        (p, Self { dir: here, good, answers, now })
    }

    fn fate(&self, bytes: &[u8]) -> Fate {
        fs::write(self.dir.join("register.db"), bytes).unwrap();
        let look = || {
            let Some(mut office) = open(&self.dir, self.now) else { return Fate::Reported };
            let found = office.verify(&[], &mut |_, _, _| {});
            if !found.is_ok_and(|f| f.is_sound()) {
                return Fate::Reported;
            }
            match answers(&mut office) {
                Some(now) if now == self.answers => Fate::Harmless,
                _ => Fate::Missed,
            }
        };
        catch_unwind(AssertUnwindSafe(look)).unwrap_or(Fate::Panicked)
    }
}

impl Drop for Rest {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

type Tally = std::collections::BTreeMap<Fate, usize>;

#[test]
fn a_bit_that_turns_over_is_reported_or_changes_no_answer() {
    let (_p, rest) = Rest::make();
    assert_eq!(rest.fate(&rest.good), Fate::Harmless, "the good one");
    let (mut dice, flips, mut tally) = (Dice::new(), times("LIUHEN_FLIPS", 300), Tally::new());
    let mut missed = Vec::new();
    for _ in 0..flips {
        let (at, bit) = (dice.roll(rest.good.len()), dice.roll(8));
        let mut bytes = rest.good.clone();
        bytes[at] ^= 1 << bit;
        let fate = rest.fate(&bytes);
        *tally.entry(fate).or_default() += 1;
        if fate > Fate::Harmless {
            missed.push((at, bit, fate));
        }
    }
    figures(&format!("bit flips: {flips} in {} kB, {tally:?}", rest.good.len() >> 10));
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn a_page_that_goes_wrong_is_reported_or_changes_no_answer() {
    let (p, rest) = Rest::make();
    // What the same pages held a little later: a write that the disk lost.
    p.record(&[]);
    let into = p.path("copies");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let said = p.by("custodian1", &["--json", "backup", "--plain", into.to_str().unwrap()]).ok().json();
    let later = fs::read(Path::new(&crate::line::text(&said["dir"])).join("register.db")).unwrap();
    let pages = rest.good.len() / PAGE;
    let (mut dice, faults, mut tally) = (Dice::new(), times("LIUHEN_PAGES", 60), Tally::new());
    let mut missed = Vec::new();
    for n in 0..faults {
        let (a, b) = (dice.roll(pages), dice.roll(pages));
        let mut bytes = rest.good.clone();
        let of = |page: usize| page * PAGE..(page + 1) * PAGE;
        let what = match n % 5 {
            0 => {
                bytes[of(a)].fill(0);
                "zeroed"
            }
            1 => {
                let other = rest.good[of(b)].to_vec();
                bytes[of(b)].copy_from_slice(&rest.good[of(a)]);
                bytes[of(a)].copy_from_slice(&other);
                "swapped"
            }
            2 => {
                bytes[a * PAGE + PAGE / 2..(a + 1) * PAGE].fill(0);
                "torn"
            }
            3 => {
                if let Some(page) = later.get(of(a)) {
                    bytes[of(a)].copy_from_slice(page);
                }
                "from another day"
            }
            _ => {
                bytes.truncate(a * PAGE + 512 * dice.roll(8));
                "cut off"
            }
        };
        let fate = if bytes == rest.good { Fate::Harmless } else { rest.fate(&bytes) };
        *tally.entry(fate).or_default() += 1;
        if fate > Fate::Harmless {
            missed.push((what, a, b, fate));
        }
    }
    figures(&format!("page faults: {faults} on {pages} pages, {tally:?}"));
    assert!(missed.is_empty(), "{missed:?}");
}
