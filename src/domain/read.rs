//! Reading leaves a trace too, in a chained log of its own with the same form.

use super::event::{ActorName, Means};
use super::ids::MatterId;
use serde::{Deserialize, Serialize};

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Read {
    Opened,
    RecorderRevealed {
        purpose: String,
    },
    NamesRevealed {
        purpose: String,
    },
    Material {
        hash: String,
    },
    Proof,
    /// A session over SSH; the matter of these is the session.
    SessionBegan {
        address: String,
        fingerprint: String,
    },
    /// `left`, `idle`, `too_long`, `hang_up`.
    SessionEnded {
        how: String,
    },
    /// A key that authenticated and was let no further; `why` is the code of the rule.
    SignInRefused {
        address: String,
        fingerprint: String,
        why: String,
    },
    UnlockFailed,
    /// A search that names a person.
    Searched {
        query: String,
    },
    /// A list that left the program in one piece.
    Exported {
        what: String,
        lines: u64,
    },
    /// A paper of the matter is about to be made: which sheet (`form.EXT`), for whom, why, and the how-manieth
    /// copy of that sheet, counted from 1.
    Printed {
        sheet: String,
        to: String,
        purpose: String,
        copy: u32,
    },
}

/// What [`Read::code`] can say.
pub const READ_CODES: &[&str] = &[
    "opened",
    "recorder_revealed",
    "names_revealed",
    "material",
    "proof",
    "session_began",
    "session_ended",
    "sign_in_refused",
    "unlock_failed",
    "searched",
    "exported",
    "printed",
];

impl Read {
    pub fn code(&self) -> &'static str {
        match self {
            Read::Opened => "opened",
            Read::RecorderRevealed { .. } => "recorder_revealed",
            Read::NamesRevealed { .. } => "names_revealed",
            Read::Material { .. } => "material",
            Read::Proof => "proof",
            Read::SessionBegan { .. } => "session_began",
            Read::SessionEnded { .. } => "session_ended",
            Read::SignInRefused { .. } => "sign_in_refused",
            Read::UnlockFailed => "unlock_failed",
            Read::Searched { .. } => "searched",
            Read::Exported { .. } => "exported",
            Read::Printed { .. } => "printed",
        }
    }

    /// Whether something is shown or goes out because of it; coming and going shows nothing.
    pub fn shows(&self) -> bool {
        match self {
            Read::Opened
            | Read::RecorderRevealed { .. }
            | Read::NamesRevealed { .. }
            | Read::Material { .. }
            | Read::Proof
            | Read::Searched { .. }
            | Read::Exported { .. }
            | Read::Printed { .. } => true,
            Read::SessionBegan { .. }
            | Read::SessionEnded { .. }
            | Read::SignInRefused { .. }
            | Read::UnlockFailed => false,
        }
    }
}

/// The body of an entry in the log of reads, version 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadBody {
    pub v: u8,
    pub actor: ActorName,
    pub means: Means,
    pub matter: MatterId,
    pub app: String,
    pub read: Read,
}
