//! Signatures as `ssh-keygen -Y sign` makes them and `ssh-keygen -Y verify` checks them
//! (PROTOCOL.sshsig). A signature is kept as it was received: what is stored is what was checked,
//! and no library writes it anew.

use super::key::SigningKey;
use crate::domain::organ::{KeyLine, is_sound_point};
use crate::domain::refusal::{Refusal, Rule};
use crate::ledger::hex;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, PublicKey, SshSig};

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// Characters of the longest signature that is read at all; a token's takes some 400.
const LONGEST: usize = 8192;
/// The columns `ssh-keygen` writes.
const COLUMNS: usize = 70;
/// What a token says of itself: somebody touched it; it checked who that was.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;

/// Why a signature is not good.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotGood {
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// A kind of key whose signatures are not taken, such as RSA.
    #[error("{0}")]
    Kind(String),
    /// More than one signature stands there.
    #[error("more than one signature")]
    Several,
    /// Not as a log keeps one.
    #[error("not one armored block alone")]
    Around,
    /// Made for another use than this.
    #[error("namespace {found}, not {wanted}")]
    Namespace { wanted: String, found: String },
    /// Made by another key than the one asked about.
    #[error("made by {0}")]
    OtherKey(String),
    /// Under its key, or with its first half, anybody could have signed.
    #[error("anybody could have signed so")]
    Unsound,
    /// Not over this text, or not by the key it names.
    #[error("it is not over this text")]
    Wrong,
}

impl NotGood {
    pub(super) fn unreadable(error: impl std::fmt::Display) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<NotGood> for Refusal {
    fn from(why: NotGood) -> Self {
        match why {
            NotGood::Kind(kind) => Refusal::with(Rule::KeyWeak, kind),
            NotGood::Namespace { found, .. } => Refusal::with(Rule::SignatureNamespace, found),
            NotGood::Unsound => Refusal::of(Rule::KeyUnsound),
            NotGood::Several | NotGood::Around => Refusal::of(Rule::SignatureArmor),
            other => Refusal::with(Rule::SignatureWrong, other),
        }
    }
}

/// What a good signature says of how it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The key never leaves a security token.
    pub on_token: bool,
    /// Somebody touched the token.
    pub present: bool,
    /// The token checked who that was, by number or finger.
    pub verified: bool,
}

impl Facts {
    /// 3 for a token that checked the person, 2 for every other key on a person's own machine.
    pub fn level(self) -> u8 {
        if self.on_token && self.present && self.verified { 3 } else { 2 }
    }
}

/// A signature as somebody handed it in.
#[derive(Clone, Debug)]
pub struct Received {
    armored: String,
    signature: SshSig,
}

impl Received {
    /// Reads an armored signature as it is handed in. What stands around it, and blanks that a terminal
    /// put into it, are left out; the bytes inside are not touched.
    ///
    /// # Errors
    /// [`NotGood::Several`], [`NotGood::Unreadable`], or [`NotGood::Kind`] for a key such as RSA.
    pub fn read(text: &str) -> Result<Self, NotGood> {
        if text.matches(BEGIN).count() > 1 {
            return Err(NotGood::Several);
        }
        Self::first(text)
    }

    /// Reads a signature that a log keeps: from version 4 of bodies on one armored block as
    /// [`Self::armored`] has it, and not a letter beside it; before, the first one there is.
    ///
    /// # Errors
    /// [`NotGood::Around`], or as [`Self::read`].
    pub fn kept(text: &str, v: u8) -> Result<Self, NotGood> {
        let received = Self::first(text)?;
        if v > 3 && received.armored != text { Err(NotGood::Around) } else { Ok(received) }
    }

    fn first(text: &str) -> Result<Self, NotGood> {
        let armored = tidy(text).ok_or_else(|| NotGood::unreadable(BEGIN))?;
        let signature = SshSig::from_pem(&armored).map_err(NotGood::unreadable)?;
        if !well_formed(&armored) {
            return Err(NotGood::unreadable(BEGIN));
        }
        let known = matches!(
            signature.public_key().algorithm(),
            Algorithm::Ed25519
                | Algorithm::SkEd25519
                | Algorithm::SkEcdsaSha2NistP256
                | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 }
        );
        if !known {
            return Err(NotGood::Kind(signature.public_key().algorithm().as_str().to_owned()));
        }
        Ok(Self { armored, signature })
    }

    /// The armor, as it is kept.
    pub fn armored(&self) -> &str {
        &self.armored
    }

    /// Of the key that claims to have made it: `SHA256:…`.
    pub fn fingerprint(&self) -> String {
        self.signature.public_key().fingerprint(HashAlg::Sha256).to_string()
    }

    pub fn namespace(&self) -> &str {
        self.signature.namespace()
    }

    /// Whether the key of this line made it, in this namespace, over this text.
    ///
    /// # Errors
    /// Why it does not hold.
    pub fn check(&self, line: &str, namespace: &str, text: &str) -> Result<Facts, NotGood> {
        self.check_bytes(line, namespace, text.as_bytes())
    }

    pub(super) fn check_bytes(&self, line: &str, namespace: &str, bytes: &[u8]) -> Result<Facts, NotGood> {
        let key = PublicKey::from_openssh(line.trim()).map_err(NotGood::unreadable)?;
        if key.key_data() != self.signature.public_key() {
            return Err(NotGood::OtherKey(self.fingerprint()));
        }
        if self.namespace() != namespace {
            let (wanted, found) = (namespace.to_owned(), self.namespace().to_owned());
            return Err(NotGood::Namespace { wanted, found });
        }
        // A key of one kind has signatures of that kind; the reserved field has no meaning yet.
        if self.signature.algorithm() != key.algorithm() || !self.signature.reserved().is_empty() {
            return Err(NotGood::Wrong);
        }
        let on_token = KeyLine::read(line).map_err(|_| NotGood::Unsound)?.on_token;
        if !self.is_by_a_secret() {
            return Err(NotGood::Unsound);
        }
        key.verify(namespace, bytes, &self.signature).map_err(|_| NotGood::Wrong)?;
        // The flags are the fifth byte from the end: one of flags, four of the counter.
        let made = self.signature.signature_bytes();
        let flags = if on_token { made.iter().rev().nth(4).copied().unwrap_or(0) } else { 0 };
        Ok(Facts { on_token, present: flags & PRESENT != 0, verified: flags & VERIFIED != 0 })
    }

    /// Whether the first half of an Ed25519 signature is one that a secret number makes, as strict
    /// verification asks: a point like a sound key.
    fn is_by_a_secret(&self) -> bool {
        let ed25519 = matches!(self.signature.algorithm(), Algorithm::Ed25519 | Algorithm::SkEd25519);
        !ed25519 || self.signature.signature_bytes().first_chunk::<32>().is_some_and(is_sound_point)
    }
}

/// Signs a text; deterministic, for Ed25519 needs no randomness.
///
/// # Errors
/// The library cannot sign.
pub fn sign(key: &SigningKey, namespace: &str, text: &str) -> Result<String, NotGood> {
    let made = key.private().sign(namespace, HashAlg::Sha512, text.as_bytes());
    made.and_then(|s| s.to_pem(LineEnding::LF)).map_err(NotGood::unreadable)
}

/// Reads and checks an armored signature in one step.
///
/// # Errors
/// Why it does not hold.
pub fn verify(armored: &str, line: &str, namespace: &str, text: &str) -> Result<Facts, NotGood> {
    Received::read(armored)?.check(line, namespace, text)
}

/// The armor alone, its lines as long as `ssh-keygen` makes them. None without a beginning and an end.
fn tidy(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(BEGIN)?;
    let (inside, _) = rest.split_once(END)?;
    let inside: Vec<char> = inside.chars().filter(|c| !c.is_whitespace()).take(LONGEST + 1).collect();
    if inside.is_empty() || inside.len() > LONGEST {
        return None;
    }
    let lines: Vec<String> = inside.chunks(COLUMNS).map(|line| line.iter().collect()).collect();
    Some(format!("{BEGIN}\n{}\n{END}\n", lines.join("\n")))
}

/// Whether every length inside says what is there, as `ssh-keygen` asks: the library is content with
/// less, and what is kept must be read alike by everybody. The version is not under the signature.
fn well_formed(armored: &str) -> bool {
    let inside: String = armored.lines().filter(|l| !l.starts_with('-')).collect();
    let Some(bytes) = hex::unbase64(&inside) else { return false };
    let Some(rest) = bytes.strip_prefix(b"SSHSIG\x00\x00\x00\x01") else { return false };
    let Some((parts, [])) = strings(rest, 5) else { return false };
    let (Some(key), Some(signature)) = (parts.first(), parts.last()) else { return false };
    let key_fits = strings(key, usize::MAX).is_some_and(|(_, tail)| tail.is_empty());
    let signature_fits = strings(signature, 2).is_some_and(|(parts, tail)| {
        let on_token = parts.first().is_some_and(|kind| kind.starts_with(b"sk-"));
        // A token adds its flags and its counter.
        tail.len() == if on_token { 5 } else { 0 }
    });
    key_fits && signature_fits
}

/// At most so many strings with their lengths before them, and what follows.
fn strings(mut bytes: &[u8], most: usize) -> Option<(Vec<&[u8]>, &[u8])> {
    let mut found = Vec::new();
    while found.len() < most && !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (one, rest) = rest.split_at_checked(length)?;
        found.push(one);
        bytes = rest;
    }
    Some((found, bytes))
}

#[cfg(test)]
#[path = "sshsig_tests.rs"]
mod tests;
