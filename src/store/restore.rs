//! From a copy back to a register: opened beside its place, compared with its own list, and left
//! to the caller to verify before it gets its name.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::archive::{self, Manifest};
use super::db::REGISTER_FILE;
use super::fault::Fault;
use super::files;
use super::lock::{Held, LockFile};
use super::materials::MATERIALS_DIR;
use super::seal::{self, Opener, Unopened};
use super::unsealed::Unsealed;

/// A copy that was opened and is not yet in its place. Dropped before it was, it is gone.
pub struct Opened {
    dir: PathBuf,
    placed: bool,
    /// Its own list, where it has one.
    pub manifest: Option<Manifest>,
}

impl Opened {
    /// Where it lies now.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Gives it its place, which must still be free.
    pub fn place(mut self, into: &Path) -> Result<(), Fault> {
        refuse_existing(into)?;
        for name in [archive::MANIFEST_FILE, archive::HEADS_FILE] {
            files::remove_if_there(&self.dir.join(name))?;
        }
        files::sync_dir(&self.dir)?;
        fs::rename(&self.dir, into)?;
        self.placed = true;
        files::sync_dir(above(into))
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        if !self.placed {
            // The next attempt clears what stays behind.
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

/// Opens a copy, sealed or plain, into `dir`, which is made new; a leftover there is cleared.
pub fn open(copy: &Path, dir: &Path, keys: &[Opener]) -> Result<Opened, Unopened> {
    if fs::symlink_metadata(dir).is_ok() {
        fs::remove_dir_all(dir).map_err(Fault::from)?;
    }
    let mut opened = Opened { dir: dir.to_owned(), placed: false, manifest: None };
    let found = fs::metadata(copy).map_err(|_| Fault::NotThere(copy.to_owned()))?;
    if found.is_dir() {
        files::make_dir(dir)?;
        take_file(&copy.join(REGISTER_FILE), &dir.join(REGISTER_FILE))?;
        take_dir(&copy.join(MATERIALS_DIR), &dir.join(MATERIALS_DIR))?;
        return Ok(opened);
    }
    let sealed = given(copy)?;
    archive::unpack(seal::unseal(sealed, keys)?, dir)?;
    opened.manifest = archive::compare(dir)?;
    if opened.manifest.is_none() {
        return Err(Unopened::Broken(archive::MANIFEST_FILE.to_owned()));
    }
    Ok(opened)
}

/// A name beside a place, for what is not finished. Nobody else calls anything so, for what is found
/// under it is cleared away.
pub fn beside(into: &Path) -> Result<PathBuf, Fault> {
    refuse_existing(into)?;
    let name = into.file_name().ok_or_else(|| Fault::Exists(into.to_owned()))?;
    let mut unfinished = OsString::from(".liuhen-restore-");
    unfinished.push(name);
    unfinished.push(".unfinished");
    Ok(files::given_dir(above(into))?.join(unfinished))
}

/// The directory a path stands in; the present one for a bare name.
fn above(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The room in which a copy is tried: one below a directory, held as long as this lives. What an
/// earlier drill was killed over lies there in plain, and is cleared by the next.
pub struct DrillRoom {
    lock: PathBuf,
    pub dir: PathBuf,
    _held: Held,
    _unsealed: Unsealed,
}

impl DrillRoom {
    /// # Errors
    /// [`Fault::Busy`] while another drill has it.
    pub fn below(dir: &Path) -> Result<DrillRoom, Fault> {
        let lock = dir.join(".liuhen-drill.lock");
        let held = LockFile::at(&lock)?.try_hold("")?.ok_or(Fault::Busy)?;
        let room = dir.join(".liuhen-drill.unfinished");
        if fs::symlink_metadata(&room).is_ok() {
            fs::remove_dir_all(&room)?;
        }
        let unsealed = Unsealed::at(&room);
        Ok(DrillRoom { lock, dir: room, _held: held, _unsealed: unsealed })
    }
}

impl Drop for DrillRoom {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
        let _ = fs::remove_file(&self.lock);
    }
}

fn refuse_existing(into: &Path) -> Result<(), Fault> {
    if fs::symlink_metadata(into).is_ok() { Err(Fault::Exists(into.to_owned())) } else { Ok(()) }
}

fn take_file(from: &Path, to: &Path) -> Result<(), Fault> {
    if !fs::symlink_metadata(from).is_ok_and(|meta| meta.is_file()) {
        return Err(Fault::Missing(from.to_owned()));
    }
    let mut file = files::new_file(to)?;
    std::io::copy(&mut given(from)?, &mut file)?;
    Ok(file.sync_all()?)
}

/// A file that somebody names: a pipe in its place keeps nobody waiting.
fn given(path: &Path) -> Result<File, Fault> {
    files::open_plain(path).map_err(|error| match error.kind() {
        ErrorKind::InvalidData => Fault::NotAFile(path.to_owned()),
        _ => Fault::file(path, error),
    })
}

fn take_dir(from: &Path, to: &Path) -> Result<(), Fault> {
    files::make_dir(to)?;
    let Ok(entries) = fs::read_dir(from) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        if entry.file_type()?.is_dir() {
            take_dir(&path, &to.join(&name))?;
        } else {
            take_file(&path, &to.join(&name))?;
        }
    }
    files::sync_dir(to)
}
