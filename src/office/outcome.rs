//! A commit whose outcome is unknown is not left at that: the register is opened anew, what the
//! disk has is settled, and the command is looked up by its id.

use super::{Fault, Office, Trouble, fold};
use crate::store::Register;
use crate::store::contract::Moment;
use crate::store::tables::TABLES;
use uuid::Uuid;

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands in the log.
    Written,
    /// It does not, and cannot appear later.
    Nothing,
}

impl Office {
    /// Opens the register anew and looks. The old connection writes no more, whatever is found: what
    /// the system once failed to bring to the disk it may forget without another word.
    ///
    /// # Errors
    /// [`Fault::Unsettled`] as long as the disk cannot be brought to an answer.
    pub(super) fn fate(&mut self, command: &Uuid) -> Result<Fate, Trouble> {
        let unsettled = |_: Fault| Trouble::Fault(Fault::Unsettled);
        let fresh = Register::open(self.register.dir(), TABLES, self.mode).map_err(unsettled)?;
        fresh.settle().map_err(unsettled)?;
        let found = fresh.db().of_command(command).map_err(unsettled)?;
        let (organ, organ_seq) = fold::organ(fresh.db()).map_err(unsettled)?;
        (self.register, self.organ, self.organ_seq) = (fresh, organ, organ_seq);
        Ok(if found.is_some() { Fate::Written } else { Fate::Nothing })
    }
}
