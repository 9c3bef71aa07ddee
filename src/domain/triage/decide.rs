//! What the table of a triage cannot say: that somebody was heard or it is told why not, that what is a
//! violation names which, and that what stands is triaged anew for a reason alone.

use super::act::{TriageAct, TriageEvent};
use super::state::Triage;
use crate::domain::codes;
use crate::domain::kind::{Desk, Kind};
use crate::domain::refusal::{Flaw, No, Problem};

/// A class that says nothing yet: it is triaged again, and the clock runs on.
pub(super) const PENDING: &str = "PEND";
/// What an outside inquiry is called among the streams.
const OUTSIDE: &str = "EXT";

/// Whether somebody is held liable for what is of this class, by the list.
pub(super) fn is_wrong(class: &str) -> bool {
    codes::list("CL10").get(class).is_some_and(|row| row.then.iter().any(|t| t == "ACCOUNT"))
}

pub(super) fn event(desk: &Desk<'_>, act: &TriageAct) -> Result<TriageEvent, No> {
    let trimmed = |text: &String| text.trim().to_owned();
    Ok(match act {
        TriageAct::Triage {
            record,
            verification,
            statement,
            no_statement,
            class,
            violations,
            aggravating,
            reason,
            anew,
        } => {
            let mut wrong = Vec::new();
            let mut missing = |field: &str| {
                wrong.push(Problem::new(format!("{}.{field}", Triage::CODE), Flaw::Missing, ""));
            };
            if statement.trim().is_empty() && no_statement.trim().is_empty() && class != PENDING {
                missing("no_statement");
            }
            if is_wrong(class) && violations.is_empty() {
                missing("violations");
            }
            if desk.state.all::<Triage>().any(|t| t.of.says()) && anew.trim().is_empty() {
                missing("anew");
            }
            if !wrong.is_empty() {
                return Err(No::Wrong(wrong));
            }
            TriageEvent::Drafted {
                ref_: desk.asked.fresh.ref_.clone(),
                record: *record,
                verification: trimmed(verification),
                statement: trimmed(statement),
                no_statement: trimmed(no_statement),
                class: class.clone(),
                violations: violations.clone(),
                aggravating: aggravating.clone(),
                reason: trimmed(reason),
                anew: trimmed(anew),
                joint: desk.state.the_record()?.stream() == OUTSIDE,
            }
        }
        TriageAct::Concur { class, opinion } => {
            TriageEvent::Concurred { class: class.clone(), opinion: trimmed(opinion) }
        }
        TriageAct::Advise { class, opinion } => {
            TriageEvent::Advised { class: class.clone(), opinion: trimmed(opinion) }
        }
        TriageAct::Withdraw { reason } => TriageEvent::Withdrawn { reason: trimmed(reason) },
        TriageAct::Approve => TriageEvent::Approved,
        TriageAct::Refuse { reason } => TriageEvent::Refused { reason: trimmed(reason) },
    })
}
