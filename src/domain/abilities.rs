//! What a person can do here and now, and why not the rest. Read from the flow tables with the same
//! capacity check that decides; the faces show it beside keys and in the palette.

use super::committee::{ITEM_FLOW, MEETING_FLOW};
use super::escalation::{self, EscalationState};
use super::flow::{self, Act, Capacity, Step};
use super::ids::{Millis, PersonId};
use super::policy::{self, Veil};
use super::record::{CHANGE_FLOW, FLOW, IDENTITY_FLOW, ReviewState, Status, VOID_FLOW};
use super::refusal::{Refusal, Rule};
use super::state::State;

/// Acts of the matter before us with, for those not open to this person, the reason.
pub fn abilities(state: &State, me: &PersonId, now: Millis) -> Vec<(Act, Option<Refusal>)> {
    let mut found = Vec::new();
    if let Some(item) = &state.item {
        steps(state, ITEM_FLOW, item.state, &[], me, now, &mut found);
    } else if let Some(meeting) = &state.meeting {
        steps(state, MEETING_FLOW, meeting.state, &[], me, now, &mut found);
    } else if let Some(e) = &state.escalation {
        steps(state, escalation::FLOW, e.state, &[], me, now, &mut found);
        // Passing up and asking for others are answers too.
        found.retain(|(act, _)| !matches!(act, Act::PassUp | Act::Apply | Act::ReferUp));
        if e.state == EscalationState::ToCommittee {
            found.push((Act::Apply, applying(state, me, now)));
        }
    } else if let Some(record) = &state.record {
        let hands: Vec<PersonId> = record.hands.iter().map(|h| h.person.clone()).collect();
        steps(state, FLOW, record.status, &hands, me, now, &mut found);
        // Discipline links records too, as the decision allows.
        if policy::may(state, Capacity::Discipline, me, now).is_ok() {
            found.iter_mut().filter(|(act, _)| *act == Act::Link).for_each(|(_, no)| *no = None);
        }
        around(state, me, now, &mut found);
    }
    found.sort_by_key(|(act, no)| (no.is_some(), *act));
    found.dedup_by_key(|(act, _)| *act);
    found
}

/// What hangs on a record: changes, voiding, identity, escalation, application.
fn around(state: &State, me: &PersonId, now: Millis, found: &mut Vec<(Act, Option<Refusal>)>) {
    let Some(record) = &state.record else { return };
    if record.status == Status::Confirmed {
        let (at, hands) = match record.open_change() {
            Some(change) => (ReviewState::Open, change.hands.clone()),
            None => (ReviewState::None, Vec::new()),
        };
        steps(state, CHANGE_FLOW, at, &hands, me, now, found);
    }
    let living = record.is_submitted() && !matches!(record.status, Status::Void | Status::Withdrawn);
    if !living {
        return;
    }
    let (at, hands) = match &record.void {
        Some(void) => (ReviewState::Open, void.hands.clone()),
        None => (ReviewState::None, Vec::new()),
    };
    steps(state, VOID_FLOW, at, &hands, me, now, found);
    if let Some(open) = record.identity.iter().find(|r| r.state == ReviewState::Open) {
        steps(state, IDENTITY_FLOW, ReviewState::Open, &open.hands, me, now, found);
    } else if !policy::recorder_opens(&state.organ, record, me) && &record.recorder != me {
        steps(state, IDENTITY_FLOW, ReviewState::None, &[], me, now, found);
    }
    let none_open = !state.escalations.iter().any(|e| e.state.is_open());
    if none_open {
        steps(state, escalation::FLOW, EscalationState::None, &[], me, now, found);
    }
    found.push((Act::Apply, applying(state, me, now)));
}

/// Whoever answers for the case may apply, and the level that sent it to the committee.
fn applying(state: &State, me: &PersonId, now: Millis) -> Option<Refusal> {
    if policy::applies_as_level(state, me) {
        None
    } else {
        policy::may(state, Capacity::Applicant, me, now).err()
    }
}

fn steps<S: Copy + PartialEq>(
    state: &State,
    table: &'static [Step<S>],
    at: S,
    hands: &[PersonId],
    me: &PersonId,
    now: Millis,
    found: &mut Vec<(Act, Option<Refusal>)>,
) {
    for step in table.iter().filter(|s| s.from.contains(&at)) {
        // Only steps of several hands go by who has given one; those that clear a namesake are
        // counted for each person named, which is not known here.
        let given = match &state.record {
            Some(record) if step.hands.len() > 1 && step.act != Act::OtherPerson => {
                policy::standing(&state.organ, record, hands)
            }
            _ => Vec::new(),
        };
        let no = match flow::next_hand(step, &given, me) {
            Ok((capacity, _)) => policy::may(state, capacity, me, now).err(),
            Err(no) => Some(no),
        };
        // Whoever need not read the material first does not miss it.
        let first = state.record.as_ref().is_some_and(|r| policy::veil(&state.organ, r, me) == Veil::Closed);
        if step.act == Act::ReadOff && !first {
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
