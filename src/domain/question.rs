//! The question an act answers, made again from the act: what somebody asked for, as far as it
//! stands in what came of it. What was only compared and not kept (the last four characters, what
//! was read off a material) is left empty; whoever asks again does not compare it again.

use super::book::Book;
use super::command::Command;
use super::event::{Body, Event};
use super::evidence::{EvidenceCommand, EvidenceEvent};
use super::ids::Revision;
use super::kind::Then;
use super::organ::{OrganCommand, OrganEvent};
use serde_json::Value;

/// The command that came to this act; none for what only the register does.
pub fn question(book: &Book, body: &Body) -> Option<Command> {
    Some(match &body.act {
        Event::Organ(event) => Command::Organ(match event {
            OrganEvent::Founded { .. } => return None,
            OrganEvent::Proposed { change } => OrganCommand::Propose { change: (**change).clone() },
            OrganEvent::ProposalConfirmed { proposal } => OrganCommand::Confirm { proposal: *proposal },
            OrganEvent::ProposalRefused { proposal, reason } => {
                OrganCommand::Refuse { proposal: *proposal, reason: reason.clone() }
            }
        }),
        Event::Evidence(event) => Command::Evidence(match event.clone() {
            EvidenceEvent::Cosigned { acts, reads } => EvidenceCommand::Cosign { acts, reads },
            EvidenceEvent::Witnessed { witness, acts, signature } => {
                EvidenceCommand::KeepWitness { witness, acts, signature }
            }
            EvidenceEvent::Copied { name, acts, recipients } => {
                EvidenceCommand::NoteCopy { name, acts, recipients }
            }
            EvidenceEvent::Drilled { name, acts, sound, seconds } => {
                EvidenceCommand::NoteDrill { name, acts, sound, seconds }
            }
            EvidenceEvent::LogKey { .. } | EvidenceEvent::Alerted { .. } => return None,
        }),
        kind => {
            let none = Revision(String::new());
            let known = book.records.contains_key(&body.matter);
            let asked = kind.asked_of_kind(body.matter, known, body.seen.as_ref().unwrap_or(&none))?;
            // Before version 5 nothing but what names its text itself was on one.
            asked.on_text(body.seen.as_ref().filter(|_| body.v > 4))
        }
    })
}

/// Whether this is the question that an act answered, `kept` being that question as it was made
/// again: every field alike but those that are kept nowhere. A second one under the first one's id
/// would be taken for done.
pub fn is_again(then: &Then<'_>, asked: &Command, kept: &Command) -> bool {
    let mut kept = kept.clone();
    // Asked without a text it was on the one that stood then.
    let mut asked = asked.on_text(kept.seen());
    asked.as_kept(then, &mut kept);
    match (serde_json::to_value(&asked), serde_json::to_value(&kept)) {
        (Ok(asked), Ok(kept)) => bare(asked) == bare(kept),
        _ => false,
    }
}

/// Without the spaces around words and without what says nothing.
fn bare(value: Value) -> Value {
    let empty = |v: &Value| match v {
        Value::Null => true,
        Value::String(s) => s.is_empty(),
        Value::Array(a) => a.is_empty(),
        Value::Object(o) => o.is_empty(),
        _ => false,
    };
    match value {
        Value::String(s) => Value::String(s.trim().to_owned()),
        Value::Array(a) => Value::Array(a.into_iter().map(bare).collect()),
        Value::Object(o) => {
            Value::Object(o.into_iter().map(|(k, v)| (k, bare(v))).filter(|(_, v)| !empty(v)).collect())
        }
        other => other,
    }
}
