//! What a triage comes to in figures: its class, once it was approved.

use super::state::Triage;
use crate::domain::figures::Cells;
use crate::domain::record::Record;

pub(super) fn of(triage: &Triage, record: &Record, cells: &mut Cells) {
    if !triage.says() {
        return;
    }
    let at = triage.begun.since;
    cells.add(at, "triaged", &triage.class);
    if let Some(submitted) = record.submitted_at {
        cells.took("h_triage", submitted, at);
    }
}
