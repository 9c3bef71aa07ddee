//! One command, one event: where the areas' decisions meet.

use super::command::{Asked, Command};
use super::event::Event;
use super::refusal::No;
use super::state::State;
use super::{committee, escalation, organ, record};

/// What a command comes to. Pure: the same state, moment and command always give the same answer.
///
/// # Errors
/// The rule that stands against it, or the fields that are wrong.
pub fn decide(state: &State, asked: &Asked<'_>, command: &Command) -> Result<Event, No> {
    match command {
        Command::Organ(act) => organ::decide(state, asked, act).map(Event::Organ),
        Command::Record { act, .. } => record::decide(state, asked, act).map(Event::Record),
        Command::Escalation { act, .. } => escalation::decide(state, asked, act).map(Event::Escalation),
        Command::Item { act, .. } => committee::decide_item(state, asked, act).map(Event::Item),
        Command::Meeting { act, .. } => committee::decide_meeting(state, asked, act).map(Event::Meeting),
    }
}
