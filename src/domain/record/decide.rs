use super::attachments::{check_attachment, keep_materials};
use super::blind::{blind_wanted, same};
use super::command::{Answer, CHECKLIST, Checklist, RecordCommand};
use super::event::RecordEvent;
use super::evidence;
use super::flow::{CHANGE_FLOW, FLOW, IDENTITY_FLOW, ReviewState, Status, VOID_FLOW};
use super::parts::Sign;
use super::state::Record;
use super::text::RecordText;
use crate::domain::case_no;
use crate::domain::codes;
use crate::domain::command::Asked;
use crate::domain::flow::{self, Act, Capacity, Need, Step};
use crate::domain::ids::{Millis, PersonId, Revision};
use crate::domain::policy;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::state::State;
use std::collections::BTreeMap;

/// What happens when a person asks this of a record.
///
/// # Errors
/// The rule that stands against it, or the fields that are wrong.
pub fn decide(state: &State, asked: &Asked<'_>, act: &RecordCommand) -> Result<RecordEvent, No> {
    let me = asked.actor.id().ok_or(Rule::NotYourCapacity)?;
    let desk = Desk { state, asked, me };
    match act {
        RecordCommand::Quick { note } => {
            desk.step(FLOW, Act::Quick, Status::New, &[])?;
            let mut wrong = Vec::new();
            for (field, text) in [("who", &note.who), ("line", &note.line)] {
                if text.trim().is_empty() {
                    wrong.push(Problem::new(field, Flaw::Missing, ""));
                }
            }
            if note.occurred.from > asked.now {
                wrong.push(Problem::new("occurred", Flaw::InFuture, ""));
            }
            let mut note = note.clone();
            note.fold_cases();
            if let Some(Err(flaw)) = note.case_no.as_deref().map(|typed| case_no::several(typed, i32::MAX)) {
                wrong.push(Problem::new("case_no", Flaw::CaseNumber, flaw));
            }
            if wrong.is_empty() {
                Ok(RecordEvent::Quick { ref_: asked.fresh.ref_.clone(), note })
            } else {
                Err(No::Wrong(wrong))
            }
        }
        RecordCommand::Submit { text } => desk.submit(text),
        RecordCommand::Amend { seen, text } => {
            let (record, _) = desk.custody(Act::Amend, Some(seen))?;
            let mut text = (**text).clone();
            // Materials are added by acts of their own; an amendment never loses one.
            keep_materials(&mut text, &record.text.attachments);
            Ok(RecordEvent::Amended { text: Box::new(desk.complete(text, desk.handed_in(record))?) })
        }
        RecordCommand::Attach { seen, attachment } => {
            desk.custody(Act::Attach, Some(seen))?;
            check_attachment(attachment)?;
            Ok(RecordEvent::Attached { attachment: attachment.clone() })
        }
        RecordCommand::Withdraw { seen, reason } => {
            desk.custody(Act::Withdraw, Some(seen))?;
            Ok(RecordEvent::Withdrawn { reason: given(reason)? })
        }
        RecordCommand::Confirm { seen, checklist, remark, last_four, blind } => {
            desk.confirm(seen, checklist, remark, last_four, blind)
        }
        RecordCommand::ReadOff { seen, blind } => desk.read_off(seen, blind),
        RecordCommand::Return { seen, reasons } => {
            desk.custody(Act::Return, Some(seen))?;
            if reasons.is_empty() || reasons.iter().any(|r| r.reason.trim().is_empty()) {
                return Err(Rule::ReasonMissing.into());
            }
            Ok(RecordEvent::Returned { reasons: reasons.clone() })
        }
        RecordCommand::Dispute { seen, checklist, reason } => {
            desk.custody(Act::Dispute, Some(seen))?;
            Ok(RecordEvent::Disputed { checklist: checklist.clone(), reason: given(reason)? })
        }
        RecordCommand::Resolve { seen, confirm, reason } => {
            desk.custody(Act::Resolve, Some(seen))?;
            Ok(RecordEvent::Resolved { confirm: *confirm, reason: given(reason)? })
        }
        RecordCommand::Sign { seen, refusal } => {
            let (record, _) = desk.custody(Act::Sign, Some(seen))?;
            match record.signatures.get(me) {
                Some(Sign::Asked) => Ok(RecordEvent::Signed { refusal: refused_with_reason(refusal)? }),
                Some(_) => Err(Rule::AlreadyActed.into()),
                None => Err(Rule::NotAsked.into()),
            }
        }
        RecordCommand::Agree { seen, refusal } => {
            desk.custody(Act::Agree, Some(seen))?;
            Ok(RecordEvent::Agreed { refusal: refused_with_reason(refusal)? })
        }
        RecordCommand::ProposeChange { seen, change, reason } => desk.propose_change(seen, change, reason),
        RecordCommand::ConfirmChange { change } => {
            let found = desk.open_change(*change)?;
            let last = desk.step(CHANGE_FLOW, Act::ConfirmChange, found.state, &found.hands)?;
            Ok(RecordEvent::ChangeConfirmed { number: *change, completes: last })
        }
        RecordCommand::RefuseChange { change, reason } => {
            let found = desk.open_change(*change)?;
            desk.step(CHANGE_FLOW, Act::RefuseChange, found.state, &[])?;
            Ok(RecordEvent::ChangeRefused { number: *change, reason: given(reason)? })
        }
        RecordCommand::Void { reason } => desk.void(reason),
        RecordCommand::RefuseVoid { reason } => {
            let record = state.the_record()?;
            let at = if record.void.is_some() { ReviewState::Open } else { ReviewState::None };
            desk.step(VOID_FLOW, Act::RefuseVoid, at, &[])?;
            Ok(RecordEvent::VoidRefused { reason: given(reason)? })
        }
        RecordCommand::Link { other, kind } => {
            let (record, _) = desk.custody_or(Act::Link, Capacity::Discipline)?;
            if record.id == *other {
                return Err(Rule::LinkToItself.into());
            }
            if !codes::has("link_kind", kind) {
                return Err(Refusal::with(Rule::UnknownCode, kind).into());
            }
            Ok(RecordEvent::Linked { other: *other, kind: kind.clone() })
        }
        RecordCommand::DeclareRecusal { reason } => {
            let (record, _) = desk.custody(Act::DeclareRecusal, None)?;
            if record.recused.contains_key(me) {
                return Err(Rule::AlreadyRecused.into());
            }
            Ok(RecordEvent::RecusalDeclared { reason: given(reason)? })
        }
        RecordCommand::OrderRecusal { person, reason } => {
            let (record, _) = desk.custody(Act::OrderRecusal, None)?;
            state.organ.staff(person)?;
            if record.recused.contains_key(person) {
                return Err(Rule::AlreadyRecused.into());
            }
            Ok(RecordEvent::RecusalOrdered { person: person.clone(), reason: given(reason)? })
        }
        RecordCommand::OtherPerson { person, reason } => {
            let record = state.the_record()?;
            state.organ.staff(person)?;
            let hands = record.other_persons.get(person).map(|(h, _)| h.clone()).unwrap_or_default();
            let completes = desk.step(FLOW, Act::OtherPerson, record.status, &hands)?;
            Ok(RecordEvent::OtherPerson { person: person.clone(), reason: given(reason)?, completes })
        }
        RecordCommand::AskIdentity { purpose } => {
            let record = state.the_record()?;
            if record.identity.iter().any(|r| &r.asker == me && r.state == ReviewState::Open) {
                return Err(Rule::OpenAlready.into());
            }
            desk.step(IDENTITY_FLOW, Act::AskIdentity, ReviewState::None, &[])?;
            Ok(RecordEvent::IdentityAsked { purpose: given(purpose)? })
        }
        RecordCommand::OpenIdentity { asker } => {
            let record = state.the_record()?;
            let request = record.identity.iter().find(|r| &r.asker == asker && r.state == ReviewState::Open);
            let request = request.ok_or(Rule::NotAsked)?;
            // The asker himself is not one of the two who let him see.
            let mut given = vec![asker.clone()];
            given.extend(request.hands.iter().cloned());
            if given.contains(me) {
                return Err(Rule::TwoHandsOnePerson.into());
            }
            let completes = desk.step(IDENTITY_FLOW, Act::OpenIdentity, request.state, &request.hands)?;
            Ok(RecordEvent::IdentityHand { asker: asker.clone(), completes })
        }
        RecordCommand::RefuseIdentity { asker, reason } => {
            let record = state.the_record()?;
            let open = record.identity.iter().any(|r| &r.asker == asker && r.state == ReviewState::Open);
            desk.step(
                IDENTITY_FLOW,
                Act::RefuseIdentity,
                if open { ReviewState::Open } else { ReviewState::None },
                &[],
            )?;
            Ok(RecordEvent::IdentityRefused { asker: asker.clone(), reason: given(reason)? })
        }
    }
}

/// The state, the question and who asks, so that each act reads as one sentence.
pub(super) struct Desk<'a> {
    pub(super) state: &'a State,
    pub(super) asked: &'a Asked<'a>,
    pub(super) me: &'a PersonId,
}

impl<'a> Desk<'a> {
    /// Looks the step up and checks the capacity its next hand asks for; true when it is the last.
    pub(super) fn step<S: Copy + PartialEq>(
        &self,
        table: &'static [Step<S>],
        act: Act,
        at: S,
        given: &[PersonId],
    ) -> Result<bool, Refusal> {
        let step = flow::step(table, act, at)?;
        let given = match &self.state.record {
            Some(record) => policy::standing(&self.state.organ, record, given),
            None => given.to_vec(),
        };
        let (capacity, last) = flow::next_hand(step, &given, self.me)?;
        policy::may(self.state, capacity, self.me, self.asked.now)?;
        Ok(last)
    }

    /// A step of custody: the record, and whether this hand is the last one.
    pub(super) fn custody(&self, act: Act, seen: Option<&Revision>) -> Result<(&'a Record, bool), Refusal> {
        let record = self.state.the_record()?;
        let given: Vec<PersonId> = if act == Act::Confirm { self.hands(record) } else { Vec::new() };
        let step = flow::step(FLOW, act, record.status)?;
        let (capacity, last) = flow::next_hand(step, &given, self.me)?;
        policy::may(self.state, capacity, self.me, self.asked.now)?;
        for need in step.needs {
            self.need(*need, record, seen)?;
        }
        Ok((record, last))
    }

    /// Whose hands stand on the present text.
    pub(super) fn hands(&self, record: &Record) -> Vec<PersonId> {
        policy::standing(&self.state.organ, record, record.hands.iter().map(|h| &h.person))
    }

    /// As [`Self::custody`], but another capacity will do as well.
    pub(super) fn custody_or(&self, act: Act, other: Capacity) -> Result<(&'a Record, bool), Refusal> {
        let record = self.state.the_record()?;
        if policy::holds(self.state, other, self.me, self.asked.now) {
            flow::step(FLOW, act, record.status)?;
            return Ok((record, true));
        }
        self.custody(act, None)
    }

    pub(super) fn need(&self, need: Need, record: &Record, seen: Option<&Revision>) -> Result<(), Refusal> {
        match need {
            Need::SameRevision if seen != Some(&record.revision) => {
                Err(Refusal::with(Rule::StaleRevision, &record.revision))
            }
            // An amendment voids a hand, but does not undo that somebody has looked.
            Need::NoHandYet if !record.confirmers.is_empty() || !record.returns.is_empty() => {
                Err(Refusal::of(Rule::AlreadyActed))
            }
            Need::OneHand => match self.hands(record) {
                hands if hands.contains(self.me) => Err(Refusal::of(Rule::TwoHandsOnePerson)),
                hands if hands.is_empty() => Err(Refusal::with(Rule::NotNow, Act::Dispute.code())),
                _ => Ok(()),
            },
            Need::Material if blind_wanted(record).is_empty() => Err(Refusal::of(Rule::MaterialMissing)),
            Need::Once if record.read_off_by(self.me).is_some() => Err(Refusal::of(Rule::AlreadyActed)),
            _ => Ok(()),
        }
    }

    fn submit(&self, text: &RecordText) -> Result<RecordEvent, No> {
        let (at, ref_) = match &self.state.record {
            Some(record) => (record.status, record.ref_.clone()),
            None => (Status::New, self.asked.fresh.ref_.clone()),
        };
        self.step(FLOW, Act::Submit, at, &[])?;
        let text = self.complete(text.clone(), self.asked.now)?;
        let fresh = self.asked.fresh;
        let late =
            text.occurred.as_ref().filter(|o| evidence::is_late(o.from, &self.state.organ, self.asked.now));
        let late_hours =
            late.map_or(0, |o| u32::try_from((self.asked.now - o.from) / 3_600_000).unwrap_or(u32::MAX));
        Ok(RecordEvent::Submitted {
            ref_,
            number: self.state.organ.kind.record_no(&self.state.organ.short, fresh.year, fresh.next_number),
            year: fresh.year,
            ordinal: fresh.next_number,
            late_hours,
            text: Box::new(text),
        })
    }

    /// When a record was first handed in; lateness is measured there and never again.
    pub(super) fn handed_in(&self, record: &Record) -> Millis {
        record.submitted_at.unwrap_or(self.asked.now)
    }

    /// Normalises what the recorder left open, and refuses with every field that is wrong. `written`
    /// is when the record was handed in: completing or correcting it later does not make it late.
    pub(super) fn complete(&self, mut text: RecordText, written: Millis) -> Result<RecordText, No> {
        if text.matter.is_empty() {
            text.matter = "CASE".to_owned();
        }
        if text.secrecy.is_empty() {
            text.secrecy = "INTERNAL".to_owned();
        }
        text.fold_cases();
        if text.stream.is_empty() {
            text.stream = text.stream_from_people().to_owned();
        }
        if text.received_by.as_ref() == Some(self.me) {
            text.received_by = None;
        }
        let mut problems = evidence::check(&text, self.me, &self.state.organ, self.asked.now);
        let in_time =
            text.occurred.as_ref().is_some_and(|o| !evidence::is_late(o.from, &self.state.organ, written));
        problems.retain(|p| p.flaw != Flaw::LateNeedsReason || !in_time);
        if problems.is_empty() { Ok(text) } else { Err(No::Wrong(problems)) }
    }

    fn confirm(
        &self,
        seen: &Revision,
        checklist: &Checklist,
        remark: &str,
        last_four: &str,
        blind: &BTreeMap<String, String>,
    ) -> Result<RecordEvent, No> {
        let (record, completes) = self.custody(Act::Confirm, Some(seen))?;
        if let Some(point) = CHECKLIST.iter().find(|p| !checklist.contains_key(**p)) {
            return Err(Refusal::with(Rule::ChecklistIncomplete, point).into());
        }
        if let Some((point, _)) = checklist.iter().find(|(_, a)| **a == Answer::Incomplete) {
            return Err(Refusal::with(Rule::PointWantsReturn, point).into());
        }
        if checklist.values().any(|a| *a == Answer::Doubt) {
            given(remark)?;
        }
        let mut blind_fields = Vec::new();
        if completes {
            if !record.ref_.ends_in(last_four) {
                return Err(Rule::LastFourWrong.into());
            }
            for (field, stands) in blind_wanted(record) {
                // What agreed before he saw the record needs no second look.
                if record.has_read_off(self.me, field) {
                    blind_fields.push(field.to_owned());
                    continue;
                }
                match blind.get(field).map(|typed| typed.trim()) {
                    None | Some("") => return Err(Refusal::with(Rule::BlindFieldMissing, field).into()),
                    // The record's own value is not told: the look at the material stays independent.
                    Some(typed) if !same(field, typed, &stands, self.asked.fresh.year) => {
                        return Err(Refusal::with(Rule::BlindFieldDiffers, field).into());
                    }
                    Some(_) => blind_fields.push(field.to_owned()),
                }
            }
        }
        Ok(RecordEvent::Confirmed {
            checklist: checklist.clone(),
            remark: remark.to_owned(),
            completes,
            blind_fields,
        })
    }

    /// One look at the material, before the record is open: a second one would be a guess.
    fn read_off(&self, seen: &Revision, blind: &BTreeMap<String, String>) -> Result<RecordEvent, No> {
        let (record, _) = self.custody(Act::ReadOff, Some(seen))?;
        let (mut agreed, mut differed) = (Vec::new(), Vec::new());
        for (field, stands) in blind_wanted(record) {
            let typed = blind.get(field).map(|typed| typed.trim()).filter(|typed| !typed.is_empty());
            let typed = typed.ok_or_else(|| Refusal::with(Rule::BlindFieldMissing, field))?;
            let agrees = same(field, typed, &stands, self.asked.fresh.year);
            if agrees { &mut agreed } else { &mut differed }.push(field.to_owned());
        }
        Ok(RecordEvent::ReadOff { agreed, differed })
    }

    fn void(&self, reason: &str) -> Result<RecordEvent, No> {
        let record = self.state.the_record()?;
        if matches!(record.status, Status::Void | Status::Withdrawn | Status::Quick | Status::New) {
            return Err(Refusal::with(Rule::NotNow, Act::Void.code()).into());
        }
        let (at, hands) = match &record.void {
            None => (ReviewState::None, Vec::new()),
            Some(v) => (ReviewState::Open, v.hands.clone()),
        };
        let completes = self.step(VOID_FLOW, Act::Void, at, &hands)?;
        let reason = if hands.is_empty() { given(reason)? } else { reason.trim().to_owned() };
        Ok(RecordEvent::VoidHand { reason, completes })
    }
}

/// A reason that is really given.
pub(crate) fn given(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::of(Rule::ReasonMissing)) } else { Ok(reason.to_owned()) }
}

fn refused_with_reason(refusal: &Option<String>) -> Result<Option<String>, Refusal> {
    refusal.as_deref().map(given).transpose()
}
