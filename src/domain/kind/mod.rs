//! A kind of matter, described once. One row of its table is one act, and everything that is said
//! about that act stands in the row: where it leads, who may do it, what must hold, what is asked for,
//! which clock runs, which signature it wants, who may know who did it. The decision, the reason beside
//! a key, the form, the options of the verb, the check of the input, the fold, the diagram and the
//! random walks all read the row.

mod about;
mod acts;
mod answers;
mod folded;
mod glue;
#[cfg(test)]
pub mod guard;
mod page;
mod rules;
mod table;

pub use super::flow::To;
pub use about::{About, Next, RowFacts, about, can, facts, materials, next, record_in, turns, words};
pub(crate) use acts::{acts_of, events_of};
pub use answers::check;
pub use folded::Folded;
pub(crate) use glue::{asked_by, flow_of, folded_by, kept_in};
pub use page::{Page, Row, Sight, Value};
pub use rules::{Desk, decide, why_not};
pub use table::{Ask, Field, Known, Need, On, Shown, Signs, Step};

use super::event::Stamp;
use super::flow::Act;
use super::ids::{CommitteeId, MatterId, Millis, PersonId, Ref};
use super::organ::Organ;
use super::policy::Concern;
use super::record::{Judged, Record};
use super::refusal::{No, Refusal};
use super::state::State;
use super::turn::Turn;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// Rooms in which lists of kinds stand.
pub mod room {
    /// The kind has screens and verbs of its own.
    pub const OWN: u8 = 0;
    /// What follows from a record.
    pub const DISPOSAL: u8 = 5;
    /// Watching over the recording itself.
    pub const OVERSIGHT: u8 = 6;
}

/// The states of a kind.
pub trait At: Copy + PartialEq + Debug + 'static {
    const ALL: &'static [Self];
    /// Before there is a matter.
    const NONE: Self;
    fn code(self) -> &'static str;
    /// Whether somebody still has to do something.
    fn is_open(self) -> bool;
}

/// What goes through the states of a table: a matter of a kind, or something that is under way within one.
pub trait Flow: Sized + 'static {
    type At: At;
    const FLOW: &'static [Step<Self>];
    fn at(&self) -> Self::At;
    /// Who has already given a hand for an act of several.
    fn given(&self, _act: Act) -> Vec<PersonId> {
        Vec::new()
    }
}

/// A kind of matter. Its folder says these things and nobody else has to.
pub trait Kind: Flow + Clone + Debug {
    /// Area of its events, name of its verb, of its words and of its lists.
    const CODE: &'static str;
    /// Who may know that one exists. There is no default: a kind that does not say does not compile.
    const KNOWN: Known;
    /// Number of the room in which its list stands.
    const ROOM: u8;
    /// Whether it is begun on a record; what is not hangs on a body or on the organ.
    const ON_A_RECORD: bool = true;
    /// What is asked: an enum whose variants are the rows' acts and whose fields are their `asks`.
    type Act: Serialize + DeserializeOwned + Clone + Debug + PartialEq;
    /// What happened. Its bytes are for ever.
    type Event: Serialize + DeserializeOwned + Clone + Debug + PartialEq;
    /// Texts of the code lists that it brings along.
    const LISTS: &'static [&'static str];
    /// Codes of all events, each with the act that makes it.
    const EVENTS: &'static [(&'static str, Act)];

    /// The row an act belongs to.
    fn act(act: &Self::Act) -> Act;
    /// The act that made an event.
    fn made_by(event: &Self::Event) -> Act;
    /// The code of an event within its area.
    fn event_code(event: &Self::Event) -> &'static str;

    /// What was asked for, as far as it stands in what came of it: verification asks it again.
    fn asked(event: &Self::Event) -> Self::Act;
    /// What a decision does to a question before it keeps it, done to one that is asked again: `kept` is
    /// the question as it was made again from the act.
    fn as_kept(_asked: &mut Self::Act, _kept: &Self::Act) {}
    /// What stands in the text a person signs, beside the hash of the whole act.
    fn signs(_event: &Self::Event) -> Vec<(&'static str, Signs)> {
        Vec::new()
    }
    /// Other matters whose own story an event belongs to as well.
    fn also(_event: &Self::Event) -> Vec<MatterId> {
        Vec::new()
    }
    /// The number that an event gives out in a series without gaps: series, year, ordinal.
    fn number(_event: &Self::Event) -> Option<(String, i32, u32)> {
        None
    }
    /// The meeting that an act names: a decision on it looks at that one.
    fn meeting_in(_act: &Self::Act) -> Option<MatterId> {
        None
    }
    /// The short name that the event which begins a matter gives it.
    fn names(event: &Self::Event) -> Option<&Ref>;

    fn begin(stamp: &Stamp<'_>, event: &Self::Event) -> Option<Self>;
    /// Takes in what an event says; where it leads is the table's.
    fn take(&mut self, stamp: &Stamp<'_>, event: &Self::Event);
    /// Which of several states an event leads to; asked for [`To::OneOf`] alone.
    fn lands(&self, _event: &Self::Event) -> Option<Self::At> {
        None
    }
    /// Whether anything is still to come of it; by its state, if the kind does not know better.
    fn is_open(&self) -> bool {
        self.at().is_open()
    }
    fn land(&mut self, at: Self::At, since: Millis);

    fn id(&self) -> MatterId;
    fn ref_(&self) -> &Ref;
    fn begun_at(&self) -> Millis;
    fn since(&self) -> Millis;
    fn on(&self) -> On<'_>;
    /// The body that it is before.
    fn committee(&self) -> Option<&CommitteeId> {
        None
    }
    /// The meeting on whose agenda it stands.
    fn meeting(&self) -> Option<MatterId> {
        None
    }
    /// As it is judged by the rules of now or of an older form; none where they make no difference to it.
    fn judged(&self, _rules: Judged) -> Option<Self> {
        None
    }
    /// Whose turn it is by name, in the capacity of a level.
    fn holder(&self) -> Option<&PersonId> {
        None
    }
    /// Who asked for a collective decision; that stands in for the application where nobody else may apply.
    fn put_to_a_body_by(&self) -> Option<&PersonId> {
        None
    }
    /// When the register acts of itself if nobody does before; never on a date that is presumed.
    fn silent_at(&self, _organ: &Organ) -> Option<Millis> {
        None
    }
    /// What the register does then: once [`Self::silent_at`] is past.
    fn silent(&self, _organ: &Organ, _record: &Record, _now: Millis) -> Option<Self::Event> {
        None
    }
    /// Whose turn it is, at a moment; by the table, if the kind does not know better.
    fn turns(matter: &Folded<Self>, state: &State, at: Millis) -> Vec<Turn> {
        turns(matter, state, at)
    }
    /// Acts of other tables that are next here.
    fn beyond(&self, _desk: &Desk<'_>) -> Vec<(Act, Option<Refusal>)> {
        Vec::new()
    }
    /// Everybody whom it concerns by name, beyond those whom its record concerns. They see the record too;
    /// of a kind that is [`Known::Concerned`] they alone know that it exists, whatever its record says.
    fn concerned(&self, organ: &Organ, record: Option<&Record>) -> Vec<(PersonId, Concern)>;

    /// What somebody is told who is refused: the rule, or the reason behind it where he may know it.
    fn refused(_desk: &Desk<'_>, _matter: Option<&Self>, _act: Act, no: Refusal) -> Refusal {
        no
    }

    /// What is left of the rules once the row has been asked.
    ///
    /// # Errors
    /// The rule that stands against it, or the fields that are wrong.
    fn event(desk: &Desk<'_>, matter: Option<&Self>, act: &Self::Act) -> Result<Self::Event, No>;

    /// What a reader sees: the page on the screen, on the line, as JSON and on paper.
    fn page(&self, page: &mut Page);
}
