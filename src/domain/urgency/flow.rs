//! The table of a report: drafted by chief or discipline, approved by whoever heads the organ and did not draft it,
//! sent by the liaison or discipline (workflow T11).

use super::act::{APPROVE, DRAFT, RECEIPT, RETURN, SEND, WITHDRAW};
use super::state::Urgency;
use crate::domain::coded::states;
use crate::domain::disposal;
use crate::domain::flow::Capacity as C;
use crate::domain::kind::{Ask, Desk, Field, Need, Shown, Step, To};
use crate::domain::policy::{self, Raw};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;
use At as S;

states! {
    pub enum At {
        None = "none",
        /// Drafted; whoever approves has it.
        Drafted = "drafted",
        Returned = "returned",
        Withdrawn = "withdrawn",
        /// Approved; it is to go out.
        Approved = "approved",
        Sent = "sent",
        /// They have said that they have it.
        Received = "received",
    }
    open: Drafted | Approved
}

/// It was handed in, and no other report of it is under way.
fn handed_in(desk: &Desk<'_>, _: Option<&Urgency>) -> Result<(), Refusal> {
    disposal::may_report(desk.state, DRAFT)?;
    disposal::none_under_way::<Urgency>(desk.state)
}

/// Somebody here may approve it who did not draft it. Where nobody of chief and discipline is left, and where
/// nobody may approve, the superior organ is written to.
fn approvable(desk: &Desk<'_>, _: Option<&Urgency>) -> Result<(), Refusal> {
    let (organ, record) = (&desk.state.organ, desk.state.the_record()?);
    let reports = |(id, capacity)| &id == desk.me && capacity == C::Reporter;
    let own = policy::reporters(organ, record, desk.asked.now).into_iter().any(reports);
    let approver = policy::approver_but(organ, record, None, |p| p == desk.me);
    if own && approver.is_some() { Ok(()) } else { Err(Refusal::of(Rule::ByLetter)) }
}

const HANDED_IN: Need<Urgency> = Need { code: "handed_in", holds: handed_in };
const APPROVABLE: Need<Urgency> = Need::unsaid(approvable);

/// What most rows have in common.
const ROW: Step<Urgency> = Step {
    signed: Some(Signed::Decision),
    ..Step::of(DRAFT, &[C::Reporter], Shown::Keepers, Raw::WithCustodians)
};
const REASON: Field = Field::must("reason", Ask::Text(4000));
/// Twenty-four hours for all of it together, see [`Urgency::counts_from`].
const CLOCK: Option<&str> = Some("immediate_report");

pub(super) static FLOW: &[Step<Urgency>] = &[
    Step {
        act: DRAFT,
        key: Some('T'),
        from: &[S::None],
        to: To::Go(S::Drafted),
        needs: &[HANDED_IN, APPROVABLE],
        asks: &[
            Field::must("to", Ask::Codes("report_to")),
            Field::must("text", Ask::Text(8000)),
            // Why, where nothing of the record asks for it.
            Field::may("reason", Ask::Text(4000)),
        ],
        ..ROW
    },
    Step {
        act: WITHDRAW,
        key: Some('w'),
        from: &[S::Drafted, S::Approved],
        to: To::Go(S::Withdrawn),
        own: &[DRAFT],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: APPROVE,
        key: Some('y'),
        from: &[S::Drafted],
        to: To::Go(S::Approved),
        hands: &[C::Approver],
        apart: &[DRAFT],
        due: CLOCK,
        ..ROW
    },
    Step {
        act: RETURN,
        key: Some('r'),
        from: &[S::Drafted],
        to: To::Go(S::Returned),
        hands: &[C::Approver],
        apart: &[DRAFT],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: SEND,
        key: Some('s'),
        from: &[S::Approved],
        to: To::Go(S::Sent),
        hands: &[C::Sender],
        asks: &[
            Field::must("doc_no", Ask::Line(120)),
            Field::must("delivery", Ask::Code("delivery")),
            Field::must("sent_at", Ask::Past),
        ],
        due: CLOCK,
        for_good: true,
        ..ROW
    },
    Step {
        act: RECEIPT,
        signed: None,
        key: Some('g'),
        from: &[S::Sent],
        to: To::Go(S::Received),
        hands: &[C::Sender],
        asks: &[Field::must("receipt_by", Ask::Line(120)), Field::must("receipt_at", Ask::Past)],
        ..ROW
    },
];
