//! What a record has against a step of its custody, before anything is answered.

use super::blind::blind_wanted;
use super::flow::Status;
use super::state::Record;
use crate::domain::flow::{Act, Need, Step};
use crate::domain::ids::PersonId;
use crate::domain::policy::{self, Asks};
use crate::domain::refusal::{Refusal, Rule};

pub(super) fn custody(asks: &Asks<'_>, step: &Step<Status>) -> Result<(), Refusal> {
    let Some(record) = &asks.state.record else { return Ok(()) };
    let (organ, me) = (&asks.state.organ, asks.me);
    step.needs.iter().try_for_each(|need| self::need(asks, *need, record))?;
    let no = match step.act {
        Act::Sign => match record.signatures.get(me) {
            Some(sign) if record.is_asked(sign) => return Ok(()),
            Some(_) => Rule::AlreadyActed,
            None => Rule::NotAsked,
        },
        // Whoever gave every order there is lifts none of them.
        Act::LiftRecusal if !record.ordered.is_empty() && record.ordered.values().all(|o| &o.by == me) => {
            return Err(Refusal::with(Rule::ActsApart, Act::OrderRecusal.code()));
        }
        Act::DeclareRecusal if record.recused.contains_key(me) => Rule::AlreadyRecused,
        Act::OtherPerson | Act::SamePerson if !policy::asks_who(organ, record) => Rule::NotInQuestion,
        Act::ReportAtOnce if record.urgent_since(organ).is_none() => {
            return Err(Refusal::with(Rule::NotNow, step.act.code()));
        }
        _ => return Ok(()),
    };
    Err(Refusal::of(no))
}

/// A record that is void takes no change any more, and stays void.
pub(super) fn review(asks: &Asks<'_>, act: Act) -> Result<(), Refusal> {
    let void = |r: &Record| r.status == Status::Void && r.judged.since_five();
    let closed = asks.state.record.as_deref().is_some_and(void);
    match act {
        Act::ConfirmChange | Act::RefuseChange | Act::RefuseVoid if closed => {
            Err(Refusal::with(Rule::NotNow, act.code()))
        }
        _ => Ok(()),
    }
}

/// Whose hands stand on the present text.
pub(super) fn hands(asks: &Asks<'_>, record: &Record) -> Vec<PersonId> {
    policy::standing(&asks.state.organ, record, record.hands.iter().map(|h| &h.person))
}

fn need(asks: &Asks<'_>, need: Need, record: &Record) -> Result<(), Refusal> {
    match need {
        // An amendment voids a hand, but does not undo that somebody has looked.
        Need::NoHandYet if !record.confirmers.is_empty() || !record.returns.is_empty() => {
            Err(Refusal::of(Rule::AlreadyActed))
        }
        Need::OneHand => match hands(asks, record) {
            hands if hands.contains(asks.me) => Err(Refusal::of(Rule::TwoHandsOnePerson)),
            hands if hands.is_empty() => Err(Refusal::with(Rule::NotNow, Act::Dispute.code())),
            _ => Ok(()),
        },
        Need::Material if blind_wanted(record).is_empty() => Err(Refusal::of(Rule::MaterialMissing)),
        Need::Once if record.read_off_by(asks.me).is_some() => Err(Refusal::of(Rule::AlreadyActed)),
        _ => Ok(()),
    }
}
