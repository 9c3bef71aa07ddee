//! Whose turn it is. The desk, the "who must act next" line and the reminders all read this.

use super::flow::{Status, TWO};
use super::reviews::ReviewState;
use super::state::Record;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::Millis;
use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::domain::turn::Turn;

impl Record {
    /// Everybody who can act on this record next, with the clock that runs for it.
    pub fn turns(&self, organ: &Organ, now: Millis) -> Vec<Turn> {
        let mut turns = Vec::new();
        match self.status {
            Status::Quick => turns.push(Turn::new(
                &self.recorder,
                Capacity::Recorder,
                Act::Submit,
                self.created_at,
                "submission",
            )),
            Status::Returned => turns.push(Turn::new(
                &self.recorder,
                Capacity::Recorder,
                Act::Amend,
                self.since,
                "completion",
            )),
            Status::Submitted | Status::OneHand => {
                let hands = policy::standing(organ, self, self.hands.iter().map(|h| &h.person));
                let clock = if hands.is_empty() { "first_hand" } else { "second_hand" };
                for c in policy::custodians_from(organ, self, now) {
                    if policy::awaits(TWO, &hands, &c) {
                        turns.push(Turn::new(&c, Capacity::Custodian, Act::Confirm, self.since, clock));
                    }
                }
            }
            Status::Disputed => {
                for r in policy::resolvers(organ, self, now) {
                    turns.push(Turn::new(&r, Capacity::Resolver, Act::Resolve, self.since, "dispute"));
                }
            }
            Status::New | Status::Confirmed | Status::Withdrawn | Status::Void => {}
        }
        if !matches!(self.status, Status::Void | Status::Withdrawn | Status::Quick) {
            self.side_turns(organ, now, &mut turns);
        }
        turns.extend(self.report_turns(organ, now));
        turns
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
            || self.is_pressing(organ)
            || self.urgent_since(organ).is_some() && !self.at_once.iter().any(|n| n.note.is_report())
    }

    fn side_turns(&self, organ: &Organ, now: Millis, turns: &mut Vec<Turn>) {
        // Whoever signed another text is asked anew since this one stands.
        let since = self.versions.last().map_or(self.since, |v| self.since.max(v.at));
        for (person, sign) in &self.signatures {
            if self.is_asked(sign) && !policy::is_recused(organ, self, person) {
                turns.push(Turn::new(person, Capacity::Witness, Act::Sign, since, "witness"));
            }
        }
        if let (Some(sign), Some(who)) = (&self.agreement, &self.text.received_by)
            && self.is_asked(sign)
            && !policy::is_recused(organ, self, who)
        {
            turns.push(Turn::new(who, Capacity::Approached, Act::Agree, since, "witness"));
        }
        // Who still has the record to check is asked on the page where he checks it.
        let checking = matches!(self.status, Status::Submitted | Status::OneHand);
        let questions = policy::questions(organ, self);
        if !questions.is_empty() {
            for s in policy::settlers(organ, self, now) {
                let asked = questions.iter().any(|q| policy::awaits(TWO, &q.hands, &s));
                let checks = turns.iter().any(|t| t.person == s && t.act == Act::Confirm);
                if asked && !(checking && checks) {
                    turns.push(Turn::new(&s, Capacity::Settler, Act::OtherPerson, self.since, "second_hand"));
                }
            }
        }
        let mut custodians_for = |given: &[crate::domain::ids::PersonId], act: Act, since: Millis| {
            let given = policy::standing(organ, self, given);
            let all = policy::custodians_from(organ, self, now).into_iter();
            for c in all.filter(|c| policy::awaits(TWO, &given, c)) {
                turns.push(Turn::new(&c, Capacity::Custodian, act, since, "second_hand"));
            }
        };
        if let Some(change) = self.open_change() {
            custodians_for(&change.hands, Act::ConfirmChange, change.at);
        }
        for request in self.identity.iter().filter(|r| r.state == ReviewState::Open) {
            custodians_for(&request.hands, Act::OpenIdentity, request.at);
        }
        if let Some(void) = self.voiding() {
            let hands = policy::standing(organ, self, &void.hands);
            let (all, capacity) = match hands.len() {
                0 => (Vec::new(), Capacity::Recorder),
                1 | 2 => (policy::settlers(organ, self, now), Capacity::Settler),
                _ => (policy::voiders(organ, self), Capacity::Voider),
            };
            let next = all.iter().filter(|id| !hands.contains(id));
            turns.extend(next.map(|id| Turn::new(id, capacity, Act::Void, void.at, "second_hand")));
        }
        // The first one who says that an order is lifted asks a second one.
        for (person, ordered) in self.ordered.iter().filter(|(_, o)| !o.hands.is_empty()) {
            let hands = policy::standing(organ, self, &ordered.hands);
            let all = policy::lifters(organ, self, person, now);
            let next = all.iter().filter(|id| !hands.is_empty() && policy::awaits(TWO, &hands, id));
            let turn = |id| Turn::new(id, Capacity::Lifter, Act::LiftRecusal, ordered.at, "second_hand");
            turns.extend(next.map(turn));
        }
    }
}
