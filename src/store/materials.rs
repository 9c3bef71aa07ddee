//! Photographs, scans and recordings, each kept once under its own hash. A file is whole on the
//! disk before any event names it; one that no event names is harmless.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::space::has_room;
use super::{files, lock};
use crate::ledger::{Alg, Hash, Hasher};

/// The directory inside a register's directory.
pub const MATERIALS_DIR: &str = "materials";

/// So often a file is made for one that is coming in, where others sweep each away before it is locked.
const MOST_TRIES: usize = 100;

/// What somebody said of a material before it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Bytes.
    pub size: Option<u64>,
    /// SHA-256 in lower case.
    pub sha256: Option<String>,
}

/// The materials of one register.
#[derive(Clone, Debug)]
pub struct Materials {
    dir: PathBuf,
    alg: Alg,
}

/// A material that was put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its name: the plain hash of its bytes.
    pub hash: Hash,
    /// Its length.
    pub bytes: u64,
}

impl Materials {
    /// The materials below a register's directory.
    pub fn of(register_dir: &Path, alg: Alg) -> Materials {
        Materials { dir: register_dir.join(MATERIALS_DIR), alg }
    }

    fn path(&self, hash: &Hash) -> PathBuf {
        let name = hash.to_string();
        self.dir.join(&name[..2]).join(&name[2..4]).join(&name)
    }

    /// Puts away what `from` gives, at most `limit` bytes, and returns its name once it is on the
    /// disk. To be called before the transaction whose event names it.
    pub fn put(&self, from: &mut impl Read, limit: u64) -> Result<Kept, Fault> {
        self.put_expected(from, limit, &Expected::default())
    }

    /// As [`Self::put`], if it is what was said of it.
    ///
    /// # Errors
    /// [`Fault::TooLarge`], [`Fault::CutOff`], [`Fault::OtherBytes`]; nothing is kept then.
    pub fn put_expected(&self, from: &mut impl Read, limit: u64, expected: &Expected) -> Result<Kept, Fault> {
        files::make_dir(&self.dir)?;
        self.clear_dead()?;
        let (unfinished, file) = self.begin()?;
        let kept = self.put_through((&unfinished, file), from, limit, expected);
        if kept.is_err() {
            files::remove_if_there(&unfinished)?;
        }
        kept
    }

    /// A file of its own, locked. Between its making and its locking another may take it for a dead one's.
    fn begin(&self) -> Result<(PathBuf, File), Fault> {
        for _ in 0..MOST_TRIES {
            // The system's random bytes keep two sessions from writing into one unfinished file.
            let mut token = [0; 8];
            getrandom::fill(&mut token).map_err(|error| Fault::Io(io::Error::other(error)))?;
            let path = self.dir.join(format!("unfinished-{}", crate::ledger::hex::encode(&token)));
            let file = files::new_file(&path)?;
            if lock::own_or_anew(&file)? {
                return Ok((path, file));
            }
            // Where somebody looks at it at this moment it may still lie there.
            files::remove_if_there(&path)?;
        }
        Err(Fault::Busy)
    }

    /// What was cut off in the middle of coming in: its process is gone, and its lock with it.
    pub fn clear_dead(&self) -> Result<(), Fault> {
        for path in entries(&self.dir)? {
            let begun =
                path.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with("unfinished-"));
            // The lock is held until the name is gone: nobody begins to write into what is about to go.
            if begun
                && let Ok(file) = files::open_plain(&path)
                && lock::is_left(&file)
            {
                files::remove_if_there(&path)?;
            }
        }
        Ok(())
    }

    fn put_through(
        &self,
        (unfinished, mut file): (&Path, File),
        from: &mut impl Read,
        limit: u64,
        expected: &Expected,
    ) -> Result<Kept, Fault> {
        let most = expected.size.unwrap_or(limit);
        if most > limit {
            return Err(Fault::TooLarge(limit));
        }
        // What was said to be more than there is room for is not begun; the rest is watched as it comes.
        has_room(&self.dir, expected.size.unwrap_or(0).max(1))?;
        let mut wanted = Alg::Sha256.hasher();
        let mut watched = Watched { from: from.take(most.saturating_add(1)), seen: &mut wanted };
        let mut careful = Careful { to: &mut file, materials: self, full: None };
        let copied = copy(self.alg, &mut watched, &mut careful);
        let (hash, bytes) = careful.full.take().map_or(copied, Err)?;
        if bytes > most {
            return Err(Fault::TooLarge(most));
        }
        if expected.size.is_some_and(|size| bytes < size) {
            return Err(Fault::CutOff(bytes));
        }
        let found = wanted.finish().to_string();
        if expected.sha256.as_ref().is_some_and(|hash| *hash != found) {
            return Err(Fault::OtherBytes(found));
        }
        file.sync_all()?;
        let path = self.path(&hash);
        let near = path.parent().unwrap_or(&self.dir);
        let above = near.parent().unwrap_or(&self.dir);
        files::make_dir(above)?;
        files::make_dir(near)?;
        // The same bytes may be there already; putting the fresh copy over them also heals a
        // file that has gone bad.
        fs::rename(unfinished, &path)?;
        for dir in [near, above, &self.dir] {
            files::sync_dir(dir)?;
        }
        Ok(Kept { hash, bytes })
    }

    /// How long a material is, without a look at its bytes; nothing where it is not there.
    pub fn bytes(&self, hash: &Hash) -> u64 {
        fs::symlink_metadata(self.path(hash)).map_or(0, |meta| meta.len())
    }

    /// Whether a material is there; says nothing of its bytes.
    pub fn has(&self, hash: &Hash) -> bool {
        fs::symlink_metadata(self.path(hash)).is_ok_and(|meta| meta.is_file())
    }

    /// Writes a material out. Its bytes are hashed first: a damaged one is refused before the
    /// first byte leaves.
    pub fn write_out(&self, hash: &Hash, to: &mut impl Write) -> Result<u64, Fault> {
        let mut file = self.reader(hash)?;
        self.same(hash, copy(self.alg, &mut file, &mut io::sink())?.0)?;
        file.rewind()?;
        let (found, bytes) = copy(self.alg, &mut file, to)?;
        self.same(hash, found)?;
        Ok(bytes)
    }

    /// The first `most` bytes of a material and its size, once all of it was hashed and found whole.
    pub fn head(&self, hash: &Hash, most: usize) -> Result<(Vec<u8>, u64), Fault> {
        let mut head = Head { kept: Vec::new(), most };
        let (found, bytes) = copy(self.alg, &mut self.reader(hash)?, &mut head)?;
        self.same(hash, found)?;
        Ok((head.kept, bytes))
    }

    /// Checks one material against its name.
    pub fn check(&self, hash: &Hash) -> Result<u64, Fault> {
        let (found, bytes) = copy(self.alg, &mut self.reader(hash)?, &mut io::sink())?;
        self.same(hash, found)?;
        Ok(bytes)
    }

    /// The names of everything that is kept, in order. What an interrupted session left
    /// unfinished is not kept.
    pub fn list(&self) -> Result<Vec<Hash>, Fault> {
        let mut out = Vec::new();
        for first in entries(&self.dir)?.into_iter().filter(|path| path.is_dir()) {
            for second in entries(&first)? {
                let names = entries(&second)?;
                let names = names.iter().filter_map(|path| path.file_name()?.to_str());
                out.extend(names.filter_map(Hash::from_hex));
            }
        }
        out.sort();
        Ok(out)
    }

    /// The bytes as they are, unchecked, for a reader that hashes them itself.
    pub(super) fn reader(&self, hash: &Hash) -> Result<File, Fault> {
        let path = self.path(hash);
        let none = |kind| matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
        match fs::symlink_metadata(&path) {
            Ok(meta) if meta.is_file() => Ok(File::open(path)?),
            // One that cannot be looked at at this moment may be sound.
            Err(error) if !none(error.kind()) => Err(error.into()),
            _ => Err(Fault::Missing(path)),
        }
    }

    fn same(&self, wanted: &Hash, found: Hash) -> Result<(), Fault> {
        if *wanted == found { Ok(()) } else { Err(Fault::damaged(format!("material {wanted}"))) }
    }
}

/// Writes as long as that leaves room for others, who need not wait for the end of it.
struct Careful<'m> {
    to: &'m mut File,
    materials: &'m Materials,
    full: Option<Fault>,
}

impl Write for Careful<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(fault) = has_room(&self.materials.dir, bytes.len() as u64) {
            self.full = Some(fault);
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.to.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Takes everything and keeps the beginning of it.
struct Head {
    kept: Vec<u8>,
    most: usize,
}

impl Write for Head {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.most.saturating_sub(self.kept.len()).min(bytes.len());
        self.kept.extend_from_slice(&bytes[..room]);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What stands in a directory; nothing when it is missing.
fn entries(dir: &Path) -> Result<Vec<PathBuf>, Fault> {
    match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
        Ok(found) => Ok(found.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?),
    }
}

/// Hashes what is read through it, as people's own tools do.
struct Watched<'h, R> {
    from: R,
    seen: &'h mut Hasher,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let some = self.from.read(into)?;
        self.seen.update(&into[..some]);
        Ok(some)
    }
}

/// Copies to the end, hashing on the way.
fn copy(alg: Alg, from: &mut impl Read, to: &mut impl Write) -> Result<(Hash, u64), Fault> {
    let (mut hasher, mut bytes, mut buffer) = (alg.hasher(), 0, vec![0; 64 << 10]);
    loop {
        match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(some) => {
                hasher.update(&buffer[..some]);
                to.write_all(&buffer[..some])?;
                bytes += some as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok((hasher.finish(), bytes))
}

#[cfg(test)]
#[path = "materials_tests.rs"]
mod tests;
