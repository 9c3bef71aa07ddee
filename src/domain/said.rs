//! Words that are written in a matter which hangs on a record: why help is asked for, what a level says,
//! what is put before a body, what goes to another organ. They are read for whom they may mean, as the
//! record's own are. What a body says when it decides is not: its members speak of each other there, and
//! its decision names whoever carries it out.

use super::book::Book;
use super::event::Event;
use super::ids::MatterId;

impl Event {
    /// The words that somebody wrote here about a record without being in its own story.
    pub fn laid(&self) -> Vec<(&'static str, String)> {
        self.words_of_kind()
    }
}

impl Book {
    /// The record on which a matter hangs.
    pub fn hangs_on(&self, matter: &MatterId) -> Option<MatterId> {
        self.matters.get(matter).and_then(|m| m.record())
    }
}
