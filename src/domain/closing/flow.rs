//! The table of a closing: drafted by discipline, agreed to by a custodian, read by the recorder and by those who
//! handle the case; opened again by the head of discipline (workflow T21, T22).

use super::act::{AGREE, CLOSE, HEAR, READ, REOPEN, RETURN, WITHDRAW};
use super::state::Closing;
use crate::domain::coded::states;
use crate::domain::disposal::{self, Follows};
use crate::domain::flow::Capacity as C;
use crate::domain::kind::{Ask, Desk, Field, Need, Shown, Step, To};
use crate::domain::policy::Raw;
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;
use crate::domain::state::State;
use At as S;

states! {
    pub enum At {
        None = "none",
        /// Drafted; a custodian has it.
        Drafted = "drafted",
        Returned = "returned",
        Withdrawn = "withdrawn",
        /// Closed; the recorder has not read what came of it.
        Closed = "closed",
        /// Closed, and the recorder has read it.
        Told = "told",
        Reopened = "reopened",
    }
    open: Drafted | Closed
}

/// The class that a record may be closed under: it was looked into, and whatever that brings along was decided
/// (invariant iv).
///
/// # Errors
/// The duty that stands against it, or why nothing is begun on it now.
pub(super) fn through(state: &State) -> Result<Follows, Refusal> {
    disposal::may_begin(state, CLOSE)?;
    disposal::none_under_way::<Closing>(state)?;
    let follows = Follows::of(state).ok_or_else(|| Refusal::with(Rule::NotNow, CLOSE.code()))?;
    let undecided = follows.undecided(state).next();
    match undecided {
        Some(duty) => Err(Refusal::with(Rule::DutyUndecided, duty)),
        None => Ok(follows),
    }
}

/// There are words for those who handle the case, and he has not heard them; the recorder reads his own.
fn is_to_hear(desk: &Desk<'_>, matter: Option<&Closing>) -> Result<(), Refusal> {
    let record = desk.state.the_record()?;
    match matter {
        Some(m) if m.to_handler.is_empty() || &record.recorder == desk.me => Err(Refusal::of(Rule::NotAsked)),
        Some(m) if m.heard_by.contains(desk.me) => Err(Refusal::of(Rule::OnlyOnce)),
        _ => Ok(()),
    }
}

const THROUGH: Need<Closing> = Need { code: "all_decided", holds: |desk, _| through(desk.state).map(drop) };

/// What most rows have in common.
const ROW: Step<Closing> = Step {
    signed: Some(Signed::Decision),
    ..Step::of(CLOSE, &[C::Discipline], Shown::Keepers, Raw::WithCustodians)
};
const REASON: Field = Field::must("reason", Ask::Text(4000));

pub(super) static FLOW: &[Step<Closing>] = &[
    Step {
        act: CLOSE,
        several: true,
        key: Some('f'),
        from: &[S::None],
        to: To::Go(S::Drafted),
        needs: &[THROUGH],
        asks: &[
            Field::must("summary", Ask::Text(8000)),
            // Whoever wrote it down learns what came of it (I8: the result comes back).
            Field::must("to_recorder", Ask::Text(4000)),
            Field::may("to_handler", Ask::Text(4000)),
        ],
        ..ROW
    },
    Step {
        act: AGREE,
        several: true,
        key: Some('y'),
        from: &[S::Drafted],
        to: To::Go(S::Closed),
        hands: &[C::Custodian],
        apart: &[CLOSE],
        due: Some("closing"),
        ..ROW
    },
    Step {
        act: RETURN,
        key: Some('r'),
        from: &[S::Drafted],
        to: To::Go(S::Returned),
        hands: &[C::Custodian],
        apart: &[CLOSE],
        asks: &[REASON],
        ..ROW
    },
    Step {
        act: WITHDRAW,
        key: Some('w'),
        from: &[S::Drafted],
        to: To::Go(S::Withdrawn),
        own: &[CLOSE],
        asks: &[REASON],
        ..ROW
    },
    // Of those who read it nobody learns who recorded.
    Step {
        several: true,
        key: Some('g'),
        from: &[S::Closed],
        to: To::Go(S::Told),
        due: Some(""),
        ..Step::of(READ, &[C::Recorder], Shown::Nobody, Raw::WithRecorder)
    },
    Step {
        several: true,
        key: Some('h'),
        from: &[S::Closed, S::Told],
        needs: &[Need::unsaid(is_to_hear)],
        due: Some(""),
        ..Step::of(HEAR, &[C::Handler], Shown::Unsaid, Raw::WithRecorder)
    },
    Step {
        act: REOPEN,
        key: Some('e'),
        from: &[S::Closed, S::Told],
        to: To::Go(S::Reopened),
        hands: &[C::DisciplineHead],
        apart: &[CLOSE],
        asks: &[REASON],
        for_good: true,
        ..ROW
    },
];
