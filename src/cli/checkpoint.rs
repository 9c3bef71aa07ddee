//! Where the logs stand, as it leaves the machine: signed notes, the file for those outside, the
//! slip of paper; and what comes back from there.

use super::face::Face;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::command::Command;
use crate::domain::evidence::EvidenceCommand;
use crate::domain::refusal::Flaw;
use crate::ledger::{Checkpoint, hex};
use crate::office::{Fault, LogId, Office};
use crate::signing::export::{Export, heads_in};
use crate::signing::{LogPublic, NoteError};
use crate::slip;
use crate::words::evidence::words;
use crate::words::fill;
use clap::{Args, Subcommand};
use serde_json::json;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Checkpoints {
    #[arg(long, value_name = "DIR|-")]
    export: Option<PathBuf>,
    #[arg(long, value_name = "ACTS[:READS]", requires = "export")]
    since: Vec<String>,
    #[arg(long)]
    slip: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Unpack {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
    },
    Cosign(Cosign),
    Keep {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct Cosign {
    #[arg(long)]
    pub anew: bool,
}

impl Checkpoints {
    /// Whether somebody's name is asked for: notes and files are anybody's who can read the register.
    pub fn asks_who(&self) -> bool {
        self.slip || self.verb.is_some()
    }

    /// What needs no register at all.
    pub fn alone(&self) -> Option<(&Path, &Path)> {
        match &self.verb {
            Some(Verb::Unpack { file, dir }) => Some((file, dir)),
            _ => None,
        }
    }
}

/// Where both logs stand, to be kept by somebody else.
pub fn checkpoint(face: &mut Face, office: &mut Office, c: &Checkpoints) -> Result<(), Stop> {
    if let Some(to) = &c.export {
        return export(face, office, to, &c.since);
    }
    let notes = office.notes()?;
    let signed = notes.iter().all(|(head, note)| head.text() != *note);
    if face.json {
        return notes.iter().try_for_each(|(h, note)| {
            let root = hex::encode(&h.root.0);
            let note = signed.then_some(note);
            face.value(&json!({ "origin": h.origin(), "log": h.log.name(), "size": h.size, "root": root, "note": note }))
        });
    }
    if !signed {
        face.remark(&words(face.lang).unsigned);
    }
    let all: Vec<&str> = notes.iter().map(|(_, note)| note.as_str()).collect();
    face.line(all.join("\n").trim_end())
}

fn export(face: &mut Face, office: &mut Office, to: &Path, since: &[String]) -> Result<(), Stop> {
    // From another machine nothing is written here; the file goes down the line.
    if face.away && to != Path::new("-") {
        return Err(face.no_file(&to.to_string_lossy()));
    }
    let mut sizes = Vec::new();
    for typed in since {
        let (acts, reads) = typed.split_once(':').map_or((typed.as_str(), None), |(a, r)| (a, Some(r)));
        for (log, n) in [(LogId::Acts, Some(acts)), (LogId::Reads, reads)] {
            let Some(n) = n else { continue };
            sizes.push((log, n.parse().map_err(|_| Stop::wrong("since", Flaw::Unreadable, typed))?));
        }
    }
    if to != Path::new("-") && !to.is_dir() {
        let is = if to.exists() { io::ErrorKind::NotADirectory } else { io::ErrorKind::NotFound };
        return Err(Stop::file(to, is.into()));
    }
    let file = office.export(&sizes)?;
    let heads = file.check(None).map_err(|e| Fault::Damaged(e.to_string()))?;
    let text = serde_json::to_string(&file).map_err(|e| Fault::Damaged(e.to_string()))? + "\n";
    if to == Path::new("-") {
        office.exported(&[heads.acts, heads.reads])?;
        face.whole = true;
        return face.value(&file);
    }
    let id: String = heads.acts.register.to_string().chars().take(8).collect();
    let path = to.join(format!("liuhen-{id}-{}-{}.liuhen-checkpoint", heads.acts.size, heads.reads.size));
    new_file(&path, &text)?;
    face.stands();
    office.exported(&[heads.acts, heads.reads])?;
    let hands = file.cosigned.as_ref().map_or(0, |c| c.signatures.len());
    let path = path.display().to_string();
    if face.json {
        return face.value(&json!({ "file": path, "acts": heads.acts.size, "reads": heads.reads.size, "cosignatures": hands }));
    }
    let (acts, reads, hands) = (heads.acts.size.to_string(), heads.reads.size.to_string(), hands.to_string());
    face.say(
        &words(face.lang).exported,
        &[("path", &path), ("acts", &acts), ("reads", &reads), ("n", &hands)],
    )
}

/// Writes a file that is not there yet, for its owner alone.
pub fn new_file(path: &Path, text: &str) -> Result<(), Stop> {
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut file = opened.map_err(|e| Stop::file(path, e))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|e| Stop::file(path, e))
}

/// Lays the parts of a checkpoint file out one by one, as stock tools want them: notes, the body that
/// was signed, each signature, and who may sign.
pub fn unpack(face: &mut Face, file: &Path, dir: &Path) -> Result<(), Stop> {
    if face.away {
        return Err(face.no_file(&dir.to_string_lossy()));
    }
    let text = face.read_text("file", file, Kind::Evidence)?;
    let export = Export::read(&text).and_then(|e| e.check(None).map(|_| e));
    let e = words(face.lang);
    let export =
        export.map_err(|why| Stop::Unverified(fill(&e.bad_note, &[("what", e.wrong(export_code(&why)))])))?;
    let mut parts =
        vec![("acts.note".to_owned(), export.acts.clone()), ("reads.note".to_owned(), export.reads.clone())];
    if let Some(c) = &export.cosigned {
        parts.push(("acts.body".to_owned(), c.body.clone()));
        let mut allowed = String::new();
        for (i, s) in c.signatures.iter().enumerate() {
            parts.push((format!("{}.sig", i + 1), s.signature.clone()));
            let name: String = s.signer.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
            allowed.push_str(&format!("{name} namespaces=\"liuhen-checkpoint@v1\" {}\n", s.key));
        }
        parts.push(("allowed_signers".to_owned(), allowed));
    }
    for (name, text) in &parts {
        new_file(&dir.join(name), text)?;
    }
    face.stands();
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    if face.json {
        return face.value(&json!({ "files": names }));
    }
    face.say(&e.unpacked, &[("", &names.join(" "))])
}

/// Heads known from elsewhere. Where they are signed notes of this register, the signature is
/// checked first: a wrong one is told before anything is compared.
pub fn known_heads(
    face: &mut Face,
    office: Option<&Office>,
    files: &[PathBuf],
) -> Result<Vec<Checkpoint>, Stop> {
    let mut known = Vec::new();
    for path in files {
        known.extend(heads_of(face, office, path)?);
    }
    Ok(known)
}

fn heads_of(face: &mut Face, office: Option<&Office>, path: &Path) -> Result<Vec<Checkpoint>, Stop> {
    let text = face.read_text("against", path, Kind::Evidence)?;
    let found = heads_in(&text).unwrap_or_default();
    // One that cannot be read must not be left out in silence: it may be the one that differs.
    let wanted = text.lines().filter(|l| l.trim().starts_with("liuhen/")).count();
    if found.is_empty() || found.len() < wanted {
        return Err(Stop::wrong("against", Flaw::Unreadable, path.display()));
    }
    // A register too damaged to be opened cannot say which keys it had; the heads count all the same.
    let Some(office) = office else { return Ok(found.into_iter().map(|f| f.head).collect()) };
    let keys: Vec<LogPublic> = office.log_keys().into_iter().rev().map(|(_, key)| key).collect();
    let e = words(face.lang);
    for f in &found {
        let Some(note) = f.note.as_ref().filter(|_| f.head.register == office.founding().id) else {
            continue;
        };
        let mut tried = keys.iter().map(|key| note.check(&f.head.origin(), key));
        let told = tried.find(|t| *t != Err(NoteError::NotSigned)).unwrap_or(Err(NoteError::NotSigned));
        told.map_err(|why| Stop::Unverified(fill(&e.bad_note, &[("what", e.wrong(note_code(why)))])))?;
    }
    Ok(found.into_iter().map(|f| f.head).collect())
}

/// The code under which the words know why a note is not believed.
pub fn note_code(why: NoteError) -> &'static str {
    match why {
        NoteError::Form => "note_form",
        NoteError::NotSigned => "not_signed",
        NoteError::Forged => "forged",
    }
}

/// The same for a checkpoint file.
pub fn export_code(why: &crate::signing::export::ExportError) -> &'static str {
    use crate::signing::export::ExportError;
    match why {
        ExportError::Form => "export_form",
        ExportError::Note(why) => note_code(*why),
        ExportError::Register => "two_registers",
        ExportError::Growth(_) => "growth",
    }
}

impl Sitting<'_> {
    pub fn checkpoint(&mut self, c: &Checkpoints) -> Result<(), Stop> {
        if c.slip {
            let me = self.me();
            let facts = self.office.slip(Some(&me))?;
            let organ = self.organ();
            if self.face.json {
                return self.face.value(&json!({
                    "acts": facts.acts.text(), "reads": facts.reads.text(),
                    "records": facts.counts.map(|c| c.0), "unconfirmed": facts.counts.map(|c| c.1),
                }));
            }
            let lines = slip::lines(&facts, &organ, self.face.lang, Some(slip::Drawn::Dark));
            return lines.iter().try_for_each(|l| self.face.line(l));
        }
        match &c.verb {
            Some(Verb::Cosign(c)) => self.cosign(c.anew),
            Some(Verb::Keep { file }) => self.keep_witness(file),
            _ => Ok(()),
        }
    }

    /// A custodian's hand under where the acts stand, and who has signed that so far.
    pub fn cosign(&mut self, anew: bool) -> Result<(), Stop> {
        let me = self.me();
        let again = self.taken()?.and_then(|t| t.command);
        let command = match again.filter(|c| matches!(c, Command::Evidence(EvidenceCommand::Cosign { .. }))) {
            Some(again) => again,
            None => self.office.cosign_command(&me, anew)?,
        };
        self.act(&command)?;
        if self.face.json || self.pen.asks_text {
            return Ok(());
        }
        let organ = self.office.organ_now()?;
        let Some(last) = organ.evidence.cosigned.last() else { return Ok(()) };
        let names: Vec<String> =
            organ.evidence.cosigners(&last.acts).iter().map(|s| organ.name_of(&s.person)).collect();
        let e = words(self.face.lang);
        let template = if names.len() > 1 { &e.cosigned_by } else { &e.cosigned_one };
        let names = names.join(self.face.lang.pick("、", ", "));
        self.face.say(template, &[("n", &last.acts.size.to_string()), ("names", &names)])
    }
}
