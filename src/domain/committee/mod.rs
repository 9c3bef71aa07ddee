//! Collective decision: application, agenda, attendance, recusal, quorum, votes, minority opinion,
//! decision, execution. The register keeps fact, votes and decision, never the deliberation.

mod command;
mod decide;
mod decide_meeting;
mod event;
mod flow;
mod item;
mod meeting;
mod stands;
mod tally;
mod turns;

pub use command::{Application, Attendance, ItemCommand, MeetingCommand, VoteCode};
pub use decide::decide as decide_item;
pub use decide_meeting::decide as decide_meeting;
pub use event::{ItemEvent, MeetingEvent, Outcome};
pub use flow::{ITEM_FLOW, ItemState, MEETING_FLOW, MeetingState};
pub use item::{Ballot, CollectiveDecision, Item, MINORITY_CLOCK, series_of};
pub use meeting::Meeting;
pub use stands::{full_bodies, may_apply};
pub use tally::{Tally, chair_of, speaking_order, tally};
