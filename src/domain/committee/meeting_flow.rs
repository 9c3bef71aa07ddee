//! The table of a meeting.

use super::stands;
use crate::domain::coded::codes;
use crate::domain::flow::{Act, Capacity as C, FlowName, Need, Stage, Step, To};
use crate::domain::policy::Asks;
use crate::domain::refusal::Refusal;

codes! {
    pub enum MeetingState {
        None = "none",
        Planned = "planned",
        Noticed = "noticed",
        Open = "open",
        Closed = "closed",
    }
}

use MeetingState as M;

impl Stage for MeetingState {
    const FLOW: FlowName = FlowName::Meeting;

    fn stands(asks: &Asks<'_>, step: &Step<Self>) -> Result<(), Refusal> {
        stands::meeting(asks, step.act)
    }
}

pub static MEETING_FLOW: &[Step<MeetingState>] = &[
    Step { act: Act::Plan, from: &[M::None], to: To::Go(M::Planned), hands: &[C::Secretary], needs: &[] },
    Step {
        act: Act::Notice,
        from: &[M::Planned],
        to: To::Go(M::Noticed),
        hands: &[C::Secretary],
        needs: &[],
    },
    Step {
        act: Act::Attend,
        from: &[M::Planned, M::Noticed, M::Open],
        to: To::Stay,
        hands: &[C::Secretary],
        needs: &[],
    },
    Step {
        act: Act::Open,
        from: &[M::Noticed],
        to: To::Go(M::Open),
        hands: &[C::Secretary],
        needs: &[Need::Quorum],
    },
    Step { act: Act::Left, from: &[M::Open], to: To::Stay, hands: &[C::Secretary], needs: &[] },
    Step {
        act: Act::CloseMeeting,
        from: &[M::Open],
        to: To::Go(M::Closed),
        hands: &[C::Secretary],
        needs: &[],
    },
];
