//! What the table cannot say: who is meant, that no action stands alone and has its words, and that one date does
//! not come before what it follows.

use super::act::{AccountabilityAct, AccountabilityEvent};
use super::people::the_one;
use super::state::{Accountability, NO_ACTION};
use crate::domain::kind::{Desk, Kind};
use crate::domain::refusal::{Flaw, No, Problem, Rule};

/// An appeal by which the sanctions became others.
const CHANGED: &str = "CHANGED";

type A = AccountabilityAct;
type E = AccountabilityEvent;

pub(super) fn event(desk: &Desk<'_>, of: Option<&Accountability>, act: &A) -> Result<E, No> {
    let trimmed = |text: &String| text.trim().to_owned();
    let after = |field, at, before| desk.past_after::<Accountability>(field, at, before);
    let decided_at = || of.and_then(|a| a.decided.as_ref()).map(|d| d.at);
    Ok(match act {
        A::Hold { record, person, cause, to_unit, text } => {
            let (organ, found) = (&desk.state.organ, desk.state.the_record()?);
            let (row, kind) = the_one(organ, &found.text, person)?;
            E::Held {
                ref_: desk.asked.fresh.ref_.clone(),
                record: *record,
                person: trimmed(person),
                row,
                kind,
                cause: cause.clone(),
                to_unit: trimmed(to_unit),
                text: trimmed(text),
            }
        }
        A::Decline { record, reason } => {
            E::Declined { ref_: desk.asked.fresh.ref_.clone(), record: *record, reason: trimmed(reason) }
        }
        A::Withdraw { reason } => E::Withdrawn { reason: trimmed(reason) },
        A::Approve => E::Approved { declines: of.is_some_and(|a| a.liable.is_none()) },
        A::Refuse { reason } => E::Refused { reason: trimmed(reason) },
        A::Send { doc_no, delivery, sent_at } => E::Sent {
            doc_no: trimmed(doc_no),
            delivery: delivery.clone(),
            sent_at: after("sent_at", *sent_at, of.and_then(|a| a.approved_at))?,
        },
        A::Remind { text } => E::Reminded { text: trimmed(text) },
        A::Answer { sanctions, form4, decided_at, doc_no, effective_at, answer_text } => {
            let none = is_no_action(sanctions, answer_text, "answer_text")?;
            if form4.is_empty() && !none {
                return Err(missing("form4"));
            }
            E::Decided {
                sanctions: sanctions.clone(),
                form4: form4.clone(),
                decided_at: after("decided_at", *decided_at, of.and_then(|a| a.sent.as_ref()).map(|s| s.2))?,
                doc_no: trimmed(doc_no),
                effective_at: effective_at
                    .map(|at| after("effective_at", at, Some(*decided_at)))
                    .transpose()?,
                answer_text: trimmed(answer_text),
            }
        }
        A::Appeal { filed_at, text } => {
            E::Appealed { filed_at: after("filed_at", *filed_at, decided_at())?, text: trimmed(text) }
        }
        A::AppealResult { appeal_result, text, doc_no, sanctions } => {
            if appeal_result != CHANGED && !sanctions.is_empty() {
                return Err(Rule::SanctionsStand.into());
            }
            is_no_action(sanctions, text, "text")?;
            E::AppealDecided {
                appeal_result: appeal_result.clone(),
                text: trimmed(text),
                doc_no: trimmed(doc_no),
                sanctions: sanctions.clone(),
            }
        }
        A::Reflect { reflected_in, reflected_at, text } => E::Reflected {
            reflected_in: reflected_in.clone(),
            reflected_at: after("reflected_at", *reflected_at, decided_at())?,
            text: trimmed(text),
        },
        A::Finish => E::Finished,
    })
}

fn missing(field: &str) -> No {
    No::Wrong(vec![Problem::new(format!("{}.{field}", Accountability::CODE), Flaw::Missing, "")])
}

/// Whether these say that nothing is done about him: alone, and with words for it.
fn is_no_action(sanctions: &[String], words: &str, field: &str) -> Result<bool, No> {
    match sanctions.iter().any(|s| s == NO_ACTION) {
        true if sanctions.len() > 1 => Err(Rule::NoActionAlone.into()),
        true if words.trim().is_empty() => Err(missing(field)),
        none => Ok(none),
    }
}
