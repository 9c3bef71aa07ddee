use super::command::{Attendance, MeetingCommand};
use super::event::MeetingEvent;
use super::item::Item;
use super::meeting::Meeting;
use super::meeting_flow::{MEETING_FLOW, MeetingState};
use crate::domain::command::Asked;
use crate::domain::flow::{self, Act};
use crate::domain::ids::PersonId;
use crate::domain::kind::Folded;
use crate::domain::organ::{Committee, Organ};
use crate::domain::organ_kind::Chairs;
use crate::domain::policy::{self, Asks};
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::state::State;

/// What happens when a secretary asks this of a meeting.
///
/// # Errors
/// The rule that stands against it, or the fields that are wrong.
pub fn decide(state: &State, asked: &Asked<'_>, act: &MeetingCommand) -> Result<MeetingEvent, No> {
    let me = asked.actor.id().ok_or(Rule::NotYourCapacity)?;
    match act {
        MeetingCommand::Plan { committee, planned_at, place, chair } => {
            let body = state
                .organ
                .committees
                .get(committee)
                .ok_or(Refusal::with(Rule::UnknownCommittee, committee))?;
            flow::step(MEETING_FLOW, Act::Plan, MeetingState::None)?;
            state.organ.staff(me)?;
            if &body.secretary != me {
                return Err(Refusal::with(Rule::NotYourCapacity, "secretary").into());
            }
            if !body.has(chair) {
                return Err(Refusal::with(Rule::NotAMember, state.organ.name_of(chair)).into());
            }
            if body.rules.chaired_by == Chairs::ChiefOrDeputy && !policy::leads(&state.organ, chair) {
                return Err(Refusal::with(Rule::MayNotChair, state.organ.name_of(chair)).into());
            }
            if place.trim().is_empty() {
                return Err(No::Wrong(vec![Problem::new("place", Flaw::Missing, "")]));
            }
            Ok(MeetingEvent::Planned {
                ref_: asked.fresh.ref_.clone(),
                committee: committee.clone(),
                planned_at: *planned_at,
                place: place.trim().to_owned(),
                chair: chair.clone(),
            })
        }
        MeetingCommand::Notice => {
            at(state, asked, me, Act::Notice).map(|_| MeetingEvent::Noticed).map_err(No::from)
        }
        MeetingCommand::Attend { member, attendance } => {
            let meeting = at(state, asked, me, Act::Attend)?;
            if !body(&state.organ, meeting)?.has(member) {
                return Err(Refusal::with(Rule::NotAMember, state.organ.name_of(member)).into());
            }
            // Whoever may yet vote on something is not struck off the roll: he leaves, or he votes.
            let owes = |i: &Folded<Item>| !i.before_three && i.owes_a_vote(member);
            if attendance != &Attendance::Present && state.all::<Item>().any(owes) {
                return Err(Refusal::with(Rule::VotesMissing, state.organ.name_of(member)).into());
            }
            match attendance {
                Attendance::Absent { reason } if reason.trim().is_empty() => {
                    return Err(Rule::ReasonMissing.into());
                }
                Attendance::Left { .. } => return Err(Refusal::with(Rule::NotNow, Act::Left.code()).into()),
                _ => {}
            }
            Ok(MeetingEvent::Attended { member: member.clone(), attendance: attendance.clone() })
        }
        MeetingCommand::Open => {
            at(state, asked, me, Act::Open)?;
            Ok(MeetingEvent::Opened)
        }
        MeetingCommand::Left { member } => {
            let meeting = at(state, asked, me, Act::Left)?;
            if !meeting.is_present(member) {
                return Err(Rule::NotPresent.into());
            }
            Ok(MeetingEvent::Left { member: member.clone() })
        }
        MeetingCommand::Close { minutes } => {
            at(state, asked, me, Act::CloseMeeting)?;
            Ok(MeetingEvent::Closed { minutes: minutes.trim().to_owned() })
        }
    }
}

fn at<'a>(state: &'a State, asked: &Asked<'_>, me: &PersonId, act: Act) -> Result<&'a Meeting, Refusal> {
    let meeting = state.the_meeting()?;
    Asks::of(state, me, asked.now).step(MEETING_FLOW, act, meeting.state, &[])?;
    Ok(meeting)
}

fn body<'a>(organ: &'a Organ, meeting: &Meeting) -> Result<&'a Committee, Refusal> {
    organ.committees.get(&meeting.committee).ok_or(Refusal::of(Rule::UnknownCommittee))
}
