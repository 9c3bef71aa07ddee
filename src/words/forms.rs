//! What is said on a form beside its fields, and around its printing.

use super::Words;
use crate::domain::when::{self, Precision};
use crate::office::{MatterSheet, Shown, ShownRow};
use std::collections::BTreeMap;

super::table::word_table! {
    pub struct FormsWords {
        pub stands: String,
        pub masked: String,
        pub first_hand: String,
        pub second_hand: String,
        pub proof: String,
        pub checkpoint: String,
        pub under: String,
        pub copy: String,
        pub copy_of: String,
        pub copy_bare: String,
        pub day_blank: String,
        pub moment_blank: String,
        pub rests_on: String,
        pub copy_title: String,
        pub copied_into: String,
        pub order_unverified: String,
        pub book_title: String,
        pub book_of: String,
        pub book_columns: Vec<String>,
        pub seal: String,
        pub seal_words: String,
        pub first_keeper: String,
        pub second_keeper: String,
        pub unverified: String,
        pub choose: String,
        pub made: String,
        pub noted: String,
        pub unprinted: String,
        pub to_terminal: String,
        pub act: String,
        pub intro: String,
        pub writing: String,
        pub file: String,
        pub file_hint: String,
        pub away: String,
        pub away_line: String,
        pub list_title: String,
        pub listed: String,
        /// Of a list that leaves, by the name in JSON.
        pub column: BTreeMap<String, String>,
    }
}

super::word_file!(FormsWords, "forms.toml");

impl Words {
    /// A matter's page in so many lines, the first of them how it stands.
    pub fn told(&self, m: &MatterSheet) -> Vec<String> {
        let state = self.code(&format!("{}_state", m.kind), m.state);
        let mut lines =
            vec![format!("{}  {state}  {}", m.ref_, when::show(m.since, Precision::Exact, self.lang))];
        lines.extend(m.rows.iter().filter_map(|row| {
            let value = self.shown(row)?;
            let label = self.label(m.kind, row.label);
            (!value.trim().is_empty()).then(|| format!("{label}{}{value}", self.lang.pick("：", ": ")))
        }));
        lines
    }

    /// What stands in a row of a matter's page; none for a heading.
    pub fn shown(&self, row: &ShownRow) -> Option<String> {
        Some(match &row.shown {
            Shown::Head => return None,
            Shown::Text(text) => text.clone(),
            Shown::Codes(list, codes) => {
                codes.iter().map(|c| self.code(list, c)).collect::<Vec<_>>().join("  ")
            }
            Shown::When(at) => when::show(*at, Precision::Exact, self.lang),
            Shown::Matter(kind, ref_) => format!("{}  {ref_}", self.code("matter", kind)),
            Shown::Material(hash) => hash.clone(),
            Shown::Figure(line) => {
                let f = super::figures::words(self.lang);
                [line.now, line.previous, line.year_ago, line.so_far].map(|n| f.number(n)).join(" / ")
            }
        })
    }
}
