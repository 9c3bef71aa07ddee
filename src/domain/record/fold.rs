//! A record as its own events make it, one after the other.

use super::at_once::Noted;
use super::command::ChangeDraft;
use super::event::RecordEvent;
use super::flow::Status;
use super::parts::{
    Change, Cleared, Disagreement, Hand, IdentityRequest, Link, Ordered, ReadOff, Remark, Settling, Sign,
    TextVersion, VoidRequest,
};
use super::reviews::ReviewState;
use super::state::Record;
use super::text::RecordText;
use crate::domain::event::Stamp;
use crate::domain::flow::Act;
use crate::domain::ids::{PersonId, Revision};
use crate::domain::kind::{self, Flow};
use std::collections::BTreeSet;

impl Record {
    /// Takes in words that were written in a matter which hangs on it, by an act of the log.
    pub fn hear_of(&mut self, seq: u64, by: &PersonId, words: &[(&'static str, String)]) {
        for (field, words) in words {
            // They stand between the record's own acts: the next one may settle whom they mean.
            self.hear((self.acts + 1, seq), by, [words.as_str()], field, &[]);
        }
    }

    /// As it was before the words of an act came in.
    pub fn unsay(&mut self, seq: u64) {
        self.meant.forget();
        self.said.retain(|s| s.seq != seq);
    }

    /// Whose hands stand on something that is not completed.
    pub fn givers(&self) -> BTreeSet<PersonId> {
        let changes = self.open_change().into_iter().flat_map(|c| &c.hands);
        let names = self.identity.iter().filter(|r| r.state == ReviewState::Open).flat_map(|r| &r.hands);
        let void = self.voiding().filter(|_| self.status != Status::Void).into_iter().flat_map(|v| &v.hands);
        let orders = self.ordered.values().flat_map(|o| &o.hands);
        let settled = self.settling.values().flat_map(|s| s.hands.iter().map(|h| &h.person));
        let custody = self.hands.iter().filter(|_| !self.is_taken_in()).map(|h| &h.person);
        custody.chain(changes).chain(names).chain(void).chain(orders).chain(settled).cloned().collect()
    }

    /// Says of whom the words of this act ask nothing, besides whoever wrote them.
    pub fn spares(&mut self, seq: u64, people: &BTreeSet<PersonId>) {
        self.meant.forget();
        for remark in self.said.iter_mut().filter(|s| s.seq == seq) {
            remark.about.extend(people.iter().cloned());
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

    /// Takes an event in and lands where the table says.
    pub fn apply(&mut self, stamp: &Stamp<'_>, event: &RecordEvent) {
        let (from, stood) = (self.status, self.stands());
        self.take(stamp, event);
        let at = kind::lands::<Record>(event.made_by(), from, || self.leads(event));
        // The register does nothing to a record of itself.
        if let Some(at) = at.filter(|at| *at != from && stamp.person().is_some()) {
            (self.status, self.since, self.since_v) = (at, stamp.at, stamp.v);
        }
        if self.stands() != stood {
            self.moved = stamp.seq;
        }
    }

    /// Its custody, its text, and the voiding that is asked for.
    fn stands(&self) -> (Status, Revision, Option<u32>) {
        (self.status, self.revision.clone(), self.void.as_ref().map(|v| v.act))
    }

    /// Where an act leads that may lead to several states.
    fn leads(&self, event: &RecordEvent) -> Option<Status> {
        match event {
            RecordEvent::Confirmed { completes: true, .. } | RecordEvent::Resolved { confirm: true, .. } => {
                Some(Status::Confirmed)
            }
            RecordEvent::Resolved { .. } => Some(Status::Returned),
            RecordEvent::VoidHand { completes, .. } => completes.then_some(Status::Void),
            // By the hands and the disagreement that are left.
            _ if self.disagreement.is_some() => Some(Status::Disputed),
            _ if self.hands.is_empty() => Some(Status::Submitted),
            _ => Some(Status::OneHand),
        }
    }

    /// Takes in what an event says; where it leads is the table's.
    fn take(&mut self, stamp: &Stamp<'_>, event: &RecordEvent) {
        // A link belongs to two stories, and is told in neither to whoever is out of one of them: the place
        // of this record in a list does not tell of it either.
        if !matches!(event, RecordEvent::Linked { .. }) {
            self.last_at = stamp.at;
        }
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
            }
            RecordEvent::Confirmed { checklist, remark, .. } => {
                let revision = self.revision.clone();
                let hand = Hand {
                    person: by.clone(),
                    at: stamp.at,
                    revision,
                    checklist: checklist.clone(),
                    remark: remark.clone(),
                };
                // A check that begins anew has nothing of the disagreement before.
                if self.status == Status::Returned {
                    self.disagreement = None;
                }
                // One that is given again takes the place of the earlier one.
                self.hands.retain(|h| h.person != hand.person);
                self.hands.push(hand);
                self.remember_confirmer(by);
                // The next hand's clock runs from this one.
                self.since = stamp.at;
            }
            RecordEvent::ReadOff { agreed, differed } => {
                let (revision, at) = (self.revision.clone(), stamp.at);
                let read = ReadOff { revision, at, agreed: agreed.clone(), differed: differed.clone() };
                self.read_off.insert(by, read);
            }
            RecordEvent::Returned { reasons } => {
                self.returns.push((stamp.at, by, reasons.clone()));
                self.hands.clear();
            }
            RecordEvent::Disputed { checklist, reason } => {
                self.remember_confirmer(by.clone());
                self.disagreement = Some(Disagreement {
                    by,
                    at: stamp.at,
                    reason: reason.clone(),
                    checklist: checklist.clone(),
                });
            }
            RecordEvent::Resolved { confirm, reason, .. } => {
                self.resolution = Some((by, stamp.at, *confirm, reason.clone()));
                if !confirm {
                    self.hands.clear();
                }
            }
            RecordEvent::Signed { refusal } => {
                let sign = self.signed(stamp.at, refusal);
                self.signatures.insert(by, sign);
            }
            RecordEvent::Agreed { refusal } => self.agreement = Some(self.signed(stamp.at, refusal)),
            RecordEvent::ChangeProposed { number, change, reason } => {
                self.changes.push(Change {
                    number: *number,
                    revision: stamp.revision.clone(),
                    at: stamp.at,
                    by,
                    reason: reason.clone(),
                    draft: change.clone(),
                    hands: Vec::new(),
                    state: lands::<Change>(change.act(), ReviewState::None, None),
                    refusal: String::new(),
                    act: self.acts,
                    seq: stamp.seq,
                });
                self.asks_again();
            }
            RecordEvent::ChangeConfirmed { number, completes, .. } => {
                self.change_hand(stamp, by, *number, *completes)
            }
            RecordEvent::ChangeRefused { number, reason, .. } => {
                self.refused.push((Act::RefuseChange, None, by));
                if let Some(c) = self.changes.iter_mut().find(|c| c.number == *number) {
                    c.state = lands::<Change>(Act::RefuseChange, c.state, None);
                    c.refusal = reason.clone();
                }
            }
            RecordEvent::VoidHand { reason, .. } => {
                // Asked anew on another text, nothing is left of what was agreed to on the one before.
                let anew = |v: &VoidRequest| by == self.recorder && v.revision != self.revision;
                let void = self.void.take().filter(|v| !anew(v));
                let void = self.void.insert(void.unwrap_or_else(|| VoidRequest {
                    at: stamp.at,
                    revision: self.revision.clone(),
                    reason: reason.clone(),
                    hands: Vec::new(),
                    act: self.acts,
                    asked: stamp.revision.clone(),
                }));
                void.hands.push(by);
            }
            RecordEvent::VoidRefused { .. } => {
                self.refused.push((Act::RefuseVoid, None, by));
                self.void = None;
            }
            RecordEvent::Linked { other, kind } => {
                // The same event belongs to both records' stories; each sees the other one.
                let other = if *other == self.id { stamp.matter } else { *other };
                self.links.push(Link { other, kind: kind.clone(), at: stamp.at });
            }
            RecordEvent::Filed { filing } => {
                self.filings.retain(|f| f.platform != filing.platform);
                self.filings.push(filing.clone());
            }
            RecordEvent::RecusalDeclared { reason } => self.recuse(by, reason),
            RecordEvent::RecusalOrdered { person, reason } => {
                self.recusal_orders.push(by.clone());
                self.recuse(person.clone(), reason);
                let (revision, seq, hands) = (stamp.revision.clone(), stamp.seq, Vec::new());
                self.ordered.insert(person.clone(), Ordered { by, revision, seq, at: stamp.at, hands });
            }
            // Whose hands lapsed is asked for them again, as anybody is from now on.
            RecordEvent::RecusalLifted { person, completes: true, .. } => {
                let order = self.ordered.remove(person);
                self.lifted.extend(order.map(|order| (person.clone(), order.by)));
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
            RecordEvent::SamePerson { person, first: true, .. } => {
                let settling = self.settling.entry(person.clone()).or_default();
                settling.same_hands.push(Cleared { person: by, act: self.acts });
                settling.same_at = stamp.at;
            }
            RecordEvent::SamePerson { person, .. } => {
                let same = Settling { same: Some(by), ..Settling::default() };
                self.settling.insert(person.clone(), same);
            }
            RecordEvent::IdentityAsked { purpose } => self.identity.push(IdentityRequest {
                asker: by,
                revision: stamp.revision.clone(),
                seq: stamp.seq,
                at: stamp.at,
                purpose: purpose.clone(),
                hands: Vec::new(),
                state: lands::<IdentityRequest>(Act::AskIdentity, ReviewState::None, None),
            }),
            RecordEvent::IdentityHand { asker, completes, .. } => {
                if let Some(r) = self.open_identity(asker) {
                    r.hands.retain(|p| p != &by);
                    r.hands.push(by);
                    r.state = lands::<IdentityRequest>(Act::OpenIdentity, r.state, Some(*completes));
                }
            }
            RecordEvent::AtOnce { note } => {
                self.at_once.push(Noted { by, at: stamp.at, note: note.clone() });
            }
            RecordEvent::IdentityRefused { asker, .. } => {
                self.refused.push((Act::RefuseIdentity, Some(asker.clone()), by));
                if let Some(r) = self.open_identity(asker) {
                    r.state = lands::<IdentityRequest>(Act::RefuseIdentity, r.state, None);
                }
            }
        }
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
        self.since = stamp.at;
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
        change.state = lands::<Change>(Act::ConfirmChange, change.state, Some(completes));
        if !completes {
            return;
        }
        // From version 6 on the text goes by the act that brought it about; before, by the one that proposed
        // it, and the record by its last before it was taken in.
        if stamp.v > 5 {
            self.revision = stamp.revision.clone();
            change.revision = stamp.revision.clone();
        }
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
    fn recuse(&mut self, person: PersonId, reason: &str) {
        if matches!(self.status, Status::OneHand | Status::Submitted | Status::Disputed) {
            self.hands.retain(|h| h.person != person);
            if self.disagreement.as_ref().is_some_and(|d| d.by == person) || self.hands.is_empty() {
                self.disagreement = None;
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
}

/// Where an act leads what is under way on a record; `completes` says whether a hand was the last.
fn lands<F: Flow<At = ReviewState>>(act: Act, from: ReviewState, completes: Option<bool>) -> ReviewState {
    let which = || completes.map(|last| if last { ReviewState::Done } else { ReviewState::Open });
    kind::lands::<F>(act, from, which).unwrap_or(from)
}
