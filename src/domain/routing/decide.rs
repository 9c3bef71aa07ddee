//! What the table of a routing cannot say: the rule behind its target, and dates that follow each other.

use super::act::{RoutingAct, RoutingEvent};
use super::state::Routing;
use crate::domain::competent::proposed;
use crate::domain::kind::Desk;
use crate::domain::refusal::{No, Rule};

pub(super) fn event(desk: &Desk<'_>, act: &RoutingAct) -> Result<RoutingEvent, No> {
    let trimmed = |text: &String| text.trim().to_owned();
    let past = |field, at| desk.past::<Routing>(field, at);
    Ok(match act {
        RoutingAct::Route { record, target, override_reason, form, to_unit, text } => {
            let found = desk.state.the_record()?;
            let rules = proposed(&desk.state.organ, &found.text);
            // Another target than the rules give wants its reason (workflow T18).
            let by_rule = rules.iter().any(|p| &p.target == target);
            if !by_rule && override_reason.trim().is_empty() {
                return Err(Rule::OverrideNeedsReason.into());
            }
            RoutingEvent::Drafted {
                ref_: desk.asked.fresh.ref_.clone(),
                record: *record,
                target: target.clone(),
                rules: rules.into_iter().map(|p| (p.rule, p.target)).collect(),
                override_reason: trimmed(override_reason),
                form: form.clone(),
                to_unit: trimmed(to_unit),
                text: trimmed(text),
            }
        }
        RoutingAct::Withdraw { reason } => RoutingEvent::Withdrawn { reason: trimmed(reason) },
        RoutingAct::Approve => RoutingEvent::Approved,
        RoutingAct::Refuse { reason } => RoutingEvent::Refused { reason: trimmed(reason) },
        RoutingAct::Send { doc_no, delivery, sent_at } => RoutingEvent::Sent {
            doc_no: trimmed(doc_no),
            delivery: delivery.clone(),
            sent_at: past("sent_at", *sent_at)?,
        },
        RoutingAct::Receipt { receipt_by, receipt_at } => RoutingEvent::Received {
            receipt_by: trimmed(receipt_by),
            receipt_at: past("receipt_at", *receipt_at)?,
        },
        RoutingAct::Remind { text } => RoutingEvent::Reminded { text: trimmed(text) },
        RoutingAct::Result { result, result_text, doc_no } => RoutingEvent::Answered {
            result: result.clone(),
            result_text: trimmed(result_text),
            doc_no: trimmed(doc_no),
        },
        RoutingAct::GiveBack { text, to_recorder } => {
            RoutingEvent::GivenBack { text: trimmed(text), to_recorder: trimmed(to_recorder) }
        }
        RoutingAct::Hear => RoutingEvent::Heard,
    })
}
