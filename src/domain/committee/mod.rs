//! Collective decision: application, agenda, attendance, recusal, quorum, votes, minority opinion,
//! decision, execution. The register keeps fact, votes and decision, never the deliberation.

mod command;
mod decide;
mod decide_meeting;
mod event;
mod flow;
mod item;
mod kind;
mod meeting;
mod meeting_flow;
mod needs;
mod stands;
mod tally;
mod turns;

pub use command::{Application, Attendance, ItemCommand, MeetingCommand, VoteCode};
pub use decide_meeting::decide as decide_meeting;
pub use event::{ItemEvent, MeetingEvent, Outcome};
pub use flow::ItemState;
pub use item::{Ballot, CollectiveDecision, Item, MINORITY_CLOCK, series_of};
pub use meeting::Meeting;
pub use meeting_flow::{MEETING_FLOW, MeetingState};
pub use needs::full_bodies;
pub use tally::{Tally, chair_of, speaking_order, tally};
