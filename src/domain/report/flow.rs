//! The table of a quarterly report: drafted, checked by two custodians who did not draft it, approved by the chief,
//! sent, received, supplemented (E7; dictionary 9.20).

use super::act::{APPROVE, CHECK, COUNTERCHECK, DRAFT, RECEIPT, RETURN, SEND, SUPPLEMENT, WITHDRAW};
use super::state::Report;
use crate::domain::coded::states;
use crate::domain::flow::Capacity as C;
use crate::domain::kind::{Ask, Field, Need, Shown, Step, To};
use crate::domain::policy::Raw;
use crate::domain::signature::Signed;
use At as S;

states! {
    pub enum At {
        None = "none",
        /// Drafted; a custodian has it.
        Drafted = "drafted",
        /// One custodian has checked it.
        OneHand = "one_hand",
        /// Both have; the chief has it.
        Checked = "checked",
        Approved = "approved",
        Returned = "returned",
        Withdrawn = "withdrawn",
        Sent = "sent",
        Received = "received",
    }
    open: Drafted | OneHand | Checked | Approved | Sent
}

/// By which days of the month after the quarter each hand is given.
const CUSTODIANS: &str = "quarter_custodians_day";
const CHIEF: &str = "quarter_chief_day";
pub(super) const OUT: &str = "quarter_sent_day";

/// Most of it is the custodians', or discipline's where there are too few of them. Whoever sees it sees who did it.
const ROW: Step<Report> =
    Step { also: &[C::Discipline], ..Step::of(DRAFT, &[C::Custodian], Shown::Everybody, Raw::Whole) };
const REASON: Field = Field::must("reason", Ask::Text(2000));
const BLANK: Ask = Ask::Text(4000);

pub(super) static FLOW: &[Step<Report>] = &[
    Step {
        key: Some('n'),
        from: &[S::None],
        to: To::Go(S::Drafted),
        needs: &[Need::of_answers("quarter_over"), Need::of_answers("quarter_free")],
        asks: &[
            Field::must("period", Ask::Line(20)),
            Field::may("trend", BLANK),
            Field::may("hot_spots", BLANK),
            Field::may("causes", BLANK),
            Field::may("measures", BLANK),
            Field::may("requests", BLANK),
        ],
        ..ROW
    },
    Step {
        act: CHECK,
        signed: Some(Signed::Confirm),
        key: Some('c'),
        from: &[S::Drafted],
        to: To::Go(S::OneHand),
        also: &[],
        apart: &[DRAFT],
        due: Some(CUSTODIANS),
        ..ROW
    },
    Step {
        act: COUNTERCHECK,
        signed: Some(Signed::Confirm),
        key: Some('c'),
        from: &[S::OneHand],
        to: To::Go(S::Checked),
        also: &[],
        apart: &[DRAFT, CHECK],
        due: Some(CUSTODIANS),
        ..ROW
    },
    Step {
        act: RETURN,
        signed: Some(Signed::Decision),
        key: Some('r'),
        from: &[S::Drafted, S::OneHand, S::Checked],
        to: To::Go(S::Returned),
        also: &[C::Approver],
        apart: &[DRAFT],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: WITHDRAW,
        signed: Some(Signed::Decision),
        key: Some('w'),
        from: &[S::Drafted, S::OneHand, S::Checked],
        to: To::Go(S::Withdrawn),
        own: &[DRAFT],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: APPROVE,
        signed: Some(Signed::Decision),
        key: Some('y'),
        from: &[S::Checked],
        to: To::Go(S::Approved),
        hands: &[C::Approver],
        also: &[],
        apart: &[DRAFT, CHECK, COUNTERCHECK],
        due: Some(CHIEF),
        ..ROW
    },
    Step {
        act: SEND,
        signed: Some(Signed::Decision),
        key: Some('s'),
        from: &[S::Approved],
        to: To::Go(S::Sent),
        asks: &[
            Field::must("doc_no", Ask::Line(120)),
            Field::must("recipients", Ask::Codes("quarter_recipient")),
            Field::must("delivery", Ask::Code("delivery")),
            Field::must("sent_at", Ask::Past),
        ],
        due: Some(OUT),
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
        act: SUPPLEMENT,
        signed: Some(Signed::Decision),
        key: Some('b'),
        from: &[S::Sent, S::Received],
        asks: &[Field::must("text", Ask::Text(8000)), Field::may("doc_no", Ask::Line(120))],
        ..ROW
    },
];
