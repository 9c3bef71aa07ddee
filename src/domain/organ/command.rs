use super::event::OrganChange;
use crate::domain::ids::MatterId;
use serde::{Deserialize, Serialize};

/// What an administrator asks of the organ's own data.
#[allow(clippy::large_enum_variant, reason = "a change of the organ is rare, and one at a time")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OrganCommand {
    Propose { change: OrganChange },
    Confirm { proposal: MatterId },
    Refuse { proposal: MatterId, reason: String },
}
