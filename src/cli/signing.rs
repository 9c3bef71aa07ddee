//! Signing on the line: the passphrase that opens one's own key, the text that is signed elsewhere,
//! and the signature that comes back.

use super::checkpoint;
use super::committee;
use super::custody;
use super::face::Face;
use super::kind;
use super::record::Reasoned;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use super::{Line, remote, understand};
use crate::domain::command::Command;
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::office::{Challenge, Hand};
use crate::signing::Secret;
use crate::words::fill;
use crate::words::signing::words as signing;
use clap::{Args, CommandFactory as _, Subcommand};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use uuid::Uuid;

/// The acts that are signed, with the same arguments as the acts themselves.
#[derive(Debug, Subcommand)]
pub enum Asked {
    Confirm(custody::Confirm),
    ConfirmChange(custody::Change),
    Void(Reasoned),
    Vote(committee::Vote),
    WrittenVote(committee::WrittenVote),
    CloseVote(committee::One),
    Decide(committee::Words),
    Checkpoint(checkpoint::Cosign),
    /// Any other verb that is signed, as it would be called by itself.
    #[command(external_subcommand)]
    Verb(Vec<OsString>),
}

#[derive(Debug, Args)]
pub struct Submit {
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
    #[arg(long, value_name = "ID")]
    challenge: Option<Uuid>,
}

#[derive(Debug, Subcommand)]
pub enum Passphrase {
    Set,
    Change,
}

/// Verbs that are signed, with those below them where some are not; nothing below them: all. What a
/// custodian or a member does, then what an administrator proposes, confirms or refuses. The verbs of the
/// kinds that are described by a table stand there.
const SIGNED: &[(&str, &[&str])] = &[
    ("return", &[]),
    ("dispute", &[]),
    ("resolve", &[]),
    ("refuse-change", &[]),
    ("report-at-once", &[]),
    (
        "record",
        &[
            "withdraw",
            "void",
            "refuse-void",
            "recuse",
            "lift-recusal",
            "other-person",
            "same-person",
            "identity",
        ],
    ),
    ("escalation", &["answer", "send-superior", "superior-answer"]),
    (
        "committee",
        &[
            "apply",
            "approve",
            "refuse",
            "resubmit",
            "withdraw",
            "recuse",
            "meeting",
            "papers",
            "agenda",
            "attend",
            "open",
            "left",
            "close",
            "open-vote",
            "vote",
            "written-vote",
            "minority",
            "close-vote",
            "decide",
            "notice",
            "feedback",
            "reconsider",
            "refer-up",
            "supplement",
            "to-full",
            "members",
        ],
    ),
    ("account", &[]),
    ("role", &[]),
    ("roster", &[]),
    ("unit", &[]),
    ("person", &[]),
    ("recusal", &[]),
    ("case", &[]),
    ("policy", &[]),
    ("calendar", &[]),
    ("proposal", &[]),
    ("key", &[]),
    ("passphrase", &["set"]),
    ("witness", &[]),
    ("rollback", &[]),
];

/// Whether this call is one of them.
fn is_signed(verb: &str, below: Option<&str>) -> bool {
    SIGNED.iter().any(|(v, all)| *v == verb && (all.is_empty() || below.is_some_and(|b| all.contains(&b))))
        || below.and_then(|act| kind::row_called(verb, act)).is_some_and(|row| row.signed.is_some())
}

/// How a person's hand comes to the acts of this call.
#[derive(Debug, Default)]
pub struct Pen {
    /// Read from standard input before anything else was.
    pub secret: Option<Secret>,
    /// Nothing is done; the text that would be signed is printed.
    pub asks_text: bool,
}

impl Pen {
    /// `first_line`: the passphrase is the first line of standard input, before anything else that
    /// comes that way.
    ///
    /// # Errors
    /// Standard input cannot be read, or what came is no text.
    pub fn of(face: &mut Face, first_line: bool) -> Result<Self, Stop> {
        let given = first_line.then(|| secret_line(&mut face.streams.input));
        Ok(Self { secret: given.transpose()?.flatten(), asks_text: false })
    }
}

impl Sitting<'_> {
    /// What is given with a command: the passphrase from standard input, or from the terminal where
    /// it is wanted and there is one.
    pub fn hand(&mut self, command: &Command) -> Result<Hand, Stop> {
        if let Some(secret) = self.pen.secret.clone() {
            return Ok(Hand::Passphrase(secret));
        }
        let wanted = self.office.level_wanted(&self.actor, command);
        if wanted == 1 && self.face.can_ask() && self.office.has_own_key(&self.me()) {
            let label = signing(self.face.lang).passphrase.clone();
            return self.face.ask_secret(&label).map(Hand::Passphrase);
        }
        Ok(Hand::Bare)
    }

    pub fn challenge(&mut self, asked: &Asked) -> Result<(), Stop> {
        self.pen.asks_text = true;
        match asked {
            Asked::Confirm(c) => self.confirm(c),
            Asked::ConfirmChange(c) => self.confirm_change(c),
            Asked::Void(r) => self.void(r),
            Asked::Vote(v) => self.vote(v),
            Asked::WrittenVote(w) => self.written_vote(w),
            Asked::CloseVote(o) => self.close_vote(o),
            Asked::Decide(w) => self.decide(w),
            Asked::Checkpoint(c) => self.cosign(c.anew),
            Asked::Verb(words) => self.challenge_verb(words),
        }
    }

    /// The verbs that are signed are many; each is asked for under its own name.
    fn challenge_verb(&mut self, words: &[OsString]) -> Result<(), Stop> {
        let call: Vec<OsString> = std::iter::once("liuhen".into()).chain(words.iter().cloned()).collect();
        let Some((line, matches)) = understand(self.face, &call)? else { return Ok(()) };
        remote::nothing_set(&line)?;
        if self.face.away
            && let Some(file) = remote::file_in(&Line::command(), &matches)
        {
            return Err(self.face.no_file(&file));
        }
        self.face.lang = line.global.lang.unwrap_or(self.face.lang);
        self.face.json |= line.global.json;
        let signed =
            matches.subcommand().is_some_and(|(verb, below)| is_signed(verb, below.subcommand_name()));
        match line.verb {
            Some(verb) if signed => self.verb(verb),
            _ => Err(Refusal::of(Rule::NothingToSign).into()),
        }
    }

    /// The text exactly as it is to be signed, alone on standard output; how, on standard error.
    pub fn print_challenge(&mut self, challenge: &Challenge) -> Result<(), Stop> {
        if self.face.json {
            return self.face.value(challenge);
        }
        self.face.whole = true;
        self.face.streams.out.write_all(challenge.text.as_bytes()).map_err(Stop::Out)?;
        let said = signing(self.face.lang);
        let until = self.moment(challenge.expires);
        let id = challenge.id.to_string();
        let how = fill(&said.how_to_sign, &[("namespace", &challenge.namespace)]);
        let until = fill(&said.sign_until, &[("", &until), ("id", &id)]);
        self.face.remark(&format!("{how}\n{until}"));
        Ok(())
    }

    pub fn submit(&mut self, s: &Submit) -> Result<(), Stop> {
        let armored = self.face.read_text("signature", &s.file, Kind::Signature)?;
        if armored.trim().is_empty() {
            return Err(Stop::wrong("signature", Flaw::NoSignature, ""));
        }
        let receipt = self.office.submit(&self.actor, &armored, s.challenge)?;
        self.face.receipt(&receipt)
    }

    pub fn passphrase(&mut self, verb: &Passphrase) -> Result<(), Stop> {
        let said = signing(self.face.lang);
        let sets = matches!(verb, Passphrase::Set);
        // A new key is signed with the one that is there, where a passphrase opens one.
        let here = self.office.has_own_key(&self.me());
        let signs = sets && !self.pen.asks_text && here && self.office.signs_own_key(&self.actor)? > 0;
        let old = (!sets || signs).then(|| self.secret(&said.passphrase_old)).transpose()?;
        let new = self.secret(&said.passphrase_new)?;
        // Told before the second line is typed for nothing.
        new.strong()?;
        if !self.secret(&said.passphrase_again)?.same_as(&new) {
            return Err(Stop::Usage(said.passphrase_differs.clone()));
        }
        if self.pen.asks_text && sets {
            let challenge = self.office.challenge_passphrase(&self.actor, &new)?;
            return self.print_challenge(&challenge);
        }
        if let Some(old) = old.as_ref().filter(|_| !sets) {
            self.office.change_passphrase(&self.actor, old, &new)?;
            return self.face.passphrase_changed(false);
        }
        let (receipt, fingerprint) = self.office.replace_passphrase(&self.actor, old.as_ref(), &new)?;
        self.face.stands();
        if self.face.json {
            return self.face.value(&receipt);
        }
        let ref_ = receipt.ref_.as_ref().map(ToString::to_string).unwrap_or_default();
        self.face.say(&said.passphrase_waits, &[("key", &fingerprint), ("ref", &ref_)])
    }

    /// One secret: typed unseen where a person sits there, else a line of standard input.
    fn secret(&mut self, label: &str) -> Result<Secret, Stop> {
        if let Some(first) = self.pen.secret.take() {
            return Ok(first);
        }
        self.face.ask_secret(label)
    }
}

impl Face {
    /// Whether a person sits there and can be asked.
    pub fn can_ask(&self) -> bool {
        self.streams.in_is_terminal && self.streams.err_is_terminal
    }

    /// Something secret: typed unseen where a person sits there, else the next line of standard input.
    pub fn ask_secret(&mut self, label: &str) -> Result<Secret, Stop> {
        let none = Stop::Usage(signing(self.lang).passphrase_none.clone());
        if !self.can_ask() {
            return secret_line(&mut self.streams.input)?.ok_or(none);
        }
        let _ = write!(self.streams.err, "{label}: ");
        let _ = self.streams.err.flush();
        let typed = unseen(&mut self.streams.input);
        let _ = writeln!(self.streams.err);
        typed.map_err(crate::office::Fault::from)?.ok_or(none)
    }
}

/// The longest line that is read as a passphrase, in bytes.
const LONGEST: usize = 4096;

/// The next line of standard input, and not a byte more: what follows may be another's text.
pub fn secret_line(input: &mut dyn Read) -> Result<Option<Secret>, Stop> {
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut one = [0];
    while bytes.len() < LONGEST && input.read(&mut one).map_err(crate::office::Fault::from)? == 1 {
        if one[0] == b'\n' {
            break;
        }
        bytes.push(one[0]);
    }
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = std::str::from_utf8(&bytes).map_err(|e| Stop::wrong("passphrase", Flaw::Unreadable, e))?;
    Ok(Some(Secret::typed(text.to_owned())))
}

/// Reads a line from the terminal without showing it. None when the person gave up.
fn unseen(input: &mut dyn Read) -> io::Result<Option<Secret>> {
    crossterm::terminal::enable_raw_mode()?;
    let typed = raw_line(input);
    crossterm::terminal::disable_raw_mode()?;
    typed
}

fn raw_line(input: &mut dyn Read) -> io::Result<Option<Secret>> {
    const GIVE_UP: [u8; 3] = [3, 4, 27];
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut one = [0];
    loop {
        if input.read(&mut one)? == 0 {
            return Ok(None);
        }
        match one[0] {
            b'\r' | b'\n' => break,
            byte if GIVE_UP.contains(&byte) => return Ok(None),
            // Back over one character, however many bytes it has; ^U takes everything back.
            8 | 127 => while bytes.pop().is_some_and(|b| b & 0xc0 == 0x80) {},
            21 => bytes.clear(),
            byte if bytes.len() < LONGEST => bytes.push(byte),
            _ => {}
        }
    }
    let text = std::str::from_utf8(&bytes).ok().filter(|t| !t.is_empty());
    Ok(text.map(|t| Secret::typed(t.to_owned())))
}

#[cfg(test)]
#[path = "signing_tests.rs"]
mod tests;
