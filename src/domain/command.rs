//! What a person asks. The same enum is the key pressed in a screen, the subcommand on the line and
//! the step of a test; policy takes the typed command and can never guess.

use super::event::{ActorName, Means};
use super::figures::AtHead;
use super::ids::{MatterId, Millis, PersonId, Ref, Revision};

pub use super::registry::Command;

impl Command {
    /// The same, on the text of this revision where it is a hand on a text and names none yet.
    pub fn on_text(&self, standing: Option<&Revision>) -> Self {
        standing.and_then(|seen| self.on_a_text(seen)).unwrap_or_else(|| self.clone())
    }

    /// Whether it is a hand on what stands there, though it names no text.
    pub fn means_a_text(&self) -> bool {
        self.on_a_text(&Revision(String::new())).is_some()
    }

    /// Whether it says which record, escalation, item or meeting it is about.
    pub fn names_its_matter(&self) -> bool {
        self.of_kind().is_some_and(|(_, matter)| matter.is_some())
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub name: ActorName,
    pub means: Means,
}

impl Actor {
    pub fn person(id: &PersonId, means: Means) -> Self {
        Self { name: ActorName::Person(id.clone()), means }
    }
    pub fn register() -> Self {
        Self { name: ActorName::Register, means: Means::Register }
    }
    pub fn id(&self) -> Option<&PersonId> {
        match &self.name {
            ActorName::Person(id) => Some(id),
            ActorName::Register => None,
        }
    }
}

/// What a decision may need that does not follow from the past: all of it comes from outside.
#[derive(Clone, Debug)]
pub struct Fresh {
    pub matter: MatterId,
    pub ref_: Ref,
    /// The next number in the organ's gap-free series of this year.
    pub next_number: u32,
    /// The next decision number of a committee in this year.
    pub next_decision: u32,
    pub year: i32,
    /// The figures of the period that the act is about, where it is given some.
    pub figures: Option<AtHead>,
}

impl Fresh {
    /// Where nothing is begun: for the question what could be done.
    pub fn none() -> Self {
        Self {
            matter: MatterId(uuid::Uuid::nil()),
            ref_: Ref::from_random([0; 5]),
            next_number: 0,
            next_decision: 0,
            year: 0,
            figures: None,
        }
    }
}

/// A command with the moment and the person it comes from.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub now: Millis,
    pub actor: &'a Actor,
    pub fresh: &'a Fresh,
    /// Asked again of an act that stands in the log: who, when, in which state and after whom is judged
    /// as it was; what was written is not, for lists of codes and fields grow.
    pub again: bool,
}
