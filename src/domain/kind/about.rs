//! A kind as data: what forms, the line, words, diagrams and tests read of its table.

use super::folded::Folded;
use super::rules::{offered, was_asked};
use super::table::{Field, Hung, Known, Shown};
use super::{At, Desk, Flow, Hangs, Kind, Step, why_not};
use crate::domain::command::Command;
use crate::domain::flow::{Act, Capacity, To};
use crate::domain::ids::{MatterId, Millis};
use crate::domain::policy::{self, Deed, Raw};
use crate::domain::refusal::Refusal;
use crate::domain::registry;
use crate::domain::signature::Signed;
use crate::domain::state::State;
use crate::domain::turn::Turn;
use serde::Serialize;
use serde_json::Value;

/// What everybody may ask of a row without knowing its kind.
#[derive(Clone, Debug)]
pub struct RowFacts {
    pub act: Act,
    pub from: Vec<&'static str>,
    /// Every pair of states that the row connects.
    pub leads: Vec<(&'static str, &'static str)>,
    pub hands: &'static [Capacity],
    /// Who may do it as well.
    pub also: &'static [Capacity],
    pub needs: Vec<&'static str>,
    pub asks: &'static [Field],
    pub due: Option<&'static str>,
    pub signed: Option<Signed>,
    /// From which version of a body on.
    pub signed_since: u8,
    pub for_good: bool,
    /// Whether it may be said of several matters at once.
    pub several: bool,
    pub shown: Shown,
    /// As what its doer is told of.
    pub told: Option<Capacity>,
    pub raw: Raw,
    pub apart: &'static [Act],
    pub deed: Option<Deed>,
    /// The key it has on the screens; none where only the palette has it.
    pub key: Option<char>,
    /// The act whose form leads here too.
    pub under: Option<Act>,
    /// Whether it begins a matter.
    pub begins: bool,
}

/// A table as data.
#[derive(Clone, Debug)]
pub struct Table {
    pub code: &'static str,
    pub title: &'static [Act],
    pub words: String,
    /// Code, and whether it is open.
    pub states: Vec<(&'static str, bool)>,
    pub none: &'static str,
    pub rows: Vec<RowFacts>,
}

/// A kind as data.
pub struct About {
    pub code: &'static str,
    pub known: Known,
    pub on: Hung,
    /// Whether its matters keep figures, which can be counted once more.
    pub counted: bool,
    pub room: u8,
    /// Code, and whether it is open.
    pub states: Vec<(&'static str, bool)>,
    pub none: &'static str,
    pub lists: &'static [&'static str],
    /// Its tables: one, but for a record, on which things of their own are under way.
    pub tables: Vec<Table>,
    /// The rows of all of them.
    pub rows: Vec<RowFacts>,
    pub events: &'static [(&'static str, Act)],
    /// Makes the command of a row from its answers by key.
    pub command: fn(Option<MatterId>, Value) -> Result<Command, serde_json::Error>,
}

impl About {
    /// Whether an act is one of its tables'.
    pub fn has(&self, act: Act) -> bool {
        self.rows.iter().any(|r| r.act == act)
    }
}

/// An act that is next, in which capacity, and by which clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    pub act: Act,
    pub capacity: Capacity,
    pub clock: &'static str,
}

fn row<F: Flow>(step: &'static Step<F>) -> RowFacts {
    let leads =
        |from: &F::At| step.to.all(*from).into_iter().map(|to| (from.code(), to.code())).collect::<Vec<_>>();
    let own = (!step.own.is_empty()).then_some("same_person");
    RowFacts {
        act: step.act,
        from: step.from.iter().map(|s| s.code()).collect(),
        leads: step.from.iter().flat_map(leads).collect(),
        hands: step.hands,
        also: step.also,
        needs: step.needs.iter().map(|n| n.code).filter(|code| !code.is_empty()).chain(own).collect(),
        asks: step.asks,
        due: step.due,
        signed: step.signed,
        signed_since: step.signed_since,
        for_good: step.for_good,
        several: step.several,
        shown: step.shown,
        told: step.told.or(step.hands.first().copied()),
        raw: step.raw,
        apart: step.apart,
        deed: step.deed,
        key: step.key,
        under: step.under,
        begins: step.from.contains(&F::At::NONE) && !matches!(step.to, To::Stay),
    }
}

/// The row of an act, whichever of the kind's tables has it.
pub fn facts<K: Kind>(act: Act) -> Option<RowFacts> {
    registry::every().find(|k| k.code == K::CODE)?.rows.iter().find(|r| r.act == act).cloned()
}

/// A table of a flow as data: its name, the acts that name it where it has none of its own, and the list in
/// which its states have their words.
pub fn table<F: Flow>(code: &'static str, title: &'static [Act], words: impl Into<String>) -> Table {
    Table {
        code,
        title,
        words: words.into(),
        states: F::At::ALL.iter().map(|s| (s.code(), s.is_open())).collect(),
        none: F::At::NONE.code(),
        rows: F::FLOW.iter().map(row).collect(),
    }
}

/// The paragraphs and lines that were written in an event, as far as the record's keepers may know of it: a question
/// whom they mean would tell of a matter that its record's page does not show.
pub fn words<K: Kind>(event: &K::Event) -> Vec<(&'static str, String)> {
    if K::KNOWN != Known::WithRecord {
        return Vec::new();
    }
    let act = K::made_by(event);
    // Of an act that asks for nothing, nothing is made again: a record's are long, and every fold comes by here.
    let row = K::FLOW.iter().find(|row| row.act == act && !row.asks.is_empty());
    row.map(|row| super::answers::words(row.asks, &K::asked(event))).unwrap_or_default()
}

/// The materials that an act names by their hashes: those that its row asks for, given or not, and those
/// that it only may be given.
pub fn materials<K: Kind>(act: &K::Act) -> Vec<String> {
    let row = K::FLOW.iter().find(|row| row.act == K::act(act) && !row.asks.is_empty());
    row.map(|row| super::answers::materials(row.asks, act)).unwrap_or_default()
}

pub fn about<K: Kind>(command: fn(Option<MatterId>, Value) -> Result<Command, serde_json::Error>) -> About {
    let tables = K::tables();
    About {
        code: K::CODE,
        known: K::KNOWN,
        on: K::ON,
        counted: K::KNOWN == Known::WithFigures,
        room: K::ROOM,
        states: K::At::ALL.iter().map(|s| (s.code(), s.is_open())).collect(),
        none: K::At::NONE.code(),
        lists: K::LISTS,
        rows: tables.iter().flat_map(|t| t.rows.clone()).collect(),
        tables,
        events: K::EVENTS,
        command,
    }
}

/// Acts with a row in the matter's state, each with the reason why it is closed to this person.
pub fn can<K: Hangs>(desk: &Desk<'_>, matter: Option<&Folded<K>>) -> Vec<(Act, Option<Refusal>)> {
    let rows = offered(desk, matter.map(|m| &m.of));
    rows.map(|s| (s.act, why_not(desk, matter, s.act).err()))
        .filter(|(_, no)| was_asked(no))
        .chain(matter.map(|m| m.of.beyond(desk)).unwrap_or_default())
        .collect()
}

/// Whoever holds the capacity of what is next, as far as he may know of the matter.
pub fn turns<K: Hangs>(matter: &Folded<K>, state: &State, at: Millis) -> Vec<Turn> {
    let since = matter.of.counts_from(&state.organ, state.record.as_deref());
    let of = |n: Next| {
        let holders = policy::holders(state, n.capacity, at);
        holders.into_iter().map(move |p| Turn::new(&p, n.capacity, n.act, since, n.clock))
    };
    next(&matter.of).into_iter().flat_map(of).collect()
}

/// What the table says is next in the matter's state.
pub fn next<K: Hangs>(matter: &K) -> Vec<Next> {
    let rows = K::FLOW.iter().filter(|s| s.from.contains(&matter.at()));
    rows.filter_map(|s| {
        let capacity = *s.hands.first()?;
        s.due.map(|clock| Next { act: s.act, capacity, clock })
    })
    .collect()
}

/// The record that an act names, as the one that begins a matter does.
pub fn record_in(act: &impl Serialize) -> Option<MatterId> {
    let value = serde_json::to_value(act).ok()?;
    let fields = value.as_object()?.values().next()?;
    // An application that was made names it within.
    let record = fields.get("record").or_else(|| fields.get("application")?.get("record"));
    serde_json::from_value(record?.clone()).ok()
}
