//! What is asked of an escalation.

use crate::domain::coded::codes;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use serde::{Deserialize, Serialize};

codes! {
    /// What a level answers. It cannot be silent: silence passes up by itself.
    pub enum Decision {
        /// Guidance is given; the text is the guidance.
        Accept = "ACCEPT",
        PassUp = "PASS_UP",
        ToCommittee = "TO_COMMITTEE",
        ToSuperior = "TO_SUPERIOR",
        Return = "RETURN",
        NoAct = "NOACT",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EscalationCommand {
    Start {
        record: MatterId,
        /// CL25.
        reason: String,
        text: String,
        /// What help is wanted.
        wanted: Vec<String>,
        /// The starter has been told that each level will see the record, and agrees.
        consent: bool,
    },
    Answer {
        decision: Decision,
        text: String,
    },
    /// A custodian sends the letter to the superior organ.
    SendSuperior {
        text: String,
        doc_no: String,
    },
    /// A custodian enters what the superior organ answered.
    SuperiorAnswer {
        text: String,
        doc_no: String,
    },
}

impl Decision {
    /// The row of the table behind an answer.
    pub fn act(self) -> Act {
        match self {
            Self::Accept | Self::Return | Self::NoAct => Act::Answer,
            Self::PassUp => Act::PassUp,
            Self::ToCommittee => Act::Apply,
            Self::ToSuperior => Act::ReferUp,
        }
    }
}

impl EscalationCommand {
    pub fn act(&self) -> Act {
        match self {
            Self::Start { .. } => Act::Escalate,
            Self::Answer { decision, .. } => decision.act(),
            Self::SendSuperior { .. } => Act::SendSuperior,
            Self::SuperiorAnswer { .. } => Act::SuperiorAnswer,
        }
    }
}
