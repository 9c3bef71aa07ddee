use super::event::Head;
use serde::{Deserialize, Serialize};

/// What keepers of the evidence ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EvidenceCommand {
    /// A custodian signs where the log of acts stood. `reads` is where the other log stood then.
    Cosign { acts: Head, reads: Head },
    /// A witness outside signed a checkpoint; its signature is kept here.
    KeepWitness { witness: String, acts: Head, signature: String },
    /// A copy was made, sealed to these keys.
    NoteCopy { name: String, acts: Head, recipients: Vec<String> },
    /// A copy was opened again and compared.
    NoteDrill { name: String, acts: Head, sound: bool, seconds: u32 },
}
