//! What the table of an escalation cannot say: which level is next, and what the register does when one
//! is silent.

use super::command::{Decision, EscalationCommand};
use super::event::EscalationEvent;
use super::ladder::next_rung;
use super::state::Escalation;
use crate::domain::ids::Millis;
use crate::domain::kind::Desk;
use crate::domain::organ::Organ;
use crate::domain::record::Record;
use crate::domain::refusal::{No, Rule};

pub(super) fn event(
    desk: &Desk<'_>,
    matter: Option<&Escalation>,
    act: &EscalationCommand,
) -> Result<EscalationEvent, No> {
    let trimmed = |text: &String| text.trim().to_owned();
    let record = desk.state.the_record()?;
    Ok(match act {
        EscalationCommand::Start { record: on, reason, text, wanted, consent } => {
            let text = trimmed(text);
            // The level is chosen with this very text in mind: nobody is asked for help against himself.
            let heard = desk.state.heard(record, desk.me, &text);
            let (rung, skipped) = next_rung(&desk.state.organ, &heard, desk.me, &[], None);
            EscalationEvent::Started {
                ref_: desk.asked.fresh.ref_.clone(),
                record: *on,
                reason: reason.clone(),
                text,
                wanted: wanted.clone(),
                consent: *consent,
                level: rung.level,
                to: rung.person,
                skipped,
            }
        }
        EscalationCommand::Answer { decision: Decision::PassUp, text } => {
            let e = matter.ok_or(Rule::NoSuchMatter)?;
            let text = trimmed(text);
            let heard = desk.state.heard(record, desk.me, &text);
            passed_up(&desk.state.organ, &heard, e, text, None)
        }
        EscalationCommand::Answer { decision: Decision::ToSuperior, text } => EscalationEvent::PassedUp {
            text: trimmed(text),
            level: "SUPERIOR".to_owned(),
            to: None,
            skipped: Vec::new(),
            silent_since: None,
        },
        EscalationCommand::Answer { decision, text } => {
            EscalationEvent::Answered { decision: *decision, text: trimmed(text) }
        }
        EscalationCommand::SendSuperior { text, doc_no } => {
            EscalationEvent::SentSuperior { text: trimmed(text), doc_no: trimmed(doc_no) }
        }
        EscalationCommand::SuperiorAnswer { text, doc_no } => {
            EscalationEvent::SuperiorAnswered { text: trimmed(text), doc_no: trimmed(doc_no) }
        }
    })
}

fn passed_up(
    organ: &Organ,
    record: &Record,
    e: &Escalation,
    text: String,
    silent: Option<Millis>,
) -> EscalationEvent {
    let (rung, skipped) = next_rung(organ, record, &e.starter, &e.asked, Some(&e.level));
    EscalationEvent::PassedUp { text, level: rung.level, to: rung.person, skipped, silent_since: silent }
}

/// What the register itself does when the level's clock has run out: it passes the matter up, with
/// the date on which the clock ran out. The next level's clock starts when this is written.
pub(super) fn silence(
    organ: &Organ,
    record: &Record,
    e: &Escalation,
    now: Millis,
) -> Option<EscalationEvent> {
    let due = e.silent_at(organ)?;
    (now > due).then(|| passed_up(organ, record, e, String::new(), Some(due)))
}
