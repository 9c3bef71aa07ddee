use super::command::Decision;
use super::event::EscalationEvent;
use super::flow::EscalationState;
use super::ladder::Skipped;
use crate::domain::event::Stamp;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::organ::Organ;
use crate::domain::policy::{self, Deed, Family};
use crate::domain::record::Record;
use crate::domain::turn::Turn;

/// What one level said, or that it said nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelAnswer {
    pub level: String,
    pub person: Option<PersonId>,
    pub at: Millis,
    pub decision: Decision,
    pub text: String,
    pub silent_since: Option<Millis>,
}

/// An escalation as its own events make it.
#[derive(Clone, Debug, PartialEq)]
pub struct Escalation {
    pub id: MatterId,
    pub ref_: Ref,
    pub record: MatterId,
    pub starter: PersonId,
    pub started_at: Millis,
    pub reason: String,
    pub text: String,
    pub wanted: Vec<String>,
    pub state: EscalationState,
    pub level: String,
    pub holder: Option<PersonId>,
    /// When the present level got it.
    pub since: Millis,
    pub skipped: Vec<Skipped>,
    pub answers: Vec<LevelAnswer>,
    /// Everybody to whom the record was shown on the way.
    pub asked: Vec<PersonId>,
    pub letter: Option<(Millis, String, String)>,
    pub letter_by: Option<PersonId>,
}

impl Escalation {
    pub fn begin(stamp: &Stamp<'_>, event: &EscalationEvent) -> Option<Self> {
        let EscalationEvent::Started { ref_, record, reason, text, wanted, level, to, skipped, .. } = event
        else {
            return None;
        };
        Some(Self {
            id: stamp.matter,
            ref_: ref_.clone(),
            record: *record,
            starter: stamp.person()?.clone(),
            started_at: stamp.at,
            reason: reason.clone(),
            text: text.clone(),
            wanted: wanted.clone(),
            state: at_rung(to.as_ref()),
            level: level.clone(),
            holder: to.clone(),
            since: stamp.at,
            skipped: skipped.clone(),
            answers: Vec::new(),
            asked: to.iter().cloned().collect(),
            letter: None,
            letter_by: None,
        })
    }

    pub fn apply(&mut self, stamp: &Stamp<'_>, event: &EscalationEvent) {
        let answer = |decision, text: &str, silent_since| LevelAnswer {
            level: self.level.clone(),
            // Where the register acts, it acts for the level that was silent.
            person: stamp.person().or(self.holder.as_ref()).cloned(),
            at: stamp.at,
            decision,
            text: text.to_owned(),
            silent_since,
        };
        match event {
            EscalationEvent::Started { .. } => return,
            EscalationEvent::Answered { decision, text } => {
                self.answers.push(answer(*decision, text, None));
                self.state = match decision {
                    Decision::ToCommittee => EscalationState::ToCommittee,
                    _ => EscalationState::Answered,
                };
                self.holder = None;
            }
            EscalationEvent::PassedUp { text, level, to, skipped, silent_since } => {
                let decision = if to.is_none() && silent_since.is_none() {
                    Decision::ToSuperior
                } else {
                    Decision::PassUp
                };
                self.answers.push(answer(decision, text, *silent_since));
                self.level = level.clone();
                self.holder = to.clone();
                self.skipped.extend(skipped.iter().cloned());
                self.asked.extend(to.iter().cloned());
                self.state = at_rung(to.as_ref());
            }
            EscalationEvent::SentSuperior { text, doc_no } => {
                self.letter = Some((stamp.at, doc_no.clone(), text.clone()));
                self.letter_by = stamp.person().cloned();
                self.state = EscalationState::AtSuperior;
            }
            EscalationEvent::SuperiorAnswered { text, doc_no } => {
                self.answers.push(answer(Decision::Accept, &format!("{text} ({doc_no})"), None));
                self.state = EscalationState::Answered;
            }
        }
        self.since = stamp.at;
    }

    /// When the register passes it up if the level stays silent; never on a date that is presumed, for
    /// a notice still to come may say that the level had more time.
    pub fn silent_at(&self, organ: &Organ) -> Option<Millis> {
        let due = (self.state == EscalationState::AtLevel)
            .then(|| organ.due_explained("escalation_level", self.since))
            .flatten()?;
        (!due.presumed).then_some(due.at_ms)
    }

    /// Whose turn it is: the level that holds it, a custodian who writes to the superior organ, or
    /// whoever puts it to the committee, as long as that is not `applied` for.
    pub fn turns(&self, organ: &Organ, record: &Record, applied: bool, now: Millis) -> Vec<Turn> {
        let custodians = |act, clock| {
            policy::custodians_from(organ, record, now)
                .iter()
                .map(|c| Turn::new(c, Capacity::Custodian, act, self.since, clock))
                .collect()
        };
        match self.state {
            EscalationState::AtLevel => self
                .holder
                .iter()
                .map(|h| Turn::new(h, Capacity::Level, Act::Answer, self.since, "escalation_level"))
                .collect(),
            EscalationState::ToSuperior => custodians(Act::SendSuperior, "escalation_level"),
            EscalationState::AtSuperior => {
                // Whoever wrote the letter does not enter what came of it.
                let family = Family { record: Some(record), escalation: Some(self), ..Family::default() };
                let mut turns: Vec<Turn> = custodians(Act::SuperiorAnswer, "superior");
                turns.retain(|t| policy::apart(&family, Deed::EnteredAnswer, &t.person).is_none());
                turns
            }
            EscalationState::ToCommittee if !applied => {
                let case = record.lead_case(organ);
                let of_the_case =
                    case.map_or(&record.recorder, |c| c.presiding.as_ref().unwrap_or(&c.handler));
                let clear =
                    organ.staff(of_the_case).is_ok() && !policy::is_recused(organ, record, of_the_case);
                let who = if clear { Some(of_the_case) } else { self.sent_to_committee_by() };
                who.iter()
                    .map(|p| Turn::new(p, Capacity::Applicant, Act::Apply, self.since, "committee_approval"))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The level that asked for collective decision; its answer counts as the application where the
    /// presiding judge is recused.
    pub fn sent_to_committee_by(&self) -> Option<&PersonId> {
        self.answers
            .iter()
            .rev()
            .find(|a| a.decision == Decision::ToCommittee)
            .and_then(|a| a.person.as_ref())
    }
}

fn at_rung(to: Option<&PersonId>) -> EscalationState {
    if to.is_some() { EscalationState::AtLevel } else { EscalationState::ToSuperior }
}
