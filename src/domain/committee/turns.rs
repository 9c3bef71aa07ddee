//! Whose turn it is in a committee's business.

use super::event::Outcome;
use super::flow::{FLOW, ItemState};
use super::item::{Item, MINORITY_CLOCK};
use super::meeting::Meeting;
use super::meeting_flow::{self, MeetingState};
use super::needs::full_bodies;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{Millis, PersonId};
use crate::domain::kind::Step;
use crate::domain::organ::{Committee, Organ};
use crate::domain::organ_kind::NoMajority;
use crate::domain::policy;
use crate::domain::record::Record;
use crate::domain::turn::Turn;

impl Item {
    /// In which capacity and by which clock its row says; who holds it now is policy's to say.
    pub(super) fn turns(&self, organ: &Organ, record: &Record, meeting: Option<&Meeting>) -> Vec<Turn> {
        let row = |act: Act| FLOW.iter().find(|row| row.act == act && row.from.contains(&self.state));
        let turns = |row: &'static Step<Item>| {
            let capacity = *row.hands.first()?;
            let holders = self.holders(row, capacity, organ, record, meeting);
            // The decision is nobody's turn before the time for the minority's opinions is over.
            let waits = row.act == Act::Decision && !self.minority_missing(organ, record).is_empty();
            let clock = if waits { MINORITY_CLOCK } else { row.due.unwrap_or_default() };
            let turn = move |p: PersonId| Turn::new(&p, capacity, row.act, self.since, clock);
            Some(holders.into_iter().map(turn))
        };
        self.next(organ, record, meeting).into_iter().filter_map(row).filter_map(turns).flatten().collect()
    }

    fn holders(
        &self,
        row: &Step<Item>,
        capacity: Capacity,
        organ: &Organ,
        record: &Record,
        meeting: Option<&Meeting>,
    ) -> Vec<PersonId> {
        let one = |p: Option<PersonId>| p.into_iter().collect();
        match capacity {
            Capacity::Applicant => vec![self.applicant.clone()],
            Capacity::Approver => one(policy::approver(organ, record, Some(self))),
            Capacity::Secretary => one(policy::keeper(organ, record, self, meeting, row.deed)),
            // Who reports how the decision was carried out.
            Capacity::Executor => one(policy::executor(organ, record, self, meeting)),
            // Whose time runs without him, and whose turn it is once it is over.
            Capacity::Member if row.act == Act::Vote => {
                let mut all = self.waiting_for(organ, record, Millis::MIN);
                all.extend(self.waiting_for(organ, record, Millis::MAX));
                all.sort();
                all.dedup();
                all
            }
            Capacity::Member => self.minority_missing(organ, record),
            _ => Vec::new(),
        }
    }

    /// Of what the table has for its state, what is waited for.
    fn next(&self, organ: &Organ, record: &Record, meeting: Option<&Meeting>) -> Vec<Act> {
        let either = |first: bool, act: Act, then: Act| vec![if first { act } else { then }];
        match self.state {
            ItemState::Applied => vec![Act::Approve],
            ItemState::Refused => {
                let again = (!self.resubmitted).then_some(Act::Resubmit);
                // A review was refused, and what was decided is still to be carried out.
                let unreported = self.notice.is_some() && self.feedback.is_none();
                again.into_iter().chain(unreported.then_some(Act::Feedback)).collect()
            }
            ItemState::Approved => vec![Act::Place],
            ItemState::OnAgenda if meeting.is_some_and(|m| m.state == MeetingState::Open) => {
                vec![Act::OpenVote]
            }
            // The meeting was closed by a secretary for whom this does not exist.
            ItemState::OnAgenda if meeting.is_some_and(|m| m.state == MeetingState::Closed) => {
                vec![Act::Place]
            }
            ItemState::Voting => {
                let waits = |now| !self.waiting_for(organ, record, now).is_empty();
                let vote = waits(Millis::MIN).then_some(Act::Vote);
                vote.into_iter().chain((!waits(Millis::MAX)).then_some(Act::CloseVote)).collect()
            }
            ItemState::NoMajority => {
                let ways = self.body(organ).map(|b| b.rules.no_majority.as_slice()).unwrap_or_default();
                let has = |way| ways.contains(&way);
                if has(NoMajority::Supplement) {
                    return vec![Act::Supplement];
                }
                if self.body(organ).is_some_and(|b| full_bodies(organ, b).next().is_some()) {
                    return vec![Act::ToFull];
                }
                either(has(NoMajority::WrittenOpinions), Act::WrittenVote, Act::ReferUp)
            }
            ItemState::Voted => vec![Act::Minority, Act::Decision],
            ItemState::Decided if self.outcome.is_none_or(|(o, _)| o != Outcome::Advice) => {
                vec![Act::DecisionNotice]
            }
            ItemState::Noticed => vec![Act::Feedback],
            _ => Vec::new(),
        }
    }
}

impl Meeting {
    pub fn turns(&self, organ: &Organ, items_open: bool) -> Vec<Turn> {
        let (act, since) = match self.state {
            MeetingState::Planned => (Act::Notice, self.since),
            // The meeting itself is the due date.
            MeetingState::Noticed => (Act::Open, self.planned_at),
            MeetingState::Open if !items_open => (Act::CloseMeeting, self.since),
            _ => return Vec::new(),
        };
        let body = organ.committees.get(&self.committee);
        let row = meeting_flow::FLOW.iter().find(|row| row.act == act);
        let turn = |(body, row): (&Committee, &Step<Meeting>)| {
            let clock = row.due.unwrap_or_default();
            Some(Turn::new(&body.secretary, *row.hands.first()?, act, since, clock))
        };
        body.zip(row).and_then(turn).into_iter().collect()
    }
}
