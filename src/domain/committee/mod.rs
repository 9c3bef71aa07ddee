//! Collective decision: application, agenda, attendance, recusal, quorum, votes, minority opinion,
//! decision, execution. The register keeps fact, votes and decision, never the deliberation.

mod command;
mod decide;
mod decide_meeting;
mod event;
mod figures;
mod flow;
mod item;
mod kind;
mod meeting;
mod meeting_flow;
mod meeting_kind;
mod needs;
mod tally;
mod turns;

pub use command::{Application, Attendance, ItemCommand, MeetingCommand, VoteCode};
pub use event::{ItemEvent, MeetingEvent, Outcome};
pub use flow::ItemState;
pub use item::{Ballot, CollectiveDecision, Item, MINORITY_CLOCK, series_of};
pub use meeting::Meeting;
pub use meeting_flow::MeetingState;
pub use needs::full_bodies;
pub use tally::{Tally, chair_of, speaking_order, tally};
