//! A kind of matter, described once. One row of its table is one act, and everything that is said
//! about that act stands in the row: where it leads, who may do it, what must hold, what is asked for,
//! which clock runs, which signature it wants, who may know who did it. The decision, the reason beside
//! a key, the form, the options of the verb, the check of the input, the fold, the diagram and the
//! random walks all read the row.

mod about;
mod acts;
mod answers;
mod begun;
mod dates;
mod folded;
mod glue;
#[cfg(test)]
pub mod guard;
mod page;
mod rules;
mod table;

pub use super::flow::To;
pub use about::{
    About, Next, RowFacts, Table, about, can, facts, materials, next, record_in, table, turns, words,
};
pub(crate) use acts::{acts_of, events_of};
pub use answers::check;
pub use begun::Begun;
pub use folded::{Folded, lands};
pub(crate) use glue::{asked_by, begun_on_a_record, flow_of, folded_by, kept_in};
pub use page::{Page, Row, Sight, Value};
pub use rules::{Desk, decide, hand, open, row, step, why_not};
pub use table::{Ask, Field, Hung, Known, Need, On, Shown, Signs, Step};

use super::disposal::{InForce, Part};
use super::event::Stamp;
use super::figures::{AtHead, Cells, Period, Span};
use super::flow::Act;
use super::ids::{CommitteeId, MatterId, Millis, PersonId, Ref, Revision};
use super::organ::Organ;
use super::policy::Concern;
use super::record::{Attachment, IdentityRequest, Judged, Record};
use super::refusal::{No, Refusal};
use super::registry::Matter;
use super::state::State;
use super::turn::Turn;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::sync::Arc;

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
    /// Who has already given a hand for an act of several, as whoever asks is counted.
    fn given(&self, _desk: &Desk<'_>, _act: Act) -> Vec<PersonId> {
        Vec::new()
    }
    /// Whether somebody may miss an act that has a row here.
    fn is_offered(&self, _desk: &Desk<'_>, _act: Act) -> bool {
        true
    }
    /// The request for the recorder's name, where it is one.
    fn request(&self) -> Option<&IdentityRequest> {
        None
    }
}

/// Whose act it was that is asked for again, and the record it was done on, as that stood before it.
pub struct Then<'a> {
    pub organ: &'a Organ,
    pub me: &'a PersonId,
    pub record: Option<&'a Record>,
}

/// A kind of matter. Its folder says these things and nobody else has to.
pub trait Kind: Flow {
    /// Area of its events, name of its verb, of its words and of its lists.
    const CODE: &'static str;
    /// Who may know that one exists. There is no default: a kind that does not say does not compile.
    const KNOWN: Known;
    /// Number of the room in which its list stands.
    const ROOM: u8;
    /// What its matters hang on.
    const ON: Hung = Hung::Record;
    /// What is asked: an enum whose variants are the rows' acts and whose fields are their `asks`.
    type Act: Serialize + DeserializeOwned + Clone + Debug + PartialEq;
    /// What happened. Its bytes are for ever.
    type Event: Serialize + DeserializeOwned + Clone + Debug + PartialEq;
    /// Texts of the code lists that it brings along.
    const LISTS: &'static [&'static str];
    /// Codes of all events, each with the act that makes it.
    const EVENTS: &'static [(&'static str, Act)];

    /// Its table as data, and those of what is under way within one of its matters.
    fn tables() -> Vec<Table> {
        vec![table::<Self>(Self::CODE, &[], format!("{}_state", Self::CODE))]
    }

    /// The row an act belongs to.
    fn act(act: &Self::Act) -> Act;
    /// The act that made an event.
    fn made_by(event: &Self::Event) -> Act;
    /// The code of an event within its area.
    fn event_code(event: &Self::Event) -> &'static str;

    /// What was asked for, as far as it stands in what came of it: verification asks it again.
    fn asked(event: &Self::Event) -> Self::Act;
    /// The same, where the question names the text that somebody had before him.
    fn asked_on(event: &Self::Event, _seen: &Revision) -> Self::Act {
        Self::asked(event)
    }
    /// What a decision does to a question before it keeps it, done to one that `me` asks again: `kept` is
    /// the question as it was made again from the act.
    fn as_kept(_then: &Then<'_>, _asked: &mut Self::Act, _kept: &mut Self::Act) {}
    /// The revision that somebody had before him, where the act depends on it.
    fn seen(_act: &Self::Act) -> Option<&Revision> {
        None
    }
    /// The same act on the text of this revision, where it is a hand on what stands there and names none yet.
    fn on_text(_act: &Self::Act, _seen: &Revision) -> Option<Self::Act> {
        None
    }
    /// Whether an act begins a matter; none where it may begin one or go on with it. `matter` is what it names.
    fn begins(_act: &Self::Act, matter: Option<MatterId>) -> Option<bool> {
        Some(matter.is_none())
    }
    /// Whether an event that gives its matter a name may go on with one that was begun before.
    fn goes_on(_event: &Self::Event) -> bool {
        false
    }
    /// Whether what a question comes to is what stands in the log, but for what is kept nowhere.
    fn is_as(comes_to: &Self::Event, stands: &Self::Event) -> bool {
        comes_to == stands
    }
    /// What stands in the text a person signs, beside the hash of the whole act.
    fn signs(_event: &Self::Event) -> Vec<(&'static str, Signs)> {
        Vec::new()
    }
    /// Another matter of the same kind that an act names.
    fn other(_act: &Self::Act) -> Option<MatterId> {
        None
    }
    /// What an act attaches to a text.
    fn attached(_act: &Self::Act) -> &[Attachment] {
        &[]
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
    /// The period whose figures an act is given before it is decided: they are counted by whoever takes it, and
    /// handed in by nobody.
    fn counts(_act: &Self::Act) -> Option<Period> {
        None
    }
    /// The figures that an event keeps, with the head of the log under which they were counted.
    fn figures(_event: &Self::Event) -> Option<&AtHead> {
        None
    }
    /// The short name that the event which begins a matter gives it.
    fn names(event: &Self::Event) -> Option<&Ref>;
}

/// A kind of matter that hangs on a record, on a body or on the organ; the record alone is none.
pub trait Hangs: Kind + Clone + Debug {
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
    /// Whether all that is still to come of it waits for somebody who is not in service any more.
    fn waits_in_vain(&self, _organ: &Organ, _record: &Record) -> bool {
        false
    }
    fn land(&mut self, at: Self::At, since: Millis);

    fn id(&self) -> MatterId;
    fn ref_(&self) -> &Ref;
    fn begun_at(&self) -> Millis;
    fn since(&self) -> Millis;
    /// From when its clocks run: since when it stands where it does, if the kind does not know better.
    fn counts_from(&self, _organ: &Organ, _record: Option<&Record>) -> Millis {
        self.since()
    }
    fn on(&self) -> On<'_>;
    /// The body that it is before.
    fn committee(&self) -> Option<&CommitteeId> {
        None
    }
    /// The meeting on whose agenda it stands.
    fn meeting(&self) -> Option<MatterId> {
        None
    }
    /// Whether its page still shows all that one of its acts said: what another replaced, it does not. Each kind
    /// says so for itself, for what is shown goes out in proofs.
    fn shows(&self, event: &Self::Event) -> bool;
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
    /// What the record before us waits for that would begin a matter of this kind, since when; which act it is,
    /// who does it and by which clock.
    fn awaited(_state: &State) -> Option<(Next, Millis)> {
        None
    }
    /// The turn of its record's own that an event answers, and so ends for all.
    fn answers(_event: &Self::Event) -> Option<Act> {
        None
    }
    /// Leads the turns of the record's own that this kind answers to its draft, and takes away those for which it
    /// is under way.
    fn take_over(_state: &State, _turns: &mut Vec<Turn>) {}
    /// What it is in the course of its record: what says the class, what answers a duty, what closes.
    fn part(&self) -> Option<Part> {
        None
    }
    /// What it found against somebody, where that stands in force and may be told to whoever appraises him.
    fn in_force(&self) -> Option<InForce> {
        None
    }
    /// What it comes to in the figures of the organ, by the month in which each was done.
    fn counts(&self, _organ: &Organ, _record: &Record, _cells: &mut Cells) {}
    /// The period and the figures it keeps, as far as they can be counted once more.
    fn kept_figures(&self) -> Option<(Period, &AtHead)> {
        None
    }
    /// What it is about, in a list: nothing, where it hangs on what says it.
    fn about(&self) -> String {
        String::new()
    }
    /// Months whose figures it tells: it is there for nobody from whom one of their records is hidden, for what
    /// his own figures leave out would follow from these.
    fn tells(&self) -> Vec<Span> {
        Vec::new()
    }
    /// What the organ waits for at a moment, of a kind that hangs on it, that would begin another of these: which
    /// act it is, since when, and what it is about.
    fn awaited_of_organ(_others: &[Arc<Matter>], _now: Millis) -> Option<(Next, Millis, String)> {
        None
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

/// The act that an act answers, as its signed text names it.
pub(in crate::domain) fn upon(
    act: &Option<super::ids::Revision>,
) -> impl Iterator<Item = (&'static str, Signs)> {
    act.iter().map(|act| ("upon", Signs::plain(act)))
}
