//! What a meeting and its agenda have against an act, before anything is answered.

use super::item::Item;
use crate::domain::flow::Act;
use crate::domain::policy::Asks;
use crate::domain::refusal::{Refusal, Rule};

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
        Act::CloseMeeting if state.all::<Item>().any(|i| !i.state.past_voting()) => {
            Err(Refusal::of(Rule::OpenItemsLeft))
        }
        _ => Ok(()),
    }
}
