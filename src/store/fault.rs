//! Everything that can go wrong underneath, told apart by what a person can do about it. The words
//! for people are elsewhere; the English here is for the fault's file.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::lock::Waited;

/// A fault of the machine, the file or the program; never a refusal of what somebody asked.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nothing is there.
    #[error("{} is missing", .0.display())]
    Missing(PathBuf),
    /// Something is there already.
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    /// A file or directory that somebody named is not there.
    #[error("{} is not there", .0.display())]
    NotThere(PathBuf),
    /// This account may not read or write it.
    #[error("{} is not for this account", .0.display())]
    NotAllowed(PathBuf),
    /// A directory was asked for, and a file was named.
    #[error("{} is no directory", .0.display())]
    NotADirectory(PathBuf),
    /// A file was asked for, and a directory was named.
    #[error("{} is a directory", .0.display())]
    IsADirectory(PathBuf),
    /// A plain file was asked for, and a pipe, a directory or a link to nowhere was named.
    #[error("{} is no file", .0.display())]
    NotAFile(PathBuf),
    /// It was named as the file that keeps a register's heads elsewhere, and holds something else.
    #[error("{} holds no checkpoints", .0.display())]
    NotAnAnchor(PathBuf),
    /// The directory holds what is not of a register; the first such name is told.
    #[error("{} holds {what}", .path.display())]
    NotOurs {
        /// The directory.
        path: PathBuf,
        /// What is in it.
        what: String,
    },
    /// The file is something else.
    #[error("{} is not a register", .0.display())]
    NotARegister(PathBuf),
    /// Written by a later program.
    #[error("the file has form {found}, this program knows {known}")]
    Newer {
        /// In the file.
        found: i64,
        /// Known here.
        known: i64,
    },
    /// The file contradicts itself.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The place cannot be written.
    #[error("the place is read-only")]
    ReadOnly,
    /// No space left.
    #[error("no space left")]
    Full,
    /// What comes in bulk would take the room that others need to write; so many bytes it may still take.
    #[error("no room for more than {0} bytes of materials")]
    NoRoom(u64),
    /// Nothing more came for so many seconds.
    #[error("nothing came for {0} seconds")]
    Stalled(u64),
    /// This process, or the machine, may open no more files.
    #[error("too many open files")]
    NoMoreFiles,
    /// This process may take no more memory, or the machine has none.
    #[error("no memory left")]
    NoMemory,
    /// The database could not open one of its files at this moment.
    #[error("a file of the database could not be opened")]
    NotOpened,
    /// A read failed that says nothing of what stands there.
    #[error("{what} could not be read: {why}")]
    Unread {
        /// Which file.
        what: String,
        /// What the system said.
        why: String,
    },
    /// Another process kept the file for longer than the waiting time.
    #[error("the file is kept busy")]
    Busy,
    /// Somebody held a lock for longer than anybody waits.
    #[error("waited {} ms for {:?}", .0.waited.as_millis(), .0.holder)]
    Waited(Box<Waited>),
    /// A file elsewhere gave no answer.
    #[error("no answer from {}", .0.display())]
    Silent(PathBuf),
    /// The register's file was taken away or replaced while this session had it open.
    #[error("{} is another file than the one that was opened", .0.display())]
    Gone(PathBuf),
    /// Somebody has the register open that was to be taken away.
    #[error("{} is in use", .0.display())]
    InUse(PathBuf),
    /// Rows that decide who sees what were changed past this program.
    #[error("the tables were changed past this program")]
    Touched,
    /// Whoever asked is gone.
    #[error("the other end is gone")]
    PeerGone,
    /// Other accounts of the machine could read it.
    #[error("{} has mode {mode:o}", .path.display())]
    Loose {
        /// The file or directory.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The directory lies on a file system shared over a network, where locks cannot be trusted.
    #[error("{} is on a network file system ({magic:#x})", .path.display())]
    NetworkFs {
        /// The directory.
        path: PathBuf,
        /// Its file-system number.
        magic: i64,
    },
    /// Evidence whose last commits still stand in the write-ahead file beside it.
    #[error("{} holds commits that are not in the file yet", .0.display())]
    Unmerged(PathBuf),
    /// A protection of the database did not take.
    #[error("{name} is {got}, not {expected}")]
    Setting {
        /// Its name.
        name: &'static str,
        /// What it must be.
        expected: String,
        /// What it is.
        got: String,
    },
    /// A commit failed in a way that leaves open whether it is on the disk: open again and look.
    #[error("the outcome of a commit is unknown")]
    Unsettled,
    /// The commit failed, and what became of it was looked up since: it is not there.
    #[error("the commit failed and nothing was written")]
    NotKept,
    /// Somebody else holds this draft, or it is gone.
    #[error("the draft is held by another session")]
    Held,
    /// More than fits.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// It ended before it was as long as it was said to be.
    #[error("only {0} bytes came")]
    CutOff(u64),
    /// It is not what its hash says; this is its own.
    #[error("the hash is {0}")]
    OtherBytes(String),
    /// The operating system's own error.
    #[error(transparent)]
    Io(io::Error),
    /// The database's own error: our mistake, or a denied statement.
    #[error("database: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Fault {
    /// What went wrong with a file or directory, by its name: what somebody can put right himself is told
    /// apart from a failing disk.
    pub fn file(path: &Path, error: io::Error) -> Fault {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound => Fault::NotThere(path),
            ErrorKind::PermissionDenied => Fault::NotAllowed(path),
            ErrorKind::NotADirectory => Fault::NotADirectory(path),
            ErrorKind::IsADirectory => Fault::IsADirectory(path),
            ErrorKind::AlreadyExists => Fault::Exists(path),
            _ if is_of_too_many_files(&error) => Fault::NoMoreFiles,
            // A terminal where there is none, a socket.
            _ if error.raw_os_error() == Some(nix::libc::ENXIO) => Fault::NotAFile(path),
            kind => Fault::from(io::Error::new(kind, format!("{}: {error}", path.display()))),
        }
    }

    /// Whether it is of this moment and says nothing of what stands there: tried again it may go well. Never a
    /// finding of a check, and always told as that.
    pub fn passes(&self) -> bool {
        matches!(
            self,
            Fault::Full
                | Fault::NoRoom(_)
                | Fault::Stalled(_)
                | Fault::ReadOnly
                | Fault::NoMoreFiles
                | Fault::NoMemory
                | Fault::NotOpened
                | Fault::Unread { .. }
                | Fault::Busy
                | Fault::Waited(_)
                | Fault::Silent(_)
                | Fault::InUse(_)
                | Fault::PeerGone
                | Fault::NotKept
        )
    }

    /// What a check makes of it: that something is damaged is a finding, that it could not look is none.
    ///
    /// # Errors
    /// Itself, where it kept the check from looking.
    pub(super) fn found(self) -> Result<String, Fault> {
        match self {
            Fault::Damaged(_) | Fault::TooLarge(_) | Fault::Database(_) => Ok(self.to_string()),
            other => Err(other),
        }
    }

    /// As [`Fault::Unread`], where the system alone is to blame.
    pub fn unread(self, what: impl Into<String>) -> Fault {
        match self {
            Fault::Io(error) => Fault::Unread { what: what.into(), why: error.to_string() },
            other => other,
        }
    }

    /// Whether it is about what somebody named, and nothing that whoever keeps the machine would look up.
    pub fn is_about_a_name(&self) -> bool {
        matches!(
            self,
            Fault::Missing(_)
                | Fault::Exists(_)
                | Fault::NotThere(_)
                | Fault::NotAllowed(_)
                | Fault::NotADirectory(_)
                | Fault::IsADirectory(_)
                | Fault::NotAFile(_)
                | Fault::NotAnAnchor(_)
                | Fault::NotOurs { .. }
                | Fault::NotARegister(_)
        )
    }
}

/// The database tells a read for which there was no memory as a failing disk.
fn is_of_memory(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_IOERR_NOMEM)
}

fn is_of_too_many_files(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(nix::libc::EMFILE | nix::libc::ENFILE))
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Fault::Full,
            ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly,
            ErrorKind::OutOfMemory => Fault::NoMemory,
            _ if is_of_too_many_files(&error) => Fault::NoMoreFiles,
            _ => Fault::Io(error),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        match error.sqlite_error_code() {
            // The last is what a connection says that tried for long to become a reader.
            Some(
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed,
            ) => Fault::Busy,
            Some(ErrorCode::DiskFull) => Fault::Full,
            Some(ErrorCode::OutOfMemory) => Fault::NoMemory,
            Some(ErrorCode::CannotOpen) => Fault::NotOpened,
            Some(ErrorCode::SystemIoFailure) if is_of_memory(&error) => Fault::NoMemory,
            Some(ErrorCode::ReadOnly) => Fault::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Fault::Damaged(error.to_string()),
            Some(ErrorCode::TooBig) => Fault::TooLarge(super::settings::MAX_VALUE_BYTES),
            Some(ErrorCode::SystemIoFailure) => Fault::Io(io::Error::other(error)),
            _ => Fault::Database(Box::new(error)),
        }
    }
}

impl Fault {
    /// A damage described in a few words.
    pub(super) fn damaged(what: impl Into<String>) -> Fault {
        Fault::Damaged(what.into())
    }
}
