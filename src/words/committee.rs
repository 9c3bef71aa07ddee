//! Words of the rooms where matters go up and bodies decide.

use std::collections::BTreeMap;

super::table::word_table! {
    pub struct CommitteeWords {
        /// Cells that labels take on a page.
        pub label_width: usize,
        pub nothing_here: String,
        pub under_way: String,
        pub done: String,
        pub rule_head: String,
        pub opens_noted: String,
        pub narrow_hint: String,
        pub no_escalations: String,
        pub no_matters: String,
        pub not_reached: String,
        pub now_here: String,
        pub skipped: String,
        pub skipped_in_list: String,
        pub silent: String,
        pub answered: String,
        pub running: String,
        pub silence: String,
        pub by: String,
        pub names_hidden: String,
        pub text_hidden: String,
        pub papers_late: String,
        pub even_size: String,
        pub meeting_quorum: String,
        pub agenda_empty: String,
        pub agenda_count: String,
        pub not_entered: String,
        pub arithmetic: String,
        pub advice_arithmetic: String,
        pub quorum_here: String,
        pub quorum_short: String,
        pub count: String,
        pub cast_hidden: String,
        pub not_cast: String,
        pub chair_mark: String,
        pub then: String,
        pub nobody: String,
        pub yes: String,
        pub no: String,
        pub joined: String,
        pub verified: String,
        pub unverified: String,
        pub last_four_hint: String,
        pub approve_note: String,
        pub notice_note: String,
        pub open_note: String,
        pub vote_is_final: String,
        pub vote_opinion_hint: String,
        pub close_is_final: String,
        pub disclose: String,
        pub disclose_hint: String,
        pub written_counts: String,
        pub written_records: String,
        pub material_hint: String,
        pub when_hint: String,
        pub decision_hint: String,
        pub supplement: String,
        pub no_meeting_to_place: String,
        pub no_item_to_place: String,
        pub no_member_to_name: String,
        pub answer_hint: String,
        pub roll_help: String,
        /// Sections of a page.
        pub head: BTreeMap<String, String>,
        /// Labels of a page and of a form.
        pub label: BTreeMap<String, String>,
        /// Points of a body's rule, by field of the rule, with its value where it has several.
        pub rule: BTreeMap<String, String>,
        /// What each answer of a level means.
        pub decision_note: BTreeMap<String, String>,
        /// What each vote means.
        pub vote_note: BTreeMap<String, String>,
        /// What there is to say beside a vote that was not simply given in the room.
        pub ballot: BTreeMap<String, String>,
    }
}

impl CommitteeWords {
    pub fn head<'a>(&'a self, key: &'a str) -> &'a str {
        self.head.get(key).map_or(key, String::as_str)
    }
    pub fn label<'a>(&'a self, key: &'a str) -> &'a str {
        self.label.get(key).map_or(key, String::as_str)
    }
    /// What stands beside a vote of these.
    pub fn beside(&self, codes: impl Iterator<Item = &'static str>) -> Vec<&str> {
        codes.filter_map(|code| self.ballot.get(code).map(String::as_str)).collect()
    }
    pub fn rule<'a>(&'a self, key: &'a str) -> &'a str {
        self.rule.get(key).map_or(key, String::as_str)
    }
}

super::word_file!(CommitteeWords, "committee.toml");
