//! What follows from a record, told act by act: each is done by whoever's turn it is when the day has come, and
//! skipped where it is nobody's.

use super::chance::Chance;
use super::custody::{Pen, Tale};
use super::days::DAY;
use super::script::{Played, Who};
use crate::domain::command::Command;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::kind::RowFacts;
use crate::domain::policy;
use crate::domain::record::Record;
use crate::domain::registry::{self, Matter};
use crate::domain::state::State;
use crate::office::Trouble;
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
    let capacity = match &state.matter {
        Some(m) => *row(m, act)?.hands.first()?,
        None => registry::awaited(&state).into_iter().find(|(next, _)| next.act == act)?.0.capacity,
    };
    let mut free = policy::holders(&state, capacity, now);
    match &state.matter {
        // Where it is somebody's turn, one of those does it.
        Some(m) if m.next().iter().any(|n| n.act == act) => {
            let turns = m.turns(&state, now);
            free.retain(|p| turns.iter().any(|t| t.act == act && &t.person == p));
        }
        Some(m) => free.retain(|p| !m.bars(capacity, p)),
        None => {}
    }
    // What others drafted the head approves.
    if capacity == Capacity::Discipline {
        let heads = policy::holders(&state, Capacity::DisciplineHead, now);
        free.retain(|p| !heads.contains(p));
    }
    let n = nth.checked_rem(free.len())?;
    free.into_iter().nth(n)
}

/// What hangs on a record and stands so that this act may be done to it.
pub fn under_way(played: &Played<'_>, record: &Record, act: Act) -> Option<MatterId> {
    matter(played, record, act).map(|m| m.id())
}

fn matter<'p>(played: &'p Played<'_>, record: &Record, act: Act) -> Option<&'p Arc<Matter>> {
    played.book.on_record(&record.id).find(|m| row(m, act).is_some())
}

/// The row of an act where a matter stands.
fn row(m: &Matter, act: Act) -> Option<&'static RowFacts> {
    let kind = registry::all().iter().find(|k| k.code == m.kind())?;
    kind.rows.iter().find(|r| r.act == act && r.from.contains(&m.state().0))
}

impl Pen<'_, '_> {
    /// Stories with a chance of their own: the others are told as they are without them.
    ///
    /// # Errors
    /// Those of the stories.
    pub fn apart(
        &mut self,
        chance: u64,
        told: impl FnOnce(&mut Self) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let others = std::mem::replace(&mut self.world.chance, Chance::new(chance));
        let told = told(self);
        self.world.chance = others;
        told
    }

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

    /// Whatever must follow from what was looked into, and its closing: at once where nothing must, else when all of
    /// it is through.
    pub fn dispose(&mut self, tale: &Tale, from: Millis) {
        self.close(tale, from);
        self.route(tale, from);
        self.circulate(tale, from);
        self.account(tale, from);
        // Where no step takes more than two days, all of it is through in fifteen.
        let through = self.later(from, if self.script.days(40) < 40 { 15 } else { 40 } * DAY);
        self.close(tale, through);
    }
}
