//! What happened to an escalation, the question behind it, and the row that made it.

use super::command::{Decision, EscalationCommand};
use super::flow::SILENCE;
use super::ladder::Skipped;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EscalationEvent {
    Started {
        ref_: Ref,
        record: MatterId,
        reason: String,
        text: String,
        wanted: Vec<String>,
        consent: bool,
        level: String,
        to: Option<PersonId>,
        skipped: Vec<Skipped>,
    },
    /// A level ends the escalation with text.
    Answered {
        decision: Decision,
        text: String,
    },
    /// A level passes it on, or the register does when the level's clock has run out.
    PassedUp {
        text: String,
        level: String,
        to: Option<PersonId>,
        skipped: Vec<Skipped>,
        /// When the silent level's clock ran out; none when the level itself passed it on.
        silent_since: Option<Millis>,
    },
    SentSuperior {
        text: String,
        doc_no: String,
    },
    SuperiorAnswered {
        text: String,
        doc_no: String,
    },
}

impl EscalationEvent {
    /// Every code, with an act behind it: an answer may be any of four rows.
    pub const CODES: &'static [(&'static str, Act)] = &[
        ("started", Act::Escalate),
        ("answered", Act::Answer),
        ("passed_up", Act::PassUp),
        ("passed_up_by_silence", SILENCE),
        ("sent_superior", Act::SendSuperior),
        ("superior_answered", Act::SuperiorAnswer),
    ];

    pub fn code(&self) -> &'static str {
        match self {
            Self::Started { .. } => "started",
            Self::Answered { .. } => "answered",
            Self::PassedUp { silent_since: None, .. } => "passed_up",
            Self::PassedUp { .. } => "passed_up_by_silence",
            Self::SentSuperior { .. } => "sent_superior",
            Self::SuperiorAnswered { .. } => "superior_answered",
        }
    }

    pub fn made_by(&self) -> Act {
        match self {
            Self::PassedUp { silent_since: Some(_), .. } => SILENCE,
            by_a_person => by_a_person.asked().act(),
        }
    }

    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> EscalationCommand {
        use EscalationCommand as C;
        match self.clone() {
            Self::Started { record, reason, text, wanted, consent, .. } => {
                C::Start { record, reason, text, wanted, consent }
            }
            Self::Answered { decision, text } => C::Answer { decision, text },
            // Passing up comes to the same where no level is left.
            Self::PassedUp { text, to: None, skipped, .. } if skipped.is_empty() => {
                C::Answer { decision: Decision::ToSuperior, text }
            }
            Self::PassedUp { text, .. } => C::Answer { decision: Decision::PassUp, text },
            Self::SentSuperior { text, doc_no } => C::SendSuperior { text, doc_no },
            Self::SuperiorAnswered { text, doc_no } => C::SuperiorAnswer { text, doc_no },
        }
    }
}
