use crate::domain::ids::PersonId;
use serde::{Deserialize, Serialize};

/// Where a log stood: number of events and the root over their leaves, in hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub size: u64,
    pub root: String,
}

/// Something that somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Alert {
    /// One key was in use from two addresses at once.
    TwoAddresses { person: PersonId, fingerprint: String, addresses: Vec<String> },
    /// The log was shorter than one that is known: an older copy was put back.
    RolledBack { known: Head, found: Head },
    /// The disk was too full to take anything; it has room again.
    DiskWasFull,
}

impl Alert {
    pub fn code(&self) -> &'static str {
        match self {
            Self::TwoAddresses { .. } => "two_addresses",
            Self::RolledBack { .. } => "rolled_back",
            Self::DiskWasFull => "disk_was_full",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EvidenceEvent {
    /// The register's own key, with which it signs checkpoints and receipts from here on; an OpenSSH
    /// public key without comment.
    LogKey {
        public: String,
    },
    /// The signature itself is the hand of the event's body.
    Cosigned {
        acts: Head,
        reads: Head,
    },
    Witnessed {
        witness: String,
        acts: Head,
        signature: String,
    },
    Copied {
        name: String,
        acts: Head,
        recipients: Vec<String>,
    },
    Drilled {
        name: String,
        acts: Head,
        sound: bool,
        seconds: u32,
    },
    Alerted {
        alert: Alert,
    },
}

impl EvidenceEvent {
    pub fn code(&self) -> &'static str {
        match self {
            Self::LogKey { .. } => "log_key",
            Self::Cosigned { .. } => "cosigned",
            Self::Witnessed { .. } => "witnessed",
            Self::Copied { .. } => "copied",
            Self::Drilled { .. } => "drilled",
            Self::Alerted { .. } => "alerted",
        }
    }
}
