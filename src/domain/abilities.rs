//! What a person can do here and now, and why not the rest. Read from the flow tables with the same
//! capacity check that decides; the faces show it beside keys and in the palette.

use super::command::{Actor, Asked, Fresh};
use super::event::Means;
use super::flow::{Act, Stage, Step};
use super::ids::{Millis, PersonId};
use super::kind::Desk;
use super::policy::{self, Asks, Veil};
use super::record::{ALSO, CHANGE_FLOW, FLOW, IDENTITY_FLOW, ReviewState, Status, VOID_FLOW};
use super::refusal::{Refusal, Rule};
use super::registry;
use super::state::State;

/// Acts of the matter before us with, for those not open to this person, the reason.
pub fn abilities(state: &State, me: &PersonId, now: Millis) -> Vec<(Act, Option<Refusal>)> {
    let mut found = Vec::new();
    let asks = Asks::of(state, me, now);
    let asked =
        Asked { now, actor: &Actor::person(me, Means::Register), fresh: &Fresh::none(), again: false };
    let desk = Desk { state, asked: &asked, me };
    if let Some(matter) = &state.matter {
        found.extend(matter.can(&desk));
    } else if let Some(record) = &state.record {
        let hands: Vec<PersonId> = record.hands.iter().map(|h| h.person.clone()).collect();
        steps(asks, FLOW, record.status, &hands, &mut found);
        for (also, capacity) in ALSO {
            if policy::may(state, *capacity, me, now).is_ok() {
                found.iter_mut().filter(|(act, _)| act == also).for_each(|(_, no)| *no = None);
            }
        }
        around(state, me, now, &mut found);
        if record.is_submitted() {
            found.extend(registry::beginnings(&desk));
        }
    }
    found.sort_by_key(|(act, no)| (no.is_some(), act.place()));
    found.dedup_by_key(|(act, _)| *act);
    found
}

/// What hangs on a record: changes, voiding, identity.
fn around(state: &State, me: &PersonId, now: Millis, found: &mut Vec<(Act, Option<Refusal>)>) {
    let Some(record) = &state.record else { return };
    let asks = Asks::of(state, me, now);
    if record.status == Status::Confirmed {
        let (at, hands) = match record.open_change() {
            Some(change) => (ReviewState::Open, change.hands.clone()),
            None => (ReviewState::None, Vec::new()),
        };
        steps(asks, CHANGE_FLOW, at, &hands, found);
    }
    let living = record.is_submitted() && !matches!(record.status, Status::Void | Status::Withdrawn);
    if !living {
        return;
    }
    let (at, hands) = match record.voiding() {
        Some(void) => (ReviewState::Open, void.hands.clone()),
        None => (ReviewState::None, Vec::new()),
    };
    steps(asks, VOID_FLOW, at, &hands, found);
    if let Some(open) = record.identity.iter().find(|r| r.state == ReviewState::Open) {
        steps(Asks { request: Some(open), ..asks }, IDENTITY_FLOW, ReviewState::Open, &open.hands, found);
    } else if !policy::recorder_opens(&state.organ, record, me) && &record.recorder != me {
        steps(asks, IDENTITY_FLOW, ReviewState::None, &[], found);
    }
}

fn steps<S: Stage>(
    asks: Asks<'_>,
    table: &'static [Step<S>],
    at: S,
    hands: &[PersonId],
    found: &mut Vec<(Act, Option<Refusal>)>,
) {
    let state = asks.state;
    for step in table.iter().filter(|s| s.from.contains(&at)) {
        // Only steps of several hands go by who has given one; those that clear a namesake or lift an order
        // are counted for each person named, and one to whom he has not given a hand is enough.
        let given = match &state.record {
            Some(record) if step.act == Act::OtherPerson => {
                let hands: Vec<_> =
                    policy::questions(&state.organ, record).into_iter().map(|q| q.hands).collect();
                let free = hands.iter().find(|given| policy::awaits(step.hands, given, asks.me));
                free.or(hands.first()).cloned().unwrap_or_default()
            }
            Some(record) if step.act == Act::LiftRecusal => {
                // Of several orders the one that he did not give himself.
                let others = record.ordered.values().filter(|o| &o.by != asks.me);
                let hands: Vec<_> =
                    others.map(|o| policy::standing(&state.organ, record, &o.hands)).collect();
                let free = hands.iter().find(|given| policy::awaits(step.hands, given, asks.me));
                free.or(hands.first()).cloned().unwrap_or_default()
            }
            Some(record) if step.hands.len() > 1 => policy::standing(&state.organ, record, hands),
            _ => Vec::new(),
        };
        let no = asks.hand(step, &given).err();
        // Whoever need not read the material first does not miss it.
        let first =
            state.record.as_ref().is_some_and(|r| policy::veil(&state.organ, r, asks.me) == Veil::Closed);
        if step.act == Act::ReadOff && !first {
            continue;
        }
        if step.act == Act::LiftRecusal && state.record.as_ref().is_none_or(|r| r.ordered.is_empty()) {
            continue;
        }
        let own_witness = matches!(step.act, Act::Sign | Act::Agree);
        // What one is not asked is no act that one misses.
        if own_witness && no.as_ref().is_some_and(|n| n.rule == Rule::NotAsked) {
            continue;
        }
        found.push((step.act, no));
    }
}
