//! What a person is to one matter.

use super::recusal::is_recused;
use crate::domain::flow::Capacity;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::organ::{Organ, Role};
use crate::domain::record::{Record, Sign};
use crate::domain::state::State;

/// Whether a person stands too near a record to check it: recorder, witness, approached, on the
/// panel of the case, or recused (RC4).
pub(super) fn too_near(organ: &Organ, record: &Record, id: &PersonId) -> bool {
    &record.recorder == id
        || record.signatures.contains_key(id)
        || record.text.received_by.as_ref() == Some(id)
        || record.text.people.iter().any(|p| p.person.as_ref() == Some(id))
        || record.is_handled_by(organ, id)
        || is_recused(organ, record, id)
}

fn eligible(organ: &Organ, record: &Record, at: Millis) -> Vec<PersonId> {
    organ.custodians_at(at).into_iter().filter(|id| !too_near(organ, record, id)).collect()
}

/// The custodians whose turn a record is: those named on the roster, and substitutes only as far as
/// needed for two.
pub fn custodians(organ: &Organ, record: &Record, at: Millis) -> Vec<PersonId> {
    let all = eligible(organ, record, at);
    let period = organ.roster.iter().rev().find(|r| r.from <= at && r.to.is_none_or(|to| at < to));
    let named = |id: &PersonId| period.is_some_and(|p| p.custodians.contains(id));
    let primaries = all.iter().filter(|id| named(id)).count();
    let wanted = primaries.max(2);
    all.into_iter().take(wanted).collect()
}

/// Everybody who is or will be one of a record's custodians from a moment on: the roster changes
/// with time, and nobody acts to make it change.
pub fn custodians_from(organ: &Organ, record: &Record, at: Millis) -> Vec<PersonId> {
    let changes = organ.roster.iter().flat_map(|p| [Some(p.from), p.to]).flatten().filter(|t| *t > at);
    let mut all = Vec::new();
    for moment in std::iter::once(at).chain(changes) {
        for id in custodians(organ, record, moment) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
    }
    all
}

/// Who may resolve what two custodians disagree on: a third custodian, or the head of discipline.
pub fn resolvers(organ: &Organ, record: &Record, at: Millis) -> Vec<PersonId> {
    let took_part = |id: &PersonId| {
        record.hands.iter().any(|h| &h.person == id)
            || record.disagreement.as_ref().is_some_and(|d| &d.by == id)
    };
    let heads = organ.with_role(Role::Dish).map(|p| p.id.clone()).filter(|id| !too_near(organ, record, id));
    eligible(organ, record, at).into_iter().chain(heads).filter(|id| !took_part(id)).collect()
}

/// Who approves an application: the chief; where he is recused, the deputy in charge of the case's
/// division, then the others in turn (Criminal Procedure Interpretation 32 for the chair; RC3).
pub fn approver(organ: &Organ, record: &Record) -> Option<PersonId> {
    let cases = record.known_cases(organ);
    let of_the_cases = cases.iter().filter_map(|c| organ.units.get(c.unit.as_ref()?));
    let deputies = of_the_cases.chain(organ.units.values()).filter_map(|u| u.vice_chief.clone());
    organ
        .chief()
        .map(|p| p.id.clone())
        .into_iter()
        .chain(deputies)
        .find(|id| organ.staff(id).is_ok() && !is_recused(organ, record, id) && &record.recorder != id)
}

/// Whether a level's answer *to committee* stands in for the application: it was this person's, and
/// the presiding judge, or the single one, is recused or not there (RC3).
pub fn applies_as_level(state: &State, id: &PersonId) -> bool {
    let (organ, Some(record)) = (&state.organ, &state.record) else { return false };
    let presiding = record.lead_case(organ).map(|c| c.presiding.as_ref().unwrap_or(&c.handler));
    let able = |p: &PersonId| organ.staff(p).is_ok() && !is_recused(organ, record, p);
    !presiding.is_some_and(able)
        && able(id)
        && state.escalations.iter().any(|e| e.sent_to_committee_by() == Some(id))
}

/// Everybody who holds a capacity on the matters before us; used for "who must act next".
pub fn holders(state: &State, capacity: Capacity, now: Millis) -> Vec<PersonId> {
    state
        .organ
        .people
        .values()
        .filter(|p| p.active && holds(state, capacity, &p.id, now))
        .map(|p| p.id.clone())
        .collect()
}

/// Whether a person holds a capacity on the matters before us.
pub fn holds(state: &State, capacity: Capacity, id: &PersonId, now: Millis) -> bool {
    let organ = &state.organ;
    let record = state.record.as_ref();
    let clear = record.is_none_or(|r| !is_recused(organ, r, id));
    match capacity {
        Capacity::Staff => organ.staff(id).is_ok(),
        Capacity::Recorder => record.is_some_and(|r| &r.recorder == id),
        Capacity::Handler => clear && record.is_some_and(|r| r.is_handled_by(organ, id) || &r.recorder == id),
        Capacity::Custodian => match record {
            Some(r) => custodians(organ, r, now).contains(id),
            None => organ.custodians_at(now).contains(id),
        },
        Capacity::Resolver => record.is_some_and(|r| resolvers(organ, r, now).contains(id)),
        Capacity::Discipline => {
            clear
                && record.is_none_or(|r| &r.recorder != id)
                && (organ.has_role(id, Role::Dis) || organ.has_role(id, Role::Dish))
        }
        Capacity::Witness => clear && record.is_some_and(|r| r.signatures.contains_key(id)),
        Capacity::Approached => {
            clear
                && record.is_some_and(|r| {
                    r.text.received_by.as_ref() == Some(id) && matches!(r.agreement, Some(Sign::Asked))
                })
        }
        Capacity::Level => clear && state.escalation.as_ref().is_some_and(|e| e.holder.as_ref() == Some(id)),
        Capacity::Applicant => {
            clear && record.is_some_and(|r| r.is_handled_by(organ, id) || &r.recorder == id)
        }
        Capacity::Approver => record.is_some_and(|r| approver(organ, r).as_ref() == Some(id)),
        Capacity::Secretary => clear && is_secretary(state, id),
        // Who has voted stays a member of this item after the meeting closes: he may owe an opinion.
        Capacity::Member => {
            clear
                && (state.meeting.as_ref().is_some_and(|m| m.votes_here(&state.organ, id))
                    || state.item.as_ref().is_some_and(|i| i.ballot_of(id).is_some()))
        }
        Capacity::Chair => clear && state.meeting.as_ref().is_some_and(|m| &m.chair == id),
        Capacity::Orderer => {
            clear
                && (organ.has_role(id, Role::Chf)
                    || organ.has_role(id, Role::Dis)
                    || organ.has_role(id, Role::Dish))
        }
        Capacity::Administrator => organ.is_administrator(id),
        Capacity::Register => false,
    }
}

fn is_secretary(state: &State, id: &PersonId) -> bool {
    let committee = match (&state.meeting, &state.item) {
        (Some(m), _) => Some(&m.committee),
        (None, Some(i)) => Some(&i.committee),
        (None, None) => None,
    };
    match committee {
        Some(c) => state.organ.committees.get(c).is_some_and(|c| &c.secretary == id),
        None => state.organ.has_role(id, Role::Sec),
    }
}
