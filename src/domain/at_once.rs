//! Which facts of a record are reported at once. Part of the rules an organ may set for itself.

use super::codes;
use super::policy_file::kept::Shape::Codes;
use super::policy_file::kept::rules;

rules! {
    /// Which facts of a record are reported at once (External Provision art. 7), beside those that the
    /// recorder himself marks.
    pub struct AtOnce in at_once {
        effect: Vec<String> = Codes("CL15"),
        aggravating: Vec<String> = Codes("CL13"),
        request_type: Vec<String> = Codes("CL09"),
        special_items: Vec<String> = Codes("CL12"),
    }
}

impl AtOnce {
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
