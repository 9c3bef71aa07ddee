//! What follows from records, over all kinds of a room: what is under way, by its clock, and what is over.

use super::{Office, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::flow::Act;
use crate::domain::policy;
use crate::domain::registry;
use crate::store::contract::{Following, Moment};
use crate::store::lines::FollowsLine;
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
        Ok(Followed { lines, next: db.awaited(&scope, &of)?, more })
    }
}
