//! What a meeting says of itself as a kind of matter: it hangs on a body, and on no record.

use super::command::MeetingCommand;
use super::decide_meeting;
use super::event::MeetingEvent;
use super::meeting::Meeting;
use super::meeting_flow::{FLOW, MeetingState, agenda_of};
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, Ref};
use crate::domain::kind::{
    Desk, Folded, Hangs, Hung, Kind, Known, On, Page, Sight, Signs, Value, asked_by, flow_of, folded_by,
    kept_in, room,
};
use crate::domain::organ::Organ;
use crate::domain::policy::Concern;
use crate::domain::record::Record;
use crate::domain::refusal::No;
use crate::domain::state::State;
use crate::domain::turn::Turn;

flow_of! { Meeting, MeetingState, FLOW, state }

impl Kind for Meeting {
    const CODE: &'static str = "meeting";
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::OWN;
    const ON: Hung = Hung::Body;
    const LISTS: &'static [&'static str] = &[];
    asked_by! { MeetingCommand, MeetingEvent }

    fn signs(event: &MeetingEvent) -> Vec<(&'static str, Signs)> {
        match event {
            MeetingEvent::Attended { member, .. } | MeetingEvent::Left { member } => {
                vec![("of", Signs::plain(member))]
            }
            MeetingEvent::Planned { committee, chair, .. } => {
                vec![("committee", Signs::plain(committee)), ("chair", Signs::plain(chair))]
            }
            MeetingEvent::Closed { minutes } => vec![("minutes", Signs::hashed(minutes))],
            MeetingEvent::Noticed | MeetingEvent::Opened => Vec::new(),
        }
    }
    fn names(event: &MeetingEvent) -> Option<&Ref> {
        match event {
            MeetingEvent::Planned { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Meeting {
    kept_in! { state }
    folded_by! { Meeting, MeetingEvent }

    /// Lists stand by the day for which it is planned.
    fn begun_at(&self) -> Millis {
        self.planned_at
    }
    fn on(&self) -> On<'_> {
        On::Body(self.committee.as_str())
    }
    fn committee(&self) -> Option<&CommitteeId> {
        Some(&self.committee)
    }
    fn meeting(&self) -> Option<MatterId> {
        Some(self.id)
    }
    /// The roll has one line for each, the last.
    fn shows(&self, event: &MeetingEvent) -> bool {
        match event {
            MeetingEvent::Attended { member, attendance } => self.attendance.get(member) == Some(attendance),
            _ => true,
        }
    }
    fn turns(matter: &Folded<Self>, state: &State, _: Millis) -> Vec<Turn> {
        let secretary = state.organ.committees.get(&matter.of.committee).map(|c| &c.secretary);
        let open = secretary.is_some_and(|s| agenda_of(state, s).any(|i| !i.state.past_voting()));
        matter.of.turns(&state.organ, open)
    }
    /// Whoever sits in the body, or keeps its papers.
    fn concerned(&self, organ: &Organ, _: Option<&Record>) -> Vec<(PersonId, Concern)> {
        let Some(body) = organ.committees.get(&self.committee) else { return Vec::new() };
        let members = body.members.iter().map(|m| (m.person.clone(), Concern::Member));
        members.chain([(body.secretary.clone(), Concern::Secretary)]).collect()
    }

    fn event(desk: &Desk<'_>, meeting: Option<&Self>, act: &MeetingCommand) -> Result<MeetingEvent, No> {
        decide_meeting::event(desk, meeting, act)
    }

    /// Its own page has the agenda and the roll.
    fn page(&self, page: &mut Page) {
        page.when("planned_at", Some(self.planned_at));
        page.text(Sight::All, "place", &self.place);
        page.row(Sight::All, "chair", Value::Person(self.chair.clone()));
    }
}
