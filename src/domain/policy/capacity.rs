//! What a person is to one matter.

use super::apart::{Deed, Family, apart};
use super::recusal::is_recused;
use crate::domain::committee::{Item, Meeting, MeetingState};
use crate::domain::flow::Capacity;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::name::leads_by_post;
use crate::domain::organ::{Organ, Role};
use crate::domain::record::Record;
use crate::domain::registry::Matter;
use crate::domain::state::State;
use serde::Serialize;
use std::collections::BTreeSet;

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

/// Who stands in where the roster has fewer than two left for a record: other custodians of the
/// organ, then discipline, its head first (RC4, RC6). Never an administrator (RC8).
fn stand_ins(organ: &Organ, record: &Record, but: &[PersonId]) -> Vec<PersonId> {
    let mut all: Vec<PersonId> = Vec::new();
    let family = Family { record: Some(record), ..Family::default() };
    for role in [Role::Cus, Role::Dish, Role::Dis] {
        for p in organ.with_role(role) {
            // Whoever took the others out does not come in for them.
            let took_out = || apart(&family, Deed::Cleared, &p.id).is_some();
            if !but.contains(&p.id) && !all.contains(&p.id) && !too_near(organ, record, &p.id) && !took_out()
            {
                all.push(p.id.clone());
            }
        }
    }
    all
}

/// How many may check a record now: custodians of the roster, and those who stand in for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedBy {
    pub custodians: usize,
    pub stand_ins: usize,
}

pub fn checked_by(organ: &Organ, record: &Record, at: Millis) -> CheckedBy {
    let roster = eligible(organ, record, at);
    let all = custodians(organ, record, at);
    let custodians = all.iter().filter(|id| roster.contains(id)).count();
    CheckedBy { custodians, stand_ins: all.len() - custodians }
}

/// Who settles whom the words of a record mean: its custodians; where there are fewer than two, the
/// chief and his deputies as well, so that no record is closed to everybody by what it says.
pub fn settlers(organ: &Organ, record: &Record, at: Millis) -> Vec<PersonId> {
    let mut all = custodians(organ, record, at);
    if all.len() < 2 {
        let able = |id: &PersonId| organ.staff(id).is_ok() && stands_in(organ, record, id);
        for id in leaders(organ).filter(able) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
    }
    all
}

/// The chief, then the deputies in charge of units.
pub(super) fn leaders(organ: &Organ) -> impl Iterator<Item = PersonId> {
    let deputies = organ.units.values().filter_map(|u| u.vice_chief.clone());
    organ.with_role(Role::Chf).map(|p| p.id.clone()).chain(deputies)
}

/// Who gives the last hand of a voiding: discipline. Where everybody of it is out, recorded, or gave an
/// earlier hand in the place of a custodian, the first of chief and deputies who did none of that: a
/// record that is to be void takes four, and need not wait for a fifth who is not there.
pub fn voiders(organ: &Organ, record: &Record) -> Vec<PersonId> {
    let gave = |id: &PersonId| record.voiding().is_some_and(|v| v.hands.contains(id));
    let free = |id: &PersonId| {
        organ.staff(id).is_ok() && &record.recorder != id && !gave(id) && !is_recused(organ, record, id)
    };
    let of_discipline = [Role::Dish, Role::Dis].into_iter().flat_map(|r| organ.with_role(r));
    let all: BTreeSet<PersonId> = of_discipline.map(|p| p.id.clone()).filter(free).collect();
    if all.is_empty() {
        return leaders(organ).find(|id| free(id) && stands_in(organ, record, id)).into_iter().collect();
    }
    all.into_iter().collect()
}

/// Whether a leader may come in for others: not too near, nor whoever took them out.
fn stands_in(organ: &Organ, record: &Record, id: &PersonId) -> bool {
    let family = Family { record: Some(record), ..Family::default() };
    !too_near(organ, record, id) && apart(&family, Deed::Cleared, id).is_none()
}

/// Who says that the order by which somebody is out is lifted: chief and discipline but whoever gave it and
/// whoever recorded; where fewer than two of them are left, the custodians as well.
pub fn lifters(organ: &Organ, record: &Record, person: &PersonId, at: Millis) -> Vec<PersonId> {
    let by = record.ordered.get(person).map(|o| &o.by);
    let able = |id: &PersonId| {
        let near = Some(id) == by || id == person || id == &record.recorder;
        !near && organ.staff(id).is_ok() && !is_recused(organ, record, id)
    };
    let roles = [Role::Chf, Role::Dish, Role::Dis].into_iter().flat_map(|r| organ.with_role(r));
    let mut all: BTreeSet<PersonId> = roles.map(|p| p.id.clone()).filter(able).collect();
    if all.len() < 2 {
        all.extend(custodians(organ, record, at).into_iter().filter(able));
    }
    all.into_iter().collect()
}

/// The custodians whose turn a record is: those named on the roster, and substitutes only as far as
/// needed for two.
pub fn custodians(organ: &Organ, record: &Record, at: Millis) -> Vec<PersonId> {
    let all = eligible(organ, record, at);
    let period = organ.roster_at(at);
    let named = |id: &PersonId| period.is_some_and(|p| p.custodians.contains(id));
    let primaries = all.iter().filter(|id| named(id)).count();
    let wanted = primaries.max(2);
    let mut chosen: Vec<PersonId> = all.into_iter().take(wanted).collect();
    if chosen.len() < 2 {
        let missing = 2 - chosen.len();
        let more = stand_ins(organ, record, &chosen);
        chosen.extend(more.into_iter().take(missing));
    }
    chosen
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
    let family = Family { record: Some(record), ..Family::default() };
    let took_part = |id: &PersonId| apart(&family, Deed::Resolved, id).is_some();
    let with = |role| organ.with_role(role).map(|p| p.id.clone()).filter(|id| !too_near(organ, record, id));
    let thirds = eligible(organ, record, at).into_iter().chain(with(Role::Dish));
    let thirds: Vec<PersonId> = thirds.filter(|id| !took_part(id)).collect();
    if !thirds.is_empty() {
        return thirds;
    }
    with(Role::Dis).filter(|id| !took_part(id)).collect()
}

/// Who reports an urgent record at once: chief and discipline, whoever of them is neither recused nor
/// the recorder. Where nobody is left, the custodians write to the superior organ (RC3, RC8).
pub fn reporters(organ: &Organ, record: &Record, at: Millis) -> Vec<(PersonId, Capacity)> {
    let roles = [Role::Chf, Role::Dish, Role::Dis];
    let all: BTreeSet<PersonId> =
        roles.iter().flat_map(|r| organ.with_role(*r)).map(|p| p.id.clone()).collect();
    let able = |id: &PersonId| &record.recorder != id && !is_recused(organ, record, id);
    let own: Vec<_> = all.into_iter().filter(able).map(|id| (id, Capacity::Reporter)).collect();
    if own.is_empty() {
        return custodians_from(organ, record, at).into_iter().map(|id| (id, Capacity::Custodian)).collect();
    }
    own
}

/// Who sends a report that was approved: the liaison and discipline, whoever of them is neither recused nor the
/// recorder; where nobody of them is left, the chief.
pub fn senders(organ: &Organ, record: &Record) -> Vec<PersonId> {
    let of = |roles: &[Role]| -> BTreeSet<PersonId> {
        let all = roles.iter().flat_map(|role| organ.with_role(*role)).map(|p| p.id.clone());
        all.filter(|id| &record.recorder != id && !is_recused(organ, record, id)).collect()
    };
    let own = of(&[Role::Lia, Role::Dish, Role::Dis]);
    if own.is_empty() { of(&[Role::Chf]) } else { own }.into_iter().collect()
}

/// Who approves an application, and refers up what was voted on: the chief; where he is recused or applied himself, the deputy in
/// charge of the case's division, then the others in turn (Criminal Procedure Interpretation 32 for
/// the chair; RC3).
pub fn approver(organ: &Organ, record: &Record, item: Option<&Item>) -> Option<PersonId> {
    approver_but(organ, record, item, |_| false)
}

/// The same, where some have a part in it already that keeps them from approving it.
pub fn approver_but(
    organ: &Organ,
    record: &Record,
    item: Option<&Item>,
    out: impl Fn(&PersonId) -> bool,
) -> Option<PersonId> {
    let family = Family::of_item(record, item);
    let deed = match item {
        Some(item) if item.state.is_voted_on() => Deed::ReferredUp,
        _ => Deed::Approved,
    };
    let cases = record.known_cases(organ);
    let of_the_cases = cases.iter().filter_map(|c| organ.units.get(c.unit.as_ref()?));
    let deputies = of_the_cases.chain(organ.units.values()).filter_map(|u| u.vice_chief.clone());
    organ.chief().map(|p| p.id.clone()).into_iter().chain(deputies).find(|id| {
        let able = organ.staff(id).is_ok() && !is_recused(organ, record, id);
        able && !out(id) && apart(&family, deed, id).is_none()
    })
}

/// Who keeps an item's papers: the body's secretary. Where he is out of the record, or did what must
/// not be done together with this, the chair does it, or the present member of the next rank, so
/// that nothing stands still; where nobody of them is in the meeting, or there is none yet, a member
/// who is not there.
pub fn keeper(
    organ: &Organ,
    record: &Record,
    item: &Item,
    meeting: Option<&Meeting>,
    deed: Option<Deed>,
) -> Option<PersonId> {
    let committee = organ.committees.get(&item.committee)?;
    let family = Family::of_item(record, Some(item));
    let able = |id: &PersonId| {
        organ.staff(id).is_ok()
            && !is_recused(organ, record, id)
            && deed.is_none_or(|deed| apart(&family, deed, id).is_none())
    };
    if able(&committee.secretary) {
        return Some(committee.secretary.clone());
    }
    let meeting = meeting.filter(|m| item.meeting == Some(m.id));
    let here = |id: &PersonId| meeting.is_some_and(|m| m.is_present(id));
    let chairs = |id: &PersonId| meeting.is_some_and(|m| &m.chair == id);
    // Those who vote, and those who sit in it once that is over.
    let body = item.body(organ).filter(|_| item.state.is_voted_on()).unwrap_or(committee);
    let mut members: Vec<_> = body.members.iter().collect();
    members.sort_by_key(|m| (!here(&m.person), !chairs(&m.person), m.rank));
    let stands_in = |id: &&PersonId| !item.recused.contains_key(*id) && able(id);
    members.into_iter().map(|m| &m.person).find(stands_in).cloned()
}

/// Who says how a decision was carried out: whoever handles the case; where he is out of the record or has
/// no account any more, the next one of its bench, who applied, who recorded; where nobody of them is
/// left, whoever keeps the item's papers, so that no decision waits for ever (RC3).
pub fn executor(organ: &Organ, record: &Record, item: &Item, meeting: Option<&Meeting>) -> Option<PersonId> {
    let case = record.lead_case(organ);
    let bench = case.into_iter().flat_map(|c| c.bench());
    let able = |id: &&PersonId| organ.staff(id).is_ok() && !is_recused(organ, record, id);
    let near = bench.chain([&item.applicant, &record.recorder]).find(able).cloned();
    near.or_else(|| keeper(organ, record, item, meeting, None))
}

/// Whether a level's answer *to committee* stands in for the application: it was this person's, and
/// the presiding judge, or the single one, is recused or not there (RC3).
fn applies_as_level(state: &State, id: &PersonId) -> bool {
    let (organ, Some(record)) = (&state.organ, &state.record) else { return false };
    let presiding = record.lead_case(organ).map(|c| c.presiding.as_ref().unwrap_or(&c.handler));
    let able = |p: &PersonId| organ.staff(p).is_ok() && !is_recused(organ, record, p);
    !presiding.is_some_and(able) && able(id) && state.matters.iter().any(|m| m.put_to_a_body_by() == Some(id))
}

/// Everybody who holds a capacity on the matters before us; used for "who must act next".
pub fn holders(state: &State, capacity: Capacity, now: Millis) -> Vec<PersonId> {
    let few = few(state, capacity, now);
    let is =
        |id: &PersonId| few.as_ref().map_or_else(|| holds(state, capacity, id, now), |few| few.contains(id));
    state.organ.people.values().filter(|p| p.active && is(&p.id)).map(|p| p.id.clone()).collect()
}

/// Whoever holds a capacity that few can hold or that is reckoned for all at once, as [`holds`] has it, so that not
/// every person of the organ is asked.
fn few(state: &State, capacity: Capacity, now: Millis) -> Option<Vec<PersonId>> {
    let (organ, record) = (&state.organ, state.record.as_deref());
    match (capacity, record) {
        (Capacity::Custodian, Some(r)) => Some(custodians(organ, r, now)),
        (Capacity::Settler, Some(r)) => Some(settlers(organ, r, now)),
        (Capacity::Resolver, Some(r)) => Some(resolvers(organ, r, now)),
        (Capacity::Sender, Some(r)) => Some(senders(organ, r)),
        (Capacity::Voider, Some(r)) => Some(voiders(organ, r)),
        (Capacity::Recorder, Some(r)) => Some(vec![r.recorder.clone()]),
        (Capacity::Handler, Some(r)) => {
            let cases = r.known_cases(organ);
            let near = cases.iter().flat_map(|c| c.bench()).chain([&r.recorder]);
            Some(near.filter(|id| holds(state, capacity, id, now)).cloned().collect())
        }
        (Capacity::Discipline, _) => {
            let all = [Role::Dis, Role::Dish].into_iter().flat_map(|role| organ.with_role(role));
            let all = all.map(|p| p.id.clone()).filter(|id| holds(state, capacity, id, now));
            Some(all.collect())
        }
        (Capacity::DisciplineHead, _) => Some(heads_of_discipline(state)).filter(|heads| !heads.is_empty()),
        _ => None,
    }
}

/// Whether a person holds a capacity on the matters before us.
pub fn holds(state: &State, capacity: Capacity, id: &PersonId, now: Millis) -> bool {
    let organ = &state.organ;
    let record = state.record.as_deref();
    let clear = record.is_none_or(|r| !is_recused(organ, r, id));
    match capacity {
        Capacity::Staff => organ.staff(id).is_ok(),
        Capacity::Recorder => record.is_some_and(|r| &r.recorder == id),
        Capacity::VoidAsker => record.is_some_and(|r| {
            let left = || r.is_left(organ) && holds(state, Capacity::Discipline, id, now);
            &r.recorder == id || left()
        }),
        Capacity::Handler => clear && record.is_some_and(|r| r.is_handled_by(organ, id) || &r.recorder == id),
        Capacity::Executor => {
            let stands_in = |r: &Record| {
                let item = state.item();
                item.and_then(|i| executor(organ, r, i, state.meeting())).as_ref() == Some(id)
            };
            holds(state, Capacity::Handler, id, now) || record.is_some_and(stands_in)
        }
        Capacity::Custodian => match record {
            Some(r) => custodians(organ, r, now).contains(id),
            None => super::figured::keeps_for_organ(state, id, now),
        },
        Capacity::Settler => record.is_some_and(|r| settlers(organ, r, now).contains(id)),
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
                    r.text.received_by.as_ref() == Some(id)
                        && r.agreement.as_ref().is_some_and(|sign| r.is_asked(sign))
                })
        }
        Capacity::Level => clear && state.matter.as_ref().is_some_and(|m| m.holder() == Some(id)),
        // Before anything is applied for, the level whose answer stands in for the application as well.
        Capacity::Applicant => {
            let handles = clear && record.is_some_and(|r| r.is_handled_by(organ, id) || &r.recorder == id);
            handles || state.item().is_none() && applies_as_level(state, id)
        }
        Capacity::Approver if record.is_none() => super::figured::approves_for_organ(state, id),
        Capacity::Approver => record.is_some_and(|r| {
            // Of an item the pairs of the whole record say it.
            let matter = state.matter.as_deref().filter(|_| state.item().is_none());
            let out = |p: &PersonId| matter.is_some_and(|m| m.bars(capacity, p));
            approver_but(organ, r, state.item(), out).as_ref() == Some(id)
        }),
        Capacity::Secretary => clear && is_secretary(state, id),
        // Who has voted stays a member of this item after the meeting closes: he may owe an opinion.
        Capacity::Member => {
            let here = state.meeting().is_some_and(|m| m.is_present(id));
            let sits = |i: &Item| here && i.body(organ).is_some_and(|body| body.has(id));
            // Nor is his vote taken by whoever struck him off the roll.
            let votes = |i: &Item| i.ballot_of(id).is_some() || i.may_vote(id);
            clear && state.item().map_or_else(|| is_let_in(state, id), |i| votes(i) || sits(i))
        }
        Capacity::Orderer => {
            clear
                && (organ.has_role(id, Role::Chf)
                    || organ.has_role(id, Role::Dis)
                    || organ.has_role(id, Role::Dish))
        }
        Capacity::Voider => record.is_some_and(|r| voiders(organ, r).contains(id)),
        // Whoever may order is told why he lifts nothing here.
        Capacity::Lifter => {
            let lifts = |r: &Record| r.ordered.keys().any(|p| lifters(organ, r, p, now).contains(id));
            holds(state, Capacity::Orderer, id, now) || record.is_some_and(lifts)
        }
        Capacity::DisciplineHead => {
            let heads = heads_of_discipline(state);
            let stands_in = || organ.has_role(id, Role::Chf) && may_approve(state, id);
            heads.contains(id) || heads.is_empty() && stands_in()
        }
        Capacity::Reporter => record.is_some_and(|r| {
            let on_duty = |capacity| capacity != Capacity::Custodian || organ.custodians_at(now).contains(id);
            reporters(organ, r, now).iter().any(|(who, capacity)| who == id && on_duty(*capacity))
        }),
        Capacity::Sender => record.is_some_and(|r| senders(organ, r).contains(id)),
        Capacity::Administrator => organ.is_administrator(id),
        Capacity::Register => false,
    }
}

/// Whether a member whom the roll of an open meeting of his body does not have may say that he is there: whoever is
/// there when a vote is opened has one, whatever the secretary left out, or entered before.
fn is_let_in(state: &State, id: &PersonId) -> bool {
    state.meeting().is_some_and(|m| {
        let sits = state.organ.committees.get(&m.committee).is_some_and(|body| body.has(id));
        m.state == MeetingState::Open && !m.is_present(id) && sits
    })
}

/// Whether somebody keeps the store, or looks into what it has: custodians and discipline.
pub fn keeps(organ: &Organ, id: &PersonId) -> bool {
    [Role::Cus, Role::Dis, Role::Dish].iter().any(|role| organ.has_role(id, *role))
}

/// Whether somebody is the chief or one of his deputies: by role, by a unit in his charge, or by post.
pub fn leads(organ: &Organ, id: &PersonId) -> bool {
    organ.people.get(id).is_some_and(|p| {
        p.roles.contains(&Role::Chf)
            || organ.units.values().any(|u| u.vice_chief.as_ref() == Some(id))
            || leads_by_post(&p.post)
    })
}

/// Heads of discipline who may approve; where nobody of them may, the chief does, so that nothing
/// stands still.
fn heads_of_discipline(state: &State) -> Vec<PersonId> {
    let heads = state.organ.with_role(Role::Dish).map(|p| p.id.clone());
    heads.filter(|id| may_approve(state, id)).collect()
}

/// Neither out of the record, nor its recorder, nor who drafted what is to be approved.
fn may_approve(state: &State, id: &PersonId) -> bool {
    let near = |r: &Record| &r.recorder == id || is_recused(&state.organ, r, id);
    let drafted = |m: &Matter| m.bars(Capacity::DisciplineHead, id);
    !state.record.as_deref().is_some_and(near) && !state.matter.as_deref().is_some_and(drafted)
}

fn is_secretary(state: &State, id: &PersonId) -> bool {
    let committee = match (state.meeting(), state.item()) {
        (Some(m), _) => Some(&m.committee),
        (None, Some(i)) => Some(&i.committee),
        (None, None) => None,
    };
    match committee {
        Some(c) => state.organ.committees.get(c).is_some_and(|c| &c.secretary == id),
        // Before there is a meeting: whoever keeps the papers of some body.
        None => state.organ.committees.values().any(|c| &c.secretary == id),
    }
}
