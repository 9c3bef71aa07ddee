//! What is asked of an item and of a meeting.

use crate::domain::coded::codes;
use crate::domain::flow::Act;
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId};
use serde::{Deserialize, Serialize};

/// What the applicant puts before the chief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    pub record: MatterId,
    pub committee: CommitteeId,
    /// The case itself, how to report, circulation, omission, protection, recusal.
    pub kind: String,
    pub request: String,
    #[serde(default)]
    pub panel_majority: String,
    #[serde(default)]
    pub panel_minority: String,
    /// What the professional judges' meeting advised.
    #[serde(default)]
    pub advice: String,
    /// The fact of the inquiry will be stated to the body.
    pub guidance_disclosed: bool,
}

codes! {
    /// A vote keeps its code.
    pub enum VoteCode {
        For = "FOR",
        Against = "AGAINST",
        Abstain = "ABSTAIN",
        /// 保留
        Reserve = "RESERVE",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ItemCommand {
    Apply(Application),
    Approve,
    Refuse {
        reason: String,
    },
    /// Once, after a refusal.
    Resubmit {
        reason: String,
    },
    Withdraw {
        reason: String,
    },
    Place {
        meeting: MatterId,
    },
    Recuse {
        member: PersonId,
        reason: String,
    },
    OpenVote {
        disclosed: bool,
    },
    Vote {
        vote: VoteCode,
        opinion: String,
    },
    /// An absent member's written vote, entered by the secretary with its material.
    WrittenVote {
        member: PersonId,
        vote: VoteCode,
        opinion: String,
        material: String,
    },
    CloseVote,
    /// A member of the minority states why.
    Minority {
        text: String,
    },
    /// After no majority, or where the chief disagrees with it and the body's rules allow.
    ReferUp {
        reason: String,
    },
    /// After no majority: more is to be found out, then it comes back.
    Supplement {
        reason: String,
    },
    /// After no majority in a specialised committee.
    ToFullCommittee {
        committee: CommitteeId,
    },
    Decide {
        text: String,
    },
    Notice {
        text: String,
    },
    Feedback {
        text: String,
        executed: bool,
    },
    /// Review of a decision, once.
    Reconsider {
        reason: String,
    },
}

impl ItemCommand {
    /// The row of the table behind it.
    pub fn act(&self) -> Act {
        match self {
            Self::Apply(_) => Act::Apply,
            Self::Approve => Act::Approve,
            Self::Refuse { .. } => Act::RefuseApplication,
            Self::Resubmit { .. } => Act::Resubmit,
            Self::Withdraw { .. } => Act::WithdrawApplication,
            Self::Place { .. } => Act::Place,
            Self::Recuse { .. } => Act::RecuseMember,
            Self::OpenVote { .. } => Act::OpenVote,
            Self::Vote { .. } => Act::Vote,
            Self::WrittenVote { .. } => Act::WrittenVote,
            Self::CloseVote => Act::CloseVote,
            Self::Minority { .. } => Act::Minority,
            Self::ReferUp { .. } => Act::ReferUp,
            Self::Supplement { .. } => Act::Supplement,
            Self::ToFullCommittee { .. } => Act::ToFull,
            Self::Decide { .. } => Act::Decision,
            Self::Notice { .. } => Act::DecisionNotice,
            Self::Feedback { .. } => Act::Feedback,
            Self::Reconsider { .. } => Act::Reconsider,
        }
    }
}

/// How a member stands in a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Attendance {
    Present,
    Absent {
        reason: String,
    },
    /// There without a vote.
    Nonvoting,
    Left {
        at: Millis,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MeetingCommand {
    Plan {
        committee: CommitteeId,
        planned_at: Millis,
        place: String,
        chair: PersonId,
    },
    /// Agenda and papers go out.
    Notice,
    Attend {
        member: PersonId,
        attendance: Attendance,
    },
    Open,
    Left {
        member: PersonId,
    },
    Close {
        minutes: String,
    },
}

impl MeetingCommand {
    /// The row of the table behind it.
    pub fn act(&self) -> Act {
        match self {
            Self::Plan { .. } => Act::Plan,
            Self::Notice => Act::Notice,
            Self::Attend { .. } => Act::Attend,
            Self::Open => Act::Open,
            Self::Left { .. } => Act::Left,
            Self::Close { .. } => Act::CloseMeeting,
        }
    }
}
