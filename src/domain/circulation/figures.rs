//! What a circulation comes to in figures: that it was proposed, what became of it, and how far it went.

use super::flow::At;
use super::state::Circulation;
use crate::domain::figures::Cells;

/// Where it stands once it was approved.
const APPROVED: [At; 6] = [At::Approved, At::ToSend, At::Sent, At::Issued, At::Unissued, At::Done];

pub(super) fn of(circulation: &Circulation, cells: &mut Cells) {
    // A decision against one has no scope.
    if circulation.scope.is_empty() {
        return;
    }
    let proposed = circulation.begun.begun_at;
    cells.add(proposed, "circ_proposed", "");
    if APPROVED.contains(&circulation.begun.at) {
        cells.add(proposed, "circ_approved", "");
    }
    if !circulation.must_publish.is_empty() {
        cells.add(proposed, "circ_must", "");
    }
    if let Some((_, at)) = &circulation.issued {
        cells.add(*at, "circ_issued", &circulation.scope);
    }
    for published in &circulation.published {
        cells.add(published.at, "circ_published", "");
    }
}
