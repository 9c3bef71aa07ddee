//! What the table of a report cannot say: what of the record asks for it, that one by hand has its reason, and how
//! long it took.

use super::act::{UrgencyAct, UrgencyEvent};
use super::state::Urgency;
use crate::domain::ids::Millis;
use crate::domain::kind::{Desk, Kind};
use crate::domain::refusal::{Flaw, No, Problem};

/// Nothing of the record asks for it by the rules; whoever drafts it says why.
const MANUAL: &str = "MANUAL";
const HOUR: Millis = 3_600_000;

pub(super) fn event(desk: &Desk<'_>, matter: Option<&Urgency>, act: &UrgencyAct) -> Result<UrgencyEvent, No> {
    use {UrgencyAct as A, UrgencyEvent as E};
    let trimmed = |text: &String| text.trim().to_owned();
    let after = |field, at, before| desk.past_after::<Urgency>(field, at, before);
    let record = || desk.state.the_record();
    Ok(match act {
        A::Draft { record: id, to, text, reason } => {
            let mut triggers = record()?.triggers(&desk.state.organ);
            if triggers.is_empty() {
                if reason.trim().is_empty() {
                    let field = format!("{}.reason", Urgency::CODE);
                    return Err(No::Wrong(vec![Problem::new(field, Flaw::Missing, "")]));
                }
                triggers.push(MANUAL);
            }
            E::Drafted {
                ref_: desk.asked.fresh.ref_.clone(),
                record: *id,
                triggers: triggers.into_iter().map(str::to_owned).collect(),
                to: to.clone(),
                text: trimmed(text),
                reason: trimmed(reason),
            }
        }
        A::Withdraw { reason } => E::Withdrawn { reason: trimmed(reason) },
        A::Approve => E::Approved,
        A::Return { reason } => E::Returned { reason: trimmed(reason) },
        A::Send { doc_no, delivery, sent_at } => {
            let sent_at = after("sent_at", *sent_at, matter.map(|m| m.begun.since))?;
            let handed_in = record()?.submitted_at.unwrap_or(sent_at);
            let hours = u32::try_from((sent_at - handed_in) / HOUR).unwrap_or(0);
            E::Sent { doc_no: trimmed(doc_no), delivery: delivery.clone(), sent_at, hours }
        }
        A::Receipt { receipt_by, receipt_at } => {
            let sent_at = matter.and_then(|m| m.sent.as_ref()).map(|sent| sent.at);
            E::Received {
                receipt_by: trimmed(receipt_by),
                receipt_at: after("receipt_at", *receipt_at, sent_at)?,
            }
        }
    })
}
