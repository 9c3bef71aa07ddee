//! A matter of a kind with what is kept of every one of them: who did what to it.

use super::table::Step;
use super::{Flow, Hangs};
use crate::domain::event::Stamp;
use crate::domain::flow::{Act, Capacity, To};
use crate::domain::ids::PersonId;
use crate::domain::policy::Deed;
use crate::domain::record::Judged;
use std::ops::Deref;

#[derive(Clone, Debug)]
pub struct Folded<K> {
    pub of: K,
    done: Vec<(Act, PersonId)>,
    /// Where in the log stands the act by which it came to stand where it does.
    pub moved: u64,
}

/// Whoever holds one reads the matter in it.
impl<K> Deref for Folded<K> {
    type Target = K;
    fn deref(&self) -> &K {
        &self.of
    }
}

impl<K: Hangs> Folded<K> {
    pub fn begin(stamp: &Stamp<'_>, event: &K::Event) -> Option<Self> {
        let done = stamp.person().map(|by| (K::made_by(event), by.clone())).into_iter().collect();
        K::begin(stamp, event).map(|of| Self { of, done, moved: stamp.seq })
    }

    /// Takes an event in and lands where the table says.
    pub fn apply(&mut self, stamp: &Stamp<'_>, event: &K::Event) {
        let (act, from) = (K::made_by(event), self.of.at());
        self.of.take(stamp, event);
        self.done.extend(stamp.person().map(|by| (act, by.clone())));
        let to = lands::<K>(act, from, || self.of.lands(event));
        if to.is_some() {
            self.moved = stamp.seq;
        }
        if let Some(at) = to.filter(|at| *at != from) {
            self.of.land(at, stamp.at);
        }
    }

    /// As it is judged by these rules; none where they make no difference to it.
    pub fn judged(&self, rules: Judged) -> Option<Self> {
        self.of.judged(rules).map(|of| Self { of, done: self.done.clone(), moved: self.moved })
    }

    /// The first of these acts that a person did to it.
    pub fn did(&self, acts: &[Act], person: &PersonId) -> Option<Act> {
        self.done.iter().find(|(act, by)| by == person && acts.contains(act)).map(|(act, _)| *act)
    }

    /// Whether he did what shuts him out of an act of this capacity that is next.
    pub fn bars(&self, capacity: Capacity, person: &PersonId) -> bool {
        let next = |row: &&Step<K>| row.from.contains(&self.of.at()) && row.hands.contains(&capacity);
        K::FLOW.iter().filter(next).any(|row| self.did(row.apart, person).is_some())
    }

    /// Whether a person did an act that is this deed.
    pub fn did_deed(&self, deed: Deed, person: &PersonId) -> bool {
        let is = |act: &Act| K::FLOW.iter().any(|row| row.act == *act && row.deed == Some(deed));
        self.done.iter().any(|(act, by)| by == person && is(act))
    }

    /// Who did this act last.
    pub fn doer(&self, act: Act) -> Option<&PersonId> {
        self.done.iter().rev().find(|(a, _)| *a == act).map(|(_, by)| by)
    }
}

/// Where an act leads from a state, by the table; `which` says it where there are several. None where it stays.
pub fn lands<F: Flow>(act: Act, from: F::At, which: impl FnOnce() -> Option<F::At>) -> Option<F::At> {
    let row = F::FLOW.iter().find(|s| s.act == act && s.from.contains(&from))?;
    match row.to {
        To::Go(at) => Some(at),
        To::OneOf(all) => which().filter(|at| all.contains(at)),
        To::Stay => None,
    }
}
