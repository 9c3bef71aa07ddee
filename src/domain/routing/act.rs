//! What is asked of a routing, and what happened to it. Field names are the keys of the table.

use crate::domain::ids::{MatterId, Millis, Ref};
use crate::domain::kind::{acts_of, events_of};
use crate::domain::record::local_time;

acts_of! {
    pub enum RoutingAct {
        Route = ROUTE "route" {
            record: MatterId,
            target: String,
            #[serde(default)]
            override_reason: String,
            form: String,
            to_unit: String,
            text: String,
        },
        Withdraw = WITHDRAW "withdraw_routing" { reason: String },
        Approve = APPROVE "approve_routing",
        Refuse = REFUSE "refuse_routing" { reason: String },
        Send = SEND "send_routing" {
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Receipt = RECEIPT "receipt" {
            receipt_by: String,
            #[serde(with = "local_time")]
            receipt_at: Millis,
        },
        Remind = REMIND "remind" { text: String },
        Result = RESULT "result" {
            result: String,
            result_text: String,
            #[serde(default)]
            doc_no: String,
        },
        GiveBack = GIVE_BACK "give_back" {
            text: String,
            #[serde(default)]
            to_recorder: String,
        },
        Hear = HEAR "hear_routing",
    }
}

events_of! {
    pub enum RoutingEvent {
        Drafted = "drafted", ROUTE {
            ref_: Ref,
            record: MatterId,
            target: String,
            /// The rules that spoke, each with the target it gives; none where the choice was free.
            rules: Vec<(String, String)>,
            override_reason: String,
            form: String,
            to_unit: String,
            text: String,
        },
        Withdrawn = "withdrawn", WITHDRAW { reason: String },
        Approved = "approved", APPROVE,
        Refused = "refused", REFUSE { reason: String },
        Sent = "sent", SEND {
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Received = "received", RECEIPT {
            receipt_by: String,
            #[serde(with = "local_time")]
            receipt_at: Millis,
        },
        Reminded = "reminded", REMIND { text: String },
        Answered = "answered", RESULT { result: String, result_text: String, doc_no: String },
        GivenBack = "given_back", GIVE_BACK {
            text: String,
            /// For the recorder alone.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            to_recorder: String,
        },
        /// By one who handles the case, or by the recorder.
        Heard = "heard", HEAR,
    }
}

impl RoutingEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> RoutingAct {
        use {RoutingAct as A, RoutingEvent as E};
        match self.clone() {
            E::Drafted { record, target, override_reason, form, to_unit, text, .. } => {
                A::Route { record, target, override_reason, form, to_unit, text }
            }
            E::Withdrawn { reason } => A::Withdraw { reason },
            E::Approved => A::Approve,
            E::Refused { reason } => A::Refuse { reason },
            E::Sent { doc_no, delivery, sent_at } => A::Send { doc_no, delivery, sent_at },
            E::Received { receipt_by, receipt_at } => A::Receipt { receipt_by, receipt_at },
            E::Reminded { text } => A::Remind { text },
            E::Answered { result, result_text, doc_no } => A::Result { result, result_text, doc_no },
            E::GivenBack { text, to_recorder } => A::GiveBack { text, to_recorder },
            E::Heard => A::Hear,
        }
    }
}
