//! Report at once (立即报告): what cannot wait for its confirmation is drafted by chief or discipline as soon as the
//! record is handed in, approved by whoever heads the organ, and sent within a day (External Provision art. 7,
//! workflow T11). What was told by telephone at once stays the note of the record itself.

mod act;
mod decide;
mod figures;
mod flow;
mod page;
mod state;

pub use act::{APPROVE, DRAFT, RECEIPT, RETURN, SEND, UrgencyAct, UrgencyEvent, WITHDRAW};
pub use flow::At;
pub use state::Urgency;
