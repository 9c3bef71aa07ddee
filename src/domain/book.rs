//! Matters folded from their events: all of a register, or only the family of one record. The
//! same fold serves a single command, a rebuild and the check that tables equal the log.

use super::command::Command;
use super::committee::{Item, ItemCommand, Meeting, MeetingEvent};
use super::escalation::{Escalation, EscalationCommand};
use super::event::{Event, Stamp};
use super::ids::MatterId;
use super::organ::Organ;
use super::record::{Record, RecordEvent};
use super::state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct Book {
    pub organ: Arc<Organ>,
    pub records: BTreeMap<MatterId, Record>,
    pub escalations: BTreeMap<MatterId, Escalation>,
    pub items: BTreeMap<MatterId, Item>,
    pub meetings: BTreeMap<MatterId, Meeting>,
}

impl Book {
    pub fn new(organ: Arc<Organ>) -> Self {
        Self {
            organ,
            records: BTreeMap::new(),
            escalations: BTreeMap::new(),
            items: BTreeMap::new(),
            meetings: BTreeMap::new(),
        }
    }

    /// Takes one event into every matter whose story it belongs to.
    pub fn apply(&mut self, stamp: &Stamp<'_>, event: &Event) {
        match event {
            Event::Organ(e) => Arc::make_mut(&mut self.organ).apply(stamp, e),
            Event::Evidence(e) => Arc::make_mut(&mut self.organ).evidence.apply(stamp, e),
            Event::Record(e) => {
                match self.records.get_mut(&stamp.matter) {
                    Some(record) => record.apply(stamp, e),
                    None => {
                        if let Some(record) = Record::begin(stamp, e) {
                            self.records.insert(stamp.matter, record);
                        }
                    }
                }
                if let RecordEvent::Linked { other, .. } = e
                    && let Some(record) = self.records.get_mut(other)
                {
                    record.apply(stamp, e);
                }
            }
            Event::Escalation(e) => match self.escalations.get_mut(&stamp.matter) {
                Some(escalation) => escalation.apply(stamp, e),
                None => {
                    self.escalations.extend(Escalation::begin(stamp, e).map(|new| (stamp.matter, new)));
                }
            },
            Event::Item(e) => {
                match self.items.get_mut(&stamp.matter) {
                    Some(item) => item.apply(stamp, e),
                    None => self.items.extend(Item::begin(stamp, e).map(|new| (stamp.matter, new))),
                }
                for other in event.also() {
                    if let Some(meeting) = self.meetings.get_mut(&other) {
                        meeting.apply(stamp, event);
                    }
                }
            }
            Event::Meeting(e) => {
                match self.meetings.get_mut(&stamp.matter) {
                    Some(meeting) => meeting.apply(stamp, event),
                    None => self.meetings.extend(Meeting::begin(stamp, e).map(|new| (stamp.matter, new))),
                }
                if let MeetingEvent::Left { member } = e {
                    for item in self.items.values_mut().filter(|i| i.meeting == Some(stamp.matter)) {
                        item.member_left(member);
                    }
                }
            }
        }
    }

    /// The record a command is about.
    pub fn record_of(&self, command: &Command) -> Option<MatterId> {
        match command {
            Command::Organ(_) | Command::Meeting { .. } | Command::Evidence(_) => None,
            Command::Record { record, .. } => *record,
            Command::Escalation { act: EscalationCommand::Start { record, .. }, .. } => Some(*record),
            Command::Escalation { escalation, .. } => {
                escalation.and_then(|id| self.escalations.get(&id)).map(|e| e.record)
            }
            Command::Item { act: ItemCommand::Apply { application }, .. } => Some(application.record),
            Command::Item { item, .. } => item.and_then(|id| self.items.get(&id)).map(|i| i.record),
        }
    }

    /// What a decision on this command looks at.
    pub fn state(&self, command: &Command, visible: bool) -> State {
        let mut state = State::of(self.organ.clone());
        state.visible = visible;
        if let Some(record) = self.record_of(command) {
            state.record = self.records.get(&record).cloned();
            state.escalations = self.escalations.values().filter(|e| e.record == record).cloned().collect();
            state.items = self.items.values().filter(|i| i.record == record).cloned().collect();
        }
        match command {
            Command::Escalation { escalation: Some(id), .. } => {
                state.escalation = self.escalations.get(id).cloned()
            }
            Command::Item { item: Some(id), act } => {
                state.item = self.items.get(id).cloned();
                let meeting = match act {
                    ItemCommand::Place { meeting } => Some(*meeting),
                    _ => state.item.as_ref().and_then(|i| i.meeting),
                };
                state.meeting = meeting.and_then(|m| self.meetings.get(&m)).cloned();
            }
            Command::Meeting { meeting: Some(id), .. } => {
                state.meeting = self.meetings.get(id).cloned();
                state.items = self.items.values().filter(|i| i.meeting == Some(*id)).cloned().collect();
            }
            _ => {}
        }
        state
    }
}
