//! What follows from a record once it was looked into: which duties the class of its triage brings along, how each
//! of them stands, and whether the record is closed. Which matter says the class, which one answers a duty and
//! which one closes is said by the kinds themselves, so that none of them knows another.

use super::flow::Act;
use super::ids::{MatterId, Millis};
use super::kind::{At, On};
use super::record::Status;
use super::refusal::{Refusal, Rule};
use super::registry::{Held, Matter};
use super::state::State;
use std::sync::Arc;

/// What a class asks for, as the list of classes (CL10) has it; `then` says which of them.
pub const ROUTE: &str = "ROUTE";
pub const CIRCULATE: &str = "CIRCULATE";
pub const ACCOUNT: &str = "ACCOUNT";
/// In the order in which they are done.
const DUTIES: [&str; 3] = [ROUTE, CIRCULATE, ACCOUNT];

/// What a matter is in the course of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// It says of which class the record is, and so what must follow.
    Says { class: String, then: Vec<String>, aggravating: Vec<String>, since: Millis },
    /// It answers a duty: by what was done, or by a reason why not.
    Answers { duty: &'static str, stands: Stands, since: Millis },
    /// It closes the record.
    Closes,
    /// It closed the record, and new evidence has come: what was said before is said anew.
    Reopens { since: Millis },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    UnderWay,
    Decided,
}

impl Part {
    /// The answer to a duty of a matter that stands so; none of one that came to nothing.
    pub fn answer<S: At>(duty: &'static str, at: S, decided: &[S], since: Millis) -> Option<Self> {
        let stands = match at {
            at if decided.contains(&at) => Stands::Decided,
            at if at.is_open() => Stands::UnderWay,
            _ => return None,
        };
        Some(Self::Answers { duty, stands, since })
    }
}

/// What was found against somebody and stands in force: what may be told of him, without the record it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    pub person: String,
    pub cause: String,
    pub sanctions: Vec<String>,
    pub form4: String,
    pub decided_at: Millis,
    pub doc_no: String,
    pub effective_at: Option<Millis>,
    /// How the last appeal ended; empty where there was none.
    pub appeal_result: String,
    pub reflected_in: Vec<String>,
}

/// What the class that stands asks for, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows {
    pub class: String,
    then: Vec<String>,
    /// What makes it worse, as it was found.
    pub aggravating: Vec<String>,
    pub since: Millis,
}

impl Follows {
    /// The class of the last triage that stands, of what the store has; none where there is none yet, or none since
    /// the record was opened again.
    pub fn of(state: &State) -> Option<Self> {
        state.record.as_deref().filter(|r| r.status == Status::Confirmed)?;
        // By their places in the log: two acts may bear one moment.
        let again = parts(state)
            .filter(|(_, part)| matches!(part, Part::Reopens { .. }))
            .map(|(moved, _)| moved)
            .max();
        let says = parts(state).filter_map(|(moved, part)| match part {
            Part::Says { class, then, aggravating, since } => {
                Some((moved, Self { class, then, aggravating, since }))
            }
            _ => None,
        });
        let last = says.max_by_key(|(moved, _)| *moved);
        last.filter(|(moved, _)| again.is_none_or(|again| *moved > again)).map(|(_, follows)| follows)
    }
    pub fn asks(&self, duty: &str) -> bool {
        self.then.iter().any(|t| t == duty)
    }
    /// Duties that nothing decided yet.
    pub fn undecided(&self, state: &State) -> impl Iterator<Item = &'static str> {
        DUTIES.into_iter().filter(|duty| self.asks(duty) && stands(state, duty) != Some(Stands::Decided))
    }
    /// Whether a duty is asked for and nobody has begun with it.
    pub fn waits(&self, state: &State, duty: &str) -> bool {
        self.asks(duty) && stands(state, duty).is_none() && !is_closed(state)
    }
}

/// How a duty stands; what is under way comes before what was decided.
pub fn stands(state: &State, duty: &str) -> Option<Stands> {
    let of = |(_, part)| match part {
        Part::Answers { duty: d, stands, .. } if d == duty => Some(stands),
        _ => None,
    };
    let all: Vec<Stands> = parts(state).filter_map(of).collect();
    all.iter().find(|s| **s == Stands::UnderWay).or(all.first()).copied()
}

/// When the last duty was decided.
pub fn last_decided(state: &State) -> Option<Millis> {
    let of = |(_, part)| match part {
        Part::Answers { stands: Stands::Decided, since, .. } => Some(since),
        _ => None,
    };
    parts(state).filter_map(of).max()
}

/// When the record was opened again, for the last time.
pub fn reopened(state: &State) -> Option<Millis> {
    let of = |(_, part)| match part {
        Part::Reopens { since } => Some(since),
        _ => None,
    };
    parts(state).filter_map(of).max()
}

/// Whether the record before us is closed: nothing more is begun on it until it is opened again.
pub fn is_closed(state: &State) -> bool {
    parts(state).any(|(_, part)| part == Part::Closes)
}

/// Whether something may be begun by this act: on what the store has, as long as it is not closed.
///
/// # Errors
/// [`Rule::NotNow`] or [`Rule::RecordClosed`].
pub fn may_begin(state: &State, act: Act) -> Result<(), Refusal> {
    match state.the_record()?.status {
        Status::Confirmed if is_closed(state) => Err(Refusal::of(Rule::RecordClosed)),
        Status::Confirmed => Ok(()),
        _ => Err(Refusal::with(Rule::NotNow, act.code())),
    }
}

/// Whether it may be reported at once by this act: as soon as it was handed in, for that waits for nobody to confirm
/// it; what was taken back is reported too, what is void was nothing.
///
/// # Errors
/// [`Rule::NotNow`] or [`Rule::RecordClosed`].
pub fn may_report(state: &State, act: Act) -> Result<(), Refusal> {
    match state.the_record()?.status {
        Status::New | Status::Quick | Status::Void => Err(Refusal::with(Rule::NotNow, act.code())),
        _ if is_closed(state) => Err(Refusal::of(Rule::RecordClosed)),
        _ => Ok(()),
    }
}

/// As [`may_begin`], where the class that stands asks for it.
///
/// # Errors
/// As there, and [`Rule::NothingFollows`] where it does not, or none stands.
pub fn must_follow(state: &State, act: Act, duty: &str) -> Result<(), Refusal> {
    may_begin(state, act)?;
    let asked = Follows::of(state).is_some_and(|f| f.asks(duty));
    if asked { Ok(()) } else { Err(Refusal::of(Rule::NothingFollows)) }
}

/// One of a kind at a time.
///
/// # Errors
/// [`Rule::OpenAlready`]
pub fn none_under_way<K: Held>(state: &State) -> Result<(), Refusal> {
    let one = state.all::<K>().any(|m| m.of.at().is_open());
    if one { Err(Refusal::of(Rule::OpenAlready)) } else { Ok(()) }
}

/// What stands in force against somebody on the record before us.
pub fn in_force(state: &State) -> impl Iterator<Item = (MatterId, InForce)> {
    hanging(state).filter_map(|m| m.in_force().map(|found| (m.id(), found)))
}

/// What hangs on the record before us, each with the place in the log of the act by which it stands so.
fn parts(state: &State) -> impl Iterator<Item = (u64, Part)> {
    hanging(state).filter_map(|m| m.part().map(|part| (m.moved(), part)))
}

fn hanging(state: &State) -> impl Iterator<Item = &Arc<Matter>> {
    let record = state.record.as_ref().map(|r| r.id);
    let hangs = move |on: On<'_>| matches!((on, record), (On::Record(on), Some(id)) if on == id);
    state.matters.iter().filter(move |m| hangs(m.on()))
}
