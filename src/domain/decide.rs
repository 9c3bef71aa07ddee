//! One command, one event: where the areas' decisions meet.

use super::command::{Asked, Command};
use super::event::Event;
use super::kind::Desk;
use super::policy;
use super::refusal::{No, Rule};
use super::state::State;
use super::{evidence, organ, registry};

/// What a command comes to. Pure: the same state, moment and command always give the same answer.
///
/// # Errors
/// The rule that stands against it, or the fields that are wrong.
pub fn decide(state: &State, asked: &Asked<'_>, command: &Command) -> Result<Event, No> {
    // Before any rule that would tell something of it: what one may not see is not there, and
    // neither is a matter nobody began. What is begun takes no name of a matter that is.
    let named = command.of_kind().and_then(|(_, matter)| matter);
    let found = named.is_none_or(|id| state.matter.is_some() || state.is_of_the_record(&id));
    if !found || !state.visible {
        return Err(Rule::NoSuchMatter.into());
    }
    if command.begins() == Some(true) && command.names_its_matter() {
        return Err(Rule::OpenAlready.into());
    }
    let event = comes_to(state, asked, command)?;
    policy::leaves_two(state, asked, &event)?;
    Ok(event)
}

fn comes_to(state: &State, asked: &Asked<'_>, command: &Command) -> Result<Event, No> {
    match command {
        Command::Organ(act) => organ::decide(state, asked, act).map(Event::Organ),
        Command::Evidence(act) => evidence::decide(state, asked, act).map(Event::Evidence),
        kind => {
            let me = asked.actor.id().ok_or(Rule::NotYourCapacity)?;
            registry::decide(&Desk { state, asked, me }, state.matter.as_deref(), kind)
        }
    }
}
