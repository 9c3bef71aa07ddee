//! The process: its arguments, its streams, its exit code. A fault of our own is written down and
//! told by its number; nobody is shown a panic.

use color_eyre::config::HookBuilder;
use color_eyre::eyre::{Report, eyre};
use liuhen::cli::{self, env::Env, face::Streams, fault, stop};
use liuhen::domain::lang::Lang;
use liuhen::ui::run::{Ended, Surroundings, run};
use liuhen::ui::terminal::Locale;
use liuhen::words::{cli::cli as cli_words, fill};
use std::io::{BufWriter, IsTerminal, Write, stderr, stdin, stdout};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

fn main() -> ExitCode {
    let env = Env::read();
    let report = quiet_panics();
    let streams = Streams {
        input: Box::new(stdin()),
        out: Box::new(BufWriter::new(stdout())),
        err: Box::new(stderr()),
        out_is_terminal: stdout().is_terminal(),
        err_is_terminal: stderr().is_terminal(),
    };
    let [lc_all, lc_ctype, lang] = env.locale.clone();
    let around = Surroundings { locale: Locale { lc_all, lc_ctype, lang }, no_color: env.no_color };
    let screens = |office, actor, me, lang| Ok(run(office, actor, me, lang, &around)? == Ended::Left);
    let code = panic::catch_unwind(AssertUnwindSafe(|| cli::run(&env, streams, &screens))).unwrap_or_else(|_| {
        let what = report.lock().map(|r| r.clone()).unwrap_or_default();
        tell(&env, &eyre!(what))
    });
    ExitCode::from(code)
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
        let line = fill(&said.fault, &[("what", &said.our_fault), ("no", &number)]);
        // There is nobody left to tell when standard error is gone too.
        let _ = writeln!(stderr(), "{line}");
    }
    stop::FAULT
}
