//! A circulation as its events make it.

use super::act::{CirculationAct, CirculationEvent, PROPOSE};
use super::flow::{At, FLOW};
use super::marks::Mark;
use super::{decide, figures, page};
use crate::domain::disposal::{self, Follows, Part};
use crate::domain::event::Stamp;
use crate::domain::figures::Cells;
use crate::domain::flow::Capacity;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::kind::{
    Begun, Desk, Hangs, Kind, Known, Next, Page, asked_by, begun_on_a_record, flow_of, room,
};
use crate::domain::organ::Organ;
use crate::domain::policy::{self, Concern};
use crate::domain::record::Record;
use crate::domain::refusal::No;
use crate::domain::state::State;

/// The letter to the organ that circulates it.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub to_unit: String,
    pub doc_no: String,
    pub delivery: String,
    pub at: Millis,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub code: String,
    pub text: String,
    pub doc_no: String,
    pub at: Millis,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    pub medium: String,
    pub at: Millis,
    pub address: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Circulation {
    pub begun: Begun<At>,
    /// Who proposed it or decided against it, and who looked at its words: neither approves it.
    pub by: Vec<PersonId>,
    pub basis: String,
    pub scope: String,
    pub facts_text: String,
    pub recipients: String,
    pub must_publish: Vec<String>,
    pub marks: Vec<Mark>,
    /// Why it is not to be circulated.
    pub no_reason: String,
    pub words: String,
    /// Why it was given back or refused.
    pub ended: String,
    pub sent: Option<Letter>,
    pub answer: Option<Answer>,
    /// Document number, moment.
    pub issued: Option<(String, Millis)>,
    pub receipts: Vec<(String, Millis)>,
    pub published: Vec<Publication>,
    /// Why it was not published, though it had to be.
    pub unpublished: String,
}

flow_of! { Circulation, At, FLOW, begun.at }

impl Kind for Circulation {
    const CODE: &'static str = "circulation";
    // That it was circulated is no secret from those who see the record; with what words is in the rows.
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::DISPOSAL;
    const LISTS: &'static [&'static str] = &[
        include_str!(concat!(env!("OUT_DIR"), "/codes/circ_basis.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/circ_answer.toml.json")),
    ];
    asked_by! { CirculationAct, CirculationEvent }

    /// What was marked stays as it was: the tables of what people are called grow.
    fn is_as(comes_to: &CirculationEvent, stands: &CirculationEvent) -> bool {
        let unmarked = |event: &CirculationEvent| {
            let mut event = event.clone();
            if let CirculationEvent::Proposed { marks, .. } = &mut event {
                marks.clear();
            }
            event
        };
        unmarked(comes_to) == unmarked(stands)
    }

    fn names(event: &CirculationEvent) -> Option<&Ref> {
        match event {
            CirculationEvent::Proposed { ref_, .. } | CirculationEvent::Declining { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Circulation {
    /// Nothing of it but whose, of which record and since when.
    fn blank(stamp: &Stamp<'_>, ref_: &Ref, record: MatterId, at: At) -> Option<Self> {
        Some(Self {
            begun: Begun::by_somebody(stamp, ref_, record, at)?,
            by: vec![stamp.person()?.clone()],
            basis: String::new(),
            scope: String::new(),
            facts_text: String::new(),
            recipients: String::new(),
            must_publish: Vec::new(),
            marks: Vec::new(),
            no_reason: String::new(),
            words: String::new(),
            ended: String::new(),
            sent: None,
            answer: None,
            issued: None,
            receipts: Vec::new(),
            published: Vec::new(),
            unpublished: String::new(),
        })
    }

    /// Whether it is to be published, by its facts or because that is its scope, and was not.
    pub fn lacks_publication(&self) -> bool {
        (!self.must_publish.is_empty() || self.scope == "PUBLIC") && self.published.is_empty()
    }

    /// From when on it may have been with its recipients.
    pub(super) fn went_out(&self) -> Option<Millis> {
        self.issued.as_ref().map(|(_, at)| *at).or(self.sent.as_ref().map(|letter| letter.at))
    }
}

impl Hangs for Circulation {
    begun_on_a_record! {}

    /// Nothing of it is said a second time.
    fn shows(&self, _: &CirculationEvent) -> bool {
        true
    }

    fn begin(stamp: &Stamp<'_>, event: &CirculationEvent) -> Option<Self> {
        match event.clone() {
            CirculationEvent::Proposed {
                ref_,
                record,
                basis,
                scope,
                facts_text,
                recipients,
                must_publish,
                marks,
            } => {
                let blank = Self::blank(stamp, &ref_, record, At::Proposed)?;
                Some(Self { basis, scope, facts_text, recipients, must_publish, marks, ..blank })
            }
            CirculationEvent::Declining { ref_, record, reason } => {
                let blank = Self::blank(stamp, &ref_, record, At::Declining)?;
                Some(Self { no_reason: reason, ..blank })
            }
            _ => None,
        }
    }

    fn take(&mut self, stamp: &Stamp<'_>, event: &CirculationEvent) {
        use CirculationEvent as E;
        match event.clone() {
            E::Proposed { .. } | E::Declining { .. } | E::Approved { .. } | E::Declined => {}
            E::Checked { words, .. } => {
                self.words = words;
                self.by.extend(stamp.person().cloned());
            }
            E::Returned { reason } | E::Refused { reason } => self.ended = reason,
            E::Issued { doc_no, issued_at } => self.issued = Some((doc_no, issued_at)),
            E::Sent { to_unit, doc_no, delivery, sent_at } => {
                self.sent = Some(Letter { to_unit, doc_no, delivery, at: sent_at });
            }
            E::Answered { answer, answer_text, doc_no } => {
                self.answer = Some(Answer { code: answer, text: answer_text, doc_no, at: stamp.at });
            }
            E::Received { receipt_by, receipt_at } => self.receipts.push((receipt_by, receipt_at)),
            E::Published { medium, published_at, address } => {
                self.published.push(Publication { medium, at: published_at, address });
            }
            E::Finished { reason } => self.unpublished = reason,
        }
    }

    fn lands(&self, event: &CirculationEvent) -> Option<At> {
        match event {
            CirculationEvent::Approved { outside } => Some(if *outside { At::ToSend } else { At::Approved }),
            // What comes back is answered by nobody yet: it is proposed anew, or decided against.
            CirculationEvent::Answered { answer, .. } => Some(match answer.as_str() {
                "CIRCULATED" => At::Issued,
                "RETURNED" => At::Returned,
                _ => At::Unissued,
            }),
            _ => None,
        }
    }

    /// Whoever approves in the place of a chief who may not, as long as it waits for him.
    fn concerned(&self, organ: &Organ, record: Option<&Record>) -> Vec<(PersonId, Concern)> {
        let waits = record.filter(|_| matches!(self.begun.at, At::Checked | At::Declining));
        let approver = waits.and_then(|r| policy::approver_but(organ, r, None, |p| self.by.contains(p)));
        approver.map(|p| (p, Concern::Approver)).into_iter().collect()
    }

    fn part(&self) -> Option<Part> {
        Part::answer(
            disposal::CIRCULATE,
            self.begun.at,
            &[At::Done, At::Unissued, At::Declined],
            self.begun.since,
        )
    }

    /// What was found to be unlawful or improper waits to be circulated, or for the reason why not.
    fn awaited(state: &State) -> Option<(Next, Millis)> {
        let follows = Follows::of(state)?;
        let next = Next { act: PROPOSE, capacity: Capacity::Discipline, clock: "circulation" };
        follows.waits(state, disposal::CIRCULATE).then_some((next, follows.since))
    }

    fn counts(&self, _: &Organ, _: &Record, cells: &mut Cells) {
        figures::of(self, cells);
    }

    fn event(desk: &Desk<'_>, matter: Option<&Self>, act: &CirculationAct) -> Result<CirculationEvent, No> {
        decide::event(desk, matter, act)
    }
    fn page(&self, page: &mut Page) {
        page::of(self, page);
    }
}
