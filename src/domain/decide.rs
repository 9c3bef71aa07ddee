//! One command, one event: where the areas' decisions meet.

use super::command::{Asked, Command};
use super::committee::ItemEvent;
use super::event::{Event, Stamp};
use super::ids::PersonId;
use super::ids::Revision;
use super::kind::Desk;
use super::policy;
use super::record::{Judged, Record, RecordEvent};
use super::refusal::Refusal;
use super::refusal::{No, Rule};
use super::state::State;
use super::{committee, evidence, organ, record, registry};

/// What a command comes to. Pure: the same state, moment and command always give the same answer.
///
/// # Errors
/// The rule that stands against it, or the fields that are wrong.
pub fn decide(state: &State, asked: &Asked<'_>, command: &Command) -> Result<Event, No> {
    // Before any rule that would tell something of it: what one may not see is not there, and
    // neither is a matter nobody began. What is begun takes no name of a matter that is.
    let found = match command {
        Command::Record { record: Some(_), .. } => state.record.is_some(),
        Command::Item { item: Some(_), .. } => state.item.is_some(),
        Command::Meeting { meeting: Some(_), .. } => state.meeting.is_some(),
        kind => kind.of_kind().is_none_or(|(_, matter)| matter.is_none() || state.matter.is_some()),
    };
    if !found || !state.visible {
        return Err(Rule::NoSuchMatter.into());
    }
    if command.begins() == Some(true) && command.names_its_matter() {
        return Err(Rule::OpenAlready.into());
    }
    let event = comes_to(state, asked, command)?;
    leaves_two(state, asked, &event)?;
    Ok(event)
}

fn comes_to(state: &State, asked: &Asked<'_>, command: &Command) -> Result<Event, No> {
    match command {
        Command::Organ(act) => organ::decide(state, asked, act).map(Event::Organ),
        Command::Evidence(act) => evidence::decide(state, asked, act).map(Event::Evidence),
        Command::Record { act, .. } => record::decide(state, asked, act).map(Event::Record),
        Command::Item { act, .. } => committee::decide_item(state, asked, act).map(Event::Item),
        Command::Meeting { act, .. } => committee::decide_meeting(state, asked, act).map(Event::Meeting),
        kind => {
            let me = asked.actor.id().ok_or(Rule::NotYourCapacity)?;
            registry::decide(&Desk { state, asked, me }, state.matter.as_deref(), kind)
        }
    }
}

/// One person closes a record to nobody but himself: after what he orders, proposes or writes beside it two
/// are left who can settle whom the words mean, and two who can lift his order. Where there were not two
/// before, nothing is made worse.
fn leaves_two(state: &State, asked: &Asked<'_>, event: &Event) -> Result<(), No> {
    let Some(record) = state.record.as_deref().filter(|r| r.judged == Judged::Now) else { return Ok(()) };
    if let Event::Item(ItemEvent::MemberRecused { member, .. }) = event {
        return leaves_a_body(state, member);
    }
    let after = match event {
        Event::Record(e @ (RecordEvent::RecusalOrdered { .. } | RecordEvent::ChangeProposed { .. })) => {
            let mut after = record.clone();
            let (actor, revision) = (&asked.actor.name, Revision(String::new()));
            let stamp = Stamp { seq: u64::MAX, at: asked.now, matter: record.id, actor, revision };
            after.apply(&stamp, e);
            after
        }
        other => {
            let (words, Some(by)) = (other.laid(), asked.actor.id()) else { return Ok(()) };
            if words.is_empty() {
                return Ok(());
            }
            let mut after = record.clone();
            after.hear_of(by, &words);
            after
        }
    };
    let settle = |r: &Record| policy::settlers(&state.organ, r, asked.now).len() < 2;
    let lift = match event {
        Event::Record(RecordEvent::RecusalOrdered { person, .. }) => {
            policy::lifters(&state.organ, &after, person, asked.now).len() < 2
        }
        _ => false,
    };
    if lift || settle(&after) && !settle(record) {
        Err(Refusal::of(Rule::LeavesTooFew).into())
    } else {
        Ok(())
    }
}

/// Who keeps a body's papers enters its members' recusals, and never so many that it could not meet: where it
/// cannot, its members say so themselves.
fn leaves_a_body(state: &State, member: &PersonId) -> Result<(), No> {
    let Some(item) = &state.item else { return Ok(()) };
    let Some(body) = item.body(&state.organ) else { return Ok(()) };
    let stays = |id: &PersonId| id != member && !item.recused.contains_key(id);
    let left = body.members.iter().filter(|m| stays(&m.person)).count();
    if left < body.quorum(body.total()) { Err(Refusal::of(Rule::LeavesTooFew).into()) } else { Ok(()) }
}
