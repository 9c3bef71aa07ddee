//! What follows from records, over all kinds of a room: what is under way, by its clock, and what is over.

use super::{Can, Office, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::PersonId;
use crate::domain::kind::Hung;
use crate::domain::policy;
use crate::domain::registry;
use crate::domain::state::State;
use crate::store::contract::{Following, Moment};
use crate::store::lines::{FollowsLine, Waits};
use serde::Serialize;

/// As many lines as anybody goes through; beyond them one asks for what waits for one act.
const MOST: usize = 500;

/// Which of them is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Narrowed {
    #[default]
    UnderWay,
    /// What waits for this act.
    Next(Act),
    Done,
}

/// The list, and how much of the whole waits for what.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Followed {
    pub lines: Vec<FollowsLine>,
    pub next: Vec<(Act, usize)>,
    /// There is more than is shown.
    pub more: bool,
}

impl Office {
    /// What follows from the records that this person may see, of the kinds whose lists stand in this room.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn following(&mut self, actor: &Actor, room: u8, narrowed: Narrowed) -> Result<Followed, Trouble> {
        let person = me(actor)?.clone();
        self.write_what_is_due()?;
        self.refresh()?;
        let kinds: Vec<_> = registry::in_room(room).collect();
        let codes: Vec<&'static str> = kinds.iter().map(|k| k.code).collect();
        let acts: Vec<Act> = kinds.iter().flat_map(|k| k.rows.iter().map(|r| r.act)).collect();
        let of = Following {
            kinds: &codes,
            acts: &acts,
            only: if let Narrowed::Next(act) = narrowed { Some(act) } else { None },
            done: narrowed == Narrowed::Done,
            keeps: policy::keeps(&self.organ, &person),
        };
        let scope = self.scope(&person);
        let db = self.register.db();
        let mut lines = db.following(&scope, &of, MOST + 1)?;
        let more = lines.len() > MOST;
        lines.truncate(MOST);
        let mut next = db.awaited(&scope, &of)?;
        for kind in kinds.iter().filter(|k| k.on == Hung::Organ) {
            self.of_organ_too(&person, kind.code, narrowed, &mut lines, &mut next)?;
        }
        Ok(Followed { lines, next, more })
    }

    /// The same of a kind that hangs on the organ: there are few of them.
    fn of_organ_too(
        &self,
        person: &PersonId,
        kind: &'static str,
        narrowed: Narrowed,
        lines: &mut Vec<FollowsLine>,
        next: &mut Vec<(Act, usize)>,
    ) -> Result<(), Trouble> {
        let mut found = Vec::new();
        for line in self.register.db().matters(&self.scope(person), kind, &[])? {
            let Some(State { matter: Some(m), .. }) = self.is_there(person, &line.id)? else { continue };
            let since = m.counts_from(&self.organ, None);
            let waits = m.next().first().map(|n| Waits {
                act: n.act,
                since,
                clock: n.clock.to_owned(),
                due: self.organ.due(n.clock, since),
            });
            if let Some(w) = &waits {
                match next.iter_mut().find(|(act, _)| *act == w.act) {
                    Some((_, n)) => *n += 1,
                    None => next.push((w.act, 1)),
                }
            }
            let is_meant = match narrowed {
                Narrowed::UnderWay => line.open,
                Narrowed::Next(act) => waits.as_ref().is_some_and(|w| w.act == act),
                Narrowed::Done => !line.open,
            };
            if is_meant {
                found.push(FollowsLine { line, title: m.about(), waits, veiled: false });
            }
        }
        lines.extend(found);
        Ok(())
    }

    /// Acts that begin a matter of a kind of this room on the organ, each with the reason why it is closed to him;
    /// none where it is never his.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn begun_on_organ(&mut self, actor: &Actor, room: u8) -> Result<Vec<Can>, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let (state, now) = (State::of(self.organ.clone()), self.now());
        let holds = |c: &Capacity| policy::holds(&state, *c, &person, now);
        let kinds = registry::in_room(room).filter(|k| k.on == Hung::Organ);
        let rows = kinds.flat_map(|k| &k.rows).filter(|row| row.begins);
        let his = rows.filter(|row| row.hands.iter().chain(row.also).any(holds));
        Ok(his.map(|row| Can { act: row.act, why_not: None }).collect())
    }
}
