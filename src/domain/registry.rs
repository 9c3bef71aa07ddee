//! The kinds of matter there are, one line each. Whatever holds a matter, an event or a question of any
//! of them, and their dispatch, is made from this list.

use super::accountability;
use super::circulation;
use super::closing;
use super::committee;
use super::disclosure;
use super::disposal::{InForce, Part};
use super::escalation;
use super::event::Stamp;
use super::evidence::{EvidenceCommand, EvidenceEvent};
use super::figures::{AtHead, Cells, Period, Span};
use super::flow::{Act, Capacity};
use super::ids::{CommitteeId, MatterId, Millis, PersonId, Ref, Revision};
use super::kind::{self, Desk, Flow, Folded, Hangs, Hung, Kind, Known, On, Page, RowFacts, Signs};
use super::organ::{Organ, OrganCommand, OrganEvent};
use super::policy::{Concern, Deed};
use super::record::{self, Attachment, Judged, Record};
use super::refusal::{No, Refusal, Rule};
use super::report;
use super::routing;
use super::state::State;
use super::triage;
use super::turn::Turn;
use super::urgency;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};

/// A kind that can be looked for among matters of any kind.
pub trait Held: Hangs {
    fn held(matter: &Matter) -> Option<&Folded<Self>>;
    fn held_mut(matter: &mut Matter) -> Option<&mut Folded<Self>>;
}

macro_rules! kinds {
    (on $root:ident { $on:ident } => $base:ty: $($(#[$only:meta])* $name:ident { $field:ident } => $kind:ty),* $(,)?) => {
        /// One act that took place, by area.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Event {
            Organ(OrganEvent),
            $root(<$base as Kind>::Event),
            Evidence(EvidenceEvent),
            $($(#[$only])* $name(<$kind as Kind>::Event)),*
        }

        /// What a person asks. The same enum is the key pressed in a screen, the subcommand on the line
        /// and the step of a test; policy takes the typed command and can never guess.
        #[allow(clippy::large_enum_variant, reason = "a change of the organ is rare, and one at a time")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Command {
            Organ(OrganCommand),
            /// None for a new one.
            $root { $on: Option<MatterId>, act: <$base as Kind>::Act },
            Evidence(EvidenceCommand),
            $($(#[$only])* $name { $field: Option<MatterId>, act: <$kind as Kind>::Act }),*
        }

        /// A matter of any kind.
        #[allow(clippy::large_enum_variant, reason = "each stands behind a pointer of its own")]
        #[derive(Clone, Debug)]
        pub enum Matter { $($(#[$only])* $name(Folded<$kind>)),* }

        impl Event {
            /// `area.kind` of an event of a kind.
            pub(super) fn of_kind(&self) -> String {
                match self {
                    Event::$root(e) => format!("{}.{}", <$base as Kind>::CODE, <$base as Kind>::event_code(e)),
                    $($(#[$only])* Event::$name(e) => format!("{}.{}", <$kind as Kind>::CODE, <$kind as Kind>::event_code(e)),)*
                    _ => String::new(),
                }
            }
            /// The short name it gives, where it begins a matter of a kind.
            pub(super) fn names_kind(&self) -> Option<&Ref> {
                match self {
                    Event::$root(e) => <$base as Kind>::names(e),
                    $($(#[$only])* Event::$name(e) => <$kind as Kind>::names(e),)*
                    _ => None,
                }
            }
            /// The command of a kind that came to it, of somebody who had this text before him; `known` is
            /// whether the matter was begun before.
            pub(super) fn asked_of_kind(&self, matter: MatterId, known: bool, seen: &Revision) -> Option<Command> {
                match self {
                    Event::$root(e) => {
                        let begins = <$base as Kind>::names(e).is_some() && !(known && <$base as Kind>::goes_on(e));
                        let matter = Some(matter).filter(|_| !begins);
                        Some(Command::$root { $on: matter, act: <$base as Kind>::asked_on(e, seen) })
                    }
                    $($(#[$only])* Event::$name(e) => {
                        let begins = <$kind as Kind>::names(e).is_some() && !(known && <$kind as Kind>::goes_on(e));
                        let matter = Some(matter).filter(|_| !begins);
                        Some(Command::$name { $field: matter, act: <$kind as Kind>::asked_on(e, seen) })
                    })*
                    _ => None,
                }
            }
            /// Other matters whose own story an event of a kind belongs to as well.
            pub(super) fn also_of_kind(&self) -> Vec<MatterId> {
                match self {
                    Event::$root(e) => <$base as Kind>::also(e),
                    $($(#[$only])* Event::$name(e) => <$kind as Kind>::also(e),)*
                    _ => Vec::new(),
                }
            }
            /// The number that an event of a kind gives out: series, year, ordinal.
            pub(super) fn number_of_kind(&self) -> Option<(String, i32, u32)> {
                match self {
                    Event::$root(e) => <$base as Kind>::number(e),
                    $($(#[$only])* Event::$name(e) => <$kind as Kind>::number(e),)*
                    _ => None,
                }
            }
            /// The materials that an event of a kind names, by their hashes.
            pub fn materials_of_kind(&self) -> Vec<String> {
                match self {
                    Event::$root(e) => kind::materials::<$base>(&<$base as Kind>::asked(e)),
                    $($(#[$only])* Event::$name(e) => kind::materials::<$kind>(&<$kind as Kind>::asked(e)),)*
                    _ => Vec::new(),
                }
            }
            /// Whether it is what stands in the log, but for what is kept nowhere.
            pub(super) fn is_as(&self, stands: &Event) -> bool {
                match (self, stands) {
                    (Event::$root(e), Event::$root(stands)) => <$base as Kind>::is_as(e, stands),
                    $($(#[$only])* (Event::$name(e), Event::$name(stands)) => <$kind as Kind>::is_as(e, stands),)*
                    _ => self == stands,
                }
            }
            /// The figures that an event of a kind keeps.
            pub fn figures(&self) -> Option<&AtHead> {
                match self {
                    $($(#[$only])* Event::$name(e) => <$kind as Kind>::figures(e),)*
                    _ => None,
                }
            }
            /// What it attached to a text.
            pub fn attached(&self) -> Vec<Attachment> {
                match self {
                    Event::$root(e) => <$base as Kind>::attached(&<$base as Kind>::asked(e)).to_vec(),
                    $($(#[$only])* Event::$name(e) => <$kind as Kind>::attached(&<$kind as Kind>::asked(e)).to_vec(),)*
                    _ => Vec::new(),
                }
            }
            /// The paragraphs and the lines that somebody wrote in it, each with the field it is read as.
            pub(super) fn words_of_kind(&self) -> Vec<(&'static str, String)> {
                match self {
                    Event::$root(e) => kind::words::<$base>(e),
                    $($(#[$only])* Event::$name(e) => kind::words::<$kind>(e),)*
                    _ => Vec::new(),
                }
            }
            /// What of it stands in the text that is signed, beside the hash of the whole.
            pub fn signs(&self) -> Vec<(&'static str, Signs)> {
                match self {
                    Event::$root(e) => <$base as Kind>::signs(e),
                    $($(#[$only])* Event::$name(e) => <$kind as Kind>::signs(e),)*
                    _ => Vec::new(),
                }
            }
            /// The act of the table that made it; none where its area has no such table.
            pub fn row(&self) -> Option<RowFacts> {
                match self {
                    Event::$root(e) => kind::facts::<$base>(<$base as Kind>::made_by(e)),
                    $($(#[$only])* Event::$name(e) => kind::facts::<$kind>(<$kind as Kind>::made_by(e)),)*
                    _ => None,
                }
            }
        }

        impl Command {
            /// Of a kind: its code and the matter it names.
            pub fn of_kind(&self) -> Option<(&'static str, Option<MatterId>)> {
                match self {
                    Command::$root { $on, .. } => Some((<$base as Kind>::CODE, *$on)),
                    $($(#[$only])* Command::$name { $field, .. } => Some((<$kind as Kind>::CODE, *$field)),)*
                    _ => None,
                }
            }
            /// The row of the table that it is about.
            pub fn row(&self) -> Option<RowFacts> {
                match self {
                    Command::$root { act, .. } => kind::facts::<$base>(<$base as Kind>::act(act)),
                    $($(#[$only])* Command::$name { act, .. } => kind::facts::<$kind>(<$kind as Kind>::act(act)),)*
                    _ => None,
                }
            }
            /// What was asked again, as the decision kept it the first time.
            pub(super) fn as_kept(&mut self, then: &kind::Then<'_>, kept: &mut Command) {
                match (self, kept) {
                    (Command::$root { act, .. }, Command::$root { act: kept, .. }) => {
                        <$base as Kind>::as_kept(then, act, kept);
                    }
                    $($(#[$only])* (Command::$name { act, .. }, Command::$name { act: kept, .. }) => {
                        <$kind as Kind>::as_kept(then, act, kept);
                    })*
                    _ => {}
                }
            }
            /// Whether this begins a matter; none where it may begin one or go on with it.
            pub fn begins(&self) -> Option<bool> {
                match self {
                    Command::$root { $on, act } => <$base as Kind>::begins(act, *$on),
                    $($(#[$only])* Command::$name { $field, act } => <$kind as Kind>::begins(act, *$field),)*
                    _ => Some(false),
                }
            }
            /// The revision that somebody had before him, where the act depends on it.
            pub fn seen(&self) -> Option<&Revision> {
                match self {
                    Command::$root { act, .. } => <$base as Kind>::seen(act),
                    $($(#[$only])* Command::$name { act, .. } => <$kind as Kind>::seen(act),)*
                    _ => None,
                }
            }
            /// The same, on the text of this revision; none where it is no hand on what stands there, or names
            /// its text itself.
            pub(super) fn on_a_text(&self, seen: &Revision) -> Option<Self> {
                match self {
                    Command::$root { $on, act } => {
                        <$base as Kind>::on_text(act, seen).map(|act| Command::$root { $on: *$on, act })
                    }
                    $($(#[$only])* Command::$name { $field, act } => {
                        <$kind as Kind>::on_text(act, seen).map(|act| Command::$name { $field: *$field, act })
                    })*
                    _ => None,
                }
            }
            /// Another matter of the same kind that it names.
            pub fn other(&self) -> Option<MatterId> {
                match self {
                    Command::$root { act, .. } => <$base as Kind>::other(act),
                    $($(#[$only])* Command::$name { act, .. } => <$kind as Kind>::other(act),)*
                    _ => None,
                }
            }
            /// What it attaches to a text.
            pub fn attached(&self) -> &[Attachment] {
                match self {
                    Command::$root { act, .. } => <$base as Kind>::attached(act),
                    $($(#[$only])* Command::$name { act, .. } => <$kind as Kind>::attached(act),)*
                    _ => &[],
                }
            }
            /// The meeting that a command of a kind names.
            pub fn meeting(&self) -> Option<MatterId> {
                match self {
                    Command::$root { act, .. } => <$base as Kind>::meeting_in(act),
                    $($(#[$only])* Command::$name { act, .. } => <$kind as Kind>::meeting_in(act),)*
                    _ => None,
                }
            }
            /// The materials that a command of a kind names, by their hashes.
            pub fn materials_of_kind(&self) -> Vec<String> {
                match self {
                    Command::$root { act, .. } => kind::materials::<$base>(act),
                    $($(#[$only])* Command::$name { act, .. } => kind::materials::<$kind>(act),)*
                    _ => Vec::new(),
                }
            }
            /// The period whose figures it is given before it is decided.
            pub fn counts(&self) -> Option<Period> {
                match self {
                    $($(#[$only])* Command::$name { act, .. } => <$kind as Kind>::counts(act),)*
                    _ => None,
                }
            }
            /// The record that a command of a kind begins something on.
            pub fn begins_on(&self) -> Option<MatterId> {
                match self {
                    $($(#[$only])* Command::$name { act, .. } => kind::record_in(act),)*
                    _ => None,
                }
            }
        }

        impl Event {
            /// The turn of its record's own that this answers.
            pub(super) fn answers(&self) -> Option<Act> {
                match self {
                    $($(#[$only])* Event::$name(e) => <$kind as Hangs>::answers(e),)*
                    _ => None,
                }
            }
            /// The record on which this begins a matter.
            pub fn begun_on(&self) -> Option<MatterId> {
                match self {
                    $($(#[$only])* Event::$name(e) => self.names().and_then(|_| kind::record_in(e)),)*
                    _ => None,
                }
            }
        }

        impl Matter {
            pub fn begin(stamp: &Stamp<'_>, event: &Event) -> Option<Self> {
                match event {
                    $($(#[$only])* Event::$name(e) => Folded::<$kind>::begin(stamp, e).map(Matter::$name),)*
                    _ => None,
                }
            }
            pub fn apply(&mut self, stamp: &Stamp<'_>, event: &Event) {
                match (self, event) {
                    $($(#[$only])* (Matter::$name(m), Event::$name(e)) => m.apply(stamp, e),)*
                    _ => {}
                }
            }
            pub fn kind(&self) -> &'static str {
                match *self { $($(#[$only])* Matter::$name(_) => <$kind as Kind>::CODE),* }
            }
            /// Whether its kind has screens and verbs of its own.
            pub fn has_own_room(&self) -> bool {
                match *self { $($(#[$only])* Matter::$name(_) => <$kind as Kind>::ROOM == kind::room::OWN),* }
            }
            pub fn known(&self) -> Known {
                match *self { $($(#[$only])* Matter::$name(_) => <$kind as Kind>::KNOWN),* }
            }
            pub fn state(&self) -> (&'static str, bool) {
                match *self { $($(#[$only])* Matter::$name(ref m) => (m.of.at().code(), m.of.is_open())),* }
            }
            /// Whether anything is still to come of it, as the organ is now.
            pub fn is_open_in(&self, organ: &Organ, record: &Record) -> bool {
                let vain = match *self {
                    $($(#[$only])* Matter::$name(ref m) => m.of.waits_in_vain(organ, record)),*
                };
                self.state().1 && !vain
            }
            pub fn id(&self) -> MatterId {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.id()),* }
            }
            pub fn ref_(&self) -> &Ref {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.ref_()),* }
            }
            pub fn begun_at(&self) -> Millis {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.begun_at()),* }
            }
            pub fn since(&self) -> Millis {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.since()),* }
            }
            /// From when its clocks run.
            pub fn counts_from(&self, organ: &Organ, record: Option<&Record>) -> Millis {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.counts_from(organ, record)),* }
            }
            /// Where in the log stands the act by which it came to stand where it does.
            pub fn moved(&self) -> u64 {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.moved),* }
            }
            /// Whether this person did what shuts him out of an act of this capacity that is next.
            pub fn bars(&self, capacity: Capacity, person: &PersonId) -> bool {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.bars(capacity, person)),* }
            }
            pub fn on(&self) -> On<'_> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.on()),* }
            }
            pub fn concerned(&self, organ: &Organ, record: Option<&Record>) -> Vec<(PersonId, Concern)> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.concerned(organ, record)),* }
            }
            /// The body that it is before.
            pub fn committee(&self) -> Option<&CommitteeId> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.committee()),* }
            }
            /// The meeting on whose agenda it stands.
            pub fn meeting(&self) -> Option<MatterId> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.meeting()),* }
            }
            /// Whether its page still shows what this act of it said.
            pub fn shows(&self, event: &Event) -> bool {
                match (self, event) {
                    $($(#[$only])* (Matter::$name(m), Event::$name(e)) => m.of.shows(e),)*
                    // What is no act of it, its page does not show.
                    _ => false,
                }
            }
            /// As it is judged by these rules; none where they make no difference to it.
            pub fn judged(&self, rules: Judged) -> Option<Self> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.judged(rules).map(Matter::$name)),* }
            }
            pub fn page(&self, page: &mut Page) {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.page(page)),* }
            }
            /// The record it hangs on.
            pub fn record(&self) -> Option<MatterId> {
                match self.on() {
                    On::Record(id) => Some(id),
                    On::Body(_) | On::Organ => None,
                }
            }
            /// The acts of its table that have a row in its state, each with the reason why it is closed.
            pub fn can(&self, desk: &Desk<'_>) -> Vec<(Act, Option<Refusal>)> {
                match *self { $($(#[$only])* Matter::$name(ref m) => kind::can(desk, Some(m))),* }
            }
            /// Whether a person did an act that is this deed.
            pub fn did(&self, deed: Deed, person: &PersonId) -> bool {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.did_deed(deed, person)),* }
            }
            /// Whose turn it is by name, in the capacity of a level.
            pub fn holder(&self) -> Option<&PersonId> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.holder()),* }
            }
            /// Who asked for a collective decision.
            pub fn put_to_a_body_by(&self) -> Option<&PersonId> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.put_to_a_body_by()),* }
            }
            /// What it is in the course of its record.
            pub fn part(&self) -> Option<Part> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.part()),* }
            }
            /// What it found against somebody, as long as that stands.
            pub fn in_force(&self) -> Option<InForce> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.in_force()),* }
            }
            /// What it comes to in the figures of the organ.
            pub fn counts(&self, organ: &Organ, record: &Record, cells: &mut Cells) {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.counts(organ, record, cells)),* }
            }
            /// The period and the figures it keeps.
            pub fn kept_figures(&self) -> Option<(Period, &AtHead)> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.kept_figures()),* }
            }
            /// What it is about, in a list.
            pub fn about(&self) -> String {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.about()),* }
            }
            /// Months whose figures it tells.
            pub fn tells(&self) -> Vec<Span> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.tells()),* }
            }
            /// When the register acts of itself if nobody does before.
            pub fn silent_at(&self, organ: &Organ) -> Option<Millis> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.silent_at(organ)),* }
            }
            /// What the register does of itself by now.
            pub fn silent(&self, organ: &Organ, record: &Record, now: Millis) -> Option<Event> {
                match *self { $($(#[$only])* Matter::$name(ref m) => m.of.silent(organ, record, now).map(Event::$name)),* }
            }
            /// Whose turn it is at a moment.
            pub fn turns(&self, state: &State, at: Millis) -> Vec<Turn> {
                match *self { $($(#[$only])* Matter::$name(ref m) => <$kind as Hangs>::turns(m, state, at)),* }
            }
            /// What is next, by the table: act, capacity, clock.
            pub fn next(&self) -> Vec<kind::Next> {
                match *self { $($(#[$only])* Matter::$name(ref m) => kind::next(&m.of)),* }
            }
        }

        $($(#[$only])* impl Held for $kind {
            fn held(matter: &Matter) -> Option<&Folded<Self>> {
                match matter {
                    Matter::$name(m) => Some(m),
                    #[allow(unreachable_patterns, reason = "there may be one kind alone")]
                    _ => None,
                }
            }
            fn held_mut(matter: &mut Matter) -> Option<&mut Folded<Self>> {
                match matter {
                    Matter::$name(m) => Some(m),
                    #[allow(unreachable_patterns, reason = "there may be one kind alone")]
                    _ => None,
                }
            }
        })*

        /// What a command of a kind comes to.
        ///
        /// # Errors
        /// The rule that stands against it, or the fields that are wrong.
        pub fn decide(desk: &Desk<'_>, found: Option<&Matter>, command: &Command) -> Result<Event, No> {
            match command {
                Command::$root { act, .. } => <$base>::decide(desk, act).map(Event::$root),
                $($(#[$only])* Command::$name { $field, act } => {
                    let found = match found { Some(Matter::$name(m)) => Some(m), _ => None };
                    if $field.is_some() && found.is_none() {
                        return Err(Rule::NoSuchMatter.into());
                    }
                    kind::decide(desk, found, act).map(Event::$name)
                })*
                _ => Err(Rule::NoSuchMatter.into()),
            }
        }

        /// Acts that begin a matter of some kind on the record before us, with the reasons.
        pub fn beginnings(desk: &Desk<'_>) -> Vec<(Act, Option<Refusal>)> {
            let mut found = Vec::new();
            $($(#[$only])* if <$kind as Kind>::ON == Hung::Record { found.extend(kind::can::<$kind>(desk, None)); })*
            found
        }

        /// What the record before us waits for that begins a matter of some kind, since when.
        pub fn awaited(state: &State) -> Vec<(kind::Next, Millis)> {
            let mut found = Vec::new();
            $($(#[$only])* found.extend(<$kind as Hangs>::awaited(state));)*
            found
        }

        /// What the organ waits for at a moment that begins a matter of a kind that hangs on it: the act, since when,
        /// what it is about; `of` are the matters of a kind that there are.
        pub fn awaited_of_organ<'a>(
            of: impl Fn(&'static str) -> Vec<Arc<Matter>> + 'a,
            now: Millis,
        ) -> Vec<(&'static str, kind::Next, Millis, String)> {
            let mut found = Vec::new();
            $($(#[$only])* if <$kind as Kind>::ON == Hung::Organ {
                let code = <$kind as Kind>::CODE;
                let next = <$kind as Hangs>::awaited_of_organ(&of(code), now);
                found.extend(next.map(|(next, since, about)| (code, next, since, about)));
            })*
            found
        }

        /// Turns of the record's own that a kind takes over: its draft stands in the place of an act of one step.
        pub fn take_over(state: &State, turns: &mut Vec<Turn>) {
            $($(#[$only])* <$kind as Hangs>::take_over(state, turns);)*
        }

        /// The record as data: what all the others hang on.
        pub fn base() -> &'static kind::About {
            static BASE: LazyLock<kind::About> = LazyLock::new(|| kind::about::<$base>(
                |matter, act| Ok(Command::$root { $on: matter, act: serde_json::from_value(act)? })
            ));
            &BASE
        }

        /// Every kind that hangs on something, as data; made once, for it is asked with every line of a story and every key.
        pub fn all() -> &'static [kind::About] {
            static ALL: LazyLock<Vec<kind::About>> = LazyLock::new(|| {
                [$($(#[$only])* kind::about::<$kind>(
                    |matter, act| Ok(Command::$name { $field: matter, act: serde_json::from_value(act)? })
                )),*].into()
            });
            &ALL
        }
    };
}

kinds! {
    on Record { record } => record::Record:
    Escalation { escalation } => escalation::Escalation,
    Item { item } => committee::Item,
    Meeting { meeting } => committee::Meeting,
    Urgency { matter } => urgency::Urgency,
    Triage { matter } => triage::Triage,
    Routing { matter } => routing::Routing,
    Circulation { matter } => circulation::Circulation,
    Accountability { matter } => accountability::Accountability,
    Closing { matter } => closing::Closing,
    Disclosure { matter } => disclosure::Disclosure,
    Report { matter } => report::Report,
    // Known to those alone whom it concerns: what the tests of sight look for and must not find.
    #[cfg(test)]
    Guard { matter } => super::kind::guard::Guard,
}

/// The record, and every kind that hangs on something.
pub fn every() -> impl Iterator<Item = &'static kind::About> {
    std::iter::once(base()).chain(all())
}

/// Acts of the kinds' own tables.
pub fn acts() -> impl Iterator<Item = Act> {
    all().iter().flat_map(|k| k.rows.iter().map(|r| r.act))
}

/// Kinds that are shown and asked by the rooms and verbs that serve any kind.
pub fn plain() -> impl Iterator<Item = &'static kind::About> {
    all().iter().filter(|k| k.room != kind::room::OWN)
}

/// The acts of each kind that somebody may ask for by a key.
pub fn flows() -> impl Iterator<Item = Vec<Act>> {
    let asked = |r: &RowFacts| r.under.is_none() && r.hands != [Capacity::Register];
    all().iter().map(move |k| k.rows.iter().filter(|r| asked(r)).map(|r| r.act).collect())
}

/// The kinds that hang on the organ.
pub fn of_organ() -> impl Iterator<Item = &'static kind::About> {
    all().iter().filter(|k| k.on == Hung::Organ)
}

/// Whether the matters of a kind hang on the organ.
pub fn hangs_on_organ(kind: &str) -> bool {
    of_organ().any(|k| k.code == kind)
}

/// Whether a list of matters of this kind exists.
pub fn is_known(kind: &str) -> bool {
    kind == "proposal" || every().any(|k| k.code == kind)
}

/// The code by which a room of kinds is named in the words of the frame.
pub fn room_name(room: u8) -> &'static str {
    match room {
        kind::room::DISPOSAL => "disposal",
        _ => "oversight",
    }
}

/// The row behind a kind of event, `routing.sent`; none where no table made it.
pub fn row_of(event: &str) -> Option<RowFacts> {
    let (area, code) = event.split_once('.')?;
    let kind = every().find(|k| k.code == area)?;
    let act = kind.events.iter().find(|(c, _)| *c == code)?.1;
    kind.rows.iter().find(|r| r.act == act).cloned()
}

/// The kind that an act of its table belongs to.
pub fn kind_of(act: Act) -> Option<&'static str> {
    all().iter().find(|k| k.has(act)).map(|k| k.code)
}

/// Whether an act begins a matter of a kind.
pub fn begins(act: Act) -> bool {
    all().iter().flat_map(|k| &k.rows).any(|r| r.act == act && r.begins)
}

/// Whether an act may be said of several matters at once.
pub fn is_of_several(act: Act) -> bool {
    all().iter().flat_map(|k| &k.rows).any(|r| r.act == act && r.several)
}

/// The kinds whose lists stand in a room.
pub fn in_room(room: u8) -> impl Iterator<Item = &'static kind::About> {
    all().iter().filter(move |k| k.room == room)
}

/// The key of an act of the kinds' tables.
pub fn key_of(act: Act) -> Option<char> {
    all().iter().flat_map(|k| &k.rows).find(|r| r.act == act)?.key
}

/// Whether an act of the kinds' tables is signed.
pub fn is_signed(act: Act) -> bool {
    all().iter().flat_map(|k| &k.rows).any(|r| r.act == act && r.signed.is_some())
}

/// Whether nobody can take an act back or do it once more: what it brings about is in force, out in the open or
/// over. Such an act asks for the last four characters of the name of what it is done to, so that no key pressed
/// by mistake does it.
pub fn is_final(act: Act) -> bool {
    let rows = every().flat_map(|k| &k.rows).any(|r| r.act == act && r.for_good);
    rows || super::organ::table().rows.iter().any(|r| r.act == act && r.for_good)
}
