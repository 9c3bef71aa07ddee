//! The flow of custody as a table, and three small flows that hang on a record: a change after
//! confirmation, a voiding, and the opening of the recorder's identity.

use super::stands;
use crate::domain::flow::{Act, Capacity, FlowName, Need, Stage, Step, To};
use crate::domain::policy::Asks;
use crate::domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Custody of a record. Drafts are nobody's act and stand outside the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not yet there.
    New,
    /// 速记
    Quick,
    /// 待核对
    Submitted,
    /// 一人已核
    OneHand,
    /// 双人确认入库
    Confirmed,
    /// 退回补正
    Returned,
    /// 核对争议
    Disputed,
    /// 已撤回 (keeps its number)
    Withdrawn,
    /// 作废 (kept, struck through)
    Void,
}

impl Status {
    pub const ALL: &'static [Status] = &[
        Status::Quick,
        Status::Submitted,
        Status::OneHand,
        Status::Confirmed,
        Status::Returned,
        Status::Disputed,
        Status::Withdrawn,
        Status::Void,
    ];
    pub fn code(self) -> &'static str {
        match self {
            Status::New => "new",
            Status::Quick => "quick",
            Status::Submitted => "submitted",
            Status::OneHand => "one_hand",
            Status::Confirmed => "confirmed",
            Status::Returned => "returned",
            Status::Disputed => "disputed",
            Status::Withdrawn => "withdrawn",
            Status::Void => "void",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.code() == code)
    }
}

use Status as S;

impl Stage for Status {
    const FLOW: FlowName = FlowName::Record;

    fn stands(asks: &Asks<'_>, step: &Step<Self>) -> Result<(), Refusal> {
        stands::custody(asks, step)
    }
}

/// Every state in which something still stands in the store.
const LIVING: &[Status] = &[S::Submitted, S::OneHand, S::Returned, S::Disputed, S::Confirmed];
const SUBMITTED_ON: &[Status] =
    &[S::Submitted, S::OneHand, S::Returned, S::Disputed, S::Confirmed, S::Withdrawn, S::Void];

/// What was urgent is reported whatever becomes of its custody; taking it back does not undo a threat.
const REPORTED: &[Status] = &[S::Submitted, S::OneHand, S::Returned, S::Disputed, S::Confirmed, S::Withdrawn];

const FOUR: &[Capacity] = &[Capacity::Recorder, Capacity::Settler, Capacity::Settler, Capacity::Voider];
pub(super) const TWO: &[Capacity] = &[Capacity::Custodian, Capacity::Custodian];

/// Whoever is out of a record takes his hand along, and his side of a disagreement.
const WITHOUT_A_HAND: To<Status> = To::OneOf(&[S::OneHand, S::Submitted]);
const WITHOUT_A_SIDE: To<Status> = To::OneOf(&[S::Disputed, S::OneHand, S::Submitted]);

pub static FLOW: &[Step<Status>] = &[
    Step { act: Act::Quick, from: &[S::New], to: To::Go(S::Quick), hands: &[Capacity::Staff], needs: &[] },
    Step {
        act: Act::Submit,
        from: &[S::New],
        to: To::Go(S::Submitted),
        hands: &[Capacity::Staff],
        needs: &[Need::Complete],
    },
    Step {
        act: Act::Submit,
        from: &[S::Quick],
        to: To::Go(S::Submitted),
        hands: &[Capacity::Recorder],
        needs: &[Need::Complete],
    },
    Step {
        act: Act::Amend,
        from: &[S::Submitted, S::OneHand, S::Returned],
        to: To::Go(S::Submitted),
        hands: &[Capacity::Recorder],
        needs: &[Need::SameRevision, Need::Complete],
    },
    Step {
        act: Act::Attach,
        from: &[S::Submitted, S::OneHand, S::Returned],
        to: To::Go(S::Submitted),
        hands: &[Capacity::Recorder],
        needs: &[Need::SameRevision],
    },
    Step {
        act: Act::Withdraw,
        from: &[S::Submitted],
        to: To::Go(S::Withdrawn),
        hands: &[Capacity::Recorder],
        needs: &[Need::SameRevision, Need::NoHandYet, Need::Reason],
    },
    // The first hand, and the second; where the first was given by somebody who is out of it by now, the
    // second is a first one.
    Step {
        act: Act::Confirm,
        from: &[S::Submitted],
        to: To::Go(S::OneHand),
        hands: TWO,
        needs: &[Need::SameRevision, Need::Checklist],
    },
    Step {
        act: Act::Confirm,
        from: &[S::OneHand],
        to: To::OneOf(&[S::OneHand, S::Confirmed]),
        hands: TWO,
        needs: &[Need::SameRevision, Need::Checklist],
    },
    Step {
        act: Act::ReadOff,
        from: &[S::OneHand],
        to: To::Stay,
        hands: &[Capacity::Custodian],
        needs: &[Need::SameRevision, Need::OneHand, Need::Material, Need::Once],
    },
    Step {
        act: Act::Return,
        from: &[S::Submitted, S::OneHand],
        to: To::Go(S::Returned),
        hands: &[Capacity::Custodian],
        needs: &[Need::SameRevision, Need::Reason],
    },
    Step {
        act: Act::Dispute,
        from: &[S::OneHand],
        to: To::Go(S::Disputed),
        hands: &[Capacity::Custodian],
        needs: &[Need::SameRevision, Need::OneHand, Need::Reason],
    },
    Step {
        act: Act::Resolve,
        from: &[S::Disputed],
        to: To::OneOf(&[S::Confirmed, S::Returned]),
        hands: &[Capacity::Resolver],
        needs: &[Need::SameRevision, Need::Reason],
    },
    Step {
        act: Act::Sign,
        from: LIVING,
        to: To::Stay,
        hands: &[Capacity::Witness],
        needs: &[Need::SameRevision],
    },
    Step {
        act: Act::Agree,
        from: LIVING,
        to: To::Stay,
        hands: &[Capacity::Approached],
        needs: &[Need::SameRevision],
    },
    Step {
        act: Act::ReportAtOnce,
        from: REPORTED,
        to: To::Stay,
        hands: &[Capacity::Reporter],
        needs: &[Need::SameRevision],
    },
    Step { act: Act::Link, from: SUBMITTED_ON, to: To::Stay, hands: &[Capacity::Custodian], needs: &[] },
    Step {
        act: Act::NoteFiling,
        from: &[S::Confirmed],
        to: To::Stay,
        hands: &[Capacity::Custodian],
        needs: &[],
    },
    Step {
        act: Act::DeclareRecusal,
        from: &[S::Submitted, S::Returned, S::Confirmed],
        to: To::Stay,
        hands: &[Capacity::Staff],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::DeclareRecusal,
        from: &[S::OneHand],
        to: WITHOUT_A_HAND,
        hands: &[Capacity::Staff],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::DeclareRecusal,
        from: &[S::Disputed],
        to: WITHOUT_A_SIDE,
        hands: &[Capacity::Staff],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::OrderRecusal,
        from: &[S::Submitted, S::Returned, S::Confirmed],
        to: To::Stay,
        hands: &[Capacity::Orderer],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::OrderRecusal,
        from: &[S::OneHand],
        to: WITHOUT_A_HAND,
        hands: &[Capacity::Orderer],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::OrderRecusal,
        from: &[S::Disputed],
        to: WITHOUT_A_SIDE,
        hands: &[Capacity::Orderer],
        needs: &[Need::Reason],
    },
    // One order alone keeps nobody out for good.
    Step {
        act: Act::LiftRecusal,
        from: LIVING,
        to: To::Stay,
        hands: &[Capacity::Lifter, Capacity::Lifter],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::OtherPerson,
        from: LIVING,
        to: To::Stay,
        hands: &[Capacity::Settler, Capacity::Settler],
        needs: &[Need::Reason],
    },
    // It hides and opens nothing: one hand is enough.
    Step {
        act: Act::SamePerson,
        from: LIVING,
        to: To::Stay,
        hands: &[Capacity::Settler],
        needs: &[Need::Reason],
    },
];

/// How custody ends where a voiding is complete; [`VOID_FLOW`] says how that comes about.
pub static VOIDED: &[Step<Status>] =
    &[Step { act: Act::Void, from: LIVING, to: To::Go(S::Void), hands: FOUR, needs: &[] }];

/// Who may do an act of [`FLOW`] as well, beside those of its step.
pub const ALSO: &[(Act, Capacity)] =
    &[(Act::Link, Capacity::Discipline), (Act::NoteFiling, Capacity::Recorder)];

/// Where something that hangs on a record stands: a change, a voiding, a request for the recorder's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    None,
    Open,
    Done,
    Refused,
}

impl ReviewState {
    pub fn code(self) -> &'static str {
        match self {
            Self::None | Self::Open => "open",
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

use ReviewState as R;

impl Stage for ReviewState {
    const FLOW: FlowName = FlowName::Review;

    fn stands(asks: &Asks<'_>, step: &Step<Self>) -> Result<(), Refusal> {
        stands::review(asks, step.act)
    }
}

/// 补充说明 and 更正 after the store took the record in: two hands of their own.
pub static CHANGE_FLOW: &[Step<ReviewState>] = &[
    Step {
        act: Act::Supplement,
        from: &[R::None],
        to: To::Go(R::Open),
        hands: &[Capacity::Recorder],
        needs: &[Need::SameRevision, Need::Reason],
    },
    Step {
        act: Act::Correct,
        from: &[R::None],
        to: To::Go(R::Open),
        hands: &[Capacity::Recorder],
        needs: &[Need::SameRevision, Need::Reason, Need::Complete],
    },
    Step {
        act: Act::ConfirmChange,
        from: &[R::Open],
        to: To::OneOf(&[R::Open, R::Done]),
        hands: &[Capacity::Custodian, Capacity::Custodian],
        needs: &[],
    },
    Step {
        act: Act::RefuseChange,
        from: &[R::Open],
        to: To::Go(R::Refused),
        hands: &[Capacity::Custodian],
        needs: &[Need::Reason],
    },
];

/// 作废: the recorder asks, both custodians and discipline agree, or who stands in for them.
pub static VOID_FLOW: &[Step<ReviewState>] = &[
    Step { act: Act::Void, from: &[R::None], to: To::Go(R::Open), hands: FOUR, needs: &[Need::Reason] },
    Step { act: Act::Void, from: &[R::Open], to: To::OneOf(&[R::Open, R::Done]), hands: FOUR, needs: &[] },
    Step {
        act: Act::RefuseVoid,
        from: &[R::Open],
        to: To::Go(R::Refused),
        hands: &[Capacity::Custodian],
        needs: &[Need::Reason],
    },
];

/// Who recorded is opened by a reasoned request and two custodians.
pub static IDENTITY_FLOW: &[Step<ReviewState>] = &[
    Step {
        act: Act::AskIdentity,
        from: &[R::None],
        to: To::Go(R::Open),
        hands: &[Capacity::Staff],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::OpenIdentity,
        from: &[R::Open],
        to: To::OneOf(&[R::Open, R::Done]),
        hands: &[Capacity::Custodian, Capacity::Custodian],
        needs: &[],
    },
    Step {
        act: Act::RefuseIdentity,
        from: &[R::Open],
        to: To::Go(R::Refused),
        hands: &[Capacity::Custodian],
        needs: &[Need::Reason],
    },
];
