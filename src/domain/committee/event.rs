use super::command::{Application, Attendance, VoteCode};
use crate::domain::coded::codes;
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, Ref};
use serde::{Deserialize, Serialize};

codes! {
    /// What counting gave.
    pub enum Outcome {
        Passed = "PASSED",
        Rejected = "REJECTED",
        NoMajority = "NO_MAJORITY",
        /// A body that only advises.
        Advice = "ADVICE",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ItemEvent {
    Applied {
        ref_: Ref,
        application: Application,
    },
    Approved,
    Refused {
        reason: String,
    },
    Resubmitted {
        reason: String,
    },
    Withdrawn {
        reason: String,
    },
    Placed {
        meeting: MatterId,
    },
    MemberRecused {
        member: PersonId,
        reason: String,
    },
    /// The members who vote, as they stood when the vote opened, and who chairs this item.
    VoteOpened {
        disclosed: bool,
        chair: PersonId,
        present: Vec<PersonId>,
        recused: Vec<PersonId>,
    },
    Voted {
        vote: VoteCode,
        opinion: String,
    },
    WrittenVote {
        member: PersonId,
        vote: VoteCode,
        opinion: String,
        material: String,
        counted: bool,
    },
    VoteClosed {
        outcome: Outcome,
        total: u32,
        needed: u32,
        for_: u32,
        against: u32,
        other: u32,
    },
    Minority {
        text: String,
    },
    ReferredUp {
        reason: String,
    },
    Supplement {
        reason: String,
    },
    ToFullCommittee {
        committee: CommitteeId,
    },
    Decided {
        number: String,
        year: i32,
        ordinal: u32,
        text: String,
    },
    Noticed {
        text: String,
    },
    Feedback {
        text: String,
        executed: bool,
    },
    Reconsidered {
        reason: String,
    },
}

impl ItemEvent {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Applied { .. } => "applied",
            Self::Approved => "approved",
            Self::Refused { .. } => "refused",
            Self::Resubmitted { .. } => "resubmitted",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Placed { .. } => "placed",
            Self::MemberRecused { .. } => "member_recused",
            Self::VoteOpened { .. } => "vote_opened",
            Self::Voted { .. } => "voted",
            Self::WrittenVote { .. } => "written_vote",
            Self::VoteClosed { .. } => "vote_closed",
            Self::Minority { .. } => "minority",
            Self::ReferredUp { .. } => "referred_up",
            Self::Supplement { .. } => "supplement",
            Self::ToFullCommittee { .. } => "to_full_committee",
            Self::Decided { .. } => "decided",
            Self::Noticed { .. } => "noticed",
            Self::Feedback { .. } => "feedback",
            Self::Reconsidered { .. } => "reconsidered",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MeetingEvent {
    Planned { ref_: Ref, committee: CommitteeId, planned_at: Millis, place: String, chair: PersonId },
    Noticed,
    Attended { member: PersonId, attendance: Attendance },
    Opened,
    Left { member: PersonId },
    Closed { minutes: String },
}

impl MeetingEvent {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Planned { .. } => "planned",
            Self::Noticed => "noticed",
            Self::Attended { .. } => "attended",
            Self::Opened => "opened",
            Self::Left { .. } => "left",
            Self::Closed { .. } => "closed",
        }
    }
}
