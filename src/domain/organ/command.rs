use super::event::OrganChange;
use crate::domain::ids::MatterId;
use serde::{Deserialize, Serialize};

/// What an administrator asks of the organ's own data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OrganCommand {
    Propose { change: OrganChange },
    Confirm { proposal: MatterId },
    Refuse { proposal: MatterId, reason: String },
}
