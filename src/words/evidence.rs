//! Words of what leaves the machine: checkpoints, receipts, witnesses, and of a log that went back.
//! Both faces use them.

use std::collections::BTreeMap;

macro_rules! said {
    ($($name:ident)*) => {
        super::table::word_table! {
            pub struct EvidenceWords {
                $(pub $name: String,)*
                /// Why a note, a receipt, a checkpoint file or a witness's step is not accepted.
                pub wrong: BTreeMap<String, String>,
                /// How the key file stands to the log.
                pub key: BTreeMap<String, String>,
            }
        }
    };
}

said! {
    unsigned exported unpacked bad_note receipt_holds receipt_in receipt_alone receipt_pinned
    receipt_there receipt_missing receipt_replaced receipt_other key_line key_changed
    rolled_back rolled_back_now rolled_back_past rolled_back_range rolled_back_other never_rolled_back rolled_back_title
    witness_never witness_last witness_late witness_made witness_taken witness_external witness_state
    witness_first
    slip_title slip_register slip_acts slip_reads slip_records slip_root slip_key slip_at slip_signed
    slip_pen slip_no_qr slip_counts_hidden cosigned_by cosigned_one
}

super::word_file!(EvidenceWords, "evidence.toml");

impl EvidenceWords {
    pub fn wrong<'a>(&'a self, code: &'a str) -> &'a str {
        self.wrong.get(code).map_or(code, String::as_str)
    }
}
