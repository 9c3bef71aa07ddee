//! The table of custody: from the first note to two hands, back to the recorder, into a disagreement, out of
//! the store. What is under way on a record beside it has tables of its own, see [`super::reviews`].

use super::needs::{
    ANOTHERS_ORDER, CHECKLIST, COMPLETE, MATERIAL, MAY_BE_MEANT, NO_HAND_YET, NOT_OUT_YET,
    NOT_RETURNED_TWICE, ONCE, ONE_HAND, READ_FIRST, REASON, RECORDER_LEFT, RECORDER_STAYS, SAME_REVISION,
    URGENT, WAS_ASKED, WHO_IS_MEANT,
};
use super::state::Record;
use crate::domain::flow::{Act, Capacity, To};
use crate::domain::kind::{At, Shown, Step};
use crate::domain::policy::{Deed, Raw};
use crate::domain::signature::Signed;
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

impl At for Status {
    const ALL: &'static [Self] = &[
        S::New,
        S::Quick,
        S::Submitted,
        S::OneHand,
        S::Confirmed,
        S::Returned,
        S::Disputed,
        S::Withdrawn,
        S::Void,
    ];
    const NONE: Self = S::New;
    fn code(self) -> &'static str {
        Self::code(self)
    }
    fn is_open(self) -> bool {
        matches!(self, S::Quick | S::Submitted | S::OneHand | S::Returned | S::Disputed)
    }
}

/// Every state in which something still stands in the store.
const LIVING: &[Status] = &[S::Submitted, S::OneHand, S::Returned, S::Disputed, S::Confirmed];
const SUBMITTED_ON: &[Status] =
    &[S::Submitted, S::OneHand, S::Returned, S::Disputed, S::Confirmed, S::Withdrawn, S::Void];

/// What was urgent is reported whatever becomes of its custody; taking it back does not undo a threat.
const REPORTED: &[Status] = &[S::Submitted, S::OneHand, S::Returned, S::Disputed, S::Confirmed, S::Withdrawn];

pub(super) const FOUR: &[Capacity] =
    &[Capacity::VoidAsker, Capacity::Settler, Capacity::Settler, Capacity::Voider];
pub(super) const TWO: &[Capacity] = &[Capacity::Custodian, Capacity::Custodian];

/// Whoever is out of a record takes his hand along, and his side of a disagreement.
const WITHOUT_A_HAND: To<Status> = To::OneOf(&[S::OneHand, S::Submitted]);
const WITHOUT_A_SIDE: To<Status> = To::OneOf(&[S::Disputed, S::OneHand, S::Submitted]);

/// What most rows have in common: a hand of those who keep the store.
/// Its forms are its own: what they ask for, the decision says. Recorder and panel alike may do it, and a name
/// beside some would tell whose the rest are.
const ROW: Step<Record> = Step::of(Act::Confirm, &[Capacity::Custodian], Shown::Keepers, Raw::WithCustodians);

/// The recorder's own words.
const WRITTEN: Step<Record> =
    Step { hands: &[Capacity::Recorder], deed: Some(Deed::Wrote), raw: Raw::WithRecorder, ..ROW };

/// What is signed as a hand on a record. No page shows why: the reason leaves with whoever gave it.
const HAND: Step<Record> = Step { signed: Some(Signed::Confirm), raw: Raw::Own, ..ROW };

/// The first hand, and the second; where the first was given by somebody who is out of it by now, the
/// second is a first one.
const CONFIRM: Step<Record> = Step {
    hands: TWO,
    deed: Some(Deed::Hand),
    needs: &[SAME_REVISION, CHECKLIST],
    signed_since: 1,
    for_good: true,
    // Its answers and its remark stand on the page.
    raw: Raw::WithCustodians,
    ..HAND
};

const DECLARE: Step<Record> = Step {
    act: Act::DeclareRecusal,
    hands: &[Capacity::Staff],
    needs: &[REASON, NOT_OUT_YET],
    for_good: true,
    ..HAND
};

const ORDER: Step<Record> = Step {
    act: Act::OrderRecusal,
    hands: &[Capacity::Orderer],
    deed: Some(Deed::OrderedRecusal),
    needs: &[READ_FIRST, REASON],
    for_good: true,
    ..HAND
};

/// Whether the words mean somebody: a custodian says so, or who stands in for one, and is told of as one.
const SETTLE: Step<Record> = Step {
    act: Act::OtherPerson,
    from: LIVING,
    hands: &[Capacity::Settler],
    deed: Some(Deed::Cleared),
    needs: &[READ_FIRST, REASON, WHO_IS_MEANT],
    told: Some(Capacity::Custodian),
    ..HAND
};

pub(super) static FLOW: &[Step<Record>] = &[
    Step {
        act: Act::Quick,
        from: &[S::New],
        to: To::Go(S::Quick),
        hands: &[Capacity::Staff],
        told: Some(Capacity::Recorder),
        raw: Raw::Own,
        ..WRITTEN
    },
    Step {
        act: Act::Submit,
        from: &[S::New],
        to: To::Go(S::Submitted),
        hands: &[Capacity::Staff],
        needs: &[COMPLETE],
        told: Some(Capacity::Recorder),
        ..WRITTEN
    },
    Step {
        act: Act::Submit,
        from: &[S::Quick],
        to: To::Go(S::Submitted),
        needs: &[COMPLETE],
        due: Some("submission"),
        ..WRITTEN
    },
    Step {
        act: Act::Amend,
        from: &[S::Submitted, S::OneHand, S::Returned],
        to: To::Go(S::Submitted),
        needs: &[SAME_REVISION, COMPLETE],
        due: Some("completion"),
        ..WRITTEN
    },
    Step {
        act: Act::Attach,
        from: &[S::Submitted, S::OneHand, S::Returned],
        to: To::Go(S::Submitted),
        needs: &[SAME_REVISION],
        ..WRITTEN
    },
    Step {
        act: Act::Withdraw,
        from: &[S::Submitted],
        to: To::Go(S::Withdrawn),
        needs: &[SAME_REVISION, NO_HAND_YET, REASON],
        signed: Some(Signed::Confirm),
        for_good: true,
        ..WRITTEN
    },
    Step { from: &[S::Submitted], to: To::Go(S::OneHand), due: Some("first_hand"), ..CONFIRM },
    // What was handed back to somebody who is there no more is checked as if it were handed in.
    Step {
        from: &[S::Returned],
        to: To::Go(S::OneHand),
        needs: &[RECORDER_LEFT, SAME_REVISION, CHECKLIST],
        due: Some("first_hand"),
        ..CONFIRM
    },
    Step {
        from: &[S::OneHand],
        to: To::OneOf(&[S::OneHand, S::Confirmed]),
        due: Some("second_hand"),
        ..CONFIRM
    },
    Step { act: Act::ReadOff, from: &[S::OneHand], needs: &[SAME_REVISION, ONE_HAND, MATERIAL, ONCE], ..ROW },
    Step {
        act: Act::Return,
        from: &[S::Submitted, S::OneHand],
        to: To::Go(S::Returned),
        deed: Some(Deed::Returned),
        needs: &[RECORDER_STAYS, SAME_REVISION, REASON, NOT_RETURNED_TWICE],
        ..HAND
    },
    Step {
        act: Act::Dispute,
        from: &[S::OneHand],
        to: To::Go(S::Disputed),
        deed: Some(Deed::Disputed),
        needs: &[SAME_REVISION, ONE_HAND, REASON],
        ..HAND
    },
    Step {
        act: Act::Resolve,
        from: &[S::Disputed],
        to: To::OneOf(&[S::Confirmed, S::Returned]),
        hands: &[Capacity::Resolver],
        deed: Some(Deed::Resolved),
        needs: &[SAME_REVISION, REASON],
        due: Some("dispute"),
        for_good: true,
        ..HAND
    },
    Step {
        act: Act::Sign,
        from: LIVING,
        hands: &[Capacity::Witness],
        needs: &[SAME_REVISION, WAS_ASKED],
        due: Some("witness"),
        ..ROW
    },
    Step {
        act: Act::Agree,
        from: LIVING,
        hands: &[Capacity::Approached],
        needs: &[SAME_REVISION],
        due: Some("witness"),
        ..ROW
    },
    // It ends a duty of the leaders, by report or by saying why not.
    Step {
        act: Act::ReportAtOnce,
        from: REPORTED,
        hands: &[Capacity::Reporter],
        needs: &[SAME_REVISION, URGENT],
        signed: Some(Signed::Decision),
        told: Some(Capacity::Custodian),
        due: Some("immediate_report"),
        ..ROW
    },
    Step { act: Act::Link, from: SUBMITTED_ON, also: &[Capacity::Discipline], ..ROW },
    Step {
        act: Act::NoteFiling,
        from: &[S::Confirmed],
        also: &[Capacity::Recorder],
        raw: Raw::WithRecorder,
        ..ROW
    },
    Step { from: &[S::Submitted, S::Returned, S::Confirmed], ..DECLARE },
    Step { from: &[S::OneHand], to: WITHOUT_A_HAND, ..DECLARE },
    Step { from: &[S::Disputed], to: WITHOUT_A_SIDE, ..DECLARE },
    Step { from: &[S::Submitted, S::Returned, S::Confirmed], ..ORDER },
    Step { from: &[S::OneHand], to: WITHOUT_A_HAND, ..ORDER },
    Step { from: &[S::Disputed], to: WITHOUT_A_SIDE, ..ORDER },
    // One order alone keeps nobody out for good.
    Step {
        act: Act::LiftRecusal,
        from: LIVING,
        hands: &[Capacity::Lifter, Capacity::Lifter],
        needs: &[READ_FIRST, REASON, ANOTHERS_ORDER],
        due: Some("second_hand"),
        ..HAND
    },
    Step { hands: &[Capacity::Settler, Capacity::Settler], due: Some("second_hand"), ..SETTLE },
    // It hides and opens nothing: one hand is enough, and it is never too late for it. What two had settled
    // otherwise takes two.
    Step {
        act: Act::SamePerson,
        needs: &[READ_FIRST, REASON, MAY_BE_MEANT],
        due: Some("second_hand"),
        ..SETTLE
    },
    // How custody ends where a voiding is complete; how that comes about is a table of its own.
    Step {
        act: Act::Void,
        from: LIVING,
        to: To::OneOf(&[S::Void]),
        hands: FOUR,
        signed_since: 1,
        under: Some(Act::Void),
        told: Some(Capacity::Custodian),
        for_good: true,
        ..HAND
    },
];
