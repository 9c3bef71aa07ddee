//! The witness: on a machine of his own, with files alone; and how the register comes to know him.

use super::checkpoint::new_file;
use super::face::Face;
use super::input::Typed;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::command::Command;
use crate::domain::evidence::{EvidenceCommand, Head};
use crate::domain::organ::{KeyLine, OrganChange, OrganCommand};
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::domain::signature::Signed;
use crate::office::{Ids, OsRandom};
use crate::signing::export::Export;
use crate::signing::{LogPublic, Received, SigningKey, sshsig};
use crate::witness::{Place, PlaceError, Refused, State, Witnessed};
use crate::words::evidence::words;
use crate::words::fill;
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

#[derive(Debug, Subcommand)]
pub enum Witness {
    Init {
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        #[arg(long, value_name = "NAME")]
        name: Typed,
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    Take(Take),
    Show {
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
    },
    Propose {
        name: Typed,
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    End {
        name: Typed,
    },
    List,
}

#[derive(Debug, Args)]
pub struct Take {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
}

/// The verbs of the witness himself; none for those of the register.
pub fn alone(face: &mut Face, verb: &Witness) -> Option<Result<(), Stop>> {
    match verb {
        // A witness keeps his state on his own machine, not on that of the register.
        Witness::Init { dir, .. } | Witness::Take(Take { dir, .. }) | Witness::Show { dir } if face.away => {
            Some(Err(face.no_file(&dir.to_string_lossy())))
        }
        Witness::Init { dir, name, key } => Some(init(face, dir, name, key.as_deref())),
        Witness::Take(t) => Some(take(face, t)),
        Witness::Show { dir } => Some(show(face, dir)),
        Witness::Propose { .. } | Witness::End { .. } | Witness::List => None,
    }
}

fn placed<T>(face: &Face, dir: &Path, done: Result<T, PlaceError>) -> Result<T, Stop> {
    done.map_err(|why| match why {
        PlaceError::Io(e) => Stop::file(dir, e),
        PlaceError::Taken => crate::office::Fault::Exists(dir.to_owned()).into(),
        PlaceError::Damaged => unbelieved(face, "state"),
    })
}

fn unbelieved(face: &Face, code: &str) -> Stop {
    let e = words(face.lang);
    Stop::Unverified(fill(&e.bad_note, &[("what", e.wrong(code))]))
}

fn init(face: &mut Face, dir: &Path, name: &str, key: Option<&Path>) -> Result<(), Stop> {
    let place = Place::at(dir);
    let (line, own) = match key {
        Some(path) => {
            let text = face.read_text("key", path, Kind::Key)?;
            (KeyLine::read(&text)?.line, None)
        }
        None => {
            let mut seed = Zeroizing::new([0; 32]);
            OsRandom.fill(&mut *seed)?;
            let key = SigningKey::from_seed(&seed).map_err(Refusal::from)?;
            (key.public_line().map_err(Refusal::from)?, Some(key))
        }
    };
    let done = place.found(&State::new(name, &line), own.as_ref());
    placed(face, dir, done)?;
    face.stands();
    if face.json {
        return face.value(&json!({ "name": name, "key": line }));
    }
    face.say(&words(face.lang).witness_made, &[("name", name)])?;
    face.line(&line)
}

fn take(face: &mut Face, t: &Take) -> Result<(), Stop> {
    let place = Place::at(&t.dir);
    let state = placed(face, &t.dir, place.state())?;
    let text = face.read_text("file", &t.file, Kind::Evidence)?;
    let file = Export::read(&text).map_err(|_| unbelieved(face, "export_form"))?;
    let refused = |why: Refused| unbelieved(face, why.code());
    let (next, head) = state.take(&file).map_err(refused)?;
    // Remembered before it is signed: what is forgotten could be signed a second time otherwise.
    placed(face, &t.dir, place.keep(&next))?;
    face.stands();
    if let (None, Some(seen)) = (&state.register, &next.register) {
        let key = LogPublic::from_openssh(&seen.key).map(|k| k.fingerprint()).unwrap_or_default();
        let line = fill(&words(face.lang).witness_first, &[("", &key)]);
        face.remark(&line);
    }
    let stem = format!("liuhen-{}-{}", head.register.to_string().get(..8).unwrap_or_default(), head.size);
    let signature = match (&t.signature, placed(face, &t.dir, place.key())?) {
        (Some(path), _) => face.read_text("signature", path, Kind::Signature)?,
        (None, Some(key)) => {
            sshsig::sign(&key, Signed::Checkpoint.namespace(), &head.text()).map_err(Refusal::from)?
        }
        (None, None) => return outside(face, &t.dir.join(format!("{stem}.body")), &head.text()),
    };
    let (next, made) = next.signed_by(&signature).map_err(|why| unbelieved(face, why.code()))?;
    placed(face, &t.dir, place.keep(&next))?;
    let path = t.dir.join(format!("{stem}.liuhen-witnessed"));
    if !path.exists() {
        let text = serde_json::to_string(&made).map_err(|e| crate::office::Fault::Damaged(e.to_string()))?;
        new_file(&path, &(text + "\n"))?;
    }
    if face.json {
        return face.value(&made);
    }
    let (register, acts, path) =
        (head.register.to_string(), head.size.to_string(), path.display().to_string());
    face.say(&words(face.lang).witness_taken, &[("register", &register), ("acts", &acts), ("path", &path)])
}

/// The witness signs with a key of his own, elsewhere: the text, and how.
fn outside(face: &mut Face, body: &Path, text: &str) -> Result<(), Stop> {
    if !body.exists() {
        new_file(body, text)?;
    }
    let path = body.display().to_string();
    let how = format!("ssh-keygen -Y sign -f KEY -n {} {path}", Signed::Checkpoint.namespace());
    if face.json {
        return face.value(&json!({ "body": path, "sign": how }));
    }
    face.line(&words(face.lang).witness_external)?;
    face.line(&format!("  {how}"))
}

fn show(face: &mut Face, dir: &Path) -> Result<(), Stop> {
    let state = placed(face, dir, Place::at(dir).state())?;
    if face.json {
        return face.value(&state);
    }
    face.line(&format!("{}  {}", state.name, state.key))?;
    let Some(seen) = &state.register else { return Ok(()) };
    let key = LogPublic::from_openssh(&seen.key).map(|k| k.fingerprint()).unwrap_or_default();
    let (register, acts, reads) =
        (seen.id.to_string(), seen.acts.size.to_string(), seen.reads.size.to_string());
    let values = [("register", register.as_str()), ("acts", &acts), ("reads", &reads), ("key", &key)];
    face.say(&words(face.lang).witness_state, &values)
}

impl Sitting<'_> {
    pub fn witness(&mut self, verb: &Witness) -> Result<(), Stop> {
        let change = match verb {
            Witness::Propose { name, key } => {
                let text = self.face.read_text("key", key, Kind::Key)?;
                OrganChange::Witness { name: name.to_string(), key: KeyLine::read(&text)?.line }
            }
            Witness::End { name } => OrganChange::Witness { name: name.to_string(), key: String::new() },
            _ => return self.witnesses(),
        };
        self.act(&Command::Organ(OrganCommand::Propose { change })).map(|_| ())
    }

    fn witnesses(&mut self) -> Result<(), Stop> {
        let organ = self.office.organ_now()?;
        let rows: Vec<Vec<String>> = organ
            .witnesses
            .iter()
            .map(|(name, line)| {
                let print = KeyLine::read(line).map(|k| k.fingerprint).unwrap_or_default();
                let last = organ.evidence.witnessed.get(name);
                let last =
                    last.map_or(String::new(), |w| format!("{}  {}", super::list::short(w.at), w.acts.size));
                vec![name.clone(), print, last]
            })
            .collect();
        self.face.list(&rows, |_, row| row.clone())
    }

    /// Brings a witness's signature back into the register.
    pub fn keep_witness(&mut self, file: &Path) -> Result<(), Stop> {
        let text = self.face.read_text("file", file, Kind::Evidence)?;
        let made: Witnessed =
            serde_json::from_str(&text).map_err(|_| Stop::wrong("file", Flaw::Unreadable, file.display()))?;
        let head = made.head().ok_or_else(|| unbelieved(self.face, "witness_signature"))?;
        if head.register != self.office.founding().id {
            return Err(Refusal::with(Rule::HeadNotOurs, head.size).into());
        }
        let acts = Head { size: head.size, root: head.root.to_string() };
        let signature = Received::read(&made.signature).map_err(Refusal::from)?.armored().to_owned();
        let act = EvidenceCommand::KeepWitness { witness: made.witness, acts, signature };
        self.act(&Command::Evidence(act)).map(|_| ())
    }
}
