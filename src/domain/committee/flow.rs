use crate::domain::flow::{Act, Capacity, FlowName, Need, Stage, Step};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    None,
    Applied,
    Refused,
    Approved,
    OnAgenda,
    Voting,
    NoMajority,
    /// Counted; minority opinions and the decision's text are to come.
    Voted,
    Decided,
    Noticed,
    Executed,
    ReferredUp,
    Withdrawn,
}

impl ItemState {
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Approved => "approved",
            Self::OnAgenda => "on_agenda",
            Self::Voting => "voting",
            Self::NoMajority => "no_majority",
            Self::Voted => "voted",
            Self::Decided => "decided",
            Self::Noticed => "noticed",
            Self::Executed => "executed",
            Self::ReferredUp => "referred_up",
            Self::Withdrawn => "withdrawn",
        }
    }
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
}

/// An item before a committee, from application to execution.
pub static ITEM_FLOW: &[Step<ItemState>] = &[
    Step {
        act: Act::Apply,
        from: &[S::None],
        to: S::Applied,
        hands: &[C::Applicant],
        needs: &[Need::Reason, Need::NoneOpen],
    },
    Step { act: Act::Approve, from: &[S::Applied], to: S::Approved, hands: &[C::Approver], needs: &[] },
    Step {
        act: Act::RefuseApplication,
        from: &[S::Applied],
        to: S::Refused,
        hands: &[C::Approver],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Resubmit,
        from: &[S::Refused],
        to: S::Applied,
        hands: &[C::Applicant],
        needs: &[Need::Reason, Need::Once],
    },
    Step {
        act: Act::WithdrawApplication,
        from: &[S::Applied, S::Refused, S::Approved],
        to: S::Withdrawn,
        hands: &[C::Applicant],
        needs: &[Need::Reason],
    },
    // What a meeting did not come to, or has no quorum for, is put before another one.
    Step {
        act: Act::Place,
        from: &[S::Approved, S::OnAgenda],
        to: S::OnAgenda,
        hands: &[C::Secretary],
        needs: &[],
    },
    Step {
        act: Act::RecuseMember,
        from: &[S::Approved, S::OnAgenda],
        to: S::OnAgenda,
        hands: &[C::Secretary],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::OpenVote,
        from: &[S::OnAgenda],
        to: S::Voting,
        hands: &[C::Secretary],
        needs: &[Need::Disclosed, Need::Quorum],
    },
    Step {
        act: Act::Vote,
        from: &[S::Voting],
        to: S::Voting,
        hands: &[C::Member],
        needs: &[Need::ChairLast],
    },
    Step {
        act: Act::WrittenVote,
        from: &[S::Voting, S::NoMajority],
        to: S::Voting,
        hands: &[C::Secretary],
        needs: &[Need::Material],
    },
    Step {
        act: Act::CloseVote,
        from: &[S::Voting, S::NoMajority],
        to: S::Voted,
        hands: &[C::Secretary],
        needs: &[Need::AllVoted],
    },
    Step {
        act: Act::Supplement,
        from: &[S::NoMajority],
        to: S::Approved,
        hands: &[C::Secretary],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::ReferUp,
        from: &[S::NoMajority, S::Voted],
        to: S::ReferredUp,
        hands: &[C::Approver],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Minority,
        from: &[S::Voted, S::Decided],
        to: S::Voted,
        hands: &[C::Member],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Decision,
        from: &[S::Voted],
        to: S::Decided,
        hands: &[C::Secretary],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::DecisionNotice,
        from: &[S::Decided],
        to: S::Noticed,
        hands: &[C::Secretary],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Feedback,
        from: &[S::Noticed],
        to: S::Executed,
        hands: &[C::Handler],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::Reconsider,
        from: &[S::Noticed, S::Executed],
        to: S::Applied,
        hands: &[C::Applicant],
        needs: &[Need::Reason, Need::Once],
    },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingState {
    None,
    Planned,
    Noticed,
    Open,
    Closed,
}

impl MeetingState {
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Planned => "planned",
            Self::Noticed => "noticed",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

use MeetingState as M;

impl Stage for MeetingState {
    const FLOW: FlowName = FlowName::Meeting;
}

pub static MEETING_FLOW: &[Step<MeetingState>] = &[
    Step { act: Act::Plan, from: &[M::None], to: M::Planned, hands: &[C::Secretary], needs: &[] },
    Step { act: Act::Notice, from: &[M::Planned], to: M::Noticed, hands: &[C::Secretary], needs: &[] },
    Step {
        act: Act::Attend,
        from: &[M::Planned, M::Noticed, M::Open],
        to: M::Noticed,
        hands: &[C::Secretary],
        needs: &[],
    },
    Step { act: Act::Open, from: &[M::Noticed], to: M::Open, hands: &[C::Secretary], needs: &[Need::Quorum] },
    Step { act: Act::Left, from: &[M::Open], to: M::Open, hands: &[C::Secretary], needs: &[] },
    Step { act: Act::CloseMeeting, from: &[M::Open], to: M::Closed, hands: &[C::Secretary], needs: &[] },
];
