//! Triage (甄别): discipline looks into what a confirmed record tells and says what it was, an outside inquiry
//! together with those who watch over trials; the head approves. What follows (routing, circulation, being
//! held liable) hangs on the class (External Provision art. 8, Internal Provision art. 9).

mod act;
mod decide;
mod figures;
mod flow;
mod page;
mod state;

pub use act::{ADVISE, APPROVE, CONCUR, REFUSE, TRIAGE, TriageAct, TriageEvent};
pub use flow::At;
pub use state::Triage;
