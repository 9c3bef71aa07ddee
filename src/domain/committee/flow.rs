//! The table of an item before a committee, from application to execution.

use super::item::{Item, MINORITY_CLOCK};
use super::needs;
use crate::domain::coded::states;
use crate::domain::flow::{Act, Capacity as C, To};
use crate::domain::kind::{Ask, Desk, Field, Need, Shown, Step};
use crate::domain::policy::{Deed, Raw};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;
use ItemState as S;

states! {
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
    open: Applied | Refused | Approved | OnAgenda | Voting | NoMajority | Voted | Decided | Noticed
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
}

/// What most rows have in common: the secretary enters what the body did, and everybody reads it.
const ROW: Step<Item> = Step {
    from: &[S::Voted],
    signed: Some(Signed::Decision),
    ..Step::of(Act::Decision, &[C::Secretary], Shown::Everybody, Raw::Whole)
};

/// What whoever answers for the case asks of the body. A name beside some of it would tell whose the rest
/// are: recorder and panel alike may do it.
const ASKED: Step<Item> = Step {
    to: To::Go(S::Applied),
    hands: &[C::Applicant],
    deed: Some(Deed::Applied),
    asks: &[REASON],
    shown: Shown::Nobody,
    raw: Raw::WithRecorder,
    ..ROW
};

/// What a member says for himself: it stays between him and the body.
const OF_A_MEMBER: Step<Item> =
    Step { hands: &[C::Member], signed: Some(Signed::Vote), raw: Raw::Own, ..ROW };

const REASON: Field = Field::must("reason", Ask::Text(10_000)).by(Rule::ReasonMissing);
/// What a body says when it decides: its members speak of each other there.
const TEXT: Field = Field::must("text", Ask::Spoken(10_000)).by(Rule::ReasonMissing);
const OPINION: Field = Field::may("opinion", Ask::Spoken(10_000));
const COMMITTEE: Field = Field::must("committee", Ask::Line(100));
const MEMBER: Field = Field::must("member", Ask::Person);
const VOTE: Field = Field::must("vote", Ask::Code("vote"));

const fn need(code: &'static str, holds: fn(&Desk<'_>, Option<&Item>) -> Result<(), Refusal>) -> Need<Item> {
    Need { code, holds }
}

pub(super) static FLOW: &[Step<Item>] = &[
    Step {
        act: Act::Apply,
        from: &[S::None],
        needs: &[need("living", needs::living), need("none_open", needs::none_open)],
        asks: &[
            COMMITTEE,
            Field::must("kind", Ask::Code("item_kind")),
            Field::must("request", Ask::Text(10_000)).by(Rule::ReasonMissing),
            Field::may("panel_majority", Ask::Text(10_000)),
            Field::may("panel_minority", Ask::Text(10_000)),
            Field::may("advice", Ask::Text(10_000)),
            // The fact of the inquiry must be stated to the body that deliberates.
            Field::must("guidance_disclosed", Ask::Yes).by(Rule::NotDisclosed),
        ],
        ..ASKED
    },
    Step {
        act: Act::Approve,
        from: &[S::Applied],
        to: To::Go(S::Approved),
        hands: &[C::Approver],
        deed: Some(Deed::Approved),
        due: Some("committee_approval"),
        for_good: true,
        ..ROW
    },
    Step {
        act: Act::RefuseApplication,
        from: &[S::Applied],
        to: To::Go(S::Refused),
        hands: &[C::Approver],
        deed: Some(Deed::Approved),
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: Act::Resubmit,
        from: &[S::Refused],
        needs: &[need("once", needs::handed_in_once)],
        due: Some("committee_approval"),
        ..ASKED
    },
    Step {
        act: Act::WithdrawApplication,
        from: &[S::Applied, S::Refused, S::Approved],
        to: To::Go(S::Withdrawn),
        needs: &[need("no_review", needs::no_review), Need::unsaid(needs::applied_for_it)],
        for_good: true,
        ..ASKED
    },
    // What a meeting did not come to, or has no quorum for, is put before another one.
    Step {
        act: Act::Place,
        from: &[S::Approved, S::OnAgenda],
        to: To::Go(S::OnAgenda),
        asks: &[Field::must("meeting", Ask::Matter("meeting"))],
        due: Some("committee_approval"),
        signed_since: 7,
        ..ROW
    },
    Step {
        act: Act::RecuseMember,
        from: &[S::Approved, S::OnAgenda],
        deed: Some(Deed::RecusedMember),
        needs: &[need("member_left", needs::member_left)],
        asks: &[MEMBER, REASON],
        raw: Raw::OnTheBody,
        ..ROW
    },
    Step {
        act: Act::OpenVote,
        from: &[S::OnAgenda],
        to: To::Go(S::Voting),
        deed: Some(Deed::OpenedVote),
        needs: &[need("quorum", needs::quorum)],
        asks: &[Field::must("disclosed", Ask::Yes).by(Rule::NotDisclosed)],
        due: Some(""),
        signed_since: 7,
        raw: Raw::OnTheBody,
        ..ROW
    },
    Step {
        act: Act::Vote,
        // After no majority whoever had a letter entered for him, in its place.
        from: &[S::Voting, S::NoMajority],
        needs: &[need("chair_last", needs::chair_last)],
        asks: &[VOTE, OPINION],
        due: Some(""),
        signed_since: 1,
        for_good: true,
        ..OF_A_MEMBER
    },
    Step {
        act: Act::WrittenVote,
        from: &[S::Voting, S::NoMajority],
        deed: Some(Deed::EnteredVote),
        needs: &[need("absent", needs::absent)],
        asks: &[MEMBER, VOTE, OPINION, Field::must("material", Ask::Material).by(Rule::MaterialMissing)],
        due: Some(""),
        signed: Some(Signed::Vote),
        signed_since: 1,
        for_good: true,
        raw: Raw::Own,
        ..ROW
    },
    Step {
        act: Act::CloseVote,
        from: &[S::Voting, S::NoMajority],
        // What the count comes to says which.
        to: To::OneOf(&[S::NoMajority, S::Voted]),
        deed: Some(Deed::Counted),
        needs: &[need("all_voted", needs::all_voted)],
        due: Some(""),
        signed_since: 1,
        for_good: true,
        ..ROW
    },
    Step {
        act: Act::Supplement,
        from: &[S::NoMajority],
        to: To::Go(S::Approved),
        deed: Some(Deed::Decided),
        needs: &[need("may_supplement", needs::may_supplement)],
        asks: &[REASON],
        due: Some(""),
        ..ROW
    },
    Step {
        act: Act::ToFull,
        from: &[S::NoMajority],
        to: To::Go(S::Approved),
        deed: Some(Deed::Decided),
        needs: &[need("full_body", needs::full_body)],
        asks: &[COMMITTEE],
        due: Some(""),
        ..ROW
    },
    Step {
        act: Act::ReferUp,
        from: &[S::NoMajority, S::Voted],
        to: To::Go(S::ReferredUp),
        hands: &[C::Approver],
        deed: Some(Deed::ReferredUp),
        needs: &[need("may_refer", needs::may_refer)],
        asks: &[REASON],
        due: Some(""),
        for_good: true,
        ..ROW
    },
    Step {
        act: Act::Minority,
        from: &[S::Voted, S::Decided],
        needs: &[need("in_minority", needs::of_the_minority)],
        asks: &[TEXT],
        due: Some(MINORITY_CLOCK),
        ..OF_A_MEMBER
    },
    Step {
        act: Act::Decision,
        to: To::Go(S::Decided),
        deed: Some(Deed::Decided),
        needs: &[need("minority_heard", needs::minority_heard)],
        asks: &[TEXT],
        due: Some("decision_notice"),
        signed_since: 1,
        for_good: true,
        ..ROW
    },
    Step {
        act: Act::DecisionNotice,
        from: &[S::Decided],
        to: To::Go(S::Noticed),
        needs: &[need("not_advice", needs::not_advice)],
        asks: &[TEXT],
        due: Some("decision_notice"),
        signed_since: 6,
        ..ROW
    },
    Step {
        act: Act::Feedback,
        // Refused: only where it was a review that was refused.
        from: &[S::Noticed, S::Refused],
        to: To::Go(S::Executed),
        hands: &[C::Executor],
        deed: None,
        needs: &[need("to_report", needs::to_report)],
        asks: &[TEXT, Field::may("executed", Ask::Yes)],
        due: Some("execution_feedback"),
        ..ASKED
    },
    Step {
        act: Act::Reconsider,
        from: &[S::Noticed, S::Executed],
        needs: &[need("once", needs::reviewed_once), need("in_time", needs::in_time)],
        ..ASKED
    },
];
