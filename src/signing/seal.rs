//! A person's own key under his passphrase: an age file (age-encryption.org/v1) with one scrypt
//! recipient, so that `age --decrypt` opens it too. Whoever takes the file away can only guess.

use super::key::SigningKey;
use super::secret::Secret;
use age::scrypt::{Identity, Recipient};
use age::secrecy::SecretString;
use zeroize::Zeroizing;

/// Log2 of scrypt's N: 64 MiB and a few tenths of a second for one try.
const WORK: u8 = 16;
/// A file that was put here to keep us busy is not opened.
const MOST_WORK: u8 = 18;

/// Why a sealed key did not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Shut {
    #[error("the passphrase is wrong")]
    Wrong,
    #[error("the sealed key is damaged: {0}")]
    Damaged(String),
}

/// Seals a key.
///
/// # Errors
/// [`Shut::Damaged`] when the key or the seal cannot be written.
pub fn seal(key: &SigningKey, secret: &Secret) -> Result<String, Shut> {
    let damaged = |e: &dyn std::fmt::Display| Shut::Damaged(e.to_string());
    let mut recipient = Recipient::new(SecretString::from(secret.reveal().to_owned()));
    recipient.set_work_factor(WORK);
    let plain = key.to_openssh().map_err(|e| damaged(&e))?;
    age::encrypt_and_armor(&recipient, plain.as_bytes()).map_err(|e| damaged(&e))
}

/// Opens a sealed key.
///
/// # Errors
/// [`Shut::Wrong`] for another passphrase, [`Shut::Damaged`] for a file that is no sealed key.
pub fn open(sealed: &str, secret: &Secret) -> Result<SigningKey, Shut> {
    let mut identity = Identity::new(SecretString::from(secret.reveal().to_owned()));
    identity.set_max_work_factor(MOST_WORK);
    let plain = age::decrypt(&identity, sealed.as_bytes()).map_err(|e| match e {
        age::DecryptError::DecryptionFailed | age::DecryptError::KeyDecryptionFailed => Shut::Wrong,
        other => Shut::Damaged(other.to_string()),
    })?;
    let plain = Zeroizing::new(plain);
    let text = std::str::from_utf8(&plain).map_err(|e| Shut::Damaged(e.to_string()))?;
    SigningKey::from_openssh(text).map_err(|e| Shut::Damaged(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_key_opens_with_its_passphrase_and_with_no_other() {
        let key = SigningKey::from_seed(&Zeroizing::new([7; 32])).unwrap();
        let secret = Secret::typed("春眠不觉晓处处闻啼鸟".to_owned());
        let sealed = seal(&key, &secret).unwrap();
        assert!(sealed.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"), "{sealed}");
        assert_eq!(open(&sealed, &secret).unwrap().fingerprint(), key.fingerprint());
        let other = Secret::typed("夜来风雨声花落知多少".to_owned());
        assert_eq!(open(&sealed, &other).unwrap_err(), Shut::Wrong);
        let cut = &sealed[..sealed.len() / 2];
        assert!(matches!(open(cut, &secret), Err(Shut::Damaged(_))));
    }
}
