use super::command::{Decision, EscalationCommand};
use super::event::EscalationEvent;
use super::flow::{EscalationState, FLOW};
use super::ladder::next_rung;
use super::state::Escalation;
use crate::domain::codes;
use crate::domain::command::Asked;
use crate::domain::flow::Act;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::organ::Organ;
use crate::domain::policy::Asks;
use crate::domain::record::{Record, given};
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::state::State;

/// What happens when a person asks this of an escalation.
///
/// # Errors
/// The rule that stands against it.
pub fn decide(state: &State, asked: &Asked<'_>, act: &EscalationCommand) -> Result<EscalationEvent, No> {
    let me = asked.actor.id().ok_or(Rule::NotYourCapacity)?;
    match act {
        EscalationCommand::Start { record, reason, text, wanted, consent } => {
            let found = state.the_record()?;
            allowed(state, asked, me, Act::Escalate, EscalationState::None)?;
            for (list, code) in
                [("CL25", reason)].into_iter().chain(wanted.iter().map(|w| ("escalation_wanted", w)))
            {
                if !asked.again && !codes::has(list, code) {
                    return Err(Refusal::with(Rule::UnknownCode, code).into());
                }
            }
            let text = given(text)?;
            // Each level will see the record; who starts it has been told and says yes.
            if !consent {
                return Err(No::Wrong(vec![Problem::new("consent", Flaw::Missing, "")]));
            }
            // The level is chosen with this very text in mind: nobody is asked for help against himself.
            let heard = state.heard(found, me, &text);
            let (rung, skipped) = next_rung(&state.organ, &heard, me, &[], None);
            Ok(EscalationEvent::Started {
                ref_: asked.fresh.ref_.clone(),
                record: *record,
                reason: reason.clone(),
                text,
                wanted: wanted.clone(),
                consent: *consent,
                level: rung.level,
                to: rung.person,
                skipped,
            })
        }
        EscalationCommand::Answer { decision, text } => answer(state, asked, me, *decision, text),
        EscalationCommand::SendSuperior { text, doc_no } => {
            let e = state.the_escalation()?;
            allowed(state, asked, me, Act::SendSuperior, e.state)?;
            Ok(EscalationEvent::SentSuperior { text: given(text)?, doc_no: doc_no.trim().to_owned() })
        }
        EscalationCommand::SuperiorAnswer { text, doc_no } => {
            let e = state.the_escalation()?;
            allowed(state, asked, me, Act::SuperiorAnswer, e.state)?;
            Ok(EscalationEvent::SuperiorAnswered { text: given(text)?, doc_no: given(doc_no)? })
        }
    }
}

fn allowed(
    state: &State,
    asked: &Asked<'_>,
    me: &PersonId,
    act: Act,
    at: EscalationState,
) -> Result<(), Refusal> {
    Asks::of(state, me, asked.now).step(FLOW, act, at, &[]).map(|_| ())
}

fn answer(
    state: &State,
    asked: &Asked<'_>,
    me: &PersonId,
    decision: Decision,
    text: &str,
) -> Result<EscalationEvent, No> {
    let e = state.the_escalation()?;
    let act = match decision {
        Decision::Accept | Decision::Return | Decision::NoAct => Act::Answer,
        Decision::PassUp => Act::PassUp,
        Decision::ToCommittee => Act::Apply,
        Decision::ToSuperior => Act::ReferUp,
    };
    allowed(state, asked, me, act, e.state)?;
    // A level cannot be silent (workflow T13): whatever ends the matter carries a text.
    if act == Act::Answer && text.trim().is_empty() {
        return Err(Rule::AnswerNeedsText.into());
    }
    let text = text.trim().to_owned();
    let record = state.the_record()?;
    Ok(match decision {
        Decision::PassUp => {
            let heard = state.heard(record, me, &text);
            passed_up(&state.organ, &heard, e, text, None)
        }
        Decision::ToSuperior => EscalationEvent::PassedUp {
            text,
            level: "SUPERIOR".to_owned(),
            to: None,
            skipped: Vec::new(),
            silent_since: None,
        },
        other => EscalationEvent::Answered { decision: other, text },
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
pub fn silence(organ: &Organ, record: &Record, e: &Escalation, now: Millis) -> Option<EscalationEvent> {
    let due = e.silent_at(organ)?;
    (now > due).then(|| passed_up(organ, record, e, String::new(), Some(due)))
}
