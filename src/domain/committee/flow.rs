use super::stands;
use crate::domain::coded::codes;
use crate::domain::flow::{Act, Capacity, FlowName, Need, Stage, Step, To};
use crate::domain::policy::Asks;
use crate::domain::refusal::Refusal;

codes! {
    pub enum ItemState {
        None = "none",
        Applied = "applied",
        Refused = "refused",
        Approved = "approved",
        OnAgenda = "on_agenda",
        Voting = "voting",
        NoMajority = "no_majority",
        /// Counted; minority opinions and the decision's text are to come.
        Voted = "voted",
        Decided = "decided",
        Noticed = "noticed",
        Executed = "executed",
        ReferredUp = "referred_up",
        Withdrawn = "withdrawn",
    }
}

impl ItemState {
    /// Whether the body is done with it in this meeting.
    pub fn past_voting(self) -> bool {
        !matches!(self, Self::OnAgenda | Self::Voting)
    }
    /// Whether votes are given, counted, or explained now.
    pub fn is_voted_on(self) -> bool {
        matches!(self, Self::Voting | Self::NoMajority | Self::Voted)
    }
    /// Whether its votes are still to come, or to be counted.
    pub fn is_before_the_count(self) -> bool {
        matches!(self, Self::OnAgenda | Self::Voting | Self::NoMajority)
    }
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Executed | Self::ReferredUp | Self::Withdrawn | Self::None)
    }
}

use Capacity as C;
use ItemState as S;

impl Stage for ItemState {
    const FLOW: FlowName = FlowName::Item;

    fn stands(asks: &Asks<'_>, step: &Step<Self>) -> Result<(), Refusal> {
        stands::item(asks, step.act)
    }
}

/// An item before a committee, from application to execution.
pub static ITEM_FLOW: &[Step<ItemState>] = &[
    Step {
        act: Act::Apply,
        from: &[S::None],
        to: To::Go(S::Applied),
        hands: &[C::Applicant],
        needs: &[Need::Reason, Need::NoneOpen],
    },
    Step {
        act: Act::Approve,
        from: &[S::Applied],
        to: To::Go(S::Approved),
        hands: &[C::Approver],
        needs: &[],
    },
    Step {
        act: Act::RefuseApplication,
        from: &[S::Applied],
        to: To::Go(S::Refused),
        hands: &[C::Approver],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Resubmit,
        from: &[S::Refused],
        to: To::Go(S::Applied),
        hands: &[C::Applicant],
        needs: &[Need::Reason, Need::Once],
    },
    Step {
        act: Act::WithdrawApplication,
        from: &[S::Applied, S::Refused, S::Approved],
        to: To::Go(S::Withdrawn),
        hands: &[C::Applicant],
        needs: &[Need::Reason],
    },
    // What a meeting did not come to, or has no quorum for, is put before another one.
    Step {
        act: Act::Place,
        from: &[S::Approved, S::OnAgenda],
        to: To::Go(S::OnAgenda),
        hands: &[C::Secretary],
        needs: &[],
    },
    Step {
        act: Act::RecuseMember,
        from: &[S::Approved, S::OnAgenda],
        to: To::Stay,
        hands: &[C::Secretary],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::OpenVote,
        from: &[S::OnAgenda],
        to: To::Go(S::Voting),
        hands: &[C::Secretary],
        needs: &[Need::Disclosed, Need::Quorum],
    },
    Step { act: Act::Vote, from: &[S::Voting], to: To::Stay, hands: &[C::Member], needs: &[Need::ChairLast] },
    Step {
        act: Act::WrittenVote,
        from: &[S::Voting, S::NoMajority],
        to: To::Stay,
        hands: &[C::Secretary],
        needs: &[Need::Material],
    },
    Step {
        act: Act::CloseVote,
        from: &[S::Voting, S::NoMajority],
        to: To::OneOf(&[S::NoMajority, S::Voted]),
        hands: &[C::Secretary],
        needs: &[Need::AllVoted],
    },
    Step {
        act: Act::Supplement,
        from: &[S::NoMajority],
        to: To::Go(S::Approved),
        hands: &[C::Secretary],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::ToFull,
        from: &[S::NoMajority],
        to: To::Go(S::Approved),
        hands: &[C::Secretary],
        needs: &[],
    },
    Step {
        act: Act::ReferUp,
        from: &[S::NoMajority, S::Voted],
        to: To::Go(S::ReferredUp),
        hands: &[C::Approver],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Minority,
        from: &[S::Voted, S::Decided],
        to: To::Stay,
        hands: &[C::Member],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Decision,
        from: &[S::Voted],
        to: To::Go(S::Decided),
        hands: &[C::Secretary],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::DecisionNotice,
        from: &[S::Decided],
        to: To::Go(S::Noticed),
        hands: &[C::Secretary],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Feedback,
        // Refused: only where it was a review that was refused.
        from: &[S::Noticed, S::Refused],
        to: To::Go(S::Executed),
        hands: &[C::Executor],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Reconsider,
        from: &[S::Noticed, S::Executed],
        to: To::Go(S::Applied),
        hands: &[C::Applicant],
        needs: &[Need::Reason, Need::Once],
    },
];

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
