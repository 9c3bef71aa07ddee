//! What is said around the server a register runs on: `setup-ssh` and `doctor`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// By name: a word each.
type Named = BTreeMap<String, String>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    pub dry: String,
    pub written: String,
    pub file: String,
    pub others: String,
    pub steps: String,
    pub to_apply: String,
    /// Of a file, by name.
    pub state: Named,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operate {
    pub setup: Setup,
    /// Why each step, by its name.
    pub step: Named,
}

super::word_file!(Operate, "operate.toml");
