//! Who is let in on what tells figures of the organ: whoever sees these, and from whom nothing is hidden that they
//! count. What his own figures leave out would else follow from those that leave nothing out.

use super::capacity::leaders;
use super::sees::sees_all;
use crate::domain::flow::Capacity;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::kind::Known;
use crate::domain::organ::{Organ, Role};
use crate::domain::registry::Matter;
use crate::domain::state::State;
use std::collections::BTreeSet;

/// Who approves for the organ: the chief, or the next of his deputies. Whoever had another hand in the matter does
/// not, nor from whom something is hidden that it tells; who that is the log of the matter alone does not say, so
/// where it is not known each of them may be the one.
pub(super) fn approves_for_organ(state: &State, id: &PersonId) -> bool {
    let barred = |p: &PersonId| state.matter.as_ref().is_some_and(|m| m.bars(Capacity::Approver, p));
    let able = |p: &PersonId| state.organ.staff(p).is_ok() && !barred(p);
    match &state.out {
        Some(out) => leaders(&state.organ).find(|p| able(p) && !out.contains(p)).as_ref() == Some(id),
        None => able(id) && leaders(&state.organ).any(|p| &p == id),
    }
}

/// Who gives a custodian's hand for the organ: whoever is on the roster; under what tells figures, whoever of them
/// is let in on it and had no other hand in it. Where nobody of them is left another custodian comes in, and then
/// discipline, its head first, as for a record (RC4, RC6).
pub(super) fn keeps_for_organ(state: &State, id: &PersonId, now: Millis) -> bool {
    let organ = &state.organ;
    let roster = organ.custodians_at(now);
    let Some(matter) = state.matter.as_ref().filter(|m| m.known() == Known::WithFigures) else {
        return roster.contains(id);
    };
    let of = |role: Role| organ.with_role(role).map(|p| p.id.clone()).collect::<Vec<_>>();
    let ranks = [roster, of(Role::Cus), of(Role::Dish), of(Role::Dis)];
    let Some(out) = &state.out else { return ranks.iter().any(|rank| rank.contains(id)) };
    let free =
        |p: &&PersonId| organ.staff(p).is_ok() && !out.contains(*p) && !matter.bars(Capacity::Custodian, p);
    let first = ranks.iter().find(|rank| rank.iter().any(|p| free(&p)));
    first.is_some_and(|rank| rank.iter().filter(free).any(|p| p == id))
}

/// Whether somebody may know of a matter that tells figures, as far as his office and the matter itself say.
pub(super) fn may_know(organ: &Organ, matter: &Matter, person: &PersonId) -> bool {
    let waits = || matter.next().iter().any(|n| n.capacity == Capacity::Approver);
    sees_all(organ, person)
        || matter.concerned(organ, None).iter().any(|(p, _)| p == person)
        || waits() && leaders(organ).any(|p| &p == person)
}

/// Whether a matter that hangs on no record exists for somebody; `state` is what lies before whoever opens it.
pub fn is_there(state: &State, person: &PersonId) -> bool {
    let Some(matter) = &state.matter else { return true };
    if matter.known() != Known::WithFigures {
        return super::knows(&state.organ, matter, person);
    }
    let none = BTreeSet::new();
    if state.out.as_deref().unwrap_or(&none).contains(person) || !may_know(&state.organ, matter, person) {
        return false;
    }
    // A deputy comes in where he is the next, and stays where he was.
    let concerned = || matter.concerned(&state.organ, None).iter().any(|(p, _)| p == person);
    sees_all(&state.organ, person) || concerned() || approves_for_organ(state, person)
}
