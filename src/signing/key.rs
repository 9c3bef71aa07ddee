//! An Ed25519 key that signs here: a person's own, once his passphrase has opened it, and the
//! register's.

use super::sshsig::NotGood;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey};
use zeroize::Zeroizing;

/// A private Ed25519 key. Its bytes are overwritten when it is dropped.
pub struct SigningKey(PrivateKey);

impl SigningKey {
    /// A key from 32 random bytes.
    ///
    /// # Errors
    /// The library cannot hold such a key.
    pub fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Result<Self, NotGood> {
        let pair = KeypairData::from(Ed25519Keypair::from_seed(seed));
        PrivateKey::new(pair, "").map(Self).map_err(NotGood::unreadable)
    }

    /// Reads an unencrypted OpenSSH private key.
    ///
    /// # Errors
    /// [`NotGood::Unreadable`], or [`NotGood::Kind`] for a key that is not Ed25519.
    pub fn from_openssh(text: &str) -> Result<Self, NotGood> {
        let key = PrivateKey::from_openssh(text).map_err(NotGood::unreadable)?;
        if key.key_data().ed25519().is_none() {
            return Err(NotGood::Kind(key.algorithm().as_str().to_owned()));
        }
        Ok(Self(key))
    }

    /// As `ssh-keygen` writes it, without a passphrase of its own.
    ///
    /// # Errors
    /// The library cannot write it.
    pub fn to_openssh(&self) -> Result<Zeroizing<String>, NotGood> {
        self.0.to_openssh(LineEnding::LF).map_err(NotGood::unreadable)
    }

    /// Type and base64, without comment: the line that stands in the log.
    ///
    /// # Errors
    /// The library cannot write it.
    pub fn public_line(&self) -> Result<String, NotGood> {
        let line = self.0.public_key().to_openssh().map_err(NotGood::unreadable)?;
        Ok(line.trim().to_owned())
    }

    /// `SHA256:…` as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        self.0.public_key().fingerprint(HashAlg::Sha256).to_string()
    }

    pub(super) fn private(&self) -> &PrivateKey {
        &self.0
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey {}", self.fingerprint())
    }
}
