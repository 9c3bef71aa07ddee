//! The table of a meeting, from its plan to its close.

use super::item::Item;
use super::meeting::Meeting;
use crate::domain::coded::states;
use crate::domain::flow::{Act, Capacity as C, To};
use crate::domain::ids::PersonId;
use crate::domain::kind::{Ask, Desk, Field, Folded, Need, Shown, Step};
use crate::domain::organ::Committee;
use crate::domain::policy::{self, Deed, Raw};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;
use crate::domain::state::State;
use MeetingState as M;

states! {
    pub enum MeetingState {
        None = "none",
        Planned = "planned",
        Noticed = "noticed",
        Open = "open",
        Closed = "closed",
    }
    open: Planned | Noticed | Open
}

fn the(meeting: Option<&Meeting>) -> Result<&Meeting, Refusal> {
    meeting.ok_or(Refusal::of(Rule::NoSuchMatter))
}

pub(super) fn body<'a>(desk: &Desk<'a>, meeting: &Meeting) -> Result<&'a Committee, Refusal> {
    desk.state.organ.committees.get(&meeting.committee).ok_or(Refusal::of(Rule::UnknownCommittee))
}

/// More than half of the members are here.
fn quorum(desk: &Desk<'_>, meeting: Option<&Meeting>) -> Result<(), Refusal> {
    let meeting = the(meeting)?;
    let body = body(desk, meeting)?;
    let present = body.members.iter().filter(|m| meeting.is_present(&m.person)).count();
    let quorum = body.quorum(body.total());
    let few = || Refusal::with(Rule::NoQuorum, format!("{present}/{quorum}"));
    if present < quorum { Err(few()) } else { Ok(()) }
}

/// Somebody who could leave.
fn somebody_here(desk: &Desk<'_>, meeting: Option<&Meeting>) -> Result<(), Refusal> {
    let meeting = the(meeting)?;
    let any = body(desk, meeting)?.members.iter().any(|m| meeting.is_present(&m.person));
    if any { Ok(()) } else { Err(Refusal::of(Rule::NotPresent)) }
}

/// What stands on the agenda for somebody. What he is out of does not exist for him: it neither stops
/// nor answers what he enters in the meeting, and goes on with whoever keeps its papers.
pub(super) fn agenda_of<'a>(state: &'a State, who: &'a PersonId) -> impl Iterator<Item = &'a Folded<Item>> {
    let record = |i: &Folded<Item>| state.agenda.iter().find(|r| r.id == i.record);
    let out = move |i: &Folded<Item>| record(i).is_some_and(|r| policy::is_recused(&state.organ, r, who));
    state.all::<Item>().filter(move |i| !out(i))
}

/// Nothing on its agenda that is not counted yet.
fn agenda_done(desk: &Desk<'_>, _: Option<&Meeting>) -> Result<(), Refusal> {
    let open = agenda_of(desk.state, desk.me).any(|i| !i.state.past_voting());
    if open { Err(Refusal::of(Rule::OpenItemsLeft)) } else { Ok(()) }
}

/// What most rows have in common.
const ROW: Step<Meeting> = Step {
    from: &[M::Planned],
    // Whatever begins, bounds or ends a sitting says who votes in it.
    signed: Some(Signed::Decision),
    signed_since: 7,
    ..Step::of(Act::Notice, &[C::Secretary], Shown::Everybody, Raw::OnTheBody)
};

const MEMBER: Field = Field::must("member", Ask::Person);

pub(super) static FLOW: &[Step<Meeting>] = &[
    Step {
        act: Act::Plan,
        from: &[M::None],
        to: To::Go(M::Planned),
        asks: &[
            Field::must("committee", Ask::Line(100)),
            Field::must("planned_at", Ask::Coming),
            Field::must("place", Ask::Line(200)),
            Field::must("chair", Ask::Person),
        ],
        ..ROW
    },
    Step { to: To::Go(M::Noticed), due: Some("committee_approval"), ..ROW },
    // Whoever enters that a member is there, or gone, says whose vote is waited for.
    Step {
        act: Act::Attend,
        from: &[M::Planned, M::Noticed, M::Open],
        // A member whom it does not have enters himself, in the open meeting.
        also: &[C::Member],
        asks: &[MEMBER],
        signed_since: 4,
        ..ROW
    },
    Step {
        act: Act::Open,
        from: &[M::Noticed],
        to: To::Go(M::Open),
        needs: &[Need { code: "quorum", holds: quorum }],
        due: Some(""),
        ..ROW
    },
    Step {
        act: Act::Left,
        from: &[M::Open],
        deed: Some(Deed::SentOut),
        needs: &[Need { code: "somebody_here", holds: somebody_here }],
        asks: &[MEMBER],
        signed_since: 4,
        ..ROW
    },
    Step {
        act: Act::CloseMeeting,
        from: &[M::Open],
        to: To::Go(M::Closed),
        needs: &[Need { code: "agenda_done", holds: agenda_done }],
        asks: &[Field::may("minutes", Ask::Spoken(100_000))],
        due: Some(""),
        ..ROW
    },
];
