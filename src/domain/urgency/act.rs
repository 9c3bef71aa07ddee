//! What is asked of a report, and what happened to it. Field names are the keys of the table.

use crate::domain::ids::{MatterId, Millis, Ref};
use crate::domain::kind::{acts_of, events_of};
use crate::domain::record::local_time;

acts_of! {
    pub enum UrgencyAct {
        Draft = DRAFT "draft_report" {
            record: MatterId,
            to: Vec<String>,
            text: String,
            #[serde(default)]
            reason: String,
        },
        Withdraw = WITHDRAW "withdraw_report" { reason: String },
        Approve = APPROVE "approve_report",
        Return = RETURN "return_report" { reason: String },
        Send = SEND "send_report" {
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Receipt = RECEIPT "receipt_report" {
            receipt_by: String,
            #[serde(with = "local_time")]
            receipt_at: Millis,
        },
    }
}

events_of! {
    pub enum UrgencyEvent {
        Drafted = "drafted", DRAFT {
            ref_: Ref,
            record: MatterId,
            /// What of the record asks for it, by the rules of that moment; by hand where nothing does.
            triggers: Vec<String>,
            to: Vec<String>,
            text: String,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            reason: String,
        },
        Withdrawn = "withdrawn", WITHDRAW { reason: String },
        Approved = "approved", APPROVE,
        Returned = "returned", RETURN { reason: String },
        Sent = "sent", SEND {
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
            /// Whole hours since the record was handed in.
            hours: u32,
        },
        Received = "received", RECEIPT {
            receipt_by: String,
            #[serde(with = "local_time")]
            receipt_at: Millis,
        },
    }
}

impl UrgencyEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> UrgencyAct {
        use {UrgencyAct as A, UrgencyEvent as E};
        match self.clone() {
            E::Drafted { record, to, text, reason, .. } => A::Draft { record, to, text, reason },
            E::Withdrawn { reason } => A::Withdraw { reason },
            E::Approved => A::Approve,
            E::Returned { reason } => A::Return { reason },
            E::Sent { doc_no, delivery, sent_at, .. } => A::Send { doc_no, delivery, sent_at },
            E::Received { receipt_by, receipt_at } => A::Receipt { receipt_by, receipt_at },
        }
    }
}
