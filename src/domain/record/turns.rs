//! Whose turn it is. The desk, the "who must act next" line and the reminders all read this; in which
//! capacity, and by which clock, the rows say.

use super::flow::{Status, TWO};
use super::parts::{Change, IdentityRequest, VoidRequest};
use super::reviews::ReviewState;
use super::state::Record;
use crate::domain::flow::Act;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::kind::{self, Flow};
use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::domain::turn::Turn;

/// The turns of these people at an act that has a row here and so many hands already.
fn turns<F: Flow>(
    at: F::At,
    act: Act,
    given: usize,
    since: Millis,
    people: impl IntoIterator<Item = PersonId>,
) -> Vec<Turn> {
    let Ok(row) = kind::row::<F>(act, at) else { return Vec::new() };
    let next = row.hands.get(given).or(row.hands.last());
    let (Some(capacity), Some(clock)) = (next, row.due) else { return Vec::new() };
    people.into_iter().map(|id| Turn::new(&id, *capacity, act, since, clock)).collect()
}

impl Record {
    /// Everybody who can act on this record next, with the clock that runs for it.
    pub fn turns(&self, organ: &Organ, now: Millis) -> Vec<Turn> {
        let recorder = [self.recorder.clone()];
        let mut found = match self.status {
            Status::Quick => turns::<Self>(self.status, Act::Submit, 0, self.created_at, recorder),
            Status::Returned if !self.is_left(organ) => {
                turns::<Self>(self.status, Act::Amend, 0, self.since, recorder)
            }
            Status::Submitted | Status::OneHand | Status::Returned => {
                let hands = policy::standing(organ, self, self.hands.iter().map(|h| &h.person));
                // Where the first hand lapsed, the next one is a first one.
                let at = match hands.is_empty() {
                    true if self.status == Status::Returned => Status::Returned,
                    true => Status::Submitted,
                    false => Status::OneHand,
                };
                turns::<Self>(at, Act::Confirm, hands.len(), self.since, self.awaited(organ, &hands, now))
            }
            Status::Disputed => {
                let all = policy::resolvers(organ, self, now);
                turns::<Self>(self.status, Act::Resolve, 0, self.since, all)
            }
            Status::New | Status::Confirmed | Status::Withdrawn | Status::Void => Vec::new(),
        };
        if !matches!(self.status, Status::Void | Status::Withdrawn | Status::Quick) {
            self.side_turns(organ, now, &mut found);
        }
        found.extend(self.report_turns(organ, now));
        found
    }

    /// Whether anybody is asked for something, or may be as soon as there is somebody on the roster who can
    /// be. Of a record that rests no roster and no clock makes a turn.
    pub fn is_going(&self, organ: &Organ) -> bool {
        let rests = matches!(self.status, Status::Confirmed | Status::Withdrawn | Status::Void);
        !rests
            || self.signatures.values().chain(&self.agreement).any(|sign| self.is_asked(sign))
            || !policy::questions(organ, self).is_empty()
            || self.open_change().is_some()
            || self.identity.iter().any(|r| r.state == ReviewState::Open)
            || self.voiding().is_some()
            || self.ordered.values().any(|o| !o.hands.is_empty())
            || self.settling.values().any(|s| !s.same_hands.is_empty())
            || self.urgent_since(organ).is_some_and(|since| !self.was_reported(since))
    }

    /// Custodians who are asked for a hand beside these.
    fn awaited(&self, organ: &Organ, given: &[PersonId], now: Millis) -> Vec<PersonId> {
        let all = policy::custodians_from(organ, self, now).into_iter();
        all.filter(|c| policy::awaits(TWO, given, c)).collect()
    }

    fn side_turns(&self, organ: &Organ, now: Millis, found: &mut Vec<Turn>) {
        let (at, since) = (self.status, self.since);
        let free = |person: &&PersonId| !policy::is_recused(organ, self, person);
        // Whoever signed another text is asked anew since this one stands.
        let stands = self.versions.last().map_or(since, |v| since.max(v.at));
        let asked = self.signatures.iter().filter(|(_, sign)| self.is_asked(sign)).map(|(id, _)| id);
        found.extend(turns::<Self>(at, Act::Sign, 0, stands, asked.filter(free).cloned()));
        let agrees = self.agreement.as_ref().filter(|sign| self.is_asked(sign));
        let agrees = self.text.received_by.as_ref().filter(|_| agrees.is_some());
        found.extend(turns::<Self>(at, Act::Agree, 0, stands, agrees.filter(free).cloned()));
        // Who still has the record to check is asked on the page where he checks it.
        let checking = self.is_to_check(organ);
        let questions = policy::questions(organ, self);
        if !questions.is_empty() {
            let asked = |s: &PersonId| questions.iter().any(|q| policy::awaits(TWO, &q.hands, s));
            let checks = |s: &PersonId| found.iter().any(|t| &t.person == s && t.act == Act::Confirm);
            let settlers = policy::settlers(organ, self, now).into_iter();
            let settlers: Vec<_> = settlers.filter(|s| asked(s) && !(checking && checks(s))).collect();
            found.extend(turns::<Self>(at, Act::OtherPerson, 0, since, settlers));
        }
        let hands = |given: &[PersonId]| policy::standing(organ, self, given);
        if let Some(change) = self.open_change() {
            let given = hands(&change.hands);
            let next = self.awaited(organ, &given, now);
            found.extend(turns::<Change>(change.state, Act::ConfirmChange, given.len(), change.at, next));
        }
        for request in self.identity.iter().filter(|r| r.state == ReviewState::Open) {
            let given = hands(&request.hands);
            let next = self.awaited(organ, &given, now);
            found.extend(turns::<IdentityRequest>(
                request.state,
                Act::OpenIdentity,
                given.len(),
                request.at,
                next,
            ));
        }
        if let Some(void) = self.voiding() {
            let given = hands(&void.hands);
            let all = match given.len() {
                // The recorder asked for it; where his asking lapsed, nobody is waited for.
                0 => Vec::new(),
                1 | 2 => policy::settlers(organ, self, now),
                _ => policy::voiders(organ, self),
            };
            let next = all.into_iter().filter(|id| !given.contains(id));
            found.extend(turns::<VoidRequest>(void.at(), Act::Void, given.len(), void.at, next));
        }
        // As does who says that words mean somebody after all.
        for (person, settling) in self.settling.iter().filter(|(_, s)| !s.same_hands.is_empty()) {
            let given = policy::meant_by(organ, self, person);
            let asked = policy::said_to_be_another(organ, self).contains(person) && !given.is_empty();
            let all = policy::settlers(organ, self, now).into_iter().filter(|_| asked);
            let next = all.filter(|id| id != person && !given.contains(id));
            found.extend(turns::<Self>(at, Act::SamePerson, 0, settling.same_at, next));
        }
        // The first one who says that an order is lifted asks a second one.
        for (person, ordered) in self.ordered.iter().filter(|(_, o)| !o.hands.is_empty()) {
            let given = hands(&ordered.hands);
            let all = policy::lifters(organ, self, person, now).into_iter();
            let next = all.filter(|id| !given.is_empty() && policy::awaits(TWO, &given, id));
            found.extend(turns::<Self>(at, Act::LiftRecusal, given.len(), ordered.at, next));
        }
    }
}
