//! Who is left after what one person orders, writes or enters: nobody closes a matter by himself.

use super::capacity::{lifters, settlers};
use crate::domain::command::Asked;
use crate::domain::committee::ItemEvent;
use crate::domain::event::{Event, Stamp, VERSION};
use crate::domain::ids::{PersonId, Revision};
use crate::domain::record::{Record, RecordEvent};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::state::State;

/// One person closes a record to nobody but himself: after what he orders, proposes or writes beside it two
/// are left who can settle whom the words mean, and two who can lift his order. Where there were not two
/// before, nothing is made worse.
///
/// # Errors
/// [`Rule::LeavesTooFew`].
pub fn leaves_two(state: &State, asked: &Asked<'_>, event: &Event) -> Result<(), Refusal> {
    let Some(record) = state.record.as_deref().filter(|r| r.judged.since_four()) else { return Ok(()) };
    if let Event::Item(ItemEvent::MemberRecused { member, .. }) = event {
        return leaves_a_body(state, member);
    }
    let after = match event {
        Event::Record(e @ (RecordEvent::RecusalOrdered { .. } | RecordEvent::ChangeProposed { .. })) => {
            let mut after = record.clone();
            let (actor, revision) = (&asked.actor.name, Revision(String::new()));
            let stamp =
                Stamp { seq: u64::MAX, v: VERSION, at: asked.now, matter: record.id, actor, revision };
            after.apply(&stamp, e);
            after
        }
        other => {
            let (words, Some(by)) = (other.laid(), asked.actor.id()) else { return Ok(()) };
            if words.is_empty() {
                return Ok(());
            }
            let mut after = record.clone();
            after.hear_of(u64::MAX, by, &words);
            after
        }
    };
    let settle = |r: &Record| settlers(&state.organ, r, asked.now).len() < 2;
    let lift = match event {
        Event::Record(RecordEvent::RecusalOrdered { person, .. }) => {
            lifters(&state.organ, &after, person, asked.now).len() < 2
        }
        _ => false,
    };
    if lift || settle(&after) && !settle(record) { Err(Refusal::of(Rule::LeavesTooFew)) } else { Ok(()) }
}

/// Who keeps a body's papers enters its members' recusals, and never so many that it could not meet: where it
/// cannot, its members say so themselves.
fn leaves_a_body(state: &State, member: &PersonId) -> Result<(), Refusal> {
    let Some(item) = state.item() else { return Ok(()) };
    let Some(body) = item.body(&state.organ) else { return Ok(()) };
    let stays = |id: &PersonId| id != member && !item.recused.contains_key(id);
    let left = body.members.iter().filter(|m| stays(&m.person)).count();
    if left < body.quorum(body.total()) { Err(Refusal::of(Rule::LeavesTooFew)) } else { Ok(()) }
}
