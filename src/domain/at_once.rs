//! Which facts of a record are reported at once. Part of the rules an organ may set for itself.

use super::codes;
use serde::{Deserialize, Serialize};

/// Which facts of a record are reported at once (External Provision art. 7), beside those that the
/// recorder himself marks: codes of CL15, CL13, CL09 and CL12.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtOnce {
    pub effect: Vec<String>,
    pub aggravating: Vec<String>,
    pub request_type: Vec<String>,
    pub special_items: Vec<String>,
}

impl Default for AtOnce {
    fn default() -> Self {
        let codes = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect();
        Self {
            effect: codes(&["AFFECTED"]),
            aggravating: codes(&["THREAT", "AFFECTED"]),
            request_type: codes(&["THREAT"]),
            special_items: codes(&["S06"]),
        }
    }
}

impl AtOnce {
    /// What an old event does not say is not added to it.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// No organ leaves out that handling is affected or that somebody was threatened, and every code
    /// is one of its list.
    pub fn stands(&self) -> bool {
        let lists = [
            ("CL15", &self.effect),
            ("CL13", &self.aggravating),
            ("CL09", &self.request_type),
            ("CL12", &self.special_items),
        ];
        let known = lists.iter().all(|(list, given)| given.iter().all(|code| codes::has(list, code)));
        let has = |of: &[String], code: &str| of.iter().any(|c| c == code);
        known
            && has(&self.effect, "AFFECTED")
            && ["THREAT", "AFFECTED"].iter().all(|code| has(&self.aggravating, code))
            && has(&self.request_type, "THREAT")
    }
}
