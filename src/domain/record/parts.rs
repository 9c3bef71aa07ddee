//! What a record is made of beside its text: hands, disagreements, changes, requests.

use super::command::{ChangeDraft, Checklist};
use super::flow::ReviewState;
use super::text::RecordText;
use crate::domain::ids::{MatterId, Millis, PersonId, Revision};

/// A custodian's hand on the text that now stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Hand {
    pub person: PersonId,
    pub at: Millis,
    pub revision: Revision,
    pub checklist: Checklist,
    pub remark: String,
}

/// What a custodian typed off the material before the record was open to him.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadOff {
    pub revision: Revision,
    pub at: Millis,
    pub agreed: Vec<String>,
    pub differed: Vec<String>,
}

/// Two custodians who do not agree; both opinions are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    pub by: PersonId,
    pub at: Millis,
    pub reason: String,
    pub checklist: Checklist,
}

/// Own staff who were present, or the approached person: asked, signed, or refused with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    Asked,
    Signed(Millis),
    Refused(Millis, String),
}

/// One text that stood here.
#[derive(Clone, Debug, PartialEq)]
pub struct TextVersion {
    pub revision: Revision,
    pub at: Millis,
    pub by: PersonId,
    pub text: RecordText,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Supplement,
    Correction,
}

/// A supplement or correction, with its own two hands.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub number: u32,
    pub revision: Revision,
    pub at: Millis,
    pub by: PersonId,
    pub reason: String,
    pub draft: ChangeDraft,
    pub hands: Vec<PersonId>,
    pub state: ReviewState,
    pub refusal: String,
}

impl Change {
    pub fn kind(&self) -> ChangeKind {
        match self.draft {
            ChangeDraft::Supplement { .. } => ChangeKind::Supplement,
            ChangeDraft::Correction { .. } => ChangeKind::Correction,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct VoidRequest {
    pub at: Millis,
    pub reason: String,
    pub hands: Vec<PersonId>,
}

/// Somebody asks who recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityRequest {
    pub asker: PersonId,
    pub at: Millis,
    pub purpose: String,
    pub hands: Vec<PersonId>,
    pub state: ReviewState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub other: MatterId,
    pub kind: String,
    pub at: Millis,
}
