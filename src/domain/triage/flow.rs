//! The table of a triage: drafted by discipline, an outside inquiry seen by a custodian as those who watch over
//! trials, approved by the head of discipline (workflow T10).

use super::act::{ADVISE, APPROVE, CONCUR, REFUSE, TRIAGE, WITHDRAW};
use super::state::Triage;
use crate::domain::coded::states;
use crate::domain::disposal;
use crate::domain::flow::Capacity as C;
use crate::domain::kind::{Ask, Desk, Field, Need, Shown, Step, To};
use crate::domain::policy::Raw;
use crate::domain::refusal::Refusal;
use crate::domain::signature::Signed;
use At as S;

states! {
    pub enum At {
        None = "none",
        /// Drafted, of an outside inquiry: a custodian says what he thinks of it.
        Joint = "joint",
        /// The head of discipline has it.
        Drafted = "drafted",
        Triaged = "triaged",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
    open: Joint | Drafted
}

/// The store has it, and no other triage of it is under way.
fn confirmed(desk: &Desk<'_>, _: Option<&Triage>) -> Result<(), Refusal> {
    disposal::may_begin(desk.state, TRIAGE)?;
    disposal::none_under_way::<Triage>(desk.state)
}

const CONFIRMED: Need<Triage> = Need { code: "confirmed", holds: confirmed };

/// What most rows have in common.
const ROW: Step<Triage> = Step {
    signed: Some(Signed::Decision),
    ..Step::of(TRIAGE, &[C::Discipline], Shown::Keepers, Raw::WithCustodians)
};
const CLASS: Field = Field::must("class", Ask::Code("CL10"));
const REASON: Field = Field::must("reason", Ask::Text(4000));

pub(super) static FLOW: &[Step<Triage>] = &[
    Step {
        act: TRIAGE,
        key: Some('j'),
        from: &[S::None],
        to: To::OneOf(&[S::Joint, S::Drafted]),
        needs: &[CONFIRMED],
        asks: &[
            // What was found comes before what it was (中办发〔2015〕23号第八条).
            Field::must("verification", Ask::Text(8000)),
            Field::may("statement", Ask::Text(8000)),
            Field::may("no_statement", Ask::Text(2000)),
            CLASS,
            Field::may("violations", Ask::Codes("CL11")),
            Field::may("aggravating", Ask::Codes("CL13")),
            REASON,
            Field::may("anew", Ask::Text(4000)),
        ],
        ..ROW
    },
    Step {
        act: CONCUR,
        key: Some('y'),
        from: &[S::Joint],
        to: To::Go(S::Drafted),
        hands: &[C::Custodian],
        apart: &[TRIAGE],
        asks: &[CLASS, Field::may("opinion", Ask::Text(4000))],
        due: Some("triage"),
        ..ROW
    },
    Step {
        act: ADVISE,
        key: Some('s'),
        from: &[S::Joint, S::Drafted],
        hands: &[C::Custodian],
        apart: &[TRIAGE],
        asks: &[CLASS, Field::must("opinion", Ask::Text(4000))],
        ..ROW
    },
    Step {
        act: WITHDRAW,
        key: Some('w'),
        from: &[S::Joint, S::Drafted],
        to: To::Go(S::Withdrawn),
        own: &[TRIAGE],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: APPROVE,
        key: Some('y'),
        from: &[S::Drafted],
        to: To::Go(S::Triaged),
        hands: &[C::DisciplineHead],
        apart: &[TRIAGE, CONCUR, ADVISE],
        due: Some("triage"),
        for_good: true,
        ..ROW
    },
    Step {
        act: REFUSE,
        key: Some('r'),
        from: &[S::Drafted],
        to: To::Go(S::Refused),
        hands: &[C::DisciplineHead],
        apart: &[TRIAGE, CONCUR, ADVISE],
        asks: &[REASON],
        ..ROW
    },
];
