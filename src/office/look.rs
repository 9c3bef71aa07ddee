//! What somebody who looks after the machine asks, and nobody else.

use super::{LogId, Office, Trouble};
use crate::domain::ids::Millis;
use crate::store::{STEPS, log};

impl Office {
    /// The form of the file that this program writes; an older one is brought forward when a session
    /// opens it.
    pub const FORM: u32 = STEPS.len() as u32;

    /// When the last act was written.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn last_act(&self) -> Result<Option<Millis>, Trouble> {
        let head = log::head(self.register.db(), self.founding().alg, LogId::Acts)?;
        Ok(head.last.map(|entry| entry.header.time_ms))
    }

    /// Refuses file systems whose locks do not reach every writer, as opening does.
    ///
    /// # Errors
    /// [`super::Fault::NetworkFs`].
    pub fn refuse_network(dir: &std::path::Path) -> Result<(), super::Fault> {
        crate::store::files::refuse_network(dir)
    }
}
// TEMP-BEGIN
pub struct Space {
    pub free: u64,
    pub total: u64,
}
impl Space {
    pub fn of(dir: &std::path::Path) -> Result<Space, super::Fault> {
        let f = nix::sys::statvfs::statvfs(dir).map_err(std::io::Error::from)?;
        Ok(Space { free: f.blocks_available() * f.fragment_size(), total: f.blocks() * f.fragment_size() })
    }
    pub fn is_enough(&self) -> bool {
        self.free > (64 << 20)
    }
}
#[allow(dead_code)]
pub enum KeyState {
    Fits,
    NotYet,
    Missing,
    Different,
    Unreadable,
}
pub struct RolledBack {
    pub known: crate::domain::evidence::Head,
    pub found: crate::domain::evidence::Head,
}
impl Office {
    pub fn key_state(&self) -> Result<KeyState, Trouble> {
        Ok(KeyState::NotYet)
    }
    pub fn rolled_back(&self) -> Option<&RolledBack> {
        None
    }
}
// TEMP-END
