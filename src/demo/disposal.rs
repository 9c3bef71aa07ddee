//! What follows from a record, told act by act: each is done by whoever's turn it is when the day has come, and
//! skipped where it is nobody's.

use super::custody::{Pen, Tale};
use super::script::{Played, Who};
use crate::domain::command::Command;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::policy;
use crate::domain::record::Record;
use crate::domain::registry::{self, Matter};
use crate::domain::state::State;
use std::sync::Arc;

/// Whose turn an act is: on what hangs on the record, or before there is such a thing. Nobody where it is not next.
pub fn whose(
    played: &Played<'_>,
    record: &Arc<Record>,
    act: Act,
    now: Millis,
    nth: usize,
) -> Option<PersonId> {
    let mut state = State::of(played.book.organ.clone());
    state.record = Some(record.clone());
    state.matters = played.book.on_record(&record.id).cloned().collect();
    state.matter = matter(played, record, act).cloned();
    let (mut free, capacity) = match &state.matter {
        Some(m) => {
            let mine: Vec<_> = m.turns(&state, now).into_iter().filter(|t| t.act == act).collect();
            (mine.iter().map(|t| t.person.clone()).collect(), mine.first()?.capacity)
        }
        None => {
            let (next, _) = registry::awaited(&state).into_iter().find(|(next, _)| next.act == act)?;
            (policy::holders(&state, next.capacity, now), next.capacity)
        }
    };
    // What others drafted the head approves.
    if capacity == Capacity::Discipline {
        free.retain(|p| !policy::holds(&state, Capacity::DisciplineHead, p, now));
    }
    let n = nth.checked_rem(free.len())?;
    free.into_iter().nth(n)
}

/// What hangs on a record and has this act next.
pub fn under_way(played: &Played<'_>, record: &Record, act: Act) -> Option<MatterId> {
    matter(played, record, act).map(|m| m.id())
}

fn matter<'p>(played: &'p Played<'_>, record: &Record, act: Act) -> Option<&'p Arc<Matter>> {
    let has = |m: &&Arc<Matter>| m.next().iter().any(|n| n.act == act);
    played.book.on_record(&record.id).find(has)
}

impl Pen<'_, '_> {
    /// An act of whoever's turn it is then, on what hangs on the record of a tale.
    pub fn next(
        &mut self,
        tale: &Tale,
        at: Millis,
        act: Act,
        ask: impl FnOnce(&Record, Option<MatterId>) -> Command + 'static,
    ) {
        let key = tale.key;
        self.script.command(at, Who::Next(act), key, move |p| {
            let record = p.record(key)?;
            Ok(ask(record, under_way(p, record, act)))
        });
    }
}
