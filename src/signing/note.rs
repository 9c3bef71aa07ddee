//! Signed notes after `c2sp.org/signed-note`: a text, an empty line, and lines with who signed it.
//! A signature of an unknown key says nothing; a wrong one of a known key spoils the whole note.

use super::log_key::LogPublic;
use crate::ledger::{Alg, hex};
use ed25519_dalek::Signature;

/// The type byte of Ed25519 in key ids and verifier keys.
pub(super) const ED25519: u8 = 1;
/// More lines than this are nobody's note.
const MOST_LINES: usize = 100;
const MARK: &str = "\u{2014} ";

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    name: String,
    key: [u8; 4],
    signature: Vec<u8>,
}

/// A text and what stands under it. Nothing is believed before [`Note::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// With its last newline, without the empty line.
    pub text: String,
    lines: Vec<Line>,
}

/// Why a note is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It has not the form of one.
    #[error("not a signed note")]
    Form,
    /// No line is by this name and key.
    #[error("not signed with this key")]
    NotSigned,
    /// A line by this name and key does not fit the text.
    #[error("the signature does not fit")]
    Forged,
}

/// The first four bytes of `SHA-256(name || 0x0A || 0x01 || key)`.
pub(super) fn key_id(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let whole = Alg::Sha256.digest(&[name.as_bytes(), b"\n", &[ED25519], public]);
    [whole.0[0], whole.0[1], whole.0[2], whole.0[3]]
}

impl Note {
    pub(super) fn compose(text: &str, name: &str, blob: &[u8]) -> String {
        format!("{text}\n{MARK}{name} {}\n", hex::base64(blob))
    }

    /// # Errors
    /// [`NoteError::Form`].
    pub fn parse(whole: &str) -> Result<Note, NoteError> {
        let control = |c: char| c < ' ' && c != '\n';
        let (text, signed) = whole.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        if whole.contains(control) || text.is_empty() || !signed.ends_with('\n') {
            return Err(NoteError::Form);
        }
        let lines = signed.lines().map(Line::parse).collect::<Option<Vec<_>>>().ok_or(NoteError::Form)?;
        if lines.is_empty() || lines.len() > MOST_LINES {
            return Err(NoteError::Form);
        }
        Ok(Note { text: format!("{text}\n"), lines })
    }

    /// Whether somebody of this name signed it with this key; a line of both that does not fit spoils it,
    /// wherever it stands.
    ///
    /// # Errors
    /// [`NoteError::NotSigned`] or [`NoteError::Forged`].
    pub fn check(&self, name: &str, key: &LogPublic) -> Result<(), NoteError> {
        let id = key_id(name, key.key().as_bytes());
        let fits = |line: &Line| {
            let signature = Signature::from_slice(&line.signature);
            signature.is_ok_and(|s| key.key().verify_strict(self.text.as_bytes(), &s).is_ok())
        };
        let mut of_this = self.lines.iter().filter(|l| l.name == name && l.key == id).map(fits).peekable();
        if of_this.peek().is_none() {
            return Err(NoteError::NotSigned);
        }
        if of_this.all(|fits| fits) { Ok(()) } else { Err(NoteError::Forged) }
    }
}

impl Line {
    fn parse(line: &str) -> Option<Line> {
        let (name, coded) = line.strip_prefix(MARK)?.split_once(' ')?;
        let blob = hex::unbase64(coded)?;
        let (key, signature) = blob.split_first_chunk::<4>()?;
        let plain = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+');
        (plain && !signature.is_empty()).then(|| Line {
            name: name.to_owned(),
            key: *key,
            signature: signature.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::LogKey;
    use super::*;

    // The example of golang.org/x/mod/sumdb/note: key, text and signature were made by that program.
    const VERIFIER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const SIGNED: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    fn peter() -> LogKey {
        let secret = hex::unbase64(SECRET).unwrap();
        assert_eq!(secret[0], ED25519);
        LogKey::from_seed(secret[1..].try_into().unwrap())
    }

    #[test]
    fn the_published_example_comes_out_byte_for_byte() {
        let note = peter().sign_note("PeterNeumann", TEXT);
        assert_eq!(note, format!("{TEXT}\n{SIGNED}"));
        assert_eq!(peter().public().verifier("PeterNeumann"), VERIFIER);
        let read = Note::parse(&note).unwrap();
        assert_eq!(read.text, TEXT);
        assert_eq!(read.check("PeterNeumann", &peter().public()), Ok(()));
    }

    #[test]
    fn a_wrong_signature_of_a_known_key_spoils_the_note_and_an_unknown_one_says_nothing() {
        let key = peter().public();
        let note = format!("{TEXT}\n{SIGNED}");
        let bent = note.replacen("answer", "Answer", 1);
        assert_eq!(Note::parse(&bent).unwrap().check("PeterNeumann", &key), Err(NoteError::Forged));
        // Nor is it believed for a good one beside the wrong one, in whatever order they stand.
        let wrong = SIGNED.replacen("x08go/ZJ", "x08go/ZK", 1);
        for lines in [format!("{SIGNED}{wrong}"), format!("{wrong}{SIGNED}")] {
            let note = Note::parse(&format!("{TEXT}\n{lines}")).unwrap();
            assert_eq!(note.check("PeterNeumann", &key), Err(NoteError::Forged));
        }
        let other = LogKey::from_seed(&[7; 32]);
        assert_eq!(
            Note::parse(&note).unwrap().check("PeterNeumann", &other.public()),
            Err(NoteError::NotSigned)
        );
        assert_eq!(Note::parse(&note).unwrap().check("Peter", &key), Err(NoteError::NotSigned));
        // Another's line above does not stand in the way.
        let both = other.sign_note("x", TEXT) + SIGNED;
        assert_eq!(Note::parse(&both).unwrap().check("PeterNeumann", &key), Ok(()));
    }

    #[test]
    fn what_is_no_note_is_told() {
        let note = format!("{TEXT}\n{SIGNED}");
        for bent in [
            TEXT.to_owned(),
            note.replacen("\n\n", "\n", 1),
            note.trim_end().to_owned(),
            note.replacen('\u{2014}', "-", 1),
            note.replacen("x08", "x0", 1),
            note.replacen("PeterNeumann x", "Peter+Neumann x", 1),
            note.replacen("the answer", "the\tanswer", 1),
            format!("{note}more\n"),
            format!("{note}\n"),
        ] {
            assert_eq!(Note::parse(&bent), Err(NoteError::Form), "{bent:?}");
        }
        let lines = |n| Note::parse(&format!("{TEXT}\n{}", SIGNED.repeat(n)));
        assert!(lines(MOST_LINES).is_ok());
        assert_eq!(lines(MOST_LINES + 1), Err(NoteError::Form));
    }

    #[test]
    fn a_key_keeps_its_openssh_forms() {
        let key = peter();
        let text = key.to_openssh().unwrap();
        assert!(text.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
        let read = LogKey::from_openssh(&text).unwrap();
        assert_eq!(read.public(), key.public());
        let line = key.public().line();
        assert!(line.starts_with("ssh-ed25519 ") && key.public().fingerprint().starts_with("SHA256:"));
        assert_eq!(LogPublic::from_openssh(&format!("{line} a comment")).unwrap(), key.public());
        assert!(
            LogKey::from_openssh("nothing").is_err() && LogPublic::from_openssh("ssh-ed25519 A").is_err()
        );
    }
}
