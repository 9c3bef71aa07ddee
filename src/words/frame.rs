//! Words of the frame around every room: title, footer, palette, desk.

use crate::domain::lang::Lang;
use std::collections::BTreeMap;

super::table::word_table! {
    pub struct FrameWords {
        pub product: String,
        pub training: String,
        pub too_small: String,
        pub too_few_custodians: String,
        pub reading_is_recorded: String,
        pub check_code: String,
        /// Of which other matters the same act is said.
        pub several: String,
        pub several_hint: String,
        /// Gap: `n`.
        pub several_done: String,
        /// Gaps: `n`, `why`.
        pub several_stopped: String,
        /// Gap: `names`.
        pub may_mean: String,
        pub how_to_leave: String,
        pub paste_only_into_a_field: String,
        pub paste_stalled: String,
        pub alt_means_nothing: String,
        pub stray_character: String,
        pub no_such_key: String,
        pub training_only: String,
        pub not_here: String,
        pub clock_is_now: String,
        pub palette_prompt: String,
        pub person_prompt: String,
        pub locked: String,
        pub lock_passphrase: String,
        pub lock_training: String,
        pub lock_sign_in_again: String,
        pub ended_idle: String,
        pub ended_too_long: String,
        /// Gaps: `at`, `address`.
        pub last_sign_in: String,
        pub first_sign_in: String,
        pub failures_since: String,
        pub cut_before: String,
        /// Gap: `since`, `address`.
        pub other_session: String,
        pub passphrase_missing: String,
        /// By the code of the alarm, with the gaps of its fields, `at` and `seq`.
        pub alert: BTreeMap<String, String>,
        /// Labels of the page about oneself.
        pub me: BTreeMap<String, String>,
        /// Gap: `year`.
        pub notice_missing: String,
        /// What administrators do about it.
        pub notice_missing_do: String,
        pub desk_empty: String,
        pub draft_to_finish: String,
        pub draft_open_elsewhere: String,
        pub urgent: String,
        pub overdue_by: String,
        pub due_in: String,
        pub minutes: String,
        pub hours: String,
        pub days: String,
        pub slip_intro: String,
        /// By the room's name.
        pub room: BTreeMap<String, String>,
        /// By the digit that opens it.
        pub room_by_number: BTreeMap<String, String>,
        /// By the action's name in small letters.
        pub action: BTreeMap<String, String>,
    }
}

super::word_file!(FrameWords, "frame.toml");

impl FrameWords {
    /// What whoever wrote words is told of those whom they may mean; none where they mean nobody.
    pub fn told_may_mean(&self, lang: Lang, names: &[String]) -> Option<String> {
        let all = names.join(lang.pick("、", ", "));
        (!names.is_empty()).then(|| super::fill(&self.may_mean, &[("names", &all)]))
    }
}
