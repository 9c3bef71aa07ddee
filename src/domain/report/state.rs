//! A report as its events make it.

use super::act::{Analysis, ReportAct, ReportEvent};
use super::flow::{At, FLOW, OUT};
use super::{decide, page};
use crate::domain::event::Stamp;
use crate::domain::figures::{AtHead, Period, Span};
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref, Revision};
use crate::domain::kind::{
    self, Desk, Folded, Hangs, Hung, Kind, Known, Next, On, Page, Signs, asked_by, flow_of, kept_in, room,
};
use crate::domain::organ::{Organ, Role};
use crate::domain::policy::Concern;
use crate::domain::record::Record;
use crate::domain::refusal::No;
use crate::domain::registry::{Held, Matter};
use crate::domain::state::State;
use crate::domain::turn::Turn;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How it went out.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub doc_no: String,
    pub recipients: Vec<String>,
    pub delivery: String,
    pub sent_at: Millis,
}

/// What is said beside it afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplement {
    pub text: String,
    pub doc_no: String,
    pub at: Millis,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub id: MatterId,
    pub ref_: Ref,
    pub at: At,
    pub begun_at: Millis,
    /// When it came to stand where it does.
    pub since: Millis,
    pub period: Period,
    pub analysis: Analysis,
    pub figures: AtHead,
    /// The draft's own act, by which the hands under it name it.
    pub revision: Revision,
    pub approved_by: Option<PersonId>,
    pub approved_at: Option<Millis>,
    pub sent: Option<Sent>,
    pub received: Option<(String, Millis)>,
    pub supplements: Vec<Supplement>,
    /// Why it was returned or withdrawn.
    pub ended: Option<String>,
}

/// Whether a report of a quarter is under way or was sent.
pub(super) fn taken(all: &[Arc<Matter>], period: Period) -> bool {
    let of = all.iter().filter_map(|m| Report::held(m));
    of.into_iter().any(|r| r.period == period && !matches!(r.at, At::Returned | At::Withdrawn))
}

flow_of! { Report, At, FLOW, at }

impl Kind for Report {
    const CODE: &'static str = "report";
    const KNOWN: Known = Known::WithFigures;
    const ROOM: u8 = room::OVERSIGHT;
    const ON: Hung = Hung::Organ;
    const LISTS: &'static [&'static str] = &[
        include_str!(concat!(env!("OUT_DIR"), "/codes/quarter_recipient.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/quarter_shape.toml.json")),
    ];
    asked_by! { ReportAct, ReportEvent }

    fn counts(act: &ReportAct) -> Option<Period> {
        match act {
            ReportAct::Draft { period, .. } => decide::quarter(period),
            _ => None,
        }
    }
    fn figures(event: &ReportEvent) -> Option<&AtHead> {
        match event {
            ReportEvent::Drafted { figures, .. } => Some(figures),
            _ => None,
        }
    }
    fn signs(event: &ReportEvent) -> Vec<(&'static str, Signs)> {
        match event {
            ReportEvent::Checked { upon }
            | ReportEvent::Counterchecked { upon }
            | ReportEvent::Approved { upon } => vec![("upon", Signs::plain(upon))],
            _ => Vec::new(),
        }
    }
    fn names(event: &ReportEvent) -> Option<&Ref> {
        match event {
            ReportEvent::Drafted { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Report {
    kept_in! { at }

    fn begin(stamp: &Stamp<'_>, event: &ReportEvent) -> Option<Self> {
        let ReportEvent::Drafted { ref_, period, analysis, figures } = event.clone() else { return None };
        stamp.person()?;
        Some(Self {
            id: stamp.matter,
            ref_,
            at: At::Drafted,
            begun_at: stamp.at,
            since: stamp.at,
            period: decide::quarter(&period)?,
            analysis,
            figures,
            revision: stamp.revision.clone(),
            approved_by: None,
            approved_at: None,
            sent: None,
            received: None,
            supplements: Vec::new(),
            ended: None,
        })
    }

    fn take(&mut self, stamp: &Stamp<'_>, event: &ReportEvent) {
        use ReportEvent as E;
        match event.clone() {
            E::Drafted { .. } | E::Checked { .. } | E::Counterchecked { .. } => {}
            E::Returned { reason } | E::Withdrawn { reason } => self.ended = Some(reason),
            E::Approved { .. } => {
                (self.approved_by, self.approved_at) = (stamp.person().cloned(), Some(stamp.at));
            }
            E::Sent { doc_no, recipients, delivery, sent_at } => {
                self.sent = Some(Sent { doc_no, recipients, delivery, sent_at });
            }
            E::Received { receipt_by, receipt_at } => self.received = Some((receipt_by, receipt_at)),
            E::Supplemented { text, doc_no } => {
                self.supplements.push(Supplement { text, doc_no, at: stamp.at });
            }
        }
    }

    fn begun_at(&self) -> Millis {
        self.begun_at
    }
    fn on(&self) -> On<'_> {
        On::Organ
    }
    /// Nothing of it is said a second time.
    fn shows(&self, _: &ReportEvent) -> bool {
        true
    }
    fn kept_figures(&self) -> Option<(Period, &AtHead)> {
        Some((self.period, &self.figures))
    }
    fn about(&self) -> String {
        self.period.to_string()
    }
    fn tells(&self) -> Vec<Span> {
        self.period.compared()
    }
    /// The days of the provision are those of the month after the quarter, whenever it came to stand where it does.
    fn counts_from(&self, _: &Organ, _: Option<&Record>) -> Millis {
        match self.at {
            At::Sent => self.since,
            _ => self.period.ends(),
        }
    }

    /// Whoever may be asked: who of them it is goes by the roster of the day, and by what is hidden from whom, so
    /// that the desk asks when it is looked at.
    fn turns(matter: &Folded<Self>, state: &State, at: Millis) -> Vec<Turn> {
        let r = &matter.of;
        let since = r.counts_from(&state.organ, None);
        let did = |acts: &[Act], person: &PersonId| matter.did(acts, person).is_some();
        let of = |n: Next| -> Vec<Turn> {
            let row = FLOW.iter().find(|row| row.act == n.act);
            let all: Vec<PersonId> = match n.capacity {
                Capacity::Custodian => {
                    let roles = [Role::Cus, Role::Dish, Role::Dis].into_iter();
                    let all: BTreeSet<&PersonId> =
                        roles.flat_map(|role| state.organ.with_role(role)).map(|p| &p.id).collect();
                    all.into_iter().cloned().collect()
                }
                capacity => crate::domain::policy::holders(state, capacity, at),
            };
            let free = all.into_iter().filter(|p| row.is_none_or(|row| !did(row.apart, p)));
            free.map(|p| Turn::new(&p, n.capacity, n.act, since, n.clock)).collect()
        };
        kind::next(r).into_iter().flat_map(of).collect()
    }

    /// The last quarter is over, and nobody has drafted a report of it.
    fn awaited_of_organ(others: &[Arc<Matter>], now: Millis) -> Option<(Next, Millis, String)> {
        let last = Period::quarter_of(now).previous();
        let next = Next { act: super::DRAFT, capacity: Capacity::Custodian, clock: OUT };
        (!taken(others, last)).then(|| (next, last.ends(), last.to_string()))
    }

    /// Whoever approved it, a deputy who came in for the chief among them.
    fn concerned(&self, _: &Organ, _: Option<&Record>) -> Vec<(PersonId, Concern)> {
        self.approved_by.iter().map(|p| (p.clone(), Concern::Approver)).collect()
    }

    fn event(desk: &Desk<'_>, matter: Option<&Self>, act: &ReportAct) -> Result<ReportEvent, No> {
        decide::event(desk, matter, act)
    }
    fn page(&self, page: &mut Page) {
        page::of(self, page);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{APPROVE, CHECK, COUNTERCHECK, DRAFT};
    use super::*;
    use crate::domain::kind::Flow;

    #[test]
    fn whoever_gives_one_hand_gives_no_other_of_those_that_check_each_other() {
        let apart = |act: Act| Report::FLOW.iter().find(|row| row.act == act).unwrap().apart;
        assert!(apart(COUNTERCHECK).contains(&CHECK) && apart(CHECK).contains(&DRAFT));
        assert!([DRAFT, CHECK, COUNTERCHECK].iter().all(|a| apart(APPROVE).contains(a)));
    }
}
