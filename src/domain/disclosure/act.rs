//! What is asked of an extract, and what happened to it. Field names are the keys of the table.

use crate::domain::ids::{MatterId, Millis, Ref};
use crate::domain::kind::{acts_of, events_of};
use crate::domain::record::{local_time, local_time_option};
use serde::{Deserialize, Serialize};

/// What was told of somebody: the fields that were authorised, as they stood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Extract {
    pub person: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cause: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sanctions: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub form4: String,
    #[serde(with = "local_time_option", skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Millis>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub doc_no: String,
    #[serde(with = "local_time_option", skip_serializing_if = "Option::is_none")]
    pub effective_at: Option<Millis>,
    /// How an appeal ended (upheld or changed); empty where there was none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub appeal_result: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reflected_in: Vec<String>,
}

acts_of! {
    pub enum DisclosureAct {
        Apply = APPLY "apply_extract" {
            record: MatterId,
            #[serde(default)]
            person: String,
            asked_by: String,
            letter_no: String,
            #[serde(with = "local_time")]
            letter_at: Millis,
            purpose: String,
            fields: Vec<String>,
        },
        Withdraw = WITHDRAW "withdraw_extract" { reason: String },
        Approve = APPROVE "approve_extract",
        Refuse = REFUSE "refuse_extract" { reason: String },
        Give = GIVE "give_extract" {
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
            received_by: String,
        },
    }
}

events_of! {
    pub enum DisclosureEvent {
        Applied = "applied", APPLY {
            ref_: Ref,
            record: MatterId,
            /// What the extract is taken from.
            of: MatterId,
            person: String,
            /// The organ that asks, and its letter.
            asked_by: String,
            letter_no: String,
            #[serde(with = "local_time")]
            letter_at: Millis,
            purpose: String,
            fields: Vec<String>,
        },
        Withdrawn = "withdrawn", WITHDRAW { reason: String },
        Approved = "approved", APPROVE,
        Refused = "refused", REFUSE { reason: String },
        Given = "given", GIVE {
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
            received_by: String,
            extract: Extract,
        },
    }
}

impl DisclosureEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> DisclosureAct {
        use {DisclosureAct as A, DisclosureEvent as E};
        match self.clone() {
            E::Applied { record, person, asked_by, letter_no, letter_at, purpose, fields, .. } => {
                A::Apply { record, person, asked_by, letter_no, letter_at, purpose, fields }
            }
            E::Withdrawn { reason } => A::Withdraw { reason },
            E::Approved => A::Approve,
            E::Refused { reason } => A::Refuse { reason },
            E::Given { doc_no, delivery, sent_at, received_by, .. } => {
                A::Give { doc_no, delivery, sent_at, received_by }
            }
        }
    }
}
