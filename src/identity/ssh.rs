//! Who signed in over SSH. sshd writes the keys that really authenticated into a file and names it
//! in `SSH_USER_AUTH` (`ExposeAuthInfo yes`); what stands in the arguments is not asked.

use crate::domain::command::Actor;
use crate::domain::event::Means;
use crate::domain::organ::{KeyLine, KeyUse, Organ, PersonKey};
use crate::domain::refusal::{Refusal, Rule};
use nix::fcntl::OFlag;
use nix::unistd::Uid;
use std::fs::OpenOptions;
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

/// Bytes of that file at most; sshd writes one line for each key.
const LONGEST: u64 = 64 << 10;

/// How somebody came in: the keys as sshd has them, and from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedIn {
    /// Type and base64, one for each key that authenticated.
    pub keys: Vec<String>,
    /// The client's address, without its port.
    pub address: String,
}

impl SignedIn {
    /// Reads what sshd wrote. `auth` is `SSH_USER_AUTH`, `connection` is `SSH_CONNECTION`.
    ///
    /// # Errors
    /// The file is missing, is a link, is not this account's own, or can be written by others.
    pub fn read(auth: &Path, connection: Option<&str>) -> io::Result<Self> {
        let flags = (OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(auth)?;
        let about = file.metadata()?;
        let own = about.uid() == Uid::current().as_raw() || about.uid() == 0;
        if !about.is_file() || !own || about.mode() & 0o022 != 0 {
            return Err(io::Error::other("SSH_USER_AUTH names a file that others could have written"));
        }
        let mut text = String::new();
        file.take(LONGEST).read_to_string(&mut text)?;
        Ok(Self { keys: keys(&text), address: address(connection.unwrap_or_default()) })
    }

    /// The first key's fingerprint, for the log; empty where no key can be read.
    pub fn fingerprint(&self) -> String {
        self.keys.iter().find_map(|k| KeyLine::read(k).ok()).map(|k| k.fingerprint).unwrap_or_default()
    }

    /// The person whose login key signed in. Several keys may have been asked for; all must be of
    /// one person.
    ///
    /// # Errors
    /// [`Rule::NoKey`], [`Rule::KeyUnknown`], [`Rule::KeysOfTwo`], [`Rule::Inactive`].
    pub fn person(&self, organ: &Organ) -> Result<Actor, Refusal> {
        let found: Result<Vec<&PersonKey>, Refusal> = self.keys.iter().map(|k| in_force(organ, k)).collect();
        let found = found?;
        let Some(first) = found.first() else { return Err(Refusal::of(Rule::NoKey)) };
        if found.iter().any(|k| k.person != first.person) {
            return Err(Refusal::of(Rule::KeysOfTwo));
        }
        let person = organ.staff(&first.person)?;
        Ok(Actor::person(&person.id, Means::SshKey(first.fingerprint.clone())))
    }
}

fn in_force<'a>(organ: &'a Organ, line: &str) -> Result<&'a PersonKey, Refusal> {
    let read = KeyLine::read(line).map_err(|_| Refusal::of(Rule::KeyUnknown))?;
    organ
        .key(&read.fingerprint)
        .filter(|k| k.use_ == KeyUse::Login)
        .ok_or_else(|| Refusal::with(Rule::KeyUnknown, &read.fingerprint))
}

/// `publickey TYPE BASE64`, one a line. Other methods are no person's.
fn keys(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|l| l.strip_prefix("publickey "));
    lines.map(|l| l.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

/// `10.0.0.7 50022 10.0.0.1 22`; the client's address comes first.
fn address(connection: &str) -> String {
    let first = connection.split(' ').next().unwrap_or_default();
    first.parse::<std::net::IpAddr>().map(|a| a.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_sshd_writes_them() {
        let text = "publickey ssh-ed25519 AAAAC3Nza\npassword\npublickey ecdsa-sha2-nistp256 AAAAE2\n";
        assert_eq!(keys(text), ["ssh-ed25519 AAAAC3Nza", "ecdsa-sha2-nistp256 AAAAE2"]);
        assert_eq!(keys("hostbased ssh-ed25519 AAAA\n"), Vec::<String>::new());
        assert_eq!(address("10.0.0.7 50022 10.0.0.1 22"), "10.0.0.7");
        assert_eq!(address("fe80::1 1 ::1 22"), "fe80::1");
        assert_eq!(address("\u{1b}[31m 1 2 3"), "");
    }

    #[test]
    fn a_file_that_others_could_have_written_says_nothing() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let auth = dir.path().join("auth");
        std::fs::write(&auth, "publickey ssh-ed25519 AAAA\n").unwrap();
        let set = |mode| std::fs::set_permissions(&auth, std::fs::Permissions::from_mode(mode)).unwrap();
        set(0o600);
        assert_eq!(SignedIn::read(&auth, None).unwrap().keys, ["ssh-ed25519 AAAA"]);
        set(0o622);
        assert!(SignedIn::read(&auth, None).is_err());
        set(0o600);
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&auth, &link).unwrap();
        assert!(SignedIn::read(&link, None).is_err());
        assert!(SignedIn::read(&dir.path().join("gone"), None).is_err());
    }
}
