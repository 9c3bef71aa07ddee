//! What may be asked for from another machine, and how a line that came over SSH is taken apart. It
//! goes to no shell: words are what stands between blanks, and there are no quotation marks. What is
//! not ASCII, and what holds blanks, comes over standard input (`--args -`).

use super::face::Face;
use super::stop::Stop;
use super::whole::CLOSING;
use super::{Line, understand};
use crate::domain::limits::limits;
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::domain::registry;
use crate::office::Fault;
use crate::text;
use crate::words::fill;
use clap::{ArgMatches, Command, CommandFactory as _};
use std::any::TypeId;
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// Verbs that make sense away from the machine. What keeps the machine (copies, timers, founding)
/// is done there; what is not in this list is refused, also verbs that are yet to come.
const AWAY: &[&str] = &[
    "record",
    "quick",
    "show",
    "list",
    "print",
    "desk",
    "disposal",
    "stats",
    "confirm",
    "return",
    "dispute",
    "resolve",
    "confirm-change",
    "refuse-change",
    "report-at-once",
    "escalate",
    "escalation",
    "committee",
    "account",
    "role",
    "roster",
    "unit",
    "person",
    "recusal",
    "case",
    "policy",
    "calendar",
    "proposal",
    "ledger",
    "verify",
    "checkpoint",
    "proof",
    "codes",
    "flow",
    "verify-script",
    "draft",
    "key",
    "passphrase",
    "challenge",
    "submit",
    "receipt",
    "rollback",
    "whoami",
    "witness",
    "feed",
    "gate",
    "ingest",
];

/// All of them: those named here, and the verbs of the kinds of matter.
pub fn away() -> impl Iterator<Item = &'static str> {
    AWAY.iter().copied().chain(registry::plain().map(|k| k.code))
}

/// Bytes of a line at most.
const LONGEST: usize = 200;

/// The words of a line as sshd hands it over.
///
/// # Errors
/// [`Rule::VerbNotHere`] for a first word that is no verb here; else what in the line is not taken.
pub fn words_of(face: &Face, line: &OsStr) -> Result<Vec<OsString>, Stop> {
    let bytes = line.as_bytes();
    let words: Vec<&[u8]> = bytes.split(|b| *b == b' ').filter(|w| !w.is_empty()).collect();
    if let Some(first) = words.first().filter(|w| !w.starts_with(b"-")) {
        let first = String::from_utf8_lossy(first);
        if first != "help" && !away().any(|v| v == first) {
            return Err(not_here(&first));
        }
    }
    if bytes.len() > LONGEST {
        return Err(Stop::Usage(fill(&face.said().away_long, &[("", &LONGEST.to_string())])));
    }
    for word in &words {
        // A fingerprint is the one thing with a stroke in it that a line may hold.
        let print = word.starts_with(b"SHA256:");
        let taken = |b: &u8| b.is_ascii_alphanumeric() || b"._:-,=".contains(b) || print && b"/+".contains(b);
        if let Some(bad) = word.iter().find(|b| !taken(b)) {
            let shown =
                if bad.is_ascii_graphic() { char::from(*bad).to_string() } else { format!("0x{bad:02x}") };
            return Err(Stop::Usage(fill(&face.said().away_byte, &[("", &shown)])));
        }
    }
    Ok(words.into_iter().map(|w| OsStr::from_bytes(w).to_owned()).collect())
}

/// The act that the words ask for, or nothing when they asked for help and have got it.
///
/// # Errors
/// A verb or an argument that is not taken from another machine, or a line that says nothing.
pub fn line(face: &mut Face, mut words: Vec<OsString>) -> Result<Option<Line>, Stop> {
    if words.first().is_some_and(|w| w == "help") {
        words.remove(0);
        words = if words.is_empty() { vec!["session".into()] } else { words };
        words.push("--help".into());
    }
    if let [.., option, dash] = words.as_slice()
        && option == "--args"
        && dash == "-"
    {
        words.truncate(words.len() - 2);
        words.extend(more_words(face)?);
    }
    let args: Vec<OsString> = std::iter::once("liuhen".into()).chain(words).collect();
    let Some((line, matches)) = understand(face, &args)? else { return Ok(None) };
    match matches.subcommand_name() {
        Some(verb) if away().any(|v| v == verb) => {}
        other => return Err(not_here(other.unwrap_or_default())),
    }
    nothing_set(&line)?;
    match file_in(&Line::command(), &matches) {
        Some(file) => Err(face.no_file(&file)),
        None => Ok(Some(line)),
    }
}

/// Who it is, when, and in which register was settled before this line was read.
///
/// # Errors
/// [`Rule::VerbNotHere`] with the first option that would settle it anew.
pub fn nothing_set(line: &Line) -> Result<(), Stop> {
    let global = &line.global;
    let fixed = [
        ("--register", global.register.is_some()),
        ("--as", global.as_account.is_some()),
        ("--now", global.now.is_some()),
        ("--anchor", global.anchor.is_some()),
    ];
    match fixed.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(not_here(name)),
        None => Ok(()),
    }
}

fn not_here(verb: &str) -> Stop {
    // A line end in it would begin a second line of the refusal, in words of the caller's.
    let shown = text::escape(verb).replace('\n', "\u{2039}U+000A\u{203a}");
    Refusal::with(Rule::VerbNotHere, text::clip(&shown, 40)).into()
}

/// Arguments from standard input, one a line, until a line that holds only a full stop; what follows is
/// left for the act itself. The end of the stream closes nothing; an empty line is an empty argument.
fn more_words(face: &mut Face) -> Result<Vec<OsString>, Stop> {
    let most = limits().input.args;
    let mut all = Vec::new();
    let mut one = [0];
    loop {
        // Looked at where a line ends alone: a long one is not read anew with every byte of it.
        let ended = all.strip_suffix(b"\n").and_then(|so_far| so_far.rsplit(|b| *b == b'\n').next());
        match ended.map(|l| l.strip_suffix(b"\r").unwrap_or(l)) {
            Some(line) if line == CLOSING.as_bytes() => break,
            _ => {}
        }
        if face.streams.input.read(&mut one).map_err(Fault::from)? == 0 {
            return Err(Stop::wrong("args", Flaw::Unclosed, ""));
        }
        all.push(one[0]);
        if all.len() as u64 > most {
            return Err(Stop::wrong("args", Flaw::TooLarge, most));
        }
    }
    let text = String::from_utf8(all).map_err(|e| Stop::wrong("args", Flaw::Unreadable, e.utf8_error()))?;
    Ok(text
        .lines()
        .map(|l| l.strip_suffix('\r').unwrap_or(l))
        .filter(|l| *l != CLOSING)
        .map(Into::into)
        .collect())
}

/// The first argument that names a file and is not standard input, at any depth.
pub fn file_in(grammar: &Command, matches: &ArgMatches) -> Option<String> {
    for arg in grammar.get_arguments() {
        if arg.get_value_parser().type_id() != TypeId::of::<PathBuf>() {
            continue;
        }
        let given = matches.try_get_raw(arg.get_id().as_str()).ok().flatten();
        if let Some(file) = given.into_iter().flatten().find(|v| *v != "-") {
            return Some(file.to_string_lossy().into_owned());
        }
    }
    let (name, below) = matches.subcommand()?;
    file_in(grammar.find_subcommand(name)?, below)
}

#[cfg(test)]
#[path = "remote_tests.rs"]
mod tests;
