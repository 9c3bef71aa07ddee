//! The checkpoint file `.liuhen-checkpoint`: where both logs stand, signed by the register, with
//! proofs that they grew from where they stood before, and what custodians signed on the way.

use super::log_key::LogPublic;
use super::note::{Note, NoteError};
use crate::ledger::{Alg, Checkpoint, Hash, LogId, tree};
use serde::{Deserialize, Serialize};

/// The name of this form of the document.
pub const EXPORT_FORMAT: &str = "liuhen-checkpoint-1";

/// The document, written as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// [`EXPORT_FORMAT`].
    pub format: String,
    /// The register's public key, type and base64.
    pub key: String,
    /// The checkpoint of each log as a signed note.
    pub acts: String,
    pub reads: String,
    /// From earlier sizes to these: what was exported or witnessed before.
    pub proofs: Vec<Growth>,
    /// The newest checkpoint of the acts that custodians signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cosigned: Option<CosignedHead>,
}

/// That a log of one size is the beginning of the log in this file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    pub log: LogId,
    pub size: u64,
    pub root: Hash,
    pub path: Vec<Hash>,
}

/// What custodians signed, and that it is the beginning of the acts in this file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CosignedHead {
    /// The three lines that were signed in the namespace `liuhen-checkpoint@v1`.
    pub body: String,
    pub path: Vec<Hash>,
    pub signatures: Vec<Cosignature>,
}

/// One SSHSIG, checked by `ssh-keygen -Y verify` like any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cosignature {
    /// Who, as in the file of allowed signers.
    pub signer: String,
    /// Type and base64.
    pub key: String,
    pub signature: String,
}

/// A file whose every statement agrees with the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedExport {
    pub key: LogPublic,
    pub acts: Checkpoint,
    pub reads: Checkpoint,
    pub cosigned: Option<Checkpoint>,
}

/// Why a file is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error("not a checkpoint file")]
    Form,
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The two notes are not those of one register.
    #[error("the two logs are not of one register")]
    Register,
    /// An earlier size does not lead to this one.
    #[error("the log of {0} events is not the beginning of this one")]
    Growth(u64),
}

impl Export {
    /// # Errors
    /// [`ExportError::Form`].
    pub fn read(text: &str) -> Result<Export, ExportError> {
        serde_json::from_str(text).map_err(|_| ExportError::Form)
    }

    /// Checks both signatures and every proof. `known` is the register's key as known from
    /// elsewhere; without it the file only agrees with the key it brings along. The signatures of
    /// custodians are theirs to check who know their keys.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn check(&self, known: Option<&LogPublic>) -> Result<CheckedExport, ExportError> {
        if self.format != EXPORT_FORMAT {
            return Err(ExportError::Form);
        }
        let own = LogPublic::from_openssh(&self.key).map_err(|_| ExportError::Form)?;
        let key = known.unwrap_or(&own);
        let acts = signed(&self.acts, key, LogId::Acts)?;
        let reads = signed(&self.reads, key, LogId::Reads)?;
        if acts.register != reads.register {
            return Err(ExportError::Register);
        }
        for g in &self.proofs {
            let now = if g.log == LogId::Acts { &acts } else { &reads };
            grew((g.size, g.root), now, &g.path)?;
        }
        let cosigned = self.cosigned.as_ref().map(|c| c.check(&acts)).transpose()?;
        Ok(CheckedExport { key: key.clone(), acts, reads, cosigned })
    }

    /// The proof from where somebody saw a log stand; none where this file has none from there.
    pub fn from(&self, log: LogId, size: u64) -> Option<&Growth> {
        self.proofs.iter().find(|g| g.log == log && g.size == size)
    }
}

impl CosignedHead {
    fn check(&self, acts: &Checkpoint) -> Result<Checkpoint, ExportError> {
        let head = Checkpoint::parse(&self.body).map_err(|_| ExportError::Form)?;
        if (head.register, head.log) != (acts.register, acts.log) {
            return Err(ExportError::Register);
        }
        grew((head.size, head.root), acts, &self.path)?;
        Ok(head)
    }
}

fn signed(note: &str, key: &LogPublic, log: LogId) -> Result<Checkpoint, ExportError> {
    let note = Note::parse(note)?;
    let head = Checkpoint::parse(&note.text).map_err(|_| ExportError::Form)?;
    note.check(&head.origin(), key)?;
    if head.log == log { Ok(head) } else { Err(ExportError::Register) }
}

fn grew(old: (u64, Hash), now: &Checkpoint, path: &[Hash]) -> Result<(), ExportError> {
    let fits = tree::is_consistent(Alg::Sha256, old, (now.size, now.root), path);
    if fits { Ok(()) } else { Err(ExportError::Growth(old.0)) }
}

/// A checkpoint in any of the forms in which it leaves a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHead {
    pub head: Checkpoint,
    /// None where it stands there unsigned.
    pub note: Option<Note>,
    /// The key the file brings along.
    pub key: Option<LogPublic>,
}

/// Every checkpoint in a text: bare ones, signed notes, a checkpoint file, a receipt's.
///
/// # Errors
/// [`NoteError::Form`] where something stands under a checkpoint that is no signature.
pub fn heads_in(text: &str) -> Result<Vec<FoundHead>, NoteError> {
    if text.trim_start().starts_with('{') {
        let Some(file) = Export::read(text).ok().filter(|f| f.format == EXPORT_FORMAT) else {
            return Ok(Vec::new());
        };
        let key = LogPublic::from_openssh(&file.key).ok();
        let cosigned = file.cosigned.iter().map(|c| c.body.as_str());
        let parts: Vec<&str> = [file.acts.as_str(), &file.reads].into_iter().chain(cosigned).collect();
        let mut all = heads_in(&parts.join("\n"))?;
        // One that cannot be read is not left out in silence: it may be the one that differs.
        if all.len() != parts.len() {
            return Err(NoteError::Form);
        }
        all.iter_mut().for_each(|found| found.key = key.clone());
        return Ok(all);
    }
    Checkpoint::all(text)
        .into_iter()
        .map(|(head, part)| {
            let part = format!("{}\n", part.trim_end());
            let note = if part == head.text() { None } else { Some(Note::parse(&part)?) };
            Ok(FoundHead { head, note, key: None })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::LogKey;
    use super::*;
    use crate::ledger::RegisterId;

    fn leaves(n: u8) -> Vec<Hash> {
        (0..n).map(|n| Hash([n; 32])).collect()
    }

    fn head(log: LogId, n: u8) -> Checkpoint {
        let root = tree::root(Alg::Sha256, &leaves(n));
        Checkpoint { register: RegisterId([7; 16]), log, size: u64::from(n), root }
    }

    fn sample() -> (Export, LogKey) {
        let key = LogKey::from_seed(&[3; 32]);
        let note = |h: Checkpoint| key.sign_note(&h.origin(), &h.text());
        let path = |from, to| tree::consistency(Alg::Sha256, &leaves(to), from).unwrap();
        let growth = |log, from: u8, to| Growth {
            log,
            size: u64::from(from),
            root: head(log, from).root,
            path: path(u64::from(from), to),
        };
        let file = Export {
            format: EXPORT_FORMAT.to_owned(),
            key: key.public().line(),
            acts: note(head(LogId::Acts, 9)),
            reads: note(head(LogId::Reads, 4)),
            proofs: vec![growth(LogId::Acts, 5, 9), growth(LogId::Reads, 0, 4)],
            cosigned: Some(CosignedHead {
                body: head(LogId::Acts, 7).text(),
                path: path(7, 9),
                signatures: Vec::new(),
            }),
        };
        (file, key)
    }

    #[test]
    fn a_file_holds_together_and_reads_back() {
        let (file, key) = sample();
        let text = serde_json::to_string_pretty(&file).unwrap();
        let read = Export::read(&text).unwrap();
        let held = read.check(Some(&key.public())).unwrap();
        assert_eq!((held.acts.size, held.reads.size, held.cosigned.map(|c| c.size)), (9, 4, Some(7)));
        assert_eq!(read.from(LogId::Acts, 5).map(|g| g.path.is_empty()), Some(false));
        let heads = heads_in(&text).unwrap();
        assert_eq!(heads.iter().map(|h| h.head.size).collect::<Vec<_>>(), [9, 4, 7]);
        assert_eq!(heads[0].key, Some(key.public()));
        let plain = format!("{}\n{}{}", file.acts, head(LogId::Reads, 4).text(), "\n");
        let heads = heads_in(&plain).unwrap();
        assert_eq!((heads[0].note.is_some(), heads[1].note.is_some()), (true, false));
    }

    #[test]
    fn what_does_not_hold_is_named() {
        let (good, _) = sample();
        let bent = |change: fn(&mut Export)| {
            let mut file = good.clone();
            change(&mut file);
            file.check(None).unwrap_err()
        };
        assert_eq!(bent(|f| f.format.clear()), ExportError::Form);
        assert_eq!(
            bent(|f| f.acts = f.acts.replacen("\n9\n", "\n8\n", 1)),
            ExportError::Note(NoteError::Forged)
        );
        assert_eq!(bent(|f| f.reads = f.acts.clone()), ExportError::Register);
        assert_eq!(bent(|f| f.proofs[0].path.reverse()), ExportError::Growth(5));
        assert_eq!(bent(|f| f.proofs[1].size = 1), ExportError::Growth(1));
        assert_eq!(bent(|f| f.cosigned.as_mut().unwrap().path.clear()), ExportError::Growth(7));
        let other = LogKey::from_seed(&[4; 32]).public();
        assert_eq!(good.check(Some(&other)), Err(ExportError::Note(NoteError::NotSigned)));
    }

    #[test]
    fn a_damaged_signature_line_is_no_bare_checkpoint() {
        let (file, _) = sample();
        let cut = file.acts.replacen("\u{2014} liuhen", "- liuhen", 1);
        assert_eq!(heads_in(&cut), Err(NoteError::Form));
        assert_eq!(heads_in("nothing"), Ok(Vec::new()));
    }
}
