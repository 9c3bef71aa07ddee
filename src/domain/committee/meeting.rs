//! A meeting as its events make it; where each of them leads is its table's to say.

use super::command::Attendance;
use super::event::MeetingEvent;
use super::meeting_flow::MeetingState;
use crate::domain::event::Stamp;
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, Ref};
use crate::domain::organ::Organ;
use std::collections::BTreeMap;

/// A meeting as its own events make it.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    pub id: MatterId,
    pub ref_: Ref,
    pub committee: CommitteeId,
    pub planned_at: Millis,
    pub place: String,
    pub chair: PersonId,
    pub state: MeetingState,
    pub since: Millis,
    pub noticed_at: Option<Millis>,
    pub agenda: Vec<MatterId>,
    pub attendance: BTreeMap<PersonId, Attendance>,
    /// Who entered, in the open meeting, that a member is gone or has no vote.
    pub sent_out_by: Vec<PersonId>,
    pub minutes: String,
}

impl Meeting {
    pub(super) fn begin(stamp: &Stamp<'_>, event: &MeetingEvent) -> Option<Self> {
        let MeetingEvent::Planned { ref_, committee, planned_at, place, chair } = event else { return None };
        Some(Self {
            id: stamp.matter,
            ref_: ref_.clone(),
            committee: committee.clone(),
            planned_at: *planned_at,
            place: place.clone(),
            chair: chair.clone(),
            state: MeetingState::Planned,
            since: stamp.at,
            noticed_at: None,
            agenda: Vec::new(),
            attendance: BTreeMap::new(),
            sent_out_by: Vec::new(),
            minutes: String::new(),
        })
    }

    pub(super) fn take(&mut self, stamp: &Stamp<'_>, event: &MeetingEvent) {
        self.sent_out_by.extend(self.takes_out(event).and_then(|_| stamp.person()).cloned());
        match event {
            MeetingEvent::Planned { .. } | MeetingEvent::Opened => {}
            MeetingEvent::Noticed => self.noticed_at = Some(stamp.at),
            MeetingEvent::Attended { member, attendance } => {
                self.attendance.insert(member.clone(), attendance.clone());
            }
            MeetingEvent::Left { member } => {
                self.attendance.insert(member.clone(), Attendance::Left { at: stamp.at });
            }
            MeetingEvent::Closed { minutes } => self.minutes = minutes.clone(),
        }
    }

    /// A matter is put on its agenda.
    pub fn placed(&mut self, matter: MatterId) {
        if !self.agenda.contains(&matter) {
            self.agenda.push(matter);
        }
    }

    /// Whom an entry strikes off those present in the open meeting, and whether he left the room.
    pub fn takes_out<'e>(&self, event: &'e MeetingEvent) -> Option<(&'e PersonId, bool)> {
        let (member, left) = match event {
            MeetingEvent::Left { member } => (member, true),
            MeetingEvent::Attended { member, attendance } if attendance != &Attendance::Present => {
                (member, false)
            }
            _ => return None,
        };
        (self.state == MeetingState::Open && (left || self.is_present(member))).then_some((member, left))
    }

    pub fn is_present(&self, id: &PersonId) -> bool {
        matches!(self.attendance.get(id), Some(Attendance::Present))
    }

    /// Papers went out later than the body's rule asks.
    pub fn papers_late(&self, organ: &Organ) -> bool {
        let Some(rules) = organ.committees.get(&self.committee).map(|c| &c.rules) else { return false };
        let days = i64::from(rules.min_notice_days) * 86_400_000;
        self.noticed_at.is_some_and(|at| at > self.planned_at - days)
    }
}
