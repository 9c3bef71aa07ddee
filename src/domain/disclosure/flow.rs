//! The table of an extract: drafted by discipline upon a letter, authorised by its head, given.

use super::act::{APPLY, APPROVE, GIVE, REFUSE, WITHDRAW};
use super::decide::still;
use super::state::Disclosure;
use crate::domain::coded::states;
use crate::domain::disposal;
use crate::domain::flow::Capacity as C;
use crate::domain::kind::{Ask, Desk, Field, Need, Shown, Step, To};
use crate::domain::policy::Raw;
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;
use At as S;

states! {
    pub enum At {
        None = "none",
        /// The head of discipline has the draft.
        Applied = "applied",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// Authorised; it has not been given yet.
        Approved = "approved",
        Given = "given",
    }
    open: Applied | Approved
}

/// Something in force stands against somebody on this record.
fn in_force(desk: &Desk<'_>, matter: Option<&Disclosure>) -> Result<(), Refusal> {
    match matter {
        Some(matter) => still(desk.state, matter).map(drop),
        None if disposal::in_force(desk.state).next().is_some() => Ok(()),
        None => Err(Refusal::of(Rule::NothingInForce)),
    }
}

const IN_FORCE: Need<Disclosure> = Need { code: "in_force", holds: in_force };

/// What all rows have in common. What is told of somebody for his appointment is signed at each step.
const ROW: Step<Disclosure> = Step {
    signed: Some(Signed::Decision),
    several: true,
    ..Step::of(APPLY, &[C::Discipline], Shown::Keepers, Raw::WithCustodians)
};
const REASON: Field = Field::must("reason", Ask::Text(4000));

pub(super) static FLOW: &[Step<Disclosure>] = &[
    Step {
        act: APPLY,
        key: Some('E'),
        from: &[S::None],
        to: To::Go(S::Applied),
        needs: &[IN_FORCE],
        asks: &[
            Field::may("person", Ask::Line(120)),
            Field::must("asked_by", Ask::Line(120)),
            Field::must("letter_no", Ask::Line(120)),
            Field::must("letter_at", Ask::Past),
            Field::must("purpose", Ask::Code("extract_purpose")),
            Field::must("fields", Ask::Codes("extract_field")),
        ],
        ..ROW
    },
    Step {
        act: WITHDRAW,
        key: Some('w'),
        from: &[S::Applied, S::Approved],
        to: To::Go(S::Withdrawn),
        own: &[APPLY],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: APPROVE,
        key: Some('y'),
        from: &[S::Applied],
        to: To::Go(S::Approved),
        hands: &[C::DisciplineHead],
        apart: &[APPLY],
        needs: &[IN_FORCE],
        due: Some(""),
        ..ROW
    },
    Step {
        act: REFUSE,
        key: Some('r'),
        from: &[S::Applied],
        to: To::Go(S::Refused),
        hands: &[C::DisciplineHead],
        apart: &[APPLY],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: GIVE,
        key: Some('s'),
        from: &[S::Approved],
        to: To::Go(S::Given),
        needs: &[IN_FORCE],
        asks: &[
            Field::must("doc_no", Ask::Line(120)),
            Field::must("delivery", Ask::Code("delivery")),
            Field::must("sent_at", Ask::Past),
            Field::must("received_by", Ask::Line(120)),
        ],
        due: Some(""),
        for_good: true,
        ..ROW
    },
];
