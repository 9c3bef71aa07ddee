//! What can happen to a record, and what of it was said in words.

use super::at_once::AtOnceNote;
use super::command::{ChangeDraft, Checklist, FieldReason};
use super::parts::Filing;
use super::text::{Attachment, QuickNote, RecordText};
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, PersonId, Ref, Revision};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What can happen to a record. Version 1: variants are added, never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RecordEvent {
    Quick {
        ref_: Ref,
        note: QuickNote,
    },
    Submitted {
        ref_: Ref,
        number: String,
        year: i32,
        ordinal: u32,
        late_hours: u32,
        text: Box<RecordText>,
    },
    Amended {
        text: Box<RecordText>,
    },
    Attached {
        attachment: Attachment,
    },
    Withdrawn {
        reason: String,
    },
    /// A custodian's hand. `completes` is true for the one that takes the record into the store.
    Confirmed {
        checklist: Checklist,
        remark: String,
        completes: bool,
        blind_fields: Vec<String>,
    },
    Returned {
        reasons: Vec<FieldReason>,
    },
    Disputed {
        checklist: Checklist,
        reason: String,
    },
    /// A third one decides what two custodians disagree on. Where he confirms, his is the second
    /// hand, and he answers what a second hand answers.
    Resolved {
        confirm: bool,
        reason: String,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        checklist: Checklist,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        blind_fields: Vec<String>,
    },
    Signed {
        refusal: Option<String>,
    },
    Agreed {
        refusal: Option<String>,
    },
    ChangeProposed {
        number: u32,
        change: ChangeDraft,
        reason: String,
    },
    /// The second custodian typed what the material says; which fields agree with the record, which
    /// do not. What he typed stands nowhere.
    ReadOff {
        agreed: Vec<String>,
        differed: Vec<String>,
    },
    ChangeConfirmed {
        number: u32,
        completes: bool,
        /// The act that proposed the change, from version 10 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
    },
    ChangeRefused {
        number: u32,
        reason: String,
        /// The act that proposed the change, from version 10 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
    },
    VoidHand {
        reason: String,
        completes: bool,
        /// The hand that asked for the voiding, from version 10 on; none under that one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
    },
    VoidRefused {
        reason: String,
        /// The hand that asked for the voiding, from version 10 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
    },
    Linked {
        other: MatterId,
        kind: String,
    },
    Filed {
        filing: Filing,
    },
    RecusalDeclared {
        reason: String,
    },
    RecusalOrdered {
        person: PersonId,
        reason: String,
    },
    /// Somebody who is out by an order is out no more; two say so.
    RecusalLifted {
        person: PersonId,
        reason: String,
        completes: bool,
        /// The order that is lifted, from version 6 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
    },
    /// The words mean another person, or only mention this one.
    OtherPerson {
        person: PersonId,
        reason: String,
        completes: bool,
        /// Others whom the same words might have meant.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<PersonId>,
    },
    /// The words mean this member of staff. Where two had settled that they do not, two say so.
    SamePerson {
        person: PersonId,
        reason: String,
        /// He is the first of the two.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        first: bool,
    },
    IdentityAsked {
        purpose: String,
    },
    IdentityHand {
        asker: PersonId,
        completes: bool,
        /// The request that is granted, from version 6 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
    },
    IdentityRefused {
        asker: PersonId,
        reason: String,
        /// The request that is refused, from version 6 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upon: Option<Revision>,
    },
    /// What is urgent was reported at once, or seen and not reported, with the reason.
    AtOnce {
        note: AtOnceNote,
    },
}

impl RecordEvent {
    /// Every code, with the act behind it.
    pub const CODES: &'static [(&'static str, Act)] = &[
        ("quick", Act::Quick),
        ("submitted", Act::Submit),
        ("amended", Act::Amend),
        ("attached", Act::Attach),
        ("withdrawn", Act::Withdraw),
        ("first_hand", Act::Confirm),
        ("confirmed", Act::Confirm),
        ("read_off", Act::ReadOff),
        ("returned", Act::Return),
        ("disputed", Act::Dispute),
        ("resolved", Act::Resolve),
        ("signed", Act::Sign),
        ("agreed", Act::Agree),
        ("change_proposed", Act::Supplement),
        ("change_hand", Act::ConfirmChange),
        ("change_confirmed", Act::ConfirmChange),
        ("change_refused", Act::RefuseChange),
        ("void_hand", Act::Void),
        ("voided", Act::Void),
        ("void_refused", Act::RefuseVoid),
        ("linked", Act::Link),
        ("filed", Act::NoteFiling),
        ("recusal_declared", Act::DeclareRecusal),
        ("recusal_ordered", Act::OrderRecusal),
        ("lift_hand", Act::LiftRecusal),
        ("recusal_lifted", Act::LiftRecusal),
        ("other_person", Act::OtherPerson),
        ("same_hand", Act::SamePerson),
        ("same_person", Act::SamePerson),
        ("identity_asked", Act::AskIdentity),
        ("identity_hand", Act::OpenIdentity),
        ("identity_opened", Act::OpenIdentity),
        ("identity_refused", Act::RefuseIdentity),
        ("at_once_reported", Act::ReportAtOnce),
        ("at_once_seen", Act::ReportAtOnce),
    ];

    /// The row that made it.
    pub fn made_by(&self) -> Act {
        match self {
            Self::ChangeProposed { change, .. } => change.act(),
            other => Self::CODES.iter().find(|(code, _)| *code == other.code()).map_or(Act::Submit, |c| c.1),
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::Quick { .. } => "quick",
            Self::Submitted { .. } => "submitted",
            Self::Amended { .. } => "amended",
            Self::Attached { .. } => "attached",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Confirmed { completes: false, .. } => "first_hand",
            Self::Confirmed { .. } => "confirmed",
            Self::ReadOff { .. } => "read_off",
            Self::Returned { .. } => "returned",
            Self::Disputed { .. } => "disputed",
            Self::Resolved { .. } => "resolved",
            Self::Signed { .. } => "signed",
            Self::Agreed { .. } => "agreed",
            Self::ChangeProposed { .. } => "change_proposed",
            Self::ChangeConfirmed { completes: false, .. } => "change_hand",
            Self::ChangeConfirmed { .. } => "change_confirmed",
            Self::ChangeRefused { .. } => "change_refused",
            Self::VoidHand { completes: false, .. } => "void_hand",
            Self::VoidHand { .. } => "voided",
            Self::VoidRefused { .. } => "void_refused",
            Self::Linked { .. } => "linked",
            Self::Filed { .. } => "filed",
            Self::RecusalDeclared { .. } => "recusal_declared",
            Self::RecusalOrdered { .. } => "recusal_ordered",
            Self::RecusalLifted { completes: false, .. } => "lift_hand",
            Self::RecusalLifted { .. } => "recusal_lifted",
            Self::OtherPerson { .. } => "other_person",
            Self::SamePerson { first: true, .. } => "same_hand",
            Self::SamePerson { .. } => "same_person",
            Self::IdentityAsked { .. } => "identity_asked",
            Self::IdentityHand { completes: false, .. } => "identity_hand",
            Self::IdentityHand { .. } => "identity_opened",
            Self::IdentityRefused { .. } => "identity_refused",
            Self::AtOnce { note } if note.is_report() => "at_once_reported",
            Self::AtOnce { .. } => "at_once_seen",
        }
    }

    /// Whether this event set the text or the materials, and so names a new revision.
    pub fn sets_text(&self) -> bool {
        matches!(
            self,
            Self::Quick { .. } | Self::Submitted { .. } | Self::Amended { .. } | Self::Attached { .. }
        )
    }

    /// Of whom it says whether words mean them, or that he is out no more, and the reason.
    pub fn settles(&self) -> (Vec<PersonId>, Option<&str>) {
        match self {
            Self::OtherPerson { person, also, reason, .. } => {
                (std::iter::once(person).chain(also).cloned().collect(), Some(reason))
            }
            Self::SamePerson { person, reason, .. } | Self::RecusalLifted { person, reason, .. } => {
                (vec![person.clone()], Some(reason))
            }
            _ => (Vec::new(), None),
        }
    }

    /// The free words somebody wrote beside the text: reasons, remarks, refusals. What settles whom words
    /// mean stands by itself, see [`Self::settles`].
    pub fn said(&self) -> Vec<&str> {
        match self {
            Self::Confirmed { remark, .. } => vec![remark],
            Self::Returned { reasons } => reasons.iter().map(|r| r.reason.as_str()).collect(),
            Self::Disputed { reason, .. }
            | Self::Resolved { reason, .. }
            | Self::ChangeRefused { reason, .. }
            | Self::VoidHand { reason, .. }
            | Self::VoidRefused { reason, .. }
            | Self::RecusalDeclared { reason }
            | Self::RecusalOrdered { reason, .. }
            | Self::IdentityRefused { reason, .. } => vec![reason],
            Self::IdentityAsked { purpose } => vec![purpose],
            Self::Signed { refusal } | Self::Agreed { refusal } => {
                refusal.iter().map(String::as_str).collect()
            }
            Self::Filed { filing } => vec![&filing.number, &filing.by],
            Self::AtOnce { note } => vec![&note.doc_no, &note.words],
            // The text itself, the reason of a change and of a withdrawal are read where they stand.
            Self::Quick { .. }
            | Self::Submitted { .. }
            | Self::Amended { .. }
            | Self::Attached { .. }
            | Self::Withdrawn { .. }
            | Self::ChangeProposed { .. }
            | Self::ReadOff { .. }
            | Self::ChangeConfirmed { .. }
            | Self::Linked { .. }
            | Self::RecusalLifted { .. }
            | Self::OtherPerson { .. }
            | Self::SamePerson { .. }
            | Self::IdentityHand { .. } => Vec::new(),
        }
    }
}
