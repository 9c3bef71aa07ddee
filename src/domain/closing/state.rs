//! A closing as its events make it.

use super::act::{CLOSE, ClosingAct, ClosingEvent, HEAR};
use super::flow::{At, FLOW, through};
use super::page;
use crate::domain::disposal::{self, Part};
use crate::domain::event::Stamp;
use crate::domain::flow::Capacity;
use crate::domain::ids::{Millis, PersonId, Ref};
use crate::domain::kind::{
    self, Begun, Desk, Folded, Hangs, Kind, Known, Next, Page, asked_by, begun_on_a_record, flow_of, room,
};
use crate::domain::organ::Organ;
use crate::domain::policy::Concern;
use crate::domain::record::Record;
use crate::domain::refusal::No;
use crate::domain::state::State;
use crate::domain::turn::Turn;

#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    pub begun: Begun<At>,
    pub class: String,
    pub summary: String,
    pub to_recorder: String,
    pub to_handler: String,
    pub closed_at: Option<Millis>,
    /// Those who handle the case and have read what is said to them.
    pub(super) heard_by: Vec<PersonId>,
    /// Why it was sent back, taken back or opened again.
    pub ended: Option<String>,
}

flow_of! { Closing, At, FLOW, begun.at }

impl Kind for Closing {
    const CODE: &'static str = "closing";
    // That it is closed is no secret from those who see the record.
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::DISPOSAL;
    const LISTS: &'static [&'static str] = &[];
    asked_by! { ClosingAct, ClosingEvent }

    fn names(event: &ClosingEvent) -> Option<&Ref> {
        match event {
            ClosingEvent::Drafted { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Closing {
    begun_on_a_record! {}

    /// Nothing of it is said a second time.
    fn shows(&self, _: &ClosingEvent) -> bool {
        true
    }

    fn begin(stamp: &Stamp<'_>, event: &ClosingEvent) -> Option<Self> {
        let ClosingEvent::Drafted { ref_, record, summary, to_recorder, to_handler, class } = event.clone()
        else {
            return None;
        };
        Some(Self {
            begun: Begun::by_somebody(stamp, &ref_, record, At::Drafted)?,
            class,
            summary,
            to_recorder,
            to_handler,
            closed_at: None,
            heard_by: Vec::new(),
            ended: None,
        })
    }

    fn take(&mut self, stamp: &Stamp<'_>, event: &ClosingEvent) {
        match event {
            ClosingEvent::Drafted { .. } | ClosingEvent::Read => {}
            ClosingEvent::Agreed => self.closed_at = Some(stamp.at),
            ClosingEvent::Heard => self.heard_by.extend(stamp.person().cloned()),
            ClosingEvent::Returned { reason }
            | ClosingEvent::Withdrawn { reason }
            | ClosingEvent::Reopened { reason } => self.ended = Some(reason.clone()),
        }
    }

    /// That it was read by whoever recorded it and has left is waited for by nobody.
    fn waits_in_vain(&self, organ: &Organ, record: &Record) -> bool {
        self.begun.at == At::Closed && record.is_left(organ)
    }

    fn concerned(&self, _: &Organ, _: Option<&Record>) -> Vec<(PersonId, Concern)> {
        Vec::new()
    }

    fn part(&self) -> Option<Part> {
        match self.begun.at {
            At::Closed | At::Told => Some(Part::Closes),
            At::Reopened => Some(Part::Reopens { since: self.begun.since }),
            _ => None,
        }
    }

    /// What was looked into, and has nothing left that nobody decided, waits to be closed.
    fn awaited(state: &State) -> Option<(Next, Millis)> {
        let follows = through(state).ok()?;
        let since = disposal::last_decided(state).map_or(follows.since, |last| last.max(follows.since));
        Some((Next { act: CLOSE, capacity: Capacity::Discipline, clock: "closing" }, since))
    }

    /// Whoever handles the case and has not read yet what is said to him; the recorder reads his own.
    fn turns(matter: &Folded<Self>, state: &State, at: Millis) -> Vec<Turn> {
        let recorder = state.record.as_deref().map(|r| &r.recorder);
        let c = &matter.of;
        let heard = |p: &PersonId| c.to_handler.is_empty() || Some(p) == recorder || c.heard_by.contains(p);
        let mut turns = kind::turns(matter, state, at);
        turns.retain(|t| t.act != HEAR || !heard(&t.person));
        turns
    }

    fn event(desk: &Desk<'_>, _: Option<&Self>, act: &ClosingAct) -> Result<ClosingEvent, No> {
        let trimmed = |text: &String| text.trim().to_owned();
        Ok(match act {
            ClosingAct::Close { record, summary, to_recorder, to_handler } => ClosingEvent::Drafted {
                ref_: desk.asked.fresh.ref_.clone(),
                record: *record,
                summary: trimmed(summary),
                to_recorder: trimmed(to_recorder),
                to_handler: trimmed(to_handler),
                class: through(desk.state)?.class,
            },
            ClosingAct::Agree => ClosingEvent::Agreed,
            ClosingAct::Return { reason } => ClosingEvent::Returned { reason: trimmed(reason) },
            ClosingAct::Withdraw { reason } => ClosingEvent::Withdrawn { reason: trimmed(reason) },
            ClosingAct::Read => ClosingEvent::Read,
            ClosingAct::Hear => ClosingEvent::Heard,
            ClosingAct::Reopen { reason } => ClosingEvent::Reopened { reason: trimmed(reason) },
        })
    }
    fn page(&self, page: &mut Page) {
        page::of(self, page);
    }
}
