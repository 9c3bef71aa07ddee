//! A copy of a register that is known to be good before it gets its name.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};

use super::archive;
use super::check::{self, Report};
use super::db::{Connection, Mode, REGISTER_FILE, Register};
use super::fault::Fault;
use super::files;
use super::lock::{self, LockFile};
use super::materials::{MATERIALS_DIR, Materials};
use super::opening;
use super::schema::{Step, Tables};
use super::seal::{self, SealTo};
use super::space::has_room;
use super::unfinished::{self, UNFINISHED};
use super::unsealed::Unsealed;
use crate::ledger::{Alg, Checkpoint, Hasher, LogId};

/// A copy that is whole and verified and has not got its name: what is to be said of it is said first. Where
/// that fails it goes.
#[derive(Debug)]
pub struct Made {
    unfinished: PathBuf,
    /// What it is to be called: a directory that opens like any register, or the one sealed file.
    named: PathBuf,
    /// The heads of both logs, beside a plain copy written as `<name>.<log>.checkpoint`.
    pub heads: Vec<Checkpoint>,
    /// Number of materials.
    pub materials: usize,
    /// Held as long as nobody may take it for what a dead process left.
    _begun: File,
    _unsealed: Unsealed,
}

impl Made {
    pub fn named(&self) -> &Path {
        &self.named
    }

    /// Gives it its name.
    pub fn place(&self) -> Result<(), Fault> {
        let into = self.named.parent().unwrap_or(Path::new("."));
        let name = self.named.file_name().unwrap_or_default().to_string_lossy();
        for head in self.heads.iter().filter(|_| self.unfinished.is_dir()) {
            write_synced(&into.join(format!("{name}.{}.checkpoint", head.log.name())), &head.text())?;
        }
        fs::rename(&self.unfinished, &self.named)?;
        files::sync_dir(into)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // A leftover is cleared by the next copy.
        let _ = files::clear(&self.unfinished);
    }
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyFault {
    /// The machine, the place, the file.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The copy was made and is not sound, because the register is not: it got no name. What the
    /// check found is here.
    #[error("the copy is not sound")]
    Unsound(Box<Report>),
}

/// Copies register and materials to what is to be `into/name` while others go on working. Drafts stay behind.
pub fn copy(
    register: &Register,
    into: &Path,
    name: &str,
    progress: impl FnMut(LogId, u64, u64),
) -> Result<Made, CopyFault> {
    let into = files::given_dir(into)?;
    let done = into.join(name);
    if fs::symlink_metadata(&done).is_ok() {
        return Err(Fault::Exists(done).into());
    }
    let unfinished = into.join(format!("{name}{UNFINISHED}"));
    let unsealed = Unsealed::at(&unfinished);
    let begun = unfinished::begin(&into, name)?;
    match copy_to(register, &unfinished, progress) {
        Ok((heads, materials)) => {
            Ok(Made { unfinished, named: done, heads, materials, _begun: begun, _unsealed: unsealed })
        }
        Err(fault) => {
            // The reason is what the caller needs; a leftover is cleared by the next copy.
            let _ = fs::remove_dir_all(&unfinished);
            Err(fault)
        }
    }
}

/// The directory inside the register's own in which a copy is made before it is sealed: nothing
/// unsealed ever lies where copies are kept.
const WORKROOM: &str = "copy.unfinished";
const WORKROOM_LOCK: &str = "copy.lock";
/// What a sealed copy is called after its name.
pub const SEALED_END: &str = ".tar.age";
/// How its bytes begin, whatever they are sealed to.
const SEALED_BEGIN: &[u8; 21] = b"age-encryption.org/v1";

/// Copies register and materials, verifies the copy, and seals it into what is to be
/// `into/name.tar.age`. The file is read back from the disk.
pub fn sealed(
    register: &Register,
    into: &Path,
    name: &str,
    keys: &[SealTo],
    progress: impl FnMut(LogId, u64, u64),
) -> Result<Made, CopyFault> {
    let into = files::given_dir(into)?;
    let done = into.join(format!("{name}{SEALED_END}"));
    if fs::symlink_metadata(&done).is_ok() {
        return Err(Fault::Exists(done).into());
    }
    let lock = LockFile::at(&register.dir().join(WORKROOM_LOCK))?;
    let _held = lock.hold(register.who())?;
    let (room, unfinished) = (register.dir().join(WORKROOM), into.join(format!("{name}{UNFINISHED}")));
    let (_room, unsealed) = (Unsealed::at(&room), Unsealed::at(&unfinished));
    // What an interrupted copy left behind.
    files::clear(&room)?;
    unfinished::sweep(&into, name)?;
    // All of it stands there once more until it is sealed.
    has_room(register.dir(), weight(register)?)?;
    let made = copy_to(register, &room, progress).and_then(|(heads, materials)| {
        let manifest = archive::describe(&room, name, &heads)?;
        Ok((heads, materials, seal_up(&room, &manifest, &unfinished, keys)?))
    });
    // Whether it was made or not, nothing unsealed stays.
    let cleared = files::clear(&room);
    match made {
        Ok((heads, materials, begun)) => {
            let made = Made { unfinished, named: done, heads, materials, _begun: begun, _unsealed: unsealed };
            Ok(cleared.map(|()| made)?)
        }
        Err(fault) => {
            files::clear(&unfinished)?;
            Err(fault)
        }
    }
}

fn seal_up(room: &Path, manifest: &archive::Manifest, to: &Path, keys: &[SealTo]) -> Result<File, Fault> {
    let file = files::new_file(to)?;
    // Where files cannot be locked nobody sees the lock either.
    let _ = lock::own(&file);
    let out = Hashing { to: BufWriter::new(file), hasher: Alg::Sha256.hasher() };
    let (out, ()) = seal::seal(out, keys, |sealed| archive::write(room, manifest, sealed))?;
    let Hashing { to: out, hasher } = out;
    let file = out.into_inner().map_err(|e| Fault::from(e.into_error()))?;
    file.sync_all()?;
    // From the medium, not from the memory it was just written through.
    #[cfg(target_os = "linux")]
    let _ = nix::fcntl::posix_fadvise(&file, 0, 0, nix::fcntl::PosixFadviseAdvice::POSIX_FADV_DONTNEED);
    let (found, _) = archive::hash(&mut File::open(to)?)?;
    if found == hasher.finish() { Ok(file) } else { Err(Fault::damaged(to.display().to_string())) }
}

/// A file being written, and the hash of what was given to it.
struct Hashing {
    to: BufWriter<File>,
    hasher: Hasher,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.to.write(bytes)?;
        self.hasher.update(&bytes[..taken]);
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// The sealed copies in a directory whose names begin so, oldest first: names carry their time.
pub fn sealed_copies(dir: &Path, prefix: &str) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    for entry in fs::read_dir(files::given_dir(dir)?)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(SEALED_END)).is_some_and(is_moment) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// `20261130-024500`, and nothing behind it: whoever gives a copy another name keeps it.
fn is_moment(name: &str) -> bool {
    name.len() == 15
        && name.bytes().enumerate().all(|(n, b)| if n == 8 { b == b'-' } else { b.is_ascii_digit() })
}

/// Whether something is sealed, by how it begins; a link, or what cannot be read, is nothing of ours.
fn is_sealed(path: &Path) -> bool {
    let begins = || {
        let mut first = [0; SEALED_BEGIN.len()];
        File::open(path)?.read_exact(&mut first).map(|()| first == *SEALED_BEGIN)
    };
    fs::symlink_metadata(path).is_ok_and(|m| m.is_file()) && begins().unwrap_or(false)
}

/// Removes the oldest sealed copies so that `keep` stay, this new one among them, and says which, and which it
/// could not. A name from a clock that was ahead is no younger copy.
pub fn rotate(dir: &Path, prefix: &str, keep: usize, new: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let Ok(mut found) = sealed_copies(dir, prefix) else { return (Vec::new(), vec![dir.to_owned()]) };
    found.retain(|path| path.file_name() != new.file_name() && is_sealed(path));
    found.truncate((found.len() + 1).saturating_sub(keep.max(1)));
    let (removed, stuck) = found.into_iter().partition(|path| files::remove_if_there(path).is_ok());
    // Which of them stay if the machine stops now makes no copy worse.
    let _ = files::real_dir(dir).and_then(|dir| files::sync_dir(&dir));
    (removed, stuck)
}

/// Bytes of the database and of all materials.
fn weight(register: &Register) -> Result<u64, Fault> {
    let bytes = |path: &Path| fs::symlink_metadata(path).map_or(0, |meta| meta.len());
    let materials = Materials::of(register.dir(), register.founding().alg);
    let kept: u64 = materials.list()?.iter().map(|hash| materials.bytes(hash)).sum();
    Ok(kept + bytes(&register.dir().join(REGISTER_FILE)))
}

fn copy_to(
    register: &Register,
    dir: &Path,
    progress: impl FnMut(LogId, u64, u64),
) -> Result<(Vec<Checkpoint>, usize), CopyFault> {
    files::make_dir(dir)?;
    register.maintain(|db| copy_database(db, &dir.join(REGISTER_FILE)))?;
    // After the database: a material is on the disk before the event that names it, so every
    // material that the copied events name is there to be copied.
    let materials = copy_materials(register, dir)?;
    files::sync_dir(dir)?;
    let copy = Register::open(dir, register.tables(), Mode::Evidence)?;
    let report = check::check(&copy, &[], progress)?;
    if !report.is_sound() {
        return Err(CopyFault::Unsound(Box::new(report)));
    }
    Ok((report.heads(&copy), materials))
}

/// The copy that a migration rests on: the database as it was, verified, under a name of its own in
/// the register's directory. Materials are not touched by a migration and not copied. One that an
/// interrupted migration left is made anew: the register is still as it was.
pub(super) fn before_migration(db: &Connection, done: &Path, steps: &'static [Step]) -> Result<(), Fault> {
    let unfinished = done.with_extension("unfinished");
    files::clear(&unfinished)?;
    // An earlier copy makes room; what is no copy was put there by somebody.
    if fs::symlink_metadata(done).is_ok_and(|meta| !meta.is_dir()) {
        return Err(Fault::Exists(done.to_owned()));
    }
    files::clear(done)?;
    files::make_dir(&unfinished)?;
    let made = copy_database(db, &unfinished.join(REGISTER_FILE)).and_then(|()| {
        let none = Tables { version: u32::MAX, sql: "" };
        let copy = Register::open_with(&unfinished, none, Mode::Evidence, steps)?;
        let report = check::check(&copy, &[], |_, _, _| {})?;
        if report.is_sound() { Ok(()) } else { Err(Fault::damaged("the register, before its migration")) }
    });
    if let Err(fault) = made {
        let _ = fs::remove_dir_all(&unfinished);
        return Err(fault);
    }
    files::sync_dir(&unfinished)?;
    fs::rename(&unfinished, done)?;
    done.parent().map_or(Ok(()), files::sync_dir)
}

fn copy_database(source: &Connection, path: &Path) -> Result<(), Fault> {
    drop(files::new_file(path)?);
    let mut target = opening::connect(path)?;
    let copied = {
        let backup = Backup::new(source, &mut target)?;
        // All pages in one step are the register at one moment; its readers never stop a writer.
        (0..100).find_map(|_| match backup.step(-1) {
            Ok(StepResult::Done) => Some(Ok(())),
            Ok(_) => {
                std::thread::sleep(Duration::from_millis(100));
                None
            }
            Err(error) => Some(Err(Fault::from(error))),
        })
    };
    copied.unwrap_or(Err(Fault::Busy))?;
    target.close().map_err(|(_, error)| Fault::from(error))?;
    // The connection is closed; no lock of ours hangs on this file any more.
    Ok(File::open(path)?.sync_all()?)
}

fn copy_materials(register: &Register, dir: &Path) -> Result<usize, Fault> {
    let alg = register.founding().alg;
    let (from, to) = (Materials::of(register.dir(), alg), Materials::of(dir, alg));
    files::make_dir(&dir.join(MATERIALS_DIR))?;
    let names = from.list()?;
    for name in &names {
        let kept = to.put(&mut from.reader(name)?, u64::MAX)?;
        if kept.hash != *name {
            return Err(Fault::damaged(format!("material {name}")));
        }
    }
    Ok(names.len())
}

fn write_synced(path: &Path, text: &str) -> Result<(), Fault> {
    files::remove_if_there(path)?;
    let mut file = files::new_file(path)?;
    file.write_all(text.as_bytes())?;
    Ok(file.sync_all()?)
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
