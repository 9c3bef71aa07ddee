//! Keys of people. A key belongs to one person for ever: even a revoked one is nobody else's.

use crate::domain::coded::codes;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::refusal::{Refusal, Rule};
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, PublicKey};

codes! {
    /// What a key is for.
    pub enum KeyUse {
        /// Signs in over SSH, and signs acts on the person's own machine.
        Login = "login",
        /// Sealed on the server by the person's own passphrase; signs acts in a session.
        Own = "own",
    }
}

/// A key of a person as the log of acts says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonKey {
    pub person: PersonId,
    pub use_: KeyUse,
    /// Type and base64, without comment.
    pub line: String,
    /// `SHA256:…` as `ssh-keygen -l` prints it.
    pub fingerprint: String,
    pub since: Millis,
    /// Position of the event that revoked it; what was signed before stays signed.
    pub revoked: Option<u64>,
}

/// A public key in OpenSSH's one-line form, read and judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    /// Type and base64, without comment.
    pub line: String,
    pub fingerprint: String,
    /// Held by a security token.
    pub on_token: bool,
}

impl KeyLine {
    /// Reads a line as it stands in `id_ed25519.pub`. Taken are Ed25519 and ECDSA P-256, each also
    /// on a security token: kinds whose signatures this program can check without doubt.
    ///
    /// # Errors
    /// [`Rule::KeyUnreadable`], or [`Rule::KeyWeak`] with the name of the kind.
    pub fn read(typed: &str) -> Result<Self, Refusal> {
        let mut key =
            PublicKey::from_openssh(typed.trim()).map_err(|e| Refusal::with(Rule::KeyUnreadable, e))?;
        let (known, on_token) = match key.algorithm() {
            Algorithm::Ed25519 | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 } => (true, false),
            Algorithm::SkEd25519 | Algorithm::SkEcdsaSha2NistP256 => (true, true),
            _ => (false, false),
        };
        if !known {
            return Err(Refusal::with(Rule::KeyWeak, key.algorithm().as_str()));
        }
        key.set_comment("");
        let line = key.to_openssh().map_err(|e| Refusal::with(Rule::KeyUnreadable, e))?;
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        Ok(Self { line: line.trim().to_owned(), fingerprint, on_token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti wang@court";

    #[test]
    fn a_key_is_told_by_its_fingerprint_and_keeps_no_comment() {
        let key = KeyLine::read(ED).unwrap();
        assert!(key.line.ends_with("XFSqti") && key.fingerprint.starts_with("SHA256:"), "{key:?}");
        assert_eq!(KeyLine::read(&format!("  {} other\n", key.line)).unwrap().fingerprint, key.fingerprint);
    }

    #[test]
    fn what_is_no_key_or_a_weak_one_is_named() {
        assert_eq!(KeyLine::read("ssh-ed25519 AAAA").unwrap_err().rule, Rule::KeyUnreadable);
        assert_eq!(KeyLine::read("").unwrap_err().rule, Rule::KeyUnreadable);
        let rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDAu7tvIvX6ZHrRXuZNfkR3XLHSsuCK9Zn3X58lxBcQzuo5xZgB6vRwwm/QtJuF+zZPtY5hsQILBLmF+BZ5WpKZp1jBeSjH2G7lxet9kbcH+kIVj0tPFEoyKI9wvWqIwC4prx/WVk2wLTJjzBAhyNxfEq7C9CeiX9pQEbEqJfkKCQ== x";
        assert_eq!(KeyLine::read(rsa).unwrap_err().rule, Rule::KeyWeak);
    }
}
