//! The register's own key. It stands in OpenSSH's forms, so that `ssh-keygen -l` names it, and signs
//! plain Ed25519, as notes ask for.

use super::keyed::Keyed;
use super::note::{self, Note};
use crate::domain::organ::is_sound_point;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, PublicKey};
use zeroize::Zeroizing;

/// The text is no Ed25519 key in OpenSSH's form, or one behind a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an Ed25519 key in OpenSSH's form without a passphrase")]
pub struct NotAKey;

/// A private key; forgotten when dropped.
pub struct LogKey(SigningKey);

impl LogKey {
    /// The key made from 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Reads `-----BEGIN OPENSSH PRIVATE KEY-----`.
    ///
    /// # Errors
    /// [`NotAKey`].
    pub fn from_openssh(text: &str) -> Result<Self, NotAKey> {
        let key = PrivateKey::from_openssh(text).map_err(|_| NotAKey)?;
        match key.key_data() {
            KeypairData::Ed25519(pair) => SigningKey::try_from(pair).map(Self).map_err(|_| NotAKey),
            _ => Err(NotAKey),
        }
    }

    /// As `ssh-keygen` would have written it.
    ///
    /// # Errors
    /// [`NotAKey`] where the form cannot be written.
    pub fn to_openssh(&self) -> Result<Zeroizing<String>, NotAKey> {
        let key = PrivateKey::from(Ed25519Keypair::from(self.0.clone()));
        key.to_openssh(LineEnding::LF).map_err(|_| NotAKey)
    }

    pub fn public(&self) -> LogPublic {
        LogPublic(self.0.verifying_key())
    }

    /// A secret that follows from this key, for one purpose; nobody learns the key from it.
    pub fn secret_for(&self, purpose: &str) -> Keyed {
        Keyed::by(&Keyed::by(self.0.as_bytes()).sum(&[purpose.as_bytes()]).0)
    }

    /// The text with this key's signature line under it.
    pub fn sign_note(&self, name: &str, text: &str) -> String {
        let mut blob = note::key_id(name, self.0.verifying_key().as_bytes()).to_vec();
        blob.extend(self.0.sign(text.as_bytes()).to_bytes());
        Note::compose(text, name, &blob)
    }
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPublic(VerifyingKey);

impl LogPublic {
    /// Reads `ssh-ed25519 AAAA…`; a comment is passed over.
    ///
    /// # Errors
    /// [`NotAKey`].
    pub fn from_openssh(line: &str) -> Result<Self, NotAKey> {
        let key = PublicKey::from_openssh(line.trim()).map_err(|_| NotAKey)?;
        match key.key_data() {
            KeyData::Ed25519(key) if is_sound_point(&key.0) => {
                VerifyingKey::try_from(key).map(Self).map_err(|_| NotAKey)
            }
            _ => Err(NotAKey),
        }
    }

    fn ssh(&self) -> PublicKey {
        PublicKey::new(KeyData::Ed25519(Ed25519PublicKey::from(self.0)), "")
    }

    /// `ssh-ed25519 AAAA…` without a comment.
    pub fn line(&self) -> String {
        self.ssh().to_openssh().unwrap_or_default().trim().to_owned()
    }

    /// `SHA256:…` as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        self.ssh().fingerprint(HashAlg::Sha256).to_string()
    }

    /// The key as other note tools take it: `name+id+base64`.
    pub fn verifier(&self, name: &str) -> String {
        let id = crate::ledger::hex::encode(&note::key_id(name, self.0.as_bytes()));
        let mut typed = vec![note::ED25519];
        typed.extend(self.0.as_bytes());
        format!("{name}+{id}+{}", crate::ledger::hex::base64(&typed))
    }

    pub(super) fn key(&self) -> &VerifyingKey {
        &self.0
    }
}
