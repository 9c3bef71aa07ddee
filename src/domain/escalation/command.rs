use crate::domain::ids::MatterId;
use serde::{Deserialize, Serialize};

/// What a level answers. It cannot be silent: silence passes up by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Decision {
    /// Guidance is given; the text is the guidance.
    Accept,
    Return,
    PassUp,
    ToCommittee,
    ToSuperior,
    #[serde(rename = "NOACT")]
    NoAct,
}

impl Decision {
    pub const ALL: &'static [Decision] = &[
        Decision::Accept,
        Decision::PassUp,
        Decision::ToCommittee,
        Decision::ToSuperior,
        Decision::Return,
        Decision::NoAct,
    ];
    pub fn code(self) -> &'static str {
        match self {
            Decision::Accept => "ACCEPT",
            Decision::Return => "RETURN",
            Decision::PassUp => "PASS_UP",
            Decision::ToCommittee => "TO_COMMITTEE",
            Decision::ToSuperior => "TO_SUPERIOR",
            Decision::NoAct => "NOACT",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|d| d.code().eq_ignore_ascii_case(code))
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
