//! Somebody held liable, or the reason why nobody is, as its events make it.

use super::act::{AccountabilityAct, AccountabilityEvent, FINISH, HOLD, REFLECT};
use super::flow::{At, FLOW};
use super::{decide, figures, page};
use crate::domain::disposal::{self, Follows, InForce, Part};
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

/// Nothing is done about him.
pub(super) const NO_ACTION: &str = "NOACT";
/// An appeal by which nothing is left of it.
const REVOKED: &str = "REVOKED";
/// The file of a leading official's conduct, without which it is not finished.
const FILE: &str = "INTEGRITY";

/// Who is put to the organ that decides, and for what.
#[derive(Clone, Debug, PartialEq)]
pub struct Liable {
    pub person: String,
    /// Which row of the people of the text that stood then, counted from 1, and what he was there (CL03).
    pub row: u32,
    pub kind: String,
    pub cause: String,
    pub to_unit: String,
}

impl Liable {
    /// The name alone, of two of one name without the number of the row.
    fn name(&self) -> &str {
        let row = self.row.to_string();
        let without = self.person.strip_suffix(row.as_str()).and_then(|p| p.strip_suffix(['#', '＃']));
        without.map_or(self.person.as_str(), str::trim)
    }
}

/// What that organ decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    pub at: Millis,
    pub sanctions: Vec<String>,
    pub form4: String,
    pub doc_no: String,
    pub effective_at: Option<Millis>,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Appeal {
    pub filed_at: Millis,
    pub text: String,
    pub result: Option<AppealResult>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AppealResult {
    pub code: String,
    pub text: String,
    pub doc_no: String,
    pub sanctions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Accountability {
    pub begun: Begun<At>,
    /// Nobody where it says why nobody is held liable.
    pub liable: Option<Liable>,
    pub text: String,
    /// Why the head sent it back, or its drafter took it back.
    pub ended: Option<String>,
    pub approved_at: Option<Millis>,
    /// Document number, way of delivery, moment.
    pub sent: Option<(String, String, Millis)>,
    pub reminders: Vec<(Millis, String)>,
    pub decided: Option<Decided>,
    pub appeals: Vec<Appeal>,
    /// Where it was written down, when, with which words.
    pub reflected: Vec<(String, Millis, String)>,
}

impl Accountability {
    /// The sanctions that stand: those of the last appeal that changed them, or those that were decided.
    fn sanctions(&self) -> Option<&Vec<String>> {
        let changed = self.results().map(|r| &r.sanctions).find(|s| !s.is_empty());
        changed.or(self.decided.as_ref().map(|d| &d.sanctions))
    }

    /// How appeals ended, the last one first.
    fn results(&self) -> impl Iterator<Item = &AppealResult> {
        self.appeals.iter().rev().filter_map(|a| a.result.as_ref())
    }

    /// Whether nothing is left of it, or nothing was done.
    fn came_to_nothing(&self) -> bool {
        self.results().next().is_some_and(|r| r.code == REVOKED)
            || self.sanctions().is_some_and(|s| s.iter().any(|s| s == NO_ACTION))
    }

    /// Whether it was written down where it must be, or there is nothing to write.
    pub(super) fn is_reflected(&self) -> bool {
        self.reflected.iter().any(|(code, ..)| code == FILE) || self.came_to_nothing()
    }
}

flow_of! { Accountability, At, FLOW, begun.at }

impl Kind for Accountability {
    const CODE: &'static str = "accountability";
    // That somebody is to answer for it is no secret from those who see the record; who, and how, is in the rows.
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::DISPOSAL;
    const LISTS: &'static [&'static str] = &[
        include_str!(concat!(env!("OUT_DIR"), "/codes/acc_cause.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/four_forms.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/appeal_result.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/reflected_in.toml.json")),
    ];
    asked_by! { AccountabilityAct, AccountabilityEvent }

    fn names(event: &AccountabilityEvent) -> Option<&Ref> {
        match event {
            AccountabilityEvent::Held { ref_, .. } | AccountabilityEvent::Declined { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Accountability {
    begun_on_a_record! {}

    /// Nothing of it is said a second time.
    fn shows(&self, _: &AccountabilityEvent) -> bool {
        true
    }

    fn begin(stamp: &Stamp<'_>, event: &AccountabilityEvent) -> Option<Self> {
        use AccountabilityEvent as E;
        let (ref_, record, liable, text) = match event.clone() {
            E::Held { ref_, record, person, row, kind, cause, to_unit, text } => {
                (ref_, record, Some(Liable { person, row, kind, cause, to_unit }), text)
            }
            E::Declined { ref_, record, reason } => (ref_, record, None, reason),
            _ => return None,
        };
        Some(Self {
            begun: Begun::by_somebody(stamp, &ref_, record, At::Drafted)?,
            liable,
            text,
            ended: None,
            approved_at: None,
            sent: None,
            reminders: Vec::new(),
            decided: None,
            appeals: Vec::new(),
            reflected: Vec::new(),
        })
    }

    fn take(&mut self, stamp: &Stamp<'_>, event: &AccountabilityEvent) {
        use AccountabilityEvent as E;
        match event.clone() {
            E::Held { .. } | E::Declined { .. } | E::Finished => {}
            E::Approved { .. } => self.approved_at = Some(stamp.at),
            E::Withdrawn { reason } | E::Refused { reason } => self.ended = Some(reason),
            E::Sent { doc_no, delivery, sent_at } => self.sent = Some((doc_no, delivery, sent_at)),
            E::Reminded { text } => {
                self.reminders.push((stamp.at, text));
                // The next thirty days begin when this one went out.
                self.begun.since = stamp.at;
            }
            E::Decided { sanctions, form4, decided_at: at, doc_no, effective_at, answer_text: text } => {
                self.decided = Some(Decided { at, sanctions, form4, doc_no, effective_at, text });
            }
            E::Appealed { filed_at, text } => self.appeals.push(Appeal { filed_at, text, result: None }),
            E::AppealDecided { appeal_result: code, text, doc_no, sanctions } => {
                if let Some(appeal) = self.appeals.last_mut() {
                    appeal.result = Some(AppealResult { code, text, doc_no, sanctions });
                }
            }
            E::Reflected { reflected_in, reflected_at, text } => {
                self.reflected.push((reflected_in, reflected_at, text));
            }
        }
    }

    fn lands(&self, event: &AccountabilityEvent) -> Option<At> {
        match event {
            AccountabilityEvent::Approved { declines: true } => Some(At::Declined),
            AccountabilityEvent::Approved { declines: false } => Some(At::Approved),
            _ => None,
        }
    }

    /// Whoever is held liable is no reader of it, though he was picked from the directory.
    fn concerned(&self, _: &Organ, _: Option<&Record>) -> Vec<(PersonId, Concern)> {
        Vec::new()
    }

    /// What was found to be wrong waits for who answers for it, or for the reason why nobody does.
    fn awaited(state: &State) -> Option<(Next, Millis)> {
        let follows = Follows::of(state)?;
        let next = Next { act: HOLD, capacity: Capacity::Discipline, clock: "accountability" };
        follows.waits(state, disposal::ACCOUNT).then_some((next, follows.since))
    }

    /// What was sent back or taken back is no answer, and hinders none.
    fn part(&self) -> Option<Part> {
        Part::answer(
            disposal::ACCOUNT,
            self.begun.at,
            &[At::Decided, At::Done, At::Declined],
            self.begun.since,
        )
    }

    /// While an appeal runs nothing is told, nor of what has come to nothing.
    fn in_force(&self) -> Option<InForce> {
        let stands = matches!(self.begun.at, At::Decided | At::Done) && !self.came_to_nothing();
        let (decided, liable) = (self.decided.as_ref().filter(|_| stands)?, self.liable.as_ref()?);
        Some(InForce {
            person: liable.name().to_owned(),
            cause: liable.cause.clone(),
            sanctions: self.sanctions()?.clone(),
            form4: decided.form4.clone(),
            decided_at: decided.at,
            doc_no: decided.doc_no.clone(),
            effective_at: decided.effective_at,
            appeal_result: self.results().next().map(|r| r.code.clone()).unwrap_or_default(),
            reflected_in: self.reflected.iter().map(|(code, ..)| code.clone()).collect(),
        })
    }

    /// Where it is written down comes before its end.
    fn turns(matter: &Folded<Self>, state: &State, at: Millis) -> Vec<Turn> {
        let reflected = matter.of.is_reflected();
        let mut turns = kind::turns(matter, state, at);
        turns.retain(|t| match t.act {
            act if act == REFLECT => !reflected,
            act if act == FINISH => reflected,
            _ => true,
        });
        turns
    }

    fn counts(&self, _: &Organ, _: &Record, cells: &mut Cells) {
        figures::of(self, cells);
    }

    fn event(
        desk: &Desk<'_>,
        matter: Option<&Self>,
        act: &AccountabilityAct,
    ) -> Result<AccountabilityEvent, No> {
        decide::event(desk, matter, act)
    }
    fn page(&self, page: &mut Page) {
        page::of(self, page);
    }
}
