//! What `setup-ssh` wrote, and whether it is still so. The list is one that `sha256sum -c` reads.

use crate::ledger::hex;
use crate::office::open_plain;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Where the list stands.
pub const PLACE: &str = "/etc/liuhen/written.sha256";
/// The most that is read of it. 1 MiB.
const LONGEST: u64 = 1 << 20;

/// A path on the server to the digest of what was written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<PathBuf, String>);

/// What stands where a piece belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// Exactly the piece.
    Same,
    /// What an earlier setup wrote and nobody changed since.
    Ours,
    /// Somebody else's, or changed by hand.
    Other,
}

impl Manifest {
    /// The list below a root; none is an empty one. A line that is not read stands for nothing, and
    /// its file is then somebody else's.
    ///
    /// # Errors
    /// The list is there and cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut text = String::new();
        let read = |file: File| file.take(LONGEST).read_to_string(&mut text);
        match open_plain(&under(root, Path::new(PLACE))).and_then(read) {
            Ok(_) => Ok(Self::of(&text)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(e),
        }
    }

    fn of(text: &str) -> Self {
        let line = |l: &str| {
            let (digest, path) = l.split_once("  ")?;
            let whole = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
            (whole && path.starts_with('/')).then(|| (PathBuf::from(path), digest.to_owned()))
        };
        Self(text.lines().filter_map(line).collect())
    }

    pub fn note(&mut self, path: &Path, text: &str) {
        self.0.insert(path.to_owned(), digest(text.as_bytes()));
    }

    pub fn text(&self) -> String {
        self.0.iter().map(|(path, digest)| format!("{digest}  {}\n", path.display())).collect()
    }

    /// What stands at `path` below `root`.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn found(&self, root: &Path, path: &Path, wanted: &str) -> io::Result<Found> {
        let place = under(root, path);
        match fs::symlink_metadata(&place) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(e) => return Err(e),
            Ok(meta) if !meta.is_file() => return Ok(Found::Other),
            Ok(_) => {}
        }
        let is = fs::read(place)?;
        Ok(match self.0.get(path) {
            _ if is == wanted.as_bytes() => Found::Same,
            Some(written) if *written == digest(&is) => Found::Ours,
            _ => Found::Other,
        })
    }
}

/// A path of the server below another root.
pub fn under(root: &Path, path: &Path) -> PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_written_and_not_touched_since_is_ours() {
        let root = tempfile::tempdir().unwrap();
        let (path, place) = (Path::new("/etc/x"), root.path().join("etc/x"));
        fs::create_dir(root.path().join("etc")).unwrap();
        let mut list = Manifest::default();
        let found = |list: &Manifest, wanted: &str| list.found(root.path(), path, wanted).unwrap();
        assert_eq!(found(&list, "new"), Found::Nothing);
        fs::write(&place, "old").unwrap();
        assert_eq!((found(&list, "old"), found(&list, "new")), (Found::Same, Found::Other));
        list.note(path, "old");
        let list = Manifest::of(&list.text());
        assert_eq!(found(&list, "new"), Found::Ours);
        fs::write(&place, "by hand").unwrap();
        assert_eq!(found(&list, "new"), Found::Other);
        fs::remove_file(&place).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", &place).unwrap();
        assert_eq!(found(&list, "new"), Found::Other, "what a link leads to is not ours");
        assert_eq!(Manifest::of("short  /etc/x\n\n").0.len(), 0);
    }
}
