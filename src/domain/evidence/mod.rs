//! What makes the register believable to somebody who believes nobody: its signing key, checkpoints
//! that several custodians signed, witnesses outside, copies that were tried, and alarms.

mod command;
mod decide;
mod event;
mod state;

pub use command::EvidenceCommand;
pub use decide::decide;
pub use event::{Alert, EvidenceEvent, Head};
pub use state::{Evidence, Signed, Witnessed};
