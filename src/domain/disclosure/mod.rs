//! An extract for appraisal or promotion (廉政档案摘录): an organ that appraises or appoints somebody asks by letter what
//! stands against him here; discipline drafts which fields it is shown, its head authorises that, and what was given
//! stands for ever as it was given. It is taken from one record's finding, in force at that moment, and says nothing
//! of the record. Nobody but discipline knows that it was asked for, and the chief until it is authorised (External
//! Provision art. 11, Internal Provision art. 12).

mod act;
mod decide;
mod flow;
mod page;
mod state;

pub use act::{APPLY, APPROVE, DisclosureAct, DisclosureEvent, Extract, GIVE, REFUSE};
pub use flow::At;
pub use state::Disclosure;
