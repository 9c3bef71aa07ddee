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
pub struct Doctor {
    pub mark: String,
    pub line: String,
    pub advice: String,
    pub quiet: String,
    pub counts: String,
    pub bad: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operate {
    pub setup: Setup,
    /// Why each step, by its name.
    pub step: Named,
    pub doctor: Doctor,
    pub verdict: Named,
    /// Groups of checks.
    pub family: Named,
    /// By check, by what it found; `…_do` is what to do about it.
    pub check: BTreeMap<String, Named>,
    /// Alarms of the register.
    pub alert: Named,
}

super::word_file!(Operate, "operate.toml");
