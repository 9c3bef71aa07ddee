//! What is said around materials: their list, their reading, how one is put in.

use std::collections::BTreeMap;

super::table::word_table! {
    pub struct MaterialWords {
        pub none: String,
        pub add_hint: String,
        pub paper: String,
        pub pending: String,
        pub kind: String,
        pub found: String,
        pub other_kind: String,
        pub points: String,
        pub lasts: String,
        pub size: String,
        pub bytes: String,
        pub hash: String,
        pub original: String,
        pub medium: String,
        pub destination: String,
        pub kept: String,
        pub kept_with: String,
        pub encoding: String,
        pub cut: String,
        pub not_here: String,
        pub take: String,
        pub noted: String,
        pub paper_note: String,
        pub damaged: String,
        pub missing: String,
        pub letter: String,
        pub from: String,
        pub to: String,
        pub copy: String,
        pub date: String,
        pub subject: String,
        pub attached: String,
        pub words: String,
        pub source: String,
        pub a_file: String,
        pub next: String,
        pub which: String,
        pub by_words: String,
        pub by_words_note: String,
        pub by_paper: String,
        pub by_paper_note: String,
        pub title_hint: String,
        pub original_hint: String,
        pub pasted_words: String,
        pub pasted_hint: String,
        /// By the code of what a file is.
        pub family: BTreeMap<String, String>,
    }
}

super::word_file!(MaterialWords, "material.toml");
