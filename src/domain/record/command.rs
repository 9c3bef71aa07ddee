//! What is asked of a record, and on which of its texts.

use super::at_once::AtOnceNote;
use super::parts::Filing;
use super::text::{Attachment, QuickNote, RecordText};
use crate::domain::command::Command;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, PersonId, Revision};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The nine points a custodian answers (data dictionary 9.7), in the order of the screen.
pub const CHECKLIST: [&str; 9] =
    ["name", "post", "time", "place", "manner", "content", "materials", "case_no", "signatures"];

/// One custodian's answer to one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// 无误
    Right,
    /// 需补: hand it back.
    Incomplete,
    /// 存疑: may be confirmed, with a remark.
    Doubt,
}

/// Answers by point; all nine are needed.
pub type Checklist = BTreeMap<String, Answer>;

/// What has to be completed, per field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldReason {
    pub field: String,
    pub reason: String,
}

/// What changes after the store has taken a record in; the old text stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeDraft {
    /// 补充说明: words and materials are added.
    Supplement { words: String, attachments: Vec<Attachment> },
    /// 更正: a field was wrong.
    Correction { text: Box<RecordText> },
}

impl ChangeDraft {
    /// The row of the table by which it is proposed.
    pub fn act(&self) -> Act {
        match self {
            Self::Supplement { .. } => Act::Supplement,
            Self::Correction { .. } => Act::Correct,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RecordCommand {
    Quick {
        note: QuickNote,
    },
    /// New, or a quick note completed.
    Submit {
        text: Box<RecordText>,
    },
    Amend {
        seen: Revision,
        text: Box<RecordText>,
    },
    Attach {
        seen: Revision,
        attachment: Attachment,
    },
    Withdraw {
        seen: Revision,
        reason: String,
    },
    Confirm {
        seen: Revision,
        checklist: Checklist,
        remark: String,
        /// Asked of the second hand.
        last_four: String,
        /// Asked of the second hand where a material is kept: field name to what the material says.
        blind: BTreeMap<String, String>,
    },
    /// What the second custodian reads off the kept material, before the record is open to him.
    ReadOff {
        seen: Revision,
        blind: BTreeMap<String, String>,
    },
    Return {
        seen: Revision,
        reasons: Vec<FieldReason>,
    },
    Dispute {
        seen: Revision,
        checklist: Checklist,
        reason: String,
    },
    /// As a second hand where it confirms: the nine points, the last four characters, the blind fields.
    Resolve {
        seen: Revision,
        confirm: bool,
        reason: String,
        checklist: Checklist,
        last_four: String,
        blind: BTreeMap<String, String>,
    },
    /// Own staff who were present; a refusal has its reason.
    Sign {
        seen: Revision,
        refusal: Option<String>,
    },
    /// The approached person, when somebody else wrote it down.
    Agree {
        seen: Revision,
        refusal: Option<String>,
    },
    ProposeChange {
        seen: Revision,
        change: ChangeDraft,
        reason: String,
    },
    ConfirmChange {
        change: u32,
    },
    RefuseChange {
        change: u32,
        reason: String,
    },
    Void {
        reason: String,
    },
    RefuseVoid {
        reason: String,
    },
    Link {
        other: MatterId,
        kind: String,
    },
    /// It stands in a platform above as well.
    NoteFiling {
        filing: Filing,
    },
    DeclareRecusal {
        reason: String,
    },
    OrderRecusal {
        person: PersonId,
        reason: String,
    },
    /// Who is out by an order is out no more; two hands, neither of them his who ordered it.
    LiftRecusal {
        person: PersonId,
        reason: String,
    },
    /// The words may mean this member of staff, but they mean another person or only mention him; two
    /// hands. `also` are others whom the same words may mean.
    OtherPerson {
        person: PersonId,
        #[serde(default)]
        also: Vec<PersonId>,
        reason: String,
    },
    /// The words mean this member of staff.
    SamePerson {
        person: PersonId,
        reason: String,
    },
    AskIdentity {
        purpose: String,
    },
    OpenIdentity {
        asker: PersonId,
    },
    RefuseIdentity {
        asker: PersonId,
        reason: String,
    },
    ReportAtOnce {
        seen: Revision,
        note: AtOnceNote,
    },
    /// One of those that mean a text without naming it, on the text that was read.
    OnText {
        seen: Revision,
        act: Box<RecordCommand>,
    },
}

impl Command {
    /// The text of a record that this hands in, which no matter holds yet.
    pub fn hands_in_anew(&self) -> Option<&RecordText> {
        match self {
            Command::Record { record: None, act: RecordCommand::Submit { text } } => Some(text),
            _ => None,
        }
    }
}

impl RecordCommand {
    /// The revision the person had before him, where the act depends on it.
    pub fn seen(&self) -> Option<&Revision> {
        match self {
            Self::Amend { seen, .. }
            | Self::Attach { seen, .. }
            | Self::Withdraw { seen, .. }
            | Self::Confirm { seen, .. }
            | Self::ReadOff { seen, .. }
            | Self::Return { seen, .. }
            | Self::Dispute { seen, .. }
            | Self::Resolve { seen, .. }
            | Self::Sign { seen, .. }
            | Self::Agree { seen, .. }
            | Self::ProposeChange { seen, .. }
            | Self::ReportAtOnce { seen, .. }
            | Self::OnText { seen, .. } => Some(seen),
            _ => None,
        }
    }

    /// Whether it is a hand on what stands there, though it names no revision itself: it is taken on one
    /// only, see [`Self::OnText`].
    pub fn means_a_text(&self) -> bool {
        matches!(
            self,
            Self::ConfirmChange { .. }
                | Self::RefuseChange { .. }
                | Self::Void { .. }
                | Self::RefuseVoid { .. }
                | Self::LiftRecusal { .. }
                | Self::OtherPerson { .. }
                | Self::SamePerson { .. }
                | Self::OpenIdentity { .. }
                | Self::RefuseIdentity { .. }
        )
    }

    /// What it attaches to the text.
    pub fn attached(&self) -> &[Attachment] {
        match self {
            Self::Submit { text } | Self::Amend { text, .. } => &text.attachments,
            Self::Attach { attachment, .. } => std::slice::from_ref(attachment),
            Self::ProposeChange { change: ChangeDraft::Supplement { attachments, .. }, .. } => attachments,
            Self::ProposeChange { change: ChangeDraft::Correction { text }, .. } => &text.attachments,
            _ => &[],
        }
    }

    /// The row of the table behind it.
    pub fn act(&self) -> Act {
        match self {
            Self::Quick { .. } => Act::Quick,
            Self::Submit { .. } => Act::Submit,
            Self::Amend { .. } => Act::Amend,
            Self::Attach { .. } => Act::Attach,
            Self::Withdraw { .. } => Act::Withdraw,
            Self::Confirm { .. } => Act::Confirm,
            Self::ReadOff { .. } => Act::ReadOff,
            Self::Return { .. } => Act::Return,
            Self::Dispute { .. } => Act::Dispute,
            Self::Resolve { .. } => Act::Resolve,
            Self::Sign { .. } => Act::Sign,
            Self::Agree { .. } => Act::Agree,
            Self::ProposeChange { change, .. } => change.act(),
            Self::ConfirmChange { .. } => Act::ConfirmChange,
            Self::RefuseChange { .. } => Act::RefuseChange,
            Self::Void { .. } => Act::Void,
            Self::RefuseVoid { .. } => Act::RefuseVoid,
            Self::Link { .. } => Act::Link,
            Self::NoteFiling { .. } => Act::NoteFiling,
            Self::DeclareRecusal { .. } => Act::DeclareRecusal,
            Self::OrderRecusal { .. } => Act::OrderRecusal,
            Self::LiftRecusal { .. } => Act::LiftRecusal,
            Self::OtherPerson { .. } => Act::OtherPerson,
            Self::SamePerson { .. } => Act::SamePerson,
            Self::AskIdentity { .. } => Act::AskIdentity,
            Self::OpenIdentity { .. } => Act::OpenIdentity,
            Self::RefuseIdentity { .. } => Act::RefuseIdentity,
            Self::ReportAtOnce { .. } => Act::ReportAtOnce,
            // Without the text it is done on.
            Self::OnText { act, .. } => act.act(),
        }
    }
}
