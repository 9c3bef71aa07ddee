//! An extract as its events make it.

use super::act::{DisclosureAct, DisclosureEvent, Extract};
use super::flow::{At, FLOW};
use super::{decide, page};
use crate::domain::event::Stamp;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::kind::{
    Begun, Desk, Hangs, Kind, Known, Page, asked_by, begun_on_a_record, flow_of, room,
};
use crate::domain::name::{How, Place, Reading, traced};
use crate::domain::organ::{Organ, Role};
use crate::domain::policy::Concern;
use crate::domain::record::Record;
use crate::domain::refusal::No;

/// How it went out, and what it told.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub doc_no: String,
    pub delivery: String,
    pub sent_at: Millis,
    pub received_by: String,
    pub extract: Extract,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Disclosure {
    pub begun: Begun<At>,
    /// What it is taken from.
    pub of: MatterId,
    pub person: String,
    pub asked_by: String,
    pub letter_no: String,
    pub letter_at: Millis,
    pub purpose: String,
    pub fields: Vec<String>,
    pub approved_at: Option<Millis>,
    /// Why it was refused or taken back.
    pub ended: Option<String>,
    pub given: Option<Given>,
}

impl Disclosure {
    /// Whom its own words name: nobody handles what is written about him. They are read here and not as words of the
    /// record, for a question whom they mean would tell custodians that there is an extract.
    fn named(&self, organ: &Organ) -> Vec<PersonId> {
        let given = self.given.as_ref().map(|g| [g.doc_no.as_str(), g.received_by.as_str()]);
        let words =
            [self.asked_by.as_str(), self.letter_no.as_str(), self.ended.as_deref().unwrap_or_default()];
        let all = words.into_iter().chain(given.into_iter().flatten());
        let read = |text| organ.names().read(text, &traced(text), Place::Picked, Reading::Nine);
        all.filter(|text| !text.is_empty())
            .flat_map(read)
            .filter(|hit| hit.how == How::Name)
            .map(|hit| hit.person)
            .collect()
    }
}

flow_of! { Disclosure, At, FLOW, begun.at }

impl Kind for Disclosure {
    const CODE: &'static str = "disclosure";
    // That somebody is looked at for an appointment is nobody's business, whoever sees the record.
    const KNOWN: Known = Known::Concerned;
    const ROOM: u8 = room::DISPOSAL;
    const LISTS: &'static [&'static str] = &[
        include_str!(concat!(env!("OUT_DIR"), "/codes/extract_purpose.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/extract_field.toml.json")),
    ];
    asked_by! { DisclosureAct, DisclosureEvent }

    fn names(event: &DisclosureEvent) -> Option<&Ref> {
        match event {
            DisclosureEvent::Applied { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Disclosure {
    begun_on_a_record! {}

    /// Nothing of it is said a second time.
    fn shows(&self, _: &DisclosureEvent) -> bool {
        true
    }

    fn begin(stamp: &Stamp<'_>, event: &DisclosureEvent) -> Option<Self> {
        let DisclosureEvent::Applied {
            ref_,
            record,
            of,
            person,
            asked_by,
            letter_no,
            letter_at,
            purpose,
            fields,
        } = event.clone()
        else {
            return None;
        };
        Some(Self {
            begun: Begun::by_somebody(stamp, &ref_, record, At::Applied)?,
            of,
            person,
            asked_by,
            letter_no,
            letter_at,
            purpose,
            fields,
            approved_at: None,
            ended: None,
            given: None,
        })
    }

    fn take(&mut self, stamp: &Stamp<'_>, event: &DisclosureEvent) {
        use DisclosureEvent as E;
        match event.clone() {
            E::Applied { .. } => {}
            E::Approved => self.approved_at = Some(stamp.at),
            E::Withdrawn { reason } | E::Refused { reason } => self.ended = Some(reason),
            E::Given { doc_no, delivery, sent_at, received_by, extract } => {
                self.given = Some(Given { doc_no, delivery, sent_at, received_by, extract });
            }
        }
    }

    /// Discipline knows of it, and sees the record already; as long as it waits to be authorised the chief too, who
    /// stands in for a head who may not.
    fn concerned(&self, organ: &Organ, record: Option<&Record>) -> Vec<(PersonId, Concern)> {
        if record.is_some() {
            return Vec::new();
        }
        let stands_in = (self.begun.at == At::Applied).then_some(Role::Chf);
        let roles = [Role::Dis, Role::Dish].into_iter().chain(stands_in);
        let all = roles.flat_map(|role| organ.with_role(role)).map(|p| p.id.clone());
        let named = self.named(organ);
        all.filter(|p| !named.contains(p)).map(|p| (p, Concern::Level)).collect()
    }

    fn event(desk: &Desk<'_>, matter: Option<&Self>, act: &DisclosureAct) -> Result<DisclosureEvent, No> {
        decide::event(desk, matter, act)
    }
    fn page(&self, page: &mut Page) {
        page::of(self, page);
    }
}
