//! The same acts as the screens, one line each: for screen readers, scripts and other systems.
//!
//! [`run`] is the whole of it: arguments in, exit code out. Nothing here decides anything; every act
//! is a command of the domain handed to the office, and every word comes from an asset.

mod again;
mod checkpoint;
mod committee;
mod copies;
mod custody;
mod demo;
mod deploy;
mod dispatch;
mod disposal;
mod doctor;
mod draft;
pub mod env;
mod evidence;
pub mod face;
pub mod fault;
mod form;
mod help;
mod init;
mod input;
mod kind;
mod list;
mod listed;
mod matters;
mod meeting;
mod names;
mod organ;
mod page;
mod person_keys;
mod platform;
mod print;
mod proposals;
mod receipt;
mod record;
mod reference;
mod remote;
mod rollback;
mod session;
mod setup;
mod signing;
mod sitting;
mod ssh;
mod stats;
pub mod stop;
mod whoami;
mod whole;
mod witness;
mod workbook;

use crate::domain::command::Actor;
use crate::domain::ids::PersonId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Rule;
use crate::identity;
use crate::office::{Fault, Mode, Office, Trouble};
use clap::{ArgAction, ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use env::Env;
use face::{Face, Streams};
pub use help::command;
use input::Typed;
pub use reference::Key;
use sitting::Sitting;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use stop::Stop;

#[derive(Debug, Parser)]
#[command(
    name = "liuhen",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Line {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Option<Verb>,
    /// As it was said, where it came under an id of its own.
    #[arg(skip)]
    words: Vec<OsString>,
}

#[derive(Debug, Args)]
struct Global {
    #[arg(long, global = true, value_name = "DIR")]
    register: Option<PathBuf>,
    #[arg(long, global = true, value_name = "zh|en")]
    lang: Option<Lang>,
    #[arg(long, global = true)]
    json: bool,
    #[arg(long = "as", global = true, value_name = "ACCOUNT")]
    as_account: Option<String>,
    #[arg(long, global = true, value_name = "TIME")]
    now: Option<Typed>,
    #[arg(long, global = true, value_name = "FILE")]
    anchor: Option<PathBuf>,
    #[arg(long, global = true)]
    passphrase_stdin: bool,
    #[arg(long, global = true, value_name = "ID")]
    command_id: Option<uuid::Uuid>,
    #[arg(long, short = 'h', global = true, action = ArgAction::Help)]
    help: Option<bool>,
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    #[command(subcommand)]
    Record(record::Verb),
    Quick(record::Quick),
    Show(page::Show),
    List(list::List),
    Print(print::Print),
    Desk(list::Desk),
    Disposal(disposal::Disposal),
    Stats(stats::Stats),
    Confirm(custody::Confirm),
    Return(custody::Return),
    Dispute(custody::Dispute),
    Resolve(custody::Resolve),
    ConfirmChange(custody::Change),
    RefuseChange(custody::RefuseChange),
    ReportAtOnce(custody::ReportAtOnce),
    Escalate(matters::Escalate),
    #[command(subcommand)]
    Escalation(matters::Escalation),
    #[command(subcommand)]
    Committee(committee::Verb),
    #[command(subcommand)]
    Account(organ::Account),
    #[command(subcommand)]
    Role(organ::Roles),
    #[command(subcommand)]
    Roster(organ::Roster),
    #[command(subcommand)]
    Unit(organ::Unit),
    #[command(subcommand)]
    Person(organ::Person),
    #[command(subcommand)]
    Recusal(organ::Recusal),
    #[command(subcommand)]
    Case(organ::Case),
    #[command(subcommand)]
    Policy(organ::Policy),
    #[command(subcommand)]
    Calendar(organ::Policy),
    #[command(subcommand)]
    Proposal(proposals::Proposal),
    #[command(subcommand)]
    Passphrase(signing::Passphrase),
    #[command(subcommand)]
    Challenge(signing::Asked),
    Submit(signing::Submit),
    #[command(subcommand)]
    Key(person_keys::Key),
    Ledger(list::Ledger),
    Whoami,
    Verify(evidence::Verify),
    Checkpoint(checkpoint::Checkpoints),
    Receipt(receipt::Receipt),
    #[command(subcommand)]
    Rollback(rollback::Rollback),
    #[command(subcommand)]
    Witness(witness::Witness),
    Proof(evidence::Proof),
    CheckProof(evidence::CheckProof),
    Backup(copies::Backup),
    Restore(copies::Restore),
    Drill(copies::Drill),
    #[command(subcommand)]
    Draft(draft::Verb),
    VerifyScript(reference::VerifyScript),
    Rebuild,
    Tick,
    SetupSsh(setup::SetupSsh),
    Doctor(doctor::Doctor),
    Init(init::Init),
    Demo(demo::Demo),
    Codes(reference::Codes),
    Flow(reference::Flow),
    Keys(reference::Keys),
    Man,
    Completions(reference::Completions),
    Session(session::Session),
    SshKeys(ssh::SshKeys),
    #[command(flatten)]
    Kind(kind::KindVerb),
}

/// The screens for one person; false where the terminal cannot show Chinese.
pub type Screens<'a> = dyn Fn(Office, Actor, PersonId, Lang) -> std::io::Result<bool> + 'a;

/// Does what the line says; returns the exit code. Never panics on purpose and never exits itself.
///
/// `screens` opens the other face where no act is named; `keys` tells its keys for the manual.
pub fn run(env: &Env, streams: Streams, screens: &Screens<'_>, keys: &dyn Fn(Lang) -> Vec<Key>) -> u8 {
    // Errors of the line itself need a language and a form before the line is understood.
    let asked = help::lang_of(&env.args);
    let json = env.args.iter().any(|a| a == "--json");
    let mut face = Face {
        lang: asked.unwrap_or_default(),
        json,
        away: false,
        by_somebody: false,
        done: None,
        whole: false,
        heard: None,
        streams,
    };
    let mut dir = None;
    let called = session::called(&env.args, env.exe.as_deref());
    let understood = called.and_then(|args| understand(&mut face, &args));
    let done = understood.and_then(|line| match line {
        Some((line, _)) => {
            let place = place(env, &line);
            // A copy looked at as evidence must not change by a byte, not even by a fault's note.
            dir = place.clone().filter(|_| !line.looks_only());
            if let Some(Verb::Keys(k)) = &line.verb {
                return reference::keys(&mut face, &keys(asked.unwrap_or_default()), k);
            }
            carry_out(&mut face, env, screens, place.as_deref(), line, asked)
        }
        None => Ok(()),
    });
    let done = done.and_then(|()| face.streams.out.flush().map_err(Stop::Out));
    match done {
        Ok(()) => stop::DONE,
        Err(stop) => {
            // What was found before the end is said before why it ended.
            let _ = face.streams.out.flush();
            stop::tell(&mut face, &stop, |f| fault::note(dir.as_deref(), &f.to_string()))
        }
    }
}

/// The line as a value, or nothing when it asked for help and has got it.
fn understand(face: &mut Face, args: &[OsString]) -> Result<Option<(Line, ArgMatches)>, Stop> {
    // The words of help are put on only where some are needed: most lines are understood without.
    let plain = Line::command().try_get_matches_from(args);
    let dressed = || help::command(face.lang).try_get_matches_from(args);
    let matches = match plain.or_else(|_| dressed()) {
        Ok(matches) => matches,
        Err(error) => match help::explain(&error, face.lang) {
            help::Parsed::Wrong(stop) => return Err(stop),
            help::Parsed::Print(page) => {
                face.line(page.trim_end())?;
                return Ok(None);
            }
        },
    };
    let mut line = Line::from_arg_matches(&matches).map_err(|e| match help::explain(&e, face.lang) {
        help::Parsed::Wrong(stop) => stop,
        help::Parsed::Print(page) => Stop::Usage(page),
    })?;
    if line.global.command_id.is_some() {
        line.words = again::words_of(&Line::command(), &matches);
    }
    Ok(Some((line, matches)))
}

/// Where the register is: the line, the environment, the platform's place.
fn place(env: &Env, line: &Line) -> Option<PathBuf> {
    let given = line.global.register.clone();
    let own = |name: &str| env.data.as_ref().map(|d| d.join(name));
    match &line.verb {
        // What the environment names is the register of daily work; none is made there for training.
        Some(Verb::Demo(d)) if d.verb.is_none() => d.dir.clone().or(given).or_else(|| own("demo")),
        Some(Verb::Demo(_)) => given.or_else(|| env.register.clone()).or_else(|| own("demo")),
        Some(Verb::Session(_)) => given.or_else(session::register_named),
        // The server's register is never the one of whoever happens to administer it.
        Some(Verb::SetupSsh(_)) => given,
        Some(Verb::Doctor(d)) => {
            given.or_else(|| env.register.clone()).or_else(|| d.register()).or_else(|| own("register"))
        }
        _ => given.or_else(|| env.register.clone()).or_else(|| own("register")),
    }
}

impl Line {
    /// Whether this call only looks at a copy that must not change.
    fn looks_only(&self) -> bool {
        matches!(&self.verb, Some(Verb::Verify(v)) if v.immutable())
    }
}

fn carry_out(
    face: &mut Face,
    env: &Env,
    open_screens: &Screens<'_>,
    dir: Option<&Path>,
    line: Line,
    asked: Option<Lang>,
) -> Result<(), Stop> {
    let somewhere = || dir.ok_or_else(|| Stop::Usage(face_said(asked).no_register.clone()));
    match &line.verb {
        Some(Verb::Init(i)) => return init::run(face, i, somewhere()?),
        Some(Verb::Session(s)) => {
            session::only_after_the_verb(&line)?;
            return session::run(face, env, open_screens, somewhere()?, s, asked);
        }
        Some(Verb::SshKeys(k)) => return ssh::keys(face, env, k, dir),
        Some(Verb::SetupSsh(s)) => return setup::run(face, s, dir),
        Some(Verb::Doctor(d)) => return doctor::run(face, env, d, somewhere()?, line.global.now.as_ref()),
        _ => {}
    }
    if let Some(done) = without_register(face, line.verb.as_ref()) {
        return done;
    }
    let mut part = None;
    if let Some(Verb::Demo(d @ demo::Demo { verb: None, .. })) = &line.verb {
        match demo::ready(face, d, somewhere()?, line.global.now.as_ref())? {
            Some(account) => part = Some(account),
            None => return Ok(()),
        }
    }
    let mode = if line.looks_only() { Mode::Evidence } else { Mode::Session };
    let mut office = match (Office::open(somewhere()?, mode), &line.verb) {
        (Err(Trouble::Fault(why @ (Fault::Damaged(_) | Fault::Database(_)))), Some(Verb::Verify(v))) => {
            return evidence::verify_unopened(face, somewhere()?, mode, v, why);
        }
        (Err(Trouble::Fault(Fault::Damaged(_))), Some(Verb::Rebuild)) => {
            Office::open_to_rebuild(somewhere()?)?
        }
        (opened, _) => opened?,
    };
    // What the tables show is believed only as long as nobody else wrote into them.
    if mode == Mode::Session
        && !matches!(&line.verb, Some(Verb::Verify(_) | Verb::Rebuild | Verb::Checkpoint(_)))
    {
        office.untouched()?;
    }
    let global = &line.global;
    if let Some(anchor) = global.anchor.as_ref().or(env.anchor.as_ref()) {
        // Whoever names one believes himself protected by it.
        match mode == Mode::Session && !office.is_training() {
            true => office.anchor(anchor)?,
            false => face.remark(&face.said().anchor_unused),
        }
    }
    rollback::warn(face, &office);
    if (global.as_account.is_some() || global.now.is_some()) && !office.is_training() {
        return Err(Rule::TrainingOnly.into());
    }
    face.by_somebody = global.as_account.is_some();
    if let Some(typed) = &global.now {
        let at = face.any_time("now", typed, office.now())?;
        office.stand_at(at.at_ms)?;
    }
    if let Some(done) = without_person(face, &mut office, line.verb.as_ref()) {
        return done;
    }
    let sudo_uid = env.sudo_uid.as_deref();
    let named = global.as_account.as_deref().or(part.as_deref());
    let actor = match &line.verb {
        Some(Verb::Backup(_)) if named.is_none() && identity::is_the_register(&office, sudo_uid) => {
            Actor::register()
        }
        _ => sitting::who(face, &office, named, env)?,
    };
    face.lang = lang_for(&office, &actor, asked);
    match line.verb {
        Some(Verb::Demo(_)) | None => screens(face, open_screens, office, actor),
        Some(verb) => {
            let pen = signing::Pen::of(face, global.passphrase_stdin)?;
            let mut sitting = Sitting { face, office, actor, pen, command: global.command_id };
            let done = sitting.say(verb, line.words);
            sitting.tell_put_aside();
            done
        }
    }
}

/// What asks for no register at all.
fn without_register(face: &mut Face, verb: Option<&Verb>) -> Option<Result<(), Stop>> {
    match verb? {
        Verb::CheckProof(c) => Some(evidence::check_proof(face, c)),
        Verb::Witness(w) => witness::alone(face, w),
        Verb::Checkpoint(c) => c.alone().map(|(file, dir)| checkpoint::unpack(face, file, dir)),
        Verb::Restore(r) => Some(copies::put_back(face, r)),
        Verb::Draft(draft::Verb::Blank(b)) => Some(draft::blank(face, b)),
        Verb::Codes(c) => Some(reference::codes(face, c)),
        Verb::Flow(f) => Some(reference::flow(face, f)),
        Verb::Man => Some(reference::man(face)),
        Verb::VerifyScript(v) => Some(reference::verify_script(face, v)),
        Verb::Completions(c) => Some(reference::completions(face, c)),
        _ => None,
    }
}

/// What asks for no person: evidence is anybody's who can read the file, clocks are nobody's.
fn without_person(face: &mut Face, office: &mut Office, verb: Option<&Verb>) -> Option<Result<(), Stop>> {
    match verb? {
        Verb::Verify(v) => Some(evidence::verify(face, office, v)),
        Verb::Checkpoint(c) if !c.asks_who() => Some(checkpoint::checkpoint(face, office, c)),
        Verb::Demo(demo::Demo { verb: Some(demo::Verb::Clock(f)), .. }) => Some(demo::clock(face, office, f)),
        Verb::Tick => Some(tick(face, office)),
        _ => None,
    }
}

/// The language asked for, else the person's own.
fn lang_for(office: &Office, actor: &Actor, asked: Option<Lang>) -> Lang {
    let own = actor.id().and_then(|id| office.organ().people.get(id)).and_then(|p| p.lang.as_deref());
    asked.or_else(|| own.and_then(|l| l.parse().ok())).unwrap_or_default()
}

fn face_said(asked: Option<Lang>) -> &'static crate::words::cli::Said {
    &crate::words::cli::words(asked.unwrap_or_default()).said
}

fn tick(face: &mut Face, office: &mut Office) -> Result<(), Stop> {
    let acts = office.tick()?;
    office.concord();
    if acts > 0 {
        face.stands();
    }
    if !face.counts() {
        return if face.json {
            face.value(&serde_json::json!({}))
        } else {
            face.line(&face.said().ticked_for_some)
        };
    }
    if face.json {
        return face.value(&serde_json::json!({ "acts": acts }));
    }
    face.say(&face.said().ticked, &[("n", &acts.to_string())])
}

/// The screens, as the person at the other end; where there is no terminal to draw on, the line
/// says so.
fn screens(face: &mut Face, open: &Screens<'_>, office: Office, actor: Actor) -> Result<(), Stop> {
    let Some(me) =
        actor.id().cloned().filter(|_| face.streams.out_is_terminal && face.streams.in_is_terminal)
    else {
        return Err(Stop::Usage(face.said().no_terminal.clone()));
    };
    face.streams.out.flush().map_err(Stop::Out)?;
    match open(office, actor, me, face.lang) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Stop::ScreensShut),
        Err(error) => Err(Fault::from(error).into()),
    }
}
