//! Room on the disk: asked before a person types, remembered when it ran out, told once when it is
//! back.

use super::act::uuid_v7;
use super::desk::{Desk, Happened};
use super::{Fault, Office, Trouble};
use crate::domain::book::Book;
use crate::domain::command::Actor;
use crate::domain::event::Event;
use crate::domain::evidence::{Alert, EvidenceEvent};
use crate::domain::ids::MatterId;
use crate::domain::refusal::Rule;
use crate::store::db::REGISTER_FILE;
use crate::store::space::{Closed, Space};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// An empty file: a name fits into a directory when not a single byte fits anywhere else.
const MARK: &str = "disk-was-full";

/// The memory of a full disk, which outlives the session that met it.
#[derive(Clone, Debug)]
pub(super) struct FullMark {
    path: PathBuf,
    /// Where not even the name fitted, this session remembers.
    here: bool,
}

impl FullMark {
    pub fn of(dir: &Path) -> Self {
        Self { path: dir.join(MARK), here: false }
    }

    /// The disk took nothing.
    pub fn set(&mut self) {
        // Whatever else stands there is no mark, and opening it might never come to an end.
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.path);
        if let Ok(made) = &made {
            let _ = crate::store::files::as_the_place(made, &self.path);
        }
        self.here = made.is_err() && !self.is_set();
    }

    fn is_set(&self) -> bool {
        self.here || fs::symlink_metadata(&self.path).is_ok_and(|meta| meta.is_file())
    }

    fn take(&mut self) -> bool {
        let there = self.is_set() && fs::remove_file(&self.path).is_ok();
        std::mem::take(&mut self.here) || there
    }

    /// Whether the disk was full and has room again.
    pub fn is_over(&self) -> bool {
        let dir = self.path.parent().unwrap_or(&self.path);
        self.is_set() && Space::of(dir).is_ok_and(Space::is_enough)
    }
}

impl Office {
    /// Whether there is room to begin something new. Asked before the first key, so that nobody
    /// types what cannot be kept.
    ///
    /// # Errors
    /// [`Rule::DiskFull`], with what is left in MiB; [`Fault::ReadOnly`].
    pub fn room(&mut self) -> Result<(), Trouble> {
        if let Some(Closed::ReadOnly) = Closed::of(self.dir(), &self.dir().join(REGISTER_FILE)) {
            return Err(Fault::ReadOnly.into());
        }
        let space = self.space()?;
        if space.is_enough() {
            return Ok(());
        }
        self.full.set();
        Err(crate::domain::refusal::Refusal::with(Rule::DiskFull, space.free >> 20).into())
    }

    /// What the register's disk has left.
    ///
    /// # Errors
    /// A fault of the file system.
    pub fn space(&self) -> Result<Space, Trouble> {
        Ok(Space::of(self.register.dir())?)
    }
}

impl Desk<'_, '_> {
    /// The register itself tells that the disk was full: once, under the lock that writing needs.
    pub fn tell_full(&mut self, mark: &mut FullMark) -> Result<(), Trouble> {
        if !mark.take() {
            return Ok(());
        }
        let mut book = Book::new(self.organ.clone());
        let (matter, command) = (MatterId(uuid_v7(self.now, self.ids)?), uuid_v7(self.now, self.ids)?);
        let event = Event::Evidence(EvidenceEvent::Alerted { alert: Alert::DiskWasFull });
        let told = self.write(&mut book, &Actor::register(), Happened::of(matter, command, event));
        if told.is_err() {
            mark.set();
        }
        told.map(drop)
    }
}

/// Whether a trouble is that the disk took nothing.
pub(super) fn is_full(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Fault(Fault::Full))
}
