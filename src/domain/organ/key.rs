//! Keys of people. A key belongs to one person for ever: even a revoked one is nobody else's.

use crate::domain::coded::codes;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::refusal::{Refusal, Rule};
use ed25519_dalek::VerifyingKey;
use ssh_key::public::{EcdsaPublicKey, KeyData};
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
    /// Nobody signs by it but whoever holds the other half.
    sound: bool,
}

impl KeyLine {
    /// Reads a line as it stands in `id_ed25519.pub`. Taken are Ed25519 and ECDSA P-256, each also
    /// on a security token: kinds whose signatures this program can check without doubt.
    ///
    /// # Errors
    /// [`Rule::KeyUnreadable`], [`Rule::KeyWeak`] with the name of the kind, or [`Rule::KeyUnsound`].
    pub fn read(typed: &str) -> Result<Self, Refusal> {
        let key = Self::kept(typed)?;
        if key.sound { Ok(key) } else { Err(Refusal::with(Rule::KeyUnsound, key.fingerprint)) }
    }

    /// Reads a line that a log may keep from before it was asked whether a key is sound: it has its
    /// name and can be revoked, and no signature counts under it.
    ///
    /// # Errors
    /// [`Rule::KeyUnreadable`], or [`Rule::KeyWeak`] with the name of the kind.
    pub fn kept(typed: &str) -> Result<Self, Refusal> {
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
        let sound = is_sound(key.key_data());
        Ok(Self { line: line.trim().to_owned(), fingerprint, on_token, sound })
    }
}

/// Whether a key is a point of its curve in the one way in which it is written.
fn is_sound(key: &KeyData) -> bool {
    let on_p256 = |point: &p256::EncodedPoint| {
        !point.is_compressed() && p256::ecdsa::VerifyingKey::from_encoded_point(point).is_ok()
    };
    match key {
        KeyData::Ed25519(key) => is_sound_point(&key.0),
        KeyData::SkEd25519(key) => is_sound_point(&key.public_key().0),
        KeyData::Ecdsa(EcdsaPublicKey::NistP256(point)) => on_p256(point),
        KeyData::SkEcdsaSha2NistP256(key) => on_p256(key.ec_point()),
        _ => false,
    }
}

/// Whether these bytes are a point of Ed25519's curve as RFC 8032 writes one, and none of the few of small
/// order: under such a key one signature fits nearly any text, and nobody needs the other half.
pub fn is_sound_point(bytes: &[u8; 32]) -> bool {
    // A number not below 2^255 - 19 is another spelling of a smaller one.
    let [first, middle @ .., last] = bytes;
    let spelt_anew = last & 0x7f == 0x7f && *first >= 0xed && middle.iter().all(|b| *b == 0xff);
    !spelt_anew && VerifyingKey::from_bytes(bytes).is_ok_and(|key| !key.is_weak())
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

    #[test]
    fn a_key_under_which_anybody_could_sign_is_no_key() {
        let point = |hex: &str| {
            let bytes = (0..64).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
            bytes.collect::<Vec<u8>>().try_into().unwrap()
        };
        // The eight points of small order, and the ways in which they are spelt anew; then a number that is
        // on no curve, and an honest point plus 2^255 - 19.
        for weak in [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "0200000000000000000000000000000000000000000000000000000000000000",
            "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ] {
            assert!(!is_sound_point(&point(weak)), "{weak}");
            let key = KeyData::Ed25519(ssh_key::public::Ed25519PublicKey(point(weak)));
            let line = PublicKey::new(key, "").to_openssh().unwrap();
            assert_eq!(KeyLine::read(&line).unwrap_err().rule, Rule::KeyUnsound, "{weak}");
            assert!(KeyLine::kept(&line).is_ok());
        }
        // What stands beside the curve of P-256.
        let beside = p256::EncodedPoint::from_affine_coordinates(&[1; 32].into(), &[2; 32].into(), false);
        let key = KeyData::Ecdsa(EcdsaPublicKey::NistP256(beside));
        let line = PublicKey::new(key, "").to_openssh().unwrap();
        assert_eq!(KeyLine::read(&line).unwrap_err().rule, Rule::KeyUnsound);
    }
}
