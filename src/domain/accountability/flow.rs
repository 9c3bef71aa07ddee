//! The table: drafted by discipline, or said why not, approved by its head, sent to who decides, decided,
//! appealed against, written down where it counts, finished.

use super::act::{
    ANSWER, APPEAL, APPEAL_RESULT, APPROVE, DECLINE, FINISH, HOLD, REFLECT, REFUSE, REMIND, SEND, WITHDRAW,
};
use super::state::Accountability;
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
        /// The head of discipline has the draft, or the reason why nobody is held liable.
        Drafted = "drafted",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// It was approved that nobody is.
        Declined = "declined",
        /// The letter is to go out.
        Approved = "approved",
        Sent = "sent",
        Decided = "decided",
        Appealed = "appealed",
        Done = "done",
    }
    open: Drafted | Approved | Sent | Decided | Appealed
}

/// The store has it, and the class that stands asks who is liable.
fn asked_for(desk: &Desk<'_>, _: Option<&Accountability>) -> Result<(), Refusal> {
    disposal::must_follow(desk.state, HOLD, disposal::ACCOUNT)
}

/// That nobody is held liable is said for the whole record: of nobody it was decided or is under way.
fn nobody_yet(desk: &Desk<'_>, _: Option<&Accountability>) -> Result<(), Refusal> {
    match disposal::stands(desk.state, disposal::ACCOUNT) {
        Some(_) => Err(Refusal::of(Rule::OpenAlready)),
        None => Ok(()),
    }
}

fn reflected(_: &Desk<'_>, matter: Option<&Accountability>) -> Result<(), Refusal> {
    match matter {
        Some(m) if !m.is_reflected() => Err(Refusal::of(Rule::ReflectFirst)),
        _ => Ok(()),
    }
}

const ASKED_FOR: Need<Accountability> = Need { code: "confirmed", holds: asked_for };
const NOBODY_YET: Need<Accountability> = Need { code: "none_open", holds: nobody_yet };
const REFLECTED: Need<Accountability> = Need { code: "reflected", holds: reflected };

/// What most rows have in common.
const ROW: Step<Accountability> = Step {
    signed: Some(Signed::Decision),
    ..Step::of(HOLD, &[C::Discipline], Shown::Keepers, Raw::WithCustodians)
};
const REASON: Field = Field::must("reason", Ask::Text(4000));
const TEXT: Field = Field::must("text", Ask::Text(8000));
const DOC_NO: Field = Field::must("doc_no", Ask::Line(120));

pub(super) static FLOW: &[Step<Accountability>] = &[
    Step {
        act: HOLD,
        key: Some('z'),
        from: &[S::None],
        to: To::Go(S::Drafted),
        needs: &[ASKED_FOR],
        asks: &[
            Field::must("person", Ask::Line(120)),
            Field::must("cause", Ask::Code("acc_cause")),
            Field::must("to_unit", Ask::Line(120)),
            TEXT,
        ],
        ..ROW
    },
    Step {
        act: DECLINE,
        key: Some('Z'),
        from: &[S::None],
        to: To::Go(S::Drafted),
        needs: &[ASKED_FOR, NOBODY_YET],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: WITHDRAW,
        key: Some('w'),
        from: &[S::Drafted, S::Approved],
        to: To::Go(S::Withdrawn),
        own: &[HOLD, DECLINE],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: APPROVE,
        key: Some('y'),
        from: &[S::Drafted],
        to: To::OneOf(&[S::Approved, S::Declined]),
        hands: &[C::DisciplineHead],
        apart: &[HOLD, DECLINE],
        due: Some(""),
        ..ROW
    },
    Step {
        act: REFUSE,
        key: Some('r'),
        from: &[S::Drafted],
        to: To::Go(S::Refused),
        hands: &[C::DisciplineHead],
        apart: &[HOLD, DECLINE],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: SEND,
        key: Some('s'),
        from: &[S::Approved],
        to: To::Go(S::Sent),
        asks: &[DOC_NO, Field::must("delivery", Ask::Code("delivery")), Field::must("sent_at", Ask::Past)],
        due: Some(""),
        for_good: true,
        ..ROW
    },
    Step {
        act: REMIND,
        signed: None,
        key: Some('m'),
        from: &[S::Sent],
        to: To::Stay,
        asks: &[TEXT],
        due: Some("result_reminder"),
        ..ROW
    },
    Step {
        act: ANSWER,
        key: Some('d'),
        from: &[S::Sent],
        to: To::Go(S::Decided),
        asks: &[
            Field::must("sanctions", Ask::Codes("CL20")),
            Field::may("form4", Ask::Code("four_forms")),
            Field::must("decided_at", Ask::Past),
            DOC_NO,
            Field::may("effective_at", Ask::Past),
            Field::may("answer_text", Ask::Text(8000)),
        ],
        ..ROW
    },
    Step {
        act: APPEAL,
        key: Some('a'),
        from: &[S::Decided],
        to: To::Go(S::Appealed),
        asks: &[Field::must("filed_at", Ask::Past), TEXT],
        ..ROW
    },
    Step {
        act: APPEAL_RESULT,
        key: Some('e'),
        from: &[S::Appealed],
        to: To::Go(S::Decided),
        asks: &[
            Field::must("appeal_result", Ask::Code("appeal_result")),
            TEXT,
            DOC_NO,
            Field::may("sanctions", Ask::Codes("CL20")),
        ],
        due: Some(""),
        ..ROW
    },
    Step {
        act: REFLECT,
        key: Some('l'),
        from: &[S::Decided],
        to: To::Stay,
        asks: &[
            Field::must("reflected_in", Ask::Code("reflected_in")),
            Field::must("reflected_at", Ask::Past),
            Field::may("text", Ask::Text(2000)),
        ],
        due: Some(""),
        ..ROW
    },
    Step {
        act: FINISH,
        key: Some('f'),
        from: &[S::Decided],
        to: To::Go(S::Done),
        needs: &[REFLECTED],
        due: Some(""),
        for_good: true,
        ..ROW
    },
];
