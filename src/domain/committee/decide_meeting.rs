//! What the table of a meeting cannot say: whose body it is, who may chair, and who is a member.

use super::command::{Attendance, MeetingCommand};
use super::event::MeetingEvent;
use super::item::Item;
use super::meeting::Meeting;
use super::meeting_flow::{agenda_of, body};
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::PersonId;
use crate::domain::kind::{Desk, Folded};
use crate::domain::organ_kind::Chairs;
use crate::domain::policy;
use crate::domain::refusal::{No, Refusal, Rule};

pub(super) fn event(
    desk: &Desk<'_>,
    meeting: Option<&Meeting>,
    act: &MeetingCommand,
) -> Result<MeetingEvent, No> {
    let the = || meeting.ok_or(Refusal::of(Rule::NoSuchMatter));
    Ok(match act {
        MeetingCommand::Plan { committee, planned_at, place, chair } => {
            let organ = &desk.state.organ;
            let body =
                organ.committees.get(committee).ok_or(Refusal::with(Rule::UnknownCommittee, committee))?;
            if &body.secretary != desk.me {
                return Err(Refusal::with(Rule::NotYourCapacity, "secretary").into());
            }
            if !body.has(chair) {
                return Err(Refusal::with(Rule::NotAMember, organ.name_of(chair)).into());
            }
            if body.rules.chaired_by == Chairs::ChiefOrDeputy && !policy::leads(organ, chair) {
                return Err(Refusal::with(Rule::MayNotChair, organ.name_of(chair)).into());
            }
            MeetingEvent::Planned {
                ref_: desk.asked.fresh.ref_.clone(),
                committee: committee.clone(),
                planned_at: *planned_at,
                place: place.trim().to_owned(),
                chair: chair.clone(),
            }
        }
        MeetingCommand::Notice => MeetingEvent::Noticed,
        MeetingCommand::Attend { member, attendance } => attend(desk, the()?, member, attendance)?,
        MeetingCommand::Open => MeetingEvent::Opened,
        MeetingCommand::Left { member } => {
            if !the()?.is_present(member) {
                return Err(Rule::NotPresent.into());
            }
            MeetingEvent::Left { member: member.clone() }
        }
        MeetingCommand::Close { minutes } => MeetingEvent::Closed { minutes: minutes.trim().to_owned() },
    })
}

fn attend(
    desk: &Desk<'_>,
    meeting: &Meeting,
    member: &PersonId,
    attendance: &Attendance,
) -> Result<MeetingEvent, Refusal> {
    let name = || desk.state.organ.name_of(member);
    let body = body(desk, meeting)?;
    // Of others the secretary alone says where they are, and of whoever is gone.
    if desk.me != &body.secretary && (member != desk.me || attendance != &Attendance::Present) {
        return Err(Refusal::with(Rule::NotYourCapacity, Capacity::Secretary.code()));
    }
    if !body.has(member) {
        return Err(Refusal::with(Rule::NotAMember, name()));
    }
    // Whoever may yet vote on something is not struck off the roll: he leaves, or he votes.
    let owes = |i: &Folded<Item>| !i.before_three && i.owes_a_vote(member);
    if attendance != &Attendance::Present && agenda_of(desk.state, desk.me).any(owes) {
        return Err(Refusal::with(Rule::VotesMissing, name()));
    }
    match attendance {
        Attendance::Absent { reason } if reason.trim().is_empty() => Err(Refusal::of(Rule::ReasonMissing)),
        Attendance::Left { .. } => Err(Refusal::with(Rule::NotNow, Act::Left.code())),
        _ => Ok(MeetingEvent::Attended { member: member.clone(), attendance: attendance.clone() }),
    }
}
