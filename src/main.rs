//! The process: its arguments, its streams, its exit code. A fault of our own is written down and
//! told by its number; nobody is shown a panic.

use color_eyre::config::HookBuilder;
use color_eyre::eyre::{Report, eyre};
use liuhen::cli::{self, Key, env::Env, face::Streams, fault, stop};
use liuhen::demo;
use liuhen::domain::lang::Lang;
use liuhen::office::Office;
use liuhen::process::limits;
use liuhen::ui::bindings::{self, Action, GLOBAL, LOCAL};
use liuhen::ui::run::{Ended, Surroundings, run};
use liuhen::ui::terminal::Locale;
use liuhen::words::{cli::words as cli_words, fill, frame, words};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Read, Write, stderr, stdin, stdout};
use std::os::fd::{AsFd, BorrowedFd};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

/// Standard input without a buffer of its own, which would keep a passphrase for as long as we run.
fn unbuffered_input() -> Box<dyn Read> {
    match stdin().as_fd().try_clone_to_owned() {
        Ok(own) => Box::new(File::from(own)),
        Err(_) => Box::new(stdin()),
    }
}

fn main() -> ExitCode {
    // Where it cannot be had, the process ends without a word as it did before.
    let _ = limits::outlive_long_files();
    let env = Env::read();
    let report = quiet_panics();
    let streams = Streams {
        input: unbuffered_input(),
        out: if may_write() { Box::new(BufWriter::new(stdout())) } else { Box::new(Shut) },
        err: Box::new(stderr()),
        out_is_terminal: stdout().is_terminal(),
        err_is_terminal: stderr().is_terminal(),
        in_is_terminal: stdin().is_terminal(),
        input_is_whole: stdin().is_terminal() || is_file(),
        peer_is_there: Box::new(peer_is_there),
        input_comes: Rc::new(|seconds| comes(stdin().as_fd(), seconds)),
    };
    let [lc_all, lc_ctype, lang] = env.locale.clone();
    let around = Surroundings { locale: Locale { lc_all, lc_ctype, lang }, no_color: env.no_color };
    let screens = |office: Office, actor, me, lang| {
        let cast = if office.is_training() { demo::cast(office.organ()) } else { Vec::new() };
        let cast = cast.into_iter().filter_map(|c| {
            let id = office.organ().by_account(&c.account)?.id.clone();
            Some((id, c.zh, c.en))
        });
        let cast = cast.collect();
        Ok(run(office, actor, me, lang, &around, cast)? == Ended::Left)
    };
    let code = panic::catch_unwind(AssertUnwindSafe(|| cli::run(&env, streams, &screens, &keys)))
        .unwrap_or_else(|_| {
            let what = report.lock().map(|r| r.clone()).unwrap_or_default();
            tell(&env, &eyre!(what))
        });
    ExitCode::from(code)
}

/// A standard output that was opened for reading: the library takes what it is given and says that all is
/// well, as for one that was never open.
struct Shut;

impl Write for Shut {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::Error::from_raw_os_error(nix::libc::EBADF))
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether standard output is one to be written to at all.
fn may_write() -> bool {
    let flags = fcntl(stdout().as_fd(), FcntlArg::F_GETFL).map(OFlag::from_bits_truncate);
    flags.is_ok_and(|flags| flags & OFlag::O_ACCMODE != OFlag::O_RDONLY)
}

/// Whether standard input is a file, whose end is known.
fn is_file() -> bool {
    stdin().as_fd().try_clone_to_owned().map(File::from).and_then(|f| f.metadata()).is_ok_and(|m| m.is_file())
}

/// Whether somebody still has hold of the other end of standard output.
fn peer_is_there() -> bool {
    let out = stdout();
    let mut asked = [PollFd::new(out.as_fd(), PollFlags::POLLOUT)];
    let gone = PollFlags::POLLERR | PollFlags::POLLHUP | PollFlags::POLLNVAL;
    match poll(&mut asked, PollTimeout::ZERO) {
        Ok(_) => !asked[0].revents().is_some_and(|found| found.intersects(gone)),
        Err(_) => true,
    }
}

/// Whether there is something to read within so many seconds, be it the end.
fn comes(input: BorrowedFd<'_>, seconds: u16) -> bool {
    let mut asked = [PollFd::new(input, PollFlags::POLLIN)];
    let most = i32::from(seconds) * 1000;
    // What cannot be asked is read as it always was.
    !matches!(poll(&mut asked, PollTimeout::try_from(most).unwrap_or(PollTimeout::NONE)), Ok(0))
}

/// The keys of the screens as their one table has them.
fn keys(lang: Lang) -> Vec<Key> {
    let said = frame::words(lang);
    let what = |action: Action| match action {
        Action::Do(act) => words(lang).act(act).to_owned(),
        Action::Room(n) => said.room_by_number.get(&n.to_string()).cloned().unwrap_or_default(),
        other => {
            let name = format!("{other:?}").to_lowercase();
            said.action.get(&name).cloned().unwrap_or(name)
        }
    };
    let rows = GLOBAL.iter().chain(LOCAL);
    rows.map(|b| Key { keys: b.keys.iter().map(|k| bindings::label(*k)).collect(), what: what(b.action) })
        .collect()
}

/// A panic's report is kept for the fault's file instead of being thrown at the user.
fn quiet_panics() -> Arc<Mutex<String>> {
    let kept = Arc::new(Mutex::new(String::new()));
    let (hook, _) = HookBuilder::new().display_env_section(false).into_hooks();
    let place = kept.clone();
    panic::set_hook(Box::new(move |info| {
        if let Ok(mut kept) = place.lock() {
            *kept = hook.panic_report(info).to_string();
        }
    }));
    kept
}

fn tell(env: &Env, report: &Report) -> u8 {
    let number = fault::note(env.register.as_deref(), &format!("{report:?}"));
    for lang in Lang::ALL {
        let said = &cli_words(lang).said;
        let line = match &number {
            Some(number) => fill(&said.fault, &[("what", &said.our_fault), ("no", number)]),
            None => fill(&said.fault_unwritten, &[("what", &said.our_fault)]),
        };
        // There is nobody left to tell when standard error is gone too.
        let _ = writeln!(stderr(), "{line}");
    }
    stop::FAULT
}
