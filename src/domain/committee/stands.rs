//! What an item, its record and its meeting have against an act, before anything is answered. The
//! decision and whatever offers the act ask here.

use super::command::VoteCode;
use super::event::Outcome;
use super::flow::{ITEM_FLOW, ItemState, MeetingState};
use super::item::{Item, in_minority};
use super::meeting::Meeting;
use super::tally::{Tally, chair_of, tally};
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::organ::{Committee, Organ};
use crate::domain::organ_kind::{Absentee, NoMajority};
use crate::domain::policy::{self, Asks};
use crate::domain::record::Judged;
use crate::domain::refusal::{Refusal, Rule};

/// Whether somebody may bring the record before a body: whoever answers for the case, or the level that
/// sent it there.
///
/// # Errors
/// What stands against it.
pub fn may_apply(asks: &Asks<'_>) -> Result<(), Refusal> {
    if policy::applies_as_level(asks.state, asks.me) {
        return application(asks);
    }
    asks.step(ITEM_FLOW, Act::Apply, ItemState::None, &[]).map(drop)
}

/// A record that stands, and a body that does not have it already.
fn application(asks: &Asks<'_>) -> Result<(), Refusal> {
    let state = asks.state;
    let record = state.the_record()?;
    if !record.is_submitted() || matches!(record.status.code(), "void" | "withdrawn") {
        return Err(Refusal::with(Rule::NotNow, Act::Apply.code()));
    }
    let has_it = |body: &Committee| state.items.iter().any(|i| i.is_open() && i.committee == body.id);
    let all = !state.organ.committees.is_empty() && state.organ.committees.values().all(has_it);
    if all { Err(Refusal::of(Rule::OpenAlready)) } else { Ok(()) }
}

pub(super) fn body<'a>(asks: &Asks<'a>, item: &Item) -> Result<&'a Committee, Refusal> {
    item.body(&asks.state.organ).ok_or(Refusal::of(Rule::UnknownCommittee))
}

pub(super) fn in_session<'a>(asks: &Asks<'a>, item: &Item) -> Result<(&'a Meeting, Tally), Refusal> {
    let meeting = asks.state.the_meeting()?;
    let tally = tally(&asks.state.organ, body(asks, item)?, meeting, item, asks.state.the_record()?);
    Ok((meeting, tally))
}

/// The count as it would be written now.
pub(super) fn count(tally: &Tally) -> [u32; 5] {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    [tally.total, tally.needed, tally.for_, tally.against, tally.other].map(count)
}

pub(super) fn item(asks: &Asks<'_>, act: Act) -> Result<(), Refusal> {
    let Some(item) = &asks.state.item else {
        return if act == Act::Apply { application(asks) } else { Ok(()) };
    };
    let once = |done: bool| if done { Err(Refusal::of(Rule::OnlyOnce)) } else { Ok(()) };
    match act {
        // A review that was asked for is answered; whoever asked does not take the decision away with it.
        Act::WithdrawApplication if item.reconsidered.is_some() && asked_now(asks) => {
            Err(Refusal::with(Rule::NotNow, act.code()))
        }
        // Where the review is refused, what was decided is carried out.
        Act::Feedback if item.notice.is_none() || item.feedback.is_some() => {
            Err(Refusal::with(Rule::NotNow, act.code()))
        }
        Act::Resubmit => once(item.resubmitted),
        Act::RecuseMember => {
            let all_out = body(asks, item)?.members.iter().all(|m| item.recused.contains_key(&m.person));
            if all_out { Err(Refusal::of(Rule::AlreadyRecused)) } else { Ok(()) }
        }
        Act::OpenVote => opens(asks, item),
        Act::Vote => votes(asks, item),
        Act::WrittenVote => writes(asks, item),
        Act::CloseVote => closes(asks, item),
        Act::Minority => explains(asks.me, item),
        Act::Supplement => {
            let way = body(asks, item)?.rules.no_majority.contains(&NoMajority::Supplement);
            if way { Ok(()) } else { Err(Refusal::with(Rule::NotNow, act.code())) }
        }
        Act::ToFull => {
            let none = full_bodies(&asks.state.organ, body(asks, item)?).next().is_none();
            if none { Err(Refusal::of(Rule::CommitteeNotHere)) } else { Ok(()) }
        }
        Act::ReferUp => refers_up(asks, item),
        Act::Decision => match item.minority_missing(&asks.state.organ, asks.state.the_record()?).first() {
            Some(missing) if !item.minority_is_late(&asks.state.organ, asks.now) => {
                Err(Refusal::with(Rule::MinorityMissing, asks.state.organ.name_of(missing)))
            }
            _ => Ok(()),
        },
        Act::DecisionNotice if item.outcome.is_some_and(|(o, _)| o == Outcome::Advice) => {
            Err(Refusal::with(Rule::NotNow, act.code()))
        }
        Act::Reconsider => {
            once(item.reconsidered.is_some())?;
            let noticed = item.notice.as_ref().map_or(item.since, |(at, _)| *at);
            let over = asks.state.organ.is_over("reconsideration", noticed, asks.now);
            if over { Err(Refusal::of(Rule::TooLate)) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

/// The full committees to which what a body found no majority for can go by its rules.
pub fn full_bodies<'a>(organ: &'a Organ, body: &Committee) -> impl Iterator<Item = &'a Committee> {
    let goes = body.rules.no_majority.contains(&NoMajority::FullCommittee);
    organ.committees.values().filter(move |c| goes && c.kind == "AC_FULL")
}

/// Whether what version 4 brought is asked.
fn asked_now(asks: &Asks<'_>) -> bool {
    asks.state.record.as_deref().is_none_or(|r| r.judged == Judged::Now)
}

fn opens(asks: &Asks<'_>, item: &Item) -> Result<(), Refusal> {
    let (meeting, tally) = in_session(asks, item)?;
    if meeting.state != MeetingState::Open {
        return Err(Refusal::with(Rule::NotNow, Act::OpenVote.code()));
    }
    let here = tally.recused_members.iter().filter(|id| meeting.is_present(id));
    all_settled(asks, here.filter(|id| !item.recused.contains_key(*id)))?;
    let chair = chair_of(body(asks, item)?, meeting, &tally.voters);
    match chair.filter(|_| tally.has_quorum()) {
        Some(_) => Ok(()),
        None => Err(Refusal::with(Rule::NoQuorum, format!("{}/{}", tally.present, tally.quorum))),
    }
}

fn votes(asks: &Asks<'_>, item: &Item) -> Result<(), Refusal> {
    let me = asks.me;
    let waiting = item.waiting_for(&asks.state.organ, asks.state.the_record()?);
    if !item.voters.contains(me) {
        return Err(no_voter(asks, item));
    }
    let no = if item.ballot_of(me).is_some() {
        Rule::VoteIsFinal
    } else if item.is_gone(me) {
        Rule::NotPresent
    } else if !waiting.contains(me) {
        Rule::ChairLast
    } else {
        return Ok(());
    };
    Err(Refusal::of(no))
}

/// Why somebody who asks to vote has none on this item.
pub(super) fn no_voter(asks: &Asks<'_>, item: &Item) -> Refusal {
    let me = asks.me;
    // Whom the record itself keeps out learns nothing by asking; the others were told in the meeting.
    if item.recused.contains_key(me) {
        return Refusal::of(Rule::RecusedFromItem);
    }
    if item.is_gone(me) {
        return Refusal::of(Rule::NotPresent);
    }
    match body(asks, item) {
        Ok(body) if !body.has(me) => Refusal::with(Rule::NotAMember, asks.state.organ.name_of(me)),
        _ if in_session(asks, item).is_ok_and(|(meeting, _)| meeting.is_present(me)) => {
            Refusal::of(Rule::JoinedLate)
        }
        _ => Refusal::of(Rule::NotPresent),
    }
}

/// Whether the paper of this member could be entered.
///
/// # Errors
/// That he is none, or has voted or may still do so in the room.
pub(super) fn writes_for(body: &Committee, item: &Item, member: &PersonId) -> Result<(), Refusal> {
    if !body.has(member) || item.recused_at_vote.contains(member) {
        return Err(Refusal::with(Rule::NotAMember, member));
    }
    let votes_here = item.voters.contains(member) && !item.is_gone(member);
    if votes_here || item.ballot_of(member).is_some() {
        return Err(Refusal::of(Rule::AlreadyActed));
    }
    Ok(())
}

fn writes(asks: &Asks<'_>, item: &Item) -> Result<(), Refusal> {
    let body = body(asks, item)?;
    if body.rules.absentee_written == Absentee::None {
        return Err(Refusal::with(Rule::WrittenNotCounted, &body.name));
    }
    let any = body.members.iter().any(|m| writes_for(body, item, &m.person).is_ok());
    if any { Ok(()) } else { Err(Refusal::of(Rule::AlreadyActed)) }
}

fn closes(asks: &Asks<'_>, item: &Item) -> Result<(), Refusal> {
    let (_, tally) = in_session(asks, item)?;
    if let Some(missing) = item.waiting_for(&asks.state.organ, asks.state.the_record()?).first() {
        return Err(Refusal::with(Rule::VotesMissing, asks.state.organ.name_of(missing)));
    }
    all_settled(asks, item.voters.iter().filter(|id| !item.is_gone(id)))?;
    // After no majority only an absentee's written vote can change the count.
    let again = item.state == ItemState::NoMajority;
    if again && item.outcome.is_some_and(|(_, was)| was == count(&tally)) {
        return Err(Refusal::of(Rule::VotesMissing));
    }
    Ok(())
}

/// Words that nobody has settled take no member's vote from him, and let nobody vote whom they may
/// mean: the vote waits until it is settled.
fn all_settled<'m>(asks: &Asks<'_>, members: impl IntoIterator<Item = &'m PersonId>) -> Result<(), Refusal> {
    let (organ, record) = (&asks.state.organ, asks.state.the_record()?);
    let asked = record.judged.since_three();
    match members.into_iter().find(|id| asked && policy::is_unsettled(organ, record, id)) {
        Some(id) => Err(Refusal::with(Rule::WordsUnsettled, organ.name_of(id))),
        None => Ok(()),
    }
}

fn explains(me: &PersonId, item: &Item) -> Result<(), Refusal> {
    let (outcome, _) = item.outcome.ok_or(Refusal::of(Rule::VotesMissing))?;
    if !item.ballot_of(me).is_some_and(|b| in_minority(b.vote, outcome)) {
        return Err(Refusal::of(Rule::NotInMinority));
    }
    if item.minority.contains_key(me) { Err(Refusal::of(Rule::VoteIsFinal)) } else { Ok(()) }
}

fn refers_up(asks: &Asks<'_>, item: &Item) -> Result<(), Refusal> {
    let rules = &body(asks, item)?.rules;
    let allowed = match item.state {
        ItemState::NoMajority => rules.no_majority.contains(&NoMajority::ReferUp),
        // Whoever voted with the majority has nothing to refer against it.
        _ => {
            let side = item
                .outcome
                .map(|(o, _)| if o == Outcome::Passed { VoteCode::For } else { VoteCode::Against });
            rules.chief_may_refer_up && item.ballot_of(asks.me).is_none_or(|b| Some(b.vote) != side)
        }
    };
    if allowed { Ok(()) } else { Err(Refusal::of(Rule::CannotReferUp)) }
}

pub(super) fn meeting(asks: &Asks<'_>, act: Act) -> Result<(), Refusal> {
    let state = asks.state;
    let Some(meeting) = &state.meeting else { return Ok(()) };
    let body = || state.organ.committees.get(&meeting.committee).ok_or(Refusal::of(Rule::UnknownCommittee));
    match act {
        Act::Open => {
            let body = body()?;
            let present = body.members.iter().filter(|m| meeting.is_present(&m.person)).count();
            let quorum = body.quorum(body.total());
            let few = || Refusal::with(Rule::NoQuorum, format!("{present}/{quorum}"));
            if present < quorum { Err(few()) } else { Ok(()) }
        }
        Act::Left => {
            let body = body()?;
            let any = body.members.iter().any(|m| meeting.is_present(&m.person));
            if any { Ok(()) } else { Err(Refusal::of(Rule::NotPresent)) }
        }
        Act::CloseMeeting if state.items.iter().any(|i| !i.state.past_voting()) => {
            Err(Refusal::of(Rule::OpenItemsLeft))
        }
        _ => Ok(()),
    }
}
