//! What is asked of a circulation, and what happened to it. Field names are the keys of the table.

use super::marks::Mark;
use crate::domain::ids::{MatterId, Millis, Ref};
use crate::domain::kind::{acts_of, events_of};
use crate::domain::record::local_time;

acts_of! {
    pub enum CirculationAct {
        Propose = PROPOSE "propose_circulation" {
            record: MatterId,
            basis: String,
            scope: String,
            facts_text: String,
            recipients: String,
        },
        Decline = DECLINE "decline_circulation" { record: MatterId, reason: String },
        Check = CHECK "check_circulation" {
            #[serde(default)]
            unrecognisable: bool,
            #[serde(default)]
            words: String,
        },
        Return = RETURN "return_circulation" { reason: String },
        Approve = APPROVE "approve_circulation",
        Agree = AGREE "agree_no_circulation",
        Refuse = REFUSE "refuse_circulation" { reason: String },
        Issue = ISSUE "issue_circulation" {
            doc_no: String,
            #[serde(with = "local_time")]
            issued_at: Millis,
        },
        Send = SEND "send_circulation" {
            to_unit: String,
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Answer = ANSWER "answer_circulation" {
            answer: String,
            answer_text: String,
            #[serde(default)]
            doc_no: String,
        },
        Receipt = RECEIPT "receipt_circulation" {
            receipt_by: String,
            #[serde(with = "local_time")]
            receipt_at: Millis,
        },
        Publish = PUBLISH "publish_circulation" {
            medium: String,
            #[serde(with = "local_time")]
            published_at: Millis,
            #[serde(default)]
            address: String,
        },
        Finish = FINISH "finish_circulation" { #[serde(default)] reason: String },
    }
}

events_of! {
    pub enum CirculationEvent {
        Proposed = "proposed", PROPOSE {
            ref_: Ref,
            record: MatterId,
            basis: String,
            scope: String,
            /// The words that go out.
            facts_text: String,
            recipients: String,
            /// The facts for which publication must be proposed (Anhui), as far as they hold.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            must_publish: Vec<String>,
            /// Where the words could tell who wrote it down.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            marks: Vec<Mark>,
        },
        Declining = "declining", DECLINE { ref_: Ref, record: MatterId, reason: String },
        Checked = "checked", CHECK {
            unrecognisable: bool,
            /// Why he cannot be recognised, where there are marks.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            words: String,
        },
        Returned = "returned", RETURN { reason: String },
        /// Whether another organ circulates it: the political-legal committee, or the one that has the power over
        /// whoever inquired.
        Approved = "approved", APPROVE { outside: bool },
        Declined = "declined", AGREE,
        Refused = "refused", REFUSE { reason: String },
        Issued = "issued", ISSUE {
            doc_no: String,
            #[serde(with = "local_time")]
            issued_at: Millis,
        },
        Sent = "sent", SEND {
            to_unit: String,
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Answered = "answered", ANSWER {
            answer: String,
            answer_text: String,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            doc_no: String,
        },
        Received = "received", RECEIPT {
            receipt_by: String,
            #[serde(with = "local_time")]
            receipt_at: Millis,
        },
        Published = "published", PUBLISH {
            medium: String,
            #[serde(with = "local_time")]
            published_at: Millis,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            address: String,
        },
        Finished = "finished", FINISH {
            /// Why what had to be published was not.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            reason: String,
        },
    }
}

impl CirculationEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> CirculationAct {
        use {CirculationAct as A, CirculationEvent as E};
        match self.clone() {
            E::Proposed { record, basis, scope, facts_text, recipients, .. } => {
                A::Propose { record, basis, scope, facts_text, recipients }
            }
            E::Declining { record, reason, .. } => A::Decline { record, reason },
            E::Checked { unrecognisable, words } => A::Check { unrecognisable, words },
            E::Returned { reason } => A::Return { reason },
            E::Approved { .. } => A::Approve,
            E::Declined => A::Agree,
            E::Refused { reason } => A::Refuse { reason },
            E::Issued { doc_no, issued_at } => A::Issue { doc_no, issued_at },
            E::Sent { to_unit, doc_no, delivery, sent_at } => A::Send { to_unit, doc_no, delivery, sent_at },
            E::Answered { answer, answer_text, doc_no } => A::Answer { answer, answer_text, doc_no },
            E::Received { receipt_by, receipt_at } => A::Receipt { receipt_by, receipt_at },
            E::Published { medium, published_at, address } => A::Publish { medium, published_at, address },
            E::Finished { reason } => A::Finish { reason },
        }
    }
}
