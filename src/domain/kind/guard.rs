//! A kind that the tests alone have: somebody is to be guarded, and nobody but whoever asked for it and
//! whoever guards him knows of it. Whatever its rows could give away, they would.

use super::{Ask, Desk, Field, Hangs, Kind, Known, Need, On, Page, Shown, Sight, Step, To, Value, room};
use super::{acts_of, asked_by, events_of, flow_of, kept_in};
use crate::domain::coded::states;
use crate::domain::event::Stamp;
use crate::domain::figures::Cells;
use crate::domain::flow::Capacity;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::organ::Organ;
use crate::domain::policy::{Concern, Raw};
use crate::domain::record::Record;
use crate::domain::refusal::{No, Refusal, Rule};
use At as S;

/// The words of it, Chinese and English.
pub const WORDS: (&str, &str) = (
    "name = \"保护\"\nlist = \"保护\"\n[act]\nguard = \"请求保护\"\nguarded = \"保护完毕\"\n\
     [act_turn]\nguard = \"待请求保护\"\nguarded = \"保护待完毕\"\n\
     [event]\nbegun = \"请求保护\"\nended = \"保护完毕\"\n\
     [state]\nnone = \"未保护\"\nbegun = \"保护中\"\nended = \"已完毕\"\n\
     [field]\nguardian = \"保护人\"\nreason = \"理由\"\nwords = \"情况\"\n",
    "name = \"guard\"\nlist = \"guards\"\n[act]\nguard = \"ask for a guard\"\nguarded = \"end the guard\"\n\
     [act_turn]\nguard = \"guard to be asked for\"\nguarded = \"guard to be ended\"\n\
     [event]\nbegun = \"guard asked for\"\nended = \"guard ended\"\n\
     [state]\nnone = \"none\"\nbegun = \"guarded\"\nended = \"ended\"\n\
     [field]\nguardian = \"Guardian\"\nreason = \"Reason\"\nwords = \"Words\"\n",
);

states! {
    pub enum At { None = "none", Begun = "begun", Ended = "ended" }
    open: Begun
}

acts_of! {
    pub enum GuardAct {
        Begin = BEGIN "guard" { record: MatterId, guardian: PersonId, reason: String },
        End = END "guarded" { words: String },
    }
}

events_of! {
    pub enum GuardEvent {
        Begun = "begun", BEGIN { ref_: Ref, record: MatterId, guardian: PersonId, reason: String },
        Ended = "ended", END { words: String },
    }
}

impl GuardEvent {
    /// What was asked for, as far as it stands in what came of it.
    pub fn asked(&self) -> GuardAct {
        match self.clone() {
            GuardEvent::Begun { record, guardian, reason, .. } => {
                GuardAct::Begin { record, guardian, reason }
            }
            GuardEvent::Ended { words } => GuardAct::End { words },
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    pub id: MatterId,
    pub ref_: Ref,
    pub record: MatterId,
    pub at: At,
    pub begun_at: Millis,
    pub since: Millis,
    pub by: PersonId,
    pub guardian: PersonId,
    pub reason: String,
}

/// A refusal would tell of another, so it is asked of those alone that the asker knows of.
fn none_open(desk: &Desk<'_>, _: Option<&Guard>) -> Result<(), Refusal> {
    match desk.family().any(|m| m.kind() == Guard::CODE && m.state().1) {
        true => Err(Refusal::of(Rule::OpenAlready)),
        false => Ok(()),
    }
}

const ROW: Step<Guard> = Step {
    from: &[S::None],
    to: To::Go(S::Begun),
    needs: &[Need { code: "none_open", holds: none_open }],
    asks: &[Field::must("guardian", Ask::Person), Field::must("reason", Ask::Text(200))],
    ..Step::of(BEGIN, &[Capacity::Staff], Shown::Everybody, Raw::Whole)
};

static FLOW: &[Step<Guard>] = &[
    ROW,
    Step {
        act: END,
        from: &[S::Begun],
        to: To::Go(S::Ended),
        needs: &[],
        asks: &[Field::must("words", Ask::Text(200))],
        due: Some(""),
        ..ROW
    },
];

flow_of! { Guard, At, FLOW, at }

impl Kind for Guard {
    const CODE: &'static str = "guard";
    const KNOWN: Known = Known::Concerned;
    const ROOM: u8 = room::OVERSIGHT;
    const LISTS: &'static [&'static str] = &[];
    asked_by! { GuardAct, GuardEvent }

    fn names(event: &GuardEvent) -> Option<&Ref> {
        match event {
            GuardEvent::Begun { ref_, .. } => Some(ref_),
            GuardEvent::Ended { .. } => None,
        }
    }
}

impl Hangs for Guard {
    kept_in! { at }

    fn begin(stamp: &Stamp<'_>, event: &GuardEvent) -> Option<Self> {
        let GuardEvent::Begun { ref_, record, guardian, reason } = event.clone() else { return None };
        let by = stamp.person()?.clone();
        let (begun_at, since) = (stamp.at, stamp.at);
        Some(Self { id: stamp.matter, ref_, record, at: S::Begun, begun_at, since, by, guardian, reason })
    }
    fn take(&mut self, _: &Stamp<'_>, _: &GuardEvent) {}
    fn shows(&self, _: &GuardEvent) -> bool {
        true
    }
    fn begun_at(&self) -> Millis {
        self.begun_at
    }
    fn on(&self) -> On<'_> {
        On::Record(self.record)
    }
    fn concerned(&self, _: &Organ, _: Option<&Record>) -> Vec<(PersonId, Concern)> {
        vec![(self.by.clone(), Concern::Handler), (self.guardian.clone(), Concern::Level)]
    }
    /// As if it were a record: in the figures of everybody, were it not left out of all.
    fn counts(&self, _: &Organ, _: &Record, cells: &mut Cells) {
        cells.add(self.begun_at, "items", "");
    }
    fn event(desk: &Desk<'_>, _: Option<&Self>, act: &GuardAct) -> Result<GuardEvent, No> {
        Ok(match act.clone() {
            GuardAct::Begin { record, guardian, reason } => {
                let ref_ = desk.asked.fresh.ref_.clone();
                GuardEvent::Begun { ref_, record, guardian, reason }
            }
            GuardAct::End { words } => GuardEvent::Ended { words },
        })
    }
    fn page(&self, page: &mut Page) {
        page.row(Sight::All, "guardian", Value::Person(self.guardian.clone()));
        page.text(Sight::All, "reason", &self.reason);
    }
}
