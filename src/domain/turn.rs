//! One thing one person can do next on one matter, and the clock that runs for it.

use super::flow::{Act, Capacity};
use super::ids::{Millis, PersonId};

/// The clock is a name in the organ's policy; the due date is computed on reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub person: PersonId,
    pub capacity: Capacity,
    pub act: Act,
    pub since: Millis,
    pub clock: &'static str,
}

impl Turn {
    pub fn new(person: &PersonId, capacity: Capacity, act: Act, since: Millis, clock: &'static str) -> Self {
        Self { person: person.clone(), capacity, act, since, clock }
    }
}
