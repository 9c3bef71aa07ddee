//! The walk of the README is played as it is printed there: in a real pseudo-terminal, against the
//! real program, in one sitting. What the page promises on the screen must be there.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test fails by panicking")]

mod pty;

use std::process::Command;
use std::time::Duration;

use liuhen::ui::keys::{Event, Key, keys};
use pty::Pty;

/// The walk is walked on a working day in the evening, whatever day it is.
const NOW: &str = "2026-11-23 18:10";
const PROGRAM: &str = env!("CARGO_BIN_EXE_liuhen");
const PAUSE: Duration = Duration::from_millis(80);
/// A silent level takes two working days; no holiday is longer than this.
const AT_MOST: usize = 20;

/// One line of a block: keys, whether they are repeated until the text is there, and the text.
struct Step {
    keys: String,
    repeated: bool,
    wanted: String,
}

/// The steps of all `keys` blocks, in order.
fn steps(page: &str) -> Vec<Step> {
    let blocks = page.split("```keys\n").skip(1).map(|rest| rest.split_once("```").unwrap().0);
    blocks
        .flat_map(str::lines)
        .map(|line| {
            let (keys, wanted) = line.split_once("→").unwrap_or_else(|| panic!("{line}: nothing promised"));
            let keys = keys.trim_end();
            let again = keys.strip_suffix('…');
            Step {
                keys: again.unwrap_or(keys).to_owned(),
                repeated: again.is_some(),
                wanted: wanted.trim().to_owned(),
            }
        })
        .collect()
}

/// What a terminal sends for a key.
fn bytes(event: &Event) -> String {
    let Event::Key(key) = event else { panic!("{event:?} is no key") };
    match key {
        Key::Char(c) => c.to_string(),
        Key::Enter => "\r".to_owned(),
        Key::Tab => "\t".to_owned(),
        Key::Esc => "\x1b".to_owned(),
        Key::Up => "\x1b[A".to_owned(),
        Key::Down => "\x1b[B".to_owned(),
        Key::Home => "\x1b[H".to_owned(),
        Key::End => "\x1b[F".to_owned(),
        Key::PageDown => "\x1b[6~".to_owned(),
        Key::F(n @ 1..=4) => format!("\x1bO{}", ["P", "Q", "R", "S"][usize::from(*n) - 1]),
        Key::F(n @ 6..=10) => format!("\x1b[{}~", n + 11),
        other => panic!("{other:?}: the README needs no such key"),
    }
}

fn press(pty: &mut Pty, written: &str) {
    for event in keys(written).unwrap() {
        pty.send(bytes(&event));
        // A lone Esc is told from an arrow by the pause after it.
        if event == Event::Key(Key::Esc) {
            pty.wait_quiet(PAUSE);
        }
    }
}

/// The number that the message line names: `{编号}` of the README.
fn named(screen: &str) -> Option<String> {
    let line = screen.lines().rev().find(|l| l.contains(" 核验码 "))?;
    line.split_once(" 核验码 ")?.0.split(' ').find(|w| w.len() == 9 && w.is_ascii()).map(str::to_owned)
}

#[test]
fn the_walk_of_the_readme_can_be_walked() {
    let steps = steps(include_str!("../README.md"));
    assert!(steps.len() > 20, "the README lost its walk");
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("training");
    let dir = dir.to_str().unwrap();
    let made =
        Command::new(PROGRAM).args(["demo", "--dir", dir, "--make-only", "--now", NOW]).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let mut pty = Pty::spawn(PROGRAM, &["demo", "--dir", dir, "--now", NOW], &[], (80, 24));
    pty.wait_for_bytes("中文\x1b[6n".as_bytes());
    pty.send("\x1b[2;5R\x1b[2;2R");
    pty.wait_for("王方国");
    let mut number = String::new();
    for step in &steps {
        let fill = |text: &str| {
            let four = number.get(5..).unwrap_or_default();
            text.replace("{编号}", &number).replace("{末四位}", four)
        };
        let (typed, wanted) = (fill(&step.keys), fill(&step.wanted));
        eprintln!("{typed}  → {wanted}");
        press(&mut pty, &typed);
        if step.repeated {
            for _ in 0..AT_MOST {
                pty.wait_quiet(PAUSE);
                if pty.screen().contains(&wanted) {
                    break;
                }
                press(&mut pty, &typed);
            }
        }
        // What stood there before the keys must not pass for their answer.
        pty.wait_quiet(PAUSE);
        pty.wait_for(&wanted);
        pty.wait_quiet(PAUSE);
        assert!(pty.screen().contains(&wanted), "{wanted} did not stay:\n{}", pty.screen());
        if std::env::var_os("LIUHEN_WALK_SCREENS").is_some() {
            eprintln!("{}\n", pty.screen());
        }
        number = named(&pty.screen()).unwrap_or(number);
    }
}
