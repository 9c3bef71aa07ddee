//! What somebody being held liable comes to in figures: by cause, and by what was decided.

use super::state::Accountability;
use crate::domain::figures::Cells;
use std::collections::BTreeSet;

pub(super) fn of(matter: &Accountability, cells: &mut Cells) {
    let Some(liable) = &matter.liable else { return };
    if let Some(at) = matter.approved_at {
        cells.add(at, "liable", &liable.cause);
    }
    let Some(decided) = &matter.decided else { return };
    for sanction in decided.sanctions.iter().collect::<BTreeSet<_>>() {
        cells.add(decided.at, "sanction", sanction);
    }
    if !decided.form4.is_empty() {
        cells.add(decided.at, "form4", &decided.form4);
    }
}
