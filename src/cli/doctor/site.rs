//! Everything the checks look at, gathered once. Nothing of it is changed.

use super::sshd_text::{Settings, Whom};
use crate::cli::deploy::manifest::under;
use crate::cli::deploy::{Values, access};
use crate::domain::ids::Millis;
use crate::domain::lang::Lang;
use crate::office::{Office, Trouble, open_plain};
use crate::process::Facts;
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// A server with a register on it.
pub struct Site<'a> {
    pub lang: Lang,
    /// The machine's root directory, or another for images and tests.
    pub root: &'a Path,
    pub values: Values,
    /// The register's directory, as it was named.
    pub dir: &'a Path,
    /// The first bytes of the database file. Read before it is opened: closing a second handle of
    /// the same process would drop the locks of the first.
    pub header: Option<[u8; 100]>,
    pub office: Result<Office, Trouble>,
    /// Whether the register was opened as a copy that must not change.
    pub as_evidence: bool,
    pub now: Millis,
    /// sshd's settings; none where they cannot be read.
    pub sshd: Option<Settings>,
    /// Whether they are what sshd itself said.
    pub sshd_said: bool,
    pub process: Facts,
    pub locale: [Option<String>; 3],
}

/// A file as its directory tells.
pub struct About {
    pub mode: u32,
    pub uid: u32,
    pub gid: u32,
    pub bytes: u64,
    /// When it was last changed.
    pub changed: Millis,
    pub is_link: bool,
}

impl About {
    pub fn of(path: &Path) -> std::io::Result<Self> {
        let meta = fs::symlink_metadata(path)?;
        Ok(Self {
            mode: meta.mode() & 0o7777,
            uid: meta.uid(),
            gid: meta.gid(),
            bytes: meta.len(),
            changed: meta.mtime().saturating_mul(1000),
            is_link: meta.file_type().is_symlink(),
        })
    }
}

impl Site<'_> {
    /// A place of the machine, below the root that is looked at.
    pub fn place(&self, path: &Path) -> PathBuf {
        under(self.root, path)
    }

    /// The register, where it could be opened.
    pub fn office(&self) -> Option<&Office> {
        self.office.as_ref().ok()
    }

    /// The service account's number.
    pub fn account(&self) -> Option<access::Account> {
        access::account(self.root, &self.values.user)
    }

    /// What is wrong with whose a file is, and with those of every directory above it: each must be
    /// root's, and nobody else may write it. `None` when nothing is.
    pub fn not_roots(&self, path: &Path) -> Option<(PathBuf, u32, u32)> {
        let place = self.place(path);
        let real = fs::canonicalize(&place).unwrap_or(place);
        let top = fs::canonicalize(self.root).unwrap_or_else(|_| self.root.to_owned());
        real.ancestors().take_while(|p| p.starts_with(&top)).find_map(|p| {
            let about = About::of(p).ok()?;
            (about.uid != 0 || about.mode & 0o022 != 0).then(|| (p.to_owned(), about.mode, about.uid))
        })
    }
}

/// The first bytes of a register's database, where it is one.
pub fn header(dir: &Path) -> Option<[u8; 100]> {
    let mut bytes = [0; 100];
    open_plain(&dir.join("register.db")).ok()?.read_exact(&mut bytes).ok()?;
    bytes.starts_with(b"SQLite format 3\0").then_some(bytes)
}

/// sshd's settings for the service account: from its own word, or from its files.
pub fn sshd(root: &Path, values: &Values, said: Option<&str>) -> Option<Settings> {
    if let Some(said) = said {
        return Some(Settings::effective(said));
    }
    let groups = access::groups(root, &values.user);
    Settings::read(root, &Whom { user: &values.user, groups }).ok()
}
