//! What an item, its record and its meeting have against an act, before anything is answered: the needs
//! of the table's rows.

use super::command::{Application, VoteCode};
use super::event::Outcome;
use super::flow::ItemState;
use super::item::{Item, in_minority};
use super::meeting::Meeting;
use super::meeting_flow::MeetingState;
use super::tally::{Tally, chair_of, tally};
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::kind::{Desk, Folded};
use crate::domain::organ::{Committee, Organ};
use crate::domain::organ_kind::{Absentee, NoMajority};
use crate::domain::policy;
use crate::domain::refusal::{Refusal, Rule};

type Holds = Result<(), Refusal>;

fn unless(stands_against: bool, rule: Rule) -> Holds {
    if stands_against { Err(Refusal::of(rule)) } else { Ok(()) }
}

fn not_now(stands_against: bool, act: Act) -> Holds {
    if stands_against { Err(Refusal::with(Rule::NotNow, act.code())) } else { Ok(()) }
}

fn the(item: Option<&Item>) -> Result<&Item, Refusal> {
    item.ok_or(Refusal::of(Rule::NoSuchMatter))
}

pub(super) fn body<'a>(desk: &Desk<'a>, item: &Item) -> Result<&'a Committee, Refusal> {
    item.body(&desk.state.organ).ok_or(Refusal::of(Rule::UnknownCommittee))
}

pub(super) fn in_session<'a>(desk: &Desk<'a>, item: &Item) -> Result<(&'a Meeting, Tally), Refusal> {
    let meeting = desk.state.the_meeting()?;
    let tally = tally(&desk.state.organ, body(desk, item)?, meeting, item, desk.state.the_record()?);
    Ok((meeting, tally))
}

/// The count as it would be written now.
pub(super) fn count(tally: &Tally) -> [u32; 5] {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    [tally.total, tally.needed, tally.for_, tally.against, tally.other].map(count)
}

/// A record that stands.
pub(super) fn living(desk: &Desk<'_>, _: Option<&Item>) -> Holds {
    let record = desk.state.the_record()?;
    not_now(!record.is_submitted() || matches!(record.status.code(), "void" | "withdrawn"), Act::Apply)
}

/// A body that does not have it already.
pub(super) fn none_open(desk: &Desk<'_>, _: Option<&Item>) -> Holds {
    let bodies = &desk.state.organ.committees;
    let has_it = |body: &Committee| desk.state.all::<Item>().any(|i| i.is_open() && i.committee == body.id);
    unless(!bodies.is_empty() && bodies.values().all(has_it), Rule::OpenAlready)
}

pub(super) fn handed_in_once(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    unless(item.resubmitted, Rule::OnlyOnce)?;
    unless(item.reconsidered.is_none() && was_refused_twice(desk, &item.application), Rule::OnlyOnce)
}

/// Whether the same was asked of the same body and refused twice: what is taken back and applied for anew is
/// asked once more all the same. What was approved is another request.
pub(super) fn was_refused_twice(desk: &Desk<'_>, asked: &Application) -> bool {
    let new = desk.state.record.as_deref().is_some_and(|r| r.judged.since_nine());
    let asks_the_same = |i: &&Folded<Item>| {
        (&i.application.committee, &i.application.kind) == (&asked.committee, &asked.kind)
            && i.approved_by.is_none()
    };
    let refusals: usize = desk.state.all::<Item>().filter(asks_the_same).map(|i| i.refusals.len()).sum();
    new && refusals >= 2
}

/// Since version 9 it is taken back by nobody but whoever asked for it: one who handles the case does not keep
/// away from the body what others put before it.
pub(super) fn applied_for_it(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let new = desk.state.record.as_deref().is_none_or(|r| r.judged.since_nine());
    unless(new && !the(item)?.applied_by.contains(desk.me), Rule::AnotherApplied)
}

/// A review that was asked for is answered; whoever asked does not take the decision away with it.
pub(super) fn no_review(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    // Whether what version 4 brought is asked.
    let asked = desk.state.record.as_deref().is_none_or(|r| r.judged.since_four());
    not_now(the(item)?.reconsidered.is_some() && asked, Act::WithdrawApplication)
}

/// A member who is not out of it yet.
pub(super) fn member_left(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    let all_out = body(desk, item)?.members.iter().all(|m| item.recused.contains_key(&m.person));
    unless(all_out, Rule::AlreadyRecused)
}

/// An open meeting with a quorum, and somebody who chairs it.
pub(super) fn quorum(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    let (meeting, tally) = in_session(desk, item)?;
    not_now(meeting.state != MeetingState::Open, Act::OpenVote)?;
    let here = tally.recused_members.iter().filter(|id| meeting.is_present(id));
    all_settled(desk, here.filter(|id| !item.recused.contains_key(*id)))?;
    let chair = chair_of(body(desk, item)?, meeting, &tally.voters);
    match chair.filter(|_| tally.has_quorum()) {
        Some(_) => Ok(()),
        None => Err(Refusal::with(Rule::NoQuorum, format!("{}/{}", tally.present, tally.quorum))),
    }
}

/// A vote that is still to be given; the chair gives his last.
pub(super) fn chair_last(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let (me, item) = (desk.me, the(item)?);
    let waiting = item.waiting_for(&desk.state.organ, desk.state.the_record()?, desk.asked.now);
    if !item.may_vote(me) {
        not_now(item.state != ItemState::Voting, Act::Vote)?;
        unless(item.ballot_of(me).is_some(), Rule::VoteIsFinal)?;
        let voter = item.voters.contains(me);
        return Err(if voter { Refusal::of(Rule::NotPresent) } else { no_voter(desk, item) });
    }
    // Whoever is waited for no longer may still vote while others are.
    let last = item.chair.as_ref() == Some(me) && !waiting.contains(me) && !waiting.is_empty();
    unless(last, Rule::ChairLast)
}

/// Why somebody who asks to vote has none on this item.
fn no_voter(desk: &Desk<'_>, item: &Item) -> Refusal {
    let me = desk.me;
    // Whom the record itself keeps out learns nothing by asking; the others were told in the meeting.
    if item.recused.contains_key(me) {
        return Refusal::of(Rule::RecusedFromItem);
    }
    if item.is_gone(me) {
        return Refusal::of(Rule::NotPresent);
    }
    match body(desk, item) {
        Ok(body) if !body.has(me) => Refusal::with(Rule::NotAMember, desk.state.organ.name_of(me)),
        _ if in_session(desk, item).is_ok_and(|(meeting, _)| meeting.is_present(me)) => {
            Refusal::of(Rule::JoinedLate)
        }
        _ => Refusal::of(Rule::NotPresent),
    }
}

/// A member who was told only that he has no part in it is told why.
pub(super) fn for_a_member(desk: &Desk<'_>, item: &Item, no: Refusal) -> Refusal {
    let me = desk.me;
    let sits = body(desk, item).is_ok_and(|body| body.has(me));
    let may_know = item.recused.contains_key(me) || !item.recused_at_vote.contains(me);
    if no.rule == Rule::NotYourCapacity && item.state == ItemState::Voting && sits && may_know {
        no_voter(desk, item)
    } else {
        no
    }
}

/// Whether the paper of this member could be entered: a letter is for whoever was not in the room when the vote
/// was opened, or one person could take a vote from him and give it in his name.
///
/// # Errors
/// That he is none, or has voted or might have done so in the room.
pub(super) fn writes_for(body: &Committee, item: &Item, member: &PersonId) -> Holds {
    if !body.has(member) || item.recused_at_vote.contains(member) {
        return Err(Refusal::with(Rule::NotAMember, member));
    }
    let voter = item.voters.contains(member);
    let votes_here = item.before_eight && voter && !item.is_gone(member);
    unless(votes_here || item.ballot_of(member).is_some(), Rule::AlreadyActed)?;
    unless(voter && !item.before_eight, Rule::WasInTheRoom)
}

/// A body that takes votes in writing, and somebody who is not there and gave none.
pub(super) fn absent(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    let body = body(desk, item)?;
    if body.rules.absentee_written == Absentee::None {
        return Err(Refusal::with(Rule::WrittenNotCounted, &body.name));
    }
    unless(!body.members.iter().any(|m| writes_for(body, item, &m.person).is_ok()), Rule::AlreadyActed)
}

/// Every vote that is waited for; after no majority only an absentee's written vote can change the count.
pub(super) fn all_voted(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    let (_, tally) = in_session(desk, item)?;
    let waiting = item.waiting_for(&desk.state.organ, desk.state.the_record()?, desk.asked.now);
    if let Some(missing) = waiting.first() {
        return Err(Refusal::with(Rule::VotesMissing, desk.state.organ.name_of(missing)));
    }
    all_settled(desk, item.voters.iter().filter(|id| !item.is_gone(id)))?;
    none_half_back(desk, item)?;
    let again = item.state == ItemState::NoMajority;
    unless(again && item.outcome.is_some_and(|(_, was)| was == count(&tally)), Rule::VotesMissing)
}

/// Words that nobody has settled take no member's vote from him, and let nobody vote whom they may
/// mean: the vote waits until it is settled.
fn all_settled<'m>(desk: &Desk<'_>, members: impl IntoIterator<Item = &'m PersonId>) -> Holds {
    let (organ, record) = (&desk.state.organ, desk.state.the_record()?);
    let asked = record.judged.since_three();
    match members.into_iter().find(|id| asked && policy::is_unsettled(organ, record, id)) {
        Some(id) => Err(Refusal::with(Rule::WordsUnsettled, organ.name_of(id))),
        None => Ok(()),
    }
}

/// Where one has said that an order is lifted by which a voter is out, his vote waits for the second, as long as that
/// one has to say so: who is out at the count is not what the count was hurried to.
fn none_half_back(desk: &Desk<'_>, item: &Item) -> Holds {
    let (organ, record, now) = (&desk.state.organ, desk.state.the_record()?, desk.asked.now);
    let half_back = |id: &&PersonId| {
        let open = |at| !organ.is_over("second_hand", at, now);
        let order = record.ordered.get(*id).filter(|o| open(o.at));
        order.is_some_and(|o| !policy::standing(organ, record, &o.hands).is_empty())
    };
    let mut voters = item.voters.iter().filter(|id| !item.is_gone(id));
    match voters.find(half_back).filter(|_| record.judged.since_seven()) {
        Some(id) => Err(Refusal::with(Rule::LiftUnsettled, organ.name_of(id))),
        None => Ok(()),
    }
}

/// A body whose rules have more found out where there is no majority.
pub(super) fn may_supplement(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let ways = &body(desk, the(item)?)?.rules.no_majority;
    not_now(!ways.contains(&NoMajority::Supplement), Act::Supplement)
}

/// A full committee that its rules let it go to.
pub(super) fn full_body(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let none = full_bodies(&desk.state.organ, body(desk, the(item)?)?).next().is_none();
    unless(none, Rule::CommitteeNotHere)
}

/// The full committees to which what a body found no majority for can go by its rules.
pub fn full_bodies<'a>(organ: &'a Organ, body: &Committee) -> impl Iterator<Item = &'a Committee> {
    let goes = body.rules.no_majority.contains(&NoMajority::FullCommittee);
    organ.committees.values().filter(move |c| goes && c.kind == "AC_FULL")
}

/// A body whose rules let it be referred up, by somebody who did not carry what was decided.
pub(super) fn may_refer(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    let rules = &body(desk, item)?.rules;
    let allowed = match item.state {
        ItemState::NoMajority => rules.no_majority.contains(&NoMajority::ReferUp),
        // Whoever voted with the majority has nothing to refer against it.
        _ => {
            let side = item
                .outcome
                .map(|(o, _)| if o == Outcome::Passed { VoteCode::For } else { VoteCode::Against });
            rules.chief_may_refer_up && item.ballot_of(desk.me).is_none_or(|b| Some(b.vote) != side)
        }
    };
    unless(!allowed, Rule::CannotReferUp)
}

/// A vote for the side that did not carry, and no opinion yet.
pub(super) fn of_the_minority(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    let (outcome, _) = item.outcome.ok_or(Refusal::of(Rule::VotesMissing))?;
    let voted_so = item.ballot_of(desk.me).is_some_and(|b| in_minority(b.vote, outcome));
    unless(!voted_so, Rule::NotInMinority)?;
    unless(item.minority.contains_key(desk.me), Rule::VoteIsFinal)
}

/// Every opinion of the minority, as long as it is waited for.
pub(super) fn minority_heard(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let (item, organ) = (the(item)?, &desk.state.organ);
    match item.minority_missing(organ, desk.state.the_record()?).first() {
        Some(missing) if !item.minority_is_late(organ, desk.asked.now) => {
            Err(Refusal::with(Rule::MinorityMissing, organ.name_of(missing)))
        }
        _ => Ok(()),
    }
}

/// Advice is given, and nobody has to carry it out.
pub(super) fn not_advice(_: &Desk<'_>, item: Option<&Item>) -> Holds {
    not_now(the(item)?.outcome.is_some_and(|(o, _)| o == Outcome::Advice), Act::DecisionNotice)
}

/// A decision that was sent, and no report on it. Where a review is refused, what was decided is carried out.
pub(super) fn to_report(_: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    not_now(item.notice.is_none() || item.feedback.is_some(), Act::Feedback)
}

pub(super) fn reviewed_once(_: &Desk<'_>, item: Option<&Item>) -> Holds {
    unless(the(item)?.reconsidered.is_some(), Rule::OnlyOnce)
}

/// The time in which a review may be asked for.
pub(super) fn in_time(desk: &Desk<'_>, item: Option<&Item>) -> Holds {
    let item = the(item)?;
    let noticed = item.notice.as_ref().map_or(item.since, |(at, _)| *at);
    unless(desk.state.organ.is_over("reconsideration", noticed, desk.asked.now), Rule::TooLate)
}
