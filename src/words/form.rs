//! Words of the forms and of the confirmation.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormWords {
    pub read_only: String,
    pub bad_character: String,
    pub too_long: String,
    pub nothing_pasted: String,
    pub pasted: String,
    /// Gaps: `n`, `codes`.
    pub paste_without: String,
    /// Gaps: `n`, `codes`.
    pub left_out: String,
    pub made_blank: String,
    pub time_example: String,
    /// Beside a time that should lie ahead and does not.
    pub time_past: String,
    pub type_to_narrow: String,
    pub nothing_fits: String,
    pub comma: String,
    pub not_chosen: String,
    pub yes: String,
    pub no: String,
    /// The record form, by key.
    pub record: BTreeMap<String, String>,
    /// One line for a field while it has the focus, by the field's key.
    pub hint: BTreeMap<String, String>,
    /// The quick note.
    pub quick: BTreeMap<String, String>,
    /// Drafts.
    pub draft: BTreeMap<String, String>,
    /// The confirmation.
    pub confirm: BTreeMap<String, String>,
}

super::word_file!(FormWords, "form.toml");

impl FormWords {
    /// A word of the record form.
    pub fn record(&self, key: &str) -> &str {
        self.record.get(key).map_or("", String::as_str)
    }
    pub fn hint(&self, key: &str) -> &str {
        self.hint.get(key).map_or("", String::as_str)
    }
    pub fn quick(&self, key: &str) -> &str {
        self.quick.get(key).map_or("", String::as_str)
    }
    pub fn draft(&self, key: &str) -> &str {
        self.draft.get(key).map_or("", String::as_str)
    }
    pub fn confirm(&self, key: &str) -> &str {
        self.confirm.get(key).map_or("", String::as_str)
    }
}
