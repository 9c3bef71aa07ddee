//! Level by level: who is asked, who is skipped and why, and what happens when a level is silent.

mod command;
mod decide;
mod event;
mod figures;
mod flow;
mod kind;
mod ladder;
mod state;

pub use command::{Decision, EscalationCommand};
pub use event::EscalationEvent;
pub use flow::{EscalationState, SILENCE};
pub use ladder::{Rung, Skipped, ladder, next_rung};
pub use state::{Escalation, LevelAnswer};
