//! The terminal is taken over and given back by a real program in a real pseudo-terminal. That
//! program is this test file itself, started again with the name of one of its stages.

use crate::pty;

use std::fs;
use std::time::Duration;

use liuhen::ui::input::{Input, Keyboard};
use liuhen::ui::keys::{Event, Key};
use liuhen::ui::screen::{Display, Look};
use liuhen::ui::terminal::{self, Encoding, Locale, Terminal};
use pty::Pty;
use ratatui::style::Style;

/// Tells the stage where to leave its draft. Without it the stage is an ordinary, empty test.
const DRAFT: &str = "LIUHEN_TEST_DRAFT";

/// Echoes what it hears until `q`; `p` panics, `s` sleeps so that only the signal thread lives.
#[test]
fn stage() {
    let Ok(draft) = std::env::var(DRAFT) else { return };
    let terminal = Terminal::enter().unwrap();
    let mut keyboard = Keyboard::open().unwrap();
    let locale = Locale { lang: std::env::var("LANG").ok(), ..Locale::default() };
    let wait = Duration::from_millis(if std::env::var("DEAF").is_ok() { 1 } else { 10_000 });
    let encoding = terminal.probe(&mut keyboard, wait, &locale).unwrap();
    terminal.watch(keyboard.post(), Box::new(move || fs::write(&draft, "草稿").unwrap())).unwrap();
    let display = Display::new(terminal.output(), terminal::size(), Look::default());
    let mut screen = ratatui::Terminal::new(display).unwrap();
    let mut heard = format!("{encoding:?}");
    loop {
        screen
            .draw(|frame| {
                let (area, buffer) = (frame.area(), frame.buffer_mut());
                buffer.set_string(0, 0, format!("{}x{}", area.width, area.height), Style::new());
                buffer.set_stringn(0, 1, &heard, area.width.into(), Style::new());
            })
            .unwrap();
        for event in keyboard.next(None) {
            match event {
                Event::Resize(w, h) => screen.backend_mut().resize((w, h).into()),
                Event::Repaint => screen.backend_mut().forget(),
                Event::Key(Key::Char('q')) | Event::HangUp => return,
                Event::Key(Key::Char('p')) => panic!("asked for"),
                Event::Key(Key::Char('s')) => loop {
                    std::thread::park();
                },
                event => heard = format!("{heard} {event:?}"),
            }
        }
    }
}

struct Stage {
    pty: Pty,
    home: tempfile::TempDir,
}

/// Starts the stage; a terminal that reads UTF-8 answers the probe.
fn start(env: &[(&str, &str)], answer: &str) -> Stage {
    let home = tempfile::tempdir().unwrap();
    let draft = home.path().join("draft");
    let program = std::env::current_exe().unwrap();
    let env = [env, &[(DRAFT, draft.to_str().unwrap())]].concat();
    let args = ["--exact", "terminal::stage", "--nocapture", "--test-threads=1"];
    let mut pty = Pty::spawn(program.to_str().unwrap(), &args, &env, (100, 10));
    pty.wait_for_bytes("中文\x1b[6n".as_bytes());
    pty.send(answer);
    pty.wait_for("100x10");
    Stage { pty, home }
}

const UTF8: &str = "\x1b[2;5R\x1b[2;2R";

fn given_back(pty: &Pty) {
    pty.wait_for_bytes(b"\x1b[?1049l");
    pty.look(|screen| {
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    });
}

fn signal(pty: &Pty, name: &str) {
    let pid = pty.pid().to_string();
    assert!(std::process::Command::new("kill").args(["-s", name, &pid]).status().unwrap().success());
}

impl Stage {
    fn draft(&self) -> Option<String> {
        fs::read_to_string(self.home.path().join("draft")).ok()
    }
}

#[test]
fn it_is_taken_over_and_given_back() {
    let mut stage = start(&[], UTF8);
    stage.pty.wait_for("Utf8 { ambiguous_wide: false }");
    stage.pty.look(|screen| {
        assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste())
    });
    // Interrupt, suspend and quit are keys like any other; nothing is echoed by the system.
    stage.pty.send("\x03\x1a\x1c");
    stage.pty.wait_for(r"Key(Ctrl('c')) Key(Ctrl('z')) Key(Ctrl('\\'))");
    stage.pty.send("q");
    assert!(stage.pty.wait_exit().success());
    given_back(&stage.pty);
    assert_eq!(stage.draft(), None);
}

#[test]
fn idle_is_silent_and_a_new_size_is_drawn() {
    let mut stage = start(&[], UTF8);
    stage.pty.wait_quiet(Duration::from_millis(100));
    let before = stage.pty.written();
    stage.pty.wait_quiet(Duration::from_millis(300));
    assert_eq!(stage.pty.written(), before);
    stage.pty.resize(80, 24);
    stage.pty.wait_for("80x24");
}

#[test]
fn a_panic_is_told_on_a_terminal_in_order() {
    let mut stage = start(&[], UTF8);
    stage.pty.send("p");
    assert!(!stage.pty.wait_exit().success());
    given_back(&stage.pty);
    stage.pty.wait_for_bytes(b"asked for");
    let received = String::from_utf8_lossy(&stage.pty.received()).into_owned();
    assert!(received.find("\x1b[?1049l") < received.find("asked for"), "{received:?}");
    assert_eq!(received.matches("\x1b[?1049l").count(), 1);
}

#[test]
fn being_told_to_go_saves_the_draft_even_while_the_program_is_stuck() {
    for (name, stuck) in [("TERM", true), ("TERM", false), ("INT", true)] {
        let mut stage = start(&[], UTF8);
        if stuck {
            stage.pty.send("s");
            stage.pty.wait_quiet(Duration::from_millis(100));
        }
        signal(&stage.pty, name);
        let status = stage.pty.wait_exit();
        assert!(status.signal().is_some(), "{status:?}");
        given_back(&stage.pty);
        assert_eq!(stage.draft().as_deref(), Some("草稿"), "{name} {stuck}");
    }
}

#[test]
fn a_vanished_terminal_saves_the_draft_and_leaves_no_process() {
    let mut stage = start(&[], UTF8);
    stage.pty.send("s");
    stage.pty.wait_quiet(Duration::from_millis(100));
    stage.pty.hang_up();
    assert!(stage.pty.wait_exit().signal().is_some());
    assert_eq!(stage.draft().as_deref(), Some("草稿"));
}

#[test]
fn coming_back_from_suspension_takes_the_terminal_again() {
    let mut stage = start(&[], UTF8);
    signal(&stage.pty, "STOP");
    stage.pty.wait_quiet(Duration::from_millis(100));
    let before = stage.pty.written();
    signal(&stage.pty, "CONT");
    stage.pty.wait_quiet(Duration::from_millis(300));
    assert!(stage.pty.written() > before, "all was drawn anew");
    stage.pty.send("\x1b[A");
    stage.pty.wait_for("Key(Up)");
}

#[test]
fn the_probe_tells_encodings_apart() {
    for (answer, env, word) in [
        ("\x1b[2;5R\x1b[2;3R", ("LANG", "C"), "Utf8 { ambiguous_wide: true }"),
        ("\x1b[2;7R\x1b[2;3R", ("LANG", "zh_CN.UTF-8"), "NotUtf8"),
    ] {
        start(&[env], answer).pty.wait_for(word);
    }
    // A terminal that does not answer: the environment decides.
    start(&[("DEAF", "1"), ("LANG", "zh_CN.UTF-8")], "").pty.wait_for("Utf8 { ambiguous_wide: false }");
    start(&[("DEAF", "1"), ("LANG", "zh_CN.GB18030")], "").pty.wait_for("NotUtf8");
}

#[test]
fn the_environment_is_read_as_posix_orders_it() {
    let locale = |all: &str, ctype: &str, lang: &str| {
        let some = |s: &str| Some(s.to_owned());
        Locale { lc_all: some(all), lc_ctype: some(ctype), lang: some(lang) }.encoding()
    };
    assert_eq!(locale("", "", "zh_CN.utf8"), Encoding::Utf8 { ambiguous_wide: false });
    assert_eq!(locale("C", "zh_CN.UTF-8", "zh_CN.UTF-8"), Encoding::NotUtf8);
    assert_eq!(locale("", "zh_CN.GBK", "zh_CN.UTF-8"), Encoding::NotUtf8);
    assert_eq!(Locale::default().encoding(), Encoding::NotUtf8);
}
