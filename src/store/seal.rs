//! To whom a copy is sealed, and who opens it: keys as `age` reads and writes them, so that its
//! stock program opens what we sealed.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use age::secrecy::SecretString;
use age::{Callbacks, DecryptError, Decryptor, Encryptor, Identity, IdentityFile, Recipient, ssh, x25519};

use super::fault::Fault;
use crate::domain::organ::KeyLine;

/// A public key a copy is sealed to.
pub struct SealTo {
    line: String,
    key: Box<dyn Recipient>,
}

impl SealTo {
    /// Reads `age1…`, `ssh-ed25519 …` or `ssh-rsa …`; none for what `age` cannot seal to, such as a
    /// key that only signs.
    pub fn read(typed: &str) -> Option<SealTo> {
        let typed = typed.trim();
        if let Ok(key) = typed.parse::<x25519::Recipient>() {
            return Some(SealTo { line: key.to_string(), key: Box::new(key) });
        }
        let key = typed.parse::<ssh::Recipient>().ok()?;
        // To a point of small order a copy would be sealed for everybody.
        if typed.starts_with("ssh-ed25519 ") && KeyLine::read(typed).is_err() {
            return None;
        }
        Some(SealTo { line: key.to_string(), key: Box::new(key) })
    }

    /// The key without comment, as it was read.
    pub fn line(&self) -> &str {
        &self.line
    }
}

/// A private key that opens a copy; what it holds leaves this process never.
pub struct Opener(Vec<Box<dyn Identity>>);

/// What was typed to open a private key that is locked; `age` asks for it when it needs the key.
#[derive(Clone)]
struct Typed(Option<SecretString>);

impl Callbacks for Typed {
    fn display_message(&self, _message: &str) {}
    fn confirm(&self, _message: &str, _yes: &str, _no: Option<&str>) -> Option<bool> {
        None
    }
    fn request_public_string(&self, _description: &str) -> Option<String> {
        None
    }
    fn request_passphrase(&self, _description: &str) -> Option<SecretString> {
        self.0.clone()
    }
}

impl Opener {
    /// Whether this is a private key that only opens with a passphrase.
    pub fn is_locked(text: &str) -> bool {
        matches!(ssh::Identity::from_buffer(text.as_bytes(), None), Ok(ssh::Identity::Encrypted(_)))
    }

    /// Reads a private key of OpenSSH or a file of `age-keygen`; none for anything else. `typed` opens
    /// one that is locked; whether it does is seen when a copy is opened.
    pub fn read(text: &str, typed: Option<&str>) -> Option<Opener> {
        if text.contains("-----BEGIN") {
            let key = ssh::Identity::from_buffer(text.as_bytes(), None).ok()?;
            if matches!(key, ssh::Identity::Unsupported(_)) {
                return None;
            }
            let typed = Typed(typed.map(|t| SecretString::from(t.to_owned())));
            return Some(Opener(vec![Box::new(key.with_callbacks(typed))]));
        }
        let file = IdentityFile::from_buffer(text.as_bytes()).ok()?;
        let keys = file.into_identities().ok()?;
        let keys: Vec<Box<dyn Identity>> = keys.into_iter().map(|k| k as Box<dyn Identity>).collect();
        if keys.is_empty() { None } else { Some(Opener(keys)) }
    }
}

/// Why a sealed copy did not open.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    /// Not sealed to this key, or the key's passphrase was not given.
    #[error("none of the keys opens it")]
    NoKey,
    /// It is not what was written: damaged, cut off, or never a copy of ours.
    #[error("it is not what was written: {0}")]
    Broken(String),
    /// The machine, the place, the file.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Writes through a seal for these keys. What `write` gives is on the other side of it.
pub fn seal<W: Write, T>(
    out: W,
    keys: &[SealTo],
    write: impl FnOnce(&mut dyn Write) -> Result<T, Fault>,
) -> Result<(W, T), Fault> {
    let keys = keys.iter().map(|k| k.key.as_ref() as &dyn Recipient);
    let fault = |error: &dyn std::fmt::Display| Fault::Io(std::io::Error::other(error.to_string()));
    let sealer = Encryptor::with_recipients(keys).map_err(|e| fault(&e))?;
    let mut sealer = sealer.wrap_output(out)?;
    let answer = write(&mut sealer)?;
    Ok((sealer.finish()?, answer))
}

/// A header names each key in a line or two; it is read line by line, and what never breaks a line would fill
/// the memory. 1 MiB.
const HEADER: u64 = 1 << 20;

/// A reader that gives no more than so much until it is let go on.
struct Headed<R> {
    inner: R,
    left: Arc<AtomicU64>,
}

impl<R: BufRead> Headed<R> {
    fn left(&self) -> usize {
        usize::try_from(self.left.load(Ordering::Relaxed)).unwrap_or(usize::MAX)
    }
}

impl<R: BufRead> BufRead for Headed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = self.left();
        if left == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let all = self.inner.fill_buf()?;
        Ok(all.get(..left).unwrap_or(all))
    }
    fn consume(&mut self, amount: usize) {
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_sub(amount as u64))
            })
            .ok();
        self.inner.consume(amount);
    }
}

impl<R: BufRead> Read for Headed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(self.left());
        let read = self.inner.read(&mut into[..most])?;
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(read as u64)))
            .ok();
        Ok(read)
    }
}

/// Reads through a seal.
pub fn unseal(sealed: impl Read, keys: &[Opener]) -> Result<impl Read, Unopened> {
    let mut input = BufReader::new(sealed);
    if input.fill_buf().map_err(Fault::from)?.is_empty() {
        return Err(Unopened::Broken("empty".to_owned()));
    }
    let keys = keys.iter().flat_map(|k| k.0.iter().map(|k| k.as_ref()));
    let refused = |error: DecryptError| match error {
        DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed => Unopened::NoKey,
        DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            Unopened::Fault(error.into())
        }
        other => Unopened::Broken(other.to_string()),
    };
    let left = Arc::new(AtomicU64::new(HEADER));
    let headed = Headed { inner: input, left: left.clone() };
    let decryptor = Decryptor::new_buffered(headed).map_err(refused)?;
    left.store(u64::MAX, Ordering::Relaxed);
    decryptor.decrypt(keys).map_err(refused)
}
