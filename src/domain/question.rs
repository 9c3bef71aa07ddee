//! The question an act answers, made again from the act: what somebody asked for, as far as it
//! stands in what came of it. What was only compared and not kept (the last four characters, what
//! was read off a material) is left empty; whoever asks again does not compare it again.

use super::book::Book;
use super::command::Command;
use super::event::{Body, Event};
use super::evidence::{EvidenceCommand, EvidenceEvent};
use super::ids::{PersonId, Revision};
use super::organ::{Organ, OrganCommand, OrganEvent};
use super::record::{Attachment, ChangeDraft, Occurred, RecordCommand, RecordEvent, RecordText, as_kept};
use serde_json::Value;
use std::collections::BTreeMap;

/// The command that came to this act; none for what only the register does.
pub fn question(book: &Book, body: &Body) -> Option<Command> {
    let matter = Some(body.matter);
    Some(match &body.act {
        Event::Record(event) => {
            let record = match event {
                RecordEvent::Quick { .. } => None,
                RecordEvent::Submitted { .. } if !book.records.contains_key(&body.matter) => None,
                _ => matter,
            };
            let seen = body.seen.clone().unwrap_or_else(|| Revision(String::new()));
            // Before version 5 nothing but what names its text itself was on one.
            let read = body.seen.as_ref().filter(|_| body.v > 4);
            Command::Record { record, act: of_record(event, seen) }.on_text(read)
        }
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
        kind => return kind.asked_of_kind(body.matter),
    })
}

fn of_record(event: &RecordEvent, seen: Revision) -> RecordCommand {
    use {RecordCommand as C, RecordEvent as E};
    let (last_four, blind) = (String::new(), BTreeMap::new());
    match event.clone() {
        E::Quick { note, .. } => C::Quick { note },
        E::Submitted { text, .. } => C::Submit { text },
        E::Amended { text } => C::Amend { seen, text },
        E::Attached { attachment } => C::Attach { seen, attachment },
        E::Withdrawn { reason } => C::Withdraw { seen, reason },
        E::Confirmed { checklist, remark, .. } => C::Confirm { seen, checklist, remark, last_four, blind },
        E::ReadOff { .. } => C::ReadOff { seen, blind },
        E::Returned { reasons } => C::Return { seen, reasons },
        E::Disputed { checklist, reason } => C::Dispute { seen, checklist, reason },
        E::Resolved { confirm, reason, checklist, .. } => {
            C::Resolve { seen, confirm, reason, checklist, last_four, blind }
        }
        E::Signed { refusal } => C::Sign { seen, refusal },
        E::Agreed { refusal } => C::Agree { seen, refusal },
        E::ChangeProposed { change, reason, .. } => C::ProposeChange { seen, change, reason },
        E::ChangeConfirmed { number, .. } => C::ConfirmChange { change: number },
        E::ChangeRefused { number, reason } => C::RefuseChange { change: number, reason },
        E::VoidHand { reason, .. } => C::Void { reason },
        E::VoidRefused { reason } => C::RefuseVoid { reason },
        E::Linked { other, kind } => C::Link { other, kind },
        E::Filed { filing } => C::NoteFiling { filing },
        E::RecusalDeclared { reason } => C::DeclareRecusal { reason },
        E::RecusalOrdered { person, reason } => C::OrderRecusal { person, reason },
        E::RecusalLifted { person, reason, .. } => C::LiftRecusal { person, reason },
        E::OtherPerson { person, also, reason, .. } => C::OtherPerson { person, also, reason },
        E::SamePerson { person, reason } => C::SamePerson { person, reason },
        E::IdentityAsked { purpose } => C::AskIdentity { purpose },
        E::IdentityHand { asker, .. } => C::OpenIdentity { asker },
        E::IdentityRefused { asker, reason } => C::RefuseIdentity { asker, reason },
        E::AtOnce { note } => C::ReportAtOnce { seen, note },
    }
}

/// Whether this is the question that an act of `me` answered, `kept` being that question as it was made
/// again, and `stood` the materials of its record before it: every field alike but those that are kept nowhere. A second one under the first one's id
/// would be taken for done.
pub fn is_again(organ: &Organ, me: &PersonId, stood: &[Attachment], asked: &Command, kept: &Command) -> bool {
    let mut kept = kept.clone();
    // Asked without a text it was on the one that stood then.
    let mut asked = match &kept {
        Command::Record { act, .. } => asked.on_text(act.seen()),
        _ => asked.clone(),
    };
    if let (Command::Record { act, .. }, Command::Record { act: kept, .. }) = (&mut asked, &mut kept) {
        as_it_was_kept(organ, me, stood, act, kept);
    }
    asked.as_kept(&kept);
    match (serde_json::to_value(&asked), serde_json::to_value(&kept)) {
        (Ok(asked), Ok(kept)) => bare(asked) == bare(kept),
        _ => false,
    }
}

/// What a decision does to the words of a question before it keeps them, done to those asked again.
fn as_it_was_kept(
    organ: &Organ,
    me: &PersonId,
    stood: &[Attachment],
    asked: &mut RecordCommand,
    kept: &mut RecordCommand,
) {
    use RecordCommand as C;
    match (asked, kept) {
        (C::Submit { text }, C::Submit { text: kept }) => text_as_kept(organ, me, text, kept, &[]),
        (C::Amend { text, .. }, C::Amend { text: kept, .. }) => text_as_kept(organ, me, text, kept, stood),
        (
            C::ProposeChange { change: ChangeDraft::Correction { text }, .. },
            C::ProposeChange { change: ChangeDraft::Correction { text: kept }, .. },
        ) => {
            text_as_kept(organ, me, text, kept, stood);
            text.late_reason.clone_from(&kept.late_reason);
        }
        (C::Quick { note }, C::Quick { note: kept }) => {
            note.fold_cases();
            moment_as_kept(&mut note.occurred, &kept.occurred);
        }
        (C::Confirm { last_four, blind, .. }, _) => {
            last_four.clear();
            blind.clear();
        }
        (C::ReadOff { blind, .. }, _) => blind.clear(),
        (C::Resolve { confirm, checklist, last_four, blind, .. }, _) => {
            last_four.clear();
            blind.clear();
            if !*confirm {
                checklist.clear();
            }
        }
        _ => {}
    }
}

/// `stood`: materials that the act keeps, whether they are said again or not.
fn text_as_kept(
    organ: &Organ,
    me: &PersonId,
    asked: &mut RecordText,
    kept: &mut RecordText,
    stood: &[Attachment],
) {
    *asked = as_kept(asked, me, organ);
    // An older program kept some texts as they came.
    *kept = as_kept(kept, me, organ);
    if let (Some(at), Some(kept)) = (&mut asked.occurred, &kept.occurred) {
        moment_as_kept(at, kept);
    }
    if !stood.is_empty() {
        for a in stood.iter().filter(|a| kept.attachments.contains(a)) {
            if !asked.attachments.contains(a) {
                asked.attachments.push(a.clone());
            }
        }
        asked.attachments.sort_by_key(|a| kept.attachments.iter().position(|k| k == a));
    }
}

/// "Now" said twice is two moments of one minute.
fn moment_as_kept(asked: &mut Occurred, kept: &Occurred) {
    let near = |a: i64, b: i64| a.abs_diff(b) < 60_000;
    let ends = match (asked.to, kept.to) {
        (Some(a), Some(b)) => near(a, b),
        (a, b) => a == b,
    };
    if ends && near(asked.from, kept.from) && asked.precision == kept.precision {
        asked.clone_from(kept);
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
