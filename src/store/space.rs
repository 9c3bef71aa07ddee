//! How much room a disk has left. Asked before a person begins to type, not after.

use std::io;
use std::path::Path;

use nix::errno::Errno;
use nix::unistd::{AccessFlags, access};

use super::fault::Fault;

/// With less than this free, and less than [`LEAST_HUNDREDTHS`], nobody begins to write. 64 MiB.
pub const LEAST_BYTES: u64 = 64 << 20;
/// Of the whole file system.
pub const LEAST_HUNDREDTHS: u64 = 5;

/// Files that must still be possible, where a file system counts them: a session keeps some of its own.
pub const LEAST_FILES: u64 = 64;

/// What the database needs to begin anything. 256 KiB.
const LEAST_TO_BEGIN: u64 = 256 << 10;

/// The room of one file system, in bytes, as far as this account may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Still free.
    pub free: u64,
    /// All of it.
    pub total: u64,
    /// How many more files it can hold; none where it does not count them.
    pub files: Option<u64>,
}

impl Space {
    /// The file system that holds a directory.
    pub fn of(dir: &Path) -> Result<Space, Fault> {
        let found = nix::sys::statvfs::statvfs(dir).map_err(io::Error::from)?;
        let unit = found.fragment_size() as u64;
        let files = (found.files() > 0).then(|| found.files_available() as u64);
        Ok(Space { free: found.blocks_available() as u64 * unit, total: found.blocks() as u64 * unit, files })
    }

    /// What whoever writes must find free: 64 MiB of a large disk, 5 in 100 of a small one.
    fn reserve(self) -> u64 {
        LEAST_BYTES.min(self.total.saturating_mul(LEAST_HUNDREDTHS).div_ceil(100))
    }

    /// Whether a person may begin to write.
    pub fn is_enough(self) -> bool {
        self.free >= self.reserve() && self.files.is_none_or(|more| more >= LEAST_FILES)
    }

    /// Bytes that what comes in bulk may still take. It leaves the reserve twice: one person's recording must
    /// never end where another's photographs do.
    pub fn for_bulk(self) -> u64 {
        self.free.saturating_sub(self.reserve().saturating_mul(2))
    }
}

/// Refuses what comes in bulk where it would take the room that others need to write.
///
/// # Errors
/// [`Fault::NoRoom`].
pub fn has_room(dir: &Path, bytes: u64) -> Result<(), Fault> {
    let room = Space::of(dir)?.for_bulk();
    if bytes > room { Err(Fault::NoRoom(room)) } else { Ok(()) }
}

/// Why a place takes nothing at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Less is free than the database needs to begin anything, or not one more file can be made.
    Full,
    /// The file system, the directory or the file is not to be written to, or not by this account.
    ReadOnly,
}

impl Closed {
    /// Whether the memory that sessions share would be lent blocks that are not there: with blocks smaller
    /// than a page the database makes sure of a part of each page only, and touching the rest of it on a full
    /// disk is a signal that ends the process instead of an error that can be told.
    pub fn lends_memory(dir: &Path) -> bool {
        let found = nix::sys::statvfs::statvfs(dir);
        let small = found.is_ok_and(|found| found.fragment_size() < 4096);
        small && Space::of(dir).is_ok_and(|space| space.free < LEAST_TO_BEGIN)
    }

    /// None where a directory and the file in it may be written to.
    pub fn of(dir: &Path, file: &Path) -> Option<Closed> {
        let refused = |path| {
            let asked = access(path, AccessFlags::W_OK);
            matches!(asked, Err(Errno::EROFS | Errno::EACCES | Errno::EPERM))
        };
        if refused(dir) || refused(file) {
            return Some(Closed::ReadOnly);
        }
        let full = |space: Space| space.free < LEAST_TO_BEGIN || space.files == Some(0);
        Space::of(dir).is_ok_and(full).then_some(Closed::Full)
    }

    /// What whoever wants to write is told.
    pub fn fault(self) -> Fault {
        match self {
            Closed::Full => Fault::Full,
            Closed::ReadOnly => Fault::ReadOnly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_is_little_in_bytes_and_little_in_parts() {
        let enough = |free, total| Space { free, total, files: None }.is_enough();
        let with = |files| Space { free: LEAST_BYTES, total: 1 << 40, files: Some(files) }.is_enough();
        assert!(with(LEAST_FILES) && !with(0), "bytes alone keep nothing");
        assert!(enough(LEAST_BYTES, 1 << 40), "64 MiB of a large disk");
        assert!(!enough(LEAST_BYTES - 1, 2 << 30));
        assert!(enough(1 << 20, 12 << 20), "a small disk that is nearly empty");
        assert!(!enough(512 << 10, 12 << 20));
        let spare = |free, total| Space { free, total, files: None }.for_bulk();
        assert_eq!(spare(2 * LEAST_BYTES + 7, 1 << 40), 7, "what is left is enough for others, twice");
        assert_eq!(spare(2 * LEAST_BYTES, 1 << 40), 0);
        assert_eq!(spare(3 << 20, 20 << 20), 1 << 20, "a tenth of a small disk stays");
        assert_eq!(spare(1 << 20, 20 << 20), 0);
        let here = Space::of(Path::new("/")).unwrap();
        assert!(here.total > 0 && here.free <= here.total);
    }
}
