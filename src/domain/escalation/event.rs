use super::command::Decision;
use super::ladder::Skipped;
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
}
