//! A triage as its events make it.

use super::act::{TRIAGE, TriageAct, TriageEvent};
use super::flow::{At, FLOW};
use super::{decide, figures, page};
use crate::domain::codes;
use crate::domain::disposal::{self, Follows, Part};
use crate::domain::event::Stamp;
use crate::domain::figures::Cells;
use crate::domain::flow::Capacity;
use crate::domain::ids::{Millis, PersonId, Ref};
use crate::domain::kind::{
    Begun, Desk, Hangs, Kind, Known, Next, Page, asked_by, begun_on_a_record, flow_of, room,
};
use crate::domain::organ::Organ;
use crate::domain::policy::Concern;
use crate::domain::record::Record;
use crate::domain::refusal::No;
use crate::domain::state::State;

/// What a custodian thinks of it: as one who watches over trials, or of himself.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    pub by: PersonId,
    pub at: Millis,
    pub class: String,
    pub words: String,
    pub joint: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Triage {
    pub begun: Begun<At>,
    pub verification: String,
    pub statement: String,
    pub no_statement: String,
    pub class: String,
    pub violations: Vec<String>,
    pub aggravating: Vec<String>,
    pub reason: String,
    pub anew: String,
    pub joint: bool,
    pub opinions: Vec<Opinion>,
    /// Why the head sent it back, or its drafter took it back.
    pub ended: Option<String>,
}

impl Triage {
    /// Whether it was approved, and is more than that it is still to be verified.
    pub(super) fn says(&self) -> bool {
        self.begun.at == At::Triaged && self.class != decide::PENDING
    }
}

flow_of! { Triage, At, FLOW, begun.at }

impl Kind for Triage {
    const CODE: &'static str = "triage";
    // That a record was looked into is no secret from those who see it; what was found is in the rows.
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::DISPOSAL;
    const LISTS: &'static [&'static str] = &[];
    asked_by! { TriageAct, TriageEvent }

    fn names(event: &TriageEvent) -> Option<&Ref> {
        match event {
            TriageEvent::Drafted { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Triage {
    begun_on_a_record! {}

    /// Nothing of it is said a second time.
    fn shows(&self, _: &TriageEvent) -> bool {
        true
    }

    fn begin(stamp: &Stamp<'_>, event: &TriageEvent) -> Option<Self> {
        let TriageEvent::Drafted {
            ref_,
            record,
            verification,
            statement,
            no_statement,
            class,
            violations,
            aggravating,
            reason,
            anew,
            joint,
        } = event.clone()
        else {
            return None;
        };
        Some(Self {
            begun: Begun::by_somebody(stamp, &ref_, record, if joint { At::Joint } else { At::Drafted })?,
            verification,
            statement,
            no_statement,
            class,
            violations,
            aggravating,
            reason,
            anew,
            joint,
            opinions: Vec::new(),
            ended: None,
        })
    }

    fn take(&mut self, stamp: &Stamp<'_>, event: &TriageEvent) {
        let mut hear = |class: &String, words: &String, joint| {
            self.opinions.extend(stamp.person().map(|by| Opinion {
                by: by.clone(),
                at: stamp.at,
                class: class.clone(),
                words: words.clone(),
                joint,
            }));
        };
        match event {
            TriageEvent::Drafted { .. } | TriageEvent::Approved => {}
            TriageEvent::Concurred { class, opinion } => hear(class, opinion, true),
            TriageEvent::Advised { class, opinion } => hear(class, opinion, false),
            TriageEvent::Withdrawn { reason } | TriageEvent::Refused { reason } => {
                self.ended = Some(reason.clone());
            }
        }
    }

    fn lands(&self, event: &TriageEvent) -> Option<At> {
        match event {
            TriageEvent::Drafted { joint, .. } => Some(if *joint { At::Joint } else { At::Drafted }),
            _ => None,
        }
    }

    fn concerned(&self, _: &Organ, _: Option<&Record>) -> Vec<(PersonId, Concern)> {
        Vec::new()
    }

    /// What two people have taken in waits to be looked into, within a day where it is urgent; of what the store had
    /// before there was such a thing that is not asked by itself.
    fn awaited(state: &State) -> Option<(Next, Millis)> {
        disposal::may_begin(state, TRIAGE).and(disposal::none_under_way::<Self>(state)).ok()?;
        let record = state.record.as_deref().filter(|_| Follows::of(state).is_none())?;
        let since = disposal::reopened(state).or((record.since_v > 9).then_some(record.since))?;
        let clock = if record.is_urgent(&state.organ) { "triage_urgent" } else { "triage" };
        Some((Next { act: TRIAGE, capacity: Capacity::Discipline, clock }, since))
    }

    fn part(&self) -> Option<Part> {
        let row = codes::list("CL10").get(&self.class);
        let then = row.map(|r| r.then.clone()).unwrap_or_default();
        let (class, aggravating) = (self.class.clone(), self.aggravating.clone());
        self.says().then_some(Part::Says { class, then, aggravating, since: self.begun.since })
    }

    fn counts(&self, _: &Organ, record: &Record, cells: &mut Cells) {
        figures::of(self, record, cells);
    }

    fn event(desk: &Desk<'_>, _: Option<&Self>, act: &TriageAct) -> Result<TriageEvent, No> {
        decide::event(desk, act)
    }
    fn page(&self, page: &mut Page) {
        page::of(self, page);
    }
}
