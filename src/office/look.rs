//! What somebody who looks after the machine asks, and nobody else.

use super::{LogId, Office, Trouble};
use crate::domain::ids::Millis;
use crate::store::STEPS;
use crate::store::contract::Moment;

impl Office {
    /// The form of the file that this program writes; an older one is brought forward when a session
    /// opens it.
    pub const FORM: u32 = STEPS.len() as u32;

    /// When the last act was written.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn last_act(&self) -> Result<Option<Millis>, Trouble> {
        let head = self.register.db().head(self.founding().alg, LogId::Acts)?;
        Ok(head.last.map(|entry| entry.header.time_ms))
    }

    /// Who holds the lock of a register now; the outer none where nobody does.
    ///
    /// # Errors
    /// The lock's file cannot be looked at.
    pub fn writing(dir: &std::path::Path) -> Result<Option<super::Waited>, super::Fault> {
        crate::store::lock::holder(&dir.join(crate::store::db::LOCK_FILE))
    }

    /// Tables, views, indexes and triggers that do not belong in the file, by name.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn strange_parts(&self) -> Result<Vec<String>, Trouble> {
        Ok(self.register.strange_parts()?)
    }

    /// Refuses file systems whose locks do not reach every writer, as opening does.
    ///
    /// # Errors
    /// [`super::Fault::NetworkFs`].
    pub fn refuse_network(dir: &std::path::Path) -> Result<(), super::Fault> {
        crate::store::files::refuse_network(dir)
    }
}
