//! What a person can do here and now, and why not the rest. Read from the flow tables with the same
//! capacity check that decides; the faces show it beside keys and in the palette.

use super::command::{Actor, Asked, Fresh};
use super::event::Means;
use super::flow::Act;
use super::ids::{Millis, PersonId};
use super::kind::Desk;
use super::refusal::Refusal;
use super::registry;
use super::state::State;

/// Acts of the matter before us with, for those not open to this person, the reason.
pub fn abilities(state: &State, me: &PersonId, now: Millis) -> Vec<(Act, Option<Refusal>)> {
    let mut found = Vec::new();
    let asked =
        Asked { now, actor: &Actor::person(me, Means::Register), fresh: &Fresh::none(), again: false };
    let desk = Desk { state, asked: &asked, me };
    if let Some(matter) = &state.matter {
        found.extend(matter.can(&desk));
    } else if let Some(record) = &state.record {
        found.extend(record.can(&desk));
        if record.is_submitted() {
            found.extend(registry::beginnings(&desk));
        }
    }
    found.sort_by_key(|(act, no)| (no.is_some(), act.place()));
    found.dedup_by_key(|(act, _)| *act);
    found
}
