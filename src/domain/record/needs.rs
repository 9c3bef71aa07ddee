//! What a record has against a step of its custody, before anything is answered.

use super::blind::blind_wanted;
use super::state::Record;
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::kind::{Desk, Need};
use crate::domain::policy::{self, Veil};
use crate::domain::refusal::{Refusal, Rule};

type Holds = Result<(), Refusal>;

/// The act names the revision that now stands.
pub(super) const SAME_REVISION: Need<Record> = Need::of_answers("same_revision");
/// A reason or text is given.
pub(super) const REASON: Need<Record> = Need::of_answers("reason");
/// Required fields and the evidence the manner asks for.
pub(super) const COMPLETE: Need<Record> = Need::of_answers("complete");
/// The answers to all nine points.
pub(super) const CHECKLIST: Need<Record> = Need::of_answers("checklist");
pub(super) const NO_HAND_YET: Need<Record> = Need { code: "no_hand_yet", holds: no_hand_yet };
pub(super) const ONE_HAND: Need<Record> = Need { code: "one_hand", holds: one_hand };
pub(super) const MATERIAL: Need<Record> = Need { code: "material", holds: material };
pub(super) const ONCE: Need<Record> = Need { code: "once", holds: once };
pub(super) const NOT_RETURNED_TWICE: Need<Record> = Need::unsaid(not_returned_twice);
pub(super) const RECORDER_STAYS: Need<Record> = Need::unsaid(recorder_stays);
pub(super) const RECORDER_LEFT: Need<Record> = Need::unsaid(recorder_left);
pub(super) const WAS_ASKED: Need<Record> = Need::unsaid(was_asked);
pub(super) const ANOTHERS_ORDER: Need<Record> = Need::unsaid(anothers_order);
pub(super) const NOT_OUT_YET: Need<Record> = Need::unsaid(not_out_yet);
pub(super) const WHO_IS_MEANT: Need<Record> = Need::unsaid(who_is_meant);
pub(super) const MAY_BE_MEANT: Need<Record> = Need::unsaid(may_be_meant);
pub(super) const READ_FIRST: Need<Record> = Need::unsaid(read_first);
pub(super) const URGENT: Need<Record> = Need::unsaid(urgent);

fn the(record: Option<&Record>) -> Result<&Record, Refusal> {
    record.ok_or(Refusal::of(Rule::NoSuchMatter))
}

fn unless(no: bool, rule: Rule) -> Holds {
    if no { Err(Refusal::of(rule)) } else { Ok(()) }
}

/// Whose hands stand on the present text.
pub(super) fn hands(desk: &Desk<'_>, record: &Record) -> Vec<PersonId> {
    policy::standing(&desk.state.organ, record, record.hands.iter().map(|h| &h.person))
}

/// No custodian has acted on it yet, in this round or an earlier one: an amendment voids a hand, but does not
/// undo that somebody has looked.
fn no_hand_yet(_: &Desk<'_>, record: Option<&Record>) -> Holds {
    let record = the(record)?;
    unless(!record.confirmers.is_empty() || !record.returns.is_empty(), Rule::AlreadyActed)
}

/// One custodian has already given a hand, and not this person.
fn one_hand(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    match hands(desk, the(record)?) {
        hands if hands.contains(desk.me) => Err(Refusal::of(Rule::TwoHandsOnePerson)),
        hands if hands.is_empty() => Err(Refusal::with(Rule::NotNow, Act::Dispute.code())),
        _ => Ok(()),
    }
}

/// A material is kept.
fn material(_: &Desk<'_>, record: Option<&Record>) -> Holds {
    unless(blind_wanted(the(record)?).is_empty(), Rule::MaterialMissing)
}

/// Only once.
fn once(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    unless(the(record)?.read_off_by(desk.me).is_some(), Rule::AlreadyActed)
}

/// Two different people check: whoever has returned it twice lets another say what is still missing, so that
/// nobody keeps a record out of the store alone.
fn not_returned_twice(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    let record = the(record)?;
    let mine = record.returns.iter().filter(|(_, by, _)| by == desk.me).count();
    unless(mine >= 2 && record.judged.since_seven(), Rule::ReturnedTwice)
}

/// Nothing is handed back to somebody who is there no more: nobody else could go on with it.
fn recorder_stays(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    unless(the(record)?.is_left(&desk.state.organ), Rule::RecorderLeft)
}

/// What was handed back is its recorder's, while he is in service.
fn recorder_left(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    if the(record)?.is_left(&desk.state.organ) {
        return Ok(());
    }
    Err(Refusal::with(Rule::NotNow, Act::Confirm.code()))
}

/// Whoever refused the same twice lets another refuse it: nobody holds up alone, without end, what others agree to.
pub(super) fn not_refused_twice(desk: &Desk<'_>, what: Act, asker: Option<&PersonId>) -> Holds {
    let record = the(desk.state.record.as_deref())?;
    let mine = |(act, whose, by): &&(Act, Option<PersonId>, PersonId)| {
        *act == what && whose.as_ref() == asker && by == desk.me
    };
    unless(record.refused.iter().filter(mine).count() >= 2 && record.judged.since_nine(), Rule::RefusedTwice)
}

/// Whoever signs was asked to, and has not.
fn was_asked(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    let record = the(record)?;
    match record.signatures.get(desk.me) {
        Some(sign) if record.is_asked(sign) => Ok(()),
        Some(_) => Err(Refusal::of(Rule::AlreadyActed)),
        None => Err(Refusal::of(Rule::NotAsked)),
    }
}

/// Whoever gave every order there is lifts none of them.
fn anothers_order(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    let ordered = &the(record)?.ordered;
    if !ordered.is_empty() && ordered.values().all(|o| &o.by == desk.me) {
        return Err(Refusal::with(Rule::ActsApart, Act::OrderRecusal.code()));
    }
    Ok(())
}

fn not_out_yet(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    unless(the(record)?.recused.contains_key(desk.me), Rule::AlreadyRecused)
}

/// There is somebody whom the words may mean.
fn who_is_meant(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    unless(!policy::asks_who(&desk.state.organ, the(record)?), Rule::NotInQuestion)
}

/// There is, or of everybody whom they might mean it was said that he is another.
fn may_be_meant(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    let another = policy::said_to_be_another(&desk.state.organ, the(record)?);
    if another.iter().any(|id| id != desk.me) { Ok(()) } else { who_is_meant(desk, record) }
}

/// Of what is covered to him nobody settles, orders or lifts anything about a person: any answer would tell
/// whether that person is named. Asked at the door alone, as everything that keeps words from somebody.
pub(super) fn read_first(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    let Desk { state, asked, me } = *desk;
    let covered = |r: &Record| policy::veil(&state.organ, r, me) == Veil::Closed;
    unless(!asked.again && state.visible && record.is_some_and(covered), Rule::ReadMaterialFirst)
}

/// What is reported at once is urgent.
fn urgent(desk: &Desk<'_>, record: Option<&Record>) -> Holds {
    match the(record)?.urgent_since(&desk.state.organ) {
        Some(_) => Ok(()),
        None => Err(Refusal::with(Rule::NotNow, Act::ReportAtOnce.code())),
    }
}
