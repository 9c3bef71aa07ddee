//! The one decision and the one fold, for every kind.

use super::answers::check;
use super::folded::Folded;
use super::table::Step;
use super::{At, Flow, Hangs};
use crate::domain::command::Asked;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::PersonId;
use crate::domain::policy;
use crate::domain::refusal::{No, Refusal, Rule};
use crate::domain::registry::Matter;
use crate::domain::state::State;

/// What a decision looks at, borrowed.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub state: &'a State,
    pub asked: &'a Asked<'a>,
    pub me: &'a PersonId,
}

impl<'a> Desk<'a> {
    /// Matters on the record before us as far as he knows of them: no answer tells of another.
    pub fn family(&self) -> impl Iterator<Item = &'a Matter> {
        let (organ, me) = (&self.state.organ, self.me);
        self.state.matters.iter().map(|m| &**m).filter(move |m| policy::knows(organ, m, me))
    }
}

/// The row of an act in a state.
///
/// # Errors
/// [`Rule::NotNow`] when the table has none.
pub fn row<F: Flow>(act: Act, at: F::At) -> Result<&'static Step<F>, Refusal> {
    let found = F::FLOW.iter().find(|s| s.act == act && s.from.contains(&at));
    found.ok_or_else(|| Refusal::with(Rule::NotNow, act.code()))
}

/// Whether he may give the next hand of a row, and every need holds, before anything is answered; true when
/// his hand is the last. `given` are those whose hands are there.
///
/// # Errors
/// The first rule that stands against it.
pub fn hand<F: Flow>(
    desk: &Desk<'_>,
    found: Option<&F>,
    row: &Step<F>,
    given: &[PersonId],
) -> Result<bool, Refusal> {
    let Desk { state, asked, me } = *desk;
    if row.also.iter().any(|c| policy::holds(state, *c, me, asked.now)) {
        return Ok(true);
    }
    let given = match &state.record {
        Some(record) => policy::standing(&state.organ, record, given),
        None => given.to_vec(),
    };
    let request = found.and_then(F::request);
    let asks = policy::Asks { request, ..policy::Asks::of(state, me, asked.now) };
    let last = asks.hand(row.act, row.hands, &given, row.deed)?;
    row.needs.iter().try_for_each(|need| (need.holds)(desk, found))?;
    Ok(last)
}

/// As [`hand`], the row being that of the act where something stands, and the hands those that it has.
///
/// # Errors
/// [`Rule::NotNow`] when the table has no such row, or the first rule that stands against it.
pub fn step<F: Flow>(desk: &Desk<'_>, found: Option<&F>, act: Act) -> Result<bool, Refusal> {
    let row = row::<F>(act, found.map_or(F::At::NONE, F::at))?;
    let given = found.map(|f| f.given(desk, act)).unwrap_or_default();
    hand(desk, found, row, &given)
}

/// The rows that somebody may miss where something stands.
pub fn offered<F: Flow>(desk: &Desk<'_>, found: Option<&F>) -> impl Iterator<Item = &'static Step<F>> {
    let at = found.map_or(F::At::NONE, F::at);
    // What the register does of itself is no act that one misses.
    let by_people = |s: &&Step<F>| s.under.is_none() && s.hands != [Capacity::Register];
    let rows = F::FLOW.iter().filter(move |s| s.from.contains(&at)).filter(by_people);
    rows.filter(move |s| found.is_none_or(|f| f.is_offered(desk, s.act)))
}

/// The acts that have a row where something stands, each with the reason why it is closed to this person.
pub fn open<F: Flow>(desk: &Desk<'_>, found: Option<&F>) -> Vec<(Act, Option<Refusal>)> {
    let given = |act| found.map(|f| f.given(desk, act)).unwrap_or_default();
    let all = offered(desk, found).map(|s| (s.act, hand(desk, found, s, &given(s.act)).err()));
    all.filter(|(_, no)| was_asked(no)).collect()
}

/// What one is not asked is no act that one misses.
pub fn was_asked(no: &Option<Refusal>) -> bool {
    no.as_ref().is_none_or(|no| no.rule != Rule::NotAsked)
}

/// The row, once everything holds that can be said before an answer is given: the reason beside a key,
/// in the palette, on the line and in the decision.
///
/// # Errors
/// The first rule that stands against it.
pub fn why_not<K: Hangs>(
    desk: &Desk<'_>,
    matter: Option<&Folded<K>>,
    act: Act,
) -> Result<&'static Step<K>, Refusal> {
    let row = row::<K>(act, matter.map_or(K::At::NONE, |m| m.of.at()))?;
    let stands = match matter.and_then(|m| m.did(row.apart, desk.me)) {
        Some(did) => Err(Refusal::with(Rule::ActsApart, did.code())),
        None => {
            let given = matter.map(|m| m.of.given(desk, act)).unwrap_or_default();
            hand(desk, matter.map(|m| &m.of), row, &given).and_then(|_| its_own(matter, row, desk.me))
        }
    };
    stands.map_err(|no| K::refused(desk, matter.map(|m| &m.of), act, no))?;
    Ok(row)
}

/// What is done by whoever did something before, and by nobody else.
fn its_own<K: Hangs>(matter: Option<&Folded<K>>, row: &Step<K>, me: &PersonId) -> Result<(), Refusal> {
    let Some(before) = row.own.first() else { return Ok(()) };
    let done = matter.is_none_or(|m| m.did(row.own, me).is_some());
    if done { Ok(()) } else { Err(Refusal::with(Rule::ItsOwn, before.code())) }
}

/// What a command comes to.
///
/// # Errors
/// The rule that stands against it, or every field that is wrong.
pub fn decide<K: Hangs>(desk: &Desk<'_>, matter: Option<&Folded<K>>, act: &K::Act) -> Result<K::Event, No> {
    let row = why_not(desk, matter, K::act(act))?;
    check(K::CODE, row.asks, act, desk.asked.again, desk.state.judged)?;
    K::event(desk, matter.map(|m| &m.of), act)
}
