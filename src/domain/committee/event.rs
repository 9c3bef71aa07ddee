//! What happened to an item and to a meeting, and the question behind it.

use super::command::{Application, Attendance, ItemCommand, MeetingCommand, VoteCode};
use crate::domain::coded::codes;
use crate::domain::flow::Act;
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, Ref, Revision};
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
        /// The opening of the vote it belongs to, from version 6 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
    },
    WrittenVote {
        member: PersonId,
        vote: VoteCode,
        opinion: String,
        material: String,
        counted: bool,
        /// The opening of the vote it belongs to, from version 6 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
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
        /// The opening of the vote it belongs to, from version 6 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
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
    /// Every code, with the act behind it.
    pub const CODES: &'static [(&'static str, Act)] = &[
        ("applied", Act::Apply),
        ("approved", Act::Approve),
        ("refused", Act::RefuseApplication),
        ("resubmitted", Act::Resubmit),
        ("withdrawn", Act::WithdrawApplication),
        ("placed", Act::Place),
        ("member_recused", Act::RecuseMember),
        ("vote_opened", Act::OpenVote),
        ("voted", Act::Vote),
        ("written_vote", Act::WrittenVote),
        ("vote_closed", Act::CloseVote),
        ("minority", Act::Minority),
        ("referred_up", Act::ReferUp),
        ("supplement", Act::Supplement),
        ("to_full_committee", Act::ToFull),
        ("decided", Act::Decision),
        ("noticed", Act::DecisionNotice),
        ("feedback", Act::Feedback),
        ("reconsidered", Act::Reconsider),
    ];

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

    pub fn made_by(&self) -> Act {
        self.asked().act()
    }

    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> ItemCommand {
        use ItemCommand as C;
        match self.clone() {
            Self::Applied { application, .. } => C::Apply(application),
            Self::Approved => C::Approve,
            Self::Refused { reason } => C::Refuse { reason },
            Self::Resubmitted { reason } => C::Resubmit { reason },
            Self::Withdrawn { reason } => C::Withdraw { reason },
            Self::Placed { meeting } => C::Place { meeting },
            Self::MemberRecused { member, reason } => C::Recuse { member, reason },
            Self::VoteOpened { disclosed, .. } => C::OpenVote { disclosed },
            Self::Voted { vote, opinion, .. } => C::Vote { vote, opinion },
            Self::WrittenVote { member, vote, opinion, material, .. } => {
                C::WrittenVote { member, vote, opinion, material }
            }
            Self::VoteClosed { .. } => C::CloseVote,
            Self::Minority { text, .. } => C::Minority { text },
            Self::ReferredUp { reason } => C::ReferUp { reason },
            Self::Supplement { reason } => C::Supplement { reason },
            Self::ToFullCommittee { committee } => C::ToFullCommittee { committee },
            Self::Decided { text, .. } => C::Decide { text },
            Self::Noticed { text } => C::Notice { text },
            Self::Feedback { text, executed } => C::Feedback { text, executed },
            Self::Reconsidered { reason } => C::Reconsider { reason },
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
    /// Every code, with the act behind it.
    pub const CODES: &'static [(&'static str, Act)] = &[
        ("planned", Act::Plan),
        ("noticed", Act::Notice),
        ("attended", Act::Attend),
        ("opened", Act::Open),
        ("left", Act::Left),
        ("closed", Act::CloseMeeting),
    ];

    pub fn made_by(&self) -> Act {
        self.asked().act()
    }

    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> MeetingCommand {
        use MeetingCommand as C;
        match self.clone() {
            Self::Planned { committee, planned_at, place, chair, .. } => {
                C::Plan { committee, planned_at, place, chair }
            }
            Self::Noticed => C::Notice,
            Self::Attended { member, attendance } => C::Attend { member, attendance },
            Self::Opened => C::Open,
            Self::Left { member } => C::Left { member },
            Self::Closed { minutes } => C::Close { minutes },
        }
    }

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
