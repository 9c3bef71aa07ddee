//! The receipt file: what the register said when it had taken an act, under the register's own
//! signature, and the way from there to a checkpoint that others signed, once there is one.

use super::log_key::LogPublic;
use super::note::{Note, NoteError};
use crate::ledger::{Acknowledged, Alg, Checkpoint, Hash, is_there, tree};
use serde::{Deserialize, Serialize};

/// The name of this form of the document.
pub const RECEIPT_FORMAT: &str = "liuhen-receipt-1";

/// The document, written as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptFile {
    /// [`RECEIPT_FORMAT`].
    pub format: String,
    /// The statement as a signed note.
    pub note: String,
    /// The register's public key, type and base64. Whoever knows the key from elsewhere compares it.
    pub key: String,
    #[serde(default, deserialize_with = "is_there", skip_serializing_if = "Option::is_none")]
    pub proof: Option<Inclusion>,
}

/// That the leaf stands in the tree of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    /// Siblings from the leaf up.
    pub path: Vec<Hash>,
    /// A checkpoint of the same log as a signed note.
    pub checkpoint: String,
}

/// What a receipt that holds has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedReceipt {
    pub said: Acknowledged,
    /// The checkpoint in whose tree the leaf stands.
    pub head: Option<Checkpoint>,
    pub key: LogPublic,
}

/// Why a receipt does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The form is unknown, or the text is no receipt.
    #[error("not a receipt")]
    Form,
    /// The key in it is not the one known from elsewhere.
    #[error("signed with another key")]
    OtherKey,
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The checkpoint in it belongs elsewhere or cannot be read.
    #[error("the checkpoint in it is not of this log")]
    Checkpoint,
    /// The path does not lead to the checkpoint.
    #[error("the path does not lead from this leaf to the checkpoint")]
    Path,
}

impl ReceiptFile {
    /// Checks everything it says. `known` is the register's key as known from elsewhere; without it
    /// the receipt only agrees with the key it brings along.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn check(&self, known: Option<&LogPublic>) -> Result<CheckedReceipt, ReceiptError> {
        if self.format != RECEIPT_FORMAT {
            return Err(ReceiptError::Form);
        }
        let own = LogPublic::from_openssh(&self.key).map_err(|_| ReceiptError::Form)?;
        if known.is_some_and(|k| *k != own) {
            return Err(ReceiptError::OtherKey);
        }
        let note = Note::parse(&self.note)?;
        let said = Acknowledged::parse(&note.text).ok_or(ReceiptError::Form)?;
        note.check(&said.origin(), &own)?;
        let head = self.proof.as_ref().map(|p| p.check(&said, &own)).transpose()?;
        Ok(CheckedReceipt { said, head, key: own })
    }
}

impl Inclusion {
    fn check(&self, said: &Acknowledged, key: &LogPublic) -> Result<Checkpoint, ReceiptError> {
        let note = Note::parse(&self.checkpoint)?;
        let head = Checkpoint::parse(&note.text).map_err(|_| ReceiptError::Checkpoint)?;
        if (head.register, head.log) != (said.register, said.log) {
            return Err(ReceiptError::Checkpoint);
        }
        note.check(&head.origin(), key)?;
        let root = tree::root_from_inclusion(Alg::Sha256, said.leaf, said.seq, head.size, &self.path);
        if root == Some(head.root) { Ok(head) } else { Err(ReceiptError::Path) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::LogKey;
    use super::*;
    use crate::ledger::{LogId, RegisterId};

    fn sample() -> (ReceiptFile, LogKey) {
        let key = LogKey::from_seed(&[3; 32]);
        let leaves: Vec<Hash> = (0..9).map(|n| Hash([n; 32])).collect();
        let register = RegisterId([7; 16]);
        let said = Acknowledged { register, log: LogId::Acts, seq: 4, leaf: leaves[4], time_ms: 5 };
        let head = Checkpoint { register, log: LogId::Acts, size: 9, root: tree::root(Alg::Sha256, &leaves) };
        let proof = Inclusion {
            path: tree::inclusion(Alg::Sha256, &leaves, 4).unwrap(),
            checkpoint: key.sign_note(&head.origin(), &head.text()),
        };
        let file = ReceiptFile {
            format: RECEIPT_FORMAT.to_owned(),
            note: key.sign_note(&said.origin(), &said.text()),
            key: key.public().line(),
            proof: Some(proof),
        };
        (file, key)
    }

    #[test]
    fn a_receipt_holds_with_and_without_its_way_to_a_checkpoint() {
        let (file, key) = sample();
        let held = file.check(Some(&key.public())).unwrap();
        assert_eq!((held.said.seq, held.head.map(|h| h.size)), (4, Some(9)));
        let bare = ReceiptFile { proof: None, ..file };
        assert_eq!(bare.check(None).unwrap().head, None);
        let text = serde_json::to_string(&bare).unwrap();
        assert!(!text.contains("proof"));
        assert_eq!(serde_json::from_str::<ReceiptFile>(&text).unwrap(), bare);
    }

    #[test]
    fn what_does_not_hold_is_named() {
        let (good, _) = sample();
        let bent = |change: fn(&mut ReceiptFile)| {
            let mut file = good.clone();
            change(&mut file);
            file.check(None).unwrap_err()
        };
        assert_eq!(bent(|f| f.format.push('0')), ReceiptError::Form);
        assert_eq!(
            bent(|f| f.note = f.note.replacen("seq 4", "seq 5", 1)),
            ReceiptError::Note(NoteError::Forged)
        );
        assert_eq!(
            bent(|f| f.key = LogKey::from_seed(&[4; 32]).public().line()),
            ReceiptError::Note(NoteError::NotSigned)
        );
        assert_eq!(bent(|f| f.proof.as_mut().unwrap().path.reverse()), ReceiptError::Path);
        let other = |f: &mut ReceiptFile| {
            let p = f.proof.as_mut().unwrap();
            p.checkpoint = p.checkpoint.replacen("\n9\n", "\n8\n", 1);
        };
        assert_eq!(bent(other), ReceiptError::Note(NoteError::Forged));
        let key = LogKey::from_seed(&[4; 32]).public();
        assert_eq!(good.check(Some(&key)), Err(ReceiptError::OtherKey));
    }
}
