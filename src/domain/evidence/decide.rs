use super::command::EvidenceCommand;
use super::event::EvidenceEvent;
use crate::domain::command::Asked;
use crate::domain::flow::Capacity;
use crate::domain::organ::Role;
use crate::domain::policy;
use crate::domain::refusal::{No, Refusal, Rule};
use crate::domain::state::State;

/// What a keeper of the evidence asks. That a head is the log's own, and that a witness's signature
/// is good, is checked by whoever holds the log and the keys.
///
/// # Errors
/// The rule that stands against it.
pub fn decide(state: &State, asked: &Asked<'_>, act: &EvidenceCommand) -> Result<EvidenceEvent, No> {
    let me = asked.actor.id().ok_or(Rule::NotYourCapacity)?;
    let organ = &state.organ;
    let keeper = [Role::Cus, Role::Dish, Role::Sys, Role::Aud].iter().any(|r| organ.has_role(me, *r));
    if !keeper {
        return Err(Refusal::with(Rule::NotYourCapacity, Capacity::Custodian.code()).into());
    }
    Ok(match act.clone() {
        EvidenceCommand::Cosign { acts, reads } => {
            policy::may(state, Capacity::Custodian, me, asked.now)?;
            EvidenceEvent::Cosigned { acts, reads }
        }
        EvidenceCommand::KeepWitness { witness, acts, signature } => {
            if !organ.witnesses.contains_key(&witness) {
                return Err(Refusal::with(Rule::WitnessUnknown, &witness).into());
            }
            EvidenceEvent::Witnessed { witness, acts, signature }
        }
        EvidenceCommand::NoteCopy { name, acts, recipients } => {
            EvidenceEvent::Copied { name, acts, recipients }
        }
        EvidenceCommand::NoteDrill { name, acts, sound, seconds } => {
            EvidenceEvent::Drilled { name, acts, sound, seconds }
        }
    })
}
