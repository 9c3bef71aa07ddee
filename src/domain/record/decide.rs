use super::attachments::{check_attachment, keep_materials};
use super::blind::{blind_wanted, same};
use super::command::{Answer, CHECKLIST, Checklist, RecordCommand};
use super::event::RecordEvent;
use super::evidence;
use super::flow::{ALSO, CHANGE_FLOW, FLOW, IDENTITY_FLOW, ReviewState, Status, VOID_FLOW};
use super::parts::Filing;
use super::stands;
use super::state::Record;
use super::text::{Attachment, RecordText};
use crate::domain::case_no;
use crate::domain::codes;
use crate::domain::command::Asked;
use crate::domain::committee::Item;
use crate::domain::flow::{self, Act, Capacity, Need, Stage, Step};
use crate::domain::ids::{Millis, PersonId, Revision};
use crate::domain::policy::{self, Asks};
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
            if !asked.again {
                note.fold_cases();
                let numbers = note.case_no.as_deref().map(|typed| case_no::several(typed, i32::MAX));
                if let Some(Err(flaw)) = numbers {
                    wrong.push(Problem::new("case_no", Flaw::CaseNumber, flaw));
                }
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
            desk.fits(attachment)?;
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
        RecordCommand::Resolve { seen, confirm, reason, checklist, last_four, blind } => {
            let (record, _) = desk.custody(Act::Resolve, Some(seen))?;
            let reason = given(reason)?;
            if !confirm {
                let (checklist, blind_fields) = Default::default();
                return Ok(RecordEvent::Resolved { confirm: false, reason, checklist, blind_fields });
            }
            // His is the second hand: there must be a first one that stands.
            if desk.hands(record).is_empty() {
                return Err(Refusal::with(Rule::NotNow, Act::Resolve.code()).into());
            }
            answered(checklist)?;
            let blind_fields = desk.compared(record, last_four, blind)?;
            Ok(RecordEvent::Resolved { confirm: true, reason, checklist: checklist.clone(), blind_fields })
        }
        RecordCommand::Sign { seen, refusal } => {
            desk.custody(Act::Sign, Some(seen))?;
            Ok(RecordEvent::Signed { refusal: refused_with_reason(refusal)? })
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
            let at = if record.voiding().is_some() { ReviewState::Open } else { ReviewState::None };
            desk.step(VOID_FLOW, Act::RefuseVoid, at, &[])?;
            Ok(RecordEvent::VoidRefused { reason: given(reason)? })
        }
        RecordCommand::Link { other, kind } => {
            let (record, _) = desk.custody_or(Act::Link)?;
            if record.id == *other {
                return Err(Rule::LinkToItself.into());
            }
            if !asked.again && !codes::has("link_kind", kind) {
                return Err(Refusal::with(Rule::UnknownCode, kind).into());
            }
            Ok(RecordEvent::Linked { other: *other, kind: kind.clone() })
        }
        RecordCommand::NoteFiling { filing } => {
            desk.custody_or(Act::NoteFiling)?;
            desk.filed(filing).map(|filing| RecordEvent::Filed { filing })
        }
        RecordCommand::DeclareRecusal { reason } => {
            desk.custody(Act::DeclareRecusal, None)?;
            Ok(RecordEvent::RecusalDeclared { reason: given(reason)? })
        }
        RecordCommand::OrderRecusal { person, reason } => {
            let (record, _) = desk.custody(Act::OrderRecusal, None)?;
            state.organ.staff(person)?;
            if record.recused.contains_key(person) {
                return Err(Rule::AlreadyRecused.into());
            }
            // Nobody takes out of an open vote who may vote against him.
            if state.all::<Item>().any(|i| !i.before_three && i.both_vote(me, person)) {
                return Err(Refusal::with(Rule::VotesHimself, state.organ.name_of(person)).into());
            }
            Ok(RecordEvent::RecusalOrdered { person: person.clone(), reason: given(reason)? })
        }
        RecordCommand::LiftRecusal { person, reason } => {
            let record = state.the_record()?;
            let ordered = record.ordered.get(person);
            let hands = ordered.map_or(&[][..], |o| &o.hands);
            let completes = desk.step(FLOW, Act::LiftRecusal, record.status, hands)?;
            let ordered =
                ordered.ok_or_else(|| Refusal::with(Rule::NotOrderedOut, state.organ.name_of(person)))?;
            if &ordered.by == me {
                return Err(Refusal::with(Rule::ActsApart, Act::OrderRecusal.code()).into());
            }
            // Whoever may lift another order here is not asked about this one.
            if !policy::lifters(&state.organ, record, person, asked.now).contains(me) {
                return Err(Refusal::with(Rule::NotYourCapacity, Capacity::Lifter.code()).into());
            }
            Ok(RecordEvent::RecusalLifted { person: person.clone(), reason: given(reason)?, completes })
        }
        RecordCommand::OtherPerson { person, also, reason } => {
            let completes = desk.clears(person)?;
            let mut all = vec![person];
            for other in also {
                // One answer for several comes to the same for each of them.
                if all.contains(&other) || desk.clears(other)? != completes {
                    return Err(Refusal::with(Rule::NotInQuestion, state.organ.name_of(other)).into());
                }
                all.push(other);
            }
            let (person, also, reason) = (person.clone(), also.clone(), given(reason)?);
            Ok(RecordEvent::OtherPerson { person, reason, completes, also })
        }
        RecordCommand::SamePerson { person, reason } => {
            let record = state.the_record()?;
            desk.in_question(record, person)?;
            desk.step(FLOW, Act::SamePerson, record.status, &[])?;
            Ok(RecordEvent::SamePerson { person: person.clone(), reason: given(reason)? })
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
            let given = policy::standing(&state.organ, record, &request.hands);
            let asks = Asks { request: Some(request), ..desk.asks() };
            let completes = asks.step(IDENTITY_FLOW, Act::OpenIdentity, request.state, &given)?;
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
        RecordCommand::ReportAtOnce { seen, note } => {
            let (record, _) = desk.custody(Act::ReportAtOnce, Some(seen))?;
            Ok(RecordEvent::AtOnce { note: record.takes_note(&state.organ, me, note, asked.now)? })
        }
        RecordCommand::OnText { seen, act } if act.means_a_text() => {
            let event = decide(state, asked, act)?;
            let standing = &state.the_record()?.revision;
            // The text has changed since it was read.
            if seen == standing {
                Ok(event)
            } else {
                Err(Refusal::with(Rule::StaleRevision, standing).into())
            }
        }
        RecordCommand::OnText { .. } => Err(Rule::NotNow.into()),
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
    pub(super) fn step<S: Stage>(
        &self,
        table: &'static [Step<S>],
        act: Act,
        at: S,
        given: &[PersonId],
    ) -> Result<bool, Refusal> {
        let given = match &self.state.record {
            Some(record) => policy::standing(&self.state.organ, record, given),
            None => given.to_vec(),
        };
        self.asks().step(table, act, at, &given)
    }

    fn asks(&self) -> Asks<'a> {
        Asks::of(self.state, self.me, self.asked.now)
    }

    /// Whether this hand is the last that says of somebody that he is not meant.
    fn clears(&self, person: &PersonId) -> Result<bool, Refusal> {
        let record = self.state.the_record()?;
        let hands = policy::cleared_by(&self.state.organ, record, person);
        let last = self.step(FLOW, Act::OtherPerson, record.status, &hands);
        // Where nobody is asked about it is said of whom it was asked.
        if last.as_ref().map_or_else(|no| no.rule == Rule::NotInQuestion, |_| true) {
            self.in_question(record, person)?;
        }
        last
    }

    /// What nobody asks is not settled.
    fn in_question(&self, record: &Record, person: &PersonId) -> Result<(), Refusal> {
        let said = record.settling.get(person).is_some_and(|s| s.same.is_some());
        if said || policy::questions(&self.state.organ, record).iter().any(|q| &q.person == person) {
            return Ok(());
        }
        let named = policy::is_named(&self.state.organ, record, person);
        let rule = if named { Rule::NamedHere } else { Rule::NotInQuestion };
        Err(Refusal::with(rule, self.state.organ.name_of(person)))
    }

    /// A step of custody: the record, and whether this hand is the last one.
    pub(super) fn custody(&self, act: Act, seen: Option<&Revision>) -> Result<(&'a Record, bool), Refusal> {
        let record = self.state.the_record()?;
        let given: Vec<PersonId> = if act == Act::Confirm { self.hands(record) } else { Vec::new() };
        let step = flow::step(FLOW, act, record.status)?;
        let last = self.asks().hand(step, &given)?;
        if step.needs.contains(&Need::SameRevision) && seen != Some(&record.revision) {
            return Err(Refusal::with(Rule::StaleRevision, &record.revision));
        }
        Ok((record, last))
    }

    /// Whose hands stand on the present text.
    pub(super) fn hands(&self, record: &Record) -> Vec<PersonId> {
        stands::hands(&self.asks(), record)
    }

    /// As [`Self::custody`], but another capacity will do as well.
    pub(super) fn custody_or(&self, act: Act) -> Result<(&'a Record, bool), Refusal> {
        let record = self.state.the_record()?;
        let other = ALSO.iter().filter(|(a, _)| *a == act).map(|(_, c)| *c);
        if other.into_iter().any(|c| policy::holds(self.state, c, self.me, self.asked.now)) {
            flow::step(FLOW, act, record.status)?;
            return Ok((record, true));
        }
        self.custody(act, None)
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

    /// # Errors
    /// The fields of a material that are wrong.
    pub(super) fn fits(&self, attachment: &Attachment) -> Result<(), No> {
        if self.asked.again { Ok(()) } else { check_attachment(attachment) }
    }

    /// When a record was first handed in; lateness is measured there and never again.
    pub(super) fn handed_in(&self, record: &Record) -> Millis {
        record.submitted_at.unwrap_or(self.asked.now)
    }

    /// Normalises what the recorder left open, and refuses with every field that is wrong. `written`
    /// is when the record was handed in: completing or correcting it later does not make it late.
    pub(super) fn complete(&self, text: RecordText, written: Millis) -> Result<RecordText, No> {
        if self.asked.again {
            return Ok(text);
        }
        let text = evidence::as_kept(&text, self.me, &self.state.organ);
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
        answered(checklist)?;
        if checklist.values().any(|a| *a == Answer::Doubt) {
            given(remark)?;
        }
        let blind_fields = if completes { self.compared(record, last_four, blind)? } else { Vec::new() };
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
        if self.asked.again {
            let agreed = blind_wanted(record).into_iter().map(|(field, _)| field.to_owned()).collect();
            return Ok(RecordEvent::ReadOff { agreed, differed: Vec::new() });
        }
        let (mut agreed, mut differed) = (Vec::new(), Vec::new());
        for (field, stands) in blind_wanted(record) {
            let typed = blind.get(field).map(|typed| typed.trim()).filter(|typed| !typed.is_empty());
            let typed = typed.ok_or_else(|| Refusal::with(Rule::BlindFieldMissing, field))?;
            let agrees = same(field, typed, &stands, self.asked.fresh.year);
            if agrees { &mut agreed } else { &mut differed }.push(field.to_owned());
        }
        Ok(RecordEvent::ReadOff { agreed, differed })
    }

    /// What whoever completes a confirmation types: the last four characters of the name, and what he
    /// read off the material. The fields that were compared.
    fn compared(
        &self,
        record: &Record,
        last_four: &str,
        blind: &BTreeMap<String, String>,
    ) -> Result<Vec<String>, Refusal> {
        if self.asked.again {
            return Ok(blind_wanted(record).into_iter().map(|(field, _)| field.to_owned()).collect());
        }
        if !record.ref_.ends_in(last_four) {
            return Err(Refusal::of(Rule::LastFourWrong));
        }
        let mut compared = Vec::new();
        for (field, stands) in blind_wanted(record) {
            // What agreed before he saw the record needs no second look.
            if record.has_read_off(self.me, field) {
                compared.push(field.to_owned());
                continue;
            }
            match blind.get(field).map(|typed| typed.trim()) {
                None | Some("") => return Err(Refusal::with(Rule::BlindFieldMissing, field)),
                // The record's own value is not told: the look at the material stays independent.
                Some(typed) if !same(field, typed, &stands, self.asked.fresh.year) => {
                    return Err(Refusal::with(Rule::BlindFieldDiffers, field));
                }
                Some(_) => compared.push(field.to_owned()),
            }
        }
        Ok(compared)
    }

    /// A filing names its platform, its number there and by whom, and lies in the past.
    fn filed(&self, filing: &Filing) -> Result<Filing, No> {
        let mut wrong = Vec::new();
        if !self.asked.again && !codes::has("platform", &filing.platform) {
            wrong.push(Problem::new("platform", Flaw::UnknownCode, &filing.platform));
        }
        for (field, words) in [("number", &filing.number), ("by", &filing.by)] {
            if words.trim().is_empty() {
                wrong.push(Problem::new(field, Flaw::Missing, ""));
            }
        }
        if filing.on > self.asked.now {
            wrong.push(Problem::new("on", Flaw::InFuture, ""));
        }
        if wrong.is_empty() { Ok(filing.clone()) } else { Err(No::Wrong(wrong)) }
    }

    fn void(&self, reason: &str) -> Result<RecordEvent, No> {
        let record = self.state.the_record()?;
        if matches!(record.status, Status::Void | Status::Withdrawn | Status::Quick | Status::New) {
            return Err(Refusal::with(Rule::NotNow, Act::Void.code()).into());
        }
        let (at, hands) = match record.voiding() {
            None => (ReviewState::None, Vec::new()),
            Some(v) => (ReviewState::Open, v.hands.clone()),
        };
        let completes = self.step(VOID_FLOW, Act::Void, at, &hands)?;
        let reason = if hands.is_empty() { given(reason)? } else { reason.trim().to_owned() };
        Ok(RecordEvent::VoidHand { reason, completes })
    }
}

/// All nine points are answered, and none of them asks for a return.
fn answered(checklist: &Checklist) -> Result<(), Refusal> {
    if let Some(point) = CHECKLIST.iter().find(|p| !checklist.contains_key(**p)) {
        return Err(Refusal::with(Rule::ChecklistIncomplete, point));
    }
    match checklist.iter().find(|(_, a)| **a == Answer::Incomplete) {
        Some((point, _)) => Err(Refusal::with(Rule::PointWantsReturn, point)),
        None => Ok(()),
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
