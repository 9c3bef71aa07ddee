//! The table of a circulation: proposed or decided against by discipline, its words looked at by a custodian,
//! approved by whoever heads the organ, issued here or sent to the organ that circulates it (workflow T20).

use super::act::{
    AGREE, ANSWER, APPROVE, CHECK, DECLINE, FINISH, ISSUE, PROPOSE, PUBLISH, RECEIPT, REFUSE, RETURN, SEND,
};
use super::state::Circulation;
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
        /// Proposed; a custodian looks whether its words tell who wrote it down.
        Proposed = "proposed",
        /// Not to be circulated; whoever approves has the reason.
        Declining = "declining",
        Checked = "checked",
        Returned = "returned",
        Refused = "refused",
        /// Decided against, and that was approved.
        Declined = "declined",
        /// Approved; to be issued here.
        Approved = "approved",
        /// Approved; the letter to the organ that circulates it is to go out.
        ToSend = "to_send",
        Sent = "sent",
        /// Issued here or by that organ; receipts come, and it may be published.
        Issued = "issued",
        /// That organ did not circulate it.
        Unissued = "unissued",
        Done = "done",
    }
    open: Proposed | Declining | Checked | Approved | ToSend | Sent | Issued
}

/// The class that stands asks for it, and no other circulation of the record is under way.
fn asked_for(desk: &Desk<'_>, _: Option<&Circulation>) -> Result<(), Refusal> {
    disposal::must_follow(desk.state, PROPOSE, disposal::CIRCULATE)?;
    disposal::none_under_way::<Circulation>(desk.state)
}

const ASKED_FOR: Need<Circulation> = Need { code: "asked_for", holds: asked_for };

/// What most rows have in common.
const ROW: Step<Circulation> = Step {
    signed: Some(Signed::Decision),
    ..Step::of(PROPOSE, &[C::Discipline], Shown::Keepers, Raw::WithCustodians)
};
const REASON: Field = Field::must("reason", Ask::Text(4000));
const DOC_NO: Field = Field::must("doc_no", Ask::Line(120));
/// By which the organ waits for its own people.
const CLOCK: Option<&str> = Some("circulation");

pub(super) static FLOW: &[Step<Circulation>] = &[
    Step {
        act: PROPOSE,
        key: Some('a'),
        from: &[S::None],
        to: To::Go(S::Proposed),
        needs: &[ASKED_FOR],
        asks: &[
            Field::must("basis", Ask::Code("circ_basis")),
            Field::must("scope", Ask::Code("CL19")),
            Field::must("facts_text", Ask::Text(8000)),
            Field::must("recipients", Ask::Text(2000)),
        ],
        ..ROW
    },
    Step {
        act: DECLINE,
        key: Some('o'),
        from: &[S::None],
        to: To::Go(S::Declining),
        needs: &[ASKED_FOR],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: CHECK,
        key: Some('y'),
        from: &[S::Proposed],
        to: To::Go(S::Checked),
        hands: &[C::Custodian],
        apart: &[PROPOSE],
        asks: &[Field::must("unrecognisable", Ask::Yes), Field::may("words", Ask::Text(4000))],
        due: CLOCK,
        ..ROW
    },
    Step {
        act: RETURN,
        key: Some('r'),
        from: &[S::Proposed],
        to: To::Go(S::Returned),
        hands: &[C::Custodian],
        apart: &[PROPOSE],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: APPROVE,
        key: Some('y'),
        from: &[S::Checked],
        to: To::OneOf(&[S::Approved, S::ToSend]),
        hands: &[C::Approver],
        apart: &[PROPOSE, CHECK],
        due: CLOCK,
        for_good: true,
        ..ROW
    },
    Step {
        act: AGREE,
        key: Some('y'),
        from: &[S::Declining],
        to: To::Go(S::Declined),
        hands: &[C::Approver],
        apart: &[DECLINE],
        due: CLOCK,
        for_good: true,
        ..ROW
    },
    Step {
        act: REFUSE,
        key: Some('r'),
        from: &[S::Checked, S::Declining],
        to: To::Go(S::Refused),
        hands: &[C::Approver],
        apart: &[PROPOSE, CHECK, DECLINE],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: ISSUE,
        key: Some('s'),
        from: &[S::Approved],
        to: To::Go(S::Issued),
        asks: &[DOC_NO, Field::must("issued_at", Ask::Past)],
        due: CLOCK,
        for_good: true,
        ..ROW
    },
    Step {
        act: SEND,
        key: Some('s'),
        from: &[S::ToSend],
        to: To::Go(S::Sent),
        asks: &[
            Field::must("to_unit", Ask::Line(120)),
            DOC_NO,
            Field::must("delivery", Ask::Code("delivery")),
            Field::must("sent_at", Ask::Past),
        ],
        due: CLOCK,
        for_good: true,
        ..ROW
    },
    Step {
        act: ANSWER,
        key: Some('d'),
        from: &[S::Sent],
        to: To::OneOf(&[S::Issued, S::Unissued, S::Returned]),
        asks: &[
            Field::must("answer", Ask::Code("circ_answer")),
            Field::must("answer_text", Ask::Text(8000)),
            Field::may("doc_no", Ask::Line(120)),
        ],
        due: Some("result_reminder"),
        ..ROW
    },
    Step {
        act: RECEIPT,
        signed: None,
        key: Some('g'),
        from: &[S::Issued],
        to: To::Stay,
        asks: &[Field::must("receipt_by", Ask::Line(120)), Field::must("receipt_at", Ask::Past)],
        ..ROW
    },
    Step {
        act: PUBLISH,
        key: Some('p'),
        from: &[S::Issued],
        to: To::Stay,
        asks: &[
            Field::must("medium", Ask::Line(120)),
            Field::must("published_at", Ask::Past),
            Field::may("address", Ask::Line(400)),
        ],
        for_good: true,
        ..ROW
    },
    Step {
        act: FINISH,
        key: Some('f'),
        from: &[S::Issued],
        to: To::Go(S::Done),
        asks: &[Field::may("reason", Ask::Text(4000))],
        due: Some(""),
        for_good: true,
        ..ROW
    },
];
