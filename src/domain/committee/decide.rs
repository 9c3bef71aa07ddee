use super::command::{Application, ItemCommand};
use super::event::ItemEvent;
use super::flow::{ITEM_FLOW, ItemState, MeetingState};
use super::item::Item;
use super::stands::{self, may_apply};
use super::tally::chair_of;
use crate::domain::codes;
use crate::domain::command::Asked;
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::organ::Committee;
use crate::domain::organ_kind::{Absentee, Pass};
use crate::domain::policy::Asks;
use crate::domain::record::{Judged, given};
use crate::domain::refusal::{No, Refusal, Rule};
use crate::domain::state::State;

/// What happens when a person asks this of an item before a committee.
///
/// # Errors
/// The rule that stands against it.
pub fn decide(state: &State, asked: &Asked<'_>, act: &ItemCommand) -> Result<ItemEvent, No> {
    let me = asked.actor.id().ok_or(Rule::NotYourCapacity)?;
    let bench = Bench { state, asked, me };
    match act {
        ItemCommand::Apply { application } => bench.apply(application),
        ItemCommand::Approve => bench.at(Act::Approve).map(|_| ItemEvent::Approved).map_err(No::from),
        ItemCommand::Refuse { reason } => {
            bench.at(Act::RefuseApplication)?;
            Ok(ItemEvent::Refused { reason: given(reason)? })
        }
        ItemCommand::Resubmit { reason } => {
            bench.at(Act::Resubmit)?;
            Ok(ItemEvent::Resubmitted { reason: given(reason)? })
        }
        ItemCommand::Withdraw { reason } => {
            bench.at(Act::WithdrawApplication)?;
            Ok(ItemEvent::Withdrawn { reason: given(reason)? })
        }
        ItemCommand::Place { meeting } => {
            let item = bench.at(Act::Place)?;
            let found = state.the_meeting()?;
            if found.committee != item.committee || &found.id != meeting {
                return Err(Rule::CommitteeNotHere.into());
            }
            if item.meeting == Some(*meeting) && item.state == ItemState::OnAgenda {
                return Err(Rule::OpenAlready.into());
            }
            if !matches!(found.state, MeetingState::Planned | MeetingState::Noticed | MeetingState::Open) {
                return Err(Refusal::with(Rule::NotNow, Act::Place.code()).into());
            }
            Ok(ItemEvent::Placed { meeting: *meeting })
        }
        ItemCommand::Recuse { member, reason } => {
            let item = bench.at(Act::RecuseMember)?;
            if !bench.committee(item)?.has(member) {
                return Err(Refusal::with(Rule::NotAMember, member).into());
            }
            if item.recused.contains_key(member) {
                return Err(Rule::AlreadyRecused.into());
            }
            Ok(ItemEvent::MemberRecused { member: member.clone(), reason: given(reason)? })
        }
        ItemCommand::OpenVote { disclosed } => bench.open_vote(*disclosed),
        ItemCommand::Vote { vote, opinion } => {
            bench.at(Act::Vote).map_err(|no| bench.for_a_member(no))?;
            Ok(ItemEvent::Voted { vote: *vote, opinion: opinion.trim().to_owned() })
        }
        ItemCommand::WrittenVote { member, vote, opinion, material } => {
            let item = bench.at(Act::WrittenVote)?;
            let committee = bench.committee(item)?;
            stands::writes_for(committee, item, member)?;
            if material.trim().is_empty() {
                return Err(Rule::MaterialMissing.into());
            }
            Ok(ItemEvent::WrittenVote {
                member: member.clone(),
                vote: *vote,
                opinion: opinion.trim().to_owned(),
                material: material.clone(),
                counted: committee.rules.absentee_written == Absentee::Count,
            })
        }
        ItemCommand::CloseVote => bench.close_vote(),
        ItemCommand::Minority { text } => {
            bench.at(Act::Minority)?;
            Ok(ItemEvent::Minority { text: given(text)? })
        }
        ItemCommand::ReferUp { reason } => {
            bench.at(Act::ReferUp)?;
            Ok(ItemEvent::ReferredUp { reason: given(reason)? })
        }
        ItemCommand::Supplement { reason } => {
            bench.at(Act::Supplement)?;
            Ok(ItemEvent::Supplement { reason: given(reason)? })
        }
        ItemCommand::ToFullCommittee { committee } => {
            let item = bench.at(Act::ToFull)?;
            if !bench.state.organ.committees.contains_key(committee) {
                return Err(Rule::UnknownCommittee.into());
            }
            let body = bench.committee(item)?;
            if !stands::full_bodies(&bench.state.organ, body).any(|full| &full.id == committee) {
                return Err(Rule::CommitteeNotHere.into());
            }
            Ok(ItemEvent::ToFullCommittee { committee: committee.clone() })
        }
        ItemCommand::Decide { text } => {
            let item = bench.at(Act::Decision)?;
            let (year, ordinal) = (asked.fresh.year, asked.fresh.next_decision);
            // Numbers go by the name that the body has now.
            let body = bench.state.organ.committees.get(&item.committee);
            let name = &body.ok_or(Refusal::of(Rule::UnknownCommittee))?.name;
            Ok(ItemEvent::Decided {
                number: format!("{name}〔{year}〕{ordinal}号"),
                year,
                ordinal,
                text: given(text)?,
            })
        }
        ItemCommand::Notice { text } => {
            bench.at(Act::DecisionNotice)?;
            Ok(ItemEvent::Noticed { text: given(text)? })
        }
        ItemCommand::Feedback { text, executed } => {
            bench.at(Act::Feedback)?;
            Ok(ItemEvent::Feedback { text: given(text)?, executed: *executed })
        }
        ItemCommand::Reconsider { reason } => bench.reconsider(reason),
    }
}

struct Bench<'a> {
    state: &'a State,
    asked: &'a Asked<'a>,
    me: &'a PersonId,
}

impl<'a> Bench<'a> {
    /// The item, once the step exists and the actor holds its capacity.
    fn at(&self, act: Act) -> Result<&'a Item, Refusal> {
        let item = self.state.the_item()?;
        self.asks().step(ITEM_FLOW, act, item.state, &[])?;
        Ok(item)
    }

    fn asks(&self) -> Asks<'a> {
        Asks::of(self.state, self.me, self.asked.now)
    }

    fn committee(&self, item: &Item) -> Result<&'a Committee, Refusal> {
        stands::body(&self.asks(), item)
    }

    fn apply(&self, application: &Application) -> Result<ItemEvent, No> {
        may_apply(&self.asks())?;
        if !self.state.organ.committees.contains_key(&application.committee) {
            return Err(Refusal::with(Rule::UnknownCommittee, &application.committee).into());
        }
        if self.state.items.iter().any(|i| i.is_open() && i.committee == application.committee) {
            return Err(Rule::OpenAlready.into());
        }
        if !self.asked.again && !codes::has("item_kind", &application.kind) {
            return Err(Refusal::with(Rule::UnknownCode, &application.kind).into());
        }
        given(&application.request)?;
        // The fact of the inquiry must be stated to the body that deliberates.
        if !application.guidance_disclosed {
            return Err(Rule::NotDisclosed.into());
        }
        Ok(ItemEvent::Applied { ref_: self.asked.fresh.ref_.clone(), application: application.clone() })
    }

    fn open_vote(&self, disclosed: bool) -> Result<ItemEvent, No> {
        let item = self.at(Act::OpenVote)?;
        let (meeting, tally) = stands::in_session(&self.asks(), item)?;
        if !disclosed {
            return Err(Rule::NotDisclosed.into());
        }
        let chair = chair_of(self.committee(item)?, meeting, &tally.voters).ok_or(Rule::NoQuorum)?;
        Ok(ItemEvent::VoteOpened { disclosed, chair, present: tally.voters, recused: tally.recused_members })
    }

    /// A member who was told only that he has no part in it is told why.
    fn for_a_member(&self, no: Refusal) -> Refusal {
        match self.state.the_item() {
            Ok(item)
                if no.rule == Rule::NotYourCapacity
                    && item.state == ItemState::Voting
                    && self.committee(item).is_ok_and(|body| body.has(self.me))
                    && (item.recused.contains_key(self.me) || !item.recused_at_vote.contains(self.me)) =>
            {
                stands::no_voter(&self.asks(), item)
            }
            _ => no,
        }
    }

    fn close_vote(&self) -> Result<ItemEvent, No> {
        let item = self.at(Act::CloseVote)?;
        let (_, tally) = stands::in_session(&self.asks(), item)?;
        // Those who voted in the room, and have a vote still, are the ones who were there.
        let voted = item.ballots.iter().filter(|b| !b.written && !tally.recused_members.contains(&b.member));
        let short = self.state.the_record()?.judged == Judged::Now && voted.count() < tally.quorum;
        let [total, needed, for_, against, other] = stands::count(&tally);
        let outcome = tally.outcome(self.committee(item)?.rules.pass == Pass::AdviceOnly, short);
        Ok(ItemEvent::VoteClosed { outcome, total, needed, for_, against, other })
    }

    fn reconsider(&self, reason: &str) -> Result<ItemEvent, No> {
        self.at(Act::Reconsider)?;
        Ok(ItemEvent::Reconsidered { reason: given(reason)? })
    }
}
