//! The terminal as a whole: taken over once, given back once, whatever happens in between.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode, window_size};
use ratatui::layout::Size;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::input::{Keyboard, Post};
use super::keys::Event;

/// Alternate screen, bracketed paste.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h";
/// The alternate screen is wiped before it is left: it must not keep what was read there.
const LEAVE: &[u8] = b"\x1b[m\x1b[r\x1b[2J\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// A terminal that takes no more bytes must not keep a process that was told to go.
const LAST_WORDS: Duration = Duration::from_millis(60);

/// A terminal taken over. Dropping it gives the terminal back, and so do a panic and a signal;
/// whichever comes first does it, and what is drawn after that goes nowhere.
pub struct Terminal(Arc<Tty>);

struct Tty {
    out: File,
    given_back: AtomicBool,
}

impl Tty {
    fn give_back(&self) {
        if !self.given_back.swap(true, Ordering::SeqCst) {
            // Nobody can be told of a failure: the terminal is where it would be said.
            let _ = (&self.out).write_all(LEAVE);
            let _ = disable_raw_mode();
        }
    }
}

/// Writes to the terminal as long as it is ours. Unbuffered: hand it whole frames.
pub struct Output(Arc<Tty>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.given_back.load(Ordering::SeqCst) { Ok(bytes.len()) } else { (&self.0.out).write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What bytes mean to the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Han characters take two cells; those of ambiguous width two or one.
    Utf8 { ambiguous_wide: bool },
    /// Chinese would be garbage there.
    NotUtf8,
}

/// The environment's word on the encoding, asked only if the terminal gives no answer.
#[derive(Debug, Clone, Default)]
pub struct Locale {
    pub lc_all: Option<String>,
    pub lc_ctype: Option<String>,
    pub lang: Option<String>,
}

impl Locale {
    /// What the first of the three that is set says, as POSIX orders them.
    pub fn encoding(&self) -> Encoding {
        let set = [&self.lc_all, &self.lc_ctype, &self.lang].into_iter().flatten().find(|v| !v.is_empty());
        let name = set.map(|v| v.to_ascii_lowercase().replace('-', ""));
        match name {
            Some(name) if name.contains("utf8") => Encoding::Utf8 { ambiguous_wide: false },
            _ => Encoding::NotUtf8,
        }
    }
}

impl Terminal {
    /// Takes over the terminal at standard input and output. Install other panic hooks before:
    /// theirs then speaks after the terminal was given back.
    pub fn enter() -> io::Result<Terminal> {
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        enable_raw_mode()?;
        let tty = Arc::new(Tty { out, given_back: AtomicBool::new(false) });
        let terminal = Terminal(tty.clone());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            tty.give_back();
            before(panic);
        }));
        (&terminal.0.out).write_all(ENTER)?;
        Ok(terminal)
    }

    /// A writer for a [`super::screen::Display`].
    pub fn output(&self) -> Output {
        Output(self.0.clone())
    }

    /// Starts the thread that hears signals. A new size and a return from suspension are posted.
    /// Where the process is told to go, or its terminal goes, this thread itself runs `on_hangup`
    /// (which saves what is being typed), gives the terminal back and ends the process by the same
    /// signal: the rest of the program may be waiting for anything.
    pub fn watch(&self, post: Post, on_hangup: Box<dyn Fn() + Send>) -> io::Result<()> {
        let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH, SIGCONT])?;
        let tty = self.0.clone();
        std::thread::Builder::new().name("signals".into()).spawn(move || {
            crate::office::block_stops();
            for signal in signals.forever() {
                match signal {
                    SIGWINCH => post.send(resized()),
                    SIGCONT => {
                        retake(&tty);
                        post.send(resized());
                        post.send(Event::Repaint);
                    }
                    _ => {
                        on_hangup();
                        last_words(&tty);
                        let _ = emulate_default_handler(signal);
                    }
                }
            }
        })?;
        Ok(())
    }

    /// Learns by the cursor's movement how the terminal reads our bytes. Two Han characters make
    /// it four columns in UTF-8, six in the GB encodings and in Latin 1; one alone could deceive.
    /// `locale` decides if no answer comes within `wait`.
    pub fn probe(&self, keyboard: &mut Keyboard, wait: Duration, locale: &Locale) -> io::Result<Encoding> {
        // Not in the first row, where the report could be taken for a key.
        let question = "\x1b[2;1H\x1b[2K中文\x1b[6n\x1b[2;1H\x1b[2K“\x1b[6n\x1b[2;1H\x1b[2K";
        self.output().write_all(question.as_bytes())?;
        Ok(match keyboard.reports(2, wait)[..] {
            [(_, 5), (_, column)] => Encoding::Utf8 { ambiguous_wide: column > 2 },
            [(_, 5)] => Encoding::Utf8 { ambiguous_wide: false },
            [_, ..] => Encoding::NotUtf8,
            [] => locale.encoding(),
        })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

/// The size now; 80x24 where the terminal does not say.
pub fn size() -> Size {
    match window_size() {
        Ok(size) if size.columns > 0 && size.rows > 0 => Size::new(size.columns, size.rows),
        _ => Size::new(80, 24),
    }
}

fn resized() -> Event {
    let Size { width, height } = size();
    Event::Resize(width, height)
}

/// The shell had the terminal meanwhile, with modes and a screen of its own.
fn retake(tty: &Tty) {
    if !tty.given_back.load(Ordering::SeqCst) {
        let _ = disable_raw_mode();
        let _ = enable_raw_mode();
        let _ = (&tty.out).write_all(ENTER);
    }
}

/// Gives the terminal back, but does not wait for one that takes no more bytes.
fn last_words(tty: &Arc<Tty>) {
    let (said, heard) = channel();
    let tty = tty.clone();
    let started = std::thread::Builder::new().spawn(move || {
        tty.give_back();
        let _ = said.send(());
    });
    if started.is_ok() {
        let _ = heard.recv_timeout(LAST_WORDS);
    }
}
