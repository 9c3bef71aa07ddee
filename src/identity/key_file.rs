//! The file that sshd asks through `liuhen ssh-keys`: one line for each login key in force, `account
//! type base64`. It is written from the register by root and read without the register, so that a
//! register that is locked or damaged keeps nobody out who may come in to see what is wrong.

use crate::domain::organ::{KeyUse, Organ};
use crate::office::Fault;
use nix::fcntl::OFlag;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Where it is kept when nothing else is said.
pub const PLACE: &str = "/etc/liuhen/keys";
/// Where a session finds the directory of its register when its line does not say.
pub const REGISTER: &str = "/etc/liuhen/register";
/// Where a session keeps what it knows of the logs, outside the register's own directory.
pub const ANCHOR: &str = "/etc/liuhen/anchor";

/// Bytes at most: ten thousand keys.
const LONGEST: u64 = 4 << 20;

/// What the file says about one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The key is nobody's.
    Nobody,
    /// It is one person's.
    One(String),
    /// It stands there for several, and therefore for none.
    Several(Vec<String>),
}

/// Looks a key up in the text of the file.
pub fn look_up(text: &str, kind: &str, key: &str) -> Answer {
    let mut accounts: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.starts_with('#')) {
        let mut words = line.split_ascii_whitespace();
        if let (Some(account), Some(k), Some(b)) = (words.next(), words.next(), words.next())
            && (k, b) == (kind, key)
            && !accounts.iter().any(|a| a == account)
        {
            accounts.push(account.to_owned());
        }
    }
    match accounts.len() {
        0 => Answer::Nobody,
        1 => Answer::One(accounts.remove(0)),
        _ => Answer::Several(accounts),
    }
}

/// The text of the file as the register has it: keys in force of people who are.
pub fn text_of(organ: &Organ) -> String {
    let mut lines: Vec<String> = organ
        .people
        .values()
        .filter(|p| p.active)
        .flat_map(|p| organ.keys_of(&p.id, KeyUse::Login).map(move |k| format!("{} {}\n", p.account, k.line)))
        .collect();
    lines.sort();
    lines.concat()
}

/// Reads a file that root alone can have written: itself, and every directory above it.
///
/// # Errors
/// [`Fault::Missing`], [`Fault::Loose`] with what others could write, or the machine's own error.
pub fn read_trusted(path: &Path) -> Result<String, Fault> {
    let real = fs::canonicalize(path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Fault::Missing(path.to_owned()),
        _ => e.into(),
    })?;
    let flags = (OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(&real)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(Fault::Missing(real));
    }
    roots_own(&real, &about)?;
    for above in real.ancestors().skip(1) {
        roots_own(above, &fs::metadata(above)?)?;
    }
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

fn roots_own(path: &Path, about: &fs::Metadata) -> Result<(), Fault> {
    let mode = about.mode() & 0o7777;
    if about.uid() == 0 && mode & 0o022 == 0 {
        return Ok(());
    }
    Err(Fault::Loose { path: path.to_owned(), mode })
}

/// The directory named by the first line of [`REGISTER`].
///
/// # Errors
/// As [`read_trusted`].
pub fn path_named(file: &Path) -> Result<Option<PathBuf>, Fault> {
    match read_trusted(file) {
        Ok(text) => Ok(text.lines().map(str::trim).find(|l| l.starts_with('/')).map(PathBuf::from)),
        Err(Fault::Missing(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Replaces the file in one step: whoever asks meanwhile sees the old one or the new one. A new file
/// belongs to root and is readable by the group of the one it replaces, else by that of its directory.
///
/// # Errors
/// The place cannot be written.
pub fn replace(path: &Path, text: &str) -> Result<(), Fault> {
    let dir = path.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("/"));
    match fs::DirBuilder::new().mode(0o755).create(dir) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e.into()),
        _ => {}
    }
    let group = fs::metadata(path).or_else(|_| fs::metadata(dir))?.gid();
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    // One left behind by a call that was cut off.
    match fs::remove_file(&new) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e.into()),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    file.write_all(text.as_bytes())?;
    std::os::unix::fs::fchown(&file, None, Some(group))?;
    file.set_permissions(fs::Permissions::from_mode(0o640))?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    Ok(File::open(dir)?.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_persons_or_nobodys() {
        let text = "# keys\nwang ssh-ed25519 AAAA1\nli ssh-ed25519 AAAA2\n\nzhao ssh-ed25519 AAAA3\nqian ssh-ed25519 AAAA3\nli ssh-ed25519 AAAA2\n";
        assert_eq!(look_up(text, "ssh-ed25519", "AAAA1"), Answer::One("wang".into()));
        assert_eq!(look_up(text, "ssh-ed25519", "AAAA2"), Answer::One("li".into()));
        assert_eq!(
            look_up(text, "ssh-ed25519", "AAAA3"),
            Answer::Several(vec!["zhao".into(), "qian".into()])
        );
        assert_eq!(look_up(text, "ssh-ed25519", "AAAA"), Answer::Nobody);
        assert_eq!(look_up(text, "ecdsa-sha2-nistp256", "AAAA1"), Answer::Nobody);
        assert_eq!(
            look_up("#wang ssh-ed25519 AAAA1\nwang ssh-ed25519", "ssh-ed25519", "AAAA1"),
            Answer::Nobody
        );
    }

    #[test]
    fn the_file_is_replaced_whole_and_is_not_everybodys() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys");
        replace(&path, "a\n").unwrap();
        std::fs::write(dir.path().join("keys.new"), "left over").unwrap();
        replace(&path, "b\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "b\n");
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o7777, 0o640);
        assert!(!dir.path().join("keys.new").exists());
        // Below /tmp anybody could put another file in its place.
        assert!(matches!(read_trusted(&path), Err(Fault::Loose { .. })));
    }
}
