//! What a record says of itself as a kind of matter: the one on which the others hang, and within which a
//! change, a voiding and requests for the recorder's name are under way by tables of their own.

use super::again;
use super::command::{Answer, Checklist, RecordCommand};
use super::event::RecordEvent;
use super::flow::{FLOW, Status};
use super::needs;
use super::parts::{Change, IdentityRequest, VoidRequest};
use super::reviews::ReviewState;
use super::state::Record;
use super::text::Attachment;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, PersonId, Ref, Revision};
use crate::domain::kind::{self, Desk, Flow, Kind, Known, Signs, Step, Table, Then, room};
use crate::domain::policy::{self, Veil};
use crate::domain::refusal::Refusal;

impl Flow for Record {
    type At = Status;
    const FLOW: &'static [Step<Self>] = FLOW;
    fn at(&self) -> Status {
        self.status
    }
    /// Only a confirmation goes by who has given a hand on the text; one that clears a namesake or lifts an
    /// order is counted for each person named, and one to whom he has not given a hand is enough.
    fn given(&self, desk: &Desk<'_>, act: Act) -> Vec<PersonId> {
        let organ = &desk.state.organ;
        let each: Vec<Vec<PersonId>> = match act {
            Act::Confirm => return needs::hands(desk, self),
            Act::OtherPerson => policy::questions(organ, self).into_iter().map(|q| q.hands).collect(),
            // Of several orders the one that he did not give himself.
            Act::LiftRecusal => {
                let others = self.ordered.values().filter(|o| &o.by != desk.me);
                others.map(|o| policy::standing(organ, self, &o.hands)).collect()
            }
            _ => return Vec::new(),
        };
        let hands = FLOW.iter().find(|s| s.act == act).map_or(&[][..], |s| s.hands);
        let free = each.iter().find(|given| policy::awaits(hands, given, desk.me));
        free.or(each.first()).cloned().unwrap_or_default()
    }
    /// Whoever need not read the material first does not miss it, nor anybody an order that is not there, nor
    /// a custodian what its recorder has to complete.
    fn is_offered(&self, desk: &Desk<'_>, act: Act) -> bool {
        match act {
            Act::ReadOff => policy::veil(&desk.state.organ, self, desk.me) == Veil::Closed,
            Act::LiftRecusal => !self.ordered.is_empty(),
            Act::Confirm => self.is_to_check(&desk.state.organ),
            _ => true,
        }
    }
}

impl Kind for Record {
    const CODE: &'static str = "record";
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::OWN;
    const LISTS: &'static [&'static str] = &[];
    const EVENTS: &'static [(&'static str, Act)] = RecordEvent::CODES;
    type Act = RecordCommand;
    type Event = RecordEvent;

    fn tables() -> Vec<Table> {
        const REVIEW: &str = "review_state";
        vec![
            kind::table::<Self>(Self::CODE, &[], "status"),
            kind::table::<Change>("change", &[Act::Supplement, Act::Correct], REVIEW),
            kind::table::<VoidRequest>("void", &[Act::Void], REVIEW),
            kind::table::<IdentityRequest>("identity", &[Act::AskIdentity], REVIEW),
        ]
    }
    fn act(act: &RecordCommand) -> Act {
        act.act()
    }
    fn made_by(event: &RecordEvent) -> Act {
        event.made_by()
    }
    fn event_code(event: &RecordEvent) -> &'static str {
        event.code()
    }
    fn asked(event: &RecordEvent) -> RecordCommand {
        again::asked(event, Revision(String::new()))
    }
    fn asked_on(event: &RecordEvent, seen: &Revision) -> RecordCommand {
        again::asked(event, seen.clone())
    }
    fn as_kept(then: &Then<'_>, asked: &mut RecordCommand, kept: &mut RecordCommand) {
        again::as_it_was_kept(then, asked, kept);
    }
    fn is_as(comes_to: &RecordEvent, stands: &RecordEvent) -> bool {
        again::is_as(comes_to, stands)
    }
    fn seen(act: &RecordCommand) -> Option<&Revision> {
        act.seen()
    }
    fn on_text(act: &RecordCommand, seen: &Revision) -> Option<RecordCommand> {
        let on = || RecordCommand::OnText { seen: seen.clone(), act: Box::new(act.clone()) };
        act.means_a_text().then(on)
    }
    /// A quick note is completed by the same act that begins a record.
    fn begins(act: &RecordCommand, _: Option<MatterId>) -> Option<bool> {
        match act {
            RecordCommand::Submit { .. } => None,
            act => Some(matches!(act, RecordCommand::Quick { .. })),
        }
    }
    fn goes_on(event: &RecordEvent) -> bool {
        matches!(event, RecordEvent::Submitted { .. })
    }
    fn other(act: &RecordCommand) -> Option<MatterId> {
        match act {
            RecordCommand::Link { other, .. } => Some(*other),
            _ => None,
        }
    }
    fn attached(act: &RecordCommand) -> &[Attachment] {
        act.attached()
    }
    /// Each of two records that are linked has it in its story.
    fn also(event: &RecordEvent) -> Vec<MatterId> {
        match event {
            RecordEvent::Linked { other, .. } => vec![*other],
            _ => Vec::new(),
        }
    }
    fn number(event: &RecordEvent) -> Option<(String, i32, u32)> {
        match event {
            RecordEvent::Submitted { year, ordinal, .. } => Some((Self::CODE.to_owned(), *year, *ordinal)),
            _ => None,
        }
    }
    fn names(event: &RecordEvent) -> Option<&Ref> {
        match event {
            RecordEvent::Quick { ref_, .. } | RecordEvent::Submitted { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
    fn signs(event: &RecordEvent) -> Vec<(&'static str, Signs)> {
        use RecordEvent as E;
        let of = |person: &PersonId| ("of", Signs::plain(person));
        match event {
            E::Confirmed { checklist, remark, blind_fields, .. } => {
                let mut all = answers(checklist, blind_fields);
                all.push(("remark", Signs::hashed(remark)));
                all
            }
            E::Disputed { checklist, .. } => answers(checklist, &[]),
            E::Resolved { confirm, checklist, blind_fields, .. } => {
                let mut all = answers(checklist, blind_fields);
                all.push(("outcome", Signs::plain(if *confirm { "confirm" } else { "return" })));
                all
            }
            E::Returned { reasons } => {
                reasons.iter().map(|r| ("incomplete", Signs::plain(&r.field))).collect()
            }
            E::ChangeConfirmed { number, upon, .. } | E::ChangeRefused { number, upon, .. } => {
                std::iter::once(("change", Signs::plain(number))).chain(kind::upon(upon)).collect()
            }
            E::VoidHand { reason, upon, .. } => {
                std::iter::once(("reason", Signs::hashed(reason))).chain(kind::upon(upon)).collect()
            }
            E::VoidRefused { upon, .. } => kind::upon(upon).collect(),
            E::OtherPerson { person, also, completes, .. } => {
                let all = std::iter::once(person).chain(also).map(of);
                all.chain([("completes", Signs::plain(completes))]).collect()
            }
            E::RecusalLifted { person, completes, upon, .. } => {
                let lifts = [of(person), ("completes", Signs::plain(completes))];
                lifts.into_iter().chain(kind::upon(upon)).collect()
            }
            E::RecusalOrdered { person, .. } | E::SamePerson { person, .. } => vec![of(person)],
            E::IdentityHand { asker, upon, .. } | E::IdentityRefused { asker, upon, .. } => {
                std::iter::once(of(asker)).chain(kind::upon(upon)).collect()
            }
            E::AtOnce { note } => note.to.iter().map(|code| ("to", Signs::plain(code))).collect(),
            E::Quick { .. }
            | E::Submitted { .. }
            | E::Amended { .. }
            | E::Attached { .. }
            | E::Withdrawn { .. }
            | E::Filed { .. }
            | E::Signed { .. }
            | E::Agreed { .. }
            | E::ReadOff { .. }
            | E::ChangeProposed { .. }
            | E::Linked { .. }
            | E::RecusalDeclared { .. }
            | E::IdentityAsked { .. } => Vec::new(),
        }
    }
}

/// The answer to each point, and the fields that were compared.
fn answers(checklist: &Checklist, fields: &[String]) -> Vec<(&'static str, Signs)> {
    let word = |a: &Answer| match a {
        Answer::Right => "right",
        Answer::Incomplete => "incomplete",
        Answer::Doubt => "doubt",
    };
    let points = checklist.iter().map(|(point, a)| ("answer", Signs::Named(point.clone(), word(a))));
    points.chain(fields.iter().map(|field| ("compared", Signs::plain(field)))).collect()
}

impl Record {
    /// The acts of its tables that have a row now, each with the reason why it is closed to this person.
    pub fn can(&self, desk: &Desk<'_>) -> Vec<(Act, Option<Refusal>)> {
        let mut found = kind::open(desk, Some(self));
        if self.status == Status::Confirmed {
            found.extend(kind::open(desk, self.open_change()));
        }
        if !self.is_submitted() || matches!(self.status, Status::Void | Status::Withdrawn) {
            return found;
        }
        found.extend(kind::open(desk, self.voiding()));
        let request = self.identity.iter().find(|r| r.state == ReviewState::Open);
        // Whoever may open the name, or has it, need not ask.
        let knows = policy::recorder_opens(&desk.state.organ, self, desk.me) || &self.recorder == desk.me;
        if request.is_some() || !knows {
            found.extend(kind::open(desk, request));
        }
        found
    }
}
