//! A file that is whole or not there, and takes nobody's place.

use crate::office::Fault;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A place that was taken by an empty file before anything was noted for its sake. Where nothing is put there
/// in the end, it is given back.
#[derive(Debug)]
pub struct Taken<'p> {
    path: &'p Path,
    filled: bool,
}

impl<'p> Taken<'p> {
    /// Takes a place that is free.
    ///
    /// # Errors
    /// [`Fault::Exists`], or what is wrong with the place: told now, not when there is something to lose.
    pub fn at(path: &'p Path) -> Result<Self, Fault> {
        let named = |e| Fault::file(path, e);
        drop(new(path).map_err(named)?);
        let taken = Self { path, filled: false };
        // The name that it has while it is written is longer, and may be one too long.
        let unfinished = beside(path);
        drop(new(&unfinished).map_err(named)?);
        fs::remove_file(&unfinished).map_err(named)?;
        Ok(taken)
    }

    /// Puts bytes there, whole or not at all.
    ///
    /// # Errors
    /// That the disk is full, or what else became of the place meanwhile.
    pub fn put(mut self, bytes: &[u8]) -> Result<(), Fault> {
        fill(self.path, |file| file.write_all(bytes)).map_err(|e| Fault::file(self.path, e))?;
        self.filled = true;
        Ok(())
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if !self.filled {
            // What cannot be taken away is a file with nothing in it.
            let _ = fs::remove_file(self.path);
        }
    }
}

fn new(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Puts a new file there for its owner alone, by whoever writes it bit by bit. While it is written it has another
/// name, so that no half of it ever stands under its own; a file that is there already is left as it is.
///
/// # Errors
/// What the system or the writer says.
pub fn put_as<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    // Its place is taken first, by nothing: what takes it then is a file of ours.
    drop(new(path)?);
    let written = fill(path, write);
    if written.is_err() {
        // What cannot be taken away is a file with nothing in it.
        let _ = fs::remove_file(path);
    }
    written
}

/// Puts a whole file into a place that was taken.
fn fill<E: From<io::Error>>(path: &Path, write: impl FnOnce(&mut File) -> Result<(), E>) -> Result<(), E> {
    let unfinished = beside(path);
    let written = new(&unfinished).map_err(E::from).and_then(|mut file| {
        write(&mut file)?;
        file.sync_all()?;
        Ok(fs::rename(&unfinished, path)?)
    });
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// Whether a file may be made there, before anything is done for its sake.
///
/// # Errors
/// [`Fault::Exists`], also for a link that leads nowhere.
pub fn is_free(path: &Path) -> Result<(), Fault> {
    match path.symlink_metadata() {
        Ok(_) => Err(Fault::Exists(path.to_owned())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(Fault::file(path, e)),
    }
}

/// The name of the unfinished file, which no other process takes at the same time.
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.unfinished", std::process::id()));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        put_as(path, |file| file.write_all(bytes)).map_err(|e| Fault::file(path, e))
    }

    #[test]
    fn a_file_is_new_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("表.pdf");
        put(&path, b"one").unwrap();
        assert!(matches!(put(&path, b"two"), Err(Fault::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(dir.path().join("nowhere"), &link).unwrap();
        assert!(matches!(put(&link, b"two"), Err(Fault::Exists(_))));
        assert!(matches!(put(&dir.path().join("no/表.pdf"), b"x"), Err(Fault::NotThere(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_place_is_taken_before_and_given_back_where_nothing_came() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("表.pdf");
        let taken = Taken::at(&path).unwrap();
        assert!(matches!(Taken::at(&path), Err(Fault::Exists(_))), "nobody else takes it meanwhile");
        drop(taken);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        Taken::at(&path).unwrap().put(b"one").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert!(matches!(Taken::at(&dir.path().join("no/表.pdf")), Err(Fault::NotThere(_))));
        // As long as a name may be, and while it is written it needs a longer one.
        assert!(Taken::at(&dir.path().join("n".repeat(250))).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_fails_in_the_middle_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let full = |file: &mut File| {
            file.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        };
        let path = dir.path().join("表.pdf");
        assert_eq!(put_as(&path, full).unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        // One that was there is not the one that failed.
        put(&path, b"one").unwrap();
        assert!(put_as(&path, full).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }
}
