//! What the table of an item cannot say: which meeting, whose vote and which number an act comes to, and
//! what the count gives.

use super::command::{Application, ItemCommand};
use super::event::ItemEvent;
use super::flow::ItemState;
use super::item::Item;
use super::meeting_flow::MeetingState;
use super::needs;
use super::tally::chair_of;
use crate::domain::flow::Act;
use crate::domain::ids::{CommitteeId, MatterId};
use crate::domain::kind::Desk;
use crate::domain::organ_kind::{Absentee, Pass};
use crate::domain::refusal::{No, Refusal, Rule};

pub(super) fn event(desk: &Desk<'_>, item: Option<&Item>, act: &ItemCommand) -> Result<ItemEvent, No> {
    let trimmed = |text: &str| text.trim().to_owned();
    let the = || item.ok_or(Refusal::of(Rule::NoSuchMatter));
    Ok(match act {
        ItemCommand::Apply(application) => apply(desk, application)?,
        ItemCommand::Approve => ItemEvent::Approved,
        ItemCommand::Refuse { reason } => ItemEvent::Refused { reason: trimmed(reason) },
        ItemCommand::Resubmit { reason } => ItemEvent::Resubmitted { reason: trimmed(reason) },
        ItemCommand::Withdraw { reason } => ItemEvent::Withdrawn { reason: trimmed(reason) },
        ItemCommand::Place { meeting } => place(desk, the()?, meeting)?,
        ItemCommand::Recuse { member, reason } => {
            let item = the()?;
            if !needs::body(desk, item)?.has(member) {
                return Err(Refusal::with(Rule::NotAMember, member).into());
            }
            if item.recused.contains_key(member) {
                return Err(Rule::AlreadyRecused.into());
            }
            ItemEvent::MemberRecused { member: member.clone(), reason: trimmed(reason) }
        }
        ItemCommand::OpenVote { disclosed } => {
            let item = the()?;
            let (meeting, tally) = needs::in_session(desk, item)?;
            let chair = chair_of(needs::body(desk, item)?, meeting, &tally.voters).ok_or(Rule::NoQuorum)?;
            let (present, recused) = (tally.voters, tally.recused_members);
            ItemEvent::VoteOpened { disclosed: *disclosed, chair, present, recused }
        }
        ItemCommand::Vote { vote, opinion } => {
            ItemEvent::Voted { vote: *vote, opinion: trimmed(opinion), upon: the()?.round() }
        }
        ItemCommand::WrittenVote { member, vote, opinion, material } => {
            let item = the()?;
            let body = needs::body(desk, item)?;
            needs::writes_for(body, item, member)?;
            ItemEvent::WrittenVote {
                member: member.clone(),
                vote: *vote,
                opinion: trimmed(opinion),
                material: material.clone(),
                counted: body.rules.absentee_written == Absentee::Count,
                upon: item.round(),
            }
        }
        ItemCommand::CloseVote => close_vote(desk, the()?)?,
        ItemCommand::Minority { text } => ItemEvent::Minority { text: trimmed(text), upon: the()?.round() },
        ItemCommand::ReferUp { reason } => ItemEvent::ReferredUp { reason: trimmed(reason) },
        ItemCommand::Supplement { reason } => ItemEvent::Supplement { reason: trimmed(reason) },
        ItemCommand::ToFullCommittee { committee } => to_full_committee(desk, the()?, committee)?,
        ItemCommand::Decide { text } => {
            let (year, ordinal) = (desk.asked.fresh.year, desk.asked.fresh.next_decision);
            // Numbers go by the name that the body has now.
            let body = desk.state.organ.committees.get(&the()?.committee);
            let name = &body.ok_or(Refusal::of(Rule::UnknownCommittee))?.name;
            let number = format!("{name}〔{year}〕{ordinal}号");
            ItemEvent::Decided { number, year, ordinal, text: trimmed(text) }
        }
        ItemCommand::Notice { text } => ItemEvent::Noticed { text: trimmed(text) },
        ItemCommand::Feedback { text, executed } => {
            ItemEvent::Feedback { text: trimmed(text), executed: *executed }
        }
        ItemCommand::Reconsider { reason } => ItemEvent::Reconsidered { reason: trimmed(reason) },
    })
}

fn apply(desk: &Desk<'_>, application: &Application) -> Result<ItemEvent, No> {
    if !desk.state.organ.committees.contains_key(&application.committee) {
        return Err(Refusal::with(Rule::UnknownCommittee, &application.committee).into());
    }
    if needs::was_refused_twice(desk, application) {
        return Err(Rule::OnlyOnce.into());
    }
    if desk.state.all::<Item>().any(|i| i.is_open() && i.committee == application.committee) {
        return Err(Rule::OpenAlready.into());
    }
    Ok(ItemEvent::Applied { ref_: desk.asked.fresh.ref_.clone(), application: application.clone() })
}

fn place(desk: &Desk<'_>, item: &Item, meeting: &MatterId) -> Result<ItemEvent, Refusal> {
    let found = desk.state.the_meeting()?;
    if found.committee != item.committee || &found.id != meeting {
        return Err(Refusal::of(Rule::CommitteeNotHere));
    }
    if item.meeting == Some(*meeting) && item.state == ItemState::OnAgenda {
        return Err(Refusal::of(Rule::OpenAlready));
    }
    if !matches!(found.state, MeetingState::Planned | MeetingState::Noticed | MeetingState::Open) {
        return Err(Refusal::with(Rule::NotNow, Act::Place.code()));
    }
    Ok(ItemEvent::Placed { meeting: *meeting })
}

fn close_vote(desk: &Desk<'_>, item: &Item) -> Result<ItemEvent, Refusal> {
    let (_, tally) = needs::in_session(desk, item)?;
    // Those who voted in the room, and have a vote still, are the ones who were there.
    let voted = item.ballots.iter().filter(|b| !b.written && !tally.recused_members.contains(&b.member));
    let short = desk.state.the_record()?.judged.since_four() && voted.count() < tally.quorum;
    let [total, needed, for_, against, other] = needs::count(&tally);
    let outcome = tally.outcome(needs::body(desk, item)?.rules.pass == Pass::AdviceOnly, short);
    Ok(ItemEvent::VoteClosed { outcome, total, needed, for_, against, other })
}

fn to_full_committee(desk: &Desk<'_>, item: &Item, committee: &CommitteeId) -> Result<ItemEvent, Refusal> {
    let organ = &desk.state.organ;
    if !organ.committees.contains_key(committee) {
        return Err(Refusal::of(Rule::UnknownCommittee));
    }
    if !needs::full_bodies(organ, needs::body(desk, item)?).any(|full| &full.id == committee) {
        return Err(Refusal::of(Rule::CommitteeNotHere));
    }
    Ok(ItemEvent::ToFullCommittee { committee: committee.clone() })
}
