//! Where the logs of an open register stand, and the notes of it that are kept up with every commit.

use std::path::Path;
use std::time::Duration;

use super::{Founding, Register};
use crate::ledger::{Checkpoint, LogId};
use crate::store::fault::Fault;
use crate::store::{beside, lock, log};

/// A file on another mount is given so long.
const ELSEWHERE: Duration = Duration::from_secs(2);

impl Register {
    /// Where both logs stand.
    pub fn heads(&self) -> Result<Vec<Checkpoint>, Fault> {
        let Founding { id, alg, .. } = self.founding;
        let head = |log: &LogId| {
            let head = log::head(&self.db, alg, *log)?;
            Ok(Checkpoint { register: id, log: *log, size: head.size, root: head.root })
        };
        LogId::ALL.iter().map(head).collect()
    }

    /// From here on every commit is followed by a note of where the logs stand, or by none: a log
    /// that is shorter than it was must not wipe out what is known of it.
    pub fn follow_heads(&mut self, on: bool) {
        self.follows = on;
    }

    /// A second place for that note, away from the register's directory.
    pub fn anchor_at(&mut self, path: &Path) {
        self.anchor = Some(path.to_owned());
    }

    /// Notes where the logs stand, after the commit and after the lock: a place that hangs keeps nobody
    /// from writing. Notes do not overtake each other; `anew` puts a shorter log in the place of a
    /// longer one that two people have given up.
    pub fn note_heads(&mut self, anew: bool) {
        if !self.follows || self.lock.is_none() {
            return;
        }
        let Ok(heads) = self.heads() else { return };
        // The commit stands; a note that could not be written is missing to the next opening, which
        // compares with the older one.
        let _ = beside::keep_heads(&self.dir.join(beside::HEADS_FILE), &heads, anew);
        if let Some(path) = self.anchor.clone().filter(|_| !self.anchor_silent) {
            let kept = lock::within(ELSEWHERE, move || beside::keep_heads(&path, &heads, anew));
            self.anchor_silent = kept.is_none();
        }
    }

    /// Whether the second place for that note gave no answer.
    pub fn anchor_silent(&self) -> bool {
        self.anchor_silent
    }
}
