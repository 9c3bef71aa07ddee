//! Blocks of keys as the documents print them, played in a real pseudo-terminal: left of `→` what is
//! pressed, right of it what the screen must then show.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "each test file uses its part of this; a test fails by panicking"
)]

#[path = "../pty/mod.rs"]
pub mod pty;

use std::time::Duration;

use liuhen::ui::keys::{Event, Key, keys};
use pty::Pty;

const PAUSE: Duration = Duration::from_millis(80);
/// A silent level takes two working days; no holiday is longer than this.
const AT_MOST: usize = 20;

/// One line of a block: keys, whether they are repeated until the text is there, and the text.
pub struct Step {
    keys: String,
    repeated: bool,
    wanted: String,
}

/// The steps of one block.
pub fn steps(block: &str) -> Vec<Step> {
    let step = |line: &str| {
        let (keys, wanted) = line.split_once("→").unwrap_or_else(|| panic!("{line}: nothing promised"));
        let keys = keys.trim_end();
        let again = keys.strip_suffix('…');
        Step {
            keys: again.unwrap_or(keys).to_owned(),
            repeated: again.is_some(),
            wanted: wanted.trim().to_owned(),
        }
    };
    block.lines().map(step).collect()
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
        other => panic!("{other:?}: the documents need no such key"),
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

/// The number that the message line names: `{编号}` of the documents.
fn named(screen: &str) -> Option<String> {
    let line = screen.lines().rev().find(|l| l.contains(" 核验码 "))?;
    line.split_once(" 核验码 ")?.0.split(' ').find(|w| w.len() == 9 && w.is_ascii()).map(str::to_owned)
}

/// Answers the question of the screens whether this terminal reads UTF-8.
pub fn reads_utf8(pty: &mut Pty) {
    pty.wait_for_bytes("中文\x1b[6n".as_bytes());
    pty.send("\x1b[2;5R\x1b[2;2R");
}

/// Plays the steps. `number` is what `{编号}` stands for, and afterwards what was named last; `gaps`
/// are the other words in braces.
pub fn play(pty: &mut Pty, steps: &[Step], number: &mut String, gaps: &[(&str, &str)]) {
    for step in steps {
        let fill = |text: &str| {
            let four = number.get(5..).unwrap_or_default();
            let text = text.replace("{编号}", number).replace("{末四位}", four);
            gaps.iter().fold(text, |text, (gap, value)| text.replace(gap, value))
        };
        let (typed, wanted) = (fill(&step.keys), fill(&step.wanted));
        eprintln!("{}  → {wanted}", step.keys);
        press(pty, &typed);
        if step.repeated {
            for _ in 0..AT_MOST {
                pty.wait_quiet(PAUSE);
                if pty.screen().contains(&wanted) {
                    break;
                }
                press(pty, &typed);
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
        *number = named(&pty.screen()).unwrap_or_else(|| std::mem::take(number));
    }
}
