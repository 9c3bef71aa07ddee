//! What is asked of a triage, and what happened to it. Field names are the keys of the table.

use crate::domain::ids::{MatterId, Ref};
use crate::domain::kind::{acts_of, events_of};

acts_of! {
    pub enum TriageAct {
        Triage = TRIAGE "triage" {
            record: MatterId,
            verification: String,
            #[serde(default)]
            statement: String,
            #[serde(default)]
            no_statement: String,
            class: String,
            #[serde(default)]
            violations: Vec<String>,
            #[serde(default)]
            aggravating: Vec<String>,
            reason: String,
            #[serde(default)]
            anew: String,
        },
        Concur = CONCUR "concur_triage" { class: String, #[serde(default)] opinion: String },
        Advise = ADVISE "advise_triage" { class: String, opinion: String },
        Withdraw = WITHDRAW "withdraw_triage" { reason: String },
        Approve = APPROVE "approve_triage",
        Refuse = REFUSE "refuse_triage" { reason: String },
    }
}

events_of! {
    pub enum TriageEvent {
        Drafted = "drafted", TRIAGE {
            ref_: Ref,
            record: MatterId,
            /// What was asked of whom, and what was found.
            verification: String,
            /// What whoever inquired says of it himself, or why nothing.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            statement: String,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            no_statement: String,
            class: String,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            violations: Vec<String>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            aggravating: Vec<String>,
            reason: String,
            /// The new evidence, where another triage stands already.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            anew: String,
            /// An outside inquiry, so that those who watch over trials say what they think of it.
            joint: bool,
        },
        Concurred = "concurred", CONCUR {
            class: String,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            opinion: String,
        },
        Advised = "advised", ADVISE { class: String, opinion: String },
        Withdrawn = "withdrawn", WITHDRAW { reason: String },
        Approved = "approved", APPROVE,
        Refused = "refused", REFUSE { reason: String },
    }
}

impl TriageEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> TriageAct {
        use {TriageAct as A, TriageEvent as E};
        match self.clone() {
            E::Drafted {
                record,
                verification,
                statement,
                no_statement,
                class,
                violations,
                aggravating,
                reason,
                anew,
                ..
            } => A::Triage {
                record,
                verification,
                statement,
                no_statement,
                class,
                violations,
                aggravating,
                reason,
                anew,
            },
            E::Concurred { class, opinion } => A::Concur { class, opinion },
            E::Advised { class, opinion } => A::Advise { class, opinion },
            E::Withdrawn { reason } => A::Withdraw { reason },
            E::Approved => A::Approve,
            E::Refused { reason } => A::Refuse { reason },
        }
    }
}
