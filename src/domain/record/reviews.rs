//! What is under way on a record beside its custody, each with a table of its own: a change after the store
//! took it in, its voiding, the opening of the recorder's name.

use super::flow::{FOUR, Status, TWO};
use super::needs::not_refused_twice;
use super::parts::{Change, IdentityRequest, VoidRequest};
use crate::domain::coded::states;
use crate::domain::flow::{Act, Capacity, To};
use crate::domain::ids::PersonId;
use crate::domain::kind::{Desk, Flow, Need, Shown, Step};
use crate::domain::policy::{Deed, Raw};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;
use ReviewState as R;

states! {
    /// Where something that hangs on a record stands: a change, a voiding, a request for the recorder's name.
    pub enum ReviewState {
        None = "none",
        Open = "open",
        Done = "done",
        Refused = "refused",
    }
    open: Open
}

impl Flow for Change {
    type At = ReviewState;
    const FLOW: &'static [Step<Self>] = CHANGE;
    fn at(&self) -> ReviewState {
        self.state
    }
    fn given(&self, _: &Desk<'_>, act: Act) -> Vec<PersonId> {
        if act == Act::ConfirmChange { self.hands.clone() } else { Vec::new() }
    }
}

impl Flow for VoidRequest {
    type At = ReviewState;
    const FLOW: &'static [Step<Self>] = VOID;
    /// One that is refused or has lapsed is there no more.
    fn at(&self) -> ReviewState {
        R::Open
    }
    fn given(&self, _: &Desk<'_>, act: Act) -> Vec<PersonId> {
        if act == Act::Void { self.hands.clone() } else { Vec::new() }
    }
}

impl Flow for IdentityRequest {
    type At = ReviewState;
    const FLOW: &'static [Step<Self>] = IDENTITY;
    fn at(&self) -> ReviewState {
        self.state
    }
    fn given(&self, _: &Desk<'_>, act: Act) -> Vec<PersonId> {
        if act == Act::OpenIdentity { self.hands.clone() } else { Vec::new() }
    }
    fn request(&self) -> Option<&IdentityRequest> {
        Some(self)
    }
}

/// A record that is void takes no change any more, and stays void.
fn not_void(desk: &Desk<'_>, act: Act) -> Result<(), Refusal> {
    let void = desk.state.record.as_ref().is_some_and(|r| r.status == Status::Void && r.judged.since_five());
    if void { Err(Refusal::with(Rule::NotNow, act.code())) } else { Ok(()) }
}

/// What most rows of the three tables have in common: two hands of custodians.
const fn row<F: Flow<At = ReviewState>>(act: Act) -> Step<F> {
    Step {
        from: &[R::Open],
        to: To::OneOf(&[R::Open, R::Done]),
        signed: Some(Signed::Confirm),
        ..Step::of(act, TWO, Shown::Keepers, Raw::WithCustodians)
    }
}

/// One of them refuses it, and says why; no page shows it.
const fn refused<F: Flow<At = ReviewState>>(act: Act, needs: &'static [Need<F>]) -> Step<F> {
    Step { to: To::Go(R::Refused), hands: &[Capacity::Custodian], needs, raw: Raw::Own, ..row(act) }
}

/// The recorder proposes it, and signs nothing: it is not there before two have taken it in.
const fn proposed(act: Act, needs: &'static [Need<Change>]) -> Step<Change> {
    Step {
        from: &[R::None],
        to: To::Go(R::Open),
        hands: &[Capacity::Recorder],
        deed: Some(Deed::Wrote),
        needs,
        signed: None,
        raw: Raw::WithRecorder,
        ..row(act)
    }
}

/// 补充说明 and 更正 after the store took the record in: two hands of their own.
static CHANGE: &[Step<Change>] = &[
    proposed(Act::Supplement, &[Need::of_answers("same_revision"), Need::of_answers("reason")]),
    proposed(
        Act::Correct,
        &[Need::of_answers("same_revision"), Need::of_answers("reason"), Need::of_answers("complete")],
    ),
    Step {
        deed: Some(Deed::ChangeHand),
        needs: &[Need::unsaid(|desk, _| not_void(desk, Act::ConfirmChange))],
        due: Some("second_hand"),
        signed_since: 1,
        for_good: true,
        ..row(Act::ConfirmChange)
    },
    Step {
        deed: Some(Deed::ChangeHand),
        ..refused(
            Act::RefuseChange,
            &[
                Need::of_answers("reason"),
                Need::unsaid(|desk, _| not_void(desk, Act::RefuseChange)),
                Need::unsaid(|desk, _| not_refused_twice(desk, Act::RefuseChange, None)),
            ],
        )
    },
];

/// 作废: the recorder asks, both custodians and discipline agree, or who stands in for them.
static VOID: &[Step<VoidRequest>] = &[
    Step { from: &[R::None], to: To::Go(R::Open), needs: &[Need::of_answers("reason")], ..VOIDED_BY_FOUR },
    VOIDED_BY_FOUR,
    Step {
        deed: Some(Deed::VoidRefused),
        ..refused(
            Act::RefuseVoid,
            &[
                Need::of_answers("reason"),
                Need::unsaid(|desk, _| not_void(desk, Act::RefuseVoid)),
                Need::unsaid(|desk, _| not_refused_twice(desk, Act::RefuseVoid, None)),
            ],
        )
    },
];

const VOIDED_BY_FOUR: Step<VoidRequest> = Step {
    hands: FOUR,
    due: Some("second_hand"),
    signed_since: 1,
    for_good: true,
    told: Some(Capacity::Custodian),
    raw: Raw::Own,
    ..row(Act::Void)
};

/// Who recorded is opened by a reasoned request and two custodians.
static IDENTITY: &[Step<IdentityRequest>] = &[
    Step {
        from: &[R::None],
        to: To::Go(R::Open),
        hands: &[Capacity::Staff],
        deed: Some(Deed::AskedName),
        needs: &[Need::of_answers("reason")],
        signed: None,
        ..row(Act::AskIdentity)
    },
    Step { deed: Some(Deed::OpenedName), due: Some("second_hand"), for_good: true, ..row(Act::OpenIdentity) },
    refused(
        Act::RefuseIdentity,
        &[
            Need::of_answers("reason"),
            Need::unsaid(|desk, asked| {
                not_refused_twice(desk, Act::RefuseIdentity, asked.map(|request| &request.asker))
            }),
        ],
    ),
];
