//! Blocks of keys as the documents print them, played in a real pseudo-terminal: left of `→` what is
//! pressed, right of it what the screen must then show and did not show before. `…` after the last key:
//! as often as it takes, perhaps not at all.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "each test file uses its part of this; a test fails by panicking"
)]

pub(crate) use crate::pty;

use std::time::Duration;

use liuhen::ui::keys::{Event, Key, keys};
use pty::Pty;

const PAUSE: Duration = Duration::from_millis(80);
/// A silent level takes two working days, and no holiday is longer than this; no list is longer either.
const AT_MOST: usize = 60;

/// One line of a block: keys, whether the last of them is repeated until the text is there, the text.
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

fn press(pty: &mut Pty, event: &Event) {
    pty.send(bytes(event));
    // A lone Esc is told from an arrow by the pause after it.
    if *event == Event::Key(Key::Esc) {
        pty.wait_idle(PAUSE);
    }
}

/// A screen as it is read: blanks between words count as one, whatever column they stand in.
fn read(screen: &str) -> String {
    screen.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

/// The letters of a number as people are given it.
fn is_number(word: &str) -> bool {
    word.len() == 9 && word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// Where the text stands on a screen, if it does: a gap in it that is not filled yet takes the number
/// that stands in its place, by its name.
fn found(screen: &str, wanted: &str) -> Option<Option<(String, String)>> {
    let screen = read(screen);
    let Some((before, rest)) = wanted.split_once('{') else { return screen.contains(wanted).then_some(None) };
    let (name, after) = rest.split_once('}').unwrap_or_else(|| panic!("{wanted}: a brace is open"));
    screen.match_indices(before).find_map(|(at, _)| {
        let number = screen.get(at + before.len()..at + before.len() + 9)?;
        let fits = is_number(number) && screen[at + before.len() + 9..].starts_with(after);
        fits.then(|| Some((name.to_owned(), number.to_owned())))
    })
}

/// The number that the message line names: `{编号}` and `{NO}` of the documents.
fn named(screen: &str) -> Option<String> {
    let code = |l: &str| {
        [" 核验码 ", " check code "].iter().find_map(|c| l.split_once(c).map(|(b, _)| b.to_owned()))
    };
    let line = screen.lines().rev().find_map(code)?;
    line.split(' ').find(|w| is_number(w)).map(str::to_owned)
}

/// Answers the question of the screens whether this terminal reads UTF-8.
pub fn reads_utf8(pty: &mut Pty) {
    pty.wait_for_bytes("中文\x1b[6n".as_bytes());
    pty.send("\x1b[2;5R\x1b[2;2R");
}

/// Plays the steps. `number` is what `{编号}` stands for, and afterwards what was named last; `gaps`
/// are the other words in braces. A gap that nobody filled takes the number that stands there; where
/// no message names one, `number` is that.
pub fn play(pty: &mut Pty, steps: &[Step], number: &mut String, gaps: &[(&str, &str)]) {
    let mut gaps: Vec<(String, String)> =
        gaps.iter().map(|(gap, value)| ((*gap).to_owned(), (*value).to_owned())).collect();
    for step in steps {
        let fill = |text: &str| {
            let four = number.get(5..).unwrap_or_default();
            let own = [("{编号}", number.as_str()), ("{NO}", number), ("{末四位}", four), ("{FOUR}", four)];
            let text = own.iter().fold(text.to_owned(), |text, (gap, value)| text.replace(gap, value));
            gaps.iter().fold(text, |text, (gap, value)| text.replace(gap, value))
        };
        let (typed, wanted) = (keys(&fill(&step.keys)).unwrap(), fill(&step.wanted));
        eprintln!("{}  → {wanted}", step.keys);
        // What stands there before the keys could pass for their answer.
        let before = pty.screen();
        assert!(
            found(&before, &wanted).is_none(),
            "{wanted} is there already, before {}:\n{before}",
            step.keys
        );
        let (last, first) = typed.split_last().unwrap_or_else(|| panic!("{wanted}: no key"));
        first.iter().for_each(|event| press(pty, event));
        if step.repeated {
            pty.wait_idle(PAUSE);
            for _ in 0..AT_MOST {
                if found(&pty.screen(), &wanted).is_some() {
                    break;
                }
                press(pty, last);
                pty.wait_idle(PAUSE);
            }
        } else {
            press(pty, last);
        }
        pty.wait_until(&wanted, |screen| found(screen, &wanted).is_some());
        pty.wait_idle(PAUSE);
        let screen = pty.screen();
        let there = found(&screen, &wanted).unwrap_or_else(|| panic!("{wanted} did not stay:\n{screen}"));
        if std::env::var_os("LIUHEN_WALK_SCREENS").is_some() {
            eprintln!("{screen}\n");
        }
        let shown = there.as_ref().map(|(_, number)| number.clone());
        gaps.extend(there.map(|(name, number)| (format!("{{{name}}}"), number)));
        *number = named(&screen).or(shown).unwrap_or_else(|| std::mem::take(number));
    }
}
