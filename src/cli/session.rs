//! `session`: one person's session, started by sshd (`ForceCommand`), by `sudo`, or as the login shell
//! of the service account. Who it is follows from the key that signed in; what is asked for is the
//! screens, or one line from a short list.
//!
//! The order matters. The environment is thrown away first, then the process is limited, then what
//! sshd and `sudo` say is read, then the walls go up; only after that is the register opened.

use super::env::Env;
use super::face::Face;
use super::list::short;
use super::signing::Pen;
use super::sitting::Sitting;
use super::stop::Stop;
use super::{
    Line, Screens, Verb, evidence, fault, lang_for, remote, screens, whole, without_person, without_register,
};
use crate::domain::command::Actor;
use crate::domain::event::Means;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Refusal, Rule};
use crate::identity::{self, key_file, ssh::SignedIn, sudo};
use crate::office::{Fault, Mode, Office, SessionFacts, Trouble, within};
use crate::process::{environment, limits, walls};
use crate::words::fill;
use clap::Args;
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Debug, Args)]
pub struct Session {
    #[arg(value_name = "COMMAND", trailing_var_arg = true, allow_hyphen_values = true)]
    line: Vec<OsString>,
}

/// How somebody came in.
enum Door {
    /// Nobody can be named; the rule says why.
    Shut(Trouble),
    Ssh(SignedIn),
    /// The account that called `sudo`.
    Sudo(String),
}

/// The directory that `/etc/liuhen/register` names; nothing where that file is not root's alone.
pub fn register_named() -> Option<PathBuf> {
    key_file::path_named(Path::new(key_file::REGISTER)).ok().flatten()
}

/// The arguments as the grammar knows them. The program may be the login shell of the service
/// account: sshd then calls it with `-c` and the forced command, and a login at a console with a name
/// that begins with `-`. Whatever else is to be run that way is refused; there is no shell.
///
/// # Errors
/// [`Rule::VerbNotHere`] for another command.
pub fn called(args: &[OsString], exe: Option<&Path>) -> Result<Vec<OsString>, Stop> {
    let name = args.first().cloned().unwrap_or_default();
    let not_here = |what: &str| {
        let what = crate::text::clip(&crate::text::escape(what), 40);
        Err(Stop::Outside(Refusal::with(Rule::VerbNotHere, what).into()))
    };
    match args {
        [_, dash_c, line] if dash_c == "-c" => {
            let line = line.to_string_lossy();
            let words: Vec<&str> = line.split(' ').filter(|w| !w.is_empty()).collect();
            match words.as_slice() {
                [file, "session", rest @ ..] if exe.is_some_and(|own| own == Path::new(file)) => {
                    Ok([name, "session".into()].into_iter().chain(rest.iter().map(Into::into)).collect())
                }
                [first, ..] => not_here(first),
                [] => not_here("-c"),
            }
        }
        [_, dash_c, ..] if dash_c == "-c" => not_here("-c"),
        [shell] if shell.as_bytes().starts_with(b"-") => Ok(vec![name, "session".into()]),
        [shell, first, ..] if shell.as_bytes().starts_with(b"-") => not_here(&first.to_string_lossy()),
        _ => Ok(args.to_vec()),
    }
}

/// Options of the act itself stand behind its verb. One before it would be dropped without a word, and
/// a passphrase meant for it be read as something else.
///
/// # Errors
/// [`Rule::VerbNotHere`] with the option.
pub fn only_after_the_verb(line: &Line) -> Result<(), Stop> {
    let global = &line.global;
    let before = [
        ("--passphrase-stdin", global.passphrase_stdin),
        ("--as", global.as_account.is_some()),
        ("--now", global.now.is_some()),
    ];
    match before.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Refusal::with(Rule::VerbNotHere, name).into()),
        None => Ok(()),
    }
}

pub fn run(
    face: &mut Face,
    env: &Env,
    open_screens: &Screens<'_>,
    dir: &Path,
    session: &Session,
    asked: Option<Lang>,
) -> Result<(), Stop> {
    if !environment::is_clean(&env.variables) {
        let kept = environment::kept(&env.variables);
        return Err(Fault::from(environment::again(&env.args, &kept)).into());
    }
    limits::harden().map_err(Fault::from)?;
    let door = Door::find(env, dir);
    // Read while it can be: behind the walls there is no /etc.
    let anchor = key_file::path_named(Path::new(key_file::ANCHOR)).ok().flatten();
    let anchor = anchor.filter(|path| {
        // It may lie on a mount that hangs, on which the walls would be built too.
        let (above, answers) = (path.parent().map(Path::to_owned), Duration::from_secs(2));
        let there = within(answers, move || above.is_some_and(|dir| dir.is_dir()));
        if there.is_none() {
            fault::note(Some(dir), &format!("anchor: no answer from {}", path.display()));
        }
        there.is_some()
    });
    let reach: Vec<&Path> = std::iter::once(dir).chain(anchor.as_deref().and_then(Path::parent)).collect();
    if let Err(error) = walls::build(&reach) {
        // A person who must record something is not sent away for it; whoever keeps the machine is told.
        fault::note(Some(dir), &format!("landlock: {error}"));
    }
    face.away = true;
    let by_ssh = matches!(door, Door::Ssh(_));
    let mut office = match Office::open(dir, Mode::Session) {
        Ok(office) => office,
        Err(trouble) => return unopened(face, env, by_ssh, dir, trouble, asked),
    };
    office.untouched().map_err(|fault| Stop::Outside(fault.into()))?;
    if let Some(Err(trouble)) = anchor.map(|path| office.anchor(&path)) {
        // Nobody is kept from recording by it; whoever keeps the machine is told.
        fault::note(Some(dir), &format!("anchor: {trouble}"));
    }
    let (actor, facts) = door.open(&mut office)?;
    face.lang = lang_for(&office, &actor, asked);
    office.begin_session(&actor, &facts)?;
    let words = match &env.ssh.command {
        Some(line) if by_ssh => Some(remote::words_of(face, line)),
        _ if !session.line.is_empty() => Some(Ok(session.line.clone())),
        _ => None,
    };
    let Some(words) = words else {
        // What was cut off before stands on the first screen.
        office.cut_is_told(&actor);
        return screens(face, open_screens, office, actor);
    };
    let verb = verb_of(&words);
    let cut = office.greeting().and_then(|g| g.cut.clone()).filter(|_| !face.json);
    if let Some(cut) = &cut {
        face.remark(&fill(&face.said().cut_before, &[("at", &short(cut.at)), ("what", &cut.what)]));
    }
    let line = words.and_then(|words| remote::line(face, words));
    let mut sitting = Sitting { face, office, actor, pen: Pen::default(), command: None };
    let done = line.and_then(|line| line.map_or(Ok(()), |l| sitting.line(l, asked)));
    if whole::was_cut(&done) {
        sitting.office.note_cut(&sitting.actor, &verb);
    } else if cut.is_some() && sitting.face.peer_is_there().is_ok() {
        sitting.office.cut_is_told(&sitting.actor);
    }
    let ended = sitting.office.end_session(&sitting.actor, "left");
    done.and(ended.map_err(Stop::from))
}

/// The first words of a line, without its values.
fn verb_of(words: &Result<Vec<OsString>, Stop>) -> String {
    let words = words.iter().flatten().map(|w| w.to_string_lossy());
    let verbs =
        words.take_while(|w| w.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && !w.starts_with('-'));
    verbs.take(3).collect::<Vec<_>>().join(" ")
}

/// What can still be asked of a register that does not open: whether it is sound. Whoever got this
/// far has a key in root's file, and learns positions and sums, no record.
fn unopened(
    face: &mut Face,
    env: &Env,
    by_ssh: bool,
    dir: &Path,
    trouble: Trouble,
    asked: Option<Lang>,
) -> Result<(), Stop> {
    let Trouble::Fault(why @ (Fault::Damaged(_) | Fault::Database(_))) = trouble else {
        return Err(Stop::Outside(trouble));
    };
    let words = env.ssh.command.as_ref().filter(|_| by_ssh).map(|line| remote::words_of(face, line));
    let line = words.and_then(Result::ok).and_then(|words| remote::line(face, words).ok().flatten());
    match line.as_ref().and_then(|l| Some((l.verb.as_ref()?, &l.global))) {
        Some((Verb::Verify(v), global)) => {
            fault::note(Some(dir), &format!("verify over SSH of a register that does not open: {why}"));
            face.lang = global.lang.or(asked).unwrap_or(face.lang);
            face.json = global.json;
            evidence::verify_unopened(face, dir, Mode::Session, v, why)
        }
        _ => Err(Stop::Outside(why.into())),
    }
}

impl Door {
    /// `sudo` first: where it called us, what stands in the variables of SSH is not sshd's word.
    fn find(env: &Env, dir: &Path) -> Self {
        if let Some(uid) = env.sudo_uid.as_deref().filter(|_| sudo::runs_as_owner(dir)) {
            return match sudo::caller(uid) {
                Ok(account) => Door::Sudo(account),
                Err(trouble) => Door::Shut(trouble),
            };
        }
        let read = |auth: &PathBuf| SignedIn::read(auth, env.ssh.connection.as_deref()).ok();
        match env.ssh.user_auth.as_ref().and_then(read) {
            Some(signed_in) => Door::Ssh(signed_in),
            None => Door::Shut(Rule::NoKey.into()),
        }
    }

    /// The person, or why there is none; a key that is let no further is noted.
    fn open(self, office: &mut Office) -> Result<(Actor, SessionFacts), Stop> {
        let organ = office.organ().clone();
        match self {
            Door::Shut(trouble) => Err(Stop::Outside(trouble)),
            Door::Sudo(account) => {
                let found = identity::by_account(&organ, &account, Means::Sudo(account.clone()));
                let actor = found.map_err(|r| Stop::Outside(r.into()))?;
                Ok((actor, SessionFacts { address: String::new(), fingerprint: String::new() }))
            }
            Door::Ssh(signed_in) => {
                let (found, fingerprint) = (signed_in.person(&organ), signed_in.fingerprint());
                let facts = SessionFacts { address: signed_in.address, fingerprint };
                match found {
                    Ok(actor) => Ok((actor, facts)),
                    Err(refusal) => {
                        office.sign_in_refused(&facts, refusal.rule).map_err(Stop::Outside)?;
                        Err(Stop::Outside(refusal.into()))
                    }
                }
            }
        }
    }
}

impl Sitting<'_> {
    /// One line from another machine.
    fn line(&mut self, line: Line, asked: Option<Lang>) -> Result<(), Stop> {
        self.face.lang = line.global.lang.or(asked).unwrap_or(self.face.lang);
        self.face.json = line.global.json;
        let done = without_register(self.face, line.verb.as_ref());
        if let Some(done) = done.or_else(|| without_person(self.face, &mut self.office, line.verb.as_ref())) {
            return done;
        }
        self.pen = Pen::of(self.face, line.global.passphrase_stdin)?;
        self.command = line.global.command_id;
        line.verb.map_or(Ok(()), |verb| self.say(verb, line.words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_shell_runs_the_forced_command_and_nothing_else() {
        let own = Path::new("/usr/lib/liuhen/liuhen");
        let call = |args: &[&str]| {
            let args: Vec<OsString> = args.iter().map(Into::into).collect();
            called(&args, Some(own))
                .ok()
                .map(|a| a[1..].iter().map(|w| w.to_str().unwrap().to_owned()).collect::<Vec<_>>())
        };
        let forced = "/usr/lib/liuhen/liuhen session --register /var/lib/liuhen";
        assert_eq!(call(&["liuhen", "-c", forced]).unwrap(), ["session", "--register", "/var/lib/liuhen"]);
        assert_eq!(call(&["-liuhen"]).unwrap(), ["session"]);
        assert_eq!(call(&["liuhen", "desk"]).unwrap(), ["desk"]);
        for line in [
            "id",
            "/bin/sh",
            "/usr/lib/liuhen/liuhen backup /tmp",
            "/tmp/liuhen session",
            "",
            "liuhen session",
            "/usr/lib/liuhen/liuhen",
        ] {
            assert_eq!(call(&["liuhen", "-c", line]), None, "{line}");
        }
        assert_eq!(call(&["liuhen", "-c"]), None);
        assert_eq!(call(&["liuhen", "-c", forced, "x"]), None);
        assert_eq!(call(&["-liuhen", "backup", "/tmp"]), None);
    }
}
