//! What comes of each act on a record, once its row has been asked. What is longer than a sentence stands
//! by itself: the text that is handed in, the check of two custodians, a change after it.

use super::attachments::keep_materials;
use super::check::answered;
use super::command::RecordCommand;
use super::event::RecordEvent;
use super::flow::Status;
use super::needs;
use super::parts::{Filing, IdentityRequest};
use super::state::Record;
use crate::domain::codes;
use crate::domain::committee::Item;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{PersonId, Revision};
use crate::domain::kind::{self, Desk};
use crate::domain::policy;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};

impl Record {
    /// What a command on a record comes to.
    ///
    /// # Errors
    /// The rule that stands against it, or the fields that are wrong.
    pub fn decide(desk: &Desk<'_>, act: &RecordCommand) -> Result<RecordEvent, No> {
        event(desk, act)
    }
}

/// What happens when a person asks this of a record.
///
/// # Errors
/// The rule that stands against it, or the fields that are wrong.
fn event(desk: &Desk<'_>, act: &RecordCommand) -> Result<RecordEvent, No> {
    let Desk { state, asked, me } = *desk;
    match act {
        RecordCommand::Quick { note } => desk.quick(note),
        RecordCommand::Submit { text } => desk.submit(text),
        RecordCommand::Amend { seen, text } => {
            let record = desk.on_text(Act::Amend, seen)?;
            let mut text = (**text).clone();
            // Materials are added by acts of their own; an amendment never loses one.
            keep_materials(&mut text, &record.text.attachments);
            Ok(RecordEvent::Amended { text: Box::new(desk.complete(text, desk.handed_in(record))?) })
        }
        RecordCommand::Attach { seen, attachment } => {
            desk.on_text(Act::Attach, seen)?;
            desk.fits(attachment)?;
            Ok(RecordEvent::Attached { attachment: attachment.clone() })
        }
        RecordCommand::Withdraw { seen, reason } => {
            desk.on_text(Act::Withdraw, seen)?;
            Ok(RecordEvent::Withdrawn { reason: given(reason)? })
        }
        RecordCommand::Confirm { seen, checklist, remark, last_four, blind } => {
            desk.confirm(seen, checklist, remark, last_four, blind)
        }
        RecordCommand::ReadOff { seen, blind } => desk.read_off(seen, blind),
        RecordCommand::Return { seen, reasons } => {
            desk.on_text(Act::Return, seen)?;
            if reasons.is_empty() || reasons.iter().any(|r| r.reason.trim().is_empty()) {
                return Err(Rule::ReasonMissing.into());
            }
            desk.fields(reasons)?;
            Ok(RecordEvent::Returned { reasons: reasons.clone() })
        }
        RecordCommand::Dispute { seen, checklist, reason } => {
            desk.on_text(Act::Dispute, seen)?;
            desk.points(checklist)?;
            Ok(RecordEvent::Disputed { checklist: checklist.clone(), reason: given(reason)? })
        }
        RecordCommand::Resolve { seen, confirm, reason, checklist, last_four, blind } => {
            let record = desk.on_text(Act::Resolve, seen)?;
            let reason = given(reason)?;
            if !confirm {
                let (checklist, blind_fields) = Default::default();
                return Ok(RecordEvent::Resolved { confirm: false, reason, checklist, blind_fields });
            }
            // His is the second hand: there must be a first one that stands.
            if needs::hands(desk, record).is_empty() {
                return Err(Refusal::with(Rule::NotNow, Act::Resolve.code()).into());
            }
            desk.points(checklist)?;
            answered(checklist)?;
            let blind_fields = desk.compared(record, last_four, blind)?;
            Ok(RecordEvent::Resolved { confirm: true, reason, checklist: checklist.clone(), blind_fields })
        }
        RecordCommand::Sign { seen, refusal } => {
            desk.on_text(Act::Sign, seen)?;
            Ok(RecordEvent::Signed { refusal: refused_with_reason(refusal)? })
        }
        RecordCommand::Agree { seen, refusal } => {
            desk.on_text(Act::Agree, seen)?;
            Ok(RecordEvent::Agreed { refusal: refused_with_reason(refusal)? })
        }
        RecordCommand::ProposeChange { seen, change, reason } => desk.propose_change(seen, change, reason),
        RecordCommand::ConfirmChange { change } => {
            let found = desk.open_change(*change)?;
            let last = kind::step(desk, Some(found), Act::ConfirmChange)?;
            let upon = state.the_record()?.upon_what(Some(&found.revision));
            Ok(RecordEvent::ChangeConfirmed { number: *change, completes: last, upon })
        }
        RecordCommand::RefuseChange { change, reason } => {
            let found = desk.open_change(*change)?;
            kind::step(desk, Some(found), Act::RefuseChange)?;
            let upon = state.the_record()?.upon_what(Some(&found.revision));
            Ok(RecordEvent::ChangeRefused { number: *change, reason: given(reason)?, upon })
        }
        RecordCommand::Void { reason } => desk.void(reason),
        RecordCommand::RefuseVoid { reason } => {
            let record = state.the_record()?;
            kind::step(desk, record.voiding(), Act::RefuseVoid)?;
            let upon = record.upon_what(record.voiding().map(|v| &v.asked));
            Ok(RecordEvent::VoidRefused { reason: given(reason)?, upon })
        }
        RecordCommand::Link { other, kind } => {
            let (record, _) = desk.custody(Act::Link)?;
            if record.id == *other {
                return Err(Rule::LinkToItself.into());
            }
            if !asked.again && !codes::has("link_kind", kind) {
                return Err(Refusal::with(Rule::UnknownCode, kind).into());
            }
            Ok(RecordEvent::Linked { other: *other, kind: kind.clone() })
        }
        RecordCommand::NoteFiling { filing } => {
            desk.custody(Act::NoteFiling)?;
            desk.filed(filing).map(|filing| RecordEvent::Filed { filing })
        }
        RecordCommand::DeclareRecusal { reason } => {
            desk.custody(Act::DeclareRecusal)?;
            Ok(RecordEvent::RecusalDeclared { reason: given(reason)? })
        }
        RecordCommand::OrderRecusal { person, reason } => {
            let (record, _) = desk.custody(Act::OrderRecusal)?;
            state.organ.staff(person)?;
            if record.recused.contains_key(person) {
                return Err(Rule::AlreadyRecused.into());
            }
            // What two have lifted is not for him to order anew, or his alone would be the last word.
            if record.judged.since_nine() && record.lifted.contains(&(person.clone(), me.clone())) {
                return Err(Refusal::with(Rule::LiftedBefore, state.organ.name_of(person)).into());
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
            let completes = desk.one_of_two(record, Act::LiftRecusal, hands)?;
            let ordered =
                ordered.ok_or_else(|| Refusal::with(Rule::NotOrderedOut, state.organ.name_of(person)))?;
            if &ordered.by == me {
                return Err(Refusal::with(Rule::ActsApart, Act::OrderRecusal.code()).into());
            }
            // Whoever may lift another order here is not asked about this one.
            if !policy::lifters(&state.organ, record, person, asked.now).contains(me) {
                return Err(Refusal::with(Rule::NotYourCapacity, Capacity::Lifter.code()).into());
            }
            let (reason, upon) = (given(reason)?, record.upon(&ordered.revision));
            Ok(RecordEvent::RecusalLifted { person: person.clone(), reason, completes, upon })
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
            let settled = policy::said_to_be_another(&state.organ, record).contains(person);
            // Of himself he says it by declaring that he is out.
            if person == me || !settled {
                desk.in_question(record, person)?;
            }
            desk.custody(Act::SamePerson)?;
            // What two settled one does not undo.
            let two = settled && record.judged.since_nine();
            let given_by = policy::meant_by(&state.organ, record, person);
            if two && given_by.contains(me) {
                return Err(Refusal::of(Rule::TwoHandsOnePerson).into());
            }
            let first = two && given_by.is_empty();
            Ok(RecordEvent::SamePerson { person: person.clone(), reason: given(reason)?, first })
        }
        RecordCommand::AskIdentity { purpose } => {
            let record = state.the_record()?;
            if record.asks_identity(me).is_some() {
                return Err(Rule::OpenAlready.into());
            }
            kind::step::<IdentityRequest>(desk, None, Act::AskIdentity)?;
            Ok(RecordEvent::IdentityAsked { purpose: given(purpose)? })
        }
        RecordCommand::OpenIdentity { asker } => {
            let record = state.the_record()?;
            let request = record.asks_identity(asker).ok_or(Rule::NotAsked)?;
            let completes = kind::step(desk, Some(request), Act::OpenIdentity)?;
            let upon = record.upon(&request.revision);
            Ok(RecordEvent::IdentityHand { asker: asker.clone(), completes, upon })
        }
        RecordCommand::RefuseIdentity { asker, reason } => {
            let record = state.the_record()?;
            let request = record.asks_identity(asker);
            kind::step(desk, request, Act::RefuseIdentity)?;
            let upon = request.and_then(|r| record.upon(&r.revision));
            Ok(RecordEvent::IdentityRefused { asker: asker.clone(), reason: given(reason)?, upon })
        }
        RecordCommand::ReportAtOnce { seen, note } => {
            let record = desk.on_text(Act::ReportAtOnce, seen)?;
            if note.sent_at.is_some_and(|at| desk.too_early(at)) {
                return Err(No::Wrong(vec![Problem::new("note.sent_at", Flaw::BadTime, "")]));
            }
            Ok(RecordEvent::AtOnce { note: record.takes_note(&state.organ, me, note, asked.now)? })
        }
        RecordCommand::OnText { seen, act } if act.means_a_text() => {
            let event = event(desk, act)?;
            state.the_record()?.is_seen(seen)?;
            Ok(event)
        }
        RecordCommand::OnText { .. } => Err(Rule::NotNow.into()),
    }
}

/// So that each act reads as one sentence.
impl<'a> Desk<'a> {
    /// Whether this hand is the last that says of somebody that he is not meant.
    fn clears(&self, person: &PersonId) -> Result<bool, Refusal> {
        let record = self.state.the_record()?;
        let hands = policy::cleared_by(&self.state.organ, record, person);
        let last = self.one_of_two(record, Act::OtherPerson, &hands);
        // Where nobody is asked about it is said of whom it was asked.
        if last.as_ref().map_or_else(|no| no.rule == Rule::NotInQuestion, |_| true) {
            self.in_question(record, person)?;
        }
        last
    }

    /// What nobody asks is not settled.
    fn in_question(&self, record: &Record, person: &PersonId) -> Result<(), Refusal> {
        needs::read_first(self, Some(record))?;
        let said = record.settling.get(person).is_some_and(|s| s.same.is_some());
        if said || policy::questions(&self.state.organ, record).iter().any(|q| &q.person == person) {
            return Ok(());
        }
        let named = policy::is_named(&self.state.organ, record, person);
        let rule = if named { Rule::NamedHere } else { Rule::NotInQuestion };
        Err(Refusal::with(rule, self.state.organ.name_of(person)))
    }

    /// An act that takes two hands for each person named: whether this one is the last for him whom these
    /// hands are about.
    fn one_of_two(&self, record: &Record, act: Act, hands: &[PersonId]) -> Result<bool, Refusal> {
        kind::hand(self, Some(record), kind::row(act, record.status)?, hands)
    }

    /// A step of custody: the record, and whether this hand is the last one.
    pub(super) fn custody(&self, act: Act) -> Result<(&'a Record, bool), Refusal> {
        let record = self.state.the_record()?;
        Ok((record, kind::step(self, Some(record), act)?))
    }

    /// One that is done on the text which was read.
    pub(super) fn on_text(&self, act: Act, seen: &Revision) -> Result<&'a Record, Refusal> {
        let (record, _) = self.custody(act)?;
        record.is_seen(seen)?;
        Ok(record)
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
        if self.too_early(filing.on) {
            wrong.push(Problem::new("on", Flaw::BadTime, ""));
        }
        if wrong.is_empty() { Ok(filing.clone()) } else { Err(No::Wrong(wrong)) }
    }

    fn void(&self, reason: &str) -> Result<RecordEvent, No> {
        let record = self.state.the_record()?;
        if matches!(record.status, Status::Void | Status::Withdrawn | Status::Quick | Status::New) {
            return Err(Refusal::with(Rule::NotNow, Act::Void.code()).into());
        }
        let completes = kind::step(self, record.voiding(), Act::Void)?;
        // Whoever asks for it says why; the others agree to that.
        let asks = record.voiding().is_none_or(|v| v.hands.is_empty());
        let reason = if asks { given(reason)? } else { reason.trim().to_owned() };
        let upon = record.upon_what(record.voiding().map(|v| &v.asked));
        Ok(RecordEvent::VoidHand { reason, completes, upon })
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
