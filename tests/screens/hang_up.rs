//! The terminal goes away in the middle of a sentence: at every place where something is written,
//! and by every way a session can be lost, what was typed is there the next time.

use crate::line;
use crate::pty;
use crate::shelf;

use pty::Pty;
use shelf::Play;
use std::time::Duration;

const TYPED: &str = "半句话XYZ";

/// Who writes, and the keys from the desk to the place. A query, a filter of a list and a passphrase
/// are no drafts.
const PLACES: &[(&str, &str)] = &[
    ("judge", "<f3><enter><tab>"),
    ("judge", "<f4>"),
    ("cus_a", "2/状态:待核对<enter><enter>r"),
    ("judge", "2/状态:待核对<enter><enter>w"),
    ("judge", "2/状态:待核对<enter><enter>D"),
    ("judge", "2/状态:待核对<enter><enter>u"),
    ("judge", "2/状态:待核对<enter><enter>p"),
    ("dis", "2<enter>B"),
    ("cus_a", "2/状态:待核对<enter><enter>b"),
];

#[test]
fn what_was_being_written_is_there_again_at_every_place() {
    let mut play = Play::begin();
    for (who, keys) in PLACES {
        play.sit(who).press(keys);
        // To the first field of the place that takes words.
        for _ in 0..12 {
            // What is typed to narrow a list is gone when one leaves it; that is no draft.
            let shown = play.press(TYPED).screen().contains(TYPED);
            if shown && play.press("<tab>").screen().contains(TYPED) {
                break;
            }
            play.press(if shown { "" } else { "<tab>" });
        }
        play.reads(TYPED);
        play = play.again(who);
        let at_once = play.press(keys).screen();
        let from_the_desk = if at_once.contains(TYPED) {
            at_once.clone()
        } else {
            begun(play.sit(who)).press("<enter>").screen()
        };
        assert!(from_the_desk.contains(TYPED), "{who} {keys}: lost\n{at_once}\n{from_the_desk}");
    }
}

/// Puts the mark on the draft, below what has a clock.
fn begun(play: &mut Play) -> &mut Play {
    play.press("<end>");
    for _ in 0..200 {
        if play.screen().lines().any(|l| l.starts_with('>') && l.contains("草稿：")) {
            break;
        }
        play.press("<up>");
    }
    play
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_liuhen");
const PAUSE: Duration = Duration::from_millis(80);

fn sits(program: &str, before: &[&str], dir: &str) -> Pty {
    let args = [before, &["--register", dir, "--as", "judge"]].concat();
    let mut pty = Pty::spawn(program, &args, &[], (80, 24));
    pty.wait_for_bytes("中文\u{1b}[6n".as_bytes());
    pty.send("\u{1b}[2;5R\u{1b}[2;2R");
    pty.wait_for("F1");
    pty
}

/// A quick note half written in the real program on a real terminal.
fn half_written(pty: &mut Pty) {
    pty.send("\u{1b}OS");
    pty.wait_quiet(PAUSE);
    pty.send(TYPED);
    pty.wait_for(TYPED);
}

fn found_again(dir: &str) -> bool {
    let mut pty = sits(PROGRAM, &[], dir);
    pty.send("\r");
    pty.wait_quiet(PAUSE);
    let screen = pty.screen();
    if !screen.contains(TYPED) {
        eprintln!("{screen}");
    }
    screen.contains(TYPED)
}

#[test]
fn a_session_lost_by_hang_up_by_order_or_by_a_dead_line_loses_nothing() {
    for way in ["hang up", "TERM", "HUP"] {
        let place = line::Place::training();
        let mut pty = sits(PROGRAM, &[], place.dir());
        half_written(&mut pty);
        match way {
            "hang up" => pty.hang_up(),
            signal => {
                let pid = pty.pid().to_string();
                let sent = std::process::Command::new("kill").args(["-s", signal, &pid]).status();
                assert!(sent.unwrap().success());
            }
        }
        pty.wait_exit();
        assert!(found_again(place.dir()), "{way}");
    }
}

/// Nobody sends a signal: the program only finds that its terminal no longer answers (EIO).
#[test]
fn a_terminal_that_is_gone_without_a_signal_loses_nothing() {
    if std::process::Command::new("setsid").arg("--version").output().is_err() {
        crate::skip::skip(
            "setsid (package util-linux) is missing: a dead line without a signal was NOT tried",
        );
        return;
    }
    let place = line::Place::training();
    // In a session of its own it has no controlling terminal, so the kernel tells it nothing.
    let mut pty = sits("setsid", &["--wait", PROGRAM], place.dir());
    half_written(&mut pty);
    pty.hang_up();
    let mut tries = 0;
    while !found_again(place.dir()) {
        tries += 1;
        assert!(tries < 10, "lost");
        std::thread::sleep(Duration::from_millis(200));
    }
}
