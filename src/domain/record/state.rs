//! What is known of a record: its custody, its texts, and what is under way on it.

use super::at_once::Noted;
use super::command::FieldReason;
use super::event::RecordEvent;
use super::flow::Status;
use super::parts::{
    Change, Disagreement, Filing, Hand, IdentityRequest, Judged, Link, Ordered, ReadOff, Remark, Settling,
    Sign, TextVersion, VoidRequest,
};
use super::reviews::ReviewState;
use super::streams;
use super::text::{CaseNumbers, CaseOf, PersonRole, QuickNote, RecordText, numbers_in};
use crate::domain::event::Stamp;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref, Revision};
use crate::domain::name::Directory;
use crate::domain::organ::{Case, Organ};
use crate::domain::policy::Meant;
use crate::domain::remembered::Remembered;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record as its own events make it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: MatterId,
    pub ref_: Ref,
    pub number: Option<String>,
    /// Place in the gap-free series of its year.
    pub year: Option<i32>,
    pub ordinal: Option<u32>,
    pub recorder: PersonId,
    pub status: Status,
    /// When custody entered this status: clocks start here.
    pub since: Millis,
    pub created_at: Millis,
    pub submitted_at: Option<Millis>,
    pub late_hours: u32,
    pub revision: Revision,
    pub quick: Option<QuickNote>,
    pub text: RecordText,
    pub versions: Vec<TextVersion>,
    /// Hands on the current revision.
    pub hands: Vec<Hand>,
    /// Who read the material before the record, and when last.
    pub read_off: BTreeMap<PersonId, ReadOff>,
    /// Those who took part in confirming, whatever came after: only they and discipline may ever
    /// open the recorder's name without asking.
    pub confirmers: Vec<PersonId>,
    pub returns: Vec<(Millis, PersonId, Vec<FieldReason>)>,
    pub disagreement: Option<Disagreement>,
    pub resolution: Option<(PersonId, Millis, bool, String)>,
    pub withdrawn: Option<String>,
    pub signatures: BTreeMap<PersonId, Sign>,
    pub agreement: Option<Sign>,
    pub changes: Vec<Change>,
    pub void: Option<VoidRequest>,
    pub links: Vec<Link>,
    /// Where else it stands; a later one for the same platform takes the place of the earlier.
    pub filings: Vec<Filing>,
    pub recused: BTreeMap<PersonId, String>,
    /// Who is out by somebody's order that stands.
    pub ordered: BTreeMap<PersonId, Ordered>,
    /// Who is not out any more, and by whose order he was.
    pub lifted: Vec<(PersonId, PersonId)>,
    /// What was refused beside it, whose request that was, and by whom.
    pub refused: Vec<(Act, Option<PersonId>, PersonId)>,
    /// Who ordered somebody's recusal here, whatever became of it.
    pub recusal_orders: Vec<PersonId>,
    /// What was written about it beside its text.
    pub said: Vec<Remark>,
    pub judged: Judged,
    /// Whom the words may mean, as far as it was settled.
    pub settling: BTreeMap<PersonId, Settling>,
    /// Whom they may mean, worked out from them.
    pub(in crate::domain) meant: Remembered<Arc<Directory>, Meant>,
    pub identity: Vec<IdentityRequest>,
    /// What chief and discipline wrote down about an urgent record.
    pub at_once: Vec<Noted>,
    /// When a report that was drafted and approved was sent.
    pub reported: Option<Millis>,
    /// When it was last acted on; links with others aside.
    pub last_at: Millis,
    pub acts: u32,
    /// The version of the body by which its custody came to stand so.
    pub since_v: u8,
    /// Where in the log stands the act by which its custody, its text or its voiding came to stand as they do.
    pub moved: u64,
    /// Where stands the last act on it, or on what hangs on it.
    pub acted_on: u64,
    /// Where each of its acts stands in the log.
    pub seqs: Vec<u64>,
}

impl Record {
    /// The first event of a record makes it.
    pub fn begin(stamp: &Stamp<'_>, event: &RecordEvent) -> Option<Self> {
        let recorder = stamp.person()?.clone();
        let ref_ = match event {
            RecordEvent::Quick { ref_, .. } | RecordEvent::Submitted { ref_, .. } => ref_.clone(),
            _ => return None,
        };
        let mut record = Self {
            id: stamp.matter,
            ref_,
            number: None,
            year: None,
            ordinal: None,
            recorder,
            status: Status::New,
            since: stamp.at,
            created_at: stamp.at,
            submitted_at: None,
            late_hours: 0,
            revision: stamp.revision.clone(),
            quick: None,
            text: RecordText::default(),
            versions: Vec::new(),
            hands: Vec::new(),
            read_off: BTreeMap::new(),
            confirmers: Vec::new(),
            returns: Vec::new(),
            disagreement: None,
            resolution: None,
            withdrawn: None,
            signatures: BTreeMap::new(),
            agreement: None,
            changes: Vec::new(),
            void: None,
            links: Vec::new(),
            filings: Vec::new(),
            recused: BTreeMap::new(),
            ordered: BTreeMap::new(),
            lifted: Vec::new(),
            refused: Vec::new(),
            recusal_orders: Vec::new(),
            said: Vec::new(),
            judged: Judged::Now,
            settling: BTreeMap::new(),
            meant: Remembered::default(),
            identity: Vec::new(),
            at_once: Vec::new(),
            reported: None,
            last_at: stamp.at,
            acts: 0,
            since_v: stamp.v,
            moved: stamp.seq,
            acted_on: stamp.seq,
            seqs: Vec::new(),
        };
        record.apply(stamp, event);
        Some(record)
    }

    /// Whether two people took in what it says.
    pub fn is_taken_in(&self) -> bool {
        matches!(self.status, Status::Confirmed | Status::Void)
    }

    /// Whether whoever recorded it is not in service any more: since version 10 nothing waits for him.
    pub fn is_left(&self, organ: &Organ) -> bool {
        self.judged.since_ten() && organ.staff(&self.recorder).is_err()
    }

    /// Whether custodians have it to check.
    pub fn is_to_check(&self, organ: &Organ) -> bool {
        match self.status {
            Status::Submitted | Status::OneHand => true,
            Status::Returned => self.is_left(organ),
            _ => false,
        }
    }

    /// The same record, judged by the rules of another time.
    pub fn judged(&self, by: Judged) -> Self {
        let mut record = Self { judged: by, ..self.clone() };
        record.meant.forget();
        record
    }

    /// The same, where it is not judged so already.
    pub fn under(self: &Arc<Self>, by: Judged) -> Arc<Self> {
        if self.judged == by { self.clone() } else { Arc::new(self.judged(by)) }
    }

    /// What this person read off the material of the text that now stands.
    pub fn read_off_by(&self, person: &PersonId) -> Option<&ReadOff> {
        self.read_off.get(person).filter(|r| r.revision == self.revision)
    }

    /// Whether what he read off for this field is what stands there.
    pub fn has_read_off(&self, person: &PersonId, field: &str) -> bool {
        self.read_off_by(person).is_some_and(|r| r.agreed.iter().any(|f| f == field))
    }

    /// The voiding that is asked for or done. Hands given on one text are none on another: with the text
    /// it lapses, until it is asked for anew.
    pub fn voiding(&self) -> Option<&VoidRequest> {
        let stays = !self.judged.since_five() || self.status == Status::Void;
        self.void.as_ref().filter(|v| stays || v.revision == self.revision)
    }

    /// What an answer to this act names, so that it is taken for no other request or order.
    pub(super) fn upon(&self, act: &Revision) -> Option<Revision> {
        self.judged.since_six().then(|| act.clone())
    }

    /// The same of what was named by its number alone before version 10, or by nothing.
    pub(super) fn upon_what(&self, act: Option<&Revision>) -> Option<Revision> {
        act.filter(|_| self.judged.since_ten()).cloned()
    }

    /// A signature under the text that stands.
    pub(super) fn signed(&self, at: Millis, refusal: &Option<String>) -> Sign {
        let on = self.revision.clone();
        match refusal {
            None => Sign::Signed(at, on),
            Some(reason) => Sign::Refused(at, on, reason.clone()),
        }
    }

    /// Whether a signature was given under another text than the one that stands.
    pub fn is_of_before(&self, sign: &Sign) -> bool {
        matches!(sign, Sign::Signed(_, on) | Sign::Refused(_, on, _) if *on != self.revision)
    }

    /// Whether it is still asked for: none was given, or under other words than those that stand.
    pub fn is_asked(&self, sign: &Sign) -> bool {
        *sign == Sign::Asked || self.is_of_before(sign)
    }

    pub fn open_change(&self) -> Option<&Change> {
        self.changes.iter().find(|c| c.state == ReviewState::Open)
    }
    /// The open request of somebody for the recorder's name.
    pub fn asks_identity(&self, asker: &PersonId) -> Option<&IdentityRequest> {
        self.identity.iter().find(|r| &r.asker == asker && r.state == ReviewState::Open)
    }
    pub fn is_submitted(&self) -> bool {
        self.number.is_some()
    }
    /// Every case this record is about, the first one first; a quick note's until there is a text.
    pub fn cases(&self) -> Vec<CaseOf> {
        let cases = self.text.cases();
        let note = self.quick.as_ref().and_then(|q| q.case_no.as_deref()).filter(|_| cases.is_empty());
        let of_note = numbers_in(note.unwrap_or_default()).into_iter();
        cases.into_iter().chain(of_note.map(|case_no| CaseOf { case_no, stage: String::new() })).collect()
    }
    pub fn case_numbers(&self) -> CaseNumbers {
        CaseNumbers::of(self.cases().into_iter().map(|c| c.case_no))
    }
    /// Those of its cases that the organ knows, in the record's order. Who is near one of them is
    /// near the record; whose office follows from a case follows from the first.
    pub fn known_cases<'o>(&self, organ: &'o Organ) -> Vec<&'o Case> {
        self.cases().iter().filter_map(|c| organ.case(&c.case_no)).collect()
    }
    pub fn lead_case<'o>(&self, organ: &'o Organ) -> Option<&'o Case> {
        self.known_cases(organ).into_iter().next()
    }
    /// Whether a person sits on one of its cases.
    pub fn is_handled_by(&self, organ: &Organ, person: &PersonId) -> bool {
        self.known_cases(organ).iter().any(|c| c.is_handled_by(person))
    }
    /// What was chosen, or what the facts come to.
    pub fn stream(&self) -> &str {
        let derived = || streams::derive(&self.text, Some(&self.recorder), None);
        Some(self.text.stream.as_str())
            .filter(|s| !s.is_empty())
            .or_else(|| derived().map(|d| d.stream.as_str()))
            .unwrap_or_default()
    }
}

/// A leader's own inquiry, written down by himself in the stream of duty, makes nobody its subject: it is
/// no inquiry into him.
pub fn is_own_duty(stream: &str, recorder: &PersonId, p: &PersonRole) -> bool {
    stream == "DUTY" && p.person.as_ref() == Some(recorder)
}
