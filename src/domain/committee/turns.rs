//! Whose turn it is in a committee's business.

use super::event::Outcome;
use super::flow::{ItemState, MeetingState};
use super::item::{Item, MINORITY_CLOCK};
use super::meeting::Meeting;
use super::stands::full_bodies;
use crate::domain::flow::{Act, Capacity, FlowName};
use crate::domain::organ::Organ;
use crate::domain::organ_kind::NoMajority;
use crate::domain::policy::{self, Deed};
use crate::domain::record::Record;
use crate::domain::turn::Turn;

impl Item {
    pub fn turns(&self, organ: &Organ, record: &Record, meeting: Option<&Meeting>) -> Vec<Turn> {
        let by_secretary = |act, clock| {
            let deed = Deed::of(FlowName::Item, act);
            let keeps = policy::keeper(organ, record, self, meeting, deed);
            keeps.iter().map(|s| Turn::new(s, Capacity::Secretary, act, self.since, clock)).collect()
        };
        match self.state {
            ItemState::Applied => policy::approver(organ, record, Some(self))
                .iter()
                .map(|a| Turn::new(a, Capacity::Approver, Act::Approve, self.since, "committee_approval"))
                .collect(),
            ItemState::Refused => {
                let again =
                    |p| Turn::new(p, Capacity::Applicant, Act::Resubmit, self.since, "committee_approval");
                let mut turns: Vec<Turn> =
                    Some(&self.applicant).filter(|_| !self.resubmitted).map(again).into_iter().collect();
                // A review was refused, and what was decided is still to be carried out.
                if self.notice.is_some() && self.feedback.is_none() {
                    turns.extend(self.execution(organ, record, meeting));
                }
                turns
            }
            ItemState::Approved => by_secretary(Act::Place, "committee_approval"),
            ItemState::OnAgenda if meeting.is_some_and(|m| m.state == MeetingState::Open) => {
                by_secretary(Act::OpenVote, "")
            }
            ItemState::Voting => {
                let waiting = self.waiting_for(organ, record);
                if waiting.is_empty() {
                    return by_secretary(Act::CloseVote, "");
                }
                waiting.iter().map(|m| Turn::new(m, Capacity::Member, Act::Vote, self.since, "")).collect()
            }
            ItemState::NoMajority => {
                let body = self.body(organ).map(|b| b.rules.no_majority.as_slice()).unwrap_or_default();
                let has = |way| body.contains(&way);
                if has(NoMajority::Supplement) {
                    return by_secretary(Act::Supplement, "");
                }
                if self.body(organ).is_some_and(|b| full_bodies(organ, b).next().is_some()) {
                    return by_secretary(Act::ToFull, "");
                }
                if has(NoMajority::WrittenOpinions) {
                    return by_secretary(Act::WrittenVote, "");
                }
                let approver = policy::approver(organ, record, Some(self));
                approver
                    .iter()
                    .map(|a| Turn::new(a, Capacity::Approver, Act::ReferUp, self.since, ""))
                    .collect()
            }
            ItemState::Voted => {
                let missing = self.minority_missing(organ, record);
                if missing.is_empty() {
                    return by_secretary(Act::Decision, "decision_notice");
                }
                let asked = missing
                    .iter()
                    .map(|m| Turn::new(m, Capacity::Member, Act::Minority, self.since, MINORITY_CLOCK));
                // The decision is nobody's turn before the time for their opinions is over.
                asked.chain(by_secretary(Act::Decision, MINORITY_CLOCK)).collect()
            }
            ItemState::Decided if self.outcome.is_none_or(|(o, _)| o != Outcome::Advice) => {
                by_secretary(Act::DecisionNotice, "decision_notice")
            }
            ItemState::Noticed => self.execution(organ, record, meeting),
            _ => Vec::new(),
        }
    }

    /// Who reports how the decision was carried out.
    fn execution(&self, organ: &Organ, record: &Record, meeting: Option<&Meeting>) -> Vec<Turn> {
        let all = policy::executor(organ, record, self, meeting);
        let turn = |e| Turn::new(e, Capacity::Executor, Act::Feedback, self.since, "execution_feedback");
        all.iter().map(turn).collect()
    }
}

impl Meeting {
    pub fn turns(&self, organ: &Organ, items_open: bool) -> Vec<Turn> {
        let Some(secretary) = organ.committees.get(&self.committee).map(|c| &c.secretary) else {
            return Vec::new();
        };
        let (act, since, clock) = match self.state {
            MeetingState::Planned => (Act::Notice, self.since, "committee_approval"),
            // The meeting itself is the due date.
            MeetingState::Noticed => (Act::Open, self.planned_at, ""),
            MeetingState::Open if !items_open => (Act::CloseMeeting, self.since, ""),
            _ => return Vec::new(),
        };
        vec![Turn::new(secretary, Capacity::Secretary, act, since, clock)]
    }
}
