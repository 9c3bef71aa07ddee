//! What a command became that comes once more under its own id. A line says much by what stands when it is
//! run (the text that it changes, the change that is open); said again it means what stood then, and who has
//! lost sight of the matter since is still told that his act is done.

use super::ask::Found;
use super::{LogId, Office, Trouble, fold};
use crate::domain::command::{Actor, Command};
use crate::domain::ids::{Millis, Ref, Revision};
use crate::domain::name::fold as folded;
use crate::domain::question::question;
use crate::domain::record::RecordText;
use crate::store::contract::Moment;
use uuid::Uuid;

/// An act of somebody's own, by the id of its command.
pub struct Taken {
    pub at: Millis,
    /// The text at which it was given.
    pub seen: Option<Revision>,
    /// The question that it answered.
    pub command: Option<Command>,
    /// The text of the record before it.
    pub before: Option<RecordText>,
    pub found: Option<Found>,
    name: Option<Ref>,
    number: Option<String>,
}

impl Taken {
    /// Whether this is a name of the matter that it belongs to.
    pub fn is_called(&self, typed: &str) -> bool {
        let number = self.number.as_deref().filter(|number| folded(number) == folded(typed));
        number.is_some() || Ref::parse(typed).is_some_and(|typed| self.name == Some(typed))
    }
}

impl Office {
    /// What this person's command with this id became; none where it became nothing, or is another's.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn taken(&mut self, actor: &Actor, id: &Uuid) -> Result<Option<Taken>, Trouble> {
        self.refresh()?;
        let db = self.register.db();
        let Some(seq) = db.of_command(id)? else { return Ok(None) };
        let Some(stored) = db.entry(LogId::Acts, seq)? else { return Ok(None) };
        let body = fold::body(&stored.body)?;
        if body.actor != actor.name {
            return Ok(None);
        }
        let before = fold::book_before(db, &self.organ, &[body.matter], seq)?;
        let line = db.by_id(&body.matter)?;
        let record = fold::book(db, &self.organ, &[body.matter])?.records.get(&body.matter).cloned();
        Ok(Some(Taken {
            at: stored.entry.header.time_ms,
            command: question(&before, &body),
            seen: body.seen,
            before: before.records.get(&body.matter).map(|r| r.text.clone()),
            found: line.as_ref().map(Found::of),
            name: line.map(|l| l.ref_),
            number: record.and_then(|r| r.number.clone()),
        }))
    }
}
