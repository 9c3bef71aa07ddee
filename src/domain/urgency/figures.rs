//! What a report comes to in figures, once it was sent.

use super::state::Urgency;
use crate::domain::figures::Cells;
use std::collections::BTreeSet;

pub(super) fn of(report: &Urgency, cells: &mut Cells) {
    let Some(sent) = &report.sent else { return };
    cells.add(sent.at, "reported", "");
    cells.add(sent.at, "h_report", &sent.hours.to_string());
    for trigger in report.triggers.iter().collect::<BTreeSet<_>>() {
        cells.add(sent.at, "report_trigger", trigger);
    }
}
