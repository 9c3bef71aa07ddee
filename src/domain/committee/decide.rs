use super::command::{Application, ItemCommand, VoteCode};
use super::event::{ItemEvent, Outcome};
use super::flow::{ITEM_FLOW, ItemState, MeetingState};
use super::item::{Item, in_minority};
use super::meeting::Meeting;
use super::tally::{Tally, chair_of, tally};
use crate::domain::codes;
use crate::domain::command::Asked;
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::organ::Committee;
use crate::domain::organ_kind::{Absentee, NoMajority, Pass};
use crate::domain::policy::{self, Asks};
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
            if bench.at(Act::Resubmit)?.resubmitted {
                return Err(Rule::OnlyOnce.into());
            }
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
            let item = bench.at(Act::Vote).map_err(|no| bench.for_a_member(no))?;
            if !item.voters.contains(me) {
                return Err(bench.no_voter(item).into());
            }
            if item.ballot_of(me).is_some() {
                return Err(Rule::VoteIsFinal.into());
            }
            if item.left.contains(me) {
                return Err(Rule::NotPresent.into());
            }
            if !item.waiting_for(&state.organ, state.the_record()?).contains(me) {
                return Err(Rule::ChairLast.into());
            }
            Ok(ItemEvent::Voted { vote: *vote, opinion: opinion.trim().to_owned() })
        }
        ItemCommand::WrittenVote { member, vote, opinion, material } => {
            let item = bench.at(Act::WrittenVote)?;
            let committee = bench.committee(item)?;
            if committee.rules.absentee_written == Absentee::None {
                return Err(Refusal::with(Rule::WrittenNotCounted, &committee.name).into());
            }
            if !committee.has(member) || item.recused_at_vote.contains(member) {
                return Err(Refusal::with(Rule::NotAMember, member).into());
            }
            if item.voters.contains(member) && !item.left.contains(member) || item.ballot_of(member).is_some()
            {
                return Err(Rule::AlreadyActed.into());
            }
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
            let item = bench.at(Act::Minority)?;
            let outcome = item.outcome.map(|(o, _)| o).ok_or(Rule::VotesMissing)?;
            if !item.ballot_of(me).is_some_and(|b| in_minority(b.vote, outcome)) {
                return Err(Rule::NotInMinority.into());
            }
            if item.minority.contains_key(me) {
                return Err(Rule::VoteIsFinal.into());
            }
            Ok(ItemEvent::Minority { text: given(text)? })
        }
        ItemCommand::ReferUp { reason } => {
            let item = bench.at(Act::ReferUp)?;
            let rules = &bench.committee(item)?.rules;
            let allowed = match item.state {
                ItemState::NoMajority => rules.no_majority.contains(&NoMajority::ReferUp),
                // Whoever voted with the majority has nothing to refer against it.
                _ => {
                    let side = item
                        .outcome
                        .map(|(o, _)| if o == Outcome::Passed { VoteCode::For } else { VoteCode::Against });
                    rules.chief_may_refer_up && item.ballot_of(me).is_none_or(|b| Some(b.vote) != side)
                }
            };
            if !allowed {
                return Err(Rule::CannotReferUp.into());
            }
            Ok(ItemEvent::ReferredUp { reason: given(reason)? })
        }
        ItemCommand::Supplement { reason } => {
            let item = bench.at(Act::Supplement)?;
            if !bench.committee(item)?.rules.no_majority.contains(&NoMajority::Supplement) {
                return Err(Refusal::with(Rule::NotNow, Act::Supplement.code()).into());
            }
            Ok(ItemEvent::Supplement { reason: given(reason)? })
        }
        ItemCommand::ToFullCommittee { committee } => {
            let item = bench.at(Act::Supplement)?;
            let full = bench.state.organ.committees.get(committee).ok_or(Rule::UnknownCommittee)?;
            let allowed = bench.committee(item)?.rules.no_majority.contains(&NoMajority::FullCommittee);
            if !allowed || full.kind != "AC_FULL" {
                return Err(Rule::CommitteeNotHere.into());
            }
            Ok(ItemEvent::ToFullCommittee { committee: committee.clone() })
        }
        ItemCommand::Decide { text } => {
            let item = bench.at(Act::Decision)?;
            let missing = item.minority_missing(&state.organ, state.the_record()?);
            if let Some(missing) = missing.first() {
                return Err(Refusal::with(Rule::MinorityMissing, bench.state.organ.name_of(missing)).into());
            }
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
            let item = bench.at(Act::DecisionNotice)?;
            if item.outcome.is_some_and(|(o, _)| o == Outcome::Advice) {
                return Err(Refusal::with(Rule::NotNow, Act::DecisionNotice.code()).into());
            }
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
        Asks::of(self.state, self.me, self.asked.now).step(ITEM_FLOW, act, item.state, &[])?;
        Ok(item)
    }

    fn committee(&self, item: &Item) -> Result<&'a Committee, Refusal> {
        item.body(&self.state.organ).ok_or(Refusal::of(Rule::UnknownCommittee))
    }

    fn in_session(&self, item: &Item) -> Result<(&'a Meeting, Tally), Refusal> {
        let meeting = self.state.the_meeting()?;
        let tally = tally(&self.state.organ, self.committee(item)?, meeting, item, self.state.the_record()?);
        Ok((meeting, tally))
    }

    fn apply(&self, application: &Application) -> Result<ItemEvent, No> {
        let record = self.state.the_record()?;
        if !policy::applies_as_level(self.state, self.me) {
            Asks::of(self.state, self.me, self.asked.now).step(
                ITEM_FLOW,
                Act::Apply,
                ItemState::None,
                &[],
            )?;
        }
        if !record.is_submitted() || matches!(record.status.code(), "void" | "withdrawn") {
            return Err(Refusal::with(Rule::NotNow, Act::Apply.code()).into());
        }
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
        let (meeting, tally) = self.in_session(item)?;
        if meeting.state != MeetingState::Open {
            return Err(Refusal::with(Rule::NotNow, Act::OpenVote.code()).into());
        }
        if !disclosed {
            return Err(Rule::NotDisclosed.into());
        }
        let here = tally.recused_members.iter().filter(|id| meeting.is_present(id));
        self.all_settled(here.filter(|id| !item.recused.contains_key(*id)))?;
        let chair = chair_of(self.committee(item)?, meeting, &tally.voters);
        let Some(chair) = chair.filter(|_| tally.has_quorum()) else {
            return Err(Refusal::with(Rule::NoQuorum, format!("{}/{}", tally.present, tally.quorum)).into());
        };
        Ok(ItemEvent::VoteOpened { disclosed, chair, present: tally.voters, recused: tally.recused_members })
    }

    /// Words that nobody has settled take no member's vote from him, and let nobody vote whom they may
    /// mean: the vote waits until it is settled.
    fn all_settled<'m>(&self, members: impl IntoIterator<Item = &'m PersonId>) -> Result<(), Refusal> {
        let (organ, record) = (&self.state.organ, self.state.the_record()?);
        let asked = record.judged.since_three();
        match members.into_iter().find(|id| asked && policy::is_unsettled(organ, record, id)) {
            Some(id) => Err(Refusal::with(Rule::WordsUnsettled, organ.name_of(id))),
            None => Ok(()),
        }
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
                self.no_voter(item)
            }
            _ => no,
        }
    }

    /// Why somebody who asks to vote has none on this item.
    fn no_voter(&self, item: &Item) -> Refusal {
        let me = self.me;
        // Whom the record itself keeps out learns nothing by asking; the others were told in the meeting.
        if item.recused.contains_key(me) {
            return Refusal::of(Rule::RecusedFromItem);
        }
        if item.left.contains(me) {
            return Refusal::of(Rule::NotPresent);
        }
        match self.committee(item) {
            Ok(body) if !body.has(me) => Refusal::with(Rule::NotAMember, self.state.organ.name_of(me)),
            _ if self.in_session(item).is_ok_and(|(meeting, _)| meeting.is_present(me)) => {
                Refusal::of(Rule::JoinedLate)
            }
            _ => Refusal::of(Rule::NotPresent),
        }
    }

    fn close_vote(&self) -> Result<ItemEvent, No> {
        let item = self.at(Act::CloseVote)?;
        let (_, tally) = self.in_session(item)?;
        let record = self.state.the_record()?;
        if let Some(missing) = item.waiting_for(&self.state.organ, record).first() {
            return Err(Refusal::with(Rule::VotesMissing, self.state.organ.name_of(missing)).into());
        }
        self.all_settled(item.voters.iter().filter(|id| !item.left.contains(id)))?;
        // Those who voted in the room, and have a vote still, are the ones who were there.
        let voted = item.ballots.iter().filter(|b| !b.written && !tally.recused_members.contains(&b.member));
        let short = record.judged == Judged::Now && voted.count() < tally.quorum;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        // After no majority only an absentee's written vote can change the count.
        let counted = [tally.total, tally.needed, tally.for_, tally.against, tally.other].map(count);
        if item.state == ItemState::NoMajority && item.outcome.is_some_and(|(_, was)| was == counted) {
            return Err(Rule::VotesMissing.into());
        }
        Ok(ItemEvent::VoteClosed {
            outcome: tally.outcome(self.committee(item)?.rules.pass == Pass::AdviceOnly, short),
            total: count(tally.total),
            needed: count(tally.needed),
            for_: count(tally.for_),
            against: count(tally.against),
            other: count(tally.other),
        })
    }

    fn reconsider(&self, reason: &str) -> Result<ItemEvent, No> {
        let item = self.at(Act::Reconsider)?;
        if item.reconsidered.is_some() {
            return Err(Rule::OnlyOnce.into());
        }
        let organ = &self.state.organ;
        let noticed = item.notice.as_ref().map_or(item.since, |(at, _)| *at);
        if organ.is_over("reconsideration", noticed, self.asked.now) {
            return Err(Rule::TooLate.into());
        }
        Ok(ItemEvent::Reconsidered { reason: given(reason)? })
    }
}
