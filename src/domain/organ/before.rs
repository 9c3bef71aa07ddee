//! The directory as it stood before each change of it. Whoever words could mean when they were written
//! stays in question, whatever became of posts, names and relatives since.

use super::event::OrganChange;
use super::people::{Person, Unit};
use super::state::Organ;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::name::Directory;
use crate::domain::remembered::Recent;
use std::sync::Arc;

/// One row as it was before a change; none where there was none. Units and people only are changed: how
/// they were called before is added to, and is what it was by its length.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Before {
    /// The act that changed it.
    until: u64,
    was: Was,
    former: usize,
    former_units: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Was {
    Person(PersonId, Option<Box<Person>>),
    Unit(UnitId, Option<Unit>),
}

impl Organ {
    /// Keeps what a change is about to replace.
    pub(super) fn keep_before(&mut self, change: &OrganChange, act: u64) {
        let was = match change {
            OrganChange::Person { person: Person { id, .. } }
            | OrganChange::Active { person: id, .. }
            | OrganChange::Roles { person: id, .. }
            | OrganChange::Kin { person: id, .. } => {
                Was::Person(id.clone(), self.people.get(id).cloned().map(Box::new))
            }
            OrganChange::Unit { unit } => Was::Unit(unit.id.clone(), self.units.get(&unit.id).cloned()),
            _ => return,
        };
        let (former, former_units) = (self.former.len(), self.former_units.len());
        self.before.push(Before { until: act, was, former, former_units });
    }

    /// The directory as it stood at an act, with its place in their order; none where it stands so still.
    pub fn names_at(&self, act: u64) -> Option<(usize, Arc<Directory>)> {
        let place = self.before.partition_point(|b| b.until <= act);
        let changed = place < self.before.len();
        changed.then(|| (place, self.directories.get(place, || Directory::of(&self.as_before(place)))))
    }

    /// Where in the log stands the last change of who there is, and of what people and units are called.
    pub fn names_since(&self) -> Option<u64> {
        self.before.last().map(|b| b.until)
    }

    /// Who was whose relative among the staff at any moment between an act and a later change of his data.
    pub fn kin_since(&self, act: u64) -> impl Iterator<Item = (&PersonId, &PersonId)> {
        let place = self.before.partition_point(|b| b.until <= act);
        let people = self.before[place..].iter().filter_map(|b| match &b.was {
            Was::Person(id, Some(was)) => Some((id, was)),
            Was::Person(..) | Was::Unit(..) => None,
        });
        people.flat_map(|(id, was)| was.kin.iter().map(move |kin| (id, kin)))
    }

    /// The organ as it stood at an act, in all by which somebody is out of a matter: people, units, and who is
    /// interested in which case. What was settled by an act stays settled so, whatever was changed since.
    pub fn at(self: &Arc<Self>, act: u64) -> Arc<Self> {
        let place = self.before.partition_point(|b| b.until <= act);
        let later = self.interested.iter().rev().take_while(|changed| **changed > act).count();
        if place == self.before.len() && later == 0 {
            return self.clone();
        }
        let interests = self.interests.len().saturating_sub(later);
        self.stood.get(place + interests, || {
            let mut then = self.as_before(place);
            then.before.truncate(place);
            then.interests.truncate(interests);
            then.interested.truncate(self.interested.len() - later);
            then.directory.forget();
            // It would keep for ever what is kept of a few.
            then.stood = Recent::default();
            then
        })
    }

    /// The people and units before a change.
    fn as_before(&self, place: usize) -> Self {
        let mut then = self.clone();
        for before in self.before[place..].iter().rev() {
            match &before.was {
                Was::Person(id, Some(was)) => drop(then.people.insert(id.clone(), (**was).clone())),
                Was::Person(id, None) => drop(then.people.remove(id)),
                Was::Unit(id, Some(was)) => drop(then.units.insert(id.clone(), was.clone())),
                Was::Unit(id, None) => drop(then.units.remove(id)),
            }
            then.former.truncate(before.former);
            then.former_units.truncate(before.former_units);
        }
        then
    }
}
