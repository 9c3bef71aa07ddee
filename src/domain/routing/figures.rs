//! What a routing comes to in figures: to whom it was sent, when it was received, what came back.

use super::flow::At;
use super::state::Routing;
use crate::domain::figures::Cells;
use crate::domain::kind::At as _;
use crate::domain::record::Record;

pub(super) fn of(routing: &Routing, record: &Record, cells: &mut Cells) {
    let Some((.., sent)) = routing.sent else { return };
    cells.add(sent, "routed", &routing.target);
    if let Some(submitted) = record.submitted_at {
        cells.took("h_route", submitted, sent);
    }
    if let Some((_, at)) = routing.receipt {
        cells.add(at, "route_receipt", "");
    }
    match &routing.result {
        Some((code, _, _, at)) => {
            cells.add(*at, "route_result", code);
            cells.took("h_result", sent, *at);
        }
        None if routing.begun.at.is_open() && routing.begun.at != At::None => {
            cells.add(sent, "route_open", "");
        }
        None => {}
    }
}
