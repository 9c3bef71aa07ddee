//! The command line's own words: help for every command and argument, and the sentences around
//! what it prints.

use serde::Deserialize;
use std::collections::BTreeMap;

macro_rules! said {
    ($($name:ident)*) => {
        super::table::word_table! {
            /// Sentences with gaps, filled by [`super::fill`].
            pub struct Said { $(pub $name: String),* }
        }
    };
}

said! {
    away_file away_long away_byte away_verbs cut_before key_of_several keys_written
    usage commands arguments options general options_word command_word choices usage_hint
    unknown_command unknown_argument did_you_mean missing_argument missing_command bad_value
    bad_value_of conflict no_value too_many_values not_utf8 bad_usage hint source wrong fault fault_unwritten our_fault input_limits attach_line own_only
    point_twice which_change query no_text no_terminal no_register binary_to_terminal training_accounts receipt none
    total uncounted veiled closed warned status number revision recorded next role_of due why people materials by_hand returned
    dispute resolution withdrawn void_asked signatures agreement changes before after blind escalations
    items links more_than_shown seen_by seer story can cannot urgent late_hours own_record paper_title paper_hand other_sheets order_unverified filings
    page_end level since reason wanted answers silent skipped letter committee meeting disclosed
    refusals tally voted_hidden waiting minority minority_missing decision notice feedback reconsidered
    place chair attendance present_of agenda minutes papers_late desk_empty digest overdue ticked ticked_for_some no_command_id several_stopped identity
    put_aside undelivered undelivered_done revealed anchor_unused register_of_session copy_is_sealed unanswered out_full out_fails out_gone minority_out minority_late
    part_acts part_reads part_tables part_hands part_materials progress log_line ahead damage edge integrity foreign_keys strange
    material_bad tables_differ other_register known_heads no_known_heads verified_since sound unsound proof_event proof_left_out
    proof_holds proof_alone proof_fails proof_none copied rebuilt founded founded_next clock_at active
    inactive custodians substitutes proposed_by demo_making demo_no_room demo_other_kind demo_at key key_does bad_header bad_leaf
    bad_commitment bad_register bad_seq bad_link bad_time bad_training bad_reading bad_root bad_cut
    bad_format bad_path bad_size
    sealed sealed_to sealed_without rotated not_rotated restored restored_next drill_good drill_bad copy_no_key
    copy_broken copy_differs drafts_none file_sent slip_hand slip_draft
}

/// The command line's words in one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CliWords {
    /// Path of a command, `record new`, to what it does; the empty path is the program.
    command: BTreeMap<String, String>,
    /// Name of an argument, or path and name where it means something else there.
    arg: BTreeMap<String, String>,
    pub said: Said,
}

super::word_file!(CliWords, "cli.toml");

impl CliWords {
    /// What a command does; none when nobody has written it.
    pub fn command(&self, path: &str) -> Option<&str> {
        self.command.get(path).map(String::as_str)
    }

    /// What an argument is for, under a command or in general.
    pub fn arg(&self, path: &str, name: &str) -> Option<&str> {
        let here = format!("{path} {name}");
        self.arg.get(here.trim_start()).or_else(|| self.arg.get(name)).map(String::as_str)
    }

    /// Every key, for the test that none is there for nothing.
    pub fn keys(&self) -> (Vec<&str>, Vec<&str>) {
        (self.command.keys().map(String::as_str).collect(), self.arg.keys().map(String::as_str).collect())
    }
}
