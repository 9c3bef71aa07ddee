//! What a record is made of beside its text: hands, disagreements, changes, requests.

use super::command::{ChangeDraft, Checklist};
use super::reviews::ReviewState;
use super::text::{RecordText, local_time};
use crate::domain::ids::{MatterId, Millis, PersonId, Revision};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// When, and the text that lay before him.
    Signed(Millis, Revision),
    Refused(Millis, Revision, String),
}

/// Somebody said that another person is meant, having read what stood there by this act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleared {
    pub person: PersonId,
    pub act: u32,
}

/// Whether the words mean somebody of the directory, as far as custodians settled it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settling {
    /// Who said that it is another person, as long as it takes two.
    pub hands: Vec<Cleared>,
    /// The act by which two had said so: passages that stood by then are settled.
    pub cleared: Option<u32>,
    /// Whose hands those were.
    pub by: Vec<PersonId>,
    /// Who said that it is the same person.
    pub same: Option<PersonId>,
    /// Who said so after two had said that it is another, as long as it takes two.
    pub same_hands: Vec<Cleared>,
    /// When the last of these did.
    pub same_at: Millis,
}

/// An order by which somebody is out, and who has said since that it is lifted, as long as it takes two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    pub by: PersonId,
    /// Of the act that gave it.
    pub revision: Revision,
    /// Where in the log that stands.
    pub seq: u64,
    /// When it was given, or the first one said so.
    pub at: Millis,
    pub hands: Vec<PersonId>,
}

/// One text that stood here.
#[derive(Clone, Debug, PartialEq)]
pub struct TextVersion {
    pub revision: Revision,
    pub at: Millis,
    pub by: PersonId,
    pub text: RecordText,
    /// Which of the record's acts set it.
    pub act: u32,
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
    /// Of the act that proposed it; once it stands, that of its text.
    pub revision: Revision,
    pub at: Millis,
    pub by: PersonId,
    pub reason: String,
    pub draft: ChangeDraft,
    pub hands: Vec<PersonId>,
    pub state: ReviewState,
    pub refusal: String,
    /// Which of the record's acts proposed it.
    pub act: u32,
    /// Where in the log that stands.
    pub seq: u64,
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
    /// Of the text on which it was asked, and all agreed.
    pub revision: Revision,
    pub reason: String,
    pub hands: Vec<PersonId>,
    /// The record's act by which it was asked.
    pub act: u32,
    /// Of that act.
    pub asked: Revision,
}

/// Somebody asks who recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityRequest {
    pub asker: PersonId,
    /// Of the act that asked.
    pub revision: Revision,
    /// Where in the log that stands.
    pub seq: u64,
    pub at: Millis,
    pub purpose: String,
    pub hands: Vec<PersonId>,
    pub state: ReviewState,
}

/// The same record entered in a platform above, so that nobody types it a second time unknowingly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Code of the list platform.
    pub platform: String,
    /// Its number there.
    pub number: String,
    /// The day on which it was entered.
    #[serde(with = "local_time")]
    pub on: Millis,
    /// Who entered it, in words.
    pub by: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub other: MatterId,
    pub kind: String,
    pub at: Millis,
}

/// Words written about a record beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub words: String,
    /// Who wrote them, and of whom they say that words do or do not mean him: they ask nothing of these.
    pub about: Vec<PersonId>,
    /// Which of the record's acts said them.
    pub act: u32,
    /// Where in the log they were said.
    pub seq: u64,
    /// Who had a part in it by then: he is named for his work, as a colleague, not as who inquired.
    pub part: BTreeSet<PersonId>,
    /// Where they stand: `said` in an act on the record; `laid` before somebody in a matter that hangs on
    /// it; `settled` as the reason of an answer to whom words mean.
    pub field: &'static str,
}

/// By which rules an act on a record is judged. Whoever acts now, by those of now; an act of an older form
/// that stands in the log may also have been lawful by those of then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Judged {
    #[default]
    Now,
    /// What version 10 asks was not asked yet.
    AsInVersion9,
    /// Nor what version 9 asks.
    AsInVersion8,
    /// The same; one person could take a member's vote from him, and not so many forms of a character were taken for one.
    AsInVersion7,
    /// The same; what two settled of somebody held for all that stood there by then, whatever the directory made of it
    /// later; and who was picked as a relative was not told of.
    AsInVersion6,
    /// The same; a vote named no round, and an answer to a request or an order only the person; and whom words may mean was
    /// read by fewer of the forms in which people are called, and of more posts.
    AsInVersion5,
    /// The same, and hands on a voiding stood though the text was changed after them.
    AsInVersion4,
    /// The same; a vote that carried did so however many of those who were there had gone since it was opened, whoever
    /// had gone had no vote though he came back, and whom words may mean was read by fewer of the ways in which people are called.
    AsInVersion3,
    /// The same; words in matters beside the record did not count for whom they mean, whoever a proposed text named
    /// from the directory was meant at once, and fewer acts were kept apart.
    AsInVersion2,
    /// The same, and only whom the directory names is out: the tables of names may have changed since.
    ByDirectoryAlone,
}

impl Judged {
    /// The form of body whose rules these are.
    fn version(self) -> u8 {
        match self {
            Self::Now => 10,
            Self::AsInVersion9 => 9,
            Self::AsInVersion8 => 8,
            Self::AsInVersion7 => 7,
            Self::AsInVersion6 => 6,
            Self::AsInVersion5 => 5,
            Self::AsInVersion4 => 4,
            Self::AsInVersion3 => 3,
            Self::AsInVersion2 | Self::ByDirectoryAlone => 2,
        }
    }

    /// The rules of a form of body; of one that is later than any known, those of now.
    pub fn of(version: u8) -> Self {
        match version {
            ..=2 => Self::AsInVersion2,
            3 => Self::AsInVersion3,
            4 => Self::AsInVersion4,
            5 => Self::AsInVersion5,
            6 => Self::AsInVersion6,
            7 => Self::AsInVersion7,
            8 => Self::AsInVersion8,
            9 => Self::AsInVersion9,
            _ => Self::Now,
        }
    }

    /// Whether what a version brought is asked.
    pub fn since(self, version: u8) -> bool {
        self.version() >= version
    }

    /// Whether what version 3 brought is asked.
    pub fn since_three(self) -> bool {
        self.since(3)
    }

    /// Whether what version 4 brought is asked.
    pub fn since_four(self) -> bool {
        self.since(4)
    }

    /// Whether what version 5 brought is asked.
    pub fn since_five(self) -> bool {
        self.since(5)
    }

    /// Whether what version 6 brought is asked.
    pub fn since_six(self) -> bool {
        self.since(6)
    }

    /// Whether what version 7 brought is asked.
    pub fn since_seven(self) -> bool {
        self.since(7)
    }

    /// Whether what version 8 brought is asked.
    pub fn since_eight(self) -> bool {
        self.since(8)
    }

    /// Whether what version 9 brought is asked.
    pub fn since_nine(self) -> bool {
        self.since(9)
    }

    /// Whether what version 10 brought is asked.
    pub fn since_ten(self) -> bool {
        self.since(10)
    }
}
