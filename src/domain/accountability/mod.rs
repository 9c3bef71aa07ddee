//! Being held liable (责任追究): who stands in a record as having inquired is put to the organ that has the power
//! over him, or it is said why not; what it decides, an appeal, and where it is written down come back
//! (External Provision art. 8 to 11, Internal Provision art. 9 and 12).

mod act;
mod decide;
mod figures;
mod flow;
mod page;
mod people;
mod state;

pub use act::{APPROVE, AccountabilityAct, AccountabilityEvent, FINISH, HOLD, REFLECT, REMIND, SEND};
pub use flow::At;
pub use state::Accountability;
