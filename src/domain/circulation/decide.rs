//! What the table of a circulation cannot say: that no words of it name who wrote the record down, that what could
//! tell him is answered for, dates that follow each other, and what must be published.

use super::act::{CirculationAct, CirculationEvent};
use super::marks;
use super::state::Circulation;
use crate::domain::codes;
use crate::domain::competent;
use crate::domain::disposal::Follows;
use crate::domain::kind::{Desk, Kind};
use crate::domain::refusal::{Flaw, No, Problem, Rule};

/// What an outside inquiry is called among the streams.
const OUTSIDE: &str = "EXT";

pub(super) fn event(
    desk: &Desk<'_>,
    matter: Option<&Circulation>,
    act: &CirculationAct,
) -> Result<CirculationEvent, No> {
    use {CirculationAct as A, CirculationEvent as E};
    let ref_ = || desk.asked.fresh.ref_.clone();
    let trimmed = |text: &String| text.trim().to_owned();
    // Whoever approves reads it too, and he may not know who wrote the record down. What stands in the log is not
    // read once more: the tables of names grow.
    let nameless = |text: &String| {
        let names = || Ok::<_, No>(marks::name_somebody(&desk.state.organ, desk.state.the_record()?, text));
        if !desk.asked.again && names()? { Err(No::from(Rule::StaffNamed)) } else { Ok(trimmed(text)) }
    };
    let went_out = matter.and_then(Circulation::went_out);
    Ok(match act {
        A::Propose { record, basis, scope, facts_text, recipients } => E::Proposed {
            ref_: ref_(),
            record: *record,
            basis: basis.clone(),
            scope: scope.clone(),
            facts_text: nameless(facts_text)?,
            recipients: nameless(recipients)?,
            must_publish: must_publish(desk),
            marks: marks::of(&desk.state.organ, desk.state.the_record()?, facts_text.trim()),
        },
        A::Decline { record, reason } => {
            E::Declining { ref_: ref_(), record: *record, reason: nameless(reason)? }
        }
        A::Check { unrecognisable, words } => {
            if words.trim().is_empty() && matter.is_some_and(|m| !m.marks.is_empty()) {
                return Err(wrong("words", Flaw::Missing));
            }
            E::Checked { unrecognisable: *unrecognisable, words: nameless(words)? }
        }
        A::Return { reason } => E::Returned { reason: trimmed(reason) },
        // An outside inquiry is circulated by the political-legal committee, one from within by the organ that has
        // the power over whoever inquired (External Provision art. 8, Internal Provision art. 9).
        A::Approve => {
            let record = desk.state.the_record()?;
            let ours = record.stream() != OUTSIDE && competent::is_ours(&desk.state.organ, &record.text);
            E::Approved { outside: !ours }
        }
        A::Agree => E::Declined,
        A::Refuse { reason } => E::Refused { reason: trimmed(reason) },
        A::Issue { doc_no, issued_at } => E::Issued {
            doc_no: trimmed(doc_no),
            issued_at: desk.past_after::<Circulation>(
                "issued_at",
                *issued_at,
                matter.map(|m| m.begun.since),
            )?,
        },
        A::Send { to_unit, doc_no, delivery, sent_at } => E::Sent {
            to_unit: nameless(to_unit)?,
            doc_no: trimmed(doc_no),
            delivery: delivery.clone(),
            sent_at: desk.past_after::<Circulation>("sent_at", *sent_at, matter.map(|m| m.begun.since))?,
        },
        A::Answer { answer, answer_text, doc_no } => E::Answered {
            answer: answer.clone(),
            answer_text: nameless(answer_text)?,
            doc_no: trimmed(doc_no),
        },
        A::Receipt { receipt_by, receipt_at } => E::Received {
            receipt_by: trimmed(receipt_by),
            receipt_at: desk.past_after::<Circulation>("receipt_at", *receipt_at, went_out)?,
        },
        A::Publish { medium, published_at, address } => E::Published {
            medium: nameless(medium)?,
            published_at: desk.past_after::<Circulation>("published_at", *published_at, went_out)?,
            address: nameless(address)?,
        },
        A::Finish { reason } => {
            if reason.trim().is_empty() && matter.is_some_and(Circulation::lacks_publication) {
                return Err(Rule::PublicationMissing.into());
            }
            E::Finished { reason: trimmed(reason) }
        }
    })
}

/// The facts for which publication must be proposed: treats or gifts, a threat, two or more times (安徽省实施办法),
/// as the triage that stands found them or the record has them.
fn must_publish(desk: &Desk<'_>) -> Vec<String> {
    let found = Follows::of(desk.state).map(|f| f.aggravating).unwrap_or_default();
    let record = desk.state.record.as_deref();
    let holds =
        |code: &String| found.contains(code) || record.is_some_and(|r| r.text.aggravating.contains(code));
    let rows = codes::list("CL13").rows().iter().filter(|row| row.entails("PUBLISH"));
    rows.map(|row| row.code.clone()).filter(holds).collect()
}

fn wrong(field: &str, flaw: Flaw) -> No {
    No::Wrong(vec![Problem::new(format!("{}.{field}", Circulation::CODE), flaw, "")])
}
