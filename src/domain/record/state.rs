use super::at_once::Noted;
use super::command::{ChangeDraft, FieldReason};
use super::event::RecordEvent;
use super::flow::{ReviewState, Status};
use super::parts::{
    Change, Cleared, Disagreement, Filing, Hand, IdentityRequest, Judged, Link, Ordered, ReadOff, Remark,
    Settling, Sign, TextVersion, VoidRequest,
};
use super::streams;
use super::text::{CaseNumbers, CaseOf, PersonRole, QuickNote, RecordText, numbers_in};
use crate::domain::event::Stamp;
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
    pub last_at: Millis,
    pub last_by: Option<PersonId>,
    pub acts: u32,
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
            recusal_orders: Vec::new(),
            said: Vec::new(),
            judged: Judged::Now,
            settling: BTreeMap::new(),
            meant: Remembered::default(),
            identity: Vec::new(),
            at_once: Vec::new(),
            last_at: stamp.at,
            last_by: None,
            acts: 0,
            seqs: Vec::new(),
        };
        record.apply(stamp, event);
        Some(record)
    }

    /// Takes in words that were written in a matter which hangs on it, by an act of the log.
    pub fn hear_of(&mut self, seq: u64, by: &PersonId, words: &[(&'static str, String)]) {
        for (field, words) in words {
            // They stand between the record's own acts: the next one may settle whom they mean.
            self.hear((self.acts + 1, seq), by, [words.as_str()], field, &[]);
        }
    }

    fn hear<'w>(
        &mut self,
        (act, seq): (u32, u64),
        by: &PersonId,
        words: impl IntoIterator<Item = &'w str>,
        field: &'static str,
        settled: &[PersonId],
    ) {
        let words: Vec<&str> = words.into_iter().filter(|w| !w.trim().is_empty()).collect();
        if words.is_empty() {
            return;
        }
        self.meant.forget();
        // Whoever wrote them has read them; who settled before has not.
        if field == "said" {
            self.settling.values_mut().for_each(|s| s.hands.retain(|h| &h.person == by));
        }
        let mut part = self.said.last().map(|s| s.part.clone()).unwrap_or_default();
        part.extend(self.confirmers.iter().chain(self.hands.iter().map(|h| &h.person)).cloned());
        part.insert(by.clone());
        // Whoever settles and names himself in the reason says that it was he.
        let himself = (field != "settled").then_some(by);
        let about: Vec<PersonId> = settled.iter().chain(himself).cloned().collect();
        let remark = |words: &str| Remark {
            words: words.to_owned(),
            about: about.clone(),
            act,
            seq,
            part: part.clone(),
            field,
        };
        self.said.extend(words.into_iter().map(remark));
    }

    /// Whether two people took in what it says.
    pub fn is_taken_in(&self) -> bool {
        matches!(self.status, Status::Confirmed | Status::Void)
    }

    /// The same record, judged by the rules of another time.
    pub fn judged(&self, by: Judged) -> Self {
        let mut record = Self { judged: by, ..self.clone() };
        record.meant.forget();
        record
    }

    pub fn apply(&mut self, stamp: &Stamp<'_>, event: &RecordEvent) {
        self.last_at = stamp.at;
        self.last_by = stamp.person().cloned();
        self.acts += 1;
        self.seqs.push(stamp.seq);
        self.meant.forget();
        let Some(by) = stamp.person().cloned() else { return };
        let (settled, reason) = event.settles();
        let at = (self.acts, stamp.seq);
        self.hear(at, &by, event.said(), "said", &[]);
        self.hear(at, &by, reason, "settled", &settled);
        match event {
            RecordEvent::Quick { note, .. } => {
                self.quick = Some(note.clone());
                self.revision = stamp.revision.clone();
                self.enter(Status::Quick, stamp.at);
            }
            RecordEvent::Submitted { number, year, ordinal, late_hours, text, .. } => {
                self.number = Some(number.clone());
                self.year = Some(*year);
                self.ordinal = Some(*ordinal);
                self.submitted_at = Some(stamp.at);
                self.late_hours = *late_hours;
                self.take_text(stamp, by, (**text).clone());
            }
            RecordEvent::Amended { text } => self.take_text(stamp, by, (**text).clone()),
            RecordEvent::Attached { attachment } => {
                let mut text = self.text.clone();
                text.attachments.push(attachment.clone());
                self.take_text(stamp, by, text);
            }
            RecordEvent::Withdrawn { reason } => {
                self.withdrawn = Some(reason.clone());
                self.enter(Status::Withdrawn, stamp.at);
            }
            RecordEvent::Confirmed { checklist, remark, completes, .. } => {
                let revision = self.revision.clone();
                let hand = Hand {
                    person: by.clone(),
                    at: stamp.at,
                    revision,
                    checklist: checklist.clone(),
                    remark: remark.clone(),
                };
                // One that is given again takes the place of the earlier one.
                self.hands.retain(|h| h.person != hand.person);
                self.hands.push(hand);
                self.remember_confirmer(by);
                self.enter(if *completes { Status::Confirmed } else { Status::OneHand }, stamp.at);
            }
            RecordEvent::ReadOff { agreed, differed } => {
                let (revision, at) = (self.revision.clone(), stamp.at);
                let read = ReadOff { revision, at, agreed: agreed.clone(), differed: differed.clone() };
                self.read_off.insert(by, read);
            }
            RecordEvent::Returned { reasons } => {
                self.returns.push((stamp.at, by, reasons.clone()));
                self.hands.clear();
                self.enter(Status::Returned, stamp.at);
            }
            RecordEvent::Disputed { checklist, reason } => {
                self.remember_confirmer(by.clone());
                self.disagreement = Some(Disagreement {
                    by,
                    at: stamp.at,
                    reason: reason.clone(),
                    checklist: checklist.clone(),
                });
                self.enter(Status::Disputed, stamp.at);
            }
            RecordEvent::Resolved { confirm, reason, .. } => {
                self.resolution = Some((by, stamp.at, *confirm, reason.clone()));
                if !confirm {
                    self.hands.clear();
                }
                self.enter(if *confirm { Status::Confirmed } else { Status::Returned }, stamp.at);
            }
            RecordEvent::Signed { refusal } => {
                self.signatures.insert(by, signed(stamp.at, refusal));
            }
            RecordEvent::Agreed { refusal } => self.agreement = Some(signed(stamp.at, refusal)),
            RecordEvent::ChangeProposed { number, change, reason } => {
                self.changes.push(Change {
                    number: *number,
                    revision: stamp.revision.clone(),
                    at: stamp.at,
                    by,
                    reason: reason.clone(),
                    draft: change.clone(),
                    hands: Vec::new(),
                    state: ReviewState::Open,
                    refusal: String::new(),
                    act: self.acts,
                });
                self.asks_again();
            }
            RecordEvent::ChangeConfirmed { number, completes } => {
                self.change_hand(stamp, by, *number, *completes)
            }
            RecordEvent::ChangeRefused { number, reason } => {
                if let Some(c) = self.changes.iter_mut().find(|c| c.number == *number) {
                    c.state = ReviewState::Refused;
                    c.refusal = reason.clone();
                }
            }
            RecordEvent::VoidHand { reason, completes } => {
                // Asked anew on another text, nothing is left of what was agreed to on the one before.
                let anew = |v: &VoidRequest| by == self.recorder && v.revision != self.revision;
                let void = self.void.take().filter(|v| !anew(v));
                let void = self.void.insert(void.unwrap_or_else(|| VoidRequest {
                    at: stamp.at,
                    revision: self.revision.clone(),
                    reason: reason.clone(),
                    hands: Vec::new(),
                }));
                void.hands.push(by);
                if *completes {
                    self.enter(Status::Void, stamp.at);
                }
            }
            RecordEvent::VoidRefused { .. } => self.void = None,
            RecordEvent::Linked { other, kind } => {
                // The same event belongs to both records' stories; each sees the other one.
                let other = if *other == self.id { stamp.matter } else { *other };
                self.links.push(Link { other, kind: kind.clone(), at: stamp.at });
            }
            RecordEvent::Filed { filing } => {
                self.filings.retain(|f| f.platform != filing.platform);
                self.filings.push(filing.clone());
            }
            RecordEvent::RecusalDeclared { reason } => self.recuse(by, reason, stamp.at),
            RecordEvent::RecusalOrdered { person, reason } => {
                self.recusal_orders.push(by.clone());
                self.recuse(person.clone(), reason, stamp.at);
                self.ordered.insert(person.clone(), Ordered { by, at: stamp.at, hands: Vec::new() });
            }
            // Whose hands lapsed is asked for them again, as anybody is from now on.
            RecordEvent::RecusalLifted { person, completes: true, .. } => {
                self.ordered.remove(person);
                self.recused.remove(person);
            }
            RecordEvent::RecusalLifted { person, .. } => {
                if let Some(ordered) = self.ordered.get_mut(person) {
                    ordered.at = stamp.at;
                    ordered.hands.push(by);
                }
            }
            RecordEvent::OtherPerson { person, also, completes, .. } => {
                for person in std::iter::once(person).chain(also) {
                    let settling = self.settling.entry(person.clone()).or_default();
                    settling.hands.push(Cleared { person: by.clone(), act: self.acts });
                    if *completes {
                        let by = settling.hands.drain(..).map(|h| h.person).collect();
                        *settling = Settling { cleared: Some(self.acts), by, ..Settling::default() };
                    }
                }
            }
            RecordEvent::SamePerson { person, .. } => {
                let same = Settling { same: Some(by), ..Settling::default() };
                self.settling.insert(person.clone(), same);
            }
            RecordEvent::IdentityAsked { purpose } => self.identity.push(IdentityRequest {
                asker: by,
                at: stamp.at,
                purpose: purpose.clone(),
                hands: Vec::new(),
                state: ReviewState::Open,
            }),
            RecordEvent::IdentityHand { asker, completes } => {
                if let Some(r) = self.open_identity(asker) {
                    r.hands.retain(|p| p != &by);
                    r.hands.push(by);
                    if *completes {
                        r.state = ReviewState::Done;
                    }
                }
            }
            RecordEvent::AtOnce { note } => {
                self.at_once.push(Noted { by, at: stamp.at, note: note.clone() });
            }
            RecordEvent::IdentityRefused { asker, .. } => {
                if let Some(r) = self.open_identity(asker) {
                    r.state = ReviewState::Refused;
                }
            }
        }
    }

    fn enter(&mut self, status: Status, at: Millis) {
        self.status = status;
        self.since = at;
    }

    /// A new text voids earlier hands: nobody confirms words that changed under his eyes.
    fn take_text(&mut self, stamp: &Stamp<'_>, by: PersonId, text: RecordText) {
        self.text = text;
        self.revision = stamp.revision.clone();
        self.hands.clear();
        self.disagreement = None;
        self.versions.push(TextVersion {
            revision: stamp.revision.clone(),
            at: stamp.at,
            by,
            text: self.text.clone(),
            act: self.acts,
        });
        self.asks_again();
        self.signatures = self.text.witnesses().map(|w| (w.clone(), Sign::Asked)).collect();
        self.signatures.remove(&self.recorder);
        self.agreement = self.asks_agreement();
        self.enter(Status::Submitted, stamp.at);
    }

    fn asks_agreement(&self) -> Option<Sign> {
        self.text.received_by.as_ref().filter(|r| **r != self.recorder).map(|_| Sign::Asked)
    }

    fn change_hand(&mut self, stamp: &Stamp<'_>, by: PersonId, number: u32, completes: bool) {
        let Some(at) = self.changes.iter().position(|c| c.number == number) else { return };
        self.remember_confirmer(by.clone());
        let change = &mut self.changes[at];
        change.hands.retain(|p| p != &by);
        change.hands.push(by);
        if !completes {
            return;
        }
        change.state = ReviewState::Done;
        let (proposer, revision) = (change.by.clone(), change.revision.clone());
        match change.draft.clone() {
            ChangeDraft::Correction { text } => {
                let approached = self.text.received_by.clone();
                self.text = *text;
                // Whoever the correction names as present is asked as well.
                for witness in self.text.witnesses().filter(|w| **w != self.recorder) {
                    self.signatures.entry(witness.clone()).or_insert(Sign::Asked);
                }
                if self.text.received_by != approached {
                    self.agreement = self.asks_agreement();
                }
            }
            ChangeDraft::Supplement { attachments, .. } => self.text.attachments.extend(attachments),
        }
        let (text, act) = (self.text.clone(), self.acts);
        self.versions.push(TextVersion { revision, at: stamp.at, by: proposer, text, act });
    }

    /// Whoever said of the old words that they mean another person has not read the new ones.
    fn asks_again(&mut self) {
        self.settling.values_mut().for_each(|s| s.hands.clear());
    }

    /// A late recusal takes that person's hands back from everything that is not completed.
    fn recuse(&mut self, person: PersonId, reason: &str, at: Millis) {
        if matches!(self.status, Status::OneHand | Status::Submitted | Status::Disputed) {
            self.hands.retain(|h| h.person != person);
            if self.disagreement.as_ref().is_some_and(|d| d.by == person) || self.hands.is_empty() {
                self.disagreement = None;
            }
            let status = match (&self.disagreement, self.hands.is_empty()) {
                (Some(_), _) => Status::Disputed,
                (None, true) => Status::Submitted,
                (None, false) => Status::OneHand,
            };
            if status != self.status {
                self.enter(status, at);
            }
        }
        let recorder = &self.recorder;
        let back = |hands: &mut Vec<PersonId>| hands.retain(|h| h != &person || h == recorder);
        self.changes.iter_mut().filter(|c| c.state == ReviewState::Open).for_each(|c| back(&mut c.hands));
        self.identity.iter_mut().filter(|r| r.state == ReviewState::Open).for_each(|r| back(&mut r.hands));
        self.settling
            .values_mut()
            .for_each(|s| s.hands.retain(|h| h.person != person || &h.person == recorder));
        self.ordered.values_mut().for_each(|o| back(&mut o.hands));
        if self.status != Status::Void {
            self.void.iter_mut().for_each(|v| back(&mut v.hands));
        }
        self.recused.insert(person, reason.to_owned());
    }

    fn remember_confirmer(&mut self, person: PersonId) {
        if !self.confirmers.contains(&person) {
            self.confirmers.push(person);
        }
    }

    fn open_identity(&mut self, asker: &PersonId) -> Option<&mut IdentityRequest> {
        self.identity.iter_mut().find(|r| &r.asker == asker && r.state == ReviewState::Open)
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

    pub fn open_change(&self) -> Option<&Change> {
        self.changes.iter().find(|c| c.state == ReviewState::Open)
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

fn signed(at: Millis, refusal: &Option<String>) -> Sign {
    match refusal {
        None => Sign::Signed(at),
        Some(reason) => Sign::Refused(at, reason.clone()),
    }
}
