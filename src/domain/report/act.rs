//! What is asked of a report, and what happened to it. Field names are the keys of the table.

use crate::domain::figures::AtHead;
use crate::domain::ids::{Millis, Ref, Revision};
use crate::domain::kind::{acts_of, events_of};
use crate::domain::record::local_time;
use serde::{Deserialize, Serialize};

/// What is said of a quarter beside its figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Analysis {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub trend: String,
    /// Departments, stages, causes in which it comes most.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hot_spots: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub causes: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub measures: String,
    /// What those who receive it are asked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub requests: String,
}

acts_of! {
    pub enum ReportAct {
        Draft = DRAFT "draft_quarter" {
            period: String,
            #[serde(default)]
            trend: String,
            #[serde(default)]
            hot_spots: String,
            #[serde(default)]
            causes: String,
            #[serde(default)]
            measures: String,
            #[serde(default)]
            requests: String,
        },
        Check = CHECK "check_quarter",
        Countercheck = COUNTERCHECK "countercheck_quarter",
        Return = RETURN "return_quarter" { reason: String },
        Withdraw = WITHDRAW "withdraw_quarter" { reason: String },
        Approve = APPROVE "approve_quarter",
        Send = SEND "send_quarter" {
            doc_no: String,
            recipients: Vec<String>,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Receipt = RECEIPT "receive_quarter" {
            receipt_by: String,
            #[serde(with = "local_time")]
            receipt_at: Millis,
        },
        Supplement = SUPPLEMENT "supplement_quarter" {
            text: String,
            #[serde(default)]
            doc_no: String,
        },
    }
}

events_of! {
    pub enum ReportEvent {
        Drafted = "drafted", DRAFT {
            ref_: Ref,
            period: String,
            /// What is said of it.
            analysis: Analysis,
            /// As they were counted when it was drafted: by the register, and typed by nobody.
            figures: AtHead,
        },
        /// By the first of two custodians: that what was drafted then is so.
        Checked = "checked", CHECK { upon: Revision },
        Counterchecked = "counterchecked", COUNTERCHECK { upon: Revision },
        Returned = "returned", RETURN { reason: String },
        Withdrawn = "withdrawn", WITHDRAW { reason: String },
        Approved = "approved", APPROVE { upon: Revision },
        Sent = "sent", SEND {
            doc_no: String,
            recipients: Vec<String>,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Received = "received", RECEIPT {
            receipt_by: String,
            #[serde(with = "local_time")]
            receipt_at: Millis,
        },
        /// Beside it: it takes the place of nothing.
        Supplemented = "supplemented", SUPPLEMENT {
            text: String,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            doc_no: String,
        },
    }
}

impl ReportEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> ReportAct {
        use {ReportAct as A, ReportEvent as E};
        match self.clone() {
            E::Drafted { period, analysis, .. } => {
                let Analysis { trend, hot_spots, causes, measures, requests } = analysis;
                A::Draft { period, trend, hot_spots, causes, measures, requests }
            }
            E::Checked { .. } => A::Check,
            E::Counterchecked { .. } => A::Countercheck,
            E::Returned { reason } => A::Return { reason },
            E::Withdrawn { reason } => A::Withdraw { reason },
            E::Approved { .. } => A::Approve,
            E::Sent { doc_no, recipients, delivery, sent_at } => {
                A::Send { doc_no, recipients, delivery, sent_at }
            }
            E::Received { receipt_by, receipt_at } => A::Receipt { receipt_by, receipt_at },
            E::Supplemented { text, doc_no } => A::Supplement { text, doc_no },
        }
    }
}
