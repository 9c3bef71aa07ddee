//! What an item comes to in figures: that it was put to a body, and what that decided; of votes nothing.

use super::flow::ItemState;
use super::item::Item;
use crate::domain::figures::Cells;
use crate::domain::organ::Organ;

pub(super) fn of(item: &Item, organ: &Organ, cells: &mut Cells) {
    let kind = organ.committees.get(&item.committee).map_or("", |c| c.kind.as_str());
    cells.add(item.applied_at, "item_applied", kind);
    // What was decided before a review stays what it was.
    for decision in item.earlier.iter().chain(&item.decision) {
        cells.add(decision.at, "item_outcome", decision.outcome.code());
    }
    match item.state {
        ItemState::NoMajority => cells.add(item.since, "item_no_majority", ""),
        ItemState::ReferredUp => cells.add(item.since, "item_referred", ""),
        _ => {}
    }
    if let Some((at, ..)) = &item.feedback {
        cells.add(*at, "item_fed_back", "");
    }
}
