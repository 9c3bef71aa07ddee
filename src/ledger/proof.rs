//! One event that can be checked away from the register: the event itself, and the path from its
//! leaf to a root. With a root kept elsewhere it shows that the event stood in the log; without
//! one it only agrees with itself.

use serde::{Deserialize, Deserializer, Serialize};

use super::hash::{Hash, RegisterId, Salt};
use super::header::{Header, HeaderError, LogId};
use super::{hex, tree};

/// The document with the body in it.
pub const PROOF_FORMAT: &str = "liuhen-proof-1";
/// The document without it: that an event with this header stood there, and nothing of what it says.
pub const PROOF_FORMAT_WITHOUT: &str = "liuhen-proof-2";

/// The document, written as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// [`PROOF_FORMAT`], or [`PROOF_FORMAT_WITHOUT`].
    pub format: String,
    /// The register, as its header says again.
    pub register: RegisterId,
    /// The log, as its header says again.
    pub log: LogId,
    /// The header in hex.
    pub header: String,
    /// The salt in hex; left out with the body, for a short one could be guessed by it.
    #[serde(default, deserialize_with = "is_there", skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// The body, character for character as it is stored; none where it is left out.
    #[serde(default, deserialize_with = "is_there", skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Siblings from the leaf up.
    pub path: Vec<Hash>,
    /// Number of leaves of the tree the path belongs to.
    pub tree_size: u64,
    /// Root of that tree.
    pub root: Hash,
}

/// A member that may be left out: where it stands, it holds something, and no `null`.
///
/// # Errors
/// What its value has against being read.
pub fn is_there<'de, D: Deserializer<'de>, T: Deserialize<'de>>(member: D) -> Result<Option<T>, D::Error> {
    T::deserialize(member).map(Some)
}

/// What a proof that holds has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The event's header.
    pub header: Header,
    /// Its leaf.
    pub leaf: Hash,
    /// Size and root of the tree it stands in.
    pub head: (u64, Hash),
    /// Whether that tree is one the reader knew from elsewhere.
    pub known_head: bool,
}

/// Why a proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Written in a form this program does not know.
    #[error("this form of proof is unknown")]
    Format,
    /// The header is not one.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// Header or salt is not hex of the right length.
    #[error("{0} is not hex of the right length")]
    Hex(&'static str),
    /// The header belongs to another register or log than the document says.
    #[error("the header belongs to another register or log")]
    Register,
    /// Salt and body are not what the header committed to.
    #[error("the body is not the one the header commits to")]
    Commitment,
    /// The path does not lead to the root.
    #[error("the path does not lead from this event to the root")]
    Path,
    /// The known head has another size: a proof for that size is needed.
    #[error("the proof is for {proof} events, the known head for {known}")]
    OtherSize {
        /// Size in the proof.
        proof: u64,
        /// Size of the head given.
        known: u64,
    },
    /// The known head has the same size and another root: two histories.
    #[error("the known head has another root at the same size")]
    OtherRoot,
}

impl Proof {
    /// The proof of one event by its siblings in the tree of this size and root.
    pub fn new(header: &Header, salt: &Salt, body: &str, path: Vec<Hash>, head: (u64, Hash)) -> Proof {
        Proof {
            format: PROOF_FORMAT.to_owned(),
            register: header.register,
            log: header.log,
            header: hex::encode(&header.encode()),
            salt: Some(hex::encode(salt)),
            body: Some(body.to_owned()),
            path,
            tree_size: head.0,
            root: head.1,
        }
    }

    /// The same without salt and body: what the header commits to stays committed.
    #[must_use]
    pub fn without_body(self) -> Proof {
        Proof { format: PROOF_FORMAT_WITHOUT.to_owned(), salt: None, body: None, ..self }
    }

    /// Checks everything the document says, and its root against a head known from elsewhere.
    pub fn check(&self, head: Option<(u64, Hash)>) -> Result<Checked, ProofError> {
        let whole = match (self.format.as_str(), &self.salt, &self.body) {
            (PROOF_FORMAT, Some(salt), Some(body)) => Some((salt, body)),
            (PROOF_FORMAT_WITHOUT, None, None) => None,
            _ => return Err(ProofError::Format),
        };
        let header = Header::decode(&hex::decode(&self.header).ok_or(ProofError::Hex("header"))?)?;
        if (header.register, header.log) != (self.register, self.log) {
            return Err(ProofError::Register);
        }
        if let Some((salt, body)) = whole {
            let salt = hex::decode_array(salt).ok_or(ProofError::Hex("salt"))?;
            if header.alg.commit(&salt, body.as_bytes()) != header.body {
                return Err(ProofError::Commitment);
            }
        }
        let leaf = header.leaf();
        let root = tree::root_from_inclusion(header.alg, leaf, header.seq, self.tree_size, &self.path);
        if root != Some(self.root) {
            return Err(ProofError::Path);
        }
        match head {
            Some((known, _)) if known != self.tree_size => {
                return Err(ProofError::OtherSize { proof: self.tree_size, known });
            }
            Some((_, root)) if root != self.root => return Err(ProofError::OtherRoot),
            _ => {}
        }
        Ok(Checked { header, leaf, head: (self.tree_size, self.root), known_head: head.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::verify::tests::events;
    use super::*;

    fn sample() -> (Proof, Hash) {
        let events = events(11);
        let leaves: Vec<Hash> = events.iter().map(|e| e.leaf).collect();
        let fifth = &events[5];
        let header = Header::decode(&fifth.header).unwrap();
        let body = std::str::from_utf8(&fifth.body).unwrap();
        let path = tree::inclusion(header.alg, &leaves, 5).unwrap();
        let head = (11, tree::root(header.alg, &leaves));
        (Proof::new(&header, &fifth.salt, body, path, head), leaves[5])
    }

    #[test]
    fn a_proof_travels_as_text_and_holds() {
        let (proof, leaf) = sample();
        let text = serde_json::to_string_pretty(&proof).unwrap();
        let read: Proof = serde_json::from_str(&text).unwrap();
        assert_eq!(read, proof);
        let checked = read.check(None).unwrap();
        assert_eq!((checked.leaf, checked.head.0, checked.known_head), (leaf, 11, false));
        assert!(read.check(Some((11, proof.root))).unwrap().known_head);
        assert_eq!(read.check(Some((11, leaf))), Err(ProofError::OtherRoot));
        let other = ProofError::OtherSize { proof: 11, known: 12 };
        assert_eq!(read.check(Some((12, proof.root))), Err(other));
    }

    #[test]
    fn without_its_body_it_holds_for_the_header_and_tells_nothing_else() {
        let (proof, leaf) = sample();
        let bare = proof.clone().without_body();
        let text = serde_json::to_string(&bare).unwrap();
        assert!(!text.contains("salt") && !text.contains("\"body\""), "{text}");
        let read: Proof = serde_json::from_str(&text).unwrap();
        let checked = read.check(Some((11, proof.root))).unwrap();
        assert_eq!((checked.leaf, checked.known_head), (leaf, true));
        let bent = Proof { header: read.header.replacen('0', "1", 1), ..read.clone() };
        assert!(bent.check(None).is_err());
        assert_eq!(Proof { body: proof.body, ..read }.check(None), Err(ProofError::Format));
    }

    #[test]
    fn every_single_character_of_the_values_matters() {
        let (proof, _) = sample();
        let text = serde_json::to_string(&proof).unwrap();
        let mut tried = 0;
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
            let Ok(bent) = serde_json::from_slice::<Proof>(&bytes) else { continue };
            tried += 1;
            assert!(bent.check(Some((11, proof.root))).is_err(), "character {at} of {text}");
            // Trees of neighbouring sizes can give a leaf the same path: only a head fixes the size.
            assert!(bent.check(None).is_err() || bent.tree_size != 11, "character {at} of {text}");
        }
        assert!(tried > 500, "only {tried} damaged documents could be read");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let (good, _) = sample();
        let bent = |change: fn(&mut Proof)| {
            let mut proof = good.clone();
            change(&mut proof);
            proof.check(None).unwrap_err()
        };
        assert_eq!(bent(|p| p.format.push('0')), ProofError::Format);
        assert_eq!(bent(|p| p.header.truncate(10)), ProofError::Header(HeaderError::Length(5)));
        assert_eq!(bent(|p| p.salt = Some("ab".to_owned())), ProofError::Hex("salt"));
        assert_eq!(bent(|p| p.salt = None), ProofError::Format);
        assert_eq!(bent(|p| p.body = None), ProofError::Format);
        assert_eq!(bent(|p| p.format = PROOF_FORMAT_WITHOUT.to_owned()), ProofError::Format);
        assert_eq!(bent(|p| p.register.0[0] ^= 1), ProofError::Register);
        assert_eq!(bent(|p| p.log = LogId::Reads), ProofError::Register);
        assert_eq!(bent(|p| p.body = Some("{}".to_owned())), ProofError::Commitment);
        assert_eq!(bent(|p| p.path.reverse()), ProofError::Path);
        assert_eq!(bent(|p| p.tree_size = 5), ProofError::Path);
        assert!(serde_json::from_str::<Proof>("{\"format\":\"liuhen-proof-1\",\"more\":1}").is_err());
        // A member that says nothing is not the same as none.
        let bare = serde_json::to_string(&good.without_body()).unwrap();
        for nothing in ["\"body\":null", "\"salt\":null"] {
            let said = bare.replacen("\"path\"", &format!("{nothing},\"path\""), 1);
            assert!(serde_json::from_str::<Proof>(&said).is_err(), "{said}");
        }
    }
}
