//! A report as its events make it.

use super::act::{DRAFT, UrgencyAct, UrgencyEvent};
use super::flow::{At, FLOW};
use super::{decide, figures, page};
use crate::domain::disposal;
use crate::domain::event::Stamp;
use crate::domain::figures::Cells;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{Millis, PersonId, Ref};
use crate::domain::kind::{
    At as _, Begun, Desk, Hangs, Kind, Known, Page, asked_by, begun_on_a_record, flow_of, room,
};
use crate::domain::organ::{Organ, Role};
use crate::domain::policy::{self, Concern};
use crate::domain::record::Record;
use crate::domain::refusal::No;
use crate::domain::state::State;
use crate::domain::turn::Turn;

#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub doc_no: String,
    pub delivery: String,
    pub at: Millis,
    /// Whole hours since the record was handed in.
    pub hours: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Urgency {
    pub begun: Begun<At>,
    /// Who drafted it, and so does not approve it.
    pub by: PersonId,
    pub triggers: Vec<String>,
    pub to: Vec<String>,
    pub text: String,
    /// Why it is reported at once, where nothing of the record asks for it.
    pub reason: String,
    /// Why it was given back, or taken back.
    pub ended: String,
    pub sent: Option<Sent>,
    /// By whom, when.
    pub receipt: Option<(String, Millis)>,
}

flow_of! { Urgency, At, FLOW, begun.at }

impl Kind for Urgency {
    const CODE: &'static str = "urgency";
    // That it was reported is no secret from those who see the record; with what words is in the rows.
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::DISPOSAL;
    const LISTS: &'static [&'static str] = &[
        include_str!(concat!(env!("OUT_DIR"), "/codes/report_to.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/report_trigger.toml.json")),
    ];
    asked_by! { UrgencyAct, UrgencyEvent }

    fn names(event: &UrgencyEvent) -> Option<&Ref> {
        match event {
            UrgencyEvent::Drafted { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Urgency {
    /// Who approves it: whoever heads the organ, or the next one who may and did not draft it.
    fn approver(&self, organ: &Organ, record: &Record) -> Option<PersonId> {
        policy::approver_but(organ, record, None, |p| p == &self.by)
    }

    /// Whether somebody can go on with what is under way.
    fn goes_on(&self, organ: &Organ, record: &Record) -> bool {
        match self.begun.at {
            At::Drafted => self.approver(organ, record).is_some(),
            _ => !policy::senders(organ, record).is_empty(),
        }
    }
}

impl Hangs for Urgency {
    begun_on_a_record! {}

    /// Nothing of it is said a second time.
    fn shows(&self, _: &UrgencyEvent) -> bool {
        true
    }

    fn begin(stamp: &Stamp<'_>, event: &UrgencyEvent) -> Option<Self> {
        let UrgencyEvent::Drafted { ref_, record, triggers, to, text, reason } = event.clone() else {
            return None;
        };
        Some(Self {
            begun: Begun::by_somebody(stamp, &ref_, record, At::Drafted)?,
            by: stamp.person()?.clone(),
            triggers,
            to,
            text,
            reason,
            ended: String::new(),
            sent: None,
            receipt: None,
        })
    }

    fn take(&mut self, _: &Stamp<'_>, event: &UrgencyEvent) {
        match event.clone() {
            UrgencyEvent::Drafted { .. } | UrgencyEvent::Approved => {}
            UrgencyEvent::Withdrawn { reason } | UrgencyEvent::Returned { reason } => self.ended = reason,
            UrgencyEvent::Sent { doc_no, delivery, sent_at, hours } => {
                self.sent = Some(Sent { doc_no, delivery, at: sent_at, hours });
            }
            UrgencyEvent::Received { receipt_by, receipt_at } => {
                self.receipt = Some((receipt_by, receipt_at));
            }
        }
    }

    /// From the text that first stated what is reported at once; of one by hand from its draft.
    fn counts_from(&self, organ: &Organ, record: Option<&Record>) -> Millis {
        record.and_then(|r| r.urgent_since(organ)).unwrap_or(self.begun.begun_at)
    }

    /// Whoever approves in the place of a chief who may not, as long as it waits for him; who sends it, from then on.
    fn concerned(&self, organ: &Organ, record: Option<&Record>) -> Vec<(PersonId, Concern)> {
        let Some(record) = record else { return Vec::new() };
        match self.begun.at {
            At::Drafted => self.approver(organ, record).map(|p| (p, Concern::Approver)).into_iter().collect(),
            At::Approved | At::Sent => {
                let liaison = |p: &PersonId| organ.has_role(p, Role::Lia);
                let senders = policy::senders(organ, record).into_iter().filter(liaison);
                senders.map(|p| (p, Concern::Sender)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn answers(event: &UrgencyEvent) -> Option<Act> {
        matches!(event, UrgencyEvent::Sent { .. }).then_some(Act::ReportAtOnce)
    }

    /// Whoever is to report it is led to the draft, where somebody may approve it; while that is under way whoever
    /// goes on with it has it. Where nobody can, the note of one act is left.
    fn take_over(state: &State, turns: &mut Vec<Turn>) {
        let Some(record) = state.record.as_deref() else { return };
        let organ = &state.organ;
        let asked = |t: &Turn| t.act == Act::ReportAtOnce;
        if let Some(one) = state.all::<Self>().find(|r| r.begun.at.is_open()) {
            if one.goes_on(organ, record) {
                turns.retain(|t| !asked(t));
            }
        } else if disposal::may_report(state, DRAFT).is_ok() {
            for turn in turns.iter_mut().filter(|t| asked(t) && t.capacity == Capacity::Reporter) {
                if policy::approver_but(organ, record, None, |p| p == &turn.person).is_some() {
                    turn.act = DRAFT;
                }
            }
        }
    }

    fn counts(&self, _: &Organ, _: &Record, cells: &mut Cells) {
        figures::of(self, cells);
    }

    fn event(desk: &Desk<'_>, matter: Option<&Self>, act: &UrgencyAct) -> Result<UrgencyEvent, No> {
        decide::event(desk, matter, act)
    }
    fn page(&self, page: &mut Page) {
        page::of(self, page);
    }
}
