//! Routing (移送): a record's result of triage goes to whoever has the power to deal with the inquirer,
//! and what they answer comes back (Internal Provision art. 8, External Provision art. 7).

mod act;
mod decide;
mod figures;
mod flow;
mod page;
mod state;

pub use act::{APPROVE, GIVE_BACK, HEAR, RECEIPT, RESULT, ROUTE, RoutingAct, RoutingEvent, SEND};
pub use flow::At;
pub use state::Routing;
