//! Which bodies of the log may leave as they are written. A body names whoever acted and shows every
//! word, so it goes only to somebody to whom the page of the matter shows all of that; what somebody
//! wrote himself he may always take along. Every kind of event says so for itself.

use super::redact::{Eyes, Names};
use super::sees::Concern;
use crate::domain::event::{ActorName, Event};
use crate::domain::ids::PersonId;
use crate::domain::organ::Organ;
use crate::domain::record::Record;
use crate::domain::registry::Matter;

/// What a page shows, by whom it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raw {
    /// To nobody but whoever did it.
    Own,
    /// With the recorder's name: to those who opened it with a purpose.
    WithRecorder,
    /// With custodians' names and remarks: to those who acted in custody themselves, and discipline.
    WithCustodians,
    /// To everybody who reads the matter whole.
    Whole,
    /// To the members and the secretary of the body.
    OnTheBody,
}

/// Somebody who wants to take an act of a record's family along.
#[derive(Clone, Copy, Debug)]
pub struct Takes<'a> {
    pub organ: &'a Organ,
    pub record: &'a Record,
    pub viewer: &'a PersonId,
    pub concern: Option<Concern>,
    /// Whether he opened the recorder's name, with a purpose that was written down.
    pub opened: bool,
    /// Whether he sits in the body of the item or meeting, or keeps its papers.
    pub on_the_body: bool,
    /// The matter beside the record whose act it is.
    pub matter: Option<&'a Matter>,
}

impl Takes<'_> {
    /// Whether he may have this act's body as it is written.
    pub fn whole(&self, event: &Event, actor: &ActorName) -> bool {
        let person = match actor {
            ActorName::Person(id) => Some(id),
            ActorName::Register => None,
        };
        if person == Some(self.viewer) {
            return true;
        }
        let eyes = Eyes::of(self.organ, self.record, self.viewer, self.concern);
        let by_recorder = person == Some(&self.record.recorder);
        // His page shows him that name once he has said what for, and so does this.
        let named = eyes.opens_recorder && (self.opened || &self.record.recorder == self.viewer);
        if eyes.names != Names::Full || by_recorder && !named {
            return false;
        }
        // What another act replaced, no page shows any more.
        if self.matter.is_some_and(|m| !m.shows(event)) {
            return false;
        }
        match raw(event) {
            Raw::Own => false,
            Raw::WithRecorder => named,
            Raw::WithCustodians => by_recorder || eyes.acted && eyes.keeps,
            Raw::Whole => true,
            Raw::OnTheBody => self.on_the_body,
        }
    }
}

fn raw(event: &Event) -> Raw {
    // A kind says it row by row; what no row made is no part of any record's story.
    event.row().map_or(Raw::Own, |row| row.raw)
}
