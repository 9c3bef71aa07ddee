//! A routing as its events make it.

use super::act::{HEAR, ROUTE, RoutingAct, RoutingEvent};
use super::flow::{At, FLOW};
use super::{decide, figures, page};
use crate::domain::disposal::{self, Follows, Part};
use crate::domain::event::Stamp;
use crate::domain::figures::Cells;
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

/// What came back to the handling unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub at: Millis,
    pub text: String,
    pub to_recorder: String,
    /// The version of the body that says so: before the tenth nobody was asked whether he knows of it.
    v: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Routing {
    pub begun: Begun<At>,
    pub target: String,
    pub rules: Vec<(String, String)>,
    pub override_reason: String,
    pub form: String,
    pub to_unit: String,
    pub text: String,
    pub refused: Option<String>,
    /// Document number, way of delivery, moment.
    pub sent: Option<(String, String, Millis)>,
    pub receipt: Option<(String, Millis)>,
    pub reminders: Vec<(Millis, String)>,
    /// Code, words, document number, moment.
    pub result: Option<(String, String, String, Millis)>,
    pub given_back: Option<Told>,
    /// Those who know of it, the recorder among them or not.
    pub(super) heard_by: Vec<PersonId>,
}

flow_of! { Routing, At, FLOW, begun.at }

impl Kind for Routing {
    const CODE: &'static str = "routing";
    // That something was routed is no secret from those who see the record; to whom and with what
    // words is in the rows.
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::DISPOSAL;
    const LISTS: &'static [&'static str] = &[
        include_str!(concat!(env!("OUT_DIR"), "/codes/routing_form.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/delivery.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/routing_result.toml.json")),
    ];
    asked_by! { RoutingAct, RoutingEvent }

    fn names(event: &RoutingEvent) -> Option<&Ref> {
        match event {
            RoutingEvent::Drafted { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Routing {
    begun_on_a_record! {}

    /// Nothing of it is said a second time.
    fn shows(&self, _: &RoutingEvent) -> bool {
        true
    }

    fn begin(stamp: &Stamp<'_>, event: &RoutingEvent) -> Option<Self> {
        let RoutingEvent::Drafted { ref_, record, target, rules, override_reason, form, to_unit, text } =
            event
        else {
            return None;
        };
        Some(Self {
            begun: Begun::by_somebody(stamp, ref_, *record, At::Drafted)?,
            target: target.clone(),
            rules: rules.clone(),
            override_reason: override_reason.clone(),
            form: form.clone(),
            to_unit: to_unit.clone(),
            text: text.clone(),
            refused: None,
            sent: None,
            receipt: None,
            reminders: Vec::new(),
            result: None,
            given_back: None,
            heard_by: Vec::new(),
        })
    }

    fn take(&mut self, stamp: &Stamp<'_>, event: &RoutingEvent) {
        match event {
            RoutingEvent::Drafted { .. } | RoutingEvent::Approved => {}
            RoutingEvent::Withdrawn { reason } | RoutingEvent::Refused { reason } => {
                self.refused = Some(reason.clone());
            }
            RoutingEvent::Sent { doc_no, delivery, sent_at } => {
                self.sent = Some((doc_no.clone(), delivery.clone(), *sent_at));
            }
            RoutingEvent::Received { receipt_by, receipt_at } => {
                self.receipt = Some((receipt_by.clone(), *receipt_at));
            }
            RoutingEvent::Reminded { text } => {
                self.reminders.push((stamp.at, text.clone()));
                // The next thirty days begin when this one went out.
                self.begun.since = stamp.at;
            }
            RoutingEvent::Answered { result, result_text, doc_no } => {
                self.result = Some((result.clone(), result_text.clone(), doc_no.clone(), stamp.at));
            }
            RoutingEvent::GivenBack { text, to_recorder } => {
                let (text, to_recorder) = (text.clone(), to_recorder.clone());
                self.given_back = Some(Told { at: stamp.at, text, to_recorder, v: stamp.v });
            }
            RoutingEvent::Heard => self.heard_by.extend(stamp.person().cloned()),
        }
    }

    fn concerned(&self, _: &Organ, _: Option<&Record>) -> Vec<(PersonId, Concern)> {
        Vec::new()
    }

    /// What its class sends on waits to be routed, within a day where the item is to be reported specially.
    fn awaited(state: &State) -> Option<(Next, Millis)> {
        let (record, follows) = (state.record.as_deref()?, Follows::of(state)?);
        let special = !record.text.special_items.is_empty();
        let clock = if special { "routing_special" } else { "routing" };
        let next = Next { act: ROUTE, capacity: Capacity::Discipline, clock };
        follows.waits(state, disposal::ROUTE).then_some((next, follows.since))
    }

    /// Told back, or refused by whoever approves, who says why: either way it was decided.
    fn part(&self) -> Option<Part> {
        Part::answer(disposal::ROUTE, self.begun.at, &[At::GivenBack, At::Refused], self.begun.since)
    }

    /// The recorder, and whoever handles a case and does not only sit on its panel, until he says that he knows.
    fn turns(matter: &Folded<Self>, state: &State, at: Millis) -> Vec<Turn> {
        let r = &matter.of;
        let asked = r.given_back.as_ref().is_some_and(|told| told.v > 9);
        let told = |p: &PersonId| {
            let record = state.record.as_deref();
            let handles = |r: &Record| r.known_cases(&state.organ).iter().any(|case| &case.handler == p);
            record.is_some_and(|record| &record.recorder == p || handles(record))
        };
        let mut turns = kind::turns(matter, state, at);
        turns.retain(|t| t.act != HEAR || asked && told(&t.person) && !r.heard_by.contains(&t.person));
        turns
    }

    fn counts(&self, _: &Organ, record: &Record, cells: &mut Cells) {
        figures::of(self, record, cells);
    }

    fn event(desk: &Desk<'_>, _: Option<&Self>, act: &RoutingAct) -> Result<RoutingEvent, No> {
        decide::event(desk, act)
    }
    fn page(&self, page: &mut Page) {
        page::of(self, page);
    }
}
