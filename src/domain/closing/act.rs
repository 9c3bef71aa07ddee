//! What is asked of a closing, and what happened to it. Field names are the keys of the table.

use crate::domain::ids::{MatterId, Ref};
use crate::domain::kind::{acts_of, events_of};

acts_of! {
    pub enum ClosingAct {
        Close = CLOSE "close_record" {
            record: MatterId,
            summary: String,
            to_recorder: String,
            #[serde(default)]
            to_handler: String,
        },
        Agree = AGREE "agree_closing",
        Return = RETURN "return_closing" { reason: String },
        Withdraw = WITHDRAW "withdraw_closing" { reason: String },
        Read = READ "read_closing",
        Hear = HEAR "hear_closing",
        Reopen = REOPEN "reopen_record" { reason: String },
    }
}

events_of! {
    pub enum ClosingEvent {
        Drafted = "drafted", CLOSE {
            ref_: Ref,
            record: MatterId,
            /// What came of it, for those who keep the store.
            summary: String,
            to_recorder: String,
            #[serde(default, skip_serializing_if = "String::is_empty")]
            to_handler: String,
            /// The class it is closed under (CL10).
            class: String,
        },
        Agreed = "agreed", AGREE,
        Returned = "returned", RETURN { reason: String },
        Withdrawn = "withdrawn", WITHDRAW { reason: String },
        /// By the recorder.
        Read = "read", READ,
        /// By one who handles the case.
        Heard = "heard", HEAR,
        Reopened = "reopened", REOPEN { reason: String },
    }
}

impl ClosingEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> ClosingAct {
        use {ClosingAct as A, ClosingEvent as E};
        match self.clone() {
            E::Drafted { record, summary, to_recorder, to_handler, .. } => {
                A::Close { record, summary, to_recorder, to_handler }
            }
            E::Agreed => A::Agree,
            E::Returned { reason } => A::Return { reason },
            E::Withdrawn { reason } => A::Withdraw { reason },
            E::Read => A::Read,
            E::Heard => A::Hear,
            E::Reopened { reason } => A::Reopen { reason },
        }
    }
}
