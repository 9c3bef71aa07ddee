//! What is asked of it, and what happened to it. Field names are the keys of the table.

use crate::domain::ids::{MatterId, Millis, Ref};
use crate::domain::kind::{acts_of, events_of};
use crate::domain::record::{local_time, local_time_option};

acts_of! {
    pub enum AccountabilityAct {
        Hold = HOLD "hold_liable" {
            record: MatterId,
            person: String,
            cause: String,
            to_unit: String,
            text: String,
        },
        Decline = DECLINE "decline_liability" { record: MatterId, reason: String },
        Withdraw = WITHDRAW "withdraw_liability" { reason: String },
        Approve = APPROVE "approve_liability",
        Refuse = REFUSE "refuse_liability" { reason: String },
        Send = SEND "send_liability" {
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Remind = REMIND "remind_liability" { text: String },
        Answer = ANSWER "answer_liability" {
            sanctions: Vec<String>,
            #[serde(default)]
            form4: String,
            #[serde(with = "local_time")]
            decided_at: Millis,
            doc_no: String,
            #[serde(default, with = "local_time_option")]
            effective_at: Option<Millis>,
            #[serde(default)]
            answer_text: String,
        },
        Appeal = APPEAL "appeal_liability" {
            #[serde(with = "local_time")]
            filed_at: Millis,
            text: String,
        },
        AppealResult = APPEAL_RESULT "appeal_result" {
            appeal_result: String,
            text: String,
            doc_no: String,
            #[serde(default)]
            sanctions: Vec<String>,
        },
        Reflect = REFLECT "reflect_liability" {
            reflected_in: String,
            #[serde(with = "local_time")]
            reflected_at: Millis,
            #[serde(default)]
            text: String,
        },
        Finish = FINISH "finish_liability",
    }
}

events_of! {
    pub enum AccountabilityEvent {
        Held = "held", HOLD {
            ref_: Ref,
            record: MatterId,
            /// As it was given; of two of one name with the number of the row.
            person: String,
            /// Which row of the people it was in the text that stood then, counted from 1, and what he was there.
            row: u32,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            kind: String,
            cause: String,
            to_unit: String,
            text: String,
        },
        Declined = "declined", DECLINE { ref_: Ref, record: MatterId, reason: String },
        Withdrawn = "withdrawn", WITHDRAW { reason: String },
        /// What was approved: a draft, or that nobody is held liable.
        Approved = "approved", APPROVE { declines: bool },
        Refused = "refused", REFUSE { reason: String },
        Sent = "sent", SEND {
            doc_no: String,
            delivery: String,
            #[serde(with = "local_time")]
            sent_at: Millis,
        },
        Reminded = "reminded", REMIND { text: String },
        Decided = "decided", ANSWER {
            sanctions: Vec<String>,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            form4: String,
            #[serde(with = "local_time")]
            decided_at: Millis,
            doc_no: String,
            #[serde(default, with = "local_time_option", skip_serializing_if = "Option::is_none")]
            effective_at: Option<Millis>,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            answer_text: String,
        },
        Appealed = "appealed", APPEAL {
            #[serde(with = "local_time")]
            filed_at: Millis,
            text: String,
        },
        AppealDecided = "appeal_decided", APPEAL_RESULT {
            appeal_result: String,
            text: String,
            doc_no: String,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            sanctions: Vec<String>,
        },
        Reflected = "reflected", REFLECT {
            reflected_in: String,
            #[serde(with = "local_time")]
            reflected_at: Millis,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            text: String,
        },
        Finished = "finished", FINISH,
    }
}

impl AccountabilityEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> AccountabilityAct {
        use {AccountabilityAct as A, AccountabilityEvent as E};
        match self.clone() {
            E::Held { record, person, cause, to_unit, text, .. } => {
                A::Hold { record, person, cause, to_unit, text }
            }
            E::Declined { record, reason, .. } => A::Decline { record, reason },
            E::Withdrawn { reason } => A::Withdraw { reason },
            E::Approved { .. } => A::Approve,
            E::Refused { reason } => A::Refuse { reason },
            E::Sent { doc_no, delivery, sent_at } => A::Send { doc_no, delivery, sent_at },
            E::Reminded { text } => A::Remind { text },
            E::Decided { sanctions, form4, decided_at, doc_no, effective_at, answer_text } => {
                A::Answer { sanctions, form4, decided_at, doc_no, effective_at, answer_text }
            }
            E::Appealed { filed_at, text } => A::Appeal { filed_at, text },
            E::AppealDecided { appeal_result, text, doc_no, sanctions } => {
                A::AppealResult { appeal_result, text, doc_no, sanctions }
            }
            E::Reflected { reflected_in, reflected_at, text } => {
                A::Reflect { reflected_in, reflected_at, text }
            }
            E::Finished => A::Finish,
        }
    }
}
