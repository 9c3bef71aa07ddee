use super::capacity::holds;
use crate::domain::flow::Capacity;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::state::State;

/// Whether a person may act in a capacity on the matters before us. What he may not see does not
/// exist for him, so the answer there is the same as for a matter that never was.
///
/// # Errors
/// [`Rule::NoSuchMatter`], or the rule that names why this capacity is not his.
pub fn may(state: &State, capacity: Capacity, me: &PersonId, now: Millis) -> Result<(), Refusal> {
    state.organ.staff(me)?;
    let about_something = state.record.is_some() || state.meeting.is_some();
    if holds(state, capacity, me, now) && (capacity != Capacity::Staff || !about_something || state.visible) {
        return Ok(());
    }
    if about_something && !state.visible {
        return Err(Refusal::of(Rule::NoSuchMatter));
    }
    let own = state.record.as_ref().is_some_and(|r| &r.recorder == me);
    match capacity {
        Capacity::Custodian | Capacity::Settler | Capacity::Resolver | Capacity::Discipline if own => {
            Err(Refusal::of(Rule::OwnRecord))
        }
        Capacity::Witness | Capacity::Approached => Err(Refusal::of(Rule::NotAsked)),
        _ => Err(Refusal::with(Rule::NotYourCapacity, capacity.code())),
    }
}
