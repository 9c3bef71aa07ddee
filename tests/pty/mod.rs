//! A program in a real pseudo-terminal, and what a person in front of it would see.
#![allow(dead_code, reason = "each test file uses what it needs")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Long enough for a loaded machine; nothing is measured by it.
const DEADLINE: Duration = Duration::from_secs(60);

/// What the terminal received so far.
struct Received {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    ended: bool,
    /// The person's side has gone: what still comes is seen by nobody.
    gone: bool,
}

/// A running program and its terminal. Dropping it kills the program.
pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    received: Arc<(Mutex<Received>, Condvar)>,
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("a screen has cells")
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Pty {
    /// Starts `program`; of the environment it gets `PATH` and `env` only.
    pub fn spawn(program: &str, args: &[&str], env: &[(&str, &str)], (columns, rows): (u16, u16)) -> Pty {
        let pair = native_pty_system().openpty(pty_size(columns, rows)).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        command.env("TERM", "xterm");
        env.iter().for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        let received = Arc::new((
            Mutex::new(Received { screen, bytes: Vec::new(), ended: false, gone: false }),
            Condvar::new(),
        ));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keyboard = pair.master.take_writer().expect("a keyboard");
        let shared = received.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let got = reader.read(&mut buffer).unwrap_or(0);
                let mut received = shared.0.lock().expect("no panic in here");
                if received.gone {
                    return;
                }
                received.screen.process(&buffer[..got]);
                received.bytes.extend(&buffer[..got]);
                received.ended = got == 0;
                shared.1.notify_all();
                if got == 0 {
                    return;
                }
            }
        });
        Pty { master: Some(pair.master), keyboard: Some(keyboard), child, received }
    }

    /// Types bytes as they are: `\r` is Enter, `\x1b[A` an arrow.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let keyboard = self.keyboard.as_mut().expect("not hung up");
        keyboard.write_all(bytes.as_ref()).and_then(|()| keyboard.flush()).expect("the terminal takes keys");
    }

    /// Waits until `met` holds of what was received; panics with the screen if it never does.
    fn wait(&self, what: &str, met: impl Fn(&Received) -> bool) {
        let received = self.received.0.lock().expect("no panic in here");
        let waited =
            self.received.1.wait_timeout_while(received, DEADLINE, |r| !met(r)).expect("no panic in here");
        if waited.1.timed_out() {
            drop(waited);
            panic!("waited in vain for {what}; the screen:\n{}", self.screen());
        }
    }

    /// Waits until the screen shows `text`.
    pub fn wait_for(&self, text: &str) {
        self.wait(text, |r| r.screen.screen().contents().contains(text));
    }

    /// Waits until the screen, as text, is one of which `met` holds.
    pub fn wait_until(&self, what: &str, met: impl Fn(&str) -> bool) {
        self.wait(what, |r| met(&r.screen.screen().contents()));
    }

    /// Waits for one of two texts, or the end; whether the first is there.
    pub fn wait_for_either(&self, one: &str, other: &str) -> bool {
        self.wait(&format!("{one} or {other}"), |r| {
            let screen = r.screen.screen().contents();
            screen.contains(one) || screen.contains(other) || r.ended
        });
        self.screen().contains(one)
    }

    /// Waits until the terminal received exactly these bytes somewhere.
    pub fn wait_for_bytes(&self, bytes: &[u8]) {
        assert!(self.receives(bytes), "the program ended without {:?}", bytes.escape_ascii().to_string());
    }

    /// Waits for these bytes, or the end; whether they came.
    pub fn receives(&self, bytes: &[u8]) -> bool {
        let came = |r: &Received| r.bytes.windows(bytes.len()).any(|w| w == bytes);
        self.wait(&format!("{:?}", bytes.escape_ascii().to_string()), |r| came(r) || r.ended);
        came(&self.received.0.lock().expect("no panic in here"))
    }

    /// Waits until nothing came for `quiet`, or the program has ended.
    pub fn wait_quiet(&self, quiet: Duration) {
        let until = Instant::now() + DEADLINE;
        let mut before = usize::MAX;
        let mut received = self.received.0.lock().expect("no panic in here");
        while received.bytes.len() != before && !received.ended {
            assert!(Instant::now() < until, "the program does not come to rest");
            before = received.bytes.len();
            received = self
                .received
                .1
                .wait_timeout_while(received, quiet, |r| r.bytes.len() == before && !r.ended)
                .expect("no panic in here")
                .0;
        }
    }

    /// Waits until the program has nothing left to do: it sleeps, and nothing comes.
    pub fn wait_idle(&self, quiet: Duration) {
        let asleep = || {
            let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap_or_default();
            // After the name in brackets; whoever is not there any more does nothing either.
            stat.rsplit_once(") ").is_none_or(|(_, rest)| !rest.starts_with(['R', 'D']))
        };
        let until = Instant::now() + DEADLINE;
        let mut calm = 0;
        while calm < 3 && Instant::now() < until {
            let before = self.written();
            self.wait_quiet(quiet / 4);
            calm = if asleep() && self.written() == before { calm + 1 } else { 0 };
        }
    }

    /// The screen as text, blanks at line ends trimmed.
    pub fn screen(&self) -> String {
        self.look(|screen| screen.contents())
    }

    /// Anything else about the screen: attributes, caret, modes.
    pub fn look<T>(&self, see: impl FnOnce(&vt100::Screen) -> T) -> T {
        see(self.received.0.lock().expect("no panic in here").screen.screen())
    }

    /// All that the program has written.
    pub fn received(&self) -> Vec<u8> {
        self.received.0.lock().expect("no panic in here").bytes.clone()
    }

    /// How many bytes the program has written.
    pub fn written(&self) -> usize {
        self.received.0.lock().expect("no panic in here").bytes.len()
    }

    /// Gives the window another size, as the person's mouse would.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.received.0.lock().expect("no panic in here").screen.set_size(cells(rows), cells(columns));
        self.master.as_ref().expect("not hung up").resize(pty_size(columns, rows)).expect("a new size");
    }

    /// Process id, to send signals to.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("the program runs")
    }

    /// The connection is gone, without a word.
    pub fn hang_up(&mut self) {
        let master = self.master.take().expect("not hung up");
        let tty = master.tty_name().expect("a name");
        // The library types an end of file on closing, where the terminal has a key for it.
        let quiet = Command::new("stty").arg("-F").arg(&tty).args(["eof", "undef"]).status();
        assert!(quiet.expect("stty").success());
        self.received.0.lock().expect("no panic in here").gone = true;
        // One byte from the other side lets the reading thread notice and close its end.
        fs::File::options()
            .write(true)
            .open(&tty)
            .and_then(|mut tty| tty.write_all(b"."))
            .expect("a terminal");
        self.keyboard = None;
    }

    /// Waits for the program to end.
    pub fn wait_exit(&mut self) -> ExitStatus {
        let until = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child of ours") {
                return status;
            }
            assert!(Instant::now() < until, "still running; the screen:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
