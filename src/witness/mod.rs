//! The other side: somebody outside the organ who signs where a register stood, and never signs two
//! histories of it. All of his memory is one small file; what it refuses, it refuses for good.

mod place;

pub use place::{Place, PlaceError};

use crate::domain::signature::Signed;
use crate::ledger::{Alg, Checkpoint, Hash, LogId, RegisterId, tree};
use crate::signing::export::{CheckedExport, Export, ExportError};
use crate::signing::{LogPublic, NoteError, sshsig};
use serde::{Deserialize, Serialize};

/// The name of the form of the state.
pub const STATE_FORMAT: &str = "liuhen-witness-1";
/// The name of the form of what goes back to the register.
pub const WITNESSED_FORMAT: &str = "liuhen-witnessed-1";

/// Everything a witness remembers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// [`STATE_FORMAT`].
    pub format: String,
    pub name: String,
    /// The witness's own public key.
    pub key: String,
    /// None before the first checkpoint.
    pub register: Option<Seen>,
    /// What was signed, oldest first.
    pub signed: Vec<Witnessed>,
}

/// The register as last seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pub id: RegisterId,
    /// Its key, as at the first checkpoint.
    pub key: String,
    pub acts: Size,
    pub reads: Size,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    pub size: u64,
    pub root: Hash,
}

/// What goes back to the register: the signature and what it is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witnessed {
    /// [`WITNESSED_FORMAT`].
    pub format: String,
    pub witness: String,
    pub key: String,
    /// The three lines of the checkpoint of the acts.
    pub body: String,
    /// SSHSIG in the namespace `liuhen-checkpoint@v1`.
    pub signature: String,
}

/// Why a witness does not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    File(#[from] ExportError),
    /// This witness keeps another register.
    #[error("another register")]
    OtherRegister,
    /// The register signs with another key than at the first checkpoint.
    #[error("the register changed its key")]
    ChangedKey,
    /// Shorter than what was witnessed.
    #[error("shorter than what was witnessed")]
    Smaller,
    /// The same length and another root.
    #[error("two histories")]
    Fork,
    /// The file has no proof from where the witness stands.
    #[error("no proof from here")]
    NoGrowth,
    /// The proof does not lead from what was witnessed to this.
    #[error("the older log is not the beginning of the newer one")]
    Inconsistent,
    /// Not the witness's signature over what he was given last.
    #[error("the signature does not fit")]
    Signature,
}

impl Refused {
    /// The code under which the words know it.
    pub fn code(self) -> &'static str {
        match self {
            Self::File(ExportError::Form) => "export_form",
            Self::File(ExportError::Note(NoteError::Form)) => "note_form",
            Self::File(ExportError::Note(NoteError::NotSigned)) => "not_signed",
            Self::File(ExportError::Note(NoteError::Forged)) => "forged",
            Self::File(ExportError::Register) => "two_registers",
            Self::File(ExportError::Growth(_)) | Self::Inconsistent => "growth",
            Self::OtherRegister => "other_register",
            Self::ChangedKey => "changed_key",
            Self::Smaller => "smaller",
            Self::Fork => "fork",
            Self::NoGrowth => "no_growth",
            Self::Signature => "witness_signature",
        }
    }
}

impl State {
    pub fn new(name: &str, key: &str) -> State {
        State {
            format: STATE_FORMAT.to_owned(),
            name: name.to_owned(),
            key: key.to_owned(),
            register: None,
            signed: Vec::new(),
        }
    }

    /// What the state will be once this file is taken, and the text to sign. The caller keeps the
    /// state before anything is signed, so that no second history can follow a lost state.
    ///
    /// # Errors
    /// Why this witness does not sign it.
    pub fn take(&self, file: &Export) -> Result<(State, Checkpoint), Refused> {
        let known = match &self.register {
            Some(seen) => Some(LogPublic::from_openssh(&seen.key).map_err(|_| ExportError::Form)?),
            None => None,
        };
        let checked = file.check(known.as_ref()).map_err(|why| match why {
            // Signed, and not with the key that was pinned.
            ExportError::Note(NoteError::NotSigned) if file.check(None).is_ok() => match &self.register {
                Some(seen) if file.check(None).is_ok_and(|c| c.acts.register != seen.id) => {
                    Refused::OtherRegister
                }
                _ => Refused::ChangedKey,
            },
            other => other.into(),
        })?;
        if let Some(seen) = &self.register {
            if seen.id != checked.acts.register {
                return Err(Refused::OtherRegister);
            }
            grew(file, LogId::Acts, seen.acts, &checked.acts)?;
            grew(file, LogId::Reads, seen.reads, &checked.reads)?;
        }
        Ok((State { register: Some(seen(&checked)), ..self.clone() }, checked.acts))
    }

    /// The state with a signature over what was taken last, and what goes back to the register.
    ///
    /// # Errors
    /// [`Refused::Signature`].
    pub fn signed_by(&self, signature: &str) -> Result<(State, Witnessed), Refused> {
        let seen = self.register.as_ref().ok_or(Refused::Signature)?;
        let Size { size, root } = seen.acts;
        let body = Checkpoint { register: seen.id, log: LogId::Acts, size, root }.text();
        sshsig::verify(signature, &self.key, Signed::Checkpoint.namespace(), &body)
            .map_err(|_| Refused::Signature)?;
        let made = Witnessed {
            format: WITNESSED_FORMAT.to_owned(),
            witness: self.name.clone(),
            key: self.key.clone(),
            body,
            signature: signature.to_owned(),
        };
        let mut state = self.clone();
        if state.signed.last() != Some(&made) {
            state.signed.push(made.clone());
        }
        Ok((state, made))
    }
}

impl Witnessed {
    /// The head it is over, its own signature checked with the key it brings along.
    pub fn head(&self) -> Option<Checkpoint> {
        let good = self.format == WITNESSED_FORMAT
            && sshsig::verify(&self.signature, &self.key, Signed::Checkpoint.namespace(), &self.body).is_ok();
        Checkpoint::parse(&self.body).ok().filter(|_| good)
    }
}

fn seen(c: &CheckedExport) -> Seen {
    let size = |h: &Checkpoint| Size { size: h.size, root: h.root };
    Seen { id: c.acts.register, key: c.key.line(), acts: size(&c.acts), reads: size(&c.reads) }
}

fn grew(file: &Export, log: LogId, old: Size, new: &Checkpoint) -> Result<(), Refused> {
    if new.size < old.size {
        return Err(Refused::Smaller);
    }
    if new.size == old.size {
        return if new.root == old.root { Ok(()) } else { Err(Refused::Fork) };
    }
    let proof = file.from(log, old.size).ok_or(Refused::NoGrowth)?;
    // The proof's own root is the register's word; what counts is the root that was witnessed.
    let fits = tree::is_consistent(Alg::Sha256, (old.size, old.root), (new.size, new.root), &proof.path);
    if fits { Ok(()) } else { Err(Refused::Inconsistent) }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
