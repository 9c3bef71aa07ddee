//! The table of a routing: drafted by discipline, approved by its head, sent, receipted, answered, and
//! the result given back (workflow T18, T19).

use super::act::{APPROVE, GIVE_BACK, HEAR, RECEIPT, REFUSE, REMIND, RESULT, ROUTE, SEND, WITHDRAW};
use super::state::Routing;
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
        /// Drafted; the head of discipline has it.
        Drafted = "drafted",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// Approved; the letter is to go out.
        Approved = "approved",
        /// The letter is out; neither receipt nor answer has come.
        Sent = "sent",
        Received = "received",
        /// Answered; the handling unit and the recorder have not been told.
        Answered = "answered",
        GivenBack = "given_back",
    }
    open: Drafted | Approved | Sent | Received | Answered
}

/// The store has it: what two people have not confirmed is routed nowhere.
fn confirmed(desk: &Desk<'_>, _: Option<&Routing>) -> Result<(), Refusal> {
    disposal::may_begin(desk.state, ROUTE)
}

/// Whoever was told has not said yet that he knows.
fn is_to_hear(desk: &Desk<'_>, matter: Option<&Routing>) -> Result<(), Refusal> {
    match matter {
        Some(m) if m.heard_by.contains(desk.me) => Err(Refusal::of(Rule::OnlyOnce)),
        _ => Ok(()),
    }
}

const CONFIRMED: Need<Routing> = Need { code: "confirmed", holds: confirmed };

/// What most rows have in common.
const ROW: Step<Routing> = Step::of(ROUTE, &[C::Discipline], Shown::Keepers, Raw::WithCustodians);

pub(super) static FLOW: &[Step<Routing>] = &[
    Step {
        act: ROUTE,
        // Whoever approves approves what somebody else put his hand under.
        signed: Some(Signed::Decision),
        key: Some('y'),
        from: &[S::None],
        to: To::Go(S::Drafted),
        needs: &[CONFIRMED],
        asks: &[
            Field::must("target", Ask::Code("CL18")),
            Field::may("override_reason", Ask::Text(2000)),
            Field::must("form", Ask::Code("routing_form")),
            Field::must("to_unit", Ask::Line(120)),
            Field::must("text", Ask::Text(8000)),
        ],
        ..ROW
    },
    Step {
        act: WITHDRAW,
        // It ends what was approved: nobody takes it out of the drafter's hands in his name.
        signed: Some(Signed::Decision),
        signed_since: 4,
        key: Some('w'),
        from: &[S::Drafted, S::Approved],
        to: To::Go(S::Withdrawn),
        own: &[ROUTE],
        asks: &[Field::must("reason", Ask::Text(2000))],
        ..ROW
    },
    Step {
        act: APPROVE,
        signed: Some(Signed::Decision),
        key: Some('y'),
        from: &[S::Drafted],
        to: To::Go(S::Approved),
        hands: &[C::DisciplineHead],
        apart: &[ROUTE],
        due: Some("routing"),
        ..ROW
    },
    Step {
        act: REFUSE,
        signed: Some(Signed::Decision),
        key: Some('r'),
        from: &[S::Drafted],
        to: To::Go(S::Refused),
        hands: &[C::DisciplineHead],
        apart: &[ROUTE],
        asks: &[Field::must("reason", Ask::Text(2000))],
        ..ROW
    },
    Step {
        act: SEND,
        signed: Some(Signed::Decision),
        signed_since: 4,
        key: Some('s'),
        from: &[S::Approved],
        to: To::Go(S::Sent),
        asks: &[
            Field::must("doc_no", Ask::Line(120)),
            Field::must("delivery", Ask::Code("delivery")),
            Field::must("sent_at", Ask::Past),
        ],
        due: Some("routing"),
        for_good: true,
        ..ROW
    },
    Step {
        act: RECEIPT,
        key: Some('g'),
        from: &[S::Sent],
        to: To::Go(S::Received),
        asks: &[Field::must("receipt_by", Ask::Line(120)), Field::must("receipt_at", Ask::Past)],
        due: Some(""),
        ..ROW
    },
    Step {
        act: REMIND,
        key: Some('m'),
        from: &[S::Sent, S::Received],
        to: To::Stay,
        asks: &[Field::must("text", Ask::Text(2000))],
        due: Some("result_reminder"),
        ..ROW
    },
    Step {
        act: RESULT,
        signed: Some(Signed::Decision),
        signed_since: 4,
        key: Some('d'),
        from: &[S::Sent, S::Received],
        to: To::Go(S::Answered),
        asks: &[
            Field::must("result", Ask::Code("routing_result")),
            Field::must("result_text", Ask::Text(8000)),
            Field::may("doc_no", Ask::Line(120)),
        ],
        ..ROW
    },
    Step {
        act: GIVE_BACK,
        signed: Some(Signed::Decision),
        signed_since: 4,
        key: Some('f'),
        from: &[S::Answered],
        to: To::Go(S::GivenBack),
        asks: &[Field::must("text", Ask::Text(2000)), Field::may("to_recorder", Ask::Text(2000))],
        due: Some(""),
        ..ROW
    },
    // The result comes back to whoever handles the case and to whoever wrote it down (I8). Where the recorder handles
    // it, one fewer says that he knows.
    Step {
        several: true,
        key: Some('h'),
        from: &[S::GivenBack],
        needs: &[Need::unsaid(is_to_hear)],
        due: Some(""),
        ..Step::of(HEAR, &[C::Handler], Shown::Unsaid, Raw::WithRecorder)
    },
];
